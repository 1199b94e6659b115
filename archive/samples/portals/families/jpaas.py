"""大汉 JPAAS: lists built by an API behind the page."""

from __future__ import annotations

import html
import json

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, json_response, text_response
from archive.samples.portals.site import CatalogueColumn, Site, cut, daily
from archive.samples.portals.world import Item, newest_first

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


class Jpaas(Site):
    """Two columns whose page holds only `<script url=… queryData="{'webId':'…',…}">`, a single-quoted dictionary.

    The attribute is `querydata` on one column and `queryData` on the other, parseType spelled `bulidstatic` and
    `buildstatic`. Only `paramJson={"pageNo":2,"pageSize":15}` pages; plain `pageNo` is ignored. 403 without User-Agent
    and Referer. Link texts are cut off, `@title` is whole.
    """

    id = "jpaas"
    system = "jpaas"
    cms = "jpaas"
    static = False
    government = "jizhou"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return both columns."""
        return (CatalogueColumn("/zfxxgk/zfxxgknb/index.html"), CatalogueColumn("/zfxxgk/bmxxgknb/index.html"))

    @daily
    def lists(self) -> dict[str, list[Item]]:
        """Return the items of each column by its tagId."""
        departments = [a for a in AGENCIES.values() if a.level == "department"]
        others = [a for a in AGENCIES.values() if a.level != "department"]
        return {
            "zfnb": self.world.reports(others)[:48],
            "bmnb": newest_first(
                [*self.world.reports(departments), *self.world.other_items(self.agency.place, (2024,))]
            ),
        }

    @daily
    def items(self) -> list[Item]:
        """Return the items of both columns."""
        return [item for items in self.lists().values() for item in items]

    def article_path(self, item: Item) -> str:
        """Return a path with year and 32 hexadecimal digits."""
        return f"/zfxxgk/zfxxgknb/art/{item.published_on.year}/art_{item.hex}.html"

    def route(self, request: Request) -> Response | None:
        """Answer the shells, the API, articles."""
        if request.path == "/zfxxgk/zfxxgknb/index.html":
            return self._shell("zfnb", "querydata", "bulidstatic")
        if request.path == "/zfxxgk/bmxxgknb/index.html":
            return self._shell("bmnb", "queryData", "buildstatic")
        if request.path == UNIT:
            return self._unit(request)
        return self.article(request)

    def _shell(self, tag: str, attribute: str, parse_type: str) -> Response:
        query = (
            f"{{'parseType':'{parse_type}','webId':'b1a2','tplSetId':'t0{len(tag)}','pageType':'column',"
            f"'tagId':'{tag}','pageId':'p{tag}'}}"
        )
        script = f'<script src="/js/unit.js" url="{UNIT}" {attribute}="{query}"></script>'
        return self.page("政府信息公开年报", f'<div class="{self.css("page-list", "gk-list")}">{script}</div>')

    def _unit(self, request: Request) -> Response:
        if not request.headers.get("user-agent") or not request.headers.get("referer"):
            return text_response("<html><body>403 Forbidden</body></html>", 403)
        items = self.lists().get(request.params.get("tagId", ""), [])
        number, size = 1, 24
        try:
            asked = json.loads(request.params.get("paramJson") or "{}")
            number, size = int(asked.get("pageNo", 1)), int(asked.get("pageSize", 24))
        except (ValueError, AttributeError):
            pass
        size = max(1, min(size, 24))
        rows = []
        for item in items[(number - 1) * size : number * size]:
            title, text = html.escape(item.title), html.escape(cut(item.title, 16))
            link = f'<a href="{self.article_path(item)}" title="{title}">{text}</a>'
            day = f"<span>{item.iso}</span>"
            rows.append(f"<li>{day}{link}</li>" if self.skin == "B" else f"<li>{link}{day}</li>")
        drawn = (
            f'<div class="page-content"><ul>{"".join(rows)}</ul>'
            f'<div class="pagination" rows="{size}" count="{len(items)}" pageNo="{number}"></div></div>'
        )
        return json_response({"success": True, "code": "200", "data": {"html": drawn}})
