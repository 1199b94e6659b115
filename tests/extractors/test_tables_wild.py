"""Layouts no sample draws: each number is right or missing, and where labels anchor it, it is read.

Table 3 has another number in every cell, so that a neighbour's cannot hide; totals add up, so that arithmetic alone
proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from extractors.figures import Figure
from extractors.formats import read_document
from extractors.tables import read_tables
from tests.extractors.wild.form import Wild
from tests.extractors.wild.numbered import NUMBERED
from tests.extractors.wild.table_2 import TABLE_2
from tests.extractors.wild.table_3_grids import HTML_OF_TABLE_3
from tests.extractors.wild.table_3_lines import TEXT_OF_TABLE_3
from tests.extractors.wild.table_4 import TABLE_4

ALL = [
    *((f"numbered {wild.name}", wild) for wild in NUMBERED),
    *((f"t3 {wild.name}", wild) for wild in HTML_OF_TABLE_3),
    *((f"t3 text {wild.name}", wild) for wild in TEXT_OF_TABLE_3),
    *((f"t2 {wild.name}", wild) for wild in TABLE_2),
    *((f"t4 {wild.name}", wild) for wild in TABLE_4),
]


def figures_of(wild: Wild) -> Mapping[str, Figure]:
    media_type = "text/html" if wild.text.startswith("<") else "text/plain"
    return read_tables(read_document(wild.text.encode(), media_type=media_type, charset="utf-8")).figures


@pytest.mark.parametrize("wild", [wild for _, wild in ALL], ids=[name for name, _ in ALL])
def test_a_layout_no_sample_draws_gives_no_wrong_number(wild: Wild) -> None:
    figures = figures_of(wild)
    wrong = {
        key: (figure.raw, wild.truth.get(key))
        for key, figure in figures.items()
        if figure.value is not None and figure.value != wild.truth.get(key)
    }
    assert not wrong
    if wild.must:
        missing = [key for key in wild.truth if key not in figures or figures[key].value is None]
        assert not missing


def test_the_layouts_are_many_and_most_are_read() -> None:
    assert len(ALL) > 100
    assert sum(wild.must for _, wild in ALL) > 50
