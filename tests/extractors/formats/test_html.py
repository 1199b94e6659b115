"""A page gives the article in order, nothing of the page around it, and what the portal says about it."""

from __future__ import annotations

import json

import pytest

from extractors.document import Document, Heading, Link, Paragraph, Table
from extractors.formats import read_document

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TITLE = "青禾县白石镇人民政府2023年政府信息公开工作年度报告"
PARAGRAPHS = {
    "": ("本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自2023年1月1日起至12月31日止。",),
    HEADINGS[0]: ("（一）主动公开。全年发布政府信息103条。", "（二）依申请公开。全年新收申请12件，均按期答复。"),
    HEADINGS[1]: ("本镇没有制定规章。",),
    HEADINGS[2]: ("全年办结申请11件。",),
    HEADINGS[3]: ("没有发生行政复议和行政诉讼。",),
    HEADINGS[4]: ("一是解读形式不够丰富；二是人员流动较快。", "下一步将加强培训。"),
    HEADINGS[5]: ("全年没有收取信息处理费。",),
}
TABLE_2 = (
    '<table border="1"><tr><td colspan="4">第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td>'
    "<td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>"
    "<tr><td>行政规范性文件</td><td>3</td><td>1</td><td>17</td></tr></table>"
)
TABLE_4 = (
    "<table><tr><td colspan=5>行政复议</td></tr><tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td>"
    "<td>尚未审结</td><td>总计</td></tr><tr><td>0</td><td>1</td><td>0</td><td>0</td><td>1</td></tr></table>"
)
CHROME = (
    '<div class="header"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>'
    '<ul class="nav"><li><a href="/a">新闻中心</a></li><li><a href="/b">办事服务</a></li></ul>'
)
FOOTER = (
    '<div class="share">分享到：微信 微博</div><p>【打印】【关闭】</p>'
    '<p>上一篇：<a href="1.html">青禾县财政局年报</a></p>'
    '<p>扫一扫在手机打开当前页</p><div class="footer">主办：青禾县人民政府办公室　网站标识码：9901210001</div>'
    "<script>var tail = '尾部脚本';</script>"
)
UNWANTED = ("首页", "新闻中心", "办事服务", "分享到", "打印", "上一篇", "扫一扫", "主办", "尾部脚本", "隐藏", "display")


def article(paragraph: str = "<p>{}</p>", heading: str = "", tables: bool = True) -> str:
    """Return the article with each paragraph and heading in the given markup."""
    heading = heading or paragraph
    parts = [paragraph.format(text) for text in PARAGRAPHS[""]]
    for title in HEADINGS:
        parts.append(heading.format(title))
        if tables and title == HEADINGS[1]:
            parts.append(TABLE_2)
        if tables and title == HEADINGS[3]:
            parts.append(TABLE_4)
        parts.extend(paragraph.format(text) for text in PARAGRAPHS[title])
    return "\n".join(parts)


def page(body: str, *, head: str = "", chrome: bool = True) -> bytes:
    around = (CHROME, FOOTER) if chrome else ("", "")
    top = f"<title>{TITLE}_青禾县人民政府</title>{head}"
    return f"<html><head>{top}</head><body>{around[0]}{body}{around[1]}</body></html>".encode()


def lines(document: Document) -> list[str]:
    return [block.text.strip() for block in document.blocks if not isinstance(block, Table)]


EXPECTED = [
    *PARAGRAPHS[""],
    *(line for title in HEADINGS for line in (title, *PARAGRAPHS[title])),
]

PRE = "<pre>{}\n</pre>"
TABLE_END = "</table></div>"
SPAN = '<p style="text-indent:2em"><span style="color:red">{}</span></p>'


def sections() -> str:
    """Return the article with each section in a box of its own, and the introduction too."""
    boxes = [f"<section><p>{text}</p></section>" for text in PARAGRAPHS[""]]
    for title in HEADINGS:
        table = TABLE_2 if title == HEADINGS[1] else TABLE_4 if title == HEADINGS[3] else ""
        rest = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[title])
        boxes.append(f"<section><h3>{title}</h3>{table}{rest}</section>")
    return "".join(boxes)


