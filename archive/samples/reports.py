"""Invented annual reports, deterministic from a seed, whose every printed cell is known.

`make_report` gives one report; renderers (`html`, `word`, `pdf`, `text`, `markdown`) turn it into bytes. Numbers of one
agency hang together over the years: what is carried out of one year is carried into the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from archive.samples import prose
from archive.samples.agencies import AGENCIES, Agency
from archive.samples.official_form import (
    APPLICANTS,
    CASE_KEYS,
    CASES,
    ORGANISATIONS,
    OUTCOMES,
    PROACTIVE,
    REQUEST_ROWS,
    SIX,
    proactive_keys,
    statistic_keys,
)
from archive.samples.prose import FeeStatement, SampleSection
from archive.samples.truth import Expected, expected_of, truth_of

Profile = Literal["zero", "town", "county", "city", "distinct"]
"""How large the numbers are: nothing at all, a few, hundreds, thousands with seven-digit cells, decimals and
thousands separators; `distinct` has another non-zero number in every cell, and the arithmetic still holds."""

FIRST_F2019, FIRST_F2021 = 2019, 2021
"""The first years reported on the forms of 2019 and 2021."""


@dataclass(frozen=True, slots=True)
class FictionalReport:
    """One invented report: what is printed, cell by cell, and what is said around it.

    `figures` maps a cell key to its printed text: "" is an empty cell, None a cell that the report does not have.
    `case_row` are the printed cells of the value row of table 4 from left to right, which a deliberate error may make
    one too few or one too many. `may_abstain` are cells whose right value no reader can prove; every other number than
    the intended one is wrong there. `statements` are the numbers the prose states, by their key.
    """

    agency: Agency
    year: int
    seed: int
    profile: Profile
    editions: Mapping[str, str | None]
    title: str
    publisher: str
    figures: Mapping[str, str | None]
    case_row: tuple[str, ...]
    preamble: tuple[str, ...]
    sections: tuple[SampleSection, ...]
    statements: Mapping[str, int | float]
    fees: FeeStatement
    scope: str | None
    signed_by: str
    signed_on: dt.date
    published_on: dt.date
    errors: tuple[str, ...] = ()
    may_abstain: frozenset[str] = field(default_factory=frozenset)

    @property
    def signature(self) -> tuple[str, ...]:
        """Return the lines at the end: who and when; none for a form nobody filled in."""
        return (self.signed_by, prose.chinese_date(self.signed_on)) if self.signed_by else ()

    @property
    def edition(self) -> str:
        """Return the edition of table 3, or y14."""
        return self.editions["t3"] or "y14"

    def truth(self) -> dict[str, Expected]:
        """Return what must be read for every printed cell."""
        return truth_of(self.figures)

    def number(self, key: str) -> int | float:
        """Return the number printed in a cell, 0 where there is none."""
        return expected_of(self.figures.get(key) or "").value or 0


def edition_of(year: int) -> str:
    """Return the form in force for the reports on a year."""
    if year >= FIRST_F2021:
        return "f2021"
    return "f2019" if year >= FIRST_F2019 else "y14"


def profile_of(agency: Agency, seed: int = 0) -> Profile:
    """Return the usual size of an agency's numbers."""
    if agency.level in ("province", "city"):
        return "city"
    if agency.level == "county":
        return "county"
    return "zero" if Random(f"{seed}|profile|{agency.id}").random() < 0.3 else "town"


def make_report(
    agency: Agency | str = "qinghe-heting",
    year: int = 2023,
    *,
    seed: int = 0,
    profile: Profile | None = None,
    edition: str | None = None,
    errors: Sequence[str] = (),
) -> FictionalReport:
    """Make one invented report.

    `profile` and `edition` default to what suits the agency and the year; `errors` are names of ERRORS, applied in
    order. The same arguments give the same report.
    """
    if isinstance(agency, str):
        agency = AGENCIES[agency]
    profile = profile or profile_of(agency, seed)
    edition = edition or edition_of(year)
    random = Random(f"{seed}|{agency.id}|{year}|{profile}|{edition}")
    if edition == "y14":
        figures: dict[str, str | None] = dict(_statistics(random, profile))
        editions: dict[str, str | None] = {"t2": None, "t3": None, "t4": None, "y14": "y14"}
    else:
        figures = dict(_proactive(random, agency, year, seed, profile, edition))
        figures |= _requests(agency, year, seed, profile, edition)
        figures |= _cases(random, profile)
        if profile == "distinct":
            figures = _made_distinct(figures, agency, year, seed, edition)
        if profile == "city":
            figures = {key: _with_thousands(text) if text else text for key, text in figures.items()}
        editions = {"t2": edition, "t3": edition, "t4": edition, "y14": None}
    fees = _fees(random, profile)
    words = prose.write(random, agency, year, edition, figures, fees)
    report = FictionalReport(
        agency=agency,
        year=year,
        seed=seed,
        profile=profile,
        editions=editions,
        title=words.title,
        publisher=words.publisher,
        figures=figures,
        case_row=tuple(figures.get(key) or "" for key in CASE_KEYS) if edition != "y14" else (),
        preamble=words.preamble,
        sections=words.sections,
        statements=words.statements,
        fees=fees,
        scope=words.scope,
        signed_by=agency.name,
        signed_on=words.signed_on,
        published_on=words.published_on,
    )
    for name in errors:
        report = replace(ERRORS[name](report, random), errors=(*report.errors, name))
    return report


