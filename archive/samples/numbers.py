"""The numbers of an invented report as printed, their arithmetic true, and the same whenever the seed is the same."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Literal

from archive.samples.agencies import Agency
from archive.samples.official_form import (
    APPLICANTS,
    CASES,
    OUTCOMES,
    REQUEST_ROWS,
    SIX,
    proactive_keys,
    statistic_keys,
)
from archive.samples.prose import FeeStatement

Profile = Literal["zero", "town", "county", "city", "distinct"]
"""How large the numbers are: nothing at all, a few, hundreds, thousands with seven-digit cells, decimals and
thousands separators; `distinct` has another non-zero number in every cell, and the arithmetic still holds."""


def with_thousands(text: str) -> str:
    """Return a plain number of five digits and more with commas, as city governments like to print it."""
    digits, dot, decimals = text.partition(".")
    return f"{int(digits):,}{dot}{decimals}" if digits.isdigit() and len(digits) >= 5 else text


_LARGEST: dict[str, int] = {"zero": 0, "town": 6, "county": 90, "city": 2600, "distinct": 9000}
"""About the most requests of one kind of applicant."""


def _some(random: Random, largest: int) -> int:
    """Return a number up to `largest`, small ones and none more often."""
    return int(largest * random.random() ** 3) if largest else 0


def _item_count(agency: Agency, year: int, seed: int, item: str, largest: int) -> int:
    """Return how many items of a kind an agency has at the end of a year: a stock that changes little."""
    stock = _some(Random(f"{seed}|items|{agency.id}|{item}|{largest}"), largest // 4)
    return max(stock + Random(f"{seed}|items|{agency.id}|{item}|{year}").choice((0, 0, 0, 1, 2, -1)), 0) if stock else 0


def proactive(random: Random, agency: Agency, year: int, seed: int, profile: Profile, edition: str) -> dict[str, str]:
    """Return table 2 as printed."""
    largest = {"zero": 0, "town": 12, "county": 400, "city": 9000, "distinct": 9000}[profile]
    printed: dict[str, str] = {}
    if edition == "f2021":
        for kind in ("rules", "normdoc"):
            may = kind == "normdoc" or agency.has_rules or profile == "distinct"
            issued = _some(random, max(largest // 20, 3)) if may and largest else 0
            repealed = _some(random, max(largest // 30, 2)) if may and largest else 0
            in_force = issued + _some(random, largest) if may else 0
            printed |= {
                f"{kind}_issued": str(issued),
                f"{kind}_repealed": str(repealed),
                f"{kind}_in_force": str(in_force),
            }
        for key in ("license_decisions", "penalty_decisions", "coercion_decisions"):
            printed[key] = str(_some(random, largest * 400))
        amount = random.randrange(0, largest * 3_000_000 + 1) / 10000 if profile in ("county", "city") else 0
        printed["admin_fee_amount"] = f"{amount:.2f}".rstrip("0").rstrip(".") if amount else "0"
    else:
        for key in proactive_keys("f2019"):
            number = _some(random, largest)
            if key.startswith("rules_") and not agency.has_rules:
                number = 0
            if not key.endswith("_delta"):
                printed[key] = str(number)
        for item in ("license", "ext_service", "penalty", "coercion", "admin_fee"):
            before, after = (_item_count(agency, at, seed, item, largest) for at in (year - 1, year))
            change = after - before
            printed[f"{item}_items_prev"] = str(before)
            plus = "+" if change > 0 and random.random() < 0.5 else ""
            printed[f"{item}_items_delta"] = f"{plus}{change}"
        yuan = _some(random, largest * 30000)
        printed["procurement_projects"] = str(1 + yuan // 400_000 if yuan else 0)
        printed["procurement_amount"] = f"{yuan}元" if yuan and random.random() < 0.7 else str(yuan)
        printed = {key: printed[key] for key in proactive_keys("f2019")}
    return printed


def _carried_out(agency: Agency, year: int, seed: int, profile: Profile) -> dict[str, int]:
    """Return what an agency leaves pending at the end of a year, by kind of applicant."""
    random = Random(f"{seed}|pending|{agency.id}|{year}|{profile}")
    return {applicant: _some(random, max(_LARGEST[profile] // 8, 2)) if profile != "zero" else 0 for applicant in SIX}


def requests(agency: Agency, year: int, seed: int, profile: Profile, edition: str) -> dict[str, str]:
    """Return table 3 as printed, with both identities of the form true in every column and row."""
    random = Random(f"{seed}|requests|{agency.id}|{year}|{profile}")
    before, after = (_carried_out(agency, at, seed, profile) for at in (year - 1, year))
    results = [row.key for row in REQUEST_ROWS[edition] if row.key.startswith("res_") and row.key != "res_total"]
    weights = [12.0 if key in ("res_granted", "res_unable_not_held") else 1.0 for key in results]
    cells: dict[str, dict[str, int]] = {row.key: dict.fromkeys(SIX, 0) for row in REQUEST_ROWS[edition]}
    for applicant in SIX:
        largest = _LARGEST[profile] if applicant in ("natural_person", "business") else _LARGEST[profile] // 9
        done = max(before[applicant] - after[applicant], 0) + _some(random, largest)
        if done > len(results):
            shares = [weight * random.random() for weight in weights]
            for key, share in zip(results, shares, strict=True):
                cells[key][applicant] = int(done * share / sum(shares))
            done_so_far = sum(cells[key][applicant] for key in results)
            cells["res_granted"][applicant] += done - done_so_far
        else:
            for key in random.choices(results, weights, k=done):
                cells[key][applicant] += 1
        cells["res_total"][applicant] = done
        cells["req_carried_in"][applicant] = before[applicant]
        cells["req_carried_out"][applicant] = after[applicant]
        cells["req_new"][applicant] = done + after[applicant] - before[applicant]
        if cells["req_new"][applicant] < 0:
            # fewer were answered than had come over: answer the rest as well
            short = -cells["req_new"][applicant]
            cells["res_granted"][applicant] += short
            cells["res_total"][applicant] += short
            cells["req_new"][applicant] = 0
    return {
        f"{row}__{applicant}": str(sum(by.values()) if applicant == "total" else by[applicant])
        for row, by in cells.items()
        for applicant, _ in APPLICANTS
    }


def cases(random: Random, profile: Profile) -> dict[str, str]:
    """Return table 4 as printed."""
    largest = {"zero": 0, "town": 2, "county": 25, "city": 400, "distinct": 4000}[profile]
    printed: dict[str, str] = {}
    for case, _ in CASES:
        numbers = {outcome: _some(random, largest) for outcome, _ in OUTCOMES[:-1]}
        printed |= {f"{case}_{outcome}": str(number) for outcome, number in numbers.items()}
        printed[f"{case}_total"] = str(sum(numbers.values()))
    return printed


def made_distinct(
    figures: Mapping[str, str | None], agency: Agency, year: int, seed: int, edition: str
) -> dict[str, str | None]:
    """Return figures with another non-zero number in every cell, arithmetic kept."""
    for attempt in range(1000):
        random = Random(f"{seed}|distinct|{agency.id}|{year}|{edition}|{attempt}")
        pool = iter(random.sample(range(11, 9900), 400))
        made: dict[str, str | None] = {}
        for key in proactive_keys(edition):
            made[key] = f"+{next(pool)}" if key.endswith("_delta") else str(next(pool))
        if edition == "f2021":
            made["admin_fee_amount"] = f"{next(pool)}.{random.randrange(11, 99)}"
        rows = [row.key for row in REQUEST_ROWS[edition]]
        results = [row for row in rows if row.startswith("res_") and row != "res_total"]
        cells = {row: {applicant: next(pool) for applicant in SIX} for row in rows}
        for applicant in SIX:
            cells["res_total"][applicant] = sum(cells[row][applicant] for row in results)
            # brought over is less than was answered, so what came in is never negative
            cells["req_new"][applicant] = (
                cells["res_total"][applicant] + cells["req_carried_out"][applicant] - cells["req_carried_in"][applicant]
            )
        for row in rows:
            made |= {f"{row}__{applicant}": str(cells[row][applicant]) for applicant in SIX}
            made[f"{row}__total"] = str(sum(cells[row].values()))
        for case, _ in CASES:
            numbers = [next(pool) for _ in OUTCOMES[:-1]]
            for (outcome, _), number in zip(OUTCOMES, [*numbers, sum(numbers)], strict=True):
                made[f"{case}_{outcome}"] = str(number)
        if len(set(made.values())) == len(made) and all(int(made[f"req_new__{a}"] or 0) > 0 for a in SIX):
            return {key: made[key] for key in figures}
    raise ArithmeticError(f"no distinct figures found for {agency.id} {year} with seed {seed}")


def statistics(random: Random, profile: Profile) -> dict[str, str]:
    """Return the 58 numbers of the 2014-2018 table, sums true."""
    largest = {"zero": 0, "town": 40, "county": 900, "city": 70000, "distinct": 900}[profile]
    fewer = {"zero": 0, "town": 3, "county": 40, "city": 500, "distinct": 900}[profile]
    while True:
        numbers: dict[str, int | float] = {
            key: _some(random, fewer if key.startswith(_FEWER) else largest) for key in statistic_keys()
        }
        if profile == "distinct":
            numbers = dict(zip(statistic_keys(), random.sample(range(11, 9900), 58), strict=True))
        for total, parts in STATISTIC_SUMS.items():
            numbers[total] = sum(numbers[part] for part in parts)
        for part, whole in STATISTIC_PARTS.items():
            if numbers[part] > numbers[whole]:
                numbers[part], numbers[whole] = numbers[whole], numbers[part]
        if profile != "distinct" or len(set(numbers.values())) == len(numbers):
            break
    for key in ("y14_fees", "y14_budget"):
        if profile == "city":
            numbers[key] = round(numbers[key] + random.random(), 2)
    return {key: f"{number:g}" if isinstance(number, float) else str(number) for key, number in numbers.items()}


_FEWER = ("y14_req_", "y14_done_", "y14_ans_", "y14_ref_", "y14_review_", "y14_suit_", "y14_org_", "y14_staff_")
"""What is counted by applications, cases and people, of which there are fewer than of items published."""

STATISTIC_SUMS: dict[str, tuple[str, ...]] = {
    "y14_req_total": ("y14_req_inperson", "y14_req_fax", "y14_req_online", "y14_req_letter"),
    "y14_done_total": ("y14_done_ontime", "y14_done_extended"),
    "y14_ans_refused": (
        "y14_ref_state_secret",
        "y14_ref_trade_secret",
        "y14_ref_privacy",
        "y14_ref_security",
        "y14_ref_not_gov_info",
        "y14_ref_other_law",
    ),
    "y14_ans_total": (
        "y14_ans_already_public",
        "y14_ans_granted",
        "y14_ans_partial",
        "y14_ans_refused",
        "y14_ans_not_this_agency",
        "y14_ans_not_exist",
        "y14_ans_amend",
        "y14_ans_other_channel",
    ),
    "y14_review_total": ("y14_review_upheld", "y14_review_corrected", "y14_review_other"),
    "y14_suit_total": ("y14_suit_upheld", "y14_suit_corrected", "y14_suit_other"),
    "y14_staff_total": ("y14_staff_full", "y14_staff_part"),
}
"""Sums of the 2014-2018 table: total and parts."""

STATISTIC_PARTS: dict[str, str] = {
    "y14_pub_normdoc": "y14_pub_total",
    "y14_resp_press_chief": "y14_resp_press",
    "y14_resp_interview_chief": "y14_resp_interview",
}
"""Rows 其中 of the 2014-2018 table that can be no more than the row above."""


def fees(random: Random, profile: Profile) -> FeeStatement:
    """Return what section six says of fees: none at most agencies, a few at large ones."""
    if profile in ("county", "city") and random.random() < 0.5:
        count = random.randint(1, 9)
        notified = count * random.choice((100, 120, 380))
        return FeeStatement(count, notified, notified - random.choice((0, 0, 100)))
    return FeeStatement(0, 0, 0)
