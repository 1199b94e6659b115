"""The values of a labelled row under the column labels in force: each by the column it stands in, or none of them.

Where a row does not fit its header (a cell lost or added, so that all behind it moved), it is read only if the cells
after its label are exactly as many as the header has labels, or if all its values are the same; otherwise its figures
are unreadable and a Problem says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import BLANK, LABEL, NUMBER, WORDS, is_whole_part
from extractors.document import Table
from extractors.forms import APPLICANTS, T4_WIDTH, cell_key
from extractors.grids.column_labels import in_form_order
from extractors.grids.headless import HeadlessRows
from extractors.grids.moved_cells import has_blank_edge, hides_total, is_overlong, sums_deny
from extractors.grids.row_labels import RowLabels
from extractors.grids.values import Context, Header, Spot, trim
from extractors.sightings import Sightings, make_figure


class RowValues(HeadlessRows):
    """The rows of a grid that have labels, read under a header.

    `foreign_header` says that a lost header of table 4 has words that no form prints (一审, 二审).
    """

    def __init__(self, table: Table, number: int, context: Context, found: Sightings) -> None:
        super().__init__(table, number, context, found)
        self.foreign_header = False
        self._odd_under = 0
        self._is_odd = False

    def _take(self, row: int, line: Sequence[Spot], what: RowLabels, header: Header, keys: Sequence[str]) -> None:
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
        if self._fits(row, line, what, header) and not self._has_moved(row, header):
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
        cells = trim(tail)
        ordered = (
            header.complete
            and in_form_order(header)
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
        inner = trim(tail)
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

    def _has_moved(self, row: int, header: Header) -> bool:
        """Return whether the row may have lost or gained a cell, and been made to fit by who wrote the table down."""
        spots = self.spots[row]
        if is_overlong(header, spots, self.spots):
            return True
        if not has_blank_edge(header, spots):
            return False
        self.is_regular = False
        is_printed = self.table.place.page is not None
        if self.table.has_spans and not is_printed:
            # where merged cells are kept a blank cell is printed as one; a box on a page may be one that was left out
            return False
        return (hides_total if is_printed else sums_deny)(header, spots, self.spots)

    def _refuse(
        self,
        row: int,
        line: Sequence[Spot],
        what: RowLabels,
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
            and in_form_order(header)
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
        self._mark_unreadable(keys, line, _run_of_digits(filled, len(header.columns)))

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

    def _fits(self, row: int, line: Sequence[Spot], what: RowLabels, header: Header) -> bool:
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
            if header.table == "t3" and not header.complete and self._is_odd_one_out(header):
                return False
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

    def _is_odd_one_out(self, header: Header) -> bool:
        """Return whether most rows have numbers over the header's holes: it lost a label, and what fits it a number."""
        if self._odd_under != id(header):
            self._odd_under = id(header)
            full = short = 0
            for spots in self.spots:
                numbers = {at for at, spot in enumerate(spots) if spot is not None and spot.seen.kind == NUMBER}
                if not numbers.isdisjoint(header.holes):
                    full += 1
                elif not numbers.isdisjoint(header.starts):
                    short += 1
            self._is_odd = full > short
        return self._is_odd

    def _in_turn(self, line: Sequence[Spot], what: RowLabels, header: Header) -> list[Spot]:
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


def _run_of_digits(filled: Sequence[Spot], wanted: int) -> str | None:
    """Return the one run of digits that a row's cells became (713000074 for seven), or None."""
    raw = filled[0].seen.raw if len(filled) == 1 else ""
    return raw if raw.isascii() and raw.isdigit() and len(raw) >= wanted else None


def _adds_up(header: Header, cells: Sequence[Spot]) -> bool:
    """Return whether values in the order of a whole header bear it out: each total is the sum of its parts."""
    values = [spot.seen.number.value for spot in cells]
    if None in values:
        return False
    numbers = [value for value in values if value is not None]
    width = T4_WIDTH if header.table == "t4" else len(numbers)
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
