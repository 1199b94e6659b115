"""Lists whose further pages only a script can ask for: never read to the first page's end as if that were all."""

from __future__ import annotations

import pytest

from crawler.catalogue import Column
from crawler.systems.pager_signs import may_go_on, named_pages
from crawler.systems.pages import Fetch
from tests.crawler.walked_sites import ROOT, SKINS, Answer, Skin, entries, skin_a, walk

SIGNS = {
    "a page's number in a call": "<a href=\"javascript:page('1')\">1</a><a href=\"javascript:page('2')\">下一页</a>",
    "the last page's number": '<span onclick="goPage(3)">尾页</span>',
    "post back": (
        '<a id="AspNetPager1" href="javascript:__doPostBack(&#39;AspNetPager1&#39;,&#39;2&#39;)">下一页</a>',
        15,
    ),
    "picture in a link": '<img src="/img/n.gif" onclick="to(2)" alt="下一页">',
    "layui": "<div id=p></div><script>laypage.render({elem: 'p', count: 45, limit: 15, jump: function(o){}})</script>",
    "jquery.pagination": "<script>$('.M-box').pagination({totalData:45,showData:15,coping:true})</script>",
    "jquery.pagination of old": "<script>$('#pg').pagination(45, {items_per_page:15, callback:go});</script>",
    "element": '<el-pagination :total="45" :page-size="15" @current-change="go"></el-pagination>',
    "kkpager": "<script>kkpager.generPageHtml({pno : 1, total : 3, totalRecords : 45, mode : 'click'});</script>",
    "choice of pages": (
        '<select onchange="jump(this.value)"><option value=1>1</option><option value=2>2</option></select>'
    ),
    "numbers without addresses": '<ul class="pagelist"><li class=on>1</li><li>2</li><li>3</li></ul>',
}
NAMED = {
    "pages in a variable": "<script>var n = 3; createPageHTML(n, 0, 'index', 'html');</script>",
    "all in variables": (
        "<script>var now = 1; var all = 3;\ncreatePageHTML('page_div', all, now, 'list', 'html', 45);</script>"
    ),
    "numbers in an order": "<script>setPage(1, 3);</script>",
    "an order and an element": "<script>setPage(document.getElementById('pg'), 3, 1);</script>",
    "words in an order": "<script>fenye('3','1');</script>",
    "a variable in an order": "<script>var cur = 1, all = 3; showPages('pg', all, cur);</script>",
    "options from variables": "<script>var t=45, s=15; $('#pg').pagination({total: t, pageSize: s});</script>",
    "entries from a variable": "<script>var t=45;\n$('#pg').pagination(t, {items_per_page: 15});</script>",
    "layui from variables": (
        "<script>var c='45'; var l=15; layui.use('laypage', function(){"
        " layui.laypage.render({elem:'p', count: c, limit: l}); });</script>"
    ),
    "a variable made a number": "<script>var total='3'; var maxPage = parseInt(total);</script>",
    "a field made a number": "<input type=hidden id=z value=3><script>var maxPage = parseInt($('#z').val());</script>",
    "an element and its data": (
        "<el-pagination :total='total' :page-size='size'></el-pagination>"
        "<script>new Vue({el:'#a', data:{total:45, size:15}})</script>"
    ),
    "hidden number of pages": '<input type="hidden" id="totalPage" value="3">',
    "value before the name": '<input value="3" type="hidden" name="countPage"/>',
    "hidden entries and size": (
        '<input type="hidden" name="recordCount" value="45"/><input type="hidden" name="pageSize" value="15"/>'
    ),
    "hidden entries alone": '<input type="hidden" name="totalCount" value="45"/>',
    "entries alone": "<script>var recordCount = 45;</script>",
    "entries and size in attributes": '<div id="pager" data-total="45" data-size="15"></div>',
    "pages in an attribute": '<div id="fy" data-page-count="3" data-cur="1"></div>',
    "an empty box": '<div class="pageDec" data-count="45" data-size="15"></div>',
    "a page object": "<script>window.pageInfo = {total: 45, size: 15};</script>",
    "pages of a page object": "<script>var pageInfo={pages:3, current:1}</script>",
    "a fraction": "<a>上一页</a> <b>1/3</b> <a>下一页</a>",
    "pages in words": "<span>总页数：3</span>",
    "entries in words": "<span>总记录数：45</span>",
}
"""Pagers whose numbers stand in variables, fields or attributes."""
DEAD = {
    "no address": "<a>首页</a> <a>上一页</a> <a>下一页</a> <a>尾页</a>",
    "void": '<a href="javascript:void(0)">下一页</a><a href="javascript:;">尾页</a>',
    "the page itself": '<span onclick="goPage(1)">首页</span><span onclick="goPage(1)" class="disabled">下一页</span>',
    "one page": "<script>laypage.render({elem: 'p', count: 15, limit: 15})</script>",
    "one page of kkpager": "<script>kkpager.generPageHtml({pno : 1, total : 1, totalRecords : 15});</script>",
    "one page in variables": "<script>var c=15; var l=15; laypage.render({elem:'p', count: c, limit: l})</script>",
    "one page in a field": '<input type="hidden" id="totalPage" value="1">',
    "as many entries as shown": "<script>var totalCount = 15;</script>",
    "entries of a page": '<script>var pageCount = "many"; getPage(1, 15); initPage(1, 20);</script>',
    "a commented field": "<!-- <input type=hidden id=totalPage value=3> -->",
    "a definition": "<script>function setPage(cur, total){ for(var i=1;i<=5;i++){} }</script>",
    "buttons of a pager": "<script>$('#p').jqPaginator({totalCounts: 15, pageSize: 15, visiblePages: 10})</script>",
    "views of a page": "<script>var totalPageViews = 120; var pageViewCount = 45;</script>",
    "visits": "<script>var totalVisits = 4500; var count = 30;</script><span>访问量：45000</span>",
    "sizes of letters": "<script>var size=14; var total=28; function setSize(n){}</script>",
    "slides": '<div class="slide" data-total="5" data-size="1"></div><div class="swiper-pagination"></div>',
    "two numbers under one name": "<script>var lastPage = 3; lastPage = 7; var maxPages = lastPage;</script>",
    "a search form": "<form><input type=hidden name=pageSize value=10><input type=hidden name=pageNo value=1></form>",
    "a way to elsewhere": '<a href="/zwgk/more.html">查看更多</a>',
    "choice of years": '<select onchange="y(this.value)"><option>2024</option><option>2023</option></select>',
    "pictures": '<ul class="banner-page"><li>1</li></ul><script>new Swiper({slidesPerView: 4, loop: true})</script>',
}
BUTTONS = {
    "without a number": '<a onclick="nextPage()">下一页</a>',
    "for more": '<div class="more" onclick="loadMore()">加载更多</div>',
    "that a script listens to": '<a href="javascript:;" class="more-btn">点击加载更多</a>',
    "of a plug-in": "<script>laypage.render({elem:'p', count: res.total, limit: size})</script>",
    "of an element": "<el-pagination :total='total' :page-size='pageSize' @current-change='go'></el-pagination>",
    "of an empty box": '<div id="pageDec"></div>',
}


