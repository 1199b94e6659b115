"""The figures that readers look for first, at the head of a report's page: as printed, each leading to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.pages.official_form import Mark
from archive.pages.printed_cells import PrintedCell, printed_text
from archive.pages.words import STATES, Words

LEADING: Mapping[str, Words] = {
    "req_new__total": Words("新收申请", "new requests"),
    "req_carried_in__total": Words("上年结转", "carried in"),
    "res_granted__total": Words("予以公开", "disclosed"),
    "res_total__total": Words("办理结果总计", "results in all"),
    "req_carried_out__total": Words("结转下年度", "carried over"),
    "review_total": Words("行政复议", "reviews"),
    "y14_req_total": Words("收到申请", "requests received"),
    "y14_ans_total": Words("申请答复", "answered"),
    "y14_ans_granted": Words("同意公开", "disclosed"),
    "y14_ans_refused": Words("不同意公开", "refused"),
    "y14_review_total": Words("行政复议", "reviews"),
    "y14_suit_total": Words("行政诉讼", "lawsuits"),
}
"""Cells of the forms of 2019 and 2021 and of the statistics form before them, with short names; none is our own sum."""


class LeadingFigure(NamedTuple):
    """One cell as printed, or in `none` why no number is shown; `is_there` is False where the document has no such
    cell; `has_failed` if a check of level error marks it."""

    key: str
    label: Words
    text: str
    none: Words | None
    is_there: bool
    has_failed: bool


def leading_figures(
    cells: Mapping[str, PrintedCell], drawn: frozenset[str], marks: Mapping[str, Sequence[Mark]]
) -> tuple[LeadingFigure, ...]:
    """Return the leading cells that the page draws; nothing where none of them was read as a number."""
    found = tuple(
        LeadingFigure(
            key,
            label,
            printed_text(cells[key]) if key in cells else "",
            None if key in cells and cells[key].value is not None else _why_none(cells.get(key)),
            key in cells,
            any(mark.severity == "error" for mark in marks.get(key, ())),
        )
        for key, label in LEADING.items()
        if key in drawn
    )
    return found if any(figure.none is None for figure in found) else ()


def _why_none(cell: PrintedCell | None) -> Words:
    if cell is None:
        return Words("无此格", "no such cell")
    state = STATES[cell.state]
    return Words(state.zh.partition("：")[0], state.en.partition(":")[0])
