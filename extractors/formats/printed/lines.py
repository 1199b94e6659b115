"""Words outside tables -> lines -> paragraphs, with page numbers and running headers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.document import Box, Paragraph, Place
from extractors.formats.printed.page import Page, Word
from extractors.formats.printed.tables import NUMBER, SPACE, UNITS, gather_lines

COLUMN_GAP = 1.9
"""Gap between words, in font sizes, that is printed as a tab: wider than two justified or full-width spaces."""

MARGIN_ZONE = 0.115
"""Share of the page's height at top and foot where page numbers and running titles stand (A4: 97 pt; the official
layout sets text 105 pt from the top and its page number 78 pt from the foot)."""

INDENT = 1.2
"""Font sizes: a line that begins further in than this begins a paragraph (the rule is two characters)."""

SHORT = 2.6
"""Font sizes a full line may lack at the right margin, for punctuation that may not begin a line."""

PITCH = 2.7
"""Font sizes from line to line within a paragraph: official documents set 16 pt on 28-30 pt."""

_PAGE_NUMBER = re.compile(
    r"[-—–－―─~·\s]*(?:第\s*)?(?P<number>\d{1,4})(?:\s*页)?(?:\s*[,，]?\s*[/／共]\s*共?\s*\d{1,4}\s*页?)?[-—–－―─~·\s]*"
)
_DECORATED = re.compile(r"[-—–－―─~·/／第页]")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_DIGITS = re.compile(r"\d+")
_FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class Line(NamedTuple):
    """One printed line outside tables."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    page: int
    words: list[Word]

    @property
    def box(self) -> Box:
        """Return the box, rounded to a tenth of a point."""
        return (round(self.left, 1), round(self.top, 1), round(self.right, 1), round(self.bottom, 1))


class Margins(NamedTuple):
    """Left and right edge of the running text."""

    left: float
    right: float


def read_lines(words: Sequence[Word], page: int) -> list[Line]:
    """Return the lines that words make, from the top."""
    lines = []
    for line in gather_lines(words):
        size = max(word.size for word in line)
        text = line[0].text
        for before, word in pairwise(line):
            gap = word.left - before.right
            is_column = gap > COLUMN_GAP * size or (
                # a value beside the narrow column of its unit
                before.text in UNITS and gap > SPACE * size and NUMBER.fullmatch(word.text) is not None
            )
            text += ("\t" if is_column else " " if gap > SPACE * size else "") + word.text
        lines.append(
            Line(
                text, line[0].left, min(word.top for word in line), max(word.right for word in line),
                max(word.bottom for word in line), size, page, line,
            )
        )  # fmt: skip
    return lines


def find_furniture(pages: Sequence[tuple[Page, list[Line]]]) -> set[int]:
    """Return the ids of lines that are page numbers, running headers or running footers."""
    numbers: list[tuple[int, Line]] = []
    repeated: dict[tuple[bool, str], list[Line]] = {}
    for page, lines in pages:
        zone = page.height * MARGIN_ZONE
        at_top = [line for line in lines[:3] if line.bottom <= zone]
        at_foot = [line for line in lines[-3:] if line.top >= page.height - zone]
        for is_top, edge in ((True, at_top), (False, at_foot)):
            for line in edge:
                match = _PAGE_NUMBER.fullmatch(line.text.translate(_FULL_WIDTH_DIGITS))
                if match is not None:
                    numbers.append((int(match["number"]) - page.number, line))
                else:
                    repeated.setdefault((is_top, _DIGITS.sub("0", line.text)), []).append(line)
    furniture = set()
    offsets = Counter(offset for offset, _ in numbers)
    for offset, line in numbers:
        # a bare figure is a page number when it counts like one: on several pages, or 1 on the first
        if offsets[offset] > 1 or offset == 0 or _DECORATED.search(line.text):
            furniture.add(id(line))
    for lines in repeated.values():
        on_pages = {line.page for line in lines}
        if len(on_pages) >= max(2, 0.5 * len(pages)):
            tops = sorted(line.top for line in lines)
            middle = tops[len(tops) // 2]
            furniture.update(id(line) for line in lines if abs(line.top - middle) <= 4)
    return furniture


def is_page_number(line: Line) -> bool:
    """Return whether a line looks like the number of a page: - 3 -, 第3页."""
    text = line.text.translate(_FULL_WIDTH_DIGITS)
    return _PAGE_NUMBER.fullmatch(text) is not None and _DECORATED.search(text) is not None


def find_margins(lines: Sequence[Line], width: float) -> Margins:
    """Return where the running text begins and ends, from the lines that are longer than half a page."""
    long = [line for line in lines if line.right - line.left > 0.5 * width and "\t" not in line.text]
    if not long:
        return Margins(0.0, width)
    lefts = Counter(round(line.left) for line in long)
    most = lefts.most_common(1)[0][1]
    # paragraphs of one or two lines make the indented edge as frequent as the real one: the leftmost frequent edge
    left = min(edge for edge, count in lefts.items() if count * 3 >= most)
    rights = sorted(line.right for line in long)
    return Margins(float(left), rights[int(len(rights) * 0.9)] if len(rights) > 4 else rights[-1])


def belongs_together(before: Line, line: Line, margins: Margins) -> bool:
    """Return whether `line` goes on with the paragraph that `before` is the last line of."""
    size = before.size
    if not 0.75 <= line.size / max(size, 0.1) <= 1.34:
        return False
    if "\t" in before.text or "\t" in line.text or _HEADING.match(line.text):
        return False
    if line.left > margins.left + INDENT * size:
        return False
    # a word of Latin letters or digits that did not fit leaves its own width free
    first = re.match(r"[\x21-\x7e]*", line.text)
    spare = 0.55 * size * len(first[0]) if first else 0.0
    if before.right < margins.right - SHORT * size - spare:
        return False
    return line.page != before.page or 0 < line.top - before.top <= PITCH * size


def read_paragraph(lines: Sequence[Line]) -> Paragraph:
    """Return lines that belong together as one paragraph; its box is that of its lines on the first page."""
    text = lines[0].text
    for line in lines[1:]:
        between = (
            " "
            if text[-1:].isascii() and text[-1:].isalnum() and line.text[:1].isascii() and line.text[:1].isalnum()
            else ""
        )
        text += between + line.text
    on_first = [line for line in lines if line.page == lines[0].page]
    box = (
        round(min(line.left for line in on_first), 1), round(on_first[0].top, 1),
        round(max(line.right for line in on_first), 1), round(on_first[-1].bottom, 1),
    )  # fmt: skip
    return Paragraph(text, Place(page=lines[0].page, box=box))
