"""What tables, columns, views, indexes and search tables are made of, and the SQL they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

Type = Literal["TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB"]


class Column(NamedTuple):
    """A column: what it holds in Chinese and English, its unit, and where the value comes from."""

    name: str
    type: Type
    zh: str
    en: str
    unit: str = ""
    source: str = ""
    null: bool = True
    internal: bool = False


class Reference(NamedTuple):
    """A foreign key of one column."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """A table. `order` is the natural key that exports sort by; `hidden` keeps it off Datasette's front page,
    `internal` out of every export besides."""

    name: str
    zh: str
    en: str
    source: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    without_rowid: bool = False
    strict: bool = True
    hidden: bool = False
    internal: bool = False
    order: tuple[str, ...] = ()

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def public_columns(self) -> tuple[Column, ...]:
        """Return the columns that exports and the data dictionary show."""
        return tuple(column for column in self.columns if not column.internal)

    def sql(self) -> str:
        """Return the CREATE TABLE statement."""
        lines = []
        single = self.key[0] if len(self.key) == 1 else ""
        for column in self.columns:
            line = f'  "{column.name}" {column.type}'
            if column.name == single:
                line += " PRIMARY KEY"
            if not column.null or column.name in self.key:
                line += " NOT NULL"
            lines.append(line)
        if not single:
            lines.append(f"  PRIMARY KEY ({', '.join(self.key)})")
        lines += [f"  UNIQUE ({', '.join(columns)})" for columns in self.unique]
        lines += [
            f'  FOREIGN KEY ("{ref.column}") REFERENCES {ref.table}({ref.target}) DEFERRABLE INITIALLY DEFERRED'
            for ref in self.references
        ]
        options = [*(["STRICT"] if self.strict else []), *(["WITHOUT ROWID"] if self.without_rowid else [])]
        return f"CREATE TABLE {self.name} (\n" + ",\n".join(lines) + f"\n) {', '.join(options)}".rstrip()


class View(NamedTuple):
    """A view and what its columns mean."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    select: str


class Index(NamedTuple):
    """An index, and the question it answers."""

    name: str
    table: str
    columns: tuple[str, ...]
    why: str


class Search(NamedTuple):
    """A full-text index over columns, or expressions, of `table`, by overlapping character pairs (archive.search)."""

    name: str
    table: str
    columns: tuple[str, ...]

    def sql(self) -> str:
        """Return the CREATE VIRTUAL TABLE statement."""
        return (
            f"CREATE VIRTUAL TABLE {self.name} USING fts5(terms, content='', detail=none, "
            "tokenize='unicode61 remove_diacritics 0')"
        )


def col(
    name: str,
    type_: Type,
    zh: str,
    en: str,
    *,
    unit: str = "",
    source: str = "",
    null: bool = True,
    internal: bool = False,
) -> Column:
    """Return a column; a shorter way to write what the schema has two hundred of."""
    return Column(name, type_, zh, en, unit, source, null, internal)


SHA = "SHA-256, hex"
UTC = "UTC, ISO 8601"
DATE = "ISO 8601 date"
