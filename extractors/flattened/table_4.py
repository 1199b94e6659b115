"""Table 4 without its grid: groups and results as they follow one another, and the numbers behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.cells import NUMBER
from extractors.document import Heading, Paragraph
from extractors.flattened.gaps import Gap, Token
from extractors.flattened.pieces import Event
from extractors.flattened.row_values import RowValues
from extractors.flattened.rows import Row
from extractors.forms import T4_KEYS
from extractors.grids.values import Context
from extractors.reading_order import order_results
from extractors.sightings import Sightings, make_figure

_COUNTED_BEFORE = re.compile(r"[件起宗例][、，,和及]$")

MOST_CASE_LABELS = 40
"""Labels in a row that are kept of table 4's header; the whole one has 19, and more than 40 are none."""


class Table4(RowValues):
    """The labels and values of table 4 among the labels of a run of lines."""

    def __init__(self, lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> None:
        super().__init__(lines, context, found)
        self.t4_sequence: list[str] = []
        self.t4_results: tuple[str, ...] = ()
        self.t4_group = ""
        self.t4_listed = False

    def _in_t4_header(self) -> bool:
        return self.zone == "t4" and bool(self.t4_sequence)

    def _t4_label(self, event: Event, key: str, gap: Gap) -> None:
        if self.zone != "t4":
            index, offset = event.start
            if _COUNTED_BEFORE.search(self.pieces[index].text, 0, offset):
                # 行政诉讼19件、行政复议5件: a sentence, and no head of the table
                return
            self._flush()
            self.zone = "t4"
            self.t4_sequence, self.t4_results, self.t4_group, self.t4_listed = [], (), "", False
        self._use(event)
        count = sum(token.seen.kind == NUMBER for token in gap.tokens)
        is_result = key.startswith("/")
        after_group = bool(self.t4_group) and (self.t4_listed or self.t4_sequence[-1:] == [self.t4_group])
        self.t4_sequence = [*self.t4_sequence[-MOST_CASE_LABELS:], key]
        if key and not is_result:
            if self._five_results():
                self.t4_results = tuple(self.t4_sequence[-6:-1])
            self.t4_group, self.t4_listed = key, False
        if not count:
            self.t4_listed = False
            self._t4_blanks(gap)
            return
        self._use(event, gap)
        if is_result and after_group and count == 1:
            # 结果维持 3, one to a line under its group
            self.t4_listed = True
            self.rows.append(Row("t4", (f"{self.t4_group}_{key[1:]}",), (), gap, event, True, ""))
            self.found.seen_tables.add("t4")
        elif key and not is_result and self.t4_results and count == len(self.t4_results):
            # 行政复议 1 0 0 0 1, under a header of five results
            keys = tuple(f"{key}_{result[1:]}" for result in self.t4_results)
            self.rows.append(Row("t4", keys, (), gap, event, True, ""))
            self.found.seen_tables.add("t4")
        else:
            self._t4_values(event, gap)

    def _t4_blanks(self, gap: Gap) -> None:
        """Take a row of 15 empty cells under a whole header for what it is."""
        rows: dict[int, list[Token]] = {}
        for token in gap.tokens:
            rows.setdefault(token.row, []).append(token)
        keys = order_results(self.t4_sequence)
        empty = [row for row in rows.values() if len(row) == len(T4_KEYS)]
        if keys and len(empty) == 1:
            self.found.seen_tables.add("t4")
            for key, token in zip(keys, empty[0], strict=True):
                self.found.add(make_figure(key, token.seen.number, token.seen.raw, self._place(token)))

    def _five_results(self) -> bool:
        """Return whether the labels before a group are five different results and no group: a header of its own."""
        before = self.t4_sequence[:-1]
        results = before[-5:]
        return len(set(results)) == 5 and all(r.startswith("/") for r in results) and before[:-5] in ([], [""])

    def _t4_values(self, event: Event, gap: Gap) -> None:
        keys = order_results(self.t4_sequence)
        if keys:
            self.found.seen_tables.add("t4")
            self.rows.append(Row("t4", keys, (), gap, event, True, ""))
        elif self.context.section == 4 or sum(key.startswith("/") for key in self.t4_sequence) >= 5:
            self.found.seen_tables.add("t4")
            self.rows.append(Row("t4", T4_KEYS, (), gap, event, False, "t4"))
        self.t4_sequence = []

    def _read_headless(self) -> None:
        """Look for the one row of table 4 in its section when nothing of its header is left."""
        if any(key in self.found.figures for key in T4_KEYS):
            return
        for index, event in enumerate(self.events):
            if event.label.key("section") != "4":
                continue
            gap = self._gap(index)
            numbers = [token for token in gap.tokens if token.seen.kind == NUMBER]
            if len(numbers) == len(T4_KEYS):
                self._use(event, gap)
                self.rows.append(Row("t4", T4_KEYS, (), gap, event, False, "t4"))
        self._flush()
