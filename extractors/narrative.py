"""Numbers stated in prose, each with its exact words and where they stand.

A statement is taken only where one clause says both the thing and the number, because the number of the next clause
belongs to something else: 行政复议2件，行政诉讼1件 and 行政诉讼1件、行政复议2件 must give the same. Sums over two
things (复议、诉讼共3件), parts of a whole named before (其中...), another year's numbers (上年, 同比), percentages and
other people's letters (建议, 热线, 信访) are left alone: no statement is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractors.numerals import read_chinese
from extractors.report_values import Section, Statement, StatementState

REMEMBERED = 3
"""Sentences for which 依申请公开, once named, stays the topic: 复议 in a justice bureau's report may be anything."""

_RARE_WIDTH = re.compile(r"[．０-９％＋〇○]")
_RARE_FOLD = str.maketrans("．０１２３４５６７８９％＋〇○", ".0123456789%+零零")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_NUMBERED_LINE = re.compile(r"[ \t\u3000]*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_COUNT = re.compile(r"[\d一二两三四五六七八九十百千零〇](?:(?<=\d)|(?:余|多)?\s?[件宗起例份次条])")
_NONE = re.compile(r"[未无没零不]")

_UNITS = (
    r"(?P<unit>件次|件|宗|份|条次|条|次|起|例|项|个)"
    r"(?!工作日|自然日|部门|单位|方面|环节|步骤|渠道|平台|栏目|账号|年|月|百分|性|一[件案事策])"
)
_N = (
    r"(?P<near>约|近|超过|超|逾)?(?P<n>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]{1,6})"
    rf"(?P<myriad>万|亿)?(?P<more>余|多)?{_UNITS}"
)
_PUBLIC_N = (
    r"(?P<near>约|近|超过|超|逾)?(?P<n>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"(?P<myriad>万|亿)?(?P<more>余|多)?(?P<unit>条次|条|件|份|篇|则|项)"
)
_MONEY = r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万元|元)"
_IN = r"[^,，;。\d]"
"""Inside one clause, no number between."""

_OTHER_MATTERS = re.compile(r"建议|提案|议案|热线|12345|来信|留言|工单|信访|咨询|举报|投诉|意见箱|民意|稿件|解读")
_PARTIAL_WAYS = re.compile(
    r"网上|网络|在线|当面|书面|信函|信件|邮寄|邮件|传真|现场|线下|线上|电子|自然人|商业企业|法人|科研|公益|律师|法律服务|其中"
)
_WHOLE_PUBLIC = re.compile(r"公民|社会公众")
_OTHER_YEAR = re.compile(r"上年|上一年|去年|前年|同期|同比|较|相比|累计(?=至今)|历年|自\d{4}年以来")
_YEAR = re.compile(r"(20\d\d)年")

_NEW = re.compile(rf"(?:新收|收到|接收|接到|新受理|新接|收悉|共收)(?P<gap>{_IN}{{0,34}}?){_N}")
_BASE = re.compile(rf"(?:办理|处理|受理)(?P<gap>{_IN}{{0,24}}?){_N}")
_ANSWERED = re.compile(rf"(?:办结|答复|回复|办复)(?![率时期书])(?P<gap>(?:(?![书率]){_IN}){{0,20}}?){_N}")
_NO_REQUEST_TARGET = (
    r"(?:依申请公开|信息公开(?:的)?申请|公开申请|申请公开|(?:政府)?信息(?:的)?申请)"
    r"(?![^,，;。]{0,8}(?:复议|诉讼|引发|引起|引致|投诉|举报|逾期|超期|超时|积压|结转|收费|费用|不予|无法|案例|渠道))"
)
_NO_NEW = re.compile(
    rf"(?:未|没有|没|尚未|暂未)曾?(?:收到|接到|接收到?|受理|收悉|发生|产生|出现|有)(?P<gap>(?!因){_IN}{{0,26}}?){_NO_REQUEST_TARGET}"
    r"|(?:暂?无|没有)(?:任何|公民|法人|其他组织|社会|群众|公众|向我[局镇县区市乡]|提出|关于|有关|新增|新收|当年|政府|[、或和及的])*"
    rf"{_NO_REQUEST_TARGET}"
)
_NO_NEW_HINT = re.compile(r"[未没无]")
_CARRIED_OUT = re.compile(
    rf"(?:结转|顺延|转)(?:至|到|入|为)?(?P<to>下|次|明|20\d\d)[一个]?年度?(?:继续|办理|处理|办结|答复|回复|的|为|共|有|[:()])*{_N}"
)
_CARRIED_OUT_AFTER = re.compile(rf"{_N}{_IN}{{0,12}}?(?:结转|顺延|转)(?:至|到|入)?(?P<to>下|次|明|20\d\d)[一个]?年")
_NO_CARRIED_OUT = re.compile(
    r"(?:无|没有|未有|不存在)(?:案件|申请|件)?(?:需|须)?(?:结转|顺延)(?:至|到)?(?:下|次|明)[一个]?年"
)

