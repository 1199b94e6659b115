"""Lists that a script of the page fetches as data: the addresses it writes out, whether it fetches at all, and the
next page of such an answer. For systems nobody knows; those that are known ask their own way.

Only what stands in the page as a literal is asked, by GET, on the page's own host: nothing is run and nothing is made
up but the number of the page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from crawler import urls
from crawler.systems import literals, markup, pager
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

PAGE_NAMES = ("pageNumber", "pageNo", "page", "pageIndex", "currentPage", "curPage", "pageNum", "current")
_PAGE_NAMES = frozenset(name.lower() for name in PAGE_NAMES)
_RANGES = (
    ("startrecord", "endrecord"),
    ("startrow", "endrow"),
    ("startindex", "endindex"),
    ("start", "end"),
    ("begin", "end"),
)
"""Parameters with the first and the last entry wanted."""
_OFFSETS = ("offset", "start", "skip", "startindex", "startrow")
_SIZES = frozenset(("limit", "length", "rows", "take", "top", "pagesize", "size", "count", "max"))
"""Parameters with the number of entries to pass over, and with the number wanted."""
MAX_CALLS = 40
"""Calls of one page that are looked at."""
MAX_ADDRESSES = 3
"""Addresses of one page that are asked, one after the other, until one gives entries."""

_CALL = re.compile(
    r"(?:(?:\$|jQuery)\s*\.\s*(?P<query>get|getJSON|ajax|post)|\bfetch|\baxios(?:\s*\.\s*(?P<axios>get|post|request))?"
    r"|\.load|\btable\.render|\bflow\.load)\s*\(\s*|\.open\s*\(\s*[\"'](?P<method>GET|POST)[\"']\s*,\s*",
    re.IGNORECASE,
)
_TEXT = re.compile(r"([\"'`])(?P<url>[^\"'`\s<>]{2,600})\1\s*(?P<after>[,)])")
_DRAWN = re.compile(
    r"\bcreateApp\s*\(|\bnew\s+Vue\s*\(|\bReactDOM\b|\bng-app\b|<script\b[^<>]*\btype\s*=\s*[\"']?module\b"
    r"|<div\b[^<>]*\bid\s*=\s*[\"']?(?:app|root|__next|__nuxt)[\"']?\s*>\s*</div",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"weather|tianqi|visit|click|hits?\b|counter|statistic|analytic|traffic|log(?:in|out)|user|captcha|verif|token|menu|\bnav|suggest|share"
    r"|comment|vote|survey|delete|remove|save|update|\.(?:js|css|png|jpe?g|gif|svg|ico|woff2?)(?:\?|$)",
    re.IGNORECASE,
)
"""Addresses of what stands beside lists (the weather, visit counters, logins), and of what changes something."""
_LIST = re.compile(r"list|info|article|content|doc|news|page|query|channel|column|catalog|category|getM", re.IGNORECASE)


def fetches_data(page: Page) -> bool:
    """Return whether a script of the page fetches something, or draws the whole page."""
    return _DRAWN.search(page.text) is not None or _CALL.search(markup.scripts_of(page.text)) is not None


def find_addresses(page: Page) -> list[str]:
    """Return what the page's scripts fetch by GET from its own host, the likeliest to be a list first."""
    scripts = markup.scripts_of(page.text)
    here = page.final_url or page.url
    found: dict[str, None] = {}
    for number, call in enumerate(_CALL.finditer(scripts)):
        if number >= MAX_CALLS:
            break
        address = urls.resolve(page.base, _address(scripts, call))
        is_own = address and urls.same_host(urls.host_of(address), urls.host_of(here))
        if is_own and urls.key_of(address) != urls.key_of(here) and not _ASIDE.search(_path(address)):
            found.setdefault(urls.without_fragment(address))
    return sorted(found, key=lambda address: _LIST.search(_path(address)) is None)[:MAX_ADDRESSES]


def ask(page: Page) -> Fetch | None:
    """Return the request for the data of a page without entries, the other addresses behind it; None for none."""
    chain: Fetch | None = None
    for address in reversed(find_addresses(page)):
        fetch = Fetch(
            address, system="generic", headers=(("X-Requested-With", "XMLHttpRequest"),), carry=(("guess", "1"),)
        )
        chain = replace(fetch, otherwise=chain)
    return chain


