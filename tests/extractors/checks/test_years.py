"""Year, form and dates of one report against each other: what is told, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from extractors.checks import CheckResult, Findings, check_report
from extractors.report_values import Dates, Report, Section

ByRule = Callable[[Findings], dict[str, list[CheckResult]]]
TITLE = "云溪县石桥镇人民政府2023年政府信息公开工作年度报告"
OF_2023 = Dates(period_start="2023-01-01", period_end="2023-12-31")


def with_preamble(make: Any, preamble: str, dates: Dates) -> Report:
    report: Report = make.report(title=TITLE, year=2023, dates=dates)
    return replace(report, sections=(Section(0, "preamble", "", preamble), *report.sections))


def results(report: Report, rule: str) -> list[CheckResult]:
    return [result for result in check_report(report).results if result.rule == rule]


@pytest.mark.parametrize(
    "preamble",
    [
        "根据《中华人民共和国政府信息公开条例》，现公布石桥镇2022年政府信息公开工作年度报告。",
        "现将我镇2022年度政府信息公开工作情况报告如下：",
        "按照要求，特编制《石桥镇2022年政府信息公开工作年度报告》。",
        "现向社会公布2022年度政府信息公开年度报告。",
    ],
)
def test_a_preamble_that_publishes_another_years_report_is_noticed(preamble: str, make: Any) -> None:
    (result,) = results(with_preamble(make, preamble, Dates()), "M-YEAR")
    assert (result.outcome, result.severity, result.left, result.right) == ("fail", "error", 2023, 2022)
    assert "正文开头写的是“" in result.message
    assert "2022年" in result.message
    (result,) = results(with_preamble(make, preamble, OF_2023), "M-YEAR")
    assert (result.outcome, result.severity) == ("fail", "warning")


@pytest.mark.parametrize(
    "preamble",
    [
        "现公布石桥镇2023年政府信息公开工作年度报告。",
        "根据县府办《关于做好2022年政府信息公开工作年度报告编制工作的通知》要求，现编制本报告。",
        "现将2022年以来的政府信息公开工作报告如下。",
        "现公布2022年、2023年政府信息公开工作年度报告。",
        "我镇2022年政府信息公开工作年度报告已于上年公布，现公布2023年政府信息公开工作年度报告。",
        "现对照上年政府信息公开工作年度报告，编制本报告。",
        "我镇实现2022年政府信息公开年度报告按时公布，特别是2022年政府信息公开年度报告质量提升。",
        "现将2022至2023年政府信息公开工作年度报告公布如下。",
    ],
)
def test_other_years_in_a_preamble_are_left_alone(preamble: str, make: Any) -> None:
    for dates in (Dates(), OF_2023):
        assert not [one for one in results(with_preamble(make, preamble, dates), "M-YEAR") if one.is_finding]


def test_a_period_of_another_year_is_still_an_error(make: Any) -> None:
    dates = Dates(period_start="2022-01-01", period_end="2022-12-31")
    (result,) = results(make.report(title=TITLE, year=2023, dates=dates), "M-YEAR")
    assert (result.outcome, result.severity) == ("fail", "error")
    assert "统计期限是2022-01-01至2022-12-31（2022年）" in result.message


@pytest.mark.parametrize(
    ("year", "expected"), [(2014, "2014〕32号"), (2018, "2014〕32号"), (2019, None), (2020, None), (2021, "2021年版")]
)
def test_the_form_due_is_the_one_of_that_year(year: int, expected: str | None, make: Any) -> None:
    (result,) = results(make.report("f2019", year=year), "M-FORMSTALE")
    assert (result.outcome == "fail") == (expected is not None)
    assert (expected or "") in result.message


@pytest.mark.parametrize("edition", ["f2019", "f2021"])
@pytest.mark.parametrize("year", [2012, 2013])
def test_no_form_was_due_before_there_was_one(year: int, edition: str, make: Any) -> None:
    (result,) = results(make.report(edition, year=year), "M-FORMSTALE")
    assert result.outcome == "not_assessable"


@pytest.mark.parametrize(
    ("publisher", "signed", "severity"),
    [
        ("云溪县教育局", "2023-02-06", "warning"),
        ("云溪县教育局", "2023-01-31", ""),
        ("云溪县人民政府", "2023-02-06", ""),
        ("云溪县人民政府", "2023-04-06", "warning"),
        ("云溪县石桥镇人民政府", "2023-02-06", "info"),
        ("云溪县人民政府办公室", "2023-02-06", ""),
    ],
)
def test_what_was_signed_after_the_date_was_not_published_before_it(
    publisher: str, signed: str, severity: str, make: Any
) -> None:
    (result,) = results(make.report(publisher=publisher, dates=Dates(signed_on=signed)), "M-LATE")
    assert result.outcome == ("fail" if severity else "not_assessable")
    if severity:
        assert result.severity == severity
        assert f"落款日期是{signed}，晚于" in result.message


def test_a_page_that_gives_its_date_is_held_to_that(make: Any) -> None:
    dates = Dates(signed_on="2023-02-20", published_on="2023-01-20")
    (result,) = results(make.report(publisher="云溪县教育局", dates=dates), "M-LATE")
    assert result.outcome == "pass"
