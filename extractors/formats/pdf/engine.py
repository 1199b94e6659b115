"""Pages out of pdfium: the characters with their boxes and the drawn rules, in reading coordinates.

pdfium is asked through its C interface with prototypes of our own, mapped over whole pages: a call through pypdfium2's
typed wrappers costs 2 microseconds, one through these 0.25, and a page has a thousand characters and as many objects.

pdfium may abort the process on some hostile files (recursive forms under a memory limit): the archive runs readers in
a worker process for that reason. It is not thread-safe either: one lock guards it.
"""

from __future__ import annotations

import ctypes
import re
import sys
import threading
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from operator import sub
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.document import Problem
from extractors.errors import EncryptedError, TooLargeError, TruncatedError, UnreadableError
from extractors.formats.printed.page import RAISED, SMALL, Fill, Page, Rule, Word

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

SLANT = 0.06
"""Quarter turns (5 degrees) off a right angle from which text is a watermark; scanned text is up to 2 degrees off."""

FAR_AWAY = 100_000.0
"""Points: coordinates beyond it are damaged numbers, not places."""

SAMPLE = 32
"""Characters of a page asked for their angle and their ink, to find out its turn and whether boxes are right."""

LEAST_INK = 0.3
"""Share of its box that a character's ink fills in the longer direction: 0.5 to 0.95 where boxes are right."""

_RECTANGLE = 5
"""Segments of a rectangle: a move, three or four lines, a close."""

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_MOVE_TO = 2
_LINE_TO = 0

_VOID, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    """Return a C function with plain argument types, which ctypes converts far faster than typed pointers."""
    address = ctypes.cast(getattr(pdfium, name), _VOID).value
    if address is None:
        raise ImportError(f"pdfium has no {name}")
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_unicode_of = _bind("FPDFText_GetUnicode", _UINT, _VOID, _INT)
_text_of = _bind("FPDFText_GetText", _INT, _VOID, _INT, _INT, _VOID)
_box_of = _bind("FPDFText_GetLooseCharBox", _INT, _VOID, _INT, _VOID)
_ink_of = _bind("FPDFText_GetCharBox", _INT, _VOID, _INT, _VOID, _VOID, _VOID, _VOID)
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


class Source:
    """An opened PDF; use it in a `with` and under LOCK."""

    def __init__(self, data: bytes, *, name: str = "") -> None:
        """Open the document. Raises EncryptedError, TruncatedError or UnreadableError."""
        self.name = name
        self.problems: list[Problem] = []
        self._characters = 0
        self._open: list[Any] = []
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _explain(data, error, name) from error
        self.page_count = len(self._document)
        if pdfium.FPDF_GetFormType(self._document.raw) in {pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND}:
            self.problems.append(
                Problem("dynamic_form", "document", "", "an XFA form: what a viewer would fill in is not read")
            )

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
        """Yield the pages one after the other, each open until the next one is asked for.

        A page that cannot be loaded is a problem.
        """
        for index in range(min(self.page_count, MAX_PAGES)):
            handle = pdfium.FPDF_LoadPage(self._document.raw, index)
            if not handle:
                self.problems.append(
                    Problem("unreadable_page", f"page {index + 1}", "", "the page's content is damaged or missing")
                )
                continue
            try:
                page = self._read_page(handle, index + 1)
                yield page
                page.text = None
            finally:
                while self._open:
                    pdfium.FPDFText_ClosePage(self._open.pop())
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
        self._open.append(text_page)
        return self._read_text(handle, text_page, number)

    def _read_text(self, handle: Any, text_page: Any, number: int) -> Page:
        text = PageText(text_page, Frame.of(handle))
        self._characters += len(text.characters)
        if self._characters > MAX_CHARACTERS:
            raise TooLargeError(f"more than {MAX_CHARACTERS} characters", name=self.name, where=f"page {number}")
        width, height = text.frame.size
        page = Page(number, width, height, text=text)
        page.words = [
            word
            for word in text.words([match.span() for match in _RUN.finditer(text.characters)])
            # printed outside the page: nobody sees it
            if 0 <= word.right < FAR_AWAY
            and 0 <= word.bottom < FAR_AWAY
            and -FAR_AWAY < word.left <= width
            and -FAR_AWAY < word.top <= height
        ]
        if text.slanted:
            page.words = text.upright(page.words)
            self.problems.append(
                Problem(
                    "slanted_text", f"page {number}", text.slanted[0][:60], "text at a slant is taken for a watermark"
                )
            )
        self._read_objects(handle, page, text.frame)
        return page

    def _read_objects(self, handle: Any, page: Page, frame: Frame) -> None:
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


class Frame(NamedTuple):
    """The visible part of a page in page space, and how many quarter turns clockwise make its text upright."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @classmethod
    def of(cls, handle: Any) -> Frame:
        """Return the frame of a page as the page itself declares it."""
        box = pdfium.FS_RECTF()
        if not pdfium.FPDF_GetPageBoundingBox(handle, box):
            box = pdfium.FS_RECTF(0, pdfium.FPDF_GetPageHeightF(handle), pdfium.FPDF_GetPageWidthF(handle), 0)
        return cls(
            min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top),
            pdfium.FPDFPage_GetRotation(handle) % 4,
        )  # fmt: skip

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height as the page is read."""
        across, down = self.right - self.left, self.top - self.bottom
        return (down, across) if self.turn % 2 else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of page space in reading coordinates."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in reading coordinates of a box in page space."""
        if self.turn == 0:
            # nearly every page; x0 and x1 are in order in pdfium's boxes, y0 and y1 either way
            upper, lower = self.top - y0, self.top - y1
            return (x0 - self.left, upper, x1 - self.left, lower) if upper < lower else (
                x0 - self.left, lower, x1 - self.left, upper
            )  # fmt: skip
        x0, y0 = self.point(x0, y0)
        x1, y1 = self.point(x1, y1)
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        return x0, y0, x1, y1


