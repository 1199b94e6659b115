"""Numbers that are struck out by a line: they are no values, and what they were stands in a problem."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractors.document import Problem
from extractors.formats.pdf.characters import PageText
from extractors.formats.printed.page import Page, Rule, Word

MIDDLE = 0.25
"""Share of a word's height, at its top and at its bottom, that a line under it or over it may touch."""

LONGER = 1.0
"""Font sizes by which a stroke may be longer than the word; the rules of a table are longer than their figures."""

_NUMBER = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
_UNTOLD = "\ufffd"
_QUOTED = 200


def set_struck_apart(text: PageText, words: list[Word], page: Page) -> tuple[list[Word], list[Problem]]:
    """Return words, those of struck-out numbers as signs of replacement, and what is said of it."""
    rules = sorted(page.horizontal)
    if not rules:
        return words, []
    heights = [rule.at for rule in rules]
    struck = {
        word.start: word.text for word in words if _NUMBER.fullmatch(word.text) and _is_struck(word, rules, heights)
    }
    if not struck:
        return words, []
    for word in words:
        if word.start in struck:
            text.replace(range(word.start, word.end), _UNTOLD)
    problems = [
        Problem("struck_text", f"page {page.number}", raw[:_QUOTED], "a number that is struck out is not read")
        for raw in struck.values()
    ]
    return [word._replace(text=_UNTOLD * len(word.text)) if word.start in struck else word for word in words], problems


def _is_struck(word: Word, rules: Sequence[Rule], heights: Sequence[float]) -> bool:
    rest = MIDDLE * (word.bottom - word.top)
    near = rules[bisect_left(heights, word.top + rest) : bisect_right(heights, word.bottom - rest)]
    if not near:
        return False
    digit = (word.right - word.left) / len(word.text)
    longest = word.right - word.left + LONGER * word.size
    return any(
        rule.end - rule.start <= longest
        and min(rule.end, word.right) - max(rule.start, word.left) >= 0.8 * min(digit, rule.end - rule.start)
        and rule.end - rule.start >= 0.6 * digit
        and not _goes_on(rule, near)
        for rule in near
    )


def _goes_on(rule: Rule, near: Sequence[Rule]) -> bool:
    """Tell whether a rule is a part of a longer one, as the rules of a table are drawn cell by cell."""
    return any(
        other is not rule
        and abs(other.at - rule.at) < 1
        and (abs(other.start - rule.end) < 1 or abs(rule.start - other.end) < 1)
        for other in near
    )
