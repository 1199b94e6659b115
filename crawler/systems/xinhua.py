"""新华网承建站: the list is a JSON file beside the page, `ds_<id>.json`, which the page's `Xhwpage` draws.

`<ul data="datasource:<id>">` names it. The file holds all entries at once, to a thousand. Older sites have plain lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals
from crawler.systems.base import Record, System, shows_reports
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_SOURCE = re.compile(r"<(?P<tag>\w+)\b[^<>]*?\bdatasource\s*[:=]\s*[\"']?(?P<id>[0-9a-f]{32})\b[^<>]*>", re.IGNORECASE)
_LIST = re.compile(r"\bid\s*=\s*[\"']?showData|\bclass\s*=\s*[\"'][^\"']*\blist", re.IGNORECASE)
_FILE = re.compile(r"/ds_[0-9a-f]{32}\.json$", re.IGNORECASE)
MAX_SOURCES = 3
"""Files of one page that are asked for."""
CAPPED = 1_000
"""Entries of the longest file seen; one that holds just as many was cut off there."""


class Xinhua(System):
    """新华网承建: `/2023-01/19/c_1211720332.htm`, `/20240119/<32 hex>/c.html`."""

    id = "xinhua"
    title = "新华网承建站"

    def sniff(self, page: Page) -> float:
        """Recognise the list's element and the script that fills it."""
        if _FILE.search(page.url):
            return 0.9
        return 0.9 if _SOURCE.search(page.text) else 0.6 if "new Xhwpage(" in page.text else 0.0

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of the file."""
        data = literals.read_data(page.text)
        return literals.find_records(data, page.base) if data is not None else []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask for the file of a page without reports; a file has no further page."""
        if literals.read_data(page.text) is not None:
            number = page.request.number if page.request is not None else 1
            return Paging(number=number, problems=("paging_unknown",) if count == CAPPED else ())
        found = list(_SOURCE.finditer(page.text))
        if not found or shows_reports(links, page.base):
            return self.common_paging(page, column, links)
        lists = [source for source in found if _LIST.search(source.group())] or found
        names = dict.fromkeys(source.group("id").lower() for source in lists)
        addresses = [urls.resolve(page.base, f"ds_{name}.json") for name in names]
        return Paging(tuple(Fetch(address) for address in addresses[:MAX_SOURCES] if address))
