"""SQL of the views over the dense figure tables: one row a printed cell, series over the years, rates.

The figures are stored wide, because 200 cells a report as text-keyed rows cost 11 KB and as one wide row 0.5 KB
(bench/store.py). These views give them back as tidy rows in plain SQLite: JSON1 functions only, and few compound
SELECTs, since a public server limits both functions and compounds.

Each table has four packed columns beside its values:

- `states`: one character a cell, in the table's column order (see STATE_CODES), or NULL when every cell is a printed
  number or not in the document;
- `raws`: JSON object from cell number to the text as printed, only where it is not simply the number; under a state's
  character the text that cells of that state print unless said otherwise (`/`);
- `places`: JSON object from part of a place to one value for the table, or an array over its rows (table 3: row, page,
  line, top, bottom, path), its columns (table 3: column, left, right) or its cells (other tables); `cells` holds those
  that do not fit;
- `notes`: JSON object from cell number to {"by_width": 1, "unit": "元", "value": 251000}; `value` only where that unit
  makes it another quantity than the column counts, whose number is NULL then; `exact` for a decimal of more than 15
  digits, which SQLite's JSON functions, and so the views, would round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.forms import APPLICANTS, EDITIONS, INDICATORS, T3_ROWS, T4_KEYS, cell_key

STATE_CODES = {
    "value": "v",
    "zero": "z",
    "blank": "b",
    "na": "n",
    "text": "t",
    "unreadable": "u",
}
"""Character of each state in `states`; `.` stands for a cell that the document does not have at all."""

ABSENT = "."

WIDTH = len(APPLICANTS)

FIGURE_TABLES: dict[str, tuple[str, ...]] = {
    "t2": tuple(key for key, indicator in INDICATORS.items() if indicator.table == "t2"),
    "t3": tuple(cell_key(row, applicant) for row in T3_ROWS for applicant in APPLICANTS),
    "t4": T4_KEYS,
    "y14": tuple(key for key, indicator in INDICATORS.items() if indicator.table == "y14"),
    "s6": tuple(key for key, indicator in INDICATORS.items() if indicator.table == "s6"),
}
"""Cell keys of each figure table `figures_<name>`, in column order: a cell's number is its index here."""

PLACE_BY_ROW = ("row", "page", "line", "path", "top", "bottom")
PLACE_BY_COLUMN = ("column", "left", "right")
PLACE_WHOLE = ("table", "document")


def _part(name: str, index: str) -> str:
    # an array has no NULL in it, so where the part is no array the first term is NULL and the second the value
    return f"COALESCE(json_extract(v.places, '$.{name}[' || {index} || ']'), json_extract(v.places, '$.{name}'))"


def _place() -> str:
    parts = {name: f"json_extract(v.places, '$.{name}')" for name in PLACE_WHOLE}
    parts |= {name: _part(name, "v.line") for name in PLACE_BY_ROW}
    parts |= {name: _part(name, "v.slot") for name in PLACE_BY_COLUMN}
    box = ", ".join(parts[name] for name in ("left", "top", "right", "bottom"))
    fields = ", ".join(f"'{name}', {parts[name]}" for name in ("table", "row", "column", "page", "line", "path"))
    return (
        "CASE WHEN v.places IS NOT NULL THEN COALESCE(json_extract(v.places, '$.cells.\"' || v.number || '\"'), "
        f"json_patch('{{}}', json_object({fields}, "
        f"'box', json(CASE WHEN json_type(v.places, '$.left') IS NOT NULL THEN json_array({box}) END), "
        f"'document', {parts['document']}))) END"
    )


def _state() -> str:
    cases = " ".join(f"WHEN '{code}' THEN '{state}'" for state, code in STATE_CODES.items())
    return (
        "CASE WHEN v.states IS NULL THEN CASE WHEN v.value = 0 THEN 'zero' ELSE 'value' END "
        f"ELSE CASE substr(v.states, v.number + 1, 1) {cases} END END"
    )


def _note(name: str) -> str:
    return f"json_extract(v.notes, '$.\"' || v.number || '\".{name}')"


def _t3_lines(alias: str) -> str:
    """Return a JSON array of the rows of table 3, each an array of its seven cells."""
    rows = (
        "json_array(" + ", ".join(f"{alias}.{cell_key(row, applicant)}" for applicant in APPLICANTS) + ")"
        for row in T3_ROWS
    )
    return f"json_array({', '.join(rows)})"


