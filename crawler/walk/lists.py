"""Pages of lists: what they name, where they go on, and whether they can be all that they say they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler import discovery, judging, list_checks, systems
from crawler.answers import Answer
from crawler.captures import Capture, WarcStore
from crawler.catalogue import Portal
from crawler.frontier import Errand
from crawler.memo import pack, unpack
from crawler.state import State
from crawler.systems.pages import Fetch, ListPage, Page
from crawler.urls import host_of, is_allowed_host, key_of
from crawler.walk.parts import Parts


class Lists(Parts):
    """The lists of one run; a probe looks at the first page and follows nothing."""

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
        super().__init__(state, portals, store, run_id, suffixes=suffixes)
        self._lists: dict[tuple[str, str], list[ListPage]] = {}
        self.probed: ListPage | None = None
        self._is_probe = is_probe

    def _take_list(self, errand: Errand, answer: Answer, capture: Capture, page: Page) -> set[str]:
        portal = self._portals[errand.portal]
        listing = systems.read_list(page, self._column(portal, errand))
        if discovery.lists_nothing(listing) and discovery.is_shown_in_file(systems.read_article(page), listing):
            listing = replace(listing, report_here=True)
        before = self._state.known(errand.fingerprint)
        hosts: set[str] = set()
        if listing.report_here:
            hosts = self._take_report_page(errand, answer, capture, page, before.payload_sha256 if before else "")
            hosts |= self._go_on(errand, answer)
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
            suspicions = tuple(s for s in suspicions if s.kind not in ("offset_ignored", *list_checks.EMPTY))
        is_suspect = self._suspect(errand, suspicions)
        self.count(errand.portal, "lists_suspect" if is_suspect else "lists_ok")
        in_reports = judging.is_in_reports(column, errand.fetch.trail)
        taken = {fetch.url for fetch in plan.articles}
        articles: list[Fetch] = []
        titles = {item.url: item for item in listing.items}
        for fetch in plan.articles:
            item = titles[fetch.url]
            judgement = judging.judge_item(item, in_reports=in_reports)
            key = key_of(item.url)
            is_known = self._need_not_ask(key)
            is_list = is_known and self._was_list(key)
            # what turned out to be a list of reports is none, whatever it is called
            kind = "no" if is_list else _sighting_kind(judgement)
            self._see(errand, key, item.url, item.title, item.listed_on, kind)
            if kind == "derivative":
                self.count(errand.portal, "derivatives")
            elif not is_known:
                articles.append(fetch)
            elif is_list:
                articles.append(discovery.as_column(fetch))
        previous.append(listing)
        if plan.is_end:
            self._lists.pop((errand.portal, listing.list_url), None)
        self.count(errand.portal, "links_left", len(listing.items) - len(taken))
        self._tell_elsewhere(errand, portal, listing)
        errands = [self._derived(errand, fetch) for fetch in plan.next]
        errands += [
            self._derived(errand, fetch, depth=errand.depth + 1, parent=errand.url)
            for fetch in plan.columns
            if column.kind == "site" or not _is_above(fetch.url, column.url)
        ]
        errands += [self._derived(errand, fetch, parent=errand.url) for fetch in articles]
        return self._queue(portal, errands)

    def _tell_elsewhere(self, errand: Errand, portal: Portal, listing: ListPage) -> None:
        """Note reports that a list names on hosts the entry does not, though they may be asked: the catalogue's gap."""
        hosts: Counter[str] = Counter()
        for item in listing.items:
            host = host_of(item.url)
            if not portal.allows(item.url) and is_allowed_host(host, self._suffixes):
                hosts[host] += judging.judge_item(item).reason in ("report", "bare")
        if count := hosts.total():
            self.count(errand.portal, "reports_elsewhere", count)
            self.note(
                errand,
                "listed_elsewhere",
                f"{count} reports on hosts that the entry does not name: {', '.join(sorted(+hosts))}",
            )

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

    def leave_guess(self, errand: Errand, outcome: str) -> set[str]:
        """End a request for a guessed address that came to nothing; return the hosts that got new requests.

        Nothing on the site said that it is there: it counts as nothing that is gone or lost, and what may be asked
        instead is asked. That a column whose list only a script fetches could not be read is said.
        """
        self._state.finish(errand, outcome)
        portal = self._portals[errand.portal]
        plan = discovery.plan_refused(errand.fetch, portal=portal)
        if plan.next:
            return self._queue(portal, [self._derived(errand, fetch) for fetch in plan.next])
        is_gone = outcome in ("gone", "soft_404")
        if errand.fetch.carried("guess"):
            # the address of data that was read out of a script; the column itself is there
            why = "not there" if is_gone else f"not to be had: {outcome}"
            self.count(errand.portal, "lists_suspect")
            self.note(errand, "list_script_list", f"the data that a script fetches are {why}")
            return set()
        known = self._state.known(errand.fingerprint)
        listing = unpack(known.memo) if known is not None else None
        if not is_gone and listing is not None and listing.items:
            # an earlier run proved that it is there
            self.count(errand.portal, "lists_suspect")
            self.note(errand, "list_refused", f"a page that named entries before: {outcome}")
            return set()
        return self._check_end(errand)

    def _check_end(self, errand: Errand) -> set[str]:
        pages = self._pages_of(errand)
        if pages:
            ends = list_checks.check_list(pages[:-1], pages[-1], is_end=True)
            if self._suspect(errand, [s for s in ends if s.kind in ("missing_n", "pages_missing", "no_next")]):
                self.count(errand.portal, "lists_suspect")
        return set()

    def _need_not_ask(self, key: str) -> bool:
        """Return whether a report was captured before: then it is validated on its own time, not for being listed."""
        known = self._state.known(key)
        return known is not None and known.outcome == "ok"


def _sighting_kind(judgement: judging.Judgement) -> str:
    if judgement.reason == "derivative":
        return "derivative"
    return "report" if judgement.reason in ("report", "bare") else "unsure"


def _is_above(url: str, column: str) -> bool:
    """Return whether a URL is a folder around a column: a platform or home page, whose other columns are not ours."""
    above, below = key_of(url), key_of(column)
    return above.endswith("/") and below.startswith(above) and above != below
