"""Every number printed in a statutory table is in a figure or in the raw text of a problem."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from archive.samples.reports import make_report
from archive.samples.variations import VARIATIONS, render
from extractors.document import Document, Paragraph, Place, Table
from extractors.formats import read_document
from extractors.formats.text import read
from extractors.leftovers import numbers_in
from extractors.tables import TableReading, read_tables

SURVIVING_AS_LINES = [name for name in VARIATIONS if not name.startswith("html") or "spans-lost" in name]

HEADING = "四、政府信息公开行政复议、行政诉讼情况"
FIFTEEN = "14 0 24 8 46 3 3 4 1 11 22 0 16 3 41"


def accounted(document: Document, reading: TableReading) -> set[str]:
    raws = [figure.raw or "" for figure in reading.figures.values()]
    raws += [problem.raw for problem in (*reading.problems, *document.problems)]
    return {number for raw in raws for number in numbers_in(raw)}


def printed(document: Document) -> set[str]:
    """Return the numbers that stand whole in the document as it was taken apart, those of sentences left out."""
    texts: Iterable[str] = (
        text
        for block in document.blocks
        for text in ([cell.text for cell in block.cells] if isinstance(block, Table) else [block.text])
    )
    return {number for text in texts if "。" not in text for number in numbers_in(text)}


@pytest.mark.parametrize("edition", ["f2021", "f2019"])
@pytest.mark.parametrize("variation", SURVIVING_AS_LINES)
def test_no_number_of_an_invented_report_is_dropped(variation: str, edition: str) -> None:
    report = make_report("qinghe", 2023 if edition == "f2021" else 2020, profile="distinct", edition=edition)
    rendering = render(report, variation)
    document = read_document(rendering.data)
    reading = read_tables(document)
    known, whole = accounted(document, reading), printed(document)
    lost = {
        key: text
        for key, text in ((key, expected.raw) for key, expected in rendering.truth.items())
        if text and not set(numbers_in(text)) <= known and set(numbers_in(text)) <= whole
    }
    assert lost == {}


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["seeds", "reports"])
def test_no_number_of_a_labelled_report_is_dropped(folder: str, corpus: Path) -> None:
    for path in sorted((corpus / folder).glob("*.expected.json")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        document = read_document(path.with_name(path.name.removesuffix(".expected.json")).read_bytes())
        reading = read_tables(document)
        known = accounted(document, reading)
        lost = {key: value for key, value in cells.items() if value and not set(numbers_in(f"{value}")) <= known}
        assert lost == {}, path.name


@pytest.mark.parametrize(
    "lines",
    [
        [FIFTEEN.replace(" ", "\t"), "\t".join(["---"] * 15)],
        [FIFTEEN],
        FIFTEEN.split(),
        ["| " + FIFTEEN.replace(" ", " | ") + " |"],
        ["| " + FIFTEEN.replace(" ", " | ") + " |", "|" + "---|" * 15],
    ],
)
def test_a_row_that_lost_all_labels_is_said(lines: list[str]) -> None:
    document = read("\n\n".join([HEADING, "\n".join(lines), "五、存在的主要问题及改进情况"]).encode())
    reading = read_tables(document)
    raws = " ".join(problem.raw for problem in reading.problems)
    figures = [number for figure in reading.figures.values() for number in numbers_in(figure.raw or "")]
    assert (numbers_in(raws) or figures) == FIFTEEN.split()


@pytest.mark.parametrize(
    "text",
    [
        "全年新收申请3件，其中网上2件，当面1件。",
        "- 3 -",
        "第 3 页 共 9 页",
        "1.加强培训",
        "2023年12月31日",
        "联系电话：010-6000000",
    ],
)
def test_prose_and_furniture_between_tables_are_no_leftovers(text: str) -> None:
    blocks = (Paragraph(HEADING, Place(line=1)), Paragraph(text, Place(line=2)))
    assert read_tables(Document("text", blocks)).problems == ()


def test_a_wordless_table_is_said_and_another_table_is_not() -> None:
    heading = f"<p>{HEADING}</p>"
    bare = "".join(f"<td>{number}</td>" for number in FIFTEEN.split()[:6])
    named = "<td>接听来电</td><td>31</td><td>接待来访</td><td>12</td><td>回复来信</td><td>7</td>"
    for row, problems in ((bare, ["unmatched_numbers"]), (named, [])):
        document = read_document(
            f"<html><body>{heading}<table><tr>{row}</tr><tr>{row}</tr></table></body></html>".encode()
        )
        found = read_tables(document).problems
        assert sorted({problem.kind for problem in found}) == problems
