"""Markup to a tree, whatever the markup does to a parser.

libxml2 drops text without a word at 256 levels of nesting, at 2,048 when asked for huge trees, and in text nodes over
10 MB; it is quadratic in the attributes of one tag. Each of these is met by a second reading or said in a problem.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree
from lxml.etree import _Element

from extractors.document import Paragraph, Place, Problem
from extractors.errors import TooLargeError
from extractors.formats.html_hidden import do_matter, with_hiding_first
from extractors.formats.html_text import CONTROLS, INLINE, clean

MAX_TAG = 20_000
"""Bytes of one tag. 40,000 attributes in one tag cost seconds; the longest tag pasted from Word has 2,000 bytes."""

LONG_PAGE = 192 * 1024
MAX_EQUALS = 20_000
"""From so many bytes and equals signs tags are measured one by one; a page of 100 kB pasted from Word has 3,000."""

MAX_ELEMENTS = 600_000
"""Opening angle brackets of a page."""

MANY_ATTRIBUTES = 1_000
"""An overlong tag with fewer only carries a picture, and is not worth a word."""

# one negated character is all that Python's engine scans fast; the limit keeps an unclosed quote from taking the page
_STYLE = re.compile(rb'( style="(?!display|font-size:0;)[^"]{40,4000}")')
_SINGLE_STYLE = re.compile(rb"( style='(?!display|font-size:0;)[^']{40,4000}')")
_STYLE_ON_LINE = re.compile(rb' style="(?!display|font-size:0;)[^"\n]{40,4000}"')
_SINGLE_STYLE_ON_LINE = re.compile(rb" style='(?!display|font-size:0;)[^'\n]{40,4000}'")
_QUOTED_STYLE = b" style='"
_RESOURCE_LIMIT = "ERR_RESOURCE_LIMIT"
_ROW_NOT_BEGUN = re.compile(rb"(</[tT][rR]>\s*)(?=<[tT][dDhH][\s>])")
_BARE_LINK = re.compile(rb"<(?=https?:)", re.IGNORECASE)
_TAG = re.compile(rb"<[a-zA-Z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_TAG_NAME = re.compile(rb"<[a-zA-Z][\w:-]{0,40}")
_MARKUP = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>?")
_UNPRINTED = re.compile(
    rb"<(script|style|textarea|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_KEPT_TAGS = frozenset(b"table tr td th h1 h2 h3 h4 h5 h6 meta title html head body".split())
_INLINE_TAGS = frozenset(tag.encode() for tag in INLINE)
_MAX_TABLE_DEPTH = 100


def without_styles(data: bytes, *, hides: bool = True) -> bytes:
    """Return the page without its long style attributes, those that matter to its text or hold a line end excepted.

    Three quarters of a page pasted from WPS or Word are styles of single cells. Taking them out costs a sixth of the
    parse and saves a third of it, and as much again in all that walks over the tree. Works on any encoding in which
    quotes are ASCII. `hides` says whether some style may hide or mark its element.
    """
    stripped, taken = _take_styles(data)
    # hundreds of cells have one style
    if hides and do_matter(taken):
        data = with_hiding_first(data)
        stripped, _ = _take_styles(data)
    # split finds line ends ten times as fast as count does
    if len(stripped) == len(data) or len(stripped.split(b"\n")) == len(data.split(b"\n")):
        return stripped
    return _SINGLE_STYLE_ON_LINE.sub(b"", _STYLE_ON_LINE.sub(b"", data))


def _take_styles(data: bytes) -> tuple[bytes, set[bytes]]:
    """Return the page without its long style attributes, and these, each once."""
    parts = _STYLE.split(data)
    stripped, taken = b"".join(parts[::2]), set(parts[1::2])
    if _QUOTED_STYLE in stripped:
        parts = _SINGLE_STYLE.split(stripped)
        stripped = b"".join(parts[::2])
        taken.update(parts[1::2])
    return stripped, taken


def parse(source: bytes, problems: list[Problem], name: str = "") -> _Element | None:
    """Return the tree of a page in UTF-8, None when there is nothing to make one of. Raises TooLargeError."""
    if len(source) > MAX_ELEMENTS and source.count(b"<") > MAX_ELEMENTS:
        raise TooLargeError(f"a page of more than {MAX_ELEMENTS} tags", name=name)
    if _has_long_tag(source):
        source = _without_long_tags(source, problems)
    # the parser passes over the end of a row that never began
    source = _ROW_NOT_BEGUN.sub(rb"\1<tr>", source)
    if b"\0" in source:
        source = source.replace(b"\0", b"")
    root, whole = _parse_once(source, huge=False)
    if not whole:
        root, whole = _parse_once(source, huge=True)
    if not whole:
        root, whole = _parse_once(_reduced(source), huge=True)
        rest = "read from its lines and tables only" if whole else "read as lines without tables"
        problems.append(Problem("parse_truncated", "page", "", f"nested too deeply for the parser; {rest}"))
    if root is None or not whole:
        return None
    _gather_into_body(root)
    return root


def _gather_into_body(root: _Element) -> None:
    """Move what stands after the end of the body or of the page into the body, as browsers do.

    A page pasted into an article ends both before their time; libxml2 keeps the rest beside them.
    """
    body = root.find("body")
    if body is None:
        return
    rest = [*body.itersiblings(), *root.itersiblings()]
    if not rest and not body.tail:
        return
    _add_text(body, body.tail)
    body.tail = None
    for element in rest:
        if element.tag not in ("html", "body"):
            if isinstance(element.tag, str):
                body.append(element)
            continue
        _add_text(body, element.text)
        for child in list(element):
            if child.tag == "body":
                _add_text(body, child.text)
                body.extend(list(child))
            else:
                body.append(child)
        _add_text(body, element.tail)


def _add_text(body: _Element, text: str | None) -> None:
    """Add text at the end of an element."""
    if not text or text.isspace():
        return
    # lxml takes no control character
    text = text.translate(CONTROLS)
    last = next(body.iterchildren(reversed=True), None)
    if last is None:
        body.text = (body.text or "").translate(CONTROLS) + text
    else:
        last.tail = (last.tail or "").translate(CONTROLS) + text


def without_bare_links(source: bytes) -> bytes:
    """Return the page with `<http://…>` in its text escaped; as a tag it would swallow the text after it."""
    return _BARE_LINK.sub(b"&lt;", source)


def lines_of(text: str) -> list[Paragraph]:
    """Return the lines of a page, without tables, for markup that gives no tree."""
    source = _UNPRINTED.sub(b"", text.encode("utf-8", "replace"))
    printed = _MARKUP.sub(lambda match: b"" if match[2].lower() in _INLINE_TAGS else b"\n", source)
    lines = unescape(printed.decode("utf-8", "replace")).translate(CONTROLS).split("\n")
    return [
        Paragraph(line, Place(line=number))
        for number, line in enumerate(map(clean, lines), 1)
        if line and not line.isspace()
    ]


def _parse_once(source: bytes, *, huge: bool) -> tuple[_Element | None, bool]:
    """Return the tree and whether the parser got to the end without meeting a limit."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=huge)
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        root = None
    last = parser.error_log.last_error
    # libxml2 ends at the limit, and reports fatal errors even when it has stopped to report others
    return root, last is None or last.type_name != _RESOURCE_LIMIT


