"""Lists whose rows, cells and feet look unlike any other's, walked to their ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import pytest

from crawler import discovery, judging, list_checks, systems, urls
from crawler.catalogue import Column, Portal
from crawler.systems.link_titles import best_title
from crawler.systems.links import harvest_text
from crawler.systems.pages import ColumnLink, Fetch, ListPage, Page, ReportLink
from tests.crawler.walked_sites import HOST, OFFICES, ROOT, Answer, Entry, assert_all, chunks, entries, walk

NB = f"{ROOT}/zwgk/zfxxgknb/"
ELSEWHERE = (
    '<div class="g-dibu"><a href="http://www.baishi.gov.cn/zfxxgknb/202401/t20240118_1.html">白石市人民政府'
    "2023年政府信息公开工作年度报告</a></div>"
)
"""A link of a page's foot to the report of another site."""


def html(body: str) -> str:
    return f"<html><head><title>政府信息公开年报</title></head><body>{body}</body></html>"


def cards(rows: Sequence[Entry], *, with_title: bool, cut: int = 0) -> str:
    """Write rows as cards: title, day and summary in one link, none of them a heading."""
    out = ""
    for row in rows:
        shown = f"{row.title[:cut]}…" if cut else row.title
        year, month, day = row.date.split("-")
        attribute = f' title="{row.title}"' if with_title else ""
        out += (
            f'<div class="card"><a href="{row.url}"{attribute}><div class="t">{shown}</div><div class="d"><b>{day}</b>'
            f"{year}.{month}</div><p>本报告由本机关按照条例的规定编制，反映上一年度工作的开展情况，现予公布，"
            "欢迎查阅，数据的统计期限为上年全年……</p></a></div>"
        )
    return html(f'<div class="cards">{out}</div>')


@pytest.mark.parametrize(("with_title", "cut"), [(True, 0), (True, 14), (False, 0)])
def test_cards_with_a_summary(with_title: bool, cut: int) -> None:
    rows = entries(12, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")
    walked = walk(lambda request: (200, cards(rows, with_title=with_title, cut=cut)), Column(NB))
    assert_all(walked, rows)


def test_a_summary_is_no_part_of_a_title() -> None:
    full = "青禾县水利局2023年政府信息公开工作年度报告"
    assert best_title(full, f"{full} 本报告由青禾县水利局编制……") == full
    assert best_title(full, "青禾县水利局2023年政府信息…本报告由青禾县水利局编制……") == full
    assert best_title("点击查看详细内容", f"{full} 附件") == f"{full} 附件"


def test_a_title_that_begins_with_its_year_is_no_index_code() -> None:
    (link,) = harvest_text(
        '<li><a href="/a/1.html"><span>2023年政府信息公开年报</span><p>11510000123456789K/2024-00012</p></a></li>', NB
    )
    assert link.title == "2023年政府信息公开年报"


def test_a_day_in_its_own_element_before_the_title() -> None:
    (link,) = harvest_text(
        '<li><a href="/a/x.html"><span class="fr">2024-01-22</span><i></i>2023年度青禾县水利局政府信息公开工作年度报告'
        "</a></li>",
        NB,
    )
    assert (link.date, link.title) == ("2024-01-22", "2023年度青禾县水利局政府信息公开工作年度报告")


@pytest.mark.parametrize(
    "name",
    [
        lambda row: f"{row.date[:4]}年度{row.title[:-19]}政府信息公开工作年度报告",
        lambda row: row.title.replace("开", "開").replace("报", "報"),
        lambda row: row.title,
    ],
    ids=["year_first", "traditional", "plain"],
)
def test_reports_at_addresses_like_those_of_columns_and_without_days(name: Callable[[Entry], str]) -> None:
    rows = entries(45, lambda n, year: f"/zwgk/zfxxgknb/d{n}/index.html")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"p(\d)\.html", request.url) or ["1"])[0])
        more = f'<a href="/zwgk/zfxxgknb/p{number + 1}.html">下一页</a>' if number < 3 else ""
        shown = chunks(rows, 15)[number - 1]
        return 200, html("".join(f'<p>◆ <a href="{row.url}">{name(row)}</a> (01-15)</p>' for row in shown) + more)

    assert_all(walk(site, Column(NB)), rows)


