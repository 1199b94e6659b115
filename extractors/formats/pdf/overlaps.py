"""Numbers printed on top of each other: no reading of them is right, so none is given.

A glyph printed again a hair's breadth away (to look bold) is one glyph. Glyphs over one another become signs of
replacement, from which no number is read, and what they were stands in a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.document import Box, Problem
from extractors.formats.pdf.characters import PageText
from extractors.formats.printed.page import Word

OVERLAP = 0.25
LARGE_OVERLAP = 0.4
"""Share of the narrower of two glyphs over the other from which they may lie, and from which they lie, on top of each
other. Digits set tighter by 1 pt overlap by up to 0.31."""

CLOSE = 0.34
"""Font sizes from one glyph to the next below which even the smaller overlap is none of tight setting: 0.32 for a digit
of 9 pt and another 3 pt beside it, as in a text layer that lies askew; 0.35 for digits set tighter by 1 pt."""

BOLD = 0.15
"""Font sizes between two printings of one number that are to look bold; a shadow is set off by a tenth."""

BAND = 6.0
"""Points of height in which words are looked at together; two that overlap are in one of two such bands, set off by
half."""

LONGEST_RUN = 60
"""Characters of a run that are looked at one by one; no pile of two numbers is so long."""

_NUMBER = re.compile(r"[0-9０-９,，.．+＋\-－—–/／%]+")
_UNTOLD = "\ufffd"
_NOTHING = "\xad"
_QUOTED = 200


def set_overlaps_apart(
    text: PageText, words: list[Word], doubled: Sequence[Box], page: int
) -> tuple[list[Word], list[Problem]]:
    """Return words, those of numbers over one another as signs of replacement, and what is said of it.

    `doubled` are places where a number that is given once is drawn twice, one over the other.
    """
    numbers = [word for word in words if _NUMBER.fullmatch(word.text)]
    untold: dict[Word, str] = {}
    changed: set[int] = set()
    for word in _narrow(text, numbers):
        again, is_torn = _look_at(text, word)
        if again:
            text.replace(again, _NOTHING)
            changed.add(word.start)
        if is_torn:
            untold[word] = word.text
    for word in numbers if doubled else ():
        if any(_touch(_box_of(word), box) for box in doubled):
            untold[word] = f"{word.text} {word.text}"
    for group in _piles(numbers):
        raw = " ".join(word.text for word in group)
        untold.update((word, raw) for word in group)
    if not untold and not changed:
        return words, []
    for word in untold:
        text.replace(range(word.start, word.end), _UNTOLD)
        changed.add(word.start)
    problems = [
        Problem("overlapping_text", f"page {page}", raw[:_QUOTED], "numbers printed on top of each other")
        for raw in dict.fromkeys(untold.values())
    ]
    again_made = {word.start: new for word in words if word.start in changed for new in _made(text, word)}
    return [again_made.get(word.start, word) for word in words], problems


def _made(text: PageText, word: Word) -> Iterable[Word]:
    # the box stays: that of a pile is as wide as its glyphs
    return [word._replace(text=new.text) for new in text.words([(word.start, word.end)])]


def _narrow(text: PageText, numbers: Sequence[Word]) -> list[Word]:
    """Return the runs that are narrower than their digits side by side."""
    runs = [word for word in numbers if word.end - word.start > 1]
    firsts = text.boxes([word.start for word in runs])
    lasts = text.boxes([word.end - 1 for word in runs])
    return [
        word
        for word, first, last in zip(runs, firsts, lasts, strict=True)
        if word.right - word.left < (word.end - word.start - OVERLAP) * max(first[2] - first[0], last[2] - last[0])
    ]


def _look_at(text: PageText, word: Word) -> tuple[list[int], bool]:
    """Return the characters of a run that are printed again, and whether others lie over one another."""
    if word.end - word.start > LONGEST_RUN:
        return [], True
    again: list[int] = []
    kept: list[tuple[str, Box]] = []
    is_torn = False
    for index, box in zip(range(word.start, word.end), text.boxes(range(word.start, word.end)), strict=True):
        sign = text.characters[index]
        over = [(other, place) for other, place in kept if _lie_on(place, box)]
        if any(other == sign and abs(place[0] - box[0]) < BOLD * word.size for other, place in over):
            again.append(index)
            continue
        is_torn = is_torn or bool(over)
        kept.append((sign, box))
    return again, is_torn


def _lie_on(one: Box, other: Box) -> bool:
    """Tell whether two glyphs lie over one another."""
    return _overlap(one, other, min(one[2] - one[0], other[2] - other[0]), abs(one[0] - other[0]))


def _overlap(one: Box, other: Box, glyph: float, step: float) -> bool:
    """Tell whether two boxes lie over one another by more than tight setting does.

    `glyph` is the narrower glyph's width, `step` the way from the beginning of one glyph to that of the other.
    """
    height = min(one[3] - one[1], other[3] - other[1])
    if min(one[3], other[3]) - max(one[1], other[1]) <= 0.5 * height:
        return False
    share = (min(one[2], other[2]) - max(one[0], other[0])) / max(glyph, 0.1)
    return share > LARGE_OVERLAP or (share > OVERLAP and step < CLOSE * height)


def _piles(numbers: Sequence[Word]) -> list[list[Word]]:
    """Return the words that lie over one another."""
    found: dict[int, dict[int, Word]] = {}
    for offset in (0.0, BAND / 2):
        bands: dict[int, list[Word]] = {}
        for word in numbers:
            bands.setdefault(int((word.middle + offset) // BAND), []).append(word)
        for band in bands.values():
            if len(band) > 1:
                band.sort(key=lambda word: word.left)
                for one, other in pairwise(band):
                    if other.left < one.right and _lie_over(one, other):
                        pile = found.setdefault(one.start, {one.start: one})
                        pile[other.start] = other
                        found[other.start] = pile
    return [list(pile.values()) for pile in {id(pile): pile for pile in found.values()}.values()]


def _lie_over(one: Word, other: Word) -> bool:
    """Tell whether two words lie over one another and are not one word printed twice."""
    if one.text == other.text and abs(one.left - other.left) < BOLD * one.size:
        return False
    width, other_width = ((word.right - word.left) / len(word.text) for word in (one, other))
    return _overlap(_box_of(one), _box_of(other), min(width, other_width), other.left - one.right + width)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < (other[1] + other[3]) / 2 < one[3]


def _box_of(word: Word) -> Box:
    return word.left, word.top, word.right, word.bottom


def is_like(one: Box, other: Box) -> bool:
    """Tell whether two boxes may hold the same text drawn twice: of one size, less than a glyph apart."""
    return (
        abs(one[2] - one[0] - other[2] + other[0]) < 0.1
        and abs(one[3] - one[1] - other[3] + other[1]) < 0.1
        and abs(one[0] - other[0]) < one[3] - one[1]
        and abs(one[1] - other[1]) < one[3] - one[1]
    )
