"""Which links to follow: take, leave or unsure; and whether a list can be what the site says it is.

Pure: listings go in, plans come out. Names and addresses are evidence together: a column is scored, a title is read by
`extractors.titles`, and a list that breaks an invariant is suspect, never "0 reports".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from crawler import urls
from crawler.catalogue import Column, Portal
from crawler.systems import pager, schemes, shapes
from crawler.systems.pages import Article, ColumnLink, Fetch, ListPage, Page, ReportLink
from extractors.titles import Title, read_title

Verdict = Literal["take", "leave", "unsure"]

MAX_LIST_PAGES = pager.MAX_PAGES
MAX_COLUMN_DEPTH = 4
"""Columns below a catalogue's column: year, level, unit and one to spare."""
MAX_SITE_DEPTH = 6
"""The same below a home page, where the platform and its tab come first."""
MAX_REQUESTS = 600
"""Requests for one portal in one run; a county portal with 50 reports and 30 lists needs about 100."""
MIN_OTHER_LINKS = 5
"""Links outside menus that page 1 has not, from which a page without entries is another page; an empty page of a
list has none, its pager's numbers aside."""
MIN_BELONGING = 0.8
"""Share of a page's entries that must belong to its list; a pager that strays returns another list altogether."""
TAKE_SCORE = 3
UNSURE_SCORE = 2

PRIORITY_LIST = 30
PRIORITY_COLUMN = 20
PRIORITY_UNSURE_COLUMN = 12
PRIORITY_ARTICLE = 10
PRIORITY_ATTACHMENT = 8
PRIORITY_UNSURE_ARTICLE = 4
MAX_ATTACHMENTS = 20
"""Files of one article that are asked for."""

