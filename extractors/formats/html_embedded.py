"""The article that a page keeps where nobody sees it, and draws by script: JSON, a template, a text area, srcdoc."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from extractors.formats.html_source import parse
from extractors.formats.html_text import text_of

SHORTEST = 400
"""Characters of a piece of markup worth a look."""

LONGEST_SCRIPT = 4_000_000
MOST_PIECES = 200
"""Pieces looked at on one page; one that lists reports with their text has some dozens."""

_HOLDERS = ("textarea", "template", "noscript", "script", "input", "iframe")
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"' + "|'((?:[^'\\\\]++|\\\\.)*+)'", re.DOTALL)
_QUOTES = re.compile(r"\\'|\\.|\"", re.DOTALL)
_TEMPLATE = ("template", "html")


def embedded_markup(source: str) -> Iterator[str]:
    """Yield the markup inside elements, attributes and strings of a page that are not shown as they are."""
    root = parse(source.encode("utf-8", "replace"), [])
    if root is None:
        return
    left = MOST_PIECES
    for element in root.iter(*_HOLDERS):
        if element.tag == "script":
            text = element.text or ""
            kind = (element.get("type") or "").lower()
            pieces = iter((text,)) if any(word in kind for word in _TEMPLATE) else _strings(text)
        elif element.tag in ("input", "iframe"):
            pieces = iter(((element.get("value") if element.tag == "input" else element.get("srcdoc")) or "",))
        elif element.tag == "textarea":
            pieces = iter((text_of(element),))
        else:
            pieces = iter((etree.tostring(element, encoding="unicode", method="html", with_tail=False),))
        for piece in pieces:
            if len(piece) < SHORTEST:
                continue
            if "<" not in piece and "&lt;" in piece:
                piece = unescape(piece)
            if "<" in piece:
                # inside of another page the holder's own tag would hide it again
                yield piece.replace("<noscript", "<div", 1).replace("<template", "<div", 1)
            left -= 1
            if not left:
                return


def _strings(script: str) -> Iterator[str]:
    """Yield the long strings of a script, their escapes read as JSON reads them."""
    if len(script) > LONGEST_SCRIPT:
        return
    for match in _STRING.finditer(script):
        text = match[1] if match[1] is not None else match[2]
        if len(text) < SHORTEST:
            continue
        if match[1] is None:
            text = _QUOTES.sub(lambda found: {"\\'": "'", '"': '\\"'}.get(found[0], found[0]), text)
        try:
            yield str(json.loads(f'"{text}"', strict=False))
        except ValueError:
            continue
