"""The lines of a report as headings are looked for in them, and the value of a heading's numeral."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.document import Place

HEADING_REACH = 60
"""Characters, white space left out, at the start of a line in which a heading must stand. The longest official title
(f2019, part 4, with its numeral) has 33."""

FOLD = str.maketrans(
    "（）【】〔〕［］：；，！？．｡“”〈〉＜＞０１２３４５６７８９％　\u00a0\t"
    # Traditional characters of the headings: gov.cn sites have big5 twins
    "總體況動開處請復複議訴訟問題進報項機關與來說",
    '()[][][]:;,!?.。""《》<>0123456789%   总体况动开处请复复议诉讼问题进报项机关与来说',
) | dict.fromkeys(range(0xE000, 0xF900), " ")
"""One character for one, so that a place in the folded text is the same place in the printed one.

Characters of private use are bullets and spaces of some font: what stands after one may be a heading.
"""

_VALUES = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}
_DIGITS = re.compile(r"\d+")


class Line(NamedTuple):
    """One paragraph, heading or table row of a document: its text, its block's index, heading level (0: none)."""

    text: str
    block: int
    level: int
    place: Place


def value_of(numeral: str) -> int:
    """Return what the numeral of a heading says (第三部分: 3), or 0."""
    if digits := _DIGITS.search(numeral):
        return int(digits.group())
    return next((_VALUES[char] for char in numeral if char in _VALUES), 0)
