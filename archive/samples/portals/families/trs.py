"""TRS WCM and 海云: the largest family."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import ClassVar

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, text_response
from archive.samples.portals.parted import called_pager, decoys, linked_pager, parts_of
from archive.samples.portals.site import CatalogueColumn, Site, TruthLine, cut, daily
from archive.samples.portals.world import Item, article_body, pages_of

PAGER = """<script>
function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){
  if(_nPageCount == null || _nPageCount<=1){ return; }
  var nCurrIndex = _nCurrIndex || 0;
  if(nCurrIndex == 0){ document.write("首页"); }
  for(var i=0; i<_nPageCount; i++){
    if(nCurrIndex == i){ document.write(i+1); }
    else if(i == 0){ document.write("<a href=\\""+_sPageName+"."+_sPageExt+"\\">1</a>"); }
    else { document.write("<a href=\\""+_sPageName+"_"+i+"."+_sPageExt+"\\">"+(i+1)+"</a>"); }
  }
}
</script>"""
"""The pager's function, written out above its call as TRS does; page numbers count from 0."""


class Trs0(Site):
    """TRS WCM tree of three levels: year, then level, then a list of 15 a page.

    Rows in capitals and tables, in groups of five with a row `td.GroupBlankLine` between; relative links
    `./202401/t20240118_123456.html`; `createPageHTML(3, 0, "index", "html")`, page 2 = `index_1.html`, the page behind
    the last is 404. Articles carry the full metadata and `a.CurrChnlCls` crumbs; every fifth is nothing but a Word
    file beside it; each has a `_wap.html` twin that a script links.
    """

    id = "trs0"
    system = "trs"
    cms = "trs"
    attachments = True
    root: ClassVar[str] = "/zwgk/zfxxgk/zfxxgknb/"
    page_size: ClassVar[int] = 15

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the root of the tree."""
        return (CatalogueColumn(self.root, "tree"),)

    @daily
    def lists(self) -> dict[str, tuple[str, list[Item]]]:
        """Return name and items of each list of the tree, by path."""
        departments = [a for a in AGENCIES.values() if a.level == "department"]
        towns = [a for a in AGENCIES.values() if a.level == "town"]
        governments = [a for a in AGENCIES.values() if a.is_government]
        recent, older = range(2022, 2026), range(2019, 2022)
        beside = self.world.other_items(self.agency.place, (2023,), 4)
        return {
            f"{self.root}2023n/bm_73584/": ("县直部门", self.world.reports(departments, recent) + beside),
            f"{self.root}2023n/xz_73585/": ("乡镇街道", self.world.reports(towns, recent)),
            f"{self.root}2023n/zf_73586/": ("政府", self.world.reports(governments, recent)),
            f"{self.root}2022_98308/bm_73584/": ("县直部门", self.world.reports(departments, older)),
            f"{self.root}2022_98308/xz_73585/": ("乡镇街道", self.world.reports([*towns, *governments], older)),
        }

    @daily
    def items(self) -> list[Item]:
        """Return the items of all lists."""
        return [item for _, items in self.lists().values() for item in items]

    def article_path(self, item: Item) -> str:
        """Return folder of the list, month, then t, day and number."""
        folder = next((path for path, (_, items) in self.lists().items() if item in items), self.root)
        return f"{folder}{item.month}/t{item.day}_{item.number}.html"

    def by_path(self) -> dict[str, Item]:
        """Return today's items by path, list by list."""
        if self._paths is None or self._paths[0] != self.world.today:
            found = {
                f"{folder}{item.month}/t{item.day}_{item.number}.html": item
                for folder, (_, items) in self.lists().items()
                for item in items
            }
            self._paths = (self.world.today, found)
            self._folders = {item.number: path for path, item in found.items()}
        return self._paths[1]

    def truth(self) -> list[TruthLine]:
        """Return what the lists hold, each under its own folder."""
        return [self.truth_line(item, self.url(path)) for path, item in self.by_path().items()]

    def attachment_path(self, item: Item) -> str:
        """Return the Word file beside the article."""
        self.by_path()
        folder = self._folders[item.number].rpartition("/")[0]
        return f"{folder}/P0{item.day}{item.number:012d}.docx"

    def route(self, request: Request) -> Response | None:
        """Answer the tree, its lists and articles."""
        path = request.path
        lists = self.lists()
        if path in (self.root, f"{self.root}index.html"):
            years = "".join(
                f'<li><a href="./{folder}/">{name}</a></li>'
                for folder, name in (("2023n", "2022—2025年"), ("2022_98308", "2019—2021年"))
            )
            return self.page(
                "政府信息公开年报", f'{self._crumbs()}<ul class="{self.css("year", "nianfen")}">{years}</ul>'
            )
        for folder in ("2023n", "2022_98308"):
            if path in (f"{self.root}{folder}/", f"{self.root}{folder}/index.html"):
                inside = [(key, name) for key, (name, _) in lists.items() if key.startswith(f"{self.root}{folder}/")]
                links = "".join(f'<li><a href="./{key.split("/")[-2]}/">{name}</a></li>' for key, name in inside)
                return self.page("政府信息公开年报", f'{self._crumbs()}<ul class="level">{links}</ul>')
        match = re.fullmatch(r"(.*/)(?:index(?:_(\d+))?\.html)?", path)
        if match and match[1] in lists:
            return self._list(*lists[match[1]], int(match[2] or 0))
        if path.endswith("_wap.html"):
            item = self.by_path().get(path.replace("_wap.html", ".html"))
            return text_response(self.article_html(item, path, cms="none")) if item else None
        return self.article(request)

    def article(self, request: Request, path: str = "") -> Response | None:
        """Answer an article with the script that sends telephones to the twin."""
        response = super().article(request, path)
        if response and request.path.endswith(".html"):
            twin = request.path.rpartition("/")[2].replace(".html", "_wap.html")
            script = (
                f'<script>if(/Android|iPhone/i.test(navigator.userAgent)){{location.href="./{twin}";}}</script></head>'
            )
            response.body = response.body.replace(b"</head>", script.encode(), 1)
        return response

    def _crumbs(self) -> str:
        return (
            '<div class="crumb"><a href="../../" class="CurrChnlCls">政府信息公开</a>&gt;'
            '<a href="../" class="CurrChnlCls">政府信息公开年报</a></div>'
        )

    def _list(self, name: str, items: list[Item], number: int) -> Response | None:
        pages = pages_of(items, self.page_size)
        if number >= len(pages):
            return None
        rows = []
        for index, item in enumerate(pages[number]):
            if index and index % 5 == 0:
                rows.append('<TR><TD class="GroupBlankLine" colSpan="2"></TD></TR>')
            link = (
                f'<A href="./{item.month}/t{item.day}_{item.number}.html" target="_blank">{html.escape(item.title)}</A>'
            )
            day = f'<TD width="60">{item.iso}</TD>'
            cell = f"<TD>·{link}</TD>"
            rows.append(f"<TR>{day}{cell}</TR>" if self.skin == "B" else f"<TR>{cell}{day}</TR>")
        table = f'<TABLE class="{self.css("list", "xxgk_table")}" width="100%"><TBODY>{"".join(rows)}</TBODY></TABLE>'
        call = f'<script>createPageHTML({len(pages)}, {number}, "index", "html");</script>'
        return self.page(name, f"{self._crumbs()}{table}{PAGER}<div>{call}</div>")


