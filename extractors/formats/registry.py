"""Which module reads which format. A reader is one line here and one module `read(data, *, name, media_type, charset)`.

Modules are imported when their format is met: reading a page loads no PDF library.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from extractors.document import Document

READERS = {
    "html": "extractors.formats.html",
    "markdown": "extractors.formats.text",
    "text": "extractors.formats.text",
    "docx": "extractors.formats.docx",
    "pdf": "extractors.formats.pdf",
}
"""Format id -> module."""

NAMES = {
    "doc": "Word 97-2003 (.doc)",
    "wps": "WPS Writer (.wps)",
    "xls": "Excel 97-2003 (.xls)",
    "et": "WPS Spreadsheets (.et)",
    "xlsx": "Excel (.xlsx)",
    "ofd": "OFD",
    "image": "an image",
    "zip": "a ZIP archive",
    "rar": "a RAR archive",
    "7z": "a 7-Zip archive",
    "gzip": "a gzip file",
    "warc": "a WARC file",
    "rtf": "RTF",
    "mht": "a saved web archive (.mht)",
    "ppt": "PowerPoint 97-2003 (.ppt)",
    "pptx": "PowerPoint (.pptx)",
    "odf": "OpenDocument",
    "office-xml": "an Office document as one XML file",
    "ole2": "an OLE2 file of no known program",
}
"""How the formats are called in messages, where the id alone would not say."""


class Reader(Protocol):
    """What a reader module offers."""

    def read(self, data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
        """Return the document, or raise one of `extractors.errors`."""


def reader_for(format_id: str) -> Reader | None:
    """Return the reader of a format, None when there is none."""
    module = READERS.get(format_id)
    return cast(Reader, import_module(module)) if module else None
