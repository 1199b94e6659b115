"""A progress bar on standard error, and only where that is a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from crawler.frontier import Errand
    from crawler.state import State


class Progress:
    """Shows requests done and waiting, the host asked last and what came of it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("crawl"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, errand: Errand, outcome: str) -> None:
        """Note that a request came to an outcome."""
        if self._bar is None or self._task is None:
            return
        self._bar.advance(self._task)
        done = int(self._bar.tasks[0].completed)
        # counting the frontier is a query; every tenth request is enough for an eye
        total = done + self._state.pending() if done % 10 == 1 else None
        self._bar.update(self._task, description=f"{errand.host} {errand.kind} {outcome}", total=total)
