"""The page of one report: the official form as printed, the findings, the prose, the sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from archive.samples.renderings import Rendering
from extractors.forms import load_form


def _cells(page: Any) -> dict[str, Any]:
    """Return the value cells of all official tables by their id."""
    return {cell.get("id"): cell for cell in page.cssselect("table.official td.v[id]")}


def _printed(cell: Any) -> str:
    """Return a cell's own text, without the footnotes of findings."""
    texts = [cell.text or ""]
    for child in cell:
        if "foot" not in (child.get("class") or "") and "unseen" not in (child.get("class") or ""):
            texts.append(child.text_content())
        texts.append(child.tail or "")
    return "".join(texts).strip()


def test_the_form_in_force_is_drawn_with_its_two_hundred_cells_each_an_address_of_its_own(site: Any) -> None:
    page = site.report("good")
    ids = [cell.get("id") for cell in page.cssselect("table.official td.v")]
    assert len(ids) == len(set(ids)) == 200
    assert set(ids) == set(load_form("f2021").keys())
    every = [element.get("id") for element in page.xpath("//*[@id]")]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("name", ["good", "distinct", "wrong_total", "slash", "shifted", "blank"])
def test_every_cell_shows_what_was_printed(site: Any, renderings: Mapping[str, Rendering], name: str) -> None:
    cells = _cells(site.report(name))
    truth = renderings[name].truth
    read = {key: expected for key, expected in truth.items() if key in cells}
    assert len(read) >= 190
    compared = 0
    for key, expected in read.items():
        shown = _printed(cells[key])
        if "unreadable" in cells[key].get("class"):
            continue
        assert shown == " ".join((expected.raw or "").split()), key
        compared += 1
    assert compared >= 150


def test_a_blank_cell_stays_blank_and_a_slash_a_slash(site: Any) -> None:
    blank = _cells(site.report("blank"))
    empty = [cell for cell in blank.values() if "blank" in cell.get("class").split()]
    assert len(empty) >= 15
    assert all(_printed(cell) == "" for cell in empty)
    assert all("原文空白" in cell.get("title") for cell in empty)
    slash = _cells(site.report("slash"))
    marked = [cell for cell in slash.values() if "na" in cell.get("class").split()]
    assert marked
    assert {_printed(cell) for cell in marked} == {"/"}


def test_an_unreadable_cell_is_hatched_and_explained_and_never_a_number(site: Any) -> None:
    page = site.report("fourteen")
    unreadable = [cell for cell in _cells(page).values() if "unreadable" in cell.get("class").split()]
    assert len(unreadable) == 15
    assert all(cell.cssselect(".unread") for cell in unreadable)
    assert "无法辨认" in page.cssselect("#t4 .legend")[0].text_content()


def test_a_cell_that_the_document_lacks_is_told_from_a_blank_one_and_is_no_error_of_its_own(site: Any) -> None:
    page = site.report("cut")
    cells = _cells(page)
    assert len(cells) >= 185
    lacking = {key: cell for key, cell in cells.items() if "missing" in cell.get("class").split()}
    assert "res_denied_admin_inquiry__total" in lacking
    assert "req_new__total" not in lacking
    for cell in lacking.values():
        assert _printed(cell) == ""
        assert "mark-error" not in cell.get("class")
        assert "没有这一格" in cell.get("title")
    finding = page.cssselect(".finding-error")[0].text_content()
    assert "S-TRUNC" in page.cssselect("#findings")[0].text_content()
    assert len(finding) < 1500
    assert "文件里没有这一格" in page.cssselect("#t3 .legend")[0].text_content()
    assert "（应有" in page.cssselect(".facts")[0].text_content()


def test_cells_of_a_failed_check_are_marked_and_lead_to_the_finding_and_back(site: Any) -> None:
    page = site.report("shifted")
    cells = _cells(page)
    marked = {key for key, cell in cells.items() if "mark-error" in cell.get("class").split()}
    assert {"res_total__total", "req_carried_out__total"} <= marked
    assert "res_granted__total" not in marked
    finding = page.cssselect("#finding-1")[0]
    foot = cells["res_total__total"].cssselect("a.foot")[0]
    assert foot.get("href") == "#finding-1"
    assert "✗" in foot.text_content()
    assert {link.get("href") for link in finding.cssselect(".cells a")} >= {"#res_total__total"}


