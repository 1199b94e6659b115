"""Cells whose digits ran together, 713000074 for seven numbers: a finding, and the cut the identities force, if any."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.checks.messages import cell_label, failed, plain_pass, row_label
from extractors.checks.results import CheckResult, Repair
from extractors.checks.rules import Rule
from extractors.checks.view import View
from extractors.forms import EDITIONS
from extractors.glued import glued_cells, unique_cut

SHOWN_RUNS = 2
"""Runs of digits that a message quotes before it says how many there are."""

RULE = "CELL-GLUED"


def check_run_together(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report cells that share one run of digits, so that none of them has a number of its own."""
    runs = glued_cells(view.figures) if view.has_unreadable else {}
    if not runs:
        if view.figures:
            yield plain_pass(rule)
        return
    cells = tuple(key for keys in runs.values() for key in keys)
    quoted = list(dict.fromkeys(view.figures[keys[0]].raw or "" for keys in runs.values()))
    shown = quoted[:SHOWN_RUNS]
    yield failed(
        rule,
        left=len(runs),
        right=len(cells),
        cells=cells,
        rows="、".join(f"“{raw}”" for raw in shown) + ("等" if len(runs) > len(shown) else ""),
        rows_en=", ".join(f"“{raw}”" for raw in shown) + (" and others" if len(runs) > len(shown) else ""),
    )


def cut_apart(view: View) -> Iterator[Repair]:
    """Suggest the numbers of such cells on which every cut that the form's identities allow agrees."""
    if not view.has_unreadable:
        return
    edition = view.editions["t3"] or view.editions["t4"]
    if edition not in EDITIONS:
        return
    for key, candidate in unique_cut(view.figures, edition).items():
        label, raw = cell_label(key), view.figures[key].raw
        row = row_label(key.partition("__")[0])
        line = f"“{row.zh}”一行" if "__" in key else "表四"
        yield Repair(
            RULE,
            key,
            None,
            candidate,
            f"{line}的数连成“{raw}”，没有分栏；凡能使表中等式成立的切分，“{label.zh}”都是{candidate}。",
            f"The numbers run together as “{raw}”; in every cut for which the table’s identities hold, "
            f"“{label.en}” is {candidate}.",
        )
