"""Where things stand on the page, at the widths of a desk and of a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

_BOX = """
selector => { const b = document.querySelector(selector).getBoundingClientRect();
  return [b.left, b.top, b.right, b.bottom] }
"""


@pytest.fixture
def desk(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.fixture
def telephone(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


def box(page: Any, selector: str) -> list[float]:
    found: list[float] = page.evaluate(_BOX, selector)
    return found


def test_the_filter_button_stands_beside_its_filters(desk: Any, address: str) -> None:
    desk.goto(f"{address}/reports")
    _, top, _, bottom = box(desk, "form.search-full button")
    _, upper, _, lower = box(desk, "#f-year")
    assert abs((top + bottom) - (upper + lower)) < 12


def test_datasettes_pages_begin_where_the_header_begins_and_end_with_the_footer(desk: Any, address: str) -> None:
    for path in ("/archive", "/archive/reports", "/archive?sql=select+1"):
        desk.goto(f"{address}{path}")
        left = box(desk, ".wordmark")[0]
        for selector in ("main > *", ".stock-crumbs li"):
            assert abs(box(desk, selector)[0] - left) < 1, (path, selector)
        height = desk.evaluate("document.documentElement.scrollHeight - scrollY")
        assert abs(box(desk, "footer.bottom")[3] - height) < 1, path
        assert "查询用时" in desk.inner_text("footer.bottom")


@pytest.mark.parametrize("width", [360, 390, 430, 600])
def test_table_3_shows_whole_columns_between_its_labels_and_its_totals(
    telephone: Any, address: str, width: int
) -> None:
    telephone.set_viewport_size({"width": width, "height": 844})
    telephone.goto(f"{address}/reports")
    with telephone.expect_navigation():
        telephone.click("td a.printed")
    seen = """x => { const scroll = document.querySelector('#t3 .scroll'); scroll.scrollLeft = x;
      const at = e => { const b = e.getBoundingClientRect(); return [b.left, b.right] };
      const rows = [...document.querySelectorAll('.official-t3 tbody tr')];
      return rows.map(row => ({ label: at(row.querySelector('th[scope=row]')),
        words: at(row.querySelector('th[scope=row] .th-in')), cells: [...row.querySelectorAll('td')].map(at) })) }"""
    rows = telephone.evaluate(seen, 0)
    column = rows[0]["cells"][1][1] - rows[0]["cells"][1][0]
    for slid in (0, 1, 2, 3):
        rows = telephone.evaluate(seen, slid * column)
        assert len(rows) == 25
        edge = rows[0]["label"][1]
        total = rows[0]["cells"][-1]
        assert abs(total[1] - (width - 16)) < 3
        for row in rows:
            # one edge for labels of every width, and the words of each within what is seen of it
            assert abs(row["label"][1] - edge) < 2
            assert row["words"][0] > 14
            assert row["words"][1] <= row["label"][1]
            for left, right in row["cells"][:-1]:
                covered = min(right, edge) - left if left < edge else right - max(left, total[0])
                assert covered < 4 or covered > right - left - 4, (width, slid, left, right)
    assert telephone.evaluate("document.documentElement.scrollWidth") == width
    # the hint to slide stands above the table, where it is seen
    assert box(telephone, "#t3 .slide-hint")[3] <= box(telephone, "#t3 table")[1]


def test_marks_are_not_cut_on_a_telephone(telephone: Any, address: str) -> None:
    telephone.goto(f"{address}/reports")
    cut = "[...document.querySelectorAll('.list-tags .tag')].filter(t => t.getBoundingClientRect().right > 375).length"
    assert telephone.evaluate(cut) == 0
