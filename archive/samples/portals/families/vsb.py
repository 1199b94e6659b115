"""博达 WebberVSB: page numbers count backwards."""

from __future__ import annotations

import html
import re

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, text_response
from archive.samples.portals.site import CatalogueColumn, Site, TruthLine, cut, daily
from archive.samples.portals.world import Item, article_body, newest_first, pages_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Vsb(Site):
    """`/zfxxgk/zfxxgknb/n2023n.htm`, page 2 = `n2023n/<N-1>.htm` down to `n2023n/1.htm`: numbers shift as reports come.

    `span.p_next.p_fun a` leads on; link texts are cut with `...`. The third column is a `.htm` that is itself the
    report. Articles `/info/1026/25525.htm` in `#vsb_content_2 .v_news_content`; Word files come from
    `/system/_content/download.jsp`, one of them behind a captcha page with status 200.
    """

    id = "vsb"
    system = "vsb"
    cms = "vsb"
    government = "lanchuan"
    attachments = True

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return two lists and the column that is a report."""
        base = "/zfxxgk/zfxxgknb/"
        return (
            CatalogueColumn(f"{base}n2023n.htm"),
            CatalogueColumn(f"{base}xzjd.htm"),
            CatalogueColumn(f"{base}n2023n/lcxmzj.htm"),
        )

    @daily
    def lists(self) -> dict[str, list[Item]]:
        """Return the items of both lists by their name."""
        towns = [a for a in AGENCIES.values() if a.level == "town"]
        others = [a for a in AGENCIES.values() if a.level != "town" and a.id != "lanchuan-mzj"]
        return {
            "n2023n": newest_first([*self.world.reports(others), *self.world.other_items(self.agency.place, (2023,))]),
            "xzjd": self.world.reports(towns),
        }

    @daily
    def inline(self) -> list[Item]:
        """Return the report that is a column of its own."""
        return self.world.reports(["lanchuan-mzj"], [2022, 2023])[:1]

    @daily
    def items(self) -> list[Item]:
        """Return everything listed and the report that is a column."""
        return [*(item for items in self.lists().values() for item in items), *self.inline()]

    def article_path(self, item: Item) -> str:
        """Return the article's path; numbers are short as VSB's are."""
        if item in self.inline():
            return "/zfxxgk/zfxxgknb/n2023n/lcxmzj.htm"
        return f"/info/1026/{item.number % 1_000_000}.htm"

    def attachment_path(self, item: Item) -> str:
        """Return the download address of a Word file."""
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1398&wbfileid={item.hex.upper()}"

    def gated(self, item: Item) -> bool:
        """Return whether a captcha stands before the file: for every third one."""
        return item.number % 3 == 0

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; a file behind a captcha cannot be had."""
        if self.has_attachment(item) and self.gated(item):
            expected = "needs_attachment"
        return super().truth_line(item, url, expected)

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article; an attached file stands in a list of its own."""
        drawn = super().article_html(item, path, body, cms, charset)
        if not self.has_attachment(item):
            return drawn
        name = html.escape(f"{item.title}.docx")
        entry = (
            f'<ul style="list-style-type:none;"><li>附件【<a href="{html.escape(self.attachment_path(item))}">'
            f"{name}</a>】</li></ul>"
        )
        return re.sub(r'<p class="fj">.*?</p>', lambda _: entry, drawn, count=1)

    def route(self, request: Request) -> Response | None:
        """Answer lists, the report that is a column, downloads, articles."""
        if request.path == "/zfxxgk/zfxxgknb/n2023n/lcxmzj.htm" and self.inline():
            body = f'<div id="vsb_content"><div class="v_news_content">{article_body(self.inline()[0])}</div></div>'
            return self.page(self.inline()[0].title, f"{body}<script src='/system/resource/js/dynclicks.js'></script>")
        match = re.fullmatch(r"/zfxxgk/zfxxgknb/(n2023n|xzjd)(?:/(\d+))?\.htm", request.path)
        if match:
            return self._list(match[1], int(match[2]) if match[2] else None)
        if request.path == "/system/_content/download.jsp":
            for item in self.items():
                if self.has_attachment(item) and item.hex.upper() == request.params.get("wbfileid"):
                    if self.gated(item):
                        return text_response(
                            "<html><body><form>请输入验证码后下载<input name='codeValue'><img src='/system/resource/"
                            "js/filedownload/createimage.jsp'></form></body></html>"
                        )
                    return Response(self.attachment(item), media_type=DOCX)
            return None
        return self.article(request)

    def _list(self, name: str, wanted: int | None) -> Response | None:
        pages = pages_of(self.lists()[name], 12)
        count = len(pages)
        # page k is <count+1-k>.htm, the first one has no number
        number = 1 if wanted is None else count + 1 - wanted
        if not 1 <= number <= count or (wanted is not None and number == 1):
            return None
        up = "../" * (2 if wanted is None else 3)
        rows = []
        for item in pages[number - 1]:
            text = html.escape(cut(item.title, 18))
            link = f'<a href="{up}{self.article_path(item).lstrip("/")}" title="{html.escape(item.title)}">{text}</a>'
            if self.skin == "B":
                link = f'<a href="{up}{self.article_path(item).lstrip("/")}">{html.escape(cut(item.title, 40))}</a>'
                rows.append(f"<li><em>{item.iso}</em>{link}</li>")
            else:
                rows.append(f"<li>{link}<span>{item.iso}</span></li>")
        here = f"{name}/" if wanted is None else ""
        links = "".join(
            f'<span class="p_no"><a href="{here}{count + 1 - page}.htm">{page}</a></span>'
            for page in range(2, min(count, 6) + 1)
        )
        following = (
            f'<span class="p_next p_fun"><a href="{here}{count - number}.htm">下页</a></span>' if number < count else ""
        )
        pager = f'<span class="p_pages">{links}{following}</span><span class="p_t">共{count}页</span>'
        script = (
            "<script src='/system/resource/js/counter.js'></script>"
            "<script>_showDynClickBatch([],[],'wbnews',1398)</script>"
        )
        css = self.css("txtList", "list-gk")
        return self.page("政府信息公开年报", f'<ul class="{css}">{"".join(rows)}</ul>{pager}{script}')
