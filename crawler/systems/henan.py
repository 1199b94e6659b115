"""河南集约化: `<div id="pageDec" pagesize="24" pagecount="51">`, filled by a script from another host.

`pagecount` counts entries in spite of its name. Whether page 2 is `index_1` or `index_2` differs between hosts: the
first is asked for, the second when that is missing or shows page 1 again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.catalogue import Column
from crawler.systems import pager
from crawler.systems.base import System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Page

_PAGE_DEC = re.compile(r"<\w+\b(?=[^<>]*\bid\s*=\s*[\"']?pageDec\b)[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(pagesize|pagecount|pageno|pagenum|currpage)\s*=\s*[\"']?(\d+)", re.IGNORECASE)


class Henan(System):
    """河南集约化."""

    id = "henan"
    aliases = ("hn",)
    title = "河南集约化"

    def sniff(self, page: Page) -> float:
        """Recognise the pager element."""
        return 0.92 if _PAGE_DEC.search(page.text) else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Count pages from entries, and find the base of the file numbers by trying."""
        found = _PAGE_DEC.search(page.text)
        values = {name.lower(): int(value) for name, value in _ATTRIBUTE.findall(found.group())} if found else {}
        size, total = values.get("pagesize", 0), values.get("pagecount")
        if not size or total is None:
            return self.common_paging(page, column, links)
        pages = -(-total // size)
        request = page.request
        number = request.number if request is not None else 1
        if number >= min(pages, pager.MAX_PAGES):
            return Paging((), total, pages, number)
        name, _file, suffix = pager.split_number(page.final_url or page.url)
        kept = request.carried("first") if request is not None else ""
        first = int(kept) if kept in ("0", "1") else 0
        file_number = number if first == 0 else number + 1
        following = pager.numbered_fetch(page, name, suffix or "html", file_number, number + 1, first=first)
        return Paging((following,), total, pages, number)
