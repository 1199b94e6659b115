"""The statutory forms as data: one TOML an edition, and `indicators.csv`, the dictionary of every cell key.

`load_form("f2021")` gives rows, columns, labels in the wild, units and identities in printed order, enough to draw the
official form or to check its arithmetic. Nothing here reads a document.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

_FOLDER = Path(__file__).parent

EDITIONS = ("f2021", "f2019", "y14")
"""Newest first: 2021 reports on, 2019-2020, 2014-2018."""


class Indicator(NamedTuple):
    """One cell key: what it counts, in which unit, on which table of which editions.

    `parent` is the key it is a part of (`total` cells of table 3 share the applicant), or the part of table 2;
    `kind` is `leaf` or `total`; `forms` names the editions that print this cell.
    """

    key: str
    label_zh: str
    unit: str
    table: str
    forms: tuple[str, ...]
    parent: str
    kind: str
    note: str = ""


class Column(NamedTuple):
    """A column of table 3 (an applicant), of a part of table 2 (a measure) or of table 4 (a result).

    Columns with one `id` are one column under different wordings (处理决定数量, 本年处理决定数量); it is the key except
    where one key stands for two amounts (fees collected, goods purchased).
    """

    key: str
    label: str
    unit: str
    en: str
    variants: tuple[str, ...]
    organisation: bool = False
    signed: bool = False
    id: str = ""


class Row(NamedTuple):
    """A row of table 3, y14 or of a part of table 2; `group` is the key of the group printed to its left, or "".

    `endings` are short names that are the end of a longer one: they name the row in a cell of their own only, since a
    line's end leaves them of the whole label as well.
    """

    key: str
    label: str
    short: str
    group: str
    en: str
    variants: tuple[str, ...]
    unit: str = ""
    endings: tuple[str, ...] = ()


class Group(NamedTuple):
    """A printed group label without numbers of its own: （三）不予公开, 行政复议, 一、主动公开情况."""

    key: str
    label: str
    en: str
    variants: tuple[str, ...]


class Part(NamedTuple):
    """One part of table 2: its head 第二十条第（一）项, its columns and its rows."""

    key: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def cell_key(self, item: str, measure: str) -> str:
        """Return the key of one cell, `rules_issued`."""
        return f"{item}_{measure}"


class Identity(NamedTuple):
    """One equation the form itself demands, over concrete cell keys: sum of `left` = sum of `right`.

    kind `sum`: `left` is the one total, `right` its parts. kind `balance`: both sides are sums (一 + 二 = 三(七) + 四).
    `row` or `applicant` (the column) says which line of table 3 it belongs to, `group` which third of table 4.
    """

    rule: str
    kind: Literal["sum", "balance"]
    table: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    row: str = ""
    applicant: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of the form, in printed order."""

    edition: str
    notice: str
    from_year: int
    sections: tuple[str, ...]
    t2: tuple[Part, ...]
    t3_rows: tuple[Row, ...]
    t3_groups: tuple[Group, ...]
    t3_columns: tuple[Column, ...]
    t3_extra_columns: tuple[Column, ...]
    t3_note: str
    t3_title: str
    t3_organisations: str
    t3_organisations_variants: tuple[str, ...]
    t4_groups: tuple[Group, ...]
    t4_results: tuple[Column, ...]
    t4_litigation: str
    y14_rows: tuple[Row, ...]
    y14_groups: tuple[Group, ...]
    y14_furniture: tuple[str, ...]
    y14_headers: Mapping[str, tuple[str, ...]]
    identities: tuple[Identity, ...]
    t2_corner: str = "信息内容"

    def keys(self, table: str = "") -> tuple[str, ...]:
        """Return every cell key in printed order, of one table (t2, t3, t4, y14) or of all."""
        found: list[str] = []
        if table in ("", "t2"):
            found += [p.cell_key(row.key, column.key) for p in self.t2 for row in p.rows for column in p.columns]
        if table in ("", "t3"):
            found += [cell_key(row.key, column.key) for row in self.t3_rows for column in self.t3_columns]
        if table in ("", "t4"):
            found += [f"{group.key}_{result.key}" for group in self.t4_groups for result in self.t4_results]
        if table in ("", "y14"):
            found += [row.key for row in self.y14_rows]
        return tuple(found)


def cell_key(row: str, applicant: str) -> str:
    """Return the key of one cell of table 3, `req_new__natural_person`."""
    return f"{row}__{applicant}"


