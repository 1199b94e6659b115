"""Whose numbers a report gives: an aggregate only where it says that it gathers, not where it denies it."""

from __future__ import annotations

import pytest

from extractors.scope import find_scope


@pytest.mark.parametrize(
    "text",
    [
        "本报告不含各乡镇、各部门数据汇总。",
        "本报告不对各乡镇年度报告数据汇总。",
        "本报告不含各乡镇、各部门数据汇总情况。",
        "本报告未汇总各部门数据。",
        "本报告不含各乡镇，由本机关年度报告数据汇总。",
        "本报告没有包括下属单位的数据。",
        "数据统计范围是本机关而非全县各部门。",
        "本报告没有综合各部门的情况编制。",
        "本报告由县综合执法局会同各部门编制。",
        "本报告由县政府办公室按照各部门职责，结合本机关公开情况编制而成。",
    ],
)
def test_who_denies_gathering_gives_no_aggregate(text: str) -> None:
    assert find_scope("云岭县人民政府", [text]) is None


@pytest.mark.parametrize(
    "text",
    [
        "本报告根据各乡镇、各部门报送的年度报告汇总编制。",
        "本报告不仅汇总本级，还汇总各乡镇数据。",
        "本报告不含企业，由各乡镇年度报告汇总编制。",
        "本报告由无为市各乡镇年度报告汇总编制。",
        "本报告由县不动产登记中心等各部门年度报告汇总编制。",
        "本报告数据为全县汇总数据。",
        "本报告综合云岭县各级行政机关2025年度政府信息公开工作情况编制而成。",
        "综合2017年度云岭市各县（市、区）政府和市级各部门的年度工作报告编制而成。",
        "本报告由开发区党政办，区直各部门，乡镇人民政府政务公开情况编制而成。",
        "本报告是2019年管委会及各工作部门开展政府信息公开工作的综合情况。",
    ],
)
def test_who_gathers_gives_an_aggregate(text: str) -> None:
    assert find_scope("云岭县人民政府", [text]) == "aggregate"
