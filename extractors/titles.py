"""Title -> kind, publisher and year: says whether a line of text names an annual report.

Pure, and free of everything else here, because the crawler asks it about every link. The norm is
`<publisher><year>年[度]政府信息公开工作年度报告`; the many relatives since 2008 are the patterns below.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

TitleKind = Literal["report", "derivative", "bare", "other_body", "no"]
"""`derivative`: a picture, film or question-and-answer version. `bare`: a report's name without a publisher or without
a year, so that only its surroundings can tell a report from a column. `other_body`: a school, a hospital, a water
works..., which report under rules of their own. `no`: anything else."""

FIRST_YEAR = 2003
"""Guangzhou and Shanghai reported under rules of their own before the Regulations of 2008."""
LAST_YEAR = 2099

LONGEST_TITLE = 160
"""Characters without white space. The longest title in the labelled lists has 71; a longer line is running text."""
LONGEST_PUBLISHER = 45
LONGEST_REST = 40
"""Characters after the core that no rule explains (a date, an agency glued on): more is running text."""


class Title(NamedTuple):
    """What a title says.

    `publisher` is as printed, white space removed; None where the title names nobody or only a group (各部门). `year`
    is the one reported on. `text` is the title without white space, full-width digits folded, otherwise as printed.
    `is_column` is set for a bare title whose URL is no article's: the name of a list of reports. `name` is the report's
    own title, without site names, 关于公布... and file endings around it.
    """

    kind: TitleKind
    publisher: str | None
    year: int | None
    text: str
    is_column: bool = False
    name: str = ""


_INVISIBLE = re.compile(r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i).isalnum()}
_FOLD = str.maketrans(
    "（）【】〔〕［］「」『』〈〉＞“”‘’＂：；，！？．｜丨∣＿"
    # Traditional characters of the words matched here: gov.cn sites have big5 twins
    "開報總結況務與門導範問讀圖發關於辦製審視頻說鎮鄉縣區廳會學醫廠園訊",
    '()[][][]《》《》《》>""""":;,!?.|||_开报总结况务与门导范问读图发关于办制审视频说镇乡县区厅会学医厂园讯',
)
"""One character for one: a place in the folded text is the same place in the printed one."""

_ZERO = "〇零○◯ＯOo0"
_ZH_YEAR = re.compile(rf"[二贰][{_ZERO}][{_ZERO}一二三四五六七八九]{{2}}(?=[年度])")
_ZH_DIGITS = str.maketrans("一二三四五六七八九贰", "1234567892") | {ord(zero): "0" for zero in _ZERO}

_YEAR = r"(?<!\d)20\d\d(?!\d)(?:年度|年|度)?"
_YEAR_GROUP = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:年度|年|度)?(?:本?年度)?")
_YEARS = re.compile(r"20\d\d年?度?(?:[-~—–－至到]+(?:20)?\d\d(?!\d|[-/.]\d)(?:年度?)?|[至到]今|以来|以前|之前)")

_FILL = (
    rf"(?:{_YEAR}|工作|年度|情况|总体|实施|执行|贯彻|落实|开展|的|条例|规定|[》\"与和及、]|政务公开|保密|本级){{0,8}}?"
)
_NAME = r"(?:年报(?!表|公示)|报告书?|总结(?:报告)?|小结|汇报(?:材料)?)"
_CORE = re.compile(
    rf"(?:《?中华人民共和国)?(?:政府|政务)?信息(?:工作|年度)?(?:公开|[与和及、]政务公开){_FILL}{_NAME}"
    # some bureaus call the same report 政务公开年度报告; their other 政务公开 papers (要点, 总结, 自查) are not it
    rf"|政务公开(?:{_YEAR}|工作){{0,2}}(?:年报(?!表|公示)|年度(?:工作)?报告)"
)

