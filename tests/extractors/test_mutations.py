"""Damage a good report in every way tables get damaged: each answer must be right or missing, never another number.

Every cell of the reports here holds another non-zero number, so that a value read from a neighbour cannot hide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.samples.grids import OFFICIAL, Edit, Grid, GridCell, Layout
from archive.samples.official_form import APPLICANTS, CASE_KEYS, PROACTIVE, REQUEST_ROWS, proactive_keys
from archive.samples.reports import FictionalReport, make_report
from archive.samples.truth import Expected, differences, truth_of
from archive.samples.variations import VARIATIONS
from extractors.checks import check_report
from extractors.formats import read_document
from extractors.report import read_report
from extractors.report_values import Report

GOOD = {edition: make_report("qinghe", 2023, profile="distinct", edition=edition) for edition in ("f2021", "f2019")}
ROWS = {edition: [row.key for row in REQUEST_ROWS[edition]] for edition in GOOD}
COLUMNS = [key for key, _ in APPLICANTS]

GRIDS_KEPT = ("html-cms-trs", "text-cells", "text-tabs", "markdown-square")
"""Ways of printing in which an empty cell still leaves its place."""

GRIDS_LOST = ("text-lines", "text-tabs-astray", "text-spaces", "text-torn", "markdown-short")
"""Ways of printing in which only order and labels are left."""

EVERY_WAY = GRIDS_KEPT + GRIDS_LOST


def read(report: FictionalReport, variation: str, layout: Layout) -> Report:
    rendering = replace(VARIATIONS[variation], layout=layout).render(report)
    return read_report(read_document(rendering.data, media_type=rendering.media_type))


def right_or_missing(
    report: FictionalReport,
    variation: str,
    edit: Edit,
    may_abstain: set[str],
    changes: dict[str, str | None] | None = None,
    layout: Layout = OFFICIAL,
) -> Report:
    """Read the damaged report; every cell outside `may_abstain` must be read, and none wrongly."""
    result = read(report, variation, replace(layout, edit=edit))
    truth: dict[str, Expected] = truth_of({**report.figures, **(changes or {})})
    wrong = differences(result.figures, truth, may_abstain)
    assert not wrong, "\n".join(wrong[:12])
    return result


def cells_of(*rows: str) -> set[str]:
    return {f"{row}__{column}" for row in rows for column in COLUMNS}


def and_neighbours(edition: str, row: str) -> tuple[str, ...]:
    rows = ROWS[edition]
    at = rows.index(row)
    return tuple(rows[max(at - 1, 0) : at + 2])


def torn_cells(variation: str, edition: str, row: str) -> set[str]:
    """Return the cells a reader may leave out when this row is damaged: where order is all, the neighbours too."""
    return cells_of(*(and_neighbours(edition, row) if variation in GRIDS_LOST else (row,)))


# Edits of grids ------------------------------------------------------------------------------------------------------


def on_cells(change: Callable[[Grid], tuple[GridCell, ...]], table: str = "") -> Edit:
    return lambda grids: [
        replace(grid, cells=change(grid)) if not table or grid.table == table else grid for grid in grids
    ]


def without_number(key: str) -> Edit:
    """Take one number's cell out of its row; what follows moves to the left."""

    def change(grid: Grid) -> tuple[GridCell, ...]:
        gone = [cell for cell in grid.cells if cell.key == key]
        if not gone:
            return grid.cells
        (cell,) = gone
        return tuple(
            replace(other, column=other.column - cell.colspan)
            if other.row == cell.row and other.column > cell.column
            else other
            for other in grid.cells
            if other is not cell
        )

    return on_cells(change)


def row_of(grid: Grid, prefix: str) -> int | None:
    return next((cell.row for cell in grid.cells if cell.key.rpartition("__")[0] == prefix), None)


def without_label(row_key: str, taken_out: bool) -> Edit:
    """Empty the label of a row of table 3, or take its cell out so that the numbers move to the left."""

    def change(grid: Grid) -> tuple[GridCell, ...]:
        row = row_of(grid, row_key)
        if row is None:
            return grid.cells
        label = max((cell for cell in grid.cells if cell.row == row and not cell.key), key=lambda cell: cell.column)
        if not taken_out:
            return tuple(replace(cell, text="") if cell is label else cell for cell in grid.cells)
        return tuple(
            replace(cell, column=cell.column - label.colspan)
            if cell.row == row and cell.column > label.column
            else cell
            for cell in grid.cells
            if cell is not label
        )

    return on_cells(change, "t3")


