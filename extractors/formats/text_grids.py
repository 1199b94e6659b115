"""Tables in plain text whose columns are drawn (+---+---+, ┌──┬──┐) or that are the sheet of a .csv file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.document import Block, Cell, Paragraph, Place, Table

MAX_LINES = 2_000
"""Lines of one drawn table, and rows of one sheet."""

MAX_COLUMNS = 200

USUAL_BORDERS = 3
"""Borders of a table that has none between its rows: above, below the head, at the end."""

_DRAWN = str.maketrans(
    {
        **dict.fromkeys("│┃║", "|"),
        **dict.fromkeys("─━═", "-"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "+"),
    }
)
_BORDER = re.compile(r"\+(?:[-=:]+\+)+")


class Drawn(NamedTuple):
    """A drawn table and the line behind it, counted from 0."""

    table: Table
    end: int


def read_grid(lines: list[str], start: int, number: int) -> Drawn | None:
    """Return the table whose upper border is line `start`; None unless every line of it is a border or a whole row.

    Lines between two borders are one row, whose cells were wrapped, where there are borders between rows.
    """
    groups: list[list[tuple[int, list[str]]]] = []
    borders = 0
    at = start
    width = 0
    while at < min(len(lines), start + MAX_LINES):
        line = lines[at].strip().translate(_DRAWN)
        if _BORDER.fullmatch(line):
            borders += 1
            groups.append([])
        elif line.startswith("|") and line.endswith("|") and len(line) > 1 and borders:
            texts = [text.strip() for text in line[1:-1].split("|")]
            groups[-1].append((at, texts))
            width = max(width, len(texts))
        else:
            break
        at += 1
    if borders < 2 or groups.pop() or not 1 < width <= MAX_COLUMNS or not any(groups):
        return None
    if borders > USUAL_BORDERS or len(groups[0]) > 1:
        rows = [_joined(group) for group in groups if group]
    else:
        rows = [row for group in groups for row in group]
    if any(row is None for row in rows):
        return None
    cells = [
        Cell(text, index, column, line=line + 1)
        for index, (line, texts) in enumerate(row for row in rows if row is not None)
        for column, text in enumerate(texts)
    ]
    place = Place(table=number, line=start + 1)
    return Drawn(Table(tuple(cells), len(rows), width, place, has_spans=False), at)


def _joined(group: list[tuple[int, list[str]]]) -> tuple[int, list[str]] | None:
    """Return the lines of one row as a row, None where they have not the same cells."""
    if len({len(texts) for _, texts in group}) != 1:
        return None
    columns = zip(*(texts for _, texts in group), strict=True)
    return group[0][0], ["\n".join(filter(None, column)) for column in columns]


def read_sheet(text: str) -> list[Block] | None:
    """Return the rows of a .csv file as tables, parted where rows are blank; None unless all rows are of one width.

    A sheet is written with as many fields in every row; where a row has more, a comma in it may stand in a number.
    """
    for delimiter in (",", ";", "\t"):
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        rows = [row for row in rows if row]
        if len(rows) > MAX_LINES:
            return None
        widths = {len(row) for row in rows}
        if len(widths) == 1 and 1 < min(widths) <= MAX_COLUMNS:
            return list(_blocks_of(rows))
    return None


def _blocks_of(rows: list[list[str]]) -> Iterator[Block]:
    """Yield a paragraph for each row with text in its first field only, and a table for what stands between them."""
    tables = 0
    held: list[list[str]] = []
    first = 0
    for number, row in enumerate([*rows, []]):
        if len(row) > 1 and any(text.strip() for text in row[1:]):
            first = first if held else number
            held.append([text.strip() for text in row])
            continue
        if held:
            tables += 1
            cells = [
                Cell(text, index, column, line=first + index + 1)
                for index, texts in enumerate(held)
                for column, text in enumerate(texts)
            ]
            place = Place(table=tables, line=first + 1)
            yield Table(tuple(cells), len(held), len(held[0]), place, has_spans=False)
            held = []
        if row and row[0].strip():
            yield Paragraph(row[0].strip(), Place(line=number + 1))
