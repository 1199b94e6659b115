"""What each invented body reported on each year, and when: one story, told by the bundle and by every sample portal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from random import Random

from archive.samples.agencies import AGENCIES, Agency
from archive.samples.numbers import Profile
from archive.samples.reports import FictionalReport, make_report

SLIPS: dict[tuple[str, int], tuple[str, ...]] = {
    ("qinghe-tingsong", 2023): ("shifted_row",),
    ("lanchuan-xinglian", 2022): ("stale_form",),
    ("lanchuan-jtj", 2023): ("blank_total_column",),
    ("qinghe-fgj", 2024): ("wrong_total",),
    ("qinghe-wjj", 2023): ("narrative_conflict",),
    ("lanchuan-yanpu", 2024): ("wrong_title_agency",),
    ("qinghe-heting", 2022): ("early_signature", "placeholders"),
    ("qinghe-czj", 2024): ("wrong_fee_unit",),
    ("qinghe-zhuyi", 2023): ("slash_rules",),
    ("lanchuan-xingzhu", 2023): ("blank_rules", "blank_organisations"),
    ("lanchuan-zrzyj", 2024): ("cases_14",),
    ("jizhou-gaj", 2023): ("swapped_cells",),
}
"""The deliberate mistakes, by agency and year; everything else closes."""

SCANNED = ("qinghe-dihua", 2023)
"""The report that the bundle has only as pictures of pages."""


def publication(seed: int, agency: Agency, year: int) -> dt.date | None:
    """Return the day a report is put up, None if the body never publishes it.

    Of 100 reports 10 come before 15 January, 70 until 31 January, 10 in February, 5 late in the year and 5 never;
    governments publish in March. What has a deliberate mistake, or is scanned, is always published.
    """
    random = Random(f"{seed}|publication|{agency.id}|{year}")
    share = random.random()
    if share < 0.05 and (agency.id, year) not in SLIPS and (agency.id, year) != SCANNED:
        return None
    start = dt.date(year + 1, 1, 1)
    if 0.05 <= share < 0.10:
        return start + dt.timedelta(days=random.randint(120, 300))
    if agency.is_government:
        return dt.date(year + 1, 3, random.randint(1, 31))
    if share < 0.20:
        return dt.date(year + 1, 1, random.randint(5, 14))
    if share < 0.90:
        return dt.date(year + 1, 1, random.randint(15, 31))
    return dt.date(year + 1, 2, random.randint(1, 28))


@lru_cache(maxsize=4096)
def reported(seed: int, agency_id: str, year: int) -> FictionalReport | None:
    """Return what an agency reported on a year, None if it never did."""
    agency = AGENCIES[agency_id]
    day = publication(seed, agency, year)
    if day is None:
        return None
    errors = SLIPS.get((agency_id, year), ())
    # a slip needs numbers to slip
    profile: Profile | None = "town" if errors and agency.level in ("town", "department") else None
    report = make_report(agency, year, seed=seed, profile=profile, errors=errors)
    signed_on = report.signed_on if "early_signature" in errors else day - dt.timedelta(days=2)
    return replace(report, published_on=day, signed_on=signed_on)
