"""Captures -> archive.db: index what is new, read it in isolated workers, write what each payload gives at once.

The archive is a function of the WARC files and the code. A build looks only at payloads that the same code has not
read yet, so that building twice writes nothing; another version of the reading code, or another schema, builds afresh.

All writing goes to `archive.db.building` (for an incremental build a copy of the archive) and the finished file takes
the archive's place in one rename: a server never sees half a build, and a killed build goes on where it stood.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from archive.article_pages import find_articles
from archive.attachments import find_attachments
from archive.coverage import write_coverage
from archive.database import ArchiveDatabase, VerificationError, connect
from archive.identity import portal_of
from archive.indexing import index_captures, run_rows
from archive.places import Places, find_gone
from archive.planning import AFRESH, Mode, Plan, plan_build, reader_fingerprint, runs_digest
from archive.rows import Row
from archive.schema import SCHEMA_VERSION
from archive.settling import Settler
from archive.worker import SECONDS, FurtherPage, Payload, Result, Task, WorkerPool
from crawler.captures import file_name
from crawler.data_folder import DataFolder, DiskFullError, is_damage
from extractors import READER

Stage = Literal["index", "read", "search", "finish"]
Progress = Callable[[Stage, int, int], None]
"""Told stage, how many are done, and how many there are (0: not known)."""

COMMIT_COUNT, COMMIT_SECONDS = 32, 0.5
"""A report touches some thirty pages of the database, which reports share: a commit each costs 4 ms of CPU a report, 32
together 1 ms. What a kill takes back is read again, half a second of work."""


_ACCOUNTED = ("report", "not_a_report", "part", "evidence")


@dataclass(slots=True)
class BuildReport:
    """What a build came to. `intake` counts captures by what became of them, and adds up to `captures`.

    `damaged` counts the stretches of WARC files that are no whole records, `newly_damaged` those that this build found.
    """

    mode: Mode = "unchanged"
    read: int = 0
    written: int = 0
    captures: int = 0
    reports: int = 0
    damaged: int = 0
    newly_damaged: int = 0
    intake: dict[str, int] = field(default_factory=dict)

    @property
    def failures(self) -> dict[str, int]:
        """Return how many captures gave neither a report nor a known non-report, by reason."""
        return {kind: count for kind, count in self.intake.items() if kind not in _ACCOUNTED}


def build(
    folder: DataFolder,
    *,
    rebuild: bool = False,
    workers: int = 0,
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring archive.db up to date with the WARC files. The caller holds the data folder's lock.

    Raises DiskFullError and ArchiveError. Whatever a document does, its capture ends as a report, a known non-report
    or a problem. An archive whose bytes are damaged is built afresh: all that it has can be made again.
    """
    tell = progress or (lambda stage, done, total: None)
    building = folder.archive_db.with_name(folder.archive_db.name + ".building")
    plan = plan_build(folder, building, rebuild=rebuild)
    try:
        return _carry_out(plan, folder, building, workers, seconds, tell)
    except sqlite3.DatabaseError as error:
        if plan == AFRESH or not is_damage(error):
            raise
    return _carry_out(AFRESH, folder, building, workers, seconds, tell)


def _carry_out(
    plan: Plan, folder: DataFolder, building: Path, workers: int, seconds: float, tell: Progress
) -> BuildReport:
    if plan.mode == "unchanged":
        conn = connect(folder.archive_db)
        try:
            return _logged(_report_of(conn, BuildReport()))
        finally:
            conn.close()
    if not plan.resumes:
        _remove(building)
        if plan.mode == "incremental":
            _copy(folder.archive_db, building)
    database = ArchiveDatabase(building)
    report = BuildReport(mode=plan.mode)
    try:
        if not database.state("fingerprint"):
            with database.transaction():
                database.set_state("fingerprint", reader_fingerprint())
                database.upsert("about", [("reader", READER), ("schema", str(SCHEMA_VERSION))])
        known_damage = _count_damage(database.conn)
        with database.transaction():
            database.set_state("mode", plan.mode)
        for done in index_captures(database, folder.warc):
            tell("index", done, 0)
        _read(_Builder(database), folder.warc, workers, seconds, report, tell)
        report.written += _write_runs(database, folder.runs)
        with database.transaction():
            write_coverage(database)
        tell("search", 0, 0)
        database.index_search()
        tell("finish", 0, 0)
        database.finish(optimise=plan.mode == "afresh")
        _report_of(database.conn, report)
        report.newly_damaged = max(0, report.damaged - known_damage)
    finally:
        database.close()
    _swap(building, folder.archive_db)
    return _logged(report)


