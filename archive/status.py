"""What a data folder holds and what is due: counts, sizes, runs, portals, refusals. Reads only."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from archive.database import ArchiveError, connect
from archive.indexing import has_news
from crawler.data_folder import DataFolder

LAST_RUNS = 5


def status_of(folder: DataFolder) -> dict[str, Any]:
    """Return the state of a data folder as JSON values; parts that are not there yet are None."""
    warc = [path.stat().st_size for path in folder.warc.glob("*.warc.gz")] if folder.warc.is_dir() else []
    return {
        "data": str(folder.root),
        "stores": {
            "warc_files": len(warc),
            "warc_bytes": sum(warc),
            "archive_bytes": _size(folder.archive_db),
            "state_bytes": _size(folder.state_db),
        },
        "archive": _archive(folder),
        "crawl": _crawl(folder.state_db),
    }


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _archive(folder: DataFolder) -> dict[str, Any] | None:
    if not folder.archive_db.exists():
        return None
    try:
        conn = connect(folder.archive_db)
    except ArchiveError as error:
        return {"error": str(error)}
    try:
        return _archive_parts(folder, conn)
    except sqlite3.DatabaseError as error:
        return {"error": f"{folder.archive_db}: cannot be read: {error}: run `gongkai build`"}
    finally:
        conn.close()


def _archive_parts(folder: DataFolder, conn: sqlite3.Connection) -> dict[str, Any]:
    ask = conn.execute
    indexed = dict(ask("SELECT name, indexed_size FROM warc_files"))
    return {
        "reader": dict(ask("SELECT key, value FROM about")).get("reader", ""),
        "is_current": not has_news(folder.warc, indexed),
        "reports": ask("SELECT count(*) FROM reports").fetchone()[0],
        "agencies": ask("SELECT count(*) FROM agencies").fetchone()[0],
        "captures": ask("SELECT count(*) FROM captures").fetchone()[0],
        "intake": {outcome: count for outcome, count, _ in ask("SELECT * FROM intake")},
        "coverage": dict(ask("SELECT status, count(*) FROM coverage GROUP BY 1 ORDER BY 1")),
        "years": {
            str(year): count
            for year, count in ask("SELECT year, count(*) FROM reports WHERE canonical GROUP BY 1 ORDER BY 1")
        },
        "findings": dict(
            ask(
                "SELECT severity, count(*) FROM checks WHERE outcome IN ('fail', 'fail_hypothesis') "
                "GROUP BY 1 ORDER BY 1"
            )
        ),
        "failures": dict(ask("SELECT kind, count(*) FROM problems WHERE report_id IS NULL GROUP BY 1 ORDER BY 1")),
    }


def _crawl(path: Path) -> dict[str, Any] | None:
    """Return what the crawl state says; it is read as it is, so that a status never waits for a crawl."""
    if not path.exists():
        return None
    try:
        return _ask_state(path, "mode=ro")
    except sqlite3.Error as error:
        if "unable to open" in str(error) and not path.with_name(path.name + "-wal").exists():
            # SQLite makes a file beside a database with a log, which a read-only disk refuses; there, nobody writes
            with suppress(sqlite3.Error):
                return _ask_state(path, "immutable=1")
        return {"error": f"{path}: cannot be read: {error}"}


def _ask_state(path: Path, how: str) -> dict[str, Any]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, timeout=5)) as conn:
        conn.row_factory = sqlite3.Row
        return _crawl_parts(conn)


def _crawl_parts(conn: sqlite3.Connection) -> dict[str, Any]:
    runs = [
        {
            "run": row["id"],
            "started_at": row["started_at"],
            "finished_at": row["finished_at"],
            "finish_reason": row["finish_reason"] or "unfinished",
            "alarms": _alarms(row["report"]),
        }
        for row in conn.execute("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (LAST_RUNS,))
    ]
    portals = [
        {
            "portal": row["portal"],
            "columns": row["columns"],
            "reports": row["reports"],
            "visited_at": row["visited_at"],
            "next_due": row["next_due"],
            "outcomes": sorted(set(row["outcomes"].split(","))) if row["outcomes"] else [],
        }
        for row in conn.execute(
            # what the report of a run counts: a report that two columns list is one, what is derived from one is none
            "SELECT portal, count(*) AS columns, (SELECT count(DISTINCT s.key) FROM sightings AS s "
            "WHERE s.portal = c.portal AND s.kind = 'report' AND s.missed_runs = 0) AS reports, "
            "max(visited_at) AS visited_at, min(nullif(next_due, '')) AS next_due, "
            "group_concat(DISTINCT nullif(outcome, '')) AS outcomes FROM columns AS c GROUP BY portal ORDER BY portal"
        )
    ]
    blocked = [
        {"host": row["host"], "reason": row["blocked"], "since": row["blocked_at"], "next_attempt": row["next_attempt"]}
        for row in conn.execute("SELECT * FROM hosts WHERE blocked <> '' ORDER BY host")
    ]
    due = [portal["next_due"] for portal in portals if portal["next_due"]]
    return {
        "last_run": runs[0] if runs else None,
        "next_due": min(due) if due else None,
        "pending": conn.execute("SELECT count(*) FROM frontier WHERE state < 2").fetchone()[0],
        "runs": runs,
        "portals": portals,
        "blocked": blocked,
    }


def _alarms(report: str) -> list[str]:
    try:
        portals = json.loads(report)["portals"]
        return [f"{portal['portal']}: {portal['alarm']}" for portal in portals if portal.get("alarm")]
    except (ValueError, KeyError, TypeError):
        return []
