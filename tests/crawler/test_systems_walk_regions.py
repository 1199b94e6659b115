"""The systems of provinces, cities and small makers, each walked over a site of its own kind.

Lists come in two skins nobody's selectors were written for; the walk is the one of `crawler.discovery`. Agencies and
counties are invented; tag, class, script and parameter names are those by which the systems are known.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler import list_checks
from crawler.catalogue import Column
from crawler.systems.pages import Fetch
from tests.crawler.walked_sites import (
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
    skin_a,
    skin_b,
    walk,
)

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
        elif not request.form:
            return 200, '{"custom":{"data":[],"total":0}}'
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


@pytest.mark.parametrize("way", ["handlers", "field"])
def test_eportal_lists_kept_in_files_and_pagers_given_in_a_field(way: str) -> None:
    rows = entries(30, lambda n, year: f"/qhx/zfxxgk72/nb96/{n + 2292928}/index.html")
    module = "3c41f0aa5be14ef791b001eb738f8050"
    files = [f"{ROOT}/qhx/zfxxgk72/nb96/index.html", *(f"{ROOT}/qhx/zfxxgk72/nb96/3c41f0aa-{k}.html" for k in (2, 3))]
    asked = [f"{ROOT}/eportal/ui?pageId=56343&currentPage={k}&moduleId={module}&staticRequest=yes" for k in (1, 2, 3)]

    def site(request: Fetch) -> Answer:
        pages = files if way == "handlers" else [files[0], *asked[1:]]
        if request.url not in pages:
            return 404, ""
        k = pages.index(request.url)
        field = (
            '<input type="hidden" id="eprotalCurrentPageId" value="56343"/>'
            f'<input name="article_paging_list_hidden" moduleid="{module}" totalpage="3"/>'
        )
        if way == "handlers":
            for number in (1, 2, 3):
                path = f"/qhx/zfxxgk72/nb96/3c41f0aa-{number}.html"
                field += f'<a tagname="{path}" onclick="queryArticleByCondition(this,\'{path}\')">{number}</a>'
        return 200, skin_a(chunks(rows, 10)[k], extra=f'<div class="list_page">{field}</div>')

    walked = walk(site, Column(files[0]))
    assert_all(walked, rows)
    assert_system(walked, "eportal")
    assert len(walked.requests) == 3


def test_guangdong_gives_the_address_of_the_unit_on_a_host_named_after_the_platform() -> None:
    rows = entries(8, lambda n, year: f"/gkmlpt/content/8/{n}/post_{n + 8000}.html")
    base = "http://gkmlpt.qinghe.gov.cn/czj"

    def site(request: Fetch) -> Answer:
        given = Fetch(request.url.replace(base, f"{ROOT}/qhxczj"))
        status, text = gkmlpt_site(rows, reachable=9)(given)
        return status, text.replace(f"{ROOT}/qhxczj/gkmlpt", base)

    walked = walk(site, Column(f"{base}/gkmlpt/index", kind="site"), hosts=("gkmlpt.qinghe.gov.cn",))
    assert {fetch.url for fetch in walked.requests} == {
        f"{base}/gkmlpt/index", f"{base}/gkmlpt/api/all/21023?page=1&sid=758019"
    }  # fmt: skip


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
