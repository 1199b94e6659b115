"""Smaller systems and odd shapes of columns: Epoint, base64 pagers, Eportal, iframes, columns that are reports."""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import replace
from hashlib import sha256
from typing import ClassVar

from archive.samples.agencies import AGENCIES
from archive.samples.grids import OFFICIAL
from archive.samples.pdf import PdfStyle, draw_pdf
from archive.samples.portals.families.provinces import OneList
from archive.samples.portals.families.trs import Trs0
from archive.samples.portals.messages import Request, Response, json_response, text_response
from archive.samples.portals.site import SUFFIX, CatalogueColumn, TruthLine, daily
from archive.samples.portals.world import Item, article_body

SITE_GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"


class Epoint(OneList):
    """Epoint EWB: a shell, `siteInfo` in `/js/webBuilderCommon.js`, POST `/rest/lightfrontaction/getgovinfolist`."""

    id = "ewb"
    system = "epoint"
    cms = "none"
    root = "/zfxxgk/002007/gov_list.html?categorynum=002007"
    static = False

    def article_path(self, item: Item) -> str:
        """Return day and UUID."""
        return f"/zfxxgk/002007/{item.day}/{item.uuid}.html"

    def route(self, request: Request) -> Response | None:
        """Answer shell, script, API, articles."""
        match request.path:
            case "/zfxxgk/002007/gov_list.html":
                script = '<script src="/js/webBuilderCommon.js"></script><script src="/js/govlist.js"></script>'
                values = (("deptcode", "QHX"), ("categorynum", "002007"))
                hidden = "".join(f'<input type="hidden" id="{name}" value="{value}">' for name, value in values)
                content = f'{hidden}<ul id="{self.css("infolist", "govinfo")}"></ul>'
                return self.page("政府信息公开年报", content, script)
            case "/js/webBuilderCommon.js":
                info = f'var siteInfo = {{ "projectName": "/EpointWebBuilder", "siteGuid": "{SITE_GUID}" }};'
                return text_response(info, media_type="application/javascript;charset=UTF-8")
            case "/js/govlist.js":
                return text_response("$.post('/rest/lightfrontaction/getgovinfolist');", media_type="text/javascript")
            case "/rest/lightfrontaction/getgovinfolist":
                return self._query(request)
        return self.article(request)

    def _query(self, request: Request) -> Response:
        asked: dict[str, object] = {**request.form, **request.json}
        if isinstance(asked.get("params"), str):
            asked |= json.loads(str(asked["params"]))
        if str(asked.get("siteGuid")) != SITE_GUID:
            return json_response({"custom": {"data": [], "count": 0}, "status": {"code": 0}})
        index, size = int(str(asked.get("pageIndex") or 0)), int(str(asked.get("pageSize") or 20))
        rows = [
            {"infourl": self.article_path(item), "realtitle": item.title, "infodate": item.iso}
            for item in self.items()[index * size : (index + 1) * size]
        ]
        return json_response({"custom": {"data": rows, "count": len(self.items())}, "status": {"code": 1}})


class Base64Pager(OneList):
    """Yunnan: a static list whose next page stands only in `window.atob("…")` beside `<div id="pages">`."""

    id = "b64"
    system = "auto"
    cms = "trs"
    root = "/zfxxgk/zfxxgknb/index.html"

    def article_path(self, item: Item) -> str:
        """Return month, t, day and number."""
        return f"/zfxxgk/zfxxgknb/{item.month}/t{item.day}_{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer list pages and articles."""
        match = re.fullmatch(r"/zfxxgk/zfxxgknb/(?:index(?:_(\d+))?\.html)?", request.path)
        if not match:
            return self.article(request)
        pages, index = self.pages(), int(match[1] or 0)
        if index >= len(pages):
            return None
        following = ""
        if index + 1 < len(pages):
            link = f'<a href="index_{index + 1}.html">下一页</a>'
            code = base64.b64encode(link.encode()).decode()
            following = f'<script>document.getElementById("pages").innerHTML=window.atob("{code}");</script>'
        rows = self.rows(pages[index])
        content = f'<ul class="{self.css("list", "gk-list")}">{rows}</ul><div id="pages"></div>{following}'
        return self.page("政府信息公开年报", content)


