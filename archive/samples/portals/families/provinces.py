"""Systems of single provinces and cities, each with one odd habit."""

from __future__ import annotations

import html
import json
import re
from typing import ClassVar

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, text_response
from archive.samples.portals.site import CatalogueColumn, Site, daily
from archive.samples.portals.world import Item, newest_first, pages_of


class OneList(Site):
    """A site with one flat list; subclasses say how it is drawn and paged."""

    root: ClassVar[str] = "/"
    size: ClassVar[int] = 20

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the one list."""
        return (CatalogueColumn(self.root),)

    @daily
    def items(self) -> list[Item]:
        """Return the reports and what stands among them."""
        return newest_first([*self.world.reports(AGENCIES), *self.world.other_items(self.agency.place, (2022, 2023))])

    def pages(self) -> list[list[Item]]:
        """Return the items in pages."""
        return pages_of(self.items(), self.size)

    def link(self, item: Item) -> str:
        """Return an item's link with its title attribute."""
        title = html.escape(item.title)
        return f'<a href="{self.article_path(item)}" title="{title}" target="_blank">{title}</a>'

    def rows(self, items: list[Item], date: str = "span") -> str:
        """Return list items, the date before or behind the link."""
        lines = []
        for item in items:
            name, _, css = date.partition(".")
            day = f'<{name} class="{css}">{item.iso}</{name}>' if css else f"<{name}>{item.iso}</{name}>"
            lines.append(f"<li>{day}{self.link(item)}</li>" if self.skin == "B" else f"<li>{self.link(item)}{day}</li>")
        return "".join(lines)


class Shanghai(OneList):
    """Shanghai: `ul.uli14.list-date li a + span.time`, `.pagination("setPage",1,12)` claims pages that are 404.

    Page 2 = `index_2.html`, counted from 1; the date in an article's URL is not the date of the list.
    """

    id = "sh"
    system = "shanghai"
    cms = "none"
    root = "/nw12344/index.html"
    gzip = True

    def article_path(self, item: Item) -> str:
        """Return a path with a day two days before the listed one and 32 hexadecimal digits."""
        return f"/nw12344/{item.published_on.year}{item.published_on.month:02d}01/{item.hex}.html"

    def route(self, request: Request) -> Response | None:
        """Answer list pages and articles."""
        match = re.fullmatch(r"/nw12344/index(?:_(\d+))?\.html", request.path)
        if not match:
            return self.article(request)
        pages, number = self.pages(), int(match[1] or 1)
        if not 1 <= number <= len(pages):
            return None
        claimed = len(pages) + 4
        content = (
            f'<ul class="uli14 list-date">{self.rows(pages[number - 1], "span.time")}</ul>'
            f'<div id="pagination"></div><script>$(".pagination").pagination("setPage",{number},{claimed});</script>'
        )
        return self.page("政府信息公开年报", content)


class Shandong(OneList):
    """Shandong: the first pages embedded as `li.pagedContent`, `var totalCount=…`, the rest `index_1.shtml`, ….

    Articles `/articles/ch00232/202401/<uuid>.shtml`; title in `span.news_box01_title`, date in the next span.
    """

    id = "sd"
    system = "shandong"
    cms = "none"
    root = "/channels/ch00232/"
    embedded: ClassVar[int] = 3

    def article_path(self, item: Item) -> str:
        """Return month and UUID."""
        return f"/articles/ch00232/{item.month}/{item.uuid}.shtml"

    def _row(self, item: Item) -> str:
        title = html.escape(item.title)
        text, day = f'<span class="news_box01_title">{title}</span>', f"<span>{item.iso}</span>"
        inner = day + text if self.skin == "B" else text + day
        return f'<li class="pagedContent"><a href="{self.article_path(item)}" title="{title}">{inner}</a></li>'

    def route(self, request: Request) -> Response | None:
        """Answer the channel with its embedded pages, the static rest, articles."""
        match = re.fullmatch(r"/channels/ch00232/(?:index(?:_(\d+))?\.shtml)?", request.path)
        if not match:
            return self.article(request)
        pages = self.pages()
        if match[1] is None:
            shown = [item for page in pages[: self.embedded] for item in page]
        elif 1 <= int(match[1]) <= len(pages) - self.embedded:
            shown = pages[self.embedded + int(match[1]) - 1]
        else:
            return None
        numbers = (
            f"var totalCount={len(self.items())};var perSize={self.size};var startPage=1;"
            f"var endPage={min(self.embedded, len(pages))};var logicTotalPage={len(pages)};"
        )
        rows = "".join(self._row(item) for item in shown)
        content = f'<ul class="{self.css("news_box01", "gk_box")}">{rows}</ul><script>{numbers}</script>'
        return self.page("政府信息公开年报", content)


