"""The statutory tables of a Document -> figures, with every cell accounted for.

Tables whose columns the source declares are read by `grids`; tables that lost their grid and survive as lines of text
by `flattened`. A value belongs to a cell because its labels say so; where labels are torn away it is left unread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.cells import see
from extractors.document import Cell, Document, Heading, Paragraph, Place, Problem, Table
from extractors.figures import Figure
from extractors.flattened import SIGNS_OF_A_TABLE, read_lines
from extractors.forms import T4_KEYS, load_form
from extractors.grids import Context, read_grid
from extractors.leftovers import find_leftovers
from extractors.legacy import read_legacy
from extractors.sightings import OTHER_KEYS, OTHER_LEAF_KEYS, Sightings

LARGEST_GRID = 250_000
"""Places of the largest grid that is read; the three tables in one have some 1,000."""

FEWEST_TABS = 2
"""One tab before a line is how word processors save a cell of a table, one cell a line; two make columns."""

_Y14_KEYS = load_form("y14").keys("y14")

FEWEST_GRID_LINES = 3
"""A header, a row and one more: fewer lines cannot show that their columns agree."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """The figures of one document.

    `figures` holds every printed cell under its key, empty ones included; a cell the document does not have is absent.
    `forms` has `t2`, `t3`, `t4` and `y14`: the edition each table follows, None where the table is absent. `legacy` are
    the rows of older tables as (label, value, unit, place). `used` are the indexes of the blocks that are table text.
    """

    figures: Mapping[str, Figure] = field(default_factory=dict)
    forms: Mapping[str, str | None] = field(default_factory=dict)
    legacy: tuple[tuple[str, str, str, Place], ...] = ()
    problems: tuple[Problem, ...] = ()
    used: frozenset[int] = frozenset()


def read_tables(document: Document) -> TableReading:
    """Read all statutory tables of a document, whether they kept their grid or not."""
    found = Sightings()
    context = Context()
    used: set[int] = set()
    gridded: set[int] = set()
    lines: list[tuple[int, Paragraph | Heading]] = []
    number = 0
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            number += 1
            if _lost_its_grid(block):
                lines += [(index, line) for line in _as_lines(block, number)]
                continue
            if block.row_count * block.column_count > LARGEST_GRID:
                found.problem("table_too_large", f"table {number}", "", "far more cells than any form has")
                continue
            used |= _read_run(lines, context, found)
            lines = []
            if read_grid(block, number, context, found) or read_legacy(block, number, found):
                used.add(index)
                gridded.add(number)
            elif any(sign in cell.text for cell in block.cells for sign in SIGNS_OF_A_TABLE):
                # a frame around lines of text: one row or one column holds what should be a table
                lines = [(index, line) for line in _as_lines(block, number)]
        else:
            lines.append((index, block))
    used |= _read_run(lines, context, found)
    found.settle()
    problems = found.problems + find_leftovers(document.blocks, used, gridded, found.figures, found.problems)
    return TableReading(found.figures, _forms(found), tuple(found.legacy), tuple(problems), frozenset(used))


def _read_run(lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> set[int]:
    """Read the lines between two tables: lines of equally many tabs in a row are a grid, others are not."""
    used: set[int] = set()
    pending: list[tuple[int, Paragraph | Heading]] = []
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and lines[stop][1].text.count("\t") >= FEWEST_TABS:
            stop += 1
        grid = _as_grid(lines[at:stop])
        if grid is not None and not _has_header(grid) and not _continues(grid, context, bool(pending)):
            grid = None
        if grid is None:
            pending += lines[at : stop + 1]
            at = stop + 1
            continue
        used |= read_lines(pending, context, found)
        pending = []
        if read_grid(grid, 0, context, found):
            used.update(index for index, _ in lines[at:stop])
        at = stop
    return used | read_lines(pending, context, found)


def _as_grid(lines: Sequence[tuple[int, Paragraph | Heading]]) -> Table | None:
    """Return lines of tabs as a table if all have equally many and their places are lines of a text."""
    if len(lines) < FEWEST_GRID_LINES or any(line.place.row is not None for _, line in lines):
        return None
    rows = [line.text.split("\t") for _, line in lines]
    if len({len(row) for row in rows}) > 1:
        return None
    cells = tuple(
        Cell(text, r, c, line=lines[r][1].place.line) for r, row in enumerate(rows) for c, text in enumerate(row)
    )
    return Table(cells, len(rows), len(rows[0]), lines[0][1].place, has_spans=False)


def _has_header(grid: Table) -> bool:
    """Return whether lines of tabs have column labels of their own, and so are a whole table or its beginning."""
    labels = (see(cell.text).label for cell in grid.cells)
    return sum(any(meaning.kind in _COLUMN_KINDS for meaning in label.meanings) for label in labels) >= FEWEST_TABS


def _continues(grid: Table, context: Context, other_lines: bool) -> bool:
    """Return whether lines of tabs go on under the header of the grid before them."""
    return not other_lines and context.header is not None and context.header.width == grid.column_count


_COLUMN_KINDS = frozenset({"t2_measure", "t3_column", "t4_result"})


def _lost_its_grid(table: Table) -> bool:
    """Return whether a table without any merged cell has rows of different length: its columns are not to be trusted.

    Markdown cannot express merged cells, and some systems strip their attributes from HTML.
    """
    if len(table.cells) == table.row_count * table.column_count:
        return False
    return not table.has_spans or not any(cell.rowspan > 1 or cell.colspan > 1 for cell in table.cells)


def _as_lines(table: Table, number: int) -> list[Paragraph]:
    """Return the rows of a table as lines, cells parted by tabs."""
    place = table.place
    lines: list[Paragraph] = []
    for row in table.rows():
        if not row:
            continue
        at = Place(number, row[0].row + 1, page=place.page, line=row[0].line or place.line, document=place.document)
        if len(row) == 1:
            lines += [Paragraph(text, at) for text in row[0].text.split("\n") if text.strip()]
        else:
            lines.append(Paragraph("\t".join(" ".join(cell.text.split()) for cell in row), at))
    return lines


def _forms(found: Sightings) -> dict[str, str | None]:
    keys = found.figures.keys()
    t2 = _t2_form(found)
    t3: str | None = None
    if not keys.isdisjoint(OTHER_LEAF_KEYS):
        t3 = "f2021"
    elif not keys.isdisjoint(OTHER_KEYS):
        t3 = "f2019"
    elif any(figure.applicant for figure in found.figures.values()):
        # the rows that tell the editions apart are missing; the report's other table is the only witness
        t3 = t2
    t4 = None if keys.isdisjoint(T4_KEYS) else t3 or t2
    return {"t2": t2, "t3": t3, "t4": t4, "y14": None if keys.isdisjoint(_Y14_KEYS) else "y14"}


def _t2_form(found: Sightings) -> str | None:
    votes = {edition: count for edition, count in found.t2_evidence.items() if edition}
    if not votes:
        # 处理决定数量 alone: the form of 2019 never prints it without 上一年项目数量 beside it
        return "f2021" if any(key.endswith("_decisions") for key in found.figures) else None
    return max(votes, key=lambda edition: votes[edition])
