"""Numbers stated in prose, each with its exact words and where they stand.

A statement is taken only where one clause says both the thing and the number, because the number of the next clause
belongs to something else: 行政复议2件，行政诉讼1件 and 行政诉讼1件、行政复议2件 must give the same. Sums over two
things (复议、诉讼共3件), parts of a whole named before (其中...), another year's numbers (上年, 同比), percentages and
other people's letters (建议, 热线, 信访) are left alone: no statement is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.carried_over import find_carried
from extractors.clause_scope import (
    is_marked_whole,
    is_of_all_matters,
    is_part,
    is_some_of_them,
    is_time_whole,
    is_unrelated,
    is_whole_year,
)
from extractors.fee_statements import read_fees
from extractors.prose import COUNT, IN, NONE, N, Sentence, number_of, sentences
from extractors.published_items import read_public
from extractors.report_values import Section, Statement

REMEMBERED = 3
"""Sentences for which 依申请公开, once named, stays the topic: 复议 in a justice bureau's report may be anything."""

_OTHER_MATTERS = re.compile(r"建议|提案|议案|热线|12345|来信|留言|工单|信访|咨询|举报|投诉|意见箱|民意|稿件|解读")
_PARTIAL_WAYS = re.compile(
    r"网上|网络|在线|当面|书面|信函|信件|邮寄|邮件|传真|现场|线下|线上|电子|自然人|商业企业|法人|科研|公益|律师|法律服务|其中"
)
_WHOLE_PUBLIC = re.compile(r"公民|社会公众")

_NEW = re.compile(rf"(?:新收|收到|接收|接到|新受理|新接|收悉|共收)(?P<gap>{IN}{{0,34}}?){N}")
_BASE = re.compile(rf"(?:办理|处理|受理)(?P<gap>{IN}{{0,24}}?){N}")
_ANSWERED = re.compile(rf"(?:办结|答复|回复|办复)(?![率时期书])(?P<gap>(?:(?![书率]){IN}){{0,20}}?){N}")
_NO_REQUEST_TARGET = (
    r"(?:依申请公开|信息公开(?:的)?申请|公开申请|申请公开|(?:政府)?信息(?:的)?申请)"
    r"(?![^,，;。]{0,16}(?:复议|诉讼))"
    r"(?![^,，;。]{0,8}(?:引发|引起|引致|投诉|举报|逾期|超期|超时|积压|结转|收费|费用|不予|无法|案例|渠道))"
)
_NO_NEW = re.compile(
    rf"(?:未|没有|没|尚未|暂未)曾?(?:收到|接到|接收到?|受理|收悉|发生|产生|出现|有)(?P<gap>(?!因){IN}{{0,26}}?){_NO_REQUEST_TARGET}"
    r"|(?:暂?无|没有)(?:任何|公民|法人|其他组织|社会|群众|公众|向我[局镇县区市乡]|提出|关于|有关|新增|新收|当年|政府|[、或和及的])*"
    rf"{_NO_REQUEST_TARGET}"
)
_NO_NEW_HINT = re.compile(r"[未没无]")
_WITH_CARRIED_IN = re.compile(
    r"[(,，]?(?:其中)?(?:含|包含|包括|其中)(?:有|了)?:?(?:(?:上|去)一?年度?|20\d\d年度?)(?:的)?(?:结转|顺延|转(?!至|到|入))"
)
"""收到申请2025件（含上年结转71件）: what there was to answer, not what is new."""
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
_RESULT_NUMBER = re.compile(rf"{_RESULT}(?:的|为|有|共计?|合计|计|申请|答复|决定|信息|情形|情况|类|[:\"”）)])*{N}")
_NUMBER_RESULT = re.compile(
    rf"{N}(?:申请|政府信息公开申请)?(?:的)?(?:属于|为|系|是|均|已|依法|作出|答复|告知|予以(?=部分)|给予)*{_RESULT}(?!{IN}{{0,4}}\d)"
)
_RESULTS_TOGETHER = re.compile(
    rf"(?:{'|'.join(_RESULTS)}|(?:同意|准予|全部)公开)(?:的)?(?:[、和及或与]|以及)(?:予以)?$"
)

