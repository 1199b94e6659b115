"""Tables without rules: rows of figures that stand in the same columns, under words that name the columns.

Only what is beyond doubt becomes a table: at least two rows of five or more figures whose middles agree, a heading
over every column (or the same columns at the foot of the page before), and every label nearest to one row. All else
stays lines of text, with tabs where gaps are printed, for the reader of tables that lost their grid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.formats.printed.lines import Line
from extractors.formats.printed.page import Page, Word
from extractors.formats.printed.tables import ENUMERATED, NUMBER, Draft, DraftCell, cell_text
from extractors.numerals import read_number

LEAST_COLUMNS = 5
"""Figures in a row. Rows of fewer are told apart by their labels as lines of text."""

LEAST_ROWS = 2

OFF_CENTRE = 0.3
"""Share of a column's width by which a figure may stand off its middle."""

CLEARLY_NEARER = 0.72
"""A label line belongs to the nearest row when the next one is at least this much further (distances compared)."""

WRAP = 1.5
"""Font sizes from line to line of one heading that is wrapped; rows of headings stand further apart."""

MOST_HEADING = 130.0
"""Points above the first row within which the headings of its columns stand."""

_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}\s*、|\d\s*[、.．])?.{0,26}"
    r"(?:总体情况|公开政府信息情况|信息公开申请情况|行政诉讼情况|改进情况|报告的?事项)\s*"
)
_PROSE = re.compile(r"[。；;]")
_DIGIT_LABEL = re.compile(r"\d{1,2}[.．、](?!\d)")
_INNER_DIGIT = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,2}[.．、](?=[\u4e00-\u9fff])")
_SUB_GROUP = re.compile(r"[（(]")


class _Row(NamedTuple):
    """A line with figures: its middle, the figures by column (None: blank), and the words left of them."""

    middle: float
    figures: list[Word | None]
    labels: list[Word]
    line: Line


class _Run(NamedTuple):
    """Rows with the same columns: the first and last of their lines, and the columns' middles."""

    first: int
    last: int
    middles: list[float]
    rows: list[_Row]


def find_columns(page: Page, lines: Sequence[Line], before: Draft | None) -> list[tuple[Draft, list[Line]]]:
    """Return the unruled tables among a page's lines, each with the lines it takes.

    `before` is the unruled table at the foot of the page before, whose columns may go on without headings.
    """
    found: list[tuple[Draft, list[Line]]] = []
    for run in _runs(lines):
        read = _read(page, lines, run, None if found else before)
        if read is not None:
            draft, first, last = read
            found.append((draft, list(lines[first : last + 1])))
    return found


def _figures(line: Line) -> list[Word]:
    """Return the figures that a line ends with."""
    count = 0
    for word in reversed(line.words):
        if not NUMBER.fullmatch(word.text):
            break
        count += 1
    return line.words[len(line.words) - count :]


def _runs(lines: Sequence[Line]) -> Iterator[_Run]:
    """Yield runs of rows that stand in the same columns, with no section heading and no prose between."""
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or _SECTION.fullmatch(lines[index].text) or _is_prose(lines[index]):
            if index > start:
                yield from _runs_of_part(lines, start, index)
            start = index + 1


def _runs_of_part(lines: Sequence[Line], start: int, end: int) -> Iterator[_Run]:
    figures = [(index, _figures(lines[index])) for index in range(start, end)]
    figures = [(index, words) for index, words in figures if words]
    counts = Counter(len(words) for _, words in figures if len(words) >= LEAST_COLUMNS)
    if not counts:
        return
    usual = max(counts, key=lambda count: (counts[count], count))
    middles = next([_centre(word) for word in words] for _, words in figures if len(words) == usual)
    if min(b - a for a, b in pairwise(middles)) <= 0:
        return
    rows: list[tuple[int, _Row]] = []
    edge = middles[0] - min(b - a for a, b in pairwise(middles)) / 2
    for index, words in figures:
        line = lines[index]
        if rows and any(between.right > edge + 1 for between in lines[rows[-1][0] + 1 : index]):
            # words over the columns: headings again, or another table
            yield _Run(rows[0][0], rows[-1][0], middles, [row for _, row in rows])
            rows = []
        placed = _placed(words, middles)
        labels = line.words[: len(line.words) - len(words)]
        # one lone figure without a label is a page number, not a row
        if placed is not None and (labels or len(words) > 1):
            rows.append((index, _Row((line.top + line.bottom) / 2, placed, labels, line)))
        elif rows:
            yield _Run(rows[0][0], rows[-1][0], middles, [row for _, row in rows])
            rows = []
    if rows:
        yield _Run(rows[0][0], rows[-1][0], middles, [row for _, row in rows])


