"""Coverage: what a list names and nobody could get or read is a gap with a name, never a silent one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archive.build import build
from archive.database import connect
from archive.gaps import is_full_name
from archive.samples.agencies import AGENCIES
from crawler.captures import Origin, WarcStore
from crawler.data_folder import DataFolder
from tests.archive.conftest import DAYS
from tests.archive.questions import ask, demand_same_when_rebuilt

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


def covered(folder: DataFolder) -> list[object]:
    """Return the status of every year; whether a report was late is no matter here."""
    rows = ask(folder, "SELECT replace(status, 'late', 'published') FROM coverage ORDER BY agency_id, year")
    return [status for (status,) in rows]


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


def test_a_report_that_moved_is_published_where_it_stands_now(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    old, new = "http://a.gov.cn.test/1.html", "http://a.gov.cn.test/2.html"
    store_pages(old, sample(year=2023))
    build(folder)
    store_pages(old, b"", status=404, day=3)
    build(folder)
    assert covered(folder) == ["removed"]
    store_pages(new, sample(year=2023), day=3)
    build(folder)
    assert covered(folder) == ["published"]
    assert ask(folder, "SELECT url, version_count FROM reports") == [(new, 1)]
    demand_same_when_rebuilt(folder)
    # what stands there now counts, not what stood first
    store_pages(new, sample(year=2023, seed=2), day=5)
    build(folder)
    assert ask(folder, "SELECT status FROM report_versions ORDER BY version") == [("removed",), ("current",)]
    demand_same_when_rebuilt(folder)


def test_an_address_that_shows_another_report_has_the_first_no_more(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    url = "http://a.gov.cn.test/latest.html"
    store_pages(url, sample(year=2022))
    build(folder)
    later = store_pages(url, sample(year=2023), day=3)
    build(folder)
    assert ask(folder, "SELECT year, replace(status, 'late', 'published'), capture_id FROM coverage ORDER BY year") == [
        (2022, "removed", later.id),
        (2023, "published", later.id),
    ]
    store_pages("http://a.gov.cn.test/2022.html", sample(year=2022), day=4)
    build(folder)
    assert ask(folder, "SELECT replace(status, 'late', 'published') FROM coverage ORDER BY year") == [
        ("published",),
        ("published",),
    ]
    demand_same_when_rebuilt(folder)


@pytest.mark.parametrize(
    ("verdict", "status"), [("soft_404", "removed"), ("maintenance", "published"), ("blocked", "published")]
)
def test_a_page_that_says_it_is_not_there_is_gone_and_a_closed_site_is_not(
    folder: DataFolder, store_pages: Pages, sample: Sample, verdict: str, status: str
) -> None:
    url = "http://a.gov.cn.test/1.html"
    store_pages(url, sample(year=2023))
    build(folder)
    said = store_pages(url, "<html><body>您访问的页面不存在</body></html>".encode(), day=2)
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:
        store.write_outcome(url, verdict, about=said, fetched_at=DAYS[2], origin=Origin("sample", role="report"))
    build(folder)
    assert covered(folder) == [status]
    store_pages(url, b"", status=304, day=4)
    build(folder)
    assert covered(folder) == ["published"]
    demand_same_when_rebuilt(folder)


def test_a_file_is_gone_with_its_page_until_it_is_seen_again(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    page, file = "http://a.gov.cn.test/1.html", "http://a.gov.cn.test/1.docx"
    body = sample(year=2023, variation="docx-merged")
    store_pages(page, b"<html><body><p>download</p></body></html>")
    store_pages(file, body, role="attachment", parent=page, media_type="application/octet-stream", day=1)
    build(folder)
    assert covered(folder) == ["published"]
    store_pages(page, b"", status=410, day=2)
    build(folder)
    assert covered(folder) == ["removed"]
    store_pages(file, body, role="attachment", parent=page, media_type="application/octet-stream", day=3)
    build(folder)
    assert covered(folder) == ["published"]
    demand_same_when_rebuilt(folder)


def test_no_year_is_missing_whose_report_is_not_due_yet(folder: DataFolder, store_pages: Pages, sample: Sample) -> None:
    store_pages("http://a.gov.cn.test/1.html", sample(year=2022))
    store_pages("http://a.gov.cn.test/2.html", sample(year=2031))
    build(folder)
    assert ask(folder, "SELECT year, status = 'missing' FROM coverage ORDER BY year") == [
        (2022, 0),
        (2023, 1),
        (2031, 0),
    ]


@pytest.mark.parametrize("status", [200, 404])
def test_what_was_refused_and_turns_out_to_be_something_else_is_no_gap(
    folder: DataFolder, store_pages: Pages, status: int
) -> None:
    url = "http://a.gov.cn.test/1.html"
    trees = "<html><body><h1>关于植树活动的通知</h1><p>请各单位按时参加。</p></body></html>".encode()
    store_pages(url, b"no", status=403, link_text=link(BUREAU, 2024), day=1)
    build(folder)
    assert statuses(folder) == {(BUREAU, 2024): "blocked"}
    store_pages(url, b"", status=503, day=2)
    build(folder)
    assert statuses(folder) == {(BUREAU, 2024): "blocked"}
    store_pages(url, trees, status=status, link_text=link(BUREAU, 2024), day=3)
    build(folder)
    assert statuses(folder) == {}
    demand_same_when_rebuilt(folder)
