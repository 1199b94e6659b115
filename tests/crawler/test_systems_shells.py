"""Lists with something beside them that looks like one, and lists that stand where links do not."""

from __future__ import annotations

import base64

import pytest

from crawler import discovery, judging, list_checks, systems
from crawler.catalogue import Column, Portal
from crawler.systems import literals
from crawler.systems.pages import ColumnLink, Fetch, ListPage, Page, ReportLink

ROOT = "http://www.qinghe.gov.cn"
NB = f"{ROOT}/zwgk/zfxxgknb/"
NEWS = "".join(
    f'<li><a href="/xwzx/zwyw/202501/t20250117_88{n}.html">{title}</a><span>2025-01-17</span></li>'
    for n, title in enumerate(
        ["我县获评省级文明城市", "2024年政府工作报告", "县领导调研重点项目", "春耕备耕现场会召开"]
    )
)


def portal(kind: str = "reports", url: str = NB) -> Portal:
    return Portal("qinghe", "青禾县人民政府", "county", "990001", ("www.qinghe.gov.cn",), (Column(url, kind=kind),))  # type: ignore[arg-type]


def read(body: str, url: str = NB) -> ListPage:
    request = Fetch(url, list_url=url)
    text = f"<html><head><title>年报</title></head><body>{body}</body></html>"
    return systems.read_list(Page(url, text, url, request=request), Column(url))


def plan(listing: ListPage, url: str = NB) -> discovery.Plan:
    owner = portal(url=url)
    return discovery.plan_list(listing, portal=owner, column=owner.columns[0], request=Fetch(url, list_url=url))


def test_a_list_in_a_frame_is_followed_though_news_stand_beside_it() -> None:
    frames = '<iframe src="/public/top.html"></iframe><iframe src="../../gk/nb/list.html"></iframe>'
    listing = read(f"<ul>{NEWS}</ul>{frames}")
    assert [fetch.url for fetch in listing.next] == [f"{ROOT}/gk/nb/list.html"]
    row = '<li><a href="202401/t20240118_1.html">青禾县教育局2023年政府信息公开工作年度报告</a></li>'
    assert read(f"<ul>{row}</ul>{frames}").next == ()


def test_files_of_years_below_the_column_are_columns_though_news_stand_beside_them() -> None:
    url = f"{ROOT}/czj/zfxxgk/zfxxgknb.htm"
    years = "".join(f'<a href="zfxxgknb/a{year}.htm">{year}年</a>' for year in (2023, 2022))
    found = plan(read(f"<div>{years}</div><ul>{NEWS}</ul>", url), url)
    assert [fetch.url for fetch in found.columns] == [
        f"{ROOT}/czj/zfxxgk/zfxxgknb/a{year}.htm" for year in (2023, 2022)
    ]
    assert found.articles == ()


@pytest.mark.parametrize(
    "name", ["新闻中心", "办事大厅", "政务服务大厅", "走进青禾县", "我县获评省级文明城市", "青禾县荣获全国卫生县"]
)
def test_menu_entries_and_news_that_end_like_a_body_are_none(name: str) -> None:
    link = ColumnLink(f"{ROOT}/xwzx/index.html", name)
    assert judging.judge_column(link, parent_url=NB, in_reports=True).verdict == "leave"
    item = ReportLink(f"{ROOT}/xwzx/t20250117_88.html", name, in_list=True)
    assert judging.judge_item(item, in_reports=True).verdict == "leave"


@pytest.mark.parametrize("name", ["青禾县政务服务中心", "获溪县", "青禾县项目推进中心"])
def test_bodies_with_such_words_are_bodies(name: str) -> None:
    assert judging.judge_item(ReportLink(f"{NB}1.html", name, in_list=True), in_reports=True).verdict == "take"


def test_the_days_of_a_calendar_and_other_orders_of_a_list_are_no_columns() -> None:
    for name, query in (("3月", "d=2024-03-01"), ("17", "d=2024-03-17"), ("按时间排序", "sort=time")):
        link = ColumnLink(f"{NB}?{query}", name)
        assert judging.judge_column(link, parent_url=NB, in_reports=True).verdict == "leave"
    assert (
        judging.judge_column(ColumnLink(f"{NB}?year=2023", "2023年"), parent_url=NB, in_reports=True).verdict == "take"
    )
    other = ColumnLink(f"{ROOT}/nb/list.aspx?id=7", "区属国有企业")
    assert judging.judge_column(other, parent_url=f"{ROOT}/nb/list.aspx?id=1", in_reports=True).verdict != "leave"


def test_a_page_of_one_cut_title_in_an_element_named_like_a_pager_is_a_list() -> None:
    title = "青禾县公安局2024年政府信息公开工作年度报告"
    row = f'<a href="/art/2025/art_16054efb3a0310650d6e77fcc75e8a87.html" title="{title}">青禾县公安局2024年政...</a>'
    listing = read(f'<div class="page-content"><ul><li>{row}<span>2025-01-28</span></li></ul></div>')
    assert [item.title for item in listing.items] == [title]
    pager = '<div class="page-box"><a href="index_1.html">2</a> <a href="index_1.html" title="下一页">&gt;</a></div>'
    assert not read(pager).items


def test_a_pager_kept_in_base64_in_a_variable_is_read() -> None:
    coded = base64.b64encode('<a href="index_2.html">2</a><a href="index_2.html">下一页</a>'.encode()).decode()
    row = '<li><a href="202401/t20240118_1.html">青禾县教育局2023年政府信息公开工作年度报告</a></li>'
    listing = read(f"<ul>{row}</ul><div id=p></div><script>var p='{coded}';$('#p').html(decode(atob(p)));</script>")
    assert [fetch.url for fetch in listing.next] == [f"{NB}index_2.html"]


