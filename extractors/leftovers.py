"""Numbers of statutory tables that are neither a figure nor in a problem: said, so that none is dropped without a word.

The cells of grids are accounted for where they are read. Here are tables that survive as lines of text, and rows that
have no words left at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from extractors.document import Block, Place, Problem, Table
from extractors.figures import Figure
from extractors.forms import APPLICANTS, T3_ROWS
from extractors.labels import read_label

FEWEST_IN_A_LINE = 3
"""Numbers from which a line without a sentence is a row of a table."""

FEWEST_LINES = 5
"""Lines of one number each, one after the other, from which they are cells of a table; fewer may be page numbers."""

LONGEST_LINE = 300
"""Characters of the longest line that is looked at; a whole report on one line has prose and tables in it."""

LONGEST_RAW = 200
LONGEST_HEADING = 60

_SUBTOTAL = "小计"
_STATUTORY = ("2", "3", "4")
_SECTION_WORDS = ("情况", "事项")
_DIGIT = re.compile("[0-9０-９]")
_SENTENCE = re.compile("[。，；]")
_REMARK = re.compile(r"[（(][^（）()]*[^\W\d_][^（）()]*[）)]")
"""Words in brackets, which labels have: （区分处理的，只计这一情形，不计其他情形）, （单位：万元，保留4位小数）."""
_PAGE_NUMBER = re.compile(r"\s*(?:第\s*\d+\s*页.*|[-—–－·]+\s*\d+\s*[-—–－·]+)\s*")
_WIDTH = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_NUMBER = re.compile(r"(?<![\d.A-Za-z第〔(（-])\d+(?:,\d{3})*(?:\.\d+)?(?![\d.]|\s*[年月日页号]|[、．)）]|\.\D)")
"""A printed number: no ordinal (1. 1、 （1）), no year, page or number of a document."""
_WORDS = re.compile(r"[^\W\d_]")


def find_leftovers(
    blocks: Sequence[Block],
    used: Collection[int],
    gridded: Collection[int],
    figures: Mapping[str, Figure],
    problems: Iterable[Problem],
) -> list[Problem]:
    """Return a problem for each run of lines or rows with numbers that no figure and no problem accounts for.

    `used` are the indexes of blocks that are table text, `gridded` the numbers of the tables read as grids.
    """
    rows = _rows_of_tables(blocks, used, gridded)
    if not rows:
        return []
    known: Counter[str] = Counter()
    for figure in figures.values():
        if figure.raw and figure.place.table not in gridded:
            known.update(numbers_in(figure.raw))
    for problem in problems:
        known.update(numbers_in(problem.raw))
    left = _unknown(rows, known)
    if left and any(_SUBTOTAL in text for index in used for text in _texts(blocks[index])):
        left = _unknown(rows, known + Counter(_subtotals(figures)))
    return list(_said(left))


def _unknown(rows: Sequence[tuple[int, Place, str]], known: Counter[str]) -> list[tuple[int, Place, str]]:
    """Return the rows with numbers that are not among the known ones, each of which stands for one print."""
    left: list[tuple[int, Place, str]] = []
    room = known.copy()
    for row in rows:
        numbers = numbers_in(_REMARK.sub("", row[2]))
        room.subtract(numbers)
        if any(room[number] < 0 for number in numbers):
            left.append(row)
            # what is missing here is not missing again in the next row
            room.update({number: -room[number] for number in set(numbers) if room[number] < 0})
    return left


def _texts(block: Block) -> list[str]:
    return [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]


def _subtotals(figures: Mapping[str, Figure]) -> Iterable[str]:
    """Yield what a column of no form prints: the sum of the five kinds of organisations."""
    for row in T3_ROWS:
        parts = [figures.get(f"{row}__{applicant}") for applicant in APPLICANTS[1:-1]]
        if all(part is not None and part.value is not None for part in parts):
            yield str(sum(part.value or 0 for part in parts if part is not None))


def numbers_in(text: str) -> list[str]:
    """Return the numbers printed in a text, without thousands separators."""
    return [number.replace(",", "") for number in _NUMBER.findall(text.translate(_WIDTH))]


def _said(left: Sequence[tuple[int, Place, str]]) -> Iterable[Problem]:
    """Yield problems for lines, those that follow one another together as far as their text has room."""
    for _, run in groupby(enumerate(left), lambda item: item[1][0] - item[0]):
        raw, first = "", Place()
        for _, (_, place, text) in run:
            if raw and len(raw) + len(text) + 1 > LONGEST_RAW:
                yield _problem(first, raw)
                raw = ""
            if not raw:
                first = place
            raw = f"{raw} {text}" if raw else text
        yield _problem(first, raw)


def _problem(place: Place, raw: str) -> Problem:
    parts = [
        (name, value) for name, value in zip(("table", "row", "page", "line"), _where(place), strict=True) if value
    ]
    where = " ".join(f"{name} {value}" for name, value in parts) or "document"
    return Problem(
        "unmatched_numbers", where, raw[:LONGEST_LINE], "no label names these numbers of a table for certain"
    )


def _where(place: Place) -> tuple[int | None, ...]:
    return place.table, place.row, place.page, place.line


def _rows_of_tables(
    blocks: Sequence[Block], used: Collection[int], gridded: Collection[int]
) -> list[tuple[int, Place, str]]:
    """Return the lines and rows that are text of statutory tables as (index, place, text); grids are left out."""
    rows: list[tuple[int, Place, str]] = []
    lonely: list[tuple[int, Place, str]] = []
    lines = [index for index in used if not isinstance(blocks[index], Table)]
    first, last = (min(lines), max(lines)) if lines else (0, 0)
    section = ""
    tables = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            tables += 1
            rows += _take(lonely)
            if index in used and tables not in gridded:
                rows += _rows_of(index, block)
            elif index not in used and (section in _STATUTORY or first < index < last) and not _has_words(block):
                # it lost its labels; another table has words
                rows += _rows_of(index, block)
            continue
        text = block.text
        if len(text) <= LONGEST_HEADING:
            section = _section_of(text, section)
        # most lines are prose, and most of them are long
        if len(text) > LONGEST_LINE or _DIGIT.search(text) is None or ("。" in text and "\t" not in text):
            if lonely and not text.isspace():
                rows += _take(lonely)
            continue
        row = (index, block.place, " ".join(text.split()))
        text = _REMARK.sub("", text)
        if _SENTENCE.search(text) and not _has_cells(text):
            rows += _take(lonely)
        elif _PAGE_NUMBER.fullmatch(text):
            continue
        elif index in used:
            rows += _take(lonely)
            rows.append(row)
        elif section in _STATUTORY or first < index < last:
            numbers = numbers_in(text)
            if len(numbers) >= FEWEST_IN_A_LINE:
                rows += _take(lonely)
                rows.append(row)
            elif numbers and not _WORDS.search(text):
                lonely.append(row)
            else:
                rows += _take(lonely)
        else:
            rows += _take(lonely)
    return rows + _take(lonely)


def _has_cells(text: str) -> bool:
    """Tell whether a line has cells of numbers; a label before them may be torn in a remark that is a sentence."""
    cells = text.split("\t")
    return sum(bool(numbers_in(cell)) and not _WORDS.search(cell) for cell in cells) >= FEWEST_IN_A_LINE


def _take(lonely: list[tuple[int, Place, str]]) -> list[tuple[int, Place, str]]:
    """Return the lines of one number each if they are many enough, and forget them."""
    taken = list(lonely) if len(lonely) >= FEWEST_LINES else []
    lonely.clear()
    return taken


def _section_of(text: str, before: str) -> str:
    """Return the section that a line opens, or the one before."""
    if not any(word in text for word in _SECTION_WORDS):
        return before
    return read_label(text).key("section") or before


def _has_words(table: Table) -> bool:
    return any(_WORDS.search(cell.text) for cell in table.cells)


def _rows_of(index: int, table: Table) -> list[tuple[int, Place, str]]:
    """Return the rows of a table that have numbers enough."""
    found: list[tuple[int, Place, str]] = []
    for row in table.rows():
        text = " ".join(" ".join(cell.text.split()) for cell in row)
        if len(text) <= LONGEST_LINE and len(numbers_in(_REMARK.sub("", text))) >= FEWEST_IN_A_LINE:
            found.append((index, table.place._replace(row=row[0].row + 1), text))
    return found
