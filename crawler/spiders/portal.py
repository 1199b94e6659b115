"""PortalSpider: asks what the frontier holds, names what came of it, and writes both down in one transaction.

It yields nothing: links go into the frontier, bytes into the WARC store, outcomes into state.db. What a page means for
the walk is `crawler.walk`; what an answer is (a page, a refusal, a challenge, a soft 404) is `crawler.answers`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost, DNSLookupError
from twisted.internet.error import TimeoutError as TwistedTimeoutError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.addresses import refusal
from crawler.answers import Answer, read_answer
from crawler.captures import Capture, WarcStore
from crawler.catalogue import Portal
from crawler.configuration import Configuration
from crawler.data_folder import DiskFullError, is_damage, is_disk_trouble
from crawler.due import RETRY_BLOCKED
from crawler.frontier import MAX_ATTEMPTS, Errand
from crawler.politeness import HostManners
from crawler.resolver import REFUSED_NAMES
from crawler.robots import MAX_REDIRECTS as MAX_ROBOTS_REDIRECTS
from crawler.robots import REFUSING_STATUSES, Robots, read_robots
from crawler.state import State
from crawler.systems.pages import Fetch
from crawler.urls import is_home, key_of, resolve
from crawler.walk import Walk

if TYPE_CHECKING:
    from crawler.progress import Progress

MAX_REDIRECTS = 5
BACK_OFF = 30.0
"""Seconds before a failed request is tried again; doubled each time."""


class PortalSpider(Spider):
    """Walk the portals of a run."""

    name = "portal"

    def __init__(
        self,
        *args: Any,
        portals: tuple[Portal, ...] = (),
        configuration: Configuration | None = None,
        state: State | None = None,
        store: WarcStore | None = None,
        walk: Walk | None = None,
        progress: Progress | None = None,
        on_fatal: Callable[[], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.configuration = configuration or Configuration()
        self.portals = {portal.id: portal for portal in portals}
        self.robots_agent = self.configuration.user_agent
        self.new_hosts: set[str] = set()
        self.is_stopping = False
        self.finish_reason = ""
        self._timeout = 0.0
        self._headers: dict[str, str] = {}
        self.fatal: Exception | None = None
        self.defects = 0
        self._on_fatal = on_fatal
        self.progress = progress
        self.host_verdicts: dict[str, str] = {}
        self._manners: dict[str, HostManners] = {}
        self._moved_robots: dict[str, Errand] = {}
        # a spider listed by `scrapy list` has no run
        if state is not None and store is not None and walk is not None:
            self.state, self.store, self.walk = state, store, walk

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider of a crawl, with what its settings say of every request."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        spider._headers = {
            **crawler.settings.getdict("DEFAULT_REQUEST_HEADERS"),
            "User-Agent": crawler.settings["USER_AGENT"],
        }
        return spider

    def closed(self, reason: str) -> None:
        """Keep why the engine ended."""
        self.finish_reason = reason

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the frontier was seeded before the engine started."""
        if False:
            yield

    # --- before a request ---------------------------------------------------------------------------------------

    def manners(self, host: str) -> HostManners:
        """Return what is due to a host (name, and port where there is one)."""
        if host not in self._manners:
            name = host.partition(":")[0]
            delays = [portal.delay for portal in self.portals.values() if any(name == h for h in portal.hosts)]
            delay = max(delays, default=max((portal.delay for portal in self.portals.values()), default=5.0))
            manners = HostManners(host, delay, scale=self.configuration.delay_scale)
            known = self.state.host(host)
            if known.blocked and known.next_attempt > _iso(datetime.now(UTC)):
                manners.given_up = f"blocked {known.blocked}"
                self.host_verdicts[host] = known.blocked
            self._manners[host] = manners
        return self._manners[host]

    def refusal(self, portal_id: str, url: str) -> str:
        """Return why a URL may not be asked for a portal, or ""."""
        portal = self.portals.get(portal_id)
        if portal is None:
            return "portal"
        return refusal(url, portal.hosts, self.configuration.suffixes)

    def robots_errand(self, host: str) -> Errand:
        """Return the request for a host's robots.txt, or for where it redirects to on the same host."""
        if host in self._moved_robots:
            return self._moved_robots.pop(host)
        waiting = self.state.first_waiting(host)
        scheme = urlsplit(waiting.url).scheme if waiting else "http"
        portal = waiting.portal if waiting else next(iter(self.portals))
        return Errand(portal, host, "robots", Fetch(f"{scheme}://{host}/robots.txt", kind="script"), attempts=1)

    def may_fetch(self, errand: Errand, manners: HostManners) -> bool:
        """Return whether robots.txt and the allow-list let a leased request go; end it with its outcome if not."""
        reason = self.refusal(errand.portal, errand.url)
        if not reason and not (manners.robots and manners.robots.allows(errand.url, self.robots_agent)):
            reason = "robots_denied"
        if not reason and errand.attempts > MAX_ATTEMPTS:
            reason = "quarantined"
        if not reason:
            return True
        with self.state.transaction():
            self.state.finish(errand, reason)
            self.walk.count(errand.portal, "robots_denied" if reason == "robots_denied" else "refused")
            if reason == "robots_denied" and self.walk.is_wanted(errand):
                self.walk.count(errand.portal, "wanted_denied")
            self.walk.note(errand, reason)
            if errand.fetch.is_guess:
                self.new_hosts.update(self.walk.leave_guess(errand, reason))
        return False

    def leave_host(self, host: str, outcome: str) -> None:
        """End all waiting requests of a host that is left alone."""
        name = outcome.split(" ")[0]
        for errand in self.state.give_up_host(host, outcome):
            self.walk.count(errand.portal, name if name in ("blocked", "robots_refused") else "failed")
            self.walk.leave(errand, name)
            self.walk.lose(errand)

    def request_for(self, errand: Errand) -> Request:
        """Return the Scrapy request of an errand, conditional where an earlier answer left validators."""
        fetch = errand.fetch
        headers = {**self._headers, **dict(fetch.headers)}
        if errand.parent:
            headers.setdefault("Referer", errand.parent)
        body = fetch.body
        if fetch.form:
            body = urlencode(fetch.form)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        if fetch.method == "GET" and errand.kind != "robots":
            headers.update(self.walk.validators(errand))
        return Request(
            fetch.url.partition("#")[0],
            method=fetch.method,
            headers=headers,
            body=body,
            callback=self.take_answer,
            errback=self.take_failure,
            cb_kwargs={"errand": errand},
            meta={"download_timeout": self._timeout},
            dont_filter=True,
        )

    # --- after a request ----------------------------------------------------------------------------------------

    def fail(self, error: Exception) -> None:
        """End the run: what it learns cannot be written down any more."""
        if self.fatal is None:
            self.logger.error("the run cannot go on", exc_info=error)
            self.fatal = error
            self.is_stopping = True
            if self._on_fatal is not None:
                self._on_fatal()

    def take_answer(self, response: Response, errand: Errand) -> None:
        """Name what an answer is and write down what follows from it, in one transaction."""
        manners = self.manners(errand.host)
        manners.ends(time.monotonic())
        if self.fatal is not None:
            return
        with self._guarding(errand, response.meta["capture"]):
            outcome = self._read(response, errand, manners)
            if self.progress is not None:
                self.progress.advance(errand, outcome)

    @contextmanager
    def _guarding(self, errand: Errand, capture: Capture | None) -> Iterator[None]:
        """Let a defect cost only its own page, and a full disk the run."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever a page does to us, the others are still asked
            if is_disk_trouble(error) or is_damage(error):
                self.fail(error)
                return
            try:
                self._take_defect(errand, capture, error)
            except (sqlite3.Error, DiskFullError) as trouble:
                self.fail(trouble)

    def _take_defect(self, errand: Errand, capture: Capture | None, error: Exception) -> None:
        self.logger.error("an answer could not be handled", exc_info=error, extra={"url": errand.url})
        self.defects += 1
        with self.state.transaction():
            if capture is not None:
                self.walk.keep_capture(errand, capture, 0)
            self.walk.count(errand.portal, "failed")
            self.walk.note(errand, "defect", f"{type(error).__name__}: {error}"[:200])
            if errand.kind == "robots":
                self._obey(errand, Robots("unreachable", "robots.txt could not be read"), self.manners(errand.host))
            else:
                self.state.finish(errand, "defect")

    def _read(self, response: Response, errand: Errand, manners: HostManners) -> str:
        capture: Capture = response.meta["capture"]
        answer = read_answer(
            url=errand.url,
            status=response.status,
            headers={
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, values in response.headers.items()
                for value in values[-1:]
            },
            body=response.body,
            kind=errand.kind,
            body_outcome=response.meta.get("body_outcome"),
            partial="partial" in response.flags,
        )
        with self.state.transaction():
            self.walk.keep_capture(errand, capture, len(response.body))
            if errand.kind == "robots":
                self._take_robots(errand, answer, capture, manners)
            else:
                self._take_page(errand, answer, capture, manners)
        return answer.outcome

    def _take_robots(self, errand: Errand, answer: Answer, capture: Capture, manners: HostManners) -> None:
        if answer.outcome == "blocked" and not (answer.status in REFUSING_STATUSES and b"<script" not in answer.body):
            # a bare refusal of robots.txt is a refusal; a challenge in its place stands before the whole site
            self._block(errand, answer.detail, capture, manners)
            return
        if answer.outcome == "redirect":
            target = resolve(errand.url, answer.detail)
            # what a home page in the place of rules means, a person has to say; a page of errors allows
            is_own = target and urlsplit(target).netloc.lower() == errand.host and not is_home(target)
            if is_own and errand.hops < MAX_ROBOTS_REDIRECTS:
                self._moved_robots[errand.host] = errand._replace(
                    fetch=Fetch(target, kind="script"), hops=errand.hops + 1, attempts=1
                )
                return
            robots = Robots("unreachable", f"robots.txt redirects to {answer.detail}")
        else:
            robots = read_robots(answer.status, answer.body)
        self._obey(errand, robots, manners)

    def _obey(self, errand: Errand, robots: Robots, manners: HostManners) -> None:
        manners.obeys(robots, self.robots_agent, time.monotonic())
        self.state.store_robots(errand.host, robots.verdict, robots.crawl_delay(self.robots_agent))
        if robots.verdict in ("refused", "unreachable"):
            manners.given_up = f"robots_{robots.verdict}"
            self.host_verdicts[errand.host] = f"robots_{robots.verdict}"
            self.walk.note(errand, f"robots_{robots.verdict}", robots.reason)

    def _take_page(self, errand: Errand, answer: Answer, capture: Capture, manners: HostManners) -> None:
        if answer.outcome == "rate_limited":
            self._pause(errand, answer, manners)
        elif answer.outcome == "blocked" and answer.detail == "captcha" and errand.kind == "attachment":
            self._leave_files(errand, manners)
        elif answer.outcome == "blocked":
            self._block(errand, answer.detail, capture, manners)
        elif answer.outcome == "refused":
            self.new_hosts.update(self.walk.refuse(errand, "refused", f"status {answer.status}"))
            # what a site says to an address of our own making it does not say about us
            if not errand.fetch.is_guess and manners.strike("refused"):
                self._block(errand, f"refused {answer.status}", capture, manners)
        elif answer.outcome == "redirect":
            self._follow(errand, answer)
        elif answer.outcome in ("http_5xx", "truncated", "empty"):
            self._try_again(errand, answer.outcome, answer.detail, answer.retry_after)
            is_error = answer.outcome == "http_5xx" and not errand.fetch.is_guess
            if is_error and manners.erred(errand.fingerprint, time.monotonic()):
                manners.given_up = f"unreachable http_5xx {answer.status}"
                self.walk.note(errand, "unreachable", f"status {answer.status} of page after page")
        else:
            manners.succeeded(file=errand.kind == "attachment")
            self.new_hosts.update(self.walk.take(errand, answer, capture))

    def _pause(self, errand: Errand, answer: Answer, manners: HostManners) -> None:
        if manners.strike("rate"):
            self._block_host(errand, f"refused {answer.status}", "", manners)
            self.state.finish(errand, "blocked")
            return
        seconds = manners.rests(answer.retry_after, time.monotonic())
        self.walk.note(errand, "rate_limited", f"resting {seconds:.0f} s")
        # the host asked for time, it did not fail: the attempt does not count
        self.state.put_back(errand, not_before=time.time() + seconds, counted=False)
        self.new_hosts.add(errand.host)

    def _leave_files(self, errand: Errand, manners: HostManners) -> None:
        """Leave a file alone that stands behind a captcha while the pages do not; after a few, all of the host's."""
        self.state.finish(errand, "blocked")
        self.walk.count(errand.portal, "files_gated")
        self.walk.note(errand, "file_gated", "a captcha in the place of a file")
        if manners.strike("file"):
            for left in self.state.give_up_host(errand.host, "blocked captcha", kind="attachment"):
                self.walk.count(left.portal, "files_gated")
                self.walk.leave(left, "file_gated")

    def _block(self, errand: Errand, wall: str, capture: Capture, manners: HostManners) -> None:
        self.state.finish(errand, "blocked")
        self._block_host(errand, wall, capture.payload_sha256, manners)

    def _block_host(self, errand: Errand, wall: str, evidence: str, manners: HostManners) -> None:
        manners.given_up = f"blocked {wall}"
        self.host_verdicts[errand.host] = wall
        again = datetime.now(UTC) + max(RETRY_BLOCKED, timedelta(days=7))
        strikes = self.state.host(errand.host).strikes + 1
        self.state.store_host(errand.host, strikes=strikes, blocked=wall, evidence=evidence, next_attempt=_iso(again))
        self.walk.count(errand.portal, "blocked")
        self.walk.note(errand, "blocked", wall)
        self.leave_host(errand.host, manners.given_up)

    def _follow(self, errand: Errand, answer: Answer) -> None:
        target = resolve(errand.url, answer.detail)
        reason = self.refusal(errand.portal, target) if target else "bad_url"
        if not reason and errand.hops >= MAX_REDIRECTS:
            reason = "redirect_loop"
        if not reason and key_of(target) == key_of(errand.url) and urlsplit(target)[:2] == urlsplit(errand.url)[:2]:
            # a page that redirects to itself wants a cookie; cookies are not kept
            reason = "redirect_loop"
        if reason:
            self.new_hosts.update(self.walk.refuse(errand, reason, target or answer.detail, event=f"redirect_{reason}"))
            return
        self.new_hosts.update(self.walk.follow(errand, target))

    def _try_again(self, errand: Errand, outcome: str, detail: str, retry_after: float | None = None) -> None:
        if errand.attempts >= MAX_ATTEMPTS and errand.fetch.is_guess:
            self.new_hosts.update(self.walk.leave_guess(errand, outcome))
            return
        if errand.attempts >= MAX_ATTEMPTS:
            self.state.finish(errand, outcome)
            self.walk.count(errand.portal, "truncated" if outcome == "truncated" else "failed")
            self.walk.note(errand, outcome, detail)
            self.walk.lose(errand)
            return
        wait = BACK_OFF * 2 ** (errand.attempts - 1) * self.configuration.delay_scale
        self.state.put_back(errand, not_before=time.time() + max(wait, retry_after or 0))
        self.new_hosts.add(errand.host)

    def take_failure(self, failure: Failure) -> None:
        """Name what kept an answer from coming, and try again later or give up."""
        errand: Errand = failure.request.cb_kwargs["errand"]  # type: ignore[attr-defined]
        manners = self.manners(errand.host)
        now = time.monotonic()
        manners.ends(now)
        if self.fatal is not None:
            return
        with self._guarding(errand, None):
            outcome, detail = name_failure(failure)
            name = errand.host.partition(":")[0]
            if outcome == "dns" and name in REFUSED_NAMES:
                outcome, detail = "address", f"resolves to {REFUSED_NAMES[name]}, which is not a public address"
            if outcome == "defect" and isinstance(failure.value, Exception):
                raise failure.value
            self._note_failure(errand, outcome, detail, manners, now)
            if self.progress is not None:
                self.progress.advance(errand, outcome)

    def _note_failure(self, errand: Errand, outcome: str, detail: str, manners: HostManners, now: float) -> None:
        with self.state.transaction():
            self.walk.count(errand.portal, "requests")
            if errand.kind == "robots":
                if errand.attempts >= MAX_ATTEMPTS or outcome in ("too_large", "refused"):
                    self._obey(errand, Robots("unreachable", f"robots.txt: {outcome} {detail}".rstrip()), manners)
                else:
                    self._moved_robots[errand.host] = errand._replace(attempts=errand.attempts + 1)
                    manners.next_at = max(manners.next_at, now + BACK_OFF * self.configuration.delay_scale)
                return
            if outcome in ("too_large", "refused"):
                self.new_hosts.update(self.walk.refuse(errand, outcome, detail))
                return
            self._try_again(errand, outcome, detail)
            if not errand.fetch.is_guess and manners.failed(errand.fingerprint):
                manners.given_up = f"unreachable {outcome}"
                self.walk.note(errand, "unreachable", detail)


FAILURES: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((IgnoreRequest,), "refused"),
    ((CannotResolveHostError, DNSLookupError), "dns"),
    ((DownloadTimeoutError, TwistedTimeoutError), "timeout"),
    ((ResponseDataLossError,), "truncated"),
    ((DownloadCancelledError,), "too_large"),
    ((DownloadConnectionRefusedError,), "connection_refused"),
    ((TunnelError,), "proxy"),
    ((DownloadFailedError, ResponseFailed, ConnectError, ConnectionLost, ConnectionDone, OSError), "connection"),
)


def name_failure(failure: Failure) -> tuple[str, str]:
    """Return the outcome and a detail of a request that got no answer; `defect` for an error of our own."""
    error = failure.value
    detail = " ".join(str(error).split())[:200]
    words = f"{type(error).__name__} {detail}".lower()
    for kinds, outcome in FAILURES:
        if isinstance(error, kinds):
            if outcome == "connection" and ("ssl" in words or "tls" in words):
                return "tls", detail
            return outcome, detail
    return "defect", f"{type(error).__name__}: {detail}"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
