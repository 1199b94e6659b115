"""Tables that lost their grid: every way a text can lose it, and every line, cell, number or label lost besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Document, Paragraph, Place, Table
from extractors.formats import read_document
from extractors.forms import APPLICANTS, T4_KEYS, cell_key, load_form
from extractors.forms.layout import lay_out
from extractors.labels import SIMPLIFIED
from extractors.reading_order import order_results, possible_orders
from extractors.tables import read_tables

Read = Callable[..., tuple[object, list[str], list[str]]]
Fill = Callable[..., dict[str, str]]
Lines = list[tuple[str, bool]]
"""Each line with whether an empty line stands before it."""

HEADINGS = {
    "t2": "二、主动公开政府信息情况",
    "t3": "三、收到和处理政府信息公开申请情况",
    "t4": "四、政府信息公开行政复议、行政诉讼情况",
}
END: Lines = [("五、存在的主要问题及改进情况", True), ("一是公开内容还不够全面，需要改进。", False)]


def as_document(lines: Lines) -> Document:
    blocks: list[Paragraph] = []
    number = 0
    for text, gap in lines:
        number += 1 + gap
        blocks.append(Paragraph(text, Place(line=number)))
    return Document("text", tuple(blocks))


def full_rows(table: Table) -> list[list[str]]:
    return [
        [cell.text if cell and (cell.row, cell.column) == (r, c) else "" for c, cell in enumerate(row)]
        for r, row in enumerate(table.grid())
    ]


def own_cells(table: Table) -> Iterator[list[str]]:
    """Yield the cells of each row as a word processor saves them: a cell continued from above is empty."""
    for r, row in enumerate(table.grid()):
        cells = list({id(cell): cell for cell in row if cell is not None}.values())
        yield [cell.text if cell.row == r else "" for cell in cells]


def with_headings(tables: Mapping[str, Table], rows: Callable[[Table], Lines]) -> Lines:
    lines: Lines = []
    for name, table in tables.items():
        lines += [(HEADINGS[name], True), *rows(table)]
    return lines + END


def tab_before_each_cell(table: Table) -> Lines:
    return [(f"\t{text}", i == 0) for cells in own_cells(table) for i, text in enumerate(cells)]


def one_cell_a_line(table: Table) -> Lines:
    return [(text, gap) for text, gap in ((t.lstrip("\t"), g) for t, g in tab_before_each_cell(table)) if text]


def one_cell_a_line_without_gaps(table: Table) -> Lines:
    return [(text, False) for text, _ in one_cell_a_line(table)]


def tabs(table: Table) -> Lines:
    return [("\t".join(row), False) for row in full_rows(table)]


def bars(table: Table) -> Lines:
    return [(f"| {' | '.join(row)} |", False) for row in full_rows(table)]


def spaces(table: Table) -> Lines:
    return [(" ".join(filter(None, row)), False) for row in full_rows(table)]


def bar_between_lines(table: Table) -> Lines:
    return [(text, False) for row in table.rows() for cell in row for text in (cell.text, "|")]


def tab_between_lines(table: Table) -> Lines:
    return [(text, gap) for row in table.rows() for cell in row for text, gap in ((cell.text, True), ("\t", True))]


def bar_behind_each_line(table: Table) -> Lines:
    lines: Lines = []
    for row in table.rows():
        lines += [(f"{cell.text} |", False) for cell in row]
        if len(row) < table.column_count:
            lines.append(("|" * (table.column_count - len(row)), False))
    return lines


def bars_filled_up(table: Table) -> Lines:
    return [
        (" | ".join(cell.text for cell in row) + " |" + "|" * (table.column_count - len(row)), False)
        for row in table.rows()
    ]


STYLES = [
    *(tab_before_each_cell, one_cell_a_line, one_cell_a_line_without_gaps, tabs, bars, spaces),
    *(bar_between_lines, tab_between_lines, bar_behind_each_line, bars_filled_up),
]


def one_line(lines: Lines) -> Lines:
    return [(" ".join(text for text, _ in lines), False)]


@pytest.mark.parametrize("edition", ["f2021", "f2019"])
@pytest.mark.parametrize("style", STYLES)
def test_a_whole_report_is_read_in_every_style(
    style: Callable[[Table], Lines], edition: str, filling: Fill, reading: Read
) -> None:
    printed = filling(edition)
    result, wrong, missed = reading(as_document(with_headings(lay_out(edition, printed), style)), printed)
    assert (wrong, missed) == ([], [])
    assert result.problems == ()  # type: ignore[attr-defined]
    assert result.forms == {"t2": edition, "t3": edition, "t4": edition, "y14": None}  # type: ignore[attr-defined]


@pytest.mark.parametrize("style", [None, tabs, one_cell_a_line, bars_filled_up])
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_labels_in_traditional_characters_are_labels(
    style: Callable[[Table], Lines] | None, edition: str, filling: Fill, reading: Read
) -> None:
    traditional = {simple: old for old, simple in SIMPLIFIED.items()}
    printed = filling(edition)
    tables = lay_out(edition, printed)
    turned = {
        name: replace(table, cells=tuple(c._replace(text=c.text.translate(traditional)) for c in table.cells))
        for name, table in tables.items()
    }
    document = as_document(with_headings(turned, style)) if style else Document("html", tuple(turned.values()))
    assert reading(document, printed)[1:] == ([], [])  # type: ignore[arg-type]


def test_a_report_in_one_line_is_read_if_spaces_part_its_values(filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    lines = one_line(with_headings(lay_out("f2021", printed), spaces))
    assert reading(as_document(lines), printed)[1:] == ([], [])  # type: ignore[arg-type]


def test_places_are_lines(filling: Fill) -> None:
    lines = with_headings(lay_out("f2021", filling("f2021")), tabs)
    document = as_document(lines)
    result = read_tables(document)
    figure = result.figures["req_carried_in__total"]
    [line] = [block.place.line for block in document.blocks if "二、上年结转" in block.text]  # type: ignore[union-attr]
    assert figure.place.line == line
    headings = {i for i, (text, _) in enumerate(lines) if text in HEADINGS.values() or (text, True) in END}
    assert not headings & result.used
    assert len(result.used) >= 14 + 25 + 3


# -- what is lost stays lost ------------------------------------------------------------------------------------


def losses(lines: Lines) -> Iterator[tuple[str, Lines]]:
    for i, (text, gap) in enumerate(lines):
        yield f"line {text!r}", lines[:i] + lines[i + 1 :]
        separator = next((s for s in ("\t", "|", " ") if s in text), "")
        if not separator:
            continue
        parts = text.split(separator)
        for j, part in enumerate(parts):
            rest = separator.join(parts[:j] + parts[j + 1 :])
            yield f"{part!r} of {text!r}", [*lines[:i], (rest, gap), *lines[i + 1 :]]
            if part.strip():
                emptied = separator.join([*parts[:j], "", *parts[j + 1 :]])
                yield f"text {part!r} of {text!r}", [*lines[:i], (emptied, gap), *lines[i + 1 :]]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["t2", "t3", "t4"])
def test_no_line_number_or_label_lost_moves_another_number(
    name: str, style: Callable[[Table], Lines], filling: Fill, reading: Read
) -> None:
    printed = {key: text for key, text in filling("f2021").items() if key in load_form("f2021").keys(name)}
    lines = with_headings({name: lay_out("f2021", printed)[name]}, style)
    lies: list[tuple[str, list[str]]] = []
    mutants = kept = 0
    # table 3 has some seven hundred: each style takes its own fifth of them
    step = 5 if name == "t3" else 1
    for what, mutant in islice(losses(lines), STYLES.index(style) % step, None, step):
        _, wrong, missed = reading(as_document(mutant), printed)
        mutants += 1
        kept += len(printed) - len(missed)
        if wrong:
            lies.append((what, wrong[:3]))
    assert lies == []
    assert mutants > 15
    assert kept > 0.5 * mutants * len(printed)


def test_a_row_with_a_number_lost_is_unreadable_and_said_to_be(filling: Fill) -> None:
    printed = filling("f2021")
    lines = with_headings(lay_out("f2021", printed), tab_before_each_cell)
    at = lines.index((f"\t{printed['res_granted__research']}", False))
    result = read_tables(as_document(lines[:at] + lines[at + 1 :]))
    states = {result.figures[cell_key("res_granted", applicant)].state for applicant in APPLICANTS}
    assert states == {"unreadable"}
    assert [problem.kind for problem in result.problems] == ["row_width"]
    assert result.figures["res_partial__natural_person"].raw == printed["res_partial__natural_person"]


def test_blank_cells_stay_blank_where_every_cell_has_its_line(filling: Fill) -> None:
    printed = filling("f2021")
    for row in load_form("f2021").t3_rows[2:20]:
        printed[cell_key(row.key, "total")] = ""
    printed["req_new__business"] = ""
    figures = read_tables(as_document(with_headings(lay_out("f2021", printed), tab_before_each_cell))).figures
    assert figures["req_new__business"].state == "blank"
    assert figures["req_new__research"].raw == printed["req_new__research"]
    assert {figures[cell_key(r.key, "total")].state for r in load_form("f2021").t3_rows[2:20]} == {"blank"}


@pytest.mark.parametrize("style", [bar_between_lines, bar_behind_each_line, bars_filled_up])
def test_blank_cells_stay_blank_where_bars_part_the_cells(
    style: Callable[[Table], Lines], filling: Fill, reading: Read
) -> None:
    printed = dict.fromkeys(filling("f2021"), "")
    printed |= values_as_text("req_new", "8", "", "", "", "1", "", "9")
    printed |= values_as_text("res_granted", "5", "", "2", "", "", "", "7")
    printed |= values_as_text("res_total", "5", "", "2", "", "", "", "7")
    printed |= {"review_upheld": "2", "review_total": "2", "suit_direct_other": "1", "suit_direct_total": "1"}
    lines = with_headings(lay_out("f2021", printed), style)
    _, wrong, missed = reading(as_document(lines), printed)
    assert wrong == []
    # with a bar behind each line, the empty cells of table 4's header cannot be told from its first values
    untold = T4_KEYS if style is bar_behind_each_line else ()
    assert [key for key in missed if printed[key] and key not in untold] == []


def in_lines(text: str, *, spaced: bool = False) -> dict[str, int | float]:
    lines: Lines = [(line, spaced) for line in text.split("/")]
    figures = read_tables(as_document(lines)).figures
    return {key: figure.value for key, figure in figures.items() if figure.value is not None}


T2_OF_2019 = "二、主动公开政府信息情况/第二十条第（一）项/信息内容/{}/对外公开总数量/规章/0/0/0/规范性文件/5/4/9"


@pytest.mark.parametrize("spaced", [True, False])
def test_a_label_may_be_parted_by_empty_lines_where_they_stand_everywhere(spaced: bool) -> None:
    read = in_lines(T2_OF_2019.format("本年新/制作数量/本年新/公开数量"), spaced=spaced)
    assert [read[key] for key in ("normdoc_made", "normdoc_newly_public", "normdoc_public_total")] == [5, 4, 9]


@pytest.mark.parametrize("separator", ["/", " ", "\t", " | "])
def test_a_row_parted_into_rows_of_its_own_is_not_read(separator: str) -> None:
    head = "二、主动公开政府信息情况/第二十条第（五）项/信息内容 上一年项目数量 本年增/减 处理决定数量"
    rows = (("行政许可", 1, 2, 3), ("其他对外管理服务事项", "巡查", 4, 5, 6), ("核准", 7, 8, 9))
    lines = [head.replace("增/减", "增减"), *(separator.join(map(str, row)) for row in rows)]
    read = in_lines("/".join(lines))
    assert read == {"license_items_prev": 1, "license_items_delta": 2, "license_decisions": 3}


def test_empty_cells_of_a_header_do_not_shift_the_groups_of_table_4() -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    row = ["3", "", "", "1", "4", "2", "", "", "", "2", "", "", "", "", ""]
    cells = ["行政复议", "行政诉讼", *heads, "未经复议直接起诉", "复议后起诉", *heads, *heads, *[""] * 5, *row]
    lines = [("四、政府信息公开行政复议、行政诉讼情况", True), *((f"{text} |", False) for text in cells), *END]
    figures = read_tables(as_document(lines)).figures
    assert [key for key, figure in figures.items() if figure.value is not None] == []


def test_bars_left_of_merged_cells_are_no_table() -> None:
    text = "行政复议 |\n行政诉讼 |\n|||||||||||||\n结果维持 |\n结果纠正 |\n"
    assert read_document(text.encode(), name="a.txt").tables == ()


# -- torn rows, padding, glued digits ---------------------------------------------------------------------------

T3_HEADER = "项目\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"


def t3(*lines: str) -> Mapping[str, object]:
    texts = ["三、收到和处理政府信息公开申请情况", T3_HEADER, *lines]
    result = read_tables(Document("text", tuple(Paragraph(t, Place(line=i)) for i, t in enumerate(texts, 1))))
    return {key: figure.value for key, figure in result.figures.items() if figure.value is not None}


def values_as_text(row: str, *texts: str) -> dict[str, str]:
    return {cell_key(row, applicant): text for applicant, text in zip(APPLICANTS, texts, strict=True)}


def values(row: str, *numbers: int) -> dict[str, int]:
    return {cell_key(row, applicant): n for applicant, n in zip(APPLICANTS, numbers, strict=True)}


def test_a_torn_row_takes_the_values_of_the_line_below() -> None:
    assert t3("（一）予以公开", "\t4\t1\t0\t0\t0\t0\t5") == values("res_granted", 4, 1, 0, 0, 0, 0, 5)


def test_a_torn_row_of_zeros_with_one_on_its_label_line_is_zero() -> None:
    assert t3("（一）予以公开\t\t\t\t\t\t0", "\t0\t0\t0\t0\t0\t0\t0") == values("res_granted", *[0] * 7)


def test_values_behind_the_end_of_a_torn_label_belong_to_the_label_begun_before_them() -> None:
    read = t3(
        *("2.其   0   0   0   0   0   0   0", "他法", "律行", "政法", "规禁", "止公", "开"),
        *("3.危   0   0   0   0   0   0   0", "及“三", "安全", "一稳", "定”"),
        *("4.保   1   0   0   0   0   0   1", "护第", "三方", "合法", "权益"),
        "5.属   0   0   0   0   0   0   0",
    )
    assert {key: value for key, value in read.items() if value} == {}


def test_eight_equal_values_for_seven_columns_are_read_and_eight_different_are_not() -> None:
    assert t3("（一）予以公开\t\t\t\t0\t0\t0\t0\t0\t0\t0\t0") == values("res_granted", *[0] * 7)
    assert t3("（一）予以公开\t\t\t\t0\t1\t0\t0\t0\t0\t0\t1") == {}


@pytest.mark.parametrize("cells", ["0\t0\t0\t0\t0\t0", "1\t2\t3", "1 2\t0\t0\t0\t0\t0\t3", "7130000074", "0000000"])
def test_a_row_that_cannot_be_told_is_not_read(cells: str) -> None:
    read = t3(f"（一）予以公开\t{cells}")
    assert "res_granted__business" not in read or cells.startswith("1 2")
    assert "res_granted__natural_person" not in read


@pytest.mark.parametrize("mark", ["2\\.", "2.)", "(2.", "b."])
def test_a_mark_that_is_no_number_is_never_the_seventh_value(mark: str) -> None:
    lines = ["（一）予以公开", *"518321", mark, "（二）部分公开", *"1", *"000000"]
    assert not any(key.startswith("res_granted") for key in t3(*lines))


def test_item_marks_are_never_values() -> None:
    read = t3("（三）不予公开 1.属于国家秘密00000002.其他法律行政法规禁止公开00000003.危及“三安全一稳定”0000000")
    assert read == {}
    read = t3("7.属于行政执法案卷", "8.属于行政查询事项 1 0 0 0 0 0 1")
    assert read == values("res_denied_admin_inquiry", 1, 0, 0, 0, 0, 0, 1)


def test_glued_digits_are_not_cut_but_one_number_for_one_column_is_read() -> None:
    text = (
        "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000"
        "行政规范性文件8855698第二十条第（五）项信息内容本年处理决定数量行政许可10690第二十条第（六）项信息内容"
        "本年处理决定数量行政处罚2113行政强制0第二十条第（八）项信息内容本年收费金额（单位：万元）"
        "行政事业性收费9116.36 三、收到和处理政府信息公开申请情况"
    )
    figures = read_tables(Document("text", (Paragraph(text, Place(line=1)),))).figures
    read = {key: figure.value for key, figure in figures.items() if figure.value is not None}
    assert read == {
        "license_decisions": 10690,
        "penalty_decisions": 2113,
        "coercion_decisions": 0,
        "admin_fee_amount": 9116.36,
    }


def test_a_number_run_into_the_mark_of_the_next_heading_is_not_read() -> None:
    text = "信息内容 本年收费金额（单位：万元） 行政事业性收费9116.363、收到和处理政府信息公开申请情况"
    figures = read_tables(Document("text", (Paragraph(text, Place(line=1)),))).figures
    assert figures["admin_fee_amount"].value is None


def test_prose_with_the_words_of_the_labels_gives_nothing(filling: Fill, reading: Read) -> None:
    prose: Lines = [
        ("2023年新收依申请公开22件，其中予以公开5件，部分公开2件，无法提供11件，结转下年度办理2件。", False),
        ("全年作出行政许可 161 件，行政处罚 446 件，行政强制 1 件；自然人 72 件，商业企业 3 件。", False),
        ("行政复议 2 件，结果维持 1 件；规章 3 件，现行有效行政规范性文件 698 件。", False),
    ]
    assert read_tables(as_document(prose)).figures == {}
    printed = filling("f2021")
    lines = prose + with_headings(lay_out("f2021", printed), spaces) + prose
    assert reading(as_document(lines), printed)[1:] == ([], [])  # type: ignore[arg-type]


def test_labels_wrapped_around_their_values_are_read() -> None:
    read = t3(
        "1.申请人无正当理由逾期不补正、",
        "（六）其 行政机关不再处理其政府信息公开 3 0 1 0 0 0 4",
        "他处理 申请",
        "2.申请人逾期未按收费通知要求缴",
        "纳费用、行政机关不再处理其政府 5 0 0 0 0 0 5",
        "信息公开申请",
        "3.其他 1 1 0 0 0 0 2",
    )
    assert read == {
        **values("res_other_no_correction", 3, 0, 1, 0, 0, 0, 4),
        **values("res_other_unpaid_fee", 5, 0, 0, 0, 0, 0, 5),
        **values("res_other_misc", 1, 1, 0, 0, 0, 0, 2),
    }


def test_what_a_line_leaves_of_a_label_is_not_its_short_name() -> None:
    """确认或重新出具已获取信息 names a row in a cell of its own; of a wrapped label it stands below the values."""
    rows, lines = load_form("f2021").t3_rows, ["自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"]
    expected: dict[str, int] = {}
    for number, row in enumerate(rows):
        numbers = [number * 7 + at * 3 + 11 for at in range(6)]
        numbers.append(sum(numbers))
        wrapped = [row.label[at : at + 9] for at in range(0, len(row.label), 9)]
        below = 1 if row.key == "res_unproc_reconfirm" else len(wrapped)
        lines += [*wrapped[:below], " ".join(map(str, numbers)), *wrapped[below:]]
        if row.group in ("res_denied", "res_unable", "res_unproc") and row.key != "res_unproc_reconfirm":
            expected |= values(row.key, *numbers)
    read = in_lines("/".join(["三、收到和处理政府信息公开申请情况", *lines]))
    assert {key: read.get(key) for key in expected} == expected


def test_a_header_out_of_the_usual_order_must_be_borne_out_by_sums() -> None:
    def read(header: str, row: str) -> list[object]:
        lines = ["三、收到和处理政府信息公开申请情况", header, f"一、本年新收政府信息公开申请数量 {row}"]
        figures = read_tables(Document("text", tuple(Paragraph(t, Place()) for t in lines))).figures
        return [figures[key].value for key in values("req_new", *[0] * 7) if key in figures]

    first = "总计 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他"
    assert read(first, "9 4 3 2 0 0 0") == [4, 3, 2, 0, 0, 0, 9]
    assert set(read(first, "4 3 2 0 0 0 9")) == {None}
    assert set(read(first, "5 5 0 0 0 0 5")) == {None}


def test_table_four_in_rows_and_as_a_list() -> None:
    printed = {key: str(i) for i, key in enumerate(T4_KEYS, 1)}
    form = load_form("f2021")
    names = "\t".join(result.label for result in form.t4_results)
    rows = [
        "\t".join([group.label, *(printed[f"{group.key}_{r.key}"] for r in form.t4_results)])
        for group in form.t4_groups
    ]
    listed = [
        line
        for group in form.t4_groups
        for line in (group.label, *(f"{r.label}\t{printed[f'{group.key}_{r.key}']}" for r in form.t4_results))
    ]
    for lines in ([f"类别\t{names}", *rows], listed):
        texts = [HEADINGS["t4"], *lines]
        figures = read_tables(Document("text", tuple(Paragraph(t, Place()) for t in texts))).figures
        assert {key: figure.raw for key, figure in figures.items()} == printed


def test_headless_rows_of_lines_need_their_sums() -> None:
    heading = Paragraph("三、收到和处理政府信息公开申请情况", Place(line=1))

    def read(row: str) -> set[object]:
        line = Paragraph(f"一、本年新收政府信息公开申请数量 {row}", Place(line=2))
        return {figure.value for figure in read_tables(Document("text", (heading, line))).figures.values()}

    assert read("21 1 0 0 3 0 25") == {21, 1, 0, 3, 25}
    assert read("25 21 1 0 0 3 0") == {None}
    assert read("5 0 0 0 0 0 5") == {None}


# -- the table of 2014 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", [tabs, bars, spaces, one_cell_a_line_without_gaps, tab_before_each_cell])
def test_the_table_of_2014_is_read_from_lines(style: Callable[[Table], Lines], filling: Fill, reading: Read) -> None:
    printed = filling("y14")
    lines = style(lay_out("y14", printed)["y14"])
    result, wrong, missed = reading(as_document(lines), printed)
    assert (wrong, missed) == ([], [])
    assert result.forms == {"t2": None, "t3": None, "t4": None, "y14": "y14"}  # type: ignore[attr-defined]
    for what, mutant in islice(losses(lines), STYLES.index(style), None, 4):
        assert (what, reading(as_document(mutant), printed)[1]) == (what, [])


# -- reading order ----------------------------------------------------------------------------------------------

FIVE = ["business", "research", "public_interest", "legal_service", "other_org"]


@pytest.mark.parametrize(
    ("sequence", "totals_at"),
    [
        (["natural_person", "(", "total", *FIVE], [6]),
        (["[", "natural_person", "(", "total", *FIVE], [6]),
        (["natural_person", "(", *FIVE, "total"], [6]),
        (["natural_person", *FIVE, "total"], [6]),
        (["total", "natural_person", "(", *FIVE], [0]),
        (["total", "[", "natural_person", "(", *FIVE], [0]),
        # beside the title 申请人情况, or below it: the labels do not say
        (["[", "total", "natural_person", "(", *FIVE], [6, 0]),
        # a tall 自然人 is set half a line below 法人或其他组织
        (["[", "(", "natural_person", "total", *FIVE], [6, 0]),
    ],
)
def test_columns_come_out_of_a_header_of_several_lines_in_order(sequence: list[str], totals_at: list[int]) -> None:
    orders = possible_orders(sequence)
    assert [order.index("total") for order in orders] == totals_at
    for order in orders:
        assert [c for c in order if c != "total"] == ["natural_person", *FIVE]


def test_the_line_of_a_total_tells_whether_it_stands_beside_the_title() -> None:
    sequence = ["[", "total", "natural_person", "(", *FIVE]
    assert [order.index("total") for order in possible_orders(sequence, [1, 1, 2, 2, *[3] * 5])] == [6]
    assert [order.index("total") for order in possible_orders(sequence, [1, 2, 2, 2, *[3] * 5])] == [0]


def test_sums_settle_where_a_total_stands_that_labels_leave_open() -> None:
    header = [
        "申请人情况",
        "总计",
        "自然人",
        "法人或其他组织",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]

    def read(*rows: str) -> list[object]:
        labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
        lines = [*header]
        for label, row in zip(labels, rows, strict=False):
            lines += [label, *row.split()]
        figures = read_tables(Document("text", tuple(Paragraph(t, Place()) for t in lines))).figures
        return [figures[key].value for key in values("req_new", *[0] * 7)]

    assert read("9 4 3 2 0 0 0") == [4, 3, 2, 0, 0, 0, 9]
    assert read("4 3 2 0 0 0 9") == [4, 3, 2, 0, 0, 0, 9]
    assert read("5 0 0 0 0 0 5", "9 4 3 2 0 0 0") == [0, 0, 0, 0, 0, 5, 5]
    assert read("0 0 0 0 0 0 0") == [0] * 7
    assert read("5 0 0 0 0 0 5") == [None] * 7
    assert read("4 3 2 0 0 0 8") == [None] * 7


def test_a_header_with_a_label_missing_or_twice_has_no_order() -> None:
    whole = ["natural_person", "(", "total", *FIVE]
    for i, key in enumerate(whole):
        if key != "(":
            assert possible_orders(whole[:i] + whole[i + 1 :]) == ()
            assert possible_orders([*whole, key]) == ()


def test_results_of_table_four_need_all_fifteen_labels() -> None:
    five = ["/upheld", "/corrected", "/other", "/pending", "/total"]
    assert order_results(["review", "", *five, "suit_direct", "suit_post", *five, *five]) == T4_KEYS
    assert order_results(["review", *five, "", "suit_direct", *five, "suit_post", *five]) == T4_KEYS
    assert order_results(["review", "", *five, "suit_direct", "suit_post", *five, *five[:4]]) == ()
    assert order_results(["review", "", *five, "suit_post", "suit_direct", *five, *five]) == ()


@settings(max_examples=100)
@given(
    st.text(alphabet="一二三自然人其他总计规章行政许可信息内容商业企业结果维持0123456789\t |\n.、（）", max_size=200)
)
def test_any_text_is_survived_and_gives_only_printed_numbers(text: str) -> None:
    lines = [HEADINGS["t3"], "自然人", *text.split("\n")]
    result = read_tables(Document("text", tuple(Paragraph(t, Place(line=i)) for i, t in enumerate(lines, 1))))
    for figure in result.figures.values():
        if figure.value is not None:
            assert str(figure.raw) in text


@pytest.mark.parametrize("line", ["-" * 60_000 + "x", "总计 " * 20_000, "行政复议\n结果维持\n" * 6_000])
def test_a_long_line_of_dashes_or_labels_ends(line: str) -> None:
    # dashes took cubic time, labels quadratic: this test did not end
    figures = read_tables(read_document(f"信息内容\n{line}\n结果维持".encode(), media_type="text/plain")).figures
    assert not [key for key, figure in figures.items() if figure.value is not None]


@pytest.mark.parametrize("edition", ["f2021", "y14"])
def test_a_number_before_each_label_is_no_value_where_rows_of_cells_are_known(
    edition: str, filling: Fill, reading: Read
) -> None:
    printed = filling(edition)
    name, table = next((k, t) for k, t in lay_out(edition, printed).items() if k in ("t3", "y14"))
    rows = own_cells(table)
    heads = 3 if name == "t3" else 1
    lines: Lines = [("三、收到和处理政府信息公开申请情况" if name == "t3" else "政府信息公开情况统计表", False)]
    for at, cells in enumerate(rows):
        number = [str(at - heads + 1)] if at >= heads else ["序号"] if not at else []
        lines.append(("\t".join([*number, *cells]), False))
    wanted = {key: text for key, text in printed.items() if key.startswith(("req_", "res_", "y14_"))}
    assert reading(as_document(lines), wanted)[1:] == ([], [])  # type: ignore[arg-type]


@pytest.mark.parametrize("extra", [["7"], []])
def test_a_row_of_another_width_is_placed_at_its_label(extra: list[str], filling: Fill) -> None:
    printed = filling("f2021")
    lines: Lines = [(HEADINGS["t3"], True)]
    for cells in own_cells(lay_out("f2021", printed)["t3"]):
        values = [text for text in cells if text]
        if any("属于国家秘密" in text for text in values):
            values = [*values, *extra] if extra else values[:-1]
        lines += [(text, False) for text in values]
    result = read_tables(as_document(lines + END))
    at = next(n for n, (text, _) in enumerate(lines) if "属于国家秘密" in text) + 2
    rows = {f.place.line for key, f in result.figures.items() if key.startswith("res_denied_state_secret__")}
    assert rows == {at}
    assert any(p.kind == "row_width" and p.where == f"line {at}" for p in result.problems)
