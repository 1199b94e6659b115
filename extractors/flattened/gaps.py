"""What stands between one label and the next: values, or prose, marks of items and the rest of a wrapped label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.cells import FRAGMENT, NUMBER, WORDS, Seen, see
from extractors.document import Heading, Paragraph, Place
from extractors.flattened.pieces import CJK, Event, Piece, cut_lines, find_labels
from extractors.forms import EDITIONS, load_form
from extractors.labels import is_unit, normalise, split_ordinal

LONGEST_VALUE = 30
"""Characters without a space of the longest value with its unit; what has letters and is longer is none."""

LONGEST_MARK = 4
"""Characters of an item mark before a label: （十）."""

LONGEST_RESIDUE = 10
"""Letters that may stand between labels and values without ending the table (a stray word); more is prose."""

NOTE_AT_START = re.compile(r"^\s*[（(\[【][^（(）)\]】]*[）)\]】]")
"""A note in brackets behind a label: 9.其他（含历史遗留）."""

_MARK_AT_END = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}\s*[、.．，]|"
    r"(?<![\d.,，])\d{1,2}\s*[.．、)）]|[①-⑳])[\s、.．]*$"
)
_GLUED_MARK = re.compile(r"\d\s*[.．、)）]\s*$")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*|\d{1,3}\s*/\s*\d{1,3})\s*")
_POINTS = frozenset(".．,，")
_MARKS_ALONE = frozenset("、：:；;（）()")
"""Marks that are no value in a line of their own: the second line of 三、本年度办理结果 printed downwards."""
_ITEM = re.compile(r"\d{1,2}\.")
_OPEN = '（([【《“"'
_SPACE = re.compile(r"[\s\u00a0\u3000]+")


class Token(NamedTuple):
    """A value between two labels. `whole` is False for a part of a cell that was split at spaces."""

    seen: Seen
    piece: int
    row: int
    whole: bool


class Gap(NamedTuple):
    """What stands between two labels.

    `prose` says that words follow the tokens, `glued` that an item mark ran into a number, `closed` that the next
    label is known to stand in another row, `named` that words stand before the tokens which may be a label of theirs.
    """

    tokens: tuple[Token, ...]
    prose: bool
    glued: bool
    closed: bool
    named: bool = False


def _full_labels() -> dict[str, str]:
    full: dict[str, str] = {}
    for edition in EDITIONS:
        form = load_form(edition)
        for row in form.t3_rows:
            full[row.key] = "".join(CJK.findall(row.label))
    return full


_FULL = _full_labels()
_ITEMS = {row.key: split_ordinal(normalise(row.label)) for e in EDITIONS for row in load_form(e).t3_rows}
_MARKS = {key: mark for key, (mark, _) in _ITEMS.items()}
_LETTERS = {key: "".join(CJK.findall(text)) for key, (_, text) in _ITEMS.items()}
"""The labels of table 3 without the marks of items."""


def _without_mark(text: str, following: Event) -> tuple[str, bool]:
    """Return what stands before a label without the label's own mark (2. of 2.其他法律…), and whether they are glued:
    in 00000002.其他法律… it is not certain which digits are whose."""
    stripped = _MARK_AT_END.sub("", text)
    if stripped != text or not _GLUED_MARK.search(text):
        return stripped, False
    own = _MARKS.get(following.label.key("t3_row") or "", "")
    return text.rstrip()[: -len(own)] if own and text.rstrip().endswith(own) else text, True


class Gaps:
    """A run of lines cut into pieces, the labels found in it, and what stands between them.

    `used` are the indexes of the blocks that are table text.
    """

    def __init__(self, lines: Sequence[tuple[int, Paragraph | Heading]]) -> None:
        self.lines = lines
        self.pieces = cut_lines(lines)
        self.events = find_labels(self.pieces)
        self.used: set[int] = set()

    def _gap(self, index: int) -> Gap:
        """Return what stands between a label and the next: values, until words come that belong to neither."""
        event = self.events[index]
        following = self.events[index + 1] if index + 1 < len(self.events) else None
        first, offset = event.stop
        last, limit = following.start if following else (len(self.pieces) - 1, None)
        tokens: list[Token] = []
        glued = False
        residue = ""
        named = False
        closed = following is not None and self.pieces[last].row != self.pieces[first].row
        for at in range(first, last + 1):
            piece = self.pieces[at]
            start = offset if at == first else 0
            stop = limit if at == last and following else None
            text = piece.text[start:stop]
            if at == first:
                text = NOTE_AT_START.sub("", text.lstrip('：:，、。.”"）)]'), count=1)
            if following and at == last:
                text, is_glued = _without_mark(text, following)
                glued = glued or is_glued
            part = (at == first and start > 0) or (at == last and stop is not None)
            if not text.strip():
                if not part:
                    tokens.append(Token(see(""), at, piece.row, True))
                continue
            if (not part and _PAGE_NUMBER.fullmatch(text)) or "勾稽关系" in text:
                continue
            if len(text) > LONGEST_VALUE and CJK.search(text) and not _SPACE.search(text.strip()):
                # prose, or a label: no need to look closer
                if self._belongs(text, event, following):
                    continue
                closed = closed or piece.row != self.pieces[first].row
                return Gap(tuple(tokens), True, glued, closed, named)
            taken = self._tokens(text, at, piece, part=part)
            for token in taken:
                if self._begins(token.seen.raw, event):
                    # 4.保护第 1 2 3 4 5 6 7 over 三方合法权益: the values are those of the label below
                    return Gap(tuple(tokens), False, glued, closed, named)
                if token.seen.kind == FRAGMENT or token.seen.raw in _MARKS_ALONE or is_unit(token.seen.raw):
                    continue
                if part and not any(c.isalnum() for c in token.seen.raw) and token.seen.number.state == "unreadable":
                    # a bracket left over where a label began or ended; a point may have parted 510 . 24
                    glued = glued or (token.seen.raw in _POINTS and bool(tokens))
                    continue
                if token.seen.kind == WORDS or token.seen.label.meanings:
                    if self._belongs(token.seen.raw, event, following):
                        continue
                    residue += token.seen.raw
                    named = named or (not tokens and token.seen.raw[0] not in _OPEN)
                    if len(residue) > LONGEST_RESIDUE or tokens:
                        closed = closed or piece.row != self.pieces[first].row
                        return Gap(tuple(tokens), len(residue) > LONGEST_RESIDUE, glued, closed, named)
                    continue
                tokens.append(token)
        return Gap(tuple(tokens), False, glued, closed, named)

    def _tokens(self, text: str, at: int, piece: Piece, *, part: bool) -> list[Token]:
        whole = see(text)
        if whole.kind == NUMBER and whole.number.value is not None:
            return [Token(whole, at, piece.row, True)]
        # only a line without tabs or bars may hold several values parted by spaces; in a cell they are one riddle
        if piece.single or part:
            parts = _SPACE.split(text.strip())
            if len(parts) > 1:
                return [Token(see(word), at, piece.row, False) for word in parts if word]
        return [Token(whole, at, piece.row, True)]

    def _belongs(self, words: str, event: Event, following: Event | None) -> bool:
        """Return whether words are the rest of a label that was wrapped around its values."""
        letters = "".join(CJK.findall(words))
        if not letters:
            return True
        for near in (event, following):
            if near is None:
                continue
            leaf = near.label.key("t3_row")
            if leaf and letters in _FULL.get(leaf, ""):
                return True
        return False

    def _use(self, event: Event, gap: Gap | None = None) -> None:
        for at in range(event.start[0], event.stop[0] + 1):
            self.used.add(self.lines[self.pieces[at].line][0])
        for token in gap.tokens if gap else ():
            self.used.add(self.lines[self.pieces[token.piece].line][0])

    def _place(self, token: Token) -> Place:
        return self.lines[self.pieces[token.piece].line][1].place

    def _where(self, event: Event) -> str:
        place = self.lines[self.pieces[event.start[0]].line][1].place
        if place.line is not None:
            return f"line {place.line}"
        return f"page {place.page}" if place.page is not None else f"line {self.pieces[event.start[0]].line + 1}"

    def _begins(self, words: str, event: Event) -> bool:
        """Return whether words begin the label of another row of table 3, and are no later part of the one before.

        6.属于 over 四类过程性信息, and 7.属于 below it: what begins the label before, too, cannot follow it.
        """
        mark, text = split_ordinal(normalise(words))
        letters = "".join(CJK.findall(text))
        leaf = event.label.key("t3_row") or ""
        if len(letters) < 2:
            # 3. or 3.危 beside the values, the rest of the label below them
            is_other = bool(mark) and leaf in _MARKS and mark != _MARKS[leaf]
            if not letters or not is_other:
                return is_other and _ITEM.fullmatch(mark) is not None
        own = _LETTERS.get(leaf, "")
        if letters in own and not own.startswith(letters):
            return False
        return any(label.startswith(letters) for label in _LETTERS.values())

    def _shows_order(self, pieces: Sequence[int]) -> bool:
        """Return whether labels stand in the order of their columns: in one line, or as cells of a known row.

        On a printed page, and in text that a converter took from one, heads of three lines begin higher up than heads
        of two beside them: 社会公益组织 is read before 商业企业 left of it.
        """
        return len({self._row_of(at) for at in pieces}) < 2

    def _row_of(self, at: int) -> int:
        """Return the row of a piece; plain lines have each their own, since nothing tells which stand side by side."""
        piece = self.pieces[at]
        is_plain = piece.single or self.lines[piece.line][1].place.page is not None
        return -1 - piece.line if is_plain else piece.row
