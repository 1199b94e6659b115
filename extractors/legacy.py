"""Tables older than the national forms: rows of label, value and unit, kept as printed and mapped to nothing."""

from __future__ import annotations

from extractors.cells import BLANK, NUMBER, see
from extractors.document import Place, Table
from extractors.labels import is_unit, normalise
from extractors.sightings import Sightings

_LABEL_HEADERS = frozenset({"指标", "指标名称", "项目", "统计指标", "内容", "统计项目", "项目名称", "类别", "名称"})
_UNIT_HEADERS = frozenset({"单位", "计量单位", "计数单位"})
_CODE_HEADERS = frozenset({"代码", "指标代码", "序号", "编号", "行次"})

SUBJECT_WORDS = ("信息", "公开", "申请", "复议", "诉讼", "答复", "咨询", "文件", "访问", "人员", "费")
"""Words of which a row label of these tables has at least one; a table without any is about something else."""

FEWEST_ROWS = 3


def read_legacy(table: Table, number: int, found: Sightings) -> bool:
    """Keep the rows of an older indicator table; return whether it is one.

    It is one if a row of column labels names 指标 or 项目 and 单位 or 代码, and most labels speak of the subject.
    """
    rows = table.rows()
    for index, row in enumerate(rows[:4]):
        names = {cell.column: normalise(cell.text) for cell in row}
        label_columns = [column for column, name in names.items() if name in _LABEL_HEADERS]
        unit_columns = [column for column, name in names.items() if name in _UNIT_HEADERS]
        code_columns = [column for column, name in names.items() if name in _CODE_HEADERS]
        if label_columns and (unit_columns or code_columns):
            skip = {*label_columns, *unit_columns, *code_columns}
            values = {column: name for column, name in names.items() if column not in skip}
            return _keep_rows(table, number, index + 1, label_columns[0], unit_columns, values, found)
    return False


def _keep_rows(
    table: Table,
    number: int,
    first: int,
    label_column: int,
    unit_columns: list[int],
    value_columns: dict[int, str],
    found: Sightings,
) -> bool:
    kept: list[tuple[str, str, str, Place]] = []
    grid = table.grid()
    for row in grid[first:]:
        label_cell = row[label_column] if label_column < len(row) else None
        if label_cell is None:
            continue
        label = normalise(label_cell.text)
        unit_cell = row[unit_columns[0]] if unit_columns and unit_columns[0] < len(row) else None
        unit = normalise(unit_cell.text) if unit_cell is not None else ""
        for column, name in value_columns.items():
            cell = row[column] if column < len(row) else None
            if cell is None or cell is label_cell or not label:
                continue
            what = see(cell.text)
            if what.kind == BLANK or is_unit(what.raw):
                continue
            title = f"{label}/{name}" if len(value_columns) > 1 else label
            place = Place(number, cell.row + 1, cell.column + 1, cell.page, cell.line, cell.path, cell.box)
            if what.kind == NUMBER:
                kept.append((title, what.raw, unit, place))
    about = sum(any(word in label for word in SUBJECT_WORDS) for label, _, _, _ in kept)
    if len(kept) < FEWEST_ROWS or about * 2 < len(kept):
        return False
    found.legacy.extend(kept)
    return True
