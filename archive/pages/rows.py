"""Rows of a query as plain dicts, whatever row factory the connection has."""

from __future__ import annotations

import sqlite3
from typing import Any

Row = dict[str, Any]


def rows(conn: sqlite3.Connection, sql: str, *values: object) -> list[Row]:
    """Return all rows of a query."""
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(conn: sqlite3.Connection, sql: str, *values: object) -> Row | None:
    """Return the first row of a query, or None."""
    found = rows(conn, sql, *values)
    return found[0] if found else None


def number(conn: sqlite3.Connection, sql: str, *values: object) -> int:
    """Return the one number a query gives, 0 for NULL."""
    found = conn.execute(sql, values).fetchone()
    return int(found[0] or 0) if found else 0
