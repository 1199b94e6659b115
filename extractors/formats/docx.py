"""Read Word documents (.docx, .docm, .dotx, as Word, WPS and LibreOffice write them) as a Document.

`word/document.xml` is walked once with lxml: paragraphs and tables in body order, merged cells by gridSpan and
vMerge, tracked insertions kept and deletions left out, hidden text left out, and the automatic numbers Word prints
before a paragraph written into its text. Raises EmptyError, EncryptedError, TruncatedError, TooLargeError,
UnsupportedError or UnreadableError.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.document import OBJECT, Block, Cell, Document, Heading, Paragraph, Place, Problem, Table
from extractors.errors import EmptyError, UnreadableError, UnsupportedError
from extractors.formats.docx_markup import ALTERNATE, TRANSPARENT, choose, is_placeholder
from extractors.formats.docx_text import TextReader
from extractors.formats.ooxml_numbering import VAL, Numbering, W, is_on, whole_number
from extractors.formats.ooxml_package import Package
from extractors.formats.ooxml_styles import Styles

MAX_COLUMNS = 100
"""Columns of one table; Word itself stops at 63."""

MAX_ROWS = 20_000
"""Rows of one table: a county's list of files stays under 3,000."""

MAX_NESTING = 12
"""Tables in tables and boxes in boxes; deeper ones are left out and reported."""

MAX_HEADING = 80
"""Characters of a heading: whole paragraphs carry an outline level in some files, and those are prose."""

_P, _TBL, _TR, _TC = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_TCPR, _TRPR = f"{W}tcPr", f"{W}trPr"
_GRID_SPAN, _VMERGE, _HMERGE = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_CELL_DELETED, _ALT_CHUNK = f"{W}cellDel", f"{W}altChunk"


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
    styles = Styles(_optional(package, related.get("styles", "word/styles.xml")))
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


class _Reader(TextReader):
    """The walk over one body: its paragraphs and tables in order."""

    def __init__(self, styles: Styles, numbering: Numbering, root: etree._Element) -> None:
        super().__init__(styles, numbering, root)
        self.blocks: list[Block] = []
        self._tables = 0

    def read_blocks(self, parent: etree._Element, blocks: list[Block], depth: int) -> None:
        """Append the paragraphs and tables below `parent` to `blocks`."""
        for child in parent:
            tag = child.tag
            if tag == _P:
                self._read_paragraph(child, blocks, depth)
            elif tag == _TBL:
                self._read_table(child, blocks, depth)
            elif tag == ALTERNATE:
                chosen = choose(child)
                if chosen is not None:
                    self.read_blocks(chosen, blocks, depth)
            elif tag in TRANSPARENT:
                if not is_placeholder(child):
                    self.read_blocks(child, blocks, depth)
            elif tag == _ALT_CHUNK:
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
            span, vertical, horizontal, deleted = 1, None, None, False
            if len(element):
                cell_properties = element[0] if element[0].tag == _TCPR else element.find(_TCPR)
            else:
                cell_properties = None
            if cell_properties is not None:
                for child in cell_properties.iterchildren(_GRID_SPAN, _VMERGE, _HMERGE, _CELL_DELETED):
                    tag = child.tag
                    if tag == _GRID_SPAN:
                        wanted = whole_number(child.get(VAL), MAX_COLUMNS + 1)
                        span = self._clamped(wanted, 1, column, declared, table_number, row_index)
                    elif tag == _VMERGE:
                        vertical = child.get(VAL) or "continue"
                    elif tag == _CELL_DELETED:
                        deleted = True
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
                inside, drawn = self.objects, self.objects + self.floating
                text = self._cell_text(element, nested, depth)
                if deleted:
                    # without it the cells behind it would move: what its place holds then is not told
                    message = "a cell that is deleted as a tracked change is not read"
                    self.problems.append(
                        Problem("struck_text", f"table {table_number} row {row_index + 1}", text[:200], message)
                    )
                    text = OBJECT
                elif self.objects + self.floating > drawn:
                    text = self._with_object(text, table_number, row_index, inside=self.objects > inside)
                cells.append(Cell(text, row_index, column, 1, span, page))
                if vertical is not None:
                    still_open[column] = joined
            column += span
        open_merges.clear()
        open_merges.update(still_open)
        return min(column + after, MAX_COLUMNS)

    def _with_object(self, text: str, table: int, row: int, *, inside: bool) -> str:
        """Return the text of a cell with a drawing; where it has no words, what it shows may be its number."""
        if any(sign.isalpha() for sign in text) or (text.strip() and not inside):
            return text
        message = "a drawing, a field or a part of another kind in a cell: what it shows is not read"
        self.problems.append(Problem("object_in_cell", f"table {table} row {row + 1}", text[:200], message))
        return text + OBJECT

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
                lines.extend(self._inner_table(child, nested, depth + 1))
            elif tag == ALTERNATE:
                chosen = choose(child)
                text = "" if chosen is None else self._cell_text(chosen, nested, depth)
                if text:
                    lines.append(text)
            elif tag == _ALT_CHUNK:
                self.objects += 1
            elif tag in TRANSPARENT:
                text = "" if is_placeholder(child) else self._cell_text(child, nested, depth)
                if text:
                    lines.append(text)
        if self._carried:
            lines.append(self._carried)
            self._carried = ""
        return "\n".join(lines)

    def _inner_table(self, element: etree._Element, nested: list[Block], depth: int) -> Iterator[str]:
        """Read a table in a cell: one of a single cell is a border around the text, any other a table of its own."""
        found: list[Block] = []
        self._read_table(element, found, depth)
        for block in found:
            if isinstance(block, Table) and len(block.cells) == 1:
                yield from filter(None, (block.cells[0].text,))
            else:
                nested.append(block)

    def _box_lines(self, box: etree._Element, nested: list[Block], depth: int) -> Iterator[str]:
        inside: list[Block] = []
        self._read_box(box, inside, depth)
        for block in inside:
            if isinstance(block, Table):
                nested.append(block)
            else:
                yield block.text


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
        elif tag in TRANSPARENT:
            yield from _rows(child)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        tag = child.tag
        if tag == _TC:
            yield child
        elif tag in TRANSPARENT:
            yield from _cells(child)


def _is_frame(rows: list[etree._Element]) -> bool:
    """Return whether a table has one column only and holds tables: a border drawn around them."""
    framed = False
    for row in rows:
        cells = list(_cells(row))
        if len(cells) > 1:
            return False
        framed = framed or any(cell.find(_TBL) is not None for cell in cells)
    return framed
