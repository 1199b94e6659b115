"""Numbers that are not the whole of the report's year and body are left alone, and the whole beside them is not."""

from __future__ import annotations

import pytest

from extractors.narrative import read_statements
from extractors.report_values import Section

YEAR = 2023
PUBLISHER = "云岭县人民政府"


def facts(text: str, publisher: str | None = PUBLISHER, *, key: str = "overview", number: int = 1) -> dict[str, float]:
    statements = read_statements([Section(number, key, "", text)], YEAR, publisher)
    assert len({s.key for s in statements}) == len(statements), "one number a key expected here"
    return {s.key: s.value for s in statements}


@pytest.mark.parametrize(
    "text",
    [
        "上半年收到政府信息公开申请200件，下半年收到政府信息公开申请286件。",
        "上半年收到政府信息公开申请200件，下半年286件。",
        "上半年，我县工作有序，答复政府信息公开申请200件。",
        "1-6月收到政府信息公开申请200件，7-12月收到政府信息公开申请286件。",
        "1—6月份，我县收到政府信息公开申请200件。",
        "第一季度收到政府信息公开申请120件，第二季度130件。",
        "前三季度办结政府信息公开申请300件。",
        "截至6月底，收到政府信息公开申请210件。",
        "6月，办结政府信息公开申请12件。",
        "自3月1日起，收到政府信息公开申请90件。",
        "今年上半年答复政府信息公开申请200件。",
        "上半年未收到政府信息公开申请。",
        "2023年1-11月主动公开政府信息500条。",
        "上半年，因信息公开被申请行政复议2件。",
        "上半年制发规范性文件3件。",
    ],
)
def test_a_part_of_the_year_is_not_the_year(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "近三年累计收到政府信息公开申请1200件。",
        "近三年来，全县共收到政府信息公开申请1200件。",
        "三年来，共办理政府信息公开申请700件。",
        "“十四五”以来共收到政府信息公开申请2000件。",
        "“十三五”期间，收到政府信息公开申请900件。",
        "2021年以来累计收到政府信息公开申请1500件。",
        "2019-2023年收到政府信息公开申请2500件。",
        "《条例》施行以来，共收到政府信息公开申请3000件。",
        "党的二十大以来，答复政府信息公开申请800件。",
        "“十四五”以来制定规范性文件40件。",
        "2022年，全县收到政府信息公开申请31件，答复31件。",
        "2021年、2022年、2023年分别收到政府信息公开申请300件、400件、486件。",
        "2022年和2023年，我县分别收到政府信息公开申请400件、486件。",
        "政府信息公开申请由2022年的500件增至486件。",
        "收到政府信息公开申请从上年400件增加到486件。",
    ],
)
def test_several_years_and_other_years_are_not_the_year(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "新收政府信息公开申请目标任务600件。",
        "计划办理政府信息公开申请500件。",
        "预计全年收到政府信息公开申请600件。",
        "平均每月收到政府信息公开申请40件。",
        "每年收到政府信息公开申请约400件。",
        "收到政府信息公开申请数量比上年增加50件。",
        "收到同一申请人政府信息公开申请50件。",
        "拟制定规范性文件5件。",
        "不予受理政府信息公开申请3件。",
    ],
)
def test_targets_averages_and_differences_are_no_counts(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "通过网站收到政府信息公开申请300件，信函收到政府信息公开申请186件。",
        "通过网站收到申请300件，信函186件。",
        "当面收到申请20件、网上收到申请300件。",
        "通过信函收到政府信息公开申请186件。",
        "收到涉及征地拆迁的政府信息公开申请60件。",
        "收到市政府转来的政府信息公开申请8件。",
        "收到补正后的政府信息公开申请5件。",
        "指导各镇办理政府信息公开申请60件。",
        "市政府办公室收到政府信息公开申请120件，全市各部门收到政府信息公开申请366件。",
        "县教育局收到政府信息公开申请30件。",
        "2023年，石桥镇共收到政府信息公开申请4件。",
        "收到政府信息公开申请6件，均不属于政府信息公开范围。",
    ],
)
def test_some_ways_some_subjects_and_other_bodies_are_not_the_whole(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "收到行政复议申请3件，均与政府信息公开无关。",
        "行政复议申请3件，均与政府信息公开无关。",
        "收到政府信息公开行政复议申请3件，均不涉及政府信息公开。",
        "全年信息公开工作平稳。办理行政诉讼案件12件，其中涉及政府信息公开1件。",
    ],
)
def test_cases_of_other_matters_are_none_of_this_report(text: str) -> None:
    assert facts(text, number=4, key="disputes") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新收政府信息公开申请目标任务600件，实际收到486件。", {"nar_req_new": 486}),
        ("上半年收到政府信息公开申请200件，全年共收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("2022年收到政府信息公开申请31件，答复31件；2023年收到政府信息公开申请12件，答复12件。",
         {"nar_req_new": 12, "nar_req_answered": 12}),
        ("2023年1月1日至12月31日，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("2023年1-12月，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("自1月1日起，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("截至2023年12月31日，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("2023年以来，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("一年来，共收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("今年以来，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("通过网站、信函等渠道共收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("收到各类政府信息公开申请486件。", {"nar_req_new": 486}),
        ("2023年收到政府信息公开申请486件，其中市政府办公室收到120件。", {"nar_req_new": 486}),
        ("收到政府信息公开申请486件，其中2件不属于政府信息公开范围。", {"nar_req_new": 486}),
        ("全县行政机关共收到政府信息公开申请486件，县政府本级收到政府信息公开申请120件。", {"nar_req_new": 486}),
        ("与2022年相比，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("2022年度结转政府信息公开申请23件，2023年新收政府信息公开申请486件。",
         {"nar_req_new": 486, "nar_req_carried_in": 23}),
        ("2023年1月至12月共收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("2023年4月，我局修订了指南；全年收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("全年新收政府信息公开申请486件，比上年增加50件，上年结转23件。",
         {"nar_req_new": 486, "nar_req_carried_in": 23}),
        ("全县共收到政府信息公开申请486件，上年结转23件，办结480件，结转下年度29件。",
         {"nar_req_new": 486, "nar_req_carried_in": 23, "nar_req_answered": 480, "nar_req_carried_out": 29}),
        ("上年结转行政复议1件，本年度新增政府信息公开行政复议2件。", {"nar_review": 2}),
        ("今年均按时答复政府信息公开申请486件。", {"nar_req_answered": 486}),
        ("落实2022年政务公开工作要点，收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("云岭县人民政府收到政府信息公开申请30件。", {"nar_req_new": 30}),
        ("云岭县各部门共收到政府信息公开申请486件。", {"nar_req_new": 486}),
        ("2023年，我县制定规范性文件12件，“十四五”以来制定规范性文件40件。", {"nar_normdoc_issued": 12}),
        ("因政府信息公开被申请行政复议5件，其中维持行政复议3件。", {"nar_review": 5}),
        ("因政府信息公开引发行政复议5件，其中信息公开答复不服3件。", {"nar_review": 5}),
    ],
)  # fmt: skip
def test_the_whole_is_still_read(text: str, expected: dict[str, float]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize("publisher", ["云岭县教育局", "青原市云岭县教育局", "教育局", None])
def test_a_body_that_names_itself_is_no_other_body(publisher: str | None) -> None:
    assert facts("2023年，云岭县教育局收到政府信息公开申请30件。", publisher) == {"nar_req_new": 30}


def fees(text: str) -> dict[str, float]:
    return facts(text, key="other", number=6)


@pytest.mark.parametrize(
    ("text", "collected"),
    [
        ("2023年收取信息处理费1件380元。", 380),
        ("信息处理费收取情况：1件 380元。", 380),
        ("2023年依申请公开信息处理费收费1件，380元。", 380),
        ("收费1件380元。", 380),
        ("收取信息处理费2件，共计1,200.50元。", 1200.5),
        ("向3名申请人收取信息处理费共计1200元。", 1200),
        ("应收取信息处理费300元，实际收取0元。", 0),
        ("2022年收取信息处理费500元，本年度没有收取信息处理费。", 0),
        ("2022年收取信息处理费500元。本年度没有收取。", 0),
        ("2022年发出收费通知1件，本年度收取信息处理费380元。", 380),
    ],
)
def test_fees_collected_this_year(text: str, collected: float) -> None:
    assert fees(text) == {"fee_collected_amount": collected}


@pytest.mark.parametrize(
    "text",
    [
        "收取信息处理费12.5元/件。",
        "信息处理费标准为12.5元/件。",
        "按件收取信息处理费每件100元。",
        "减免信息处理费500元。",
        "退还信息处理费200元。",
        "拟收取信息处理费300元。",
        "2022年收取信息处理费500元。",
        "2022年没有收取信息处理费。",
        "上半年收取信息处理费100元。",
    ],
)
def test_prices_waived_fees_and_other_years_are_nothing_collected(text: str) -> None:
    assert fees(text) == {}


@pytest.mark.parametrize("body", ["我镇", "我街道", "本局", "我县"])
def test_ones_own_body_behind_the_year_is_no_other_one(body: str) -> None:
    assert facts(f"2023年度{body}共收到政府信息公开申请15件。") == {"nar_req_new": 15}


def test_another_body_behind_the_year_is_another_one() -> None:
    assert facts("2023年度石门镇共收到政府信息公开申请15件。") == {}


@pytest.mark.parametrize(
    "text",
    [
        "未收到涉及信息公开工作的行政复议，未发生与我局信息公开有关的行政诉讼案件。",
        "我县未收到因政府信息公开申请行政复议、提起行政诉讼的情况，未有政府信息公开收费情况。",
    ],
)
def test_the_next_denial_says_nothing_of_the_one_before(text: str) -> None:
    assert facts(text) == {"nar_review": 0, "nar_suit": 0}


def test_parts_at_the_head_of_a_sentence_are_of_the_time_said_before() -> None:
    assert facts("2023年上半年，全县受理政府信息公开申请60件。其中予以公开20件。") == {}
    assert facts("2023年收到申请9件，同比增长12%。其中，予以公开3件。") == {"nar_req_new": 9, "nar_granted": 3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办结申请77件（含2022年结转的3件）。", {"nar_req_answered": 77, "nar_req_carried_in": 3}),
        ("收到申请50件（含2022年结转3件）。", {"nar_req_handled_base": 50, "nar_req_carried_in": 3}),
        ("办结申请77件（含2021年结转的3件）。", {"nar_req_answered": 77}),
    ],
)
def test_the_last_year_may_be_a_number(text: str, expected: dict[str, float]) -> None:
    assert facts(text) == expected


def test_the_system_of_a_government_is_no_way_to_apply() -> None:
    assert facts("全县政府系统各单位收到依申请公开共2件。") == {"nar_req_new": 2}
    assert facts("通过网上系统收到政府信息公开申请2件。") == {}


def test_letters_carried_over() -> None:
    expected = {"nar_req_new": 62, "nar_req_carried_in": 5, "nar_req_answered": 61}
    assert facts("收到政府信息公开申请62件，上年结转信件5件，共办结61件。") == expected
    assert facts("收到政府信息公开申请62件，上年结转政府信息公开申请办件5件，共办结61件。") == expected
