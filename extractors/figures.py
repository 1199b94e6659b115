"""A Figure: one printed cell of a statutory table, never a corrected or an inferred number."""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractors.document import Place

State = Literal["value", "zero", "blank", "na", "text", "unreadable", "missing"]
"""Why a figure has, or has not, a number: `value` and `zero` have one; `blank` an empty cell; `na` a mark such as
`/`, `—`, 无; `text` words; `unreadable` a cell whose content cannot be told; `missing` no such cell."""


class Figure(NamedTuple):
    """One printed cell.

    `indicator` is a row key of indicators.csv (table 3) or the whole key (tables 2, 4, y14); `applicant` is one of the
    seven applicant keys for table 3, else "". `value` is a number only for the states value and zero; `raw` is the
    cell's text as printed; `unit` the unit the form gives, `unit_printed` one printed inside the cell (251000元).
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
