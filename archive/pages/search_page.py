"""The search page: titles and sections that have every word, each with a stretch of its text and the words marked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from archive.pages.lists import Choice, whole_number, years
from archive.pages.rows import rows
from archive.pages.status import Tag, tags_of
from archive.pages.words import Words, grouped, part_words
from archive.search import Hits, fold, search

PAGE = 20
"""Hits on one page."""

DEEPEST = 100
"""Last page that is served; whoever needs more uses the data."""

SHORTEST_NAME = 2
MOST_AGENCIES = 6
"""A query with so many characters is also looked for in the names of agencies; shown if no more than these have it."""

LONGEST_QUERY = 100
"""Characters; longer queries are cut."""


class Stretch(NamedTuple):
    """Part of a snippet; `is_hit` where it is one of the words asked for."""

    text: str
    is_hit: bool


class HitView(NamedTuple):
    """One section or title that was found; `anchor` is empty for a title."""

    report_id: str
    anchor: str
    title: tuple[Stretch, ...]
    publisher: str
    year: int | None
    part: Words
    heading: tuple[Stretch, ...]
    stretches: tuple[Stretch, ...]
    tags: tuple[Tag, ...]


class NamedAgency(NamedTuple):
    """An agency whose name has the query in it."""

    id: str
    name: str
    portal: str


class SearchPage(NamedTuple):
    """The search page; `total` is text, "至少 n" where not everything was looked at."""

    query: str
    hits: tuple[HitView, ...]
    total: str
    is_minimum: bool
    page: int
    previous: str
    following: str
    years: tuple[Choice, ...]
    sections: tuple[Choice, ...]
    with_findings: bool
    agencies: tuple[NamedAgency, ...]
    is_filtered: bool


def read_search_page(conn: sqlite3.Connection, query: Mapping[str, str]) -> SearchPage:
    """Return what a query string asks for: q, year, section (0-6), findings=1, page."""
    text = " ".join(query.get("q", "").split())[:LONGEST_QUERY]
    year = whole_number(query.get("year"))
    section = whole_number(query.get("section"))
    section = section if section is not None and section <= 6 else None
    with_findings = query.get("findings") == "1"
    wanted = min(max(whole_number(query.get("page")) or 1, 1), DEEPEST)
    filters = {"year": year, "section": section}
    is_understood = all(value is not None or not query.get(name, "").strip() for name, value in filters.items())

    def hits_of(page: int) -> Hits:
        return search(
            conn,
            text if is_understood else "",  # nothing is of a year or part that does not exist
            limit=PAGE,
            offset=(page - 1) * PAGE,
            year=year,
            section=section,
            with_findings=with_findings,
        )

    page, hits = wanted, hits_of(wanted)
    if not hits.hits and hits.total:
        # beyond the end: the last page there is, and never "nothing found"
        page = min(-(-hits.total // PAGE), wanted - 1)
        hits = hits_of(page)
    marks = ",".join("?" * len({hit.report_id for hit in hits.hits}))
    reports = {
        line["id"]: line
        for line in rows(
            conn,
            "SELECT id, quality, figure_count, error_count, warning_count, problem_count "  # noqa: S608  question marks
            f"FROM reports WHERE id IN ({marks})",
            *{hit.report_id for hit in hits.hits},
        )
    }
    ordinals = _anchors(conn, {hit.report_id for hit in hits.hits})
    words = fold(text).split()
    kept = {
        name: value
        for name, value in (
            ("q", text),
            ("year", str(year) if year is not None else ""),
            ("section", str(section) if section is not None else ""),
            ("findings", "1" if with_findings else ""),
        )
        if value
    }

    def link(to: int) -> str:
        return "/search?" + urlencode({**kept, "page": to})

    return SearchPage(
        query=text,
        hits=tuple(
            HitView(
                hit.report_id,
                ordinals.get((hit.report_id, hit.ordinal), ""),
                stretches(hit.title or "（无标题）", [] if hit.ordinal else words),
                hit.publisher,
                hit.year,
                part_words(hit.number) if hit.ordinal else Words("标题", "title"),
                stretches(" ".join(hit.heading.split()), []),
                stretches(hit.snippet, words) if hit.ordinal else (),
                tags_of(reports[hit.report_id]) if hit.report_id in reports else (),
            )
            for hit in hits.hits
        ),
        total=grouped(hits.total),
        is_minimum=hits.is_minimum,
        page=page,
        previous=link(page - 1) if page > 1 else "",
        following=link(page + 1) if hits.total > page * PAGE and page < DEEPEST else "",
        years=years(conn, year),
        sections=tuple(Choice(str(part), part_words(part), 0, part == section) for part in range(7)),
        with_findings=with_findings,
        agencies=_agencies(conn, text) if page == 1 else (),
        is_filtered=year is not None or section is not None or with_findings,
    )


def _agencies(conn: sqlite3.Connection, text: str) -> tuple[NamedAgency, ...]:
    """Return the agencies with reports that have the query in their name, if few enough to be what is meant."""
    name = "".join(text.split())
    if len(name) < SHORTEST_NAME:
        return ()
    found = rows(
        conn,
        "SELECT id, name, portal FROM agencies AS a WHERE instr(name, ?) "
        "AND EXISTS (SELECT 1 FROM reports AS r WHERE r.agency_id = a.id) ORDER BY length(name), name, id LIMIT ?",
        name,
        MOST_AGENCIES + 1,
    )
    if len(found) > MOST_AGENCIES:
        return ()
    return tuple(NamedAgency(line["id"], line["name"], line["portal"] or "") for line in found)


def _anchors(conn: sqlite3.Connection, report_ids: set[str]) -> dict[tuple[str, int], str]:
    """Return where a section stands on its report's page: the first of a part has the part's own anchor."""
    if not report_ids:
        return {}
    marks = ",".join("?" * len(report_ids))
    found: dict[tuple[str, int], str] = {}
    seen: set[tuple[str, int]] = set()
    for line in rows(
        conn,
        f"SELECT report_id, ordinal, number FROM sections WHERE report_id IN ({marks}) ORDER BY number, ordinal",  # noqa: S608  question marks
        *report_ids,
    ):
        part = (line["report_id"], line["number"])
        is_first = part not in seen
        seen.add(part)
        suffix = "" if is_first else f"-{line['ordinal']}"
        found[line["report_id"], line["ordinal"]] = f"part-{line['number']}{suffix}"
    return found


def stretches(text: str, words: list[str]) -> tuple[Stretch, ...]:
    """Cut a snippet at the words that were asked for, matched as the search matches them."""
    folded = [fold(character) for character in text]
    if any(len(part) != 1 for part in folded):
        # a character that folds to several (㎡) would shift every mark after it
        folded = list(text.lower()) if len(text.lower()) == len(text) else list(text)
    line = "".join(folded)
    marked = [False] * len(text)
    for word in words:
        at = line.find(word)
        while at >= 0 and word:
            marked[at : at + len(word)] = [True] * len(word)
            at = line.find(word, at + len(word))
    found: list[Stretch] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[start]:
            found.append(Stretch(text[start:at], marked[start]))
            start = at
    return tuple(found)
