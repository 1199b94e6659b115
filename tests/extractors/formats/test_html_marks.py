"""Note marks and struck-out text beside a number are none of its digits."""

from __future__ import annotations

import pytest

from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from extractors.document import Document
from extractors.formats import read_document
from extractors.formats.html import read
from extractors.report import read_report
from extractors.tables import read_tables

PAGE = "<html><body><div id='zoom'><p>二、主动公开政府信息情况</p><table border=1>{}</table></div></body></html>"
ROWS = (
    "<tr><td colspan=4>第二十条第（一）项</td></tr>"
    "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>{}</td><td>5</td><td>6</td></tr>"
    "<tr><td>行政规范性文件</td><td>7</td><td>8</td><td>9</td></tr>"
)


LONG = "color:black;font-family:simsun;width:100px;height:30px;line-height:20px;"


def page(cell: str, *, filler: int = 0) -> Document:
    more = "<tr><td>x</td><td></td><td></td><td></td></tr>" * filler
    return read(PAGE.format(ROWS.format(cell) + more).encode())


@pytest.mark.parametrize("filler", [0, 30])
@pytest.mark.parametrize(
    "cell",
    [
        "12<sup>1</sup>",
        "<p>12<span><sup>[1]</sup></span></p>",
        "<span>12</span><SUP><a href='#n'>1</a></SUP>",
        "12<sub>1</sub>",
        "12<span style='vertical-align: super'>1</span>",
        "12<SPAN STYLE='VERTICAL-ALIGN: super'>1</SPAN>",
        f"12<span style='{LONG}vertical-align:super'>1</span>",
        f'12<span style="{LONG}vertical-align:sub">1</span>',
        "12<span style='vertical-align:4px;font-size:8px'>1</span>",
        "12<span style='vertical-align:text-top;font-size:8px'>1</span>",
        "12<span style='position:relative;top:-5px;font-size:8px'>1</span>",
        "12<span style='position:relative;top:-4.0pt;mso-text-raise:4.0pt'>1</span>",
        "<sup>1</sup>21",
    ],
)
def test_a_raised_digit_behind_a_number_never_becomes_one_of_its_digits(cell: str, filler: int) -> None:
    figure = read_report(page(cell, filler=filler)).figures["rules_issued"]
    assert figure.value in (None, 12)
    assert figure.raw is not None
    assert "121" not in figure.raw


def test_a_number_that_is_raised_as_a_whole_is_read() -> None:
    assert read_report(page("<sup>12</sup>")).figures["rules_issued"].value == 12


@pytest.mark.parametrize("filler", [0, 30])
@pytest.mark.parametrize(
    "cell",
    [
        "<del>99</del>12",
        "<s>99</s>12",
        "<STRIKE>9</STRIKE>12",
        "<u style='text-decoration:line-through'>9</u>12",
        "<FONT style='TEXT-DECORATION: line-through'>9</FONT>12",
        f"<span style='{LONG}text-decoration:line-through'>9</span>12",
        f'<span style="{LONG}text-decoration:underline line-through;">9</span>12',
    ],
)
def test_struck_out_text_is_left_out_and_said(cell: str, filler: int) -> None:
    document = page(cell, filler=filler)
    assert read_report(document).figures["rules_issued"].value == 12
    assert [problem.raw[0] for problem in document.problems if problem.kind == "struck_text"] == ["9"]


@pytest.mark.parametrize("filler", [0, 30])
@pytest.mark.parametrize(
    "cell",
    [
        "<span style='display:block'>1</span><span style='display:block'>2</span>",
        "<span style='display:inline-block;width:60px'>1</span><span>2</span>",
        f"<span style='{LONG}float:left'>1</span><b>2</b>",
        f'1<b style="{LONG}display:table-cell">2</b>',
    ],
)
def test_numbers_that_stand_apart_are_two(cell: str, filler: int) -> None:
    figure = read_report(page(cell, filler=filler)).figures["rules_issued"]
    assert (figure.raw, figure.state) == ("1 2", "unreadable")


@pytest.mark.parametrize(
    "cell",
    [
        "<span style='vertical-align:middle'>1</span><span style='vertical-align: 0px'>2</span>",
        "1<span style='position:relative;top:1px'>2</span>",
        "1<span style='position:relative'>2</span>",
        "<div style='vertical-align:top;display:block;float:left'>12</div>",
        "<span style='display:inline'>1</span><span style='float:none'>2</span>",
    ],
)
def test_styles_that_change_nothing_part_no_number(cell: str) -> None:
    assert read_report(page(cell)).figures["rules_issued"].value == 12


@pytest.mark.parametrize("filler", [0, 30])
@pytest.mark.parametrize("cell", ["<bdo dir=rtl>12</bdo>", "&#x202e;12", "\u202e12"])
def test_a_number_that_is_printed_backwards_is_not_read(cell: str, filler: int) -> None:
    assert read_report(page(cell, filler=filler)).figures["rules_issued"].state == "unreadable"


def test_marks_in_an_article_that_a_script_draws_are_set_apart() -> None:
    rows = ROWS.format("12<sup>1</sup>") * 4
    text = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>" * 4
    held = f"<html><body><textarea style='display:none'>{text}<table>{rows}</table></textarea></body></html>"
    (table,) = read(held.encode()).tables
    assert "12¹" in [cell.text for cell in table.cells]


def test_a_page_that_is_nothing_but_one_table_keeps_it() -> None:
    report = make_report(AGENCIES["qinghe"], 2016, seed=3, profile="county")
    whole = render(report, "html-cms-trs").data.decode("utf-8")
    table = whole[whole.index("<table") : whole.rindex("</table>") + 8]
    assert "统计" in table or "指标" in table
    alone = f"<html><body>{table}</body></html>".encode()
    want = read_report(read_document(whole.encode())).figures
    got = read_tables(read_document(alone)).figures
    assert {key: figure.raw for key, figure in got.items()} == {key: want[key].raw for key in got}
    assert len(got) > 40
