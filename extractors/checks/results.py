"""What a check says: a CheckResult about *their numbers*, and a Repair that is only ever a suggestion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Outcome = Literal["pass", "fail", "not_assessable", "pass_hypothesis", "fail_hypothesis"]
"""`*_hypothesis`: the outcome holds if blank cells are read as zero (rule CELL-BLANKZERO); stored values stay blank."""

Severity = Literal["error", "warning", "info"]


class CheckResult(NamedTuple):
    """The outcome of one rule on one report (and one applicant column, where the rule runs per column).

    `left` and `right` are the two numbers compared; `cells` the cell keys involved; `message` (Chinese) and
    `message_en` state both numbers.
    """

    rule: str
    outcome: Outcome
    severity: Severity
    applicant: str = ""
    row: str = ""
    left: float | int | None = None
    right: float | int | None = None
    cells: tuple[str, ...] = ()
    message: str = ""
    message_en: str = ""

    @property
    def is_finding(self) -> bool:
        """Return whether users meet this result as a finding: a failed check."""
        return self.outcome in ("fail", "fail_hypothesis")


@dataclass(frozen=True, slots=True)
class Repair:
    """A number that would make the arithmetic close: a suggestion with its evidence, never applied."""

    rule: str
    cell: str
    published: float | int | None
    candidate: float | int
    evidence: str
    evidence_en: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the rules say of one report."""

    results: tuple[CheckResult, ...] = ()
    repairs: tuple[Repair, ...] = field(default=())
