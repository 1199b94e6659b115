"""The page of one report: what it says, as printed; what the rules say of it; where it was found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from archive.pages.official_form import DrawnForm, Mark, PrintedCell, draw_form, label_of
from archive.pages.prose import Paragraph, Span, paragraphs
from archive.pages.rows import Row, row, rows
from archive.pages.status import Tag, tags_of
from archive.pages.words import (
    EDITIONS,
    FORMATS,
    PROBLEMS,
    QUALITIES,
    RELATIONS,
    SCOPES,
    SEVERITIES,
    STATEMENT_CELLS,
    STATEMENTS,
    STATES,
    VERSION_STATUS,
    YEAR_SOURCES,
    Words,
    day,
    moment,
    number_text,
    part_words,
    word,
)
from crawler.captures import file_name
from extractors.forms import APPLICANTS, INDICATORS, load_form

MOST_CELL_LINKS = 14
"""Cells of one finding that are linked one by one: two rows of table 3."""

FEW_CELL_LINKS = 6
"""Cells of a note that are linked: it is there to be read, not followed cell by cell."""

MOST_INFO_MARKS = 3
"""Cells up to which a note marks the form; a note about a whole table would mark half of it."""

MOST_CHANGES = 12
"""Changed cells of a version that are listed; the table report_versions has all of them."""

MOST_ROWS = 200
"""Problems, places and versions listed on the page; the tables have all of them."""


class CellLink(NamedTuple):
    """A cell of the form, to be linked; `is_drawn` is False where no table on the page has it. `label` is short where
    the row is told beside it."""

    key: str
    label: str
    printed: str
    is_drawn: bool


class CellRow(NamedTuple):
    """Cells of one row of table 3, or one other cell with an empty `row`."""

    row: str
    cells: tuple[CellLink, ...]


class RepairCell(NamedTuple):
    """One suggested number: what was printed and what would make the arithmetic close."""

    key: str
    label: Words
    published: str
    candidate: str
    is_drawn: bool


class RepairGrid(NamedTuple):
    """Suggestions that share a piece of evidence; `columns` and `lines` draw those of table 3 as rows of the form."""

    rule: str
    evidence: str
    evidence_en: str
    cells: tuple[RepairCell, ...]
    columns: tuple[Words, ...]
    lines: tuple[tuple[Words, tuple[RepairCell | None, ...]], ...]


class Finding(NamedTuple):
    """One failed check as a reader meets it."""

    number: int
    rule: str
    title: Words
    severity: str
    severity_words: Words
    message: str
    message_en: str
    explanation: str
    explanation_en: str
    formula: str
    left: str
    right: str
    where: str
    is_hypothesis: bool
    cells: tuple[CellRow, ...]
    more_cells: int
    repairs: tuple[RepairGrid, ...] = ()


class StatementView(NamedTuple):
    """A number stated in prose; `cell` is the cell of the form that counts the same, if one does."""

    number: int
    label: Words
    value: str
    unit: str
    quote: str
    cell: str
    printed: str


class SectionView(NamedTuple):
    """One part of the report in the form's order: prose, then the table the form has there."""

    anchor: str
    number: int
    name: Words
    heading: str
    paragraphs: tuple[Paragraph, ...]
    forms: tuple[DrawnForm, ...]
    statements: tuple[StatementView, ...]
    problems: tuple[str, ...] = ()


class Fact(NamedTuple):
    """One line of the head: a label, a value, and where it links to."""

    label: Words
    value: str
    note: str = ""
    href: str = ""


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


class ProblemView(NamedTuple):
    """Something our reading could not read or place."""

    kind: str
    name: Words
    place: str
    raw: str
    message: str


class Tally(NamedTuple):
    """How many checks of a report came out how."""

    passed: int
    failed: int
    not_assessable: int


class Neighbour(NamedTuple):
    """Another year of the same agency."""

    year: int
    report_id: str
    status: str
    is_current: bool


class ReportPage(NamedTuple):
    """Everything the page of a report shows."""

    id: str
    title: str
    publisher: str
    agency_id: str
    agency: str
    year: int | None
    tags: tuple[Tag, ...]
    is_canonical: bool
    canonical_id: str
    facts: tuple[Fact, ...]
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
    def has_english(self) -> bool:
        """Return whether a table with English labels is on the page."""
        return bool(self.other_forms) or any(section.forms for section in self.sections)


