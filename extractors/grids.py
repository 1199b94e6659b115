"""Read one table whose columns the source declares: every value by its row label and its column label.

The grid is walked top down. Rows of column labels open a header; every following row is read under it. A cell is taken
by the column it stands in, never by counting. Where a row does not fit its header (a cell lost or added, so that all
behind it moved), it is read only if the cells after its label are exactly as many as the header has labels, or if all
its values are the same; otherwise its figures are unreadable and a Problem says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.cells import (
    BLANK,
    FRAGMENT,
    LABEL,
    NUMBER,
    T2_CELLS,
    T2_EDITION_OF,
    T2_ORDER,
    WORDS,
    Seen,
    is_whole_part,
    see,
)
from extractors.document import Cell, Place, Table
from extractors.forms import APPLICANTS, T4_KEYS, cell_key
from extractors.grid_plans import After, Plan, find_plan, keep_plan, plan_of, signature_of, take_planned
from extractors.labels import Label, is_unit, printed_unit, read_label
from extractors.numerals import Number
from extractors.sightings import OTHER_LEAVES, REORDERED, Orphan, Sightings, make_figure

AMBIGUOUS_ROWS = frozenset({"res_other", "res_other_misc", "res_total"})
"""Rows of table 3 whose leaf label alone does not name them: 其他处理, 其他, 总计."""

LONGEST_CELL = 120
"""Characters of the longest cell that can be a label (66) or a value; a longer one is prose in a layout table."""

FEWEST_Y14_ROWS = 3
"""Labels of the 2014 table that make a table that table; two or fewer occur by chance (行政复议数量 in a list)."""

LONGEST_HEADING = 60
"""Characters of the longest heading of a section (33 in f2019) and some slack."""

_SECTION_WORDS = ("情况", "事项", "情 况", "复议", "公开")

LEAST_Y14_SHARE = 0.5
"""Of a table's rows, how many must be rows of the 2014 table: 58 of 64 in the form itself, some 5 of 40 before it."""

_HEADER_KINDS = frozenset(
    {"t2_head", "t2_corner", "t2_measure", "t3_title", "t3_organisations", "t3_column", "t4_group", "t4_litigation"}
    | {"t4_result", "y14_header", "t3_extra"}
)


class Spot(NamedTuple):
    """A cell in the (perhaps transposed) grid: the columns it covers there, and what it is."""

    cell: Cell
    start: int
    stop: int
    seen: Seen
    first_row: int
    row_count: int


class Column(NamedTuple):
    """A labelled column: the grid columns it covers and the key it names (core of the measure in table 2)."""

    start: int
    stop: int
    key: str
    unit: str = ""


class Header:
    """The column labels in force: which table they belong to, the columns, and grid columns that are holes.

    `first` is the first labelled grid column, `needed` are the columns where every row must have a cell because the
    row of labels has one, `single` says that every label covers one grid column.
    """

    __slots__ = ("columns", "complete", "first", "holes", "labelled", "needed", "single", "starts", "table", "width")

    def __init__(
        self, table: str, columns: tuple[Column, ...], holes: frozenset[int], width: int, complete: bool
    ) -> None:
        self.table = table
        self.columns = columns
        self.holes = holes
        self.width = width
        self.complete = complete
        self.starts = tuple(column.start for column in columns)
        self.first = min(self.starts)
        self.labelled = frozenset(at for column in columns for at in range(column.start, column.stop))
        self.needed = tuple(at for at in range(self.first, width) if at not in holes)
        self.single = all(column.stop - column.start == 1 for column in columns)


class Context:
    """What earlier blocks say about the next table: the part of the report, a caption, a header to be continued."""

    def __init__(self) -> None:
        self.section = 0
        self.caption = ""
        self.header: Header | None = None
        self.last_row = ""
        self.last_group = ""
        self.y14_group = ""

    def heading(self, text: str) -> None:
        """Note a paragraph or heading between tables."""
        self.caption = text
        if len(text) > LONGEST_HEADING:
            # prose between two tables: the second does not continue the first
            self.header = None
            return
        if not any(word in text for word in _SECTION_WORDS):
            return
        section = read_label(text).key("section")
        if section is not None:
            self.section = int(section)
            self.header = None


_T4_BY_GROUP = {
    group: tuple(key for key in T4_KEYS if key.startswith(group)) for group in ("review", "suit_direct", "suit_post")
}


def read_grid(table: Table, number: int, context: Context, found: Sightings) -> bool:
    """Read one table into `found`; return whether it is one of the statutory tables.

    `number` is the table's place in the document, from 1; 0 for lines of tabs that make a grid, whose places are lines.
    """
    texts = [cell[0] for cell in table.cells]
    if max(map(len, texts), default=0) <= LONGEST_CELL * 2:
        seen = list(map(see, texts))
    else:
        seen = [see(text) if len(text) <= LONGEST_CELL * 2 else _PROSE for text in texts]
    # a name in the caption or in the line before is all that reading a table takes from them
    group = _group_in(table.caption) or _group_in(context.caption)
    signature = signature_of(table, seen, context, group)
    plan = find_plan(signature) if number else None
    if plan is not None:
        take_planned(plan, table, number, seen, context, found)
        return True
    reader = _GridReader(table, number, context, found, group)
    problems, orphans = len(found.problems), len(found.orphans)
    if not reader.read(seen):
        return False
    if number and reader.is_regular and (problems, orphans) == (len(found.problems), len(found.orphans)):
        keep_plan(signature, reader.plan())
    return True


