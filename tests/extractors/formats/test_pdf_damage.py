"""Printed tables with long numbers, boxes too few, no rules: each number is right or missing, never a neighbour's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.samples.grids import OFFICIAL, Edit, Grid, GridCell, Layout
from archive.samples.pdf import PdfStyle, draw_pdf
from archive.samples.reports import FictionalReport, make_report
from archive.samples.truth import Expected, differences, truth_of
from extractors.figures import Figure
from extractors.formats import read_document
from extractors.tables import read_tables

REPORT = make_report("qinghe", 2023, profile="distinct", edition="f2021")


def read(report: FictionalReport, layout: Layout, style: PdfStyle) -> dict[str, Figure]:
    return dict(read_tables(read_document(draw_pdf(report, layout, style))).figures)


def wrong(figures: dict[str, Figure], truth: dict[str, Expected]) -> list[str]:
    return differences(figures, truth, may_abstain=truth.keys())


def full_width(key: str, text: str) -> str:
    return text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def changed(grid: Grid, cells: list[GridCell], wider: int = 0) -> Grid:
    return replace(grid, cells=tuple(cells), column_count=grid.column_count + wider)


def without(key: str) -> Edit:
    """Take one number's box out of its row; what follows moves to the left."""

    def edit(grids: list[Grid]) -> list[Grid]:
        done = []
        for grid in grids:
            gone = next((cell for cell in grid.cells if cell.key == key), None)
            if gone is not None:
                cells = [
                    replace(cell, column=cell.column - 1)
                    if cell.row == gone.row and cell.column > gone.column
                    else cell
                    for cell in grid.cells
                    if cell is not gone
                ]
                grid = changed(grid, cells)
            done.append(grid)
        return done

    return edit


def doubled(key: str) -> Edit:
    """Print one number's box twice; what follows moves to the right, beyond the table's side."""

    def edit(grids: list[Grid]) -> list[Grid]:
        done = []
        for grid in grids:
            twin = next((cell for cell in grid.cells if cell.key == key), None)
            if twin is not None:
                cells = [
                    replace(cell, column=cell.column + 1)
                    if cell.row == twin.row and cell.column >= twin.column
                    else cell
                    for cell in grid.cells
                ]
                grid = changed(grid, [*cells, replace(twin, key="")], wider=1)
            done.append(grid)
        return done

    return edit


@pytest.mark.parametrize("rules", ["lines", "bars", "boxes"])
def test_numbers_wrapped_in_narrow_boxes_are_joined_or_left_out(rules: str) -> None:
    layout = replace(OFFICIAL, leading_columns=2, reprint=full_width)
    style = PdfStyle(rules=rules, row_height=44)  # type: ignore[arg-type]
    figures = read(REPORT, layout, style)
    truth = truth_of({key: full_width(key, text) for key, text in REPORT.figures.items() if text is not None})
    assert not wrong(figures, truth)
    read_right = sum(
        figures[key].value == expected.value for key, expected in truth.items() if "__" in key and key in figures
    )
    assert read_right > 0.9 * sum("__" in key for key in truth)


@pytest.mark.parametrize("rules", ["lines", "bars"])
def test_a_row_with_a_box_too_few_is_missing_where_another_row_has_one_too_many(rules: str) -> None:
    both = lambda grids: without("res_total__research")(doubled("res_denied_deliberative__business")(grids))  # noqa: E731
    figures = read(REPORT, replace(OFFICIAL, edit=both), PdfStyle(rules=rules))  # type: ignore[arg-type]
    assert not [key for key in figures if key.startswith("res_total__") and figures[key].value is not None]
    assert not wrong(figures, truth_of(REPORT.figures))
    assert figures["req_new__total"].raw == REPORT.figures["req_new__total"]


@pytest.mark.parametrize("gone", ["natural_person", "research", "total"])
@pytest.mark.parametrize("label_columns", [1, 3])
def test_a_row_without_rules_and_one_number_too_few_is_missing(gone: str, label_columns: int) -> None:
    layout = Layout(label_columns=label_columns, edit=without(f"res_total__{gone}"))  # type: ignore[arg-type]
    for style in (PdfStyle(rules="none"), PdfStyle(rules="none", wide=True)):
        figures = read(REPORT, layout, style)
        assert not wrong(figures, truth_of({**REPORT.figures, f"res_total__{gone}": None}))


@pytest.mark.parametrize("height", [16, 44])
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("groups", ["merged", "repeated", "first"])
def test_labels_wrapped_beside_numbers_without_rules_take_no_other_rows_numbers(
    height: int, again: bool, groups: str
) -> None:
    for columns, leading in ((1, 1), (3, 0), (3, 2)):
        layout = Layout(groups=groups, label_columns=columns, leading_columns=leading)  # type: ignore[arg-type]
        figures = read(REPORT, layout, PdfStyle(rules="none", row_height=height, header_again=again))
        assert not wrong(figures, truth_of(REPORT.figures))
