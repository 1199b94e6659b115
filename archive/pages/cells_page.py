"""The cells of one report as a list: what each counts, what was printed, and where it stood in the original."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive.pages.official_form import CAPTIONS
from archive.pages.printed_cells import PrintedCell, drawn_keys, label_of, place_text, printed_cells, shown_text
from archive.pages.rows import row
from archive.pages.words import STATES, Words, number_text, word


class CellView(NamedTuple):
    """One printed cell. `value` is the number it was read as, empty for none; `is_drawn` if the report page has it."""

    key: str
    label: Words
    printed: str
    value: str
    unit: str
    state: Words
    place: str
    is_drawn: bool


class CellTable(NamedTuple):
    """The cells of one table."""

    table: str
    name: Words
    cells: tuple[CellView, ...]


class CellsPage(NamedTuple):
    """Every cell that was found in a report, table by table, and the stored bytes they stand in."""

    id: str
    title: str
    capture_id: str
    reader: str
    tables: tuple[CellTable, ...]
    cell_count: int


def read_cells_page(conn: sqlite3.Connection, report_id: str) -> CellsPage | None:
    """Return the cells of a report, or None if there is no such report."""
    report = row(conn, "SELECT * FROM reports WHERE id = ?", report_id)
    if report is None:
        return None
    cells = printed_cells(conn, report_id)
    drawn = drawn_keys(report, cells)
    by_table: dict[str, list[CellView]] = {}
    for cell in cells.values():
        by_table.setdefault(cell.table, []).append(view_of(cell, drawn))
    return CellsPage(
        id=report_id,
        title=report["title"] or "（无标题）",
        capture_id=report["capture_id"],
        reader=report["reader"],
        tables=tuple(
            CellTable(table, CAPTIONS.get(table, Words(table, table)), tuple(views))
            for table, views in by_table.items()
        ),
        cell_count=len(cells),
    )


def view_of(cell: PrintedCell, drawn: frozenset[str]) -> CellView:
    """Return a cell as its lines show it; `drawn` are the keys that the report page has a place for."""
    state = word(STATES, cell.state)
    place = place_text(cell.place)
    if cell.by_width:
        place += "，按整行宽度归位"
    return CellView(
        key=cell.key,
        label=label_of(cell.key),
        printed=shown_text(cell.raw),
        value=number_text(cell.value),
        unit=cell.unit_printed or cell.unit,
        # a cell that is blank is told so in one word; the legend of the report page says what follows from it
        state=Words(state.zh.partition("：")[0], state.en.partition(":")[0]),
        place=place,
        is_drawn=cell.key in drawn,
    )