class _GridReader:
    """Reads one table once.

    `is_regular` says that no number of the table was asked what it is, `taken` which figure was taken from which cell.
    `foreign_header` says that a lost header of table 4 has words that no form prints (一审, 二审).
    """

    def __init__(self, table: Table, number: int, context: Context, found: Sightings, group: str) -> None:
        self.table = table
        self.number = number
        self.context = context
        self.found = found
        self.group = group
        self.is_regular = True
        self.taken: list[tuple[str, Cell, str]] = []
        self.tables: set[str] = set()
        self.t2_editions: list[str] = []
        self.mapped: set[int] = set()
        self.recognised = False
        self.spots: list[list[Spot | None]] = []
        self.header: Header | None = None
        self.own_header = False
        self.foreign_header = False
        self.transposed = False

    # -- the grid -----------------------------------------------------------------------------------------------

    def read(self, seen: Sequence[Seen]) -> bool:
        kinds = _count_kinds(seen)
        if not kinds.statutory:
            return False
        if kinds.y14 >= FEWEST_Y14_ROWS and kinds.y14 > kinds.t3_rows:
            # tables older than 2014 share some labels (当面申请数) but have other rows, codes and meanings besides
            return kinds.y14 >= LEAST_Y14_SHARE * self.table.row_count and self._read_y14(seen)
        self.transposed = _is_transposed(self.table, seen)
        self._lay_out(seen)
        self._read_rows()
        if self.recognised:
            self._account(seen)
        return self.recognised

    def plan(self) -> Plan:
        """Return what was read as a plan for tables like this one."""
        index_of = {id(cell): index for index, cell in enumerate(self.table.cells)}
        taken = [(key, index_of[id(cell)], unit) for key, cell, unit in self.taken]
        context = self.context
        after = After(context.section, context.header, context.last_row, context.last_group, context.y14_group)
        return plan_of(self.table, taken, after, frozenset(self.tables), self.t2_editions)

    def _saw(self, table: str) -> None:
        self.tables.add(table)
        self.found.seen_tables.add(table)

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

    # -- rows ---------------------------------------------------------------------------------------------------

    def _read_rows(self) -> None:
        lines = [self._line(row) for row in range(len(self.spots))]
        labels = [_read_row_labels(line) for line in lines]
        self.mapped |= _join_split_labels(lines, labels)
        pending: list[int] = []
        carried = self.context.header
        width = len(self.spots[0]) if self.spots else 0
        if carried is not None and carried.width == width and not self.transposed:
            self.header = carried
        for row, line in enumerate(lines):
            what = labels[row]
            if what.is_header and not (not pending and self._is_empty_t4_row(line, what)):
                if pending and what.opens and self._is_finished(pending, lines):
                    self._open(pending, lines)
                    pending = []
                pending.append(row)
                continue
            if pending:
                self._open(pending, lines)
                pending = []
            self._read_row(row, line, what)
        if pending:
            self._open(pending, lines)
        if self.own_header or self.recognised:
            self.context.header = self.header

    def _is_empty_t4_row(self, line: Sequence[Spot], what: _RowLabels) -> bool:
        """Return whether a row is 行政复议 and empty cells under a header of results, not a header itself."""
        header = self.header
        if header is None or header.table != "t4" or not what.t4_group or what.t4_result:
            return False
        labels = [spot for spot in line if spot.seen.kind == LABEL and spot.seen.label.key("t4_litigation") is None]
        return len(labels) == 1 and labels[0].stop <= header.first and header.columns[0].key.startswith("/")

    def _is_finished(self, pending: Sequence[int], lines: Sequence[Sequence[Spot]]) -> bool:
        """Return whether the pending header rows already name columns, so that a new head opens a new header."""
        return any(
            spot.seen.label.key("t2_measure") is not None
            for row in pending
            for spot in lines[row]
            if spot.seen.kind == LABEL
        )

    def _open(self, rows: Sequence[int], lines: Sequence[Sequence[Spot]]) -> None:
        header = _read_header(rows, lines, self.spots, self.table.has_spans and not self.transposed)
        if header is None:
            # a head such as 第二十条第（五）项 alone: what stood above is no longer in force
            self.header = None
            return
        if header.table == "t4" and not header.complete:
            header = self._complete_t4(header)
            self.foreign_header = any(
                spot.seen.kind == WORDS and spot.start >= header.first for row in rows for spot in lines[row]
            )
        self.header = header
        self.own_header = True
        self.recognised = True
        self._saw(header.table)
        if header.table == "t3" and not _in_form_order(header):
            self._saw(REORDERED)
        if header.table == "t2":
            edition = t2_edition(header)
            self.t2_editions.append(edition)
            self.found.t2_evidence[edition] = self.found.t2_evidence.get(edition, 0) + 1

    def _complete_t4(self, header: Header) -> Header:
        """Give a header of five results its group from the caption, where the table is one third of table 4."""
        if any("/" not in column.key for column in header.columns):
            return header
        if any(not column.key.startswith("/") for column in header.columns):
            return header
        if not self.group:
            return header
        columns = tuple(column._replace(key=f"{self.group}{column.key}") for column in header.columns)
        return Header("t4", columns, header.holes, header.width, complete=True)

    def _read_row(self, row: int, line: Sequence[Spot], what: _RowLabels) -> None:
        if what.section:
            self.context.section = what.section
            self.header = None
            self.context.last_row = self.context.last_group = ""
            return
        if what.t2_item:
            self._read_t2(row, line, what)
        elif what.t4_result and self.header is not None and self.header.table == "t4":
            self._read_t4(row, line, what)
        elif what.t3_leaf or what.t3_group:
            self._read_t3(row, line, what)
        elif self.header is not None and self.header.table == "t4":
            self._read_t4(row, line, what)
        elif what.t4_result and what.t4_group:
            self._read_t4_pair(line, what)
        elif self.header is None or self.header.table in ("t2", "t3"):
            self._read_unlabelled(row, line)

    # -- table 2 ------------------------------------------------------------------------------------------------

    def _read_t2(self, row: int, line: Sequence[Spot], what: _RowLabels) -> None:
        header = self.header
        if header is None or header.table != "t2":
            return
        self.recognised = True
        names = [(T2_CELLS.get((what.t2_item, column.key)), column) for column in header.columns]
        keys = [cell.key if cell else "" for cell, _ in names]
        self._take(row, line, what, header, keys)

    # -- table 3 ------------------------------------------------------------------------------------------------

    def _t3_leaf(self, what: _RowLabels) -> str:
        leaf = what.t3_leaf
        context = self.context
        if leaf in AMBIGUOUS_ROWS:
            if leaf == "res_other_misc":
                follows = context.last_row in OTHER_LEAVES or context.last_group == "res_other"
                if what.t3_group != "res_other" and not (what.t3_group in ("", "res") and follows):
                    return ""
            elif leaf == "res_total":
                if what.total_is_marked or what.t3_group == "res" or context.last_row.startswith("res_"):
                    return leaf
                return ""
            elif what.tall_group:
                return ""
        return leaf

    def _read_t3(self, row: int, line: Sequence[Spot], what: _RowLabels) -> None:
        if what.t3_group:
            self.context.last_group = what.t3_group
        leaf = self._t3_leaf(what)
        if not leaf:
            self._read_unlabelled(row, line)
            return
        header = self.header
        self.context.last_row = leaf
        if leaf == "res_other":
            self.context.last_group = "res_other"
        self.recognised = True
        self._saw("t3")
        if header is not None and header.table == "t3":
            keys = [cell_key(leaf, column.key) if column.key in APPLICANTS else "" for column in header.columns]
            self._take(row, line, what, header, keys)
            return
        self._offer_orphan("t3", [cell_key(leaf, applicant) for applicant in APPLICANTS], row, line, what)

    def _offer_orphan(self, table: str, keys: Sequence[str], row: int, line: Sequence[Spot], what: _RowLabels) -> None:
        """Keep a headless row of exactly the form's width for the arithmetic to confirm."""
        self.is_regular = False
        tail = [spot for spot in line if spot.start >= what.stop]
        cells = [spot for spot in tail if spot.seen.kind != FRAGMENT]
        if REORDERED not in self.found.seen_tables and (len(cells) > len(keys) or not self.table.has_spans):
            cells = _trim(cells)
        if not any(spot.seen.kind == NUMBER for spot in cells):
            return
        where = self._where_row(row, line[0].cell.line)
        whole = [s for s in cells if s.seen.kind == NUMBER and s.seen.number.value is not None and s.row_count == 1]
        if len(cells) != len(keys) or len(whole) != len(cells):
            self.found.problem(
                "row_width",
                where,
                " ".join(spot.seen.raw for spot in cells),
                f"{len(cells)} cells for {len(keys)} columns, and no column labels",
            )
            for spot in cells:
                self.mapped.add(id(spot.cell))
            self._mark_unreadable(keys, line)
            return
        figures = tuple(
            make_figure(key, spot.seen.number, spot.seen.raw, self._place(spot.cell))
            for key, spot in zip(keys, cells, strict=True)
        )
        for spot in cells:
            self.mapped.add(id(spot.cell))
        self.found.orphans.append(Orphan(table, what.t3_leaf, figures, where))

    def _mark_unreadable(self, keys: Sequence[str], line: Sequence[Spot]) -> None:
        place = self._place(line[0].cell)
        for key in keys:
            if key:
                self.found.add(make_figure(key, None, None, place._replace(column=None)))

    # -- table 4 ------------------------------------------------------------------------------------------------

    def _read_t4(self, row: int, line: Sequence[Spot], what: _RowLabels) -> None:
        header = self.header
        if header is None:
            return
        if what.t4_result:
            if what.t4_group:
                self._read_t4_pair(line, what)
                return
            # results down the side, groups across the top
            keys = [f"{column.key}_{what.t4_result}" if column.key in _T4_BY_GROUP else "" for column in header.columns]
            self._take(row, line, what, header, keys)
            return
        keys = []
        for column in header.columns:
            group, _, result = column.key.partition("/")
            group = group or what.t4_group
            keys.append(f"{group}_{result}" if group and result else "")
        values = [spot for spot in line if spot.seen.kind == NUMBER]
        if not values:
            self.is_regular = False
            if any(f"{key}" in self.found.figures for key in keys if key):
                return
        if not any(keys):
            self._read_unlabelled(row, line)
            return
        if not values and not self.table.has_spans and not (header.complete and row == len(self.spots) - 1):
            # perhaps no row but padding
            return
        self._take(row, line, what, header, keys)

    def _read_t4_pair(self, line: Sequence[Spot], what: _RowLabels) -> None:
        """Read 行政复议 | 结果维持 | 3: both labels to the left of one value."""
        tail = [s for s in line if s.start >= what.stop and s.seen.kind in (NUMBER, BLANK, WORDS)]
        numbers = [s for s in tail if s.seen.kind == NUMBER]
        chosen = numbers or tail
        if len(chosen) != 1 or chosen[0].row_count != 1:
            return
        self.recognised = True
        self._saw("t4")
        self._add(f"{what.t4_group}_{what.t4_result}", chosen[0])

    # -- taking a row's values ----------------------------------------------------------------------------------

    def _add(self, key: str, spot: Spot, unit: str = "") -> None:
        self.mapped.add(id(spot.cell))
        self.taken.append((key, spot.cell, unit))
        self.found.add(make_figure(key, spot.seen.number, spot.seen.raw, self._place(spot.cell), unit=unit))

    def _take(self, row: int, line: Sequence[Spot], what: _RowLabels, header: Header, keys: Sequence[str]) -> None:
        """Take the values of one labelled row under a header; `keys` goes with the header's columns."""
        if all(spot.seen.kind == BLANK for spot in line if spot.start >= what.stop) and self._is_torn(row, header):
            self.found.problem(
                "torn_row",
                self._where_row(row, line[0].cell.line),
                "",
                "its cells are empty, and numbers without a label stand in the row beside it",
            )
            self._mark_unreadable(keys, line)
            return
        if self._fits(row, line, what, header):
            cells = self._in_turn(line, what, header) if header.table == "t2" and all(keys) else []
            for key, spot, column in zip(keys, cells, header.columns, strict=False):
                self.is_regular = False
                self._add(key, spot, column.unit)
            if not cells:
                self._take_by_column(row, line, header, keys)
            return
        self.is_regular = False
        tail = [spot for spot in line if spot.start >= what.stop]
        if any(spot.seen.kind == LABEL for spot in tail):
            tail = []
        wanted = len(header.columns)
        # an empty cell may be padding or a blank: only a row of exactly the header's width without any is certain
        cells = _trim(tail)
        ordered = (
            header.complete
            and _in_form_order(header)
            and (header.table != "t2" or is_whole_part(what.t2_item, (column.key for column in header.columns)))
            and len(cells) == wanted
            and all(s.seen.kind in (NUMBER, WORDS) for s in cells)
            # a number left of all columns with a label is the number of a row; its values may be the blank ones
            and (tail[-1] is cells[-1] or cells[0].start >= header.first)
            # a value may have been added, and a blank one cut off, or one belongs to a column without a label
            and (
                (tail[-1] is cells[-1] and len(header.needed) <= len(header.labelled))
                or header.table == "t2"
                or _adds_up(header, cells)
            )
        )
        if ordered and all(s.row_count == 1 and s.stop - s.start == 1 for s in cells):
            if line[0].seen.kind == NUMBER and line[0].stop <= what.stop:
                # a row number before the label, in a column without a label of its own
                self.mapped.add(id(line[0].cell))
            for key, spot, column in zip(keys, cells, header.columns, strict=True):
                if key:
                    self._add(key, spot, column.unit)
            return
        numbers = [spot for spot in tail if spot.seen.kind == NUMBER]
        inner = _trim(tail)
        values = {spot.seen.number.value for spot in numbers}
        if header.complete and len(inner) == len(numbers) > wanted > 1 and len(values) == 1 and None not in values:
            for key, spot in zip(keys, inner, strict=False):
                if key:
                    self._add(key, spot)
            for spot in inner:
                self.mapped.add(id(spot.cell))
            self.found.problem(
                "row_width",
                self._where_row(row, line[0].cell.line),
                " ".join(spot.seen.raw for spot in inner),
                f"{len(inner)} values for {wanted} columns; read because all are the same",
            )
            return
        self._refuse(row, line, what, header, keys, tail)

    def _refuse(
        self,
        row: int,
        line: Sequence[Spot],
        what: _RowLabels,
        header: Header,
        keys: Sequence[str],
        tail: Sequence[Spot],
    ) -> None:
        if (
            header.table == "t3"
            and what.t3_leaf
            and not header.complete
            # a header that lost labels, not one without some columns
            and len(header.needed) >= len(APPLICANTS)
            and _in_form_order(header)
            and any(spot.seen.kind == NUMBER for spot in tail)
        ):
            all_keys = [cell_key(what.t3_leaf, applicant) for applicant in APPLICANTS]
            self._offer_orphan("t3", all_keys, row, line, what)
            return
        if (
            header.table == "t4"
            and not header.complete
            and not self.foreign_header
            and not what.t4_group
            and not what.t4_result
        ):
            self._read_unlabelled(row, line, in_place=True)
            return
        filled = [spot for spot in tail if spot.seen.kind != BLANK]
        if filled:
            self.found.problem(
                "row_width",
                self._where_row(row, line[0].cell.line),
                " ".join(spot.seen.raw for spot in tail),
                f"{len(tail)} cells do not fit the {len(header.columns)} labelled columns",
            )
            for spot in filled:
                self.mapped.add(id(spot.cell))
        self._mark_unreadable(keys, line)

    def _is_torn(self, row: int, header: Header) -> bool:
        """Return whether a row above or below has a number under every label of a column and no label of its own."""
        for beside in (row + 1, row - 1):
            if not 0 <= beside < len(self.spots) or header.width != len(self.spots[beside]):
                continue
            line = self._line(beside)
            filled = [spot for spot in line if spot.seen.kind != BLANK]
            if len(filled) >= len(header.columns) and all(
                spot.seen.kind == NUMBER and spot.start >= header.first for spot in filled
            ):
                return True
        return False

    def _fits(self, row: int, line: Sequence[Spot], what: _RowLabels, header: Header) -> bool:
        """Return whether the row's cells stand under the header as the header's own cells do."""
        spots = self.spots[row]
        if len(spots) != header.width:
            return False
        for at in header.needed:
            if spots[at] is None:
                return False
        for at in header.holes:
            if spots[at] is not None:
                return False
        if header.holes:
            # a label over a hole has its cell nowhere
            for column in header.columns:
                if all(spots[at] is None for at in range(column.start, column.stop)):
                    return False
        first = header.first
        for spot in line:
            kind = spot.seen.kind
            if kind == NUMBER:
                if spot.stop <= first:
                    return False
            elif kind == LABEL and spot.stop > first and not header.labelled.isdisjoint(range(spot.start, spot.stop)):
                return False
        return True

    def _in_turn(self, line: Sequence[Spot], what: _RowLabels, header: Header) -> list[Spot]:
        """Return the numbers of a row of table 2 whose cells meet at other edges than its labels; else nothing.

        As many numbers as labels over the same width, with nothing between them, can stand in one order only.
        """
        cells = [spot for spot in line if spot.start >= what.stop]
        if len(cells) != len(header.columns) or header.holes:
            return []
        edges = [(spot.start, spot.stop) for spot in cells]
        labels = [(column.start, column.stop) for column in header.columns]
        is_certain = (
            edges != labels
            and (edges[0][0], edges[-1][1]) == (labels[0][0], labels[-1][1]) == (header.first, header.width)
            and all(spot.seen.kind == NUMBER and spot.row_count == 1 for spot in cells)
            and is_whole_part(what.t2_item, (column.key for column in header.columns))
        )
        return cells if is_certain else []

    def _take_by_column(self, row: int, line: Sequence[Spot], header: Header, keys: Sequence[str]) -> None:
        spots = self.spots[row]
        if header.single and all(keys):
            found = [spots[at] for at in header.starts]
            if all(spot is not None and spot.row_count == 1 and spot.stop - spot.start == 1 for spot in found):
                for key, spot, column in zip(keys, found, header.columns, strict=True):
                    if spot is not None:
                        self._add(key, spot, column.unit)
                return
        owners: dict[int, int] = {}
        for column in header.columns:
            for owner in {id(s) for s in spots[column.start : column.stop] if s is not None}:
                owners[owner] = owners.get(owner, 0) + 1
        for key, column in zip(keys, header.columns, strict=True):
            choices: list[Spot] = []
            for spot in spots[column.start : column.stop]:
                if spot is not None and (not choices or spot is not choices[-1]):
                    choices.append(spot)
            filled = [spot for spot in choices if spot.seen.kind != BLANK]
            self.is_regular = self.is_regular and len(filled) < 2
            if len(filled) > 1 and len({spot.seen.raw for spot in filled}) == 1 and len(filled) == len(choices):
                # a merged cell and its label, both written out once for every column they covered
                self.mapped.update(id(spot.cell) for spot in filled)
            elif len(filled) > 1:
                if key:
                    self._unreadable_cell(key, filled[0], "several values stand under one column label")
                continue
            spot = filled[0] if filled else choices[0]
            if not key:
                if header.table == "t3":
                    # a column that no form prints (法人小计, 序号): known, and mapped to nothing
                    self.mapped.add(id(spot.cell))
                continue
            shared = owners[id(spot)] > 1 or (spot.row_count > 1 and self._covers_other_rows(spot, row))
            if shared and spot.seen.kind != BLANK:
                self._unreadable_cell(key, spot, "one cell covers several columns or rows")
                continue
            self._add(key, spot, column.unit)

    def _covers_other_rows(self, spot: Spot, row: int) -> bool:
        rows = range(spot.first_row, min(spot.first_row + spot.row_count, len(self.spots)))
        own = _first_label_id(self.spots[row])
        return any(_first_label_id(self.spots[other]) != own for other in rows if other != row)

    def _unreadable_cell(self, key: str, spot: Spot, message: str) -> None:
        self.mapped.add(id(spot.cell))
        self.found.problem("merged_value", self._where(spot), spot.seen.raw, message)
        self.found.add(make_figure(key, None, spot.seen.raw, self._place(spot.cell)))

    def _read_unlabelled(self, row: int, line: Sequence[Spot], *, in_place: bool = False) -> None:
        """Look at a row of values without any label of its own: only table 4 has one.

        It counts if it stands in the section of table 4, or `in_place` under what is left of its header.
        """
        numbers = [spot for spot in line if spot.seen.kind == NUMBER]
        if not numbers or any(spot.seen.kind == LABEL for spot in line):
            return
        self.is_regular = False
        cells = _trim(line)
        if len(cells) != len(T4_KEYS) or len(numbers) != len(cells):
            return
        if self.context.section != 4 and not in_place:
            return
        if any(spot.seen.number.value is None or spot.row_count != 1 for spot in cells):
            return
        self.recognised = True
        self._saw("t4")
        figures = tuple(
            make_figure(key, spot.seen.number, spot.seen.raw, self._place(spot.cell))
            for key, spot in zip(T4_KEYS, cells, strict=True)
        )
        for spot in cells:
            self.mapped.add(id(spot.cell))
        self.found.orphans.append(Orphan("t4", "", figures, self._where_row(row, line[0].cell.line)))

    # -- the table of 2014 --------------------------------------------------------------------------------------

    def _read_y14(self, seen: Sequence[Seen]) -> bool:
        self._lay_out(seen)
        value_columns: list[int] = []
        for row in range(len(self.spots)):
            line = self._line(row)
            headers = {spot.seen.label.key("y14_header"): spot.start for spot in line if spot.seen.kind == LABEL}
            if "value" in headers and ("unit" in headers or "indicator" in headers):
                value_columns = [
                    spot.start
                    for spot in line
                    if spot.seen.kind == LABEL and spot.seen.label.key("y14_header") == "value"
                ]
                continue
            self._read_y14_line(line, value_columns)
        self._account(seen)
        return self.recognised

    def _read_y14_line(self, line: Sequence[Spot], value_columns: Sequence[int]) -> None:
        at = 0
        while at < len(line):
            spot = line[at]
            at += 1
            if spot.seen.kind != LABEL:
                continue
            key, self.context.y14_group = y14_key(spot.seen.label, self.context.y14_group)
            if not key:
                # group rows print —— where a number would stand
                self.mapped.update(id(s.cell) for s in line[at:] if s.seen.number.state == "na")
                continue
            tail: list[Spot] = []
            while at < len(line) and not y14_key(line[at].seen.label, self.context.y14_group)[0]:
                tail.append(line[at])
                at += 1
            values = [s for s in tail if s.seen.kind in (NUMBER, BLANK, WORDS) and not is_unit(s.seen.raw)]
            under = [s for s in values if s.start in value_columns]
            if len(under) == 1 and len(value_columns) <= 2:
                values = under
            filled = [s for s in values if s.seen.kind != BLANK]
            chosen = filled if len(filled) == 1 else values
            self.recognised = True
            self._saw("y14")
            if len(chosen) == 1 and chosen[0].row_count == 1:
                self._add(key, chosen[0])
            elif chosen:
                self.found.problem(
                    "row_width",
                    self._where(spot),
                    " ".join(s.seen.raw for s in values),
                    "which of several columns holds this year's number cannot be told",
                )
                for s in values:
                    self.mapped.add(id(s.cell))
                self.found.add(make_figure(key, None, None, self._place(spot.cell)))

    # -- every cell accounted for -------------------------------------------------------------------------------

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


