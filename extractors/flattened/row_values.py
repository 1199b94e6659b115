"""The values of the rows of one table, taken or refused once the whole table is known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.cells import NUMBER
from extractors.document import Heading, Paragraph
from extractors.flattened.gaps import Gap, Gaps, Token
from extractors.flattened.padding import cases_add_up, requests_add_up
from extractors.flattened.rows import (
    Row,
    all_same,
    choose_values,
    count,
    numbers_of,
    own_row,
    proven_order,
    row_keys,
)
from extractors.forms import APPLICANTS, T4_KEYS, T4_WIDTH, cell_key
from extractors.grids.values import Context
from extractors.sightings import Orphan, Sightings, make_figure

FEWEST_TORN_ROWS = 2
"""Rows of single digits with more of them than cells that show a table's numbers to be torn; one may have a stray."""

_PLUS = frozenset("+＋")
_MINUS = frozenset("-－−﹣")


class RowValues(Gaps):
    """The labelled rows gathered so far. `zone` is the table they are of, "" outside of all."""

    def __init__(self, lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> None:
        super().__init__(lines)
        self.context = context
        self.found = found
        self.zone = ""
        self.rows: list[Row] = []
        self.values_before: list[int] = []
        self.t2_without_value = False
        self.filled_at_end = False

    def _start(self, zone: str) -> None:
        if self.zone != zone:
            self._flush()
            self.t2_without_value = False
            self.zone = zone

    def _flush(self) -> None:
        """Read the rows gathered of one table, now that it is known whether its rows are padded with empty cells."""
        if self.values_before:
            self._refuse_values_before()
        rows, self.rows = self._without_displaced(self._without_parts_of_lists(self.rows)), []
        headless = [row for row in rows if row.orphan == "t3"]
        whole = sum(count(row) == len(APPLICANTS) for row in headless)
        if whole * 2 < len(headless):
            # most rows have fewer numbers: this table lacks a column, and a row with seven has one too many
            for row in headless:
                self._refuse(row)
            rows = [row for row in rows if row.orphan != "t3"]
        rows = self._without_torn_numbers(self._without_short_rows(rows))
        wide = [
            (own, len(row.keys))
            for row in rows
            if len(row.keys) > 1 and len(own := own_row(row, self.pieces)) > len(row.keys)
        ]
        padded = bool(wide)
        self.filled_at_end = _are_filled_at_end(wide)
        settled = {
            orders: proven_order(orders, [row for row in rows if row.orders == orders])
            for orders in {row.orders for row in rows if row.orders}
        }
        for row in rows:
            if not row.orders:
                self._take(row, padded=padded or not self._header_is_as_wide(row))
                continue
            order = settled[row.orders]
            if order is not None or all_same(row):
                self._take(row._replace(keys=row_keys(row.name, order or row.orders[0])), padded=padded)
            else:
                self._refuse(row)

    def _without_parts_of_lists(self, rows: list[Row]) -> list[Row]:
        """Refuse results of table 4 with one number each unless all five of the group have one: one alone is chance."""
        listed = [row for row in rows if row.name == "t4" and len(row.keys) == 1]
        keys = {row.keys[0] for row in listed}
        parts = [
            row
            for row in listed
            if sum(key.rpartition("_")[0] == row.keys[0].rpartition("_")[0] for key in keys) < T4_WIDTH
        ]
        for row in parts:
            self._refuse(row)
        return [row for row in rows if row not in parts]

    def _without_displaced(self, rows: list[Row]) -> list[Row]:
        """Refuse rows of table 3 in plain lines whose values may be another row's: converters of pages shuffle them.

        Where one row has no values and another too many, all from the first of them to the last may have those of a
        neighbour.
        """
        plain = [at for at, row in enumerate(rows) if not row.units and row.name != "t4" and self._is_plain(row)]
        empty = [at for at in plain if not count(rows[at])]
        over = [at for at in plain if count(rows[at]) > len(rows[at].keys) and not all_same(rows[at])]
        if not empty or not over:
            return rows
        first, last = min(*empty, *over), max(*empty, *over)
        refused = {at for at in plain if first <= at <= last and not self._on_one_line(rows[at])}
        for at in sorted(refused):
            self._refuse(rows[at])
        return [row for at, row in enumerate(rows) if at not in refused]

    def _is_plain(self, row: Row) -> bool:
        return self.pieces[row.event.stop[0]].single

    def _on_one_line(self, row: Row) -> bool:
        """Return whether the values of a row stand in the line in which its label ends."""
        line = self.pieces[row.event.stop[0]].line
        return all(self.pieces[token.piece].line == line for token in row.gap.tokens if token.seen.kind == NUMBER)

    def _width(self, row: Row) -> int:
        """Return how many numbers a row has, those of its own row of cells where it has any there."""
        own = sum(token.seen.kind == NUMBER for token in own_row(row, self.pieces))
        return own or count(row)

    def _without_short_rows(self, rows: list[Row]) -> list[Row]:
        """Refuse rows of table 3 that have a number for each label where most rows have one more: theirs lost one."""
        labelled = [row for row in rows if row.orders]
        wide = sum(self._width(row) > len(row.keys) for row in labelled)
        printed = {token.seen.raw for row in labelled for token in row.gap.tokens if token.seen.kind == NUMBER}
        if wide * 2 <= len(labelled) or len(printed) == 1:
            return rows
        short = [row for row in labelled if self._width(row) <= len(row.keys)]
        for row in short:
            self._refuse(row)
        return [row for row in rows if row not in short]

    def _without_torn_numbers(self, rows: list[Row]) -> list[Row]:
        """Refuse rows whose digits may be parts of longer numbers, where pages are taken out span by span: 1 2 for 12.

        They show it by rows with more digits than cells and none with a longer number. One cell with one digit, zeros
        and rows that add up are still what they are printed as.
        """
        found = self.found
        for row in rows:
            numbers = numbers_of(row)
            found.has_long_numbers = found.has_long_numbers or any(
                sum(map(str.isdigit, seen.raw)) > 1 for seen in numbers
            )
            found.torn_rows += len(numbers) > len(row.keys) and not all_same(row)
        if found.has_long_numbers or found.torn_rows < FEWEST_TORN_ROWS:
            return rows
        kept = []
        for row in rows:
            numbers = numbers_of(row)
            is_certain = len(numbers) == len(row.keys) and (
                len(numbers) == 1
                or not any(seen.number.value for seen in numbers)
                or requests_add_up(numbers)
                or cases_add_up(numbers)
            )
            if is_certain or not numbers:
                kept.append(row)
            else:
                self._refuse(row)
        return kept

    def _note_values_before(self, gap: Gap) -> None:
        """Note that numbers stand between the column labels and the first row: all values may precede their labels."""
        if not gap.closed and any(token.seen.kind == NUMBER for token in gap.tokens):
            self.values_before.append(len(self.rows))

    def _refuse_values_before(self) -> None:
        """Refuse rows whose values stand before their labels: the last label then has none, the others the next's."""
        bounds = [*self.values_before, len(self.rows)]
        refused: set[int] = set()
        for start, stop in pairwise(bounds):
            part = self.rows[start:stop]
            if part and not any(token.seen.kind == NUMBER for token in part[-1].gap.tokens):
                refused.update(range(start, stop))
        for at in sorted(refused):
            self._refuse(self.rows[at])
        self.rows = [row for at, row in enumerate(self.rows) if at not in refused]
        self.values_before = []

    def _adds_up(self, row: Row) -> bool:
        """Return whether sums show which of the cells behind a label are the row's, though some are empty."""
        cells = [token.seen for token in own_row(row, self.pieces)]
        if row.orders and len(row.orders[0]) == len(APPLICANTS):
            # an empty cell before the values may be a blank one, or one that the label's own merged cell covered
            begins = bool(cells) and (cells[0].kind == NUMBER or self.filled_at_end)
            return begins and row.keys[-1] == cell_key(row.name, "total") and requests_add_up(cells)
        return row.name == "t4" and len(row.keys) == len(T4_KEYS) and cases_add_up(cells)

    def _header_is_as_wide(self, row: Row) -> bool:
        """Return whether the last row of table 4's header has a cell for each value, and cells are parted for certain.

        They are by bars and by lines of their own; in a line of tabs one is easily added or lost.
        """
        if row.name != "t4" or len(row.keys) != len(T4_KEYS):
            return True
        own = self.pieces[row.event.stop[0]].row
        cells = own_row(row, self.pieces)
        lines = {self.pieces[token.piece].line for token in cells}
        certain = len(lines) == len(cells) or all(self.lines[line][1].place.row is not None for line in lines)
        if not certain:
            return False
        # a converter without merged cells leaves out those continued from above: ten labels of fifteen
        width = sum(piece.row == own for piece in self.pieces)
        return width == len(T4_KEYS) or (width == len(T4_KEYS) - T4_WIDTH and len(lines) == 1)

    def _take(self, row: Row, *, padded: bool) -> None:
        wanted = len(row.keys)
        own = own_row(row, self.pieces)
        if self._adds_up(row):
            own, padded = own[:wanted], False
        parted = not any(self.pieces[token.piece].single for token in own)
        tokens = choose_values(own, row.gap, wanted, padded=padded, parted=parted) or self._wrapped_values(row)
        if tokens is None:
            self._refuse(row)
            return
        odd = [t for t in tokens if t.seen.number.state == "unreadable" and self.pieces[t.piece].single]
        if any(t in (tokens[0], tokens[-1]) or "," in t.seen.raw for t in odd):
            # perhaps the mark of a label, or half of 1,060: then a value is missing, and which one cannot be told
            self._refuse(row)
            return
        if not self._stand_together(row, tokens) or self._has_lone_sign(row, tokens):
            self._refuse(row)
            return
        numbers = [token for token in tokens if token.seen.kind == NUMBER]
        if row.orphan:
            if len(numbers) != wanted or any(token.seen.number.value is None for token in numbers):
                self._refuse(row)
                return
            figures = tuple(
                make_figure(key, token.seen.number, token.seen.raw, self._place(token))
                for key, token in zip(row.keys, numbers, strict=True)
            )
            self.found.orphans.append(Orphan(row.orphan, row.name, figures, self._where(row.event)))
            return
        units = row.units or ("",) * wanted
        for key, token, unit in zip(row.keys, tokens, units, strict=False):
            if key:
                self.found.add(make_figure(key, token.seen.number, token.seen.raw, self._place(token), unit=unit))
        if len(tokens) > wanted:
            self.found.problem(
                "row_width",
                self._where(row.event),
                " ".join(token.seen.raw for token in tokens),
                f"{len(tokens)} values for {wanted} columns; read because all are the same",
            )

    def _wrapped_values(self, row: Row) -> tuple[Token, ...] | None:
        """Return the values of a row parted by a line end: as many as its cells, and all the same, or in wrapped text
        and adding up. Numbers add up in any order, and only wrapped text is sure to have that of the cells."""
        cells = [token.seen for token in row.gap.tokens]
        if row.gap.glued or not 1 < len(row.keys) == len(cells) or any(cell.kind != NUMBER for cell in cells):
            return None
        if all_same(row) and cells[0].number.value is not None:
            return row.gap.tokens
        adds_up = (row.keys == row_keys(row.name, APPLICANTS) and requests_add_up(cells)) or (
            row.keys == T4_KEYS and cases_add_up(cells)
        )
        return row.gap.tokens if adds_up and self._are_wrapped(row.gap.tokens) else None

    def _are_wrapped(self, tokens: Sequence[Token]) -> bool:
        """Return whether the lines of these values end where the next word had no room, as lines of wrapped text do."""
        numbers = sorted({self.pieces[token.piece].line for token in tokens})
        first, last = (self.pieces[self.events[at].start[0]].line for at in (0, -1))
        widest = max(len(line.text) for _, line in self.lines[first : last + 1])
        texts = [self.lines[number][1].text for number in numbers]
        return not any("  " in text for text in texts) and all(
            len(text) + 1 + len(following.split(maxsplit=1)[0]) > widest for text, following in pairwise(texts)
        )

    def _has_lone_sign(self, row: Row, tokens: Sequence[Token]) -> bool:
        """Return whether a sign stands apart before a number, in a row that has a cell for a change.

        Text taken out of a page piece by piece parts `-` from `5`; then a cell of the row is missing. Between bars and
        tabs a sign alone is a cell.
        """
        if not any(key.endswith("_items_delta") for key in row.keys):
            return False
        return any(
            self.pieces[one.piece].single
            and (one.seen.raw in _PLUS or (one.seen.raw in _MINUS and bool(other.seen.number.value)))
            for one, other in pairwise(tokens)
        )

    def _stand_together(self, row: Row, tokens: Sequence[Token]) -> bool:
        """Return whether label and values stand as near as this source needs: on a printed page, in one line.

        The lines of a label that is wrapped beside its values may stand above, around or below them, and so may those
        of the next row.
        """
        first, last = (self.pieces[at].line for at in (row.event.start[0], row.event.stop[0]))
        if self.lines[last][1].place.page is None:
            return True
        if row.name == "t4" and len(row.keys) == len(T4_KEYS):
            # numbers too long for their column stand in the line above or below
            return len({self.pieces[token.piece].line for token in tokens}) == 1
        return row.event.label.exact and all(self.pieces[token.piece].line == first == last for token in tokens)

    def _refuse(self, row: Row) -> None:
        filled = [token for token in row.gap.tokens if token.seen.kind == NUMBER]
        if not filled:
            self.found.empty.append((row.keys, self._where(row.event), row.event.text))
            return
        raw = " ".join(token.seen.raw for token in filled)
        self.found.problem(
            "row_width" if not row.orphan else "header_lost",
            self._where(row.event),
            f"{row.event.text} {raw}",
            f"{len(filled)} values for {len(row.keys)} columns",
        )
        if row.orphan:
            return
        # digits run together are what is printed for all the cells of the row, at least one each
        raw = filled[0].seen.raw
        glued = raw if len(filled) == 1 and raw.isdigit() and len(raw) >= len(row.keys) else None
        # else the row is where its label is, as the problem says: its values may stand one a line
        place = self._place(filled[0]) if glued else self.lines[self.pieces[row.event.start[0]].line][1].place
        for key in row.keys:
            if key:
                self.found.add(make_figure(key, None, glued, place))


def _are_filled_at_end(rows: Sequence[tuple[Sequence[Token], int]]) -> bool:
    """Return whether rows with too many cells show where the empty ones are that fill them up: at the end, not before.

    Only a row that has all its numbers shows it. Each comes with the number of its columns.
    """
    at_end = any(_are_numbers(own[:wanted]) for own, wanted in rows)
    return at_end and not any(own[0].seen.kind != NUMBER and _are_numbers(own[-wanted:]) for own, wanted in rows)


def _are_numbers(tokens: Sequence[Token]) -> bool:
    return all(token.seen.kind == NUMBER for token in tokens)
