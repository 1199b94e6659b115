"""Scrapy's scheduler over the frontier in state.db: hands out a request only when its host may be asked.

Scrapy's own download slots forget a delay after a minute without requests and keep the first host's slot across
redirects, and its disk queues lose most of a crawl on kill -9 (faults.md 0.1); so pacing and queueing are both here.
A request is a row that was leased; it is done when the spider says so, in the transaction that keeps its outcome.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import call_later

from crawler.frontier import Errand

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


Value = TypeVar("Value")


class FrontierScheduler(BaseScheduler):
    """Choose the next request over all hosts: ready hosts in turn, highest priority first within a host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._wake_up: Any = None
        self._turn: dict[str, None] = {}
        self._spider: Any = None
        self._reactor: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a scheduler for a crawl."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Begin with the spider's state and manners."""
        from twisted.internet import reactor

        self._spider, self._reactor = spider, reactor
        self._turn = dict.fromkeys(self._spider.state.waiting_hosts())
        self._spider.state.gather_commits(self._soon)

    def close(self, reason: str) -> None:
        """Stop waking up."""
        if self._wake_up is not None:
            self._wake_up.cancel()
            self._wake_up = None

    def has_pending_requests(self) -> bool:
        """Return whether any host still has requests waiting; none has when the run is to end before its end."""
        return not self._spider.is_stopping and (bool(self._turn) or bool(self._spider.new_hosts))

    def enqueue_request(self, request: Request) -> bool:
        """Refuse: requests enter the frontier as errands, in the transaction that finds them."""
        raise RuntimeError(f"{request.url} was yielded; requests are added to the frontier instead")

    def next_request(self) -> Request | None:
        """Return the request of the next host that may be asked now; None, with an alarm set, if none may."""
        return self._safely(self._choose)

    def _safely(self, act: Callable[[], Value]) -> Value | None:
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the engine would log it and wait for ever
            self._spider.fail(error)
            return None

    def _soon(self, act: Callable[[], None]) -> None:
        # by the reactor itself: `call_later` first asks each time which kind it is
        self._reactor.callLater(0, self._safely, act)

    def _choose(self) -> Request | None:
        while self._spider.new_hosts:
            self._turn.setdefault(self._spider.new_hosts.pop())
        if self._crawler.engine is None or self._spider.is_stopping:
            return None
        now = time.monotonic()
        wait: float | None = None
        for host in list(self._turn):
            manners = self._spider.manners(host)
            if manners.given_up:
                self._spider.leave_host(host, manners.given_up)
                del self._turn[host]
                continue
            if not manners.is_ready(now):
                if not manners.in_flight:
                    wait = _sooner(wait, manners.next_at - now)
                continue
            errand = self._next_errand(host)
            if errand is None:
                earliest = self._spider.state.earliest(host)
                if earliest is None:
                    del self._turn[host]
                else:
                    wait = _sooner(wait, earliest - time.time())
                continue
            # the host goes to the end of the line
            del self._turn[host]
            self._turn[host] = None
            manners.starts(now)
            request: Request = self._spider.request_for(errand)
            return request
        if wait is not None:
            self._set_alarm(wait)
        return None

    def _next_errand(self, host: str) -> Errand | None:
        manners = self._spider.manners(host)
        if not manners.knows_robots or manners.robots_expired(time.monotonic()):
            robots: Errand = self._spider.robots_errand(host)
            return robots
        while True:
            found: Errand | None = self._spider.state.lease(host)
            if found is None or self._spider.may_fetch(found, manners):
                return found

    def _set_alarm(self, seconds: float) -> None:
        if self._wake_up is not None:
            self._wake_up.cancel()
        self._wake_up = call_later(max(seconds, 0.001), self._ring)

    def _ring(self) -> None:
        self._wake_up = None
        self.wake()

    def wake(self) -> None:
        """Have the engine look again whether a request can be made."""
        engine = self._crawler.engine
        slot = getattr(engine, "_slot", None)
        # Scrapy offers no public way to say "look again": without this it looks every five seconds
        if slot is not None and slot.closing is None:
            slot.nextcall.schedule()


def _sooner(wait: float | None, candidate: float) -> float:
    return candidate if wait is None else min(wait, candidate)
