"""大汉 JCMS: lists in XML inside script elements, further pages from dataproxy.jsp; the xxgk module."""

from __future__ import annotations

import hashlib
import html
import re

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, text_response
from archive.samples.portals.site import CatalogueColumn, Site, daily
from archive.samples.portals.world import Item, article_body, newest_first

UNIT = "212860"
COLUMN = "1229214366"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Jpage(Site):
    """JCMS list: three pages of records embedded as `<script type="text/xml"><datastore>`, the rest from dataproxy.jsp.

    `$('#212860').jpage({totalRecord:97,perPage:15})`; `/module/web/jpage/dataproxy.jsp` by GET and POST honours
    startrecord and endrecord; `?pageNum=2` on the column gives page 1 again. Word files come from `downfile.jsp` only
    with a Referer.
    """

    id = "jpage"
    system = "hanweb"
    cms = "hanweb"
    attachments = True
    session_cookie = True

    per_page = 15
    proxy = "/module/web/jpage/dataproxy.jsp"
    proxy_type = "text/xml;charset=UTF-8"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the one column."""
        return (CatalogueColumn(f"/col/col{COLUMN}/index.html"),)

    @daily
    def items(self) -> list[Item]:
        """Return 97 records."""
        reports = self.world.reports(AGENCIES)
        return newest_first([*reports[:85], *self.world.other_items(self.agency.place, (2022, 2023, 2024))])[:97]

    def article_path(self, item: Item) -> str:
        """Return /art/year/month/day/art_column_id.html, month and day without zeros."""
        day = item.published_on
        return f"/art/{day.year}/{day.month}/{day.day}/art_{COLUMN}_{item.number}.html"

    def attachment_path(self, item: Item) -> str:
        """Return the download address: the file's name is a digest and the path has no extension."""
        name = hashlib.md5(str(item.number).encode(), usedforsecurity=False).hexdigest()
        return f"/module/download/downfile.jsp?classid=0&filename={name}.docx"

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article; a Word file is linked by its download address."""
        drawn = super().article_html(item, path, body, cms, charset)
        if self.has_attachment(item):
            drawn = drawn.replace(
                f"./{self.attachment_path(item).rpartition('/')[2]}", html.escape(self.attachment_path(item))
            )
        ids = f'<meta name="i_columnid" content="{COLUMN}"><meta name="i_articleid" content="{item.number}">'
        return drawn.replace("</head>", f"{ids}</head>", 1)

    def record(self, item: Item) -> str:
        """Return one record of the datastore."""
        title = html.escape(item.title)
        link = f"<a href='{self.article_path(item)}' title='{title}' target='_blank'>{title}</a>"
        if self.skin == "B":
            return f'<p class="lb-list"><span>{item.iso}</span>{link}</p>'
        return f"<li>{link}<span>{item.iso}</span></li>"

    def datastore(self, items: list[Item], total: int, head: str = "") -> str:
        """Return records as the XML that the pager's script reads."""
        records = "".join(f"<record><![CDATA[{self.record(item)}]]></record>" for item in items)
        return f"<datastore>{head}<recordset>{records}</recordset></datastore>"

    def route(self, request: Request) -> Response | None:
        """Answer the column, the proxy of records, downloads, articles."""
        items = self.items()
        if request.path == f"/col/col{COLUMN}/index.html":
            return self._column(items)
        if request.path == self.proxy:
            return self._records(request, items)
        if request.path == "/module/download/downfile.jsp":
            if not request.headers.get("referer"):
                return text_response("<html><body>Forbidden</body></html>", 403)
            for item in items:
                if self.has_attachment(item) and request.params.get("filename", "") in self.attachment_path(item):
                    return Response(self.attachment(item), media_type=DOCX)
            return None
        return self.article(request)

    def _column(self, items: list[Item]) -> Response:
        following = (
            f'<nextgroup><![CDATA[<a href="{self.proxy}?page=1&appid=1&webid=1&path=/&columnid={COLUMN}'
            f'&unitid={UNIT}&webname={self.agency.name}&permissiontype=0"></a>]]></nextgroup>'
        )
        store = self.datastore(items[: self.per_page * 3], len(items), following)
        wrapper = self.css("list", "xxgk_lb")
        content = (
            f'<div class="{wrapper}"><div id="{UNIT}"><script type="text/xml">{store}</script></div></div>'
            f"<script>var param_{UNIT}={{columnid:{COLUMN},unitid:'{UNIT}'}};"
            f"$('#{UNIT}').jpage({{totalRecord:{len(items)},perPage:{self.per_page}}});</script>"
        )
        return self.page("政府信息公开年报", content)

    def _records(self, request: Request, items: list[Item]) -> Response:
        asked = {**request.params, **request.form}
        first = max(int(asked.get("startrecord") or 1), 1)
        last = int(asked.get("endrecord") or first + self.per_page * 3 - 1)
        pages = -(-len(items) // self.per_page)
        head = f"<totalrecord>{len(items)}</totalrecord><totalpage>{pages}</totalpage>"
        store = self.datastore(items[first - 1 : last], len(items), head)
        return text_response(f'<?xml version="1.0" encoding="UTF-8"?>{store}', media_type=self.proxy_type)


class JpagePage(Jpage):
    """JCMS with a proxy that ignores startrecord and honours only page=; more than 300 a page are cut to 300.

    Old path `/module/jslib/jquery/jpage/`, answered as text/html; records are `<tr><td>` with absolute http links, one
    is polluted by `<li style=…<br/`. Articles have `<meta name=ContentStart>` without quotes.
    """

    id = "jpagepg"
    cms = "hanweb_meta"
    government = "lanchuan"
    attachments = False

    proxy = "/module/jslib/jquery/jpage/dataproxy.jsp"
    proxy_type = "text/html;charset=UTF-8"

    def record(self, item: Item) -> str:
        """Return a table row with an absolute link; one has the remains of an editor in its text."""
        text = html.escape(item.title)
        if item is self.items()[3]:
            text = f'<li style="margin:0"<br/{text}'
        link = f'<a href="{self.url(self.article_path(item))}" title="{html.escape(item.title)}">{text}</a>'
        if self.skin == "B":
            return f"<tr><td>{item.iso}</td><td>{link}</td></tr>"
        return f"<tr><td>{link}</td><td>{item.iso}</td></tr>"

    def _records(self, request: Request, items: list[Item]) -> Response:
        asked = {**request.params, **request.form}
        size = min(int(asked.get("perpage") or self.per_page), 300)
        page = max(int(asked.get("page") or 1), 1)
        pages = -(-len(items) // size)
        head = f"<totalrecord>{len(items)}</totalrecord><totalpage>{pages}</totalpage>"
        store = self.datastore(items[(page - 1) * size : page * size], len(items), head)
        return text_response(store, media_type=self.proxy_type)


AREA = "11420121004374579X"


class Xxgk(Site):
    """The xxgk module of JCMS: a tree by organisation, results by POST to search.jsp, not filtered by column.

    Rows `.tr_main_value_odd` and `_even`, links `.bt_link`, 共N页; `xxgkAnnualReport.jsp?area=&fbtime=2020&showType=2`
    prints a year's report inline, and for a year without one a page without text, status 200.
    """

    id = "xxgk"
    system = "hanweb_xxgk"
    cms = "hanweb"
    static = False

    size = 15
    column = "6924"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the tree page of the organisation and the inline reports of five years."""
        inline = (
            f"/module/xxgk/xxgkAnnualReport.jsp?area={AREA}&fbtime={year}&showType=2" for year in range(2019, 2024)
        )
        return (CatalogueColumn(f"/module/xxgk/tree.jsp?area={AREA}"), *(CatalogueColumn(path) for path in inline))

    @daily
    def inline(self) -> dict[int, Item]:
        """Return the reports printed inline by year; 2022 was never filled in."""
        found = self.world.reports(["qinghe-fgj"], (2019, 2020, 2021, 2023))
        return {item.report.year: item for item in found if item.report}

    @daily
    def listed(self) -> list[Item]:
        """Return the results of the annual-report column."""
        agencies = [a for a in AGENCIES.values() if a.id.startswith("qinghe") and a.id != "qinghe-fgj"]
        return self.world.reports(agencies)[:52]

    @daily
    def items(self) -> list[Item]:
        """Return listed and inline reports."""
        return newest_first([*self.listed(), *self.inline().values()])

    def article_path(self, item: Item) -> str:
        """Return the article's path, or the query that prints it inline."""
        if item.report and item.report.agency.id == "qinghe-fgj":
            return f"/module/xxgk/xxgkAnnualReport.jsp?area={AREA}&fbtime={item.report.year}&showType=2"
        day = item.published_on
        return f"/art/{day.year}/{day.month}/{day.day}/art_{self.column}_{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer tree, search, inline reports, articles."""
        match request.path:
            case "/module/xxgk/tree.jsp":
                return self._tree()
            case "/module/xxgk/search.jsp":
                return self._search(request)
            case "/module/xxgk/xxgkAnnualReport.jsp":
                item = self.inline().get(int(request.params.get("fbtime") or 0))
                inner = f'<div id="zoom">{article_body(item)}</div>' if item else '<div id="zoom"></div>'
                return self.page("政府信息公开年度报告", inner)
        match_other = re.fullmatch(r"/art/\d+/\d+/\d+/art_7001_(\d+)\.html", request.path)
        if match_other:
            found = [item for item in self._others() if item.number == int(match_other[1])]
            return text_response(self.article_html(found[0], request.path)) if found else None
        return self.article(request)

    @daily
    def _others(self) -> list[Item]:
        return self.world.noise(self.agency.place)[:8]

    def _tree(self) -> Response:
        nodes = "".join(
            f'<li><a href="#" onclick="search(\'{infotype}\',\'{AREA}\')" infotypeId="{infotype}">{name}</a></li>'
            for infotype, name in (("A0201", "政府信息公开指南"), ("A0501", "政府信息公开年报"))
        )
        rows = self._rows(1)
        form = (
            '<form action="/module/xxgk/search.jsp" method="post">'
            '<input type="hidden" name="infotypeId" value="A0501">'
            f'<input type="hidden" name="area" value="{AREA}"><input type="hidden" name="jdid" value="1">'
            '<input type="hidden" name="divid" value="div1"><input type="hidden" name="currpage" value="1"></form>'
        )
        return self.page("信息公开目录", f'<ul class="tree">{nodes}</ul>{form}<div id="div1">{rows}</div>')

    @daily
    def _all(self) -> list[Item]:
        """Return what the search gives: the column's articles and some of other columns among them."""
        return newest_first([*self.listed(), *self._others()])

    def _rows(self, page: int) -> str:
        found = self._all()
        pages = max(-(-len(found) // self.size), 1)
        lines = []
        for index, item in enumerate(found[(page - 1) * self.size : page * self.size]):
            css = "tr_main_value_odd" if index % 2 == 0 else "tr_main_value_even"
            path = self.article_path(item)
            if item.report is None:
                path = path.replace(f"art_{self.column}_", "art_7001_")
            title = html.escape(item.title)
            link = f'<td><a class="bt_link" href="{path}" title="{title}" target="_blank">{title}</a></td>'
            day = f"<td>{item.iso}</td>"
            lines.append(f'<tr class="{css}">{day + link if self.skin == "B" else link + day}</tr>')
        return f'<table class="tr_main">{"".join(lines)}</table><div class="page">共{pages}页&nbsp;第{page}页</div>'

    def _search(self, request: Request) -> Response:
        asked = {**request.params, **request.form}
        return text_response(self._rows(max(int(asked.get("currpage") or 1), 1)), media_type="text/html;charset=UTF-8")
