"""TRS WCM and TRS 海云, the largest family: static lists counted from 0, and the dynamic lists of the same articles.

Page 2 is `index_1.html`. Marks: `createPageHTML(n, 0, "index", "html")`, `TRS_Editor`, `CurrChnlCls`. Dynamic lists
come from `/igs/front/search…`, `was5/web/search`, `/fjdzapp/search` and, in Hubei, a file `zcwj.json` in the column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, script_data
from crawler.systems.base import Record, System, shows_reports
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_ZERO_BASED = re.compile(r"createPageHTML\s*\(\s*[\"']?\d+[\"']?\s*,\s*[\"']?\d+", re.IGNORECASE)
_BY_VARIABLE = re.compile(r"createPageHTML\s*\(\s*_?\w*(?:count|Count)\w*\s*,", re.IGNORECASE)
_MARKS = re.compile(
    r"CurrChnlCls|TRS_Editor|trs_editor_view|TRS_UEDITOR|TRS_PreAppend|trs_web_|Produced By (?:CMS|TRS)|TRSWCM",
    re.IGNORECASE,
)
_DATA_LIST = re.compile(
    r"[\"'](?P<url>(?:https?:)?[^\"'\s<>]{0,300}?(?:/igs/front/search[^\"'\s<>]{0,600}|/was5/web/search\?[^\"'\s<>]{0,600}|/fjdzapp/search[^\"'\s<>]{0,300}"
    r"|zcwj\.json[^\"'\s<>]{0,60}))[\"']"
)


class Trs(System):
    """TRS WCM / 海云."""

    id = "trs"
    title = "TRS WCM / 海云"

    def sniff(self, page: Page) -> float:
        """Recognise the pager call that counts from 0, the dynamic lists, and TRS's class names."""
        text = page.text
        if _ZERO_BASED.search(text) or _BY_VARIABLE.search(text):
            return 0.9
        if _DATA_LIST.search(text) or re.search(r"/was5/web/search|/igs/front/search|/fjdzapp/", page.url):
            return 0.8
        return 0.6 if _MARKS.search(text) else 0.0

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of a dynamic list's answer."""
        data = literals.read_data(page.text)
        return literals.find_records(data, page.base) if data is not None else []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Page the answer of a dynamic list by its own parameter, a static list by the call; ask for the dynamic list
        when the page itself has no entries."""
        data = literals.read_data(page.text)
        if data is not None:
            paging = script_data.next_page(page, data, count)
            return replace(paging, next=()) if "zcwj.json" in page.url else paging
        paging = self.common_paging(page, column, links)
        if paging.next or shows_reports(links, page.base):
            return paging
        asked = page.request.url if page.request is not None else page.url
        fetches = []
        for found in _DATA_LIST.finditer(page.text):
            address = urls.resolve(page.base, found.group("url"))
            if not address or urls.key_of(address) == urls.key_of(asked):
                continue
            form = self._form(page.text) if "/fjdzapp/" in address else ()
            fetches.append(Fetch(url=address, method="POST" if form else "GET", form=form))
        if not fetches:
            return paging
        return Paging(tuple(fetches[:4]), paging.total, paging.pages, paging.number, problems=paging.problems)

    @staticmethod
    def _form(text: str) -> tuple[tuple[str, str], ...]:
        names = ("siteid", "siteId", "channelid", "channelId", "chnlid", "classid")
        given: dict[str, str] = {}
        for name in names:
            value = literals.find_text(text, name)
            if value and name.lower() not in {known.lower() for known in given}:
                given[name] = value
        size = literals.find_text(text, "pageSize", "pagesize", "perpage") or "20"
        return (*given.items(), ("page", "1"), ("pageSize", size)) if given else ()
