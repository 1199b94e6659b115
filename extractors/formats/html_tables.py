"""HTML tables to grids: row and column spans under hard limits, cell text as printed.

Works on a tree whose inline tags are stripped already, so that every tag left in a cell begins a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element

from extractors.document import Cell, Place, Problem, Table
from extractors.formats.html_text import clean, strings, text_of

MAX_COLUMNS = 100
MAX_ROWS = 500
"""Spans above these are clamped to the grid that the other cells make. Statutory tables have 10 columns, 30 rows."""

MAX_GRID = 50_000
"""Rows x columns of one table; above it the rows are kept as lines of text, since a grid would fill the memory."""

PROSE_CELL = 60
LAYOUT_CELL = 400
"""Characters from which a cell is prose: with a full stop, and whatever is in it. Labels of the forms stay below 60."""

MANY_CELLS = 20
"""Printed cells from which a table with one long remark is still a table."""

LABEL_LIMIT = 80
"""Characters of a cell of a data table, beside which an inner table is only an accident of the editor."""

LEAST_OWN = 8
"""Printed cells of its own that a data table around another one has; frames have navigation in a few."""

_CELL_TAGS = ("td", "th")
_LINE = "\n"
_USUAL: dict[str | None, int] = {None: 1, **{str(number): number for number in range(100)}}
_SPAN = re.compile(r"\s*\+?(\d{1,12})")

_new = tuple.__new__


class RawRow(NamedTuple):
    """The texts of a row's cells, and colspan and rowspan as written for the few that have any."""

    texts: list[str]
    spans: dict[int, tuple[str | None, str | None]]


class RawTable(NamedTuple):
    """The rows of a table element, and text that stands outside of any cell."""

    rows: list[RawRow]
    longest: int
    stray: list[str]
    caption: str

    @property
    def is_layout(self) -> bool:
        """Tell whether it is only a frame: one cell with text, or cells of prose that hold most of its text."""
        if self.longest < PROSE_CELL:
            if len(self.rows) > 2 or sum(len(row.texts) for row in self.rows) > 2:
                return False
            return sum(1 for row in self.rows for text in row.texts if text and not text.isspace()) == 1
        texts = [text for row in self.rows for text in row.texts if text]
        long = (text for text in texts if len(text) >= PROSE_CELL and ("。" in text or len(text) >= LAYOUT_CELL))
        prose = sum(map(len, long))
        return prose * 10 >= sum(map(len, texts)) * 6 and (len(texts) <= MANY_CELLS or self.longest >= 5 * LAYOUT_CELL)

    @property
    def is_spacer(self) -> bool:
        """Tell whether nothing is printed in a handful of cells."""
        return sum(len(row.texts) for row in self.rows) <= 4 and not any(
            text.strip() for row in self.rows for text in row.texts
        )


