"""The bundled sample reports of `gongkai demo`: a fixed set, made on demand, never stored as files in the program.

Every agency of the invented province reports, in the formats that real bodies use; a few files are wrong on purpose
(`history.SLIPS`), and three are no readable report at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from archive.samples.agencies import AGENCIES, Agency
from archive.samples.history import SCANNED, reported
from archive.samples.pdf import draw_scanned_pdf
from archive.samples.prose import SampleSection
from archive.samples.renderings import Rendering
from archive.samples.reports import FictionalReport, make_report
from archive.samples.truth import Expected
from archive.samples.variations import render

SEED = 1
"""The bundle's seed, the same as that of the sample portals: both tell of the same world."""

Outcome = Literal["report", "unreadable", "not_a_report"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the bundle: where it goes, its bytes, and what reading it must give."""

    path: str
    data: bytes
    media_type: str
    outcome: Outcome
    agency: Agency
    year: int
    variation: str
    errors: tuple[str, ...] = ()
    rendering: Rendering | None = None

    def truth(self) -> dict[str, Expected]:
        """Return the cells that must be read, none where the file is no readable report."""
        return dict(self.rendering.truth) if self.rendering else {}


_USUAL = (
    "html-cms-trs",
    "html-wps",
    "html-cms-ucap",
    "docx-merged",
    "html-cms-vsb",
    "pdf-ruled",
    "html-mso",
    "html-cms-nfcms",
    "text-cells",
    "html-gbk-meta",
    "docx-numbered",
    "html-cms-hanweb",
    "pdf-pages",
    "html-cms-jpaas",
    "markdown-square",
)
"""Ways of printing that the bundle deals out in turn."""

_YEARS: dict[str, tuple[int, ...]] = {
    "province": (2019, 2020, 2021, 2022, 2023, 2024, 2025),
    "city": (2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025),
    "county": (2020, 2021, 2022, 2023, 2024, 2025),
    "department": (2022, 2023, 2024),
    "town": (2022, 2023, 2024),
}
"""Which years an agency of each level reports on in the bundle."""


def blank_form(agency: Agency | str = "qinghe") -> FictionalReport:
    """Return the form before anybody filled it in: every cell empty, instructions for prose."""
    report = make_report(agency, 2023, profile="zero", edition="f2021")
    sections = tuple(
        SampleSection(section.number, section.heading, () if section.table else ("（文字描述）",), section.table)
        for section in report.sections
    )
    return replace(
        report,
        title="政府信息公开工作年度报告格式模板",
        preamble=(),
        figures=dict.fromkeys(report.figures, ""),
        case_row=("",) * len(report.case_row),
        sections=sections,
        statements={},
        signed_by="",
    )


def bundle(seed: int = SEED) -> Iterator[Sample]:
    """Make the samples one by one, always the same ones for a seed."""
    turn = 0
    for agency in AGENCIES.values():
        for year in _YEARS[agency.level]:
            turn += 1
            folder = agency.id.partition("-")[0]
            report = reported(seed, agency.id, year)
            if report is None:
                continue
            if (agency.id, year) == SCANNED:
                path = f"{folder}/{agency.id}-{year}.pdf"
                yield Sample(path, draw_scanned_pdf(report), "application/pdf", "unreadable", agency, year, "scanned")
                continue
            variation = _USUAL[turn % len(_USUAL)]
            if report.edition == "y14" and variation == "docx-numbered":
                variation = "docx-merged"
            rendering = render(report, variation)
            yield Sample(
                path=f"{folder}/{rendering.name}",
                data=rendering.data,
                media_type=rendering.media_type,
                outcome="report",
                agency=agency,
                year=year,
                variation=variation,
                errors=report.errors,
                rendering=rendering,
            )
    form = render(blank_form(), "docx-merged")
    agency = AGENCIES["qinghe"]
    yield Sample("qinghe/form.docx", form.data, form.media_type, "not_a_report", agency, 2023, "docx-merged")
    yield Sample("qinghe/empty.html", b"", "text/html", "unreadable", agency, 2023, "empty")
