"""Prose against tables: every admissible reading counts, other scopes are no contradiction, parts may be incomplete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractors.checks import CheckResult, check_report
from extractors.checks.prose_arithmetic import read_parts
from extractors.report_values import Dates, Statement

ByRule = Callable[[Any], dict[str, list[CheckResult]]]


def said(prose: str, key: str, value: float, quote: str, **more: Any) -> Statement:
    start = prose.index(quote)
    return Statement(key, value, "件", quote, 1, start, start + len(quote), **more)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("nar_req_new", 10),
        ("nar_req_new", 11),
        ("nar_req_handled_base", 11),
        ("nar_req_carried_in", 1),
        ("nar_req_answered", 10),
        ("nar_req_carried_out", 1),
        ("nar_granted", 6),
        ("nar_granted", 7),
        ("nar_partial", 1),
        ("nar_denied", 1),
        ("nar_unable", 2),
        ("nar_unproc", 0),
        ("nar_other", 0),
        ("nar_review", 1),
        ("nar_suit", 1),
        ("nar_normdoc_issued", 3),
        ("nar_normdoc_repealed", 2),
        ("nar_normdoc_in_force", 6),
    ],
)
def test_every_admissible_reading_of_a_statement_agrees(key: str, value: int, make: Any) -> None:
    report = make.report(statements=[make.statement(key, value)])
    narrative = [r for r in check_report(report).results if r.left == value and r.rule.startswith("N-") and r.cells]
    assert "pass" in {r.outcome for r in narrative}
    assert not any(r.is_finding and r.severity != "info" for r in narrative)


def test_a_mismatch_names_quote_and_all_admissible_numbers(make: Any, findings_of: ByRule) -> None:
    prose = "2022年，我镇收到政府信息公开申请15件。"
    report = make.report(prose={1: prose}, statements=[said(prose, "nar_req_new", 15, "收到政府信息公开申请15件")])
    (result,) = findings_of(check_report(report))["N-REQ"]
    assert (result.left, result.right, result.severity) == (15, 10, "warning")
    assert "“收到政府信息公开申请15件”" in result.message
    assert "本年新收10" in result.message
    assert "本年新收10+上年结转1=11" in result.message
    assert set(result.cells) == {"req_new__total", "req_carried_in__total"}


@pytest.mark.parametrize("sentence", ["区政府办代表区政府受理申请4件", "区政府办公室收到申请4件", "区本级收到申请4件"])
def test_the_office_alone_beside_a_district_table_is_only_noted(sentence: str, make: Any, findings_of: ByRule) -> None:
    prose = f"{sentence}，均已在法定期限内予以答复。"
    report = make.report(
        prose={1: prose}, publisher="云溪市湖西区人民政府", statements=[said(prose, "nar_req_new", 4, "申请4件")]
    )
    (result,) = findings_of(check_report(report))["N-REQ"]
    assert result.severity == "info"
    assert "不算矛盾" in result.message
    assert "no contradiction" in result.message_en


def test_a_number_for_the_whole_district_that_is_too_low_is_no_question_of_scope(
    make: Any, findings_of: ByRule
) -> None:
    prose = "全区各部门及区政府办公室共收到申请4件。"
    report = make.report(prose={1: prose}, statements=[said(prose, "nar_req_new", 4, "收到申请4件")])
    assert findings_of(check_report(report))["N-REQ"][0].severity == "warning"


def test_a_rounded_number_agrees_within_a_tenth_and_is_never_more_than_noted(make: Any) -> None:
    for value, outcome in ((9, "pass"), (11, "pass"), (30, "fail")):
        report = make.report(statements=[make.statement("nar_req_new", value, state="about")])
        (result,) = [r for r in check_report(report).results if r.rule == "N-REQ"]
        assert result.outcome == outcome
        assert outcome == "pass" or result.severity == "info"


def test_a_statement_without_any_printed_number_to_compare_is_not_assessable(make: Any) -> None:
    report = make.with_values(
        make.report(statements=[make.statement("nar_req_new", 99)]), {"req_carried_in__total": None}
    )
    (result,) = [r for r in check_report(report).results if r.rule == "N-REQ"]
    assert (result.outcome, result.cells) == ("not_assessable", ("req_carried_in__total",))


def test_other_handling_in_prose_that_is_a_sum_of_rows_is_noted_with_the_rows(make: Any, findings_of: ByRule) -> None:
    rows = {
        "res_denied_third_party": (3, 0, 0, 0, 0, 0, 3), "res_unproc_petition": (2, 0, 0, 0, 0, 0, 2),
        "res_total": (12, 2, 0, 0, 0, 0, 14), "req_new": (12, 2, 0, 0, 0, 0, 14),
    }  # fmt: skip
    report = make.report(requests=rows, statements=[make.statement("nar_other", 5)], dates=Dates())
    found = findings_of(check_report(report))
    assert list(found) == ["N-OTHER"]
    assert found["N-OTHER"][0].severity == "info"
    assert "不予公开3+不予处理2=5" in found["N-OTHER"][0].message
    assert "not disclosed 3+not processed 2=5" in found["N-OTHER"][0].message_en


def test_stated_none_against_a_new_application_is_a_warning(make: Any, findings_of: ByRule) -> None:
    report = make.report(statements=[make.statement("nar_req_new", 0, "未收到政府信息公开申请", state="stated_none")])
    found = findings_of(check_report(report))
    assert "N-REQ" not in found
    assert (found["N-ALLDONE"][0].row, found["N-ALLDONE"][0].left) == ("req_new", 10)


@pytest.mark.parametrize(
    "prose",
    [
        "全年收到申请11件，除1件结转外均已答复。",
        "承办人大建议3件，均已按时办结。",
        "收到行政复议申请1件，均已办结。",
        "12345热线申请回电，全部办结。",
    ],
)
def test_all_done_of_other_things_is_no_contradiction(prose: str, make: Any, findings_of: ByRule) -> None:
    assert "N-ALLDONE" not in findings_of(check_report(make.report(prose={1: prose})))


def test_cases_that_the_prose_leaves_out_are_noted(make: Any, findings_of: ByRule) -> None:
    prose = "2022年发生政府信息公开诉讼案件1件。"
    report = make.report(prose={1: prose}, statements=[said(prose, "nar_suit", 1, "诉讼案件1件")])
    (result,) = findings_of(check_report(report))["N-OMIT"]
    assert (result.severity, result.left, result.right) == ("info", 1, 1)
    prose = "2022年发生政府信息公开行政复议1件，起诉案件1件。"
    report = make.report(prose={1: prose}, statements=[said(prose, "nar_review", 1, "行政复议1件")])
    assert "N-OMIT" not in findings_of(check_report(report))
    prose = "2022年发生政府信息公开诉讼案件1件，行政复议1件。"
    report = make.report(prose={1: prose}, statements=[said(prose, "nar_suit", 1, "诉讼案件1件")])
    assert "N-OMIT" not in findings_of(check_report(report))


@pytest.mark.parametrize(
    ("text", "whole", "parts", "matched"),
    [
        ("发布信息185条，其中，动态90条；党务43条；其他52条。", 185, (90, 43, 52), True),
        ("公开信息1725条。其中，网站765条；其他方式960条（主要为微信）。", 1725, (765, 960), True),
        (
            "结转3件，新收22件，其中公开5件，部分公开2件，无法提供11件，其他5件，结转下年2件。",
            25,
            (5, 2, 11, 5, 2),
            True,
        ),
        ("收到70件，其中公开17件，部分公开6件，无法提供21件。", 70, (17, 6, 21), False),
        ("收到10件，其中公开7件，不予公开6件。", 10, (7, 6), False),
        ("收到10件，其中公开6件、不予公开4件，同比增加3件。", 10, (6, 4), True),
        ("新收1579件，上年结转364件；其中公开511件，部分公开34件。", 1943, (511, 34), False),
        ("公开25条，其中文件13条（县政府5条、县政府办8条）、财政信息12条。", 25, (13, 12), True),
        ("公开25条，其中文件13条、工作报告2条（中英文各1条）、财政信息10条。", 25, (13, 2, 10), True),
        ("公开90篇，其中专栏40篇、动态50篇；通过微博发布15篇。", 90, (40, 50), True),
    ],
)
def test_parts_are_read_with_their_whole(text: str, whole: int, parts: tuple[int, ...], matched: bool) -> None:
    (found,) = read_parts(text)
    assert (found.whole, found.parts, found.matched) == (whole, parts, matched)


@pytest.mark.parametrize(
    ("prose", "rules"),
    [
        ("收到70件，其中公开17件，部分公开6件。", ["N-PART"]),
        ("收到10件，其中公开7件，不予公开6件。", ["N-ARITH"]),
        ("新收1579件，上年结转364件；其中公开511件，部分公开34件。", []),
        ("新收5件，上年结转4件；其中公开8件，部分公开3件。", ["N-ARITH"]),
    ],
)
def test_parts_that_do_not_make_the_whole_are_only_noted(
    prose: str, rules: list[str], make: Any, findings_of: ByRule
) -> None:
    found = findings_of(check_report(make.report(prose={1: prose}, dates=Dates())))
    assert list(found) == rules
    assert all(result.severity == "info" for results in found.values() for result in results)


@pytest.mark.parametrize(
    "text",
    [
        "发布信息185条，其中微信80条。",
        "发布信息260余条，其中网站100条，微信80条。",
        "召开会议3次，其中发布信息20条，解读5条。",
        "其中包括公告、通知等。",
        "其中",
    ],
)
def test_examples_rounded_numbers_and_other_units_are_no_parts(text: str) -> None:
    assert list(read_parts(text)) == []


@pytest.mark.parametrize(
    ("prose", "outcome"),
    [
        ("办结的申请中，予以公开6件，占60%。", "pass"),
        ("收到的申请中，予以公开占比为54.5%。", "pass"),
        ("依申请公开方面，不予公开率10.0%。", "pass"),
        ("收到的申请中，无法提供2件，占33.3%。", "fail"),
    ],
)
def test_percentages_are_recomputed_with_every_usual_denominator(prose: str, outcome: str, make: Any) -> None:
    (result,) = [r for r in check_report(make.report(prose={1: prose})).results if r.rule == "N-PERCENT"]
    assert result.outcome == outcome
    assert result.severity == "info"


@pytest.mark.parametrize("prose", ["主动公开率100%。", "规范性文件公开率达98%，申请办理规范。", "按时办结率100%。"])
def test_percentages_of_other_things_are_left_alone(prose: str, make: Any) -> None:
    assert not [r for r in check_report(make.report(prose={1: prose})).results if r.rule == "N-PERCENT"]


def test_the_whole_may_stand_in_the_line_before_that_broke_off() -> None:
    line = "全年收到政府信息公开申请6件，办结5件，结转下年度"
    assert list(read_parts(f"{line}\n继续办理2件。其中，予以公开1件，部分公开4件。")) == []
    (found,) = read_parts("一、总体情况\n全年办结5件。其中，予以公开1件，部分公开4件。")
    assert (found.whole, found.parts) == (5, (1, 4))
