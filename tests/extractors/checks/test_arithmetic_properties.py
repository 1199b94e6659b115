"""Any consistent table passes all arithmetic; any one changed number is caught, and the finding names its cell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from extractors.checks import check_report
from extractors.checks.plan import load_plan
from extractors.forms import load_form

EDITIONS = ("f2021", "f2019")
ARITHMETIC = {"T3-ROW", "T3-RES", "T3-BAL", "T3-BOUND", "T3-FLOW", "T3-SHIFT", "T3-COLSHIFT", "T3-OFFSET", "T3-NEG"}
counts = st.integers(0, 4000)


@st.composite
def consistent_tables(draw: st.DrawFn, edition: str) -> dict[str, list[int]]:
    """Draw the leaves of table 3 and compute every total the form prints."""
    plan = load_plan(edition)
    rows: dict[str, list[int]] = {}
    for row in plan.results:
        rows[row] = [draw(counts) for _ in range(6)]
    totals = [sum(rows[row][column] for row in plan.results) for column in range(6)]
    carried_out = [draw(counts) for _ in range(6)]
    carried_in = [draw(st.integers(0, total + left)) for total, left in zip(totals, carried_out, strict=True)]
    rows["res_total"], rows["req_carried_out"], rows["req_carried_in"] = totals, carried_out, carried_in
    rows["req_new"] = [
        total + left - before for total, left, before in zip(totals, carried_out, carried_in, strict=True)
    ]
    return {row: [*numbers, sum(numbers)] for row, numbers in rows.items()}


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_consistent_table_passes_all_arithmetic(edition: str, make: Any, data: st.DataObject) -> None:
    table = data.draw(consistent_tables(edition))
    results = [r for r in check_report(make.report(edition, requests=table)).results if r.rule in ARITHMETIC]
    assert {result.rule for result in results} >= {"T3-ROW", "T3-RES", "T3-BAL"}
    assert [result for result in results if result.outcome != "pass"] == []
    rows = len(load_form(edition).t3_rows)
    assert sum(result.rule == "T3-ROW" for result in results) == rows
    assert sum(result.rule == "T3-RES" for result in results) == 7
    assert sum(result.rule == "T3-BAL" for result in results) == 7


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_one_changed_number_fails_a_check_that_names_its_cell(edition: str, make: Any, data: st.DataObject) -> None:
    table = data.draw(consistent_tables(edition))
    report = make.report(edition, requests=table)
    filled = [key for key in load_form(edition).keys("t3") if report.figures[key].value]
    assume(filled)
    key = data.draw(st.sampled_from(filled))
    before = report.figures[key].value
    after = data.draw(st.integers(0, 5000).filter(lambda value: value != before))
    findings = check_report(make.with_values(report, {key: after}))
    failing = [result for result in findings.results if result.is_finding and result.rule in ARITHMETIC]
    assert failing
    assert all(key in result.cells for result in failing)
    assert {result.severity for result in failing} == {"error"}
    # where one change alone makes everything fit again, it is the change that was made
    assert [(repair.cell, repair.published, repair.candidate) for repair in findings.repairs] == [(key, after, before)]


@pytest.mark.parametrize("edition", EDITIONS)
def test_sums_over_applicants_never_count_the_total_column(edition: str) -> None:
    plan = load_plan(edition)
    for equation in plan.equations["T3-ROW"]:
        assert equation.left == (f"{equation.row}__total",)
        assert len(equation.right) == 6
        assert not any(key.endswith("__total") for key in equation.right)
    for equation in (*plan.equations["T3-RES"], *plan.equations["T3-BAL"]):
        assert {key.partition("__")[2] for key in equation.cells} == {equation.applicant}
        assert len(set(equation.cells)) == len(equation.cells)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_sum_of_results_has_every_result_row_once(edition: str) -> None:
    plan = load_plan(edition)
    outside = {"req_new", "req_carried_in", "res_total", "req_carried_out"}
    assert sorted(plan.results) == sorted(set(plan.rows) - outside)


def test_full_report_gives_the_sum_of_six_not_of_seven(make: Any) -> None:
    distinct = {"req_new": [1, 2, 4, 8, 16, 32, 126]}
    (result,) = [
        r for r in check_report(make.report(requests=distinct)).results if r.rule == "T3-ROW" and r.row == "req_new"
    ]
    assert (result.left, result.right, result.outcome) == (126, 63, "fail")


def test_amounts_may_differ_by_rounding_and_counts_by_nothing(make: Any) -> None:
    by_rounding = make.old_report({"y14_staff_total": 3.00005})
    assert not any(r.is_finding for r in check_report(by_rounding).results if r.rule == "Y14-SUM")
    by_one = make.old_report({"y14_staff_total": 4})
    assert any(r.is_finding for r in check_report(by_one).results if r.rule == "Y14-SUM")
