"""pdfium's C functions with prototypes of our own, to be mapped over whole pages.

A call through pypdfium2's typed wrappers costs 2 microseconds, one through these 0.25, and a page has a thousand
characters and as many objects. pdfium is not thread-safe: one lock guards it.
"""

from __future__ import annotations

import ctypes
import threading
from typing import Any

import pypdfium2.raw as pdfium

LOCK = threading.Lock()
"""pdfium keeps global state; whoever calls it holds this."""

VOID = ctypes.c_void_p
"""Any pointer, as a plain integer; `ctypes.cast(handle, VOID).value` is what the functions below take."""

_INT, _UINT, _FLOAT = ctypes.c_int, ctypes.c_uint, ctypes.c_float


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    """Return a C function with plain argument types, which ctypes converts far faster than typed pointers."""
    address = ctypes.cast(getattr(pdfium, name), VOID).value
    if address is None:
        raise ImportError(f"pdfium has no {name}")
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


unicode_of = _bind("FPDFText_GetUnicode", _UINT, VOID, _INT)
text_of = _bind("FPDFText_GetText", _INT, VOID, _INT, _INT, VOID)
loose_box_of = _bind("FPDFText_GetLooseCharBox", _INT, VOID, _INT, VOID)
ink_of = _bind("FPDFText_GetCharBox", _INT, VOID, _INT, VOID, VOID, VOID, VOID)
angle_of = _bind("FPDFText_GetCharAngle", _FLOAT, VOID, _INT)
page_object = _bind("FPDFPage_GetObject", VOID, VOID, _INT)
form_object = _bind("FPDFFormObj_GetObject", VOID, VOID, ctypes.c_ulong)
object_type = _bind("FPDFPageObj_GetType", _INT, VOID)
object_bounds = _bind("FPDFPageObj_GetBounds", _INT, VOID, VOID, VOID, VOID, VOID)
object_matrix = _bind("FPDFPageObj_GetMatrix", _INT, VOID, VOID)
draw_mode = _bind("FPDFPath_GetDrawMode", _INT, VOID, VOID, VOID)
count_segments = _bind("FPDFPath_CountSegments", _INT, VOID)
path_segment = _bind("FPDFPath_GetPathSegment", VOID, VOID, _INT)
segment_type = _bind("FPDFPathSegment_GetType", _INT, VOID)
segment_point = _bind("FPDFPathSegment_GetPoint", _INT, VOID, VOID, VOID)
segment_close = _bind("FPDFPathSegment_GetClose", _INT, VOID)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, VOID)
fill_colour = _bind("FPDFPageObj_GetFillColor", _INT, VOID, VOID, VOID, VOID, VOID)
has_transparency = _bind("FPDFPageObj_HasTransparency", _INT, VOID)
clip_path = _bind("FPDFPageObj_GetClipPath", VOID, VOID)
count_clips = _bind("FPDFClipPath_CountPaths", _INT, VOID)
text_object = _bind("FPDFText_GetTextObject", VOID, VOID, _INT)
