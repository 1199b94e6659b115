"""The parts of one report in the form's order: prose, the numbers it states, and the table the form has there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.pages.official_form import DrawnForm, Mark, draw_form
from archive.pages.printed_cells import PrintedCell, editions_of, printed_text
from archive.pages.prose import Paragraph, Span, paragraphs
from archive.pages.rows import Row, rows
from archive.pages.words import STATEMENT_CELLS, STATEMENTS, Words, number_text, part_words, word

FIRST_YEAR_OF_SIX = 2019
"""The first year whose reports have the six parts of the form; those before are in parts of their own choice."""

STATISTICS = "统计表"
"""In the heading of the part that holds the statistics form of 2014."""


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
    """One part of the report in the form's order: prose, then the table the form has there.

    `name` is the form's name of the part, without English where a report is older than the six parts. `is_absent`: the
    form has this part, and the report has no heading of it that we could find.
    """

    anchor: str
    number: int
    name: Words
    heading: str
    paragraphs: tuple[Paragraph, ...]
    forms: tuple[DrawnForm, ...]
    statements: tuple[StatementView, ...]
    is_absent: bool = False


def read_statements(
    conn: sqlite3.Connection, report_id: str, cells: Mapping[str, PrintedCell], drawn: frozenset[str]
) -> list[tuple[Row, StatementView]]:
    """Return the numbers stated in prose, with their rows: where they stand in which section."""
    found = []
    for line in rows(conn, "SELECT * FROM statements WHERE report_id = ? ORDER BY ordinal", report_id):
        about = "约 " if line["state"] == "about" else ""
        cell = STATEMENT_CELLS.get(line["key"], "")
        if cell not in drawn:
            cell = ""
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
                    printed_text(cells.get(cell)) if cell else "",
                ),
            )
        )
    return found


def read_sections(
    conn: sqlite3.Connection,
    report: Row,
    cells: Mapping[str, PrintedCell],
    marks: Mapping[str, Sequence[Mark]],
    statements: Sequence[tuple[Row, StatementView]],
) -> tuple[tuple[SectionView, ...], tuple[DrawnForm, ...]]:
    """Return the parts in the form's order with their tables, and the tables that no part of the report claims."""
    drawn = {table: draw_form(table, edition, cells, marks) for table, edition in editions_of(report, cells).items()}
    is_older = "y14" in drawn or (report["year"] is not None and report["year"] < FIRST_YEAR_OF_SIX)
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
        if table is None and STATISTICS in section["heading"] and not section["text"].strip():
            table = drawn.pop("y14", None)
        name = Words(section["heading"] or part_words(number).zh, "") if is_older else part_words(number)
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
    if not is_older and seen - {0}:
        # a report with some of the six parts is shown with a place for each: a gap in the numbers is easily overlooked
        for number in sorted(set(range(1, 7)) - seen):
            at = next((at for at, view in enumerate(sections) if view.number > number), len(sections))
            table = drawn.pop(f"t{number}", None)
            forms = (table,) if table else ()
            sections.insert(at, SectionView(f"part-{number}", number, part_words(number), "", (), forms, (), True))
    return tuple(sections), tuple(drawn[table] for table in ("t2", "t3", "t4", "y14") if table in drawn)
