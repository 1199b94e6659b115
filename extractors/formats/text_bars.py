"""Bars in lines of text that part no cells: doubled ones, and those with which converters fill up short rows.

A converter that leaves out the empty cells of a row, and the cells that merged ones cover, writes as many bars at its
end as cells are lacking: `规章 | 7 | ||`. That the 7 is the first of three, and the other two are blank, nobody said.
"""

from __future__ import annotations

import re

_FILLED = re.compile(r"[^\s|] \| \|{2,}[ \t]*$")
"""A row with more than one bar to fill it up. Blank cells that were written down have a space each."""

_FILLING = re.compile(r"(?<=\|) \|+[ \t]*$")

_BARS = re.compile(r"\|+")
FEWEST_DOUBLE_BARS = 20
"""Places with two bars, and none with one, from which two bars are one: table 3 has some 180 of them."""


def without_filling(lines: list[str]) -> list[str]:
    """Return the lines without the bars that fill up rows.

    Where some row is filled up, one bar alone at the end of another may fill it up as well, or follow a blank cell:
    it is taken for none, and the row has too few cells rather than one in a wrong place.
    """
    if not any("||" in line and _FILLED.search(line) for line in lines):
        return lines
    return [_FILLING.sub("", line) if "|" in line else line for line in lines]


def with_single_bars(lines: list[str]) -> list[str]:
    """Return the lines with one bar between two cells where each cell was written between bars of its own.

    Labels that stand side by side prove it: with one bar a cell there would be a blank cell between any two.
    """
    rows = [at for at, line in enumerate(lines) if _has_own_bars(line)]
    gaps = [gap for at in rows for gap in _BARS.findall(lines[at].strip()[1:-1])]
    if len(gaps) < FEWEST_DOUBLE_BARS or any(len(gap) % 2 for gap in gaps):
        return lines
    lines = list(lines)
    for at in rows:
        lines[at] = f"|{lines[at].strip()[1:-1].replace('||', '|')}|"
    return lines


def _has_own_bars(line: str) -> bool:
    line = line.strip()
    return len(line) > 2 and line[0] == line[-1] == "|" and line[1] != "|" and line[-2] != "|"
