"""Kills, signals, full disks, lost and damaged state on real processes: nothing lost or doubled, one clear line."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import resource
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.state import State

SITES = ("gbk", "s404", "attonly", "rb-html")
"""Small sites of about thirty requests each; one has files, one pages that are gone."""

KILLS = 12


@pytest.fixture
def operator(operate: Any, tmp_path: Path) -> Iterator[Any]:
    """Return a function that starts sample portals and gives their operator."""
    with contextlib.ExitStack() as stack:
        yield lambda sites, **options: stack.enter_context(operate(sites, tmp_path, **options))


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)


def bodies(op: Any) -> Counter[str]:
    """Return how often the body of each report and file is in the store."""
    roles = ("report", "attachment")
    return Counter(c.final_url for c in op.captures() if c.role in roles and c.record_type == "response")


def is_hanging(op: Any) -> bool:
    """Return whether the portals have been waiting for their own answer, or for the next request, for a second."""
    before = len(op.portals.log())
    time.sleep(1)
    return bool(before) and len(op.portals.log()) == before


def check_whole(op: Any, site: str) -> None:
    """Check that a site is listed and kept in full, each body once."""
    assert op.reports(site) == op.published(site)
    kept = {capture.final_url for capture in op.captures() if capture.status == 200 and capture.has_payload}
    assert op.published(site) <= kept
    assert {line.attachment_url for line in op.truth(site) if line.attachment_url} <= kept
    assert [url for url, times in bodies(op).items() if times > 1] == []


def test_kill_minus_nine_at_random_moments_loses_and_doubles_nothing(operator: Any) -> None:
    op = operator(SITES)
    chance = random.Random(20260420)
    for _ in range(KILLS):
        process = op.start()
        asked = len(op.portals.log())
        wanted = asked + chance.randint(6, 18)
        wait_until(lambda wanted=wanted: len(op.portals.log()) >= wanted, process)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    last = op.crawl()
    assert last.status == 0, last.stderr
    assert last.report["pending"] == 0
    for site in SITES:
        check_whole(op, site)
        counts = last.portal(site)["counts"]
        lines = op.truth(site)
        assert counts["reports_new"] == len(op.published(site)), "the counts of the killed runs are taken over"
        assert counts.get("soft_404", 0) == sum(line.expected == "gone" for line in lines)
        assert counts.get("attachments", 0) == sum(bool(line.attachment_url) for line in lines)
        entries = [entry for entry in op.portals.log() if entry.host in op.portals.sites[site].hosts]
        pages = [entry.url for entry in entries if entry.path != "/robots.txt"]
        assert len(pages) - len(set(pages)) <= KILLS, "at most what was under way at each kill is asked again"
        assert counts["requests"] <= len(entries) <= counts["requests"] + KILLS, "the report adds up"


def test_signals_at_random_moments_end_a_run_with_status_eleven_and_one_line(operator: Any) -> None:
    op = operator(["trs0"])
    chance = random.Random(20260421)
    for number in (signal.SIGINT, signal.SIGTERM) * 3:
        logs = len(list(op.data.glob("logs/*")))
        process = op.start()
        wait_until(lambda logs=logs: len(list(op.data.glob("logs/*"))) > logs, process)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 1.2))
        process.send_signal(number)
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 11, stderr
        assert len(stderr.split("\n")) <= 3, stderr
        assert "interrupted" in stderr.splitlines()[-1]
    last = op.crawl()
    assert last.status == 0, last.stderr
    check_whole(op, "trs0")
    pages = [entry.url for entry in op.portals.log() if entry.path != "/robots.txt"]
    assert len(pages) == len(set(pages)), "what is under way may end, so nothing is asked twice"
    assert last.portal("trs0")["counts"]["reports_new"] == len(op.published("trs0"))


def test_a_second_signal_ends_a_run_that_waits_for_an_answer_at_once(operator: Any) -> None:
    op = operator(["slow"], speed=1.0)
    process = op.start()
    wait_until(lambda: is_hanging(op), process)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    assert process.poll() is None, "it waits for the answer that is under way"
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=15)
    assert process.returncode == 11, stderr
    assert "interrupted" in stderr


@pytest.mark.parametrize("limit", [0, 9_000, 60_000, 120_000, 250_000, 600_000])
def test_a_full_disk_ends_a_run_with_status_three_and_one_line_and_a_later_run_goes_on(
    operator: Any, limit: int
) -> None:
    op = operator(["natl"])
    done = subprocess.run(
        op.command(),
        env=op.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 3, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert str(op.data) in done.stderr
    assert "disk full or not writable" in done.stderr
    later = op.crawl()
    assert later.status == 0, later.stderr
    check_whole(op, "natl")
    assert later.portal("natl")["counts"]["reports_new"] == len(op.published("natl"))


def test_a_page_that_this_program_cannot_handle_costs_only_itself(operator: Any) -> None:
    op = operator(["gbk", "http410"])
    victim = min(op.published("gbk"))
    op.data.mkdir(parents=True)
    State(op.data / "state.db").close()
    with contextlib.closing(sqlite3.connect(op.data / "state.db")) as database:
        database.execute(
            f"CREATE TRIGGER refuse BEFORE INSERT ON urls WHEN NEW.url = '{victim}' BEGIN SELECT RAISE(ABORT, ''); END"
        )
    crawl = op.crawl()
    assert crawl.status == 70
    assert "1 answers could not be handled" in crawl.stderr
    assert (crawl.report["defects"], crawl.report["complete"], crawl.report["pending"]) == (1, False, 0)
    result = crawl.portal("gbk")
    assert (result["outcome"], result["counts"]["failed"]) == ("partial", 1)
    assert [note.split(" ")[1] for note in result["notes"] if note.startswith("defect: ")] == [victim]
    assert result["counts"]["reports_new"] == len(op.published("gbk")) - 1
    assert crawl.portal("http410")["outcome"] == "ok"
    assert victim in {capture.url for capture in op.captures() if capture.status == 200}, "its bytes are kept"


def test_a_folder_that_cannot_be_written_is_named(operator: Any) -> None:
    op = operator(["gbk"])
    op.data.write_text("no folder", "utf-8")
    crawl = op.crawl()
    assert crawl.status == 2
    assert str(op.data) in crawl.stderr


def delete(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace_by_text(path: Path) -> None:
    path.write_text("this is no database\n" * 400, "utf-8")


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite_pages(path: Path) -> None:
    """Leave the first page, so that the file opens, and spoil what follows."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(random.Random(7).randbytes(len(data) - 4096)))