def test_a_finding_is_told_to_a_layman_in_two_languages_with_both_numbers(site: Any) -> None:
    finding = site.report("shifted").cssselect("#finding-1")[0]
    text = finding.text_content()
    assert "T3-SHIFT" in text
    assert "填低了一行" in text
    assert "one row too low" in text
    assert [value.text_content() for value in finding.cssselect(".side-value")] == ["0", "7"]
    assert finding.cssselect("a.rule-id")[0].get("href") == "/rules#T3-SHIFT"


def test_repairs_stand_beside_the_printed_numbers_and_are_never_applied(site: Any) -> None:
    page = site.report("shifted")
    cells = _cells(page)
    repair = page.cssselect(".repair")[0]
    assert "从未改动" in repair.text_content()
    assert "never applied" in repair.text_content()
    total = next(link for link in repair.cssselect("td a") if link.get("href") == "#res_total__total")
    assert total.cssselect(".printed")[0].text_content() == "0"
    assert total.cssselect(".candidate")[0].text_content() == "7"
    assert _printed(cells["res_total__total"]) == "0"
    assert _printed(cells["req_carried_out__total"]) == "7"


def test_a_report_that_mixes_editions_has_each_table_in_its_own(site: Any) -> None:
    page = site.report("mixed")
    cells = _cells(page)
    assert "res_other__total" in cells
    assert "res_other_misc__total" not in cells
    assert set(load_form("f2021").keys("t2")) <= set(cells)
    assert len(cells) == 10 + 23 * 7 + 15


def test_the_statistics_form_of_2014_is_drawn_with_its_units_and_groups(site: Any) -> None:
    page = site.report("statistics")
    cells = _cells(page)
    assert set(cells) == set(load_form("y14").keys())
    assert all(_printed(cell) for cell in cells.values())
    assert page.cssselect("table.official-y14 th[scope=rowgroup]")[0].text_content().startswith("一、主动公开情况")
    assert not page.cssselect("table.official-t3")


def test_the_merged_cells_of_table_three_cover_its_grid_exactly(site: Any) -> None:
    table = site.report("good").cssselect("table.official-t3")[0]
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(table.cssselect("tr")):
        column = 0
        for cell in row.cssselect("th, td"):
            while (number, column) in covered:
                column += 1
            for down in range(int(cell.get("rowspan") or 1)):
                for right in range(int(cell.get("colspan") or 1)):
                    assert (number + down, column + right) not in covered
                    covered.add((number + down, column + right))
    assert covered == {(row, column) for row in range(28) for column in range(10)}


def test_every_label_of_the_form_is_a_header_with_a_scope_and_every_table_has_a_caption(site: Any) -> None:
    for name in ("good", "old_form", "statistics"):
        page = site.report(name)
        for table in page.cssselect("table"):
            assert table.cssselect("caption"), name
            assert all(th.get("scope") in ("row", "col", "rowgroup", "colgroup") for th in table.cssselect("th"))


def test_english_stands_beside_the_labels_of_the_form(site: Any) -> None:
    page = site.report("good")
    labels = {
        (th.cssselect(".th-in")[0].text or "").strip(): th.cssselect(".th-en")
        for th in page.cssselect("table.official th")
    }
    assert labels["一、本年新收政府信息公开申请数量"][0].text_content() == "new requests received"
    assert labels["自然人"][0].get("lang") == "en"
    assert page.cssselect("#english")[0].get("type") == "checkbox"


def test_the_six_parts_stand_in_the_order_of_the_form_with_the_tables_in_place(site: Any) -> None:
    page = site.report("good")
    parts = [part.get("id") for part in page.cssselect("section.part")]
    assert parts == [f"part-{number}" for number in range(7)]
    for number in (2, 3, 4):
        assert page.cssselect(f"#part-{number} table.official-t{number}")


