"""大汉 JPAAS: parts of the page come from `/api-gateway/jpaas-publish-server/front/page/build/unit` as JSON.

Each part is an element with `url` and `queryData`, a dict in single quotes. Only `paramJson={"pageNo":…,"pageSize":…}`
pages; a plain `pageNo=` is ignored. Requests without a Referer are refused.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from urllib.parse import urlencode

from lxml import html as lxml_html

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, markup, pager, pager_signs, shapes
from crawler.systems.base import Record, System, shows_reports
from crawler.systems.links import Link, harvest
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_UNIT_PATH = "front/page/build/unit"
_QUERY_DATA = re.compile(
    r"<\w+\b(?=[^<>]{0,3000}?\burl\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))(?=[^<>]{0,3000}?\bquerydata\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))[^<>]*>",
    re.IGNORECASE,
)
_PAGINATION = re.compile(r"<\w+\b[^<>]{0,3000}?\bcount[\"']?\s*[=:]\s*[\"']?\d[^<>]{0,3000}>", re.IGNORECASE)
"""The element behind a list: `count` and `rows` are attributes of their own, or stand in its `queryData`."""
_SIZES = re.compile(r"\b(rows|count|pageno|pagesize)[\"']?\s*[=:]\s*[\"']?(\d+)", re.IGNORECASE)
_PAGER_SIGNS = re.compile(r"pagination|pageNo|[下后]一?页|尾页|末页|next", re.IGNORECASE)
_LISTS = re.compile(r"列表|年报|年度报告|list", re.IGNORECASE)
_NOT_LISTS = re.compile(
    r"导航|位置|面包屑|头部|底部|页头|页脚|菜单|banner|logo|nav|header|footer|crumb|友情链接", re.IGNORECASE
)


class Jpaas(System):
    """大汉 JPAAS."""

    id = "jpaas"
    title = "大汉 JPAAS"

    def sniff(self, page: Page) -> float:
        """Recognise the address of the parts."""
        if _UNIT_PATH in page.text or _UNIT_PATH in page.url or "jpaas-publish-server" in page.text:
            return 0.95
        return 0.0

    def find_links(self, page: Page, column: Column | None) -> list[Link]:
        """Return the links of the page, or of the HTML inside an answer."""
        inner = _html_of(page)
        if inner is None:
            return super().find_links(page, column)
        root = markup.parse_fragment(inner)
        return harvest(root, self._base(page)) if root is not None else []

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of an answer that holds data instead of HTML."""
        data = literals.read_data(page.text)
        if data is None or _html_of(page):
            return []
        return literals.find_records(data, self._base(page))

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask for the parts of a page, or for the next page of a part."""
        inner = _html_of(page)
        if inner is not None or literals.read_data(page.text) is not None:
            return self._after_answer(page, inner or "", links, count)
        parts = list(_parts(page))
        lists = [part for part in parts if not _NOT_LISTS.search(part[2])] or parts
        shown = shows_reports(links, page.base)
        fetches: list[Fetch] = []
        here = urls.without_fragment(page.final_url or page.url)
        rows, total, number = _pagination(page.text)
        named = [part for part in lists if _LISTS.search(part[2])]
        # 栏目列表 may be the menu, and the list be called 右侧内容
        others = [part for part in lists if part not in named] if len(named) == 1 and not shown else []
        spare: Fetch | None = None
        for address, query, _name in reversed(others[:4]):
            carry = (("base", here), ("unit", urlencode(query)))
            spare = Fetch(url=f"{address}?{urlencode(query)}", headers=_HEADERS, carry=carry, otherwise=spare)
        for address, query, _name in (named or lists)[:6]:
            carry = (("base", here), ("unit", urlencode(query)))
            if shown and rows and total is not None:
                # the first page stands in the page itself: go on with the second
                if number * rows >= total:
                    continue
                fetches.append(_part_fetch(address, query, number + 1, rows, carry))
            else:
                fetches.append(
                    Fetch(url=f"{address}?{urlencode(query)}", headers=_HEADERS, carry=carry, otherwise=spare)
                )
        if fetches:
            return Paging(tuple(fetches), total if shown else None, None, 1)
        return self.common_paging(page, column, links)

    def _after_answer(self, page: Page, inner: str, links: Sequence[Link], records: int) -> Paging:
        request = page.request
        rows, total, number = _pagination(inner)
        data = literals.read_data(page.text)
        if total is None and data is not None:
            total = literals.find_number(data, "count", "total", "totalCount")
            rows = rows or literals.find_number(data, "rows", "pageSize") or 0
        asked = request.number if request is not None else 1
        number = max(number, asked)
        count = len(links) + records
        alike = shapes.count_alike(link.url for link in links)
        if request is None or not count or asked >= pager.MAX_PAGES:
            return Paging((), total, _pages(total, rows), asked)
        carry = tuple(item for item in request.carry if item[0] != "series")
        if total is None:
            # an answer without the pager's element: its length is known when a page brings fewer
            rows = int(request.carried("rows") or "0") or alike or records
            if rows < pager_signs.FEWEST_ENTRIES or max(alike, records) < rows:
                return Paging((), None, None, asked)
            carry = (*(item for item in carry if item[0] != "rows"), ("rows", str(rows)))
            if not _PAGER_SIGNS.search(inner):
                carry = (*carry, ("series", "1"))
        elif not rows or asked * rows >= total:
            return Paging((), total, _pages(total, rows), asked)
        query = urls.query_of(request.url)
        query.pop("paramJson", None)
        address = request.url.partition("?")[0]
        fetch = _part_fetch(address, list(query.items()), asked + 1, rows, carry)
        return Paging((fetch,), total, _pages(total, rows), asked)

    @staticmethod
    def _base(page: Page) -> str:
        request = page.request
        return (request.carried("base") if request is not None else "") or page.base


_HEADERS = (("X-Requested-With", "XMLHttpRequest"),)


def _pages(total: int | None, rows: int) -> int | None:
    return -(-total // rows) if total is not None and rows else None


def _part_fetch(
    address: str, query: list[tuple[str, str]], number: int, rows: int, carry: tuple[tuple[str, str], ...]
) -> Fetch:
    wanted = json.dumps({"pageNo": number, "pageSize": rows}, separators=(",", ":"))
    full = urlencode([*query, ("paramJson", wanted)])
    base = dict(carry).get("base", "")
    headers = (*_HEADERS, ("Referer", base)) if base else _HEADERS
    return Fetch(url=f"{address}?{full}", headers=headers, number=number, carry=carry)


def _html_of(page: Page) -> str | None:
    """Return the HTML that a JSON answer carries; None when the page is no such answer."""
    data = literals.read_data(page.text)
    for table in literals.walk_dicts(data):
        for key in ("html", "content"):
            value = table.get(key)
            if isinstance(value, str) and "<" in value:
                return value
    return None


def _parts(page: Page) -> list[tuple[str, list[tuple[str, str]], str]]:
    """Return (address, query, name) of every part of the page that a script would load."""
    found: list[tuple[str, list[tuple[str, str]], str]] = []
    pairs: list[tuple[str, str]] = []
    if page.tree is not None:
        pairs = [
            (element.get("url") or "", element.get("querydata") or "")
            for element in page.tree.iter()
            if isinstance(element, lxml_html.HtmlElement) and element.get("querydata") and element.get("url")
        ]
    if not pairs:
        pairs = [
            (
                markup.unescape_entities(match.group(1) or match.group(2) or ""),
                markup.unescape_entities(match.group(3) or match.group(4) or ""),
            )
            for match in _QUERY_DATA.finditer(page.text)
        ]
    for url, text in pairs:
        address = urls.resolve(page.base, url).partition("?")[0]
        query = _read_query(text)
        if address and query:
            name = next((value for key, value in query if key.lower() in ("tagid", "tagname")), "")
            found.append((address, query, name))
    return found


def _read_query(text: str) -> list[tuple[str, str]]:
    value: object = None
    try:
        value = ast.literal_eval(text.strip()) if len(text) < 5_000 else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = literals.read_literal(text.strip())
    if not isinstance(value, dict):
        return []
    return [(str(key), str(entry)) for key, entry in value.items() if isinstance(entry, (str, int))]


def _pagination(text: str) -> tuple[int, int | None, int]:
    """Return rows a page, entries in all, and the page shown, from the pagination element; (0, None, 1) without one."""
    found = list(_PAGINATION.finditer(text))
    if not found and ("&quot;" in text or "&#" in text):
        found = list(_PAGINATION.finditer(markup.unescape_entities(text)))
    for tag in (markup.unescape_entities(one.group()) for one in found):
        attributes = {name.lower(): value for name, value in _SIZES.findall(tag)}
        if "count" in attributes:
            rows = int(attributes.get("rows") or attributes.get("pagesize") or 0)
            return rows, int(attributes["count"]), int(attributes.get("pageno") or 1)
    return 0, None, 1
