"""What Word prints with a number in a cell, and what of it is no digit, is not seen, or is drawn by Word itself."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.document import OBJECT, Document
from extractors.formats.docx import read
from extractors.tables import read_tables
from tests.extractors.formats.test_docx import pack, tbl, tc, texts, tr

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
LIST = (
    "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{}'/>"
    "<w:lvlText w:val='{}'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
)
NUMBERED = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
BEGIN, SEPARATE, END = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end"))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def par(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def style(kind: str, key: str, properties: str, based_on: str = "") -> str:
    return (
        f"<w:style w:type='{kind}' w:styleId='{key}'><w:name w:val='{key}'/><w:basedOn w:val='{based_on}'/>"
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def with_cell(cell: str, **parts: str) -> Document:
    """Return a table of the form in which a cell holds this: paragraphs, or the cell itself."""
    return read(
        pack(
            tbl(
                tr(tc("第二十条第（六）项", "<w:gridSpan w:val='2'/>")),
                tr(tc("信息内容"), tc("本年处理决定数量")),
                tr(tc("行政处罚"), cell if cell.startswith("<w:tc>") else tc(cell)),
                tr(tc("行政强制"), tc("7")),
                columns=2,
            ),
            **parts,
        )
    )


def read_cell(document: Document) -> tuple[str | None, int | float | None]:
    figures = read_tables(document).figures
    assert figures["coercion_decisions"].value == 7
    return figures["penalty_decisions"].raw, figures["penalty_decisions"].value


RAISED = style("character", "S", "<w:vertAlign w:val='superscript'/>") + style("character", "T", "", "S")


@pytest.mark.parametrize(
    "mark",
    [
        run("1", "<w:rStyle w:val='S'/>"),
        run("1", "<w:rStyle w:val='T'/>"),
        run("1", "<w:position w:val='6'/><w:sz w:val='12'/>"),
        "<w:r><w:rPr><w:rStyle w:val='S'/></w:rPr><w:footnoteReference w:customMarkFollows='1'/><w:t>1</w:t></w:r>",
        "<w:r><w:footnoteReference w:customMarkFollows='1'/><w:t>1</w:t></w:r>",
        f"<m:oMath {MATH}><m:sSup><m:e/><m:sup><m:r><m:t>1</m:t></m:r></m:sup></m:sSup></m:oMath>",
    ],
)
def test_however_a_mark_is_raised_it_is_no_digit(mark: str) -> None:
    assert read_cell(with_cell(par(run("12") + mark), styles=RAISED)) == ("12¹", None)


def test_a_cell_that_is_set_higher_as_a_whole_is_read() -> None:
    raised = "<w:position w:val='6'/>"
    assert read_cell(with_cell(par(run("12", raised)))) == ("12", 12)
    assert read_cell(with_cell(par(run("1", raised) + run("2", raised)))) == ("12", 12)
    assert read_cell(with_cell(par(run("1", raised) + run("12")))) == ("1¹²", None)


@pytest.mark.parametrize(
    ("cell", "styles", "problem"),
    [
        (par(run("9", "<w:rStyle w:val='S'/>") + run("12")), style("character", "S", "<w:strike/>"), "struck_text"),
        (
            par(run("9"), "<w:pStyle w:val='S'/>") + par(run("12")),
            style("paragraph", "S", "<w:dstrike/>"),
            "struck_text",
        ),
        (
            par(run("9", "<w:rStyle w:val='T'/>") + run("12")),
            style("character", "S", "<w:vanish/>") + style("character", "T", "", "S"),
            None,
        ),
        (par(run("9"), "<w:pStyle w:val='S'/>") + par(run("12")), style("paragraph", "S", "<w:vanish/>"), None),
        (par(run("9", "<w:color w:val='ffffff'/>") + run("12")), "", "invisible_text"),
        (par("<w:moveFrom>" + run("9") + "</w:moveFrom>", "<w:rPr><w:moveFrom/></w:rPr>") + par(run("12")), "", None),
    ],
)
def test_what_a_style_hides_or_strikes_out_is_not_read(cell: str, styles: str, problem: str | None) -> None:
    document = with_cell(cell, styles=styles)
    assert read_cell(document) == ("12", 12)
    assert [(found.kind, found.raw) for found in document.problems] == ([(problem, "9")] if problem else [])


@pytest.mark.parametrize(
    ("cell", "styles"),
    [
        (
            par(run("12", "<w:vanish w:val='0'/>"), "<w:pStyle w:val='S'/>"),
            style("paragraph", "S", "<w:vanish/>"),
        ),
        (
            par(run("12"), "<w:pStyle w:val='T'/>"),
            style("paragraph", "S", "<w:vanish/>") + style("paragraph", "T", "<w:vanish w:val='0'/>", "S"),
        ),
        (par(run("12", "<w:rStyle w:val='S'/><w:strike w:val='0'/>")), style("character", "S", "<w:strike/>")),
        (tc(par(run("12", "<w:color w:val='FFFFFF'/>")), "<w:shd w:val='clear' w:fill='4472C4'/>"), ""),
        (par(run("12", "<w:color w:val='FFFFFF'/><w:highlight w:val='black'/>")), ""),
        (
            par(run("12", "<w:color w:val='FFFFFF'/>"), "<w:pStyle w:val='S'/>"),
            "<w:style w:styleId='S' w:type='paragraph'><w:pPr><w:shd w:fill='000000'/></w:pPr></w:style>",
        ),
    ],
)
def test_what_is_seen_all_the_same_is_read(cell: str, styles: str) -> None:
    document = with_cell(cell, styles=styles)
    assert read_cell(document) == ("12", 12)
    assert document.problems == ()


@pytest.mark.parametrize(("form", "text"), [("decimal", "%1."), ("decimal", "%1．"), ("none", "-"), ("decimal", "%1")])
def test_an_automatic_number_is_no_part_of_a_number(form: str, text: str) -> None:
    document = with_cell(par(run("12"), NUMBERED), numbering=LIST.format(form, text))
    assert read_cell(document)[1] is None


def test_a_paragraph_that_is_deleted_or_hidden_is_not_counted() -> None:
    deleted = par("<w:del><w:r><w:delText>甲</w:delText></w:r></w:del>", f"{NUMBERED}<w:rPr><w:del/></w:rPr>")
    hidden = par(run("丙", "<w:vanish/>"), f"{NUMBERED}<w:rPr><w:vanish/></w:rPr>")
    body = deleted + par(run("乙"), NUMBERED) + hidden + par(run("丁"), NUMBERED)
    assert texts(pack(body, numbering=LIST.format("decimal", "%1."))) == ["1.乙", "2.丁"]


@pytest.mark.parametrize(
    "cell",
    [
        par(f"{BEGIN}<w:r><w:instrText> eq \\o\\ac(○,1)</w:instrText></w:r>{END}"),
        par(f"{BEGIN}<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>{END}"),
        par(f"{BEGIN}<w:r><w:instrText>E</w:instrText></w:r><w:r><w:instrText>Q \\f(1,2)</w:instrText></w:r>{END}"),
        f"<w:altChunk/>{par('')}",
        tc(par(run("12")), "<w:cellDel w:author='a'/>"),
    ],
)
def test_what_only_word_can_draw_or_a_deletion_would_move_is_not_blank(cell: str) -> None:
    document = with_cell(cell)
    assert read_cell(document) == (OBJECT, None)
    assert len(document.problems) == 1


def test_a_fraction_is_not_the_digits_of_its_halves() -> None:
    half = "<m:r><m:t>{}</m:t></m:r>"
    fraction = f"<m:f><m:num>{half.format(1)}</m:num><m:den>{half.format(2)}</m:den></m:f>"
    assert read_cell(with_cell(par(f"<m:oMath {MATH}>{fraction}</m:oMath>"))) == (f"12{OBJECT}", None)
    assert read_cell(with_cell(par(f"<m:oMath {MATH}>{half.format(12)}</m:oMath>"))) == ("12", 12)


@pytest.mark.parametrize(
    "runs",
    [
        "<w:r><w:t>12</w:t><w:br w:type='page'/><w:t>34</w:t></w:r>",
        "<w:r><w:t>12</w:t><w:br w:type='column'/></w:r><w:r><w:t>34</w:t></w:r>",
        "<w:r><w:sym w:font='Webdings' w:char='F031'/></w:r>",
        "<w:r><w:sym w:font='Wingdings' w:char='0031'/></w:r>",
        "<w:bdo w:val='rtl'><w:r><w:t>12</w:t></w:r></w:bdo>",
    ],
)
def test_what_is_printed_as_no_such_number_is_none(runs: str) -> None:
    assert read_cell(with_cell(par(runs)))[1] is None


@pytest.mark.parametrize(
    "cell",
    [
        f"<mc:AlternateContent><mc:Choice Requires='x'>{par(run('12'))}</mc:Choice></mc:AlternateContent>{par('')}",
        f"{tbl(tr(tc('12')), columns=1)}{par('')}",
    ],
)
def test_a_number_in_a_wrapper_of_its_own_is_read(cell: str) -> None:
    document = with_cell(cell)
    assert read_cell(document) == ("12", 12)
    assert len(document.tables) == 1


def test_names_of_parts_differ_in_more_than_case() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack(par(run("总体情况"))))) as package, zipfile.ZipFile(out, "w") as other:
        for name in package.namelist():
            other.writestr(name.replace("word/document", "Word/Document"), package.read(name))
    assert texts(out.getvalue()) == ["总体情况"]
