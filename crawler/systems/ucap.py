"""开普 UCAP / 云平台: static lists counted from 1, and the same lists as JSON.

Page 2 is `list_2.shtml` (`createPageHTML('page_div', pages, current, 'list', 'shtml', total)`). JSON comes from
`/common/search/<channel>`, `/searchList/<channel>` or `/search/<channel>`, in Hunan by POST, in Jiangxi from POST
`/queryList`. Which of them often stands only in a script file beside the page, whose channel is in its metadata.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, markup, pager
from crawler.systems.base import Record, System, shows_reports, text_of_scripts
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_ONE_BASED = re.compile(r"createPageHTML\s*\(\s*[\"'](?!\d+[\"'])[\w-]+[\"']\s*,", re.IGNORECASE)
_MARKS = re.compile(r"UCAPTITLE|UCAPCONTENT|UCAP-CONTENT|\bucap\b", re.IGNORECASE)
_SEARCH = re.compile(
    r"(?P<url>(?:(?:https?:)?//[\w.:-]{1,120})?(?:/[\w-]{1,40}){0,4}(?P<last>/(?:common/search|searchList|search)/))"
    r"(?P<id>[\w-]{3,64})?(?P<query>\?[^\"'\s<>+]*)?"
)
_SEARCH_BY_NAME = re.compile(r"/(?:common/search|searchList|search)/[\"']\s*\+\s*([\w$.]+)")
_DATA_ADDRESS = re.compile(
    r"/common/search/|/searchList/|/search/(?:[0-9a-f]{32}\b|[\"']\s*\+[^;\n]{0,120}?[?&]_is(?:Json|Agg)=)"
)
"""What tells the data of a list from a site's search form, which is called `/search/` as well."""
_CHANNEL = re.compile(
    r"<meta\b(?=[^<>]*\bname\s*=\s*[\"']channelid[\"'])[^<>]*\bcontent\s*=\s*[\"']([0-9a-f]{32})[\"']", re.IGNORECASE
)
_SCRIPT_FILE = re.compile(
    r"<script\b[^<>]*\bsrc\s*=\s*[\"']([^\"'\s<>]*/xhtml/js/[^\"'\s<>]+\.js(?:\?[^\"'\s<>]*)?)[\"']", re.IGNORECASE
)
_LIST_SCRIPT = re.compile(r"list|render|page|search", re.IGNORECASE)
_LIBRARY = re.compile(r"jquery|swiper|plugin|createpage|pagination|\.min\.", re.IGNORECASE)
MAX_SCRIPTS = 2
"""Script files of one page that are looked at for the address of its list."""
_QUERY_LIST = re.compile(r"[\"'](?P<url>(?:https?:)?[\w./:-]{0,200}?/queryList)\b")
_DATAS = re.compile(r"[\"']?(datas\[\d+\]\[\w+\])[\"']?\s*[:=,]\s*[\"']?([^\"',&}\s)]*)")
_CODES = re.compile(
    r"(webSiteCode|channelCode)(?:\[\])?[\"']?\s*[:=,]\s*\[?\s*((?:[\"'][\w-]+[\"']\s*,?\s*)+)", re.IGNORECASE
)
_DEFAULTS = (("page", "1"), ("_pageSize", "15"), ("_isAgg", "true"), ("_isJson", "true"), ("_template", "index"))
MAX_LISTS = 4
MAX_TRIES = 20
"""Addresses of one page that are looked at."""


