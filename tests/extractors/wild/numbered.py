"""Rows and columns that are numbered: 1, 2, 3 … is a count of rows and no figure."""

from __future__ import annotations

from extractors.forms import load_form
from tests.extractors.wild.form import CASE_HEAD, CASE_NUMBERS, NARROW, ONE, T3, T4, Wild, body, html, label, text

OLD_ROWS = load_form("y14").y14_rows
OLD = {row.key: 100 + at * 3 for at, row in enumerate(OLD_ROWS)}


def old(*columns: str, gap: str = "\n") -> str:
    """The table of 2014 as lines: label, row `number`, unit, value, or an empty place, row after row."""
    rows = []
    for at, row in enumerate(OLD_ROWS):
        parts = {"label": row.label, "number": str(at + 1), "unit": row.unit, "value": str(100 + at * 3), "": ""}
        rows.append(gap.join(parts[column] for column in columns))
    return "\n".join(rows)


NUMBERED = [
    Wild("2014, as printed", "统计指标\t单位\t统计数\n" + old("label", "unit", "value", gap="\t"), OLD, True),
    Wild("2014, row numbers behind", old("label", "number", "unit", "value"), OLD, False),
    Wild("2014, row numbers before", old("number", "label", "unit", "value"), OLD, False),
    Wild("2014, row numbers behind, no values", old("label", "number", "unit"), {}, False),
    Wild("2014, row numbers before, no values", old("number", "label", "unit"), {}, False),
    Wild("2014, row numbers in spaces, no values", old("label", "number", "unit", gap=" "), {}, False),
    Wild("2014, row numbers in tabs, no values", old("label", "number", "unit", "", gap="\t"), {}, False),
    Wild("2014, values before their label", old("value", "label"), OLD, False),
    Wild("table 2, codes and no values", html(2, [["信息内容", "代码", ONE], ["行政许可", "1", ""]]), {}, False),
    Wild("table 2, codes without a head", html(2, [["信息内容", "", ONE], ["行政许可", "1", ""]]), {}, False),
    Wild("table 2, codes in tabs", text(2, ["信息内容", "代码", ONE], ["行政许可", "1"], ["行政处罚", "2"]), {}, False),
    Wild("table 3, a line of codes", html(3, [*NARROW, ["栏次", *"1234567"], *body(named=label)]), T3, True),
    Wild("table 4, a line of codes", html(4, [*CASE_HEAD, [str(n + 1) for n in range(15)], CASE_NUMBERS]), T4, False),
    Wild("table 4, codes only", html(4, [*CASE_HEAD, [str(n + 1) for n in range(15)], [""] * 15]), {}, False),
]
