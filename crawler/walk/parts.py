"""Further pages of reports: asked for one after the other, each with the page before it for its parent."""

from __future__ import annotations

from crawler import discovery, systems
from crawler.answers import Answer
from crawler.captures import Capture
from crawler.essence import is_cut
from crawler.frontier import Errand
from crawler.further import MAX_PAGES, find_lost_page, find_next_page
from crawler.glance import links_no_file
from crawler.memo import pack_place
from crawler.systems.pages import Fetch
from crawler.urls import key_of
from crawler.walk.errands import page_of
from crawler.walk.reports import Reports


class Parts(Reports):
    """The pages on which reports go on."""

    def _go_on(self, errand: Errand, answer: Answer, before: tuple[str, ...] = ()) -> set[str]:
        """Queue the page on which an article goes on, if it does; `before` are its pages up to this one, in order.

        Nothing is asked for the sake of a page that is no report, and no page twice, however the pager turns.
        """
        first = before[0] if before else errand.url
        asked = errand.fetch.carried("asked")
        address = find_next_page(answer.text, asked or errand.url, first)
        if not address and not asked:
            return set()
        keys = {key_of(url) for url in (*before, errand.url)}
        if not address:
            if lost := find_lost_page(answer.text, errand.url, {*keys, key_of(asked)}):
                self.count(errand.portal, "parts_missing")
                self.note(errand, "part_lost", f"redirected, and goes on at {lost}"[:300])
            return set()
        if not (before or self._is_report(errand)) or key_of(address) in keys:
            return set()
        if len(before) + 1 >= MAX_PAGES:
            self.count(errand.portal, "parts_missing")
            self.note(errand, "part_capped", f"goes on behind {MAX_PAGES} pages")
            return set()
        fetch = Fetch(
            address,
            kind="part",
            headers=(("Referer", errand.url),),
            priority=discovery.PRIORITY_PART,
            list_url=errand.fetch.list_url,
            number=len(before) + 2,
            trail=errand.fetch.trail,
            title=errand.fetch.title,
            listed_on=errand.fetch.listed_on,
        )
        return self._queue(self._portals[errand.portal], [self._derived(errand, fetch, parent=errand.url)])

    def _take_part(self, errand: Errand, answer: Answer, capture: Capture) -> set[str]:
        self._state.finish(errand, "ok")
        before = self.pages_before(errand.parent)
        known = self._state.known(errand.fingerprint)
        if self._repeats(before, answer, capture):
            # whatever page is asked for, the site shows the same: its pager is of something else
            self._keep_visit(errand, answer, capture, "repeats")
            self.note(errand, "part_repeats", "says what the page before it says")
            return set()
        self.count(errand.portal, "parts")
        if is_cut(answer.text):
            self.count(errand.portal, "cut_short")
            self.note(errand, "cut_short", "the page ends before its markup does")
        is_changed = (
            known is not None
            and known.payload_sha256 not in ("", capture.payload_sha256)
            and self._differs(known.payload_sha256, answer)
        )
        if is_changed:
            self.count(errand.portal, "parts_changed")
            self.note(errand, "changed", "the text differs from the capture before")
        self._keep_visit(errand, answer, capture, "ok", memo=pack_place(errand.parent))
        hosts = self._go_on(errand, answer, before)
        if not links_no_file(answer.text):
            hosts |= self._ask_files(errand, answer)
        return hosts

    def _ask_files(self, errand: Errand, answer: Answer) -> set[str]:
        """Queue the files that a further page links: most reports have theirs at the end."""
        page = page_of(errand, answer)
        portal = self._portals[errand.portal]
        plan = discovery.plan_article(systems.read_article(page), page, portal=portal)
        return self._queue(portal, [self._derived(errand, fetch, parent=errand.url) for fetch in plan.articles])

    def _repeats(self, before: tuple[str, ...], answer: Answer, capture: Capture) -> bool:
        """Return whether a further page says what the page that links it says."""
        parent = self._state.known(key_of(before[-1])) if before else None
        if parent is None or not parent.payload_sha256:
            return False
        return parent.payload_sha256 == capture.payload_sha256 or not self._differs(parent.payload_sha256, answer)
