"""What viewers draw over a page: fields of a form, typed notes, strokes through text. Of none of it text is read.

A number that was typed over a page with another program stands in an annotation, not in the page's text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.formats.pdf.frame import Frame

MOST_ANNOTATIONS = 5_000
"""Annotations of one page that are looked at; most are links."""

_SHOWING = ("Tj", "TJ", "'")
"""Operators that print text; the ground and border of an empty field have none."""

_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_TYPED = frozenset({pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT})
_STRIKING = pdfium.FPDF_ANNOT_STRIKEOUT


def find_annotations(handle: Any, frame: Frame) -> Iterator[Box]:
    """Yield the boxes of annotations that show or strike out text, in reading coordinates."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(handle), MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(handle, index)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                continue
            if kind == _STRIKING or (kind in _TYPED and _shows_text(annotation)):
                box = pdfium.FS_RECTF()
                if pdfium.FPDFAnnot_GetRect(annotation, box):
                    yield frame.box(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _shows_text(annotation: Any) -> bool:
    """Tell whether an annotation prints something: by its appearance, or where it has none, by what it holds."""
    drawn = _text(
        lambda buffer, size: pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, buffer, size)
    )
    if drawn:
        return any(operator in drawn for operator in _SHOWING)
    return any(
        _text(lambda buffer, size, key=key: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)).strip()
        for key in (b"V", b"Contents")
    )


def _text(call: Any) -> str:
    size = call(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
