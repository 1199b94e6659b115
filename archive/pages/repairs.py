"""Suggested numbers: what was printed, what would make the arithmetic close, and on what evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from archive.pages.printed_cells import applicant_words, label_of, row_words
from archive.pages.rows import rows
from archive.pages.words import Words, number_text
from extractors.forms import APPLICANTS


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


def read_repairs(conn: sqlite3.Connection, report_id: str, drawn: frozenset[str]) -> tuple[RepairGrid, ...]:
    """Return the suggestions of a report; those with the same evidence are one."""
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
        tuple(applicant_words(applicant) for applicant in columns),
        tuple((row_words(line), tuple(places.get((line, column)) for column in columns)) for line in lines),
    )
