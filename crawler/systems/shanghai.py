"""上海: static lists counted from 1, `.pagination("setPage", current, pages)`; more pages are claimed than exist."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.catalogue import Column
from crawler.systems import pager
from crawler.systems.base import System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Page

_SET_PAGE = re.compile(r"\.pagination\s*\(\s*[\"']setPage[\"']\s*,\s*(\d+)\s*,\s*(\d+)", re.IGNORECASE)


class Shanghai(System):
    """上海."""

    id = "shanghai"
    aliases = ("sh",)
    title = "上海集约化"

    def sniff(self, page: Page) -> float:
        """Recognise the pager call, and the numbered columns together with the list's class."""
        if _SET_PAGE.search(page.text):
            return 0.9
        return 0.6 if re.search(r"\blist-date\b", page.text) and re.search(r"/nw\d+/", page.text) else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Go to `index_k.html` until the number claimed, or until a page is not there."""
        found = _SET_PAGE.search(page.text)
        if found is None:
            return self.common_paging(page, column, links)
        pages = int(found.group(2))
        number = page.request.number if page.request is not None else int(found.group(1))
        if number >= min(pages, pager.MAX_PAGES):
            return Paging((), None, pages, number)
        name, _number, suffix = pager.split_number(page.final_url or page.url)
        following = pager.numbered_fetch(page, name, suffix or "html", number + 1, number + 1, first=1)
        # the counter is far too high on some lists
        return Paging((following,), None, pages, number, problems=("counter_unsure",))
