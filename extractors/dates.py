"""Dates as printed: the period of the numbers, the day of signature, the day of publication; and the report's year.

The year is taken from the title, else from the period, else from what the body says of itself. It is never taken from
a date of publication or a file's name: reports appear years late and are moved between sites.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from extractors.numerals import read_chinese
from extractors.titles import FIRST_YEAR, LAST_YEAR

_WIDTH = str.maketrans("０１２３４５６７８９：．○Ｏ", "0123456789:.〇〇")
_DATE = r"(20\d\d)(?:年度?|[.\-/])(\d{1,2})[月.\-/](\d{1,2})日?"
_PERIOD = re.compile(
    rf"{_DATE}(?:零时|0时)?(?:起|始|开始)?[,，、]?(?:截?[至止]|[到—\-－–~～起])+"
    r"(?:(20\d\d|同|当)年?[.\-/]?)?(\d{1,2})[月.\-/](\d{1,2})日?"
)
_PERIOD_START = re.compile(r"20\d\d\s*(?:年\s*度?|[.\-/])\s*\d{1,2}\s*[月.\-/]")
_PERIOD_HINT = re.compile(r"统计|期限|时限|期间|周期|起止|时间|数据|报告期|编制")
_WHOLE_YEAR = re.compile(
    r"统计(?:期限|时限|期间|周期|时间|区间|范围)[^,，。；;\d]{0,4}"
    r"(20\d\d)年(?=度|全年|1(?:月份?)?(?:至|到|—+|-+|－|–|~|～)12月)"
)
"""统计期限为2023年度, 2023年1月至12月: a whole year without its days."""
_PERIOD_CLAUSE_END = re.compile(r"[。；;]|[一1][、.．](?![\d一二三四])|第一部分")
"""Where the clause that names the year ends: white space is gone, and the first heading may follow at once."""
_PERIOD_CLAUSE = 30
"""Characters behind a year in which its period may be narrowed: 度，数据自1月1日起至10月31日止 has 20."""
_PART_OF_YEAR = re.compile(r"季|半年|前[一二三\d]")
_MONTH_NUMBER = r"(?:1?\d|[一二三四五六七八九十]{1,2})"
_MONTH_NAMED = re.compile(
    rf"(?:(?P<year>20\d\d)年度?)?(?<!\d)(?P<month>{_MONTH_NUMBER})(?:"
    rf"(?:月份?|\.(?=\d))(?:(?P<day>[1-3]?\d)(?!\d)日?)?|(?=(?:至|到|—+|-+|－|–|~|～){_MONTH_NUMBER}月))"
)
_PLAIN_DATE = re.compile(r"(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})(?!\d)")
_ZH_ZERO = "〇○零0OoＯ"
_ZH_DATE = re.compile(
    rf"(?:(?P<year>二[{_ZH_ZERO}一二三四五六七八九]{{3}}|20\d\d)年)?"
    r"(?P<month>[元一二三四五六七八九十]{1,2}|1?\d)月(?P<day>[一二三四五六七八九十廿]{1,3}|[1-3]?\d)日"
)
_ZH_HINT = re.compile(rf"月(?:[一二三四五六七八九十廿]|(?<=[元一二三四五六七八九十]月))|二[{_ZH_ZERO}]")
"""Some of this is in every date that has its year, month or day in characters: looking for it first costs a tenth."""
_FIRST_MONTH = re.compile(r"(?<=年)\s*元月")
_YEAR_OF = re.compile(r"(?<!\d)(20\d\d)年(?!\d{1,2}月)")
_YEAR_FIRST = re.compile(r"(?:截[至止]|在|过去的)?(20\d\d)年度?(?!\d{1,2}月)")
PERIOD_REACH = 80
"""Characters around 统计期限 in which its two dates stand; the sentence has about 40."""
FRONT = 1500
"""Characters of the body in which the period is looked for; it stands in the preamble or in section one."""


class Period(NamedTuple):
    """First and last day of the numbers, ISO 8601, and the year they make where it is one whole year, else None."""

    start: str
    end: str
    year: int | None


def iso_date(year: str, month: str, day: str) -> str:
    """Return an ISO date, or "" for one that cannot be: month 13, 30 February."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _plain(text: str) -> str:
    """Return text with the digits and months of its dates as ASCII: ２０２２, 元月, 二〇二二年一月一日."""
    if "２０" in text:
        text = text.translate(_WIDTH)
    if _ZH_HINT.search(text):
        text = _ZH_DATE.sub(_zh_digits, text)
    return _FIRST_MONTH.sub("1月", text) if "元月" in text else text


