"""PDF files: drawn tables give their cells, prose its paragraphs, and what cannot be read says so."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Heading, Paragraph, Table
from extractors.errors import EmptyError, EncryptedError, TruncatedError, UnreadableError
from extractors.formats.pdf import engine, read

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


@pytest.mark.parametrize("line", [rule, bar, dashed, dotted])
def test_a_table_drawn_in_any_manner_gives_its_cells(line: Callable[..., None]) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 91, 100, "二、主动公开政府信息情况")
        table(canvas, XS, YS, PROACTIVE, line)
        write(canvas, 91, 400, "三、收到和处理政府信息公开申请情况")

    document = read(make(page))
    assert grid(only_table(document)) == PROACTIVE_GRID
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert document.problems == ()


def test_boxes_around_cells_and_double_borders_are_single_rules() -> None:
    def page(canvas: Canvas) -> None:
        for row, column, rowspan, colspan, text in PROACTIVE:
            left, right = XS[column] + 0.75, XS[column + colspan] - 0.75
            top, bottom = YS[row] + 0.75, YS[row + rowspan] - 0.75
            canvas.rect(left, HEIGHT - bottom, right - left, bottom - top)
            centred(canvas, left, right, top, bottom, text)

    assert grid(only_table(read(make(page)))) == PROACTIVE_GRID


def test_cells_told_apart_by_their_ground_alone_are_a_table() -> None:
    def page(canvas: Canvas) -> None:
        for row, column, rowspan, colspan, text in PROACTIVE:
            left, right = XS[column] + 1, XS[column + colspan] - 1
            top, bottom = YS[row] + 1, YS[row + rowspan] - 1
            canvas.setFillGray(0.85)
            canvas.rect(left, HEIGHT - bottom, right - left, bottom - top, stroke=0, fill=1)
            canvas.setFillGray(0)
            centred(canvas, left, right, top, bottom, text)

    assert grid(only_table(read(make(page)))) == PROACTIVE_GRID


def test_open_left_and_right_sides_are_columns_too() -> None:
    def page(canvas: Canvas) -> None:
        for top in YS:
            rule(canvas, XS[0], top, XS[-1], top)
        for x in XS[1:-1]:
            rule(canvas, x, YS[1], x, YS[-1])
        for row, column, rowspan, colspan, text in PROACTIVE[:-2]:
            centred(canvas, XS[column], XS[column + colspan], YS[row], YS[row + rowspan], text)

    assert grid(only_table(read(make(page))))[:4] == PROACTIVE_GRID[:4]


def test_a_row_shorter_than_the_table_has_no_blank_cell_at_its_end() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, XS, YS, [cell for cell in PROACTIVE if cell[:2] != (3, 3)])

    assert grid(only_table(read(make(page))))[3] == ["行政规范\n性文件", "14", "/", None]


def test_a_blank_cell_that_is_drawn_is_blank() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, XS, YS, [(*cell[:4], "") if cell[:2] == (3, 3) else cell for cell in PROACTIVE])

    assert grid(only_table(read(make(page))))[3] == ["行政规范\n性文件", "14", "/", ""]


def test_every_cell_tells_its_page_and_box() -> None:
    document = read(make(lambda canvas: write(canvas, 90, 90, "无表"), lambda canvas: table(canvas, XS, YS, PROACTIVE)))
    (read_table,) = document.tables
    assert read_table.place.page == 2
    assert read_table.place.box == pytest.approx((70, 200, 525, 330), abs=0.2)
    license_count = read_table.grid()[4][1]
    assert license_count is not None
    assert license_count.page == 2
    assert license_count.box == pytest.approx((190, 305, 525, 330), abs=0.2)


def test_values_that_nearly_touch_stay_in_their_cells() -> None:
    values = [str(1000 + column) for column in range(15)]
    xs = [60 + 22.5 * column for column in range(16)]

    def page(canvas: Canvas) -> None:
        table(canvas, xs, (100, 120), [(0, column, 1, 1, value) for column, value in enumerate(values)])

    assert grid(only_table(read(make(page)))) == [values]


def test_vertical_labels_are_one_cell() -> None:
    label = "三\n、\n本\n年\n度\n办\n理\n结\n果"

    def page(canvas: Canvas) -> None:
        cells = [(0, 0, 4, 1, label), *((row, 1, 1, 1, f"{row + 1}.属于国家秘密") for row in range(4))]
        table(
            canvas,
            (70, 95, 250, 300),
            (100, 130, 160, 190, 220),
            cells + [(row, 2, 1, 1, str(row)) for row in range(4)],
        )

    first, *_ = only_table(read(make(page))).cells
    assert ("".join(first.text.split()), first.rowspan) == (label.replace("\n", ""), 4)


def test_labels_set_sideways_keep_their_order() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 91, 60, "三、收到和处理政府信息公开申请情况")
        table(canvas, (70, 95, 250), (100, 160, 220), [(0, 0, 2, 1, ""), (0, 1, 1, 1, "21"), (1, 1, 1, 1, "22")])
        canvas.saveState()
        canvas.translate(78, HEIGHT - 110)
        canvas.rotate(-90)
        canvas.setFont(FONT, 9)
        canvas.drawString(0, 0, "本年度办理结果")
        canvas.restoreState()

    assert grid(only_table(read(make(page)))) == [["本年度办理结果", "21"], ["本年度办理结果", "22"]]


APPLICATIONS_XS = (70, 100, 170, 330, 400, 525)


def applications(
    first: int, last: int, group: str = "三、本\n年度办\n理结果", sub: str = "（三）不\n予公开"
) -> list[tuple[int, int, int, int, str]]:
    rows = last - first
    return [
        (0, 0, rows, 1, group),
        (0, 1, rows, 1, sub),
        *((row, 2, 1, 1, f"{first + row}.第{first + row}类情形") for row in range(rows)),
        *((row, 3, 1, 1, str(100 + first + row)) for row in range(rows)),
        *((row, 4, 1, 1, str(200 + first + row)) for row in range(rows)),
    ]


def number_page(canvas: Canvas, number: int) -> None:
    centred(canvas, 0, A4[0], 780, 795, f"- {number} -")


def test_a_table_over_a_page_break_is_one_table() -> None:
    def first(canvas: Canvas) -> None:
        table(canvas, APPLICATIONS_XS, [600 + 30 * row for row in range(5)], applications(1, 5))
        number_page(canvas, 1)

    def second(canvas: Canvas) -> None:
        table(canvas, APPLICATIONS_XS, [80 + 30 * row for row in range(4)], applications(5, 8, "", ""))
        write(canvas, 91, 300, "四、政府信息公开行政复议、行政诉讼情况")
        number_page(canvas, 2)

    document = read(make(first, second))
    joined = only_table(document)
    assert [row[2:] for row in grid(joined)] == [[f"{n}.第{n}类情形", str(100 + n), str(200 + n)] for n in range(1, 8)]
    assert {row[0] for row in grid(joined)} == {"三、本\n年度办\n理结果"}
    assert {row[1] for row in grid(joined)} == {"（三）不\n予公开"}
    assert [cell.page for cell in joined.cells if cell.text in {"104", "105"}] == [1, 2]
    assert prose(document) == ["四、政府信息公开行政复议、行政诉讼情况"]


def test_a_group_that_begins_on_the_next_page_is_not_joined_to_the_one_before() -> None:
    first = lambda canvas: table(canvas, APPLICATIONS_XS, (700, 730, 760), applications(1, 3))  # noqa: E731
    second = lambda canvas: table(canvas, APPLICATIONS_XS, (80, 110, 140), applications(3, 5, "", "（四）无\n法提供"))  # noqa: E731
    joined = only_table(read(make(first, second)))
    assert [row[1] for row in grid(joined)] == ["（三）不\n予公开"] * 2 + ["（四）无\n法提供"] * 2


def test_a_vertical_label_torn_at_the_page_end_is_one_label() -> None:
    first = lambda canvas: table(canvas, APPLICATIONS_XS, (700, 730, 760), applications(1, 3, sub="（"))  # noqa: E731
    second = lambda canvas: table(canvas, APPLICATIONS_XS, (80, 110, 140), applications(3, 5, "", "三\n）"))  # noqa: E731
    (label,) = {row[1] for row in grid(only_table(read(make(first, second))))}
    assert label is not None
    assert "".join(label.split()) == "（三）"


@pytest.mark.parametrize("values_on_first", [True, False])
def test_a_row_torn_by_the_page_break_is_one_row(values_on_first: bool) -> None:
    def halves(label: str, with_values: bool) -> list[tuple[int, int, int, int, str]]:
        return [
            (0, 0, 1, 1, label),
            (0, 1, 1, 1, "31" if with_values else ""),
            (0, 2, 1, 1, "32" if with_values else ""),
        ]

    upper = [
        *halves("1.属于国家秘密", True),
        *((row + 1, *rest) for row, *rest in halves("2.要求行政机关确认或", values_on_first)),
    ]
    lower = [
        *halves("重新出具已获取信息", not values_on_first),
        *((row + 1, *rest) for row, *rest in halves("3.其他", True)),
    ]
    xs = (70, 300, 400, 500)
    document = read(
        make(
            lambda canvas: table(canvas, xs, (700, 725, 750), upper),  # type: ignore[arg-type]
            lambda canvas: table(canvas, xs, (80, 105, 130), lower),  # type: ignore[arg-type]
        )
    )
    assert grid(only_table(document)) == [
        ["1.属于国家秘密", "31", "32"],
        ["2.要求行政机关确认或\n重新出具已获取信息", "31", "32"],
        ["3.其他", "31", "32"],
    ]


def test_a_row_with_blank_cells_at_the_page_end_keeps_its_own_place() -> None:
    upper = [(0, 0, 1, 1, "1.属于国家秘密"), (0, 1, 1, 1, "8")]
    lower = [(0, 0, 1, 1, "2.其他"), (0, 1, 1, 1, ""), (1, 0, 1, 1, "3.重复申请"), (1, 1, 1, 1, "9")]
    document = read(
        make(
            lambda canvas: table(canvas, (70, 300, 400), (740, 760), upper),
            lambda canvas: table(canvas, (70, 300, 400), (80, 105, 130), lower),
        )
    )
    assert grid(only_table(document)) == [["1.属于国家秘密", "8"], ["2.其他", ""], ["3.重复申请", "9"]]


def test_a_heading_between_keeps_two_tables_apart() -> None:
    def second(canvas: Canvas) -> None:
        write(canvas, 91, 80, "四、政府信息公开行政复议、行政诉讼情况")
        table(canvas, XS, [y - 80 for y in YS], PROACTIVE)

    document = read(make(lambda canvas: table(canvas, XS, [y + 430 for y in YS], PROACTIVE), second))
    assert [grid(part) for part in document.tables] == [PROACTIVE_GRID, PROACTIVE_GRID]


def test_tables_of_other_columns_are_not_joined() -> None:
    first = lambda canvas: table(canvas, (70, 200, 525), (700, 720), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1")])  # noqa: E731
    second = lambda canvas: table(canvas, (70, 150, 300), (80, 100), [(0, 0, 1, 1, "乙"), (0, 1, 1, 1, "2")])  # noqa: E731
    assert len(read(make(first, second)).tables) == 2


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


def test_text_in_columns_without_rules_keeps_its_gaps_as_tabs() -> None:
    def page(canvas: Canvas) -> None:
        for row, words in enumerate((("行政许可", "1084"), ("行政处罚", "666"))):
            for x, word in zip((100, 320), words, strict=True):
                write(canvas, x, 100 + row * 20, word)

    assert prose(read(make(page))) == ["行政许可\t1084", "行政处罚\t666"]


COLUMNS = (340, 370, 400, 430, 460, 490, 520)
APPLICANTS = ("自然人", "商业\n企业", "科研\n机构", "社会\n公益", "法律\n服务", "其他", "总计")


def unruled(
    canvas: Canvas,
    top: float,
    rows: Sequence[tuple[str, Sequence[str]]],
    heading: bool = True,
    pitch: float = 24,
    groups: Sequence[tuple[float, str]] = (),
) -> None:
    """Write rows of figures under headings, without any rule; labels are centred around their figures."""
    if heading:
        centred(canvas, COLUMNS[1], COLUMNS[5], top - 40, top - 28, "法人或其他组织", 8)
        for x, name in zip(COLUMNS, APPLICANTS, strict=True):
            centred(canvas, x - 14, x + 14, top - 24, top, name, 8)
    for number, (label, figures) in enumerate(rows):
        upper = top + number * pitch
        left = 130 if label[:1].isdigit() else 70
        lines = label.split("\n")
        for at, line in enumerate(lines):
            write(canvas, left, upper + pitch / 2 + (at - len(lines) / 2) * 10, line, 8)
        for x, figure in zip(COLUMNS, figures, strict=True):
            if figure:
                centred(canvas, x - 14, x + 14, upper, upper + pitch, figure, 8)
    for row, name in groups:
        write(canvas, 70, top + (row + 0.5) * pitch - 4, name, 8)


def figures_of(number: int) -> list[str]:
    return [str(number * 10 + at) for at in range(7)]


def under(table: Table) -> dict[str, dict[str, str]]:
    """Return label -> heading -> figure, by the lowest heading over a column and the last label before a figure."""
    rows = grid(table)
    first = next(at for at, row in enumerate(rows) if (row[-1] or "").isdigit())
    names = {}
    for column in range(table.column_count - 7, table.column_count):
        names[column] = "".join("".join(row[column] or "" for row in rows[first - 1 : first]).split())
    return {
        "".join((row[table.column_count - 8] or "").split()): {
            name: row[column] or "" for column, name in names.items()
        }
        for row in rows[first:]
    }


def test_figures_in_columns_without_rules_are_a_table() -> None:
    rows = [
        ("一、本年新收政府信息公开申请数量", figures_of(1)),
        ("（二）部分公开（区分处理的，只计\n这一情形，不计其他情形）", figures_of(2)),
        ("1.属于国家秘密", figures_of(3)),
        ("2.其他法律行政法规禁止公开", figures_of(4)),
    ]

    def page(canvas: Canvas) -> None:
        write(canvas, 91, 100, "三、收到和处理政府信息公开申请情况")
        unruled(canvas, 180, rows, groups=[(2.5, "（三）不予公开")])
        write(canvas, 91, 320, "四、政府信息公开行政复议、行政诉讼情况")

    document = read(make(page))
    names = ["".join(name.split()) for name in APPLICANTS]
    assert under(only_table(document)) == {
        "".join(label.split()): dict(zip(names, figures, strict=True)) for label, figures in rows
    }
    assert {row[0] for row in grid(only_table(document))[-2:]} == {"（三）不予公开"}
    assert prose(document) == ["三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]


def test_a_blank_cell_without_rules_stays_blank_in_its_column() -> None:
    rows = [("一、新收", figures_of(1)), ("二、结转", ["", *figures_of(2)[1:]]), ("三、其他", figures_of(3))]
    read_table = only_table(read(make(lambda canvas: unruled(canvas, 180, rows))))
    assert list(under(read_table)["二、结转"].values()) == ["", "21", "22", "23", "24", "25", "26"]


def test_an_unruled_table_goes_on_overleaf_without_headings() -> None:
    def first(canvas: Canvas) -> None:
        unruled(
            canvas, 680, [("一、新收", figures_of(1)), ("二、结转", figures_of(2)), ("（一）予以公开", figures_of(3))]
        )
        number_page(canvas, 1)

    def second(canvas: Canvas) -> None:
        unruled(canvas, 80, [("（二）部分公开", figures_of(4)), ("（七）总计", figures_of(5))], heading=False)
        write(canvas, 91, 200, "四、政府信息公开行政复议、行政诉讼情况")
        number_page(canvas, 2)

    document = read(make(first, second))
    read_table = only_table(document)
    assert [row[-7:] for row in grid(read_table)[-5:]] == [figures_of(number) for number in range(1, 6)]
    assert {cell.page for cell in read_table.cells} == {1, 2}


def test_headings_repeated_in_an_unruled_table_begin_it_anew() -> None:
    def page(canvas: Canvas) -> None:
        unruled(canvas, 180, [("一、新收", figures_of(1)), ("二、结转", figures_of(2))])
        unruled(canvas, 280, [("（一）予以公开", figures_of(3)), ("（七）总计", figures_of(4))])

    first, second = read(make(page)).tables
    assert under(first)["一、新收"]["自然人"] == "10"
    assert under(second)["（七）总计"]["总计"] == "46"


@pytest.mark.parametrize(
    "rows",
    [
        # a figure between two columns
        [("一、新收", figures_of(1)), ("二、结转", figures_of(2)), ("三、其他", "between")],
        # a label as near to one row as to the other, and one row without a label of its own
        [("一、新收", figures_of(1)), ("", figures_of(2)), ("doubt", "")],
    ],
    ids=["between columns", "between rows"],
)
def test_what_is_in_doubt_stays_text(rows: list[tuple[str, Sequence[str]]]) -> None:
    def page(canvas: Canvas) -> None:
        unruled(canvas, 180, [row for row in rows if isinstance(row[1], list)])
        if rows[-1][1] == "between":
            write(canvas, 70, 236, "三、其他", 8)
            for at, figure in enumerate(figures_of(3)):
                centred(canvas, COLUMNS[at] + 1, COLUMNS[at] + 29, 228, 252, figure, 8)
        else:
            write(canvas, 70, 200, "二、结转", 8)

    document = read(make(page))
    for read_table in document.tables:
        assert not {"30", "31"} & {cell.text for cell in read_table.cells}
        assert rows[-1][1] == "between"
    assert any("1" in text for text in prose(document))


def test_rules_between_columns_only_do_not_pile_rows_up() -> None:
    rows = [("一、新收", figures_of(1)), ("二、结转", figures_of(2)), ("三、其他", figures_of(3))]

    def page(canvas: Canvas) -> None:
        unruled(canvas, 180, rows)
        for x in (60, *(column - 15 for column in COLUMNS), 535):
            rule(canvas, x, 135, x, 260)
        for top in (135, 180, 260):
            rule(canvas, 60, top, 535, top)

    assert under(only_table(read(make(page))))["二、结转"]["总计"] == "26"


def test_a_watermark_across_a_table_is_not_in_its_cells() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, XS, YS, PROACTIVE)
        canvas.saveState()
        canvas.translate(150, HEIGHT - 330)
        canvas.rotate(35)
        canvas.setFont(FONT, 24)
        canvas.drawString(0, 0, "青禾县人民政府门户网站")
        canvas.restoreState()

    document = read(make(page))
    assert grid(only_table(document)) == PROACTIVE_GRID
    assert [(problem.kind, problem.raw) for problem in document.problems] == [
        ("slanted_text", "青禾县人民政府门户网站")
    ]


def test_figures_without_headings_are_no_table() -> None:
    rows = [("一、新收", figures_of(1)), ("二、结转", figures_of(2))]
    document = read(make(lambda canvas: unruled(canvas, 180, rows, heading=False)))
    assert document.tables == ()
    assert prose(document)[0].split("\t") == ["一、新收", *figures_of(1)]


def turned(data: bytes, degrees: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_pages_stored_on_their_side_are_read_upright(degrees: int) -> None:
    def page(canvas: Canvas) -> None:
        # content drawn turned, so that the page's own rotation sets it upright again
        canvas.setPageSize((HEIGHT, A4[0]) if degrees % 180 else A4)
        width, height = (HEIGHT, A4[0]) if degrees % 180 else A4
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[degrees])
        canvas.rotate(degrees)
        write(canvas, 91, 100, "二、主动公开政府信息情况")
        table(canvas, XS, YS, PROACTIVE)

    document = read(turned(make(page), degrees))
    assert grid(only_table(document)) == PROACTIVE_GRID
    assert prose(document) == ["二、主动公开政府信息情况"]
    assert document.tables[0].place.box == pytest.approx((70, 200, 525, 330), abs=0.3)
    # the same content on a page that forgot to say it is turned
    assert grid(only_table(read(make(page)))) == PROACTIVE_GRID


def test_form_objects_are_looked_into() -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("whole")
        canvas.setFont(FONT, 10)
        table(canvas, XS, YS, PROACTIVE)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(0, -100)
        canvas.doForm("whole")
        canvas.restoreState()

    read_table = only_table(read(make(page)))
    assert grid(read_table) == PROACTIVE_GRID
    assert read_table.place.box == pytest.approx((70, 300, 525, 430), abs=0.3)


def test_text_printed_twice_for_boldness_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, XS, YS, PROACTIVE)
        table(canvas, XS, YS, PROACTIVE)

    assert grid(only_table(read(make(page)))) == PROACTIVE_GRID


def test_text_outside_the_page_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 91, 100, "见")
        write(canvas, 91, -60, "不见")

    assert prose(read(make(page))) == ["见"]


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)


def test_a_scan_says_that_it_has_no_text() -> None:
    document = read(make(picture, picture))
    assert document.blocks == ()
    assert document.images == 2
    assert [(problem.kind, problem.where) for problem in document.problems] == [("no_text_layer", "document")]


def test_scanned_pages_among_others_are_named() -> None:
    document = read(make(lambda canvas: write(canvas, 91, 100, "一、总体情况以文字给出"), picture))
    assert prose(document) == ["一、总体情况以文字给出"]
    assert [(problem.kind, problem.where) for problem in document.problems] == [("no_text_layer", "page 2")]


def test_ocr_text_under_a_picture_is_read_and_marked() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        text = canvas.beginText(91, 700)
        text.setFont(FONT, 10)
        text.setTextRenderMode(3)
        text.textOut("青禾县政府信息公开工作年度报告")
        canvas.drawText(text)

    document = read(make(page))
    assert prose(document) == ["青禾县政府信息公开工作年度报告"]
    assert [problem.kind for problem in document.problems] == ["ocr_text_layer"]


def test_a_font_that_hides_its_characters_is_noticed() -> None:
    rare = "".join(chr(0x7000 + 37 * index % 0x2000) for index in range(300))

    def page(canvas: Canvas) -> None:
        for row in range(10):
            write(canvas, 74, 100 + 20 * row, rare[30 * row : 30 * row + 30])

    assert "garbled_text" in {problem.kind for problem in read(make(page)).problems}
    assert read(make(lambda canvas: body_text(canvas, 100, LONG * 3) and None)).problems == ()


def simple() -> bytes:
    return make(lambda canvas: table(canvas, XS, YS, PROACTIVE))


def test_a_password_is_asked_for_only_where_one_is_needed() -> None:
    with pytest.raises(EncryptedError):
        read(make(lambda canvas: write(canvas, 91, 100, "密"), encrypt=StandardEncryption("geheim")))
    owned = make(
        lambda canvas: table(canvas, XS, YS, PROACTIVE), encrypt=StandardEncryption("", ownerPassword="x", canCopy=0)
    )
    assert grid(only_table(read(owned))) == PROACTIVE_GRID


def test_what_is_no_whole_pdf_says_so() -> None:
    data = simple()
    with pytest.raises(EmptyError):
        read(b" \n")
    with pytest.raises(UnreadableError):
        read(b"<html>%PDF</html>")
    with pytest.raises(TruncatedError):
        read(data[: len(data) // 3], name="c.pdf")
    with pytest.raises(TruncatedError):
        read(b"%PDF-1.7\n1 0 obj")
    with pytest.raises(EmptyError):
        read(make(lambda canvas: None))
    cut = data[: data.rindex(b"%%EOF")]
    assert "truncated" in {problem.kind for problem in read(cut).problems}
    assert grid(only_table(read(cut))) == PROACTIVE_GRID


def test_only_so_many_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_PAGES", 2)
    document = read(make(*[lambda canvas: write(canvas, 91, 100, "页")] * 3))
    assert len(document.blocks) == 2
    assert [problem.kind for problem in document.problems] == ["page_limit"]


def test_metadata_is_the_files_own_word_and_no_title() -> None:
    document = read(make(lambda canvas: canvas.setTitle("旧标题") or write(canvas, 91, 100, "正文")))
    assert document.title == ""
    assert document.metadata["file:title"] == "旧标题"


def test_two_readings_are_equal() -> None:
    data = simple()
    assert read(data) == read(data)


FUZZ = """
import random, sys
from extractors.errors import ExtractionError
from extractors.formats.pdf import read

