"""The statistics table of 2014 to 2018: one label and one number a row, in one column for each year."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import BLANK, LABEL, NUMBER, WORDS, Seen
from extractors.figures import SCALES
from extractors.grids.layout import GridLayout
from extractors.grids.values import Spot
from extractors.labels import Label, is_unit
from extractors.sightings import make_figure

FEWEST_Y14_ROWS = 3
"""Labels of the 2014 table that make a table that table; two or fewer occur by chance (行政复议数量 in a list)."""

LEAST_Y14_SHARE = 0.5
"""Of a table's rows, how many must be rows of the 2014 table: 58 of 64 in the form itself, some 5 of 40 before it."""


class Table2014(GridLayout):
    """A grid that is the table of 2014."""

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
                unit = next((s.seen.raw for s in tail if s.seen.raw in SCALES), "")
                self._add(key, chosen[0], unit)
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
