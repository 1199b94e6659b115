"""The sample portals: honest HTTP, truth that can be reached, sites that read like their content systems."""

from __future__ import annotations

import datetime as dt
import hashlib
import http.client
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from archive.samples.portals import FAMILIES, HOSTILE, SITES, SamplePortals, TruthLine
from crawler import discovery, judging, systems
from crawler.catalogue import Column, Portal, load_portals
from crawler.charset import decode
from crawler.systems.pages import Fetch, ListPage, Page

TODAY = dt.date(2026, 4, 20)
AGENT = "gongkai-tests (+https://example.org/)"


class Answer:
    """What came back through the proxy, body undecoded."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


def ask(portals: SamplePortals, url: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """Ask the forward proxy for an absolute URL; follows nothing."""
    address = urlsplit(portals.proxy_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        sent = {"User-Agent": AGENT, **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection.request(method, url.partition("#")[0].replace(" ", "%20"), body=body or None, headers=sent)
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def quoted(url: str) -> str:
    """Return the URL with Chinese characters percent-encoded, as HTTP wants it."""
    return "".join(c if ord(c) < 128 else "".join(f"%{b:02X}" for b in c.encode()) for c in url)


@pytest.fixture(scope="module")
def portals() -> Iterator[SamplePortals]:
    with SamplePortals(seed=1, today=TODAY, sites=list(SITES), skin="A", speed=0.001) as started:
        yield started


@pytest.fixture(scope="module")
def unseen() -> Iterator[SamplePortals]:
    with SamplePortals(seed=2, today=TODAY, sites=list(FAMILIES), skin="B", speed=0.001) as started:
        yield started


@pytest.fixture
def one() -> Iterator[SamplePortals]:
    with SamplePortals(seed=1, today=TODAY, sites=["trs0", "edit", "drift"], speed=0.001) as started:
        yield started


class PureWalk:
    """A walk by `crawler.systems` and `crawler.discovery` alone: no Scrapy, no state, no delays.

    Every list is asked for; of the articles only those that lead on to a file, and one in ten of the rest.
    """

    def __init__(self, portals: SamplePortals, portal: Portal, system: str = "") -> None:
        self.portals, self.portal, self.system = portals, portal, system
        self.reached: dict[str, bytes] = {}
        self.requests = 0
        lines = portals.sites[portal.id].truth()
        self.plain = {line.url for line in lines if not line.attachment_url} - {line.url for line in lines[::10]}

    def run(self) -> dict[str, bytes]:
        for column in self.portal.columns:
            if self.system:
                column = replace(column, system=self.system)
            self._column(column)
        return self.reached

    def _ask(self, fetch: Fetch) -> Answer | None:
        self.requests += 1
        body = fetch.body.encode() or (urlencode(fetch.form).encode() if fetch.form else b"")
        headers = dict(fetch.headers)
        if fetch.form:
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        answer = ask(self.portals, quoted(fetch.url), fetch.method, body, **headers)
        return answer if answer.status == 200 else None

    def _column(self, column: Column) -> None:
        queue = deque(systems.first_fetches(column))
        seen: set[object] = set()
        lists: dict[str, list[ListPage]] = {}
        while queue and self.requests < 1500:
            fetch = queue.popleft()
            if fetch.identity in seen:
                continue
            seen.add(fetch.identity)
            if fetch.kind == "article" and fetch.url in self.plain:
                self.reached[fetch.url] = b""
                continue
            answer = self._ask(fetch)
            if answer is None:
                queue.extend(discovery.plan_refused(fetch, portal=self.portal).next)
                continue
            if fetch.kind == "attachment":
                self.reached[fetch.url] = answer.body
                continue
            text = decode(answer.body, answer.headers.get("content-type", "")).text
            page = Page(fetch.url, text, fetch.url, answer.status, answer.headers, answer.body, fetch)
            if fetch.kind == "article":
                self.reached[fetch.url] = answer.body
                plan = discovery.plan_article(systems.read_article(page), page, portal=self.portal)
                queue.extend(plan.fetches)
                continue
            listing = systems.read_list(page, column if not fetch.trail else replace(column, system="auto"))
            previous = lists.setdefault(listing.list_url, [])
            plan = discovery.plan_list(listing, previous=previous, portal=self.portal, column=column, request=fetch)
            previous.append(listing)
            if listing.report_here:
                self.reached[fetch.url] = answer.body
            queue.extend(plan.fetches)


def catalogue(portals: SamplePortals, folder: Path) -> dict[str, Portal]:
    portals.catalogue_toml(folder)
    return {portal.id: portal for portal in load_portals(folder, suffixes=["gov.cn.test"])}


def unreached(truth: list[TruthLine], reached: dict[str, bytes]) -> list[str]:
    wanted = [line for line in truth if line.kind == "report" and line.expected in ("captured", "needs_attachment")]
    assert wanted
    return [line.url for line in wanted if line.url.partition("#")[0] not in reached]


@pytest.mark.parametrize("site", list(FAMILIES))
def test_every_report_is_reached_when_the_system_must_be_recognised(
    unseen: SamplePortals, site: str, tmp_path: Path
) -> None:
    # the crawl of all families by their named systems is tests/crawler/test_crawl_families.py
    walk = PureWalk(unseen, catalogue(unseen, tmp_path)[site], system="auto")
    reached = walk.run()
    truth = unseen.sites[site].truth()
    missing = unreached(truth, reached)
    assert not missing, f"{len(missing)} not reached in {walk.requests} requests: {missing[:5]}"
    for line in truth:
        if line.attachment_sha256 and line.expected == "captured":
            assert hashlib.sha256(reached[line.attachment_url]).hexdigest() == line.attachment_sha256


FINGERPRINTS = (
    "createPageHTML", "TRS_Editor", "CurrChnlCls", "zfxxgk_zdgkc", "scroll_main", "submenu", "itemb", "UCAPTITLE",
    "UCAP-CONTENT", "NFCMS_SITE_ID", "NFCMS_COLUMN_ID", "pubDate", "p_next", "p_fun", "p_pages", "_showDynClickBatch",
    "/system/resource/js/", "list-date", "pageDec", "pagesize", "maxPage", "m-lst", "/eportal/", "moduleId", "SiteName",
)  # fmt: skip
"""Words by which systems are recognised."""


@pytest.mark.parametrize("site", ["trs6", "natl", "nopage", "ucap", "vsb", "sh", "hn", "sn", "hebei", "b64"])
def test_a_list_without_its_fingerprints_is_still_read_by_titles(
    portals: SamplePortals, site: str, tmp_path: Path
) -> None:
    column = catalogue(portals, tmp_path)[site].columns[0]
    text = ask(portals, column.url).body.decode()
    for word in FINGERPRINTS:
        text = text.replace(word, f"x{len(word)}q")
    listing = systems.get("generic").read_list(Page(column.url, text, column.url), column)
    found = {item.url for item in listing.items if judging.judge_item(item).verdict != "leave"}
    shown = [
        line.url
        for line in portals.sites[site].truth()
        if line.kind == "report" and urlsplit(line.url).path.rpartition("/")[2] in text
    ]
    assert shown
    assert len(found & set(shown)) >= 0.9 * len(shown)


@pytest.mark.parametrize("site", ["gbk", "badcs", "rb-bom", "s404", "dates", "wrongcol", "twin", "attonly", "http410"])
def test_reports_of_odd_but_willing_sites_are_reached(portals: SamplePortals, site: str, tmp_path: Path) -> None:
    reached = PureWalk(portals, catalogue(portals, tmp_path)[site]).run()
    twins = ("_wap.html",)
    missing = [url for url in unreached(portals.sites[site].truth(), reached) if not url.endswith(twins)]
    own = [url for url in missing if urlsplit(url).hostname == portals.sites[site].host]
    assert not own


def test_every_site_says_what_it_models() -> None:
    for site in SITES.values():
        assert (site.__doc__ or "").strip(), site.id
    assert len(FAMILIES) >= 27
    assert len(HOSTILE) >= 30


def test_the_same_seed_and_day_give_the_same_world() -> None:
    first, second = (SamplePortals(seed=7, today=TODAY, sites=["trs0", "ucap"]) for _ in range(2))
    assert [line.as_json() for line in first.truth()] == [line.as_json() for line in second.truth()]
    other = SamplePortals(seed=8, today=TODAY, sites=["trs0", "ucap"])
    assert [line.published_on for line in first.truth()] != [line.published_on for line in other.truth()]


def test_reports_appear_as_the_clock_moves(one: SamplePortals) -> None:
    one.clock(dt.date(2026, 1, 5))
    early = {line.key for line in one.truth() if line.site == "trs0" and line.year == 2025}
    answer = ask(one, f"{one.proxy_url}/__sim__/clock?date=2026-03-31", "POST")
    assert json.loads(answer.body) == {"today": "2026-03-31"}
    late = {line.key for line in one.truth() if line.site == "trs0" and line.year == 2025}
    assert early < late
    assert len(late) >= 20


def test_the_log_has_every_request_and_reset_forgets_it(one: SamplePortals) -> None:
    url = one.sites["trs0"].url("/zwgk/zfxxgk/zfxxgknb/")
    ask(one, "http://www.trs0.gov.cn.test/robots.txt")
    ask(one, url, Cookie="a=b")
    entries = one.log("www.trs0.gov.cn.test")
    assert [(entry.path, entry.status) for entry in entries] == [("/robots.txt", 404), (urlsplit(url).path, 200)]
    assert entries[1].headers["user-agent"] == AGENT
    assert entries[1].headers["cookie"] == "a=b"
    assert entries[0].at <= entries[0].finished <= entries[1].at
    logged = json.loads(ask(one, f"{one.proxy_url}/__sim__/log").body)
    assert [entry["url"] for entry in logged] == ["http://www.trs0.gov.cn.test/robots.txt", url]
    one.clock(dt.date(2026, 12, 1))
    ask(one, f"{one.proxy_url}/__sim__/reset", "POST")
    assert one.log() == []
    assert one.today == TODAY


def test_an_unchanged_page_answers_304_and_a_changed_one_does_not(one: SamplePortals) -> None:
    site = one.sites["edit"]
    edited, untouched = (
        site.url(site.article_path(item))
        for item in (site.reports()[0], site.items()[5])  # type: ignore[attr-defined]
    )
    tags = {url: ask(one, url).headers["etag"] for url in (edited, untouched)}
    assert [ask(one, url, If_None_Match=tags[url]).status for url in tags] == [304, 304]
    one.clock(TODAY + dt.timedelta(days=61))
    assert [ask(one, url, If_None_Match=tags[url]).status for url in tags] == [200, 304]


def test_hosts_outside_the_sample_world_are_never_answered(one: SamplePortals) -> None:
    assert ask(one, "http://www.example.com/").status == 502


def test_what_does_not_exist_is_404_and_the_page_behind_the_last_too(one: SamplePortals) -> None:
    assert ask(one, "http://www.trs0.gov.cn.test/nothing/").status == 404
    folder = next(iter(one.sites["trs0"].lists()))  # type: ignore[attr-defined]
    assert ask(one, one.sites["trs0"].url(f"{folder}index_99.html")).status == 404


@pytest.mark.parametrize(
    ("site", "status", "mark"),
    [
        ("jsl", 521, "__jsl_clearance_s"),
        ("rs412", 412, "$_ts"),
        ("rs202", 202, "$_ts"),
        ("rs200", 200, "$_ts"),
    ],
)
def test_firewalls_never_give_a_page(portals: SamplePortals, site: str, status: int, mark: str) -> None:
    for path in ("/", "/zfxxgk/zfxxgknb/"):
        answer = ask(portals, portals.sites[site].url(path), Cookie="__jsluid_s=4c1de0")
        assert answer.status == status
        assert mark in answer.body.decode()


def test_who_asks_too_fast_is_refused_and_who_waits_is_not() -> None:
    with SamplePortals(seed=1, today=TODAY, sites=["cyd"], speed=1.0) as started:
        bodies = [ask(started, started.sites["cyd"].url("/zfxxgk/zfxxgknb/")).body.decode() for _ in range(21)]
    assert "创宇盾" not in bodies[10]
    assert "创宇盾" in bodies[20]


def test_bodies_that_break_off_break_off(portals: SamplePortals) -> None:
    site = portals.sites["slow"]
    urls = {kind: site.url(path) for path, kind in site.sick().items()}  # type: ignore[attr-defined]
    for kind in ("reset", "short"):
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            ask(portals, urls[kind])
    assert ask(portals, urls["late"]).status == 200


def test_a_zip_bomb_is_small_on_the_wire(portals: SamplePortals) -> None:
    site = portals.sites["big"]
    bombs = [line for line in site.truth() if "bomb" in line.attachment_url]
    assert len(ask(portals, bombs[0].attachment_url).body) < 1_000_000


@pytest.mark.parametrize("site", list(SITES))
def test_every_catalogue_entry_is_accepted(portals: SamplePortals, site: str, tmp_path: Path) -> None:
    portal = catalogue(portals, tmp_path)[site]
    assert portal.columns
    assert portal.allows(portal.columns[0].url)
