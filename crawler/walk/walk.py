"""What an answer means: each kind of it is written down and followed in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import urlsplit

from crawler import discovery, judging, systems
from crawler.answers import Answer
from crawler.captures import Capture
from crawler.essence import is_cut
from crawler.frontier import KEPT, Errand
from crawler.glance import links_no_file
from crawler.memo import pack_moves, pack_place, unpack, unpack_moves
from crawler.soft404 import Repeats
from crawler.systems.pages import Fetch, Page
from crawler.urls import is_home, key_of
from crawler.walk.columns import Columns
from crawler.walk.errands import host_of, page_of
from crawler.walk.lists import Lists
from extractors.titles import read_title

MIN_SAME_PAGES = 3
"""Addresses of reports with one page that is none, from which it is the host's answer to all that is not there."""
_NOT_FOUND = re.compile(r"/(?:404|error|notfound|not_found)\b", re.IGNORECASE)


class Walk(Lists, Columns):
    """The walk over the portals of one run; a probe looks at the first page and follows nothing."""

    def follow(self, errand: Errand, target: str) -> set[str]:
        """Queue where a page has moved to; return the hosts that got new requests.

        A report that moved to a site's home page is gone; a column that did so has to be looked for again from there.
        """
        if is_home(target) and not is_home(errand.url):
            if errand.fetch.is_guess:
                return self.leave_guess(errand, "gone")
            if errand.kind in KEPT:
                return self._gone(errand, "soft_404")
            self.note(errand, "column_moved", f"to {target}")
            return self._look_again(errand, target)
        if errand.kind in KEPT and _NOT_FOUND.search(urlsplit(target).path):
            return self._gone(errand, "soft_404")
        if errand.kind == "part" and key_of(target) in map(key_of, self.pages_before(errand.parent)):
            # a page behind the last leads back to the article
            return self._gone(errand, "soft_404")
        fetch = replace(errand.fetch, url=target, method="GET", form=(), body="")
        if errand.kind == "part" and not errand.hops:
            # its number stands in the address that the page before it names
            fetch = replace(fetch, carry=(*fetch.carry, ("asked", errand.url)))
        moved = errand._replace(
            host=host_of(target), fetch=fetch, hops=errand.hops + 1, origin=errand.origin or errand.fingerprint
        )
        if self._comes_back(errand, moved.fingerprint):
            return self.refuse(errand, "redirect_loop", target, event="redirect_redirect_loop")
        self._state.finish(errand, "redirect")
        self._state.store_visit(key=errand.fingerprint, errand=errand, status=302, outcome="redirect")
        return self._queue(self._portals[errand.portal], [moved])

    def _comes_back(self, errand: Errand, target: str) -> bool:
        """Return whether a redirect leads to where it came from; the page there was asked for, so nothing would be."""
        asked = errand.fingerprint
        while asked != target:
            if (errand.portal, asked) not in self._moved_from:
                self._moved_from.setdefault((errand.portal, target), errand.fingerprint)
                return False
            asked = self._moved_from[errand.portal, asked]
        return True

    def take(self, errand: Errand, answer: Answer, capture: Capture) -> set[str]:
        """Write down what an answer means; return the hosts that got new requests."""
        if answer.repaired:
            self.count(errand.portal, "charset_repaired")
        if answer.outcome == "not_modified":
            return self._unchanged(errand)
        if answer.outcome in ("gone", "soft_404"):
            if answer.outcome == "soft_404":
                # the answer has status 200: without this the store would say that it is the page
                self._verdict(errand, "maintenance" if answer.detail == "maintenance" else "soft_404", capture)
                if answer.detail == "maintenance":
                    return self._closed(errand)
            return self._gone(errand, "soft_404" if answer.outcome == "soft_404" else "gone")
        if answer.outcome == "too_large":
            return self.refuse(errand, answer.outcome, answer.detail)
        if answer.outcome != "ok" and errand.fetch.is_guess:
            return self.leave_guess(errand, answer.outcome)
        if answer.outcome != "ok":
            self._state.finish(errand, answer.outcome)
            self._state.store_visit(key=errand.fingerprint, errand=errand, status=answer.status, outcome=answer.outcome)
            self.count(errand.portal, "failed")
            self.note(errand, answer.outcome, answer.detail)
            return set()
        if errand.kind == "attachment":
            return self._take_file(errand, answer, capture)
        if errand.kind == "part":
            return self._take_part(errand, answer, capture)
        if errand.kind == "article" and answer.is_report and links_no_file(answer.text):
            self._state.finish(errand, "ok")
            self._settle(errand, "", "confirmed")
            self._keep_visit(errand, answer, capture, "ok")
            return self._go_on(errand, answer)
        page = page_of(errand, answer)
        if errand.kind == "article":
            return self._take_article(errand, answer, capture, page)
        return self._take_list(errand, answer, capture, page)

    def _take_article(self, errand: Errand, answer: Answer, capture: Capture, page: Page) -> set[str]:
        article = systems.read_article(page)
        portal = self._portals[errand.portal]
        plan = discovery.plan_article(article, page, portal=portal)
        verdict = judging.judge_article(article)
        if verdict != "confirmed" and not plan.next:
            fetch = discovery.as_column(errand.fetch)
            asked = replace(page, request=fetch)
            listing = systems.read_list(asked, self._column(portal, errand))
            if discovery.is_list_of_reports(article, listing, errand.fetch.title):
                self._state.set_sighting_kind(errand.portal, errand.origin or errand.fingerprint, "no")
                column = errand._replace(kind="column", fetch=fetch, depth=errand.depth + 1)
                return self._take_list(column, answer, capture, asked)
        self._state.finish(errand, "ok")
        if verdict == "unconfirmed" and plan.next:
            # a splash page: what it leads to is the article
            self._keep_visit(errand, answer, capture, "moved", memo=pack_moves(plan.next))
            return self._queue_moves(errand, plan.next)
        if verdict == "unconfirmed" and "too_many_script_redirects" in article.problems:
            self._keep_visit(errand, answer, capture, "moved")
            return self.refuse(errand, "redirect_loop", "more redirects in scripts than are followed")
        if verdict == "unconfirmed" and is_cut(answer.text):
            self.count(errand.portal, "cut_short")
            self.note(errand, "cut_short", "the page ends before its markup does")
        if verdict == "unconfirmed" and self._is_report(errand) and not _bears_name(article.titles, errand.fetch.title):
            # a year of a platform, which only may have a report, is empty often enough
            self._compare(errand, answer.text)
        self._settle(errand, article.title, verdict)
        if self._keep_visit(errand, answer, capture, "ok"):
            self._state.forget_lost_files(pack_place(errand.url), {key_of(fetch.url) for fetch in plan.articles})
        files = self._queue(portal, [self._derived(errand, fetch, parent=errand.url) for fetch in plan.articles])
        return files | self._go_on(errand, answer)

    def _compare(self, errand: Errand, text: str) -> None:
        """Note that address after address of a host that should show a report shows one and the same page, which is
        none: a home page, or an error in a site's own words."""
        same = self._unproved.setdefault((errand.portal, errand.host), Repeats()).add(text)
        if same >= MIN_SAME_PAGES:
            self.count(errand.portal, "same_page", 1 if same > MIN_SAME_PAGES else MIN_SAME_PAGES)
            self.note(errand, "same_page", f"{same} addresses show the same page, which is no report")

    def _queue_moves(self, errand: Errand, fetches: Sequence[Fetch]) -> set[str]:
        """Queue what a page that is no report itself frames or forwards to: the report that its link names."""
        origin = errand.origin or errand.fingerprint
        moved = [self._derived(errand, fetch)._replace(origin=origin) for fetch in fetches]
        return self._queue(self._portals[errand.portal], moved)

    def _unchanged(self, errand: Errand) -> set[str]:
        self.count(errand.portal, "not_modified")
        self._state.finish(errand, "not_modified")
        known = self._state.known(errand.fingerprint)
        self._state.store_visit(key=errand.fingerprint, errand=errand, status=304, outcome="ok", unchanged=True)
        if known is not None and known.outcome == "moved":
            return self._queue_moves(errand, unpack_moves(known.memo))
        if errand.kind in KEPT:
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
        if errand.fetch.is_guess:
            return self.leave_guess(errand, "maintenance")
        self._state.finish(errand, "maintenance")
        self.count(errand.portal, "soft_404")
        self.count(errand.portal, "failed")
        self.note(errand, "maintenance", "the site says that it is closed for a while")
        return set()

    def refuse(self, errand: Errand, outcome: str, detail: str, *, event: str = "") -> set[str]:
        """End a request that a site answers with a no, with another place or with too much; return the hosts that got
        new requests.

        What may be asked instead is asked; else what was wanted of it is missing. A file or a further page of a page
        that is captured is asked for again in the next run.
        """
        if errand.fetch.is_guess:
            return self.leave_guess(errand, outcome)
        self._state.finish(errand, outcome)
        portal = self._portals[errand.portal]
        instead = discovery.plan_refused(errand.fetch, portal=portal).next
        self.count(errand.portal, "too_large" if outcome == "too_large" else "refused")
        if self.is_wanted(errand) and not instead:
            self.count(errand.portal, "wanted_refused")
        self.note(errand, event or outcome, detail)
        if errand.kind == "part":
            self.lose(errand)
        self._keep_lost(errand, outcome)
        return self._queue(portal, [self._derived(errand, fetch) for fetch in instead])

    def _gone(self, errand: Errand, why: Literal["gone", "soft_404"]) -> set[str]:
        if errand.fetch.is_guess:
            return self.leave_guess(errand, why)
        self._state.finish(errand, why)
        was_report = self._is_report(errand)
        was_captured = self._state.known(errand.fingerprint) is not None
        if self._state.mark_removed(errand.fingerprint) and was_report:
            self.count(errand.portal, "reports_removed")
            self.note(errand, "removed", why)
        self.count(errand.portal, why)
        if errand.kind == "part":
            self.note(errand, "part_gone", f"the page before it leads there: {errand.parent}")
            # pages of one article are not always put up at once
            self.lose(errand)
        if errand.kind in KEPT:
            if not (was_report and was_captured):
                # of a report that was taken down it is kept what it was; it may come back
                self._state.store_visit(key=errand.fingerprint, errand=errand, status=404, outcome=why)
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
        column = self._column(portal, errand)
        if errand.fetch.priority == discovery.PRIORITY_COLUMN and judging.is_in_reports(column, errand.fetch.trail):
            self.count(errand.portal, "lists_suspect")
            self.note(errand, "column_gone", "a column that the site links is not there")
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
        self._state.open_column(errand.portal, home)
        return self._queue(
            portal, [self._errand(portal, Fetch(home, kind="column", list_url=home), column=home, depth=1)]
        )


def _bears_name(titles: Sequence[str], linked: str) -> bool:
    """Return whether a page calls itself what its link calls it: the first part of a report, or one in other words, is
    much like those of its neighbours, but no answer to everything."""
    wanted = read_title(linked)
    said = [read_title(title) for title in titles]
    return any(
        one.kind in ("report", "bare") and (one.publisher, one.year) == (wanted.publisher, wanted.year) for one in said
    )
