"""The rows of a table that is as regular as nearly all are, read from its markup written out again.

After the parse the markup is well formed whatever it was before, so that one pattern cuts it into cells; asking the
tree for each cell and its paragraph takes three times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from extractors.formats.html_text import clean

Spans = dict[int, tuple[str | None, str | None]]

_LINE = "\n"
_CELL = re.compile(r"<t[dh]((?: [^>]*)?)>(?:<p(?: [^>]*)?>)?([^<]*)(?:</p>)?</t[dh]>\s*")
"""A cell with nothing but text in it, or in its one paragraph, and the white space after it."""

_ANY_CELL = re.compile(r"<t[dh]((?: [^>]*?)?)(?:/>|>(.*?)</t[dh]>)", re.DOTALL)
_ONE_INSIDE = re.compile(r"\s*<([^\s/>]+)(?: [^>]*?)?(?:/>|>([^<]*)</\1>)\s*")
_TAG = re.compile(r"<[^>]*>")
_COLSPAN = re.compile(r' colspan="([^"]*)"')
_ROWSPAN = re.compile(r' rowspan="([^"]*)"')

_GROUP = r"(?:tbody|thead|tfoot)(?: [^>]*)?"
_OPEN_ROW = r"(?:<tr(?: [^>]*)?/>\s*|<tr(?: [^>]*)?>\s*</tr>\s*)*<tr(?: [^>]*)?(?<!/)>\s*"
_FIRST = re.compile(rf"<table(?: [^>]*)?>\s*(?:<{_GROUP}(?<!/)>\s*)?{_OPEN_ROW}")
_NEXT = re.compile(rf"\s*</tr>\s*(?:</{_GROUP}>\s*<{_GROUP}(?<!/)>\s*)?{_OPEN_ROW}")
_LAST = re.compile(rf"\s*</tr>\s*(?:<tr(?: [^>]*)?/>\s*)*(?:</{_GROUP}>\s*)?</table>")


def rows_of(table: _Element) -> list[tuple[list[str], Spans]] | None:
    """Return the texts of the cells of each row with the spans as written, or None for a table less regular.

    Inline tags are stripped from the tree already, and there is no table in it. Text that stands outside of any cell, a
    caption, comments and references that are no text make a table irregular.
    """
    source = etree.tostring(table, encoding="unicode", with_tail=False)
    has_references = "&" in source
    if has_references and "&#" in source:
        return None
    parts = _CELL.split(source)
    between, attributes, texts = parts[::3], parts[1::3], parts[2::3]
    if has_references:
        texts = [_unescape(text) for text in texts]
    texts = [text if text.isalnum() else clean(text) for text in texts]
    rows: list[tuple[list[str], Spans]] = []
    row: list[str] = []
    spans: Spans = {}
    begin = 0
    last = len(between) - 1
    for end, mark in enumerate(between):
        if not mark:
            continue
        _take(row, spans, texts, attributes, begin, end)
        begin = end
        pieces = _ANY_CELL.split(mark) if "<td" in mark or "<th" in mark else [mark]
        for at in range(0, len(pieces), 3):
            piece = pieces[at]
            if piece and not piece.isspace():
                is_first, is_last = end == 0 and at == 0, end == last and at == len(pieces) - 1
                if not (
                    _FIRST.fullmatch(piece) if is_first else _LAST.fullmatch(piece) if is_last else _is_next(piece)
                ):
                    return None
                if row:
                    rows.append((row, spans))
                    row, spans = [], {}
            elif (end == 0 and at == 0) or (end == last and at == len(pieces) - 1):
                return None
            if at + 2 < len(pieces):
                attribute, inner = pieces[at + 1], pieces[at + 2] or ""
                if "span=" in attribute:
                    spans[len(row)] = _spans_in(attribute)
                if "<!" in inner or "<?" in inner:
                    return None
                row.append(_text_in(inner))
    return rows


@lru_cache(maxsize=256)
def _is_next(markup: str) -> bool:
    """Tell whether markup ends one row and begins another; it is the same between most rows."""
    return _NEXT.fullmatch(markup) is not None


def _take(row: list[str], spans: Spans, texts: list[str], attributes: list[str], begin: int, end: int) -> None:
    """Add the cells from `begin` to before `end` to a row."""
    if begin == end:
        return
    before = len(row) - begin
    row += texts[begin:end]
    for at in range(begin, end):
        if "span=" in attributes[at]:
            spans[at + before] = _spans_in(attributes[at])


def _spans_in(attributes: str) -> tuple[str | None, str | None]:
    """Return colspan and rowspan as written."""
    columns, rows = _COLSPAN.search(attributes), _ROWSPAN.search(attributes)
    return _unescape(columns[1]) if columns else None, _unescape(rows[1]) if rows else None


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _text_in(inner: str) -> str:
    """Return the text of a cell with markup in it; each string is a line, since inline tags are gone."""
    if (one := _ONE_INSIDE.fullmatch(inner)) is not None:
        return clean(_unescape(one[2] or ""))
    lines = [clean(_unescape(text)) for text in _TAG.split(inner)]
    printed = [line for line in lines if line and not line.isspace()]
    if printed:
        return _LINE.join(printed)
    return next((line for line in lines if line), "")
