"""Rows of Markdown that a converter made to fit though they lost or gained a cell: not read, or read right."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.document import Cell, Document, Place, Table
from extractors.formats import read_document
from extractors.forms import APPLICANTS, T4_KEYS
from extractors.tables import read_tables

T3_HEAD = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
T4_HEAD = [*["行政复议"] * 5, *["未经复议直接起诉"] * 5, *["复议后起诉"] * 5]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
OTHERS = [["（一）予以公开", "4", "2", "", "1", "", "3", "10"], ["（二）部分公开", "5", "1", "0", "0", "0", "2", "8"]]


def read(*rows: Sequence[str]) -> dict[str, float]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    found = read_tables(read_document("\n".join(lines).encode(), name="a.md"))
    return {key: figure.value for key, figure in found.figures.items() if figure.value is not None}


def granted(read: dict[str, float]) -> list[float | None]:
    return [read.get(f"req_new__{applicant}") for applicant in APPLICANTS]


LABEL = "一、本年新收政府信息公开申请数量"


@pytest.mark.parametrize(
    "cells",
    [
        ["9", "3", "1", "2", "6", "21", ""],  # one number lost, the row filled up at its end
        ["9", "3", "0", "2", "0", "14", ""],  # the same, the lost one a zero
        ["", "9", "3", "1", "2", "6", "4"],  # one to the right, the total cut off
        ["", "9", "3", "—", "2", "6", "—"],
    ],
)
def test_a_row_with_a_blank_edge_that_its_sums_deny_is_not_read(cells: list[str]) -> None:
    found = read(T3_HEAD, [LABEL, *cells], *OTHERS)
    assert granted(found) == [None] * 7
    assert found["res_granted__total"] == 10, "the rows beside it are read"
    assert found["res_partial__natural_person"] == 5


@pytest.mark.parametrize(
    "cells",
    [
        ["", "3", "1", "0", "2", "6", "12"],  # a blank for zero
        ["9", "3", "1", "0", "2", "6", ""],  # a total left out
        ["9", "3", "1", "0", "2", "", "99"],  # a printed error
        ["0", "0", "0", "0", "0", "0", ""],
    ],
)
def test_a_row_with_blanks_that_its_sums_do_not_deny_is_read(cells: list[str]) -> None:
    found = read(T3_HEAD, [LABEL, *cells], *OTHERS)
    assert granted(found) == [float(cell) if cell else None for cell in cells]


def test_a_row_longer_than_its_table_was_is_not_read() -> None:
    longer = [[*row, ""] for row in (T3_HEAD, *OTHERS)]
    found = read(longer[0], [LABEL, "9", "9", "3", "1", "0", "2", "6", "21"], *longer[1:])
    assert granted(found) == [None] * 7
    assert found["res_granted__total"] == 10


def test_a_column_of_remarks_takes_nothing_from_its_rows() -> None:
    rows = [[*T3_HEAD, "备注"], [LABEL, "9", "3", "1", "0", "2", "6", "21", "7"], *([*row, ""] for row in OTHERS)]
    assert granted(read(*rows)) == [9, 3, 1, 0, 2, 6, 21]


@pytest.mark.parametrize(
    ("cells", "is_read"),
    [
        ([*"12306", *"00000", *"40015"], True),
        ([*"12306", *"00000", *"4001", ""], True),  # the last total left out
        ([*"1206", *"00000", *"40015", ""], False),  # a number of the first group lost
        ([*"12306", *"00000", *"4015", ""], False),  # a number of the last group lost
        (["", *"12306", *"00000", *"4001"], False),
    ],
)
def test_a_row_of_table_4_with_a_blank_edge_needs_its_sums(cells: list[str], is_read: bool) -> None:
    found = read(T4_HEAD, RESULTS, cells)
    expected = [float(cell) if cell and is_read else None for cell in cells]
    assert [found.get(key) for key in T4_KEYS] == expected


@pytest.mark.parametrize(("page", "is_read"), [(None, True), (1, False)])
def test_a_last_box_left_out_on_a_page_does_not_make_a_total_an_applicants_number(
    page: int | None, is_read: bool
) -> None:
    # with merged cells kept, as in HTML, a blank cell is there to be blank
    rows = [T3_HEAD, [LABEL, "9", "3", "1", "2", "6", "21", ""], *OTHERS]
    cells = tuple(Cell(text, at, column) for at, row in enumerate(rows) for column, text in enumerate(row))
    table = Table(cells, len(rows), len(T3_HEAD), Place(table=1, page=page), has_spans=True)
    figures = read_tables(Document("pdf", (table,))).figures
    assert (figures["req_new__other_org"].value == 21) == is_read
    assert figures["res_granted__total"].value == 10
