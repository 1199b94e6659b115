"""Second runs, killed runs, two runs at once: nothing asked twice, nothing lost, nothing doubled."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from crawler.captures import scan

FIRST = dt.date(2026, 1, 26)
LATER = dt.date(2026, 4, 20)


@pytest.fixture
def operator(operate: Any, tmp_path: Path) -> Any:
    """Return a function that starts sample portals and gives their operator."""
    import contextlib

    with contextlib.ExitStack() as stack:
        yield lambda sites, **options: stack.enter_context(operate(sites, tmp_path, **options))


def test_a_second_run_on_an_unchanged_world_fetches_no_body_that_has_validators(operator: Any) -> None:
    op = operator(["trs0", "natl"])
    first = op.crawl()
    assert first.status == 0, first.stderr
    asked = len(op.portals.log())
    second = op.crawl()
    assert second.status == 0, second.stderr
    entries = op.portals.log()[asked:]
    for site in ("trs0", "natl"):
        counts = second.portal(site)["counts"]
        assert "reports_new" not in counts
        assert "reports_changed" not in counts
        assert counts["reports_unchanged"] == len(op.published(site))
        assert second.portal(site)["reports"] == first.portal(site)["reports"]
    bodies = [entry for entry in entries if entry.status == 200 and entry.path != "/robots.txt"]
    assert bodies == [], "these have validators"


def test_reports_that_appear_later_are_new_and_the_others_are_not(operator: Any) -> None:
    op = operator(["trs0"], today=FIRST)
    first = op.crawl()
    before = op.published("trs0")
    op.portals.clock(LATER)
    after = op.published("trs0")
    assert len(after) > len(before) > 0
    second = op.crawl()
    assert second.portal("trs0")["counts"]["reports_new"] == len(after - before)
    assert op.reports("trs0") == after
    assert first.portal("trs0")["reports"] == len(before)


def test_a_killed_run_is_gone_on_with_and_nothing_is_lost_or_doubled(operator: Any) -> None:
    op = operator(["trs0"])
    for requests in (9, 60):
        process = op.start()
        asked = len(op.portals.log())
        deadline = time.monotonic() + 60
        while len(op.portals.log()) < asked + requests and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    last = op.crawl()
    assert last.status == 0, last.stderr
    assert op.reports("trs0") == op.published("trs0")
    paths = [entry.url for entry in op.portals.log() if entry.path != "/robots.txt"]
    twice = len(paths) - len(set(paths))
    assert twice <= 2 * 2, "at most what was under way, and one more, for each kill"
    assert last.portal("trs0")["counts"]["reports_new"] == len(op.published("trs0"))
    kept = [capture.url for capture in op.captures() if capture.role == "report" and capture.record_type == "response"]
    assert len(kept) == len(set(kept))


def test_an_interrupted_run_says_so_and_can_be_gone_on_with(operator: Any) -> None:
    op = operator(["trs0"])
    process = op.start()
    while len(op.portals.log()) < 15:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 11, stderr
    assert "interrupted" in stderr
    assert op.crawl().status == 0
    assert op.reports("trs0") == op.published("trs0")


def test_two_crawls_at_once_refuse_each_other(operator: Any) -> None:
    op = operator(["trs0"])
    process = op.start()
    while len(op.portals.log()) < 3:
        time.sleep(0.01)
    second = op.crawl()
    assert second.status == 5
    assert "another run holds the lock" in second.stderr
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_lost_state_costs_no_body_of_a_known_report(operator: Any) -> None:
    op = operator(["natl"])
    op.crawl()
    for name in ("state.db", "state.db-wal", "state.db-shm"):
        (op.data / name).unlink(missing_ok=True)
    asked = len(op.portals.log())
    again = op.crawl()
    assert again.status == 0, again.stderr
    reports = op.published("natl")
    bodies = [entry.url for entry in op.portals.log()[asked:] if entry.status == 200 and entry.url in reports]
    # the year pages that are reports themselves are lists too, and lists are asked afresh
    assert len(bodies) <= sum(1 for url in reports if url.endswith("/"))
    assert op.reports("natl") == reports


def test_a_wrong_catalogue_stops_before_the_first_request(operator: Any) -> None:
    op = operator(["trs0"])
    (op.catalogue / "wrong.toml").write_text('[[portal]]\nid = "wrong"\ncolour = "red"\n', "utf-8")
    crawl = op.crawl()
    assert crawl.status == 2
    assert "wrong.toml" in crawl.stderr
    assert "colour" in crawl.stderr
    assert op.portals.log() == []
    assert not list(Path(op.data).glob("warc/*"))


def test_due_columns_only(operator: Any) -> None:
    op = operator(["natl"])
    assert op.crawl("--due").status == 0
    asked = len(op.portals.log())
    done = subprocess.run(op.command("--due"), env=op.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "no column is due" in done.stderr or '"portals": []' in done.stdout
    assert len(op.portals.log()) == asked


def test_the_run_is_kept_as_json_and_as_captures(operator: Any) -> None:
    op = operator(["natl"])
    crawl = op.crawl()
    written = list((op.data / "runs").glob("*.json"))
    assert [path.stem for path in written] == [crawl.report["run"]]
    assert (crawl.report["command"], crawl.report["exit_code"]) == ("crawl", 0)
    # what a status says of a portal is what the run says of it: pictures made of a report are none
    assert crawl.report["portals"][0]["counts"]["derivatives"] > 0
    status = subprocess.run(
        [sys.executable, "-m", "archive.cli", "--data", str(op.data), "status", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    portals = json.loads(status.stdout)["crawl"]["portals"]
    assert [portal["reports"] for portal in portals] == [portal["reports"] for portal in crawl.report["portals"]]
    assert all(
        not hasattr(found, "message") or found.message == "" or found.outcome for found in scan(op.data / "warc")
    )
