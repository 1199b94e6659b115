"""Amounts printed in another unit than the form's: kept as printed, said to be so, compared with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from extractors.checks import CheckResult, Findings, check_report
from extractors.document import Document
from extractors.formats import read_document
from extractors.forms.layout import lay_out
from extractors.report import read_report
from extractors.report_json import report_as_json
from extractors.report_values import Report
from extractors.tables import read_tables

ByRule = Callable[[Findings], dict[str, list[CheckResult]]]


def in_header(report: Report, number: int, unit: str) -> Report:
    """Return a report whose header of the fees prints a unit."""
    figure = report.figures["admin_fee_amount"]._replace(value=number, raw=str(number), unit_printed=unit)
    return replace(report, figures={**report.figures, "admin_fee_amount": figure})


def results(report: Report, rule: str) -> list[CheckResult]:
    return [result for result in check_report(report).results if result.rule == rule]


@pytest.mark.parametrize(("number", "unit"), [(125_000, "元"), (300, "百万元")])
def test_a_fee_in_another_unit_is_no_fee_in_ten_thousands(make: Any, number: int, unit: str) -> None:
    report = in_header(make.report(), number, unit)
    assert [result.outcome for result in results(report, "T2-FEEUNIT")] == ["pass"]
    (finding,) = results(report, "CELL-UNIT")
    assert finding.message == (
        f"“行政事业性收费·本年收费金额”一格印的是“{number}”，表头印的单位是{unit}，格式规定的单位是万元。"
    )
    assert f"under a header with the unit {unit}" in finding.message_en


def test_a_unit_inside_the_cell_is_not_said_to_be_the_headers(make: Any, findings_of: ByRule) -> None:
    found = findings_of(check_report(make.report(proactive={"admin_fee_amount": "125000元"})))
    assert list(found) == ["CELL-UNIT"]
    assert found["CELL-UNIT"][0].message.endswith("一格印的是“125000元”，格式规定的单位是万元。")


def test_too_high_a_fee_is_told_with_what_is_printed(make: Any) -> None:
    (plain,) = results(make.report(proactive={"admin_fee_amount": 125_000}), "T2-FEEUNIT")
    assert "印的是“125000”，按格式规定的单位万元计即12.5亿元" in plain.message
    (own,) = results(make.report(proactive={"admin_fee_amount": "20亿元"}), "T2-FEEUNIT")
    assert "印的是“20亿元”，按所印的单位亿元计即20亿元" in own.message
    assert own.left == 200_000


def test_what_is_no_amount_of_money_is_not_assessed(make: Any) -> None:
    (result,) = results(make.report(proactive={"admin_fee_amount": "12件"}), "T2-FEEUNIT")
    assert result.outcome == "not_assessable"


def test_nothing_is_nothing_in_every_unit(make: Any, findings_of: ByRule) -> None:
    assert findings_of(check_report(in_header(make.report(), 0, "元"))) == {}


def test_decisions_counted_in_ten_thousands_are_no_broken_count(make: Any, findings_of: ByRule) -> None:
    report = make.report(proactive={"license_decisions": "1.2万件"})
    found = findings_of(check_report(report))
    assert list(found) == ["CELL-UNIT"]
    printed = report_as_json(report, check_report(report))["figures"]["license_decisions"]  # type: ignore[index]
    assert (printed["value"], printed["unit"], printed["unit_printed"]) == (1.2, "万件", "万件")


@pytest.mark.parametrize(
    ("text", "header", "value", "unit"),
    [
        ("125000", "元", 125_000, "元"),
        ("125000元", "万元", 125_000, "元"),
        ("1.25亿元", "万元", 1.25, "亿元"),
        ("12.5万元", "元", 12.5, "万元"),
        ("12.5", "万元", 12.5, "万元"),
    ],
)
def test_the_value_is_the_printed_one_and_the_unit_is_its_own(
    filling: Any, text: str, header: str, value: float, unit: str
) -> None:
    table = lay_out("f2021", filling("f2021") | {"admin_fee_amount": text})["t2"]
    cells = tuple(cell._replace(text=cell.text.replace("单位：万元", f"单位：{header}")) for cell in table.cells)
    figure = read_tables(Document("html", (replace(table, cells=cells),))).figures["admin_fee_amount"]
    assert (figure.value, figure.raw, figure.value_unit) == (value, text, unit)


def test_the_unit_column_of_the_old_table_counts_too() -> None:
    rows = [
        ("六、举报投诉数量", "件", "3"),
        ("七、依申请公开信息收取的费用", "元", "380"),
        ("（一）政府信息公开工作专门机构数", "个", "2"),
        ("（二）设置政府信息公开查阅点数", "个", "2"),
        ("（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", "1.5"),
    ]
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    page = (
        "<h1>云溪县教育局2016年政府信息公开工作年度报告</h1><p>一、概述</p><p>我局认真公开信息。</p>"
        f"<table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>{lines}</table>"
    )
    report = read_report(read_document(page.encode(), name="a.html", media_type="text/html"))
    units = {key: (figure.value, figure.value_unit) for key, figure in report.figures.items()}
    assert (units["y14_fees"], units["y14_budget"]) == ((380, "元"), (1.5, "万元"))
    text = "\n".join(["云溪县教育局2016年政府信息公开工作年度报告", "一、概述", "我局认真公开信息。",
                      "统计指标 单位 统计数", *(" ".join(row) for row in rows)])  # fmt: skip
    flat = read_report(read_document(text.encode(), name="a.txt", media_type="text/plain"))
    units = {key: (figure.value, figure.value_unit) for key, figure in flat.figures.items()}
    assert (units["y14_fees"], units["y14_budget"]) == ((380, "元"), (1.5, "万元"))
