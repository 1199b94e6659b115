"""Periods and days as printed: the whole year only where the whole year is said."""

from __future__ import annotations

import pytest

from extractors.dates import Period, find_period, read_date


@pytest.mark.parametrize(
    "text",
    [
        "统计期限为2023年度。",
        "统计期限为2023年全年。",
        "统计期限：2023年度\n一、总体情况\n2023年，我局",
        "统计期限：2023年度\n1. 总体情况",
        "统计期限：2023年度第一部分 总体情况",
        "统计期限为2023年1月至12月。",
        "统计期限为2023年度1月至12月。",
        "统计期限为2023年度（1-12月）。",
        "统计期限为2023年度，2024年1月31日公布。",
        "统计期限为2023年度，截至2023年12月31日。",
        "统计期限为2023年度1月1日至12月31日。",
    ],
)
def test_a_whole_year_said_in_words(text: str) -> None:
    assert find_period(text) == Period("2023-01-01", "2023-12-31", 2023)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("统计期限为2023年度1月1日至10月31日。", "2023-01-01", "2023-10-31"),
        ("统计期限为2023年度3月1日起至2023年12月31日止。", "2023-03-01", "2023-12-31"),
    ],
)
def test_days_behind_a_year_are_the_period(text: str, start: str, end: str) -> None:
    assert find_period(text) == Period(start, end, 2023)


@pytest.mark.parametrize(
    "text",
    [
        "统计期限：2023年度1月至10月。",
        "统计期限为2023年度1-10月。",
        "统计期限为2023年度一月至十月。",
        "统计期限为2023年度，即2023年1月至10月。",
        "统计期限为2023年1月至12月10日。",
        "统计期限为2023年度3月起。",
        "统计时间为2023年度上半年。",
        "统计时间为2023年度前三季度。",
        "统计时间为2023年度一、二季度。",
        "统计时间为2023年全年第四季度。",
    ],
)
def test_a_part_of_a_year_is_not_the_year(text: str) -> None:
    assert find_period(text) is None


@pytest.mark.parametrize("month", range(1, 10))
def test_a_day_in_characters_behind_a_month_in_digits(month: int) -> None:
    days = "一二三四五六七八九"
    assert read_date(f"2024年{month}月{days[month - 1]}日") == f"2024-{month:02}-{month:02}"
    assert read_date(f"二〇二四年{month}月{days[month - 1]}日") == f"2024-{month:02}-{month:02}"


@pytest.mark.parametrize("dash", ["-", "—", "~", "到"])
def test_a_line_of_dashes_behind_a_day_takes_no_time(dash: str) -> None:
    # the rule of a drawn table stands below the day of signature; each dash more doubled the time
    assert find_period(f"统计期限如下。\n2023年1月7日\n{dash * 60}\n") is None


def test_days_parted_by_several_marks() -> None:
    found = find_period("统计期限自2023年1月1日起，至--2023年12月31日止。")
    assert found == Period("2023-01-01", "2023-12-31", 2023)
