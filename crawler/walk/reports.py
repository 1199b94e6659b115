"""Pages and files of reports: whether they are what their links said, and new, changed or the same as before."""

from __future__ import annotations

from crawler import discovery, systems
from crawler.answers import Answer
from crawler.captures import Capture, CaptureError, Origin, read_payload
from crawler.charset import decode
from crawler.essence import differ, is_cut_file, looks_like_page
from crawler.frontier import Errand
from crawler.memo import pack_place
from crawler.systems.pages import Page
from crawler.walk.errands import Errands
from extractors.titles import read_title


class Reports(Errands):
    """The answers of one run that are reports or may be."""

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
        if self._keep_visit(errand, answer, capture, "ok") and not self._is_report(errand):
            self.count(errand.portal, "files_changed")
            self.note(errand, "changed", "the file differs from the capture before")
        return set()

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

    def _settle(self, errand: Errand, title: str, verdict: str) -> None:
        """Decide what a link that only may be a report is, now that its page is known."""
        key = errand.origin or errand.fingerprint
        if not self._state.is_listed_as(errand.portal, key, "unsure"):
            return
        is_report = verdict == "confirmed" or (
            verdict == "needs_attachment" and read_title(title, errand.url).kind in ("report", "bare")
        )
        self._state.set_sighting_kind(errand.portal, key, "report" if is_report else "no")

    def _keep_visit(self, errand: Errand, answer: Answer, capture: Capture, outcome: str, memo: str = "") -> bool:
        """Keep the outcome of a visit to a report or a file; return whether the payload is another one than before."""
        known = self._state.known(errand.fingerprint)
        changed = self._state.store_visit(
            key=errand.fingerprint,
            errand=errand,
            status=answer.status,
            outcome=outcome,
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
            payload_sha256=capture.payload_sha256,
            memo=memo or pack_place(errand.parent if errand.kind == "attachment" else "", errand.origin),
        )
        if outcome == "ok" and self._is_report(errand):
            self._count_report(errand, known.payload_sha256 if known else "", answer, changed=changed)
        return changed

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