def _centre(word: Word) -> float:
    return (word.left + word.right) / 2


def _placed(words: list[Word], middles: list[float]) -> list[Word | None] | None:
    """Return figures under the columns they stand in, None when one stands in none or two in one."""
    width = min(b - a for a, b in pairwise(middles))
    placed: list[Word | None] = [None] * len(middles)
    for word in words:
        centre = _centre(word)
        nearest = min(range(len(middles)), key=lambda at: abs(middles[at] - centre))
        if abs(middles[nearest] - centre) > OFF_CENTRE * width or placed[nearest] is not None:
            return None
        placed[nearest] = word
    return placed


def _is_prose(line: Line) -> bool:
    return len(line.text) > 24 and _PROSE.search(line.text) is not None


def _read(page: Page, lines: Sequence[Line], run: _Run, before: Draft | None) -> tuple[Draft, int, int] | None:
    """Return a run of rows as a table with the first and last line it takes, None when anything is in doubt."""
    rows, start, end = run.rows, run.first, run.last
    middles = []
    for at, middle in enumerate(run.middles):
        standing = [_centre(word) for row in rows if (word := row.figures[at]) is not None]
        middles.append(sum(standing) / len(standing) if standing else middle)
    width = min(b - a for a, b in pairwise(middles))
    if width <= 0:
        return None
    edges = [middles[0] - width / 2, *((a + b) / 2 for a, b in pairwise(middles)), middles[-1] + width / 2]
    goes_on = before is not None and start <= 2 and _continues(before, edges)
    if not goes_on and sum(None not in row.figures for row in rows) < LEAST_ROWS:
        return None
    if any(word.right > edges[0] + width * OFF_CENTRE for row in rows for word in row.labels):
        return None
    labels = _labels(page, lines, start, end, rows, edges[0], goes_on)
    if labels is None:
        return None
    headings: list[list[Word]] = []
    first = labels.first
    if not goes_on:
        above = _headings(lines, labels.first, rows[0], edges)
        if above is None:
            return None
        headings, first = above
    words = [word for row in labels.rows for word in row.words] + [word for group in labels.groups for word in group]
    left = min((word.left for word in words), default=edges[0] - width)
    leaf = (left + edges[0]) / 2 if labels.leaf is None else labels.leaf
    return _draft(page, [left - 1.0, leaf, *edges], headings, rows, labels), first, labels.last


def _continues(before: Draft, edges: list[float]) -> bool:
    known = before.xs[-len(edges) :]
    return len(known) == len(edges) and all(abs(a - b) <= 6 for a, b in zip(known, edges, strict=True))


class _Label(NamedTuple):
    """The label of a row: its own words, and whether it is one of a numbered group (1. 2. 3.)."""

    words: list[Word]
    is_digit: bool


class _Labels(NamedTuple):
    """The labels of all rows, the words of group labels beside them, and the first and last line they take.

    `leaf` is where the column of numbered labels begins, None when there is none.
    """

    rows: list[_Label]
    groups: list[list[Word]]
    leaf: float | None
    first: int
    last: int


