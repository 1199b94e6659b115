"""陕西集约化: lists `1.html`, `2.html`, …, `maxPage = parseInt('N')`, articles with 19-digit ids.

Its neighbour column `wzgzndbb` holds the reports on the web site, not on disclosure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from crawler.catalogue import Column
from crawler.systems import pager
from crawler.systems.base import System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_MAX_PAGE = re.compile(r"maxPage\s*=\s*parseInt\s*\(\s*[\"']?(\d+)", re.IGNORECASE)
_NUMBER = re.compile(r"/(\d{1,4})\.(s?html?)$")


class Shaanxi(System):
    """陕西集约化."""

    id = "snowflake"
    aliases = ("shaanxi", "sn")
    title = "陕西集约化"

    def sniff(self, page: Page) -> float:
        """Recognise the page count of the script, or a list of the long ids."""
        if _MAX_PAGE.search(page.text):
            return 0.9
        return 0.5 if len(re.findall(r"/\d{18,20}\.html", page.text)) >= 3 else 0.0

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Go to the file with the next number."""
        found = _MAX_PAGE.search(page.text)
        if found is None:
            return self.common_paging(page, column, links)
        pages = int(found.group(1))
        path = urlsplit(page.final_url or page.url).path
        named = _NUMBER.search(path)
        number = page.request.number if page.request is not None else int(named.group(1)) if named else 1
        if number >= min(pages, pager.MAX_PAGES):
            return Paging((), None, pages, number)
        here = page.base
        folder = here if path.endswith("/") or "." in path.rpartition("/")[2] else here + "/"
        suffix = named.group(2) if named else "html"
        return Paging((Fetch(url=urljoin(folder, f"{number + 1}.{suffix}"), number=number + 1),), None, pages, number)
