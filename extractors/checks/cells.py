"""Cells and rows as printed: blanks, missing rows, torn numbers, units inside cells, group rows, all zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.checks.arithmetic import differ
from extractors.checks.messages import cell_label, failed, missing, number, passed, plain_pass, row_label, unassessed
from extractors.checks.plan import Number, Plan
from extractors.checks.results import CheckResult
from extractors.checks.rules import Rule
from extractors.checks.view import View
from extractors.figures import Figure
from extractors.forms import INDICATORS, T4_KEYS
from extractors.numerals import UNCHANGED, read_number

FEWEST_ROWS = 23
"""Rows of the shorter edition (f2019). The longer has 25; one or two unread rows of it are named by their sums."""
BLANK_SHARE = 0.5
"""Above this share of blank totals the column was left out, not forgotten in a row (domain.md 3.1)."""
_T3_AND_T4 = frozenset({*T4_KEYS, *(key for key in INDICATORS if "__" in key)})
_PER_YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
SHOWN_ROWS = 3
"""Rows that a message names before it says how many there are."""
_HEADLESS = re.compile(r"^[ \t|]*(?:\d{1,5}[ \t|]+){13,15}\d{1,5}[ \t|]*$", re.MULTILINE)
_TABLE_NAMES = {"t3": ("表三", "Table 3"), "t4": ("表四", "Table 4"), "y14": ("统计表", "The table")}
_NUMBERS = re.compile(r"\d+")
_BARE = re.compile(r"[\d\s/|—-]+")
"""Numbers and signs for nothing, as they stand where cells ran together."""


def check_width(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report rows of table 3 with more or fewer than seven numbers, or a table 4 without header or fifteen numbers.

    A row whose numbers ran together into one is unreadable for us; how many it has cannot be told.
    """
    plan = view.plan(rule.table)
    printed = frozenset(plan.keys[rule.table]) if plan is not None else frozenset()
    problems = [
        (cells, problem.raw)
        for cells, problem in view.width_problems
        if cells[0] in printed and len(_NUMBERS.findall(problem.raw)) > 1
    ]
    if rule.table == "t4":
        yield from _check_disputes(rule, view, plan, problems)
        return
    if plan is None:
        return
    if not problems:
        unread = _unread_rows(view, plan)
        if unread:
            zh, en = row_label(unread[0])
            yield unassessed(rule, f"无法核对：“{zh}”等{len(unread)}行的数无法辨认，数不出有几个。",
                             f"Cannot be checked: the numbers of {len(unread)} row(s) cannot be read, “{en}” first.",
                             cells=tuple(key for row in unread for key in plan.row_keys[row]))  # fmt: skip
        else:
            yield plain_pass(rule)
        return
    counts = [len(_NUMBERS.findall(raw)) for _, raw in problems]
    rows = [cells[0].partition("__")[0] for cells, _ in problems]
    labels = [row_label(row) for row in dict.fromkeys(rows)]
    shown, more = labels[:SHOWN_ROWS], len(labels[SHOWN_ROWS:])
    yield failed(
        rule,
        left=max(counts, key=lambda count: abs(count - len(plan.form.t3_columns))),
        right=len(plan.form.t3_columns),
        row=rows[0] if len(labels) == 1 else "",
        cells=tuple(key for row in dict.fromkeys(rows) for key in plan.row_keys[row]),
        count=len(labels),
        rows="、".join(f"“{label.zh}”" for label in shown) + (f"等{len(labels)}行" if more else ""),
        rows_en=", ".join(f"“{label.en}”" for label in shown)
        + (f" and {len(labels) - len(shown)} more" if more else ""),
    )


def _unread_rows(view: View, plan: Plan) -> list[str]:
    """Return the rows of table 3 of which no cell can be read: how many numbers they have cannot be told."""
    if not view.has_unreadable:
        return []
    figures = view.figures
    return [
        row
        for row, keys in plan.row_keys.items()
        if all(key in figures and figures[key].state == "unreadable" and figures[key].raw is None for key in keys)
    ]