def with_texts(texts: dict[str, str]) -> Edit:
    """Print other numbers in some cells."""
    return on_cells(lambda grid: tuple(replace(cell, text=texts.get(cell.key, cell.text)) for cell in grid.cells))


def relabelled(labels: dict[str, str]) -> Edit:
    return on_cells(
        lambda grid: tuple(
            replace(cell, text=labels.get(cell.text, cell.text)) if not cell.key else cell for cell in grid.cells
        )
    )


def without_header(table: str) -> Edit:
    """Take the header rows of a table out; a label that reaches over from them is cut."""

    def edit(grids: list[Grid]) -> list[Grid]:
        done = []
        for grid in grids:
            if grid.table != table:
                done.append(grid)
                continue
            gone = 0
            while all(cell.header for cell in grid.rows()[gone]):
                gone += 1
            cells = tuple(replace(cell, row=cell.row - gone) for cell in grid.cells if cell.row >= gone)
            done.append(replace(grid, cells=cells, row_count=grid.row_count - gone))
        return done

    return edit


def shifted_down(first: str, edition: str) -> tuple[Edit, dict[str, str | None]]:
    """Type the numbers of all rows from `first` on one row too low; `first` stays empty."""
    rows = ROWS[edition]
    figures = GOOD[edition].figures
    texts: dict[str, str | None] = {}
    for row, above in zip(rows[rows.index(first) :], ["", *rows[rows.index(first) : -1]], strict=True):
        for column in COLUMNS:
            texts[f"{row}__{column}"] = figures[f"{above}__{column}"] if above else "0"
    return with_texts({key: text or "" for key, text in texts.items()}), texts


# Something is gone ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("row", ROWS["f2021"])
def test_a_row_that_is_not_printed_is_missing_and_no_other_row_moves(variation: str, row: str) -> None:
    layout = replace(OFFICIAL, omit=frozenset({row}))
    gone: dict[str, str | None] = dict.fromkeys(cells_of(row))
    right_or_missing(GOOD["f2021"], variation, lambda grids: grids, set(), gone, layout)


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize(
    "row", ["req_new", "res_granted", "res_denied_enforcement_file", "res_other_misc", "res_total"]
)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_number_that_is_not_printed_moves_no_other(variation: str, row: str, column: str) -> None:
    key = f"{row}__{column}"
    right_or_missing(GOOD["f2021"], variation, without_number(key), torn_cells(variation, "f2021", row), {key: None})


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("key", proactive_keys("f2021"))
def test_a_number_missing_from_table_2_moves_no_other(variation: str, key: str) -> None:
    article = {k for k in proactive_keys("f2021") if k.partition("_")[0] == key.partition("_")[0]}
    around = set(proactive_keys("f2021")) if variation in GRIDS_LOST else article
    right_or_missing(GOOD["f2021"], variation, without_number(key), around, {key: None})


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("key", CASE_KEYS)
def test_a_number_missing_from_table_4_moves_no_other(variation: str, key: str) -> None:
    right_or_missing(GOOD["f2021"], variation, without_number(key), set(CASE_KEYS), {key: None})


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("row", ROWS["f2021"])
@pytest.mark.parametrize("taken_out", [False, True], ids=["emptied", "taken-out"])
def test_numbers_without_their_label_belong_to_no_other_row(variation: str, row: str, taken_out: bool) -> None:
    edit = without_label(row, taken_out)
    # the row still stands where the form puts it, and an empty cell is all that says so
    right_or_missing(GOOD["f2021"], variation, edit, cells_of(*and_neighbours("f2021", row)))


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("table", ["t3", "t4"])
def test_numbers_without_any_header_are_right_or_missing(variation: str, table: str) -> None:
    keys = cells_of(*ROWS["f2021"]) if table == "t3" else set(CASE_KEYS)
    right_or_missing(GOOD["f2021"], variation, without_header(table), keys)