class Ucap(System):
    """开普 UCAP."""

    id = "ucap"
    aliases = ("kaipu", "ucapjson")
    title = "开普 UCAP / 云平台"

    def sniff(self, page: Page) -> float:
        """Recognise the pager call that counts from 1, the JSON addresses, and UCAP's own elements."""
        text = page.text
        if _ONE_BASED.search(text):
            return 0.92
        if _DATA_ADDRESS.search(text) or _DATA_ADDRESS.search(page.url) or page.url.endswith("/queryList"):
            return 0.85
        if _QUERY_LIST.search(text) and _CODES.search(text):
            return 0.85
        if _MARKS.search(text):
            return 0.7
        return 0.6 if _CHANNEL.search(text) and _SCRIPT_FILE.search(text) else 0.0

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of a JSON answer."""
        data = literals.read_data(page.text)
        return literals.find_records(data, self._base(page)) if data is not None else []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Page JSON by its own parameter, static lists by the call; ask for the JSON when the page only loads it."""
        data = literals.read_data(page.text)
        if data is not None:
            return self._after_answer(page, data, count)
        paging = self.common_paging(page, column, links)
        if paging.next or (paging.pages is not None and paging.total is not None):
            return paging
        fetches = [*self._searches(page, column), *self._query_lists(page, column)]
        if not fetches and paging.pages is None and not shows_reports(links, page.base):
            fetches = self._scripts(page)
        if not fetches:
            return paging
        return Paging(tuple(fetches[:MAX_LISTS]), paging.total, paging.pages, paging.number)

    @staticmethod
    def _base(page: Page) -> str:
        request = page.request
        return (request.carried("base") if request is not None else "") or page.base

    def _scripts(self, page: Page) -> list[Fetch]:
        """Ask for the script file that knows where the list of a page without entries comes from."""
        request = page.request
        if request is not None and request.kind == "script":
            names = request.carried("scripts").split()
            base, channel = request.carried("base"), request.carried("channel")
        else:
            found = _CHANNEL.search(page.text)
            channel = found.group(1) if found else _asked_channel(page)
            base = urls.without_fragment(page.final_url or page.url)
            files = [
                urls.resolve(page.base, name) for name in _SCRIPT_FILE.findall(page.text) if not _LIBRARY.search(name)
            ]
            files.sort(key=lambda name: _LIST_SCRIPT.search(name.rpartition("/")[2]) is None)
            names = [name for name in files if name][:MAX_SCRIPTS]
        if not names or not channel:
            return []
        carry = (("base", base), ("channel", channel), ("scripts", " ".join(names[1:])))
        return [Fetch(url=names[0], kind="script", carry=carry)]

    @staticmethod
    def _searches(page: Page, column: Column | None) -> list[Fetch]:
        text = markup.unescape_entities(text_of_scripts(page))
        request = page.request
        here = urls.without_fragment(page.final_url or page.url)
        known = ""
        if request is not None and request.kind == "script":
            here, known = request.carried("base") or here, request.carried("channel")
        if not _DATA_ADDRESS.search(text) and not _DATA_ADDRESS.search(page.text):
            return []
        found: dict[str, Fetch] = {}
        pairs = tuple((name, "1" if name == "page" else value) for name, value in dict(_DATAS.findall(text)).items())
        for match in islice(
            _SEARCH.finditer(text if _DATA_ADDRESS.search(text) else markup.unescape_entities(page.text)), MAX_TRIES
        ):
            if not _DATA_ADDRESS.match(match.string, match.start("last")):
                continue
            channel = match.group("id") or known
            if not channel:
                named = _SEARCH_BY_NAME.search(text)
                name = named.group(1).split(".")[-1] if named else "channelId"
                channel = literals.find_text(text, name) or _meta(page.text, "channelId") or _asked_channel(page)
                channel = channel or (column.param("channelId", "channel") if column is not None else "")
            if not channel:
                continue
            address = urls.resolve(page.base, match.group("url") + channel)
            if not address or address in found:
                continue
            if pairs:
                form = (
                    *pairs,
                    ("page", "1"),
                    ("pageSize", literals.find_text(text, "pageSize", "_pageSize") or "20"),
                )
                found[address] = Fetch(url=address, method="POST", form=form, carry=(("base", here),))
                continue
            query = dict(_DEFAULTS)
            if match.group("query"):
                query.update(urls.query_of(address + match.group("query")))
                query["_isJson"] = "true"
            query["page"] = "1"
            found[address] = Fetch(
                url=urls.with_query(address, list(query.items())),
                headers=(("X-Requested-With", "XMLHttpRequest"),),
                carry=(("base", here),),
            )
        return list(found.values())

    @staticmethod
    def _query_lists(page: Page, column: Column | None) -> list[Fetch]:
        text = markup.unescape_entities(text_of_scripts(page))
        target = _QUERY_LIST.search(text)
        if target is None:
            return []
        codes: dict[str, list[str]] = {}
        for match in _CODES.finditer(text):
            codes.setdefault(match.group(1).lower(), re.findall(r"[\"']([\w-]+)[\"']", match.group(2)))
        if column is not None:
            for name in ("webSiteCode", "channelCode"):
                if column.param(name):
                    codes[name.lower()] = [column.param(name)]
        if not codes.get("channelcode"):
            return []
        form = [("current", "1"), ("pageSize", literals.find_text(text, "pageSize") or "15")]
        form.extend(("webSiteCode[]", code) for code in codes.get("websitecode", ()))
        form.extend(("channelCode[]", code) for code in codes.get("channelcode", ()))
        address = urls.resolve(page.base, target.group("url"))
        here = urls.without_fragment(page.final_url or page.url)
        return [Fetch(url=address, method="POST", form=tuple(form), carry=(("base", here),))] if address else []

    @staticmethod
    def _after_answer(page: Page, data: object, count: int) -> Paging:
        request = page.request
        total = literals.find_number(data, "total", "totalCount", "count")
        number = request.number if request is not None else literals.find_number(data, "page", "current") or 1
        url = request.url if request is not None else page.url
        size_text = urls.query_of(url).get("_pageSize", "") or dict(request.form if request is not None else ()).get(
            "pageSize", ""
        )
        size = literals.find_number(data, "rows", "pageSize", "size") or (
            int(size_text) if size_text.isdigit() else count
        )
        pages = -(-total // size) if total is not None and size else None
        # what an answer calls its page size can be larger than what it sends; the last page has fewer than others
        kept = request.carried("sent") if request is not None else ""
        sent = max(min(size, max(count, 1)), int(kept) if kept.isdigit() else 0)
        if not count or number >= pager.MAX_PAGES or (total is not None and number * sent >= total):
            return Paging((), total, pages, number)
        if total is None and count < size:
            return Paging((), None, None, number)
        carry = tuple(pair for pair in (request.carry if request is not None else ()) if pair[0] != "sent")
        carry = (*carry, ("sent", str(sent)))
        if request is not None and request.method == "POST":
            form = tuple(
                (name, str(number + 1) if name in ("current", "page") else value) for name, value in request.form
            )
            following = Fetch(url=url, method="POST", form=form, number=number + 1, carry=carry)
        else:
            following = Fetch(url=urls.with_query(url, [("page", str(number + 1))]), number=number + 1, carry=carry)
        return Paging((following,), total, pages, number)


def _asked_channel(page: Page) -> str:
    """Return the channel that the address of a page names for its script, or ""."""
    asked = {name.lower(): value for name, value in urls.query_of(page.final_url or page.url).items()}
    channel = asked.get("channelid", "")
    return channel if re.fullmatch(r"[\w-]{3,64}", channel) else ""


def _meta(text: str, name: str) -> str:
    found = re.search(
        rf"<meta\b[^<>]*name\s*=\s*[\"']{name}[\"'][^<>]*content\s*=\s*[\"']([\w-]+)", text, re.IGNORECASE
    )
    return found.group(1) if found else ""
