"""What a link may be: a report, a column of reports, a platform, or neither, by its name and its address. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler import urls
from crawler.catalogue import Column
from crawler.systems.pages import Article, ColumnLink, ListPage, ReportLink
from extractors.titles import Title, read_title

Verdict = Literal["take", "leave", "unsure"]

TAKE_SCORE = 3
UNSURE_SCORE = 2
_REPORT_COLUMN = re.compile(r"年[报報]|年度[报報]告|公[开開][报報]告")
_NEGATIVE = re.compile(
    r"报表|决算|预算|法治|指南|制度|依申请|规定|办法|目录(?!年报)|意见箱|监督|法规|规章|政策|解读|统计(?!局)|要点|方案|通知|公告(?!栏)|公示|招聘|采购|招标|"
    r"人事|领导|新闻|动态|要闻|企业年报|环境质量|执法|网站工作|政府工作报告|政府公报|规划|财政|双随机|权责|权力|清单|登录|注册|通报|考核|培训|搜索|检索|邮箱|信箱|留言|访谈|"
    r"调查|征集|主动公开|公开内容|互动|办事|服务(?!局|中心)|English|无障碍|适老|长者|繁体|首页|网站地图|联系我们|关于我们|友情|标识码|备案|建议|提案"
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
YEAR_WORD = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_UNIT = re.compile(
    r"^[\u3400-\u9fff（）()·、"
    r"\d]{2,26}(?:局|委|办|厅|院|处|镇|乡|街道|办事处|政府|管委会|管理委员会|委员会|中心|站|队|所|区|县|市|旗|苏木|州|盟|部|署|园区|农场|林场|办公室|总社|科|馆|台|会)"
    r"(?:[（(][^）)]{1,20}[）)])?$"
)
_LEVEL = re.compile(
    r"^(?!政府信息公开$)(?:各)?(?:全?[县区市省州旗])?(?:(?:人民)?政府|级(?:政府|各?部门|单位|机关|机构)|政府本级|直?部门|委办局|工作部门|各?(?:乡镇|镇街|街镇|镇办|街道|镇乡)|乡镇街道|街道乡镇|"
    r"(?:乡镇|镇|街道|乡)\((?:街道?|乡镇|镇|场|办事处|街道办事处)\)|各?(?:乡镇?|镇|街道)[、和及与](?:乡镇?|镇|街道|场|开发区|园区|办事处)|"
    r"园区|开发区|直属(?:机构|单位)|派出机构|垂管部门|其他|县区|区县|市直|区直|县直|下级政府|单位)(?:及?街道|和?[乡镇街道]+|办事处|单位|机构|部门)?"
    r"(?:(?:政府)?信息公开)?(?:工作)?(?:年报|年度报告)?$"
)
_PLATFORM = re.compile(
    r"^(?:[\u3400-\u9fff]{0,12})?(?:(?<![\u3400-\u9fff])公开|政府信息公开|信息公开|政务公开|政府信息公开(?:专栏|平台|专区)|公开专栏|信息公开(?:专栏|平台|栏)|(?:政府|政务)公开)(?:专栏|平台|专区|栏目|网)?$"
)
_UNITS_PLATFORM = re.compile(r"^.{0,6}(?:部门|乡镇|街道|镇街|县区|区县|单位).{0,4}(?:信息)?公开.{0,4}$")
_NO_UNIT = re.compile(r"(?:新闻|服务|互动|数据|媒体|直播|发布会|听证会|举报|下载|会议)(?!.*(?:局|委员会|厅|办公室)$)")
"""Words of menu entries that end like the name of a body: 新闻中心, 政务服务中心, 新闻发布会; a 数据局 is a body."""
_NO_BODY = re.compile(
    r"^(?:走进|走近|魅力|印象|大美)|^我[县市区省镇乡]|^(?:新闻|互动|资讯|视频|图片|个人|用户|会员|下载|帮助|媒体)中心$|(?:办事|服务|政务|便民)大厅$|评为|获批|荣获|喜获|获评|获奖|召开|举行|举办|莅临|入选|当选|走访|慰问|招聘会|进(?:乡镇|社区|学校|企业|机关|农村)"
)
"""Words of menu entries and of news that end like the name of a body: 新闻中心, 走进某县, 我县获评文明城市."""
_BODY_AHEAD = re.compile(
    r"^[\u3400-\u9fff（）()·]{1,24}(?:局|委|委员会|办|办公室|厅|院|处|中心|镇|乡|街道|办事处|管委会)(?=.*年)"
)
_INVITATION = re.compile(r"(?<=[\u3400-\u9fff])(?:查看更多|更多|点击进入|进入|详情|more|[>»›+])+$", re.IGNORECASE)
"""What the name of a block on a home page ends in: 政府信息公开 更多>>."""
_PART_OF_TIME = re.compile(r"^\d{1,2}[月日号]?$|^[一二三四五六七八九十]{1,2}月(?:份)?$|^(?:19|20)\d{2}年?\d{1,2}月$")
"""Names of a calendar's links."""
_PLATFORM_PATH = re.compile(
    r"/(?:zf|bm|szf|xzf|qzf)?(?:xxgk|zwgk|gkml|xxgkml|zfxxgk|xxgkpt|gongkai)\w{0,12}(?:/|$)", re.IGNORECASE
)
_PLATFORM_FOLDER = re.compile(rf"{_PLATFORM_PATH.pattern.removesuffix('(?:/|$)')}/?$", re.IGNORECASE)
COVERAGE = re.compile(r"(?:公布|发布|公开)情况(?:一览表?)?$|年(?:度)?报告?(?:一览表?|汇总表?)$")
_ITEM_NEGATIVE = re.compile(
    r"法治政府|行政执法|网站|报表|决算|预算|政府工作报告|企业年报|环境质量|制度|格式|编制|通知|通报|考核|评议|要点|指南|学年|统计公报|统计表|解读|办法|规定|方案|意见(?!局)|会议|"
    r"召开|调研|公示|招聘|名单|目录|流程|申请表|部署|培训|发布|公布|出炉|亮相|问答|图解|读懂|"
    r"模板|样本|填报|备案审查|督导|知识产权|行政复议年|审计工作|提案"
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


def is_report_column(name: str) -> bool:
    """Whether the name of a column is that of annual reports on information disclosure (and not of another report)."""
    bare = re.sub(r"\s", "", name)
    if not _REPORT_COLUMN.search(bare) or _WEBSITE_REPORT.search(bare):
        return False
    title = read_title(bare)
    if title.kind in ("report", "bare"):
        return True
    # 财政局年报: what the body is called is no other report
    return not _NEGATIVE.search(_BODY_AHEAD.sub("", bare))


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
    if not in_reports or not item.in_list or _ITEM_NEGATIVE.search(bare) or COVERAGE.search(bare):
        return Judgement("leave", "other_title", title)
    whole = read_title(complete_title(bare), item.url)
    if whole.kind == "report" and whole.publisher and _is_body(_bare(whole.publisher)):
        # cut to a number of characters, without dots: 某局2023年政府信息公
        return Judgement("take", "truncated_report", whole)
    if _YEAR_NAME.match(bare) or (_REPORT_WORDS.search(bare) and YEAR_WORD.search(bare)):
        return Judgement("take", "year_in_report_column", title)
    if _is_body(bare) or _is_body(_YEAR_ASIDE.sub("", bare)):
        return Judgement("take", "unit_in_report_column", title)
    if _REPORT_WORDS.search(bare) or (item.kind == "attachment" and YEAR_WORD.search(bare)):
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
    name = _bare(link.name)
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
    # the cell of a table of bodies and years is named by its row and its head: 某局2023年
    is_unit = _is_body(name) or bool(_LEVEL.match(name)) or _is_body(_YEAR_ASIDE.sub("", name))
    if not (named or is_year or is_unit) and (
        _PART_OF_TIME.match(name) or (parent_url and _is_view_of(link.url, parent_url))
    ):
        # a calendar's day, another order: the same list again
        return -5
    if is_year and inside:
        score += 2 + heading_reports
    elif is_unit and inside:
        score += 1 + heading_reports
    if inside and (is_year or is_unit) and parent_url and is_under(link.url, parent_url):
        score += 2
    if inside and is_unit and not link.in_menu:
        score += 1
    if (
        inside
        and not (named or is_year or is_unit)
        and parent_url
        and len(name) <= 16
        and is_under(link.url, parent_url)
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


def is_part(name: str) -> bool:
    """Whether a column's name is that of a body, a level or a year: parts into which annual reports are sorted."""
    return kind_of_part(name) != ""


def kind_of_part(name: str) -> Literal["year", "level", "body", ""]:
    """Return what a column's name is of the parts into which annual reports are sorted: a year, a level, a body."""
    name = _bare(name)
    if _YEAR_NAME.match(name):
        return "year"
    if _LEVEL.match(name):
        return "level"
    return "body" if _is_body(name) else ""


def _bare(name: str) -> str:
    return _INVITATION.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", name)))


def _is_body(name: str) -> bool:
    return bool(_UNIT.match(name)) and not _NO_BODY.search(name)


def _is_view_of(url: str, parent: str) -> bool:
    """Whether an address is a static page's own with another query."""
    here, there = urlsplit(url), urlsplit(parent)
    if not here.query or (here.netloc, here.path) != (there.netloc, there.path):
        return False
    return here.path.endswith("/") or re.search(r"\.s?html?$", here.path) is not None


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
    if any(_PLATFORM.match(name) or _UNITS_PLATFORM.match(name) for name in map(_bare, trail)):
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


def is_under(url: str, parent: str) -> bool:
    """Return whether an address lies below another's folder."""
    folder = urls.folder_of(parent)
    key, base = urls.key_of(url), urls.key_of(folder)
    return key.startswith(base) and base.count("/") > 1


def judge_article(article: Article) -> Literal["confirmed", "needs_attachment", "unconfirmed"]:
    """Say what an article page proves: a report in its text, one that must be in its files or pictures, or neither."""
    if article.headings >= 3 or article.has_statutory_tables:
        return "confirmed"
    if article.attachments or article.images:
        return "needs_attachment"
    return "unconfirmed"


def is_collective(title: Title | None, url: str) -> bool:
    """Whether a title that reads like a report's names many bodies at once, or a level, and its file has no number."""
    if title is None or title.kind not in ("report", "bare"):
        return False
    name = title.publisher or re.split(r"(?:19|20)\d{2}", title.text)[0]
    if not _LEVEL.match(name):
        return False
    return not re.search(r"\d", urlsplit(url).path.rpartition("/")[2]) and not urlsplit(url).query


def is_column_below(item: ReportLink, listing: ListPage) -> bool:
    """Whether a link carries a level's name, or outside the list proper a body's or a year's, and stands below the
    page."""
    name = _bare(item.title)
    is_part_of_list = (
        _LEVEL.match(name) if item.in_list else (_is_body(name) or _LEVEL.match(name) or _YEAR_NAME.match(name))
    )
    if item.kind != "article" or not is_part_of_list:
        return False
    return is_below(item.url, listing.list_url or listing.url)


def is_below(url: str, page: str) -> bool:
    """Return whether an address lies in the folder named like a page: `nb/a2024/x.htm` is below `nb/a2024.htm`."""
    here = re.sub(r"(?:\.\w{2,5})?$", "", urls.key_of(page).partition("?")[0]).rstrip("/")
    return here.count("/") > 1 and urls.key_of(url).startswith(here + "/")
