"""PDF files that are turned, scanned, locked, damaged or hostile: what cannot be read says so."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Heading
from extractors.errors import EmptyError, EncryptedError, TruncatedError, UnreadableError
from extractors.formats.pdf import engine, read
from tests.extractors.formats.drawn_pdf import (
    FONT,
    HEIGHT,
    LONG,
    PROACTIVE,
    PROACTIVE_GRID,
    XS,
    YS,
    bar,
    body_text,
    grid,
    make,
    only_table,
    prose,
    rule,
    table,
    write,
)


def test_a_watermark_across_a_table_is_not_in_its_cells() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, XS, YS, PROACTIVE)
        canvas.saveState()
        canvas.translate(150, HEIGHT - 330)
        canvas.rotate(35)
        canvas.setFont(FONT, 24)
        canvas.drawString(0, 0, "青禾县人民政府门户网站")
        canvas.restoreState()

    document = read(make(page))
    assert grid(only_table(document)) == PROACTIVE_GRID
    assert [(problem.kind, problem.raw) for problem in document.problems] == [
        ("slanted_text", "青禾县人民政府门户网站")
    ]


def turned(data: bytes, degrees: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_pages_stored_on_their_side_are_read_upright(degrees: int) -> None:
    def page(canvas: Canvas) -> None:
        # content drawn turned, so that the page's own rotation sets it upright again
        canvas.setPageSize((HEIGHT, A4[0]) if degrees % 180 else A4)
        width, height = (HEIGHT, A4[0]) if degrees % 180 else A4
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[degrees])
        canvas.rotate(degrees)
        write(canvas, 91, 100, "二、主动公开政府信息情况")
        table(canvas, XS, YS, PROACTIVE)

    document = read(turned(make(page), degrees))
    assert grid(only_table(document)) == PROACTIVE_GRID
    assert prose(document) == ["二、主动公开政府信息情况"]
    assert document.tables[0].place.box == pytest.approx((70, 200, 525, 330), abs=0.3)
    # the same content on a page that forgot to say it is turned
    assert grid(only_table(read(make(page)))) == PROACTIVE_GRID


def test_form_objects_are_looked_into() -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("whole")
        canvas.setFont(FONT, 10)
        table(canvas, XS, YS, PROACTIVE)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(0, -100)
        canvas.doForm("whole")
        canvas.restoreState()

    read_table = only_table(read(make(page)))
    assert grid(read_table) == PROACTIVE_GRID
    assert read_table.place.box == pytest.approx((70, 300, 525, 430), abs=0.3)


def test_text_printed_twice_for_boldness_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, XS, YS, PROACTIVE)
        table(canvas, XS, YS, PROACTIVE)

    assert grid(only_table(read(make(page)))) == PROACTIVE_GRID


def test_text_outside_the_page_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 91, 100, "见")
        write(canvas, 91, -60, "不见")

    assert prose(read(make(page))) == ["见"]


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)


def test_a_scan_says_that_it_has_no_text() -> None:
    document = read(make(picture, picture))
    assert document.blocks == ()
    assert document.images == 2
    assert [(problem.kind, problem.where) for problem in document.problems] == [("no_text_layer", "document")]


def test_scanned_pages_among_others_are_named() -> None:
    document = read(make(lambda canvas: write(canvas, 91, 100, "一、总体情况以文字给出"), picture))
    assert prose(document) == ["一、总体情况以文字给出"]
    assert [(problem.kind, problem.where) for problem in document.problems] == [("no_text_layer", "page 2")]


def test_ocr_text_under_a_picture_is_read_and_marked() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        text = canvas.beginText(91, 700)
        text.setFont(FONT, 10)
        text.setTextRenderMode(3)
        text.textOut("青禾县政府信息公开工作年度报告")
        canvas.drawText(text)

    document = read(make(page))
    assert prose(document) == ["青禾县政府信息公开工作年度报告"]
    assert [problem.kind for problem in document.problems] == ["ocr_text_layer"]


def test_a_font_that_hides_its_characters_is_noticed() -> None:
    rare = "".join(chr(0x7000 + 37 * index % 0x2000) for index in range(300))

    def page(canvas: Canvas) -> None:
        for row in range(10):
            write(canvas, 74, 100 + 20 * row, rare[30 * row : 30 * row + 30])

    assert "garbled_text" in {problem.kind for problem in read(make(page)).problems}
    assert read(make(lambda canvas: body_text(canvas, 100, LONG * 3) and None)).problems == ()


def simple() -> bytes:
    return make(lambda canvas: table(canvas, XS, YS, PROACTIVE))


def test_a_password_is_asked_for_only_where_one_is_needed() -> None:
    with pytest.raises(EncryptedError):
        read(make(lambda canvas: write(canvas, 91, 100, "密"), encrypt=StandardEncryption("geheim")))
    owned = make(
        lambda canvas: table(canvas, XS, YS, PROACTIVE), encrypt=StandardEncryption("", ownerPassword="x", canCopy=0)
    )
    assert grid(only_table(read(owned))) == PROACTIVE_GRID


def test_what_is_no_whole_pdf_says_so() -> None:
    data = simple()
    with pytest.raises(EmptyError):
        read(b" \n")
    with pytest.raises(UnreadableError):
        read(b"<html>%PDF</html>")
    with pytest.raises(TruncatedError):
        read(data[: len(data) // 3], name="c.pdf")
    with pytest.raises(TruncatedError):
        read(b"%PDF-1.7\n1 0 obj")
    with pytest.raises(EmptyError):
        read(make(lambda canvas: None))
    cut = data[: data.rindex(b"%%EOF")]
    assert "truncated" in {problem.kind for problem in read(cut).problems}
    assert grid(only_table(read(cut))) == PROACTIVE_GRID


def test_only_so_many_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_PAGES", 2)
    document = read(make(*[lambda canvas: write(canvas, 91, 100, "页")] * 3))
    assert len(document.blocks) == 2
    assert [problem.kind for problem in document.problems] == ["page_limit"]


def test_metadata_is_the_files_own_word_and_no_title() -> None:
    document = read(make(lambda canvas: canvas.setTitle("旧标题") or write(canvas, 91, 100, "正文")))
    assert document.title == ""
    assert document.metadata["file:title"] == "旧标题"


def test_two_readings_are_equal() -> None:
    data = simple()
    assert read(data) == read(data)


FUZZ = """
import random, sys
from extractors.errors import ExtractionError
from extractors.formats.pdf import read

