"""Which attached files are read with which page: a page that only leads to its report has none without them.

An attached file names the page that linked it as its parent. What a page said is read with what its links led to while
it said that: of a file that was replaced the newest one, and none that only an earlier state of the page has linked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from archive.article_pages import FOR_EVER, Article, Seen, spans_of

_Key = tuple[str, str]
"""A page's address and the digest of what it said."""


class Attachments(NamedTuple):
    """`parts`: by the digest of a page, the digests of what is attached to it or to a further page of its article.

    `unlinked`: files, each with its page, in whose place the page has other files now.
    """

    parts: dict[str, tuple[str, ...]]
    unlinked: frozenset[tuple[str, str]]


def find_attachments(conn: sqlite3.Connection, articles: Mapping[str, Article]) -> Attachments:
    """Return what is attached to which page."""
    files: dict[str, dict[str, list[Seen]]] = {}
    for parent, url, *one in conn.execute(
        # whatever the answer was, the page had the link; where it has no payload, the last one still stands
        "SELECT parent_url, final_url, fetched_at, id, CASE use WHEN 'read' THEN payload_sha256 ELSE '' END "
        "FROM captures WHERE role = 'attachment' AND parent_url <> '' ORDER BY fetched_at, id"
    ):
        files.setdefault(parent, {}).setdefault(url, []).append(Seen(*one))
    if not files:
        return Attachments({}, frozenset())
    shown: dict[str, list[Seen]] = {}
    further: set[_Key] = set()
    for url, use, *one in conn.execute(
        "SELECT final_url, use, fetched_at, id, payload_sha256 FROM captures WHERE use IN ('read', 'part') "
        "AND final_url IN (SELECT parent_url FROM captures WHERE role = 'attachment') ORDER BY fetched_at, id"
    ):
        shown.setdefault(url, []).append(Seen(*one))
        if use == "part":
            further.add((url, str(one[-1])))
    attached: dict[_Key, set[str]] = {}
    unlinked: set[_Key] = set()
    for url, seen in shown.items():
        for payload, (begin, end) in spans_of(seen).items():
            standing = _standing(files[url], begin, end)
            attached[url, payload] = set(standing.values()) - {payload}
            if end == FOR_EVER and standing:
                unlinked.update((file, url) for file in files[url].keys() - standing.keys())
    found: dict[str, set[str]] = {}
    for key, digests in attached.items():
        if key not in further:
            found.setdefault(key[1], set()).update(digests)
    for first, article in articles.items() if further else ():
        for page in article.pages:
            found.setdefault(first, set()).update(attached.get((page.url, page.payload_sha256), ()))
    parts = {page: tuple(sorted(digests)) for page, digests in found.items() if digests}
    return Attachments(parts, frozenset(unlinked))


def _standing(files: Mapping[str, list[Seen]], begin: str, end: str) -> dict[str, str]:
    """Return the newest payload of every file that was asked for between two moments; where none was, of all before."""
    newest: dict[str, tuple[str, str]] = {}
    for url, seen in files.items():
        known = [one for one in seen if one.fetched_at < end]
        bodies = [one.payload_sha256 for one in known if one.payload_sha256]
        if bodies:
            newest[url] = known[-1].fetched_at, bodies[-1]
    # a crawl need not ask for a known file again because its page has another date on it
    since = {url: payload for url, (last, payload) in newest.items() if last >= begin}
    return since or {url: payload for url, (_, payload) in newest.items()}
