"""Follow the labels in a run of lines: which table they open or go on with, and which row each begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.cells import T2_CELLS, T2_EDITION_OF, T2_ORDER, is_whole_part
from extractors.document import Heading, Paragraph
from extractors.flattened.as_seen import take_table_3
from extractors.flattened.gaps import LONGEST_MARK, Gap
from extractors.flattened.pieces import Event
from extractors.flattened.rows import ROW_NUMBERS, Row, count
from extractors.flattened.signs import SIGNS_OF_A_TABLE, is_said
from extractors.flattened.table_3 import Table3
from extractors.flattened.table_4 import Table4
from extractors.flattened.table_2014 import Table2014
from extractors.flattened.torn_headers import is_reordered, torn_lines
from extractors.grids.values import Context, Header
from extractors.labels import SIMPLIFIED, printed_unit
from extractors.sightings import REORDERED, Sightings

_TRADITIONAL = frozenset(map(chr, SIMPLIFIED))


def _simplified(line: Paragraph | Heading) -> Paragraph | Heading:
    # looked for at a tenth of the cost of translating
    return line if _TRADITIONAL.isdisjoint(line.text) else replace(line, text=line.text.translate(SIMPLIFIED))


def read_lines(lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> set[int]:
    """Read the statutory tables in a run of lines; return the indexes of the blocks that are table text."""
    if not lines:
        return set()
    lines = [(index, _simplified(line)) for index, line in lines]
    text = "".join("".join(line.text for _, line in lines).split())
    signs = [sign for sign in SIGNS_OF_A_TABLE if sign in text]
    texts = [line.text for _, line in lines]
    torn = {*torn_lines(texts), *take_table_3(lines, found)}
    if not torn and (not signs or is_said(signs, text, lines)):
        for _, line in lines:
            context.heading(line.text)
        return set()
    if is_reordered(texts):
        found.seen_tables.add(REORDERED)
    if not torn:
        return _LineReader(lines, context, found).read()
    kept = [line for at, line in enumerate(lines) if at not in torn]
    return _LineReader(kept, context, found).read() | {lines[at][0] for at in torn}


class _LineReader(Table3, Table4, Table2014):
    """Reads one run of lines once. `measures` are the column labels of table 2 in force."""

    def __init__(self, lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> None:
        super().__init__(lines, context, found)
        self.measures: list[tuple[str, str]] = []
        self.measure_pieces: list[int] = []
        self.measures_open = self.counted = False
        self.corner = 0

    def _go_on_from(self, header: Header | None) -> None:
        """Take over the header of the grid before these lines, if they begin with a row of the same table."""
        if header is None or not header.complete or not self.events or self.events[0].start[1] > LONGEST_MARK:
            return
        if any(piece.text.strip() for piece in self.pieces[: self.events[0].start[0]]):
            return
        if header.table == "t2":
            self.zone = "t2"
            self.measures = [(column.key, column.unit) for column in header.columns]
        elif header.table == "t3":
            self.zone = "t3"
            self.t3_orders = (tuple(column.key for column in header.columns),)

    def read(self) -> set[int]:
        self._go_on_from(self.context.header)
        for index, event in enumerate(self.events):
            self._on_event(index, event, self._gap(index))
        self._flush()
        self._read_headless()
        self._read_2014()
        last = self.lines[-1][1].text
        self.context.caption = last
        return self.used

    # -- the course of the labels -------------------------------------------------------------------------------

    def _on_event(self, index: int, event: Event, gap: Gap) -> None:
        label = event.label
        meanings = {meaning.kind: meaning.key for meaning in label.meanings}
        if "section" in meanings:
            self._flush()
            self.zone = ""
            self.context.section = int(meanings["section"])
            self.context.header = None
            return
        if "t2_head" in meanings or "t2_corner" in meanings:
            self._start("t2")
            self.measures, self.measures_open, self.measure_pieces = [], True, []
            self.corner, self.counted = event.start[0], False
            self._use(event)
        elif "t2_measure" in meanings:
            if self.zone == "t2":
                if not self.measures_open:
                    self.measures, self.measures_open, self.measure_pieces = [], True, []
                self.measure_pieces.append(event.start[0])
                self.measures.append((meanings["t2_measure"], self._unit_after(event)))
                self._note_values_before(gap)
                self._use(event)
        elif "t2_item" in meanings:
            if self.zone == "t2":
                if self.measures_open:
                    heads = self.pieces[self.corner : event.start[0]]
                    self.counted = any(ROW_NUMBERS.intersection(piece.text.split()) for piece in heads)
                self.measures_open = False
                self._t2_row(event, meanings["t2_item"], gap)
        elif self._in_t4_header() and "t4_result" in meanings:
            self._t4_label(event, f"/{meanings['t4_result']}", gap)
        elif (
            self._in_t3_header()
            and ("t3_column" in meanings or "t3_extra" in meanings)
            # a label the header has already is a row: （七）总计 after a header printed again
            and not ("t3_row" in meanings and meanings.get("t3_column") in self.t3_sequence)
        ):
            self._t3_label(event, meanings.get("t3_column") or meanings.get("t3_extra", ""), gap)
        elif meanings.get("t3_column") in ("total", "other_org") and self._before_t3_header(index):
            self._t3_label(event, meanings["t3_column"], gap)
        elif "t3_title" in meanings or "t3_organisations" in meanings:
            self._t3_label(event, "(" if "t3_organisations" in meanings else "[", gap)
        elif "t3_row" in meanings:
            self._t3_row(index, event, meanings["t3_row"], gap)
        elif "t3_column" in meanings or "t3_extra" in meanings:
            if meanings.get("t3_column") not in ("total", "other_org"):
                self._t3_label(event, meanings.get("t3_column") or meanings.get("t3_extra", ""), gap)
        elif "t3_group" in meanings:
            if self.zone == "t3":
                self.context.last_group = meanings["t3_group"]
                self._use(event)
                self._end_t3_header()
        elif "t4_group" in meanings:
            self._t4_label(event, meanings["t4_group"], gap)
        elif "t4_litigation" in meanings:
            self._t4_label(event, "", gap)
        elif "t4_result" in meanings:
            self._t4_label(event, f"/{meanings['t4_result']}", gap)
        if gap.prose:
            self._flush()
            self.zone = ""

    def _unit_after(self, event: Event) -> str:
        index, offset = event.stop
        return printed_unit(self.pieces[index].text[offset : offset + 24].partition("\n")[0])

    # -- table 2 ------------------------------------------------------------------------------------------------

    def _t2_row(self, event: Event, item: str, gap: Gap) -> None:
        if not self.measures:
            return
        for name, _ in self.measures:
            edition = T2_EDITION_OF.get(name)
            if edition:
                self.found.t2_evidence[edition] = self.found.t2_evidence.get(edition, 0) + 1
        self.found.seen_tables.add("t2")
        keys = tuple(cell.key if (cell := T2_CELLS.get((item, name))) else "" for name, _ in self.measures)
        units = tuple(unit for _, unit in self.measures)
        self._use(event, gap)
        if not any(keys):
            return
        row = Row(item, keys, units, gap, event, True, "")
        order = [T2_ORDER.get(name, 0) for name, _ in self.measures]
        in_order = order == sorted(order) or self._shows_order(self.measure_pieces)
        # converters of pages print labels and values in any order: this value may be that of the row above without any
        displaced = self.t2_without_value and self._is_plain(row) and not self._on_one_line(row)
        self.t2_without_value = not count(row)
        # 其他对外管理服务事项 | 行政检查 | 0 | 0 | 0, and another row of the same item below
        is_certain = in_order and not displaced and not gap.named and not self.counted
        if is_certain and is_whole_part(item, (name for name, _ in self.measures)):
            self.rows.append(row)
        else:
            self._refuse(row)
