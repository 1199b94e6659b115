"""What to follow and what to doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler import discovery, judging, list_checks
from crawler.catalogue import Column, Portal
from crawler.systems import Article, ColumnLink, Fetch, ListPage, ReportLink
from crawler.systems.pages import Attachment, Page

ROOT = "http://www.qinghe.gov.cn"
NB = f"{ROOT}/zwgk/zfxxgknb/"
PORTAL = Portal("qinghe", "青禾县人民政府", "county", "990001", ("www.qinghe.gov.cn",), (Column(NB),))


def column(name: str, path: str = "/zwgk/x/", heading: str = "", *, in_menu: bool = False) -> ColumnLink:
    return ColumnLink(ROOT + path, name, heading, in_menu)


def report(number: int, title: str = "", path: str = "zwgk/zfxxgknb") -> ReportLink:
    return ReportLink(
        f"{ROOT}/{path}/202401/t20240118_{number}.html",
        title or f"青禾县第{number}局2023年政府信息公开工作年度报告",
        listed_on="2024-01-18",
    )


def page(number: int, items: list[ReportLink], **given: object) -> ListPage:
    return ListPage("trs", f"{NB}index_{number}.html", tuple(items), number=number, list_url=NB, **given)  # type: ignore[arg-type]


# --- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "inside", "site", "verdict"),
    [
        (column("政府信息公开年报"), False, True, "take"),
        (column("部门信息公开年报"), False, True, "take"),
        (column("政府信息公开 MORE"), False, True, "take"),
        (column("政务公开更多>>"), False, True, "take"),
        (column("公开年报", "/zwgk/zfxxgknb/"), False, False, "take"),
        (column("政府网站工作年度报表"), True, True, "leave"),
        (column("网站年度工作报告", "/zwgk/wzgzndbb/"), True, True, "leave"),
        (column("法治政府建设年度报告"), True, True, "leave"),
        (column("政府信息公开指南"), True, True, "leave"),
        (column("政府信息公开制度"), True, True, "leave"),
        (column("依申请公开"), True, True, "leave"),
        (column("部门预决算"), True, True, "leave"),
        (column("2023年", "/zwgk/zfxxgknb/2023n/"), True, False, "take"),
        (column("2023", "/jyt/c240106/zwgklist.shtml", "政府信息公开年报", in_menu=True), False, False, "take"),
        (column("2023年"), False, False, "leave"),
        (column("县教育局", "/zwgk/zfxxgknb/2023n/jyj/"), True, False, "take"),
        (column("乡镇街道", "/zwgk/zfxxgknb/xz/"), True, False, "take"),
        (column("县教育局"), False, False, "leave"),
        (column("政府信息公开"), False, True, "take"),
        (column("政务公开"), False, True, "take"),
        (column("政府信息公开"), False, False, "leave"),
        (column("新闻动态"), True, True, "leave"),
        (column("登录", "/login/"), True, True, "leave"),
        (column("其它", "/zwgk/zfxxgknb/qt/"), True, False, "take"),
        (column("2022年及以前", "/zwgk/zfxxgknb/old/"), True, False, "take"),
    ],
)
def test_columns_are_scored_by_name_path_and_place(link: ColumnLink, inside: bool, site: bool, verdict: str) -> None:
    assert judging.judge_column(link, parent_url=NB, in_reports=inside, is_site=site).verdict == verdict


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("行政审批服务局", "unsure"),
        ("青禾县大数据发展管理局", "unsure"),
        ("县政务服务管理办公室", "unsure"),
        ("新闻中心", "leave"),
        ("政务服务大厅", "leave"),
        ("新闻发布会", "leave"),
    ],
)
def test_bodies_of_a_platform_are_told_from_its_menus(name: str, verdict: str) -> None:
    link = column(name, "/zfxxgk/bm/3/")
    assert judging.judge_column(link, parent_url=ROOT, is_site=True, on_platform=True).verdict == verdict


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("青禾县水利局2023年政府信息公开工作年度报告", "take"),
        ("2023年政府信息公开工作年度报告", "take"),
        ("青禾县人力资源和社会保障局2023年政府信息公...", "take"),
        ("青禾县人力资源和社会保障局2023年…", "take"),
        ("青禾县退役军人事务局关于…", "leave"),
        ("青禾县白石镇人民政府...", "take"),
        ("青禾县白石镇...", "unsure"),
        ("一图读懂青禾县2023年政府信息公开工作年度报告", "unsure"),
        ("县教育局", "take"),
        ("2023年", "take"),
        ("青禾县教育局2023年年报", "take"),
        ("关于做好2023年政府信息公开工作年度报告编制发布工作的通知", "leave"),
        ("青禾县2023年法治政府建设年度报告", "leave"),
        ("青禾县人民医院2023年信息公开工作年度报告", "leave"),
        ("县领导调研重点项目", "leave"),
    ],
)
def test_entries_of_a_report_column(title: str, verdict: str) -> None:
    assert judging.judge_item(report(1, title)).verdict == verdict


def test_outside_a_report_column_only_clear_titles_are_taken() -> None:
    for title, verdict in [
        ("县教育局", "leave"),
        ("2023年", "leave"),
        ("青禾县水利局2023年政府信息公开工作年度报告", "take"),
    ]:
        assert judging.judge_item(report(1, title), in_reports=False).verdict == verdict


def plan(listing: ListPage, *trail: str) -> discovery.Plan:
    request = Fetch(listing.list_url, kind="column", list_url=listing.list_url, trail=trail)
    return discovery.plan_list(listing, portal=PORTAL, column=Column(NB, kind="tree"), request=request)


def test_a_year_that_shows_nothing_but_the_news_beside_its_list_is_suspect() -> None:
    news = tuple(report(n, f"县领导调研第{n}个项目", "xwzx/zwyw") for n in range(8))
    around = (column("政府信息公开", "/zwgk/"), column("政府信息公开年报", "/zwgk/zfxxgknb/"))
    years = tuple(column(f"{year}年", f"/zwgk/zfxxgknb/{year}n/") for year in (2021, 2023))
    empty = ListPage("trs", f"{NB}2022n/", news, columns=(*around, *years), list_url=f"{NB}2022n/")
    assert kinds(list(plan(empty, "2022年").suspicions)) == ["empty"]
    assert not plan(replace(empty, empty_marker="暂无相关信息"), "2022年").suspicions
    # what a column has of its own, or sorts below itself, is enough
    assert not plan(replace(empty, items=(*news, report(1, "机构职能", "zwgk/zfxxgknb/2022n"))), "2022年").suspicions
    units = (*around, column("教育局", "/zwgk/zfxxgknb/2022n/jyj/"))
    assert not plan(replace(empty, columns=units), "2022年").suspicions
    home = Column(f"{ROOT}/", kind="site")
    request = Fetch(empty.list_url, kind="column", list_url=empty.list_url, trail=("政府信息公开年报", "2022年"))
    from_home = discovery.plan_list(empty, portal=PORTAL, column=home, request=request)
    assert kinds(list(from_home.suspicions)) == ["empty"]
    hospital = report(1, "青禾县人民医院2023年信息公开工作年度报告", "yy/gk")
    assert not plan(replace(empty, items=(*news, hospital)), "2022年").suspicions


def test_a_column_that_shows_nothing_is_sorted_by_its_menu() -> None:
    names = ("教育局", "财政局", "水利局", "白石镇", "公开指南")
    menu = tuple(
        replace(column(n, f"/qhx/c{k}/list.shtml", in_menu=True), group=4) for k, n in enumerate(names, 100001)
    )
    bare = ListPage("ucap", f"{ROOT}/qhx/c100000/list.shtml", columns=menu, list_url=f"{ROOT}/qhx/c100000/list.shtml")
    found = plan(bare)
    assert [fetch.title for fetch in found.columns] == list(names[:4])
    assert not found.suspicions
    # beside a list of its own, and in a body's own column, the menu leads elsewhere
    assert not plan(replace(bare, items=(report(1),))).columns
    assert not plan(bare, "教育局").columns
    # so do menus of other pages
    assert not plan(replace(bare, list_url=f"{ROOT}/zwgk/zfxxgknb/")).columns


def test_the_platform_around_a_report_column_is_no_level_of_it() -> None:
    assert judging.judge_column(column("政府信息公开", "/zfxxgk/"), parent_url=NB, in_reports=True).verdict == "leave"
    assert judging.judge_column(column("部门信息公开年报", "/x/"), parent_url=NB, in_reports=True).verdict == "take"


def test_the_only_entry_of_a_list_may_stand_on_another_host() -> None:
    aside = replace(report(1), url="http://xxgk.qinghe.gov.cn/nb/1.html")
    assert list_checks.check_list([], page(1, [aside], total=1), is_end=True) == []
    assert kinds(list_checks.check_list([], page(1, [replace(aside, listed_on="")]), is_end=True)) == ["empty"]


# --- invariants --------------------------------------------------------------------------------


def test_a_good_list_raises_no_doubt() -> None:
    first, second = (
        page(1, [report(n) for n in range(15)], total=20),
        page(2, [report(n) for n in range(15, 20)], total=20),
    )
    assert list_checks.check_list([], first) == []
    assert list_checks.check_list([first], second, is_end=True) == []


def kinds(found: list[list_checks.Suspicion]) -> list[str]:
    return [one.kind for one in found]


def test_nothing_is_never_zero_reports() -> None:
    assert kinds(list_checks.check_list([], page(1, []))) == ["empty"]
    assert list_checks.check_list([], page(1, [], empty_marker="暂无相关信息")) == []
    assert list_checks.check_list([], page(1, [], report_here=True)) == []
    assert list_checks.check_list([], page(1, []), followed=3) == []


def test_a_page_that_repeats_another_says_so() -> None:
    first = page(1, [report(n) for n in range(15)])
    assert kinds(list_checks.check_list([first], page(2, [report(n) for n in range(15)]))) == ["offset_ignored"]
    part = page(2, [report(n) for n in range(5)], total=40)
    assert kinds(list_checks.check_list([first], part)) == ["offset_ignored"]
    shifted = page(2, [report(14), report(15)])
    assert list_checks.check_list([first], shifted) == []


def test_a_page_of_another_list_says_so() -> None:
    first = page(1, [report(n) for n in range(15)])
    news = page(2, [report(n, f"县领导调研第{n}个项目", "xwzx/zwyw") for n in range(90, 105)])
    assert kinds(list_checks.check_list([first], news)) == ["strays"]
    mixed = page(2, [*(report(n) for n in range(15, 25)), report(99, "关于做好年报编制的通知")])
    assert list_checks.check_list([first], mixed) == []


def test_the_last_page_of_a_list_may_end_with_other_things() -> None:
    beside = [report(n, f"县领导调研第{n}个项目", "xwzx/zwyw") for n in range(200, 208)]
    others = [report(80, "青禾县财政局2022年度部门决算"), report(81, "青禾县司法局2022年法治政府建设年度报告")]
    first = page(1, [*beside, *(report(n) for n in range(10))])
    for last in ([report(10), report(11), *others], [report(10), *others], others, others[:1]):
        assert list_checks.check_list([first], page(2, [*beside, *last])) == [], last
    news = page(2, [*beside, *(report(n, f"县领导调研第{n}个项目", "xwzx/zwyw") for n in range(90, 105))])
    assert kinds(list_checks.check_list([first], news)) == ["strays"]


def test_the_pages_of_a_framed_list_are_compared_with_each_other() -> None:
    frame = page(1, [report(n, f"县领导调研第{n}个项目", "xwzx/zwyw") for n in range(200, 208)])
    framed = [report(n, path="gk/nb") for n in range(10)]
    mixed = [*(report(n, path="gk/nb") for n in (10, 11, 12)), *(report(n, "机构职能", "gk/nb") for n in (13, 14))]
    assert list_checks.check_list([frame, page(1, framed)], page(2, mixed)) == []


def test_one_thing_that_is_no_report_makes_no_other_list_where_folders_tell_nothing() -> None:
    def shown(number: int, title: str = "") -> ReportLink:
        return replace(report(number, title), url=f"{ROOT}/2024/01-18/{number}.html")

    first = page(1, [shown(n) for n in range(10)])
    assert list_checks.check_list([first], page(2, [shown(10, "青禾县司法局2022年法治政府建设年度报告")])) == []
    news = page(2, [shown(n, f"县领导调研第{n}个项目") for n in range(90, 105)])
    assert kinds(list_checks.check_list([first], news)) == ["strays"]


def test_what_is_claimed_and_not_seen_is_counted() -> None:
    first = page(1, [report(n) for n in range(100)], total=203)
    (found,) = list_checks.check_list([], first, is_end=True)
    assert (found.kind, found.missing) == ("missing_n", 103)


def test_a_counter_may_be_one_too_high_but_not_several_pages() -> None:
    def ended(claimed: int, problem: str = "") -> list[str]:
        first, second = page(1, [report(1)]), page(2, [report(2)], pages_claimed=claimed, problems=(problem,))
        return kinds(list_checks.check_list([first], second, is_end=True))

    assert ended(3) == ["pages_missing"]
    assert ended(9) == ["no_next"]
    assert ended(9, "counter_unsure") == ["pages_missing"]


def test_pages_that_a_pager_links_are_owed() -> None:
    first = page(1, [report(1)], pages_linked=3)
    assert kinds(list_checks.check_list([first], page(2, []), is_end=True)) == ["no_next"]
    assert kinds(list_checks.check_list([first], page(2, [report(2)]), is_end=True)) == ["no_next"]
    assert kinds(list_checks.check_list([first, page(2, [report(2)])], page(3, [report(3)]), is_end=True)) == []
    assert kinds(list_checks.check_list([], page(1, [report(1)], pages_linked=2, total=1), is_end=True)) == []


def test_a_list_of_several_pages_that_ends_with_the_first_is_suspect() -> None:
    only = page(1, [report(1)], pages_claimed=9)
    assert kinds(list_checks.check_list([], only, is_end=True)) == ["no_next"]
    assert "no_next" in list_checks.FATAL
    assert kinds(list_checks.check_list([], page(1, [report(1)], pages_claimed=2, total=1), is_end=True)) == []


def test_a_list_without_end_is_cut() -> None:
    last = page(list_checks.MAX_LIST_PAGES, [report(1)])
    assert kinds(list_checks.check_list([], last)) == ["page_cap"]


def test_a_year_that_is_gone_is_an_alarm() -> None:
    assert list_checks.check_years([2022, 2023], [2021, 2022, 2023]) == []
    (found,) = list_checks.check_years([2021, 2022, 2023, 2024], [2022, 2023])
    assert (found.kind, found.detail, found.missing) == ("years_missing", "2021, 2024", 2)


# --- plans ------------------------------------------------------------------------------------------


def test_only_hosts_of_the_portal_are_asked() -> None:
    listing = page(
        1,
        [
            report(1),
            ReportLink("http://qinghe.example.com/nb/t20240118_9.html", "青禾县财政局2023年政府信息公开工作年度报告"),
        ],
        columns=(
            ColumnLink("http://www.qinghe.gov.cn.example.com/zfxxgknb/", "政府信息公开年报"),
            column("2022年", "/zwgk/zfxxgknb/2022n/"),
        ),
        next=(Fetch("http://other.gov.cn/index_1.html", number=2), Fetch(f"{NB}index_1.html", number=2)),
    )
    plan = discovery.plan_list(listing, portal=PORTAL, column=PORTAL.columns[0])
    assert {fetch.url.split("/")[2] for fetch in plan.fetches} == {"www.qinghe.gov.cn"}
    assert [len(plan.articles), len(plan.columns), len(plan.next)] == [1, 1, 1]
    assert plan.left == 2
    assert plan.columns[0].trail == ("2022年",)
    assert plan.articles[0].headers == (("Referer", f"{NB}index_1.html"),)


def test_copies_for_phones_are_left_when_the_page_itself_is_listed() -> None:
    twin = ReportLink(report(1).url.replace(".html", "_wap.html"), report(1).title)
    plan = discovery.plan_list(page(1, [twin, report(1), report(2)]), portal=PORTAL, column=PORTAL.columns[0])
    assert [fetch.url for fetch in plan.articles] == [report(1).url, report(2).url]
    alone = discovery.plan_list(page(1, [twin]), portal=PORTAL, column=PORTAL.columns[0])
    assert len(alone.articles) == 1


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "site"),
        ("/index.html", "site"),
        ("/zfxxgk/", "site"),
        ("/zwgk/index.shtml", "site"),
        ("/caizhengju/gkmlpt/index", "site"),
        ("/caizhengju/gkmlpt/index#21022", "reports"),
        ("/zwgk/zfxxgknb/", "reports"),
        ("/zfxxgk/zfxxgknb/index.html", "reports"),
        ("/col/col1229/index.html", "reports"),
        ("/module/xxgk/tree.jsp?area=11", "reports"),
        ("/public/column/6598?type=3&action=list", "reports"),
    ],
)
def test_the_kind_of_a_new_column_follows_from_its_address(path: str, kind: str) -> None:
    assert judging.guess_kind(f"{ROOT}{path}") == kind


def test_columns_are_followed_to_a_depth_only() -> None:
    listing = page(1, [], columns=(column("2022年", "/zwgk/zfxxgknb/a/b/2022n/"),))
    for depth, count in [(0, 1), (3, 1), (4, 0)]:
        request = Fetch(NB, trail=("年报",) * depth)
        assert (
            len(discovery.plan_list(listing, portal=PORTAL, column=PORTAL.columns[0], request=request).columns) == count
        )


def test_the_other_way_is_asked_when_a_page_repeats_strays_or_is_empty() -> None:
    first = page(1, [report(n) for n in range(15)], total=30)
    request = Fetch(f"{NB}index_1.html", number=2, otherwise=Fetch(f"{NB}index_2.html", number=2))
    repeated = page(2, [report(n) for n in range(15)], total=30, next=(Fetch(f"{NB}index_9.html", number=3),))
    plan = discovery.plan_list(repeated, previous=[first], portal=PORTAL, column=PORTAL.columns[0], request=request)
    assert [fetch.url for fetch in plan.next] == [f"{NB}index_2.html"]
    assert kinds(list(plan.suspicions)) == ["other_way"]
    short = page(2, [report(n) for n in range(15)], total=30, pages_claimed=4)
    plan = discovery.plan_list(short, previous=[first], portal=PORTAL, column=PORTAL.columns[0], request=request)
    assert kinds(list(plan.suspicions)) == ["other_way"]
    assert [fetch.url for fetch in discovery.plan_refused(request, portal=PORTAL).next] == [f"{NB}index_2.html"]
    assert discovery.plan_refused(Fetch(NB), portal=PORTAL) == discovery.Plan()


def test_nothing_is_taken_from_a_page_that_strays() -> None:
    first = page(1, [report(n) for n in range(15)])
    news = page(
        2, [*(report(n, f"县领导调研第{n}个项目", "xwzx/zwyw") for n in range(90, 105)), report(7, path="xwzx/zwyw")]
    )
    plan = discovery.plan_list(
        news, previous=[first], portal=PORTAL, column=PORTAL.columns[0], request=Fetch(NB, number=2)
    )
    assert plan.articles == ()
    assert kinds(list(plan.suspicions)) == ["strays"]
    assert plan.is_end


def test_a_list_of_where_reports_stand_is_followed() -> None:
    listing = page(1, [report(1, "青禾县2023年政府信息公开工作年度报告公布情况")])
    plan = discovery.plan_list(listing, portal=PORTAL, column=PORTAL.columns[0])
    assert [fetch.kind for fetch in plan.columns] == ["column"]
    assert plan.articles == ()


def test_files_of_an_article_keep_its_words_and_address() -> None:
    article = Article(
        "青禾县水利局2023年政府信息公开工作年度报告",
        attachments=(Attachment(f"{ROOT}/nb/a.pdf", "年报"), Attachment("http://example.com/x.pdf")),
    )
    request = Fetch(f"{ROOT}/nb/t1.html", "article", trail=("年报", "2023年"), listed_on="2024-01-18", list_url=NB)
    plan = discovery.plan_article(article, Page(request.url, "", request=request), portal=PORTAL)
    (fetch,) = plan.articles
    assert (fetch.url, fetch.kind, fetch.title, fetch.listed_on, fetch.trail) == (
        f"{ROOT}/nb/a.pdf",
        "attachment",
        "年报",
        "2024-01-18",
        ("年报", "2023年"),
    )
    assert fetch.headers == (("Referer", request.url),)
    assert judging.judge_article(article) == "needs_attachment"
    assert judging.judge_article(Article("x")) == "unconfirmed"


def test_columns_of_further_pages_are_followed_unless_the_page_repeats_another() -> None:
    first = page(1, [report(n) for n in range(15)])
    further = (column("青禾县水利局", "/zwgk/zfxxgknb/slj/"),)
    for entries, count in [(range(15, 20), 1), (range(15), 0)]:
        listing = page(2, [report(n) for n in entries], columns=further)
        plan = discovery.plan_list(
            listing, previous=[first], portal=PORTAL, column=PORTAL.columns[0], request=Fetch(NB, number=2)
        )
        assert len(plan.columns) == count


def test_a_platform_is_known_by_the_words_that_led_to_it() -> None:
    assert judging.is_platform(f"{ROOT}/lm2/", ["政府信息公开 MORE"])
    assert not judging.is_platform(f"{ROOT}/lm2/", ["政务动态 MORE"])
