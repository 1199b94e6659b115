"""A report's own title among the lines before its first section, its publisher as printed, and its signature.

The title's publisher wins, because it is the name under which the report was published. Where the title names nobody:
a sentence that names the report in full, then 本报告由...编制, the signature, the index block's 发布机构, and last the
portal's ContentSource, which is often an office that only posts. Every name found is kept as evidence with its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.dates import find_period, read_date
from extractors.lines import Line
from extractors.titles import Title, read_title

LONGEST_TITLE_LINE = 100
FRONT_LINES = 24
"""Lines in which a title is looked for; portals put up to a dozen lines of their own above it."""
LONGEST_NAME = 45
FRONT = 1500
"""Characters of the preamble in which a sentence names the report and who made it."""

Evidence = tuple[str, str]
"""Source of a publisher's name (title, sentence, compiled_by, signature, index, content_source) and the name."""

_AGENCY_END = re.compile(
    r"(?:政府|厅|局|委|办|办公室|委员会|管委会|中心|院|所|站|队|处|部|会|署|公司|镇|乡|苏木|街道|办事处|县|市|区|州|旗|盟|省|开发区|园区|分局|科)"
    r"(?:[（(][^（()）]{1,20}[）)])?$"
)
_NO_NAME = re.compile(
    r"^(?:我|本|该)|^(?:本站|本网|原创|转载|管理员|网站|编辑|佚名|无)|网$|网站$|admin|公众号|[,，。；;、:：《》]"
)
_TITLE_PART = re.compile(r"信息公开|公开工作|工作年度报告|年度报告|20\d\d年|年报")
_TITLE_PIECE = re.compile(rf"{_TITLE_PART.pattern}|^[政府信息公开工作年度报告的\d]*$")
"""A line that can go on with a title, or be a piece of one broken inside its words."""
_SITE_WORDS = re.compile(r"门户|网站|首页|专栏|栏目|年报")
_BROKEN = re.compile(r"(?:政府|政务)信(?:息公?)?$")
"""The first line of a title that is broken inside of 政府信息公开."""
_NAME_BEGUN = re.compile(r"[\u4e00-\u9fff（()）]{8,40}")
"""A line that may be the beginning of a name too long for one line of a printed title."""
_ANY_TITLE = "2020年信息公开年度报告"
_BARE_YEAR = re.compile(r"20\d\d$")
_COMPILED_BY = re.compile(
    r"(?:本(?:年度)?(?:报告|年报)|全文)[^。；;由]{0,16}?由([^，,。；;由]{2,45}?)(?:负责|统一|组织)?(?:按照|根据|依据|结合|编制|汇总|对照|会同|[（(])"
)
_COMPILED_BY_LOOSE = re.compile(r"(?:，|,|要求)由([^，,。；;由]{2,45}?)(?:负责)?编制")
_LEADING_GROUP = re.compile(r"(?:政务)?(?:信息|政务)公开(?:工作)?领导小组(?:办公室)?$")
"""A group inside the agency: 云岭县人民政府信息公开工作领导小组办公室 compiles the report of 云岭县人民政府."""
_INNER_OFFICE = re.compile(
    r"(?<=[镇乡]人民政府)(?:党政|综合|行政|保障){1,3}办(?:公室)?$|(?<=街道办事处)(?:党政|综合|行政){1,3}办(?:公室)?$"
)
"""The office of a town or street that writes its papers is no agency; that of a county's government is one."""
_NAMED_REPORT = re.compile(
    r"(?:公布|发布|(?<!信息)(?<!政务)公开|形成|编制|编写|制作|撰写|出台|现将)(?:了|的)?"
    r"(?:并(?:依法)?(?:向社会|对外)(?:公布|发布|公开))?"
    r"(《?[^，,。；;《》〈〉<>：:]{2,60}?信息公开(?:工作)?(?:20\d\d年?)?(?:年度)?(?:工作)?(?:年报|报告)》?)(?!格式)"
)
_BAD_NAMED = re.compile(r"格式|通知|做好|条例|印发|有关规定")
_PLACE = re.compile(r"[（(][^（）()]*以下简称[^（）()]*[）)]")
_INDEX_KEYS = (
    "index:发布机构",
    "index:发布单位",
    "index:公开机构",
    "index:制发机关",
    "index:发文机关",
    "index:公开责任部门",
    "index:发文单位",
)
_SIGNED_DATE = re.compile(
    r"(?:(?:编制|填报|报告|落款|成文|制表)?(?:日期|时间)\s*[：:]\s*)?"
    r"[（(]?((?:20\d\d|２０\d\d|二[〇○Ｏ零0Oo一二三四五六七八九]{3})\s*[年.\-/]\s*[\d０-９元一二三四五六七八九十]{1,3}\s*[月.\-/]\s*[\d０-９一二三四五六七八九十廿]{1,3}\s*日?)"
    r"[）)]?(?:\s*[（(]?此件[^（()）]{0,12}公开[^（()）]{0,6}[）)]?)?$"
)
_SIGNED_BY = re.compile(r"^(?:(?:编制|填报|报告|落款|制表)(?:单位|机关|部门)?|单位(?:名称)?)[：:]")
"""编制单位：云岭县财政局 names the signer before the name."""
_SEAL = re.compile(r"[（(](?:盖章|公章|章|印章)[）)]$")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]+)[）)]")
_CHROME = re.compile(
    r"(?:附件(?:下载)?|相关(?:链接|附件|文档|信息|稿件|解读|文章|阅读|报道|新闻|推荐)|推荐阅读|延伸阅读|猜你喜欢|历年(?:年报|年度报告)|扫一扫|手机(?:查看|浏览|扫码)|打印|关闭|分享|收藏|上一[篇条]|下一[篇条]|返回|责任编辑|编辑|责编|信息来源|"
    r"来源|网站标识码|版权所有|主办|承办|技术支持|.{0,12}ICP备|.{0,6}公网安备|您是第|浏览次数|阅读次数|字体|字号|视力保护|无障碍|网站地图|联系我们|"
    r"[【\[].{1,14}[】\]]|文件下载|下载).{0,40}$"
)
_LISTED_ON = re.compile(r"^[·•▪◆●]\s*|\s*[（(\[【]?20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?[）)\]】]?$")
_CHROME_AT_END = re.compile(r"\s+(?:附件下载|打印|关闭|扫一扫\S*)\s*$")