def _cells(table: str) -> str:
    """Return a SELECT of all cells of one wide table, printed or not: number, line and slot within the table."""
    packed = "t.states, t.raws, t.places, t.notes"
    if table == "t3":
        return f"""
  SELECT t.report_id, '{table}' AS form_table, t.form, cell.value AS value, line.key * {WIDTH} + cell.key AS number,
    line.key AS line, cell.key AS slot, {packed}
  FROM figures_t3 AS t CROSS JOIN json_each({_t3_lines("t")}) AS line CROSS JOIN json_each(line.value) AS cell"""  # noqa: S608  names of this module only
    values = ", ".join(f"t.{key}" for key in FIGURE_TABLES[table])
    return f"""
  SELECT t.report_id, '{table}' AS form_table, t.form, cell.value AS value, cell.key AS number, cell.key AS line,
    cell.key AS slot, {packed}
  FROM figures_{table} AS t CROSS JOIN json_each(json_array({values})) AS cell"""  # noqa: S608  names of this module only


def figures_sql() -> str:
    """Return the SELECT of the view `figures`: one row a printed cell."""
    cells = "\n  UNION ALL".join(_cells(table) for table in FIGURE_TABLES)
    # CROSS JOIN keeps SQLite from reading the dictionary first and unpacking every table once for each of its lines
    return f"""
SELECT v.report_id AS report_id, r.agency_id AS agency_id, r.year AS year, i.key AS figure, i.indicator AS indicator,
  i.applicant AS applicant, v.form_table AS form_table, v.form AS form,
  COALESCE({_note("exact")}, v.value, {_note("value")}) AS value,
  COALESCE(json_extract(v.raws, '$."' || v.number || '"'), CAST(v.value AS TEXT),
    CASE substr(v.states, v.number + 1, 1) WHEN 'b' THEN '' WHEN 'm' THEN NULL
      ELSE json_extract(v.raws, '$.' || substr(v.states, v.number + 1, 1)) END) AS raw,
  {_state()} AS state, CASE WHEN {_note("value")} IS NULL THEN i.unit ELSE {_note("unit")} END AS unit,
  COALESCE({_note("unit")}, '') AS unit_printed, COALESCE({_note("by_width")}, 0) AS by_width,
  {_place()} AS place, r.capture_id AS capture_id
FROM ({cells}
) AS v
CROSS JOIN reports AS r ON r.id = v.report_id
CROSS JOIN indicators AS i ON i.form_table = v.form_table AND i.cell_number = v.number
WHERE CASE WHEN v.states IS NULL THEN v.value IS NOT NULL ELSE substr(v.states, v.number + 1, 1) <> '{ABSENT}' END"""  # noqa: S608  names of this module only


def requests_by_result_sql() -> str:
    """Return the SELECT of `requests_by_result`: table 3 as printed, one row a line, seven columns, never summed."""
    columns = ", ".join(
        f"json_extract(line.value, '$[{number}]') AS {applicant}" for number, applicant in enumerate(APPLICANTS)
    )
    return f"""
SELECT v.report_id AS report_id, r.agency_id AS agency_id, r.year AS year, v.form AS form, i.indicator AS indicator,
  i.row_zh AS label_zh, i.row_en AS label_en, i.parent AS parent, line.key AS row_number, {columns}
FROM figures_t3 AS v
CROSS JOIN reports AS r ON r.id = v.report_id
CROSS JOIN json_each({_t3_lines("v")}) AS line
CROSS JOIN indicators AS i ON i.form_table = 't3' AND i.cell_number = line.key * {WIDTH}
WHERE r.canonical AND NOT (v.form = 'f2021' AND i.indicator = 'res_other')
  AND NOT (v.form = 'f2019' AND i.indicator LIKE 'res^_other^_%' ESCAPE '^')"""  # noqa: S608  names of this module only


