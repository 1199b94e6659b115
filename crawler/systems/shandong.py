"""山东部分单位 (`/channels/ch00232/`): the first pages stand all in the first file, the rest in `index_1.shtml` and on.

`li.pagedContent` rows; `var totalCount, perSize, startPage, endPage, logicTotalPage` say what is there. Where the
variables have other names, what they hold tells; a list of such rows whose size nothing tells is never whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.catalogue import Column
from crawler.systems import literals, markup, pager, pager_signs
from crawler.systems.base import System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_ROW = re.compile(r"<li\b[^<>]*\bpagedContent\b", re.IGNORECASE)


class Shandong(System):
    """山东 ch 频道."""

    id = "shandong"
    aliases = ("sd",)
    title = "山东频道"

    def sniff(self, page: Page) -> float:
        """Recognise the rows and the variables of the embedded pages."""
        text = page.text
        if "pagedContent" in text or ("logicTotalPage" in text and "perSize" in text):
            return 0.93
        return 0.6 if len(re.findall(r"/articles/ch\d+/", text)) >= 2 else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Go on with the file after the pages that this file holds."""
        text = page.text
        total = _variable(text, "totalCount")
        size = _variable(text, "perSize") or 20
        end = _variable(text, "endPage")
        last = _variable(text, "logicTotalPage") or (-(-total // size) if total is not None else None)
        request = page.request
        number = request.number if request is not None else 1
        rows = len(_ROW.findall(text))
        if rows and (end is None or last is None):
            return self._by_sums(page, rows, total, number)
        if end is None or last is None or end >= last or number >= pager.MAX_PAGES:
            paging = self.common_paging(page, column, links)
            return Paging(paging.next if end is None else (), total, last, number)
        name, file_number, suffix = pager.split_number(page.final_url or page.url)
        address = pager.numbered_url(page.base, name, (file_number or 0) + 1, suffix or "shtml")
        # pages are files here: the next file is the next page of the walk, whatever it is called on the site
        return Paging((Fetch(url=address, number=number + 1),), total, None, number)

    @staticmethod
    def _by_sums(page: Page, rows: int, total: int | None, number: int) -> Paging:
        """Go on to the next file as long as the entries seen are fewer than those that the numbers make."""
        request = page.request
        before = request.carried("seen") if request is not None else ""
        known = request.carried("total") if request is not None else ""
        seen = rows + (int(before) if before.isdigit() else 0)
        if total is None:
            sizes = pager_signs.counted_sizes(markup.scripts_of(page.text), rows)
            total = int(known) if known.isdigit() else sizes[0] if sizes is not None else None
        if total is None:
            return Paging((), None, None, number, problems=("paging_unknown",))
        if seen >= total or number >= pager.MAX_PAGES:
            return Paging((), total, None, number)
        name, file_number, suffix = pager.split_number(page.final_url or page.url)
        address = pager.numbered_url(page.base, name, (file_number or 0) + 1, suffix or "shtml")
        carry = (("seen", str(seen)), ("total", str(total)))
        return Paging((Fetch(url=address, number=number + 1, carry=carry),), total, None, number)


def _variable(text: str, name: str) -> int | None:
    return literals.as_number(literals.find_text(text, name))
