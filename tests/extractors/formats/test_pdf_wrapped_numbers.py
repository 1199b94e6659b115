"""Numbers that wrap in narrow columns without rules are one number or none, never their last digits."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.formats import read_document
from tests.extractors.formats.drawn_pdf import centred, make, prose, rule, write


def printed(*values: str, unit: float = 330) -> list[str]:
    """Return what is read of rows of the table of 2014; the lines of a wrapped value stand around that of its label."""

    def draw(canvas: Canvas) -> None:
        for at, value in enumerate(values):
            top = 140 + 36 * at
            write(canvas, 60, top, f"{at + 1}.政府网站公开政府信息数")
            write(canvas, unit, top, "条")
            lines = value.split("\n")
            for line, text in enumerate(lines):
                write(canvas, 380, top + 15 * (line - (len(lines) - 1) / 2), text)

    return [text.partition("信息数")[2] for text in prose(read_document(make(draw)))]


def test_a_number_that_breaks_off_inside_three_digits_goes_on_below() -> None:
    assert printed("45", "2,67\n8", "1,\n203", "77") == ["\t条\t45", "\t条\t2,678", "\t条\t1,203", "\t条\t77"]


@pytest.mark.parametrize("value", ["267\n8", "26\n78", "2,678\n8", "3.92\n81", "1,234\n,567"])
def test_two_figures_above_and_below_the_line_of_their_label_are_no_value(value: str) -> None:
    digits = value.replace("\n", "")
    assert printed("45", value, "77") == ["\t条\t45", f"\t条\t{digits}\ufffd", "\t条\t77"]


def test_several_wrapped_figures_around_one_line_are_no_values() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 200, "（七）总计")
        for at, value in enumerate(("94", "4380\n2", "7", "1186\n05", "0")):
            for line, text in enumerate(value.split("\n")):
                write(canvas, 200 + 60 * at, 200 + (15 * line - 7.5) * ("\n" in value), text)

    assert prose(read_document(make(draw))) == ["（七）总计\t94\t43802\ufffd\t7\t118605\ufffd\t0"]


def test_a_value_close_to_its_unit_stands_in_a_column_of_its_own() -> None:
    assert printed("45", "77", unit=356) == ["\t条\t45", "\t条\t77"]


def test_rows_of_figures_in_a_single_drawn_cell_are_lines() -> None:
    """Rules between the columns touch no other below a heading over all of them: they bound no cell."""

    def draw(canvas: Canvas) -> None:
        rule(canvas, 60, 100, 520, 100)
        for x in (60, 240, 520):
            rule(canvas, x, 100, x, 180)
        for row, label in enumerate(
            ("申请人情况", "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
        ):
            top = 102 + 26 * row
            centred(canvas, 60, 240, top, top + 24, label)
            for column in range(7 if row else 0):
                left = 240 + 40 * column
                centred(canvas, left, left + 40, top, top + 24, str(10 * row + column))
        rule(canvas, 60, 180, 240, 180)

    document = read_document(make(draw))
    assert not document.tables
    assert "一、本年新收政府信息公开申请数量\t10\t11\t12\t13\t14\t15\t16" in prose(document)
