"""Pages out of pdfium: the characters with their boxes and the drawn rules, in reading coordinates.

pdfium may abort the process on some hostile files (recursive forms under a memory limit): the archive runs readers in
a worker process for that reason. It is not thread-safe either: whoever uses a `Source` holds `LOCK`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.document import Problem
from extractors.errors import EncryptedError, TooLargeError, TruncatedError, UnreadableError
from extractors.formats.pdf.annotations import find_annotations
from extractors.formats.pdf.binding import LOCK, VOID, page_object
from extractors.formats.pdf.characters import PageText
from extractors.formats.pdf.drawing import MAX_OBJECTS, Drawing
from extractors.formats.pdf.frame import Frame
from extractors.formats.pdf.words import PageWords
from extractors.formats.printed.page import Page

__all__ = ["LOCK", "Source"]

MAX_PAGES = 400
"""Pages that are read. The longest annual report seen has 61; a page tree may claim a thousand million."""

MAX_CHARACTERS = 2_000_000
"""Characters of one document, white space included. A report has 3,000 to 30,000."""


class Source:
    """An opened PDF; use it in a `with` and under LOCK."""

    def __init__(self, data: bytes, *, name: str = "") -> None:
        """Open the document. Raises EncryptedError, TruncatedError or UnreadableError."""
        self.name = name
        self.problems: list[Problem] = []
        self._characters = 0
        self._open: list[Any] = []
        self._closing: list[PageWords] = []
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
                while self._closing:
                    self._closing.pop().close()
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
        drawing = self._read_objects(handle, page, text.frame)
        page.annotations = list(find_annotations(handle, text.frame))
        words = PageWords(handle, page, text, drawing)
        self._closing.append(words)
        words.read()
        self.problems += words.problems
        if text.slanted:
            page.words = text.upright(page.words)
            self.problems.append(
                Problem(
                    "slanted_text", f"page {number}", text.slanted[0][:60], "text at a slant is taken for a watermark"
                )
            )
        return page

    def _read_objects(self, handle: Any, page: Page, frame: Frame) -> Drawing:
        drawing = Drawing(page, frame)
        count = pdfium.FPDFPage_CountObjects(handle)
        if count > MAX_OBJECTS:
            self.problems.append(
                Problem("object_limit", f"page {page.number}", str(count), "too many objects: its rules are not read")
            )
            return drawing
        address = ctypes.cast(handle, VOID).value
        objects = list(map(page_object, repeat(address, count), range(count)))
        drawing.read(objects, None, 0)
        if drawing.over_limit:
            self.problems.append(
                Problem("object_limit", f"page {page.number}", "", "too many path segments: not all rules are read")
            )
        return drawing


def _explain(data: bytes, error: pypdfium2.PdfiumError, name: str) -> UnreadableError:
    """Return why pdfium refused a file, as one of our errors."""
    code = getattr(error, "err_code", None)
    if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return EncryptedError("the PDF needs a password or a rights-management key", name=name)
    tail = data[-2048:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        return TruncatedError("the end of the PDF is missing", name=name)
    return UnreadableError("the PDF's structure is damaged", name=name)
