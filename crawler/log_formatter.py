"""What Scrapy says of each request in the log."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietFormatter(LogFormatter):
    """Says nothing of answers that came: a line each would be the capture index told twice."""

    # that None is allowed is said in Scrapy's words, not in its types
    def crawled(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """Return None: no line."""
        return None
