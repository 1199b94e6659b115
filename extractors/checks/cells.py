"""Cells and rows as printed: blanks, missing rows, torn numbers, units inside cells, group rows, all zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.checks.arithmetic import differ
from extractors.checks.messages import cell_label, failed, missing, number, passed, row_label, unassessed
from extractors.checks.plan import Number, Plan
from extractors.checks.results import CheckResult
from extractors.checks.rules import Rule
from extractors.checks.view import View, width_row
from extractors.forms import INDICATORS, T4_KEYS

FEWEST_ROWS = 23
"""Rows of the shorter edition (f2019). The longer has 25; one or two unread rows of it are named by their sums."""
BLANK_SHARE = 0.5
"""Above this share of blank totals the column was left out, not forgotten in a row (domain.md 3.1)."""
_TABLE_NAMES = {"t3": ("表三", "Table 3"), "t4": ("表四", "Table 4"), "y14": ("统计表", "The table")}
_NUMBERS = re.compile(r"\d+")


def check_width(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report rows of table 3 with more or fewer than seven numbers, or a table 4 without header or fifteen numbers."""
    plan = view.plan(rule.table)
    problems = [problem for problem in view.width_problems if _of_table(problem.where, rule.table)]
    if rule.table == "t4":
        yield from _check_disputes_header(rule, view, plan, problems[0].raw if problems else "")
        return
    if plan is None and not problems:
        return
    if not problems or plan is None:
        yield passed(rule)
        return
    rows = [width_row(problem, plan) for problem in problems]
    counts = {row: len(_NUMBERS.findall(problem.raw)) for row, problem in zip(rows, problems, strict=True)}
    labels = [row_label(row) if row else None for row in rows]
    shown = [label for label in labels if label][:3]
    more = len(problems) - len(shown)
    yield failed(
        rule,
        left=max(counts.values()),
        right=7,
        row=rows[0] if len(rows) == 1 else "",
        cells=tuple(key for row in rows if row for key in plan.row_keys[row]),
        count=len(problems),
        rows="、".join(f"“{label.zh}”" for label in shown) + (f"等{len(problems)}行" if more else ""),
        rows_en=", ".join(f"“{label.en}”" for label in shown) + (f" and {more} more" if more else ""),
    )


def _of_table(where: str, table: str) -> bool:
    return f"table {table[1:]}" in where or table in where


def _check_disputes_header(rule: Rule, view: View, plan: Plan | None, raw: str) -> Iterator[CheckResult]:
    printed = tuple(key for key in T4_KEYS if key in view.figures)
    if raw:
        count = len(_NUMBERS.findall(raw))
        yield failed(rule, left=count, right=len(T4_KEYS), cells=printed,
                     what=f"有{count}个数而不是15个", what_en=f"has {count} numbers instead of 15")  # fmt: skip
    elif any(view.figures[key].by_width for key in printed):
        yield failed(rule, left=len(printed), right=len(T4_KEYS), cells=printed,
                     what="没有表头，只剩一行数", what_en="has lost its header: a row of numbers is left")  # fmt: skip
    elif plan is None and not printed:
        return
    elif len(printed) < len(T4_KEYS):
        yield missing(rule, tuple(key for key in T4_KEYS if key not in view.figures))
    else:
        yield passed(rule, left=len(printed), right=len(T4_KEYS))


