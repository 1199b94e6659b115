"""What is drawn over a page's numbers: strokes, fields, typed notes, rules. No number is made up from what is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import OBJECT, Document
from extractors.formats.pdf import read
from tests.extractors.formats.drawn_pdf import FONT, HEIGHT, PROACTIVE, XS, YS, make, only_table, rule, table, write

FIELD = {"name": "a", "x": 200, "y": HEIGHT - 273, "width": 60, "height": 18, "borderWidth": 0}
TYPED = {"DA": "/Helv 9 Tf 0 g", "Rect": (200, HEIGHT - 273, 260, HEIGHT - 253)}


def page(draw: Callable[[Canvas], object], printed: str = "") -> Document:
    """Return the form with a cell in which this is printed, and something drawn over it."""

    def both(canvas: Canvas) -> None:
        table(canvas, XS, YS, [cell if cell[:2] != (2, 1) else (*cell[:4], printed) for cell in PROACTIVE])
        draw(canvas)

    return read(make(both))


def row(document: Document) -> list[str]:
    return [cell.text for cell in only_table(document).cells if cell.row == 2]


def problems(document: Document) -> list[tuple[str, str]]:
    return [(problem.kind, problem.raw) for problem in document.problems]


def stroke(canvas: Canvas) -> None:
    rule(canvas, 238, 262.5, 252, 262.5)


def stroke_as_bar(canvas: Canvas) -> None:
    canvas.rect(238, HEIGHT - 263, 14, 0.5, fill=1, stroke=0)


@pytest.mark.parametrize("draw", [stroke, stroke_as_bar])
def test_a_number_that_is_struck_out_is_not_read_and_is_said(draw: Callable[[Canvas], object]) -> None:
    document = page(draw, "99")
    assert row(document) == ["规章", "��", "2", "37"]
    assert problems(document) == [("struck_text", "99")]


def test_a_number_beside_one_that_is_struck_out_is_none_with_it() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 225, 258, "99", 9)
        write(canvas, 235, 258, "12", 9)
        rule(canvas, 223, 263, 236, 263)

    document = page(draw)
    assert row(document)[1] == "��12"
    assert problems(document) == [("struck_text", "99")]


@pytest.mark.parametrize("height", [256, 267.5, 269])
def test_a_line_under_or_over_a_number_strikes_nothing_out(height: float) -> None:
    document = page(lambda canvas: rule(canvas, 238, height, 252, height), "99")
    assert row(document) == ["规章", "99", "2", "37"]
    assert document.problems == ()


@pytest.mark.parametrize("printed", ["", "11"])
@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: canvas.acroForm.textfield(value="12", **FIELD),
        lambda canvas: canvas.freeTextAnnotation("12", **TYPED),
    ],
)
def test_what_a_field_or_a_typed_note_shows_is_not_blank_and_not_read(
    draw: Callable[[Canvas], object], printed: str
) -> None:
    document = page(draw, printed)
    assert row(document) == ["规章", printed + OBJECT, "2", "37"]
    assert problems(document) == [("object_in_cell", printed)]


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: canvas.acroForm.textfield(value="", **FIELD),
        lambda canvas: canvas.linkURL("https://example.org/", (200, HEIGHT - 273, 260, HEIGHT - 253)),
        lambda canvas: canvas.textAnnotation("12", (200, HEIGHT - 273, 260, HEIGHT - 253)),
    ],
)
def test_an_empty_field_a_link_and_a_note_that_opens_show_nothing(draw: Callable[[Canvas], object]) -> None:
    document = page(draw, "11")
    assert row(document) == ["规章", "11", "2", "37"]
    assert document.problems == ()


def test_text_that_only_cuts_out_is_not_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        text = canvas.beginText(240, HEIGHT - 266)
        text.setFont(FONT, 9)
        text.setTextRenderMode(7)
        text.textOut("12")
        canvas.drawText(text)
        canvas.restoreState()

    document = page(draw)
    assert row(document) == ["规章", "", "2", "37"]
    assert problems(document) == [("invisible_text", "12")]


def test_a_number_over_which_a_rule_runs_is_cut_for_neither_cell() -> None:
    document = page(lambda canvas: write(canvas, 285, 258, "123456", 9))
    assert row(document)[1] == "1234�"
    assert row(document)[2].startswith("56�")


@pytest.mark.parametrize(("size", "rise"), [(7.5, 3.5), (7.5, -1.8), (9, 3), (9, -3), (6, 4)])
def test_a_mark_that_is_set_off_its_line_is_no_digit(size: float, rise: float) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(240, HEIGHT - 266)
        text.setFont(FONT, 9)
        text.textOut("12")
        text.setRise(rise)
        text.setFont(FONT, size)
        text.textOut("1")
        canvas.drawText(text)

    assert row(page(draw))[1] == "12¹"


@pytest.mark.parametrize("size", [7.5, 10.5])
def test_digits_of_another_size_on_one_line_are_digits(size: float) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(240, HEIGHT - 266)
        text.setFont(FONT, 9)
        text.textOut("12")
        text.setFont(FONT, size)
        text.textOut("1")
        canvas.drawText(text)

    assert row(page(draw))[1] == "121"
