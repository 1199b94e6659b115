"""Arithmetic inside the prose: wholes and their parts in one sentence, percentages that the table can recompute.

All of it is only noted: prose leaves categories out and its parts may overlap, neither of which makes a table wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from extractors.checks.messages import failed, number, passed, quoted
from extractors.checks.narrative import Editions, editions_of, expand
from extractors.checks.plan import Number
from extractors.checks.results import CheckResult
from extractors.checks.rules import RULES, Rule
from extractors.checks.view import View

_COUNTED = re.compile(r"(\d(?<![\d.]\d)[\d,]*(?:\.\d+)?)\s*(余|多)?\s*(人次|条|件|篇|次|份|个|期|宗|起|项|场)")
_OTHER_SUBJECT = re.compile(r"[;；](?=通过|另)|其中|同比|上年|去年|以来|同时|此外|另有?|累计|较|占")
_NESTED = re.compile(r"[（(][^（）()]*[）)]")
_EACH = re.compile(r"各\d+(?:人次|条|件|篇|次|份|个|期|宗|起|项|场)")
"""报告2条（中英文各1条）: told of each, not counted again."""
_PARAGRAPH_ENDS = ("。", "；", ";", "：", ":", "！", "？")
SHORTEST_LINE = 16
"""Characters of the shortest line of a printed page; a heading alone in its line has fewer."""
FEWEST_PARTS = 2
"""One part is an example (其中微信80条), two or more read like a list."""
MOST_WHOLES = 4
"""Numbers before 其中 that are tried as the whole, alone and added up; more make any sum come out by chance."""


class Parts(NamedTuple):
    """A whole and its parts as one sentence names them.

    `matched`: the parts, or the first of them, make up one of the numbers before 其中 or a sum of these. `certain`:
    there is only one such number, so that it must be the whole.
    """

    quote: str
    whole: Number
    parts: tuple[Number, ...]
    matched: bool
    certain: bool


def _number(text: str) -> Number:
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _is_broken_off(before: str) -> bool:
    """Tell whether a text ends with a line that breaks off inside its sentence, as lines of a printed page do."""
    line = before[:-1].rpartition("\n")[2].rstrip(" ") if before.endswith("\n") else ""
    return len(line) >= SHORTEST_LINE and not line.endswith(_PARAGRAPH_ENDS)


def read_parts(text: str) -> Iterator[Parts]:
    """Find “N条，其中a条、b条” and its relatives; of several numbers before 其中 `whole` is the sum."""
    at = text.find("其中")
    while at >= 0:
        begin = max(text.rfind("。", 0, at), text.rfind("\n", 0, at)) + 1
        if not text[begin:at].strip():
            begin = max(text.rfind("。", 0, max(begin - 1, 0)), text.rfind("\n", 0, max(begin - 1, 0))) + 1
            if _is_broken_off(text[:begin]):
                at = text.find("其中", at + 2)
                continue
        ends = [end for mark in "。\n" if (end := text.find(mark, at)) >= 0]
        end = min(ends, default=len(text))
        after = text[at + 2 : end]
        if subject := _OTHER_SUBJECT.search(after):
            after = after[: subject.start()]
        found = _read_one(text[begin:at], after)
        if found is not None:
            yield found._replace(quote=text[begin : at + 2 + len(after)].strip())
        at = text.find("其中", at + 2)


def _read_one(before: str, after: str) -> Parts | None:
    counted = _COUNTED.findall(_EACH.sub("", after) if "各" in after else after)
    if not counted or any(about for _, about, _ in counted):
        return None
    unit = counted[0][2]
    parts = every = tuple(_number(digits) for digits, _, word in counted if word == unit)
    if ")" in after or "）" in after:
        # 文件13件（县政府5件、县政府办8件）、财政信息2件: what stands in brackets is of the part before them
        outer = [_number(digits) for digits, _, word in _COUNTED.findall(_NESTED.sub("", after)) if word == unit]
        parts = tuple(outer) if len(outer) >= FEWEST_PARTS else every
    wholes = [(digits, about) for digits, about, word in _COUNTED.findall(before) if word == unit]
    if len(parts) < FEWEST_PARTS or not wholes or any(about for _, about in wholes):
        return None
    numbers = [_number(digits) for digits, _ in wholes][-MOST_WHOLES:]
    sums = {sum(some) for size in range(1, len(numbers) + 1) for some in combinations(numbers, size)}
    prefixes = {sum(some[:count]) for some in (parts, every) for count in range(FEWEST_PARTS, len(some) + 1)}
    return Parts("", max(sums), parts, bool(sums & prefixes), len(numbers) == 1)


@lru_cache(maxsize=2)
def _parts_of(text: str) -> tuple[Parts, ...]:
    """Return all parts of a text: two rules read the same one."""
    return tuple(read_parts(text))


def check_parts(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note parts that add up to more than their whole (kind `parts`) or to less (kind `parts_short`)."""
    short = rule.kind == "parts_short"
    for found in _parts_of(view.text) if "其中" in view.text else ():
        total = sum(found.parts)
        if found.matched:
            yield passed(rule, left=total, right=found.whole)
        elif total > found.whole if not short else total < found.whole and found.certain:
            yield failed(rule, left=total, right=found.whole, quote=quoted(found.quote),
                         terms="+".join(number(part) for part in found.parts))  # fmt: skip


