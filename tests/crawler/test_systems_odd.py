"""What other portals of the known systems do differently: files, numbers, names, frames. Agencies are invented."""

from __future__ import annotations

import pytest

from crawler import discovery, judging, list_checks, systems, urls
from crawler.catalogue import Column, Portal
from crawler.soft404 import find_soft_404
from crawler.systems.pages import ColumnLink, Fetch, ListPage, Page, ReportLink
from crawler.urls import key_of

ROOT = "http://www.qinghe.gov.cn"
NB = f"{ROOT}/zwgk/zfxxgknb/"
MENU = "".join(f'<li><a href="/xw{n}/">栏目{n}</a></li>' for n in range(6))


def portal(kind: str = "reports", url: str = NB) -> Portal:
    return Portal("qinghe", "青禾县人民政府", "county", "", ("www.qinghe.gov.cn",), columns=(Column(url, kind=kind),))  # type: ignore[arg-type]


def read(url: str, body: str, *, kind: str = "reports", number: int = 1, list_url: str = "") -> ListPage:
    html = f"<html><head><meta charset=utf-8></head><body><ul class=nav>{MENU}</ul>{body}</body></html>"
    request = Fetch(url, number=number, list_url=list_url or url)
    return systems.read_list(Page(url, html, request=request), Column(list_url or url, kind=kind))  # type: ignore[arg-type]


def rows(addresses: list[str]) -> str:
    items = [
        f'<li><a href="{url}">青禾县第{n}局2023年政府信息公开工作年度报告</a><span>2024-01-1{n % 10}</span></li>'
        for n, url in enumerate(addresses)
    ]
    return f"<ul>{''.join(items)}</ul>"


# --- the file of the next page ----------------------------------------------------------------------


def test_a_list_asked_for_by_its_folder_pages_with_the_suffix_of_its_links() -> None:
    listing = read(
        NB,
        rows([f"/zwgk/zfxxgknb/202401/t{900000 + n}.shtml" for n in range(8)])
        + "<script>var currentPage = 0;//当前页\nvar countPage = 5//共多少页\nvar nextPage=1;</script>",
    )
    assert [fetch.url for fetch in listing.next] == [f"{NB}index_1.shtml"]


def test_a_link_to_the_next_page_outranks_the_variables_of_another_pager() -> None:
    listing = read(
        f"{NB}list.html",
        rows([f"./{n}0001.html" for n in range(1, 8)])
        + '<script>var pageCount=3;</script><a href="javascript:goPage(2)">下一页</a><a href="./p-2.html">下一页</a>',
    )
    assert [fetch.url for fetch in listing.next] == [f"{NB}p-2.html"]


@pytest.mark.parametrize(
    ("name", "text", "following"),
    [
        ("column-index-1.shtml", "<script>var pageCount=3;var pageIndex=1;</script>", "column-index-2.shtml"),
        ("list-1.html", "<p>共3页</p>", "list-2.html"),
        ("list_1.html", "<p>共3页</p>", "list_2.html"),
    ],
)
def test_the_next_file_is_named_like_the_one_shown(name: str, text: str, following: str) -> None:
    listing = read(f"{NB}{name}", rows([f"./{n}0001.html" for n in range(1, 8)]) + text)
    assert [fetch.url for fetch in listing.next] == [f"{NB}{following}"]


# --- pages that are not of the list -------------------------------------------------------------------


def test_a_later_page_with_other_links_and_no_entries_strays() -> None:
    first = read(NB, rows([f"./202401/t20240118_{n}.html" for n in range(9)]) + "<p>共5页</p>")
    news = "".join(f"<li><a href='/xw/1/{n}.html'>全县召开会议之{n}</a></li>" for n in range(12))
    home = read(f"{NB}index_1.html", f"<ul class=news>{news}</ul>", number=2, list_url=NB)
    assert [one.kind for one in list_checks.check_list([first], home)] == ["strays"]
    nothing = read(f"{NB}index_1.html", "<ul></ul>", number=2, list_url=NB)
    assert list_checks.check_list([first], nothing) == []


def test_a_search_that_mixes_columns_is_no_stray() -> None:
    url = f"{ROOT}/module/xxgk/search.jsp?infotypeId=A02&area=11"

    def answer(number: int, titles: list[str]) -> ListPage:
        found = "".join(
            f"<tr class=tr_main_value_odd><td><a class=bt_link href='/art/2024/1/18/art_6_{number}{n}.html'>{title}</a>"
            "</td><td>2024-01-18</td></tr>"
            for n, title in enumerate(titles)
        )
        return read(f"{url}&currpage={number}", f"<table>{found}</table>共3页", number=number, list_url=url)

    first = answer(1, [f"青禾县第{n}局2023年政府信息公开工作年度报告" for n in range(8)])
    second = answer(2, [f"行政许可公示第{n}号" for n in range(8)])
    assert list_checks.check_list([first], second) == []
    assert [fetch.number for fetch in second.next] == [3]


