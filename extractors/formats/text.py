"""Read plain text and Markdown: one Paragraph a line, pipe and grid tables as Table, `# ` lines as Heading.

Lines keep their tabs, because a table copied out of a page often has nothing else left; a line of tabs alone is kept
for the same reason, an empty one is not, and `place.line` shows the gap. The first lines of a text may say what a
portal said about the page (标题: … / 发布时间: …); those become metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Block, Cell, Document, Heading, Paragraph, Place, Problem, Table
from extractors.errors import EmptyError, TooLargeError
from extractors.formats.charset import decode
from extractors.formats.html_hidden import find_uses
from extractors.formats.html_text import INVISIBLE
from extractors.formats.portal_metadata import read_text_header
from extractors.formats.radicals import fold_radicals
from extractors.formats.text_bars import with_single_bars, without_filling
from extractors.formats.text_boxes import read_boxes
from extractors.formats.text_grids import read_grid, read_sheet

MAX_BYTES = 32 * 1024 * 1024
"""The longest annual report seen as text has 90 kB."""

MAX_LINES = 200_000
"""Lines with content; each becomes an object."""

MAX_TABLE_COLUMNS = 200
"""A row with more bars than this is no table row."""

MAX_TORN = 60
"""Lines that one paragraph of dressed text is torn into; each of its tags may hold a line end."""

_NEWLINE = re.compile(r"\r\n|[\n\r\x0b\x0c\u2028\u2029]")
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127, *INVISIBLE, *range(0xD800, 0xE000)])
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)[ \t]*(?:[ \t]#+[ \t]*)?$")
_RULE_CELL = re.compile(r"\s*:?-+:?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
_FENCE = re.compile(r"(?:^|(?<=\| )):{3,}(?: (?:\{[^{}]*\}|[\w-]+))?(?= *(?:\||$))")
DEEPEST_SPAN = 6
"""Spans inside of spans that word processors leave."""

_CORNERS = frozenset("┌┏╔╒╓")
_TABS = re.compile(r"\t+")
FEWEST_DOUBLE_TABS = 20
"""Places with two tabs, and none with one, from which two tabs are one: table 3 has 200 of them."""
_TABLE_OPEN = re.compile(r"<table[\s>]", re.IGNORECASE)
_DRESSING = re.compile(r"</?(?:span|font|o:p|(?P<apart>section|center|div|p))(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""Tags that converters leave in Markdown and that only dress what stands between them, or set it `apart`."""
_DRESSING_OPEN = re.compile(r"<(?:span|font|section|div|p)(?:\s[^<>]*)?$", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)


def read(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
    """Read text or Markdown. Raises EmptyError and TooLargeError."""
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"a text of {len(data) >> 20} MB, more than {MAX_BYTES >> 20}", name=name)
    decoded = decode(data, charset=charset, media_type=media_type)
    text = fold_radicals(decoded.text).translate(_CONTROLS)
    if not text.strip():
        raise EmptyError("the text has no content", name=name)
    lines = _with_single_tabs(_NEWLINE.split(text))
    if "||" in text:
        lines = with_single_bars(without_filling(lines))
    if "<" in text:
        _undress(lines)
    if "]{" in text or ":::" in text:
        lines = [_without_attributes(line) if "]{" in line or ":::" in line else line for line in lines]
    problem = decoded.problem()
    problems = [problem] if problem else []
    metadata, first = read_text_header(lines)
    blocks: list[Block] = []
    sheet = read_sheet(text) if name.lower().endswith(".csv") else None
    for block in read_lines(lines, problems, first) if sheet is None else sheet:
        blocks.append(block)
        if len(blocks) > MAX_LINES:
            raise TooLargeError(f"a text of more than {MAX_LINES} lines", name=name)
    markdown = sheet is None and any(not isinstance(block, Paragraph) for block in blocks)
    title = metadata.get("articletitle") or next(
        (block.text for block in blocks if isinstance(block, Heading) and block.level == 1), ""
    )
    return Document(
        format="markdown" if markdown else "text",
        blocks=tuple(blocks),
        title=title,
        name=name,
        metadata=metadata,
        problems=tuple(problems),
    )


