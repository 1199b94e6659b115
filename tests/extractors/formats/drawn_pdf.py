"""PDF files drawn by hand, y counted from the top: text, rules of every manner, tables; and what is read of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Paragraph, Table

FONT = "STSong-Light"
HEIGHT = A4[1]
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], None]


def make(*pages: Draw, **options: object) -> bytes:
    """Return a PDF; every function draws one page, y counted from the top by `at`."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True, **options)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 10) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top - size * 0.88, text)


def centred(canvas: Canvas, left: float, right: float, top: float, bottom: float, text: str, size: float = 9) -> None:
    lines = text.split("\n")
    pitch = size * 1.2
    first = (top + bottom) / 2 - pitch * len(lines) / 2
    for index, line in enumerate(lines):
        width = pdfmetrics.stringWidth(line, FONT, size)
        write(canvas, (left + right - width) / 2, first + index * pitch, line, size)


def rule(canvas: Canvas, x0: float, top0: float, x1: float, top1: float) -> None:
    canvas.line(x0, HEIGHT - top0, x1, HEIGHT - top1)


def bar(canvas: Canvas, x0: float, top0: float, x1: float, top1: float) -> None:
    """Draw a rule as a thin filled rectangle, as office programs do."""
    canvas.rect(x0 - 0.25, HEIGHT - top1 - 0.25, x1 - x0 + 0.5, top1 - top0 + 0.5, stroke=0, fill=1)


def dashed(canvas: Canvas, x0: float, top0: float, x1: float, top1: float) -> None:
    """Draw a rule as many short ones, as browsers draw dashed borders."""
    across = x1 - x0 > top1 - top0
    at = x0 if across else top0
    while at < (x1 if across else top1):
        if across:
            rule(canvas, at, top0, min(at + 3, x1), top0)
        else:
            rule(canvas, x0, at, x0, min(at + 3, top1))
        at += 6


def dotted(canvas: Canvas, x0: float, top0: float, x1: float, top1: float) -> None:
    across = x1 - x0 > top1 - top0
    at = x0 if across else top0
    while at <= (x1 if across else top1):
        x, y = (at, top0) if across else (x0, at)
        canvas.rect(x - 0.5, HEIGHT - y - 0.5, 1, 1, stroke=0, fill=1)
        at += 3


def table(
    canvas: Canvas,
    xs: Sequence[float],
    ys: Sequence[float],
    cells: Sequence[tuple[int, int, int, int, str]],
    line: Callable[[Canvas, float, float, float, float], None] = rule,
) -> None:
    """Draw cells (row, column, rowspan, colspan, text), each side of each once."""
    drawn = set()
    for row, column, rowspan, colspan, text in cells:
        left, right, top, bottom = xs[column], xs[column + colspan], ys[row], ys[row + rowspan]
        for side in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            if side not in drawn:
                drawn.add(side)
                line(canvas, *side)
        if text:
            centred(canvas, left, right, top, bottom, text)


PROACTIVE = (
    (0, 0, 1, 4, "第二十条第（一）项"),
    (1, 0, 1, 1, "信息内容"), (1, 1, 1, 1, "本年制发件数"), (1, 2, 1, 1, "本年废止件数"), (1, 3, 1, 1, "现行有效件数"),
    (2, 0, 1, 1, "规章"), (2, 1, 1, 1, "11"), (2, 2, 1, 1, "2"), (2, 3, 1, 1, "37"),
    (3, 0, 1, 1, "行政规范\n性文件"), (3, 1, 1, 1, "14"), (3, 2, 1, 1, "/"), (3, 3, 1, 1, "1,046"),
    (4, 0, 1, 1, "行政许可"), (4, 1, 1, 3, "9487"),
)  # fmt: skip
PROACTIVE_GRID = [
    ["第二十条第（一）项"] * 4,
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "11", "2", "37"],
    ["行政规范\n性文件", "14", "/", "1,046"],
    ["行政许可", "9487", "9487", "9487"],
]
XS, YS = (70, 190, 300, 410, 525), (200, 225, 250, 275, 305, 330)


def grid(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.grid()]


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def number_page(canvas: Canvas, number: int) -> None:
    centred(canvas, 0, A4[0], 780, 795, f"- {number} -")


LONG = (
    "根据条例要求编制本报告全文由总体情况主动公开政府信息情况收到和处理申请情况等部分组成报告所列数据"
    "统计期限自一月一日起至十二月三十一日止如有疑问请与青禾县人民政府办公室联系地址为和平路九十号"
)


def body_text(canvas: Canvas, top: float, text: str, width: int = 28, indent: bool = True) -> float:
    """Write a paragraph of full lines with its first line indented by two characters, 16 pt on 28."""
    first = True
    while text:
        take = width - 2 if first and indent else width
        write(canvas, 74 + (32 if first and indent else 0), top, text[:take], 16)
        text, first, top = text[take:], False, top + 28
    return top
