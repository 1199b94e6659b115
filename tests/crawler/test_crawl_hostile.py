"""Sites that block, stall, lie or change: each ends as a named outcome, and costs nothing but its own slot."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.samples.portals import HOSTILE
from crawler.captures import Capture, read_payload
from crawler.charset import decode
from extractors.titles import read_title

pytestmark = pytest.mark.timeout(600)

SPEED = 0.01
"""Times of the sample sites and our delays shrink alike: 50 ms stand for 5 s."""

APART = {"drift", "edit", "slow", "rate"}
"""Sites whose point is a second visit, or the time they take; they have tests of their own below."""


@pytest.fixture(scope="module")
def crawled(operate: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Crawl all hostile sites at once: none may hold up another."""
    sites = [site for site in HOSTILE if site not in APART]
    with operate(sites, tmp_path_factory.mktemp("hostile"), delay_scale=SPEED) as operator:
        operator.first = operator.crawl()
        yield operator


def asked(operator: Any, site: str) -> list[Any]:
    hosts = operator.portals.sites[site].hosts
    return [entry for entry in operator.portals.log() if entry.host.partition(":")[0] in hosts]


def pages(operator: Any, site: str) -> list[str]:
    return [entry.url for entry in asked(operator, site) if entry.path != "/robots.txt"]


def notes(operator: Any, site: str) -> list[str]:
    return list(operator.first.portal(site)["notes"])


def kept(operator: Any, site: str) -> dict[str, Capture]:
    """Return the captures of a site that hold a good answer, by address."""
    hosts = operator.portals.sites[site].hosts
    return {
        capture.final_url: capture
        for capture in operator.captures()
        if capture.status == 200 and capture.has_payload and capture.final_url.split("/")[2] in hosts
    }


def text_of(operator: Any, capture: Capture) -> str:
    header = next((value for name, value in capture.headers if name.lower() == "content-type"), "")
    return decode(read_payload(operator.data / "warc", capture), header).text


def expected(operator: Any, site: str, word: str) -> set[str]:
    return {line.url for line in operator.truth(site) if line.expected == word}


# --- who refuses is left alone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "wall", "status"),
    [
        ("jsl", "waf:jiasule", 521),
        ("rs412", "waf:ruishu", 412),
        ("rs202", "waf:ruishu", 202),
        ("rs200", "waf:ruishu", 200),
    ],
)
def test_a_challenge_is_named_kept_and_never_answered(crawled: Any, site: str, wall: str, status: int) -> None:
    result = crawled.first.portal(site)
    assert result["outcome"] == "blocked"
    assert wall in result["alarm"]
    assert any(note.startswith("blocked: ") and note.endswith(wall) for note in result["notes"])
    assert len(pages(crawled, site)) == 1
    assert not {"reports_new", "lists_ok", "lists_suspect"} & set(result["counts"])
    evidence = [c for c in crawled.captures() if c.url == pages(crawled, site)[0] and c.record_type != "metadata"]
    assert [(capture.status, capture.payload_size > 0) for capture in evidence] == [(status, True)]


def test_a_portal_that_counts_requests_is_read_in_full_at_the_delay_it_bears(crawled: Any) -> None:
    assert crawled.reports("cyd") == crawled.published("cyd") != set()


def test_a_portal_that_counts_requests_is_left_when_it_refuses(operate: Any, tmp_path: Path) -> None:
    with operate(["cyd"], tmp_path, delay_scale=0, speed=1.0) as operator:
        operator.first = operator.crawl()
        result = operator.first.portal("cyd")
        assert (result["outcome"], "waf:chuangyu" in result["alarm"]) == ("blocked", True)
        assert len(pages(operator, "cyd")) == 20, "the twentieth answer was the refusal"
        bodies = [text_of(operator, capture) for capture in kept(operator, "cyd").values() if capture.role == "report"]
        had = sum("创宇盾" not in body for body in bodies)
        assert operator.first.portal("cyd")["counts"]["reports_new"] == had
        left = {c.url: c for c in operator.captures() if c.record_type == "metadata" and c.outcome == "blocked"}
        assert len(left) == len(operator.published("cyd")) - had > 0, "what was listed and left alone is in the store"
        assert all(read_title(capture.link_text).kind == "report" for capture in left.values())


