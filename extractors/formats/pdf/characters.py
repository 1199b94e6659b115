"""The characters of a page with their boxes -> words, in reading coordinates."""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import repeat
from operator import sub
from typing import Any

import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.formats.pdf.binding import VOID, angle_of, ink_of, loose_box_of, text_object, text_of, unicode_of
from extractors.formats.pdf.frame import Frame
from extractors.formats.printed.page import RAISED, SHIFTED, SMALL, Word
from extractors.formats.radicals import fold_radicals

SLANT = 0.06
"""Quarter turns (5 degrees) off a right angle from which text is a watermark; scanned text is up to 2 degrees off."""

SAMPLE = 32
"""Characters of a page asked for their angle and their ink, to find out its turn and whether boxes are right."""

LEAST_INK = 0.3
"""Share of its box that a character's ink fills in the longer direction: 0.5 to 0.95 where boxes are right."""

_UNMAPPED = str.maketrans({"\x02": "-", "\ufffe": "-", "\xad": None})
"""pdfium's marks for a hyphen at a line end, and soft hyphens."""


class PageText:
    """The characters of one open page. Boxes are asked for only where they are needed: at the ends of words."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        count = max(pdfium.FPDFText_CountChars(text_page), 0)
        self._address = ctypes.cast(text_page, VOID).value
        self.characters = fold_radicals(_read_characters(text_page, self._address, count))
        self._trusted = _boxes_are_right(self._address, self.characters)
        turn = _turn_of(self._address, self.characters, frame.turn)
        self.frame = frame._replace(turn=turn)
        self._usual = 0.0
        self.slanted: list[str] = []

    def words(self, spans: Sequence[tuple[int, int]]) -> Iterator[Word]:
        """Yield the runs of characters as words. A run that is no straight line (vertical text) keeps its order."""
        firsts = self._boxes([start for start, _ in spans])
        lasts = self._boxes([end - 1 for _, end in spans])
        box_of, characters = self.frame.box, self.characters
        for index, (start, end) in enumerate(spans):
            at = 4 * index
            left, top, right, bottom = box_of(*firsts[at : at + 4])
            text = characters[start:end]
            if end - start > 1:
                _, last_top, last_right, last_bottom = box_of(*lasts[at : at + 4])
                size = max(bottom - top, last_bottom - last_top)
                length = last_right - left
                height = bottom - top
                if (
                    last_bottom - last_top < SMALL * height
                    or abs(last_top - top) > SHIFTED * height
                    or abs(last_bottom - bottom) > SHIFTED * height
                ) and text.isdigit():
                    text = self._with_raised_end(text, start)
                if abs(last_top + last_bottom - top - bottom) < size and 0 < length < (1.6 * (end - start) + 1) * size:
                    right = last_right
                    if last_top < top:
                        top = last_top
                    if last_bottom > bottom:
                        bottom = last_bottom
                elif self._is_slanted(start):
                    self.slanted.append(text)
                    continue
                else:
                    boxes = self._boxes(range(start, end))
                    whole = [box_of(*boxes[place : place + 4]) for place in range(0, len(boxes), 4)]
                    left, top = min(box[0] for box in whole), min(box[1] for box in whole)
                    right, bottom = max(box[2] for box in whole), max(box[3] for box in whole)
            if not text.isprintable():
                text = _cleaned(text)
            if text:
                yield Word(text, left, top, right, bottom, start, end)

    def _with_raised_end(self, text: str, start: int) -> str:
        """Return digits with those raised that are printed smaller, higher or lower at their end: a note's mark."""
        _, top, _, bottom = (boxes := self.boxes(range(start, start + len(text))))[0]
        height = bottom - top
        end = len(text)
        while end > 1 and _is_mark(boxes[end - 1], top, bottom, height):
            end -= 1
        # letters that run down, or up at a slant, are all higher or lower than the first
        if end < len(text) and self._is_slanted(start):
            return text
        return text[:end] + text[end:].translate(RAISED)

    def boxes(self, indexes: Sequence[int]) -> list[Box]:
        """Return the boxes of single characters, in reading coordinates."""
        boxes = self._boxes(indexes)
        return [self.frame.box(*boxes[at : at + 4]) for at in range(0, len(boxes), 4)]

    def objects(self, indexes: Sequence[int]) -> list[int]:
        """Return the text object that draws each character; 0 for a space that pdfium put between two."""
        return [handle or 0 for handle in map(text_object, repeat(self._address, len(indexes)), indexes)]

    def keep_only(self, objects: Container[int]) -> None:
        """Put blanks for all characters but those that some text objects draw, and the spaces between."""
        drawn = self.objects(range(len(self.characters)))
        self.characters = "".join(
            [sign if not by or by in objects else " " for sign, by in zip(self.characters, drawn, strict=True)]
        )

    def replace(self, indexes: Iterable[int], sign: str) -> None:
        """Put a sign in the place of single characters, for all words that are made from now on."""
        characters = list(self.characters)
        for index in indexes:
            characters[index] = sign
        self.characters = "".join(characters)

    def upright(self, words: list[Word]) -> list[Word]:
        """Return words without those that stand at a slant."""
        return [word for word in words if not self._is_slanted(word.start)]

    def _is_slanted(self, index: int) -> bool:
        """Return whether a character stands at no right angle: a watermark or a stamp over the text."""
        quarter: float = angle_of(self._address, index) / 1.5707963
        return quarter >= 0 and abs(quarter - round(quarter)) > SLANT

    def _boxes(self, indexes: Sequence[int]) -> array[float]:
        """Return left, top, right, bottom in page space for each character, one after the other."""
        count = len(indexes)
        boxes = array("f", bytes(16 * count))
        if not count:
            return boxes
        first = boxes.buffer_info()[0]
        list(map(loose_box_of, repeat(self._address, count), indexes, range(first, first + 16 * count, 16)))
        heights = list(map(sub, boxes[1::4], boxes[3::4]))
        if not self._usual:
            printed = sorted([height for height in heights if height > 0])
            self._usual = printed[len(printed) // 2] if printed else 1.0
        low, high = self._usual / 3, self._usual * 2.5
        if not self._trusted or min(heights) < low or max(heights) > high:
            for at, index in enumerate(indexes):
                height = heights[at]
                if self._trusted and low <= height <= high:
                    continue
                ink = _ink_box(self._address, index)
                extent = max(ink[2] - ink[0], ink[3] - ink[1])
                if extent > 0 and (not self._trusted or extent < LEAST_INK * height or extent > 3 * height):
                    boxes[4 * at : 4 * at + 4] = array("f", [ink[0], ink[3], ink[2], ink[1]])
        return boxes


def _is_mark(box: Box, top: float, bottom: float, height: float) -> bool:
    """Tell whether a digit is printed smaller than one from `top` to `bottom`, or set off from its line."""
    if box[3] - box[1] < SMALL * height:
        return True
    shift = max(abs(box[1] - top), abs(box[3] - bottom))
    # further off it stands on another line
    return SHIFTED * height < shift < 0.8 * height


def _cleaned(text: str) -> str:
    """Return text with pdfium's hyphen marks as hyphens, no soft hyphens, and halves of surrogate pairs joined."""
    text = text.translate(_UNMAPPED)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _read_characters(text_page: Any, address: int | None, count: int) -> str:
    """Return the page's characters, one for each of pdfium's indexes."""
    if not count:
        return ""
    units = array("H", bytes(2 * count + 2))
    written = text_of(address, 0, count, units.buffer_info()[0])
    if written == count + 1:
        # nothing was left out and nothing takes two units, so that places and indexes agree
        return (
            units[:count].tobytes().decode("utf-16-le" if sys.byteorder == "little" else "utf-16-be", "surrogatepass")
        )
    codes = map(unicode_of, repeat(address, count), range(count))
    return "".join([chr(code) if code < 0x110000 else "\ufffd" for code in codes])


_ink = array("d", bytes(32))
_ink_pointers = tuple(_ink.buffer_info()[0] + 8 * index for index in range(4))


def _ink_box(text_page: int | None, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of what a character prints, in page space."""
    # pdfium's order: left, right, bottom, top
    if not ink_of(text_page, index, *_ink_pointers):
        return (0.0, 0.0, 0.0, 0.0)
    return _ink[0], _ink[2], _ink[1], _ink[3]


def _boxes_are_right(text_page: int | None, characters: str) -> bool:
    """Return whether the boxes by ascent, descent and advance agree with the ink of a sample of characters.

    Those boxes are wanted because punctuation is as high as its line in them. For some texts (WPS writes vertical
    labels at 199 pt under a matrix that shrinks them) pdfium forgets the matrix.
    """
    box = array("f", bytes(16))
    first = box.buffer_info()[0]
    shares = []
    for index in range(0, len(characters), max(len(characters) // SAMPLE, 1)):
        if characters[index].isalnum() and loose_box_of(text_page, index, first):
            left, bottom, right, top = _ink_box(text_page, index)
            height = box[1] - box[3]
            shares.append(max(right - left, top - bottom) / height if height > 0 else 0.0)
    if not shares:
        return True
    shares.sort()
    share = shares[len(shares) // 2]
    return share >= LEAST_INK or share == 0.0


def _turn_of(text_page: int | None, characters: str, rotation: int) -> int:
    """Return how many quarter turns clockwise make most of the text upright (the page's own rotation without text)."""
    votes = [0, 0, 0, 0]
    for index in range(0, len(characters), max(len(characters) // SAMPLE, 1)):
        if not characters[index].isspace():
            angle = angle_of(text_page, index)
            if angle >= 0:
                # pdfium's angles go clockwise
                votes[-round(angle / 1.5707963) % 4] += 1
    most = max(votes)
    if not most:
        return rotation
    # a tie goes to the rotation the page declares
    return rotation if votes[rotation] == most else votes.index(most)