_CASES = r"(?:案件|申请|案|事项|情况|数量|数|应诉|起诉)*"
_BOTH = (
    rf"(?:行政)?(?P<a>复议|诉讼){_CASES}(?:、|和|及其|及|与|或者?|以及|[,，]?(?=被?提起|被?申请))(?:被)?(?:提起|申请)?(?:的)?(?:行政)?"
    rf"(?P<b>诉讼|复议){_CASES}"
)
_SAID = r"(?:的|案件|情况|均|都|各|分别|共计?|合计|总计|为|有|发生|:)*"
_NOT_NEGATED = r"经|按时|及时|按期|超期|逾期|超时|败诉|纠正|纠错|撤销|改变|维持|完善|健全|审结|办结|造成|缴"
_NO = rf"(?:未|没有|没|无|零|不存在)(?:(?!{_NOT_NEGATED}){IN}){{0,44}}?"
_NO_BOTH = re.compile(rf"{_NO}{_BOTH}(?!{IN}{{0,6}}\d)")
_BOTH_NUMBER = re.compile(rf"{_BOTH}(?P<said>{_SAID}){N}")
_BOTH_TWO_NUMBERS = re.compile(
    rf"{_BOTH}(?:的)?分别(?:为|有|是|发生|:)?(?P<first>\d+)(?:件|起|宗|例)?(?:、|和|,|，)(?P<second>\d+)(?P<unit>件|起|宗|例)"
)
_BOTH_NONE = re.compile(rf"{_BOTH}(?:均|都)?(?:为)?(?:无|零|未发生|未产生|没有|未有)(?![^,，;。]{{0,3}}\d)")
_NO_ONE = re.compile(rf"{_NO}(?:行政)?(?P<a>复议|诉讼){_CASES}(?!{IN}{{0,6}}[\d复诉])")
_ONE_NONE = re.compile(rf"(?:行政)?(?P<a>复议|诉讼){_CASES}(?::|为|:为)(?:无|零)(?![^,，;。]{{0,3}}\d)")
_ONE_NUMBER = re.compile(
    rf"(?:行政)?(?P<a>复议|诉讼){_CASES}(?:的|共计?|为|有|合计|计|发生|受理|收到|新增|产生|[:(])*{N}"
)
_NUMBER_ONE = re.compile(
    rf"{N}(?:(?!复议|诉讼|未|无|没有){IN}){{0,24}}?(?<!未经)(?P<a>复议|诉讼)(?![^,，;。、\d]{{0,8}}\d)(?!决定|判决|(?:、|和|及|与|或)(?:被?提起|被?申请)?(?:行政)?(?:复议|诉讼))"
)
_NEGATED = re.compile(r"未|没有|超期|逾期|超时|不予")
_NOT_REQUESTS = re.compile(r"结转|收取|复议|诉讼|费")
_DISPUTE_KEYS = {"复议": "nar_review", "诉讼": "nar_suit"}
_SOME_REVIEWS = re.compile(r"(?:正|尚|仍|还)在$|撤[销回]$|终止$")
"""行政复议5件，正在复议1件，撤回复议申请1件: two of the five."""
_AS_JUDGE = re.compile(r"审理|审结|代理|化解|调解|办理行政|应诉工作|受理行政")

