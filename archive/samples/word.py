"""Draw a report as a Word document: merged cells, automatic numbers that stand nowhere in the text, tracked changes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from archive.samples.grids import OFFICIAL, Grid, GridCell, Layout, grids_of
from archive.samples.html import LAYOUTS
from archive.samples.renderings import Variation, of_rows
from archive.samples.reports import FictionalReport


@dataclass(frozen=True, slots=True)
class WordStyle:
    """How the text becomes WordprocessingML.

    `numbered` leaves 一、 and 1. to automatic numbering; `tracked` writes each number as an insertion beside a deleted
    one; `runs` splits every text into many runs; `controls` wraps cells and paragraphs in content controls; `flat`
    merges no cells but leaves the covered ones empty; `nested` puts each table into a cell of another.
    """

    numbered: bool = False
    tracked: bool = False
    runs: bool = False
    controls: bool = False
    flat: bool = False
    nested: bool = False


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ORDINAL = re.compile(r"^([一二三四五六七八九]、|\d\.)")
_CHANGE = 'w:id="{}" w:author="经办人" w:date="2024-01-15T09:00:00Z"'
_HEADINGS, _FIRST_LIST = 1, 2
"""Ids of numbering instances: 1 counts 一、二、三、, from 2 on each list of table labels counts 1. 2. 3."""


def _run(text: str, style: WordStyle) -> str:
    pieces = [text[at : at + 2] for at in range(0, len(text), 2)] if style.runs else [text]
    joint = '<w:proofErr w:type="gramStart"/>' if style.runs else ""
    fonts = '<w:rPr><w:rFonts w:ascii="仿宋" w:eastAsia="仿宋"/></w:rPr>'
    return joint.join(f'<w:r>{fonts}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces)


def _paragraph(text: str, style: WordStyle, numbering: int = 0, changed: bool = False, number: int = 0) -> str:
    properties = ""
    if numbering:
        properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr></w:pPr>'
        text = _ORDINAL.sub("", text)
    run = _run(text, style) if text else ""
    if changed and text:
        gone = f"<w:r><w:delText>{escape(text[::-1])}7</w:delText></w:r>"
        deleted = f"<w:del {_CHANGE.format(number * 2)}>{gone}</w:del>"
        run = f"{deleted}<w:ins {_CHANGE.format(number * 2 + 1)}>{run}</w:ins>"
    return f"<w:p>{properties}{run}</w:p>"


def _controlled(inner: str, style: WordStyle) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>" if style.controls else inner


class _Tables:
    """Draws grids; keeps count of numbered lists and changes over a document."""

    def __init__(self, style: WordStyle) -> None:
        self.style = style
        self.lists: list[int] = []
        self._changes = 0

    def _content(self, cell: GridCell, numbering: int) -> str:
        self._changes += 1
        changed = self.style.tracked and bool(cell.key)
        return _controlled(_paragraph(cell.text, self.style, numbering, changed, self._changes), self.style)

    def _numbering(self, cell: GridCell) -> int:
        """Return the list a label belongs to: a new one at each 1., the last one else, 0 for no list."""
        if not self.style.numbered or cell.key or not re.match(r"\d\.", cell.text):
            return 0
        if cell.text.startswith("1."):
            self.lists.append(_FIRST_LIST + len(self.lists))
        return self.lists[-1] if self.lists else 0

    def draw(self, grid: Grid) -> str:
        """Return the w:tbl element of a grid."""
        columns = "".join('<w:gridCol w:w="900"/>' for _ in range(grid.column_count))
        rows = []
        for index, positions in enumerate(grid.positions()):
            cells = []
            before: GridCell | None = None
            for cell in positions:
                if cell is None or (cell is before and not self.style.flat):
                    continue
                if self.style.flat:
                    starts = cell is not before and cell.row == index
                    cells.append(self._cell(cell if starts else GridCell("", index, 0), 1, ""))
                else:
                    merge = ""
                    if cell.rowspan > 1:
                        merge = '<w:vMerge w:val="restart"/>' if cell.row == index else "<w:vMerge/>"
                    shown = cell if cell.row == index else replace(cell, text="", key="")
                    cells.append(self._cell(shown, cell.colspan, merge))
                before = cell
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _cell(self, cell: GridCell, span: int, merge: str) -> str:
        width = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        content = self._content(cell, self._numbering(cell))
        return f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{width}{merge}</w:tcPr>{content}</w:tc>'


def _numbering_part(lists: int) -> str:
    """Return the numbering definitions: headings in Chinese numerals, each list of labels from 1."""
    abstract = (
        '<w:abstractNum w:abstractNumId="91"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="92"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    )
    instances = f'<w:num w:numId="{_HEADINGS}"><w:abstractNumId w:val="91"/></w:num>'
    for number in range(_FIRST_LIST, _FIRST_LIST + lists):
        instances += (
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="92"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    return f"{_DECLARATION}<w:numbering {_W}>{abstract}{instances}</w:numbering>"


def _package(document: str, numbering: str, author: str) -> bytes:
    """Return a WordprocessingML package without any time in it: the same report gives the same bytes."""
    kinds = (("document.main", "word/document.xml"), ("numbering", "word/numbering.xml"))
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{kind}+xml"/>'
        for kind, part in kinds
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{escape(author)}</dc:creator></cp:coreProperties>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
        "word/document.xml": document,
        "word/numbering.xml": numbering,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            whole = text if text.startswith("<?xml") else _DECLARATION + text
            package.writestr(zipfile.ZipInfo(name), whole, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def draw_word(report: FictionalReport, layout: Layout, style: WordStyle) -> bytes:
    """Return the bytes of a .docx file."""
    tables = _Tables(style)
    grids: dict[str, list[Grid]] = {}
    for grid in grids_of(report, layout):
        grids.setdefault(grid.table, []).append(grid)
    body = [_controlled(_paragraph(text, style), style) for text in (report.title, *report.preamble)]
    for section in report.sections:
        body.append(_paragraph(section.heading, style, _HEADINGS if style.numbered else 0))
        body += [_controlled(_paragraph(text, style), style) for text in section.paragraphs]
        for grid in grids.get(section.table, ()):
            drawn = tables.draw(grid)
            if style.nested:
                drawn = (
                    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>"
                    f"{drawn}<w:p/></w:tc></w:tr></w:tbl>"
                )
            body += [drawn, "<w:p></w:p>"]
    body += [_paragraph(text, style) for text in report.signature]
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    document = f"{_DECLARATION}<w:document {_W}><w:body>{''.join(body)}{page}</w:body></w:document>"
    return _package(document, _numbering_part(len(tables.lists)), report.agency.name)


def _all_variations() -> dict[str, Variation]:
    def made(
        name: str, models: str, style: WordStyle, layout: Layout = OFFICIAL, only: tuple[str, ...] = ("f2021", "f2019")
    ) -> Variation:
        abstain: Callable[[str], bool] = lambda key: False  # noqa: E731
        if layout.torn_row:
            abstain = of_rows(layout.torn_row)
        elif layout.split_after and not layout.split_header:
            abstain = lambda key: "__" in key  # noqa: E731
        return Variation(
            name=f"docx-{name}",
            format="docx",
            models=models,
            draw=lambda report, laid_out: draw_word(report, laid_out, style),
            suffix="docx",
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            layout=layout,
            abstain=abstain,
            editions=only,
        )

    everywhere = ("f2021", "f2019", "y14")
    variations = [
        made("merged", "merged cells", WordStyle(), only=everywhere),
        made("numbered", "automatic numbers before headings and labels", WordStyle(numbered=True)),
        made("tracked", "tracked changes: a deleted and an inserted number in each cell", WordStyle(tracked=True)),
        made("runs", "every text split into runs", WordStyle(runs=True), only=everywhere),
        made("controls", "content controls around paragraphs and cells", WordStyle(controls=True)),
        made("flat", "no merged cells, covered ones left empty", WordStyle(flat=True)),
        made("nested", "tables inside a table cell", WordStyle(nested=True)),
    ]
    variations += [
        made(name, models, WordStyle(), layout)
        for name, (layout, models) in LAYOUTS.items()
        if not name.startswith(("numbers-units", "cases-flat"))
    ]
    return {variation.name: variation for variation in variations}


WORD_VARIATIONS: Mapping[str, Variation] = _all_variations()
"""Every way of drawing a Word document, by name."""