def _zh_digits(match: re.Match[str]) -> str:
    parts = []
    for name, word in (("year", "年"), ("month", "月"), ("day", "日")):
        part = match[name]
        if part is None:
            continue
        number = int(part) if part.isdigit() and part.isascii() else read_chinese(_zh_number(part))
        if not number:
            return match.group()
        parts.append(f"{number}{word}")
    return "".join(parts)


def _zh_number(part: str) -> str:
    zeros = part if "十" in part else "".join("〇" if char in _ZH_ZERO else char for char in part)
    return zeros.replace("元", "一").replace("廿", "二十")


def find_period(text: str) -> Period | None:
    """Find the sentence 统计期限自2022年1月1日起至2022年12月31日止 in a body's first part."""
    front = _plain(text[:FRONT])
    for first in _PERIOD_START.finditer(front):
        match = _PERIOD.match("".join(front[first.start() : first.start() + PERIOD_REACH].split()))
        around = front[max(0, first.start() - PERIOD_REACH) : first.start() + PERIOD_REACH]
        if match is None or not _PERIOD_HINT.search(around):
            continue
        first_year = match[1]
        last_year = match[4] if match[4] and match[4].isdigit() else first_year
        start, end = iso_date(*match.group(1, 2, 3)), iso_date(last_year, match[5], match[6])
        if start and end and start < end:
            return Period(start, end, int(first_year) if first_year == last_year else None)
    front = "".join(front.split())
    for whole in _WHOLE_YEAR.finditer(front):
        year, behind = whole[1], front[whole.end() : whole.end() + _PERIOD_CLAUSE]
        if FIRST_YEAR <= int(year) <= LAST_YEAR and not _is_narrowed(_PERIOD_CLAUSE_END.split(behind, 1)[0], year):
            return Period(f"{year}-01-01", f"{year}-12-31", int(year))
    return None


def _is_narrowed(clause: str, year: str) -> bool:
    """Say whether the words behind a year name a part of it: 度1月至10月, 度上半年; 1月至12月 is the whole of it."""
    if _PART_OF_YEAR.search(clause):
        return True
    bounds: set[tuple[int, int]] = set()
    for named in _MONTH_NAMED.finditer(clause):
        if named["year"] in (None, year):
            month = named["month"]
            bounds.add((int(month) if month.isdigit() else read_chinese(month) or 0, int(named["day"] or 0)))
    first, last = bounds & {(1, 0), (1, 1)}, bounds & {(12, 0), (12, 31)}
    return bool(bounds - first - last) or (bool(bounds) and (12, 31) not in last and not (first and last))


def read_date(text: str) -> str:
    """Return the first full date in a text as ISO 8601: 2022年11月30日, 2023-01-16, 二〇二三年一月十日; else ""."""
    folded = text.translate(_WIDTH)
    if match := _PLAIN_DATE.search(folded):
        return iso_date(match[1], match[2], match[3])
    if match := _PLAIN_DATE.search(_plain("".join(folded.split()))):
        return iso_date(match[1], match[2], match[3])
    return ""


def find_publication(metadata: Mapping[str, str]) -> str:
    """Return the day of publication as the portal states it, ISO 8601, else ""."""
    for key in (
        "pubdate",
        "index:发布日期",
        "index:发布时间",
        "index:公开日期",
        "index:公开时间",
        "publishdate",
        "date",
    ):
        if (value := metadata.get(key)) and (day := read_date(value)):
            return day
    return ""


def find_year(
    title_year: int | None, period: Period | None, texts: Sequence[str], named_year: int | None = None
) -> tuple[int | None, str]:
    """Return the reported year and its source: title, period or body; None and "" where nothing says it.

    `named_year` is that of a sentence which names the report in full: the body's best word.

    `texts` are the parts of the body in order, the overview first. From the body a year is taken when the overview
    begins with it, or when one year is named at least twice and oftener than any other.
    """
    if title_year is not None:
        return title_year, "title"
    if period is not None and period.year is not None:
        return period.year, "period"
    if named_year is not None:
        return named_year, "body"
    named: Counter[int] = Counter()
    for text in texts:
        compact = "".join(text[: FRONT * 2].split()).translate(_WIDTH)
        first = _YEAR_FIRST.match(compact)
        if first and FIRST_YEAR <= int(first[1]) <= LAST_YEAR:
            return int(first[1]), "body"
        named.update(year for year in map(int, _YEAR_OF.findall(compact)) if FIRST_YEAR <= year <= LAST_YEAR)
    most = named.most_common(2)
    if most and most[0][1] >= 2 and (len(most) == 1 or most[0][1] > most[1][1]):
        return most[0][0], "body"
    return None, ""
