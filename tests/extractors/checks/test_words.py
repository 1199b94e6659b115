"""Who, when, which edition, what was left over: only plain contradictions are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractors.checks import CheckResult, check_report
from extractors.checks.levels import different_places, is_county_or_below, read_name
from extractors.checks.messages import failed
from extractors.checks.rules import RULES
from extractors.document import Link, Place
from extractors.report_values import Dates, Section

ByRule = Callable[[Any], dict[str, list[CheckResult]]]


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("云溪县石桥镇人民政府", "town", "government"),
        ("石桥镇", "town", "government"),
        ("北河市河西区人民政府", "county", "government"),
        ("盐城市人民政府", "city", "government"),
        ("北京市人民政府", "province", "government"),
        ("云海省住房和城乡建设厅", "province", "department"),
        ("北河市市场监督管理局", "city", "department"),
        ("北河市城市管理局", "city", "department"),
        ("云溪县乡村振兴局", "county", "department"),
        ("云溪县人民政府石桥街道办事处", "town", "government"),
        ("海滨综合实验区管委会", "", "zone"),
        ("高新区（近水镇）", "", "zone"),
        ("苏州市昆山市人民政府", "county", "government"),
        ("教育局", "", "department"),
        ("云中自治区人民政府", "province", "government"),
        ("郑州市人民政府", "city", "government"),
        ("景德镇市人民政府", "city", "government"),
        ("新乡市教育局", "city", "department"),
        ("郑州市金水区人民政府", "county", "government"),
        ("赣州市赣县区人民政府", "county", "government"),
        ("宁波市镇海区招宝山街道办事处", "town", "government"),
        ("贵州省人民政府", "province", "government"),
        ("石家庄市藁城区廉州镇", "town", "government"),
        ("新乡县", "county", "government"),
    ],
)
def test_names_tell_their_level_or_nothing(name: str, level: str, kind: str) -> None:
    read = read_name(name)
    assert (read.level, read.kind) == (level, kind)


@pytest.mark.parametrize(
    ("name", "low"),
    [
        ("云溪县人民政府", True),
        ("石桥镇人民政府", True),
        ("云海省人民政府", False),
        ("北河市人民政府", False),
        ("教育局", None),
    ],
)
def test_a_level_is_claimed_only_where_the_name_tells(name: str, low: bool | None) -> None:
    assert is_county_or_below(name) is low


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("云溪县石桥镇人民政府", "石桥镇人民政府", False),
        ("石桥镇", "北河市云溪县石桥镇党政综合办公室", False),
        ("石桥镇人民政府", "白塔镇人民政府", True),
        ("云溪县教育局", "云溪县教育和体育局", False),
        ("云溪县教育局", "白塔县教育局", True),
        ("孟津区朝水镇", "孟津县朝水镇", False),
        ("北河市河西区人民政府", "北河市河西区人民政府办公室", False),
        ("教育局", "云溪县教育局", False),
    ],
)
def test_places_differ_only_if_both_names_give_that_rank(first: str, second: str, differ: bool) -> None:
    assert (different_places(first, second) is not None) is differ


def test_a_city_that_speaks_as_a_town_of_its_own_name_is_an_error_and_told_once(make: Any, findings_of: ByRule) -> None:
    prose = "我镇认真公开信息。2023年，青岩镇将继续努力，我镇将加强培训。"
    report = make.report(
        title="青岩市人民政府2022年政府信息公开工作年度报告",
        publisher="青岩市人民政府",
        prose={1: prose},
        dates=Dates(),
    )
    found = findings_of(check_report(report))
    assert list(found) == ["M-AGENCY"]
    assert found["M-AGENCY"][0].severity == "error"
    assert "青岩镇" in found["M-AGENCY"][0].message


def test_a_city_that_says_our_town_without_its_own_name_is_a_warning(make: Any, findings_of: ByRule) -> None:
    prose = "我镇认真公开信息，我镇将加强培训。"
    report = make.report(publisher="青岩市人民政府", prose={1: prose}, dates=Dates())
    assert list(findings_of(check_report(report))) == ["M-LEVELWORD"]


def test_a_zone_that_is_also_a_town_may_speak_as_either(make: Any, findings_of: ByRule) -> None:
    prose = "我镇和我区镇一起努力，我镇公开信息30条，我区共同推进。"
    report = make.report(
        publisher="高新区（近水镇）", prose={1: prose, 5: "问题不少，我镇继续整改落实。"}, dates=Dates()
    )
    assert findings_of(check_report(report)) == {}


@pytest.mark.parametrize(
    ("publisher", "prose"),
    [
        ("云溪县石桥镇人民政府", "我镇按照县级以上人民政府的要求，联系各社区级单位和园区级单位。"),
        ("北河市河西区石桥镇人民政府", "我镇承办区级人大代表建议2件，按照县级以上机关要求办理。"),
        ("云溪县教育局", "我局受我委托，自我区分责任，我办理事项。"),
        ("云溪县石桥镇人民政府", "广西壮族自治区的区级平台。我镇使用区级平台。"),
    ],
)
def test_words_that_only_look_like_another_level_are_left_alone(
    publisher: str, prose: str, make: Any, findings_of: ByRule
) -> None:
    found = findings_of(check_report(make.report(publisher=publisher, prose={1: prose}, dates=Dates())))
    assert "M-LEVELWORD" not in found
    assert "M-AGENCY" not in found


@pytest.mark.parametrize(
    ("publisher", "published", "severity"),
    [
        ("云溪县教育局", "2023-01-31", None),
        ("云溪县教育局", "2023-02-01", "warning"),
        ("云溪县人民政府", "2023-03-31", None),
        ("云溪县人民政府", "2023-04-01", "warning"),
        ("云溪县石桥镇人民政府", "2023-01-31", None),
        ("云溪县石桥镇人民政府", "2023-02-10", "info"),
        ("云溪县石桥镇人民政府", "2023-04-10", "warning"),
        ("海滨综合实验区管委会", "2023-03-10", None),
    ],
)
def test_publication_dates_are_held_to_the_date_of_the_kind_of_body(
    publisher: str, published: str, severity: str | None, make: Any, findings_of: ByRule
) -> None:
    report = make.report(publisher=publisher, dates=Dates(published_on=published), prose={1: "公开信息30条。"})
    found = findings_of(check_report(report)).get("M-LATE", [])
    assert [result.severity for result in found] == ([severity] if severity else [])


def test_departments_of_old_years_had_the_governments_date(make: Any) -> None:
    report = make.old_report()
    results = check_report(type(report)(**{**fields(report), "dates": Dates(published_on="2017-03-20")})).results
    assert [r.outcome for r in results if r.rule == "M-LATE"] == ["pass"]


def fields(report: Any) -> dict[str, Any]:
    return {name: getattr(report, name) for name in report.__dataclass_fields__}


@pytest.mark.parametrize(
    "text",
    [
        "收到申请XX件",
        "××镇人民政府",
        "＿＿年",
        "____件",
        "（文字描述）",
        "（单位名称）",
        "请填写本单位情况",
        "[bookmark: _GoBack]我镇",
        "见Error! Reference source not found.",
        "错误!未找到引用源。",
        "xx年xx月",
        "【模板】",
    ],
)
def test_placeholders_are_found_and_quoted(text: str, make: Any, findings_of: ByRule) -> None:
    (result,) = findings_of(check_report(make.report(prose={1: f"我镇工作平稳，{text}。"})))["R-PLACEHOLDER"]
    assert result.severity == "warning"
    assert "“" in result.message


@pytest.mark.parametrize(
    "text",
    [
        "网址www.yunxi.gov.cn/xxgk/",
        "**县级**部门**年度**工作",
        "编制答复书模板和示例",
        "型号XXL",
        "AXXB",
        "典型示例（见附件）",
        "exxon",
    ],
)
def test_ordinary_text_is_no_placeholder(text: str, make: Any, findings_of: ByRule) -> None:
    assert "R-PLACEHOLDER" not in findings_of(check_report(make.report(prose={1: f"我镇{text}。"})))


def test_a_report_before_2019_need_not_have_the_six_parts(make: Any, findings_of: ByRule) -> None:
    report = make.old_report()
    assert not [r for r in check_report(report).results if r.rule in ("S-SECT", "S-ORDER", "S-SEC5", "S-SEC6FEE")]


def test_missing_prose_parts_are_a_warning_and_missing_tables_an_error(make: Any) -> None:
    report = make.report(without_sections=[5, 6], disputes=None)
    results = [r for r in check_report(report).results if r.rule == "S-SECT"]
    assert [(r.severity, r.outcome) for r in results] == [("error", "fail"), ("warning", "fail")]
    assert "表四" in results[0].message
    assert "存在的主要问题" in results[1].message


def test_tables_that_may_be_in_an_attachment_are_not_called_missing(make: Any) -> None:
    report = make.report()
    bare = type(report)(**{**fields(report), "figures": {}, "forms": {}, "attachments": (Link("a.docx", "附表"),)})
    results = [r for r in check_report(bare).results if r.rule == "S-SECT"]
    assert [r.outcome for r in results] == ["not_assessable"]


def test_a_table_two_heading_without_its_own_number_is_noted_by_its_words(make: Any, findings_of: ByRule) -> None:
    headings = ["总体情况", *["二、主动公开", "三、收到", "四、复议", "五、存在的问题", "六、其他"]]
    (result,) = findings_of(check_report(make.report(headings=headings)))["S-ORDER"]
    assert "“总体情况”" in result.message
    assert result.left == 1


def test_arabic_numerals_in_order_are_in_order(make: Any, findings_of: ByRule) -> None:
    headings = [f"{n}. 第{n}部分的标题" for n in range(1, 7)]
    assert "S-ORDER" not in findings_of(check_report(make.report(headings=headings)))


@pytest.mark.parametrize("style", ["第{}部分 标题", "{}标题", "（{}）标题", "## {}、标题"])
def test_chinese_numerals_in_any_style_are_in_order(style: str, make: Any, findings_of: ByRule) -> None:
    headings = [style.format(numeral) for numeral in "一二三四五六"]
    assert "S-ORDER" not in findings_of(check_report(make.report(headings=headings)))


def test_a_heading_that_begins_with_a_year_has_no_numeral(make: Any, findings_of: ByRule) -> None:
    headings = ["2022年总体情况", "二、主动公开", "三、收到", "四、复议", "五、存在的问题", "六、其他"]
    assert "“2022年总体情况”" in findings_of(check_report(make.report(headings=headings)))["S-ORDER"][0].message


def test_our_own_failure_to_read_is_never_called_all_zero(make: Any) -> None:
    report = make.report()
    empty = type(report)(title=report.title, publisher=report.publisher, year=2022)
    results = check_report(empty).results
    assert [r.rule for r in results if r.is_finding and r.severity == "error"] == ["V-EMPTY", "S-SECT"]
    assert not [r for r in results if r.rule == "ALL-ZERO" and r.outcome in ("pass", "fail")]
    only_text = type(report)(
        title="x", publisher=None, year=2012, sections=(Section(1, "part1", "一、概述", "正文", Place()),)
    )
    assert not [r for r in check_report(only_text).results if r.rule == "V-EMPTY" and r.is_finding]


def test_a_quoted_sentence_leaves_its_full_stop_behind(make: Any) -> None:
    report = make.report(prose={6: "目前尚无其他需要报告的事项。"})
    (finding,) = [r for r in check_report(report).results if r.rule == "S-SEC6FEE"]
    assert finding.message == "第六部分没有提到信息处理费：“目前尚无其他需要报告的事项”。"


def test_printed_text_in_a_message_is_left_as_it_is() -> None:
    raw = "“约3件。”。"
    words = dict.fromkeys(("cell", "cell_en", "which", "which_en", "wanted", "wanted_en", "header", "header_en"), "")
    finding = failed(RULES["CELL-UNIT"], raw=raw, **words)
    assert f"“{raw}”" in finding.message
    assert f"“{raw}”" in finding.message_en