class Series(NamedTuple):
    """A quantity that can be followed over form editions.

    `exprs` has for each edition the SQL over the wide tables (empty: that edition has nothing comparable), how far it
    can be compared with the newest edition (`exact`, `near`, `weak`), and whether it is printed or summed by us.
    """

    key: str
    label_zh: str
    label_en: str
    unit: str
    f2021: str
    f2019: str = ""
    y14: str = ""
    compares_2019: str = "exact"
    compares_y14: str = ""
    derived_2021: bool = False
    note: str = ""

    def cells(self, form: str) -> tuple[str, ...]:
        """Return the keys of the cells of an edition that the number is, or is summed from."""
        source = {"f2021": self.f2021, "f2019": self.f2019, "y14": self.y14}.get(form, "")
        return tuple(_CELL.findall(source))


_CELL = re.compile(r"\b(?:t[234]|y14)\.(\w+)")


def _total(row: str) -> str:
    return f"t3.{cell_key(row, 'total')}"


def _sum(*columns: str) -> str:
    return "(" + " + ".join(columns) + ")"


def _leaves(parent: str) -> tuple[str, ...]:
    return tuple(row for row in T3_ROWS if row.startswith(f"{parent}_"))


_T3_LABELS = {row: INDICATORS[cell_key(row, "total")] for row in T3_ROWS}

_Y14_T3 = {
    "req_new": ("y14.y14_req_total", "near"),
    "res_granted": ("(y14.y14_ans_already_public + y14.y14_ans_granted)", "near"),
    "res_partial": ("y14.y14_ans_partial", "near"),
    "res_unable_not_held": ("(y14.y14_ans_not_this_agency + y14.y14_ans_not_exist)", "near"),
    "res_total": ("y14.y14_ans_total", "weak"),
}
"""What the 2014 form counted nearly the same (domain.md 2.4); the rest of it has no successor."""


def _series() -> tuple[Series, ...]:
    found: list[Series] = []
    for row in T3_ROWS:
        if row.startswith("res_other_"):
            continue
        indicator = _T3_LABELS[row]
        old, compares = _Y14_T3.get(row, ("", ""))
        current = _sum(*(_total(leaf) for leaf in _leaves("res_other"))) if row == "res_other" else _total(row)
        found.append(
            Series(
                key=row,
                label_zh=indicator.label_zh.split(" × ")[0],
                label_en=row.replace("_", " "),
                unit=indicator.unit or "件",
                f2021=current,
                f2019=_total(row),
                y14=old,
                compares_y14=compares,
                derived_2021=row == "res_other",
            )
        )
    for parent, zh, en, old, compares in (
        ("res_denied", "不予公开", "refused", "(y14.y14_ans_refused - y14.y14_ref_not_gov_info)", "weak"),
        ("res_unable", "无法提供", "unable to provide", "", ""),
        ("res_unproc", "不予处理", "not processed", "", ""),
    ):
        summed = _sum(*(_total(leaf) for leaf in _leaves(parent)))
        found.append(
            Series(
                key=parent,
                label_zh=f"{zh}（小计）",
                label_en=f"{en} (subtotal)",
                unit="件",
                f2021=summed,
                f2019=summed,
                y14=old,
                compares_y14=compares,
                derived_2021=True,
                note="小计不是表格中的单元格，由各项相加；任一项没有数字则为空。",
            )
        )
    for key, zh, en in (
        ("license_decisions", "行政许可处理决定数量", "licence decisions"),
        ("penalty_decisions", "行政处罚处理决定数量", "penalty decisions"),
        ("coercion_decisions", "行政强制处理决定数量", "coercive measure decisions"),
    ):
        found.append(Series(key, zh, en, "件", f"t2.{key}", f"t2.{key}"))
    for body, zh, en in (("rules", "规章", "government rules"), ("normdoc", "行政规范性文件", "normative documents")):
        found.append(
            Series(
                key=f"{body}_issued",
                label_zh=f"{zh}制发件数",
                label_en=f"{en} issued",
                unit="件",
                f2021=f"t2.{body}_issued",
                f2019=f"t2.{body}_made",
                y14="y14.y14_normdoc_made" if body == "normdoc" else "",
                compares_2019="near",
                compares_y14="near" if body == "normdoc" else "",
                note="2019年表为“本年新制作数量”；2021年起规范性文件范围收窄为行政规范性文件。",
            )
        )
    for key in T4_KEYS:
        old, compares = "", ""
        group, _, result = key.rpartition("_")
        if group == "review" and result in ("upheld", "corrected", "other", "total"):
            old, compares = f"y14.y14_review_{result}", "weak"
        indicator = INDICATORS[key]
        found.append(
            Series(
                key=key,
                label_zh=indicator.label_zh,
                label_en=key.replace("_", " "),
                unit="件",
                f2021=f"t4.{key}",
                f2019=f"t4.{key}",
                y14=old,
                compares_y14=compares,
            )
        )
    return tuple(found)


