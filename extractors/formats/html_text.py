"""The text of HTML elements, as a browser would set it."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml.etree import _Element

INLINE = (
    "span", "font", "b", "strong", "i", "em", "u", "a", "o:p", "sub", "sup", "small", "big", "s", "strike", "del",
    "ins", "label", "tt", "code", "nobr", "st1:chsdate", "st1:chmetcnv", "w:wrap", "bdo", "abbr", "acronym", "mark",
    "cite", "time", "text", "wbr", "kbd", "samp", "var", "q", "ruby", "rb", "input",
)  # fmt: skip
"""Tags that stand inside a line. Any tag that HTML does not know does so too."""

UNPRINTED = (
    "script", "style", "noscript", "template", "textarea", "select", "button", "iframe", "object", "embed", "applet",
    "video", "audio", "canvas", "svg", "map", "xml", "head", "title", "frameset", "datalist", "colgroup",
)  # fmt: skip
"""Tags whose content is not the text of an article."""

INVISIBLE = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202E), *range(0x2060, 0x2065), 0xFEFF)
"""Soft hyphens, characters of no width and marks of direction, which editors leave inside words and numbers.

The mark after which text is printed backwards is none of them: a number behind it is another one.
"""

BACKWARDS = "\u202e"

STRUCK_STYLE = re.compile(r"(?<![\w-])text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
RAISED_STYLE = re.compile(
    r"(?<![\w-])(?:vertical-align\s*:\s*(?:su[pb]|text-|[-+]?(?!0+(?:\.0*)?(?:px|pt|em|%|\s*(?:;|$)))[\d.])"
    r"|mso-text-raise\s*:\s*[-+]?(?:[2-9]|1\d)"
    r"|position\s*:\s*relative.*(?<![\w-])(?:top|bottom)\s*:\s*-?(?:[2-9]|1\d)"
    r"|(?:top|bottom)\s*:\s*-?(?:[2-9]|1\d).*(?<![\w-])position\s*:\s*relative)",
    re.IGNORECASE | re.DOTALL,
)
"""Styles that raise or lower letters, by two points at least where they say by how much."""

APART_STYLE = re.compile(
    r"(?<![\w-])(?:display\s*:\s*(?:block|inline-|table|flex|grid|list)|float\s*:\s*(?:left|right))", re.IGNORECASE
)
"""Styles by which an element that belongs in a line begins one of its own, or keeps a distance."""

CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), *range(127, 160), *INVISIBLE])
"""Characters that print nothing and break what is written after us; line and page breaks are handled before."""

_SPACES = re.compile(r"[ \t\n\r\f]+")
_WIDE = "⺀-〿㐀-鿿豈-﫿︰-﹏＀-￯—‘-”…"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_HAN = re.compile("[㐀-鿿]+")


def text_of(element: _Element) -> str:
    """Return all text inside an element, as in the source."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def strings(element: _Element) -> list[str]:
    """Return the pieces of text inside an element, in order."""
    return cast("list[str]", list(element.itertext()))


def line_of(element: _Element) -> int | None:
    """Return the source line of an element's tag."""
    return cast("int | None", element.sourceline)


def han(text: str) -> int:
    """Count Chinese characters."""
    return sum(map(len, _HAN.findall(text)))


def clean(text: str) -> str:
    """Return the text with source line ends and runs of ASCII spaces as one space.

    NBSP and ideographic spaces are printed and stay. A line end of the source between two Chinese characters is
    dropped: editors wrap the markup there and no space was meant.
    """
    text = text.strip(" \t\n\r\f")
    if "\n" in text or "\t" in text or "  " in text or "\r" in text:
        if "\n" in text:
            text = _SOURCE_BREAK.sub("", text)
        text = _SPACES.sub(" ", text)
    return text
