"""Tables cut in two, rows torn from their labels: what is left is not read by habit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.samples.grids import OFFICIAL, Edit, Grid
from archive.samples.reports import make_report
from archive.samples.truth import differences, truth_of
from archive.samples.variations import VARIATIONS
from extractors.formats import read_document
from extractors.tables import TableReading, read_tables

REPORT = make_report("qinghe", 2023, profile="distinct", edition="f2021")
TURNED = ("natural_person", "legal_service", "other_org", "business", "research", "public_interest", "total")


def read(data: bytes, media_type: str) -> TableReading:
    return read_tables(read_document(data, media_type=media_type))


def with_a_column_more(grids: list[Grid]) -> list[Grid]:
    """Give the headless rest of table 3 an empty column at its left, so that it is wider than its beginning."""
    done = []
    for grid in grids:
        if grid.table == "t3" and not any(cell.header for cell in grid.cells):
            cells = tuple(replace(cell, column=cell.column + 1) for cell in grid.cells)
            grid = replace(grid, cells=cells, column_count=grid.column_count + 1)
        done.append(grid)
    return done


@pytest.mark.parametrize("edit", [lambda grids: grids, with_a_column_more], ids=["as wide", "wider"])
@pytest.mark.parametrize("name", ["html-cms-trs", "docx-merged", "text-tabs", "markdown-square", "pdf-ruled"])
def test_the_rest_of_a_table_takes_the_columns_of_its_beginning_or_none(name: str, edit: Edit) -> None:
    layout = replace(OFFICIAL, applicants=TURNED, split_after="res_denied_deliberative", split_header=False, edit=edit)
    rendering = replace(VARIATIONS[name], layout=layout).render(REPORT)
    figures = read(rendering.data, rendering.media_type).figures
    truth = truth_of(REPORT.figures)
    assert not differences(figures, truth, may_abstain=truth.keys())
    assert figures["req_new__business"].raw == REPORT.figures["req_new__business"]


def test_prose_between_does_not_give_the_rest_the_forms_order() -> None:
    layout = replace(OFFICIAL, applicants=TURNED, split_after="res_denied_deliberative", split_header=False)
    rendering = replace(VARIATIONS["html-cms-trs"], layout=layout).render(REPORT)
    prose = "<p>" + "以上是前半部分的统计结果，以下各行继续列出其余的办理情况，统计口径与上文相同。" * 3 + "</p>"
    page = rendering.data.decode()
    parts = page.split("</table>")
    data = "</table>".join([*parts[:2], prose + parts[2], *parts[3:]]).encode()
    figures = read(data, rendering.media_type).figures
    truth = truth_of(REPORT.figures)
    assert not differences(figures, truth, may_abstain=truth.keys())


@pytest.mark.parametrize("name", ["docx-torn-row", "html-torn-row"])
@pytest.mark.parametrize("profile", ["distinct", "county", "zero"])
def test_a_row_whose_numbers_stand_in_the_next_is_missing_not_blank(name: str, profile: str) -> None:
    report = make_report("qinghe", 2023, seed=0, profile=profile, edition="f2021")  # type: ignore[arg-type]
    rendering = VARIATIONS[name].render(report)
    reading = read(rendering.data, rendering.media_type)
    torn = {key: figure for key, figure in reading.figures.items() if key.startswith("res_granted__")}
    assert not [key for key, figure in torn.items() if figure.state == "blank"]
    assert not differences(reading.figures, rendering.truth, rendering.may_abstain)
    assert "torn_row" in {problem.kind for problem in reading.problems}