def printed_cells(conn: sqlite3.Connection, report_id: str) -> dict[str, PrintedCell]:
    """Return every printed cell of a report by its key, in the form's order."""
    found = conn.execute(
        "SELECT figure, form_table, form, value, raw, state, unit, unit_printed, by_width, place "
        "FROM figures WHERE report_id = ?",
        (report_id,),
    ).fetchall()
    by_key = {
        key: PrintedCell(key, table, form, value, raw, state, unit, unit_printed, bool(by_width), place)
        for key, table, form, value, raw, state, unit, unit_printed, by_width, place in found
    }
    return {key: by_key[key] for key in INDICATORS if key in by_key}


def read_report_page(conn: sqlite3.Connection, report_id: str) -> ReportPage | None:
    """Return the page of a report, or None if there is no such report."""
    report = row(
        conn,
        "SELECT r.*, a.name AS agency_name, a.level AS agency_level, a.kind AS agency_kind, a.region_code "
        "FROM reports AS r LEFT JOIN agencies AS a ON a.id = r.agency_id WHERE r.id = ?",
        report_id,
    )
    if report is None:
        return None
    cells = printed_cells(conn, report_id)
    drawn = _drawn_keys(report, cells)
    checks = rows(
        conn,
        "SELECT c.*, u.title, u.title_en, u.explanation, u.explanation_en, u.formula FROM checks AS c "
        "JOIN rules AS u ON u.id = c.rule WHERE c.report_id = ? ORDER BY c.ordinal",
        report_id,
    )
    repairs = _repair_grids(conn, report_id, drawn)
    findings = _findings(checks, cells, drawn, repairs)
    explained = {finding.rule for finding in findings if finding.repairs}
    marks = _marks(findings, checks, cells)
    statements = _statements(conn, report_id, cells, drawn)
    sections, other_forms = _sections(conn, report, cells, marks, statements)
    attachments = json.loads(report["attachments"]) if report["attachments"] else []
    return ReportPage(
        id=report_id,
        title=report["title"] or "（无标题）",
        publisher=report["publisher"] or "",
        agency_id=report["agency_id"] or "",
        agency=report["agency_name"] or "",
        year=report["year"],
        tags=tags_of(report),
        is_canonical=bool(report["canonical"]),
        canonical_id=_canonical_id(conn, report),
        facts=tuple(_facts(report, _editions(report, cells))),
        original=_original(conn, report["capture_id"]),
        findings=findings,
        loose_repairs=tuple(grid for grid in repairs if grid.rule not in explained),
        tally=_tally(checks),
        unassessed=_unassessed(checks),
        sections=sections,
        other_forms=other_forms,
        legacy=tuple(
            (line["label"], line["value"], line["unit"])
            for line in rows(
                conn, "SELECT label, value, unit FROM legacy_values WHERE report_id = ? ORDER BY ordinal", report_id
            )
        ),
        problems=_problems(conn, report_id),
        places=_places(conn, report_id, report["capture_id"]),
        versions=_versions(conn, report_id),
        attachments=tuple((text, url) for text, url in attachments if is_web(url)),
        neighbours=_neighbours(conn, report["agency_id"], report["year"]),
        reader=report["reader"],
    )


