"""One report as the rules see it: printed numbers by key, the plans of its tables, what other rules have explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from extractors.checks.plan import Number, Plan, load_plan
from extractors.document import Problem
from extractors.figures import Figure
from extractors.forms import EDITIONS
from extractors.report_values import Report, Section, Statement

_SENTENCE_END = "。\n！？"
_PLACE = re.compile(r"\b(table|row|line)\s+(\d+)")
_SELF = re.compile(r"我(?<!自我)(街道|镇|乡|县|区|市|省|旗|州|局|厅|委(?![托员])|办(?![理公事]))")


class View:
    """What the evaluators read. Holds no result; only `explain` and `suppose` change it, both while rules run.

    `printed` are all numbers by cell, `values` those whose place is certain and whose unit is the form's; `blanks` the
    cells printed empty, `unusual` those with a unit, with words or with what cannot be read.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.figures: Mapping[str, Figure] = report.figures
        self.printed: dict[str, Number] = {
            key: figure.value for key, figure in report.figures.items() if figure.value is not None
        }
        self.values = self.printed
        self.blanks: list[str] = []
        if len(self.printed) < len(report.figures):
            self.blanks = [key for key, figure in report.figures.items() if figure.state == "blank"]
        self.editions = {table: report.forms.get(table) for table in ("t2", "t3", "t4", "y14")}
        self._plans = {table: load_plan(edition) for table, edition in self.editions.items() if edition in EDITIONS}
        self._hypotheses: dict[str, dict[str, Number]] = {}
        self._explained: dict[tuple[str, str], str] = {}
        self.width_problems = self.problems_of("row_width") if report.problems else ()
        uncertain = {key for cells, _ in self.width_problems for key in cells if "__" in key}
        # nearly all cells print a bare number
        self.unusual = {
            key: figure
            for key, figure in report.figures.items()
            if figure.unit_printed or figure.state in ("text", "unreadable")
        }
        # the rules compare quantities: a number in another unit than its neighbours' is none of theirs
        uncertain.update([key for key, figure in self.unusual.items() if figure.is_in_other_unit])
        if uncertain:
            self.values = {key: value for key, value in self.printed.items() if key not in uncertain}

    def plan(self, table: str) -> Plan | None:
        """Return the plan of the edition in which a table is printed, None where the report has no such table."""
        return self._plans.get(table)

    @cached_property
    def is_whole(self) -> bool:
        """Return whether table 3 is printed and every cell of it has a number."""
        plan = self.plan("t3")
        return plan is not None and self.values.keys() >= plan.key_sets["t3"]

    def problems_of(self, kind: str) -> tuple[tuple[tuple[str, ...], Problem], ...]:
        """Return the reader's problems of one kind with the cells that stand where the problem is, if any do."""
        placed = ((self._cells_at(problem.where), problem) for problem in self.report.problems if problem.kind == kind)
        return tuple((cells, problem) for cells, problem in placed if cells)

    def _cells_at(self, where: str) -> tuple[str, ...]:
        """Return the cells of the table row or text line that a problem names: `table 2 row 14`, `line 70`.

        A line that holds several rows (a page without line breaks) does not tell which of them is meant.
        """
        named = {word: int(count) for word, count in _PLACE.findall(where)}
        if not named.keys() & {"row", "line"}:
            return ()
        wanted = [(word, named[word]) for word in ("table", "row", "line") if word in named]
        found = [
            (key, figure.indicator if figure.applicant else "")
            for key, figure in self.figures.items()
            if all(getattr(figure.place, word) == count for word, count in wanted)
        ]
        return tuple(key for key, _ in found) if len({row for _, row in found}) == 1 else ()

    @cached_property
    def has_unreadable(self) -> bool:
        """Return whether some cell is printed but cannot be read."""
        return len(self.printed) < len(self.figures) and any(f.state == "unreadable" for f in self.figures.values())

    @cached_property
    def rows(self) -> dict[str, tuple[Number, ...]]:
        """Return the seven numbers of each row of table 3 that has all of them."""
        plan = self.plan("t3")
        found: dict[str, tuple[Number, ...]] = {}
        for row, numbers in plan.row_values.items() if plan is not None else ():
            try:
                found[row] = numbers(self.values)
            except KeyError:
                continue
        return found

    @cached_property
    def odd_numbers(self) -> list[str]:
        """Return the cells whose number is negative or has a decimal point."""
        return [key for key, value in self.values.items() if value < 0 or value.__class__ is float]

    # ------------------------------------------------------------------ one cause, one report
    def explain(self, rules: Iterable[str], by: str, subjects: Iterable[str] = ("",)) -> None:
        """Note that failures of these rules (of these rows or applicants; "" means all) have been told by another."""
        for rule in rules:
            for subject in subjects:
                self._explained[rule, subject] = by

    def explained_by(self, rule: str, subject: str = "") -> str:
        """Return the rule that has told this failure already, or ""."""
        if not self._explained:
            return ""
        return self._explained.get((rule, ""), "") or self._explained.get((rule, subject), "")

    # ------------------------------------------------------------------ the hypothesis of CELL-BLANKZERO
    def suppose(self, table: str, values: dict[str, Number]) -> None:
        """Let a table's equations be checked with these values, blanks read as zero."""
        self._hypotheses[table] = values

    def supposed(self, table: str) -> dict[str, Number] | None:
        """Return the values under the hypothesis that this table's blanks are zero, None where it was not made."""
        return self._hypotheses.get(table)

    # ------------------------------------------------------------------ text
    @cached_property
    def text(self) -> str:
        """Return title and prose without the statutory tables; all text where no section was found."""
        if not self.report.sections:
            return self.report.text or self.report.title
        parts = [self.report.title]
        for section in self.report.sections:
            parts += [section.heading, section.text]
        return "\n".join(part for part in parts if part)

    @cached_property
    def sections(self) -> dict[int, Section]:
        """Return the first section of each number."""
        found: dict[int, Section] = {}
        for section in self.report.sections:
            found.setdefault(section.number, section)
        return found

    @cached_property
    def self_words(self) -> dict[str, int]:
        """Return how often the text says 我镇, 我局 ...: the word after 我 and its count."""
        counts: dict[str, int] = {}
        for word in _SELF.findall(self.text):
            counts[word] = counts.get(word, 0) + 1
        return counts

    def sentence(self, statement: Statement) -> str:
        """Return the sentence in which a statement stands, or its quote where the place is not known."""
        section = self.sections.get(statement.section)
        text = section.text if section is not None else ""
        start, end = statement.start, statement.end
        if statement.quote not in text[start:end]:
            start = text.find(statement.quote)
            if start < 0:
                return statement.quote
            end = start + len(statement.quote)
        begin = max(text.rfind(mark, 0, start) for mark in _SENTENCE_END) + 1
        ends = [at for mark in _SENTENCE_END if (at := text.find(mark, end)) >= 0]
        return text[begin : min(ends, default=len(text))].strip()
