"""The page of an agency: every number leads to the cell it was printed in, and older forms are compared openly."""

from __future__ import annotations

from typing import Any

import pytest

from archive.figure_views import SERIES
from archive.schema import ENGLISH_LABELS
from extractors.forms import EDITIONS, load_form


def agency_of(site: Any, name: str) -> Any:
    return site.page(f"/agency/{site.reports[name].partition('-')[0]}")


@pytest.mark.parametrize("name", ["good", "statistics", "old_form", "distinct"])
def test_every_number_leads_to_a_cell_of_the_report_that_prints_it(site: Any, name: str) -> None:
    links = [link.get("href") for link in agency_of(site, name).cssselect("table.series td a")]
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        assert anchor, link
        assert site.page(path).cssselect(f"td.v[id='{anchor}']"), link


def test_a_number_of_the_form_of_2014_is_marked_and_says_which_cell_it_is(site: Any) -> None:
    page = agency_of(site, "statistics")
    rows = {row.cssselect("th")[0].text_content(): row for row in page.cssselect("table.series tbody tr")}
    (new,) = [row for label, row in rows.items() if label.startswith("一、本年新收")]
    (cell,) = [found for found in new.cssselect("td") if found.cssselect("a")]
    assert cell.cssselect("a")[0].get("href").endswith("#y14_req_total")
    assert cell.cssselect("abbr")[0].text_content() == "≈"
    for said in (cell.cssselect("abbr")[0].get("title"), cell.cssselect("a")[0].get("title")):
        assert "2014年版" in said
        assert "口径相近" in said
    (granted,) = [row for label, row in rows.items() if "予以公开" in label]
    assert {"≈", "Σ"} <= {sign.text_content() for sign in granted.cssselect("abbr")}
    told = page.cssselect("details.fine")[0].text_content()
    assert "本年新收政府信息公开申请数量" in told
    assert "2014年版" in told


def test_numbers_of_the_present_form_are_not_marked(site: Any) -> None:
    page = agency_of(site, "good")
    (new,) = [r for r in page.cssselect("table.series tbody tr") if r.text_content().startswith("一、本年新收")]
    assert new.cssselect("td abbr") == []
    assert page.cssselect("details.fine") == []


def test_the_cells_of_a_series_are_cells_of_its_form() -> None:
    for edition in EDITIONS:
        known = set(load_form(edition).keys())
        for series in SERIES:
            assert set(series.cells(edition)) <= known, (series.key, edition)
        assert all(ENGLISH_LABELS[key].replace(" ", "_") != key for s in SERIES for key in s.cells("y14"))
    by_key = {series.key: series for series in SERIES}
    assert by_key["res_granted"].cells("y14") == ("y14_ans_already_public", "y14_ans_granted")
    assert by_key["rules_issued"].cells("f2019") == ("rules_made",)
    assert by_key["req_new"].cells("f2021") == ("req_new__total",)


def test_the_numbers_of_an_agency_can_be_had_as_a_table_in_one_step(site: Any) -> None:
    page = agency_of(site, "good")
    links = {link.get("href") for link in page.cssselect("main p.fine a") if link.text_content() in ("CSV", "JSON")}
    assert len(links) == 3
    [alternate] = page.xpath("//link[@rel='alternate'][@type='application/json']/@href")
    assert alternate in links
    years = {cell.text_content() for cell in page.cssselect("table.series thead th.num")}
    for link in links:
        answer = site.get(link)
        assert answer.status == 200, link
        assert years & {str(year) for year in (2020, 2024)}
        assert all(str(year) in answer.text for year in (2020, 2024)), link
