"""Pages -> blocks: tables and paragraphs in reading order, and what is wrong with the text layer."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from extractors.document import Block, Paragraph, Place, Problem
from extractors.formats.printed.breaks import continues, join
from extractors.formats.printed.columns import find_columns
from extractors.formats.printed.grid import Grid, find_grids
from extractors.formats.printed.lines import (
    Line,
    Margins,
    belongs_together,
    find_furniture,
    find_margins,
    is_page_number,
    read_lines,
    read_paragraph,
)
from extractors.formats.printed.page import Fill, Page, Word
from extractors.formats.printed.tables import NUMBER, SLACK, Draft, DraftCell, fill_grids
from extractors.formats.printed.wrapped import join_broken, set_stacked_apart

LEAST_CHARACTERS = 8
"""Characters a page of pictures may have and still be a scan: a page number, a stamp."""

GARBLED_SHARE = 0.08
"""Share of private, unmapped or control characters above which a text layer is not text."""

LEAST_HAN = 150
COMMON_HAN = "的一年不公开政府信息人工作报告有在和大中国会市区县本为数行其他件请申"
COMMON_SHARE = 0.05
"""From 150 Han characters on, at least 5 in 100 are among the commonest of these reports (measured: 26 to 45 in 100
on every real report); fonts without a Unicode table give characters at random."""

LEAST_LINES = 4
"""Lines from which a page tells its own margins; emptier pages take those of the whole document."""

FRAME_LINES = 3
"""Lines in a frame of one column up to which it may be the first or last row of a table cut by the page end."""

HANGING = 1.0
"""Font sizes below the last rule of a page within which the rest of a label may stand that goes on over the page."""

_NOISE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COMMON = re.compile(f"[{COMMON_HAN}]")


def find_text_problems(pages: list[Page]) -> list[Problem]:
    """Return what is wrong with the text layer: missing, laid under a scan by OCR, or garbled."""
    problems = []
    bare = [
        page
        for page in pages
        if len(page.words) < LEAST_CHARACTERS and sum(len(word.text) for word in page.words) < LEAST_CHARACTERS
    ]
    drawn = [page for page in bare if page.image_share > 0.2 or page.paths > 200]
    if drawn and len(bare) == len(pages):
        what = "scanned pictures" if any(page.images for page in drawn) else "outlines"
        problems.append(Problem("no_text_layer", "document", "", f"no text layer: the pages are {what}"))
    else:
        problems += [
            Problem("no_text_layer", f"page {page.number}", "", "this page is a picture without a text layer")
            for page in drawn
        ]
    hidden = [page.number for page in pages if page.hidden_text]
    if hidden:
        problems.append(
            Problem("ocr_text_layer", f"page {hidden[0]}", "", "the text is a scanner's OCR under the picture")
        )
    text = "".join([word.text for page in pages for word in page.words])
    noise = len(_NOISE.findall(text))
    han = sum(map(len, _HAN.findall(text)))
    common = len(_COMMON.findall(text))
    if text and (noise > GARBLED_SHARE * len(text) or (han >= LEAST_HAN and common < COMMON_SHARE * han)):
        problems.append(
            Problem("garbled_text", "document", text[:60], "the fonts do not say which characters they print")
        )
    return problems


def _grids_of(page: Page) -> list[Grid]:
    grids = find_grids(page.horizontal, page.vertical)
    if page.fills and len(page.fills) >= _LEAST_FILLS:
        outside = [
            fill
            for fill in page.fills
            if not any(
                grid.xs[0] - 3 <= fill.left
                and fill.right <= grid.xs[-1] + 3
                and grid.ys[0] - 3 <= fill.top
                and fill.bottom <= grid.ys[-1] + 3
                for grid in grids
                if len(grid.cells) > 1
            )
        ]
        if _stand_in_rows_and_columns(outside):
            ruled = [grid for grid in grids if len(grid.cells) > 1]
            painted = find_grids(page.horizontal, page.vertical, outside)
            grids = ruled + [
                grid for grid in painted if len(grid.xs) > 2 and not any(_overlap(grid, other) for other in ruled)
            ]
            grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return grids


_LEAST_FILLS = 4
"""Filled rectangles that may be the cells of a table drawn without rules."""


def _stand_in_rows_and_columns(fills: list[Fill]) -> bool:
    """Return whether filled rectangles share their edges as the cells of a table do; grounds of words do not."""
    half = len(fills) // 2
    return (
        len(fills) >= _LEAST_FILLS
        and len({round(fill.left) for fill in fills}) <= half
        and len({round(fill.top) for fill in fills}) <= half
    )


def _overlap(one: Grid, other: Grid) -> bool:
    return (
        one.xs[0] < other.xs[-1] and other.xs[0] < one.xs[-1] and one.ys[0] < other.ys[-1] and other.ys[0] < one.ys[-1]
    )


class Layout(NamedTuple):
    """One page taken apart: its tables and the lines outside them."""

    page: Page
    lines: list[Line]
    drafts: list[Draft]


def lay_out(page: Page, before: Layout | None) -> Layout:
    """Put the words of an open page into its tables and lines."""
    if not page.words:
        return Layout(page, [], [])
    filled, outside = fill_grids(_grids_of(page), page)
    drafts = []
    for draft, words in filled:
        if draft.has_stacked_figures or (draft.is_text_frame and _line_count(draft) > FRAME_LINES):
            outside += words
        elif words:
            drafts.append(draft)
    outside = join_broken(outside)
    lines = read_lines(outside, page.number)
    told = set_stacked_apart(outside, [line.words for line in lines])
    if told is not outside:
        lines = read_lines(told, page.number)
    last = before.drafts[-1] if before is not None and before.drafts else None
    for draft, taken in find_columns(page, lines, last if last is not None and last.guessed else None):
        drafts.append(draft)
        ids = {id(line) for line in taken}
        lines = [line for line in lines if id(line) not in ids]
    return Layout(page, lines, drafts)


def _line_count(draft: Draft) -> int:
    return sum(cell.text.count("\n") + 1 for cell in draft.cells if cell.text)


class _Assembly:
    """Blocks in the making: at most one table and one paragraph are open, and what follows may go on with them."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._tables = 0
        self._table: Draft | None = None
        self._lines: list[Line] = []
        self._hanging: list[tuple[Line, Margins]] = []
        """Lines below the open table that may be the rest of a label in its last row."""

    def add_table(self, draft: Draft) -> None:
        """Add a table, or the rest of the one that the page before ended with."""
        self._close_paragraph()
        if self._table is not None and self._table.last_page == draft.first_page - 1 and continues(self._table, draft):
            for line, _ in self._hanging:
                _hang(self._table, line)
            self._hanging = []
            self._table = join(self._table, draft)
        else:
            self._close_table()
            self._close_paragraph()
            self._table = draft

    def add_line(self, line: Line, margins: Margins) -> None:
        """Add a line of prose to the paragraph it belongs to."""
        if self._table is not None and _hangs(self._table, [hanging for hanging, _ in self._hanging], line):
            self._hanging.append((line, margins))
            return
        self._close_table()
        self._add_prose(line, margins)

    def _add_prose(self, line: Line, margins: Margins) -> None:
        if self._lines and not belongs_together(self._lines[-1], line, margins):
            self._close_paragraph()
        self._lines.append(line)

    def close(self) -> None:
        """Close what is open."""
        self._close_table()
        self._close_paragraph()

    def _close_paragraph(self) -> None:
        if self._lines:
            self.blocks.append(read_paragraph(self._lines))
            self._lines = []

    def _close_table(self) -> None:
        draft, self._table = self._table, None
        if draft is None:
            return
        if draft.is_text_frame:
            # a frame around text: each line of a cell is a paragraph
            self.blocks += [
                Paragraph(text, Place(page=cell.page, box=cell.box))
                for cell in draft.cells
                for text in cell.text.split("\n")
                if text.strip()
            ]
        else:
            self._tables += 1
            self.blocks.append(draft.finish(self._tables))
        hanging, self._hanging = self._hanging, []
        for line, margins in hanging:
            self._add_prose(line, margins)


