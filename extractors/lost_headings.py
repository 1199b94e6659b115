"""The headings of the six sections that have other words than the form's: known by their numeral and their place.

五、存在的不足及改进措施 is the fifth heading where the others are found and one line only between the fourth and the
sixth has its numeral. An item of a list has a numeral too, so that what looks like one is left where it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.lines import FOLD, HEADING_REACH, Line, value_of

LEAST_BY_WORDS = 4
"""Headings of the six that must be known by their words before another is taken for what its numeral says."""

_NUMBERED_LINE = re.compile(
    r"[#*\s]*第?(?P<num>[一二三四五六七]|[1-7])(?:部分|章)?[、.:,\s]\s*(?P<title>[^。;:,]{2,34})[:。]?[*\s]*"
)
_ROW_OF_TABLE_3 = re.compile(r"新收|结转|办理结果")
_NUMERAL = re.compile(r"[#*\-\s]*第?(?:(?P<han>[一二三四五六])|[1-6](?!\d))")
_SUBJECT = {
    1: re.compile(r"总体|基本情况|概况|概述"),
    2: re.compile(r"公开.*情况"),
    3: re.compile(r"申请.*情况"),
    4: re.compile(r"(?:复议|诉讼).*情况"),
    5: re.compile(r"问题|不足|困难"),
    6: re.compile(r"其[他它]"),
}
"""What a heading is about, whatever its words: asked of one with another kind of numeral than the others have."""


class Spot(NamedTuple):
    """Where a heading begins: the index of its line and the place in its text."""

    line: int
    start: int


def find_lost(known: Mapping[int, Spot], lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield (section, index of the line) of every heading that its numeral and its place give away.

    Between the headings before and after one that is missing only one line may have its numeral, and none its
    neighbour's, as the items of a list would. Where the others have 一、 a line with 1、 must be about its subject.
    """
    if not LEAST_BY_WORDS <= len(known) < 6:
        return
    kinds = Counter(filter(None, (_kind(lines[spot.line].text, spot.start) for spot in known.values())))
    kind = max(kinds, key=lambda kind: kinds[kind], default="")
    for number in sorted(set(range(1, 7)) - known.keys()):
        begin = max((spot.line for n, spot in known.items() if n < number), default=-1) + 1
        end = min((spot.line for n, spot in known.items() if n > number), default=len(lines))
        numbered: dict[int, list[tuple[int, str]]] = {}
        for index in range(begin, end):
            line = lines[index]
            if line.level < 0 or len(line.text) > HEADING_REACH:
                continue
            match = _NUMBERED_LINE.fullmatch(line.text.translate(FOLD))
            if match and not _ROW_OF_TABLE_3.search(match["title"]):
                numbered.setdefault(value_of(match["num"]), []).append((index, match["title"]))
        found = numbered.get(number, ())
        if len(found) != 1 or not {number - 1, number + 1}.intersection(known).isdisjoint(numbered):
            continue
        index, title = found[0]
        if _kind(lines[index].text, 0) == kind or _SUBJECT[number].search(title):
            yield number, index


def _kind(text: str, start: int) -> str:
    """Return which kind of numeral a heading has: 一、 or 1、, or "" for none."""
    numeral = _NUMERAL.match(text, start)
    if numeral is None:
        return ""
    return "han" if numeral["han"] else "digit"