def _labels(
    page: Page, lines: Sequence[Line], start: int, end: int, rows: list[_Row], edge: float, goes_on: bool
) -> _Labels | None:
    """Return the labels left of the figures, None when in doubt.

    A label that is wrapped around its figures stands nearest to them; a line as near to two rows is a doubt. Words
    left of the numbered labels name groups of rows and may stand between rows.
    """
    middles = [row.middle for row in rows]
    pitch = min((b - a for a, b in pairwise(middles)), default=rows[0].line.size * 2)
    reach = max(pitch * 0.6, rows[0].line.size * 1.1)
    own = {id(row.line) for row in rows}
    first, last = start, end
    loose: list[Line] = []
    for index in [*range(start - 1, max(start - 4, -1), -1), *range(start, min(end + 4, len(lines)))]:
        line = lines[index]
        if id(line) in own:
            continue
        middle = (line.top + line.bottom) / 2
        if line.right > edge or _SECTION.fullmatch(line.text):
            if start < index < end:
                return None
            if index > end:
                break
            continue
        far = min(abs(middle - middles[0]), abs(middle - middles[-1])) > reach
        if (index < start and (goes_on or far)) or (index > end and far):
            continue
        loose.append(line)
        first, last = min(first, index), max(last, index)
    parted = [_parted(page, row.labels) for row in rows]
    numbered = [leaf[0].left for _, leaf in parted if leaf and _DIGIT_LABEL.match(leaf[0].text)]
    numbered += [line.left for line in loose if _DIGIT_LABEL.match(line.text)]
    leaf_edge = min(numbered) - 1.5 if len(numbered) >= LEAST_ROWS else None
    groups = [word for outer, _ in parted for word in outer]
    own_words: list[list[Word]] = []
    for _, leaf in parted:
        numbered_label = bool(leaf) and ENUMERATED.match(leaf[0].text) is not None
        inner = [word for word in leaf if numbered_label or leaf_edge is None or word.right > leaf_edge + 2]
        groups += [word for word in leaf if word not in inner]
        own_words.append(inner)
    for line in loose:
        middle = (line.top + line.bottom) / 2
        distances = sorted((abs(middle - at), number) for number, at in enumerate(middles))
        distance, nearest = distances[0]
        doubtful = len(distances) > 1 and distance > CLEARLY_NEARER * distances[1][0]
        for word in line.words:
            is_outer = leaf_edge is not None and word.right <= leaf_edge + 2
            beside = parted[nearest][1]
            if is_outer and not doubtful and beside and not _DIGIT_LABEL.match(beside[0].text):
                # under a label that reaches over both label columns, its wrapped rest may stand in the outer one
                is_outer = not (beside[0].left - 2 <= (word.left + word.right) / 2 <= beside[-1].right)
            if is_outer:
                groups.append(word)
            elif doubtful:
                if not (own_words[nearest] and own_words[distances[1][1]]):
                    return None
                # both rows have a label of their own: this one names a group of rows
                groups.append(word)
            else:
                own_words[nearest].append(word)
    labels = [
        _Label(words, bool(words) and _DIGIT_LABEL.match(min(words, key=lambda word: word.top).text) is not None)
        for words in own_words
    ]
    return _Labels(labels, _gathered(groups), leaf_edge, first, last)


def _parted(page: Page, words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Return the words left of a row's own label (pieces of group labels), and the label from its number on."""
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        inside = list(_INNER_DIGIT.finditer(word.text))
        if inside and len(word.text) == word.end - word.start:
            # two labels printed without a gap: （六）其他处理3.其他
            cut = word.start + inside[-1].start()
            return [*words[:at], page.part(word, word.start, cut)], [page.part(word, cut, word.end), *words[at + 1 :]]
        if ENUMERATED.match(word.text):
            return words[:at], words[at:]
    return [], words


def _gathered(words: list[Word]) -> list[list[Word]]:
    """Return pieces of group labels as whole labels: from one number （三） to the next, within one column."""
    labels: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.left)):
        home = None
        if not ENUMERATED.match(word.text):
            centre = (word.left + word.right) / 2
            for label in reversed(labels):
                if min(part.left for part in label) - 2 <= centre <= max(part.right for part in label) + 2:
                    home = label
                    break
        if home is None:
            labels.append([word])
        else:
            home.append(word)
    return labels


def _headings(lines: Sequence[Line], first: int, row: _Row, edges: list[float]) -> tuple[list[list[Word]], int] | None:
    """Return the headings above a table, each as the words of one cell, and the first line they take.

    None unless every column has one of its own.
    """
    words: list[Word] = []
    top = first
    for index in range(first - 1, -1, -1):
        line = lines[index]
        if _SECTION.fullmatch(line.text) or _is_prose(line) or row.middle - line.bottom > MOST_HEADING:
            break
        if any(NUMBER.fullmatch(word.text) and word.left > edges[0] for word in line.words):
            break
        words += line.words
        top = index
    over = sorted((word for word in words if word.right > edges[0]), key=lambda word: (word.left + word.right) / 2)
    cells: list[list[Word]] = []
    for left, right in pairwise(edges):
        stack = sorted(
            (word for word in over if left <= (word.left + word.right) / 2 < right), key=lambda word: word.middle
        )
        if not stack:
            return None
        # from the figures upwards: the lines of one wrapped heading stand close
        cells.append([stack[0]])
        for upper, lower in pairwise(stack):
            close = lower.middle - upper.middle <= WRAP * upper.size
            wider = (upper.right - upper.left) > (right - left) * 1.15
            if close and not wider:
                cells[-1].append(lower)
            else:
                cells.append([lower])
    corner = [word for word in words if word.right <= edges[0]]
    if corner:
        cells.append(corner)
    return cells, top


