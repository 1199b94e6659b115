"""Numbers stated in prose: the right number from the right clause, with its exact words, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.narrative import read_statements
from extractors.report_values import Section, Statement

YEAR = 2023


def read(text: str, *, number: int = 1, key: str = "overview") -> list[Statement]:
    return list(read_statements([Section(number, key, "", text)], YEAR))


def facts(text: str, *, number: int = 1, key: str = "overview") -> dict[str, float]:
    statements = read(text, number=number, key=key)
    assert len({s.key for s in statements}) == len(statements), "one number a key expected here"
    return {s.key: s.value for s in statements}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年共收到政府信息公开申请12件。", {"nar_req_new": 12}),
        ("全年新收依申请公开事项7宗，答复6宗。", {"nar_req_new": 7, "nar_req_answered": 6}),
        ("共收到信息公开申请22起，比2022年（31起）下降29%，答复22起。", {"nar_req_new": 22, "nar_req_answered": 22}),
        ("全年共收到 依申请公开 申请 1 件 。", {"nar_req_new": 1}),
        ("收到１２件政府信息公开申请。", {"nar_req_new": 12}),
        ("收到十二件政府信息公开申请，办结十件。", {"nar_req_new": 12, "nar_req_answered": 10}),
        ("收到政府信息公开申请1,234件。", {"nar_req_new": 1234}),
        ("共收到公民、法人或其他组织提出政府信息公开申请21条。", {"nar_req_new": 21}),
        ("全年办理政府信息公开申请218件。", {"nar_req_handled_base": 218}),
        ("共办理回复依申请公开事项23件，其中网上申请22件。", {"nar_req_answered": 23}),
        ("全年共收到和办理依申请公开9件，上年度结转政府信息公开申请3件。", {"nar_req_new": 9, "nar_req_carried_in": 3}),
        (
            "2023年共收到申请2025件（含上年结转71件），答复1950件，结转下年度75件。",
            {
                "nar_req_handled_base": 2025,
                "nar_req_carried_in": 71,
                "nar_req_answered": 1950,
                "nar_req_carried_out": 75,
            },
        ),
        ("受理政府信息公开申请14件（其中：上年结转2件）。", {"nar_req_handled_base": 14, "nar_req_carried_in": 2}),
        ("收到申请12件，去年结转0件。", {"nar_req_new": 12, "nar_req_carried_in": 0}),
        ("上年结转项目3个，收到申请3件，工程结转下年度2个。", {"nar_req_new": 3}),
        ("我局共收到申请5件。顺延至下年度2件。", {"nar_req_new": 5, "nar_req_carried_out": 2}),
        ("我局共收到申请5件。项目顺延至下年度3个。", {"nar_req_new": 5}),
        (
            "收到申请12件，办结11件，结转下一年度1件。",
            {"nar_req_new": 12, "nar_req_answered": 11, "nar_req_carried_out": 1},
        ),
        ("收到申请4件，其中1件结转2024年度继续办理。", {"nar_req_new": 4, "nar_req_carried_out": 1}),
        ("依申请公开事项除2件顺延至下年度办结外均已答复。", {"nar_req_carried_out": 2}),
        (
            "收到申请30件，上年度结转办理件1件，共办结24件，结转到2024年办理7件。",
            {"nar_req_new": 30, "nar_req_carried_in": 1, "nar_req_answered": 24, "nar_req_carried_out": 7},
        ),
        (
            "收到申请132件（其中镇本级41件，各村91件），上年结转5件，办结130件，结转7件。",
            {"nar_req_new": 132, "nar_req_carried_in": 5, "nar_req_answered": 130, "nar_req_carried_out": 7},
        ),
        ("收到申请12件，上年收到9件，答复8件，结转1件。", {"nar_req_new": 12, "nar_req_answered": 8}),
        ("答复申请6件，项目结转2件。", {"nar_req_answered": 6}),
    ],
)
def test_applications_received_answered_and_carried_over(text: str, expected: dict[str, float]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年度，我局没有收到信息公开申请。",
        "2023年，我单位未发生依申请公开情况",
        "本年度未收到公众关于政府信息公开的申请。",
        "没有公民、法人和其他组织向我局提出政府信息公开申请。",
        "全年未接到依申请公开政府信息申请。",
    ],
)
def test_no_application_is_stated_none(text: str) -> None:
    (statement,) = read(text)
    assert (statement.key, statement.value, statement.state) == ("nar_req_new", 0, "stated_none")


@pytest.mark.parametrize(
    "text",
    [
        "办理人大代表建议12件，答复12件。",
        "与2022年收到的政府信息公开申请31件相比有所下降。",
        "上年收到政府信息公开申请31件。",
        "2022年结转依申请公开3件。",
        "收到12345热线来信、依申请公开等26件。",
        "政府信息公开申请答复率100%。",
        "政府信息公开申请均在法定期限内答复。",
        "在20个工作日内对申请人作出答复。",
        "收到申请后一次性告知申请人补正。",
        "未按时答复依申请公开1件。",
    ],
)
def test_other_matters_other_years_and_percentages_are_left_alone(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年新收政府信息公开申请和上年结转申请共12件。", {}),
        ("收到申请10件，加上上年结转共12件。", {"nar_req_new": 10}),
        ("收到申请10件，连同上年度结转申请共12件。", {"nar_req_new": 10}),
        ("本年办结和结转下年度的共12件申请。", {}),
        ("本年办结和结转下年度申请共12件。", {}),
        ("申请收到和处理情况：上年结转共2件。", {"nar_req_carried_in": 2}),
        (
            "收到和办理申请10件，上年结转共2件，结转下年度共3件。",
            {"nar_req_new": 10, "nar_req_carried_in": 2, "nar_req_carried_out": 3},
        ),
    ],
)
def test_a_sum_with_those_carried_over_is_not_their_number(text: str, expected: dict[str, float]) -> None:
    assert facts(text) == expected


def test_the_kinds_of_result_are_told_apart() -> None:
    text = "政府信息公开申请中予以公开5件，部分公开2件，不予公开1件，无法提供11件，不予处理3件，其他处理4件。"
    assert facts(text) == {
        "nar_granted": 5,
        "nar_partial": 2,
        "nar_denied": 1,
        "nar_unable": 11,
        "nar_unproc": 3,
        "nar_other": 4,
    }


def test_a_number_before_its_result_belongs_to_it() -> None:
    assert facts("依申请公开5件予以公开，2件不予公开，1件部分公开。") == {
        "nar_granted": 5,
        "nar_denied": 2,
        "nar_partial": 1,
    }


def test_a_sum_over_two_results_is_neither() -> None:
    assert read("政府信息公开申请予以公开和部分公开共7件。") == []


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开行政复议2件，行政诉讼1件。",
        "政府信息公开行政诉讼案件1件、行政复议案件2件，均已结案。",
        "因信息公开引发2件行政复议、1件行政诉讼。",
        "政府信息公开行政复议和行政诉讼案件分别为2件、1件。",
        "收到申请9件。因政府信息公开申请引发行政复议2件，引发行政诉讼1件。",
        "政府信息公开方面，被申请行政复议2宗；被提起行政诉讼1宗。",
        "共产生1件关于政府信息公开的诉讼案件，发生2起有关政府信息公开的行政复议案件。",
    ],
)
def test_reviews_and_suits_in_one_sentence_keep_their_own_numbers(text: str) -> None:
    found = {s.key: s.value for s in read(text)}
    assert (found["nar_review"], found["nar_suit"]) == (2, 1)


@given(reviews=st.integers(0, 999), suits=st.integers(0, 999), unit=st.sampled_from("件宗起例"), swap=st.booleans())
def test_the_order_of_review_and_suit_never_changes_the_numbers(
    reviews: int, suits: int, unit: str, swap: bool
) -> None:
    clauses = [f"行政复议案件{reviews}{unit}", f"行政诉讼案件{suits}{unit}"]
    found = facts("全年政府信息公开工作共有" + "、".join(clauses[::-1] if swap else clauses) + "。")
    assert found == {"nar_review": reviews, "nar_suit": suits}


@pytest.mark.parametrize(
    "text",
    [
        "未发生因信息公开申请引发的行政复议或行政诉讼。",
        "全年无政府信息公开行政复议、行政诉讼案件。",
        "政府信息公开行政复议和行政诉讼案件均未发生。",
    ],
)
def test_no_dispute_at_all_is_stated_none_for_both(text: str) -> None:
    statements = read(text)
    assert {(s.key, s.value, s.state) for s in statements} == {
        ("nar_review", 0, "stated_none"),
        ("nar_suit", 0, "stated_none"),
    }


def test_one_dispute_kind_denied_and_the_other_counted() -> None:
    assert facts("全年信息公开工作被申请行政复议3件，未发生行政诉讼。") == {"nar_review": 3, "nar_suit": 0}
    assert facts("信息公开行政诉讼1件；行政复议：无。") == {"nar_review": 0, "nar_suit": 1}


@pytest.mark.parametrize(
    "text",
    [
        "信息公开行政复议、行政诉讼案件共3件。",
        "政府信息公开行政复议案件正在办理，尚未审结。",
        "全市行政复议机构办理行政复议案件320件，化解行政诉讼100件。",
        "有效降低信息公开行政复议、行政诉讼发生率。",
    ],
)
def test_joint_sums_and_general_caseloads_are_no_dispute_counts(text: str) -> None:
    assert read(text) == []


def test_zero_for_both_and_one_for_each() -> None:
    assert facts("信息公开行政复议、行政诉讼案件均为0件。") == {"nar_review": 0, "nar_suit": 0}
    assert facts("信息公开行政复议、行政诉讼案件各1件。") == {"nar_review": 1, "nar_suit": 1}


def test_public_items_are_the_whole_and_not_the_parts() -> None:
    text = (
        "2023年，我镇主动公开政府信息1725条。其中，通过政府网站公开的政府信息765条；以其他方式公开政府信息数为960条。"
    )
    assert facts(text) == {"nar_public_items": 1725}
    assert facts("通过门户网站公开政府信息321条，通过微信公众号公开政府信息100条。") == {}
    assert facts("受理依申请公开政府信息12件，办结率100%。") == {"nar_req_handled_base": 12}
    assert facts("答复申请8件，同意公开政府信息3条，部分公开政府信息1条。") == {"nar_req_answered": 8}
    assert facts("通过门户网站公开政府信息321条，其中微信公众号公开政府信息100条。") == {"nar_public_items": 321}


@pytest.mark.parametrize(
    "text",
    [
        "全年主动公开政务类信息34条，概况类信息150条。",
        "主动公开动态类信息34条、概况类政府信息共150条。",
        "除此之外，我办在微博公开政府信息数为566条。",
        "此外，主动公开政府信息12条。",
        "在门户网站发布图片20条，另外主动公开政府信息12条。",
        "网站发布法定主动公开内容5312条。",
        "微信关注人数28690人，发布各类信息452条，其中便民信息63条。",
        "案件报道182条、便民63条；微博关注人数6102人，增长2%，发布各类信息169余条。",
        "共制作政府信息3021条，其中主动公开信息1027条，不予公开信息1535条。",
    ],
)
def test_items_of_one_kind_or_on_top_of_others_are_not_the_whole(text: str) -> None:
    assert facts(text) == {}
    assert facts("全年主动公开各类政府信息96条。") == {"nar_public_items": 96}
    assert facts("通过微信、微博等平台发布各类信息96条。") == {"nar_public_items": 96}
    assert facts("通过微信公众号、政府网站发布各类信息96条。") == {"nar_public_items": 96}
    assert facts("发布政务动态类信息96条，其中工作动态类信息90条。") == {"nar_public_items": 96}


@pytest.mark.parametrize("before", ["予以", "可以", "按要求", ""])
def test_what_is_published_unasked_may_be_granted_or_allowed(before: str) -> None:
    assert facts(f"全年{before}主动公开政府信息共300条。") == {"nar_public_items": 300}


@pytest.mark.parametrize("before", ["应", "未", "不", "拟"])
def test_what_is_not_yet_published_is_no_statement(before: str) -> None:
    assert facts(f"{before}主动公开政府信息300条。{before}公开政府信息300条。") == {}
    assert facts("申请人要求公开政府信息3条，可以公开政府信息2条，予以公开政府信息2条。") == {}


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("主动公开综合信息260余条，更新及时。", 260, "about"),
        ("通过多种载体，主动公开约1600条消息。", 1600, "about"),
        ("全年主动公开政府信息12.3万余条。", 123_000, "about"),
        ("通过政府门户网站全年主动公开各类政府信息10407条。", 10407, "value"),
        ("我镇信息主动公开292条。", 292, "value"),
    ],
)
def test_public_items_exact_and_about(text: str, value: float, state: str) -> None:
    (statement,) = read(text)
    assert (statement.key, statement.value, statement.state) == ("nar_public_items", value, state)


def test_normative_documents_issued() -> None:
    assert facts("2023年，制发规范性文件1件，废止规范性文件2件，现行有效规范性文件9件。") == {
        "nar_normdoc_issued": 1,
        "nar_normdoc_repealed": 2,
        "nar_normdoc_in_force": 9,
    }
    assert facts("制发规范性文件3件，废止2件，现行有效6件。") == {
        "nar_normdoc_issued": 3,
        "nar_normdoc_repealed": 2,
        "nar_normdoc_in_force": 6,
    }
    # of those gone through, whoever issued them; a plan; another act
    assert facts("清理规范性文件10件，废止2件，修改3件。") == {}
    assert facts("拟废止规范性文件2件。废止、修改规范性文件5件。") == {}
    # other things repealed or in force
    assert facts("制定规范性文件5件，废止2件证明事项。") == {"nar_normdoc_issued": 5}
    assert facts("制定规范性文件5件，取消和废止3项行政许可事项。") == {"nar_normdoc_issued": 5}
    assert facts("制定规范性文件5件，现行有效12件地方性法规。") == {"nar_normdoc_issued": 5}
    assert facts("制定规范性文件5件，取消证明事项4项，废止2件。") == {"nar_normdoc_issued": 5}
    assert facts("未废止2件规范性文件。") == {}
    assert facts("废止2件行政规范性文件。") == {"nar_normdoc_repealed": 2}
    assert facts("动态更新发布本年度制发行政规范性文件62件。") == {"nar_normdoc_issued": 62}
    assert facts("2023年未制发行政规范性文件。") == {"nar_normdoc_issued": 0}


@pytest.mark.parametrize(
    ("text", "expected", "state"),
    [
        ("本年度发出收费通知的件数和总金额以及实际收取的总金额均为0。", (0, 0, 0), "value"),
        ("发出收费通知2件，总金额300元，实际收取总金额200.5元。", (2, 300, 200.5), "value"),
        ("2023年未发出收费通知，未收取信息处理费。", (0, 0, 0), "stated_none"),
        ("2023年有1件政府信息公开申请案件收取信息处理费 380 元。", (None, None, 380), "value"),
        ("全年收取政府信息公开信息处理费0元。", (None, None, 0), "value"),
        ("2023年，无收取信息处理费情况。", (None, None, 0), "stated_none"),
        ("（一）无依据《政府信息公开信息处理费管理办法》收取信息处理费的情况。", (None, None, 0), "stated_none"),
        ("本年度收取信息处理费情况：无。", (None, None, 0), "stated_none"),
        ("本年度未收取任何费用。", (None, None, 0), "stated_none"),
        ("收费情况：无", (None, None, 0), "stated_none"),
        ("2022年收取信息处理费100元，2023年未收取信息处理费。", (None, None, 0), "stated_none"),
        ("信息处理费收取金额为零。", (None, None, 0), "value"),
        ("收取的信息处理费为0。", (None, None, 0), "value"),
        ("对2件申请收取信息处理费，合计580元。", (None, None, 580), "value"),
        ("发出收费通知1件，收费金额40元，实收40元。", (1, 40, 40), "value"),
    ],
)
def test_the_fee_statement(text: str, expected: tuple[float | None, ...], state: str) -> None:
    statements = read(text, number=6, key="other")
    found = {s.key: s.value for s in statements}
    assert tuple(found.get(k) for k in ("fee_notice_count", "fee_notice_amount", "fee_collected_amount")) == expected
    assert {s.state for s in statements} == {state}


@pytest.mark.parametrize(
    "text",
    ["没有其他需要报告的事项。", "目前尚无其他需要报告的事项。", "2023年收取行政事业性收费12万元。"[:0] or "无。"],
)
def test_nothing_to_report_is_no_fee_statement(text: str) -> None:
    assert read(text, number=6, key="other") == []


def test_plans_in_the_fifth_section_are_not_results() -> None:
    assert read("下一步力争主动公开政府信息500条。", number=5, key="problems") == []


def test_quote_and_span_are_the_exact_words() -> None:
    text = "第一段没有数字。\n2023 年，收到政府信息公开\n申请 17 件，均已答复。"
    (statement,) = read(text)
    assert statement.quote == text[statement.start : statement.end]
    assert "".join(statement.quote.split()) == "收到政府信息公开申请17件"
    assert statement.section == 1


@given(st.text(alphabet="收到未无申请公开复议诉讼件1 2０条，。、\n规范性文件信息处理费元", max_size=120))
def test_any_prose_gives_spans_inside_it(text: str) -> None:
    for statement in read(text, number=6, key="other"):
        assert text[statement.start : statement.end] == statement.quote
        assert statement.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我局未发生依申请公开政府信息方面的行政复议和行政诉讼。", {"nar_review": 0, "nar_suit": 0}),
        ("因信息公开被申请行政复议144件，120件做了复议决定。", {"nar_review": 144}),
        ("共收到政府信息公开申请2件；全年办理行政诉讼应诉案件33件。", {"nar_req_new": 2}),
    ],
)
def test_what_is_decided_or_sued_for_otherwise_is_no_dispute_about_information(
    text: str, expected: dict[str, float]
) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "通过官方微博、微信公开政府信息309条。",
        "全年通过审计信息专栏公开政府信息16条。",
        "通过政府门户网站公开政府文件、政府会议等信息248条，电子屏公开政府信息76条。",
        "我局通过政府网站发布信息70余件，并利用微信公众号等媒体发布各类信息260余件。",
        "县政府及其部门主动公开政府信息756条，镇政府及其部门主动公开政府信息981条。",
        "依托门户网站、政务微博共发布政务动态信息394条。",
        "截至12月底累计主动公开政府信息2800条，2023年新增120条。",
    ],
)
def test_a_channel_a_kind_a_body_or_all_years_are_not_what_was_published(text: str) -> None:
    assert "nar_public_items" not in facts(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("到年底累计主动公开政府信息928条，其中，本年度新增主动公开政府信息210条。", 210),
        ("通过政府网站发布信息300条，全年共主动公开政府信息500条。", 500),
        ("通过政府网站、微信公众号等主动公开政府信息500条。", 500),
        ("我镇主动公开政府信息件数为123件。", 123),
    ],
)
def test_the_whole_beside_its_parts_is_what_was_published(text: str, value: float) -> None:
    assert facts(text) == {"nar_public_items": value}


def test_granted_together_with_partial_is_neither() -> None:
    assert facts("收到申请67件，其中同意公开或部分公开共31件。") == {"nar_req_new": 67}


def test_reviews_still_going_on_or_withdrawn_are_some_of_them() -> None:
    assert facts("信息公开行政复议案件3件，维持1件，纠正1件，撤回复议申请1件。") == {"nar_review": 3}
    assert facts("政府信息公开行政复议案件5件，结果维持4件，正在复议1件。") == {"nar_review": 5}


def test_no_rules_and_no_normative_documents() -> None:
    text = "未制定行政法规、规章和规范性文件，现行有效规范性文件1件。"
    assert facts(text) == {"nar_normdoc_issued": 0, "nar_normdoc_in_force": 1}


def test_no_case_of_either_kind() -> None:
    text = "全年发生因政府信息公开而被申请行政复议、提起行政诉讼的案件0件。"
    assert facts(text) == {"nar_review": 0, "nar_suit": 0}
