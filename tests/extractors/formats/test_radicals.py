"""Codes that only look like an ideograph, as browsers write them into PDF, are read as that ideograph."""

from __future__ import annotations

import io
import unicodedata

import docx as python_docx
import pytest

from extractors.document import Document, Table
from extractors.formats import read_document
from extractors.formats.radicals import fold_radical_bytes, fold_radicals

PRINTED = "⼆、主动公开政府信息情况 ⻘禾县⼈⺠政府⽔利局 2023年1⽉8⽇ ⾏政 ⻚ 不予"
MEANT = "二、主动公开政府信息情况 青禾县人民政府水利局 2023年1月8日 行政 页 不予"


def text_of(document: Document) -> str:
    return "".join(block.text for block in document.blocks if not isinstance(block, Table))


def word_file(text: str) -> bytes:
    document = python_docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """Return a page that prints `text` from a font of eight-bit codes and says by a table what they mean."""
    codes = {letter: 33 + at for at, letter in enumerate(dict.fromkeys(text))}
    table = "".join(f"<{code:02x}> <{ord(letter):04x}>\n" for letter, code in codes.items())
    cmap = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar
{table}endbfchar endcmap CMapName currentdict /CMap defineresource pop end end"""
    content = f"BT /F 12 Tf 50 700 Td <{''.join(f'{codes[letter]:02x}' for letter in text)}> Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
    ]
    body, places = "%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{item}\nendobj\n"
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size 7/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 7\n0000000000 65535 f \n{entries}{trailer}".encode("latin-1")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PRINTED.encode(), "a.txt"),
        (f"<html><body><p>{PRINTED}</p></body></html>".encode(), "a.html"),
        (f"<html><meta charset=gb18030><body><p>{PRINTED}</p></body></html>".encode("gb18030"), "b.html"),
        (word_file(PRINTED), "a.docx"),
        (pdf(PRINTED.split()[0]), "a.pdf"),
        (pdf(PRINTED.split()[1]), "b.pdf"),
    ],
)
def test_every_format_gives_the_ideographs(data: bytes, name: str) -> None:
    found = text_of(read_document(data, name=name))
    assert found
    assert found in MEANT


def test_places_in_the_bytes_stay_where_they_are() -> None:
    every = "".join(chr(code) for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFADA)))
    folded = fold_radical_bytes(every.encode())
    assert folded.decode() == fold_radicals(every)
    assert len(folded) == len(every.encode())
    assert not any(unicodedata.name(letter, "").startswith("KANGXI") for letter in fold_radicals(every))


def test_a_gbk_page_with_the_same_bytes_is_left_alone() -> None:
    pair = bytes.fromhex("e2ba9f40").decode("gbk")
    assert "⺟".encode() in pair.encode("gbk")
    text = f"青禾县民政局{pair}二三年政府信息公开工作年度报告" * 4
    assert text_of(read_document(f"<html><body><p>{text}</p></body></html>".encode("gbk"), name="a.html")) == text
