"""Take the large regular tables out of a page before it is parsed.

Four fifths of a report's page pasted from a word processor are the cells of three tables, each number in a paragraph
and several spans with long styles. Where such a table's markup is regular beyond doubt (every tag known, closed and in
its place), its cells are read straight from the source: a cell's markup is the same in hundreds of cells and thousands
of pages, and is looked up whole. In the page one cell a row with all the row's text stands for it, on as many lines, so
that everything else finds the same words in the same place. Any table less regular stays and is read from the tree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from lxml.etree import _Element

from extractors.formats.html_tables import RawRow, RawTable, is_data_around
from extractors.formats.html_text import clean

MARK = "lifted-table"
"""The attribute by which the element that stands for a table is known; its value counts from 0."""

FEWEST_CELLS = 20
SHORTEST = 500
"""Cells, and bytes of markup, of the smallest table worth it."""

REACH = 20_000
"""Bytes of a table in which one of its signs stands; they are in its first rows."""

PATIENCE = 4
"""Times that a page is looked through at most: tables begun and never ended would be looked at again and again."""

FRAME = 1_000
"""Bytes in which a table that only lays out another begins the other."""

LARGEST_PAGE = 4 * 1024 * 1024
"""Bytes; limits for hostile pages are the parser's."""

LONGEST_CELL = 4000
"""Bytes of a cell's markup. One pasted from WPS has up to 1,500."""

_BEGIN, _END = b"<table", b"</table>"
_MARK = MARK.encode()
_SIGNS = tuple(sign.encode() for sign in ("第二十条", "自然人", "结果维持", "统计指标", "信息内容", "本年新收"))
"""Words of the statutory tables, whole in their markup; other tables may be an index block or a frame."""

_ATTRIBUTES = rb"(?:\s+[a-zA-Z_:][\w:.-]*(?:=(?:\"[^\"<>&]*\"|'[^'<>&]*'|[^\s\"'<>=&`/]+))?)*\s*"
_CELL = re.compile(rb"<t[dh](" + _ATTRIBUTES + rb")>")
_ATTRIBUTE = re.compile(rb"\s([\w:.-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s]+)))?")
_GROUP = rb"(?:tbody|thead|tfoot)" + _ATTRIBUTES
_ROW = rb"<tr" + _ATTRIBUTES + rb">\s*"
_COLUMNS = rb"(?:<colgroup" + _ATTRIBUTES + rb">\s*|</colgroup>\s*|<col" + _ATTRIBUTES + rb"/?>\s*)*"
_FIRST = re.compile(rb"(<table" + _ATTRIBUTES + rb")>\s*" + _COLUMNS + rb"(?:<" + _GROUP + rb">\s*)?" + _ROW)
_NEXT = re.compile(rb"\s*</tr>\s*(?:</" + _GROUP + rb">\s*<" + _GROUP + rb">\s*)?" + _ROW)
_LAST = re.compile(rb"\s*</tr>\s*(?:</" + _GROUP + rb">\s*)?")
_TAG = re.compile(rb"<(/?)([a-z][a-z0-9:]*)(" + _ATTRIBUTES + rb")(/?)>")
_INLINE = frozenset(b"span font b strong i em u o:p sub sup".split())
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xef\xbb\xbf|\xef\xbf[\xbd-\xbf]")
_REFERENCES = {
    "&nbsp;": "\xa0",
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&quot;": '"',
    "&mdash;": "—",
    "&middot;": "·",
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
}
_REFERENCE = re.compile("|".join(_REFERENCES))


class Lifted(NamedTuple):
    """A page without its regular tables, and these in order."""

    source: bytes
    tables: tuple[RawTable, ...]


def lift_tables(source: bytes) -> Lifted:
    """Return a page in UTF-8 with its large regular tables taken out."""
    if len(source) > LARGEST_PAGE:
        return Lifted(source, ())
    pieces: list[bytes] = []
    tables: list[RawTable] = []
    done = 0
    patience = PATIENCE * len(source)
    start = source.find(_BEGIN)
    while start >= 0 and patience > 0 and (stop := source.find(_END, start)) >= 0:
        patience -= stop - start
        # a table that holds another begins with it, mostly; any other is found out when it is read
        while (inner := source.find(_BEGIN, start + 1, min(stop, start + FRAME))) >= 0:
            start = inner
        found = None
        if stop - start >= SHORTEST:
            head = source[start : min(stop, start + REACH)]
            if any(sign in head for sign in _SIGNS):
                markup = source[start:stop]
                found = _read(markup)
        if found is not None:
            opening, table = found
            pieces += [source[done:start], opening, _stand_in(table, len(tables), markup, opening)]
            tables.append(table)
            done = stop + len(_END)
        elif (inner := source.find(_BEGIN, start + 1, stop)) >= 0:
            start = inner
            continue
        start = source.find(_BEGIN, stop)
    pieces.append(source[done:])
    if not tables or any(_MARK in piece for piece in pieces[::3]):
        return Lifted(source, ())
    return Lifted(b"".join(pieces), tuple(tables))


def lift_nothing(source: bytes) -> Lifted:
    """Return a page as it is."""
    return Lifted(source, ())


def stand_apart(tables: Sequence[_Element], article: _Element) -> bool:
    """Tell whether no lifted table among `tables` is part of another table's data, or has the article inside it."""
    if any(element.get(MARK) is not None for element in (article, *article.iterancestors())):
        return False
    for table in tables:
        if table.get(MARK) is None:
            continue
        in_cell = False
        for ancestor in table.iterancestors():
            if ancestor.tag in ("td", "th"):
                in_cell = True
            elif ancestor.tag == "table":
                if not in_cell or is_data_around(ancestor):
                    return False
                in_cell = False
    return True


