"""Systems one page at a time: recognition, articles, real saved pages, and arbitrary input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler import judging, systems
from crawler.catalogue import Column, Selectors
from crawler.systems import literals, markup
from crawler.systems.links import harvest_text
from crawler.systems.pages import Fetch, Page
from crawler.systems.registry import SYSTEMS

ROOT = "http://www.qinghe.gov.cn"
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TEXT = "".join(
    f"<p>{heading}</p><p>{'扎实推进各项工作，完善制度，强化培训，提升公开的质量和实效。' * 4}</p>"
    for heading in SECTIONS
)


def test_every_system_has_one_name() -> None:
    names = [name for system in SYSTEMS for name in (system.id, *system.aliases)]
    assert len(names) == len(set(names))
    assert systems.known_ids() == set(names)
    assert all(system.title for system in SYSTEMS)
    with pytest.raises(KeyError):
        systems.get("wordpress")


def test_addresses_of_real_reports_name_their_system(design: Path) -> None:
    lines = (design / "portal_cases" / "url_cases.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 46
    for line in lines:
        name, url = line.split("\t")
        assert systems.get(systems.system_of_url(url)).id == systems.get(name).id, url


def test_titles_of_real_lists_are_judged_right(design: Path) -> None:
    lines = (design / "portal_cases" / "title_cases.tsv").read_text(encoding="utf-8").splitlines()
    wanted = {"report": "take", "derivative": "unsure", "no": "leave", "other_body": "leave"}
    for line in lines:
        kind, _publisher, _year, title, *_url = line.split("\t")
        if kind in wanted:
            item = systems.ReportLink(f"{ROOT}/nb/202401/t20240118_1.html", title)
            assert judging.judge_item(item).verdict == wanted[kind], title


MARKS = [
    ("trs", '<script>createPageHTML(9, 0, "index", "html");</script>'),
    ("trs", '<a class="CurrChnlCls" href="../">首页</a>'),
    ("ucap", "<script>createPageHTML('page_div',9,1,'list','shtml',97);</script>"),
    ("ucap", "<UCAPTITLE>年报</UCAPTITLE>"),
    ("hanweb", "<datastore><recordset><record><![CDATA[<li></li>]]></record></recordset></datastore>"),
    ("hanweb", "<script>$('#9').jpage({totalRecord:9,perPage:3});</script>"),
    ("jpaas", '<script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{}"></script>'),
    ("gkmlpt", "<script>window._CONFIG = {TREE:[],SID:'1'};</script>"),
    ("nfcms", "<script>var NFCMS_SITE_ID='1'</script>"),
    ("longxun", '<script>Ls.pagination("#p",f,{pageCount:3})</script>'),
    ("vsb", '<span class="p_next p_fun"><a href="1.htm">下页</a></span>'),
    ("shanghai", '<script>$("#p").pagination("setPage",1,9)</script>'),
    ("henan", '<div id="pageDec" pagesize="9" pagecount="51"></div>'),
    ("shandong", '<li class="pagedContent"></li>'),
    ("huzhou", '<script>var dataList=[{"infolist":[]}];</script>'),
    ("chengdu", '<a href="column-index-2.shtml">2</a>'),
    ("snowflake", "<script>maxPage = parseInt('4')</script>"),
    ("epoint", '<script src="/js/webBuilderCommon.js"></script>'),
    ("eportal", '<a href="/eportal/ui?pageId=1">x</a>'),
    ("yunnan", '<div id="pages"></div><script>window.atob("PGE+")</script>'),
    ("national", '<div class="zfxxgk_zdgkc"></div>'),
    ("generic", "<p>年报</p>"),
]


@pytest.mark.parametrize(("name", "mark"), MARKS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(MARKS)])
def test_one_mark_is_enough(name: str, mark: str) -> None:
    page = Page(f"{ROOT}/zwgk/nb/", f"<html><body><div class='k{hash(mark) % 7}'>{mark}</div></body></html>")
    assert systems.detect(page).id == name


def test_a_silent_page_is_known_by_the_vote_of_its_links() -> None:
    rows = "".join(f'<li><a href="/art/2023/1/{n}/art_69_{n}.html">某镇2022年报</a></li>' for n in range(1, 6))
    assert systems.detect(Page(f"{ROOT}/x/", f"<ul>{rows}</ul>")).id == "hanweb"


def test_the_system_named_in_the_request_reads_the_answer() -> None:
    request = Fetch(f"{ROOT}/common/search/1?page=1", system="ucap", list_url=f"{ROOT}/nb/")
    listing = systems.read_list(Page(request.url, '{"data":{"total":0,"results":[]}}', request=request))
    assert (listing.system, listing.total, listing.empty_marker) == ("ucap", 0, "total:0")


def test_a_fetch_survives_the_crawl_state() -> None:
    fetch = Fetch(
        f"{ROOT}/a",
        "list",
        "POST",
        (("a", "1"),),
        "{}",
        (("Referer", ROOT),),
        30,
        "hanweb",
        2,
        f"{ROOT}/nb/",
        ("年报", "2023年"),
        "t",
        "2024-01-01",
        (("way", "page"),),
        Fetch(f"{ROOT}/b", otherwise=Fetch(f"{ROOT}/c")),
    )
    assert Fetch.from_dict(fetch.as_dict()) == fetch
    assert Fetch.from_dict(Fetch(ROOT).as_dict()) == Fetch(ROOT)
    assert fetch.carried("way") == "page"
    assert fetch.carried("none", "x") == "x"


# --- links ------------------------------------------------------------------------------------------

ROWS = [
    '<li><a href="{u}" title="{t}">{c}...</a><span>2024-01-18</span></li>',
    '<li><span>2024-01-18</span><a href="{u}">{t}</a></li>',
    '<li><a href="{u}">{t}<b>2024-01-18</b></a></li>',
    '<li><a href="{u}"><em>18</em><i>2024-01</i><p>{t}</p></a></li>',
    '<p><a href="{u}">{t}</a> [2024-01-18]</p>',
    '<a href="{u}">{t}</a>（2024年1月18日）<br>',
    "<tr><td>1</td><td><a href='{u}'>{t}</a></td><td>2024/1/18</td></tr>",
    '<dl><dt><a href="{u}">{t}</a></dt><dd>2024.01.18</dd></dl>',
    "<div onclick=\"window.open('{u}','_blank')\"><span>{t}</span><span>2024-01-18</span></div>",
    '<li data-url="{u}"><h4>{t}</h4><div>2024-01-18</div></li>',
    '<li><a href="/lm/">年报</a><a href="{u}">{t}</a><span>2024-01-18 09:30</span></li>',
    (
        '<li><a href="{u}"><font'
        ' color="red">青禾县</font>水利局2023年政府信息公开<br>工作年度报告</a><span>2024-01-18</span></li>'
    ),
    (
        "<li><span>07</span><a"
        ' href="{u}"><span>11990121MB0000079X</span><span>{t}</span></a><span>2024-01-18</span></li>'
    ),
    '<a href="{u}">· {t}2024-01-18</a><br/>',
]


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_title_and_date_are_found_however_the_row_is_built(row: str) -> None:
    names = ["水利局", "教育局", "财政局", "民政局"]
    body = ""
    for number, name in enumerate(names):
        title = f"青禾县{name}2023年政府信息公开工作年度报告"
        body += row.format(u=f"/nb/202401/t20240118_{number}.html", t=title, c=title[:8])
    if row.startswith("<tr"):
        body = f"<table>{body}</table>"
    links = [link for link in harvest_text(f"<div>{body}</div>", ROOT) if "t2024" in link.url]
    assert [link.date for link in links] == ["2024-01-18"] * 4
    expected = [f"青禾县{name}2023年政府信息公开工作年度报告" for name in names]
    if "水利局2023" in row:
        expected = [expected[0]] * 4
    assert [link.title.replace(" ", "") for link in links] == expected


def test_templates_are_not_links() -> None:
    text = (
        '<ul><li ms-repeat="datas"><a href="/nb/t20240118_1.html">标题</a></li><li><a'
        ' href="{{item.url}}">{{item.title}}</a></li><li v-for="i in l"><a :href="i.url"'
        ' href="/x/t20240118_2.html">标题</a></li><li><a href="/nb/t20240118_3.html">青禾县2023年报</a></li></ul>'
    )
    assert [link.url for link in harvest_text(text, ROOT)] == [f"{ROOT}/nb/t20240118_3.html"]


def test_menus_in_scripts_and_boxes_are_columns() -> None:
    text = (
        '<html><body><select onchange="go()"><option value="/zwgk/nb/2022/">2022年</option><option'
        ' value="/zwgk/nb/2023/index.html">2023年</option></select>'
        "<script>var"
        ' zNodes=[{id:1,pId:0,name:"乡镇街道",url:"/zwgk/nb/xz/",target:"_self"},'
        '{id:2,name:"部门",url:"/zwgk/nb/bm/"}];</script></body></html>'
    )
    names = {column.name for column in systems.read_list(Page(f"{ROOT}/zwgk/nb/", text)).columns}
    assert names == {"2022年", "2023年", "乡镇街道", "部门"}


def test_a_portals_own_selectors_win() -> None:
    text = (
        '<div class="x"><p class="r"><a href="/a/one">甲</a><i>2024-01-05</i><u>2023-12-31</u></p><p class="r"><a'
        ' href="/a/two">乙</a><i>2024-01-06</i></p></div><a class="more" href="/list/2">更多</a><a'
        ' href="/other">下一页</a>'
    )
    column = Column(f"{ROOT}/list/1", selectors=Selectors(item="p.r", date=".//i", next="a.more"))
    listing = systems.read_list(Page(column.url, text, request=Fetch(column.url)), column)
    assert [(item.title, item.listed_on) for item in listing.items] == [("甲", "2024-01-05"), ("乙", "2024-01-06")]
    assert [fetch.url for fetch in listing.next] == [f"{ROOT}/list/2"]


# --- articles ------------------------------------------------------------------------------------

BODIES = [
    ('<div id="UCAP-CONTENT">{}</div>', "#UCAP-CONTENT"),
    ('<div class=TRS_Editor><div class="Custom_UnionStyle"><style>p{{}}</style>{}</div></div>', ".TRS_Editor"),
    ('<div id="vsb_content_501"><div class="v_news_content">{}</div></div>', ".v_news_content"),
    ('<div class="article-content">{}</div>', ".article-content"),
    ('<div id="Zoom">{}</div>', "#zoom"),
    ('<div class="wzcon">{}</div>', ".wzcon"),
    ('<section class="qq7">{}</section>', "densest"),
]


@pytest.mark.parametrize(("body", "hint"), BODIES)
def test_the_text_is_found_in_any_container(body: str, hint: str) -> None:
    head = (
        '<meta name="ArticleTitle" content="青禾县水利局2023年政府信息公开工作年度报告"><META NAME="SiteIDCode"'
        ' CONTENT="9900010001"><meta name="PubDate" content="2024-01-18 09:12">'
    )
    article = systems.read_article(
        Page(
            f"{ROOT}/nb/t1.html",
            f"<html><head>{head}</head><body><div class=nav>导航</div>{body.format(TEXT)}</body></html>",
        )
    )
    assert article.title == "青禾县水利局2023年政府信息公开工作年度报告"
    assert (article.metadata["pubdate"], article.metadata["site_code"]) == ("2024-01-18 09:12", "9900010001")
    assert (article.body_hint, article.headings) == (hint, 6)
    assert judging.judge_article(article) == "confirmed"


INDEX_BLOCKS = [
    "<table><tr><th>索 引 号：</th><td>11990001MB0/2024-0001</td><th>发布机构</th><td>青禾县水利局</td></tr></table>",
    "<ul><li><b>索引号：</b><span>11990001MB0/2024-0001</span></li><li><b>发布机构：</b><span>青禾县水利局</span></li></ul>",
    "<p>索引号：11990001MB0/2024-0001  发布机构：青禾县水利局</p>",
]


@pytest.mark.parametrize("block", INDEX_BLOCKS)
def test_the_index_block_is_read_by_its_labels(block: str) -> None:
    metadata = systems.read_article(
        Page(f"{ROOT}/nb/t1.html", f"<html><body>{block}{TEXT}<div>网站标识码：bm17000009</div></body></html>")
    ).metadata
    assert metadata["索引号"] == "11990001MB0/2024-0001"
    assert metadata["发布机构"] == "青禾县水利局"
    assert metadata["site_code"] == "bm17000009"


FILES = [
    (
        '<a href="./P020240118403217959330.pdf">青禾县水利局年报.pdf</a>',
        "/nb/P020240118403217959330.pdf",
        "青禾县水利局年报.pdf",
    ),
    (
        (
            '<a href="/module/download/downfile.jsp?classid=0&amp;filename=0a1b.pdf'
            '&amp;showname=%E5%B9%B4%E6%8A%A5.pdf">附件</a>'
        ),
        "/module/download/downfile.jsp?classid=0&filename=0a1b.pdf&showname=%E5%B9%B4%E6%8A%A5.pdf",
        "年报.pdf",
    ),
    (
        (
            "附件【<a"
            ' href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=AB">年报.docx</a>】'
        ),
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=AB",
        "年报.docx",
    ),
    (
        (
            '<a class="nfw-cms-attachment" attachment-id="1" alt="年报.wps"'
            ' href="/attachment/0/306/306724/3255421.wps">年报</a>'
        ),
        "/attachment/0/306/306724/3255421.wps",
        "年报.wps",
    ),
    ('<a href="/group6/M00/0A/1B/x.docx">年报</a>', "/group6/M00/0A/1B/x.docx", "x.docx"),
    ('<embed src="a.pdf">', "/nb/a.pdf", "a.pdf"),
    ('<iframe src="/js/pdfjs/web/viewer.html?file=%2Fnb%2Fb.pdf"></iframe>', "/nb/b.pdf", "b.pdf"),
    ('<object data="c.ofd"></object>', "/nb/c.ofd", "c.ofd"),
    ("<span onclick=\"window.open('d.doc')\">下载</span>", "/nb/d.doc", "d.doc"),
    ("<script>var pdf = '/files/e.pdf'; show(pdf);</script>", "/files/e.pdf", "e.pdf"),
    (
        '<div id="zoom"><img src="W020240118.jpg"><img src="/images/logo.png"></div>',
        "/nb/W020240118.jpg",
        "W020240118.jpg",
    ),
]


@pytest.mark.parametrize(("markup_of_file", "address", "name"), FILES)
def test_files_are_found_in_every_form(markup_of_file: str, address: str, name: str) -> None:
    text = (
        "<html><body><div class=header><img"
        f" src='/images/banner.jpg'></div><h1>青禾县水利局2023年政府信息公开工作年度报告</h1>"
        f"{markup_of_file}</body></html>"
    )
    article = systems.read_article(Page(f"{ROOT}/nb/t1.html", text))
    assert [(file.url, file.name) for file in article.attachments] == [(ROOT + address, name)]
    assert judging.judge_article(article) == "needs_attachment"


def test_files_of_the_footer_are_left_when_the_text_has_its_own() -> None:
    text = (
        f'<div class="TRS_Editor">{TEXT}<a href="a.pdf">附件</a></div><div class=foot><a'
        ' href="/app/form.doc">申请表</a></div>'
    )
    article = systems.read_article(Page(f"{ROOT}/nb/t1.html", text))
    assert [file.url for file in article.attachments] == [f"{ROOT}/nb/a.pdf"]


def test_the_text_of_gkmlpt_stands_in_its_configuration() -> None:
    content = (
        TEXT.replace("<", "\\u003c").replace('"', '\\"')
        + "\\u003ca href=\\u0022/attachment/0/1.pdf\\u0022\\u003e附件.pdf\\u003c/a\\u003e"
    )
    text = (
        "<html><body><script>window._CONFIG = { SID:'1',"
        f' DETAIL:{{"title":"青禾县2023年政府信息公开工作年度报告","content":"{content}"}} }};</script></body></html>'
    )
    article = systems.read_article(Page(f"{ROOT}/qhx/gkmlpt/content/4/4/post_4.html", text))
    assert (article.title, article.headings) == ("青禾县2023年政府信息公开工作年度报告", 6)
    assert [file.url for file in article.attachments] == [f"{ROOT}/attachment/0/1.pdf"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("<script>location.href='/m/nb/t1.html';</script>", f"{ROOT}/m/nb/t1.html"),
        ('<script>window.location.replace("t2.html")</script>', f"{ROOT}/nb/t2.html"),
        ('<meta http-equiv="refresh" content="0; url=/nb/t3.html">', f"{ROOT}/nb/t3.html"),
        ("<script>location.href='http://www.example.com/'</script>", ""),
        ("<script>location.href='/a/'+id+'.html'</script>", ""),
        (f"<script>if(isMobile)location.href='/m/t1.html'</script>{TEXT}", ""),
    ],
)
def test_only_literal_redirects_of_empty_pages_on_the_same_host_are_followed(text: str, target: str) -> None:
    page = Page(
        f"{ROOT}/nb/t1.html", f"<html><body>{text}</body></html>", request=Fetch(f"{ROOT}/nb/t1.html", kind="article")
    )
    article = systems.read_article(page)
    assert [fetch.url for fetch in article.next] == ([target] if target else [])


def test_script_redirects_end_after_two() -> None:
    request = Fetch(f"{ROOT}/c.html", kind="article", carry=(("hops", "2"),))
    article = systems.read_article(Page(request.url, "<script>location.href='/d.html'</script>", request=request))
    assert article.next == ()
    assert article.problems == ("too_many_script_redirects",)


# --- hostile and arbitrary input ----------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<div " + " ".join(f'a{n}="x"' for n in range(40_000)) + ">", "tag_too_long"),
        ("<div " + " ".join(f"a{n}" for n in range(40_000)) + ">", "tag_too_long"),
        ('<div q=">" ' + " ".join(f'a{n}="x"' for n in range(40_000)) + ">", "tag_too_long"),
        ("<b>" * 200_000, "too_many_tags"),
        ("x" * 13_000_000, "page_too_long"),
        (f'<img src="data:image/png;base64,{"A" * 400_000}"><input value="{"B" * 60_000}">', ""),
        ("<p>" + "文" * 60_000 + "</p>", ""),
    ],
)
def test_the_gates_before_the_parser(text: str, reason: str) -> None:
    start = time.process_time()
    page = Page(ROOT, text)
    listing = systems.read_list(page)
    assert page.refused == reason
    assert (f"markup_refused:{reason}" in listing.problems) is bool(reason)
    # without the gates the first of these takes the parser half a minute
    assert time.process_time() - start < 20


def test_deep_nesting_hides_nothing() -> None:
    text = "<div>" * 600 + '<a href="/nb/t20240118_1.html">青禾县2023年政府信息公开工作年度报告</a>' + "</div>" * 600
    assert len(systems.read_list(Page(ROOT, text)).items) == 1


PIECES = st.sampled_from(
    [
        "<",
        ">",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ",",
        ":",
        "\\",
        "&",
        "&curren",
        "&#x0;",
        "\x00",
        "\ud7ff",
        "年报",
        "2023年",
        "共9页",
        "下一页",
    ]
    + [mark for _name, mark in MARKS]
    + [
        "<a href=",
        "<datastore>",
        "<record><![CDATA[",
        "]]>",
        "window._CONFIG = {",
        "TREE:[{",
        "createPageHTML(",
        "atob('",
        "jpage({",
        "<iframe src=x>",
        "<!--",
        "-->",
        "<script>",
    ]
    + [
        '{"data":{"results":[{"title":"年报","url":',
        "queryData=\"{'a':",
        "onclick=\"window.open('",
        "<option value='/a/'>",
        "infotypeId=",
        "fbtime=2023",
        "<base href='http://[x'>",
    ]
)
ADDRESSES = st.sampled_from(
    [
        f"{ROOT}/",
        f"{ROOT}/nb/index_2.html",
        f"{ROOT}/module/xxgk/search.jsp",
        f"{ROOT}/module/xxgk/tree.jsp",
        f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?fbtime=2022",
        f"{ROOT}/module/web/jpage/dataproxy.jsp?startrecord=4&perpage=x",
        f"{ROOT}/qh/gkmlpt/index#2",
        f"{ROOT}/qh/gkmlpt/api/all/2?page=1",
        f"{ROOT}/common/search/1?page=z",
        f"{ROOT}/queryList",
        f"{ROOT}/site/label/8888?pageIndex=q",
        f"{ROOT}/eportal/ui?currentPage=p",
        f"{ROOT}/gkml/a/column-index-1.shtml",
        f"{ROOT}/zfnb/1.html",
        f"{ROOT}/public/column/1?type=3",
        f"{ROOT}/igs/front/search?pageNumber=x",
    ]
)


@settings(max_examples=300)
@given(
    st.lists(PIECES | st.text(max_size=12), max_size=14),
    ADDRESSES,
    st.sampled_from([system.id for system in SYSTEMS]),
    st.booleans(),
)
@example(["&#xD800;"], f"{ROOT}/", "generic", True)
def test_no_system_stumbles_over_any_text(pieces: list[str], url: str, name: str, asked: bool) -> None:
    request = (
        Fetch(url, system=name, method="POST", number=2, carry=(("unit", "1"), ("seen", "x"), ("hops", "y")))
        if asked
        else None
    )
    page = Page(url, "".join(pieces), request=request)
    column = Column(url)
    for system in (systems.detect(page), systems.get(name)):
        listing = system.read_list(page, column)
        for fetch in listing.next:
            assert fetch.url.startswith("http")
            assert Fetch.from_dict(fetch.as_dict()) == fetch
        for item in listing.items:
            assert item.url.startswith("http")
        system.read_article(page)
        for follow in system.first_fetches(column):
            assert follow.url


@settings(max_examples=200)
@given(st.lists(PIECES | st.text(max_size=8), max_size=20))
def test_literals_are_read_or_left(pieces: list[str]) -> None:
    text = "".join(pieces)
    value = literals.read_literal("{" + text)
    literals.find_records(value, ROOT)
    literals.read_data(text)
    markup.visible_text(text)
    markup.scripts_of(text)
    markup.comments_of(text)


def test_literals_of_scripts() -> None:
    value = literals.read_literal(
        """{a:1, 'b':"x\\u4e2d", c:[1,2,], d:new Date(), e:f(1,{x:2}), /* k */ g:null, h:-1.5, // z
        i:`t`, j:'it\\'s', k(){return 1}, l:true}"""
    )
    assert value["a"] == 1
    assert value["b"] == "x中"
    assert value["c"] == [1, 2]
    assert (value["g"], value["h"], value["i"], value["j"], value["l"]) == (None, -1.5, "t", "it's", True)