def _with_single_tabs(lines: list[str]) -> list[str]:
    """Return the lines with one tab between two cells, where whoever took the text out of a page has put two.

    Labels that stand side by side prove it: with one tab a cell there would be a blank cell between any two.
    """
    gaps = [gap for line in lines if "\t" in line for gap in _TABS.findall(line.strip())]
    if len(gaps) < FEWEST_DOUBLE_TABS or any(len(gap) % 2 for gap in gaps):
        return lines
    return [line.replace("\t\t", "\t") for line in lines]


def read_lines(lines: list[str], problems: list[Problem], first: int = 0) -> Iterator[Block]:
    """Yield the blocks of lines of text or Markdown from `first` on."""
    tables = 0
    at = first
    while at < len(lines):
        line = lines[at]
        number = at + 1
        at += 1
        if (
            line.lstrip()[:1] in _CORNERS
            and line.strip()
            and (boxes := read_boxes(lines, at - 1, tables + 1)) is not None
        ):
            tables += 1
            yield boxes[0]
            at = boxes[1]
            continue
        if line[:1] in "+┌┏╔" and line and (grid := read_grid(lines, at - 1, tables + 1)) is not None:
            tables += 1
            yield grid.table
            at = grid.end
            continue
        if _is_row(line):
            rows = [(number, line)]
            while at < len(lines) and _is_row(lines[at]):
                at += 1
                rows.append((at, lines[at - 1]))
            if len(rows) == 1:
                at = _take_rows_apart(lines, at, rows)
            if not any(text.strip("| \t") for _, text in rows):
                # what merged cells left of a row whose cells stand one a line: 行政复议 | / 行政诉讼 | / |||||
                for line_number, text in rows:
                    yield Paragraph(text, Place(line=line_number))
                continue
            if at < len(lines) and _is_tail(lines[at]) and all(text.count("|") == 2 for _, text in rows):
                # only the first cell of a row has a bar before it, the others stand one a line: | 规章 | / 0 | / 0 |
                for line_number, text in rows:
                    yield Paragraph(_plain(text.strip()[1:].lstrip()), Place(line=line_number))
                continue
            table = _read_pipes(rows, tables + 1)
            if table is not None:
                tables += 1
                yield table
            continue
        if "<table" in line.lower() and _TABLE_OPEN.search(line):
            end = next((i for i in range(at - 1, len(lines)) if _TABLE_CLOSE.search(lines[i])), None)
            if end is not None:
                for block in _read_markup("\n".join(lines[at - 1 : end + 1]), number, tables, problems):
                    tables += isinstance(block, Table)
                    yield block
                at = end + 1
                continue
        heading = _HEADING.match(line) if "#" in line else None
        if heading:
            yield Heading(_plain(heading[2]), len(heading[1]), Place(line=number))
        elif line.strip() or "\t" in line:
            yield Paragraph(_plain(line), Place(line=number))


def _undress(lines: list[str]) -> None:
    """Take dressing tags out of the lines outside HTML tables; a line that is torn within a tag takes in the next."""
    in_table = False
    for at, line in enumerate(lines):
        in_table = in_table or _TABLE_OPEN.search(line) is not None
        if "<" in line and not in_table:
            stop = at + 1
            while _DRESSING_OPEN.search(line) and stop < min(len(lines), at + MAX_TORN):
                line = f"{line} {lines[stop]}"
                lines[stop] = ""
                stop += 1
            lines[at] = _DRESSING.sub(_without_dressing, line)
        if in_table and _TABLE_CLOSE.search(line):
            in_table = False


