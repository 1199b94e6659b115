"""The frontier and what is known between runs, on a real database file."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.captures import WarcStore
from crawler.frontier import MAX_ATTEMPTS, MAX_DEATHS, Errand
from crawler.run import recover
from crawler.state import State
from crawler.systems.pages import Fetch
from crawler.urls import key_of

HOST = "www.qinghe.gov.cn.test"


def errand(path: str, *, kind: str = "article", priority: int = 0, portal: str = "qinghe", **extra: object) -> Errand:
    fetch = Fetch(f"http://{HOST}{path}", priority=priority, title="青禾县2024年政府信息公开工作年度报告")
    return Errand(portal, HOST, kind, fetch, **extra)  # type: ignore[arg-type]


@pytest.fixture
def state(tmp_path: Path):
    opened = State(tmp_path / "state.db")
    yield opened
    opened.close()


def test_an_errand_comes_back_as_it_went_in(state: State) -> None:
    form = Fetch(
        f"http://{HOST}/search.jsp", kind="list", method="POST", form=(("currpage", "2"), ("area", "青禾")),
        system="hanweb_xxgk", number=2, list_url=f"http://{HOST}/col/", trail=("政府信息公开", "年报"),
        carry=(("token", "a=b"),),
    )  # fmt: skip
    sent = Errand(
        "qinghe",
        HOST,
        "list",
        form,
        column=f"http://{HOST}/col/",
        parent=f"http://{HOST}/",
        depth=2,
        hops=1,
        origin="k",
    )
    assert state.add_errands([sent]) == 1
    back = state.lease(HOST)
    assert back is not None
    assert (back.fetch, back.column, back.parent, back.depth, back.hops, back.origin) == (
        form, sent.column, sent.parent, 2, 1, "k",
    )  # fmt: skip
    assert back.attempts == 1


def test_the_same_request_is_queued_once_a_run_even_when_it_is_done(state: State) -> None:
    assert state.add_errands([errand("/a.html"), errand("/a.html?_=123"), errand("/b.html")]) == 2
    first = state.lease(HOST)
    assert first is not None
    state.finish(first, "ok")
    assert state.add_errands([errand("/a.html")]) == 0


def test_two_forms_to_one_address_are_two_requests(state: State) -> None:
    pages = [
        Errand("qinghe", HOST, "list", Fetch(f"http://{HOST}/s.jsp", method="POST", form=(("page", str(n)),)))
        for n in (1, 2)
    ]
    assert state.add_errands(pages) == 2


def test_higher_priority_goes_first_and_then_the_order_of_finding(state: State) -> None:
    state.add_errands([errand("/1"), errand("/2"), errand("/list", kind="list", priority=10)])
    order = []
    while (taken := state.lease(HOST)) is not None:
        order.append(taken.url.rsplit("/", 1)[1])
    assert order == ["list", "1", "2"]


def test_a_leased_request_returns_after_a_crash_and_ends_after_too_many(state: State) -> None:
    state.add_errands([errand("/poison")])
    for _ in range(MAX_DEATHS):
        assert state.quarantine() == []
        taken = state.lease(HOST)
        assert taken is not None
        assert taken.attempts == 1, "a run that died says nothing of the page"
        assert state.open_frontier(["qinghe"]) == {"qinghe"}
    assert state.quarantine() == [("qinghe", errand("/poison").url)]
    assert state.lease(HOST) is None
    assert state.pending() == 0


def test_a_request_with_which_two_runs_died_goes_last(state: State) -> None:
    state.add_errands([errand("/list", kind="list", priority=10), errand("/a")])
    order = []
    for _ in range(3):
        taken = state.lease(HOST)
        assert taken is not None
        order.append(taken.url.rpartition("/")[2])
        state.open_frontier(["qinghe"])
    assert order == ["list", "list", "a"]


def test_what_is_under_way_when_a_run_is_interrupted_counts_as_no_attempt(state: State) -> None:
    state.add_errands([errand("/slow")])
    for _ in range(MAX_ATTEMPTS + 1):
        taken = state.lease(HOST)
        assert taken is not None
        assert taken.attempts == 1
        state.give_back()


def test_what_a_killed_run_had_read_to_the_end_is_told_from_what_it_had_not(state: State) -> None:
    portals = ["whole", "left", "refused", "other"]
    state.add_errands([errand(f"/{name}", portal=name) for name in portals])
    state.add_errands([errand("/more", portal="left")])
    for outcome in ("ok", "ok", "blocked captcha", "ok"):
        taken = state.lease(HOST)
        assert taken is not None
        state.finish(taken, outcome)
    ours = ["whole", "left", "refused", "unknown"]
    assert state.read_to_the_end(ours, since="2000") == set()
    state.open_run("1", dict.fromkeys(ours, 0))
    assert state.read_to_the_end(ours, since="2000") == {"whole"}
    assert state.read_to_the_end(ours, since="9999") == set()
    state.close_run("1", "interrupted", "", is_unfinished=True)
    assert state.read_to_the_end(ours, since="2000") == set()


def test_requests_of_portals_that_a_run_does_not_visit_wait_for_one_that_does(state: State) -> None:
    state.add_errands([errand("/a"), errand("/b", portal="other")])
    assert state.open_frontier(["qinghe", "third"]) == {"qinghe"}
    taken = state.lease(HOST)
    assert taken is not None
    assert taken.portal == "qinghe"
    state.finish(taken, "ok")
    assert state.lease(HOST) is None
    assert (state.pending(), state.pending("other")) == (0, 1)
    assert state.open_frontier(["qinghe", "other"]) == {"other"}
    again = state.lease(HOST)
    assert again is not None
    assert again.portal == "other"


def test_a_run_takes_over_the_counts_of_the_runs_it_goes_on_with(state: State) -> None:
    state.add_errands([errand("/a"), errand("/b", portal="other")])
    state.open_run("run1", {"qinghe": 7, "other": 3})
    for portal in ("qinghe", "other"):
        state.add_tally("run1", portal, "requests", 5)
    state.open_run("run2", {"qinghe": 9})
    state.open_frontier(["qinghe"])
    assert state.adopt_runs("run2", ["qinghe"]) == {"qinghe": 7}
    state.add_tally("run2", "qinghe", "requests", 2)
    assert state.tallies("run2") == {"qinghe": {"requests": 7}}
    assert state.tallies("run1") == {"other": {"requests": 5}}
    assert {row["id"]: row["is_unfinished"] for row in state.runs()} == {"run1": 1, "run2": 1}
    state.open_run("run3", {"other": 4})
    assert state.adopt_runs("run3", ["other"]) == {"other": 3}


def test_a_pause_is_kept_and_does_not_count_as_an_attempt(state: State) -> None:
    state.add_errands([errand("/a")])
    taken = state.lease(HOST)
    assert taken is not None
    state.put_back(taken, not_before=time.time() + 60, counted=False)
    assert state.lease(HOST) is None
    again = state.lease(HOST, now=time.time() + 61)
    assert again is not None
    assert again.attempts == 1


def fail_midway(state: State, taken: Errand) -> None:
    with state.transaction():
        state.finish(taken, "ok")
        state.add_errands([errand("/found")])
        raise ZeroDivisionError


def test_a_page_is_one_transaction_or_nothing(state: State) -> None:
    state.add_errands([errand("/a")])
    taken = state.lease(HOST)
    assert taken is not None
    with pytest.raises(ZeroDivisionError):
        fail_midway(state, taken)
    assert state.waiting_hosts() == {}
    assert state.open_frontier(["qinghe"]) == {"qinghe"}
    assert state.waiting_hosts() == {HOST: 1}


def test_commits_are_gathered_until_a_turn_is_over(tmp_path: Path) -> None:
    waiting: list[Callable[[], None]] = []
    writer, reader = State(tmp_path / "state.db"), State(tmp_path / "state.db")
    writer.add_errands([errand("/a"), errand("/b")])
    writer.gather_commits(waiting.append)
    for _ in range(2):
        taken = writer.lease(HOST)
        assert taken is not None
        with writer.transaction():
            writer.finish(taken, "ok")
    assert (writer.pending(), reader.pending(), len(waiting)) == (0, 2, 1)
    waiting.pop()()
    assert reader.pending() == 0
    writer.add_errands([errand("/c")])
    assert len(waiting) == 1
    writer.stop_gathering()
    assert reader.pending() == 1
    writer.add_errands([errand("/d")])
    assert reader.pending() == 2
    writer.close()
    reader.close()


def test_a_page_that_fails_in_a_turn_takes_nothing_of_the_others_with_it(state: State) -> None:
    state.add_errands([errand("/a"), errand("/b")])
    waiting: list[Callable[[], None]] = []
    state.gather_commits(waiting.append)
    first, second = state.lease(HOST), state.lease(HOST)
    assert first is not None
    assert second is not None
    with state.transaction():
        state.finish(first, "ok")
    with pytest.raises(ZeroDivisionError):
        fail_midway(state, second)
    state.stop_gathering()
    assert state.pending() == 1
    assert state.open_frontier(["qinghe"]) == {"qinghe"}
    assert state.waiting_hosts() == {HOST: 1}


def test_the_lease_of_a_request_is_kept_when_the_process_dies_after_the_turn(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db")
    state.add_errands([errand("/a")])
    waiting: list[Callable[[], None]] = []
    state.gather_commits(waiting.append)
    assert state.lease(HOST) is not None
    waiting.pop()()
    state.close()
    again = State(tmp_path / "state.db")
    assert again._db.execute("SELECT state, attempts FROM frontier").fetchall() == [(1, 1)]
    again.close()


def test_a_changed_payload_is_noticed_and_an_unchanged_one_is_not(state: State) -> None:
    visited = errand("/a")
    key = key_of(visited.url)

    def visit(sha256: str) -> bool:
        return state.store_visit(key=key, errand=visited, status=200, outcome="ok", etag='"1"', payload_sha256=sha256)

    assert [visit("aa"), visit("aa"), visit("bb")] == [False, False, True]
    known = state.known(key)
    assert known is not None
    assert (known.etag, known.changes) == ('"1"', 1)


def test_a_page_that_is_gone_is_news_once(state: State) -> None:
    visited = errand("/a")
    key = key_of(visited.url)
    assert not state.mark_removed(key), "never seen, so not removed"
    state.store_visit(key=key, errand=visited, status=200, outcome="ok", payload_sha256="aa")
    assert state.mark_removed(key)
    assert not state.mark_removed(key)


def test_a_sighting_is_new_once_and_missed_when_a_later_run_lacks_it(state: State) -> None:
    column = f"http://{HOST}/nb/"
    state.store_column("qinghe", column, "reports", configured=True)

    def see(path: str, run: str) -> None:
        state.store_sighting(
            portal="qinghe", column=column, key=key_of(f"http://{HOST}{path}"), url=f"http://{HOST}{path}", title="t",
            listed_date="2025-01-20", kind="report", year=2024, publisher="", run=run,
        )  # fmt: skip

    for path in ("/a", "/b", "/a"):
        see(path, "run1")
    state.close_column("qinghe", column, run="run1", next_due="", reports=2)
    assert state.count_reports("qinghe") == 2
    see("/a", "run2")
    assert {(seen.key[-1], seen.first_run, seen.last_run) for seen in state.sightings("qinghe")} == {
        ("a", "run1", "run2"),
        ("b", "run1", "run1"),
    }
    state.close_column("qinghe", column, run="run2", next_due="", reports=1)
    assert state.count_reports("qinghe") == 1


@pytest.mark.parametrize("settled", ["report", "no"])
def test_what_a_page_has_settled_stays_when_its_link_is_seen_again(state: State, settled: str) -> None:
    seen = {
        "portal": "qinghe", "column": f"http://{HOST}/col/", "key": "k", "url": f"http://{HOST}/a.html",
        "title": "青禾县财政局", "listed_date": "", "year": None, "publisher": "", "run": "r1",
    }  # fmt: skip
    state.store_sighting(kind="unsure", **seen)
    state.set_sighting_kind("qinghe", "k", settled)
    state.store_sighting(kind="unsure", **{**seen, "run": "r2"})
    assert [sighting.kind for sighting in state.sightings("qinghe")] == [settled]
    state.store_sighting(kind="derivative", **{**seen, "run": "r3"})
    assert [sighting.kind for sighting in state.sightings("qinghe")] == ["derivative"]


def test_hosts_keep_their_refusal_and_strikes(state: State) -> None:
    state.store_host(HOST, strikes=1, blocked="waf:jiasule", evidence="ab", next_attempt="2099-01-01T00:00:00Z")
    known = state.host(HOST)
    assert (known.strikes, known.blocked, known.next_attempt) == (1, "waf:jiasule", "2099-01-01T00:00:00Z")


def test_a_newer_state_file_is_refused(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "state.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(Exception, match="newer"):
        State(path)


WRITER = """
import sys
from pathlib import Path
from crawler.captures import WarcStore
from crawler.frontier import Errand
from crawler.state import State
from crawler.systems.pages import Fetch
folder = Path(sys.argv[1])
state = State(folder / "state.db")
state.open_frontier(["p"])
store = WarcStore(folder / "warc", sync="batch")
host = "h.gov.cn.test"
if not state.waiting_hosts() and not state.pending():
    state.add_errands(Errand("p", host, "article", Fetch(f"http://{host}/{i}")) for i in range(400))
