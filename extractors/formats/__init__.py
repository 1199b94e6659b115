"""Bytes of any format to a Document."""

from __future__ import annotations

from extractors.document import Document
from extractors.errors import UnsupportedError
from extractors.formats.registry import NAMES, reader_for
from extractors.formats.sniff import sniff_format

__all__ = ["read_document"]


def read_document(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
    """Read a file of any known format.

    `name` is the file's name or URL, `media_type` and `charset` what the server said; all three are hints, the content
    decides. Raises the errors of `extractors.errors`, nothing else.
    """
    format_id = sniff_format(data, name=name, media_type=media_type)
    reader = reader_for(format_id)
    if reader is None:
        raise UnsupportedError(f"no reader for {NAMES.get(format_id, format_id)}", name=name, where=format_id)
    return reader.read(data, name=name, media_type=media_type, charset=charset)
