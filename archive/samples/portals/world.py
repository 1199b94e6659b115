"""What is published in the invented province, and when: the same for all sample portals."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.samples.agencies import AGENCIES, Agency
from archive.samples.grids import OFFICIAL
from archive.samples.history import reported
from archive.samples.html import Markup, body_html
from archive.samples.reports import FictionalReport

Kind = Literal["report", "derivative", "other_body", "no"]
"""What an item of a list is: an annual report, a picture version of one, another body's report, or something else."""

FIRST_YEAR, LAST_YEAR = 2019, 2025


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list of a portal. `number` and `hex` are what its URL is made from."""

    title: str
    published_on: dt.date
    number: int
    kind: Kind = "report"
    report: FictionalReport | None = None

    @property
    def key(self) -> str:
        """Return agency and year of the report it is or shows, "" for anything else."""
        return f"{self.report.agency.id}/{self.report.year}" if self.report else ""

    @property
    def hex(self) -> str:
        """Return 32 hexadecimal digits, as UCAP, JPAAS and Shanghai number articles."""
        return hashlib.md5(str(self.number).encode(), usedforsecurity=False).hexdigest()

    @property
    def uuid(self) -> str:
        """Return the digits in the groups of a UUID."""
        digits = self.hex
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    @property
    def month(self) -> str:
        """Return the month of publication as TRS and UCAP put it into paths: 202401."""
        return f"{self.published_on:%Y%m}"

    @property
    def day(self) -> str:
        """Return the day of publication as TRS puts it into file names: 20240118."""
        return f"{self.published_on:%Y%m%d}"

    @property
    def iso(self) -> str:
        """Return the date as lists show it: 2024-01-18."""
        return self.published_on.isoformat()


_OTHER_TITLES: tuple[tuple[str, Kind], ...] = (
    ("{place}{year}年法治政府建设年度报告", "no"),
    ("{place}政府网站工作年度报表（{year}年度）", "no"),
    ("关于做好{year}年政府信息公开工作年度报告编制和公布工作的通知", "no"),
    ("{place}各单位{year}年政府信息公开工作年度报告公布情况", "no"),
    ("{place}{year}年度部门决算公开", "no"),
    ("一图读懂{place}{year}年政府信息公开工作年度报告", "derivative"),
    ("{place}第一人民医院{year}年度信息公开工作年度报告", "other_body"),
    ("{year}年{place}政务公开工作要点", "no"),
)
"""Titles that stand in the same lists and are no annual report of an agency."""

_NOISE_TITLES = (
    "{place}召开重点项目推进会",
    "关于调整城区公交线路的通告",
    "{place}{year}年春季防火戒严令",
    "农村道路养护工程中标公示",
    "{place}行政许可事项目录（{year}年版）",
    "关于公布规范性文件清理结果的通知",
    "社会救助资金发放公示（{year}年第{n}批）",
    "{place}财政预算执行情况说明",
    "食品安全监督抽检信息公示（第{n}期）",
    "国有土地使用权出让公告〔{year}〕{n}号",
)


class World:
    """All agencies and years under one seed, seen on one day. `today` may be moved; nothing else changes."""

    def __init__(self, seed: int, today: dt.date) -> None:
        self.seed = seed
        self.today = today
        self.files: dict[int, bytes] = {}
        """Word files that sites have drawn so far, by item number; PDF files by its negative."""

    def report(self, agency: Agency, year: int) -> FictionalReport | None:
        """Return an agency's report on a year, None if it is never published."""
        return reported(self.seed, agency.id, year)

    def reports(
        self, agencies: Iterable[Agency | str], years: Iterable[int] = range(FIRST_YEAR, LAST_YEAR + 1)
    ) -> list[Item]:
        """Return the reports that are published by today, newest first."""
        found = []
        for agency in agencies:
            body = AGENCIES[agency] if isinstance(agency, str) else agency
            for year in years:
                report = self.report(body, year)
                if report and report.published_on <= self.today:
                    found.append(Item(report.title, report.published_on, _number(report), "report", report))
        return newest_first(found)

    def other_items(self, place: str, years: Iterable[int], count: int = len(_OTHER_TITLES)) -> list[Item]:
        """Return items that stand in lists of annual reports and are none."""
        found = []
        for year in years:
            for ordinal, (pattern, kind) in enumerate(_OTHER_TITLES[:count]):
                day = dt.date(year + 1, 1 + ordinal % 4, 3 + ordinal)
                if day <= self.today:
                    title = pattern.format(place=place, year=year)
                    found.append(Item(title, day, _number_of(f"{title}|{year}"), kind))
        return newest_first(found)

    def noise(self, place: str, count: int = 200) -> list[Item]:
        """Return items of the columns beside the reports: notices, announcements, news."""
        found = []
        for n in range(count):
            day = dt.date(2021, 1, 4) + dt.timedelta(days=n * 9 % 1700)
            if day <= self.today:
                title = _NOISE_TITLES[n % len(_NOISE_TITLES)].format(place=place, year=day.year, n=n // 10 + 1)
                found.append(Item(title, day, _number_of(f"{place}|noise|{n}"), "no"))
        return newest_first(found)


def newest_first(items: Iterable[Item]) -> list[Item]:
    """Return items by date, newest first, ties by number so that the order never wavers."""
    return sorted(items, key=lambda item: (item.published_on, item.number), reverse=True)


def pages_of(items: Sequence[Item], size: int) -> list[list[Item]]:
    """Return items in pages of `size`, at least one page."""
    return [list(items[at : at + size]) for at in range(0, len(items), size)] or [[]]


def _number(report: FictionalReport) -> int:
    ordinal = list(AGENCIES).index(report.agency.id)
    return 4_100_000 + (report.year - 2000) * 1_700 + ordinal * 37


def _number_of(text: str) -> int:
    return 6_000_000 + int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:6], 16) % 2_000_000


_MARKUPS = (
    Markup(),
    Markup(cell="wps", paragraph="span"),
    Markup(cell="styled"),
    Markup(cell="mso"),
    Markup(paragraph="div", head=True),
    Markup(paragraph="br"),
    Markup(upper=True),
    Markup(nested=True),
)


def article_body(item: Item) -> str:
    """Return the inside of an item's article: the report in one of several kinds of markup, or a few words."""
    if item.report is None:
        return (
            f"<p>　　{item.title}。</p><p>　　现将有关情况公布如下，欢迎社会各界监督。联系电话：0000-5550199。</p>"
            f"<p>　　{item.published_on.year}年{item.published_on.month}月{item.published_on.day}日</p>"
        )
    return _drawn_by_key(item.report, item.number % len(_MARKUPS))


_BY_KEY: dict[tuple[str, int, int, int, str], str] = {}


def _drawn_by_key(report: FictionalReport, choice: int) -> str:
    """Draw a report once: FictionalReport holds mappings and cannot be hashed."""
    key = (report.agency.id, report.year, report.seed, choice, str(sorted(report.figures.items())))
    if key not in _BY_KEY:
        if len(_BY_KEY) > 2000:
            _BY_KEY.clear()
        _BY_KEY[key] = body_html(report, OFFICIAL, _MARKUPS[choice])
    return _BY_KEY[key]