_RESULTS = {
    "予以公开": "nar_granted",
    "部分公开": "nar_partial",
    "不予公开": "nar_denied",
    "无法提供": "nar_unable",
    "不予处理": "nar_unproc",
    "其他处理": "nar_other",
}
_RESULT = rf"(?P<result>{'|'.join(_RESULTS)})"
_RESULT_NUMBER = re.compile(rf"{_RESULT}(?:的|为|有|共计?|合计|计|申请|答复|决定|信息|情形|情况|类|[:\"”）)])*{_N}")
_NUMBER_RESULT = re.compile(
    rf"{_N}(?:申请|政府信息公开申请)?(?:的)?(?:属于|为|系|是|均|已|依法|作出|答复|告知|予以(?=部分)|给予)*{_RESULT}(?!{_IN}{{0,4}}\d)"
)
_RESULTS_TOGETHER = re.compile(rf"(?:{'|'.join(_RESULTS)})(?:的)?(?:[、和及或与]|以及)(?:予以)?$")

_CASES = r"(?:案件|申请|案|事项|情况|数量|数|应诉|起诉)*"
_BOTH = (
    rf"(?:行政)?(?P<a>复议|诉讼){_CASES}(?:、|和|及其|及|与|或者?|以及|[,，]?(?=被?提起|被?申请))(?:被)?(?:提起|申请)?(?:的)?(?:行政)?"
    rf"(?P<b>诉讼|复议){_CASES}"
)
_SAID = r"(?:的|均|都|各|分别|共计?|合计|总计|为|有|发生|:)*"
_NOT_NEGATED = r"经|按时|及时|按期|超期|逾期|超时|败诉|纠正|纠错|撤销|改变|维持|完善|健全|审结|办结|造成|缴"
_NO = rf"(?:未|没有|没|无|零|不存在)(?:(?!{_NOT_NEGATED}){_IN}){{0,44}}?"
_NO_BOTH = re.compile(rf"{_NO}{_BOTH}(?!{_IN}{{0,6}}\d)")
_BOTH_NUMBER = re.compile(rf"{_BOTH}(?P<said>{_SAID}){_N}")
_BOTH_TWO_NUMBERS = re.compile(
    rf"{_BOTH}(?:的)?分别(?:为|有|是|发生|:)?(?P<first>\d+)(?:件|起|宗|例)?(?:、|和|,|，)(?P<second>\d+)(?P<unit>件|起|宗|例)"
)
_BOTH_NONE = re.compile(rf"{_BOTH}(?:均|都)?(?:为)?(?:无|零|未发生|未产生|没有|未有)(?![^,，;。]{{0,3}}\d)")
_NO_ONE = re.compile(rf"{_NO}(?:行政)?(?P<a>复议|诉讼){_CASES}(?!{_IN}{{0,6}}[\d复诉])")
_ONE_NONE = re.compile(rf"(?:行政)?(?P<a>复议|诉讼){_CASES}(?::|为|:为)(?:无|零)(?![^,，;。]{{0,3}}\d)")
_ONE_NUMBER = re.compile(
    rf"(?:行政)?(?P<a>复议|诉讼){_CASES}(?:的|共计?|为|有|合计|计|发生|受理|收到|新增|产生|[:(])*{_N}"
)
_NUMBER_ONE = re.compile(
    rf"{_N}(?:(?!复议|诉讼|未|无|没有){_IN}){{0,24}}?(?<!未经)(?P<a>复议|诉讼)(?![^,，;。、\d]{{0,8}}\d)(?!(?:、|和|及|与|或)(?:被?提起|被?申请)?(?:行政)?(?:复议|诉讼))"
)
_NEGATED = re.compile(r"未|没有|超期|逾期|超时|不予")
_NOT_REQUESTS = re.compile(r"结转|收取|复议|诉讼|费")
_DISPUTE_KEYS = {"复议": "nar_review", "诉讼": "nar_suit"}
_AS_JUDGE = re.compile(r"审理|审结|代理|化解|调解|办理行政|应诉工作|受理行政")

