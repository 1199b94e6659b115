"""Pictures, drawings and fields in cells: the cell is not blank, and no number is made up for it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.samples.reports import make_report
from archive.samples.truth import differences, truth_of
from archive.samples.variations import render
from extractors.document import OBJECT, Document
from extractors.formats import docx, html, pdf, read_document
from extractors.tables import read_tables
from tests.extractors.formats.drawn_pdf import HEIGHT, PROACTIVE, XS, YS, make, table
from tests.extractors.formats.test_docx import p, pack, tbl, tc, tr

REPORT = make_report("qinghe", 2023, profile="distinct", edition="f2021")

SEEN = {
    "<img src=5.png>": "5.png",
    "<img src=a.gif width=20 height=20>": "a.gif",
    "<p><img src=5.png></p>": "5.png",
    "<p><span><img alt=5></span></p>": "5",
    "<svg><text>5</text></svg>": "<svg>",
    "<input value=5>": "5",
    "<input type=text value='5'>": "5",
    "<textarea>5</textarea>": "5",
    "<select><option>5</select>": "5",
    "<canvas></canvas>": "<canvas>",
    "<object data=5.svg></object>": "<object>",
    "5<img src=3.png>": "3.png",
    "<button>5</button>": "5",
    "<iframe src=5.html></iframe>": "<iframe>",
    "<meter value=5>7</meter>": "<meter>",
    "<script>document.write(5)</script>": "document.write(5)",
    "<span style='width:1px'>&nbsp;</span><img src=5.png>": "5.png",
}
UNSEEN = (
    "",
    "<img src=spacer.gif width=1 height=1>",
    "<img src=spacer.gif style='width:100%;height:1px'>",
    "<img>",
    "<input type=hidden value=5>",
    "<input value=''>",
    "<textarea></textarea>",
    "<script>var x = 5</script>",
    "<span style='display:none'><img src=5.png></span>",
    "<img src=5.png hidden>",
)


def page(cell: str) -> Document:
    rows = f"<tr><td>行政处罚</td><td>{cell}</td></tr><tr><td>行政强制</td><td>7</td></tr>"
    head = "<tr><td>第二十条第（六）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
    return html.read(f"<html><body><p>一、总体情况</p><table>{head}{rows}</table></body></html>".encode())


@pytest.mark.parametrize("markup", SEEN)
def test_an_object_in_a_cell_is_unreadable_and_said(markup: str) -> None:
    document = page(markup)
    figures = read_tables(document).figures
    assert figures["penalty_decisions"].state == "unreadable"
    assert figures["coercion_decisions"].value == 7
    assert [(problem.kind, problem.raw) for problem in document.problems] == [("object_in_cell", SEEN[markup])]


@pytest.mark.parametrize("markup", UNSEEN)
def test_what_shows_nothing_leaves_the_cell_blank(markup: str) -> None:
    document = page(markup)
    assert read_tables(document).figures["penalty_decisions"].state == "blank"
    assert document.problems == ()


def test_a_number_beside_a_spacer_is_read() -> None:
    assert read_tables(page("53<img src=a.gif width=1>")).figures["penalty_decisions"].value == 53


def test_pictures_beside_labels_and_around_a_report_change_nothing() -> None:
    data = render(REPORT, "html-bare").data.decode()
    picture = "<img src=/images/line.png width=120 height=60>"
    marked = data.replace("行政处罚", f"{picture}行政处罚")
    start, stop = marked.index("<body"), marked.index("</body>")
    start = marked.index(">", start) + 1
    frame = f"<table><tr><td>{picture}</td><td>{marked[start:stop]}</td><td><input value=5></td></tr></table>"
    document = html.read((marked[:start] + frame + marked[stop:]).encode())
    assert differences(dict(read_tables(document).figures), truth_of(REPORT.figures)) == []
    assert document.problems == ()


DRAWING = "<w:r><w:drawing/></w:r>"
SEAL = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"/>'
    "</w:drawing></w:r>"
)


@pytest.mark.parametrize(
    ("runs", "text", "problems"),
    [
        (DRAWING, OBJECT, 1),
        (SEAL, OBJECT, 1),
        (f"<w:r><w:t>5</w:t></w:r>{DRAWING}", f"5{OBJECT}", 1),
        (f"<w:r><w:t>5</w:t></w:r>{SEAL}", "5", 0),
        (f"<w:r><w:t>行政处罚</w:t></w:r>{DRAWING}", "行政处罚", 0),
        (f"<w:r><w:rPr><w:vanish/></w:rPr>{DRAWING}</w:r>", "", 0),
    ],
)
def test_a_drawing_in_a_cell_of_a_word_table(runs: str, text: str, problems: int) -> None:
    document = docx.read(pack(tbl(tr(tc(p("规章")), tc(f"<w:p>{runs}</w:p>")))))
    (found,) = document.tables
    assert [cell.text for cell in found.cells] == ["规章", text]
    assert [problem.kind for problem in document.problems] == ["object_in_cell"] * problems


def test_a_picture_in_a_cell_of_a_printed_page() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), (0, 0, 0)).save(picture, "PNG")
    picture.seek(0)

    def draw(canvas: Canvas) -> None:
        table(canvas, XS, YS, [cell if cell[:2] != (2, 1) else (*cell[:4], "") for cell in PROACTIVE])
        canvas.drawImage(ImageReader(picture), 240, HEIGHT - 270, 12, 12)

    document = pdf.read(make(draw))
    (found,) = document.tables
    assert [cell.text for cell in found.cells if cell.row == 2] == ["规章", OBJECT, "2", "37"]
    assert [problem.kind for problem in document.problems] == ["object_in_cell"]


@pytest.mark.parametrize("variation", ["html-cms-trs", "html-cms-vsb", "docx-merged", "pdf-ruled"])
def test_a_report_as_it_should_be_has_none_of_these_problems(variation: str) -> None:
    rendering = render(REPORT, variation)
    assert not [problem for problem in read_document(rendering.data).problems if problem.kind == "object_in_cell"]
