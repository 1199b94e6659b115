"""Tables lifted out of a page before it is parsed are read as they are from the whole tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.samples.html import HTML_VARIATIONS
from archive.samples.reports import make_report
from extractors.document import Document, Table
from extractors.errors import ExtractionError
from extractors.formats import html
from extractors.formats.html_lift import Lifted, lift_nothing, lift_tables

TABLE = "<table border=1><tbody>{rows}</tbody></table>"
ROWS = "".join(
    f'<tr><td width=57 colspan="2"><p class=MsoNormal><span lang=EN-US>{name}</span></p></td><td><p>{n}</p></td></tr>\n'
    for n, name in enumerate(("自然人", "信息内容", *(f"第{n}行" for n in range(20))))
)
PAGE = '<html><body><div class="TRS_Editor"><p>三、情况</p>\n{table}<p>四、情况</p></div></body></html>'


def whole(data: bytes) -> Document | str:
    """Read with every cell in the tree."""
    try:
        return html._read(data, lift_nothing, "", "", "")
    except ExtractionError as error:
        return str(error)


def lifted(data: bytes) -> Document | str:
    try:
        return html.read(data)
    except ExtractionError as error:
        return str(error)


def page_of(rows: str) -> bytes:
    return PAGE.format(table=TABLE.format(rows=rows)).encode()


def test_a_regular_table_is_taken_out_and_its_words_and_lines_stay() -> None:
    page = page_of(ROWS)
    source, tables = lift_tables(page)
    assert len(tables) == 1
    assert [row.texts for row in tables[0].rows][:2] == [["自然人", "0"], ["信息内容", "1"]]
    assert tables[0].rows[0].spans == {0: ("2", None)}
    assert source.count(b"\n") == page.count(b"\n")
    assert source.count(b"<td") == len(tables[0].rows)
    assert all(name in source.decode() for name in ("自然人 0", "信息内容 1", "四、情况"))


def test_the_document_is_the_same_as_from_the_whole_tree() -> None:
    document = lifted(page_of(ROWS))
    assert isinstance(document, Document)
    assert isinstance(document.blocks[1], Table)
    assert document.blocks[1].cells[3].text == "1"
    assert document.blocks[1].place.path is not None
    assert document == whole(page_of(ROWS))


@pytest.mark.parametrize(
    "rows",
    [
        ROWS.replace("<td><p>3</p></td>", "<td><p>3</td>"),
        ROWS.replace("<td><p>3</p></td>", "<td><p>3</p>"),
        ROWS.replace("<td><p>3</p></td>", "<td><div>3</div></td>"),
        ROWS.replace("<td><p>3</p></td>", "<td><a href=x>3</a></td>"),
        ROWS.replace("<td><p>3</p></td>", "<td>&#51;</td>"),
        ROWS.replace("<td><p>3</p></td>", '<td title="a>b">3</td>'),
        ROWS.replace("<td><p>3</p></td>", "<td><b>3</td></b>"),
        ROWS.replace("<td><p>3</p></td>", "<td>3<!-- 4 --></td>"),
        ROWS.replace("<td><p>3</p></td>", "<td>3 > 2</td>"),
        ROWS.replace("</tr>\n", "</tr>3\n", 1),
        ROWS.replace("<tr>", "", 1),
        "<caption>表一</caption>" + ROWS,
    ],
)
def test_a_table_that_is_not_regular_beyond_doubt_stays(rows: str) -> None:
    page = page_of(rows)
    assert lift_tables(page) == Lifted(page, ())
    assert lifted(page) == whole(page)


def test_a_table_inside_the_data_of_another_is_read_from_the_tree() -> None:
    inner = TABLE.format(rows=ROWS)
    outer = "".join(f"<tr><td>项目{n}</td><td>{n}</td></tr>" for n in range(12))
    page = PAGE.format(table=f"<table>{outer}<tr><td>合计</td>{inner}</tr></table>").encode()
    assert lift_tables(page).tables
    assert lifted(page) == whole(page)


def test_a_page_that_has_the_mark_itself_is_left_as_it_is() -> None:
    page = page_of(ROWS).replace(b"<p>", b"<p lifted-table=0>", 1)
    assert not lift_tables(page).tables
    assert lifted(page) == whole(page)


@pytest.mark.parametrize("name", sorted(HTML_VARIATIONS))
def test_every_way_of_drawing_a_page_gives_the_same_document(name: str) -> None:
    variation = HTML_VARIATIONS[name]
    edition = variation.editions[0]
    year = {"f2021": 2023, "f2019": 2020, "y14": 2016}[edition]
    data = variation.render(make_report("qinghe", year, seed=3)).data
    assert lifted(data) == whole(data)


_SLIPS = [
    *(b"<p>", b"</p>", b"<br>", b"<br/>", b"&nbsp;", b"&nbsp", b"&amp;", b"<td>", b"</td>", b"<tr>", b"</tr>", b"<th>"),
    *(b"<div>", b"</div>", b"<span>", b"</span>", b"<b>", b"</b>", b"<font color=red>", b"<o:p></o:p>", b"<table>"),
    *(b"</table>", b"<!-- c -->", b"<caption>c</caption>", b"<col>", b"\r", b"\x01", b"\xc2\xa0", b"\xff", b">", b"<"),
    *(
        b'"',
        b"'",
        b" colspan=2",
        b' rowspan="2"',
        b"<textarea>",
        b"<script>",
        b"<p/>",
        b"<P>",
        b"<pre>",
        b"\xe5",
        b"\n",
    ),
]


@settings(max_examples=150, deadline=None)
@given(
    cell=st.sampled_from(["wps", "mso", "nested", "plain"]),
    slips=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(_SLIPS), st.integers(0, 6)), max_size=4),
)
def test_slips_anywhere_in_the_tables_change_nothing(cell: str, slips: list[tuple[float, bytes, int]]) -> None:
    name = "html-bare" if cell == "plain" else f"html-{cell}"
    data = bytearray(HTML_VARIATIONS[name].render(make_report("qinghe", 2023, seed=1)).data)
    first, last = data.find(b"<table"), data.rfind(b"</table>")
    for share, slip, dropped in slips:
        at = first + int(share * (last - first))
        data[at : at + dropped] = slip
    assert lifted(bytes(data)) == whole(bytes(data))
