"""Words for results: labels of cells, rows and columns in Chinese and English, sums written out, and the results.

A passing result carries no message: only findings and what could not be assessed are worded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from extractors.checks.plan import Number, Values
from extractors.checks.results import CheckResult, Outcome, Severity
from extractors.checks.rules import RULES, Rule
from extractors.forms import EDITIONS, INDICATORS, load_form

NAMED_CELLS = 3
"""How many cells a message names before it says how many more there are; the result's `cells` has all."""
QUOTE_LENGTH = 40
"""Characters of prose that a message quotes: enough to find the place, short enough for one line."""


_GROUPS_EN = {
    "res": "results",
    "res_denied": "not disclosed",
    "res_unable": "unable to provide",
    "res_unproc": "not processed",
    "res_other": "other handling",
}
"""The groups of table 3, which the forms name in Chinese only."""


class Label(NamedTuple):
    """A name in Chinese and in English."""

    zh: str
    en: str


@cache
def _row_labels() -> dict[str, Label]:
    found: dict[str, Label] = {}
    for edition in reversed(EDITIONS):
        form = load_form(edition)
        for group in (*form.t3_groups, *form.t4_groups):
            found[group.key] = Label(group.label, group.en or _GROUPS_EN.get(group.key, group.label))
        for row in (*form.t3_rows, *form.y14_rows):
            found[row.key] = Label(row.short or row.label, row.en or row.label)
        for part in form.t2:
            for row in part.rows:
                found[row.key] = Label(row.label, row.en or row.label)
    return found


@cache
def _column_labels() -> dict[str, Label]:
    form = load_form("f2021")
    return {column.key: Label(column.label, column.en or column.label) for column in form.t3_columns}


@cache
def _cell_labels() -> dict[str, Label]:
    found: dict[str, Label] = {}
    for edition in reversed(EDITIONS):
        form = load_form(edition)
        for part in form.t2:
            for row in part.rows:
                for column in part.columns:
                    zh, en = f"{row.label}·{column.label}", f"{row.en or row.label}: {column.en or column.label}"
                    found[part.cell_key(row.key, column.key)] = Label(zh, en)
        for group in form.t4_groups:
            for column in form.t4_results:
                zh, en = f"{group.label}·{column.label}", f"{group.en or group.label}: {column.en or column.label}"
                found[f"{group.key}_{column.key}"] = Label(zh, en)
    return found


def row_label(row: str) -> Label:
    """Return the name of a row of table 3, of y14, of a group of table 4 or of an item of table 2."""
    found = _row_labels().get(row)
    if found is not None:
        return found
    indicator = INDICATORS.get(row)
    return Label(indicator.label_zh, row) if indicator is not None else Label(row, row)


def column_label(applicant: str) -> Label:
    """Return the name of a column of table 3."""
    return _column_labels().get(applicant) or Label(applicant, applicant)


def cell_label(key: str) -> Label:
    """Return the name of one cell: row and column for table 3, item and measure for tables 2 and 4."""
    row, parted, applicant = key.partition("__")
    if parted:
        (row_zh, row_en), (zh, en) = row_label(row), column_label(applicant)
        return Label(f"{row_zh}·{zh}", f"{row_en}, {en}")
    return _cell_labels().get(key) or row_label(key)


def number(value: Number | None) -> str:
    """Write a number as people do: 3, not 3.0; 18651.06."""
    if value is None:
        return "—"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def terms(keys: Sequence[str], values: Values) -> str:
    """Write a sum out by its non-zero operands: 21+1, or 0."""
    return "+".join(number(values[key]) for key in keys if values[key]).replace("+-", "-") or "0"


def quoted(text: str) -> str:
    """Shorten a piece of prose to one line, without its own full stop: the template's follows the closing mark."""
    line = " ".join(text.split()).removesuffix("。")
    return line if len(line) <= QUOTE_LENGTH else line[: QUOTE_LENGTH - 1] + "…"


def passed(
    rule: Rule,
    *,
    applicant: str = "",
    row: str = "",
    left: Number | None = None,
    right: Number | None = None,
    cells: tuple[str, ...] = (),
    outcome: Outcome = "pass",
) -> CheckResult:
    """Return a result without words."""
    return CheckResult(rule.id, outcome, rule.severity, applicant, row, left, right, cells)


_PLAIN = {rule.id: CheckResult(rule.id, "pass", rule.severity) for rule in RULES.values()}


def plain_pass(rule: Rule) -> CheckResult:
    """Return that a rule holds, where there are no two numbers to show: one immutable result a rule."""
    return _PLAIN[rule.id]


def failed(
    rule: Rule,
    *,
    applicant: str = "",
    row: str = "",
    left: Number | None = None,
    right: Number | None = None,
    cells: tuple[str, ...] = (),
    outcome: Outcome = "fail",
    severity: Severity | None = None,
    **words: object,
) -> CheckResult:
    """Return a finding, worded by the rule's templates; numbers, row and column are named for them."""
    applicant_label, name = column_label(applicant), row_label(row)
    names: dict[str, object] = {
        "applicant": applicant_label.zh,
        "applicant_en": applicant_label.en,
        "row": name.zh,
        "row_en": name.en,
        "left": number(left),
        "right": number(right),
        "gap": number(abs(left - right)) if left is not None and right is not None else "",
        **words,
    }
    message, message_en = rule.fail.format_map(names), rule.fail_en.format_map(names)
    if outcome == "fail_hypothesis":
        message, message_en = f"把空白当作零时：{message}", f"With blanks read as zero: {message_en}"
    return CheckResult(
        rule.id, outcome, severity or rule.severity, applicant, row, left, right, cells, message, message_en
    )


def named(cells: Iterable[str]) -> Label:
    """Name a few cells and count the rest."""
    keys = list(cells)
    first = [cell_label(key) for key in keys[:NAMED_CELLS]]
    more = len(keys) - len(first)
    zh = "、".join(f"“{label.zh}”" for label in first) + (f"等{len(keys)}格" if more else "")
    en = ", ".join(f"“{label.en}”" for label in first) + (f" and {more} more" if more else "")
    return Label(zh, en)


def missing(
    rule: Rule,
    cells: tuple[str, ...],
    *,
    applicant: str = "",
    row: str = "",
) -> CheckResult:
    """Return that a rule cannot be assessed, naming the cells without a printed number."""
    zh, en = named(cells)
    return unassessed(rule, f"无法核对：{zh}没有印出数。", f"Cannot be checked: no number is printed in {en}.",
                      applicant=applicant, row=row, cells=cells)  # fmt: skip


def unassessed(
    rule: Rule,
    message: str,
    message_en: str,
    *,
    applicant: str = "",
    row: str = "",
    left: Number | None = None,
    right: Number | None = None,
    cells: tuple[str, ...] = (),
) -> CheckResult:
    """Return that a rule cannot be assessed, or that its failure has been told by another, with the reason."""
    return CheckResult(
        rule.id, "not_assessable", rule.severity, applicant, row, left, right, cells, message, message_en
    )


def told_by(rule: Rule, other: str, *, applicant: str = "", row: str = "", left: Number | None = None,
            right: Number | None = None, cells: tuple[str, ...] = ()) -> CheckResult:  # fmt: skip
    """Return that another rule has told this failure: one cause, one finding."""
    zh = f"已由 {other} 说明，不另报（{number(left)}，{number(right)}）。"
    en = f"Told by {other}, not listed again ({number(left)}, {number(right)})."
    return unassessed(rule, zh, en, applicant=applicant, row=row, left=left, right=right, cells=cells)
