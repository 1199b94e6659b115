"""What was learnt from one table, kept for every table that is labelled and laid out in the same way.

Most reports of a year print the same form. Which figure a cell holds follows from labels, merged cells and from what
kind of content each cell has, hardly ever from the numbers themselves. Where reading a table asked no number anything,
its outcome is a plan: the next table with the same shape, the same words in the same cells and numbers in the same
places needs only its numbers read.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractors.cells import Seen
from extractors.document import Place, Table
from extractors.figures import Figure
from extractors.sightings import PARTS, Sightings

if TYPE_CHECKING:
    from extractors.grids.values import Context, Header

MOST_PLANS = 512
"""Plans kept; a plan takes about 40 KB, most of it the words and numbers that other plans share."""

_new = tuple.__new__


class Taken(NamedTuple):
    """One figure of a plan: the cell it was in, its key and parts, and the unit its header prints, if another's."""

    cell: int
    key: str
    indicator: str
    applicant: str
    form_unit: str
    unit: str
    row: int
    column: int


class After(NamedTuple):
    """What the context says after a table."""

    section: int
    header: Header | None
    last_row: str
    last_group: str
    y14_group: str


class Plan(NamedTuple):
    """The outcome of reading a table without asking its numbers."""

    taken: tuple[Taken, ...]
    after: After
    tables: frozenset[str]
    t2_editions: tuple[str, ...]


_PLANS: dict[Hashable, Plan] = {}


def signature_of(table: Table, seen: Sequence[Seen], context: Context, group: str) -> Hashable:
    """Return everything that reading a table depends on, its numbers left out.

    `group` is the group of table 4 that a caption names. A header can only be continued by a table as wide as itself.
    """
    header = context.header
    if header is not None and header.width != (table.column_count or 0):
        header = None
    return (
        table.row_count,
        table.column_count,
        table.has_spans,
        group,
        header,
        context.section,
        context.last_row,
        context.last_group,
        context.y14_group,
        tuple([what[4] for what in seen]),
        tuple([cell[1:5] for cell in table.cells]),
    )


def find_plan(signature: Hashable) -> Plan | None:
    """Return the plan for tables of this signature, if there is one."""
    return _PLANS.get(signature)


def keep_plan(signature: Hashable, plan: Plan) -> None:
    """Remember a plan; when there are too many the one kept longest goes."""
    if len(_PLANS) >= MOST_PLANS:
        del _PLANS[next(iter(_PLANS))]
    _PLANS[signature] = plan


def take_planned(
    plan: Plan, table: Table, number: int, seen: Sequence[Seen], context: Context, found: Sightings
) -> None:
    """Read the figures of a table by a plan into `found`, and leave the context as reading it would have."""
    cells = table.cells
    figures = found.figures
    _, _, _, table_page, table_line, table_path, _, document = table.place
    for index, key, indicator, applicant, form_unit, unit, row, column in plan.taken:
        _, _, _, _, _, page, line, path, box = cells[index]
        _, raw, (value, state, printed), _, _ = seen[index]
        # the constructors take three times as long, and there are two hundred figures in a report
        place = _new(
            Place,
            (
                number,
                row,
                column,
                table_page if page is None else page,
                table_line if line is None else line,
                table_path if path is None else path,
                box,
                document,
            ),
        )
        figure = _new(Figure, (indicator, applicant, value, raw, state, form_unit, place, printed or unit, False))
        if key in figures:
            found.add(figure)
        else:
            figures[key] = figure
    found.seen_tables.update(plan.tables)
    for edition in plan.t2_editions:
        found.t2_evidence[edition] = found.t2_evidence.get(edition, 0) + 1
    context.section, context.header, context.last_row, context.last_group, context.y14_group = plan.after


def plan_of(
    table: Table,
    taken: Sequence[tuple[str, int, str]],
    after: After,
    tables: frozenset[str],
    t2_editions: Sequence[str],
) -> Plan:
    """Make a plan of what was taken from a table: (key, index of the cell, unit of the header) in order."""
    figures = []
    for key, index, unit in taken:
        indicator, applicant, form_unit = PARTS[key]
        cell = table.cells[index]
        printed = unit if unit != form_unit else ""
        figures.append(Taken(index, key, indicator, applicant, form_unit, printed, cell.row + 1, cell.column + 1))
    return Plan(tuple(figures), after, tables, tuple(t2_editions))