def _without_attributes(line: str) -> str:
    """Return a line without the attributes of [words]{.class style="..."} and the fences of boxes (::: wrapper).

    In a table each cell keeps its width.
    """
    keeps_width = line[:1] in " |"
    line = _FENCE.sub(lambda fence: " " * len(fence[0]) * keeps_width, line)
    for _ in range(DEEPEST_SPAN):
        bare = _SPAN.sub(lambda span: span[1] + " " * (len(span[0]) - len(span[1])) * keeps_width, line)
        if bare == line:
            break
        line = bare
    return line


def _without_dressing(tag: re.Match[str]) -> str:
    if "=" in tag[0] and any(find_uses(tag[0].encode("utf-8", "replace"))):
        # what is hidden, struck out or raised is not dressed only: with the tag beside it no number is read
        return tag[0]
    return " " if tag["apart"] else ""


def _plain(text: str) -> str:
    """Return the text without Markdown's bold marks, and without its backslashes before punctuation (1\\.属于…)."""
    if "**" in text or "__" in text:
        text = _BOLD.sub(lambda match: match[1] or match[2], text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _is_row(line: str) -> bool:
    """Tell whether a line is a row of a pipe table: bars at both ends, and a cell between, blank or not."""
    line = line.strip()
    return len(line) > 2 and line[0] == "|" and line[-1] == "|"


def _take_rows_apart(lines: list[str], at: int, rows: list[tuple[int, str]]) -> int:
    """Add the rows that follow with empty lines between each two of them; return the line to go on with."""
    while True:
        below = next((i for i in range(at, len(lines)) if lines[i].strip()), len(lines))
        alone = below > at and not (below + 1 < len(lines) and _is_row(lines[below + 1]))
        if below == len(lines) or not alone or not _is_row(lines[below]):
            return at
        at = below + 1
        rows.append((at, lines[below]))


def _is_tail(line: str) -> bool:
    """Tell whether a line is a cell with a bar behind it only."""
    line = line.strip()
    return len(line) > 1 and line.find("|") == len(line) - 1


def _is_rule(line: str, position: int) -> bool:
    """Tell whether a row is the rule below a header. Dashes are values too: a short rule stands in second place."""
    line = line.strip()
    if line.strip("|-: \t"):
        return False
    return "---" in line or (position == 1 and all(_RULE_CELL.fullmatch(cell) for cell in line[1:-1].split("|")))


def _read_pipes(rows: list[tuple[int, str]], number: int) -> Table | None:
    """Return the table of consecutive rows, None when they are only a rule."""
    cells: list[Cell] = []
    row_count = column_count = 0
    for position, (line_number, line) in enumerate(rows):
        if _is_rule(line, position):
            continue
        _, *texts = _BAR.split(line.strip())
        if texts and not texts[-1]:
            # behind the bar at the end; one that is escaped is the end of a cell
            del texts[-1]
        del texts[MAX_TABLE_COLUMNS:]
        for column, text in enumerate(texts):
            text = _plain(text.strip(" \t"))
            if "<" in text:
                text = _BREAK.sub("\n", text)
            cells.append(Cell(text, row_count, column, line=line_number))
        column_count = max(column_count, len(texts))
        row_count += 1
    if not row_count:
        return None
    place = Place(table=number, line=rows[0][0])
    return Table(tuple(cells), row_count, column_count, place, has_spans=False)


def _read_markup(source: str, line: int, tables: int, problems: list[Problem]) -> Iterator[Block]:
    """Yield the blocks of a table that stands as HTML inside Markdown."""
    from extractors.formats.html import read_fragment

    for block in read_fragment(source, problems):
        place = block.place._replace(line=line, path=None)
        if isinstance(block, Table):
            tables += 1
            yield Table(
                block.cells, block.row_count, block.column_count, place._replace(table=tables), True, block.caption
            )
        elif isinstance(block, Heading):
            yield Heading(block.text, block.level, place)
        else:
            yield Paragraph(block.text, place)
