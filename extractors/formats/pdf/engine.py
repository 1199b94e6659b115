"""Pages out of pdfium: the characters with their boxes and the drawn rules, in reading coordinates.

pdfium is asked through its C interface with prototypes of our own, mapped over whole pages: a call through pypdfium2's
typed wrappers costs 2 microseconds, one through these 0.25, and a page has a thousand characters and as many objects.

pdfium may abort the process on some hostile files (recursive forms under a memory limit): the archive runs readers in
a worker process for that reason. It is not thread-safe either: one lock guards it.
"""

from __future__ import annotations

import ctypes
import re
import threading
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.document import Problem
from extractors.errors import EncryptedError, TooLargeError, TruncatedError, UnreadableError

LOCK = threading.Lock()
"""pdfium keeps global state; whoever calls it holds this."""

MAX_PAGES = 400
"""Pages that are read. The longest annual report seen has 61; a page tree may claim a thousand million."""

MAX_CHARACTERS = 2_000_000
"""Characters of one document, white space included. A report has 3,000 to 30,000."""

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

ANGLE_SAMPLE = 60
"""Characters asked for their angle, to find out how a page is turned."""

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_MOVE_TO = 2
_LINE_TO = 0

_VOID, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    """Return a C function with plain argument types, which ctypes converts far faster than typed pointers."""
    address = ctypes.cast(getattr(pdfium, name), _VOID).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_unicode_of = _bind("FPDFText_GetUnicode", _UINT, _VOID, _INT)
_box_of = _bind("FPDFText_GetLooseCharBox", _INT, _VOID, _INT, _VOID)
_angle_of = _bind("FPDFText_GetCharAngle", _FLOAT, _VOID, _INT)
_page_object = _bind("FPDFPage_GetObject", _VOID, _VOID, _INT)
_form_object = _bind("FPDFFormObj_GetObject", _VOID, _VOID, ctypes.c_ulong)
_object_type = _bind("FPDFPageObj_GetType", _INT, _VOID)
_object_bounds = _bind("FPDFPageObj_GetBounds", _INT, _VOID, _VOID, _VOID, _VOID, _VOID)
_object_matrix = _bind("FPDFPageObj_GetMatrix", _INT, _VOID, _VOID)
_draw_mode = _bind("FPDFPath_GetDrawMode", _INT, _VOID, _VOID, _VOID)
_count_segments = _bind("FPDFPath_CountSegments", _INT, _VOID)
_segment = _bind("FPDFPath_GetPathSegment", _VOID, _VOID, _INT)
_segment_type = _bind("FPDFPathSegment_GetType", _INT, _VOID)
_segment_point = _bind("FPDFPathSegment_GetPoint", _INT, _VOID, _VOID, _VOID)
_segment_close = _bind("FPDFPathSegment_GetClose", _INT, _VOID)
_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _VOID)

_RUN = re.compile(r"[^\s\x00-\x1f\u200b\ufeff]+")
_INVISIBLE = 3
"""Text render mode of the text that a scanner's OCR lays under its picture."""

_UNMAPPED = str.maketrans({"\x02": "-", "\ufffe": "-", "\xad": None})
"""pdfium's marks for a hyphen at a line end, and soft hyphens."""


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
        """Return the height, which is the font size to within a fifth."""
        return self.bottom - self.top


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


