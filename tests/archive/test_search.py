"""Search finds every substring and nothing else: one, two, three, six characters, digits, full-width forms."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.database import ArchiveDatabase
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.schema import SEARCH
from archive.search import fold, index_text, match_query, needs_verifying, search, snippet

REPORTS = 60


def texts() -> list[tuple[str, str]]:
    """Return the sections of some invented reports, and a few texts that are hard to find words in."""
    found = []
    agencies = list(AGENCIES.values())
    for number in range(REPORTS):
        report = make_report(agencies[number % len(agencies)], 2022 + number % 3, seed=number)
        found += [(section.heading, "\n".join(section.paragraphs)) for section in report.sections]
    return [
        *found,
        ("", "公开开放，放公开"),
        ("", "开公 放开 公放"),
        ("", "ＡＢＣ１２３４年　全角"),
        ("", "abc1234年 half width Mixed中文and英文"),
        ("", "𠮷野家 𬺰𬺰 龦鿍"),
        ("", "政府。信息"),
        ("", "政府信息"),
        ("", "一"),
        ("一、总体情况", ""),
        ("一、总体情况与复议" + "说明" * 20, "运入标题的长句"),
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArchiveDatabase]:
    database = ArchiveDatabase(tmp_path_factory.mktemp("search") / "archive.db")
    fill(database, texts())
    yield database
    database.close()


def fill(database: ArchiveDatabase, sections: list[tuple[str, str]]) -> None:
    database.conn.execute("PRAGMA foreign_keys = OFF")
    database.conn.execute(
        "INSERT INTO reports (id, docid, agency_id, year, canonical, title, publisher, quality, figure_count, "
        "section_count, error_count, warning_count, repair_count, problem_count, is_invented, version_count, "
        "manifestation_count, url, capture_id, content_sha256, format, reader) "
        "VALUES ('r', 1, 'a', 2024, 1, '某县2024年报告', '某县', 'complete', 0, 0, 0, 0, 0, 0, 0, 1, 1, '', 'c', '', "
        "'html', '')"
    )
    database.insert(
        "sections",
        [
            (number, "r", number, 1, "overview", heading, text, None)
            for number, (heading, text) in enumerate(sections, 1)
        ],
    )
    database.index_search()


def by_scan(conn: sqlite3.Connection, query: str) -> set[int]:
    """Return the sections that have every word of the query, by looking at each; 0 for the report's title."""
    words = fold(query).split()
    found = {
        docid
        for docid, number, heading, text in conn.execute("SELECT docid, number, heading, text FROM sections")
        if all(
            word in fold(text if 1 <= number <= 6 and len(heading) <= 40 else f"{heading}\n{text}") for word in words
        )
    }
    ((title, publisher),) = conn.execute("SELECT title, publisher FROM reports")
    return found | ({0} if all(word in fold(f"{title}\n{publisher}") for word in words) else set())


def by_search(conn: sqlite3.Connection, query: str) -> set[int]:
    found = search(conn, query, limit=100_000)
    assert found.total == len(found.hits)
    return {hit.ordinal for hit in found.hits}


def queries_from(conn: sqlite3.Connection, length: int, count: int) -> list[str]:
    """Return random substrings of the texts, white space left out."""
    dice = random.Random(length)
    pool = [text for (text,) in conn.execute("SELECT text FROM sections WHERE length(text) > 12")]
    found = []
    while len(found) < count:
        text = dice.choice(pool)
        start = dice.randrange(len(text) - length)
        query = text[start : start + length]
        if not any(character.isspace() for character in query):
            found.append(query)
    return found


@pytest.mark.parametrize("length", [1, 2, 3, 4, 6, 12])
def test_precision_and_recall_are_one_against_a_substring_scan(filled: ArchiveDatabase, length: int) -> None:
    queries = queries_from(filled.conn, length, 40)
    total = 0
    for query in queries:
        expected = by_scan(filled.conn, query)
        assert by_search(filled.conn, query) == expected, query
        total += len(expected)
    assert total >= len(queries)


AWKWARD = (
    *(
        "公开",
        "开放公",
        "公开放",
        "2024",
        "02",
        "1234年",
        "ABC",
        "abc１２",
        "政府信息",
        "政府。信",
        "总体",
        "公开 申请",
    ),
    *("不存在的词", "𠮷野", "𬺰", "野家 𬺰", "。", "，放", "一"),
)


@pytest.mark.parametrize("query", AWKWARD)
def test_awkward_queries_agree_with_a_substring_scan(filled: ArchiveDatabase, query: str) -> None:
    assert by_search(filled.conn, query) == by_scan(filled.conn, query)


def test_the_index_alone_finds_words_of_two_characters(filled: ArchiveDatabase) -> None:
    """Fails with SQLite's trigram tokenizer, which never finds fewer than three characters."""
    for query in ("公开", "申请", "政府", "情况"):
        (count,) = filled.conn.execute(
            "SELECT count(*) FROM sections_search WHERE sections_search MATCH ?", (match_query(query),)
        ).fetchone()
        assert count == len(by_scan(filled.conn, query) - {0}) > 10