_YEAR_AFTER = re.compile(r"—{1,2}(20\d\d)(?:年度|年|度)?$")
"""年度报告—2023年. Behind - and _ stands what the site adds, and a year there is often that of the column's papers,
which is the year of publication."""
_ADDED = re.compile(r"[-_]|20\d\d[-/.年]\d{1,2}[-/.月]\d")
"""What begins a site's own addition to a title; a day behind a title is the day of publication."""

_YEARS_OR_YEAR = re.compile(f"{_YEARS.pattern}|{_YEAR_GROUP.pattern}")

_SITE = re.compile(r"[_|»>]|--+|——|—|–|(?<=[\u4e00-\u9fff)])-(?=[\u4e00-\u9fff])")
"""What parts a page's title from the names of its column and its site."""
_DERIVATIVE = re.compile(
    r"一图|图解|图说|图文|组图|图示|图表|长图|读懂|看懂|图片|问答|解读|视频|音频|漫画|动漫|动画|海报|数说|速览|短片|[Hh]5(?![0-9])|可视化"
)
_WITH_PICTURES = re.compile(r"^[(\[](?:图文|组图)[)\]]")
"""What content systems put before the title of every article that has a picture in it."""
_CALLED_FOR = re.compile(r"关于(?:报送|上报|转发)")
_ANNOUNCED = re.compile(r"关于(?:主动|依法|对外)?(?:公布|发布|公开|公示|印发|报送|上报|转发)")
_NEWS = re.compile(r".(?<!关于)(?<!对外)(?<!主动)(?:公布|发布|出炉|印发|晒出|召开|举行|举办|启动)")
_NOT_HEAD = re.compile(
    r"做好|抓好|开展|加强|现将|推进|编制|撰写|填报|征求|部署|培训会|学年|学期|季度|半年|\d月|月份|法治政府|政府网站|决算|预算(?!局)"
)
_NOT_TAIL = re.compile(
    r"做好|编制|编写|撰写|填报|报送|格式|制度|办法|要求|培训|会议|审核|考核|评估|评议|督查|检查|自查|表$|统计|提纲|模板|范文|范本|"
    r"样本|样式|示例|征求意见|草案|参考|指南|要点|方案|规程|规范|管理|情况|(?:发布|公布)..|出炉|亮相|显示|如下|研讨|部署|通知|意见|学年|季度|半年|栏目|列表"
)
_TRIM_HEAD = re.compile(
    r"[(\[](?:文字|超链|网页|全文|正式|PDF|pdf|WORD|word|附件|公开|公示|新|热|置顶|荐|推荐|图文|组图|转载|年度报告|年报|信息公开|政务公开|通知)[^)\]]{0,4}[)\]]"
    r"|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|附件?\d{0,2}[:.、]|附[:]|(?:标题|题目|名称|公告|公示|通知)[:]|\d{1,3}[.、)](?!\d)"
    r"|[(]?[一二三四五六七八九十]{1,3}[)、.]|[>»·•▪■◆●★☆○\-—–_|:,.、*#\"'《<~\[\]]+"
    r"|(?:关于|有关|现将?|兹|特|向社会)(?=公布|发布|公开|公示|印发|报送|上报|《|20\d\d)|关于(?=[\u3400-\u9fff])"
    r"|(?:公布|发布|公开|公示|印发|报送|上报)"
)
_TRIM_HEAD_END = re.compile(r"(?:关于|有关|贯彻落实|贯彻|实施|执行|落实|的|本?年度?|度|[\-—–_|:,.、*#\"'《<·\[])+$")
_TRIM_TAIL = re.compile(
    r"[》\"')\]]|\.(?:docx?|pdf|wps|ofd|html?|xlsx?|txt|zip|rar)"
    r"|[(\[](?:\d{1,3}|(?!征求|草|送审|讨论)[^)\]]{0,6}[版稿]|全文|正文|新|附件?\d?|修订|更正|更新|补充|PDF|WORD|DOC|pdf|Word|doc)[)\]]"
    r"|全文|正文|(?:全真|文字|超链|网页|公开|上网|正式|最终|word|Word|WORD|pdf|PDF)[版稿]|定稿|终稿"
    r"|的?(?:公告|公示|通告|通知|公布|函|请示)$|\d{1,3}$|[-_]?(?:查看|下载|点击|详情|更多|附件|打印|关闭).{0,6}$|[.。…]+$"
)
_SENTENCE = re.compile(r"[。;!?]|,(?!\d)|依据|根据")

