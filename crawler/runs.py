"""Runs as rows of state.db: when each began and ended, what it counted, and the outcomes a person should see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crawler.state_database import StateDatabase, utc_now


class Runs(StateDatabase):
    """The runs so far, their counts and their events."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._tallies: dict[tuple[str, str, str], int] = {}

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
