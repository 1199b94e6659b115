"""Every labelled real document: its cells, year, publisher and forms, and what its prose states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import NotAReportError
from extractors.formats import read_document
from extractors.report import Report, read_report

pytestmark = pytest.mark.corpus

LABELS = ".expected.json"
FLATTENED = ("glued",)
"""Folders whose tables lost every boundary: there a cell may stay unread, but none may be wrong."""

STATED = {
    "proactive_items": "nar_public_items",
    "new": "nar_req_new",
    "granted": "nar_granted",
    "partial": "nar_partial",
    "unable": "nar_unable",
    "other": "nar_other",
    "carried_forward": "nar_req_carried_out",
    "litigation": "nar_suit",
    "review": "nar_review",
    "normative_made": "nar_normdoc_issued",
    "fee_yuan": "fee_collected_amount",
    "fees_for_information": "fee_collected_amount",
}
"""The labels' words for a number in prose, and ours."""


def _labelled(corpus: Path) -> list[tuple[Path, dict[str, Any]]]:
    found = []
    for label in sorted(corpus.rglob(f"*{LABELS}")):
        document = label.with_name(label.name.removesuffix(LABELS))
        if document.exists():
            found.append((document, json.loads(label.read_text("utf-8"))))
    return found


def _read(path: Path) -> Report:
    return read_report(read_document(path.read_bytes(), name=path.name))


@pytest.fixture(scope="module")
def readings(corpus: Path) -> list[tuple[Path, dict[str, Any], Report]]:
    labelled = _labelled(corpus)
    assert len(labelled) >= 12
    return [(path, label, _read(path)) for path, label in labelled]


def test_no_cell_is_wrong_and_none_missed(readings: list[tuple[Path, dict[str, Any], Report]]) -> None:
    right = 0
    wrong, missed = [], []
    for path, label, report in readings:
        skipped = set(label.get("uncertain") or ())
        for key in (set(label["cells"]) | set(report.figures)) - skipped:
            wanted = label["cells"].get(key)
            figure = report.figures.get(key)
            value = figure.value if figure else None
            if value is None and wanted is None:
                right += 1
            elif value is None:
                if path.parent.name not in FLATTENED:
                    missed.append((path.name, key, wanted))
            elif wanted is None or abs(value - wanted) > 1e-9:
                wrong.append((path.name, key, value, wanted))
            else:
                right += 1
    assert wrong == []
    assert missed == []
    assert right > 1000


def test_year_publisher_and_forms(readings: list[tuple[Path, dict[str, Any], Report]]) -> None:
    differing = []
    for path, label, report in readings:
        accepted = {"".join(name.split()) for name in label.get("publisher_accept") or ()}
        same_publisher = report.publisher in accepted if accepted else report.publisher is None
        same_forms = all(
            report.forms.get(table) in (form if isinstance(form, list) else [form])
            for table, form in label["form"].items()
        )
        if report.year != label["year"] or not same_publisher or not same_forms:
            differing.append((path.name, report.year, report.publisher, dict(report.forms)))
    assert differing == []


def test_numbers_stated_in_prose(readings: list[tuple[Path, dict[str, Any], Report]]) -> None:
    checked = 0
    differing = []
    for path, label, report in readings:
        stated: dict[str, set[float]] = {}
        for statement in report.statements:
            stated.setdefault(statement.key, set()).add(statement.value)
        for word, value in (label.get("narrative") or {}).items():
            if (key := STATED.get(word)) is None:
                continue
            number = float("".join(char for char in str(value) if char.isdigit() or char == "."))
            checked += 1
            if number not in stated.get(key, set()):
                differing.append((path.name, key, number, stated.get(key)))
    assert differing == []
    assert checked > 15


def test_every_statement_stands_where_it_says(readings: list[tuple[Path, dict[str, Any], Report]]) -> None:
    for _, _, report in readings:
        texts = {section.number: section.text for section in report.sections}
        for statement in report.statements:
            assert texts[statement.section][statement.start : statement.end] == statement.quote


def test_the_six_sections_of_every_report_of_the_new_forms(
    readings: list[tuple[Path, dict[str, Any], Report]],
) -> None:
    for path, label, report in readings:
        numbers = [section.number for section in report.sections if section.number]
        if not label["form"]["t2"]:
            assert all(section.key.startswith("part") for section in report.sections if section.number)
        elif "(4 lost)" in (label.get("sections") or ()):
            assert numbers == [1, 2, 3, 5, 6], path.name
        else:
            assert numbers == [1, 2, 3, 4, 5, 6], path.name


def test_page_excerpts_give_the_right_year_and_publisher_or_none(corpus: Path) -> None:
    """Excerpts of real pages: where a year is read it is right, and a publisher read is the agency's name."""
    read = 0
    wrong = []
    for path in sorted((corpus / "pages").glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        try:
            report = read_report(read_document(page["excerpt"].encode(), name=path.name))
        except NotAReportError:
            continue
        read += 1
        if path.name.startswith("NOTREPORT"):
            wrong.append((path.name, "read as a report"))
        if report.year is not None and str(report.year) != page["year"]:
            wrong.append((path.name, report.year, page["year"]))
        if report.publisher and not _same_agency(report.publisher, page["agency"]):
            wrong.append((path.name, report.publisher, page["agency"]))
    assert wrong == []
    assert read >= 8


def _same_agency(read: str, labelled: str) -> bool:
    """Compare by the last division or body named: a printed name may leave out the city above or 人民政府 after."""

    def bare(name: str) -> str:
        name = name.partition("(")[0].removesuffix("办事处")
        return name.removesuffix("人民政府").removesuffix("政府")

    return bare(labelled).endswith(bare(read)) or bare(read).endswith(bare(labelled))
