"""Whatever bytes come in, a document or one of our errors comes out."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.samples.html import HTML_VARIATIONS
from archive.samples.reports import make_report
from extractors.document import Document, Heading, Table
from extractors.errors import ExtractionError
from extractors.formats import read_document
from extractors.formats.html import read as read_html
from extractors.formats.text import read as read_text

PAGES = [
    HTML_VARIATIONS[name].render(make_report("qinghe", 2023)).data
    for name in (
        "html-wps",
        "html-mso",
        "html-nested",
        "html-cms-hanweb",
        "html-cms-gkmlpt",
        "html-gbk-silent",
        "html-utf16",
    )
]
SOUP = """
    <table> <tr> <td> <td_colspan=3> <td_rowspan=0> </td> </tr> </table> <p> </p> <div> </div> <br> <pre> </pre>
    <h1> </h2> <a_href=x.pdf> </a> <!-- --> <script> </script> <style> <meta_name=ContentStart>
    <meta_name=contentend> <b> </b> <li> <div_class=TRS_Editor> <div_id=zoom> <UCAPCONTENT> <caption> <form>
    <iframe_src=a.doc> <http://a.b> &nbsp; &#0; 一、总体情况 本年新收政府信息公开申请 第二十条第（一）项 结果维持
    当前位置： 索引号： 甲 0 | _ ___ _CONFIG={content:"<p>"}
"""
TAGS = st.sampled_from([piece.replace("_", " ") for piece in SOUP.split()])


def is_sound(document: Document) -> bool:
    """Tell whether the parts of a document fit together and can be stored."""
    for block in document.blocks:
        if isinstance(block, Table):
            grid = block.grid()
            assert len(grid) == block.row_count
            assert all(len(row) == block.column_count for row in grid)
            assert all(cell.row + cell.rowspan <= block.row_count for cell in block.cells)
            texts = [cell.text for cell in block.cells]
        else:
            assert not isinstance(block, Heading) or block.text.strip()
            texts = [block.text]
        for text in texts:
            assert "\0" not in text
            text.encode("utf-8")
    for key, value in document.metadata.items():
        assert key
        f"{key}{value}".encode()
    return True


def try_to_read(data: bytes) -> None:
    for read in (read_document, read_html, read_text):
        try:
            document = read(data)
        except ExtractionError:
            continue
        assert is_sound(document)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    try_to_read(data)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    try_to_read(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=300)
@given(st.lists(TAGS, max_size=60))
def test_any_soup_of_tags(pieces: list[str]) -> None:
    try_to_read("".join(pieces).encode())
    try_to_read(("<html><body>" + "".join(pieces)).encode("gb18030"))


@pytest.mark.parametrize("seed", range(len(PAGES) * 12))
def test_a_page_with_bytes_changed_cut_and_doubled(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(PAGES[seed % len(PAGES)])
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 200)]
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 500)]
            case _:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
    if chance.random() < 0.3:
        data = data[: chance.randrange(1, len(data))]
    try_to_read(bytes(data))


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_a_page_cut_anywhere_keeps_what_came_before_the_cut(number: int) -> None:
    page = PAGES[number]
    whole = read_document(page)
    texts = [block.text for block in whole.blocks if not isinstance(block, Table)]
    cut = read_document(page[: int(len(page) * 0.97)])
    kept = [block.text for block in cut.blocks if not isinstance(block, Table)]
    assert kept[:5] == texts[:5]
    assert len(kept) >= 5