whole = open(sys.argv[1], "rb").read()
chance = random.Random(20240131)
outcomes = {"document": 0, "error": 0}
for _ in range(int(sys.argv[2])):
    data = bytearray(whole)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[at] = chance.randrange(256)
        else:
            piece = bytes(chance.randrange(256) for _ in range(chance.randrange(8)))
            data[at : at + chance.randrange(20)] = chance.choice([b"", piece, b"999999999", b"/Kids", b"<<", b"endobj"])
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    try:
        read(bytes(data))
        outcomes["document"] += 1
    except ExtractionError:
        outcomes["error"] += 1
print(outcomes["document"], outcomes["error"])
"""


def test_damaged_bytes_give_a_document_or_one_of_our_errors(tmp_path: Path) -> None:
    # in a process of its own: pdfium itself may abort, and then it is the archive's worker that dies, not the build
    whole = tmp_path / "whole.pdf"
    whole.write_bytes(make(lambda canvas: table(canvas, XS, YS, PROACTIVE), pageCompression=0))
    script = tmp_path / "fuzz.py"
    script.write_text(textwrap.dedent(FUZZ), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(whole), "250"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    documents, errors = map(int, done.stdout.split())
    assert documents > 20
    assert errors > 20


def hostile(objects: Sequence[str]) -> bytes:
    """Return a PDF of raw objects, the first of them the catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
