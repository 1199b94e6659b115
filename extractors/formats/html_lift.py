"""Take the large regular tables out of a page before it is parsed.

Four fifths of a report's page pasted from a word processor are the cells of three tables, each number in a paragraph
and several spans with long styles. Where such a table's markup is regular beyond doubt (every tag known, closed and in
its place), its cells are read straight from the source: a cell's markup is the same in hundreds of cells and thousands
of pages, and is looked up whole. In the page one cell with the same text, white space included, on as many lines stands
for it, so that everything else finds the same words in the same place. Any table less regular stays and is read from
the tree; and the whole page is, where a table turns out to be no table (in a comment, a script, a title) or to stand
where its cells matter. What is read is the same either way; only a page nested so deeply that the parser gives up may
be read better without its tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element

from extractors.formats.html_tables import RawRow, RawTable, fit_rowspans, is_data_around
from extractors.formats.html_text import clean
from extractors.formats.radicals import fold_radicals

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

LARGEST_PAGE = 1_500_000
"""Bytes. A page so small is under every limit of the parser, with its tables and without them."""

LONGEST_CELL = 4000
"""Bytes of a cell's markup. One pasted from WPS has up to 1,500."""

LONGEST_ROW = 16_000
"""Bytes of a row's markup, and of what begins a table."""

LONGEST_TEXT = 390
"""Characters of a cell; one with a few more might be taken for the article."""

_BEGIN, _END = b"<table", b"</table>"
_MARK = MARK.encode()
_SIGNS = tuple(sign.encode() for sign in ("第二十条", "自然人", "结果维持", "统计指标", "信息内容", "本年新收"))
"""Words of the statutory tables, whole in their markup; other tables may be an index block or a frame."""

