"""Numbers over numbers, and text that nobody sees: what a reader of the page would see is read, or nothing is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.samples.grids import OFFICIAL
from archive.samples.pdf import PdfStyle, draw_pdf
from archive.samples.reports import make_report
from extractors.formats.pdf import read
from tests.extractors.formats.drawn_pdf import FONT, HEIGHT, PROACTIVE, XS, YS, make, only_table, rule, table, write

LEFT, TOP = 240.0, 256.0
"""Where the number of the third row stands: 规章, 本年制发件数."""


def page_with(draw: Callable[[Canvas], None], *, ruled: bool = True) -> bytes:
    """Return a PDF with table 2 whose first number is drawn by `draw`."""
    cells = [cell if cell[:2] != (2, 1) else (*cell[:4], "") for cell in PROACTIVE]

    def nothing(*_: object) -> None:
        pass

    def page(canvas: Canvas) -> None:
        write(canvas, 70, 150, "二、主动公开政府信息情况")
        table(canvas, XS, YS, cells, rule if ruled else nothing)
        draw(canvas)

    return make(page)


def number(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    document = read(data)
    (cell,) = (cell for cell in only_table(document).cells if (cell.row, cell.column) == (2, 1))
    return cell.text, [(problem.kind, problem.raw) for problem in document.problems]


def hidden(canvas: Canvas, x: float, top: float, text: str, size: float = 10) -> None:
    canvas.saveState()
    piece = canvas.beginText(x, HEIGHT - top - size * 0.88)
    piece.setFont(FONT, size)
    piece.setTextRenderMode(3)
    piece.textOut(text)
    piece.setTextRenderMode(0)
    canvas.drawText(piece)
    canvas.restoreState()


@pytest.mark.parametrize("offset", [-7, -4, -2, 0, 1, 2, 3, 4, 5, 7])
@pytest.mark.parametrize("ruled", [True, False])
def test_numbers_on_top_of_each_other_are_no_number(offset: float, ruled: bool) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, TOP, "77")
        write(canvas, LEFT + offset, TOP, "53")

    document = read(page_with(draw, ruled=ruled))
    assert [problem.kind for problem in document.problems] == ["overlapping_text"]
    assert {"7", "5"} <= set(document.problems[0].raw)
    texts = [cell.text for found in document.tables for cell in found.cells]
    assert not any(set(text) & set("35") and text not in ("37", "5") for text in texts if text.isdigit())


def test_a_digit_over_another_is_no_number() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, TOP, "1")
        write(canvas, LEFT + 3, TOP + 0.5, "1")

    text, problems = number(page_with(draw))
    assert not any(sign.isdigit() for sign in text)
    assert [(kind, raw.replace(" ", "")) for kind, raw in problems] == [("overlapping_text", "11")]


@pytest.mark.parametrize("offset", [0.0, 0.2, 0.4, 0.8])
@pytest.mark.parametrize("text", ["5", "53", "1111", "1,046"])
def test_a_number_printed_twice_to_look_bold_is_read_once(text: str, offset: float) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, TOP, text)
        write(canvas, LEFT + offset, TOP, text)

    assert number(page_with(draw)) == (text, [])


@pytest.mark.parametrize("spacing", [-1.0, -0.5, 1.0])
@pytest.mark.parametrize("text", ["53", "1111", "10011"])
def test_digits_set_tight_are_one_number(text: str, spacing: float) -> None:
    def draw(canvas: Canvas) -> None:
        piece = canvas.beginText(LEFT, HEIGHT - TOP - 8.8)
        piece.setFont(FONT, 10)
        piece.setCharSpace(spacing)
        piece.textOut(text)
        canvas.drawText(piece)

    assert number(page_with(draw)) == (text, [])


@pytest.mark.parametrize("offset", [-3.0, 0.0, 0.4, 3.0])
@pytest.mark.parametrize("layer", ["53", "58"])
def test_an_invisible_layer_gives_way_to_what_is_drawn(offset: float, layer: str) -> None:
    def draw(canvas: Canvas) -> None:
        hidden(canvas, LEFT + offset, TOP + 0.4, layer)
        write(canvas, LEFT, TOP, "53")

    text, problems = number(page_with(draw))
    assert (text, [kind for kind, _ in problems]) == ("53", ["invisible_text"])


def test_invisible_text_in_a_form_object_gives_way_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("layer")
        hidden(canvas, LEFT - 3, TOP, "53")
        canvas.endForm()
        canvas.doForm("layer")
        canvas.doForm("layer")
        canvas.setFont(FONT, 10)
        write(canvas, LEFT, TOP, "53")

    text, problems = number(page_with(draw))
    assert (text, [kind for kind, _ in problems]) == ("53", ["invisible_text"])


def test_the_words_of_a_scan_and_those_drawn_on_it_are_both_read() -> None:
    def page(canvas: Canvas) -> None:
        picture = Image.new("RGB", (40, 40), (255, 255, 255))
        canvas.drawImage(ImageReader(picture), 60, 100, 480, 700)
        for top in range(120, 240, 20):
            hidden(canvas, 91, top, "政府信息公开工作年度报告")
        write(canvas, 91, 300, "青禾县人民政府印章")

    document = read(make(page))
    assert "".join(block.text for block in document.blocks).count("年度报告") == 6
    assert "印章" in document.blocks[-1].text
    assert [problem.kind for problem in document.problems] == ["ocr_text_layer"]


def unseen_by_colour(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, LEFT - 5, TOP, "9")
    canvas.setFillColorRGB(0, 0, 0)


def unseen_by_alpha(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0, 0, 0, alpha=0))
    write(canvas, LEFT - 5, TOP, "9")
    canvas.setFillColor(Color(0, 0, 0, alpha=1))


def unseen_by_mode(canvas: Canvas) -> None:
    hidden(canvas, LEFT - 5, TOP, "9")


@pytest.mark.parametrize("unseen", [unseen_by_colour, unseen_by_alpha, unseen_by_mode])
def test_a_digit_that_nobody_sees_is_no_part_of_a_number(unseen: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        unseen(canvas)
        write(canvas, LEFT, TOP, "53")

    assert number(page_with(draw)) == ("53", [("invisible_text", "9")])


def test_white_text_on_a_dark_ground_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(XS[1], HEIGHT - YS[3], XS[2] - XS[1], YS[3] - YS[2], stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, LEFT, TOP, "53")
        canvas.setFillColorRGB(0, 0, 0)

    assert number(page_with(draw)) == ("53", [])


@pytest.mark.parametrize("after", ["53", ""])
def test_a_number_that_is_painted_over_is_not_read(after: str) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, TOP, "77")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(LEFT - 3, HEIGHT - TOP - 11, 20, 14, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        if after:
            write(canvas, LEFT, TOP, after)

    assert number(page_with(draw)) == (after, [("covered_text", "77")])


def test_a_marker_pen_hides_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, TOP, "77")
        canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
        canvas.rect(LEFT - 3, HEIGHT - TOP - 11, 20, 14, stroke=0, fill=1)
        canvas.setFillColor(Color(0, 0, 0, alpha=1))

    assert number(page_with(draw)) == ("77", [])


def test_a_text_layer_that_is_invisible_throughout_is_read_and_marked() -> None:
    def page(canvas: Canvas) -> None:
        hidden(canvas, 91, 100, "青禾县政府信息公开工作年度报告")

    document = read(make(page))
    assert [block.text for block in document.blocks] == ["青禾县政府信息公开工作年度报告"]
    assert [problem.kind for problem in document.problems] == ["invisible_text"]


def test_text_outside_the_page_is_said_to_be_left_out() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 91, 100, "青禾县政府信息公开工作年度报告")
        write(canvas, 700, 100, "95")

    document = read(make(page))
    assert [(problem.kind, problem.raw) for problem in document.problems] == [("text_outside_page", "95")]


def test_all_numbers_outside_the_page_are_said() -> None:
    numbers = [str(number) for number in range(100, 180)]

    def page(canvas: Canvas) -> None:
        write(canvas, 91, 100, "青禾县政府信息公开工作年度报告")
        for at, text in enumerate(numbers):
            write(canvas, 700 + 30 * (at % 7), 100 + 20 * (at // 7), text)

    problems = read(make(page)).problems
    assert {problem.kind for problem in problems} == {"text_outside_page"}
    assert " ".join(problem.raw for problem in problems).split() == numbers


def test_a_report_as_it_should_be_has_none_of_these_problems() -> None:
    report = make_report("qinghe", 2023, profile="distinct", edition="f2021")
    document = read(draw_pdf(report, OFFICIAL, PdfStyle()))
    assert document.problems == ()