class TitleChoice(NamedTuple):
    """The title taken, the places among the front lines that are a title and no prose, and where its own line is.

    `begin` is 0 where the title does not stand among the lines.
    """

    title: Title | None
    lines: frozenset[int]
    begin: int = 0


class Signature(NamedTuple):
    """Who signed and when (ISO 8601), each "" where not printed, and the text without the signature."""

    signed_by: str
    signed_on: str
    rest: str


_NUMBERED = re.compile(r"[#*\-]*(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]")


def find_title(stated: Sequence[str], front: Sequence[Line], body: str = "") -> TitleChoice:
    """Choose among the titles stated outside the body, in their order, and those found in its first lines.

    A title that names publisher and year beats every other. A title broken over two or three lines is joined, where
    its first line is an agency's name or part of a title. Where a stated title names another report than the only one
    in the first lines, that is taken of which `body`, the text without its titles, says more.
    """
    titles = [read_title(_without_site(text)) for text in stated if text and not text.isspace()]
    outside = len(titles)
    lines: set[int] = set()
    for at, line in enumerate(front[:FRONT_LINES]):
        if at in lines or len(line.text) > LONGEST_TITLE_LINE:
            continue
        title, used = _read_broken_name(front, at, body) or _read_lines(front, at)
        if title.kind != "no":
            titles.append(title)
            lines.update(range(at, at + used))
    if front and 0 not in lines:
        titles += [title for title in _leading_titles(front[0].text) if title.kind == "report"]
    for kinds in (("report",), ("other_body",), ("derivative",), ("bare",)):
        of_kind = [title for title in titles if title.kind in kinds]
        if of_kind:
            chosen = next((title for title in of_kind if title.year), of_kind[0])
            if kinds == ("report",) and body:
                chosen = _settle(chosen, [title for title in titles[outside:] if title.kind == "report"], body)
            begin = _place_of(chosen, front)
            return TitleChoice(chosen, frozenset(lines | {begin} if begin else lines), begin)
    return TitleChoice(titles[0] if titles else None, frozenset(lines))


def _without_site(text: str) -> str:
    """Return the title that stands as one word behind the names of a site and its columns, else all of the text."""
    if len(text) > LONGEST_TITLE_LINE or not _SITE_WORDS.search(text):
        return text
    *before, last = text.split() or [""]
    if before and _SITE_WORDS.search("".join(before)) and read_title(last).kind in ("report", "other_body"):
        return last
    return text


