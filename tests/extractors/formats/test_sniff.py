"""The content decides the format, whatever the name says."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest

from extractors.errors import EmptyError, EncryptedError, TruncatedError, UnsupportedError
from extractors.formats import read_document
from extractors.formats.sniff import sniff_format

PAGE = (
    "<!DOCTYPE html><html><head><title>青禾县2023年政府信息公开工作年度报告</title></head><body>"
    "<p>一、总体情况</p></body></html>"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def ole2(*streams: str) -> bytes:
    """Return a compound file with these entries in its directory (one FAT sector, one directory sector)."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    for at in range(109):
        struct.pack_into("<I", header, 76 + 4 * at, 0 if at == 0 else 0xFFFFFFFF)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for at, name in enumerate(("Root Entry", *streams)):
        text = name.encode("utf-16-le") + b"\0\0"
        directory[128 * at : 128 * at + len(text)] = text
        struct.pack_into("<HB", directory, 128 * at + 64, len(text), 5 if at == 0 else 2)
    return bytes(header) + fat + bytes(directory)


FILES = {
    "html": PAGE.encode(),
    "docx": zipped("[Content_Types].xml", "word/document.xml"),
    "xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "ofd": zipped("OFD.xml", "Doc_0/Document.xml"),
    "odf": zipped("mimetype", "content.xml"),
    "zip": zipped("a.txt", "b.pdf"),
    "doc": ole2("WordDocument", "1Table"),
    "xls": ole2("Workbook"),
    "ppt": ole2("PowerPoint Document"),
    "ole2": ole2("Something"),
    "pdf": PDF,
    "rar": b"Rar!\x1a\x07\x01\x00rest",
    "7z": b"7z\xbc\xaf\x27\x1crest",
    "rtf": rb"{\rtf1\ansi text}",
    "warc": b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n",
    "gzip": gzip.compress(b"some text"),
    "image": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n<html></html>",
    "office-xml": b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="x"/>',
    "markdown": "# 青禾县年度报告\n\n| 规章 | 0 |\n|---|---|\n".encode(),
    "text": "青禾县2023年政府信息公开工作年度报告\n一、总体情况\n".encode(),
}


@pytest.mark.parametrize("format_id", FILES)
@pytest.mark.parametrize("name", ["", "report.pdf", "report.docx", "report.html", "report.txt", "report.bin"])
def test_the_content_decides_against_any_extension(format_id: str, name: str) -> None:
    assert sniff_format(FILES[format_id], name=name, media_type="application/octet-stream") == format_id


@pytest.mark.parametrize(("name", "stream", "expected"), [("a.wps", "WordDocument", "wps"), ("a.et", "Workbook", "et")])
def test_the_extension_only_names_the_program_of_an_ole2_file(name: str, stream: str, expected: str) -> None:
    assert sniff_format(ole2(stream), name=name) == expected


@pytest.mark.parametrize("root", ["pkg:package", "Workbook", "ss:Workbook", "office:document", "w:wordDocument"])
def test_an_office_document_in_one_xml_file_is_no_text(root: str) -> None:
    data = f'\ufeff<?xml version="1.0"?><!-- a --><{root} xmlns:w="x"><w:t>规章 11</w:t></{root}>'.encode()
    assert sniff_format(data, name="report.doc") == "office-xml"
    with pytest.raises(UnsupportedError, match="one XML file"):
        read_document(data, name="report.doc")


def test_a_compressed_warc_is_a_warc() -> None:
    assert sniff_format(gzip.compress(FILES["warc"])) == "warc"


@pytest.mark.parametrize("jpeg", [b"\xff\xd8\xff\xe0\0\x10JFIF", b"GIF89a...", b"II*\0....", b"RIFF\0\0\0\0WEBPVP8 "])
def test_pictures_are_images(jpeg: bytes) -> None:
    assert sniff_format(jpeg + bytes(40)) == "image"


@pytest.mark.parametrize(
    "page",
    [
        b"\xef\xbb\xbf<html><body>x</body></html>",
        b"\n\n  <!-- a comment -->\n<!-- another --><div>x</div>",
        b'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "x"><html></html>',
        b"var x = 1;\n<table><tr><td>1</td></tr></table>",
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-le"),
        PAGE.encode("gb18030"),
        b"<TABLE><TR><TD>%PDF-1.4</TD></TR></TABLE>",
    ],
)
def test_markup_is_html_in_any_dress(page: bytes) -> None:
    assert sniff_format(page, name="report.pdf") == "html"


@pytest.mark.parametrize(
    "text", ["见<http://www.qinghe.gov.cn.test/a>。", "根据<政府信息公开条例>编制", "1 < 2 > 0", "a<b"]
)
def test_angle_brackets_do_not_make_a_page(text: str) -> None:
    assert sniff_format(text.encode()) == "text"


@pytest.mark.parametrize("data", [b"", b"   \r\n\t ", b"\0" * 4096, b"\0\n\0"])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyError):
        sniff_format(data)


def test_a_zip_without_entries_is_empty() -> None:
    with pytest.raises(EmptyError):
        sniff_format(zipped())


@pytest.mark.parametrize("format_id", ["docx", "xlsx", "zip", "ofd"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_cut_zip_is_truncated(format_id: str, kept: float) -> None:
    data = FILES[format_id]
    with pytest.raises(TruncatedError):
        sniff_format(data[: int(len(data) * kept)])


def test_a_cut_pdf_is_truncated() -> None:
    with pytest.raises(TruncatedError):
        sniff_format(PDF[:60])
    linear = b"%PDF-1.4\n1 0 obj<</Linearized 1/L 90000/H[1 2]>>endobj startxref 0 %%EOF" + bytes(500)
    with pytest.raises(TruncatedError):
        sniff_format(linear)


def test_a_cut_ole2_file_is_truncated() -> None:
    with pytest.raises(TruncatedError):
        sniff_format(ole2("WordDocument")[:700])


def test_an_office_file_behind_a_password_is_encrypted() -> None:
    with pytest.raises(EncryptedError):
        sniff_format(ole2("EncryptedPackage", "EncryptionInfo"), name="report.docx")


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x00\x01\x02\x03" * 400, b"\x1b\x02\x03\x04" * 300])
def test_unknown_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedError):
        read_document(data)


@pytest.mark.parametrize(
    ("format_id", "word"),
    [("rar", "RAR"), ("7z", "7-Zip"), ("rtf", "RTF"), ("mht", "mht"), ("ppt", "PowerPoint"), ("gzip", "gzip")],
)
def test_a_format_without_a_reader_is_refused_by_its_name(format_id: str, word: str) -> None:
    with pytest.raises(UnsupportedError, match=word) as refused:
        read_document(FILES[format_id], name="report.html")
    assert refused.value.where == format_id


def test_a_page_named_pdf_is_read_as_a_page() -> None:
    document = read_document(FILES["html"], name="P020240131.pdf", media_type="application/pdf")
    assert document.format == "html"
    assert [block.text for block in document.blocks] == ["一、总体情况"]