SERIES: tuple[Series, ...] = _series()
"""Every quantity with a comparable history. Never one for `_in_force`: the old form counted another stock."""


_JOINS = """
FROM reports AS r
LEFT JOIN figures_t2 AS t2 ON t2.report_id = r.id
LEFT JOIN figures_t3 AS t3 ON t3.report_id = r.id
LEFT JOIN figures_t4 AS t4 ON t4.report_id = r.id
LEFT JOIN figures_y14 AS y14 ON y14.report_id = r.id"""


def _form_of(series: Series) -> str:
    for table in ("t2", "t3", "t4"):
        if f"{table}." in series.f2021:
            return f"r.form_{table}"
    raise ValueError(series.key)


def series_sql() -> str:
    """Return the SELECT of `series`: agency x year x quantity, with how far it can be compared."""
    cells = []
    for series in SERIES:
        form = _form_of(series)
        arms = [f"WHEN {form} = 'f2021' THEN {series.f2021}"]
        if series.f2019:
            arms.append(f"WHEN {form} = 'f2019' THEN {series.f2019}")
        if series.y14:
            arms.append(f"WHEN y14.report_id IS NOT NULL THEN {series.y14}")
        edition = f"COALESCE({form}, CASE WHEN y14.report_id IS NOT NULL THEN 'y14' END)"
        sums = [f"WHEN '{name}' THEN 1" for name in EDITIONS if len(series.cells(name)) > 1]
        is_sum = f"CASE {edition} {' '.join(sums)} ELSE 0 END" if sums else "0"
        cells.append(f"json_array(CASE {' '.join(arms)} END, {edition}, {is_sum})")
    return f"""
SELECT r.agency_id AS agency_id, r.year AS year, r.id AS report_id, r.scope AS scope, s.key AS series,
  s.label_zh AS label_zh, s.label_en AS label_en, s.unit AS unit, json_extract(cell.value, '$[0]') AS value,
  json_extract(cell.value, '$[1]') AS form,
  CASE json_extract(cell.value, '$[1]') WHEN 'f2021' THEN 'exact' WHEN 'f2019' THEN s.compares_2019
    ELSE s.compares_y14 END AS comparability,
  json_extract(cell.value, '$[2]') AS is_derived
{_JOINS.strip()}
CROSS JOIN json_each(json_array({", ".join(cells)})) AS cell
CROSS JOIN series_definitions AS s ON s.series_number = cell.key
WHERE r.canonical AND json_extract(cell.value, '$[0]') IS NOT NULL"""


class Rate(NamedTuple):
    """A share of one number in another: SQL of both over the wide tables (domain.md 5.1)."""

    key: str
    label_zh: str
    label_en: str
    numerator: str
    denominator: str


