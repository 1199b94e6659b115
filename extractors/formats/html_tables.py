"""HTML tables to grids: row and column spans under hard limits, cell text as printed.

Works on a tree whose inline tags are stripped already, so that every tag left in a cell begins a line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml.etree import _Element

from extractors.document import Cell, Place, Problem, Table
from extractors.formats.html_text import clean, strings, text_of

MAX_COLUMNS = 100
MAX_ROWS = 500
"""Spans above these are clamped to the grid that the other cells make. Statutory tables have 10 columns, 30 rows."""

MAX_GRID = 50_000
"""Rows x columns of one table; above it the rows are kept as lines of text, since a grid would fill the memory."""

LAYOUT_CELL = 400
"""Characters of one cell from which a table may be only the frame of an article; labels of the forms stay below 60."""

MANY_CELLS = 20
"""Printed cells from which a table with one long remark is still a table."""

_SPAN = re.compile(r"\s*\+?(\d{1,12})")


class Rows(NamedTuple):
    """The cells of a table element by row, and text that stands outside of any cell."""

    rows: list[list[_Element]]
    stray: list[str]
    caption: str


def collect_rows(table: _Element) -> Rows:
    """Return the rows of a table, whatever stands between table, row and cell (tbody, form, div, nothing)."""
    rows: list[list[_Element]] = []
    stray: list[str] = []
    caption = ""
    row: list[_Element] | None = None
    if table.text and not table.text.isspace():
        stray.append(table.text)
    stack = [iter(table)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            text = element.tail
            if text and not text.isspace():
                stray.append(text)
            if tag == "td" or tag == "th":
                if row is None:
                    row = []
                    rows.append(row)
                row.append(element)
                continue
            if tag == "caption":
                caption = clean(text_of(element))
                continue
            if tag == "tr":
                row = []
                rows.append(row)
            elif tag == "table":
                # a table directly inside a row: broken markup, its rows follow the ones before
                row = None
            text = element.text
            if text and not text.isspace():
                stray.append(text)
            if len(element):
                stack.append(iter(element))
                break
        else:
            stack.pop()
    return Rows([row for row in rows if row], stray, caption)


def cell_text(cell: _Element) -> str:
    """Return the text of a cell; its inner paragraphs and line breaks become line ends."""
    if not len(cell):
        text = cell.text
        return clean(text) if text else ""
    if len(cell) == 1:
        child = cell[0]
        if not len(child):
            head, tail = cell.text, child.tail
            if (not head or head.isspace()) and (not tail or tail.isspace()):
                text = child.text
                return clean(text) if text else ""
    # inline tags are gone, so each string is a line of its own
    lines = [clean(text) for text in strings(cell)]
    printed = [line for line in lines if line and not line.isspace()]
    if printed:
        return "\n".join(printed)
    return next((line for line in lines if line), "")


def _span(value: str | None) -> int:
    """Return a span as a whole number; what is no positive number counts as 1, and 0 is returned for 0."""
    if value is None:
        return 1
    match = _SPAN.match(value)
    return int(match[1]) if match else 1


def read_grid(rows: Rows, texts: list[list[str]], place: Place, problems: list[Problem]) -> Table | None:
    """Return the table of collected rows and their texts, or None when its grid would be over MAX_GRID."""
    count = len(rows.rows)
    limit = MAX_COLUMNS
    clamped = ""
    for _ in range(2):
        cells: list[Cell] = []
        width = 0
        oversize = False
        held: dict[int, int] = {}
        for number, row in enumerate(rows.rows):
            column = 0
            fresh: list[tuple[int, int]] = []
            row_texts = texts[number]
            for index, element in enumerate(row):
                while column in held:
                    column += 1
                rowspan = colspan = 1
                value = element.get("colspan")
                if value is not None and value != "1":
                    colspan = _span(value) or 1
                    if colspan > MAX_COLUMNS:
                        clamped = clamped or f"colspan={value[:20]}"
                        oversize = True
                        colspan = max(1, limit - column) if limit < MAX_COLUMNS else 1
                value = element.get("rowspan")
                if value is not None and value != "1":
                    rowspan = _span(value)
                    if rowspan > MAX_ROWS:
                        clamped = clamped or f"rowspan={value[:20]}"
                    left = count - number
                    rowspan = min(rowspan, left) if rowspan else left
                    if rowspan > 1:
                        fresh.extend((at, rowspan) for at in range(column, column + colspan))
                cells.append(Cell(row_texts[index], number, column, rowspan, colspan))
                column += colspan
            width = max(width, column)
            if held:
                width = max(width, max(held) + 1)
                held = {at: left - 1 for at, left in held.items() if left > 1}
            for at, rowspan in fresh:
                held[at] = max(rowspan - 1, held.get(at, 0))
            if width * count > MAX_GRID:
                return None
        if not oversize or limit < MAX_COLUMNS or width >= MAX_COLUMNS:
            break
        limit = width
    if clamped:
        problems.append(
            Problem("span_clamped", f"table {place.table}", clamped, "a merged cell says it is larger than the table")
        )
    return Table(tuple(cells), count, width, place, caption=rows.caption)


def is_layout(texts: list[list[str]]) -> bool:
    """Tell whether a table is only a frame: one cell with text, or one that holds most of a long text."""
    lengths = [len(text) for row in texts for text in row]
    longest = max(lengths, default=0)
    printed = sum(1 for row in texts for text in row if text and not text.isspace())
    if longest < LAYOUT_CELL:
        return printed == 1 and len(lengths) <= 2
    return longest * 10 >= sum(lengths) * 6 and (printed <= MANY_CELLS or longest >= 5 * LAYOUT_CELL)
