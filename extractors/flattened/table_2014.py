"""The statistics table of 2014 to 2018 without its grid: one number after each label, units left aside."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import NUMBER, see
from extractors.figures import SCALES
from extractors.flattened.gaps import LONGEST_MARK, NOTE_AT_START, Gap, Token
from extractors.flattened.pieces import CJK, OF_2014, Event, find_labels
from extractors.flattened.row_values import RowValues
from extractors.flattened.rows import ROW_NUMBERS, Row, own_row
from extractors.grids.table_2014 import LEAST_Y14_SHARE, y14_key
from extractors.labels import is_unit
from extractors.sightings import make_figure

_SIGNS_OF_2014 = (
    "主动公开政府信息数",
    "申请答复数",
    "申请办结数",
    "收到申请数",
    "依申请公开信息收取的费用",
    "在线访谈",
)

FEWEST_Y14_LABELS = 5
"""Labels of the 2014 table in one run of lines; fewer may be prose about last year's numbers."""


LONGEST_HEADS = 80
"""Characters before the first label with a value in which the header stands: 序号 统计指标 单位 统计数, and a group."""


class Table2014(RowValues):
    """The labels and values of the table of 2014 in a run of lines."""

    def _read_2014(self) -> None:
        """Read rows of 统计指标, 单位, 统计数: one number after each label, units left aside."""
        if not any(sign in piece.text for piece in self.pieces for sign in _SIGNS_OF_2014):
            return
        kept, self.events = self.events, find_labels(self.pieces, OF_2014)
        group = ""
        rows: list[tuple[str, Event, Gap]] = []
        for index, event in enumerate(self.events):
            key, group = y14_key(event.label, group)
            if key:
                rows.append((key, event, self._gap(index)))
        table = range(rows[0][1].start[0], min(rows[-1][1].stop[0] + 3, len(self.pieces))) if rows else range(0)
        numbers = sum(
            any("0" <= c <= "9" for c in self.pieces[at].text) and not self._is_row_number(at) for at in table
        )
        keys = {key for key, _, _ in rows}
        if len(keys) >= max(FEWEST_Y14_LABELS, LEAST_Y14_SHARE * numbers) and not self._values_stand_before(rows):
            counts = [sum(token.seen.kind == NUMBER for token in gap.tokens) for _, _, gap in rows]
            numbered = self._is_numbered(rows[0][1])
            odd = [at for at, count in enumerate(counts) if count != 1] if 0 in counts and max(counts) > 1 else []
            for at, (key, event, gap) in enumerate(rows):
                line = self.pieces[event.stop[0]].line
                numbers_at = [token for token in gap.tokens if token.seen.kind == NUMBER]
                apart = any(self.pieces[token.piece].line != line for token in numbers_at)
                if odd and odd[0] <= at <= odd[-1] and apart and self.pieces[event.stop[0]].single:
                    # some row has no number and some other two: this one's may be its neighbour's
                    self._refuse(Row(key, (key,), (), gap, event, True, ""))
                elif numbered and len(numbers_at) == 1 and not self._is_own(event, numbers_at[0]):
                    # the number of the next row, this one's value being left out
                    self._refuse(Row(key, (key,), (), gap, event, True, ""))
                else:
                    self._take_2014(key, event, gap)
        self.events = kept

    def _is_numbered(self, first: Event) -> bool:
        """Return whether the header above the first row has a column for the numbers of the rows."""
        piece, offset = first.start
        heads = [*(self.pieces[at].text for at in range(max(piece - 12, 0), piece)), self.pieces[piece].text[:offset]]
        words = " ".join(heads).split()
        return not ROW_NUMBERS.isdisjoint(" ".join(words)[-LONGEST_HEADS:].split())

    def _is_own(self, event: Event, token: Token) -> bool:
        """Return whether a value stands in the row of cells of its label for certain."""
        label, value = self.pieces[event.stop[0]], self.pieces[token.piece]
        return not label.single and label.row == value.row

    def _is_row_number(self, at: int) -> bool:
        """Return whether a piece is a number that begins a row of cells."""
        row = self._row_of(at)
        return (
            row >= 0
            and self.pieces[at].text.strip().isdigit()
            and (not at or self._row_of(at - 1) != row)
            and at + 1 < len(self.pieces)
            and self._row_of(at + 1) == row
        )

    def _values_stand_before(self, rows: Sequence[tuple[str, Event, Gap]]) -> bool:
        """Return whether a number stands before the first label and none behind the last: each precedes its label."""
        first = rows[0][1].start[0]
        known_apart = first and self.pieces[first - 1].row != self.pieces[first].row
        before = self.pieces[first - 1].text if first and not known_apart else ""
        return see(before).kind == NUMBER and not any(token.seen.kind == NUMBER for token in rows[-1][2].tokens)

    def _take_2014(self, key: str, event: Event, gap: Gap) -> None:
        row = Row(key, (key,), (), gap, event, True, "")
        own = own_row(row, self.pieces)
        tokens = [token for token in (own or gap.tokens) if token.seen.kind == NUMBER]
        if not tokens and gap.closed and len(own) == 1:
            tokens = list(own)
        if not tokens or (gap.prose and not gap.closed and not self._is_cell_by_cell(event, tokens)):
            return
        self._use(event, gap)
        self.found.seen_tables.add("y14")
        if len(tokens) == 1:
            token = tokens[0]
            unit = self._unit_before(event, token)
            self.found.add(make_figure(key, token.seen.number, token.seen.raw, self._place(token), unit=unit))
        else:
            self._refuse(row)

    def _unit_before(self, event: Event, token: Token) -> str:
        """Return the unit between a label and its value where it is one that changes the number (元, 万条), else ""."""
        last, stop = event.stop
        texts = [self.pieces[last].text[stop:], *(self.pieces[at].text for at in range(last + 1, token.piece))]
        return next((word for text in texts for word in text.split() if word in SCALES), "")

    def _is_cell_by_cell(self, event: Event, tokens: Sequence[Token]) -> bool:
        """Return whether a label and its one value fill one line, or one each; what follows is the next paragraph."""
        (first, start), (last, stop) = event.start, event.stop
        if len(tokens) != 1:
            return False
        rest = NOTE_AT_START.sub("", self.pieces[last].text[stop:]).split()
        if first == last == tokens[0].piece and start <= LONGEST_MARK:
            return bool(rest) and rest[-1] == tokens[0].seen.raw and all(map(is_unit, rest[:-1]))
        return (
            tokens[0].whole
            and first == last < tokens[0].piece
            and self.pieces[first].single
            and self.pieces[tokens[0].piece].single
            and start <= LONGEST_MARK
            and not CJK.search("".join(rest))
        )