# --- bodies and their columns -------------------------------------------------------------------------


def test_units_are_followed_from_a_platform_for_disclosure_only() -> None:
    names = ("市场监督管理局", "木兰镇", "财政局", "新闻中心", "政务服务中心")
    links = tuple(ColumnLink(f"{ROOT}/bmgk/{n}/", name) for n, name in enumerate(names))

    def followed(url: str, trail: tuple[str, ...] = ()) -> list[str]:
        listing = ListPage("generic", url, columns=links, list_url=url)
        request = Fetch(url, kind="column", trail=trail)
        site = portal("site", f"{ROOT}/")
        plan = discovery.plan_list(listing, portal=site, column=site.columns[0], request=request)
        return [fetch.title for fetch in plan.columns]

    assert followed(f"{ROOT}/zfxxgk/") == ["市场监督管理局", "木兰镇", "财政局"]
    assert followed(f"{ROOT}/abc/", ("政府信息公开",)) == ["市场监督管理局", "木兰镇", "财政局"]
    assert followed(f"{ROOT}/lyzx/") == []
    named = ListPage("generic", f"{ROOT}/bmk/", columns=links, list_url=f"{ROOT}/bmk/")
    own = portal("site", f"{ROOT}/bmk/")
    plan = discovery.plan_list(named, portal=own, column=own.columns[0], request=Fetch(f"{ROOT}/bmk/"))
    assert len(plan.columns) == 3, "the catalogue's own column is a platform by its word"


def test_a_unit_beside_a_list_with_a_file_below_the_year_is_followed() -> None:
    url = f"{ROOT}/zfxxgk/zfxxgknb/n2021n.htm"
    listing = read(
        url,
        '<div><a href="n2021n/qzf.htm">区政府</a></div>'
        + rows([f"../../info/1177/{n}01.htm" for n in range(1, 7)])
        + '<script src="/system/resource/js/counter.js"></script>',
    )
    site = portal("tree", f"{ROOT}/zfxxgk/zfxxgknb.htm")
    plan = discovery.plan_list(listing, portal=site, column=site.columns[0], request=Fetch(url, trail=("2021年",)))
    assert [fetch.url for fetch in plan.columns] == [f"{ROOT}/zfxxgk/zfxxgknb/n2021n/qzf.htm"]
    assert len(plan.articles) == 6


def test_the_years_of_an_annual_report_page_are_no_reports_before_they_are_seen() -> None:
    url = f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area=11330400&fbtime=2023"
    years = "".join(f'<a href="xxgkAnnualReport.jsp?area=11330400&fbtime={year}">{year}年</a>' for year in (2021, 2022))
    listing = read(url, f"<div>{years}</div>")
    judged = [judging.judge_item(item) for item in listing.items]
    assert [(one.verdict, one.reason) for one in judged] == [("take", "year_in_report_column")] * 2


# --- articles -----------------------------------------------------------------------------------------


def test_an_article_shown_in_a_frame_is_followed() -> None:
    def targets(inside: str) -> list[str]:
        url = f"{NB}202401/1.html"
        page = Page(url, f"<html><body><h1>某局2023年政府信息公开工作年度报告</h1>{inside}</body></html>")
        return [fetch.url for fetch in systems.read_article(page).next]

    assert targets('<iframe src="../../../real/1.html" width="100%"></iframe>') == [f"{ROOT}/real/1.html"]
    assert targets('<iframe src="/tongji.html" width=0 height=0></iframe>') == []
    assert targets('<iframe src="/weather/widget.html"></iframe>') == []
    assert targets('<iframe src="/files/report.pdf"></iframe>') == []
    assert targets(f'<iframe src="/real/1.html"></iframe><p>{"扎实推进政府信息公开工作。" * 60}</p>') == []


def test_a_page_that_only_says_in_a_message_box_that_it_is_gone_is_gone() -> None:
    gone = "<html><body><script>alert('该信息不存在');history.back();</script></body></html>"
    assert find_soft_404(Page(f"{NB}1.html", gone))
    article = (
        f"<html><body><p>{'全县政府信息公开工作稳步推进。' * 20}</p><script>alert('内容不存在')</script></body></html>"
    )
    assert not find_soft_404(Page(f"{NB}1.html", article))


