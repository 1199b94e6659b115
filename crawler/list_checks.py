"""Whether a list can be what the site says it is: invariants of its pages, its counts and its years. Pure.

A list that breaks one is suspect, never "0 reports".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler import urls
from crawler.judging import is_under, judge_item
from crawler.systems import pager, shapes
from crawler.systems.pages import ListPage, ReportLink

MAX_LIST_PAGES = pager.MAX_PAGES
MIN_OTHER_LINKS = 5
"""Links outside menus that page 1 has not, from which a page without entries is another page; an empty page of a
list has none, its pager's numbers aside."""
MIN_BELONGING = 0.8
"""Share of a page's entries that must belong to its list; a pager that strays returns another list altogether."""

MIN_OTHER_LIST = 3
"""Entries, all of them no reports, from which a page is another list; a last page may well end with one or two."""

SLIGHT = 0.05
"""Share of the entries claimed that a list may lack when it was asked for them and answered with none: counters count
what was taken down or is not public."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A list that cannot be what it says.

    Kinds: `empty`, `script_list` (the same where a script of the page fetches its entries), `offset_ignored`,
    `strays`, `no_next` (pages are linked, or several claimed, that could not be had), `missing_n`, `pages_missing`,
    `page_cap`, `years_missing`, and `other_way`, a note that the question had to be put differently. `missing`
    counts entries claimed and not seen.
    """

    kind: str
    detail: str = ""
    missing: int = 0


EMPTY = frozenset({"empty", "script_list"})
"""Suspicions of a page that names nothing and does not say so."""
_UNSURE = frozenset({"counter_unsure", "next_page_guessed"})
"""Problems of a page whose counter proves little: known to be too high, or the only sign of a next page."""
_DOUBTFUL = "next_page_unsure"
"""The problem of a page that has a button for more and no number: pagers print it on the only page, too."""
FATAL = frozenset({"empty", "script_list", "offset_ignored", "strays", "no_next", "years_missing"})
"""Suspicions that make a list suspect; the others only say how much is missing."""


def check_list(
    previous: Sequence[ListPage], page: ListPage, *, followed: int = 0, is_end: bool = False, is_leaf: bool = False
) -> list[Suspicion]:
    """Check the invariants of a list at the newest of its pages; [] when nothing is wrong.

    `previous` are the pages of the same list read before, `followed` counts the columns and data requests that the
    page itself leads to (a page of columns has no entries), `is_end` says that no further page will be asked for,
    `is_leaf` that it is a column of reports that has no columns of its own.
    """
    found: list[Suspicion] = []
    keys = page.keys
    seen = frozenset().union(*(earlier.keys for earlier in previous))
    total = _claimed(page, previous)
    together = seen | keys
    is_later = page.number > 1 and bool(previous)
    missing = total - len(together) if total is not None else 0
    is_slight = is_later and not keys and bool(seen) and total is not None and 0 < missing <= total * SLIGHT
    if not keys and is_later and _shows_other_page(previous[0], page):
        found.append(Suspicion("strays", f"page {page.number} shows another page of the site"))
    elif not keys:
        is_complete = is_later and (total is None or missing <= 0 or is_slight) and bool(seen)
        if not page.empty_marker and not followed and not page.report_here and not is_complete:
            if "script_list" in page.problems:
                words = "its script fetches the entries, and no address it writes out gives any"
                found.append(Suspicion("script_list", f"page {page.number} of {page.list_url} has no entry: {words}"))
            else:
                words = "has no entry and does not say so"
                found.append(Suspicion("empty", f"page {page.number} of {page.list_url} {words}"))
        elif page.empty_marker and is_later and missing > 0 and not is_slight:
            found.append(Suspicion("empty", f"page {page.number} is empty, {missing} entries are missing"))
    elif is_later and keys <= seen:
        repeats = any(keys == earlier.keys for earlier in previous)
        if repeats or (total is not None and len(seen) < total):
            found.append(Suspicion("offset_ignored", f"page {page.number} shows nothing that is not on a page before"))
    elif is_leaf and page.number <= 1 and is_end and not page.empty_marker and _names_nothing(page):
        words = "names nothing of its own that may be a report, and does not say that there is none"
        found.append(Suspicion("empty", f"page {page.number} of {page.list_url} {words}"))
    elif "unfiltered" not in page.problems and not page.report_here and _strays(previous, page):
        found.append(Suspicion("strays", f"page {page.number} shows another list"))
    if page.number >= MAX_LIST_PAGES:
        found.append(Suspicion("page_cap", f"stopped at page {page.number}"))
    if is_end:
        is_short = total is None or len(together) < total
        if total is not None and is_short:
            found.append(Suspicion("missing_n", f"{missing} of {total} entries claimed were not seen", missing))
        claims = [one.pages_claimed for one in (page, *reversed(previous)) if one.pages_claimed is not None]
        reached = max((one.number for one in (page, *previous) if one.keys), default=page.number)
        linked = max((one.pages_linked or 0 for one in (page, *previous)), default=0)
        claimed = max(claims[0] if claims else 0, linked)
        if is_short and not is_slight and reached < min(claimed, MAX_LIST_PAGES):
            # a counter may be one too high, some always are; what a pager links is owed, and more than the first page
            is_unsure = not _UNSURE.isdisjoint(page.problems)
            is_lost = reached < linked or (reached == 1 and keys) or (claimed - reached > 1 and not is_unsure)
            is_lost = is_lost and _DOUBTFUL not in page.problems
            kind = "no_next" if is_lost else "pages_missing"
            found.append(Suspicion(kind, f"page {reached} of {claimed} is the last one reached"))
        elif total is None and keys and "paging_unknown" in page.problems:
            words = "a pager that was not understood: there may be more pages"
            found.append(Suspicion("no_next", f"page {page.number} has {words}"))
    return found