_OTHER_BODY = re.compile(
    r"(?:医院|卫生院|保健院|保健所|卫生室|卫生服务中心|血站|急救中心|疗养院|学校|中学|小学|大学|学院|幼儿园|高中|初中|职教中心|教育集团|"
    r"[一二三四五六七八九十]中|水厂|自来水|供水(?:站|所|中心|总站)?|污水处理(?:厂|中心)|热力|供[热气暖](?:站|所|中心)?|燃气|供电[局所]|"
    r"公交|公司|集团|企业|企?事业单位|福利院|敬老院|殡仪馆|银行|电视台|报社)$"
)
_GENERIC = re.compile(
    r"(?:全|各|本|我)?(?:(?:区|县|市|省|州|旗|镇|乡|街)(?:级|直|本级|政府|内|属)?|政府|人民政府|部门|单位|机构|委办局|工作部门|镇街|乡镇|"
    r"镇办|街道|街镇|园区|开发区|机关|局|直属|下属|历年|往年|以往|年度|最新|法定|主动公开|专栏|栏目|首页|目录|公告|公示|网站|年报|"
    r"政府信息公开|信息公开|[各的和与及、/>])*"
)
_PATH_OR_LABEL = re.compile(
    r"[:/：／\\]|^(?:(?:主题|体裁|信息|组配|服务对象)?(?:分类|类别)|(?:信息|文件|类目|栏目)?名称|标题|主题词?|栏目|类目|关键词|内容概述)$"
)
"""分类|政府信息公开年报 is a row of a page's index; nobody is called 分类."""
_GOVERNMENT = re.compile(r"(?:区|县|市|省|州|旗|镇|乡|人民)政府$")
_GROUP_OF_BODIES = re.compile(r"企?事业单位$")
_BRACKET = re.compile(r"[()（）\[\]［］【】〔〕]")
_SHORT_YEAR = re.compile(r"(?<=[\u3400-\u9fff])\d\d年?$")
"""财政局23年: nobody's name ends so, and 23 is no year that can be cited."""
_AFTER_CORE = re.compile(
    r"(?:-{1,2}|—{1,2}|:)?([\u3400-\u9fff]{2,30}(?:局|委|厅|委员会|办公室|镇|乡|街道|办事处|镇政府|乡政府|镇人民政府|乡人民政府))$"
)
"""年度报告——某局. A government after a dash may be the site's name instead, a bureau or a town hardly."""
_IN_BRACKETS = re.compile(
    r"[(\[]([\u3400-\u9fff]{2,30}(?:局|委|办|厅|政府|办公室|委员会|管委会|镇|乡|街道|办事处|县|市|区|处|中心|站|队))[)\]]"
)


_ARTICLE_PATH = re.compile(
    r"(?:^|/)(?:t\d{8}_\d+|t\d{5,}|art_|post_|content[_-]?\d|article_|c\d*_\d|i\d{4,})[^/]*$"
    r"|(?<!col)(?<!column)(?<!list)(?<!index)[_/-]?\d{5,}[^/]*$"
    r"|/[0-9a-f]{20,}[^/]*$|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{8,}[^/]*$|/(?:detail|articles?|content|info/\d+)/[^/]+(?:/[^/]+)*$"
    # a named file under a year's folder; the folder's own index is a column
    r"|/n?20\d\d[a-z_]*\d*/(?:[^/]+/)*(?!index|list|nb)[a-z]{3,}[^/]*\.[sj]?html?$"
)
_COLUMN_NAME = re.compile(r"/(?:index|list|default|col|column|channel|node|class)[_-]?\d*(?:\.[a-z]{2,6})?$")
_ARTICLE_QUERY = re.compile(
    r"(?:^|&)(?:id|(?:article|info|news|wbnews|art|content|doc|item)_?id|fbtime)=\w", re.IGNORECASE
)


