"""True grids: every layout met or imagined, and every way to break one without making it lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Block, Cell, Document, Heading, Paragraph, Place, Table
from extractors.forms import APPLICANTS, cell_key, load_form
from extractors.forms.layout import lay_out
from extractors.tables import read_tables

Td = tuple[str, int, int]
Rows = list[list[Td]]
Read = Callable[..., tuple[object, list[str], list[str]]]
Fill = Callable[..., dict[str, str]]

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
RESULT_KEYS = ["upheld", "corrected", "other", "pending", "total"]
GROUPS = {"review": "行政复议", "suit_direct": "未经复议直接起诉", "suit_post": "复议后起诉"}


def rows_of(table: Table) -> Rows:
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in table.rows()]


def as_html(rows: Rows) -> Table:
    """Lay rows out as a browser does: a cell goes to the first free place of its row."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        at = 0
        for text, height, width in row:
            while (r, at) in taken:
                at += 1
            height = min(height, len(rows) - r)
            cells.append(Cell(text, r, at, height, width))
            taken.update((r + i, at + j) for i in range(height) for j in range(width))
            at += width
    return Table(tuple(cells), len(rows), max(column for _, column in taken) + 1, Place())


def plain(rows: Sequence[Sequence[str]], *, has_spans: bool = True) -> Table:
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)), Place(), has_spans)


def repeated(table: Table) -> list[list[str]]:
    """Return the texts with a merged cell's text in every place it covers."""
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def once(table: Table) -> list[list[str]]:
    """Return the texts with a merged cell's text in its first place only."""
    return [
        [cell.text if cell and (cell.row, cell.column) == (r, c) else "" for c, cell in enumerate(row)]
        for r, row in enumerate(table.grid())
    ]


def turned(table: Table) -> Table:
    cells = tuple(Cell(c.text, c.column, c.row, c.colspan, c.rowspan) for c in table.cells)
    return Table(cells, table.column_count, table.row_count, Place())


def document(*blocks: Block) -> Document:
    return Document("html", blocks)


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, Place())


@pytest.mark.parametrize("edition", ["f2021", "f2019", "y14"])
def test_the_official_form_is_read_to_the_last_cell(edition: str, filling: Fill, reading: Read) -> None:
    printed = filling(edition)
    result = read_tables(document(*lay_out(edition, printed).values()))
    assert {key: figure.raw for key, figure in result.figures.items()} == printed
    assert all(figure.value == int(printed[key]) for key, figure in result.figures.items())
    assert result.problems == ()
    forms = {"t2": None, "t3": None, "t4": None, "y14": "y14"}
    if edition != "y14":
        forms = {"t2": edition, "t3": edition, "t4": edition, "y14": None}
    assert result.forms == forms


def test_a_figure_knows_its_place(filling: Fill) -> None:
    printed = filling("f2021")
    tables = lay_out("f2021", printed)
    result = read_tables(document(paragraph("二、主动公开政府信息情况"), tables["t2"], tables["t3"]))
    place = result.figures["res_denied_state_secret__business"].place
    assert (place.table, place.row, place.column) == (2, 8, 5)
    cell = next(c for c in tables["t3"].cells if (c.row, c.column) == (7, 4))
    assert cell.text == printed["res_denied_state_secret__business"]
    assert result.used == {1, 2}


@pytest.mark.parametrize("edition", ["f2021", "f2019", "y14"])
def test_the_blank_form_has_blanks_and_no_number(edition: str) -> None:
    result = read_tables(document(*lay_out(edition, {}).values()))
    assert {figure.state for figure in result.figures.values()} == {"blank"}
    assert len(result.figures) == len(load_form(edition).keys())


