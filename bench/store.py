"""The store: bytes of a report's figures with raw text, state and place, and the speed of writing them.

    python -m bench.store [--reports 2000] [--rounds 3]

Figures are read from invented reports of several formats, so places are what the readers really give. The yardsticks
on the same rows in the same run: sqlite-utils `upsert_all` of the same wide rows, and a text-keyed long table with one
row a cell.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlite_utils

from archive.database import ArchiveDatabase
from archive.rows import ReportRows, rows_of
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from archive.schema import TABLE
from extractors.checks.results import Findings
from extractors.formats import read_document
from extractors.report import read_report

VARIATIONS = ("html-wps", "html-mso", "docx-merged", "pdf-ruled", "text-cells", "html-cms-trs")
FIGURES = ("figures_t2", "figures_t3", "figures_t4")
GOAL_BYTES, GOAL_SPEED, GOAL_SHARE = 4096, 25, 0.05


def make_rows(count: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return the figure rows of `count` reports: some dozens are read, the rest repeat them under other ids."""
    read: list[ReportRows] = []
    agencies = list(AGENCIES.values())
    for number in range(60):
        report = make_report(agencies[number % len(agencies)], 2021 + number % 4, seed=number, profile="county")
        document = read_document(render(report, VARIATIONS[number % len(VARIATIONS)]).data)
        read.append(rows_of(read_report(document), Findings(), reader="bench"))
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in FIGURES}
    for number in range(count):
        source = read[number % len(read)]
        for name in FIGURES:
            rows[name] += [(f"r{number:09d}-2024", *row[1:]) for row in source.tables.get(name, ())]
    return rows


def empty(path: Path) -> sqlite3.Connection:
    """Return a database that has the figure tables and nothing else, as the archive has them."""
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = NORMAL")
    for name in FIGURES:
        conn.execute(
            TABLE[name].sql().replace(" DEFERRABLE INITIALLY DEFERRED", "").split(",\n  FOREIGN KEY")[0] + "\n)"
        )
    return conn


def by_us(conn: sqlite3.Connection, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """Write as `ArchiveDatabase.write_report` does: plain inserts in one transaction."""
    database = ArchiveDatabase.__new__(ArchiveDatabase)
    database.conn = conn
    database.path = Path("bench")
    with database.transaction():
        for name in FIGURES:
            database.insert(name, rows[name])


def by_sqlite_utils(conn: sqlite3.Connection, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    conn.isolation_level = ""
    database = sqlite_utils.Database(conn)
    for name in FIGURES:
        names = TABLE[name].column_names
        database[name].upsert_all((dict(zip(names, row, strict=True)) for row in rows[name]), pk="report_id")
    conn.isolation_level = None


def long_table(path: Path, rows: dict[str, list[tuple[Any, ...]]]) -> int:
    """Return the size of one text-keyed row a cell, the values alone."""
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE figures (report_id TEXT, figure TEXT, value NUMERIC, PRIMARY KEY (report_id, figure))")
    for name in FIGURES:
        keys = TABLE[name].column_names[2:-4]
        conn.executemany(
            "INSERT INTO figures VALUES (?, ?, ?)",
            ((row[0], key, row[2 + n]) for row in rows[name] for n, key in enumerate(keys) if row[2 + n] is not None),
        )
    conn.commit()
    conn.close()
    return path.stat().st_size


def timed(
    act: Callable[[sqlite3.Connection, dict[str, list[tuple[Any, ...]]]], None], folder: Path, rows: Any
) -> float:
    path = folder / f"{act.__name__}-{time.monotonic_ns()}.db"
    conn = empty(path)
    start = time.process_time()
    act(conn, rows)
    taken = time.process_time() - start
    count = conn.execute("SELECT count(*) FROM figures_t3").fetchone()[0]
    assert count == len(rows["figures_t3"])
    conn.close()
    return taken


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    rows = make_rows(options.reports)
    count = len(rows["figures_t3"])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        conn = empty(folder / "size.db")
        by_us(conn, rows)
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = conn.execute("PRAGMA page_count").fetchone()[0] * conn.execute("PRAGMA page_size").fetchone()[0]
        (values,) = conn.execute(
            "SELECT sum(length(coalesce(states, '')) + length(CAST(coalesce(raws, '') AS BLOB)) + "
            "length(CAST(coalesce(places, '') AS BLOB)) + length(coalesce(notes, ''))) FROM figures_t3"
        ).fetchone()
        long_size = long_table(folder / "long.db", rows)
        ours, theirs, ours_t3, theirs_t3 = [], [], [], []
        t3 = {name: rows[name] if name == "figures_t3" else [] for name in FIGURES}
        for _ in range(options.rounds):
            ours.append(timed(by_us, folder, rows))
            theirs.append(timed(by_sqlite_utils, folder, rows))
            ours_t3.append(timed(by_us, folder, t3))
            theirs_t3.append(timed(by_sqlite_utils, folder, t3))
    ratio = statistics.median(t / o for o, t in zip(ours, theirs, strict=True))
    print(f"{count} reports of {len(VARIATIONS)} formats, 200 cells each")
    print(f"figures with raw, state and place  {size / count:8.0f} bytes a report   (goal <= {GOAL_BYTES})")
    print(f"  of that packed raw, state, place of table 3 {values / count:6.0f} bytes")
    print(f"values as a text-keyed long table  {long_size / count:8.0f} bytes a report, without raw, state and place")
    print(f"written by executemany             {count / statistics.median(ours):8.0f} reports/s of CPU")
    print(f"written by sqlite-utils upsert_all {count / statistics.median(theirs):8.0f} reports/s of CPU")
    wide = statistics.median(t / o for o, t in zip(ours_t3, theirs_t3, strict=True))
    print(f"ratio, table 3 (188 columns)       {wide:8.1f}   (goal >= {GOAL_SPEED}, of rows of about 200 columns)")
    print(f"ratio, all three tables            {ratio:8.1f}   (upsert_all loses less on the narrow ones)")


if __name__ == "__main__":
    main()