@pytest.mark.parametrize("variation", GRIDS_KEPT)
@pytest.mark.parametrize(("column", "label"), [pair for pair in APPLICANTS if pair[0] != "other_org"])
def test_a_column_without_its_header_is_no_other_column(variation: str, column: str, label: str) -> None:
    edit = relabelled({label: ""})
    # with one header gone a reader may doubt the whole table; a header is also 总计 of table 4
    may = cells_of(*ROWS["f2021"]) | (set(CASE_KEYS) if column == "total" else set())
    right_or_missing(GOOD["f2021"], variation, edit, may)


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("edition", ["f2021", "f2019"])
@pytest.mark.parametrize("article", [0, 1, 2, 3, 4])
def test_a_column_of_table_2_without_its_header_is_no_other_column(variation: str, edition: str, article: int) -> None:
    if article >= len(PROACTIVE[edition]):
        return
    keys = set(proactive_keys(edition))
    layout = replace(OFFICIAL, proactive="parts")
    for label in PROACTIVE[edition][article].columns:
        # a blank cell beside tempts a reader to move the number over
        right = {key: "" for _, row in PROACTIVE[edition][article].rows for key in row[-1:]}

        def edit(grids: list[Grid], label: str = label, right: dict[str, str] = right) -> list[Grid]:
            return with_texts(right)(relabelled({label: ""})(grids))

        right_or_missing(GOOD[edition], variation, edit, keys, dict(right), layout)


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_part_of_table_4_without_numbers_takes_none_of_another_part(variation: str, part: int) -> None:
    keys = CASE_KEYS[part * 5 : part * 5 + 5]

    def edit(grids: list[Grid]) -> list[Grid]:
        return [
            replace(grid, cells=tuple(cell for cell in grid.cells if cell.row < 2), row_count=2)
            if any(cell.key in keys for cell in grid.cells)
            else grid
            for grid in grids
        ]

    layout = replace(OFFICIAL, cases="parts")
    right_or_missing(GOOD["f2021"], variation, edit, set(CASE_KEYS), dict.fromkeys(keys), layout)


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("group", sorted({row.group for row in REQUEST_ROWS["f2021"] if row.group}))
def test_items_are_known_without_their_group(variation: str, group: str) -> None:
    ambiguous = cells_of("res_other_misc") if group == "（六）其他处理" else set()
    right_or_missing(GOOD["f2021"], variation, relabelled({group: ""}), ambiguous)


# Something stands elsewhere ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("row", ROWS["f2021"][:-1])
def test_a_table_split_anywhere_is_read_whole(variation: str, row: str) -> None:
    layout = replace(OFFICIAL, split_after=row)
    right_or_missing(GOOD["f2021"], variation, lambda grids: grids, set(), layout=layout)


@pytest.mark.parametrize("variation", GRIDS_KEPT)
@pytest.mark.parametrize("row", ROWS["f2021"][2:-1])
def test_a_header_repeated_anywhere_is_no_row(variation: str, row: str) -> None:
    layout = replace(OFFICIAL, header_again_after=row)
    # after the second header nothing says whose item 3.其他 is
    ambiguous = cells_of("res_other_misc") if row.startswith("res_other_") else set()
    right_or_missing(GOOD["f2021"], variation, lambda grids: grids, ambiguous, layout=layout)


@pytest.mark.parametrize("variation", EVERY_WAY)
def test_labels_that_changed_places_take_their_numbers_along(variation: str) -> None:
    first, second = "1.属于国家秘密", "8.属于行政查询事项"
    one, other = "res_denied_state_secret", "res_denied_admin_inquiry"
    changes: dict[str, str | None] = {}
    for column in COLUMNS:
        changes[f"{one}__{column}"] = GOOD["f2021"].figures[f"{other}__{column}"]
        changes[f"{other}__{column}"] = GOOD["f2021"].figures[f"{one}__{column}"]
    right_or_missing(GOOD["f2021"], variation, relabelled({first: second, second: first}), set(), changes)


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("t2", ["f2021", "f2019"])
@pytest.mark.parametrize("t3", ["f2021", "f2019"])
def test_each_table_is_read_by_its_own_form(variation: str, t2: str, t3: str) -> None:
    proactive, requests = GOOD[t2], GOOD[t3]
    figures = {key: text for key, text in proactive.figures.items() if key in proactive_keys(t2)}
    figures |= {key: text for key, text in requests.figures.items() if key not in proactive_keys(t3)}
    mixed = replace(
        GOOD["f2021"],
        editions={"t2": t2, "t3": t3, "t4": t3, "y14": None},
        figures=figures,
        case_row=requests.case_row,
    )
    report = right_or_missing(mixed, variation, lambda grids: grids, set())
    assert (report.forms.get("t2"), report.forms.get("t3")) == (t2, t3)


