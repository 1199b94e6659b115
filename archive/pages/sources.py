"""Where one report was found: the stored bytes, every place it was seen at, its contents over time, other years."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from archive.pages.printed_cells import label_of
from archive.pages.rows import Row, row, rows
from archive.pages.words import FORMATS, RELATIONS, STATES, VERSION_STATUS, Words, day, moment, number_text, word
from crawler.captures import file_name

MOST_CHANGES = 12
"""Changed cells of a version that are listed; the table report_versions has all of them."""

MOST_ROWS = 200
"""Problems, places and versions listed on the page; the tables have all of them."""


class Original(NamedTuple):
    """The stored bytes the page was read from."""

    capture_id: str
    url: str
    is_web: bool
    fetched_at: str
    media_type: str
    size: int
    sha256: str
    warc_file: str
    offset: int
    length: int


class Place(NamedTuple):
    """One capture that showed the report."""

    capture_id: str
    relation: Words
    url: str
    is_web: bool
    fetched_at: str
    format: Words
    version: int
    is_current: bool


class Change(NamedTuple):
    """A cell that two versions print differently."""

    key: str
    label: Words
    before: str
    after: str


class VersionView(NamedTuple):
    """One content of the report."""

    number: int
    status: Words
    first_seen: str
    last_seen: str
    format: Words
    figure_count: int
    changes: tuple[Change, ...]
    change_count: int
    is_current: bool
    capture_id: str


class Neighbour(NamedTuple):
    """Another year of the same agency."""

    year: int
    report_id: str
    status: str
    is_current: bool


def is_web(url: str) -> bool:
    """Return whether a URL may become a link: http or https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def find_original(conn: sqlite3.Connection, capture_id: str) -> Original | None:
    """Return the stored bytes of a capture, or None if the archive does not know it."""
    found = row(
        conn,
        "SELECT id, final_url, fetched_at, media_type, payload_size, payload_sha256, payload_file, payload_offset, "
        "payload_length FROM captures WHERE id = ?",
        capture_id,
    )
    if found is None:
        return None
    return Original(
        capture_id=found["id"],
        url=found["final_url"],
        is_web=is_web(found["final_url"]),
        fetched_at=moment(found["fetched_at"]),
        media_type=found["media_type"],
        size=found["payload_size"],
        sha256=found["payload_sha256"],
        warc_file=found["payload_file"],
        offset=found["payload_offset"],
        length=found["payload_length"],
    )


def capture_data(conn: sqlite3.Connection, capture_id: str) -> Row | None:
    """Return a capture as the JSON of reports and cells names it: address, time, digest, place of the stored bytes."""
    return row(
        conn,
        "SELECT id, final_url AS url, fetched_at, media_type, payload_sha256, payload_size, "
        "payload_file AS warc_file, payload_offset AS offset, payload_length AS length FROM captures WHERE id = ?",
        capture_id,
    )


def read_places(conn: sqlite3.Connection, report_id: str, current: str) -> tuple[Place, ...]:
    """Return every place the report was seen at, the first seen first."""
    found = rows(
        conn,
        f"SELECT capture_id, relation, url, fetched_at, format, version FROM manifestations WHERE report_id = ? "  # noqa: S608  a constant
        f"ORDER BY fetched_at, capture_id LIMIT {MOST_ROWS}",
        report_id,
    )
    return tuple(
        Place(
            line["capture_id"],
            word(RELATIONS, line["relation"]),
            line["url"] if is_web(line["url"]) else file_name(line["url"]),
            is_web(line["url"]),
            moment(line["fetched_at"]),
            word(FORMATS, line["format"]),
            line["version"],
            line["capture_id"] == current,
        )
        for line in found
    )


def read_versions(conn: sqlite3.Connection, report_id: str) -> tuple[VersionView, ...]:
    """Return the contents the report has had, with the cells each changed."""
    found = rows(
        conn,
        "SELECT v.version, v.status, v.first_seen_at, v.last_seen_at, v.format, v.figure_count, v.changed_cells, "
        "v.is_current, (SELECT m.capture_id FROM manifestations AS m WHERE m.report_id = v.report_id "
        "AND m.version = v.version ORDER BY m.fetched_at, m.capture_id LIMIT 1) AS capture_id "
        "FROM report_versions AS v WHERE v.report_id = ? ORDER BY v.version",
        report_id,
    )
    return tuple(_version(line) for line in found)


def _version(line: Row) -> VersionView:
    changes: list[list[Any]] = json.loads(line["changed_cells"]) if line["changed_cells"] else []
    return VersionView(
        number=line["version"],
        status=word(VERSION_STATUS, line["status"]),
        first_seen=day(line["first_seen_at"]),
        last_seen=day(line["last_seen_at"]),
        format=word(FORMATS, line["format"]),
        figure_count=line["figure_count"],
        changes=tuple(
            Change(key, label_of(key), _changed(before), _changed(after))
            for key, before, after in changes[:MOST_CHANGES]
        ),
        change_count=len(changes),
        is_current=bool(line["is_current"]),
        capture_id=line["capture_id"] or "",
    )


def _changed(value: Any) -> str:
    if value is None:
        return STATES["missing"].zh
    if isinstance(value, str):
        return STATES[value].zh.partition("：")[0] if value in STATES else value
    return number_text(value)


def read_neighbours(conn: sqlite3.Connection, agency_id: str | None, year: int | None) -> tuple[Neighbour, ...]:
    """Return the years of an agency, those without a report too."""
    if not agency_id:
        return ()
    found = rows(
        conn,
        "SELECT year, report_id, status FROM coverage WHERE agency_id = ? ORDER BY year",
        agency_id,
    )
    return tuple(
        Neighbour(line["year"], line["report_id"] or "", line["status"], line["year"] == year) for line in found
    )


class Rival(NamedTuple):
    """Another document of the same agency and year that says other numbers."""

    report_id: str
    where: str


def find_rivals(conn: sqlite3.Connection, report: Row) -> tuple[Rival, ...]:
    """Return the other reports of the same agency and year: nothing says that they are versions of this one."""
    if not report["agency_id"] or report["year"] is None:
        return ()
    found = rows(
        conn,
        "SELECT id, url FROM reports WHERE agency_id = ? AND year = ? AND id <> ? ORDER BY canonical DESC, id LIMIT ?",
        report["agency_id"],
        report["year"],
        report["id"],
        MOST_ROWS,
    )
    return tuple(Rival(line["id"], line["url"] if is_web(line["url"]) else file_name(line["url"])) for line in found)


def find_canonical(conn: sqlite3.Connection, report: Row) -> str:
    """Return the id of the report that stands for the same agency and year instead of this one; empty for none."""
    if report["canonical"] or not report["agency_id"] or report["year"] is None:
        return ""
    found = row(
        conn,
        "SELECT id FROM reports WHERE agency_id = ? AND year = ? AND canonical",
        report["agency_id"],
        report["year"],
    )
    return found["id"] if found else ""