class Eportal(OneList):
    """Eportal: `/eportal/ui?pageId=1&currentPage=2&moduleId=…&staticRequest=yes`, articles in numeric folders."""

    id = "ep"
    system = "eportal"
    cms = "none"
    root = "/eportal/ui?pageId=302953"
    static = False
    server = "*****"

    def article_path(self, item: Item) -> str:
        """Return numeric folders."""
        return f"/302249/302266/302953/{item.number}/index.html"

    def route(self, request: Request) -> Response | None:
        """Answer list pages and articles."""
        if request.path != "/eportal/ui" or request.params.get("pageId") != "302953":
            return self.article(request)
        pages, number = self.pages(), int(request.params.get("currentPage") or 1)
        if not 1 <= number <= len(pages):
            return None
        module = "0f6b1ec1b7c2"
        numbers = "".join(
            f'<a href="{self.root}&amp;currentPage={n}&amp;moduleId={module}&amp;staticRequest=yes">{n}</a>'
            for n in range(1, len(pages) + 1)
        )
        rows = self.rows(pages[number - 1])
        script = '<script src="/eportal/uiFramework/js/jquery.js"></script>'
        content = (
            f'<div class="{self.css("portlet", "conList")}"><ul>{rows}</ul></div><div class="pages">{numbers}</div>'
        )
        return self.page("政府信息公开年报", content, script)


class Frame(OneList):
    """A shell column: `<iframe src>` shows the list of a sibling host; some reports are a PDF in an `<embed>`."""

    id = "frame"
    system = "auto"
    cms = "none"
    root = "/zfxxgk/zfxxgknb/index.html"
    size = 500

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the portal and the sibling that holds the list."""
        return (self.host, f"gk.{self.id}.{SUFFIX}")

    @daily
    def items(self) -> list[Item]:
        """Return two counties' reports."""
        agencies = [a for a in AGENCIES.values() if a.region_code.startswith("99012")]
        return self.world.reports(agencies, range(2021, 2026))

    def embedded(self, item: Item) -> str:
        """Return how an item's PDF is shown: embed, viewer, or "" for a page of text."""
        return {0: "embed", 1: "viewer"}.get(item.number % 6, "")

    def sibling(self, path: str) -> str:
        """Return a URL on the host inside the frame."""
        return f"http://gk.{self.id}.{SUFFIX}{path}"

    def article_path(self, item: Item) -> str:
        """Return the article's path on the sibling host."""
        return f"/gk/nb/{item.month}/{item.number}.html"

    def pdf_path(self, item: Item) -> str:
        """Return the path of an item's PDF."""
        return f"/gk/nb/{item.month}/{item.number}.pdf"

    def pdf(self, item: Item) -> bytes:
        """Return an item's PDF."""
        if item.report is None:
            raise ValueError(f"{item.title} has no report to print")
        if -item.number not in self.world.files:
            self.world.files[-item.number] = draw_pdf(item.report, OFFICIAL, PdfStyle())
        return self.world.files[-item.number]

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth, on the sibling host."""
        line = super().truth_line(item, self.sibling(self.article_path(item)), expected)
        if not self.embedded(item):
            return line
        digest = sha256(self.pdf(item)).hexdigest()
        url = self.sibling(self.pdf_path(item))
        return replace(line, format="pdf", attachment_url=url, attachment_sha256=digest)

    def route(self, request: Request) -> Response | None:
        """Answer the shell on one host; list, articles and PDFs on the other."""
        if request.host == self.host:
            if request.path != self.root:
                return None
            source = self.sibling("/gk/nb/list.html")
            return self.page("政府信息公开年报", f'<iframe src="{source}" width="100%" height="900"></iframe>')
        if request.path == "/gk/nb/list.html":
            rows = self.rows(self.items())
            head = '<head><meta charset="utf-8"><title>政府信息公开年报</title></head>'
            return text_response(f"<html>{head}<body><ul>{rows}</ul></body></html>")
        if request.path.endswith(".pdf"):
            for item in self.items():
                if self.embedded(item) and self.pdf_path(item) == request.path:
                    return Response(self.pdf(item), media_type="application/pdf")
            return None
        return self.article(request)

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article: text, or a PDF in an embed element or the pdf.js viewer."""
        match self.embedded(item):
            case "embed":
                body = f'<embed src="{self.pdf_path(item)}" type="application/pdf" width="100%" height="900">'
            case "viewer":
                body = f'<iframe src="/js/pdfjs/web/viewer.html?file={self.pdf_path(item)}" width="100%"></iframe>'
        return super().article_html(item, path, body, cms, charset)


