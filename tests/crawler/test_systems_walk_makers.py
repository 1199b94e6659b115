"""The systems of the large makers, TRS, Hanweb, JPAAS and 开普, each walked over a site of its own kind.

Lists come in two skins nobody's selectors were written for; the walk is the one of `crawler.discovery`. Agencies and
counties are invented; tag, class, script and parameter names are those by which the systems are known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler import urls
from crawler.catalogue import Column
from crawler.systems.pages import Fetch
from tests.crawler.walked_sites import (
    HOST,
    NAV,
    ROOT,
    SKINS,
    Answer,
    Entry,
    Site,
    Skin,
    assert_all,
    assert_system,
    chunks,
    entries,
    report_text,
    skin_a,
    walk,
)

# --- TRS ----------------------------------------------------------------------------------------------


@SKINS
@pytest.mark.parametrize(
    "call",
    [
        'createPageHTML({n}, {k}, "index", "html");',
        'createPageHTML({n}, {k},"index", "html", "black2", {total});',
        (
            "var currentPage = {k};//所在页从0开始\nvar countPage = {n}//共多少页\ncreatePageHTML(countPage,"
            " currentPage, 'index', 'html');"
        ),
    ],
)
def test_trs_counts_files_from_zero(skin: Skin, call: str) -> None:
    rows = entries(45, lambda n, year: f"./{year + 1}01/t{year + 1}0118_{n + 10000}.html")
    base = f"{ROOT}/zwgk/zfxxgk/zfxxgknb/bm_73584/"
    parts = chunks(rows, 15)
    definition = (
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ document.write(_nPageCount); }"
    )

    def site(request: Fetch) -> Answer:
        files = {"": 0, "index.html": 0, "index_1.html": 1, "index_2.html": 2}
        name = request.url.removeprefix(base)
        if name not in files:
            return 404, ""
        k = files[name]
        return 200, skin(parts[k], scripts=f"<script>{definition}\n{call.format(n=3, k=k, total=45)}</script>")

    walked = walk(site, Column(base))
    assert_all(walked, rows, base)
    assert_system(walked, "trs")
    assert len(walked.requests) == 3


def test_a_trs_looking_pager_that_counts_from_one_is_found_out() -> None:
    rows = entries(30, lambda n, year: f"./{year + 1}01/t{year + 1}0118_{n + 10000}.html")
    base = f"{ROOT}/nb/"
    parts = chunks(rows, 15)

    def site(request: Fetch) -> Answer:
        files = {"": 0, "index.html": 0, "index_1.html": 0, "index_2.html": 1}
        k = files.get(request.url.removeprefix(base))
        return (
            (404, "")
            if k is None
            else (200, skin_a(parts[k], scripts='<script>createPageHTML(2, 0, "index", "html")</script>'))
        )

    walked = walk(site, Column(base))
    assert walked.taken == {urls.resolve(base, row.url) for row in rows}
    assert walked.suspicions == ["other_way:0"]


@pytest.mark.parametrize(
    "url",
    [
        "/igs/front/search/publish/data/list.html?index=zzb&pageNumber=1&pageSize=20&filter[CHANNELID]=77",
        "/zwgk/nb/zcwj.json",
    ],
)
def test_trs_lists_that_come_as_data(url: str) -> None:
    rows = entries(
        33 if "igs" in url else 12, lambda n, year: f"/zwgk/nb/{year + 1}01/t{year + 1}0118_{n + 10000}.html"
    )

    def site(request: Fetch) -> Answer:
        if request.url == f"{ROOT}/zwgk/nb/":
            template = (
                '<ul><li ms-repeat="datas"><a ms-attr-href="{{el.url}}" href="{{el.url}}">{{el.title}}</a></li></ul>'
            )
            return 200, skin_a([], extra=template, scripts=f'<script>$.get("{url}", function(d){{}})</script>')
        query = parse_qs(urlsplit(request.url).query)
        number = int(query.get("pageNumber", ["1"])[0])
        size = 20 if "igs" in request.url else 1000
        part = rows[(number - 1) * size : number * size]
        rows_json = [{"DOCTITLE": row.title, "DOCPUBURL": row.url, "PUBDATE": row.date + " 09:00:00"} for row in part]
        return 200, json.dumps(
            {"page": {"total": len(rows), "pageSize": size, "content": rows_json}}, ensure_ascii=False
        )

    walked = walk(site, Column(f"{ROOT}/zwgk/nb/"))
    assert_all(walked, rows)
    assert_system(walked, "trs")


def test_the_national_template_is_not_caught_by_its_menu() -> None:
    rows = entries(20, lambda n, year: f"/zfxxgk/zfxxgknb/{year + 1}01/t{year + 1}0118_{n}11.html")
    menu = "".join(
        f'<li><a href="/zfxxgk/{word}/202106/t20210601_{n}22.html" title="{name}">{name}</a><b>2021-06-01</b></li>'
        for n, (word, name) in enumerate(
            [
                ("zn", "政府信息公开指南"),
                ("zd", "政府信息公开制度"),
                ("bb", "2023年度政府网站工作年度报表"),
                ("fz", "青禾县2023年法治政府建设年度报告"),
            ]
        )
    )

    def page(rows: Sequence[Entry], pager: str) -> str:
        body = "".join(
            f'<li><a href="{row.url}" title="{row.title}">{row.title[:10]}…</a><b>{row.date}</b></li>' for row in rows
        )
        return (
            f'<html><body><ul class="submenu">{menu}</ul><div class="scroll_main ScrollStyle"><div'
            f' class="zfxxgk_zdgkc"><ul>{body}</ul></div></div><div id="pages">{pager}</div></body></html>'
        )

    def site(request: Fetch) -> Answer:
        if request.url.endswith("/zfxxgknb/"):
            return 200, page(
                rows[:12],
                '<a class="cur">1</a><a href="index_1.html">2</a><a class="next" href="index_1.html">下一页</a>',
            )
        return 200, page(rows[12:], '<a href="index.html">1</a><a class="cur">2</a>')

    walked = walk(site, Column(f"{ROOT}/zfxxgk/zfxxgknb/"))
    assert_all(walked, rows)
    assert_system(walked, "national")


def test_dates_glued_to_the_end_of_the_link_are_not_part_of_the_title() -> None:
    rows = entries(40, lambda n, year: f"./{year + 1}01/t{year + 1}0118_{n}.html")
    body = "".join(f'<div class="itemb"><a href="{row.url}">{row.title} {row.date}</a></div>' for row in rows)
    walked = walk(lambda request: (200, f"<html><body>{body}</body></html>"), Column(f"{ROOT}/zwgk/gknb/"))
    assert_all(walked, rows, f"{ROOT}/zwgk/gknb/")
    assert {(item.title, item.listed_on) for item in walked.listings[0].items} == {
        (row.title, row.date) for row in rows
    }


# --- Hanweb ----------------------------------------------------------------------------------------


def jpage_site(
    rows: Sequence[Entry],
    *,
    record: Callable[[Entry], str],
    obeys: str,
    embedded: int = 45,
    claimed: int | None = None,
    proxy: str = "/module/web/jpage/dataproxy.jsp",
) -> Site:
    total = len(rows) if claimed is None else claimed

    def store(part: Sequence[Entry], group: int) -> str:
        body = "".join(f"<record><![CDATA[{record(row)}]]></record>" for row in part)
        query = f"page={group}&appid=1&webid=1&path=/&columnid=33718&unitid=212860&webname=%E9%9D%92&permissiontype=0"
        link = f'<a href="{proxy}?{query}"></a>'
        return f"<nextgroup><![CDATA[{link}]]></nextgroup><recordset>{body}</recordset>"

    def site(request: Fetch) -> Answer:
        parts = urlsplit(request.url)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        query.update(dict(request.form))
        if not parts.path.endswith("dataproxy.jsp"):
            script = (
                "<script>var param_212860={columnid:33718,unitid:'212860'};"
                f" $('#212860').jpage({{totalRecord:{total},perPage:15}});</script>"
            )
            body = (
                '<div id="212860"><script'
                f' type="text/xml"><datastore>{store(rows[:embedded], 1)}</datastore></script></div>{script}'
            )
            return 200, skin_a([], extra=body)
        if query.get("unitid") != "212860" or query.get("columnid") != "33718":
            return 200, "<datastore><totalrecord>0</totalrecord><recordset></recordset></datastore>"
        part: Sequence[Entry] = rows[:embedded]
        if obeys == "records" and "startrecord" in query:
            part = rows[int(query["startrecord"]) - 1 : int(query["endrecord"])]
        elif obeys == "page" and "page" in query:
            size, number = int(query.get("perpage", "15")), int(query["page"])
            part = rows[(number - 1) * size : number * size]
        elif obeys == "own_size" and "page" in query and "startrecord" not in query:
            number = int(query["page"])
            part = rows[(number - 1) * embedded : number * embedded]
        elif obeys == "group" and "page" in query and "startrecord" not in query:
            number = int(query["page"])
            part = rows[number * embedded : (number + 1) * embedded] if "perpage" not in query else rows[:embedded]
            return 200, f"<datastore><totalrecord>{total}</totalrecord>{store(part, number + 1)}</datastore>"
        return (
            200,
            f"<datastore><totalrecord>{total}</totalrecord><totalpage>7</totalpage>{store(part, 1)}</datastore>",
        )

    return site


RECORDS: dict[str, Callable[[Entry], str]] = {
    "li": lambda row: (
        f"<li><a href='{row.url}' title='{row.title}'>{row.title[:12]}...</a><span>{row.date}</span></li>"
    ),
    "tr": lambda row: f'<tr><td align="left"><a href="{ROOT}{row.url}">{row.title}</a></td><td>{row.date}</td></tr>',
    "p": lambda row: f'<p class="lb-list"><a href="{row.url}">{row.title}</a><span>{row.date}</span></p>',
    "polluted": lambda row: (
        f"<li style=color:red<br/><a href='{row.url}' title='{row.title}'>{row.title}</a><b>{row.date}</b></li>"
    ),
}


@pytest.mark.parametrize(("count", "embedded"), [(131, 45), (260, 45), (200, 36)])
def test_hanweb_pages_of_the_servers_own_size(count: int, embedded: int) -> None:
    rows = entries(count, lambda n, year: f"/art/{year + 1}/1/{n % 28 + 1}/art_33718_{n + 1000}.html")
    site = jpage_site(rows, record=RECORDS["li"], obeys="own_size", embedded=embedded)
    walked = walk(site, Column(f"{ROOT}/col/col33718/index.html"))
    assert_all(walked, rows)
    assert len(walked.requests) <= count // embedded + 3


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("obeys", ["records", "page", "group"])
def test_hanweb_records_beyond_the_embedded_ones(kind: str, obeys: str) -> None:
    rows = entries(97, lambda n, year: f"/art/{year + 1}/1/{n % 28 + 1}/art_33718_{n + 1000}.html")
    walked = walk(jpage_site(rows, record=RECORDS[kind], obeys=obeys), Column(f"{ROOT}/col/col33718/index.html"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert_system(walked, "hanweb")
    assert not [kind for kind in walked.suspicions if kind.startswith("missing")]
    if obeys == "records":
        assert len(walked.requests) <= 3
        assert not walked.suspicions
    else:
        # an offset that was ignored is said, even though another way was found
        assert any(kind.startswith("other_way") for kind in walked.suspicions)


def test_hanweb_counts_that_lie_are_reported() -> None:
    rows = entries(50, lambda n, year: f"/art/{year + 1}/1/8/art_33718_{n + 1000}.html")
    site = jpage_site(rows, record=RECORDS["li"], obeys="records", claimed=70)
    walked = walk(site, Column(f"{ROOT}/col/col33718/index.html"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert any(kind.startswith(("missing_n:20", "empty")) for kind in walked.suspicions)


def test_hanweb_client_side_page_numbers_are_not_followed() -> None:
    rows = entries(10, lambda n, year: f"/art/{year + 1}/1/8/art_33718_{n + 1000}.html")
    pager = '<div class="jpage"><a href="index.html?uid=212860&pageNum=2">下一页</a></div>'
    inner = jpage_site(rows, record=RECORDS["li"], obeys="records")

    def site(request: Fetch) -> Answer:
        status, text = inner(request)
        return status, text.replace("</body>", pager + "</body>")

    walked = walk(site, Column(f"{ROOT}/col/col33718/index.html"))
    assert_all(walked, rows)
    assert len(walked.requests) == 1


def test_hanweb_xxgk_searches_the_annual_report_node_of_its_tree() -> None:
    rows = entries(50, lambda n, year: f"/art/{year + 1}/1/31/art_6924_{n + 1618000}.html")
    noise = [Entry(f"/art/2024/3/1/art_7000_{n}.html", f"关于第{n}批项目的通知", "2024-03-01") for n in range(6)]

    def site(request: Fetch) -> Answer:
        if "tree.jsp" in request.url:
            nodes = "".join(
                f'<div class="node"><a href="javascript:void(0)" onclick="search(\'{key}\',\'{name}\')"'
                f" infotypeId='{key}'>{name}</a></div>"
                for key, name in [("A01", "政府信息公开指南"), ("B07", "政府信息公开年报"), ("C01", "通知公告")]
            )
            return (
                200,
                (
                    "<html><body><form action='/module/xxgk/search.jsp'><input type='hidden' name='area'"
                    f" value='114200'></form>{nodes}</body></html>"
                ),
            )
        form = dict(request.form)
        if request.method != "POST" or form.get("infotypeId") != "B07" or form.get("area") != "11420000MB":
            return 200, "<div>共0页</div>"
        number = int(form["currpage"])
        part = rows[(number - 1) * 15 : number * 15] + (noise if number == 1 else [])
        body = "".join(
            f'<tr class="tr_main_value_{"odd" if n % 2 else "even"}"><td><a class="bt_link" href="{row.url}"'
            f' title="{row.title}">{row.title[:9]}..</a></td><td>{row.date}</td></tr>'
            for n, row in enumerate(part)
        )
        return 200, f"<html><body><table>{body}</table><div>共4页 第{number}页</div></body></html>"

    walked = walk(site, Column(f"{ROOT}/module/xxgk/tree.jsp?area=11420000MB"))
    assert_all(walked, rows)
    assert_system(walked, "hanweb_xxgk")


def test_hanweb_annual_report_pages_are_walked_by_year() -> None:
    published = {2019, 2020, 2021, 2022, 2024}

    def site(request: Fetch) -> Answer:
        year = int(parse_qs(urlsplit(request.url).query)["fbtime"][0])
        return 200, report_text(year) if year in published else "<html><body><div></div></body></html>"

    column = Column(f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area=004374579&fbtime=2022&showType=2")
    walked = walk(site, column)
    found = {int(parse_qs(urlsplit(url).query)["fbtime"][0]) for url in walked.reports_here}
    assert found >= {2019, 2020, 2021, 2022}
    assert not walked.suspicions
    assert len(walked.requests) <= 12


def test_hanweb_annual_report_years_listed_on_the_page_are_taken() -> None:
    def site(request: Fetch) -> Answer:
        options = "".join(
            f'<li><a href="javascript:void(0)" onclick="change(\'fbtime={year}\')">{year}年</a></li>'
            for year in range(2019, 2025)
        )
        return 200, report_text(2022).replace("<body>", f"<body><ul>{options}</ul>")

    walked = walk(site, Column(f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2022&showType=2"))
    years = {int(parse_qs(urlsplit(url).query)["fbtime"][0]) for url in walked.taken}
    assert years == {2019, 2020, 2021, 2023, 2024}


# --- JPAAS ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attribute", ["queryData", "querydata"])
@pytest.mark.parametrize("parse_type", ["bulidstatic", "buildstatic"])
def test_jpaas_pages_by_param_json_only(attribute: str, parse_type: str) -> None:
    rows = entries(40, lambda n, year: f"/zfxxgk/zfxxgknb/{year}/art/{year + 1}/art_{n:032x}.html")
    path = "/api-gateway/jpaas-publish-server/front/page/build/unit"

    def site(request: Fetch) -> Answer:
        if path not in request.url:
            common = f"'parseType':'{parse_type}','webId':'9','tplSetId':'ab','pageType':'column','pageId':'77'"
            unit = f"{{{common},'tagId':'信息列表'}}"
            nav = f"{{{common},'tagId':'头部导航'}}"
            return (
                200,
                (
                    f'<html><body><div><script url="{path}" {attribute}="{nav}"></script></div><div'
                    f' class="wrap"><script type="text/javascript" {attribute}="{unit}"'
                    f' url="{path}"></script></div></body></html>'
                ),
            )
        assert ("Referer", f"{ROOT}/zfxxgk/zfxxgknb/index.html") in request.headers
        query = {key: values[0] for key, values in parse_qs(urlsplit(request.url).query).items()}
        assert query["tagId"] == "信息列表"
        wanted = json.loads(query["paramJson"]) if "paramJson" in query else {"pageNo": 1, "pageSize": 15}
        part = rows[(wanted["pageNo"] - 1) * 15 : wanted["pageNo"] * 15]
        body = "".join(
            f'<li><a href="{row.url}" title="{row.title}">{row.title[:9]}...</a><span>{row.date}</span></li>'
            for row in part
        )
        html = (
            f'<div class="page-content"><ul>{body}</ul></div><div class="pagination" rows="15" count="{len(rows)}"'
            f' pageNo="{wanted["pageNo"]}"></div>'
        )
        return 200, json.dumps({"success": True, "data": {"html": html}}, ensure_ascii=False)

    walked = walk(site, Column(f"{ROOT}/zfxxgk/zfxxgknb/index.html"))
    assert_all(walked, rows)
    assert_system(walked, "jpaas")
    assert len(walked.requests) == 4


@pytest.mark.parametrize("pager", ['<div class="page"><a href="javascript:void(0)">下一页</a></div>', ""])
@pytest.mark.parametrize(("total", "requests"), [(8, 2), (15, 3), (40, 4)])
def test_jpaas_answers_without_a_count_are_asked_on_until_one_is_short(pager: str, total: int, requests: int) -> None:
    rows = entries(total, lambda n, year: f"/qhslj/zfxxgknb/art/{year + 1}/art_{n:032x}.html")
    query = (
        "{'parseType':'bulidstatic','webId':'3630','tplSetId':'5HrZ','pageType':'column','tagId':'右侧内容',"
        "'editType':'null','pageId':'1229858680'}"
    )
    unit = "/api-gateway/jpaas-publish-server/front/page/build/unit"

    def site(request: Fetch) -> Answer:
        parts = urlsplit(request.url)
        if parts.path == "/qhslj/zfxxgknb/index.html":
            script = f'<script src="/AuthorizedRead/unitbuild.js" url="{unit}" queryData="{query}"></script>'
            return 200, skin_a([], scripts=script)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        place = json.loads(asked.get("paramJson", '{"pageNo": 1, "pageSize": 15}'))
        part = rows[(place["pageNo"] - 1) * place["pageSize"] : place["pageNo"] * place["pageSize"]]
        body = "".join(f'<li><a href="{row.url}" title="{row.title}">…</a><span>{row.date}</span></li>' for row in part)
        return 200, json.dumps({"success": True, "data": {"html": f"<ul>{body}</ul>{pager}"}}, ensure_ascii=False)

    walked = walk(site, Column(f"{ROOT}/qhslj/zfxxgknb/index.html"))
    assert_all(walked, rows)
    assert_system(walked, "jpaas")
    assert len(walked.requests) == requests


# --- 开普 ------------------------------------------------------------------------------------------------


@SKINS
@pytest.mark.parametrize(
    ("box", "name", "suffix"),
    [
        ("page_div", "list", "shtml"),
        ("paging", "index", "html"),
        ("page_div", "common_list", "shtml"),
        ("p1", "zfxxgklby_nb", "shtml"),
    ],
)
def test_ucap_counts_files_from_one(skin: Skin, box: str, name: str, suffix: str) -> None:
    rows = entries(38, lambda n, year: f"/qhx/c123689/{year + 1}01/{n:032x}.shtml")
    base = f"{ROOT}/qhx/c123689/"
    parts = chunks(rows, 10)

    def site(request: Fetch) -> Answer:
        files = {f"{name}.{suffix}": 0, **{f"{name}_{k}.{suffix}": k - 1 for k in range(2, 5)}}
        k = files.get(request.url.removeprefix(base))
        if k is None:
            return 404, ""
        return 200, skin(
            parts[k], scripts=f"<script>createPageHTML('{box}',4,{k + 1},'{name}','{suffix}',38);</script>"
        )

    walked = walk(site, Column(f"{base}{name}.{suffix}"))
    assert_all(walked, rows)
    assert_system(walked, "ucap")
    assert len(walked.requests) == 4


def test_a_list_inside_a_comment_is_read() -> None:
    rows = entries(20, lambda n, year: f"/qhx/c110634/{year + 1}01/{n + 174240943}.shtml")
    body = "".join(f'<li><a href="{row.url}" title="{row.title}">{row.title}</a><b>{row.date}</b></li>' for row in rows)
    text = (
        f"<html><body><ul class='menu'>{NAV}</ul><ul><!--{body}<script>createPageHTML('page_div',1,"
        " 1,'zwgklist','shtml',20);</script>--></ul></body></html>"
    )
    walked = walk(lambda request: (200, text), Column(f"{ROOT}/qhx/c110634/zwgklist.shtml"))
    assert_all(walked, rows)


def test_ucap_json_lists() -> None:
    rows = entries(40, lambda n, year: f"//{HOST}/qhx/c99/{year + 1}01/{n:032x}.shtml")

    def site(request: Fetch) -> Answer:
        if request.url.endswith("/qhx/c99/list.shtml"):
            script = (
                "<script>var channelId='9f3b77'; $.ajax({url:'/common/search/' + channelId +"
                " '?_isAgg=true&_isJson=true&_pageSize=15&_template=index&page='+n})</script>"
            )
            return 200, skin_a([], scripts=script)
        query = {key: values[0] for key, values in parse_qs(urlsplit(request.url).query).items()}
        assert "/common/search/9f3b77" in request.url
        assert query["_isJson"] == "true"
        number = int(query["page"])
        results = [
            {
                "title": row.title,
                "url": row.url,
                "publishedTimeStr": row.date + " 10:00:00",
                "domainMetaList": [{"resultList": [{"key": "refno", "name": "文号", "value": ""}]}],
            }
            for row in rows[(number - 1) * 15 : number * 15]
        ]
        return 200, json.dumps(
            {"data": {"total": 40, "page": number, "rows": 15, "results": results}}, ensure_ascii=False
        )

    walked = walk(site, Column(f"{ROOT}/qhx/c99/list.shtml"))
    assert_all(walked, rows)
    assert_system(walked, "ucap")


def test_jiangxi_query_list_with_addresses_in_a_json_text() -> None:
    rows = entries(25, lambda n, year: f"{ROOT}/xxgk/{year + 1}01/{n:032x}.shtml")

    def site(request: Fetch) -> Answer:
        if request.method == "GET":
            return 200, skin_a(
                [],
                scripts="<script>$.post('/queryList',{current:1,pageSize:10,webSiteCode:['qh01'],channelCode:['c22','c23']})</script>",
            )
        form = request.form
        assert ("channelCode[]", "c22") in form
        assert ("channelCode[]", "c23") in form
        number = int(dict(form)["current"])
        results = [
            {
                "source": {
                    "title": row.title,
                    "pubDate": row.date,
                    "urls": json.dumps({"pc": row.url, "wap": row.url + "?wap"}),
                }
            }
            for row in rows[(number - 1) * 10 : number * 10]
        ]
        return 200, json.dumps({"data": {"total": 25, "results": results}}, ensure_ascii=False)

    walked = walk(site, Column(f"{ROOT}/xxgk/nb.shtml"))
    assert_all(walked, rows)
