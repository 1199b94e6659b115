"""Questions to an archive, and all of it as text."""

from __future__ import annotations

from archive.build import build
from archive.database import connect, dump
from crawler.data_folder import DataFolder


def dumped(folder: DataFolder) -> list[str]:
    """Return the whole archive as SQL, a statement each."""
    conn = connect(folder.archive_db)
    try:
        return list(dump(conn))
    finally:
        conn.close()


def ask(folder: DataFolder, query: str, *values: object) -> list[tuple[object, ...]]:
    """Return the rows of a query."""
    conn = connect(folder.archive_db)
    try:
        return conn.execute(query, values).fetchall()
    finally:
        conn.close()


def demand_same_when_rebuilt(folder: DataFolder) -> None:
    """Assert that the archive, built step by step, is what it would be if built from all captures at once."""
    incremental = dumped(folder)
    build(folder, rebuild=True)
    assert dumped(folder) == incremental