class Henan(OneList):
    """Henan: `<div id="pageDec" pagesize="24" pagecount="51">`, where pagecount counts records.

    The script that makes links of it is on another host. Column A's second page is `index_1.html`, column B's
    `index_2.html`. Articles `/2024/01-19/2677014.html`.
    """

    id = "hn"
    system = "henan"
    cms = "none"
    root = "/zfxxgk/gknb/"
    size = 24
    roots: ClassVar[dict[str, int]] = {"/zfxxgk/gknb/": 1, "/zfxxgk/xznb/": 2}
    """Number in the file name of each column's second page."""

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return both columns."""
        return tuple(CatalogueColumn(root) for root in self.roots)

    @daily
    def lists(self) -> dict[str, list[Item]]:
        """Return the items of each column."""
        towns = [a for a in AGENCIES.values() if a.level == "town"]
        others = [a for a in AGENCIES.values() if a.level != "town"]
        return {
            "/zfxxgk/gknb/": newest_first(
                [*self.world.reports(others)[:47], *self.world.other_items("岚川县", (2024,), 4)]
            ),
            "/zfxxgk/xznb/": self.world.reports(towns),
        }

    @daily
    def items(self) -> list[Item]:
        """Return the items of both columns."""
        return [item for items in self.lists().values() for item in items]

    def article_path(self, item: Item) -> str:
        """Return year, month-day and number."""
        return f"/{item.published_on:%Y}/{item.published_on:%m-%d}/{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer list pages and articles."""
        match = re.fullmatch(r"(/zfxxgk/(?:gknb|xznb)/)(?:index(?:_(\d+))?\.html)?", request.path)
        if not match:
            return self.article(request)
        pages = pages_of(self.lists()[match[1]], self.size)
        index = 0 if match[2] is None else int(match[2]) - self.roots[match[1]] + 1
        if index >= len(pages) or (match[2] is not None and index < 1):
            return None
        content = (
            f'<ul class="{self.css("list", "news-list")}">{self.rows(pages[index])}</ul>'
            f'<div id="pageDec" pagesize="{self.size}" pagecount="{len(self.lists()[match[1]])}"></div>'
            '<script src="http://file.hn.gov.cn.test/js/pageDec.js"></script>'
        )
        return self.page("政府信息公开年报", content)


class Huzhou(OneList):
    """Huzhou: no link in the page at all, only `var dataList=[…];var pagesData={…};` in a script."""

    id = "hz"
    system = "huzhou"
    cms = "none"
    root = "/hzgov/front/s1/xxgk/zfxxgknb/i.html"
    size = 500

    def article_path(self, item: Item) -> str:
        """Return day and a short number behind an i."""
        return f"/hzgov/front/s1/xxgk/zfxxgknb/{item.day}/i{item.number % 100_000}.html"

    def route(self, request: Request) -> Response | None:
        """Answer the list and articles."""
        if request.path != self.root:
            return self.article(request)
        infos = [
            {
                "channelid": 68873,
                "title": item.title,
                "daytime": item.iso,
                "url": self.url(self.article_path(item)),
            }
            for item in self.items()
        ]
        data = json.dumps([{"infolist": infos}], ensure_ascii=False)
        script = f'<script>var dataList={data};var pagesData={{"curPageNo":1,"pageTotal":1}};</script>'
        return self.page("政府信息公开年报", f'{script}<div id="{self.css("app", "root")}"></div>')


