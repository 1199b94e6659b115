"""Every format, every way of printing, every size of numbers: reading gives exactly the cells that were printed."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.samples.agencies import AGENCIES
from archive.samples.official_form import proactive_keys, request_keys
from archive.samples.renderings import Rendering, Variation
from archive.samples.reports import ERRORS, FictionalReport, make_report
from archive.samples.variations import VARIATIONS, render
from extractors.formats import read_document
from extractors.report import read_report
from extractors.report_values import Report

YEARS = {"f2021": 2023, "f2019": 2020, "y14": 2016}


@cache
def report_of(edition: str, profile: str, agency: str = "qinghe") -> FictionalReport:
    return make_report(agency, YEARS[edition], profile=profile, edition=edition)  # type: ignore[arg-type]


def read(rendering: Rendering) -> Report:
    # no file name: it would give the year away
    document = read_document(rendering.data, media_type=rendering.media_type, charset=rendering.charset)
    return read_report(document)


def check(rendering: Rendering) -> Report:
    report = read(rendering)
    wrong = rendering.differences(report.figures)
    assert not wrong, f"{len(wrong)} of {len(rendering.truth)} cells\n" + "\n".join(wrong[:12])
    return report


def cases() -> list[tuple[str, str, str]]:
    return [
        (variation.name, edition, profile)
        for variation in VARIATIONS.values()
        for edition in variation.editions
        for profile in (("distinct", "county") if edition == "f2021" else ("distinct",))
    ]


@pytest.mark.parametrize(("variation", "edition", "profile"), cases())
def test_every_way_of_printing_is_read_cell_by_cell(variation: str, edition: str, profile: str) -> None:
    check(VARIATIONS[variation].render(report_of(edition, profile)))


USUAL = ("html-cms-trs", "html-wps", "text-cells", "text-tabs", "markdown-square", "docx-merged", "pdf-ruled")


@pytest.mark.parametrize("variation", USUAL)
@pytest.mark.parametrize("profile", ["zero", "town", "city"])
@pytest.mark.parametrize("edition", list(YEARS))
def test_every_size_of_numbers_is_read_cell_by_cell(variation: str, edition: str, profile: str) -> None:
    check(render(report_of(edition, profile), variation))


@pytest.mark.parametrize("error", sorted(set(ERRORS) - {"stale_form"}))
@pytest.mark.parametrize("variation", [*USUAL, "pdf-bars", "pdf-boxes"])
def test_a_printed_mistake_is_read_as_printed(variation: str, error: str) -> None:
    report = make_report("qinghe", 2023, profile="county", errors=[error])
    check(render(report, variation))


@pytest.mark.parametrize("variation", USUAL)
def test_the_form_is_told_from_the_tables_not_from_the_year(variation: str) -> None:
    stale = make_report("qinghe", 2023, profile="distinct", errors=["stale_form"])
    report = check(render(stale, variation))
    assert report.year == 2023
    assert {table: report.forms.get(table) for table in ("t2", "t3", "t4")} == dict.fromkeys(
        ("t2", "t3", "t4"), "f2019"
    )


@pytest.mark.parametrize("variation", [v.name for v in VARIATIONS.values() if "f2019" in v.editions])
def test_a_form_of_2019_never_fills_a_key_of_2021(variation: str) -> None:
    report = read(VARIATIONS[variation].render(report_of("f2019", "distinct")))
    only_2021 = {*proactive_keys("f2021"), *request_keys("f2021")} - {
        *proactive_keys("f2019"),
        *request_keys("f2019"),
    }
    assert "admin_fee_amount" in only_2021
    assert "rules_issued" in only_2021
    filled = {
        key: figure.raw for key, figure in report.figures.items() if key in only_2021 and figure.value is not None
    }
    assert not filled


@pytest.mark.parametrize("variation", USUAL)
@pytest.mark.parametrize("agency", ["jizhou", "qinghe", "lanchuan-jtj", "qinghe-heting"])
@pytest.mark.parametrize("edition", list(YEARS))
def test_title_publisher_year_and_form_are_read(variation: str, agency: str, edition: str) -> None:
    fictional = make_report(agency, YEARS[edition])
    report = read(render(fictional, variation))
    assert (report.publisher, report.year) == (fictional.publisher, fictional.year)
    read_forms = {table: report.forms.get(table) for table in ("t2", "t3", "t4", "y14")}
    assert read_forms == dict(fictional.editions)


@pytest.mark.parametrize("variation", USUAL)
def test_the_six_sections_are_found_with_their_words(variation: str) -> None:
    fictional = report_of("f2021", "county")
    report = read(render(fictional, variation))
    assert [section.number for section in report.sections if section.number] == [1, 2, 3, 4, 5, 6]
    by_number = {section.number: "".join(section.text.split()) for section in report.sections}
    for section in fictional.sections:
        for paragraph in section.paragraphs:
            assert "".join(paragraph.split()) in by_number[section.number]


@pytest.mark.parametrize("variation", USUAL)
@pytest.mark.parametrize("agency", ["jizhou", "qinghe", "lanchuan-jtj", "qinghe-heting"])
def test_numbers_stated_in_prose_are_read(variation: str, agency: str) -> None:
    fictional = make_report(agency, 2024)
    report = read(render(fictional, variation))
    stated = {statement.key: statement.value for statement in report.statements}
    missing = {key: value for key, value in fictional.statements.items() if stated.get(key) != value}
    assert not missing
    if fictional.fees.notice_count:
        assert stated["fee_notice_count"] == fictional.fees.notice_count
        assert stated["fee_notice_amount"] == fictional.fees.notice_amount
        assert stated["fee_collected_amount"] == fictional.fees.collected_amount


@pytest.mark.parametrize("variation", USUAL)
def test_signature_is_read_as_printed(variation: str) -> None:
    fictional = make_report("qinghe-fgj", 2023, errors=["early_signature"])
    report = read(render(fictional, variation))
    assert report.dates.signed_on == "2023-11-28"


def _combination(variation: Variation) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.just(variation.name), st.sampled_from(variation.editions))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    combination=st.sampled_from(sorted(VARIATIONS)).flatmap(lambda name: _combination(VARIATIONS[name])),
    agency=st.sampled_from(sorted(AGENCIES)),
    profile=st.sampled_from(["zero", "town", "county", "city", "distinct"]),
    seed=st.integers(0, 10_000),
)
@example(combination=("text-lines", "y14"), agency="jizhou-zjj", profile="zero", seed=0)
@example(combination=("text-spaces", "y14"), agency="jizhou-zjj", profile="city", seed=715)
@example(combination=("text-tabs-blank", "f2021"), agency="canglan-sthjt", profile="zero", seed=8402)
def test_any_report_printed_any_way_is_read_cell_by_cell(
    combination: tuple[str, str], agency: str, profile: str, seed: int
) -> None:
    variation, edition = combination
    report = make_report(agency, YEARS[edition], seed=seed, profile=profile, edition=edition)  # type: ignore[arg-type]
    check(VARIATIONS[variation].render(report))
