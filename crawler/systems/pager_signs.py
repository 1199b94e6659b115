"""Signs of further pages that only a page's scripts can ask for.

A list whose next page stands behind a script call is not read to its end, and must not look as if it were. What is
sure here is what names a number of pages or of entries; that a button has the words 下一页 is not, since many pagers
print it on the only page there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, permutations

from crawler.systems import markup, pager, plugin_pagers, script_numbers
from crawler.systems.plugin_pagers import MANY, MAX_CALLS

_ELEMENT = re.compile(r"<(?:a|span|li|button|input|em|i|img|div)\b([^<>]{1,400})>([^<>]{0,20})", re.IGNORECASE)
_HANDLER = re.compile(
    r"(?:onclick\s*=\s*(?:\"|')|href\s*=\s*[\"']?\s*javascript:)\s*(?!void\b)(?:return\s+)?[\w.$]+\s*\(([^)]*)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:alt|title|value)\s*=\s*[\"']([^\"'<>]{1,20})", re.IGNORECASE)
_NEXT = re.compile(r"[下后]一?[页頁]|next", re.IGNORECASE)
_LAST = re.compile(r"尾[页頁]|末[页頁]|最后一?[页頁]|last", re.IGNORECASE)
_MORE = re.compile(r"加载更多|点击加载|查看更多")
_LOADS_MORE = re.compile(
    r"<(?:a|span|div|button|p|li)\b(?![^<>]*\bhref\s*=\s*[\"']?(?!javascript|#|[\"'\s>]))[^<>]*>\s*(?:点击)?(?:加载|查看)更多\s*[^<>]{0,6}</",
    re.IGNORECASE,
)
"""Words for more entries that a script listens to from outside, and that lead nowhere by themselves."""
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_OF_PAGES = re.compile(r">\s*1\s*/\s*(\d{1,3})\s*<")
_BESIDE = 300
"""Characters around 1/3 in which a pager has its other words."""
_DISABLED = re.compile(r"\bdisabled\b|\bunable\b", re.IGNORECASE)
_SELECT = re.compile(r"<select\b[^<>]*\bonchange\b[^<>]*>(.{0,6000}?)</select", re.IGNORECASE | re.DOTALL)
_CHOICE = re.compile(r"<option\b[^<>]*>\s*(?:第\s*)?(\d{1,3})\s*页?\s*(?:<|$)", re.IGNORECASE)
_NUMBERS = re.compile(
    r"class\s*=\s*[\"'][^\"'<>]*(?:\bpag|page|fenye|\bpg)[^<>]*>(?:(?!<(?:table|ul|ol)\b).){0,200}?"
    r"<(\w+)\b[^<>]*>\s*(?:<a\b[^<>]*>\s*)?1\s*(?:</a>\s*)?</\1>\s*<\1\b[^<>]*>\s*(?:<a\b[^<>]*>\s*)?2\s*<",
    re.IGNORECASE | re.DOTALL,
)
_ASSIGNED = re.compile(r"\b[A-Za-z_$][\w$]*\s*=\s*[\"']?(\d{1,6})[\"']?\s*[;,]")
_ASSIGNED_RUN = re.compile(
    r"(?:\b(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$]*\s*=\s*[\"']?\d{1,6}[\"']?\s*[;,]\s*(?://[^\n]{0,60}\n\s*)?){3,12}"
)
"""Numbers that a script gives to variables one after the other."""
MAX_COUNTED = 8
MIN_COUNTED_ROWS = 5
"""Entries from which the sums of a page's variables prove something; small numbers agree by chance."""
FEWEST_ENTRIES = 10
"""Entries of a page from which there may be a next one that no number tells of; hardly a site shows fewer a page."""


def claimed_pages(text: str, lists: Sequence[int], records: int) -> int | None:
    """Return the number of pages that a page gives to its scripts, by whatever sign; else None.

    `lists` are the numbers of entries that the page's lists show, empty where none may be a first page, `records` that
    of entries that came as data.
    """
    claimed = pager.scripted_pages(text)
    if claimed is None and (lists or records):
        claimed = named_pages(text, max((records, *lists)))
    if claimed is None and not records:
        claimed = counted_pages(text, lists)
    return claimed


def named_pages(text: str, rows: int) -> int | None:
    """Return the number of pages, over one, that a page's pager names to its script alone; else None.

    `rows` are the entries that the page's list shows.
    """
    text = markup.without_comments(text)
    given = plugin_pagers.given_pages(text, script_numbers.numbers_of(text), rows)
    found = [*given, *_from_handlers(text), *_from_selects(text), *_from_fractions(text)]
    if _NUMBERS.search(text):
        found.append(2)
    most = max((number for number in found if number <= MANY), default=0)
    return most if most > 1 else None


def may_go_on(text: str, rows: int) -> bool:
    """Return whether a page has a pager that only a script obeys and that names no number: a button that says that it
    leads to more entries, or a plug-in."""
    text = markup.without_comments(text)
    return (
        any(
            (_NEXT.search(words) or _MORE.search(words)) and not _DISABLED.search(attributes)
            for attributes, words, _arguments in _handlers(text)
        )
        or _LOADS_MORE.search(text) is not None
        or plugin_pagers.has_plugin(text, script_numbers.numbers_of(text), rows)
    )


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


def _from_fractions(text: str) -> list[int]:
    found: list[int] = []
    for said in islice(_OF_PAGES.finditer(text), MAX_CALLS):
        around = text[max(0, said.start() - _BESIDE) : said.end() + _BESIDE]
        if _NEXT.search(around) or _LAST.search(around):
            found.append(int(said.group(1)))
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
