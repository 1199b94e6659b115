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

_WHITE = re.compile(r"\s+")
_BELOW = (
    r"(?:各(?:部门|单位|县|区|市|镇|乡|街道|级|有关|委办|设区|地级|地市|盟|旗|州|园区|政务公开|行政机关)|所属(?:各|部门|单位)|下属|下级|全[省市县区州旗镇](?!各项)|"
    r"区直|县直|市直|省直|乡镇|镇街|县级以上|部门和)"
)
_AGGREGATE = re.compile(
    rf"(?<!不)(?:汇总|综合(?![\u4e00-\u9fff]{{0,4}}[区办]))[^。；;]{{0,40}}?{_BELOW}"
    rf"|(?:报告|数据|统计)(?:内容|范围)?[^。；;，,]{{0,8}}(?<!不)(?:涵盖|包括|包含|覆盖)[^。；;]{{0,40}}?{_BELOW}"
    rf"|(?:数据|报告)(?:统计)?(?:范围)?(?:为|系|是)[^。；;]{{0,12}}?(?:全[省市县区州旗]|{_BELOW})"
    r"|汇总[^。；;]{0,12}(?:数据|情况)"
)
_AGGREGATE_WORDS = ("汇总", "综合", "涵盖", "包括", "包含", "覆盖", "数据为", "范围")
_NEGATED = re.compile(r"不(?:包括|含|包含|涵盖|汇总)")
_OFFICE = re.compile(
    r"以[^。；;，,]{0,24}(?:人民)?政府(?:及其?|和|、)[^。；;，,]{0,12}办公[室厅](?:的)?名义"
    r"|(?:政府|市|县|区|省)本级(?![^。；;，,]{0,6}各)|(?:人民)?政府(?:及其?|和|、)(?:[省市县区州旗]?(?:人民)?政府)?办公?[室厅]?(?:本级|自身|办理|产生|制发)"
)
_SECTION_NAMES = re.compile(r"包括[^。；;]{0,12}总体情况")


def find_scope(publisher: str | None, texts: Iterable[str]) -> Scope | None:
    """Return whose numbers they are, from words first and from the kind of publisher else.

    A department, an office, a street or a town that says nothing reports about itself; for the government of a county
    or a higher division silence is no answer, and None is returned.
    """
    front = _SECTION_NAMES.sub("", _WHITE.sub("", "".join(text[:REACH] for text in texts))[:REACH])
    if ("名义" in front or "本级" in front or "政府" in front) and _OFFICE.search(front):
        return "gov_and_office"
    if (
        any(word in front for word in _AGGREGATE_WORDS)
        and (match := _AGGREGATE.search(front))
        and not _NEGATED.search(front, max(0, match.start() - 2), match.end())
    ):
        return "aggregate"
    kind = guess_kind(publisher)
    if kind.kind is None or (kind.kind in ("government", "zone_committee") and kind.level != "town"):
        return None
    return "self"
