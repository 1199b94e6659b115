"""Eportal (`/eportal/ui?pageId=…`): the next page is an address inside a click handler, with `currentPage=`."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


class Eportal(System):
    """Eportal."""

    id = "eportal"
    aliases = ("ep", "easysite")
    title = "Eportal"

    def sniff(self, page: Page) -> float:
        """Recognise the system's addresses."""
        if "/eportal/" in page.url:
            return 0.9
        return 0.85 if "/eportal/ui?" in page.text or "/eportal/" in page.text else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Take the address with the next page number wherever the page writes it."""
        request = page.request
        asked = urls.query_of(page.final_url or page.url).get("currentPage", "")
        number = request.number if request is not None else int(asked) if asked.isdigit() else 1
        text = markup.unescape_entities(page.text)
        here = urls.query_of(page.final_url or page.url)
        numbers: list[int] = []
        following = ""
        for found in _ADDRESS.finditer(text):
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
        if not following:
            return common
        pages = common.pages or max(numbers, default=None)
        if number >= pager.MAX_PAGES:
            return Paging((), common.total, pages, number)
        return Paging((Fetch(url=following, number=number + 1),), common.total, pages, number)
