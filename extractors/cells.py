"""Tell what one cell of a table is: a number or a kind of nothing, a label, or other words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from extractors.forms import EDITIONS, load_form
from extractors.labels import Label, is_fragment, read_label
from extractors.numerals import UNCHANGED, Number, read_number

NUMBER, BLANK, LABEL, WORDS, FRAGMENT = range(5)
"""What a cell can be; FRAGMENT is a piece of a group label (结果, 三、), known and meaning nothing by itself."""

_EDGES = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff\u2002\u2003\u2009\u202f"


class Seen(NamedTuple):
    """One cell's text, understood. `number` is set for NUMBER and BLANK (and WORDS, state text).

    无变化 is a NUMBER, state text: it stands where the number of a change would.

    `mark` is alike for cells that differ in their number only: the words, or an integer for what has none.
    """

    kind: int
    raw: str
    number: Number
    label: Label
    mark: str | int


_NO_LABEL = Label()


@lru_cache(maxsize=16384)
def see(text: str) -> Seen:
    """Understand one cell. Remembered: a report has some 250 cells and few different texts."""
    raw = text.strip(_EDGES)
    number = read_number(raw)
    if number.state == "blank":
        return Seen(BLANK, "", number, _NO_LABEL, 0)
    if number.value is not None and (raw[0].isascii() or not is_fragment(raw)):
        return Seen(NUMBER, raw, number, _NO_LABEL, 1)
    label = read_label(raw)
    if not label.meanings and "\n" in raw:
        label = _below_torn_title(raw)
    if label.meanings:
        return Seen(LABEL, raw, number, label, raw)
    if number.state == "na":
        return Seen(NUMBER, raw, number, _NO_LABEL, 2)
    if is_fragment(raw):
        return Seen(FRAGMENT, raw, number, _NO_LABEL, raw)
    if number.state == "unreadable":
        return Seen(NUMBER, raw, number, _NO_LABEL, 3)
    if raw in UNCHANGED:
        return Seen(NUMBER, raw, number, _NO_LABEL, 5)
    return Seen(WORDS, raw, number, _NO_LABEL, raw)


_TITLES = ("申请人情况", "法人或其他组织")
"""What the form prints across several columns of table 3, above their labels."""


def _below_torn_title(raw: str) -> Label:
    """Return the column label in the last lines of a cell whose first lines are pieces of the titles above it.

    Who takes tables out of printed pages by their rules may cut a merged cell between its letters, and put the pieces
    into the cells below: 申 / 法人 / 科研 / 机构 beside 请人情 / 或其他 / 社会 / 公益 / 组织.
    """
    lines = ["".join(line.split()) for line in raw.split("\n")]
    for start in range(1, len(lines)):
        piece = lines[start - 1]
        if not any(piece in title for title in _TITLES) or read_label(piece).key("t3_column"):
            break
        label = read_label("".join(lines[start:]))
        if label.exact and label.key("t3_column") is not None:
            return label
    return _NO_LABEL


class T2Cell(NamedTuple):
    """What a row and a column of table 2 name together."""

    key: str
    editions: frozenset[str]
    unit: str


def _t2_cells() -> dict[tuple[str, str], T2Cell]:
    cells: dict[tuple[str, str], T2Cell] = {}
    for edition in EDITIONS:
        for part in load_form(edition).t2:
            for row in part.rows:
                for column in part.columns:
                    known = cells.get((row.key, column.id))
                    editions = frozenset({edition}) | (known.editions if known else frozenset())
                    cells[row.key, column.id] = T2Cell(part.cell_key(row.key, column.key), editions, column.unit)
    return cells


T2_CELLS = _t2_cells()
"""(row key, column id) -> cell. A pair that no edition prints together is not there."""


def _t2_editions() -> dict[str, str]:
    names: dict[str, set[str]] = {}
    for (_, name), cell in T2_CELLS.items():
        names.setdefault(name, set()).update(cell.editions)
    return {name: next(iter(editions)) for name, editions in names.items() if len(editions) == 1}


T2_EDITION_OF = _t2_editions()
"""Column id of table 2 -> the one edition that prints it; 处理决定数量 is in both and so in neither."""

T2_ORDER = {column.id: at for e in EDITIONS for part in load_form(e).t2 for at, column in enumerate(part.columns)}
"""Column id of table 2 -> its place among the columns of its part."""


def _t2_parts() -> dict[str, frozenset[frozenset[str]]]:
    parts: dict[str, set[frozenset[str]]] = {}
    for edition in EDITIONS:
        for part in load_form(edition).t2:
            for row in part.rows:
                parts.setdefault(row.key, set()).add(frozenset(column.id for column in part.columns))
    return {row: frozenset(sets) for row, sets in parts.items()}


_T2_PARTS = _t2_parts()


def is_whole_part(item: str, names: Iterable[str]) -> bool:
    """Return whether these are all the columns that an edition prints for a row of table 2.

    With one header lost, a row of the remaining width may have lost another cell: its numbers cannot be dealt out.
    """
    return frozenset(names) in _T2_PARTS.get(item, frozenset())
