"""Prose of a report whose table has ten new applications: what says no more than a part of them is no contradiction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from extractors.checks import CheckResult, check_report
from extractors.narrative import read_statements
from extractors.report_values import Report

ByRule = Callable[[Any], dict[str, list[CheckResult]]]


def report_saying(make: Any, prose: str, part: int = 1) -> Report:
    report: Report = make.report(prose={part: prose})
    return replace(report, statements=read_statements(report.sections, report.year, report.publisher))


@pytest.mark.parametrize(
    "prose",
    [
        "上半年收到政府信息公开申请4件，下半年收到政府信息公开申请6件。",
        "1-6月收到政府信息公开申请4件。",
        "近三年累计收到政府信息公开申请1200件。",
        "“十四五”以来共收到政府信息公开申请2000件。",
        "新收政府信息公开申请目标任务600件，实际收到10件。",
        "通过网站收到政府信息公开申请6件，信函4件。",
        "镇政府办公室收到政府信息公开申请3件，各村收到政府信息公开申请7件。",
        "镇党政办收到政府信息公开申请3件。其他机构收到政府信息公开申请7件。",
        "收到行政复议申请3件，均与政府信息公开无关。",
        "2021年收到政府信息公开申请31件，办结31件。",
        "平均每月收到政府信息公开申请3件。",
        "上半年收到的政府信息公开申请均已办结。",
        "网上提交的政府信息公开申请均已按时答复。",
        "部分公开的申请同比下降50%。",
    ],
)
def test_a_part_is_no_contradiction(prose: str, make: Any, findings_of: ByRule) -> None:
    found = findings_of(check_report(report_saying(make, prose)))
    assert not [rule for rule in found if rule.startswith("N-")]


@pytest.mark.parametrize(
    ("prose", "rule"),
    [
        ("2022年收到政府信息公开申请15件。", "N-REQ"),
        ("镇党政办收到政府信息公开申请3件。其他机构收到政府信息公开申请9件。", "N-REQ"),
        ("因政府信息公开被申请行政复议3件。", "N-REVIEW"),
        ("全年收到的政府信息公开申请均已办结。", "N-ALLDONE"),
    ],
)
def test_what_is_said_of_the_whole_is_still_held_to_the_table(
    prose: str, rule: str, make: Any, findings_of: ByRule
) -> None:
    assert rule in findings_of(check_report(report_saying(make, prose)))


@pytest.mark.parametrize(
    "prose",
    [
        "2021年收取信息处理费500元，本年度未发出收费通知，没有收取信息处理费。",
        "信息处理费按12.5元/件收取，本年度未发出收费通知。",
    ],
)
def test_other_years_fees_and_prices_do_not_contradict_a_year_without_fees(
    prose: str, make: Any, findings_of: ByRule
) -> None:
    found = findings_of(check_report(report_saying(make, prose, 6)))
    assert "N-FEE" not in found
