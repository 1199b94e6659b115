"""The ordinary portal under the hostile ones: one TRS list of a county's bodies, 15 a page."""

from __future__ import annotations

import re
from typing import ClassVar

from archive.samples.agencies import AGENCIES
from archive.samples.portals.families.provinces import OneList
from archive.samples.portals.messages import Request, Response
from archive.samples.portals.site import CatalogueColumn, daily
from archive.samples.portals.world import Item, newest_first


class Plain(OneList):
    """One list at `/zfxxgk/zfxxgknb/`, page 2 = `index_1.html`; subclasses break one thing each."""

    system = "trs"
    cms = "trs"
    root = "/zfxxgk/zfxxgknb/"
    size = 15
    years: ClassVar[range] = range(2023, 2026)

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the one list."""
        return (CatalogueColumn(self.root),)

    @daily
    def items(self) -> list[Item]:
        """Return the county's reports of three years."""
        agencies = [a for a in AGENCIES.values() if a.region_code.startswith(self.agency.region_code[:6])]
        return newest_first(self.world.reports(agencies, self.years))

    def article_path(self, item: Item) -> str:
        """Return month, t, day and number."""
        return f"{self.root}{item.month}/t{item.day}_{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer list pages and articles."""
        match = re.fullmatch(rf"{self.root}(?:index(?:_(\d+))?\.html)?", request.path)
        if match:
            return self.list_page(int(match[1] or 0))
        return self.article(request)

    def list_page(self, index: int) -> Response | None:
        """Return one page of the list, None behind the last."""
        pages = self.pages()
        if index >= len(pages):
            return None
        return self.page("政府信息公开年报", self.list_content(pages[index], index, len(pages)))

    def list_content(self, items: list[Item], index: int, count: int) -> str:
        """Return rows and pager."""
        crumbs = '<div><a href="../" class="CurrChnlCls">政府信息公开</a></div>'
        call = f'<script>createPageHTML({count}, {index}, "index", "html");</script>'
        return f'{crumbs}<ul class="{self.css("list", "gk-list")}">{self.rows(items)}</ul>{call}'
