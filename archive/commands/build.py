"""`gongkai build`: captures -> archive.db."""

from __future__ import annotations

import click

OUR_FAILURES = {
    "worker_killed": "killed the process that read it",
    "worker_timeout": "could not be read in time",
    "worker_oom": "needs more memory than a reader may have",
    "reader_defect": "met a defect of the reader",
    "capture_unreadable": "cannot be read back from the WARC files",
    "no_content": "taken for a report, but nothing was read from it",
    "pending": "not read yet",
}
"""Outcomes that are work left over. Files that are encrypted, empty or of a format nobody reads are findings about the
files: recorded as problems, and no reason to try again."""


@click.command("build")
@click.option("--rebuild", is_flag=True, help="Build afresh beside the present archive, then swap.")
@click.option("--workers", type=click.IntRange(min=1), default=None, help="Reading processes. Default: one a CPU.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=None,
    help="Wall time one document may take. Default: 60.",
)
@click.pass_context
def command(context: click.Context, rebuild: bool, workers: int | None, seconds: float | None) -> None:
    """Build archive.db from the captures: read what is new, check every figure, index the text.

    A second build writes nothing. After an update of the program everything is read again. The new archive takes the
    old one's place in one step; restart a running `gongkai serve` to see it.

    Exit status: 0 complete, 1 something could not be read by a failure of ours, or a WARC file was found damaged (said
    on stderr, kept in the table `problems`), 2 there is no such data folder, 3 disk full, 5 another run holds the lock,
    11 interrupted.
    """
    from archive.build import build
    from archive.commands.session import complain, data_folder, progress
    from archive.worker import SECONDS
    from crawler.log import log_to

    folder = data_folder(context)
    if not folder.exists():
        complain(context, f"{folder.root}: is no data folder: fill one with `gongkai crawl` or `gongkai add`")
        context.exit(2)
    labels = {"index": "indexing captures", "read": "reading", "search": "indexing text", "finish": "finishing"}
    with folder.lock(), log_to(folder.logs, name="build"), progress(labels) as bar:
        report = build(folder, rebuild=rebuild, workers=workers or 0, seconds=seconds or SECONDS, progress=bar)
    what = {"unchanged": "nothing new", "incremental": "brought up to date", "afresh": "built"}[report.mode]
    parts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(report.intake.items(), key=lambda x: -x[1]))
    click.echo(f"{folder.archive_db}: {what}: {report.reports} reports from {report.captures} captures")
    if parts:
        click.echo(f"captures: {parts}")
    left = {kind: count for kind, count in report.intake.items() if kind in OUR_FAILURES}
    for kind, count in sorted(left.items()):
        complain(context, f"{count} captures: {OUR_FAILURES[kind]}: see the table problems, kind {kind}")
    if report.damaged:
        complain(context, f"{report.damaged} stretches of the WARC files are no whole records and were left alone")
    # what a killed run left behind stays in its file for ever: it is a finding once
    context.exit(1 if left or report.newly_damaged else 0)
