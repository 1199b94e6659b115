"""The only module that writes SQLite. One connection, one writer; a report is written whole or not at all.

While it is being built the file is in WAL mode with foreign keys on; `finish` leaves one single file (journal DELETE),
ready to be served read-only. sqlite-utils makes views and indexes and writes the small tables; figures and everything
else that a report brings is written with `executemany` on its connection, some 25 times as fast on rows of 188 columns
(bench/store.py).
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import sqlite_utils

from archive.dictionary import dictionary_rows
from archive.figure_views import FIGURE_TABLES
from archive.rows import Row, Value
from archive.schema import APPLICATION_ID, INDEXES, SCHEMA_VERSION, SEARCH, TABLE, TABLES, VIEWS
from archive.search import index_text
from crawler.data_folder import DiskFullError

OF_REPORT = (
    *(f"figures_{name}" for name in FIGURE_TABLES),
    "checks",
    "repairs",
    "statements",
    "legacy_values",
)
"""Tables whose rows are made from one reading of one report and are replaced together; `sections` is the other."""

SEARCH_BATCH = 500
"""Sections a transaction of the search index takes: larger ones write fewer, longer segments."""

# sqlite3 looks for an adapter of every None it binds, a third of a microsecond each, and half of a figure row is empty
sqlite3.register_adapter(type(None), {None: None}.get)

_FULL = ("disk is full", "readonly database", "unable to open database file", "disk I/O error")


class ArchiveError(Exception):
    """Raised when archive.db cannot be read or is not an archive; the message names the file and the reason."""

    exit_code = 2


class NotAnArchiveError(ArchiveError):
    """Raised for a sound SQLite file of another program, which must not be overwritten."""


class VerificationError(ArchiveError):
    """Raised when a finished archive contradicts itself: a defect of ours, and the archive is not published."""

    exit_code = 6


def connect(path: Path, *, read_only: bool = True) -> sqlite3.Connection:
    """Open an archive; raises ArchiveError when the file is no archive or cannot be read."""
    if not path.exists():
        raise ArchiveError(f"{path}: there is no archive yet: run `gongkai build`")
    try:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}", uri=True, timeout=30)
        application = conn.execute("PRAGMA application_id").fetchone()[0]
        version = conn.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: cannot be read: {error}") from error
    if application != APPLICATION_ID:
        conn.close()
        raise NotAnArchiveError(f"{path}: is no archive of this program")
    if version != SCHEMA_VERSION:
        conn.close()
        raise ArchiveError(f"{path}: has schema {version}, this program has {SCHEMA_VERSION}: run `gongkai build`")
    return conn


def dump(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield every public row of every table in natural order: what two archives must have equal to be equal."""
    for table in TABLES:
        if table.internal:
            continue
        names = [f'"{column.name}"' for column in table.public_columns]
        packed = [f'"{column.name}"' for column in table.columns if column.internal and column.name != "docid"]
        order = ", ".join(f'"{name}"' for name in (table.order or table.key))
        columns = ", ".join((*names, *packed))
        for row in conn.execute(f"SELECT {columns} FROM {table.name} ORDER BY {order}"):  # noqa: S608  our own names
            yield f"{table.name}\t{row!r}"