def check_truncated(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a table 3 of which clearly fewer rows than the form has were found."""
    plan = view.plan("t3")
    if plan is None:
        return
    named = {width_row(problem, plan) for problem in view.width_problems}
    found = [row for row in plan.rows if row in named or any(key in view.figures for key in plan.row_keys[row])]
    if len(found) >= FEWEST_ROWS:
        yield passed(rule, left=len(found), right=len(plan.rows))
        return
    last = row_label(found[-1]) if found else row_label("")
    absent = tuple(key for row in plan.rows if row not in found for key in plan.row_keys[row])
    yield failed(
        rule, left=len(found), right=len(plan.rows), cells=absent, last=last.zh or "无", last_en=last.en or "none"
    )


def check_blank_column(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a total column that is blank in most of the rows that have the applicants' numbers."""
    plan = view.plan("t3")
    if plan is None:
        return
    if not view.blanks:
        yield passed(rule)
        return
    blank = set(view.blanks)
    filled = [keys for keys in plan.row_keys.values() if any(key in view.values for key in keys[:-1])]
    empty = [keys[-1] for keys in filled if keys[-1] in blank]
    if len(empty) > BLANK_SHARE * len(filled):
        yield failed(rule, left=len(empty), right=len(filled), cells=tuple(empty))
    else:
        yield passed(rule, left=len(empty), right=len(filled))


def check_blanks(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Find tables whose blanks stand for zero as far as can be told, and let their sums be checked so."""
    blank = set(view.blanks)
    for table, rules in (("t3", ("T3-ROW", "T3-RES", "T3-BAL")), ("t4", ("T4-SUM",)), ("y14", ("Y14-SUM",))):
        plan = view.plan(table)
        if plan is None:
            continue
        empty = [key for key in plan.keys[table] if key in blank] if blank else []
        if not empty:
            yield passed(rule)
            continue
        values = view.values
        supposed: dict[str, Number] = {key: values[key] for key in plan.keys[table] if key in values}
        zeros = sum(value == 0 for value in supposed.values())
        supposed.update(dict.fromkeys(empty, 0))
        telling = 0
        holds = not zeros
        for equation in (e for name in rules for e in plan.equations.get(name, ())) if holds else ():
            if any(key not in supposed for key in equation.cells):
                continue
            left, right = equation.sum_left(supposed), equation.sum_right(supposed)
            if left and right:
                telling += 1
                holds = holds and not differ(left, right)
        zh, en = _TABLE_NAMES[table]
        if not holds or not telling:
            yield unassessed(
                rule,
                f"{zh}有{len(empty)}个空白格，不能断定它们表示零。",
                f"{en} has {len(empty)} blank cells; that they stand for zero cannot be told.",
                left=len(empty),
                cells=tuple(empty),
            )
            continue
        view.suppose(table, supposed)
        yield failed(rule, left=len(empty), right=telling, cells=tuple(empty), table=zh, table_en=en)


def check_group_rows(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Compare numbers printed on a group's own row, which the form does not have, with the sum of its items."""
    plan = view.plan("t3")
    if plan is None:
        return
    for group, rows in plan.groups.items():
        if group == "res" or not rows:
            continue
        for column in plan.form.t3_columns:
            key = f"{group}__{column.key}"
            printed = view.values.get(key)
            if printed is None:
                continue
            leaves = tuple(f"{row}__{column.key}" for row in rows)
            absent = tuple(leaf for leaf in leaves if leaf not in view.values)
            if absent:
                yield missing(rule, absent, applicant=column.key, row=group)
                continue
            total = sum(view.values[leaf] for leaf in leaves)
            if differ(printed, total):
                yield failed(rule, applicant=column.key, row=group, left=printed, right=total, cells=(key, *leaves))
            else:
                yield passed(rule, applicant=column.key, row=group, left=printed, right=total, cells=(key, *leaves))


def check_split_digits(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Hint at a number torn into two cells: eight numbers of which one joining alone makes the row add up."""
    plan = view.plan("t3")
    if plan is None:
        return
    width = len(plan.form.t3_columns)
    for problem in view.width_problems:
        row = width_row(problem, plan)
        digits = _NUMBERS.findall(problem.raw)
        if not row or len(digits) != width + 1:
            continue
        joins = []
        for at in range(width):
            if len(digits[at]) != 1 or len(digits[at + 1]) != 1 or digits[at] == "0":
                continue
            joined = [int(d) for d in (*digits[:at], digits[at] + digits[at + 1], *digits[at + 2 :])]
            if joined[-1] == sum(joined[:-1]):
                joins.append(at)
        if len(joins) != 1:
            yield passed(rule, row=row)
            continue
        (at,) = joins
        yield failed(
            rule,
            row=row,
            left=len(digits),
            right=width,
            cells=plan.row_keys[row],
            position=at + 1,
            next=at + 2,
            first=digits[at],
            second=digits[at + 1],
            joined=digits[at] + digits[at + 1],
        )


def check_cell_units(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report cells that print words, or a unit other than the header's, with their number."""
    found = False
    for key, figure in view.figures.items():
        if figure.state == "text":
            odd = bool(_NUMBERS.search(figure.raw or ""))
        else:
            odd = bool(figure.unit_printed) and figure.unit_printed != figure.unit
        if not odd or key in rule.parameters["ignored"]:
            continue
        found = True
        zh, en = cell_label(key)
        indicator = INDICATORS.get(key)
        unit = figure.unit or (indicator.unit if indicator else "")
        yield failed(rule, applicant=figure.applicant, row=figure.indicator if figure.applicant else "",
                     left=figure.value, cells=(key,), cell=zh, cell_en=en, raw=(figure.raw or "").strip(),
                     unit=unit)  # fmt: skip
    if not found:
        yield passed(rule)


_NAMES_CASES = ("nar_review", "nar_suit")


def check_all_zero(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note that tables 3 and 4 are all zero and the prose names no application: common, and no error."""
    printed = 0
    for table in ("t3", "t4"):
        plan = view.plan(table)
        if plan is None:
            yield unassessed(rule, "无法核对：没有读到表三和表四。", "Cannot be checked: table 3 or 4 was not found.")
            return
        for key in plan.keys[table]:
            value = view.values.get(key)
            if value:
                yield passed(rule, left=value, right=0)
                return
            printed += value is not None
    if not printed:
        yield unassessed(rule, "无法核对：表三、表四没有印出任何数。", "Cannot be checked: tables 3 and 4 are blank.")
        return
    for statement in view.report.statements:
        key = statement.key
        if statement.value and (key in _NAMES_CASES or key.startswith("nar_req_")):
            yield passed(rule, left=statement.value, right=0)
            return
    yield failed(rule, left=printed, right=0)


def check_procurement(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Check that a procurement amount has projects; note that an amount without a unit cannot be compared."""
    plan = view.plan("t2")
    keys = ("procurement_projects", "procurement_amount")
    if plan is None or keys[0] not in plan.keys["t2"]:
        return
    absent = tuple(key for key in keys if key not in view.values)
    if absent:
        yield missing(rule, absent)
        return
    projects, amount = view.values[keys[0]], view.values[keys[1]]
    if amount > 0 and projects == 0:
        yield failed(rule, left=amount, right=projects, cells=keys, what="，有金额而没有项目",
                     what_en=": an amount without a project")  # fmt: skip
    elif amount > 0 and not view.figures[keys[1]].unit_printed:
        # the form itself prints no unit here: a limit of the number, not a fault of the publisher
        yield failed(rule, left=amount, right=projects, cells=keys, severity="info",
                     what="，没有写单位（表格也未印单位），不能与其他报告比较",
                     what_en=": no unit is given (nor on the form), so it cannot be compared")  # fmt: skip
    else:
        yield passed(rule, left=amount, right=projects, cells=keys)


def check_fee_unit(rule: Rule, view: View, level_is_low: bool | None) -> Iterator[CheckResult]:
    """Check the fee of a county or smaller body against the ceiling above which it was probably typed in yuan."""
    key = "admin_fee_amount"
    plan = view.plan("t2")
    if plan is None or key not in plan.keys["t2"]:
        return
    amount = view.values.get(key)
    ceiling = rule.parameters["ceiling"]
    if amount is None:
        yield missing(rule, (key,))
    elif amount <= ceiling or level_is_low is False:
        yield passed(rule, left=amount, right=ceiling, cells=(key,))
    elif level_is_low is None:
        yield unassessed(rule, "无法核对：从名称看不出机关的层级。",
                         "Cannot be checked: the name does not tell the body’s level.", left=amount, right=ceiling,
                         cells=(key,))  # fmt: skip
    else:
        yield failed(rule, left=amount, right=ceiling, cells=(key,), yuan=number(amount / 10000))
