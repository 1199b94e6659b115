"""Pages of systems never seen: the report is read as it is from a plain page, and nothing around it is taken for it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest

from archive.samples.html import Markup, body_html
from archive.samples.reports import make_report
from extractors.errors import NotAReportError, SeveralReportsError
from extractors.formats import read_document
from extractors.report import Report, read_report

SAMPLE = make_report("qinghe", 2023, seed=5)
BODY = body_html(SAMPLE)
TITLE = SAMPLE.title
NO_TITLE = BODY.replace(TITLE, "", 1)
OTHER = "岚川县水务局2022年政府信息公开工作年度报告"
OTHERS = "".join(
    f'<li><a href="/a/{year}.html">{name}{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-20</span></li>'
    for name in ("岚川县水务局", "岚川县白石镇人民政府", "云溪市财政局")
    for year in (2020, 2021, 2022)
)
NAV = "".join(
    f'<li><a href="/{n}/">{word}</a></li>' for n, word in enumerate(("首页", "要闻", "公开", "服务", "互动") * 6)
)
NEWS = "".join(f"<li><a href=/n/{n}.html>岚川县召开第{n}次全县重点工作推进会议</a></li>" for n in range(12))
FOOT = "<div class=foot><p>主办：岚川县人民政府办公室　承办：岚川县大数据中心</p><p>ICP备00000001号</p></div>"


def page(inner: str, *, title: str = TITLE, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{inner}</body></html>"
    ).encode()


def read(data: bytes, charset: str = "") -> Report:
    return read_report(read_document(data, charset=charset))


PLAIN = read(page(f"<div>{BODY}</div>"))


def is_the_report(report: Report) -> None:
    """Fail unless a report says what the plain page says."""
    assert (report.publisher, report.year, report.title) == (PLAIN.publisher, PLAIN.year, TITLE)
    found = [(section.number, section.heading, section.text) for section in report.sections]
    assert found == [(section.number, section.heading, section.text) for section in PLAIN.sections]
    assert {key: figure.raw for key, figure in report.figures.items()} == {
        key: figure.raw for key, figure in PLAIN.figures.items()
    }
    assert report.signed_by == PLAIN.signed_by


def test_the_plain_page_is_whole() -> None:
    assert (PLAIN.publisher, PLAIN.year) == (SAMPLE.publisher, SAMPLE.year)
    assert len(PLAIN.sections) == 7
    assert len(PLAIN.figures) == 200


def spans(markup: str) -> str:
    """Wrap every text of the prose into nested spans, as word processors do."""
    return markup.replace("<p>", "<p class=MsoNormal>" + "<span style='mso-bidi-font-size:16pt'>" * 30).replace(
        "</p>", "<o:p></o:p>" + "</span>" * 30 + "</p>"
    )


WRAPPED: dict[str, Callable[[], bytes]] = {
    "container of an unknown name": lambda: page(f"<ul>{NAV}</ul><div class=qz-zw-nr>{BODY}</div>{FOOT}"),
    "no container at all": lambda: page(f"<ul>{NAV}</ul>{BODY}{FOOT}"),
    "sidebar before": lambda: page(
        f"<div class=l><h3>历年年报</h3><ul>{OTHERS}</ul></div><div class=r>{BODY}</div>{FOOT}"
    ),
    "sidebar after": lambda: page(
        f"<div class=r>{BODY}</div><div class=l><h3>历年年报</h3><ul>{OTHERS}</ul></div>{FOOT}"
    ),
    "sidebar in the frame": lambda: page(
        f"<table><tr><td width=200><ul>{OTHERS}</ul></td><td>{BODY}</td></tr></table>{FOOT}"
    ),
    "related articles in the container": lambda: page(
        f"<div id=zoom>{BODY}<div class=related><h4>相关文章</h4><ul>{OTHERS}</ul></div></div>"
    ),
    "related articles of no name": lambda: page(
        f"<div class=main>{BODY}<div class=c77><h4>相关阅读</h4><ul>{OTHERS}</ul></div></div>{FOOT}"
    ),
    "news after": lambda: page(f"<div class=w><div>{BODY}</div><div><h3>要闻</h3><ul>{NEWS}</ul></div></div>{FOOT}"),
    "share bar": lambda: page(
        f"<div class=TRS_Editor>{BODY}</div><div>分享到：<a>微信</a><a>微博</a></div><p>【打印】【关闭】</p>{FOOT}"
    ),
    "buttons inside": lambda: page(
        f"<div class=zw><p><a>打印</a> <a>关闭</a></p>{BODY}<p>【打印本页】 【关闭窗口】</p>"
        "<p>扫一扫在手机打开当前页</p></div>"
    ),
    "crumbs": lambda: page(
        "<div class=dq>您的位置：<a>首页</a> &gt; <a>岚川县水务局</a> &gt; <a>2022年政府信息公开年报</a></div>"
        f"<div>{BODY}</div>"
    ),
    "site name as page title": lambda: page(f"<div>{BODY}</div>", title="岚川县人民政府门户网站"),
    "column as page title": lambda: page(f"<div>{BODY}</div>", title="政府信息公开年报_岚川县人民政府"),
    "no page title": lambda: page(f"<div>{BODY}</div>", title=""),
    "title outside of the text": lambda: page(f"<h1>{TITLE}</h1><div class=txt>{NO_TITLE}</div>{FOOT}"),
    "title in a cell": lambda: page(
        f"<table><tr><td class=bt>{TITLE}</td></tr><tr><td>发布时间：2024-01-20 来源：岚川县水务局</td></tr>"
        f"<tr><td class=nr>{NO_TITLE}</td></tr></table>{FOOT}"
    ),
    "byline": lambda: page(
        f"<h1>{TITLE}</h1><div>发布时间：2024-01-20 10:00　来源：岚川县水务局　浏览次数：<span>12</span>次</div>"
        f"<div>{NO_TITLE}</div>"
    ),
    "textarea": lambda: page(f"<div><textarea id=c style='display:none'>{html.escape(BODY)}</textarea></div>{FOOT}"),
    "textarea with bare markup": lambda: page(f"<div><textarea id=c>{BODY}</textarea></div>{FOOT}"),
    "hidden input": lambda: page(f'<input type=hidden id=nr value="{html.escape(BODY)}"><div id=show></div>{FOOT}'),
    "srcdoc": lambda: page(f'<iframe srcdoc="{html.escape(BODY)}"></iframe>{FOOT}'),
    "JSON": lambda: page(
        f"<div id=app></div><script>window.__DATA__ = {json.dumps({'title': TITLE, 'content': BODY})};</script>{FOOT}"
    ),
    "JSON with raw characters": lambda: page(
        "<div id=app></div><script>var detail = "
        + json.dumps({"title": TITLE, "txt": BODY}, ensure_ascii=False).replace("</", "<\\/")
        + f";</script>{FOOT}"
    ),
    "script template": lambda: page(f"<script type='text/template' id=t>{BODY}</script><div id=v></div>{FOOT}"),
    "template element": lambda: page(f"<template>{BODY}</template><div id=v></div>{FOOT}"),
    "noscript": lambda: page(f"<div id=app></div><noscript>{BODY}</noscript>{FOOT}"),
    "several containers": lambda: page(
        "".join(
            f"<div class=TRS_Editor>{part}</div>" for part in BODY.replace("<p>　　三、", "\0<p>　　三、").split("\0")
        )
    ),
    "a box a paragraph": lambda: page(
        BODY.replace("<p>", "<div class=b><div><p>").replace("</p>", "</p></div></div>") + FOOT
    ),
    "nested spans": lambda: page(f"<div class=TRS_Editor>{spans(BODY)}</div>{FOOT}"),
    "Word tags": lambda: page(
        "<div>"
        + BODY.replace("<p>", '<p><w:sdt><w:sdtcontent><st1:chsdate w:st="on"><font face=仿宋><b></b>').replace(
            "</p>", "<o:p>&nbsp;</o:p></font></st1:chsdate></w:sdtcontent></w:sdt></p>"
        )
        + "</div>"
    ),
    "empty paragraphs": lambda: page("<div>" + BODY.replace("<p>", "<p></p><p>&nbsp;</p><p>　</p><p>") + "</div>"),
    "no-width characters": lambda: page(
        "<div>"
        + BODY.replace("情况", "情\u200b况").replace("<td>", "<td>\u200b").replace("公开", "公\u2060开")
        + "</div>"
    ),
    "byte order marks inside": lambda: page(
        "<div>" + BODY.replace("<td>", "<td>\ufeff").replace("<p>", "<p>\ufeff") + "</div>"
    ),
    "soft hyphens": lambda: page("<div>" + BODY.replace("信息", "信&shy;息").replace("<td>", "<td>&shy;") + "</div>"),
    "conditional comments": lambda: page(
        f"<div><!--[if gte mso 9]><xml><w:WordDocument>{OTHER}</w:WordDocument></xml><![endif]-->{BODY}</div>"
    ),
    "hidden old version": lambda: page(
        f"<div>{BODY}</div><div style='display:none'><p>{OTHER}</p><p>一、总体情况</p><p>旧</p></div>{FOOT}"
    ),
    "hidden words in the prose": lambda: page(
        "<div>"
        + BODY.replace(
            "</p>",
            "<span style='display:none'>岚川</span><span style=\"font-size:0;color:#fff;"
            'width:0px;height:0px;overflow:hidden;visibility:hidden">县</span></p>',
        )
        + "</div>"
    ),
    "hidden cells": lambda: page("<div>" + BODY.replace("</tr>", "<td style='display: none;'>99</td></tr>") + "</div>"),
    "hidden row": lambda: page(
        "<div>"
        + BODY.replace("</tbody>", "<tr height=0 style='display:none'>" + "<td width=72></td>" * 10 + "</tr></tbody>")
        + "</div>"
    ),
    "paging inside the article": lambda: page(
        f"<div class=TRS_Editor>{BODY}<div class=pg>上一页 1 2 下一页</div></div>{FOOT}"
    ),
    "previous and next": lambda: page(
        f"<div class=zw>{BODY}<p>上一篇：<a>{OTHER}</a></p><p>下一篇：<a>没有了</a></p></div>{FOOT}"
    ),
    "attachment line": lambda: page(f"<div class=zw>{BODY}<p>附件：<a href=a.docx>{TITLE}.docx</a></p></div>{FOOT}"),
    "search box": lambda: page(
        f"<form><input value=请输入关键字><select><option>{OTHER}</option></select><button>搜索</button></form>"
        f"<div>{BODY}</div>"
    ),
    "tabs of years": lambda: page(
        "<ul class=tab>" + "".join(f"<li>{year}年年报</li>" for year in range(2015, 2024)) + f"</ul><div>{BODY}</div>"
    ),
    "frame of tables": lambda: page(
        f"<table><tr><td colspan=2>岚川县人民政府</td></tr><tr><td><table><tr><td>{BODY}</td></tr></table></td>"
        f"<td>{NEWS}</td></tr></table>"
    ),
    "capitals without quotes": lambda: page(body_html(SAMPLE, markup=Markup(upper=True)) + FOOT),
    "XHTML": lambda: b'<?xml version="1.0" encoding="utf-8"?>\n' + page(f"<div>{BODY}</div>"),
    "two bodies": lambda: page(f"<div>{NAV}</div></body><body><div>{BODY}</div>"),
    "text after the end": lambda: page(f"<div>{NAV}</div>") + BODY.encode(),
    "unclosed boxes": lambda: page(f"<div><div><div><ul>{NAV}<div class=a><div class=b>{BODY}{FOOT}"),
    "stray end tags": lambda: page(f"</div></td></table><div>{BODY}</div></div></span>{FOOT}"),
}


@pytest.mark.parametrize("drawn", WRAPPED.values(), ids=WRAPPED)
def test_the_report_is_read_as_from_a_plain_page(drawn: Callable[[], bytes]) -> None:
    is_the_report(read(drawn()))


TRADITIONAL = str.maketrans(
    "总体况动开处请复议诉讼问题进报项机关与来说县年度", "總體況動開處請復議訴訟問題進報項機關與來說縣年度"
)
AS_WRITTEN = page(f"<div>{BODY}</div>{FOOT}").decode()


@pytest.mark.parametrize("declared", ["", "utf-8", "gbk", "iso-8859-1", "big5", "no-such-name"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("meta", ["", "<meta charset=gb2312>", "<!--" + " " * 5000 + "--><meta charset=utf-8>"])
def test_whatever_the_declared_character_set(encoding: str, declared: str, meta: str) -> None:
    data = AS_WRITTEN.replace("<meta charset=utf-8>", meta).encode(encoding)
    is_the_report(read(data, declared))


@pytest.mark.parametrize("declared", ["header", "meta"])
def test_traditional_characters_in_big5(declared: str) -> None:
    text = AS_WRITTEN.translate(TRADITIONAL)
    if declared == "meta":
        text = text.replace("charset=utf-8", "charset=big5")
    else:
        text = text.replace("<meta charset=utf-8>", "")
    report = read(text.encode("big5hkscs", "ignore"), "big5" if declared == "header" else "")
    assert (report.publisher, report.year) == ("青禾縣人民政府", 2023)
    assert not [key for key, figure in report.figures.items() if figure.value not in (None, PLAIN.figures[key].value)]


def test_tables_that_are_pictures_give_no_figure() -> None:
    report = read(page(f"<div>{re.sub('<table.*?</table>', '<img src=b.png width=700>', BODY, flags=re.DOTALL)}</div>"))
    assert not report.figures
    assert (report.publisher, report.year, len(report.sections)) == (PLAIN.publisher, 2023, 7)


def boxes(cell: str) -> bytes:
    """Return the page with its tables made of boxes."""
    drawn = BODY
    for old, new in (("table", "div"), ("tbody", "div"), ("tr", "div"), ("td", cell)):
        drawn = re.sub(rf"<(/?){old}(?=[ >])", rf"<\1{new}", drawn)
    return page(f"<div>{drawn}</div>{FOOT}")


@pytest.mark.parametrize("cell", ["div", "span", "li", "p"])
def test_tables_made_of_boxes_give_no_wrong_figure(cell: str) -> None:
    report = read(boxes(cell))
    assert not [key for key, figure in report.figures.items() if figure.value not in (None, PLAIN.figures[key].value)]
    assert [section.number for section in report.sections] == [section.number for section in PLAIN.sections]


SECOND = make_report("qinghe-heting", 2022, seed=9)
SECOND_BODY = body_html(SECOND)


@pytest.mark.parametrize(
    "inner",
    [
        f"<div class=TRS_Editor>{BODY}</div><div class=TRS_Editor>{SECOND_BODY}</div>",
        f"<div class=box>{BODY}<hr>{SECOND_BODY}</div>",
        f"<div class=box>{SECOND_BODY}<hr>{BODY}</div>",
    ],
)
def test_of_two_reports_on_a_page_the_one_named_by_the_page_is_read(inner: str) -> None:
    is_the_report(read(page(inner)))


def test_a_report_is_never_read_under_another_ones_name() -> None:
    inner = f"<div class=TRS_Editor>{SECOND_BODY}</div><div class=TRS_Editor>{BODY}</div>"
    report = read(page(inner))
    expected = read(page(f"<div>{SECOND_BODY}</div>", title=SECOND.title))
    assert (report.publisher, report.year, report.title) == (SECOND.publisher, 2022, SECOND.title)
    assert {key: figure.raw for key, figure in report.figures.items()} == {
        key: figure.raw for key, figure in expected.figures.items()
    }


@pytest.mark.parametrize("title", ["", "政府信息公开年报", OTHER])
def test_two_reports_of_which_none_is_named_are_refused(title: str) -> None:
    with pytest.raises(SeveralReportsError, match="2 reports in one document"):
        read(page(f"<div class=box>{BODY}<hr>{SECOND_BODY}</div>", title=title))


def test_a_cover_and_a_table_of_contents_are_no_second_report() -> None:
    place = make_report("qinghe", 2023, seed=5)
    name = place.agency.name
    contents = "".join(f"<p>{line}</p>" for line in ("目录", "一、总体情况", "二、主动公开政府信息情况"))
    cover = f"<p>{name}2023年政府信息公开工作年度报告</p>{contents}"
    short = f"<p>{name[2:]}2023年政府信息公开工作年度报告</p>"
    report = read(page(f"<div class=box>{cover}{short}{body_html(place)}</div>", title=""))
    assert len(report.figures) == 200
    assert report.year == 2023


def test_of_two_reports_in_scripts_none_is_read() -> None:
    data = json.dumps([{"content": BODY}, {"content": SECOND_BODY}])
    with pytest.raises(NotAReportError):
        read(page(f"<div id=app></div><script>var list = {data}</script>{FOOT}"))


@pytest.mark.parametrize("furniture", [f"<h1>{OTHER}</h1>", f"<h1>{OTHER}</h1><ul>{OTHERS}</ul>", f"<p>{OTHER}</p>"])
def test_another_reports_title_around_the_text_names_nobody(furniture: str) -> None:
    is_the_report(read(page(f"<div>{furniture}</div><div>{BODY}</div>{FOOT}", title="")))
    head = f'<meta name=ArticleTitle content="{OTHER}">'
    is_the_report(read(page(f"<div>{BODY}</div>{FOOT}", title="", head=head)))


BARE = "2023年政府信息公开工作年度报告"


@pytest.mark.parametrize("title", ["", BARE, "岚川县水务局", "政府信息公开年报-岚川县水务局"])
@pytest.mark.parametrize("side", ["before", "after", "crumb"])
def test_under_a_bare_title_no_neighbour_lends_its_name(side: str, title: str) -> None:
    body = f"<div>{BODY.replace(TITLE, BARE, 1)}</div>"
    others = f"<div><h3>历年年报</h3><ul>{OTHERS}</ul></div>"
    crumb = f"<div>当前位置：首页 &gt; 公开 &gt; {OTHER}</div>"
    inner = {"before": others + body, "after": body + others, "crumb": crumb + body}[side]
    report = read(page(inner + FOOT, title=title))
    assert (report.publisher, report.year) == (PLAIN.publisher, 2023)
    assert [section.text for section in report.sections] == [section.text for section in PLAIN.sections]


def test_bullets_of_private_use_before_a_heading() -> None:
    report = read(page("<div>" + BODY.replace("<p>　　", "<p>\ue5e5\uf06c　　") + "</div>"))
    assert [section.number for section in report.sections] == [section.number for section in PLAIN.sections]


def test_a_page_cut_in_two_gives_what_is_on_it() -> None:
    first = BODY.split("<p>　　四、")[0]
    report = read(page(f"<div class=TRS_Editor>{first}<div>1 <a>2</a> <a>下一页</a></div></div>{FOOT}"))
    assert [section.number for section in report.sections] == [0, 1, 2, 3]
    assert report.figures
    assert all(figure.raw == PLAIN.figures[key].raw for key, figure in report.figures.items())
    assert report.forms["t4"] is None


SAID = "全局上下认真落实条例的各项要求，按月检查栏目的更新，对群众关心的水价、供水和防汛信息及时公开。" * 3


@pytest.mark.parametrize("tags", ["<div>{}</div>", "<p><span>{}</span></p>", "<p><font><o:p>{}</o:p></font></p>"])
def test_an_introduction_that_names_the_sections_is_not_the_article(tags: str) -> None:
    """A report of before 2019 shares with the forms since only the titles that its introduction lists."""
    intro = "全文由概述、主动公开政府信息情况、依申请公开情况、存在的主要问题和改进措施四部分组成。"
    parts = ("一、概述", "二、主动公开工作", "三、依申请公开工作", "四、不足之处")
    rest = "".join(
        f"<div>{head}</div><div>2016年，我局公开信息{at}条。{SAID}</div>" for at, head in enumerate(parts, 3)
    )
    title = "岚川县水务局2016年政府信息公开工作年度报告"
    report = read(page(f"<h2>{title}</h2>{tags.format('根据条例要求，编制本报告。' + intro)}{rest}", title=title))
    assert [section.heading for section in report.sections if section.number] == list(parts)
