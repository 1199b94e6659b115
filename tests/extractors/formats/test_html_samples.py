"""Every way in which the samples draw a web page gives the same prose, tables and title."""

from __future__ import annotations

import pytest

from archive.samples.grids import grids_of
from archive.samples.html import HTML_VARIATIONS
from archive.samples.prose import chinese_date
from archive.samples.reports import make_report
from extractors.document import Table
from extractors.formats import read_document

REPORTS = {
    2023: make_report("qinghe", 2023),
    2020: make_report("qinghe-heting", 2020),
    2016: make_report("qinghe", 2016),
}


@pytest.mark.parametrize("year", REPORTS)
@pytest.mark.parametrize("variation", HTML_VARIATIONS)
def test_all_prose_and_nothing_of_the_page_around_it(variation: str, year: int) -> None:
    report = REPORTS[year]
    drawn = HTML_VARIATIONS[variation]
    if report.edition not in drawn.editions:
        # this way of printing is one of another form
        return
    rendering = drawn.render(report)
    document = read_document(
        rendering.data, name=rendering.name, media_type=rendering.media_type, charset=rendering.charset
    )
    expected = [report.title, *report.preamble]
    for section in report.sections:
        expected += [section.heading, *section.paragraphs]
    expected += [report.signed_by, chinese_date(report.signed_on)]
    found = [block.text.strip() for block in document.blocks if not isinstance(block, Table)]
    if found[0] == found[1] == report.title:
        # the heading above the article, where no container parts it from the body
        del found[0]
    assert found == expected
    assert document.title == report.title
    assert document.problems == ()
    grids = grids_of(report, drawn.layout)
    assert [table.row_count for table in document.tables] == [grid.row_count for grid in grids]
    for table, grid in zip(document.tables, grids, strict=True):
        printed = sorted((cell.row, cell.column, "".join(cell.text.split())) for cell in grid.cells)
        found_cells = [(cell.row, cell.column, "".join(cell.text.split())) for cell in table.cells]
        if "spans-lost" in variation:
            # the page does not say how far its cells reach, so only their order is left
            assert [(row, text) for row, _, text in found_cells] == [(row, text) for row, _, text in printed]
        else:
            assert found_cells == printed
            assert table.column_count == grid.column_count
