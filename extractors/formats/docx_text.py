"""The text of a Word paragraph: its runs, its automatic number, fields, symbols, and what is hidden or struck out."""

from __future__ import annotations

from lxml import etree

from extractors.document import Problem
from extractors.formats.docx_markup import ALTERNATE, MATH, TRANSPARENT, choose, is_placeholder
from extractors.formats.ooxml_numbering import VAL, Numbering, W, is_on
from extractors.formats.ooxml_styles import PPR, RPR, ParagraphKind, Styles, number_of, outline_of

_V = "{urn:schemas-microsoft-com:vml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_O = "{urn:schemas-microsoft-com:office:office}"

_R, _T = f"{W}r", f"{W}t"
_PSTYLE, _VANISH, _RSTYLE = f"{W}pStyle", f"{W}vanish", f"{W}rStyle"
_VERT_ALIGN, _STRIKE, _DSTRIKE = f"{W}vertAlign", f"{W}strike", f"{W}dstrike"
_RAISED = {ord(digit): raised for digit, raised in zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_BOX = f"{W}txbxContent"
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


class TextReader:
    """Reads paragraphs one after the other, with what it has met so far: page, lists, fields, pictures, problems."""

    def __init__(self, styles: Styles, numbering: Numbering, root: etree._Element) -> None:
        self.problems: list[Problem] = []
        self.images = 0
        self.objects = self.floating = 0
        """Drawings without text met so far: those in the line, and those that float over the page."""
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
        self._paragraphs = 0
        # one entry a field that is open: whether its result has begun (before it stands the instruction)
        self._fields: list[bool] = []
        self._carried = ""

    def _text(self, paragraph: etree._Element, boxes: list[etree._Element]) -> tuple[str, ParagraphKind]:
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
            elif tag == PPR:
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

    def _kind_of(self, properties: etree._Element | None) -> tuple[ParagraphKind, str, int]:
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
                own_number, own_level = number_of(properties)
            if self._has_outlines:
                outline = outline_of(properties)
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
        if tag in TRANSPARENT:
            for inner in () if is_placeholder(child) else child:
                inner_tag = inner.tag
                if inner_tag == _R:
                    self._read_run(inner, out, boxes)
                else:
                    self._read_other(inner, inner_tag, out, boxes)
        elif tag == ALTERNATE:
            chosen = choose(child)
            if chosen is not None:
                self._read_run(chosen, out, boxes)
        elif tag == f"{MATH}r":
            out.extend(element.text or "" for element in child.iter(f"{MATH}t"))
        elif isinstance(tag, str) and tag.startswith(MATH):
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
            elif tag == RPR:
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
                texts = len(boxes)
                self._read_drawing(child, boxes)
                if len(boxes) == texts:
                    self._count_object(child)
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

    def _count_object(self, element: etree._Element) -> None:
        """Count a drawing without text: by a seal that floats over a table a number is still read."""
        shape = next(element.iter(f"{_V}shape", f"{_V}rect", f"{_V}line", f"{_V}group"), None)
        if next(element.iter(_ANCHOR), None) is not None or (
            shape is not None and "absolute" in (shape.get("style") or "")
        ):
            self.floating += 1
        else:
            self.objects += 1

    def _read_drawing(self, element: etree._Element, boxes: list[etree._Element]) -> None:
        """Count the pictures of a drawing and find its text boxes, each once although Word writes it twice."""
        for child in element:
            tag = child.tag
            if tag == _BOX:
                boxes.append(child)
            elif tag == ALTERNATE:
                chosen = choose(child)
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


def _occurs(root: etree._Element, tag: str) -> bool:
    return next(root.iter(tag), None) is not None


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
