"""Word documents: what Word shows is what is read, and hostile files are refused."""

from __future__ import annotations

import io
import struct
import zipfile

import docx as python_docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.document import Heading, Paragraph, Table
from extractors.errors import (
    EmptyError,
    EncryptedError,
    ExtractionError,
    TooLargeError,
    TruncatedError,
    UnreadableError,
    UnsupportedError,
)
from extractors.formats import ooxml_package
from extractors.formats.docx import read
from extractors.formats.ooxml_numbering import format_count

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OPENING = (
    f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="{target}"/></Relationships>'
)


def pack(body: str = "", *, document: str | None = None, target: str = "word/document.xml", **parts: str) -> bytes:
    """Return a docx of the given body XML; further parts by name, `numbering` standing for word/numbering.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", RELATIONSHIPS.format(target=target))
        package.writestr(target, document or f"{OPENING}{body}</w:body></w:document>")
        for name, content in parts.items():
            root = {"numbering": "numbering", "styles": "styles"}[name]
            package.writestr(f"word/{name}.xml", f'<w:{root} xmlns:w="{W}">{content}</w:{root}>')
    return out.getvalue()


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, columns: int = 3) -> str:
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks if not isinstance(block, Table)]


def grid(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.grid()]


def only_table(data: bytes) -> Table:
    (table,) = read(data).tables
    return table


def test_paragraphs_and_tables_come_in_body_order() -> None:
    blocks = read(pack(p("青禾县") + tbl(tr(tc("规章"), tc("3"))) + p("二、其他"))).blocks
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    assert blocks[0].text == "青禾县"
    assert blocks[2].text == "二、其他"


def test_a_document_made_by_another_program_is_read_whole() -> None:
    made = python_docx.Document()
    made.core_properties.title = "旧文件名"
    made.add_heading("鹤汀镇政府信息公开工作年度报告", 0)
    made.add_heading("一、总体情况", 2)
    made.add_paragraph("全年主动公开17条。")
    table = made.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(0, 3)).text = "第二十条第（一）项"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "规章"
    table.cell(1, 1).text = "31"
    table.cell(2, 3).text = "47"
    out = io.BytesIO()
    made.save(out)
    document = read(out.getvalue())
    assert document.title == ""
    assert document.metadata["file:title"] == "旧文件名"
    assert [(block.text, block.level) for block in document.blocks if isinstance(block, Heading)] == [
        ("鹤汀镇政府信息公开工作年度报告", 1),
        ("一、总体情况", 2),
    ]
    (read_table,) = document.tables
    assert grid(read_table) == [
        ["第二十条第（一）项"] * 4,
        ["规章", "31", "", ""],
        ["规章", "", "", "47"],
    ]
    assert (read_table.cells[0].colspan, read_table.cells[1].rowspan) == (4, 2)


def test_vertical_merges_go_by_column_not_by_order() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = only_table(
        pack(
            tbl(
                tr(tc("甲", restart), tc("1"), tc("乙", restart)),
                tr(tc("", go_on), tc("2"), tc("", go_on)),
                tr(tc("丙"), tc("3"), tc("", go_on)),
            )
        )
    )
    assert grid(table) == [["甲", "1", "乙"], ["甲", "2", "乙"], ["丙", "3", "乙"]]


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    table = only_table(pack(tbl(tr(tc("甲"), tc("5", "<w:vMerge/>")), tr(tc("乙"), tc("6")))))
    assert grid(table) == [["甲", "5"], ["乙", "6"]]


def test_horizontal_merges_and_skipped_columns_keep_values_under_their_headings() -> None:
    table = only_table(
        pack(
            tbl(
                tr(tc("自然人"), tc("总计", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")),
                tr(tc("7"), properties='<w:gridBefore w:val="2"/>'),
                tr(tc("8"), properties='<w:gridAfter w:val="2"/>'),
            )
        )
    )
    assert grid(table) == [["自然人", "总计", "总计"], [None, None, "7"], ["8", None, None]]


def test_a_block_merged_both_ways_is_one_cell() -> None:
    def cell(text: str, across: str, down: str) -> str:
        return tc(text, f'<w:hMerge w:val="{across}"/><w:vMerge w:val="{down}"/>')

    rows = [
        tr(cell("合", "restart", "restart"), cell("", "continue", "restart"), tc("1")),
        tr(cell("", "restart", "continue"), cell("", "continue", "continue"), tc("2")),
    ]
    table = only_table(pack(tbl(*rows)))
    assert grid(table) == [["合", "合", "1"], ["合", "合", "2"]]
    assert len(table.cells) == 3


def test_an_absurd_span_is_clamped_and_reported() -> None:
    document = read(pack(tbl(tr(tc("规章"), tc("9", '<w:gridSpan w:val="2000000"/>')), tr(tc("a"), tc("b"), tc("c")))))
    (table,) = document.tables
    assert table.column_count == 3
    assert grid(table)[0] == ["规章", "9", "9"]
    assert [problem.kind for problem in document.problems] == ["span_clamped"]


def test_repeated_header_rows_stay() -> None:
    header = tr(tc("信息内容"), tc("件数"), properties="<w:tblHeader/>")
    assert [row[0] for row in grid(only_table(pack(tbl(header, tr(tc("规章"), tc("4")), header))))] == [
        "信息内容",
        "规章",
        "信息内容",
    ]


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    inner = tbl(tr(tc("12"), tc("13")))
    document = read(pack(tbl(tr(tc("外"), tc(p("标签") + inner + p("")))) + p("后")))
    outer, nested = document.tables
    assert grid(outer) == [["外", "标签"]]
    assert grid(nested) == [["12", "13"]]
    assert document.blocks[-1].text == "后"  # type: ignore[union-attr]


def test_a_frame_around_everything_disappears() -> None:
    inner = tbl(tr(tc("规章"), tc("5")))
    numbered = p("总体情况", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    framed = tbl(tr(tc(numbered + p("正文") + inner + p(""))), columns=1)
    blocks = read(pack(framed + numbered, numbering=chinese_list())).blocks
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, Table, Paragraph]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["一、总体情况", "正文", "二、总体情况"]


def test_content_controls_links_and_smart_tags_are_read_through() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" + p("甲") + "</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>乙</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>丙</w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtContent><w:r><w:t>丁</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        + tbl(
            "<w:sdt><w:sdtContent>" + tr(tc("规章"), "<w:sdt><w:sdtContent>" + tc("6") + "</w:sdtContent></w:sdt>")
            + "</w:sdtContent></w:sdt>"
        )
    )  # fmt: skip
    assert texts(pack(body)) == ["甲", "乙丙丁"]
    assert grid(only_table(pack(body))) == [["规章", "6"]]


def test_a_control_that_only_asks_for_text_is_blank() -> None:
    asking = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = "<w:p>" + asking.format("<w:r><w:t>单击此处输入</w:t></w:r>") + "</w:p>"
    table = tbl(tr(tc("规章"), tc(inline), tc(asking.format(p("单击此处输入")) + p(""))))
    assert grid(only_table(pack(table))) == [["规章", "", ""]]
    assert texts(pack(p("文") + inline + asking.format(p("单击")))) == ["文"]


def test_a_document_of_pictures_says_that_it_has_no_text() -> None:
    document = read(pack("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"))
    assert (document.blocks, document.images) == ((), 1)
    assert [problem.kind for problem in document.problems] == ["no_text_layer"]


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    body = (
        "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>18</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>19</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
        + tbl(tr(tc("规章"), tc("1")), tr(tc("废"), tc("2"), properties="<w:del/>"))
    )
    assert texts(pack(body)) == ["收到19件"]
    assert grid(only_table(pack(body))) == [["规章", "1"]]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert texts(pack(p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半") + p("另段"))) == ["前半后半", "另段"]


def test_hidden_text_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>5</w:t></w:r>'
    assert texts(pack(f"<w:p>{shown}{hidden}</w:p>")) == ["5"]
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    assert texts(pack(p("藏", '<w:pStyle w:val="H"/>') + p("见"), styles=style)) == ["见"]


def test_a_raised_mark_is_no_digit_and_struck_text_is_left_out_and_said() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>99</w:t></w:r>"
    plain = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>12</w:t></w:r>'
    document = read(pack(tbl(tr(tc(f"<w:p>{plain}{raised}</w:p>"), tc(f"<w:p>{struck}{plain}</w:p>")))))
    (table,) = document.tables
    assert grid(table) == [["12¹", "12"]]
    assert [(problem.kind, problem.raw) for problem in document.problems] == [("struck_text", "99")]


def test_fields_give_their_result_and_never_their_instruction() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        f"<w:p>{mark.format('begin')}<w:r><w:instrText> =SUM(ABOVE) 777 </w:instrText></w:r>"
        f"{mark.format('begin')}<w:r><w:t>888</w:t></w:r>{mark.format('end')}"
        f"{mark.format('separate')}<w:r><w:t>42</w:t></w:r>{mark.format('end')}"
        "<w:fldSimple w:instr='DATE'><w:r><w:t>2024年</w:t></w:r></w:fldSimple></w:p>"
    )
    assert texts(pack(body)) == ["422024年"]
    never_closed = f"<w:p>{mark.format('begin')}<w:r><w:t>x</w:t></w:r></w:p>"
    assert texts(pack(never_closed + p("还在"))) == ["还在"]


def test_breaks_tabs_and_symbols_are_text() -> None:
    body = (
        "<w:p><w:r><w:t>其他</w:t><w:br/><w:t>结果</w:t><w:tab/><w:t>3</w:t><w:noBreakHyphen/><w:t>4</w:t>"
        '<w:br w:type="page"/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    )
    assert texts(pack(body)) == ["其他\n结果\t3-4☑"]


def test_paragraphs_of_a_cell_are_lines() -> None:
    assert grid(only_table(pack(tbl(tr(tc(p("法律") + p("") + p("服务")), tc("0")))))) == [["法律\n服务", "0"]]


def test_a_text_box_is_read_once_although_word_writes_it_twice() -> None:
    inside = "<w:txbxContent>" + p("附件") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp>"
        f"<wps:txbx>{inside}</wps:txbx></wps:wsp><a:blip/></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = read(pack(body))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["正文", "附件"]
    assert document.images == 1
    assert grid(only_table(pack(tbl(tr(tc(body), tc("1")))))) == [["正文\n附件", "1"]]


def chinese_list(extra: str = "") -> str:
    return (
        '<w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
        '<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        f'<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>{extra}'
    )


def numbered(text: str, level: int, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_written_as_word_prints_them() -> None:
    body = (
        numbered("总体情况", 0) + numbered("主动公开", 1) + numbered("依申请公开", 1) + numbered("其他", 2)
        + numbered("存在的问题", 0) + numbered("不足", 1) + numbered("条", 3) + numbered("再起", 2, 2)
        + numbered("无号", 0, 0)
    )  # fmt: skip
    assert texts(pack(body, numbering=chinese_list())) == [
        "一、总体情况", "（一）主动公开", "（二）依申请公开", "1.其他", "二、存在的问题", "（一）不足", "2.1 条",
        "1.再起", "无号",
    ]  # fmt: skip


def test_row_labels_get_their_automatic_numbers() -> None:
    rows = [tr(tc(numbered(label, 2)), tc("0")) for label in ("属于国家秘密", "其他法律行政法规禁止公开")]
    assert grid(only_table(pack(tbl(*rows), numbering=chinese_list()))) == [
        ["1.属于国家秘密", "0"],
        ["2.其他法律行政法规禁止公开", "0"],
    ]


def test_numbers_and_headings_are_inherited_through_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="本局标题"/><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="off"><w:name w:val="无号标题"/><w:basedOn w:val="base"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>'
    )
    body = (
        p("总体情况", '<w:pStyle w:val="own"/>') + p("附", '<w:pStyle w:val="off"/>')
        + p("主动公开", '<w:pStyle w:val="base"/>') + p("环", '<w:pStyle w:val="loop"/>')
        + p("正文级别", '<w:outlineLvl w:val="2"/>') + p("正文", '<w:pStyle w:val="own"/><w:outlineLvl w:val="9"/>')
    )  # fmt: skip
    blocks = read(pack(body, numbering=chinese_list(), styles=styles)).blocks
    assert [(type(block).__name__, block.text, getattr(block, "level", None)) for block in blocks] == [  # type: ignore[union-attr]
        ("Heading", "一、总体情况", 1),
        ("Heading", "附", 1),
        ("Heading", "二、主动公开", 1),
        ("Paragraph", "环", None),
        ("Heading", "正文级别", 3),
        ("Paragraph", "三、正文", None),
    ]


def test_a_table_of_contents_is_not_text() -> None:
    style = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    assert texts(pack(p("一、总体情况 1", '<w:pStyle w:val="T"/>') + p("一、总体情况"), styles=style)) == [
        "一、总体情况"
    ]


@pytest.mark.parametrize(
    ("number", "number_format", "written"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百〇五"),
        (3, "ideographDigital", "三"),
        (10, "chineseLegalSimplified", "壹拾"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "decimalFullWidth", "４"),
        (2, "ideographTraditional", "乙"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (5, "unheardOf", "5"),
        (7, "decimalZero", "07"),
        (-1, "decimal", ""),
        (10**9, "chineseCounting", ""),
    ],
)
def test_counters_are_written_in_every_format(number: int, number_format: str, written: str) -> None:
    assert format_count(number, number_format) == written


def test_strict_namespaces_and_other_folders_are_read() -> None:
    body = OPENING + p("青禾县") + "</w:body></w:document>"
    assert texts(pack(document=body.replace(W, STRICT))) == ["青禾县"]
    assert texts(pack(p("石桥镇"), target="word/document2.xml")) == ["石桥镇"]


def test_pages_are_counted_where_word_left_its_marks() -> None:
    body = p("第一页") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r></w:p>" + tbl(tr(tc("a"), tc("b")))
    document = read(pack(body))
    assert document.tables[0].place.page == 2
    assert document.tables[0].cells[0].page == 2
    assert read(pack(p("无页"))).blocks[0].place.page is None


def test_embedded_objects_and_chunks_are_reported_not_ignored() -> None:
    body = (
        '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
        "<w:altChunk/><w:p><w:r><w:t>文</w:t></w:r></w:p>"
    )
    assert [(problem.kind, problem.raw) for problem in read(pack(body)).problems] == [
        ("embedded_object", "Excel.Sheet.12"),
        ("embedded_part", ""),
    ]


def test_damaged_xml_gives_what_is_there_and_a_problem() -> None:
    document = read(pack(document=OPENING + p("前") + "<w:p><w:r><w:t>后</w:t></w:r>"))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["前", "后"]
    assert [problem.kind for problem in document.problems] == ["parse_truncated"]


def test_entities_are_refused_and_files_are_not_read(tmp_path: object) -> None:
    canary = (
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + OPENING + p("A&x;B") + "</w:body></w:document>"
    )
    with pytest.raises(UnreadableError, match="type declaration"):
        read(pack(document=canary), name="a.docx")
    bomb = (
        '<!DOCTYPE w [<!ENTITY a "'
        + "x" * 50
        + '"><!ENTITY b "&a;&a;&a;">]>'
        + OPENING
        + p("&b;")
        + "</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("_rels/.rels", RELATIONSHIPS.format(target="word/document.xml"))
        package.writestr("word/document.xml", bomb.encode("utf-16"))
    with pytest.raises(UnreadableError):
        read(out.getvalue())


def test_zip_bombs_are_refused() -> None:
    with pytest.raises(TooLargeError, match="times its size"):
        read(pack(p("0" * 30_000_000)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for index in range(ooxml_package.MAX_ENTRIES + 1):
            package.writestr(f"word/{index}.xml", "")
    with pytest.raises(TooLargeError, match="entries"):
        read(out.getvalue())


def test_a_directory_that_lies_about_sizes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml_package, "MAX_PART_BYTES", 10_000)
    data = bytearray(pack(p("0" * 50_000)))
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[at + 24 : at + 28] = struct.pack("<I", 500)
    with pytest.raises((TooLargeError, TruncatedError)):
        read(bytes(data))


def test_what_is_no_docx_says_so() -> None:
    whole = pack(p("青禾县") * 50)
    with pytest.raises(EmptyError):
        read(b"")
    with pytest.raises(EmptyError):
        read(pack(p("")))
    with pytest.raises(TruncatedError):
        read(whole[: len(whole) // 2], name="b.docx")
    with pytest.raises(UnreadableError):
        read(b"%PDF-1.4")
    with pytest.raises(UnsupportedError):
        read(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    with pytest.raises(EncryptedError):
        read(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "b")
    with pytest.raises(UnsupportedError):
        read(out.getvalue())


def test_deep_nesting_ends() -> None:
    body = p("底")
    for _ in range(40):
        body = tbl(tr(tc(body + p("层")), tc("1")))
    document = read(pack(body))
    assert "nesting_too_deep" in {problem.kind for problem in document.problems}


WHOLE = pack(
    numbered("总体情况", 0) + tbl(tr(tc("规章", '<w:gridSpan w:val="2"/>'), tc("3")), tr(tc("a"), tc("b"), tc("c"))),
    numbering=chinese_list(),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_bytes_give_a_document_or_one_of_our_errors(data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(0, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    try:
        document = read(bytes(damaged[:cut]) + data.draw(st.binary(max_size=20)))
    except ExtractionError:
        return
    assert document.format == "docx"


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-2, 70), st.sampled_from(["", "restart", "continue", "?"])), max_size=6),
        max_size=8,
    )
)
def test_any_spans_give_a_grid_without_overlaps(rows: list[list[tuple[int, str]]]) -> None:
    def spanned(span: int, merge: str) -> str:
        return tc("x", f'<w:gridSpan w:val="{span}"/>' + (f'<w:vMerge w:val="{merge}"/>' if merge else ""))

    made = [tr(*(spanned(span, merge) for span, merge in row)) for row in rows]
    for table in read(pack(p("文") + tbl(*made))).tables:
        covered = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        ]
        assert len(covered) == len(set(covered))
        assert all(row < table.row_count and column < table.column_count for row, column in covered)


@pytest.mark.corpus
def test_the_official_form_has_its_three_tables(corpus: object) -> None:
    from pathlib import Path

    document = read((Path(str(corpus)) / "reports" / "form_template_2021.docx").read_bytes())
    assert [(table.row_count, table.column_count, len(table.cells)) for table in document.tables] == [
        (14, 4, 30),
        (28, 10, 215),
        (4, 15, 34),
    ]


def test_characters_of_no_width_are_no_part_of_a_word() -> None:
    assert texts(pack(p("一、总体情\u200b况\ufeff"))) == ["一、总体情况"]
