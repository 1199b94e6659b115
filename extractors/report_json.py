"""A report and its findings as the JSON object of `gongkai read FILE --json`: the public form, keys as documented."""

from __future__ import annotations

from extractors import READER
from extractors.agency_kind import guess_kind
from extractors.checks.results import CheckResult, Findings, Repair
from extractors.document import Problem
from extractors.figures import Figure
from extractors.report_values import Report, Section, Statement


def report_as_json(report: Report, findings: Findings | None = None) -> dict[str, object]:
    """Return the report as plain JSON values.

    `checks` has every check's outcome, passed ones too. `agency` holds what the printed name itself says; who it is,
    and where, is resolved by the archive, which fills region and conflicts.
    """
    findings = findings or Findings()
    kind = guess_kind(report.publisher)
    dates = report.dates
    return {
        "title": report.title,
        "publisher": report.publisher,
        "year": report.year,
        "year_source": report.year_source,
        "scope": report.scope,
        "agency": {
            "name": report.publisher,
            "region_code": None,
            "region_path": [],
            "level": kind.level,
            "kind": kind.kind,
            "conflicts": [],
        },
        "publishers": [{"source": source, "name": name} for source, name in report.publishers],
        "signed_by": report.signed_by or None,
        "dates": {
            "signed_on": dates.signed_on or None,
            "published_on": dates.published_on or None,
            "period_start": dates.period_start or None,
            "period_end": dates.period_end or None,
        },
        "forms": dict(report.forms),
        "sections": [_section(section) for section in report.sections],
        "figures": {key: _figure(figure) for key, figure in report.figures.items()},
        "statements": [_statement(statement) for statement in report.statements],
        "legacy": [
            {"label": label, "value": value, "unit": unit, "place": place.as_json()}
            for label, value, unit, place in report.legacy
        ],
        "checks": [check_json(result) for result in findings.results],
        "repairs": [_repair(repair) for repair in findings.repairs],
        "problems": [_problem(problem) for problem in report.problems],
        "attachments": [{"url": link.url, "text": link.text} for link in report.attachments],
        "format": report.format,
        "reader": READER,
    }


def _section(section: Section) -> dict[str, object]:
    return {"number": section.number, "key": section.key, "heading": section.heading, "text": section.text}


def _figure(figure: Figure) -> dict[str, object]:
    printed: dict[str, object] = {
        "value": figure.value,
        "raw": figure.raw,
        "state": figure.state,
        "unit": figure.value_unit,
        "place": figure.place.as_json(),
    }
    if figure.unit_printed:
        printed["unit_printed"] = figure.unit_printed
    if figure.by_width:
        printed["by_width"] = True
    return printed


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "key": statement.key,
        "value": statement.value,
        "unit": statement.unit,
        "state": statement.state,
        "quote": statement.quote,
        "section": statement.section,
        "start": statement.start,
        "end": statement.end,
    }


def check_json(result: CheckResult) -> dict[str, object]:
    """Return what one rule said, as `gongkai read --json` and `gongkai check --json` print it."""
    return {
        "rule": result.rule,
        "outcome": result.outcome,
        "severity": result.severity,
        "applicant": result.applicant or None,
        "row": result.row or None,
        "left": result.left,
        "right": result.right,
        "cells": list(result.cells),
        "message": result.message,
        "message_en": result.message_en,
    }


def _repair(repair: Repair) -> dict[str, object]:
    return {
        "rule": repair.rule,
        "cell": repair.cell,
        "published": repair.published,
        "candidate": repair.candidate,
        "evidence": repair.evidence,
        "evidence_en": repair.evidence_en,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {"kind": problem.kind, "where": problem.where, "raw": problem.raw, "message": problem.message}