def _cells_above(draft: Draft, line: Line) -> list[tuple[DraftCell, Word]] | None:
    """Return the words of a line, each with the cell of the last row in whose columns it stands.

    None unless at least one stands under words, none under a number, and each within its cell. A cell that has no
    words above the page's end and no rule below may not be known yet: it is made.
    """
    last = [cell for cell in draft.cells if cell.row + cell.rowspan == draft.row_count]
    found: list[tuple[DraftCell, Word]] = []
    for word in line.words:
        for cell in last:
            left, right = draft.xs[cell.column], draft.xs[cell.column + cell.colspan]
            if left - SLACK <= word.left and word.right <= right + SLACK:
                break
        else:
            column = max(bisect_right(draft.xs, word.left + SLACK) - 1, 0)
            if (
                column + 1 >= len(draft.xs)
                or word.right > draft.xs[column + 1] + SLACK
                or any(cell.column <= column < cell.column + cell.colspan for cell in last)
            ):
                return None
            cell = DraftCell(draft.row_count - 1, column, 1, 1, "", line.page, draft.box)
            last.append(cell)
        if cell.is_number or cell.colspan >= len(draft.xs) - 1:
            return None
        found.append((cell, word))
    # a number under a cell without words is a value, or the number of the page
    if any(cell.text.strip() for cell, _ in found) and not any(
        NUMBER.fullmatch(word.text) and not cell.text.strip() for cell, word in found
    ):
        return found
    return None


def _hang(draft: Draft, line: Line) -> None:
    """Add a line below a table to the labels in its last row."""
    begun: set[int] = set()
    for cell, word in _cells_above(draft, line) or ():
        between = "\n" if cell.text and id(cell) not in begun else ""
        cell.text = f"{cell.text}{between}{word.text}"
        begun.add(id(cell))
        if not any(cell is known for known in draft.cells):
            draft.cells.append(cell)


def _hangs(draft: Draft, hanging: list[Line], line: Line) -> bool:
    """Return whether a line below a table may be the rest of labels in its last row, whose cells no rule ends."""
    if draft.guessed or line.page != draft.last_page or is_page_number(line):
        return False
    bottom = max((cell.box[3] for cell in draft.cells if cell.page == line.page), default=0.0)
    bottom = max([bottom, *(above.bottom for above in hanging)])
    return line.top - bottom < HANGING * line.size and _cells_above(draft, line) is not None


def read_blocks(layouts: list[Layout]) -> list[Block]:
    """Return the blocks of all pages in reading order: page furniture left out, page breaks mended."""
    furniture = find_furniture([(layout.page, layout.lines) for layout in layouts])
    kept = [[line for line in layout.lines if id(line) not in furniture] for layout in layouts]
    common = find_margins([line for lines in kept for line in lines], max(layout.page.width for layout in layouts))
    assembly = _Assembly()
    for layout, lines in zip(layouts, kept, strict=True):
        own = find_margins(lines, layout.page.width)
        margins = own if own.left and len(lines) >= LEAST_LINES else common
        items: list[tuple[float, Line | Draft]] = [(line.top, line) for line in lines]
        items += [(draft.box[1], draft) for draft in layout.drafts]
        items.sort(key=lambda item: item[0])
        for _, item in items:
            if isinstance(item, Draft):
                assembly.add_table(item)
            else:
                assembly.add_line(item, margins)
    assembly.close()
    return assembly.blocks
