"""What users read of the rules: linter lines, and docs/rules.md, which is generated and kept up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractors.checks import RULES, check_report
from extractors.checks.describe import main, render
from extractors.checks.lint import has_errors, render_lines
from extractors.report_values import Dates

DOCUMENT = Path(__file__).parents[3] / "docs" / "rules.md"


def test_rules_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == render(), "run: python -m extractors.checks.describe"


def test_rules_document_has_every_rule_with_its_formula_and_basis(tmp_path: Path) -> None:
    main([str(tmp_path / "rules.md")])
    text = (tmp_path / "rules.md").read_text(encoding="utf-8")
    for rule in RULES.values():
        assert f"### {rule.id}\n" in text
        assert rule.formula in text
        assert rule.basis in text


def test_linter_lines_name_path_rule_severity_and_message_errors_first(make: Any) -> None:
    report = make.report(cells={"review_total": 2}, dates=Dates(signed_on="2022-11-30"))
    lines = list(render_lines("a/report.html", check_report(report)))
    assert len(lines) == 2
    assert lines[0].startswith("a/report.html: T4-SUM error “行政复议”")
    assert lines[1].startswith("a/report.html: M-SIGN warning 落款日期是2022-11-30")
    english = list(render_lines("a/report.html", check_report(report), language="en"))
    assert "the printed total is 2, the outcomes add up to 1" in english[0]
    assert has_errors(check_report(report))


def test_a_clean_report_has_no_line_and_no_error(make: Any) -> None:
    findings = check_report(make.report(dates=Dates()))
    assert list(render_lines("x", findings)) == []
    assert not has_errors(findings)


def test_warnings_alone_are_no_error(make: Any) -> None:
    assert not has_errors(check_report(make.report(dates=Dates(signed_on="2022-11-30"))))


def test_a_line_stays_one_line_whatever_the_report_quotes(make: Any) -> None:
    report = make.report(prose={6: "无\n其他\n事项"}, dates=Dates())
    lines = list(render_lines("x", check_report(report)))
    assert [line.split()[1] for line in lines] == ["S-SEC6FEE"]
    assert "\n" not in lines[0]