VARIANTS = {
    "p": f"<div class=TRS_Editor>{article()}</div>",
    "span": f'<div id="zoom">{article(SPAN)}</div>',
    "h2": f'<div class="view">{article(heading="<h2>{}</h2>")}</div>',
    "unclosed": f"<div class=TRS_Editor>{article('<p>{}')}</div>",
    "uppercase": f"<DIV CLASS=TRS_Editor>{article('<P><FONT SIZE=3>{}</FONT></P>')}</DIV>",
    "li": f"<div class='article-content'><ul>{article('<li>{}</li>')}</ul></div>",
    "pre": f"<div id='UCAP-CONTENT'>{article(PRE)}</div>",
    "br": f"<div class='wzcon'>{article('{}<br>')}</div>",
    "double br": f"<div class='xxgkcont'><p>{article('{}<br/>&nbsp;<br/>')}</p></div>",
    "div": f"<div class='news_cont_d_wrap'>{article('<div>{}</div>')}</div>",
    "layout cell": f"<table width=100%><tr><td>&nbsp;</td><td>{article()}</td></tr></table>",
    "cell of a known name": f'<table><tr><td class="bt-content">{article()}</td></tr></table>',
    "class comment": f'<div class="comment">{article()}</div>',
    "class footer_nr": f'<div class="footer_nr">{article()}</div>',
    "class share-content": f'<div class="share-content">{article()}</div>',
    "no name": f"<div><div><div>{article()}</div></div></div>",
    "vsb": f'<div id="vsb_content_4"><div class="v_news_content">{article()}</div></div>',
    "comments": f"<div><!--ZJEG_RSS.content.begin-->{article()}<!--ZJEG_RSS.content.end--><p>附注栏外文字</p></div>",
    "metas": f'<div><meta name="ContentStart">{article()}<meta name="ContentEnd"><p>附注栏外文字</p></div>',
    "ucapcontent": f"<UCAPTITLE>{TITLE}</UCAPTITLE><UCAPCONTENT>{article()}</UCAPCONTENT>",
    "sections in boxes": f"<div class='a'>{sections()}</div>",
    "split words": f"<div>{article(SPAN).replace('情况', '</span><span>情</span><b>况')}</div>",
    "unknown tags": f"<div class=TRS_Editor>{article('<p><st1:chsdate>{}</st1:chsdate><o:p></o:p></p>')}</div>",
    "tables in boxes": f"<div id=Zoom>{article()}</div>".replace("<table", "<div><table").replace(
        "</table>", TABLE_END
    ),
    "style inside": f"<div class=TRS_Editor><style>p{{display:block}}</style>{article()}<!-- 隐藏 --></div>",
    "hidden": f"<div class=TRS_Editor>{article()}<div style='display: none'>隐藏的文字</div></div>",
    "article hidden until a tab is clicked": f"<div class=TRS_Editor style='display:none'>{article()}</div>",
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_paragraph_and_heading_is_kept_in_order_and_the_page_around_it_is_not(variant: str) -> None:
    document = read_document(page(VARIANTS[variant]))
    assert lines(document) == EXPECTED
    assert not [word for word in UNWANTED if any(word in line for line in lines(document))]
    assert [(table.row_count, table.column_count) for table in document.tables] == [(4, 4), (3, 5)]
    assert document.problems == ()
    assert document.title == TITLE
    assert "page:kind" not in document.metadata


@pytest.mark.parametrize("variant", VARIANTS)
def test_tables_stand_between_the_paragraphs_they_stood_between(variant: str) -> None:
    blocks = read_document(page(VARIANTS[variant])).blocks
    first = next(at for at, block in enumerate(blocks) if isinstance(block, Table))
    before, after = blocks[first - 1], blocks[first + 1]
    assert not isinstance(before, Table)
    assert not isinstance(after, Table)
    assert (before.text.strip(), after.text.strip()) == (HEADINGS[1], PARAGRAPHS[HEADINGS[1]][0])


def test_headings_of_the_source_are_headings() -> None:
    document = read_document(page(VARIANTS["h2"]))
    assert [(block.text, block.level) for block in document.blocks if isinstance(block, Heading)] == [
        (title, 2) for title in HEADINGS
    ]


def test_text_that_stands_free_between_tables_is_a_paragraph() -> None:
    body = f"<div class=view>前文{TABLE_2}中间的话{TABLE_4}末尾<b>加粗</b>的话</div>"
    document = read_document(page(body, chrome=False))
    assert [type(block).__name__ for block in document.blocks] == [
        "Paragraph", "Table", "Paragraph", "Table", "Paragraph",
    ]  # fmt: skip
    assert lines(document) == ["前文", "中间的话", "末尾加粗的话"]


def test_text_before_a_named_container_that_holds_statutory_words_widens_it() -> None:
    outside = f"<p>{HEADINGS[0]}</p><p>{PARAGRAPHS[HEADINGS[0]][0]}</p>"
    rest = article().split(f"<p>{HEADINGS[1]}</p>")[1]
    body = f"<div class=main><div>{outside}</div><div class=TRS_Editor><p>{HEADINGS[1]}</p>{rest}</div></div>"
    assert HEADINGS[0] in lines(read_document(page(body)))


def test_a_short_named_container_does_not_hide_the_article() -> None:
    body = f'<div class="TRS_Editor"><p>点击下载</p></div><div class="x">{article()}</div>'
    assert lines(read_document(page(body))) == EXPECTED


def test_an_article_drawn_by_script_is_read_from_the_configuration() -> None:
    content = json.dumps(article())[1:-1].replace("<", "\\u003c").replace("/", "\\/")
    body = (
        f'<div id="app"></div><script>window._CONFIG = {{SID:"7", DETAIL:{{"id":1,"content":"{content}"}}}};</script>'
    )
    document = read_document(page(body))
    assert lines(document) == EXPECTED
    assert len(document.tables) == 2


def test_a_source_line_end_inside_a_chinese_sentence_is_no_space_and_elsewhere_it_is() -> None:
    body = f"<div class=TRS_Editor><p>政府信息\n   公开 2023\n年 GDP\nper 人</p>{article()}</div>"
    assert lines(read_document(page(body)))[0] == "政府信息公开 2023 年 GDP per 人"


def test_nbsp_and_ideographic_spaces_are_printed_and_stay() -> None:
    body = f"<div class=TRS_Editor><p>　　甲&nbsp;&nbsp;乙</p><p>&nbsp;　</p>{article()}</div>"
    document = read_document(page(body))
    assert document.blocks[0].text == "　　甲\xa0\xa0乙"
    assert [block for block in document.blocks if isinstance(block, Paragraph) and not block.text.strip()] == []


def test_preformatted_lines_keep_their_tabs() -> None:
    body = "<div class=TRS_Editor><pre>信息内容\t本年制发件数\r\n规章\t0\n\t\n</pre>" + article() + "</div>"
    texts = [block.text for block in read_document(page(body)).blocks if isinstance(block, Paragraph)]
    assert texts[:3] == ["信息内容\t本年制发件数", "规章\t0", "\t"]


def test_an_address_in_angle_brackets_swallows_nothing() -> None:
    body = f"<div class=TRS_Editor><p>详见<http://www.qinghe.gov.cn.test/x>栏目。</p>{article()}</div>"
    assert lines(read_document(page(body))) == ["详见<http://www.qinghe.gov.cn.test/x>栏目。", *EXPECTED]


def test_control_characters_are_left_out() -> None:
    table = "<table><tr><td>1\x07</td><td>2</td></tr></table>"
    body = f"<div class=TRS_Editor><p>甲\x0b乙&#8;丙\x7f</p>{table}{article()}</div>"
    document = read_document(page(body))
    assert document.blocks[0].text == "甲乙丙"
    assert [cell.text for cell in document.tables[0].cells] == ["1", "2"]


# What the portal says ------------------------------------------------------------------------------------------------

META = """
<META NAME="SiteName" CONTENT="青禾县人民政府"><meta name="SiteIDCode" content="9901210001">
<meta name="ArticleTitle" content="青禾县白石镇人民政府&lt;br&gt;2023年政府信息公开工作年度报告">
<meta name="PubDate" content="2024-01-22 09:30">
<meta name="ContentSource" content="白石镇党政办公室"><meta name="ColumnName" content="政府信息公开年报">
<meta name="Keywords" content=""><meta name="Keywords" content="年报">
<meta name="viewport" content="width=device-width">
"""


def test_the_national_meta_tags_are_kept_under_lower_case_names() -> None:
    document = read_document(page(VARIANTS["p"], head=META))
    assert document.title == TITLE
    assert dict(document.metadata) == {
        "sitename": "青禾县人民政府",
        "siteidcode": "9901210001",
        "articletitle": TITLE,
        "pubdate": "2024-01-22 09:30",
        "contentsource": "白石镇党政办公室",
        "columnname": "政府信息公开年报",
        "keywords": "年报",
    }


INDEX_BLOCKS = {
    "td pairs": "<table class=a-info><tr><td>索 引 号：</td><td>11990121MB0000129X/2024-00001</td><td>发布机构：</td>"
    "<td>白石镇人民政府</td></tr><tr><td>成文日期</td><td>2024-01-20</td><td>文　　号</td><td></td></tr></table>",
    "th td": "<table><tbody><tr><th>索引号：</th><td>11990121MB0000129X/2024-00001</td></tr>"
    "<tr><th>发布机构：</th><td>白石镇人民政府</td></tr><tr><th>成文日期：</th><td>2024-01-20</td></tr></tbody></table>",
    "li span": "<ul class=info><li>索引号：<span>11990121MB0000129X/2024-00001</span></li>"
    "<li>发布机构：<span>白石镇人民政府</span></li><li>成文日期：<span>2024-01-20</span></li></ul>",
    "p b": "<div><p><b>索引号</b>：11990121MB0000129X/2024-00001</p><p><b>发布机构</b>：白石镇人民政府</p>"
    "<p><b>成文日期</b>：2024-01-20</p></div>",
    "in brackets": "<div><span>【索引号】</span><em>11990121MB0000129X/2024-00001</em><span>【发布机构】</span>"
    "<em>白石镇人民政府</em><span>【成文日期】</span><em>2024-01-20</em></div>",
}


@pytest.mark.parametrize("form", INDEX_BLOCKS)
@pytest.mark.parametrize("inside", [False, True])
def test_the_index_number_block_is_read_by_its_labels_and_is_no_part_of_the_article(form: str, inside: bool) -> None:
    block = INDEX_BLOCKS[form]
    body = f"<div class=view>{block}{article()}</div>" if inside else f"<div>{block}</div>{VARIANTS['p']}"
    document = read_document(page(body))
    assert document.metadata["index:索引号"] == "11990121MB0000129X/2024-00001"
    assert document.metadata["index:发布机构"] == "白石镇人民政府"
    assert document.metadata["index:成文日期"] == "2024-01-20"
    assert "index:文号" not in document.metadata
    assert lines(document) == EXPECTED
    assert len(document.tables) == 2


@pytest.mark.parametrize(
    "crumb",
    [
        '<a class="CurrChnlCls" href="../../">首页</a>&gt;<a class="CurrChnlCls" href="../">政府信息公开年报</a>',
        "<div>当前位置：<a href=/>首页</a> &gt; <a href=/n>政府信息公开年报</a></div>",
        "<p><b>您的位置：</b><a href=/>首页</a>»<a href=/n>政府信息公开年报</a></p>",
    ],
)
def test_the_bread_crumb_is_kept(crumb: str) -> None:
    assert read_document(page(crumb + VARIANTS["p"])).metadata["breadcrumb"] == "首页 > 政府信息公开年报"


def test_the_source_ends_where_the_pages_own_words_begin() -> None:
    byline = "<div>发布时间: 2024-01-22 15:40:00来源:白石镇党政办公室字号:[ 大 中 小 ]分享:</div>"
    assert read_document(page(f"<div>{byline}{article()}</div>")).metadata["contentsource"] == "白石镇党政办公室"


def test_date_and_source_are_read_from_the_page_where_no_tag_has_them() -> None:
    byline = "<div>发布时间：2024-01-22 09:30　来源：白石镇党政办公室　浏览次数：35</div>"
    metadata = read_document(page(f"<div>{byline}{article()}</div>")).metadata
    assert metadata["pubdate"] == "2024-01-22 09:30"
    assert metadata["contentsource"] == "白石镇党政办公室"
    assert lines(read_document(page(f"<div>{byline}{article()}</div>"))) == EXPECTED


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{TITLE}_政府信息公开年报_青禾县人民政府", TITLE),
        (f"{TITLE} - 青禾县人民政府", TITLE),
        (f"青禾县人民政府 | {TITLE}", TITLE),
        (f"{TITLE}-青禾县人民政府门户网站", TITLE),
        ("文章页", "文章页"),
    ],
)
def test_the_title_is_cut_out_of_the_page_title(title: str, expected: str) -> None:
    data = f"<html><head><title>{title}</title></head><body>{VARIANTS['p']}</body></html>".encode()
    assert read_document(data).title == expected


