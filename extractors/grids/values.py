"""What the grid modules hand one another: cells in place, labelled columns, and what earlier blocks say of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.cells import BLANK, Seen
from extractors.document import Cell
from extractors.labels import read_label

LONGEST_HEADING = 60
"""Characters of the longest heading of a section (33 in f2019) and some slack."""

_SECTION_WORDS = ("情况", "事项", "情 况", "复议", "公开")


class Spot(NamedTuple):
    """A cell in the (perhaps transposed) grid: the columns it covers there, and what it is."""

    cell: Cell
    start: int
    stop: int
    seen: Seen
    first_row: int
    row_count: int


class Column(NamedTuple):
    """A labelled column: the grid columns it covers and the key it names (core of the measure in table 2)."""

    start: int
    stop: int
    key: str
    unit: str = ""


class Header:
    """The column labels in force: which table they belong to, the columns, and grid columns that are holes.

    `first` is the first labelled grid column, `needed` are the columns where every row must have a cell because the
    row of labels has one, `single` says that every label covers one grid column.
    """

    __slots__ = ("columns", "complete", "first", "holes", "labelled", "needed", "single", "starts", "table", "width")

    def __init__(
        self, table: str, columns: tuple[Column, ...], holes: frozenset[int], width: int, complete: bool
    ) -> None:
        self.table = table
        self.columns = columns
        self.holes = holes
        self.width = width
        self.complete = complete
        self.starts = tuple(column.start for column in columns)
        self.first = min(self.starts)
        self.labelled = frozenset(at for column in columns for at in range(column.start, column.stop))
        self.needed = tuple(at for at in range(self.first, width) if at not in holes)
        self.single = all(column.stop - column.start == 1 for column in columns)


class Context:
    """What earlier blocks say about the next table: the part of the report, a caption, a header to be continued."""

    def __init__(self) -> None:
        self.section = 0
        self.caption = ""
        self.header: Header | None = None
        self.last_row = ""
        self.last_group = ""
        self.y14_group = ""

    def heading(self, text: str) -> None:
        """Note a paragraph or heading between tables."""
        self.caption = text
        if len(text) > LONGEST_HEADING:
            # prose between two tables: the second does not continue the first
            self.header = None
            return
        if not any(word in text for word in _SECTION_WORDS):
            return
        section = read_label(text).key("section")
        if section is not None:
            self.section = int(section)
            self.header = None


def trim(cells: Sequence[Spot]) -> list[Spot]:
    """Return the cells without the empty ones at both ends."""
    start, stop = 0, len(cells)
    while start < stop and cells[start].seen.kind == BLANK:
        start += 1
    while stop > start and cells[stop - 1].seen.kind == BLANK:
        stop -= 1
    return list(cells[start:stop])
