"""A labelled row, and which of the values behind its label are its own; None where that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.cells import BLANK, NUMBER, Seen
from extractors.flattened.gaps import Gap, Token
from extractors.flattened.pieces import Event, Piece
from extractors.forms import APPLICANTS, T4_KEYS, cell_key

ROW_NUMBERS = frozenset({"代码", "编号", "序号", "行次", "行号", "栏次"})
"""Heads of a column with the numbers of the rows."""

_NUMBERS = re.compile(r"(?<!\S)\d+(?!\S)")


class Row(NamedTuple):
    """A labelled row waiting until the whole table is known.

    `keys` are its cells in the header's order; `orders` the orders of columns that a header of table 3 may mean.
    """

    name: str
    keys: tuple[str, ...]
    units: tuple[str, ...]
    gap: Gap
    event: Event
    has_header: bool
    orphan: str
    orders: tuple[tuple[str, ...], ...] = ()


def count(row: Row) -> int:
    """Return how many numbers stand behind the label of a row."""
    return sum(token.seen.kind == NUMBER for token in row.gap.tokens)


def numbers_of(row: Row) -> list[Seen]:
    """Return the numbers that stand behind the label of a row."""
    return [token.seen for token in row.gap.tokens if token.seen.kind == NUMBER]


def own_row(row: Row, pieces: Sequence[Piece]) -> tuple[Token, ...]:
    """Return the tokens that stand in the label's own row, as far as rows can be told."""
    own = pieces[row.event.stop[0]].row
    if row.name == "t4" and len(row.keys) == len(T4_KEYS):
        # the values of table 4 stand in a row of their own below the labels
        filled = {token.row for token in row.gap.tokens if token.seen.kind == NUMBER}
        if len(filled) == 1:
            own = filled.pop()
    return tuple(token for token in row.gap.tokens if token.row == own)


def choose_values(
    own: Sequence[Token], gap: Gap, wanted: int, *, padded: bool, parted: bool
) -> tuple[Token, ...] | None:
    """Choose the values of one labelled row, or None where it cannot be told which is which.

    `own` are the tokens in the label's own row, `parted` says that bars or tabs show where each begins and ends. More
    tokens than wanted come back only if all are the same.
    """
    if gap.glued or any(_holds_two(token) for token in own):
        return None
    inner = _inner(own)
    everything = _inner(gap.tokens)
    rows_known = parted or gap.closed or len({token.row for token in gap.tokens}) > 1
    if len(inner) == wanted and all(token.seen.kind == NUMBER for token in inner):
        if wanted == 1 and not inner[0].whole:
            return None
        return tuple(inner) if _same_form(inner) else None
    if len(own) == wanted and not padded and wanted > 1 and any(token.seen.kind == NUMBER for token in own):
        # every column has its cell, and no row of this table is padded: an empty cell is a blank
        return tuple(own) if rows_known and all(token.whole for token in own) else None
    is_torn = not parted or not any(token.seen.kind == NUMBER for token in own)
    if is_torn and len(everything) == wanted and all(t.seen.kind == NUMBER and t.whole for t in everything):
        # a torn row: the label stands on a line of its own, the values on the next, perhaps on two
        return tuple(everything)
    if not any(token.seen.kind == NUMBER for token in own) and len(own) == wanted and rows_known:
        return tuple(own)
    numbers = [token for token in everything if token.seen.kind == NUMBER]
    blanks_inside = any(token.seen.kind == BLANK for token in inner)
    values = {token.seen.number.value for token in numbers}
    if len(numbers) > wanted > 1 and len(values) == 1 and None not in values and not blanks_inside:
        return tuple(numbers)
    return None


def _holds_two(token: Token) -> bool:
    """Return whether numbers of two cells stand in one: 5859 40925 between two tabs."""
    return token.seen.number.state == "unreadable" and len(_NUMBERS.findall(token.seen.raw)) > 1


def _same_form(tokens: Sequence[Token]) -> bool:
    """Return whether all values are cells, or all are parts of one line: a mixture may have lost one."""
    if len({token.whole for token in tokens}) > 1:
        return False
    return tokens[0].whole or len({token.piece for token in tokens}) == 1


def _inner(tokens: Sequence[Token]) -> list[Token]:
    start, stop = 0, len(tokens)
    while start < stop and tokens[start].seen.kind == BLANK:
        start += 1
    while stop > start and tokens[stop - 1].seen.kind == BLANK:
        stop -= 1
    return list(tokens[start:stop])


def row_keys(leaf: str, order: Sequence[str]) -> tuple[str, ...]:
    """Return the cell keys of a row of table 3, "" under a column that no form prints."""
    return tuple(cell_key(leaf, key) if key in APPLICANTS else "" for key in order)


def all_same(row: Row) -> bool:
    """Return whether all numbers of a row are printed alike."""
    return len({token.seen.raw for token in row.gap.tokens if token.seen.kind == NUMBER}) == 1


def proven_order(orders: Sequence[tuple[str, ...]], rows: Sequence[Row]) -> tuple[str, ...] | None:
    """Return the order of table 3's columns, or None where labels and sums do not settle it.

    Labels in reading order do not always say where a column stood whose label was printed over several lines. The
    form's own order is taken at its word; any other must be borne out by a row that adds up in this order only.
    """
    if len(orders) == 1 and [key for key in orders[0] if key in APPLICANTS] == list(APPLICANTS):
        return orders[0]
    proven: list[tuple[str, ...]] = []
    for order in orders:
        holds = fails = 0
        for row in rows:
            values = [token.seen.number.value for token in _inner(row.gap.tokens)]
            if len(values) != len(order) or None in values:
                continue
            numbers = {key: v for key, v in zip(order, values, strict=True) if v is not None and key in APPLICANTS}
            total = numbers.pop("total")
            if sum(numbers.values()) != total:
                fails += 1
            elif total and values[-1 if order[0] == "total" else 0] != total:
                # a row such as 5 0 0 0 0 0 5 adds up either way and proves nothing
                holds += 1
        if holds > fails:
            proven.append(order)
    return proven[0] if len(proven) == 1 else None
