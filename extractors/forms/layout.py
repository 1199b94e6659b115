"""Draw the official form: the statutory tables of an edition with their merged cells, filled with given texts."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.document import Cell, Place, Table
from extractors.forms import Form, cell_key, load_form


def lay_out(edition: str, texts: Mapping[str, str], *, missing: str = "") -> dict[str, Table]:
    """Return the tables of one edition (t2, t3, t4 or y14) as printed, `texts` by cell key in their places."""
    form = load_form(edition)
    tables: dict[str, Table] = {}
    if form.t2:
        tables["t2"] = _t2(form, texts, missing)
    if form.t3_rows:
        tables["t3"] = _t3(form, texts, missing)
        tables["t4"] = _t4(form, texts, missing)
    if form.y14_rows:
        tables["y14"] = _y14(form, texts, missing)
    return tables


def _t2(form: Form, texts: Mapping[str, str], missing: str) -> Table:
    width = 1 + max(len(part.columns) for part in form.t2)
    cells: list[Cell] = []
    row = 0
    for part in form.t2:
        cells.append(Cell(part.head, row, 0, 1, width))
        cells.append(Cell(form.t2_corner, row + 1, 0))
        spans = _spread(len(part.columns), width - 1)
        for (start, span), column in zip(spans, part.columns, strict=True):
            cells.append(Cell(column.label, row + 1, 1 + start, 1, span))
        row += 2
        for item in part.rows:
            cells.append(Cell(item.label, row, 0))
            for (start, span), column in zip(spans, part.columns, strict=True):
                text = texts.get(part.cell_key(item.key, column.key), missing)
                cells.append(Cell(text, row, 1 + start, 1, span))
            row += 1
    return Table(tuple(cells), row, width, Place())


def _spread(count: int, width: int) -> list[tuple[int, int]]:
    """Spread `count` cells over `width` columns, the last taking what is left."""
    return [(index, 1 if index < count - 1 else width - index) for index in range(count)]


def _t3(form: Form, texts: Mapping[str, str], missing: str) -> Table:
    columns = form.t3_columns
    first = 3
    cells = [
        Cell(form.t3_note, 0, 0, 3, first),
        Cell(form.t3_title, 0, first, 1, len(columns)),
    ]
    at = first
    organisations = [column for column in columns if column.organisation]
    for column in columns:
        if not column.organisation:
            cells.append(Cell(column.label, 1, at, 2, 1))
        else:
            if column is organisations[0]:
                cells.append(Cell(form.t3_organisations, 1, at, 1, len(organisations)))
            cells.append(Cell(column.label, 2, at))
        at += 1
    groups = {group.key: group for group in form.t3_groups}
    rows = form.t3_rows
    inside = [row for row in rows if row.group]
    for index, entry in enumerate(rows, 3):
        if not entry.group:
            cells.append(Cell(entry.label, index, 0, 1, first))
        else:
            if entry is inside[0]:
                cells.append(Cell(groups["res"].label, index, 0, len(inside), 1))
            if entry.group == "res":
                cells.append(Cell(entry.label, index, 1, 1, 2))
            else:
                siblings = [row for row in inside if row.group == entry.group]
                if entry is siblings[0]:
                    cells.append(Cell(groups[entry.group].label, index, 1, len(siblings), 1))
                cells.append(Cell(entry.label, index, 2))
        for offset, column in enumerate(columns):
            cells.append(Cell(texts.get(cell_key(entry.key, column.key), missing), index, first + offset))
    return Table(tuple(cells), 3 + len(rows), first + len(columns), Place())


def _t4(form: Form, texts: Mapping[str, str], missing: str) -> Table:
    results, groups = form.t4_results, form.t4_groups
    width = len(results)
    cells = [
        Cell(groups[0].label, 0, 0, 1, width),
        Cell(form.t4_litigation, 0, width, 1, width * (len(groups) - 1)),
    ]
    for offset, result in enumerate(results):
        cells.append(Cell(result.label, 1, offset, 2, 1))
    for index, group in enumerate(groups[1:], 1):
        cells.append(Cell(group.label, 1, index * width, 1, width))
        for offset, result in enumerate(results):
            cells.append(Cell(result.label, 2, index * width + offset))
    for index, group in enumerate(groups):
        for offset, result in enumerate(results):
            cells.append(Cell(texts.get(f"{group.key}_{result.key}", missing), 3, index * width + offset))
    return Table(tuple(cells), 4, width * len(groups), Place())


def _y14(form: Form, texts: Mapping[str, str], missing: str) -> Table:
    cells = [Cell(name, 0, at) for at, name in enumerate(("统计指标", "单位", "统计数"))]
    row = 1
    last = ""
    labels = {group.key: group.label for group in form.y14_groups}
    own = {entry.label for entry in form.y14_rows}
    for entry in form.y14_rows:
        if entry.group != last and labels[entry.group] not in own:
            cells += [Cell(labels[entry.group], row, 0), Cell("——", row, 1), Cell("——", row, 2)]
            row += 1
        last = entry.group
        cells += [Cell(entry.label, row, 0), Cell(entry.unit, row, 1), Cell(texts.get(entry.key, missing), row, 2)]
        row += 1
    return Table(tuple(cells), row, 3, Place())
