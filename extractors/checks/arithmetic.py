"""Sums, balances, bounds and signs: what the form demands of its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.checks.messages import (
    cell_label,
    failed,
    missing,
    passed,
    plain_pass,
    row_label,
    terms,
    told_by,
    unassessed,
)
from extractors.checks.plan import Equation, Number, Values
from extractors.checks.results import CheckResult
from extractors.checks.rules import Rule
from extractors.checks.view import View

AMOUNT_TOLERANCE = 0.0001
"""Sums with an amount in 万元 may differ by this much (one yuan): decimals are not exact in binary. Counts: 0."""

_new = tuple.__new__


def differ(left: Number, right: Number) -> bool:
    """Return whether two sides are unequal: counts exactly, amounts beyond the tolerance."""
    if isinstance(left, int) and isinstance(right, int):
        return left != right
    return abs(left - right) > AMOUNT_TOLERANCE


def check_equations(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Check every identity of the form that carries this rule's id: total = parts, or 一 + 二 = 三(七) + 四."""
    plan = view.plan(rule.table)
    if plan is None:
        if rule.table != "y14" and any(view.plan(table) for table in ("t2", "t3", "t4")):
            yield no_table(rule)
        return
    values, supposed = view.values, view.supposed(rule.table)
    for equation in plan.equations.get(rule.id, ()):
        try:
            left, right = equation.sum_left(values), equation.sum_right(values)
        except KeyError:
            yield _without_all_operands(rule, equation, view, supposed)
            continue
        if left == right == 0:
            yield equation.nothing
        elif left == right or not differ(left, right):
            # the constructor takes three times as long
            yield _new(CheckResult, (*equation.passing, left, right, equation.cells, "", ""))
        elif other := view.explained_by(rule.id, equation.subject):
            yield told_by(rule, other, applicant=equation.applicant, row=equation.row, left=left, right=right,
                          cells=equation.cells)  # fmt: skip
        else:
            yield _unequal(rule, equation, values, left, right)


def _without_all_operands(rule: Rule, equation: Equation, view: View, supposed: Values | None) -> CheckResult:
    absent = tuple(key for key in equation.cells if key not in view.values)
    if supposed is None or any(key not in supposed for key in absent):
        return missing(rule, absent, applicant=equation.applicant, row=equation.row)
    left, right = equation.sum_left(supposed), equation.sum_right(supposed)
    if differ(left, right):
        return _unequal(rule, equation, supposed, left, right, hypothesis=True)
    return passed(rule, applicant=equation.applicant, row=equation.row, left=left, right=right,
                  cells=equation.cells, outcome="pass_hypothesis")  # fmt: skip


def _unequal(
    rule: Rule, equation: Equation, values: Values, left: Number, right: Number, *, hypothesis: bool = False
) -> CheckResult:
    return failed(
        rule,
        applicant=equation.applicant,
        row=equation.row,
        left=left,
        right=right,
        cells=equation.cells,
        outcome="fail_hypothesis" if hypothesis else "fail",
        severity="warning" if hypothesis else None,
        terms=terms(equation.right, values),
        left_terms=terms(equation.left, values),
        right_terms=terms(equation.right, values),
    )


def no_table(rule: Rule) -> CheckResult:
    """Return that a rule has no table to be checked on."""
    name = {"t2": "表二", "t3": "表三", "t4": "表四"}.get(rule.table, "表格")
    return unassessed(rule, f"无法核对：没有读到{name}。", "Cannot be checked: the table was not found.")


