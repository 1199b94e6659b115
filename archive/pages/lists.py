"""Lists of reports: the filters of a page of the list, and one line a report."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from archive.pages.rows import Row, number, row, rows
from archive.pages.status import Tag, tags_of
from archive.pages.words import LEVELS, Words, word

PAGE = 50
"""Reports on one page of a list."""

STATUSES: Mapping[str, tuple[Words, str]] = {
    "failed": (Words("有不符", "with failed checks"), "r.error_count > 0"),
    "partial": (Words("部分读出", "partly read"), "(r.quality <> 'complete' OR r.problem_count > 0)"),
    "passed": (Words("通过", "passed"), "r.error_count = 0 AND r.quality = 'complete' AND r.problem_count = 0"),
}

_COLUMNS = (
    "r.id, r.title, r.publisher, r.year, r.canonical, r.is_invented, r.quality, r.figure_count, r.error_count, "
    "r.warning_count, r.problem_count, r.published_on, r.format, r.agency_id, a.level, a.portal"
)


class Line(NamedTuple):
    """One report in a list."""

    id: str
    title: str
    publisher: str
    portal: str
    agency_id: str
    year: int | None
    level: Words
    published_on: str
    tags: tuple[Tag, ...]
    is_canonical: bool
    is_invented: bool


class Choice(NamedTuple):
    """One value of a filter."""

    value: str
    label: Words
    reports: int
    is_chosen: bool


class ReportList(NamedTuple):
    """A page of a filtered list."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    years: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    rule: Words | None
    rule_id: str
    previous: str
    following: str
    is_filtered: bool


def line_of(report: Row) -> Line:
    """Return one line of a list from a row with the columns of `reports`."""
    return Line(
        report["id"],
        report["title"] or "（无标题）",
        report["publisher"] or "",
        report["portal"] or "",
        report["agency_id"] or "",
        report["year"],
        word(LEVELS, report["level"]) if report["level"] else Words("", ""),
        report["published_on"] or "",
        tags_of(report),
        bool(report["canonical"]),
        bool(report["is_invented"]),
    )


def latest(conn: sqlite3.Connection, count: int) -> tuple[Line, ...]:
    """Return the newest reports."""
    found = rows(
        conn,
        f"SELECT {_COLUMNS} FROM reports AS r LEFT JOIN agencies AS a ON a.id = r.agency_id "  # noqa: S608  constants
        "WHERE r.canonical ORDER BY r.year DESC, r.published_on DESC, r.id LIMIT ?",
        count,
    )
    return tuple(line_of(report) for report in found)


def whole_number(text: str | None) -> int | None:
    """Return what a query string gives for a number, None for what is none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def read_list(conn: sqlite3.Connection, query: Mapping[str, str]) -> ReportList:
    """Return the page of the list that a query string asks for: year, status, level, rule, page."""
    year = whole_number(query.get("year"))
    status = query.get("status", "")
    level = query.get("level", "")
    rule = row(conn, "SELECT id, title, title_en FROM rules WHERE id = ?", query.get("rule", ""))
    where: list[str] = []
    values: list[object] = []
    if year is not None:
        where.append("r.year = ?")
        values.append(year)
    if status in STATUSES:
        where.append(STATUSES[status][1])
    if level in LEVELS:
        where.append("a.level = ?")
        values.append(level)
    if rule:
        where.append("r.id IN (SELECT report_id FROM checks WHERE rule = ? AND outcome IN ('fail', 'fail_hypothesis'))")
        values.append(rule["id"])
    understood = {"year": year is not None, "status": status in STATUSES, "level": level in LEVELS, "rule": bool(rule)}
    if any(query.get(name, "").strip() and not known for name, known in understood.items()):
        where.append("0")  # nothing is of a year or rule that does not exist; all would be a wrong count of it
    source = f"FROM reports AS r LEFT JOIN agencies AS a ON a.id = r.agency_id WHERE {' AND '.join(where) or '1'}"
    total = number(conn, f"SELECT count(*) {source}", *values)
    pages = max(1, -(-total // PAGE))
    page = min(max(whole_number(query.get("page")) or 1, 1), pages)
    found = rows(
        conn,
        f"SELECT {_COLUMNS} {source} ORDER BY r.year DESC, r.published_on DESC, r.id LIMIT ? OFFSET ?",
        *values,
        PAGE,
        (page - 1) * PAGE,
    )
    kept = {
        name: value
        for name, value in (
            ("year", str(year) if year is not None else ""),
            ("status", status if status in STATUSES else ""),
            ("level", level if level in LEVELS else ""),
            ("rule", rule["id"] if rule else ""),
        )
        if value
    }

    def link(to: int) -> str:
        return "/reports?" + urlencode({**kept, "page": to})

    return ReportList(
        lines=tuple(line_of(report) for report in found),
        total=total,
        page=page,
        pages=pages,
        years=years(conn, year),
        statuses=statuses(conn, status),
        levels=levels(conn, level),
        rule=Words(rule["title"], rule["title_en"]) if rule else None,
        rule_id=rule["id"] if rule else "",
        previous=link(page - 1) if page > 1 else "",
        following=link(page + 1) if page < pages else "",
        is_filtered=bool(kept),
    )


def years(conn: sqlite3.Connection, chosen: int | None = None) -> tuple[Choice, ...]:
    """Return every year with its number of reports, newest first."""
    found = rows(
        conn, "SELECT year, count(*) AS n FROM reports WHERE year IS NOT NULL GROUP BY year ORDER BY year DESC"
    )
    return tuple(
        Choice(str(line["year"]), Words(f"{line['year']} 年度", str(line["year"])), line["n"], line["year"] == chosen)
        for line in found
    )


def statuses(conn: sqlite3.Connection, chosen: str = "") -> tuple[Choice, ...]:
    """Return how many reports passed, failed or were only partly read."""
    return tuple(
        Choice(name, words, number(conn, f"SELECT count(*) FROM reports AS r WHERE {sql}"), name == chosen)  # noqa: S608  constants
        for name, (words, sql) in STATUSES.items()
    )


def levels(conn: sqlite3.Connection, chosen: str = "") -> tuple[Choice, ...]:
    """Return the levels of government with their number of reports."""
    counts = {
        line["level"]: line["n"]
        for line in rows(
            conn,
            "SELECT a.level, count(*) AS n FROM reports AS r JOIN agencies AS a ON a.id = r.agency_id GROUP BY a.level",
        )
    }
    return tuple(
        Choice(name, words, counts[name], name == chosen) for name, words in LEVELS.items() if counts.get(name)
    )
