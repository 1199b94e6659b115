"""Grids and words -> tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import OBJECT, Box, Cell, Place, Table
from extractors.formats.printed.grid import Grid, GridCell
from extractors.formats.printed.page import RAISED, SHIFTED, SMALL, Page, Word

SLACK = 2.0
"""Points by which a word may stick out of its cell before it is cut at the rule."""

UNTOLD = "\ufffd"
"""Stands behind the part of a number in each of the cells over which it is printed."""

SPACE = 0.22
"""Gap between words of a line, in font sizes, that is read as a space; justified Chinese text stays below it."""

LEAST_STACKS = 5
"""Cells of one row with figures on several lines, beside labels on several lines."""

LEAST_STACKED_LABELS = 2
"""Numbered labels in one cell beside stacked figures. With fewer, long figures were wrapped in narrow cells."""

REPRINT = 0.3
"""Font sizes between two printings of one word; two words side by side are at least half a size apart."""

NUMBER = re.compile(
    r"[+\-－]?[0-9０-９][0-9０-９,，.．]*\s*(?:件|项|条|元|万元|次|人|个|篇|期|%)?|[/／—–\-－]{1,3}|[无零〇]"
)
"""What stands in a value cell: a number with or without its unit, or a mark for nothing."""

UNITS = frozenset(("件", "条", "次", "篇", "个", "人", "人次", "元", "万元", "项"))
"""What stands in a column of its own between label and value in the table of 2014."""

_WRAPPED = re.compile(r"[0-9０-９,，.\n]*[0-9０-９]")

WIDEST_MARGINS = 11.0
"""Points left free at both sides of a cell together: Word leaves 10.8."""

ENUMERATED = re.compile(
    r"\s*(?:[（(【]?\s*[一二三四五六七八九十]{1,3}\s*[）)】、.．]|[（(]?\s*\d{1,2}\s*[.．、)）](?!\d))"
)
"""How a label of the form begins: 一、 （一） 1. (1)."""


@dataclass(slots=True)
class DraftCell:
    """A cell on its way to a Table; `row` and `column` count in the draft's own grid."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    page: int
    box: Box

    @property
    def is_number(self) -> bool:
        """Return whether the cell has a value or a mark for nothing."""
        return NUMBER.fullmatch(self.text.strip()) is not None


@dataclass(slots=True)
class Draft:
    """A table as read from one page or joined from several; `guessed` when no rules are drawn."""

    xs: list[float]
    row_count: int
    cells: list[DraftCell]
    first_page: int
    last_page: int
    box: Box
    guessed: bool = False

    @property
    def is_text_frame(self) -> bool:
        """Return whether this is a box around text: one column only."""
        return all(cell.colspan == len(self.xs) - 1 for cell in self.cells)

    @property
    def has_stacked_figures(self) -> bool:
        """Return whether rows of figures stand in one drawn row: a table with rules between its columns only.

        Where those rules touch no other, as below a heading over all columns, the rows stand in one single cell.
        """
        stacks: dict[int, int] = {}
        labels: dict[int, int] = {}
        for cell in self.cells:
            if "\n" not in cell.text:
                continue
            lines = cell.text.split("\n")
            if sum(_is_row_of_figures(line) for line in lines) >= LEAST_STACKED_LABELS:
                return True
            if all(NUMBER.fullmatch(line) for line in lines):
                stacks[cell.row] = stacks.get(cell.row, 0) + 1
            else:
                labels[cell.row] = max(labels.get(cell.row, 0), _labels_in(cell.text))
        return any(
            count >= LEAST_STACKS and labels.get(row, 0) >= LEAST_STACKED_LABELS for row, count in stacks.items()
        )

    def finish(self, number: int) -> Table:
        """Return the Table."""
        cells = sorted(self.cells, key=lambda cell: (cell.row, cell.column))
        return Table(
            tuple(
                Cell(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan, cell.page, None, None, cell.box)
                for cell in cells
            ),
            self.row_count,
            len(self.xs) - 1,
            Place(table=number, page=self.first_page, box=self.box),
        )


