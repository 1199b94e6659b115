"""The state database as a file: how it is opened, checked, and written in whole transactions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from crawler.errors import StateError
from crawler.state_schema import SCHEMA, SCHEMA_VERSION


def utc_now() -> str:
    """Return the present moment as ISO 8601 UTC, to the second."""
    return _iso(int(time.time()))


@lru_cache(maxsize=1)
def _iso(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


class StateDatabase:
    """An open state.db: one writer, read by `gongkai status` while a crawl runs."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            self._open(path)
        except BaseException:
            self._db.close()
            raise
        self._depth = 0
        self._soon: Callable[[Callable[[], None]], None] | None = None

    def _open(self, path: Path) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        # A power cut may take the last pages; the WARC tail check at the next start queues those again.
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA cache_size = -32000")
        # a checkpoint writes every page that changed since the last; seldom, as each host's rows are written often
        self._db.execute("PRAGMA wal_autocheckpoint = 4000")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StateError(f"{path} was written by a newer gongkai (state version {version})")
        self._db.executescript(SCHEMA)
        for table, column in (("frontier", "deaths"), ("columns", "failures")):
            if not any(row[1] == column for row in self._db.execute(f"PRAGMA table_info({table})")):
                self._db.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")

    @property
    def is_new(self) -> bool:
        """Return whether this file has never been brought together with the WARC files, or not to the end."""
        return int(self._db.execute("PRAGMA user_version").fetchone()[0]) < SCHEMA_VERSION

    def settle(self) -> None:
        """Note that this file knows what the WARC files hold."""
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def check(self) -> None:
        """Raise sqlite3.DatabaseError if the file is damaged."""
        found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one transaction; blocks inside it join it.

        While commits are gathered it is a savepoint of the transaction under way: undone alone, committed with it.
        """
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        if self._soon is None:
            self._db.execute("BEGIN IMMEDIATE")
        else:
            self.join()
            self._db.execute("SAVEPOINT block")
        self._depth = 1
        try:
            yield
            self._before_commit()
            self._db.execute("COMMIT" if self._soon is None else "RELEASE block")
        except BaseException:
            self._after_rollback()
            # SQLite has already rolled back where the disk is full
            if self._db.in_transaction:
                self._db.execute("ROLLBACK" if self._soon is None else "ROLLBACK TO block")
            raise
        finally:
            self._depth = 0

    def gather_commits(self, soon: Callable[[Callable[[], None]], None]) -> None:
        """Commit not after every transaction from now on, but for all of a turn together.

        `soon` is given what has to be called when the turn is over. A kill then loses what the turn has learned: as
        little as one that strikes before a commit.
        """
        self._soon = soon

    def join(self) -> None:
        """Have what follows committed with the turn under way, where commits are gathered."""
        if self._soon is not None and not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
            self._soon(self.commit)

    def commit(self) -> None:
        """Commit what was gathered; it is undone, and forgotten, where that fails."""
        if not self._db.in_transaction:
            return
        try:
            self._db.execute("COMMIT")
        except sqlite3.Error:
            self._after_rollback()
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def stop_gathering(self) -> None:
        """Commit what was gathered, and after every transaction again."""
        self._soon = None
        self.commit()

    def _before_commit(self) -> None:
        """Write what was gathered in memory during a transaction."""

    def _after_rollback(self) -> None:
        """Forget what was gathered or remembered in memory during a transaction."""
