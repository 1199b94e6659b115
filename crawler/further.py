"""Where an article goes on: the address of its next page, told by a few words and the shape of two addresses.

Portals part long articles: `createPageHTML(3, 0, "t20240118_123", "html")` writes the pager of t20240118_123.html, or
下一页 links t20240118_123_1.html, or the same script with `&page=2`. Lists page with the same words, and neighbours of
an article are linked beside it; so only the article's own address, with the next number and nothing else changed, is
its next page. Most pages have none of the words and are told from that alone. Pure.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterator
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from crawler import urls

MAX_PAGES = 20
"""Pages of one article that are asked for, its first among them: more than a report fills, and an end to any circle."""

ENDINGS = (("页", "下后一"), ("頁", "下一"))
"""The last character of 下一页 and its kin, and what stands before it: one character is found, or not found, at a tenth
of the cost of three, and 页 stands a few times on a page."""

PAGE_PARAMETERS = frozenset({
    "page", "p", "pageno", "page_no", "pagenum", "page_num", "curpage", "cur_page", "pageindex", "page_index",
})  # fmt: skip
"""Names under which scripts are told the number of a page."""

MAX_LINKS = 20
"""Times that the words are looked at on one page; a pager has them once or twice."""

MOST_NEIGHBOURS = 2
"""Links to other pages from which what stands before 下一页 is a list of its own, and no pager of the article."""

REACH = 3_000
"""Characters before a pager in which the list that it may belong to begins."""

_FRAMED = re.compile(r"[\[【(（<«‹]*(?:下一?页|后一?页|下一頁|下頁)[>»›\])】）]*")
_CALL = re.compile(
    r"createPageHTML\(\s*(?P<id>['\"][\w-]*['\"]\s*,\s*)?(?P<pages>\d{1,3})\s*,\s*(?P<at>\d{1,3})\s*,"
    r"\s*['\"](?P<name>[\w.-]+)['\"](?:\s*,\s*['\"]\.?(?P<suffix>\w{2,5})['\"])?"
)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_LINK = re.compile(r"<a\b([^<>]*)>(.{0,400}?)</a\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_NUMBER = re.compile(r"([_-])(\d{1,2})")
_NO_ARTICLE = frozenset({"", "index", "list", "default", "main"})
"""Names of lists' files; what is numbered behind them are pages of a list."""

_BESIDE = re.compile(
    r"[上下后前]一?[篇条个则]|\W*(?:首页|第一页|[上下前后]一?页|尾页|末页|最后一?页|第?\d{1,3}页?)\W*$"
)
"""The words of links to an article's neighbours, and to the pages of whatever is parted."""
_LAST_LABEL = "尚未审结"
_LAST_HEADING = "需要报告的"
_SIGNED = re.compile(
    r">(?:\s|&nbsp;)*(?:20\d\d|二[〇○零0].{2})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日(?:\s|&nbsp;)*<"
)


class _Step(NamedTuple):
    """How an address tells which page of an article it is: the sign before the number (? for a query), the number."""

    sign: str
    number: int


def may_go_on(text: str) -> bool:
    """Return whether a page has any of the words of a pager."""
    return "createPageHTML" in text or next(_words_in(text), -1) >= 0


def _words_in(text: str) -> Iterator[int]:
    """Yield where the words for the next page end."""
    for last, before in ENDINGS:
        at = text.find(last, 1)
        while at > 0:
            if text[at - 1] in before:
                yield at
            at = text.find(last, at + 1)


def find_next_page(text: str, here: str, first: str) -> str:
    """Return the address of the page after the one at `here`, of the article that begins at `first`; "" at its end.

    Of a page that was redirected `here` is the address that was asked: where it was led to says nothing of its number.
    A page that holds a report to its signature has no next page, whatever its pager says.
    """
    if not may_go_on(text):
        return ""
    own = _Step("", 0) if urls.key_of(here) == urls.key_of(first) else _step_of(here, first)
    if own is None:
        return ""
    for address, at in chain(_called(text, first, own), _linked(text, here)):
        step = _step_of(address, first)
        if step is not None and _follows(own, step) and not (step.sign == "?" and _stands_in_list(text, at)):
            return "" if own.number == 0 and _is_whole(text, at) else address
    return ""


def find_lost_page(text: str, here: str, known: Container[str]) -> str:
    """Return where a page says that its article goes on, whatever the shape of that address; "" where it does not.

    For a page that was redirected to `here`: it may name the next one by the names of the place it was led to, which
    nothing tells from those of another article. `known` are the keys of the article's pages.
    """
    if not may_go_on(text):
        return ""
    for call in _CALL.finditer(text):
        if call["name"].lower() not in _NO_ARTICLE and int(call["at"]) < int(call["pages"]) - (0 if call["id"] else 1):
            return call[0]
    for address, at in _linked(text, here):
        if urls.key_of(address) not in known and not urls.is_attachment(address) and not _stands_in_list(text, at):
            return address
    return ""


