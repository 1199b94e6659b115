"""Rows that a page break tears: their two parts are one row where the label proves it, and else no number is read."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import accumulate
from types import MappingProxyType

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Cell, Table
from extractors.formats import read_document
from extractors.forms import APPLICANTS, T4_KEYS, load_form
from extractors.forms.layout import lay_out
from extractors.tables import read_tables

FONT, SIZE, LEADING = "STSong-Light", 7, 8.5
HEIGHT, TOP = 28.0, 60.0
FORM = load_form("f2021")
TRUTH = {
    f"{row.key}__{name}": 100 + 7 * at + n for at, row in enumerate(FORM.t3_rows) for n, name in enumerate(APPLICANTS)
}
TRUTH_T4 = {key: 300 + at for at, key in enumerate(T4_KEYS)}
T3_EDGES = list(accumulate([50.0, 34.0, 52.0, 110.0, *[40.0] * 7]))
T4_EDGES = list(accumulate([50.0, *[32.0] * 15]))
FIRST_ROW = 3
"""Rows of table 3's header."""

Split = Callable[[Cell], tuple[str, str]]


def table_3(edition: str = "f2021", truth: dict[str, int] = TRUTH) -> Table:
    return lay_out(edition, {key: str(value) for key, value in truth.items()})["t3"]


def halves(text: str) -> tuple[str, str]:
    at = (len(text) + 1) // 2
    return text[:at], text[at:]


