"""Tables drawn with lines that meet, as text browsers print pages: merged cells keep their places."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.document import Table
from extractors.formats.text import read
from extractors.forms.layout import lay_out
from tests.extractors.conftest import fill
from tests.extractors.test_flattened import HEADINGS, Read


def wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def draw(table: Table) -> list[str]:
    """Draw a table as a text browser does: a line around every cell, none through a merged one."""
    columns, rows = table.column_count, table.row_count
    room = [
        max([2, *(wide(c.text) for c in table.cells if c.column == at and c.colspan == 1)]) for at in range(columns)
    ]
    for cell in table.cells:
        lacking = wide(cell.text) - sum(room[cell.column : cell.column + cell.colspan]) - cell.colspan + 1
        room[cell.column] += max(0, lacking)
    lefts = [sum(room[:at]) + at for at in range(columns + 1)]
    grid = [[" "] * (lefts[-1] + 1) for _ in range(2 * rows + 1)]
    for cell in table.cells:
        top, bottom = 2 * cell.row, 2 * (cell.row + cell.rowspan)
        left, right = lefts[cell.column], lefts[cell.column + cell.colspan]
        for at in range(left, right + 1):
            grid[top][at] = grid[bottom][at] = "─"
        for at in range(top, bottom + 1):
            grid[at][left] = grid[at][right] = "│" if top < at < bottom and grid[at][left] != "─" else "├"
        at = left + 1
        for char in cell.text:
            grid[top + 1][at : at + wide(char)] = [char, ""][: wide(char)]
            at += wide(char)
    grid[0][0], grid[-1][0] = "┌", "└"
    return ["".join(row) for row in grid]


@pytest.mark.parametrize("indent", ["", "    "])
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_the_forms_as_a_text_browser_prints_them(edition: str, indent: str, reading: Read) -> None:
    printed = fill(edition)
    lines: list[str] = []
    for name, table in lay_out(edition, printed).items():
        lines += [HEADINGS[name], "", *(indent + line for line in draw(table)), ""]
    document = read("\n".join(lines).encode())
    assert sum(isinstance(block, Table) for block in document.blocks) == 3
    assert reading(document, printed)[1:] == ([], [])


def test_blank_cells_stay_blank(reading: Read) -> None:
    printed = fill("f2021")
    blank = {key for at, key in enumerate(sorted(printed)) if at % 3 == 0}
    texts = {key: "" if key in blank else text for key, text in printed.items()}
    lines = [line for name, table in lay_out("f2021", texts).items() for line in (HEADINGS[name], "", *draw(table), "")]
    kept = {key: text for key, text in printed.items() if key not in blank}
    assert reading(read("\n".join(lines).encode()), kept)[1:] == ([], [])


@pytest.mark.parametrize("line", ["│规章 0    │0   │", "│规章│0   0│", "规章│0   │"])
def test_lines_that_do_not_close_are_no_grid_of_boxes(line: str) -> None:
    drawn = ["┌────┬────┐", "│甲  │乙  │", "├────┼────┤", line, "└────┴────┘"]
    tables = [block for block in read("\n".join(drawn).encode()).blocks if isinstance(block, Table)]
    assert not any(cell.rowspan > 1 or cell.colspan > 1 for table in tables for cell in table.cells)