class Chengdu(OneList):
    """Chengdu: `div.li[onclick="window.open('…','_blank')"] span.s2`, no anchor for any report."""

    id = "cd"
    system = "chengdu"
    cms = "none"
    root = "/gkml/qhx/nb/column-index-1.shtml"

    def article_path(self, item: Item) -> str:
        """Return year, month, day and 32 hexadecimal digits."""
        day = item.published_on
        return f"/gkml/qhx/nb/{day.year}/{day.month}/{day.day}/{item.hex}.shtml"

    def route(self, request: Request) -> Response | None:
        """Answer list pages and articles."""
        match = re.fullmatch(r"/gkml/qhx/nb/column-index-(\d+)\.shtml", request.path)
        if not match:
            return self.article(request)
        pages, number = self.pages(), int(match[1])
        if not 1 <= number <= len(pages):
            return None
        rows = []
        for item in pages[number - 1]:
            spans = (
                f'<span class="s1">{self.agency.credit_code}</span>',
                f'<span class="s2">{html.escape(item.title)}</span>',
                f'<span class="s3">{item.iso}</span>',
            )
            inner = "".join(reversed(spans) if self.skin == "B" else spans)
            rows.append(
                f"<div class=\"li\" onclick=\"window.open('{self.article_path(item)}','_blank')\">{inner}</div>"
            )
        following = f'<a class="next" href="column-index-{number + 1}.shtml">下一页</a>' if number < len(pages) else ""
        return self.page("年度报告", f'<div class="{self.css("list", "gkml_list")}">{"".join(rows)}</div>{following}')


class Shaanxi(OneList):
    """Shaanxi's county platform: `1.html` → `2.html`, `maxPage = parseInt('4')`, `div.m-lst ul li`, ids of 19 digits.

    Beside the column stands `wzgzndbb`, the reports on websites, which are none of ours.
    """

    id = "sn"
    system = "snowflake"
    cms = "none"
    root = "/zwgk/zfxxgknb/zfnb/1.html"

    def article_path(self, item: Item) -> str:
        """Return 19 digits."""
        return f"/zwgk/zfxxgknb/zfnb/188{item.number:07d}348977160.html"

    def route(self, request: Request) -> Response | None:
        """Answer list pages, the sister column, articles."""
        match = re.fullmatch(r"/zwgk/zfxxgknb/zfnb/(\d{1,3})\.html", request.path)
        if match:
            pages, number = self.pages(), int(match[1])
            if not 1 <= number <= len(pages):
                return None
            script = f"<script>var maxPage = parseInt('{len(pages)}');var curPage = {number};</script>"
            beside = '<ul class="side"><li><a href="/zwgk/wzgzndbb/1.html">网站工作年度报表</a></li></ul>'
            rows = f'<div class="m-lst"><ul>{self.rows(pages[number - 1])}</ul></div>'
            return self.page("政府信息公开年报", f"{beside}{rows}{script}")
        if request.path == "/zwgk/wzgzndbb/1.html":
            years = "".join(
                f'<li><a href="/zwgk/wzgzndbb/188{y}000000000000000.html">政府网站工作年度报表（{y}年度）</a></li>'
                for y in range(2019, 2025)
            )
            return self.page("网站工作年度报表", f'<div class="m-lst"><ul>{years}</ul></div>')
        return self.article(request)


class Hebei(OneList):
    """Hebei: columns and articles named by UUID, `/columns/<uuid>/202308/21/<uuid>.html`."""

    id = "hebei"
    system = "uuid_columns"
    cms = "none"
    column: ClassVar[str] = "8aef2fa0-0000-4000-8000-fbdba00a0c72"
    root = f"/columns/{column}/index.html"
    size = 500

    def article_path(self, item: Item) -> str:
        """Return column, month, day and UUID."""
        return f"/columns/{self.column}/{item.month}/{item.published_on:%d}/{item.uuid}.html"

    def route(self, request: Request) -> Response | None:
        """Answer the list and articles."""
        if request.path != self.root:
            return self.article(request)
        content = f'<ul class="{self.css("list", "rightlist")}">{self.rows(self.items())}</ul>'
        return text_response(self.page_html("政府信息公开年报", content))
