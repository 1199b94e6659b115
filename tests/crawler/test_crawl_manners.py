"""Politeness, read off the portals' own request log (portals.md 5.4)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

SITES = ["xxgk", "jpagepg", "natl"]
DELAY_SCALE = 0.1
"""Large enough for a gap to be told from the noise of a busy machine: 1 s becomes 100 ms."""
TOLERANCE = 0.05


@pytest.fixture(scope="module")
def crawled(operate: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Crawl three sites with a delay that can be measured."""
    with operate(SITES, tmp_path_factory.mktemp("manners"), delay=1.0, delay_scale=DELAY_SCALE) as operator:
        operator.first = operator.crawl()
        yield operator


def by_host(operator: Any) -> dict[str, list[Any]]:
    hosts: dict[str, list[Any]] = defaultdict(list)
    for entry in operator.portals.log():
        hosts[entry.host].append(entry)
    return hosts


def test_robots_txt_comes_first_and_is_asked_once(crawled: Any) -> None:
    hosts = by_host(crawled)
    assert len(hosts) >= len(SITES)
    for host, entries in hosts.items():
        assert entries[0].path == "/robots.txt", host
        assert sum(entry.path == "/robots.txt" for entry in entries) == 1, host


def test_two_requests_to_one_host_are_never_closer_than_the_delay(crawled: Any) -> None:
    for host, entries in by_host(crawled).items():
        gaps = [later.at - earlier.at for earlier, later in itertools.pairwise(entries)]
        assert len(gaps) > 5, host
        assert min(gaps) >= 1.0 * DELAY_SCALE - TOLERANCE, host


def test_never_more_than_one_request_to_a_host_is_under_way(crawled: Any) -> None:
    assert max(entry.in_flight for entry in crawled.portals.log()) == 1


def test_one_honest_user_agent_and_no_cookie(crawled: Any) -> None:
    sent = [{name.lower(): value for name, value in entry.headers.items()} for entry in crawled.portals.log()]
    agents = {headers.get("user-agent") for headers in sent}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent is not None
    assert agent.startswith("GongkaiBot/")
    assert "crawl@example.test" in agent
    assert not any("cookie" in headers for headers in sent)


def test_no_other_host_is_asked(crawled: Any) -> None:
    listed = {host for site in crawled.portals.sites.values() for host in site.hosts}
    assert {entry.host.partition(":")[0] for entry in crawled.portals.log()} <= listed


def test_requests_stay_near_the_least_that_would_do(crawled: Any) -> None:
    for site in SITES:
        hosts = set(crawled.portals.sites[site].hosts)
        entries = [entry for entry in crawled.portals.log() if entry.host in hosts]
        lines = crawled.truth(site)
        reports = {line.url for line in lines if line.kind == "report"} | {
            line.attachment_url for line in lines if line.attachment_url
        }
        lists = crawled.first.portal(site)["counts"]["lists_ok"]
        assert len(entries) <= 1.3 * (len(reports) + lists + 1), site
