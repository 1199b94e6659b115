"""Whole crawls of the sample portals of every content system, in both looks: everything found and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from archive.samples.portals import FAMILIES

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def both(operate: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Crawl all family sites in both looks, at the same time."""
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        operators = {
            skin: stack.enter_context(operate(list(FAMILIES), tmp_path_factory.mktemp(f"families{skin}"), skin=skin))
            for skin in ("A", "B")
        }
        crawls = {skin: pool.submit(operator.crawl) for skin, operator in operators.items()}
        for skin, operator in operators.items():
            operator.first = crawls[skin].result()
        yield operators


@pytest.fixture(scope="module", params=["A", "B"])
def crawled(request: pytest.FixtureRequest, both: dict[str, Any]) -> Any:
    """Return the crawl of one look."""
    return both[request.param]


@pytest.mark.parametrize("site", list(FAMILIES))
def test_every_report_is_found_and_nothing_else_is_taken_for_one(crawled: Any, site: str) -> None:
    published = crawled.published(site)
    assert published, "the sample portal publishes nothing"
    listed = crawled.reports(site)
    assert listed - published == set()
    assert published - listed == set()


@pytest.mark.parametrize("site", list(FAMILIES))
def test_every_report_is_kept_byte_for_byte(crawled: Any, site: str) -> None:
    kept = {capture.url for capture in crawled.captures() if capture.status == 200 and capture.has_payload}
    assert crawled.published(site) - kept == set()
    assert {url for line in crawled.truth(site) for url in line.parts} - kept == set()
    files = {line.attachment_url: line.attachment_sha256 for line in crawled.truth(site) if line.attachment_url}
    digests = {capture.url: capture.payload_sha256 for capture in crawled.captures() if capture.role == "attachment"}
    if crawled.portals.sites[site].id != "vsb":  # one of its files stands behind a captcha
        assert {url: digests.get(url) for url in files} == files


@pytest.mark.parametrize("site", list(FAMILIES))
def test_the_portal_is_reported_as_complete(crawled: Any, site: str) -> None:
    result = crawled.first.portal(site)
    assert (result["outcome"], result["alarm"]) == ("ok", ""), result["notes"]


@pytest.mark.parametrize("site", list(FAMILIES))
def test_requests_stay_near_the_least_that_would_do(crawled: Any, site: str) -> None:
    lines = crawled.truth(site)
    reports = {line.url for line in lines if line.kind == "report"}
    files = {line.attachment_url for line in lines if line.attachment_url}
    parts = {url for line in lines for url in line.parts}
    hosts = set(crawled.portals.sites[site].hosts)
    entries = [entry for entry in crawled.portals.log() if entry.host in hosts]
    robots = {entry.url for entry in entries if entry.path == "/robots.txt"}
    asked = [(entry.method, entry.url) for entry in entries if entry.method == "GET"]
    assert len(asked) == len(set(asked)), "nothing is asked twice"
    # the lists that named a report; those on the way to them come on top, so that the least is more than this
    lists = {capture.parent_url for capture in crawled.captures() if capture.final_url in reports}
    assert len(entries) <= 1.3 * len(reports | parts | files | robots | lists)


def test_the_run_ends_with_status_zero(crawled: Any) -> None:
    assert crawled.first.status == 0, crawled.first.stderr
    assert crawled.first.report["complete"] is True


def test_the_captures_can_be_read_by_another_program(crawled: Any) -> None:
    from warcio.archiveiterator import ArchiveIterator

    kinds: dict[str, int] = {}
    for path in sorted((crawled.data / "warc").glob("*.warc.gz")):
        with Path(path).open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                kinds[record.rec_type] = kinds.get(record.rec_type, 0) + 1
                record.content_stream().read()
    assert kinds["response"] > 100
    assert kinds["request"] >= kinds["response"]
    assert "robots.txt" in " ".join(capture.url for capture in crawled.captures())
