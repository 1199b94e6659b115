"""Table 3 without its grid: the order of columns that its labels mean, and its rows."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import NUMBER
from extractors.document import Heading, Paragraph
from extractors.flattened.gaps import Gap
from extractors.flattened.pieces import Event
from extractors.flattened.row_values import RowValues
from extractors.flattened.rows import Row, row_keys
from extractors.forms import APPLICANTS, cell_key
from extractors.grids.row_labels import AMBIGUOUS_ROWS
from extractors.grids.values import Context
from extractors.reading_order import follows_the_form, possible_orders
from extractors.sightings import OTHER_LEAVES, REORDERED, Sightings


class Table3(RowValues):
    """The rows and column labels of table 3 among the labels of a run of lines."""

    def __init__(self, lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> None:
        super().__init__(lines, context, found)
        self.t3_sequence: list[str] = []
        self.t3_pieces: list[int] = []
        self.t3_orders: tuple[tuple[str, ...], ...] = ()
        self.t3_odd = False

    def _in_t3_header(self) -> bool:
        return self.zone == "t3" and bool(self.t3_sequence)

    def _before_t3_header(self, index: int) -> bool:
        """Return whether a 总计 or 其他 opens a header: the next labels are applicants."""
        following = self.events[index + 1 : index + 3]
        return any(event.label.key("t3_column") == "natural_person" for event in following)

    def _t3_label(self, event: Event, key: str, gap: Gap) -> None:
        if self.zone != "t3" or not self.t3_sequence:
            self._start("t3")
            self.t3_sequence, self.t3_pieces, self.t3_orders, self.t3_odd = [], [], (), False
            self.context.last_row = self.context.last_group = ""
        self.t3_sequence.append(key)
        self.t3_pieces.append(event.start[0])
        self._use(event)
        numbers = sum(token.seen.kind == NUMBER for token in gap.tokens)
        if numbers or gap.prose:
            self._end_t3_header()
        if numbers == 1 and not gap.closed:
            # the number of the first row: the others stand behind the values of the row before
            self.t3_orders, self.t3_odd = (), True
        self._note_values_before(gap)

    def _end_t3_header(self) -> None:
        if self.t3_sequence:
            if all(self._row_of(at) >= 0 for at in self.t3_pieces) and self.t3_sequence[0] == "row_number":
                # in rows of cells the number of a row stands before its label, not among its values
                del self.t3_sequence[0], self.t3_pieces[0]
            if "row_number" in self.t3_sequence or self._has_heads_on_two_lines():
                # numbers of rows are taken for a value too easily; heads on two lines have no order
                self.t3_orders, self.t3_odd = (), True
            else:
                self.t3_orders = possible_orders(self.t3_sequence, list(map(self._row_of, self.t3_pieces)))
                self.t3_odd = not self.t3_orders and not follows_the_form(self.t3_sequence)
            self.t3_sequence = []
            orders = [[key for key in order if key in APPLICANTS] for order in self.t3_orders]
            if self.t3_odd or any(order != list(APPLICANTS) for order in orders):
                self.found.seen_tables.add(REORDERED)

    def _has_heads_on_two_lines(self) -> bool:
        """Return whether organisations are neither in the form's order nor in one that the text shows."""
        names = [(key, at) for key, at in zip(self.t3_sequence, self.t3_pieces, strict=True) if key in APPLICANTS[1:6]]
        order = [APPLICANTS.index(key) for key, _ in names]
        return order != sorted(order) and not self._shows_order([at for _, at in names])

    def _flush(self) -> None:
        """Read the rows gathered; a header of table 3 that is still open ends with them."""
        super()._flush()
        self._end_t3_header()

    def _t3_row(self, index: int, event: Event, leaf: str, gap: Gap) -> None:
        self._end_t3_header()
        group = event.label.group("t3_group") or self.context.last_group
        if leaf in AMBIGUOUS_ROWS:
            if self.zone != "t3":
                return
            leaf = self._settle_leaf(index, event, leaf, gap, group)
            if not leaf:
                return
        in_place = self.zone == "t3" or self.context.section == 3
        numbers = [token for token in gap.tokens if token.seen.kind == NUMBER]
        if not in_place and len(numbers) < len(APPLICANTS):
            return
        self._start("t3")
        self.context.last_row = leaf
        self.found.seen_tables.add("t3")
        self._use(event, gap)
        if gap.named:
            # 及“三安全一稳定” / 4.保 1 0 0: behind the end of a label that its own values tore stand the next row's
            self._refuse(
                Row(leaf, tuple(cell_key(leaf, applicant) for applicant in APPLICANTS), (), gap, event, True, "")
            )
        elif self.t3_orders:
            keys = row_keys(leaf, self.t3_orders[0])
            self.rows.append(Row(leaf, keys, (), gap, event, True, "", self.t3_orders))
        elif not self.t3_odd:
            keys = tuple(cell_key(leaf, applicant) for applicant in APPLICANTS)
            self.rows.append(Row(leaf, keys, (), gap, event, False, "t3"))

    def _settle_leaf(self, index: int, event: Event, leaf: str, gap: Gap, group: str) -> str:
        last = self.context.last_row
        if leaf == "res_other":
            if self._wraps_other_leaves(event):
                self.context.last_group = "res_other"
                return ""
            following = self.events[index + 1].label.key("t3_row") if index + 1 < len(self.events) else None
            if following == "res_other_no_correction" and not gap.tokens:
                self.context.last_group = "res_other"
                self._use(event)
                return ""
            self.context.last_group = "res_other"
            return leaf
        if leaf == "res_other_misc":
            return leaf if last in OTHER_LEAVES or group == "res_other" else ""
        piece, offset = event.start
        before = self.pieces[piece].text[max(offset - 9, 0) : offset].rstrip("）) 、.．\u3000")
        marked = before.endswith("七")
        return leaf if marked or last.startswith("res_") else ""

    def _wraps_other_leaves(self, event: Event) -> bool:
        """Return whether 其他处理 in a printed line may be the group of 2021 beside a leaf wrapped above and below."""
        if self.lines[self.pieces[event.stop[0]].line][1].place.page is None:
            return False
        evidence = self.found.t2_evidence
        if evidence.get("f2021", 0) > evidence.get("f2019", 0):
            return True
        return any("逾期" in piece.text or "其他处理3" in "".join(piece.text.split()) for piece in self.pieces)
