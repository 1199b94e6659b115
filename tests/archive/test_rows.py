"""Rows of a report: stable keys, one content whatever its format, nothing guessed where nothing was printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.identity import agency_id_of, compact, report_id_of
from archive.rows import MOST_PROBLEMS, clean, problem_rows, rows_of
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from archive.schema import TABLE
from extractors.checks import check_report
from extractors.checks.results import CheckResult, Findings
from extractors.document import Problem
from extractors.formats import read_document
from extractors.forms import APPLICANTS, cell_key, load_form
from extractors.report import read_report
from extractors.report_values import Report


def read(variation: str = "html-cms-trs", seed: int = 3) -> Report:
    rendering = render(make_report(AGENCIES["qinghe"], 2024, seed=seed), variation)
    return read_report(read_document(rendering.data, name=rendering.name, media_type=rendering.media_type))


def test_a_public_id_depends_on_name_and_year_alone() -> None:
    report = read()
    rows = rows_of(report, Findings(), reader="x")
    assert rows.report_id == f"{agency_id_of(report.publisher or '')}-2024"
    other = rows_of(replace(report, title="另一标题", sections=()), Findings(), reader="y")
    assert other.report_id == rows.report_id
    assert other.content_sha256 != rows.content_sha256


def test_an_unreadable_publisher_or_year_is_never_guessed() -> None:
    digest = "ab" * 32
    assert report_id_of(None, 2024, digest) == "unknown-2024-abababababab"
    assert report_id_of("青禾县", None, digest).endswith("-undated-abababababab")
    rows = rows_of(replace(read(), publisher=None), Findings(), reader="x")
    assert rows.agency is None
    assert rows.fields["agency_id"] is None
    assert rows.fields["canonical"] == 0


def test_the_same_report_as_html_and_as_word_is_one_content() -> None:
    digests = {
        rows_of(read(variation), Findings(), reader="x").content_sha256 for variation in ("html-wps", "html-mso")
    }
    assert len(digests) == 1


def test_another_number_is_another_content() -> None:
    report = read()
    figures = dict(report.figures)
    figures["review_total"] = figures["review_total"]._replace(value=4321, raw="4321", state="value")
    changed = rows_of(replace(report, figures=figures), Findings(), reader="x")
    assert changed.content_sha256 != rows_of(report, Findings(), reader="x").content_sha256


def test_rows_fit_their_tables() -> None:
    report = read()
    rows = rows_of(report, check_report(report), reader="x")
    assert set(rows.fields) <= set(TABLE["reports"].column_names)
    for name, lines in rows.tables.items():
        # docid and, for problems, subject, report, capture and reader are added by the build
        missing = {"sections": 1, "problems": 4}.get(name, 0)
        for line in lines:
            assert len(line) == len(TABLE[name].columns) - missing, name
    assert rows.figure_count == len(report.figures) > 150
    assert rows.fields["quality"] == "complete"


@pytest.mark.parametrize(("rows_lost", "quality"), [(0, "complete"), (2, "complete"), (4, "partial"), (25, "partial")])
def test_a_table_cut_short_or_run_together_is_read_in_part(rows_lost: int, quality: str) -> None:
    report = read()
    lost = {cell_key(row.key, a) for row in load_form("f2021").t3_rows[:rows_lost] for a in APPLICANTS}
    absent = {key: figure for key, figure in report.figures.items() if key not in lost}
    glued = {
        key: figure._replace(value=None, state="unreadable") if key in lost else figure
        for key, figure in report.figures.items()
    }
    for figures in (absent, glued):
        assert rows_of(replace(report, figures=figures), Findings(), reader="x").fields["quality"] == quality


def test_passes_are_counted_by_rule_and_failures_told_one_by_one() -> None:
    results = (
        *(CheckResult("T3-SUM", "pass", "error", applicant=str(number)) for number in range(7)),
        CheckResult("T3-BAL", "fail", "error", "total", left=25, right=23, cells=("a", "b"), message="25≠23"),
        CheckResult("T3-BAL", "fail", "error", "business", left=2, right=3, message="2≠3"),
        CheckResult("T4-SUM", "not_assessable", "error", message="没有表四"),
    )
    rows = rows_of(read(), Findings(results), reader="x")
    checks = [(row[2], row[3], row[5], row[7], row[8], row[10], row[11]) for row in rows.tables["checks"]]
    assert checks == [
        ("T3-BAL", "fail", "total", 25, 23, 1, "25≠23"),
        ("T3-BAL", "fail", "business", 2, 3, 1, "2≠3"),
        ("T3-SUM", "pass", "", None, None, 7, ""),
        ("T4-SUM", "not_assessable", "", None, None, 1, "没有表四"),
    ]
    assert rows.fields["error_count"] == 2


@pytest.mark.parametrize(
    ("text", "expected"), [("a\0b", "a\ufffdb"), ("x\ud800y", "x?y"), ("", ""), (None, ""), ("公开", "公开")]
)
def test_any_text_can_be_stored(text: str | None, expected: str) -> None:
    assert clean(text) == expected
    assert clean(text).encode("utf-8").decode("utf-8") == expected


def test_a_flood_of_problems_is_cut_and_counted() -> None:
    rows = problem_rows((Problem("unmatched_cell", "", "x" * 9999, "m") for _ in range(10_000)), stage="read")
    assert len(rows) == MOST_PROBLEMS
    assert rows[-1][2] == "more_problems"
    assert "9501" in str(rows[-1][5])
    assert max(len(str(row[4])) for row in rows) == 2000


def test_compact_folds_and_joins() -> None:
    assert compact("青禾县　人民\n政府（办）１") == "青禾县人民政府(办)1"
