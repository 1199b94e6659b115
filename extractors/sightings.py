"""Gather the figures seen in one document and settle what was seen more than once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractors.document import Place, Problem
from extractors.figures import Figure, State
from extractors.forms import APPLICANTS, INDICATORS, T3_ROWS, T4_KEYS
from extractors.numerals import Number

_READABLE = frozenset({"value", "zero", "na", "text"})


def _parts(key: str, unit: str) -> tuple[str, str, str]:
    row, _, applicant = key.partition("__")
    return (row, applicant, unit) if row in T3_ROWS else (key, "", unit)


PARTS = {key: _parts(key, indicator.unit) for key, indicator in INDICATORS.items()}
"""Cell key -> row key (or the whole key), applicant, the form's unit."""

OTHER_LEAVES = ("res_other_no_correction", "res_other_unpaid_fee", "res_other_misc")
"""The three rows of （六）其他处理 in f2021; where one is printed, the label （六）其他处理 is a group, not a row."""
OTHER_LEAF_KEYS = tuple(f"{row}__{applicant}" for row in OTHER_LEAVES for applicant in APPLICANTS)
OTHER_KEYS = tuple(f"res_other__{applicant}" for applicant in APPLICANTS)
"""The cells of these rows, and of the row （六）其他处理 itself."""


REORDERED = "t3_reordered"
"""Among the tables seen where a header of table 3 has its columns in another order than the form's, or others."""


LEAST_COUNTED = 5
"""Numbers from which 1, 2, 3 ... in the order of the form are no figures: by chance once in a million small tables."""

_ALWAYS_COUNTED = frozenset(range(2, LEAST_COUNTED + 1))
"""What is among so many numbers, from 1 or from 2; most reports lack some of it, and are not looked at further."""

_T4 = "t4"


@lru_cache(maxsize=1024)
def _column_of(key: str) -> str:
    """Return what a row or column of numbers is known by: the applicant, table 4, or the item of another table."""
    if key in T4_KEYS:
        return _T4
    return key.rpartition("__")[2] if "__" in key else key.partition("_")[0]


class Orphan(NamedTuple):
    """A row of exactly the form's width that stands where the form puts it but has lost its column labels.

    `keys` are the cell keys in the form's order, `numbers` and `figures` what stands there.
    """

    table: str
    row: str
    figures: tuple[Figure, ...]
    where: str


class Sightings:
    """Collects figures, problems and orphan rows while a document is read; `settle` decides.

    `empty` are rows whose label was found without any value: their cells, where they are, and the label. `torn_rows`
    counts rows of lines with more single digits than cells, as long as no longer number was seen in any.
    """

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.problems: list[Problem] = []
        self.orphans: list[Orphan] = []
        self.empty: list[tuple[Sequence[str], str, str]] = []
        self.legacy: list[tuple[str, str, str, Place]] = []
        self.conflicts: dict[str, list[Figure]] = {}
        self.t2_evidence: dict[str, int] = {}
        self.seen_tables: set[str] = set()
        self.torn_rows = 0
        self.has_long_numbers = False

    def add(self, figure: Figure) -> None:
        """Take one figure; the same cell seen again must say the same."""
        key = figure.key
        known = self.figures.get(key)
        if known is None:
            self.figures[key] = figure
            return
        if known.state == figure.state and known.value == figure.value and known.raw == figure.raw:
            return
        if known.state in _READABLE and figure.state in _READABLE:
            if known.state == figure.state and known.value == figure.value and known.state in ("value", "zero", "na"):
                return
            if figure.by_width and not known.by_width:
                self.problem("conflicting_cells", key, figure.raw or "", "a row without column labels says otherwise")
                return
            self.conflicts.setdefault(key, [known]).append(figure)
        elif figure.state in _READABLE or (known.state == "unreadable" and figure.state == "blank"):
            # an empty or torn repeat of a row says less than the row itself
            self.figures[key] = figure

    def problem(self, kind: str, where: str, raw: str, message: str) -> None:
        """Report something that could not be read or placed."""
        self.problems.append(Problem(kind, where, raw[:200], message))

    def settle(self) -> None:
        """Confirm or refuse the orphan rows, resolve conflicts and the two meanings of （六）其他处理."""
        self._settle_orphans()
        self._settle_other_handling()
        self._refuse_row_numbers()
        for keys, where, label in self.empty:
            # a label may be printed again, below the table or in its note
            if self.figures.keys().isdisjoint(keys):
                self.problem("row_width", where, label, f"no value for {len(keys)} columns")
        for key, figures in self.conflicts.items():
            raws = " / ".join(dict.fromkeys(str(figure.raw) for figure in figures))
            first = figures[0]
            self.figures[key] = first._replace(value=None, state="unreadable", by_width=False)
            self.problem("conflicting_cells", key, raws, "the document prints this cell with different values")

    def _refuse_row_numbers(self) -> None:
        """Refuse numbers that count the rows or columns of a form: 1, 2, 3 ... down a column, along table 4."""
        if not {figure.value for figure in self.figures.values()}.issuperset(_ALWAYS_COUNTED):
            return
        columns: dict[str, list[str]] = {}
        for key, figure in self.figures.items():
            if figure.value is not None:
                columns.setdefault(_column_of(key), []).append(key)
        for keys in columns.values():
            values = [self.figures[key].value for key in keys]
            # from 2 where the number of the first row stands before its label
            if (
                len(values) < LEAST_COUNTED
                or values[0] not in (1, 2)
                or any(b != (a or 0) + 1 for a, b in pairwise(values))
            ):
                continue
            self.problem(
                "row_numbers", f"{keys[0]} to {keys[-1]}", f"{values[0]} to {values[-1]}", "these count rows, not cases"
            )
            for key in keys:
                self.figures[key] = self.figures[key]._replace(value=None, state="unreadable")

    def _settle_other_handling(self) -> None:
        if self.figures.keys().isdisjoint(OTHER_LEAF_KEYS):
            return
        for applicant, key in zip(APPLICANTS, OTHER_KEYS, strict=True):
            figure = self.figures.pop(key, None)
            self.conflicts.pop(key, None)
            if figure is not None and figure.state in _READABLE:
                self.problem(
                    "group_row_value",
                    f"（六）其他处理 {applicant}",
                    figure.raw or "",
                    "a group of this form has no cells",
                )

    def _settle_orphans(self) -> None:
        by_table: dict[str, list[Orphan]] = {}
        for orphan in self.orphans:
            by_table.setdefault(orphan.table, []).append(orphan)
        for table, orphans in by_table.items():
            confirmed = confirm_t3(orphans) if table == "t3" else confirm_t4(orphans)
            if table == "t3" and REORDERED in self.seen_tables:
                # the document's own header says that its columns are not the form's: only equal values stand alike
                confirmed = [len(set(_values(orphan) or (0, 1))) == 1 for orphan in orphans]
            for orphan, good in zip(orphans, confirmed, strict=True):
                if good:
                    for figure in orphan.figures:
                        self.add(figure._replace(by_width=True))
                    continue
                self.problem(
                    "header_lost",
                    orphan.where,
                    " ".join(figure.raw or "" for figure in orphan.figures),
                    "no column labels, and the arithmetic does not confirm the form's order",
                )
                for figure in orphan.figures:
                    self.add(figure._replace(value=None, state="unreadable"))