class ArchiveDatabase:
    """An archive open for writing. Every public method that writes is one transaction, or joins the open one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            is_new = not path.exists() or path.stat().st_size == 0
            self.conn = sqlite3.connect(path, timeout=30, isolation_level=None)
            self.db = sqlite_utils.Database(self.conn)
            self.conn.execute("PRAGMA journal_mode = WAL")
            self.conn.execute("PRAGMA synchronous = NORMAL")
            self.conn.execute("PRAGMA foreign_keys = ON")
            self.conn.execute("PRAGMA cache_size = -65536")
            self.conn.execute("PRAGMA temp_store = MEMORY")
            # pages of tables sorted by name are written again and again: copy them back seldom
            self.conn.execute("PRAGMA wal_autocheckpoint = 10000")
        except (OSError, sqlite3.Error) as error:
            raise DiskFullError(f"{path}: cannot be written: {error}") from error
        if is_new:
            with self._told_when_full():
                self._create()

    def _create(self) -> None:
        self.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with self.transaction():
            # sqlite-utils has neither WITHOUT ROWID nor contentless search tables
            for statement in (*(table.sql() for table in TABLES), *(search.sql() for search in SEARCH)):
                self.db.execute(statement)
            for index in INDEXES:
                self.db.table(index.table).create_index(index.columns, index.name)
            for view in VIEWS:
                self.db.create_view(view.name, view.select)
            for name, rows in dictionary_rows().items():
                self.db.table(name).insert_all(rows)
            self.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self.conn.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block in one BEGIN IMMEDIATE transaction; all of it is there afterwards, or nothing.

        Inside another one it joins that.
        """
        if self.conn.in_transaction:
            yield
            return
        with self._told_when_full():
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.conn.execute("COMMIT")
            except BaseException:
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")
                raise

    @contextmanager
    def _told_when_full(self) -> Iterator[None]:
        """Turn what SQLite says of a full or broken disk into DiskFullError."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if any(words in str(error) for words in _FULL):
                raise DiskFullError(f"{self.path}: {error}") from error
            raise
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFullError(f"{self.path}: {error.strerror}") from error
            raise

    # -------------------------------------------------------------------------------------------------- any table

    def insert(self, table: str, rows: Iterable[Sequence[Value]], *, columns: tuple[str, ...] = ()) -> None:
        """Insert rows in column order."""
        names = columns or TABLE[table].column_names
        self.conn.executemany(_insert_sql(table, names), rows)

    def upsert(self, table: str, rows: Iterable[Sequence[Value]]) -> None:
        """Insert rows, or update those whose key is there."""
        self.conn.executemany(_upsert_sql(table), rows)

    def replace(self, table: str, where: Mapping[str, Value], rows: Sequence[Row]) -> bool:
        """Make the rows that match `where` exactly `rows`; write only differences; return whether there were any."""
        shape = TABLE[table]
        condition = " AND ".join(f'"{name}" IS ?' for name in where) or "1"
        key = [shape.column_names.index(name) for name in shape.key]
        old = {
            tuple(row[index] for index in key): row
            for row in self.conn.execute(
                f"SELECT {_names(shape.column_names)} FROM {table} WHERE {condition}",  # noqa: S608  our own names
                list(where.values()),
            )
        }
        new = {tuple(row[index] for index in key): tuple(row) for row in rows}
        gone = [found for found in old if found not in new]
        changed = [row for found, row in new.items() if old.get(found) != row]
        if gone:
            condition = " AND ".join(f'"{name}" = ?' for name in shape.key)
            self.conn.executemany(f"DELETE FROM {table} WHERE {condition}", gone)  # noqa: S608  our own names
        if changed:
            self.upsert(table, changed)
        return bool(gone or changed)

    def state(self, key: str, default: str = "") -> str:
        """Return what an earlier build wrote down."""
        row = self.conn.execute("SELECT value FROM build_state WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def set_state(self, key: str, value: str) -> None:
        """Write something down for the next build."""
        self.upsert("build_state", [(key, value)])

    # -------------------------------------------------------------------------------------------------- reports

    def write_report(self, fields: Mapping[str, Value], tables: Mapping[str, Sequence[Row]]) -> None:
        """Write a report's own row and everything made from its current version, in place of what was there."""
        report_id = fields["id"]
        old = self.conn.execute("SELECT docid FROM reports WHERE id = ?", (report_id,)).fetchone()
        if old is not None:
            self._forget_in_search("reports", old)
        docid = self._next_docid("reports")
        row = tuple(docid if name == "docid" else fields[name] for name in TABLE["reports"].column_names)
        self.upsert("reports", [row])
        self._delete_content(report_id)
        for name in OF_REPORT:
            if tables.get(name):
                self.insert(name, tables[name])
        next_docid = self._next_docid("sections")
        self.insert("sections", [(next_docid + number, *section) for number, section in enumerate(tables["sections"])])

    def update_report(self, report_id: str, fields: Mapping[str, Value]) -> bool:
        """Update some columns of a report's row; return whether any differed."""
        names = list(fields)
        old = self.conn.execute(
            f"SELECT {_names(names)} FROM reports WHERE id = ?",  # noqa: S608  our own names
            (report_id,),
        ).fetchone()
        if old == tuple(fields.values()):
            return False
        assignments = ", ".join(f'"{name}" = ?' for name in names)
        self.conn.execute(
            f"UPDATE reports SET {assignments} WHERE id = ?",  # noqa: S608  our own names
            (*fields.values(), report_id),
        )
        return True

    def delete_report(self, report_id: str) -> None:
        """Take a report and everything about it out."""
        row = self.conn.execute("SELECT docid FROM reports WHERE id = ?", (report_id,)).fetchone()
        if row is None:
            return
        self._forget_in_search("reports", row)
        self._delete_content(report_id)
        for table in ("manifestations", "report_versions", "coverage"):
            self.conn.execute(f"DELETE FROM {table} WHERE report_id = ?", (report_id,))  # noqa: S608  our own names
        self.conn.execute("UPDATE problems SET report_id = NULL WHERE report_id = ?", (report_id,))
        self.conn.execute("DELETE FROM reports WHERE id = ?", (report_id,))

    def _delete_content(self, report_id: Value) -> None:
        docids = [row[0] for row in self.conn.execute("SELECT docid FROM sections WHERE report_id = ?", (report_id,))]
        self._forget_in_search("sections", docids)
        for table in ("sections", *OF_REPORT):
            self.conn.execute(f"DELETE FROM {table} WHERE report_id = ?", (report_id,))  # noqa: S608  our own names

    def _next_docid(self, table: str) -> int:
        """Return a number that no row has and none that the index knows ever had."""
        highest = self.conn.execute(f"SELECT max(docid) FROM {table}").fetchone()[0] or 0  # noqa: S608  our own names
        return max(int(highest), int(self.state(f"{table}_indexed_to", "0"))) + 1

    # -------------------------------------------------------------------------------------------------- search

    def index_search(self) -> int:
        """Index what was written since the last time, in batches; return how many rows that were."""
        indexed = 0
        for search in SEARCH:
            columns = ", ".join(f"COALESCE({name}, '')" for name in search.columns)
            insert = f"INSERT INTO {search.name} (rowid, terms) VALUES (?, ?)"  # noqa: S608  our own names
            while True:
                done = int(self.state(f"{search.table}_indexed_to", "0"))
                rows = self.conn.execute(
                    f"SELECT docid, {columns} FROM {search.table} WHERE docid > ? ORDER BY docid LIMIT ?",  # noqa: S608
                    (done, SEARCH_BATCH),
                ).fetchall()
                if not rows:
                    break
                with self.transaction():
                    self.conn.executemany(insert, ((row[0], _terms(row[1:])) for row in rows))
                    self.set_state(f"{search.table}_indexed_to", str(rows[-1][0]))
                indexed += len(rows)
        return indexed

    def _forget_in_search(self, table: str, docids: Iterable[int]) -> None:
        """Take rows out of the index; a contentless index needs the very text that was put in."""
        (search,) = (search for search in SEARCH if search.table == table)
        columns = ", ".join(f"COALESCE({name}, '')" for name in search.columns)
        done = int(self.state(f"{table}_indexed_to", "0"))
        for docid in docids:
            row = self.conn.execute(
                f"SELECT {columns} FROM {table} WHERE docid = ?",  # noqa: S608  our own names
                (docid,),
            ).fetchone()
            if docid <= done and row is not None:
                self.conn.execute(
                    f"INSERT INTO {search.name} ({search.name}, rowid, terms) VALUES ('delete', ?, ?)",  # noqa: S608
                    (docid, _terms(row)),
                )

    # -------------------------------------------------------------------------------------------------- whole file

    def finish(self, *, optimise: bool) -> None:
        """Leave one file that is complete, consistent and on the disk."""
        if optimise:
            with self.transaction():
                for search in SEARCH:
                    self.conn.execute(f"INSERT INTO {search.name} ({search.name}) VALUES ('optimize')")  # noqa: S608
        with self._told_when_full():
            self.db.analyze()
            broken = self.conn.execute("PRAGMA foreign_key_check").fetchone()
            if broken:
                row = f"row {broken[1]} of {broken[0]} refers to a missing row of {broken[2]}"
                raise VerificationError(f"{self.path}: {row}")
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.conn.execute("PRAGMA journal_mode = DELETE")


def _terms(parts: Iterable[str]) -> str:
    return " ".join(index_text(part) for part in parts if part)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@lru_cache(maxsize=256)
def _insert_sql(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({_names(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608  our own names


@lru_cache(maxsize=64)
def _upsert_sql(name: str) -> str:
    table = TABLE[name]
    others = [column for column in table.column_names if column not in table.key]
    updates = ", ".join(f'"{column}" = excluded."{column}"' for column in others)
    action = f"UPDATE SET {updates}" if updates else "NOTHING"
    return f"{_insert_sql(name, table.column_names)} ON CONFLICT ({', '.join(table.key)}) DO {action}"
