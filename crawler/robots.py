"""What a robots.txt answer allows: stricter than Scrapy, which fetches everything when robots.txt fails.

Source: RFC 9309, with two choices on the cautious side (portals.md 4.6): an access refusal (401, 403, 412, 521) is
taken as a refusal of the whole host, and a redirect to another host forbids until a person decides.
"""

from __future__ import annotations

import codecs
import math
from dataclasses import dataclass
from typing import Literal

from protego import Protego

MAX_BYTES = 512 * 1024
"""RFC 9309 2.5 asks for at least 500 KiB; what follows is ignored."""

MAX_REDIRECTS = 5
MAX_AGE_SECONDS = 24 * 3600
"""RFC 9309 2.4: a cached copy is not used for longer than a day."""

MAX_CRAWL_DELAY = 3600.0
"""A longer Crawl-delay is obeyed as this: one request an hour; a portal asking for more yields one page a run."""

REFUSING_STATUSES = frozenset({401, 403, 405, 412, 521})

Verdict = Literal["rules", "allow_all", "refused", "unreachable"]


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host: `refused` and `unreachable` forbid everything (the latter for this run)."""

    verdict: Verdict
    reason: str = ""
    rules: Protego | None = None

    def allows(self, url: str, user_agent: str) -> bool:
        """Return whether the URL may be fetched."""
        if self.verdict == "rules" and self.rules is not None:
            return bool(self.rules.can_fetch(url, user_agent))
        return self.verdict == "allow_all"

    def crawl_delay(self, user_agent: str) -> float:
        """Return the Crawl-delay in seconds, 0 if none is stated."""
        if self.rules is None:
            return 0.0
        delay = self.rules.crawl_delay(user_agent)
        if delay is None or not math.isfinite(delay) or delay < 0:
            return 0.0
        return min(float(delay), MAX_CRAWL_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Return the addresses of `Sitemap:` lines."""
        return tuple(self.rules.sitemaps) if self.rules is not None else ()


def read_robots(status: int, body: bytes) -> Robots:
    """Return what an answer to /robots.txt (after redirects on the same host) allows.

    200 with rules is obeyed; 404, 410 and other 4xx are "unavailable" and allow; a web page instead of rules (a soft
    404) allows; 401, 403, 412, 521 refuse; 429 and 5xx forbid for this run.
    """
    if status in REFUSING_STATUSES:
        return Robots("refused", f"robots.txt answered {status}")
    if status == 429 or status >= 500 or status < 200:
        return Robots("unreachable", f"robots.txt answered {status}")
    if status >= 400:
        return Robots("allow_all", f"robots.txt answered {status}")
    if status >= 300:
        return Robots("unreachable", f"robots.txt redirects ({status})")
    text = _text(body[:MAX_BYTES])
    if _is_web_page(text):
        return Robots("allow_all", "robots.txt is a web page")
    return Robots("rules", rules=Protego.parse(text))


def _text(body: bytes) -> str:
    if body.startswith(b"\xef\xbb\xbf"):
        body = body[3:]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # an editor's doing; read otherwise, its rules would be lost and everything allowed
        return body.decode("utf-16", "replace")
    for charset in ("utf-8", "gb18030"):
        try:
            return body.decode(charset).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace")


def _is_web_page(text: str) -> bool:
    head = text[:2048].lstrip().lower()
    return head.startswith(("<!doctype", "<html", "<head", "<script", "<?xml", "<body", "<div", "<meta"))
