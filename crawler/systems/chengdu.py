"""成都 (`/gkml/<unit>/<column>/column-index-1.shtml`): rows without `<a>`, the address only in `onclick`.

The harvester reads click handlers anyway; what is left is the file of the next page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import pager
from crawler.systems.base import System, is_item
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_FILE = re.compile(r"column-index-(\d+)(\.s?html?)")
_ROW = re.compile(r"onclick\s*=\s*[\"']\s*window\.open\s*\(", re.IGNORECASE)


class Chengdu(System):
    """成都."""

    id = "chengdu"
    aliases = ("cd",)
    title = "成都政务公开"

    def sniff(self, page: Page) -> float:
        """Recognise the file name of the columns; the rows alone are weaker."""
        if _FILE.search(page.final_url or page.url) or _FILE.search(page.text):
            return 0.9
        return 0.4 if len(_ROW.findall(page.text)) >= 3 else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Follow 下一页; else the file of the next number while the page claims or shows one, or claims nothing."""
        paging = self.common_paging(page, column, links)
        if paging.next:
            return paging
        here = page.final_url or page.url
        own = _FILE.search(here)
        if own is None:
            return paging
        number = page.request.number if page.request is not None else int(own.group(1))
        named = {int(found.group(1)) for found in _FILE.finditer(page.text)}
        pages = paging.pages or (max(named) if named else None)
        if pages is not None and number >= min(pages, pager.MAX_PAGES):
            return Paging((), paging.total, pages, number)
        rows = sum(1 for link in links if is_item(link) or link.origin == "onclick")
        if pages is None and rows < 5:
            return Paging((), paging.total, None, number)
        address = urls.resolve(page.base, _FILE.sub(rf"column-index-{number + 1}\2", here))
        return Paging((Fetch(url=address, number=number + 1),), paging.total, pages, number)
