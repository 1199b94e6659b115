"""What the archive says about itself: the indicators, rules, series and rates that its numbers are named by."""

from __future__ import annotations

from typing import Any

from archive.figure_views import FIGURE_TABLES, RATES, SERIES
from archive.schema import ENGLISH_LABELS
from extractors.checks import RULES
from extractors.forms import INDICATORS

Row = dict[str, Any]


def dictionary_rows() -> dict[str, list[Row]]:
    """Return the rows of the tables that are made from the program and not from captures, by table."""
    return {
        "indicators": _indicators(),
        "rules": _rules(),
        "series_definitions": [
            {
                "key": series.key,
                "series_number": number,
                "label_zh": series.label_zh,
                "label_en": ENGLISH_LABELS.get(series.key, series.label_en),
                "unit": series.unit,
                "compares_2019": series.compares_2019,
                "compares_y14": series.compares_y14,
                "is_derived": int(series.derived_2021),
                "note": series.note,
            }
            for number, series in enumerate(SERIES)
        ],
        "rate_definitions": [
            {
                "key": rate.key,
                "rate_number": number,
                "label_zh": rate.label_zh,
                "label_en": rate.label_en,
                "numerator": rate.numerator,
                "denominator": rate.denominator,
            }
            for number, rate in enumerate(RATES)
        ],
    }


def _indicators() -> list[Row]:
    numbers = {key: number for keys in FIGURE_TABLES.values() for number, key in enumerate(keys)}
    rows: list[Row] = []
    for ordinal, (key, indicator) in enumerate(INDICATORS.items(), 1):
        row, _, applicant = key.partition("__")
        rows.append(
            {
                "key": key,
                "indicator": row,
                "applicant": applicant,
                "label_zh": indicator.label_zh,
                "label_en": ENGLISH_LABELS.get(key, key.replace("__", ": ").replace("_", " ")),
                "row_zh": indicator.label_zh.split(" × ")[0],
                "row_en": ENGLISH_LABELS.get(row, row.replace("_", " ")),
                "unit": indicator.unit,
                "form_table": indicator.table,
                "forms": " ".join(indicator.forms),
                "parent": indicator.parent,
                "kind": indicator.kind,
                "ordinal": ordinal,
                "cell_number": numbers.get(key),
                "note": indicator.note,
            }
        )
    return rows


def _rules() -> list[Row]:
    return [
        {
            "id": rule.id,
            "title": rule.title,
            "title_en": rule.title_en,
            "formula": rule.formula,
            "severity": rule.severity,
            "basis": rule.basis,
            "kind": rule.kind,
            "rule_group": rule.group,
            "scope": rule.scope,
            "form_table": rule.table,
            "version": str(rule.version),
            "explanation": rule.explanation,
            "explanation_en": rule.explanation_en,
        }
        for rule in RULES.values()
    ]
