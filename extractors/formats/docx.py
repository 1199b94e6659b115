"""Read Word documents (.docx, .docm, .dotx, as Word, WPS and LibreOffice write them) as a Document.

`word/document.xml` is walked once with lxml: paragraphs and tables in body order, merged cells by gridSpan and
vMerge, tracked insertions kept and deletions left out, hidden text left out, and the automatic numbers Word prints
before a paragraph written into its text. Raises EmptyError, EncryptedError, TruncatedError, TooLargeError,
UnsupportedError or UnreadableError.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from extractors.document import Block, Cell, Document, Heading, Paragraph, Place, Problem, Table
from extractors.errors import EmptyError, UnreadableError, UnsupportedError
from extractors.formats.ooxml_numbering import VAL, Numbering, W, is_on, whole_number
from extractors.formats.ooxml_package import Package

MAX_COLUMNS = 100
"""Columns of one table; Word itself stops at 63."""

MAX_ROWS = 20_000
"""Rows of one table: a county's list of files stays under 3,000."""

MAX_NESTING = 12
"""Tables in tables and boxes in boxes; deeper ones are left out and reported."""

MAX_HEADING = 80
"""Characters of a heading: whole paragraphs carry an outline level in some files, and those are prose."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_O = "{urn:schemas-microsoft-com:office:office}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_P, _R, _T, _TBL, _TR, _TC = f"{W}p", f"{W}r", f"{W}t", f"{W}tbl", f"{W}tr", f"{W}tc"
_PPR, _RPR, _TCPR, _TRPR = f"{W}pPr", f"{W}rPr", f"{W}tcPr", f"{W}trPr"
_SDT = f"{W}sdt"
_PSTYLE, _VANISH, _RSTYLE = f"{W}pStyle", f"{W}vanish", f"{W}rStyle"
_VERT_ALIGN, _STRIKE, _DSTRIKE = f"{W}vertAlign", f"{W}strike", f"{W}dstrike"
_RAISED = {ord(digit): raised for digit, raised in zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}
_GRID_SPAN, _VMERGE, _HMERGE = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_BOX = f"{W}txbxContent"
_ALTERNATE, _CHOICE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"

_TRANSPARENT = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
) | {f"{_M}oMath", f"{_M}oMathPara"}
"""Wrappers whose content Word shows. What is not listed (w:del, w:moveFrom, w:sdtPr …) is not shown."""

_PICTURES = frozenset({f"{_A}blip", f"{_V}imagedata"})
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})

_RUN_TEXT = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}

_SYMBOLS = {
    0x52: "☑", 0x53: "☒", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x8C: "①",
    0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
"""Wingdings as Unicode, for the marks that forms use; other symbol characters keep their private code."""


class _Style(NamedTuple):
    name: str
    based_on: str
    number: str | None
    level: int | None
    outline: int | None
    hidden: bool


class _ParagraphKind(NamedTuple):
    """What a paragraph style means for reading, inheritance resolved."""

    number: str
    level: int | None
    number_style: str
    outline: int | None
    hidden: bool
    contents: bool


_PLAIN = _ParagraphKind("", None, "", None, False, False)


def read(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
    """Read the bytes of a .docx as a Document; `media_type` and `charset` are of no use here."""
    package = Package(data, name=name)
    part = _main_part(package)
    parsed = package.read_xml(part)
    if parsed is None:
        raise UnreadableError("the zip has no Word document", name=name, where=part)
    root, complaint = parsed
    body = root.find(f"{W}body")
    if body is None:
        raise UnreadableError("the document part has no body", name=name, where=part)
    related = dict(package.relationships(part).values())
    styles = _Styles(_optional(package, related.get("styles", "word/styles.xml")))
    numbering = Numbering(_optional(package, related.get("numbering", "word/numbering.xml")), styles.numbers())
    reader = _Reader(styles, numbering, root)
    if complaint:
        reader.problems.append(Problem("parse_truncated", part, "", f"the XML is damaged: {complaint}"))
    reader.read_blocks(body, reader.blocks, 0)
    if not reader.blocks and not reader.images and not reader.problems:
        raise EmptyError("the document has no text", name=name)
    if not reader.blocks and reader.images:
        reader.problems.append(Problem("no_text_layer", "document", "", "the document holds pictures and no text"))
    return Document(
        format="docx",
        blocks=tuple(reader.blocks),
        name=name,
        metadata=_properties(package),
        images=reader.images,
        problems=tuple(reader.problems),
    )


def _main_part(package: Package) -> str:
    for kind, target in package.relationships("").values():
        if kind == "officeDocument" and target in package:
            if target.startswith(("xl/", "ppt/")):
                raise UnsupportedError("an Office file, but no Word document", name=package.name, where=target)
            return target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise UnsupportedError("a zip, but no Word document", name=package.name)


def _optional(package: Package, part: str) -> etree._Element | None:
    """Return the root of a part the text can do without, None when it is missing or damaged."""
    try:
        parsed = package.read_xml(part)
    except UnreadableError:
        return None
    return None if parsed is None else parsed[0]


def _properties(package: Package) -> dict[str, str]:
    """Return the file's own properties. They are often left from another document, so never evidence by themselves."""
    root = _optional(package, "docProps/core.xml")
    found: dict[str, str] = {}
    if root is not None:
        for element in root:
            if isinstance(element.tag, str) and element.text and element.text.strip():
                key = element.tag.rpartition("}")[2].lower()
                if key in {"title", "creator", "created", "modified", "subject"}:
                    found[f"file:{key}"] = element.text.strip()[:500]
    return found