_ATTRIBUTES = rb"(?:[ \t\r\n]+[a-zA-Z_:][\w:.-]*(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=&`/]+))?)*[ \t\r\n]*"
_CELL = re.compile(rb"<t[dh](" + _ATTRIBUTES + rb")>")
_ATTRIBUTE = re.compile(rb"\s([\w:.-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s]+)))?")
_GROUP = rb"(?:tbody|thead|tfoot)" + _ATTRIBUTES
_S = rb"[ \t\r\n]*"
_ROW = rb"<tr" + _ATTRIBUTES + rb">" + _S
_COLUMN = rb"(?:<col" + _ATTRIBUTES + rb"/?>" + _S + rb")*"
_COLUMNS = rb"(?:<colgroup" + _ATTRIBUTES + rb">" + _S + _COLUMN + rb"</colgroup>)"
_FIRST = re.compile(
    rb"(<table" + _ATTRIBUTES + rb")>(" + _S + rb")" + _COLUMNS + rb"?(" + _S + _COLUMN + rb"(?:<" + _GROUP + rb">)?)"
)
_HEAD = re.compile(_S + rb"(?:</" + _GROUP + rb">" + _S + rb"<" + _GROUP + rb">" + _S + rb")?" + _ROW)
_LAST = re.compile(_S + rb"(?:</" + _GROUP + rb">" + _S + rb")?")
_BLANKS = b" \t\r\n"
_ANY_TAG = re.compile(rb"<[^>]*>")
_TAG = re.compile(rb"<(/?)([a-z][a-z0-9:]*)(" + _ATTRIBUTES + rb")(/?)>")
_INLINE = frozenset(b"span font b strong i em u o:p".split())
_CONTROL = re.compile(
    # the engine looks quickly for one set of bytes, and five times as long for the beginning of any branch
    rb"[\x00-\x08\x0b-\x1f\x7f\xc2\xe2\xef](?:(?<=[\x00-\x1f\x7f])|(?<=\xc2)[\x80-\x9f\xad]"
    rb"|(?<=\xe2)(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa4])|(?<=\xef)(?:\xbb\xbf|\xbf[\xbd-\xbf]))"
)
_OTHER_USES = tuple(
    word.encode()
    for word in (
        *("display", "visibility", "mso-hide", "opacity", "absolute", "size:0", "size: 0"),
        *(" hidden>", " hidden ", " hidden=", "\thidden", "\nhidden"),
        *("line-through", "text-raise", "relative", "float", "索", "位置"),
    )
)
"""What may hide, strike out or raise a cell, and words of an index block and of a bread crumb, whose places in the tree
are looked at."""
_RAISED = re.compile(rb"vertical-align\s*:\s*(?:su[bp]|text-|[-+\d.])")
_REFERENCES = {
    "&nbsp;": "\xa0",
    "&#160;": "\xa0",
    "&ensp;": "\u2002",
    "&emsp;": "\u2003",
    "&#12288;": "\u3000",
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


class NotApartError(Exception):
    """Raised when a lifted table turns out to be no table, or to stand where the place of its cells matters."""


class _Cell(NamedTuple):
    """A cell's text as read and as it stands in the source, colspan and rowspan as written if it has any, its tag."""

    text: str
    source: bytes
    spans: tuple[str | None, str | None] | None
    tag: bytes


class _Row(NamedTuple):
    """A row, the length of its longest text (-1: it has no cell), and its text as it stands in the source.

    `hidden` counts the line ends inside of its tags.
    """

    row: RawRow
    longest: int
    source: bytes
    begins_group: bool
    hidden: int


def lift_tables(source: bytes) -> Lifted:
    """Return a page in UTF-8 with its large regular tables taken out, in which radicals are ideographs already."""
    if len(source) > LARGEST_PAGE or _MARK in source:
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
                found = _read(source[start:stop], len(tables))
        if found is not None:
            stand_in, table = found
            pieces += source[done:start], stand_in
            tables.append(table)
            # the end of the table stays
            done = stop
        elif (inner := source.find(_BEGIN, start + 1, stop)) >= 0:
            start = inner
            continue
        start = source.find(_BEGIN, stop)
    pieces.append(source[done:])
    return Lifted(b"".join(pieces), tuple(tables))


def lift_nothing(source: bytes) -> Lifted:
    """Return a page as it is."""
    return Lifted(source, ())


def demand_apart(tables: Sequence[_Element], count: int, article: _Element) -> None:
    """Raise NotApartError unless the `count` lifted tables are all tables, and the places of their cells do not matter.

    They matter for a table that is part of another table's data, or has the article inside it.
    """
    lifted = [table for table in tables if table.get(MARK) is not None]
    if [table.get(MARK) for table in lifted] != [str(number) for number in range(count)]:
        # it stood in a comment, in a script, in an attribute ...
        raise NotApartError
    if any(element.get(MARK) is not None for element in (article, *article.iterancestors())):
        raise NotApartError
    for table in lifted:
        in_cell = False
        for ancestor in table.iterancestors():
            if ancestor.tag in ("td", "th"):
                in_cell = True
            elif ancestor.tag == "table":
                if not in_cell or is_data_around(ancestor):
                    raise NotApartError
                in_cell = False


def demand_cells(element: _Element) -> None:
    """Raise NotApartError where a lifted table stands inside an element whose pieces of text are looked at."""
    if any(table.get(MARK) is not None for table in element.iter("table")):
        raise NotApartError


def _read(markup: bytes, number: int) -> tuple[bytes, RawTable] | None:
    """Return what stands for a table's markup without its end, and its rows; None if it is irregular."""
    pieces = markup.split(b"</tr>")
    after = pieces.pop()
    first = _FIRST.match(pieces[0]) if pieces and _LAST.fullmatch(after) else None
    if first is None or first.end() > LONGEST_ROW or _has_other_uses(pieces[0][: first.end()]):
        return None
    opening = first[1]
    words = [first[2], _ANY_TAG.sub(b"", first[3])]
    pieces[0] = pieces[0][first.end() :]
    rows: list[RawRow] = []
    starts: set[int] = set()
    cells = longest = 0
    hidden = _count_lines(first[0]) - sum(map(_count_lines, (opening, *words)))
    for piece in pieces:
        row = _read_row(piece) if len(piece) < LONGEST_ROW else None
        if row is None:
            return None
        words.append(row.source)
        hidden += row.hidden
        if row.begins_group:
            starts.add(len(rows))
        rows.append(row.row)
        if row.longest >= 0:
            cells += len(row.row.texts)
            longest = max(longest, row.longest)
    if cells < FEWEST_CELLS:
        return None
    table = RawTable(fit_rowspans(rows, starts), longest, [], "")
    if table.is_layout:
        return None
    words.append(_ANY_TAG.sub(b"", after))
    # line ends inside of tags stand in a tag
    lines = b"\n" * (hidden + _count_lines(after) - _count_lines(words[-1]))
    return b'%s %s="%d"><tbody%s><tr><td>%s' % (opening, _MARK, number, lines, b"".join(words)), table


def _count_lines(markup: bytes) -> int:
    """Return the number of line ends; split finds them ten times as fast as count does."""
    return len(markup.split(b"\n")) - 1


@lru_cache(maxsize=1024)
def _has_other_uses(markup: bytes) -> bool:
    # rows and tables begin alike in hundreds of places; `in` asks first whether
    # the word is a number, and costs three times as much
    return max(map(markup.find, _OTHER_USES)) >= 0 or (
        markup.find(b"vertical") >= 0 and _RAISED.search(markup) is not None
    )


@lru_cache(maxsize=1024)
def _read_row(markup: bytes) -> _Row | None:
    """Return a row, its end tag left away and the change of group before it included; None if it is not regular."""
    head = _HEAD.match(markup)
    # the cells are looked at one by one, most of them once for many pages
    if head is None or _has_other_uses(head[0]):
        return None
    if b"</th" in markup:
        parts = re.split(rb"</(t[dh])>", markup[head.end() :])
        cells, ends = parts[::2], parts[1::2]
    else:
        cells = markup[head.end() :].split(b"</td>")
        ends = [b"td"] * (len(cells) - 1)
    last = cells.pop()
    if last.strip(_BLANKS) or max(map(len, cells), default=0) >= LONGEST_CELL:
        return None
    read = [cell for cell in map(_read_cell, cells) if cell is not None]
    if [cell.tag for cell in read] != ends:
        return None
    texts = [cell.text for cell in read]
    spans = {at: cell.spans for at, cell in enumerate(read) if cell.spans is not None}
    source = b"".join((_ANY_TAG.sub(b"", head[0]), *[cell.source for cell in read], last))
    hidden = _count_lines(markup) - _count_lines(source)
    return _Row(RawRow(texts, spans), max(map(len, texts), default=-1), source, b"</" in head[0], hidden)


@lru_cache(maxsize=4096)
def _read_cell(piece: bytes) -> _Cell | None:
    """Return a cell, its end tag left away and white space before it included; None for one that is not regular."""
    markup = piece.lstrip(_BLANKS)
    opening = _CELL.match(markup)
    if opening is None or _CONTROL.search(markup) or _has_other_uses(markup):
        return None
    spans: dict[bytes, str] = {}
    try:
        text = _text_in(markup[opening.end() :])
        for name, *values in _ATTRIBUTE.findall(opening[1]):
            if name.lower() in (b"colspan", b"rowspan"):
                value = b"".join(values)
                if b"&" in value:
                    return None
                # of an attribute written twice the first counts
                spans.setdefault(name.lower(), value.decode())
    except UnicodeDecodeError:
        return None
    if text is None or len(text) > LONGEST_TEXT:
        return None
    written = (spans.get(b"colspan"), spans.get(b"rowspan")) if spans else None
    return _Cell(fold_radicals(text), _ANY_TAG.sub(b"", piece), written, markup[1:3])


def _text_in(markup: bytes) -> str | None:
    """Return the text inside a cell as it would be read from the tree, None for markup that is not regular."""
    parts = _TAG.split(markup)
    # text, then five parts a tag: slash, name, attributes, slash, and the text after it
    try:
        strings = [_plain(text) for text in parts[::5]]
    except ValueError:
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
