"""Documents of one agency and year: versions of one report, or several reports and a problem that says so."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.build import build
from archive.database import ArchiveDatabase
from archive.figure_packing import pack_figures
from archive.places import Places
from archive.rivals import differing_numbers, parties_of
from archive.rows import pack_cells
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from archive.settling import MOST_TOLD, Settler
from archive.versions import Sighting
from crawler.captures import Capture, Origin, WarcStore
from crawler.data_folder import DataFolder
from extractors.document import Place
from extractors.figures import Figure
from tests.archive.questions import ask, demand_same_when_rebuilt, dumped

Store = Callable[..., list[Capture]]
Pages = Callable[..., Capture]

NAME = "青禾县人民政府"
BUREAU = "市财政局"


def page(seed: int, *, name: str = NAME, profile: str = "county", words: str = "") -> bytes:
    """Return an invented report of 2024 under another name; another seed prints other numbers."""
    body = render(make_report(AGENCIES["qinghe"], 2024, seed=seed, profile=profile), "html-wps").data
    return body.replace(NAME.encode(), name.encode()).replace("依申请".encode(), f"依申请{words}".encode())


def reports(folder: DataFolder) -> list[tuple[object, ...]]:
    """Return (name, portal, url, canonical) of every report."""
    return ask(
        folder,
        "SELECT a.name, a.portal, r.url, r.canonical FROM reports AS r JOIN agencies AS a ON a.id = r.agency_id "
        "ORDER BY r.url",
    )


def conflicts(folder: DataFolder) -> set[object]:
    """Return the reports at which a conflict is put down."""
    rows = ask(folder, "SELECT subject, report_id FROM problems WHERE kind = 'agency_conflict'")
    assert all(subject == report_id for subject, report_id in rows)
    return {subject for subject, _ in rows}


def test_the_same_short_name_at_two_sites_is_two_agencies(folder: DataFolder, store_pages: Pages) -> None:
    store_pages("https://www.qingyuan.gov.cn.test/czj/1.html", page(1, name=BUREAU), portal="")
    store_pages("https://czj.xichuan.gov.cn.test/1.html", page(2, name=BUREAU), portal="", day=1)
    store_pages("https://www.yunling.gov.cn.test/1.html", page(3, name=BUREAU), portal="yunling", day=2)
    build(folder)
    assert [row[:2] for row in reports(folder)] == [
        (BUREAU, "xichuan.gov.cn.test"),
        (BUREAU, "qingyuan.gov.cn.test"),
        (BUREAU, "yunling"),
    ]
    assert {row[3] for row in reports(folder)} == {1}
    assert conflicts(folder) == set()
    assert len(ask(folder, "SELECT DISTINCT agency_id FROM coverage")) == 3


def test_a_short_name_on_two_hosts_of_one_site_is_one_agency(folder: DataFolder, store_pages: Pages) -> None:
    body = page(1, name=BUREAU)
    store_pages("https://www.qingyuan.gov.cn.test/czj/1.html", body, portal="")
    store_pages("https://czj.qingyuan.gov.cn.test/1.html", body, portal="", day=1)
    store_pages("https://czj.qingyuan.gov.cn.test/2.html", page(1, name=BUREAU, words="件"), portal="", day=1)
    build(folder)
    assert [row[:2] for row in reports(folder)] == [(BUREAU, "qingyuan.gov.cn.test")]
    assert conflicts(folder) == set()


def test_a_name_with_its_place_is_one_agency_and_equal_numbers_are_one_report(
    folder: DataFolder, store_pages: Pages
) -> None:
    store_pages("https://www.qinghe.gov.cn.test/1.html", page(1), portal="qinghe")
    store_pages("https://www.xushan.gov.cn.test/1.html", page(1, words="件"), portal="xushan", day=1)
    build(folder)
    assert reports(folder) == [(NAME, None, "https://www.qinghe.gov.cn.test/1.html", 1)]
    assert ask(folder, "SELECT version_count, problem_count FROM reports") == [(2, 0)]


def test_other_numbers_at_another_site_stay_visible_and_are_said_to_contradict(
    folder: DataFolder, store_pages: Pages
) -> None:
    store_pages("https://www.qinghe.gov.cn.test/1.html", page(1), portal="")
    store_pages("https://www.xushan.gov.cn.test/1.html", page(2), portal="", day=1)
    build(folder)
    found = reports(folder)
    assert [row[2:] for row in found] == [
        ("https://www.qinghe.gov.cn.test/1.html", 1),
        ("https://www.xushan.gov.cn.test/1.html", 0),
    ]
    assert len(ask(folder, "SELECT id FROM agencies")) == 1
    assert len(conflicts(folder)) == 2
    ids = [row[0] for row in ask(folder, "SELECT id FROM reports ORDER BY canonical DESC")]
    assert str(ids[1]).startswith(f"{ids[0]}-")
    # both have all their cells, sections and checks, and neither is in the other's history
    assert ask(folder, "SELECT count(DISTINCT report_id), count(*) / 2 FROM figures WHERE form_table = 't3'") == [
        (2, 175)
    ]
    assert len({row[0] for row in ask(folder, "SELECT report_id FROM sections")}) == 2
    assert ask(folder, "SELECT version_count, problem_count FROM reports") == [(1, 1), (1, 1)]
    ((where, other),) = ask(folder, "SELECT place, raw FROM problems WHERE subject = ?", ids[0])
    assert (where, other) == tuple(row[2] for row in found)
    assert ask(folder, "SELECT count(*) FROM coverage") == [(1,)]


def test_two_files_of_one_name_are_two_reports_unless_their_numbers_agree(
    folder: DataFolder, store_files: Store
) -> None:
    store_files([("a/1.html", page(1, name="城关镇")), ("b/1.html", page(2, name="城关镇"))])
    store_files([("c/1.html", page(1, name="城关镇", words="件"))], day=1)
    build(folder)
    assert ask(folder, "SELECT canonical, count(*) FROM reports GROUP BY 1") == [(0, 1), (1, 1)]
    assert len(conflicts(folder)) == 2


def test_zeros_alone_do_not_make_two_towns_one(folder: DataFolder, store_files: Store) -> None:
    zeros = [page(1, name="城关镇", profile="zero", words=words) for words in ("", "（青原县）")]
    store_files([("a.html", zeros[0]), ("b.html", zeros[1])])
    build(folder)
    assert len(reports(folder)) == len(conflicts(folder)) == 2


def test_what_takes_the_same_place_is_a_later_version_and_no_conflict(
    folder: DataFolder, store_files: Store, store_pages: Pages
) -> None:
    store_files([("a.html", page(1, name="城关镇"))])
    store_files([("a.html", page(2, name="城关镇"))], day=1)
    store_pages("http://a.gov.cn.test/1.html", page(1), day=1)
    store_pages("http://a.gov.cn.test/1.html", page(2), day=2)
    build(folder)
    assert len(reports(folder)) == 2
    assert conflicts(folder) == set()
    assert ask(folder, "SELECT DISTINCT version_count FROM reports") == [(2,)]


def test_a_conflict_ends_when_one_side_is_put_right(folder: DataFolder, store_pages: Pages) -> None:
    store_pages("http://a.gov.cn.test/1.html", page(1), portal="")
    store_pages("http://b.gov.cn.test/1.html", page(2), portal="", day=1)
    build(folder)
    assert len(conflicts(folder)) == 2
    store_pages("http://b.gov.cn.test/1.html", page(1), portal="", day=2)
    build(folder)
    assert len(reports(folder)) == 1
    assert conflicts(folder) == set()
    assert ask(folder, "SELECT version_count, problem_count FROM reports") == [(2, 0)]
    demand_same_when_rebuilt(folder)


def test_a_conflict_stands_when_what_one_side_was_read_from_turns_out_to_be_no_page(
    folder: DataFolder, store_pages: Pages
) -> None:
    first = store_pages("https://www.qinghe.gov.cn.test/1.html", page(1))
    store_pages("https://www.qinghe.gov.cn.test/2.html", page(3), day=1)
    store_pages("https://www.xushan.gov.cn.test/1.html", page(2), portal="xushan", day=2)
    build(folder)
    assert len(conflicts(folder)) == 2
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:
        store.write_outcome(first.final_url, "blocked", about=first, origin=Origin("sample", role="report"))
    build(folder)
    assert len(conflicts(folder)) == 2
    demand_same_when_rebuilt(folder)


def test_what_is_still_there_goes_before_what_is_gone(folder: DataFolder, store_pages: Pages) -> None:
    store_pages("https://www.qinghe.gov.cn.test/1.html", page(1))
    store_pages("https://www.xushan.gov.cn.test/1.html", page(2), portal="xushan", day=1)
    build(folder)
    assert [row[3] for row in reports(folder)] == [1, 0]
    store_pages("https://www.qinghe.gov.cn.test/1.html", b"", status=404, day=2)
    build(folder)
    assert [row[3] for row in reports(folder)] == [0, 1]
    assert ask(folder, "SELECT status FROM coverage") == [("published",)]
    demand_same_when_rebuilt(folder)


def test_bytes_seen_as_a_file_first_belong_to_the_portal_that_shows_them(
    folder: DataFolder, store_files: Store, store_pages: Pages
) -> None:
    store_files([("a.html", page(1, name=BUREAU))])
    build(folder)
    assert [row[1] for row in reports(folder)] == [None]
    store_pages("http://www.qingyuan.gov.cn.test/1.html", page(1, name=BUREAU), portal="", day=1)
    build(folder)
    assert [row[1] for row in reports(folder)] == ["qingyuan.gov.cn.test"]
    demand_same_when_rebuilt(folder)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_and_steps_changes_nothing(
    folder: DataFolder, store_pages: Pages, store_files: Store, seed: int
) -> None:
    steps: list[Callable[[], object]] = []
    for number, (url, portal, body) in enumerate(
        (
            ("http://a.gov.cn.test/1.html", "", page(1)),
            ("http://b.gov.cn.test/1.html", "", page(2)),
            ("http://b.gov.cn.test/2.html", "", page(3)),
            ("http://c.gov.cn.test/1.html", "c", page(1, words="件")),
            ("http://a.gov.cn.test/2.html", "", page(4, name=BUREAU)),
            ("http://a.gov.cn.test/3.html", "", page(5, name=BUREAU)),
            ("http://b.gov.cn.test/1.html", "", page(1)),
        )
    ):
        steps.append(lambda u=url, p=portal, b=body, n=number: store_pages(u, b, portal=p, day=n))  # type: ignore[misc]
    steps.append(lambda: store_files([("a.html", page(4, name=BUREAU)), ("b.html", page(6, name=BUREAU))], day=9))
    random.Random(seed).shuffle(steps)
    for step in steps:
        step()
        build(folder, workers=1)
    step_by_step = dumped(folder)
    build(folder, rebuild=True, workers=2)
    assert dumped(folder) == step_by_step
    # seen at b: seed 2 was replaced by seed 1, seed 3 stands beside it on the same site
    assert len([row for row in reports(folder) if row[0] == NAME]) == 1


def cells(**numbers: float | str) -> bytes:
    """Return packed cells; a word is a state without a number."""
    figures = {
        key: Figure(key, "", None, "", value, "件", Place())  # type: ignore[arg-type]
        if isinstance(value, str)
        else Figure(key, "", value, str(value), "value" if value else "zero", "件", Place())
        for key, value in numbers.items()
    }
    return pack_cells(pack_figures(figures)[0])


def test_what_could_not_be_read_contradicts_nothing() -> None:
    one = cells(review_total=3, review_upheld=0, review_corrected=1)
    assert differing_numbers(one, cells(review_total="unreadable", review_upheld="blank")) == ()
    assert differing_numbers(one, cells(review_total=4)) == (("review_total", 3, 4),)
    assert differing_numbers(cells(review_total="blank"), one) == (("review_total", "blank", 3),)
    assert differing_numbers(one, one) == ()


def sighting(content: str, url: str, day: int, figures: int = 200) -> Sighting:
    moment = f"2025-02-{day:02d}T00:00:00.000000Z"
    return Sighting(
        f"{url}@{day}", content, content, url, moment, "report", "response", "", "", "html", figures, 6, False
    )


CELLS = {name: cells(review_total=number) for number, name in enumerate("abc", 1)} | {"d": cells(review_total=1)}


@given(
    st.lists(
        st.builds(
            sighting, st.sampled_from("abcd"),
            st.sampled_from([f"http://{host}.gov.cn/{page}" for host in "xyz" for page in "12"]),
            st.integers(1, 27), st.sampled_from([15, 200]),
        ),
        min_size=1,
        max_size=14,
        unique_by=lambda found: found.capture_id,
    ),
    st.booleans(),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_every_sighting_is_in_one_party_whatever_their_order(
    sightings: list[Sighting], carries_place: bool, dice: random.Random
) -> None:
    parties = parties_of(sightings, CELLS, carries_place=carries_place)
    shuffled = [*sightings]
    dice.shuffle(shuffled)
    again = parties_of(shuffled, CELLS, carries_place=carries_place)
    assert [(p.place, set(p.sightings)) for p in again] == [(p.place, set(p.sightings)) for p in parties]
    assert sorted(s for p in parties for s in p.sightings) == sorted(sightings)
    assert len({party.place for party in parties}) == len(parties)


def test_many_files_of_one_short_name_are_settled_once_each(
    folder: DataFolder, store_files: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 24
    store_files([(f"{number}.html", page(number, name=BUREAU)) for number in range(count)])
    settled: list[str] = []
    plain = Settler._settle_party

    def counted(self: Settler, claimed_id: str, report_id: str, *more: Any) -> bool:
        settled.append(report_id)
        return plain(self, claimed_id, report_id, *more)

    monkeypatch.setattr(Settler, "_settle_party", counted)
    build(folder)
    assert len(reports(folder)) == count
    assert len(conflicts(folder)) == count
    assert len(settled) <= 3 * count
    ((message,),) = ask(folder, "SELECT message FROM problems WHERE kind = 'agency_conflict' LIMIT 1")
    assert str(message).endswith(f"; and {count - 1 - MOST_TOLD} more")
    demand_same_when_rebuilt(folder)


def test_the_reports_of_a_claim_are_looked_up_by_the_index(folder: DataFolder) -> None:
    """One look through all reports for each one written would make a build quadratic."""
    asked: list[str] = []
    database = ArchiveDatabase(folder.archive_db)
    try:
        settler = Settler(database, Places({}, ()))
        database.conn.set_trace_callback(asked.append)
        settler.settle("aaaaaaaaaa-2024")
        database.conn.set_trace_callback(None)
        queries = [query for query in asked if query.startswith("SELECT")]
        assert queries
        for query in queries:
            plan = [row[3] for row in database.conn.execute(f"EXPLAIN QUERY PLAN {query}")]
            assert not any(step.startswith(("SCAN reports", "SCAN readings", "SCAN captures")) for step in plan), query
    finally:
        database.close()
