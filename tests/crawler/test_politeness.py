"""The manners towards one host, on a clock of our own."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness import HostManners, retry_after_seconds
from crawler.robots import read_robots


def test_one_request_at_a_time_and_never_sooner_than_the_delay() -> None:
    manners = HostManners("www.qinghe.gov.cn", delay=5)
    assert manners.is_ready(100)
    manners.starts(100)
    assert not manners.is_ready(200), "one is still under way"
    manners.ends(100.1)
    assert not manners.is_ready(105.09)
    assert manners.is_ready(106.2)


def test_a_slow_host_rests_longer() -> None:
    quick, slow = HostManners("a", delay=5), HostManners("b", delay=5)
    for manners, took in ((quick, 0.1), (slow, 20)):
        manners.starts(0)
        manners.ends(took)
    assert quick.is_ready(6.2)
    assert not slow.is_ready(29)
    assert slow.is_ready(30.1)


def test_a_longer_crawl_delay_wins_and_a_shorter_one_does_not() -> None:
    manners = HostManners("a", delay=5)
    manners.obeys(read_robots(200, b"User-agent: *\nCrawl-delay: 2\n"), "GongkaiBot", 0)
    assert manners.delay == 5
    manners.obeys(read_robots(200, b"User-agent: *\nCrawl-delay: 30\n"), "GongkaiBot", 0)
    assert manners.delay == 30


def test_a_pause_the_host_names_is_kept_in_full_even_when_our_delays_are_scaled() -> None:
    manners = HostManners("a", delay=5, scale=0.01)
    manners.starts(0)
    manners.ends(0.1)
    assert manners.rests(2.0, 1.0) == 2.0
    assert not manners.is_ready(2.99)
    assert manners.is_ready(3.0)
    assert manners.delay > 5, "the delay widens after a pause"


def test_pauses_without_a_number_double() -> None:
    manners = HostManners("a", delay=5)
    assert [manners.rests(None, 0) for _ in range(3)] == [60, 120, 240]


def test_a_host_is_left_at_the_third_refusal() -> None:
    manners = HostManners("a", delay=5)
    assert [manners.strike("refused") for _ in range(3)] == [False, False, True]


def test_files_behind_captchas_are_left_at_the_third_in_a_row() -> None:
    manners = HostManners("a", delay=5)
    assert [manners.strike("file") for _ in range(2)] == [False, False]
    manners.succeeded(file=True)
    assert [manners.strike("file") for _ in range(3)] == [False, False, True]


def test_rate_strikes_are_forgotten_after_a_good_answer_and_refusals_are_not() -> None:
    manners = HostManners("a", delay=5)
    for kind in ("rate", "rate", "refused", "refused"):
        manners.strike(kind)
    manners.succeeded()
    assert not manners.strike("rate")
    assert manners.strike("refused")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), (" 7 ", 7), ("999999999", 86400), ("Sat, 21 Nov 2026 00:01:00 GMT", 60), ("soon", None), ("", None),
     ("-5", None), ("Sat, 21 Nov 2020 00:00:00 GMT", 0)],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    now = 1795219200.0  # 2026-11-21T00:00:00Z
    assert retry_after_seconds(value, now=now) == seconds


@given(st.lists(st.floats(min_value=0, max_value=50), min_size=2, max_size=30), st.floats(min_value=0.1, max_value=20))
def test_starts_are_never_closer_than_the_delay(latencies: list[float], delay: float) -> None:
    manners = HostManners("a", delay=delay)
    now, starts = 0.0, []
    for latency in latencies:
        now = max(now, manners.next_at)
        assert manners.is_ready(now)
        starts.append(now)
        manners.starts(now)
        now += latency
        manners.ends(now)
    assert all(later - earlier >= delay - 1e-9 for earlier, later in itertools.pairwise(starts))


def test_a_host_is_left_after_five_different_pages_fail_in_a_row_and_not_for_one_that_hangs() -> None:
    manners = HostManners("a", delay=5)
    assert not any(manners.failed("/hangs") for _ in range(20))
    assert [manners.failed(f"/{n}") for n in range(4)] == [False, False, False, True]
    manners.succeeded()
    assert not manners.failed("/again")