_REPORT_COLUMN = re.compile(r"年报|年度报告|公开报告")
_NEGATIVE = re.compile(
    r"报表|决算|预算|法治|指南|制度|依申请|规定|办法|目录(?!年报)|意见箱|监督|法规|规章|政策|解读|统计(?!局)|要点|方案|通知|公告(?!栏)|公示|招聘|采购|招标|"
    r"人事|领导|新闻|动态|要闻|企业年报|环境质量|执法|网站工作|政府工作报告|政府公报|规划|财政|双随机|权责|权力|清单|登录|注册|搜索|检索|邮箱|信箱|留言|访谈|"
    r"调查|征集|互动|办事|服务(?!局|中心)|English|无障碍|适老|长者|繁体|首页|网站地图|联系我们|关于我们|友情|标识码|备案|建议|提案"
)
_WEBSITE_REPORT = re.compile(r"网站(?:工作)?(?:年度)?(?:报表|年报|工作年度报告)|政府网站年|新媒体")
_PATH_WORD = re.compile(
    r"^(?:zfxxgkgzndbg|zfxxgkndbg|zfxxgknb|zfxxgknd|xxgknb|xxgk_nb|xxgkndbg|xxgkgzndbg|gknb|zfgknb|gkndbg|ndbg|ndgzbg|nb|gznb|gkbg|nianbao|ndgzbg|zfnb|"
    r"(?:bm|jgzf|jd|xtjd|xzjd|xz|zj|szf|qzf|xzf|gqzf|bmjd)?(?:zf)?(?:xxgk|gk)?(?:gz)?n(?:d)?(?:b|bg|dbg))(?:lb|list|lm)?$"
)
_PATH_NEGATIVE = re.compile(r"wzgz|wzndb|wznb|ndbb|fzzf|czyjs|yjsgk|xxgkzn|xxgkzd|gkzn|gkzd|ysqgk|ysq|qynb")
_YEAR_NAME = re.compile(
    r"^(?:(?:19|20)\d{2}年?(?:度)?(?:及|和)?(?:以前|之前|以往)(?:年份)?(?:年报|年度报告)?|历年|往年|历史年报)$|^(?:19|20)\d{2}\s*(?:年度?|nian)?\s*(?:度)?(?:政府)?(?:信息)?(?:公开)?(?:工作)?(?:年报|年度报告|报告)?$|^[二2][〇○零O0][\d〇○零一二三四五六七八九]{2}年?(?:度)?$"
)
_YEAR_ASIDE = re.compile(r"(?:19|20)\d{2}年?度?(?:年报|年度报告)?$|^(?:19|20)\d{2}年?度?")
_YEAR_WORD = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_UNIT = re.compile(
    r"^[\u3400-\u9fff（）()·、"
    r"\d]{2,26}(?:局|委|办|厅|院|处|镇|乡|街道|办事处|政府|管委会|管理委员会|委员会|中心|站|队|所|区|县|市|旗|苏木|州|盟|部|署|园区|农场|林场|办公室|总社|科|馆|台|会)"
    r"(?:[（(][^）)]{1,20}[）)])?$"
)
_LEVEL = re.compile(
    r"^(?:各)?(?:全?[县区市省州旗])?(?:(?:人民)?政府|级政府|政府本级|直?部门|委办局|工作部门|各?(?:乡镇|镇街|街镇|镇办|街道|镇乡)|乡镇街道|镇\(街道\)|街道乡镇|"
    r"园区|开发区|直属(?:机构|单位)|派出机构|垂管部门|其他|县区|区县|市直|区直|县直|下级政府|单位)(?:及?街道|和?[乡镇街道]+|办事处|单位|机构|部门)?"
    r"(?:(?:政府)?信息公开)?(?:工作)?(?:年报|年度报告)?$"
)
_PLATFORM = re.compile(
    r"^(?:[\u3400-\u9fff]{0,12})?(?:政府信息公开|信息公开|政务公开|政府信息公开(?:专栏|平台|专区)|公开专栏|信息公开(?:专栏|平台|栏)|(?:政府|政务)公开)(?:专栏|平台|专区|栏目|网)?$"
)
_UNITS_PLATFORM = re.compile(r"^.{0,6}(?:部门|乡镇|街道|镇街|县区|区县|单位).{0,4}(?:信息)?公开.{0,4}$")
_NO_UNIT = re.compile(r"新闻|服务|互动|数据|媒体|直播|发布会|听证会|举报|下载|会议")
"""Words of menu entries that end like the name of a body: 新闻中心, 政务服务中心, 新闻发布会."""
_PLATFORM_PATH = re.compile(
    r"/(?:zf|bm|szf|xzf|qzf)?(?:xxgk|zwgk|gkml|xxgkml|zfxxgk|xxgkpt|gongkai)\w{0,12}(?:/|$)", re.IGNORECASE
)
_PLATFORM_FOLDER = re.compile(rf"{_PLATFORM_PATH.pattern.removesuffix('(?:/|$)')}/?$", re.IGNORECASE)
_COVERAGE = re.compile(r"(?:公布|发布|公开)情况(?:一览表?)?$|年(?:度)?报告?(?:一览表?|汇总表?)$")
_ITEM_NEGATIVE = re.compile(
    r"法治政府|行政执法|网站|报表|决算|预算|政府工作报告|企业年报|环境质量|制度|格式|编制|通知|要点|指南|学年|统计公报|解读|办法|规定|方案|意见(?!局)|会议|"
    r"召开|调研|公示|招聘|名单|目录|流程|申请表|部署|培训|发布|公布|出炉|亮相|问答|图解|读懂"
)
_REPORT_WORDS = re.compile(r"年报|年度报告|年度工作报告|工作报告|报告$")
_FULL = "政府信息公开工作年度报告"
_SKIP_PATH = re.compile(
    r"/(?:search|login|register|sso|jact|english|en|mail|rss|wap|app|zwfw|hd|hdjl|ztzl_|map)(?:[/.]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason, a machine word; `title` is what the title reader said, `score` a column's points."""

    verdict: Verdict
    reason: str
    title: Title | None = None
    score: int = 0


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A list that cannot be what it says.

    Kinds: `empty`, `offset_ignored`, `strays`, `no_next` (a list claims more pages and only its first could be had),
    `missing_n`, `pages_missing`, `page_cap`, `years_missing`, and `other_way`, a note that the question had to be put
    differently. `missing` counts entries claimed and not seen.
    """

    kind: str
    detail: str = ""
    missing: int = 0


FATAL = frozenset({"empty", "offset_ignored", "strays", "no_next", "years_missing"})
"""Suspicions that make a list suspect; the others only say how much is missing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do after a page: what to ask, what was suspicious, how many links were left alone.

    `is_end` says that the list has no further page to ask for; `report_here` that the page itself is a report.
    """

    articles: tuple[Fetch, ...] = ()
    columns: tuple[Fetch, ...] = ()
    next: tuple[Fetch, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    left: int = 0
    is_end: bool = True
    report_here: bool = False

    @property
    def fetches(self) -> tuple[Fetch, ...]:
        """Everything to ask, in the order of the page."""
        return (*self.next, *self.columns, *self.articles)


def is_report_column(name: str) -> bool:
    """Whether the name of a column is that of annual reports on information disclosure (and not of another report)."""
    bare = re.sub(r"\s", "", name)
    if not _REPORT_COLUMN.search(bare) or _WEBSITE_REPORT.search(bare):
        return False
    title = read_title(bare)
    if title.kind in ("report", "bare"):
        return True
    return not _NEGATIVE.search(bare)


def is_in_reports(column: Column | None, trail: Sequence[str]) -> bool:
    """Whether a page reached over the columns `trail` lies inside an annual-report column."""
    if column is not None and column.kind in ("reports", "tree"):
        return True
    return any(is_report_column(name) for name in trail)


def judge_item(item: ReportLink, *, in_reports: bool = True) -> Judgement:
    """Say whether a candidate is worth asking for.

    `take` for every title that names a report; `unsure` for what may be one: cut titles, a unit's or a year's name in
    an annual-report column, picture and question-and-answer versions.
    """
    title = read_title(item.title, item.url)
    if title.kind == "report":
        return Judgement("take", "report", title)
    if title.kind == "bare":
        return Judgement("take", "bare", title)
    if title.kind == "derivative":
        return Judgement("unsure", "derivative", title)
    if title.kind == "other_body":
        return Judgement("leave", "other_body", title)
    bare = re.sub(r"\s", "", item.title)
    if item.truncated:
        completed = complete_title(bare)
        whole = read_title(completed, item.url) if completed else title
        if whole.kind in ("report", "bare"):
            return Judgement("take", "truncated_report", whole)
        if whole.kind == "derivative":
            return Judgement("unsure", "derivative", whole)
        if in_reports and item.in_list and not completed and not _ITEM_NEGATIVE.search(bare) and "关于" not in bare:
            return Judgement("unsure", "truncated", title)
        return Judgement("leave", "truncated_other", title)
    if not in_reports or not item.in_list or _ITEM_NEGATIVE.search(bare) or _COVERAGE.search(bare):
        return Judgement("leave", "other_title", title)
    if _YEAR_NAME.match(bare) or (_REPORT_WORDS.search(bare) and _YEAR_WORD.search(bare)):
        return Judgement("take", "year_in_report_column", title)
    if _UNIT.match(bare) or _UNIT.match(_YEAR_ASIDE.sub("", bare)):
        return Judgement("take", "unit_in_report_column", title)
    if _REPORT_WORDS.search(bare) or (item.kind == "attachment" and _YEAR_WORD.search(bare)):
        return Judgement("unsure", "report_words", title)
    return Judgement("leave", "other_title", title)


def complete_title(shown: str) -> str:
    """Return a cut title completed to …政府信息公开工作年度报告, if it ends in a beginning of that name; else ""."""
    stem = shown.rstrip(".…．。 ")
    for core in (_FULL, "政府信息公开年度报告", "信息公开工作年度报告", "政府信息公开年报"):
        for length in range(min(len(core), len(stem)), 0, -1):
            if stem.endswith(core[:length]):
                return stem + core[length:]
    found = re.search(r"(?:19|20)\d{2}(?:年度?)?$", stem)
    if found:
        return stem + ("" if stem.endswith(("年", "度")) else "年") + _FULL
    return ""


def score_column(
    link: ColumnLink,
    *,
    parent_url: str = "",
    in_reports: bool = False,
    is_site: bool = False,
    on_platform: bool = False,
) -> int:
    """Score a link to a column: 年报 in its name +3, its path +2, a year under such a column +2, a unit +1.

    A label over its group counts as its parent's name; words of other columns take 5 away. `on_platform` says that
    the link stands on a page for information disclosure: there a unit's name leads to the unit's own columns.
    """
    name = re.sub(r"\s", "", link.name)
    heading_reports = is_report_column(link.heading) if link.heading else False
    inside = in_reports or heading_reports
    score = 0
    named = is_report_column(name)
    if named:
        score += 3
    if _has_path_word(link.url):
        score += 2
    if _PATH_NEGATIVE.search(urlsplit(link.url).path.lower()) and not named:
        score -= 5
    is_year = bool(_YEAR_NAME.match(name))
    is_unit = bool(_UNIT.match(name)) or bool(_LEVEL.match(name))
    if is_year and inside:
        score += 2 + heading_reports
    elif is_unit and inside:
        score += 1 + heading_reports
    if inside and (is_year or is_unit) and parent_url and _is_under(link.url, parent_url):
        score += 2
    if inside and is_unit and not link.in_menu:
        score += 1
    if (
        inside
        and not (named or is_year or is_unit)
        and parent_url
        and len(name) <= 16
        and _is_under(link.url, parent_url)
    ):
        # what lies below an annual-report column is part of it, whatever it is called
        score += 2
    if not inside and is_site:
        if _PLATFORM.match(name):
            score += 3
        elif _UNITS_PLATFORM.match(name) or (on_platform and is_unit and not _NO_UNIT.search(name)):
            score += 2
    if (_NEGATIVE.search(name) and not is_unit and not named) or _WEBSITE_REPORT.search(name):
        score -= 5
    if _SKIP_PATH.search(urlsplit(link.url).path):
        score -= 5
    return score


def judge_column(
    link: ColumnLink,
    *,
    parent_url: str = "",
    in_reports: bool = False,
    is_site: bool = False,
    on_platform: bool = False,
) -> Judgement:
    """Say whether a link to another column is worth following."""
    score = score_column(link, parent_url=parent_url, in_reports=in_reports, is_site=is_site, on_platform=on_platform)
    if score >= TAKE_SCORE:
        return Judgement("take", "column", score=score)
    if score >= UNSURE_SCORE:
        return Judgement("unsure", "column", score=score)
    return Judgement("leave", "column", score=score)


def guess_kind(url: str) -> Literal["reports", "site"]:
    """Return the kind a column most likely has by its address: `site` for a home page or a platform, else `reports`.

    A column named after annual reports may hold columns by year and body; both are read under `reports`.
    """
    if _has_path_word(url):
        return "reports"
    path = re.sub(r"(?:index|default|main)\.\w+$", "", urlsplit(url).path)
    if path in ("", "/") or (path.endswith("/gkmlpt/index") and "#" not in url):
        return "site"
    return "site" if _PLATFORM_FOLDER.search(path) else "reports"


def is_platform(url: str, trail: Sequence[str]) -> bool:
    """Whether a page reached over the columns `trail` belongs to a platform for information disclosure."""
    if any(_PLATFORM.match(name) or _UNITS_PLATFORM.match(name) for name in (re.sub(r"\s", "", one) for one in trail)):
        return True
    return _PLATFORM_PATH.search(urlsplit(url).path) is not None


def _has_path_word(url: str) -> bool:
    path = urlsplit(url).path.lower()
    for part in path.split("/"):
        word = re.sub(r"\.\w+$", "", part)
        word = re.sub(r"_?\d+n?$", "", word)
        word = re.sub(r"(?:_\d+)+$", "", word)
        if word and word not in ("n", "b") and _PATH_WORD.match(word):
            return True
    return False


def _is_under(url: str, parent: str) -> bool:
    folder = urls.folder_of(parent)
    key, base = urls.key_of(url), urls.key_of(folder)
    return key.startswith(base) and base.count("/") > 1


# --- lists ------------------------------------------------------------------------------------------------------------


def keys_of(page: ListPage) -> frozenset[str]:
    """Return the keys of the entries of a list page: those of its list proper, or all where none stands out."""
    own = frozenset(urls.key_of(item.url) for item in page.items if item.in_list)
    return own or frozenset(urls.key_of(item.url) for item in page.items)


def check_list(
    previous: Sequence[ListPage], page: ListPage, *, followed: int = 0, is_end: bool = False
) -> list[Suspicion]:
    """Check the invariants of a list at the newest of its pages; [] when nothing is wrong.

    `previous` are the pages of the same list read before, `followed` counts the columns and data requests that the
    page itself leads to (a page of columns has no entries), `is_end` says that no further page will be asked for.
    """
    found: list[Suspicion] = []
    keys = keys_of(page)
    seen = frozenset().union(*(keys_of(earlier) for earlier in previous)) if previous else frozenset()
    total = _claimed(page, previous)
    together = seen | keys
    is_later = page.number > 1 and bool(previous)
    if not keys and is_later and _shows_other_page(previous[0], page):
        found.append(Suspicion("strays", f"page {page.number} shows another page of the site"))
    elif not keys:
        is_complete = is_later and (total is None or len(seen) >= total) and bool(seen)
        if not page.empty_marker and not followed and not page.report_here and not is_complete:
            found.append(Suspicion("empty", f"page {page.number} of {page.list_url} has no entry and does not say so"))
        elif page.empty_marker and is_later and total is not None and len(seen) < total:
            found.append(Suspicion("empty", f"page {page.number} is empty, {total - len(seen)} entries are missing"))
    elif is_later and keys <= seen:
        repeats = any(keys == keys_of(earlier) for earlier in previous)
        if repeats or (total is not None and len(seen) < total):
            found.append(Suspicion("offset_ignored", f"page {page.number} shows nothing that is not on a page before"))
    elif "unfiltered" not in page.problems and _strays(previous, page):
        found.append(Suspicion("strays", f"page {page.number} shows another list"))
    if page.number >= MAX_LIST_PAGES:
        found.append(Suspicion("page_cap", f"stopped at page {page.number}"))
    if is_end:
        is_short = total is None or len(together) < total
        if total is not None and is_short:
            missing = total - len(together)
            found.append(Suspicion("missing_n", f"{missing} of {total} entries claimed were not seen", missing))
        claims = [one.pages_claimed for one in (page, *reversed(previous)) if one.pages_claimed is not None]
        reached = max((one.number for one in (page, *previous) if keys_of(one)), default=page.number)
        if is_short and claims and reached < min(claims[0], MAX_LIST_PAGES):
            # a counter may be one too high; a list of several pages that ends with the first was not followed
            kind = "no_next" if reached == 1 and keys else "pages_missing"
            found.append(Suspicion(kind, f"page {reached} of {claims[0]} is the last one reached"))
    return found


def _shows_other_page(first: ListPage, page: ListPage) -> bool:
    """Whether a page without entries is none of the list: it has links of its own that page 1 does not have."""
    known = {urls.key_of(link.url) for link in first.columns}
    own = {urls.key_of(link.url) for link in page.columns if not link.in_menu} - known
    return len(own) >= MIN_OTHER_LINKS


def _claimed(page: ListPage, previous: Sequence[ListPage]) -> int | None:
    if page.total is not None:
        return page.total
    return next((earlier.total for earlier in reversed(previous) if earlier.total is not None), None)


def check_years(before: Iterable[int], now: Iterable[int]) -> list[Suspicion]:
    """Compare the report years of a column with those of its last run: a year that is gone is an alarm."""
    gone = sorted(set(before) - set(now))
    return [Suspicion("years_missing", ", ".join(map(str, gone)), len(gone))] if gone else []


def _strays(previous: Sequence[ListPage], page: ListPage) -> bool:
    own = [item for item in page.items if item.in_list]
    if not own:
        return False
    likely = sum(judge_item(item).verdict != "leave" for item in own)
    if not previous or page.number <= 1:
        # an answer to a question for one column (data, no menus) may begin with a hundred other things
        if likely or page.columns or "/api/" in page.url or page.total is not None:
            return False
        return sum(_shares_column(item, page.list_url) for item in own) / len(own) < MIN_BELONGING
    first = [item for earlier in previous[:1] for item in earlier.items if item.in_list]
    if not first:
        return False
    likely_before = sum(judge_item(item).verdict != "leave" for item in first)
    if likely_before * 2 >= len(first):
        return likely / len(own) < 1 - MIN_BELONGING and likely * 2 < len(own)
    signatures = {shapes.signature_of(item.url) for item in first}
    belonging = sum(shapes.signature_of(item.url) in signatures or _shares_column(item, page.list_url) for item in own)
    return max(belonging, likely) / len(own) < MIN_BELONGING


def _shares_column(item: ReportLink, list_url: str) -> bool:
    if _is_under(item.url, list_url):
        return True
    numbers = set(re.findall(r"\d{3,}", urlsplit(list_url).path))
    return bool(numbers & set(re.findall(r"\d{3,}", urlsplit(item.url).path)))


# --- plans ------------------------------------------------------------------------------------------------------------


def plan_list(
    listing: ListPage,
    *,
    previous: Sequence[ListPage] = (),
    portal: Portal,
    column: Column | None = None,
    request: Fetch | None = None,
) -> Plan:
    """Return what to ask after a list page: its reports, its sub-columns, its next page; and what was suspicious.

    After an answer that repeats, strays or is empty, `request.otherwise` is asked instead of going on. Hosts that the
    portal does not list are never asked, whatever they copy.
    """
    trail = request.trail if request is not None else ()
    depth = len(trail)
    in_reports = is_in_reports(column, trail)
    is_site = column is not None and column.kind == "site"
    parent = (column.url if column is not None and not trail else "") or listing.list_url or listing.url
    # a column of the catalogue below a home page is a platform by the catalogue's word
    is_named = column is not None and not trail and urls.key_of(column.url).partition("/")[2] != ""
    on_platform = is_site and not in_reports and (is_named or is_platform(listing.url, trail))
    left = 0

    columns: list[Fetch] = []
    if depth < (MAX_SITE_DEPTH if is_site else MAX_COLUMN_DEPTH) and listing.number <= 1:
        for link in listing.columns:
            judgement = judge_column(
                link, parent_url=parent, in_reports=in_reports, is_site=is_site, on_platform=on_platform
            )
            if judgement.verdict == "leave" or not portal.allows(link.url):
                left += 1
                continue
            is_sure = judgement.verdict == "take"
            columns.append(_column_fetch(link.url, link.name, (*trail, _trail_name(link)), is_sure=is_sure))
    articles: list[Fetch] = []
    for item in _without_twins(listing.items):
        judgement = judge_item(item, in_reports=in_reports)
        if not portal.allows(item.url):
            left += 1
            continue
        if judgement.verdict == "leave":
            if in_reports and _is_unit_below(item, listing):
                # 博达 gives a unit's report, or its column, a file of its own below the year's
                columns.append(_column_fetch(item.url, item.title, (*trail, item.title), is_sure=False))
            elif _COVERAGE.search(item.title) and judgement.title is not None and in_reports and item.kind == "article":
                columns.append(_column_fetch(item.url, "", (*trail, item.title), is_sure=False))
            else:
                left += 1
            continue
        if judgement.reason == "report_words" and item.kind == "article" and not _YEAR_WORD.search(item.title):
            # 历年年报（旧版）: the older reports' own column, whatever its address looks like
            columns.append(_column_fetch(item.url, item.title, (*trail, item.title), is_sure=False))
            continue
        if item.kind == "article" and _is_collective(judgement.title, item.url):
            # 各部门2023年政府信息公开年报 is a column, though 博达 gives it a file like an article's
            columns.append(_column_fetch(item.url, item.title, (*trail, item.title), is_sure=True))
            continue
        taken = judgement.verdict == "take"
        articles.append(
            Fetch(
                url=item.url,
                kind=item.kind,
                priority=PRIORITY_ARTICLE if taken else PRIORITY_UNSURE_ARTICLE,
                system="" if item.kind == "attachment" else listing.system,
                headers=(("Referer", urls.without_fragment(listing.url)),),
                list_url=listing.list_url,
                trail=trail,
                title=item.title,
                listed_on=item.listed_on,
            )
        )
    following = [
        replace(fetch, priority=fetch.priority or PRIORITY_LIST)
        for fetch in listing.next
        if portal.allows(fetch.url) and fetch.number <= MAX_LIST_PAGES
    ]
    suspicions = check_list(
        previous, listing, followed=len(columns) + sum(fetch.number <= 1 for fetch in following), is_end=not following
    )
    if not in_reports or (request is not None and request.priority == PRIORITY_UNSURE_COLUMN):
        # a page looked at on suspicion only proves nothing by having no list
        suspicions = [one for one in suspicions if one.kind != "empty"]
    broken = {suspicion.kind for suspicion in suspicions} & {"offset_ignored", "strays", "empty"}
    otherwise = request.otherwise if request is not None else None
    # "total: 0" in answer to a guessed question proves nothing
    if broken or (otherwise is not None and not listing.items):
        if otherwise is not None and portal.allows(otherwise.url):
            following = [replace(otherwise, priority=PRIORITY_LIST, trail=trail)]
            # the server did not understand the question: a note, unless the other way fails as well
            suspicions = [
                Suspicion("other_way", f"{one.kind}: {one.detail}") if one.kind in broken else one
                for one in suspicions
                if one.kind not in ("missing_n", "pages_missing")
            ]
        elif listing.number > 1:
            following = []
        if "strays" in broken and listing.number > 1:
            left += len(articles)
            articles = []
    elif listing.number > 1 and previous and keys_of(listing) <= frozenset().union(*map(keys_of, previous)):
        # nothing new and nothing missing: the end, however many pages the site goes on to number
        following = []
    return Plan(
        articles=tuple(articles),
        columns=tuple(columns),
        next=tuple(following),
        suspicions=tuple(suspicions),
        left=left,
        is_end=not following,
        report_here=listing.report_here,
    )


def _column_fetch(url: str, name: str, trail: tuple[str, ...], *, is_sure: bool) -> Fetch:
    return Fetch(
        url=url if "gkmlpt" in url else urls.without_fragment(url),
        kind="column",
        priority=PRIORITY_COLUMN if is_sure else PRIORITY_UNSURE_COLUMN,
        list_url=urls.without_fragment(url),
        trail=trail,
        title=name,
    )


def _is_collective(title: Title | None, url: str) -> bool:
    """Whether a title that reads like a report's names many bodies at once, or a level, and its file has no number."""
    if title is None or title.kind not in ("report", "bare"):
        return False
    name = title.publisher or re.split(r"(?:19|20)\d{2}", title.text)[0]
    if not _LEVEL.match(name):
        return False
    return not re.search(r"\d", urlsplit(url).path.rpartition("/")[2]) and not urlsplit(url).query


def _is_unit_below(item: ReportLink, listing: ListPage) -> bool:
    """Whether a link outside the list proper carries a body's name and stands below the page itself."""
    name = re.sub(r"\s", "", item.title)
    if item.in_list or item.kind != "article" or not (_UNIT.match(name) or _LEVEL.match(name)):
        return False
    here = re.sub(r"(?:\.\w{2,5})?$", "", urls.key_of(listing.list_url or listing.url).partition("?")[0]).rstrip("/")
    return here.count("/") > 1 and urls.key_of(item.url).startswith(here + "/")


def _without_twins(items: Sequence[ReportLink]) -> list[ReportLink]:
    """Leave out the phone and `big5` copies of entries that the same page also lists themselves."""
    originals = {urls.identity_of(item.url) for item in items if not _is_twin(item.url)}
    return [item for item in items if not _is_twin(item.url) or urls.identity_of(item.url) not in originals]


def _is_twin(url: str) -> bool:
    return urls.identity_of(url) != urls.key_of(url).removeprefix("www.")


def plan_refused(request: Fetch, *, portal: Portal) -> Plan:
    """Return what to ask after a list page that does not exist (404, soft 404): the alternative, if there is one."""
    otherwise = request.otherwise
    if otherwise is None or not portal.allows(otherwise.url):
        return Plan()
    return Plan(next=(replace(otherwise, priority=PRIORITY_LIST, trail=request.trail),), is_end=False)


def _trail_name(link: ColumnLink) -> str:
    # a bare "2023" under the label 政府信息公开年报 must keep that label for what lies below
    if link.heading and is_report_column(link.heading) and not is_report_column(link.name):
        return f"{link.heading} {link.name}"
    return link.name


def plan_article(article: Article, page: Page, *, portal: Portal) -> Plan:
    """Return what to ask after an article page: its files, and the page its script goes to."""
    request = page.request
    here = urls.without_fragment(page.final_url or page.url)
    fetches = [
        Fetch(
            url=schemes.kept(attachment.url, here) if _asks_http(portal) else attachment.url,
            kind="attachment",
            priority=PRIORITY_ATTACHMENT,
            headers=(("Referer", here),),
            list_url=request.list_url if request is not None else "",
            trail=request.trail if request is not None else (),
            title=attachment.text or attachment.name,
            listed_on=request.listed_on if request is not None else "",
        )
        for attachment in article.attachments[:MAX_ATTACHMENTS]
        if portal.allows(attachment.url)
    ]
    following = tuple(
        replace(
            fetch,
            url=schemes.kept(fetch.url, here) if _asks_http(portal) else fetch.url,
            priority=PRIORITY_ARTICLE,
            headers=(*fetch.headers, ("Referer", here)),
            list_url=request.list_url if request is not None else "",
            trail=request.trail if request is not None else (),
            title=request.title if request is not None else "",
            listed_on=request.listed_on if request is not None else "",
        )
        for fetch in article.next
        if portal.allows(fetch.url)
    )
    return Plan(articles=tuple(fetches), next=following, report_here=judge_article(article) == "confirmed")


def _asks_http(portal: Portal) -> bool:
    return portal.scheme == "http" or all(column.url.startswith("http://") for column in portal.columns)


def judge_article(article: Article) -> Literal["confirmed", "needs_attachment", "unconfirmed"]:
    """Say what an article page proves: a report in its text, one that must be in its files or pictures, or neither."""
    if article.headings >= 3 or article.has_statutory_tables:
        return "confirmed"
    if article.attachments or article.images:
        return "needs_attachment"
    return "unconfirmed"