@pytest.mark.parametrize(
    ("site", "outcome"),
    [
        ("rb-no", "robots_refused"),
        ("rb-403", "robots_refused"),
        ("rb-521", "robots_refused"),
        ("rb-503", "robots_unreachable"),
        ("rb-302", "robots_unreachable"),
    ],
)
def test_nothing_but_robots_txt_is_asked_where_it_refuses_or_fails(crawled: Any, site: str, outcome: str) -> None:
    result = crawled.first.portal(site)
    assert result["outcome"] == outcome
    assert result["alarm"]
    assert ("could not be had (" in result["alarm"]) == (outcome == "robots_unreachable"), "with the reason"
    assert pages(crawled, site) == []
    assert len(asked(crawled, site)) == 1


def test_a_robots_txt_that_is_a_web_page_allows(crawled: Any) -> None:
    assert crawled.reports("rb-html") == crawled.published("rb-html") != set()


@pytest.mark.parametrize("site", ["rb-bom", "rb-big"])
def test_robots_txt_is_obeyed_through_byte_order_marks_and_bulk(crawled: Any, site: str) -> None:
    closed = expected(crawled, site, "never_requested")
    assert len(closed) == 1
    assert not [url for url in pages(crawled, site) if "/private/" in url]
    assert [note for note in notes(crawled, site) if note.startswith("robots_denied: ") and "/private/" in note]
    assert crawled.reports(site) == crawled.published(site) | closed, "it is listed, and not asked"
    assert set(kept(crawled, site)) >= crawled.published(site)


def test_a_wall_of_cookies_is_a_refusal(crawled: Any) -> None:
    result = crawled.first.portal("ck")
    assert result["outcome"] == "refused"
    assert len(pages(crawled, "ck")) <= 6
    assert any("redirect_loop" in note for note in result["notes"])


# --- pages that lie --------------------------------------------------------------------------------------------------


def test_deleted_pages_behind_other_statuses_are_gone_and_a_report_that_says_so_is_not(crawled: Any) -> None:
    gone = expected(crawled, "s404", "gone")
    counts = crawled.first.portal("s404")["counts"]
    assert counts["soft_404"] == len(gone) == 3
    assert crawled.reports("s404") == crawled.published("s404")
    assert counts["reports_new"] == len(crawled.published("s404"))


def test_pages_in_gb18030_are_read_exactly(crawled: Any) -> None:
    captures = kept(crawled, "gbk")
    assert crawled.reports("gbk") == crawled.published("gbk") != set()
    for url in crawled.published("gbk"):
        text = text_of(crawled, captures[url])
        assert "李镕堃" in text
        assert "王㙟" in text
        assert "\ufffd" not in text


def test_wrong_declarations_of_charset_are_seen_through(crawled: Any) -> None:
    captures = kept(crawled, "badcs")
    titles = {line.url: line.title for line in crawled.truth("badcs")}
    assert crawled.reports("badcs") == crawled.published("badcs") == set(titles)
    # a fragment in another encoding, or half a character, costs itself and nothing else
    damaged = Counter(text_of(crawled, captures[url]).count("\ufffd") for url in titles)
    assert all(title in text_of(crawled, captures[url]) for url, title in titles.items())
    assert damaged[0] >= len(titles) * 3 // 5
    assert max(damaged) <= 20
    assert crawled.first.portal("badcs")["counts"]["charset_repaired"] >= len(titles) * 2 // 5


def test_a_pager_that_repeats_itself_ends_and_is_suspect(crawled: Any) -> None:
    result = crawled.first.portal("loop")
    assert result["outcome"] == "partial"
    assert result["counts"]["lists_suspect"] == 3, "the list, the column beside it, a unit’s list that ends too early"
    assert sum(note.startswith("list_offset_ignored: ") for note in result["notes"]) == 2
    assert crawled.reports("loop") == crawled.published("loop") != set()
    lists = [url for url in pages(crawled, "loop") if url not in crawled.published("loop")]
    assert len(lists) <= 20, "calendars and sessions have no end"


