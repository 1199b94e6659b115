"""`createPageHTML(…)`: two systems share the name of this pager, and count differently.

TRS writes `createPageHTML(pages, current, "index", "html")` and counts from 0: page 2 is `index_1.html`.
开普 writes `createPageHTML('page_div', pages, current, 'list', 'shtml', total)` and counts from 1: page 2 is
`list_2.shtml`. A quoted first argument, the id of an element, tells them apart. A function of another name that is
called with the number of pages, the current page, and the name and suffix of the page's own file is the same pager.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crawler.systems import pager, script_numbers
from crawler.systems.pager import Paging
from crawler.systems.pages import Page

_CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^()]{3,300})\)", re.IGNORECASE)
_LIKE_CALL = re.compile(
    r"\b[A-Za-z_$][\w$.]{2,60}\s*\(((?:\s*[\"'][\w#.-]{1,40}[\"']\s*,)?\s*\d{1,4}\s*,\s*\d{1,4}\s*,\s*(?P<mark>[\"'])"
    r"(?P<name>[\w-]{1,60})(?P=mark)\s*,\s*(?P<quote>[\"'])\.?(?:s?html?|jhtml)(?P=quote)[^()]{0,100})\)"
)
"""A call with the arguments of this pager, whatever its name."""
_SUFFIX_ARGUMENT = re.compile(r",\s*[\"']\.?(?:s?html?|jhtml)[\"']\s*[,)]")
_ARGUMENT = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.$+-]+))\s*(?:,|$)")
_COUNT_VARIABLE = re.compile(
    r"\bvar\s+(?:countPage|pageCount|totalPage|_?nPageCount|countpage)\s*=\s*[\"']?(\d{1,5})", re.IGNORECASE
)
_CURRENT_VARIABLE = re.compile(
    r"\bvar\s+(?:currentPage|currPage|curPage|_?nCurrIndex|currentpage)\s*=\s*[\"']?(\d{1,5})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: pages claimed, current page from 1, file name and suffix, entries claimed, first page's number.

    `is_sure` is False where only the variables or the arguments of such a pager were seen, which other systems use as
    well.
    """

    pages: int
    current: int
    name: str
    suffix: str
    total: int | None
    first: int
    is_sure: bool = True


def find_call(text: str, url: str) -> Call | None:
    """Return the pager call of a list page at `url`, or None."""
    here_name, here_number, here_suffix = pager.split_number(url)
    if "createPageHTML" not in text:
        like = _find_like(text, here_name, here_number, here_suffix)
        if like is not None or not _COUNT_VARIABLE.search(text):
            return like
    for found in _CALL.finditer(text):
        call = _read(found.group(1), here_name, here_number, here_suffix, text)
        if call is not None:
            return call
    count = _COUNT_VARIABLE.search(text)
    if count is None:
        return None
    current = _CURRENT_VARIABLE.search(text)
    number = int(current.group(1)) if current else 0
    file_number = here_number or 0
    suffix = here_suffix or pager.suffix_of_links(text)
    if here_number == 1 and number in (0, 1):
        # the page shown is `name_1`, and no page before it was asked for: this system counts from 1
        return Call(int(count.group(1)), 1, here_name, suffix, None, 1, is_sure=False)
    return Call(int(count.group(1)), max(number, file_number) + 1, here_name, suffix, None, 0, is_sure=False)


def _find_like(text: str, name: str, number: int | None, suffix: str) -> Call | None:
    if not _SUFFIX_ARGUMENT.search(text):
        return None
    is_folder = not suffix
    for found in _LIKE_CALL.finditer(text):
        if found.group("name") == name or is_folder:
            call = _read(found.group(1), name, number, suffix, text)
            if call is not None and call.current <= call.pages:
                return replace(call, is_sure=False)
    return None


def _read(arguments: str, here_name: str, here_number: int | None, here_suffix: str, text: str) -> Call | None:
    values: list[tuple[str, bool]] = []
    for found in _ARGUMENT.finditer(arguments):
        quoted = found.group(1) if found.group(1) is not None else found.group(2)
        values.append((quoted, True) if quoted is not None else (found.group(3), False))
    if len(values) < 4:
        return None
    if values[0][1] and not values[0][0].isdigit():
        # 开普: the element's id, pages, current from 1, name, suffix, total
        pages, current = _number(values[1][0], text), _number(values[2][0], text)
        if pages is None or current is None:
            return None
        name, suffix = values[3][0], values[4][0] if len(values) > 4 else "html"
        total = _number(values[5][0], text) if len(values) > 5 else None
        return Call(pages, max(current, here_number or 1, 1), name, suffix.lstrip("."), total, 1)
    pages = _number(values[0][0], text)
    current = _number(values[1][0], text)
    if pages is None:
        count = _COUNT_VARIABLE.search(text)
        if count is None:
            # the function's own definition, not a call
            return None
        pages = int(count.group(1))
    if current is None:
        variable = _CURRENT_VARIABLE.search(text)
        current = int(variable.group(1)) if variable else 0
    name = values[2][0] if values[2][1] else here_name
    suffix = values[3][0] if values[3][1] else here_suffix or "html"
    total = _number(values[5][0], text) if len(values) > 5 else None
    file_number = here_number if here_number is not None and here_name == name else 0
    return Call(pages, max(current, file_number) + 1, name, suffix.lstrip("."), total, 0)


def _number(argument: str, text: str) -> int | None:
    if argument.isdigit():
        return int(argument) if len(argument) <= 6 else None
    return script_numbers.numbers_of(text).get(argument) if argument.isidentifier() else None


def page_by_call(page: Page, *, is_sure: bool = False) -> Paging | None:
    """Return the paging that a `createPageHTML` call stands for; None when the page has none.

    With `is_sure` the name has to be that of the pager: the page shows a link to its next page.
    """
    call = find_call(page.text, page.final_url or page.url)
    if call is None or (is_sure and not call.is_sure):
        return None
    request = page.request
    first = call.first
    number = call.current
    if request is not None:
        number = request.number
        kept = request.carried("first")
        if kept in ("0", "1"):
            first = int(kept)
    if number >= min(call.pages, pager.MAX_PAGES):
        return Paging((), call.total, call.pages, number)
    file_number = number if first == 0 else number + 1
    following = pager.numbered_fetch(page, call.name, call.suffix, file_number, number + 1, first=first)
    return Paging((following,), call.total, call.pages, number)