def test_days_in_data() -> None:
    assert literals.read_day(1706058000) == "2024-01-24"
    assert literals.read_day("1706058000000") == "2024-01-24"
    assert literals.read_day("20240124") == "2024-01-24"
    assert literals.read_day("2024-01-24 09:00:00") == "2024-01-24"
    assert literals.read_day(203) == ""
    assert literals.read_day(True) == ""


@pytest.mark.corpus
def test_real_saved_pages(corpus: Path) -> None:
    def read(name: str, url: str) -> systems.ListPage:
        return systems.read_list(Page(url, (corpus / "portals" / name).read_text(encoding="utf-8")))

    jiangsu = read(
        "jas_jiangsu_page_1.xml",
        "http://www.jiangsu.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=75&perpage=25",
    )
    assert (jiangsu.system, len(jiangsu.items), jiangsu.total) == ("hanweb", 76, 756)
    assert all(item.listed_on and not item.truncated for item in jiangsu.items)
    gansu = read("jas_gansu_1.html", "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml")
    assert (gansu.system, len(gansu.items), gansu.total, gansu.pages_claimed) == ("ucap", 20, 200, 10)
    assert [fetch.url for fetch in gansu.next] == ["https://jyt.gansu.gov.cn/jyt/c110634/zwgklist_2.shtml"]
    years = [column for column in gansu.columns if judging.judge_column(column).verdict == "take"]
    assert len(years) == 17
    assert {column.heading for column in years} == {"政府信息公开年报"}
    for path in (corpus / "portals").iterdir():
        page = Page(f"{ROOT}/{path.name}", path.read_text(encoding="utf-8", errors="replace"))
        assert systems.read_article(page).titles or path.suffix == ".xml"
