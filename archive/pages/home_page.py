"""The front page: what there is, by year, and where to go on."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive.pages.charts import Amount, BarChart, bar_chart
from archive.pages.lists import Choice, Line, latest, statuses, years
from archive.pages.rows import number, row, rows
from archive.pages.words import Words, grouped, moment

LATEST = 12
"""Reports on the front page: one screen of them."""

TOP = 8
"""Agencies and rules on the front page."""


class Counter(NamedTuple):
    """A number of the archive and what it counts."""

    value: str
    label: Words
    href: str
    tone: str = ""


class Site(NamedTuple):
    """What every page says of the whole archive: how much, and how new."""

    report_count: int
    agency_count: int
    first_year: int | None
    last_year: int | None
    invented_count: int
    captured_at: str
    has_crawls: bool
    reader: str


class AgencyCount(NamedTuple):
    """An agency and how many of its reports there are."""

    id: str
    name: str
    portal: str
    reports: int
    failed: int


class RuleCount(NamedTuple):
    """A rule and how many reports fail it."""

    id: str
    title: Words
    severity: str
    reports: int


class Home(NamedTuple):
    """Everything the front page shows."""

    counters: tuple[Counter, ...]
    chart: BarChart
    latest: tuple[Line, ...]
    years: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    agencies: tuple[AgencyCount, ...]
    rules: tuple[RuleCount, ...]


def read_site(conn: sqlite3.Connection) -> Site:
    """Return the facts in every page's footer."""
    span = (
        row(
            conn,
            "SELECT min(year) AS low, max(year) AS high, count(*) AS n, sum(is_invented) AS invented FROM reports",
        )
        or {}
    )
    newest = row(conn, "SELECT max(fetched_at) AS newest FROM captures") or {}
    reader = row(conn, "SELECT value FROM about WHERE key = 'reader'") or {}
    return Site(
        span.get("n", 0),
        number(conn, "SELECT count(DISTINCT agency_id) FROM reports"),
        span.get("low"),
        span.get("high"),
        span.get("invented") or 0,
        moment(newest.get("newest")),
        number(conn, "SELECT EXISTS (SELECT 1 FROM captures WHERE role <> 'file')") == 1,
        reader.get("value", ""),
    )


def read_home(conn: sqlite3.Connection) -> Home:
    """Return the front page."""
    site = read_site(conn)
    findings = number(conn, "SELECT sum(error_count) FROM reports")
    cells = number(conn, "SELECT sum(figure_count) FROM reports")
    span = f"{site.first_year}–{site.last_year}" if site.first_year != site.last_year else str(site.last_year or "—")
    counters = (
        Counter(grouped(site.report_count), Words("份报告", "reports"), "/reports"),
        Counter(grouped(site.agency_count), Words("个机关", "agencies"), "/agencies"),
        Counter(grouped(cells), Words("个单元格，如所印", "cells as printed"), "/data"),
        Counter(span if site.last_year else "—", Words("年度", "years"), "/reports"),
        Counter(
            grouped(findings),
            Words("处不符", "failed checks"),
            "/reports?status=failed",
            "bad" if findings else "",
        ),
    )
    return Home(
        counters,
        chart_of_years(conn),
        latest(conn, LATEST),
        years(conn),
        statuses(conn),
        top_agencies(conn, TOP),
        failing_rules(conn)[:TOP],
    )


def chart_of_years(conn: sqlite3.Connection) -> BarChart:
    """Return reports by year, those with failed checks marked; years without any report between are gaps."""
    found = {
        line["year"]: line
        for line in rows(
            conn,
            "SELECT year, count(*) AS n, sum(error_count > 0) AS failed FROM reports WHERE year IS NOT NULL GROUP BY 1",
        )
    }
    if not found:
        return bar_chart("各年度报告数", ())
    # a year misread from a hostile file must not draw a thousand bars
    span = range(min(found), max(found) + 1) if max(found) - min(found) < 40 else sorted(found)
    amounts = []
    for year in span:
        line = found.get(year)
        count, failed = (line["n"], line["failed"]) if line else (0, 0)
        title = f"{year} 年度：{count} 份报告" + (f"，其中 {failed} 份有不符" if failed else "")
        amounts.append(Amount(str(year), count, failed, title, f"/reports?year={year}" if count else ""))
    return bar_chart("各年度报告数", amounts)


def top_agencies(conn: sqlite3.Connection, count: int) -> tuple[AgencyCount, ...]:
    """Return the agencies with most reports."""
    found = rows(
        conn,
        "SELECT a.id, a.name, a.portal, count(*) AS n, sum(r.error_count > 0) AS failed FROM reports AS r "
        "JOIN agencies AS a ON a.id = r.agency_id GROUP BY a.id ORDER BY n DESC, a.name LIMIT ?",
        count,
    )
    return tuple(
        AgencyCount(line["id"], line["name"], line["portal"] or "", line["n"], line["failed"]) for line in found
    )


def failing_rules(conn: sqlite3.Connection) -> tuple[RuleCount, ...]:
    """Return the rules that some report fails, gravest and most frequent first."""
    found = rows(
        conn,
        "SELECT u.id, u.title, u.title_en, u.severity, (SELECT count(DISTINCT c.report_id) FROM checks AS c "
        "WHERE c.rule = u.id AND c.outcome IN ('fail', 'fail_hypothesis')) AS n FROM rules AS u WHERE n > 0 "
        "ORDER BY u.severity = 'error' DESC, u.severity = 'warning' DESC, n DESC, u.id",
    )
    return tuple(
        RuleCount(line["id"], Words(line["title"], line["title_en"]), line["severity"], line["n"]) for line in found
    )