class Inline(OneList):
    """A column that is the report: six headings on the list page and no links; one numbered folder a year."""

    id = "inline"
    system = "auto"
    cms = "none"
    root = "/25074/25162/37354/39633/index.htm"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return one column a year."""
        return tuple(CatalogueColumn(self.article_path(item)) for item in self.items())

    @daily
    def items(self) -> list[Item]:
        """Return one bureau's reports."""
        return self.world.reports(["qinghe-wjj"], range(2020, 2026))

    def article_path(self, item: Item) -> str:
        """Return numbered folders."""
        year = item.report.year if item.report else 0
        return f"/25074/25162/37354/{39633 + 2025 - year}/index.htm"

    def route(self, request: Request) -> Response | None:
        """Answer columns."""
        item = self.by_path().get(request.path)
        if item is None:
            return None
        content = (
            f'<h2>{html.escape(item.title)}</h2><div class="{self.css("content", "zw")}">{article_body(item)}</div>'
        )
        return self.page("政府信息公开年报", content)


class Coverage(Trs0):
    """The portal of a county with 40 bodies: TRS lists, and a page 公布情况 with a table of links to other hosts.

    The same reports stand on the sites they are linked to: republication, one report with several addresses.
    """

    id = "cov"
    system = "trs"
    government = "qinghe"
    attachments = False
    root = "/zwgk/zfxxgk/zfxxgknb/"

    linked: ClassVar[tuple[str, ...]] = (
        "trs6", "natl", "nopage", "jpage", "jpaas", "ucap", "nfcms", "lonsun", "vsb", "sh", "hn", "sn",
    )  # fmt: skip
    """The sites that the page 公布情况 links to."""

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the tree and the page of links."""
        return (CatalogueColumn(self.root, "tree"), CatalogueColumn(f"{self.root}gbqk.html"))

    def route(self, request: Request) -> Response | None:
        """Answer the page of links, then what TRS does."""
        if request.path != f"{self.root}gbqk.html":
            return super().route(request)
        from archive.samples.portals.registry import SITES

        rows: list[str] = []
        for name in self.linked:
            other = SITES[name](self.world, self.skin, self.speed)
            reports = [item for item in other.items() if item.kind == "report"][:4]
            for item in reports[: 3 + len(rows) % 2]:
                owner = item.report.agency.name if item.report else ""
                link = f'<a href="{other.url(other.article_path(item))}">{html.escape(item.title)}</a>'
                rows.append(f"<tr><td>{len(rows) + 1}</td><td>{owner}</td><td>{link}</td></tr>")
        table = f'<table border="1"><tr><th>序号</th><th>单位</th><th>年度报告</th></tr>{"".join(rows[:38])}</table>'
        title = f"{self.agency.place}各单位政府信息公开工作年度报告公布情况"
        return self.page(title, f"<h1>{title}</h1>{table}")