while (errand := state.lease(host)) is not None:
    capture = store.write_response(errand.url, status=200, headers=[], body=errand.url.encode() * 50)
    with state.transaction():
        state.store_capture(errand.fingerprint, capture)
        sha256 = capture.payload_sha256
        state.store_visit(key=errand.fingerprint, errand=errand, status=200, outcome="ok", payload_sha256=sha256)
        state.finish(errand, "ok")
    print(errand.url, flush=True)
"""


def test_kill_minus_nine_loses_nothing_and_doubles_only_what_was_under_way(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    seen: list[str] = []
    for limit in (37, 90, 1, 150, None):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for line in process.stdout:
            seen.append(line.strip())
            if limit is not None and (limit := limit - 1) <= 0:
                # what it printed before it died is still in the pipe, and is read to the end
                process.kill()
                limit = None
        process.stdout.close()
        process.wait()
    state = State(tmp_path / "state.db")
    assert recover(state, tmp_path / "warc") == []
    assert state.pending() == 0
    # a page may be done in the moment between its transaction and the line that says so
    assert 400 - 4 <= len(set(seen)) <= 400
    assert len(seen) <= 400 + 4 * 2
    urls = state._db.execute("SELECT count(*), count(DISTINCT url) FROM urls").fetchone()
    assert urls == (400, 400)
    state.close()


def test_the_store_remembers_few_bodies_where_the_state_knows_them_all(state: State, tmp_path: Path) -> None:
    with WarcStore(tmp_path / "warc", find_original=state.find_original, remember=2) as store:
        kinds = []
        for name in ("a", "b", "c", "d", "a", "d"):
            capture = store.write_response(errand(f"/{name}").url, status=200, headers=[], body=name.encode() * 99)
            state.store_capture(errand(f"/{name}").fingerprint, capture)
            kinds.append(capture.record_type)
            assert len(store._known) <= 2
    assert kinds == ["response"] * 4 + ["revisit"] * 2


def test_a_capture_that_is_not_whole_on_disk_is_asked_again(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db")
    with WarcStore(tmp_path / "warc") as store:
        for path in ("/a", "/b"):
            visited = errand(path)
            capture = store.write_response(visited.url, status=200, headers=[], body=path.encode() * 900)
            state.store_capture(visited.fingerprint, capture)
            state.store_visit(key=visited.fingerprint, errand=visited, status=200, outcome="ok", payload_sha256="x")
    file = tmp_path / "warc" / capture.warc_file
    with file.open("r+b") as handle:
        handle.truncate(capture.offset + 40)
    damage = recover(state, tmp_path / "warc")
    assert any("asked again" in line for line in damage)
    assert state.known(errand("/a").fingerprint) is not None
    assert state.known(errand("/b").fingerprint) is None
    state.close()


@pytest.mark.parametrize("runs", [("20260101T000000Z-b", "20260101T000000Z-a"), ("20260101T000000Z-a",)])
def test_what_a_killed_run_wrote_and_did_not_index_is_found_in_whatever_order_the_files_sort(
    state: State, tmp_path: Path, runs: tuple[str, ...]
) -> None:
    for number, run in enumerate(runs):
        with WarcStore(tmp_path / "warc", run_id=run) as store:
            for path in (f"/{number}/indexed", f"/{number}/not"):
                visited = errand(path)
                capture = store.write_response(visited.url, status=200, headers=[], body=path.encode() * 90)
                if path.endswith("indexed"):
                    state.store_capture(visited.fingerprint, capture)
        assert recover(state, tmp_path / "warc") == []
        assert state.find_original(capture.stored_sha256) is not None
        assert state.settled_files()[capture.warc_file] == (tmp_path / "warc" / capture.warc_file).stat().st_size


def test_a_lost_state_is_rebuilt_from_the_warc_files(tmp_path: Path) -> None:
    from crawler.captures import Origin

    with WarcStore(tmp_path / "warc") as store:
        store.write_response(
            errand("/a").url, status=200, headers=[("ETag", '"7"'), ("Content-Type", "text/html")], body=b"x" * 99,
            origin=Origin(portal_id="qinghe", column="c", role="report"),
        )  # fmt: skip
    state = State(tmp_path / "state.db")
    assert recover(state, tmp_path / "warc") == []
    known = state.known(errand("/a").fingerprint)
    assert known is not None
    assert (known.etag, known.outcome) == ('"7"', "ok")
    state.close()


def test_a_file_of_an_earlier_version_loses_the_index_that_nothing_asks(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.executescript(
            """
            CREATE TABLE captures (
              id TEXT PRIMARY KEY, url TEXT NOT NULL, key TEXT NOT NULL, fetched_at TEXT NOT NULL, status INTEGER,
              record_type TEXT NOT NULL, payload_sha256 TEXT NOT NULL, payload_size INTEGER NOT NULL,
              stored_sha256 TEXT NOT NULL, warc_file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX captures_stored ON captures (stored_sha256) WHERE record_type = 'response';
            CREATE INDEX captures_payload ON captures (payload_sha256);
            CREATE INDEX captures_file ON captures (warc_file, offset);
            PRAGMA user_version = 1;
            """
        )
    opened = State(path)
    with WarcStore(tmp_path / "warc", sync="batch", reserve=0) as warc:
        capture = warc.write_response(
            f"http://{HOST}/a.html", status=200, headers=[], body=b"x", fetched_at=datetime(2026, 1, 5, tzinfo=UTC)
        )
    opened.store_capture("a", capture)
    assert opened.indexed_end(capture.warc_file) == capture.offset + capture.length
    opened.close()
    with contextlib.closing(sqlite3.connect(path)) as db:
        indexes = {row[1] for row in db.execute("PRAGMA index_list(captures)") if row[3] == "c"}
    assert indexes == {"captures_stored", "captures_decoded", "captures_file"}
