"""Days as lists print them, 2024-01-18, 2024年1月18日 and 18 2024-01 -> YYYY-MM-DD."""

from __future__ import annotations

import re

DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.．－—年]|\s)\s*(0?[1-9]|1[0-2])\s*(?:[-/.．－—月]|\s)\s*"
    r"(3[01]|[12]\d|0?[1-9])(?!\d)\s*日?"
)
"""A day with its year first."""

DAY_FIRST = re.compile(r"(?<!\d)(3[01]|[12]\d|0?[1-9])\s+((?:19|20)\d{2})[-/.年]\s*(0?[1-9]|1[0-2])(?![\d])")
"""A day in two elements: 18 beside 2024-01."""


def find_date(text: str) -> str:
    """Return the first plausible day in `text` as YYYY-MM-DD, or ""."""
    found = DATE.search(text)
    if found:
        year, month, day = found.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    found = DAY_FIRST.search(text)
    if found:
        day, year, month = found.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return ""


def last_date(text: str) -> str:
    """Return the day at the end of `text` as YYYY-MM-DD, or ""."""
    dates = list(DATE.finditer(text))
    return find_date(dates[-1].group()) if dates and len(text) - dates[-1].end() <= 12 else ""
