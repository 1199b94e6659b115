"""博达 WebberVSB: static lists counted backwards, page 2 of N is `<column>/<N-1>.htm`.

The numbers shift when an entry is added, so a page's address is no key; the link 下页 (`span.p_next a`) is followed,
and the file is computed only when no such link can be read. A column's `.htm` may itself be the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import pager
from crawler.systems.base import System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_MARKS = re.compile(
    r"/system/resource/(?:js|css)/|_showDynClick|vsb_content|v_news_content|wbtreeid|\bp_pages\b|VSB_|visual"
    r" ?sitebuilder",
    re.IGNORECASE,
)
_PAGER_MARKS = re.compile(r"\bp_next\b|\bp_pages\b")


class Vsb(System):
    """博达 WebberVSB."""

    id = "vsb"
    aliases = ("webbervsb", "boda")
    title = "博达 WebberVSB"

    def sniff(self, page: Page) -> float:
        """Recognise the system's scripts, counters and pager."""
        text = page.text
        if "/system/resource/" in text or "_showDynClick" in text:
            return 0.88
        if _PAGER_MARKS.search(text):
            return 0.85
        return 0.7 if _MARKS.search(text) else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Follow 下页; else compute the file, counting backwards."""
        paging = self.common_paging(page, column, links)
        pages = paging.pages
        if paging.next or pages is None or paging.number >= min(pages, pager.MAX_PAGES):
            return paging
        parts = urlsplit(page.final_url or page.url)
        folder = re.sub(r"(?:/\d+)?\.html?$", "", parts.path)
        # page k is the file N + 1 - k, so page number + 1 is N - number
        path = f"{folder}/{pages - paging.number}.htm"
        address = urls.resolve(page.base, path)
        following = Fetch(url=address, number=paging.number + 1)
        return Paging((following,), paging.total, pages, paging.number, problems=("next_page_guessed",))
