"""Scrapy's downloader without its slots: when a host may be asked is the scheduler's affair, and decided before."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred


class PlainDownloader(Downloader):
    """Send each request that it is given, through the middlewares; no queues, no delays, no signals to nobody.

    Scrapy's own puts every request in the queue of its slot and takes it out again in a task of its own, which costs
    a tenth of a crawl.
    """

    # the engine passes no spider to a downloader that takes none
    def fetch(self, request: Request) -> Deferred[Response | Request]:  # type: ignore[override]
        """Return the response to a request, when it is there."""
        return deferred_from_coro(self._fetch(request))

    async def _fetch(self, request: Request) -> Response | Request:
        self.active.add(request)
        try:
            return await self.middleware.download_async(self.handlers.download_request_async, request)
        finally:
            self.active.remove(request)