_PROSE = Seen(WORDS, "", Number(None, "text"), Label(), 4)


class _Kinds(NamedTuple):
    statutory: bool
    t3_rows: int
    y14: int


def _count_kinds(seen: Sequence[Seen]) -> _Kinds:
    t3 = y14 = other = 0
    for what in seen:
        if what.kind != LABEL:
            continue
        for meaning in what.label.meanings:
            kind = meaning.kind
            if kind == "t3_row":
                t3 += meaning.key not in AMBIGUOUS_ROWS
            elif kind == "y14_row":
                y14 += what.label.exact
            elif kind in ("t2_measure", "t2_head", "t3_column", "t4_result", "t4_group"):
                other += 1
    numbers = sum(what.kind == NUMBER for what in seen)
    statutory = bool(t3 or other or y14) or numbers >= len(T4_KEYS)
    return _Kinds(statutory, t3, y14)


def _is_transposed(table: Table, seen: Sequence[Seen]) -> bool:
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


class _RowLabels:
    """What the labels of one grid row say."""

    __slots__ = (
        *("is_header", "opens", "section", "t2_item", "t3_leaf", "t3_group", "tall_group", "total_is_marked"),
        *("t4_group", "t4_result", "stop", "partial"),
    )

    def __init__(self) -> None:
        self.is_header = False
        self.opens = False
        self.section = 0
        self.t2_item = ""
        self.t3_leaf = ""
        self.t3_group = ""
        self.tall_group = False
        self.total_is_marked = False
        self.t4_group = ""
        self.t4_result = ""
        self.stop = 0
        self.partial = False