def test_a_short_report_or_a_list_with_such_words_is_there() -> None:
    sections = "".join(
        f"<p>{words}</p><p>{'按照要求认真办理，未发生复议和诉讼。' * 5}</p>"
        for words in (
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "六、其他需要报告的事项",
        )
    )
    name = "青禾县白石镇2022年政府信息公开工作年度报告"
    report = f"<html><body><h1>{name}</h1>{sections}<p>页面不存在的问题已整改。</p></body></html>"
    assert not find_soft_404(Page(f"{NB}1.html", report))
    entries = "".join(f"<li>青禾县第{n}局2022年政府信息公开工作年度报告</li>" for n in range(4))
    assert not find_soft_404(Page(NB, f"<html><ul>{entries}<li>关于页面不存在问题的通报</li></ul></html>"))
    menu = "<a href=/nb/>政府信息公开年报</a><a href=/zn/>政府信息公开指南</a>"
    assert find_soft_404(Page(f"{NB}1.html", f"<html>{menu}<p>温馨提示：您访问的页面不存在或已删除</p></html>"))


def test_an_entry_is_named_by_unit_and_year_together() -> None:
    def verdict(title: str) -> str:
        return judging.judge_item(ReportLink(f"{NB}202401/t1.html", title)).verdict

    assert verdict("青禾县财政局 2023年") == "take"
    assert verdict("青禾县财政局2023年度") == "take"
    assert verdict("青禾县财政局2023年部门决算") == "leave"


# --- links that say nothing ---------------------------------------------------------------------------


def test_a_link_that_says_nothing_is_named_by_its_row_and_the_head_of_its_column() -> None:
    table = (
        "<table><tr><th>单位</th><th>2022年</th><th>2023年</th></tr>"
        "<tr><td>青禾县财政局</td><td><a href='2022/10001.html'>查看</a></td>"
        "<td><a href='2023/10002.html'>查看</a></td></tr>"
        "<tr><td>青禾县白石镇</td><td><a href='2022/10003.html'>查看</a></td><td>—</td></tr></table>"
    )
    listing = read(NB, table)
    assert [item.title for item in listing.items] == [
        "青禾县财政局 2022年",
        "青禾县财政局 2023年",
        "青禾县白石镇 2022年",
    ]
    assert {judging.judge_item(item).verdict for item in listing.items} == {"take"}


def test_a_body_with_few_reports_is_in_the_table_like_the_others() -> None:
    def row(name: str, years: list[int]) -> str:
        return (
            f"<tr><td>{name}</td>"
            + "".join(f"<td><a href='{y}/{len(name)}{y}.html'>查看</a></td>" for y in years)
            + "</tr>"
        )

    heads = "".join(f"<th>{year}年</th>" for year in range(2017, 2024))
    full, short = row("青禾县财政局", list(range(2017, 2024))), row("青禾县白石镇政府", [2017])
    listing = read(NB, f"<table><tr><th>单位</th>{heads}</tr>{full}{short}</table>")
    assert [judging.judge_item(item).verdict for item in listing.items] == ["take"] * 8


def test_a_list_of_addresses_is_named_by_its_rows() -> None:
    addresses = [f"http://www.qinghe.gov.cn/{part}/202401/t20240118_{n}.html" for n, part in enumerate(("jyj", "czj"))]
    table = "".join(
        f"<tr><td>{n}</td><td>青禾县{name}</td><td><a href='{url}'>{url}</a></td></tr>"
        for n, (name, url) in enumerate(zip(("教育局", "财政局"), addresses, strict=True))
    )
    assert [item.title for item in read(NB, f"<table>{table}</table>").items] == ["青禾县教育局", "青禾县财政局"]


def test_a_row_with_very_many_links_is_no_row() -> None:
    crowd = "".join(f"<a href='{n}0001.html'>查看</a>" for n in range(3_000))
    listing = read(NB, f"<table><tr><td>青禾县财政局</td><td>{crowd}</td></tr></table>")
    assert {item.title for item in listing.items} == {"查看"}


