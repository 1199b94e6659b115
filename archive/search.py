"""Full-text search that finds words of one and two characters: overlapping character pairs in FTS5.

Chinese is written without spaces and most of its words have two characters, so SQLite's own tokenizers find nothing:
`unicode61` sees a whole clause as one token, `trigram` never finds fewer than three characters. Here every run of
letters, digits and Han characters is indexed as its overlapping pairs plus its last single character, into a
contentless FTS5 table with detail=none (0.2-0.3 of the text's bytes). Any plain SQLite can query it.

**What is searched**: the prose of every part, and the title and publisher of every report. The headings of the six
parts are not: the form prescribes them, so that every report would be a hit for 复议 whether it says anything or not.

A pair is found exactly. Longer words are the AND of their pairs, which also matches a text that has the pairs apart:
`search` looks such candidates up in the text itself. Matching folds full-width forms and letter case (１２ = 12).
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_RUN = re.compile(r"[^\W_]+")
_UNKNOWN = re.compile("[\u9fcd-\u9fff\U0002b820-\U0010ffff]+")
"""Characters younger than SQLite's tables (Unicode 6.1), which its tokenizer takes for separators: Han extensions E and
later. They break a run, and a query for one of them is answered from the text."""

SNIPPET_LENGTH = 120
"""Characters of text around the first hit."""

LARGEST_CANDIDATES = 20_000
"""Candidates whose text is looked at before a count is given as "at least": about a second of work."""


def _compatible() -> dict[int, str]:
    """Return what stands for each compatibility character of the blocks that office software and keyboards write."""
    blocks = (
        (0xA0, 0x100),  # no-break space, ², ½
        (0x2000, 0x2190),  # spaces, ⁵, ℃, ⅲ
        (0x2460, 0x2500),  # ①, ⑴
        (0x3000, 0x3001),  # the full-width space
        (0x3200, 0x3400),  # ㈠, ㎡
        (0xF900, 0xFB07),  # compatibility Han, ligatures
        (0xFE30, 0xFE70),  # vertical and small forms
        (0xFF00, 0xFFF0),  # full-width forms
    )
    found = {}
    for first, end in blocks:
        for code in range(first, end):
            plain = unicodedata.normalize("NFKC", chr(code)).lower()
            if plain != chr(code):
                found[code] = plain
    return found


_COMPATIBLE = _compatible()


def fold(text: str) -> str:
    """Return text as it is matched: full-width and compatibility forms made plain, letters small.

    The whole of NFKC costs fifteen times as much on Chinese text, for combining marks that Chinese does not use.
    """
    return text.lower() if text.isascii() else text.lower().translate(_COMPATIBLE)


def _runs(folded: str) -> Iterator[str]:
    for run in _RUN.findall(folded):
        if run.isascii() or not _UNKNOWN.search(run):
            yield run
        else:
            yield from (part for part in _UNKNOWN.split(run) if part)


def index_text(text: str) -> str:
    """Return the terms of a text, parted by spaces, for the `terms` column."""
    terms: list[str] = []
    for run in _runs(fold(text)):
        terms.extend(map("".join, pairwise(run)))
        terms.append(run[-1])
    return " ".join(terms)


@lru_cache(maxsize=256)
def match_query(query: str) -> str:
    """Return the FTS5 expression for what a user typed: all words parted by spaces, each as a substring.

    Empty when nothing in the query can be looked up in the index (only punctuation, say).
    """
    terms: dict[str, None] = {}
    for run in _runs(fold(query)):
        if len(run) == 1:
            terms[f'"{run}"*'] = None
        else:
            for first, second in pairwise(run):
                terms[f'"{first}{second}"'] = None
    return " AND ".join(terms)


def needs_verifying(query: str) -> bool:
    """Return whether the index alone may give false hits: a word of three characters or more, or with punctuation."""
    words = fold(query).split()
    return any(len(word) > 2 or list(_runs(word)) != [word] for word in words)


LONGEST_PART_HEADING = 40
"""Characters; the longest wording of a part's heading seen has 29. A longer one has prose run into it."""

OWN_HEADING = f"CASE WHEN number BETWEEN 1 AND 6 AND length(heading) <= {LONGEST_PART_HEADING} THEN '' ELSE heading END"
"""What of a heading is searched, as SQL over `sections`: nothing of a heading that the form prescribes."""

_FORMULA = re.compile(r"政府信息公开工作年度报告|信息公开|公开工作|年度报告|年报|报告|20\d\d年度?|[省市县区]|人民政府")
"""What nearly every title says; who types it does not look for a title."""


class Hit(NamedTuple):
    """One section that has every word of the query; `ordinal` is 0 where the report's title has them."""

    report_id: str
    ordinal: int
    number: int
    heading: str
    title: str
    publisher: str
    year: int | None
    snippet: str


class Hits(NamedTuple):
    """Hits of one page; `total` is exact unless `is_minimum`."""

    hits: tuple[Hit, ...]
    total: int
    is_minimum: bool


class _Source(NamedTuple):
    """Something that is searched: its FROM, its full-text index, the order of its hits, and the text of one."""

    tables: str
    docid: str
    fulltext: str
    order: str
    text: str


