"""The drawn objects of a page -> rules, fills and pictures, in reading coordinates."""

from __future__ import annotations

import ctypes
from array import array
from itertools import pairwise, repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.formats.pdf.binding import (
    count_segments,
    draw_mode,
    form_object,
    object_bounds,
    object_matrix,
    object_type,
    path_segment,
    segment_close,
    segment_point,
    segment_type,
)
from extractors.formats.pdf.frame import Frame
from extractors.formats.printed.page import Fill, Page, Rule

MAX_OBJECTS = 150_000
"""Drawn objects of one page that are looked at; beyond it the page's rules are not read and that is reported."""

MAX_SEGMENTS = 60_000
"""Path segments of one page that are looked at."""

MAX_FORM_DEPTH = 6
"""Form objects inside form objects; Word and LibreOffice nest two deep."""

THIN = 3.6
"""Points: a filled shape or a path up to this thick is a rule. Word's thickest table border is 6 pt, drawn in two."""

LEAST_FILL = 7.0
"""Points: a filled rectangle at least this wide and high may be the ground of a cell."""

_RECTANGLE = 5
"""Segments of a rectangle: a move, three or four lines, a close."""

_LARGEST_LETTER = 40.0
"""Points: what is smaller both ways and has more segments than `_LETTER` is the outline of a letter. Some drivers draw
bold text so; the strokes of 四 are no rules."""

_LETTER = 16
"""Segments of a small figure from which it is a letter; a cell drawn as a double rectangle has ten."""

_LEAST_DOTS = 6
"""Dots in a row that make a dotted rule."""

_DOT_GAP = 6.0
"""Points between the dots of one rule."""

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MOVE_TO = 2
_LINE_TO = 0


class Ground(NamedTuple):
    """A filled figure: its box, its object, and the page's own object that holds it."""

    box: Box
    handle: int
    holder: int
    is_rectangle: bool


class Setting(NamedTuple):
    """Where an object stands: the form around it, the page's own object that holds it, and the form's matrix."""

    form: int
    holder: int
    matrix: tuple[float, ...] | None


