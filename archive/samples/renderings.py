"""A rendering: bytes in some format, with the truth a reader must find in them; and the variations to walk over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archive.samples.grids import OFFICIAL, Layout, printed_figures
from archive.samples.official_form import CASE_KEYS, PROACTIVE
from archive.samples.reports import FictionalReport
from archive.samples.truth import Expected, ReadFigure, differences, truth_of


@dataclass(frozen=True, slots=True)
class Rendering:
    """One file: its bytes and name, what the server would say of it, and what must be read from it.

    `charset` is the one an HTTP header declares, right or wrong. A cell of `may_abstain` must be read right or not at
    all; every other cell of `truth` must be read.
    """

    data: bytes
    name: str
    media_type: str
    report: FictionalReport
    variation: str
    truth: Mapping[str, Expected]
    may_abstain: frozenset[str] = field(default_factory=frozenset)
    may_be_blank: frozenset[str] = field(default_factory=frozenset)
    charset: str = ""

    def differences(self, figures: Mapping[str, ReadFigure]) -> list[str]:
        """Return one line a cell that was read otherwise than printed."""
        return differences(figures, self.truth, self.may_abstain, self.may_be_blank)


@dataclass(frozen=True, slots=True)
class Variation:
    """One way to print any report: `models` says which habit of real files it stands for.

    `abstain` says of a report's cells which ones a reader may leave out, since this way of printing destroys the
    evidence for them; `blanks_are_lost` marks a way that leaves no trace of an empty cell, so that no cell of a row
    that has one can be told from its neighbour. `editions` are the forms that can be printed this way.
    """

    name: str
    format: str
    models: str
    draw: Callable[[FictionalReport, Layout], bytes]
    suffix: str
    media_type: str
    layout: Layout = OFFICIAL
    charset: str = ""
    abstain: Callable[[str], bool] = lambda key: False
    blanks_are_lost: bool = False
    editions: tuple[str, ...] = ("f2021", "f2019", "y14")

    def render(self, report: FictionalReport) -> Rendering:
        """Print a report this way."""
        figures = printed_figures(report, self.layout)
        truth = truth_of(figures)
        may_abstain = {key for key in truth if self.abstain(key)} | (report.may_abstain & truth.keys())
        if len(report.case_row) not in (0, len(CASE_KEYS)):
            may_abstain |= truth.keys() & set(CASE_KEYS)
        if self.blanks_are_lost:
            torn = {_printed_row(key) for key, expected in truth.items() if expected.state == "blank"}
            may_abstain |= {key for key in truth if _printed_row(key) in torn}
        return Rendering(
            data=self.draw(report, self.layout),
            name=f"{report.agency.id}-{report.year}.{self.suffix}",
            media_type=self.media_type,
            report=report,
            variation=self.name,
            truth=truth,
            may_abstain=frozenset(may_abstain),
            may_be_blank=frozenset(
                key for key in truth if self.layout.torn_row and key.rpartition("__")[0] == self.layout.torn_row
            ),
            charset=self.charset,
        )


def _printed_row(key: str) -> str:
    """Return a name for the printed row in which a cell stands."""
    if key in CASE_KEYS:
        return "t4"
    if "__" in key:
        return key.rpartition("__")[0]
    if key.startswith("y14_"):
        return key
    return _ROW_OF[key]


_ROW_OF = {
    key: f"{edition} {label}"
    for edition, articles in PROACTIVE.items()
    for article in articles
    for label, keys in article.rows
    for key in keys
}


def of_table(table: str) -> Callable[[str], bool]:
    """Return a test for the keys of one table: t2, t3, t4 or y14."""

    def test(key: str) -> bool:
        if key.startswith("y14_"):
            return table == "y14"
        if "__" in key:
            return table == "t3"
        return table == ("t4" if key in CASE_KEYS else "t2")

    return test


def of_rows(*rows: str) -> Callable[[str], bool]:
    """Return a test for the cells of some rows of table 3."""
    return lambda key: key.rpartition("__")[0] in rows
