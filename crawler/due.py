"""When a column is asked again: the calendar of the reporting year, and the night hours.

The statutory dates are 31 January for departments and townships and 31 March for governments (Regulations, Art. 49);
the rhythm around them is portals.md 4.5. All dates are Asia/Shanghai.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

NIGHT_START = time(22, 0)
NIGHT_END = time(7, 0)

RETRY_BLOCKED = timedelta(days=30)
"""A host that refused is asked again after a month, and never sooner than a week."""

GOVERNMENT_LEVELS = frozenset({"central", "province", "city", "county"})


class Window(NamedTuple):
    """A stretch of the year, both days included, and the number of days between two passes in it."""

    first: tuple[int, int]
    last: tuple[int, int]
    days: int
    government_days: int


CALENDAR = (
    Window((1, 1), (1, 20), 7, 7),
    Window((1, 21), (2, 10), 2, 2),
    Window((2, 11), (3, 20), 7, 7),
    Window((3, 21), (4, 10), 7, 2),
    Window((4, 11), (12, 31), 30, 30),
)

REVALIDATION_MONTHS = frozenset({4, 9})
"""Months in which every known report is asked again by its validators."""


def interval(on: date, level: str = "") -> timedelta:
    """Return the time between two passes over a column around a date."""
    day = (on.month, on.day)
    for window in CALENDAR:
        if window.first <= day <= window.last:
            return timedelta(days=window.government_days if level in GOVERNMENT_LEVELS else window.days)
    raise ValueError(f"no window of the calendar holds {on}")


def next_due(after: datetime, level: str = "", *, seed: str = "", failures: int = 0) -> datetime:
    """Return when a column visited at `after` is due again, in UTC.

    The next pass begins in the night hours and is spread over them by a number derived from `seed` (the column), so
    that neither all columns nor one host's columns start on the hour. A pass never skips over the start of a denser
    window. After visits that failed in passing, `failures` of them in a row, it is due the next night, then after 2, 4,
    8 nights, and never later than after a visit that did not.
    """
    local = after.astimezone(SHANGHAI)
    due = local.date() + interval(local.date(), level)
    if failures:
        # the date on which the present night ends
        night = (local + timedelta(hours=2)).date()
        due = min(due, night + timedelta(days=2 ** min(failures - 1, 5)))
    day = local.date() + timedelta(days=1)
    while day < due:
        if day + interval(day, level) < due:
            due = day + interval(day, level)
        day += timedelta(days=1)
    spread = random.Random(f"{seed}:{due}").uniform(10, 8 * 60)  # noqa: S311 - spreads load, hides nothing
    start = datetime.combine(due - timedelta(days=1), NIGHT_START, SHANGHAI) + timedelta(minutes=spread)
    if start <= local:
        start = local + timedelta(hours=12)
    return start.astimezone(UTC)


def is_night(at: datetime) -> bool:
    """Return whether a moment lies in the hours in which scheduled crawls run."""
    local = at.astimezone(SHANGHAI).time()
    return local >= NIGHT_START or local < NIGHT_END


def is_revalidation_month(on: date) -> bool:
    """Return whether all known reports are validated again this month."""
    return on.month in REVALIDATION_MONTHS
