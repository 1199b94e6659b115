"""Report + findings -> rows with stable natural keys. Pure: plain values only, no database, no clock.

Runs in the worker process, so that the one writer has nothing to do but write. What only the archive as a whole can
know (which version is current, where a report was found, `docid`) is added by `archive.build`.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.figure_packing import LARGEST_INTEGER, PackedTable, pack_figures
from archive.figure_views import ABSENT, FIGURE_TABLES, STATE_CODES
from archive.identity import agency_id_of, carries_place, compact, report_id_of
from extractors.checks.results import CheckResult, Findings
from extractors.document import Place, Problem
from extractors.forms import EDITIONS, load_form
from extractors.report_values import Report

Value = str | int | float | bytes | None
Row = tuple[Value, ...]

LONGEST_RAW = 2000
"""Characters of an unreadable stretch kept in `problems`: enough to find it again in the capture."""

MOST_PROBLEMS = 500
"""Problem rows of one reading; a hostile table can have 100,000 unmatched cells. The last row says how many more."""

SHARE_READ = 0.9
"""Share of a form's cells from which a report counts as read completely: one or two rows of 25 may be left out in
print, which the checks name; more is a table cut short or run together."""


@dataclass(frozen=True, slots=True)
class ReportRows:
    """Everything a report puts into the archive, but for what depends on other captures.

    `fields` are columns of `reports`; `tables` rows by table name in column order, `sections` without its docid.
    `agency` is its id, name and portal, the last empty for a name that carries its place. `content_sha256` is of what
    the report says (white space left out), so that the same report as HTML and as PDF is one content; `cells` the
    packed values and states, to tell two versions apart.
    """

    report_id: str
    agency: tuple[str, str, str] | None
    year: int | None
    fields: Mapping[str, Value]
    tables: Mapping[str, Sequence[Row]]
    content_sha256: str
    cells: bytes
    figure_count: int
    section_count: int
    format: str
    title: str


def clean(text: str | None) -> str:
    """Return text that SQLite and UTF-8 can hold: no NUL, no lone surrogate."""
    if not text:
        return ""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def rows_of(report: Report, findings: Findings, *, reader: str, portal: str = "") -> ReportRows:
    """Return the rows of one report that `portal` showed."""
    packed, unknown = pack_figures(report.figures)
    content = content_digest(report)
    publisher = compact(clean(report.publisher)) or None
    report_id = report_id_of(publisher, report.year, content, portal)
    agency_id = agency_id_of(publisher, portal) if publisher else None
    problems = (
        *report.problems,
        *(Problem("unknown_figure", key, "", "no table of the archive has a column for this key") for key in unknown),
    )
    results = [result for result in findings.results if result.is_finding]
    dates = report.dates
    forms = report.forms
    fields: dict[str, Value] = {
        "id": report_id,
        "agency_id": agency_id,
        "year": report.year,
        "canonical": int(bool(publisher) and report.year is not None),
        "title": clean(report.title),
        "publisher": clean(report.publisher) or None,
        "year_source": report.year_source or None,
        "scope": report.scope,
        "form_t2": forms.get("t2"),
        "form_t3": forms.get("t3"),
        "form_t4": forms.get("t4"),
        "signed_by": clean(report.signed_by) or None,
        "signed_on": dates.signed_on or None,
        "published_on": dates.published_on or None,
        "period_start": dates.period_start or None,
        "period_end": dates.period_end or None,
        "quality": quality_of(report),
        "figure_count": len(report.figures),
        "section_count": len(report.sections),
        "error_count": sum(result.severity == "error" for result in results),
        "warning_count": sum(result.severity == "warning" for result in results),
        "repair_count": len(findings.repairs),
        "problem_count": len(problems),
        "attachments": _json([[link.text, link.url] for link in report.attachments]) if report.attachments else None,
        "format": report.format,
        "reader": reader,
    }
    tables: dict[str, Sequence[Row]] = {
        "sections": [
            (
                report_id,
                ordinal,
                section.number,
                section.key,
                clean(section.heading),
                clean(section.text),
                _place(section.place),
            )
            for ordinal, section in enumerate(report.sections, 1)
        ],
        "checks": list(_check_rows(report_id, findings.results)),
        "repairs": [
            (
                report_id,
                ordinal,
                repair.rule,
                repair.cell,
                _number(repair.published),
                _number(repair.candidate),
                clean(repair.evidence),
                clean(repair.evidence_en),
            )
            for ordinal, repair in enumerate(findings.repairs, 1)
        ],
        "statements": [
            (
                report_id,
                ordinal,
                statement.key,
                _number(statement.value),
                statement.unit,
                statement.state,
                clean(statement.quote),
                statement.section,
                statement.start,
                statement.end,
            )
            for ordinal, statement in enumerate(report.statements, 1)
        ],
        "legacy_values": [
            (report_id, ordinal, clean(label), clean(value), clean(unit), _place(place))
            for ordinal, (label, value, unit, place) in enumerate(report.legacy, 1)
        ],
        "problems": problem_rows(problems, stage="report"),
    }
    for table, row in packed.items():
        form = forms.get(table) or _form_of(table, report)
        tables[f"figures_{table}"] = [
            (report_id, form, *row.values, row.states, row.raws, row.places, row.notes),
        ]
    return ReportRows(
        report_id=report_id,
        agency=(agency_id, publisher, "" if carries_place(publisher) else portal) if agency_id and publisher else None,
        year=report.year,
        fields=fields,
        tables=tables,
        content_sha256=content,
        cells=pack_cells(packed),
        figure_count=len(report.figures),
        section_count=len(report.sections),
        format=report.format,
        title=clean(report.title),
    )


def problem_rows(problems: Iterable[Problem], *, stage: str) -> list[Row]:
    """Return (ordinal, stage, kind, place, raw, message) of each problem, at most MOST_PROBLEMS of them."""
    rows: list[Row] = []
    total = 0
    for total, problem in enumerate(problems, 1):
        if total < MOST_PROBLEMS:
            raw = clean(problem.raw)[:LONGEST_RAW]
            rows.append((total, stage, problem.kind, clean(problem.where), raw, clean(problem.message)))
    if total >= MOST_PROBLEMS:
        more = total - MOST_PROBLEMS + 1
        rows.append((MOST_PROBLEMS, stage, "more_problems", "", "", f"{more} more problems of this reading"))
    return rows


def content_digest(report: Report) -> str:
    """Return the digest of what a report says: names, dates, prose and every cell, white space left out."""
    said = [
        compact(clean(report.title)),
        compact(clean(report.publisher)),
        report.year,
        report.scope,
        [
            [section.number, compact(clean(section.heading)), compact(clean(section.text))]
            for section in report.sections
        ],
        sorted(
            [key, figure.state, compact(clean(figure.raw)), *filter(None, [figure.unit_printed])]
            for key, figure in report.figures.items()
        ),
        [[clean(part) for part in row[:3]] for row in report.legacy],
    ]
    return hashlib.sha256(_json(said).encode("utf-8")).hexdigest()


def quality_of(report: Report) -> str:
    """Return how much of a report was read: complete, partial, text_only or tables_only.

    `complete`: the six parts are there, and nearly every cell of the forms that the tables follow is printed and could
    be read, blank or not.
    """
    if not report.figures and not report.legacy:
        return "text_only"
    if not report.sections:
        return "tables_only"
    if any(key.startswith("y14_") for key in report.figures):
        return "complete" if _share_read(report, {"y14": "y14"}) >= SHARE_READ else "partial"
    forms = {table: report.forms.get(table) for table in ("t2", "t3", "t4")}
    numbers = {section.number for section in report.sections}
    is_whole = all(forms.values()) and numbers >= {1, 2, 3, 4, 5, 6}
    return "complete" if is_whole and _share_read(report, forms) >= SHARE_READ else "partial"


def _share_read(report: Report, forms: Mapping[str, str | None]) -> float:
    keys = [key for table, edition in forms.items() if edition in EDITIONS for key in load_form(edition).keys(table)]
    read = sum(key in report.figures and report.figures[key].state != "unreadable" for key in keys)
    return read / len(keys) if keys else 0.0


def pack_cells(packed: Mapping[str, PackedTable]) -> bytes:
    """Return the values and states of all cells, small enough to keep for every version."""
    cells = {table: [_compared(row), row.states] for table, row in sorted(packed.items())}
    return zlib.compress(_json(cells).encode("utf-8"), 6)


def _compared(row: PackedTable) -> Sequence[Value]:
    """Return a table's numbers, those that are printed in another unit as a text with it: 251000元."""
    if row.notes is None or '"value"' not in row.notes:
        return row.values
    values: list[Value] = list(row.values)
    for number, note in json.loads(row.notes).items():
        if "value" in note:
            values[int(number)] = f"{note['value']}{note['unit']}"
    return values


