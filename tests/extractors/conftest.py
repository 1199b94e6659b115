"""Shared by the tests of tables: the official form filled with numbers that are all different and add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import pytest

from extractors.document import Document
from extractors.forms import APPLICANTS, cell_key, load_form
from extractors.tables import TableReading, read_tables

Filling = dict[str, str]


def fill(edition: str, seed: int = 1) -> Filling:
    """Return a text for every cell: leaves all different, totals of tables 3 (rows) and 4 true."""
    form = load_form(edition)
    numbers = iter(Random(seed).sample(range(11, 999), 400))
    cells: dict[str, int] = {}
    for key in (*form.keys("t2"), *form.keys("y14")):
        cells[key] = next(numbers)
    for row in form.t3_rows:
        parts = [next(numbers) for _ in APPLICANTS[:-1]]
        for applicant, number in zip(APPLICANTS, [*parts, sum(parts)], strict=True):
            cells[cell_key(row.key, applicant)] = number
    for group in form.t4_groups:
        parts = [next(numbers) for _ in form.t4_results[:-1]]
        for result, number in zip(form.t4_results, [*parts, sum(parts)], strict=True):
            cells[f"{group.key}_{result.key}"] = number
    return {key: str(number) for key, number in cells.items()}


@pytest.fixture(scope="session")
def filling() -> Callable[..., Filling]:
    """Return the function that fills a form."""
    return fill


@pytest.fixture(scope="session")
def reading() -> Callable[[Document, Mapping[str, str]], tuple[TableReading, list[str], list[str]]]:
    """Return a function that reads a document and lists the cells read wrong and the cells not read."""

    def read(document: Document, printed: Mapping[str, str]) -> tuple[TableReading, list[str], list[str]]:
        result = read_tables(document)
        numbers = {key: figure for key, figure in result.figures.items() if figure.value is not None}
        wrong = [key for key, figure in numbers.items() if str(figure.value) != printed.get(key)]
        return result, wrong, [key for key in printed if key not in numbers]

    return read