_PUBLIC_WORDS = (
    r"(?:的|了|各类|各项|各种|全?部|政府|政务|动态|类|公开|相关|有关|工作|综合|党务|信息|内容|消息|条目|数据|总数|总量|数量|数|共计|共|累计|合计|"
    r"总计|计|达到|达|为|是|\"|”|“|:)*"
)
_PUBLIC = re.compile(rf"(?P<verb>主动公开|主动发布|公开|发布)(?P<words>{_PUBLIC_WORDS}){_PUBLIC_N}")
_OBJECT = re.compile(r"信息|消息|内容")
_NORMDOC = re.compile(
    rf"(?:制发|制定|出台|印发|新制发)(?P<gap>(?:(?!清理|废止|审查|解读){_IN}){{0,10}}?)规范性文件(?:的)?(?:数量|件数|数|共|为|计|有|:)*{_N}"
    rf"|规范性文件(?:本年|本年度|新)?(?:制发|制定|出台)(?:件数|数量|数|共|为|:)*{_N.replace('?P<', '?P<z_')}"
    rf"|(?:制发|制定|出台)(?:了)?{_N.replace('?P<', '?P<y_')}(?:行政|部门)?规范性文件"
)
_NO_NORMDOC = re.compile(
    rf"(?:未|没有|无|尚未|暂无)(?:新)?(?:制发|制定|出台|印发)?(?:任何|新的|过|本级|行政|部门|镇级|县级)*规范性文件(?!{_IN}{{0,6}}\d)"
    r"(?![^,，;。]{0,6}(?:废止|清理|审查|解读|备案))"
)

_FEE_ALL = re.compile(
    r"收费通知(?:书|单)?的?件数(?:和|、|及|与)?(?:涉及的?)?总?金额(?:以及|和|、|及|与)?(?:实际)?收取的?总?金额(?:等)?[,，]?(?:均|都|全部)?(?:为|是)?[:：]?"
    r"(?P<v>0(?!\.?\d)|零|无)"
)
_FEE_NOTICE = re.compile(
    rf"收费通知(?:书|单)?(?:的)?(?:件数|数量)?(?:共计?|为|计|合计|有|:)*{_N}|{_N.replace('?P<', '?P<z_')}收费通知"
)
_FEE_AMOUNT = re.compile(rf"(?<!收取的)(?<!收取)总?金额(?:共计?|为|计|合计|有|:)*{_MONEY}")
_FEE_COLLECTED = re.compile(
    r"(?<![未无])收取(?:了|的)?(?:政府)?(?:公开)?(?:政府)?(?:信息)?(?:公开)?(?:信息)?(?:处理)?(?:费用?)?(?:的)?(?:总)?(?:金额|情况|数额)?"
    rf"(?:共计?|合计|为|计|总计|累计|:)*{_MONEY}"
    r"|信息处理费(?:用)?(?:收取)?(?:的)?(?:总)?(?:金额|情况)?(?:共计?|合计|为|计|总计|:)*"
    rf"{_MONEY.replace('?P<', '?P<z_')}"
)
_FEE_NONE = re.compile(
    r"(?:未|没有|没|无|不存在|零)[^;。\d]{0,34}?(?:信息处理费|收费通知|处理费)|处理费(?:用)?(?:的)?(?:收取|收费)?(?:的)?(?:情况)?"
    r"(?:[:：]?(?:为)?[无零]|[,，:：]?(?:均)?未(?:收取|发生|产生|涉及)|不收取)|不收取[^;。\d]{0,12}处理费"
)
_FEE_NONE_IN_OTHER = re.compile(
    r"(?:未|没有|没|无|不)(?:发生|产生|进行|有|曾)?[^,，;。\d]{0,14}?(?:收取|收费)(?!通知)[^,，;。\d]{0,12}"
)
_ANSWER_HINT = re.compile(r"答复|办结|回复|办复")


