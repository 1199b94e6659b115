"""A portal whose system nobody recognised: links by titles and dates, pages by 下一页 and what the page claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.catalogue import Column
from crawler.systems import literals, pager, script_data
from crawler.systems.base import Record, System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Page


class Generic(System):
    """Any portal; what every other system falls back on."""

    id = "generic"
    aliases = ("other",)
    title = "unrecognised"

    def sniff(self, page: Page) -> float:
        """Return a little more than nothing, so that this is chosen when no other system speaks up."""
        return 0.01

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of an answer of data."""
        data = literals.read_data(page.text)
        if data is None:
            return []
        return literals.find_records(data, page.base) or literals.find_unnamed(data, page.base)

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Page by 下一页; when a list claims more pages but links none, try the file that usually comes next."""
        data = literals.read_data(page.text)
        if data is not None:
            return script_data.next_page(page, data, count)
        paging = self.common_paging(page, column, links)
        is_guessing = page.request is not None and page.request.carried("first") != ""
        if not paging.next and paging.pages is None and (paging.number == 1 or is_guessing):
            # the pager is drawn by a script of a system nobody knows
            paging = replace(paging, pages=pager.scripted_pages(page.text))
        if paging.next or paging.pages is None or paging.number >= min(paging.pages, pager.MAX_PAGES):
            return paging
        return pager.guess_next(page, paging)
