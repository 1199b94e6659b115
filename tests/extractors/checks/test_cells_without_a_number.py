"""Cells of a draft that hold no number: what is printed there is a finding, what is not printed is said beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractors.checks import CheckResult, Findings, check_report
from extractors.checks.unfilled import unfilled
from extractors.report_json import check_json

ByRule = Callable[[Findings], dict[str, list[CheckResult]]]


@pytest.mark.parametrize("printed", ["XX", "O", "1，0", "见附件", "约3件"])
def test_what_is_printed_in_the_place_of_a_number_is_a_finding(make: Any, findings_of: ByRule, printed: str) -> None:
    report = make.report(requests={"req_new": [printed, 2, 0, 0, 0, 0, 10]})
    (finding,) = findings_of(check_report(report))["CELL-UNIT"]
    assert finding.message == f"“本年新收·自然人”一格印的是“{printed}”，不是一个数。"
    assert finding.severity == "warning"
    assert check_json(finding)["cells"] == ["req_new__natural_person"]


def test_no_change_is_a_finding_only_where_no_change_is_asked_for(make: Any, findings_of: ByRule) -> None:
    report = make.report("f2019", proactive={"license_items_delta": "无变化"}, requests={"req_new": ["持平"] * 7})
    (finding,) = findings_of(check_report(report))["CELL-UNIT"]
    assert finding.message == "“本年新收·自然人”等7格印的是“持平”，不是一个数。"


def test_words_in_a_merged_cell_are_one_finding(make: Any, findings_of: ByRule) -> None:
    report = make.report(requests={"req_new": ["见附件"] * 7})
    (finding,) = findings_of(check_report(report))["CELL-UNIT"]
    assert finding.message == "“本年新收·自然人”等7格印的是“见附件”，不是一个数。"
    assert len(finding.cells) == 7


@pytest.mark.parametrize("printed", ["", "/"])
def test_cells_without_a_number_are_no_finding_and_are_said(make: Any, findings_of: ByRule, printed: str) -> None:
    report = make.report(requests={"req_new": [8, 2, 0, 0, 0, 0, printed]}, proactive={"normdoc_issued": printed})
    assert findings_of(check_report(report)) == {}
    assert list(unfilled(report)) == [
        "表二有1格没有填数（空白或“/”一类记号），含有这些格的等式没有核对：“行政规范性文件·本年制发件数”。",
        "表三有1格没有填数（空白或“/”一类记号），含有这些格的等式没有核对：“本年新收·总计”。",
    ]


def test_a_filled_report_has_nothing_unfilled(make: Any) -> None:
    assert list(unfilled(make.report())) == []
