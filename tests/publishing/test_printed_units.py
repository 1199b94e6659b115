"""A unit printed in a header in place of the form's stands beside the number on the report's page."""

from __future__ import annotations

import pytest

from archive.pages.official_form import draw_form
from archive.pages.printed_cells import PrintedCell, printed_text


@pytest.mark.parametrize(
    ("raw", "unit", "printed", "shown"),
    [
        ("125000", "元", "元", "125000（元）"),
        ("125000元", "元", "元", "125000元"),
        ("12.5", "万元", "", "12.5"),
        ("12.5万元", "万元", "万元", "12.5万元"),
    ],
)
def test_a_number_in_another_unit_is_shown_with_it(raw: str, unit: str, printed: str, shown: str) -> None:
    cell = PrintedCell("admin_fee_amount", "t2", "f2021", 1, raw, "value", unit, printed, False, None)
    assert printed_text(cell) == shown
    drawn = draw_form("t2", "f2021", {cell.key: cell}, {})
    (found,) = [one for row in drawn.rows for one in row if one.key == cell.key]
    assert found.text == shown
    assert f"原文“{raw}”" in found.title
    assert ("格外印的单位是元" in found.title) == ("（元）" in shown)


def test_counting_words_are_not_shown_twice() -> None:
    cell = PrintedCell("normdoc_issued", "t2", "f2021", 12, "12条", "value", "件", "条", False, None)
    assert printed_text(cell) == "12条"
