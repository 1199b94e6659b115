"""The words of a page that count: seen by a reader, on the page, and no numbers on top of each other."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extractors.document import Box, Problem
from extractors.formats.pdf.characters import PageText
from extractors.formats.pdf.drawing import Drawing
from extractors.formats.pdf.overlaps import BAND, BOLD, is_like, set_overlaps_apart
from extractors.formats.pdf.strokes import set_struck_apart
from extractors.formats.pdf.visibility import find_unseen, lies_on_any, sort_out_hidden
from extractors.formats.printed.page import Page, Word

FAR_AWAY = 100_000.0
"""Points: coordinates beyond it are damaged numbers, not places."""

MOST_SAID = 10
"""Problems of one kind on one page, each with 200 characters of what is not read."""

_RUN = re.compile(r"[^\s\x00-\x1f\u200b\ufeff]+")
_QUOTED = 200


class PageWords:
    """Reads the words of one open page into it. What it opens is closed by `close`, which ends the page's texts."""

    def __init__(self, handle: Any, page: Page, text: PageText, drawing: Drawing) -> None:
        self._handle = handle
        self._page = page
        self._text = text
        self._drawing = drawing
        self._opened: list[Any] = []
        self._removed: list[int] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Set the page's words and text, and whether a text layer under a picture is among them."""
        page = self._page
        unseen = find_unseen(self._drawing, page)
        text = self._text
        layer: PageText | None = None
        hidden: list[Word] = []
        kept: list[Word] = []
        gone = unseen.invisible | unseen.covered
        if gone:
            layer = text
            whole = text.characters
            text.keep_only(unseen.covered)
            covered, _ = _words_on(text, page)
            self._report("covered_text", covered, "text is painted over, and not read")
            text.characters = whole
            text.keep_only(unseen.invisible)
            hidden, _ = _words_on(text, page)
            text = self._text_without(gone)
        words, outside = _words_on(text, page)
        if layer is not None:
            kept = sort_out_hidden(hidden, words, page.pictures)
            page.hidden_text = any(lies_on_any(word, page.pictures) for word in kept)
            read = set(kept)
            self._report(
                "invisible_text", [word for word in hidden if word not in read], "text nobody sees is not read"
            )
            if not page.hidden_text:
                self._report("invisible_text", kept, "the page's text is invisible, and read all the same")
        self._report("text_outside_page", outside, "text outside the page is not read")
        drawn = [handle for handle in self._drawing.texts if handle not in gone] if gone else self._drawing.texts
        page.words, page.text = self._apart(text, words, drawn), text
        if layer is not None and kept:
            kept = self._apart(layer, kept, unseen.invisible)
            first = len(text.characters)
            page.words += [word._replace(start=word.start + first, end=word.end + first) for word in kept]
            page.text = _Layers(text, layer, first)

    def close(self) -> None:
        """Close what was opened; the page's own text must be closed before."""
        while self._opened:
            pdfium.FPDFText_ClosePage(self._opened.pop())
        while self._removed:
            pdfium.FPDFPageObj_Destroy(ctypes.cast(self._removed.pop(), pdfium.FPDF_PAGEOBJECT))

    def _apart(self, text: PageText, words: list[Word], drawn: Iterable[int]) -> list[Word]:
        """Return the words of a text with those of numbers on top of each other set apart; `drawn` are its objects."""
        words, problems = set_overlaps_apart(text, words, self._doubled(text, drawn), self._page.number)
        self.problems += problems
        words, problems = set_struck_apart(text, words, self._page)
        self.problems += problems
        return words

    def _doubled(self, text: PageText, drawn: Iterable[int]) -> list[Box]:
        """Return where text is drawn that pdfium takes for another piece drawn twice, though it stands apart from it.

        pdfium gives one of two like pieces that are less than nine tenths of a glyph apart.
        """
        given = set(text.objects(range(len(text.characters))))
        lost = [handle for handle in drawn if handle not in given]
        if not lost:
            return []
        drawing = self._drawing
        boxes: dict[int, list[Box]] = {}
        for handle in given:
            if handle in drawing.texts and (box := drawing.box_of_text(handle)) is not None:
                boxes.setdefault(int(box[1] // BAND), []).append(box)
        doubled = []
        for handle in lost:
            box = drawing.box_of_text(handle)
            if box is None or box[2] <= box[0]:
                continue
            band = int(box[1] // BAND)
            near = [other for at in (band - 1, band, band + 1) for other in boxes.get(at, ())]
            steps = [abs(box[0] - other[0]) for other in near if is_like(box, other)]
            if steps and min(steps) > BOLD * (box[3] - box[1]):
                doubled.append(box)
        return doubled

    def _report(self, kind: str, words: Sequence[Word], message: str) -> None:
        raws: list[str] = []
        for word in words:
            if raws and len(raws[-1]) + len(word.text) < _QUOTED:
                raws[-1] += f" {word.text}"
            elif len(raws) < MOST_SAID:
                raws.append(word.text[:_QUOTED])
        self.problems += [Problem(kind, f"page {self._page.number}", raw, message) for raw in raws]

    def _text_without(self, objects: frozenset[int]) -> PageText:
        """Return the page's text without some text objects.

        They are taken out of the page, since pdfium leaves out what is drawn in the place of the same invisible text.
        """
        # in the order in which they are searched for
        for handle in [handle for handle in self._drawing.texts if handle in objects]:
            holder = self._drawing.texts[handle].form
            child = ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT)
            if holder:
                pdfium.FPDFFormObj_RemoveObject(ctypes.cast(holder, pdfium.FPDF_PAGEOBJECT), child)
            else:
                pdfium.FPDFPage_RemoveObject(self._handle, child)
            self._removed.append(handle)
        text_page = pdfium.FPDFText_LoadPage(self._handle)
        self._opened.append(text_page)
        text = PageText(text_page, self._text.frame)
        text.frame = self._text.frame
        return text


class _Layers:
    """The characters of two texts of a page, those of the second counted from `first`."""

    def __init__(self, text: PageText, layer: PageText, first: int) -> None:
        self._text = text
        self._layer = layer
        self._first = first

    def words(self, spans: Sequence[tuple[int, int]]) -> Iterator[Word]:
        """Yield the runs of characters from start to end as words."""
        first = self._first
        for start, end in spans:
            if start < first:
                yield from self._text.words([(start, end)])
            else:
                for word in self._layer.words([(start - first, end - first)]):
                    yield word._replace(start=start, end=end)


def _words_on(text: PageText, page: Page) -> tuple[list[Word], list[Word]]:
    """Return the words on the page, and those outside of it."""
    words: list[Word] = []
    outside: list[Word] = []
    for word in text.words([match.span() for match in _RUN.finditer(text.characters)]):
        if (
            0 <= word.right < FAR_AWAY
            and 0 <= word.bottom < FAR_AWAY
            and -FAR_AWAY < word.left <= page.width
            and -FAR_AWAY < word.top <= page.height
        ):
            words.append(word)
        else:
            outside.append(word)
    return words, outside
