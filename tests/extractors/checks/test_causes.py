"""One cause, one finding; a blank is no zero; what cannot be checked is said, with the cells that lack a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from extractors.checks import CheckResult, check_report
from extractors.report_values import Dates

ByRule = Callable[[Any], dict[str, list[CheckResult]]]
ZERO = (0,) * 7
SHIFTED = {"res_total": ZERO, "req_carried_out": (8, 2, 0, 0, 0, 0, 10)}


def outcomes(report: Any, rule: str) -> list[str]:
    return [result.outcome for result in check_report(report).results if result.rule == rule]


def test_a_good_report_has_no_finding_at_all(make: Any, findings_of: ByRule) -> None:
    for edition in ("f2021", "f2019"):
        assert findings_of(check_report(make.report(edition, dates=Dates()))) == {}


def test_shifted_totals_are_one_error_and_absorb_the_sums(make: Any, findings_of: ByRule) -> None:
    report = make.report(requests=SHIFTED, statements=[make.statement("nar_req_carried_out", 1, "结转下年度1件")])
    found = findings_of(check_report(report))
    assert list(found) == ["T3-SHIFT"]
    assert len(found["T3-SHIFT"]) == 1
    assert (found["T3-SHIFT"][0].left, found["T3-SHIFT"][0].right) == (0, 10)
    told = [r for r in check_report(report).results if r.rule in ("T3-RES", "T3-BAL") and r.outcome != "pass"]
    assert {result.outcome for result in told} == {"not_assessable"}
    assert all("T3-SHIFT" in result.message for result in told)
    assert ("T3-BAL", "total", 11, 10) in {(r.rule, r.applicant, r.left, r.right) for r in told}


def test_shifted_columns_absorb_their_rows(make: Any, findings_of: ByRule) -> None:
    aside = {
        "req_new": (2, 0, 0, 0, 0, 10, 8),
        "req_carried_in": (1, 0, 0, 0, 0, 2, 1),
        "res_granted": (1, 0, 0, 0, 0, 6, 5),
        "res_partial": (3, 0, 0, 0, 0, 4, 1),
        "res_denied_third_party": (2, 0, 0, 0, 0, 3, 1),
        "res_unable_not_held": (2, 0, 0, 0, 0, 3, 1),
        "res_total": (2, 0, 0, 0, 0, 10, 8),
        "req_carried_out": (3, 0, 0, 0, 0, 4, 1),
    }
    found = findings_of(check_report(make.report(requests=aside)))
    assert "T3-ROW" not in found
    (result,) = found["T3-COLSHIFT"]
    assert result.left == 8
    assert "req_new__natural_person" in result.cells


def test_two_wrong_rows_among_good_ones_are_no_column_shift(make: Any, findings_of: ByRule) -> None:
    cells = {"req_new__total": 11, "res_granted__total": 7}
    found = findings_of(check_report(make.report(cells=cells)))
    assert "T3-COLSHIFT" not in found
    assert {result.row for result in found["T3-ROW"]} == {"req_new", "res_granted"}


def test_an_application_under_two_kinds_of_applicant_is_one_warning(make: Any, findings_of: ByRule) -> None:
    found = findings_of(check_report(make.report(requests={"req_new": (7, 3, 0, 0, 0, 0, 10)})))
    assert list(found) == ["T3-OFFSET"]
    assert found["T3-OFFSET"][0].severity == "warning"
    assert "req_new__business" in found["T3-OFFSET"][0].cells


def test_an_all_zero_table_beside_prose_with_applications_is_told_once(make: Any, findings_of: ByRule) -> None:
    rows = dict.fromkeys(
        ("req_new", "req_carried_in", "res_granted", "res_partial", "res_denied_third_party", "res_unable_not_held",
         "res_total", "req_carried_out"), ZERO)  # fmt: skip
    statements = [make.statement("nar_req_new", 5), make.statement("nar_granted", 4)]
    found = findings_of(check_report(make.report(requests=rows, statements=statements)))
    assert list(found) == ["T3-ZERO-TEXT"]


@pytest.mark.parametrize("printed", ["", "/"])
def test_a_cell_without_a_number_makes_its_sums_unassessable_and_is_named(printed: str, make: Any) -> None:
    report = make.report(cells={"res_granted__business": printed})
    results = [r for r in check_report(report).results if r.outcome == "not_assessable" and r.cells]
    assert {(r.rule, r.row or r.applicant) for r in results} >= {("T3-ROW", "res_granted"), ("T3-RES", "business")}
    for result in results:
        if result.rule in ("T3-ROW", "T3-RES"):
            assert result.cells == ("res_granted__business",)
            assert "予以公开·商业企业" in result.message
            assert "disclosed, businesses" in result.message_en


def test_a_missing_cell_is_never_taken_for_zero(make: Any, findings_of: ByRule) -> None:
    report = make.with_values(make.report(), {"res_total__total": None})
    assert findings_of(check_report(report)) == {}
    balance = next(r for r in check_report(report).results if r.rule == "T3-BAL" and r.applicant == "total")
    assert (balance.outcome, balance.cells) == ("not_assessable", ("res_total__total",))


def test_a_blank_form_has_no_error_and_nothing_passes_its_sums(make: Any, findings_of: ByRule) -> None:
    report = make.report(disputes=[""] * 15)
    blank = make.with_values(report, dict.fromkeys(report.figures, ""))
    findings = check_report(blank)
    assert findings_of(findings) == {}
    assert {r.outcome for r in findings.results if r.rule in ("T3-ROW", "T3-RES", "T3-BAL", "T4-SUM")} == {
        "not_assessable"
    }
    assert findings.repairs == ()


def test_blanks_that_prove_to_be_zero_are_checked_under_that_hypothesis(make: Any) -> None:
    report = make.report()
    blanks = {key: "" for key in report.figures if "__" in key and report.figures[key].value == 0}
    report = make.with_values(report, blanks)
    results = check_report(report).results
    (note,) = [r for r in results if r.rule == "CELL-BLANKZERO" and r.is_finding]
    assert note.severity == "info"
    assert set(note.cells) == set(blanks)
    by_outcome = {r.outcome for r in results if r.rule in ("T3-ROW", "T3-RES", "T3-BAL")}
    assert by_outcome == {"pass_hypothesis", "pass"} or by_outcome == {"pass_hypothesis"}
    assert check_report(report).repairs == ()


def test_a_sum_that_fails_under_the_hypothesis_says_so(make: Any) -> None:
    report = make.report(disputes=["", "", "", "", 2, 1, "", "", "", 1, "", "", "", "", ""])
    results = [r for r in check_report(report).results if r.rule == "T4-SUM"]
    assert [(r.row, r.outcome) for r in results] == [
        ("review", "fail_hypothesis"),
        ("suit_direct", "pass_hypothesis"),
        ("suit_post", "pass_hypothesis"),
    ]
    (failing,) = [r for r in results if r.is_finding]
    assert failing.severity == "warning"
    assert "空白" in failing.message
    assert "blanks" in failing.message_en


def test_a_total_left_out_beside_its_parts_is_no_zero(make: Any) -> None:
    report = make.report(disputes=[1, "", 2, "", "", 1, "", "", "", 1, "", "", "", "", ""])
    results = {r.row: r for r in check_report(report).results if r.rule == "T4-SUM"}
    assert results["review"].outcome == "not_assessable"
    assert "总计" in results["review"].message
    assert results["suit_direct"].outcome == "pass_hypothesis"


def test_totals_left_out_beside_their_parts_are_no_zeros_for_other_rules(make: Any, findings_of: ByRule) -> None:
    report = make.report(statements=[make.statement("nar_granted", 6), make.statement("nar_unable", 2)])
    rows = ("res_granted", "res_partial", "res_denied_third_party", "res_unable_not_held")
    blanks = {key: "" for key, figure in report.figures.items() if "__" in key and figure.value == 0}
    report = make.with_values(report, {**blanks, **{f"{row}__total": "" for row in rows}})
    findings = check_report(report)
    assert findings_of(findings).keys() == {"CELL-BLANKZERO"}
    results = {(r.rule, r.applicant): r.outcome for r in findings.results}
    assert results["T3-RES", "total"] == results["N-RESULT", ""] == "not_assessable"
    assert results["T3-RES", "natural_person"] == "pass_hypothesis"


def test_one_printed_zero_forbids_the_hypothesis(make: Any) -> None:
    report = make.report()
    zeros = [key for key in report.figures if "__" in key and report.figures[key].value == 0]
    report = make.with_values(report, dict.fromkeys(zeros[1:], ""))
    assert outcomes(report, "CELL-BLANKZERO")[0] == "not_assessable"
    assert "pass_hypothesis" not in outcomes(report, "T3-ROW")


def test_a_row_of_another_width_blocks_only_the_checks_it_is_in(make: Any) -> None:
    report = make.report(problems=[make.width_problem("res_partial", "1\t0\t0\t0\t0\t0\t0\t1")])
    results = check_report(report).results
    rows = {r.row: r.outcome for r in results if r.rule == "T3-ROW"}
    assert rows["res_partial"] == "not_assessable"
    assert rows["res_granted"] == "pass"
    assert {r.outcome for r in results if r.rule == "T3-RES"} == {"not_assessable"}
    assert {r.outcome for r in results if r.rule == "T3-BAL"} == {"pass"}
    (finding,) = [r for r in results if r.rule == "T3-WIDTH"]
    assert (finding.left, finding.right) == (8, 7)
    assert "res_partial__business" in finding.cells


def test_a_row_that_cannot_be_read_has_no_width_that_passes(make: Any) -> None:
    report = make.report()
    unread = {
        key: figure._replace(value=None, raw=None, state="unreadable") if key.startswith("res_partial__") else figure
        for key, figure in report.figures.items()
    }
    (result,) = [r for r in check_report(replace(report, figures=unread)).results if r.rule == "T3-WIDTH"]
    assert result.outcome == "not_assessable"
    assert "部分公开" in result.message
    assert len(result.cells) == 7


def test_bounds_catch_what_blank_cells_keep_from_the_sums(make: Any, findings_of: ByRule) -> None:
    blank = {"req_carried_out": ("",) * 7, "res_granted": (5, 1, 0, 0, 0, 0, 60)}
    report = make.report(requests=blank, cells={"res_partial__total": ""})
    found = findings_of(check_report(report))
    (bound,) = found["T3-BOUND"]
    assert (bound.applicant, bound.row, bound.left, bound.right) == ("total", "res_granted", 60, 10)


def test_a_result_above_its_total_is_never_said_to_pass(make: Any) -> None:
    report = make.report(requests={"req_carried_out": ("",) * 7, "res_granted": (9, 1, 0, 0, 0, 0, 10)})
    results = {r.applicant: r for r in check_report(report).results if r.rule == "T3-BOUND"}
    assert results["natural_person"].outcome == "not_assessable"
    assert "T3-RES" in results["natural_person"].message
    assert results["business"].outcome == "pass"


def test_counting_words_are_one_unit_and_amounts_of_money_are_not(make: Any, findings_of: ByRule) -> None:
    good = {"license_decisions": "40条", "penalty_decisions": "7件", "admin_fee_amount": "12.5万元"}
    assert findings_of(check_report(make.report(proactive=good, dates=Dates()))) == {}
    found = findings_of(check_report(make.report(proactive={"license_decisions": "约40件", "admin_fee_amount": "9元"})))
    assert {result.cells for result in found["CELL-UNIT"]} == {("license_decisions",), ("admin_fee_amount",)}


def test_what_was_received_and_went_nowhere_is_said_beside_the_failed_balance(make: Any, findings_of: ByRule) -> None:
    rows = dict.fromkeys(
        ("req_carried_in", "res_granted", "res_partial", "res_denied_third_party", "res_unable_not_held", "res_total",
         "req_carried_out"), ZERO)  # fmt: skip
    found = findings_of(check_report(make.report(requests={"req_new": (4, 0, 0, 0, 0, 0, 4), **rows})))
    (flow,) = found["T3-FLOW"]
    assert (flow.severity, flow.left, flow.right) == ("warning", 4, 0)
    assert {r.applicant for r in found["T3-BAL"]} == {"natural_person", "total"}


def test_the_old_form_in_an_old_report_has_no_finding(make: Any, findings_of: ByRule) -> None:
    report = make.old_report()
    assert findings_of(check_report(report)) == {}
    sums = [r for r in check_report(report).results if r.rule == "Y14-SUM"]
    assert len(sums) == 7
    assert {r.outcome for r in sums} == {"pass"}


@pytest.mark.parametrize(
    ("publisher", "outcome"),
    [
        ("财政部", "pass"),
        ("海关总署", "pass"),
        ("云海省人民政府", "pass"),
        ("青原市人民政府", "pass"),
        ("云海省人民政府办公厅", "pass"),
        ("青原市财政局", "fail"),
        ("云海省财政厅", "fail"),
        ("国家税务总局青原市税务局", "fail"),
        ("云溪县人民政府", "fail"),
        ("石桥镇人民政府", "fail"),
        ("教育局", "not_assessable"),
    ],
)
def test_who_can_make_rules_is_told_by_the_name(make: Any, publisher: str, outcome: str) -> None:
    report = make.report(proactive={"rules_issued": 4, "rules_in_force": 4}, publisher=publisher)
    results = [r for r in check_report(report).results if r.rule == "T2-RULEPOWER"]
    assert {r.outcome for r in results} == {outcome}
