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
from archive.places import Gone, Places, find_gone
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
    gone = Places(find_gone(conn), ())
    seen_until = conn.execute("SELECT max(fetched_at) FROM captures").fetchone()[0] or ""
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
        years = gaps[agency_id].years if agency_id in gaps else {}
        rows = coverage_rows(conn, agency_id, years, gone, seen_until)
        database.replace("coverage", {"agency_id": agency_id}, rows)
        if not rows:
            conn.execute(
                "DELETE FROM agencies WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM reports WHERE agency_id = ?1)",
                (agency_id,),
            )


def coverage_rows(
    conn: sqlite3.Connection, agency_id: str, gaps: Mapping[int, Gap], places: Places, seen_until: str
) -> list[Row]:
    """Return the rows of one agency: every year from the first that is known of to the last.

    No year is missing whose report was not due when something was captured last (`seen_until`): a title may name a year
    to come.
    """
    name, kind = conn.execute("SELECT name, kind FROM agencies WHERE id = ?", (agency_id,)).fetchone()
    found: dict[int, Row] = {}
    for report_id, year, published_on, url, capture_id in conn.execute(
        "SELECT id, year, published_on, url, capture_id FROM reports WHERE agency_id = ? AND canonical ORDER BY id",
        (agency_id,),
    ).fetchall():
        gone = _removal(conn, places, report_id, url)
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
        if year in found or _latest_day(year) < seen_until
    ]


def _latest_day(year: int) -> str:
    """Return the last day on which anybody's report on a year is due."""
    return f"{year + 1}-03-31~"


def _removal(conn: sqlite3.Connection, places: Places, report_id: str, url: str) -> str | None:
    """Return the newest capture that shows that a report is nowhere to be found any more; None where one place has it.

    A place has it no more that is gone, or that shows the report of another body or year now. Files handed in are no
    places where others find it.
    """
    if not url.startswith("urn:") and not places.gone(url) and not _other_report(conn, report_id, url):
        # most often there is nothing more to ask; its page may be gone, though
        parent = conn.execute(
            "SELECT parent_url FROM manifestations WHERE report_id = ? AND url = ? AND relation = 'attachment' LIMIT 1",
            (report_id, url),
        ).fetchone()
        if parent is None or not places.gone(parent[0]):
            return None
    newest: tuple[str, str] | None = None
    for place, parent_url, seen_at in conn.execute(
        "SELECT url, parent_url, max(fetched_at) FROM manifestations "
        "WHERE report_id = ? AND relation IN ('page', 'attachment') GROUP BY url, parent_url",
        (report_id,),
    ).fetchall():
        found = places.gone(place, parent_url, seen_at) or _other_report(conn, report_id, place)
        if found is None:
            return None
        newest = max(newest or found, found)
    return newest[1] if newest else None


def _other_report(conn: sqlite3.Connection, report_id: str, url: str) -> Gone | None:
    """Return the newest capture of a URL if it shows a report that is known to be of another agency or year."""
    row = conn.execute(
        "SELECT c.fetched_at, c.id, g.outcome, r.canonical, g.claimed_id FROM captures AS c "
        "LEFT JOIN readings AS g ON g.payload_sha256 = c.payload_sha256 LEFT JOIN reports AS r ON r.id = g.claimed_id "
        "WHERE c.final_url = ? AND c.use = 'read' ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1",
        (url,),
    ).fetchone()
    if row is None or row[2] != "report" or not row[3] or report_id == row[4]:
        return None
    return Gone(row[0], row[1])