_SECTIONS = _Source(
    "sections AS s JOIN reports AS r ON r.id = s.report_id",
    "s.docid",
    "sections_search",
    "r.year DESC, s.report_id, s.ordinal",
    f"""
SELECT s.report_id, s.ordinal, s.number, s.heading, s.text, r.title, COALESCE(r.publisher, ''), r.year, {OWN_HEADING}
FROM sections AS s JOIN reports AS r ON r.id = s.report_id WHERE s.docid = ?""",  # noqa: S608  our own names
)
_TITLES = _Source(
    "reports AS r",
    "r.docid",
    "reports_search",
    "r.year DESC, r.id",
    "SELECT id, 0, 0, '', COALESCE(publisher, ''), title, COALESCE(publisher, ''), year, title FROM reports "
    "WHERE docid = ?",
)


def search(
    conn: sqlite3.Connection,
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    year: int | None = None,
    agency_id: str = "",
    section: int | None = None,
    with_findings: bool = False,
) -> Hits:
    """Return the titles and sections that have every word of the query, newest year first. Reads only.

    Titles come first, but for words that nearly all of them have. `section` is a part of the report (0-6), which
    leaves titles out; `with_findings` leaves only reports with a failed check of level error.
    """
    words = fold(query).split()
    if not words:
        return Hits((), 0, False)
    where: list[str] = []
    values: list[str | int] = []
    if year is not None:
        where.append("r.year = ?")
        values.append(year)
    if agency_id:
        where.append("r.agency_id = ?")
        values.append(agency_id)
    if with_findings:
        where.append("r.error_count > 0")
    sources = [_SECTIONS, _TITLES] if all(_is_formula(word) for word in words) else [_TITLES, _SECTIONS]
    if section is not None:
        where.append("s.number = ?")
        values.append(section)
        sources.remove(_TITLES)
    hits: tuple[Hit, ...] = ()
    total = 0
    for source in sources:
        found = _search_source(
            conn, source, query, where, values, limit=limit - len(hits), offset=max(0, offset - total)
        )
        hits += found.hits
        total += found.total
        if found.is_minimum:
            return Hits(hits, total, True)
    return Hits(hits, total, False)


def _is_formula(word: str) -> bool:
    """Return whether a word says nothing of which report is meant: 公开, 年度报告, 2023年."""
    return word in "政府信息公开工作年度报告" or word.isdigit() or not _FORMULA.sub("", word)


def _search_source(
    conn: sqlite3.Connection,
    source: _Source,
    query: str,
    where: list[str],
    values: list[str | int],
    *,
    limit: int,
    offset: int,
) -> Hits:
    words = fold(query).split()
    match = match_query(query)
    if match:
        where = [f"{source.docid} IN (SELECT rowid FROM {source.fulltext} WHERE {source.fulltext} MATCH ?)", *where]  # noqa: S608
        values = [match, *values]
    rows = f"FROM {source.tables} WHERE {' AND '.join(where) or '1'}"
    order = f" ORDER BY {source.order}"
    if match and not needs_verifying(query):
        total = conn.execute(f"SELECT count(*) {rows}", values).fetchone()[0]
        page = conn.execute(
            f"SELECT {source.docid} {rows}{order} LIMIT ? OFFSET ?", (*values, limit, offset)
        ).fetchall()
        shown = (conn.execute(source.text, row).fetchone() for row in page)
        return Hits(tuple(_hit(row, words) for row in shown), total, False)
    # numbers first, texts after: a sort that carries the texts of every candidate costs ten times the memory
    candidates = conn.execute(f"SELECT {source.docid} {rows}{order}", values).fetchall()
    hits: list[Hit] = []
    total = 0
    for looked_at, candidate in enumerate(candidates):
        if looked_at >= LARGEST_CANDIDATES and len(hits) >= limit:
            return Hits(tuple(hits), total, True)
        row = conn.execute(source.text, candidate).fetchone()
        text = f"{row[8]}\n{row[4]}"
        # most texts print the words as they were typed; only the others need folding
        if _has_all(text, words) or _has_all(fold(text), words):
            if offset <= total < offset + limit:
                hits.append(_hit(row, words))
            total += 1
    return Hits(tuple(hits), total, False)


def _has_all(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _hit(row: tuple[str, int, int, str, str, str, str, int | None, str], words: list[str]) -> Hit:
    report_id, ordinal, number, heading, text, title, publisher, year, own_heading = row
    if ordinal and own_heading and not any(word in fold(text) for word in words):
        text = f"{own_heading}\n{text}"
    return Hit(report_id, ordinal, number, heading, title, publisher, year, snippet(text, words))


def snippet(text: str, words: list[str]) -> str:
    """Return a stretch of text around the first word found in it, one line."""
    folded = fold(text)
    # folding may change lengths (㎡ -> m2); the stretch is only a window, so a small shift does no harm
    found = [position for position in (folded.find(word) for word in words) if position >= 0]
    begin = max(0, (min(found) if found else 0) - SNIPPET_LENGTH // 3)
    stretch = " ".join(text[begin : begin + SNIPPET_LENGTH].split())
    return ("…" if begin else "") + stretch + ("…" if begin + SNIPPET_LENGTH < len(text) else "")
