"""Pages that say "not here" with status 200."""

from __future__ import annotations

import pytest

from crawler.soft404 import MAX_DIFFERENT, Repeats, find_soft_404, is_same_page, simhash
from crawler.systems.pages import Page

URL = "http://www.qinghe.gov.cn/nb/202301/t20230118_1.html"
REPORT = (
    "<html><body>"
    + "<p>办事群众反映找不到受理窗口，页面不存在等问题，我局已经整改到位并建立长效机制。</p>" * 60
    + "</body></html>"
)


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><h3>您访问的页面不存在或已删除</h3><p>温馨提示：请核对地址</p></body></html>",
        "<html><body>404 Not Found</body></html>",
        "<html><body>对不起，页面已被删除</body></html>",
        "<html><head><title>青禾县人民政府</title></head><body>抱歉，无法找到该页面</body></html>",
        "<html><body>您 访 问 的 页 面 不 存 在</body></html>",
    ],
)
def test_error_pages(text: str) -> None:
    assert find_soft_404(Page(URL, text)) == "phrase"


def test_a_site_that_is_closed_for_a_while_is_told_from_a_page_that_is_gone() -> None:
    assert (
        find_soft_404(Page(URL, "<html><body><p>系统维护中，网站临时维护，请稍后访问</p></body></html>"))
        == "maintenance"
    )
    assert find_soft_404(Page(URL, "<p>网站升级维护中，您访问的页面不存在</p>")) == "phrase"


def test_a_long_report_may_say_such_words() -> None:
    assert find_soft_404(Page(URL, REPORT)) == ""


def test_a_short_report_page_with_a_file_is_a_page() -> None:
    text = (
        '<html><body><h1>青禾县水利局2023年政府信息公开工作年度报告</h1><a href="a.docx">找不到请点此</a></body></html>'
    )
    assert find_soft_404(Page(URL, text)) == ""


@pytest.mark.parametrize(
    ("final", "why"),
    [
        ("http://www.qinghe.gov.cn/404.html", "not_found_page"),
        ("http://www.qinghe.gov.cn/", "home"),
        ("http://www.qinghe.gov.cn/index.html", "home"),
        ("https://www.qinghe.gov.cn/nb/202301/t20230118_1.html", ""),
        ("http://www.qinghe.gov.cn/nb/new/t20230118_1.html", ""),
    ],
)
def test_where_a_redirect_ends(final: str, why: str) -> None:
    assert find_soft_404(Page(URL, REPORT, final_url=final)) == why


def test_the_home_page_itself_is_no_soft_404() -> None:
    assert (
        find_soft_404(Page("http://www.qinghe.gov.cn/", REPORT, final_url="http://www.qinghe.gov.cn/index.html")) == ""
    )


def test_a_short_page_that_goes_home_by_itself() -> None:
    assert (
        find_soft_404(
            Page(URL, '<html><head><meta http-equiv="refresh" content="3;url=/"></head><body>返回</body></html>')
        )
        == "home"
    )


def test_two_error_pages_of_one_host_are_one_page() -> None:
    error = (
        "<html><body><h1>出错了</h1><p>您要看的内容暂时没有，编号 {}。请从首页重新进入或联系管理员处理。"
        "</p></body></html>"
    )
    assert is_same_page(error.format(123), error.format(98765))
    assert not is_same_page(error.format(1), REPORT)
    assert simhash("") == 0


def test_a_page_that_comes_again_and_again_is_counted_among_many_others() -> None:
    home = "<p>" + "青禾县人民政府门户网站首页要闻动态通知公告" * 8 + "</p>"
    seen = Repeats()
    times = []
    for number in range(200):
        other = "".join(chr(0x4E00 + (number * 97 + at * at * 31) % 8_000) for at in range(300))
        assert seen.add(f"<p>{other}</p>") == 1
        if number % 20 == 0:
            times.append(seen.add(f"{home}<p>{number}</p>"))
    assert times == list(range(1, 11))
    assert len(seen) == MAX_DIFFERENT
