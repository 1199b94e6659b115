"""What a page hides: the one place that decides it, for pieces of a line, for cells and for whole boxes.

Hidden are the attribute `hidden` and the styles by which editors and portals hide: display, visibility, Word's own
mso-hide, letters of no size, no opacity, a place far off the screen. What style sheets hide is not known, but for the
page's own plain rules about its tables (`html_rules`). Portals show by script what they hide at first: a box is left
out only where it is small, or a copy of what is shown; the report in a tab that opens later is read.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

from extractors.formats.html_body import TABLE_LABELS, keys_in
from extractors.formats.html_text import APART_STYLE, INLINE, RAISED_STYLE, STRUCK_STYLE, UNPRINTED, text_of
from extractors.formats.html_walk import drop

LONGEST_STYLE = 4_000
"""Bytes of a style attribute; in a longer one nothing is looked for."""

NO_SIZE = b"font-size:0;"
"""Hides only what has no size of its own: portals set it on boxes against the gaps between them."""

NOT_SHOWN = b"display:none;"

KEPT = b"display:inherit;"
"""Goes before a style that matters otherwise, since styles that begin with this word are not taken out."""

_ZERO = r"(?:0+(?:\.0*)?|\.0+)(?:px|pt|em|rem|%)?(?![\w.%-])"
_SIZE = re.compile(rf"(?<![\w-])font-size\s*:\s*{_ZERO}", re.IGNORECASE)
_HIDING = re.compile(
    # of two declarations the last one counts
    r"(?<![\w-])(?:display\s*:\s*none(?!.*;\s*display\s*:)|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    rf"|opacity\s*:\s*{_ZERO})",
    re.IGNORECASE | re.DOTALL,
)
_TAKEN_OUT = re.compile(r"(?<![\w-])position\s*:\s*absolute", re.IGNORECASE)
_FAR_OFF = re.compile(r"(?<![\w-])(?:left|top|right|bottom)\s*:\s*-\s*(?:[5-9]\d\d|\d{4})", re.IGNORECASE)
Signs = tuple[tuple[bytes, ...], bytes]
"""Words of a style, and the expression that what begins with them has to match to matter."""

RAISING: Signs = ((b"vertical-align", b"VERTICAL-ALIGN"), rb"vertical-align\s*:\s*(?:su[bp]|text-|[-+\d.])")


def by_word(*signs: Signs) -> dict[bytes, re.Pattern[bytes]]:
    """Return the expression of each word."""
    return {word: re.compile(sign, re.IGNORECASE) for words, sign in signs for word in words}


_WORDS = by_word(
    ((b"display", b"DISPLAY"), rb"display\s*:\s*(?:none|block|inline-|table|flex|grid|list)"),
    ((b"float",), rb"float\s*:\s*[lr]"),
    ((b"line-through", b"text-raise", b"relative"), rb""),
    RAISING,
    ((b"visibility",), rb"visibility\s*:\s*[hc]"),
    ((b"mso-hide", b"opacity"), rb"(?:mso-hide|opacity)\s*:\s*[a0.]"),
    ((b"size:0", b"size: 0", b"SIZE: 0"), rb"size: ?0*\.?0*[^\d.]"),
    ((b"absolute",), rb""),
)
"""Words of the styles above, each with what follows it where it may hide; a page without any is not looked at."""

_STYLE = re.compile(rb"style\s*=\s*([\"']?)", re.IGNORECASE)
_TAG_NAME = re.compile(rb"<([a-zA-Z][\w:]*)")
_INLINE = frozenset(tag.encode() for tag in INLINE)
_ATTRIBUTES = (b"hidden", b"HIDDEN")
_AROUND = b" \t\r\n\f"
_ROWS = frozenset({"td", "th", "tr"})


class Uses(NamedTuple):
    """Whether some element of a page may be hidden, and some text raised, struck out or set apart by a style."""

    hides: bool
    marks: bool


def find_uses(markup: bytes) -> Uses:
    """Return what the styles and attributes of a page may do to its text; the tree is asked where, if anywhere."""
    reasons = {reason for _, _, reason in _styles(markup)}
    marks = "mark" in reasons
    return Uses(hides=len(reasons) > marks or _has_attribute(markup), marks=marks)


def do_matter(styles: Iterable[bytes]) -> bool:
    """Tell whether one of some style attributes may matter, whatever its element is."""
    return next(_styles(b"".join(b"<b%s>" % style for style in styles)), None) is not None


def with_hiding_first(data: bytes) -> bytes:
    """Return the page with the long styles that hide or mark an element beginning with that."""
    found: dict[int, bytes] = {}
    for start, _, reason in _styles(data):
        sign = _SIGNS[reason]
        if not data.startswith((sign, b"display"), start):
            found[start] = sign
    if not found:
        return data
    places = sorted(found)
    pieces = [data[: places[0]]]
    for start, stop in pairwise([*places, len(data)]):
        pieces += found[start], data[start:stop]
    return b"".join(pieces)


_SIGNS = {"shown": NOT_SHOWN, "size": NO_SIZE, "mark": KEPT}


def _styles(markup: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield where style attributes that matter begin and end, without their quotes, and why they do."""
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
                    if stop >= 0:
                        reason = _reason(markup[start:stop].decode("latin-1"))
                        if reason == "apart":
                            tag = _TAG_NAME.match(markup, max(0, markup.rfind(b"<", begin, name)))
                            # boxes stand apart anyway
                            reason = "mark" if tag is not None and tag[1].lower() in _INLINE else ""
                        if reason:
                            yield start, stop, reason
            at = markup.find(word, at + 1)


def _has_attribute(markup: bytes) -> bool:
    for name in _ATTRIBUTES:
        at = markup.find(name)
        while at >= 0:
            after = markup[at + len(name) : at + len(name) + 1]
            if (
                markup[at - 1] in _AROUND
                and after in b"=>/" + _AROUND
                and markup.rfind(b"<", 0, at) > markup.rfind(b">", 0, at)
            ):
                return True
            at = markup.find(name, at + 1)
    return False


def _reason(style: str) -> str:
    """Return why a style matters, or "" where it does not.

    `shown`: its element is not; `size`: its letters have none; `mark`: they are raised or struck out; `apart`: its
    element stands apart from what is beside it, if it did not anyway.
    """
    if _HIDING.search(style) or (_TAKEN_OUT.search(style) and _FAR_OFF.search(style)):
        return "shown"
    if _SIZE.search(style):
        return "size"
    if STRUCK_STYLE.search(style) or RAISED_STYLE.search(style):
        return "mark"
    return "apart" if APART_STYLE.search(style) else ""


def matters(style: str) -> bool:
    """Tell whether a style hides its element, or raises or strikes out its text."""
    return _reason(style) in _SIGNS


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
