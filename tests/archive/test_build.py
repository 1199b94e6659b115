"""Building: a function of the captures and the code, whatever the order, the workers, or the moment it is killed."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import archive
from archive.build import BuildReport, build
from archive.database import ArchiveDatabase, connect
from archive.figure_views import SERIES
from archive.planning import OWN_CODE
from archive.samples.agencies import AGENCIES
from archive.samples.bundle import bundle
from archive.samples.reports import make_report
from archive.samples.variations import render
from archive.search import search
from crawler.captures import Capture, WarcStore
from crawler.data_folder import DataFolder
from extractors.forms import APPLICANTS, T3_ROWS_2021, cell_key
from tests.archive.questions import ask, demand_same_when_rebuilt, dumped

Store = Callable[..., list[Capture]]
Pages = Callable[..., Capture]
Sample = Callable[..., bytes]

TREES = "<html><body><h1>关于植树活动的通知</h1><p>请各单位按时参加。</p></body></html>".encode()


def only(folder: DataFolder, query: str, *values: object) -> object:
    ((value,),) = ask(folder, query, *values)
    return value


def test_every_input_ends_as_report_known_non_report_or_problem(folder: DataFolder, store_files: Store) -> None:
    samples = list(bundle())[::4] + [sample for sample in bundle() if sample.outcome != "report"]
    captures = store_files([(sample.path, sample.data) for sample in samples])
    report = build(folder)
    assert (
        sum(report.intake.values()) == report.captures == len(captures) == only(folder, "SELECT count(*) FROM captures")
    )
    expected = {capture.payload_sha256: sample for capture, sample in zip(captures, samples, strict=True)}
    for digest, outcome, figures in ask(folder, "SELECT payload_sha256, outcome, figure_count FROM readings"):
        sample = expected[str(digest)]
        assert (outcome == "report") == (sample.outcome == "report"), sample.path
        if outcome == "report":
            assert figures
        else:
            assert ask(folder, "SELECT kind, message FROM problems WHERE subject = ?", digest) != []
    assert only(folder, "SELECT count(*) FROM reports WHERE figure_count = 0 AND section_count = 0") == 0


def test_the_figures_view_has_every_printed_cell_as_printed(folder: DataFolder, store_files: Store) -> None:
    report = make_report(AGENCIES["qinghe"], 2024, seed=5, profile="distinct")
    rendering = render(report, "html-wps")
    store_files([("a.html", rendering.data)])
    build(folder)
    found = {
        key: (value, state)
        for key, value, state in ask(folder, "SELECT figure, value, state FROM figures WHERE form_table <> 's6'")
    }
    expected = {key: (truth.value, truth.state) for key, truth in rendering.truth.items() if truth.state != "missing"}
    assert found == expected
    assert len(found) == 200
    places = [json.loads(str(place)) for (place,) in ask(folder, "SELECT place FROM figures WHERE form_table = 't3'")]
    assert all(place["table"] and place["row"] and place["column"] for place in places)
    assert len({(place["row"], place["column"]) for place in places}) == 175


def test_views_repeat_the_printed_numbers_and_never_count_twice(folder: DataFolder, store_files: Store) -> None:
    report = make_report(AGENCIES["qinghe"], 2024, seed=5, profile="distinct")
    store_files([("a.html", render(report, "html-wps").data)])
    build(folder)
    rows = ask(folder, f"SELECT indicator, {', '.join(APPLICANTS)} FROM requests_by_result ORDER BY row_number")
    assert [row[0] for row in rows] == list(T3_ROWS_2021)
    for row in rows:
        printed = [report.number(cell_key(str(row[0]), applicant)) for applicant in APPLICANTS]
        assert list(row[1:]) == printed
        assert sum(row[1:7]) == row[7]  # type: ignore[arg-type]
    (summary,) = ask(
        folder, "SELECT req_new__total, res_total__total, review_total, license_decisions FROM report_summary"
    )
    keys = ("req_new__total", "res_total__total", "review_total", "license_decisions")
    assert list(summary) == [report.number(key) for key in keys]
    series = dict(ask(folder, "SELECT series, value FROM series"))
    assert series["req_new"] == report.number("req_new__total")
    others = sum(report.number(f"{row}__total") for row in T3_ROWS_2021 if row.startswith("res_other_"))
    assert series["res_other"] == others
    denied = sum(report.number(f"{row}__total") for row in T3_ROWS_2021 if row.startswith("res_denied_"))
    rates = {
        key: row for key, *row in ask(folder, "SELECT rate, numerator, denominator, value, is_rankable FROM rates")
    }
    total = report.number("res_total__total")
    assert rates["denial_rate"] == [denied, total, denied / total, 1]
    assert len(series) == len(SERIES)


def test_a_rate_without_a_denominator_is_null(folder: DataFolder, store_files: Store) -> None:
    report = make_report(AGENCIES["qinghe"], 2024, seed=5, profile="zero")
    store_files([("a.html", render(report, "html-wps").data)])
    build(folder)
    rows = ask(folder, "SELECT numerator, denominator, value, is_rankable FROM rates WHERE rate = 'disclosure_rate'")
    assert rows == [(0, 0, None, 0)]


def test_series_join_the_editions_and_say_how_far_they_compare(folder: DataFolder, store_files: Store) -> None:
    years = {year: make_report(AGENCIES["qinghe"], year, seed=5, profile="distinct") for year in (2018, 2020, 2022)}
    store_files([(f"{year}.html", render(report, "html-wps").data) for year, report in years.items()])
    build(folder)
    rows = ask(
        folder, "SELECT year, value, form, comparability FROM series WHERE series = 'rules_issued' ORDER BY year"
    )
    assert rows == [
        (2020, years[2020].number("rules_made"), "f2019", "near"),
        (2022, years[2022].number("rules_issued"), "f2021", "exact"),
    ]
    rows = ask(folder, "SELECT year, value, form, comparability FROM series WHERE series = 'req_new' ORDER BY year")
    assert rows == [
        (2018, years[2018].number("y14_req_total"), "y14", "near"),
        (2020, years[2020].number("req_new__total"), "f2019", "exact"),
        (2022, years[2022].number("req_new__total"), "f2021", "exact"),
    ]
    assert ask(folder, "SELECT year, value FROM series WHERE series LIKE '%in_force%'") == []
    status = dict(ask(folder, "SELECT year, status FROM coverage"))
    assert sorted(status) == [2018, 2019, 2020, 2021, 2022]
    assert [status[year] for year in (2019, 2021)] == ["missing", "missing"]


def test_building_twice_writes_nothing(folder: DataFolder, store_files: Store, sample: Sample) -> None:
    store_files([(f"{seed}.html", sample(seed=seed, year=2020 + seed)) for seed in range(4)])
    assert build(folder).mode == "afresh"
    before = folder.archive_db.stat()
    second = build(folder)
    after = folder.archive_db.stat()
    assert (second.mode, second.read, second.written) == ("unchanged", 0, 0)
    assert (before.st_mtime_ns, before.st_ino, before.st_size) == (after.st_mtime_ns, after.st_ino, after.st_size)
    assert second.reports == 4


def test_one_worker_two_workers_and_step_by_step_give_the_same_archive(
    folder: DataFolder, store_files: Store, store_pages: Pages, sample: Sample
) -> None:
    variations = ("html-wps", "docx-merged", "pdf-ruled", "text-cells")
    for step, variation in enumerate(variations):
        store_files([(f"{step}-{year}.x", sample(year=year, variation=variation)) for year in (2022, 2023)], day=step)
        store_pages("http://a.gov.cn.test/1.html", sample(seed=step), day=step)
        build(folder)  # one step at a time
    step_by_step = dumped(folder)
    build(folder, rebuild=True, workers=1)
    assert dumped(folder) == step_by_step
    build(folder, rebuild=True, workers=2)
    assert dumped(folder) == step_by_step
    assert len(step_by_step) > 500


def test_a_corrected_page_is_a_new_version_and_the_old_numbers_are_kept(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    first = make_report(AGENCIES["qinghe"], 2024, seed=5, profile="county")
    before = render(first, "html-wps").data
    number = first.figures["review_total"]
    changed = {**first.figures, "review_total": "98765"}
    object.__setattr__(first, "figures", changed)
    object.__setattr__(first, "case_row", (*first.case_row[:4], "98765", *first.case_row[5:]))
    after = render(first, "html-wps").data
    assert before != after
    store_pages("http://a.gov.cn.test/1.html", before, day=1)
    build(folder)
    assert only(folder, "SELECT review_total FROM report_summary") == int(str(number))
    store_pages("http://a.gov.cn.test/1.html", after, day=2)
    assert build(folder).mode == "incremental"
    assert only(folder, "SELECT review_total FROM report_summary") == 98765
    versions = ask(folder, "SELECT version, status, changed_cells FROM report_versions ORDER BY version")
    assert [row[:2] for row in versions] == [(1, "replaced"), (2, "current")]
    assert json.loads(str(versions[1][2])) == [["review_total", int(str(number)), 98765]]
    assert only(folder, "SELECT version_count FROM reports") == 2
    # and back again: the first content is read once more, since its rows are gone
    store_pages("http://a.gov.cn.test/1.html", before, day=3)
    build(folder)
    assert only(folder, "SELECT review_total FROM report_summary") == int(str(number))
    demand_same_when_rebuilt(folder)


def test_one_report_in_several_places_is_one_report(folder: DataFolder, store_pages: Pages, sample: Sample) -> None:
    body = sample()
    for day, host in enumerate("abc"):
        store_pages(f"http://{host}.gov.cn.test/1.html", body, day=day)
    store_pages("http://a.gov.cn.test/1.html", body, day=9)
    build(folder)
    assert only(folder, "SELECT count(*) FROM reports") == 1
    assert only(folder, "SELECT count(*) FROM report_versions") == 1
    places = ask(folder, "SELECT url, relation FROM manifestations ORDER BY fetched_at")
    assert [url for url, _ in places] == [f"http://{host}.gov.cn.test/1.html" for host in "abca"]
    assert {relation for _, relation in places} == {"page"}
    assert only(folder, "SELECT url FROM reports") == "http://a.gov.cn.test/1.html"


def test_lists_refusals_and_robots_are_evidence(folder: DataFolder, store_pages: Pages, sample: Sample) -> None:
    store_pages("http://a.gov.cn.test/robots.txt", b"User-agent: *\n", role="robots", media_type="text/plain")
    store_pages("http://a.gov.cn.test/list.html", sample(), role="list")
    store_pages("http://a.gov.cn.test/1.html", sample(seed=2), status=404)
    store_pages("http://a.gov.cn.test/2.html", sample(seed=3))
    with WarcStore(folder.warc, reserve=0) as store:
        store.write_outcome("http://b.gov.cn.test/", "dns", message="no such host")
    report = build(folder)
    assert report.intake == {"evidence": 4, "report": 1}
    assert only(folder, "SELECT count(*) FROM readings") == 1


def test_a_verdict_on_a_capture_decides_its_use(folder: DataFolder, store_pages: Pages, sample: Sample) -> None:
    is_report = store_pages("http://a.gov.cn.test/nb/", sample(), role="list")
    is_blocked = store_pages("http://a.gov.cn.test/1.html", sample(seed=2))
    with WarcStore(folder.warc, reserve=0) as store:
        store.write_outcome(is_report.url, "report_page", about=is_report)
        store.write_outcome(is_blocked.url, "blocked_waf", about=is_blocked)
    report = build(folder)
    assert report.intake == {"evidence": 3, "report": 1}
    assert only(folder, "SELECT url FROM reports") == "http://a.gov.cn.test/nb/"


def test_a_page_and_its_attachment_are_one_report(folder: DataFolder, store_pages: Pages, sample: Sample) -> None:
    title = "青禾县人民政府2024年政府信息公开工作年度报告"
    page = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p><a href='a.docx'>附件</a></p></body></html>"
    )
    store_pages("http://a.gov.cn.test/1.html", page.encode())
    build(folder)
    assert only(folder, "SELECT count(*) FROM reports") == 0
    body = sample(variation="docx-merged")
    store_pages("http://a.gov.cn.test/a.docx", body, role="attachment", parent="http://a.gov.cn.test/1.html", day=1)
    build(folder)
    assert only(folder, "SELECT count(*) FROM reports") == 1
    relations = {str(url)[-5:]: relation for url, relation in ask(folder, "SELECT url, relation FROM manifestations")}
    assert set(relations) == {".html", ".docx"}
    assert only(folder, "SELECT figure_count FROM reports") == 200
    demand_same_when_rebuilt(folder)


def test_a_withdrawn_page_is_removed_in_the_coverage_and_kept_in_the_archive(
    folder: DataFolder, store_pages: Pages, sample: Sample
) -> None:
    store_pages("http://a.gov.cn.test/1.html", sample(year=2023), day=1)
    gone = store_pages("http://a.gov.cn.test/1.html", b"", day=2, status=404)
    build(folder)
    assert ask(folder, "SELECT year, status, capture_id FROM coverage") == [(2023, "removed", gone.id)]
    assert only(folder, "SELECT count(*) FROM reports") == 1


def test_a_torn_tail_is_a_problem_and_what_stands_before_it_is_built(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    captures = store_files([(f"{seed}.html", sample(seed=seed, year=2020 + seed)) for seed in range(3)])
    path = folder.warc / captures[0].warc_file
    path.write_bytes(path.read_bytes()[:-40])
    report = build(folder)
    assert (report.damaged, report.captures, report.reports) == (1, 2, 2)
    assert ask(folder, "SELECT subject, stage, kind FROM problems") == [(path.name, "capture", "torn_tail")]
    assert build(folder).mode == "unchanged"


def test_damage_stays_known_when_its_file_grows(folder: DataFolder, store_files: Store, sample: Sample) -> None:
    captures = store_files([(f"{seed}.html", sample(seed=seed, year=2020 + seed)) for seed in range(4)])
    path = folder.warc / captures[0].warc_file
    whole = bytearray(path.read_bytes())
    hurt, last = captures[1], captures[3]
    whole[hurt.offset + hurt.length // 2] ^= 0xFF
    path.write_bytes(whole[: last.offset])
    assert build(folder).damaged == 1
    path.write_bytes(whole)
    report = build(folder)
    assert (report.mode, report.damaged, report.reports) == ("incremental", 1, 3)
    assert only(folder, "SELECT place FROM problems WHERE stage = 'capture'") == f"byte {hurt.offset}"
    assert only(folder, "SELECT capture_count FROM warc_files") == 3
    demand_same_when_rebuilt(folder)


def test_captures_that_are_gone_are_gone_from_the_archive(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    first = store_files([("a.html", sample(year=2022))])
    store_files([("b.html", sample(year=2023))])
    build(folder)
    (folder.warc / first[0].warc_file).unlink()
    assert build(folder).mode == "afresh"
    assert [row[0] for row in ask(folder, "SELECT year FROM reports")] == [2023]


def test_another_version_of_the_reader_builds_afresh(folder: DataFolder, store_files: Store, sample: Sample) -> None:
    store_files([("a.html", sample())])
    build(folder)
    good = dumped(folder)
    with sqlite3.connect(folder.archive_db) as conn:
        conn.execute("UPDATE build_state SET value = 'older' WHERE key = 'fingerprint'")
        conn.execute("UPDATE reports SET title = 'as an older reader read it'")
    conn.close()
    assert build(folder).mode == "afresh"
    assert dumped(folder) == good


@pytest.mark.parametrize("which", ["archive.db", "archive.db.building"])
@pytest.mark.parametrize("page", [1, 3, 60])
@pytest.mark.parametrize("is_new", [False, True])
def test_a_damaged_archive_is_built_afresh(
    folder: DataFolder, store_files: Store, sample: Sample, which: str, page: int, is_new: bool
) -> None:
    store_files([(f"{year}.html", sample(year=year)) for year in (2022, 2023)])
    build(folder)
    damaged = folder.archive_db.with_name(which)
    if damaged != folder.archive_db:
        shutil.copy(folder.archive_db, damaged)
    with damaged.open("r+b") as stream:
        stream.seek(page * 4096)
        stream.write(random.Random(page).randbytes(40 * 4096))
    if is_new:
        store_files([("2024.html", sample(year=2024))], day=1)
    build(folder)
    assert only(folder, "SELECT count(*) FROM reports") == (3 if is_new else 2)
    if is_new or page == 1:
        assert only(folder, "PRAGMA integrity_check") == "ok"
        demand_same_when_rebuilt(folder)


def test_every_module_that_makes_rows_counts_as_the_reader() -> None:
    """The others show rows, or take captures in."""
    room = Path(archive.__file__).parent
    others = {
        *("__init__.py", "cli.py", "intake.py", "local_files.py", "planning.py", "reading.py", "show.py"),
        *("server.py", "status.py"),
    }
    assert {path.name for path in room.glob("*.py")} == others | {name for name in OWN_CODE if name != "schema/*.py"}


def test_a_rebuild_swaps_and_whoever_reads_the_old_archive_goes_on_reading_it(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    store_files([("a.html", sample(year=2022))])
    build(folder)
    reader = connect(folder.archive_db)
    inode = folder.archive_db.stat().st_ino
    store_files([("b.html", sample(year=2023))])
    build(folder)
    assert reader.execute("SELECT count(*) FROM reports").fetchone() == (1,)
    reader.close()
    assert folder.archive_db.stat().st_ino != inode
    assert only(folder, "SELECT count(*) FROM reports") == 2
    assert sorted(path.name for path in folder.root.glob("archive.db*")) == ["archive.db"]
    assert only(folder, "PRAGMA journal_mode") == "delete"


def test_the_finished_file_is_sound(folder: DataFolder, store_files: Store) -> None:
    store_files([(sample.path, sample.data) for sample in list(bundle())[:12]])
    build(folder)
    assert only(folder, "PRAGMA integrity_check") == "ok"
    assert ask(folder, "PRAGMA foreign_key_check") == []
    copy = folder.root / "copy.db"
    shutil.copy(folder.archive_db, copy)
    conn = sqlite3.connect(copy)
    conn.execute("INSERT INTO sections_search (sections_search) VALUES ('integrity-check')")
    assert conn.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 5
    conn.close()
    reader = connect(folder.archive_db)
    assert search(reader, "公开").total > 10
    reader.close()


_BUILD = """
import sys
from pathlib import Path
from archive.build import build
from crawler.data_folder import DataFolder
if __name__ == "__main__":
    folder = DataFolder(Path(sys.argv[1]))
    with folder.lock():
        build(folder, workers=1, progress=lambda stage, done, total: print(stage, done, flush=True))
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_build_goes_on_where_it_stood_and_ends_the_same(
    folder: DataFolder, store_files: Store, tmp_path: Path, seed: int
) -> None:
    store_files([(sample.path, sample.data) for sample in list(bundle())[:24]])
    build(folder, workers=2)
    expected = dumped(folder)
    folder.archive_db.unlink()
    script = tmp_path / "build.py"
    script.write_text(_BUILD)
    dice = random.Random(seed)
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, str(script), str(folder.root)], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert process.stdout is not None
        for _ in range(dice.randrange(1, 30)):
            process.stdout.readline()
        time.sleep(dice.random() * 0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    report = build(folder, workers=1)
    assert isinstance(report, BuildReport)
    assert dumped(folder) == expected
    assert only(folder, "PRAGMA integrity_check") == "ok"


def test_no_query_of_a_build_looks_through_a_table_for_each_row_of_another(
    folder: DataFolder, store_files: Store, store_pages: Pages, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a thousand captures do not show costs days on a million."""
    asked: dict[str, tuple[str, int]] = {}

    class Traced(ArchiveDatabase):
        def __init__(self, path: Path) -> None:
            super().__init__(path)
            self.conn.set_trace_callback(self._note)

        def _note(self, query: str) -> None:
            words = re.sub(r"'[^']*'|\b\d+\b", "?", query)
            asked[words] = query, asked.get(words, ("", 0))[1] + 1

    monkeypatch.setattr("archive.build.ArchiveDatabase", Traced)
    for number in range(6):
        store_files([(f"{number}.html", sample(seed=number, year=2018 + number))], day=number)
        store_pages(f"http://a.gov.cn.test/{number}.html", sample(seed=number, year=2018 + number), day=number + 1)
        store_pages(f"http://a.gov.cn.test/{number}.html", b"", day=number + 2, status=404)
    build(folder)
    big = {"captures", "readings", "reports", "sections", "manifestations", "report_versions", "problems", "coverage"}
    conn = connect(folder.archive_db)
    for words, (query, count) in asked.items():
        if not re.match(r"\s*(SELECT|WITH|UPDATE|DELETE)", query):
            continue
        names = {alias: name for name, alias in re.findall(r"(\w+) AS (\w+)", words)}
        is_within = False
        for *_, step in conn.execute(f"EXPLAIN QUERY PLAN {query}"):
            is_within |= step.startswith("CORRELATED")
            scanned = re.match(r"SCAN (\w+)", step)
            if scanned is not None and names.get(scanned[1], scanned[1]) in big:
                assert not is_within, words
                assert count <= 4, words
    conn.close()