def test_units_of_all_pages_are_columns() -> None:
    names = [f"青禾县{name}局" for name in ("教育", "财政", "民政", "水利", "司法", "审计", "统计", "商务")]
    rows = entries(8, lambda n, year: f"/zwgk/zfxxgknb/u{n}/202401/t20240118_{n}.html")

    def site(request: Fetch) -> Answer:
        unit = re.search(r"/u(\d)/$", request.url)
        if unit:
            row = rows[int(unit.group(1))]
            return 200, html(f'<li><a href="{row.url}">{row.title}</a><span>{row.date}</span></li>')
        first = 4 if "index_1" in request.url else 0
        more = "" if first else '<a href="index_1.html">下一页</a>'
        units = "".join(f'<li><a href="/zwgk/zfxxgknb/u{n}/">{names[n]}</a></li>' for n in range(first, first + 4))
        return 200, html(f'<ul class="dw">{units}</ul>{more}')

    assert_all(walk(site, Column(NB, kind="tree")), rows)


# --- links to the reports of other sites ------------------------------------------------------------


@pytest.mark.parametrize("shell", ["frame", "fragment"])
def test_a_report_of_another_site_in_the_foot_hides_no_list(shell: str) -> None:
    rows = entries(9, lambda n, year: f"/public/1681/{15190000 + n}.html")
    label = "/site/label/8888?IsAjax=1&labelName=publicInfoList&siteId=6781&pageSize=16&pageIndex=1&organId=1681&type=3"

    def site(request: Fetch) -> Answer:
        if "/label/" in request.url or "/gk/list" in request.url:
            return 200, "".join(
                f'<li><a href="{row.url}" title="{row.title}">{row.title}</a><span>{row.date}</span></li>'
                for row in rows
            )
        if shell == "frame":
            return 200, html(f'<iframe src="/gk/list?dept=31"></iframe>{ELSEWHERE}')
        script = f'<script>$("#pl").load("{label}");Ls.pagination("#p",f,{{currPage:(0+1),pageCount:1}});</script>'
        return 200, html(f'<div id="pl"></div>{script}{ELSEWHERE}')

    assert_all(walk(site, Column(f"{ROOT}/public/column/1681?type=3")), rows)


def test_a_page_with_nothing_but_a_link_to_another_sites_report_is_empty() -> None:
    listing = systems.read_list(Page(NB, html(ELSEWHERE), NB), Column(NB))
    assert [one.kind for one in list_checks.check_list([], listing)] == ["empty"]