def is_web(url: str) -> bool:
    """Return whether a URL may become a link: http or https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _facts(report: Row, drawn: Mapping[str, str]) -> Iterable[Fact]:
    yield Fact(
        Words("发布机关", "publisher"),
        report["publisher"] or "未写明",
        href=f"/agency/{report['agency_id']}" if report["agency_id"] else "",
    )
    if report["year"] is not None:
        source = word(YEAR_SOURCES, report["year_source"]).zh if report["year_source"] else ""
        note = f"据{source}" if source else ""
        yield Fact(Words("年度", "year"), str(report["year"]), note, f"/reports?year={report['year']}")
    else:
        yield Fact(Words("年度", "year"), "未写明")
    yield Fact(Words("统计口径", "scope"), word(SCOPES, report["scope"]).zh, word(SCOPES, report["scope"]).en)
    if "y14" in drawn:
        yield Fact(Words("表格版本", "form"), word(EDITIONS, "y14").zh, word(EDITIONS, "y14").en)
    editions = [(name, report[f"form_{name}"]) for name in ("t2", "t3", "t4")]
    present = {edition for _, edition in editions if edition}
    if len(present) == 1 and all(edition for _, edition in editions):
        edition = present.pop()
        yield Fact(Words("表格版本", "form"), word(EDITIONS, edition).zh, word(EDITIONS, edition).en)
    elif present:
        short = {"t2": "表二", "t3": "表三", "t4": "表四"}
        text = "；".join(
            f"{short[name]} {word(EDITIONS, edition).zh[:6] if edition else '无'}" for name, edition in editions
        )
        yield Fact(Words("表格版本", "form"), text, "mixed or partial")
    if report["period_start"] or report["period_end"]:
        period = f"{report['period_start'] or ''} 至 {report['period_end'] or ''}"
        yield Fact(Words("统计期限", "period"), period)
    signed = " ".join(part for part in (report["signed_by"], report["signed_on"]) if part)
    yield Fact(Words("落款", "signed"), signed or "未写明")
    yield Fact(Words("公布日期", "published"), report["published_on"] or "未写明")
    quality = word(QUALITIES, report["quality"])
    if "y14" in drawn and report["quality"] == "complete":
        quality = Words("统计表已读出", "the statistics form was read")
    expected = sum(len(load_form(edition).keys(table)) for table, edition in drawn.items())
    of_all = f"（应有 {expected}）" if expected > report["figure_count"] else ""
    yield Fact(
        Words("读出", "read"),
        f"{report['figure_count']} 个单元格{of_all}，{report['section_count']} 个部分",
        f"{quality.zh} · {quality.en}",
    )
    file_format = word(FORMATS, report["format"])
    yield Fact(Words("文件格式", "format"), file_format.zh)


def _canonical_id(conn: sqlite3.Connection, report: Row) -> str:
    if report["canonical"] or not report["agency_id"] or report["year"] is None:
        return ""
    found = row(
        conn,
        "SELECT id FROM reports WHERE agency_id = ? AND year = ? AND canonical",
        report["agency_id"],
        report["year"],
    )
    return found["id"] if found else ""


def _original(conn: sqlite3.Connection, capture_id: str) -> Original | None:
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


def _editions(report: Row, cells: Mapping[str, PrintedCell]) -> dict[str, str]:
    """Return the edition every table present is drawn in."""
    found = {name: report[f"form_{name}"] for name in ("t2", "t3", "t4") if report[f"form_{name}"]}
    for cell in cells.values():
        if cell.table in ("t2", "t3", "t4", "y14"):
            found.setdefault(cell.table, cell.form)
    return {table: edition for table, edition in found.items() if load_form(edition).keys(table)}


def _drawn_keys(report: Row, cells: Mapping[str, PrintedCell]) -> frozenset[str]:
    keys: set[str] = set()
    for table, edition in _editions(report, cells).items():
        keys.update(load_form(edition).keys(table))
    return frozenset(keys)


def _findings(
    checks: Sequence[Row],
    cells: Mapping[str, PrintedCell],
    drawn: frozenset[str],
    repairs: Sequence[RepairGrid],
) -> tuple[Finding, ...]:
    order = tuple(SEVERITIES)
    failed = [check for check in checks if check["outcome"] in ("fail", "fail_hypothesis")]
    failed.sort(key=lambda check: (order.index(check["severity"]), check["ordinal"]))
    found: list[Finding] = []
    told: set[str] = set()
    for number, check in enumerate(failed, 1):
        keys: list[str] = json.loads(check["cells"]) if check["cells"] else []
        most = FEW_CELL_LINKS if check["severity"] == "info" else MOST_CELL_LINKS
        # of many, those that are there: a table cut off halfway lacks a hundred cells
        shown = keys if len(keys) <= most else [key for key in keys if key in cells][:most]
        own: tuple[RepairGrid, ...] = ()
        if check["rule"] not in told:
            own = tuple(grid for grid in repairs if grid.rule == check["rule"])
            told.add(check["rule"])
        found.append(
            Finding(
                number=number,
                rule=check["rule"],
                title=Words(check["title"], check["title_en"]),
                severity=check["severity"],
                severity_words=word(SEVERITIES, check["severity"]),
                message=check["message"],
                message_en=check["message_en"],
                explanation=check["explanation"],
                explanation_en=check["explanation_en"],
                formula=check["formula"],
                left=number_text(check["left"]),
                right=number_text(check["right"]),
                where=_where(check),
                is_hypothesis=check["outcome"] == "fail_hypothesis",
                cells=_cell_rows(shown, cells, drawn),
                more_cells=len(keys) - len(shown),
                repairs=own,
            )
        )
    return tuple(found)


def _cell_rows(keys: Sequence[str], cells: Mapping[str, PrintedCell], drawn: frozenset[str]) -> tuple[CellRow, ...]:
    """Return cells by row of table 3, so that a row's label is read once."""
    by_row: dict[str, list[CellLink]] = {}
    for key in keys:
        line, _, applicant = key.rpartition("__")
        is_grid = applicant in APPLICANTS
        label = _applicant_words(applicant).zh if is_grid else label_of(key).zh
        by_row.setdefault(line if is_grid else key, []).append(_cell_link(key, label, cells, drawn))
    return tuple(
        CellRow("" if line in keys else _row_words(line).zh.partition("（区分")[0], tuple(links))
        for line, links in by_row.items()
    )