def test_a_pager_that_strays_is_suspect_and_nothing_of_it_is_taken(crawled: Any) -> None:
    result = crawled.first.portal("stray")
    assert result["outcome"] == "partial"
    assert result["counts"]["lists_suspect"] == 1
    assert crawled.reports("stray") == crawled.published("stray") != set()
    assert not [url for url in pages(crawled, "stray") if "/fdzdgknr/c" in url]


def test_a_list_that_lost_its_entries_is_suspect_and_not_zero(crawled: Any) -> None:
    result = crawled.first.portal("empty")
    assert result["outcome"] == "list_suspect"
    assert "no list of reports could be read" in result["alarm"]
    assert any(note.startswith("list_empty: ") for note in result["notes"])


# --- files -----------------------------------------------------------------------------------------------------------


def test_too_large_false_and_cut_files_are_named_and_the_good_ones_kept(crawled: Any) -> None:
    result = crawled.first.portal("big")
    named = {(note.split(": ")[0], note.split(" ")[1].rpartition("-")[2]) for note in result["notes"]}
    assert named == {
        ("too_large", "huge.pdf"),
        ("page_for_file", "page.docx"),
        ("page_for_file", "login.pdf"),
        ("cut_short", "cut.pdf"),
    }
    assert result["outcome"] == "partial"
    digests = {url: capture.payload_sha256 for url, capture in kept(crawled, "big").items()}
    files = {
        line.attachment_url: line.attachment_sha256
        for line in crawled.truth("big")
        if line.attachment_url and line.expected in ("captured", "needs_attachment")
    }
    assert len(files) == 2
    assert {url: digests.get(url) for url in files} == files
    stored = sum(path.stat().st_size for path in (crawled.data / "warc").glob("*"))
    assert stored < 30e6, "what is too large is not kept"


def test_files_of_pages_without_text_are_kept_whatever_their_format(crawled: Any) -> None:
    digests = {url: capture.payload_sha256 for url, capture in kept(crawled, "attonly").items()}
    files = {line.attachment_url: line.attachment_sha256 for line in crawled.truth("attonly")}
    assert {url.rpartition(".")[2] for url in files} == {"wps", "ofd", "zip", "jpg"}
    assert {url: digests.get(url) for url in files} == files
    assert crawled.reports("attonly") == crawled.published("attonly")


# --- elsewhere -------------------------------------------------------------------------------------------------------


def test_links_and_redirects_to_other_domains_and_addresses_are_never_asked(crawled: Any) -> None:
    hosts = {host for site in crawled.portals.sites.values() for host in site.hosts}
    assert {entry.host for entry in crawled.portals.log()} <= hosts
    stolen = expected(crawled, "mirror", "redirect_refused")
    assert [note.split(" ")[1] for note in notes(crawled, "mirror") if "redirect_suffix" in note] == list(stolen)
    assert crawled.reports("mirror") == crawled.published("mirror") | stolen
    assert crawled.reports("barehost") == crawled.published("barehost") != set()


def test_redirects_to_another_host_wait_for_that_hosts_robots_txt_and_take_turns(crawled: Any) -> None:
    second = crawled.portals.sites["xredir"].hosts[1]
    entries = crawled.portals.log(second)
    assert [entry.path for entry in entries].count("/robots.txt") == 1
    assert entries[0].path == "/robots.txt"
    assert max(entry.in_flight for entry in entries) == 1
    assert crawled.published("xredir") <= set(kept(crawled, "xredir"))