def _follows(own: _Step, step: _Step) -> bool:
    """Return whether a page comes right after another: behind the first, whose number is not printed, 1 or 2."""
    if not own.sign:
        return step.number == own.number + 1 if own.number else step.number in (1, 2)
    return step.sign == own.sign and step.number == own.number + 1


def _step_of(address: str, first: str) -> _Step | None:
    """Return which page of the article at `first` an address is, None where it is none of its further pages."""
    there, begin = urlsplit(address), urlsplit(first)
    if there.netloc.lower() != begin.netloc.lower():
        return None
    if there.path != begin.path:
        folder, _, name = begin.path.rpartition("/")
        stem, dot, suffix = name.rpartition(".")
        if stem.lower() in _NO_ARTICLE or there.query != begin.query or not there.path.startswith(f"{folder}/{stem}"):
            return None
        found = _NUMBER.fullmatch(there.path[len(folder) + 1 + len(stem) :].removesuffix(dot + suffix))
        return _Step(found[1], int(found[2])) if found and there.path.endswith(dot + suffix) else None
    number, rest = _paged(there.query)
    _, own_rest = _paged(begin.query)
    # a script that is asked for a page and nothing else shows a list
    names_article = rest or re.search(r"\d", begin.path.rpartition("/")[2])
    return _Step("?", number) if number is not None and names_article and rest == own_rest else None


def _paged(query: str) -> tuple[int | None, list[tuple[str, str]]]:
    """Return the number of the page that a query asks for, and the rest of it in order."""
    number: int | None = None
    rest: list[tuple[str, str]] = []
    for name, value in parse_qsl(query, keep_blank_values=True):
        if number is None and name.lower() in PAGE_PARAMETERS and value.isascii() and value.isdigit():
            number = int(value) if len(value) <= 2 else None
            if number is not None:
                continue
        rest.append((name, value))
    return number, sorted(rest)


def _called(text: str, first: str, own: _Step) -> Iterator[tuple[str, int]]:
    """Yield the next page by each call that writes the pager of this article, and where the call stands.

    TRS counts from 0, and its page 2 is `name_1`; 开普 gives the id of an element first, and counts from 1.
    """
    if "createPageHTML" not in text:
        return
    begin = urlsplit(first)
    folder, _, own_name = begin.path.rpartition("/")
    for call in _CALL.finditer(text):
        name, suffix = call["name"], call["suffix"] or own_name.rpartition(".")[2]
        if f"{name}.{suffix}" != own_name:
            continue
        at = max(int(call["at"]), own.number or (1 if call["id"] else 0))
        if at < int(call["pages"]) - (0 if call["id"] else 1):
            path = f"{folder}/{name}_{at + 1}.{suffix}"
            yield urlunsplit((begin.scheme, begin.netloc, path, begin.query, "")), call.start()


def _linked(text: str, here: str) -> Iterator[tuple[str, int]]:
    """Yield where the links called 下一页 lead, and where they stand."""
    for at in islice(_words_in(text), MAX_LINKS):
        begin = max(text.rfind("<a", max(0, at - 600), at), text.rfind("<A", max(0, at - 600), at))
        link = _LINK.match(text, begin, at + 200) if begin >= 0 else None
        href = _HREF.search(link[1]) if link else None
        if link is None or href is None or not _FRAMED.fullmatch("".join(html.unescape(_TAG.sub("", link[2])).split())):
            continue
        address = urls.resolve(here, html.unescape(href[1] or href[2] or href[3] or ""))
        if address:
            yield urls.without_fragment(address), begin


def _stands_in_list(text: str, at: int) -> bool:
    """Return whether a pager's link stands behind links to other pages, with no paragraph of text between."""
    before = text[max(0, at - REACH) : at]
    before = before[max(before.rfind("</p>"), before.rfind("</P>"), before.rfind("</table>"), 0) :]
    others = 0
    for link in _LINK.finditer(before):
        words = "".join(html.unescape(_TAG.sub("", link[2])).split())
        if words and not _BESIDE.match(words):
            href = _HREF.search(link[1])
            others += href is not None and not urls.is_attachment(href[1] or href[2] or href[3] or "")
    return others >= MOST_NEIGHBOURS


def _is_whole(text: str, end: int) -> bool:
    """Return whether a report stands before its pager to the end: table 4, the sixth part, the day it was signed."""
    tables = text.rfind(_LAST_LABEL, 0, end)
    heading = text.find(_LAST_HEADING, tables, end) if tables >= 0 else -1
    return heading >= 0 and _SIGNED.search(text, heading, end) is not None
