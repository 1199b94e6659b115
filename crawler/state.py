"""What is known between runs, in DIR/state.db: URLs and their validators, columns and due dates, hosts and strikes,
reports seen, and the frontier of the run under way.

The WARC files are the truth; this file only makes the next run cheap, and is rebuilt from them if lost. One process
writes it (the data folder's lock). A page's outcome, its capture, what was found on it and the links it adds to the
frontier are one transaction, so that a run killed at any moment goes on where it stood.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from crawler.captures import Capture
from crawler.frontier import Errand, Frontier
from crawler.memo import pack_place
from crawler.runs import Runs
from crawler.state_database import utc_now

NO_PAGE = frozenset({"blocked", "soft_404", "maintenance", "page_for_file"})
"""Outcomes of answers with status 200 that are not the page or the file that was asked for."""

MAX_REMEMBERED = 512
"""URLs of which what is known is kept in memory: a page asks for the same row four times."""


class KnownUrl(NamedTuple):
    """What earlier visits left of a URL."""

    key: str
    url: str
    kind: str
    etag: str
    last_modified: str
    payload_sha256: str
    status: int | None
    outcome: str
    checked_at: str
    changes: int
    memo: str


class Sighting(NamedTuple):
    """A link that a column lists: `kind` is report, unsure, derivative, no or gone; the runs that saw it."""

    key: str
    url: str
    title: str
    kind: str
    year: int | None
    first_run: str
    last_run: str


class KnownHost(NamedTuple):
    """What earlier visits left of a host."""

    host: str
    strikes: int
    blocked: str
    next_attempt: str


class State(Frontier, Runs):
    """All of state.db: besides frontier and runs, what is known of URLs, captures, columns and hosts."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._known: dict[str, KnownUrl | None] = {}

    def _before_commit(self) -> None:
        self._write_tallies()

    def _after_rollback(self) -> None:
        self._known.clear()
        self._tallies.clear()

    # --- URLs, captures, sightings ------------------------------------------------------------------------------

    def known(self, key: str) -> KnownUrl | None:
        """Return what earlier visits left of a URL."""
        if key in self._known:
            return self._known[key]
        row = self._db.execute(
            "SELECT key, url, kind, etag, last_modified, payload_sha256, status, outcome, checked_at, changes, memo"
            " FROM urls WHERE key = ?",
            (key,),
        ).fetchone()
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        known = self._known[key] = KnownUrl(*row) if row else None
        return known

    def store_visit(
        self,
        *,
        key: str,
        errand: Errand,
        status: int | None,
        outcome: str,
        etag: str = "",
        last_modified: str = "",
        payload_sha256: str = "",
        memo: str = "",
        unchanged: bool = False,
    ) -> bool:
        """Keep the outcome of a visit; return whether the payload differs from that of an earlier visit."""
        now = utc_now()
        earlier = self.known(key)
        self._known.pop(key, None)
        if unchanged and earlier is not None:
            self._db.execute(
                "UPDATE urls SET last_seen = ?, checked_at = ?, removed_at = '' WHERE key = ?", (now, now, key)
            )
            return False
        changed = bool(
            earlier and earlier.payload_sha256 and payload_sha256 and earlier.payload_sha256 != payload_sha256
        )
        self._db.execute(
            "INSERT INTO urls (key, url, portal, column_url, kind, etag, last_modified, payload_sha256, status,"
            " outcome, first_seen, last_seen, checked_at, memo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET url = excluded.url, kind = excluded.kind, etag = excluded.etag,"
            " last_modified = excluded.last_modified, status = excluded.status, outcome = excluded.outcome,"
            " payload_sha256 = CASE WHEN excluded.payload_sha256 = '' THEN payload_sha256"
            " ELSE excluded.payload_sha256 END,"
            " last_seen = excluded.last_seen, checked_at = excluded.checked_at, memo = excluded.memo, removed_at = ''",
            (key, errand.url, errand.portal, errand.column, errand.kind, etag, last_modified, payload_sha256, status,
             outcome, now, now, now, memo),
        )  # fmt: skip
        if changed:
            self._db.execute("UPDATE urls SET changed_at = ?, changes = changes + 1 WHERE key = ?", (now, key))
        return changed

    def mark_removed(self, key: str) -> bool:
        """Note that a URL that once gave a page is gone; return whether that is news."""
        self._known.pop(key, None)
        cursor = self._db.execute(
            "UPDATE urls SET removed_at = ?, checked_at = ? WHERE key = ? AND removed_at = '' AND payload_sha256 <> ''",
            (utc_now(), utc_now(), key),
        )
        if not cursor.rowcount:
            self._db.execute("UPDATE urls SET checked_at = ? WHERE key = ?", (utc_now(), key))
        return cursor.rowcount > 0

    def store_capture(self, key: str, capture: Capture) -> None:
        """Index a capture."""
        self._db.execute(
            "INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                capture.id, capture.final_url, key, capture.fetched_at, capture.status, capture.record_type,
                capture.payload_sha256, capture.payload_size, capture.stored_sha256, capture.warc_file, capture.offset,
                capture.length,
            ),
        )  # fmt: skip

    def find_original(self, stored_sha256: str) -> Capture | None:
        """Return the first capture that holds a body with this digest, for a revisit to refer to."""
        row = self._db.execute(
            "SELECT id, url, fetched_at, warc_file, offset, length, status, payload_sha256, payload_size, stored_sha256"
            " FROM captures WHERE stored_sha256 = ? AND record_type = 'response' ORDER BY fetched_at LIMIT 1",
            (stored_sha256,),
        ).fetchone()
        if row is None:
            return None
        identifier, url, fetched_at, warc_file, offset, length, status, payload_sha256, payload_size, stored = row
        return Capture(
            identifier, "response", url, url, fetched_at, warc_file, offset, length, status=status,
            payload_sha256=payload_sha256, payload_size=payload_size, stored_sha256=stored,
        )  # fmt: skip

    def store_rebuilt(self, key: str, capture: Capture) -> None:
        """Take a capture read back from a WARC file into the index, and what it says of its URL."""
        self._known.pop(key, None)
        if capture.record_type == "metadata":
            if capture.outcome in NO_PAGE:
                self._db.execute("DELETE FROM urls WHERE key = ?", (key,))
            return
        self.store_capture(key, capture)
        if capture.role not in ("report", "part", "attachment") or capture.status == 304:
            return
        if capture.status != 200:
            self._db.execute("DELETE FROM urls WHERE key = ?", (key,))
            return
        headers = {name.lower(): value for name, value in capture.headers}
        kind = "article" if capture.role == "report" else capture.role
        memo = pack_place(capture.parent_url) if kind != "article" else ""
        day = capture.fetched_at[:19] + "Z"
        self._db.execute(
            "INSERT INTO urls (key, url, portal, column_url, kind, etag, last_modified, payload_sha256, status,"
            " outcome, first_seen, last_seen, checked_at, memo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 200, 'ok', ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,"
            " payload_sha256 = excluded.payload_sha256, last_seen = excluded.last_seen,"
            " checked_at = excluded.checked_at, memo = excluded.memo",
            (
                key, capture.final_url, capture.portal_id, capture.column, kind, headers.get("etag", ""),
                headers.get("last-modified", ""), capture.payload_sha256, day, day, day, memo,
            ),
        )  # fmt: skip

    def settled_files(self) -> dict[str, int]:
        """Return the size that each WARC file had when all its captures were last seen to be indexed."""
        return dict(self._db.execute("SELECT name, size FROM warc_files").fetchall())

    def settle_file(self, name: str, size: int) -> None:
        """Note that all captures of a WARC file of this size are indexed."""
        self._db.execute("INSERT OR REPLACE INTO warc_files VALUES (?, ?)", (name, size))

    def indexed_end(self, warc_file: str) -> int:
        """Return where the indexed part of a WARC file ends, 0 for a file with none."""
        row = self._db.execute(
            "SELECT offset + length FROM captures WHERE warc_file = ? ORDER BY offset DESC LIMIT 1", (warc_file,)
        ).fetchone()
        return int(row[0]) if row else 0

    def captures_after(self, sizes: Mapping[str, int]) -> list[str]:
        """Return the keys of URLs whose indexed capture lies beyond the intact part of its WARC file.

        `sizes` is the length of the intact part of each file; a file not named is missing altogether.
        """
        keys: dict[str, None] = {}
        for (name,) in self._db.execute("SELECT DISTINCT warc_file FROM captures").fetchall():
            rows = self._db.execute(
                "SELECT key FROM captures WHERE warc_file = ? AND offset + length > ?", (name, sizes.get(name, 0))
            )
            keys.update((row[0], None) for row in rows)
        return list(keys)

    def forget_captures(self, keys: Iterable[str]) -> None:
        """Forget what was captured of URLs whose record was lost, so that they are asked again."""
        with self.transaction():
            self._known.clear()
            for key in keys:
                self._db.execute("DELETE FROM captures WHERE key = ?", (key,))
                self._db.execute("DELETE FROM urls WHERE key = ?", (key,))

    def store_sighting(
        self,
        *,
        portal: str,
        column: str,
        key: str,
        url: str,
        title: str,
        listed_date: str,
        kind: str,
        year: int | None,
        publisher: str,
        run: str,
    ) -> None:
        """Keep that a column lists a link.

        What the page behind a link has settled stays settled when the link is seen again.
        """
        self._db.execute(
            "INSERT INTO sightings (portal, column_url, key, url, title, listed_date, kind, year, publisher, first_run,"
            " last_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET title = excluded.title,"
            " listed_date = excluded.listed_date, year = excluded.year, kind = CASE WHEN excluded.kind = 'unsure'"
            " AND kind IN ('report', 'no') THEN kind ELSE excluded.kind END,"
            " last_run = excluded.last_run,"
            " publisher = excluded.publisher, missed_runs = 0",
            (portal, column, key, url, title, listed_date, kind, year, publisher, run, run),
        )

    def sightings(self, portal: str, column: str | None = None) -> list[Sighting]:
        """Return the links a portal's columns list."""
        clause, values = ("AND column_url = ?", (portal, column)) if column is not None else ("", (portal,))
        rows = self._db.execute(
            f"SELECT key, url, title, kind, year, first_run, last_run FROM sightings WHERE portal = ? {clause}"  # noqa: S608
            " ORDER BY key",
            values,
        )
        return [Sighting(*row) for row in rows]

    def missed(self, portal: str) -> set[str]:
        """Return the keys of reports that no column of a portal listed when it was last read."""
        rows = self._db.execute(
            "SELECT key FROM sightings WHERE portal = ? AND kind = 'report' GROUP BY key HAVING min(missed_runs) > 0",
            (portal,),
        )
        return {row[0] for row in rows}

    def is_listed_as(self, portal: str, key: str, kind: str) -> bool:
        """Return whether any column of a portal lists a link as this kind."""
        return (
            self._db.execute(
                "SELECT 1 FROM sightings WHERE key = ? AND portal = ? AND kind = ? LIMIT 1", (key, portal, kind)
            ).fetchone()
            is not None
        )

    def set_sighting_kind(self, portal: str, key: str, kind: str) -> None:
        """Note what a listed link turned out to be."""
        self._db.execute("UPDATE sightings SET kind = ? WHERE portal = ? AND key = ?", (kind, portal, key))

    def title_of(self, portal: str, key: str) -> str:
        """Return the title under which a portal lists a link."""
        row = self._db.execute(
            "SELECT title FROM sightings WHERE portal = ? AND key = ? LIMIT 1", (portal, key)
        ).fetchone()
        return str(row[0]) if row else ""

    def memos(self, portal: str, list_url: str) -> list[str]:
        """Return what the pages of a list said when they were last read."""
        rows = self._db.execute(
            "SELECT memo FROM urls WHERE portal = ? AND memo <> '' AND instr(memo, ?) > 0",
            (portal, json.dumps(list_url, ensure_ascii=False)),
        )
        return [row[0] for row in rows]

    def forget_validators(self, key: str) -> None:
        """Forget the validators of a URL, so that its body is asked for next time."""
        self._known.pop(key, None)
        self._db.execute("UPDATE urls SET etag = '', last_modified = '' WHERE key = ?", (key,))

    def mark_incomplete(self, key: str) -> None:
        """Note that a page was captured and a file or the next page of it was not: the next run asks for it again."""
        self._known.pop(key, None)
        self._db.execute("UPDATE urls SET outcome = 'incomplete' WHERE key = ? AND outcome = 'ok'", (key,))

    def capture_of_payload(self, payload_sha256: str) -> Capture | None:
        """Return a capture that holds a body with this decoded digest."""
        row = self._db.execute(
            "SELECT stored_sha256 FROM captures WHERE payload_sha256 = ? AND record_type = 'response'"
            " AND payload_sha256 <> stored_sha256 LIMIT 1",
            (payload_sha256,),
        ).fetchone()
        # most bodies come without a content coding: they are stored as they are read
        return self.find_original(row[0] if row else payload_sha256)

    def known_reports(self, portal: str) -> list[tuple[str, str, str, str, str, str, str, str]]:
        """Return (key, url, kind, column, checked_at, etag or last_modified, memo, outcome) of reports, their further
        pages and files captured, and of files that could not be had."""
        return self._db.execute(
            "SELECT key, url, kind, column_url, checked_at, etag || last_modified, memo, outcome FROM urls"
            " WHERE portal = ? AND (kind = 'article' AND outcome = 'ok'"
            " OR kind = 'part' AND outcome = 'ok' AND removed_at = ''"
            " OR kind = 'attachment' AND outcome NOT IN ('gone', 'soft_404', 'redirect')) ORDER BY key",
            (portal,),
        ).fetchall()

    def forget_lost_files(self, memo: str, linked: Iterable[str]) -> None:
        """Forget the files that could not be had and that the page of this memo, which has changed, links no more."""
        rows = self._db.execute(
            "SELECT key FROM urls WHERE kind = 'attachment' AND memo = ?"
            " AND outcome NOT IN ('ok', 'gone', 'soft_404', 'redirect')",
            (memo,),
        ).fetchall()
        for key in {row[0] for row in rows}.difference(linked):
            self._known.pop(key, None)
            self._db.execute("DELETE FROM urls WHERE key = ?", (key,))

    def count_reports(self, portal: str) -> int:
        """Return how many distinct report links a portal lists, in the last run that read each column."""
        return int(
            self._db.execute(
                "SELECT count(DISTINCT key) FROM sightings WHERE portal = ? AND kind = 'report' AND missed_runs = 0",
                (portal,),
            ).fetchone()[0]
        )

    def count_unlisted(self, portal: str, column: str, run: str) -> int:
        """Return how many report links a column listed before that no column of the portal lists in this run."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM sightings WHERE portal = ? AND column_url = ? AND kind = 'report'"
                " AND missed_runs = 0 AND key NOT IN (SELECT key FROM sightings WHERE portal = ? AND last_run = ?)",
                (portal, column, portal, run),
            ).fetchone()[0]
        )

    # --- columns, hosts -----------------------------------------------------------------------------------------

    def store_column(
        self,
        portal: str,
        url: str,
        kind: str,
        *,
        configured: bool,
        system: str = "",
        outcome: str = "",
        detail: str = "",
    ) -> None:
        """Keep a column and, where given, what its last visit came to."""
        now = utc_now()
        self._db.execute(
            "INSERT INTO columns (portal, url, kind, system, configured, first_seen, outcome, detail)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind,"
            " configured = max(configured, excluded.configured),"
            " system = CASE WHEN excluded.system = '' THEN system ELSE excluded.system END,"
            " outcome = CASE WHEN excluded.outcome = '' THEN outcome ELSE excluded.outcome END,"
            " detail = CASE WHEN excluded.outcome = '' THEN detail ELSE excluded.detail END",
            (portal, url, kind, system, int(configured), now, outcome, detail),
        )

    def open_column(self, portal: str, url: str) -> None:
        """Note that a column is being visited: it is due until it is closed."""
        self._db.execute("UPDATE columns SET next_due = '' WHERE portal = ? AND url = ?", (portal, url))

    def close_column(
        self, portal: str, url: str, *, run: str, next_due: str, reports: int, missed: bool = True, failures: int = 0
    ) -> None:
        """Note that a column was visited in a run, and when it is due again; `failures` visits in a row have failed.

        With `missed`, links the run did not see there count as missed: a column that named nothing at all is
        suspect and takes nothing away.
        """
        self._db.execute(
            "UPDATE columns SET last_run = ?, visited_at = ?, next_due = ?, reports = ?, failures = ?"
            " WHERE portal = ? AND url = ?",
            (run, utc_now(), next_due, reports, failures, portal, url),
        )
        if not missed:
            return
        self._db.execute(
            "UPDATE sightings SET missed_runs = missed_runs + 1 WHERE portal = ? AND column_url = ? AND last_run <> ?",
            (portal, url, run),
        )

    def columns(self, portal: str) -> list[dict[str, Any]]:
        """Return all that is known of a portal's columns."""
        cursor = self._db.execute("SELECT * FROM columns WHERE portal = ? ORDER BY url", (portal,))
        names = [item[0] for item in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def host(self, host: str) -> KnownHost:
        """Return what is known of a host."""
        row = self._db.execute(
            "SELECT host, strikes, blocked, next_attempt FROM hosts WHERE host = ?", (host,)
        ).fetchone()
        return KnownHost(*row) if row else KnownHost(host, 0, "", "")

    def hosts(self) -> list[dict[str, Any]]:
        """Return all hosts that refused or struck."""
        cursor = self._db.execute("SELECT * FROM hosts WHERE blocked <> '' OR strikes > 0 ORDER BY host")
        names = [item[0] for item in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def store_host(
        self, host: str, *, strikes: int, blocked: str = "", evidence: str = "", next_attempt: str = ""
    ) -> None:
        """Keep strikes and a refusal of a host, with the sha256 of the page that showed it."""
        self._db.execute(
            "INSERT INTO hosts (host, strikes, blocked, blocked_at, evidence, next_attempt) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET strikes = excluded.strikes, blocked = excluded.blocked,"
            " blocked_at = CASE WHEN excluded.blocked = '' THEN '' WHEN blocked = excluded.blocked THEN blocked_at"
            " ELSE excluded.blocked_at END, evidence = excluded.evidence, next_attempt = excluded.next_attempt",
            (host, strikes, blocked, utc_now() if blocked else "", evidence, next_attempt),
        )

    def store_robots(self, host: str, verdict: str, crawl_delay: float) -> None:
        """Keep what a host's robots.txt came to."""
        self._db.execute(
            "INSERT INTO hosts (host, robots, robots_at, crawl_delay) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " robots = excluded.robots, robots_at = excluded.robots_at, crawl_delay = excluded.crawl_delay",
            (host, verdict, utc_now(), crawl_delay),
        )
