"""Where an article goes on: its own address with the next number, and nothing that only stands beside it."""

from __future__ import annotations

import pytest

from archive.samples.agencies import AGENCIES
from archive.samples.html import body_html
from archive.samples.reports import make_report
from crawler import urls
from crawler.further import find_lost_page, find_next_page, may_go_on

ROOT = "http://www.qinghe.gov.cn.test"
FOLDER = f"{ROOT}/zwgk/nb/202401/"
FIRST = f"{FOLDER}t20240118_123.html"
TEXT = "<p>　　青禾县人民政府全年主动公开信息六百条。</p>"


def link(address: str, words: str = "下一页") -> str:
    return f'<a class="p" href="{address}">{words}</a>'


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ('createPageHTML(3, 0, "t20240118_123", "html");', f"{FOLDER}t20240118_123_1.html"),
        ("createPageHTML( 3,0,'t20240118_123','html');", f"{FOLDER}t20240118_123_1.html"),
        ("createPageHTML('page_div',3,1,'t20240118_123','html',3);", f"{FOLDER}t20240118_123_2.html"),
        (link("t20240118_123_1.html"), f"{FOLDER}t20240118_123_1.html"),
        (link("./t20240118_123-2.html", "[ 下一页 &gt;&gt; ]"), f"{FOLDER}t20240118_123-2.html"),
        (link("?page=2", "<span>下页</span>"), f"{FIRST}?page=2"),
        (link("/zwgk/nb/202401/t20240118_123.html?curPage=2", "后一页"), f"{FIRST}?curPage=2"),
    ],
)
def test_the_next_page_of_an_article_is_found(pager: str, following: str) -> None:
    assert find_next_page(f"{TEXT}{pager}", FIRST, FIRST) == following


@pytest.mark.parametrize(
    ("here", "pager", "following"),
    [
        ("t20240118_123_1.html", 'createPageHTML(3, 1, "t20240118_123", "html");', "t20240118_123_2.html"),
        # some templates print the first page's number on every page
        ("t20240118_123_1.html", 'createPageHTML(3, 0, "t20240118_123", "html");', "t20240118_123_2.html"),
        ("t20240118_123_2.html", 'createPageHTML(3, 2, "t20240118_123", "html");', ""),
        ("t20240118_123_3.html", "createPageHTML('d', 3, 3, 't20240118_123', 'html', 3);", ""),
        ("t20240118_123_1.html", link("t20240118_123_2.html"), "t20240118_123_2.html"),
        ("t20240118_123_1.html", link("t20240118_123.html", "上一页") + link("t20240118_123_1.html"), ""),
        ("t20240118_123_2.html", link("t20240118_123_1.html"), ""),
        ("t20240118_123.html?page=2", link("?page=3"), "t20240118_123.html?page=3"),
        ("t20240118_123.html?page=3", link("?page=3"), ""),
        ("t20240118_123_1.html", link("?page=2"), ""),
    ],
)
def test_a_further_page_leads_to_the_one_behind_it_only(here: str, pager: str, following: str) -> None:
    assert find_next_page(f"{TEXT}{pager}", FOLDER + here, FIRST) == (FOLDER + following if following else "")


@pytest.mark.parametrize(
    "beside",
    [
        'createPageHTML(1, 0, "t20240118_123", "html");',
        'createPageHTML(9, 0, "index", "html");',
        'createPageHTML(9, 0, "t20240118_124", "html");',
        link("t20240118_124.html", "下一篇"),
        link("t20240118_124.html", "下一页"),
        link("t20240118_123_1.html", "下一篇：青禾县水利局年报"),
        link("t20240118_123_1.html", "阅读下一篇"),
        link("index_1.html"),
        link("../index_1.html"),
        link("http://www.lanchuan.gov.cn.test/zwgk/nb/202401/t20240118_123_1.html"),
        link("t20240118_123_7.html"),
        link("t20240118_123_1.pdf"),
        link("javascript:next()"),
        '<div class="side"><ul><li><a href="/a/1.html">一</a></li><li><a href="/a/2.html">二</a></li></ul>'
        + link("?page=2")
        + "</div>",
        "<p>见下一页。</p>",
    ],
)
def test_neighbours_and_lists_beside_an_article_are_no_further_pages(beside: str) -> None:
    assert find_next_page(f"{TEXT}{beside}", FIRST, FIRST) == ""


@pytest.mark.parametrize(
    ("first", "pager"),
    [
        (f"{ROOT}/zwgk/nb/", link("index_1.html")),
        (f"{ROOT}/zwgk/nb/list.shtml", link("list_2.shtml")),
        (f"{ROOT}/zwgk/list.jsp", link("?page=2")),
        (f"{ROOT}/show.jsp?id=7", link("show.jsp?id=8&page=2")),
        (f"{ROOT}/a/content_55.shtml", link("content_56.shtml")),
    ],
)
def test_pages_of_lists_and_other_articles_are_no_further_pages(first: str, pager: str) -> None:
    assert find_next_page(f"{TEXT}{pager}", first, first) == ""


def test_a_script_is_asked_for_its_article_with_the_next_number() -> None:
    first = f"{ROOT}/show.jsp?id=7&type=2"
    found = find_next_page(f"{TEXT}{link('show.jsp?type=2&amp;id=7&amp;page=2')}", first, first)
    assert found == f"{ROOT}/show.jsp?type=2&id=7&page=2"
    assert find_next_page(f"{TEXT}{link('show.jsp?id=7&type=2&page=3')}", found, first).endswith("page=3")


def test_a_report_that_stands_on_its_page_to_the_signature_has_no_next_page() -> None:
    pager = '<script>createPageHTML(3, 0, "t20240118_123", "html");</script>'
    whole = body_html(make_report(AGENCIES["qinghe"], 2023))
    assert find_next_page(whole + pager, FIRST, FIRST) == ""
    assert find_next_page(whole[: whole.rindex("六、")] + pager, FIRST, FIRST) != ""


def test_a_page_without_the_words_is_told_from_that_alone() -> None:
    assert not may_go_on('<a href="/">首页</a><a href="b.html">下一篇</a><p>下列各项，复议后起诉。</p>')
    assert may_go_on("<a>下頁</a>")


def test_markup_without_end_names_no_next_page() -> None:
    hostile = "<a " * 20_000 + "下一页" * 20_000 + "createPageHTML(" * 20_000
    assert find_next_page(hostile, FIRST, FIRST) == ""
    assert find_lost_page(hostile, FIRST, set()) == ""


def test_what_a_redirected_page_calls_its_next_one_is_found_under_any_name() -> None:
    here = f"{ROOT}/old/x9-b.html"
    for pager in (link("x9-c.html"), link("/other/7.html", "下页"), 'createPageHTML(3, 1, "x9", "html");'):
        assert find_lost_page(f"{TEXT}{pager}", here, {urls.key_of(here)}), pager
    for pager in (
        link("x9-b.html"), link("a.html", "下一篇"), link("年报.pdf"), link("javascript:next()"),
        'createPageHTML(3, 2, "x9", "html");', 'createPageHTML(9, 0, "index", "html");',
        f"<ul>{link('/a/1.html', '一号')}{link('/a/2.html', '二号')}</ul>{link('?page=2')}",
    ):  # fmt: skip
        assert find_lost_page(f"{TEXT}{pager}", here, {urls.key_of(here)}) == "", pager