def _read_row_labels(line: Sequence[Spot]) -> _RowLabels:
    what = _RowLabels()
    header = leaves = numbers = sure_columns = 0
    for spot in line:
        seen = spot.seen
        if seen.kind == NUMBER:
            numbers += 1
            continue
        if seen.kind != LABEL:
            continue
        label = seen.label
        for meaning in label.groups:
            if meaning.kind == "t3_group":
                what.t3_group = meaning.key
            elif meaning.kind == "t4_group":
                what.t4_group = meaning.key
        meanings = label.meanings
        if len(meanings) > 1:
            _read_ambiguous(what, spot, numbers - (line[0].seen.kind == NUMBER), is_group=_is_taller(spot, line))
            continue
        kind, key = meanings[0]
        if kind == "t3_row":
            if not numbers or (numbers == 1 and line[0].seen.kind == NUMBER):
                what.t3_leaf, what.stop, what.partial = key, spot.stop, label.partial
                leaves += 1
        elif kind == "t3_group":
            what.t3_group = key
            what.stop = max(what.stop, spot.stop)
        elif kind == "t2_item":
            if not what.t2_item and (not numbers or (numbers == 1 and line[0].seen.kind == NUMBER)):
                what.t2_item, what.stop = key, spot.stop
        elif kind == "section":
            what.section = int(key)
        elif kind in _HEADER_KINDS:
            header += 1
            if kind in ("t2_head", "t2_corner"):
                what.opens = True
            elif kind == "t4_group":
                what.t4_group = key
                what.stop = max(what.stop, spot.stop)
            elif kind == "t4_result" and not numbers:
                what.t4_result = "" if sure_columns else key
                what.stop = max(what.stop, spot.stop)
                sure_columns += 1
            elif kind == "t3_column":
                sure_columns += 1
    if leaves and what.t3_leaf:
        what.is_header = False
        return what
    if what.t2_item and what.t2_item != "" and header == 0:
        return what
    if header:
        # 行政诉讼 | 复议后起诉 | 结果维持 | 3 is a row of values for all its labels
        what.is_header = numbers == 0 or (header >= 3 and not (numbers == 1 and sure_columns == 1))
        if what.is_header:
            what.section = 0
            what.t2_item = ""
        elif sure_columns > 1:
            what.t4_result = ""
        if not what.is_header and what.t3_leaf and not leaves:
            # 总计 among the results of table 4
            what.t3_leaf = ""
    return what


