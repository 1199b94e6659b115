"""The values a report is made of: sections, statements, dates, and the Report itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from extractors.document import Link, Place, Problem
from extractors.figures import Figure

Scope = Literal["self", "gov_and_office", "aggregate"]
"""Whose numbers: 本机关, 以区政府及其办公室名义, or 汇总下级和部门 (domain.md 0.5)."""


StatementState = Literal["value", "about", "stated_none"]

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six statutory parts, or the preamble (number 0, key `preamble`).

    `number` is the part's place in the form (1-6), whatever numeral was printed; `heading` is as printed; `text` is
    the prose, paragraphs parted by a newline, without the statutory tables.
    """

    number: int
    key: str
    heading: str
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Statement:
    """A number stated in prose: key of domain.md 2.3 (nar_req_new, fee_collected_amount ...), value and exact words.

    `section` is the section's number, `start` and `end` the character span in that section's text; `state` is
    `value`, `about` (余, 约, 近) or `stated_none` (无, 未收取, 未收到: value 0).
    """

    key: str
    value: float | int
    unit: str
    quote: str
    section: int
    start: int
    end: int
    state: StatementState = "value"


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates as printed, ISO 8601, empty where not stated: signature, publication, period of the numbers."""

    signed_on: str = ""
    published_on: str = ""
    period_start: str = ""
    period_end: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report as read. Never holds a row id, a URL decision or a corrected number.

    `publishers` is the evidence for the publisher: (source, name), best source first; see `extractors.publisher`.
    """

    title: str
    publisher: str | None
    year: int | None
    year_source: str = ""
    scope: Scope | None = None
    forms: Mapping[str, str | None] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    legacy: tuple[tuple[str, str, str, Place], ...] = ()
    dates: Dates = Dates()
    signed_by: str = ""
    problems: tuple[Problem, ...] = ()
    format: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Link, ...] = ()
    text: str = ""
    publishers: tuple[tuple[str, str], ...] = ()