def _leading_titles(text: str) -> list[Title]:
    """Read the words that a line of prose begins with: a text that lost its line ends has its title there."""
    words = text[: LONGEST_TITLE_LINE + 1].split()[:-1]
    return [read_title("".join(words[:count])) for count in range(1, min(len(words), 3) + 1)]


def _settle(stated: Title, printed: Sequence[Title], body: str) -> Title:
    """Return the stated title, or the printed one where there is one only and the body speaks of that."""
    names = {(title.publisher, title.year) for title in printed}
    if len(names) != 1 or (stated.publisher, stated.year) in names:
        return stated
    compact = "".join(body.split())
    period = find_period(body)

    def support(title: Title) -> int:
        return ((title.publisher or "") in compact) + (period is not None and period.year == title.year)

    return printed[0] if support(printed[0]) > support(stated) else stated


def _place_of(title: Title, front: Sequence[Line]) -> int:
    """Return which line begins with a title, 0 for none: a page may have more words of its own than FRONT_LINES."""
    if title.kind != "report":
        return 0
    for at, line in enumerate(front):
        if len(line.text) <= LONGEST_TITLE_LINE:
            found = _read_lines(front, at)[0] if at < FRONT_LINES else read_title(line.text)
            if (found.kind, found.publisher, found.year) == (title.kind, title.publisher, title.year):
                return at
    return 0


def _read_broken_name(front: Sequence[Line], at: int, body: str) -> tuple[Title, int] | None:
    """Read a title whose name was broken inside a word, so that its second line begins with 务局 or 员会.

    The text must have the whole name too: a site's or a column's may stand above the title.
    """
    compact = "".join(front[at].text.split())
    if at + 1 >= len(front) or not _NAME_BEGUN.fullmatch(compact) or len(front[at + 1].text) > LONGEST_TITLE_LINE:
        return None
    if "公开" not in front[at + 1].text or read_title(compact).kind != "no":
        return None
    whole = read_title(compact + front[at + 1].text)
    name = whole.publisher or ""
    if whole.kind not in ("report", "other_body") or len(name) <= len(compact) or not name.startswith(compact):
        return None
    return (whole, 2) if name in "".join(body.split()) else None


def _read_lines(front: Sequence[Line], at: int) -> tuple[Title, int]:
    """Read the title that begins with a line: the line itself, or up to three lines together."""
    text = _without_site(front[at].text)
    title = read_title(text)
    if title.kind in ("report", "derivative", "other_body"):
        return title, 1
    compact = "".join(text.split())
    if _NUMBERED.match(compact):
        # 三、收到和处理… is a heading, whatever title stands below it
        return title, 1
    # 云岭县财政局2022 / 政府信息公开工作年度报告: converters lose the 年 of another font
    begins = _TITLE_PART.search(compact) or _BROKEN.search(compact)
    if _AGENCY_END.search(_BARE_YEAR.sub("", compact)) or (begins and title.kind != "bare"):
        joined = text
        for used, line in enumerate(front[at + 1 : at + 3], 2):
            if len(line.text) > LONGEST_TITLE_LINE or read_title(line.text).kind == "report":
                break
            piece = "".join(line.text.split())
            if piece[:2] == compact[:2] and _AGENCY_END.search(piece):
                # the site's agency above the report's, each named in full
                break
            if _NUMBERED.match(piece) or not (_AGENCY_END.search(piece) or _TITLE_PIECE.search(piece)):
                # a heading, or the page's own word between the site's name and the title: 附件下载, 首页
                break
            joined += line.text
            whole = read_title(joined)
            if whole.kind in ("report", "other_body"):
                return whole, used
    return title, 1


def find_publishers(
    title: Title | None, preamble: str, signed_by: str, metadata: Mapping[str, str], below_title: str = ""
) -> tuple[Evidence, ...]:
    """Return every name the report is published under, best source first; the first is the publisher.

    `below_title` is what stands in the line below a title that names nobody.
    """
    found: list[Evidence] = []
    if title is not None and title.publisher:
        found.append(("title", title.publisher))
    named = find_named_report(preamble)
    if named is not None and named.publisher:
        found.append(("sentence", named.publisher))
    compact = _PLACE.sub("", "".join(preamble[:FRONT].split()))
    compiled = _COMPILED_BY.search(compact) or _COMPILED_BY_LOOSE.search(compact)
    compiler = _INNER_OFFICE.sub("", _LEADING_GROUP.sub("", compiled[1])) if compiled else ""
    if is_name(compiler) and _AGENCY_END.search(compiler):
        found.append(("compiled_by", compiler))
    if signed_by:
        found.append(("signature", signed_by))
    below = "".join(below_title.split()).strip("（()）")
    if (
        below
        and is_name(below)
        and (_AGENCY_END.search(below) or read_title(f"{below}{_ANY_TITLE}").kind == "other_body")
    ):
        found.append(("below_title", below))
    for key in _INDEX_KEYS:
        if (name := "".join(metadata.get(key, "").split())) and is_name(name):
            found.append(("index", name))
            break
    source = "".join(metadata.get("contentsource", "").split())
    if source and is_name(source) and _AGENCY_END.search(source):
        found.append(("content_source", source))
    return tuple(found)


