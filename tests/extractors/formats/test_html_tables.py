"""A table keeps the grid its markup declares, and no markup can make it fill the memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Document, Paragraph, Table
from extractors.formats import read_document

PROSE = "".join(f"<p>{'我镇依法公开政府信息，及时回应群众关切。' * 3}</p>" for _ in range(9))


def read(markup: str) -> Document:
    return read_document(f"<html><body><div class=TRS_Editor>{PROSE}{markup}</div></body></html>".encode())


def table(markup: str) -> Table:
    tables = read(markup).tables
    assert len(tables) == 1
    return tables[0]


def texts(found: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in found.grid()]


def test_merged_cells_cover_the_grid() -> None:
    found = table(
        "<table><tr><td rowspan=2 colspan=2>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td rowspan=2>e</td></tr>"
        "<tr><td>f</td><td>g</td><td>h</td></tr></table>"
    )
    assert texts(found) == [["a", "a", "b", "c"], ["a", "a", "d", "e"], ["f", "g", "h", "e"]]
    assert found.cells[0][:5] == ("a", 0, 0, 2, 2)


def test_a_label_column_merged_over_many_rows_shifts_no_number() -> None:
    rows = "".join(f"<tr><td>{number}.项</td><td>{number}</td></tr>" for number in range(2, 20))
    found = table(f"<table><tr><td rowspan='19'>三、结果</td><td>1.项</td><td>1</td></tr>{rows}</table>")
    assert [row[0] for row in texts(found)] == ["三、结果"] * 19
    assert [row[2] for row in texts(found)] == [str(number) for number in range(1, 20)]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><thead><tr><th>a<th>b</thead><tbody><tr><td>1<td>2</tbody><tfoot><tr><td>3<td>4</tfoot></table>",
        "<TABLE><TR><TD>a<TD>b<TR><TD>1<TD>2<TR><TD>3<TD>4</TABLE>",
        "<table><form><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></form>"
        "<tr><td>3</td><td>4</td></tr></table>",
        "<table><colgroup><col><col></colgroup><tr><td>a</td><td>b</td></tr><tr></tr><tr><td>1</td><td>2</td></tr>"
        "<tr><td>3</td><td>4</td></tr></table>",
        "<table><thead><tr><td>a<td>b</thead><tbody><td>1<td>2</tr><tr><td>3<td>4</table>",
        "<table><tr><td>a</td><td>b</td></tr><td>1</td><td>2</td></tr><td>3</td><td>4</td></tr></table>",
        "<table><tr><td><center>a<td><li>b<tr><td><div>1<td>2</td></tr><tr><td><center>3<td>4</td></tr></table>",
        "<table><tr><td>a<td>b</tr><td><li>1<td><li>2<tr><td><li>3<td>4</tr></table>",
    ],
)
def test_loose_markup_gives_the_same_grid(markup: str) -> None:
    assert texts(table(markup)) == [["a", "b"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td rowspan=2>a<td>b</tr><tr></tr><tr><td>1<td>2</tr></table>",
        "<table><tr><td rowspan=3>a<td>b</tr><tr></tr><tr> </tr><tr><td>1<td>2</tr></table>",
        "<table><thead><tr><td rowspan=2>a<td rowspan=0>b</tr></thead><tbody><tr><td>1<td>2</tr></tbody></table>",
        "<table><tbody><tr><td rowspan=9>a<td>b</tr></tbody><tbody><tr><td>1<td>2</tr></tbody></table>",
        "<table><thead><tr><td>a<td rowspan=9>b</tr></thead><tr><td>1<td>2</tr></table>",
    ],
)
def test_a_cell_ends_with_its_group_and_reaches_over_rows_without_cells(markup: str) -> None:
    assert texts(table(markup)) == [["a", "b"], ["1", "2"]]


def test_a_cell_reaches_over_groups_where_only_so_all_rows_are_equally_wide() -> None:
    """Word processors begin a group of rows wherever the lines between rows change."""
    head = "<tbody><tr><td rowspan=2>a<td colspan=2>b</tr></tbody><tbody><tr><td>c<td>d</tr></tbody>"
    found = table(f"<table>{head}<tbody><tr><td>1<td>2<td>3</tr></tbody></table>")
    assert texts(found) == [["a", "b", "b"], ["a", "c", "d"], ["1", "2", "3"]]


def test_a_large_regular_table_is_no_other_one() -> None:
    rows = "".join(f"<tr><td>{number}.项</td><td>{number}</td></tr>" for number in range(2, 20))
    head = "<tr><td rowspan=2>第二十条第（一）项</td><td rowspan=3>信息内容</td></tr>"
    for between in ("</tbody><tbody>", "<tr></tr><tr></tr>"):
        found = table(f"<table><tbody>{head}{between}{rows}</tbody></table>")
        assert [row[1] for row in texts(found)[1:]] == [str(number) for number in range(2, 20)]


@pytest.mark.parametrize("cell", ["<form>12</form>", "<div class=tools>12</div>", "<nav>12</nav>", "<form>12"])
def test_a_box_in_a_cell_of_a_form_is_no_furniture(cell: str) -> None:
    found = table(f"<table><tr><td>第二十条第（一）项<td>信息内容</tr><tr><td>规章<td>{cell}<tr><td>x<td>7</table>")
    assert texts(found)[1:] == [["规章", "12"], ["x", "7"]]


def test_text_of_a_cell_is_as_printed_with_a_line_for_each_paragraph_and_break() -> None:
    found = table(
        "<table><tr><td>商业<br>企业</td><td><p>科研</p><p>机构</p></td>"
        "<td><p><span>社会</span><b>公益</b></p>组织</td>"
        "<td>&nbsp;</td><td>　</td><td></td><td> 1,2\n34 </td><td><p>\n  7\n</p></td>"
        "<td><div>其<p>他</p></div>尾</td></tr>"
        "<tr><td>1</td></tr></table>"
    )
    row = [cell.text for cell in found.cells[:9]]
    assert row == ["商业\n企业", "科研\n机构", "社会公益\n组织", "\xa0", "　", "", "1,2 34", "7", "其\n他\n尾"]


def test_the_caption_and_the_dom_path_are_kept() -> None:
    rows = "<tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr>"
    found = table(f"<div><table><caption>表二</caption>{rows}</table></div>")
    assert found.caption == "表二"
    assert found.place.table == 1
    assert found.place.path == "/html/body/div/div/table"
    assert found.has_spans


def test_text_between_rows_is_not_lost() -> None:
    document = read("<table>单位：件<tr><td>a</td><td>b</td></tr>注：合计<tr><td>1</td><td>2</td></tr></table>")
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert lines[-2:] == ["单位：件", "注：合计"]
    assert texts(document.tables[0]) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("value", ["65535", "1000000", str(2**53), "9" * 400, " 70000 "])
@pytest.mark.parametrize("name", ["rowspan", "colspan"])
def test_an_endless_span_is_clamped_to_the_grid_and_said(name: str, value: str) -> None:
    markup = f"<table><tr><td {name}='{value}'>a</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    document = read(markup)
    found = document.tables[0]
    assert found.row_count == 2
    assert found.column_count == (3 if name == "colspan" else 4)
    assert [problem.kind for problem in document.problems] == ["span_clamped"]
    assert [cell.text for cell in found.cells] == ["a", "1", "2", "3"]


@pytest.mark.parametrize("value", ["-1", "abc", "", "1", "１", "+1", "1.5", "NaN"])
@pytest.mark.parametrize("name", ["rowspan", "colspan"])
def test_a_span_that_is_no_number_is_one(name: str, value: str) -> None:
    markup = f"<table><tr><td {name}='{value}'>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"
    assert texts(table(markup)) == [["a", "b"], ["1", "2"]]


def test_rowspan_zero_reaches_down_to_the_end() -> None:
    found = table("<table><tr><td rowspan=0>a</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>")
    assert texts(found) == [["a", "1"], ["a", "2"], ["a", "3"]]


def test_a_table_larger_than_any_form_is_kept_as_lines() -> None:
    document = read("<table><tr>" + "<td>1</td>" * 60_000 + "</tr><tr><td>末行</td></tr></table>")
    assert document.tables == ()
    assert [problem.kind for problem in document.problems] == ["table_too_large"]
    assert document.blocks[-1].text == "末行"


# Layout --------------------------------------------------------------------------------------------------------------

DATA = "<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>7</td></tr></table>"


@pytest.mark.parametrize(
    "frame",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table width=100%><tr><td>&nbsp;</td><td>{}</td><td>&nbsp;</td></tr></table>",
        "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
        "<table><tbody><tr><td colspan=3><div>{}</div></td></tr></tbody></table>",
    ],
)
def test_a_data_table_inside_layout_tables_is_a_table_and_the_text_around_it_is_not(frame: str) -> None:
    document = read(frame.format(f"<p>表前的话</p>{DATA}<p>表后的话</p>"))
    assert texts(document.tables[0]) == [["信息内容", "本年制发件数"], ["规章", "7"]]
    assert [type(block).__name__ for block in document.blocks[-3:]] == ["Paragraph", "Table", "Paragraph"]
    assert document.blocks[-1].text == "表后的话"
    assert document.tables[0].place.table == 1


def test_prose_in_a_layout_cell_is_paragraphs() -> None:
    text = "".join(f"<p>第{number}段。{'公开工作扎实推进。' * 20}</p>" for number in range(4))
    document = read(f"<table><tr><td>菜单</td><td>{text}</td></tr></table>")
    assert document.tables == ()
    assert [block.text[:3] for block in document.blocks[-4:]] == ["第0段", "第1段", "第2段", "第3段"]


@pytest.mark.parametrize("row", ["<tr><td>{}</td></tr>", "<tr><td>{0:.4}</td><td>{0}</td></tr>"])
def test_sections_laid_out_in_rows_of_a_table_are_paragraphs(row: str) -> None:
    texts = [f"第{number}部分：{'公开工作扎实推进，群众满意。' * 6}" for number in range(6)]
    document = read("<table border=0>" + "".join(row.format(text) for text in texts) + "</table>")
    assert document.tables == ()
    assert [block.text for block in document.blocks if block.text in texts] == texts


def test_one_long_remark_in_a_data_table_leaves_it_a_table() -> None:
    rows = "".join(f"<tr><td>指标{number}</td><td>件</td><td>{number}</td></tr>" for number in range(12))
    found = table(f"<table>{rows}<tr><td colspan=3>备注：{'统计口径与上年一致。' * 45}</td></tr></table>")
    assert found.row_count == 13


def test_a_stray_table_in_a_cell_does_not_tear_a_data_table() -> None:
    rows = "".join(f"<tr><td>行{number}</td><td>{number}</td><td>{number * 2}</td></tr>" for number in range(5))
    found = table(f"<table><tr><td>甲</td><td><table><tr><td>乙</td></tr></table></td><td>丙</td></tr>{rows}</table>")
    assert texts(found)[0] == ["甲", "乙", "丙"]
    assert texts(found)[5] == ["行4", "4", "8"]


def test_blank_cells_and_rows_stay_blank() -> None:
    found = table("<table><tr><td>规章</td><td></td><td> </td></tr><tr><td>&nbsp;</td><td></td><td></td></tr></table>")
    assert texts(found) == [["规章", "", ""], ["\xa0", "", ""]]


spans = st.sampled_from(
    ["", " rowspan=2", " colspan=3", " rowspan=0", " rowspan=9 colspan=9", " colspan=99999", " rowspan=x"]
)


@given(st.lists(st.lists(spans, min_size=1, max_size=5), min_size=2, max_size=6))
def test_any_spans_give_every_cell_once_inside_the_grid(rows: list[list[str]]) -> None:
    number = 0
    markup = ""
    for row in rows:
        markup += "<tr>"
        for span in row:
            number += 1
            markup += f"<td{span}>格{number}</td>"
        markup += "</tr>"
    document = read(f"<table>{markup}</table>")
    if not document.tables:
        # two cells with one text are no table
        return
    found = document.tables[0]
    assert [cell.text for cell in found.cells] == [f"格{at}" for at in range(1, number + 1)]
    for cell in found.cells:
        assert 0 <= cell.row < cell.row + cell.rowspan <= found.row_count
        assert 0 <= cell.column < cell.column + cell.colspan <= found.column_count
    assert found.row_count * found.column_count <= 50_000
