from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Document, Paragraph, Place
from extractors.formats import read_document
from extractors.forms import APPLICANTS, cell_key, load_form
from extractors.glued import case_cuts, cuts, row_cuts, unique_cut
from extractors.tables import read_tables


@given(st.lists(st.integers(0, 40), min_size=7, max_size=7))
def test_the_true_numbers_are_among_the_cuts(numbers: list[int]) -> None:
    digits = "".join(map(str, numbers))
    assert tuple(numbers) in set(islice(cuts(digits, 7), 100_000))
    for cut in islice(cuts(digits, 7), 200):
        assert "".join(map(str, cut)) == digits


def test_a_row_is_cut_where_its_sum_holds() -> None:
    assert row_cuts("713000074") == [(71, 3, 0, 0, 0, 0, 74)]
    assert row_cuts("0000000") == [(0,) * 7]
    assert row_cuts("1234567") == []
    assert len(row_cuts("1010101")) == 0


def test_the_row_of_table_four_is_cut_where_its_three_sums_hold() -> None:
    assert case_cuts("011021000100000") == [(0, 1, 1, 0, 2, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0)]
    assert case_cuts("1" * 15) == []


def glued_report() -> tuple[Document, dict[str, int]]:
    """Return table 3 of 2021 with every row's digits run together, and what its cells were."""
    rows = {"req_new": (21, 1, 0, 0, 0, 0), "req_carried_in": (3, 0, 0, 0, 0, 0), "res_granted": (4, 1, 0, 0, 0, 0)}
    rows |= {"res_unable_not_held": (17, 0, 0, 0, 0, 0), "req_carried_out": (3, 0, 0, 0, 0, 0)}
    rows["res_total"] = (21, 1, 0, 0, 0, 0)
    text = "三、收到和处理政府信息公开申请情况 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计 "
    truth: dict[str, int] = {}
    for row in load_form("f2021").t3_rows:
        numbers = rows.get(row.key, (0,) * 6)
        numbers = (*numbers, sum(numbers))
        text += row.label + "".join(map(str, numbers))
        truth |= {cell_key(row.key, a): n for a, n in zip(APPLICANTS, numbers, strict=True)}
    return Document("text", (Paragraph(text, Place(line=1)),)), truth


def test_a_whole_table_is_cut_only_as_a_suggestion() -> None:
    document, truth = glued_report()
    reading = read_tables(document)
    assert {figure.value for figure in reading.figures.values()} == {None}
    suggested = unique_cut(reading.figures, "f2021")
    assert suggested
    assert suggested.items() <= truth.items()


def test_nothing_is_suggested_for_a_table_that_can_be_read() -> None:
    row = "一、本年新收政府信息公开申请数量 21 1 0 0 0 0 22"
    header = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"
    reading = read_tables(Document("text", (Paragraph(header, Place()), Paragraph(row, Place()))))
    assert reading.figures["req_new__total"].value == 22
    assert unique_cut(reading.figures, "f2021") == {}


@pytest.mark.corpus
def test_real_glued_pages_are_never_cut_wrongly(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "glued").glob("*.txt")):
        expected = json.loads(Path(f"{path}.expected.json").read_text(encoding="utf-8"))
        reading = read_tables(read_document(path.read_bytes(), name=path.name))
        for key, n in unique_cut(reading.figures, reading.forms["t3"] or "f2021").items():
            assert expected["cells"][key] == n
            seen += 1
    assert seen > 100
