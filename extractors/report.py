"""Document(s) -> Report: what one publisher said about one year, before anybody checks it."""

from __future__ import annotations

from extractors.report_values import Dates, Report, Scope, Section, Statement

__all__ = ["Dates", "Report", "Scope", "Section", "Statement"]
