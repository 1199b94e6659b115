"""The registry of rules: `rules.toml` read once into typed, immutable `Rule`s.

`RULES` is the one source for the evaluators, the `rules` table of the archive, the linter and docs/rules.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from extractors.checks.results import Severity

Scope = Literal["report", "table", "row", "applicant", "cell", "statement"]
Group = Literal[
    "reading", "table2", "table3", "table4", "table14", "cells", "narrative", "structure", "metadata", "residue"
]

GROUPS: Mapping[Group, tuple[str, str]] = MappingProxyType(
    {
        "table3": ("表三：收到和处理申请", "Table 3: requests"),
        "table2": ("表二：主动公开", "Table 2: proactive disclosure"),
        "table4": ("表四：复议、诉讼", "Table 4: reviews and lawsuits"),
        "table14": ("2014—2018年统计表", "The table of 2014-2018"),
        "cells": ("单元格", "Cells"),
        "narrative": ("正文与表格", "Prose and tables"),
        "structure": ("结构", "Structure"),
        "metadata": ("机关、年度、版本", "Body, year, edition"),
        "residue": ("残留", "Residue"),
        "reading": ("本项目的读取", "Our own reading"),
    }
)
"""Every group with its title in Chinese and English, in the order the documentation lists them."""

_SCOPES = ("report", "table", "row", "applicant", "cell", "statement")
_SEVERITIES = ("error", "warning", "info")
_TABLES = ("", "t2", "t3", "t4", "y14")
_TEXTS = ("title", "title_en", "formula", "basis", "explanation", "explanation_en", "fail", "fail_en")
_FIELDS = frozenset({"id", "kind", "group", "table", "scope", "severity", "version", "absorbs", *_TEXTS})


class RegistryError(ValueError):
    """Raised while the registry is loaded, when a rule in rules.toml is incomplete or contradicts another."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it asks (`formula`), of what (`table`, `scope`), how grave a failure is, and on what ground.

    `kind` names the evaluator; `fail` and `fail_en` are the messages of a failure with places for its numbers;
    `absorbs` are the rules whose failure this one explains; `parameters` are what the evaluator reads besides.
    """

    id: str
    kind: str
    group: Group
    scope: Scope
    severity: Severity
    version: int
    title: str
    title_en: str
    formula: str
    basis: str
    explanation: str
    explanation_en: str
    fail: str
    fail_en: str
    table: str = ""
    absorbs: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def as_row(self) -> dict[str, str | int]:
        """Return the rule as one row of the `rules` table."""
        return {
            "id": self.id,
            "kind": self.kind,
            "group": self.group,
            "table": self.table,
            "scope": self.scope,
            "severity": self.severity,
            "version": self.version,
            "title": self.title,
            "title_en": self.title_en,
            "formula": self.formula,
            "basis": self.basis,
            "explanation": self.explanation,
            "explanation_en": self.explanation_en,
        }


def read_rules(text: str) -> dict[str, Rule]:
    """Read a registry; raise RegistryError naming the rule and the field."""
    found: dict[str, Rule] = {}
    for entry in tomllib.loads(text).get("rule", ()):
        rule = _read_rule(entry)
        if rule.id in found:
            raise RegistryError(f"{rule.id}: defined twice")
        found[rule.id] = rule
    order = list(found)
    for rule in found.values():
        for other in rule.absorbs:
            if other not in found:
                raise RegistryError(f"{rule.id}: absorbs {other}, which is no rule")
            if order.index(other) < order.index(rule.id):
                raise RegistryError(f"{rule.id}: must stand before {other}, which it explains")
    return found


def _read_rule(entry: Mapping[str, Any]) -> Rule:
    name = entry.get("id", "a rule without id")
    for text in ("id", "kind", *_TEXTS):
        if not isinstance(entry.get(text), str) or not entry[text].strip():
            raise RegistryError(f"{name}: {text} is missing")
    for key, allowed in (("group", tuple(GROUPS)), ("scope", _SCOPES), ("severity", _SEVERITIES)):
        if entry.get(key) not in allowed:
            raise RegistryError(f"{name}: {key} must be one of {', '.join(allowed)}")
    if entry.get("table", "") not in _TABLES:
        raise RegistryError(f"{name}: table must be one of {', '.join(_TABLES[1:])}")
    if not isinstance(entry.get("version"), int) or entry["version"] < 1:
        raise RegistryError(f"{name}: version must be a whole number from 1")
    return Rule(
        **{key: entry[key] for key in ("id", "kind", "version", *_TEXTS)},
        group=cast(Group, entry["group"]),
        scope=cast(Scope, entry["scope"]),
        severity=cast(Severity, entry["severity"]),
        table=entry.get("table", ""),
        absorbs=tuple(entry.get("absorbs", ())),
        parameters=MappingProxyType({key: value for key, value in entry.items() if key not in _FIELDS}),
    )


RULES: Mapping[str, Rule] = MappingProxyType(
    read_rules((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))
)
"""Every rule by its id, in the order in which they run."""
