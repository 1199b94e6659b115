"""Figures in columns without rules on PDF pages: a table, or text where it is in doubt."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Table
from extractors.formats.pdf import read
from tests.extractors.formats.drawn_pdf import centred, grid, make, number_page, only_table, prose, rule, write


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


def test_figures_without_headings_are_no_table() -> None:
    rows = [("一、新收", figures_of(1)), ("二、结转", figures_of(2))]
    document = read(make(lambda canvas: unruled(canvas, 180, rows, heading=False)))
    assert document.tables == ()
    assert prose(document)[0].split("\t") == ["一、新收", *figures_of(1)]
