"""The text of a Word paragraph: its runs, its automatic number, fields, symbols, and what is hidden or struck out."""

from __future__ import annotations

import re

from lxml import etree

from extractors.document import Problem
from extractors.formats.docx_markup import ALTERNATE, MATH, TRANSPARENT, choose, is_placeholder
from extractors.formats.html_text import INVISIBLE
from extractors.formats.ooxml_numbering import VAL, Numbering, W, whole_number
from extractors.formats.ooxml_styles import (
    PPR,
    RPR,
    UNMARKED,
    ParagraphKind,
    Styles,
    marks_of,
    number_of,
    outline_of,
)

_V = "{urn:schemas-microsoft-com:vml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_O = "{urn:schemas-microsoft-com:office:office}"

_R, _T = f"{W}r", f"{W}t"
_PSTYLE, _RSTYLE = f"{W}pStyle", f"{W}rStyle"
_POSITION, _COLOUR = f"{W}position", f"{W}color"
_MARKING = (f"{W}vanish", f"{W}vertAlign", f"{W}strike", f"{W}dstrike", _POSITION, f"{W}footnoteReference")
_NOTES = frozenset({f"{W}footnoteReference", f"{W}endnoteReference"})
_WHITE = "FFFFFF"
_BODY, _SHADE, _HIGHLIGHT = f"{W}body", f"{W}shd", f"{W}highlight"
_PROPERTIES = {f"{W}{name}": f"{W}{name}Pr" for name in ("tbl", "tc", "p", "r")}
_STYLED = (f"{W}tblStyle", _PSTYLE, _RSTYLE)
_RAISED = {ord(digit): raised for digit, raised in zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_BOX = f"{W}txbxContent"
_FAR = 4
"""Half-points between the letters of one line from which some are raised or lowered as the mark of a note is."""

_UNSEEN = re.compile(f"[{''.join(map(chr, INVISIBLE))}]")

_DRAWN_FIELDS = frozenset({"EQ", "SYMBOL", "FORMDROPDOWN", "FORMCHECKBOX"})
"""Fields that Word draws itself, without leaving a result in the file."""

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

_DINGBATS = ("dings", "dings 2", "dings 3", "dingbats", "marlett")

_OVERRIDE = f"{W}bdo"
_SCRIPTS = frozenset({f"{MATH}sup", f"{MATH}sub"})
_SET_IN_SPACE = frozenset(
    f"{MATH}{name}" for name in ("f", "rad", "nary", "m", "eqArr", "func", "limLow", "limUpp", "acc", "bar", "groupChr")
)
"""Formulas that print their parts over and beside one another."""


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
        self._has_deletions = _occurs(root, f"{W}del") or _occurs(root, f"{W}moveFrom")
        self._has_style_marks = styles.any_marked and (
            styles.marks(None) != UNMARKED
            or any(styles.marks(element.get(VAL) or "") != UNMARKED for element in root.iter(_PSTYLE, _RSTYLE))
        )
        self._has_white = (
            any(element.get(VAL, "").upper() == _WHITE for element in root.iter(_COLOUR))
            and root.find(f"{W}background") is None
        )
        self._has_marks = self._has_style_marks or self._has_white or next(root.iter(*_MARKING), None) is not None
        self._inherited = UNMARKED
        # half-points above the line at which the last run of the paragraph stands
        self._height: int | None = None
        self._page = 1 if _occurs(root, f"{W}lastRenderedPageBreak") else None
        self._paragraphs = 0
        # one entry a field that is open: whether its result has begun (before it stands the instruction)
        self._fields: list[bool] = []
        self._instructions: list[str] = []
        self._carried = ""

    def _text(self, paragraph: etree._Element, boxes: list[etree._Element]) -> tuple[str, ParagraphKind]:
        """Return a paragraph's text with its automatic number, and what kind it is; text boxes go to `boxes`."""
        if self._fields and not all(self._fields):
            # an instruction never runs over a paragraph: the field was never closed
            self._fields.clear()
            self._instructions.clear()
        if self._has_marks:
            self._begin_marks(paragraph)
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
        if _UNSEEN.search(text):
            # left inside words by editors of pages from which the text was pasted
            text = _UNSEEN.sub("", text)
        mark = None if properties is None else properties.find(RPR)
        if (
            self._has_deletions
            and mark is not None
            and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)
        ):
            # the paragraph mark is a tracked deletion: this text and the next paragraph's are one, numbered as that
            self._carried += text
            return "", kind
        if self._carried:
            text, self._carried = self._carried + text, ""
        if number and (text.strip() or not (boxes or self._is_hidden_mark(mark))):
            label = self._numbering.next_label(number, level)
            if label:
                text = f"{label} {text}" if _would_run_together(label, text) else label + text
        return text, kind

    def _begin_marks(self, paragraph: etree._Element) -> None:
        """Set what the style of a paragraph does to its text."""
        self._height = None
        if self._has_style_marks:
            style = paragraph.find(f"{PPR}/{_PSTYLE}")
            self._inherited = self._styles.marks(None if style is None else style.get(VAL) or "")

    def _is_hidden_mark(self, mark: etree._Element | None) -> bool:
        """Return whether a paragraph's own mark is hidden: with no text it is no line, and has no number."""
        if not self._has_marks:
            return False
        own = UNMARKED if mark is None else marks_of(mark)
        return bool(own.over(self._inherited).hidden)

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
            if tag == _OVERRIDE and child.get(VAL) == "rtl":
                # what follows is printed backwards
                out.append("\u202e")
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
            if tag in _SCRIPTS:
                before = len(out)
                for inner in child:
                    self._read_other(inner, inner.tag, out, boxes)
                out[before:] = [text.translate(_RAISED) for text in out[before:]]
                return
            if tag in _SET_IN_SPACE:
                # a fraction is not the digits of both its halves
                self.objects += 1
            for inner in child:
                self._read_other(inner, inner.tag, out, boxes)

    def _read_run(self, run: etree._Element, out: list[str], boxes: list[etree._Element]) -> None:
        raised = False
        if self._has_marks:
            marks = self._marks_of_run(run, out)
            if marks is None:
                return
            raised = marks
        for child in run:
            tag = child.tag
            if tag == _T:
                if not self._fields or all(self._fields):
                    text = child.text or ""
                    # the mark of a note behind a number is no digit of it
                    out.append(text.translate(_RAISED) if raised else text)
            elif tag == RPR:
                continue
            elif tag in _RUN_TEXT:
                out.append(_RUN_TEXT[tag])
            elif tag == f"{W}br":
                # page and column breaks separate what belongs together as often as not; only line breaks are text
                if child.get(f"{W}type") in {None, "textWrapping"} or _parts_digits(child, out):
                    out.append("\n")
            elif tag == f"{W}instrText":
                if self._instructions:
                    self._instructions[-1] += child.text or ""
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

    def _marks_of_run(self, run: etree._Element, out: list[str]) -> bool | None:
        """Return whether the digits of a run are raised, None where its text is not read."""
        properties = run[0] if len(run) and run[0].tag == RPR else None
        marks = self._inherited
        height = 0
        if properties is not None:
            if self._has_style_marks and (style := properties.find(_RSTYLE)) is not None:
                marks = self._styles.marks(style.get(VAL) or "").over(marks)
            marks = marks_of(properties).over(marks)
            if (position := properties.find(_POSITION)) is not None:
                height = whole_number(position.get(VAL))
        if marks.hidden:
            return None
        if marks.struck:
            self._leave_out(run, "struck_text", "text that is struck out is not read")
            return None
        if self._has_white and properties is not None and self._is_white_on_white(run, properties):
            self._leave_out(run, "invisible_text", "white text on white is not read")
            return None
        if run.find(_T) is None:
            return bool(marks.raised)
        before, self._height = self._height, height
        return (
            bool(marks.raised)
            or (
                before is not None
                and abs(height - before) >= _FAR
                # a number behind a raised mark is no part of it either
                and (height != 0 or (bool(out) and out[-1][-1:].isdigit()))
            )
            # the mark of a note that is no automatic number follows as text
            or any(child.tag in _NOTES for child in run)
        )

    def _is_white_on_white(self, run: etree._Element, properties: etree._Element) -> bool:
        """Return whether a run is white, and nothing around it has a ground of its own, or may have one."""
        colour = properties.find(_COLOUR)
        if colour is None or colour.get(VAL, "").upper() != _WHITE:
            return False
        element: etree._Element | None = run
        while element is not None and element.tag != _BODY:
            if element.tag == _BOX:
                return False
            own = element.find(_PROPERTIES[element.tag]) if element.tag in _PROPERTIES else None
            if own is not None and (
                any(map(_is_shaded, own.iterchildren(_SHADE, _HIGHLIGHT)))
                or (self._styles.any_shaded and next(own.iterchildren(*_STYLED), None) is not None)
            ):
                return False
            element = element.getparent()
        return True

    def _leave_out(self, run: etree._Element, kind: str, message: str) -> None:
        text = "".join(element.text or "" for element in run.iter(_T))
        if text.strip():
            self.problems.append(Problem(kind, f"paragraph {self._paragraphs}", text[:200], message))

    def _read_field_mark(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
            self._instructions.append("")
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            has_result, instruction = self._fields.pop(), self._instructions.pop()
            if not has_result and instruction.strip().partition(" ")[0].upper() in _DRAWN_FIELDS:
                self.objects += 1

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


def _parts_digits(page_break: etree._Element, out: list[str]) -> bool:
    """Tell whether a page or column break stands between two digits: they are two numbers."""
    if not (out and out[-1][-1:].isdigit()):
        return False
    after = next(page_break.itersiblings(_T), None)
    run = page_break.getparent()
    if after is None and run is not None:
        after = next((text for sibling in run.itersiblings() for text in sibling.iter(_T)), None)
    return after is not None and (after.text or "")[:1].isdigit()


def _would_run_together(label: str, text: str) -> bool:
    """Tell whether an automatic number and the text behind it would read as one word or number: 1. and 12."""
    first = text[:1]
    return first.isalnum() and (label[-1].isalnum() or (first.isdigit() and label[-1] not in "、）)"))


def _is_shaded(shade: etree._Element) -> bool:
    """Tell whether a shade or a marker pen gives a colour other than the paper's."""
    if shade.tag == _HIGHLIGHT:
        return shade.get(VAL) not in ("white", "none")
    fill = shade.get(f"{W}fill", "auto").upper()
    return fill not in ("AUTO", _WHITE) or shade.get(VAL, "clear") not in ("clear", "nil")


def _symbol(element: etree._Element) -> str:
    """Return a w:sym as Unicode where its meaning is known (Wingdings), else its own character."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if not 0x20 <= code <= 0xFFFF or 0xD800 <= code < 0xE000:
        return ""
    font = (element.get(f"{W}font") or "").lower()
    if code <= 0xFF and font.endswith(_DINGBATS):
        code += 0xF000
    if 0xF000 <= code <= 0xF0FF:
        if font == "wingdings":
            return _SYMBOLS.get(code - 0xF000, chr(code))
        if font.endswith(_DINGBATS):
            # its digits and letters are pictures
            return chr(code)
        return chr(code - 0xF000) if 0x20 <= code - 0xF000 < 0x7F else chr(code)
    return chr(code)