def check_bounds(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Check 总计 <= 一 + 二 and every result <= 总计 in columns whose equations lack a cell."""
    plan = view.plan("t3")
    if plan is None:
        return
    if view.is_whole or view.supposed("t3") is not None:
        return
    values = view.values
    balances = {equation.applicant: equation for equation in plan.equations["T3-BAL"]}
    for results in plan.equations["T3-RES"]:
        balance, column = balances[results.applicant], results.applicant
        total_key = results.left[0]
        total = values.get(total_key)
        compared: list[tuple[str, tuple[str, ...], str]] = []
        if any(key not in values for key in balance.cells) and all(key in values for key in balance.left):
            compared.append((total_key, balance.left, "req_new"))
        if any(key not in values for key in results.cells):
            compared += [(key, (total_key,), "res_total") for key in results.right if key in values]
        if total is None or not compared:
            continue
        # where the sum itself can be made and fails, it has told of a result above its total
        told = "" if any(key not in values for key in results.cells) else "T3-RES"
        above = next((key for key in results.right if told and values[key] > total), "")
        for key, limits, limit_row in compared:
            left, right = values[key], sum(values[limit] for limit in limits)
            if left > right and not view.explained_by(rule.id, column):
                limit = row_label(limit_row)
                limit_zh, limit_en = limit if len(limits) == 1 else ("新收加上年结转", "new plus carried in")
                yield failed(rule, applicant=column, row=key.partition("__")[0], left=left, right=right,
                             cells=(key, *limits), limit=limit_zh, limit_en=limit_en)  # fmt: skip
                break
        else:
            if above:
                yield told_by(rule, told, applicant=column, row=above.partition("__")[0], left=values[above],
                              right=total, cells=(above, total_key))  # fmt: skip
                continue
            yield passed(rule, applicant=column, cells=tuple(key for key, _, _ in compared))


def check_flow(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Check that applications received show up among results or carry-over."""
    plan = view.plan("t3")
    if plan is None:
        return
    values = view.values
    balance = plan.equations["T3-BAL"][-1]
    received = [key for key in balance.left if key in values]
    total = sum(values[key] for key in received)
    if total == 0:
        if len(received) == len(balance.left):
            yield passed(rule, left=total, cells=balance.left)
        else:
            yield missing(rule, tuple(key for key in balance.left if key not in values))
        return
    outcome_keys = (*(f"{row}__total" for row in plan.results), *balance.right)
    if any(values.get(key) for key in outcome_keys):
        yield passed(rule, left=total, cells=balance.left)
        return
    absent = tuple(key for key in outcome_keys if key not in values)
    if absent:
        yield missing(rule, absent)
    elif not view.explained_by(rule.id):
        yield failed(rule, left=total, right=0, cells=(*received, *outcome_keys))


def check_signs(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Check that the counts of a table are whole and not negative, one result a bad cell or one for the table."""
    plan = view.plan(rule.table)
    if plan is None:
        return
    signed = rule.parameters.get("signed", ())
    fractional = rule.parameters.get("fractional", ())
    bad = False
    for key in view.odd_numbers:
        value = view.values[key]
        if key in signed or key not in plan.key_sets[rule.table]:
            continue
        whole = key not in fractional
        if value < 0 or (whole and value != int(value)):
            bad = True
            zh, en = cell_label(key)
            row, _, applicant = key.partition("__")
            yield failed(rule, applicant=applicant, row=row if applicant else "", left=value, right=0, cells=(key,),
                         cell=zh, cell_en=en, integer="的整数" if whole else "",
                         integer_en=" and whole" if whole else "")  # fmt: skip
    if not bad:
        yield plain_pass(rule)


def check_limits(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Check `sum of left <= sum of right` for each of the rule's limits that this edition prints."""
    plan = view.plan(rule.table)
    if plan is None:
        return
    values = view.values
    printed = plan.key_sets[rule.table]
    for limit in rule.parameters["limits"]:
        left_keys, right_keys = tuple(limit["left"]), tuple(limit["right"])
        cells = (*left_keys, *right_keys)
        if cells[0] not in printed:
            continue
        absent = tuple(key for key in cells if key not in values)
        if absent:
            yield missing(rule, absent, row=limit["row"])
            continue
        left, right = sum(values[key] for key in left_keys), sum(values[key] for key in right_keys)
        if left <= right:
            yield passed(rule, row=limit["row"], left=left, right=right, cells=cells)
        else:
            yield failed(rule, row=limit["row"], left=left, right=right, cells=cells,
                         right_terms=terms(right_keys, values))  # fmt: skip
