"""How the two numbers of a finding are set beside each other on the report's page."""

from __future__ import annotations

from typing import Any

import pytest

from archive.pages.findings import findings_of
from extractors.checks import RULES


def check(rule: str, left: float, right: float, severity: str = "") -> dict[str, Any]:
    of = RULES[rule]
    return {
        "rule": rule, "kind": of.kind, "rule_group": of.group, "severity": severity or of.severity, "outcome": "fail",
        "ordinal": 1, "cells": None, "title": of.title, "title_en": of.title_en, "message": "", "message_en": "",
        "explanation": "", "explanation_en": "", "formula": of.formula, "row": "", "applicant": "",
        "left": left, "right": right,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "left", "right", "sign", "words"),
    [
        ("T3-BAL", 25, 23, "≠", "不等于"),
        ("T2-FEEUNIT", 125_000, 100_000, ">", "大于"),
        ("T2-INFORCE", 9, 8, ">", "大于"),
        ("T3-BOUND", 60, 10, ">", "大于"),
        ("T2-19-DELTA", 0, -2, ">", "大于"),
        ("T3-NEG", -1, 0, "<", "小于"),
        ("T3-NEG", 1.5, 0, "", ""),
        ("T2-19-PROC", 251_000, 0, "", ""),
        ("M-YEAR", 2023, 2022, "≠", "不等于"),
        ("ALL-ZERO", 190, 0, "", ""),
    ],
)
def test_a_bound_is_shown_as_passed_not_as_unequal(rule: str, left: float, right: float, sign: str, words: str) -> None:
    (finding,) = findings_of([check(rule, left, right)], {}, frozenset(), ())
    assert (finding.sign, finding.sign_zh) == (sign, words)
