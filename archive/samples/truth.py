"""What a reading of a sample must give: the exact printed cells, and which of them it may leave out.

The meaning of a printed text is decided here by a few lines of its own, not by `extractors.numerals`, so that the two
can disagree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

NOT_APPLICABLE = frozenset({"/", "-", "—", "——", "--", "\\"})
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(件|项|条|次|篇|个|人|人次|元|万元)?")
_WHITE = re.compile(r"\s+")


class Expected(NamedTuple):
    """One cell as it must be read: the number or None, the state, and the printed text."""

    value: int | float | None
    state: str
    raw: str


class ReadFigure(Protocol):
    """The parts of a figure that are compared; `extractors.figures.Figure` has them."""

    @property
    def value(self) -> int | float | None:
        """Return the number read, None where there is none."""

    @property
    def state(self) -> str:
        """Return why there is or is not a number."""

    @property
    def raw(self) -> str | None:
        """Return the text of the cell as printed."""


def without_space(text: str) -> str:
    """Return the text without any white space, NBSP and U+3000 included: renderings wrap cells at will."""
    return _WHITE.sub("", text)


def expected_of(printed: str) -> Expected:
    """Return what a cell with this printed text means."""
    text = without_space(unicodedata.normalize("NFKC", printed))
    if not text:
        return Expected(None, "blank", printed)
    if text in NOT_APPLICABLE:
        return Expected(None, "na", printed)
    if text == "无":
        return Expected(0, "zero", printed)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Expected(None, "text", printed)
    sign, digits, decimals, _unit = match.groups()
    plain = digits.replace(",", "")
    value: int | float = float(plain + decimals) if decimals else int(plain)
    if sign == "-":
        value = -value
    return Expected(value, "value" if value else "zero", printed)


def truth_of(figures: Mapping[str, str | None]) -> dict[str, Expected]:
    """Return the expected reading of printed figures; a cell that is not printed (None) is not expected."""
    return {key: expected_of(printed) for key, printed in figures.items() if printed is not None}


def differences(
    figures: Mapping[str, ReadFigure],
    truth: Mapping[str, Expected],
    may_abstain: Collection[str] = frozenset(),
    may_be_blank: Collection[str] = frozenset(),
) -> list[str]:
    """Return one line a cell that was read otherwise than printed; an empty list means the reading is right.

    A cell of `may_abstain` may be absent, missing or unreadable, but never another number. A key that is not in
    `truth` may not be given any number, mark or blank. A cell of `may_be_blank` is right as blank too: its label stands
    beside an empty cell, its number in the next row.
    """
    found = []
    for key, expected in truth.items():
        figure = figures.get(key)
        if figure is None or figure.state in ("missing", "unreadable"):
            if figure is not None and figure.value is not None:
                found.append(f"{key}: state {figure.state} beside the number {figure.value}")
            elif key not in may_abstain:
                found.append(f"{key}: not read, printed {expected.raw!r}")
        elif key in may_be_blank and figure.state == "blank" and figure.value is None:
            continue
        elif figure.value != expected.value:
            found.append(f"{key}: read {figure.value} ({figure.raw!r}), printed {expected.raw!r}")
        elif figure.state != expected.state:
            found.append(f"{key}: state {figure.state}, should be {expected.state} for {expected.raw!r}")
        elif without_space(figure.raw or "") != without_space(expected.raw):
            found.append(f"{key}: raw {figure.raw!r}, printed {expected.raw!r}")
    for key, figure in figures.items():
        if key not in truth and (figure.value is not None or figure.state not in ("missing", "unreadable")):
            found.append(f"{key}: read {figure.value} ({figure.raw!r}, {figure.state}), but no such cell is printed")
    return found
