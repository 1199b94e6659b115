"""Search: size of the index, speed of building and asking, precision and recall against a substring scan.

    python -m bench.search [--documents 4000]

Documents are the prose of invented reports with names, numbers and random words mixed in, about 2,000 characters each.
The yardstick is an `instr` scan over the same texts in the same run; truth is what it finds.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from archive.database import ArchiveDatabase
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.search import index_text, match_query, search

GOAL_SIZE = 0.30
LENGTHS = (1, 2, 3, 6)


def documents(count: int) -> list[str]:
    """Return texts of about 2,000 characters."""
    dice = random.Random(7)
    agencies = list(AGENCIES.values())
    paragraphs = []
    for number in range(400):
        report = make_report(agencies[number % len(agencies)], 2017 + number % 9, seed=number)
        paragraphs += [line for section in report.sections for line in section.paragraphs]
    characters = sorted({character for line in paragraphs for character in line if character.isalpha()})
    found = []
    for _ in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < 2000:
            parts.append(dice.choice(paragraphs))
            # names, places and matters that no other report has, of the characters that are in use
            parts.append("".join(dice.choice(characters) for _ in range(dice.randrange(2, 12))) + "。")
        found.append("\n".join(parts))
    return found


def fill(database: ArchiveDatabase, texts: list[str]) -> None:
    database.conn.execute("PRAGMA foreign_keys = OFF")
    columns = [row[1] for row in database.conn.execute("PRAGMA table_info(reports)")]
    plain = dict.fromkeys(columns, 0)
    with database.transaction():
        for number, text in enumerate(texts, 1):
            row = {**plain, "id": f"r{number}", "docid": number, "year": 2017 + number % 9, "title": "", "url": ""}
            row |= {"quality": "", "capture_id": "", "content_sha256": "", "format": "", "reader": "", "publisher": ""}
            database.insert("reports", [tuple(str(v) if isinstance(v, str) else v for v in row.values())])
            database.insert("sections", [(number, f"r{number}", 1, 1, "overview", "", text, None)])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=4000)
    options = arguments.parse_args()
    texts = documents(options.documents)
    size = sum(len(text.encode()) for text in texts)
    with tempfile.TemporaryDirectory() as place:
        database = ArchiveDatabase(Path(place) / "archive.db")
        fill(database, texts)
        start = time.process_time()
        for text in texts[:500]:
            index_text(text)
        segmenting = (time.process_time() - start) / 500
        start = time.process_time()
        database.index_search()
        building = (time.process_time() - start) / len(texts)
        conn = database.conn
        conn.execute("INSERT INTO sections_search (sections_search) VALUES ('optimize')")
        index = conn.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'sections_search%'").fetchone()[0]
        print(f"{len(texts)} texts of {size / len(texts):.0f} bytes of UTF-8")
        print(f"index {index / size:.3f} of the text's bytes   (goal <= {GOAL_SIZE})")
        print(f"built at {1 / building:.0f} texts/s of CPU; {1 / segmenting:.0f} texts/s for the segmentation alone")
        dice = random.Random(3)
        for length in LENGTHS:
            ask(conn, texts, [sample(dice, texts, length) for _ in range(15)], length)
        common(conn)
        database.close()


def sample(dice: random.Random, texts: list[str], length: int) -> str:
    while True:
        text = dice.choice(texts)
        start = dice.randrange(len(text) - length)
        query = text[start : start + length]
        if query.isalnum():
            return query


def ask(conn: sqlite3.Connection, texts: list[str], queries: list[str], length: int) -> None:
    ours, scans, pages, wrong, missed, hits = [], [], [], 0, 0, 0
    for query in queries:
        start = time.perf_counter()
        found = {hit.report_id for hit in search(conn, query, limit=10**6).hits}
        middle = time.perf_counter()
        truth = {row[0] for row in conn.execute("SELECT report_id FROM sections WHERE instr(text, ?)", (query,))}
        end = time.perf_counter()
        search(conn, query, limit=20)
        pages.append(time.perf_counter() - end)
        conn.execute(
            "SELECT count(*) FROM sections_search WHERE sections_search MATCH ?", (match_query(query),)
        ).fetchone()
        wrong += len(found - truth)
        missed += len(truth - found)
        hits += len(truth)
        ours.append(middle - start)
        scans.append(end - middle)
    precision = 1 - wrong / max(1, hits + wrong)
    recall = 1 - missed / max(1, hits)
    print(
        f"{length} characters: precision {precision:.2f}, recall {recall:.2f}, {hits / len(queries):.0f} hits; "
        f"first page {statistics.median(pages) * 1000:.1f} ms, all hits {statistics.median(ours) * 1000:.1f} ms, "
        f"scan {statistics.median(scans) * 1000:.1f} ms"
    )


def common(conn: sqlite3.Connection) -> None:
    for query in ("申请", "政府信息公开", "2024"):
        start = time.perf_counter()
        found = search(conn, query, limit=20)
        print(f"{query}: {found.total} hits, first page {(time.perf_counter() - start) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
