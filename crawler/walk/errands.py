"""The requests of a walk, as far as they are let through, and notes of what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler import discovery
from crawler.addresses import refusal
from crawler.answers import Answer
from crawler.captures import Capture, WarcStore
from crawler.catalogue import Column, Portal, Selectors
from crawler.frontier import KEPT, Errand, origin_of
from crawler.further import MAX_PAGES
from crawler.memo import pack_place, place_of, unpack
from crawler.soft404 import Repeats
from crawler.state import State
from crawler.systems.pages import Fetch, Page
from crawler.urls import key_of
from extractors.titles import read_title

EXPLORING = ("list", "column", "script")
MAX_EXPLORING = discovery.MAX_REQUESTS
"""Requests for lists and columns of one portal in a run; reports, their further pages and files come on top."""


class Errands:
    """What a walk over portals queues, sees and notes."""

    def __init__(
        self,
        state: State,
        portals: Sequence[Portal],
        store: WarcStore,
        run_id: str,
        *,
        suffixes: Sequence[str],
    ) -> None:
        self._state = state
        self._store = store
        self._run = run_id
        self._suffixes = tuple(suffixes)
        self._portals = {portal.id: portal for portal in portals}
        self._exploring: dict[str, int] = {}
        self._moved_from: dict[tuple[str, str], str] = {}
        self._unproved: dict[tuple[str, str], Repeats] = {}

    # --- notes --------------------------------------------------------------------------------------------------

    def count(self, portal: str, name: str, value: int = 1) -> None:
        """Count something for the run report."""
        self._state.add_tally(self._run, portal, name, value)

    def note(self, errand: Errand, outcome: str, detail: str = "") -> None:
        """Keep an outcome a person should see, in the run report and beside the captures."""
        self._state.add_event(self._run, errand.portal, outcome, errand.url, detail)
        self._store.write_outcome(errand.url, outcome, message=detail, origin=origin_of(errand))

    def is_wanted(self, errand: Errand) -> bool:
        """Return whether something is missing without a request: all but scripts, guesses and what only may be a
        column."""
        is_unsure = errand.fetch.priority == discovery.PRIORITY_UNSURE_COLUMN or errand.fetch.is_guess
        return errand.kind not in ("script", "robots") and not is_unsure

    def _keep_lost(self, errand: Errand, outcome: str) -> None:
        """Keep that a file could not be had; one that was captured before stays what it was."""
        if errand.kind != "attachment":
            return
        known = self._state.known(errand.fingerprint)
        if known is None or known.outcome != "ok":
            memo = pack_place(errand.parent, errand.origin)
            self._state.store_visit(key=errand.fingerprint, errand=errand, status=None, outcome=outcome, memo=memo)

    def lose(self, errand: Errand) -> None:
        """Note that a request came to nothing: the page of a file that is missing has to be read again for it.

        A further page of an article is linked by the page before it, which only the article's first one leads to.
        """
        if errand.kind in ("attachment", "part") and errand.parent:
            for url in self.pages_before(errand.parent):
                self._state.mark_incomplete(key_of(url))

    def pages_before(self, url: str) -> tuple[str, ...]:
        """Return the pages of an article up to the one at `url`, in order, as earlier visits left them."""
        pages = [url]
        while len(pages) < MAX_PAGES:
            known = self._state.known(key_of(pages[0]))
            before = place_of(known.memo)[0] if known is not None and known.kind == "part" else ""
            if not before or before in pages:
                break
            pages.insert(0, before)
        return tuple(pages)

    def leave(self, errand: Errand, outcome: str) -> None:
        """Keep beside the captures that a listed report or file was not asked for, because its host is left alone."""
        if errand.kind in KEPT:
            self._store.write_outcome(errand.url, outcome, message="not asked for", origin=origin_of(errand))

    def _verdict(self, errand: Errand, outcome: str, capture: Capture) -> None:
        """Keep beside a capture that it is not what its status says."""
        self._store.write_outcome(errand.url, outcome, origin=origin_of(errand), about=capture)

    def keep_capture(self, errand: Errand, capture: Capture, size: int) -> None:
        """Index a capture and count its request."""
        self._state.store_capture(errand.fingerprint, capture)
        self.count(errand.portal, "requests")
        self.count(errand.portal, "bytes", size)

    def _was_list(self, key: str) -> bool:
        """Return whether what was asked for as a report turned out to be a list of them."""
        known = self._state.known(key)
        return known is not None and unpack(known.memo) is not None

    def _see(self, errand: Errand, key: str, url: str, title: str, listed_on: str, kind: str) -> None:
        said = read_title(title, url)
        self._state.store_sighting(
            portal=errand.portal,
            column=errand.column,
            key=key,
            url=url,
            title=title,
            listed_date=listed_on,
            kind=kind,
            year=said.year,
            publisher=said.publisher or "",
            run=self._run,
        )

    def _is_report(self, errand: Errand) -> bool:
        return self._state.is_listed_as(errand.portal, errand.origin or errand.fingerprint, "report")

    # --- errands ------------------------------------------------------------------------------------------------

    def _errand(self, portal: Portal, fetch: Fetch, *, column: str, parent: str = "", depth: int = 0) -> Errand:
        return Errand(portal.id, host_of(fetch.url), fetch.kind, fetch, column=column, parent=parent, depth=depth)

    def _derived(self, errand: Errand, fetch: Fetch, *, parent: str = "", depth: int | None = None) -> Errand:
        portal = self._portals[errand.portal]
        return self._errand(
            portal, fetch, column=errand.column, parent=parent, depth=errand.depth if depth is None else depth
        )

    def _queue(self, portal: Portal, errands: Iterable[Errand]) -> set[str]:
        """Queue what the allow-list lets through and is not queued yet; return the hosts."""
        taken: list[Errand] = []
        for errand in errands:
            reason = self._refused(portal, errand.url)
            if reason:
                self.count(portal.id, "refused")
                self._state.add_event(self._run, portal.id, f"link_{reason}", errand.url, f"on {errand.parent}")
                continue
            if errand.kind in EXPLORING:
                used = self._exploring.get(portal.id)
                if used is None:
                    used = self._state.count_requests(portal.id, EXPLORING)
                if used >= MAX_EXPLORING:
                    self.count(portal.id, "capped")
                    continue
                self._exploring[portal.id] = used + 1
            taken.append(errand)
        self._state.add_errands(taken)
        return {errand.host for errand in taken}

    def _refused(self, portal: Portal, url: str) -> str:
        return refusal(url, portal.hosts, self._suffixes)

    def _column(self, portal: Portal, errand: Errand) -> Column:
        for column in portal.columns:
            if column.url == errand.column:
                return with_system(column, portal)
        # not of the catalogue: the home page of a site whose column is gone
        return Column(errand.column, kind="site")


def with_system(column: Column, portal: Portal) -> Column:
    """Return a column with the system and selectors of its portal where it names none of its own."""
    return replace(
        column,
        system=column.system if column.system != "auto" else portal.system,
        selectors=column.selectors if column.selectors != Selectors() else portal.selectors,
    )


def page_of(errand: Errand, answer: Answer) -> Page:
    """Return an answer as the page that systems read."""
    return Page(
        url=errand.url,
        text=answer.text,
        final_url=errand.url,
        status=answer.status,
        headers=answer.headers,
        raw=answer.body,
        request=errand.fetch,
    )


def host_of(url: str) -> str:
    """Return the host of a URL, with its port, as the frontier keeps it."""
    return urlsplit(url).netloc.lower()