def gather(table: _Element) -> RawTable:
    """Return the rows of a table, whatever stands between table, row and cell (tbody, form, div, nothing)."""
    rows: list[RawRow] = []
    stray: list[str] = []
    caption = ""
    longest = 0
    texts: list[str] | None = None
    spans: dict[int, tuple[str | None, str | None]] = {}
    text = table.text
    if text and not text.isspace():
        stray.append(text)
    stack = [iter(table)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            text = element.tail
            if text and not text.isspace():
                stray.append(text)
            if tag in _CELL_TAGS:
                text = _plain(element)
                if texts is None:
                    texts, spans = [], {}
                    rows.append(RawRow(texts, spans))
                # one list of names costs less than two look-ups, and most cells have no span
                names = element.keys()
                if "colspan" in names or "rowspan" in names:
                    spans[len(texts)] = element.get("colspan"), element.get("rowspan")
                texts.append(text)
                if len(text) > longest:
                    longest = len(text)
                continue
            if tag == "caption":
                caption = clean(text_of(element))
                continue
            if tag == "tr":
                texts, spans = [], {}
                rows.append(RawRow(texts, spans))
            elif tag == "table":
                # a table directly inside a row: broken markup, its rows follow the ones before
                texts = None
            text = element.text
            if text and not text.isspace():
                stray.append(text)
            if len(element):
                stack.append(iter(element))
                break
        else:
            stack.pop()
    return RawTable([row for row in rows if row.texts], longest, stray, caption)


def _plain(cell: _Element) -> str:
    """Return the text of a cell; its inner paragraphs and line breaks become line ends."""
    count = len(cell)
    if not count:
        text = cell.text
    elif count == 1:
        child = cell[0]
        head, tail = cell.text, child.tail
        if len(child) or (head and not head.isspace()) or (tail and not tail.isspace()):
            return _lines(cell)
        text = child.text
    else:
        return _lines(cell)
    if not text:
        return ""
    return text if text.isalnum() else clean(text)


def _lines(cell: _Element) -> str:
    """Return the text of a cell with several strings, each of which is a line, since inline tags are gone."""
    lines = [clean(text) for text in strings(cell)]
    printed = [line for line in lines if line and not line.isspace()]
    if printed:
        return _LINE.join(printed)
    return next((line for line in lines if line), "")


def read_grid(raw: RawTable, place: Place, problems: list[Problem]) -> Table | None:
    """Return the table of gathered rows, or None when its grid would be over MAX_GRID."""
    limit = MAX_COLUMNS
    clamped: list[str] = []
    cells, width, oversize = _lay_out(raw.rows, limit, clamped)
    if oversize and width < MAX_COLUMNS:
        # the width is known now, so that an endless cell can end where the others do
        cells, width, _ = _lay_out(raw.rows, max(width, 1), [])
    if width * len(raw.rows) > MAX_GRID:
        return None
    if clamped:
        message = "a merged cell says that it is larger than the table"
        problems.append(Problem("span_clamped", f"table {place.table}", clamped[0], message))
    return Table(tuple(cells), len(raw.rows), width, place, caption=raw.caption)


def _lay_out(rows: list[RawRow], limit: int, clamped: list[str]) -> tuple[list[Cell], int, bool]:
    """Return the cells at their places, the width, and whether a colspan was larger than any grid.

    `limit` is the width to which such a colspan is cut; MAX_COLUMNS means that it is not known yet.
    """
    cells: list[Cell] = []
    add = cells.append
    width = last_held = 0
    oversize = False
    count = len(rows)
    held: dict[int, int] = {}
    for number, (texts, spans) in enumerate(rows):
        column = 0
        if not spans:
            # most rows: no cell of its own covers others, and the columns that cells above cover are known
            if number < last_held:
                free = [at for at in range(len(texts) + len(held)) if held.get(at, 0) <= number]
                cells += [
                    _new(Cell, (text, number, at, 1, 1, None, None, None, None))
                    for text, at in zip(texts, free, strict=False)
                ]
                column = free[len(texts) - 1] + 1 if texts else 0
            else:
                cells += [_new(Cell, (text, number, at, 1, 1, None, None, None, None)) for at, text in enumerate(texts)]
                column = len(texts)
            width = max(width, column)
            if width * count > MAX_GRID:
                break
            continue
        fresh: list[tuple[int, int]] = []
        for index, text in enumerate(texts):
            if number < last_held:
                # columns taken by cells of rows above
                while held.get(column, 0) > number:
                    column += 1
            rowspan = colspan = 1
            if index in spans:
                colspan_text, rowspan_text = spans[index]
                colspan = _span(colspan_text) or 1
                if colspan > MAX_COLUMNS:
                    clamped.append(f"colspan={colspan_text}"[:30])
                    oversize = True
                    colspan = max(1, limit - column) if limit < MAX_COLUMNS else 1
                rowspan = _span(rowspan_text)
                if rowspan > MAX_ROWS:
                    clamped.append(f"rowspan={rowspan_text}"[:30])
                # 0 means down to the end
                rowspan = min(rowspan or count, count - number)
                if rowspan > 1:
                    end = number + rowspan
                    last_held = max(last_held, end)
                    fresh.extend((at, end) for at in range(column, column + colspan))
            # the constructor takes four times as long, and there are 300 cells in a report
            add(_new(Cell, (text, number, column, rowspan, colspan, None, None, None, None)))
            column += colspan
        if column > width:
            width = column
        for at, end in fresh:
            held[at] = max(end, held.get(at, 0))
        if width * count > MAX_GRID:
            break
    return cells, width, oversize


def _span(value: str | None) -> int:
    """Return a span as a whole number; nothing, or what is no number, counts as 1."""
    if value in _USUAL:
        return _USUAL[value]
    match = _SPAN.match(value) if value else None
    return int(match[1]) if match else 1


def is_data_around(table: _Element) -> bool:
    """Tell a data table with a stray inner table from one that lays out others."""
    own = 0
    holders: list[_Element] = []
    for cell in _own_cells(table):
        if next(cell.iterdescendants("table"), None) is not None:
            holders.append(cell)
        elif 0 < len(text_of(cell).strip()) <= LABEL_LIMIT:
            own += 1
    if own < LEAST_OWN:
        return False
    return all(len("".join(text_of(cell).split())) <= LABEL_LIMIT for cell in holders)


def _own_cells(table: _Element) -> Iterator[_Element]:
    """Yield the cells of a table, not those of tables inside them."""
    stack = [iter(table)]
    while stack:
        for element in stack[-1]:
            if element.tag in _CELL_TAGS:
                yield element
            elif len(element):
                stack.append(iter(element))
                break
        else:
            stack.pop()
