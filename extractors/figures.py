"""A Figure: one printed cell of a statutory table, never a corrected or an inferred number."""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractors.document import Place

State = Literal["value", "zero", "blank", "na", "text", "unreadable"]
"""Why a figure has, or has not, a number: `value` and `zero` have one; `blank` an empty cell; `na` a mark such as
`/`, `—`, 无; `text` words; `unreadable` a cell whose content cannot be told. A cell that the document does not have is
missing: there is no figure of it."""


SCALES = frozenset({"元", "千元", "万元", "百万元", "亿元", "万件", "万条", "万次"})
"""Units that change a number. 件, 条, 项, 个 and the like all count the same things."""


class Figure(NamedTuple):
    """One printed cell.

    `indicator` is a row key of indicators.csv (table 3) or the whole key (tables 2, 4, y14); `applicant` is one of the
    seven applicant keys for table 3, else "". `value` is a number only for the states value and zero; `raw` is the
    cell's text as printed; `unit` the unit the form gives, `unit_printed` one that is printed beside the number, inside
    the cell (251000元) or, where that is another than the form's, in its column's header (单位：元) or unit column.
    `by_width` marks a value placed by its position in a row of exactly the form's width.
    """

    indicator: str
    applicant: str
    value: int | float | None
    raw: str | None
    state: State
    unit: str
    place: Place
    unit_printed: str = ""
    by_width: bool = False

    @property
    def key(self) -> str:
        """Return the contract's cell key: `row__applicant` for table 3, else the bare indicator."""
        return f"{self.indicator}__{self.applicant}" if self.applicant else self.indicator

    @property
    def is_in_other_unit(self) -> bool:
        """Return whether the number is printed in a unit that makes it another quantity than the form's unit would.

        Zero is zero in every unit, 条 and 件 count alike, and where the form has no unit there is none to differ from.
        """
        printed, unit = self.unit_printed, self.unit
        return bool(printed and unit and self.value) and printed != unit and not SCALES.isdisjoint((printed, unit))

    @property
    def value_unit(self) -> str:
        """Return the unit `value` is in: the form's, or the printed one where that makes it another quantity."""
        return self.unit_printed if self.is_in_other_unit else self.unit