def test_marks_words_units_and_riddles_keep_their_own_state(filling: Fill) -> None:
    printed = filling("f2021") | {
        "rules_issued": "/",
        "rules_repealed": "—",
        "rules_in_force": "",
        "normdoc_issued": "12件",
        "normdoc_repealed": "1 2",
        "normdoc_in_force": "见附件",
        "license_decisions": "　　0",
        "admin_fee_amount": "251000元",
        "penalty_decisions": "１，２３４",
    }
    figures = read_tables(document(*lay_out("f2021", printed).values())).figures
    states = {key: figures[key].state for key in load_form("f2021").keys("t2")}
    assert states["rules_issued"] == states["rules_repealed"] == "na"
    assert states["rules_in_force"] == "blank"
    assert (figures["normdoc_issued"].value, figures["normdoc_issued"].unit_printed) == (12, "件")
    assert (figures["normdoc_repealed"].value, states["normdoc_repealed"]) == (None, "unreadable")
    assert (figures["normdoc_repealed"].raw, states["normdoc_in_force"]) == ("1 2", "text")
    assert (figures["license_decisions"].raw, states["license_decisions"]) == ("0", "zero")
    assert (figures["admin_fee_amount"].value, figures["admin_fee_amount"].unit_printed) == (251000, "元")
    assert figures["penalty_decisions"].value == 1234


def test_a_fee_whose_header_says_yuan_says_so(filling: Fill) -> None:
    printed = filling("f2021")
    rows = [
        [(text.replace("万元", "元"), height, width) for text, height, width in row]
        for row in rows_of(lay_out("f2021", printed)["t2"])
    ]
    figure = read_tables(document(as_html(rows))).figures["admin_fee_amount"]
    assert (figure.unit, figure.unit_printed) == ("万元", "元")


# -- layouts ----------------------------------------------------------------------------------------------------