def test_a_list_that_only_a_script_fills_begins_with_its_first_page() -> None:
    listing = read(
        f"{ROOT}/col/col7001/index.html",
        "<div id='91'><script type='text/xml'><datastore></datastore></script></div><script>$('#91').jpage({"
        "totalRecord:40,proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:15,"
        "ajaxParam:{columnid:7001,unitid:'91',webid:3}});</script>",
    )
    (fetch,) = listing.next
    assert fetch.number == 1
    assert dict(fetch.form)["webid"] == "3"
    plan = discovery.plan_list(listing, portal=portal(), column=portal().columns[0], request=Fetch(NB))
    assert plan.suspicions == ()


# --- http by the catalogue ----------------------------------------------------------------------------


def test_https_links_of_a_host_the_catalogue_asks_over_http_are_asked_over_http() -> None:
    addresses = [f"https://www.qinghe.gov.cn/zwgk/zfxxgknb/202401/t20240118_{n}.html" for n in range(4)]
    listing = read(NB, rows([*addresses, "https://jyj.qinghe.gov.cn/nb/202401/t20240118_9.html"]))
    assert [item.url.partition("/zwgk")[0] for item in listing.items[:4]] == [ROOT] * 4
    assert listing.items[4].url.startswith("https://jyj.")
    secure = NB.replace("http:", "https:")
    assert all(item.url.startswith("https://") for item in read(secure, rows(addresses)).items)


def test_files_of_such_a_host_too() -> None:
    url = f"{NB}202401/t20240118_1.html"
    page = Page(url, "<h1>年报</h1><a href='https://www.qinghe.gov.cn/a/1.pdf'>附件</a>", request=Fetch(url))
    article = systems.read_article(page)
    by_scheme = {
        scheme: [fetch.url for fetch in discovery.plan_article(article, page, portal=one).articles]
        for scheme, one in (("http", portal()), ("https", portal("reports", NB.replace("http:", "https:"))))
    }
    assert by_scheme == {"http": [f"{ROOT}/a/1.pdf"], "https": ["https://www.qinghe.gov.cn/a/1.pdf"]}


# --- lists out of sight -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        "<textarea style='display:none'><ul>{}</ul></textarea>",
        "<script type='text/template'><ul>{}</ul></script>",
        "<template>{}</template>",
        "<script>document.write('{}');</script>",
    ],
)
def test_a_list_that_a_script_would_show_is_read(around: str) -> None:
    entries = "".join(
        f'<li><a href="/nb/{n}0001.html">青禾县第{n}局2023年政府信息公开工作年度报告</a></li>' for n in range(1, 6)
    )
    listing = read(NB, around.replace("{}", entries))
    assert [item.url for item in listing.items] == [f"{ROOT}/nb/{n}0001.html" for n in range(1, 6)]
    assert all(judging.judge_item(item).verdict == "take" for item in listing.items)


def test_a_pager_that_a_script_may_draw_is_not_read() -> None:
    listing = read(NB, "<script>if(a){document.write('<a href=\"index_7.html\">下一页</a>');}</script><p>年报</p>")
    assert listing.next == ()
    assert listing.items == ()


def test_text_areas_without_an_end_cost_nothing() -> None:
    listing = read(NB, "<textarea><a href=x>" * 20_000)
    assert listing.items == ()


def test_a_card_is_named_by_its_heading() -> None:
    cards = "".join(
        f'<a href="/nb/{n}0001.html"><b>1{n}</b><i>2024-01</i><h3>青禾县第{n}局2023年政府信息公开工作年度报告</h3>'
        "<p>根据条例的规定，现公布上一年度政府信息公开工作年度报告……</p></a>"
        for n in range(1, 5)
    )
    assert [item.title for item in read(NB, f"<div>{cards}</div>").items] == [
        f"青禾县第{n}局2023年政府信息公开工作年度报告" for n in range(1, 5)
    ]


def test_the_column_of_older_reports_is_followed_whatever_its_address() -> None:
    body = '<a href="/old/ShowClass.asp?ClassID=9">历年年报（旧版）</a><a href="/old/8123.html">往年的年报</a>'
    listing = read(NB, body + rows([f"./202401/t20240118_{n}.html" for n in range(5)]), kind="tree")
    plan = discovery.plan_list(listing, portal=portal("tree"), column=portal("tree").columns[0], request=Fetch(NB))
    assert {f"{ROOT}/old/ShowClass.asp?ClassID=9"} <= {fetch.url for fetch in plan.columns}
    assert len(plan.articles) == 5


def test_the_ends_of_a_pager_are_no_columns() -> None:
    ends = "".join(
        f'<a href="List.aspx?cid=31&page={n}">{name}</a>' for n, name in ((2, "下一页"), (5, "尾页"), (3, "第3页"))
    )
    listing = read(f"{NB}List.aspx?cid=31", rows([f"./{n}0001.html" for n in range(1, 8)]) + f"第1页/共5页 {ends}")
    assert [fetch.url for fetch in listing.next] == [f"{NB}List.aspx?cid=31&page=2"]
    assert not [link for link in listing.columns if "page=" in link.url]