def listing(count: int, skin: Skin, extra: str) -> tuple[set[str], list[str]]:
    """Walk over a column with a pager and return the reports taken and what was suspicious."""
    rows = entries(count, lambda n, year: f"/zfxxgk/nb/{year + 1}01/t{year + 1}0118_{n + 10000}.html")

    def site(request: Fetch) -> Answer:
        return (200, skin(rows, extra=extra)) if request.url == f"{ROOT}/zfxxgk/nb/" else (404, "")

    walked = walk(site, Column(f"{ROOT}/zfxxgk/nb/"))
    assert len(walked.taken) == count
    pages = walked.listings
    assert all(page.number == 1 for page in pages)
    claims = [f"claims:{page.pages_claimed}" for page in pages if page.pages_claimed]
    return walked.taken, [*claims, *walked.suspicions]


@SKINS
@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_a_pager_that_names_more_pages_to_its_script_is_believed(sign: str, skin: Skin) -> None:
    said = listing(15, skin, sign)[1]
    assert said
    assert said[0] in ("claims:2", "claims:3")


@SKINS
@pytest.mark.parametrize("sign", NAMED.values(), ids=NAMED)
def test_numbers_in_variables_fields_and_attributes_are_believed(sign: str, skin: Skin) -> None:
    assert "claims:3" in listing(15, skin, sign)[1]


def test_a_pager_whose_pages_stand_in_a_variable_is_followed() -> None:
    rows = entries(20, lambda n, year: f"/zfxxgk/nb/{year + 1}01/t{year + 1}0118_{n + 10000}.html")
    call = "<script>var n = 2; createPageHTML(n, 0, 'index', 'html');</script>"

    def site(request: Fetch) -> Answer:
        shown = {f"{ROOT}/zfxxgk/nb/": rows[:12], f"{ROOT}/zfxxgk/nb/index_1.html": rows[12:]}.get(request.url)
        return (404, "") if shown is None else (200, skin_a(shown, extra=call))

    walked = walk(site, Column(f"{ROOT}/zfxxgk/nb/"))
    assert len(walked.taken) == 20
    assert walked.suspicions == []
    assert len(walked.requests) == 2


@SKINS
@pytest.mark.parametrize("sign", DEAD.values(), ids=DEAD)
def test_the_pager_of_the_only_page_is_no_sign_of_another(sign: str, skin: Skin) -> None:
    assert listing(15, skin, sign)[1] == []


@SKINS
@pytest.mark.parametrize("sign", BUTTONS.values(), ids=BUTTONS)
def test_a_pager_without_a_number_is_said_and_no_alarm(sign: str, skin: Skin) -> None:
    assert listing(15, skin, sign)[1] == ["claims:2", "pages_missing:0"]
    # a short list has no further page, whatever its template prints
    assert listing(9, skin, sign)[1] == []


def test_numbers_of_other_things_are_no_pages() -> None:
    assert named_pages("<script>trackPageview({count: 45, site: 3}); initPage({year: 2024})</script>", 15) is None
    assert named_pages("<a href=\"javascript:page('2')\">第二期</a>", 15) is None
    assert not may_go_on('<a href="/zfxxgk/nb/index_1.html">下一页</a>', 15)
