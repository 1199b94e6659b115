"""Cut lines of text into pieces, the cells as far as the text still shows them, and find labels in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.document import Heading, Paragraph
from extractors.labels import BOOK, Label, Meaning, core, read_label

_NOT_SOUGHT = frozenset(
    {"维持", "纠正", "公民", "数量", "单位", "项目", "指标", "数据", "数值", "代码", "编号", "总数"}
)
"""Labels too common in prose to be searched for outside a cell of their own."""

CJK = re.compile(r"[\u4e00-\u9fff]")
_BAR = "0"
_WITH_DIGITS = re.compile(r"[\d①-⑳⑴-⑽⒈-⒐²³¹][^\u4e00-\u9fff]*")
_NO_LETTERS = re.compile(rf"[^\u4e00-\u9fff{_BAR}]+")
_RULE_MARKS = "|:-–—=+"
_PARTING_MARKS = ("|", "\t")

FEWEST_PARTED_CELLS = 6
"""Texts between lines of a bar alone, or a tab alone, that show that these part cells and are none themselves."""

_CUT_HEADS: dict[tuple[str, ...], tuple[Meaning, ...]] = {
    ("商业", "科研"): (Meaning("t3_column", "business"), Meaning("t3_column", "research")),
    ("本年新", "本年新"): (Meaning("t2_measure", "made"), Meaning("t2_measure", "newly_public")),
}
"""Heads of two lines, side by side, of which converters keep the first line only: 商业企业 and 科研机构, 本年新制作数量
and 本年新公开数量. Cells by themselves, or one of them alone, say too little."""

LONGEST_NOTE = 150
"""Characters of a note in brackets behind a label of table 2; one province explains in 70 what other services are."""

_OPEN_NOTE = re.compile(r"[\u4e00-\u9fff][（(][^（()）]*$")

LONGEST_CELL = 20
"""Characters of a line that may be a cell."""

SPACED_OUT = 0.9
"""Share of the short lines with an empty line before them from which on such a line says nothing."""


class Piece(NamedTuple):
    """A cell of the run, as far as the text still shows cells. `row` counts the rows that blank lines or tabs show.

    `single` says that the piece is a line of its own with nothing that shows where its cells begin and end.
    """

    text: str
    line: int
    row: int
    single: bool


class Event(NamedTuple):
    """A label found: from `start` (piece, offset) to `stop`, with what it may mean."""

    start: tuple[int, int]
    stop: tuple[int, int]
    label: Label
    text: str


def cut_lines(lines: Sequence[tuple[int, Paragraph | Heading]]) -> list[Piece]:
    """Cut a run of lines into pieces: at tabs, at bars, at line ends."""
    pieces: list[Piece] = []
    row = 0
    last_line: int | None = None
    led = open_bar = parted = tailed = False
    texts = _without_first_bars([block.text for _, block in lines])
    parting = _parting_lines(texts)
    spaced = _are_spaced_out(lines)
    for index, (_, block) in enumerate(lines):
        text = texts[index]
        at = block.place.line
        if index in parting:
            if parting[index]:
                pieces.append(Piece("", index, row, False))
            last_line, led, open_bar, parted = at, False, False, True
            continue
        gap = isinstance(block, Heading) or (
            not spaced and at is not None and last_line is not None and at - last_line > 1
        )
        last_line = at + text.count("\n") if at is not None else None
        if not text.strip("\t |") and not open_bar and "\t" not in text and "|" not in text:
            continue
        # no pattern: one that may begin and end with dashes takes cubic time on a long line of them
        if "--" in text and not "".join(text.split()).strip(_RULE_MARKS):
            continue
        tabs = text.count("\t")
        if open_bar and "|" in text and not text.startswith("|"):
            # a row of bars whose cells were parted by line ends: | / 规章 | / 0 | / 0 |
            head, *rest = text.split("|")
            pieces[-1] = pieces[-1]._replace(text=f"{pieces[-1].text}{head}", line=index)
            pieces += [Piece(part, index, row, False) for part in rest]
            continue
        if text.strip().find("|") == len(text.strip()) - 1 > 0 or (tailed and text.strip() and not text.strip("| ")):
            # a bar behind each cell, one cell a line: 规章 | / 0 | / 0 | / ||
            row += not tailed
            pieces += [Piece(part, index, row, False) for part in text.split("|")[:-1]]
            open_bar, led, tailed = False, False, True
            continue
        row += tailed
        tailed = False
        open_bar = text.strip() == "|" or (text.lstrip().startswith("|") and not text.rstrip().endswith("|"))
        if "|" in text and (text.count("|") > 1 or not tabs):
            row += 1
            inner = text.strip()
            inner = inner.removeprefix("|").removesuffix("|")
            pieces += [Piece(part, index, row, False) for part in inner.split("|")]
            row += not open_bar
            led = False
        elif tabs == 1 and text.startswith("\t"):
            if gap:
                row += 1
            pieces.append(Piece(text[1:], index, row, False))
            led = True
        elif tabs:
            row += 1
            pieces += [Piece(part, index, row, False) for part in text.split("\t")]
            row += 1
            led = False
        elif led and not gap and pieces:
            # the cell before was parted by a line end
            pieces[-1] = pieces[-1]._replace(text=f"{pieces[-1].text}\n{text}")
        else:
            if gap:
                row += 1
            pieces.append(Piece(text, index, row, not parted))
            led = parted = False
    return pieces


def _are_spaced_out(lines: Sequence[tuple[int, Paragraph | Heading]]) -> bool:
    """Return whether empty lines stand between all the short lines: there they begin no row and may part a label."""
    gaps = [
        after.place.line - before.place.line > 1
        for (_, before), (_, after) in pairwise(lines)
        if before.place.line is not None and after.place.line is not None
        if max(len(before.text.strip()), len(after.text.strip())) <= LONGEST_CELL
    ]
    return len(gaps) >= FEWEST_PARTED_CELLS and sum(gaps) >= SPACED_OUT * len(gaps)


def _without_first_bars(texts: Sequence[str]) -> list[str]:
    """Return the lines without the bar before the first cell of a row, where lines of a bar alone part its cells.

    | 规章 / | / 0 / | / 0 / |: the bar that begins the row says no more than the line end before it.
    """
    return [
        text.lstrip()[1:] if _has_first_bar(text) and below.strip() == "|" else text
        for text, below in zip(texts, [*texts[1:], ""], strict=True)
    ]


def _has_first_bar(text: str) -> bool:
    """Return whether a line begins with its only bar, and has a cell behind it."""
    text = text.strip()
    return len(text) > 1 and text.startswith("|") and text.count("|") == 1


def _parting_lines(texts: Sequence[str]) -> dict[int, bool]:
    """Return the lines that only part the cell before from the cell after; True where the cell before is empty.

    规章 / | / 0 / | / 0 / |, and the same with a tab for a bar, is what is left of a table whose cells hold
    paragraphs. A bar beside text, as in | / 规章 | / 0 |, begins a row of another kind.
    """
    found: dict[int, bool] = {}
    for mark in _PARTING_MARKS:
        alone: list[int] = []
        for index, text in enumerate([*texts, f"x{mark}"]):
            if mark not in text:
                continue
            if text.strip(" \u00a0\u3000") == mark:
                alone.append(index)
                continue
            if mark == "|" and not text.strip("| "):
                # what merged cells left of the row before
                continue
            empty = {after: not any(map(str.strip, texts[before + 1 : after])) for before, after in pairwise(alone)}
            if list(empty.values()).count(False) >= FEWEST_PARTED_CELLS:
                found |= {alone[0]: False} | empty
            alone = []
    return found


class Vocabulary(NamedTuple):
    """Labels to search for: one pattern that finds the longest first, and what each may mean."""

    pattern: re.Pattern[str]
    labels: dict[str, Label]


def _vocabulary(labels: dict[str, Label]) -> Vocabulary:
    by_first: dict[str, list[str]] = {}
    for text in sorted(labels, key=len, reverse=True):
        by_first.setdefault(text[0], []).append(text[1:])
    # the longest of those that begin alike; without the groups every label is tried at every place
    groups = (f"{first}(?:{'|'.join(rests)})" for first, rests in by_first.items())
    return Vocabulary(re.compile("|".join(groups)), labels)


def _vocabularies() -> tuple[Vocabulary, Vocabulary]:
    """Return the labels to search for: of the forms since 2019, and of the table of 2014."""
    labels: dict[str, Label] = {}
    labels_2014: dict[str, Label] = {}
    for text, meanings in BOOK.exact.items():
        if text in _NOT_SOUGHT or text in BOOK.endings or len(text) < 2:
            continue
        kept = tuple(m for m in meanings if m.kind not in ("y14_header", "y14_group", "y14_row"))
        old = tuple(m for m in meanings if m.kind in ("y14_group", "y14_row"))
        if kept:
            labels["".join(CJK.findall(text))] = Label(kept)
        if old:
            labels_2014["".join(CJK.findall(text))] = Label(old)
    for mark, part in (("一", "art20_1"), ("五", "art20_5"), ("六", "art20_6"), ("八", "art20_8"), ("九", "art20_9")):
        labels[f"第二十条第{mark}项"] = Label((Meaning("t2_head", part),))
    return _vocabulary(labels), _vocabulary(labels_2014)


SINCE_2019, OF_2014 = _vocabularies()


def find_labels(pieces: Sequence[Piece], sought: Vocabulary = SINCE_2019) -> list[Event]:
    """Find every label in the pieces, also where it is parted over pieces, in order."""
    letters: list[str] = []
    begins: list[int] = []
    length = 0
    last_row = -1
    for piece in pieces:
        # digits part labels, punctuation and spaces do not
        text = _NO_LETTERS.sub("", _WITH_DIGITS.sub(_BAR, piece.text))
        if piece.row != last_row:
            text = _BAR + text
            last_row = piece.row
        begins.append(length)
        letters.append(text)
        length += len(text)
    joined = "".join(letters).replace("它", "他")
    events: list[Event] = []
    offsets: dict[int, list[int]] = {}

    def place(at: int) -> tuple[int, int]:
        index = bisect_right(begins, at) - 1
        if index not in offsets:
            found = (match.start() for match in CJK.finditer(pieces[index].text))
            offsets[index] = [-1 if letter == _BAR else next(found) for letter in letters[index]]
        return index, offsets[index][at - begins[index]]

    for match in sought.pattern.finditer(joined):
        index, offset = place(match.end() - 1)
        events.append(Event(place(match.start()), (index, offset + 1), sought.labels[match[0]], match[0]))
    events = _drop_words(events, pieces)
    return _add_cut_heads(_add_approximate(events, pieces), pieces) if sought is SINCE_2019 else events


def _drop_words(events: list[Event], pieces: Sequence[Piece]) -> list[Event]:
    """Drop labels that are part of a longer word: 其他 in 其他法律, 规章 in 规章制度, 行政处罚 in 作出行政处罚."""
    events = [event for event in events if not (event.label.key("t2_item") and _stands_in_note(event, pieces))]
    starts = {event.start for event in events}
    kept: list[Event] = []
    for event in events:
        stops = kept[-1].stop if kept else (-1, 0)
        index, offset = event.start
        before = pieces[index].text[offset - 1] if offset else ""
        if before and "\u4e00" <= before <= "\u9fff" and stops != event.start and not _section(event):
            starts.discard(event.start)
            continue
        index, offset = event.stop
        text = pieces[index].text
        after = text[offset] if offset < len(text) else ""
        if "\u4e00" <= after <= "\u9fff" and event.stop not in starts and not _mark_follows(text, offset):
            if _section(event):
                kept.append(event)
            else:
                starts.discard(event.start)
            continue
        kept.append(event)
    return kept


def _stands_in_note(event: Event, pieces: Sequence[Piece]) -> bool:
    """Return whether a label stands in brackets behind another: 其他对外管理服务事项（含行政处罚、行政强制等）."""
    index, offset = event.start
    return _OPEN_NOTE.search(pieces[index].text, max(offset - LONGEST_NOTE, 0), offset) is not None


def _mark_follows(text: str, offset: int) -> bool:
    return re.match(r"[一二三四五六七八九十]{1,2}\s*[、.．]", text[offset : offset + 4]) is not None


def _section(event: Event) -> bool:
    return event.label.key("section") is not None


def _add_approximate(events: list[Event], pieces: Sequence[Piece]) -> list[Event]:
    """Recognise pieces that are a label with a slip in it, where no label was found in them."""
    covered: set[int] = set()
    for event in events:
        covered.update(range(event.start[0], event.stop[0] + 1))
    added: list[Event] = []
    for index, piece in enumerate(pieces):
        if index in covered or not 5 <= len(piece.text.strip()) <= 60:
            continue
        match = re.match(r"\s*(\S.*?[\u4e00-\u9fff）)”])(?=$|\s+[\d/—-]|\s*$)", piece.text, re.DOTALL)
        if match is None:
            continue
        label = read_label(match[1])
        meanings = tuple(m for m in label.meanings if m.kind in ("t3_row", "t3_column", "t2_measure", "t4_group"))
        if meanings and not label.exact:
            added.append(Event((index, match.start(1)), (index, match.end(1)), Label(meanings), core(match[1])))
    return sorted([*events, *added], key=lambda event: event.start) if added else events


def _add_cut_heads(events: list[Event], pieces: Sequence[Piece]) -> list[Event]:
    """Recognise the heads of two neighbouring columns that lost all but their first lines."""
    texts = [piece.text.strip() for piece in pieces]
    added = [
        Event((at + column, 0), (at + column, len(pieces[at + column].text)), Label((meaning,)), cut[column])
        for cut, meanings in _CUT_HEADS.items()
        if cut[0] in texts
        for at in range(len(pieces) - 1)
        if (texts[at], texts[at + 1]) == cut and not pieces[at].single and pieces[at].row == pieces[at + 1].row
        for column, meaning in enumerate(meanings)
    ]
    return sorted([*events, *added], key=lambda event: event.start) if added else events