def fill_grids(grids: Sequence[Grid], page: Page) -> tuple[list[tuple[Draft, list[Word]]], list[Word]]:
    """Put a page's words into its grids. Return each draft with the words it took, and the words outside."""
    inside: list[list[list[Word]]] = [[[] for _ in grid.cells] for grid in grids]
    taken: list[list[Word]] = [[] for _ in grids]
    outside: list[Word] = []
    for word in page.words:
        middle = word.middle
        for number, grid in enumerate(grids):
            ys = grid.ys
            if not ys[0] <= middle <= ys[-1]:
                continue
            index = grid.cell_at((word.left + word.right) / 2, middle)
            if index is None:
                # a run over the table's side: its middle lies outside, its beginning or end may not
                if not (word.left < grid.xs[-1] - SLACK and word.right > grid.xs[0] + SLACK):
                    continue
                index = grid.cell_at(max(word.left, grid.xs[0]), middle)
                if index is None:
                    continue
            taken[number].append(word)
            cell = grid.cells[index]
            if (
                word.left >= cell.left - SLACK
                and word.right <= cell.right + SLACK
                and (
                    word.end - word.start == 1
                    or (word.top >= cell.top - word.size and word.bottom <= cell.bottom + word.size)
                )
            ):
                inside[number][index].append(word)
            else:
                _scatter(word, grid, index, page, inside[number])
            break
        else:
            outside.append(word)
    filled = []
    for grid, contents, words in zip(grids, inside, taken, strict=True):
        cells = [
            DraftCell(
                cell.row, cell.column, cell.rowspan, cell.colspan,
                _with_object(cell, content, page) if page.annotations
                else cell_text(content) if content else _picture_in(cell, page), page.number,
                (cell.left, cell.top, cell.right, cell.bottom),
            )
            for cell, content in zip(grid.cells, contents, strict=True)
            # a row shorter than the others leaves a place without rules, not a blank cell
            if content or not cell.is_open
        ]  # fmt: skip
        if any("\n" in cell.text and _WRAPPED.fullmatch(cell.text) for cell in cells):
            _join_wrapped_figures(
                cells, {(cell.row, cell.column): content for cell, content in zip(grid.cells, contents, strict=True)}
            )
        box = (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
        filled.append((Draft(list(grid.xs), len(grid.ys) - 1, cells, page.number, page.number, box), words))
    return filled, outside


def _picture_in(cell: GridCell, page: Page) -> str:
    """Return the sign of an object for a cell in which a picture stands, else nothing."""
    for left, top, right, bottom in page.pictures:
        if (
            cell.left - SLACK <= left
            and right <= cell.right + SLACK
            and cell.top - SLACK <= top
            and bottom <= cell.bottom + SLACK
        ):
            return OBJECT
    return ""


def _with_object(cell: GridCell, content: list[Word], page: Page) -> str:
    """Return the text of a cell, with the sign of an object where something is drawn over a number or in its place."""
    text = cell_text(content)
    if any(sign.isalpha() for sign in text):
        return text
    for left, top, right, bottom in page.annotations:
        across, down = (left + right) / 2, (top + bottom) / 2
        if (cell.left <= across <= cell.right and cell.top <= down <= cell.bottom) or any(
            left <= (word.left + word.right) / 2 <= right and top <= word.middle <= bottom for word in content
        ):
            return text + OBJECT
    return text or _picture_in(cell, page)


def _join_wrapped_figures(cells: list[DraftCell], words: Mapping[tuple[int, int], list[Word]]) -> None:
    """Join figures that were too long for their cell and wrapped in it: 224 over 0 is 2240.

    Two figures of two rows under one another look nearly the same. A wrapped figure fills all lines but its last, that
    one is shorter (or other figures of the row stand on fewer lines), and its row has one label only.
    """
    rows: dict[int, list[DraftCell]] = {}
    for cell in cells:
        if cell.rowspan == 1:
            rows.setdefault(cell.row, []).append(cell)
    for row in rows.values():
        stacks = [cell for cell in row if "\n" in cell.text and _WRAPPED.fullmatch(cell.text)]
        if not stacks or any(_labels_in(cell.text) >= LEAST_STACKED_LABELS for cell in row):
            continue
        uneven = len({cell.text.count("\n") for cell in row if _WRAPPED.fullmatch(cell.text)}) > 1
        for cell in stacks:
            *full, last = gather_lines(words[cell.row, cell.column])
            room = cell.box[2] - cell.box[0] - WIDEST_MARGINS
            lengths = [len(join_words(line)) for line in full]
            digit = (full[0][-1].right - full[0][0].left) / lengths[0]
            if all(line[-1].right - line[0].left + digit > room for line in full) and (
                uneven or len(join_words(last)) < min(lengths)
            ):
                cell.text = cell.text.replace("\n", "")


def _is_row_of_figures(line: str) -> bool:
    figures = line.split()
    return len(figures) >= LEAST_STACKS and all(map(NUMBER.fullmatch, figures))


def _labels_in(text: str) -> int:
    return sum(ENUMERATED.match(line) is not None for line in text.split("\n"))


def _scatter(word: Word, grid: Grid, index: int, page: Page, contents: list[list[Word]]) -> None:
    """Put a run that crosses rules into its cells, character by character, neighbours in one cell kept together."""
    parts: list[tuple[int, int, int]] = []
    start, current = word.start, -1
    before: Word | None = None
    is_cut = False
    for piece in page.split(word):
        at = grid.cell_at((piece.left + piece.right) / 2, piece.middle)
        at = current if at is None else at
        if at != current:
            if current >= 0 and before is not None:
                parts.append((current, start, before.end))
                is_cut = is_cut or _is_one_number(before, piece)
            start, current = piece.start, at
        before = piece
    parts.append((current if current >= 0 else index, start, word.start if before is None else before.end))
    for at, first, last in parts:
        part = page.part(word, first, last)
        contents[at].append(part._replace(text=part.text + UNTOLD) if is_cut else part)


def _is_one_number(before: Word, piece: Word) -> bool:
    """Tell whether a rule runs between two digits of one number, which belongs to neither cell."""
    return (
        before.text.isdigit()
        and piece.text.isdigit()
        and piece.left - before.right <= SPACE * max(piece.size, before.size)
        and abs(piece.middle - before.middle) < piece.size / 2
    )


def cell_text(words: list[Word]) -> str:
    """Return words as text: lines from the top, words from the left, a space where a gap is printed."""
    if not words:
        return ""
    if len(words) == 1:
        return words[0].text
    return "\n".join(join_words(line) for line in gather_lines(words))


def gather_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Return words grouped into lines from the top, each line from the left."""
    lines: list[list[Word]] = []
    middle = 0.0
    size = 0.0
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        if lines and (word.top + word.bottom) / 2 - middle <= 0.5 * min(size, max(word.size, 1.0)):
            lines[-1].append(word)
        else:
            lines.append([word])
            middle, size = word.middle, max(word.size, 1.0)
    for line in lines:
        if len(line) > 1:
            line.sort(key=lambda word: word.left)
            if any(_is_reprint(before, word) for before, word in pairwise(line)):
                line[1:] = [word for before, word in pairwise(line) if not _is_reprint(before, word)]
    return lines


def _is_reprint(before: Word, word: Word) -> bool:
    """Return whether a word is the one before it printed again a hair's breadth away, to make it look bold."""
    return word.left - before.left < REPRINT * word.size and word.text == before.text


def _is_shifted(before: Word, word: Word) -> bool:
    """Tell whether a word that touches the one before it is set higher or lower."""
    return (
        abs(word.middle - before.middle) > SHIFTED * 0.8 * before.size and word.left - before.right <= SPACE * word.size
    )


def join_words(line: list[Word]) -> str:
    """Return the words of one line as text."""
    text = line[0].text
    for before, word in pairwise(line):
        if (
            (word.size < SMALL * before.size or _is_shifted(before, word))
            and word.text.isdigit()
            and before.text.isdigit()
        ):
            text += word.text.translate(RAISED)
        else:
            text += " " + word.text if word.left - before.right > SPACE * word.size else word.text
    return text
