"""Suggested numbers: what was printed, what would make the arithmetic close, and on what evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from archive.pages.printed_cells import PrintedCell, applicant_words, label_of, printed_text, row_words
from archive.pages.rows import Row, rows
from archive.pages.words import Words, number_text
from extractors.forms import APPLICANTS

MOST_EVIDENCES = 3
"""Pieces of evidence of one rule that are told one by one; with more, the suggestions are drawn as one table."""


class RepairCell(NamedTuple):
    """One suggested number: what was printed and what would make the arithmetic close."""

    key: str
    label: Words
    published: str
    candidate: str
    is_drawn: bool


class RepairLine(NamedTuple):
    """Suggestions in one row of table 3. `together` is the one text the whole row was printed as, if it was."""

    label: Words
    together: str
    cells: tuple[RepairCell | None, ...]


class RepairGrid(NamedTuple):
    """Suggestions told together; `columns` and `lines` draw those of table 3 as rows of the form, `cells` are the rest.

    `reasons` are the evidence cell by cell where there are too many to tell above the suggestions.
    """

    rule: str
    evidence: str
    evidence_en: str
    cells: tuple[RepairCell, ...]
    columns: tuple[Words, ...]
    lines: tuple[RepairLine, ...]
    reasons: tuple[tuple[Words, str, str], ...] = ()

    @property
    def is_together(self) -> bool:
        """Return whether some row's numbers were printed as one text."""
        return any(line.together for line in self.lines)

    @property
    def size(self) -> int:
        """Return how many cells have a suggestion."""
        return len(self.cells) + sum(cell is not None for line in self.lines for cell in line.cells)


def read_repairs(
    conn: sqlite3.Connection, report_id: str, cells: Mapping[str, PrintedCell], drawn: frozenset[str]
) -> tuple[RepairGrid, ...]:
    """Return the suggestions of a report; those with the same evidence, or too many of one rule, are one."""
    by_rule: dict[str, list[Row]] = {}
    for line in rows(conn, "SELECT * FROM repairs WHERE report_id = ? ORDER BY ordinal", report_id):
        by_rule.setdefault(line["rule"], []).append(line)
    return tuple(grid for rule, lines in by_rule.items() for grid in _grids(rule, lines, cells, drawn))


def _grids(
    rule: str, lines: Sequence[Row], printed: Mapping[str, PrintedCell], drawn: frozenset[str]
) -> Iterable[RepairGrid]:
    by_evidence: dict[tuple[str, str], list[RepairCell]] = {}
    for line in lines:
        cell = RepairCell(
            line["cell"],
            label_of(line["cell"]),
            number_text(line["published"]) or printed_text(printed.get(line["cell"])),
            number_text(line["candidate"]),
            line["cell"] in drawn,
        )
        by_evidence.setdefault((line["evidence"], line["evidence_en"]), []).append(cell)
    if len(by_evidence) <= MOST_EVIDENCES:
        for (evidence, evidence_en), cells in by_evidence.items():
            yield RepairGrid(rule, evidence, evidence_en, *_as_lines(cells, printed))
        return
    every = [cell for cells in by_evidence.values() for cell in cells]
    reasons = tuple((cells[0].label, *evidence) for evidence, cells in by_evidence.items())
    yield RepairGrid(rule, "", "", *_as_lines(every, printed), reasons)


def _as_lines(
    cells: Sequence[RepairCell], printed: Mapping[str, PrintedCell]
) -> tuple[tuple[RepairCell, ...], tuple[Words, ...], tuple[RepairLine, ...]]:
    """Return the suggestions that are not of table 3, then the columns and rows of those that are."""
    places: dict[tuple[str, str], RepairCell] = {}
    rest: list[RepairCell] = []
    for cell in cells:
        line, _, applicant = cell.key.rpartition("__")
        if applicant in APPLICANTS:
            places[line, applicant] = cell
        else:
            rest.append(cell)
    if len(cells) < 2 or not places:
        return tuple(cells), (), ()
    columns = [applicant for applicant in APPLICANTS if any(key[1] == applicant for key in places)]
    lines = tuple(
        RepairLine(row_words(line), _together(line, printed), tuple(places.get((line, column)) for column in columns))
        for line in dict.fromkeys(line for line, _ in places)
    )
    return tuple(rest), tuple(applicant_words(applicant) for applicant in columns), lines


def _together(line: str, printed: Mapping[str, PrintedCell]) -> str:
    """Return the text that all cells of a row were printed as, empty if each has its own."""
    of_row = [printed.get(f"{line}__{applicant}") for applicant in APPLICANTS]
    texts = {cell.raw if cell and cell.is_together else None for cell in of_row}
    return (texts.pop() or "") if len(texts) == 1 else ""