class Drawing:
    """Collects rules, fills and pictures of one page from its objects, forms included.

    `texts` are its text objects, `shades` the boxes of
    shades, `grounds` the filled figures, `objects` the page's own objects in the order in which they are painted.
    """

    def __init__(self, page: Page, frame: Frame) -> None:
        self._page = page
        self._frame = frame
        self._segments = 0
        self._dots: list[tuple[float, float]] = []
        self._floats = array("f", bytes(24))
        self._pointers = [self._floats.buffer_info()[0] + 4 * index for index in range(6)]
        self._ints = array("i", [0, 0])
        self._int_pointers = [self._ints.buffer_info()[0] + 4 * index for index in range(2)]
        self.over_limit = False
        self.objects: list[int] = []
        self.texts: dict[int, Setting] = {}
        self.shades: list[Box] = []
        self.grounds: list[Ground] = []
        self._setting = Setting(0, 0, None)

    def read(self, objects: list[int], matrix: tuple[float, ...] | None, depth: int) -> None:
        """Read objects whose coordinates `matrix` (None: the page's own) takes to page space."""
        kinds = bytes(map(object_type, objects))
        if depth == 0:
            self.objects = objects
        if _TEXT in kinds:
            texts = [handle for kind, handle in zip(kinds, objects, strict=True) if kind == _TEXT]
            self.texts.update(zip(texts, repeat(self._setting), strict=False))
        paths = [handle for kind, handle in zip(kinds, objects, strict=True) if kind == _PATH]
        if _IMAGE in kinds or _FORM in kinds or _SHADING in kinds:
            for kind, handle in zip(kinds, objects, strict=True):
                if kind == _IMAGE:
                    self._read_image(handle, matrix)
                elif kind == _SHADING:
                    box = self._bounds_of(handle, matrix)
                    self.shades += [box] if box is not None else []
                elif kind == _FORM and depth < MAX_FORM_DEPTH:
                    self._read_form(handle, matrix, depth)
        if paths:
            self._page.paths += len(paths)
            self._read_paths(paths, matrix)
        if depth == 0:
            self._join_dots()

    def _read_form(self, handle: int, matrix: tuple[float, ...] | None, depth: int) -> None:
        count = pdfium.FPDFFormObj_CountObjects(ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT))
        if 0 < count <= MAX_OBJECTS:
            own = self._matrix_of(handle)
            inner = list(map(form_object, repeat(handle, count), range(count)))
            whole = own if matrix is None else _multiplied(own, matrix)
            before = self._setting
            self._setting = Setting(handle, before.holder or handle, whole)
            self.read(inner, whole, depth + 1)
            self._setting = before
        elif count > MAX_OBJECTS:
            self.over_limit = True

    def box_of_text(self, handle: int) -> Box | None:
        """Return the box of one of `texts`, in reading coordinates."""
        return self._bounds_of(handle, self.texts[handle].matrix)

    def _matrix_of(self, handle: int) -> tuple[float, ...]:
        if not object_matrix(handle, self._pointers[0]):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return tuple(self._floats)

    def _bounds_of(self, handle: int, matrix: tuple[float, ...] | None) -> tuple[float, float, float, float] | None:
        """Return an object's box in reading coordinates."""
        pointers = self._pointers
        if not object_bounds(handle, pointers[0], pointers[1], pointers[2], pointers[3]):
            return None
        left, bottom, right, top = self._floats[:4]
        return self._box(left, bottom, right, top, matrix)

    def _box(
        self, left: float, bottom: float, right: float, top: float, matrix: tuple[float, ...] | None
    ) -> tuple[float, float, float, float]:
        if matrix is not None:
            a, b, c, d, e, f = matrix
            left, bottom, right, top = (
                a * left + c * bottom + e, b * left + d * bottom + f, a * right + c * top + e, b * right + d * top + f
            )  # fmt: skip
            if left > right:
                left, right = right, left
        return self._frame.box(left, bottom, right, top)

    def _read_image(self, handle: int, matrix: tuple[float, ...] | None) -> None:
        box = self._bounds_of(handle, matrix)
        if box is None:
            return
        left, top, right, bottom = box
        if min(right - left, bottom - top) <= THIN:
            self._add_thin(left, top, right, bottom)
            return
        self._page.images += 1
        self._page.pictures.append(box)
        page = self._page
        area = max(min(right, page.width) - max(left, 0), 0) * max(min(bottom, page.height) - max(top, 0), 0)
        page.image_share += area / max(page.width * page.height, 1.0)

    def _add_thin(self, left: float, top: float, right: float, bottom: float) -> None:
        """Add a thin box as a rule, or as a dot of a dotted rule when it is small both ways."""
        across, down = right - left, bottom - top
        if across <= THIN and down <= THIN:
            self._dots.append(((left + right) / 2, (top + bottom) / 2))
        elif across >= down:
            self._page.horizontal.append(Rule((top + bottom) / 2, left, right))
        else:
            self._page.vertical.append(Rule((left + right) / 2, top, bottom))

    def _read_paths(self, paths: list[int], matrix: tuple[float, ...] | None) -> None:
        """Read paths: most are told by their box alone, thin ones (rules) and plain filled rectangles (cells)."""
        count = len(paths)
        bounds = array("f", bytes(16 * count))
        first = bounds.buffer_info()[0]
        last = first + 16 * count
        found = list(
            map(
                object_bounds, paths, range(first, last, 16), range(first + 4, last, 16), range(first + 8, last, 16),
                range(first + 12, last, 16),
            )
        )  # fmt: skip
        filled, stroked = self._int_pointers
        ints = self._ints
        for index, handle in enumerate(paths):
            if not found[index]:
                continue
            x0, y0, x1, y1 = bounds[4 * index : 4 * index + 4]
            left, top, right, bottom = self._box(x0, y0, x1, y1, matrix)
            if right - left <= THIN or bottom - top <= THIN:
                self._add_thin(left, top, right, bottom)
                continue
            draw_mode(handle, filled, stroked)
            segments = count_segments(handle)
            if ints[0]:
                box = (left, top, right, bottom)
                self.grounds.append(Ground(box, handle, self._setting.holder or handle, segments <= _RECTANGLE))
            if not ints[1] and segments <= _RECTANGLE:
                if ints[0]:
                    self._add_fill(left, top, right, bottom)
                continue
            if segments > _LETTER and right - left < _LARGEST_LETTER and bottom - top < _LARGEST_LETTER:
                continue
            self._segments += max(segments, 0)
            if self._segments > MAX_SEGMENTS:
                self.over_limit = True
                return
            self._read_segments(handle, segments, bool(ints[0]), bool(ints[1]), matrix)

    def _read_segments(
        self, handle: int, count: int, filled: bool, stroked: bool, matrix: tuple[float, ...] | None
    ) -> None:
        own = self._matrix_of(handle)
        if matrix is not None:
            own = _multiplied(own, matrix)
        a, b, c, d, e, f = own
        points: list[tuple[float, float]] = []
        straight = True
        for segment in map(path_segment, repeat(handle, count), range(count)):
            kind = segment_type(segment)
            segment_point(segment, self._pointers[0], self._pointers[1])
            if kind == _MOVE_TO:
                self._add_outline(points, filled, stroked, straight)
                points, straight = [], True
            elif kind != _LINE_TO:
                straight = False
            x, y = self._floats[0], self._floats[1]
            points.append(self._frame.point(a * x + c * y + e, b * x + d * y + f))
            if segment_close(segment) and points:
                points.append(points[0])
        self._add_outline(points, filled, stroked, straight)

    def _add_fill(self, left: float, top: float, right: float, bottom: float) -> None:
        page = self._page
        if (
            right - left >= LEAST_FILL
            and bottom - top >= LEAST_FILL
            and (right - left) * (bottom - top) < page.width * page.height / 2
        ):
            page.fills.append(Fill(left, top, right, bottom))

    def _add_outline(self, points: list[tuple[float, float]], filled: bool, stroked: bool, straight: bool) -> None:
        """Add one subpath: a thin shape is a rule, a stroked side is a rule, a filled rectangle may be a cell."""
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if right - left <= THIN or bottom - top <= THIN:
            self._add_thin(left, top, right, bottom)
            return
        if stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(y0 - y1) <= 1 < abs(x0 - x1):
                    self._page.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x0 - x1) <= 1 < abs(y0 - y1):
                    self._page.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        elif filled and straight:
            self._add_fill(left, top, right, bottom)

    def _join_dots(self) -> None:
        """Turn rows and columns of dots into rules."""
        if len(self._dots) < _LEAST_DOTS:
            return
        for axis, rules in ((1, self._page.horizontal), (0, self._page.vertical)):
            lines: dict[int, list[float]] = {}
            for dot in self._dots:
                lines.setdefault(round(dot[axis]), []).append(dot[1 - axis])
            for at, along in lines.items():
                along.sort()
                start = 0
                for index in range(1, len(along) + 1):
                    if index == len(along) or along[index] - along[index - 1] > _DOT_GAP:
                        if index - start >= _LEAST_DOTS:
                            rules.append(Rule(float(at), along[start], along[index - 1]))
                        start = index


def _multiplied(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    """Return the matrix that applies `first` and then `then` (PDF order: a b c d e f)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
