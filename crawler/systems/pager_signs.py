"""Signs of further pages that only a page's scripts can ask for.

A list whose next page stands behind a script call is not read to its end, and must not look as if it were. What is
sure here is what names a number of pages or of entries; that a button has the words 下一页 is not, since many pagers
print it on the only page there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, permutations

from crawler.systems import markup

_CALL = re.compile(r"\b(?:\w*pag(?:e|er|ing|ination|inator)\w*)(?:\s*\.\s*\w+)?\s*\(", re.IGNORECASE)
_OPTION = re.compile(r"\b([a-zA-Z]\w*)[\"']?\s*:\s*[\"']?(\d{1,6})(?![\w.])")
_FIRST = re.compile(r"\s*(\d{1,6})\s*,\s*\{")
"""Entries in all before the other options: `.pagination(45, {items_per_page: 15})`."""
_TOTAL = re.compile(r"count|total|record|items?$|^num$", re.IGNORECASE)
_PAGES = re.compile(r"pages$|page_?(?:count|total)|total_?page", re.IGNORECASE)
_SIZE = re.compile(r"limit|size|show|per_?page|rows|each", re.IGNORECASE)
_CURRENT = re.compile(r"^(?:pno|curr\w*|page_?(?:no|num|index)|now\w*)$", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"<[\w-]*pag(?:e|er|ination)[\w-]*\b([^<>]{1,600})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w-]):?([a-zA-Z][\w-]*)\s*=\s*[\"']?\s*(\d{1,6})(?![\w.])")
_ELEMENT = re.compile(r"<(?:a|span|li|button|input|em|i|img|div)\b([^<>]{1,400})>([^<>]{0,20})", re.IGNORECASE)
_HANDLER = re.compile(
    r"(?:onclick\s*=\s*(?:\"|')|href\s*=\s*[\"']?\s*javascript:)\s*(?!void\b)(?:return\s+)?[\w.$]+\s*\(([^)]*)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:alt|title|value)\s*=\s*[\"']([^\"'<>]{1,20})", re.IGNORECASE)
_NEXT = re.compile(r"[下后]一?[页頁]|next", re.IGNORECASE)
_LAST = re.compile(r"尾[页頁]|末[页頁]|最后一?[页頁]|last", re.IGNORECASE)
_MORE = re.compile(r"加载更多|点击加载|查看更多")
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_DISABLED = re.compile(r"\bdisabled\b|\bunable\b", re.IGNORECASE)
_SELECT = re.compile(r"<select\b[^<>]*\bonchange\b[^<>]*>(.{0,6000}?)</select", re.IGNORECASE | re.DOTALL)
_CHOICE = re.compile(r"<option\b[^<>]*>\s*(?:第\s*)?(\d{1,3})\s*页?\s*(?:<|$)", re.IGNORECASE)
_NUMBERS = re.compile(
    r"class\s*=\s*[\"'][^\"'<>]*(?:\bpag|page|fenye|\bpg)[^<>]*>(?:(?!<(?:table|ul|ol)\b).){0,200}?"
    r"<(\w+)\b[^<>]*>\s*(?:<a\b[^<>]*>\s*)?1\s*(?:</a>\s*)?</\1>\s*<\1\b[^<>]*>\s*(?:<a\b[^<>]*>\s*)?2\s*<",
    re.IGNORECASE | re.DOTALL,
)
MAX_CALLS = 40
_ASSIGNED = re.compile(r"\b[A-Za-z_$][\w$]*\s*=\s*[\"']?(\d{1,6})[\"']?\s*[;,]")
_ASSIGNED_RUN = re.compile(
    r"(?:\b(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$]*\s*=\s*[\"']?\d{1,6}[\"']?\s*[;,]\s*(?://[^\n]{0,60}\n\s*)?){3,12}"
)
"""Numbers that a script gives to variables one after the other."""
MAX_COUNTED = 8
MIN_COUNTED_ROWS = 5
"""Entries from which the sums of a page's variables prove something; small numbers agree by chance."""
_REACH = 500
"""Characters of a call's options."""
MANY = 200
"""Pages above which a number is none."""
FEWEST_ENTRIES = 10
"""Entries of a page from which there may be a next one that no number tells of; hardly a site shows fewer a page."""