def test_a_page_with_the_news_of_the_home_page_strays() -> None:
    rows = entries(10, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")
    news = "".join(f'<li><a href="/yw/{n}/x{n}.html">县领导调研第{n}个项目</a><i>01-1{n}</i></li>' for n in range(9))

    def site(request: Fetch) -> Answer:
        if "index_2" in request.url:
            return 200, html(f"<ul>{news}</ul>{ELSEWHERE}")
        shown = "".join(f'<li><a href="{row.url}">{row.title}</a><span>{row.date}</span></li>' for row in rows)
        return 200, html(f'<ul>{shown}</ul><a href="index_2.html">下一页</a>{ELSEWHERE}')

    walked = walk(site, Column(NB))
    assert "strays:0" in walked.suspicions
    assert walked.taken == {urls.resolve(ROOT, row.url) for row in rows}


# --- columns ----------------------------------------------------------------------------------------


def judged(name: str, address: str) -> judging.Judgement:
    return judging.judge_column(ColumnLink(urls.resolve(NB, address), name), parent_url=NB, in_reports=True)


def test_the_cells_of_a_table_of_bodies_and_years_are_columns() -> None:
    assert judged("青禾县财政局 2023年", "2023/2.html").verdict == "take"
    assert judged("青禾县财政局预决算 2023年", "/czyjs/2.html").verdict == "leave"


@pytest.mark.parametrize("name", ["县级部门", "市级各部门", "区级单位", "省级机关"])
def test_levels_by_other_names(name: str) -> None:
    assert judged(name, "xjbm/").verdict == "take"


@pytest.mark.parametrize("name", ["春风行动招聘会进乡镇", "普法宣传进社区", "关于政府信息公开年度报告考核结果的通报"])
def test_news_and_notices_are_no_columns(name: str) -> None:
    assert judged(name, "/yw/2/x8.html").verdict == "leave"


def test_a_level_that_has_a_file_of_its_own_is_a_column_though_it_is_all_there_is() -> None:
    url = f"{ROOT}/zfxxgk/zfxxgknb/n2023n.htm"
    listing = systems.read_list(
        Page(url, html('<ul><li><a href="n2023n/xjbm.htm">县级部门</a></li></ul>'), url, request=Fetch(url)),
        Column(url),
    )
    portal = Portal("qinghe", "青禾县人民政府", "county", "990001", (HOST,), (Column(url, kind="tree"),))
    plan = discovery.plan_list(listing, portal=portal, column=portal.columns[0], request=Fetch(url))
    assert [fetch.url for fetch in plan.columns] == [f"{ROOT}/zfxxgk/zfxxgknb/n2023n/xjbm.htm"]


def test_frames_with_heads_and_menus_are_left_alone_beside_one_that_is_neither() -> None:
    def behind(*sources: str) -> list[str]:
        frames = "".join(f'<frame src="{source}">' for source in sources)
        text = f'<html><head><title>年报</title></head><frameset rows="90,*">{frames}</frameset></html>'
        return [fetch.url for fetch in systems.read_list(Page(NB, text, NB), Column(NB)).next]

    assert behind("/top.html", "/gk/nblist.htm") == [f"{ROOT}/gk/nblist.htm"]
    assert behind("/main/right.html") == [f"{ROOT}/main/right.html"]
    assert behind("/main/left.html", "/main/right.html") == [f"{ROOT}/main/right.html"]


# --- pagers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pager",
    [
        '<a onclick="location.href=encodeURI(\'index_{next}.jhtml\');" href="javascript:void(0)">下一页</a>',
        '<a href="/zwgk/zfxxgknb/index.jhtml?cur={next}">下一步</a>',
    ],
    ids=["encoded_call", "next_step"],
)
def test_pagers_in_other_words(pager: str) -> None:
    rows = entries(36, lambda n, year: f"/zwgk/zfxxgknb/{n + 24971}.jhtml")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"(?:index_|cur=)(\d)", request.url) or ["1"])[0])
        shown = "".join(
            f'<li><a href="{row.url}">{row.title}</a><span>{row.date}</span></li>'
            for row in chunks(rows, 12)[number - 1]
        )
        return 200, html(f"<ul>{shown}</ul>" + (pager.replace("{next}", str(number + 1)) if number < 3 else ""))

    assert_all(walk(site, Column(f"{NB}index.jhtml")), rows)


def test_a_count_of_pages_parted_by_entities() -> None:
    rows = entries(30, lambda n, year: f"/art/{year + 1}/1/{n % 27 + 1}/art_551_{n}.html")
    tree = html(
        '<a href="#" infotypeid="B11">政府信息公开年报</a><form action="/module/xxgk/search.jsp" method="post">'
        '<input type="hidden" name="infotypeId" value="B11"></form>'
    )

    def site(request: Fetch) -> Answer:
        if request.method != "POST":
            return 200, tree
        number = int(dict(request.form)["currpage"])
        shown = "".join(
            f'<tr class="tr_main_value_odd"><td><a class="bt_link" href="{row.url}">{row.title}</a></td>'
            f"<td>{row.date}</td></tr>"
            for row in chunks(rows, 25)[number - 1]
        )
        return 200, f"<table>{shown}</table><div>共&nbsp;2&nbsp;页</div>"

    assert_all(walk(site, Column(f"{ROOT}/module/xxgk/tree.jsp?area=003055")), rows)


def listed(number: int, *keys: int, total: int) -> ListPage:
    items = tuple(
        ReportLink(f"{NB}t{key}.html", f"青禾县第{key}局2023年政府信息公开工作年度报告", "", "", NB) for key in keys
    )
    return ListPage("hanweb", f"{NB}?p={number}", items, number=number, list_url=NB, total=total)


