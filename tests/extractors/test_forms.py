from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractors.forms import (
    APPLICANTS,
    EDITIONS,
    INDICATORS,
    T3_ROWS,
    T3_ROWS_2019,
    T3_ROWS_2021,
    T4_KEYS,
    load_form,
)


@pytest.mark.parametrize(("edition", "cells"), [("f2021", 200), ("f2019", 198), ("y14", 58)])
def test_an_edition_has_exactly_the_cells_the_form_prints(edition: str, cells: int) -> None:
    keys = load_form(edition).keys()
    assert len(keys) == len(set(keys)) == cells
    assert set(keys) == {key for key, i in INDICATORS.items() if edition in i.forms and i.table != "s6"}


def test_tables_three_differ_only_in_other_handling() -> None:
    assert len(T3_ROWS_2021) == 25
    assert len(T3_ROWS_2019) == 23
    assert set(T3_ROWS_2019) - set(T3_ROWS_2021) == {"res_other"}
    assert T3_ROWS_2019.index("res_other") == T3_ROWS_2019.index("res_total") - 1
    assert [row for row in T3_ROWS if row in T3_ROWS_2021] == list(T3_ROWS_2021)
    assert APPLICANTS[-1] == "total"
    assert len(APPLICANTS) == 7


def test_both_editions_print_the_same_table_four() -> None:
    assert load_form("f2019").keys("t4") == load_form("f2021").keys("t4") == T4_KEYS
    assert len(T4_KEYS) == 15


@pytest.mark.parametrize("edition", EDITIONS)
def test_identities_speak_only_of_printed_cells(edition: str) -> None:
    form = load_form(edition)
    keys = set(form.keys())
    assert form.identities
    for identity in form.identities:
        assert set(identity.left) | set(identity.right) <= keys
        assert not set(identity.left) & set(identity.right)
        assert identity.kind == "balance" or len(identity.left) == 1


@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_results_add_up_to_every_result_row_of_the_edition(edition: str) -> None:
    form = load_form(edition)
    rows = {row.key for row in form.t3_rows}
    [identity] = [i for i in form.identities if i.rule == "T3-RES" and i.applicant == "business"]
    parts = {key.removesuffix("__business") for key in identity.right}
    assert parts == rows - {"req_new", "req_carried_in", "req_carried_out", "res_total"}


def test_no_form_has_a_label_twice_within_one_group() -> None:
    for edition in EDITIONS:
        form = load_form(edition)
        labels = [(row.group, row.label) for row in (*form.t3_rows, *form.y14_rows)]
        assert len(labels) == len(set(labels))


def test_the_dictionary_agrees_with_the_design_notes(design: Path) -> None:
    with (design / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        designed = {line["key"]: line for line in csv.DictReader(lines)}
    assert list(designed) == list(INDICATORS)
    for key, line in designed.items():
        ours = INDICATORS[key]
        assert (ours.label_zh, ours.table, ours.parent, ours.kind) == (
            line["label_zh"],
            line["table"],
            line["parent"],
            line["kind"],
        )


def test_units_of_rows_and_columns_are_those_of_the_dictionary() -> None:
    for edition in EDITIONS:
        form = load_form(edition)
        for part in form.t2:
            for row in part.rows:
                for column in part.columns:
                    assert INDICATORS[part.cell_key(row.key, column.key)].unit == column.unit
        for row in form.y14_rows:
            assert INDICATORS[row.key].unit == row.unit


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(KeyError):
        load_form("f1999")
