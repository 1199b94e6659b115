"""Whose numbers a report gives: the agency's own, the government's with its office, or all below it together.

Mixing the three is the worst analytic error: a city's aggregate has a hundred times the requests of its office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.agency_kind import guess_kind
from extractors.report_values import Scope

REACH = 700
"""Characters of title, preamble and overview in which a report says whose numbers it gives."""

GATHER_REACH = 42
"""Characters after 汇总 or 涵盖 in which it says whose numbers."""

_BELOW = (
    r"(?:各(?:(?:工作)?部门|单位|县|区|市|镇|乡|街道|级|有关|委办|设区|地级|地市|盟|旗|州|园区|政务公开|行政机关)|所属(?:各|部门|单位)|下属|下级|全[省市县区州旗镇](?!各项)|"
    r"区直|县直|市直|省直|乡镇|镇街|县级以上|部门和)"
)
_BELOW_RE = re.compile(_BELOW)
_GATHERS = ("汇总", "涵盖", "包括", "包含", "覆盖", "综合各")
_OF_NUMBERS = re.compile(r"报告|数据|统计|内容|范围|年报")
_ALL_OF_IT = re.compile(
    r"(?:数据|报告|统计)(?:统计)?(?:范围)?(?:为|系|是)[^。；;]{0,12}?全[省市县区州旗]|汇总[^。；;]{0,12}(?:数据|情况)"
)
_GATHERED = re.compile(
    rf"{_BELOW}[^。；;]{{0,20}}(?:年度报告|年报|数据|报告)[^。；;，,]{{0,12}}(?:基础上[^。；;，,]{{0,6}})?汇总"
)
"""根据各乡镇、各部门报送的年度报告汇总编制: whose numbers, before the word for gathering them."""
_MADE_OF = re.compile(
    rf"综合(?!保障|办|科|处|服务|行政|执法|管理)[^。；;，,]{{0,24}}{_BELOW}[^。；;]{{0,50}}(?:编制|编写|汇编|而成)"
)
"""本报告综合全区各级行政机关的工作情况编制而成."""
_MADE_BY = re.compile(
    rf"由(?:(?!根据|按照|依据|结合|要求)[^。；;]){{0,40}}{_BELOW}(?:(?!根据|按照|依据|结合|要求)[^。；;]){{0,24}}情况编制而成"
)
"""由管委会办公室、区直各部门、乡镇人民政府公开情况编制而成."""
_TAKEN_TOGETHER = re.compile(rf"{_BELOW}[^。；;，,]{{0,24}}综合情况")
_CLAUSE_END = re.compile(r"[。；;]")
_DENIED = re.compile(r"不(?![仅但只断同少动])|没|未(?!央|来|成年)|非(?!遗|物质|公)|无(?!锡|为|棣|极|线|障)")
"""本报告不含各乡镇数据汇总. 无锡, 无为, 无棣, 无极 and 未央 are places; 不动产, 无线电, 非遗 are in names of bodies."""
_OFFICE_NAME = re.compile(r"以[^。；;，,]{0,24}(?:人民)?政府(?:及其?|和|、)[^。；;，,]{0,12}办公[室厅](?:的)?名义")
_OFFICE_OWN = re.compile(r"(?:政府|市|县|区|省)本级(?![^。；;，,]{0,6}各)")
_SECTION_NAMES = re.compile(r"包括[^。；;]{0,12}总体情况")


def find_scope(publisher: str | None, texts: Iterable[str]) -> Scope | None:
    """Return whose numbers they are, from words first and from the kind of publisher else.

    A department, an office, a street or a town that says nothing reports about itself; for the government of a county
    or a higher division silence is no answer, and None is returned.
    """
    front = _SECTION_NAMES.sub("", "".join("".join(text[:REACH] for text in texts).split())[:REACH])
    if ("名义" in front and _OFFICE_NAME.search(front)) or ("本级" in front and _OFFICE_OWN.search(front)):
        return "gov_and_office"
    if _gathers_from_below(front):
        return "aggregate"
    kind = guess_kind(publisher)
    if kind.kind is None or (kind.kind in ("government", "zone_committee") and kind.level != "town"):
        return None
    return "self"


def _gathers_from_below(text: str) -> bool:
    """Say whether the report puts the numbers of other bodies together: 汇总..., 报告内容涵盖各部门..."""
    for word in _GATHERS:
        at = text.find(word)
        while at >= 0:
            clause = _CLAUSE_END.split(text[at + 2 : at + 2 + GATHER_REACH], maxsplit=1)[0]
            before = text[max(0, at - 20) : at]
            # 综合 alone is part of an office's name (综合保障办公室) more often than an act of gathering
            if (
                (word in ("汇总", "综合各") or _OF_NUMBERS.search(before))
                and _BELOW_RE.search(clause)
                and not _is_denied(text, at, at)
            ):
                return True
            at = text.find(word, at + 2)
    if "汇总" in text and any(not _is_denied(text, *match.span()) for match in _GATHERED.finditer(text)):
        return True
    if "综合" in text and any(not _is_denied(text, *match.span()) for match in _MADE_OF.finditer(text)):
        return True
    if "情况编制而成" in text and any(not _is_denied(text, *match.span()) for match in _MADE_BY.finditer(text)):
        return True
    if "综合情况" in text and any(not _is_denied(text, *match.span()) for match in _TAKEN_TOGETHER.finditer(text)):
        return True
    whole = _ALL_OF_IT.finditer(text) if "汇总" in text or "全" in text else ()
    return any(not _is_denied(text, *match.span()) for match in whole)


def _is_denied(text: str, start: int, end: int) -> bool:
    """Say whether a word that denies stands before `end`, in the clauses of the words between the two places."""
    begin = max(text.rfind(mark, 0, start) for mark in "。；;，,") + 1
    return _DENIED.search(text, begin, end) is not None