def test_a_counter_a_little_too_high_is_a_note_once_the_rest_was_asked_for() -> None:
    first = listed(1, *range(44), total=46)
    ended = [(one.kind, one.missing) for one in list_checks.check_list([first], listed(2, total=46), is_end=True)]
    assert ended == [("missing_n", 2)]
    lost = [one.kind for one in list_checks.check_list([first], listed(2, total=60), is_end=True)]
    assert lost == ["empty", "missing_n"]


PAGERS_TO_THE_LAST = {
    "from_one": (
        '<ul class="pagination"><li><a href="/zwgk/zfxxgknb/index_3.html">尾页</a></li></ul>',
        "index_{}.html",
        1,
    ),
    "from_zero": ('<a href="/zwgk/zfxxgknb/index_2.html">末页</a>', "index_{}.html", 0),
    "query_from_one": ('<a href="?page=3">最后一页</a>', "?page={}", 1),
    "query_from_zero": ('<a href="?page=2">尾页</a>', "?page={}", 0),
}


@pytest.mark.parametrize("kind", list(PAGERS_TO_THE_LAST))
def test_pagers_that_link_only_the_last_page(kind: str) -> None:
    link, name, first = PAGERS_TO_THE_LAST[kind]
    rows = entries(36, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")
    files = {name.format(number + first - 1): chunks(rows, 12)[number - 1] for number in (1, 2, 3)}
    files[""] = chunks(rows, 12)[0]
    files["index.html"] = files[""]

    def site(request: Fetch) -> Answer:
        asked = request.url.removeprefix(NB)
        if asked not in files and not asked.startswith("?"):
            return 404, ""
        shown = files.get(asked, files[""])
        is_last = asked == name.format(2 + first)
        body = "".join(f'<li><a href="{row.url}">{row.title}</a><span>{row.date}</span></li>' for row in shown)
        return 200, html(f"<ul>{body}</ul>" + ("" if is_last else link))

    walked = walk(site, Column(NB))
    assert_all(walked, rows)
    assert len(walked.requests) <= 5


@pytest.mark.parametrize("shown", ["window", "all"])
def test_pagers_of_bare_numbers(shown: str) -> None:
    rows = entries(100, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"index_(\d+)\.html", request.url) or ["1"])[0])
        near = range(max(2, number - 2), min(20, number + 3) + 1) if shown == "window" else range(2, 21)
        numbers = "".join(f'<a href="index_{n}.html">{n}</a> ' for n in near if n != number)
        body = "".join(f'<p><a href="{row.url}">{row.title}</a> {row.date}</p>' for row in chunks(rows, 5)[number - 1])
        return 200, html(f'{body}<div><a href="index.html">1</a> {numbers}…<a href="index_20.html">20</a></div>')

    assert_all(walk(site, Column(f"{NB}index.html")), rows)


@pytest.mark.parametrize("address", ["?day=2024-01-{:02d}", "/rl/202401{:02d}.html", "/tp/t20240118_{}.html"])
def test_calendars_and_numbered_pictures_are_no_pagers(address: str) -> None:
    rows = entries(5, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")
    body = "".join(f'<p><a href="{row.url}">{row.title}</a> {row.date}</p>' for row in rows)
    numbers = "".join(f'<a href="{address.format(n)}">{n}</a>' for n in range(1, 29))
    walked = walk(lambda request: (200, html(f"{body}<table><tr><td>{numbers}</td></tr></table>")), Column(NB))
    assert len(walked.requests) == 1


@pytest.mark.parametrize("script", ["pages:3,curr:{},jump:f", 'elem:"p",curr:{},groups:5,pages:"3"'])
def test_a_pager_that_a_library_draws(script: str) -> None:
    rows = entries(36, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"index_(\d)\.html", request.url) or ["1"])[0])
        if number == 1 and "index_1" in request.url:
            return 404, ""
        shown = chunks(rows, 12)[number - 1]
        body = "".join(f'<li><a href="{row.url}">{row.title}</a><span>{row.date}</span></li>' for row in shown)
        return 200, html(f"<ul>{body}</ul><script>laypage({{cont:'x',{script.format(number)}}});</script>")

    assert_all(walk(site, Column(f"{NB}index.html")), rows)


