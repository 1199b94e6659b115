"""Invented annual reports, deterministic from a seed, whose every printed cell is known.

`make_report` gives one report; renderers (`html`, `word`, `pdf`, `text`, `markdown`) turn it into bytes. Numbers of one
agency hang together over the years: what is carried out of one year is carried into the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from archive.samples import numbers, prose
from archive.samples.agencies import AGENCIES, Agency
from archive.samples.numbers import Profile
from archive.samples.official_form import (
    APPLICANTS,
    CASE_KEYS,
    ORGANISATIONS,
    PROACTIVE,
    REQUEST_ROWS,
)
from archive.samples.prose import FeeStatement, SampleSection
from archive.samples.truth import Expected, expected_of, truth_of

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
        figures: dict[str, str | None] = dict(numbers.statistics(random, profile))
        editions: dict[str, str | None] = {"t2": None, "t3": None, "t4": None, "y14": "y14"}
    else:
        figures = dict(numbers.proactive(random, agency, year, seed, profile, edition))
        figures |= numbers.requests(agency, year, seed, profile, edition)
        figures |= numbers.cases(random, profile)
        if profile == "distinct":
            figures = numbers.made_distinct(figures, agency, year, seed, edition)
        if profile == "city":
            figures = {key: numbers.with_thousands(text) if text else text for key, text in figures.items()}
        editions = {"t2": edition, "t3": edition, "t4": edition, "y14": None}
    fees = numbers.fees(random, profile)
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
