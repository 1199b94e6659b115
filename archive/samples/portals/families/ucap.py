"""开普 UCAP: static lists that count from 1, and lists in JSON."""

from __future__ import annotations

import html
import json
import re
from typing import ClassVar

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, json_response
from archive.samples.portals.site import CatalogueColumn, Site, daily
from archive.samples.portals.world import Item, article_body, newest_first, pages_of


class Ucap(Site):
    """Static lists: `createPageHTML('page_div',5,1,'list','shtml',97)`, page 2 = `list_2.shtml`.

    A second column names its pages `common_list`, a third `index` with the id `'paging'`. Articles carry
    `<UCAPTITLE>` and `#UCAP-CONTENT` at `/202401/<32hex>.shtml`; PubDate is written with a 12-hour clock.
    """

    id = "ucap"
    system = "ucap"
    cms = "ucap"
    folders: ClassVar[dict[str, tuple[str, str]]] = {
        "/qhx/c123689/": ("list", "page_div"),
        "/qhx/c123690/": ("common_list", "page_div"),
        "/qhx/c123691/": ("index", "paging"),
    }

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the three lists."""
        return tuple(CatalogueColumn(f"{folder}{name}.shtml") for folder, (name, _) in self.folders.items())

    @daily
    def lists(self) -> dict[str, list[Item]]:
        """Return the items of each column."""
        town, department, government = (
            [a for a in AGENCIES.values() if (a.level if not a.is_government else "government") == level]
            for level in ("town", "department", "government")
        )
        return {
            "/qhx/c123689/": newest_first(
                [*self.world.reports(department), *self.world.other_items(self.agency.place, (2022, 2023))]
            ),
            "/qhx/c123690/": self.world.reports(town),
            "/qhx/c123691/": self.world.reports(government),
        }

    @daily
    def items(self) -> list[Item]:
        """Return the items of all columns."""
        return [item for items in self.lists().values() for item in items]

    def article_path(self, item: Item) -> str:
        """Return column, month and 32 hexadecimal digits."""
        folder = next((folder for folder, items in self.lists().items() if item in items), "/qhx/c123689/")
        return f"{folder}{item.month}/{item.hex}.shtml"

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article with its PubDate as a 12-hour clock writes the afternoon."""
        drawn = super().article_html(item, path, body, cms, charset)
        return drawn.replace(f"{item.iso} 09:", f"{item.iso} 0{item.number % 9 + 1}:")

    def route(self, request: Request) -> Response | None:
        """Answer list pages and articles."""
        for folder, items in self.lists().items():
            name, div = self.folders[folder]
            match = re.fullmatch(rf"{folder}{name}(?:_(\d+))?\.shtml", request.path)
            if match:
                return self._list(folder, items, name, div, int(match[1] or 1))
        return self.article(request)

    def _list(self, folder: str, items: list[Item], name: str, div: str, number: int) -> Response | None:
        pages = pages_of(items, 20)
        if not 1 <= number <= len(pages):
            return None
        rows = []
        for item in pages[number - 1]:
            link = f'<a href="{folder}{item.month}/{item.hex}.shtml" target="_blank">{html.escape(item.title)}</a>'
            day = f"<span>{item.iso}</span>"
            rows.append(f"<tr><td>{day}</td><td>{link}</td></tr>" if self.skin == "B" else f"<li>{link}{day}</li>")
        tag = "table" if self.skin == "B" else "ul"
        call = f"createPageHTML('{div}',{len(pages)},{number},'{name}','shtml',{len(items)});"
        content = f'<{tag} class="{self.css("list", "newsTable")}">{"".join(rows)}</{tag}><div id="{div}"></div>'
        return self.page("政府信息公开年报", f"{content}<script>{call}</script>")


CHANNEL = "0c9a1f6d2b7e4f35a8d1c0e2f4b6a897"


class UcapJson(Site):
    """Lists in JSON: `/common/search/<id>?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index`.

    The reply is `data.{total,page,rows,results}` with contentHtml and domainMetaList. The second column is asked by
    POST to `/queryList`; there `urls` is a JSON string.
    """

    id = "ucapjson"
    system = "ucap"
    cms = "ucap"
    static = False
    government = "lanchuan"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return both shells."""
        return (CatalogueColumn("/lcx/zfxxgknb/index.shtml"), CatalogueColumn("/lcx/xzjdnb/list.shtml"))

    @daily
    def lists(self) -> dict[str, list[Item]]:
        """Return the items by channel."""
        towns = [a for a in AGENCIES.values() if a.level == "town"]
        others = [a for a in AGENCIES.values() if a.level != "town"]
        return {
            CHANNEL: newest_first([*self.world.reports(others), *self.world.other_items(self.agency.place, (2024,))]),
            "c7002": self.world.reports(towns),
        }

    @daily
    def items(self) -> list[Item]:
        """Return the items of both channels."""
        return [item for items in self.lists().values() for item in items]

    def article_path(self, item: Item) -> str:
        """Return month and 32 hexadecimal digits."""
        return f"/lcx/zfxxgknb/{item.month}/{item.hex}.shtml"

    def route(self, request: Request) -> Response | None:
        """Answer the shells, both APIs, articles."""
        match request.path:
            case "/lcx/zfxxgknb/index.shtml":
                address = f"/common/search/{CHANNEL}?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index"
                script = f'<script>$.get("{address}",function(data){{render(data);}});</script>'
                return self.page("政府信息公开年报", f'<div id="{self.css("list", "gklist")}"></div>{script}')
            case "/lcx/xzjdnb/list.shtml":
                body = "{current:1,pageSize:15,webSiteCode:['lcx'],channelCode:['c7002']}"
                script = (
                    f'<script>$.ajax({{url:"/queryList",type:"POST",contentType:"application/json",'
                    f"data:JSON.stringify({body})}});</script>"
                )
                return self.page("乡镇街道年报", f'<div id="list"></div>{script}')
            case "/queryList":
                return self._query(request)
        if request.path == f"/common/search/{CHANNEL}":
            return self._search(request)
        return self.article(request)

    def _search(self, request: Request) -> Response:
        items = self.lists()[CHANNEL]
        number, size = int(request.params.get("page") or 1), int(request.params.get("_pageSize") or 15)
        results = [
            {
                "title": item.title,
                "url": self.article_path(item),
                "content": item.title,
                "contentHtml": article_body(item),
                "publishedTimeStr": f"{item.iso} 10:00:00",
                "domainMetaList": [
                    {
                        "resultList": [
                            {"key": "pubdate", "value": item.iso},
                            {"key": "source", "value": f"{self.agency.place}办公室"},
                            {"key": "indexnumber", "value": f"{self.agency.credit_code}/{item.iso[:4]}-{item.number}"},
                        ]
                    }
                ],
            }
            for item in items[(number - 1) * size : number * size]
        ]
        return json_response({"data": {"total": len(items), "page": number, "rows": size, "results": results}})

    def _query(self, request: Request) -> Response:
        asked = {**request.form, **request.json}
        codes = str(asked.get("channelCode") or request.form.get("channelCode[]") or "")
        items = self.lists()["c7002"] if "c7002" in codes else []
        number = int(str(asked.get("current") or 1))
        size = int(str(asked.get("pageSize") or 15))
        results = [
            {
                "source": {
                    "title": item.title,
                    "pubDate": f"{item.iso} 08:30:00",
                    "urls": json.dumps({"pc": self.article_path(item)}),
                }
            }
            for item in items[(number - 1) * size : number * size]
        ]
        return json_response({"code": 200, "data": {"total": len(items), "results": results}})
