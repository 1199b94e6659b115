"""Which links to follow: what to ask next after a list, a column or an article.

Pure: listings go in, plans come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from crawler import urls
from crawler.catalogue import Column, Portal
from crawler.judging import (
    COVERAGE,
    YEAR_WORD,
    Judgement,
    is_below,
    is_collective,
    is_column_below,
    is_in_reports,
    is_part,
    is_platform,
    is_report_column,
    judge_article,
    judge_column,
    judge_item,
    kind_of_part,
)
from crawler.list_checks import EMPTY, MAX_LIST_PAGES, Suspicion, check_list
from crawler.systems import schemes, shapes
from crawler.systems.pages import Article, ColumnLink, Fetch, ListPage, Page, ReportLink
from extractors.titles import read_title

MAX_COLUMN_DEPTH = 4
"""Columns below a catalogue's column: year, level, unit and one to spare."""
MAX_SITE_DEPTH = 6
"""The same below a home page, where the platform and its tab come first."""
MAX_REQUESTS = 600
"""Requests for one portal in one run; a county portal with 50 reports and 30 lists needs about 100."""
PRIORITY_LIST = 30
PRIORITY_COLUMN = 20
PRIORITY_UNSURE_COLUMN = 12
PRIORITY_PART = 11
"""A report's further pages come right behind its first, so that what is read together was shown together."""
PRIORITY_ARTICLE = 10
PRIORITY_ATTACHMENT = 8
PRIORITY_UNSURE_ARTICLE = 4
MAX_PART_NAME = 16
"""Characters of a name that nothing but its neighbours speaks for."""
MIN_LISTED = 3
"""Reports on a page from which it is a list of them, though its name is that of one."""
MAX_ATTACHMENTS = 20
"""Files of one article that are asked for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do after a page: what to ask, what was suspicious, how many links were left alone.

    `is_end` says that the list has no further page to ask for; `report_here` that the page itself is a report.
    """

    articles: tuple[Fetch, ...] = ()
    columns: tuple[Fetch, ...] = ()
    next: tuple[Fetch, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    left: int = 0
    is_end: bool = True
    report_here: bool = False

    @property
    def fetches(self) -> tuple[Fetch, ...]:
        """Everything to ask, in the order of the page."""
        return (*self.next, *self.columns, *self.articles)


@dataclass(frozen=True, slots=True)
class _Place:
    """A list page and where it stands: below which names (`trail`), in a report column, on a platform, under what."""

    listing: ListPage
    portal: Portal
    trail: tuple[str, ...]
    in_reports: bool
    is_site: bool
    on_platform: bool
    parent: str


def plan_list(
    listing: ListPage,
    *,
    previous: Sequence[ListPage] = (),
    portal: Portal,
    column: Column | None = None,
    request: Fetch | None = None,
) -> Plan:
    """Return what to ask after a list page: its reports, its sub-columns, its next page; and what was suspicious.

    After an answer that repeats, strays or is empty, `request.otherwise` is asked instead of going on. Hosts that the
    portal does not list are never asked, whatever they copy.
    """
    place = _place_of(listing, portal, column, request)
    links = _links_below(place)
    columns = _plan_columns(links, place)
    items = _without_twins(listing.items)
    articles: list[Fetch] = []
    for item in items:
        fetch = _plan_item(item, place)
        if fetch is not None:
            (columns if fetch.kind == "column" else articles).append(fetch)
    if place.in_reports and not articles and all(_is_beside(one, place) for one in columns):
        columns += _menu_of_parts(links, place)
    following = [
        replace(fetch, priority=fetch.priority or PRIORITY_LIST)
        for fetch in listing.next
        if portal.allows(fetch.url) and fetch.number <= MAX_LIST_PAGES
    ]
    # what a menu has that only may be a column speaks for no list
    in_menu = {urls.without_fragment(link.url) for link in links if link.in_menu}
    ahead = [one for one in columns if not _is_beside(one, place)]
    sure = sum(one.priority == PRIORITY_COLUMN or urls.without_fragment(one.url) not in in_menu for one in ahead)
    if sure or not place.in_reports:
        following = [fetch for fetch in following if not fetch.carried("guess")]
    suspicions = check_list(
        previous,
        listing,
        followed=sure + sum(fetch.number <= 1 for fetch in following),
        is_end=not following,
        is_leaf=place.in_reports and not sure,
    )
    if not place.in_reports or (request is not None and request.priority == PRIORITY_UNSURE_COLUMN):
        # a page looked at on suspicion only proves nothing by having no list
        suspicions = [one for one in suspicions if one.kind not in EMPTY]
    broken = {suspicion.kind for suspicion in suspicions} & {"offset_ignored", "strays", *EMPTY}
    if request is not None and request.carried("series"):
        # nothing said that there is such a page
        suspicions = [one for one in suspicions if one.kind not in broken]
    otherwise = request.otherwise if request is not None else None
    # "total: 0" in answer to a guessed question proves nothing
    if broken or (otherwise is not None and not listing.items):
        if otherwise is not None and portal.allows(otherwise.url):
            following = [replace(otherwise, priority=PRIORITY_LIST, trail=place.trail)]
            suspicions = _of_one_way(suspicions, broken)
        elif listing.number > 1:
            following = []
        if broken and listing.number > 1:
            # a page that repeats another has the same columns, or the same under the name of another session
            columns = []
        if "strays" in broken and listing.number > 1:
            articles = []
    elif listing.number > 1 and previous and listing.keys <= frozenset().union(*(page.keys for page in previous)):
        # nothing new and nothing missing: the end, however many pages the site goes on to number
        following = []
    return Plan(
        articles=tuple(articles),
        columns=tuple(columns),
        next=tuple(following),
        suspicions=tuple(suspicions),
        left=len(links) + len(items) - len(columns) - len(articles),
        is_end=not following,
        report_here=listing.report_here,
    )


def _is_beside(fetch: Fetch, place: _Place) -> bool:
    """Whether a column that a page links is none of its own: the folders around it, and the years beside a year."""
    own, above = urls.key_of(place.listing.list_url or place.listing.url), urls.key_of(fetch.url)
    if above.endswith("/") and own.startswith(above):
        return True
    part = kind_of_part(place.trail[-1]) if place.trail else ""
    return part in ("year", "level") and kind_of_part(fetch.title) == part


def _place_of(listing: ListPage, portal: Portal, column: Column | None, request: Fetch | None) -> _Place:
    trail = request.trail if request is not None else ()
    in_reports = is_in_reports(column, trail)
    is_site = column is not None and column.kind == "site"
    # a column of the catalogue below a home page is a platform by the catalogue's word
    is_named = column is not None and not trail and urls.key_of(column.url).partition("/")[2] != ""
    return _Place(
        listing,
        portal,
        trail,
        in_reports,
        is_site,
        on_platform=is_site and not in_reports and (is_named or is_platform(listing.url, trail)),
        parent=(column.url if column is not None and not trail else "") or listing.list_url or listing.url,
    )


def _links_below(place: _Place) -> list[ColumnLink]:
    """Return the links of a page that may lead to columns below it."""
    if len(place.trail) >= (MAX_SITE_DEPTH if place.is_site else MAX_COLUMN_DEPTH):
        return []
    # what further pages have in their menus stood on the first
    return [link for link in place.listing.columns if place.listing.number <= 1 or not link.in_menu]


def _plan_columns(links: Sequence[ColumnLink], place: _Place) -> list[Fetch]:
    judged = [
        (
            link,
            judge_column(
                link,
                parent_url=place.parent,
                in_reports=place.in_reports,
                is_site=place.is_site,
                on_platform=place.on_platform,
            ),
        )
        for link in links
    ]
    beside = _groups_of_parts(judged) if place.in_reports else frozenset()
    columns: list[Fetch] = []
    for link, judgement in judged:
        is_beside = link.group in beside and judgement.score >= 0 and len(link.name) <= MAX_PART_NAME
        if (judgement.verdict != "leave" or is_beside) and place.portal.allows(link.url):
            is_sure = judgement.verdict == "take"
            columns.append(_column_fetch(link.url, link.name, (*place.trail, _trail_name(link)), is_sure=is_sure))
    return columns


def _menu_of_parts(links: Sequence[ColumnLink], place: _Place) -> list[Fetch]:
    """Return the columns of a menu of years, levels or bodies that are made like the page: its parts, where it shows
    nothing itself."""
    own = shapes.signature_of(place.listing.list_url or place.listing.url)
    sizes = Counter(link.group for link in links)
    alike = [link for link in links if is_part(link.name) and shapes.signature_of(link.url) == own]
    parts = Counter(link.group for link in alike)
    return [
        _column_fetch(link.url, link.name, (*place.trail, _trail_name(link)), is_sure=True)
        for link in alike
        if link.group
        and link.in_menu
        and parts[link.group] >= MIN_LISTED
        and parts[link.group] * 2 >= sizes[link.group]
        and place.portal.allows(link.url)
        and kind_of_part(link.name) != (kind_of_part(place.trail[-1]) if place.trail else "")
    ]


def _plan_item(item: ReportLink, place: _Place) -> Fetch | None:
    """Return what to ask for an entry of a list: a report, a column that is listed like one, or nothing."""
    judgement = judge_item(item, in_reports=place.in_reports)
    if not place.portal.allows(item.url):
        return None
    below = (*place.trail, item.title)
    if judgement.verdict == "leave":
        if place.in_reports and is_column_below(item, place.listing):
            # 博达 gives a year's or a unit's column, or its report, a file of its own below the column's
            return _column_fetch(item.url, item.title, below, is_sure=False)
        if place.in_reports and item.kind == "article" and judgement.title and COVERAGE.search(item.title):
            return _column_fetch(item.url, "", below, is_sure=False)
        return None
    if item.kind == "article":
        if judgement.reason == "report_words" and not YEAR_WORD.search(item.title):
            # 历年年报（旧版）: the older reports' own column, whatever its address looks like
            return _column_fetch(item.url, item.title, below, is_sure=False)
        if is_collective(judgement.title, item.url):
            # 各部门2023年政府信息公开年报 is a column, though 博达 gives it a file like an article's
            return _column_fetch(item.url, item.title, below, is_sure=True)
    return Fetch(
        url=item.url,
        kind=item.kind,
        priority=PRIORITY_ARTICLE if judgement.verdict == "take" else PRIORITY_UNSURE_ARTICLE,
        system="" if item.kind == "attachment" else place.listing.system,
        headers=(("Referer", urls.without_fragment(place.listing.url)),),
        list_url=place.listing.list_url,
        trail=place.trail,
        title=item.title,
        listed_on=item.listed_on,
    )


def _of_one_way(suspicions: Sequence[Suspicion], broken: Container[str]) -> list[Suspicion]:
    """Return what is left of suspicions while another way of asking is tried: that the server did not understand the
    question is a note, and what is missing is said by the other way if that fails as well."""
    return [
        Suspicion("other_way", f"{one.kind}: {one.detail}") if one.kind in broken else one
        for one in suspicions
        if one.kind not in ("missing_n", "pages_missing", "no_next")
    ]


def _groups_of_parts(judged: Sequence[tuple[ColumnLink, Judgement]]) -> frozenset[int]:
    """Return the groups of links of which a third leads to years, levels or bodies: their neighbours do as well."""
    sizes = Counter(link.group for link, _judgement in judged if not link.in_menu)
    parts = Counter(
        link.group
        for link, judgement in judged
        if not link.in_menu and judgement.verdict != "leave" and is_part(link.name)
    )
    return frozenset(group for group, count in parts.items() if group and count * 3 >= sizes[group])


def _column_fetch(url: str, name: str, trail: tuple[str, ...], *, is_sure: bool) -> Fetch:
    return Fetch(
        url=url if "gkmlpt" in url else urls.without_fragment(url),
        kind="column",
        priority=PRIORITY_COLUMN if is_sure else PRIORITY_UNSURE_COLUMN,
        list_url=urls.without_fragment(url),
        trail=trail,
        title=name,
    )


def _without_twins(items: Sequence[ReportLink]) -> list[ReportLink]:
    """Leave out the phone and `big5` copies of entries that the same page also lists themselves."""
    originals = {urls.identity_of(item.url) for item in items if not _is_twin(item.url)}
    return [item for item in items if not _is_twin(item.url) or urls.identity_of(item.url) not in originals]


def _is_twin(url: str) -> bool:
    return urls.identity_of(url) != urls.key_of(url).removeprefix("www.")


def plan_refused(request: Fetch, *, portal: Portal) -> Plan:
    """Return what to ask after a list page that does not exist (404, soft 404): the alternative, if there is one."""
    otherwise = request.otherwise
    if otherwise is None or not portal.allows(otherwise.url):
        return Plan()
    return Plan(next=(replace(otherwise, priority=PRIORITY_LIST, trail=request.trail),), is_end=False)


def _trail_name(link: ColumnLink) -> str:
    # a bare "2023" under the label 政府信息公开年报 must keep that label for what lies below
    if link.heading and is_report_column(link.heading) and not is_report_column(link.name):
        return f"{link.heading} {link.name}"
    return link.name


def plan_article(article: Article, page: Page, *, portal: Portal) -> Plan:
    """Return what to ask after an article page: its files, and the page its script goes to."""
    request = page.request
    here = urls.without_fragment(page.final_url or page.url)
    fetches = [
        Fetch(
            url=schemes.kept(attachment.url, here) if _asks_http(portal) else attachment.url,
            kind="attachment",
            priority=PRIORITY_ATTACHMENT,
            headers=(("Referer", here),),
            list_url=request.list_url if request is not None else "",
            trail=request.trail if request is not None else (),
            title=attachment.text or attachment.name,
            listed_on=request.listed_on if request is not None else "",
        )
        for attachment in article.attachments[:MAX_ATTACHMENTS]
        if portal.allows(attachment.url)
    ]
    following = tuple(
        replace(
            fetch,
            url=schemes.kept(fetch.url, here) if _asks_http(portal) else fetch.url,
            priority=PRIORITY_ARTICLE,
            headers=(*fetch.headers, ("Referer", here)),
            list_url=request.list_url if request is not None else "",
            trail=request.trail if request is not None else (),
            title=request.title if request is not None else "",
            listed_on=request.listed_on if request is not None else "",
        )
        for fetch in article.next
        if portal.allows(fetch.url)
    )
    return Plan(articles=tuple(fetches), next=following, report_here=judge_article(article) == "confirmed")


def is_list_of_reports(article: Article, listing: ListPage, title: str) -> bool:
    """Whether a page asked for as one report is a list of them: 2023年 and a body's name may be either.

    A report of pictures has a list of others beside it as well, so a page with pictures or files of its own is a list
    only if the files are the reports of several bodies.
    """
    verdict = judge_article(article)
    if verdict == "unconfirmed" and is_part(title):
        # a year's, a level's or a body's page that is no report: what it sorts stands below it
        if any(is_part(link.name) and is_below(link.url, listing.url) for link in listing.columns if not link.in_menu):
            return True
        if any(is_part(item.title) and is_below(item.url, listing.url) for item in listing.items):
            return True
    host = urls.host_of(listing.url)
    here = [item for item in listing.items if urls.same_host(urls.host_of(item.url), host)]
    # a link or two of the foot to reports of other sites make no list
    kept = listing.items if len(listing.items) - len(here) >= MIN_LISTED else here
    own = [(item, read_title(item.title, item.url)) for item in kept if item.in_list]
    if verdict == "unconfirmed":
        named = [said for _item, said in own if said.kind in ("report", "bare") and said.year]
        return len(named) >= (MIN_LISTED if read_title(title).kind == "report" else 1)
    if verdict != "needs_attachment":
        return False
    reports = [(item, said) for item, said in own if said.kind == "report"]
    files = [(item, said) for item, said in reports if item.kind == "attachment"]
    if len({said.publisher for _item, said in files}) >= MIN_LISTED:
        return True
    # pages and files mixed, in the list of a year or a level: what an article lists of its own has no days
    is_dated = any(item.listed_on for item, _said in reports)
    is_mixed = bool(files) and all(item.listed_on for item, _said in files) == is_dated
    bodies = {said.publisher for _item, said in reports}
    return is_mixed and is_part(title) and len(bodies) >= MIN_LISTED


def lists_nothing(listing: ListPage) -> bool:
    """Whether a page is no report, names none, and says of no way to go on."""
    return (
        not listing.report_here
        and not listing.next
        and all(judge_item(one).verdict == "leave" for one in listing.items)
    )


def is_shown_in_file(article: Article, listing: ListPage) -> bool:
    """Whether a column's page that lists nothing is a report of which it shows a file, in a frame or a viewer."""
    said = [read_title(title, listing.url) for title in article.titles]
    if not any(one.kind in ("report", "bare") and one.year for one in said):
        return False
    listed = {urls.key_of(item.url) for item in listing.items}
    return any(urls.key_of(file.url) not in listed for file in article.attachments)


def as_column(fetch: Fetch) -> Fetch:
    """Return the fetch of a link that was asked for as a report and is a list."""
    return replace(
        fetch,
        kind="column",
        list_url=urls.without_fragment(fetch.url),
        trail=(*fetch.trail, fetch.title),
        priority=PRIORITY_COLUMN,
    )


def _asks_http(portal: Portal) -> bool:
    return portal.scheme == "http" or all(column.url.startswith("http://") for column in portal.columns)