@dataclass(slots=True)
class Page:
    """One page in reading coordinates: points, origin at the top left, text upright."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: int = 0
    image_share: float = 0.0
    paths: int = 0
    hidden_text: bool = False
    characters: str = ""
    boxes: array[float] = field(default_factory=lambda: array("f"))
    turn: int = 0

    def split(self, word: Word) -> Iterator[Word]:
        """Yield the characters of a word as words of their own."""
        for index in range(word.start, word.end):
            text = self.characters[index].translate(_UNMAPPED)
            if text and not text.isspace():
                left, top, right, bottom = self._box(index)
                yield Word(text, left, top, right, bottom, index, index + 1)

    def _box(self, index: int) -> tuple[float, float, float, float]:
        return tuple(self.boxes[4 * index : 4 * index + 4])  # type: ignore[return-value]


class Source:
    """An opened PDF; use it in a `with` and under LOCK."""

    def __init__(self, data: bytes, *, name: str = "") -> None:
        """Open the document. Raises EncryptedError, TruncatedError or UnreadableError."""
        self.name = name
        self.problems: list[Problem] = []
        self._characters = 0
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _explain(data, error, name) from error
        self.page_count = len(self._document)

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *exception: object) -> None:
        self._document.close()

    def metadata(self) -> dict[str, str]:
        """Return the file's own statements about itself."""
        found = {}
        for key in ("Title", "Creator", "Producer", "CreationDate", "ModDate"):
            value = self._document.get_metadata_value(key).strip()
            if value:
                found[f"file:{key.lower()}"] = value[:500]
        return found

    def pages(self) -> Iterator[Page]:
        """Yield the pages one after the other; a page that cannot be loaded is a problem."""
        for index in range(min(self.page_count, MAX_PAGES)):
            handle = pdfium.FPDF_LoadPage(self._document.raw, index)
            if not handle:
                self.problems.append(
                    Problem("unreadable_page", f"page {index + 1}", "", "the page's content is damaged or missing")
                )
                continue
            try:
                yield self._read_page(handle, index + 1)
            finally:
                pdfium.FPDF_ClosePage(handle)
        if self.page_count > MAX_PAGES:
            self.problems.append(
                Problem("page_limit", f"page {MAX_PAGES + 1}", "", f"{self.page_count} pages, {MAX_PAGES} are read")
            )

    def _read_page(self, handle: Any, number: int) -> Page:
        text_page = pdfium.FPDFText_LoadPage(handle)
        if not text_page:
            self.problems.append(Problem("unreadable_page", f"page {number}", "", "the page's text cannot be read"))
            return Page(number, pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle))
        try:
            return self._read_text(handle, text_page, number)
        finally:
            pdfium.FPDFText_ClosePage(text_page)

    def _read_text(self, handle: Any, text_page: Any, number: int) -> Page:
        count = pdfium.FPDFText_CountChars(text_page)
        self._characters += max(count, 0)
        if self._characters > MAX_CHARACTERS:
            raise TooLargeError(f"more than {MAX_CHARACTERS} characters", name=self.name, where=f"page {number}")
        address = ctypes.cast(text_page, _VOID).value
        codes = list(map(_unicode_of, repeat(address, count), range(count)))
        characters = "".join([chr(code) if code < 0x110000 else "\ufffd" for code in codes])
        boxes = array("f", bytes(16 * count))
        if count:
            first = boxes.buffer_info()[0]
            list(map(_box_of, repeat(address, count), range(count), range(first, first + 16 * count, 16)))
        frame = pdfium.FS_RECTF()
        if not pdfium.FPDF_GetPageBoundingBox(handle, frame):
            frame = pdfium.FS_RECTF(0, pdfium.FPDF_GetPageHeightF(handle), pdfium.FPDF_GetPageWidthF(handle), 0)
        turn = _turn_of(address, characters, pdfium.FPDFPage_GetRotation(handle))
        across, down = abs(frame.right - frame.left), abs(frame.top - frame.bottom)
        page = Page(number, down if turn % 2 else across, across if turn % 2 else down)
        page.turn = turn
        page.characters = characters
        page.boxes = _turned(boxes, turn, frame)
        page.words = _words(page)
        self._read_objects(handle, page, frame)
        return page

    def _read_objects(self, handle: Any, page: Page, frame: Any) -> None:
        count = pdfium.FPDFPage_CountObjects(handle)
        if count > MAX_OBJECTS:
            self.problems.append(
                Problem("object_limit", f"page {page.number}", str(count), "too many objects: its rules are not read")
            )
            return
        address = ctypes.cast(handle, _VOID).value
        objects = list(map(_page_object, repeat(address, count), range(count)))
        drawing = _Drawing(page, frame)
        drawing.read(objects, None, 0)
        if drawing.over_limit:
            self.problems.append(
                Problem("object_limit", f"page {page.number}", "", "too many path segments: not all rules are read")
            )


