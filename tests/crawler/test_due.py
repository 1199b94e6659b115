"""When a column is due again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.due import SHANGHAI, interval, is_night, is_revalidation_month, next_due


@pytest.mark.parametrize(
    ("day", "level", "days"),
    [
        (date(2027, 1, 10), "town", 7),
        (date(2027, 1, 25), "department", 2),
        (date(2027, 2, 10), "county", 2),
        (date(2027, 3, 1), "county", 7),
        (date(2027, 3, 25), "county", 2),
        (date(2027, 3, 25), "town", 7),
        (date(2027, 7, 1), "county", 30),
        (date(2028, 2, 29), "town", 7),
    ],
)
def test_the_calendar_is_dense_around_the_statutory_dates(day: date, level: str, days: int) -> None:
    assert interval(day, level).days == days


@given(st.dates(date(2008, 1, 1), date(2100, 12, 31)))
def test_every_day_has_an_interval(day: date) -> None:
    assert 2 <= interval(day).days <= 30


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["town", "county", "department"]),
    st.text(max_size=8),
)
def test_the_next_pass_lies_ahead_at_night_and_within_the_interval(at: datetime, level: str, seed: str) -> None:
    due = next_due(at, level, seed=seed)
    assert due > at
    assert due - at <= interval(at.astimezone(SHANGHAI).date(), level) + timedelta(days=1)
    assert is_night(due) or due - at == timedelta(hours=12)


def test_a_long_interval_does_not_skip_the_january_rush() -> None:
    december = datetime(2026, 12, 28, 3, tzinfo=UTC)
    assert next_due(december, "town").astimezone(SHANGHAI).date() <= date(2027, 1, 9)


def test_columns_are_spread_over_the_night() -> None:
    at = datetime(2027, 1, 22, 3, tzinfo=UTC)
    assert len({next_due(at, "town", seed=str(i)) for i in range(50)}) == 50


@pytest.mark.parametrize(("failures", "nights"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 29), (60, 29)])
def test_a_column_that_failed_is_due_the_next_night_and_then_ever_later(failures: int, nights: int) -> None:
    for hour in (23, 3, 12):
        at = datetime(2027, 6, 10, hour, tzinfo=SHANGHAI)
        due = next_due(at, "county", seed="x", failures=failures).astimezone(SHANGHAI)
        ends = (at + timedelta(hours=2)).date()
        night = (due - timedelta(hours=9)).date()
        assert is_night(due)
        assert nights - 1 <= (night - ends).days <= nights
        assert due <= next_due(at, "county", seed="x").astimezone(SHANGHAI) + timedelta(days=1)


def test_a_failure_in_the_season_does_not_wait_longer_than_a_success() -> None:
    at = datetime(2027, 1, 25, 3, tzinfo=SHANGHAI)
    assert next_due(at, "town", failures=9).astimezone(SHANGHAI).date() <= date(2027, 1, 27)


def test_reports_are_validated_again_in_april_and_september() -> None:
    assert [month for month in range(1, 13) if is_revalidation_month(date(2027, month, 1))] == [4, 9]
