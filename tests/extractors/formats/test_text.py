"""Text keeps its lines and tabs; Markdown its tables and headings; a header of a text is metadata."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.document import Document, Heading, Paragraph, Table
from extractors.errors import EmptyError
from extractors.formats import read_document
from extractors.formats.text import read


def grid(found: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in found.grid()]


def lines(document: Document) -> list[tuple[str, int | None]]:
    return [(block.text, block.place.line) for block in document.blocks if not isinstance(block, Table)]


def test_each_line_is_a_paragraph_with_its_tabs_and_its_number() -> None:
    document = read("青禾县年报\r\n\r\n　　一、总体情况\n\t0\n\t\n信息内容\t本年制发件数\t\n".encode())
    assert document.format == "text"
    assert lines(document) == [
        ("青禾县年报", 1),
        ("　　一、总体情况", 3),
        ("\t0", 4),
        ("\t", 5),
        ("信息内容\t本年制发件数\t", 6),
    ]
    assert all(isinstance(block, Paragraph) for block in document.blocks)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028"])
def test_any_line_end_ends_a_line(end: str) -> None:
    assert [text for text, _ in lines(read(end.join("甲乙丙").encode()))] == ["甲", "乙", "丙"]


def test_pipe_tables_are_tables_that_cannot_express_spans() -> None:
    document = read_document(
        "# 青禾县2023年政府信息公开工作年度报告\n\n## 二、主动公开\n| 信息内容 | 本年制发件数 |\n|:---|---:|\n"
        "| 规章 | 0 |\n| **规范性<br>文件** | 3 \\| 4 |\n\n正文 **加粗** 的话\n".encode()
    )
    assert document.format == "markdown"
    assert document.title == "青禾县2023年政府信息公开工作年度报告"
    assert [(block.text, block.level) for block in document.blocks if isinstance(block, Heading)] == [
        ("青禾县2023年政府信息公开工作年度报告", 1),
        ("二、主动公开", 2),
    ]
    (found,) = document.tables
    assert not found.has_spans
    assert grid(found) == [["信息内容", "本年制发件数"], ["规章", "0"], ["规范性\n文件", "3 | 4"]]
    assert (found.place.table, found.place.line) == (1, 4)
    assert [cell.line for cell in found.cells] == [4, 4, 6, 6, 7, 7]
    assert document.blocks[-1].text == "正文 加粗 的话"


def test_a_single_row_between_bars_and_a_short_row_are_kept_as_they_are() -> None:
    document = read("三、收到和处理\n| 一、本年新收 | 12 | 0 |\n| 二、上年结转 | 3 |\n".encode())
    assert grid(document.tables[0]) == [["一、本年新收", "12", "0"], ["二、上年结转", "3", None]]


def test_blank_rows_and_dashes_between_bars_are_cells() -> None:
    document = read("| 规章 | 件数 |\n| - | -- |\n|  |  |\n| — | - |\n| - | - |\n".encode())
    assert grid(document.tables[0]) == [["规章", "件数"], ["", ""], ["—", "-"], ["-", "-"]]


@pytest.mark.parametrize("line", ["| 信息内容", "规章 | 0 | 0", "|", "||", "a | b"])
def test_a_line_with_loose_bars_stays_a_line(line: str) -> None:
    assert lines(read(line.encode())) == [(line, 1)]


def test_a_table_written_as_markup_inside_markdown_keeps_its_spans() -> None:
    document = read_document(
        "# 年报\n\n<table><tr><td colspan=2>第二十条</td></tr>\n"
        "<tr><td>规章</td><td>0</td></tr></table>\n\n后文\n".encode(),
        name="report.md",
    )
    (found,) = document.tables
    assert found.has_spans
    assert grid(found) == [["第二十条", "第二十条"], ["规章", "0"]]
    assert (found.place.table, found.place.line) == (1, 3)
    assert document.blocks[-1].text == "后文"


def test_two_tabs_between_all_cells_are_one() -> None:
    row = "\t\t".join(["规章", "1", "", *"23456789"])
    lines = [block.text for block in read(f"甲\n{row}\n{row}\n{row}\n乙".encode()).blocks]
    assert lines == ["甲", *["规章\t1\t\t2\t3\t4\t5\t6\t7\t8\t9"] * 3, "乙"]


def test_two_bars_between_all_cells_are_one() -> None:
    row = "||".join(["规章", "1", "", *"23456789"])
    document = read(f"甲\n|{row}|\n|{row}|\n|{row}|\n乙".encode())
    assert [text for text, _ in lines(document)] == ["甲", "乙"]
    assert grid(document.tables[0]) == [["规章", "1", "", *"23456789"]] * 3


@pytest.mark.parametrize("odd", ["|丙|4|", "|丙|||4|"])
def test_two_bars_stay_where_cells_stand_with_one_or_three_between_them(odd: str) -> None:
    row = "||".join(["规章", "1", "", *"23456789"])
    first = grid(read(f"|{row}|\n|{row}|\n|{row}|\n{odd}".encode()).tables[0])[0]
    assert first == ["规章", "", "1", "", "", "", *[cell for digit in "23456789" for cell in (digit, "")][:-1]]


def test_bars_that_fill_up_a_row_are_no_cells() -> None:
    text = "| 第二十条第（一）项 | |||\n| 规章 | 7 | ||\n| 行政规范性文件 | 7 | 3 | |\n| 行政许可 | | | 4 | \n"
    (table,) = read(text.encode()).tables
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["第二十条第（一）项"],
        ["规章", "7"],
        ["行政规范性文件", "7", "3"],
        ["行政许可", "", "", "4"],
    ]
    assert lines(read("第二十条第（一）项 | |||\n规章 | 7 | ||\n行政规范性文件 | 7 | | 4 |".encode())) == [
        ("第二十条第（一）项 |", 1),
        ("规章 | 7 |", 2),
        ("行政规范性文件 | 7 | | 4 |", 3),
    ]


def test_bars_behind_blank_cells_stay_where_no_row_is_filled_up() -> None:
    assert grid(read("| 规章 | 7 | | |\n| 行政规范性文件 ||||\n".encode()).tables[0]) == [
        ["规章", "7", "", ""],
        ["行政规范性文件", "", "", ""],
    ]


def test_backslashes_before_punctuation_are_not_printed() -> None:
    document = read("# 3\\. 青禾县\n\n1\\.属于国家秘密\n\n| 2\\.其他 | a\\|b | C:\\tmp |\n".encode())
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == ["3. 青禾县", "1.属于国家秘密"]
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells] == ["2.其他", "a|b", "C:\\tmp"]


@pytest.mark.parametrize("odd", ["丙\t4", "丙\t\t\t4"])
def test_two_tabs_stay_where_cells_stand_with_one_or_three_between_them(odd: str) -> None:
    row = "\t\t".join(["规章", "1", "", *"23456789"])
    assert [block.text for block in read(f"{row}\n{row}\n{row}\n{odd}".encode()).blocks] == [*[row] * 3, odd]


def test_header_lines_are_metadata() -> None:
    document = read(
        "标题: 青禾县2023年政府信息公开工作年度报告\n发布时间：2024-01-20 10:00\n文号: \n栏目: 年报\n"
        "原文链接: https://www.qinghe.gov.cn.test/t1.html\n采集人: 甲\n"
        "说明见另表\n======= 正文 =======\n一、总体情况\n".encode()
    )
    assert dict(document.metadata) == {
        "articletitle": "青禾县2023年政府信息公开工作年度报告",
        "pubdate": "2024-01-20 10:00",
        "columnname": "年报",
        "url": "https://www.qinghe.gov.cn.test/t1.html",
        "index:采集人": "甲",
    }
    assert document.title == "青禾县2023年政府信息公开工作年度报告"
    assert lines(document) == [("一、总体情况", 9)]


@pytest.mark.parametrize(
    "text", ["联系人：甲\n电话：0000-5550101\n一、总体情况", "标题：只有一行\n正文", "地址：白石镇\n\n正文"]
)
def test_other_lines_with_colons_stay_text(text: str) -> None:
    document = read(text.encode())
    assert document.metadata == {}
    assert [line for line, _ in lines(document)] == [line for line in text.split("\n") if line]


def test_control_characters_are_left_out_and_spaces_stay() -> None:
    assert lines(read("甲\x07乙\u3000\xa0丙\x00".encode())) == [("甲乙\u3000\xa0丙", 1)]


@pytest.mark.parametrize("data", [b"", b"\n\r\n \t", b"\x01\x02", "\u3000\n\xa0".encode()])
def test_a_text_of_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyError):
        read(data)


@given(st.text(alphabet="|-:# \t\n甲乙0*_\\<tabler>/", max_size=200))
@example("|0\\|")
def test_no_text_is_lost(text: str) -> None:
    if not text.strip():
        return
    document = read(text.encode())
    kept = "".join(
        "".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text
        for block in document.blocks
    )
    for character in "甲乙0":
        assert kept.count(character) == text.count(character)


def test_tags_that_only_dress_the_text_are_no_part_of_markdown() -> None:
    source = """<div class="article">