def test_a_list_whose_length_nothing_tells_is_asked_for_while_its_data_go_on() -> None:
    rows = entries(50, lambda n, year: f"/art/{year + 1}/1/9/art_501_{n}.html")

    def records(shown: Sequence[Entry]) -> str:
        return "".join(
            f"<record>&lt;li&gt;&lt;a href='{row.url}' title='{row.title}'&gt;{row.title}&lt;/a&gt;&lt;/li&gt;</record>"
            for row in shown
        )

    def site(request: Fetch) -> Answer:
        if "dataproxy" in request.url:
            given = {**urls.query_of(request.url), **dict(request.form)}
            start, end = int(given["startrecord"]), int(given["endrecord"])
            return 200, f"<datastore><recordset>{records(rows[start - 1 : end])}</recordset></datastore>"
        data = "/module/jpage/morecolumndataproxy.jsp?page=1&columnid=501&unitid=9002"
        more = f'<nextgroup><![CDATA[<a href="{data}"></a>]]></nextgroup>'
        store = f"<datastore>{more}<recordset>{records(rows[:30])}</recordset></datastore>"
        return 200, html(f'<div id="9002"><script type="text/xml">{store}</script></div><script>draw("9002")</script>')

    assert_all(walk(site, Column(f"{ROOT}/col/col501/index.html")), rows)


def test_a_pager_called_by_the_librarys_full_name() -> None:
    rows = entries(50, lambda n, year: f"/art/{year + 1}/1/9/art_501_{n}.html")
    news = "<record><![CDATA[<li><a href='/art/2025/1/2/art_9_1.html'>县领导调研</a></li>]]></record>"

    def records(shown: Sequence[Entry]) -> str:
        return "".join(f"<record><![CDATA[<li><a href='{row.url}'>{row.title}</a></li>]]></record>" for row in shown)

    def site(request: Fetch) -> Answer:
        if "dataproxy" in request.url:
            given = {**urls.query_of(request.url), **dict(request.form)}
            shown = records(rows[int(given["startrecord"]) - 1 : int(given["endrecord"])])
            return 200, f"<datastore><totalrecord>50</totalrecord><recordset>{shown}</recordset></datastore>"
        units = (("9001", '$("#9001")', news, 1), ("9002", 'jQuery("#9002")', records(rows[:30]), 50))
        return 200, html(
            "".join(
                f'<div id="{unit}"><script type="text/xml"><datastore><recordset>{shown}</recordset></datastore>'
                f"</script></div><script>{call}.jpage({{totalRecord:{total},perPage:10}});</script>"
                for unit, call, shown, total in units
            )
        )

    assert_all(walk(site, Column(f"{ROOT}/col/col501/index.html")), rows)


# --- titles -----------------------------------------------------------------------------------------


def test_attributes_that_say_more_than_the_title() -> None:
    title = "青禾县水利局2023年政府信息公开工作年度报告"
    for attribute in (
        f"标题：{title}&#10;发布时间：2024-01-20&#10;点击数：12",
        f"文章标题：{title}&#13;&#10;作　　者：佚名&#13;&#10;更新时间：2024-1-20",
        f"{title} 发布日期：2024-01-20 浏览次数：7",
    ):
        (link,) = harvest_text(f'<li><a title="{attribute}" href="/a/1.html">{title[:9]}…</a></li>', NB)
        assert link.title == title


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("青禾县教育局2023年政府信息公开工", "take"),
        ("2023年度青禾县财政局政府信息", "take"),
        ("青禾县2023年政府信息公开工作年度报告统计表", "leave"),
        ("各单位2023年政府信息公开工作年度报告考核情况通报", "leave"),
        ("关于2023年工作安排的政", "leave"),
    ],
)
def test_titles_cut_without_dots_and_tables_beside_reports(title: str, verdict: str) -> None:
    assert judging.judge_item(ReportLink(f"{NB}t1.html", title, title, "", NB)).verdict == verdict


def test_a_platform_that_is_called_by_one_word() -> None:
    link = ColumnLink(f"{ROOT}/zwgk/", "公开")
    assert judging.judge_column(link, parent_url=ROOT, is_site=True).verdict == "take"
    link = ColumnLink(f"{ROOT}/x/", "办事公开")
    assert judging.judge_column(link, parent_url=ROOT, is_site=True).verdict == "leave"


