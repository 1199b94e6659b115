"""Reports made by hand for the checks: an invented town whose numbers agree, and ways to change one thing in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from extractors.checks import CheckResult, Findings
from extractors.document import Place, Problem
from extractors.figures import Figure
from extractors.forms import INDICATORS, load_form
from extractors.numerals import read_number
from extractors.report_values import Dates, Report, Section, Statement

Cell = int | float | str
"""A number, or what is printed instead: "" blank, "/" not applicable, "251000元" a number with its unit."""

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
KEYS = ("overview", "proactive", "requests", "disputes", "problems", "other")
PROSE = {
    1: "2022年，我镇主动公开政府信息120条，工作平稳有序。",
    5: "公开的内容还不够细，下一步将加强培训，完善制度。",
    6: "本年度未收取信息处理费。",
}
REQUESTS: dict[str, list[Cell]] = {
    "req_new": [8, 2, 0, 0, 0, 0, 10],
    "req_carried_in": [1, 0, 0, 0, 0, 0, 1],
    "res_granted": [5, 1, 0, 0, 0, 0, 6],
    "res_partial": [1, 0, 0, 0, 0, 0, 1],
    "res_denied_third_party": [1, 0, 0, 0, 0, 0, 1],
    "res_unable_not_held": [1, 1, 0, 0, 0, 0, 2],
    "res_total": [8, 2, 0, 0, 0, 0, 10],
    "req_carried_out": [1, 0, 0, 0, 0, 0, 1],
}
"""Ten new and one carried in; ten answered and one carried over. Rows not named are all zero."""
NOTHING: dict[str, list[Cell]] = {row: [0] * 7 for row in REQUESTS}
DISPUTES = (1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0)
PROACTIVE: dict[str, Cell] = {
    "normdoc_issued": 3, "normdoc_repealed": 2, "normdoc_in_force": 6, "license_decisions": 40, "penalty_decisions": 7,
    "admin_fee_amount": 12.5,
}  # fmt: skip


def _figure(key: str, printed: Cell, *, by_width: bool = False) -> Figure:
    row, _, applicant = key.partition("__")
    rows = [r.key for r in load_form("f2021").t3_rows]
    unit = INDICATORS[key].unit if key in INDICATORS else "件"
    place = Place(table=2, row=rows.index(row) + 1) if row in rows else Place(table=1)
    if not isinstance(printed, str):
        state = "value" if printed else "zero"
        return Figure(row, applicant, printed, str(printed), state, unit, place, "", by_width)
    if printed == "":
        return Figure(row, applicant, None, "", "blank", unit, place, "", by_width)
    digits = "".join(char for char in printed if char.isdigit() or char in ".-")
    if digits and printed.startswith(digits):
        return Figure(row, applicant, float(digits), printed, "value", unit, place, printed.removeprefix(digits))
    return Figure(row, applicant, None, printed, read_number(printed).state, unit, place)


class Maker:
    """Makes reports; every method returns a whole one, or a part for `report`."""

    def report(
        self,
        edition: str = "f2021",
        *,
        requests: Mapping[str, Sequence[Cell]] | None = None,
        disputes: Sequence[Cell] | None = DISPUTES,
        proactive: Mapping[str, Cell] | None = None,
        cells: Mapping[str, Cell] | None = None,
        without_rows: Sequence[str] = (),
        by_width: Sequence[str] = (),
        prose: Mapping[int, str] | None = None,
        headings: Sequence[str] = HEADINGS,
        without_sections: Sequence[int] = (),
        statements: Sequence[Statement] = (),
        problems: Sequence[Problem] = (),
        forms: Mapping[str, str | None] | None = None,
        **values: Any,
    ) -> Report:
        form = load_form(edition)
        figures: dict[str, Figure] = {}
        given = {"normdoc_made": 3} if edition == "f2019" else PROACTIVE
        for key in form.keys("t2"):
            figures[key] = _figure(key, {**given, **(proactive or {})}.get(key, 0))
        rows = {**REQUESTS, **(requests or {})}
        for row in form.t3_rows:
            if row.key in without_rows:
                continue
            printed = rows.get(row.key, [0] * 7)
            for column, value in zip(form.t3_columns, printed, strict=False):
                key = f"{row.key}__{column.key}"
                figures[key] = _figure(key, value, by_width=row.key in by_width)
        for key, value in zip(form.keys("t4"), disputes or (), strict=False):
            figures[key] = _figure(key, value, by_width="t4" in by_width)
        for key, value in (cells or {}).items():
            figures[key] = _figure(key, value)
        texts = {**PROSE, **(prose or {})}
        sections = tuple(
            Section(number, KEYS[number - 1], heading, texts.get(number, ""))
            for number, heading in enumerate(headings, 1)
            if number not in without_sections
        )
        title = values.pop("title", "云溪县石桥镇人民政府2022年政府信息公开工作年度报告")
        publisher = values.pop("publisher", "云溪县石桥镇人民政府")
        editions = {"t2": edition, "t3": edition, "t4": edition if disputes else None, "y14": None, **(forms or {})}
        text = "\n".join([title, *(f"{section.heading}\n{section.text}" for section in sections)])
        return Report(
            title=title,
            publisher=publisher,
            year=values.pop("year", 2022 if edition == "f2021" else 2020),
            forms=editions,
            sections=sections,
            figures=figures,
            statements=tuple(statements),
            problems=tuple(problems),
            dates=values.pop("dates", Dates(signed_on="2023-01-18", published_on="2023-01-20")),
            text=values.pop("text", text),
            **values,
        )

    def run_together(self, row: str, digits: str) -> Report:
        """Return a report in which a row of table 3 is printed as one run of digits."""
        report = self.report()
        printed = {k: f for k, f in report.figures.items() if k.startswith(f"{row}__")}
        cut = {k: f._replace(value=None, state="unreadable", raw=digits) for k, f in printed.items()}
        return replace(report, figures={**report.figures, **cut})

    def old_report(self, cells: Mapping[str, Cell] | None = None) -> Report:
        """Return a report of 2016 with the table of 2014-2018, which agrees with itself."""
        numbers: dict[str, Cell] = {
            "y14_req_total": 9, "y14_req_inperson": 2, "y14_req_fax": 0, "y14_req_online": 6, "y14_req_letter": 1,
            "y14_done_total": 9, "y14_done_ontime": 8, "y14_done_extended": 1, "y14_ans_total": 9,
            "y14_ans_already_public": 2, "y14_ans_granted": 5, "y14_ans_refused": 2, "y14_ref_privacy": 2,
            "y14_staff_total": 3, "y14_staff_full": 1, "y14_staff_part": 2, "y14_budget": 1.5,
        }  # fmt: skip
        printed = {**dict.fromkeys(load_form("y14").keys("y14"), 0), **numbers, **(cells or {})}
        return Report(
            title="云溪县教育局2016年政府信息公开工作年度报告",
            publisher="云溪县教育局",
            year=2016,
            forms={"t2": None, "t3": None, "t4": None, "y14": "y14"},
            sections=(Section(1, "part1", "一、概述", "我局认真公开信息。"),),
            figures={key: _figure(key, value) for key, value in printed.items()},
        )

    def statement(self, key: str, value: float | int, quote: str = "", **more: Any) -> Statement:
        return Statement(key, value, "件", quote or f"{value}件", more.pop("section", 1), 0, len(quote), **more)

    def width_problem(self, row: str, raw: str) -> Problem:
        number = [r.key for r in load_form("f2021").t3_rows].index(row) + 1
        return Problem("row_width", f"table 2 row {number}", raw, "not the form's number of cells")

    def group_problem(self, label: str, applicant: str, raw: str) -> Problem:
        return Problem("group_row_value", f"{label} {applicant}", raw, "a group of this form has no cells")

    def with_values(self, report: Report, cells: Mapping[str, Cell | None]) -> Report:
        """Return a report with other numbers in some cells; None takes the cell away."""
        figures = dict(report.figures)
        for key, value in cells.items():
            if value is None:
                del figures[key]
            else:
                figures[key] = _figure(key, value)
        return replace(report, figures=figures)


@pytest.fixture(scope="session")
def make() -> Maker:
    return Maker()


@pytest.fixture(scope="session")
def findings_of() -> Callable[[Findings], dict[str, list[CheckResult]]]:
    """Return a function from Findings to the failed results by rule."""

    def by_rule(findings: Findings) -> dict[str, list[CheckResult]]:
        found: dict[str, list[CheckResult]] = {}
        for result in findings.results:
            if result.is_finding:
                found.setdefault(result.rule, []).append(result)
        return found

    return by_rule
