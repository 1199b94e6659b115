"""Lists whose further pages only a script can ask for: never read to the first page's end as if that were all."""

from __future__ import annotations

import pytest

from crawler.catalogue import Column
from crawler.systems.pager_signs import has_button, named_pages
from crawler.systems.pages import Fetch
from tests.crawler.walked_sites import ROOT, SKINS, Answer, Skin, entries, walk

SIGNS = {
    "a page's number in a call": "<a href=\"javascript:page('1')\">1</a><a href=\"javascript:page('2')\">下一页</a>",
    "the last page's number": '<span onclick="goPage(3)">尾页</span>',
    "post back": ('<a id="AspNetPager1" href="javascript:__doPostBack(&#39;AspNetPager1&#39;,&#39;2&#39;)">下一页</a>'),
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
DEAD = {
    "no address": "<a>首页</a> <a>上一页</a> <a>下一页</a> <a>尾页</a>",
    "void": '<a href="javascript:void(0)">下一页</a><a href="javascript:;">尾页</a>',
    "the page itself": '<span onclick="goPage(1)">首页</span><span onclick="goPage(1)" class="disabled">下一页</span>',
    "one page": "<script>laypage.render({elem: 'p', count: 15, limit: 15})</script>",
    "one page of kkpager": "<script>kkpager.generPageHtml({pno : 1, total : 1, totalRecords : 15});</script>",
    "choice of years": '<select onchange="y(this.value)"><option>2024</option><option>2023</option></select>',
    "pictures": '<ul class="banner-page"><li>1</li></ul><script>new Swiper({slidesPerView: 4, loop: true})</script>',
}
BUTTONS = {
    "without a number": '<a onclick="nextPage()">下一页</a>',
    "for more": '<div class="more" onclick="loadMore()">加载更多</div>',
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
@pytest.mark.parametrize("sign", DEAD.values(), ids=DEAD)
def test_the_pager_of_the_only_page_is_no_sign_of_another(sign: str, skin: Skin) -> None:
    assert listing(15, skin, sign)[1] == []


@SKINS
@pytest.mark.parametrize("sign", BUTTONS.values(), ids=BUTTONS)
def test_a_button_that_only_a_script_obeys_is_said_and_no_alarm(sign: str, skin: Skin) -> None:
    assert listing(15, skin, sign)[1] == ["claims:2", "pages_missing:0"]
    # a short list has no further page, whatever its template prints
    assert listing(9, skin, sign)[1] == []


def test_numbers_of_other_things_are_no_pages() -> None:
    assert named_pages("<script>trackPageview({count: 45, site: 3}); initPage({year: 2024})</script>") is None
    assert named_pages("<a href=\"javascript:page('2')\">第二期</a>") is None
    assert not has_button('<a href="/zfxxgk/nb/index_1.html">下一页</a>')