def _values(orphan: Orphan) -> list[float] | None:
    values = [figure.value for figure in orphan.figures]
    return None if None in values else [v for v in values if v is not None]


def confirm_t3(orphans: Sequence[Orphan]) -> list[bool]:
    """Say for each headless row of table 3 whether its order is certain.

    It is if all its values are the same, or if the first six add up to the last and the last six do not add up to the
    first (a total printed first). A row that reads alike both ways (5 0 0 0 0 0 5) is certain if another row of the
    table is and none contradicts.
    """
    verdicts: list[bool | None] = []
    contradicted = False
    for orphan in orphans:
        values = _values(orphan)
        if values is None:
            verdicts.append(False)
        elif len(set(values)) == 1:
            verdicts.append(True)
        elif sum(values[:-1]) != values[-1]:
            contradicted = True
            verdicts.append(False)
        else:
            verdicts.append(None if sum(values[1:]) == values[0] else True)
    proven = not contradicted and any(
        verdict and len(set(_values(orphan) or ())) > 1 for orphan, verdict in zip(orphans, verdicts, strict=True)
    )
    return [proven if verdict is None else verdict for verdict in verdicts]


def confirm_t4(orphans: Sequence[Orphan]) -> list[bool]:
    """Say whether the one headless row of table 4 is certain: all three sums hold and one of them has its total last.

    Two different rows are never certain.
    """
    rows = [_values(orphan) for orphan in orphans]
    if any(row != rows[0] for row in rows):
        return [False] * len(orphans)
    values = rows[0]
    if values is None or len(values) != 15:
        return [False] * len(orphans)
    if len(set(values)) == 1:
        return [True] * len(orphans)
    groups = [values[i : i + 5] for i in (0, 5, 10)]
    holds = all(sum(group[:4]) == group[4] for group in groups)
    proven = any(sum(group[1:]) != group[0] for group in groups)
    return [holds and proven] * len(orphans)


def make_figure(
    key: str, number: Number | None, raw: str | None, place: Place, *, state: State | None = None, unit: str = ""
) -> Figure:
    """Make the figure of a cell key; `unit` is one printed in the header, `number` None a cell that cannot be told."""
    indicator, applicant, form_unit = PARTS[key]
    if number is None:
        return Figure(indicator, applicant, None, raw, state or "unreadable", form_unit, place)
    printed = number.unit or (unit if unit != form_unit else "")
    return Figure(indicator, applicant, number.value, raw, state or number.state, form_unit, place, printed)
