"""Geometry of the small charts: bars over years, as plain numbers that a template writes as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Bar(NamedTuple):
    """One bar: its label below, its value above, and where it stands. `marked` is the height of the marked part."""

    label: str
    value: str
    x: float
    y: float
    width: float
    height: float
    marked: float
    title: str
    href: str
    is_gap: bool


class BarChart(NamedTuple):
    """Bars over an axis, in a box of `width` x `height` units."""

    title: str
    width: float
    height: float
    base: float
    bars: tuple[Bar, ...]


class Amount(NamedTuple):
    """What one bar shows; `value` None draws a gap, for a year without a number."""

    label: str
    value: float | int | None
    marked: float | int = 0
    title: str = ""
    href: str = ""
    text: str = ""


def bar_chart(
    title: str, amounts: Sequence[Amount], *, width: float = 640, height: float = 180, widest: float = 56
) -> BarChart:
    """Return a bar chart of amounts, labels below and values above the bars."""
    base, top = height - 24, 22.0
    largest = max((amount.value for amount in amounts if amount.value is not None), default=0) or 1
    step = width / max(len(amounts), 1)
    thick = min(step * 0.64, widest)
    bars = []
    for number, amount in enumerate(amounts):
        share = max(amount.value or 0, 0) / largest
        tall = round(share * (base - top), 1)
        if amount.value and tall < 2:
            tall = 2.0
        marked = round(tall * (amount.marked / amount.value), 1) if amount.value else 0.0
        if amount.marked and marked < 2:
            marked = 2.0
        bars.append(
            Bar(
                amount.label,
                amount.text or ("" if amount.value is None else f"{amount.value:,}"),
                round(step * number + (step - thick) / 2, 1),
                round(base - tall, 1),
                round(thick, 1),
                tall,
                marked,
                amount.title,
                amount.href,
                amount.value is None,
            )
        )
    return BarChart(title, width, height, base, tuple(bars))
