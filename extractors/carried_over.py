"""Applications that prose says were carried over from the last year or to the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.clause_scope import is_whole_year
from extractors.prose import IN, N, Sentence

_CARRIED_OUT = re.compile(
    rf"(?:结转|顺延|转)(?:至|到|入|为)?(?P<to>下|次|明|20\d\d)[一个]?年度?(?:继续|办理|处理|办结|答复|回复|的|为|共|有|[:()])*{N}"
)
_CARRIED_OUT_AFTER = re.compile(rf"{N}{IN}{{0,12}}?(?:结转|顺延|转)(?:至|到|入)?(?P<to>下|次|明|20\d\d)[一个]?年")
_CARRIED_IN = re.compile(
    rf"(?:(?:上|去)一?年度?(?:的)?(?:结转|顺延)(?:至|到|来|入)?(?:本年度?|今年)?|结转(?:自|了)?(?:上|去)一?年度?)"
    rf"(?:继续|办理件?|办件|受理|处理|答复|信件|的|政府|信息|公开|申请|事项|数量|数|为|共|有|[:(])*{N}"
)
_CARRIED_FROM = re.compile(
    rf"(?<!\d)(?P<from>20\d\d)年度?(?:的)?(?:结转|顺延)(?:至|到|来)?(?:本年度?|今年)?(?:的|政府|信息|公开|申请|事项|数量|为|共|有)*{N}"
)
"""办结177件（含2022年结转的3件）: the last year by its number."""
_CARRIED = re.compile(
    rf"(?:^|(?<=[,，;。:、]))(?:尚|仍|剩余|其余|另)?(?:有)?结转(?:办理|继续办理|数为|数|为|共)?{N}(?=$|[,，;。、)])"
)
"""答复157件，结转9件: without a year the one to come, where the sentence has said what was answered."""
_ANSWERED = re.compile(r"(?:答复|办结|办理)[^,，;。]*\d")
_FROM_LAST = re.compile(r"(?:上|去)一?年(?:度)?(?:的)?(?:结转|顺延|转)")
_LAST = re.compile(r"上一?年|去年|前年")
_TOGETHER = re.compile(r"和|及|与|、|连同|加上|(?<![增参])加|并")
"""新收申请和上年结转申请共12件: the sum of both is neither's number."""
_SUM = re.compile(r"共|合计|总计")
_OTHER_CARRIED = re.compile(r"项目|资金|经费|工程|预算|任务|指标|复议|诉讼")


class Carried(NamedTuple):
    """A number of applications carried over: which of the two, and the words that say it."""

    key: str
    match: re.Match[str]


def find_carried(sentence: Sentence, year: int | None) -> Iterator[Carried]:
    """Yield the applications carried over to the next year, then those from the last one, each number once."""
    text = sentence.text
    taken: set[int] = set()
    forward = (_CARRIED_OUT, _CARRIED_OUT_AFTER) if "转" in text or "顺延" in text else ()
    backward = (_CARRIED_IN,) if "上" in text or "去" in text else ()
    numbered = (_CARRIED_FROM,) if "20" in text and ("结转" in text or "顺延" in text) else ()
    for pattern in (*forward, *backward, *numbered):
        is_forward = pattern in forward
        for match in pattern.finditer(text):
            at = match.start("n")
            if at in taken or (is_forward and not _is_next_year(match["to"], year)):
                continue
            if pattern is _CARRIED_FROM and int(match["from"]) + 1 != year:
                continue
            if _OTHER_CARRIED.search(sentence.clause_before(at)) or _is_sum_with_others(sentence, match):
                continue
            if is_whole_year(text, match.start(), match.start(), year):
                taken.add(at)
                yield Carried("nar_req_carried_out" if is_forward else "nar_req_carried_in", match)
    if "结转" in text:
        yield from _find_bare(sentence, taken)


def _find_bare(sentence: Sentence, taken: set[int]) -> Iterator[Carried]:
    text = sentence.text
    for match in _CARRIED.finditer(text):
        before = text[: match.start()]
        is_told = _ANSWERED.search(before) is not None and not _LAST.search(_FROM_LAST.sub("", before))
        if match.start("n") not in taken and is_told and not _OTHER_CARRIED.search(before):
            yield Carried("nar_req_carried_out", match)


def _is_next_year(to: str, year: int | None) -> bool:
    return not to.isdigit() or year is None or int(to) == year + 1


def _is_sum_with_others(sentence: Sentence, match: re.Match[str]) -> bool:
    """Say whether a number is that of the applications carried over and of those named beside them in the clause."""
    if not _SUM.search(match.group()):
        return False
    return _TOGETHER.search(re.split(r"[:(]", sentence.clause_before(match.start()))[-1]) is not None