# Files and pictures --------------------------------------------------------------------------------------------------

FILE_LINKS = {
    '<a href="./P020240122571234.pdf">附件：年度报告.pdf</a>': Link("./P020240122571234.pdf", "附件：年度报告.pdf"),
    '<a href="/module/download/downfile.jsp?classid=0&amp;filename=a1b2.docx">下载</a>': Link(
        "/module/download/downfile.jsp?classid=0&filename=a1b2.docx", "下载"
    ),
    '<a href="/system/_content/download.jsp?urltype=x&wbfileid=12">年报.wps</a>': Link(
        "/system/_content/download.jsp?urltype=x&wbfileid=12", "年报.wps"
    ),
    '<a class="nfw-cms-attachment" href="/attachment/0/306/3255421.xlsx" alt="年报.xlsx"></a>': Link(
        "/attachment/0/306/3255421.xlsx", "年报.xlsx"
    ),
    '<iframe src="/generic/web/viewer.html?file=%2Ffiles%2Fnb2023.pdf"></iframe>': Link("/files/nb2023.pdf", ""),
    '<embed src="/upload/nb.PDF" type="application/pdf">': Link("/upload/nb.PDF", ""),
    '<object data="/upload/nb.ofd"></object>': Link("/upload/nb.ofd", ""),
    "<a href=\"javascript:window.open('/group6/M00/nb.doc')\">打开</a>": Link("/group6/M00/nb.doc", "打开"),
    "<a href=\"#\" onclick=\"window.open('/u/nb.zip','_blank')\">打包下载</a>": Link("/u/nb.zip", "打包下载"),
}