def _draft(page: Page, xs: list[float], headings: list[list[Word]], rows: list[_Row], labels: _Labels) -> Draft:
    """Return the table: a row for every height at which headings stand, then the rows of figures."""
    levels: list[float] = []
    placed: list[tuple[float, list[Word]]] = []
    for cell in headings:
        middle = (min(word.top for word in cell) + max(word.bottom for word in cell)) / 2
        placed.append((middle, cell))
        if all(abs(middle - level) > cell[0].size / 2 for level in levels):
            levels.append(middle)
    levels.sort()
    cells: list[DraftCell] = []
    for middle, words in placed:
        row = min(range(len(levels)), key=lambda at: abs(levels[at] - middle))
        centre = (min(word.left for word in words) + max(word.right for word in words)) / 2
        column = max(sum(x <= centre for x in xs) - 1, 0)
        cells.append(_cell(page, row, 0, 1, 2, words) if column < 2 else _cell(page, row, column, 1, 1, words))
    top = len(levels)
    grouped: set[int] = set()
    for first, last in _sequences(labels.rows):
        upper = rows[first].middle - rows[first].line.size
        lower = rows[last].middle + rows[last].line.size
        names = [group for group in labels.groups if upper <= _middle(group) <= lower and _is_sub_group(group)]
        if len(names) == 1:
            cells.append(_cell(page, top + first, 0, last - first + 1, 1, names[0]))
            grouped.update(range(first, last + 1))
    for number, (row_of_figures, label) in enumerate(zip(rows, labels.rows, strict=True)):
        if number in grouped:
            cells.append(_cell(page, top + number, 1, 1, 1, label.words))
        else:
            cells.append(_cell(page, top + number, 0, 1, 2, label.words))
        figures = row_of_figures.figures
        if figures[-1] is None and not _adds_up(figures):
            # one figure too few, as in a row whose figures moved up to close a gap: all of them stand in one cell
            found = [word for word in figures if word is not None]
            cells.append(_cell(page, top + number, 2, 1, len(figures), found))
            continue
        cells += [
            _cell(page, top + number, 2 + at, 1, 1, [] if word is None else [word]) for at, word in enumerate(figures)
        ]
    box = (
        round(xs[0], 1), round(min(cell.box[1] for cell in cells if cell.text), 1),
        round(xs[-1], 1), round(max(cell.box[3] for cell in cells if cell.text), 1),
    )  # fmt: skip
    return Draft(xs, top + len(rows), cells, page.number, page.number, box, guessed=True)


def _adds_up(figures: Sequence[Word | None]) -> bool:
    """Return whether the figure in the first column is the sum of all others, blank ones left out."""
    numbers = [0 if word is None else read_number(word.text).value or 0 for word in figures]
    return 0 < numbers[0] == sum(numbers[1:])


def _sequences(labels: list[_Label]) -> list[tuple[int, int]]:
    """Return first and last row of each group of numbered labels: every 1. begins one."""
    found: list[tuple[int, int]] = []
    first = -1
    for number, label in enumerate(labels):
        begins = label.is_digit and label.words[0].text.startswith("1") and not label.words[0].text[1:2].isdigit()
        if first >= 0 and (begins or not label.is_digit):
            found.append((first, number - 1))
            first = -1
        if label.is_digit and first < 0:
            first = number
    if first >= 0:
        found.append((first, len(labels) - 1))
    return found


def _middle(words: list[Word]) -> float:
    return (min(word.top for word in words) + max(word.bottom for word in words)) / 2


def _is_sub_group(words: list[Word]) -> bool:
    return _SUB_GROUP.match(words[0].text) is not None


def _cell(page: Page, row: int, column: int, rowspan: int, colspan: int, words: list[Word]) -> DraftCell:
    if words:
        box = (
            round(min(word.left for word in words), 1), round(min(word.top for word in words), 1),
            round(max(word.right for word in words), 1), round(max(word.bottom for word in words), 1),
        )  # fmt: skip
    else:
        box = (0.0, 0.0, 0.0, 0.0)
    return DraftCell(row, column, rowspan, colspan, cell_text(words), page.number, box)
