"""Prose against tables: a stated number is compared with every printed number it could mean, and fails if none agrees.

The admissible readings of each phrase are data (rules.toml). A sentence that speaks of the office alone beside a table
that counts the whole district is no contradiction: such a mismatch is only noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.checks.arithmetic import differ
from extractors.checks.messages import failed, missing, number, passed, plain_pass, quoted, row_label, told_by
from extractors.checks.plan import Number, Values, load_plan
from extractors.checks.results import CheckResult, Severity
from extractors.checks.rules import RULES, Rule
from extractors.checks.view import View
from extractors.forms import EDITIONS
from extractors.report_values import Statement

ABOUT_SHARE = 0.1
"""A rounded number (260余, 约, 近) agrees with a table value within a tenth of it: the usual reach of 余."""

_OFFICE = re.compile(r"政府办(?!事处|理)|办公室|办公厅|代表.{0,10}政府|本级")
_EVERYONE = re.compile(r"全[区市县省州旗镇乡]|各部门|各单位|各级|全系统|各[县区市]")
_TERM = re.compile(r"([+-]?)\s*(\w+)")
_LEAF_GROUPS = ("res_denied", "res_unable", "res_unproc", "res_other")


class Term(NamedTuple):
    """One signed operand of a reading: a name of domain.md 2 and the cells it stands for in this edition."""

    sign: int
    name: str
    keys: tuple[str, ...]


class Reading(NamedTuple):
    """One number of the tables that a phrase may mean."""

    terms: tuple[Term, ...]
    cells: tuple[str, ...]

    def value(self, values: Values) -> Number:
        """Return the number; raise KeyError where a cell is not printed."""
        if len(self.cells) == 1:
            return self.terms[0].sign * values[self.cells[0]]
        return sum(term.sign * sum([values[key] for key in term.keys]) for term in self.terms)

    def worded(self, values: Values, language: int) -> str:
        """Write the reading out: 不予公开3+不予处理2=5; `language` 0 is Chinese, 1 English."""
        parts = []
        for place, term in enumerate(self.terms):
            sign = "-" if term.sign < 0 else "+" if place else ""
            label = row_label(_TOTALS.get(term.name, term.name))[language].lstrip("（三四五六）")
            gap = " " if language else ""
            parts.append(f"{sign}{label}{gap}{number(sum(values[key] for key in term.keys))}")
        equals = f"={number(self.value(values))}" if len(self.terms) > 1 else ""
        return "".join(parts) + equals


_TOTALS = {"review_total": "review", "suit_direct_total": "suit_direct", "suit_post_total": "suit_post"}
Editions = tuple[str | None, str | None, str | None, str | None]


@lru_cache(maxsize=256)
def expand(name: str, editions: Editions) -> tuple[str, ...]:
    """Return the cells of a name in these editions of t2, t3, t4 and y14; empty where the edition lacks it."""
    for table, edition in zip(("t2", "t3", "t4", "y14"), editions, strict=True):
        if edition not in EDITIONS:
            continue
        plan = load_plan(edition)
        if table == "t3":
            if name in plan.rows:
                return (f"{name}__total",)
            if name in _LEAF_GROUPS and plan.groups.get(name):
                return tuple(f"{row}__total" for row in plan.groups[name])
        elif name in plan.keys[table]:
            return (name,)
    return ()


@lru_cache(maxsize=512)
def _readings(rule: str, statement: str, editions: Editions) -> tuple[Reading, ...]:
    found = []
    for expression in RULES[rule].parameters["admissible"].get(statement, ()):
        terms = tuple(
            Term(-1 if sign == "-" else 1, name, expand(name, editions)) for sign, name in _TERM.findall(expression)
        )
        if all(term.keys for term in terms):
            found.append(Reading(terms, tuple(key for term in terms for key in term.keys)))
    return tuple(found)


def editions_of(view: View) -> Editions:
    """Return the editions of the four tables, in the order t2, t3, t4, y14."""
    editions = view.editions
    return editions["t2"], editions["t3"], editions["t4"], editions["y14"]


def check_statements(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Compare every statement of the rule's keys with all its admissible readings."""
    admissible = rule.parameters["admissible"]
    editions = editions_of(view)
    statements = [
        statement
        for statement in view.report.statements
        # “none received” is N-ALLDONE's
        if statement.key in admissible and not (statement.key == "nar_req_new" and statement.state == "stated_none")
    ]
    for statement in statements:
        readings = _readings(rule.id, statement.key, editions)
        if readings:
            beside = [
                other.value
                for other in statements
                if other.key == statement.key and other.section == statement.section and other.state == "value"
            ]
            yield _compare(rule, view, statement, readings, beside)


def stated_as(view: View, cell: str, value: Number) -> str:
    """Return the words of the prose that give a cell of the tables this value, "" where none do."""
    editions = editions_of(view)
    for statement in view.report.statements:
        if statement.value != value or statement.state == "about":
            continue
        for rule in _STATEMENT_RULES.get(statement.key, ()):
            readings = _readings(rule, statement.key, editions)
            if readings and readings[0].cells == (cell,):
                return quoted(statement.quote)
    return ""


