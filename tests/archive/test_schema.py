"""The schema describes itself completely, keeps the contract's names, and plain SQLite can read what it makes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive.database import ArchiveDatabase, ArchiveError, connect
from archive.schema import INDEXES, SEARCH, TABLES, VIEWS

CONTRACT_TABLES = [
    *("regions", "agencies", "reports", "sections", "indicators", "figures", "checks", "repairs", "problems"),
    *("captures", "manifestations", "report_versions", "coverage", "crawl_runs", "rules"),
]
CONTRACT_VIEWS = ["report_summary", "requests_by_result", "series", "rates"]


@pytest.fixture(scope="module")
def archive_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "archive.db"
    database = ArchiveDatabase(path)
    database.finish(optimise=True)
    database.close()
    return path


def test_the_contract_is_there(archive_db: Path) -> None:
    names = {row[0] for row in connect(archive_db).execute("SELECT name FROM sqlite_master")}
    assert names.issuperset(CONTRACT_TABLES)
    assert names.issuperset(CONTRACT_VIEWS)


def test_the_database_has_what_the_schema_says_and_nothing_else(archive_db: Path) -> None:
    conn = connect(archive_db)
    for shape in (*TABLES, *VIEWS):
        found = [row[1] for row in conn.execute(f"PRAGMA table_info({shape.name})")]
        assert found == [column.name for column in shape.columns], shape.name
    made = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")}
    known = {shape.name for shape in (*TABLES, *VIEWS, *INDEXES, *SEARCH)}
    shadows = {name for name in made for search in SEARCH if name.startswith(f"{search.name}_")}
    assert made - shadows == known


def test_every_table_view_and_column_is_described_in_two_languages() -> None:
    for shape in (*TABLES, *VIEWS):
        assert shape.zh
        assert shape.en
        for column in shape.columns:
            where = f"{shape.name}.{column.name}"
            assert column.zh, where
            assert column.en, where
            # the form's own words may be quoted
            words = column.en.replace("总计", "").replace("件, 项, 万元", "")
            assert not any("\u4e00" <= character <= "\u9fff" for character in words), where
    for table in TABLES:
        assert table.source, table.name


def test_counts_sizes_and_times_have_units() -> None:
    for shape in (*TABLES, *VIEWS):
        for column in shape.columns:
            if column.name.endswith(("_count", "_at", "_on", "_size", "_bytes", "_sha256")) or column.name == "offset":
                assert column.unit, f"{shape.name}.{column.name}"


def test_names_are_snake_case_and_keys_refer_to_tables() -> None:
    tables = {table.name: table for table in TABLES}
    for table in TABLES:
        for column in table.columns:
            assert column.name == column.name.lower()
            assert column.name.replace("_", "").isalnum()
        for name in table.key:
            assert name in table.column_names
        for reference in table.references:
            assert reference.column in table.column_names
            assert reference.target in tables[reference.table].column_names


def test_views_work_under_the_limits_of_a_public_server(archive_db: Path) -> None:
    conn = connect(archive_db)
    for limit, value in (
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20_000),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 20),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    ):
        conn.setlimit(limit, value)
    for view in VIEWS:
        assert conn.execute(f"SELECT * FROM {view.name}").fetchall() == [], view.name


@pytest.mark.parametrize("view", [view.name for view in VIEWS if view.name not in ("intake", "report_summary")])
def test_a_view_of_one_report_never_scans_all_reports(archive_db: Path, view: str) -> None:
    plan = connect(archive_db).execute(f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE report_id = 'x'").fetchall()
    scans = [row[3] for row in plan if row[3].startswith("SCAN ") and "VIRTUAL TABLE" not in row[3]]
    assert [scan for scan in scans if scan not in ("SCAN v", "SCAN figures")] == []
    assert not any("SCAN r" in row[3] or "SCAN t" in row[3] for row in plan)


def test_every_archive_has_the_same_schema(tmp_path: Path, archive_db: Path) -> None:
    ArchiveDatabase(tmp_path / "other.db").close()
    one, other = (
        sqlite3.connect(path)
        .execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")
        .fetchall()
        for path in (archive_db, tmp_path / "other.db")
    )
    assert one == other
    assert len(one) > 40


def test_a_file_of_another_program_or_version_is_refused(tmp_path: Path, archive_db: Path) -> None:
    other = tmp_path / "other.db"
    sqlite3.connect(other).executescript("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
    with pytest.raises(ArchiveError, match="no archive of this program"):
        connect(other)
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at" * 20)
    with pytest.raises(ArchiveError, match="cannot be read"):
        connect(tmp_path / "text.db")
    with pytest.raises(ArchiveError, match="gongkai build"):
        connect(tmp_path / "none.db")


def test_the_archive_is_opened_read_only(archive_db: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connect(archive_db).execute("DELETE FROM rules")


def test_series_have_english_names_and_not_their_keys(archive_db: Path) -> None:
    with sqlite3.connect(archive_db) as conn:
        rows = dict(conn.execute("SELECT key, label_en FROM series_definitions").fetchall())
    conn.close()
    assert rows["res_denied_state_secret"] == "refused: state secret"
    assert rows["res_denied"] == "refused (subtotal)"
    assert [key for key, label in rows.items() if label.replace(" ", "_") == key] == []
