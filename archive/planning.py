"""What a build has to do: nothing, add what is new, go on with a killed one, or begin afresh."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import archive
import crawler
import extractors
from archive.database import ArchiveError, NotAnArchiveError, connect
from archive.indexing import has_news
from crawler.data_folder import DataFolder, is_damage
from extractors import READER

Mode = Literal["unchanged", "incremental", "afresh"]

_CODE = ("*.py", "*.toml", "*.csv", "*.tsv")
OWN_CODE = (
    *("rows.py", "identity.py", "figure_packing.py", "figure_views.py", "versions.py", "rivals.py", "settling.py"),
    *("worker.py", "article_pages.py", "attachments.py", "places.py", "indexing.py", "coverage.py", "gaps.py"),
    *("build.py", "database.py", "dictionary.py", "search.py", "schema/*.py"),
)
"""Modules of this room that rows are made by; with another one an archive is built afresh."""

_CRAWLER_CODE = (
    *("further.py", "urls.py"),  # which further pages belong to an article
    *("warc.py", "warc_reading.py", "capture_values.py", "content_coding.py"),  # what a record says, and its body
)


class Plan(NamedTuple):
    """What is to be done, and whether a killed build can be gone on with."""

    mode: Mode
    resumes: bool


AFRESH = Plan("afresh", resumes=False)


@cache
def reader_fingerprint() -> str:
    """Return a digest of the code and data that readings depend on: other code, other readings."""
    digest = hashlib.sha256(READER.encode("ascii"))
    room = Path(extractors.__file__).parent
    own = Path(archive.__file__).parent
    files = [path for pattern in _CODE for path in room.rglob(pattern)]
    files += [path for pattern in OWN_CODE for path in own.glob(pattern)]
    files += [Path(crawler.__file__).with_name(name) for name in _CRAWLER_CODE]
    for path in sorted(files):
        digest.update(path.name.encode("utf-8") + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def plan_build(folder: DataFolder, building: Path, *, rebuild: bool) -> Plan:
    """Decide whether to do nothing, to add, or to build afresh; and whether a killed build can be gone on with."""
    try:
        started = _state_of(building)
    except NotAnArchiveError:  # killed before it was one
        started = None
    if started is not None and started.fingerprint == reader_fingerprint():
        mode = started.mode
        if (mode == "afresh" or not rebuild) and not started.lost(folder.warc):
            return Plan("afresh" if mode == "afresh" else "incremental", resumes=True)
    present = _state_of(folder.archive_db)
    if rebuild or present is None or present.fingerprint != reader_fingerprint() or present.lost(folder.warc):
        return AFRESH
    if not has_news(folder.warc, present.indexed) and present.runs == runs_digest(folder.runs):
        return Plan("unchanged", resumes=False)
    return Plan("incremental", resumes=False)


class _State(NamedTuple):
    fingerprint: str
    mode: str
    runs: str
    indexed: dict[str, int]

    def lost(self, folder: Path) -> bool:
        """Return whether a WARC file that was indexed is gone or shorter: then only a fresh build is right."""
        sizes = {path.name: path.stat().st_size for path in folder.glob("*.warc.gz")}
        return any(sizes.get(name, -1) < size for name, size in self.indexed.items())


def _state_of(path: Path) -> _State | None:
    """Return what an archive says of itself; None if there is none, or it is of another schema or damaged.

    Raises NotAnArchiveError for a database of another program: it would be overwritten.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        conn = connect(path)
    except NotAnArchiveError:
        raise
    except ArchiveError:
        return None
    try:
        state = dict(conn.execute("SELECT key, value FROM build_state"))
        indexed = dict(conn.execute("SELECT name, indexed_size FROM warc_files"))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return None
    finally:
        conn.close()
    return _State(state.get("fingerprint", ""), state.get("mode", ""), state.get("runs", ""), indexed)


def runs_digest(runs: Path) -> str:
    """Return what tells whether summaries of runs were added or changed."""
    listed = sorted((path.name, path.stat().st_size) for path in runs.glob("*.json")) if runs.is_dir() else []
    return hashlib.sha256(json.dumps(listed).encode("utf-8")).hexdigest()[:16]
