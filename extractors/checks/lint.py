"""Findings as the lines of a linter: `path: RULE severity message`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from extractors.checks.results import CheckResult, Findings

_ORDER = {"error": 0, "warning": 1, "info": 2}


def render_lines(path: str, findings: Findings, *, language: Literal["zh", "en"] = "zh") -> Iterator[str]:
    """Yield one line a finding, the gravest first and otherwise in the registry's order; none for a clean report."""
    failed = [result for result in findings.results if result.is_finding]
    for result in sorted(failed, key=lambda one: _ORDER[one.severity]):
        yield render_line(path, result, language=language)


def render_line(path: str, result: CheckResult, *, language: Literal["zh", "en"] = "zh") -> str:
    """Return one finding as one line, whatever line breaks its message quotes."""
    message = result.message_en if language == "en" else result.message
    return f"{path}: {result.rule} {result.severity} {' '.join(message.split())}"


def has_errors(findings: Findings) -> bool:
    """Return whether a linter should exit 1: a finding of severity error."""
    return any(result.is_finding and result.severity == "error" for result in findings.results)