def _is_taller(spot: Spot, line: Sequence[Spot]) -> bool:
    """Return whether a cell covers several rows, and not as each number of its row does, cut by a stray rule."""
    return spot.row_count > 1 and not any(
        other.seen.kind == NUMBER and (other.first_row, other.row_count) == (spot.first_row, spot.row_count)
        for other in line
    )


def _read_ambiguous(what: _RowLabels, spot: Spot, numbers: int, *, is_group: bool) -> None:
    """Note a label with several meanings (其他, 总计, 其他处理) as a row, should it turn out to be one."""
    label = spot.seen.label
    row = label.key("t3_row")
    if row is None or numbers > 0:
        return
    if row == "res_other" and is_group:
        what.tall_group = True
        what.t3_group = "res_other"
        what.stop = max(what.stop, spot.stop)
        return
    if row not in AMBIGUOUS_ROWS or not what.t3_leaf or what.t3_leaf in AMBIGUOUS_ROWS:
        if row == "res_other_misc" and what.t3_leaf == "res_other":
            what.t3_group = "res_other"
        what.t3_leaf, what.stop = row, spot.stop
    if row == "res_total":
        what.total_is_marked = spot.seen.raw.lstrip("(（ ").startswith("七")
    result = label.key("t4_result")
    if result and not what.t4_result:
        what.t4_result = result
        what.stop = max(what.stop, spot.stop)