class PageText:
    """The characters of one open page. Boxes are asked for only where they are needed: at the ends of words."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        count = max(pdfium.FPDFText_CountChars(text_page), 0)
        self._address = ctypes.cast(text_page, _VOID).value
        self.characters = _read_characters(text_page, self._address, count)
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
                if last_bottom - last_top < SMALL * (bottom - top) and text.isdigit():
                    text = self._with_raised_end(text, start, bottom - top)
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

    def _with_raised_end(self, text: str, start: int, height: float) -> str:
        """Return digits with those raised that are printed much smaller at their end, the mark of a note."""
        boxes = self._boxes(range(start, start + len(text)))
        heights = [boxes[at + 1] - boxes[at + 3] for at in range(0, len(boxes), 4)]
        end = len(text)
        while end > 1 and text[end - 1].isdigit() and abs(heights[end - 1]) < SMALL * height:
            end -= 1
        return text[:end] + text[end:].translate(RAISED)

    def upright(self, words: list[Word]) -> list[Word]:
        """Return words without those that stand at a slant."""
        return [word for word in words if not self._is_slanted(word.start)]

    def _is_slanted(self, index: int) -> bool:
        """Return whether a character stands at no right angle: a watermark or a stamp over the text."""
        quarter: float = _angle_of(self._address, index) / 1.5707963
        return quarter >= 0 and abs(quarter - round(quarter)) > SLANT

    def _boxes(self, indexes: Sequence[int]) -> array[float]:
        """Return left, top, right, bottom in page space for each character, one after the other."""
        count = len(indexes)
        boxes = array("f", bytes(16 * count))
        if not count:
            return boxes
        first = boxes.buffer_info()[0]
        list(map(_box_of, repeat(self._address, count), indexes, range(first, first + 16 * count, 16)))
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
    written = _text_of(address, 0, count, units.buffer_info()[0])
    if written == count + 1:
        # nothing was left out and nothing takes two units, so that places and indexes agree
        return (
            units[:count].tobytes().decode("utf-16-le" if sys.byteorder == "little" else "utf-16-be", "surrogatepass")
        )
    codes = map(_unicode_of, repeat(address, count), range(count))
    return "".join([chr(code) if code < 0x110000 else "\ufffd" for code in codes])


_ink = array("d", bytes(32))
_ink_pointers = tuple(_ink.buffer_info()[0] + 8 * index for index in range(4))


def _ink_box(text_page: int | None, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of what a character prints, in page space."""
    # pdfium's order: left, right, bottom, top
    if not _ink_of(text_page, index, *_ink_pointers):
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
        if characters[index].isalnum() and _box_of(text_page, index, first):
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
            angle = _angle_of(text_page, index)
            if angle >= 0:
                # pdfium's angles go clockwise
                votes[-round(angle / 1.5707963) % 4] += 1
    most = max(votes)
    if not most:
        return rotation
    # a tie goes to the rotation the page declares
    return rotation if votes[rotation] == most else votes.index(most)


class _Drawing:
    """Collects rules, fills and pictures of one page from its objects, forms included."""

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

    def read(self, objects: list[int], matrix: tuple[float, ...] | None, depth: int) -> None:
        """Read objects whose coordinates `matrix` (None: the page's own) takes to page space."""
        kinds = bytes(map(_object_type, objects))
        paths = [handle for kind, handle in zip(kinds, objects, strict=True) if kind == _PATH]
        if _IMAGE in kinds or _FORM in kinds:
            for kind, handle in zip(kinds, objects, strict=True):
                if kind == _IMAGE:
                    self._read_image(handle, matrix)
                elif kind == _FORM and depth < MAX_FORM_DEPTH:
                    self._read_form(handle, matrix, depth)
        if paths:
            self._page.paths += len(paths)
            self._read_paths(paths, matrix)
        if depth == 0:
            self._join_dots()
            self._look_for_hidden_text(objects)

    def _read_form(self, handle: int, matrix: tuple[float, ...] | None, depth: int) -> None:
        count = pdfium.FPDFFormObj_CountObjects(ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT))
        if 0 < count <= MAX_OBJECTS:
            own = self._matrix_of(handle)
            inner = list(map(_form_object, repeat(handle, count), range(count)))
            self.read(inner, own if matrix is None else _multiplied(own, matrix), depth + 1)
        elif count > MAX_OBJECTS:
            self.over_limit = True

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
                _object_bounds, paths, range(first, last, 16), range(first + 4, last, 16), range(first + 8, last, 16),
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
            _draw_mode(handle, filled, stroked)
            segments = _count_segments(handle)
            if not ints[1] and segments <= _RECTANGLE:
                if ints[0]:
                    self._add_fill(left, top, right, bottom)
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
        for segment in map(_segment, repeat(handle, count), range(count)):
            kind = _segment_type(segment)
            _segment_point(segment, self._pointers[0], self._pointers[1])
            if kind == _MOVE_TO:
                self._add_outline(points, filled, stroked, straight)
                points, straight = [], True
            elif kind != _LINE_TO:
                straight = False
            x, y = self._floats[0], self._floats[1]
            points.append(self._frame.point(a * x + c * y + e, b * x + d * y + f))
            if _segment_close(segment) and points:
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


_LEAST_DOTS = 6
"""Dots in a row that make a dotted rule."""

_DOT_GAP = 6.0
"""Points between the dots of one rule."""


def _multiplied(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    """Return the matrix that applies `first` and then `then` (PDF order: a b c d e f)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