class _Styles:
    """The styles of the document, with w:basedOn followed once for each style that is used."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._kinds: dict[str, _ParagraphKind] = {}
        self._numbering: dict[str, str] = {}
        self._default = ""
        self.any_hidden = False
        if root is None:
            return
        for element in root.iterfind(f"{W}style"):
            key = element.get(f"{W}styleId", "")
            kind = element.get(f"{W}type")
            if kind == "table":
                continue
            style = _read_style(element)
            self._styles[key] = style
            self.any_hidden = self.any_hidden or style.hidden
            if kind == "numbering" and style.number:
                self._numbering[key] = style.number
            elif kind == "paragraph" and element.get(f"{W}default") in {"1", "true"}:
                self._default = key

    def numbers(self) -> dict[str, str]:
        """Return numbering style -> w:num."""
        return self._numbering

    def kind(self, key: str | None) -> _ParagraphKind:
        """Return what a paragraph of this style (None: the default one) is."""
        key = self._default if key is None else key
        known = self._kinds.get(key)
        if known is None:
            known = self._kinds[key] = self._resolve(key)
        return known

    def hides(self, key: str) -> bool:
        """Return whether a character style hides its text."""
        style = self._styles.get(key)
        return style is not None and style.hidden

    def _resolve(self, key: str) -> _ParagraphKind:
        number: str | None = None
        level: int | None = None
        outline: int | None = None
        number_style, hidden, contents = "", False, False
        seen: set[str] = set()
        while key and key not in seen and key in self._styles:
            seen.add(key)
            style = self._styles[key]
            if number is None and style.number is not None:
                number, number_style = style.number, key
            if level is None:
                level = style.level
            if outline is None:
                outline = style.outline
            if outline is None:
                outline = _outline_of_name(style.name)
            hidden = hidden or style.hidden
            contents = contents or style.name.startswith(("toc ", "目录 "))
            key = style.based_on
        return _ParagraphKind(number or "", level, number_style, outline, hidden, contents)


def _read_style(element: etree._Element) -> _Style:
    name = based_on = ""
    number: str | None = None
    level: int | None = None
    outline: int | None = None
    hidden = False
    for child in element:
        tag = child.tag
        if tag == f"{W}name":
            name = (child.get(VAL) or "").lower()
        elif tag == f"{W}basedOn":
            based_on = child.get(VAL) or ""
        elif tag == _PPR:
            number, level = _number_of(child)
            outline = _outline_of(child)
        elif tag == _RPR:
            hidden = is_on(child.find(f"{W}vanish"))
    return _Style(name, based_on, number, level, outline, hidden)


def _number_of(properties: etree._Element) -> tuple[str | None, int | None]:
    """Return (w:numId, w:ilvl) of paragraph properties; numId "0" switches inherited numbering off."""
    element = properties.find(f"{W}numPr")
    if element is None:
        return None, None
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (
        None if number is None else number.get(VAL),
        None if level is None else whole_number(level.get(VAL)),
    )


def _outline_of(properties: etree._Element) -> int | None:
    element = properties.find(f"{W}outlineLvl")
    return None if element is None else whole_number(element.get(VAL), 9)


def _outline_of_name(name: str) -> int | None:
    """Return the outline level that a built-in style name stands for: "heading 1" is 0, "title" counts as 0."""
    if name in {"title", "标题"}:
        return 0
    for word in ("heading ", "标题 "):
        if name.startswith(word) and name[len(word) :].isdigit():
            return int(name[len(word) :]) - 1
    return None


class _Reader:
    """The walk over one body, with what it has met so far: page, lists, fields, pictures, problems."""

    def __init__(self, styles: _Styles, numbering: Numbering, root: etree._Element) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.images = 0
        self._styles = styles
        self._numbering = numbering
        # a look into every paragraph's properties costs as much as the rest of the walk: what the whole document
        # never uses is found out once
        self._has_outlines = _occurs(root, f"{W}outlineLvl")
        self._has_deletions = _occurs(root, f"{W}del")
        self._may_hide = styles.any_hidden or _occurs(root, _VANISH)
        self._may_raise = _occurs(root, _VERT_ALIGN)
        self._may_strike = _occurs(root, _STRIKE) or _occurs(root, _DSTRIKE)
        self._page = 1 if _occurs(root, f"{W}lastRenderedPageBreak") else None
        self._tables = 0
        self._paragraphs = 0
        # one entry a field that is open: whether its result has begun (before it stands the instruction)
        self._fields: list[bool] = []
        self._carried = ""

    def read_blocks(self, parent: etree._Element, blocks: list[Block], depth: int) -> None:
        """Append the paragraphs and tables below `parent` to `blocks`."""
        for child in parent:
            tag = child.tag
            if tag == _P:
                self._read_paragraph(child, blocks, depth)
            elif tag == _TBL:
                self._read_table(child, blocks, depth)
            elif tag == _ALTERNATE:
                chosen = _choose(child)
                if chosen is not None:
                    self.read_blocks(chosen, blocks, depth)
            elif tag in _TRANSPARENT:
                if not _is_placeholder(child):
                    self.read_blocks(child, blocks, depth)
            elif tag == f"{W}altChunk":
                self.problems.append(
                    Problem("embedded_part", f"after block {len(blocks)}", "", "an embedded document is not read")
                )

    def _read_paragraph(self, paragraph: etree._Element, blocks: list[Block], depth: int) -> None:
        page = self._page
        self._paragraphs += 1
        position = self._paragraphs
        boxes: list[etree._Element] = []
        text, kind = self._text(paragraph, boxes)
        if text.strip() and not kind.contents:
            place = Place(page=page, path=f"p[{position}]")
            outline = kind.outline
            if outline is not None and outline < 9 and len(text) <= MAX_HEADING:
                blocks.append(Heading(text, outline + 1, place))
            else:
                blocks.append(Paragraph(text, place))
        for box in boxes:
            self._read_box(box, blocks, depth)

    def _read_box(self, box: etree._Element, blocks: list[Block], depth: int) -> None:
        if depth >= MAX_NESTING:
            self._too_deep("text box")
            return
        self.read_blocks(box, blocks, depth + 1)

    def _too_deep(self, what: str) -> None:
        self.problems.append(Problem("nesting_too_deep", f"paragraph {self._paragraphs}", "", f"{what} left out"))

    def _text(self, paragraph: etree._Element, boxes: list[etree._Element]) -> tuple[str, _ParagraphKind]:
        """Return a paragraph's text with its automatic number, and what kind it is; text boxes go to `boxes`."""
        if self._fields and not all(self._fields):
            # an instruction never runs over a paragraph: the field was never closed
            self._fields.clear()
        out: list[str] = []
        properties = None
        for child in paragraph:
            tag = child.tag
            if tag == _R:
                self._read_run(child, out, boxes)
            elif tag == _PPR:
                properties = child
            else:
                self._read_other(child, tag, out, boxes)
        kind, number, level = self._kind_of(properties)
        text = "".join(out)
        if kind.hidden:
            text = ""
        if number and (text.strip() or not boxes):
            label = self._numbering.next_label(number, level)
            if label:
                text = f"{label} {text}" if label[-1].isalnum() and text[:1].isalnum() else label + text
        if self._carried:
            text, self._carried = self._carried + text, ""
        if self._has_deletions and properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            # the paragraph mark is a tracked deletion: this text and the next paragraph's are one
            self._carried, text = text, ""
        return text, kind

    def _kind_of(self, properties: etree._Element | None) -> tuple[_ParagraphKind, str, int]:
        """Return (kind, w:num or "", level) of a paragraph, direct formatting over its style's."""
        own_number: str | None = None
        own_level: int | None = None
        if properties is None or not len(properties):
            kind = self._styles.kind(None)
        else:
            style: etree._Element | None = properties[0]
            if style is None or style.tag != _PSTYLE:
                style = properties.find(_PSTYLE)
            kind = self._styles.kind(None if style is None else style.get(VAL))
            if self._numbering:
                own_number, own_level = _number_of(properties)
            if self._has_outlines:
                outline = _outline_of(properties)
                if outline is not None:
                    kind = kind._replace(outline=outline)
        number = kind.number if own_number is None else own_number
        if not number or number == "0" or not self._numbering:
            return kind, "", 0
        level = own_level if own_level is not None else kind.level
        if level is None:
            level = self._numbering.level_of_style(number, kind.number_style) if own_number is None else 0
        return kind, number, level

    def _read_other(self, child: etree._Element, tag: str, out: list[str], boxes: list[etree._Element]) -> None:
        """Read a child of a paragraph, run or wrapper that is not a plain run."""
        if tag in _TRANSPARENT:
            for inner in () if _is_placeholder(child) else child:
                inner_tag = inner.tag
                if inner_tag == _R:
                    self._read_run(inner, out, boxes)
                else:
                    self._read_other(inner, inner_tag, out, boxes)
        elif tag == _ALTERNATE:
            chosen = _choose(child)
            if chosen is not None:
                self._read_run(chosen, out, boxes)
        elif tag == f"{_M}r":
            out.extend(element.text or "" for element in child.iter(f"{_M}t"))
        elif isinstance(tag, str) and tag.startswith(_M):
            for inner in child:
                self._read_other(inner, inner.tag, out, boxes)

    def _read_run(self, run: etree._Element, out: list[str], boxes: list[etree._Element]) -> None:
        raised = False
        for child in run:
            tag = child.tag
            if tag == _T:
                if not self._fields or all(self._fields):
                    text = child.text or ""
                    # the mark of a note behind a number is no digit of it
                    out.append(text.translate(_RAISED) if raised else text)
            elif tag == _RPR:
                if self._may_hide and self._is_hidden(child):
                    return
                if self._may_strike and any(is_on(child.find(name)) for name in (_STRIKE, _DSTRIKE)):
                    self._leave_out_struck(run)
                    return
                raised = (
                    self._may_raise
                    and (align := child.find(_VERT_ALIGN)) is not None
                    and (align.get(VAL) in ("superscript", "subscript"))
                )
            elif tag in _RUN_TEXT:
                out.append(_RUN_TEXT[tag])
            elif tag == f"{W}br":
                # page and column breaks separate what belongs together as often as not; only line breaks are text
                if child.get(f"{W}type") in {None, "textWrapping"}:
                    out.append("\n")
            elif tag == f"{W}fldChar":
                self._read_field_mark(child.get(f"{W}fldCharType"))
            elif tag == f"{W}lastRenderedPageBreak":
                if self._page is not None:
                    self._page += 1
            elif tag == f"{W}sym":
                out.append(_symbol(child))
            elif tag in _DRAWN:
                self._read_drawing(child, boxes)
            elif tag == f"{W}ruby":
                for base in child.iterfind(f"{W}rubyBase/{_R}"):
                    self._read_run(base, out, boxes)
            elif tag == _R:
                self._read_run(child, out, boxes)
            else:
                self._read_other(child, tag, out, boxes)

    def _leave_out_struck(self, run: etree._Element) -> None:
        text = "".join(element.text or "" for element in run.iter(_T))
        if text.strip():
            self.problems.append(
                Problem(
                    "struck_text", f"paragraph {self._paragraphs}", text[:200], "text that is struck out is not read"
                )
            )

    def _is_hidden(self, properties: etree._Element) -> bool:
        style_hides = False
        for child in properties.iterchildren(_VANISH, _RSTYLE):
            if child.tag == _VANISH:
                return is_on(child)
            style_hides = self._styles.hides(child.get(VAL) or "")
        return style_hides

    def _read_field_mark(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _read_drawing(self, element: etree._Element, boxes: list[etree._Element]) -> None:
        """Count the pictures of a drawing and find its text boxes, each once although Word writes it twice."""
        for child in element:
            tag = child.tag
            if tag == _BOX:
                boxes.append(child)
            elif tag == _ALTERNATE:
                chosen = _choose(child)
                if chosen is not None:
                    self._read_drawing(chosen, boxes)
            elif tag in _PICTURES:
                self.images += 1
            elif tag == f"{_O}OLEObject":
                self.problems.append(
                    Problem(
                        "embedded_object",
                        f"paragraph {self._paragraphs}",
                        child.get("ProgID", ""),
                        "an embedded object is shown as a picture and not read",
                    )
                )
            else:
                self._read_drawing(child, boxes)

    def _read_table(self, element: etree._Element, blocks: list[Block], depth: int) -> None:
        if depth >= MAX_NESTING:
            self._too_deep("table")
            return
        rows = list(_rows(element))
        if _is_frame(rows):
            # a frame around tables, not a table: what stands inside is read as if it stood in the body
            for row in rows:
                for cell in _cells(row):
                    self.read_blocks(cell, blocks, depth + 1)
            return
        self._tables += 1
        number = self._tables
        page = self._page
        if len(rows) > MAX_ROWS:
            self.problems.append(Problem("table_too_long", f"table {number}", "", f"cut after {MAX_ROWS} rows"))
            del rows[MAX_ROWS:]
        nested: list[Block] = []
        # position in `cells` of the cell that a vertical merge continues, by its first column
        open_merges: dict[int, int] = {}
        cells: list[Cell] = []
        widest = 0
        declared = len(element.findall(f"{W}tblGrid/{W}gridCol"))
        for row_index, row in enumerate(rows):
            widest = max(widest, self._read_row(row, row_index, declared, number, cells, open_merges, nested, depth))
        if not cells:
            blocks.extend(nested)
            return
        blocks.append(Table(tuple(cells), len(rows), widest, Place(table=number, page=page)))
        blocks.extend(nested)

    def _read_row(
        self,
        row: etree._Element,
        row_index: int,
        declared: int,
        table_number: int,
        cells: list[Cell],
        open_merges: dict[int, int],
        nested: list[Block],
        depth: int,
    ) -> int:
        """Append the cells of one row, lengthen the merges it continues, and return the columns it reaches."""
        column, after = 0, 0
        properties = row.find(_TRPR) if len(row) and row[0].tag != _TC else None
        if properties is not None:
            before = properties.find(f"{W}gridBefore")
            if before is not None:
                column = self._clamped(whole_number(before.get(VAL)), 0, 0, declared, table_number, row_index)
            skipped = properties.find(f"{W}gridAfter")
            if skipped is not None:
                after = self._clamped(whole_number(skipped.get(VAL)), 0, 0, declared, table_number, row_index)
        joined, covered_to = -1, 0
        still_open: dict[int, int] = {}
        for element in _cells(row):
            span, vertical, horizontal = 1, None, None
            if len(element):
                cell_properties = element[0] if element[0].tag == _TCPR else element.find(_TCPR)
            else:
                cell_properties = None
            if cell_properties is not None:
                for child in cell_properties.iterchildren(_GRID_SPAN, _VMERGE, _HMERGE):
                    tag = child.tag
                    if tag == _GRID_SPAN:
                        wanted = whole_number(child.get(VAL), MAX_COLUMNS + 1)
                        span = self._clamped(wanted, 1, column, declared, table_number, row_index)
                    elif tag == _VMERGE:
                        vertical = child.get(VAL) or "continue"
                    else:
                        horizontal = child.get(VAL) or "continue"
            if column + span > MAX_COLUMNS:
                self._note_clamp(table_number, row_index, column + span)
                break
            if horizontal == "continue" and (joined >= 0 or column < covered_to):
                if column >= covered_to:
                    cells[joined] = cells[joined]._replace(colspan=cells[joined].colspan + span)
                column += span
                continue
            start = open_merges.get(column) if vertical == "continue" else None
            # a cell of another width is not the one above it, whatever it says; hMerge adds its width later
            if start is not None and (
                cells[start].colspan == span or (horizontal == "restart" and cells[start].colspan > span)
            ):
                cells[start] = cells[start]._replace(rowspan=cells[start].rowspan + 1)
                joined = -1
                covered_to = column + cells[start].colspan
                still_open[column] = start
            else:
                joined = len(cells)
                page = self._page
                text = self._cell_text(element, nested, depth)
                cells.append(Cell(text, row_index, column, 1, span, page))
                if vertical is not None:
                    still_open[column] = joined
            column += span
        open_merges.clear()
        open_merges.update(still_open)
        return min(column + after, MAX_COLUMNS)

    def _clamped(self, wanted: int, least: int, column: int, declared: int, table: int, row: int) -> int:
        """Return a span that the table can have; Word's own limit is 63 columns, files say up to 2,000,000."""
        if wanted <= MAX_COLUMNS - column:
            return max(wanted, least)
        self._note_clamp(table, row, wanted)
        return max(declared - column, least) if 0 < declared <= MAX_COLUMNS else least

    def _note_clamp(self, table: int, row: int, wanted: int) -> None:
        self.problems.append(
            Problem("span_clamped", f"table {table} row {row + 1}", str(wanted), "a span wider than any table")
        )

    def _cell_text(self, cell: etree._Element, nested: list[Block], depth: int) -> str:
        """Return a cell's paragraphs joined by line ends; tables inside it go to `nested`."""
        lines: list[str] = []
        for child in cell:
            tag = child.tag
            if tag == _P:
                boxes: list[etree._Element] = []
                text, _ = self._text(child, boxes)
                if text:
                    lines.append(text)
                for box in boxes:
                    lines.extend(self._box_lines(box, nested, depth))
            elif tag == _TBL:
                self._read_table(child, nested, depth + 1)
            elif tag in _TRANSPARENT:
                text = "" if _is_placeholder(child) else self._cell_text(child, nested, depth)
                if text:
                    lines.append(text)
        if self._carried:
            lines.append(self._carried)
            self._carried = ""
        return "\n".join(lines)

    def _box_lines(self, box: etree._Element, nested: list[Block], depth: int) -> Iterator[str]:
        inside: list[Block] = []
        self._read_box(box, inside, depth)
        for block in inside:
            if isinstance(block, Table):
                nested.append(block)
            else:
                yield block.text


def _choose(alternate: etree._Element) -> etree._Element | None:
    """Return the one branch of mc:AlternateContent to read: the first choice with content, else the fallback."""
    for tag in (_CHOICE, _FALLBACK):
        for branch in alternate.iterfind(tag):
            if len(branch):
                return branch
    return None


def _is_placeholder(element: etree._Element) -> bool:
    """Return whether this is a content control nobody has filled in: its text only asks for some."""
    return element.tag == _SDT and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows a reader of the page sees: tracked deletions and hidden rows left out."""
    for child in parent:
        tag = child.tag
        if tag == _TR:
            properties = child.find(_TRPR)
            if properties is not None and (
                properties.find(f"{W}del") is not None or is_on(properties.find(f"{W}hidden"))
            ):
                continue
            yield child
        elif tag in _TRANSPARENT:
            yield from _rows(child)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        tag = child.tag
        if tag == _TC:
            yield child
        elif tag in _TRANSPARENT:
            yield from _cells(child)


def _occurs(root: etree._Element, tag: str) -> bool:
    return next(root.iter(tag), None) is not None


def _is_frame(rows: list[etree._Element]) -> bool:
    """Return whether a table has one column only and holds tables: a border drawn around them."""
    framed = False
    for row in rows:
        cells = list(_cells(row))
        if len(cells) > 1:
            return False
        framed = framed or any(cell.find(_TBL) is not None for cell in cells)
    return framed


def _symbol(element: etree._Element) -> str:
    """Return a w:sym as Unicode where its meaning is known (Wingdings), else its own character."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if not 0x20 <= code <= 0xFFFF or 0xD800 <= code < 0xE000:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        if "wingdings" in (element.get(f"{W}font") or "").lower():
            return _SYMBOLS.get(code - 0xF000, chr(code))
        return chr(code - 0xF000) if 0x20 <= code - 0xF000 < 0x7F else chr(code)
    return chr(code)
