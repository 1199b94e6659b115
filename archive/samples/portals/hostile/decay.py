"""Pages that are gone, garbled, or no longer the lists they were."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from archive.samples.portals.hostile.plain import Plain
from archive.samples.portals.messages import Request, Response, redirect, text_response
from archive.samples.portals.site import CatalogueColumn, TruthLine, plain_list
from archive.samples.portals.world import Item, article_body


class Soft404(Plain):
    """Three deleted reports: 200 with 您访问的页面不存在或已删除 and a refresh to the home page; 302 to /404.html,
    which is 200; 301 to the home page. A long real report says 找不到 in its text.

    Expected: three gone, the others captured.
    """

    id = "s404"

    def gone(self) -> dict[str, str]:
        """Return path and manner of the three deleted reports."""
        return {self.article_path(item): kind for item, kind in zip(self.items(), ("soft", "302", "301"), strict=False)}

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; deleted reports are gone."""
        return super().truth_line(item, url, "gone" if self.article_path(item) in self.gone() else expected)

    def route(self, request: Request) -> Response | None:
        """Answer deleted reports, the page that says so, everything else."""
        match self.gone().get(request.path, ""):
            case "soft":
                words = '<div class="tips">温馨提示：您访问的页面不存在或已删除！</div>'
                head = '<meta http-equiv="refresh" content="5;url=/">'
                return text_response(
                    f"<html><head><meta charset='utf-8'>{head}<title>温馨提示</title></head><body>{words}</body></html>"
                )
            case "302":
                return redirect("/404.html")
            case "301":
                return redirect("/", 301)
        if request.path == "/404.html":
            return text_response("<html><body><p>找不到您访问的页面。</p></body></html>")
        item = self.by_path().get(request.path)
        if item is not None and item == self.items()[3]:
            body = (
                "<p>　　有群众反映在网站上找不到所需信息，经核实相关页面无法找到的链接已全部修复。</p>"
                + article_body(item)
            )
            return text_response(self.article_html(item, body=body))
        return super().route(request)


RARE = "<p>　　经办人：李镕堃　审核人：王㙟</p>"
"""镕 and 堃 are in GBK but not in GB2312, 㙟 only in GB18030 (four bytes)."""


class Gbk(Plain):
    """No charset in the header, `meta gb2312`, rare characters in GB18030. Expected: exact text."""

    id = "gbk"

    def dressed(self, response: Response) -> Response:
        """Send every page as GB18030 that calls itself gb2312, the header silent."""
        response = super().dressed(response)
        if response.media_type.startswith("text/html"):
            response.media_type = "text/html"
            text = response.body.decode("utf-8").replace("charset=utf-8", "charset=gb2312")
            response.body = text.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")
        return response

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article with names in rare characters."""
        return super().article_html(item, path, (body or article_body(item)) + RARE, cms, charset)


class BadCharset(Plain):
    """Declarations that lie: header utf-8 over GBK, header ISO-8859-1 over UTF-8, header GBK over UTF-8, a body cut in
    the middle of a character, a fragment in another encoding.

    Expected: exact text but for the fragment.
    """

    id = "badcs"

    def route(self, request: Request) -> Response | None:
        """Answer articles in five wrong ways, the list rightly."""
        response = super().route(request)
        item = self.by_path().get(request.path)
        if response is None or item is None:
            return response
        text = response.body.decode("utf-8")
        match self.items().index(item) % 5:
            case 0:
                response.body, response.media_type = text.encode("gb18030"), "text/html; charset=utf-8"
            case 1:
                response.media_type = "text/html; charset=ISO-8859-1"
            case 2:
                response.media_type = "text/html; charset=GBK"
            case 3:
                response.body = response.body + "<!--全文完".encode()[:-1]
            case 4:
                fragment = "<p>　　版权所有</p>".encode("gb18030")
                response.body = response.body.replace(b"</body>", fragment + b"</body>")
        return response


class Loop(Plain):
    """Endless lists: every page is page 1; another column's next page is itself; a calendar without end; session ids in
    paths.

    Expected: the crawl stops, flags offset_ignored, and keeps to its cap of requests.
    """

    id = "loop"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the list and the column beside it."""
        return (CatalogueColumn(self.root), CatalogueColumn("/zfxxgk/ndbg/"))

    def list_page(self, index: int) -> Response | None:
        """Answer page 1 whatever page is asked for."""
        items = self.pages()[0]
        return self.page("政府信息公开年报", self.list_content(items, index, 6)) if index < 6 else None

    def truth(self) -> list[TruthLine]:
        """Return what page 1 shows: nothing else can be reached."""
        return [self.truth_line(item) for item in self.pages()[0]]

    def route(self, request: Request) -> Response | None:
        """Answer the list, the column that leads to itself, days of the calendar, session paths."""
        path = request.path
        if path in ("/zfxxgk/ndbg/", "/zfxxgk/ndbg/list.html"):
            first = dt.date.fromisoformat(request.params.get("d") or "2024-01-01")
            days = "".join(
                f'<td><a href="/zfxxgk/ndbg/?d={first + dt.timedelta(days=n)}">{n}</a></td>' for n in range(1, 31)
            )
            turns = int(str(self.state.get("turns", 0))) + 1
            self.state["turns"] = turns
            session = f'<a href="/zfxxgk/s{turns:08x}/zfxxgknb/">年度报告专栏</a>'
            content = (
                f"{plain_list([(self.article_path(i), i.title, i.iso) for i in self.pages()[0][:5]], 'list')}"
                f'<table class="calendar"><tr>{days}</tr></table>{session}<a class="next" href="list.html">下一页</a>'
            )
            return self.page("年度报告", content)
        if path.startswith("/zfxxgk/s") and path.endswith("/zfxxgknb/"):
            return self.list_page(0)
        return super().route(request)


