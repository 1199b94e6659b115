"""安徽龙讯 (Lonsun): a shell page per organ, its list a fragment from `/site/label/8888?labelName=publicInfoList…`.

Type 3 of `/public/column/<organ>?type=3` are the annual reports. The fragment cuts the shown titles (`length=46`), the
full one is in `@title`; an empty list says 暂无相关信息. News columns page by `?pageIndex=`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode, urljoin

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, markup, pager
from crawler.systems.base import System, is_item, shows_reports
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_LABEL_URL = re.compile(r"(?P<url>(?:https?:)?[\w./:-]{0,120}/site/label/\d+)(?P<query>\?[^\"'\s<>]*)?")
_PAGE_COUNT = re.compile(r"pageCount\s*:\s*[\"']?\(?\s*(\d+)")
_CURRENT = re.compile(r"currPage\s*:\s*\(?\s*(\d+)\s*(?:\+\s*(\d+))?")
_GO_TO = re.compile(
    r"Ls\.pagination\s*\([^{};]{0,200}\{[^{}]{0,300}?[\"'](?P<url>[^\"'\s<>]{1,300}[?&]pageIndex=)[\"']\s*\+",
    re.IGNORECASE,
)
"""Where the pager's script goes: a list at an address of its own pages under the address of its column."""
_ORGAN = re.compile(r"/(?:openness/)?public/column/(\d+)|/public/(\d+)(?:/|$|\?)")
_NAMES = (
    "IsAjax",
    "dataType",
    "labelName",
    "siteId",
    "pageSize",
    "pageIndex",
    "action",
    "isDate",
    "dateFormat",
    "length",
    "organId",
    "type",
    "catId",
    "catIds",
    "cId",
    "result",
    "file",
    "fuzzySearch",
    "fromCode",
    "keyWords",
    "title",
    "fileNum",
)
_DEFAULTS = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": "publicInfoList",
    "pageSize": "16",
    "action": "list",
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
    "length": "46",
    "type": "3",
    "result": "暂无相关信息",
    "file": "/ahxxgk/publicInfoList-an-new",
}


class Lonsun(System):
    """安徽龙讯."""

    id = "longxun"
    aliases = ("lonsun",)
    title = "安徽龙讯 Lonsun"

    def sniff(self, page: Page) -> float:
        """Recognise the fragment's address and name, the pager, and the organ's address."""
        text = page.text
        if "publicInfoList" in text or "/site/label/" in text or "/site/label/" in page.url:
            return 0.95
        if re.search(r"\bLs\.pagination\b", text):
            return 0.9
        return 0.75 if re.search(r"/public/column/\d+", page.url) else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask for the fragment, then for its further pages; page news columns by `pageIndex`."""
        request = page.request
        url = request.url if request is not None else page.url
        own = self._page_count(page.text)
        if "/site/label/" in url:
            given = urls.query_of(url).get("pageIndex", "1")
            number = request.number if request is not None else int(given) if given.isdigit() else 1
            known = request.carried("pages") if request is not None else ""
            pages = own or (int(known) if known.isdigit() else None)
            if pages is None or number >= min(pages, pager.MAX_PAGES) or not any(is_item(link) for link in links):
                return Paging((), None, pages, number, empty_marker=pager.find_empty_marker(page.text))
            following = Fetch(
                url=urls.with_query(url, [("pageIndex", str(number + 1))]),
                number=number + 1,
                carry=(("pages", str(pages)),),
            )
            return Paging((following,), None, pages, number)
        shown = shows_reports(links, page.base)
        address = self._fragment(page, column)
        if address and (not shown or "publicInfoList" in page.text):
            carry = (("pages", str(own)),) if own else ()
            first = 1
            if shown and own is not None and own > 1:
                first = 2
            elif shown and own is not None and own <= 1:
                return Paging((), None, own, 1)
            return Paging(
                (Fetch(url=urls.with_query(address, [("pageIndex", str(first))]), number=first, carry=carry),),
                None,
                own,
                1,
            )
        paging = self.common_paging(page, column, links)
        if not paging.next and own is None and paging.pages is None and "Ls.pagination" in page.text:
            return replace(paging, problems=(*paging.problems, "paging_unknown"))
        if paging.next or own is None:
            return paging
        here = page.final_url or page.url
        number = request.number if request is not None else self._current(page.text)
        if number >= min(own, pager.MAX_PAGES):
            return Paging((), None, own, number)
        named = _GO_TO.search(page.text)
        address = urls.resolve(page.base, markup.unescape_entities(named.group("url"))) if named else ""
        following = Fetch(url=urls.with_query(address or here, [("pageIndex", str(number + 1))]), number=number + 1)
        return Paging((following,), None, own, number)

    @staticmethod
    def _page_count(text: str) -> int | None:
        found = _PAGE_COUNT.search(text)
        return int(found.group(1)) if found else None

    @staticmethod
    def _current(text: str) -> int:
        found = _CURRENT.search(text)
        return int(found.group(1)) + int(found.group(2) or 0) if found else 1

    @staticmethod
    def _fragment(page: Page, column: Column | None) -> str:
        """Return the address of the list fragment: as the page writes it, else put together from what it tells."""
        text = markup.unescape_entities(page.text)
        base = page.base
        best = ""
        for found in _LABEL_URL.finditer(text):
            query = found.group("query") or ""
            if "labelName=publicInfoList" in query:
                return urls.resolve(base, found.group("url") + query)
            best = best or found.group("url")
        organ = literals.find_text(text, "organId") or (column.param("organId") if column is not None else "")
        if not organ:
            named = _ORGAN.search(page.final_url or page.url)
            organ = (named.group(1) or named.group(2) or "") if named else ""
        if "publicInfoList" not in text and not (organ and _ORGAN.search(page.final_url or page.url)):
            return ""
        asked = urls.query_of(page.final_url or page.url)
        values: list[tuple[str, str]] = []
        for name in _NAMES:
            value = ""
            if name == "organId":
                value = organ
            elif name in ("type", "catId", "action"):
                value = asked.get(name, "") or literals.find_text(text, name if name != "action" else "listAction")
            elif name not in ("pageIndex", "title", "result", "file", "length"):
                value = literals.find_text(text, name)
            if name == "file":
                named = re.search(r"\bfile[\"']?\s*[:=]\s*[\"']([^\"']{1,120})[\"']", text)
                value = named.group(1) if named else ""
            if name == "siteId" and column is not None:
                value = value or column.param("siteId")
            value = value or _DEFAULTS.get(name, "")
            if value or name in ("catId", "cId"):
                values.append((name, value))
        target = urls.resolve(base, best) if best else urljoin(base, "/site/label/8888")
        return f"{target}?{urlencode(values)}"