@pytest.mark.parametrize("link", FILE_LINKS)
def test_links_to_files_in_the_article_are_attachments(link: str) -> None:
    document = read_document(page(f"<div class=TRS_Editor>{article()}<p>{link}</p></div>"))
    assert document.attachments == (FILE_LINKS[link],)


@pytest.mark.parametrize("link", FILE_LINKS)
def test_a_page_with_nothing_but_a_file_says_so(link: str) -> None:
    document = read_document(page(f"<div><h1>{TITLE}</h1>{link}</div>"))
    assert document.attachments == (FILE_LINKS[link],)
    assert "page:kind" not in document.metadata


def test_a_file_opened_by_script_is_found_on_a_page_without_an_article() -> None:
    document = read_document(page(f'<h1>{TITLE}</h1><script>show("/files/2023/nb.pdf?v=2");</script>'))
    assert document.attachments == (Link("/files/2023/nb.pdf?v=2", ""),)


def test_files_of_the_page_around_are_no_attachments() -> None:
    header = '<div class="header"><a href="/help.pdf">使用帮助</a></div><header><a href="/app.zip">客户端</a></header>'
    beside = "<div><div><div><div><a href='/other.doc'>别的文件</a></div></div></div></div>"
    document = read_document(
        page(f"{header}<div><div><div><div class=TRS_Editor>{article()}</div></div></div></div>{beside}")
    )
    assert document.attachments == ()


