"""Read one table whose columns the source declares: every value by its row label and its column label.

The grid is walked top down. Rows of column labels open a header; every following row is read under it. A cell is taken
by the column it stands in, never by counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.cells import BLANK, LABEL, NUMBER, T2_CELLS, WORDS, Seen, is_whole_part, see
from extractors.document import Table
from extractors.forms import APPLICANTS, T4_KEYS, cell_key, load_form
from extractors.grids.column_labels import group_in, in_form_order, read_header, t2_edition
from extractors.grids.layout import is_transposed
from extractors.grids.plans import After, Plan, find_plan, keep_plan, plan_of, signature_of, take_planned
from extractors.grids.row_labels import AMBIGUOUS_ROWS, RowLabels, join_split_labels, read_row_labels
from extractors.grids.row_values import RowValues
from extractors.grids.table_2014 import FEWEST_Y14_ROWS, LEAST_Y14_SHARE, Table2014
from extractors.grids.values import Context, Header, Spot
from extractors.labels import Label
from extractors.numerals import Number
from extractors.sightings import OTHER_LEAVES, REORDERED, Sightings

LONGEST_CELL = 120
"""Characters of the longest cell that can be a label (66) or a value; a longer one is prose in a layout table."""

_T4_BY_GROUP = {
    group: tuple(key for key in T4_KEYS if key.startswith(group)) for group in ("review", "suit_direct", "suit_post")
}

_PROSE = Seen(WORDS, "", Number(None, "text"), Label(), 4)


def read_grid(table: Table, number: int, context: Context, found: Sightings) -> bool:
    """Read one table into `found`; return whether it is one of the statutory tables.

    `number` is the table's place in the document, from 1; 0 for lines of tabs that make a grid, whose places are lines.
    """
    texts = [cell.text for cell in table.cells]
    if max(map(len, texts), default=0) <= LONGEST_CELL * 2:
        seen = list(map(see, texts))
    else:
        seen = [see(text) if len(text) <= LONGEST_CELL * 2 else _PROSE for text in texts]
    # a name in the caption or in the line before is all that reading a table takes from them
    group = group_in(table.caption) or group_in(context.caption)
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


_GROUP_LABELS = {
    group.key: group.label for group in load_form("f2021").t3_groups if group.key not in ("res", "res_other")
}
"""Of the groups without a row in any form; （六）其他处理 is a row of 2019, told from one when all has been read."""


class _GridReader(RowValues, Table2014):
    """Reads one table once."""

    def __init__(self, table: Table, number: int, context: Context, found: Sightings, group: str) -> None:
        super().__init__(table, number, context, found)
        self.group = group
        self.t2_editions: list[str] = []
        self.header: Header | None = None
        self.own_header = False

    def read(self, seen: Sequence[Seen]) -> bool:
        kinds = _count_kinds(seen)
        if not kinds.statutory:
            return False
        if kinds.y14 >= FEWEST_Y14_ROWS and kinds.y14 > kinds.t3_rows:
            # tables older than 2014 share some labels (当面申请数) but have other rows, codes and meanings besides
            return kinds.y14 >= LEAST_Y14_SHARE * self.table.row_count and self._read_y14(seen)
        self.transposed = is_transposed(self.table, seen)
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

    # -- rows ---------------------------------------------------------------------------------------------------

    def _read_rows(self) -> None:
        lines = [self._line(row) for row in range(len(self.spots))]
        labels = [read_row_labels(line) for line in lines]
        self.mapped |= join_split_labels(lines, labels)
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

    def _is_empty_t4_row(self, line: Sequence[Spot], what: RowLabels) -> bool:
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
        header = read_header(rows, lines, self.spots, self.table.has_spans and not self.transposed)
        if header is None:
            # a head such as 第二十条第（五）项 alone: what stood above is no longer in force
            if not self._goes_on(rows, lines):
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
        if header.table == "t3" and not in_form_order(header):
            self._saw(REORDERED)
        if header.table == "t2":
            edition = t2_edition(header)
            self.t2_editions.append(edition)
            self.found.t2_evidence[edition] = self.found.t2_evidence.get(edition, 0) + 1

    def _goes_on(self, rows: Sequence[int], lines: Sequence[Sequence[Spot]]) -> bool:
        """Return whether 第二十条第（六）项 stands alone below the labels of （五）, repeated there by every form."""
        header = self.header
        if header is None or header.table != "t2" or not self.own_header:
            return False
        heads = [key for row in rows for spot in lines[row] if (key := spot.seen.label.key("t2_head")) is not None]
        return heads == ["art20_6"] and is_whole_part("penalty", (column.key for column in header.columns))

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

    def _read_row(self, row: int, line: Sequence[Spot], what: RowLabels) -> None:
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

    def _read_t2(self, row: int, line: Sequence[Spot], what: RowLabels) -> None:
        header = self.header
        if header is None or header.table != "t2":
            return
        self.recognised = True
        names = [(T2_CELLS.get((what.t2_item, column.key)), column) for column in header.columns]
        keys = [cell.key if cell else "" for cell, _ in names]
        self._take(row, line, what, header, keys)

    # -- table 3 ------------------------------------------------------------------------------------------------

    def _t3_leaf(self, what: RowLabels) -> str:
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

    def _read_t3(self, row: int, line: Sequence[Spot], what: RowLabels) -> None:
        if what.t3_group:
            self.context.last_group = what.t3_group
        leaf = self._t3_leaf(what)
        if not leaf:
            if not self._note_group_row(row, line, what):
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

    def _note_group_row(self, row: int, line: Sequence[Spot], what: RowLabels) -> bool:
        """Note the numbers on a group's own row, which the form does not have: subtotals, and no figures of ours."""
        header = self.header
        label = _GROUP_LABELS.get(what.t3_group)
        if label is None or header is None or header.table != "t3" or not self._fits(row, line, what, header):
            return False
        before = [spot for spot in line if spot.stop <= header.first]
        if not before or any(s.row_count > 1 or s.seen.kind not in (LABEL, BLANK) for s in before):
            # a tall group has its first item in this row: one of another label
            return False
        for column in header.columns:
            spot = self.spots[row][column.start]
            if spot is not None and spot.seen.kind == NUMBER and column.key in APPLICANTS:
                self.is_regular = False
                self.mapped.add(id(spot.cell))
                message = "a group of this form has no cells"
                self.found.problem("group_row_value", f"{label} {column.key}", spot.seen.raw, message)
        return True

    # -- table 4 ------------------------------------------------------------------------------------------------

    def _read_t4(self, row: int, line: Sequence[Spot], what: RowLabels) -> None:
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

    def _read_t4_pair(self, line: Sequence[Spot], what: RowLabels) -> None:
        """Read 行政复议 | 结果维持 | 3: both labels to the left of one value."""
        tail = [s for s in line if s.start >= what.stop and s.seen.kind in (NUMBER, BLANK, WORDS)]
        numbers = [s for s in tail if s.seen.kind == NUMBER]
        chosen = numbers or tail
        if len(chosen) != 1 or chosen[0].row_count != 1:
            return
        self.recognised = True
        self._saw("t4")
        self._add(f"{what.t4_group}_{what.t4_result}", chosen[0])


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