def _stand_in(table: RawTable, number: int, markup: bytes, opening: bytes) -> bytes:
    """Return what stands for a table after its opening tag: the words of each row in a cell, and its line ends."""
    words = "\0".join([" ".join(row.texts) for row in table.rows]).replace("\n", "")
    if "&" in words or "<" in words or ">" in words:
        words = escape(words, quote=False)
    rows = words.replace("\0", "</td></tr><tr><td>").encode()
    # split finds line ends ten times as fast as count does
    lines = b"\n" * (len(markup.split(b"\n")) - 1 - opening.count(b"\n"))
    return b' %s="%d"><tbody><tr><td>%s%s</td></tr></tbody></table>' % (_MARK, number, rows, lines)


def _read(markup: bytes) -> tuple[bytes, RawTable] | None:
    """Return the opening tag, unfinished, and the rows of a table's markup without its end; None if irregular."""
    # a table of th alone has no statutory number
    cells = markup.split(b"</td>") if b"</th" not in markup else re.split(rb"</t[dh]>", markup)
    if len(cells) <= FEWEST_CELLS:
        return None
    after = cells.pop()
    if not _is_last(after):
        return None
    opening = b""
    rows: list[RawRow] = []
    texts: list[str] = []
    spans: dict[int, tuple[str | None, str | None]] = {}
    for cell in cells:
        if cell[:3] != b"<td":
            start = cell.find(b"<td")
            other = cell.find(b"<th ", 0, start if start >= 0 else None)
            if other < 0:
                other = cell.find(b"<th>", 0, start if start >= 0 else None)
            if other >= 0:
                start = other
            if start < 0:
                return None
            before, cell = cell[:start], cell[start:]
            if not opening:
                first = _FIRST.fullmatch(before)
                if first is None:
                    return None
                opening = first[1]
            elif not before.isspace():
                if not _is_next(before):
                    return None
                if texts:
                    rows.append(RawRow(texts, spans))
                    texts, spans = [], {}
        elif not opening:
            return None
        known = _read_cell(cell) if len(cell) < LONGEST_CELL else None
        if known is None:
            return None
        if known[1] is not None:
            spans[len(texts)] = known[1]
        texts.append(known[0])
    if texts:
        rows.append(RawRow(texts, spans))
    table = RawTable(rows, max(max(map(len, row.texts)) for row in rows), [], "")
    return None if table.is_layout else (opening, table)


@lru_cache(maxsize=1024)
def _is_next(markup: bytes) -> bool:
    """Tell whether markup ends one row and begins another."""
    return _NEXT.fullmatch(markup) is not None


@lru_cache(maxsize=256)
def _is_last(markup: bytes) -> bool:
    """Tell whether markup ends the last row and what holds the rows."""
    return _LAST.fullmatch(markup) is not None


@lru_cache(maxsize=4096)
def _read_cell(markup: bytes) -> tuple[str, tuple[str | None, str | None] | None] | None:
    """Return a cell's text, colspan and rowspan as written, if it has any; None for a cell that is not regular."""
    opening = _CELL.match(markup)
    text = None if opening is None or _CONTROL.search(markup) else _text_in(markup[opening.end() :])
    if opening is None or text is None:
        return None
    spans: dict[bytes, str] = {}
    for name, *values in _ATTRIBUTE.findall(opening[1]):
        if name.lower() in (b"colspan", b"rowspan"):
            # of an attribute written twice the first counts
            spans.setdefault(name.lower(), b"".join(values).decode())
    return text, (spans.get(b"colspan"), spans.get(b"rowspan")) if spans else None


def _text_in(markup: bytes) -> str | None:
    """Return the text inside a cell as it would be read from the tree, None for markup that is not regular."""
    parts = _TAG.split(markup)
    # text, then five parts a tag: slash, name, attributes, slash, and the text after it
    try:
        strings = [_plain(text) for text in parts[::5]]
    except (UnicodeDecodeError, ValueError):
        return None
    lines = [strings[0]]
    open_tags: list[bytes] = []
    children = inner_breaks = 0
    for at in range(1, len(parts), 5):
        closing, name, empty = parts[at], parts[at + 1], parts[at + 3]
        following = strings[at // 5 + 1]
        if name in _INLINE:
            if empty or (closing and (not open_tags or open_tags.pop() != name)):
                return None
            if not closing:
                open_tags.append(name)
            lines[-1] += following
            continue
        if name == b"br" and not closing:
            if b"p" in open_tags:
                inner_breaks += 1
            else:
                children += 1
        elif name == b"p" and not empty:
            if closing:
                if open_tags != [b"p"]:
                    return None
                open_tags.clear()
            elif open_tags:
                return None
            else:
                open_tags.append(name)
                children += 1
        else:
            return None
        lines.append(following)
    if open_tags:
        return None
    if not children:
        text = lines[0]
    elif children == 1 and not inner_breaks and _is_blank(lines[0]) and _is_blank(lines[-1]):
        text = lines[1] if len(lines) == 3 else ""
    else:
        cleaned = [clean(line) for line in lines]
        printed = [line for line in cleaned if not _is_blank(line)]
        return "\n".join(printed) if printed else next((line for line in cleaned if line), "")
    return text if text.isalnum() else clean(text)


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _plain(text: bytes) -> str:
    """Return what a piece of text between two tags prints; raise ValueError for signs that are no plain text."""
    if b"<" in text or b">" in text:
        raise ValueError
    if b"&" not in text:
        return text.decode()
    plain = _REFERENCE.sub("", text.decode())
    if "&" in plain:
        raise ValueError
    return _REFERENCE.sub(lambda reference: _REFERENCES[reference[0]], text.decode())