class _Sentence(NamedTuple):
    """One sentence: its text without white space, punctuation folded, and where its raw text begins in the section."""

    text: str
    raw: str
    start: int
    section: Section

    def clause_before(self, at: int) -> str:
        """Return the words of the same clause that stand before a place."""
        text = self.text
        return text[max(text.rfind(",", 0, at), text.rfind("，", 0, at), text.rfind(";", 0, at)) + 1 : at]

    def statement(
        self, key: str, value: float, unit: str, span: tuple[int, int], state: StatementState = "value"
    ) -> Statement:
        start, end = self._place(span[0]), self._place(span[1] - 1) + 1
        return Statement(key, value, unit, self.section.text[start:end], self.section.number, start, end, state)

    def _place(self, at: int) -> int:
        """Return the place in the section of a character of `text`."""
        if len(self.raw) == len(self.text):
            return self.start + at
        for place, char in enumerate(self.raw, self.start):
            if not char.isspace():
                at -= 1
                if at < 0:
                    return place
        return self.start + len(self.raw) - 1


def read_statements(sections: Sequence[Section], year: int | None = None) -> tuple[Statement, ...]:
    """Read every number the prose states about the report's own year, in order of appearance.

    Left out are the fifth section, which speaks of plans, and the preamble where there is an overview to read.
    """
    found: list[Statement] = []
    has_overview = "overview" in [section.key for section in sections]
    for section in sections:
        if section.key == "problems" or (section.key == "preamble" and has_overview):
            continue
        topic = REMEMBERED if section.number == 4 or section.key in ("requests", "disputes") else -1
        for sentence in _sentences(section):
            text = sentence.text
            if "申请" in text or "信息公开" in text:
                topic = REMEMBERED
            found.extend(_read_sentence(sentence, year, topic >= 0))
            topic -= section.number != 4
    return tuple(sorted(found, key=lambda statement: (statement.section, statement.start, statement.key)))


def _sentences(section: Section) -> Iterator[_Sentence]:
    """Yield the sentences that may state a number.

    A line's end ends a sentence only after a punctuation mark or before a numbered line: PDF text is broken anywhere.
    """
    text = section.text
    start = 0
    for match in _SENTENCE_END.finditer(text + "。"):
        end = match.start()
        if match.group() == "\n" and text[end - 1 : end] not in "；;：:." and not _NUMBERED_LINE.match(text, end + 1):
            continue
        if end - start > 4:
            raw = text[start:end]
            # spelt out, because a loop over the words costs more than all the sentences that are left out
            about = "公开" in raw or "申请" in raw or "复议" in raw or "诉讼" in raw or "费" in raw or "收取" in raw
            about = about or "规范性文件" in raw or "结转" in raw or "信息" in raw
            if about and (_COUNT.search(raw) or _NONE.search(raw)):
                yield _Sentence(_fold(raw), raw, start, section)
        start = end + 1


def _fold(raw: str) -> str:
    """Return text without white space, brackets and colons half-width: replacing is faster here than translating."""
    text = "".join(raw.split()).replace("；", ";").replace("：", ":").replace("（", "(").replace("）", ")")
    return text.translate(_RARE_FOLD) if _RARE_WIDTH.search(text) else text