def _has_long_tag(source: bytes) -> bool:
    """Tell whether a tag may be longer than MAX_TAG: some MAX_TAG bytes without the end of one."""
    at = 0
    end = len(source) - MAX_TAG
    while at < end:
        at = source.rfind(b">", at, at + MAX_TAG) + 1
        if not at:
            return True
    # attributes may hold the sign that ends a tag
    return len(source) > LONG_PAGE and source.count(b"=") > MAX_EQUALS


def _without_long_tags(source: bytes, problems: list[Problem]) -> bytes:
    """Return the page with the attributes of overlong tags dropped; a picture in an attribute is one of them."""
    pieces: list[bytes] = []
    at = 0
    for match in _TAG.finditer(source):
        if match.end() - match.start() <= MAX_TAG:
            continue
        tag = match[0]
        name = _TAG_NAME.match(tag)
        pieces.append(source[at : match.start()])
        pieces.append(name[0] if name else b"")
        at = match.end()
        if max(tag.count(b"="), tag.count(b" ")) > MANY_ATTRIBUTES:
            start = tag[:60].decode("utf-8", "replace")
            problems.append(Problem("oversized_tag", f"byte {match.start()}", start, "its attributes were dropped"))
    pieces.append(source[at:])
    return b"".join(pieces)


def _reduced(source: bytes) -> bytes:
    """Return markup without depth: tables and headings stay, other boxes become line breaks, inline tags go."""
    depth = 0

    def replace(match: re.Match[bytes]) -> bytes:
        nonlocal depth
        tag = match[2].lower()
        if tag in _INLINE_TAGS:
            return b""
        if tag not in _KEPT_TAGS:
            return b"<br>"
        if tag == b"table":
            if match[1]:
                depth = max(0, depth - 1)
            else:
                depth += 1
        return match[0] if depth <= _MAX_TABLE_DEPTH else b"<br>"

    return _MARKUP.sub(replace, _UNPRINTED.sub(b"", source))