# --- pagers nobody knows ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "pages"),
    [
        ("<script>Fy.pagination('#p',f,{currPage:(0+1),pageCount:3});</script>", 3),
        ("<script>$('.x').pagination('setPage', 1, 12);</script>", 12),
        ("<script>var totalCount=97;var perSize=20;</script>", 5),
        ('<script>show({"pageSize":15,"total":31})</script>', 3),
        ("<script>var maxPage = parseInt('4');</script>", 4),
        ("<span>1</span><span class=n>2</span><span>3</span><a href=javascript:;>下一页</a>", 3),
    ],
)
def test_a_list_with_a_pager_nobody_knows_is_not_taken_for_whole(markup: str, pages: int) -> None:
    url = f"{NB}list.asp"
    html = f"<html><body>{rows([f'./{n}0001.html' for n in range(1, 8)])}{markup}</body></html>"
    generic = systems.get("generic")
    listing = generic.read_list(Page(url, html, request=Fetch(url, list_url=url)), Column(url))
    assert listing.pages_claimed == pages
    assert [fetch.number for fetch in listing.next] == [2]
    assert [one.kind for one in list_checks.check_list([], listing, is_end=True)] == ["no_next"]


def test_a_list_of_one_page_claims_no_more() -> None:
    for markup in (
        "<script>var pageCount=1;var totalCount=7;var pageSize=15;</script>",
        "<a class=next href=javascript:;>下一页</a><span>1</span>",
        "<script>$('#a').jpage({total:7,perPage:15})</script>",
        "<p>第1条</p><p>共7条</p>",
    ):
        html = f"<html><body>{rows([f'./{n}0001.html' for n in range(1, 8)])}{markup}</body></html>"
        listing = systems.get("generic").read_list(Page(NB, html, request=Fetch(NB, list_url=NB)), Column(NB))
        assert listing.next == (), markup
        assert list_checks.check_list([], listing, is_end=True) == [], markup


# --- what tells pages, columns and units apart --------------------------------------------------------


def test_a_page_number_is_part_of_an_address_except_where_only_a_script_reads_it() -> None:
    assert key_of(f"{ROOT}/list.jsp?PAGENUM=2&wbtreeid=1060") != key_of(f"{ROOT}/list.jsp?PAGENUM=3&wbtreeid=1060")
    assert key_of(f"{ROOT}/col/col9/index.html?uid=1&pageNum=2") == key_of(f"{ROOT}/col/col9/index.html")
    assert key_of(f"{ROOT}/col/col9/index.html?pageNum=3") == key_of(f"{ROOT}/col/col9/index.html")


def test_reports_of_all_bodies_of_a_level_are_a_column_though_its_file_looks_like_an_article() -> None:
    url = f"{ROOT}/zfxxgk/nb/a2023n.htm"
    body = (
        '<a href="a2023n/gbm.htm">各部门2023年政府信息公开年报</a>'
        '<a href="a2023n/xzf.htm">县政府2023年政府信息公开年报</a>'
        '<a href="../../info/1/20241.htm">青禾县教育局2023年政府信息公开年报</a>'
        '<script src="/system/resource/js/a.js"></script>'
    )
    site = portal("tree", f"{ROOT}/zfxxgk/nb.htm")
    plan = discovery.plan_list(
        read(url, body), portal=site, column=site.columns[0], request=Fetch(url, trail=("2023年",))
    )
    assert [fetch.url.rpartition("/")[2] for fetch in plan.columns] == ["gbm.htm", "xzf.htm"]
    assert [fetch.url.rpartition("/")[2] for fetch in plan.articles] == ["20241.htm"]


def test_of_several_units_of_a_page_the_lists_are_asked() -> None:
    def unit(tag: str) -> str:
        return (
            '<script url="/api-gateway/jpaas-publish-server/front/page/build/unit" querydata="{'
            f"'parseType':'bulidstatic','webId':'1','tplSetId':'2','pageType':'column','tagId':'{tag}','pageId':'9'"
            '}"></script>'
        )

    listing = read(f"{NB}index.html", unit("右侧信息列表") + unit("政策解读"))
    (fetch,) = listing.next
    assert urls.query_of(fetch.url)["tagId"] == "右侧信息列表"