# Something is printed wrongly: it stays as printed, and a check says so ---------------------------------------------


def failed(report: Report) -> list[str]:
    return [result.rule for result in check_report(report).results if result.outcome == "fail"]


@pytest.mark.parametrize("variation", GRIDS_KEPT)
def test_a_good_report_fails_no_arithmetic(variation: str) -> None:
    report = right_or_missing(GOOD["f2021"], variation, lambda grids: grids, set())
    assert [rule for rule in failed(report) if rule.startswith(("T3-", "T4-"))] == []


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("res_granted__natural_person", "res_granted__business"),
        ("req_new__total", "req_new__other_org"),
        ("req_carried_in__natural_person", "req_carried_out__natural_person"),
        ("res_total__research", "req_carried_out__research"),
        ("review_upheld", "review_total"),
        ("suit_direct_upheld", "suit_post_upheld"),
    ],
)
def test_swapped_numbers_stay_as_printed_and_a_check_fails(variation: str, one: str, other: str) -> None:
    figures = GOOD["f2021"].figures
    changes = {one: figures[other], other: figures[one]}
    report = right_or_missing(
        GOOD["f2021"], variation, with_texts({key: text or "" for key, text in changes.items()}), set(), changes
    )
    assert failed(report)


@pytest.mark.parametrize("variation", EVERY_WAY)
@pytest.mark.parametrize("row", ["req_carried_in", "res_partial", "res_unproc_petition", "res_total"])
def test_rows_typed_one_too_low_stay_as_printed_and_a_check_fails(variation: str, row: str) -> None:
    edit, changes = shifted_down(row, "f2021")
    report = right_or_missing(GOOD["f2021"], variation, edit, set(), changes)
    assert failed(report)


@pytest.mark.parametrize("variation", GRIDS_KEPT)
@pytest.mark.parametrize("row", ["req_new", "res_granted", "res_other_misc", "req_carried_out"])
def test_a_row_typed_one_column_to_the_right_stays_as_printed_and_a_check_fails(variation: str, row: str) -> None:
    figures = GOOD["f2021"].figures
    changes: dict[str, str | None] = {f"{row}__{COLUMNS[0]}": "0"}
    for column, before in zip(COLUMNS[1:], COLUMNS, strict=False):
        changes[f"{row}__{column}"] = figures[f"{row}__{before}"]
    edit = with_texts({key: text or "" for key, text in changes.items()})
    report = right_or_missing(GOOD["f2021"], variation, edit, set(), changes)
    assert failed(report)


@pytest.mark.parametrize("variation", EVERY_WAY)
def test_a_row_of_blanks_is_blank_never_zero(variation: str) -> None:
    row = "res_unable_not_held"
    changes: dict[str, str | None] = dict.fromkeys(cells_of(row), "")
    may = set() if variation in GRIDS_KEPT else cells_of(row)
    right_or_missing(GOOD["f2021"], variation, with_texts(dict.fromkeys(changes, "")), may, changes)


@pytest.mark.parametrize("variation", GRIDS_KEPT)
def test_a_column_of_blanks_is_blank_never_a_sum(variation: str) -> None:
    changes: dict[str, str | None] = {f"{row}__total": "" for row in ROWS["f2021"]}
    right_or_missing(GOOD["f2021"], variation, with_texts(dict.fromkeys(changes, "")), set(), changes)


# Any of these together -----------------------------------------------------------------------------------------------


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    variation=st.sampled_from(EVERY_WAY),
    edition=st.sampled_from(["f2021", "f2019"]),
    seed=st.integers(0, 500),
    data=st.data(),
)
def test_any_numbers_taken_out_leave_the_rest_right_or_missing(
    variation: str, edition: str, seed: int, data: st.DataObject
) -> None:
    report = make_report("lanchuan", 2022, seed=seed, profile="distinct", edition=edition)
    keys = data.draw(st.lists(st.sampled_from(sorted(report.figures)), min_size=1, max_size=4, unique=True))

    def edit(grids: list[Grid]) -> list[Grid]:
        for key in keys:
            grids = without_number(key)(grids)
        return grids

    # which cells can still be proved is for the reader to say; that none is wrong is what counts
    right_or_missing(report, variation, edit, set(report.figures), dict.fromkeys(keys))
