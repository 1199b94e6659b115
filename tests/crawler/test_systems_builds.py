"""What builds of the known systems do that the usual ones do not: other pagers, other bodies, other addresses.

Places and bodies are invented. A list whose pager cannot be read is an alarm, never a list that is whole.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler import systems
from crawler.catalogue import Column
from crawler.systems.pages import Fetch, Page
from tests.crawler.walked_sites import NAV, NEWS, ROOT, SKINS, Answer, Entry, Skin, Walked, chunks, entries, walk

SITE_GUID = "7a8b9c0d-1e2f-4a3b-8c5d-6e7f80910213"
CHANNEL = "3a4b5c6d7e8f90a1b2c3d4e5f6071829"


def html(body: str, head: str = "") -> str:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def lis(rows: Sequence[Entry]) -> str:
    items = (
        f'<li><a href="{row.url}" title="{row.title}">{row.title}</a><span>[{row.date}]</span></li>' for row in rows
    )
    return f"<ul>{''.join(items)}</ul>"


def query_of(request: Fetch) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query, keep_blank_values=True).items()}


def assert_whole(walked: Walked, rows: Sequence[Entry], requests: int) -> None:
    assert walked.taken == {ROOT + row.url for row in rows}
    assert not walked.suspicions
    assert len(walked.requests) == requests


# --- JPAAS -------------------------------------------------------------------------------------------

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
LONG = (
    f"unitUrl='{UNIT}' queryData=\"{{'webId':'0a1b2c3d4e5f60718293a4b5c6d7e8f9',"
    "'pageId':'1a2b3c4d5e6f70819203a4b5c6d7e8f0',"
    "'parseType':'bulidstatic','pageType':'column','tagId':'分页列表','tplSetId':'2a3b4c5d6e7f80910213a4b5c6d7e8f1',"
    "'sitePath':'/zfxxgk/fdzdgknr/zfxxgknb/','showType':'list'}\""
)


def jpaas(parts: Sequence[str]) -> str:
    elements = (
        f"<script url=\"{UNIT}\" queryData=\"{{'webId':'9','tagId':'{name}','pageId':'7'}}\"></script>"
        for name in parts
    )
    return html("".join(elements))


def unit_answer(content: str) -> Answer:
    return 200, json.dumps({"success": True, "code": "200", "data": {"html": content}}, ensure_ascii=False)


@pytest.mark.parametrize(
    "pager",
    [
        f'<div class="pagination" unitid="分页列表" {LONG} rows="15" count="42" pageNo="NUMBER"></div>',
        "<div id=\"qhUDB_pagination\" queryData=\"{'rows':'15','count':'42','pageNo':'NUMBER'}\"></div>",
        "<div id=q queryData='{&quot;rows&quot;:&quot;15&quot;,&quot;count&quot;:&quot;42&quot;}'></div>",
    ],
)
def test_the_pager_of_a_jpaas_part_is_read_wherever_its_sizes_stand(pager: str) -> None:
    rows = entries(42, lambda n, year: f"/zfxxgk/nb/art/{year + 1}/art_{n:032x}.html")

    def site(request: Fetch) -> Answer:
        if "/unit" not in request.url:
            return 200, jpaas(["分页列表"])
        number = json.loads(query_of(request).get("paramJson", '{"pageNo":1}'))["pageNo"]
        return unit_answer(lis(chunks(rows, 15)[number - 1]) + pager.replace("NUMBER", str(number)))

    assert_whole(walk(site, Column(f"{ROOT}/zfxxgk/nb/index.html")), rows, 4)


def test_a_jpaas_part_whose_pager_says_nothing_and_leads_nowhere_is_an_alarm() -> None:
    rows = entries(15, lambda n, year: f"/zfxxgk/nb/art/{year + 1}/art_{n:032x}.html")

    def site(request: Fetch) -> Answer:
        if "/unit" not in request.url:
            return 200, jpaas(["分页列表"])
        return unit_answer(lis(rows) + '<div class="pagination" data-size="x"></div>')

    walked = walk(site, Column(f"{ROOT}/zfxxgk/nb/index.html"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert walked.suspicions == ["offset_ignored:0"]


def test_a_jpaas_part_without_a_pager_is_whole() -> None:
    rows = entries(15, lambda n, year: f"/zfxxgk/nb/art/{year + 1}/art_{n:032x}.html")
    walked = walk(
        lambda request: unit_answer(lis(rows)) if "/unit" in request.url else (200, jpaas(["信息列表"])),
        Column(f"{ROOT}/zfxxgk/nb/index.html"),
    )
    # nothing says that there is more: asked once, and no alarm when the same comes again
    assert_whole(walked, rows, 3)


def test_a_jpaas_menu_that_is_called_a_list_gives_way_to_the_list() -> None:
    rows = entries(9, lambda n, year: f"/zfxxgk/nb/art/{year + 1}/art_{n:032x}.html")

    def site(request: Fetch) -> Answer:
        if "/unit" not in request.url:
            return 200, jpaas(["左侧栏目列表", "右侧内容"])
        if query_of(request)["tagId"] == "右侧内容":
            return unit_answer(lis(rows))
        return unit_answer('<ul><li><a href="/zfxxgk/zn/index.html">政府信息公开指南</a></li></ul>')

    walked = walk(site, Column(f"{ROOT}/zfxxgk/nb/index.html"))
    assert {ROOT + row.url for row in rows} <= walked.taken


# --- gkmlpt ------------------------------------------------------------------------------------------


def test_a_platform_is_asked_for_what_it_lists_and_not_for_what_its_column_counts() -> None:
    rows = entries(6, lambda n, year: f"/qhx/gkmlpt/content/4/{n}/post_{n + 4688000}.html")

    def site(request: Fetch) -> Answer:
        if "/api/all/" not in request.url:
            config = {"SID": "990017", "TREE": [{"id": 21, "name": "政府信息公开年报", "post_count": 20}]}
            return 200, html(f"<script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>")
        if query_of(request)["page"] != "1":
            return 404, ""
        articles = [
            # the day it was written, and the day it was published
            {
                "id": n,
                "type": "normal",
                "title": row.title,
                "url": row.url,
                "date": 1704067200,
                "create_time": 1706745600,
            }
            for n, row in enumerate(rows)
        ]
        head = {"classify": {"id": 21, "name": "年报", "post_count": 20}, "total": 6, "offset": 0}
        return 200, json.dumps({**head, "articles": articles}, ensure_ascii=False)

    walked = walk(site, Column(f"{ROOT}/qhx/gkmlpt/index"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert len(walked.requests) == 2
    # what the column counts beyond that is said
    assert walked.suspicions == ["missing_n:14"]
    assert {item.listed_on for item in walked.listings[-1].items} == {"2024-02-01"}


# --- 开普 --------------------------------------------------------------------------------------------

BY_META = "var id = $('meta[name=\"channelid\"]').attr('content');"
BY_ADDRESS = "var id = GetQueryString('channelid');"
CALL = (
    "$.ajax({url: '/%s/'+id+'?_isAgg=false&_isJson=true&_pageSize='+$('#pageSize').val()"
    "+'&_template=index&page='+$('#page').val(), type: 'get'});"
)


@pytest.mark.parametrize("place", ["inline", "file", "second file"])
@pytest.mark.parametrize("service", ["searchList", "search", "common/search"])
@pytest.mark.parametrize("by", ["metadata", "address"])
def test_a_kaipu_list_is_asked_for_where_its_script_asks(service: str, place: str, by: str) -> None:
    rows = entries(42, lambda n, year: f"//www.qinghe.gov.cn/qhx/c100099/c{n + 7661000}/content.shtml")
    script = (BY_META if by == "metadata" else BY_ADDRESS) + CALL % service
    files = {"inline": [], "file": ["list.js"], "second file": ["sidelist.js", "render.js"]}[place]
    head = f'<meta name="channelid" content="{CHANNEL}">' if by == "metadata" else '<script src="/ucap/a.js"></script>'
    shell = html(
        f'<ul>{NAV}</ul><ul>{NEWS}</ul><ul id="list"></ul><div id="page_div"></div><input id="pageSize" value="20">'
        + "".join(f'<script src="/qhx/xhtml/js/{name}"></script>' for name in ["jquery.js", *files])
        + ("" if files else f"<script>{script}</script>"),
        head + "<!-- ucap -->",
    )

    def site(request: Fetch) -> Answer:
        if request.url.endswith(".js"):
            return 200, script if request.url.endswith(f"/{files[-1]}") else "var a = 1;"
        if CHANNEL not in urlsplit(request.url).path:
            return 200, shell
        assert urlsplit(request.url).path == f"/{service}/{CHANNEL}"
        page = int(query_of(request)["page"])
        results = [
            {"title": row.title, "url": row.url, "publishedTimeStr": f"{row.date} 10:00:00", "contentHtml": "<p>一</p>"}
            for row in chunks(rows, 18)[page - 1]
        ]
        data = {"page": page, "rows": 18, "total": 42, "channelId": CHANNEL, "results": results}
        return 200, json.dumps({"data": data}, ensure_ascii=False)

    asked = "" if by == "metadata" else f"?channelid={CHANNEL}"
    walked = walk(site, Column(f"{ROOT}/qhx/c100099/common_list.shtml{asked}"))
    assert walked.taken == {f"http:{row.url}" for row in rows}
    assert not walked.suspicions
    assert len(walked.requests) == 4 + len(files)


def test_a_search_form_is_no_list_of_kaipu() -> None:
    text = html('<form action="/search/"></form><script>location.href="/search/"+word;</script>')
    assert systems.detect(Page(f"{ROOT}/zwgk/nb/", text)).id == "generic"


# --- 龙讯 --------------------------------------------------------------------------------------------


def lonsun_pager(number: int, pages: str) -> str:
    go_to = f"function(pageIndex){{ location.href='{ROOT}/content/column/4100273?pageIndex=' + pageIndex;}}"
    sizes = f"{{currPage: ({number - 1}+1),pageCount:{pages}}}"
    return f'<div id="page_4100273"></div><script>Ls.pagination("#page_4100273", {go_to}, {sizes});</script>'


def test_a_lonsun_column_goes_on_where_its_pager_goes() -> None:
    rows = entries(40, lambda n, year: f"/zwgk/nb/{n + 1234}.html")

    def site(request: Fetch) -> Answer:
        path = urlsplit(request.url).path
        number = int(query_of(request).get("pageIndex", "1")) if path == "/content/column/4100273" else 1
        return 200, html(lis(chunks(rows, 15)[number - 1]) + lonsun_pager(number, "3"))

    assert_whole(walk(site, Column(f"{ROOT}/zwgk/nb/index.html")), rows, 3)


def test_a_lonsun_pager_without_a_count_is_an_alarm() -> None:
    rows = entries(15, lambda n, year: f"/zwgk/nb/{n + 1234}.html")
    walked = walk(lambda request: (200, html(lis(rows) + lonsun_pager(1, "n"))), Column(f"{ROOT}/zwgk/nb/index.html"))
    assert walked.suspicions == ["no_next:0"]


# --- 湖州 --------------------------------------------------------------------------------------------


def huzhou(groups: Sequence[Sequence[Entry]], pages: str) -> str:
    data = [
        {"infolist": [{"channelid": 6, "title": row.title, "daytime": row.date, "url": row.url} for row in group]}
        for group in groups
    ]
    return html(f"<script>var dataList={json.dumps(data, ensure_ascii=False)};var pagesData={pages};</script>")


def test_the_groups_of_a_huzhou_page_are_its_pages() -> None:
    rows = entries(40, lambda n, year: f"/nb/{year + 1}0118/i{n + 1234}.html")
    text = huzhou(chunks(rows, 15), '{"curPageNo":1,"pageTotal":3}')
    assert_whole(walk(lambda request: (200, text), Column(f"{ROOT}/nb/index.html")), rows, 1)


def test_a_huzhou_list_goes_on_behind_its_groups() -> None:
    rows = entries(60, lambda n, year: f"/nb/{year + 1}0118/i{n + 1234}.html")

    def site(request: Fetch) -> Answer:
        if request.url.endswith("/nb/index.html"):
            return 200, huzhou(chunks(rows[:45], 15), '{"curPageNo":1,"pageTotal":4}')
        return (200, huzhou([rows[45:]], '{"curPageNo":4,"pageTotal":4}')) if "index_4" in request.url else (404, "")

    assert_whole(walk(site, Column(f"{ROOT}/nb/index.html")), rows, 2)


def test_a_huzhou_list_whose_pages_cannot_be_read_is_an_alarm() -> None:
    rows = entries(15, lambda n, year: f"/nb/{year + 1}0118/i{n + 1234}.html")
    text = huzhou([rows], "getPages()")
    assert walk(lambda request: (200, text), Column(f"{ROOT}/nb/index.html")).suspicions == ["no_next:0"]


# --- 新点 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("script", ["", '<script src="/js/ajaxReq.js"></script>'])
def test_an_epoint_shell_is_known_by_its_address_and_asked_as_json(script: str, wrapped: bool) -> None:
    rows = entries(45, lambda n, year: f"/003/003019/{year + 1}0118/{n:08x}-1b2c-4d5e-8f90-abcdefabcdef.html")

    def site(request: Fetch) -> Answer:
        if request.method == "GET" and request.url.endswith(".js"):
            assert request.url == f"{ROOT}/js/{'ajaxReq' if script else 'webBuilderCommon'}.js"
            return 200, f'var siteInfo = {{"projectName":"/EWB-FRONT","siteGuid":"{SITE_GUID}"}};'
        if request.method == "GET":
            return 200, html(f'<div id="main"></div>{script}')
        if urlsplit(request.url).path != "/EWB-FRONT/rest/lightfrontaction/getgovinfolist":
            return 404, ""
        asked = json.loads(request.body or "{}")
        asked = asked.get("params", {}) if wrapped else asked
        if asked.get("siteGuid") != SITE_GUID or (asked["categorynum"], asked["deptcode"]) != ("003019", "001001"):
            return 200, '{"custom":{"data":[],"total":0}}'
        part = chunks(rows, 20)[asked["pageIndex"]]
        data = [{"title": row.title, "infourl": row.url, "infodate": row.date} for row in part]
        return 200, json.dumps({"custom": {"data": data, "total": 45}}, ensure_ascii=False)

    column = Column(f"{ROOT}/dynamic/zwgk/govInfoPub.html?categorynum=003019&deptcode=001001")
    assert_whole(walk(site, column), rows, 5 + 2 * wrapped)


# --- TrueCMS -----------------------------------------------------------------------------------------


def truecms(rows: Sequence[Entry], total: int) -> str:
    kept = "".join(f'<ul><li><a href="{row.url}">{row.title}</a><span>{row.date}</span></li></ul>' for row in rows)
    script = (
        f"var initData = '<datastore><totalrecord>{total}</totalrecord><recordset>';"
        " $('#initData ul').each(function(){ initData += '<record><![CDATA[' + $(this).html() + ']]></record>'; });"
        " initData += '</recordset></datastore>';"
        f" $('#msgList').jpage({{dataStore:initData, totalRecord:{total}, perPage:10, groupSize:3,"
        f" proxyUrl:'{ROOT}/TrueCMS/messageController/getMessage.do', ajaxParam:{{columnId:'4a5b6c7d-8e9f-4a1b'}}}});"
    )
    return html(
        f'<div id="initData" style="display:none">{kept}</div><div id="msgList"></div><script>{script}</script>'
    )


@pytest.mark.parametrize("form", ["cb(%s);", "%s"])
@pytest.mark.parametrize(("shown", "requests"), [(60, 2), (30, 3), (0, 4)])
def test_truecms_is_asked_by_groups_for_the_records_after_those_of_the_page(
    shown: int, requests: int, form: str
) -> None:
    rows = entries(75, lambda n, year: f"/sgaj/nb/content/7{n:07x}-1b2c-4d5e-8f90-abcdefabcdef.html")

    def site(request: Fetch) -> Answer:
        if "getMessage.do" not in request.url:
            return 200, truecms(rows[:shown], 75)
        asked = query_of(request)
        if not dict(request.headers).get("Referer"):
            return 404, ""
        first, last = int(asked["startrecord"]), int(asked["endrecord"])
        part = rows[first - 1 : last] if last - first < 50 and asked["columnId"] == "4a5b6c7d-8e9f-4a1b" else []
        records = "".join(f"<record><![CDATA[{lis([row])}]]></record>" for row in part)
        data = {"result": f"<datastore><recordset>{records}</recordset></datastore>"}
        return 200, form % json.dumps(data, ensure_ascii=False)

    assert_whole(walk(site, Column(f"{ROOT}/sgaj/nb/nb.html")), rows, requests)


def test_a_truecms_page_with_all_its_records_is_not_asked_on() -> None:
    rows = entries(12, lambda n, year: f"/sgaj/nb/content/7{n:07x}-1b2c-4d5e-8f90-abcdefabcdef.html")
    assert_whole(walk(lambda request: (200, truecms(rows, 12)), Column(f"{ROOT}/sgaj/nb/nb.html")), rows, 1)


def test_truecms_records_that_are_not_to_be_had_are_an_alarm() -> None:
    rows = entries(30, lambda n, year: f"/sgaj/nb/content/7{n:07x}-1b2c-4d5e-8f90-abcdefabcdef.html")

    def site(request: Fetch) -> Answer:
        return (200, '{"result":""}') if "getMessage.do" in request.url else (200, truecms(rows, 75))

    assert any(one.startswith("empty") for one in walk(site, Column(f"{ROOT}/sgaj/nb/nb.html")).suspicions)


# --- 新华网 ------------------------------------------------------------------------------------------

SOURCE = "5a6b7c8d9e0f1a2b3c4d5e6f70819203"


def xinhua(count: int) -> tuple[Walked, list[Entry]]:
    rows = entries(count, lambda n, year: f"/{year + 1}0119/{n:032x}/c.html")

    def site(request: Fetch) -> Answer:
        if request.url.endswith(f"/zfxxgk/ds_{SOURCE}.json"):
            data = [
                {"title": row.title, "publishUrl": f"..{row.url}", "publishTime": f"{row.date} 17:10:41"}
                for row in rows
            ]
            return 200, json.dumps({"datasource": data}, ensure_ascii=False)
        nav = '<ul class="nav" data="datasource:6a7b8c9d0e1f2a3b4c5d6e7f80910213"></ul>'
        shown = f'<ul id="showData0" class="list" data="datasource:{SOURCE}"></ul>'
        script = "new Xhwpage({parentNode:'#showData0',type:'page',pageSize:25});"
        return (200, html(f"{nav}{shown}<script>{script}</script>")) if request.url.endswith(".htm") else (404, "")

    return walk(site, Column(f"{ROOT}/zfxxgk/nb.htm")), rows


def test_a_xinhua_list_is_the_file_that_its_element_names() -> None:
    walked, rows = xinhua(60)
    assert_whole(walked, rows, 2)
    assert walked.listings[1].items[0].listed_on == rows[0].date


def test_a_xinhua_file_that_is_cut_off_at_a_thousand_is_an_alarm() -> None:
    assert xinhua(1000)[0].suspicions == ["no_next:0"]


# --- TRS ---------------------------------------------------------------------------------------------


def test_rows_that_a_script_puts_together_are_read() -> None:
    rows = entries(30, lambda n, year: f"/zwgk/nb/{year + 1}01/t{year + 1}0118_{n + 2730570}.shtml")

    def row_of(row: Entry) -> str:
        return (
            f'<li><script>var url = ".{row.url.removeprefix("/zwgk/nb")}"; var title = "";\nif (title == "") {{\n'
            f'title = "{row.title}"; }}\ndocument.writeln("<a href="+url+" title=\'"+title+"\'>"+title+"</a>");\n'
            f'document.writeln("{row.date} 17:32");</script></li>'
        )

    def site(request: Fetch) -> Answer:
        number = 1 if request.url.endswith("/nb/index_1.shtml") else 0
        part = chunks(rows, 15)[number]
        call = f'<script>createPageHTML(2, {number}, "index", "shtml");</script>'
        return 200, html(f"<ul>{''.join(map(row_of, part))}</ul>{call}")

    walked = walk(site, Column(f"{ROOT}/zwgk/nb/index.shtml"))
    assert_whole(walked, rows, 2)
    assert [item.listed_on for item in walked.listings[0].items] == [row.date for row in rows[:15]]


def test_a_link_that_shows_only_its_day_has_the_title_of_its_attribute() -> None:
    text = html(
        '<ul><li><a href="./t1.htm" title="青禾县财政局2023年政府信息公开工作年度报告"><b>2024-01-11</b></a></li></ul>'
    )
    listing = systems.read_list(Page(f"{ROOT}/zwgk/nb/", text))
    assert [(item.title, item.listed_on) for item in listing.items] == [
        ("青禾县财政局2023年政府信息公开工作年度报告", "2024-01-11")
    ]


# --- pagers whose variables have other names ---------------------------------------------------------


def embedded(rows: Sequence[Entry], variables: str) -> str:
    items = "".join(
        f'<li class="pagedContent"><a href="{row.url}" title="{row.title}"><span>{row.title[:10]}…</span>'
        f"<span>{row.date}</span></a></li>"
        for row in rows
    )
    return html(f"<ul>{items}</ul><script>{variables}</script>")


def shandong(variables: str) -> tuple[Walked, list[Entry]]:
    rows = entries(75, lambda n, year: f"/articles/ch00232/{year + 1}01/{n:08x}-1b2c-4d5e-8f90-abcdefabcdef.shtml")

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(f"{ROOT}/channels/ch00232/")
        known = {"": (rows[:60], 1, 3), "index_1.shtml": (rows[60:], 4, 4)}
        if name not in known:
            return 404, ""
        part, start, end = known[name]
        return 200, embedded(part, variables.replace("START", str(start)).replace("END", str(end)))

    return walk(site, Column(f"{ROOT}/channels/ch00232/")), rows


def test_a_shandong_list_with_renamed_variables_is_read_to_its_end() -> None:
    walked, rows = shandong("var qa=75;var qb=20;var qc=START;var qd=END;var qe=4;")
    assert_whole(walked, rows, 2)


@pytest.mark.parametrize("variables", ["", "var qa=75;", "init(75,20,START,END);"])
def test_a_shandong_list_whose_size_nothing_tells_is_an_alarm(variables: str) -> None:
    walked, rows = shandong(variables)
    assert walked.taken == {ROOT + row.url for row in rows[:60]}
    assert walked.suspicions == ["no_next:0"]


def test_a_shandong_list_that_holds_all_by_other_names_is_whole() -> None:
    rows = entries(45, lambda n, year: f"/articles/ch00232/{year + 1}01/{n:08x}-1b2c-4d5e-8f90-abcdefabcdef.shtml")
    text = embedded(rows, "var qa=45;var qb=20;var qc=1;var qd=3;var qe=3;")
    assert_whole(walk(lambda request: (200, text), Column(f"{ROOT}/channels/ch00232/")), rows, 1)


@SKINS
def test_numbers_that_make_more_pages_of_any_list_are_a_claim(skin: Skin) -> None:
    rows = entries(15, lambda n, year: f"./{year + 1}01/x{n + 5000}.html")
    site = skin(rows, scripts="<script>var zt = 42; var zs = 15; var zp = 3;</script>")
    walked = walk(lambda request: (200, site) if request.url.endswith("/nb/") else (404, ""), Column(f"{ROOT}/nb/"))
    assert walked.listings[0].pages_claimed == 3
    assert len(walked.requests) == 3


@SKINS
@pytest.mark.parametrize("script", ["var a = 15; var b = 15; var c = 1;", "var a = 2; var b = 500; var c = 3;"])
def test_numbers_that_make_no_more_pages_are_none(skin: Skin, script: str) -> None:
    rows = entries(15, lambda n, year: f"./{year + 1}01/x{n + 5000}.html")
    site = skin(rows, scripts=f"<script>{script}</script>")
    walked = walk(lambda request: (200, site) if request.url.endswith("/nb/") else (404, ""), Column(f"{ROOT}/nb/"))
    assert not walked.suspicions
    assert len(walked.requests) == 1


def test_a_hanweb_pager_whose_sizes_are_computed_is_an_alarm() -> None:
    rows = entries(15, lambda n, year: f"/art/{year + 1}/1/18/art_1_{n + 1618518}.html")
    records = "".join(f"<record><![CDATA[{lis([row])}]]></record>" for row in rows)
    store = (
        f'<div id="21"><script type="text/xml"><datastore><recordset>{records}</recordset></datastore></script></div>'
    )
    text = html(f"{store}<script>$('#21').jpage({{totalRecord:total,perPage:size}});</script>")
    walked = walk(lambda request: (200, text), Column(f"{ROOT}/col/col1/index.html"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert walked.suspicions == ["no_next:0"]
