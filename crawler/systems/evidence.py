"""Words that say "this page holds a report": the six statutory headings and the cells of the national tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.systems import markup

# The six headings of the national form (国办公开办函〔2021〕30号), each shortened to what all its wordings share.
_HEADINGS = (
    re.compile(r"总体情况"),
    re.compile(r"主动公开政府信息(?:的)?情况"),
    re.compile(r"(?:收到和处理|处理)政府信息公开申请(?:的)?情况"),
    re.compile(
        r"(?:因)?政府信息公开(?:工作)?(?:被申请)?(?:提起|申请)?行政复议[、,，和及]?(?:提起)?行政诉讼(?:的)?情况"
    ),
    re.compile(r"存在的?(?:主要)?问题(?:及|和|与)?(?:其)?改进(?:的)?情况|存在的?主要问题"),
    re.compile(r"其他需要报告的(?:事项|情况)"),
)
# The form of 2008-2018 had other headings; three of them are as telling.
_OLD_HEADINGS = (
    re.compile(r"概述|总体情况"),
    re.compile(r"主动公开政府信息(?:的)?情况"),
    re.compile(r"依申请公开(?:政府信息)?(?:的)?情况|依申请公开政府信息办理情况"),
    re.compile(r"(?:政府信息公开)?(?:的)?收费及?减免(?:的)?情况"),
    re.compile(r"(?:申请)?行政复议[、,，和及]?(?:提起)?(?:行政)?诉讼(?:的)?情况|复议[、和及]诉讼"),
    re.compile(r"(?:主要|存在的?)问题(?:和|及|与)改进(?:措施|情况)"),
)
_TABLE_WORDS = (
    "第二十条第",
    "本年新收政府信息公开申请数量",
    "上年结转政府信息公开申请数量",
    "结转下年度继续办理",
    "不予公开",
)
_SPACES = re.compile(r"\s+")

MIN_HEADINGS = 3
"""Headings that make a page a report; lists of columns hold at most one of them, genuine reports at least four."""
MIN_CHARS = 300
"""Characters below which no page is taken for a report; the shortest genuine report known has 500."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many of the six headings a text holds, whether the national tables, and its length without blanks."""

    headings: int
    has_tables: bool
    chars: int

    @property
    def is_report(self) -> bool:
        """Whether this is enough to take the text for a report."""
        return self.chars >= MIN_CHARS and (self.headings >= MIN_HEADINGS or self.has_tables)


def find_evidence(text: str) -> Evidence:
    """Weigh the visible `text` of a page or container."""
    bare = _SPACES.sub("", text)
    new = sum(bool(pattern.search(bare)) for pattern in _HEADINGS)
    old = sum(bool(pattern.search(bare)) for pattern in _OLD_HEADINGS) if new < MIN_HEADINGS else 0
    words = sum(word in bare for word in _TABLE_WORDS)
    return Evidence(max(new, old), words >= 2, len(bare))


def find_evidence_in_markup(text: str) -> Evidence:
    """Weigh the HTML `text`; a page too short to be a report is not looked at."""
    if "公开" not in text and "公&#24320;" not in text:
        return Evidence(0, False, 0)
    return find_evidence(markup.visible_text(text))