# Numbers -------------------------------------------------------------------------------------------------------------


def _with_thousands(text: str) -> str:
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


def _proactive(random: Random, agency: Agency, year: int, seed: int, profile: Profile, edition: str) -> dict[str, str]:
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


def _requests(agency: Agency, year: int, seed: int, profile: Profile, edition: str) -> dict[str, str]:
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


def _cases(random: Random, profile: Profile) -> dict[str, str]:
    """Return table 4 as printed."""
    largest = {"zero": 0, "town": 2, "county": 25, "city": 400, "distinct": 4000}[profile]
    printed: dict[str, str] = {}
    for case, _ in CASES:
        numbers = {outcome: _some(random, largest) for outcome, _ in OUTCOMES[:-1]}
        printed |= {f"{case}_{outcome}": str(number) for outcome, number in numbers.items()}
        printed[f"{case}_total"] = str(sum(numbers.values()))
    return printed


def _made_distinct(
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


def _statistics(random: Random, profile: Profile) -> dict[str, str]:
    """Return the 58 numbers of the 2014-2018 table, sums true."""
    largest = {"zero": 0, "town": 40, "county": 900, "city": 70000, "distinct": 900}[profile]
    while True:
        numbers: dict[str, int | float] = {key: _some(random, largest) for key in statistic_keys()}
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


def _fees(random: Random, profile: Profile) -> FeeStatement:
    if profile in ("county", "city") and random.random() < 0.5:
        count = random.randint(1, 9)
        notified = count * random.choice((100, 120, 380))
        return FeeStatement(count, notified, notified - random.choice((0, 0, 100)))
    return FeeStatement(0, 0, 0)


# Deliberate errors ---------------------------------------------------------------------------------------------------

Slip = Callable[[FictionalReport, Random], FictionalReport]


def _with(report: FictionalReport, changes: Mapping[str, str | None]) -> FictionalReport:
    figures = {**report.figures, **changes}
    case_row = report.case_row
    if any(key in changes for key in CASE_KEYS):
        case_row = tuple(figures[key] or "" for key in CASE_KEYS)
    return replace(report, figures=figures, case_row=case_row)


def _shifted_row(report: FictionalReport, random: Random) -> FictionalReport:
    """The numbers of （七）总计 stand one row too low, in 四、结转; the row of the total holds zeros."""
    changes: dict[str, str | None] = {}
    for applicant, _ in APPLICANTS:
        changes[f"req_carried_out__{applicant}"] = report.figures[f"res_total__{applicant}"]
        changes[f"res_total__{applicant}"] = "0"
    return _with(report, changes)


def _blank_total_column(report: FictionalReport, random: Random) -> FictionalReport:
    """The 总计 column of table 3 is left empty but for the four rows that the eye falls on."""
    kept = ("req_new", "req_carried_in", "res_total", "req_carried_out")
    rows = [row.key for row in REQUEST_ROWS[report.edition] if row.key not in kept]
    return _with(report, {f"{row}__total": "" for row in rows})


def _wrong_total(report: FictionalReport, random: Random) -> FictionalReport:
    """One row's total is one more than its applicants add up to."""
    return _with(report, {"res_granted__total": str(int(report.number("res_granted__total")) + 1)})


def _swapped_cells(report: FictionalReport, random: Random) -> FictionalReport:
    """Two neighbouring cells of one row have changed places."""
    first, second = "res_granted__natural_person", "res_granted__business"
    return _with(report, {first: report.figures[second], second: report.figures[first]})


def _cases_of(count: int) -> Slip:
    def slip(report: FictionalReport, random: Random) -> FictionalReport:
        at = random.randrange(2, 13)
        row = list(report.case_row)
        if count < len(CASE_KEYS):
            del row[at]
            changes: dict[str, str | None] = {CASE_KEYS[at]: None}
        else:
            row.insert(at, row[at])
            changes = {}
        changed = replace(report, figures={**report.figures, **changes}, case_row=tuple(row))
        return replace(changed, may_abstain=changed.may_abstain | set(CASE_KEYS))

    slip.__doc__ = f"The value row of table 4 has {count} cells: which one is too few or too many, nobody can prove."
    return slip


def _wrong_fee_unit(report: FictionalReport, random: Random) -> FictionalReport:
    """收费金额 is printed in 元 where the form asks for 万元: ten thousand times too much."""
    fee = report.number("admin_fee_amount") or 3.26
    return _with(report, {"admin_fee_amount": f"{round(fee * 10000)}"})


def _slash_rules(report: FictionalReport, random: Random) -> FictionalReport:
    """A body without power to make 规章 prints / in their cells."""
    first = PROACTIVE[report.edition][0].rows[0][1]
    return _with(report, dict.fromkeys(first, "/"))


def _blank_rules(report: FictionalReport, random: Random) -> FictionalReport:
    """A body without power to make 规章 leaves their cells empty."""
    first = PROACTIVE[report.edition][0].rows[0][1]
    return _with(report, dict.fromkeys(first, ""))


def _blank_organisations(report: FictionalReport, random: Random) -> FictionalReport:
    """The five columns of organisations are left empty wherever they hold a zero."""
    keys = [f"{row.key}__{applicant}" for row in REQUEST_ROWS[report.edition] for applicant in ORGANISATIONS]
    return _with(report, {key: "" for key in keys if report.figures[key] == "0"})


def _stale_form(report: FictionalReport, random: Random) -> FictionalReport:
    """The report still prints the tables of 2019, years after the form changed."""
    old = make_report(report.agency, report.year, seed=report.seed, profile=report.profile, edition="f2019")
    sections = tuple(
        replace(theirs, heading=ours.heading) for theirs, ours in zip(old.sections, report.sections, strict=True)
    )
    return replace(
        report,
        editions=old.editions,
        figures=old.figures,
        case_row=old.case_row,
        sections=sections,
        statements=old.statements,
    )


def _wrong_title_agency(report: FictionalReport, random: Random) -> FictionalReport:
    """The title names the government above, the body still speaks of itself: a copied file."""
    above = AGENCIES[report.agency.parent or "canglan"]
    title = report.title.replace(report.publisher, above.name)
    return replace(report, title=title, publisher=above.name)


def _early_signature(report: FictionalReport, random: Random) -> FictionalReport:
    """The report is signed before the year it reports on was over."""
    return replace(report, signed_on=dt.date(report.year, 11, 28))


def _placeholders(report: FictionalReport, random: Random) -> FictionalReport:
    """Placeholders of the blank form were left in the prose."""
    first, *rest = report.sections
    left = replace(first, paragraphs=(*first.paragraphs, "（文字描述）", "全年召开专题会议XX次，培训XX人次。"))
    return replace(report, sections=(left, *rest))


def _narrative_conflict(report: FictionalReport, random: Random) -> FictionalReport:
    """The prose states one request more than table 3 prints."""
    stated = int(report.statements["nar_req_new"])
    first, *rest = report.sections
    new = f"新收政府信息公开申请{stated + 1}件"
    changed = first
    for old in (f"新收政府信息公开申请{stated}件", "未收到政府信息公开申请"):
        changed = replace(changed, paragraphs=tuple(paragraph.replace(old, new) for paragraph in changed.paragraphs))
    return replace(report, sections=(changed, *rest), statements={**report.statements, "nar_req_new": stated + 1})


ERRORS: dict[str, Slip] = {
    "shifted_row": _shifted_row,
    "blank_total_column": _blank_total_column,
    "wrong_total": _wrong_total,
    "swapped_cells": _swapped_cells,
    "cases_14": _cases_of(14),
    "cases_16": _cases_of(16),
    "wrong_fee_unit": _wrong_fee_unit,
    "slash_rules": _slash_rules,
    "blank_rules": _blank_rules,
    "blank_organisations": _blank_organisations,
    "stale_form": _stale_form,
    "wrong_title_agency": _wrong_title_agency,
    "early_signature": _early_signature,
    "placeholders": _placeholders,
    "narrative_conflict": _narrative_conflict,
}
"""Named mistakes as real reports make them; what is printed is the truth, mistake included."""