_NORMDOC = re.compile(
    rf"(?:制发|制定|出台|印发|新制发)(?P<gap>(?:(?!清理|废止|审查|解读){IN}){{0,10}}?)规范性文件(?:的)?(?:数量|件数|数|共|为|计|有|:)*{N}"
    rf"|规范性文件(?:本年|本年度|新)?(?:制发|制定|出台)(?:件数|数量|数|共|为|:)*{N.replace('?P<', '?P<z_')}"
    rf"|(?:制发|制定|出台)(?:了)?{N.replace('?P<', '?P<y_')}(?:行政|部门)?规范性文件"
)
_REPEALED = re.compile(rf"(?:废止|宣布失效)(?:了|的)?(?:行政|部门)?(?:规范性文件)?(?:数量|件数|数|共|为|:)*{N}")
_IN_FORCE = re.compile(rf"现行有效(?:的)?(?:行政|部门)?(?:规范性文件)?(?:数量|总数|件数|数|共|为|有|:)*{N}")
_DENIED = re.compile(r"[未不没无](?:有|曾|再|予以?)?$")
_DOCUMENT = "规范性文件"
_OF_DOCUMENTS = re.compile(r"(?:的|行政|部门)*(?:规范性)?文件|[,，;。、:()和及与并]|其中|$")
"""What may stand behind a number that is of documents; 2件证明事项 is not."""
_OTHER_TOPIC = re.compile(r"事项|许可|证明|法规|规章|标准|合同|项目|决议|协议")
_PLANNED = re.compile(r"拟|建议|应|待|需|修改|修订|合并")
_NO_NORMDOC = re.compile(
    rf"(?:未|没有|无|尚未|暂无)(?:新)?(?:制发|制定|出台|印发)?(?:任何|新的|过|本级|行政|部门|镇级|县级|法规|规章|[、和及或与])*规范性文件(?!{IN}{{0,6}}\d)"
    r"(?![^,，;。]{0,6}(?:废止|清理|审查|解读|备案))"
)

_ANSWER_HINT = re.compile(r"答复|办结|回复|办复")


def read_statements(
    parts: Sequence[Section], year: int | None = None, publisher: str | None = None
) -> tuple[Statement, ...]:
    """Read every number the prose states about the report's own year and body, in order of appearance.

    Left out are the fifth section, which speaks of plans, and the preamble where there is an overview to read.
    """
    found: list[Statement] = []
    has_overview = "overview" in [section.key for section in parts]
    for section in parts:
        if section.key == "problems" or (section.key == "preamble" and has_overview):
            continue
        topic = REMEMBERED if section.number == 4 or section.key in ("requests", "disputes") else -1
        before = ""
        for sentence in sentences(section):
            text = sentence.text
            if "申请" in text or "信息公开" in text:
                topic = REMEMBERED
            # 其中 at the head: parts of what the sentence before counted, perhaps of half a year
            if not (text.startswith("其中") and before and not is_time_whole(before, len(before), len(before), year)):
                found.extend(_read_sentence(sentence, year, topic >= 0, publisher or ""))
            before = text
            topic -= section.number != 4
    return tuple(sorted(found, key=lambda statement: (statement.section, statement.start, statement.key)))


def _read_sentence(sentence: Sentence, year: int | None, on_topic: bool, publisher: str) -> Iterator[Statement]:
    text = sentence.text
    counts = COUNT.search(text) is not None
    of_requests = on_topic and ("顺延" in text or (counts and _ANSWER_HINT.search(text)))
    if of_requests or "申请" in text or "结转" in text:
        yield from _read_requests(sentence, year, counts, publisher)
    if on_topic and ("复议" in text or "诉讼" in text):
        yield from _without_parallels(sentence, _read_disputes(sentence, year, counts))
    if counts and ("予" in text or "部分公开" in text or "无法提供" in text or "其他处理" in text):
        yield from _read_results(sentence, year)
    if counts and ("公开" in text or "发布" in text):
        yield from read_public(sentence, year)
    if "规范性文件" in text:
        yield from _without_parallels(sentence, _read_normdocs(sentence, year))
    if "处理费" in text or "收费" in text or "收取" in text:
        yield from read_fees(sentence, year)


def _read_requests(sentence: Sentence, year: int | None, counts: bool, publisher: str) -> Iterator[Statement]:
    text = sentence.text
    # each pattern is tried only where a word is that it cannot do without
    if ("结转" in text or "顺延" in text) and (none := _NO_CARRIED_OUT.search(text)):
        yield sentence.statement("nar_req_carried_out", 0, "件", none.span(), "stated_none")
    if _NO_NEW_HINT.search(text) and (none := _NO_NEW.search(text)):
        is_requests = not _OTHER_MATTERS.search(none.group()) and not _NOT_REQUESTS.search(none["gap"] or "")
        of_some = is_some_of_them(text, none.start(), none.end(), publisher)
        if is_requests and not of_some and is_whole_year(text, *none.span(), year):
            yield sentence.statement("nar_req_new", 0, "件", none.span(), "stated_none")
    if counts:
        yield from _without_parallels(sentence, _read_request_counts(sentence, year, publisher))


