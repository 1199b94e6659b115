"""Lists, search, JSON, originals and everything else the site answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from archive.pages.agency_page import AgencyList
from archive.pages.original_page import NoOriginalError, find_capture, replay, shown_as
from archive.samples.renderings import Rendering
from archive.schema import TABLES, VIEWS
from crawler.captures import Capture
from extractors.checks.rules import RULES

OWN_PAGES = (
    "/",
    "/reports",
    "/reports?status=failed",
    "/reports?year=2024&level=county",
    "/reports?rule=T3-SHIFT",
    "/agencies",
    "/agencies?q=青禾",
    "/search",
    "/search?q=公开",
    "/rules",
    "/problems",
    "/about",
    "/data",
)
STOCK_PAGES = (
    "/archive",
    "/archive/reports",
    "/archive/reports?_facet=year",
    "/archive/sections",
    "/archive/figures?form_table=t2",
    "/archive/report_summary",
    "/archive/series",
    "/archive/rates",
    "/archive/requests_by_result",
    "/archive/failed_checks",
    "/archive/most_requests?year=2024",
    "/archive?sql=select+1",
)


def _address(path: str) -> str:
    return quote(path, safe="/?=&+*()-._~%")


@pytest.mark.parametrize("path", OWN_PAGES)
def test_pages_speak_chinese_with_english_beside_it_and_need_nothing_from_elsewhere(site: Any, path: str) -> None:
    page = site.page(_address(path))
    assert page.get("lang") == "zh-CN"
    assert page.cssselect("title")[0].text_content().strip()
    assert re.search("[\u4e00-\u9fff]{4}", page.cssselect("main")[0].text_content())
    assert any(re.search("[a-z]{4}", part.text_content()) for part in page.cssselect('main [lang="en"]'))
    assert not page.cssselect("script, style, [style], [onclick], [onload]")
    for element in page.cssselect("[src], link[href], iframe, object, embed"):
        address = element.get("src") or element.get("href") or ""
        assert address.startswith("/"), address
    assert len(page.cssselect("h1")) == 1
    assert page.cssselect('a.skip[href="#main"]')
    assert page.cssselect("main#main")


@pytest.mark.parametrize("path", [*OWN_PAGES, "report", "agency", "original"])
def test_every_field_has_a_label_every_table_a_caption_and_every_id_is_one(site: Any, path: str) -> None:
    places = {
        "report": f"/report/{site.reports['shifted']}",
        "agency": f"/agency/{site.reports['good'].partition('-')[0]}",
        "original": f"/original/{site.captures['good']}",
    }
    page = site.page(_address(places.get(path, path)))
    for field in page.cssselect('input:not([type="hidden"]), select, textarea'):
        labelled = page.cssselect(f'label[for="{field.get("id")}"]') or field.xpath("ancestor::label")
        assert labelled or field.get("aria-label"), field.get("name")
    for table in page.cssselect("table"):
        assert table.cssselect("caption")
        assert all(th.get("scope") for th in table.cssselect("th"))
    ids = [element.get("id") for element in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    for box in page.cssselect('[role="region"]'):
        assert box.get("tabindex") == "0"
        assert box.get("aria-label") or page.cssselect(f"#{box.get('aria-labelledby')}")
    for frame in page.cssselect("iframe"):
        assert frame.get("title")


@pytest.mark.parametrize("path", OWN_PAGES)
def test_links_of_our_pages_lead_somewhere(site: Any, path: str) -> None:
    page = site.page(_address(path))
    for link in page.cssselect("main a[href^='/']"):
        address = link.get("href").partition("#")[0]
        if address.endswith((".db",)) or not address:
            continue
        assert site.get(_address(address)).status == 200, address


@pytest.mark.parametrize("path", STOCK_PAGES)
def test_datasettes_own_pages_answer_in_chinese(site: Any, path: str) -> None:
    page = site.page(_address(path))
    assert page.get("lang") == "zh-CN"
    assert page.cssselect("header.top .wordmark")
    main = page.cssselect("main")[0].text_content()
    for english in (
        "Custom SQL query",
        "This data as",
        "Advanced export",
        "View and edit SQL",
        "Next page",
        "sorted by",
        "hidden table",
    ):
        assert english not in main
    for element in page.cssselect("[src], link[href]"):
        assert (element.get("src") or element.get("href")).startswith(("/", "http://localhost/"))
    for field in page.cssselect('input:not([type="hidden"]):not([type="submit"]), select, textarea'):
        labelled = page.cssselect(f'label[for="{field.get("id")}"]') or field.xpath("ancestor::label")
        assert labelled or field.get("aria-label"), field.get("name")


def test_the_filters_and_the_order_of_a_table_are_told_in_chinese(site: Any) -> None:
    heading = site.page("/archive/reports?_sort_desc=year&year=2024").cssselect("main h2")[0].text_content()
    assert "条件：year = 2024，按 year 降序" in " ".join(heading.split())
    assert heading.split()[1:3] == ["行", "·"]
    row = site.page(f"/archive/reports/{site.reports['good']}").cssselect("main")[0].text_content()
    assert "在表 sections（report_id）" in " ".join(row.split())


def test_a_saved_query_goes_by_its_title_and_another_by_a_line_of_sql(site: Any) -> None:
    assert site.page("/archive/missing_reports").cssselect("title")[0].text_content().startswith("缺报清单 · ")
    titled = site.page(f"/archive?sql={quote('select year, count(*) from reports group by year order by 1')}")
    assert "select year" in titled.cssselect("title")[0].text_content()
    long = site.page(f"/archive?sql={quote('select 1' + ' + 1' * 90)}").cssselect("title")[0].text_content()
    assert len(long) < 150


def test_a_wrong_query_gets_the_databases_own_words_and_a_way_on(site: Any) -> None:
    answer = site.get(f"/archive?sql={quote('selec 1')}")
    assert answer.status == 400
    page = answer.html()
    assert "Statement must be a SELECT" in page.cssselect("main code")[0].text_content()
    assert page.cssselect("title")[0].text_content().startswith("请求没有执行 400 · ")
    assert "只能用 SELECT" in page.cssselect("main")[0].text_content()
    missing = site.get("/nothing").html()
    assert missing.cssselect("h1")[0].text_content() == "没有这一页"
    assert missing.cssselect("title")[0].text_content().startswith("没有这一页 404 · ")
    assert missing.cssselect('main p[lang="en"]')[0].text_content() == "There is no such page."


@pytest.mark.parametrize("asked", ["year=20x4", "status=foo", "level=bar", "rule=NO-SUCH"])
def test_a_filter_that_is_not_understood_finds_nothing_instead_of_everything(site: Any, asked: str) -> None:
    page = site.page(f"/reports?{asked}")
    assert page.cssselect(".result-count .num")[0].text_content() == "0"
    assert page.cssselect("table.list") == []
    assert site.page(f"/reports?{asked.partition('=')[0]}=").cssselect("table.list")


@pytest.mark.parametrize("asked", ["year=20x4", "section=foo", "section=9"])
def test_a_search_in_a_year_or_part_that_does_not_exist_finds_nothing(site: Any, asked: str) -> None:
    assert site.page(f"/search?q={quote('公开')}").cssselect(".hits li")
    assert site.page(f"/search?q={quote('公开')}&{asked}").cssselect(".hits li") == []


def test_a_page_of_hits_beyond_the_last_one_is_the_last_one_and_not_nothing(site: Any) -> None:
    asked = f"/search?q={quote('公开')}"
    page = site.page(f"{asked}&page=99")
    assert page.cssselect(".hits li")
    assert "没有找到" not in page.cssselect("main")[0].text_content()
    total = site.page(asked).cssselect(".result-count .num")[0].text_content()
    assert page.cssselect(".result-count .num")[0].text_content() == total
    assert int(page.cssselect("ol.hits")[0].get("start")) - 1 + len(page.cssselect(".hits li")) == int(total)
    assert not page.cssselect('a[rel="next"]')


def test_a_search_for_a_name_leads_to_the_agency_too(site: Any) -> None:
    [link] = site.page(f"/search?q={quote('听松镇')}").cssselect(".found-agencies a")
    assert "听松镇" in link.text_content()
    assert "听松镇" in site.page(link.get("href")).cssselect("h1")[0].text_content()
    # a word that many names have, and signs that mean something to a database, name nobody
    for query in ("县", "青禾%", "_" * 100, "%" * 100, "公" * 100):
        assert not site.page(f"/search?q={quote(query)}").cssselect(".found-agencies"), query


def test_a_table_that_csv_has_not_whole_says_so(site: Any) -> None:
    for path, whole in (("/archive/figures", False), (f"/archive/figures?report_id={site.reports['good']}", True)):
        page = site.page(path)
        links = page.cssselect(".export-links")[0]
        [csv] = [link.get("href") for link in links.cssselect("a") if link.text_content() == "CSV"]
        count = int(page.cssselect("main h2")[0].text_content().split()[0].replace(",", ""))
        got = len(site.get(csv).text.strip().splitlines()) - 1
        assert (got == count) == whole
        assert ("只有前 1000 行" in links.text_content()) != whole


@pytest.mark.parametrize("path", STOCK_PAGES)
def test_headings_of_datasettes_pages_leave_out_no_level(site: Any, path: str) -> None:
    levels = [int(heading.tag[1]) for heading in site.page(_address(path)).cssselect("main h1, main h2, main h3")]
    assert levels.count(1) == levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_list_of_tables_says_what_each_holds_and_where_to_begin(site: Any) -> None:
    page = site.page("/archive")
    first = page.cssselect(".metadata-description a")
    assert [link.text_content() for link in first][:3] == ["figures", "report_summary", "series"]
    assert page.cssselect(".db-table")
    assert all(table.cssselect(".db-table-words")[0].text_content().strip() for table in page.cssselect(".db-table"))


def test_a_query_that_takes_too_long_is_said_in_words_and_not_in_markup(site: Any) -> None:
    endless = quote("with recursive a(x) as (select 1 union all select x + 1 from a) select count(*) from a")
    page = site.get(f"/archive?sql={endless}")
    assert page.status == 400
    main = page.html().cssselect("main")[0]
    assert main.cssselect("h1")[0].text_content() == "查询用时超过限度（1 秒）"
    assert "<" not in main.text_content()
    found = site.get(f"/archive.json?sql={endless}").json()
    assert "longer than the limit of one second" in found["error"]
    assert "<" not in found["error"]


def test_no_style_sheet_asks_another_host(site: Any) -> None:
    for name in ("gongkai.css", "stock.css"):
        answer = site.get(f"/static/{name}")
        assert answer.status == 200
        assert "//" not in re.sub(r"/\*.*?\*/", "", answer.text, flags=re.DOTALL)
        assert "max-age" in answer.headers["cache-control"]


def test_the_front_page_counts_what_the_archive_holds(site: Any) -> None:
    page = site.page("/")
    values = [value.text_content() for value in page.cssselect(".counter-value")]
    reports = site.sql("select count(*) n, sum(figure_count) cells, sum(error_count) failed from reports").json()[0]
    assert values[0] == str(reports["n"])
    assert values[2] == f"{reports['cells']:,}"
    assert values[4] == str(reports["failed"])
    chart = page.cssselect("svg.chart")[0]
    assert "2024 年度" in chart.cssselect("desc")[0].text_content()


def test_a_list_can_be_narrowed_by_year_status_and_rule(site: Any) -> None:
    def listed(query: str) -> set[str]:
        page = site.page(f"/reports?{query}")
        return {link.get("href").removeprefix("/report/") for link in page.cssselect("td.list-title a")}

    assert site.reports["shifted"] in listed("rule=T3-SHIFT")
    assert site.reports["good"] not in listed("rule=T3-SHIFT")
    assert site.reports["good"] in listed("year=2024&status=passed")
    assert site.reports["wrong_total"] not in listed("year=2024&status=passed")
    assert site.reports["wrong_total"] in listed("status=failed")
    assert listed("year=1999") == set()
    assert listed("page=-3") == listed("")
    assert listed("year=x&page=-3&level=%27") == set()


def test_status_is_told_in_words_and_signs(site: Any) -> None:
    page = site.page("/reports")
    marks = {link.get("href"): link.xpath("ancestor::tr")[0].text_content() for link in page.cssselect("td a.printed")}
    assert "✗ 1 处不符" in marks[f"/report/{site.reports['shifted']}"]
    assert "✓ 通过" in marks[f"/report/{site.reports['good']}"]


@pytest.mark.parametrize("word", ["公", "公开", "不予公开", "青禾县 公开", "行政复议 诉讼"])
def test_words_of_any_length_are_found_and_marked(site: Any, word: str) -> None:
    page = site.page(f"/search?q={quote(word)}")
    hits = page.cssselect(".hits li")
    expected = 0
    for searched in ("text from sections", "title || char(10) || coalesce(publisher, '') from reports"):
        column, _, table = searched.partition(" from ")
        has_all = " and ".join(f"instr({column}, '{part}')" for part in word.split())
        expected += site.sql(f"select count(*) n from {table} where {has_all}").json()[0]["n"]
    count = int(page.cssselect(".result-count strong")[0].text_content())
    assert count == expected
    assert len(hits) == min(count, 20)
    if count:
        marked = hits[0].cssselect("mark")
        assert marked
        assert marked[0].text_content() in word


def test_search_filters_leave_what_they_say(site: Any) -> None:
    def hits(query: str) -> list[Any]:
        return list(site.page(f"/search?q={quote('公开')}&{query}").cssselect(".hits li"))

    assert hits("year=2023")
    assert all("2023" in hit.cssselect(".hit-meta")[0].text_content() for hit in hits("year=2023"))
    assert hits("section=5")
    assert all("存在的主要问题" in hit.cssselect(".hit-meta")[0].text_content() for hit in hits("section=5"))
    assert hits("findings=1")
    assert all("✗" in hit.text_content() for hit in hits("findings=1"))


def test_a_hit_leads_to_a_part_that_is_on_the_page(site: Any) -> None:
    for link in site.page(f"/search?q={quote('公开')}").cssselect(".hits h2 a")[:8]:
        path, _, anchor = link.get("href").partition("#")
        assert anchor
        assert site.page(path).cssselect(f"#{anchor}")


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"', "'", "*", 'a"b OR c', "💥", "%", "NEAR(", "x" * 5000]
)
def test_no_query_breaks_the_search_or_gets_into_the_page(site: Any, query: str) -> None:
    answer = site.get(f"/search?q={quote(query)}")
    assert answer.status == 200
    assert not answer.html().cssselect("script")


@pytest.mark.parametrize("word", ["公", "公开", "主动公开"])
def test_datasettes_own_search_box_finds_short_words(site: Any, word: str) -> None:
    found = site.get(f"/archive/sections.json?_search={quote(word)}&_shape=array&_size=max").json()
    assert found
    assert all(word in row["heading"] + row["text"] for row in found)
    assert site.get("/archive/sections.json?_search=%2A%22&_shape=array").json() == []
    titles = site.get(f"/archive/reports.json?_search={quote('青禾')}&_shape=array").json()
    assert titles
    assert all("青禾" in row["title"] + row["publisher"] for row in titles)


def test_the_json_of_a_report_is_the_documented_object_and_agrees_with_the_page(
    site: Any, renderings: Mapping[str, Rendering]
) -> None:
    answer = site.get(f"/report/{site.reports['shifted']}.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "听松镇" in answer.text
    found = answer.json()
    documented = "title publisher year scope agency forms sections figures checks repairs problems format reader"
    assert set(documented.split()) <= set(found)
    for key, expected in renderings["shifted"].truth.items():
        assert found["figures"][key]["value"] == expected.value
        assert found["figures"][key]["state"] == expected.state
    failed = [check for check in found["checks"] if check["outcome"] == "fail"]
    assert failed[0]["rule"] == "T3-SHIFT"
    assert {repair["cell"]: repair["candidate"] for repair in found["repairs"]}["res_total__total"] == 7
    assert found["figures"]["res_total__total"]["value"] == 0
    assert site.get(found["links"]["html"]).status == 200
    assert site.get(found["links"]["archived"]).status == 200
    assert found["links"]["original"] == "https://www.qinghe.gov.cn.test/shifted.html"


@pytest.mark.parametrize("path", ["/", "/rules", "/feed.atom", "report"])
def test_an_answer_that_did_not_change_is_not_sent_again(site: Any, path: str) -> None:
    address = f"/report/{site.reports['good']}.json" if path == "report" else path
    first = site.get(address)
    assert "max-age" in first.headers["cache-control"]
    again = site.get(address, if_none_match=first.headers["etag"])
    assert again.status == 304
    assert again.content == b""


def test_an_agency_shows_its_years_its_missing_ones_and_its_key_figures(site: Any) -> None:
    page = site.page(f"/agency/{site.reports['good'].partition('-')[0]}")
    strip = [item.text_content().split()[:2] for item in page.cssselect(".year-strip li")]
    assert [year for year, _ in strip] == ["2020", "2021", "2022", "2023", "2024"]
    assert [said for year, said in strip if year == "2022"] == ["未见"]
    row = next(row for row in page.cssselect(".series tbody tr") if row.text_content().startswith("一、本年新收"))
    figures = site.get(f"/report/{site.reports['good']}.json").json()["figures"]
    assert row.cssselect("td")[-1].text_content() == str(figures["req_new__total"]["value"])
    assert row.cssselect("td.gap")[0].text_content() == "缺"
    assert page.cssselect(".small-charts svg")
    assert site.get("/agency/nobody").status == 404


def test_every_rule_is_explained_and_counted(site: Any) -> None:
    page = site.page("/rules")
    for rule in RULES.values():
        article = page.cssselect(f'article[id="{rule.id}"]')[0].text_content()
        assert rule.title in article
        assert rule.explanation_en in article
    shown = page.cssselect('article[id="T3-SHIFT"]')[0].text_content()
    assert "1 份报告未通过" in shown


def test_problems_add_up_to_all_captures(site: Any) -> None:
    page = site.page("/problems")
    total = int(page.cssselect("tfoot td")[0].text_content())
    assert total == len(site.captures)
    assert site.sql("select count(*) n from captures").json()[0]["n"] == total
    assert f"/original/{site.captures['unreadable']}" in [link.get("href") for link in page.cssselect("a[href]")]


def test_the_data_page_describes_every_public_table_and_column(site: Any) -> None:
    page = site.page("/data")
    for table in TABLES:
        if table.hidden or table.internal:
            continue
        text = page.cssselect(f"#table-{table.name}")[0].text_content()
        for column in table.public_columns:
            assert column.name in text
            assert column.zh in text
    assert {f"table-{view.name}" for view in VIEWS} <= {section.get("id") for section in page.cssselect(".dictionary")}
    internal = [column.name for table in TABLES for column in table.columns if column.internal]
    assert internal
    assert "packed" not in page.text_content()


def test_table_pages_are_described_and_internal_tables_hidden(site: Any) -> None:
    page = site.page("/archive/reports")
    described = {dt.text_content(): dt.getnext().text_content() for dt in page.cssselect("dl dt")}
    assert described["error_count"].startswith("未通过的错误级核对")
    assert {facet.get("data-column") for facet in page.cssselect(".facet-info")} >= {"year", "quality"}
    listed = [link.text_content() for link in site.page("/archive").cssselect(".db-table h3 a")]
    assert "reports" in listed
    assert not [name for name in listed if name.startswith(("sections_search", "figures_", "build_state", "sqlite_"))]


def test_ids_in_tables_lead_to_pages(site: Any) -> None:
    links = [link.get("href") for link in site.page("/archive/checks?outcome=fail").cssselect("td.col-report_id a")]
    assert f"/report/{site.reports['shifted']}" in [link for link in links if link.startswith("/report/")]
    titles = [link.get("href") for link in site.page("/archive/reports").cssselect("td.col-title a")]
    assert f"/report/{site.reports['good']}" in titles


def test_the_whole_archive_can_be_downloaded(site: Any) -> None:
    answer = site.get("/archive.db")
    assert answer.status == 200
    assert answer.content.startswith(b"SQLite format 3\0")
    assert len(answer.content) == (site.data / "archive.db").stat().st_size


def test_machines_get_a_sitemap_a_feed_robots_and_a_health_check(site: Any) -> None:
    sitemap = ElementTree.fromstring(site.get("/sitemap.xml").content)
    addresses = [element.text for element in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert any(address and address.endswith(f"/report/{site.reports['good']}") for address in addresses)
    feed = ElementTree.fromstring(site.get("/feed.atom").content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(set(site.reports.values()))
    assert "Disallow: /archive" in site.get("/robots.txt").text
    health = site.get("/-/health").json()
    assert health["ok"]
    assert health["reports"] == len(set(site.reports.values()))
    assert site.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_an_original_is_served_byte_for_byte_in_a_sandbox(site: Any, renderings: Mapping[str, Rendering]) -> None:
    answer = site.get(f"/original/{site.captures['good']}/raw")
    assert answer.content == renderings["good"].data
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["memento-datetime"] == "Sat, 01 Feb 2025 01:02:03 GMT"
    assert answer.headers["link"] == '<https://www.qinghe.gov.cn.test/good.html>; rel="original"'
    digest = hashlib.sha256(answer.content).hexdigest()
    assert answer.headers["etag"] == f'"{digest}"'
    assert site.get(f"/original/{site.captures['good']}/raw", if_none_match=f'"{digest}"').status == 304


def test_a_gbk_page_is_served_as_gb18030_and_reads_right(site: Any) -> None:
    answer = site.get(f"/original/{site.captures['shifted']}/raw")
    assert answer.headers["content-type"] == "text/html; charset=gb18030"
    assert "听松镇" in answer.content.decode("gb18030")


def test_a_compressed_body_and_an_unchanged_one_are_served_decoded(
    site: Any, renderings: Mapping[str, Rendering]
) -> None:
    zipped = site.get(f"/original/{site.captures['zipped']}/raw")
    assert "content-encoding" not in zipped.headers
    assert "青禾县财政局" in zipped.text
    assert site.get(f"/original/{site.captures['again']}/raw").content == renderings["good"].data


def test_a_pdf_is_shown_and_everything_unknown_is_a_download(site: Any) -> None:
    pdf = site.get(f"/original/{site.captures['wrong_total']}/raw")
    assert pdf.headers["content-type"] == "application/pdf"
    assert "content-disposition" not in pdf.headers
    for name in ("slash", "svg"):
        answer = site.get(f"/original/{site.captures[name]}/raw")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["content-security-policy"].startswith("sandbox")
    text = site.get(f"/original/{site.captures['text']}/raw")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/original/" + "0" * 32,
        "/original/" + "0" * 32 + "/raw",
        "/original/../../etc/passwd/raw",
        "/original/%2e%2e%2f%2e%2e%2fetc%2fpasswd/raw",
        "/original/x/raw?file=/etc/passwd&offset=0",
        "/original/" + "A" * 32 + "/raw",
        "/original/" + "0" * 31,
    ],
)
def test_junk_addresses_of_originals_are_not_found(site: Any, path: str) -> None:
    answer = site.get(path)
    assert answer.status in (302, 404)
    assert b"root:" not in answer.content


def test_a_capture_without_a_body_is_described_and_has_nothing_to_show(site: Any) -> None:
    page = site.page(f"/original/{site.captures['refused']}")
    assert "robots_denied" in page.text_content()
    assert not page.cssselect("iframe")
    assert site.get(f"/original/{site.captures['refused']}/raw").status == 404


def test_the_banner_says_that_it_is_a_copy_with_address_time_and_digest(site: Any) -> None:
    page = site.page(f"/original/{site.captures['good']}")
    banner = page.cssselect(".banner")[0].text_content()
    assert "这是存档副本" in banner
    assert "https://www.qinghe.gov.cn.test/good.html" in banner
    assert "2025-02-01 01:02:03 UTC" in banner
    raw = site.get(f"/original/{site.captures['good']}/raw").content
    assert hashlib.sha256(raw).hexdigest() in banner
    frame = page.cssselect("iframe")[0]
    assert frame.get("sandbox") == ""
    assert frame.get("src") == f"/original/{site.captures['good']}/raw"


def _capture_of(site: Any, name: str) -> Capture:
    import sqlite3

    conn = sqlite3.connect(f"file:{site.data / 'archive.db'}?mode=ro", uri=True)
    try:
        return find_capture(conn, site.captures[name])
    finally:
        conn.close()


def test_a_body_that_is_not_the_captured_one_or_lies_elsewhere_is_refused(site: Any, tmp_path: Path) -> None:
    capture = _capture_of(site, "good")
    folder = site.data / "warc"
    assert replay(folder, capture).body
    for wrong in (
        capture._replace(payload_sha256="0" * 64),
        capture._replace(stored_sha256="0" * 64),
        capture._replace(offset=capture.offset + 1),
        capture._replace(warc_file="missing.warc.gz"),
        capture._replace(warc_file="../archive.db"),
        capture._replace(warc_file=str(site.data / "archive.db")),
    ):
        with pytest.raises(NoOriginalError) as raised:
            replay(folder, wrong)
        assert str(site.data) not in str(raised.value)


def test_the_bytes_decide_what_an_original_is_shown_as() -> None:
    assert shown_as(b"%PDF-1.7", "text/html") == "application/pdf"
    assert shown_as(b"<svg onload=x>", "image/svg+xml") == ""
    assert shown_as(b"not a picture", "image/png") == ""
    assert shown_as(b"MZ\0\0", "text/html") == ""
    assert shown_as("公开".encode(), "") == "text/plain"
    assert shown_as(b"<html>", "application/xml") == ""


def test_json_of_datasette_is_objects_in_utf8(site: Any) -> None:
    found = site.get("/archive/reports.json?_shape=array&year=2024").json()
    assert {row["year"] for row in found} == {2024}
    assert json.dumps(found)


def test_a_long_list_of_agencies_is_parted_into_pages_that_keep_the_search() -> None:
    middle = AgencyList((), 120, 2, 3, "青 禾&x")
    assert middle.previous == "/agencies?q=%E9%9D%92+%E7%A6%BE%26x&page=1"
    assert middle.following == "/agencies?q=%E9%9D%92+%E7%A6%BE%26x&page=3"
    only = AgencyList((), 1, 1, 1, "")
    assert (only.previous, only.following) == ("", "")
