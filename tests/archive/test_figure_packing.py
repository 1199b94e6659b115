"""What is packed into the wide tables comes out of the view `figures` unchanged, for any figures there can be."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.database import ArchiveDatabase
from archive.figure_packing import BOX_TOLERANCE, pack_figures
from archive.figure_views import FIGURE_TABLES
from archive.rows import changed_cells, pack_cells
from extractors.document import Place
from extractors.figures import Figure
from extractors.forms import INDICATORS

KEYS = [key for keys in FIGURE_TABLES.values() for key in keys]


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    database = ArchiveDatabase(tmp_path_factory.mktemp("db") / "archive.db")
    database.conn.execute("PRAGMA foreign_keys = OFF")
    database.conn.execute(
        "INSERT INTO reports (id, docid, year, canonical, title, quality, figure_count, section_count, error_count, "
        "warning_count, repair_count, problem_count, is_invented, version_count, manifestation_count, url, capture_id, "
        "content_sha256, format, reader, form_t2, form_t3, form_t4) "
        "VALUES ('r', 1, 2024, 1, '', 'complete', 0, 0, 0, 0, 0, 0, 0, 1, 1, '', 'c', '', 'html', '', "
        "'f2021', 'f2021', 'f2021')"
    )
    yield database.conn
    database.close()


def through_the_database(conn: sqlite3.Connection, figures: dict[str, Figure]) -> dict[str, tuple[object, ...]]:
    packed, unknown = pack_figures(figures)
    assert unknown == []
    for table in FIGURE_TABLES:
        conn.execute(f"DELETE FROM figures_{table}")
    for table, row in packed.items():
        values = ("r", "f2021", *row.values, row.states, row.raws, row.places, row.notes)
        conn.execute(f"INSERT INTO figures_{table} VALUES ({', '.join('?' * len(values))})", values)
    return {
        row[0]: row[1:]
        for row in conn.execute(
            "SELECT figure, indicator, applicant, value, raw, state, unit, unit_printed, by_width, place, capture_id "
            "FROM figures WHERE report_id = 'r'"
        )
    }


def expected(figure: Figure) -> tuple[object, ...]:
    place = figure.place.as_json()
    if figure.place.box:
        place["box"] = [round(edge, 1) for edge in figure.place.box]
        if not figure.place.box[3] < 1e6:
            del place["box"]
    return (
        figure.indicator,
        figure.applicant,
        figure.value,
        figure.raw,
        figure.state,
        figure.value_unit,
        figure.unit_printed,
        int(figure.by_width),
        place,
        "c",
    )


_places = st.one_of(
    st.just(Place()),
    st.builds(
        Place,
        table=st.sampled_from([None, 1, 2]),
        row=st.integers(1, 30),
        column=st.one_of(st.none(), st.integers(1, 9)),
        page=st.sampled_from([None, 1, 2]),
        path=st.sampled_from([None, "/html/body/table[2]", "/html/body/table[3]"]),
        line=st.none(),
        document=st.sampled_from([None, "附件.docx"]),
        box=st.one_of(st.none(), st.tuples(*[st.floats(-10, 2000)] * 4), st.just((0.0, 0.0, float("nan"), 1e300))),
    ),
    st.builds(
        Place,
        table=st.none(),
        row=st.none(),
        column=st.none(),
        page=st.none(),
        path=st.none(),
        document=st.none(),
        line=st.integers(1, 400),
        box=st.sampled_from([(1.0, 2.5, 30.0, 12.5), (100.0, 50.0, 130.0, 62.0)]),
    ),
)


@st.composite
def _figure(draw: st.DrawFn, key: str) -> Figure:
    row, _, applicant = key.partition("__")
    state = draw(st.sampled_from(["value", "zero", "blank", "na", "text", "unreadable"]))
    value: float | int | None = None
    raw: str | None = draw(st.sampled_from(["/", "—", "约３件", '"', "a\nb", "１２ 3"]))
    if state == "value":
        value = draw(
            st.one_of(
                st.integers(1, 10**12),
                st.sampled_from([3.5, 0.01, 251000.25, 1e15, 12345678901234.56, -98765432109876.5]),
            )
        )
        raw = draw(st.sampled_from([str(value), f" {value} ", "１２"]))
    elif state == "zero":
        value, raw = 0, draw(st.sampled_from(["0", "０", "0.00"]))
    elif state == "blank":
        raw = draw(st.sampled_from(["", " ", "\u3000"]))
    elif state == "unreadable" and draw(st.booleans()):
        raw = None
    return Figure(
        row,
        applicant,
        value,
        raw,
        state,  # type: ignore[arg-type]
        INDICATORS[key].unit,
        draw(_places),
        unit_printed=draw(st.sampled_from(["", "", "", "元", "件", "万件"])),
        by_width=draw(st.sampled_from([False, False, True])),
    )


@settings(max_examples=40)
@given(data=st.data())
def test_any_figures_come_back_as_they_were(data: st.DataObject, conn: sqlite3.Connection) -> None:
    keys = data.draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1, max_size=60))
    figures = {key: data.draw(_figure(key)) for key in keys}
    found = through_the_database(conn, figures)
    assert found.keys() == figures.keys()
    for key, figure in figures.items():
        row = found[key]
        place = json.loads(row[8]) if row[8] else {}  # type: ignore[arg-type]
        wanted = expected(figure)
        box, wanted_box = place.pop("box", None), wanted[8].pop("box", None)  # type: ignore[attr-defined]
        assert (*row[:8], place, row[9]) == wanted
        # edges of one printed row or column are stored once if they differ by less than the pen's width
        assert (box is None) == (wanted_box is None)
        assert box is None or all(abs(a - b) <= BOX_TOLERANCE + 0.01 for a, b in zip(box, wanted_box, strict=True))


def full_table(raw: str = "", state: str = "") -> dict[str, Figure]:
    """Return a whole report where every cell has its own number and its own place."""
    figures = {}
    for table in ("t2", "t3", "t4"):
        for number, key in enumerate(FIGURE_TABLES[table]):
            row, _, applicant = key.partition("__")
            line, slot = (number // 7, number % 7) if table == "t3" else (number, 1)
            value = number * 3 + 1
            box = (100 + slot * 40.04, 50 + line * 17.3, 138 + slot * 40.04, 65 + line * 17.3)
            figures[key] = Figure(
                row,
                applicant,
                None if state else value,
                raw if state else str(value),
                state or "value",  # type: ignore[arg-type]
                INDICATORS[key].unit,
                Place(table=int(table[1]), row=line + 2, column=slot + 4, page=1 if line < 12 else 2, box=box),
            )
    return figures


@pytest.mark.parametrize(("raw", "state"), [("", ""), ("", "blank"), ("/", "na"), ("——", "na")])
def test_a_full_report_with_raw_state_and_place_takes_less_than_4_kilobytes(raw: str, state: str) -> None:
    packed, _ = pack_figures(full_table(raw, state))
    size = 0
    for row in packed.values():
        size += sum(len(text.encode()) for text in (row.states, row.raws, row.places, row.notes) if text)
        # SQLite's own record format: a type byte, and one, two or four bytes of number
        size += sum(1 if not value else 2 if value < 128 else 3 if value < 32768 else 5 for value in row.values)
    assert size < 4000


def test_blank_zero_na_text_and_missing_stay_five_facts(conn: sqlite3.Connection) -> None:
    states = {"review_upheld": ("blank", None, ""), "review_other": ("zero", 0, "0"), "review_total": ("na", None, "/")}
    figures = {
        key: Figure(key, "", value, raw, state, "件", Place(table=4))  # type: ignore[arg-type]
        for key, (state, value, raw) in states.items()
    }
    found = through_the_database(conn, figures)
    assert {key: (row[4], row[2], row[3]) for key, row in found.items()} == states
    assert "review_pending" not in found


def test_a_number_too_long_for_the_database_stays_as_text(conn: sqlite3.Connection) -> None:
    digits = "9" * 40
    figure = Figure("review_total", "", int(digits), digits, "value", "件", Place(table=4))
    row = through_the_database(conn, {"review_total": figure})["review_total"]
    assert (row[2], row[3], row[4]) == (None, digits, "text")


def test_a_column_in_ten_thousand_yuan_has_no_number_printed_in_yuan(conn: sqlite3.Connection) -> None:
    printed = {"admin_fee_amount": (125_000, "125000", "元"), "normdoc_issued": (12, "12条", "条")}
    figures = {
        key: Figure(key, "", value, raw, "value", INDICATORS[key].unit, Place(table=1), unit)
        for key, (value, raw, unit) in printed.items()
    }
    found = through_the_database(conn, figures)
    assert found["admin_fee_amount"][2:7] == (125_000, "125000", "value", "元", "元")
    assert found["normdoc_issued"][2:7] == (12, "12条", "value", "件", "条")
    for view in ("figures_t2", "report_summary"):
        assert conn.execute(f"SELECT admin_fee_amount, normdoc_issued FROM {view}").fetchone() == (None, 12)


def test_an_amount_changed_in_another_unit_is_a_change() -> None:
    before, after = (
        {"admin_fee_amount": Figure("admin_fee_amount", "", value, str(value), "value", "万元", Place(), "元")}
        for value in (125_000, 380)
    )
    changes = changed_cells(pack_cells(pack_figures(before)[0]), pack_cells(pack_figures(after)[0]))
    assert changes == [["admin_fee_amount", "125000元", "380元"]]


def test_a_key_without_a_column_is_named_not_dropped() -> None:
    figure = Figure("no_such", "", 1, "1", "value", "件", Place())
    assert pack_figures({"no_such": figure}) == ({}, ["no_such"])


def test_what_changed_between_two_versions_is_told_cell_by_cell() -> None:
    before = full_table()
    after = {
        **before,
        "review_total": before["review_total"]._replace(value=777, raw="777"),
        "rules_issued": before["rules_issued"]._replace(value=None, raw="/", state="na"),
    }
    del after["req_new__total"]
    changes = changed_cells(pack_cells(pack_figures(before)[0]), pack_cells(pack_figures(after)[0]))
    assert changes == [
        ["req_new__total", before["req_new__total"].value, None],
        ["review_total", before["review_total"].value, 777],
        ["rules_issued", before["rules_issued"].value, "na"],
    ]


def test_every_printed_indicator_has_exactly_one_cell() -> None:
    assert len(KEYS) == len(set(KEYS))
    printed = {key for key, indicator in INDICATORS.items() if indicator.forms or indicator.table == "s6"}
    assert printed <= set(KEYS)