def _cell_link(key: str, label: str, cells: Mapping[str, PrintedCell], drawn: frozenset[str]) -> CellLink:
    printed = cells.get(key)
    text = " ".join((printed.raw or "").split()) if printed else ""
    shown = text or (STATES[printed.state].zh.partition("：")[0] if printed else "无此格")
    return CellLink(key, label, shown, key in drawn)


def _where(check: Row) -> str:
    parts = []
    if check["row"]:
        parts.append(_row_words(check["row"]).zh)
    if check["applicant"]:
        parts.append(_applicant_words(check["applicant"]).zh)
    return " × ".join(parts)


def _row_words(key: str) -> Words:
    for edition in ("f2021", "f2019"):
        for entry in load_form(edition).t3_rows:
            if entry.key == key:
                return Words(entry.label, entry.en)
    return label_of(key)


def _applicant_words(key: str) -> Words:
    for column in load_form("f2021").t3_columns:
        if column.key == key:
            return Words(column.label, column.en)
    return Words(key, key)


def _marks(
    findings: Sequence[Finding], checks: Sequence[Row], cells: Mapping[str, PrintedCell]
) -> dict[str, list[Mark]]:
    """Return the marks of every cell that a finding involves."""
    by_number: dict[int, list[str]] = {}
    failed = [check for check in checks if check["outcome"] in ("fail", "fail_hypothesis")]
    failed.sort(key=lambda check: (tuple(SEVERITIES).index(check["severity"]), check["ordinal"]))
    for number, check in enumerate(failed, 1):
        by_number[number] = json.loads(check["cells"]) if check["cells"] else []
    marks: dict[str, list[Mark]] = {}
    for finding in findings:
        keys = by_number[finding.number]
        if finding.severity == "info" and len(keys) > MOST_INFO_MARKS:
            continue
        for key in dict.fromkeys(keys):
            if key not in cells and len(keys) > MOST_CELL_LINKS:
                continue
            marks.setdefault(key, []).append(Mark(finding.number, finding.severity))
    return marks


def _repair_grids(conn: sqlite3.Connection, report_id: str, drawn: frozenset[str]) -> tuple[RepairGrid, ...]:
    by_evidence: dict[tuple[str, str, str], list[RepairCell]] = {}
    for line in rows(conn, "SELECT * FROM repairs WHERE report_id = ? ORDER BY ordinal", report_id):
        cell = RepairCell(
            line["cell"],
            label_of(line["cell"]),
            number_text(line["published"]) or "空白",
            number_text(line["candidate"]),
            line["cell"] in drawn,
        )
        by_evidence.setdefault((line["rule"], line["evidence"], line["evidence_en"]), []).append(cell)
    return tuple(
        RepairGrid(rule, evidence, evidence_en, tuple(cells), *_as_lines(cells))
        for (rule, evidence, evidence_en), cells in by_evidence.items()
    )


