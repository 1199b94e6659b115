"""What is known between runs, in DIR/state.db: URLs and their validators, columns and due dates, hosts and strikes,
reports seen, and the frontier of the run under way.

The WARC files are the truth; this file only makes the next run cheap, and is rebuilt from them if lost. One process
writes it (the data folder's lock). A page's outcome, its capture, what was found on it and the links it adds to the
frontier are one transaction, so that a run killed at any moment goes on where it stood.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from crawler.captures import Capture
from crawler.errors import StateError
from crawler.systems.pages import Fetch
from crawler.urls import key_of

SCHEMA_VERSION = 1

PARKED, QUEUED, LEASED, DONE = -1, 0, 1, 2
"""A parked request belongs to a portal that this run does not visit; it waits for one that does."""

NO_PAGE = frozenset({"blocked", "soft_404", "page_for_file"})
"""Outcomes of answers with status 200 that are not the page or the file that was asked for."""

MAX_ATTEMPTS = 3
"""One try and two retries; counted before the work."""

MAX_DEATHS = 5
"""Runs that may die with a request under way before it is taken for their cause. From the second on it goes last, so
that runs that are killed for other reasons get further than it."""

PRIORITY_DEADLY = -1000

MAX_REMEMBERED = 512
"""URLs of which what is known is kept in memory: a page asks for the same row four times."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS urls (
  key TEXT PRIMARY KEY, url TEXT NOT NULL, portal TEXT NOT NULL, column_url TEXT NOT NULL, kind TEXT NOT NULL,
  etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '', payload_sha256 TEXT NOT NULL DEFAULT '',
  status INTEGER, outcome TEXT NOT NULL DEFAULT '', first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  checked_at TEXT NOT NULL DEFAULT '', changed_at TEXT NOT NULL DEFAULT '', changes INTEGER NOT NULL DEFAULT 0,
  removed_at TEXT NOT NULL DEFAULT '', memo TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sightings (
  portal TEXT NOT NULL, column_url TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  listed_date TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL, year INTEGER, publisher TEXT NOT NULL DEFAULT '',
  first_run TEXT NOT NULL, last_run TEXT NOT NULL, missed_runs INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (portal, column_url, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sightings_key ON sightings (key);
CREATE TABLE IF NOT EXISTS columns (
  portal TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL, system TEXT NOT NULL DEFAULT '',
  configured INTEGER NOT NULL DEFAULT 1, first_seen TEXT NOT NULL, last_run TEXT NOT NULL DEFAULT '',
  visited_at TEXT NOT NULL DEFAULT '', next_due TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '',
  reports INTEGER NOT NULL DEFAULT 0, detail TEXT NOT NULL DEFAULT '', PRIMARY KEY (portal, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hosts (
  host TEXT PRIMARY KEY, strikes INTEGER NOT NULL DEFAULT 0, blocked TEXT NOT NULL DEFAULT '',
  blocked_at TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '', next_attempt TEXT NOT NULL DEFAULT '',
  robots TEXT NOT NULL DEFAULT '', robots_at TEXT NOT NULL DEFAULT '', crawl_delay REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frontier (
  id INTEGER PRIMARY KEY, portal TEXT NOT NULL, host TEXT NOT NULL, url TEXT NOT NULL, fingerprint TEXT NOT NULL,
  kind TEXT NOT NULL, priority INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  not_before REAL NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '', fetch TEXT NOT NULL,
  deaths INTEGER NOT NULL DEFAULT 0, UNIQUE (portal, fingerprint)
);
CREATE INDEX IF NOT EXISTS frontier_next ON frontier (host, priority DESC, id) WHERE state = 0;
CREATE TABLE IF NOT EXISTS captures (
  id TEXT PRIMARY KEY, url TEXT NOT NULL, key TEXT NOT NULL, fetched_at TEXT NOT NULL, status INTEGER,
  record_type TEXT NOT NULL, payload_sha256 TEXT NOT NULL, payload_size INTEGER NOT NULL, stored_sha256 TEXT NOT NULL,
  warc_file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS captures_payload ON captures (payload_sha256);
CREATE INDEX IF NOT EXISTS captures_stored ON captures (stored_sha256) WHERE record_type = 'response';
CREATE INDEX IF NOT EXISTS captures_file ON captures (warc_file, offset);
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT NOT NULL DEFAULT '',
  finish_reason TEXT NOT NULL DEFAULT '', portals TEXT NOT NULL DEFAULT '{}', report TEXT NOT NULL DEFAULT '',
  is_unfinished INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tallies (
  run TEXT NOT NULL, portal TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (run, portal, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL, portal TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
  url TEXT NOT NULL, detail TEXT NOT NULL DEFAULT ''
);
"""

Kind = Literal["robots", "list", "column", "article", "attachment", "script"]
"""What a request is for: `robots` besides the kinds of `crawler.systems.pages.Fetch`."""


def utc_now() -> str:
    """Return the present moment as ISO 8601 UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


@dataclass(frozen=True, slots=True)
class Errand:
    """One request the crawl means to make, with what has to be known when its answer comes.

    `column` is the configured column it belongs to, `depth` how many columns lie between it and that one, `hops` how
    many redirects led here, `origin` the key of the page or file this is asked for after redirects.
    """

    portal: str
    host: str
    kind: Kind
    fetch: Fetch
    column: str = ""
    parent: str = ""
    depth: int = 0
    hops: int = 0
    origin: str = ""
    id: int = 0
    attempts: int = 0

    @property
    def url(self) -> str:
        """The address to ask."""
        return self.fetch.url

    @property
    def fingerprint(self) -> str:
        """What makes two requests of one portal the same."""
        method, url, form, body = self.fetch.identity
        key = key_of(url)
        if method == "GET" and not form and not body:
            return key
        return f"{method} {key} {json.dumps([form, body], ensure_ascii=False)}"

    def packed(self) -> str:
        """Return what the frontier table keeps beside its own columns, as JSON."""
        kept: dict[str, object] = {"fetch": self.fetch.as_dict()}
        for name in ("column", "parent", "depth", "hops", "origin"):
            if value := getattr(self, name):
                kept[name] = value
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


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


class State:
    """The state database: one writer, read by `gongkai status` while a crawl runs."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            self._open(path)
        except BaseException:
            self._db.close()
            raise
        self._depth = 0
        self._known: dict[str, KnownUrl | None] = {}
        self._tallies: dict[tuple[str, str, str], int] = {}

    def _open(self, path: Path) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        # A power cut may take the last pages; the WARC tail check at the next start queues those again.
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA cache_size = -32000")
        # a checkpoint writes every page that changed since the last; seldom, as each host's rows are written often
        self._db.execute("PRAGMA wal_autocheckpoint = 4000")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StateError(f"{path} was written by a newer gongkai (state version {version})")
        self._db.executescript(SCHEMA)
        if not any(row[1] == "deaths" for row in self._db.execute("PRAGMA table_info(frontier)")):
            self._db.execute("ALTER TABLE frontier ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0")

    @property
    def is_new(self) -> bool:
        """Return whether this file has never been brought together with the WARC files, or not to the end."""
        return int(self._db.execute("PRAGMA user_version").fetchone()[0]) < SCHEMA_VERSION

    def settle(self) -> None:
        """Note that this file knows what the WARC files hold."""
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def check(self) -> None:
        """Raise sqlite3.DatabaseError if the file is damaged."""
        found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one transaction; blocks inside it join it."""
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            self._write_tallies()
            self._db.execute("COMMIT")
        except BaseException:
            self._known.clear()
            self._tallies.clear()
            # SQLite has already rolled back where the disk is full
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    # --- the frontier -------------------------------------------------------------------------------------------

    def add_errands(self, errands: Iterable[Errand]) -> int:
        """Queue requests not yet queued or done in this run; return how many were new."""
        rows = [(e.portal, e.host, e.url, e.fingerprint, e.kind, e.fetch.priority, e.packed()) for e in errands]
        if not rows:
            return 0
        before = self._db.total_changes
        with self.transaction():
            self._db.executemany(
                "INSERT INTO frontier (portal, host, url, fingerprint, kind, priority, fetch)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                rows,
            )
        return self._db.total_changes - before

    def lease(self, host: str, *, now: float | None = None) -> Errand | None:
        """Take the next request of a host, counting the attempt before it is made; None if nothing may go now."""
        rows = self._db.execute(
            "UPDATE frontier SET state = 1, attempts = attempts + 1 WHERE id = (SELECT id FROM frontier"
            " WHERE host = ? AND state = 0 AND not_before <= ? ORDER BY priority DESC, id LIMIT 1)"
            " RETURNING id, portal, host, kind, attempts, fetch",
            (host, time.time() if now is None else now),
        ).fetchall()
        return _errand(rows[0]) if rows else None

    def finish(self, errand: Errand, outcome: str) -> None:
        """Mark a request as done, whatever came of it."""
        self._db.execute("UPDATE frontier SET state = 2, outcome = ? WHERE id = ?", (outcome, errand.id))

    def put_back(self, errand: Errand, *, not_before: float, counted: bool = True) -> None:
        """Queue a request again, not to be made before a moment (seconds since the epoch)."""
        self._db.execute(
            "UPDATE frontier SET state = 0, not_before = ?, attempts = attempts - ? WHERE id = ?",
            (not_before, 0 if counted else 1, errand.id),
        )

    def give_up_host(self, host: str, outcome: str, *, kind: str = "") -> list[tuple[str, int]]:
        """End all waiting requests of a host (of one kind, if given) with one outcome; return how many per portal."""
        which = ("host = ? AND state = 0 AND kind = ?", (host, kind)) if kind else ("host = ? AND state = 0", (host,))
        with self.transaction():
            counts = self._db.execute(
                f"SELECT portal, count(*) FROM frontier WHERE {which[0]} GROUP BY portal",  # noqa: S608 - own words
                which[1],
            ).fetchall()
            self._db.execute(
                f"UPDATE frontier SET state = 2, outcome = ? WHERE {which[0]}",  # noqa: S608 - own words
                (outcome, *which[1]),
            )
        return [(portal, count) for portal, count in counts]

    def waiting_hosts(self) -> dict[str, int]:
        """Return the number of queued requests of each host that has any."""
        return dict(self._db.execute("SELECT host, count(*) FROM frontier WHERE state = 0 GROUP BY host"))

    def earliest(self, host: str) -> float | None:
        """Return the earliest moment at which a queued request of a host may be made, None if nothing is queued."""
        row = self._db.execute("SELECT min(not_before) FROM frontier WHERE host = ? AND state = 0", (host,)).fetchone()
        return None if row is None or row[0] is None else float(row[0])

    def pending(self, portal: str | None = None) -> int:
        """Return the number of requests not yet done, of all portals of the run or of one."""
        if portal is None:
            return int(self._db.execute("SELECT count(*) FROM frontier WHERE state IN (0, 1)").fetchone()[0])
        row = self._db.execute("SELECT count(*) FROM frontier WHERE state < 2 AND portal = ?", (portal,)).fetchone()
        return int(row[0])

    def first_waiting(self, host: str) -> Errand | None:
        """Return the next request of a host without taking it."""
        row = self._db.execute(
            "SELECT id, portal, host, kind, attempts, fetch FROM frontier"
            " WHERE host = ? AND state = 0 ORDER BY priority DESC, id LIMIT 1",
            (host,),
        ).fetchone()
        return _errand(row) if row else None

    def open_frontier(self, portals: Iterable[str]) -> set[str]:
        """Make the frontier that of a run over these portals; return those that have requests left from earlier runs.

        What a killed run had taken is queued again. Requests of other portals are parked; those of these portals are
        forgotten where nothing is left to go on with.
        """
        ours = set(portals)
        with self.transaction():
            self._db.execute(
                "UPDATE frontier SET state = -1, attempts = attempts - 1, deaths = deaths + 1,"
                " priority = CASE deaths WHEN 0 THEN priority ELSE ? END WHERE state = 1",
                (PRIORITY_DEADLY,),
            )
            self._db.execute("UPDATE frontier SET state = -1 WHERE state = 0")
            left = {row[0] for row in self._db.execute("SELECT DISTINCT portal FROM frontier WHERE state < 2")} & ours
            self._db.executemany(
                "UPDATE frontier SET state = 0 WHERE portal = ? AND state < 2", [(portal,) for portal in left]
            )
            self.clear_frontier(ours - left)
        return left

    def give_back(self) -> None:
        """Queue again what was taken and not made when a run ends before its end; such an attempt does not count."""
        self._db.execute("UPDATE frontier SET state = 0, attempts = attempts - 1 WHERE state = 1")

    def quarantine(self) -> list[tuple[str, str]]:
        """End queued requests with which too many runs died; return portal and URL of each."""
        return self._db.execute(
            "UPDATE frontier SET state = 2, outcome = 'quarantined' WHERE state = 0 AND deaths >= ?"
            " RETURNING portal, url",
            (MAX_DEATHS,),
        ).fetchall()

    def clear_frontier(self, portals: Iterable[str]) -> None:
        """Forget the requests of portals whose run is complete."""
        with self.transaction():
            self._db.executemany("DELETE FROM frontier WHERE portal = ?", [(portal,) for portal in portals])

    def count_requests(self, portal: str, kinds: tuple[str, ...]) -> int:
        """Return how many requests of these kinds the run has made or queued for a portal."""
        marks = ",".join("?" * len(kinds))
        return int(
            self._db.execute(
                f"SELECT count(*) FROM frontier WHERE portal = ? AND kind IN ({marks})",  # noqa: S608 - only marks
                (portal, *kinds),
            ).fetchone()[0]
        )

    def has_fingerprint(self, portal: str, fingerprint: str) -> bool:
        """Return whether this run already holds the request."""
        return (
            self._db.execute(
                "SELECT 1 FROM frontier WHERE portal = ? AND fingerprint = ?", (portal, fingerprint)
            ).fetchone()
            is not None
        )

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
        if capture.role not in ("report", "attachment") or capture.status == 304:
            return
        if capture.status != 200:
            self._db.execute("DELETE FROM urls WHERE key = ?", (key,))
            return
        headers = {name.lower(): value for name, value in capture.headers}
        kind = "article" if capture.role == "report" else "attachment"
        day = capture.fetched_at[:19] + "Z"
        self._db.execute(
            "INSERT INTO urls (key, url, portal, column_url, kind, etag, last_modified, payload_sha256, status,"
            " outcome, first_seen, last_seen, checked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 200, 'ok', ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,"
            " payload_sha256 = excluded.payload_sha256, last_seen = excluded.last_seen,"
            " checked_at = excluded.checked_at",
            (
                key, capture.final_url, capture.portal_id, capture.column, kind, headers.get("etag", ""),
                headers.get("last-modified", ""), capture.payload_sha256, day, day, day,
            ),
        )  # fmt: skip

    def last_warc_file(self) -> str:
        """Return the name of the last WARC file that has an indexed capture."""
        return str(self._db.execute("SELECT coalesce(max(warc_file), '') FROM captures").fetchone()[0])

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
    ) -> bool:
        """Keep that a column lists a link; return whether it was not listed there before.

        What the page behind a link has settled stays settled when the link is seen again.
        """
        fresh = (
            self._db.execute(
                "SELECT 1 FROM sightings WHERE portal = ? AND column_url = ? AND key = ?", (portal, column, key)
            ).fetchone()
            is None
        )
        self._db.execute(
            "INSERT INTO sightings (portal, column_url, key, url, title, listed_date, kind, year, publisher, first_run,"
            " last_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET title = excluded.title,"
            " listed_date = excluded.listed_date, year = excluded.year, kind = CASE WHEN excluded.kind = 'unsure'"
            " AND kind IN ('report', 'no') THEN kind ELSE excluded.kind END,"
            " last_run = excluded.last_run,"
            " publisher = excluded.publisher, missed_runs = 0",
            (portal, column, key, url, title, listed_date, kind, year, publisher, run, run),
        )
        return fresh

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

    def capture_of_payload(self, payload_sha256: str) -> Capture | None:
        """Return a capture that holds a body with this decoded digest."""
        row = self._db.execute(
            "SELECT stored_sha256 FROM captures WHERE payload_sha256 = ? AND record_type = 'response' LIMIT 1",
            (payload_sha256,),
        ).fetchone()
        return self.find_original(row[0]) if row else None

    def known_reports(self, portal: str) -> list[tuple[str, str, str, str, str, str]]:
        """Return (key, url, kind, column, checked_at, etag or last_modified) of reports and files captured before."""
        return self._db.execute(
            "SELECT key, url, kind, column_url, checked_at, etag || last_modified FROM urls"
            " WHERE portal = ? AND kind IN ('article', 'attachment') AND outcome = 'ok' AND removed_at = ''"
            " ORDER BY key",
            (portal,),
        ).fetchall()

    def count_reports(self, portal: str) -> int:
        """Return how many distinct report links a portal lists, in the last run that read each column."""
        return int(
            self._db.execute(
                "SELECT count(DISTINCT key) FROM sightings WHERE portal = ? AND kind = 'report' AND missed_runs = 0",
                (portal,),
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

    def close_column(
        self, portal: str, url: str, *, run: str, next_due: str, reports: int, missed: bool = True
    ) -> None:
        """Note that a column was read to its end in a run, and when it is due again.

        With `missed`, links the run did not see there count as missed: a column that named nothing at all is
        suspect and takes nothing away.
        """
        now = utc_now()
        self._db.execute(
            "UPDATE columns SET last_run = ?, visited_at = ?, next_due = ?, reports = ? WHERE portal = ? AND url = ?",
            (run, now, next_due, reports, portal, url),
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

    # --- runs ---------------------------------------------------------------------------------------------------

    def open_run(self, run: str, portals: Mapping[str, int]) -> None:
        """Write the row of a run before it begins, so that a crash leaves a run without an end.

        `portals` maps each portal to the number of reports that it listed before the run.
        """
        self._db.execute(
            "INSERT INTO runs (id, started_at, portals) VALUES (?, ?, ?)",
            (run, utc_now(), json.dumps(dict(sorted(portals.items())))),
        )

    def close_run(self, run: str, reason: str, report: str, *, is_unfinished: bool) -> None:
        """Write the end of a run and its report; `is_unfinished` when a later run has to go on with it."""
        self._db.execute(
            "UPDATE runs SET finished_at = ?, finish_reason = ?, report = ?, is_unfinished = ? WHERE id = ?",
            (utc_now(), reason, report, int(is_unfinished), run),
        )

    def runs(self, limit: int = 20) -> list[dict[str, Any]]:
        """Return the latest runs, newest first."""
        cursor = self._db.execute("SELECT * FROM runs ORDER BY started_at DESC, id DESC LIMIT ?", (limit,))
        names = [item[0] for item in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def add_tally(self, run: str, portal: str, name: str, value: int = 1) -> None:
        """Count something of a portal in a run; written with the transaction under way, if there is one."""
        counter = (run, portal, name)
        self._tallies[counter] = self._tallies.get(counter, 0) + value
        if not self._depth:
            self._write_tallies()

    def _write_tallies(self) -> None:
        if self._tallies:
            self._db.executemany(
                "INSERT INTO tallies VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
                [(*counter, value) for counter, value in self._tallies.items()],
            )
            self._tallies.clear()

    def tallies(self, run: str) -> dict[str, dict[str, int]]:
        """Return all counts of a run: portal -> name -> value."""
        self._write_tallies()
        counts: dict[str, dict[str, int]] = {}
        for portal, name, value in self._db.execute("SELECT portal, name, value FROM tallies WHERE run = ?", (run,)):
            counts.setdefault(portal, {})[name] = value
        return counts

    def add_event(self, run: str, portal: str, outcome: str, url: str, detail: str = "") -> None:
        """Keep a named outcome of a run that a person should see."""
        self._db.execute(
            "INSERT INTO events (run, portal, at, outcome, url, detail) VALUES (?, ?, ?, ?, ?, ?)",
            (run, portal, utc_now(), outcome, url, detail),
        )

    def events(self, run: str) -> list[tuple[str, str, str, str]]:
        """Return (portal, outcome, url, detail) of a run's events in order."""
        return self._db.execute(
            "SELECT portal, outcome, url, detail FROM events WHERE run = ? ORDER BY id", (run,)
        ).fetchall()

    def adopt_runs(self, run: str, portals: Iterable[str]) -> dict[str, int]:
        """Give the counts, events and sightings of these portals, from runs that were cut short, to the run that ends
        their work; return how many reports each of them listed before the first of those runs.

        A cut-short run of which no portal has requests left is closed.
        """
        before: dict[str, int] = {}
        with self.transaction():
            cut_short = self._db.execute(
                "SELECT id, portals FROM runs WHERE is_unfinished AND id <> ? ORDER BY id", (run,)
            ).fetchall()
            for old, listed in cut_short:
                counts: dict[str, int] = json.loads(listed)
                for portal in portals:
                    if portal in counts:
                        before.setdefault(portal, counts[portal])
                    self._adopt(run, old, portal)
                is_left = self._db.execute(
                    "SELECT 1 FROM tallies JOIN frontier USING (portal) WHERE tallies.run = ? AND frontier.state < 2"
                    " LIMIT 1",
                    (old,),
                ).fetchone()
                if is_left is None:
                    self._db.execute(
                        "UPDATE runs SET is_unfinished = 0, finish_reason = CASE finish_reason WHEN '' THEN 'killed'"
                        " ELSE finish_reason END WHERE id = ?",
                        (old,),
                    )
        return before

    def _adopt(self, run: str, old: str, portal: str) -> None:
        self._db.execute(
            "INSERT INTO tallies SELECT ?, portal, name, value FROM tallies WHERE run = ? AND portal = ?"
            " ON CONFLICT DO UPDATE SET value = value + excluded.value",
            (run, old, portal),
        )
        self._db.execute("DELETE FROM tallies WHERE run = ? AND portal = ?", (old, portal))
        self._db.execute("UPDATE events SET run = ? WHERE run = ? AND portal = ?", (run, old, portal))
        for moment in ("first_run", "last_run"):
            self._db.execute(
                f"UPDATE sightings SET {moment} = ? WHERE {moment} = ? AND portal = ?",  # noqa: S608 - own words
                (run, old, portal),
            )


def _errand(row: tuple[Any, ...]) -> Errand:
    identifier, portal, host, kind, attempts, packed = row
    kept = json.loads(packed)
    fetch = Fetch.from_dict(kept.pop("fetch"))
    return Errand(portal, host, kind, fetch, id=identifier, attempts=attempts, **kept)
