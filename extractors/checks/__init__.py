"""RULES as data and their evaluators: Report -> Findings. Repairs are suggested, never applied.

`check_report` runs every rule of `rules.toml` on one report. Comparisons of years and of levels belong to the archive.
"""

from __future__ import annotations

from extractors.checks.evaluate import check_report
from extractors.checks.results import CheckResult, Findings, Outcome, Repair, Severity
from extractors.checks.rules import GROUPS, RULES, Rule

__all__ = [
    "GROUPS",
    "RULES",
    "CheckResult",
    "Findings",
    "Outcome",
    "Repair",
    "Rule",
    "Severity",
    "check_report",
]
