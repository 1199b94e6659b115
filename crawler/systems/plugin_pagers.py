"""What a page gives the plug-in that draws its pager: options of a call, numbers in their order, attributes.

A plug-in is told by `page`, `pager`, `paging`, `pagination` or 分页's pinyin in its name; which of its numbers are
pages, entries or entries of a page is told by their names, or by the entries that the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice

MAX_CALLS = 40
"""Calls, objects and elements of one page that are looked at, of each kind."""
MANY = 200
"""Pages above which a number is none."""
USUAL_SIZES = frozenset((5, 6, 8, 10, 12, 15, 16, 18, 20, 24, 25, 30, 40, 50, 60, 100))
"""Entries of a page that lists usually show: of numbers without a name, these are no number of pages."""
FULL = 0.9
"""Share of the entries named that a page shows when it shows all: one or two may be no entries to us."""
_REACH = 500
"""Characters of a call's options."""

_PAGER = r"\w{0,30}(?:pag(?:e|ing|ination|inator)(?!view)|fenye)\w{0,30}"
_CALL = re.compile(rf"(?<!function )\b{_PAGER}(?:\s*\.\s*\w+)?\s*\(", re.IGNORECASE)
_OBJECT = re.compile(rf"\b{_PAGER}[\"']?\s*[=:]\s*\{{([^{{}}]{{1,{_REACH}}})\}}", re.IGNORECASE)
_OPTION = re.compile(
    r"\b([a-zA-Z]\w*)[\"']?\s*:\s*(?:parseInt\s*\(|Number\s*\(|\+)?\s*(?:[\"']?(\d{1,6})(?![\w.])|((?:\w+\.)?[A-Za-z_$][\w$]*)(?![\w.(]))"
)
_FIRST = re.compile(r"\s*(?:(\d{1,6})|([A-Za-z_$][\w$]*))\s*,\s*\{")
"""Entries in all before the other options: `.pagination(45, {items_per_page: 15})`."""
_DRAWS = re.compile(
    r"(?<!function )(?<!\w)(?:\w+\.)?(?:create|set|show|draw|init|make|build|write|render|gen|get|print)?_?"
    r"(?:page|pager|pages|paging|pagination|fenye)_?(?:html|list|nav|bar|s|er|num)?\s*\(([^{}]{1,200}?)\)\s*(?:;|<|\n|\)|$)",
    re.IGNORECASE,
)
"""A call of a function that draws a pager from numbers in an order of its own."""
_ARGUMENT = re.compile(r"(?:^|,)\s*(?:[\"']?(\d{1,6})[\"']?|([A-Za-z_$][\w$]*))\s*(?=,|$)")
_ELEMENT = re.compile(r"<[\w-]*pag(?:e|er|ination)[\w-]*\b([^<>]{1,600})>", re.IGNORECASE)
_BOX = re.compile(r"<\w+\b([^<>]{1,600}\bdata-[^<>]{1,600})>", re.IGNORECASE)
_PAGER_NAME = re.compile(
    r"\b(?:id|class)\s*=\s*[\"'][^\"'<>]*(?:pag(?:e|er|ing|ination)\b|page|fenye|fy\b)", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"(?<![\w-]):?(?:data-)?([a-zA-Z][\w-]*)\s*=\s*[\"']?\s*(?:(\d{1,6})(?![\w.])|((?:\w+\.)?[A-Za-z_$][\w$]*)(?=[\"'\s]))"
)
_UNREAD = re.compile(
    r"\blaypage\b\s*(?:\.\s*render\s*)?\(|\.\s*(?:pagination|page|paging|jqPaginator|twbsPagination|Paging|createPage)\s*\(\s*"
    r"(?:\{|\w+\s*,\s*\{)|\bkkpager\s*\.\s*generPageHtml\s*\(|<\w+-pagination\b"
    r"|<div\b[^<>]*\b(?:id|class)\s*=\s*[\"']?pageDec\b",
    re.IGNORECASE,
)

_TOTAL = re.compile(r"count|total|record|items?$|^num$", re.IGNORECASE)
_PAGES = re.compile(
    r"pages$|page_?-?(?:counts?|totals?|sum|all)$|(?:total|count|max|all|last|sum)_?pages?(?:_?(?:count|num))?$",
    re.IGNORECASE,
)
_BUTTONS = re.compile(r"visible|display|button|btn|group|edge|link|view|show\w*page|page\w*show", re.IGNORECASE)
"""Names of how many of its numbers a pager shows, and of views of a page."""
_SIZE = re.compile(r"limit|size|show|per_?-?page|rows|each|per_?num|page_?amount", re.IGNORECASE)
_OWN_SIZE = re.compile(r"size|per_?page", re.IGNORECASE)
_CURRENT = re.compile(r"^(?:pno|cur\w*|page_?-?(?:no|num|number|index)|now\w*)$", re.IGNORECASE)
_RECORDS = re.compile(
    r"^(?:records?|rows?|datas?|items?|infos?|rec|totals?|all|list)_?(?:counts?|totals?|num(?:ber)?s?|records?|rows?|size"
    r"|items?|elements?|datas?)$|^count_?(?:records?|nums?|datas?)$",
    re.IGNORECASE,
)
"""Names of a number of entries that need no plug-in around them: recordCount, totalCount, allNum."""


