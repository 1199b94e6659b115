"""Figures -> the wide, packed row of each figure table; the exact inverse of the view `figures`. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from archive.figure_views import (
    ABSENT,
    FIGURE_TABLES,
    PLACE_BY_COLUMN,
    PLACE_BY_ROW,
    PLACE_WHOLE,
    STATE_CODES,
    WIDTH,
)
from extractors.document import Place
from extractors.figures import Figure

Number = int | float

BOX_TOLERANCE = 1.5
"""Points by which edges of one printed row may differ and still be stored once: the pen width of ruled tables and the
rounding of PDF coordinates; half of it would store every box of a scanned form on its own."""

FARTHEST_EDGE = 100_000
"""Points; seven times the largest page that PDF allows."""

LARGEST_INTEGER = 2**63 - 1
"""What SQLite can hold; a longer run of digits in a cell is kept as text."""

_NUMBER: dict[str, tuple[str, int]] = {
    key: (table, number) for table, keys in FIGURE_TABLES.items() for number, key in enumerate(keys)
}
_USUAL_STATES = frozenset({"na", "text", "unreadable"})
_BY_ROW = frozenset(PLACE_BY_ROW)
_BY_COLUMN = frozenset(PLACE_BY_COLUMN)


class PackedTable(NamedTuple):
    """One row of a figure table: the values in column order, then the packed columns."""

    values: tuple[Number | None, ...]
    states: str | None
    raws: str | None
    places: str | None
    notes: str | None


def pack_figures(figures: Mapping[str, Figure]) -> tuple[dict[str, PackedTable], list[str]]:
    """Return the packed row of every table that has a figure, and the keys that no table has a column for."""
    by_table: dict[str, dict[int, Figure]] = {}
    unknown: list[str] = []
    for key, figure in figures.items():
        known = _NUMBER.get(key)
        if known is None:
            unknown.append(key)
        else:
            by_table.setdefault(known[0], {})[known[1]] = figure
    return {table: _pack(table, cells) for table, cells in by_table.items()}, sorted(unknown)


def _pack(table: str, cells: Mapping[int, Figure]) -> PackedTable:
    size = len(FIGURE_TABLES[table])
    values: list[Number | None] = [None] * size
    states = [ABSENT] * size
    raws: dict[str, str] = {}
    notes: dict[str, dict[str, object]] = {}
    usual = _usual_raws(cells)
    is_plain = True
    for number, figure in cells.items():
        value, state = figure.value, figure.state
        if value is not None and not abs(value) <= LARGEST_INTEGER:  # too long, or not a number at all
            value, state = None, "text"
        # a column holds numbers in its own unit only: one printed in another is noted beside it, with that unit
        value, noted = (None, value) if figure.is_in_other_unit else (value, None)
        values[number] = value
        states[number] = STATE_CODES[state]
        if value is None or (state == "zero") != (value == 0):
            is_plain = False
        raw = figure.raw
        implied = str(value) if type(value) is int else usual.get(STATE_CODES[state], "" if state == "blank" else None)
        if raw is not None and raw != implied:
            raws[str(number)] = raw
        is_long = isinstance(value, float) and float(f"{value:.15g}") != value
        if figure.by_width or figure.unit_printed or is_long:
            notes[str(number)] = {
                **({"by_width": 1} if figure.by_width else {}),
                **({"unit": figure.unit_printed} if figure.unit_printed else {}),
                **({"value": noted} if noted is not None else {}),
                **({"exact": value} if is_long else {}),
            }
    return PackedTable(
        tuple(values),
        None if is_plain else "".join(states),
        _json({**usual, **raws}),
        _pack_places(cells, table == "t3"),
        _json(notes),
    )


def _usual_raws(cells: Mapping[int, Figure]) -> dict[str, str]:
    """Return, by state, the text that most cells of a state without a number print: `/` 170 times is said once."""
    counted: dict[str, Counter[str]] = {}
    for figure in cells.values():
        if figure.value is None and figure.raw and figure.state in _USUAL_STATES:
            counted.setdefault(STATE_CODES[figure.state], Counter())[figure.raw] += 1
    found: dict[str, str] = {}
    for code, texts in counted.items():
        text, count = min(texts.items(), key=lambda item: (-item[1], item[0]))
        if count > 1:
            found[code] = text
    # the text stands for every cell of its state, so it may only be said if no cell of the state has no text at all
    silent = {STATE_CODES[figure.state] for figure in cells.values() if figure.value is None and figure.raw is None}
    return {code: text for code, text in found.items() if code not in silent}


def _pack_places(cells: Mapping[int, Figure], is_grid: bool) -> str | None:
    """Factor the places of a table's cells into one value, one a row or one a column; the rest stays by cell."""
    parts: dict[str, dict[int, object]] = {}
    odd: dict[str, dict[str, object]] = {}
    placed: list[tuple[int, Place, dict[str, object]]] = []
    for number, figure in cells.items():
        taken = _parts_of(figure.place)
        if taken:
            placed.append((number, figure.place, taken))
    for number, place, taken in placed:
        line, slot = (number // WIDTH, number % WIDTH) if is_grid else (number, number)
        for name, value in taken.items():
            seen = parts.setdefault(name, {})
            known = seen.setdefault(_index(name, line, slot), value)
            if known != value and not _close(name, known, value):
                odd[str(number)] = _rounded(place)
    packed: dict[str, object] = {}
    for name, seen in parts.items():
        distinct = set(seen.values())
        packed[name] = distinct.pop() if len(distinct) == 1 else [seen.get(index, 0) for index in range(max(seen) + 1)]
    for number, place, taken in placed:
        # a part that this cell lacks, or that only other cells of its row gave a value for
        if len(taken) != len(parts):
            odd[str(number)] = _rounded(place)
    if len(placed) < len(cells):
        with_place = {number for number, _, _ in placed}
        odd.update((str(number), {}) for number in cells if parts and number not in with_place)
    if odd:
        packed["cells"] = odd
    return _json(packed)


def _index(name: str, line: int, slot: int) -> int:
    if name in _BY_ROW:
        return line
    return slot if name in _BY_COLUMN else 0


def _parts_of(place: Place) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in (*PLACE_WHOLE, "row", "column", "page", "line", "path"):
        value = getattr(place, name)
        if value is not None:
            found[name] = value
    if _is_drawn(place):
        for name, edge in zip(("left", "top", "right", "bottom"), place.box or (), strict=True):
            found[name] = round(edge, 1)
    return found


def _close(name: str, known: object, value: object) -> bool:
    return (
        name in ("left", "top", "right", "bottom")
        and isinstance(known, float)
        and isinstance(value, float)
        and abs(known - value) <= BOX_TOLERANCE
    )


def _rounded(place: Place) -> dict[str, object]:
    found = place.as_json()
    found.pop("box", None)
    if place.box is not None and _is_drawn(place):
        found["box"] = [round(edge, 1) for edge in place.box]
    return found


def _is_drawn(place: Place) -> bool:
    """Return whether the box can stand on a page; a damaged PDF can state any number, or none."""
    return place.box is not None and all(abs(edge) <= FARTHEST_EDGE for edge in place.box)


def _json(value: Mapping[str, object]) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None