def test_pictures_of_the_article_are_counted_and_icons_are_not() -> None:
    pictures = '<img src="W020240122001.jpg"><img src="W020240122002.jpg">'
    pictures += '<img src="/images/icon_pdf.gif"><img src=a.gif width=16>'
    document = read_document(page(f"<img src=logo.png><div class=TRS_Editor>{article()}<p>{pictures}</p></div>"))
    assert document.images == 2


def test_a_report_of_pictures_is_not_empty() -> None:
    document = read_document(page("<div class=TRS_Editor><p><img src=p1.jpg></p><p><img src=p2.jpg></p></div>"))
    assert document.images == 2
    assert "page:kind" not in document.metadata


# Pages that are no article -------------------------------------------------------------------------------------------

NO_ARTICLES = {
    ("challenge", "waf:jiasule"): "<html><head></head><body><script>document.cookie='__jsl_clearance_s=1.2';"
    "location.href=location.pathname</script></body></html>",
    ("challenge", "waf:ruishu"): "<html><head><meta id='x' content='y' r='m'><script r='m'>$_ts=window['$_ts'];"
    "$_ts.cd='abc'</script></head><body></body></html>",
    ("challenge", "waf:chuangyu"): "<html><body><h1>403</h1><p>当前访问疑似黑客攻击，已被创宇盾拦截</p></body></html>",
    ("challenge", "captcha"): "<html><body><p>本站开启了验证码保护，请输入验证码</p><input></body></html>",
    ("challenge", "waf:other"): "<html><body><p>您正在试图非法攻击，请求被拦截</p></body></html>",
    (
        "soft_404",
        "",
    ): "<html><head><title>提示</title></head><body><h3>温馨提示</h3><p>您访问的页面不存在或已删除</p></body></html>",
    ("list", ""): "<html><body><ul>"
    + "".join(
        f"<li><a href='{year}.html'>青禾县白石镇{year}年政府信息公开工作年度报告</a></li>" for year in range(2014, 2024)
    )
    + "</ul></body></html>",
    (
        "empty",
        "",
    ): "<html><head><title>年报</title></head><body><div id=app></div><script>boot()</script></body></html>",
}


