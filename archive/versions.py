"""Which of a report's contents is the current one. Pure, and the same whatever order captures are met in.

A place (a URL, or the name of a file handed in) shows one content at a time: its newest capture's, and nothing once it
is gone. Among the contents that some place still shows (or showed last, if all are gone), the fullest wins: most cells,
then most sections, then the format that keeps most of the form's structure, then the one seen first.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from crawler.captures import file_name

FORMAT_ORDER = ("html", "docx", "xlsx", "pdf", "doc", "wps", "ofd", "text", "markdown", "image")
"""Formats by how surely they say which cell is which; another format comes after these."""


class Sighting(NamedTuple):
    """One capture that showed a content of a report; `is_gone` if nothing is there any more."""

    capture_id: str
    payload_sha256: str
    content_sha256: str
    url: str
    fetched_at: str
    role: str
    record_type: str
    parent_url: str
    portal_id: str
    format: str
    figure_count: int
    section_count: int
    is_part: bool
    page: str = ""
    is_gone: bool = False

    @property
    def place(self) -> str:
        """Return what must be equal for one content to have replaced another: the URL, or a local file's name.

        For a file that its page has no more (`page`) it is the page: what that has now took the file's place.
        """
        return self.page or place_of(self.url)


class Version(NamedTuple):
    """One content of a report and when it was seen; `capture` is the earliest of it where it still stands."""

    number: int
    content_sha256: str
    status: str
    first_seen_at: str
    last_seen_at: str
    capture: Sighting

    @property
    def is_current(self) -> bool:
        """Return whether the report's rows are made of this content."""
        return self.status == "current"


def place_of(url: str) -> str:
    """Return an address as a place: the URL, or a local file's name."""
    return file_name(url) if url.startswith("urn:gongkai:file:") else url


class Contents(NamedTuple):
    """What was seen: the sightings of every content, earliest first, and the content that each place showed last.

    `live` are the places that are not gone; all of them, where all are.
    """

    by_content: dict[str, list[Sighting]]
    shown: dict[str, str]
    live: frozenset[str]

    def first_live(self, content: str) -> Sighting | None:
        """Return the earliest sighting of a content in a place that still shows it."""
        return next(
            (one for one in self.by_content[content] if one.place in self.live and self.shown[one.place] == content),
            None,
        )


def contents_of(sightings: Iterable[Sighting]) -> Contents:
    """Sort sightings by content and find what each place shows now."""
    by_content: dict[str, list[Sighting]] = {}
    shown: dict[str, str] = {}
    gone: dict[str, bool] = {}
    for sighting in sorted(sightings, key=lambda sighting: (sighting.fetched_at, sighting.capture_id)):
        by_content.setdefault(sighting.content_sha256, []).append(sighting)
        shown[sighting.place] = sighting.content_sha256
        gone[sighting.place] = sighting.is_gone
    live = frozenset(place for place, is_gone in gone.items() if not is_gone)
    return Contents(by_content, shown, live or frozenset(shown))


def versions_of(sightings: Iterable[Sighting]) -> tuple[Version, ...]:
    """Return the versions of one report, numbered by when they were first seen; exactly one is current."""
    contents = contents_of(sightings)
    by_content = contents.by_content
    live = {content: first for content in by_content if (first := contents.first_live(content)) is not None}
    best = min(live, key=lambda content: rank_of(by_content[content][0]))
    last = set(contents.shown.values())
    firsts = sorted(by_content.items(), key=lambda item: (item[1][0].fetched_at, item[0]))
    return tuple(
        Version(
            number,
            content,
            _status(content, best, live, last),
            seen[0].fetched_at,
            seen[-1].fetched_at,
            live.get(content, seen[0]),
        )
        for number, (content, seen) in enumerate(firsts, 1)
    )


def _status(content: str, best: str, live: Container[str], last: Container[str]) -> str:
    if content == best:
        return "current"
    if content in live:
        return "elsewhere"
    return "removed" if content in last else "replaced"


def rank_of(first: Sighting) -> tuple[int, int, int, str, str]:
    """Return the sort key of a content by the first sighting of it: the best one has the smallest."""
    order = FORMAT_ORDER.index(first.format) if first.format in FORMAT_ORDER else len(FORMAT_ORDER)
    return -first.figure_count, -first.section_count, order, first.fetched_at, first.content_sha256


def relation_of(sighting: Sighting) -> str:
    """Return how a capture shows the report: page, attachment, file or part."""
    if sighting.is_part:
        return "part"
    if sighting.url.startswith("urn:gongkai:file:"):
        return "file"
    return "attachment" if sighting.role == "attachment" else "page"
