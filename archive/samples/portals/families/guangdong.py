"""广东: the 信息公开 platform gkmlpt with its API, and NFCMS city sites."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import ClassVar

from archive.samples.agencies import AGENCIES
from archive.samples.portals.messages import Request, Response, json_response, text_response
from archive.samples.portals.site import CatalogueColumn, Site, TruthLine, daily
from archive.samples.portals.world import Item, article_body, newest_first, pages_of

SID = "758019"


class Gkml(Site):
    """gkmlpt: `window._CONFIG = {… SID:'758019', TREE:[…]}` on the index, lists from `/gkmlpt/api/all/<column>`.

    First unit: post_count 203, 100 articles on page 1, page 0 is page 1, page 2 is 404, so that the rest is out of
    reach. Second unit: three proper pages. Dates are Unix seconds. Articles hold `window._CONFIG = {… DETAIL: …}` with
    escaped markup beside the rendered text; one report is only images. http only.
    """

    id = "gkml"
    system = "gkmlpt"
    cms = "gkmlpt"
    static = False
    units: ClassVar[dict[str, int]] = {"qhxczj": 21023, "qhxfgj": 21123}

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the index of both units."""
        return tuple(CatalogueColumn(f"/{unit}/gkmlpt/index#{column - 1}") for unit, column in self.units.items())

    def refuses_https(self) -> int:
        """Return what a tunnel to port 443 gets: nothing listens there."""
        return 502

    @daily
    def lists(self) -> dict[str, list[Item]]:
        """Return all articles of each unit."""
        first = self.world.reports(AGENCIES, range(2016, 2026))
        departments = [a for a in AGENCIES.values() if a.level in ("department", "town")]
        second = self.world.reports(departments, range(2014, 2020))
        return {
            "qhxczj": newest_first([*first, *self.world.noise(self.agency.place, 60)])[:203],
            "qhxfgj": newest_first([*second, *self.world.noise(self.agency.place + "发改", 150)])[:240],
        }

    @daily
    def reachable(self) -> dict[str, list[Item]]:
        """Return what the API gives out of each unit's articles."""
        lists = self.lists()
        return {"qhxczj": lists["qhxczj"][:100], "qhxfgj": lists["qhxfgj"]}

    @daily
    def items(self) -> list[Item]:
        """Return the articles that can be reached."""
        return [item for items in self.reachable().values() for item in items]

    def article_path(self, item: Item) -> str:
        """Return the content path of the unit that holds the item."""
        unit = next((unit for unit, items in self.reachable().items() if item in items), "qhxczj")
        return f"/{unit}/gkmlpt/content/{item.number // 1_000_000}/{item.number // 1000}/post_{item.number}.html"

    def pictures_only(self, item: Item) -> bool:
        """Return whether the report is nothing but scanned pages."""
        return item.key == "qinghe-czj/2022"

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; a report of pictures needs its images."""
        return super().truth_line(item, url, expected or ("needs_attachment" if self.pictures_only(item) else ""))

    def route(self, request: Request) -> Response | None:
        """Answer index, API, articles."""
        match = re.fullmatch(r"/(\w+)/gkmlpt/index", request.path)
        if match and match[1] in self.units:
            return self._index(match[1])
        match = re.fullmatch(r"/(\w+)/gkmlpt/api/all/(\d+)", request.path)
        if match and match[1] in self.units:
            return self._api(match[1], int(match[2]), request)
        if re.fullmatch(r"/attachment/0/\d+/\d+\.jpg", request.path):
            return Response(b"\xff\xd8\xff\xe0" + bytes(2000), media_type="image/jpeg")
        return self.article(request)

    def _index(self, unit: str) -> Response:
        column, count = self.units[unit], len(self.lists()[unit])
        entries = (
            (column - 3, "政府信息公开指南", 1),
            (column, "政府信息公开年报", count),
            (column + 9, "法治政府建设年报", 6),
        )
        children = [
            {"id": number, "name": name, "parent": column - 1, "post_count": posts, "children": []}
            for number, name, posts in entries
        ]
        tree = [{"id": column - 1, "name": "政府信息公开", "parent": 0, "post_count": 0, "children": children}]
        config = (
            f"window._CONFIG = {{ SITE_NAME:'{self.name}', APP_URL:'{self.url('/' + unit)}', SID:'{SID}', "
            f"TREE:{json.dumps(tree, ensure_ascii=False)} }};"
        )
        content = f'<div id="app" class="{self.css("gkmlpt", "gkml-app")}"></div><script>{config}</script>'
        return self.page("政府信息公开平台", content)

    def _api(self, unit: str, column: int, request: Request) -> Response | None:
        if column != self.units[unit]:
            return json_response({"classify": {"id": column, "name": "", "post_count": 0}, "articles": []})
        everything = self.lists()[unit]
        page = max(int(request.params.get("page") or 1), 1)
        if page > (1 if unit == "qhxczj" else -(-len(everything) // 100)):
            return text_response('{"message":"Not Found"}', 404, "application/json")
        articles = [self._entry(unit, item) for item in everything[(page - 1) * 100 : page * 100]]
        classify = {"id": column, "name": "政府信息公开年报", "parent": column - 1, "post_count": len(everything)}
        return json_response({"classify": classify, "articles": articles})

    def _entry(self, unit: str, item: Item) -> dict[str, object]:
        seconds = int(dt.datetime.combine(item.published_on, dt.time(2, 0), dt.UTC).timestamp())
        return {
            "id": item.number,
            "title": item.title,
            "date": seconds,
            "publisher": item.report.agency.name if item.report else self.agency.name,
            "classify_main_name": "政府信息公开年报",
            "url": self.url(self.article_path(item)),
            "identifier": f"{self.agency.credit_code}/{item.iso[:4]}-{item.number % 100000:05d}",
        }

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article with its text a second time inside the configuration."""
        if self.pictures_only(item):
            body = "".join(f'<p><img class="nfw-cms-img" src="/attachment/0/306/{n}.jpg"></p>' for n in range(3))
        body = body or article_body(item)
        escaped = json.dumps(body).replace("<", "\\u003c").replace(">", "\\u003e")
        held = f'{{"id":{item.number},"title":{json.dumps(item.title)},"content":{escaped}}}'
        detail = f'window._CONFIG = {{ SID:"{SID}", DETAIL:{held} }};'
        drawn = super().article_html(item, path, body, cms, charset)
        return drawn.replace("</body>", f"<script>{detail}</script></body>", 1)