@lru_cache(maxsize=4)
def find_named_report(preamble: str) -> Title | None:
    """Return the title a sentence gives the report (现公布云岭县2023年政府信息公开工作年度报告), if one does."""
    for match in _NAMED_REPORT.finditer(_PLACE.sub("", "".join(preamble[:FRONT].split()))):
        named = read_title(match[1])
        if named.kind in ("report", "bare", "other_body"):
            if named.publisher and (_BAD_NAMED.search(named.publisher) or not is_name(named.publisher)):
                continue
            if named.publisher or named.year:
                return named
    return None


def is_name(text: str) -> bool:
    """Say whether a text can be an agency's name rather than 我局, 本站 or half a sentence."""
    return 2 <= len(text) <= LONGEST_NAME and not _NO_NAME.search(text)


def find_signature(text: str) -> Signature:
    """Take agency and date off the end of a report's last section, and the page's own words after them."""
    lines = _until_signature(text.split("\n"))
    while lines and (not lines[-1].strip() or _CHROME.match(lines[-1].strip()) or _is_listed(lines[-1])):
        lines.pop()
    if not lines:
        return Signature("", "", text if not text.strip() else "")
    lines[-1] = _CHROME_AT_END.sub("", lines[-1])
    signed_by = signed_on = ""
    kept = list(lines)
    last = kept[-1].strip()
    if date := _SIGNED_DATE.search(last):
        signed_on = read_date(date[1])
        before = last[: date.start()].strip()
        if not before:
            kept.pop()
            if kept:
                sentence, line = _split_signer(kept[-1])
                if signed_by := _signer(line):
                    kept[-1] = sentence
        else:
            pieces = before.rsplit(maxsplit=1) if re.search(r"\s", before) else [before]
            if signed_by := _signer(pieces[-1]):
                kept[-1] = before[: len(before) - len(pieces[-1])].strip()
            elif before[-1] in "。；;！!":
                kept[-1] = before
            else:
                signed_on = ""
    elif len(kept) > 1 and (signed_by := _signer(last)):
        kept.pop()
        if date := _SIGNED_DATE.fullmatch(kept[-1].strip()):
            signed_on = read_date(date[1])
            kept.pop()
    return Signature(signed_by, signed_on, "\n".join(line for line in kept if line))


def _until_signature(lines: list[str]) -> list[str]:
    """Return the lines up to agency and date, one below the other, when nothing but words of the page follows."""
    for at in range(len(lines) - 2):
        date = _SIGNED_DATE.match(lines[at + 1].strip())
        if date and _signer(lines[at].strip()):
            return lines if any("。" in line for line in lines[at + 2 :]) else lines[: at + 2]
    return lines


def _is_listed(line: str) -> bool:
    """Say whether a line is the title of a report, as in a list of others below the text."""
    title = _LISTED_ON.sub("", line.strip())
    return 8 < len(title) <= LONGEST_TITLE_LINE and read_title(title).kind in ("report", "derivative")


def _split_signer(line: str) -> tuple[str, str]:
    """Part a line after its last full stop: PDF text runs the signature into the last paragraph."""
    end = max(line.rfind(mark) for mark in "。；！") + 1
    return line[:end], line[end:]


def _signer(line: str) -> str:
    """Return the agency that a line is the name of, "" for any other line."""
    name = _SEAL.sub("", _SIGNED_BY.sub("", "".join(line.split())))
    if whole := _IN_BRACKETS.fullmatch(name):
        name = whole[1]
    is_agency = 3 <= len(name) <= LONGEST_NAME and _AGENCY_END.search(name) and not _NO_NAME.search(name)
    return name if is_agency else ""
