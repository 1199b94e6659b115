"""A printed page as every later stage sees it: words with their boxes, drawn rules, fills and pictures.

PDF and OFD give the same page; coordinates are points from the top left of the page as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from extractors.document import Box

SMALL = 0.78
"""Size of a digit against those before it below which it is a note mark; word processors raise at 0.58 to 0.7."""

SHIFTED = 0.25
"""Share of a digit's height by which its upper or lower end is off the line from which it is a note mark: browsers
raise by 0.37 and lower by 0.36; a word of scanned text that lies 2 degrees askew is off by less than 0.2."""

RAISED = {ord(digit): raised for digit, raised in zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}


class Word(NamedTuple):
    """A run of characters without white space on one line; `start` and `end` index the page's characters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    start: int
    end: int

    @property
    def middle(self) -> float:
        """Return the vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Return the font size to within a fifth."""
        return max(self.bottom - self.top, (self.right - self.left) / len(self.text)) if self.text else 0.0


class Rule(NamedTuple):
    """A horizontal or vertical drawn line: `at` is its y or x, from `start` to `end` along the other axis."""

    at: float
    start: float
    end: float


class Fill(NamedTuple):
    """A filled rectangle that may be the ground of a cell."""

    left: float
    top: float
    right: float
    bottom: float


class Characters(Protocol):
    """The characters behind a page's words, for runs that must be cut."""

    def words(self, spans: Sequence[tuple[int, int]]) -> Iterator[Word]:
        """Yield the runs of characters from start to end as words."""


@dataclass(slots=True)
class Page:
    """One page in reading coordinates: points, origin at the top left, text upright.

    `pictures` are the boxes of its pictures, `annotations` those of what viewers draw over it and is not read,
    `image_share` is the part of its area under them, `paths` the number of
    drawn figures, `hidden_text` whether the text lies invisible under a picture. `text` is set while the page is open.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    annotations: list[Box] = field(default_factory=list)
    images: int = 0
    image_share: float = 0.0
    paths: int = 0
    hidden_text: bool = False
    text: Characters | None = None

    def split(self, word: Word) -> Iterator[Word]:
        """Yield the characters of a word as words of their own; only while the page is open."""
        if self.text is not None:
            for index in range(word.start, word.end):
                yield from self.text.words([(index, index + 1)])

    def part(self, word: Word, start: int, end: int) -> Word:
        """Return the characters from `start` to `end` of a word as one word; only while the page is open."""
        if self.text is not None and (start, end) != (word.start, word.end):
            for piece in self.text.words([(start, end)]):
                return piece
        return word