_STATEMENT_RULES = {
    key: [rule.id for rule in RULES.values() if key in rule.parameters.get("admissible", ())]
    for rule in RULES.values()
    for key in rule.parameters.get("admissible", ())
}


def _agrees(statement: Statement, value: Number) -> bool:
    if statement.state == "about":
        return abs(statement.value - value) <= ABOUT_SHARE * max(statement.value, value)
    return not differ(statement.value, value)


def _compare(
    rule: Rule, view: View, statement: Statement, readings: tuple[Reading, ...], beside: Sequence[Number]
) -> CheckResult:
    """Compare one statement; `beside` are all numbers its section states of the same, which may be parts of one."""
    supposed = view.supposed("t3")
    values = {**view.values, **supposed} if supposed else view.values
    assessable: list[tuple[Reading, Number]] = []
    absent: dict[str, None] = {}
    for reading in readings:
        try:
            value = reading.value(values)
        except KeyError:
            absent.update(dict.fromkeys(key for key in reading.cells if key not in values))
            continue
        if _agrees(statement, value):
            return passed(rule, left=statement.value, right=value, cells=reading.cells)
        assessable.append((reading, value))
    if absent or not assessable:
        return missing(rule, tuple(absent))
    for reading, value in assessable:
        # 市政府办公室收到120件。全市各部门收到366件。
        if statement.state == "value" and statement.value and len(beside) > 1 and not differ(sum(beside), value):
            return passed(rule, left=sum(beside), right=value, cells=reading.cells)
    reading, right = assessable[0]
    cells = tuple(dict.fromkeys(key for one, _ in assessable for key in one.cells))
    if other := view.explained_by(rule.id):
        return told_by(rule, other, left=statement.value, right=right, cells=cells)
    severity, hint, hint_en = _scope_hint(view, statement, right)
    return failed(
        rule,
        left=statement.value,
        right=right,
        cells=cells,
        severity="info" if statement.state == "about" else severity,
        quote=quoted(statement.quote),
        admissible="、".join(dict.fromkeys(one.worded(values, 0) for one, _ in assessable)),
        admissible_en=", ".join(dict.fromkeys(one.worded(values, 1) for one, _ in assessable)),
        hint=hint,
        hint_en=hint_en,
    )


def _scope_hint(view: View, statement: Statement, printed: Number) -> tuple[Severity | None, str, str]:
    """Return a milder severity and its reason where sentence and table plainly count different bodies."""
    sentence = view.sentence(statement)
    everyone = _EVERYONE.search(sentence) is not None
    if statement.value < printed and not everyone:
        wide = view.report.scope in ("aggregate", "gov_and_office")
        if wide or _OFFICE.search(sentence):
            return (
                "info",
                "这句话似乎只说办公室（本级），表格汇总了更大的范围：范围不同，不算矛盾。",
                " The sentence seems to speak of the office alone and the table of more: no contradiction.",
            )
    if statement.value > printed and everyone and view.report.scope in ("self", "gov_and_office"):
        return (
            "info",
            "这句话说的是全部单位，表格只计本机关：范围不同，不算矛盾。",
            " The sentence speaks of all bodies and the table of one: no contradiction.",
        )
    return None, "", ""