whole = open(sys.argv[1], "rb").read()
chance = random.Random(20240131)
outcomes = {"document": 0, "error": 0}
for _ in range(int(sys.argv[2])):
    data = bytearray(whole)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[at] = chance.randrange(256)
        else:
            piece = bytes(chance.randrange(256) for _ in range(chance.randrange(8)))
            data[at : at + chance.randrange(20)] = chance.choice([b"", piece, b"999999999", b"/Kids", b"<<", b"endobj"])
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    try:
        read(bytes(data))
        outcomes["document"] += 1
    except ExtractionError:
        outcomes["error"] += 1
print(outcomes["document"], outcomes["error"])
"""


def test_damaged_bytes_give_a_document_or_one_of_our_errors(tmp_path: Path) -> None:
    # in a process of its own: pdfium itself may abort, and then it is the archive's worker that dies, not the build
    whole = tmp_path / "whole.pdf"
    whole.write_bytes(make(lambda canvas: table(canvas, XS, YS, PROACTIVE), pageCompression=0))
    script = tmp_path / "fuzz.py"
    script.write_text(textwrap.dedent(FUZZ), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(whole), "250"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    documents, errors = map(int, done.stdout.split())
    assert documents > 20
    assert errors > 20


def hostile(objects: Sequence[str]) -> bytes:
    """Return a PDF of raw objects, the first of them the catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
ENDLESS_PATH = "<</Length 20>>\nstream\n0 0 m 9e9 9e9 l S   \nendstream"


@pytest.mark.parametrize(
    "objects",
    [
        [CATALOGUE, "<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [
            CATALOGUE,
            "<</Type/Pages/Kids[3 0 R]/Count 1000000000>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        ],
        [CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>"],
        ["<</Type/Catalog>>"],
        [
            CATALOGUE,
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 -1e30]/Contents 4 0 R>>",
            ENDLESS_PATH,
        ],
    ],
    ids=["cyclic pages", "a thousand million pages", "no pages", "no page tree", "boundless page"],
)
def test_hostile_structures_end_in_a_document_or_an_error(objects: list[str]) -> None:
    try:
        document = read(hostile(objects))
    except UnreadableError:
        return
    assert document.blocks == ()


def test_rotated_and_plain_headings_never_become_heading_blocks() -> None:
    # a PDF has no heading styles: what is a heading is decided by its words, later
    document = read(make(lambda canvas: write(canvas, 91, 100, "一、总体情况", 22)))
    assert not any(isinstance(block, Heading) for block in document.blocks)


def second_opinion(data: bytes) -> list[list[list[str]]]:
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            [[cell or "" for cell in row] for row in found]
            for page in document.pages
            for found in page.extract_tables()
        ]


@pytest.mark.parametrize("line", [rule, bar])
def test_a_second_reader_sees_the_same_cells(line: Callable[..., None]) -> None:
    data = make(lambda canvas: table(canvas, XS, YS, PROACTIVE, line))
    (theirs,) = second_opinion(data)
    ours = only_table(read(data))
    own = [["" for _ in range(ours.column_count)] for _ in range(ours.row_count)]
    for cell in ours.cells:
        own[cell.row][cell.column] = cell.text
    assert own == theirs


@pytest.mark.corpus
def test_a_second_reader_sees_the_same_cells_in_the_real_report(corpus: Path) -> None:
    data = (corpus / "reports" / "hongze_2024.pdf").read_bytes()
    theirs = Counter("".join(cell.split()) for found in second_opinion(data) for row in found for cell in row)
    ours = read(data).tables
    assert [(found.row_count, found.column_count) for found in ours] == [(14, 4), (26, 10), (4, 15)]
    own = Counter("".join(cell.text.split()) for found in ours for cell in found.cells if cell.text)
    # theirs are more: that reader also takes prose for tables
    assert own - theirs == Counter()
    assert own["95"] == theirs["95"] == 4