<span
style="font-size:16pt">青禾县</span><span
lang="EN-US">2023</span>年

| <span style="color: red">规章</span> | <font size="2">7</font> |
|------|------|
| <p>行政许可</p> | <span lang="EN-US">1</span><span>2</span> |
| 行政处罚 | <p>1</p><p>2</p> |

</div>
"""
    document = read_document(source.encode(), name="a.md")
    assert document.format == "markdown"
    assert [text.strip() for text, _ in lines(document) if text.strip()] == ["青禾县2023年"]
    assert grid(document.tables[0]) == [["规章", "7"], ["行政许可", "12"], ["行政处罚", "1  2"]]


def test_a_page_is_a_page_whatever_its_name() -> None:
    assert read_document("<div>青禾县</div><p>年报</p>".encode(), name="a.md").format == "html"


@pytest.mark.parametrize(
    "cell",
    [
        "<span style='display:none'>9</span>11",
        "<span hidden=''>9</span>11",
        "<font style='color:red;text-decoration:line-through'>9</font>11",
        "11<span style='vertical-align:super'>1</span>",
    ],
)
def test_a_tag_that_does_more_than_dress_stays_beside_the_number(cell: str) -> None:
    rows = (
        "| 信息内容 | 本年制发件数 |",
        "|---|---|",
        f"| 规章 | {cell} |",
        "| 文件 | <span style='color:red'>7</span> |",
    )
    (table,) = read_document("\n".join(rows).encode(), name="a.md").tables
    assert "<" in table.cells[3].text
    assert table.cells[5].text == "7"


def test_attributes_of_words_and_fences_of_boxes_are_not_printed() -> None:
    text = '::: wrapper\n[2023]{style="font-family:serif"}[年，收到[3]{.n}件。]{lang="zh"}\n:::\n'
    assert lines(read(text.encode()))[0] == ("2023年，收到3件。", 2)
    rule = "+--------------------+------------+"
    rows = [
        "| ::: {.c}           | ::: {.c}   |",
        "| [文件]{.a}         | [34]{.b}   |",
        "| :::                | :::        |",
    ]
    drawn = [rule, "| [规章]{.a}         | [12]{.b}   |", rule, *rows, rule, *rows, rule]
    (table,) = [block for block in read("\n".join(drawn).encode()).blocks if isinstance(block, Table)]
    assert grid(table) == [["规章", "12"], ["文件", "34"], ["文件", "34"]]
