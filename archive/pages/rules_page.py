"""The rules and how many reports fail each; and what our reading could not read."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive.pages.problem_words import kind_words, message_words, place_words
from archive.pages.rows import Row, number, rows
from archive.pages.words import SEVERITIES, Words, moment, word
from crawler.captures import file_name
from extractors.checks.rules import GROUPS

LISTED = 60
"""Problems listed one by one; the table has all of them."""


class RuleView(NamedTuple):
    """One rule and its outcomes over the archive."""

    id: str
    title: Words
    formula: str
    severity: str
    severity_words: Words
    basis: str
    explanation: str
    explanation_en: str
    version: str
    failed: int
    passed: int
    not_assessable: int


class RuleGroup(NamedTuple):
    """Rules about one thing."""

    key: str
    name: Words
    rules: tuple[RuleView, ...]


class ProblemKind(NamedTuple):
    """One kind of problem and how often it was met."""

    kind: str
    name: Words
    times: int
    subjects: int


class ProblemLine(NamedTuple):
    """One problem; `documents` have it in the same words, different files of one report."""

    kind: str
    name: Words
    report_id: str
    report: str
    capture_id: str
    url: str
    place: str
    raw: str
    message: Words
    documents: int


class Outcome(NamedTuple):
    """What became of a number of captures."""

    outcome: str
    name: Words
    captures: int
    payloads: int


class Run(NamedTuple):
    """One run of the crawler, or of files handed in."""

    id: str
    command: str
    started: str
    finished: str
    reason: str
    captures: int


class ProblemsPage(NamedTuple):
    """Everything the page of problems shows."""

    kinds: tuple[ProblemKind, ...]
    lines: tuple[ProblemLine, ...]
    total: int
    intake: tuple[Outcome, ...]
    capture_count: int
    runs: tuple[Run, ...]


def read_rules_page(conn: sqlite3.Connection) -> tuple[RuleGroup, ...]:
    """Return all rules by group, in the registry's order."""
    counts: dict[str, dict[str, int]] = {}
    for line in rows(
        conn,
        "SELECT rule, replace(outcome, '_hypothesis', '') AS outcome, count(DISTINCT report_id) AS n "
        "FROM checks GROUP BY 1, 2",
    ):
        counts.setdefault(line["rule"], {})[line["outcome"]] = line["n"]
    found = rows(conn, "SELECT * FROM rules ORDER BY rowid")
    groups = []
    for key, (zh, en) in GROUPS.items():
        views = tuple(_rule(line, counts.get(line["id"], {})) for line in found if line["rule_group"] == key)
        if views:
            groups.append(RuleGroup(key, Words(zh, en), views))
    return tuple(groups)


def _rule(line: Row, counts: dict[str, int]) -> RuleView:
    return RuleView(
        line["id"],
        Words(line["title"], line["title_en"]),
        line["formula"],
        line["severity"],
        word(SEVERITIES, line["severity"]),
        line["basis"],
        line["explanation"],
        line["explanation_en"],
        line["version"],
        counts.get("fail", 0),
        counts.get("pass", 0),
        counts.get("not_assessable", 0),
    )


def read_problems_page(conn: sqlite3.Connection) -> ProblemsPage:
    """Return what could not be read, by kind, and what became of every capture."""
    kinds = tuple(
        ProblemKind(line["kind"], kind_words(line["kind"]), line["n"], line["subjects"])
        for line in rows(
            conn,
            "SELECT kind, count(*) AS n, count(DISTINCT subject) AS subjects FROM problems GROUP BY kind "
            "ORDER BY n DESC, kind",
        )
    )
    # one line a kind and document (a table that cannot be placed gives hundreds of the same), and one a report where
    # all of its files have it
    lines = tuple(
        ProblemLine(
            line["kind"],
            kind_words(line["kind"]),
            line["report_id"] or "",
            line["title"] or "",
            line["capture_id"] or "",
            file_name(line["final_url"]) if (line["final_url"] or "").startswith("urn:") else line["final_url"] or "",
            place_words(line["place"]),
            line["raw"][:120],
            message_words(line["kind"], line["message"]),
            line["n"],
        )
        for line in rows(
            conn,
            "SELECT kind, report_id, min(capture_id) AS capture_id, place, raw, message, title, final_url, "
            "count(*) AS n "
            "FROM (SELECT p.*, r.title, c.final_url "
            "FROM problems AS p LEFT JOIN reports AS r ON r.id = p.report_id "
            "LEFT JOIN captures AS c ON c.id = p.capture_id GROUP BY p.subject, p.kind "
            "HAVING p.ordinal = min(p.ordinal)) "
            "GROUP BY kind, coalesce(report_id, subject), place, raw, message "
            "ORDER BY report_id IS NOT NULL, kind, subject LIMIT ?",
            LISTED,
        )
    )
    intake = tuple(
        Outcome(line["outcome"], kind_words(line["outcome"]), line["capture_count"], line["payload_count"])
        for line in rows(conn, "SELECT * FROM intake ORDER BY capture_count DESC, outcome")
    )
    runs = tuple(
        Run(
            line["id"],
            line["command"],
            moment(line["started_at"]),
            moment(line["finished_at"]),
            line["finish_reason"],
            line["capture_count"],
        )
        for line in rows(conn, "SELECT * FROM crawl_runs ORDER BY started_at DESC LIMIT 20")
    )
    total = number(conn, "SELECT count(*) FROM problems")
    return ProblemsPage(kinds, lines, total, intake, sum(line.captures for line in intake), runs)