def _without_parallels(sentence: Sentence, statements: Iterator[Statement]) -> Iterator[Statement]:
    """Leave out numbers of one thing that stand beside each other in a sentence: each is a part, whoever's or whenever.

    Kept is the one that is said to be the sum (共, 总计, 全年), or the first if 其中 stands before the others.
    """
    found = list(statements)
    if len(found) < 2:
        yield from found
        return
    text = sentence.section.text
    for statement in found:
        same = [other for other in found if other.key == statement.key]
        if len({other.value for other in same}) > 1:
            wholes = [other for other in same if is_marked_whole(text, other.start, other.end)]
            if not wholes and "其中" in text[same[0].end : same[1].start]:
                wholes = same[:1]
            if wholes != [statement]:
                continue
        yield statement


def _read_request_counts(sentence: Sentence, year: int | None, publisher: str) -> Iterator[Statement]:
    text = sentence.text
    taken: set[int] = set()

    def is_about_requests(match: re.Match[str]) -> bool:
        gap, after = match["gap"], re.split(r"[,，;]", text[match.end() : match.end() + 14])[0]
        if "申请" not in gap and "申请" not in after and not goes_on(match, after):
            return False
        if has_carried_in(match):
            after = ""
        return not (
            _OTHER_MATTERS.search(gap)
            or re.search(r"复议|诉讼|结转", gap + after)
            or (_PARTIAL_WAYS.search(gap) and not _WHOLE_PUBLIC.search(gap))
        )

    def has_carried_in(match: re.Match[str]) -> bool:
        return _WITH_CARRIED_IN.match(text, match.end()) is not None

    def goes_on(match: re.Match[str], after: str) -> bool:
        # 申请目标任务600件，实际收到486件
        before = text[: match.start()]
        return before.endswith("实际") and "申请" in before and not after and match["gap"] in ("", "了", "共", "共计")

    def take(matches: Iterable[re.Match[str]], key: str) -> Iterator[Statement]:
        for match in matches:
            at = match.start("n")
            if at in taken or not is_whole_year(text, match.start(), at, year):
                continue
            if is_some_of_them(text, match.start(), at, publisher) or is_unrelated(text, match.end(), of_all=True):
                continue
            taken.add(at)
            value, unit, state = number_of(match)
            yield sentence.statement(key, value, unit, match.span(), state)

    for carried in find_carried(sentence, year):
        taken.add(carried.match.start("n"))
        value, unit, state = number_of(carried.match)
        yield sentence.statement(carried.key, value, unit, carried.match.span(), state)
    if "收" in text or "接" in text or "新受理" in text:
        received = [m for m in _NEW.finditer(text) if is_about_requests(m) and not is_part(text, m.start())]
        yield from take([m for m in received if not has_carried_in(m)], "nar_req_new")
        yield from take([m for m in received if has_carried_in(m)], "nar_req_handled_base")
    if "办结" in text or "复" in text:
        answered = (
            m
            for m in _ANSWERED.finditer(text)
            if not _OTHER_MATTERS.search(sentence.text[: m.end()])
            and not re.search(r"复议|诉讼|结转", m["gap"])
            and not _PARTIAL_WAYS.search(m["gap"])
            and not _NEGATED.search(sentence.clause_before(m.start())[-6:])
            and not is_part(text, m.start())
        )
        yield from take(answered, "nar_req_answered")
    if "理" in text:
        handled = (
            m
            for m in _BASE.finditer(text)
            if is_about_requests(m)
            and not re.search(r"答复|回复|办结", m["gap"])
            and text[max(0, m.start() - 2) : m.start()] not in ("不予", "其他", "继续")
            and text[m.start() - 1 : m.start()] not in ("未", "不")
            and not is_part(text, m.start())
        )
        yield from take(handled, "nar_req_handled_base")


