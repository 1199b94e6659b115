"""Parts and headings: what the uniform format asks a report to have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.checks.messages import failed, passed, plain_pass, quoted, unassessed
from extractors.checks.results import CheckResult
from extractors.checks.rules import Rule
from extractors.checks.view import View
from extractors.forms import T4_KEYS, load_form
from extractors.report_values import Section

_TABLES = {"t2": ("表二", "table 2"), "t3": ("表三", "table 3"), "t4": ("表四", "table 4")}
_PROSE = (1, 5, 6)
_PROSE_EN = {1: "part 1 (overview)", 5: "part 5 (problems and improvements)", 6: "part 6 (other matters)"}
_NUMERALS = "一二三四五六七八九十"
_NUMERAL = re.compile(r"^[\s#*]*第?[（(]?([一二三四五六七八九十]+|\d{1,2}(?![\d年月]))")
_FEE = re.compile(r"处理费|收费|费用|收取")
_NOTHING = re.compile(r"^[无没有。，\s]*$")


def _statutory(view: View) -> dict[int, Section]:
    """Return the sections that are parts of the uniform format, not of a report with headings of its own."""
    return {n: s for n, s in view.sections.items() if 1 <= n <= 6 and not s.key.startswith("part")}


def _is_uniform(rule: Rule, view: View) -> bool | None:
    """Return whether the six-part format applies: by the tables printed, else by the year; None if unknown."""
    if any(view.editions[table] in ("f2019", "f2021") for table in _TABLES):
        return True
    if view.editions["y14"]:
        return False
    year = view.report.year
    return None if year is None else year >= rule.parameters["first_year"]


def check_sections(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report missing tables (error) and missing parts of prose (warning) of the uniform format."""
    uniform = _is_uniform(rule, view)
    if uniform is None:
        yield unassessed(
            rule, "无法核对：年度和表格版本都不清楚。", "Cannot be checked: year and edition are not known."
        )
    if not uniform:
        return
    if any(problem.kind in ("continued", "parted_table") for problem in view.report.problems):
        yield unassessed(
            rule,
            "无法核对：正文分几页刊登，没有全部读到。",
            "Cannot be checked: the article stands on several pages, and not all of it was read.",
        )
        return
    lost = [
        table
        for table in _TABLES
        if view.plan(table) is None
        and not (table == "t4" and any(key in view.figures for key in T4_KEYS))
        and not view.explained_by(rule.id, table)
    ]
    if len(lost) == len(_TABLES) and view.report.attachments:
        yield unassessed(
            rule,
            "没有读到三张表，它们可能在附件里。",
            "The three tables were not found; they may be in the attachments.",
        )
    elif lost:
        yield failed(rule, left=len(_TABLES) - len(lost), right=len(_TABLES),
                     what="、".join(_TABLES[table][0] for table in lost),
                     what_en=", ".join(_TABLES[table][1] for table in lost))  # fmt: skip
    titles = load_form("f2021").sections
    sections = _statutory(view)
    absent = [number for number in _PROSE if number not in sections]
    if absent:
        yield failed(rule, left=len(_PROSE) - len(absent), right=len(_PROSE), severity="warning",
                     what="、".join(f"“{titles[number - 1]}”部分" for number in absent),
                     what_en=", ".join(_PROSE_EN[number] for number in absent))  # fmt: skip
    elif not lost:
        yield plain_pass(rule)


def check_numerals(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note headings of the six parts whose printed numeral is missing or another's."""
    sections = _statutory(view)
    if not sections:
        return
    numerals = {number: match[1] if (match := _NUMERAL.match(s.heading)) else "" for number, s in sections.items()}
    arabic = sum(numeral.isdigit() for numeral in numerals.values()) * 2 > len(numerals)
    odd = [
        sections[number].heading.strip(" #*")
        for number, numeral in numerals.items()
        if _value(numeral) != number or numeral.isdigit() is not arabic
    ]
    if odd:
        yield failed(rule, left=len(odd), rows="、".join(f"“{quoted(heading)}”" for heading in odd))
    else:
        yield plain_pass(rule)


def _value(numeral: str) -> int:
    """Return the number a numeral stands for, 0 for none."""
    if numeral.isdigit():
        return int(numeral)
    return _NUMERALS.index(numeral) + 1 if numeral in _NUMERALS and numeral else 0


def check_section_five(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a part five that is empty, 无, or only a few characters."""
    section = _statutory(view).get(5)
    if section is None:
        return
    text = "".join(section.text.split())
    least = rule.parameters["least"]
    if len(text) >= least and not _NOTHING.match(text):
        yield passed(rule, left=len(text), right=least)
    else:
        yield failed(rule, left=len(text), right=least, quote=quoted(text))


def check_section_six(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a part six of the 2021 format that does not state the information-processing fee."""
    if "f2021" not in (view.editions["t2"], view.editions["t3"]):
        return
    section = _statutory(view).get(6)
    if section is None:
        return
    stated = any(s.key.startswith("fee_") and s.section == 6 for s in view.report.statements)
    if stated or _FEE.search(section.text):
        yield plain_pass(rule)
    else:
        yield failed(rule, quote=quoted(section.text))


def check_empty(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report that nothing could be read of a file that was taken for a report: our failure, never “all zero”."""
    report = view.report
    if report.figures or report.sections or report.legacy:
        yield plain_pass(rule)
    else:
        yield failed(rule, left=0)
