"""Sites that block, stall, lie or change: each ends as a named outcome, and costs nothing but its own slot."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from archive.samples.portals import HOSTILE

RETRY_AFTER = 1
"""Seconds the sample site asks for at this speed."""

LATER = {"drift", "edit"}
"""Sites whose point is a second visit; they have tests of their own below."""


@pytest.fixture(scope="module")
def crawled(operate: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Crawl all hostile sites at once: none may hold up another."""
    sites = [site for site in HOSTILE if site not in LATER]
    with operate(sites, tmp_path_factory.mktemp("hostile")) as operator:
        operator.first = operator.crawl(timeout=500)
        yield operator


def asked(operator: Any, site: str) -> list[Any]:
    hosts = operator.portals.sites[site].hosts
    return [entry for entry in operator.portals.log() if entry.host.partition(":")[0] in hosts]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("site", "outcome", "at_most"),
    [
        ("jsl", "blocked", 2),
        ("rs412", "blocked", 2),
        ("rs202", "blocked", 2),
        ("rs200", "blocked", 2),
        ("rb-no", "robots_refused", 1),
        ("rb-403", "robots_refused", 1),
        ("rb-503", "robots_unreachable", 1),
        ("rb-521", "blocked", 1),
        ("rb-302", "robots_unreachable", 1),
        ("empty", "empty", 3),
        ("ck", "empty", 7),
    ],
)
def test_who_refuses_is_left_alone(crawled: Any, site: str, outcome: str, at_most: int) -> None:
    result = crawled.first.portal(site)
    assert result["outcome"] == outcome
    assert result["alarm"]
    assert crawled.reports(site) == set()
    assert len(asked(crawled, site)) <= at_most


@pytest.mark.parametrize("site", ["cyd", "rb-html", "rate", "gbk", "badcs", "s404", "dates", "http410", "barehost"])
def test_what_only_looks_odd_is_read_in_full(crawled: Any, site: str) -> None:
    assert crawled.published(site)
    assert crawled.reports(site) == crawled.published(site)


@pytest.mark.parametrize("site", ["rb-bom", "rb-big"])
def test_robots_txt_is_obeyed_through_byte_order_marks_and_bulk(crawled: Any, site: str) -> None:
    assert not [entry for entry in asked(crawled, site) if "/private/" in entry.path]
    assert crawled.published(site) <= crawled.reports(site)


def test_deleted_pages_behind_other_statuses_are_gone_and_a_report_that_says_so_is_not(crawled: Any) -> None:
    assert crawled.first.portal("s404")["counts"]["soft_404"] == 3


def test_wrong_charsets_are_repaired(crawled: Any) -> None:
    assert crawled.first.portal("badcs")["counts"]["charset_repaired"] > 0


@pytest.mark.parametrize("site", ["loop", "stray"])
def test_a_pager_that_repeats_or_strays_ends_and_is_suspect(crawled: Any, site: str) -> None:
    result = crawled.first.portal(site)
    assert result["outcome"] == "partial"
    assert result["counts"]["lists_suspect"] >= 1
    assert crawled.reports(site) == crawled.published(site)
    assert len(asked(crawled, site)) < 60


def test_a_list_that_lost_its_entries_is_suspect_and_not_zero(crawled: Any) -> None:
    result = crawled.first.portal("empty")
    assert result["counts"]["lists_suspect"] == 1
    assert "no list of reports could be read" in result["alarm"]


def test_slow_and_broken_answers_are_named_and_the_others_arrive(crawled: Any) -> None:
    result = crawled.first.portal("slow")
    assert result["outcome"] == "partial"
    kept = {capture.url for capture in crawled.captures() if capture.status == 200 and not capture.truncated}
    assert crawled.published("slow") <= kept


def test_too_large_and_false_files_are_named(crawled: Any) -> None:
    notes = " ".join(crawled.first.portal("big")["notes"])
    assert "too_large" in notes
    assert "page_for_file" in notes


def test_redirects_and_links_to_other_domains_are_never_asked(crawled: Any) -> None:
    assert "redirect_suffix" in " ".join(crawled.first.portal("mirror")["notes"])
    assert not [entry for entry in crawled.portals.log() if not entry.host.partition(":")[0].endswith(".gov.cn.test")]
    assert not [entry for entry in crawled.portals.log() if entry.host.startswith("127.")]


def test_a_redirect_to_another_host_waits_for_that_hosts_robots_txt(crawled: Any) -> None:
    other = [entry for entry in asked(crawled, "xredir") if "xredirb" in entry.host]
    assert len(other) > 5
    assert other[0].path == "/robots.txt"
    assert max(entry.in_flight for entry in other) == 1


def test_files_of_pages_without_text_are_kept(crawled: Any) -> None:
    counts = crawled.first.portal("attonly")["counts"]
    assert counts["attachments"] == counts["reports_new"]


def test_drawn_versions_are_not_reports(crawled: Any) -> None:
    derived = {line.url for line in crawled.truth("twin") if line.kind == "derivative"}
    assert derived
    assert not derived & crawled.reports("twin")


def test_nothing_is_asked_of_a_host_after_its_refusal(crawled: Any) -> None:
    for site in ("jsl", "rs412", "rs202", "rs200"):
        entries = asked(crawled, site)
        assert entries[0].path == "/robots.txt"
        assert len(entries) == 2, site
    before = len(crawled.portals.log())
    again = crawled.crawl("jsl", "rs200")
    assert again.status == 1
    assert [again.portal(site)["outcome"] for site in ("jsl", "rs200")] == ["blocked", "blocked"]
    assert crawled.portals.log()[before:] == [], "not before the next attempt is due"


def test_pauses_a_host_asks_for_are_kept(operate: Any, tmp_path: Any) -> None:
    with operate(["rate"], tmp_path, speed=0.1) as operator:
        operator.crawl()
        entries = asked(operator, "rate")
        assert [entry for entry in entries if entry.status == 429]
        for earlier, later in itertools.pairwise(entries):
            if earlier.status == 429:
                assert later.at - earlier.finished >= RETRY_AFTER - 0.05
        assert operator.reports("rate") == operator.published("rate")


def test_a_corrected_report_is_a_change_and_a_visit_counter_is_none(operate: Any, tmp_path: Any) -> None:
    with operate(["edit"], tmp_path, today=dt.date(2026, 1, 28)) as operator:
        assert operator.crawl().status == 0
        operator.portals.clock(dt.date(2026, 3, 30))
        second = operator.crawl()
        counts = second.portal("edit")["counts"]
        assert counts["reports_changed"] == 1
        assert second.status == 0


def test_a_column_that_moved_is_flagged_and_found_again(operate: Any, tmp_path: Any) -> None:
    with operate(["drift"], tmp_path, today=dt.date(2026, 1, 20)) as operator:
        assert operator.crawl().status == 0
        operator.portals.clock(dt.date(2026, 4, 20))
        second = operator.crawl()
        assert "column_moved" in " ".join(second.portal("drift")["notes"])
        assert operator.published("drift") <= operator.reports("drift")
        assert second.status == 1