ENDLESS_PATH = "<</Length 20>>\nstream\n0 0 m 9e9 9e9 l S   \nendstream"


@pytest.mark.parametrize(
    "objects",
    [
        [CATALOGUE, "<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [
            CATALOGUE,
            "<</Type/Pages/Kids[3 0 R]/Count 1000000000>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        ],
        [CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>"],
        ["<</Type/Catalog>>"],
        [
            CATALOGUE,
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 -1e30]/Contents 4 0 R>>",
            ENDLESS_PATH,
        ],
    ],
    ids=["cyclic pages", "a thousand million pages", "no pages", "no page tree", "boundless page"],
)
def test_hostile_structures_end_in_a_document_or_an_error(objects: list[str]) -> None:
    try:
        document = read(hostile(objects))
    except UnreadableError:
        return
    assert document.blocks == ()


def test_rotated_and_plain_headings_never_become_heading_blocks() -> None:
    # a PDF has no heading styles: what is a heading is decided by its words, later
    document = read(make(lambda canvas: write(canvas, 91, 100, "一、总体情况", 22)))
    assert not any(isinstance(block, Heading) for block in document.blocks)


def second_opinion(data: bytes) -> list[list[list[str]]]:
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            [[cell or "" for cell in row] for row in found]
            for page in document.pages
            for found in page.extract_tables()
        ]


@pytest.mark.parametrize("line", [rule, bar])
def test_a_second_reader_sees_the_same_cells(line: Callable[..., None]) -> None:
    data = make(lambda canvas: table(canvas, XS, YS, PROACTIVE, line))
    (theirs,) = second_opinion(data)
    ours = only_table(read(data))
    own = [["" for _ in range(ours.column_count)] for _ in range(ours.row_count)]
    for cell in ours.cells:
        own[cell.row][cell.column] = cell.text
    assert own == theirs


@pytest.mark.corpus
def test_a_second_reader_sees_the_same_cells_in_the_real_report(corpus: Path) -> None:
    data = (corpus / "reports" / "hongze_2024.pdf").read_bytes()
    theirs = Counter("".join(cell.split()) for found in second_opinion(data) for row in found for cell in row)
    ours = read(data).tables
    assert [(found.row_count, found.column_count) for found in ours] == [(14, 4), (26, 10), (4, 15)]
    own = Counter("".join(cell.text.split()) for found in ours for cell in found.cells if cell.text)
    # theirs are more: that reader also takes prose for tables
    assert own - theirs == Counter()
    assert own["95"] == theirs["95"] == 4
