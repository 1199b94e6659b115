"""Table 3 on printed pages nobody laid out with care: each number is right or missing, and mostly it is read."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Literal, NamedTuple

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.formats import read_document
from extractors.forms import APPLICANTS, load_form
from extractors.tables import read_tables

FONT = "STSong-Light"
SIZE = 8
FORM = load_form("f2021")
HEAD = ["项目", *(column.label for column in FORM.t3_columns)]


def value(row: int, column: int) -> int:
    if column == 6:
        return sum(value(row, other) for other in range(6))
    return 100 + row * 17 + column * column * 31 + (row * column) % 7


TRUTH = {
    f"{row.key}__{name}": value(at, column)
    for at, row in enumerate(FORM.t3_rows)
    for column, name in enumerate(APPLICANTS)
}


class Page(NamedTuple):
    """How the table is drawn; `rules` are boxes, thin bars, rows only, columns only, or none."""

    rules: Literal["boxes", "bars", "rows", "columns", "none"] = "boxes"
    label: float = 150
    column: float = 48
    height: float = 30
    rows: int = 14
    head_again: bool = True
    twice: bool = False
    singly: bool = False
    number_between: bool = False
    two_up: bool = False
    watermark: bool = False
    note: bool = False


def drawn(page: Page) -> bytes:
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(1190, 842) if page.two_up else (595, 842), invariant=True)
    canvas.setFont(FONT, 12)
    canvas.drawString(60, 812, "三、收到和处理政府信息公开申请情况")
    rows = [[row.label, *(str(value(at, column)) for column in range(7))] for at, row in enumerate(FORM.t3_rows)]
    for part, first in enumerate(range(0, len(rows), page.rows)):
        left = 50.0 + (595 if page.two_up and part % 2 else 0)
        top = 790.0
        if part == 0 or page.head_again:
            draw_row(canvas, page, HEAD, left, top, note=False)
            top -= page.height
        for row in rows[first : first + page.rows]:
            draw_row(canvas, page, row, left, top, note=page.note)
            top -= page.height
        if page.number_between:
            canvas.setFont(FONT, 9)
            canvas.drawString(left + 250, top - 12, str(part + 1))
        if page.watermark:
            canvas.saveState()
            canvas.translate(300, 400)
            canvas.rotate(45)
            canvas.setFont(FONT, 40)
            canvas.drawString(-200, 0, "青禾县人民政府 2023")
            canvas.restoreState()
        if not page.two_up or part % 2:
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw_row(canvas: Canvas, page: Page, cells: list[str], left: float, top: float, *, note: bool) -> None:
    edges = [left, *(left + page.label + page.column * at for at in range(8))]
    middle = top - page.height / 2
    for text, (start, end) in zip(cells, pairwise(edges), strict=True):
        draw_box(canvas, page.rules, start, end, top, top - page.height)
        lines = wrapped(text, end - start - 6)
        below = middle + len(lines) * 5 - SIZE + 1
        for line in lines:
            width = pdfmetrics.stringWidth(line, FONT, SIZE)
            at = start + 3 if start == left else (start + end - width) / 2
            write(canvas, page, at, below, line)
            if note and start > left:
                canvas.setFont(FONT, 5)
                canvas.drawString(at + width + 0.2, below + 3, "1")
            below -= 10


def write(canvas: Canvas, page: Page, at: float, below: float, line: str) -> None:
    canvas.setFont(FONT, SIZE)
    if page.singly:
        for character in line:
            canvas.drawString(at, below, character)
            at += pdfmetrics.stringWidth(character, FONT, SIZE)
        return
    canvas.drawString(at, below, line)
    if page.twice:
        canvas.drawString(at + 0.3, below, line)


def draw_box(canvas: Canvas, rules: str, left: float, right: float, top: float, bottom: float) -> None:
    if rules == "boxes":
        canvas.rect(left, bottom, right - left, top - bottom)
    elif rules == "bars":
        for x in (left, right):
            canvas.rect(x, bottom, 0.6, top - bottom, stroke=0, fill=1)
        for y in (top, bottom):
            canvas.rect(left, y, right - left, 0.6, stroke=0, fill=1)
    elif rules == "rows":
        for y in (top, bottom):
            canvas.line(left, y, right, y)
    elif rules == "columns":
        for x in (left, right):
            canvas.line(x, bottom, x, top)


def wrapped(text: str, width: float) -> list[str]:
    lines, line = [], ""
    for character in text:
        if line and pdfmetrics.stringWidth(line + character, FONT, SIZE) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


ALL = len(TRUTH)
PAGES = {
    "boxes": (Page(), ALL),
    "bars": (Page("bars"), ALL),
    "rows": (Page("rows"), ALL),
    "columns": (Page("columns"), ALL),
    "columns, one head": (Page("columns", head_again=False), ALL),
    "none": (Page("none"), ALL),
    "none, one head": (Page("none", head_again=False), ALL),
    "none, tight": (Page("none", height=22, rows=30), ALL),
    "printed twice": (Page(twice=True), ALL),
    "printed twice, none": (Page("none", twice=True), ALL),
    "characters singly": (Page(singly=True), ALL),
    "characters singly, none": (Page("none", singly=True), ALL),
    "page number below": (Page(number_between=True), ALL),
    "page number below, none, one head": (Page("none", number_between=True, head_again=False), ALL),
    "watermark": (Page(watermark=True), ALL),
    "watermark, none": (Page("none", watermark=True), ALL),
    "two pages on one": (Page(two_up=True, label=130), ALL),
    "two pages on one, none": (Page("none", two_up=True, label=130), 0),
    "narrow labels, rows": (Page("rows", label=60, height=62, rows=9), ALL),
    "narrow labels, none": (Page("none", label=60, height=62, rows=9), ALL),
    "narrow labels, none, tight": (Page("none", label=90, height=44, rows=12), 0),
    "narrow columns": (Page(column=14), 0),
    "narrow columns, none": (Page("none", column=17), 0),
    "narrow columns, rows": (Page("rows", column=14), 0),
    "narrow columns, columns": (Page("columns", column=14), 0),
    "notes raised": (Page(note=True), 0),
    "notes raised, none": (Page("none", note=True), 0),
}


@pytest.mark.parametrize(("page", "least"), PAGES.values(), ids=PAGES)
def test_a_page_laid_out_without_care_gives_no_wrong_number(page: Page, least: int) -> None:
    figures = read_tables(read_document(drawn(page), media_type="application/pdf")).figures
    read = {key: figure.value for key, figure in figures.items() if figure.value is not None}
    assert not {key: number for key, number in read.items() if TRUTH.get(key) != number}
    assert len(read) >= least
