"""Tell by the form's own sums where the values of a row stand among empty cells."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import BLANK, NUMBER, Seen
from extractors.forms import APPLICANTS, T4_KEYS, T4_WIDTH


def requests_add_up(cells: Sequence[Seen]) -> bool:
    """Return whether the first seven of these cells are a row of table 3 with its total, the others being empty.

    The total stands at its place only if no cell was lost: then an empty cell that fills up the row would stand there.
    """
    width = len(APPLICANTS)
    row = cells[:width]
    return len(row) == width and row[-1].kind == NUMBER and _adds_up(row) and _are_empty(cells[width:])


def cases_add_up(cells: Sequence[Seen]) -> bool:
    """Return whether a row of table 4 begins with the first of these cells, what follows 15 of them being empty.

    Each total must fit and one be no zero: a row that lost a cell and gained another has its totals in wrong places.
    Empty cells before the row, which belong to the header, shift it by whole groups; so the first group must have a
    number, and no other 15 of the cells may fit.
    """
    width = len(T4_KEYS)
    fits = [
        at
        for at in range(len(cells) - width + 1)
        if _are_cases(cells[at : at + width]) and _are_empty([*cells[:at], *cells[at + width :]])
    ]
    return fits == [0] and not _are_empty(cells[:T4_WIDTH])


def _adds_up(cells: Sequence[Seen]) -> bool:
    """Return whether the last cell is the sum of the others; an empty cell counts nothing."""
    if any(cell.kind not in (NUMBER, BLANK) or (cell.kind == NUMBER and cell.number.value is None) for cell in cells):
        return False
    *parts, total = (cell.number.value or 0 for cell in cells)
    return sum(parts) == total


def _are_cases(cells: Sequence[Seen]) -> bool:
    groups = [cells[at : at + T4_WIDTH] for at in range(0, len(cells), T4_WIDTH)]
    return all(map(_adds_up, groups)) and any(group[-1].number.value for group in groups)


def _are_empty(cells: Sequence[Seen]) -> bool:
    return all(cell.kind == BLANK for cell in cells)
