"""Write docs/rules.md from the registry: `python -m extractors.checks.describe [PATH]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from extractors.checks.evaluate import EVALUATORS
from extractors.checks.rules import GROUPS, RULES, Rule

DEFAULT_PATH = Path("docs") / "rules.md"
_SEVERITIES = {"error": "错误 error", "warning": "提醒 warning", "info": "说明 info"}
_SCOPES = {
    "report": "每份报告 once a report",
    "table": "每张表 once a table",
    "row": "每行 each row",
    "applicant": "每类申请人 each applicant column",
    "cell": "每格 each cell",
    "statement": "每处表述 each statement",
}
_HEAD = """\
# Rules: what is checked in one report

Generated from `extractors/checks/rules.toml` by `python -m extractors.checks.describe`; do not edit here.

A finding is an arithmetic or a textual statement about what was printed, never an accusation. Outcomes:

| outcome | meaning |
|---|---|
| `pass` | the rule holds |
| `fail` | it does not: a finding, with both numbers and the cells |
| `not_assessable` | an operand has no printed number (it is named), or another finding tells the same cause |
| `pass_hypothesis`, `fail_hypothesis` | the outcome if blanks stand for zero (CELL-BLANKZERO); they stay blank |

Counts are compared exactly, amounts in 万元 within 0.0001. Printed values never change: repairs are suggestions.
"""


def render() -> str:
    """Return the documentation of all rules as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    yield f"{len(RULES)} rules, {len(EVALUATORS)} kinds.\n"
    for group, (zh, en) in GROUPS.items():
        rules = [rule for rule in RULES.values() if rule.group == group]
        yield f"## {zh} · {en}\n"
        yield "| rule | severity | what holds |"
        yield "|---|---|---|"
        for rule in rules:
            yield f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.title} · {rule.title_en} |"
        yield ""
        for rule in rules:
            yield from _rule_lines(rule)


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}\n"
    yield f"**{rule.title}** · {rule.title_en}\n"
    yield f"`{rule.formula}`\n"
    yield f"{rule.explanation}\n"
    yield f"{rule.explanation_en}\n"
    yield f"- {_SEVERITIES[rule.severity]}; {_SCOPES[rule.scope]}; kind `{rule.kind}`; version {rule.version}"
    yield f"- 依据 basis: {rule.basis}"
    if rule.absorbs:
        yield f"- 说明了其他规则的失败，不另报 tells the failures of: {', '.join(rule.absorbs)}"
    yield ""


def main(arguments: list[str] | None = None) -> None:
    """Write the documentation to the given path, or to docs/rules.md."""
    given = sys.argv[1:] if arguments is None else arguments
    path = Path(given[0]) if given else DEFAULT_PATH
    path.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