def test_news_about_reports_hide_no_list_that_a_script_writes() -> None:
    rows = entries(9, lambda n, year: f"/zwgk/zfxxgknb/{n + 1000}.htm")
    news = '<div class="sd"><a href="/yw/3/nb9.html">青禾县召开2023年政府信息公开年度报告编制工作培训会</a></div>'
    lines = "".join(
        f"document.write('<li><a href=\"{row.url}\">{row.title}</a><span>{row.date}</span></li>');" for row in rows
    )
    assert_all(walk(lambda request: (200, html(f"<script>{lines}</script>{news}")), Column(NB)), rows)


def test_a_list_in_the_state_of_a_page_drawn_by_its_script() -> None:
    rows = entries(9, lambda n, year: f"/zwgk/nb/detail/{n + 1}")
    shown = ",".join(f'{{"id":{n},"title":"{row.title}","link":"{row.url}"}}' for n, row in enumerate(rows))
    script = f'window.__INITIAL_STATE__={{"menu":[{{"name":"首页","url":"/"}}],"list":{{"total":9,"rows":[{shown}]}}}};'
    walked = walk(lambda request: (200, html(f"<div id=root></div><script>{script}</script>")), Column(NB))
    assert_all(walked, rows)


def test_a_page_that_is_no_report_is_no_list_for_the_sake_of_its_foot() -> None:
    text = html(f"<h1>青禾县2023年</h1><p>有关情况如下。</p>{ELSEWHERE}")
    url = f"{NB}2023/940001.html"
    page = Page(url, text, url, request=Fetch(url, kind="article", title="青禾县2023年"))
    listing = systems.read_list(page, Column(NB))
    assert not discovery.is_list_of_reports(systems.read_article(page), listing, "青禾县2023年")


def test_two_bodies_of_a_year_beside_much_news() -> None:
    units = "".join(
        f'<li><a href="/art/2024/1/9/art_7_{n}.html">青禾县{name}</a></li>' for n, name in enumerate(OFFICES[:2])
    )
    news = "".join(
        f'<li><a href="/art/2024/2/1/art_2_{n}.html">县领导调研第{n}个项目</a><span>2024-02-01</span></li>'
        for n in range(40)
    )
    column = Column(f"{NB}2023/", kind="tree")
    walked = walk(lambda request: (200, html(f'<ul>{units}</ul><div class="zx"><ul>{news}</ul></div>')), column)
    assert walked.taken == {f"{ROOT}/art/2024/1/9/art_7_{n}.html" for n in (0, 1)}


def test_the_records_of_a_system_nobody_knows() -> None:
    rows = entries(9, lambda n, year: f"/wz/{year}/1/9/wz_77_{n}.html")
    records = "".join(
        f"<zrec><![CDATA[<a href='{row.url}'>{row.title}</a><span>{row.date}</span>]]></zrec>" for row in rows
    )
    walked = walk(lambda request: (200, html(f'<script type="text/xml"><z>{records}</z></script>')), Column(NB))
    assert_all(walked, rows)


def test_an_area_of_a_picture_is_named_by_its_words() -> None:
    (link,) = harvest_text('<map><area shape="rect" href="/xxgk/" alt="政府信息公开"></map>', NB)
    assert (link.url, link.title) == (f"{ROOT}/xxgk/", "政府信息公开")


def test_a_service_that_keeps_to_the_pages_own_size_and_tells_no_total() -> None:
    rows = entries(17, lambda n, year: f"/003/003007/{year}0120/{n}.html")
    script = '$.post("/rest/lightfrontaction/getgovinfolist",{categorynum:"003007",pageIndex:0,pageSize:6})'

    def site(request: Fetch) -> Answer:
        if request.url.endswith(".js"):
            return 200, "var siteInfo={projectName:'E',siteGuid:'7eb5f7f1-9041-43ad-8e13-8fcb82ea831a'};"
        if request.method != "POST":
            return 200, html(f'<script src="/js/webBuilderCommon.js"></script><script>{script}</script>')
        number = int(dict(request.form)["pageIndex"])
        shown = chunks(rows, 6)[number] if number < 3 else []
        return 200, json.dumps({"custom": {"data": [{"infourl": row.url, "realtitle": row.title} for row in shown]}})

    assert_all(walk(site, Column(f"{ROOT}/003/003007/list.html")), rows)
