"""Text that extractors took out of pages: rows filled up with bars, cells left out, signs and numbers apart."""

from __future__ import annotations

import pytest

from extractors.document import Table
from extractors.formats import read_document
from extractors.forms import APPLICANTS, cell_key
from extractors.forms.layout import lay_out
from extractors.tables import read_tables
from tests.extractors.test_flattened import HEADINGS, Fill, Lines, Read, with_headings


def filled_up(table: Table, first: str, blank: str) -> Lines:
    """Rows as some extractors write them: no empty cells, none that a merged one covers, bars at the end instead."""
    rows = [[cell.text for cell in row if cell.text != blank] for row in table.rows()]
    return [(f"{first}{' | '.join(row)} | {'|' * (table.column_count - len(row))}", False) for row in rows]


@pytest.mark.parametrize("first", ["| ", ""])
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_rows_filled_up_with_bars_are_read_by_their_labels(
    edition: str, first: str, filling: Fill, reading: Read
) -> None:
    printed = filling(edition)
    lines = with_headings(lay_out(edition, printed), lambda table: filled_up(table, first, ""))
    document = read_document("\n".join(text for text, _ in lines).encode(), media_type="text/plain")
    assert reading(document, printed)[1:] == ([], [])


@pytest.mark.parametrize("first", ["| ", ""])
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_where_blank_cells_were_left_out_no_number_moves_to_another_column(
    edition: str, first: str, filling: Fill, reading: Read
) -> None:
    printed = filling(edition)
    lost = {key for at, key in enumerate(sorted(printed)) if at % 5 == 0}
    texts = {key: "#" if key in lost else text for key, text in printed.items()}
    lines = with_headings(lay_out(edition, texts), lambda table: filled_up(table, first, "#"))
    document = read_document("\n".join(text for text, _ in lines).encode(), media_type="text/plain")
    _, wrong, missed = reading(document, {key: text for key, text in printed.items() if key not in lost})
    assert not wrong
    assert len(missed) < len(printed)


CHANGES = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]


@pytest.mark.parametrize("sep", ["\n", "\n\n", " |\n", " | ", "\t"])
@pytest.mark.parametrize("words", ["无变化", "持平", "不变"])
def test_words_for_no_change_stand_in_the_place_of_a_number(sep: str, words: str) -> None:
    rows = [CHANGES, ["行政许可", "7", "-1", "35"], ["其他对外管理服务事项", "5", words, "9"]]
    lines = "\n".join(sep.join(row) + sep.rstrip("\n\t") for row in rows)
    text = f"{HEADINGS['t2']}\n第二十条第（五）项\n{lines}\n{HEADINGS['t3']}\n"
    figures = read_tables(read_document(text.encode(), media_type="text/plain")).figures
    assert [figures[f"license_{name}"].value for name in ("items_prev", "items_delta", "decisions")] == [7, -1, 35]
    assert [figures[f"ext_service_{name}"].value for name in ("items_prev", "items_delta", "decisions")] == [5, None, 9]
    assert (figures["ext_service_items_delta"].state, figures["ext_service_items_delta"].raw) == ("text", words)


def test_a_label_without_any_value_is_a_problem() -> None:
    heads = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"
    rows = "规章 | 本单位无权制定规章 |\n行政规范性文件 | 3 | 2 | 9 |"
    text = f"{HEADINGS['t2']}\n{heads}\n{rows}\n{HEADINGS['t3']}\n"
    result = read_tables(read_document(text.encode(), media_type="text/plain"))
    assert {key: figure.value for key, figure in result.figures.items()} == {
        "normdoc_issued": 3,
        "normdoc_repealed": 2,
        "normdoc_in_force": 9,
    }
    (problem,) = [problem for problem in result.problems if problem.where == "line 3"]
    assert (problem.kind, problem.raw, problem.message) == ("row_width", "规章", "no value for 3 columns")


def test_one_number_of_few_digits_is_no_run_of_a_row_s_cells() -> None:
    heads = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"
    text = f"{HEADINGS['t2']}\n{heads}\n规章 | 12 |\n行政规范性文件 | 3129 |\n{HEADINGS['t3']}\n"
    figures = read_tables(read_document(text.encode(), media_type="text/plain")).figures
    assert {figure.state for figure in figures.values()} == {"unreadable"}
    assert {figures[f"rules_{name}"].raw for name in ("issued", "repealed", "in_force")} == {None}
    assert {figures[f"normdoc_{name}"].raw for name in ("issued", "repealed", "in_force")} == {"3129"}


def with_covered_cells(table: Table) -> Lines:
    """Rows as Markdown converters write them that know colspan and no rowspan: empty cells behind a wide label."""
    rows = [[text for cell in row for text in (cell.text, *[""] * (cell.colspan - 1))] for row in table.rows()]
    return [(f"| {' | '.join(row)} |", False) for row in rows]


