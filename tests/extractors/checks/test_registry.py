"""Every rule of the registry is evaluated: one case that fails it and one that passes it, or the suite fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from extractors.checks import GROUPS, RULES, check_report
from extractors.checks.evaluate import EVALUATORS
from extractors.checks.rules import RegistryError, read_rules
from extractors.report_values import Dates, Report

Case = Callable[[Any], Report]
ZERO = (0,) * 7
BLANK = ("",) * 7
SHIFTED = {"res_total": ZERO, "req_carried_out": [8, 2, 0, 0, 0, 0, 10]}
EIGHT = "1\t2\t0\t0\t0\t0\t0\t12"


def _nothing(**rows: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """Return a table 3 that is all zero but for some rows."""
    names = (
        "req_new", "req_carried_in", "res_granted", "res_partial", "res_denied_third_party", "res_unable_not_held",
        "res_total", "req_carried_out",
    )  # fmt: skip
    return {**dict.fromkeys(names, ZERO), **rows}


DUPLICATED = {
    "req_new": [15, 0, 0, 0, 0, 0, 15], "req_carried_in": ZERO, "res_granted": ZERO, "res_partial": ZERO,
    "res_denied_third_party": [3, 0, 0, 0, 0, 0, 3], "res_unable_not_held": ZERO,
    **dict.fromkeys(
        ("res_denied_state_secret", "res_denied_law_prohibits", "res_denied_security_stability",
         "res_denied_internal_affairs"), (3, 0, 0, 0, 0, 0, 3)),
    "res_total": [15, 0, 0, 0, 0, 0, 15], "req_carried_out": ZERO,
}  # fmt: skip

ASIDE = {
    row: [*values[1:], values[0]]
    for row, values in {
        "req_new": [8, 2, 0, 0, 0, 0, 10], "req_carried_in": [1, 1, 0, 0, 0, 0, 2],
        "res_granted": [5, 1, 0, 0, 0, 0, 6], "res_partial": [1, 3, 0, 0, 0, 0, 4],
        "res_denied_third_party": [1, 2, 0, 0, 0, 0, 3], "res_unable_not_held": [1, 2, 0, 0, 0, 0, 3],
        "res_total": [8, 2, 0, 0, 0, 0, 10], "req_carried_out": [1, 3, 0, 0, 0, 0, 4],
    }.items()
}  # fmt: skip
"""Every row one column to the left, its first number at the end."""

BLANK_FOR_ZERO = {
    row: [value or "" for value in values]
    for row, values in {
        **dict.fromkeys(
            (
                "res_denied_state_secret", "res_denied_law_prohibits", "res_denied_security_stability",
                "res_denied_internal_affairs", "res_denied_deliberative", "res_denied_enforcement_file",
                "res_denied_admin_inquiry", "res_unable_must_create", "res_unable_unclear", "res_unproc_petition",
                "res_unproc_duplicate", "res_unproc_publication", "res_unproc_excessive", "res_unproc_reconfirm",
                "res_other_no_correction", "res_other_unpaid_fee", "res_other_misc",
            ), ZERO),
        "req_new": [8, 2, 0, 0, 0, 0, 10], "req_carried_in": [1, 0, 0, 0, 0, 0, 1],
        "res_granted": [5, 1, 0, 0, 0, 0, 6], "res_partial": [1, 0, 0, 0, 0, 0, 1],
        "res_denied_third_party": [1, 0, 0, 0, 0, 0, 1], "res_unable_not_held": [1, 1, 0, 0, 0, 0, 2],
        "res_total": [8, 2, 0, 0, 0, 0, 10], "req_carried_out": [1, 0, 0, 0, 0, 0, 1],
    }.items()
}  # fmt: skip

FAILS_AND_PASSES: dict[str, tuple[Case, Case]] = {
    "V-EMPTY": (lambda m: Report("甲镇2022年政府信息公开工作年度报告", "甲镇", 2022), lambda m: m.report()),
    "T3-WIDTH": (
        lambda m: m.report(problems=[m.width_problem("res_partial", "0\t0\t0\t0\t0\t0\t0\t0")]),
        lambda m: m.report(),
    ),
    "T4-HEADER": (lambda m: m.report(by_width=["t4"]), lambda m: m.report()),
    "S-TRUNC": (
        lambda m: m.report(without_rows=["res_total", "req_carried_out", "res_other_misc"]),
        lambda m: m.report(without_rows=["res_total", "req_carried_out"]),
    ),
    "BLANK-TOTALCOL": (
        lambda m: m.report(cells={f"{row}__total": "" for row in BLANK_FOR_ZERO}),
        lambda m: m.report(cells={"req_new__total": ""}),
    ),
    "CELL-BLANKZERO": (lambda m: m.report(requests=BLANK_FOR_ZERO), lambda m: m.report()),
    "T3-SHIFT": (lambda m: m.report(requests=SHIFTED), lambda m: m.report()),
    "T3-COLSHIFT": (lambda m: m.report(requests=ASIDE), lambda m: m.report()),
    "T3-OFFSET": (
        lambda m: m.report(requests={"req_new": [7, 3, 0, 0, 0, 0, 10]}),
        lambda m: m.report(),
    ),
    "T3-ROW": (lambda m: m.report(cells={"req_new__total": 11}), lambda m: m.report()),
    "T3-RES": (lambda m: m.report(cells={"res_granted__natural_person": 6}), lambda m: m.report()),
    "T3-BAL": (lambda m: m.report(cells={"req_carried_out__total": 2}), lambda m: m.report()),
    "T3-BOUND": (
        lambda m: m.report(requests={"res_total": [8, 2, 0, 0, 0, 0, 12], "req_carried_out": BLANK}),
        lambda m: m.report(requests={"req_carried_out": BLANK}),
    ),
    "T3-FLOW": (
        lambda m: m.report(requests=_nothing(req_new=[4, 0, 0, 0, 0, 0, 4], req_carried_in=BLANK)),
        lambda m: m.report(),
    ),
    "T3-DUPROW": (lambda m: m.report(requests=DUPLICATED), lambda m: m.report()),
    "T3-GROUPROW": (
        lambda m: m.report(problems=[m.group_problem("（三）不予公开", "total", "2")]),
        lambda m: m.report(problems=[m.group_problem("（三）不予公开", "total", "1")]),
    ),
    "T3-NEG": (lambda m: m.report(cells={"res_granted__business": -1}), lambda m: m.report()),
    "T4-SUM": (lambda m: m.report(cells={"review_total": 2}), lambda m: m.report()),
    "T4-NEG": (lambda m: m.report(cells={"review_other": -1}), lambda m: m.report()),
    "T2-NEG": (lambda m: m.report(cells={"license_decisions": -40}), lambda m: m.report()),
    "T2-INFORCE": (lambda m: m.report(proactive={"normdoc_issued": 9}), lambda m: m.report()),
    "T2-RULEPOWER": (
        lambda m: m.report(proactive={"rules_issued": 4, "rules_in_force": 4}),
        lambda m: m.report(proactive={"rules_issued": 4, "rules_in_force": 4}, publisher="云海省人民政府"),
    ),
    "T2-FEEUNIT": (
        lambda m: m.report(proactive={"admin_fee_amount": 2_500_000.0}),
        lambda m: m.report(proactive={"admin_fee_amount": 7545}),
    ),
    "T2-19-DELTA": (
        lambda m: m.report("f2019", proactive={"license_items_prev": 3, "license_items_delta": -5}),
        lambda m: m.report("f2019", proactive={"license_items_prev": 3, "license_items_delta": -3}),
    ),
    "T2-19-PROC": (
        lambda m: m.report("f2019", proactive={"procurement_amount": "251000元"}),
        lambda m: m.report("f2019", proactive={"procurement_projects": 2, "procurement_amount": "251000元"}),
    ),
    "Y14-SUM": (lambda m: m.old_report({"y14_req_total": 10}), lambda m: m.old_report()),
    "CELL-SPLIT": (
        lambda m: m.report(problems=[m.width_problem("req_new", EIGHT)]),
        lambda m: m.report(problems=[m.width_problem("req_new", "1\t2\t0\t0\t0\t0\t0\t3")]),
    ),
    "CELL-GLUED": (
        lambda m: m.run_together("req_new", "5100006"),
        lambda m: m.report(),
    ),
    "CELL-UNIT": (
        lambda m: m.report(proactive={"admin_fee_amount": "125000元"}),
        lambda m: m.report(proactive={"admin_fee_amount": "12.5万元"}),
    ),
    "ALL-ZERO": (lambda m: m.report(requests=_nothing(), disputes=[0] * 15), lambda m: m.report()),
    "T3-ZERO-TEXT": (
        lambda m: m.report(requests=_nothing(), statements=[m.statement("nar_req_new", 5)]),
        lambda m: m.report(requests=_nothing()),
    ),
    "N-REQ": (
        lambda m: m.report(statements=[m.statement("nar_req_new", 12)]),
        lambda m: m.report(statements=[m.statement("nar_req_new", 11)]),
    ),
    "N-ANS": (
        lambda m: m.report(statements=[m.statement("nar_req_answered", 7)]),
        lambda m: m.report(statements=[m.statement("nar_req_answered", 10)]),
    ),
    "N-CARRY": (
        lambda m: m.report(statements=[m.statement("nar_req_carried_out", 3)]),
        lambda m: m.report(statements=[m.statement("nar_req_carried_out", 1)]),
    ),
    "N-RESULT": (
        lambda m: m.report(statements=[m.statement("nar_unable", 4)]),
        lambda m: m.report(statements=[m.statement("nar_unable", 2)]),
    ),
    "N-OTHER": (
        lambda m: m.report(statements=[m.statement("nar_other", 1)]),
        lambda m: m.report(statements=[m.statement("nar_other", 0)]),
    ),
    "N-REVIEW": (
        lambda m: m.report(statements=[m.statement("nar_review", 4)]),
        lambda m: m.report(statements=[m.statement("nar_review", 1)]),
    ),
    "N-SUIT": (
        lambda m: m.report(statements=[m.statement("nar_suit", 4)]),
        lambda m: m.report(statements=[m.statement("nar_suit", 1)]),
    ),
    "N-OMIT": (
        lambda m: m.report(statements=[m.statement("nar_suit", 1)]),
        lambda m: m.report(statements=[m.statement("nar_suit", 1), m.statement("nar_review", 1)]),
    ),
    "N-NORMDOC": (
        lambda m: m.report(statements=[m.statement("nar_normdoc_issued", 4)]),
        lambda m: m.report(statements=[m.statement("nar_normdoc_issued", 3)]),
    ),
    "N-FEE": (
        lambda m: m.report(statements=[m.statement("fee_notice_count", 0), m.statement("fee_notice_amount", 380)]),
        lambda m: m.report(statements=[m.statement("fee_notice_count", 1), m.statement("fee_notice_amount", 380)]),
    ),
    "N-ALLDONE": (
        lambda m: m.report(prose={1: "全年收到政府信息公开申请10件，已全部办结。"}),
        lambda m: m.report(
            requests={"req_carried_in": ZERO, "req_new": [8, 2, 0, 0, 0, 0, 10], "req_carried_out": ZERO},
            prose={1: "全年收到政府信息公开申请10件，已全部办结。"},
        ),
    ),
    "N-ARITH": (
        lambda m: m.report(prose={1: "我镇公开信息185条，其中动态90条；党务43条；其他62条。"}),
        lambda m: m.report(prose={1: "我镇公开信息185条，其中动态90条；党务43条；其他52条。"}),
    ),
    "N-PART": (
        lambda m: m.report(prose={1: "我镇公开信息185条。其中，动态90条；党务43条。"}),
        lambda m: m.report(prose={1: "我镇公开信息133条。其中，动态90条；党务43条。"}),
    ),
    "N-PERCENT": (
        lambda m: m.report(prose={1: "我镇办结的申请中，部分公开1件，占比15.5%。"}),
        lambda m: m.report(prose={1: "我镇收到的申请中，部分公开1件，占比9.1%。"}),
    ),
    "S-SECT": (lambda m: m.report(disputes=None), lambda m: m.report()),
    "S-ORDER": (
        lambda m: m.report(headings=["一、总体情况", "2、主动", "三、收到", "四、复议", "4、存在的问题", "六、其他"]),
        lambda m: m.report(),
    ),
    "S-SEC5": (lambda m: m.report(prose={5: "无。"}), lambda m: m.report()),
    "S-SEC6FEE": (lambda m: m.report(prose={6: "无其他需要报告的事项。"}), lambda m: m.report()),
    "M-FORMSTALE": (lambda m: m.report("f2019", year=2022), lambda m: m.report("f2019", year=2020)),
    "M-CITES": (
        lambda m: m.report("f2019", year=2022, prose={1: "我镇依据国办公开办函〔2021〕30号编制。"}),
        lambda m: m.report(prose={1: "我镇依据国办公开办函〔2021〕30号编制。"}),
    ),
    "M-YEAR": (
        lambda m: m.report(dates=Dates(period_start="2021-01-01", period_end="2021-12-31")),
        lambda m: m.report(dates=Dates(period_start="2022-01-01", period_end="2022-12-31")),
    ),
    "M-SIGN": (
        lambda m: m.report(dates=Dates(signed_on="2022-11-30")),
        lambda m: m.report(dates=Dates(signed_on="2022-12-31")),
    ),
    "M-LATE": (
        lambda m: m.report(dates=Dates(published_on="2023-05-04")),
        lambda m: m.report(dates=Dates(published_on="2023-01-31")),
    ),
    "M-AGENCY": (
        lambda m: m.report(signed_by="云溪县白塔镇人民政府"),
        lambda m: m.report(signed_by="石桥镇人民政府"),
    ),
    "M-LEVELWORD": (
        lambda m: m.report(prose={1: "我镇承办区级人大代表建议0件。"}),
        lambda m: m.report(prose={1: "我镇承办县级人大代表建议0件。"}),
    ),
    "R-PLACEHOLDER": (
        lambda m: m.report(prose={1: "我镇收到申请XX件。"}),
        lambda m: m.report(prose={1: "我镇网址为www.example.gov.cn/xxgk，编制答复书模板。"}),
    ),
    "R-GENERIC": (
        lambda m: m.report(prose={1: "各级政府部门高度重视信息公开，多数部门制度健全，部分地区成效明显。"}),
        lambda m: m.report(),
    ),
}
"""Rule id -> a report that fails it, a report that passes it."""


def test_every_rule_has_a_case_that_fails_it_and_one_that_passes_it() -> None:
    assert set(FAILS_AND_PASSES) == set(RULES)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_fails_on_its_failing_case_with_both_languages(rule: str, make: Any) -> None:
    report = FAILS_AND_PASSES[rule][0](make)
    results = [result for result in check_report(report).results if result.rule == rule]
    failing = [result for result in results if result.is_finding]
    assert failing, results
    for result in failing:
        assert result.message
        assert result.message_en
        assert "{" not in result.message + result.message_en
        assert any("\u4e00" <= char <= "\u9fff" for char in result.message)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_passes_on_its_passing_case(rule: str, make: Any) -> None:
    report = FAILS_AND_PASSES[rule][1](make)
    results = [result for result in check_report(report).results if result.rule == rule]
    assert any(result.outcome == "pass" for result in results), results
    assert not any(result.is_finding for result in results), results


@pytest.mark.parametrize("rule", sorted(name for name, rule in RULES.items() if rule.kind in ("sum", "balance")))
def test_findings_of_sums_state_both_numbers(rule: str, make: Any) -> None:
    for result in check_report(FAILS_AND_PASSES[rule][0](make)).results:
        if result.rule == rule and result.is_finding:
            assert str(result.left) in result.message
            assert str(result.right) in result.message
            assert str(result.left) in result.message_en
            assert str(result.right) in result.message_en
            assert result.cells


def test_every_kind_has_an_evaluator_and_every_evaluator_a_rule() -> None:
    assert {rule.kind for rule in RULES.values()} == set(EVALUATORS)


def test_every_group_has_a_rule() -> None:
    assert {rule.group for rule in RULES.values()} == set(GROUPS)


def test_registry_rows_are_plain_values() -> None:
    for name, rule in RULES.items():
        row = rule.as_row()
        assert row["id"] == name
        assert all(isinstance(value, str | int) for value in row.values())
        assert all(row[name] for name in ("explanation", "explanation_en", "basis"))


GOOD = """
[[rule]]
id = "A"
kind = "sum"
group = "table3"
scope = "row"
severity = "error"
version = 1
title = "t"
title_en = "t"
formula = "f"
basis = "b"
explanation = "e"
explanation_en = "e"
fail = "x"
fail_en = "x"
"""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('severity = "error"', 'severity = "fatal"'), "severity"),
        (('basis = "b"', ""), "basis"),
        (("version = 1", "version = 0"), "version"),
        (('group = "table3"', 'group = "elsewhere"'), "group"),
        (('fail_en = "x"', 'fail_en = "x"\nabsorbs = ["B"]'), "absorbs B"),
        (('id = "A"', ""), "id"),
    ],
)
def test_an_incomplete_rule_is_refused_by_name_and_field(change: tuple[str, str], reason: str) -> None:
    assert list(read_rules(GOOD)) == ["A"]
    with pytest.raises(RegistryError, match=reason):
        read_rules(GOOD.replace(*change))


def test_a_rule_defined_twice_is_refused() -> None:
    with pytest.raises(RegistryError, match="twice"):
        read_rules(GOOD + GOOD)


def test_a_rule_must_stand_before_those_it_explains() -> None:
    other = GOOD.replace('id = "A"', 'id = "B"').replace('fail_en = "x"', 'fail_en = "x"\nabsorbs = ["A"]')
    with pytest.raises(RegistryError, match="must stand before A"):
        read_rules(GOOD + other)
    assert list(read_rules(other + GOOD)) == ["B", "A"]