def _explain(data: bytes, error: pypdfium2.PdfiumError, name: str) -> UnreadableError:
    """Return why pdfium refused a file, as one of our errors."""
    code = getattr(error, "err_code", None)
    if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return EncryptedError("the PDF needs a password or a rights-management key", name=name)
    tail = data[-2048:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        return TruncatedError("the end of the PDF is missing", name=name)
    return UnreadableError("the PDF's structure is damaged", name=name)


def _turn_of(text_page: int | None, characters: str, rotation: int) -> int:
    """Return how many quarter turns clockwise make most of the text upright (the page's own rotation without text)."""
    votes = [0, 0, 0, 0]
    indexes = [index for index, character in enumerate(characters) if not character.isspace()]
    step = max(len(indexes) // ANGLE_SAMPLE, 1)
    for index in indexes[::step]:
        angle = _angle_of(text_page, index)
        if angle >= 0:
            votes[round(angle / 1.5707963) % 4] += 1
    most = max(votes)
    if not most:
        return rotation % 4
    # a tie goes to the rotation the page declares
    return rotation % 4 if votes[rotation % 4] == most else votes.index(most)


def _turned(boxes: array[float], turn: int, frame: Any) -> array[float]:
    """Return left, top, right, bottom in reading coordinates from pdfium's left, top, right, bottom in page space."""
    left, right = min(frame.left, frame.right), max(frame.left, frame.right)
    bottom, top = min(frame.top, frame.bottom), max(frame.top, frame.bottom)
    turned = array("f", bytes(len(boxes) * 4))
    x0, y1, x1, y0 = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
    if turn == 0:
        turned[0::4] = array("f", [x - left for x in x0])
        turned[1::4] = array("f", [top - y for y in y1])
        turned[2::4] = array("f", [x - left for x in x1])
        turned[3::4] = array("f", [top - y for y in y0])
    elif turn == 1:
        turned[0::4] = array("f", [y - bottom for y in y0])
        turned[1::4] = array("f", [x - left for x in x0])
        turned[2::4] = array("f", [y - bottom for y in y1])
        turned[3::4] = array("f", [x - left for x in x1])
    elif turn == 2:
        turned[0::4] = array("f", [right - x for x in x1])
        turned[1::4] = array("f", [y - bottom for y in y0])
        turned[2::4] = array("f", [right - x for x in x0])
        turned[3::4] = array("f", [y - bottom for y in y1])
    else:
        turned[0::4] = array("f", [top - y for y in y1])
        turned[1::4] = array("f", [right - x for x in x1])
        turned[2::4] = array("f", [top - y for y in y0])
        turned[3::4] = array("f", [right - x for x in x0])
    return turned


def _words(page: Page) -> list[Word]:
    """Return the runs between white space. A run that is no straight line (vertical text) keeps its order."""
    words = []
    boxes = page.boxes
    for match in _RUN.finditer(page.characters):
        start, end = match.span()
        first, last = 4 * start, 4 * (end - 1)
        left, top, right, bottom = boxes[first], boxes[first + 1], boxes[last + 2], boxes[first + 3]
        text = match[0].translate(_UNMAPPED)
        size = bottom - top
        if end - start > 1:
            length = (end - start) * size
            straight = abs(boxes[last + 1] - top) < size / 2 and 0 < right - left < 1.6 * length + size
            if not straight:
                piece = boxes[first : last + 4]
                left, top, right, bottom = min(piece[0::4]), min(piece[1::4]), max(piece[2::4]), max(piece[3::4])
        if right < 0 or bottom < 0 or left > page.width or top > page.height:
            # printed outside the page: nobody sees it
            continue
        words.append(Word(text, left, top, right, bottom, start, end))
    return words


class _Drawing:
    """Collects rules, fills and pictures of one page from its objects, forms included."""

    def __init__(self, page: Page, frame: Any) -> None:
        self._page = page
        self._left, self._right = min(frame.left, frame.right), max(frame.left, frame.right)
        self._bottom, self._top = min(frame.top, frame.bottom), max(frame.top, frame.bottom)
        self._segments = 0
        self._dots: list[tuple[float, float]] = []
        self._floats = array("f", bytes(24))
        self._pointers = [self._floats.buffer_info()[0] + 4 * index for index in range(6)]
        self._ints = array("i", [0, 0])
        self._int_pointers = [self._ints.buffer_info()[0] + 4 * index for index in range(2)]
        self.over_limit = False

    def read(self, objects: list[int], matrix: tuple[float, ...] | None, depth: int) -> None:
        """Read objects whose coordinates `matrix` (None: the page's own) takes to page space."""
        for kind, handle in zip(list(map(_object_type, objects)), objects, strict=True):
            if kind == _PATH:
                self._page.paths += 1
                self._read_path(handle, matrix)
            elif kind == _IMAGE:
                self._read_image(handle, matrix)
            elif kind == _FORM and depth < MAX_FORM_DEPTH:
                count = pdfium.FPDFFormObj_CountObjects(ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT))
                if 0 < count <= MAX_OBJECTS:
                    own = self._matrix_of(handle)
                    inner = list(map(_form_object, repeat(handle, count), range(count)))
                    self.read(inner, own if matrix is None else _multiplied(own, matrix), depth + 1)
                elif count > MAX_OBJECTS:
                    self.over_limit = True
        if depth == 0:
            self._join_dots()
            self._look_for_hidden_text(objects)

    def _look_for_hidden_text(self, objects: list[int]) -> None:
        """Note when the text lies invisible under a picture, as OCR leaves it."""
        if self._page.image_share > 0.5 and self._page.words:
            modes = [_render_mode(handle) for handle in objects if _object_type(handle) == _TEXT]
            self._page.hidden_text = bool(modes) and modes.count(_INVISIBLE) * 2 > len(modes)

    def _matrix_of(self, handle: int) -> tuple[float, ...]:
        if not _object_matrix(handle, self._pointers[0]):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return tuple(self._floats)

    def _bounds_of(self, handle: int, matrix: tuple[float, ...] | None) -> tuple[float, float, float, float] | None:
        """Return an object's box in reading coordinates."""
        pointers = self._pointers
        if not _object_bounds(handle, pointers[0], pointers[1], pointers[2], pointers[3]):
            return None
        left, bottom, right, top = self._floats[:4]
        return self._box(left, bottom, right, top, matrix)

    def _box(
        self, left: float, bottom: float, right: float, top: float, matrix: tuple[float, ...] | None
    ) -> tuple[float, float, float, float]:
        x0, y0 = self._point(left, bottom, matrix)
        x1, y1 = self._point(right, top, matrix)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _point(self, x: float, y: float, matrix: tuple[float, ...] | None) -> tuple[float, float]:
        if matrix is not None:
            a, b, c, d, e, f = matrix
            x, y = a * x + c * y + e, b * x + d * y + f
        turn = self._page.turn
        if turn == 0:
            return x - self._left, self._top - y
        if turn == 1:
            return y - self._bottom, x - self._left
        if turn == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def _read_image(self, handle: int, matrix: tuple[float, ...] | None) -> None:
        box = self._bounds_of(handle, matrix)
        if box is None:
            return
        left, top, right, bottom = box
        if min(right - left, bottom - top) <= THIN:
            self._add_thin(left, top, right, bottom)
            return
        self._page.images += 1
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

    def _read_path(self, handle: int, matrix: tuple[float, ...] | None) -> None:
        box = self._bounds_of(handle, matrix)
        if box is None:
            return
        left, top, right, bottom = box
        if right - left <= THIN or bottom - top <= THIN:
            self._add_thin(left, top, right, bottom)
            return
        count = _count_segments(handle)
        self._segments += max(count, 0)
        if count < 2 or self._segments > MAX_SEGMENTS:
            self.over_limit = self.over_limit or self._segments > MAX_SEGMENTS
            return
        _draw_mode(handle, self._int_pointers[0], self._int_pointers[1])
        filled, stroked = self._ints
        own = self._matrix_of(handle)
        if matrix is not None:
            own = _multiplied(own, matrix)
        points: list[tuple[float, float]] = []
        straight = True
        for index in range(count):
            segment = _segment(handle, index)
            kind = _segment_type(segment)
            _segment_point(segment, self._pointers[0], self._pointers[1])
            if kind == _MOVE_TO:
                self._add_outline(points, filled, stroked, straight)
                points, straight = [], True
            elif kind != _LINE_TO:
                straight = False
            points.append(self._point(self._floats[0], self._floats[1], own))
            if _segment_close(segment) and points:
                points.append(points[0])
        self._add_outline(points, filled, stroked, straight)

    def _add_outline(self, points: list[tuple[float, float]], filled: int, stroked: int, straight: bool) -> None:
        """Add one subpath: a thin shape is a rule, a stroked side is a rule, a filled rectangle may be a cell."""
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if right - left <= THIN or bottom - top <= THIN:
            self._add_thin(left, top, right, bottom)
            return
        if stroked:
            for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
                if abs(y0 - y1) <= 1 < abs(x0 - x1):
                    self._page.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x0 - x1) <= 1 < abs(y0 - y1):
                    self._page.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        elif filled and straight and right - left >= LEAST_FILL and bottom - top >= LEAST_FILL:
            page = self._page
            if (right - left) * (bottom - top) < page.width * page.height / 2:
                page.fills.append(Fill(left, top, right, bottom))

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


_LEAST_DOTS = 6
"""Dots in a row that make a dotted rule."""

_DOT_GAP = 6.0
"""Points between the dots of one rule."""


def _multiplied(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    """Return the matrix that applies `first` and then `then` (PDF order: a b c d e f)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
