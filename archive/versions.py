"""Which of a report's contents is the current one. Pure, and the same whatever order captures are met in.

A place (a URL, or the name of a file handed in) shows one content at a time: its newest capture's. Among the contents
that some place still shows, the fullest wins: most cells, then most sections, then the format that keeps most of the
form's structure, then the one seen first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crawler.captures import file_name

FORMAT_ORDER = ("html", "docx", "xlsx", "pdf", "doc", "wps", "ofd", "text", "markdown", "image")
"""Formats by how surely they say which cell is which; another format comes after these."""


class Sighting(NamedTuple):
    """One capture that showed a content of a report."""

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


class Version(NamedTuple):
    """One content of a report and when it was seen; `capture` is the earliest capture of it."""

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
    """Return what must be equal for one content to have replaced another: the URL, or a local file's name."""
    return file_name(url) if url.startswith("urn:gongkai:file:") else url


class Contents(NamedTuple):
    """What was seen: the sightings of every content, earliest first, and the content that each place shows now."""

    by_content: dict[str, list[Sighting]]
    shown: dict[str, str]


def contents_of(sightings: Iterable[Sighting]) -> Contents:
    """Sort sightings by content and find what each place shows now."""
    by_content: dict[str, list[Sighting]] = {}
    shown: dict[str, str] = {}
    for sighting in sorted(sightings, key=lambda sighting: (sighting.fetched_at, sighting.capture_id)):
        by_content.setdefault(sighting.content_sha256, []).append(sighting)
        shown[place_of(sighting.url)] = sighting.content_sha256
    return Contents(by_content, shown)


def versions_of(sightings: Iterable[Sighting]) -> tuple[Version, ...]:
    """Return the versions of one report, numbered by when they were first seen; exactly one is current."""
    by_content, shown = contents_of(sightings)
    live = set(shown.values())
    best = min(live, key=lambda content: rank_of(by_content[content][0]))
    firsts = sorted(by_content.items(), key=lambda item: (item[1][0].fetched_at, item[0]))
    return tuple(
        Version(
            number,
            content,
            "current" if content == best else "elsewhere" if content in live else "replaced",
            seen[0].fetched_at,
            seen[-1].fetched_at,
            seen[0],
        )
        for number, (content, seen) in enumerate(firsts, 1)
    )


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
