"""HTML tables to grids: row and column spans under hard limits, cell text as printed.

Works on a tree whose inline tags are stripped already, so that every tag left in a cell begins a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import accumulate
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

USUAL_CELLS = 600
"""Cells of the largest table whose layout is kept: all reports of a form printed by one editor share it."""

LABEL_LIMIT = 80
"""Characters of a cell of a data table, beside which an inner table is only an accident of the editor."""

LEAST_OWN = 8
"""Printed cells of its own that a data table around another one has; frames have navigation in a few."""

_CELL_TAGS = ("td", "th")
_GROUPS = ("tbody", "thead", "tfoot")
_LINE = "\n"
_USUAL: dict[str | None, int] = {None: 1, **{str(number): number for number in range(100)}}
_SPAN = re.compile(r"\s*\+?(\d{1,12})")

_new = tuple.__new__

Shape = tuple[tuple[int, tuple[tuple[int, tuple[str | None, str | None]], ...]], ...]
"""Of each row the number of its cells, and the spans of those that have any."""

_Where = tuple[int, int, int, int, None, None, None, None]
"""The fields of a Cell after its text."""


class Layout(NamedTuple):
    """Where the cells of a table stand; the width; the first span that was cut, or ""; is a colspan one?

    `fields` are those of its cells after the text, each for all cells in order.
    """

    fields: tuple[tuple[int | None, ...], ...]
    width: int
    clamped: str
    oversize: bool


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
    raw = _gather(table)
    cells = sum([len(row.texts) for row in raw.rows])
    if sum([1 for _ in table.iter(*_CELL_TAGS)]) > cells and next(table.iterdescendants("table"), None) is None:
        _unnest(table)
        return _gather(table)
    return raw


def _unnest(table: _Element) -> None:
    """Set cells and rows that stand inside of a cell behind it, where a browser has them.

    It ends a cell where the next one begins; the parser does not where a list or a centred line was left open.
    """
    row: _Element | None = None
    cell: _Element | None = None
    for element in list(table.iter("tr", *_CELL_TAGS)):
        is_row = element.tag == "tr"
        before = row if is_row else cell
        around = _around(element, table)
        if before is not None and around in _CELL_TAGS:
            before.addnext(element)
        if is_row or around == "table" or row is cell:
            # a cell may stand without a row
            row = element
        if not is_row:
            cell = element


def _around(element: _Element, table: _Element) -> str:
    """Return the tag of the cell, row or table in which an element stands."""
    for ancestor in element.iterancestors("tr", "table", *_CELL_TAGS):
        return "table" if ancestor is table else str(ancestor.tag)
    return "table"


def _gather(table: _Element) -> RawTable:
    rows: list[RawRow] = []
    stray: list[str] = []
    caption = ""
    longest = 0
    texts: list[str] | None = None
    spans: dict[int, tuple[str | None, str | None]] = {}
    text = table.text
    if text and not text.isspace():
        stray.append(text)
    starts: set[int] = set()
    row_depth = group_depth = -1
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
                row_depth = len(stack)
            elif tag in _GROUPS:
                texts = None
                starts.add(len(rows))
                group_depth = len(stack)
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
            if len(stack) == row_depth:
                # a cell behind the end of a row begins the next one
                texts = None
            elif len(stack) == group_depth:
                starts.add(len(rows))
    return RawTable(fit_rowspans(rows, starts), longest, stray, caption)


def fit_rowspans(rows: list[RawRow], starts: Set[int]) -> list[RawRow]:
    """Return the rows that have cells; `starts` are the rows that begin a group of rows (thead, tbody, tfoot).

    No cell reaches over the end of its group, unless all rows are equally wide only if it does: word processors end a
    group where the lines between rows change. A row without cells is one of those that a cell reaches over.
    """
    inner = [start for start in starts if 0 < start < len(rows)]
    if all(row.texts for row in rows) and (not inner or _is_even_across(rows, sorted(inner))):
        return rows
    ends = [*sorted(inner), len(rows)]
    before = [0, *accumulate(1 if row.texts else 0 for row in rows)]
    kept = []
    for number, row in enumerate(rows):
        if number == ends[0]:
            del ends[0]
        if not row.texts:
            continue
        spans = {}
        for at, (colspan, rowspan) in row.spans.items():
            wanted = _span(rowspan)
            if wanted != 1 and wanted <= MAX_ROWS:
                last = min(number + (wanted or MAX_ROWS), ends[0])
                rowspan = str(before[last] - before[number])
            spans[at] = colspan, rowspan
        kept.append(RawRow(row.texts, spans))
    return kept


def _is_even_across(rows: Sequence[RawRow], starts: Sequence[int]) -> bool:
    """Return whether cells reach over ends of groups, and all rows are equally wide with them and not without."""
    ends = [*starts, len(rows)]
    reach = [
        (number, number + _span(rowspan), _span(colspan) or 1)
        for number, row in enumerate(rows)
        for colspan, rowspan in row.spans.values()
        if 1 < _span(rowspan) <= MAX_ROWS
    ]
    crossing = [(number, stop, width, ends[bisect_right(ends, number)]) for number, stop, width in reach]
    if not any(stop > end for _, stop, _, end in crossing):
        return False
    wide = [len(row.texts) + sum((_span(colspan) or 1) - 1 for colspan, _ in row.spans.values()) for row in rows]
    cut = list(wide)
    for number, stop, width, end in crossing:
        for at in range(number + 1, min(stop, len(rows))):
            wide[at] += width
            cut[at] += width if at < end else 0
    return len(set(wide)) == 1 and len(set(cut)) > 1


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
    shape = tuple([(len(texts), tuple(spans.items()) if spans else ()) for texts, spans in raw.rows])
    texts = [text for row in raw.rows for text in row.texts]
    layout = (_known_layout if len(texts) <= USUAL_CELLS else _lay_out)(shape)
    if layout is None:
        return None
    if layout.clamped:
        message = "a merged cell says that it is larger than the table"
        problems.append(Problem("span_clamped", f"table {place.table}", layout.clamped, message))
    # the constructor takes four times as long, and there are 300 cells in a report
    cells = tuple([_new(Cell, fields) for fields in zip(texts, *layout.fields, strict=True)])
    return Table(cells, len(raw.rows), layout.width, place, caption=raw.caption)


def _lay_out(shape: Shape) -> Layout | None:
    """Return where the cells of rows stand, or None when their grid would be over MAX_GRID."""
    layout = _place_cells(shape, MAX_COLUMNS)
    if layout is not None and layout.oversize and layout.width < MAX_COLUMNS:
        # the width is known now, so that an endless cell can end where the others do
        wider = _place_cells(shape, max(layout.width, 1))
        layout = wider and wider._replace(clamped=layout.clamped)
    return layout


_known_layout = lru_cache(maxsize=128)(_lay_out)


def _place_cells(shape: Shape, limit: int) -> Layout | None:
    """Return where the cells stand; `limit` is the width to which a colspan larger than any grid is cut.

    MAX_COLUMNS as limit means that the width is not known yet.
    """
    places: list[_Where] = []
    add = places.append
    clamped: list[str] = []
    oversize = False
    width = last_held = 0
    count = len(shape)
    held: dict[int, int] = {}
    for number, (cells, written) in enumerate(shape):
        spans = dict(written)
        column = 0
        fresh: list[tuple[int, int]] = []
        for index in range(cells):
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
            add((number, column, rowspan, colspan, None, None, None, None))
            column += colspan
        width = max(width, column)
        for at, end in fresh:
            held[at] = max(end, held.get(at, 0))
        if width * count > MAX_GRID:
            return None
    return Layout(tuple(zip(*places, strict=True)), width, clamped[0] if clamped else "", oversize)


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