@pytest.mark.parametrize("expected", NO_ARTICLES)
def test_pages_that_are_no_article_are_named(expected: tuple[str, str]) -> None:
    metadata = read_document(NO_ARTICLES[expected].encode()).metadata
    assert (metadata["page:kind"], metadata.get("page:signature", "")) == expected


def test_a_report_that_speaks_of_missing_pages_and_captchas_is_a_report() -> None:
    words = "<p>全年处理网站找不到、页面不存在、请输入验证码等问题12件，请求被拦截的访问3次。</p>"
    words += "<script>$_ts=window['$_ts']</script>"
    document = read_document(page(f"<div class=TRS_Editor>{article()}{words}</div>"))
    assert "page:kind" not in document.metadata
    assert len(document.tables) == 2


def test_prose_scattered_over_boxes_without_a_name_is_found_all_the_same() -> None:
    """No statutory word and no known container: the reports of the years before the form."""
    sentence = "本机关坚持公开为常态，全年通过网站主动公开工作信息，接受群众监督。"
    boxes = "".join(f"<div><div><p>第{number}部分{sentence * 4}</p></div></div>" for number in range(8))
    found = lines(read_document(page(boxes)))
    for number in range(8):
        assert f"第{number}部分{sentence * 4}" in found


def test_paths_of_tables_are_those_of_the_page_as_it_was() -> None:
    body = f"<div class=view>{INDEX_BLOCKS['td pairs']}<div class=share>分享</div>{article()}</div>"
    document = read_document(page(body, chrome=False))
    assert [table.place.path for table in document.tables] == [
        "/html/body/div/table[2]",
        "/html/body/div/table[3]",
    ]
