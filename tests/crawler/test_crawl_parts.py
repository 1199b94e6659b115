"""Crawls of reports on several pages: all pages in order and once, nothing beside them, and what is lost is said."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.samples.agencies import AGENCIES
from archive.samples.portals.parted import called_pager, decoys, linked_pager, parts_of
from archive.samples.reports import make_report
from crawler.captures import scan
from tests.crawler.test_crawl_small_sites import ROOT, SmallSite, articles, page, rows

FOLDER = "/zfxxgk/nb/2023/"
NAMES = ["r1.html", "r1_1.html", "r1_2.html"]
PATHS = [FOLDER + name for name in NAMES]
TITLE = "青禾县第1局2023年政府信息公开工作年度报告"
PARTS = parts_of(make_report(AGENCIES["qinghe"], 2023))

Site = Callable[[dict[str, str]], SmallSite]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    started: list[SmallSite] = []

    def start(pages: dict[str, str]) -> SmallSite:
        listing = page(f"<ul>{rows(1, 2)}</ul>")
        started.append(SmallSite({"/zfxxgk/nb/": listing, **articles(2), **pages}, tmp_path, "reports", "/zfxxgk/nb/"))
        return started[-1]

    yield start
    for one in started:
        one.server.shutdown()


def called() -> dict[str, str]:
    return {path: page(PARTS[n] + called_pager(3, n + 1, "r1", "html"), TITLE) for n, path in enumerate(PATHS)}


def linked() -> dict[str, str]:
    return {path: page(PARTS[n] + linked_pager(NAMES, n + 1), TITLE) for n, path in enumerate(PATHS)}


def further(small: SmallSite) -> list[str]:
    return [path for path in small.asked if path.startswith(FOLDER) and path not in (PATHS[0], f"{FOLDER}r2.html")]


def captured(small: SmallSite) -> list[tuple[str, str]]:
    """Return the bodies of further pages that are kept, each with the page that it goes on from."""
    return [
        (capture.final_url.removeprefix(ROOT), capture.parent_url.removeprefix(ROOT))
        for capture in scan(small.folder / "data" / "warc")
        if capture.role == "part" and capture.status == 200 and capture.has_payload
    ]


@pytest.mark.parametrize("pages", [called, linked])
def test_the_pages_of_a_report_are_asked_for_in_order_and_once(site: Site, pages: Callable[[], dict[str, str]]) -> None:
    small = site(pages())
    result = small.crawl()
    assert (result["outcome"], result["reports"]) == ("ok", 2), result["notes"]
    assert (result["counts"]["parts"], result["counts"]["reports_new"]) == (2, 2)
    assert further(small) == PATHS[1:]
    assert captured(small) == [(PATHS[1], PATHS[0]), (PATHS[2], PATHS[1])]


def test_a_second_run_asks_by_validators_only(site: Site) -> None:
    small = site(called())
    small.crawl()
    second = small.crawl()
    assert (second["outcome"], second["counts"]["not_modified"]) == ("ok", 5)
    assert [path for path in small.bodies if path != "/robots.txt"] == []
    assert sorted(further(small)) == PATHS[1:]


def test_a_changed_page_and_a_page_more_are_found(site: Site) -> None:
    small = site({path: body.replace("(3,", "(2,") for path, body in list(called().items())[:2]})
    assert small.crawl()["counts"]["parts"] == 1
    small.pages.update(called())
    second = small.crawl()
    assert (second["outcome"], second["counts"]["parts"]) == ("ok", 2)
    assert sorted(path for path, _ in captured(small)) == [PATHS[1], PATHS[1], PATHS[2]]


@pytest.mark.parametrize("lost", [PATHS[1], PATHS[2]])
def test_a_page_that_is_linked_and_not_there_is_said(site: Site, lost: str) -> None:
    pages = called()
    del pages[lost]
    small = site(pages)
    for _run in range(2):
        result = small.crawl()
        assert (result["outcome"], result["reports"]) == ("partial", 2)
        assert result["alarm"] == "1 further pages of reports could not be had"
        assert any(note.startswith(f"part_gone: {ROOT}{lost}") for note in result["notes"])
        assert result["counts"]["parts_missing"] == 1
    small.pages.update(called())
    assert small.crawl()["outcome"] == "ok"
    assert {path for path, _ in captured(small)} == set(PATHS[1:])


@pytest.mark.parametrize("broken", [PATHS[1], PATHS[2]])
def test_a_page_that_failed_is_asked_for_again_in_the_next_run(site: Site, broken: str) -> None:
    small = site(called())
    small.broken.add(broken)
    first = small.crawl()
    assert (first["outcome"], first["counts"]["parts_missing"]) == ("partial", 1)
    small.broken.clear()
    second = small.crawl()
    assert (second["outcome"], second["counts"].get("parts_missing")) == ("ok", None), second["notes"]
    assert {path for path, _ in captured(small)} == set(PATHS[1:])
    small.crawl()
    assert [path for path in small.bodies if path != "/robots.txt"] == []


def test_robots_txt_holds_for_further_pages(site: Site) -> None:
    small = site({**called(), "/robots.txt": f"User-agent: *\nDisallow: {PATHS[1]}\n"})
    result = small.crawl()
    assert further(small) == []
    assert (result["outcome"], result["counts"]["wanted_denied"], result["counts"]["parts_missing"]) == (
        "partial", 1, 1,
    )  # fmt: skip


def test_a_pager_that_turns_in_a_circle_ends(site: Site) -> None:
    pages = linked()
    pages[PATHS[2]] = page(PARTS[2] + '<a href="r1.html">下一页</a><a href="r1_1.html">下一页</a>', TITLE)
    small = site(pages)
    result = small.crawl()
    assert (result["outcome"], result["counts"]["parts"]) == ("ok", 2)
    assert further(small) == PATHS[1:]


def test_a_pager_without_end_is_left_after_twenty_pages(site: Site) -> None:
    endless = {
        f"{FOLDER}r1{f'_{n}' if n else ''}.html": page(
            f"{PARTS[0] if not n else ''}<p>　　第{n}段：全年主动公开信息。</p>{called_pager(90, n + 1, 'r1', 'html')}",
            TITLE,
        )
        for n in range(40)
    }
    small = site(endless)
    result = small.crawl()
    assert len(further(small)) == 19
    assert (result["outcome"], result["counts"]["parts_missing"]) == ("partial", 1)
    assert any(note.startswith("part_capped") for note in result["notes"])


def test_a_site_that_shows_the_first_page_whichever_is_asked_for_has_no_further_pages(site: Site) -> None:
    first = page(PARTS[0] + called_pager(3, 1, "r1", "html"), TITLE)
    small = site(dict.fromkeys(PATHS, first))
    result = small.crawl()
    assert (result["outcome"], result["counts"].get("parts")) == ("ok", None)
    assert further(small) == PATHS[1:2]


def test_a_page_behind_the_last_that_leads_back_to_the_article_is_gone(site: Site) -> None:
    small = site(called())
    small.moved[PATHS[1]] = PATHS[0]
    result = small.crawl()
    assert (result["outcome"], result["counts"]["parts_missing"]) == ("partial", 1)
    assert further(small) == PATHS[1:2]


@pytest.mark.parametrize("pages", [called, linked])
def test_the_page_behind_a_redirected_one_is_asked_for(site: Site, pages: Callable[[], dict[str, str]]) -> None:
    moved = "/zfxxgk/old/r1_1.html"
    small = site({**pages(), moved: pages()[PATHS[1]]})
    small.moved[PATHS[1]] = moved
    result = small.crawl()
    assert (result["outcome"], result["counts"]["parts"]) == ("ok", 2), result["notes"]
    assert [path for path in small.asked if "r1_" in path] == [PATHS[1], moved, PATHS[2]]
    assert captured(small) == [(moved, PATHS[0]), (PATHS[2], moved)]
    assert small.crawl()["outcome"] == "ok"


@pytest.mark.parametrize("pager", [called_pager(3, 2, "x9", "html"), '<a href="/zfxxgk/old/x9-c.html">下一页</a>'])
def test_a_redirected_page_that_goes_on_under_another_name_is_a_loss(site: Site, pager: str) -> None:
    moved = "/zfxxgk/old/x9-b.html"
    small = site({**called(), moved: page(PARTS[1] + pager, TITLE)})
    small.moved[PATHS[1]] = moved
    result = small.crawl()
    assert (result["outcome"], result["counts"]["parts_missing"]) == ("partial", 1)
    assert any(note.startswith(f"part_lost: {ROOT}{moved}") for note in result["notes"])


def test_what_stands_beside_a_report_costs_no_request(site: Site) -> None:
    beside = decoys(f"{FOLDER}r2.html", f"{FOLDER}r2.html", "/zfxxgk/nb/index_1.html")
    whole = "".join(PARTS)
    more = [
        called_pager(1, 1, "r1", "html"),
        called_pager(3, 1, "r1", "html"),  # all of the report stands above it, its signature too
        called_pager(5, 1, "index", "html"),
        '<a href="r2.html">下一页</a>',
    ]
    small = site({PATHS[0]: page(whole + "".join(more) + beside, TITLE)})
    assert small.crawl()["outcome"] == "ok"
    assert sorted(small.asked) == ["/robots.txt", "/zfxxgk/nb/", PATHS[0], f"{FOLDER}r2.html"]


def test_a_page_that_is_no_report_has_no_further_pages(site: Site) -> None:
    news = page(f"<p>　　我县召开会议。</p>{called_pager(3, 1, 'r3', 'html')}", "青禾县召开会议")
    listing = page(f'<ul>{rows(1, 2)}<li><a href="{FOLDER}r3.html">青禾县水利局</a> 2024-01-20</li></ul>')
    small = site({**called(), f"{FOLDER}r3.html": news, f"{FOLDER}r3_1.html": news, "/zfxxgk/nb/": listing})
    assert small.crawl()["counts"]["parts"] == 2
    assert f"{FOLDER}r3.html" in small.asked
    assert f"{FOLDER}r3_1.html" not in small.asked


def test_files_linked_on_the_last_page_are_kept(site: Site) -> None:
    pages = called()
    pages[PATHS[2]] = page(f'{PARTS[2]}<p>附件：<a href="f1.pdf">年报.pdf</a></p>', TITLE)
    small = site({**pages, f"{FOLDER}f1.pdf": "%PDF-1.4\n%1\n%%EOF\n"})
    small.broken.add(f"{FOLDER}f1.pdf")
    assert small.crawl()["outcome"] == "partial"
    small.broken.clear()
    result = small.crawl()
    assert (result["outcome"], result["counts"]["attachments"]) == ("ok", 1)
    small.crawl()
    assert [path for path in small.bodies if path != "/robots.txt"] == []


def test_a_lost_state_costs_no_body_of_a_known_page(site: Site) -> None:
    small = site(called())
    small.crawl()
    for name in ("state.db", "state.db-wal", "state.db-shm"):
        (small.folder / "data" / name).unlink(missing_ok=True)
    assert small.crawl()["outcome"] == "ok"
    assert set(small.bodies) & set(PATHS) == set()
    assert set(small.asked) >= set(PATHS)


def test_scheduled_runs_validate_further_pages_with_their_report(site: Site) -> None:
    small = site(called())
    small.crawl()
    with contextlib.closing(sqlite3.connect(small.folder / "data" / "state.db")) as state, state:
        state.execute("UPDATE columns SET next_due = '2020-01-01T00:00:00Z'")
        state.execute("UPDATE urls SET checked_at = '2020-01-01T00:00:00Z' WHERE kind <> 'list'")
    small.crawl("--due")
    assert set(small.asked) >= set(PATHS)


def test_kill_minus_nine_loses_and_doubles_no_page(operate: Any, tmp_path: Path) -> None:
    with operate(["trs6"], tmp_path, skin="B") as op:
        wanted = {url for line in op.truth("trs6") for url in line.parts}
        assert len(wanted) > 10
        for _kill in range(4):
            asked = sum(entry.url in wanted for entry in op.portals.log())
            process = op.start()
            end = time.monotonic() + 60
            while sum(entry.url in wanted for entry in op.portals.log()) < asked + 3 and time.monotonic() < end:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        last = op.crawl()
        assert last.status == 0, last.stderr
        assert last.portal("trs6")["counts"]["parts"] == len(wanted)
        kept = Counter(c.final_url for c in op.captures() if c.role == "part" and c.record_type == "response")
        assert kept == Counter(wanted)
