"""Numbers that would make the arithmetic close: suggested beside what was published, never applied.

A suggestion is made only if after it *every* identity of table 3 can be checked and holds, and no printed number would
need two different changes. What is blank is filled only from numbers that are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.checks.arithmetic import differ
from extractors.checks.messages import Label, cell_label, number, row_label, terms
from extractors.checks.narrative import stated_as
from extractors.checks.plan import Equation, Number, Plan, Values
from extractors.checks.results import CheckResult, Repair
from extractors.checks.run_together import cut_apart
from extractors.checks.shift import ShiftedTotals
from extractors.checks.view import View

_RULES = ("T3-ROW", "T3-RES", "T3-BAL")


def suggest_repairs(view: View, results: Iterable[CheckResult]) -> tuple[Repair, ...]:
    """Suggest repairs for the findings there are: of cells run together, or of table 3, the shift of totals first."""
    if apart := tuple(cut_apart(view)):
        return apart
    plan = view.plan("t3")
    if plan is None:
        return ()
    failing = {result.rule for result in results if result.outcome == "fail"}
    if "T3-SHIFT" in failing:
        return tuple(_repair_shift(view, plan))
    if view.blanks and view.supposed("t3") is None:
        filled = _fill_blanks(view, plan)
        if filled:
            return filled
    if failing & {*_RULES, "T3-OFFSET"}:
        return tuple(_repair_cell(view, plan))
    return ()


def _equations(plan: Plan) -> Iterator[Equation]:
    for rule in _RULES:
        yield from plan.equations.get(rule, ())


def _all_hold(plan: Plan, values: Values) -> bool:
    """Return whether every identity of table 3 can be checked and holds."""
    try:
        return not any(differ(e.sum_left(values), e.sum_right(values)) for e in _equations(plan))
    except KeyError:
        return False


def _repair_shift(view: View, plan: Plan) -> Iterator[Repair]:
    """Move the totals up where they belong and carry over what is left of the applications received."""
    shifted = ShiftedTotals(plan, view.values)
    repaired = dict(view.values)
    left_over = [received - total for received, total in zip(shifted.received, shifted.sums, strict=True)]
    rows = (("res_total", shifted.sums), ("req_carried_out", left_over))
    for row, numbers in rows:
        repaired.update(zip(plan.row_keys[row], numbers, strict=True))
    if any(value < 0 for value in left_over) or not _all_hold(plan, repaired):
        return
    proof = _shift_proof(view, shifted, left_over)
    for row, _ in rows:
        for key in plan.row_keys[row]:
            if repaired[key] != view.values[key]:
                yield Repair("T3-SHIFT", key, view.values[key], repaired[key], proof.zh, proof.en)


def _shift_proof(view: View, shifted: ShiftedTotals, left_over: list[Number]) -> Label:
    new, carried_in = view.values["req_new__total"], view.values["req_carried_in__total"]
    total, left = shifted.sums[-1], left_over[-1]
    sides = f"{number(new)}+{number(carried_in)}={number(total)}+{number(left)}"
    zh = (
        f"各项结果之和是{number(total)}，与印在“结转下年度”一行的{number(shifted.carried_out[-1])}相同，七栏皆然；"
        f"把这一行上移到（七）总计后，{sides}，表三全部等式成立"
    )
    en = (
        f"The results add up to {number(total)}, the number printed as carried over, in all seven columns; moved up "
        f"to the row of totals, {sides} and every identity of table 3 holds"
    )
    if quote := stated_as(view, "req_carried_out__total", left):
        zh += f"；正文也写“{quote}”"
        en += f"; the prose too says “{quote}”"
    return Label(zh + "。", en + ".")


def _fill_blanks(view: View, plan: Plan) -> tuple[Repair, ...]:
    """Fill blank totals, blank sums of results and a blank carry-over from printed numbers, if everything then fits."""
    blank = {key for key in view.blanks if key in set(plan.keys["t3"])}
    values = dict(view.values)
    found: dict[str, tuple[Number, str, Equation]] = {}
    changed = True
    while changed:
        changed = False
        for equation in _equations(plan):
            empty = [key for key in equation.cells if key not in values]
            if len(empty) != 1 or empty[0] not in blank or not _is_derived(empty[0], equation):
                continue
            (key,) = empty
            candidate = _solve(equation, key, values)
            if candidate < 0:
                return ()
            values[key] = candidate
            found[key] = (candidate, equation.rule, equation)
            changed = True
    if not found or not _all_hold(plan, values):
        return ()
    return tuple(_blank_repair(key, *found[key], values) for key in found)


def _is_derived(key: str, equation: Equation) -> bool:
    """Return whether the form makes this cell a result of the equation: a total, or what is carried over."""
    return key in equation.left if equation.rule != "T3-BAL" else key == equation.right[1]


def _solve(equation: Equation, key: str, values: Values) -> Number:
    """Return the number that makes the equation hold, all its other cells being known."""
    left = sum(values[k] for k in equation.left if k != key)
    right = sum(values[k] for k in equation.right if k != key)
    return right - left if key in equation.left else left - right


def _blank_repair(key: str, candidate: Number, rule: str, equation: Equation, values: Values) -> Repair:
    zh, en = cell_label(key)
    if rule == "T3-BAL":
        new, total = terms(equation.left, values), number(values[equation.right[0]])
        sum_zh = f"新收加上年结转（{new}）减办理结果总计（{total}）是{number(candidate)}"
        sum_en = f"new plus carried in ({new}) less the results ({total}) is {number(candidate)}"
    elif rule == "T3-RES":
        sum_zh = f"各项结果之和（{terms(equation.right, values)}）是{number(candidate)}"
        sum_en = f"the results ({terms(equation.right, values)}) add up to {number(candidate)}"
    else:
        sum_zh = f"六类申请人之和（{terms(equation.right, values)}）是{number(candidate)}"
        sum_en = f"the six kinds of applicant ({terms(equation.right, values)}) add up to {number(candidate)}"
    return Repair(
        rule,
        key,
        None,
        candidate,
        f"“{zh}”空白；{sum_zh}，填入后表三全部等式成立。",
        f"“{en}” is blank; {sum_en}, and with it every identity of table 3 holds.",
    )


def _repair_cell(view: View, plan: Plan) -> Iterator[Repair]:
    """Suggest the one cell whose change makes every identity hold, if there is exactly one."""
    values = view.values
    try:
        broken = [e for e in _equations(plan) if differ(e.sum_left(values), e.sum_right(values))]
    except KeyError:
        return
    if not broken:
        return
    shared = [key for key in broken[0].cells if all(key in equation.cells for equation in broken[1:])]
    fits: list[tuple[str, Number]] = []
    for key in shared:
        candidate = _solve(broken[0], key, values)
        if candidate < 0 or candidate == values[key]:
            continue
        changed = {**values, key: candidate}
        if not any(
            differ(e.sum_left(changed), e.sum_right(changed)) for e in plan.of_cell[key] if e.table == "t3"
        ) and all(key in e.cells for e in broken):
            fits.append((key, candidate))
    if len(fits) != 1:
        return
    key, candidate = fits[0]
    label = cell_label(key)
    lines = [_line_label(equation) for equation in broken]
    count = len(broken)
    quote = stated_as(view, key, candidate)
    yield Repair(
        broken[0].rule,
        key,
        values[key],
        candidate,
        f"不成立的{count}个等式（{'、'.join(line.zh for line in lines)}）都含“{label.zh}”；只有把它由"
        f"{number(values[key])}改为{number(candidate)}，表三全部等式才成立"
        + (f"；正文也写“{quote}”。" if quote else "。"),
        f"The {count} identities that fail ({', '.join(line.en for line in lines)}) share “{label.en}”; only changing "
        f"it from {number(values[key])} to {number(candidate)} makes every identity of table 3 hold"
        + (f"; the prose too says “{quote}”." if quote else "."),
    )


def _line_label(equation: Equation) -> Label:
    if equation.row:
        zh, en = row_label(equation.row)
        return Label(f"{equation.rule} {zh}", f"{equation.rule} {en}")
    zh, en = cell_label(f"res_total__{equation.applicant}")
    return Label(f"{equation.rule} {zh.partition('·')[2]}", f"{equation.rule} {en.rpartition(', ')[2]}")
