"""Prose on PDF pages gives its paragraphs and headings; page furniture goes."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors.formats.pdf import read
from tests.extractors.formats.drawn_pdf import (
    HEIGHT,
    LONG,
    PROACTIVE,
    PROACTIVE_GRID,
    XS,
    YS,
    Draw,
    body_text,
    centred,
    grid,
    make,
    number_page,
    only_table,
    prose,
    table,
    write,
)


def test_wrapped_lines_are_one_paragraph_and_headings_stand_alone() -> None:
    def page(canvas: Canvas) -> None:
        centred(canvas, 0, A4[0], 100, 130, "青禾县2023年政府信息公开工作年度报告", 22)
        top = body_text(canvas, 180, LONG)
        write(canvas, 106, top, "一、总体情况", 16)
        top = body_text(canvas, top + 28, LONG + "。")
        body_text(canvas, top, "（一）主动公开" + LONG)

    assert prose(read(make(page))) == [
        "青禾县2023年政府信息公开工作年度报告",
        LONG,
        "一、总体情况",
        LONG + "。",
        "（一）主动公开" + LONG,
    ]


def test_a_paragraph_goes_on_overleaf_and_page_furniture_goes() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, 74, 40, "青禾县人民政府年度报告", 9)
            body_text(canvas, 700, LONG[:54]) if number == 1 else body_text(canvas, 100, LONG[54:], indent=False)
            number_page(canvas, number)

        return draw

    assert prose(read(make(page(1), page(2)))) == [LONG]


@pytest.mark.parametrize("style", ["{}", "— {} —", "第 {} 页", "第{}页 共3页", "{} / 3", "－{}－"])
def test_page_numbers_of_every_style_go(style: str) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            body_text(canvas, 100, LONG)
            centred(canvas, 0, A4[0], 780, 795, style.format(number))

        return draw

    assert prose(read(make(page(1), page(2), page(3)))) == [LONG] * 3


def test_a_border_around_the_page_changes_nothing() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.rect(40, 40, A4[0] - 80, HEIGHT - 80)
            body_text(canvas, 100, LONG)
            if number == 2:
                table(canvas, XS, [y + 200 for y in YS], PROACTIVE)
            number_page(canvas, number)

        return draw

    document = read(make(page(1), page(2)))
    assert prose(document) == [LONG, LONG]
    assert grid(only_table(document)) == PROACTIVE_GRID


def test_a_lone_figure_in_the_text_is_no_page_number() -> None:
    def page(canvas: Canvas) -> None:
        body_text(canvas, 100, LONG)
        write(canvas, 74, 500, "2428", 16)
        number_page(canvas, 1)

    assert prose(read(make(page))) == [LONG, "2428"]
