"""What is printed with a number and is none of its digits: raised marks of notes, text that is struck out."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from extractors.document import Problem
from extractors.formats.html_text import (
    APART_STYLE,
    BACKWARDS,
    INLINE,
    RAISED_STYLE,
    STRUCK_STYLE,
    line_of,
    text_of,
)

_TAG = re.compile(rb"<(?:s(?:u[bp]|[\s>]|trike)|del|bdo)", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STRUCK_TAGS, _RAISED_TAGS = frozenset({"del", "s", "strike"}), frozenset({"sup", "sub"})
_INSIDE_LINE = frozenset(INLINE)
_QUOTED = 200


def may_have_marks(markup: bytes) -> bool:
    """Tell whether a tag may raise or strike out text; the tree is asked which, if any."""
    return _TAG.search(markup) is not None


def set_marks_apart(root: _Element, problems: list[Problem]) -> None:
    """Leave out text that is struck out, and turn digits raised behind other text into raised ones.

    A cell `12` with the mark of note 1 reads `12¹` then, and is no 121. Digits that are raised and stand alone stay.
    Numbers that a style sets apart from one another get a space between them.
    """
    struck: list[_Element] = []
    raised: list[_Element] = []
    apart: list[_Element] = []
    for element in root.iter(etree.Element):
        tag = element.tag
        style = element.get("style")
        if tag in _STRUCK_TAGS or (style and STRUCK_STYLE.search(style)):
            struck.append(element)
        elif tag in _RAISED_TAGS or (style and tag in _INSIDE_LINE and RAISED_STYLE.search(style)):
            raised.append(element)
        if style and tag in _INSIDE_LINE and APART_STYLE.search(style):
            apart.append(element)
        elif tag == "bdo" and (element.get("dir") or "").lower() == "rtl":
            element.text = BACKWARDS + (element.text or "")
    for element in struck:
        text = text_of(element).strip()
        if text:
            where = f"line {line_of(element)}"
            problems.append(Problem("struck_text", where, text[:_QUOTED], "text that is struck out is not read"))
            tail = element.tail
            element.clear()
            element.tail = tail
    for element in raised:
        if _text_before(element) or _text_after(element)[:1].isdigit():
            for part in element.iter():
                part.text = (part.text or "").translate(_RAISED)
                if part is not element:
                    part.tail = (part.tail or "").translate(_RAISED)

    for element in apart:
        _set_numbers_apart(element)


def _set_numbers_apart(element: _Element) -> None:
    text = text_of(element).strip()
    if text[:1].isdigit() and _text_before(element)[-1:].isdigit():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " "
        elif (parent := element.getparent()) is not None:
            parent.text = (parent.text or "") + " "
    if text[-1:].isdigit() and _text_after(element)[:1].isdigit():
        element.tail = " " + (element.tail or "")


def _text_after(element: _Element) -> str:
    """Return the text that stands right behind an element in its own line, "" if it ends it."""
    node = element
    while True:
        text = (node.tail or "").strip()
        after = node.getnext()
        if not text and after is not None:
            if isinstance(after.tag, str) and after.tag not in _INSIDE_LINE:
                return ""
            text = text_of(after).strip() if isinstance(after.tag, str) else ""
            node = after
        elif not text:
            parent = node.getparent()
            if parent is None or parent.tag not in _INSIDE_LINE:
                return ""
            node = parent
        if text:
            return text


def _text_before(element: _Element) -> str:
    """Return the text that stands before an element in its own line, "" if it begins it."""
    node = element
    while True:
        before = node.getprevious()
        if before is not None:
            text = (before.tail or "").strip() or (text_of(before).strip() if isinstance(before.tag, str) else "")
            node = before
        else:
            parent = node.getparent()
            if parent is None:
                return ""
            text = (parent.text or "").strip()
            if not text and parent.tag not in _INSIDE_LINE:
                return ""
            node = parent
        if text:
            return text