def _rates() -> tuple[Rate, ...]:
    total = _total("res_total")
    denied, unable, unproc = (
        _sum(*(_total(leaf) for leaf in _leaves(parent))) for parent in ("res_denied", "res_unable", "res_unproc")
    )
    other = (
        f"CASE v.form_t3 WHEN 'f2019' THEN {_total('res_other')} "
        f"ELSE {_sum(*(_total(leaf) for leaf in _leaves('res_other')))} END"
    ).replace("v.form_t3", "r.form_t3")
    granted, partial = _total("res_granted"), _total("res_partial")
    suits = "(t4.suit_direct_total + t4.suit_post_total)"
    return (
        Rate("disclosure_rate", "公开率", "disclosed, whole or in part", _sum(granted, partial), total),
        Rate("full_disclosure_rate", "全部公开率", "disclosed in full", granted, total),
        Rate("denial_rate", "不予公开率", "denied", denied, total),
        Rate("unable_rate", "无法提供率", "could not be provided", unable, total),
        Rate("unprocessed_rate", "不予处理率", "not processed", unproc, total),
        Rate("other_rate", "其他处理率", "otherwise handled", other, total),
        Rate(
            "substantive_rate",
            "实体答复公开率",
            "disclosed among answers on substance",
            _sum(granted, partial),
            _sum(granted, partial, denied),
        ),
        Rate(
            "backlog_rate",
            "结转率",
            "carried over to next year",
            _total("req_carried_out"),
            _sum(_total("req_new"), _total("req_carried_in")),
        ),
        Rate(
            "natural_person_share",
            "自然人申请占比",
            "requests by natural persons",
            f"t3.{cell_key('req_new', 'natural_person')}",
            _total("req_new"),
        ),
        Rate("review_rate", "复议率", "administrative reviews", "t4.review_total", total),
        Rate(
            "review_correction_rate",
            "复议纠错率",
            "reviews decided against the agency",
            "t4.review_corrected",
            "(t4.review_total - t4.review_pending)",
        ),
        Rate(
            "suit_loss_rate",
            "诉讼败诉率",
            "lawsuits decided against the agency",
            "(t4.suit_direct_corrected + t4.suit_post_corrected)",
            f"({suits} - t4.suit_direct_pending - t4.suit_post_pending)",
        ),
        Rate("dispute_rate", "争议率", "reviews and lawsuits", f"(t4.review_total + {suits})", total),
        Rate(
            "repeal_ratio",
            "规范性文件废止比",
            "normative documents repealed",
            "t2.normdoc_repealed",
            "t2.normdoc_issued",
        ),
    )


RATES: tuple[Rate, ...] = _rates()

RATE_MINIMUM = 30
"""Denominator below which a rate is shown but never ranked (domain.md 5.1)."""


def rates_sql() -> str:
    """Return the SELECT of `rates`: numerator, denominator and their quotient, NULL where the denominator is 0."""
    cells = ", ".join(f"json_array({rate.numerator}, {rate.denominator})" for rate in RATES)
    return f"""
SELECT r.agency_id AS agency_id, r.year AS year, r.id AS report_id, r.scope AS scope, d.key AS rate,
  d.label_zh AS label_zh, d.label_en AS label_en, json_extract(cell.value, '$[0]') AS numerator,
  json_extract(cell.value, '$[1]') AS denominator,
  CASE WHEN json_extract(cell.value, '$[1]') > 0
    THEN 1.0 * json_extract(cell.value, '$[0]') / json_extract(cell.value, '$[1]') END AS value,
  COALESCE(json_extract(cell.value, '$[1]') >= {RATE_MINIMUM}, 0) AS is_rankable
{_JOINS.strip()}
CROSS JOIN json_each(json_array({cells})) AS cell
CROSS JOIN rate_definitions AS d ON d.rate_number = cell.key
WHERE r.canonical AND json_extract(cell.value, '$[0]') IS NOT NULL AND json_extract(cell.value, '$[1]') IS NOT NULL"""


def summary_columns() -> Sequence[str]:
    """Return the cell keys that `report_summary` shows: tables 2 and 4 whole, of table 3 the column 总计."""
    return (
        *FIGURE_TABLES["t2"],
        *(cell_key(row, "total") for row in T3_ROWS),
        *FIGURE_TABLES["t4"],
    )


REPORT_COLUMNS = (
    "id",
    "agency_id",
    "year",
    "title",
    "publisher",
    "scope",
    "form_t2",
    "form_t3",
    "form_t4",
    "quality",
    "signed_on",
    "published_on",
    "url",
    "format",
    "figure_count",
    "error_count",
    "warning_count",
    "repair_count",
    "problem_count",
    "version_count",
    "manifestation_count",
)


def report_summary_sql() -> str:
    """Return the SELECT of `report_summary`: one wide row a report."""
    head = ", ".join(f"r.{name} AS {'report_id' if name == 'id' else name}" for name in REPORT_COLUMNS)
    prefix = {key: table for table, keys in FIGURE_TABLES.items() for key in keys}
    cells = ", ".join(f"{prefix[key]}.{key} AS {key}" for key in summary_columns())
    return f"""
SELECT {head}, a.name AS agency_name, a.level AS agency_level, a.kind AS agency_kind,
  a.region_code AS region_code, {cells}
{_JOINS.strip()}
LEFT JOIN agencies AS a ON a.id = r.agency_id
WHERE r.canonical"""
