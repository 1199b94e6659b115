"""The page of one printed cell: what was printed, where it stands in the original, what the rules say of it, and the
same cell in other years. And the same as JSON."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from archive.pages.cells_page import CellView, view_of
from archive.pages.findings import Finding, findings_of, findings_on, read_checks
from archive.pages.official_form import CAPTIONS
from archive.pages.printed_cells import PrintedCell, drawn_keys, label_of, printed_cells, printed_text
from archive.pages.rows import Row, row, rows
from archive.pages.sources import Original, capture_data, find_original
from archive.pages.words import EDITIONS, SCOPES, STATES, Words, word


class YearOfCell(NamedTuple):
    """The same cell in the report of one year: as printed, or in our own words (`is_ours`) where no number is."""

    year: int
    report_id: str
    printed: str
    is_ours: bool
    scope: Words
    is_current: bool


class CellPage(NamedTuple):
    """One cell of one report. `state` says in full why there is no number, where there is none."""

    report_id: str
    title: str
    publisher: str
    agency: str
    year: int | None
    scope: Words
    is_invented: bool
    is_canonical: bool
    table: Words
    edition: Words
    cell: CellView
    state: Words
    is_together: bool
    by_width: bool
    findings: tuple[Finding, ...]
    original: Original | None
    years: tuple[YearOfCell, ...]

    @property
    def has_failed(self) -> bool:
        """Return whether a check of level error names the cell."""
        return any(finding.severity == "error" for finding in self.findings)


def read_cell_page(conn: sqlite3.Connection, report_id: str, key: str) -> CellPage | None:
    """Return the page of a cell, or None if there is no such report or its document has no such cell."""
    report, cells = _read(conn, report_id, key)
    if report is None:
        return None
    cell = cells[key]
    drawn = drawn_keys(report, cells)
    checks = read_checks(conn, report_id)
    return CellPage(
        report_id=report_id,
        title=report["title"] or "（无标题）",
        publisher=report["publisher"] or "",
        agency=report["agency_name"] or "",
        year=report["year"],
        scope=word(SCOPES, report["scope"]),
        is_invented=bool(report["is_invented"]),
        is_canonical=bool(report["canonical"]),
        table=CAPTIONS.get(cell.table, Words("报告正文", "text of the report")),
        edition=word(EDITIONS, cell.form),
        cell=view_of(cell, drawn),
        state=word(STATES, cell.state),
        is_together=cell.is_together,
        by_width=cell.by_width,
        findings=findings_on(key, findings_of(checks, cells, drawn, ()), checks),
        original=find_original(conn, report["capture_id"]),
        years=_years(conn, report, key),
    )


def read_cell_data(conn: sqlite3.Connection, report_id: str, key: str) -> dict[str, Any] | None:
    """Return a cell as JSON, its figure as in the report's own JSON; None if there is no such report or cell."""
    report, cells = _read(conn, report_id, key)
    if report is None:
        return None
    label = label_of(key)
    failed = rows(
        conn,
        "SELECT rule, outcome, severity, message, message_en, cells FROM checks "
        "WHERE report_id = ? AND outcome IN ('fail', 'fail_hypothesis') ORDER BY ordinal",
        report_id,
    )
    path = f"/report/{report_id}"
    return {
        "report_id": report_id,
        "key": key,
        "label": {"zh": label.zh, "en": label.en},
        "figure": cells[key].as_data(),
        "title": report["title"],
        "publisher": report["publisher"],
        "year": report["year"],
        "scope": report["scope"],
        "canonical": bool(report["canonical"]),
        "invented": bool(report["is_invented"]),
        "checks": [
            {name: check[name] for name in ("rule", "outcome", "severity", "message", "message_en")}
            for check in failed
            if check["cells"] and key in json.loads(check["cells"])
        ],
        "repairs": rows(
            conn,
            "SELECT rule, published, candidate, evidence, evidence_en FROM repairs WHERE report_id = ? AND cell = ? "
            "ORDER BY ordinal",
            report_id,
            key,
        ),
        "capture": capture_data(conn, report["capture_id"]),
        "links": {
            "html": f"{path}/cell/{key}",
            "self": f"{path}/cell/{key}.json",
            "report": path,
            "archived": f"/original/{report['capture_id']}",
        },
    }


def _read(conn: sqlite3.Connection, report_id: str, key: str) -> tuple[Row | None, dict[str, PrintedCell]]:
    """Return a report and its cells; no report if there is none or it has no such cell."""
    report = row(
        conn,
        "SELECT r.*, a.name AS agency_name FROM reports AS r LEFT JOIN agencies AS a ON a.id = r.agency_id "
        "WHERE r.id = ?",
        report_id,
    )
    cells = printed_cells(conn, report_id) if report is not None else {}
    return (report if key in cells else None), cells


def _years(conn: sqlite3.Connection, report: Row, key: str) -> tuple[YearOfCell, ...]:
    """Return the cell in every report that stands for a year of the agency, and in this one."""
    reports = rows(
        conn,
        "SELECT id, year, scope FROM reports WHERE id = ? OR (agency_id = ? AND canonical AND year IS NOT NULL "
        "AND year <> ?) ORDER BY year",
        report["id"],
        report["agency_id"],
        report["year"],
    )
    marks = ", ".join("?" * len(reports))
    found = {
        line["report_id"]: line
        for line in rows(
            conn,
            "SELECT report_id, form_table, form, value, raw, state, unit, unit_printed, by_width, place "  # noqa: S608  marks only
            f"FROM figures WHERE report_id IN ({marks}) AND figure = ?",
            *(line["id"] for line in reports),
            key,
        )
    }
    years = []
    for line in reports:
        figure = found.get(line["id"])
        if figure is None or line["year"] is None:
            continue
        cell = PrintedCell(
            key,
            figure["form_table"],
            figure["form"],
            figure["value"],
            figure["raw"],
            figure["state"],
            figure["unit"],
            figure["unit_printed"],
            bool(figure["by_width"]),
            figure["place"],
        )
        # what could not be read is told by its state: a text of several cells is no number of this one
        is_ours = cell.state in ("blank", "unreadable")
        shown = STATES[cell.state].zh.partition("：")[0] if is_ours else printed_text(cell)
        years.append(
            YearOfCell(
                line["year"], line["id"], shown, is_ours, word(SCOPES, line["scope"]), line["id"] == report["id"]
            )
        )
    return tuple(years)
