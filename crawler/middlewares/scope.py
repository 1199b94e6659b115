"""The last gate before the network: nothing leaves that the portal's allow-list and robots.txt do not cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class ScopeGuard:
    """Check every request again just before it is sent, and send it through the configured proxy if there is one.

    The spider has checked each URL when it was found. This gate holds even where the spider is wrong.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._proxy: str = crawler.settings.get("GONGKAI_PROXY") or ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a guard for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for a URL outside the scope; set the proxy."""
        spider: Any = self._crawler.spider
        errand = request.cb_kwargs.get("errand")
        if errand is None:
            raise IgnoreRequest(f"{request.url}: not an errand of the frontier")
        reason = spider.refusal(errand.portal, request.url)
        if reason:
            raise IgnoreRequest(f"{request.url}: {reason}")
        if errand.kind != "robots":
            manners = spider.manners((urlsplit(request.url).netloc or "").lower())
            if manners.robots is None or not manners.robots.allows(request.url, spider.robots_agent):
                raise IgnoreRequest(f"{request.url}: robots_denied")
        if self._proxy:
            request.meta["proxy"] = self._proxy