def changed_cells(before: bytes, after: bytes) -> list[list[Value]]:
    """Return [key, before, after] of every cell that two versions print differently; a word stands for no number."""
    old, new = unpack_cells(before), unpack_cells(after)
    return [
        [key, old.get(key), new.get(key)] for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)
    ]


def unpack_cells(packed: bytes) -> dict[str, Value]:
    """Return the number of every cell that was read, or the word for why it has none."""
    words = {code: state for state, code in STATE_CODES.items()}
    found: dict[str, Value] = {}
    for table, (values, states) in json.loads(zlib.decompress(packed)).items():
        for number, key in enumerate(FIGURE_TABLES[table]):
            value = values[number]
            state = states[number] if states else ("v" if value is not None else ABSENT)
            if state != ABSENT:
                found[key] = value if value is not None else words[state]
    return found


def _form_of(table: str, report: Report) -> str:
    """Return the edition of a table that `forms` does not name: y14 is its own, section 6 goes with table 3."""
    return "y14" if table == "y14" else report.forms.get("t3") or report.forms.get("t2") or ""


def _check_rows(report_id: str, results: Iterable[CheckResult]) -> Iterable[Row]:
    """Yield findings one by one, then passes and what could not be assessed, counted by rule."""
    counted: dict[tuple[str, str, str], list[CheckResult]] = {}
    ordinal = 0
    for result in results:
        if result.outcome in ("pass", "not_assessable"):
            counted.setdefault((result.rule, result.outcome, result.severity), []).append(result)
            continue
        ordinal += 1
        yield (
            report_id,
            ordinal,
            result.rule,
            result.outcome,
            result.severity,
            result.applicant,
            result.row,
            _number(result.left),
            _number(result.right),
            _json(list(result.cells)) if result.cells else None,
            1,
            clean(result.message),
            clean(result.message_en),
        )
    for (rule, outcome, severity), group in counted.items():
        ordinal += 1
        # a pass needs no words; why nothing could be assessed is said once, if it is the same everywhere
        messages = {(result.message, result.message_en) for result in group}
        zh, en = messages.pop() if outcome == "not_assessable" and len(messages) == 1 else ("", "")
        one = group[0] if len(group) == 1 else None
        yield (
            report_id,
            ordinal,
            rule,
            outcome,
            severity,
            one.applicant if one else "",
            one.row if one else "",
            _number(one.left) if one else None,
            _number(one.right) if one else None,
            None,
            len(group),
            clean(zh),
            clean(en),
        )


def _number(value: float | int | None) -> int | float | None:
    return None if value is not None and abs(value) > LARGEST_INTEGER else value


def _place(place: Place) -> str | None:
    found = place.as_json()
    return _json(found) if found else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
