"""Two printed names: one body, two bodies, or no verdict. A verdict of two bodies is an accusation."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.checks import check_report
from extractors.checks.bodies import Difference, compare_bodies


@pytest.mark.parametrize(
    ("title", "signed", "parts"),
    [
        ("教育局", "财政局", ("教育局", "财政局")),
        ("云溪县教育局", "云溪县财政局", ("教育局", "财政局")),
        ("青原市财政局", "青原市教育局", ("财政局", "教育局")),
        ("云溪县公安局", "云溪县民政局", ("公安局", "民政局")),
        ("云溪县教育和体育局", "云溪县审计局", ("教育和体育局", "审计局")),
        ("云溪县石桥镇人民政府", "云溪县白塔镇人民政府", ("石桥镇", "白塔镇")),
        ("云溪县石桥镇人民政府", "云溪县人民政府", ("石桥镇", "云溪县")),
        ("云溪县教育局", "白塔县教育局", ("云溪县", "白塔县")),
    ],
)
def test_names_that_cannot_be_one_body(title: str, signed: str, parts: tuple[str, str]) -> None:
    assert compare_bodies(title, signed) == Difference(*parts)
    assert compare_bodies(signed, title) == Difference(*parts[::-1])


@pytest.mark.parametrize(
    ("bureau", "government", "parts"),
    [
        ("县财政局", "县人民政府", ("财政局", "人民政府")),
        ("云溪县财政局", "云溪县", ("财政局", "人民政府")),
        ("云溪县教育局", "云溪县人民政府", ("教育局", "人民政府")),
        ("云溪县教育局", "云溪县人民政府办公室", ("教育局", "人民政府办公室")),
    ],
)
def test_a_bureau_may_sign_for_its_government_and_not_the_other_way_round(
    bureau: str, government: str, parts: tuple[str, str]
) -> None:
    assert compare_bodies(bureau, government) == Difference(*parts)
    assert compare_bodies(bureau, government, by_signature=False) == "unsure"
    assert compare_bodies(government, bureau) == "unsure"


@pytest.mark.parametrize(
    ("title", "signed"),
    [
        ("云溪县人民政府", "云溪县人民政府办公室"),
        ("云溪县", "云溪县政府办公室"),
        ("青原市", "青原市人民政府办公厅"),
        ("云溪县人民政府", "县政府办"),
        ("云溪县石桥镇人民政府", "石桥镇党政综合办公室"),
        ("城关街道", "云溪县城关街道办事处"),
        ("云溪县教育局", "县教育局"),
        ("教育局", "云溪县教育局"),
        ("云溪县教育局", "云溪县教育局办公室"),
        ("云溪县教体局", "云溪县教育和体育局"),
        ("云溪县发改局", "云溪县发展和改革委员会"),
        ("云溪县人社局", "云溪县人力资源和社会保障局"),
        ("云溪县市场监管局", "云溪县市场监督管理局"),
        ("青原市国资委", "青原市人民政府国有资产监督管理委员会"),
        ("青原高新技术产业开发区", "青原市人民政府高新区管委会"),
        ("青原市高新区管委会", "青原高新技术产业开发区管理委员会"),
    ],
)
def test_names_of_one_body(title: str, signed: str) -> None:
    assert compare_bodies(title, signed) == compare_bodies(signed, title) == "same"


@pytest.mark.parametrize(
    ("title", "signed"),
    [
        # reorganised: the report of the year before is signed by the successor
        ("云溪县国土资源局", "云溪县自然资源和规划局"),
        ("云溪县粮食局", "云溪县发展和改革委员会"),
        ("云溪县旅游局", "云溪县文化广电和旅游局"),
        ("云溪县医疗保障局", "云溪县人力资源和社会保障局"),
        ("云溪县住房和城乡建设局", "云溪县城市管理局"),
        # publishes for its government in many places
        ("云溪县人民政府", "云溪县政务服务管理局"),
        ("云溪县人民政府", "云溪县行政审批局"),
        ("云溪县人民政府", "云溪县政务公开工作领导小组办公室"),
        # not understood to the end
        ("云溪县教育局", "局办公室"),
        ("云溪县教育局", "综合办公室"),
        ("云溪县财政局", "青原市生态环境局云溪分局"),
        ("云溪县公安局", "云溪县公安局交警大队"),
        ("云溪县教育局", "云溪县第一中学"),
        ("云溪县教育局", "云溪县某局"),
        # places of different ranks, and zones
        ("青原市教育局", "云溪县教育局"),
        ("青原市人民政府", "青原市河西区人民政府"),
        ("青原高新区", "青原市河西区人民政府"),
        ("近水镇", "青原高新区管委会"),
    ],
)
def test_no_verdict_where_the_names_do_not_tell(title: str, signed: str) -> None:
    assert compare_bodies(title, signed) == compare_bodies(signed, title) == "unsure"


@pytest.mark.parametrize(
    ("publisher", "signed", "outcome"),
    [
        ("云溪县教育局", "云溪县财政局", "fail"),
        ("云溪县教育局", "云溪县教育局", "pass"),
        ("云溪县教育局", "云溪县某局", "not_assessable"),
        ("青原高新技术产业开发区", "青原市人民政府高新区管委会", "pass"),
        ("云溪县人民政府", "云溪县大数据中心", "not_assessable"),
    ],
)
def test_the_rule_says_what_the_names_tell(publisher: str, signed: str, outcome: str, make: Any) -> None:
    report = make.report(publisher=publisher, signed_by=signed, prose={1: "公开信息30条。"})
    (result,) = [one for one in check_report(report).results if one.rule == "M-AGENCY"]
    assert result.outcome == outcome
    if outcome != "pass":
        assert f"落款是“{signed}”" in result.message


def test_a_bureau_may_compile_its_governments_report(make: Any) -> None:
    report = make.report(publisher="云溪县人民政府", publishers=(("compiled_by", "云溪县财政局"),))
    (result,) = [one for one in check_report(report).results if one.rule == "M-AGENCY"]
    assert result.outcome == "not_assessable"
