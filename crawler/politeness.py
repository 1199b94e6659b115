"""The manners of the crawl towards one host: one connection, a delay that only ever grows, pauses that are kept,
strikes, and leaving a host alone that refuses.

Pure: time comes in as an argument (monotonic seconds), so that no change of the wall clock can make it hurry.
"""

from __future__ import annotations

import email.utils
import random
import time
from dataclasses import dataclass, field
from typing import Final

from crawler.robots import MAX_AGE_SECONDS, Robots

JITTER: Final = 0.2
"""A delay is lengthened by up to this share at random; it is never shortened."""

MAX_RETRY_AFTER: Final = 24 * 3600.0
DEFAULT_PAUSE: Final = 60.0
"""Pause after a 429 or 503 that names none; doubled each time."""

LATENCY_SHARE: Final = 0.5
"""A slow host is given this share of its last answer's time as extra rest (AutoThrottle's target of one request in
two answer times)."""

MAX_EXTRA_REST: Final = 60.0

STRIKES_TO_BLOCK: Final = {"rate": 3, "refused": 3, "file": 3}
"""A challenge page or captcha ends the visit at once (no strikes); a 403, a 429 or a captcha in the place of one file
may be about that page, three are about us (portals.md 1.8, 2.7)."""

MAX_FAILURES: Final = 5
"""Different pages in a row that could not be had, after which a host is left for this run."""

ERRORS_TO_PAUSE: Final = 5
MAX_ERRORS: Final = 20
"""Different pages in a row that a host answers with an error of its own (5xx): after every fifth it is given a pause,
and after the twentieth it is left for this run. A stretch of dead links that answer 500 ends sooner."""


@dataclass(slots=True)
class HostManners:
    """What is due to one host in this process."""

    host: str
    delay: float
    scale: float = 1.0
    robots: Robots | None = None
    robots_at: float = 0.0
    in_flight: bool = False
    next_at: float = 0.0
    pauses: int = 0
    strikes: dict[str, int] = field(default_factory=dict)
    failures: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)
    given_up: str = ""
    _started_at: float = 0.0

    @property
    def knows_robots(self) -> bool:
        """Return whether robots.txt has been asked."""
        return self.robots is not None

    def robots_expired(self, now: float) -> bool:
        """Return whether robots.txt must be asked again."""
        return self.robots is not None and now - self.robots_at > MAX_AGE_SECONDS

    def is_ready(self, now: float) -> bool:
        """Return whether a request may be made now."""
        return not self.in_flight and not self.given_up and now >= self.next_at

    def starts(self, now: float) -> None:
        """Note that a request begins."""
        self.in_flight = True
        self._started_at = now

    def ends(self, now: float) -> None:
        """Note that a request ended: the next one may begin a delay later; a slow answer earns the host a longer rest.

        Counted from the end, so that the host sees the whole delay whatever the network adds.
        """
        self.in_flight = False
        stretch = 1 + random.uniform(0, JITTER)  # noqa: S311 - spreads requests, hides nothing
        rest = self.delay * self.scale * stretch
        if rest:
            rest = max(rest, min((now - self._started_at) * LATENCY_SHARE, MAX_EXTRA_REST) * min(self.scale, 1.0))
        self.next_at = max(self.next_at, now + rest)

    def obeys(self, robots: Robots, user_agent: str, now: float) -> None:
        """Take over the rules of robots.txt; a longer Crawl-delay wins over the configured delay."""
        self.robots = robots
        self.robots_at = now
        crawl_delay = robots.crawl_delay(user_agent)
        if crawl_delay > self.delay:
            self.delay = crawl_delay
            # the request for robots.txt has ended before its rules were known
            self.next_at = max(self.next_at, now + crawl_delay * self.scale)

    def rests(self, retry_after: float | None, now: float) -> float:
        """Keep a pause the host asked for (or the default one), widen the delay, and return the pause in seconds."""
        self.pauses += 1
        if retry_after is None:
            pause = DEFAULT_PAUSE * float(2 ** (self.pauses - 1)) * self.scale
        else:
            # a number of seconds the host itself names is kept in full, whatever the scale of our own delays
            pause = retry_after
        pause = min(pause, MAX_RETRY_AFTER)
        self.delay = min(max(self.delay * 1.5, self.delay + 0.5), 300.0)
        self.next_at = max(self.next_at, now + pause)
        return pause

    def strike(self, kind: str) -> bool:
        """Count a strike; return whether the host is now to be left alone."""
        self.strikes[kind] = self.strikes.get(kind, 0) + 1
        return self.strikes[kind] >= STRIKES_TO_BLOCK[kind]

    def succeeded(self, *, file: bool = False) -> None:
        """Note a good answer (of a `file`): failures in a row and strikes of its kind begin anew."""
        if file:
            self.strikes.pop("file", None)
        self.failures.clear()
        self.errors.clear()
        self.pauses = 0
        self.strikes.pop("rate", None)

    def failed(self, page: str) -> bool:
        """Note that a page could not be had; return whether the host is to be left for this run.

        Pages are counted, not tries: one page that hangs says nothing of the others.
        """
        self.failures.add(page)
        return len(self.failures) >= MAX_FAILURES

    def erred(self, page: str, now: float) -> bool:
        """Note that the host answered with an error of its own; return whether it is to be left for this run."""
        if page not in self.errors:
            self.errors.add(page)
            if len(self.errors) % ERRORS_TO_PAUSE == 0:
                pause = DEFAULT_PAUSE * float(2 ** (len(self.errors) // ERRORS_TO_PAUSE - 1)) * self.scale
                self.next_at = max(self.next_at, now + pause)
        return len(self.errors) >= MAX_ERRORS


def retry_after_seconds(value: str, *, now: float | None = None) -> float | None:
    """Return the seconds a Retry-After header asks for (RFC 9110 10.2.3: a number or an HTTP date), None if unclear."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), MAX_RETRY_AFTER)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return min(max(moment.timestamp() - (time.time() if now is None else now), 0.0), MAX_RETRY_AFTER)