def _read_sentence(sentence: _Sentence, year: int | None, on_topic: bool) -> Iterator[Statement]:
    text = sentence.text
    counts = _COUNT.search(text) is not None
    if "申请" in text or "结转" in text or (counts and on_topic and _ANSWER_HINT.search(text)):
        yield from _read_requests(sentence, year, counts)
    if on_topic and ("复议" in text or "诉讼" in text):
        yield from _read_disputes(sentence, year, counts)
    if counts and ("予" in text or "部分公开" in text or "无法提供" in text or "其他处理" in text):
        yield from _read_results(sentence, year)
    if counts and ("公开" in text or "发布" in text):
        yield from _read_public(sentence, year)
    if "规范性文件" in text:
        yield from _read_normdocs(sentence, year)
    if "处理费" in text or "收费" in text or "收取" in text:
        yield from _read_fees(sentence)


def _number(match: re.Match[str], prefix: str = "") -> tuple[float, str, StatementState]:
    """Return value, unit and state of the number groups of a match."""
    printed = match[prefix + "n"]
    if printed[0].isdigit():
        value: float = float(printed.replace(",", "")) if "." in printed else int(printed.replace(",", ""))
    else:
        value = read_chinese(printed) or 0
    if myriad := match[prefix + "myriad"]:
        value = round(value * (10_000 if myriad == "万" else 100_000_000), 6)
        value = int(value) if value == int(value) else value
    return value, match[prefix + "unit"], "about" if match[prefix + "near"] or match[prefix + "more"] else "value"


def _is_of_another_year(sentence: _Sentence, at: int, year: int | None) -> bool:
    clause = sentence.clause_before(at)
    if _OTHER_YEAR.search(clause):
        return True
    years = _YEAR.findall(clause)
    return bool(years) and year is not None and int(years[-1]) != year


def _is_part(sentence: _Sentence, at: int) -> bool:
    """Say whether 其中 stands before: the number is a part of one already named."""
    return "其中" in sentence.text[:at]


def _read_requests(sentence: _Sentence, year: int | None, counts: bool) -> Iterator[Statement]:
    text = sentence.text
    # each pattern is tried only where a word is that it cannot do without
    if ("结转" in text or "顺延" in text) and (none := _NO_CARRIED_OUT.search(text)):
        yield sentence.statement("nar_req_carried_out", 0, "件", none.span(), "stated_none")
    if _NO_NEW_HINT.search(text) and (none := _NO_NEW.search(text)):
        is_requests = not _OTHER_MATTERS.search(none.group()) and not _NOT_REQUESTS.search(none["gap"] or "")
        if is_requests and not _is_of_another_year(sentence, none.start(), year):
            yield sentence.statement("nar_req_new", 0, "件", none.span(), "stated_none")
    if counts:
        yield from _read_request_counts(sentence, year)


