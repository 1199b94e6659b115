"""Further pages of articles: which captures belong to which page, and the pages read as one document.

A further page names the page before it as its parent. What a page said and what its further pages said are read
together only as far as they were shown together: from the page's capture until another one of it said something else, a
further page has to have been seen, with a body or unchanged (304).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from crawler.captures import CaptureError
from crawler.further import MAX_PAGES, find_lost_page, find_next_page
from crawler.urls import key_of
from extractors.document import Document, Problem
from extractors.errors import ExtractionError
from extractors.formats.charset import decode
from extractors.formats.html import find_article, open_page, read_further
from extractors.joining import is_same_page, join_pages
from extractors.report import CONTINUED

_NO_PAGE = ("challenge", "soft_404")

FOR_EVER = "9"
"""Later than every moment that captures have."""


class ArticlePage(NamedTuple):
    """A further page as one capture has it: its address, the page that links it, the digest of its payload."""

    url: str
    parent_url: str
    capture_id: str
    payload_sha256: str


class Article(NamedTuple):
    """A first page's address, and the captures of further pages that were shown with it, by address."""

    url: str
    pages: tuple[ArticlePage, ...]


class Seen(NamedTuple):
    """One capture of an address: when, and the digest of its payload (empty: the last one still stands)."""

    fetched_at: str
    capture_id: str
    payload_sha256: str


def find_articles(conn: sqlite3.Connection) -> dict[str, Article]:
    """Return the articles on several pages by the digest of their first page."""
    children: dict[str, set[str]] = {}
    seen: dict[str, list[Seen]] = {}
    for url, parent, *one in conn.execute(
        # an unchanged answer has no payload, and says that the last one still stands
        "SELECT final_url, parent_url, fetched_at, id, CASE use WHEN 'part' THEN payload_sha256 ELSE '' END "
        "FROM captures WHERE role = 'part' AND (use = 'part' OR status = 304) ORDER BY fetched_at, id"
    ):
        children.setdefault(parent, set()).add(url)
        seen.setdefault(url, []).append(Seen(*one))
    articles: dict[str, tuple[str, Article]] = {}
    for first in sorted(children.keys() - seen.keys()):
        shown = [
            Seen(*row)
            for row in conn.execute(
                "SELECT fetched_at, id, payload_sha256 FROM captures WHERE final_url = ? AND use = 'read' "
                "ORDER BY fetched_at, id",
                (first,),
            )
        ]
        for payload, (begin, end) in spans_of(shown).items():
            pages = _pages_behind(first, children, seen, begin, end)
            if pages and (payload not in articles or begin < articles[payload][0]):
                articles[payload] = begin, Article(first, pages)
    return {payload: article for payload, (_, article) in articles.items()}


def spans_of(shown: Sequence[Seen]) -> dict[str, tuple[str, str]]:
    """Return from when until when a page showed each payload, for the last time."""
    spans: dict[str, tuple[str, str]] = {}
    for number, one in enumerate(shown):
        if number and shown[number - 1].payload_sha256 == one.payload_sha256:
            continue
        end = next((later.fetched_at for later in shown[number:] if later.payload_sha256 != one.payload_sha256), "")
        spans[one.payload_sha256] = one.fetched_at, end or FOR_EVER
    return spans


def _pages_behind(
    first: str, children: Mapping[str, set[str]], seen: Mapping[str, Sequence[Seen]], begin: str, end: str
) -> tuple[ArticlePage, ...]:
    """Return the newest captures of what the pages from the first on link, seen between two moments."""
    pages: dict[str, ArticlePage] = {}
    parents = [first]
    for parent in parents:
        for url in sorted(children.get(parent, ())):
            known = [one for one in seen[url] if one.fetched_at < end]
            bodies = [one for one in known if one.payload_sha256]
            if not bodies or known[-1].fetched_at < begin or url in pages or len(pages) >= MAX_PAGES:
                continue
            pages[url] = ArticlePage(url, parent, bodies[-1].capture_id, bodies[-1].payload_sha256)
            parents.append(url)
    return tuple(pages.values())


class Body(NamedTuple):
    """A page as it came: its address, and what its server said it is."""

    url: str
    data: bytes
    media_type: str
    charset: str


Reader = Callable[[ArticlePage], tuple[Document, Body]]
"""Gives a further page as a document and as it came."""


def read_article(
    first: Document,
    body: Body,
    pages: Sequence[ArticlePage],
    read: Reader,
) -> tuple[Document, tuple[str, ...]]:
    """Return an article as one document, and the digests of the further pages in it.

    Only pages that the page before them names are read, in order, one that was redirected by the number in the address
    that was asked. Where one is not there, is no page of text, or was led to where nothing tells the next, the document
    ends before it and has the problem `continued`.
    """
    at = [body]
    asked = [body.url]
    used: list[str] = []
    missing = ""
    while address := find_next_page(_text_of(at[-1]), asked[-1], body.url):
        keys = {key_of(one.url) for one in at}
        if key_of(address) in keys:
            break
        linked = [page for page in pages if page.parent_url == at[-1].url and key_of(page.url) not in keys]
        named = [page for page in linked if key_of(page.url) == key_of(address)]
        page = next(iter(named or linked), None)  # the address may have been redirected
        found = _body_of(page, read) if page is not None else None
        if page is None or found is None:
            missing = address
            break
        at.append(found)
        asked.append(address)
        used.append(page.payload_sha256)
    else:
        if key_of(asked[-1]) != key_of(at[-1].url):
            known = {key_of(url) for url in (*asked, *(one.url for one in at))}
            missing = find_lost_page(_text_of(at[-1]), at[-1].url, known)
    documents = _read_together(at) if used else [first]
    for number in range(1, len(at)):
        if is_same_page(documents[number], documents[number - 1]):
            # a site may show the same whichever page is asked for
            del documents[number:], at[number:], used[number - 1 :]
            missing = ""
            break
    whole = join_pages(documents, [one.url.rpartition("/")[2] for one in at]) if used else first
    return (_ending_early(whole, missing) if missing else whole), tuple(used)


def _body_of(page: ArticlePage, read: Reader) -> Body | None:
    """Return a further page as it came, None where it cannot be read or says that it is not there."""
    try:
        document, body = read(page)
    except (ExtractionError, CaptureError):
        return None
    return body if document.format == "html" and document.metadata.get("page:kind") not in _NO_PAGE else None


def _read_together(pages: Sequence[Body]) -> list[Document]:
    """Return the pages as documents, each of what stands where the article does."""
    opened = [
        open_page(page.data, name=page.url.rpartition("/")[2], media_type=page.media_type, charset=page.charset)
        for page in pages
    ]
    boxes = find_article(opened)
    return [read_further(page, boxes) for page in opened]


def _ending_early(document: Document, address: str) -> Document:
    metadata = {name: value for name, value in document.metadata.items() if name != "page:next"}
    problem = Problem("continued", "page", address[:300], CONTINUED)
    return replace(document, metadata=metadata, problems=(*document.problems, problem))


def _text_of(body: Body) -> str:
    return decode(body.data, charset=body.charset, media_type=body.media_type, markup=True).text
