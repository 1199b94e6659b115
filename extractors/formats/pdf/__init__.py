"""Read PDF files with a text layer as a Document.

Tables come from their drawn rules (`grid`, `tables`) or, without rules, from words that stand in columns (`columns`);
what is left is prose (`lines`). Boxes are points from the top left of the page as it is read. A scan gives a Document
without blocks, its pictures counted and the problem `no_text_layer`: nothing is guessed. Raises EmptyError,
EncryptedError, TruncatedError, TooLargeError or UnreadableError.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.document import Block, Document, Problem
from extractors.errors import EmptyError, TooLargeError, TruncatedError, UnreadableError
from extractors.formats.pdf import engine
from extractors.formats.pdf.columns import find_columns
from extractors.formats.pdf.grid import Grid, find_grids
from extractors.formats.pdf.lines import (
    Line,
    belongs_together,
    find_furniture,
    find_margins,
    read_lines,
    read_paragraph,
)
from extractors.formats.pdf.tables import Draft, continues, fill_grids, join

MAX_BYTES = 256 * 1024 * 1024
"""Size of a file; scanned reports reach 60 MB."""

LEAST_CHARACTERS = 8
"""Characters a page of pictures may have and still be a scan: a page number, a stamp."""

GARBLED_SHARE = 0.08
"""Share of private, unmapped or control characters above which a text layer is not text."""

LEAST_HAN = 150
COMMON_HAN = "的一年不公开政府信息人工作报告有在和大中国会市区县本为数行其他件请申"
COMMON_SHARE = 0.05
"""From 150 Han characters on, at least 5 in 100 are among the commonest of these reports (measured: 26 to 45 in 100
on every real report); fonts without a Unicode table give characters at random."""

_NOISE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COMMON = re.compile(f"[{COMMON_HAN}]")


def read(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
    """Read the bytes of a PDF as a Document; `media_type` and `charset` are of no use here."""
    if not data.strip():
        raise EmptyError("the file has no content", name=name)
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"more than {MAX_BYTES >> 20} MB", name=name)
    if b"%PDF-" not in data[:4096]:
        raise UnreadableError("no PDF header", name=name)
    with engine.LOCK, engine.Source(data, name=name) as source:
        layouts: list[_Layout] = []
        for page in source.pages():
            layouts.append(_lay_out(page, layouts[-1] if layouts else None))
        metadata = source.metadata()
        problems = source.problems
    pages = [layout.page for layout in layouts]
    if not pages:
        raise TruncatedError("no page of the PDF can be read", name=name)
    if b"%%EOF" not in data[-2048:]:
        problems.append(Problem("truncated", "end of file", "", "the end of the PDF is missing; pages may be lost"))
    images = sum(page.images for page in pages)
    problems += _text_problems(pages)
    blocks: tuple[Block, ...] = ()
    if any(page.words for page in pages) and not any(
        problem.kind == "no_text_layer" and problem.where == "document" for problem in problems
    ):
        blocks = tuple(_read_blocks(layouts))
    if not blocks and not images and not any(page.paths for page in pages):
        raise EmptyError("the PDF has neither text nor pictures", name=name)
    return Document(format="pdf", blocks=blocks, name=name, metadata=metadata, images=images, problems=tuple(problems))


def _text_problems(pages: list[engine.Page]) -> list[Problem]:
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


def _grids_of(page: engine.Page) -> list[Grid]:
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


def _stand_in_rows_and_columns(fills: list[engine.Fill]) -> bool:
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


class _Layout(NamedTuple):
    """One page taken apart: its tables and the lines outside them."""

    page: engine.Page
    lines: list[Line]
    drafts: list[Draft]


def _lay_out(page: engine.Page, before: _Layout | None) -> _Layout:
    """Put the words of an open page into its tables and lines."""
    if not page.words:
        return _Layout(page, [], [])
    filled, outside = fill_grids(_grids_of(page), page)
    drafts = []
    for draft, words in filled:
        if draft.has_stacked_figures:
            outside += words
        elif words:
            drafts.append(draft)
    lines = read_lines(outside, page.number)
    last = before.drafts[-1] if before is not None and before.drafts else None
    for draft, taken in find_columns(page, lines, last if last is not None and last.guessed else None):
        drafts.append(draft)
        ids = {id(line) for line in taken}
        lines = [line for line in lines if id(line) not in ids]
    return _Layout(page, lines, drafts)


def _read_blocks(layouts: list[_Layout]) -> list[Block]:
    furniture = find_furniture([(layout.page, layout.lines) for layout in layouts])
    blocks: list[Block] = []
    tables = 0
    waiting: list[Line] = []
    open_table: Draft | None = None
    everything = [line for layout in layouts for line in layout.lines if id(line) not in furniture]
    common = find_margins(everything, max(layout.page.width for layout in layouts))

    def close_table() -> None:
        nonlocal open_table, tables
        if open_table is not None:
            if open_table.is_text_frame:
                blocks.extend(
                    read_paragraph([Line(text, *cell.box, 10.0, cell.page, [])])
                    for cell in open_table.cells
                    for text in cell.text.split("\n")
                    if text.strip()
                )
            else:
                tables += 1
                blocks.append(open_table.finish(tables))
            open_table = None

    def close_text() -> None:
        if waiting:
            blocks.append(read_paragraph(waiting))
            waiting.clear()

    for page, lines, drafts in layouts:
        kept = [line for line in lines if id(line) not in furniture]
        margins = find_margins(kept, page.width)
        if margins.left == 0.0 or len(kept) < 4:
            margins = common
        items: list[tuple[float, Line | Draft]] = [(line.top, line) for line in kept]
        items += [(draft.box[1], draft) for draft in drafts]
        items.sort(key=lambda item: item[0])
        for _, item in items:
            if isinstance(item, Draft):
                close_text()
                if (
                    open_table is not None
                    and open_table.last_page == item.first_page - 1
                    and continues(open_table, item)
                ):
                    open_table = join(open_table, item)
                else:
                    close_table()
                    open_table = item
            else:
                close_table()
                if waiting and not belongs_together(waiting[-1], item, margins):
                    close_text()
                waiting.append(item)
    close_table()
    close_text()
    return blocks
