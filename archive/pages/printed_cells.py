"""The cells a report printed, as the archive keeps them, and what a cell's key is called."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from archive.pages.rows import Row
from archive.pages.words import STATES, Words
from archive.schema import ENGLISH_LABELS
from extractors.forms import INDICATORS, load_form

LONGEST_SHOWN = 300
"""Characters of a cell that are shown; the longest cell of the real reports has 17."""

GLUED = "CELL-GLUED"
"""The rule whose failure names the cells that were printed as one text."""


class PrintedCell(NamedTuple):
    """One row of the view `figures`: what was printed in a cell.

    `is_together`: the text is that of several cells, printed without anything between their numbers.
    """

    key: str
    table: str
    form: str
    value: int | float | None
    raw: str | None
    state: str
    unit: str
    unit_printed: str
    by_width: bool
    place: str | None
    is_together: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the cell as the documented JSON object of a figure."""
        return {
            "value": self.value,
            "raw": self.raw,
            "state": self.state,
            "unit": self.unit,
            "place": json.loads(self.place) if self.place else {},
            **({"unit_printed": self.unit_printed} if self.unit_printed else {}),
            **({"by_width": True} if self.by_width else {}),
        }


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
    glued = _glued_keys(conn, report_id)
    return {
        key: by_key[key]._replace(is_together=True) if key in glued else by_key[key]
        for key in INDICATORS
        if key in by_key
    }


def _glued_keys(conn: sqlite3.Connection, report_id: str) -> frozenset[str]:
    found = conn.execute(
        "SELECT cells FROM checks WHERE report_id = ? AND rule = ? AND outcome = 'fail'", (report_id, GLUED)
    ).fetchall()
    return frozenset(key for (cells,) in found if cells for key in json.loads(cells))


def editions_of(report: Row, cells: Mapping[str, PrintedCell]) -> dict[str, str]:
    """Return the edition every table present is drawn in."""
    found = {name: report[f"form_{name}"] for name in ("t2", "t3", "t4") if report[f"form_{name}"]}
    for cell in cells.values():
        if cell.table in ("t2", "t3", "t4", "y14"):
            found.setdefault(cell.table, cell.form)
    return {table: edition for table, edition in found.items() if load_form(edition).keys(table)}


def drawn_keys(report: Row, cells: Mapping[str, PrintedCell]) -> frozenset[str]:
    """Return the keys of all cells that the drawn tables have, printed or not."""
    keys: set[str] = set()
    for table, edition in editions_of(report, cells).items():
        keys.update(load_form(edition).keys(table))
    return frozenset(keys)


def label_of(key: str) -> Words:
    """Return what a cell key counts, in both languages: 本年新收政府信息公开申请数量 × 自然人."""
    indicator = INDICATORS.get(key)
    english = ENGLISH_LABELS.get(key) or key.replace("__", " × ").replace("_", " ")
    return Words(indicator.label_zh if indicator else key, english)


def row_words(key: str) -> Words:
    """Return what a row of table 3 is called on the form, by its key."""
    for edition in ("f2021", "f2019"):
        for entry in load_form(edition).t3_rows:
            if entry.key == key:
                return Words(entry.label, entry.en)
    return label_of(key)


def applicant_words(key: str) -> Words:
    """Return what a column of table 3 is called on the form, by its key."""
    for column in load_form("f2021").t3_columns:
        if column.key == key:
            return Words(column.label, column.en)
    return Words(key, key)


def shown_text(raw: str | None) -> str:
    """Return a cell's text on one line, the end of a text nobody would read told by its length; JSON has it whole."""
    text = " ".join((raw or "").split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…（共 {len(text)} 字）"


def printed_text(cell: PrintedCell | None) -> str:
    """Return a cell's text as printed, or in our own words why there is none to show as a number."""
    if cell is None:
        return "无此格"
    text = shown_text(cell.raw)
    if not text or cell.is_together:
        return STATES[cell.state].zh.partition("：")[0]
    unit = unit_beside(cell)
    return f"{text}（{unit}）" if unit else text


def unit_beside(cell: PrintedCell) -> str:
    """Return the unit that header or unit column print where the form has another; "" for one inside the cell."""
    indicator = INDICATORS.get(cell.key)
    is_other = indicator is not None and cell.unit == cell.unit_printed != indicator.unit
    return cell.unit_printed if is_other and not (cell.raw or "").rstrip(" )）").endswith(cell.unit_printed) else ""


def place_text(place: str | None) -> str:
    """Return where a cell stood, as a reader would look it up (第2页第3张表第5行第4列，原文第28行), and in which
    of several files."""
    if not place:
        return ""
    found: dict[str, Any] = json.loads(place)
    names = (("page", "第{}页"), ("table", "第{}张表"), ("row", "第{}行"), ("column", "第{}列"))
    in_table = "".join(text.format(found[name]) for name, text in names if found.get(name) is not None)
    line = f"原文第{found['line']}行" if found.get("line") is not None else ""
    return "，".join(part for part in (found.get("document", ""), in_table, line) if part)