def fold_text(text: str) -> str:
    """Return the text without white space and invisible characters, full-width letters and digits folded."""
    return _INVISIBLE.sub("", text).translate(_WIDTH)


def is_article_url(url: str) -> bool:
    """Say whether a URL has the shape of one article's address, by its last part: an identifier, not a column's name.

    Covers the families of the portal catalogue (t20240126_8363.html, art_12_345.html, post_9.html, /content/123,
    hexadecimal names, ?id=...); a bare folder, index.html or nb.htm is a column.
    """
    parts = urlsplit(url.strip())
    path = parts.path.lower()
    if parts.query and _ARTICLE_QUERY.search(parts.query):
        return True
    if path.endswith("/") or _COLUMN_NAME.search(path):
        return False
    return _ARTICLE_PATH.search(path) is not None


def bare_kind(url: str) -> Literal["report", "column"]:
    """Say what a bare title at this URL names: the report itself, or the column that lists reports."""
    return "report" if is_article_url(url) else "column"


@lru_cache(maxsize=4096)
def read_title(text: str, url: str = "") -> Title:
    """Read what a title, a link's text or a heading says about an annual report.

    White space and line breaks inside count for nothing. The URL, where known, settles `is_column` of a bare title.
    """
    if len(text) > LONGEST_TITLE * 4:
        return Title("no", None, None, "")
    if "公" not in text:  # most links of a page: not worth more
        return Title("no", None, None, fold_text(text)[:LONGEST_TITLE])
    printed = _ZH_YEAR.sub(lambda year: year.group().translate(_ZH_DIGITS), fold_text(text))
    if len(printed) > LONGEST_TITLE:
        return Title("no", None, None, printed)
    title = _read_folded(printed, printed.translate(_FOLD))
    if url and title.kind == "bare" and not is_article_url(url):
        return title._replace(is_column=True)
    return title


def _read_folded(printed: str, folded: str) -> Title:
    cores = list(_CORE.finditer(folded))
    if not cores:
        return Title("no", None, None, printed)
    # the column's name may stand before or after the report's: the report's has a year with it
    core, begin = cores[0], 0
    for candidate in cores:
        if _YEAR_GROUP.search(folded, begin, candidate.end()):
            core = candidate
            break
        begin = candidate.end()
    before = folded[: core.start()]
    first = max((separator.end() for separator in _SITE.finditer(before) if separator.end() < len(before)), default=0)
    head = before[first:]
    tail = _SITE.split(folded[core.end() :], maxsplit=1)[0]
    year = None
    if not _YEARS.search(before):
        year = _find_year((head, core.group(), _ADDED.split(tail, maxsplit=1)[0]))
        if year is None and (after := _YEAR_AFTER.match(folded, core.end())) and int(after[1]) >= FIRST_YEAR:
            year = int(after[1])
    if _DERIVATIVE.search(_WITH_PICTURES.sub("", before)) or _DERIVATIVE.search(tail):
        return Title("derivative", None, year, printed)
    start, end, is_announced = _trim_head(head)
    name = head[start:end]
    start, end = first + start, first + end
    if not _is_report_name(head, tail, is_announced):
        return Title("no", None, None, printed)
    own_name = printed[start : core.end()]
    publisher = _find_publisher(printed[start:end], name, core.group())
    if publisher is None and (named := _IN_BRACKETS.search(tail) or _AFTER_CORE.match(folded[core.end() :])):
        publisher = printed[core.end() + named.start(1) : core.end() + named.end(1)]
    if _GROUP_OF_BODIES.search(name) or (publisher and _OTHER_BODY.search(publisher)):
        return Title("other_body", publisher, year, printed, name=own_name)
    if publisher is None or year is None:
        kind: TitleKind = "no" if publisher and _PATH_OR_LABEL.search(publisher) else "bare"
        return Title(kind, publisher if kind == "bare" else None, year, printed, name=own_name)
    if len(publisher) > LONGEST_PUBLISHER or _PATH_OR_LABEL.search(publisher):
        return Title("no", None, None, printed)
    return Title("report", publisher, year, printed, name=own_name)