def _as_lines(
    cells: Sequence[RepairCell],
) -> tuple[tuple[Words, ...], tuple[tuple[Words, tuple[RepairCell | None, ...]], ...]]:
    """Return the columns and rows of suggestions that are all of table 3, else nothing."""
    places = {}
    for cell in cells:
        line, _, applicant = cell.key.rpartition("__")
        if applicant not in APPLICANTS:
            return (), ()
        places[line, applicant] = cell
    if len(cells) < 2:
        return (), ()
    lines = list(dict.fromkeys(line for line, _ in places))
    columns = [applicant for applicant in APPLICANTS if any(key[1] == applicant for key in places)]
    return (
        tuple(_applicant_words(applicant) for applicant in columns),
        tuple((_row_words(line), tuple(places.get((line, column)) for column in columns)) for line in lines),
    )


def _tally(checks: Sequence[Row]) -> Tally:
    counts = {"pass": 0, "fail": 0, "not_assessable": 0}
    for check in checks:
        counts[check["outcome"].removesuffix("_hypothesis")] += check["count"]
    return Tally(counts["pass"], counts["fail"], counts["not_assessable"])


def _unassessed(checks: Sequence[Row]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (check["rule"], check["title"], check["message"]) for check in checks if check["outcome"] == "not_assessable"
    )


def _statements(
    conn: sqlite3.Connection, report_id: str, cells: Mapping[str, PrintedCell], drawn: frozenset[str]
) -> list[tuple[Row, StatementView]]:
    found = []
    for line in rows(conn, "SELECT * FROM statements WHERE report_id = ? ORDER BY ordinal", report_id):
        about = "约 " if line["state"] == "about" else ""
        cell = STATEMENT_CELLS.get(line["key"], "")
        if cell not in drawn:
            cell = ""
        printed = cells.get(cell)
        found.append(
            (
                line,
                StatementView(
                    line["ordinal"],
                    word(STATEMENTS, line["key"]),
                    about + number_text(line["value"]),
                    line["unit"],
                    line["quote"],
                    cell,
                    (printed.raw or "") if printed else "",
                ),
            )
        )
    return found


def _sections(
    conn: sqlite3.Connection,
    report: Row,
    cells: Mapping[str, PrintedCell],
    marks: Mapping[str, Sequence[Mark]],
    statements: Sequence[tuple[Row, StatementView]],
) -> tuple[tuple[SectionView, ...], tuple[DrawnForm, ...]]:
    """Return the parts in the form's order with their tables, and the tables that no part of the report claims."""
    drawn = {table: draw_form(table, edition, cells, marks) for table, edition in _editions(report, cells).items()}
    parts = rows(conn, "SELECT * FROM sections WHERE report_id = ? ORDER BY number, ordinal", report["id"])
    sections: list[SectionView] = []
    seen: set[int] = set()
    for section in parts:
        number = section["number"]
        is_first = number not in seen
        seen.add(number)
        mine = [(line, view) for line, view in statements if line["section_number"] == number] if is_first else []
        spans = [Span(line["span_start"], line["span_end"], (view.number,)) for line, view in mine]
        table = drawn.pop(f"t{number}", None) if number in (2, 3, 4) else None
        name = part_words(number)
        sections.append(
            SectionView(
                anchor=f"part-{number}" if is_first else f"part-{number}-{section['ordinal']}",
                number=number,
                name=name,
                heading=section["heading"],
                paragraphs=paragraphs(section["text"], spans),
                forms=(table,) if table else (),
                statements=tuple(view for _, view in mine),
            )
        )
    return tuple(sections), tuple(drawn[table] for table in ("t2", "t3", "t4", "y14") if table in drawn)


def _problems(conn: sqlite3.Connection, report_id: str) -> tuple[ProblemView, ...]:
    found = rows(
        conn,
        f"SELECT kind, place, raw, message FROM problems WHERE report_id = ? ORDER BY subject, ordinal "  # noqa: S608  a constant
        f"LIMIT {MOST_ROWS}",
        report_id,
    )
    return tuple(
        ProblemView(line["kind"], word(PROBLEMS, line["kind"]), line["place"], line["raw"], line["message"])
        for line in found
    )


def _places(conn: sqlite3.Connection, report_id: str, current: str) -> tuple[Place, ...]:
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


def _versions(conn: sqlite3.Connection, report_id: str) -> tuple[VersionView, ...]:
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


def _neighbours(conn: sqlite3.Connection, agency_id: str | None, year: int | None) -> tuple[Neighbour, ...]:
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
