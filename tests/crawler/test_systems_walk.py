"""Sites of no known system, trees of columns, whole sites, and lists that cannot be true, walked to their ends."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from crawler import judging, systems, urls
from crawler.catalogue import Column
from crawler.systems.pages import Fetch, Page
from tests.crawler.walked_sites import (
    FOOT,
    HOST,
    NAV,
    NEWS,
    OFFICES,
    ROOT,
    SKINS,
    Answer,
    Entry,
    Skin,
    assert_all,
    chunks,
    entries,
    report_text,
    skin_a,
    skin_b,
    walk,
)


@SKINS
@pytest.mark.parametrize("text", ["下一页", "下页 >", "后一页"])
def test_an_unknown_system_is_walked_by_its_links(skin: Skin, text: str) -> None:
    rows = entries(30, lambda n, year: f"/a/b{year}/{n + 7000}.phtml")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"p=(\d)", request.url) or ["1"])[0])
        pager = f'<a href="?p={number + 1}">{text}</a>' if number < 3 else f'<a href="?p={number}">{text}</a>'
        return 200, skin(chunks(rows, 10)[number - 1], extra=f"<div class='zz'>{pager}</div>")

    walked = walk(site, Column(f"{ROOT}/a/nb/"))
    assert_all(walked, rows)


def test_a_column_shelled_in_a_frame() -> None:
    rows = entries(8, lambda n, year: f"./{n + 100000}.html")

    def site(request: Fetch) -> Answer:
        if request.url.endswith("/gk/index.html"):
            return 200, '<html><body><iframe id="f" width="100%" src="/gk/nb/list.html"></iframe></body></html>'
        return 200, skin_a(rows)

    walked = walk(site, Column(f"{ROOT}/gk/index.html"))
    assert_all(walked, rows, f"{ROOT}/gk/nb/")


def test_a_column_that_is_the_report() -> None:
    walked = walk(lambda request: (200, report_text(2022)), Column(f"{ROOT}/25074/25162/37354/39633/index.htm"))
    assert walked.reports_here == {f"{ROOT}/25074/25162/37354/39633/index.htm"}
    assert not walked.suspicions


def test_reports_linked_as_files_from_the_list() -> None:
    rows = entries(9, lambda n, year: f"./{year + 1}01/P0{year + 1}0118{n:012d}.pdf")
    walked = walk(lambda request: (200, skin_a(rows)), Column(f"{ROOT}/nb/"))
    assert_all(walked, rows, f"{ROOT}/nb/")
    assert {item.kind for item in walked.listings[0].items if item.url in walked.taken} == {"attachment"}


# --- trees and sites ----------------------------------------------------------------------


def test_a_tree_by_year_and_level_is_walked_to_its_leaves() -> None:
    base = f"{ROOT}/zwgk/zfxxgk/zfxxgknb/"
    years = {"2023年": "2023n", "2022年": "2022_98308"}
    levels = {"县政府部门": "bm_73584", "乡镇街道": "xz_73585"}
    leaves = {
        f"{base}{year}/{level}/": entries(
            7, lambda n, y, p=f"{year}{level}": f"./202401/t20240118_{abs(hash(p)) % 9000 + n}1.html"
        )
        for year in years.values()
        for level in levels.values()
    }

    def menu(folder: str, names: dict[str, str]) -> str:
        links = "".join(f'<li><a href="{folder}{path}/">{name}</a></li>' for name, path in names.items())
        return (
            f"<html><body><ul class=nav>{NAV}</ul><div"
            f" class=tree><h3>政府信息公开年报</h3><ul>{links}</ul></div>{FOOT}</body></html>"
        )

    def site(request: Fetch) -> Answer:
        if request.url == base:
            return 200, menu(base, years)
        for year in years.values():
            if request.url == f"{base}{year}/":
                return 200, menu(request.url, levels)
        return (200, skin_b(leaves[request.url])) if request.url in leaves else (404, "")

    walked = walk(site, Column(base, kind="tree"))
    expected = {urls.resolve(leaf, row.url) for leaf, rows in leaves.items() for row in rows}
    assert walked.taken == expected
    assert not walked.suspicions
    assert len(walked.requests) == 7


def test_reports_are_found_from_the_home_page() -> None:
    rows = entries(10, lambda n, year: f"/zwgk/zfxxgknb/{year + 1}01/t{year + 1}0118_{n}.html")
    tabs = "".join(
        f'<li><a href="/zwgk/{path}/">{name}</a></li>'
        for path, name in [
            ("zfxxgkzn", "政府信息公开指南"),
            ("zfxxgkzd", "政府信息公开制度"),
            ("fdzdgknr", "法定主动公开内容"),
            ("zfxxgknb", "政府信息公开年报"),
            ("wzgzndbb", "政府网站工作年度报表"),
            ("fzzf", "法治政府建设年度报告"),
        ]
    )

    def site(request: Fetch) -> Answer:
        path = urlsplit(request.url).path
        if path == "/":
            return (
                200,
                (
                    f'<html><body><ul class="nav">{NAV}<li><a'
                    f' href="/zwgk/">政府信息公开</a></li></ul><div>{NEWS}</div>{FOOT}</body></html>'
                ),
            )
        if path == "/zwgk/":
            return 200, f'<html><body><div class="tab"><ul>{tabs}</ul></div></body></html>'
        return 200, skin_a(rows) if path == "/zwgk/zfxxgknb/" else "<html></html>"

    walked = walk(site, Column(f"{ROOT}/", kind="site"))
    assert_all(walked, rows)
    asked = {urlsplit(request.url).path for request in walked.requests}
    assert "/zwgk/wzgzndbb/" not in asked
    assert "/zwgk/fzzf/" not in asked
    assert len(asked) <= 4


def test_a_clone_on_another_domain_is_never_asked_for() -> None:
    rows = entries(6, lambda n, year: f"/nb/{year + 1}01/t{year + 1}0118_{n}.html")
    stolen = [
        Entry(
            f"http://qinghe.example.com/nb/t20240118_{n}.html",
            f"青禾县{office}2019年政府信息公开工作年度报告",
            "2020-01-18",
        )
        for n, office in enumerate(OFFICES)
    ]
    clone = '<a href="http://qinghe.gov.cn.example.com/zfxxgknb/">政府信息公开年报</a>'
    walked = walk(lambda request: (200, skin_a([*rows, *stolen], extra=clone)), Column(f"{ROOT}/nb/"))
    assert_all(walked, rows)
    assert {urlsplit(request.url).hostname for request in walked.requests} == {HOST}


# --- lists that cannot be true --------------------------------------------------


def test_a_pager_that_strays_is_not_believed() -> None:
    rows = entries(15, lambda n, year: f"/nb/{year + 1}01/t{year + 1}0118_{n}.html")
    news = [
        Entry(f"/xwzx/202401/t20240118_{n}99.html", f"青禾县召开第{n}次工作推进会", "2024-01-18") for n in range(15)
    ]

    def site(request: Fetch) -> Answer:
        return 200, skin_a(
            rows if request.url.endswith("/nb/") else news,
            scripts='<script>createPageHTML(3, 0, "index", "html")</script>',
        )

    walked = walk(site, Column(f"{ROOT}/nb/"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert any(kind.startswith(("strays", "offset_ignored")) for kind in walked.suspicions)


def test_an_empty_list_is_suspect_and_not_zero() -> None:
    walked = walk(
        lambda request: (200, f"<html><body><ul class=nav>{NAV}</ul><div class=list></div></body></html>"),
        Column(f"{ROOT}/nb/"),
    )
    assert [kind.split(":")[0] for kind in walked.suspicions] == ["empty"]


def test_an_endless_pager_stops() -> None:
    rows = entries(15, lambda n, year: f"/nb/{year + 1}01/t{year + 1}0118_{n}.html")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"p=(\d+)", request.url) or ["1"])[0])
        return 200, skin_a(rows, extra=f'<a href="/nb/?p={number + 1}">下一页</a>')

    walked = walk(site, Column(f"{ROOT}/nb/"))
    assert len(walked.requests) == 2
    assert any(kind.startswith("offset_ignored") for kind in walked.suspicions)


# --- negative control --------------------------------------------------------------------

RENAMED = [
    ("createPageHTML", "drawPager"),
    ("TRS_", "XYZ_"),
    ("CurrChnlCls", "crumbA"),
    ("datastore", "basket"),
    ("dataproxy", "feed"),
    ("jpage", "turner"),
    ("jpaas", "other"),
    ("UCAP", "ZZZ"),
    ("pageDec", "decor"),
    ("pagedContent", "rowX"),
    ("setPage", "goTo"),
    ("maxPage", "upTo"),
    ("/system/resource/", "/static/"),
    ("p_pages", "pg"),
    ("zfxxgk_zdgkc", "box1"),
    ("scroll_main", "box2"),
    ("ScrollStyle", "box3"),
    ("NFCMS", "QQQ"),
]


@SKINS
def test_renamed_marks_fall_to_generic_which_still_finds_the_reports(skin: Skin) -> None:
    rows = entries(40, lambda n, year: f"/zwgk/nb/{year + 1}/{n + 5000}.html")
    scripts = (
        '<script src="/system/resource/js/a.js"></script><script>createPageHTML(3, 0, "index", "html");maxPage ='
        ' parseInt(\'4\')</script><div id="pageDec" pagesize="24" pagecount="51"></div>'
    )
    text = skin(rows, scripts=scripts)
    assert systems.detect(Page(f"{ROOT}/zwgk/nb/", text)).id != "generic"
    for old, new in [*RENAMED, ("/t20250117_", "/n")]:
        text = text.replace(old, new)
    page = Page(f"{ROOT}/zwgk/nb/", text)
    assert systems.detect(page).id == "generic"
    listing = systems.read_list(page)
    taken = {item.url for item in listing.items if judging.judge_item(item).verdict == "take"}
    assert len(taken & {ROOT + row.url for row in rows}) >= 0.9 * len(rows)
    assert taken <= {ROOT + row.url for row in rows}