def _trim_head(head: str) -> tuple[int, int, bool]:
    """Return where the publisher (and year) begins and ends before the core, and whether 关于公布... announces it."""
    start, end, is_announced = 0, len(head), False
    if announced := _ANNOUNCED.search(head):
        is_announced = True
        if _YEAR_GROUP.sub("", head[announced.end() :]).strip("《\"'的度"):
            start = announced.end()
        else:
            end = announced.start()
    while trim := _TRIM_HEAD.match(head, start, end):
        start = trim.end()
    if trim := _TRIM_HEAD_END.search(head, start, end):
        end = trim.start()
    return start, end, is_announced


def _is_report_name(head: str, tail: str, is_announced: bool) -> bool:
    """Say whether the words around the core leave it a report's name, not a notice's, a rule's or a news item's."""
    rest = tail
    while rest and (trim := _TRIM_TAIL.match(rest)):
        rest = rest[trim.end() :]
    return not (
        _NOT_HEAD.search(head)
        or _NOT_TAIL.search(rest)
        or _SENTENCE.search(head)
        or (not is_announced and _NEWS.search(head))
        or ("通知" in tail and _CALLED_FOR.search(head))
        or rest.startswith((",", "、", ";", "。"))
        or len(rest) > LONGEST_REST
    )


def _find_year(parts: tuple[str, str, str]) -> int | None:
    """Return the one year the title is about: the last before the core, else inside it, else after it."""
    for part, place in zip(parts, (-1, -1, 0), strict=True):
        if _YEARS.search(part):
            return None
        years = [int(year) for year in _YEAR_GROUP.findall(part) if FIRST_YEAR <= int(year) <= LAST_YEAR]
        if years:
            return years[place]
    return None


def _without_stray_brackets(name: str) -> str:
    """Return a name without brackets that hold nothing or lack their other half: 财政局（2023年度）, [云溪县]财政局."""
    if not _BRACKET.search(name):
        return name
    folded = name.translate(_FOLD)
    opened: list[int] = []
    stray: set[int] = set()
    for at, char in enumerate(folded):
        if char in "([":
            opened.append(at)
        elif char in ")]":
            if not opened or opened[-1] == at - 1:
                stray.add(at)
            if opened and opened.pop() == at - 1:
                stray.add(at - 1)
    stray.update(opened)
    return "".join(char for at, char in enumerate(name) if at not in stray)


def _find_publisher(printed: str, folded: str, core: str) -> str | None:
    """Return the name that is left when years are taken out, or None for nobody and for groups of bodies."""
    kept: list[str] = []
    place = 0
    for years in _YEARS_OR_YEAR.finditer(folded):
        kept.append(printed[place : years.start()])
        place = years.end()
    kept.append(printed[place:])
    name = "".join(kept).strip("-—–_|:：,，.、*#\"'《》<>“”〈〉 ")
    name = _SHORT_YEAR.sub("", _without_stray_brackets(name).removesuffix("关于"))
    if name.endswith("人民") and core.startswith("政府"):
        name += "政府"
    if not name or (_GENERIC.fullmatch(name.translate(_FOLD)) and not _GOVERNMENT.search(name)):
        return None
    return name