def _join_split_labels(lines: Sequence[Sequence[Spot]], labels: list[_RowLabels]) -> set[int]:
    """Find leaf labels that were parted over two cells of a row, or over two rows; return the pieces' identities."""
    joined: set[int] = set()
    for index, line in enumerate(lines):
        what = labels[index]
        if what.is_header or what.t2_item or what.section:
            continue
        words = _leading_words(line)
        if not words or (what.t3_leaf and not what.partial):
            continue
        if len(words) > 1:
            label = read_label("".join(spot.seen.raw for spot in words))
            leaf = label.key("t3_row")
            if leaf and label.exact:
                what.t3_leaf, what.stop, what.partial = leaf, words[-1].stop, False
                joined.update(id(spot.cell) for spot in words)
                continue
        if index + 1 < len(lines) and not labels[index + 1].is_header:
            below = _leading_words(lines[index + 1])
            following = labels[index + 1]
            if (
                len(below) >= 1
                and not (following.t3_leaf and not following.partial)
                and below[-1].seen.label.key("t3_row") is None
            ):
                label = read_label(words[-1].seen.raw + below[-1].seen.raw)
                leaf = label.key("t3_row")
                if leaf and label.exact and below[-1] is not words[-1]:
                    what.t3_leaf, what.stop, what.partial = leaf, words[-1].stop, False
                    following.t3_leaf, following.stop, following.partial = leaf, below[-1].stop, False
                    joined.update((id(words[-1].cell), id(below[-1].cell)))
    return joined


