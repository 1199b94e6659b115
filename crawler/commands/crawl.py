"""`gongkai crawl`: capture what the portals of the catalogue publish. Captures only; nothing is interpreted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.errors import EXIT_DEFECT, EXIT_DISK

if TYPE_CHECKING:
    from crawler.catalogue import Portal
    from crawler.run_report import RunReport


@click.command("crawl")
@click.argument("portal_ids", nargs=-1, metavar="[PORTAL_ID]...")
@click.option(
    "--portals",
    "paths",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A catalogue file or folder instead of the built-in one; may be given more than once.",
)
@click.option("--due", is_flag=True, help="Crawl only the columns whose next visit is due, for a daily timer.")
@click.option("--json", "as_json", is_flag=True, help="Print the run report as JSON.")
@click.pass_context
def command(
    context: click.Context, portal_ids: tuple[str, ...], paths: tuple[Path, ...], due: bool, as_json: bool
) -> None:
    """Crawl all portals of the catalogue, the named ones, or those that are due.

    Every answer is kept byte for byte in DIR/warc. robots.txt, delays and the list of allowed hosts are always obeyed;
    a site that refuses is left alone. A run that was killed is gone on with.

    Exit status: 0 complete, 1 a portal failed, yielded too little or has requests left, 2 a mistake in the catalogue
    or the settings, 3 disk full, 5 another run holds the lock, 11 interrupted, 70 a defect of this program.
    """
    from crawler.catalogue import load_portals
    from crawler.configuration import load_configuration
    from crawler.data_folder import DataFolder, DataFolderError, is_disk_trouble
    from crawler.errors import CatalogueError, ConfigurationError, CrawlerError

    try:
        configuration = load_configuration(data=context.obj["data"] if context.obj else None)
        portals = choose(load_portals(paths or None, suffixes=configuration.suffixes), portal_ids)
        configuration.require_contact()
    except (CatalogueError, ConfigurationError) as error:
        click.echo(f"gongkai crawl: {error}", err=True)
        context.exit(2)
    from crawler.log import log_to
    from crawler.run import run_crawl

    try:
        folder = DataFolder(configuration.data)
        folder.create()
        with log_to(folder.logs):
            report = run_crawl(configuration, portals, due_only=due)
    except (DataFolderError, CrawlerError) as error:
        click.echo(f"gongkai crawl: {error}", err=True)
        context.exit(getattr(error, "exit_code", EXIT_DEFECT))
    except OSError as error:
        if not is_disk_trouble(error):
            raise
        click.echo(f"gongkai crawl: {configuration.data}: disk full or not writable: {error}", err=True)
        context.exit(EXIT_DISK)
    show(report, as_json=as_json)
    context.exit(exit_status(report))


def choose(portals: tuple[Portal, ...], ids: tuple[str, ...]) -> tuple[Portal, ...]:
    """Return the portals with these ids, all for none; raises CatalogueError for an id that no file has."""
    from difflib import get_close_matches

    from crawler.errors import CatalogueError

    if not ids:
        return portals
    by_id = {portal.id: portal for portal in portals}
    for name in ids:
        if name not in by_id:
            close = get_close_matches(name, by_id, n=1)
            raise CatalogueError(f"no portal {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    return tuple(by_id[name] for name in dict.fromkeys(ids))


def show(report: RunReport, *, as_json: bool) -> None:
    """Print a run report."""
    import json

    from crawler.run_report import table

    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo(table(report))
    if not report.portals:
        click.echo("no column is due", err=True)


def exit_status(report: RunReport) -> int:
    """Return the exit status of a run, and say on stderr why it is not 0."""
    if report.finish_reason == "shutdown":
        print("gongkai crawl: interrupted; run again to go on", file=sys.stderr)
        return report.exit_code
    for result in report.portals:
        if result.alarm:
            print(f"gongkai crawl: {result.portal}: {result.alarm}", file=sys.stderr)
    if report.defects:
        print(f"gongkai crawl: {report.defects} answers could not be handled; see the log", file=sys.stderr)
    return report.exit_code
