"""Whole rows in the wrong place: totals one row too low, rows one column aside, pasted rows, swapped applicants."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.checks.arithmetic import differ
from extractors.checks.messages import column_label, failed, missing, number, passed, plain_pass, row_label
from extractors.checks.plan import Number, Plan, Values
from extractors.checks.results import CheckResult
from extractors.checks.rules import Rule
from extractors.checks.view import View

LEAST_SHIFTED_ROWS = 2
"""One row that adds up after moving may be chance; two with the same move, and none against it, hardly."""


class ShiftedTotals:
    """The sums of the results and the two rows that T3-SHIFT compares, by column."""

    __slots__ = ("carried_out", "received", "sums", "totals")

    def __init__(self, plan: Plan, values: Values) -> None:
        """Raise KeyError where a cell is not printed."""
        self.sums = [equation.sum_right(values) for equation in plan.equations["T3-RES"]]
        self.totals = [equation.sum_left(values) for equation in plan.equations["T3-RES"]]
        self.received = [equation.sum_left(values) for equation in plan.equations["T3-BAL"]]
        self.carried_out = [values[equation.right[1]] for equation in plan.equations["T3-BAL"]]

    @property
    def shifted(self) -> bool:
        """Return whether 总计 is all zero and 结转下年度 equals the sums in every column."""
        return not any(self.totals) and any(self.sums) and self.carried_out == self.sums


def check_row_shift(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Find totals typed one row too low; told once, for all columns, in place of the failing sums."""
    plan = view.plan("t3")
    if plan is None:
        return
    values = view.values
    cells = (*plan.row_keys["res_total"], *plan.row_keys["req_carried_out"])
    if view.is_whole and any(view.rows["res_total"]):
        last = plan.equations["T3-RES"][-1]
        yield passed(rule, left=last.sum_left(values), right=last.sum_right(values), cells=cells)
        return
    try:
        totals = ShiftedTotals(plan, values)
    except KeyError:
        absent = tuple(key for key in cells if key not in values)
        if not absent:
            absent = tuple(key for equation in plan.equations["T3-RES"] for key in equation.cells if key not in values)
        yield missing(rule, absent)
        return
    if not totals.shifted:
        yield passed(rule, left=totals.totals[-1], right=totals.sums[-1], cells=cells)
        return
    view.explain(rule.absorbs, rule.id)
    yield failed(
        rule,
        left=totals.totals[-1],
        right=totals.sums[-1],
        cells=cells,
        row_values="、".join(number(value) for value in totals.carried_out),
    )


def check_column_shift(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Find rows that add up only when all their numbers are moved by the same number of columns."""
    plan = view.plan("t3")
    if plan is None:
        return
    wrong: dict[str, tuple[Number, ...]] = {}
    right_rows = 0
    for row, numbers in view.rows.items():
        total = sum(numbers)
        if total and differ(2 * numbers[-1], total):
            wrong[row] = numbers
        elif total:
            # one row that adds up where it stands speaks for all
            right_rows += 1
            break
    if right_rows or len(wrong) < LEAST_SHIFTED_ROWS:
        yield plain_pass(rule)
        return
    moves = [
        move
        for move in range(1, len(plan.form.t3_columns))
        if all(not differ(2 * numbers[-1 - move], sum(numbers)) for numbers in wrong.values())
    ]
    if len(moves) != 1:
        yield plain_pass(rule)
        return
    view.explain(rule.absorbs, rule.id, wrong)
    labels = [row_label(row) for row in wrong]
    yield failed(
        rule,
        left=len(wrong),
        right=moves[0],
        cells=tuple(key for row in wrong for key in plan.row_keys[row]),
        rows="、".join(f"“{label.zh}”" for label in labels),
        rows_en=", ".join(f"“{label.en}”" for label in labels),
    )


def check_offset(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Find two applicants' columns off by the same amount in opposite directions while the total column balances."""
    plan = view.plan("t3")
    if plan is None:
        return
    gaps: dict[str, Number] = {}
    for equation in plan.equations["T3-BAL"]:
        try:
            gap = equation.sum_left(view.values) - equation.sum_right(view.values)
        except KeyError:
            yield missing(rule, tuple(key for key in equation.cells if key not in view.values),
                          applicant=equation.applicant)  # fmt: skip
            return
        if gap:
            gaps[equation.applicant] = gap
    if len(gaps) != 2 or "total" in gaps or sum([*gaps.values()]) != 0 or view.explained_by("T3-BAL"):
        yield plain_pass(rule)
        return
    (first, first_gap), (second, second_gap) = gaps.items()
    view.explain(rule.absorbs, rule.id, gaps)
    yield failed(
        rule,
        left=first_gap,
        right=second_gap,
        cells=tuple(key for e in plan.equations["T3-BAL"] if e.applicant in gaps for key in e.cells),
        first=column_label(first).zh,
        first_en=column_label(first).en,
        second=column_label(second).zh,
        second_en=column_label(second).en,
    )


def check_equal_rows(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Find a run of neighbouring rows with exactly the same non-zero numbers."""
    plan = view.plan("t3")
    if plan is None:
        return
    run: list[str] = []
    before: tuple[Number, ...] | None = None
    found: list[list[str]] = []
    for row in plan.rows:
        numbers = view.rows.get(row)
        if numbers is not None and numbers == before and any(numbers):
            run.append(row)
        else:
            run = [row]
            found.append(run)
        before = numbers
    longest = max(found, key=len, default=[])
    if len(longest) < rule.parameters["least"]:
        yield plain_pass(rule)
        return
    first, last = row_label(longest[0]), row_label(longest[-1])
    yield failed(
        rule,
        left=len(longest),
        cells=tuple(key for row in longest for key in plan.row_keys[row]),
        first=first.zh,
        first_en=first.en,
        last=last.zh,
        last_en=last.en,
        row_values="、".join(number(value) for value in view.rows[longest[0]]),
    )
