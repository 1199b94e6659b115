"""`gongkai demo`: the whole job, offline, with invented portals and reports."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.data_folder import DataFolder

SPEED = "0.005"
"""Waiting times of the sample portals and of our own politeness, against real ones: 5 s become 25 ms. Allowed because
no real site can have their names (RFC 6761)."""

SITES = ("trs0", "natl", "jpage", "ucap")
"""Sample portals that are crawled: four content systems, in half a minute. The tests crawl all of them."""


@click.command("demo")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port to serve on.")
@click.option("--serve/--no-serve", default=True, show_default=True, help="Serve the result at the end.")
@click.pass_context
def command(context: click.Context, port: int, serve: bool) -> None:
    """Do the whole job on this machine without any network: start the sample portals on loopback, crawl them, take a
    folder of sample files in, build the archive, print a summary, and serve it.

    Everything is invented: no such place, body or number exists. A data folder that holds captures of real sites or
    files is left alone unless it is named by --data.

    Exit status: 0 complete, 1 a sample could not be captured or read, 2 the port is taken or the data folder is in real
    use, 3 disk full, 5 another run holds the lock.
    """
    from archive.build import build
    from archive.commands.build import OUR_FAILURES
    from archive.commands.serve import serve as serve_archive
    from archive.commands.serve import why_not
    from archive.commands.session import complain, data_folder, progress
    from archive.commands.status import command as status
    from crawler.log import log_to

    folder = data_folder(context)
    if not context.obj["data"] and _is_in_real_use(folder):
        complain(context, f"{folder.root}: holds captures of your own; name a folder for the demo with --data")
        context.exit(2)
    if serve and (reason := why_not("127.0.0.1", port)):
        complain(context, reason)
        context.exit(2)
    folder.create()
    click.echo("1. crawling the sample portals on loopback", err=True)
    complete = _crawl(context, folder)
    click.echo("2. taking the sample files in", err=True)
    _add(folder)
    click.echo("3. building the archive", err=True)
    labels = {"index": "indexing captures", "read": "reading", "search": "indexing text", "finish": "finishing"}
    with folder.lock(), log_to(folder.logs, name="build"), progress(labels) as bar:
        report = build(folder, progress=bar)
    left = {kind: count for kind, count in report.intake.items() if kind in OUR_FAILURES}
    for kind, count in sorted(left.items()):
        complain(context, f"{count} captures: {OUR_FAILURES[kind]}")
    context.obj["data"] = folder.root
    context.invoke(status)
    if serve:
        click.echo(f"4. serving at http://127.0.0.1:{port}/  (Ctrl-C to stop)", err=True)
        serve_archive(folder.root, folder.archive_db, "127.0.0.1", port)
    context.exit(0 if complete and not left else 1)


def _is_in_real_use(folder: DataFolder) -> bool:
    """Return whether a data folder holds anything that is not invented."""
    from archive.identity import is_invented
    from crawler.captures import scan

    return any(not is_invented(capture.portal_id, capture.url) for capture in scan(folder.warc))


def _crawl(context: click.Context, folder: DataFolder) -> bool:
    """Crawl every sample portal through its own proxy; return whether the run is complete."""
    from archive.commands.session import complain
    from archive.samples.portals import SamplePortals
    from crawler.catalogue import load_portals
    from crawler.configuration import Configuration
    from crawler.log import log_to
    from crawler.run import run_crawl

    suffixes = ("gov.cn.test",)
    with tempfile.TemporaryDirectory() as catalogue, SamplePortals(sites=SITES, speed=float(SPEED)) as portals:
        files = portals.catalogue_toml(Path(catalogue))
        configuration = Configuration(
            data=folder.root,
            suffixes=suffixes,
            contact="demo@example.test",
            delay_scale=float(SPEED),
            proxy=portals.proxy_url,
        )
        with log_to(folder.logs, name="crawl"):
            report = run_crawl(configuration, load_portals(tuple(files), suffixes=suffixes))
    for portal in report.portals:
        if portal.alarm:
            complain(context, f"{portal.portal}: {portal.alarm}")
    return report.is_complete


def _add(folder: DataFolder) -> None:
    """Take the bundled sample files in as if they lay in a folder."""
    from archive.commands.session import add_paths
    from archive.identity import SAMPLES
    from archive.samples.bundle import bundle

    with tempfile.TemporaryDirectory() as place, folder.lock():
        for sample in bundle():
            path = Path(place) / sample.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(sample.data)
        add_paths(folder, [Path(place)], portal_id=SAMPLES)
