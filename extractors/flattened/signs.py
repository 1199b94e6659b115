"""Tell from a few words whether a run of lines holds a statutory table at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Heading, Paragraph
from extractors.forms import load_form
from extractors.labels import core

SHORTEST_SIGN = 6
"""Characters of the shortest row label that is no phrase of prose; 予以公开 and 重复申请 are."""

SIGNS_OF_A_TABLE = (
    *("信息内容", "第二十条第", "科研机构", "新收政府信息公开申请", "上年结转政府信息公开申请", "下年度继续办理"),
    *("结果维持", "尚未审结", "统计指标", "收到申请数", "申请答复数"),
    *(name for row in load_form("f2021").t3_rows if len(name := core(row.label)) >= SHORTEST_SIGN and row.group),
)
"""A run of lines with none of these holds no statutory table and is not searched. 自然人 is no such sign: prose about
the requests of the year has it."""

MOST_SIGNS_IN_PROSE = 2
"""Different signs that prose may have between two tables: 结果维持 and 下年度继续办理; a table has more of them."""

_ROW_OF_NUMBERS = re.compile(r"\d[\s|/、—-]+\d+[\s|/、—-]+\d")


def is_said(signs: Sequence[str], text: str, lines: Sequence[tuple[int, Paragraph | Heading]]) -> bool:
    """Return whether all signs of a table stand in sentences: 结转下年度继续办理3件。 is prose in most reports.

    `text` is all of the lines without white space. A line that holds a table too has more signs or a row of numbers.
    """
    if len(signs) > MOST_SIGNS_IN_PROSE:
        return False
    left = sum(text.count(sign) for sign in signs)
    for _, line in lines:
        if "。" in line.text and "\t" not in line.text and not _ROW_OF_NUMBERS.search(line.text):
            said = "".join(line.text.split())
            left -= sum(said.count(sign) for sign in signs)
    return left == 0
