"""The national 政府信息公开 platform template, and the ministry list without pages."""

from __future__ import annotations

import html
import re

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, text_response
from archive.samples.portals.site import CatalogueColumn, Site, daily
from archive.samples.portals.world import Item, article_body, newest_first, pages_of


class Natl(Site):
    """The platform template: `div.scroll_main.ScrollStyle > div.zfxxgk_zdgkc > ul > li > a[title] + b`.

    `#pages a.next` leads on; the left `ul.submenu` has links of the same shape and holds no report (a trap); one year
    page is itself the report of the county government. Articles sit in `#Zoom`, the index block has spaces in labels.
    """

    id = "natl"
    system = "auto"
    cms = "natl"
    chunked = True

    root = "/zfxxgk/zfxxgknb/"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the fourth tab."""
        return (CatalogueColumn(self.root),)

    @daily
    def inline(self) -> list[Item]:
        """Return the report that a year page prints itself."""
        return self.world.reports(["qinghe"], [2021])[:1]

    @daily
    def items(self) -> list[Item]:
        """Return the county's and the city's reports and what stands among them."""
        agencies = [a for a in AGENCIES.values() if a.region_code.startswith(("990121", "990100"))]
        shown = [item for item in self.world.reports(agencies) if item not in self.inline()]
        return newest_first([*shown, *self.inline(), *self.world.other_items(self.agency.place, (2022, 2024))])

    def article_path(self, item: Item) -> str:
        """Return month, t, day and number below the column; the inline report is its year page."""
        if item in self.inline():
            return f"{self.root}2021n/"
        return f"{self.root}{item.month}/t{item.day}_{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer the tab's pages, the year page that is a report, articles."""
        if request.path == f"{self.root}2021n/" and self.inline():
            (item,) = self.inline()
            return self.page(item.title, f'<div class="zfxxgk_zdgkc">{article_body(item)}</div>')
        match = re.fullmatch(r"/zfxxgk/zfxxgknb/(?:index(?:_(\d+))?\.html)?", request.path)
        if not match:
            return self.article(request)
        pages = pages_of([item for item in self.items() if item not in self.inline()], 15)
        number = int(match[1] or 0)
        if number >= len(pages):
            return None
        rows = []
        for item in pages[number]:
            title = html.escape(item.title)
            link = f'<a href="{self.article_path(item)}" title="{title}" target="_blank">{title}</a>'
            day = f"<b>{item.iso}</b>"
            rows.append(f"<li>{day}{link}</li>" if self.skin == "B" else f"<li>{link}{day}</li>")
        menu = "".join(
            f'<li><a href="/zfxxgk/fdzdgknr/?c={n}" title="{name}">{name}</a></li>'
            for n, name in enumerate(
                ("机构职能", "规划信息", "统计信息", "行政许可", "行政处罚", "财政信息", "重大项目")
            )
        )
        year = '<li><a href="/zfxxgk/zfxxgknb/2021n/" title="2021年">2021年</a></li>' if self.inline() else ""
        following = f'<a class="next" href="index_{number + 1}.html">下一页</a>' if number + 1 < len(pages) else ""
        lists = f'<div class="zfxxgk_zdgkc"><ul>{"".join(rows)}</ul></div>'
        content = (
            f'<div class="{self.css("left", "zfxxgk_left")}"><ul class="submenu">{menu}{year}</ul></div>'
            f'<div class="scroll_main ScrollStyle">{lists}</div><div id="pages">{following}</div>'
        )
        return self.page("政府信息公开年报", content)


class NoPage(Site):
    """A ministry's list: all items on one page, `div.itemb a`, the date glued to the end of the link text."""

    id = "nopage"
    system = "trs"
    cms = "mwr"
    government = "canglan"

    root = "/zwgk/gknb/"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the one page."""
        return (CatalogueColumn(self.root),)

    @daily
    def items(self) -> list[Item]:
        """Return 120 items."""
        return self.world.reports(AGENCIES)[:112] + self.world.other_items(self.agency.place, (2023,))

    def article_path(self, item: Item) -> str:
        """Return month, t, day and number below the column."""
        return f"{self.root}{item.month}/t{item.day}_{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer the page and its articles."""
        if request.path not in (self.root, f"{self.root}index.html"):
            return self.article(request)
        tag = self.css("div", "p")
        rows = "".join(
            f'<{tag} class="itemb"><a href="./{item.month}/t{item.day}_{item.number}.html">{html.escape(item.title)} '
            f"{item.iso}</a></{tag}>"
            for item in self.items()
        )
        # the identifying container is div.itemb in both skins
        if tag == "p":
            rows = f'<div class="itemb">{rows.replace(" class=" + chr(34) + "itemb" + chr(34), "")}</div>'
        return text_response(self.page_html("公开年报", rows))
