"""A form edition as the checks need it: its equations over cell keys, compiled once and kept.

Nothing here is typed in again: rows, columns and equations are those of `extractors.forms`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from extractors.checks.results import CheckResult
from extractors.checks.rules import RULES
from extractors.forms import Form, Identity, load_form

Number = int | float
Values = Mapping[str, Number]


class Equation(NamedTuple):
    """One identity of a form: sum of `left` = sum of `right`. `cells` are both sides; the sums raise KeyError.

    `applicant` and `row` say which line of a table it belongs to, "" where that means nothing; `nothing` is the passing
    result of 0 = 0, which most lines of most reports are, `passing` the first fields of any other that passes.
    """

    rule: str
    table: str
    applicant: str
    row: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    cells: tuple[str, ...]
    sum_left: Callable[[Values], Number]
    sum_right: Callable[[Values], Number]
    nothing: CheckResult
    passing: tuple[str, str, str, str, str]

    @property
    def subject(self) -> str:
        """Return the applicant or the row that a result of this equation is about."""
        return self.applicant or self.row


class Plan(NamedTuple):
    """One edition: its equations by rule, the equations of each cell, the keys of each table, rows and groups."""

    form: Form
    equations: Mapping[str, tuple[Equation, ...]]
    of_cell: Mapping[str, tuple[Equation, ...]]
    keys: Mapping[str, tuple[str, ...]]
    key_sets: Mapping[str, frozenset[str]]
    rows: tuple[str, ...]
    results: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    row_keys: Mapping[str, tuple[str, ...]]
    row_values: Mapping[str, Callable[[Values], tuple[Number, ...]]]


def _summed(keys: tuple[str, ...]) -> Callable[[Values], Number]:
    if len(keys) == 1:
        (only,) = keys
        return lambda values: values[only]
    take = itemgetter(*keys)
    return lambda values: sum(take(values))


def _equation(identity: Identity) -> Equation:
    row = identity.row or identity.group
    if identity.table == "y14":
        row = identity.left[0]
    cells = (*identity.left, *identity.right)
    severity = RULES[identity.rule].severity
    return Equation(
        identity.rule,
        identity.table,
        identity.applicant,
        row,
        identity.left,
        identity.right,
        cells,
        _summed(identity.left),
        _summed(identity.right),
        CheckResult(identity.rule, "pass", severity, identity.applicant, row, 0, 0, cells),
        (identity.rule, "pass", severity, identity.applicant, row),
    )


@cache
def load_plan(edition: str) -> Plan:
    """Compile one edition; raise KeyError for an edition there is not."""
    form = load_form(edition)
    equations: dict[str, list[Equation]] = {}
    of_cell: dict[str, list[Equation]] = {}
    for identity in form.identities:
        equation = _equation(identity)
        equations.setdefault(equation.rule, []).append(equation)
        for key in equation.cells:
            of_cell.setdefault(key, []).append(equation)
    rows = tuple(row.key for row in form.t3_rows)
    columns = tuple(column.key for column in form.t3_columns)
    totals = [equation for equation in equations.get("T3-RES", ()) if equation.applicant == columns[-1]]
    results = tuple(key.partition("__")[0] for equation in totals for key in equation.right)
    groups: dict[str, tuple[str, ...]] = {}
    for group in form.t3_groups:
        groups[group.key] = tuple(row.key for row in form.t3_rows if row.group == group.key)
    row_keys = {row: tuple(f"{row}__{column}" for column in columns) for row in rows}
    keys = {table: form.keys(table) for table in ("t2", "t3", "t4", "y14")}
    return Plan(
        form=form,
        equations=MappingProxyType({rule: tuple(found) for rule, found in equations.items()}),
        of_cell=MappingProxyType({key: tuple(found) for key, found in of_cell.items()}),
        keys=MappingProxyType(keys),
        key_sets=MappingProxyType({table: frozenset(found) for table, found in keys.items()}),
        rows=rows,
        results=results,
        groups=MappingProxyType(groups),
        row_keys=MappingProxyType(row_keys),
        row_values=MappingProxyType({row: itemgetter(*keys) for row, keys in row_keys.items()}),
    )