def check_loose_other(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note where the prose's 其他处理 is a sum of other rows of table 3, not its row （六）."""
    editions = editions_of(view)
    for statement in view.report.statements:
        if statement.key != "nar_other" or view.explained_by("N-RESULT"):
            continue
        readings = _readings("N-RESULT", "nar_other", editions)
        strict, value = None, None
        try:
            strict = readings[0].value(view.values)
            value = next((one for one in readings if _agrees(statement, one.value(view.values))), None)
        except (IndexError, KeyError):
            continue
        if value is None:
            continue
        if _agrees(statement, strict):
            yield passed(rule, left=statement.value, right=strict, cells=readings[0].cells)
            continue
        kept = Reading(tuple(t for t in value.terms if any(view.values[key] for key in t.keys)), value.cells)
        yield failed(rule, left=statement.value, right=strict, cells=value.cells, quote=quoted(statement.quote),
                     combination=kept.worded(view.values, 0), combination_en=kept.worded(view.values, 1))  # fmt: skip


_REVIEW_COUNT = re.compile(r"复议[^。；\n诉]{0,20}?\d|\d+[件宗起][^。；\n]{0,6}复议")
_SUIT_COUNT = re.compile(r"(?:诉讼|[起应]诉)[^。；\n议]{0,20}?\d|\d+[件宗起][^。；\n]{0,6}(?:诉讼|[起应]诉)")


def check_omitted_cases(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note where the prose counts lawsuits (reviews) and leaves out the reviews (lawsuits) that table 4 has."""
    stated = {s.key: s for s in view.report.statements if s.key in ("nar_review", "nar_suit")}
    if len(stated) != 1:
        if len(stated) == 2:
            yield plain_pass(rule)
        return
    (statement,) = stated.values()
    if statement.key == "nar_suit":
        keys: tuple[str, ...] = ("review_total",)
        silent, words, words_en, other, other_en = _REVIEW_COUNT, "行政复议", "reviews", "行政诉讼", "lawsuits"
    else:
        keys = ("suit_direct_total", "suit_post_total")
        silent, words, words_en, other, other_en = _SUIT_COUNT, "行政诉讼", "lawsuits", "行政复议", "reviews"
    if any(key not in view.values for key in keys):
        yield missing(rule, tuple(key for key in keys if key not in view.values))
        return
    total = sum(view.values[key] for key in keys)
    if total == 0 or statement.value == 0 or silent.search(view.text):
        yield passed(rule, left=total, cells=keys)
    else:
        yield failed(rule, left=total, right=statement.value, cells=keys, what=words, what_en=words_en, other=other,
                     other_en=other_en)  # fmt: skip


def check_zero_table(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a table 3 that is all zero beside prose that names at least one application; told once."""
    plan = view.plan("t3")
    if plan is None:
        return
    values = view.printed
    if any(value for key, value in values.items() if "__" in key) or view.supposed("t3"):
        yield plain_pass(rule)
        return
    keys = plan.keys["t3"]
    if any(key not in values for key in keys):
        yield missing(rule, tuple(key for key in keys if key not in values))
        return
    for statement in view.report.statements:
        if statement.key in rule.parameters["statements"] and statement.value > 0:
            view.explain(rule.absorbs, rule.id)
            severity, _, _ = _scope_hint(view, statement, 0)
            yield failed(rule, left=statement.value, right=0, cells=plan.row_keys["req_new"],
                         severity=severity, quote=quoted(statement.quote))  # fmt: skip
            return
    yield plain_pass(rule)


def check_fee_statements(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Check that without a fee notice no amount was demanded or collected."""
    fees = {s.key: s.value for s in view.report.statements if s.key.startswith("fee_")}
    if "fee_notice_count" not in fees:
        return
    for key, what, what_en in (
        ("fee_notice_amount", "收费通知总金额", "amount demanded"),
        ("fee_collected_amount", "实际收取金额", "amount collected"),
    ):
        if fees["fee_notice_count"] == 0 and fees.get(key, 0) > 0:
            yield failed(rule, left=fees[key], right=0, cells=("fee_notice_count", key), what=what, what_en=what_en)
            return
    yield passed(rule, left=fees["fee_notice_count"])


_ALL_DONE = re.compile(r"(?:全部|均)[^，。；\n]{0,14}?(?:办结|答复|办理完毕)")
_EXCEPT = re.compile(
    r"除|之外|以外|结转|顺延|复议|诉讼|提案|建议|信访|热线|留言|信箱|半年|季度|上年|上一年|去年|往年|历年|网上|信函|当面|到期|应于|截[至止]"
)


def check_all_done(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Compare “all answered” with the carry-over and “none received” with the new applications."""
    values = view.values
    for statement in view.report.statements:
        if statement.key == "nar_req_new" and statement.state == "stated_none":
            if "req_new__total" not in values:
                yield missing(rule, ("req_new__total",))
            elif values["req_new__total"] == 0:
                yield passed(rule, row="req_new", left=0, right=0, cells=("req_new__total",))
            else:
                left = values["req_new__total"]
                severity, hint, hint_en = _scope_hint(view, statement, left)
                yield failed(rule, row="req_new", left=left, right=0, cells=("req_new__total",), severity=severity,
                             quote=quoted(statement.quote), hint=hint, hint_en=hint_en)  # fmt: skip
    carried = values.get("req_carried_out__total")
    match = None
    for match in _ALL_DONE.finditer(view.text) if carried != 0 else ():
        begin = max(view.text.rfind(mark, 0, match.start()) for mark in "。\n；") + 1
        ends = [at for mark in "。\n；" if (at := view.text.find(mark, match.end())) >= 0]
        sentence = view.text[begin : min(ends, default=len(view.text))]
        if "申请" in sentence and not _EXCEPT.search(sentence):
            break
    else:
        if carried is not None:
            yield passed(rule, row="req_carried_out", left=carried)
        return
    if carried is None:
        yield missing(rule, ("req_carried_out__total",), row="req_carried_out")
    elif view.explained_by("N-CARRY"):
        yield told_by(rule, view.explained_by("N-CARRY"), row="req_carried_out", left=carried, right=0)
    else:
        office = _OFFICE.search(sentence) is not None and not _EVERYONE.search(sentence)
        yield failed(rule, row="req_carried_out", left=carried, right=0, cells=("req_carried_out__total",),
                     severity="info" if office else None, quote=quoted(match.group()),
                     hint="这句话似乎只说办公室（本级）。" if office else "",
                     hint_en=" The sentence seems to speak of the office alone." if office else "")  # fmt: skip
