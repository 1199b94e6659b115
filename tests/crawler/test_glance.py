"""What is told of a page without parsing it: only what is beyond doubt."""

from __future__ import annotations

import pytest

from crawler.glance import HEADING_WORDS, is_report_text, links_no_file

TEXT = "".join(f"<p>一、{word}情况</p><p>{'本机关依法公开。' * 150}</p>" for word in HEADING_WORDS)
PAGE = f'<html><head><title>年报</title></head><body><a href="/zwgk/">公开</a>{TEXT}</body></html>'


def with_part(part: str) -> str:
    return PAGE.replace("</body>", f"{part}</body>")


def test_a_long_page_with_the_statutory_headings_is_a_report_without_files() -> None:
    assert is_report_text(PAGE)
    assert links_no_file(PAGE)


@pytest.mark.parametrize(
    "page",
    ["", "<html></html>", "一、总体情况二、主动公开政府信息情况", PAGE.replace("行政复议", "").replace("存在的", "")],
)
def test_a_short_page_or_one_with_few_headings_is_not_told(page: str) -> None:
    assert not is_report_text(page)


@pytest.mark.parametrize(
    "part",
    [
        '<a href="./P020240118.pdf">全文</a>',
        '<A HREF="./年报.DOCX">全文</A>',
        "<a href=/x/年报.et>全文</a>",
        '<a href="/x/年报.7z">全文</a>',
        '<a href="/module/download/downfile.jsp?classid=0&filename=1">全文</a>',
        '<a href="/system/_content/download.jsp?wbfileid=1">全文</a>',
        '<a href="/d/123"><span>附件1</span></a>',
        '<a href="/attachment/0/306/3255421">全文</a>',
        '<iframe src="/viewer.html?file=/a/b"></iframe>',
        '<embed src="/a/b">',
        '<object data="/a/b"></object>',
        "<li onclick=\"window.open('/d/1')\">全文</li>",
        "<script>window.open('/d/1.wps')</script>",
        '<meta http-equiv="Refresh" content="0;url=/m/1.html">',
        "<META HTTP-EQUIV=refresh content='0;url=/m/1.html'>",
    ],
)
def test_any_way_to_link_a_file_or_to_lead_elsewhere_is_seen(part: str) -> None:
    assert not links_no_file(with_part(part))


@pytest.mark.parametrize(
    "part", ['<img src="/images/logo.png">', '<a href="/zwgk/index.html">首页</a>', "<p>增长 12.5%，见第 3.2 节。</p>"]
)
def test_pictures_and_pages_are_no_files(part: str) -> None:
    assert links_no_file(with_part(part))
