"""Run every rule of the registry on one report, in the registry's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from extractors.checks import (
    agency,
    arithmetic,
    cells,
    metadata,
    narrative,
    prose_arithmetic,
    residue,
    run_together,
    shift,
    structure,
)
from extractors.checks.levels import is_county_or_below
from extractors.checks.repairs import suggest_repairs
from extractors.checks.results import CheckResult, Findings
from extractors.checks.rules import RULES, Rule
from extractors.checks.view import View
from extractors.report_values import Report

Evaluator = Callable[[Rule, View], Iterable[CheckResult]]


def _check_fee_unit(rule: Rule, view: View) -> Iterator[CheckResult]:
    return cells.check_fee_unit(rule, view, is_county_or_below(view.report.publisher or ""))


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "sum": arithmetic.check_equations,
        "balance": arithmetic.check_equations,
        "bound": arithmetic.check_bounds,
        "flow": arithmetic.check_flow,
        "non_negative": arithmetic.check_signs,
        "at_most": arithmetic.check_limits,
        "row_shift": shift.check_row_shift,
        "column_shift": shift.check_column_shift,
        "offset": shift.check_offset,
        "equal_rows": shift.check_equal_rows,
        "width": cells.check_width,
        "truncated": cells.check_truncated,
        "blank_column": cells.check_blank_column,
        "blank_as_zero": cells.check_blanks,
        "group_rows": cells.check_group_rows,
        "run_together": run_together.check_run_together,
        "split_digits": cells.check_split_digits,
        "cell_unit": cells.check_cell_units,
        "all_zero": cells.check_all_zero,
        "procurement": cells.check_procurement,
        "fee_unit": _check_fee_unit,
        "rule_power": metadata.check_rule_power,
        "narrative": narrative.check_statements,
        "loose_other": narrative.check_loose_other,
        "omitted_cases": narrative.check_omitted_cases,
        "zero_table_text": narrative.check_zero_table,
        "fee_statements": narrative.check_fee_statements,
        "all_done": narrative.check_all_done,
        "parts": prose_arithmetic.check_parts,
        "parts_short": prose_arithmetic.check_parts,
        "percent": prose_arithmetic.check_percent,
        "empty": structure.check_empty,
        "sections": structure.check_sections,
        "numerals": structure.check_numerals,
        "section_five": structure.check_section_five,
        "section_six_fee": structure.check_section_six,
        "form_year": metadata.check_form_year,
        "citation": metadata.check_citation,
        "years_agree": metadata.check_years,
        "signed_early": metadata.check_signature,
        "published_late": metadata.check_published,
        "agency_names": agency.check_agency,
        "level_words": metadata.check_level_words,
        "placeholder": residue.check_placeholders,
        "generic": residue.check_generic,
    }
)
"""The evaluator of each kind of rule."""

_PROGRAM = tuple((rule, EVALUATORS[rule.kind]) for rule in RULES.values())


def check_report(report: Report) -> Findings:
    """Return what every rule says of one report, and the repairs its findings suggest.

    A rule without anything to say of this report (a table of another edition, no statement of that kind) gives no
    result; one that lacks an operand gives `not_assessable` and names it.
    """
    view = View(report)
    results: list[CheckResult] = []
    for rule, evaluate in _PROGRAM:
        results.extend(evaluate(rule, view))
    return Findings(tuple(results), suggest_repairs(view, results))
