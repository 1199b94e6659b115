"""One table's cells laid out as a grid, perhaps transposed; and every one of them accounted for."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import BLANK, FRAGMENT, LABEL, WORDS, Seen
from extractors.document import Cell, Place, Table
from extractors.grids.values import Context, Spot
from extractors.labels import is_unit
from extractors.sightings import Sightings, make_figure

_FURNITURE = (
    *("勾稽关系", "申请人情况", "单位", "注：", "注:", "备注", "说明", "填报", "统计时间", "制表", "审核", "联系"),
    *("指标", "序号", "栏目", "项目", "类别", "类型", "合计", "件数", "数量", "表一", "表二", "表三", "表四", "情况"),
)


class GridLayout:
    """The grid of one table, what was seen in it, and which of its cells came to something.

    `is_regular` says that no number of the table was asked what it is, `taken` which figure was taken from which cell.
    """

    def __init__(self, table: Table, number: int, context: Context, found: Sightings) -> None:
        self.table = table
        self.number = number
        self.context = context
        self.found = found
        self.is_regular = True
        self.taken: list[tuple[str, Cell, str]] = []
        self.tables: set[str] = set()
        self.mapped: set[int] = set()
        self.recognised = False
        self.spots: list[list[Spot | None]] = []
        self.transposed = False

    # -- the grid -----------------------------------------------------------------------------------------------

    def _lay_out(self, seen: Sequence[Seen]) -> None:
        table = self.table
        rows, columns = table.row_count, table.column_count
        if self.transposed:
            rows, columns = columns, rows
        grid: list[list[Spot | None]] = [[None] * columns for _ in range(rows)]
        for cell, what in zip(table.cells, seen, strict=True):
            if self.transposed:
                row, column, height, width = cell.column, cell.row, cell.colspan, cell.rowspan
            else:
                row, column, height, width = cell.row, cell.column, cell.rowspan, cell.colspan
            stop = min(column + width, columns)
            spot = Spot(cell, column, stop, what, row, height)
            if height == 1 and width == 1:
                grid[row][column] = spot
                continue
            for line in grid[row : row + height]:
                for at in range(column, stop):
                    line[at] = spot
        self.spots = grid

    def _line(self, row: int) -> list[Spot]:
        """Return the different cells of a grid row, left to right."""
        line: list[Spot] = []
        last: Spot | None = None
        for spot in self.spots[row]:
            if spot is not None and spot is not last:
                line.append(spot)
            last = spot
        return line

    def _where(self, spot: Spot) -> str:
        return f"{self._where_row(spot.cell.row, spot.cell.line)} column {spot.cell.column + 1}"

    def _where_row(self, row: int, line: int | None = None) -> str:
        if not self.number:
            return f"line {line or (self.table.place.line or 0) + row}"
        return f"table {self.number} row {row + 1}"

    def _place(self, cell: Cell) -> Place:
        place = self.table.place
        if not self.number:
            return Place(page=place.page, line=cell.line, document=place.document)
        return Place(
            self.number,
            cell.row + 1,
            cell.column + 1,
            place.page if cell.page is None else cell.page,
            place.line if cell.line is None else cell.line,
            place.path if cell.path is None else cell.path,
            cell.box,
            place.document,
        )

    # -- what becomes of a cell ---------------------------------------------------------------------------------

    def _saw(self, table: str) -> None:
        self.tables.add(table)
        self.found.seen_tables.add(table)

    def _add(self, key: str, spot: Spot, unit: str = "") -> None:
        self.mapped.add(id(spot.cell))
        self.taken.append((key, spot.cell, unit))
        self.found.add(make_figure(key, spot.seen.number, spot.seen.raw, self._place(spot.cell), unit=unit))

    def _mark_unreadable(self, keys: Sequence[str], line: Sequence[Spot], run: str | None = None) -> None:
        """Give a row's keys no number; `run` is the one run of digits that stands for all of them, if one does."""
        # a group's label to the left stands in the rows above too: the row is that of the cell that begins last
        place = self._place(max(line, key=lambda spot: spot.first_row).cell)
        for key in keys:
            if key:
                self.found.add(make_figure(key, None, run, place._replace(column=None)))

    def _account(self, seen: Sequence[Seen]) -> None:
        for cell, what in zip(self.table.cells, seen, strict=True):
            if what.kind in (BLANK, LABEL, FRAGMENT) or id(cell) in self.mapped or is_unit(what.raw):
                continue
            if what.kind == WORDS and _is_furniture(what.raw):
                continue
            self.found.problem(
                "unmatched_cell",
                f"{self._where_row(cell.row, cell.line)} column {cell.column + 1}",
                what.raw,
                "no row and column label name this cell",
            )


def is_transposed(table: Table, seen: Sequence[Seen]) -> bool:
    """Return whether the rows of the form run across the top."""
    spread: dict[str, tuple[set[int], set[int]]] = {"t3_row": (set(), set()), "t2_item": (set(), set())}
    measure_rows: set[int] = set()
    for cell, what in zip(table.cells, seen, strict=True):
        if what.kind != LABEL or len(what.label.meanings) != 1:
            continue
        kind = what.label.meanings[0].kind
        if kind == "t2_measure":
            measure_rows.add(cell.row)
        elif kind in spread:
            spread[kind][0].add(cell.row)
            spread[kind][1].add(cell.column)
    rows, columns = spread["t3_row"]
    if len(columns) > len(rows) and len(columns) >= 3:
        return True
    rows, columns = spread["t2_item"]
    return len(rows) == 1 and len(columns) > 1 and bool(measure_rows) and not measure_rows & rows


def _is_furniture(text: str) -> bool:
    """Return whether words in a statutory table are a note, a title or a signature line rather than a lost value."""
    return len(text) > 60 or any(word in text for word in _FURNITURE)
