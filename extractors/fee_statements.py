"""The fee statement of the sixth section: notices sent, their sum, and what was collected, in 件 and 元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.clause_scope import is_whole_year
from extractors.prose import MONEY, N, Sentence, number_of
from extractors.report_values import Statement, StatementState

_FEE_ALL = re.compile(
    r"收费通知(?:书|单)?的?件数(?:和|、|及|与)?(?:涉及的?)?总?金额(?:以及|和|、|及|与)?(?:实际)?收取的?总?金额(?:等)?[,，]?(?:均|都|全部)?(?:为|是)?[:：]?"
    r"(?P<v>0(?!\.?\d)|零|无)"
)
_FEE_NOTICE = re.compile(
    rf"收费通知(?:书|单)?(?:的)?(?:件数|数量)?(?:共计?|为|计|合计|有|:)*{N}|{N.replace('?P<', '?P<z_')}收费通知"
)
_FEE_AMOUNT = re.compile(rf"(?<!收取的)(?<!收取)总?金额(?:共计?|为|计|合计|有|:)*{MONEY}")
_TOTAL = r"(?:共计?|合计|为|计|总计|累计|:)*"
_COUNTED = r"(?:(?:\d{1,4}|[一二两三四五六七八九十])件(?:申请)?[,，、(]?(?:共计?|合计|计|总?金额|为|收取|费用)*)?"
"""收取信息处理费1件380元: the applications charged for, before the sum."""
_FEE_COLLECTED = re.compile(
    r"(?<![未无])收取(?:了|的)?(?:政府)?(?:公开)?(?:政府)?(?:信息)?(?:公开)?(?:信息)?(?:处理)?(?:费用?)?(?:的)?(?:总)?(?:金额|情况|数额)?"
    rf"(?:[,，](?=共|合计|总计|金额|总金额))?(?:总?金额)?{_TOTAL}{_COUNTED}{MONEY}"
    rf"|信息处理费(?:用)?(?:收取|收费)?(?:的)?(?:总)?(?:金额|情况)?{_TOTAL}{_COUNTED}{MONEY.replace('?P<', '?P<z_')}"
    rf"|收费(?:情况)?{_TOTAL}(?:\d{{1,4}}|[一二两三四五六七八九十])件[,，、]?{_TOTAL}{MONEY.replace('?P<', '?P<y_')}"
)
_FEE_RECEIVED = re.compile(rf"(?<![未无])(?:实收|实际收到|实际收费)(?:了|的)?(?:费用|金额)?{_TOTAL}{MONEY}")
"""收费金额40元，实收40元: beside a notice only, since 实收 alone may be of anything."""
_PRICE_AFTER = re.compile(r"(?:/|／|每|一?[件页份次](?!申请))")
_NOT_COLLECTED = re.compile(
    r"应收|应当?|可以?收|拟|减免|免收|免除|免缴|免予|退还|退回|不予|标准|单价|[每/][件页份次]|按照?\d"
)
_FEE_NONE = re.compile(
    r"(?:未|没有|没|无|不存在|零)[^;。\d]{0,34}?(?:信息处理费|收费通知|处理费)|处理费(?:用)?(?:的)?(?:收取|收费)?(?:的)?(?:情况)?"
    r"(?:(?:总?金额|数额)?(?:均)?(?:[:：]?为?[无零]|为0(?![.\d]))|[,，:：]?(?:均)?未(?:收取|发生|产生|涉及)|不收取)|不收取[^;。\d]{0,12}处理费"
)
_FEE_NONE_IN_OTHER = re.compile(
    r"收费(?:情况|金额)?(?:为|:)+[无零]|(?:未|没有|没|无|不)(?:发生|产生|进行|有|曾)?[^,，;。\d]{0,14}?(?:收取|收费)(?!通知)[^,，;。\d]{0,12}"
)


def read_fees(sentence: Sentence, year: int | None) -> Iterator[Statement]:
    """Read what a sentence says of the fees of the report's year; prices, fees waived and other years' are none."""
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
    notice = _FEE_NOTICE.search(text) if "收费通知" in text else None
    if notice and is_whole_year(text, *notice.span(), year):
        value, unit, state = number_of(notice, "" if notice["n"] else "z_")
        yield sentence.statement(keys[0], value, unit, notice.span(), state)
        found = True
        if amount := _FEE_AMOUNT.search(text, notice.end()):
            yield sentence.statement(keys[1], _money(amount["n"]), amount["unit"], amount.span())
    for collected in _FEE_COLLECTED.finditer(text) if "元" in text else ():
        prefix = "" if collected["n"] else "z_" if collected["z_n"] else "y_"
        if _is_collected(sentence, collected, collected.start(prefix + "n"), year):
            amount_text, unit = collected[prefix + "n"], collected[prefix + "unit"]
            yield sentence.statement(keys[2], _money(amount_text), unit, collected.span())
            found = True
            break
    else:
        if notice and found and (received := _FEE_RECEIVED.search(text, notice.end())):
            yield sentence.statement(keys[2], _money(received["n"]), received["unit"], received.span())
    if found:
        return
    none = _FEE_NONE.search(text) or (_FEE_NONE_IN_OTHER.search(text) if in_other else None)
    if none and is_whole_year(text, *none.span(), year):
        if "收费通知" in text:
            yield sentence.statement(keys[0], 0, "件", none.span(), "stated_none")
            yield sentence.statement(keys[1], 0, "元", none.span(), "stated_none")
        is_number = none.group().endswith(("0", "零"))
        yield sentence.statement(keys[2], 0, "元", none.span(), "value" if is_number else "stated_none")


def _is_collected(sentence: Sentence, match: re.Match[str], number: int, year: int | None) -> bool:
    text = sentence.text
    words = sentence.clause_before(match.start()) + text[match.start() : number]
    is_price = _PRICE_AFTER.match(text, match.end()) is not None
    return not is_price and not _NOT_COLLECTED.search(words) and is_whole_year(text, match.start(), number, year)


def _money(printed: str) -> float:
    plain = printed.replace(",", "")
    return float(plain) if "." in plain else int(plain)