@pytest.mark.parametrize("rows", [slice(None), slice(0, 5)])
def test_an_empty_cell_of_a_wide_label_shifts_no_sum(rows: slice, filling: Fill, reading: Read) -> None:
    printed = filling("f2021")
    # 5 in two columns, their total left out: behind the label's own empty cell the second is where the total would be
    own = {"research": "5", "other_org": "5"}
    printed |= {cell_key("res_partial", applicant): own.get(applicant, "") for applicant in APPLICANTS}
    printed |= {cell_key("req_new", applicant): own.get(applicant, "") for applicant in APPLICANTS}
    lines = with_covered_cells(lay_out("f2021", printed)["t3"])
    text = "\n".join([HEADINGS["t3"], *[line for line, _ in lines][: 3 + 25][rows]])
    document = read_document(text.encode(), media_type="text/plain")
    assert reading(document, printed)[1] == []


def numbers_of(text: str) -> dict[str, float]:
    figures = read_tables(read_document(text.encode(), media_type="text/plain")).figures
    return {key: figure.value for key, figure in figures.items() if figure.value is not None}


@pytest.mark.parametrize("sep", ["\n", " "])
def test_a_sign_that_stands_apart_from_its_number_is_no_cell(sep: str) -> None:
    """Text taken out of a page piece by piece, without its empty cells: -5 and a blank, +55 and a blank, / and 0."""
    head = f"{HEADINGS['t2']}\n第二十条第（五）项\n{sep.join(CHANGES)}\n"
    rows = [["行政许可", "-", "5", "2"], ["其他对外管理服务事项", "33", "+", "9"], ["行政处罚", "4", "-", "0"]]
    values = numbers_of(head + "\n".join(sep.join(row) for row in rows) + f"\n{HEADINGS['t3']}\n")
    assert values == {"penalty_items_prev": 4, "penalty_decisions": 0}
    procured = f"{HEADINGS['t2']}\n采购项目数量 采购总金额\n政府集中采购 510 . 24\n"
    assert numbers_of(f"{procured}{HEADINGS['t3']}\n") == numbers_of(f"{procured}规章 自然人\n") == {}
    parted = numbers_of(head + "\n".join(" | ".join(row) + " |" for row in rows) + f"\n{HEADINGS['t3']}\n")
    assert parted["license_items_delta"] == 5


def test_the_number_of_the_next_row_is_no_value_of_a_row_that_lost_one() -> None:
    labels = ["本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量"]
    heads = "序号 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"
    rows = f"1 | 一、{labels[0]} | 3 | 2 | 3 | 27 | 3 | 1 |\n2 | 二、{labels[1]} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"
    values = numbers_of(f"{HEADINGS['t3']}\n{heads}\n{rows}\n{HEADINGS['t4']}\n")
    assert {key for key in values if key.startswith("req_new")} == set()
    assert values["req_carried_in__total"] == 1