def given_pages(text: str, numbers: Mapping[str, int], rows: int) -> list[int]:
    """Return the numbers of pages that the plug-ins of a page are given; 0 and 1 for none.

    `numbers` are those that the page's scripts and fields name, `rows` the entries that its list shows.
    """
    found = [_pages_of(numbers.items(), rows, is_pager=False)]
    for call in islice(_CALL.finditer(text), MAX_CALLS):
        options = text[call.end() : call.end() + _REACH].partition("})")[0]
        named = _resolved(_OPTION.findall(options), numbers)
        first = _FIRST.match(options)
        if first is not None:
            named.insert(0, ("total", int(first.group(1) or numbers.get(first.group(2), 0))))
        found.append(_pages_of(named, rows))
    boxes = [box for box in islice(_BOX.findall(text), MAX_CALLS) if "page" in box.lower() or _PAGER_NAME.search(box)]
    given = [_OPTION.findall(options) for options in islice(_OBJECT.findall(text), MAX_CALLS)]
    given.extend(_ATTRIBUTE.findall(tag) for tag in (*islice(_ELEMENT.findall(text), MAX_CALLS), *boxes))
    found.extend(_pages_of(_resolved(options, numbers), rows) for options in given)
    orders = islice(_DRAWS.findall(text), MAX_CALLS)
    found.extend(_pages_in_order(_positional(arguments, numbers), rows) for arguments in orders)
    return found


def has_plugin(text: str, numbers: Mapping[str, int], rows: int) -> bool:
    """Return whether a page has a plug-in that draws pagers and is given nothing that says how many pages."""
    return _UNREAD.search(text) is not None and not any(given_pages(text, numbers, rows))


def _resolved(options: Iterable[tuple[str, str, str]], numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for name, number, variable in options:
        value = int(number) if number else numbers.get(variable.rpartition(".")[2])
        if value is not None:
            found.append((name, value))
    return found


def _positional(arguments: str, numbers: Mapping[str, int]) -> list[int]:
    # two neighbours share a comma: lookahead leaves it to the next one
    found = [int(number) if number else numbers.get(name, -1) for number, name in _ARGUMENT.findall(arguments)]
    return [number for number in found if number >= 0]


def _pages_of(options: Iterable[tuple[str, int]], rows: int, *, is_pager: bool = True) -> int:
    """Return the number of pages that named numbers make, 0 for none.

    Outside of a pager only names that tell by themselves are taken.
    """
    total = size = pages = 0
    has_current = False
    for name, number in options:
        tells = is_pager or any(sign.search(name) for sign in (_RECORDS, _PAGES, _OWN_SIZE))
        if not tells or _BUTTONS.search(name):
            continue
        if _CURRENT.match(name):
            has_current = is_pager
        elif _SIZE.search(name) and not _RECORDS.match(name):
            size = size or number
        elif _PAGES.search(name):
            # some give the name to the entries of a page
            pages = max(pages, number if number != rows else 0)
        elif _TOTAL.search(name) or _RECORDS.match(name):
            total = max(total, number) if size or not has_current else total or number
    if pages:
        return pages
    if total and has_current and not size:
        # kkpager and others count pages where no size is given, and say which one is shown
        return total if total != rows else 1
    if total <= rows:
        return min(total, 1)
    if size:
        return -(-total // size)
    return -(-total // rows) if rows and total * FULL > rows else 0


def _pages_in_order(values: list[int], rows: int) -> int:
    """Return the number of pages among numbers without names: beside the page shown, the entries of a page, or both.

    0 where they may be something else.
    """
    others = [value for value in values if value > 1]
    if len(others) == len(values):
        # none is the page shown, counted from 0 or 1
        return 0
    rest = [value for value in others if value != rows]
    if len(rest) == 1 and rows:
        if rest[0] > rows and len(others) > 1:
            return -(-rest[0] // rows)
        return rest[0] if rest[0] not in USUAL_SIZES or len(others) > 1 else 0
    return 0
