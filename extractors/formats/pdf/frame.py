"""Page space -> reading coordinates: the visible part of a page, turned so that its text is upright."""

from __future__ import annotations

from typing import Any, NamedTuple

import pypdfium2.raw as pdfium


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