def opened(section: str) -> tuple[io.BytesIO, Canvas]:
    """Return a first page with the heading of its section, and where it is written to."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    canvas.setFont(FONT, 11)
    canvas.drawString(50, 842 - 40, section)
    return out, canvas


def printed(
    section: str, table: Table, edges: list[float], torn: int, split: Split, *, closed: bool, gap: int = 0
) -> bytes:
    """Draw a table over two pages; `split` gives both parts of each cell that ends in the torn row.

    Unless `closed`, no rule is drawn where the page ends and begins, as browsers leave out. The second page begins with
    `gap` empty rows.
    """
    out, canvas = opened(section)
    top = 842 - TOP
    for cell in table.cells:
        if cell.row > torn:
            continue
        goes_on = cell.row + cell.rowspan > torn
        last = min(cell.row + cell.rowspan, torn + 1)
        text = split(cell)[0] if cell.row + cell.rowspan == torn + 1 else cell.text
        sides = (top - cell.row * HEIGHT, top - last * HEIGHT)
        draw(canvas, text, edges, cell, sides, lower=closed or not goes_on)
    canvas.showPage()
    for row in range(gap):
        for column in range(len(edges) - 1):
            sides = (842 - TOP - row * HEIGHT, 842 - TOP - (row + 1) * HEIGHT)
            draw(canvas, "", edges, Cell("", row, column), sides)
    top = 842 - TOP + (torn - gap) * HEIGHT
    for cell in table.cells:
        end = cell.row + cell.rowspan
        if end <= torn:
            continue
        first = max(cell.row, torn)
        text = cell.text if cell.row > torn else split(cell)[1] if end == torn + 1 else ""
        sides = (top - first * HEIGHT, top - end * HEIGHT)
        draw(canvas, text, edges, cell, sides, upper=closed or cell.row > torn)
    canvas.save()
    return out.getvalue()


def draw(
    canvas: Canvas,
    text: str,
    edges: list[float],
    cell: Cell,
    sides: tuple[float, float],
    *,
    upper: bool = True,
    lower: bool = True,
) -> None:
    left, right = edges[cell.column], edges[cell.column + cell.colspan]
    above, below = sides
    canvas.line(left, above, left, below)
    canvas.line(right, above, right, below)
    if upper:
        canvas.line(left, above, right, above)
    if lower:
        canvas.line(left, below, right, below)
    canvas.setFont(FONT, SIZE)
    lines = [""]
    for character in text:
        if pdfmetrics.stringWidth(lines[-1] + character, FONT, SIZE) > right - left - 6:
            lines.append("")
        lines[-1] += character
    for at, line in enumerate(lines):
        canvas.drawString(left + 3, above - SIZE - 1 - at * LEADING, line)


def numbers_of(data: bytes) -> dict[str, float]:
    figures = read_tables(read_document(data)).figures
    return {key: figure.value for key, figure in figures.items() if figure.value is not None}


SECTION_3 = "三、收到和处理政府信息公开申请情况"
SECTION_4 = "四、政府信息公开行政复议、行政诉讼情况"


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize("values", ["above", "below", "mixed"])
@pytest.mark.parametrize("row", range(len(FORM.t3_rows)))
def test_a_row_of_table_3_torn_by_the_page_break_is_read(row: int, values: str, closed: bool) -> None:
    torn = FIRST_ROW + row

    def split(cell: Cell) -> tuple[str, str]:
        if not cell.text.isdigit():
            # a group label that ends here stays whole, the row's own label is cut
            return halves(cell.text) if cell.rowspan == 1 else (cell.text, "")
        is_above = values == "above" or (values == "mixed" and cell.column % 2 == 0)
        return (cell.text, "") if is_above else ("", cell.text)

    assert numbers_of(printed(SECTION_3, table_3(), T3_EDGES, torn, split, closed=closed)) == TRUTH


@pytest.mark.parametrize("below", [True, False], ids=["below", "above"])
def test_blank_cells_of_a_torn_row_stay_blank(below: bool) -> None:
    key = FORM.t3_rows[10].key
    texts = {k: v for k, v in TRUTH.items() if not k.startswith(key) or k.endswith("__total")}

    def split(cell: Cell) -> tuple[str, str]:
        if cell.text.isdigit():
            return ("", cell.text) if below else (cell.text, "")
        return halves(cell.text) if cell.rowspan == 1 else (cell.text, "")

    data = printed(SECTION_3, table_3(truth=texts), T3_EDGES, FIRST_ROW + 10, split, closed=False)
    figures = read_tables(read_document(data)).figures
    assert {name: figure.value for name, figure in figures.items() if figure.value is not None} == texts
    assert {figures[f"{key}__{name}"].state for name in APPLICANTS[:-1]} == {"blank"}


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_a_torn_row_of_column_labels_is_one_row(closed: bool) -> None:
    def split(cell: Cell) -> tuple[str, str]:
        return {"社会公益组织": ("社会公益", "组织"), "法律服务机构": ("法律服务", "机构")}.get(
            cell.text, (cell.text, "")
        )

    assert numbers_of(printed(SECTION_3, table_3(), T3_EDGES, 2, split, closed=closed)) == TRUTH


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_torn_labels_of_table_4_are_one_row(cut: int, closed: bool) -> None:
    table = lay_out("f2021", {key: str(value) for key, value in TRUTH_T4.items()})["t4"]

    def split(cell: Cell) -> tuple[str, str]:
        return (cell.text[:cut], cell.text[cut:]) if len(cell.text) == 4 and cell.row == 2 else (cell.text, "")

    assert numbers_of(printed(SECTION_4, table, T4_EDGES, 2, split, closed=closed)) == TRUTH_T4


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_a_column_with_a_number_in_both_parts_is_not_read(closed: bool) -> None:
    def split(cell: Cell) -> tuple[str, str]:
        if cell.text.isdigit():
            return cell.text, "9" if cell.column == 5 else ""
        return halves(cell.text) if cell.rowspan == 1 else (cell.text, "")

    read = numbers_of(printed(SECTION_3, table_3(), T3_EDGES, FIRST_ROW + 6, split, closed=closed))
    assert read.items() <= TRUTH.items()
    key = f"{FORM.t3_rows[6].key}__{APPLICANTS[2]}"
    assert key not in read


@pytest.mark.parametrize("cut", [4, 6, 9])
def test_a_number_torn_between_the_pages_is_not_read_by_halves(cut: int) -> None:
    """The label 2.其他法律行政法规禁止公开 is torn too, once behind 2.其他, which is a label elsewhere."""
    row = next(at for at, row in enumerate(FORM.t3_rows) if row.key == "res_denied_law_prohibits")

    def split(cell: Cell) -> tuple[str, str]:
        if cell.text.isdigit():
            return (cell.text[:1], cell.text[1:]) if cell.column == 5 else (cell.text, "")
        return (cell.text[:cut], cell.text[cut:]) if cell.rowspan == 1 else (cell.text, "")

    read = numbers_of(printed(SECTION_3, table_3(), T3_EDGES, FIRST_ROW + row, split, closed=True))
    torn = f"res_denied_law_prohibits__{APPLICANTS[2]}"
    assert read == {key: value for key, value in TRUTH.items() if key != torn}


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize("row", [0, 6, 20])
def test_a_number_whose_end_stands_alone_overleaf_is_not_read(row: int, closed: bool, gap: int) -> None:
    """4380 above, 2 below, and the label whole above: browsers repeat an empty row of the head between them."""

    def split(cell: Cell) -> tuple[str, str]:
        if cell.text.isdigit() and cell.column == 5:
            return cell.text[:1], cell.text[1:]
        return cell.text, ""

    read = numbers_of(printed(SECTION_3, table_3(), T3_EDGES, FIRST_ROW + row, split, closed=closed, gap=gap))
    assert read.items() <= TRUTH.items()
    assert f"{FORM.t3_rows[row].key}__{APPLICANTS[2]}" not in read
    assert len(read) >= len(TRUTH) - len(APPLICANTS)


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_parts_that_make_no_label_give_no_number(closed: bool) -> None:
    def split(cell: Cell) -> tuple[str, str]:
        if cell.text.isdigit():
            return (cell.text, "") if cell.column % 2 else ("", cell.text)
        return (cell.text[:5], "其余事项") if cell.rowspan == 1 else (cell.text, "")

    read = numbers_of(printed(SECTION_3, table_3(), T3_EDGES, FIRST_ROW + 8, split, closed=closed))
    assert read.items() <= TRUTH.items()
    assert not any(key.startswith(FORM.t3_rows[8].key) for key in read)
    assert len(read) >= len(TRUTH) - len(APPLICANTS)


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_a_blank_row_does_not_take_the_numbers_of_the_row_overleaf(closed: bool) -> None:
    """The last row of the page is whole and blank, the first one overleaf a label without a mark."""
    form = load_form("f2019")
    truth = {
        f"{row.key}__{name}": 40 + 7 * at + n
        for at, row in enumerate(form.t3_rows)
        for n, name in enumerate(APPLICANTS)
    }
    table = table_3("f2019", truth)
    other = next(cell for cell in table.cells if cell.text == "（六）其他处理")
    cells = tuple(
        cell._replace(text="")
        if cell.row == other.row and cell.text.isdigit()
        else cell._replace(text="总计")
        if cell.text == "（七）总计"
        else cell
        for cell in table.cells
    )
    # the row break lies between the two: nothing of the blank row stands overleaf
    upper = [cell for cell in cells if cell.row <= other.row]
    lower = [cell for cell in cells if cell.row > other.row]
    tall = [cell for cell in upper if cell.row + cell.rowspan > other.row + 1]
    first = Table(tuple(upper), other.row + 1, table.column_count, table.place)
    rest = tuple(cell._replace(row=cell.row - other.row - 1) for cell in lower)
    rest = (*(cell._replace(text="", row=0, rowspan=cell.row + cell.rowspan - other.row - 1) for cell in tall), *rest)
    second = Table(rest, table.row_count - other.row - 1, table.column_count, table.place)
    read = numbers_of(two_pages(first, second, closed=closed))
    assert not any(key.startswith("res_other__") for key in read)
    assert read.items() <= truth.items()
    assert len(read) >= len(truth) - 2 * len(APPLICANTS)


def two_pages(first: Table, second: Table, *, closed: bool) -> bytes:
    out, canvas = opened(SECTION_3)
    top = 842 - TOP
    for cell in first.cells:
        last = min(cell.row + cell.rowspan, first.row_count)
        sides = (top - cell.row * HEIGHT, top - last * HEIGHT)
        draw(canvas, cell.text, T3_EDGES, cell, sides, lower=closed or cell.row + cell.rowspan <= first.row_count)
    canvas.showPage()
    for cell in second.cells:
        sides = (top - cell.row * HEIGHT, top - (cell.row + cell.rowspan) * HEIGHT)
        draw(canvas, cell.text, T3_EDGES, cell, sides, upper=closed or bool(cell.text))
    canvas.save()
    return out.getvalue()


def cut(
    section: str,
    table: Table,
    edges: list[float],
    row: int,
    *,
    hanging: str = "",
    below: Mapping[str, str] = MappingProxyType({}),
    again: int = 0,
    bare: bool = False,
) -> bytes:
    """Draw a table that goes on with `row` on the second page, after its first rows `again`.

    `hanging` is the end of the label in the first column, printed below the last rule of the first page, `below` are
    the ends of labels in other columns; with `bare` the labels that go on have no rules of their own on the second
    page.
    """
    out, canvas = opened(section)
    top = 842 - TOP
    for cell in table.cells:
        if cell.row < row:
            last = min(cell.row + cell.rowspan, row)
            goes_on = cell.row + cell.rowspan > row
            rest = below.get(cell.text, hanging if goes_on else "")
            text = cell.text.removesuffix(rest)
            canvas.setFont(FONT, SIZE)
            if cell.text in below:
                canvas.drawString(edges[cell.column] + 3, top - row * HEIGHT - SIZE - 1, rest)
            sides = (top - cell.row * HEIGHT, top - last * HEIGHT)
            draw(canvas, text, edges, cell, sides, lower=not goes_on)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(edges[0] + 3, top - row * HEIGHT - SIZE - 1, hanging)
    canvas.showPage()
    top = 842 - TOP
    for cell in table.cells:
        if cell.row < again:
            draw(canvas, cell.text, edges, cell, (top - cell.row * HEIGHT, top - (cell.row + cell.rowspan) * HEIGHT))
    top += (row - again) * HEIGHT
    for cell in table.cells:
        end = cell.row + cell.rowspan
        if end > row and not (bare and cell.row < row):
            first = max(cell.row, row)
            text = cell.text if cell.row >= row else ""
            draw(canvas, text, edges, cell, (top - first * HEIGHT, top - end * HEIGHT), upper=cell.row >= row)
    canvas.save()
    return out.getvalue()


def test_the_end_of_a_label_below_the_last_rule_of_a_page_does_not_end_the_table() -> None:
    assert numbers_of(cut(SECTION_3, table_3(), T3_EDGES, FIRST_ROW + 3, hanging="果")) == TRUTH


def test_a_line_below_a_table_that_ends_is_prose() -> None:
    table = lay_out("f2021", {key: str(value) for key, value in TRUTH_T4.items()})["t4"]
    document = read_document(cut(SECTION_4, table, T4_EDGES, table.row_count, hanging="附注"))
    assert [block.text for block in document.blocks if not isinstance(block, Table)][-1] == "附注"


@pytest.mark.parametrize("row", [4, 7, 10, 15, 20])
def test_labels_that_go_on_may_lack_their_rules_on_the_next_page(row: int) -> None:
    # the last two rows, which would show the left edge of the table, are on a page that is lost
    whole = table_3(truth={key: value for at, (key, value) in enumerate(TRUTH.items()) if at % 5})
    cells = tuple(cell for cell in whole.cells if cell.row + 2 < whole.row_count)
    table = replace(whole, cells=cells, row_count=whole.row_count - 2)
    printed_keys = {key for at, key in enumerate(TRUTH) if at % 5 and at < 7 * (len(FORM.t3_rows) - 2)}
    found = numbers_of(cut(SECTION_3, table, T3_EDGES, FIRST_ROW + row, bare=True))
    assert found == {key: TRUTH[key] for key in printed_keys}


def test_blank_values_below_a_header_that_ends_a_page_are_not_its_labels() -> None:
    truth = {key: value for key, value in TRUTH_T4.items() if key not in ("review_upheld", "suit_post_pending")}
    table = lay_out("f2021", {key: str(value) for key, value in truth.items()})["t4"]
    figures = read_tables(read_document(cut(SECTION_4, table, T4_EDGES, 3))).figures
    assert {key: figure.value for key, figure in figures.items() if figure.value is not None} == truth
    assert figures["review_upheld"].state == figures["suit_post_pending"].state == "blank"


@pytest.mark.parametrize("row", [2, 3, 6])
def test_a_repeated_first_row_of_table_2_does_not_end_the_columns_in_force(row: int) -> None:
    truth = {key: 40 + at for at, key in enumerate(FORM.keys("t2"))}
    table = lay_out("f2021", {key: str(value) for key, value in truth.items()})["t2"]
    edges = list(accumulate([50.0, *[110.0] * table.column_count]))
    data = cut("二、主动公开政府信息情况", table, edges, row, again=1)
    assert numbers_of(data) == truth


@pytest.mark.parametrize("row", [4, 9, 20])
def test_a_repeated_header_of_table_3_is_read_over(row: int) -> None:
    assert numbers_of(cut(SECTION_3, table_3(), T3_EDGES, FIRST_ROW + row, again=FIRST_ROW)) == TRUTH


def test_a_column_label_beside_a_group_of_columns_is_torn_with_it() -> None:
    """自然 stands over the page end, 人 under it, and 总计 whole above; 商业企业 and its like begin the next page."""
    whole = table_3()
    cells: list[Cell] = []
    for cell in whole.cells:
        if cell.text == "自然人":
            cells.append(cell._replace(text="自然", rowspan=1))
            cells.append(cell._replace(text="人", row=cell.row + 1, rowspan=1))
        elif cell.text == "总计" and cell.rowspan == 2:
            cells.append(cell._replace(rowspan=1))
            cells.append(cell._replace(text="", row=cell.row + 1, rowspan=1))
        else:
            cells.append(cell)
    table = replace(whole, cells=tuple(cells))
    assert numbers_of(cut(SECTION_3, table, T3_EDGES, FIRST_ROW - 1)) == TRUTH


def test_a_blank_value_of_table_2_below_a_page_end_is_not_the_rest_of_its_columns_label() -> None:
    truth = {key: 40 + at for at, key in enumerate(load_form("f2019").keys("t2")) if key != "penalty_items_delta"}
    table = lay_out("f2019", {key: str(value) for key, value in truth.items()})["t2"]
    row = next(cell.row for cell in table.cells if cell.text == "行政处罚")
    edges = list(accumulate([50.0, *[110.0] * table.column_count]))
    figures = read_tables(read_document(cut("二、主动公开政府信息情况", table, edges, row))).figures
    assert {key: figure.value for key, figure in figures.items() if figure.value is not None} == truth
    assert figures["penalty_items_delta"].state == "blank"


def test_ends_of_several_labels_below_the_last_rule_of_a_page_do_not_end_the_table() -> None:
    below = {
        "自然人": "自然人",
        "总计": "计",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）": "之和）",
    }
    # the totals are blank, as in a row that lost a cell: only whole headings tell the columns
    truth = {key: value for key, value in TRUTH.items() if not key.endswith("__total")}
    assert numbers_of(cut(SECTION_3, table_3(truth=truth), T3_EDGES, FIRST_ROW - 1, below=below)) == truth


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_values_above_the_page_end_belong_to_the_label_overleaf_that_begins_a_group(closed: bool) -> None:
    table = table_3()
    torn = FIRST_ROW + next(at for at, row in enumerate(FORM.t3_rows) if row.key == "res_denied_state_secret")
    upper = [cell for cell in table.cells if cell.row < torn]
    lower = [cell._replace(row=cell.row - torn) for cell in table.cells if cell.row >= torn]
    for cell in [cell for cell in lower if cell.row == 0 and cell.rowspan == 1]:
        above = cell._replace(text=cell.text if cell.text.isdigit() else "", row=torn)
        upper.append(above)
        lower[lower.index(cell)] = cell._replace(text="" if cell.text.isdigit() else cell.text)
    first = Table(tuple(upper), torn + 1, table.column_count, table.place)
    second = Table(tuple(lower), table.row_count - torn, table.column_count, table.place)
    assert numbers_of(two_pages(first, second, closed=closed)) == TRUTH


def test_a_row_with_a_unit_and_no_value_does_not_take_the_next_row_overleaf() -> None:
    rows = [
        ("统计指标", "单位", "统计数"),
        ("一、主动公开情况", "—", "—"),
        ("（一）主动公开政府信息数", "条", "2043"),
        ("其中：主动公开规范性文件数", "条", ""),
        ("制发规范性文件总数", "件", "39"),
        ("（二）通过不同渠道和方式公开政府信息的情况", "—", "—"),
        ("1.政府公报公开政府信息数", "条", "7"),
        ("2.政府网站公开政府信息数", "条", "1311"),
    ]
    cells = tuple(Cell(text, at, column) for at, row in enumerate(rows) for column, text in enumerate(row))
    table = replace(table_3(), cells=cells, row_count=len(rows), column_count=3)
    edges = list(accumulate([50.0, 300.0, 60.0, 80.0]))
    assert numbers_of(cut("附件：政府信息公开情况统计表（2015年度）", table, edges, 4)) == {
        "y14_pub_total": 2043,
        "y14_normdoc_made": 39,
        "y14_ch_gazette": 7,
        "y14_ch_website": 1311,
    }


def test_a_page_number_close_below_a_table_is_no_end_of_its_label() -> None:
    document = read_document(cut(SECTION_3, table_3(), T3_EDGES, FIRST_ROW + 3, hanging="- 1 -"))
    assert not any("-1-" in cell.text.replace(" ", "") for table in document.tables for cell in table.cells)


def test_two_rules_at_the_side_of_the_second_page_are_one_edge() -> None:
    table, row = table_3(), FIRST_ROW + 4
    out, canvas = opened(SECTION_3)
    for cell in table.cells:
        if cell.row < row:
            sides = (842 - TOP - cell.row * HEIGHT, 842 - TOP - min(cell.row + cell.rowspan, row) * HEIGHT)
            draw(canvas, cell.text, T3_EDGES, cell, sides)
    canvas.showPage()
    top = 842 - TOP
    inner = [*T3_EDGES[:-1], T3_EDGES[-1] - 3.4]
    for cell in table.cells:
        first, end = max(cell.row, row) - row, cell.row + cell.rowspan - row
        if end > 0:
            text = cell.text if cell.row >= row else ""
            draw(canvas, text, inner, cell, (top - first * HEIGHT, top - end * HEIGHT))
    foot = top - (table.row_count - row) * HEIGHT
    canvas.line(T3_EDGES[-1], top, T3_EDGES[-1], foot)
    for y in range(table.row_count - row + 1):
        canvas.line(inner[-1], top - y * HEIGHT, T3_EDGES[-1], top - y * HEIGHT)
    canvas.drawString(T3_EDGES[0] + 3, foot - SIZE, "注：数据截至年底")
    canvas.save()
    assert numbers_of(out.getvalue()) == TRUTH