def _read_request_counts(sentence: _Sentence, year: int | None) -> Iterator[Statement]:
    text = sentence.text
    taken: set[int] = set()

    def is_about_requests(match: re.Match[str]) -> bool:
        gap, after = match["gap"], re.split(r"[,，;]", text[match.end() : match.end() + 14])[0]
        if "申请" not in gap and "申请" not in after:
            return False
        return not (
            _OTHER_MATTERS.search(gap)
            or re.search(r"复议|诉讼|结转", gap + after)
            or (_PARTIAL_WAYS.search(gap) and not _WHOLE_PUBLIC.search(gap))
        )

    def take(pattern: re.Pattern[str], key: str, accept: Callable[[re.Match[str]], bool]) -> Iterator[Statement]:
        for match in pattern.finditer(text):
            at = match.start("n")
            if at in taken or _is_of_another_year(sentence, match.start(), year) or not accept(match):
                continue
            taken.add(at)
            value, unit, state = _number(match)
            yield sentence.statement(key, value, unit, match.span(), state)

    def goes_to_next_year(match: re.Match[str]) -> bool:
        to = match["to"]
        return not to.isdigit() or year is None or int(to) == year + 1

    carries = "转" in text or "顺延" in text
    for match in _CARRIED_OUT.finditer(text) if carries else ():
        if goes_to_next_year(match) and match.start("n") not in taken:
            taken.add(match.start("n"))
            value, unit, state = _number(match)
            yield sentence.statement("nar_req_carried_out", value, unit, match.span(), state)
    for match in _CARRIED_OUT_AFTER.finditer(text) if carries else ():
        if goes_to_next_year(match) and match.start("n") not in taken:
            taken.add(match.start("n"))
            value, unit, state = _number(match)
            yield sentence.statement("nar_req_carried_out", value, unit, match.span(), state)
    if "收" in text or "接" in text or "新受理" in text:
        yield from take(_NEW, "nar_req_new", lambda m: is_about_requests(m) and not _is_part(sentence, m.start()))
    if "办结" in text or "复" in text:
        yield from take(
            _ANSWERED,
            "nar_req_answered",
            lambda m: (
                not _OTHER_MATTERS.search(sentence.text[: m.end()])
                and not re.search(r"复议|诉讼", m["gap"])
                and not _PARTIAL_WAYS.search(m["gap"])
                and not _NEGATED.search(sentence.clause_before(m.start())[-6:])
                and not _is_part(sentence, m.start())
            ),
        )
    if "理" in text:
        yield from take(
            _BASE,
            "nar_req_handled_base",
            lambda m: (
                is_about_requests(m)
                and not re.search(r"答复|回复|办结", m["gap"])
                and text[max(0, m.start() - 2) : m.start()] not in ("不予", "其他", "继续")
                and not _is_part(sentence, m.start())
            ),
        )


def _read_results(sentence: _Sentence, year: int | None) -> Iterator[Statement]:
    text = sentence.text
    if not any(result in text for result in _RESULTS):
        return
    covered: list[tuple[int, int]] = []
    for pattern in (_RESULT_NUMBER, _NUMBER_RESULT):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in covered):
                continue
            covered.append((start, end))
            if _RESULTS_TOGETHER.search(text[: match.start("result")]) or _is_of_another_year(sentence, start, year):
                continue
            value, unit, state = _number(match)
            yield sentence.statement(_RESULTS[match["result"]], value, unit, (start, end), state)


def _read_disputes(sentence: _Sentence, year: int | None, counts: bool) -> Iterator[Statement]:
    """Read 复议 and 诉讼 counts from left to right: what one pattern has used, no later one may use."""
    text = sentence.text
    at = 0
    none = _NONE.search(text) is not None
    while True:
        searched = _search_disputes(text, at, counts, none)
        matches = [(match.start(), rank, match) for rank, match in enumerate(searched) if match]
        if not matches:
            return
        _, rank, match = min(matches, key=lambda found: found[:2])
        at = match.end()
        if _is_of_another_year(sentence, match.start(), year) or _AS_JUDGE.search(
            sentence.clause_before(match.start())
        ):
            continue
        span = match.span()
        if rank in (0, 2):
            for word in (match["a"], match["b"]):
                yield sentence.statement(_DISPUTE_KEYS[word], 0, "件", span, "stated_none")
        elif rank == 1:
            for word, number in ((match["a"], match["first"]), (match["b"], match["second"])):
                yield sentence.statement(_DISPUTE_KEYS[word], int(number), match["unit"], span)
        elif rank == 3:
            value, unit, state = _number(match)
            if value == 0 or "各" in match["said"] or "均" in match["said"]:
                for word in (match["a"], match["b"]):
                    yield sentence.statement(_DISPUTE_KEYS[word], value, unit, span, state)
        elif rank in (4, 5):
            yield sentence.statement(_DISPUTE_KEYS[match["a"]], 0, "件", span, "stated_none")
        else:
            value, unit, state = _number(match)
            yield sentence.statement(_DISPUTE_KEYS[match["a"]], value, unit, span, state)