def layouts(printed: dict[str, str]) -> Iterable[tuple[str, list[Block]]]:
    tables = lay_out("f2021", printed)
    two, three, four = tables["t2"], tables["t3"], tables["t4"]
    grid = repeated(three)
    yield "merged cells written once", [plain(once(t)) for t in (two, three, four)]
    yield "merged cells written out", [plain(repeated(t)) for t in (two, three, four)]
    yield "markdown", [plain(once(t), has_spans=False) for t in (two, three, four)]
    yield "markdown, merged cells written out", [plain(repeated(t), has_spans=False) for t in (two, three, four)]
    yield "total column first", [two, plain([[row[i] for i in (0, 1, 2, 9, 3, 4, 5, 6, 7, 8)] for row in grid]), four]
    yield "columns shuffled", [two, plain([[row[i] for i in (0, 1, 2, 5, 9, 3, 7, 4, 6, 8)] for row in grid]), four]
    order = (5, 6, 7, 8, 9, 4, 3, 2, 1, 0, 14, 13, 12, 11, 10)
    yield "table 4 shuffled", [two, three, plain([[row[i] for i in order] for row in repeated(four)])]
    subtotal = [[*row[:4], "法人小计" if r < 3 else "55", *row[4:]] for r, row in enumerate(grid)]
    yield "a subtotal column no form has", [two, plain(subtotal), four]
    yield "row numbers", [two, plain([["序号" if r < 3 else str(r - 2), *row] for r, row in enumerate(grid)]), four]
    yield (
        "row numbers without a label",
        [
            two,
            plain([["" if r < 3 else str(r - 2), *row] for r, row in enumerate(grid)]),
            four,
        ],
    )
    yield "a note below", [two, as_html([*rows_of(three), [("注：数据截至12月31日", 1, 10)]]), four]
    yield "table 3 turned", [two, turned(three), four]
    yield "table 4 turned", [two, three, turned(four)]
    yield "table 2 turned", [turned(two), three, four]
    yield "one table for all", [stacked([two, three, four])]
    heads = [as_html([[(text, 1, 5)]]) for text in ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")]
    yield "one table with headings in it", [stacked([heads[0], two, heads[1], three, four])]
    cuts = [slice_of(two, *part) for part in ((0, 4), (4, 7), (7, 11), (11, 14))]
    yield "table 2 in four", [*cuts, three, four]
    by_group = {group: [printed[f"{group}_{key}"] for key in RESULT_KEYS] for group in GROUPS}
    rows = [[label, *by_group[group]] for group, label in GROUPS.items()]
    yield "table 4 in three rows", [two, three, plain([["类别", *RESULTS], *rows])]
    down = [[name, *(by_group[group][i] for group in GROUPS)] for i, name in enumerate(RESULTS)]
    yield "table 4 with results down the side", [two, three, plain([["类别", *GROUPS.values()], *down])]
    listed = [[GROUPS[group], name, by_group[group][i]] for group in GROUPS for i, name in enumerate(RESULTS)]
    yield "table 4 as a list", [two, three, plain(listed)]
    captions = {
        "review": "（一）行政复议情况",
        "suit_direct": "（二）未经复议直接起诉",
        "suit_post": "（三）复议后起诉",
    }
    parts: list[Block] = []
    for group, caption in captions.items():
        parts += [paragraph(caption), plain([RESULTS, by_group[group]])]
    yield "table 4 in three tables", [two, three, *parts]
    one_column = [[row[2], *row[3:]] for row in grid[3:]]
    header = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    yield "one column of labels", [two, plain([header, *one_column]), four]
    together = [["".join(dict.fromkeys(row[:3])), *row[3:]] for row in grid[3:]]
    yield "group and leaf in one cell", [two, plain([header, *together]), four]
    with_groups: list[list[str]] = []
    for r, row in enumerate(three.grid()[3:], 3):
        labels = list(dict.fromkeys(cell.text for cell in row[:3] if cell and cell.row == r))
        with_groups += [[label, *[""] * 7] for label in labels[:-1]]
        with_groups.append([labels[-1], *(cell.text for cell in row[3:] if cell)])
    yield "groups on rows of their own", [two, plain([header, *with_groups]), four]
    framed = [
        plain([[""] * (len(t[0]) + 2), *(["", *row, ""] for row in t), [""] * (len(t[0]) + 2)])
        for t in map(once, (two, three, four))
    ]
    yield "empty rows and columns around", [*framed]


def stacked(tables: Sequence[Table]) -> Table:
    cells: list[Cell] = []
    row = 0
    for table in tables:
        cells += [cell._replace(row=cell.row + row) for cell in table.cells]
        row += table.row_count
    return Table(tuple(cells), row, max(table.column_count for table in tables), Place())


def slice_of(table: Table, start: int, stop: int) -> Table:
    cells = tuple(cell._replace(row=cell.row - start) for cell in table.cells if start <= cell.row < stop)
    return Table(cells, stop - start, table.column_count, Place())


def test_every_layout_gives_every_cell(filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    seen = 0
    for name, blocks in layouts(printed):
        result, wrong, missed = reading(document(*blocks), printed)
        assert (name, wrong, missed) == (name, [], [])
        assert result.forms["t3"] == "f2021"  # type: ignore[attr-defined]
        seen += 1
    assert seen >= 25


def test_a_column_that_is_not_there_gives_no_figures(filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    rows = [row[:9] for row in repeated(lay_out("f2021", printed)["t3"])]
    _, wrong, missed = reading(document(plain(rows)), printed)
    assert wrong == []
    assert {key.partition("__")[2] for key in missed if "__" in key} == {"total"}


def test_table_three_torn_by_a_page_is_read_wherever_the_tear_is(filling: Fill, reading: Read) -> None:
    printed = {key: text for key, text in filling("f2021").items() if "__" in key}
    table = lay_out("f2021", printed)["t3"]
    rows = rows_of(table)
    for at in range(4, 28):
        for between in ([], [paragraph("- 4 -")]):
            second = slice_of(table, at, 28)
            cells = [c._replace(rowspan=min(c.rowspan, 28 - c.row)) for c in table.cells if c.row < at]
            first = Table(tuple(c._replace(rowspan=min(c.rowspan, at - c.row)) for c in cells), at, 10, Place())
            _, wrong, missed = reading(document(first, *between, second), printed)
            assert (at, wrong, missed) == (at, [], [])
        # the same with the group cells of the second half gone, and with the header printed again
        _, wrong, missed = reading(document(as_html(rows[:at]), as_html(rows[at:])), printed)
        assert (at, wrong, missed) == (at, [], [])
        _, wrong, missed = reading(document(as_html(rows[:at]), as_html([*rows[:3], *rows[at:]])), printed)
        assert (at, wrong, missed) == (at, [], [])


@pytest.mark.parametrize("values_below", [False, True])
def test_a_row_label_torn_over_two_rows_is_one_label(values_below: bool, filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    rows = [
        [(text, height + text.startswith(("三、", "（六）")), width) for text, height, width in row]
        for row in rows_of(lay_out("f2021", printed)["t3"])
    ]
    at = next(i for i, row in enumerate(rows) if any(text.startswith("2.申请人逾期") for text, _, _ in row))
    values = rows[at][1:]
    empty = [("", 1, 1)] * len(values)
    first = [("2.申请人逾期未按收费通知要求缴纳费用、行政机关", 1, 1), *(empty if values_below else values)]
    second = [("不再处理其政府信息公开申请", 1, 1), *(values if values_below else empty)]
    result, wrong, missed = reading(document(as_html([*rows[:at], first, second, *rows[at + 1 :]])), printed)
    assert wrong == []
    assert [key for key in missed if "__" in key] == []
    assert result.problems == ()  # type: ignore[attr-defined]


def test_editions_are_told_table_by_table(filling: Fill) -> None:
    new, old = lay_out("f2021", filling("f2021")), lay_out("f2019", filling("f2019"))
    result = read_tables(document(new["t2"], old["t3"], new["t4"]))
    assert result.forms == {"t2": "f2021", "t3": "f2019", "t4": "f2019", "y14": None}
    assert result.figures["res_other__total"].value == int(filling("f2019")["res_other__total"])
    result = read_tables(document(old["t2"], new["t3"]))
    assert result.forms == {"t2": "f2019", "t3": "f2021", "t4": None, "y14": None}
    assert read_tables(document(old["t2"], new["t4"])).forms["t4"] == "f2019"


def test_a_table_of_2019_fills_no_key_of_2021(filling: Fill) -> None:
    figures = read_tables(document(lay_out("f2019", filling("f2019"))["t2"])).figures
    only_new = set(load_form("f2021").keys("t2")) - set(load_form("f2019").keys("t2"))
    assert len(figures) == 22
    assert not only_new & set(figures)


def test_the_fee_row_under_a_column_of_another_part_is_no_amount() -> None:
    table = plain([["信息内容", "本年处理决定数量"], ["行政处罚", "12"], ["行政事业性收费", "34"]])
    result = read_tables(document(table))
    assert set(result.figures) == {"penalty_decisions"}
    assert [problem.raw for problem in result.problems] == ["34"]


def test_a_slip_in_a_label_does_not_lose_the_row(filling: Fill, reading: Read) -> None:
    printed = {key: text for key, text in filling("f2021").items() if "__" in key}
    rows = [
        [(text.replace("法律行政法规禁止公开", "法律行政止公开"), *span) for text, *span in row]
        for row in rows_of(lay_out("f2021", printed)["t3"])
    ]
    assert reading(document(as_html(rows)), printed)[1:] == ([], [])  # type: ignore[arg-type]


# -- nothing recognised, nothing invented --------------------------------------------------------------------------


def test_a_menu_of_subjects_is_no_table() -> None:
    menu = plain([["行政许可", "行政处罚", "行政强制"], ["规章", "行政规范性文件", "其他"]])
    result = read_tables(document(menu, plain([["1", "2", "3"]])))
    assert (result.figures, result.problems, result.used) == ({}, (), frozenset())


def test_numbers_without_labels_are_left_alone() -> None:
    result = read_tables(document(plain([[str(n) for n in range(15)]])))
    assert result.figures == {}


def test_a_number_no_label_names_is_a_problem(filling: Fill) -> None:
    rows = rows_of(lay_out("f2021", filling("f2021"))["t4"])
    result = read_tables(document(as_html([*rows, [("备用", 1, 1), ("777", 1, 1)]])))
    assert "777" in {problem.raw for problem in result.problems} or any("777" in p.raw for p in result.problems)


def test_a_group_row_with_numbers_is_not_the_row_of_2019(filling: Fill) -> None:
    printed = filling("f2021")
    grid = repeated(lay_out("f2021", printed)["t3"])
    header = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [[row[2], *row[3:]] for row in grid[3:]]
    rows.insert(20, ["（六）其他处理", *["888"] * 7])
    result = read_tables(document(plain([header, *rows])))
    assert not [key for key in result.figures if key.startswith("res_other__")]
    assert result.forms["t3"] == "f2021"
    assert "group_row_value" in {problem.kind for problem in result.problems}


@pytest.mark.parametrize("values", [["0"] * 6, ["1", "2", "0", "0", "0", "0", "0", "12"], ["7100008"]])
def test_a_row_of_another_width_under_a_groups_label_stands_where_it_stands(values: list[str], filling: Fill) -> None:
    rows = [list(row) for row in rows_of(lay_out("f2021", filling("f2021"))["t3"])]
    at = next(n for n, row in enumerate(rows) if any("属于国家秘密" in cell[0] for cell in row))
    labels = [cell for cell in rows[at] if not cell[0].isdigit()]
    rows[at] = [*labels, *((value, 1, 1) for value in values)]
    result = read_tables(document(as_html(rows)))
    figures = [f for key, f in result.figures.items() if key.startswith("res_denied_state_secret__")]
    assert {(f.state, f.place.row) for f in figures} == {("unreadable", at + 1)}
    assert {f.raw for f in figures} == {values[0] if len(values) == 1 else None}
    assert any(p.kind == "row_width" and p.where == f"table 1 row {at + 1}" for p in result.problems)


def test_a_row_that_lost_a_cell_does_not_fit_a_header_that_lost_a_label(filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    rows = [list(row) for row in rows_of(lay_out("f2021", printed)["t3"])]
    rows[1] = [cell for cell in rows[1] if cell[0] != "总计"]
    rows[8].pop(-3)
    result, wrong, _ = reading(document(as_html(rows)), printed)
    assert wrong == []
    assert {p.kind for p in result.problems} >= {"row_width"}


@pytest.mark.parametrize("edition", ["f2021", "f2019"])
@pytest.mark.parametrize("part", ["五", "六", "八"])
def test_the_sixth_part_goes_on_under_the_labels_of_the_fifth_and_no_other_does(
    edition: str, part: str, filling: Fill, reading: Read
) -> None:
    printed = filling(edition)
    rows = rows_of(lay_out(edition, printed)["t2"])
    at = next(n for n, row in enumerate(rows) if f"（{part}）" in row[0][0])
    del rows[at + 1]
    _, wrong, missed = reading(document(as_html(rows)), {key: printed[key] for key in load_form(edition).keys("t2")})
    assert wrong == []
    assert (missed == []) is (part == "六")


@pytest.mark.parametrize("label", range(15))
@pytest.mark.parametrize("number", range(15))
def test_a_label_and_a_number_lost_from_table_four_move_no_other(label: int, number: int, reading: Read) -> None:
    numbers = [1, 2, 3, 4, 10, 5, 6, 7, 8, 26, 9, 11, 12, 13, 45]
    printed = {key: str(value) for key, value in zip(load_form("f2021").keys("t4"), numbers, strict=True)}
    labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    rows = [
        [("行政复议", 2, 5), ("行政诉讼", 1, 10)],
        [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(text, 1, 1) for at, text in enumerate(labels) if at != label],
        [(text, 1, 1) for at, text in enumerate(printed.values()) if at != number],
    ]
    _, wrong, _ = reading(document(as_html(rows)), printed)
    assert wrong == []


def test_numbers_on_any_groups_own_row_are_subtotals_and_no_figures(filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    grid = repeated(lay_out("f2021", printed)["t3"])
    header = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [[row[2], *row[3:]] for row in grid[3:]]
    groups = {"（三）不予公开": 4, "（四）无法提供": 12, "（五）不予处理": 15, "（六）其他处理": 20}
    for label, at in reversed(groups.items()):
        rows.insert(at, [label, *(str(800 + at + n) for n in range(7))])
    result, wrong, missed = reading(document(plain([header, *rows])), {k: v for k, v in printed.items() if "__" in k})
    assert (wrong, missed) == ([], [])
    noted = [(p.where, p.raw) for p in result.problems if p.kind == "group_row_value"]
    assert {p.kind for p in result.problems} == {"group_row_value"}
    assert {
        (f"{label} {key}", str(800 + at + n)) for label, at in groups.items() for n, key in enumerate(APPLICANTS)
    } == set(noted)


def test_the_same_row_printed_twice_must_agree(filling: Fill) -> None:
    printed = filling("f2021")
    rows = rows_of(lay_out("f2021", printed)["t3"])
    same = read_tables(document(as_html([*rows, rows[-1]])))
    assert same.figures["req_carried_out__total"].value == int(printed["req_carried_out__total"])
    other = [rows[-1][0], ("5", 1, 1), *rows[-1][2:]]
    differs = read_tables(document(as_html([*rows, other])))
    assert differs.figures["req_carried_out__natural_person"].state == "unreadable"
    assert differs.figures["req_carried_out__business"].state == "value"
    assert "conflicting_cells" in {problem.kind for problem in differs.problems}


def test_a_table_of_fifteen_numbers_after_prose_does_not_continue_table_four(filling: Fill) -> None:
    four = rows_of(lay_out("f2021", filling("f2021"))["t4"])
    numbers = [[(str(n), 1, 1) for n in range(15)]]
    prose = paragraph("下一步，我镇将进一步加强组织领导，完善工作机制，细化公开内容，提高公开质量，" * 2)
    assert read_tables(document(as_html(four[:3]), as_html(numbers))).figures["review_corrected"].value == 1
    assert read_tables(document(as_html(four[:3]), prose, as_html(numbers))).figures == {}


def test_lines_of_a_table_inside_one_cell_are_read(filling: Fill, reading: Read) -> None:
    printed = {key: text for key, text in filling("f2021").items() if "__" in key}
    rows = once(lay_out("f2021", printed)["t3"])
    text = "\n".join("\t".join(row) for row in rows)
    assert reading(document(plain([[text]])), printed)[1:] == ([], [])  # type: ignore[arg-type]
    lines = [[" ".join(filter(None, row))] for row in rows]
    assert reading(document(plain(lines)), printed)[1:] == ([], [])  # type: ignore[arg-type]


def test_a_table_of_absurd_size_is_left_alone_and_said_to_be() -> None:
    cells = (Cell("自然人", 0, 0, 65535, 1000), Cell("一、本年新收政府信息公开申请数量", 1, 0))
    result = read_tables(document(Table(cells, 65535, 1000, Place())))
    assert result.figures == {}
    assert [problem.kind for problem in result.problems] == ["table_too_large"]


def test_older_indicator_tables_are_kept_as_printed() -> None:
    rows = [
        ["指标名称", "代码", "单位", "2009年度"],
        ["主动公开信息数", "01", "条", "1,234"],
        ["收到申请总数", "15", "条", "56"],
        ["其中：当面申请数", "16", "条", "—"],
        ["行政复议数", "40", "件", "0"],
    ]
    result = read_tables(document(paragraph("附表"), plain(rows)))
    assert [(label, value, unit) for label, value, unit, _ in result.legacy] == [
        ("主动公开信息数", "1,234", "条"),
        ("收到申请总数", "56", "条"),
        ("其中:当面申请数", "—", "条"),
        ("行政复议数", "0", "件"),
    ]
    assert result.legacy[0][3].row == 2
    assert result.figures == {}
    assert result.used == {1}


def test_a_price_list_is_no_indicator_table() -> None:
    rows = [["项目", "单位", "数量"], ["苹果", "公斤", "3"], ["梨", "公斤", "4"], ["桃", "公斤", "5"]]
    assert read_tables(document(plain(rows))).legacy == ()


# -- header lost -----------------------------------------------------------------------------------------------


def headless(rows: Sequence[Sequence[str]]) -> Document:
    return document(Heading("三、收到和处理政府信息公开申请情况", 2, Place()), plain(rows))


def test_a_headless_row_is_read_by_width_if_its_sum_proves_the_order() -> None:
    result = read_tables(headless([["一、本年新收政府信息公开申请数量", "21", "1", "0", "0", "3", "0", "25"]]))
    assert [f.value for f in result.figures.values()] == [21, 1, 0, 0, 3, 0, 25]
    assert all(figure.by_width for figure in result.figures.values())


@pytest.mark.parametrize(
    "values",
    [
        ["25", "21", "1", "0", "0", "3", "0"],  # a total printed first
        ["21", "1", "0", "0", "3", "0", "24"],  # a sum that fails
        ["5", "0", "0", "0", "0", "0", "5"],  # reads alike both ways
        ["21", "1", "0", "0", "3", "25"],  # one lost
        ["21", "1", "0", "0", "0", "3", "0", "25"],  # one too many
        ["21", "1", "0", "/", "3", "0", "25"],  # not all numbers
    ],
)
def test_a_headless_row_without_proof_is_not_read(values: list[str]) -> None:
    result = read_tables(headless([["一、本年新收政府信息公开申请数量", *values]]))
    assert [figure for figure in result.figures.values() if figure.value is not None] == []
    assert result.problems


def test_a_headless_row_of_zeros_is_zero() -> None:
    result = read_tables(headless([["一、本年新收政府信息公开申请数量", *["0"] * 7]]))
    assert {figure.value for figure in result.figures.values()} == {0}


def test_the_headless_row_of_table_four_counts_only_in_its_section() -> None:
    row = ["2", "0", "1", "0", "3", "1", "0", "0", "0", "1", "0", "0", "0", "0", "0"]
    heading = Heading("四、政府信息公开行政复议、行政诉讼情况", 2, Place())
    result = read_tables(document(heading, plain([row])))
    assert [f.value for f in result.figures.values()] == [int(text) for text in row]
    assert read_tables(document(plain([row]))).figures == {}
    broken = [*row[:4], "4", *row[5:]]
    assert {f.state for f in read_tables(document(heading, plain([broken]))).figures.values()} == {"unreadable"}


# -- mutations: whatever is lost, added or widened, no number lands in another cell --------------------------------


def mutants(rows: Rows) -> Iterable[tuple[str, Rows]]:
    for i, row in enumerate(rows):
        yield f"row {i} lost", rows[:i] + rows[i + 1 :]
        yield f"row {i} twice", [*rows[:i], row, *rows[i:]]
        for j, (text, height, width) in enumerate(row):

            def changed(*cells: Td, i: int = i, j: int = j, row: list[Td] = row) -> Rows:
                return [*rows[:i], [*row[:j], *cells, *row[j + 1 :]], *rows[i + 1 :]]

            yield f"cell {i},{j} {text} lost", changed()
            yield f"cell {i},{j} {text} emptied", changed(("", height, width))
            yield f"an empty cell before {i},{j} {text}", changed(("", 1, 1), (text, height, width))
            yield f"a number before {i},{j} {text}", changed(("1999", 1, 1), (text, height, width))
            yield f"cell {i},{j} {text} wider", changed((text, height, width + 1))
            yield f"cell {i},{j} {text} taller", changed((text, height + 1, width))
            if width > 1:
                yield f"cell {i},{j} {text} narrower", changed((text, height, width - 1))
            if height > 1:
                yield f"cell {i},{j} {text} lower", changed((text, height - 1, width))


@pytest.mark.parametrize(("edition", "name"), [("f2021", "t2"), ("f2021", "t3"), ("f2021", "t4"), ("f2019", "t2")])
def test_no_single_change_of_the_markup_moves_a_number(edition: str, name: str, filling: Fill, reading: Read) -> None:
    printed = filling(edition)
    rows = rows_of(lay_out(edition, printed)[name])
    own = len(load_form(edition).keys(name))
    lies: list[tuple[str, list[str]]] = []
    kept = total = 0
    for what, mutant in mutants(rows):
        _, wrong, missed = reading(document(as_html(mutant)), printed)
        total += own
        kept += len(printed) - len(missed)
        if wrong:
            lies.append((what, wrong[:3]))
    assert lies == []
    assert kept > 0.6 * total


def test_a_lost_cell_with_a_spare_column_at_the_end_moves_nothing(filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    for name in ("t2", "t3", "t4"):
        rows = [[*row, ("", 1, 1)] for row in rows_of(lay_out("f2021", printed)[name])]
        for i, row in enumerate(rows):
            for j in range(len(row)):
                _, wrong, _ = reading(document(as_html([*rows[:i], row[:j] + row[j + 1 :], *rows[i + 1 :]])), printed)
                assert (name, row[j][0], wrong) == (name, row[j][0], [])


def test_two_swapped_cells_are_read_as_printed(filling: Fill) -> None:
    printed = filling("f2021")
    printed["req_new__business"], printed["req_new__research"] = (
        printed["req_new__research"],
        printed["req_new__business"],
    )
    figures = read_tables(document(lay_out("f2021", printed)["t3"])).figures
    assert figures["req_new__business"].raw == printed["req_new__business"]
    assert figures["req_new__research"].raw == printed["req_new__research"]


_CELLS = st.sampled_from(
    ["", "0", "7", "12", "/", "自然人", "其他", "总计", "规章", "信息内容", "结果维持", "行政复议"]
)


@settings(max_examples=150)
@given(st.lists(st.lists(_CELLS, min_size=1, max_size=9), min_size=1, max_size=8))
def test_any_table_is_survived_and_gives_only_printed_numbers(rows: list[list[str]]) -> None:
    result = read_tables(document(plain(rows)))
    texts = Counter(text for row in rows for text in row)
    for figure in result.figures.values():
        if figure.value is not None:
            assert texts[figure.raw or ""]


@settings(max_examples=60)
@given(st.permutations(range(7)), st.data())
def test_any_order_of_columns_is_read_by_its_labels(order: list[int], data: st.DataObject) -> None:
    numbers = {
        cell_key(row.key, a): str(data.draw(st.integers(0, 9999))) if a != "total" else "3"
        for row in load_form("f2021").t3_rows[:3]
        for a in APPLICANTS
    }
    grid = repeated(lay_out("f2021", numbers)["t3"])
    rows = [[*row[:3], *(row[3 + i] for i in order)] for row in grid[:6]]
    figures = read_tables(document(plain(rows))).figures
    assert {key: figures[key].raw for key in numbers} == numbers


def test_a_row_divided_elsewhere_than_its_header_is_read_in_its_only_order() -> None:
    def part(*last: Td) -> Rows:
        head = [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 2), ("处理决定数量", 1, 1)]
        return [[("第二十条第（五）项", 1, 5)], head, [("行政许可", 1, 1), *last]]

    keys = ["license_items_prev", "license_items_delta", "license_decisions"]
    read = read_tables(Document("html", (as_html(part(("7", 1, 2), ("-8", 1, 1), ("9", 1, 1))),)))
    assert {key: figure.value for key, figure in read.figures.items()} == dict(zip(keys, (7, -8, 9), strict=True))
    for torn in ((("7", 1, 2), ("9", 1, 2)), (("7", 1, 2), ("", 1, 1), ("9", 1, 1))):
        read = read_tables(Document("html", (as_html(part(*torn)),)))
        assert read.figures["license_items_prev"].value is None
        assert read.figures["license_items_delta"].value is None


def test_a_total_of_table_4_may_reach_over_the_edge_of_its_group() -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结"]
    row = ["5", "", "", "2", "7", "8", "", "", "1", "9", "", "", "", "", ""]
    rows: Rows = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 11)],
        [*((head, 2, 1) for head in heads), ("总计", 2, 2), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(head, 1, 1) for head in [*heads, "总计", *heads, "总计"]],
        [(text, 1, 2 if at == 4 else 1) for at, text in enumerate(row)],
    ]
    figures = read_tables(document(as_html(rows))).figures
    read = {key: figure.value for key, figure in figures.items() if figure.value is not None}
    assert read == {
        "review_upheld": 5,
        "review_pending": 2,
        "review_total": 7,
        "suit_direct_upheld": 8,
        "suit_direct_pending": 1,
        "suit_direct_total": 9,
    }
