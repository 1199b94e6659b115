"""Styles of WordprocessingML: what a paragraph of a style is for reading, with everything it inherits."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from extractors.formats.ooxml_numbering import VAL, W, is_on, whole_number

PPR = f"{W}pPr"
"""Properties of a paragraph or of a paragraph style."""

RPR = f"{W}rPr"
"""Properties of a run or of a style's runs."""


class _Style(NamedTuple):
    name: str
    based_on: str
    number: str | None
    level: int | None
    outline: int | None
    hidden: bool


class ParagraphKind(NamedTuple):
    """What a paragraph style means for reading, inheritance resolved."""

    number: str
    level: int | None
    number_style: str
    outline: int | None
    hidden: bool
    contents: bool


class Styles:
    """The styles of the document, with w:basedOn followed once for each style that is used."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._kinds: dict[str, ParagraphKind] = {}
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

    def kind(self, key: str | None) -> ParagraphKind:
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

    def _resolve(self, key: str) -> ParagraphKind:
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
        return ParagraphKind(number or "", level, number_style, outline, hidden, contents)


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
        elif tag == PPR:
            number, level = number_of(child)
            outline = outline_of(child)
        elif tag == RPR:
            hidden = is_on(child.find(f"{W}vanish"))
    return _Style(name, based_on, number, level, outline, hidden)


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
