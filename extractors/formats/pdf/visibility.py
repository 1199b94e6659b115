"""What of a page's text nobody sees: invisible and transparent text, white on white, text that is painted over.

A scanner's OCR lays invisible text under its picture: that is read, where nothing drawn stands in its place. So is a
text layer that is invisible for the most part, whatever made it so; a few invisible words among others are not.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.document import Box
from extractors.formats.pdf.binding import clip_path, count_clips, fill_colour, has_transparency, render_mode
from extractors.formats.pdf.drawing import Drawing, Ground
from extractors.formats.printed.page import Page, Word

WHITE = 250
"""Red, green and blue from which text on nothing but paper is not seen."""

REST = 0.1
"""Share of a text's height that may stick out of what is painted over it."""

LARGEST_COVER = 0.5
"""Share of the page above which a filled figure is its ground, whenever it is painted."""

BAND = 20.0
MOST_BANDS = 1_000
"""Points of height in which figures and text are looked at together, and how many such bands of a page."""

MOST_UNSEEN = 20_000
"""Text objects of one page that are sorted out; a page full of text has some 2,000."""

_FILLED = 0
_INVISIBLE = frozenset({3, 7})
"""Text without ink, and text that only cuts out what is painted later."""


class Unseen(NamedTuple):
    """Text objects that are not seen: those that are drawn without ink, and those under something painted later."""

    invisible: frozenset[int]
    covered: frozenset[int]


def find_unseen(drawing: Drawing, page: Page) -> Unseen:
    """Return the text objects of a page that are not seen."""
    invisible, white = _without_ink(list(drawing.texts))
    if white:
        grounds = [*page.pictures, *drawing.shades, *(ground.box for ground in drawing.grounds)]
        for handle in white:
            box = drawing.box_of_text(handle)
            if box is not None and not _is_on(box, grounds):
                invisible.add(handle)
    covers = _covers(drawing, page) if drawing.grounds else []
    covered = _under(covers, drawing) if covers else []
    if len(invisible) + len(covered) > MOST_UNSEEN:
        return Unseen(frozenset(), frozenset())
    return Unseen(frozenset(invisible), frozenset(covered))


def sort_out_hidden(hidden: Sequence[Word], seen: Sequence[Word], pictures: Sequence[Box]) -> list[Word]:
    """Return the invisible words that are read.

    Those that stand for what is drawn in a picture, and all where they are more than the others; never one in the
    place of a word that is seen.
    """
    is_layer = len(hidden) > len(seen)
    lines = sorted(seen, key=lambda word: word.middle)
    middles = [word.middle for word in lines]
    return [
        word
        for word in hidden
        if (is_layer or lies_on_any(word, pictures))
        and not any(
            word.left < other.right and other.left < word.right
            for other in lines[bisect_left(middles, word.top) : bisect_right(middles, word.bottom)]
        )
    ]


def lies_on_any(word: Word, pictures: Iterable[Box]) -> bool:
    """Tell whether the middle of a word lies on a picture."""
    return _is_on((word.left, word.top, word.right, word.bottom), pictures)


def _is_on(box: Box, grounds: Iterable[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in grounds)


def _without_ink(texts: list[int]) -> tuple[set[int], list[int]]:
    """Return the text objects that are invisible or transparent, and those that are white."""
    # what has no plain colour keeps these: neither white nor transparent
    colours = array("I", [0, 0, 0, 255] * len(texts))
    first = colours.buffer_info()[0]
    last = first + 16 * len(texts)
    list(map(fill_colour, texts, *(range(first + at, last, 16) for at in (0, 4, 8, 12))))
    invisible: set[int] = set()
    white: list[int] = []
    for at, mode in enumerate(map(render_mode, texts)):
        if mode in _INVISIBLE or (mode == _FILLED and not colours[4 * at + 3]):
            invisible.add(texts[at])
        elif mode == _FILLED and colours[4 * at] >= WHITE and min(colours[4 * at + 1 : 4 * at + 3]) >= WHITE:
            white.append(texts[at])
    return invisible, white


def _covers(drawing: Drawing, page: Page) -> list[Ground]:
    """Return the rectangles that hide what is under them, wherever on the page they are painted whole."""
    most = page.width * page.height * LARGEST_COVER
    return [
        ground
        for ground in drawing.grounds
        if ground.is_rectangle
        and (ground.box[2] - ground.box[0]) * (ground.box[3] - ground.box[1]) <= most
        # a figure that shines through is a marker pen; of one that is cut, the box says too much
        and not has_transparency(ground.handle)
        and count_clips(clip_path(ground.handle)) <= 0
    ]


def _under(covers: Sequence[Ground], drawing: Drawing) -> list[int]:
    """Return the text objects over which a rectangle is painted later."""
    order = {handle: at for at, handle in enumerate(drawing.objects)}
    last = -1
    bands: dict[int, list[tuple[int, Box]]] = {}
    for ground in covers:
        painted = order.get(ground.holder, -1)
        last = max(last, painted)
        top, bottom = (min(max(int(at // BAND), 0), MOST_BANDS) for at in (ground.box[1], ground.box[3]))
        for band in range(top, bottom + 1):
            bands.setdefault(band, []).append((painted, ground.box))
    covered = []
    for handle, setting in drawing.texts.items():
        at = order.get(setting.holder or handle, len(order))
        if at >= last:
            continue
        box = drawing.box_of_text(handle)
        if box is None:
            continue
        near = bands.get(int((box[1] + box[3]) / 2 // BAND), ())
        if any(later > at and _is_inside(box, cover) for later, cover in near):
            covered.append(handle)
    return covered


def _is_inside(box: Box, cover: Box) -> bool:
    rest = REST * (box[3] - box[1])
    return (
        cover[0] - rest <= box[0]
        and box[2] <= cover[2] + rest
        and cover[1] - rest <= box[1]
        and box[3] <= cover[3] + rest
    )
