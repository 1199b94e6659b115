"""Rows that have lost their column labels: kept as orphans, for the arithmetic of the whole document to confirm."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import FRAGMENT, LABEL, NUMBER
from extractors.forms import T4_KEYS
from extractors.grids.layout import GridLayout
from extractors.grids.row_labels import RowLabels
from extractors.grids.values import Spot, trim
from extractors.sightings import REORDERED, Orphan, make_figure


class HeadlessRows(GridLayout):
    """Rows of a grid that stand where the form puts them and have exactly its width."""

    def _offer_orphan(self, table: str, keys: Sequence[str], row: int, line: Sequence[Spot], what: RowLabels) -> None:
        """Keep a headless row of exactly the form's width for the arithmetic to confirm."""
        self.is_regular = False
        tail = [spot for spot in line if spot.start >= what.stop]
        cells = [spot for spot in tail if spot.seen.kind != FRAGMENT]
        if REORDERED not in self.found.seen_tables and (len(cells) > len(keys) or not self.table.has_spans):
            cells = trim(cells)
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

    def _read_unlabelled(self, row: int, line: Sequence[Spot], *, in_place: bool = False) -> None:
        """Look at a row of values without any label of its own: only table 4 has one.

        It counts if it stands in the section of table 4, or `in_place` under what is left of its header.
        """
        numbers = [spot for spot in line if spot.seen.kind == NUMBER]
        if not numbers or any(spot.seen.kind == LABEL for spot in line):
            return
        self.is_regular = False
        cells = trim(line)
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