def _search_disputes(text: str, at: int, counts: bool, none: bool) -> tuple[re.Match[str] | None, ...]:
    both = "复议" in text and "诉讼" in text
    return (
        _NO_BOTH.search(text, at) if none and both else None,
        _BOTH_TWO_NUMBERS.search(text, at) if counts and both else None,
        _BOTH_NONE.search(text, at) if none and both else None,
        _BOTH_NUMBER.search(text, at) if counts and both else None,
        _NO_ONE.search(text, at) if none else None,
        _ONE_NONE.search(text, at) if none else None,
        _ONE_NUMBER.search(text, at) if counts else None,
        _NUMBER_ONE.search(text, at) if counts else None,
    )


def _read_public(sentence: _Sentence, year: int | None) -> Iterator[Statement]:
    text = sentence.text
    for match in _PUBLIC.finditer(text):
        verb, words = match["verb"], match["words"]
        if not verb.startswith("主动") and not re.search(r"政府信息|政务|各类信息", words):
            continue
        if (
            verb == "主动公开"
            and not words
            and not _OBJECT.search(text[: match.start()] + text[match.end() : match.end() + 4])
        ):
            continue
        if text[max(0, match.start() - 1) : match.start()] in ("不", "未", "应"):
            continue
        if _is_part(sentence, match.start()) or _is_of_another_year(sentence, match.start(), year):
            continue
        value, unit, state = _number(match)
        yield sentence.statement("nar_public_items", value, unit, match.span(), state)
        return  # later numbers of the sentence are parts or other channels


def _read_normdocs(sentence: _Sentence, year: int | None) -> Iterator[Statement]:
    text = sentence.text
    for match in _NORMDOC.finditer(text):
        if _is_of_another_year(sentence, match.start(), year):
            continue
        prefix = "" if match["n"] else "z_" if match["z_n"] else "y_"
        value, unit, state = _number(match, prefix)
        yield sentence.statement("nar_normdoc_issued", value, unit, match.span(), state)
    if (none := _NO_NORMDOC.search(text)) and not _is_of_another_year(sentence, none.start(), year):
        yield sentence.statement("nar_normdoc_issued", 0, "件", none.span(), "stated_none")


def _read_fees(sentence: _Sentence) -> Iterator[Statement]:
    """Read the fee statement of the sixth section: notices sent, their sum, and what was collected, in 件 and 元."""
    text = sentence.text
    in_other = sentence.section.key == "other"
    if "处理费" not in text and "收费通知" not in text and not in_other:
        return
    if "缴纳" in text or "逾期" in text:
        return
    keys = ("fee_notice_count", "fee_notice_amount", "fee_collected_amount")
    units = ("件", "元", "元")
    if every := _FEE_ALL.search(text):
        state: StatementState = "stated_none" if every["v"] == "无" else "value"
        for key, unit in zip(keys, units, strict=True):
            yield sentence.statement(key, 0, unit, every.span(), state)
        return
    found = False
    if notice := _FEE_NOTICE.search(text):
        value, unit, state = _number(notice, "" if notice["n"] else "z_")
        yield sentence.statement(keys[0], value, unit, notice.span(), state)
        found = True
        if amount := _FEE_AMOUNT.search(text, notice.end()):
            yield sentence.statement(keys[1], _money(amount["n"]), amount["unit"], amount.span())
    if collected := _FEE_COLLECTED.search(text):
        prefix = "" if collected["n"] else "z_"
        yield sentence.statement(keys[2], _money(collected[prefix + "n"]), collected[prefix + "unit"], collected.span())
        found = True
    if found:
        return
    none = _FEE_NONE.search(text) or (_FEE_NONE_IN_OTHER.search(text) if in_other else None)
    if none:
        if "收费通知" in text:
            yield sentence.statement(keys[0], 0, "件", none.span(), "stated_none")
            yield sentence.statement(keys[1], 0, "元", none.span(), "stated_none")
        yield sentence.statement(keys[2], 0, "元", none.span(), "stated_none")


def _money(printed: str) -> float:
    plain = printed.replace(",", "")
    return float(plain) if "." in plain else int(plain)