def _read_results(sentence: Sentence, year: int | None) -> Iterator[Statement]:
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
            if _RESULTS_TOGETHER.search(text[: match.start("result")]):
                continue
            if not is_whole_year(text, start, match.start("n"), year):
                continue
            value, unit, state = number_of(match)
            if unit.startswith("条") and "信息" in match.group():
                # 制作信息3021条，其中不予公开信息1535条: of information made, not of applications
                continue
            yield sentence.statement(_RESULTS[match["result"]], value, unit, (start, end), state)


def _read_disputes(sentence: Sentence, year: int | None, counts: bool) -> Iterator[Statement]:
    """Read 复议 and 诉讼 counts from left to right: what one pattern has used, no later one may use."""
    text = sentence.text
    at = 0
    none = NONE.search(text) is not None
    while True:
        searched = _search_disputes(text, at, counts, none)
        matches = [(match.start(), rank, match) for rank, match in enumerate(searched) if match]
        if not matches:
            return
        _, rank, match = min(matches, key=lambda found: found[:2])
        at = match.end()
        span = match.span()
        if _AS_JUDGE.search(sentence.clause_before(match.start())) or not is_whole_year(text, *span, year):
            continue
        if "应诉" in match.group() and "公开" not in sentence.clause_before(match.end()):
            continue  # all that a body was sued for
        if rank > 5 and _SOME_REVIEWS.search(text, max(0, match.start() - 2), match.start()):
            continue
        if is_unrelated(text, match.end()) or (rank > 5 and is_of_all_matters(text, *span)):
            continue
        if rank in (0, 2):
            for word in (match["a"], match["b"]):
                yield sentence.statement(_DISPUTE_KEYS[word], 0, "件", span, "stated_none")
        elif rank == 1:
            for word, number in ((match["a"], match["first"]), (match["b"], match["second"])):
                yield sentence.statement(_DISPUTE_KEYS[word], int(number), match["unit"], span)
        elif rank == 3:
            value, unit, state = number_of(match)
            if value == 0 or "各" in match["said"] or "均" in match["said"]:
                for word in (match["a"], match["b"]):
                    yield sentence.statement(_DISPUTE_KEYS[word], value, unit, span, state)
        elif rank in (4, 5):
            yield sentence.statement(_DISPUTE_KEYS[match["a"]], 0, "件", span, "stated_none")
        else:
            value, unit, state = number_of(match)
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


def _is_of_documents(text: str, match: re.Match[str]) -> bool:
    """Say whether 废止2件 counts normative documents: by its own words, else by what the sentence last spoke of."""
    if _DENIED.search(text, max(0, match.start() - 4), match.start()):
        return False
    if _DOCUMENT in match.group():
        return True
    behind = _OF_DOCUMENTS.match(text, match.end())
    if behind is None:
        return False
    named = text.rfind(_DOCUMENT, 0, match.start())
    return "文件" in behind.group() or (named >= 0 and not _OTHER_TOPIC.search(text, named, match.start()))


def _read_normdocs(sentence: Sentence, year: int | None) -> Iterator[Statement]:
    text = sentence.text
    for match in _NORMDOC.finditer(text):
        if not is_whole_year(text, *match.span(), year):
            continue
        prefix = "" if match["n"] else "z_" if match["z_n"] else "y_"
        value, unit, state = number_of(match, prefix)
        yield sentence.statement("nar_normdoc_issued", value, unit, match.span(), state)
    # of those that were gone through, whoever issued them
    looked_through = "清理" in text or "审查" in text or "备案" in text
    for pattern, key in (
        () if looked_through else ((_REPEALED, "nar_normdoc_repealed"), (_IN_FORCE, "nar_normdoc_in_force"))
    ):
        for match in pattern.finditer(text):
            if _PLANNED.search(sentence.clause_before(match.start())) or not _is_of_documents(text, match):
                continue
            if is_whole_year(text, match.start(), match.start("n"), year):
                value, unit, state = number_of(match)
                yield sentence.statement(key, value, unit, match.span(), state)
    if (none := _NO_NORMDOC.search(text)) and is_whole_year(text, *none.span(), year):
        yield sentence.statement("nar_normdoc_issued", 0, "件", none.span(), "stated_none")
