"""The findings of real reports, reviewed by hand: these, and no graver ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.checks import CheckResult, Findings, check_report
from extractors.formats import read_document
from extractors.report import read_report
from extractors.report_values import Report

pytestmark = pytest.mark.corpus

T3_ROW, T3_RES, T3_BAL = "T3-ROW", "T3-RES", "T3-BAL"


def read(corpus: Path, pattern: str) -> Report:
    (path,) = corpus.glob(pattern)
    return read_report(read_document(path.read_bytes(), name=path.name))


def found(findings: Findings) -> set[tuple[str, str]]:
    """Return (rule, severity) of every finding."""
    return {(result.rule, result.severity) for result in findings.results if result.is_finding}


def results(findings: Findings, rule: str) -> Iterator[CheckResult]:
    return (result for result in findings.results if result.rule == rule)


def outcomes(findings: Findings, rule: str) -> set[str]:
    return {result.outcome for result in results(findings, rule)}


def test_000_everything_passes_but_it_was_signed_before_the_year_was_over(corpus: Path) -> None:
    findings = check_report(read(corpus, "seeds/000_*.txt"))
    assert found(findings) == {("M-SIGN", "warning"), ("ALL-ZERO", "info")}
    assert {outcome for rule in (T3_ROW, T3_RES, T3_BAL, "T4-SUM") for outcome in outcomes(findings, rule)} == {"pass"}
    assert len(list(results(findings, T3_ROW))) == 25
    assert findings.repairs == ()


def test_001_uses_the_old_form_cites_the_new_notice_and_writes_of_a_district(corpus: Path) -> None:
    findings = check_report(read(corpus, "seeds/001_*.txt"))
    assert found(findings) == {
        ("M-FORMSTALE", "warning"),
        ("M-LEVELWORD", "warning"),
        ("M-CITES", "info"),
        ("S-ORDER", "info"),
        ("ALL-ZERO", "info"),
    }
    assert len(list(results(findings, T3_ROW))) == 23
    (words,) = (result for result in results(findings, "M-LEVELWORD"))
    assert "区级" in words.message


def test_002_totals_stand_one_row_too_low_and_are_reported_once(corpus: Path) -> None:
    report = read(corpus, "seeds/002_*.txt")
    findings = check_report(report)
    assert found(findings) == {
        ("T3-SHIFT", "error"),
        ("R-PLACEHOLDER", "warning"),
        ("S-ORDER", "info"),
        ("N-OTHER", "info"),
        ("N-OMIT", "info"),
    }
    assert outcomes(findings, T3_ROW) == {"pass"}
    assert "fail" not in outcomes(findings, T3_RES) | outcomes(findings, T3_BAL) | outcomes(findings, "N-CARRY")
    (shift,) = results(findings, "T3-SHIFT")
    assert (shift.left, shift.right) == (0, 23)
    (other,) = results(findings, "N-OTHER")
    assert (other.left, other.right) == (5, 0)
    assert "3+" in other.message
    assert "2=5" in other.message
    (omitted,) = results(findings, "N-OMIT")
    assert (omitted.left, omitted.right) == (2, 1)


def test_002_gets_the_repair_and_keeps_what_was_printed(corpus: Path) -> None:
    report = read(corpus, "seeds/002_*.txt")
    findings = check_report(report)
    columns = [key.partition("__")[2] for key in report.figures if key.startswith("res_total__")]
    repaired = {key: figure.value for key, figure in report.figures.items()}
    for repair in findings.repairs:
        assert repair.published == repaired[repair.cell]
        repaired[repair.cell] = repair.candidate
    assert [repaired[f"res_total__{column}"] for column in columns] == [22, 1, 0, 0, 0, 0, 23]
    assert [repaired[f"req_carried_out__{column}"] for column in columns] == [2, 0, 0, 0, 0, 0, 2]
    assert {repair.rule for repair in findings.repairs} == {"T3-SHIFT"}
    assert all("22+3=23+2" in repair.evidence for repair in findings.repairs)
    assert all("2件" in repair.evidence for repair in findings.repairs)
    assert report.figures["res_total__total"].value == 0
    assert report.figures["req_carried_out__total"].value == 23


def test_003_names_a_city_speaks_as_a_town_and_has_eight_numbers_a_row(corpus: Path) -> None:
    findings = check_report(read(corpus, "seeds/003_*.txt"))
    assert found(findings) == {
        ("M-AGENCY", "error"),
        ("T3-WIDTH", "error"),
        ("S-SEC6FEE", "warning"),
        ("ALL-ZERO", "info"),
    }
    (width,) = results(findings, "T3-WIDTH")
    assert (width.left, width.right) == (8, 7)
    assert "res_partial__total" in width.cells
    assert "req_carried_out__total" in width.cells
    assert "req_new__total" not in width.cells
    assert outcomes(findings, T3_RES) == {"not_assessable"}


def test_004_is_cut_off_and_its_last_table_has_lost_its_header(corpus: Path) -> None:
    findings = check_report(read(corpus, "seeds/004_*.txt"))
    assert found(findings) == {("S-TRUNC", "error"), ("T4-HEADER", "error")}
    (cut,) = results(findings, "S-TRUNC")
    assert (cut.left, cut.right) == (11, 25)
    assert outcomes(findings, T3_RES) == outcomes(findings, T3_BAL) == {"not_assessable"}
    request = next(result for result in results(findings, "N-REQ"))
    assert (request.outcome, request.left, request.right) == ("pass", 1, 1)
    assert outcomes(findings, "N-ARITH") == {"pass"}


def test_a_district_table_beside_the_offices_own_count_is_no_contradiction(corpus: Path) -> None:
    findings = check_report(read(corpus, "reports/hongze_2024.pdf"))
    assert found(findings) == {("M-FORMSTALE", "warning"), ("N-REQ", "info")}
    (request,) = results(findings, "N-REQ")
    assert (request.left, request.right) == (17, 95)
    assert "fail" not in outcomes(findings, T3_ROW) | outcomes(findings, T3_RES) | outcomes(findings, T3_BAL)
    assert findings.repairs == ()


def test_a_report_that_agrees_with_itself_has_no_finding(corpus: Path) -> None:
    findings = check_report(read(corpus, "reports/pingtan_guanweihui_2024.html"))
    assert found(findings) == set()
    for rule in (T3_ROW, T3_RES, T3_BAL, "T4-SUM", "N-REQ", "N-NORMDOC"):
        assert outcomes(findings, rule) == {"pass"}, rule


def test_the_blank_form_has_no_error_and_no_sum_is_assessed(corpus: Path) -> None:
    findings = check_report(read(corpus, "reports/form_template_2021.docx"))
    assert {severity for _, severity in found(findings)} <= {"warning"}
    assert {rule for rule, _ in found(findings)} <= {"R-PLACEHOLDER", "S-SEC5", "S-SEC6FEE"}
    for rule in (T3_ROW, T3_RES, T3_BAL, "T4-SUM"):
        assert outcomes(findings, rule) == {"not_assessable"}
    assert findings.repairs == ()


def test_a_partial_report_is_said_to_lack_rows_not_to_add_up_wrongly(corpus: Path) -> None:
    findings = check_report(read(corpus, "reports/suqian_2025_partial.md"))
    assert found(findings) == {("S-TRUNC", "error"), ("T4-HEADER", "error")}
    assert "pass" in outcomes(findings, T3_ROW)
    assert outcomes(findings, "T4-SUM") == {"pass"}


@pytest.mark.parametrize("name", ["pingtan_guanweihui_2022", "pingtan_guanweihui_2024", "pingtan_shijianju_2020"])
def test_numbers_run_together_are_our_problem_and_no_error_of_theirs(corpus: Path, name: str) -> None:
    findings = check_report(read(corpus, f"glued/{name}.page.txt"))
    assert not [rule for rule, severity in found(findings) if severity == "error"]
