"""TrueCMS (南通 and others): the first records stand hidden in the page, the rest comes from `getMessage.do` as JSON.

The page's script gives the pager of 大汉 (`$('#msgList').jpage({totalRecord, perPage, groupSize, ajaxParam})`) a text
that it makes from the element `#initData`. `/TrueCMS/messageController/getMessage.do` answers a GET with the records
from `startrecord` to `endrecord` as XML inside JSON (JSONP where a callback is named). Each server has another limit to
what it gives at once, so as much is asked for as the page's own script would. Requests without a Referer are refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from urllib.parse import urlencode

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, pager
from crawler.systems.base import System
from crawler.systems.links import Link, harvest_text
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_ADDRESS = "messagecontroller/getmessage.do"
_PROXY = re.compile(r"[\"']([^\"'\s<>]*?/messageController/getMessage\.do)", re.IGNORECASE)
_JPAGE = re.compile(r"\.\s*jpage\s*\(\s*(?=\{)", re.IGNORECASE)
_RECORD = re.compile(r"<record\b[^<>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(?:<!\[CDATA\[)?\s*(\d+)", re.IGNORECASE)
_FIRST_RECORDS = "initData"
_HEADERS = (("X-Requested-With", "XMLHttpRequest"),)
PER_PAGE, GROUP_SIZE = 10, 3
"""Records a page, and pages fetched at once, of a script that does not say."""


class Truecms(System):
    """TrueCMS."""

    id = "truecms"
    title = "TrueCMS"

    def sniff(self, page: Page) -> float:
        """Recognise the address of the data."""
        return 0.96 if _ADDRESS in page.text.lower() or _ADDRESS in page.url.lower() else 0.0

    def find_links(self, page: Page, column: Column | None) -> list[Link]:
        """Return the links of the page, or of the records in an answer."""
        answer = _answer_of(page)
        if answer is None:
            return super().find_links(page, column)
        return list(chain.from_iterable(harvest_text(record, self._base(page)) for record in _RECORD.findall(answer)))

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask for the records that the page, or the answers so far, did not hold."""
        answer = _answer_of(page)
        if answer is not None:
            return self._after_answer(page, answer)
        settings = _settings_of(page.text)
        proxy = settings.get("proxyurl")
        named = _PROXY.search(page.text)
        address = urls.resolve(
            page.base, proxy if isinstance(proxy, str) and proxy else named.group(1) if named else ""
        )
        total = literals.as_number(settings.get("totalrecord"))
        if not address or total is None:
            return self.common_paging(page, column, links)
        per_page = literals.as_number(settings.get("perpage")) or PER_PAGE
        group = per_page * (literals.as_number(settings.get("groupsize")) or GROUP_SIZE)
        own = settings.get("ajaxparam")
        parameters = [(str(name), str(value)) for name, value in own.items()] if isinstance(own, dict) else []
        carry = (
            ("base", urls.without_fragment(page.final_url or page.url)),
            ("group", str(group)),
            ("per_page", str(per_page)),
            ("total", str(total)),
            ("own", urlencode(parameters)),
        )
        seen = _first_records(page)
        # without its first records the page is a shell: what is asked for is the first page of the list
        number = 2 if seen else 1
        fetches = (_ask(address.partition("?")[0], seen, number, carry),) if seen < total else ()
        return Paging(fetches, total, -(-total // per_page), 1)

    def _after_answer(self, page: Page, answer: str) -> Paging:
        request = page.request
        found = _TOTAL.search(answer)
        claimed = request.carried("total") if request is not None else ""
        total = int(found.group(1)) if found else int(claimed) if claimed else None
        records = len(_RECORD.findall(answer))
        if request is None or not request.carried("group"):
            return Paging((), total)
        seen = int(request.carried("seen")) + records
        is_end = seen >= total if total is not None else records < int(request.carried("per_page"))
        if not records or is_end or request.number >= pager.MAX_PAGES:
            return Paging((), total, None, request.number)
        carry = tuple(item for item in request.carry if item[0] != "seen")
        return Paging(
            (_ask(request.url.partition("?")[0], seen, request.number + 1, carry),), total, None, request.number
        )

    @staticmethod
    def _base(page: Page) -> str:
        request = page.request
        return (request.carried("base") if request is not None else "") or page.base


def _ask(address: str, seen: int, number: int, carry: tuple[tuple[str, str], ...]) -> Fetch:
    """Return the request for the records after the first `seen`."""
    known = dict(carry)
    query = urlencode(
        [("startrecord", str(seen + 1)), ("endrecord", str(seen + int(known["group"]))), ("perpage", known["per_page"])]
    )
    own = f"&{known['own']}" if known["own"] else ""
    headers = (*_HEADERS, ("Referer", known["base"]))
    return Fetch(f"{address}?{query}{own}", headers=headers, number=number, carry=(*carry, ("seen", str(seen))))


def _answer_of(page: Page) -> str | None:
    """Return the XML that a JSON answer carries, None for a page."""
    data = literals.read_data(page.text)
    result = data.get("result") if isinstance(data, dict) else None
    return result if isinstance(result, str) else None


def _settings_of(text: str) -> dict[str, object]:
    for found in _JPAGE.finditer(text):
        value = literals.read_literal(text, found.end())
        if isinstance(value, dict):
            return {str(name).lower(): entry for name, entry in value.items()}
    return {}


def _first_records(page: Page) -> int:
    """Return how many records the page itself holds: the addresses in the element its script takes them from."""
    if page.tree is None:
        return 0
    links = page.tree.xpath("//*[@id=$name]//a/@href", name=_FIRST_RECORDS)
    return len({link for link in links if isinstance(link, str) and link.strip()}) if isinstance(links, list) else 0
