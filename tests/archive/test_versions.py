"""Which content of a report is current: newest at its place, fullest among places, whatever the order of captures."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from archive.versions import Sighting, relation_of, versions_of


def sighting(
    content: str, url: str, day: int, *, figures: int = 200, sections: int = 6, kind: str = "html", role: str = "report"
) -> Sighting:
    moment = f"2025-02-{day:02d}T00:00:00.000000Z"
    return Sighting(
        f"{url}@{day}",
        f"payload-{content}",
        content,
        url,
        moment,
        role,
        "response",
        "",
        "",
        kind,
        figures,
        sections,
        False,
    )


def current(*sightings: Sighting) -> str:
    return next(version.content_sha256 for version in versions_of(sightings) if version.is_current)


def test_one_content_in_many_places_is_one_version() -> None:
    versions = versions_of([sighting("a", "u1", 3), sighting("a", "u2", 1), sighting("a", "u1", 9)])
    assert [(version.number, version.status) for version in versions] == [(1, "current")]
    assert (versions[0].first_seen_at[:10], versions[0].last_seen_at[:10]) == ("2025-02-01", "2025-02-09")


def test_what_a_page_shows_now_replaces_what_it_showed_before() -> None:
    versions = versions_of([sighting("a", "u1", 1), sighting("b", "u1", 2, figures=10)])
    assert [(version.content_sha256, version.status) for version in versions] == [("a", "replaced"), ("b", "current")]


def test_a_page_that_goes_back_makes_its_first_content_current_again() -> None:
    assert current(sighting("a", "u1", 1), sighting("b", "u1", 2), sighting("a", "u1", 3)) == "a"


def test_a_place_that_is_gone_shows_nothing_and_the_earliest_that_has_it_is_named() -> None:
    gone = sighting("a", "u1", 1)._replace(is_gone=True)
    versions = versions_of([gone, sighting("b", "u2", 2, figures=10)])
    assert [(version.content_sha256, version.status) for version in versions] == [("a", "removed"), ("b", "current")]
    (moved,) = versions_of([gone, sighting("a", "u2", 5), sighting("a", "u3", 4)])
    assert (moved.capture.url, moved.first_seen_at[:10]) == ("u3", "2025-02-01")
    # where all is gone the last that was there is what the report said
    assert current(gone, sighting("b", "u1", 2, figures=10)._replace(is_gone=True)) == "b"


def test_the_named_capture_is_one_whose_place_still_shows_the_content() -> None:
    seen = [sighting("a", "u1", 1), sighting("b", "u1", 2, figures=10), sighting("a", "u2", 3)]
    (first, _) = versions_of(seen)
    assert (first.status, first.capture.url) == ("current", "u2")


def test_what_a_page_has_now_replaces_a_file_that_it_has_no_more() -> None:
    file = sighting("a", "u1/a.pdf", 1)._replace(page="u1")
    assert current(file, sighting("b", "u1", 2, figures=10), sighting("b", "u1/b.pdf", 2)) == "b"
    assert current(file) == "a"


def test_among_places_the_fullest_wins_then_the_format_then_the_first() -> None:
    assert current(sighting("a", "u1", 1, figures=15), sighting("b", "u2", 2, figures=200)) == "b"
    assert current(sighting("a", "u1", 1, sections=2), sighting("b", "u2", 2, sections=6)) == "b"
    assert current(sighting("a", "u1", 1, kind="pdf"), sighting("b", "u2", 2, kind="html")) == "b"
    assert current(sighting("a", "u1", 2), sighting("b", "u2", 1)) == "b"
    statuses = {version.status for version in versions_of([sighting("a", "u1", 1), sighting("b", "u2", 2)])}
    assert statuses == {"current", "elsewhere"}


def test_a_file_handed_in_again_under_its_name_replaces_the_first() -> None:
    first = sighting("a", "urn:gongkai:file:11/x/a.html", 1)
    second = sighting("b", "urn:gongkai:file:22/x/a.html", 2, figures=10)
    assert current(first, second) == "b"
    assert relation_of(first) == "file"
    assert relation_of(sighting("a", "http://a/b.pdf", 1, role="attachment")) == "attachment"


@given(
    st.lists(
        st.builds(
            sighting, st.sampled_from("abcd"), st.sampled_from(["u1", "u2", "u3"]), st.integers(1, 27),
            figures=st.sampled_from([0, 15, 200]), kind=st.sampled_from(["html", "pdf", "strange"]),
            sections=st.just(6), role=st.just("report"),
        ).flatmap(
            lambda found: st.builds(
                found._replace, is_gone=st.just(found.url == "u3"), page=st.sampled_from(["", "u1"])
            )
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda found: found.capture_id,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_of_captures_changes_nothing(sightings: list[Sighting], dice: random.Random) -> None:
    shuffled = [*sightings]
    dice.shuffle(shuffled)
    versions = versions_of(sightings)
    assert versions_of(shuffled) == versions
    assert sum(version.is_current for version in versions) == 1
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert {version.content_sha256 for version in versions} == {found.content_sha256 for found in sightings}
