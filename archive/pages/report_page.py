"""The page of one report: what it says, as printed; what the rules say of it; where it was found."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from archive.pages.facts import Fact, facts_of
from archive.pages.findings import Finding, Tally, findings_of, marks_of, read_checks, tally_of, unassessed_of
from archive.pages.headline import LeadingFigure, leading_figures
from archive.pages.official_form import DrawnForm
from archive.pages.parts import SectionView, read_sections, read_statements
from archive.pages.printed_cells import drawn_keys, editions_of, printed_cells
from archive.pages.problem_words import kind_words, message_words, place_words
from archive.pages.repairs import RepairGrid, read_repairs
from archive.pages.rows import row, rows
from archive.pages.sources import (
    Neighbour,
    Original,
    Place,
    Rival,
    VersionView,
    find_canonical,
    find_original,
    find_rivals,
    is_web,
    read_neighbours,
    read_places,
    read_versions,
)
from archive.pages.status import Tag, tags_of
from archive.pages.words import Words

MOST_PROBLEMS = 200
"""Problems listed on the page; the table problems has all of them."""


class ProblemView(NamedTuple):
    """Something our reading could not read or place, and every spot where: its place and what was printed there."""

    kind: str
    name: Words
    message: Words
    spots: tuple[tuple[str, str], ...]


class ReportPage(NamedTuple):
    """Everything the page of a report shows."""

    id: str
    title: str
    publisher: str
    agency_id: str
    agency: str
    portal: str
    year: int | None
    tags: tuple[Tag, ...]
    is_canonical: bool
    is_invented: bool
    canonical_id: str
    rivals: tuple[Rival, ...]
    facts: tuple[Fact, ...]
    leading: tuple[LeadingFigure, ...]
    original: Original | None
    findings: tuple[Finding, ...]
    loose_repairs: tuple[RepairGrid, ...]
    tally: Tally
    unassessed: tuple[tuple[str, str, str], ...]
    sections: tuple[SectionView, ...]
    other_forms: tuple[DrawnForm, ...]
    legacy: tuple[tuple[str, str, str], ...]
    problems: tuple[ProblemView, ...]
    places: tuple[Place, ...]
    versions: tuple[VersionView, ...]
    attachments: tuple[tuple[str, str], ...]
    neighbours: tuple[Neighbour, ...]
    reader: str

    @property
    def example_key(self) -> str:
        """Return the key of a cell that is drawn on the page, to show how one is cited; empty for none."""
        forms = (*(form for section in self.sections for form in section.forms), *self.other_forms)
        keys = [cell.key for form in forms for row in form.rows for cell in row if cell.key]
        return "req_new__total" if "req_new__total" in keys else next(iter(keys), "")

    @property
    def has_english(self) -> bool:
        """Return whether a table with English labels is on the page."""
        return bool(self.other_forms) or any(section.forms for section in self.sections)


def read_report_page(conn: sqlite3.Connection, report_id: str) -> ReportPage | None:
    """Return the page of a report, or None if there is no such report."""
    report = row(
        conn,
        "SELECT r.*, a.name AS agency_name, a.level AS agency_level, a.kind AS agency_kind, a.region_code, a.portal "
        "FROM reports AS r LEFT JOIN agencies AS a ON a.id = r.agency_id WHERE r.id = ?",
        report_id,
    )
    if report is None:
        return None
    cells = printed_cells(conn, report_id)
    drawn = drawn_keys(report, cells)
    checks = read_checks(conn, report_id)
    repairs = read_repairs(conn, report_id, cells, drawn)
    findings = findings_of(checks, cells, drawn, repairs)
    explained = {finding.rule for finding in findings if finding.repairs}
    marks = marks_of(findings, checks, cells)
    statements = read_statements(conn, report_id, cells, drawn)
    sections, other_forms = read_sections(conn, report, cells, marks, statements)
    attachments = json.loads(report["attachments"]) if report["attachments"] else []
    return ReportPage(
        id=report_id,
        title=report["title"] or "（无标题）",
        publisher=report["publisher"] or "",
        agency_id=report["agency_id"] or "",
        agency=report["agency_name"] or "",
        portal=report["portal"] or "",
        year=report["year"],
        tags=tags_of(report),
        is_canonical=bool(report["canonical"]),
        is_invented=bool(report["is_invented"]),
        canonical_id=find_canonical(conn, report),
        rivals=find_rivals(conn, report),
        facts=tuple(facts_of(report, editions_of(report, cells), cells)),
        leading=leading_figures(cells, drawn, marks),
        original=find_original(conn, report["capture_id"]),
        findings=findings,
        loose_repairs=tuple(grid for grid in repairs if grid.rule not in explained),
        tally=tally_of(checks),
        unassessed=unassessed_of(checks),
        sections=sections,
        other_forms=other_forms,
        legacy=tuple(
            (line["label"], line["value"], line["unit"])
            for line in rows(
                conn, "SELECT label, value, unit FROM legacy_values WHERE report_id = ? ORDER BY ordinal", report_id
            )
        ),
        problems=_problems(conn, report_id),
        places=read_places(conn, report_id, report["capture_id"]),
        versions=read_versions(conn, report_id),
        attachments=tuple((text, url) for text, url in attachments if is_web(url)),
        neighbours=read_neighbours(conn, report["agency_id"], report["year"]),
        reader=report["reader"],
    )


def _problems(conn: sqlite3.Connection, report_id: str) -> tuple[ProblemView, ...]:
    found = rows(
        conn,
        f"SELECT kind, place, raw, message FROM problems WHERE report_id = ? "  # noqa: S608  a constant
        f"GROUP BY kind, place, raw, message ORDER BY min(subject), min(ordinal) LIMIT {MOST_PROBLEMS}",
        report_id,
    )
    spots: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for line in found:
        spots.setdefault((line["kind"], line["message"]), []).append((place_words(line["place"]), line["raw"]))
    return tuple(
        ProblemView(kind, kind_words(kind), message_words(kind, message), tuple(places))
        for (kind, message), places in spots.items()
    )