@pytest.mark.parametrize("harm", [delete, empty, replace_by_text, cut_in_half, overwrite_pages])
def test_a_lost_or_damaged_state_is_rebuilt_from_the_captures(operator: Any, harm: Callable[[Path], None]) -> None:
    op = operator(["natl", "s404"])
    first = op.crawl()
    assert first.status == 0, first.stderr
    before = bodies(op)
    asked = len(op.portals.log())
    for name in ("state.db-wal", "state.db-shm"):
        (op.data / name).unlink(missing_ok=True)
    harm(op.data / "state.db")
    second = op.crawl()
    assert second.status == 0, second.stderr
    assert second.stderr == ""
    assert bodies(op) == before, "no body is kept twice"
    for site in ("natl", "s404"):
        check_whole(op, site)
        counts = second.portal(site)["counts"]
        assert "reports_new" not in counts
        assert second.portal(site)["reports"] == first.portal(site)["reports"]
    reports = op.published("natl")
    asked_again = [entry for entry in op.portals.log()[asked:] if entry.url in reports and not entry.url.endswith("/")]
    assert len({entry.url for entry in asked_again}) >= len(reports) // 2
    assert {entry.status for entry in asked_again} == {304}, "reports are asked with their validators"
    kept_aside = (op.data / "damaged-state.db").exists()
    assert kept_aside == (harm not in (delete, empty))


def test_two_crawls_of_one_folder_at_once_refuse_each_other(operator: Any) -> None:
    op = operator(["trs0"])
    process = op.start()
    wait_until(lambda: len(op.portals.log()) >= 3, process)
    second = op.crawl()
    assert second.status == 5
    assert len(second.stderr.splitlines()) == 1
    assert f"another run holds the lock (process {process.pid})" in second.stderr
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 11


@pytest.mark.parametrize(
    ("day", "outcome"), [(dt.date(2025, 12, 31), "shortfall"), (dt.date(2018, 6, 1), "list_suspect")]
)
def test_fewer_reports_than_before_or_none_is_an_alarm(operator: Any, day: dt.date, outcome: str) -> None:
    op = operator(["gbk"])
    first = op.crawl()
    assert first.status == 0, first.stderr
    before = first.portal("gbk")["reports"]
    op.portals.clock(day)
    assert len(op.published("gbk")) < 0.9 * before
    second = op.crawl()
    assert second.status == 1
    assert second.report["complete"] is False
    assert second.portal("gbk")["outcome"] == outcome
    assert "gongkai crawl: gbk: " in second.stderr


def test_a_portal_below_its_expectation_is_an_alarm(operator: Any) -> None:
    op = operator(["gbk"])
    path = op.catalogue / "gbk.toml"
    path.write_text(path.read_text("utf-8").replace("delay =", "expect_at_least = 500\ndelay ="), "utf-8")
    crawl = op.crawl()
    assert crawl.status == 1
    assert crawl.portal("gbk")["outcome"] == "shortfall"
    assert "at least 500 expected" in crawl.stderr
