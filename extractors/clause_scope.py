"""Whether a number in prose is the whole of the report's year, or a part, a plan, an average, another body's or years'.

上半年收到200件, 近三年累计收到1200件, 目标任务600件, 通过网站收到300件: none of these is what the table counts, and
what may not be it is left alone. A time at the head of a clause holds for those after it until another is said.
"""

from __future__ import annotations

import re

from extractors.numerals import read_chinese
from extractors.prose import clause_begin

_NOT_WHOLE = re.compile(
    r"上年|上一年|去年|前年|同期|同比|环比|较|相比|累计至今|历年|历届|增加|增长|减少|下降|上升|目标|任务|计划|预计|预期|力争|争取|指标|拟|"
    r"平均|月均|季均|周均|每年|每月|每季|每周|每日|每天|最多|最高|同一|某|一次性|不少于|不低于"
)
"""Another time, a difference (收到申请数量比上年增加50件), a plan, an average. Plain words only: one pass finds any."""
_MONTH = r"(\d{1,2}|[一二三四五六七八九十]{1,2}|元)月"
_TIMES = re.compile(
    r"(?P<whole>全年|本年|年度内|当年|今年|报告期|统计期|年内)"
    r"|(?P<part>[上下]半年|前[一二三]个?季度|第?[一二三四1-4]季度)"
    r"|(?P<many>近[两二三四五六几数多\d]+年|(?:[两二三四五六七八九十多]|(?<!\d)\d{1,2})年(?:来|间)|“?十[一二三四五]五”?(?:期间|时期|规划)"
    r"|20\d\d年?(?:-|—|–|~|至|到|、|和|及)20\d\d年)"
    r"|(?P<since>以来|至今)"
    rf"|(?P<from>{_MONTH})(?:份|\d{{1,2}}日)?起?[,，]?(?:-|—|–|~|至|到|截[至止])+(?:20\d\d年|[同当]年)?(?P<to>{_MONTH})"
    r"|(?P<bare_from>\d{1,2})(?:-|—|–|~|至|到)(?P<bare_to>\d{1,2})月"
    rf"|截[至止]到?(?:20\d\d年)?(?P<until>{_MONTH})"
    rf"|(?:(?<=[,，;年])|^)[自从于在]?(?P<single>{_MONTH})(?P<day>\d{{1,2}}日)?(?:份|[上中下]旬|底|末|起|始)?(?=[,，收接共我全办受新主通])"
    r"|(?:^|(?<=[,，;(]))[在于至]?(?P<year>20\d\d)年度?(?=[,，全共我本新收受办主通答接依县市区镇局乡各信政公未没无])"
)
_YEAR = re.compile(r"(20\d\d)年(?!以来)")
_THIS_YEAR = re.compile(r"今年|本年|年初|1月1日|(?<!\d)1月$|元月$")

_WAYS = re.compile(
    r"网上|网络|网站|在线|平台|(?<!政府)(?<!税务)(?<!全)系统|当面|书面|信函|信件|邮寄|邮政|快递|邮件|邮箱|传真|现场|窗口|线下|线上|电子|微信|自然人|企业|法人|科研|公益|律师|法律服务"
)
_ALL_WAYS = re.compile(r"等|各[种类项]|多种|多渠道|公民|社会公众")
_SOME = re.compile(
    r"补正|重新|转来|转办|转送|交办|移送|指导|协助|督促|督办|审核|把关|会同|涉及(?!政府信息|信息公开)|领域|方面的"
)
_OF_A_KIND = re.compile(r"(?<!各)类(?:政府)?信息公开申请")
_OTHER_BODY = re.compile(
    r"^(?:20\d\d年(?:度|(?!度))|全年|其中|在|由|[,，])*([\u4e00-\u9fff]{2,14}?(?:局|委|厅|镇|乡|街道|办事处|中心|公司))(?:共|全年|本年度?|累计|新|合计|一?共计?|也)*$"
)
_OWN = re.compile(r"^[我本全各该]|(?:[、和及]|各)")

_UNRELATED = re.compile(
    r"^[^,，;。\d]{0,8}[,，(]?(?:但|且|以上|上述|案件|事项|申请|内容)*(?P<all>均|都|全部|皆)?(?:与|和)?[^,，;。\d]{0,8}"
    r"(?:信息公开[^,，;。\d]{0,6}(?:无关|没有关系)"
    r"|(?:非|[不未](?!发生|产生|出现|收到|接到|存在|引发|引起|有|被|曾|因|收取))(?:涉及|涉|属于?|关于|系|是|因)?[^,，;。\d]{0,8}"
    r"(?:政府信息|信息公开))"
)
"""未发生因信息公开提起的诉讼, 未有信息公开收费 begin a statement of their own and say nothing of the number before."""
_GENERAL = re.compile(r"^[^。;]{0,6}[,，(]其中[^,，;。\d]{0,8}信息公开")


