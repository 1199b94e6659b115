"""What a page hides: the one place that decides it, for pieces of a line, for cells and for whole boxes.

Hidden are the attribute `hidden` and the styles by which editors and portals hide: display, visibility, Word's own
mso-hide, letters of no size, no opacity, a place far off the screen. What style sheets hide is not known. Portals show
by script what they hide at first: a box is left out only where it is small, or a copy of what is shown; the report in
a tab that opens later is read.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element

from extractors.formats.html_body import TABLE_LABELS, keys_in
from extractors.formats.html_text import UNPRINTED, text_of
from extractors.formats.html_walk import drop

LONGEST_STYLE = 4_000
"""Bytes of a style attribute; in a longer one nothing is looked for."""

NO_SIZE = b"font-size:0;"
"""Hides only what has no size of its own: portals set it on boxes against the gaps between them."""

NOT_SHOWN = b"display:none;"

_ZERO = r"(?:0+(?:\.0*)?|\.0+)(?:px|pt|em|rem|%)?(?![\w.%-])"
_SIZE = re.compile(rf"(?<![\w-])font-size\s*:\s*{_ZERO}", re.IGNORECASE)
_HIDING = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    rf"|opacity\s*:\s*{_ZERO})",
    re.IGNORECASE,
)
_TAKEN_OUT = re.compile(r"(?<![\w-])position\s*:\s*absolute", re.IGNORECASE)
_FAR_OFF = re.compile(r"(?<![\w-])(?:left|top|right|bottom)\s*:\s*-\s*(?:[5-9]\d\d|\d{4})", re.IGNORECASE)
_WORDS = {
    word: re.compile(sign, re.IGNORECASE)
    for words, sign in (
        ((b"display", b"DISPLAY"), rb"display\s*:\s*none"),
        ((b"visibility",), rb"visibility\s*:\s*[hc]"),
        ((b"mso-hide", b"opacity"), rb"(?:mso-hide|opacity)\s*:\s*[a0.]"),
        ((b"size:0", b"size: 0", b"SIZE: 0"), rb"size: ?0*\.?0*[^\d.]"),
        ((b"absolute",), rb""),
    )
    for word in words
}
"""Words of the styles above, each with what follows it where it may hide; a page without any is not looked at."""

_STYLE = re.compile(rb"style\s*=\s*([\"']?)", re.IGNORECASE)
_ATTRIBUTE = b"hidden"
_AROUND = b" \t\r\n\f"
_ROWS = frozenset({"td", "th", "tr"})


def may_hide(markup: bytes) -> bool:
    """Tell whether an element may be hidden; the tree is asked which, if any."""
    return next(_styles(markup), None) is not None or _has_attribute(markup)


def with_hiding_first(data: bytes) -> bytes:
    """Return the page with the long styles that hide an element beginning with that."""
    found: dict[int, bytes] = {}
    for start, stop in _styles(data):
        sign = NO_SIZE if _reason(data[start:stop].decode("latin-1")) == "size" else NOT_SHOWN
        if not data.startswith((sign, b"display"), start):
            found[start] = sign
    if not found:
        return data
    places = sorted(found)
    pieces = [data[: places[0]]]
    for start, stop in pairwise([*places, len(data)]):
        pieces += found[start], data[start:stop]
    return b"".join(pieces)


def _styles(markup: bytes) -> Iterator[tuple[int, int]]:
    """Yield where style attributes that hide begin and end, without their quotes."""
    for word, sign in _WORDS.items():
        at = markup.find(word)
        while at >= 0:
            if sign.match(markup, at):
                begin = max(0, at - LONGEST_STYLE)
                name = max(markup.rfind(b"style", begin, at), markup.rfind(b"STYLE", begin, at))
                value = _STYLE.match(markup, name) if name > markup.rfind(b">", begin, at) else None
                if value is not None and (not value[1] or value[1] not in markup[value.end() : at]):
                    start = value.end()
                    stop = markup.find(value[1] or b">", at, start + LONGEST_STYLE)
                    if stop >= 0 and _reason(markup[start:stop].decode("latin-1")):
                        yield start, stop
            at = markup.find(word, at + 1)


def _has_attribute(markup: bytes) -> bool:
    at = markup.find(_ATTRIBUTE)
    while at >= 0:
        after = markup[at + len(_ATTRIBUTE) : at + len(_ATTRIBUTE) + 1]
        if (
            markup[at - 1] in _AROUND
            and after in b"=>/" + _AROUND
            and markup.rfind(b"<", 0, at) > markup.rfind(b">", 0, at)
        ):
            return True
        at = markup.find(_ATTRIBUTE, at + 1)
    return False


def _reason(style: str) -> str:
    """Return why a style hides its element: `size` for letters of no size, `shown`, or "" where it does not."""
    if _HIDING.search(style) or (_TAKEN_OUT.search(style) and _FAR_OFF.search(style)):
        return "shown"
    return "size" if _SIZE.search(style) else ""


def is_hidden(element: _Element) -> bool:
    """Tell whether an element itself says that it is hidden."""
    names = element.keys()
    if "hidden" in names:
        return True
    reason = _reason(element.get("style") or "") if "style" in names else ""
    # an element inside may have a size of its own
    return reason == "shown" or (reason == "size" and not len(element))


def find_hidden(root: _Element) -> list[_Element]:
    """Return the hidden elements of a page, without those that copy what is shown: these are taken out of it."""
    hidden = [element for element in root.iter(etree.Element) if is_hidden(element)]
    # headings alone are no copy: tabs have them as their names, and one of the boxes below is shown
    large = {
        element: keys
        for element in hidden
        if element.tag not in _ROWS and not (keys := keys_in(text_of(element))).isdisjoint(TABLE_LABELS)
    }
    if not large:
        return hidden
    shown = keys_in(_text_around(root, large))
    copies = {element for element, keys in large.items() if keys <= shown}
    if not copies:
        return hidden
    kept = [element for element in hidden if copies.isdisjoint((element, *element.iterancestors()))]
    drop(*copies)
    return kept


def _text_around(root: _Element, left_out: Container[_Element]) -> str:
    """Return the text that a page prints, without that of some elements."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event != "start":
            pieces.append(element.tail or "")
        elif element in left_out or element.tag in UNPRINTED:
            walk.skip_subtree()
        else:
            pieces.append(element.text or "")
    return "".join(pieces)
