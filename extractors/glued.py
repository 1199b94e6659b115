"""Digits of a row run together, 713000074: the one way to cut them that the form's arithmetic allows, if there is one.

Nothing here is a figure. A cut is a suggestion for a reader who looks at the page, never a value of the report: the
rule CELL-GLUED offers it as a repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from extractors.figures import Figure
from extractors.forms import APPLICANTS, INDICATORS, T4_KEYS, Form, cell_key, load_form

MOST_CUTS = 5_000
"""Ways to cut one row that are still looked at; 15 digits into 7 numbers have 3,003."""

MOST_COMBINATIONS = 2_000
"""Combinations of the rows' cuts that are tried against the columns, 0.1 ms each; beyond, nothing is suggested."""

_DIGITS = re.compile(r"[0-9]{2,40}")


def cuts(digits: str, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to cut digits into `count` numbers without leading zeros."""
    if count == 1:
        if digits and (digits == "0" or digits[0] != "0"):
            yield (int(digits),)
        return
    longest = 1 if digits.startswith("0") else len(digits) - count + 1
    for length in range(1, longest + 1):
        for rest in cuts(digits[length:], count - 1):
            yield (int(digits[:length]), *rest)


def row_cuts(digits: str) -> list[tuple[int, ...]]:
    """Return the cuts of a row of table 3 whose first six add up to the last; none if there are too many to try."""
    found: list[tuple[int, ...]] = []
    for tried, numbers in enumerate(cuts(digits, len(APPLICANTS))):
        if tried > MOST_CUTS:
            return []
        if sum(numbers[:-1]) == numbers[-1]:
            found.append(numbers)
    return found


def case_cuts(digits: str) -> list[tuple[int, ...]]:
    """Return the cuts of table 4's row in which the last of each five is the sum of the four before it."""
    found: list[tuple[int, ...]] = []
    for first in range(5, len(digits) - 9):
        for second in range(first + 5, len(digits) - 4):
            parts = (digits[:first], digits[first:second], digits[second:])
            groups = [[g for g in cuts(part, 5) if sum(g[:4]) == g[4]] for part in parts]
            found += [(*a, *b, *c) for a, b, c in product(*groups)]
    return found


def unique_cut(figures: Mapping[str, Figure], edition: str) -> dict[str, int]:
    """Return the values that every cut allowed by the form's identities agrees on, by cell key.

    Looks at the unreadable rows of tables 3 and 4 that were printed as one run of digits. An identity counts where all
    its cells are read or cut. Empty where nothing is certain.
    """
    form = load_form(edition)
    known = {key: figure.value for key, figure in figures.items() if figure.value is not None}
    agreed: dict[str, int] = {}
    choices: dict[str, list[tuple[int, ...]]] = {}
    for row in form.t3_rows:
        digits = _run(figures, [cell_key(row.key, applicant) for applicant in APPLICANTS])
        if digits:
            choices[row.key] = row_cuts(digits)
    if choices and all(choices.values()):
        agreed |= _agreement(choices, known, form)
    digits = _run(figures, T4_KEYS)
    if digits:
        found = case_cuts(digits)
        if len(found) == 1:
            agreed |= dict(zip(T4_KEYS, found[0], strict=True))
    return agreed


def glued_cells(figures: Mapping[str, Figure]) -> dict[tuple[str, str], list[str]]:
    """Return the unreadable cells that share one run of digits: by row (of table 3) or table, and the run."""
    shared: dict[tuple[str, str], list[str]] = {}
    for key, figure in figures.items():
        if figure.state == "unreadable" and _DIGITS.fullmatch(figure.raw or ""):
            indicator = INDICATORS.get(key)
            line = key.partition("__")[0] if figure.applicant else (indicator.table if indicator else "")
            shared.setdefault((line, figure.raw or ""), []).append(key)
    return {run: keys for run, keys in shared.items() if len(keys) > 1}


def _run(figures: Mapping[str, Figure], keys: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """Return the run of digits that stands for all these cells, or ""."""
    cells = [figures.get(key) for key in keys]
    raws = {figure.raw for figure in cells if figure is not None and figure.state == "unreadable"}
    if None in cells or len(raws) != 1 or any(figure and figure.state != "unreadable" for figure in cells):
        return ""
    raw = raws.pop() or ""
    return raw if _DIGITS.fullmatch(raw) else ""


def _agreement(
    choices: Mapping[str, list[tuple[int, ...]]], known: Mapping[str, float | int], form: Form
) -> dict[str, int]:
    combinations = 1
    for found in choices.values():
        combinations *= len(found)
    if combinations > MOST_COMBINATIONS:
        return {}
    solutions: list[dict[str, int]] = []
    for combination in product(*choices.values()):
        values: dict[str, int] = {}
        for row, numbers in zip(choices, combination, strict=True):
            values.update({cell_key(row, applicant): n for applicant, n in zip(APPLICANTS, numbers, strict=True)})
        if _holds({**known, **values}, form):
            solutions.append(values)
    if not solutions:
        return {}
    return {key: n for key, n in solutions[0].items() if all(other[key] == n for other in solutions)}


def _holds(values: Mapping[str, float | int], form: Form) -> bool:
    for identity in form.identities:
        if identity.table != "t3" or identity.row:
            continue
        cells = (*identity.left, *identity.right)
        if all(key in values for key in cells) and sum(values[key] for key in identity.left) != sum(
            values[key] for key in identity.right
        ):
            return False
    return True
