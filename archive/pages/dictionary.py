"""The data dictionary, made from archive.schema: for the page /data and for Datasette's own table pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from archive.pages.words import Words
from archive.schema import SEARCH, TABLES, VIEWS, Column

DATABASE = "archive"
"""Name of the database in addresses: the stem of archive.db."""

_FACETS: Mapping[str, Sequence[str]] = {
    "reports": ("year", "quality", "form_t3", "format"),
    "checks": ("rule", "severity", "outcome"),
    "captures": ("role", "media_type", "status"),
    "problems": ("kind", "stage"),
    "coverage": ("status", "year"),
    "agencies": ("level", "kind"),
}
"""Facets chosen for each table; suggested ones cost most of a page's time on a large archive."""

_SORT: Mapping[str, tuple[str, str]] = {"reports": ("sort_desc", "year")}

_LABELS: Mapping[str, str] = {"agencies": "name", "reports": "title", "rules": "title", "captures": "final_url"}
"""The column that stands for a row where another table links to it."""


class ColumnView(NamedTuple):
    """One column of the data dictionary."""

    name: str
    type: str
    words: Words
    unit: str
    source: str
    is_key: bool
    refers_to: str


class TableView(NamedTuple):
    """One table or view of the data dictionary."""

    name: str
    words: Words
    source: str
    columns: tuple[ColumnView, ...]
    is_view: bool
    is_hidden: bool


def read_dictionary() -> tuple[TableView, ...]:
    """Return every public table and view with its columns."""
    tables = [
        TableView(
            table.name,
            Words(table.zh, table.en),
            table.source,
            tuple(
                _column(
                    column,
                    column.name in table.key,
                    next((f"{ref.table}.{ref.target}" for ref in table.references if ref.column == column.name), ""),
                )
                for column in table.public_columns
            ),
            False,
            table.hidden,
        )
        for table in TABLES
        if not table.internal
    ]
    views = [
        TableView(
            view.name, Words(view.zh, view.en), "", tuple(_column(column) for column in view.columns), True, False
        )
        for view in VIEWS
    ]
    return (*views, *tables)


def _column(column: Column, is_key: bool = False, refers_to: str = "") -> ColumnView:
    return ColumnView(
        column.name, column.type, Words(column.zh, column.en), column.unit, column.source, is_key, refers_to
    )


def datasette_tables() -> dict[str, dict[str, Any]]:
    """Return what Datasette's metadata says of every table: description, columns, facets, search, what is hidden."""
    found: dict[str, dict[str, Any]] = {}
    searches = {search.table: search.name for search in SEARCH}
    for table in TABLES:
        entry: dict[str, Any] = {
            "description": f"{table.zh} · {table.en}",
            "columns": {column.name: _describe(column) for column in table.columns},
        }
        if table.hidden or table.internal:
            entry["hidden"] = True
        if table.name in _FACETS:
            entry["facets"] = list(_FACETS[table.name])
        if table.name in _SORT:
            way, column = _SORT[table.name]
            entry[way] = column
        if table.name in _LABELS:
            entry["label_column"] = _LABELS[table.name]
        if table.name in searches:
            entry |= {"fts_table": searches[table.name], "fts_pk": "docid"}
        found[table.name] = entry
    for view in VIEWS:
        found[view.name] = {
            "description": f"{view.zh} · {view.en}",
            "columns": {column.name: _describe(column) for column in view.columns},
        }
    for search in SEARCH:
        for suffix in ("", "_data", "_idx", "_docsize", "_config", "_content"):
            found[search.name + suffix] = {"hidden": True}
    for name in ("sqlite_stat1", "sqlite_stat4"):
        found[name] = {"hidden": True}
    return found


def _describe(column: Column) -> str:
    unit = f"（单位：{column.unit}）" if column.unit else ""
    return f"{column.zh}{unit} · {column.en}"