def named_pages(text: str) -> int | None:
    """Return the number of pages, over one, that a page's pager names to its script alone; else None."""
    found = [*_from_calls(text), *_from_tags(text), *_from_handlers(text), *_from_selects(text)]
    if _NUMBERS.search(text):
        found.append(2)
    most = max((number for number in found if number <= MANY), default=0)
    return most if most > 1 else None


def has_button(text: str) -> bool:
    """Return whether a button of the page that only a script obeys says that it leads to more entries."""
    return any(
        (_NEXT.search(words) or _MORE.search(words)) and not _DISABLED.search(attributes)
        for attributes, words, _arguments in _handlers(text)
    )


def _from_calls(text: str) -> list[int]:
    found: list[int] = []
    for call in islice(_CALL.finditer(text), MAX_CALLS):
        options = text[call.end() : call.end() + _REACH].partition("})")[0]
        first = _FIRST.match(options)
        found.append(_pages_of([*([("total", first.group(1))] if first else []), *_OPTION.findall(options)]))
    return found


def _from_tags(text: str) -> list[int]:
    return [_pages_of(_ATTRIBUTE.findall(tag)) for tag in islice(_ATTRIBUTES.findall(text), MAX_CALLS)]


def _pages_of(options: list[tuple[str, str]]) -> int:
    """Return the number of pages that named numbers make, 0 for none."""
    total = size = pages = 0
    has_current = False
    for name, number in options:
        if _CURRENT.match(name):
            has_current = True
        elif _SIZE.search(name):
            size = size or int(number)
        elif _PAGES.search(name):
            pages = max(pages, int(number))
        elif _TOTAL.search(name):
            total = max(total, int(number)) if size or not has_current else total or int(number)
    if pages:
        return pages
    if total and size:
        return -(-total // size)
    # kkpager and others count pages where no size is given, and say which one is shown
    return total if total and has_current else 0


def _handlers(text: str) -> list[tuple[str, str, str]]:
    """Return attributes, words and arguments of the elements that call a script function."""
    found: list[tuple[str, str, str]] = []
    for attributes, inner in _ELEMENT.findall(text):
        call = _HANDLER.search(attributes)
        if call is not None:
            words = inner.strip() or " ".join(_WORDS.findall(attributes))
            found.append((attributes, words, markup.unescape_entities(call.group(1))))
    return found


def _from_handlers(text: str) -> list[int]:
    found: list[int] = []
    for attributes, words, arguments in _handlers(text):
        if _DISABLED.search(attributes) or not (_NEXT.search(words) or _LAST.search(words)):
            continue
        # the name of a control may have a number too: the page's is the last
        numbers = _NUMBER.findall(arguments)
        found.append(int(numbers[-1]) if numbers else 0)
    return found


def _from_selects(text: str) -> list[int]:
    found: list[int] = []
    for choices in _SELECT.findall(text):
        numbers = [int(number) for number in _CHOICE.findall(choices)]
        if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
            found.append(len(numbers))
    return found


def counted_sizes(scripts: str, rows: int) -> tuple[int, int] | None:
    """Return (entries, pages) of a list of which a page shows `rows`, from script variables whatever they are called:
    a count of at least the rows shown, a size of which the rows are whole pages (or the rest), and the number of pages
    that these two make, of three variables that stand together; else None."""
    if rows < MIN_COUNTED_ROWS:
        return None
    for run in _ASSIGNED_RUN.finditer(scripts):
        values = [int(value) for value in _ASSIGNED.findall(run.group())][:MAX_COUNTED]
        for total, size, pages in permutations(values, 3):
            if (
                total >= rows
                and 2 <= size <= rows
                and pages == -(-total // size)
                and (rows == total or rows % size == 0)
            ):
                return total, pages
    return None


def counted_pages(text: str, lists: Iterable[int]) -> int | None:
    """Return the pages that the numbers of a page's scripts make of one of its lists, if more than one; else None.

    `lists` are the numbers of entries that its lists show.
    """
    scripts = markup.scripts_of(text)
    for rows in sorted(set(lists), reverse=True):
        sizes = counted_sizes(scripts, rows)
        if sizes is not None and sizes[1] > 1:
            return sizes[1]
    return None
