"""Numbers outside drawn cells that were too long for their column and go on below: 2,82 over 3 is 2,823."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.formats.printed.page import Word
from extractors.formats.printed.tables import UNTOLD

PITCH = 1.8
"""Font sizes from line to line of one wrapped number; browsers set CJK fonts on 1.45."""

CENTRED = 0.3
"""Font sizes by which a label may stand off the middle of a wrapped number at its side."""

_BROKEN = re.compile(r"[+\-－]?\d{1,3}(?:[,，]\d{3})*[,，](?P<begun>\d{0,2})")
"""A number whose last group of three digits is not full: it cannot end here."""

_FIGURES = re.compile(r"[.,，]*\d[\d.,，]*")

_ENDING = re.compile(r"(?P<missing>\d{1,3})(?:[,，]\d{3})*")


def join_broken(words: list[Word]) -> list[Word]:
    """Return words with numbers that break off inside a group of three digits joined to the rest right below them."""
    broken = [word for word in words if ("," in word.text or "，" in word.text) and _BROKEN.fullmatch(word.text)]
    if not broken:
        return words
    joined: dict[int, Word | None] = {}
    for word in broken:
        match = _BROKEN.fullmatch(word.text)
        rest = _right_below(word, words)
        ending = _ENDING.fullmatch(rest.text) if rest is not None else None
        if match and rest is not None and ending and len(match["begun"]) + len(ending["missing"]) == 3:
            joined[rest.start] = None
            joined[word.start] = _over_one_another(word, rest, word.text + rest.text)
    kept = [joined.get(word.start, word) for word in words]
    return [word for word in kept if word is not None]


def set_stacked_apart(words: list[Word], lines: Sequence[Sequence[Word]]) -> list[Word]:
    """Return words with two figures, above and below the line of their label, as one that is not told.

    Neither is the label's value: the whole number is, or there are two.
    """
    stacked: dict[int, Word | None] = {}
    for above, between, below in zip(lines, lines[1:], lines[2:], strict=False):
        if not all(_FIGURES.fullmatch(word.text) for word in (*above, *below)):
            continue
        for lower in below:
            upper = next((word for word in above if _is_under(word, lower)), None)
            if (
                upper is not None
                and not any(word.left < upper.right and upper.left < word.right for word in between)
                and abs(between[0].middle - (upper.middle + lower.middle) / 2) <= CENTRED * upper.size
            ):
                stacked[lower.start] = None
                stacked[upper.start] = _over_one_another(upper, lower, upper.text + lower.text + UNTOLD)
    if not stacked:
        return words
    kept = [stacked.get(word.start, word) for word in words]
    return [word for word in kept if word is not None]


def _over_one_another(upper: Word, lower: Word, text: str) -> Word:
    """Return two words as one whose middle is that of both, where the label stands."""
    return upper._replace(text=text, top=(upper.top + lower.top) / 2, bottom=(upper.bottom + lower.bottom) / 2)


def _right_below(word: Word, words: Sequence[Word]) -> Word | None:
    near = [other for other in words if _is_under(word, other)]
    return min(near, key=lambda other: other.middle) if near else None


def _is_under(word: Word, other: Word) -> bool:
    return (
        word.size / 2 < other.middle - word.middle <= PITCH * word.size
        and other.left < word.right
        and word.left < other.right
    )