def test_trigram_in_its_place_would_fail(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "trigram.db")
    conn.execute("CREATE VIRTUAL TABLE t USING fts5(terms, content='', tokenize='trigram')")
    conn.execute("INSERT INTO t (rowid, terms) VALUES (1, ?)", (index_text("政府信息公开"),))
    assert conn.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match_query("公开"),)).fetchone() == (0,)


def test_pairs_that_stand_apart_are_no_hit(filled: ArchiveDatabase) -> None:
    assert needs_verifying("公开放")
    matched = filled.conn.execute(
        "SELECT count(*) FROM sections_search WHERE sections_search MATCH ?", (match_query("公开放"),)
    ).fetchone()[0]
    assert matched > len(by_search(filled.conn, "公开放") - {0})


@settings(max_examples=80)
@given(text=st.text(alphabet="公开信息政府年12ＡａA，。 \n𠮷é", max_size=30), data=st.data())
def test_every_substring_of_any_text_matches_its_index(text: str, data: st.DataObject) -> None:
    conn = sqlite3.connect(":memory:")
    conn.execute(SEARCH[0].sql())
    conn.execute("INSERT INTO sections_search (rowid, terms) VALUES (1, ?)", (index_text(text),))
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    query = text[start : data.draw(st.integers(start, len(text)))]
    match = match_query(query)
    if match:
        found = conn.execute("SELECT rowid FROM sections_search WHERE sections_search MATCH ?", (match,)).fetchall()
        assert found == [(1,)]


def test_what_is_rewritten_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    database = ArchiveDatabase(tmp_path / "archive.db")
    fill(database, [("一、总体情况", "旧的文字在这里"), ("二、其他", "不变的文字")])
    assert by_search(database.conn, "旧的文字") == {1}
    with database.transaction():
        fields = dict(
            zip(
                [row[1] for row in database.conn.execute("PRAGMA table_info(reports)")],
                database.conn.execute("SELECT * FROM reports").fetchone(),
                strict=True,
            )
        )
        database.write_report(fields, {"sections": [("r", 1, 1, "overview", "一、总体情况", "新的文字在这里", None)]})
    database.index_search()
    assert by_search(database.conn, "旧的") == set()
    assert by_search(database.conn, "新的文字") == {1}
    assert by_search(database.conn, "不变") == set()
    database.conn.execute("INSERT INTO sections_search (sections_search) VALUES ('integrity-check')")
    database.close()


def test_the_headings_that_every_report_has_are_no_hits(tmp_path: Path) -> None:
    database = ArchiveDatabase(tmp_path / "archive.db")
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    fill(database, [(heading, ""), (heading, "本年度发生行政复议2件。"), ("四、复议" + "说明" * 20, "长标题")])
    assert by_search(database.conn, "复议") == {2, 3}
    assert by_search(database.conn, "行政诉讼情况") == set()
    assert by_search(database.conn, "诉讼") == set()
    database.close()


def test_titles_come_first_unless_every_title_has_the_words(tmp_path: Path) -> None:
    database = ArchiveDatabase(tmp_path / "archive.db")
    fill(database, [("一、总体情况", "某县的公开工作，2024年报告"), ("二、其他", "别的")])
    assert [hit.ordinal for hit in search(database.conn, "某县").hits] == [0, 1]
    assert [hit.ordinal for hit in search(database.conn, "2024年报告").hits] == [1, 0]
    assert [hit.ordinal for hit in search(database.conn, "2024年报告", section=1).hits] == [1]
    pages = [search(database.conn, "某县", limit=1, offset=at) for at in range(3)]
    assert [hit.ordinal for page in pages for hit in page.hits] == [0, 1]
    assert {page.total for page in pages} == {2}
    database.close()


def test_hits_come_page_by_page_and_filtered(filled: ArchiveDatabase) -> None:
    whole = search(filled.conn, "公开", limit=1000)
    pages = [search(filled.conn, "公开", limit=7, offset=start) for start in range(0, whole.total, 7)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert search(filled.conn, "公开", year=1999).total == 0
    assert search(filled.conn, "公开", year=2024, agency_id="a").total == whole.total
    assert search(filled.conn, "  ").hits == ()


def test_a_snippet_shows_the_word_in_its_surroundings() -> None:
    text = "甲" * 300 + "办结申请" + "乙" * 300
    shown = snippet(text, ["申请"])
    assert "办结申请" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 130


def test_the_index_is_small(filled: ArchiveDatabase) -> None:
    for search_table in SEARCH:
        filled.conn.execute(f"INSERT INTO {search_table.name} ({search_table.name}) VALUES ('optimize')")
    size = filled.conn.execute("SELECT sum(length(block)) FROM sections_search_data").fetchone()[0]
    text = filled.conn.execute("SELECT sum(length(CAST(text AS BLOB))) FROM sections").fetchone()[0]
    assert size < 0.5 * text  # a small sample has few repeated pairs; bench/search.py measures a large one
