"""Documents of one agency and year that cannot be versions of one report. Pure, and the same whatever their order.

A place shows one content at a time, and what it shows now replaces what it showed before. Contents of one source (a
site; a single page where the name does not carry its place; the name of a file handed in) are versions of one report.
Contents of several sources are too, unless they print other numbers: then nothing says which is the later one, or
whether both are of the same body, and each party is kept as a report of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.identity import registrable_host
from archive.rows import Value, changed_cells, unpack_cells
from archive.versions import Sighting, contents_of, rank_of

_NO_NUMBER = ("blank", "na")


class Party(NamedTuple):
    """The sightings of what counts as one report; `place` is where the first of what is shown now was seen first."""

    place: str
    sightings: tuple[Sighting, ...]


def parties_of(sightings: Sequence[Sighting], cells: Mapping[str, bytes], *, carries_place: bool) -> tuple[Party, ...]:
    """Part the sightings of one agency and year into reports, the preferred one first.

    `cells` are the packed cells of every content; `carries_place` says whether the agency's name tells whose it is.
    """
    seen = contents_of(sighting for sighting in sightings if not sighting.is_part)
    sources: dict[str, set[str]] = {}
    for content in seen.shown.values():
        for sighting in seen.by_content[content]:
            if seen.shown[sighting.place] == content:
                sources.setdefault(content, set()).add(_source_of(sighting, carries_place=carries_place))
    groups: list[list[str]] = []
    home: dict[str, int] = {}
    # what is still there before what is gone
    order = {content: (not seen.first_live(content), *rank_of(seen.by_content[content][0])) for content in sources}
    for content in sorted(sources, key=order.__getitem__):
        number = next(
            (n for n, group in enumerate(groups) if any(sources[content] & sources[other] for other in group)),
            None,
        )
        if number is None:
            number = next(
                (
                    n
                    for n, (leader, *_) in enumerate(groups)
                    if _may_be_one(seen.by_content[leader][0], seen.by_content[content][0], cells, carries_place)
                ),
                len(groups),
            )
        if number == len(groups):
            groups.append([])
        groups[number].append(content)
        home[content] = number
    for content, found in seen.by_content.items():
        if content not in home:  # replaced: it goes with what took its last place
            home[content] = home[seen.shown[found[-1].place]]
    parties = []
    for number, group in enumerate(groups):
        members = tuple(sighting for sighting in sightings if home.get(sighting.content_sha256) == number)
        first = min(
            (s.fetched_at, s.capture_id, s.place) for s in members if not s.is_part and seen.shown[s.place] in group
        )
        parties.append(Party(first[2], members))
    return tuple(parties)


def _source_of(sighting: Sighting, *, carries_place: bool) -> str:
    host = registrable_host(sighting.url)
    if host and carries_place:
        return host
    return sighting.parent_url if sighting.role == "attachment" and sighting.parent_url else sighting.place


def _may_be_one(first: Sighting, second: Sighting, cells: Mapping[str, bytes], carries_place: bool) -> bool:
    one, other = cells.get(first.content_sha256), cells.get(second.content_sha256)
    if one is None or other is None:
        return True
    if _have_other_numbers(one, other):
        return False
    # two town halls with nothing but zeros have all cells in common, and that proves nothing: where the name does not
    # tell them apart either, two pages with other words are two documents; a page and a file may be one
    return carries_place or first.format != second.format or _has_numbers(one) or _has_numbers(other)


@lru_cache(maxsize=256)
def differing_numbers(one: bytes, other: bytes) -> tuple[tuple[str, Value, Value], ...]:
    """Return (key, one, other) of every cell that both print and that does not say the same number.

    A blank is a number left out where the other prints one that is not zero. What could not be read says nothing.
    """
    return tuple((str(key), a, b) for key, a, b in changed_cells(one, other) if _differ(a, b) or _differ(b, a))


def _have_other_numbers(one: bytes, other: bytes) -> bool:
    """Return whether there is any of `differing_numbers`: it ends at the first, so that many can be compared."""
    if one == other:
        return False
    old, new = _cells(one), _cells(other)
    return any(
        old.get(key) != new.get(key) and (_differ(old.get(key), new.get(key)) or _differ(new.get(key), old.get(key)))
        for key in old
    )


@lru_cache(maxsize=1024)
def _cells(packed: bytes) -> dict[str, Value]:
    return unpack_cells(packed)


def _differ(a: Value, b: Value) -> bool:
    if not isinstance(a, int | float):
        return False
    return (b in _NO_NUMBER and a != 0) or (isinstance(b, int | float) and a != b)


def _has_numbers(cells: bytes) -> bool:
    return any(isinstance(value, int | float) and value for value in unpack_cells(cells).values())
