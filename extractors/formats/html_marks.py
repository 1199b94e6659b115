"""What is printed with a number and is none of its digits: raised marks of notes, text that is struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from extractors.document import Problem
from extractors.formats.html_text import INLINE, line_of, text_of

_TAG = re.compile(rb"<(?:s(?:u[bp]|[\s>]|trike)|del)", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STRUCK_TAGS, _RAISED_TAGS = frozenset({"del", "s", "strike"}), frozenset({"sup", "sub"})
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through")
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*su[pb]")
_INSIDE_LINE = frozenset(INLINE)
_QUOTED = 200


def may_have_marks(markup: bytes) -> bool:
    """Tell whether some text may be raised or struck out; the tree is asked which, if any."""
    return _TAG.search(markup) is not None or b"line-through" in markup or b"vertical-align" in markup


def set_marks_apart(root: _Element, problems: list[Problem]) -> None:
    """Leave out text that is struck out, and turn digits raised behind other text into raised ones.

    A cell `12` with the mark of note 1 reads `12¹` then, and is no 121. Digits that are raised and stand alone stay.
    """
    for element in _marked(root, _STRUCK_TAGS, _STRUCK_STYLE):
        text = text_of(element).strip()
        if text:
            where = f"line {line_of(element)}"
            problems.append(Problem("struck_text", where, text[:_QUOTED], "text that is struck out is not read"))
            tail = element.tail
            element.clear()
            element.tail = tail
    for element in _marked(root, _RAISED_TAGS, _RAISED_STYLE):
        if _text_before(element):
            for part in element.iter():
                part.text = (part.text or "").translate(_RAISED)
                if part is not element:
                    part.tail = (part.tail or "").translate(_RAISED)


def _marked(root: _Element, tags: frozenset[str], style: re.Pattern[str]) -> Iterator[_Element]:
    for element in list(root.iter()):
        if isinstance(element.tag, str) and (element.tag in tags or style.search(element.get("style") or "")):
            yield element


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
