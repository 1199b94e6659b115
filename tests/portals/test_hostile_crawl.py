"""One crawl of all hostile sample portals as an operator starts it: each verdict, and nobody else troubled."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.samples.portals import HOSTILE, SamplePortals
from archive.samples.portals.hostile.doubles import MIRROR
from crawler.captures import Capture, ScanProblem, scan

SCALE = "0.01"
"""Waiting times against real ones: 5 s become 50 ms. The portals' own times shrink as much."""


@dataclass
class Crawled:
    """The portals after the crawl, its report, and what it kept."""

    portals: SamplePortals
    report: dict[str, Any]
    captures: list[Capture]

    def portal(self, site: str) -> dict[str, Any]:
        return next(portal for portal in self.report["portals"] if portal["portal"] == site)

    def requests(self, site: str) -> list[str]:
        return [entry.path for entry in self.portals.log(self.portals.sites[site].host)]

    def kept(self) -> set[str]:
        return {capture.url for capture in self.captures if capture.status == 200 and capture.has_payload}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("hostile")
    with SamplePortals(sites=list(HOSTILE), speed=float(SCALE)) as portals:
        portals.catalogue_toml(folder / "catalogue")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")},
            "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test",
            "GONGKAI_DELAY_SCALE": SCALE,
            "GONGKAI_PROXY": portals.proxy_url,
            "GONGKAI_CONTACT": "crawl@example.test",
        }
        program = str(Path(sys.executable).with_name("gongkai"))
        data = folder / "data"
        done = subprocess.run(
            [program, "--data", str(data), "crawl", "--json", "--portals", str(folder / "catalogue")],
            env=environment,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        assert done.stdout.startswith("{"), done.stderr
        captures = [found for found in scan(data / "warc") if not isinstance(found, ScanProblem)]
        assert done.returncode == 1, "sites that block and lists that are suspect leave work over"
        yield Crawled(portals, json.loads(done.stdout), captures)


@pytest.mark.parametrize(
    ("site", "outcome", "most"),
    [
        ("jsl", "blocked", 2),
        ("rs412", "blocked", 2),
        ("rs202", "blocked", 2),
        ("rs200", "blocked", 2),
        ("rb-no", "robots_refused", 1),
        ("rb-403", "robots_refused", 1),
        ("rb-503", "robots_unreachable", 3),
        ("rb-302", "robots_unreachable", 1),
    ],
)
def test_a_site_that_says_no_is_left_alone(crawled: Crawled, site: str, outcome: str, most: int) -> None:
    assert crawled.portal(site)["outcome"] == outcome
    assert 1 <= len(crawled.requests(site)) <= most
    pages = {url for url in crawled.kept() if f"//{crawled.portals.sites[site].host}/zfxxgk" in url}
    assert not pages or site == "rs200"


def test_a_firewall_before_robots_txt_is_a_block(crawled: Crawled) -> None:
    assert crawled.portal("rb-521")["outcome"] in ("blocked", "robots_refused")
    assert crawled.requests("rb-521") == ["/robots.txt"]


WILLING = (
    "cyd", "rb-html", "rb-bom", "rb-big", "rate", "slow", "big", "s404", "gbk", "badcs", "loop", "stray", "drift",
    "wrongcol", "dates", "edit", "xredir", "mirror", "http410", "barehost", "jsredir",
)  # fmt: skip


@pytest.mark.parametrize("site", WILLING)
def test_everything_that_can_be_had_is_kept(crawled: Crawled, site: str) -> None:
    lines = [line for line in crawled.portals.sites[site].truth() if line.kind == "report"]
    wanted = {line.url for line in lines if line.expected == "captured"}
    assert wanted
    missing = wanted - crawled.kept()
    # what a script leads to stands at another address
    if site == "jsredir":
        missing = {url for url in missing if url.replace("/zfxxgk/", "/m/zfxxgk/", 1) not in crawled.kept()}
    assert not missing


def test_what_robots_txt_closes_is_never_asked_for(crawled: Crawled) -> None:
    for site in ("rb-bom", "rb-big"):
        assert not [path for path in crawled.requests(site) if path.startswith("/zfxxgk/private/")]


def test_a_deleted_report_is_gone_and_one_that_says_not_found_is_not(crawled: Crawled) -> None:
    truth = crawled.portals.sites["s404"].truth()
    gone = [line for line in truth if line.expected == "gone"]
    counts = crawled.portal("s404")["counts"]
    assert (counts["soft_404"], counts["reports_new"]) == (len(gone), len(truth) - len(gone))


@pytest.mark.parametrize(("site", "word"), [("loop", "offset_ignored"), ("stray", "stray"), ("empty", "empty")])
def test_a_list_that_cannot_be_what_it_says_is_suspect(crawled: Crawled, site: str, word: str) -> None:
    portal = crawled.portal(site)
    assert portal["outcome"] in ("partial", "empty")
    assert word in json.dumps(portal, ensure_ascii=False)
    assert len(crawled.requests(site)) <= 60


def test_files_that_never_arrive_whole_are_tried_no_more_than_three_times(crawled: Crawled) -> None:
    site = crawled.portals.sites["slow"]
    asked = crawled.requests("slow")
    for path, kind in site.sick().items():  # type: ignore[attr-defined]
        assert 1 <= asked.count(path) <= (1 if kind == "late" else 3)


def test_a_file_over_the_limit_is_refused_by_its_size(crawled: Crawled) -> None:
    assert "too_large" in json.dumps(crawled.portal("big"), ensure_ascii=False)
    assert not [url for url in crawled.kept() if url.endswith("huge.pdf")]


def test_nobody_outside_the_catalogue_is_ever_asked(crawled: Crawled) -> None:
    known = {host for site in crawled.portals.sites.values() for host in site.hosts}
    asked = {entry.host for entry in crawled.portals.log()}
    assert asked <= known
    assert MIRROR not in asked
    assert not [host for host in asked if host.startswith("127.")]


def test_the_second_host_of_a_redirect_sets_its_own_pace(crawled: Crawled) -> None:
    second = crawled.portals.sites["xredir"].hosts[1]
    entries = crawled.portals.log(second)
    assert entries[0].path == "/robots.txt"
    times = [entry.at for entry in entries[1:]]
    # a Crawl-delay of 10 s, shrunk like every other
    assert all(later - earlier >= 10 * float(SCALE) - 0.05 for earlier, later in pairwise(times))


def test_pages_with_only_a_file_have_their_file_kept(crawled: Crawled) -> None:
    files = {line.attachment_url: line.attachment_sha256 for line in crawled.portals.sites["attonly"].truth()}
    digests = {capture.url: capture.payload_sha256 for capture in crawled.captures}
    assert {url: digests.get(url) for url in files} == files


def test_no_cookie_is_ever_sent_and_one_honest_name_is_given(crawled: Crawled) -> None:
    agents = {entry.headers.get("user-agent", "") for entry in crawled.portals.log()}
    assert len(agents) == 1
    assert re.search(r"crawl@example\.test", agents.pop())
    assert not [entry for entry in crawled.portals.log() if "cookie" in entry.headers]
