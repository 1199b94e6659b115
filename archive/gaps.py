"""Reports that a list names and that could not be had: refused by the site, or not readable as they came.

The name and the year are those of the link as the portal printed it; a link that names no agency, or no year, tells
nothing about coverage and stays in `captures` and `problems` alone.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Literal, NamedTuple

from archive.identity import agency_id_of, carries_place, compact, portal_of
from extractors.titles import read_title

GapStatus = Literal["blocked", "unreadable"]

_TOWNSHIP = re.compile(r"^.{2,}[镇乡]人民政府$")

_REFUSING = "401, 403, 412, 429, 451, 521"
_BLOCKED = "'blocked', 'refused', 'file_gated', 'rate_limited', 'robots_denied', 'robots_refused', 'robots_unreachable'"
_KNOWN = "'report', 'not_a_report'"


class Gap(NamedTuple):
    """Why the report of a year is not there, and the capture that shows it."""

    status: GapStatus
    capture_id: str


class Listed(NamedTuple):
    """An agency that a portal's links name, and the years of it that could not be had."""

    name: str
    portal: str
    years: dict[int, Gap]


def named_gaps(conn: sqlite3.Connection) -> dict[str, Listed]:
    """Return, by the id of the agency that links name, the years that could not be had; the newest word counts.

    A year of which a report was read from anywhere is no gap; the caller leaves those out.
    """
    found: dict[str, Listed] = {}
    for capture_id, url, final_url, portal_id, link_text, is_blocked in conn.execute(
        "SELECT c.id, c.url, c.final_url, c.portal_id, coalesce(nullif(c.link_text, ''), p.link_text, ''), "  # noqa: S608  our own words
        f"c.status IN ({_REFUSING}) OR c.outcome IN ({_BLOCKED}) OR c.id IN (SELECT m.original_id FROM captures AS m "
        f"WHERE m.record_type = 'metadata' AND m.outcome IN ({_BLOCKED})) AS is_blocked "
        "FROM captures AS c "
        "LEFT JOIN captures AS p ON p.final_url = c.parent_url AND p.role = 'report' AND p.link_text <> '' "
        "LEFT JOIN readings AS g ON g.payload_sha256 = c.payload_sha256 AND c.use = 'read' "
        "WHERE c.role IN ('report', 'attachment') AND (c.link_text <> '' OR p.link_text <> '') "
        f"AND (is_blocked OR (c.use = 'read' AND g.outcome NOT IN ({_KNOWN}))) "
        # what was refused once and answered later is refused no more, whatever the answer was
        "AND NOT EXISTS (SELECT 1 FROM captures AS n "
        "LEFT JOIN readings AS h ON h.payload_sha256 = n.payload_sha256 AND n.use = 'read' "
        "WHERE n.final_url = c.final_url AND (n.fetched_at, n.id) > (c.fetched_at, c.id) "
        f"AND (n.status IN (404, 410) OR h.outcome IN ({_KNOWN}))) ORDER BY c.fetched_at, c.id"
    ):
        title = read_title(link_text, url)
        if title.kind == "report" and title.publisher and title.year is not None:
            status: GapStatus = "blocked" if is_blocked else "unreadable"
            name, portal = compact(title.publisher), portal_of(portal_id, final_url)
            listed = Listed(name, "" if carries_place(name) else portal, {})
            found.setdefault(agency_id_of(name, portal), listed).years[title.year] = Gap(status, capture_id)
    return found


def is_full_name(name: str) -> bool:
    """Return whether a name in a link says whose agency it is, so that it can stand for one nobody has seen yet."""
    return carries_place(name) or bool(_TOWNSHIP.search(name))
