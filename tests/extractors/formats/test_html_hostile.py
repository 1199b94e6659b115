"""No page stops the reader, and none makes it lose text without a word."""

from __future__ import annotations

import pytest

from extractors.document import Document, Table
from extractors.formats import read_document

HEAD = "<html><head><title>青禾县2023年政府信息公开工作年度报告</title></head><body>"
ARTICLE = (
    "<h2>一、总体情况</h2><p>"
    + "我县公开工作有序开展。" * 50
    + "</p><h2>二、主动公开政府信息情况</h2><p>甲段</p><h2>六、其他需要报告的事项</h2><p>末尾一段</p>"
    "<table><tr><td colspan=2>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td></tr>"
    "<tr><td>规章</td><td>7</td></tr></table>"
)


def read(markup: str) -> Document:
    return read_document((HEAD + markup).encode())


def holds_article(document: Document) -> bool:
    texts = [block.text for block in document.blocks if not isinstance(block, Table)]
    return "一、总体情况" in texts and "末尾一段" in texts


def kinds(document: Document) -> list[str]:
    return [problem.kind for problem in document.problems]


@pytest.mark.parametrize("tag", ["div", "font", "span", "b", "center", "ul><li", "section"])
@pytest.mark.parametrize("depth", [300, 3_000, 50_000])
def test_deep_nesting_loses_neither_text_nor_table(tag: str, depth: int) -> None:
    document = read(f"<{tag}>" * depth + ARTICLE)
    assert holds_article(document)
    assert [cell.text for cell in document.tables[-1].cells][-2:] == ["规章", "7"]
    if depth > 2_048:
        assert kinds(document) == ["parse_truncated"]


@pytest.mark.parametrize("depth", [20, 200])
def test_deeply_nested_layout_tables_still_hold_a_table(depth: int) -> None:
    document = read("<table><tr><td>" * depth + ARTICLE)
    assert holds_article(document)
    assert [(table.row_count, table.column_count) for table in document.tables] == [(3, 2)]


def test_tables_nested_beyond_any_parser_are_read_as_lines_and_said() -> None:
    document = read("<table><tr><td>" * 5_000 + ARTICLE)
    assert holds_article(document)
    assert kinds(document) == ["parse_truncated"]


@pytest.mark.parametrize("attribute", ["a{}=1", "a{}", 'a{}=">"', "a{}='<p>'"])
def test_a_tag_with_forty_thousand_attributes_costs_its_attributes_only(attribute: str) -> None:
    attributes = " ".join(attribute.format(number) for number in range(40_000))
    document = read(f"<p {attributes}>首段</p>{ARTICLE}")
    assert holds_article(document)
    assert kinds(document) == ["oversized_tag"]


def test_a_picture_written_into_an_attribute_is_no_problem() -> None:
    document = read(f'{ARTICLE}<p><img src="data:image/png;base64,{"A" * 200_000}">图下的话</p>')
    assert holds_article(document)
    assert document.blocks[-1].text == "图下的话"
    assert document.problems == ()


def test_a_text_of_twelve_million_bytes_is_kept() -> None:
    document = read(f"{ARTICLE}<p>{'深' * 4_000_000}</p><p>后文</p>")
    assert max(len(block.text) for block in document.blocks if not isinstance(block, Table)) == 4_000_000
    assert document.blocks[-1].text == "后文"


@pytest.mark.parametrize(
    ("piece", "count"),
    [
        ("<p>段</p>", 100_000),
        ("行<br>", 100_000),
        ("<a href=x.pdf>链</a>", 50_000),
        ("<table><tr><td>1</td><td>2</td><td>3</td></tr></table>", 10_000),
        ("<!-- 注 -->", 50_000),
        ("<div class='share nav'>x</div>", 20_000),
        ("&nbsp;", 200_000),
        ("<p>索引号</p>", 20_000),
        ("当前位置：", 50_000),
        ("</div>", 100_000),
        ("<li onclick=\"window.open('x')\">项</li>", 20_000),
    ],
)
def test_a_hundred_thousand_of_anything_is_read_with_the_article(piece: str, count: int) -> None:
    document = read(ARTICLE + piece * count)
    assert holds_article(document)
    assert document.tables[0].cells[-1].text == "7"
    assert len(document.attachments) <= 200


@pytest.mark.parametrize(
    "markup",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><p>[&a;]</p>',
        "<!DOCTYPE x [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)) + "]><p>[&e11;]</p>",
    ],
)
def test_entities_are_not_expanded(markup: str) -> None:
    document = read_document((markup + ARTICLE).encode())
    assert holds_article(document)
    assert sum(len(block.text) for block in document.blocks if not isinstance(block, Table)) < 3_000


@pytest.mark.parametrize(
    "markup",
    [
        "<" * 50_000,
        "<a " * 50_000,
        '<a "' * 50_000,
        "&" * 50_000,
        "<!-- " * 20_000,
        "<p " + "=" * 50_000,
        "<![CDATA[" * 9,
    ],
)
def test_markup_that_never_ends_gives_a_document_or_a_named_kind(markup: str) -> None:
    document = read_document(f"<p>开头的话</p>{markup}".encode())
    assert "开头的话" in [block.text for block in document.blocks]


@pytest.mark.parametrize("reference", ["&#0;", "&#8;", "&#xD800;", "&#x110000;", "&#99999999999;", "&#x;", "&nosuch;"])
def test_impossible_references_leave_text_that_can_be_stored(reference: str) -> None:
    document = read(f"<div class=view><p>前{reference}后</p>{ARTICLE}</div>")
    text = document.blocks[0].text
    assert text.startswith("前")
    assert text.endswith("后")
    text.encode("utf-8")
    assert all(character.isprintable() for character in text)


def test_a_control_character_after_page_furniture_stops_nothing() -> None:
    document = read(f"<div class=view>{ARTICLE}<div class=share>分享</div>尾\x01\x02行</div>")
    assert holds_article(document)
    assert document.blocks[-1].text == "尾行"
