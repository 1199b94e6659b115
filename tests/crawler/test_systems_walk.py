"""Every system walked over a site of its own kind, in two skins nobody's selectors were written for.

A site is a function from a request to an answer; the walk is the one of `crawler.discovery`. Agencies and counties are
invented; tag, class, script and parameter names are those by which the systems are known.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler import discovery, judging, list_checks, systems, urls
from crawler.catalogue import Column, Portal
from crawler.systems.pages import Fetch, ListPage, Page

HOST = "www.qinghe.gov.cn"
ROOT = f"http://{HOST}"
OFFICES = [
    "教育局",
    "财政局",
    "民政局",
    "水利局",
    "司法局",
    "审计局",
    "统计局",
    "商务局",
    "交通运输局",
    "农业农村局",
    "卫生健康局",
    "应急管理局",
    "自然资源局",
    "生态环境分局",
]
TOWNS = ["白石镇", "云溪镇", "柳湾镇", "双桥乡", "石门乡", "城关街道办事处"]

Answer = tuple[int, str]
Site = Callable[[Fetch], Answer]


@dataclass(frozen=True)
class Entry:
    url: str
    title: str
    date: str


@dataclass
class Walked:
    taken: set[str] = field(default_factory=set)
    requests: list[Fetch] = field(default_factory=list)
    suspicions: list[str] = field(default_factory=list)
    listings: list[ListPage] = field(default_factory=list)
    reports_here: set[str] = field(default_factory=set)


def entries(count: int, address: Callable[[int, int], str]) -> list[Entry]:
    found: list[Entry] = []
    names = [f"青禾县{name}" for name in (*OFFICES, *TOWNS)]
    for number in range(count):
        year = 2024 - number // len(names)
        title = f"{names[number % len(names)]}{year}年政府信息公开工作年度报告"
        day = f"{year + 1}-01-{number % 28 + 1:02d}"
        found.append(Entry(address(number, year), title, day))
    return found


def walk(site: Site, column: Column, *, hosts: Sequence[str] = (HOST,), limit: int = 120) -> Walked:
    portal = Portal("qinghe", "青禾县人民政府", "county", "990001", tuple(hosts), (column,))
    out = Walked()
    queue: list[Fetch] = list(systems.first_fetches(column))
    lists: dict[str, list[ListPage]] = {}
    asked: set[object] = set()
    while queue:
        request = queue.pop(0)
        if request.identity in asked or len(out.requests) >= limit:
            continue
        asked.add(request.identity)
        request = Fetch.from_dict(json.loads(json.dumps(request.as_dict())))
        out.requests.append(request)
        status, text = site(request)
        if status == 404:
            queue = [*discovery.plan_refused(request, portal=portal).next, *queue]
            continue
        page = Page(url=request.url, text=text, status=status, request=request)
        listing = systems.read_list(page, column)
        previous = lists.setdefault(listing.list_url, [])
        plan = discovery.plan_list(listing, previous=previous, portal=portal, column=column, request=request)
        previous.append(listing)
        out.listings.append(listing)
        out.suspicions.extend(f"{one.kind}:{one.missing}" for one in plan.suspicions)
        out.taken.update(fetch.url for fetch in plan.articles)
        if plan.report_here:
            out.reports_here.add(request.url)
        queue = [*plan.next, *queue, *plan.columns]
    return out


# --- skins ------------------------------------------------------------------------------------------

NAV = "".join(
    f'<li><a href="/zw/lm{n}/">{word}</a></li>'
    for n, word in enumerate(
        [
            "首页",
            "新闻中心",
            "政务动态",
            "办事服务",
            "互动交流",
            "数据开放",
            "走进青禾",
            "投资青禾",
            "专题专栏",
            "政府信息公开指南",
            "政府信息公开制度",
            "法定主动公开内容",
            "依申请公开",
            "通知公告",
            "人事任免",
        ]
    )
)
NEWS = "".join(
    f'<li><a href="/xwzx/zwyw/202501/t20250117_88{n}.html"'
    f' title="县领导调研第{n}项重点工程">县领导调研第{n}项...</a><span>2025-01-17</span></li>'
    for n in range(8)
)
FOOT = (
    '<div class="footer"><a href="http://www.baishi.gov.cn/">白石镇</a> 网站标识码：9900010001 <a'
    ' href="https://beian.miit.gov.cn/">备案</a></div>'
)


def skin_a(rows: Sequence[Entry], extra: str = "", scripts: str = "") -> str:
    """ul/li, full title in @title over a cut text, date in a sibling span."""
    body = "".join(
        f'<li><i class="dot"></i><a href="{row.url}" title="{row.title}" target="_blank">{row.title[:14]}...</a><span'
        f' class="date">{row.date}</span></li>'
        for row in rows
    )
    return (
        "<!DOCTYPE html><html><head><title>政府信息公开年报-青禾县人民政府</title></head><body><div"
        f' class="header"><ul class="nav">{NAV}</ul></div><div class="weizhi">当前位置：<a href="/">首页</a> > <a'
        f' href="/zwgk/">政务公开</a></div><div class="aside"><h3>要闻</h3><ul>{NEWS}</ul></div><div'
        f' class="con-r"><ul class="lb">{body}</ul>{extra}</div>{FOOT}{scripts}</body></html>'
    )


def skin_b(rows: Sequence[Entry], extra: str = "", scripts: str = "") -> str:
    """Upper-case tables, date before the link, a separator row after every five, no @title."""
    body = ""
    for number, row in enumerate(rows, start=1):
        body += f'<TR><TD width="60">[{row.date}]</TD><TD><A HREF="{row.url}">{row.title}</A></TD></TR>'
        if number % 5 == 0:
            body += '<TR><TD class="GroupBlankLine" colspan="2"></TD></TR>'
    return (
        "<HTML><HEAD><TITLE>年报</TITLE></HEAD><BODY><TABLE"
        f" id=top><TR><TD>{NAV}</TD></TR></TABLE><TABLE><TR><TD><UL>{NEWS}</UL></TD>"
        f'<TD class="mainbox"><TABLE class="k9">{body}</TABLE>{extra}</TD></TR></TABLE>{FOOT}{scripts}</BODY></HTML>'
    )


Skin = Callable[..., str]
SKINS = pytest.mark.parametrize("skin", [skin_a, skin_b], ids=["list", "table"])


def chunks(rows: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def assert_all(walked: Walked, rows: Sequence[Entry], base: str = ROOT) -> None:
    expected = {urls.resolve(base, row.url) for row in rows}
    assert walked.taken == expected
    assert not [kind for kind in walked.suspicions if not kind.startswith(("pages_missing", "other_way"))]


def assert_system(walked: Walked, name: str) -> None:
    assert {listing.system for listing in walked.listings} == {name}


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


SECTIONS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def report_text(year: int) -> str:
    parts = "".join(
        f"<h3>{heading}</h3><p>{year}年，青禾县认真贯彻落实有关规定，扎实推进各项工作，不断提升水平和质量，"
        f"取得了新的成效。{'本部分内容如下。' * 6}</p>"
        for heading in SECTIONS
    )
    return f"<html><body><h1>青禾县水利局{year}年政府信息公开工作年度报告</h1><div>{parts}</div></body></html>"


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


# --- 广东 ------------------------------------------------------------------------------------------------


def gkmlpt_site(rows: Sequence[Entry], *, reachable: int, size: int = 100) -> Site:
    tree = (
        "[{id:21020,name:'政府信息公开',parent:0,post_count:900,children:[{id:21021,name:'政府信息公开指南',parent:21020,post_count:1,children:[]},"
        f"{{id:21022,name:'政府信息公开年报',parent:21020,post_count:0,children:[{{id:21023,name:'年报',parent:21022,post_count:{len(rows)},children:[]}}]}}]}}]"
    )

    def site(request: Fetch) -> Answer:
        parts = urlsplit(request.url)
        if parts.path.endswith("/gkmlpt/index"):
            return (
                200,
                (
                    f"<html><body><div id=app></div><script>window._CONFIG = {{ APP_URL: '{ROOT}/qhxczj/gkmlpt',"
                    f" TREE:{tree}, SID:'758019', NOW: new Date(), }};</script></body></html>"
                ),
            )
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        assert query["sid"] == "758019"
        number = max(1, int(query["page"]))
        if number > reachable or not parts.path.endswith("/api/all/21023"):
            return 404, ""
        import datetime

        articles = [
            {
                "id": n,
                "title": row.title,
                "url": row.url,
                "publisher": "青禾县财政局",
                "identifier": f"1199000100000000X/2024-{n:05d}",
                "date": int(datetime.datetime.fromisoformat(row.date + "T09:00:00+08:00").timestamp()),
            }
            for n, row in enumerate(rows[(number - 1) * size : number * size])
        ]
        return 200, json.dumps(
            {"classify": {"id": 21023, "name": "年报", "post_count": len(rows)}, "articles": articles},
            ensure_ascii=False,
        )

    return site


def test_gkmlpt_reads_its_tree_and_pages() -> None:
    rows = entries(203, lambda n, year: f"{ROOT}/qhxczj/gkmlpt/content/4/{n}/post_{n + 4688000}.html")
    walked = walk(gkmlpt_site(rows, reachable=3), Column(f"{ROOT}/qhxczj/gkmlpt/index#21022"))
    assert_all(walked, rows)
    assert_system(walked, "gkmlpt")
    item = next(item for listing in walked.listings for item in listing.items)
    assert item.listed_on == rows[0].date
    assert item.publisher == "青禾县财政局"


def test_gkmlpt_that_refuses_page_two_says_how_many_are_missing() -> None:
    rows = entries(203, lambda n, year: f"{ROOT}/qhxczj/gkmlpt/content/4/{n}/post_{n + 4688000}.html")
    walked = walk(gkmlpt_site(rows, reachable=1), Column(f"{ROOT}/qhxczj/gkmlpt/index"))
    assert len(walked.taken) == 100
    last = [listing for listing in walked.listings if listing.items]
    assert [one.missing for one in list_checks.check_list([], last[0], is_end=True)] == [103]


@SKINS
def test_nfcms_lists(skin: Skin) -> None:
    rows = entries(24, lambda n, year: f"../content/post_{n + 9469010}.html")
    base = f"{ROOT}/zfjgzy/zfxxgknb/bm/2023n/"

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(base)
        pages = {"": 0, "index.html": 0, "index_2.html": 1}
        if name not in pages:
            return 404, ""
        pager = (
            '<a class="next" href="index_2.html">下一页</a>'
            if pages[name] == 0
            else '<a class="prev" href="index.html">上一页</a>'
        )
        return 200, skin(
            chunks(rows, 12)[pages[name]],
            extra=f"<div class=page>{pager}</div>",
            scripts="<script>var NFCMS_SITE_ID='200001'</script>",
        )

    walked = walk(site, Column(base))
    assert_all(walked, rows, base)
    assert_system(walked, "nfcms")


# --- 龙讯 and others --------------------------------------------------------------------------


@pytest.mark.parametrize("writes_url", [True, False])
def test_lonsun_fragments(writes_url: bool) -> None:
    rows = entries(50, lambda n, year: f"/public/1681/{n + 9100231}.html")

    def site(request: Fetch) -> Answer:
        if "/site/label/8888" not in request.url:
            label = (
                "/site/label/8888?IsAjax=1&amp;dataType=html&amp;labelName=publicInfoList&amp;siteId=6781961"
                "&amp;pageSize=16&amp;pageIndex=1&amp;action=list&amp;length=46&amp;organId=1681&amp;type=3"
            )
            script = (
                f'<div id="list" data-url="{label}"></div>'
                if writes_url
                else "<script>Ls.ajax({url:'/site/label/8888',data:{labelName:'publicInfoList',siteId:'6781961',"
                "pageSize:16,organId:'1681',type:'3',length:46}})</script>"
            )
            return 200, skin_a(
                [],
                extra=script,
                scripts='<script>Ls.pagination("#page_1681",function(){}, {currPage:(0+1),pageCount:4});</script>',
            )
        query = {key: values[0] for key, values in parse_qs(urlsplit(request.url).query).items()}
        assert (query["labelName"], query["organId"], query["type"], query["siteId"]) == (
            "publicInfoList",
            "1681",
            "3",
            "6781961",
        )
        number = int(query["pageIndex"])
        part = rows[(number - 1) * 16 : number * 16]
        return 200, "".join(
            f'<div class="xxgk_navli"><a href="{row.url}" title="{row.title}">{row.title[:12]}...</a><span'
            f' class="date">{row.date}</span></div>'
            for row in part
        )

    walked = walk(site, Column(f"{ROOT}/public/column/1681?type=3&action=list"))
    assert_all(walked, rows)
    assert_system(walked, "longxun")
    assert len(walked.requests) == 5


def test_lonsun_says_that_a_list_is_empty() -> None:
    def site(request: Fetch) -> Answer:
        if "/site/label/" in request.url:
            return 200, '<div class="nodata">暂无相关信息</div>'
        return 200, "<html><body><script>labelName:'publicInfoList', siteId:'678'</script></body></html>"

    walked = walk(site, Column(f"{ROOT}/public/column/1681?type=3"))
    assert not walked.suspicions
    assert walked.listings[-1].empty_marker == "暂无相关信息"


@SKINS
def test_vsb_counts_backwards(skin: Skin) -> None:
    rows = entries(60, lambda n, year: f"{ROOT}/info/1026/{n + 25000}.htm")
    files = {"n2023n.htm": 0, "n2023n/3.htm": 1, "n2023n/2.htm": 2, "n2023n/1.htm": 3}
    names = list(files)

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(f"{ROOT}/zfxxgk/zfxxgknb/")
        if name not in files:
            return 404, ""
        k = files[name]
        target = f"/zfxxgk/zfxxgknb/{names[k + 1]}" if k < 3 else ""
        following = (
            f'<span class="p_next p_fun"><a href="{target}">下页</a></span>'
            if target
            else '<span class="p_next_d p_fun_d">下页</span>'
        )
        pager = (
            '<div class="pb_sys_common"><span class="p_pages"><span class="p_no"><a'
            f' href="{target}">{k + 2}</a></span>{following}</span><span>共4页</span></div>'
        )
        return 200, skin(
            chunks(rows, 15)[k], extra=pager, scripts='<script src="/system/resource/js/counter.js"></script>'
        )

    walked = walk(site, Column(f"{ROOT}/zfxxgk/zfxxgknb/n2023n.htm"))
    assert_all(walked, rows)
    assert_system(walked, "vsb")
    assert len(walked.requests) == 4


def test_vsb_titles_cut_without_the_full_one() -> None:
    rows = entries(12, lambda n, year: f"{ROOT}/info/1026/{n + 25000}.htm")
    cut = [Entry(row.url, row.title[:-9] + "...", row.date) for row in rows]
    walked = walk(
        lambda request: (200, skin_b(cut, scripts='<script src="/system/resource/js/x.js"></script>')),
        Column(f"{ROOT}/zfxxgk/nb.htm"),
    )
    assert walked.taken == {row.url for row in rows}


@SKINS
def test_shanghai_claims_more_pages_than_there_are(skin: Skin) -> None:
    rows = entries(40, lambda n, year: f"/nw12344/{year + 1}0331/{n:032x}.html")

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(f"{ROOT}/nw12344/")
        files = {"index.html": 0, "index_2.html": 1, "index_3.html": 2, "index_4.html": 3}
        if name not in files:
            return 404, ""
        return 200, skin(
            chunks(rows, 10)[files[name]],
            scripts=f'<script>$("#p").pagination("setPage",{files[name] + 1},12);</script>',
        )

    walked = walk(site, Column(f"{ROOT}/nw12344/index.html"))
    assert_all(walked, rows)
    assert_system(walked, "shanghai")
    assert len(walked.requests) == 5


def test_shandong_embeds_its_first_pages() -> None:
    rows = entries(100, lambda n, year: f"/articles/ch00232/{year + 1}01/{n:08x}-1b2c-4d5e-8f90-abcdefabcdef.shtml")

    def page(part: Sequence[Entry], start: int, end: int) -> str:
        body = "".join(
            f'<li class="pagedContent"><a href="{row.url}" title="{row.title}"><span'
            f' class="news_box01_title">{row.title[:10]}…</span><span>{row.date}</span></a></li>'
            for row in part
        )
        return (
            f"<html><body><ul>{body}</ul><script>var totalCount=100;var perSize=20;var startPage={start};var"
            f" endPage={end};var logicTotalPage=5;</script></body></html>"
        )

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(f"{ROOT}/channels/ch00232/")
        known = {"": (rows[:60], 1, 3), "index_1.shtml": (rows[60:80], 4, 4), "index_2.shtml": (rows[80:], 5, 5)}
        return (200, page(*known[name])) if name in known else (404, "")

    walked = walk(site, Column(f"{ROOT}/channels/ch00232/"))
    assert_all(walked, rows)
    assert_system(walked, "shandong")
    assert len(walked.requests) == 3


@SKINS
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("wrong", ["404", "page one"])
def test_henan_finds_the_base_of_its_file_numbers(skin: Skin, first: int, wrong: str) -> None:
    rows = entries(51, lambda n, year: f"/{year + 1}/01-19/{n + 2677014}.html")
    dec = (
        '<div id="pageDec" pagesize="24" pagecount="51"></div><script src="http://file.qinghe.gov.cn/page.js"></script>'
    )

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(f"{ROOT}/zfxxgk/gknb/")
        files = {"": 0, "index.html": 0, f"index_{1 + first}.html": 1, f"index_{2 + first}.html": 2}
        if first == 1 and wrong == "page one":
            files["index_1.html"] = 0
        if name not in files:
            return 404, ""
        return 200, skin(chunks(rows, 24)[files[name]], extra=dec)

    walked = walk(site, Column(f"{ROOT}/zfxxgk/gknb/"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert_system(walked, "henan")
    assert len(walked.requests) <= 4
    assert not [kind for kind in walked.suspicions if not kind.startswith("other_way")]


def test_huzhou_lists_stand_in_a_script() -> None:
    rows = entries(12, lambda n, year: f"/hzgov/{year + 1}0118/i{n + 1234}.html")
    data = [
        {"infolist": [{"channelid": 68873, "title": row.title, "daytime": row.date, "url": row.url} for row in rows]}
    ]
    text = (
        f"<html><body><div id=list></div><script>var dataList={json.dumps(data, ensure_ascii=False)};var"
        ' pagesData={"curPageNo":1,"pageTotal":1};</script></body></html>'
    )
    walked = walk(lambda request: (200, text), Column(f"{ROOT}/hzgov/front/s1/zfxxgknb/i.html"))
    assert_all(walked, rows)
    assert_system(walked, "huzhou")


def test_chengdu_rows_have_no_anchor() -> None:
    rows = entries(25, lambda n, year: f"/gkml/qhx/nb/{year + 1}-01/18/content_{n:032x}.shtml")

    def site(request: Fetch) -> Answer:
        found = re.search(r"column-index-(\d)\.shtml", request.url)
        k = int(found.group(1)) if found else 9
        if k > 2:
            return 404, ""
        body = "".join(
            f'<div class="li" onclick="window.open(\'{row.url}\',\'_blank\')"><span class="s1">{n}</span><span'
            f' class="s2">{row.title}</span><span class="s3">{row.date}</span></div>'
            for n, row in enumerate(chunks(rows, 15)[k - 1])
        )
        return 200, f"<html><body><ul class=nav>{NAV}</ul><div class='list'>{body}</div></body></html>"

    walked = walk(site, Column(f"{ROOT}/gkml/qhx/nb/column-index-1.shtml"))
    assert_all(walked, rows)
    assert_system(walked, "chengdu")


@SKINS
def test_shaanxi_numbers_its_files(skin: Skin) -> None:
    rows = entries(40, lambda n, year: f"{1881268348977160193 + n}.html")
    base = f"{ROOT}/zwgk/zfxxgknb/zfnb/"

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(base)
        if name not in {"1.html", "2.html", "3.html", "4.html"}:
            return 404, ""
        return 200, skin(chunks(rows, 10)[int(name[0]) - 1], scripts="<script>var maxPage = parseInt('4');</script>")

    walked = walk(site, Column(f"{base}1.html"))
    assert_all(walked, rows, base)
    assert_system(walked, "snowflake")


@pytest.mark.parametrize("body_kind", ["form", "json"])
@pytest.mark.parametrize("first", [0, 1])
def test_epoint_learns_its_parameters_first(body_kind: str, first: int) -> None:
    rows = entries(45, lambda n, year: f"/zfxxgk/003/{year + 1}0118/{n:08x}-1b2c-4d5e-8f90-abcdefabcdef.html")

    def site(request: Fetch) -> Answer:
        if request.url.endswith("list.html"):
            return (
                200,
                (
                    '<html><body><script src="/js/webBuilderCommon.js"></script><script>var categorynum="003004"; var'
                    ' deptcode="QH11";</script><div id=list></div></body></html>'
                ),
            )
        if request.url.endswith("webBuilderCommon.js"):
            return 200, "var siteInfo = { projectName: '', siteGuid: '7eb5f7f1-9041-43ad-8e13-8fcb82ea831a' };"
        if body_kind == "json":
            if not request.body:
                return 200, '{"custom":{"data":[],"total":0}}'
            given = json.loads(request.body)
        else:
            given = dict(request.form)
        assert (given["siteGuid"][:4], given["categorynum"], given["deptcode"]) == ("7eb5", "003004", "QH11")
        index = max(0, int(given["pageIndex"]) - first)
        size = int(given["pageSize"])
        part = rows[index * size : (index + 1) * size]
        data = [{"realtitle": row.title, "infourl": row.url, "infodate": row.date} for row in part]
        return 200, json.dumps({"custom": {"data": data, "total": len(rows)}}, ensure_ascii=False)

    walked = walk(site, Column(f"{ROOT}/zfxxgk/003/list.html"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert_system(walked, "epoint")


def test_eportal_addresses_in_click_handlers() -> None:
    rows = entries(30, lambda n, year: f"/qhx/2291822/2291824/{n + 2292928}/index.html")

    def site(request: Fetch) -> Answer:
        query = {key: values[0] for key, values in parse_qs(urlsplit(request.url).query).items()}
        k = int(query.get("currentPage", "1"))
        pager = (
            ""
            if k == 3
            else (
                '<a href="javascript:void(0)"'
                f" onclick=\"queryArticleByCondition(this,'/eportal/ui?pageId=1&amp;currentPage={k + 1}"
                "&amp;moduleId=m7&amp;staticRequest=yes')\">下一页</a>"
            )
        )
        return 200, skin_a(chunks(rows, 10)[k - 1], extra=f"<div>{pager} 共3页</div>")

    walked = walk(site, Column(f"{ROOT}/eportal/ui?pageId=1"))
    assert_all(walked, rows)
    assert_system(walked, "eportal")


def test_yunnan_hides_its_next_page_in_base64() -> None:
    rows = entries(24, lambda n, year: f"./{year + 1}01/i{n + 100}.html")
    base = f"{ROOT}/zfxxgk/nb/"

    def site(request: Fetch) -> Answer:
        name = request.url.removeprefix(base)
        files = {"": 0, "index.html": 0, "index_1.html": 1}
        if name not in files:
            return 404, ""
        pager = '<a href="index_1.html">下一页</a>' if files[name] == 0 else "<a>末页</a>"
        code = base64.b64encode(pager.encode()).decode()
        return 200, skin_b(
            chunks(rows, 12)[files[name]],
            extra='<div id="pages"></div>',
            scripts=f'<script>$("#pages").html(window.atob("{code}"))</script>',
        )

    walked = walk(site, Column(base))
    assert_all(walked, rows, base)
    assert_system(walked, "yunnan")


@SKINS
@pytest.mark.parametrize("text", ["下一页", "下页 >", "后一页"])
def test_an_unknown_system_is_walked_by_its_links(skin: Skin, text: str) -> None:
    rows = entries(30, lambda n, year: f"/a/b{year}/{n + 7000}.phtml")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"p=(\d)", request.url) or ["1"])[0])
        pager = f'<a href="?p={number + 1}">{text}</a>' if number < 3 else f'<a href="?p={number}">{text}</a>'
        return 200, skin(chunks(rows, 10)[number - 1], extra=f"<div class='zz'>{pager}</div>")

    walked = walk(site, Column(f"{ROOT}/a/nb/"))
    assert_all(walked, rows)


def test_a_column_shelled_in_a_frame() -> None:
    rows = entries(8, lambda n, year: f"./{n + 100000}.html")

    def site(request: Fetch) -> Answer:
        if request.url.endswith("/gk/index.html"):
            return 200, '<html><body><iframe id="f" width="100%" src="/gk/nb/list.html"></iframe></body></html>'
        return 200, skin_a(rows)

    walked = walk(site, Column(f"{ROOT}/gk/index.html"))
    assert_all(walked, rows, f"{ROOT}/gk/nb/")


def test_a_column_that_is_the_report() -> None:
    walked = walk(lambda request: (200, report_text(2022)), Column(f"{ROOT}/25074/25162/37354/39633/index.htm"))
    assert walked.reports_here == {f"{ROOT}/25074/25162/37354/39633/index.htm"}
    assert not walked.suspicions


def test_reports_linked_as_files_from_the_list() -> None:
    rows = entries(9, lambda n, year: f"./{year + 1}01/P0{year + 1}0118{n:012d}.pdf")
    walked = walk(lambda request: (200, skin_a(rows)), Column(f"{ROOT}/nb/"))
    assert_all(walked, rows, f"{ROOT}/nb/")
    assert {item.kind for item in walked.listings[0].items if item.url in walked.taken} == {"attachment"}


# --- trees and sites ----------------------------------------------------------------------


def test_a_tree_by_year_and_level_is_walked_to_its_leaves() -> None:
    base = f"{ROOT}/zwgk/zfxxgk/zfxxgknb/"
    years = {"2023年": "2023n", "2022年": "2022_98308"}
    levels = {"县政府部门": "bm_73584", "乡镇街道": "xz_73585"}
    leaves = {
        f"{base}{year}/{level}/": entries(
            7, lambda n, y, p=f"{year}{level}": f"./202401/t20240118_{abs(hash(p)) % 9000 + n}1.html"
        )
        for year in years.values()
        for level in levels.values()
    }

    def menu(folder: str, names: dict[str, str]) -> str:
        links = "".join(f'<li><a href="{folder}{path}/">{name}</a></li>' for name, path in names.items())
        return (
            f"<html><body><ul class=nav>{NAV}</ul><div"
            f" class=tree><h3>政府信息公开年报</h3><ul>{links}</ul></div>{FOOT}</body></html>"
        )

    def site(request: Fetch) -> Answer:
        if request.url == base:
            return 200, menu(base, years)
        for year in years.values():
            if request.url == f"{base}{year}/":
                return 200, menu(request.url, levels)
        return (200, skin_b(leaves[request.url])) if request.url in leaves else (404, "")

    walked = walk(site, Column(base, kind="tree"))
    expected = {urls.resolve(leaf, row.url) for leaf, rows in leaves.items() for row in rows}
    assert walked.taken == expected
    assert not walked.suspicions
    assert len(walked.requests) == 7


def test_reports_are_found_from_the_home_page() -> None:
    rows = entries(10, lambda n, year: f"/zwgk/zfxxgknb/{year + 1}01/t{year + 1}0118_{n}.html")
    tabs = "".join(
        f'<li><a href="/zwgk/{path}/">{name}</a></li>'
        for path, name in [
            ("zfxxgkzn", "政府信息公开指南"),
            ("zfxxgkzd", "政府信息公开制度"),
            ("fdzdgknr", "法定主动公开内容"),
            ("zfxxgknb", "政府信息公开年报"),
            ("wzgzndbb", "政府网站工作年度报表"),
            ("fzzf", "法治政府建设年度报告"),
        ]
    )

    def site(request: Fetch) -> Answer:
        path = urlsplit(request.url).path
        if path == "/":
            return (
                200,
                (
                    f'<html><body><ul class="nav">{NAV}<li><a'
                    f' href="/zwgk/">政府信息公开</a></li></ul><div>{NEWS}</div>{FOOT}</body></html>'
                ),
            )
        if path == "/zwgk/":
            return 200, f'<html><body><div class="tab"><ul>{tabs}</ul></div></body></html>'
        return 200, skin_a(rows) if path == "/zwgk/zfxxgknb/" else "<html></html>"

    walked = walk(site, Column(f"{ROOT}/", kind="site"))
    assert_all(walked, rows)
    asked = {urlsplit(request.url).path for request in walked.requests}
    assert "/zwgk/wzgzndbb/" not in asked
    assert "/zwgk/fzzf/" not in asked
    assert len(asked) <= 4


def test_a_clone_on_another_domain_is_never_asked_for() -> None:
    rows = entries(6, lambda n, year: f"/nb/{year + 1}01/t{year + 1}0118_{n}.html")
    stolen = [
        Entry(
            f"http://qinghe.example.com/nb/t20240118_{n}.html",
            f"青禾县{office}2019年政府信息公开工作年度报告",
            "2020-01-18",
        )
        for n, office in enumerate(OFFICES)
    ]
    clone = '<a href="http://qinghe.gov.cn.example.com/zfxxgknb/">政府信息公开年报</a>'
    walked = walk(lambda request: (200, skin_a([*rows, *stolen], extra=clone)), Column(f"{ROOT}/nb/"))
    assert_all(walked, rows)
    assert {urlsplit(request.url).hostname for request in walked.requests} == {HOST}


# --- lists that cannot be true --------------------------------------------------


def test_a_pager_that_strays_is_not_believed() -> None:
    rows = entries(15, lambda n, year: f"/nb/{year + 1}01/t{year + 1}0118_{n}.html")
    news = [
        Entry(f"/xwzx/202401/t20240118_{n}99.html", f"青禾县召开第{n}次工作推进会", "2024-01-18") for n in range(15)
    ]

    def site(request: Fetch) -> Answer:
        return 200, skin_a(
            rows if request.url.endswith("/nb/") else news,
            scripts='<script>createPageHTML(3, 0, "index", "html")</script>',
        )

    walked = walk(site, Column(f"{ROOT}/nb/"))
    assert walked.taken == {ROOT + row.url for row in rows}
    assert any(kind.startswith(("strays", "offset_ignored")) for kind in walked.suspicions)


def test_an_empty_list_is_suspect_and_not_zero() -> None:
    walked = walk(
        lambda request: (200, f"<html><body><ul class=nav>{NAV}</ul><div class=list></div></body></html>"),
        Column(f"{ROOT}/nb/"),
    )
    assert [kind.split(":")[0] for kind in walked.suspicions] == ["empty"]


def test_an_endless_pager_stops() -> None:
    rows = entries(15, lambda n, year: f"/nb/{year + 1}01/t{year + 1}0118_{n}.html")

    def site(request: Fetch) -> Answer:
        number = int((re.findall(r"p=(\d+)", request.url) or ["1"])[0])
        return 200, skin_a(rows, extra=f'<a href="/nb/?p={number + 1}">下一页</a>')

    walked = walk(site, Column(f"{ROOT}/nb/"))
    assert len(walked.requests) == 2
    assert any(kind.startswith("offset_ignored") for kind in walked.suspicions)


# --- negative control --------------------------------------------------------------------

RENAMED = [
    ("createPageHTML", "drawPager"),
    ("TRS_", "XYZ_"),
    ("CurrChnlCls", "crumbA"),
    ("datastore", "basket"),
    ("dataproxy", "feed"),
    ("jpage", "turner"),
    ("jpaas", "other"),
    ("UCAP", "ZZZ"),
    ("pageDec", "decor"),
    ("pagedContent", "rowX"),
    ("setPage", "goTo"),
    ("maxPage", "upTo"),
    ("/system/resource/", "/static/"),
    ("p_pages", "pg"),
    ("zfxxgk_zdgkc", "box1"),
    ("scroll_main", "box2"),
    ("ScrollStyle", "box3"),
    ("NFCMS", "QQQ"),
]


@SKINS
def test_renamed_marks_fall_to_generic_which_still_finds_the_reports(skin: Skin) -> None:
    rows = entries(40, lambda n, year: f"/zwgk/nb/{year + 1}/{n + 5000}.html")
    scripts = (
        '<script src="/system/resource/js/a.js"></script><script>createPageHTML(3, 0, "index", "html");maxPage ='
        ' parseInt(\'4\')</script><div id="pageDec" pagesize="24" pagecount="51"></div>'
    )
    text = skin(rows, scripts=scripts)
    assert systems.detect(Page(f"{ROOT}/zwgk/nb/", text)).id != "generic"
    for old, new in [*RENAMED, ("/t20250117_", "/n")]:
        text = text.replace(old, new)
    page = Page(f"{ROOT}/zwgk/nb/", text)
    assert systems.detect(page).id == "generic"
    listing = systems.read_list(page)
    taken = {item.url for item in listing.items if judging.judge_item(item).verdict == "take"}
    assert len(taken & {ROOT + row.url for row in rows}) >= 0.9 * len(rows)
    assert taken <= {ROOT + row.url for row in rows}