def _leading_words(line: Sequence[Spot]) -> list[Spot]:
    """Return the cells of words before the first number: those that may be pieces of a row label."""
    words: list[Spot] = []
    for spot in line:
        kind = spot.seen.kind
        if kind == NUMBER:
            break
        if kind == WORDS or (kind == LABEL and spot.seen.label.key("t3_row") is not None):
            words.append(spot)
    return words


def _read_header(
    rows: Sequence[int], lines: Sequence[Sequence[Spot]], grid: Sequence[Sequence[Spot | None]], has_spans: bool
) -> Header | None:
    labels: list[tuple[int, Spot]] = []
    taken: set[int] = set()
    kinds: dict[str, int] = {}
    for row in rows:
        for spot in lines[row]:
            if spot.seen.kind != LABEL or id(spot) in taken:
                continue
            taken.add(id(spot))
            labels.append((row, spot))
            if len(spot.seen.label.meanings) == 1:
                kind = spot.seen.label.meanings[0].kind
                kinds[kind] = kinds.get(kind, 0) + 1
    if kinds.get("t2_measure"):
        return _t2_header(rows, labels, grid)
    t3 = kinds.get("t3_column", 0)
    t4 = kinds.get("t4_result", 0)
    if t3 and t3 >= t4:
        return _t3_header(rows, labels, grid)
    if t4 or kinds.get("t4_group"):
        return _t4_header(rows, labels, grid, has_spans)
    return None


def _holes(rows: set[int], grid: Sequence[Sequence[Spot | None]], first: int) -> frozenset[int]:
    """Return the grid columns from the first labelled one on where a row of labels has no cell at all."""
    found: set[int] = set()
    for row in rows:
        found.update(at for at in range(first, len(grid[row])) if grid[row][at] is None)
    return frozenset(found)


def _t2_header(
    rows: Sequence[int], labels: Sequence[tuple[int, Spot]], grid: Sequence[Sequence[Spot | None]]
) -> Header | None:
    columns: list[Column] = []
    label_rows: set[int] = set()
    for row, spot in labels:
        name = spot.seen.label.key("t2_measure")
        if name is not None:
            columns.append(Column(spot.start, spot.stop, name, printed_unit(spot.seen.raw)))
            label_rows.add(row)
    unique, complete = _without_doubles(columns)
    if not unique:
        return None
    width = len(grid[rows[0]])
    first = min(column.start for column in columns)
    return Header("t2", unique, _holes(label_rows, grid, first), width, complete)


def _t3_header(
    rows: Sequence[int], labels: Sequence[tuple[int, Spot]], grid: Sequence[Sequence[Spot | None]]
) -> Header | None:
    columns: list[Column] = []
    label_rows: set[int] = set()
    for row, spot in labels:
        key = spot.seen.label.key("t3_column") or spot.seen.label.key("t3_extra")
        if key is not None:
            columns.append(Column(spot.start, spot.stop, key))
            label_rows.add(row)
    unique, complete = _without_doubles(columns)
    if not unique or _is_two_rows_in_one(labels):
        return None
    keys = {column.key for column in unique}
    width = len(grid[rows[0]])
    first = min(column.start for column in unique)
    return Header("t3", unique, _holes(label_rows, grid, first), width, complete and keys.issuperset(APPLICANTS))


def _is_two_rows_in_one(labels: Sequence[tuple[int, Spot]]) -> bool:
    """Return whether 自然人 法人或其他组织 总计 and the five organisations below stand one behind the other."""
    places: dict[str, tuple[int, int]] = {}
    for row, spot in labels:
        label = spot.seen.label
        name = "(" if label.key("t3_organisations") is not None else label.key("t3_column")
        if name in ("(", "total", "business"):
            places.setdefault(name, (row, spot.start))
    if len(places) < 3:
        return False
    group, total, first = places["("], places["total"], places["business"]
    return group[0] == total[0] == first[0] and group[1] < total[1] < first[1]


def _without_doubles(columns: Sequence[Column]) -> tuple[tuple[Column, ...], bool]:
    """Merge a label repeated over the same or adjoining columns; drop labels that stand over columns far apart.

    Some converters write the text of a merged cell into every cell it covered.
    """
    by_key: dict[str, list[Column]] = {}
    for column in sorted(columns, key=lambda column: column.start):
        same = by_key.setdefault(column.key, [])
        if same and column.start <= same[-1].stop:
            same[-1] = same[-1]._replace(stop=max(column.stop, same[-1].stop))
        else:
            same.append(column)
    unique = [found[0] for found in by_key.values() if len(found) == 1]
    unique.sort(key=lambda column: column.start)
    return tuple(unique), len(unique) == len(by_key)