def test_numbers_stated_in_prose_are_marked_where_they_are_said_and_lead_to_the_cell(site: Any) -> None:
    page = site.report("good")
    links = page.cssselect(".said li > a:first-child")
    assert links
    for link in links:
        target = page.cssselect(link.get("href"))[0]
        assert target.tag in ("mark", "span")
    assert page.cssselect('.said-cell[href="#req_new__total"]')


def test_prose_never_repeats_the_tables(site: Any) -> None:
    text = " ".join(part.text_content() for part in site.report("good").cssselect(".prose"))
    assert "属于行政执法案卷" not in text
    assert "政府信息" in text


def test_a_hostile_text_is_shown_and_does_nothing(site: Any) -> None:
    page = site.report("hostile")
    text = " ".join(part.text_content() for part in page.cssselect(".prose"))
    assert "<script>alert(1)</script>" in text
    assert not page.cssselect("script, img, .prose *[onerror]")
    found = site.page("/search?q=alert")
    assert "<script>alert(1)</script>" in found.cssselect(".snippet")[0].text_content()
    assert not found.cssselect("script, main img")
    assert site.page("/search?q=%EF%BC%A1%EF%BC%AC%EF%BC%A5%EF%BC%B2%EF%BC%B4").cssselect(".snippet mark")


def test_sources_say_where_and_when_and_which_bytes(site: Any) -> None:
    page = site.report("good")
    places = page.cssselect("#sources tbody")[0].text_content()
    assert places.count("https://www.qinghe.gov.cn.test/good.html") == 2
    assert "2025-02-20 01:02:03 UTC" in places
    provenance = page.cssselect(".provenance")[0].text_content()
    assert ".warc.gz" in provenance
    original = page.cssselect('.provenance a[href^="/original/"]')[0].get("href")
    assert original == f"/original/{site.captures['good']}"


def test_versions_show_the_cells_that_changed(site: Any) -> None:
    page = site.report("old_form")
    versions = page.cssselect("#sources table")[1].text_content()
    assert "已被替换" in versions
    assert "→" in versions
    notice = page.cssselect(".report-head .notice")[0]
    assert "2 种不同的内容" in notice.text_content()
    assert page.cssselect(notice.cssselect("a")[0].get("href"))
    assert not site.report("good").cssselect(".report-head .notice")


def test_other_years_of_the_agency_are_linked_and_missing_ones_named(site: Any) -> None:
    years = site.report("good").cssselect(".years-nav")[0]
    assert [item.text_content().strip() for item in years.cssselect("li")] == [
        "2020",
        "2021 缺",
        "2022 缺",
        "2023 缺",
        "2024",
    ]


def test_an_unknown_report_has_an_answer(site: Any) -> None:
    assert site.get("/report/nobody-2024").status == 404
    assert site.get("/report/nobody-2024.json").json()["ok"] is False
    assert site.get("/report/" + "a" * 300).status == 404


def test_a_note_beside_a_number_is_never_a_digit_of_it(site: Any) -> None:
    """2 with a small 4 would be read as 24, and a blank with a small 1 as 1."""
    seen = 0
    for name in ("blank", "shifted", "wrong_total", "good"):
        for foot in site.report(name).cssselect("td.v a.foot"):
            assert foot.text_content()[0] in "注✗"
            assert foot.get("aria-label").startswith("见核对结果")
            seen += 1
    assert seen > 20
    style = site.get("/static/gongkai.css").text
    assert "user-select: none" in style.partition(".foot {")[2].partition("}")[0]
    assert 'content: "空白"' in style.partition(".v.blank::before {")[2].partition("}")[0]


def test_a_citation_has_the_address_the_time_and_the_whole_digest(site: Any) -> None:
    report = site.reports["good"]
    capture = site.get(f"/report/{report}.json").json()["capture"]
    citations = site.report("good").cssselect("#cite .citation")
    assert [citation.get("lang") for citation in citations] == [None, "en"]
    for citation in citations:
        text = citation.text_content()
        assert f"://localhost/report/{report}" in text
        assert capture["payload_sha256"] in text
        assert "2025-02-01 01:02:03 UTC" in text
        assert "青禾县人民政府" in text
    assert site.report("good").cssselect(f'#cite a[href="/report/{report}/cell/req_new__total"]')


