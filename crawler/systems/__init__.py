"""How portals of one make are read: one pure module a family, and the registry that tells them apart.

A page goes in, values come out; nothing here opens a socket or keeps state.

    system = detect(page)                    # or get(column.system)
    for fetch in get("trs").first_fetches(column): ...
    listing = system.read_list(page, column) # ReportLinks, ColumnLinks, what to fetch next, what the list claims
    article = system.read_article(page)      # titles, metadata, attachments

`read_list` and `read_article` of this package choose the system themselves: the one named in the request that led to
the page, else the one of the column, else the one recognised from the page.
"""

from __future__ import annotations

from functools import lru_cache

from crawler.catalogue import Column
from crawler.systems import registry, schemes, shapes
from crawler.systems.base import Record, System
from crawler.systems.pages import Article, Attachment, ColumnLink, Fetch, ListPage, Page, ReportLink

__all__ = [
    "Article",
    "Attachment",
    "Column",
    "ColumnLink",
    "Fetch",
    "ListPage",
    "Page",
    "Record",
    "ReportLink",
    "System",
    "detect",
    "first_fetches",
    "get",
    "known_ids",
    "read_article",
    "read_list",
    "scores",
    "system_of_url",
]

MIN_SNIFF = 0.3
"""Below this a page's own marks decide nothing and the shapes of its links vote."""
MIN_VOTES = 2
"""Article links of one shape that decide for a system when the page itself is silent."""

system_of_url = shapes.system_of_url


@lru_cache(maxsize=1)
def _by_id() -> dict[str, System]:
    table: dict[str, System] = {}
    for system in registry.SYSTEMS:
        for name in (system.id, *system.aliases):
            table[name] = system
    return table


def known_ids() -> frozenset[str]:
    """Return every id and alias a catalogue may use as `system`, `auto` not among them."""
    return frozenset(_by_id())


def get(name: str) -> System:
    """Return the system called `name` (id or alias); raises KeyError for an unknown name."""
    return _by_id()[name]


def scores(page: Page) -> dict[str, float]:
    """Return what each system makes of a page, best first, those at 0 left out."""
    found: list[tuple[float, System]] = []
    for system in registry.SYSTEMS:
        score = system.sniff(page)
        if score > 0:
            found.append((score, system))
    found.sort(key=lambda pair: -pair[0])
    return {system.id: score for score, system in found}


def detect(page: Page) -> System:
    """Return the system that made a page: by the marks of a list page, then by the vote of its article links, then by
    its own address; `generic` when none is telling."""
    if page.refused:
        return get(shapes.system_of_url(page.final_url or page.url))
    ranked = scores(page)
    best = next(iter(ranked), "generic")
    if best != "generic" and ranked[best] >= MIN_SNIFF:
        return get(best)
    tree = page.tree
    if tree is not None:
        from crawler.systems.links import harvest

        votes = shapes.vote({link.url for link in harvest(tree, page.base)})
        for name, count in votes.most_common(1):
            if count >= MIN_VOTES and name in _by_id():
                return get(name)
    if best != "generic":
        return get(best)
    return get(shapes.system_of_url(page.final_url or page.url))


def choose(page: Page, column: Column | None = None) -> System:
    """Return the system that should read a page: the one its request names, the column's, or the detected one."""
    request = page.request
    if request is not None and request.system and request.system in _by_id():
        return get(request.system)
    if column is not None and column.system != "auto" and (request is None or request.kind == "list"):
        return get(column.system)
    return detect(page)


def first_fetches(column: Column) -> tuple[Fetch, ...]:
    """Return what to ask first for a column of the catalogue, by its system or, for `auto`, by its address."""
    name = column.system if column.system != "auto" else shapes.system_of_url(column.url)
    return get(name).first_fetches(column)


def read_list(page: Page, column: Column | None = None) -> ListPage:
    """Read a page as a list with the system that fits; never raises on bad input."""
    return schemes.keep_scheme(choose(page, column).read_list(page, column), page, column)


def read_article(page: Page) -> Article:
    """Read a page as an article with the system that fits; never raises on bad input."""
    return choose(page).read_article(page)
