"""Tables lifted out of a page before it is parsed are read as they are from the whole tree."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.samples.html import HTML_VARIATIONS
from archive.samples.reports import make_report
from extractors.document import Document, Table
from extractors.errors import ExtractionError
from extractors.formats import html
from extractors.formats.html_lift import Lifted, lift_tables

TABLE = "<table border=1><tbody>{rows}</tbody></table>"
ROWS = "".join(
    f'<tr><td width=57 colspan="2"><p class=MsoNormal><span lang=EN-US>{name}</span></p></td><td><p>{n}</p></td></tr>\n'
    for n, name in enumerate(("自然人", "信息内容", *(f"第{n}行" for n in range(20))))
)
PAGE = '<html><body><div class="TRS_Editor"><p>三、情况</p>\n{table}<p>四、情况</p></div></body></html>'


def whole(data: bytes, charset: str = "") -> Document | str:
    """Read with every cell in the tree."""
    try:
        return html.read_further(html.open_page(data, charset=charset), ())
    except ExtractionError as error:
        return str(error)


def lifted(data: bytes, charset: str = "") -> Document | str:
    try:
        return html.read(data, charset=charset)
    except ExtractionError as error:
        return str(error)


def text_in(page: bytes) -> str:
    return etree.tostring(lxml.html.fromstring(page), method="text", encoding="unicode")


def page_of(rows: str) -> bytes:
    return PAGE.format(table=TABLE.format(rows=rows)).encode()


def test_a_regular_table_is_taken_out_and_its_text_and_lines_stay() -> None:
    page = page_of(ROWS.replace("<td ", "<td\n", 1))
    source, tables = lift_tables(page)
    assert len(tables) == 1
    assert [row.texts for row in tables[0].rows][:2] == [["自然人", "0"], ["信息内容", "1"]]
    assert tables[0].rows[0].spans == {0: ("2", None)}
    assert source.count(b"\n") == page.count(b"\n")
    assert source.count(b"<td") == 1
    assert text_in(source) == text_in(page)


def test_the_document_is_the_same_as_from_the_whole_tree() -> None:
    document = lifted(page_of(ROWS))
    assert isinstance(document, Document)
    assert isinstance(document.blocks[1], Table)
    assert document.blocks[1].cells[3].text == "1"
    assert document.blocks[1].place.path is not None
    assert document == whole(page_of(ROWS))


def test_a_name_of_a_font_in_quotation_marks_keeps_no_table_in_the_page() -> None:
    font = "font-family: &#39;Times New Roman&#39;, &quot;仿宋&quot;"
    rows = ROWS.replace("<td width=57", f'<td style="{font}"').replace("<p>", f"<p style='{font}'>")
    page = page_of(rows).replace(b"<table ", f'<table style="{font}" '.encode())
    assert len(lift_tables(page).tables) == 1
    assert lifted(page) == whole(page)


@pytest.mark.parametrize(
    "rows",
    [
        ROWS.replace("<td><p>3</p></td>", "<td><p>3</td>"),
        ROWS.replace("<td><p>3</p></td>", "<td><p>3</p>"),
        ROWS.replace("<td><p>3</p></td>", "<td><div>3</div></td>"),
        ROWS.replace("<td><p>3</p></td>", "<td><a href=x>3</a></td>"),
        ROWS.replace("<td><p>3</p></td>", "<td>&#51;</td>"),
        ROWS.replace("<td><p>3</p></td>", '<td colspan="&#50;">3</td>'),
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


@pytest.mark.parametrize("tag", [b"p", b"table"])
def test_a_page_that_has_the_mark_itself_is_left_as_it_is(tag: bytes) -> None:
    page = page_of(ROWS).replace(b"<" + tag, b"<" + tag + b" lifted-table=0 ", 1)
    assert not lift_tables(page).tables
    assert lifted(page) == whole(page)


AROUND = {
    "comment": "<!-- {} -->",
    "conditional comment": "<!--[if gte mso 9]>{}<![endif]-->",
    "downlevel-revealed comment": "<![if !vml]>{}<![endif]>",
    "unclosed comment": "<!-- {}",
    "CDATA": "<![CDATA[ {} ]]>",
    "script": "<script>var t = '{}';</script>",
    "JSON": '<script>window._CONFIG = {{"content": "{}"}}</script>',
    "style": "<style>{}</style>",
    "title": "<title>{}</title>",
    "textarea": "<textarea>{}</textarea>",
    "template": "<template>{}</template>",
    "noscript": "<noscript>{}</noscript>",
    "xmp": "<xmp>{}</xmp>",
    "plaintext": "<plaintext>{}",
    "iframe": "<iframe>{}</iframe>",
    "svg": "<svg>{}</svg>",
    "select": "<select><option>{}</option></select>",
    "attribute": "<div title='{}'>甲</div>",
    "double-quoted attribute": '<input type="hidden" value="{}">',
    "unclosed attribute": '<p title="甲>{}</p>',
    "unclosed style": '<p style="color:red;font-family:仿宋;text-indent:2em;margin:0;>{}</p>',
    "hidden box": "<div style='display:none'>{}</div>",
    "hidden box with a long style": '<div style="width:100%;height:20px;line-height:20px;display:none">甲</div>{}',
    "link": "<a href=x.pdf>{}</a>",
    "paragraph": "<p>{}</p>",
    "unclosed inline tags": "<b><font color=red>{}",
    "heading": "<h1>{}</h1>",
    "row without a cell": "<table><tr>{}</tr></table>",
    "table without a row": "<table>{}</table>",
    "frame": "<table><tr><td>{}</td></tr></table>",
    "data": "<table>" + "<tr><td>项</td><td>1</td></tr>" * 9 + "<tr><td>乙</td><td>{}</td></tr></table>",
    "index block": "<div>索引号：1 发布机构：甲局<p>分类：乙</p>{}</div>",
    "crumb": "<div>当前位置：{}</div>",
    "byline": "{}<p>来源：甲局 发布时间：2024-01-05</p>",
    "far byline": "{}" + "<p> </p>\n" * 2100 + "<p>来源：甲局 发布时间：2024-01-05</p>",
    "form": "<form name=f>{}</form>",
    "pre": "<pre>{}</pre>",
    "marks": "<!--正文开始-->{}<!--正文结束-->",
    "marks around little": "<!--正文开始-->" + "政府采购公告。" * 80 + "<!--正文结束-->{}",
    "meta marks": "<meta name=ContentStart>{}<meta name=ContentEnd>",
    "named cell": "<table><tr><td class=view>{}</td></tr></table>",
    "deep": "<div>" * 245 + "{}",
    "very deep": "<div>" * 1000 + "{}",
    "bare link": "<p>见<http://a.gov.cn.test></p>{}",
    "NUL": "甲\0乙{}",
    "control characters": "<p>甲\x01乙\x0c</p>{}",
    "nested mark": "<div>{}</div><p>lifted-table</p>",
}


@pytest.mark.parametrize("articles", [True, False])
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_whatever_stands_around_a_table(around: str, articles: bool) -> None:
    table = TABLE.format(rows=ROWS)
    for drawn in (table, table.replace("border=1", 'border="1"'), table.replace("\n", ""), table.replace("<p>", "")):
        for page in (PAGE, "{table}", PAGE.replace("TRS_Editor", "box"), PAGE.replace("三、情况", "总体情况" * 200)):
            inner = around.format(drawn)
            if articles:
                inner = "<h2>一、总体情况</h2><h2>六、其他需要报告的事项</h2>" + drawn + inner
            data = page.replace("{table}", inner).encode()
            assert lifted(data) == whole(data)


CELLS = {
    "display": '<td style="display:none">3</td>',
    "visibility": "<td style='visibility: hidden'>3</td>",
    "long hidden": '<td style="width:100px;height:30px;border:1px solid black;display:none">3</td>',
    "container name": "<td class=view>" + "甲" * 395 + "</td>",
    "paragraph of a container's name": "<td><p id=zoom>" + "甲乙丙" * 150 + "</p></td>",
    "undecodable span": '<td colspan="\udcff">3</td>',
    "undecodable text": "<td>\udce5\udc81</td>",
    "spans": '<td colspan=0 rowspan="-1">3</td>',
    "span of a reference": '<td colspan="&#50;">3</td>',
    "style with references": "<td style=\"font-family:&quot;仿宋&quot;;display&#58;none\" title='&lt;&gt;'>3</td>",
    "huge spans": '<td colspan="9999" rowspan=65535>3</td>',
    "span twice": "<td colspan=2 colspan=3 ROWSPAN=2>3</td>",
    "span without value": "<td colspan rowspan=''>3</td>",
    "slash": "<td colspan=2/>3</td>",
    "space around the sign": "<td colspan = 2>3</td>",
    "vertical tab": "<td\x0bcolspan=2>3</td>",
    "form feed": "<td\x0ccolspan=2>3</td>",
    "wrong end": "<td>3</th>",
    "wrong begin": "<th>3</td>",
    "th": "<th>3</th>",
    "capitals": "<TD>3</TD>",
    "space in the end": "<td>3</td >",
    "entities": "<td>&nbsp;&#12288;&emsp;3&nbsp</td>",
    "spaces as references": "<td>&emsp;&ensp;&#12288;3&#160;</td>",
    "space as a reference without its end": "<td>&emsp3&#1603</td>",
    "spaces": "<td>&nbsp;　 3\u2003\u200b</td>",
    "double escape": "<td>&amp;nbsp;3&amp;lt;</td>",
    "line break": "<td>1<br>2<br/></td>",
    "line break in a paragraph": "<td><p>1<br>2</p></td>",
    "paragraphs": "<td><p>1</p><p>2</p></td>",
    "text beside a paragraph": "<td>1<p>2</p>3</td>",
    "unclosed paragraph": "<td><p>3</td>",
    "paragraph in a span": "<td><span><p>3</p></span></td>",
    "line ends": "<td>\n  3\r\n </td>",
    "end of a paragraph only": "<td>3</p></td>",
    "input": "<td><input value=3></td>",
    "picture": "<td><img src=a.jpg>3</td>",
    "script": "<td><script>if (a < b) x = '</td>'</script>3</td>",
    "style": "<td><style>td {color:red}</style>3</td>",
    "comment": "<td><!-- 4 -->3</td>",
    "processing instruction": '<td><?xml:namespace prefix = o ns = "urn:x" />3</td>',
    "nested table": "<td><table><tr><td>3</td></tr></table></td>",
    "index word": "<td>索引号：5</td>",
    "crumb word": "<td>当前位置：甲</td>",
    "date": "<td>填报时间：2024年1月5日 来源：甲局</td>",
    "new body": "<td>3</td></tr></tbody><tbody><tr><td>4</td>",
    "foot in the middle": "<td>3</td></tr></tbody><tfoot><tr><td>4</td>",
    "end of another group": "<td>3</td></tr></thead><tbody><tr><td>4</td>",
    "two tbody": "<td>3</td></tr><tbody><tr><td>4</td>",
    "row in a row": "<td>3</td><tr><td>4</td>",
    "text between rows": "<td>3</td></tr>甲<tr><td>4</td>",
    "form between rows": "<td>3</td></tr><form><tr><td>4</td>",
    "empty rows": "<td>3</td></tr><tr></tr><tr><td>4</td>",
    "caption": "<td>3</td></tr><caption>表</caption><tr><td>4</td>",
    "cut off": "<td>3</td></tr></table><p>甲</p><table><tr><td>4</td>",
    "NUL": "<td>\x003</td>",
    "soft hyphen": "<td>3\xad</td>",
    "byte order mark": "<td>\ufeff3</td>",
    "C1": "<td>\x853</td>",
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_whatever_a_cell_is(cell: str) -> None:
    for old in ("<td><p>3</p></td>", "<td><p>20</p></td>"):
        for charset in ("utf-8", "gb18030"):
            rows = ROWS.replace(old, cell)
            data = PAGE.format(table=TABLE.format(rows=rows)).encode(charset, "surrogateescape")
            assert lifted(data) == whole(data)


@pytest.mark.parametrize(
    "head",
    [
        "<colgroup><col width=5><col></colgroup>",
        "<colgroup>\n<col width=5>",
        "<col><col/>",
        "<colgroup><tbody>",
        "<thead>",
        "\n\n<thead class=x>\n",
        "<caption>表</caption>",
        "甲",
        "&nbsp;",
        "<tr></tr>",
    ],
)
def test_whatever_stands_before_the_rows(head: str) -> None:
    for opening in ("<table>", "<table\n border=1\n>", "<TABLE>", '<table id="zoom" class=view>', "<table/>"):
        data = PAGE.format(table=f"{opening}{head}{ROWS}</table>").encode()
        assert lifted(data) == whole(data)


@pytest.mark.parametrize("name", sorted(HTML_VARIATIONS))
def test_every_way_of_drawing_a_page_gives_the_same_document(name: str) -> None:
    variation = HTML_VARIATIONS[name]
    years = {"f2021": 2023, "f2019": 2020, "y14": 2016}
    for edition in variation.editions:
        page = variation.render(make_report("qinghe", years[edition], seed=3))
        assert lifted(page.data, page.charset) == whole(page.data, page.charset)


@pytest.mark.corpus
def test_every_real_page_gives_the_same_document(corpus: Path) -> None:
    pages = [page.read_bytes() for page in corpus.rglob("*.html")]
    assert len(pages) >= 5
    for data in pages:
        assert lifted(data) == whole(data)


_SLIPS = [
    *(
        "<p>",
        "</p>",
        "<br>",
        "<br/>",
        "&nbsp;",
        "&nbsp",
        "&#160;",
        "&emsp;",
        "&amp;",
        "&quot;",
        "<td>",
        "</td>",
        "<tr>",
        "</tr>",
        "<th>",
        "</th>",
    ),
    *("<div>", "</div>", "<span>", "</span>", "<b>", "</b>", "<font color=red>", "<o:p></o:p>", "<table>", "<table "),
    *("</table>", "<!-- c -->", "<!--", "-->", "<caption>c</caption>", "<col>", "\r", "\x01", "\xa0", "\udcff", ">"),
    *(
        "<",
        '"',
        "'",
        " colspan=2",
        ' rowspan="2"',
        " rowspan='0'",
        "<textarea>",
        "<script>",
        "</script>",
        "<p/>",
        "<P>",
    ),
    *(
        "<pre>",
        "\udce5",
        "\n",
        "\x0b",
        "\0",
        "<![CDATA[",
        "]]>",
        "<title>",
        "</title>",
        "<tbody>",
        "</tbody>",
        "<thead>",
    ),
    *(
        ' style="display:none"',
        "<xmp>",
        "<select>",
        "<a href=a.pdf>",
        "</a>",
        "<li>",
        "<h1>",
        "<h2>总体情况</h2>",
        "<tr/>",
    ),
    *(
        "索引号：",
        "当前位置：",
        "来源：",
        "<div class=zoom>",
        "<td class=view>",
        "=",
        "/",
        "</tr><tr>",
        "</thead>",
        "<tfoot>",
    ),
]
_SLIP = st.tuples(st.floats(0, 1), st.sampled_from(_SLIPS), st.integers(0, 6))


def slipped(page: str, slips: list[tuple[float, str, int]], first: int, last: int) -> bytes:
    """Return a page with something put in place of a few characters, here and there between two places."""
    for share, slip, dropped in slips:
        at = first + int(share * (last - first))
        page = page[:at] + slip + page[at + dropped :]
    return page.encode("utf-8", "surrogateescape")


@settings(max_examples=150)
@given(cell=st.sampled_from(["wps", "mso", "nested", "bare"]), slips=st.lists(_SLIP, max_size=4))
def test_slips_anywhere_in_the_tables_change_nothing(cell: str, slips: list[tuple[float, str, int]]) -> None:
    page = HTML_VARIATIONS[f"html-{cell}"].render(make_report("qinghe", 2023, seed=1)).data.decode()
    data = slipped(page, slips, page.find("<table"), page.rfind("</table>"))
    assert lifted(data) == whole(data)


@settings(max_examples=300)
@given(
    around=st.lists(st.sampled_from(sorted(AROUND)), max_size=3),
    cells=st.lists(st.tuples(st.integers(0, 21), st.sampled_from(sorted(CELLS))), max_size=3),
    slips=st.lists(_SLIP, max_size=3),
    page=st.sampled_from(
        [PAGE, "{table}", PAGE.replace("TRS_Editor", "box"), PAGE.replace("四、", "六、其他需要报告的事项")]
    ),
    cut=st.one_of(st.just(1.0), st.floats(0, 1)),
)
def test_no_wild_page_is_read_in_another_way(
    around: list[str], cells: list[tuple[int, str]], slips: list[tuple[float, str, int]], page: str, cut: float
) -> None:
    rows = ROWS
    for number, name in cells:
        rows = rows.replace(f"<td><p>{number}</p></td>", CELLS[name], 1)
    drawn = TABLE.format(rows=rows)
    for name in around:
        if len(drawn) < 100_000:
            drawn = AROUND[name].replace("{}", drawn)
    whole_page = page.replace("{table}", drawn)
    data = slipped(whole_page, slips, 0, len(whole_page))
    data = data[: int(len(data) * cut)]
    assert lifted(data) == whole(data)