def _check_disputes(
    rule: Rule, view: View, plan: Plan | None, problems: list[tuple[tuple[str, ...], str]]
) -> Iterator[CheckResult]:
    printed = tuple(key for key in T4_KEYS if key in view.figures)
    full = len(T4_KEYS)
    if any(view.figures[key].by_width for key in printed) or _lost_header(view):
        yield failed(rule, left=len(printed), right=full, cells=printed, what="没有表头，只剩一行数",
                     what_en="has lost its header: a row of numbers is left")  # fmt: skip
    elif problems:
        count = len(_NUMBERS.findall(problems[0][1]))
        yield failed(rule, left=count, right=full, cells=printed, what=f"有{count}个数，而不是{full}个",
                     what_en=f"has {count} numbers instead of {full}")  # fmt: skip
    elif plan is None:
        count = _count_headless(view)
        if count:
            view.explain(rule.absorbs, rule.id, ("t4",))
            yield failed(rule, left=count, right=full, what=f"没有表头，只剩一行{count}个数",
                         what_en=f"has lost its header: a row of {count} numbers is left")  # fmt: skip
    elif len(printed) < full:
        yield missing(rule, tuple(key for key in T4_KEYS if key not in view.figures))
    else:
        yield passed(rule, left=len(printed), right=full)


def _count_headless(view: View) -> int:
    """Return how many numbers a line has that is nothing but about fifteen of them, beside a table 3; else 0."""
    if view.plan("t3") is None:
        return 0
    found = _HEADLESS.search(view.report.text)
    return len(_NUMBERS.findall(found.group())) if found else 0


def _lost_header(view: View) -> bool:
    return any(cells[0] in T4_KEYS for cells, _ in view.problems_of("header_lost"))