class Trs6(Site):
    """TRS 海云, one flat list of 15 a page: the pager's call has six arguments and still counts from 0.

    `ul.list-t li a[title]` with the date in a `span.date` inside the anchor; `.trs_editor_view` articles at
    `t15699357.shtml` with no date in the URL; two items link their file directly. Every ninth report stands on three
    pages: `createPageHTML(3, 0, "t15699357", "shtml")` and `t15699357_1.shtml`; in the second look links lead to
    `t15699357.shtml?page=2`, and the second cut goes through table 3. All articles have neighbours and a list beside
    them.
    """

    id = "trs6"
    system = "trs"
    cms = "trs6"
    government = "lanchuan"
    gzip = True
    server = "Apache"
    root: ClassVar[str] = "/xxgk/xxgk_nb/"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the one list."""
        return (CatalogueColumn(self.root),)

    @daily
    def items(self) -> list[Item]:
        """Return all reports since 2014 and the titles that stand among them."""
        return sorted(
            self.world.reports(AGENCIES, range(2014, 2026))
            + self.world.other_items(self.agency.place, range(2019, 2025)),
            key=lambda item: (item.published_on, item.number),
            reverse=True,
        )

    @daily
    def direct(self) -> list[Item]:
        """Return the two reports whose Word file the list links directly."""
        return [item for item in self.items() if item.kind == "report"][:2]

    def has_attachment(self, item: Item) -> bool:
        """Return whether the list links the item's file."""
        return item in self.direct()

    def attachment_path(self, item: Item) -> str:
        """Return the path of the file in the list's own folder."""
        return f"{self.root}{item.month}/P0{item.day}{item.number:012d}.docx"

    def article_path(self, item: Item) -> str:
        """Return a 海云 path without a date."""
        return f"{self.root}t{item.number}.shtml"

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; a directly linked file is its own URL."""
        if self.has_attachment(item):
            url = self.url(self.attachment_path(item))
        line = super().truth_line(item, url, expected)
        return replace(line, parts=tuple(self.url(path) for path in self.part_paths(item)[1:]))

    def part_paths(self, item: Item) -> list[str]:
        """Return the paths of an article's pages, with query: one of most."""
        path = self.article_path(item)
        if item.report is None or item.report.year < 2021 or item.number % 9 or self.has_attachment(item):
            return [path]
        if self.skin == "B":
            return [path, *(f"{path}?page={number}" for number in (2, 3))]
        return [path, *(path.replace(".shtml", f"_{number}.shtml") for number in (1, 2))]

    def article(self, request: Request, path: str = "") -> Response | None:
        """Answer an article, or one of its pages."""
        asked = f"{request.path}?{request.query}" if request.query.startswith("page=") else request.path
        item = self.by_path().get(re.sub(r"_\d\.shtml$", ".shtml", request.path))
        paths = self.part_paths(item) if item is not None else []
        if item is None or item.report is None or asked not in paths:
            return super().article(request, path)
        number = paths.index(asked) + 1
        if len(paths) == 1:
            body = article_body(item)
        else:
            body = parts_of(item.report, in_table=12 if self.skin == "B" else 0)[number - 1]
            names = [one.rpartition("/")[2] for one in paths]
            stem = names[0].removesuffix(".shtml")
            called = self.skin != "B"
            pager = called_pager(len(paths), number, stem, "shtml") if called else linked_pager(names, number)
            body += pager
        near = self.by_path().keys() - {request.path}
        beside = decoys(min(near), max(near), f"{self.root}index_1.shtml")
        return text_response(
            self.article_html(item, body=body).replace('<div class="footer">', f'{beside}<div class="footer">')
        )

    def route(self, request: Request) -> Response | None:
        """Answer list pages, articles, files."""
        match = re.fullmatch(r"/xxgk/xxgk_nb/(?:index(?:_(\d+))?\.shtml)?", request.path)
        if not match:
            return self.article(request)
        pages = pages_of(self.items(), 15)
        number = int(match[1] or 0)
        if number >= len(pages):
            return None
        rows = []
        for item in pages[number]:
            path = self.attachment_path(item) if self.has_attachment(item) else self.article_path(item)
            title = html.escape(item.title)
            text, day = html.escape(cut(item.title, 30)), f'<span class="date">{item.iso}</span>'
            inner = day + text if self.skin == "B" else text + day
            rows.append(f'<li><a href="./{path.removeprefix(self.root)}" title="{title}">{inner}</a></li>')
        call = f'createPageHTML({len(pages)}, {number},"index", "shtml", "black2", {len(self.items())});'
        wrapper = self.css("list_box", "gl-r")
        content = f'<div class="{wrapper}"><ul class="list-t">{"".join(rows)}</ul></div><script>{call}</script>'
        return self.page("政府信息公开年报", content)
