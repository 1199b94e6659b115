"""Coverage: what a list names and nobody could get or read is a gap with a name, never a silent one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archive.build import build
from archive.database import connect
from archive.gaps import is_full_name
from archive.samples.agencies import AGENCIES
from crawler.data_folder import DataFolder

Pages = Callable[..., Any]
Sample = Callable[..., bytes]

TOWN = "青禾镇人民政府"
BUREAU = "虚山县林业局"


def statuses(folder: DataFolder) -> dict[tuple[str, int], str]:
    """Return the status of every agency, by name, and year."""
    conn = connect(folder.archive_db)
    try:
        return {
            (name, year): status
            for name, year, status in conn.execute(
                "SELECT name, year, status FROM coverage JOIN agencies ON agencies.id = agency_id"
            )
        }
    finally:
        conn.close()


def link(name: str, year: int) -> str:
    return f"{name}{year}年政府信息公开工作年度报告"


@pytest.mark.parametrize("status", [403, 412, 521])
def test_a_listed_report_that_the_site_refuses_is_blocked(folder: DataFolder, store_pages: Pages, status: int) -> None:
    store_pages("http://a.gov.cn.test/1.html", b"no", status=status, link_text=link(BUREAU, 2023))
    build(folder)
    assert statuses(folder) == {(BUREAU, 2023): "blocked"}


def test_a_listed_file_that_cannot_be_read_is_unreadable_and_the_years_between_are_missing(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    name = AGENCIES["qinghe"].name
    store_pages("http://a.gov.cn.test/1.html", sample(year=2024), link_text=link(name, 2024))
    torn = sample(year=2022, variation="pdf-ruled")[:60]
    store_pages("http://a.gov.cn.test/2.pdf", torn, link_text=link(name, 2022), media_type="application/pdf")
    build(folder)
    found = statuses(folder)
    assert {year: status for (_, year), status in found.items()} == {
        2022: "unreadable",
        2023: "missing",
        2024: found[name, 2024],
    }
    assert found[name, 2024] in ("published", "late")


def test_an_attachment_that_cannot_be_read_stands_for_the_report_its_page_announces(
    folder: DataFolder, store_pages: Pages
) -> None:
    page = "http://a.gov.cn.test/1.html"
    store_pages(page, b"<html><body><p>download</p></body></html>", link_text=link(BUREAU, 2021))
    store_pages(
        "http://a.gov.cn.test/1.pdf", b"%PDF-1.4 torn", role="attachment", parent=page, media_type="application/pdf"
    )
    build(folder)
    assert statuses(folder)[BUREAU, 2021] == "unreadable"


def test_what_was_refused_and_is_read_later_is_no_gap_any_more(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    name = AGENCIES["qinghe"].name
    url = "http://a.gov.cn.test/1.html"
    store_pages(url, b"no", status=403, link_text=link(name, 2024), day=1)
    build(folder)
    assert statuses(folder) == {(name, 2024): "blocked"}
    store_pages(url, sample(year=2024), link_text=link(name, 2024), day=2)
    build(folder)
    assert set(statuses(folder).values()) <= {"published", "late"}


def test_a_link_that_does_not_say_whose_report_it_is_makes_no_agency(folder: DataFolder, store_pages: Pages) -> None:
    store_pages("http://a.gov.cn.test/1.html", b"no", status=403, link_text=link("林业局", 2023))
    store_pages("http://a.gov.cn.test/2.html", b"no", status=403, link_text="2023年政府信息公开工作年度报告")
    build(folder)
    assert statuses(folder) == {}
    assert all(map(is_full_name, (BUREAU, TOWN, "虚山市青禾区民政局")))
    assert not any(map(is_full_name, ("林业局", "区民政局", "县人民政府", "开发区管委会", "卫健委办公室")))
