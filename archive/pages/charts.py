"""Geometry of the small charts: bars over years, as plain numbers that a template writes as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Bar(NamedTuple):
    """One bar: its label below, its value above, and where it stands.

    `marked` is the height of the marked part; `gap` the word that stands where there is no bar; `is_faint` marks a
    number that can hardly be compared with the others.
    """

    label: str
    value: str
    x: float
    y: float
    width: float
    height: float
    marked: float
    title: str
    href: str
    gap: str
    is_faint: bool


class BarChart(NamedTuple):
    """Bars over an axis, in a box of `width` x `height` units."""

    title: str
    width: float
    height: float
    base: float
    bars: tuple[Bar, ...]


class Amount(NamedTuple):
    """What one bar shows; `value` None writes `gap` in its place."""

    label: str
    value: float | int | None
    marked: float | int = 0
    title: str = ""
    href: str = ""
    gap: str = ""
    is_faint: bool = False


def bar_chart(
    title: str, amounts: Sequence[Amount], *, width: float = 640, height: float = 180, widest: float = 56
) -> BarChart:
    """Return a bar chart of amounts, labels below and values above the bars."""
    # labels of a wide chart are set larger on a narrow screen and need the room
    base, top = height - (30 if width > 400 else 24), 24.0
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
                _short(amount.value),
                round(step * number + (step - thick) / 2, 1),
                round(base - tall, 1),
                round(thick, 1),
                tall,
                marked,
                amount.title,
                amount.href,
                amount.gap if amount.value is None else "",
                amount.is_faint,
            )
        )
    return BarChart(title, width, height, base, tuple(bars))


def _short(value: float | int | None) -> str:
    """Return a value as it fits over a bar: 7.9万 for 79,482. The bar's title has all digits.

    No comma: over narrow bars 1,098 and 1,181 run into one number.
    """
    if value is None:
        return ""
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if value >= size:
            rounded = f"{value / size:.1f}" if value < 10 * size else f"{value / size:.0f}"
            return f"{rounded.removesuffix('.0')}{name}"
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