class Stray(Plain):
    """Page 2 of the list is the news list of the home page, status 200. Expected: list_suspect, none of it kept."""

    id = "stray"

    def list_page(self, index: int) -> Response | None:
        """Answer page 1 rightly, every other with news."""
        if index == 0:
            return super().list_page(0)
        news = [(f"/zfxxgk/fdzdgknr/c{item.number}.html", item.title, item.iso) for item in self.noise()[:15]]
        return self.page("新闻中心", plain_list(news, "news"))

    def truth(self) -> list[TruthLine]:
        """Return what page 1 shows."""
        return [self.truth_line(item) for item in self.pages()[0]]


class Drift(Plain):
    """After some days the list's address leads to the home page by 301, and the platform's tab links to a new one.

    Expected: the old column is flagged, the new one found from the tab.
    """

    id = "drift"
    moves_after = 30
    new_root = "/zfxxgk/zfxxgknb_98123/"

    def moved(self) -> bool:
        """Return whether the column has moved by today."""
        first = self.state.setdefault("first", self.world.today)
        return isinstance(first, dt.date) and (self.world.today - first).days >= self.moves_after

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the column where it is now; a catalogue written before holds the old address."""
        return (CatalogueColumn(self.new_root if self.moved() else "/zfxxgk/zfxxgknb/"),)

    def article_path(self, item: Item) -> str:
        """Return the path below the column as it is now."""
        path = super().article_path(item)
        return path.replace("/zfxxgk/zfxxgknb/", self.new_root) if self.moved() else path

    def route(self, request: Request) -> Response | None:
        """Answer the old or the new address."""
        if not self.moved():
            return super().route(request)
        if request.path.startswith("/zfxxgk/zfxxgknb/"):
            return redirect("/", 301)
        if request.path.startswith(self.new_root):
            item = self.by_path().get(request.path)
            if item is not None:
                return text_response(self.article_html(item))
            return super().route(replace(request, path=request.path.replace(self.new_root, "/zfxxgk/zfxxgknb/")))
        return super().route(request)


class Empty(Plain):
    """The template has changed: the list has no items and no word about it. Expected: list_suspect, not 0."""

    id = "empty"
    expect = "list_suspect"

    def list_content(self, items: list[Item], index: int, count: int) -> str:
        """Return a list without rows, drawn by a script that asks nothing known."""
        return '<div id="app"><new-list channel="zfxxgknb"></new-list></div><script src="/js/chunk-0c1d.js"></script>'
