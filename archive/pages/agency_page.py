"""The page of one agency: its years, the missing ones too, and its key figures over them. And the list of agencies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from archive.figure_views import SERIES
from archive.pages.charts import Amount, BarChart, bar_chart
from archive.pages.lists import Line, line_of, whole_number
from archive.pages.printed_cells import label_of
from archive.pages.rows import number, row, rows
from archive.pages.words import COMPARABILITY, COVERAGE, EDITIONS, KINDS, LEVELS, Words, number_text, word

KEY_SERIES = (
    "req_new",
    "req_carried_in",
    "res_granted",
    "res_partial",
    "res_denied",
    "res_unable",
    "res_unproc",
    "res_total",
    "req_carried_out",
    "review_total",
    "review_corrected",
    "suit_direct_total",
    "suit_post_total",
    "license_decisions",
    "penalty_decisions",
)
"""The quantities people ask for first (domain notes: who refuses, backlog, reviews, caseload)."""

_SERIES = {series.key: series for series in SERIES}

CHARTED = ("req_new", "res_granted", "review_total", "penalty_decisions")

AGENCIES = 100
"""Agencies on one page of the list."""


class YearHead(NamedTuple):
    """One year of an agency: its report, or why there is none."""

    year: int
    report_id: str
    status: str
    status_words: Words


class SeriesCell(NamedTuple):
    """One number of a series; empty `text` where the year has none.

    `anchor` is the cell it was printed in, the first one of a sum; `mark` is ≈ where another form counted something
    like it, Σ where it was summed by us, and ? where something is printed that is not read as a number; `note` says
    which cells that were.
    """

    text: str
    report_id: str
    anchor: str
    mark: str
    note: str


class Comparison(NamedTuple):
    """What stands in a line of the series for years of an older form."""

    label: Words
    form: str
    cells: Words
    how: Words


class SeriesLine(NamedTuple):
    """One quantity over the years."""

    key: str
    label: Words
    unit: str
    cells: tuple[SeriesCell, ...]

    @property
    def is_derived(self) -> bool:
        """Return whether every number of the line was summed by us."""
        numbers = [cell for cell in self.cells if cell.text]
        return bool(numbers) and all("Σ" in cell.mark for cell in numbers)


class AgencyPage(NamedTuple):
    """Everything an agency's page shows."""

    id: str
    name: str
    portal: str
    level: Words | None
    kind: Words | None
    region: str
    region_code: str
    conflicts: tuple[str, ...]
    years: tuple[YearHead, ...]
    missing: tuple[int, ...]
    series: tuple[SeriesLine, ...]
    charts: tuple[BarChart, ...]
    reports: tuple[Line, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def has_unread(self) -> bool:
        """Return whether a number of the series is printed and could not be read."""
        return any(cell.mark == "?" for line in self.series for cell in line.cells)


class AgencyLine(NamedTuple):
    """One agency in the list."""

    id: str
    name: str
    portal: str
    level: Words
    reports: int
    failed: int
    first: int | None
    last: int | None
    missing: int


class AgencyList(NamedTuple):
    """A page of the list of agencies."""

    lines: tuple[AgencyLine, ...]
    total: int
    page: int
    pages: int
    query: str

    @property
    def previous(self) -> str:
        """Return the address of the page before; empty on the first."""
        return self._address(self.page - 1) if self.page > 1 else ""

    @property
    def following(self) -> str:
        """Return the address of the next page; empty on the last."""
        return self._address(self.page + 1) if self.page < self.pages else ""

    def _address(self, page: int) -> str:
        wanted = {"q": self.query} if self.query else {}
        return "/agencies?" + urlencode({**wanted, "page": page})


def read_agency_page(conn: sqlite3.Connection, agency_id: str) -> AgencyPage | None:
    """Return the page of an agency, or None."""
    agency = row(
        conn,
        "SELECT a.*, g.full_name AS region_name FROM agencies AS a LEFT JOIN regions AS g ON g.id = a.region_id "
        "WHERE a.id = ?",
        agency_id,
    )
    if agency is None:
        return None
    reports = rows(
        conn,
        "SELECT r.*, NULL AS level, NULL AS portal FROM reports AS r WHERE r.agency_id = ? "
        "ORDER BY r.year DESC, r.canonical DESC, r.id",
        agency_id,
    )
    heads = tuple(
        YearHead(line["year"], line["report_id"] or "", line["status"], word(COVERAGE, line["status"]))
        for line in rows(conn, "SELECT * FROM coverage WHERE agency_id = ? ORDER BY year", agency_id)
    )
    series, comparisons = _series(conn, agency_id, heads)
    conflicts = json.loads(agency["conflicts"]) if agency["conflicts"] else []
    return AgencyPage(
        id=agency_id,
        name=agency["name"],
        portal=agency["portal"] or "",
        level=word(LEVELS, agency["level"]) if agency["level"] else None,
        kind=word(KINDS, agency["kind"]) if agency["kind"] else None,
        region=agency["region_name"] or "",
        region_code=agency["region_code"] or "",
        conflicts=tuple(
            conflict if isinstance(conflict, str) else json.dumps(conflict, ensure_ascii=False)
            for conflict in conflicts
        ),
        years=heads,
        missing=tuple(head.year for head in heads if head.status == "missing"),
        series=series,
        charts=_charts(series, heads),
        reports=tuple(line_of(report) for report in reports),
        comparisons=comparisons,
    )


def _series(
    conn: sqlite3.Connection, agency_id: str, heads: tuple[YearHead, ...]
) -> tuple[tuple[SeriesLine, ...], tuple[Comparison, ...]]:
    """Return the key figures over the years, and what was compared with what where the forms differ."""
    by_key: dict[str, dict[int, SeriesCell]] = {}
    labels = {
        line["key"]: (Words(line["label_zh"].partition("（区分")[0], line["label_en"]), line["unit"])
        for line in rows(conn, "SELECT key, label_zh, label_en, unit FROM series_definitions")
    }
    compared: dict[tuple[int, str], Comparison] = {}
    for line in rows(conn, "SELECT * FROM series WHERE agency_id = ?", agency_id):
        key = line["series"]
        if key not in KEY_SERIES:
            continue
        label, _ = labels[key]
        cells = _SERIES[key].cells(line["form"])
        names = [label_of(cell) for cell in cells]
        sums = Words("＋".join(name.zh for name in names), " + ".join(name.en for name in names))
        mark, note = "", ""
        if line["comparability"] != "exact":
            how = word(COMPARABILITY, line["comparability"])
            form = word(EDITIONS, line["form"]).zh.partition("（")[0]
            mark, note = "≈", f"{form}表格的“{sums.zh}”，与“{label.zh}”{how.zh} · {sums.en}: {how.en}"
            compared.setdefault((KEY_SERIES.index(key), form), Comparison(label, form, sums, how))
        if line["is_derived"]:
            mark += "Σ"
            note = note or f"由我们相加：{sums.zh} · summed by us"
        by_key.setdefault(key, {})[line["year"]] = SeriesCell(
            number_text(line["value"]), line["report_id"], cells[0] if cells else "", mark, note
        )
    unread = _unread(conn, [head.report_id for head in heads if head.report_id])
    found = {
        key: tuple(by_key.get(key, {}).get(head.year) or _no_number(key, head, unread) for head in heads)
        for key in KEY_SERIES
        if key in labels
    }
    lines = tuple(
        SeriesLine(key, *labels[key], cells) for key, cells in found.items() if any(c.text or c.mark for c in cells)
    )
    return lines, tuple(compared[at] for at in sorted(compared))


def _unread(conn: sqlite3.Connection, report_ids: list[str]) -> set[tuple[str, str]]:
    """Return the cells, by report, that print something which is not read as a number."""
    marks = ", ".join("?" * len(report_ids))
    asked = f"SELECT report_id, figure FROM figures WHERE report_id IN ({marks}) AND state IN ('unreadable', 'text')"  # noqa: S608  marks only
    return {(line["report_id"], line["figure"]) for line in rows(conn, asked, *report_ids)}


def _no_number(key: str, head: YearHead, unread: set[tuple[str, str]]) -> SeriesCell:
    """Return the cell of a year without a number: empty, or ? where the report does print something there."""
    for form in ("f2021", "f2019", "y14"):
        for cell in _SERIES[key].cells(form):
            if (head.report_id, cell) in unread:
                note = f"“{label_of(cell).zh}”印有内容，但读不成一个数 · printed, and not readable as a number"
                return SeriesCell("", head.report_id, cell, "?", note)
    return SeriesCell("", "", "", "", "")


def _charts(series: tuple[SeriesLine, ...], heads: tuple[YearHead, ...]) -> tuple[BarChart, ...]:
    charts = []
    for line in series:
        if line.key not in CHARTED or sum(bool(cell.text) for cell in line.cells) < 2:
            continue
        amounts = []
        for head, cell in zip(heads, line.cells, strict=True):
            value = float(cell.text) if cell.text else None
            whole = int(value) if value is not None and value == int(value) else value
            said = f"{head.year}：{cell.text} {line.unit}" if cell.text else f"{head.year}：没有数字"
            label = str(head.year) if len(heads) < 7 else f"’{head.year % 100:02d}"
            gap = "缺" if head.status == "missing" else "—"
            amounts.append(Amount(label, whole, 0, said, gap=gap, is_faint="≈" in cell.mark))
        charts.append(bar_chart(f"{line.label.zh}（{line.unit}）", amounts, width=300, height=120, widest=30))
    return tuple(charts)


def read_agencies(conn: sqlite3.Connection, query: Mapping[str, str]) -> AgencyList:
    """Return a page of the agencies that have reports, by name; `q` is a part of the name."""
    wanted = "".join(query.get("q", "").split())[:60]
    pattern = "%" + wanted.replace("^", "^^").replace("%", "^%").replace("_", "^_") + "%"
    where = "WHERE a.name LIKE ? ESCAPE '^' AND EXISTS (SELECT 1 FROM reports AS r WHERE r.agency_id = a.id)"
    total = number(conn, f"SELECT count(*) FROM agencies AS a {where}", pattern)  # noqa: S608  constants
    pages = max(1, -(-total // AGENCIES))
    page = min(max(whole_number(query.get("page")) or 1, 1), pages)
    found = rows(
        conn,
        f"""
SELECT a.id, a.name, a.portal, a.level, count(r.id) AS n, sum(r.error_count > 0) AS failed, min(r.year) AS low,
  max(r.year) AS high, (SELECT count(*) FROM coverage AS c WHERE c.agency_id = a.id AND c.status = 'missing') AS missing
FROM (SELECT id, name, portal, level FROM agencies AS a {where}
  ORDER BY CASE level WHEN 'central' THEN 0 WHEN 'province' THEN 1 WHEN 'city' THEN 2 WHEN 'county' THEN 3 ELSE 4 END,
  name, id LIMIT ? OFFSET ?) AS a
JOIN reports AS r ON r.agency_id = a.id GROUP BY a.id
ORDER BY CASE a.level WHEN 'central' THEN 0 WHEN 'province' THEN 1 WHEN 'city' THEN 2 WHEN 'county' THEN 3 ELSE 4 END,
  a.name, a.id""",  # noqa: S608  constants
        pattern,
        AGENCIES,
        (page - 1) * AGENCIES,
    )
    lines = tuple(
        AgencyLine(
            line["id"],
            line["name"],
            line["portal"] or "",
            word(LEVELS, line["level"]) if line["level"] else Words("", ""),
            line["n"],
            line["failed"],
            line["low"],
            line["high"],
            line["missing"],
        )
        for line in found
    )
    return AgencyList(lines, total, page, pages, wanted)
