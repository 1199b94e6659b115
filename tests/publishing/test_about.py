"""What the page about the method says is what the law and the program say."""

from __future__ import annotations

from typing import Any

from archive.coverage import due_on


def test_the_statutory_days_are_those_of_the_law_and_of_the_coverage(site: Any) -> None:
    lead = site.page("/about").cssselect(".lead")[0].text_content()
    english = site.page("/about").cssselect(".lead-en")[0].text_content()
    assert due_on(2024, "青禾县财政局", "department") == "2025-01-31"
    assert due_on(2024, "青禾县人民政府", "government") == "2025-03-31"
    assert due_on(2024, "青禾镇人民政府", "government") is None
    assert due_on(2018, "青禾县财政局", "department") == "2019-03-31"
    assert "部门在每年 1 月 31 日前" in lead
    assert "人民政府在 3 月 31 日前" in lead
    assert "乡镇没有单独的期限" in lead
    assert "departments of governments at county level and above by 31 January" in english
    assert "local governments by 31 March" in english
    assert "每个行政机关在每年 1 月 31 日前" not in lead


def test_the_one_exception_to_reading_by_label_is_told(site: Any) -> None:
    method = site.page("/about").cssselect("#method + ol")[0].text_content()
    assert "按整行宽度归位" in method
    assert "by_width" in method
    assert "never because of its position" not in method
