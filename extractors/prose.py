"""The sentences of a section as they are searched for numbers, and the patterns of a number with its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.numerals import read_chinese
from extractors.report_values import Section, Statement, StatementState

_RARE_WIDTH = re.compile(r"[．０-９％＋〇○]")
_RARE_FOLD = str.maketrans("．０１２３４５６７８９％＋〇○", ".0123456789%+零零")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_NUMBERED_LINE = re.compile(r"[ \t\u3000]*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
COUNT = re.compile(r"[\d一二两三四五六七八九十百千零〇](?:(?<=\d)|(?:余|多)?\s?[件宗起例份次条])")
NONE = re.compile(r"[未无没零不]")

UNITS = (
    r"(?P<unit>件次|件|宗|份|条次|条|次|起|例|项|个)"
    r"(?!工作日|自然日|部门|单位|方面|环节|步骤|渠道|平台|栏目|账号|年|月|百分|性|一[件案事策])"
)
N = (
    r"(?P<near>约|近|超过|超|逾)?(?P<n>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]{1,6})"
    rf"(?P<myriad>万|亿)?(?P<more>余|多)?{UNITS}"
)
PUBLIC_N = (
    r"(?P<near>约|近|超过|超|逾)?(?P<n>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"(?P<myriad>万|亿)?(?P<more>余|多)?(?P<unit>条次|条|件|份|篇|则|项)"
)
MONEY = r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万元|元)"
IN = r"[^,，;。\d]"
"""Inside one clause, no number between."""


def clause_begin(text: str, at: int) -> int:
    """Return where the clause begins in which a place of a sentence stands."""
    return max(text.rfind(",", 0, at), text.rfind("，", 0, at), text.rfind(";", 0, at)) + 1


class Sentence(NamedTuple):
    """One sentence: its text without white space, punctuation folded, and where its raw text begins in the section."""

    text: str
    raw: str
    start: int
    section: Section

    def clause_before(self, at: int) -> str:
        """Return the words of the same clause that stand before a place."""
        return self.text[clause_begin(self.text, at) : at]

    def statement(
        self, key: str, value: float, unit: str, span: tuple[int, int], state: StatementState = "value"
    ) -> Statement:
        """Make the statement whose words are a span of `text`."""
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


def sentences(section: Section) -> Iterator[Sentence]:
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
            about = about or "规范性文件" in raw or "结转" in raw or "顺延" in raw or "信息" in raw
            if about and (COUNT.search(raw) or NONE.search(raw)):
                yield Sentence(fold(raw), raw, start, section)
        start = end + 1


def fold(raw: str) -> str:
    """Return text without white space, brackets and colons half-width: replacing is faster here than translating."""
    text = "".join(raw.split()).replace("；", ";").replace("：", ":").replace("（", "(").replace("）", ")")
    return text.translate(_RARE_FOLD) if _RARE_WIDTH.search(text) else text


def number_of(match: re.Match[str], prefix: str = "") -> tuple[float, str, StatementState]:
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