@pytest.mark.parametrize(
    "script",
    [
        "var list=[['{t}','{u}','2024-01-20'],['{t}二','{v}','2024-01-20']];",
        "var list=[];list.push(['{u}','{t}','2024-01-20']);list.push(['{v}','{t}二','2024-01-20']);",
        'var a=[];a[0]={{"title":"{t}","url":"{u}","date":"2024-01-20"}};a[1]={{"title":"{t}二","url":"{v}"}};',
    ],
)
def test_rows_of_a_script_are_read(script: str) -> None:
    words = script.format(
        t="青禾县教育局2023年政府信息公开工作年度报告", u="/nb/c_1211720001.htm", v="/nb/c_1211720002.htm"
    )
    listing = read(f"<ul>{NEWS}</ul><script>{words}for(i in list)write(list[i])</script>")
    urls = {item.url for item in listing.items if judging.judge_item(item, in_reports=True).verdict == "take"}
    assert urls == {f"{ROOT}/nb/c_1211720001.htm", f"{ROOT}/nb/c_1211720002.htm"}
    assert any(item.listed_on == "2024-01-20" for item in listing.items)


def test_the_name_of_a_variable_is_no_value() -> None:
    assert literals.find_text("{siteGuid:siteInfo.siteGuid,pageIndex:0}", "siteGuid") == ""
    assert literals.find_text("{siteGuid:guid} var siteGuid = 'a-1';", "siteGuid") == "a-1"
    assert literals.find_text("{categorynum:categorynum}", "categorynum") == ""
    assert literals.find_text("param={columnid:33718,unitid:'21'}", "columnid") == "33718"
    assert literals.find_text("/x.jsp?siteId=abc&p=1", "siteId") == "abc"


@pytest.mark.parametrize("name", ["乡镇（街道）", "镇（街）", "各镇、街道", "街道（乡镇）", "园区办事处"])
def test_levels_are_followed_however_they_are_written(name: str) -> None:
    link = ColumnLink(f"{ROOT}/qh/c120/list.shtml", name)
    assert judging.judge_column(link, parent_url=f"{ROOT}/qh/c100/list.shtml", in_reports=True).verdict != "leave"


def test_what_stands_among_levels_and_bodies_is_followed_like_them() -> None:
    listed = [("县政府部门", "c110"), ("乡镇街道", "c120"), ("国有企业及其他", "c130"), ("法定主动公开内容", "c140")]
    groups = "".join(f'<li><a href="/qh/{place}/list.shtml">{name}</a></li>' for name, place in listed)
    other = "".join(f'<li><a href="/zw/{n}/list.shtml">某专栏{n}</a></li>' for n in range(4))
    url = f"{ROOT}/qh/c100/list.shtml"
    found = plan(read(f"<ul>{groups}</ul><div><ul>{other}<li><a href='/zw/jd/'>柳浪街道</a></li></ul></div>", url), url)
    assert {fetch.title for fetch in found.columns} == {"县政府部门", "乡镇街道", "国有企业及其他", "柳浪街道"}


@pytest.mark.parametrize("body", ["财政局", "市场监督管理局", "退役军人事务局", "政务服务中心", "政策研究室办公室"])
def test_the_words_in_a_bodys_name_do_not_make_its_column_another_one(body: str) -> None:
    assert judging.is_report_column(f"青禾县{body} 年报")


@pytest.mark.parametrize(
    "name", ["青禾县法治政府建设年度报告", "财政局预决算公开年度报告", "统计局企业年报", "政府网站年度报告"]
)
def test_other_reports_of_a_body_are_other_columns(name: str) -> None:
    assert not judging.is_report_column(name)


@pytest.mark.parametrize(
    ("pager", "linked"),
    [
        ('<a href="index_1.html">2</a><a href="index_2.html">3</a><a href="index_11.html">12</a>', 3),
        ('<a href="index_1.html">下一页</a>', 2),
        ('每页 <a href="?size=10">10</a> <a href="?size=20">20</a> <a href="?size=50">50</a> 条', None),
        ('<a href="#">下一页</a>', None),
    ],
)
def test_the_pages_a_pager_links_are_counted_one_by_one(pager: str, linked: int | None) -> None:
    row = '<li><a href="202401/t20240118_1.html">青禾县教育局2023年政府信息公开工作年度报告</a></li>'
    assert read(f'<ul>{row}</ul><div class="pager">{pager}</div>').pages_linked == linked


def test_a_pager_of_a_known_system_without_addresses_says_that_there_is_more() -> None:
    row = '<li><a href="202401/t20240118_1.html">青禾县教育局2023年政府信息公开工作年度报告</a></li>'
    body = f'<a class="CurrChnlCls" href="../">年报</a><ul>{row}</ul><div>{{}}<a onclick="toPage(2)">下一页</a></div>'
    silent = read(
        body.format('<a onclick="toPage(1)">1</a><a onclick="toPage(2)">2</a><a onclick="goPage(\'12\')">3</a>')
    )
    assert silent.pages_claimed == 3
    assert [(fetch.url, fetch.otherwise and fetch.otherwise.url) for fetch in silent.next] == [
        (f"{NB}index_1.html", f"{NB}index_2.html")
    ]
    assert [one.kind for one in list_checks.check_list([], silent, is_end=True)] == ["no_next"]
    found = read(body.format("<a onclick=\"goPage('list.jsp?cid=3&page=2')\">2</a>"))
    assert [fetch.url for fetch in found.next] == [f"{NB}list.jsp?cid=3&page=2"]