def _shows_other_page(first: ListPage, page: ListPage) -> bool:
    """Whether a page without entries is none of the list: it has links of its own that page 1 does not have."""
    known = {urls.key_of(link.url) for link in first.columns}
    own = {urls.key_of(link.url) for link in page.columns if not link.in_menu} - known
    return len(own) >= MIN_OTHER_LINKS


def _claimed(page: ListPage, previous: Sequence[ListPage]) -> int | None:
    if page.total is not None:
        return page.total
    return next((earlier.total for earlier in reversed(previous) if earlier.total is not None), None)


def check_years(before: Iterable[int], now: Iterable[int]) -> list[Suspicion]:
    """Compare the report years of a column with those of its last run: a year that is gone is an alarm."""
    gone = sorted(set(before) - set(now))
    return [Suspicion("years_missing", ", ".join(map(str, gone)), len(gone))] if gone else []


def _strays(previous: Sequence[ListPage], page: ListPage) -> bool:
    known = frozenset().union(*(earlier.keys for earlier in previous))
    own = [item for item in page.items if item.in_list]
    # the news beside every page, and what is pinned to each, say nothing of this one
    own = [item for item in own if urls.key_of(item.url) not in known] or own
    if not own:
        return False
    likely = _count_likely(own)
    if not previous or page.number <= 1:
        # an answer to a question for one column (data, no menus) may begin with a hundred other things
        if likely or page.columns or "/api/" in page.url or page.total is not None:
            return False
        return sum(_shares_column(item, page.list_url) for item in own) / len(own) < MIN_BELONGING
    # a page that only frames its list comes first, with the news beside the frame
    likeliest = max(previous, key=lambda earlier: _count_likely(item for item in earlier.items if item.in_list))
    first = [item for item in likeliest.items if item.in_list]
    first = [item for item in first if urls.key_of(item.url) not in page.keys] or first
    if not first:
        return False
    signatures = {shapes.signature_of(item.url) for item in first}
    if _count_likely(first) * 2 >= len(first):
        if likely / len(own) >= 1 - MIN_BELONGING or likely * 2 >= len(own):
            return False
        # a list of reports may end with other things, but they stand in its own folder
        alike = sum(shapes.signature_of(item.url) in signatures for item in own)
        if len(own) < MIN_OTHER_LIST and alike == len(own):
            return False
        return sum(is_under(item.url, page.list_url) for item in own) / len(own) < MIN_BELONGING
    belonging = sum(shapes.signature_of(item.url) in signatures or _shares_column(item, page.list_url) for item in own)
    return max(belonging, likely) / len(own) < MIN_BELONGING


def _names_nothing(page: ListPage) -> bool:
    """Whether a page that is no report has links to news and the like, and none to anything of its own column."""
    if page.report_here or any(judge_item(item).verdict != "leave" for item in page.items):
        return False
    return not any(
        item.in_list and (judge_item(item).reason == "other_body" or is_under(item.url, page.list_url))
        for item in page.items
    )


def _count_likely(items: Iterable[ReportLink]) -> int:
    return sum(judge_item(item).verdict != "leave" for item in items)


def _shares_column(item: ReportLink, list_url: str) -> bool:
    if is_under(item.url, list_url):
        return True
    numbers = set(re.findall(r"\d{3,}", urlsplit(list_url).path))
    return bool(numbers & set(re.findall(r"\d{3,}", urlsplit(item.url).path)))
