"""The frontier: the requests of a crawl as rows of state.db, taken one by one, done with their answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from crawler.captures import Origin
from crawler.state_database import StateDatabase
from crawler.systems.pages import Fetch
from crawler.urls import key_of

PARKED, QUEUED, LEASED, DONE = -1, 0, 1, 2
"""A parked request belongs to a portal that this run does not visit; it waits for one that does."""

MAX_ATTEMPTS = 3
"""One try and two retries; counted before the work."""

MAX_DEATHS = 5
"""Runs that may die with a request under way before it is taken for their cause. From the second on it goes last, so
that runs that are killed for other reasons get further than it."""

PRIORITY_DEADLY = -1000

PASSING = (
    "unreachable", "robots_unreachable", "maintenance", "http_5xx", "truncated", "empty", "dns", "timeout",
    "connection", "connection_refused", "tls", "proxy",
)  # fmt: skip
"""Outcomes, to their first blank, that another night may change."""

Kind = Literal["robots", "list", "column", "article", "part", "attachment", "script"]
"""What a request is for: `robots` besides the kinds of `crawler.systems.pages.Fetch`."""

KEPT = frozenset({"article", "part", "attachment"})
"""Kinds of errands whose answers are what is collected; the others only lead there."""


class Errand(NamedTuple):
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


ROLES = {
    "robots": "robots", "list": "list", "column": "list", "article": "report", "part": "part",
    "attachment": "attachment",
}  # fmt: skip
"""Kind of errand -> role of its capture; a script with a list's parameters is a `page`."""


def origin_of(errand: Errand) -> Origin:
    """Return how a URL came to be asked for, as its captures tell it."""
    role = ROLES.get(errand.kind, "page")
    return Origin(errand.portal, errand.column, errand.parent, errand.fetch.title, role)


class Frontier(StateDatabase):
    """The requests to make, of this run and of runs to come."""

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
        self.join()
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

    def give_up_host(self, host: str, outcome: str, *, kind: str = "") -> list[Errand]:
        """End all waiting requests of a host (of one kind, if given) with one outcome; return them."""
        which = ("host = ? AND state = 0 AND kind = ?", (host, kind)) if kind else ("host = ? AND state = 0", (host,))
        rows = self._db.execute(
            f"UPDATE frontier SET state = 2, outcome = ? WHERE {which[0]}"  # noqa: S608 - own words
            " RETURNING id, portal, host, kind, attempts, fetch",
            (outcome, *which[1]),
        ).fetchall()
        return [_errand(row) for row in rows]

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

    def read_to_the_end(self, portals: Iterable[str], *, since: str) -> set[str]:
        """Return those of these portals of which a killed run, begun after a moment, had made every request and was
        refused none; to be asked before `open_frontier`, which forgets them."""
        killed = "SELECT 1 FROM runs WHERE is_unfinished AND finished_at = '' AND started_at >= ? LIMIT 1"
        if self._db.execute(killed, (since,)).fetchone() is None:
            return set()
        rows = self._db.execute(
            "SELECT portal FROM frontier GROUP BY portal HAVING min(state) = 2 AND NOT max("
            " outcome LIKE 'blocked%' OR outcome LIKE 'robots%' OR outcome LIKE 'unreachable%')"
        )
        return {row[0] for row in rows} & set(portals)

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

    def failed_columns(self, portal: str) -> set[str]:
        """Return the columns of a portal of which a request of this run came to nothing, for now."""
        rows = self._db.execute(
            "SELECT json_extract(fetch, '$.column'), outcome FROM frontier"
            " WHERE portal = ? AND state = 2 AND outcome <> 'ok'",
            (portal,),
        )
        return {column for column, outcome in rows if column and outcome.partition(" ")[0] in PASSING}

    def count_lost_parts(self, portal: str) -> int:
        """Return how many further pages of articles this run asked for, or would have, in vain."""
        row = self._db.execute(
            "SELECT count(*) FROM frontier WHERE portal = ? AND kind = 'part' AND state = 2"
            " AND outcome NOT IN ('ok', 'not_modified', 'redirect')",
            (portal,),
        ).fetchone()
        return int(row[0])

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


def _errand(row: tuple[Any, ...]) -> Errand:
    identifier, portal, host, kind, attempts, packed = row
    kept = json.loads(packed)
    fetch = Fetch.from_dict(kept.pop("fetch"))
    return Errand(portal, host, kind, fetch, id=identifier, attempts=attempts, **kept)
