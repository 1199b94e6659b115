"""What the rules say of one report: failed checks with both numbers and their cells, and how many checks hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.pages.official_form import Mark
from archive.pages.printed_cells import PrintedCell, applicant_words, label_of, printed_text, row_words
from archive.pages.repairs import RepairGrid
from archive.pages.rows import Row, rows
from archive.pages.words import SEVERITIES, Words, number_text, word
from extractors.forms import APPLICANTS

MOST_CELL_LINKS = 14
"""Cells of one finding that are linked one by one: two rows of table 3."""

FEW_CELL_LINKS = 6
"""Cells of a note that are linked: it is there to be read, not followed cell by cell."""

MOST_INFO_MARKS = 3
"""Cells up to which a note marks the form; a note about a whole table would mark half of it."""


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


class Finding(NamedTuple):
    """One failed check as a reader meets it; `sign` is how its two numbers stand to each other, "" if they do not."""

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
    sign: str
    sign_zh: str
    cells: tuple[CellRow, ...]
    more_cells: int
    repairs: tuple[RepairGrid, ...] = ()


class Tally(NamedTuple):
    """How many checks of a report came out how."""

    passed: int
    failed: int
    not_assessable: int


def read_checks(conn: sqlite3.Connection, report_id: str) -> list[Row]:
    """Return the checks of a report with the words of their rules."""
    return rows(
        conn,
        "SELECT c.*, u.title, u.title_en, u.explanation, u.explanation_en, u.formula, u.rule_group, u.kind "
        "FROM checks AS c JOIN rules AS u ON u.id = c.rule WHERE c.report_id = ? ORDER BY c.ordinal",
        report_id,
    )


def _failed(checks: Sequence[Row]) -> list[Row]:
    order = tuple(SEVERITIES)
    failed = [check for check in checks if check["outcome"] in ("fail", "fail_hypothesis")]
    return sorted(failed, key=lambda check: (order.index(check["severity"]), check["ordinal"]))


def findings_of(
    checks: Sequence[Row],
    cells: Mapping[str, PrintedCell],
    drawn: frozenset[str],
    repairs: Sequence[RepairGrid],
) -> tuple[Finding, ...]:
    """Return the failed checks, the gravest first, each rule's suggestions with its first one."""
    found: list[Finding] = []
    told: set[str] = set()
    for number, check in enumerate(_failed(checks), 1):
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
                sign=_sign(check),
                sign_zh=_SIGNS.get(_sign(check), ""),
                cells=_cell_rows(shown, cells, drawn),
                more_cells=len(keys) - len(shown),
                repairs=own,
            )
        )
    return tuple(found)


_SIGNS = {"≠": "不等于", ">": "大于", "<": "小于"}
_BOUNDS = frozenset({"bound", "at_most", "fee_unit", "non_negative"})
"""Kinds of rules that set a bound: on its right side is what the left may not pass."""
_NO_COMPARISON = frozenset({"procurement"})
"""Kinds whose two numbers count different things."""


def _sign(check: Row) -> str:
    # rules about how cells are written count strings and cells, which nobody says are equal
    is_of_writing = check["rule_group"] == "cells" or check["severity"] == "info" or check["kind"] in _NO_COMPARISON
    left, right = check["left"], check["right"]
    if is_of_writing or None in (left, right) or left == right:
        return ""
    if check["kind"] not in _BOUNDS:
        return "≠"
    is_fraction = check["kind"] == "non_negative" and left > right
    return "" if is_fraction else ">" if left > right else "<"


def _cell_rows(keys: Sequence[str], cells: Mapping[str, PrintedCell], drawn: frozenset[str]) -> tuple[CellRow, ...]:
    """Return cells by row of table 3, so that a row's label is read once."""
    by_row: dict[str, list[CellLink]] = {}
    for key in keys:
        line, _, applicant = key.rpartition("__")
        is_grid = applicant in APPLICANTS
        label = applicant_words(applicant).zh if is_grid else label_of(key).zh
        by_row.setdefault(line if is_grid else key, []).append(_cell_link(key, label, cells, drawn))
    return tuple(
        CellRow("" if line in keys else row_words(line).zh.partition("（区分")[0], tuple(links))
        for line, links in by_row.items()
    )


def _cell_link(key: str, label: str, cells: Mapping[str, PrintedCell], drawn: frozenset[str]) -> CellLink:
    return CellLink(key, label, printed_text(cells.get(key)), key in drawn)


def _where(check: Row) -> str:
    parts = []
    if check["row"]:
        parts.append(row_words(check["row"]).zh)
    if check["applicant"]:
        parts.append(applicant_words(check["applicant"]).zh)
    return " × ".join(parts)


def marks_of(
    findings: Sequence[Finding], checks: Sequence[Row], cells: Mapping[str, PrintedCell]
) -> dict[str, list[Mark]]:
    """Return the marks of every cell that a finding involves."""
    marks: dict[str, list[Mark]] = {}
    for finding, check in zip(findings, _failed(checks), strict=True):
        keys: list[str] = json.loads(check["cells"]) if check["cells"] else []
        if finding.severity == "info" and len(keys) > MOST_INFO_MARKS:
            continue
        for key in dict.fromkeys(keys):
            if key not in cells and len(keys) > MOST_CELL_LINKS:
                continue
            marks.setdefault(key, []).append(Mark(finding.number, finding.severity))
    return marks


def findings_on(key: str, findings: Sequence[Finding], checks: Sequence[Row]) -> tuple[Finding, ...]:
    """Return the findings that name a cell, notes about many cells too."""
    return tuple(
        finding
        for finding, check in zip(findings, _failed(checks), strict=True)
        if check["cells"] and key in json.loads(check["cells"])
    )


def tally_of(checks: Sequence[Row]) -> Tally:
    """Return how many checks came out how; one row may stand for many."""
    counts = {"pass": 0, "fail": 0, "not_assessable": 0}
    for check in checks:
        counts[check["outcome"].removesuffix("_hypothesis")] += check["count"]
    return Tally(counts["pass"], counts["fail"], counts["not_assessable"])


def unassessed_of(checks: Sequence[Row]) -> tuple[tuple[str, str, str], ...]:
    """Return rule, title and reason of every check that could not be made."""
    return tuple(
        (check["rule"], check["title"], check["message"]) for check in checks if check["outcome"] == "not_assessable"
    )