def _read(builder: _Builder, warc: Path, workers: int, seconds: float, report: BuildReport, tell: Progress) -> None:
    """Read until nothing is left; a report whose best content was not written yet is read once more."""
    tasks = builder.unread()
    while tasks:
        total = len(tasks)
        tell("read", 0, total)
        # a worker costs 60 MB and 0.1 s to start: no more of them than there are chunks of work
        with WorkerPool(warc, workers=min(workers or os.cpu_count() or 1, total), seconds=seconds) as pool:
            done = 0
            for results in _batches(pool.run(tasks)):
                report.written += builder.take_all(results)
                done += len(results)
                tell("read", done, total)
        report.read += done
        tasks = builder.unread()
    builder.say_conflicts()


def _batches(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Yield results in groups that are written in one transaction: at most COMMIT_COUNT, at most COMMIT_SECONDS old."""
    batch: list[Result] = []
    due = 0.0
    for result in results:
        now = time.monotonic()
        if not batch:
            due = now + COMMIT_SECONDS
        batch.append(result)
        if len(batch) >= COMMIT_COUNT or now >= due:
            yield batch
            batch = []
    if batch:
        yield batch


class _Builder:
    """Takes results one by one and writes what follows from each, in one transaction."""

    def __init__(self, database: ArchiveDatabase) -> None:
        self._database = database
        self._conn = database.conn
        self._articles = find_articles(database.conn)
        attachments = find_attachments(database.conn, self._articles)
        self._parts = attachments.parts
        self._firsts = self._first_captures()
        self._portals = self._first_portals()
        self._settler = Settler(database, Places(find_gone(database.conn), attachments.unlinked))
        with database.transaction():
            self._drop_stale()
            for claimed_id in self._claims_with_news():
                self._settler.settle(claimed_id)

    def _first_captures(self) -> dict[str, str]:
        """Return the earliest capture of every payload that is to be read, in the order of the WARC files."""
        return {
            payload: first.rpartition(" ")[2]
            for payload, first in self._conn.execute(
                "SELECT payload_sha256, min(fetched_at || ' ' || id) FROM captures WHERE use = 'read' "
                "GROUP BY payload_sha256 ORDER BY min(warc_file), min(offset)"
            )
        }

    def _first_portals(self) -> dict[str, str]:
        """Return the portal that showed each payload first; a file handed in belongs to none."""
        return {
            payload: portal_of(portal_id, url)
            for payload, portal_id, url, _ in self._conn.execute(
                # min() makes SQLite take the other columns from the row that has it
                "SELECT payload_sha256, portal_id, final_url, min(fetched_at || ' ' || id) FROM captures "
                "WHERE use = 'read' AND (portal_id <> '' OR final_url NOT LIKE 'urn:%') GROUP BY payload_sha256"
            )
        }

    def _drop_stale(self) -> None:
        """Forget readings of payloads that are no documents any more, or whose first capture or portal is another.

        And those that were read together with such a file: a cell's place has the file's name.
        """
        stale: dict[str, str | None] = {}
        together: list[tuple[str, str | None, str]] = []
        for payload, capture_id, portal, claimed_id, used in self._conn.execute(
            "SELECT payload_sha256, capture_id, portal, claimed_id, used FROM readings"
        ):
            if self._firsts.get(payload) != capture_id or self._portals.get(payload, "") != portal:
                stale[payload] = claimed_id
            elif used is not None:
                together.append((payload, claimed_id, used))
        if stale:
            files = set(stale)
            stale |= {payload: claim for payload, claim, used in together if not files.isdisjoint(json.loads(used))}
        for payload in stale:
            self._database.replace("problems", {"subject": payload}, [])
            self._conn.execute("DELETE FROM readings WHERE payload_sha256 = ?", (payload,))
        for claimed_id in sorted({claim for claim in stale.values() if claim}):
            self._settler.settle(claimed_id)

    def _claims_with_news(self) -> list[str]:
        """Return the claims that a new capture may say something of.

        It has the same bytes in another place or at another time, is another answer of an address where they were seen
        or of the page that linked them, or a verdict on a capture of them.
        """
        settled = int(self._database.state("settled_captures", "0"))
        newest = self._conn.execute("SELECT coalesce(max(rowid), 0) FROM captures").fetchone()[0]
        self._database.set_state("settled_captures", str(newest))
        return [
            row[0]
            for row in self._conn.execute(
                "WITH fresh AS MATERIALIZED (SELECT payload_sha256, final_url, original_id, "
                "CASE role WHEN 'attachment' THEN parent_url END AS page FROM captures "
                "WHERE rowid > ? AND EXISTS (SELECT 1 FROM readings)), "
                "near AS MATERIALIZED (SELECT payload_sha256 FROM fresh "
                "UNION SELECT c.payload_sha256 FROM fresh AS f JOIN captures AS c ON c.final_url = f.final_url "
                "UNION SELECT c.payload_sha256 FROM fresh AS f JOIN captures AS c "
                "ON c.parent_url IN (f.final_url, f.page) AND c.role = 'attachment' "
                "UNION SELECT c.payload_sha256 FROM fresh AS f JOIN captures AS c ON c.id = f.original_id) "
                "SELECT claimed_id FROM readings WHERE claimed_id IS NOT NULL "
                "AND payload_sha256 IN (SELECT payload_sha256 FROM near) "
                "UNION SELECT g.claimed_id FROM readings AS g, json_each(g.used) AS u "
                "WHERE g.used IS NOT NULL AND g.claimed_id IS NOT NULL "
                "AND u.value IN (SELECT payload_sha256 FROM near) ORDER BY 1",
                (settled,),
            )
        ]

    def unread(self) -> list[Task]:
        """Return what is to be read: payloads never read, pages with other further pages or attachments, contents
        wanted again."""
        known = {row[0] for row in self._conn.execute("SELECT payload_sha256 FROM readings")}
        digests = {payload: None for payload in self._firsts if payload not in known}
        digests |= dict.fromkeys(self._reading_other_parts())
        read_before = dict(self._conn.execute("SELECT payload_sha256, pages FROM readings WHERE pages IS NOT NULL"))
        for digest in sorted(self._articles.keys() | read_before.keys()):
            if digest in known and read_before.get(digest) != self._pages(digest):
                digests[digest] = None
        for row in self._conn.execute("SELECT key FROM build_state WHERE key LIKE 'again:%' ORDER BY key"):
            digests[row[0].removeprefix("again:")] = None
        return [self._task(digest) for digest in digests]

    def _reading_other_parts(self) -> list[str]:
        """Return pages that are to be read with other attachments than they were; note the others' where they are.

        A page that has its figures itself says the same whatever is attached to it.
        """
        again: list[str] = []
        noted: list[tuple[str | None, str]] = []
        read_before = dict(self._conn.execute("SELECT payload_sha256, parts FROM readings WHERE parts IS NOT NULL"))
        for digest in sorted(self._parts.keys() | read_before.keys()):
            parts, before = self._attached(digest), read_before.get(digest)
            row = self._conn.execute(
                "SELECT outcome, figure_count, used FROM readings WHERE payload_sha256 = ?", (digest,)
            ).fetchone()
            if parts == before or row is None:
                continue
            outcome, figures, used = row
            if outcome == "report" and figures and set(json.loads(before or "[]")).isdisjoint(json.loads(used or "[]")):
                noted.append((parts, digest))
            else:
                again.append(digest)
        if noted:
            with self._database.transaction():
                self._conn.executemany("UPDATE readings SET parts = ? WHERE payload_sha256 = ?", noted)
        return again

    def _attached(self, digest: str) -> str | None:
        """Return what is attached to a page as its reading keeps it."""
        return json.dumps(list(self._parts[digest])) if digest in self._parts else None

    def _pages(self, digest: str) -> str | None:
        """Return the further pages of a page as its reading keeps them."""
        article = self._articles.get(digest)
        return json.dumps([page.payload_sha256 for page in article.pages]) if article else None

    def _task(self, digest: str) -> Task:
        parts = tuple(self._payload(part) for part in self._parts.get(digest, ()))
        article = self._articles.get(digest)
        if article is None:
            return Task(self._payload(digest), parts)
        pages = tuple(FurtherPage(page, self._payload(page.payload_sha256, page.capture_id)) for page in article.pages)
        return Task(self._payload(digest), parts, article.url, pages)

    def _payload(self, digest: str, capture_id: str = "") -> Payload:
        row = self._conn.execute(
            "SELECT stored_sha256, payload_size, payload_file, payload_offset, payload_length, final_url, media_type, "
            "charset FROM captures WHERE id = ?",
            (capture_id or self._firsts[digest],),
        ).fetchone()
        return Payload._make((digest, *row[:5], file_name(row[5]), *row[6:], self._portals.get(digest, "")))

    def say_conflicts(self) -> None:
        """Write what can only be said once all that was read is settled."""
        self._settler.settle_conflicts()

    def take_all(self, results: Iterable[Result]) -> int:
        """Write results in one transaction, each whole or not at all; return how many changed anything."""
        with self._database.transaction():
            return sum(self.take(result) for result in results)

    def take(self, result: Result) -> int:
        """Write a result and everything that changes by it; return 1 if anything did."""
        digest = result.sha256
        rows = result.report
        first = self._firsts[digest]
        reading: Row = (
            digest,
            result.outcome,
            rows.report_id if rows else None,
            rows.report_id if rows else None,
            rows.content_sha256 if rows else None,
            first,
            self._portals.get(digest, ""),
            result.format,
            # which attachments were there, whether they helped or not: with others the page is read again
            self._attached(digest),
            self._pages(digest),
            json.dumps(list(result.used)) if result.used else None,
            result.title,
            rows.figure_count if rows else 0,
            rows.section_count if rows else 0,
            result.message,
            reader_fingerprint(),
            rows.cells if rows else None,
        )
        with self._database.transaction():
            self._conn.execute("DELETE FROM build_state WHERE key = ?", (f"again:{digest}",))
            old = self._conn.execute("SELECT claimed_id FROM readings WHERE payload_sha256 = ?", (digest,)).fetchone()
            changed = self._database.replace("readings", {"payload_sha256": digest}, [reading])
            affected = {found for found in (old[0] if old else None, rows.report_id if rows else None) if found}
            for claimed_id in sorted(affected):
                is_its = rows is not None and rows.report_id == claimed_id
                changed |= self._settler.settle(claimed_id, digest, rows if is_its else None)
            report_id = self._settler.report_of(digest)
            problems = [(digest, row[0], report_id, first, *row[1:], READER) for row in result.problems]
            changed |= self._database.replace("problems", {"subject": digest}, problems)
        return int(changed)


def _write_runs(database: ArchiveDatabase, runs: Path) -> int:
    with database.transaction():
        changed = database.replace("crawl_runs", {}, run_rows(database, runs))
        database.set_state("runs", runs_digest(runs))
    return int(changed)


def _logged(report: BuildReport) -> BuildReport:
    counts = {name: getattr(report, name) for name in ("mode", "read", "written", "captures", "reports", "damaged")}
    intake = {f"intake_{outcome}": count for outcome, count in sorted(report.intake.items())}
    logging.getLogger("gongkai.build").info("built", extra={**counts, **intake})
    return report


def _count_damage(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT coalesce(sum(damage_count), 0) FROM warc_files").fetchone()[0])


def _report_of(conn: sqlite3.Connection, report: BuildReport) -> BuildReport:
    execute = conn.execute
    report.intake = {outcome: count for outcome, count, _ in execute("SELECT * FROM intake")}
    report.captures = execute("SELECT count(*) FROM captures").fetchone()[0]
    report.reports = execute("SELECT count(*) FROM reports").fetchone()[0]
    report.damaged = _count_damage(conn)
    if sum(report.intake.values()) != report.captures:
        raise VerificationError(f"{report.captures} captures, but {sum(report.intake.values())} are accounted for")
    return report


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        _remove(target)
        raise DiskFullError(f"{target}: cannot be written: {error.strerror}") from error


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _swap(building: Path, archive_db: Path) -> None:
    """Put the finished file in the archive's place: on the disk first, then one rename."""
    try:
        _sync(building)
        building.replace(archive_db)
        _sync(archive_db.parent)
    except OSError as error:
        raise DiskFullError(f"{archive_db}: cannot be replaced: {error.strerror}") from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