class Nfcms(Site):
    """A city's NFCMS: `ul.list li a[title] span.pubDate`, page 2 = `index_2.html`, articles `content/post_946901.html`.

    Every article has a telephone twin `content/mpost_….html`; NFCMS_SITE_ID and NFCMS_POST_ID are named in scripts.
    """

    id = "nfcms"
    system = "nfcms"
    cms = "nfcms"
    government = "jizhou"
    attachments = True
    root: ClassVar[str] = "/zfjgzy/jzsrmzfbgt/zfxxgknb/"

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the tree above the years."""
        return (CatalogueColumn(f"{self.root}bm/index.html", "tree"),)

    @daily
    def lists(self) -> dict[str, list[Item]]:
        """Return the items of each year's column."""
        found: dict[str, list[Item]] = {}
        for year in range(2019, 2026):
            items = self.world.reports(AGENCIES, [year])
            if items:
                found[f"{self.root}bm/{year}n/"] = newest_first(
                    [*items, *self.world.other_items(self.agency.place, [year], 6)]
                )
        return found

    @daily
    def items(self) -> list[Item]:
        """Return the items of all years."""
        return [item for items in self.lists().values() for item in items]

    def article_path(self, item: Item) -> str:
        """Return the path below the column of the report's year."""
        folder = next((folder for folder, items in self.lists().items() if item in items), self.root)
        return f"{folder}content/post_{item.number}.html"

    def by_path(self) -> dict[str, Item]:
        """Return today's items by path, column by column."""
        if self._paths is None or self._paths[0] != self.world.today:
            found = {
                f"{folder}content/post_{item.number}.html": item
                for folder, items in self.lists().items()
                for item in items
            }
            self._paths = (self.world.today, found)
        return self._paths[1]

    def route(self, request: Request) -> Response | None:
        """Answer the tree, list pages, articles and their twins."""
        lists = self.lists()
        if request.path == f"{self.root}bm/index.html":
            links = "".join(
                f'<li><a href="{folder}index.html">{folder.split("/")[-2][:4]}年</a></li>' for folder in reversed(lists)
            )
            return self.page("部门年报", f'<ul class="{self.css("nav", "yearnav")}">{links}</ul>')
        match = re.fullmatch(r"(.*/)(?:index(?:_(\d+))?\.html)?", request.path)
        if match and match[1] in lists:
            return self._list(match[1], lists[match[1]], int(match[2] or 1))
        if "/mpost_" in request.path:
            item = self.by_path().get(request.path.replace("/mpost_", "/post_"))
            return text_response(self.article_html(item, request.path, cms="none")) if item else None
        return self.article(request)

    def _list(self, folder: str, items: list[Item], number: int) -> Response | None:
        pages = pages_of(items, 15)
        if not 1 <= number <= len(pages):
            return None
        rows = []
        for item in pages[number - 1]:
            title = html.escape(item.title)
            link = f'<a href="{self.url(f"{folder}content/post_{item.number}.html")}" title="{title}">{title}</a>'
            day = f'<span class="pubDate">{item.iso}</span>'
            rows.append(f"<li>{day}{link}</li>" if self.skin == "B" else f"<li>{link}{day}</li>")
        numbers = "".join(f'<a href="index{"" if n == 1 else f"_{n}"}.html">{n}</a>' for n in range(1, len(pages) + 1))
        script = "<script>var NFCMS_SITE_ID='755';var NFCMS_COLUMN_ID='5510';</script>"
        pager = f'<div class="{self.css("page", "pagination")}">{numbers}</div>'
        return self.page("政府信息公开年报", f'{script}<ul class="list">{"".join(rows)}</ul>{pager}')

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article with the system's own variables."""
        drawn = super().article_html(item, path, body, cms, charset)
        script = f"<script>var NFCMS_SITE_ID='755';var NFCMS_POST_ID='{item.number}';</script></head>"
        return drawn.replace("</head>", script, 1)
