"""Eportal (`/eportal/ui?pageId=…`): the next page is an address inside a click handler, with `currentPage=`, or a file
beside the column's that begins like the module's id (`3c41f0aa-2.html`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import markup, pager
from crawler.systems.base import System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_ADDRESS = re.compile(
    r"(?P<url>(?:https?://[\w.:-]+)?/eportal/ui\?[^\"'\s<>)]*?currentPage=(?P<number>\d+)[^\"'\s<>)]*)", re.IGNORECASE
)
_FILE = re.compile(
    r"(?:queryArticleByCondition\s*\(\s*this\s*,\s*|\btagname\s*=\s*)[\"'](?P<url>[^\"'\s<>?]{1,300}-(?P<number>\d{1,4})\.html?)"
    r"[\"']",
    re.IGNORECASE,
)
"""A page of a list that is kept as a file: the module's name, or its first eight characters, and the page's number."""
_PAGER = re.compile(r"<input\b[^<>]*\barticle_paging_list_hidden\b[^<>]*>", re.IGNORECASE)
_MARKS = ("/eportal/", "article_paging_list_hidden", "queryArticleByCondition", "eprotalCurrentPageId")
_PAGE_ID = re.compile(r"<input\b(?=[^<>]*\beprotalCurrentPageId\b)[^<>]*\bvalue\s*=\s*[\"']?(\d+)", re.IGNORECASE)


class Eportal(System):
    """Eportal."""

    id = "eportal"
    aliases = ("ep", "easysite")
    title = "Eportal"

    def sniff(self, page: Page) -> float:
        """Recognise the system's addresses, and the fields of its lists."""
        if "/eportal/" in page.url:
            return 0.9
        return 0.85 if any(mark in page.text for mark in _MARKS) else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Take the address with the next page number wherever the page writes it; else ask with what its pager is
        given."""
        request = page.request
        asked = urls.query_of(page.final_url or page.url).get("currentPage", "")
        number = request.number if request is not None else int(asked) if asked.isdigit() else 1
        text = markup.unescape_entities(page.text)
        here = urls.query_of(page.final_url or page.url)
        numbers: list[int] = []
        following = ""
        for found in (*_ADDRESS.finditer(text), *_FILE.finditer(text)):
            address = urls.resolve(page.base, found.group("url"))
            given = int(found.group("number"))
            numbers.append(given)
            if given != number + 1 or following:
                continue
            # another list of the same page has its own moduleId
            if here.get("moduleId") and urls.query_of(address).get("moduleId", here["moduleId"]) != here["moduleId"]:
                continue
            following = address
        common = self.common_paging(page, column, links)
        pager_given = self._given(text)
        pages = common.pages or (int(pager_given["totalpage"]) if pager_given else None) or max(numbers, default=None)
        if not following and not common.next and pager_given and number < int(pager_given["totalpage"]):
            following = self._ask(page, text, pager_given["moduleid"], number + 1)
        if not following:
            return replace(common, pages=pages)
        if number >= pager.MAX_PAGES:
            return Paging((), common.total, pages, number)
        return Paging((Fetch(url=following, number=number + 1),), common.total, pages, number)

    @staticmethod
    def _given(text: str) -> dict[str, str]:
        """Return what the hidden field of a page's only list says: its module and its number of pages."""
        fields = _PAGER.findall(text)
        if len(fields) != 1:
            # which of several lists has the reports, its fields do not tell
            return {}
        given = {name.lower(): value for name, value in re.findall(r"(\w+)\s*=\s*[\"']([^\"']*)", fields[0])}
        return given if given.get("totalpage", "").isdigit() and re.fullmatch(r"\w+", given.get("moduleid", "")) else {}

    @staticmethod
    def _ask(page: Page, text: str, module: str, number: int) -> str:
        found = _PAGE_ID.search(text)
        if found is None:
            return ""
        query = f"pageId={found[1]}&currentPage={number}&moduleId={module}&staticRequest=yes"
        return urls.resolve(page.base, f"/eportal/ui?{query}")
