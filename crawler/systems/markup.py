"""Cheap gates before lxml, and the one way this room parses HTML.

lxml needs 33-58 s for one tag with 40,000 attributes (quadratic) and drops everything below 256 nested elements
without a word, so both are looked at before or avoided in parsing.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html

MAX_TAG_CHARS = 20_000
"""A longer tag is refused. 20 kB parse in 0.1 s; the longest genuine tag seen has 3 kB besides long values."""
MAX_TAGS = 150_000
"""More tags than this are refused; the longest list page seen has 6,000."""
MAX_CHARS = 12_000_000
"""Longer pages are refused: lists and articles stay under 1 MB, embedded images under 10 MB."""

_LONG_VALUE = re.compile(r"\"[^\"]{500,}\"|'[^']{500,}'")
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{MAX_TAG_CHARS},}}")
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_QUOTED_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+")
_ODD_TAGS_LOOKED_AT = 500
_HIDDEN = re.compile(r"<!--|<(script|style|noscript|template|textarea)\b", re.IGNORECASE)
_SCRIPT_START = re.compile(r"<script\b[^<>]*>", re.IGNORECASE)
_COMMENT_OR_SCRIPT = re.compile(r"<!--|<script\b", re.IGNORECASE)
_BASE = re.compile(r"<base\b[^<>]{0,300}?\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"[\s\u3000\xa0\u200b\ufeff]+")


def reason_to_refuse(text: str) -> str:
    """Return why `text` must not be parsed (`page_too_long`, `too_many_tags`, `tag_too_long`), or ""."""
    if len(text) > MAX_CHARS:
        return "page_too_long"
    if text.count("<") > MAX_TAGS and len(_TAG.findall(text)) > MAX_TAGS:
        return "too_many_tags"
    for found in _LONG_TAG.finditer(text):
        # one long value (an inlined picture, a view state) is cheap; it is the number of attributes that costs
        if len(_LONG_VALUE.sub('""', found.group())) > MAX_TAG_CHARS:
            return "tag_too_long"
    # a `>` inside quotes ends the search above too early: look again at tags with an open quote
    looked = 0
    for found in _TAG.finditer(text):
        tag = found.group()
        if tag.count('"') % 2 and tag.count("'") % 2 == 0:
            looked += 1
            if looked > _ODD_TAGS_LOOKED_AT:
                break
            whole = _QUOTED_TAG.match(text, found.start(), found.start() + 4 * MAX_TAG_CHARS)
            if whole and len(_LONG_VALUE.sub('""', whole.group())) > MAX_TAG_CHARS:
                return "tag_too_long"
    return ""


def parse(text: str) -> lxml_html.HtmlElement | None:
    """Parse `text` as HTML, tolerantly; None when there is nothing in it. Call `reason_to_refuse` first."""
    if not text.strip():
        return None
    data = text.replace("\x00", "").encode("utf-8", "replace")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, recover=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(data, parser=parser, ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def parse_fragment(text: str) -> lxml_html.HtmlElement | None:
    """Parse a piece of HTML (a CDATA record, the html of a JSON answer); None when refused or empty."""
    if reason_to_refuse(text) or not text.strip():
        return None
    return parse(f"<html><body>{text}</body></html>")


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});")


def unescape_entities(text: str) -> str:
    """Resolve character references that end in a semicolon. `html.unescape` would also turn the `&curren` of
    `?a=1&currentPage=2` into a currency sign."""
    return _ENTITY.sub(lambda found: unescape(found.group()), text) if "&" in text else text


def squeeze(text: str | None) -> str:
    """Return `text` on one line: every run of white space, ideographic space included, becomes one blank."""
    return _SPACES.sub(" ", text).strip() if text else ""


def spaced_text(element: lxml_html.HtmlElement) -> str:
    """Return the text of an element with blanks between its parts, where they are no pieces of one word.

    text_content() glues cells: "报告2023-01-18"; a blank between elements keeps dates and titles apart.
    """
    if not len(element):
        return element.text or ""
    parts = [piece for piece in element.itertext() if piece]
    joined = parts[0] if parts else ""
    for piece in parts[1:]:
        glue = "" if joins(joined, piece) else " "
        joined += glue + piece
    return joined


def joins(left: str, right: str) -> bool:
    """Return whether words split over inline elements belong together: unless a number begins or ends there."""
    return bool(left) and bool(right) and not (right.lstrip()[:1].isdigit() or left.rstrip()[-1:].isdigit())


def visible_text(text: str) -> str:
    """Return roughly what a reader sees, without parsing: scripts, styles and tags taken out, on one line."""
    return squeeze(unescape(_TAGS.sub(" ", _without_hidden(text))))


def _without_hidden(text: str) -> str:
    # str.find rather than a lazy regex: thousands of unclosed comments would make that quadratic
    lowered = text.lower()
    kept: list[str] = []
    position = 0
    comments_end = True
    for found in _HIDDEN.finditer(text):
        if found.start() < position or (found.group(1) is None and not comments_end):
            continue
        closing = f"</{found.group(1).lower()}" if found.group(1) else "-->"
        end = lowered.find(closing, found.end())
        if end < 0:
            if closing == "-->":
                comments_end = False
                continue
            end = len(text)
        kept.append(text[position : found.start()])
        kept.append(" ")
        position = end + len(closing)
        if position >= len(text):
            break
    kept.append(text[position:])
    return "".join(kept)


def comments_of(text: str) -> list[str]:
    """Return the insides of all HTML comments, in order."""
    out: list[str] = []
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        out.append(text[start + 4 : end])
        start = text.find("<!--", end + 3)
    return out


def without_comments(text: str) -> str:
    """Return `text` without its HTML comments; one that is never closed stays, and so does what a script begins with
    for browsers that know no scripts."""
    lowered = text.lower()
    kept: list[str] = []
    position = 0
    for found in _COMMENT_OR_SCRIPT.finditer(text):
        if found.start() < position:
            continue
        is_script = found.group() != "<!--"
        end = lowered.find("</script" if is_script else "-->", found.end())
        if end < 0:
            break
        if is_script:
            kept.append(text[position:end])
            position = end
        else:
            kept.append(text[position : found.start()])
            position = end + 3
    return "".join((*kept, text[position:]))


def scripts_of(text: str) -> str:
    """Return the text of all script elements, which holds the parameters of most lists."""
    lowered = text.lower()
    out: list[str] = []
    position = 0
    while True:
        found = _SCRIPT_START.search(text, position)
        if found is None:
            break
        end = lowered.find("</script", found.end())
        if end < 0:
            out.append(text[found.start() :])
            break
        out.append(text[found.start() : end])
        position = end + 8
    return "\n".join(out)


def find_base_href(text: str, url: str) -> str:
    """Return the absolute `<base href>` of a page at `url`, or "" when there is none."""
    found = _BASE.search(text[:20_000])
    if found is None:
        return ""
    try:
        return urljoin(url, unescape(found.group(1)))
    except ValueError:
        return ""
