"""Styles of WordprocessingML: what a paragraph of a style is for reading, with everything it inherits."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from extractors.formats.ooxml_numbering import VAL, W, is_on, whole_number

PPR = f"{W}pPr"
"""Properties of a paragraph or of a paragraph style."""

RPR = f"{W}rPr"
"""Properties of a run or of a style's runs."""

_VANISH, _VERT_ALIGN = f"{W}vanish", f"{W}vertAlign"
_MARKS = (_VANISH, f"{W}strike", f"{W}dstrike", _VERT_ALIGN)


class Marks(NamedTuple):
    """Whether text is hidden, struck out, or raised or lowered as the mark of a note; None where nothing says so."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None

    def over(self, other: Marks) -> Marks:
        """Return these marks, and those of `other` where these say nothing."""
        if self == UNMARKED:
            return other
        return Marks(*(theirs if own is None else own for own, theirs in zip(self, other, strict=True)))


UNMARKED = Marks()


class _Style(NamedTuple):
    name: str
    based_on: str
    number: str | None
    level: int | None
    outline: int | None
    marks: Marks


class ParagraphKind(NamedTuple):
    """What a paragraph style means for reading, inheritance resolved."""

    number: str
    level: int | None
    number_style: str
    outline: int | None
    marks: Marks
    contents: bool


class Styles:
    """The styles of the document, with w:basedOn followed once for each style that is used."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._kinds: dict[str, ParagraphKind] = {}
        self._numbering: dict[str, str] = {}
        self._marks: dict[str, Marks] = {}
        self._default = ""
        self.any_marked = self.any_shaded = False
        if root is None:
            return
        self.any_shaded = next(root.iter(f"{W}shd"), None) is not None
        for element in root.iterfind(f"{W}style"):
            key = element.get(f"{W}styleId", "")
            kind = element.get(f"{W}type")
            if kind == "table":
                continue
            style = _read_style(element)
            self._styles[key] = style
            self.any_marked = self.any_marked or style.marks != UNMARKED
            if kind == "numbering" and style.number:
                self._numbering[key] = style.number
            elif kind == "paragraph" and element.get(f"{W}default") in {"1", "true"}:
                self._default = key

    def numbers(self) -> dict[str, str]:
        """Return numbering style -> w:num."""
        return self._numbering

    def kind(self, key: str | None) -> ParagraphKind:
        """Return what a paragraph of this style (None: the default one) is."""
        key = self._default if key is None else key
        known = self._kinds.get(key)
        if known is None:
            known = self._kinds[key] = self._resolve(key)
        return known

    def marks(self, key: str | None) -> Marks:
        """Return what a style (None: the default one of paragraphs) does to its text, inheritance resolved."""
        key = self._default if key is None else key
        known = self._marks.get(key)
        if known is None:
            known = self._marks[key] = self.kind(key).marks
        return known

    def _resolve(self, key: str) -> ParagraphKind:
        number: str | None = None
        level: int | None = None
        outline: int | None = None
        number_style, marks, contents = "", UNMARKED, False
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
            marks = marks.over(style.marks)
            contents = contents or style.name.startswith(("toc ", "目录 "))
            key = style.based_on
        return ParagraphKind(number or "", level, number_style, outline, marks, contents)


def _read_style(element: etree._Element) -> _Style:
    name = based_on = ""
    number: str | None = None
    level: int | None = None
    outline: int | None = None
    marks = UNMARKED
    for child in element:
        tag = child.tag
        if tag == f"{W}name":
            name = (child.get(VAL) or "").lower()
        elif tag == f"{W}basedOn":
            based_on = child.get(VAL) or ""
        elif tag == PPR:
            number, level = number_of(child)
            outline = outline_of(child)
        elif tag == RPR:
            marks = marks_of(child)
    return _Style(name, based_on, number, level, outline, marks)


def marks_of(properties: etree._Element) -> Marks:
    """Return what run properties say themselves, styles left aside."""
    hidden = struck = raised = None
    for child in properties.iterchildren(*_MARKS):
        tag = child.tag
        if tag == _VANISH:
            hidden = is_on(child)
        elif tag == _VERT_ALIGN:
            raised = child.get(VAL) in ("superscript", "subscript")
        else:
            struck = struck or is_on(child)
    return Marks(hidden, struck, raised)


def number_of(properties: etree._Element) -> tuple[str | None, int | None]:
    """Return (w:numId, w:ilvl) of paragraph properties; numId "0" switches inherited numbering off."""
    element = properties.find(f"{W}numPr")
    if element is None:
        return None, None
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (
        None if number is None else number.get(VAL),
        None if level is None else whole_number(level.get(VAL)),
    )


def outline_of(properties: etree._Element) -> int | None:
    """Return the outline level that paragraph properties give themselves; 9 is body text."""
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