def check_truncated(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a table 3 of which clearly fewer rows than the form has were found."""
    plan = view.plan("t3")
    if plan is None:
        return
    printed = view.figures.keys()
    found = [row for row in plan.rows if not printed.isdisjoint(plan.row_keys[row])]
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
        yield plain_pass(rule)
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
            yield plain_pass(rule)
            continue
        values = view.values
        supposed: dict[str, Number] = {key: values[key] for key in plan.keys[table] if key in values}
        zeros = sum(value == 0 for value in supposed.values())
        supposed.update(dict.fromkeys(empty, 0))
        equations = [
            equation
            for name in rules
            for equation in plan.equations.get(name, ())
            if all(key in supposed for key in equation.cells)
        ]
        # a total left out beside its parts is a gap in the table, not a zero
        gaps = {
            equation.left[0]
            for equation in equations
            if len(equation.left) == 1 and equation.left[0] in blank and equation.sum_right(supposed)
        }
        telling = 0
        holds = not zeros
        for equation in equations if holds else ():
            left, right = equation.sum_left(supposed), equation.sum_right(supposed)
            if left and right and gaps.isdisjoint(equation.cells):
                telling += 1
                holds = holds and not differ(left, right)
        empty = [key for key in empty if key not in gaps]
        for gap in gaps:
            del supposed[gap]
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
    for group, applicant, printed in _group_values(view, plan):
        leaves = tuple(f"{row}__{applicant}" for row in plan.groups[group])
        absent = tuple(leaf for leaf in leaves if leaf not in view.values)
        if absent:
            yield missing(rule, absent, applicant=applicant, row=group)
            continue
        total = sum(view.values[leaf] for leaf in leaves)
        if differ(printed, total):
            yield failed(rule, applicant=applicant, row=group, left=printed, right=total, cells=leaves)
        else:
            yield passed(rule, applicant=applicant, row=group, left=printed, right=total, cells=leaves)


def _group_values(view: View, plan: Plan) -> Iterator[tuple[str, str, Number]]:
    """Yield (group, applicant, number) for what the reader found on group rows."""
    columns = [column.key for column in plan.form.t3_columns]
    for problem in view.report.problems:
        if problem.kind != "group_row_value":
            continue
        label, _, applicant = problem.where.rpartition(" ")
        value = read_number(problem.raw).value
        group = next((g.key for g in plan.form.t3_groups if g.label == label and plan.groups[g.key]), "")
        if group and group != "res" and applicant in columns and value is not None:
            yield group, applicant, value


def check_split_digits(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Hint at a number torn into two cells: eight numbers of which one joining alone makes the row add up."""
    plan = view.plan("t3")
    if plan is None:
        return
    width = len(plan.form.t3_columns)
    for cells, problem in view.width_problems:
        row = cells[0].partition("__")[0]
        digits = _NUMBERS.findall(problem.raw)
        if row not in plan.row_keys or len(digits) != width + 1:
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
    """Report cells that print words or signs, or a unit other than the header's, with a number or in place of one."""
    odd: dict[tuple[object, ...], list[str]] = {}
    for key, figure in view.unusual.items():
        if (_is_no_number(key, figure) or figure.is_in_other_unit) and key not in rule.parameters["ignored"]:
            # words that fill a merged cell stand in several cells of the form and are one finding
            odd.setdefault((figure.indicator, figure.raw, figure.unit_printed), []).append(key)
    for keys in odd.values():
        key, figure = keys[0], view.figures[keys[0]]
        is_words = _is_no_number(key, figure)
        zh, en = cell_label(key)
        zh = zh.partition("（单位")[0]  # the unit is the form's, not what is printed here
        raw, printed = (figure.raw or "").strip(), figure.unit_printed
        where = ("单位栏", "beside the unit") if key.startswith("y14_") else ("表头", "under a header with the unit")
        in_header = not is_words and read_number(raw).unit != printed
        yield failed(rule, applicant=figure.applicant, row=figure.indicator if figure.applicant else "",
                     left=figure.value, cells=tuple(keys), cell=zh, cell_en=en, raw=raw,
                     which=f"等{len(keys)}格" if len(keys) > 1 else "一格",
                     which_en=f" and {len(keys) - 1} more" if len(keys) > 1 else "",
                     wanted="不是一个数" if is_words else f"格式规定的单位是{figure.unit}",
                     wanted_en="which is no number" if is_words else f"the form’s unit is {figure.unit}",
                     header=f"，{where[0]}印的单位是{printed}" if in_header else "",
                     header_en=f" {where[1]} {printed}" if in_header else "")  # fmt: skip
    if not odd:
        yield plain_pass(rule)


def _is_no_number(key: str, figure: Figure) -> bool:
    """Return whether a cell itself prints something else than a number: 约3件, XX, the letter O, 1，0.

    Digits alone can be unreadable because cells ran together or a row is torn, which other rules tell; in the table of
    2014 words are allowed, and 无变化 where a change is asked for.
    """
    raw = (figure.raw or "").strip()
    if figure.state == "text":
        if raw in UNCHANGED and key.endswith("_items_delta"):
            return False
        return not key.startswith("y14_") or bool(_NUMBERS.search(raw))
    return figure.state == "unreadable" and bool(raw) and not _BARE.fullmatch(raw)


_NAMES_CASES = ("nar_review", "nar_suit")


def check_all_zero(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note that tables 3 and 4 are all zero and the prose names no application: common, and no error."""
    plans = [view.plan("t3"), view.plan("t4")]
    if None in plans:
        yield unassessed(rule, "无法核对：没有读到表三和表四。", "Cannot be checked: table 3 or 4 was not found.")
        return
    numbers = [value for key, value in view.printed.items() if key in _T3_AND_T4]
    if any(numbers):
        yield passed(rule, left=max(numbers), right=0)
        return
    if not numbers:
        yield unassessed(rule, "无法核对：表三、表四没有印出任何数。", "Cannot be checked: tables 3 and 4 are blank.")
        return
    for statement in view.report.statements:
        key = statement.key
        if statement.value and (key in _NAMES_CASES or key.startswith("nar_req_")):
            yield passed(rule, left=statement.value, right=0)
            return
    yield failed(rule, left=len(numbers), right=0)


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
    amount = view.printed.get(key)
    ceiling = rule.parameters["ceiling"]
    if amount is None:
        yield missing(rule, (key,))
        return
    figure = view.figures[key]
    unit, form_unit = figure.value_unit, figure.unit
    if unit != form_unit:
        if unit not in _PER_YUAN:
            yield unassessed(rule, f"无法核对：这一格印的单位是{unit}。",
                             f"Cannot be checked: the unit printed is {unit}.", cells=(key,))  # fmt: skip
            return
        amount = amount * _PER_YUAN[unit] / _PER_YUAN[form_unit]
    if amount <= ceiling or level_is_low is False:
        yield passed(rule, left=amount, right=ceiling, cells=(key,))
    elif level_is_low is None:
        yield unassessed(rule, "无法核对：从名称看不出机关的层级。",
                         "Cannot be checked: the name does not tell the body’s level.", left=amount, right=ceiling,
                         cells=(key,))  # fmt: skip
    else:
        yield failed(rule, left=amount, right=ceiling, cells=(key,), raw=(figure.raw or "").strip(),
                     unit=f"所印的单位{unit}" if unit != form_unit else f"格式规定的单位{form_unit}",
                     yuan=number(amount * _PER_YUAN[form_unit] / _PER_YUAN["亿元"]))  # fmt: skip
