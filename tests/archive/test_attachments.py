"""Files attached to a page: which of them the page is read with, when they are replaced or it leads to others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archive.build import build
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from crawler.captures import Capture, Origin, WarcStore
from crawler.data_folder import DataFolder
from tests.archive.questions import ask, demand_same_when_rebuilt

Pages = Callable[..., Capture]
Sample = Callable[..., bytes]

PAGE = "http://a.gov.cn.test/1.html"
TITLE = f"{AGENCIES['qinghe'].name}2024年政府信息公开工作年度报告"
KEYS = ("req_new__total", "license_decisions", "penalty_decisions")


def stub(file: str, note: str = "") -> bytes:
    """Return a page that has nothing but a link to its report."""
    return (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{note}<a href='{file}'>附件</a></p></body>"
        "</html>"
    ).encode()


def store_file(store_pages: Pages, file: str, body: bytes, day: int, **more: Any) -> Capture:
    return store_pages(
        f"http://a.gov.cn.test/{file}",
        body,
        day=day,
        role="attachment",
        parent=PAGE,
        media_type="application/octet-stream",
        **more,
    )


def figures(folder: DataFolder) -> list[object]:
    """Return some numbers of the one report that counts."""
    canonical = "JOIN reports AS r ON r.id = f.report_id AND r.canonical"
    found = dict(ask(folder, f"SELECT figure, value FROM figures AS f {canonical}"))
    return [found.get(key) for key in KEYS]


def numbers(seed: int) -> list[object]:
    report = make_report(AGENCIES["qinghe"], 2024, seed=seed)
    return [report.number(key) for key in KEYS]


@pytest.mark.parametrize(("draft", "final"), [(1, 2), (2, 1), (3, 4), (5, 6)])
@pytest.mark.parametrize("is_built_between", [False, True])
def test_a_page_is_read_with_the_file_that_replaced_its_draft(
    folder: DataFolder, store_pages: Pages, sample: Sample, draft: int, final: int, is_built_between: bool
) -> None:
    assert numbers(draft) != numbers(final)
    store_pages(PAGE, stub("a.docx"))
    store_file(store_pages, "a.docx", sample(variation="docx-merged", seed=draft), 1)
    if is_built_between:
        build(folder)
        assert figures(folder) == numbers(draft)
    store_file(store_pages, "a.docx", sample(variation="docx-merged", seed=final), 5)
    build(folder)
    assert figures(folder) == numbers(final)
    demand_same_when_rebuilt(folder)


@pytest.mark.parametrize(("draft", "final"), [(1, 2), (2, 1), (3, 4), (5, 6)])
def test_a_file_that_its_page_leads_to_no_more_is_replaced_by_what_it_leads_to_now(
    folder: DataFolder, store_pages: Pages, sample: Sample, draft: int, final: int
) -> None:
    store_pages(PAGE, stub("a.docx"))
    store_file(store_pages, "a.docx", sample(variation="docx-merged", seed=draft), 1)
    build(folder)
    store_pages(PAGE, stub("b.docx", "更正后重新公布"), day=4)
    build(folder)
    assert figures(folder) == numbers(draft)  # the new file is not there yet
    store_file(store_pages, "b.docx", sample(variation="docx-merged", seed=final), 5)
    build(folder)
    assert figures(folder) == numbers(final)
    assert ask(folder, "SELECT status, count(*) FROM report_versions GROUP BY 1 ORDER BY 1")[0] == ("current", 1)
    assert ask(folder, "SELECT count(*) FROM report_versions WHERE status = 'elsewhere'") != [(2,)]
    demand_same_when_rebuilt(folder)


def test_an_unchanged_or_failing_file_still_belongs_to_its_page(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    store_pages(PAGE, stub("a.docx"))
    store_file(store_pages, "a.docx", sample(variation="docx-merged", seed=1), 1)
    for day, status in ((4, 304), (6, 503)):
        store_pages(PAGE, stub("a.docx", f"访问{day}次"), day=day)
        store_file(store_pages, "a.docx", b"", day + 1, status=status)
        store_file(store_pages, f"{day}.png", b"\x89PNG\r\n\x1a\n", day + 1)
        build(folder)
        assert figures(folder) == numbers(1)
        (used,) = ask(
            folder, "SELECT used LIKE '%' || (SELECT payload_sha256 FROM captures WHERE final_url LIKE '%a.docx' "
            "AND status = 200) || '%' FROM readings AS g JOIN captures AS c USING (payload_sha256) "
            "WHERE c.final_url = ? ORDER BY c.fetched_at DESC LIMIT 1", PAGE,
        )  # fmt: skip
        assert used == (1,)
    demand_same_when_rebuilt(folder)


def test_which_files_a_page_has_is_noted_whether_it_is_read_again_or_not(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    store_pages(PAGE, sample(seed=1))
    build(folder)
    kept = store_file(store_pages, "a.docx", sample(variation="docx-merged", seed=1), 1)
    build(folder)
    assert ask(folder, "SELECT parts FROM readings WHERE parts IS NOT NULL") == [(f'["{kept.payload_sha256}"]',)]
    demand_same_when_rebuilt(folder)
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:
        store.write_outcome(kept.final_url, "page_for_file", about=kept, origin=Origin("sample", role="attachment"))
    build(folder)
    assert ask(folder, "SELECT parts FROM readings WHERE parts IS NOT NULL") == []
    demand_same_when_rebuilt(folder)


def test_a_page_that_is_read_with_one_more_file_has_the_problems_of_that_reading(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    # two files of one page that contradict one another, met one after the other
    store_pages(PAGE, stub("a.docx"))
    store_file(store_pages, "a.docx", sample(variation="docx-merged", seed=1), 1)
    build(folder)
    for seed in range(2, 6):
        store_file(store_pages, f"{seed}.docx", sample(variation="docx-merged", seed=seed), seed)
        build(folder)
        for report_id, count in ask(folder, "SELECT id, problem_count FROM reports"):
            rows = ask(
                folder, "SELECT count(*) FROM problems WHERE subject = ?1 OR subject = (SELECT payload_sha256 FROM "
                "captures JOIN reports ON capture_id = captures.id WHERE reports.id = ?1)", report_id,
            )  # fmt: skip
            assert rows == [(count,)]
    demand_same_when_rebuilt(folder)


def test_a_file_that_was_seen_under_another_name_before_is_named_so_wherever_it_was_read(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    body = sample(variation="docx-merged", seed=1)
    store_pages(PAGE, stub("a.docx"), day=1)
    store_file(store_pages, "a.docx", body, 2)
    build(folder)
    named = "SELECT DISTINCT json_extract(place, '$.document') FROM figures WHERE form_table = 't3'"
    assert ask(folder, named) == [("a.docx",)]
    # a WARC file of another program may hold older captures
    store_pages("http://a.gov.cn.test/old.docx", body, day=0, media_type="application/octet-stream")
    build(folder)
    demand_same_when_rebuilt(folder)