@pytest.mark.parametrize("sep", [" ", "   "])
def test_numbers_of_rows_are_no_values_of_the_table_of_2014(sep: str) -> None:
    labels = [
        *("一、主动公开情况 ——", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条） 条"),
        *("其中：主动公开规范性文件数 条", "制发规范性文件总数 件", "1.政府公报公开政府信息数 条"),
        *("2.政府网站公开政府信息数 条 19", "3.政务微博公开政府信息数 条", "4.政务微信公开政府信息数 条"),
    ]
    words = [sep.join([str(at), *label.split()]) for at, label in enumerate(labels, 1)]
    text = f"政府信息公开情况统计表\n序号{sep}统计指标{sep}单位{sep}统计数{sep}{sep.join(words)}\n"
    assert {key: value for key, value in numbers_of(text).items() if value != 19} == {}
    rows = "\n".join(f"{at}| {' | '.join(label.split())}" for at, label in enumerate(labels, 1))
    barred = f"政府信息公开情况统计表\n序号| 统计指标 | 单位 | 统计数\n---|---|---|---\n{rows}\n"
    assert {key: value for key, value in numbers_of(barred).items() if value != 19} == {}


@pytest.mark.parametrize("sep", ["\n", " "])
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_digits_torn_apart_are_no_values(edition: str, sep: str, filling: Fill, reading: Read) -> None:
    """Where numbers are parted between their digits, a row with as many digits as cells shows no cell of its own."""
    printed = filling(edition)
    blank = {key for at, key in enumerate(sorted(printed)) if at % 3 == 0}
    texts = {key: "" if key in blank else sep.join(text) for key, text in printed.items()}
    lines = with_headings(lay_out(edition, texts), lambda table: one_a_line(table, sep))
    document = read_document("\n".join(text for text, _ in lines).encode(), media_type="text/plain")
    kept = {key: text for key, text in printed.items() if key not in blank}
    assert reading(document, kept)[1] == []


def one_a_line(table: Table, sep: str) -> Lines:
    texts = [cell.text for row in table.rows() for cell in row if cell.text]
    if sep == " ":
        return [(" ".join(cell.text for cell in row if cell.text), False) for row in table.rows()]
    return [(text, False) for text in "\n".join(texts).split("\n")]


def test_the_marks_of_a_label_printed_downwards_are_no_values() -> None:
    head = "自然人\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n总计"
    carried = "二、上年结转政府信息公开申请数量\n2\n5\n0\n0\n1\n0\n8"
    down = "\n".join("三、本年度办理结果")
    text = f"{HEADINGS['t3']}\n{head}\n{carried}\n{down}\n（一）予以公开\n0\n2\n1\n0\n0\n0\n3\n"
    figures = read_tables(read_document(text.encode(), media_type="text/plain")).figures
    assert [figures[cell_key("req_carried_in", a)].value for a in APPLICANTS] == [2, 5, 0, 0, 1, 0, 8]
    assert [figures[cell_key("res_granted", a)].value for a in APPLICANTS] == [0, 2, 1, 0, 0, 0, 3]


def test_a_sentence_parted_at_its_numbers_stays_a_sentence() -> None:
    said = ["全年因政府信息公开引发行政诉讼", "19", "件、行政复议", "5", "件。"]
    heads = "行政复议\n行政诉讼\n" + "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n" * 3
    text = "\n".join([*said, HEADINGS["t4"], heads])
    result = read_tables(read_document(text.encode(), media_type="text/plain"))
    assert not result.used.intersection(range(len(said)))


def wrap(text: str, width: int) -> list[str]:
    return [text] if text.isdigit() else [text[at : at + width] for at in range(0, len(text), width)] or [""]


def as_seen(table: Table, width: int) -> Lines:
    """A page's text line by line: labels wrapped in narrow columns, the values beside the first line of theirs."""
    lines: Lines = []
    for row in table.rows():
        cells = [wrap(cell.text, width * cell.colspan) for cell in row]
        for at in range(max(map(len, cells))):
            lines.append((" ".join(cell[at] for cell in cells if at < len(cell) and cell[at]), False))
    return lines


@pytest.mark.parametrize("width", [2, 3, 4, 5, 6, 8, 12])
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_beside_the_first_line_of_a_wrapped_label_no_value_moves_to_another_row(
    edition: str, width: int, filling: Fill, reading: Read
) -> None:
    printed = filling(edition)
    lines = with_headings(lay_out(edition, printed), lambda table: as_seen(table, width))
    document = read_document("\n".join(text for text, _ in lines).encode(), media_type="text/plain")
    assert reading(document, printed)[1] == []


def test_half_a_number_with_a_comma_is_no_value_of_its_own() -> None:
    head = "自然人\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n总计"
    row = "（一）予以公开\n895\n/\n32\n133\n0\n1,06\n0"
    text = f"{HEADINGS['t3']}\n{head}\n{row}\n（二）部分公开\n0\n2\n1\n0\n0\n0\n3\n"
    figures = read_tables(read_document(text.encode(), media_type="text/plain")).figures
    assert {figures[cell_key("res_granted", a)].value for a in APPLICANTS} == {None}
    assert figures[cell_key("res_partial", "total")].value == 3


def balanced(edition: str, filling: Fill) -> dict[str, str]:
    """A form whose columns add up too."""
    printed = dict(filling(edition))
    results = {key.partition("__")[0] for key in printed if key.startswith("res_")} - {"res_total"}
    for one in APPLICANTS:
        total = sum(int(printed[cell_key(row, one)]) for row in results)
        carried = int(printed[cell_key("req_carried_out", one)]) - int(printed[cell_key("req_carried_in", one)])
        printed[cell_key("res_total", one)] = str(total)
        printed[cell_key("req_new", one)] = str(total + carried)
    return printed


def lines_as_seen(edition: str, printed: dict[str, str], width: int) -> str:
    tables = {"t3": lay_out(edition, printed)["t3"]}
    return "\n".join(text for text, _ in with_headings(tables, lambda table: as_seen(table, width)))


@pytest.mark.parametrize("width", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_a_table_3_whose_labels_are_wrapped_is_read_where_all_its_sums_prove_it(
    edition: str, width: int, filling: Fill, reading: Read
) -> None:
    printed = balanced(edition, filling)
    document = read_document(lines_as_seen(edition, printed, width).encode(), media_type="text/plain")
    result, wrong, missed = reading(document, {key: text for key, text in printed.items() if "__" in key})
    assert (wrong, missed, result.forms["t3"]) == ([], [], edition)
    assert not [problem for problem in result.problems if problem.kind == "row_width"]


@pytest.mark.parametrize("change", ["one more", "a row lost", "a label lost"])
def test_what_does_not_prove_a_table_3_with_wrapped_labels(change: str, filling: Fill, reading: Read) -> None:
    printed = balanced("f2021", filling)
    kept = {key: text for key, text in printed.items() if "__" in key}
    if change == "one more":
        printed["res_granted__business"] = kept["res_granted__business"] = str(
            int(printed["res_granted__business"]) + 1
        )
    lines = lines_as_seen("f2021", printed, 4).split("\n")
    rows = [at for at, line in enumerate(lines) if line.startswith(("1.", "2.")) and len(line.split()) == 8]
    if change == "a row lost":
        del lines[rows[0]]
    elif change == "a label lost":
        lines[rows[1] + 1] = "甲乙丙丁"
    document = read_document("\n".join(lines).encode(), media_type="text/plain")
    _, wrong, missed = reading(document, kept)
    assert not wrong
    assert len(missed) > len(kept) / 2
