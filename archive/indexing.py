"""Captures -> rows of `captures`, `warc_files`, `crawl_runs`; and which captures are documents to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.database import ArchiveDatabase
from archive.rows import LONGEST_RAW, Row, Value, clean
from archive.schema import TABLE
from crawler.captures import Capture, ScanProblem, scan_captures

READ_ROLES = frozenset({"report", "attachment", "file", ""})
"""Why a capture was made, if it may be a report. A further page of a report is read with its first, never alone; lists,
robots.txt and scripts are evidence, never read as documents; captures of other programs state no role, and are read."""

BATCH = 1000
"""Captures a transaction writes."""


def use_of(capture: Capture) -> str:
    """Return `read` for a capture that may be a report, `part` for a further page of one, `evidence` for all else."""
    if not capture.payload_sha256 or capture.outcome or capture.truncated:
        return "evidence"
    if capture.role not in READ_ROLES and capture.role != "part":
        return "evidence"
    is_answer = capture.status == 200 if capture.status is not None else capture.record_type in ("resource", "revisit")
    if not is_answer:
        return "evidence"
    return "part" if capture.role == "part" else "read"


def capture_row(capture: Capture) -> Row:
    """Return the row of one capture."""
    headers = {name.lower(): value for name, value in capture.headers}
    payload_file, payload_offset, payload_length = capture.payload_place
    return (
        capture.id,
        clean(capture.url),
        clean(capture.final_url),
        capture.fetched_at,
        capture.record_type,
        clean(capture.role),
        use_of(capture),
        capture.status,
        clean(capture.outcome),
        clean(capture.message)[:LONGEST_RAW],
        clean(capture.media_type),
        clean(capture.charset),
        capture.payload_sha256,
        capture.payload_size,
        capture.stored_sha256,
        clean(capture.truncated),
        capture.warc_file,
        capture.offset,
        capture.length,
        payload_file,
        payload_offset,
        payload_length,
        capture.original_id,
        clean(headers.get("etag", "")),
        clean(headers.get("last-modified", "")),
        clean(capture.parent_url),
        clean(capture.link_text),
        clean(capture.portal_id),
        clean(capture.column),
        clean(capture.run_id),
    )


def has_news(folder: Path, indexed: Mapping[str, int]) -> bool:
    """Return whether a WARC file has bytes that were not indexed yet, or one that was is gone."""
    return {path.name: path.stat().st_size for path in folder.glob("*.warc.gz")} != dict(indexed)


def index_captures(database: ArchiveDatabase, folder: Path) -> Iterator[int]:
    """Index what is new in the WARC files; yield the number of captures after every batch."""
    known = {
        name: rest for name, *rest in database.conn.execute("SELECT name, indexed_size, capture_count FROM warc_files")
    }
    captures = 0
    for path in sorted(folder.glob("*.warc.gz")):
        size = path.stat().st_size
        known_size, known_count = known.get(path.name, (None, 0))
        if size == known_size:
            continue
        # a torn tail may have been a record still being written: begin again at the last whole one
        start = int(database.state(f"resume:{path.name}", "0"))
        end = start
        # the last capture is read again; counting those of a file in the table would be a look through all of them
        count = known_count - 1 if start else 0
        batch: list[Capture] = []
        problems: list[ScanProblem] = []
        for found in scan_captures(path, start=start):
            if isinstance(found, ScanProblem):
                problems.append(found)
            else:
                batch.append(found)
                end = found.offset
                count += 1
            if len(batch) >= BATCH:
                captures += _write(database, batch)
                batch.clear()
                yield captures
        captures += _write(database, batch)
        with database.transaction():
            # what was damaged before the place where reading began again still is
            before = [row for row in _problems_of(database, path.name) if _byte(row) < start]
            rows: list[Row] = [
                *before,
                *(
                    (
                        path.name,
                        number,
                        None,
                        None,
                        "capture",
                        problem.kind,
                        f"byte {problem.offset}",
                        "",
                        _words(problem),
                        "",
                    )
                    for number, problem in enumerate(problems, len(before) + 1)
                ),
            ]
            database.replace("problems", {"subject": path.name}, rows)
            database.upsert("warc_files", [(path.name, size, count, len(rows))])
            database.set_state(f"resume:{path.name}", str(end))
        yield captures
    _apply_verdicts(database)


def _write(database: ArchiveDatabase, captures: Iterable[Capture]) -> int:
    rows = [capture_row(capture) for capture in captures]
    with database.transaction():
        database.upsert("captures", rows)
    return len(rows)


def _problems_of(database: ArchiveDatabase, name: str) -> list[Row]:
    names = ", ".join(TABLE["problems"].column_names)
    return database.conn.execute(
        f"SELECT {names} FROM problems WHERE subject = ? ORDER BY ordinal",  # noqa: S608  our own names
        (name,),
    ).fetchall()


def _byte(row: Row) -> int:
    """Return where the damage begins that a row of `problems` says."""
    return int(str(row[TABLE["problems"].column_names.index("place")]).removeprefix("byte "))


def _words(problem: ScanProblem) -> str:
    return f"{problem.length} bytes are no whole record and were left alone: {problem.message}"


def _apply_verdicts(database: ArchiveDatabase) -> None:
    """Apply what the crawl found out about a capture after keeping it (`metadata` records that refer to one).

    `report_page`: a column's own page is the report. Any other word says that the page is no content (blocked, a soft
    404), so it is evidence.
    """
    with database.transaction():
        database.conn.execute(
            "UPDATE captures SET use = 'read', role = 'report' WHERE use = 'evidence' AND payload_size > 0 "
            "AND outcome = '' AND id IN (SELECT original_id FROM captures WHERE record_type = 'metadata' "
            "AND outcome = 'report_page')"
        )
        database.conn.execute(
            "UPDATE captures SET use = 'evidence' WHERE use IN ('read', 'part') "
            "AND id IN (SELECT original_id FROM captures WHERE record_type = 'metadata' "
            "AND outcome NOT IN ('report_page', 'ok', ''))"
        )


def run_rows(database: ArchiveDatabase, runs: Path) -> list[Row]:
    """Return the rows of `crawl_runs`: every run that left captures, with what its summary says if there is one."""
    rows: list[Row] = []
    for run_id, first, last, count, size in database.conn.execute(
        "SELECT run_id, min(fetched_at), max(fetched_at), count(*), sum(payload_size) FROM captures "
        "WHERE run_id <> '' GROUP BY run_id ORDER BY run_id"
    ):
        summary = read_summary(runs / f"{run_id}.json")
        stats = {name: value for name, value in summary.items() if name not in _OWN_FIELDS}
        code = summary.get("exit_code")
        rows.append(
            (
                run_id,
                _text(summary.get("command")) or ("crawl" if "portals" in summary else ""),
                _text(summary.get("started_at")) or first,
                _text(summary.get("finished_at")) or ("" if summary else last),
                _text(summary.get("finish_reason")),
                code if isinstance(code, int) else None,
                count,
                size or 0,
                json.dumps(stats, ensure_ascii=False, sort_keys=True) if stats else None,
            )
        )
    return rows


_OWN_FIELDS = ("run", "command", "started_at", "finished_at", "finish_reason", "exit_code")


def read_summary(path: Path) -> dict[str, Any]:
    """Return a run's summary; nothing when there is none or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: Value | object) -> str:
    return clean(value) if isinstance(value, str) else ""
