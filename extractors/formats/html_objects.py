"""Pictures and fields in the cells of statutory tables: something stands there, and no text says what.

A picture of a 5 is no blank cell. A field of a form is not read either, though it may show a number: what it shows is
set by scripts and by whoever looks at the page, and is not what was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml.etree import _Element

from extractors.document import OBJECT, Problem
from extractors.formats.html_body import is_statutory
from extractors.formats.html_text import CONTROLS, line_of, text_of

OBJECTS = (
    *("img", "svg", "input", "textarea", "canvas", "object", "embed", "select", "video", "button", "iframe", "meter"),
    *("progress", "script"),
)

MOST_OBJECTS = 2_000
"""Objects of one page that are looked at."""

SPACER = 2
"""Pixels of width or height up to which a picture only keeps a distance."""

_WORD = re.compile(r"[^\W\d_]")
_SIZE = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*(\d+)(?:\.\d+)?(?:px|pt)?\s*(?:;|$|!)", re.IGNORECASE)
_WRITES = re.compile(r"document\s*\.\s*write")
_UNSHOWN_FIELDS = frozenset({"hidden", "button", "submit", "reset", "image"})
_QUOTED = 200


def set_objects_apart(elements: Iterable[_Element], hidden: Iterable[_Element], problems: list[Problem]) -> None:
    """Put a sign into the cells of statutory tables that have an object and no words; see `document.OBJECT`."""
    known: dict[_Element, bool] = {}
    worded: dict[_Element, bool] = {}
    unseen = frozenset(hidden)
    for element in islice(elements, MOST_OBJECTS):
        cell = next(element.iterancestors("td", "th"), None)
        table = None if cell is None else next(cell.iterancestors("table"), None)
        if cell is None or table is None:
            continue
        if table not in known:
            # a table around another one lays out the page
            known[table] = next(table.iterdescendants("table"), None) is None and is_statutory(text_of(table))
        if not known[table]:
            continue
        if cell not in worded:
            worded[cell] = _WORD.search(_text_without_objects(cell)) is not None
        shown = None if worded[cell] else _shown(element)
        if shown is None or not unseen.isdisjoint((element, *element.iterancestors())):
            continue
        element.tail = OBJECT + (element.tail or "").translate(CONTROLS)
        message = "a picture or a field in a cell: what it shows is not read"
        problems.append(Problem("object_in_cell", f"line {line_of(element)}", shown[:_QUOTED], message))


def _text_without_objects(cell: _Element) -> str:
    """Return the text of a cell without what stands inside its objects."""
    text = text_of(cell)
    for element in cell.iter(*OBJECTS):
        if len(element) or element.text:
            text = text.replace(text_of(element), "", 1)
    return text


def _shown(element: _Element) -> str | None:
    """Return what tells an object from others, None for one that shows nothing."""
    tag = element.tag
    if tag == "input":
        kind = (element.get("type") or "text").strip().lower()
        value = element.get("value") or ""
        if kind in ("checkbox", "radio"):
            return kind
        return value if value.strip() and kind not in _UNSHOWN_FIELDS else None
    if tag in ("textarea", "select", "button"):
        return text_of(element).strip() or None
    if tag == "script":
        text = element.text or ""
        return text.strip() if _WRITES.search(text) else None
    sizes = [element.get("width") or "", element.get("height") or "", *_SIZE.findall(element.get("style") or "")]
    numbers = [size.strip().removesuffix("px") for size in sizes]
    if any(number.isdigit() and int(number) <= SPACER for number in numbers):
        return None
    if tag == "img":
        source = element.get("src") or element.get("data-src") or ""
        return element.get("alt") or source or None
    return f"<{tag}>"
