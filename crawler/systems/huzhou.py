"""湖州: the list is only in a script: `var dataList=[{"infolist":[…]}]`, `var pagesData={"curPageNo":1,…}`."""

from __future__ import annotations

from collections.abc import Sequence

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, pager
from crawler.systems.base import Record, System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page


class Huzhou(System):
    """湖州."""

    id = "huzhou"
    aliases = ("hz",)
    title = "湖州集约化"

    def sniff(self, page: Page) -> float:
        """Recognise the two script variables."""
        return 0.93 if "infolist" in page.text and ("dataList" in page.text or "pagesData" in page.text) else 0.0

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of the script."""
        data = literals.read_assigned(page.text, "dataList")
        if data is None:
            data = literals.read_data(page.text)
        return literals.find_records(data, page.base) if data is not None else []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Follow 下一页; else try the file of the next number, then the query."""
        paging = self.common_paging(page, column, links)
        sizes = literals.read_assigned(page.text, "pagesData")
        pages = literals.find_number(sizes, "pageTotal", "totalPage") if sizes is not None else paging.pages
        request = page.request
        current = literals.find_number(sizes, "curPageNo") if sizes is not None else None
        number = request.number if request is not None else current or 1
        if sizes is None and paging.pages is None and not paging.next and count and "pagesData" in page.text:
            return Paging((), paging.total, None, number, problems=("paging_unknown",))
        # each group of the list is a page of the reader's
        groups = literals.read_assigned(page.text, "dataList")
        shown = len(groups) if isinstance(groups, list) and number == 1 else 1
        if shown > 1:
            if pages is None or pages <= shown:
                return Paging((), count, None, number)
            number = shown
        if pages is None or number >= min(pages, pager.MAX_PAGES):
            return Paging((), paging.total, pages, number)
        if paging.next:
            return Paging(paging.next, paging.total, pages, number)
        here = page.final_url or page.url
        if request is not None and request.carried("way") == "query":
            return Paging((self._by_query(here, number + 1),), paging.total, pages, number)
        name, _file, suffix = pager.split_number(here)
        following = Fetch(
            url=pager.numbered_url(page.base, name, number + 1, suffix or "html"),
            number=number + 1,
            otherwise=self._by_query(here, number + 1),
        )
        return Paging((following,), paging.total, pages, number, problems=("next_page_guessed",))

    @staticmethod
    def _by_query(here: str, number: int) -> Fetch:
        return Fetch(url=urls.with_query(here, [("pageNo", str(number))]), number=number, carry=(("way", "query"),))
