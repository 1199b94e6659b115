"""What a page means for the walk: which links to follow, what was seen where, what is new, changed, gone.

Knows the state and the systems, not Scrapy. Every method that takes an answer runs inside the caller's transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from crawler import discovery, judging, list_checks, systems
from crawler.addresses import refusal
from crawler.answers import Answer
from crawler.captures import Capture, CaptureError, Origin, WarcStore, read_payload
from crawler.catalogue import Column, Portal, Selectors
from crawler.charset import decode
from crawler.due import SHANGHAI, is_revalidation_month, next_due
from crawler.essence import differ, is_cut, is_cut_file, looks_like_page
from crawler.frontier import Errand, origin_of
from crawler.glance import links_no_file
from crawler.memo import pack, unpack
from crawler.state import State
from crawler.systems.pages import Fetch, ListPage, Page
from crawler.urls import is_home, key_of
from extractors.titles import read_title

EXPLORING = ("list", "column", "script")
MAX_EXPLORING = discovery.MAX_REQUESTS
"""Requests for lists and columns of one portal in a run; reports and files come on top."""

VALIDATE_AFTER_DAYS = 30
"""A report is validated again after this many days on a scheduled run, if it is of the last two years."""


class Walk:
    """The walk over the portals of one run; a probe looks at the first page and follows nothing."""

    def __init__(
        self,
        state: State,
        portals: Sequence[Portal],
        store: WarcStore,
        run_id: str,
        *,
        suffixes: Sequence[str],
        is_probe: bool = False,
    ) -> None:
        self._state = state
        self._store = store
        self._run = run_id
        self._suffixes = tuple(suffixes)
        self._portals = {portal.id: portal for portal in portals}
        self._exploring: dict[str, int] = {}
        self._lists: dict[tuple[str, str], list[ListPage]] = {}
        self._due_only = False
        self.probed: ListPage | None = None
        self._is_probe = is_probe

    # --- before the walk ----------------------------------------------------------------------------------------

    def seed(self, *, due_only: bool, resumed: set[str]) -> set[str]:
        """Queue the columns to visit and the reports to validate; return the portals that have any.

        A portal with requests left from a killed run is not seeded again: what it had queued goes on.
        """
        self._due_only = due_only
        now = datetime.now(UTC)
        chosen: set[str] = set()
        for portal in self._portals.values():
            if portal.id in resumed:
                chosen.add(portal.id)
                continue
            known = {row["url"]: row for row in self._state.columns(portal.id)}
            with self._state.transaction():
                errands: list[Errand] = []
                for column in portal.columns:
                    row = known.get(column.url)
                    if due_only and row is not None and row["next_due"] > _iso(now):
                        continue
                    self._state.store_column(portal.id, column.url, column.kind, configured=True)
                    fetches = systems.first_fetches(_with_system(column, portal))
                    errands.extend(self._errand(portal, fetch, column=column.url) for fetch in fetches)
                if errands:
                    errands += self._validations(portal, now)
                    chosen.add(portal.id)
                self._state.add_errands(errand for errand in errands if not self._refused(portal, errand.url))
        return chosen

    def _validations(self, portal: Portal, now: datetime) -> list[Errand]:
        """Return conditional requests for reports captured before.

        Everything with validators on a run somebody asked for; on a scheduled one everything in April and September,
        and the reports of the last two years when they have not been asked for a month. Always those that their
        columns do not list any more: they may have been taken down.
        """
        errands = []
        everything = not self._due_only or is_revalidation_month(now.astimezone(SHANGHAI).date())
        missed = self._state.missed(portal.id)
        recent = {seen.key for seen in self._state.sightings(portal.id) if seen.year and seen.year >= now.year - 2}
        for key, url, kind, column, checked_at, validators in self._state.known_reports(portal.id):
            age = (now - datetime.fromisoformat(checked_at)).days if checked_at else VALIDATE_AFTER_DAYS
            is_due = bool(validators) and (everything or (key in recent and age >= VALIDATE_AFTER_DAYS))
            if is_due or age >= 365 or key in missed:
                fetch = Fetch(url, kind="attachment" if kind == "attachment" else "article", priority=-1)
                errands.append(self._errand(portal, fetch, column=column))
        return errands

    def validators(self, errand: Errand) -> dict[str, str]:
        """Return the conditional headers for a URL that answered before."""
        known = self._state.known(errand.fingerprint)
        if known is None or known.outcome != "ok":
            return {}
        headers = {}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return headers

    # --- notes --------------------------------------------------------------------------------------------------

    def count(self, portal: str, name: str, value: int = 1) -> None:
        """Count something for the run report."""
        self._state.add_tally(self._run, portal, name, value)

    def note(self, errand: Errand, outcome: str, detail: str = "") -> None:
        """Keep an outcome a person should see, in the run report and beside the captures."""
        self._state.add_event(self._run, errand.portal, outcome, errand.url, detail)
        self._store.write_outcome(errand.url, outcome, message=detail, origin=origin_of(errand))

    def leave(self, errand: Errand, outcome: str) -> None:
        """Keep beside the captures that a listed report or file was not asked for, because its host is left alone."""
        if errand.kind in ("article", "attachment"):
            self._store.write_outcome(errand.url, outcome, message="not asked for", origin=origin_of(errand))

    def _verdict(self, errand: Errand, outcome: str, capture: Capture) -> None:
        """Keep beside a capture that it is not what its status says."""
        self._store.write_outcome(errand.url, outcome, origin=origin_of(errand), about=capture)

    def keep_capture(self, errand: Errand, capture: Capture, size: int) -> None:
        """Index a capture and count its request."""
        self._state.store_capture(errand.fingerprint, capture)
        self.count(errand.portal, "requests")
        self.count(errand.portal, "bytes", size)

    # --- answers ------------------------------------------------------------------------------------------------

    def follow(self, errand: Errand, target: str) -> set[str]:
        """Queue where a page has moved to; return the hosts that got new requests.

        A report that moved to a site's home page is gone; a column that did so has to be looked for again from there.
        """
        if is_home(target) and not is_home(errand.url):
            if errand.kind in ("article", "attachment"):
                return self._gone(errand, "soft_404")
            self.note(errand, "column_moved", f"to {target}")
            return self._look_again(errand, target)
        if errand.kind in ("article", "attachment") and _NOT_FOUND.search(urlsplit(target).path):
            return self._gone(errand, "soft_404")
        fetch = replace(errand.fetch, url=target, method="GET", form=(), body="")
        moved = replace(
            errand, host=_host(target), fetch=fetch, hops=errand.hops + 1, origin=errand.origin or errand.fingerprint
        )
        self._state.finish(errand, "redirect")
        self._state.store_visit(key=errand.fingerprint, errand=errand, status=302, outcome="redirect")
        return self._queue(self._portals[errand.portal], [moved])

    def take(self, errand: Errand, answer: Answer, capture: Capture) -> set[str]:
        """Write down what an answer means; return the hosts that got new requests."""
        if answer.repaired:
            self.count(errand.portal, "charset_repaired")
        if answer.outcome == "not_modified":
            return self._unchanged(errand)
        if answer.outcome in ("gone", "soft_404"):
            if answer.outcome == "soft_404":
                # the answer has status 200: without this the store would say that it is the page
                self._verdict(errand, "soft_404", capture)
                if answer.detail == "maintenance":
                    return self._closed(errand)
            return self._gone(errand, "soft_404" if answer.outcome == "soft_404" else "gone")
        if answer.outcome != "ok":
            self._state.finish(errand, answer.outcome)
            self._state.store_visit(key=errand.fingerprint, errand=errand, status=answer.status, outcome=answer.outcome)
            self.count(errand.portal, "too_large" if answer.outcome == "too_large" else "failed")
            self.note(errand, answer.outcome, answer.detail)
            return set()
        if errand.kind == "attachment":
            return self._take_file(errand, answer, capture)
        if errand.kind == "article" and answer.is_report and links_no_file(answer.text):
            self._state.finish(errand, "ok")
            self._settle(errand, "", "confirmed")
            self._keep_visit(errand, answer, capture, "ok")
            return set()
        page = Page(
            url=errand.url,
            text=answer.text,
            final_url=errand.url,
            status=answer.status,
            headers=answer.headers,
            raw=answer.body,
            request=errand.fetch,
        )
        if errand.kind == "article":
            return self._take_article(errand, answer, capture, page)
        return self._take_list(errand, answer, capture, page)

    def _unchanged(self, errand: Errand) -> set[str]:
        self.count(errand.portal, "not_modified")
        self._state.finish(errand, "not_modified")
        known = self._state.known(errand.fingerprint)
        self._state.store_visit(key=errand.fingerprint, errand=errand, status=304, outcome="ok", unchanged=True)
        if errand.kind in ("article", "attachment"):
            if self._is_report(errand):
                self.count(errand.portal, "reports_unchanged")
            return set()
        listing = unpack(known.memo) if known is not None else None
        if listing is None:
            # written by an older version of this program: nothing to replay, so the body is asked for next time
            self._state.forget_validators(errand.fingerprint)
            self.count(errand.portal, "lists_suspect")
            self.note(errand, "list_suspect", "unchanged, but what it said is not known any more")
            return set()
        if listing.report_here:
            self.count(errand.portal, "reports_unchanged")
            self._see(
                errand,
                errand.fingerprint,
                errand.url,
                self._state.title_of(errand.portal, errand.fingerprint),
                "",
                "report",
            )
        return self._use_list(errand, listing)

    def _closed(self, errand: Errand) -> set[str]:
        """Leave alone what a site that is closed for a while does not show: it is not gone, the next run asks again."""
        self._state.finish(errand, "soft_404")
        self.count(errand.portal, "soft_404")
        self.count(errand.portal, "failed")
        self.note(errand, "maintenance", "the site says that it is closed for a while")
        return set()

    def _gone(self, errand: Errand, why: Literal["gone", "soft_404"]) -> set[str]:
        self._state.finish(errand, why)
        was_report = self._is_report(errand)
        if self._state.mark_removed(errand.fingerprint) and was_report:
            self.count(errand.portal, "reports_removed")
            self.note(errand, "removed", why)
        self.count(errand.portal, why)
        if errand.kind in ("article", "attachment"):
            self._state.store_visit(
                key=errand.fingerprint, errand=errand, status=404, outcome=why, unchanged=was_report
            )
            self._state.set_sighting_kind(errand.portal, errand.fingerprint, "gone")
            return set()
        portal = self._portals[errand.portal]
        plan = discovery.plan_refused(errand.fetch, portal=portal)
        if plan.next:
            return self._queue(portal, [self._derived(errand, fetch) for fetch in plan.next])
        if errand.fetch.number > 1:
            # a pager that claims more pages than there are; the claimed total tells whether something is missing
            return self._check_end(errand)
        if errand.depth == 0:
            self.note(errand, "column_gone", "the column of the catalogue is not there any more")
            home = urlsplit(errand.url)._replace(path="/", query="", fragment="").geturl()
            return self._look_again(errand, home)
        return set()

    def _look_again(self, errand: Errand, home: str) -> set[str]:
        """Look for the reports from the home page of a site whose column is gone; the catalogue needs an eye."""
        self.count(errand.portal, "lists_suspect")
        self._state.finish(errand, "gone")
        self._state.store_visit(key=errand.fingerprint, errand=errand, status=404, outcome="gone")
        if errand.column == home:
            return set()
        portal = self._portals[errand.portal]
        self._state.store_column(errand.portal, errand.column, "reports", configured=True, outcome="gone")
        self._state.store_column(errand.portal, home, "site", configured=False)
        return self._queue(
            portal, [self._errand(portal, Fetch(home, kind="column", list_url=home), column=home, depth=1)]
        )

    def _check_end(self, errand: Errand) -> set[str]:
        pages = self._pages_of(errand)
        if pages:
            ends = list_checks.check_list(pages[:-1], pages[-1], is_end=True)
            if self._suspect(errand, [s for s in ends if s.kind in ("missing_n", "pages_missing", "no_next")]):
                self.count(errand.portal, "lists_suspect")
        return set()

    def _take_file(self, errand: Errand, answer: Answer, capture: Capture) -> set[str]:
        self._state.finish(errand, "ok")
        if looks_like_page(answer.body):
            # a login page, a captcha or an error page in the place of a file: kept, but no report
            self._verdict(errand, "page_for_file", capture)
            self._keep_visit(errand, answer, capture, "page_for_file")
            self.count(errand.portal, "failed")
            self.note(errand, "page_for_file", "a web page in the place of a file")
            return set()
        self.count(errand.portal, "attachments")
        if is_cut_file(answer.body):
            self.count(errand.portal, "cut_short")
            self.note(errand, "cut_short", "the file ends before its format says")
        self._keep_visit(errand, answer, capture, "ok")
        return set()

    def _take_article(self, errand: Errand, answer: Answer, capture: Capture, page: Page) -> set[str]:
        article = systems.read_article(page)
        portal = self._portals[errand.portal]
        plan = discovery.plan_article(article, page, portal=portal)
        verdict = judging.judge_article(article)
        self._state.finish(errand, "ok")
        if verdict == "unconfirmed" and plan.next:
            # a splash page: what it leads to is the article
            self._keep_visit(errand, answer, capture, "moved")
            return self._queue(
                portal,
                [
                    replace(self._derived(errand, fetch), origin=errand.origin or errand.fingerprint)
                    for fetch in plan.next
                ],
            )
        if verdict == "unconfirmed" and "too_many_script_redirects" in article.problems:
            self._keep_visit(errand, answer, capture, "moved")
            self.count(errand.portal, "refused")
            self.note(errand, "redirect_loop", "more redirects in scripts than are followed")
            return set()
        if verdict == "unconfirmed" and is_cut(answer.text):
            self.count(errand.portal, "cut_short")
            self.note(errand, "cut_short", "the page ends before its markup does")
        self._settle(errand, article.title, verdict)
        self._keep_visit(errand, answer, capture, "ok")
        return self._queue(portal, [self._derived(errand, fetch, parent=errand.url) for fetch in plan.articles])

    def _settle(self, errand: Errand, title: str, verdict: str) -> None:
        """Decide what a link that only may be a report is, now that its page is known."""
        key = errand.origin or errand.fingerprint
        if not self._state.is_listed_as(errand.portal, key, "unsure"):
            return
        is_report = verdict == "confirmed" or (
            verdict == "needs_attachment" and read_title(title, errand.url).kind in ("report", "bare")
        )
        self._state.set_sighting_kind(errand.portal, key, "report" if is_report else "no")

    def _keep_visit(self, errand: Errand, answer: Answer, capture: Capture, outcome: str, memo: str = "") -> None:
        known = self._state.known(errand.fingerprint)
        changed = self._state.store_visit(
            key=errand.fingerprint,
            errand=errand,
            status=answer.status,
            outcome=outcome,
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
            payload_sha256=capture.payload_sha256,
            memo=memo,
        )
        if outcome == "ok" and self._is_report(errand):
            self._count_report(errand, known.payload_sha256 if known else "", answer, changed=changed)

    def _count_report(self, errand: Errand, before: str, answer: Answer, *, changed: bool) -> None:
        if not before:
            self.count(errand.portal, "reports_new")
        elif changed and self._differs(before, answer):
            self.count(errand.portal, "reports_changed")
            self.note(errand, "changed", "the text differs from the capture before")
        else:
            self.count(errand.portal, "reports_unchanged")

    def _differs(self, earlier_sha256: str, answer: Answer) -> bool:
        """Return whether a page says something else than before, visit counters and the like left aside."""
        earlier = self._state.capture_of_payload(earlier_sha256)
        if earlier is None or not answer.text:
            return True
        try:
            before = read_payload(self._store.folder, earlier)
        except CaptureError:
            return True
        return differ(decode(before, answer.headers.get("content-type", "")).text, answer.text)

    # --- lists --------------------------------------------------------------------------------------------------

    def _take_list(self, errand: Errand, answer: Answer, capture: Capture, page: Page) -> set[str]:
        portal = self._portals[errand.portal]
        listing = systems.read_list(page, self._column(portal, errand))
        before = self._state.known(errand.fingerprint)
        hosts: set[str] = set()
        if listing.report_here:
            hosts = self._take_report_page(errand, answer, capture, page, before.payload_sha256 if before else "")
        self._state.store_visit(
            key=errand.fingerprint,
            errand=errand,
            status=answer.status,
            outcome="ok",
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
            payload_sha256=capture.payload_sha256,
            memo=pack(listing),
        )
        return hosts | self._use_list(errand, listing)

    def _take_report_page(self, errand: Errand, answer: Answer, capture: Capture, page: Page, before: str) -> set[str]:
        """Keep that a column's own page is the report (portals.md 2.9)."""
        article = systems.read_article(page)
        titles = (article.title, *article.titles, errand.fetch.title)
        title = next((found for found in titles if read_title(found, errand.url).year), titles[0])
        origin = Origin(errand.portal, errand.column, errand.parent, title, role="report")
        self._store.write_outcome(errand.url, "report_page", about=capture, origin=origin)
        self._see(errand, errand.fingerprint, errand.url, title, "", "report")
        self._count_report(errand, before, answer, changed=before != capture.payload_sha256)
        portal = self._portals[errand.portal]
        plan = discovery.plan_article(article, page, portal=portal)
        return self._queue(portal, [self._derived(errand, fetch, parent=errand.url) for fetch in plan.articles])

    def _use_list(self, errand: Errand, listing: ListPage) -> set[str]:
        """Follow a list page: what it names, its next page, its sub-columns; and whether it can be what it says."""
        if self._is_probe:
            self.probed = listing
            self._state.finish(errand, "ok")
            return set()
        portal = self._portals[errand.portal]
        column = self._column(portal, errand)
        previous = self._pages_of(errand)
        plan = discovery.plan_list(listing, previous=previous, portal=portal, column=column, request=errand.fetch)
        self._state.finish(errand, "ok")
        suspicions = plan.suspicions
        if errand.fetch.otherwise is not None or errand.fetch.priority == discovery.PRIORITY_UNSURE_COLUMN:
            # another way of asking is tried next, and is judged then; a page that only may be a column owes no entries
            suspicions = tuple(s for s in suspicions if s.kind not in ("empty", "offset_ignored"))
        is_suspect = self._suspect(errand, suspicions)
        self.count(errand.portal, "lists_suspect" if is_suspect else "lists_ok")
        in_reports = judging.is_in_reports(column, errand.fetch.trail)
        taken = {fetch.url for fetch in plan.articles}
        articles: list[Fetch] = []
        titles = {item.url: item for item in listing.items}
        for fetch in plan.articles:
            item = titles[fetch.url]
            judgement = judging.judge_item(item, in_reports=in_reports)
            kind = _sighting_kind(judgement)
            self._see(errand, key_of(item.url), item.url, item.title, item.listed_on, kind)
            if kind == "derivative":
                self.count(errand.portal, "derivatives")
            elif not self._need_not_ask(key_of(item.url)):
                articles.append(fetch)
        previous.append(listing)
        if plan.is_end:
            self._lists.pop((errand.portal, listing.list_url), None)
        self.count(errand.portal, "links_left", len(listing.items) - len(taken))
        errands = [self._derived(errand, fetch) for fetch in plan.next]
        errands += [
            self._derived(errand, fetch, depth=errand.depth + 1, parent=errand.url)
            for fetch in plan.columns
            if column.kind == "site" or not _is_above(fetch.url, column.url)
        ]
        errands += [self._derived(errand, fetch, parent=errand.url) for fetch in articles]
        return self._queue(portal, errands)

    def _suspect(self, errand: Errand, suspicions: Iterable[list_checks.Suspicion]) -> bool:
        fatal = False
        for suspicion in suspicions:
            self.note(errand, f"list_{suspicion.kind}", suspicion.detail)
            fatal = fatal or suspicion.kind in list_checks.FATAL
            if suspicion.kind == "missing_n":
                self.count(errand.portal, "entries_missing", suspicion.missing)
        return fatal

    def _pages_of(self, errand: Errand) -> list[ListPage]:
        """Return the pages of the same list read before in this run; after a crash, as the state remembers them."""
        key = (errand.portal, errand.fetch.list_url or errand.url)
        if key not in self._lists:
            pages = []
            if errand.fetch.number > 1:
                pages = [page for memo in self._state.memos(*key) if (page := unpack(memo)) is not None]
                pages = sorted(
                    (page for page in pages if page.number < errand.fetch.number), key=lambda page: page.number
                )
            self._lists[key] = pages
        return self._lists[key]

    def _need_not_ask(self, key: str) -> bool:
        """Return whether a report was captured before: then it is validated on its own time, not for being listed."""
        known = self._state.known(key)
        return known is not None and known.outcome == "ok"

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
        return Errand(portal.id, _host(fetch.url), fetch.kind, fetch, column=column, parent=parent, depth=depth)

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
                return _with_system(column, portal)
        # not of the catalogue: the home page of a site whose column is gone
        return Column(errand.column, kind="site")

    # --- after the walk -----------------------------------------------------------------------------------------

    def close_portal(self, portal: Portal) -> None:
        """Note that a portal's columns were read to their ends, and when each is due again."""
        now = datetime.now(UTC)
        with self._state.transaction():
            for row in self._state.columns(portal.id):
                entries = self._state.sightings(portal.id, row["url"])
                current = [entry for entry in entries if entry.last_run == self._run]
                due = _iso(next_due(now, portal.level, seed=f"{portal.id} {row['url']}"))
                if current or row["outcome"] != "gone":
                    years = {entry.year for entry in current if entry.kind == "report" and entry.year}
                    before = {entry.year for entry in entries if entry.kind == "report" and entry.year}
                    for suspicion in list_checks.check_years(before, years) if current else ():
                        self.count(portal.id, "lists_suspect")
                        self._state.add_event(
                            self._run, portal.id, f"list_{suspicion.kind}", row["url"], suspicion.detail
                        )
                    self._state.close_column(
                        portal.id, row["url"], run=self._run, next_due=due, reports=len(current), missed=bool(current)
                    )


_NOT_FOUND = re.compile(r"/(?:404|error|notfound|not_found)\b", re.IGNORECASE)


def _sighting_kind(judgement: judging.Judgement) -> str:
    if judgement.reason == "derivative":
        return "derivative"
    return "report" if judgement.reason in ("report", "bare") else "unsure"


def _with_system(column: Column, portal: Portal) -> Column:
    return replace(
        column,
        system=column.system if column.system != "auto" else portal.system,
        selectors=column.selectors if column.selectors != Selectors() else portal.selectors,
    )


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _is_above(url: str, column: str) -> bool:
    """Return whether a URL is a folder around a column: a platform or home page, whose other columns are not ours."""
    above, below = key_of(url), key_of(column)
    return above.endswith("/") and below.startswith(above) and above != below


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
