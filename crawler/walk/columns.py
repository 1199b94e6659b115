"""Where a run begins: the columns that are due, the reports to validate; and when each column is due again."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler import list_checks, systems
from crawler.catalogue import Portal
from crawler.due import SHANGHAI, is_revalidation_month, next_due
from crawler.frontier import Errand
from crawler.memo import place_of
from crawler.systems.pages import Fetch, FetchKind
from crawler.urls import key_of
from crawler.walk.errands import Errands, with_system

_KINDS: dict[str, FetchKind] = {"part": "part", "attachment": "attachment"}

VALIDATE_AFTER_DAYS = 30
"""A report is validated again after this many days on a scheduled run, if it is of the last two years."""


class Columns(Errands):
    """The columns of the portals of one run: all of them or, on a scheduled run, those that are due."""

    _due_only = False

    # --- before the walk ----------------------------------------------------------------------------------------

    def seed(self, *, due_only: bool, resumed: set[str]) -> set[str]:
        """Queue the columns to visit and the reports to validate; return the portals that have any.

        The portals of a killed run, `resumed`, are not seeded again: what they had queued goes on, if anything is left.
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
                    self._state.open_column(portal.id, column.url)
                    fetches = systems.first_fetches(with_system(column, portal))
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
        columns do not list any more: they may have been taken down. And files that could not be had: a file that is
        missing is an alarm of every run, not of the first.
        """
        errands = []
        everything = not self._due_only or is_revalidation_month(now.astimezone(SHANGHAI).date())
        missed = self._state.missed(portal.id)
        recent = {seen.key for seen in self._state.sightings(portal.id) if seen.year and seen.year >= now.year - 2}
        for own, url, kind, column, checked_at, validators, memo, outcome in self._state.known_reports(portal.id):
            parent, origin = place_of(memo)
            # a further page is due when its report is
            key = key_of(self.pages_before(parent)[0]) if kind == "part" and parent else own
            age = (now - datetime.fromisoformat(checked_at)).days if checked_at else VALIDATE_AFTER_DAYS
            is_due = bool(validators) and (everything or (key in recent and age >= VALIDATE_AFTER_DAYS))
            if is_due or age >= 365 or key in missed or outcome != "ok":
                headers = (("Referer", parent or column),)
                fetch = Fetch(url, kind=_KINDS.get(kind, "article"), headers=headers, priority=-1)
                validation = self._errand(portal, fetch, column=column, parent=parent if kind in _KINDS else "")
                errands.append(validation._replace(origin=origin) if origin else validation)
        return errands

    def validators(self, errand: Errand) -> dict[str, str]:
        """Return the conditional headers for a URL that answered before."""
        known = self._state.known(errand.fingerprint)
        if known is None or known.outcome not in ("ok", "moved"):
            return {}
        headers = {}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return headers

    # --- after the walk -----------------------------------------------------------------------------------------

    def close_portal(self, portal: Portal) -> None:
        """Note that a portal's columns were read, as far as they could be, and when each is due again."""
        now = datetime.now(UTC)
        with self._state.transaction():
            was_read = self._state.tallies(self._run).get(portal.id, {}).get("lists_ok")
            failed = self._state.failed_columns(portal.id)
            if lost_parts := self._state.count_lost_parts(portal.id):
                self.count(portal.id, "parts_missing", lost_parts)
            for row in self._state.columns(portal.id):
                if row["next_due"]:
                    # not visited in this run: its own date stands
                    continue
                entries = self._state.sightings(portal.id, row["url"])
                current = [entry for entry in entries if entry.last_run == self._run]
                failures = row["failures"] + 1 if row["url"] in failed else 0
                due = _iso(next_due(now, portal.level, seed=f"{portal.id} {row['url']}", failures=failures))
                is_empty = was_read and not current and row["outcome"] != "gone"
                lost = self._state.count_unlisted(portal.id, row["url"], self._run) if is_empty else 0
                if lost:
                    self.count(portal.id, "lists_suspect")
                    detail = f"none of the {lost} reports that it listed before"
                    self._state.add_event(self._run, portal.id, "list_empty", row["url"], detail)
                if current or row["outcome"] != "gone":
                    years = {entry.year for entry in current if entry.kind == "report" and entry.year}
                    before = {entry.year for entry in entries if entry.kind == "report" and entry.year}
                    for suspicion in list_checks.check_years(before, years) if current else ():
                        self.count(portal.id, "lists_suspect")
                        self._state.add_event(
                            self._run, portal.id, f"list_{suspicion.kind}", row["url"], suspicion.detail
                        )
                    self._state.close_column(
                        portal.id,
                        row["url"],
                        run=self._run,
                        next_due=due,
                        reports=len(current),
                        missed=bool(current),
                        failures=failures,
                    )


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
