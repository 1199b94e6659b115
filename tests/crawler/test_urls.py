"""Addresses: resolved, keyed, and told apart."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import urls

BASE = "http://www.qinghe.gov.cn/zwgk/nb/index.html"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("./202301/t1.html", "http://www.qinghe.gov.cn/zwgk/nb/202301/t1.html"),
        ("../../info/1.htm", "http://www.qinghe.gov.cn/info/1.htm"),
        ("//xxgk.qinghe.gov.cn/a", "http://xxgk.qinghe.gov.cn/a"),
        (" \n/a b/报告.pdf\t", "http://www.qinghe.gov.cn/a%20b/%E6%8A%A5%E5%91%8A.pdf"),
        ("?page=2", "http://www.qinghe.gov.cn/zwgk/nb/index.html?page=2"),
        ("/a?x=1&amp;currentPage=2", "http://www.qinghe.gov.cn/a?x=1&currentPage=2"),
        ("/a?x=1&currentPage=2", "http://www.qinghe.gov.cn/a?x=1&currentPage=2"),
        ("\\a\\b.html", "http://www.qinghe.gov.cn/a/b.html"),
        ("http://www.qinghe.gov.cn:80/a?b=1", "http://www.qinghe.gov.cn/a?b=1"),
        ("https://www.qinghe.gov.cn:443/a", "https://www.qinghe.gov.cn/a"),
        ("http://www.qinghe.gov.cn:8080/a", "http://www.qinghe.gov.cn:8080/a"),
        ("HTTP://WWW.Qinghe.gov.cn/A", "http://www.qinghe.gov.cn/A"),
        ("javascript:void(0)", ""),
        ("mailto:a@b.cn", ""),
        ("tel:12345", ""),
        ("#top", ""),
        ("", ""),
        (None, ""),
        ("{{item.url}}", ""),
        ("<%=url%>", ""),
        ("ftp://a.gov.cn/x", ""),
        ("http://[bad", ""),
        ("http://a.gov.cn:99999/", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_resolving(href: str | None, expected: str) -> None:
    assert urls.resolve(BASE, href) == expected


SAME = [
    ("http://www.qinghe.gov.cn/nb/", "https://WWW.QINGHE.gov.cn:443/nb/index.html#top"),
    ("http://a.gov.cn/x?b=2&a=1", "http://a.gov.cn/x?a=1&b=2&_=173&t=5&v=2"),
    ("http://a.gov.cn/x.jsp", "http://a.gov.cn/x.jsp;jsessionid=4F1C"),
    ("http://a.gov.cn/nb/", "http://a.gov.cn/nb/index.shtml"),
    ("http://a.gov.cn/%E5%B9%B4", "http://a.gov.cn/年"),
    ("http://a.gov.cn/col/col1/index.html", "http://a.gov.cn/col/col1/index.html?uid=212860&pageNum=2"),
    ("http://a.gov.cn/nb/x.aspx", "http://a.gov.cn/(S(abc123))/nb/x.aspx"),
]
OTHER = [
    ("http://a.gov.cn/x?wbfileid=1", "http://a.gov.cn/x?wbfileid=2"),
    ("http://a.gov.cn/x.jsp?area=1&fbtime=2022", "http://a.gov.cn/x.jsp?area=1&fbtime=2023"),
    ("http://a.gov.cn/ui?pageId=1", "http://a.gov.cn/ui?pageId=2"),
    ("http://a.gov.cn/nb/t1_wap.html", "http://a.gov.cn/nb/t1.html"),
    ("http://a.gov.cn/a?uid=1", "http://a.gov.cn/a?uid=2"),
    ("http://a.gov.cn:8080/a", "http://a.gov.cn/a"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_page_has_one_key(left: str, right: str) -> None:
    assert urls.key_of(left) == urls.key_of(right)


@pytest.mark.parametrize(("left", "right"), OTHER)
def test_different_pages_have_different_keys(left: str, right: str) -> None:
    assert urls.key_of(left) != urls.key_of(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("http://a.gov.cn/nb/t1_wap.html", "http://www.a.gov.cn/nb/t1.html"),
        ("http://big5.a.gov.cn/nb/t1.html", "http://a.gov.cn/nb/t1.html"),
        ("http://a.gov.cn/content/mpost_77.html", "http://a.gov.cn/content/post_77.html"),
    ],
)
def test_twins_share_an_identity_but_not_a_key(left: str, right: str) -> None:
    assert urls.identity_of(left) == urls.identity_of(right)
    assert urls.key_of(left) != urls.key_of(right)


def test_a_name_that_ends_alike_is_not_allowed() -> None:
    assert urls.is_allowed_host("www.qinghe.gov.cn", ["gov.cn"])
    assert not urls.is_allowed_host("evilgov.cn", ["gov.cn"])
    assert not urls.is_allowed_host("www.qinghe.gov.cn.example.com", ["gov.cn"])
    assert urls.is_allowed_host("WWW.QINGHE.GOV.CN.", ["gov.cn"])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.gov.cn/P020230118.pdf", True),
        ("http://a.gov.cn/module/download/downfile.jsp?classid=0&filename=ab.pdf", True),
        ("http://a.gov.cn/system/_content/download.jsp?wbfileid=AB", True),
        ("http://a.gov.cn/attachment/0/306/306724/3255421.pdf", True),
        ("http://a.gov.cn/group6/M00/0A/a.docx", True),
        ("http://a.gov.cn/nb/t20230118_1.html", False),
        ("http://a.gov.cn/nb/", False),
    ],
)
def test_files_are_told_from_pages(url: str, expected: bool) -> None:
    assert urls.is_attachment(url) is expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_odd_for_an_address(base: str, href: str) -> None:
    urls.resolve(f"http://a.gov.cn/{base}", href)
    urls.key_of(href)
    urls.identity_of(href)
    resolved = urls.resolve(BASE, href)
    assert resolved == "" or resolved.startswith(("http://", "https://"))


@given(
    st.sampled_from(
        [BASE, "http://a.gov.cn", "HTTPS://A.gov.cn/x/../y/z?q=1/2#f", "http://a.gov.cn/x;p/y", "mailto:a@b"]
    ),
    st.from_regex(r"(?:\./|/)?(?:[A-Za-z0-9_.~-]{0,6}/){0,3}[A-Za-z0-9_.-]{0,8}", fullmatch=True),
)
def test_a_plain_path_resolves_as_the_standard_says(base: str, href: str) -> None:
    joined = urljoin(base, href)
    expected = joined if href and joined.startswith(("http://", "https://")) else ""
    scheme, separator, rest = expected.partition("://")
    host, _slash, path = rest.partition("/")
    assert urls.resolve(base, href) == (f"{scheme}{separator}{host.lower()}/{path}" if expected else "")
