"""Repairs: suggested only when every identity then holds, never applied, with their proof in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractors.checks import check_report
from extractors.forms import APPLICANTS, cell_key

SHIFTED = {"res_total": (0,) * 7, "req_carried_out": (8, 2, 0, 0, 0, 0, 10)}


def suggestions(report: Any) -> dict[str, tuple[Any, Any]]:
    return {repair.cell: (repair.published, repair.candidate) for repair in check_report(report).repairs}


def test_shifted_totals_are_moved_up_and_the_rest_is_carried_over(make: Any) -> None:
    report = make.report(requests=SHIFTED, statements=[make.statement("nar_req_carried_out", 1, "结转下年度办理1件")])
    findings = check_report(report)
    assert suggestions(report) == {
        "res_total__natural_person": (0, 8),
        "res_total__business": (0, 2),
        "res_total__total": (0, 10),
        "req_carried_out__natural_person": (8, 1),
        "req_carried_out__business": (2, 0),
        "req_carried_out__total": (10, 1),
    }
    assert {repair.rule for repair in findings.repairs} == {"T3-SHIFT"}
    for repair in findings.repairs:
        assert "10+1=10+1" in repair.evidence
        assert "10+1=10+1" in repair.evidence_en
        assert "结转下年度办理1件" in repair.evidence
    assert report.figures["res_total__total"].value == 0
    assert report.figures["req_carried_out__total"].value == 10


def test_a_shift_that_leaves_less_than_nothing_suggests_nothing(make: Any) -> None:
    report = make.report(requests={**SHIFTED, "req_new": (5, 2, 0, 0, 0, 0, 7)})
    assert any(result.rule == "T3-SHIFT" and result.is_finding for result in check_report(report).results)
    assert suggestions(report) == {}


def test_one_wrong_cell_is_suggested_with_the_sums_that_share_it(make: Any) -> None:
    report = make.report(cells={"res_granted__natural_person": 50})
    (repair,) = check_report(report).repairs
    assert (repair.cell, repair.published, repair.candidate) == ("res_granted__natural_person", 50, 5)
    assert "50" in repair.evidence
    assert "予以公开·自然人" in repair.evidence
    assert "50 to 5" in repair.evidence_en


def test_prose_that_gives_the_suggested_number_is_quoted_as_evidence(make: Any) -> None:
    cells = {"res_partial__total": 2}
    said = make.report(cells=cells, statements=[make.statement("nar_partial", 1, "部分公开1件")])
    other = make.report(cells=cells, statements=[make.statement("nar_partial", 2, "部分公开2件")])
    assert "正文也写“部分公开1件”" in check_report(said).repairs[0].evidence
    assert "the prose too says" in check_report(said).repairs[0].evidence_en
    assert "正文" not in check_report(other).repairs[0].evidence


def test_two_wrong_cells_suggest_nothing(make: Any) -> None:
    assert suggestions(make.report(cells={"res_granted__total": 7, "req_new__business": 5})) == {}


def test_nothing_is_suggested_where_two_changes_would_do(make: Any) -> None:
    # the balance alone fails: 新收 or 上年结转, row and column at once, could be changed
    report = make.report(requests={"req_new": (9, 2, 0, 0, 0, 0, 11)})
    assert any(result.rule == "T3-BAL" and result.is_finding for result in check_report(report).results)
    assert suggestions(report) == {}


def test_a_repair_that_would_be_negative_is_not_suggested(make: Any) -> None:
    # only -1 in place of 2 would make everything fit
    rows = {"res_granted": (6, 0, 0, 0, 0, 0, 6), "res_unproc_petition": (2, 1, 0, 0, 0, 0, 0)}
    report = make.report(requests=rows)
    assert {r.rule for r in check_report(report).results if r.is_finding and r.rule != "M-LATE"} == {"T3-ROW", "T3-RES"}
    assert suggestions(report) == {}


def test_blank_totals_get_the_sums_of_their_rows(make: Any) -> None:
    rows = ["req_new", "req_carried_in", "res_granted", "res_total", "req_carried_out"]
    report = make.report(cells={f"{row}__total": "" for row in rows})
    assert suggestions(report) == {
        "req_new__total": (None, 10),
        "req_carried_in__total": (None, 1),
        "res_granted__total": (None, 6),
        "res_total__total": (None, 10),
        "req_carried_out__total": (None, 1),
    }
    assert all("空白" in repair.evidence and "blank" in repair.evidence_en for repair in check_report(report).repairs)
    assert report.figures["req_new__total"].value is None


def test_a_blank_row_of_results_total_gets_the_sums_of_the_results(make: Any) -> None:
    found = suggestions(make.report(requests={"res_total": ("",) * 7}))
    assert found["res_total__natural_person"] == (None, 8)
    assert found["res_total__total"] == (None, 10)
    assert len(found) == 7


def test_a_blank_carry_over_gets_what_is_left(make: Any) -> None:
    found = suggestions(make.report(requests={"req_carried_out": ("",) * 7}))
    assert found["req_carried_out__natural_person"] == (None, 1)
    assert found["req_carried_out__business"] == (None, 0)
    assert len(found) == 7


def test_a_blank_carry_over_that_would_be_negative_gets_nothing(make: Any) -> None:
    rows = {"req_carried_out": ("",) * 7, "req_new": (6, 2, 0, 0, 0, 0, 8)}
    assert suggestions(make.report(requests=rows)) == {}


def test_blanks_are_not_filled_while_another_sum_fails(make: Any) -> None:
    report = make.report(requests={"req_carried_out": ("",) * 7}, cells={"res_granted__total": 9})
    assert suggestions(report) == {}


def test_a_blank_result_is_never_inferred(make: Any) -> None:
    assert suggestions(make.report(cells={"res_granted__business": ""})) == {}


def test_a_good_report_has_no_repair(make: Any) -> None:
    assert suggestions(make.report()) == {}


def test_a_row_whose_digits_ran_together_is_cut_where_its_sums_and_its_columns_force_it(make: Any) -> None:
    report = make.run_together("req_new", "82000010")
    assert suggestions(report) == {
        cell_key("req_new", applicant): (None, number)
        for applicant, number in zip(APPLICANTS, (8, 2, 0, 0, 0, 0, 10), strict=True)
    }
    assert report.figures["req_new__total"].value is None
    assert all("82000010" in r.evidence and "82000010" in r.evidence_en for r in check_report(report).repairs)


def test_a_row_whose_digits_can_be_cut_in_no_way_that_holds_suggests_nothing(make: Any) -> None:
    assert suggestions(make.run_together("req_new", "82000011")) == {}


def test_one_unreadable_cell_takes_no_suggestion_from_the_rest_of_the_table(make: Any) -> None:
    report = make.report(cells={"res_granted__natural_person": 50})
    odd = report.figures["normdoc_issued"]._replace(value=None, state="unreadable", raw="3▯")
    assert len(check_report(replace(report, figures={**report.figures, "normdoc_issued": odd})).repairs) == 1
