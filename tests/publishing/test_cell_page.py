"""The page of one cell: a number with all that is needed to cite it, one step from the table it is printed in."""

from __future__ import annotations

from typing import Any

import pytest


def _path(site: Any, name: str, key: str) -> str:
    return f"/report/{site.reports[name]}/cell/{key}"


@pytest.mark.parametrize("name", ["good", "blank", "fourteen", "cut", "statistics", "old_form"])
def test_every_cell_that_is_there_leads_to_its_page_and_no_other_does(site: Any, name: str) -> None:
    page = site.report(name)
    figures = site.get(f"/report/{site.reports[name]}.json").json()["figures"]
    for cell in page.cssselect("table.official td.v[id]"):
        links = [link.get("href") for link in cell.cssselect("a.at")]
        assert links == ([_path(site, name, cell.get("id"))] if cell.get("id") in figures else []), cell.get("id")
    listed = site.page(f"/report/{site.reports[name]}/cells").cssselect("tbody th a")
    assert [link.get("href") for link in listed] == [_path(site, name, key) for key in figures]


def test_a_cell_is_told_with_its_place_and_a_citation_of_its_own(site: Any) -> None:
    report = site.get(f"/report/{site.reports['good']}.json").json()
    figure = report["figures"]["req_new__total"]
    page = site.page(_path(site, "good", "req_new__total"))
    assert page.cssselect(".one-value .printed")[0].text_content() == figure["raw"]
    facts = page.cssselect("dl.facts")[0].text_content()
    assert f"第{figure['place']['row']}行" in facts
    assert page.cssselect(f'dl a[href="/original/{report["capture"]["id"]}"]')
    assert page.cssselect(f'a[href="/report/{report["id"]}#req_new__total"]')
    citations = page.cssselect("#cite .citation")
    assert [citation.get("lang") for citation in citations] == [None, "en"]
    for citation in citations:
        text = citation.text_content().replace("\N{NO-BREAK SPACE}", " ")
        assert f"://localhost{_path(site, 'good', 'req_new__total')}" in text
        assert report["capture"]["payload_sha256"] in text
        assert "2025-02-01 01:02:03 UTC" in text
        assert f"：{figure['value']} 件" in text or f": {figure['value']}." in text


def test_no_number_is_told_by_its_state_and_never_by_a_number(site: Any) -> None:
    for name, state, words in (("blank", "blank", "空白"), ("fourteen", "unreadable", "无法辨认")):
        figures = site.get(f"/report/{site.reports[name]}.json").json()["figures"]
        key = next(key for key, figure in figures.items() if figure["state"] == state)
        page = site.page(_path(site, name, key))
        assert words in page.cssselect("dl.facts")[0].text_content()
        assert words in page.cssselect("#cite .citation")[0].text_content()
        assert f"“{words}" not in page.cssselect("#cite .citation")[0].text_content()
        assert not page.cssselect(".one-unit")


def test_a_cell_that_a_failed_check_names_says_so_beside_the_number(site: Any) -> None:
    page = site.page(_path(site, "shifted", "res_total__total"))
    assert page.cssselect(".one-value .printed")[0].text_content() == "0"
    assert "引用时请一并说明" in page.cssselect(".notice")[0].text_content()
    finding = page.cssselect("main ul.plain a")[0]
    report, _, anchor = finding.get("href").partition("#")
    assert report == f"/report/{site.reports['shifted']}"
    assert finding.text_content() in site.report("shifted").get_element_by_id(anchor).text_content()
    good = site.page(_path(site, "good", "res_total__total"))
    assert not good.cssselect(".notice")
    assert not good.cssselect("main ul.plain")


def test_the_same_cell_of_other_years_stands_beside_it(site: Any) -> None:
    page = site.page(_path(site, "good", "req_new__total"))
    lines = page.cssselect(".years-of-cell tbody tr")
    assert [line.cssselect("th")[0].text_content() for line in lines] == ["2020", "2024"]
    earlier = site.get(f"/report/{site.reports['old_form']}.json").json()["figures"]["req_new__total"]
    link = lines[0].cssselect("td a")[0]
    assert link.text_content() == earlier["raw"]
    assert link.get("href") == _path(site, "old_form", "req_new__total")
    assert not lines[1].cssselect("a")


def test_a_cell_is_an_object_with_the_figure_of_its_report(site: Any) -> None:
    report = site.get(f"/report/{site.reports['shifted']}.json").json()
    page = site.page(_path(site, "shifted", "res_total__total"))
    [address] = page.xpath("//link[@rel='alternate'][@type='application/json']/@href")
    answer = site.get(address)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert site.get(address, if_none_match=answer.headers["etag"]).status == 304
    cell = answer.json()
    assert cell["figure"] == report["figures"]["res_total__total"]
    assert cell["capture"] == report["capture"]
    assert [check["rule"] for check in cell["checks"]] == ["T3-SHIFT"]
    assert [repair["candidate"] for repair in cell["repairs"]] == [
        repair["candidate"] for repair in report["repairs"] if repair["cell"] == "res_total__total"
    ]
    assert cell["links"]["html"] + ".json" == cell["links"]["self"] == address
    unmarked = site.get(_path(site, "shifted", "rules_issued") + ".json").json()
    assert unmarked["checks"] == unmarked["repairs"] == []


def test_a_cell_that_is_not_there_has_no_page(site: Any) -> None:
    for path in (
        _path(site, "cut", "res_denied_admin_inquiry__total"),
        _path(site, "good", "y14_req_total"),
        _path(site, "good", "nothing"),
        "/report/nobody-2024/cell/req_new__total",
    ):
        assert site.get(path).status == 404, path
        assert site.get(path + ".json").json() == {"ok": False, "error": "no such cell", "status": 404}


def test_the_pages_of_cells_are_not_offered_to_search_engines(site: Any) -> None:
    assert "Disallow: /report/*/cell/" in site.get("/robots.txt").text
    assert site.page(_path(site, "good", "req_new__total")).xpath("//meta[@name='robots'][@content='noindex']")