def _path(address: str) -> str:
    return urls.key_of(address).partition("/")[2]


def _address(scripts: str, call: re.Match[str]) -> str:
    """Return the address of one call with its data, or "" where a part of it is computed or it is no GET."""
    place = call.end()
    names = {name: (call.group(name) or "").lower() for name in ("query", "axios", "method")}
    if "post" in names.values():
        return ""
    text = _TEXT.match(scripts, place)
    if text is None:
        options = literals.read_literal(scripts, place) if scripts[place : place + 1] == "{" else None
        if not isinstance(options, dict) or not isinstance(options.get("url"), str) or not _is_get(options):
            return ""
        return _with_data(options["url"], options.get("data") or options.get("params") or options.get("where"))
    if text.group("after") == ")":
        return text.group("url")
    after = text.end()
    while scripts[after : after + 1].isspace():
        after += 1
    data: Any = literals.read_literal(scripts, after) if scripts[after : after + 1] == "{" else None
    if names["query"] in ("get", "getjson"):
        return _with_data(text.group("url"), data)
    if ".load" in call.group():
        # jQuery posts what it is given there
        return "" if data is not None else text.group("url")
    if not names["method"] and names["axios"] != "get" and not (isinstance(data, dict) and _is_get(data)):
        return ""
    given = data if isinstance(data, dict) else {}
    return _with_data(text.group("url"), given.get("data") if names["query"] == "ajax" else given.get("params"))


def _is_get(options: dict[Any, Any]) -> bool:
    """Return whether the options of a call leave its method at GET: what only the script knows may be another."""
    methods = [value for name, value in options.items() if str(name).lower() in ("type", "method")]
    return all(isinstance(value, str) and value.lower() == "get" for value in methods)


def _with_data(address: str, data: Any) -> str:
    if not isinstance(data, dict) or not data:
        return address
    values: list[tuple[str, str]] = []
    for name, value in data.items():
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            values.append((str(name), str(value)))
        elif str(name).lower() in _PAGE_NAMES:
            values.append((str(name), "1"))
        else:
            # a value that only the script knows
            return ""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"


def next_page(page: Page, data: object, count: int) -> Paging:
    """Return the page after an answer of data with `count` entries, by the parameter that numbers it."""
    request = page.request
    number = request.number if request is not None else 1
    total = literals.find_total(data)
    pages = literals.find_number(data, "totalPages", "pageCount", "totalPage", "pages")
    url = request.url if request is not None else page.url
    kept = request.carried("size") if request is not None else ""
    # the last page has fewer entries than a page holds
    size = literals.find_number(data, "pageSize", "rows", "size", "pagesize") or int(kept or count)
    carry = (("size", str(size)),)
    has_more = (pages is not None and number < pages) or (pages is None and total is not None and number * size < total)
    if not count or not has_more or number >= pager.MAX_PAGES:
        return Paging((), total, pages, number)
    if request is not None and request.method == "POST":
        form = tuple((name, str(number + 1) if name == "page" else value) for name, value in request.form)
        return Paging((Fetch(url=url, method="POST", form=form, number=number + 1, carry=carry),), total, pages, number)
    following = Fetch(urls.with_query(url, _following(url, count)), number=number + 1, carry=carry)
    return Paging((following,), total, pages, number)


def _following(url: str, count: int) -> list[tuple[str, str]]:
    """Return the parameters that ask for what follows the answer to `url` with `count` entries: those of the next page,
    or of the entries behind the ones that were wanted."""
    query = urls.query_of(url)
    given = {name.lower(): name for name in query}
    numbers = {name: int(query[own]) for name, own in given.items() if query[own].isdigit()}
    page_name = next((given[known.lower()] for known in PAGE_NAMES if known.lower() in given), "")
    if not page_name:
        for first, last in _RANGES:
            if first in numbers and last in numbers and numbers[first] < numbers[last]:
                # by what was given, not by what was wanted: servers have limits of their own
                return [(given[name], str(numbers[name] + count)) for name in (first, last)]
        offset = next((name for name in _OFFSETS if name in numbers), "")
        if offset and not _SIZES.isdisjoint(numbers):
            return [(given[offset], str(numbers[offset] + count))]
    page_name = page_name or "pageNumber"
    first_page = int(query[page_name]) if query.get(page_name, "").isdigit() else 1
    return [(page_name, str(first_page + 1))]
