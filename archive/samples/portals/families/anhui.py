"""安徽龙讯 Lonsun: a shell, a fragment with the list, the number of pages in a script."""

from __future__ import annotations

import html

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, text_response
from archive.samples.portals.site import CatalogueColumn, Site, cut, daily
from archive.samples.portals.world import Item, newest_first, pages_of

ORGAN, SITE_ID = "1681", "6781961"
FRAGMENT = (
    f"/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId={SITE_ID}&pageSize=16&pageIndex=1"
    f"&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=46&organId={ORGAN}&type=3&catId=&cId="
    "&result=暂无相关信息&file=/ahxxgk/publicInfoList-an-new"
)


class Lonsun(Site):
    """`/public/column/1681?type=3&action=list` is a shell whose list is the fragment `/site/label/8888?…`.

    `pageCount` stands in `Ls.pagination`; an empty list says 暂无相关信息 with status 200; `length=46` cuts link texts.
    Articles `/public/1681/9100231.html` in `div.wzcon`; some reports come twice, as (文字版) and (图解版).
    """

    id = "lonsun"
    system = "longxun"
    cms = "lonsun"
    static = False
    attachments = True

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the organ's column of type 3."""
        return (CatalogueColumn(f"/public/column/{ORGAN}?type=3&action=list"),)

    @daily
    def items(self) -> list[Item]:
        """Return reports, some with a second, drawn version, and what stands among them."""
        reports = self.world.reports(AGENCIES)[:92]
        found = list(reports)
        for index, item in enumerate(reports[:30:6]):
            found[found.index(item)] = Item(
                f"(文字版){item.title}", item.published_on, item.number, "report", item.report
            )
            found.append(Item(f"(图解版){item.title}", item.published_on, 9_100_000 + index, "derivative", item.report))
        return newest_first([*found, *self.world.other_items(self.agency.place, (2023, 2024))])

    def article_path(self, item: Item) -> str:
        """Return organ and number."""
        return f"/public/{ORGAN}/{item.number}.html"

    def attachment_path(self, item: Item) -> str:
        """Return a FastDFS path."""
        return f"/group6/M00/02/1F/{item.hex[:20]}.docx"

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article; a drawn version is one picture."""
        if item.kind == "derivative" and item.report:
            body = '<p><img src="/group6/M00/02/20/tujie.jpg" alt="图解"></p>'
        drawn = super().article_html(item, path, body, cms, charset)
        if self.has_attachment(item):
            drawn = drawn.replace(f"./{self.attachment_path(item).rpartition('/')[2]}", self.attachment_path(item))
        return drawn

    def route(self, request: Request) -> Response | None:
        """Answer the shell, the fragment, articles."""
        if request.path == f"/public/column/{ORGAN}":
            return self._shell(request)
        if request.path == "/site/label/8888":
            return self._fragment(request)
        return self.article(request)

    def _shell(self, request: Request) -> Response:
        kind = request.params.get("type", "4")
        pages = pages_of(self.items() if kind == "3" else [], 16)
        tabs = "".join(
            f'<li><a href="/public/column/{ORGAN}?type={number}&action=list">{name}</a></li>'
            for number, name in (
                (2, "政府信息公开指南"),
                (1, "政府信息公开制度"),
                (4, "法定主动公开内容"),
                (3, "政府信息公开年报"),
            )
        )
        address = FRAGMENT.replace("type=3", f"type={kind}")
        script = (
            f'Ls.ajax({{url:"{address}"}});Ls.pagination("#page_{ORGAN}",function(i){{load(i);}},'
            f"{{currPage:(0+1),pageCount:{len(pages)}}});"
        )
        content = f'<ul class="{self.css("xxgk_tab", "gk-tabs")}">{tabs}</ul><div id="list_{ORGAN}"></div>'
        return self.page("政府信息公开年报", f'{content}<div id="page_{ORGAN}"></div><script>{script}</script>')

    def _fragment(self, request: Request) -> Response:
        items = self.items() if request.params.get("type") == "3" else []
        if request.params.get("organId") != ORGAN:
            items = []
        pages = pages_of(items, int(request.params.get("pageSize") or 16))
        number = int(request.params.get("pageIndex") or 1)
        if not items or number > len(pages):
            return text_response('<div class="nodata">暂无相关信息</div>', media_type="text/html;charset=UTF-8")
        # length counts half-width characters
        length = int(request.params.get("length") or 46) // 2
        rows = []
        for item in pages[number - 1]:
            text, title = html.escape(cut(item.title, length)), html.escape(item.title)
            link = f'<a href="{self.url(self.article_path(item))}" title="{title}" target="_blank">{text}</a>'
            day = f'<span class="date">{item.iso}</span>'
            if self.skin == "B":
                rows.append(f"<li>{link}<span>{item.iso}</span></li>")
            else:
                rows.append(f'<div class="xxgk_navli">{link}{day}</div>')
        drawn = "".join(rows)
        if self.skin == "B":
            drawn = f'<ul class="clearfix xxgk_nav_list">{drawn}</ul>'
        return text_response(drawn, media_type="text/html;charset=UTF-8")
