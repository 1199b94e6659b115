"""Rows that fit their header and may have lost or gained a cell all the same.

Programs that write tables down as lines of bars or tabs fill up a row that is too short at its end, cut off one that is
too long, or give the whole table one more column. The row then has a blank cell at an edge, or a number under no label.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import BLANK, NUMBER
from extractors.forms import APPLICANTS, T4_WIDTH
from extractors.grids.column_labels import in_form_order
from extractors.grids.values import Header, Spot

_WIDTHS = {"t3": len(APPLICANTS), "t4": T4_WIDTH}
"""Cells of which the last is the total of the others: all of a row of table 3, each group of table 4."""


def has_blank_edge(header: Header, row: Sequence[Spot | None]) -> bool:
    """Return whether a row has a number under a whole header, and none in its first or its last column."""
    if not header.complete or header.table not in _WIDTHS or not in_form_order(header):
        return False
    kinds = [_is_number(row[at]) for at in header.starts]
    return any(kinds) and not (kinds[0] and kinds[-1])


def sums_deny(header: Header, row: Sequence[Spot | None], rows: Sequence[Sequence[Spot | None]]) -> bool:
    """Return whether the totals of a row with a blank edge speak against the columns in which its numbers stand.

    A total that is not the sum of its parts does. So does, where the total is blank, a last number that is the sum of
    those before it, or greater where most `rows` have their totals: it may be the total. A blank cell counts nothing;
    in a row that prints a mark for nothing it is no cell of the row.
    """
    cells = [cell for at in header.starts if (cell := row[at]) is not None]
    if any(cell.seen.number.state == "na" for cell in cells):
        return True
    groups = _groups(header, row)
    return any(total is not None and sum(parts) != total for parts, total in groups) or hides_total(header, row, rows)


def hides_total(header: Header, row: Sequence[Spot | None], rows: Sequence[Sequence[Spot | None]]) -> bool:
    """Return whether the number before a blank total may be the total, all cells behind a lost one having moved up."""
    others = _count_rows(header, rows, len(row)) - 1
    has_totals = 2 * _count_numbers(rows, header.starts[-1], len(row)) >= others
    return any(
        total is None
        and parts[-1] > 0
        and (sum(parts[:-1]) == parts[-1] or (has_totals and sum(parts[:-1]) < parts[-1]))
        for parts, total in _groups(header, row)
    )


def _groups(header: Header, row: Sequence[Spot | None]) -> list[tuple[list[float], float | None]]:
    """Return the numbers of a row with the total of each group of them; a blank among them is 0, a blank total None."""
    values = [spot.seen.number.value if (spot := row[at]) is not None else None for at in header.starts]
    width = _WIDTHS[header.table]
    return [
        ([value or 0 for value in values[at : at + width - 1]], values[at + width - 1])
        for at in range(0, len(values), width)
    ]


def is_overlong(header: Header, row: Sequence[Spot | None], rows: Sequence[Sequence[Spot | None]]) -> bool:
    """Return whether a row has a number right of all labels, in a column without words and with few other numbers."""
    if not header.complete or header.table not in _WIDTHS:
        return False
    stray = [
        at
        for at in range(max(header.labelled) + 1, len(row))
        if _is_number(row[at]) and not any(len(other) == len(row) and _has_words(other[at]) for other in rows)
    ]
    few = max(_count_rows(header, rows, len(row)), 2)
    return any(2 * _count_numbers(rows, at, len(row)) <= few for at in stray)


def _count_rows(header: Header, rows: Sequence[Sequence[Spot | None]], width: int) -> int:
    """Return how many rows have a number under some label."""
    return sum(len(row) == width and any(_is_number(row[at]) for at in header.starts) for row in rows)


def _count_numbers(rows: Sequence[Sequence[Spot | None]], at: int, width: int) -> int:
    return sum(len(row) == width and _is_number(row[at]) for row in rows)


def _is_number(spot: Spot | None) -> bool:
    return spot is not None and spot.seen.kind == NUMBER


def _has_words(spot: Spot | None) -> bool:
    return spot is not None and spot.seen.kind not in (NUMBER, BLANK)