def test_a_crawl_delay_holds_on_the_host_that_states_it_and_not_on_the_one_that_redirects(
    operate: Any, tmp_path: Path
) -> None:
    scale = 0.05
    with operate(["xredir"], tmp_path, delay=1.0, delay_scale=scale) as operator:
        assert operator.crawl().status == 0
        first, second = (operator.portals.log(host) for host in operator.portals.sites["xredir"].hosts)
        gaps = [later.at - earlier.finished for earlier, later in itertools.pairwise(second)]
        assert len(gaps) == 10
        assert min(gaps) >= 10 * scale - 0.05
        gaps = sorted(later.at - earlier.finished for earlier, later in itertools.pairwise(first))
        assert gaps[0] >= 1.0 * scale - 0.05
        assert gaps[len(gaps) // 2] < 10 * scale


def test_no_more_than_two_redirects_in_scripts_are_followed(crawled: Any) -> None:
    nested = expected(crawled, "jsredir", "redirect_refused")
    assert nested
    loops = [note.split(" ")[1] for note in notes(crawled, "jsredir") if note.startswith("redirect_loop: ")]
    assert len(loops) == len(nested)
    assert not [url for url in pages(crawled, "jsredir") if "/m/m/m/" in url]
    assert crawled.first.portal("jsredir")["counts"]["reports_new"] == len(crawled.published("jsredir"))
    assert crawled.reports("jsredir") == crawled.published("jsredir") | nested


def test_a_portal_without_https_is_read_through_http(crawled: Any) -> None:
    assert crawled.reports("http410") == crawled.published("http410") != set()
    assert {entry.scheme for entry in asked(crawled, "http410")} == {"http"}


# --- what a report is ------------------------------------------------------------------------------------------------


def test_twins_are_asked_once_and_drawn_versions_are_no_reports(crawled: Any) -> None:
    lines = crawled.truth("twin")
    drawn = {line.url for line in lines if line.kind == "derivative"}
    twins = {line.url for line in lines if "_wap." in line.url}
    assert drawn
    assert twins
    assert crawled.reports("twin") == crawled.published("twin") - twins
    assert not [url for url in pages(crawled, "twin") if "_wap." in url or "//big5." in url]
    assert {line.key for line in lines if line.url in crawled.reports("twin")} == {line.key for line in lines}


@pytest.mark.parametrize("site", ["wrongcol", "dates"])
def test_odd_columns_and_dates_cost_no_report(crawled: Any, site: str) -> None:
    wanted = crawled.published(site) | expected(crawled, site, "conflict")
    assert crawled.reports(site) == wanted != set()
    assert wanted <= set(kept(crawled, site))


# --- manners ---------------------------------------------------------------------------------------------------------


def test_the_manners_hold_on_hostile_sites_too(crawled: Any) -> None:
    by_host: dict[str, list[Any]] = defaultdict(list)
    for entry in crawled.portals.log():
        by_host[entry.host].append(entry)
    assert len(by_host) >= len(HOSTILE) - len(APART)
    for host, entries in by_host.items():
        assert entries[0].path == "/robots.txt", host
        assert sum(entry.path == "/robots.txt" for entry in entries) == 1, host
        assert max(entry.in_flight for entry in entries) == 1, host
        assert not any("cookie" in {name.lower() for name in entry.headers} for entry in entries), host
    agents = {entry.headers.get("user-agent", entry.headers.get("User-Agent")) for entry in crawled.portals.log()}
    assert len(agents) == 1


def test_a_crawl_delay_longer_than_ours_is_kept(crawled: Any) -> None:
    # three seconds at a hundredth of the time; ours of five is longer, and holds
    entries = asked(crawled, "rb-bom")
    assert min(later.at - earlier.finished for earlier, later in itertools.pairwise(entries)) >= 5 * SPEED - 0.045


def test_requests_stay_near_the_least_that_would_do(crawled: Any) -> None:
    whole = [portal["portal"] for portal in crawled.first.report["portals"] if portal["outcome"] in ("ok", "partial")]
    assert len(whole) >= 18
    # one hides its pages behind redirects in scripts, one its lists in loops: each has a test of its own
    for site in set(whole) - {"jsredir", "loop"}:
        entries = asked(crawled, site)
        lines = crawled.truth(site)
        pages = {line.url for line in lines} | {line.attachment_url for line in lines if line.attachment_url}
        robots = {entry.url for entry in entries if entry.path == "/robots.txt"}
        moved = {entry.url for entry in entries if entry.status in (301, 302)} - pages
        assert len(moved) <= len(pages)
        assert len(entries) <= 1.3 * (len(pages | robots | moved) + len(crawled.portals.sites[site].pages())), site


def test_a_site_of_loops_costs_less_than_half_again_of_the_least(crawled: Any) -> None:
    least = 1 + 2 + len(crawled.published("loop"))
    assert len(asked(crawled, "loop")) <= 1.5 * least


def test_blocked_hosts_are_not_asked_again_before_their_time(crawled: Any) -> None:
    before = len(crawled.portals.log())
    again = crawled.crawl("jsl", "rs412", "rs202", "rs200")
    assert again.status == 1
    assert {again.portal(site)["outcome"] for site in ("jsl", "rs412", "rs202", "rs200")} == {"blocked"}
    assert crawled.portals.log()[before:] == []


@pytest.mark.parametrize("dated", [False, True])
def test_pauses_a_host_asks_for_are_kept(operate: Any, tmp_path: Path, dated: bool) -> None:
    with operate(["rate"], tmp_path, delay_scale=0.002, speed=0.1) as operator:
        crawl = operator.crawl()
        assert crawl.status == 0, crawl.stderr
        assert operator.reports("rate") == operator.published("rate") != set()
        entries = asked(operator, "rate")
        pauses = 0
        for earlier, later in itertools.pairwise(entries):
            if earlier.status == (503 if dated else 429):
                pauses += 1
                assert later.at - earlier.finished >= (0.0 if dated else 1.0) - 0.05
        assert pauses >= 1
        assert any(note.startswith("rate_limited: ") for note in crawl.portal("rate")["notes"])


# --- time ------------------------------------------------------------------------------------------------------------


def test_answers_that_hang_drip_or_break_are_named_and_cost_only_themselves(operate: Any, tmp_path: Path) -> None:
    with operate(["slow", "dates"], tmp_path, delay_scale=SPEED) as operator:
        # one byte every 10 ms for 4 s; the answer that begins after 0.3 s is only late
        operator.first = operator.crawl_with(DOWNLOAD_TIMEOUT=2.5)
        result = operator.first.portal("slow")
        sick = operator.portals.sites["slow"].sick()
        named = {note.split(" ")[1].partition(".test")[2]: note.split(": ")[0] for note in result["notes"]}
        assert named == {
            path: "timeout" if kind == "drip" else "truncated" for path, kind in sick.items() if kind != "late"
        }
        assert result["outcome"] == "partial"
        assert result["alarm"] == "3 requests failed for good"
        tries = Counter(entry.path for entry in asked(operator, "slow"))
        assert {path: tries[path] for path in named} == dict.fromkeys(named, 3)
        assert sum(tries.values()) - 2 * 3 == len(tries), "all others are asked once"
        whole = {url for url, capture in kept(operator, "slow").items() if not capture.truncated}
        assert operator.published("slow") <= whole
        assert operator.first.portal("dates")["outcome"] == "ok"


# --- a second visit --------------------------------------------------------------------------------------------------


def test_a_corrected_report_is_a_change_and_a_visit_counter_is_none(operate: Any, tmp_path: Path) -> None:
    with operate(["edit"], tmp_path, delay_scale=0, today=dt.date(2026, 1, 28)) as operator:
        assert operator.crawl().status == 0
        edited, counted = operator.portals.sites["edit"].reports()
        operator.portals.clock(dt.date(2026, 3, 30))
        second = operator.crawl()
        counts = second.portal("edit")["counts"]
        assert second.status == 0
        assert counts["reports_changed"] == 1
        site = operator.portals.sites["edit"]
        changed = [note.split(" ")[1] for note in second.portal("edit")["notes"] if note.startswith("changed: ")]
        assert changed == [site.url(site.article_path(edited))]
        bodies = Counter(c.final_url for c in operator.captures() if c.role == "report" and c.record_type == "response")
        assert bodies[site.url(site.article_path(edited))] == 2, "the old version is kept beside the new one"
        assert bodies[site.url(site.article_path(counted))] == 2
        third = operator.crawl().portal("edit")["counts"]
        assert "reports_changed" not in third


def test_a_column_that_moved_is_flagged_and_found_again_from_the_home_page(operate: Any, tmp_path: Path) -> None:
    with operate(["drift"], tmp_path, delay_scale=0, today=dt.date(2026, 1, 20)) as operator:
        assert operator.crawl().status == 0
        before = operator.published("drift")
        operator.portals.clock(dt.date(2026, 4, 20))
        second = operator.crawl()
        assert second.status == 1
        assert [note for note in second.portal("drift")["notes"] if note.startswith("column_moved: ")]
        assert operator.published("drift") <= operator.reports("drift")
        assert not operator.published("drift") & before
