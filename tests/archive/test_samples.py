"""The invented reports keep their promises: deterministic, arithmetic true unless a slip is asked for, cells known."""

from __future__ import annotations

import pytest

from archive.samples.agencies import AGENCIES
from archive.samples.bundle import bundle
from archive.samples.grids import grids_of
from archive.samples.official_form import APPLICANTS, CASES, OUTCOMES, REQUEST_ROWS, SIX
from archive.samples.reports import ERRORS, FictionalReport, make_report
from archive.samples.truth import Expected, differences, expected_of, truth_of
from archive.samples.variations import VARIATIONS
from extractors.document import Place
from extractors.figures import Figure


def _imbalances(report: FictionalReport) -> list[str]:
    found: list[str] = []
    rows = [row.key for row in REQUEST_ROWS[report.edition]]
    results = [row for row in rows if row.startswith("res_") and row != "res_total"]
    found += [
        f"{row} across"
        for row in rows
        if sum(report.number(f"{row}__{applicant}") for applicant in SIX) != report.number(f"{row}__total")
    ]
    for applicant, _ in APPLICANTS:
        came = report.number(f"req_new__{applicant}") + report.number(f"req_carried_in__{applicant}")
        went = report.number(f"res_total__{applicant}") + report.number(f"req_carried_out__{applicant}")
        if came != went:
            found.append(f"{applicant} balance")
        if sum(report.number(f"{row}__{applicant}") for row in results) != report.number(f"res_total__{applicant}"):
            found.append(f"{applicant} results")
    for case, _ in CASES:
        parts = [report.number(f"{case}_{outcome}") for outcome, _ in OUTCOMES[:-1]]
        if sum(parts) != report.number(f"{case}_total"):
            found.append(case)
    return found


@pytest.mark.parametrize("agency", sorted(AGENCIES))
@pytest.mark.parametrize("profile", ["zero", "town", "county", "city", "distinct"])
def test_arithmetic_holds_in_every_report_without_a_slip(agency: str, profile: str) -> None:
    for year in (2019, 2020, 2021, 2025):
        report = make_report(agency, year, profile=profile)  # type: ignore[arg-type]
        assert _imbalances(report) == []


@pytest.mark.parametrize("error", ["shifted_row", "wrong_total", "swapped_cells"])
def test_a_slip_breaks_the_arithmetic(error: str) -> None:
    assert _imbalances(make_report("qinghe", 2023, profile="distinct", errors=[error]))


def test_what_is_carried_out_of_a_year_is_carried_into_the_next() -> None:
    before, after = (make_report("lanchuan", year) for year in (2022, 2023))
    carried = [before.number(f"req_carried_out__{applicant}") for applicant in SIX]
    assert any(carried)
    assert carried == [after.number(f"req_carried_in__{applicant}") for applicant in SIX]


def test_distinct_numbers_are_distinct_and_never_zero() -> None:
    for edition in ("f2021", "f2019", "y14"):
        report = make_report("qinghe", 2023, profile="distinct", edition=edition)
        values = [expected.value for expected in report.truth().values()]
        assert all(values)
        assert len(set(values)) == len(values) == {"f2021": 200, "f2019": 198, "y14": 58}[edition]


@pytest.mark.parametrize("variation", sorted(VARIATIONS))
def test_the_same_report_printed_twice_gives_the_same_bytes(variation: str) -> None:
    edition = VARIATIONS[variation].editions[0]
    first, second = (VARIATIONS[variation].render(make_report("qinghe", 2023, edition=edition)) for _ in range(2))
    assert first.data == second.data
    assert first.truth


@pytest.mark.parametrize("error", sorted(ERRORS))
def test_every_slip_changes_the_report(error: str) -> None:
    plain, slipped = (make_report("qinghe-wjj", 2023, profile="county", errors=errors) for errors in ([], [error]))
    assert slipped.errors == (error,)
    assert plain.errors == ()
    assert any(
        getattr(plain, name) != getattr(slipped, name)
        for name in ("title", "figures", "case_row", "sections", "signed_on", "editions")
    )


def test_every_figure_is_drawn_in_exactly_one_cell() -> None:
    for edition in ("f2021", "f2019", "y14"):
        report = make_report("qinghe", 2023, profile="distinct", edition=edition)
        drawn = {cell.key: cell.text for grid in grids_of(report) for cell in grid.cells if cell.key}
        assert drawn == report.figures


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("12", Expected(12, "value", "12")),
        ("１２", Expected(12, "value", "１２")),
        ("1,234.50", Expected(1234.5, "value", "1,234.50")),
        ("\u00a00\u3000", Expected(0, "zero", "\u00a00\u3000")),
        ("", Expected(None, "blank", "")),
        ("——", Expected(None, "na", "——")),
        ("-3", Expected(-3, "value", "-3")),
        ("251000元", Expected(251000, "value", "251000元")),
        ("详见附件", Expected(None, "text", "详见附件")),
    ],
)
def test_printed_texts_mean_what_they_say(printed: str, expected: Expected) -> None:
    assert expected_of(printed) == expected


def _figure(value: int | None, state: str, raw: str) -> Figure:
    return Figure("req_new", "total", value, raw, state, "件", Place())  # type: ignore[arg-type]


def test_a_comparison_finds_wrong_missing_and_invented_cells() -> None:
    truth = truth_of({"req_new__total": "5", "res_total__total": "7"})
    read = {"req_new__total": _figure(6, "value", "6"), "req_carried_in__total": _figure(0, "zero", "0")}
    found = differences(read, truth)
    assert [line.partition(":")[0] for line in found] == [
        "req_new__total",
        "res_total__total",
        "req_carried_in__total",
    ]
    assert len(differences(read, truth, {"req_new__total", "res_total__total"})) == 2
    assert len(differences({}, truth)) == 2


def test_the_bundle_has_every_agency_every_format_and_files_that_are_no_reports() -> None:
    samples = list(bundle())
    assert 60 <= len(samples) <= 100
    assert {sample.agency.id for sample in samples} == set(AGENCIES)
    assert {sample.path.rpartition(".")[2] for sample in samples} == {"html", "txt", "md", "docx", "pdf"}
    assert {sample.outcome for sample in samples} == {"report", "unreadable", "not_a_report"}
    assert len({sample.path for sample in samples}) == len(samples)
    slips = {error for sample in samples for error in sample.errors}
    assert {"shifted_row", "stale_form", "blank_total_column"} <= slips
