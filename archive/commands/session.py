"""What the commands share: the data folder in force, a progress bar for terminals, a summary of each run."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from crawler.configuration import load_configuration
from crawler.data_folder import DataFolder
from crawler.errors import ConfigurationError

if TYPE_CHECKING:
    from archive.intake import Intake


def data_folder(context: click.Context) -> DataFolder:
    """Return the folder of `--data`, of $GONGKAI_DATA or gongkai.toml, else ./data."""
    given = (context.obj or {}).get("data")
    try:
        return DataFolder(load_configuration(data=given).data)
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error


class Bar(Protocol):
    """Shows how far a piece of work has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` (0: not known) are done."""


@contextmanager
def progress(labels: dict[str, str]) -> Iterator[Bar]:
    """Show a progress bar on stderr, and only if that is a terminal. `labels` are words by stage."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bars.update(task, description=labels.get(stage, stage), completed=done, total=total or None)

        yield show


def add_paths(
    folder: DataFolder,
    paths: Iterable[Path],
    tell: Callable[[int], None] = lambda done: None,
    *,
    portal_id: str = "",
) -> Intake:
    """Take local files into the store as one run with its summary; the caller holds the data folder's lock."""
    from archive.intake import KnownCaptures, take_in
    from crawler.captures import WarcStore, new_run_id, utc_now

    run_id, started_at = new_run_id(), utc_now()
    with (
        closing(KnownCaptures(folder)) as known,
        WarcStore(folder.warc, run_id=run_id, sync="batch", find_original=known.find_original) as store,
    ):
        intake = take_in(folder, paths, store, known, portal_id=portal_id, tell=tell)
    counts = {"added": intake.added, "known": intake.known, "passed_over": sum(intake.skipped.values())}
    logging.getLogger("gongkai.add").info("added", extra={"run": run_id, **counts})
    for line in intake.failed:
        logging.getLogger("gongkai.add").error("%s", line)
    if intake.added:
        summary = {
            "command": "add",
            "started_at": started_at,
            "finished_at": utc_now(),
            "finish_reason": "finished",
            "exit_code": 1 if intake.failed else 0,
            **intake.as_json(),
        }
        folder.write_summary(run_id, {"run": run_id, **summary})
    return intake


def complain(context: click.Context, message: str) -> None:
    """Say one line on stderr, with the command's name, whatever a document put into the message."""
    click.echo(f"gongkai {context.info_name}: {' '.join(message.split())}", err=True)