_PHRASES = "|".join(sorted(RULES["N-PERCENT"].parameters["numerators"], key=len, reverse=True))
_PERCENT = re.compile(
    rf"(?<![主文息务动件法])({_PHRASES})[^，。；、\n%％]{{0,14}}?(?:，?占[^，。；、\n%％\d]{{0,12}})?"
    r"(?<![\d.])(\d+(?:\.\d+)?)\s*[%％]"
)


_CHANGE = re.compile(r"同比|环比|增|减|下降|上升|提高|降低|较|比上")
"""Between a result and its percentage: it is of last year's number, not a share of this year's."""


def check_percent(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Recompute percentages of results from the total column with every usual denominator."""
    if view.plan("t3") is None or ("%" not in view.text and "％" not in view.text):
        return
    numerators = rule.parameters["numerators"]
    editions = editions_of(view)
    for match in _PERCENT.finditer(view.text):
        begin = max(view.text.rfind("。", 0, match.start()), view.text.rfind("\n", 0, match.start())) + 1
        end = view.text.find("。", match.end())
        if "申请" not in view.text[begin : end if end >= 0 else None] or _CHANGE.search(match[0]):
            continue
        fractions = _fractions(view, numerators[match[1]], editions)
        if not fractions:
            continue
        stated = float(match[2])
        nearest = min(fractions, key=lambda fraction: abs(fraction[0] - stated))
        if abs(nearest[0] - stated) <= rule.parameters["tolerance"]:
            yield passed(rule, left=stated, right=nearest[0])
        else:
            yield failed(rule, left=stated, right=round(nearest[0], 2), quote=quoted(match[0]),
                         cells=nearest[2], fractions="、".join(words for _, words, _ in fractions))  # fmt: skip


def _fractions(view: View, numerator: str, editions: Editions) -> list[tuple[float, str, tuple[str, ...]]]:
    """Return (percent, words, cells) for each denominator whose cells are printed and not zero."""
    top_cells = tuple(key for name in numerator.split(" + ") for key in expand(name, editions))
    if not top_cells or any(key not in view.values for key in top_cells):
        return []
    top = sum(view.values[key] for key in top_cells)
    found = []
    for names in (("res_total",), ("req_new",), ("req_new", "req_carried_in"), ("res_total", "-res_other")):
        cells = [(name.lstrip("-"), -1 if name.startswith("-") else 1) for name in names]
        keys = [(key, sign) for name, sign in cells for key in expand(name, editions)]
        if not keys or any(key not in view.values for key, _ in keys):
            continue
        bottom = sum(sign * view.values[key] for key, sign in keys)
        if bottom > 0:
            words = f"{number(top)}/{number(bottom)}"
            found.append((100 * top / bottom, words, (*top_cells, *(key for key, _ in keys))))
    return found