def _read_indicators() -> dict[str, Indicator]:
    with (_FOLDER / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        return {
            line["key"]: Indicator(
                line["key"],
                line["label_zh"],
                line["unit"],
                line["table"],
                tuple(line["forms"].split()),
                line["parent"],
                line["kind"],
                line["note"],
            )
            for line in csv.DictReader(lines)
        }


def _row(data: Mapping[str, Any], key: str = "key") -> Row:
    return Row(
        data[key],
        data["label"],
        data.get("short", data["label"]),
        data.get("group", ""),
        data.get("en", ""),
        tuple(data.get("variants", ())),
        data.get("unit", ""),
        tuple(data.get("endings", ())),
    )


def _column(data: Mapping[str, Any], key: str = "key", unit: str = "") -> Column:
    return Column(
        data[key],
        data["label"],
        data.get("unit", unit),
        data.get("en", ""),
        tuple(data.get("variants", ())),
        bool(data.get("organisation", False)),
        bool(data.get("signed", False)),
        data.get("id", data[key]),
    )


def _group(data: Mapping[str, Any]) -> Group:
    return Group(data["key"], data["label"], data.get("en", ""), tuple(data.get("variants", ())))


def _part(data: Mapping[str, Any]) -> Part:
    return Part(
        data["key"],
        data["head"],
        tuple(_column(column, "measure") for column in data["columns"]),
        tuple(_row(row, "item") for row in data["rows"]),
    )


def _t3_rows(data: Mapping[str, Any], base: Sequence[Row]) -> tuple[Row, ...]:
    rows = [row for row in base if row.key not in set(data.get("without", ()))]
    for entry in data.get("row", ()):
        after = entry.get("after")
        at = next((index + 1 for index, row in enumerate(rows) if row.key == after), len(rows))
        rows.insert(at, _row(entry))
    return tuple(rows)


def _identities(
    entries: Iterable[Mapping[str, Any]], rows: Sequence[Row], columns: Sequence[Column], groups: Sequence[Group]
) -> tuple[Identity, ...]:
    found: list[Identity] = []
    for entry in entries:
        rule, kind, table = entry["rule"], entry["kind"], entry["table"]
        left = tuple(entry["left"]) if kind == "balance" else (entry["total"],)
        right = tuple(entry["right"] if kind == "balance" else entry["parts"])
        each = entry.get("each")
        if each == "row":
            found += [
                Identity(
                    rule,
                    kind,
                    table,
                    tuple(cell_key(row.key, a) for a in left),
                    tuple(cell_key(row.key, a) for a in right),
                    row=row.key,
                )
                for row in rows
            ]
        elif each == "column":
            found += [
                Identity(
                    rule,
                    kind,
                    table,
                    tuple(cell_key(r, column.key) for r in left),
                    tuple(cell_key(r, column.key) for r in right),
                    applicant=column.key,
                )
                for column in columns
            ]
        elif each == "group":
            found += [
                Identity(
                    rule,
                    kind,
                    table,
                    tuple(f"{group.key}_{x}" for x in left),
                    tuple(f"{group.key}_{x}" for x in right),
                    group=group.key,
                )
                for group in groups
            ]
        else:
            found.append(Identity(rule, kind, table, left, right))
    return tuple(found)


@cache
def load_form(edition: str) -> Form:
    """Read one edition's TOML; raise KeyError for an edition there is not."""
    if edition not in EDITIONS:
        raise KeyError(edition)
    data = tomllib.loads((_FOLDER / f"{edition}.toml").read_text(encoding="utf-8"))
    t3, t4, y14 = data.get("t3", {}), data.get("t4", {}), data.get("y14", {})
    base = load_form(t3["like"]) if "like" in t3 else None
    rows = _t3_rows(t3, base.t3_rows if base else ())
    columns = base.t3_columns if base else tuple(_column(c, unit=t3["unit"]) for c in t3.get("column", ()))
    base4 = load_form(t4["like"]) if "like" in t4 else None
    groups = base4.t4_groups if base4 else tuple(_group(g) for g in t4.get("group", ()))
    t3_groups = base.t3_groups if base else tuple(_group(g) for g in t3.get("group", ()))
    if base:
        # a group whose only rows went away is a row of its own in this edition
        t3_groups = tuple(g for g in t3_groups if g.key not in {row.key for row in rows})
    headers = {
        name: tuple(y14[f"{name}_variants"]) for name in ("indicator", "unit", "value") if f"{name}_variants" in y14
    }
    return Form(
        edition=data["edition"],
        notice=data["notice"],
        from_year=data["from_year"],
        sections=tuple(data["sections"]),
        t2=tuple(_part(part) for part in data.get("t2", {}).get("part", ())),
        t3_rows=rows,
        t3_groups=t3_groups,
        t3_columns=columns,
        t3_extra_columns=base.t3_extra_columns if base else tuple(_column(c) for c in t3.get("extra", ())),
        t3_note=base.t3_note if base else t3.get("note", ""),
        t3_title=base.t3_title if base else t3.get("title", ""),
        t3_organisations=base.t3_organisations if base else t3.get("organisations", ""),
        t3_organisations_variants=(
            base.t3_organisations_variants if base else tuple(t3.get("organisations_variants", ()))
        ),
        t4_groups=groups,
        t4_results=base4.t4_results if base4 else tuple(_column(r, unit=t4["unit"]) for r in t4.get("result", ())),
        t4_litigation=base4.t4_litigation if base4 else t4.get("litigation", ""),
        y14_rows=tuple(_row(row) for row in y14.get("row", ())),
        y14_groups=tuple(_group(group) for group in y14.get("group", ())),
        y14_furniture=tuple(y14.get("furniture", ())),
        y14_headers=MappingProxyType(headers),
        identities=_identities(data.get("identity", ()), rows, columns, groups),
    )


INDICATORS: Mapping[str, Indicator] = MappingProxyType(_read_indicators())
"""Every cell key of every edition, and the three fee figures of section six."""

T3_ROWS_2021: tuple[str, ...] = tuple(row.key for row in load_form("f2021").t3_rows)
T3_ROWS_2019: tuple[str, ...] = tuple(row.key for row in load_form("f2019").t3_rows)
T3_ROWS: tuple[str, ...] = tuple(
    key for row in T3_ROWS_2021 for key in (("res_other", row) if row == "res_other_no_correction" else (row,))
)
"""Row keys of table 3 over both editions in printed order; `res_other` is printed in f2019 only."""

APPLICANTS: tuple[str, ...] = tuple(column.key for column in load_form("f2021").t3_columns)
"""The seven columns of table 3: six kinds of applicant, then `total`."""

T4_KEYS: tuple[str, ...] = load_form("f2021").keys("t4")
"""The 15 cells of table 4, the same in both editions."""

T4_WIDTH = len(load_form("f2021").t4_results)
"""Cells of each group of table 4: its results, the last of which is their total."""
