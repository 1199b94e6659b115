"""A section's text as paragraphs, with the stretches that state a number told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_ITEM = re.compile(r"^[（(【\[]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)】\]、.．:：]")
LONGEST_SUBHEADING = 34
"""Characters; the longest subheading among the invented and the real reports has 31."""


class Span(NamedTuple):
    """A stretch of a section's text and the numbers of the statements made in it."""

    start: int
    end: int
    statements: tuple[int, ...]


class Piece(NamedTuple):
    """Part of a paragraph; `statements` is empty for plain text."""

    text: str
    statements: tuple[int, ...] = ()


class Paragraph(NamedTuple):
    """One paragraph of prose."""

    pieces: tuple[Piece, ...]
    is_subheading: bool = False

    @property
    def text(self) -> str:
        """Return the paragraph as plain text."""
        return "".join(piece.text for piece in self.pieces)


def paragraphs(text: str, spans: Sequence[Span] = ()) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a section, cut at the stretches given."""
    ordered = _merge(spans, len(text))
    found: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append(Paragraph(_pieces(text, start, end, ordered), _is_subheading(line)))
        start = end + 1
    return tuple(found)


def _merge(spans: Sequence[Span], length: int) -> list[Span]:
    """Return the spans in order, overlapping ones as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        start, end = max(0, span.start), min(length, span.end)
        if start >= end:
            continue
        if merged and start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, end), last.statements + span.statements)
        else:
            merged.append(Span(start, end, span.statements))
    return merged


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for span in spans:
        begin, stop = max(span.start, at), min(span.end, end)
        if begin >= stop:
            continue
        if begin > at:
            pieces.append(Piece(text[at:begin]))
        pieces.append(Piece(text[begin:stop], span.statements))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)


def _is_subheading(line: str) -> bool:
    stripped = line.strip()
    return (
        len(stripped) <= LONGEST_SUBHEADING
        and bool(_ITEM.match(stripped))
        and stripped[-1] not in "；;，,："
        and not re.search(r"[。！？].", stripped)
    )
