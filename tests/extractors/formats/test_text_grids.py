"""Drawn tables and sheets: columns that the text itself declares are read, and no comma is taken for a column's."""

from __future__ import annotations

import pytest

from extractors.document import Paragraph
from extractors.formats import read_document

LABELS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
RULES = ["规章", "11", "2", "37"]
ORDERS = ["行政规范性文件", "14", "5", "1,046"]
WRAPPED = [["行政规", "14", "5", "1,046"], ["范性文件", "", "", ""]]
BORDER = "+----+----+----+----+"
BOX = "──┬──┼──┴──"


def bars(row: list[str], bar: str = "|") -> str:
    return bar + bar.join(f" {text} " for text in row) + bar


def grid(text: str, name: str = "a.txt") -> list[list[str | None]]:
    (table,) = read_document(text.encode(), name=name).tables
    return [[None if cell is None else cell.text for cell in row] for row in table.grid()]


@pytest.mark.parametrize(
    "lines",
    [
        [BORDER, bars(LABELS), BORDER, bars(RULES), BORDER, bars(ORDERS), BORDER],
        [BORDER, bars(LABELS), "+====+====+====+====+", bars(RULES), BORDER, bars(ORDERS), BORDER],
        [BORDER, bars(LABELS), BORDER, bars(RULES), bars(ORDERS), BORDER],
        [BORDER, bars(LABELS), BORDER, bars(RULES), BORDER, *map(bars, WRAPPED), BORDER],
        [f"┌{BOX}┐", bars(LABELS, "│"), f"├{BOX}┤", bars(RULES, "│"), f"├{BOX}┤", bars(ORDERS, "│"), f"└{BOX}┘"],
        ["┏━━┳━━┳━━┳━━┓", bars(LABELS, "┃"), "┣━━╋━━╋━━╋━━┫", bars(RULES, "┃"), bars(ORDERS, "┃"), "┗━━┻━━┻━━┻━━┛"],
    ],
)
def test_a_drawn_table_is_a_table(lines: list[str]) -> None:
    found = grid("一、总体情况\n" + "\n".join(lines) + "\n二、主动公开政府信息情况\n")
    assert [[text and text.replace("\n", "") for text in row] for row in found] == [LABELS, RULES, ORDERS]


def test_a_number_wrapped_in_a_drawn_cell_stays_two_lines() -> None:
    lines = [BORDER, bars(LABELS), BORDER, bars(["规章", "11", "2", "10"]), bars(["", "", "", "37"]), BORDER, BORDER]
    assert grid("\n".join(lines))[1] == ["规章", "11", "2", "10\n37"]


def test_what_is_only_drawn_in_part_is_no_drawn_table() -> None:
    merged = [BORDER, bars(LABELS), "|    +----+----+----+", bars(RULES), BORDER]
    for lines in (merged, [BORDER], [BORDER, BORDER], [BORDER, "规章 11"], ["+-- 一、总体情况"]):
        document = read_document("\n".join(lines).encode(), name="a.txt")
        assert not any(cell.text == "37" and cell.row == 1 for table in document.tables for cell in table.cells)
        assert document.blocks


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_sheet_is_read_by_its_fields(delimiter: str, end: str, encoding: str) -> None:
    rows = [["二、主动公开政府信息情况", "", "", ""], ["", "", "", ""], LABELS, RULES, ORDERS, ["", "", "", ""], RULES]
    text = end.join(delimiter.join(f'"{field}"' if "," in field else field for field in row) for row in rows)
    document = read_document(text.encode(encoding), name="a.csv")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["二、主动公开政府信息情况"]
    assert [[cell.text for cell in table.cells] for table in document.tables] == [[*LABELS, *RULES, *ORDERS], RULES]
    assert document.tables[0].cells[-1].line == 5
    assert not document.tables[0].has_spans


@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_a_comma_that_may_stand_in_a_number_makes_no_column(name: str) -> None:
    text = "\n".join(",".join(row) for row in (LABELS, RULES, ORDERS))
    assert read_document(text.encode(), name=name).tables == ()
