"""Tables in plain text drawn with lines that meet (┌─┬─┐ │ ├─┼─┤), merged cells and all, as text browsers print them.

Each cell is what the lines enclose: its place and its spans follow from where it begins and ends on the page of
letters, on which a Chinese character is two columns wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from extractors.document import Cell, Place, Table

MAX_LINES = 2_000
MAX_WIDTH = 1_000
"""Columns of letters; the widest table seen has 250."""

_UPRIGHT = "│┃║"
_LINES = frozenset(
    f"{_UPRIGHT}─━═┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫┍┎┑┒┕┖┙┚┝┞┟┠┡┢┥┦┧┨┩┪┭┮┯┰┱┲┵┶┷┸┹┺┽┾┿╀╁╂╃╄╅╆╇╈╉╊"
)
_LEFT_EDGE = frozenset(f"{_UPRIGHT}├┣╠└┗╚┌┏╔╞╟╘╙╒╓")
_LAST_EDGE = frozenset("└┗╚╘╙")


def read_boxes(lines: Sequence[str], start: int, number: int) -> tuple[Table, int] | None:
    """Return the table whose upper border is line `start`, and the line behind it; None where lines do not close.

    A cell that is no rectangle is none that a browser prints: then nothing is certain about any of them.
    """
    end = start
    while end < min(len(lines), start + MAX_LINES) and lines[end].strip()[:1] in _LEFT_EDGE:
        end += 1
        if lines[end - 1].strip()[0] in _LAST_EDGE:
            break
    sheet = [_columns(line.strip()) for line in lines[start:end]]
    width = len(sheet[0]) if sheet else 0
    if len(sheet) < 3 or not 3 <= width <= MAX_WIDTH or any(len(row) != width for row in sheet):
        return None
    boxes = _boxes(sheet)
    if boxes is None or len(boxes) < 2:
        return None
    tops = sorted({box[0] for box in boxes})
    lefts = sorted({box[1] for box in boxes})
    cells = []
    for top, left, bottom, right in sorted(boxes):
        text = "\n".join(filter(None, ("".join(sheet[at][left : right + 1]).strip() for at in range(top, bottom + 1))))
        rows = sum(top <= at <= bottom for at in tops)
        columns = sum(left <= at <= right for at in lefts)
        place = (tops.index(top), lefts.index(left))
        cells.append(Cell(text, *place, rowspan=rows, colspan=columns, line=start + top + 1))
    return Table(tuple(cells), len(tops), len(lefts), Place(table=number, line=start + 1)), end


def _columns(line: str) -> list[str]:
    """Return what stands in each column of a line; nothing in the second one of a wide character."""
    columns: list[str] = []
    for char in line:
        if unicodedata.combining(char):
            continue
        columns.append(char)
        if unicodedata.east_asian_width(char) in "WF":
            columns.append("")
    return columns


def _boxes(sheet: Sequence[Sequence[str]]) -> list[tuple[int, int, int, int]] | None:
    """Return the rectangles (top, left, bottom, right) that the lines enclose; None where one is no rectangle."""
    taken: set[tuple[int, int]] = set()
    boxes: list[tuple[int, int, int, int]] = []
    for top, row in enumerate(sheet):
        for left, char in enumerate(row):
            if char in _LINES or (top, left) in taken:
                continue
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1] not in _LINES:
                right += 1
            while bottom + 1 < len(sheet) and _LINES.isdisjoint(sheet[bottom + 1][left : right + 1]):
                bottom += 1
            if not top or not left or bottom + 1 == len(sheet) or right + 1 == len(row):
                return None
            sides = (sheet[at][side] for at in range(top, bottom + 1) for side in (left - 1, right + 1))
            if not _LINES.issuperset((*sheet[top - 1][left : right + 1], *sheet[bottom + 1][left : right + 1], *sides)):
                return None
            taken.update((at, column) for at in range(top, bottom + 1) for column in range(left, right + 1))
            boxes.append((top, left, bottom, right))
    return boxes
