"""Tables drawn on PDF pages give their cells, over page ends too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Paragraph, Table
from extractors.formats.pdf import read
from tests.extractors.formats.drawn_pdf import (
    FONT,
    HEIGHT,
    PROACTIVE,
    PROACTIVE_GRID,
    XS,
    YS,
    bar,
    centred,
    dashed,
    dotted,
    grid,
    make,
    number_page,
    only_table,
    prose,
    rule,
    table,
    write,
)


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


def test_outlines_of_bold_letters_are_no_rules() -> None:
    """Drivers that know no bold type draw the outline of each letter over it: 四 has sides of eight points."""

    def outline(canvas: Canvas, left: float, top: float) -> None:
        path = canvas.beginPath()
        for x, width in ((0, 10), (1, 2), (4, 1), (6, 2)):
            path.rect(left + x, HEIGHT - top - 9, width, 9)
        for x in range(3):
            path.moveTo(left + 3 * x, HEIGHT - top)
            path.curveTo(left + 3 * x, HEIGHT - top - 4, left, HEIGHT - top - 6, left + 1, HEIGHT - top - 9)
        canvas.drawPath(path, stroke=1, fill=0)

    def page(canvas: Canvas) -> None:
        table(canvas, XS, YS, PROACTIVE)
        for row in range(1, 5):
            for letter in range(12):
                outline(canvas, XS[0] + 10 * letter, YS[row] + 8)

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


def test_a_row_with_one_rule_only_at_the_open_top_of_a_table_is_its_first() -> None:
    """No frame is drawn: the rule between the two labels of the first row ends free, and so does that of the last."""

    def draw(canvas: Canvas) -> None:
        for y in (122, 144):
            rule(canvas, 60, y, 500, y)
        for x in (170, 280, 390):
            rule(canvas, x, 100 if x == 280 else 122, x, 166 if x == 280 else 144)
        for left, right, top, text in (
            (60, 280, 100, "行政复议"), (280, 500, 100, "行政诉讼"),
            (60, 170, 122, "结果维持"), (170, 280, 122, "总计"), (280, 390, 122, "结果维持"), (390, 500, 122, "总计"),
            (60, 280, 144, "5"), (280, 500, 144, "7"),
        ):  # fmt: skip
            centred(canvas, left, right, top, top + 22, text)

    assert grid(only_table(read(make(draw)))) == [
        ["行政复议", "行政复议", "行政诉讼", "行政诉讼"],
        ["结果维持", "总计", "结果维持", "总计"],
        ["5", "5", "7", "7"],
    ]
