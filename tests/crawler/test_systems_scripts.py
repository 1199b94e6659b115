"""What the scripts of pages say of lists: pagers by other names, and lists that are fetched as data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from crawler import discovery, systems, urls
from crawler.catalogue import Column
from crawler.systems import pager, script_data
from crawler.systems.pages import Fetch, Page
from tests.crawler.walked_sites import (
    OFFICES,
    ROOT,
    SKINS,
    Answer,
    Entry,
    Skin,
    assert_all,
    chunks,
    entries,
    skin_a,
    walk,
)

NB = f"{ROOT}/zwgk/zfxxgknb/"


def html(body: str, scripts: str = "") -> str:
    return f"<html><head><title>政府信息公开年报</title></head><body>{body}{scripts}</body></html>"


# --- pagers -------------------------------------------------------------------------------------------


@SKINS
@pytest.mark.parametrize(
    ("call", "first"),
    [
        ('makePager(3, {k}, "index", "html");', 0),
        ("$.fy.show('pagebox', 3, {page}, 'index', 'html', 45);", 1),
        ("Pager.draw(3,{k},'index','html','black2',45)", 0),
    ],
)
def test_a_pager_call_is_known_by_what_it_is_given(skin: Skin, call: str, first: int) -> None:
    rows = entries(45, lambda n, year: f"./{year + 1}01/t{year + 1}0118_{n + 10000}.html")
    parts = chunks(rows, 15)
    files = {f"index_{k + first}.html": k for k in (1, 2)} | {"": 0, "index.html": 0}

    def site(request: Fetch) -> Answer:
        k = files.get(request.url.removeprefix(NB))
        if k is None:
            return 404, ""
        return 200, skin(parts[k], scripts=f"<script>{call.format(k=k, page=k + 1)}</script>")

    assert_all(walk(site, Column(NB)), rows, NB)


def test_a_link_to_the_next_page_outranks_a_pager_of_another_name() -> None:
    """Whose first page is not numbered `index` may number the others in its own way: list1.html, not list_1.html."""
    rows = entries(45, lambda n, year: f"./{year + 1}01/t{year + 1}0118_{n + 10000}.html")
    parts = chunks(rows, 15)
    files = {"": 0, "list1.html": 1, "list2.html": 2}

    def site(request: Fetch) -> Answer:
        k = files.get(request.url.removeprefix(NB))
        if k is None:
            return 404, ""
        links = "".join(f'<a href="{name or "./"}">{at + 1}</a>' for name, at in files.items())
        return 200, skin_a(parts[k], links, scripts=f'<script>mkPager(3, {k}, "list", "html");</script>')

    walked = walk(site, Column(NB))
    assert_all(walked, rows, NB)
    assert len(walked.requests) == 3


def test_calls_with_other_files_are_no_pagers() -> None:
    rows = entries(5, lambda n, year: f"/zwgk/zfxxgknb/{year}01/t{n + 9100}.html")
    scripts = '<script>loadBanner(3, 0, "slides", "html"); showAd(300, 250, "left", "html");</script>'
    walked = walk(lambda request: (200, skin_a(rows, scripts=scripts)), Column(f"{NB}index.html"))
    assert len(walked.requests) == 1


@pytest.mark.parametrize(
    "address",
    [
        lambda n, year: f"/{year + 1}-01/18/c_{112000 + n}.htm",
        lambda n, year: f"/zwgk/nb/{year + 1}01/t{year + 1}0118_{n}.html",
        lambda n, year: f"/info/1026/{25000 + n}.htm",
        lambda n, year: f"/public/1681/{9100000 + n}.html",
    ],
    ids=["xinhua", "trs", "vsb", "longxun"],
)
@pytest.mark.parametrize(
    "script", ["laypage({{curr:{},pages:3}})", "$('#p').page({{now:{},totalCount:40,pageSize:15}})"]
)
def test_a_drawn_pager_is_followed_whatever_the_addresses_of_the_articles(
    address: Callable[[int, int], str], script: str
) -> None:
    rows = entries(40, address)

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"index_(\d)\.html", request.url) or ["1"])[0])
        if not 1 <= number <= 3 or "index_1." in request.url:
            return 404, ""
        return 200, skin_a(chunks(rows, 15)[number - 1], scripts=f"<script>{script.format(number)}</script>")

    assert_all(walk(site, Column(f"{NB}index.html")), rows)


@pytest.mark.parametrize("mark", ['<a class="z1" href="{}"></a>', '<a href="{}"><i class="arrow"></i></a>'])
def test_a_link_without_words_to_the_file_numbered_next_is_followed(mark: str) -> None:
    rows = entries(40, lambda n, year: f"./{year + 1}01/t{year + 1}0118_{n}.html")
    files = {"": 0, "index_1.html": 1, "index_2.html": 2}

    def site(request: Fetch) -> Answer:
        k = files[request.url.removeprefix(NB)]
        return 200, skin_a(chunks(rows, 15)[k], extra=mark.format(f"index_{k + 1}.html") if k < 2 else "")

    walked = walk(site, Column(NB))
    assert_all(walked, rows, NB)
    assert len(walked.requests) == 3


@pytest.mark.parametrize("name", ["{}.html", "list-{}.shtml"])
@pytest.mark.parametrize("ending", ["gone", "repeats", "empty"])
def test_a_file_named_as_the_first_of_a_series_is_followed_while_there_are_more(name: str, ending: str) -> None:
    rows = entries(40, lambda n, year: f"/zwgk/zfxxgknb/{year}/x{n}.html")
    files = {name.format(k + 1): k for k in range(3)}

    def site(request: Fetch) -> Answer:
        k = files.get(request.url.removeprefix(NB), 3)
        if k == 3 and ending == "gone":
            return 404, ""
        return 200, skin_a([] if k == 3 and ending == "empty" else chunks(rows, 15)[min(k, 2)])

    walked = walk(site, Column(f"{NB}{name.format(1)}"))
    assert_all(walked, rows)
    assert len(walked.requests) == 4


def test_other_numbers_in_a_files_name_begin_no_series() -> None:
    rows = entries(5, lambda n, year: f"/zwgk/zfxxgknb/{year}/x{n}.html")
    for name in ("2023.html", "t20240118_1.html", "c2.html", "index.html", "1.html?k=1"):
        assert len(walk(lambda request: (200, skin_a(rows)), Column(f"{NB}{name}")).requests) == 1, name


# --- lists fetched as data ------------------------------------------------------------------------------


def as_json(shown: list[Entry], total: int, names: tuple[str, str] = ("title", "url")) -> str:
    found = [{"id": 7, names[0]: row.title, "cover": "/a.jpg", names[1]: row.url, "day": row.date} for row in shown]
    return json.dumps({"code": 0, "data": {"total": total, "list": found}}, ensure_ascii=False)


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/api/article/list',{channelId:5,pageNum:1,pageSize:10},show)",
        '$.ajax({type:"GET",url:"/api/article/list",data:{channelId:"5",pageNum:pageNum,pageSize:10},success:show})',
        '$.getJSON("/visit?id=3",f);$.getJSON("/api/weather/list.json",f);$.getJSON("/api/article/list?pageNum=1&pageSize=10")',
        'axios.get("/api/article/list",{params:{channelId:5,pageNum:1,pageSize:10}}).then(show)',
        "fetch('/api/article/list?channelId=5&pageNum=1&pageSize=10').then(r => r.json())",
        "layui.use('table',function(){table.render({elem:'#t',url:'/api/article/list?pageNum=1&pageSize=10'})})",
        'var x=new XMLHttpRequest();x.open("GET","/api/article/list?pageNum=1&pageSize=10",true);x.send()',
    ],
)
@pytest.mark.parametrize("names", [("title", "url"), ("bt", "dz")])
def test_what_a_script_fetches_is_asked_where_its_address_is_written_out(script: str, names: tuple[str, str]) -> None:
    rows = entries(23, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")

    def site(request: Fetch) -> Answer:
        given = urls.query_of(request.url)
        if request.url.startswith(f"{ROOT}/api/article/"):
            return 200, as_json(chunks(rows, 10)[int(given["pageNum"]) - 1], 23, names)  # type: ignore[arg-type]
        return 200, html('<ul id="l"></ul>', f"<script>{script}</script>")

    walked = walk(site, Column(NB))
    assert_all(walked, rows)
    assert len(walked.requests) == 4


def test_an_answer_for_a_callback_is_data() -> None:
    rows = entries(4, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")

    def site(request: Fetch) -> Answer:
        if "getMessage" in request.url:
            return 200, f"callback({as_json(rows, 4)})"
        return 200, html("", '<script>$.ajax({url:"/x/getMessage.do?columnId=7",dataType:"jsonp"})</script>')

    assert_all(walk(site, Column(NB)), rows)


@pytest.mark.parametrize(
    "script",
    [
        "$.ajax({url:ctx+'/api/'+col+'/articles',success:show})",
        "$.get('/api/article/list',{channel:channelId,page:1},show)",
        "$.post('/api/article/list',{channel:5},show)",
        "fetch('/api/article/list',{method:'POST',body:'{}'})",
        "fetch('/api/article/list',{method:'DELETE'})",
        "fetch('/api/article/list',{method:how})",
        "fetch('/api/article/list',options)",
        "$.ajax('/api/article/list',{method:'PUT'})",
        "$.ajax({url:'/api/article/list',type:how})",
        "$.ajax({url:'/api/article/list',method:'delete'})",
        "axios('/api/article/list',{method:how})",
        "$('#l').load('/api/article/list',{channel:5})",
        "fetch('/logout')",
        "$.get('/api/article/delete?id=5')",
        "$.get('/api/saveArticle',show)",
        "$.get('http://api.example.com/list?page=1',show)",
        "new Vue({el:'#l'})",
    ],
)
def test_what_only_a_script_knows_is_not_asked_and_said(script: str) -> None:
    walked = walk(lambda request: (200, html('<ul id="l"></ul>', f"<script>{script}</script>")), Column(NB))
    assert [fetch.url for fetch in walked.requests] == [NB]
    assert walked.suspicions == ["script_list:0"]


def test_data_that_name_nothing_are_said() -> None:
    def site(request: Fetch) -> Answer:
        if "/api/" in request.url:
            return 200, '{"city":"青禾","degrees":20}'
        return 200, html('<ul id="l"></ul>', "<script>$.getJSON('/api/query/city.json',show)</script>")

    assert [one.partition(":")[0] for one in walk(site, Column(NB)).suspicions] == ["empty"]


@pytest.mark.parametrize(
    ("query", "first", "last", "base"),
    [
        ("startrecord=1&endrecord=15&perpage=15", "startrecord", "endrecord", 1),
        ("start=0&end=15", "start", "end", 0),
        ("begin=0&end=14", "begin", "end", 0),
        ("start=0&limit=15", "start", "", 0),
        ("offset=0&rows=15", "offset", "", 0),
    ],
)
def test_entries_asked_by_their_places_are_asked_to_the_end(query: str, first: str, last: str, base: int) -> None:
    rows = entries(40, lambda n, year: f"/zwgk/zfxxgknb/{n + 9100}.html")

    def site(request: Fetch) -> Answer:
        if "/api/" not in request.url:
            return 200, html('<ul id="l"></ul>', f"<script>$.getJSON('/api/article/list?{query}',show)</script>")
        given = {name: int(value) for name, value in urls.query_of(request.url).items()}
        begin = given[first] - base
        end = begin + 15 if not last else given[last] + (query == "begin=0&end=14")
        shown = [{"title": row.title, "url": row.url, "date": row.date} for row in rows[begin:end]]
        return 200, json.dumps({"total": len(rows), "data": shown})

    walked = walk(site, Column(NB))
    assert_all(walked, rows, NB)
    assert len(walked.requests) == 4


def test_columns_and_reports_and_words_outrank_what_a_script_fetches() -> None:
    script = "<script>$.getJSON('/api/query/list.json',show)</script>"
    rows = entries(3, lambda n, year: f"/zwgk/zfxxgknb/{year}/{n + 9100}.html")
    years = '<a href="2023n/">2023年</a>'
    for body in (years, "暂无相关信息", "".join(f'<li><a href="{row.url}">{row.title}</a></li>' for row in rows)):
        listing = systems.read_list(Page(NB, html(body, script), NB, request=Fetch(NB, list_url=NB)), Column(NB))
        owner = discovery.plan_list(listing, portal=_portal(), column=Column(NB), request=Fetch(NB, list_url=NB))
        assert not [fetch for fetch in owner.next if "/api/" in fetch.url]
        assert not owner.suspicions


def _portal() -> discovery.Portal:
    return discovery.Portal("qinghe", "青禾县人民政府", "county", "990001", ("www.qinghe.gov.cn",), (Column(NB),))


def test_a_tag_without_end_hides_nothing_and_ends() -> None:
    assert pager.says_empty("<p>暂无数据</p><a " + "display:none " * 400_000) != ""


@pytest.mark.parametrize(
    "body",
    [
        '<div style="display:none">暂无数据</div>',
        '<DIV ID="no" STYLE="color:red;DISPLAY : NONE">暂无数据</div>',
        '<div class="no" style="display: none;">暂无相关信息</div><script>if(!d)show("暂无数据")</script>',
    ],
)
def test_a_list_does_not_say_that_it_is_empty_in_a_hidden_box_or_a_script(body: str) -> None:
    assert systems.read_list(Page(NB, html(body), NB), Column(NB)).empty_marker == ""
    assert systems.read_list(Page(NB, html("<p>暂无数据</p>" + body), NB), Column(NB)).empty_marker == "暂无数据"


@pytest.mark.parametrize(
    "row",
    [
        '<li><a href="/zwgk/gk/">【公开】</a><a href="{0}">{1}</a><span>{2}</span></li>',
        '<li><span><a href="/zwgk/gk/">[年报]</a></span> <a href="{0}">{1}</a> <a href="{0}?pl=1">评论</a></li>',
        '<div class="r"><a href="/zwgk/dw/">青禾县</a><h4><a href="{0}">{1}</a></h4><i>{2}</i></div>',
    ],
)
def test_rows_with_several_links_are_one_list(row: str) -> None:
    rows = entries(40, lambda n, year: f"/zwgk/zfxxgknb/{n + 1000}.html")
    news = "".join(f'<li><a href="/xw/2024/{n}.html">县领导调研第{n}个项目</a>2024-01-0{n}</li>' for n in range(1, 9))
    pages = chunks(rows, 10)

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"index_(\d+)", request.url) or ["0"])[0])
        shown = "".join(row.format(one.url, one.title, one.date) for one in pages[number])
        script = f'<script>createPageHTML(4, {number}, "index", "html");</script>'
        return 200, html(f'<div class="sd"><ul>{news}</ul></div><div class="lb">{shown}</div>', script)

    walked = walk(site, Column(NB))
    assert {url.partition("?")[0] for url in walked.taken} == {ROOT + one.url for one in rows}
    assert not walked.suspicions


def test_a_list_says_that_it_is_empty_beside_the_news_of_the_site() -> None:
    news = "".join(f'<li><a href="/xw/2024/{n}.html">县领导调研第{n}个项目</a>2024-01-0{n}</li>' for n in range(1, 9))
    rows = entries(4, lambda n, year: f"/zwgk/zfxxgknb/{n + 1000}.html")
    shown = "".join(f'<li><a href="{row.url}">{row.title}</a><span>{row.date}</span></li>' for row in rows)
    for body, marker in (("", "暂无数据"), (f"<ul>{shown}</ul>", "")):
        page = Page(NB, html(f"<div><ul>{news}</ul></div>{body}<p>暂无数据</p>"), NB)
        assert systems.read_list(page, Column(NB)).empty_marker == marker


def test_addresses_beside_lists_are_told_by_their_path_and_not_by_their_host() -> None:
    url = "http://www.weather.gov.cn/nb/"
    page = Page(url, html("", "<script>$.get('/api/list');$.get('/weather/now')</script>"), url)
    assert script_data.find_addresses(page) == ["http://www.weather.gov.cn/api/list"]


# --- levels in files ------------------------------------------------------------------------------------


def test_a_year_that_has_a_file_like_an_article_is_opened_as_the_column_it_is() -> None:
    year = f"{NB}a2024.htm"
    units = "".join(f'<li><a href="a2024/bm{n}.htm">{name}局</a></li>' for n, name in enumerate(["教育", "财政"]))
    for body, expected in (
        (f"<h3>部门</h3><ul>{units}</ul>", True),
        ('<ul><a href="/xw/1.html">财政局</a></ul>', False),
    ):
        page = Page(year, html(body), year, request=Fetch(year, kind="article", title="2024年"))
        listing = systems.read_list(page, Column(NB))
        assert discovery.is_list_of_reports(systems.read_article(page), listing, "2024年") is expected


def test_a_year_that_lists_pages_and_files_is_opened_as_the_column_it_is() -> None:
    year = f"{NB}a2024.htm"

    def is_list(body: str, title: str) -> bool:
        page = Page(year, html(body), year, request=Fetch(year, kind="article", title=title))
        return discovery.is_list_of_reports(systems.read_article(page), systems.read_list(page, Column(NB)), title)

    def row(n: int, address: str, day: str = "<span>2025-01-20</span>") -> str:
        return f'<li><a href="{address}">青禾县{OFFICES[n]}2024年政府信息公开工作年度报告</a>{day}</li>'

    pages = "".join(row(n, f"../../info/1026/{700 + n}.htm") for n in range(4))
    file = row(4, "../../info/1026/P020250117.pdf")
    for title in ("2024年", "县直部门"):
        assert is_list(f"<ul>{pages}{file}</ul>", title)
    # the file of a body's own report, beside the reports of others
    own = f"<h1>2024年</h1><p>{row(4, 'x.pdf', '')}</p><div><h3>最新公开</h3><ul>{pages}</ul></div>"
    assert not is_list(own, "2024年")
    assert not is_list(f"<ul>{pages}{file}</ul>", "青禾县水利局2024年政府信息公开工作年度报告")


def test_a_page_whose_menu_may_lead_to_columns_is_as_empty_as_any_other() -> None:
    menu = '<div class="nav"><ul><li><a href="/gk/nb/">机关概览</a></li></ul></div>'
    walked = walk(lambda request: (200, html(f'{menu}<div class="newlist"></div>')), Column(NB), limit=1)
    assert walked.suspicions == ["empty:0"]