def test_a_file_that_was_handed_in_was_received_and_not_captured(site: Any) -> None:
    page, captured = site.report("wrong_total"), site.report("good")
    for part in ("#cite", ".provenance"):
        told = page.cssselect(part)[0].text_content()
        assert "文件收到于" in told
        assert "file received" in told
        assert "抓取" not in told
        assert "原件抓取于" in captured.cssselect(part)[0].text_content()
    stored = site.page(page.cssselect('.provenance a[href^="/original/"]')[0].get("href")).cssselect("dl")[0]
    assert "收到时间" in stored.text_content()
    assert "原网址" not in stored.text_content()


def test_the_figures_readers_look_for_first_stand_at_the_head_as_printed(
    site: Any, renderings: Mapping[str, Rendering]
) -> None:
    for name, count in (("good", 6), ("shifted", 6), ("statistics", 6)):
        page = site.report(name)
        leading = page.cssselect(".report-head .leading a")
        assert len(leading) == count
        for link in leading:
            path, _, key = link.get("href").rpartition("/cell/")
            assert path == f"/report/{site.reports[name]}"
            assert link.cssselect(".leading-number")[0].text_content() == renderings[name].truth[key].raw
            is_marked = "mark-error" in page.get_element_by_id(key).get("class").split()
            assert bool(link.cssselect(".leading-mark")) == is_marked
    assert site.report("shifted").cssselect(".leading-mark")
    assert not site.report("good").cssselect(".leading-mark")


def test_a_part_that_was_not_found_has_its_place_and_says_so(site: Any) -> None:
    page = site.report("cut")
    parts = [part.get("id") for part in page.cssselect(".as-printed section.part[id^=part-]")]
    assert [part for part in parts if part != "part-0"] == [f"part-{number}" for number in range(1, 7)]
    told = [part.get("id") for part in page.cssselect("section.part") if "没有读到这一部分" in part.text_content()]
    found = {section["number"] for section in site.get(f"/report/{site.reports['cut']}.json").json()["sections"]}
    assert told
    assert told == [f"part-{number}" for number in range(1, 7) if number not in found]
    for name in ("good", "statistics"):
        assert "没有读到这一部分" not in site.report(name).text_content()


def test_a_leading_figure_that_the_document_lacks_is_said_to_lack_and_leads_nowhere(site: Any) -> None:
    cut = site.report("cut").cssselect(".leading li")
    lacking = [item for item in cut if "无此格" in item.text_content()]
    assert lacking
    assert not [link for item in lacking for link in item.cssselect("a, .leading-number")]
    assert cut[0].cssselect("a .leading-number")


def test_every_cell_is_listed_with_its_place_in_the_original(site: Any, renderings: Mapping[str, Rendering]) -> None:
    for name in ("good", "wrong_total", "blank", "statistics"):
        page = site.page(f"/report/{site.reports[name]}/cells")
        figures = site.get(f"/report/{site.reports[name]}.json").json()["figures"]
        rows = {row.cssselect("code")[0].text: row.cssselect("td") for row in page.cssselect("tbody tr")}
        assert set(rows) == set(figures)
        for key, figure in figures.items():
            printed, value, state, place, _ = rows[key]
            assert printed.text_content() == " ".join((figure["raw"] or "").split())
            assert (value.text_content() != "") == (figure["value"] is not None)
            assert ("空白" in state.text_content()) == (figure["state"] == "blank")
            assert f"第{figure['place']['row']}行" in place.text_content()
    assert "第" in page.cssselect("tbody td")[3].text_content()
    assert site.get("/report/nobody-2024/cells").status == 404


def test_a_report_older_than_the_six_parts_keeps_the_names_of_its_own(site: Any) -> None:
    page = site.report("statistics")
    assert not page.cssselect(".part-name")
    contents = page.cssselect("nav.contents")[0].text_content()
    for part in page.cssselect("section.part[id^=part] h2.printed"):
        assert part.text_content() in contents
    assert "存在的主要问题及改进情况" not in contents
    assert "只有标题" not in page.text_content()
    assert len(page.cssselect("table.official-y14")) == 1
