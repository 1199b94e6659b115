"""Keep every answer, byte for byte, before anything looks at it: lists, robots.txt, articles, files, errors, refusals.

Stands closest to the network (order 950): the body still has its content coding, a redirect is still a 302.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from crawler.frontier import origin_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class CaptureResponses:
    """Write each response to the WARC store; the capture travels on in `request.meta["capture"]`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the response, flushed before the spider sees it."""
        spider: Any = self._crawler.spider
        errand = request.cb_kwargs["errand"]
        request.meta["capture"] = spider.store.write_response(
            errand.url,
            final_url=response.url,
            status=response.status,
            headers=_pairs(response.headers),
            body=response.body,
            request_headers=_pairs(request.headers),
            request_method=request.method,
            origin=origin_of(errand),
            truncated="disconnect" if "partial" in response.flags else "",
            ip_address=str(response.ip_address) if response.ip_address else "",
        )
        return response


def _pairs(headers: Any) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values]