def is_whole_year(text: str, start: int, number: int, year: int | None) -> bool:
    """Return whether a number speaks of the whole of the report's year, as far as the words before it tell.

    `start` is where the words of the statement begin and `number` where its number stands, in a sentence of one line.
    """
    begin = clause_begin(text, start)
    if _NOT_WHOLE.search(text, begin, number):
        return False
    whole = is_time_whole(text, start, number, year)
    if year is not None and whole and "年" in text[begin:start]:
        years = _YEAR.findall(text, begin, start)
        return not years or int(years[-1]) == year
    return whole


def is_time_whole(text: str, start: int, number: int, year: int | None) -> bool:
    """Return whether the last time said before a place is the whole of the report's year, or none is said."""
    # of most sentences the only time is this year, and the patterns of all times cost more than the rest
    other = text[:number].replace(f"{year}年", "").replace("全年", "").replace("本年", "")
    said = "年" in other or "月" in other or "20" in other or "季度" in other or "五”" in other
    if not (said or "以来" in other or "至今" in other):
        return True
    whole = True
    for match in _TIMES.finditer(text, 0, number):
        if match["since"]:
            words = text[clause_begin(text, match.start()) : match.start()]
            own = _THIS_YEAR.search(words) or (year is not None and re.search(rf"{year}年(?:度|初|1月|元月)?$", words))
            whole = own is not None
        else:
            whole = _is_this_year(match, year, within=match.start() >= start, whole=whole)
    return whole


def _is_this_year(match: re.Match[str], year: int | None, *, within: bool, whole: bool) -> bool:
    """Return whether one mention of a time is the report's whole year; `whole` is what was said before it."""
    if match["whole"]:
        return True
    if match["part"] or match["many"]:
        return False
    if match["from"]:
        return _month(match["from"]) == 1 and _month(match["to"]) == 12
    if match["bare_from"]:
        return (match["bare_from"], match["bare_to"]) == ("1", "12")
    if match["until"]:
        return _month(match["until"]) == 12
    if match["single"]:
        return _month(match["single"]) == 1 and match["day"] == "1日"
    # a year inside the words of the statement is the one carried to or from
    return whole if within or year is None else int(match["year"]) == year


def _month(printed: str) -> int:
    name = printed.removesuffix("月").replace("元", "1")
    return int(name) if name.isdigit() else read_chinese(name) or 0


def is_some_of_them(text: str, start: int, number: int, publisher: str = "") -> bool:
    """Return whether applications are counted by one way, of one subject, passed on, or received by another body."""
    clause = text[clause_begin(text, start) : start]
    words = clause + text[start:number]
    if _SOME.search(words) or ("类" in words and _OF_A_KIND.search(words)):
        return True
    if _WAYS.search(clause) and not _ALL_WAYS.search(words):
        return True
    body = _OTHER_BODY.search(clause) if publisher else None
    return body is not None and not _OWN.search(body[1]) and body[1] not in publisher and publisher not in body[1]


def is_unrelated(text: str, end: int, *, of_all: bool = False) -> bool:
    """Return whether the words after a number say that it has nothing to do with 信息公开.

    `of_all`: only where they say so of all of them, since an application that asks for no 政府信息 is counted too.
    """
    after = text[end : end + 48]
    found = _UNRELATED.search(after) if "政府信息" in after or "信息公开" in after else None
    return found is not None and (not of_all or found["all"] is not None)


def is_of_all_matters(text: str, start: int, end: int) -> bool:
    """Return whether a number of cases is of all matters: 行政复议12件，其中涉及信息公开2件."""
    general = "信息公开" not in text[clause_begin(text, start) : end]
    return general and "其中" in text and _GENERAL.search(text[end : end + 40]) is not None


_MARKED = re.compile(r"共|总|合计|全年|累计")


def is_marked_whole(text: str, start: int, number: int) -> bool:
    """Return whether the words of a clause say that its number is the sum of all: 共, 总计, 全年."""
    return _MARKED.search(text, clause_begin(text, start), number) is not None


_BRACKETS = re.compile(r"\([^()]*\)")


def is_part(text: str, at: int) -> bool:
    """Return whether 其中 stands before: the number is a part of one already named."""
    before = text[:at]
    # 132件(其中区政府41件),办结130件: a part ends with its brackets
    return "其中" in before and "其中" in (_BRACKETS.sub("", before) if ")" in before else before)
