"""Coverage: one report is due for every agency and year. Which are there, which came late, which are gone or missing.

What is missing can only be told between the first and the last year that is known of an agency: who has to report at
all is not on any list of ours. Blocked and unreadable years are those of which a portal's list names agency and year.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from archive.database import ArchiveDatabase
from archive.gaps import Gap, is_full_name, named_gaps
from archive.rows import Row
from extractors.agency_kind import guess_kind

_GOVERNMENT = re.compile(r"[省市县区旗州盟]人民政府$")
_FIRST_NEW_REGULATIONS = 2019
"""First year reported on under the Regulations as revised in 2019."""


def due_on(year: int, publisher: str, kind: str | None) -> str | None:
    """Return the statutory day of a report on `year`, ISO 8601; None for bodies that the law names no day for.

    Until 2018 every body: 31 March (2008 Regulations, Art. 31). Since then departments of county governments and up by
    31 January, those governments by 31 March (2019 Regulations, Art. 49).
    """
    if year < _FIRST_NEW_REGULATIONS:
        return f"{year + 1}-03-31"
    if _GOVERNMENT.search(publisher):
        return f"{year + 1}-03-31"
    if kind in ("department", "gov_office"):
        return f"{year + 1}-01-31"
    return None


def write_coverage(database: ArchiveDatabase) -> None:
    """Make `coverage` what captures and readings say, for every agency that has a report or is named in a list."""
    conn = database.conn
    gaps = named_gaps(conn)
    known = {row[0] for row in conn.execute("SELECT id FROM agencies")}
    for agency_id, listed in sorted(gaps.items()):
        if agency_id not in known and is_full_name(listed.name):
            kind = guess_kind(listed.name)
            database.insert(
                "agencies",
                [(agency_id, listed.name, kind.kind, kind.level, listed.portal or None)],
                columns=("id", "name", "kind", "level", "portal"),
            )
    for (agency_id,) in conn.execute("SELECT id FROM agencies ORDER BY id").fetchall():
        rows = coverage_rows(conn, agency_id, gaps[agency_id].years if agency_id in gaps else {})
        database.replace("coverage", {"agency_id": agency_id}, rows)
        if not rows:
            conn.execute(
                "DELETE FROM agencies WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM reports WHERE agency_id = ?1)",
                (agency_id,),
            )


def coverage_rows(conn: sqlite3.Connection, agency_id: str, gaps: Mapping[int, Gap]) -> list[Row]:
    """Return the rows of one agency: every year from the first that is known of to the last."""
    name, kind = conn.execute("SELECT name, kind FROM agencies WHERE id = ?", (agency_id,)).fetchone()
    found: dict[int, Row] = {}
    for report_id, year, published_on, url, capture_id in conn.execute(
        "SELECT id, year, published_on, url, capture_id FROM reports WHERE agency_id = ? AND canonical ORDER BY id",
        (agency_id,),
    ).fetchall():
        gone = _removal(conn, url)
        day = due_on(year, name, kind)
        status = "removed" if gone else "late" if day and published_on and published_on > day else "published"
        found[year] = (agency_id, year, status, report_id, published_on, day, gone or capture_id)
    for year, gap in gaps.items():
        if year not in found:
            found[year] = (agency_id, year, gap.status, None, None, due_on(year, name, kind), gap.capture_id)
    if not found:
        return []
    return [
        found.get(year, (agency_id, year, "missing", None, None, due_on(year, name, kind), None))
        for year in range(min(found), max(found) + 1)
    ]


def _removal(conn: sqlite3.Connection, url: str) -> str | None:
    """Return the capture that shows that a URL is gone: its newest answer is 404 or 410."""
    row = conn.execute(
        "SELECT id, status FROM captures WHERE final_url = ? AND status IS NOT NULL "
        "ORDER BY fetched_at DESC, id LIMIT 1",
        (url,),
    ).fetchone()
    return str(row[0]) if row and row[1] in (404, 410) else None