def _t4_header(
    rows: Sequence[int],
    labels: Sequence[tuple[int, Spot]],
    grid: Sequence[Sequence[Spot | None]],
    has_spans: bool,
) -> Header | None:
    labels = _last_part(labels)
    groups = [(row, s) for row, s in labels if s.seen.label.key("t4_group")]
    results: list[Column] = []
    label_rows: set[int] = set()
    for row, spot in labels:
        result = spot.seen.label.key("t4_result")
        if result is None:
            continue
        group = spot.seen.label.group("t4_group") or _covering_group(spot, row, groups)
        if not group and (not has_spans or not any(s.stop - s.start > 1 for _, s in groups)):
            group = _group_to_the_left(spot, row, groups)
        results.append(Column(spot.start, spot.stop, f"{group}/{result}"))
        label_rows.add(row)
    width = len(grid[rows[0]])
    if not results:
        # groups across the top, results down the side
        columns = [Column(s.start, s.stop, s.seen.label.key("t4_group") or "") for _, s in groups]
        if len(columns) < 2:
            return None
        first = min(column.start for column in columns)
        return Header("t4", tuple(columns), _holes({r for r, _ in groups}, grid, first), width, len(columns) == 3)
    unique, complete = _without_doubles(results)
    if not unique:
        return None
    first = min(column.start for column in unique)
    if groups and any(column.key.startswith("/") for column in results):
        # a result that no group covers: the merged cells are not where they should be, and cover the wrong columns
        return Header("t4", unique, frozenset(range(width)), width, False)
    named = {column.key.replace("/", "_") for column in unique}
    return Header("t4", unique, _holes(label_rows, grid, first), width, complete and named.issuperset(T4_KEYS))


def _last_part(labels: Sequence[tuple[int, Spot]]) -> Sequence[tuple[int, Spot]]:
    """Return the labels from the last group on that stands below results: the part above it has no numbers."""
    results = [row for row, spot in labels if spot.seen.label.key("t4_result")]
    if not results:
        return labels
    below = [row for row, spot in labels if row > min(results) and spot.seen.label.key("t4_group")]
    return [(row, spot) for row, spot in labels if row >= max(below)] if below else labels


def _covering_group(spot: Spot, row: int, groups: Sequence[tuple[int, Spot]]) -> str:
    """Return the group label that stands above a result and covers its column, the lowest if there are several."""
    found = ""
    for group_row, group in groups:
        if group_row < row and group.start <= spot.start and spot.stop <= group.stop:
            found = group.seen.label.key("t4_group") or ""
    return found


def _group_to_the_left(spot: Spot, row: int, groups: Sequence[tuple[int, Spot]]) -> str:
    """Return the nearest group label above and to the left, where the format has no merged cells to cover columns."""
    best: Spot | None = None
    for group_row, group in groups:
        if group_row <= row and group.start <= spot.start and (best is None or group.start >= best.start):
            best = group
    return (best.seen.label.key("t4_group") or "") if best is not None else ""


def _group_in(text: str) -> str:
    """Return the group of table 4 that a caption or the line before a table names, if it names one only."""
    if not text or len(text) > 60:
        return ""
    names = {"suit_direct": "未经复议", "suit_post": "复议后", "review": "行政复议"}
    found = [group for group, words in names.items() if words in text]
    if found == ["review"] and "诉讼" in text:
        return ""
    return found[0] if len(found) == 1 else ""


def _in_form_order(header: Header) -> bool:
    """Return whether the column labels that are there stand in the form's order."""
    keys = [column.key for column in header.columns]
    if header.table == "t3":
        order = [APPLICANTS.index(key) for key in keys if key in APPLICANTS]
        return order == sorted(order) and len(order) == len(keys)
    if header.table == "t4":
        named = [key.replace("/", "_") for key in keys]
        order = [T4_KEYS.index(key) for key in named if key in T4_KEYS]
        return order == sorted(order) and len(order) == len(named)
    order = [T2_ORDER[key] for key in keys]
    return order == sorted(order)


def _trim(cells: Sequence[Spot]) -> list[Spot]:
    """Return the cells without the empty ones at both ends."""
    start, stop = 0, len(cells)
    while start < stop and cells[start].seen.kind == BLANK:
        start += 1
    while stop > start and cells[stop - 1].seen.kind == BLANK:
        stop -= 1
    return list(cells[start:stop])


def _adds_up(header: Header, cells: Sequence[Spot]) -> bool:
    """Return whether values in the order of a whole header bear it out: each total is the sum of its parts."""
    values = [spot.seen.number.value for spot in cells]
    if None in values:
        return False
    numbers = [value for value in values if value is not None]
    width = 5 if header.table == "t4" else len(numbers)
    parts = [numbers[at : at + width] for at in range(0, len(numbers), width)]
    return all(sum(part[:-1]) == part[-1] for part in parts)


def _first_label_id(line: Sequence[Spot | None]) -> int:
    """Return the identity of the deepest label of a grid row."""
    found = 0
    for spot in line:
        if spot is None:
            continue
        if spot.seen.kind == NUMBER:
            break
        if spot.seen.kind == LABEL:
            found = id(spot.cell)
    return found


_FURNITURE = (
    *("勾稽关系", "申请人情况", "单位", "注：", "注:", "备注", "说明", "填报", "统计时间", "制表", "审核", "联系"),
    *("指标", "序号", "栏目", "项目", "类别", "类型", "合计", "件数", "数量", "表一", "表二", "表三", "表四", "情况"),
)


def _is_furniture(text: str) -> bool:
    """Return whether words in a statutory table are a note, a title or a signature line rather than a lost value."""
    return len(text) > 60 or any(word in text for word in _FURNITURE)


def y14_key(label: Label, group: str) -> tuple[str, str]:
    """Return the y14 key a label names within the group it stands in, or "", and the group for the labels after it.

    四、行政复议 and 五、行政诉讼 share 被依法纠错数 and 其他情形数; every other label says by itself where it stands.
    """
    keys = [meaning.key.partition("/") for meaning in label.meanings if meaning.kind == "y14_row"]
    if not keys:
        return "", label.key("y14_group") or group
    if len(keys) == 1:
        return keys[0][2], keys[0][0]
    fitting = [key for own, _, key in keys if own == group]
    return (fitting[0] if len(fitting) == 1 else ""), group


def t2_edition(header: Header) -> str:
    """Return the one edition that a header of table 2 belongs to, or ""."""
    for column in header.columns:
        edition = T2_EDITION_OF.get(column.key)
        if edition:
            return edition
    return ""
