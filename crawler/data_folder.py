"""Where the parts of a data folder stand, and the lock that lets one run write it at a time."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class DataFolderError(Exception):
    """Raised when the data folder cannot be used; the message names the folder and the reason."""

    exit_code = 2


class LockedError(DataFolderError):
    """Raised when another run writes the same data folder."""

    exit_code = 5


class DiskFullError(DataFolderError):
    """Raised when the disk is full, or below the reserve, or not writable."""

    exit_code = 3


FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})
"""What the operating system says when a write cannot succeed however often it is tried."""


_FULL_WORDS = ("disk is full", "disk I/O error", "readonly", "unable to open")
_DAMAGED_WORDS = ("malformed", "not a database")


def is_disk_trouble(error: BaseException) -> bool:
    """Return whether an error says that nothing more can be written, however often it is tried."""
    if isinstance(error, sqlite3.OperationalError):
        return any(words in str(error) for words in _FULL_WORDS)
    return isinstance(error, DiskFullError) or (isinstance(error, OSError) and error.errno in FULL_ERRNOS)


def is_damage(error: BaseException) -> bool:
    """Return whether an error says that the bytes of a database are not those of one."""
    return isinstance(error, sqlite3.DatabaseError) and any(words in str(error) for words in _DAMAGED_WORDS)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths of a data folder (contract: `DIR`)."""

    root: Path

    @property
    def warc(self) -> Path:
        """Return the folder of WARC files."""
        return self.root / "warc"

    @property
    def state_db(self) -> Path:
        """Return the crawl state."""
        return self.root / "state.db"

    @property
    def archive_db(self) -> Path:
        """Return the published archive."""
        return self.root / "archive.db"

    @property
    def logs(self) -> Path:
        """Return the folder of JSON-lines logs."""
        return self.root / "logs"

    @property
    def runs(self) -> Path:
        """Return the folder of run summaries."""
        return self.root / "runs"

    def exists(self) -> bool:
        """Return whether this is a data folder already, with or without captures."""
        return self.warc.is_dir() or self.state_db.is_file() or self.archive_db.is_file()

    def create(self) -> None:
        """Make the folder and its parts; raises DiskFullError where that is impossible."""
        try:
            for path in (self.root, self.warc, self.logs, self.runs):
                path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise DataFolderError(f"{self.root}: not a folder: {error.strerror}") from error
        except OSError as error:
            raise DiskFullError(f"{self.root}: cannot be written: {error.strerror}") from error

    def write_summary(self, run_id: str, summary: Mapping[str, Any]) -> None:
        """Write runs/<run>.json whole or not at all; raises DiskFullError."""
        path = self.runs / f"{run_id}.json"
        part = path.with_suffix(".json.part")
        try:
            with part.open("w", encoding="utf-8") as stream:
                json.dump(summary, stream, ensure_ascii=False, indent=1)
                stream.write("\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise DiskFullError(f"{path}: cannot be written: {error.strerror}") from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder's lock; raises LockedError at once when another process has it.

        The lock is the kernel's (flock), so it ends with the process, however the process ends.
        """
        self.create()
        try:
            descriptor = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise DiskFullError(f"{self.root}: cannot be written: {error.strerror}") from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
                raise LockedError(f"{self.root}: another run holds the lock (process {holder})") from error
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
            yield
        finally:
            os.close(descriptor)
