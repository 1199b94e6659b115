"""Files of an article, in whatever way its page leads to them."""

from __future__ import annotations

import pytest

from crawler import systems
from crawler.systems.pages import Fetch, Page

URL = "http://www.qinghe.gov.cn/zwgk/nb/202401/t20240118_1.html"
NAME = "青禾县水利局2023年政府信息公开工作年度报告"


def files(body: str) -> list[str]:
    text = f"<html><body><h1>{NAME}</h1><div class='txt'>{body}</div></body></html>"
    article = systems.read_article(Page(URL, text, URL, request=Fetch(URL, kind="article")))
    return [file.url.removeprefix("http://www.qinghe.gov.cn") for file in article.attachments]


@pytest.mark.parametrize(
    ("body", "address"),
    [
        (f'<p>附件：<a href="/attach/399">{NAME}.docx</a></p>', "/attach/399"),
        (f'<a href="/u/cms/down/10?f=1" title="{NAME}.ofd">查看</a>', "/u/cms/down/10?f=1"),
        (f'<a href="javascript:;" onclick="down(\'/u/cms/down/11\')">{NAME}.wps</a>', "/u/cms/down/11"),
        (f'<span class="f" data-href="/files/4.pdf">{NAME}</span>', "/files/4.pdf"),
        (f'<li data-file="../../files/5.doc">{NAME}</li>', "/zwgk/files/5.doc"),
        (f'<script>var files=[{{"name":"{NAME}.pdf","url":"/files/6.pdf"}}];</script>', "/files/6.pdf"),
        (f'<div class="viewer" data-pdf="/files/8.pdf">{NAME}</div>', "/files/8.pdf"),
        (f"<a href=\"javascript:window.open('/files/9.pdf')\">{NAME}</a>", "/files/9.pdf"),
        ("<script>show('7.pdf');</script>", "/zwgk/nb/202401/7.pdf"),
    ],
)
def test_files_are_found(body: str, address: str) -> None:
    assert files(body) == [address]


@pytest.mark.parametrize(
    "body",
    [
        f'<p>下一篇：<a href="/zwgk/nb/202401/t20240118_2.html">{NAME}.pdf</a></p>',
        f'<p>下一篇：<a href="/content/article/88203">{NAME}.doc</a></p>',
        f'<p><a href="/zwgk/nb/">{NAME}</a></p>',
    ],
)
def test_links_to_other_articles_are_no_files(body: str) -> None:
    assert files(body) == []
