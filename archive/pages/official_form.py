"""The official form as a reader knows it: printed rows and merged cells, each value cell with its key, state and marks.

The shape comes from `extractors.forms.layout`, the same drawing the sample reports are printed with; nothing about the
form is repeated here. What was printed is shown as printed: a blank cell stays blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from archive.pages.printed_cells import (
    PrintedCell,
    label_of,
    place_text,
    printed_text,
    shown_text,
    unit_beside,
)
from archive.pages.words import EDITIONS, STATES, Words, word
from extractors.document import Cell, Table
from extractors.forms import load_form
from extractors.forms.layout import lay_out

_KEY_MARK = "\x00"
"""Stands before a cell key in the laid-out form, where the value will be; no label has it."""

CAPTIONS: Mapping[str, Words] = {
    "t2": Words("表二　主动公开政府信息情况", "Table 2 · Proactive disclosure"),
    "t3": Words("表三　收到和处理政府信息公开申请情况", "Table 3 · Requests received and handled"),
    "t4": Words("表四　政府信息公开行政复议、行政诉讼情况", "Table 4 · Administrative reviews and lawsuits"),
    "y14": Words("政府信息公开情况统计表", "Statistics of government information disclosure"),
}
UNITS: Mapping[str, str] = {"t2": "单位：件；收费金额为万元", "t3": "单位：件", "t4": "单位：件", "y14": ""}
UNITS_2019 = "数量单位：件、项；采购金额单位如各格所印"

_EN_HEADS: Mapping[str, str] = {
    "信息内容": "item",
    "申请人情况": "applicants",
    "法人或其他组织": "organisations",
    "行政诉讼": "lawsuits",
    "统计指标": "indicator",
    "单位": "unit",
    "统计数": "count",
    "第二十条第（一）项": "Art. 20 (1)",
    "第二十条第（五）项": "Art. 20 (5)",
    "第二十条第（六）项": "Art. 20 (6)",
    "第二十条第（八）项": "Art. 20 (8)",
    "第二十条第（九）项": "Art. 20 (9)",
    "三、本年度办理结果": "results this year",
    "（三）不予公开": "refused",
    "（四）无法提供": "unable to provide",
    "（五）不予处理": "not processed",
    "（六）其他处理": "other handling",
    load_form("f2021").t3_note: "each column: row 1 + row 2 = total of 3 + row 4",
}
"""English of labels that are no row, column or cell of their own."""

TALLEST_HORIZONTAL = 12
"""Rows a group label may span before it is set vertically, as the printed form sets 三、本年度办理结果."""


class Mark(NamedTuple):
    """A finding that involves a cell: its number on the page and how grave it is."""

    number: int
    severity: str


class FormCell(NamedTuple):
    """One cell of the drawn form: a label (`scope` set), a value (`key` set), or furniture."""

    text: str
    en: str
    rowspan: int
    colspan: int
    scope: str = ""
    is_vertical: bool = False
    key: str = ""
    state: str = ""
    severity: str = ""
    marks: tuple[Mark, ...] = ()
    title: str = ""


class DrawnForm(NamedTuple):
    """One statutory table of a report, ready to be written as rows and cells.

    `head_rows` is how many rows are column heads; `states` the states present that a reader may need explained, with
    their number of cells; `strays` figures of the table that this edition's form has no cell for; `marked` the gravest
    finding that involves a cell of it.
    """

    table: str
    caption: Words
    unit: str
    edition: Words
    rows: tuple[tuple[FormCell, ...], ...]
    head_rows: int
    columns: int
    cell_count: int
    read_count: int
    unreadable_count: int
    states: tuple[tuple[str, Words, int], ...]
    strays: tuple[tuple[str, str, str], ...] = ()
    marked: str = ""


@cache
def _layout(edition: str, table: str) -> Table:
    return lay_out(edition, {key: _KEY_MARK + key for key in load_form(edition).keys(table)})[table]


@cache
def _english(edition: str) -> dict[str, str]:
    """Return the English of every printed label of an edition that has one meaning in it."""
    form = load_form(edition)
    found: dict[str, str] = dict(_EN_HEADS)
    for part in form.t2:
        found.update({column.label: column.en for column in part.columns})
        found.update({row.label: row.en for row in part.rows})
    # what a group's label says already is not said again in its rows: "refused: state secret"
    found.update({row.label: row.en.rpartition(": ")[2] if row.group else row.en for row in form.t3_rows})
    found.update({column.label: column.en for column in form.t3_columns})
    found.update({group.label: group.en for group in form.t4_groups})
    found.update({result.label: result.en for result in form.t4_results if result.label not in found})
    found.update({row.label: row.en for row in form.y14_rows})
    found.update({group.label: group.en for group in form.y14_groups})
    return found


@cache
def _group_labels() -> frozenset[str]:
    return frozenset(group.label for group in load_form("y14").y14_groups)


def warm_forms() -> None:
    """Lay every table of every edition out once, so that no reader waits for it."""
    for edition in EDITIONS:
        _english(edition)
        for table in CAPTIONS:
            if load_form(edition).keys(table):
                _layout(edition, table)


def draw_form(
    table: str,
    edition: str,
    cells: Mapping[str, PrintedCell],
    marks: Mapping[str, Sequence[Mark]],
) -> DrawnForm:
    """Return one table (t2, t3, t4 or y14) of an edition, filled with what a report printed."""
    layout = _layout(edition, table)
    head_rows = {"t2": 0, "t3": 3, "t4": 3, "y14": 1}[table]
    english = _english(edition)
    known = load_form(edition).keys(table)
    counts: dict[str, int] = {}
    rows: list[tuple[FormCell, ...]] = []
    for number, row in enumerate(layout.rows()):
        drawn: list[FormCell] = []
        for cell in row:
            if cell.text.startswith(_KEY_MARK):
                value = _value(cell, cell.text[1:], cells.get(cell.text[1:]), marks)
                counts[value.state] = counts.get(value.state, 0) + 1
                drawn.append(value)
            else:
                drawn.append(_label(cell, number, table, head_rows, english, layout.column_count))
        rows.append(tuple(drawn))
    of_table = [cell for cell in cells.values() if cell.table == table]
    strays = tuple(
        (cell.key, label_of(cell.key).zh, shown_text(cell.raw)) for cell in of_table if cell.key not in set(known)
    )
    explained = tuple(
        (state, STATES[state], counts[state])
        for state in ("blank", "na", "text", "unreadable", "missing")
        if counts.get(state)
    )
    return DrawnForm(
        table=table,
        caption=CAPTIONS[table],
        unit=UNITS_2019 if table == "t2" and edition == "f2019" else UNITS[table],
        edition=word(EDITIONS, edition),
        rows=tuple(rows),
        head_rows=head_rows,
        columns=layout.column_count,
        cell_count=len(known),
        read_count=len(known) - counts.get("missing", 0),
        unreadable_count=counts.get("unreadable", 0),
        states=explained,
        strays=strays,
        marked=next(
            (
                severity
                for severity in ("error", "warning", "info")
                if any(mark.severity == severity for key in known for mark in marks.get(key, ()))
            ),
            "",
        ),
    )


def _label(cell: Cell, row: int, table: str, head_rows: int, english: Mapping[str, str], columns: int) -> FormCell:
    text = cell.text
    if (table == "y14" and row and cell.column) or (table == "t3" and not row and not cell.column):
        return FormCell(text, english.get(text, ""), cell.rowspan, cell.colspan)
    if row < head_rows:
        scope = "colgroup" if cell.colspan > 1 else "col"
    elif table == "t2" and cell.colspan == columns:
        scope = "colgroup"
    elif table == "t2" and (cell.column or text == load_form("f2021").t2_corner):
        scope = "col"
    elif table == "y14":
        scope = "rowgroup" if text in _group_labels() else "row"
    else:
        scope = "rowgroup" if cell.rowspan > 1 else "row"
    is_vertical = cell.rowspan > TALLEST_HORIZONTAL
    return FormCell(text, english.get(text, ""), cell.rowspan, cell.colspan, scope, is_vertical)


def _value(cell: Cell, key: str, printed: PrintedCell | None, marks: Mapping[str, Sequence[Mark]]) -> FormCell:
    own = tuple(marks.get(key, ()))
    severity = next((s for s in ("error", "warning", "info") if any(mark.severity == s for mark in own)), "")
    if printed is None:
        title = f"{key} · {label_of(key).zh} · {STATES['missing'].zh}"
        return FormCell("", "", cell.rowspan, cell.colspan, "", False, key, "missing", "", own, title)
    text = shown_text(printed.raw)
    # a text of several cells in each of them would look like a number in each of them
    shown = "" if printed.is_together else printed_text(printed) if unit_beside(printed) else text
    return FormCell(
        shown, "", cell.rowspan, cell.colspan, "", False, key, printed.state, severity, own, _title(printed, text)
    )


def _title(printed: PrintedCell, text: str) -> str:
    parts = [printed.key, label_of(printed.key).zh]
    if printed.is_together:
        parts.append(f"与相邻的格连成“{text}”")
    else:
        parts.append(f"原文“{text}”" if text else "原文空白")
    parts.append(STATES[printed.state].zh if printed.state in STATES else printed.state)
    if unit := unit_beside(printed):
        parts.append(f"格外印的单位是{unit}")
    if where := place_text(printed.place):
        parts.append(where)
    if printed.by_width:
        parts.append("按整行宽度归位")
    return " · ".join(parts)
