"""TrueCMS of Jiangsu: the first records stand in the page, the rest come from `messageController/getMessage.do`.

The page calls `jpage({totalRecord, perPage, groupSize, proxyUrl: '…/getMessage.do', ajaxParam: {columnId}})` over a
hidden `#initData`; the answer is JSON or JSONP whose `result` is the `<datastore>` of 大汉. It is asked for as the
browser does, by groups: servers answer larger questions with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import hanweb, literals, pager
from crawler.systems.base import System, is_item
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_ADDRESS = re.compile(r"[\"']([^\"'\s<>]{0,300}/messageController/getMessage\.do)[\"'?]", re.IGNORECASE)
_COLUMN = re.compile(r"\bcolumnId[\"']?\s*:\s*[\"']([\w-]{1,64})[\"']", re.IGNORECASE)
_KEPT = re.compile(r"\bid\s*=\s*[\"']?initData\b", re.IGNORECASE)
DEFAULT_GROUP = 3
"""Pages of one group where the page does not say."""


class Truecms(System):
    """TrueCMS."""

    id = "truecms"
    title = "TrueCMS"

    def sniff(self, page: Page) -> float:
        """Recognise the address of the records."""
        return 0.96 if "messageController/getMessage.do" in page.text or "/getMessage.do" in page.url else 0.0

    def find_links(self, page: Page, column: Column | None) -> list[Link]:
        """Return the links of the page, or of the records of an answer."""
        store = _store_of(page)
        if store is None:
            return super().find_links(page, column)
        return hanweb.links_of(hanweb.records_of(store), page.base)

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask for the records after those that the page brings along, group by group."""
        store = _store_of(page)
        request = page.request
        if store is not None:
            return self._after_answer(page, len(hanweb.records_of(store)))
        address, named = _ADDRESS.search(page.text), _COLUMN.search(page.text)
        channel = named.group(1) if named else column.param("columnId") if column is not None else ""
        if address is None or not channel:
            return self.common_paging(page, column, links)
        total = literals.as_number(literals.find_text(page.text, "totalRecord"))
        per_page = literals.as_number(literals.find_text(page.text, "perPage")) or 10
        group = per_page * (literals.as_number(literals.find_text(page.text, "groupSize")) or DEFAULT_GROUP)
        shown = sum(link.region == "content" and is_item(link) for link in links)
        if total is not None and _KEPT.search(page.text):
            # what is beside the list is no part of it
            shown = min(shown, max(total, 0), max(group, per_page))
        if total is not None and shown >= total:
            return Paging((), total, None, 1)
        proxy = urls.resolve(page.base, address.group(1))
        if not proxy:
            return self.common_paging(page, column, links)
        carry = (("proxy", proxy), ("channel", channel), ("per_page", str(per_page)), ("group", str(group)))
        number = (request.number if request is not None else 1) + (1 if shown else 0)
        return Paging((_ask((*carry, ("total", str(total or ""))), shown, number),), total, None, 1)

    @staticmethod
    def _after_answer(page: Page, records: int) -> Paging:
        request = page.request
        if request is None or not request.carried("channel"):
            return Paging()
        carried = dict(request.carry)
        given = carried.get("total", "")
        total = int(given) if given.isdigit() else None
        seen = int(carried.get("seen", "0")) + records
        is_last = not records or (total is not None and seen >= total) or request.number >= pager.MAX_PAGES
        if is_last or (total is None and records < int(carried["group"])):
            return Paging((), total, None, request.number)
        kept = tuple((name, value) for name, value in request.carry if name != "seen")
        return Paging((_ask(kept, seen, request.number + 1),), total, None, request.number)


def _ask(carry: tuple[tuple[str, str], ...], seen: int, number: int) -> Fetch:
    known = dict(carry)
    group = int(known["group"])
    query = (
        ("startrecord", str(seen + 1)),
        ("endrecord", str(seen + group)),
        ("perpage", known["per_page"]),
        ("columnId", known["channel"]),
        ("callback", "cb"),
    )
    headers = (("X-Requested-With", "XMLHttpRequest"),)
    fetch = Fetch(f"{known['proxy']}?{urlencode(query)}", headers=headers, number=number)
    return replace(fetch, carry=(*carry, ("seen", str(seen))))


def _store_of(page: Page) -> str | None:
    """Return the records that an answer carries as text; None when the page is no answer."""
    data = literals.read_data(page.text)
    if not isinstance(data, dict):
        return None
    result = data.get("result")
    return result if isinstance(result, str) else ""
