"""What all systems share: reading a list with the shared harvester and pager. A system changes only what it does
differently: where the links are, and how the next page is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import ClassVar
from urllib.parse import urlsplit

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import (
    articles,
    create_page,
    evidence,
    markup,
    pager,
    pager_signs,
    plugin_pagers,
    selecting,
    shapes,
)
from crawler.systems.link_titles import clean_title, is_cut
from crawler.systems.links import Link, harvest, harvest_comments
from crawler.systems.pager import Paging
from crawler.systems.pages import MIN_ELSEWHERE, Article, ColumnLink, Fetch, ListPage, Page, ReportLink
from crawler.systems.written import written_links
from extractors.titles import read_title

_REPORT_WORDS = re.compile(r"年[报報]|年度[报報]告|信息公[开開].{0,12}[报報]告|公[开開].{0,8}年度.{0,4}[报報]告")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|[二2２][〇○零0０][\d０-９〇一二三四五六七八九]{2}")
_FRAME = re.compile(r"<(?:iframe|frame)\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:top|head|foot|bottom|nav|menu|left|right|banner|login|search|weather|tianqi|tq)", re.IGNORECASE
)
"""Names of frames with a page's head, foot and menus."""
_MAIN_FRAME = re.compile(r"/right\w*(?:\.\w+)?(?:\?|$)", re.IGNORECASE)
"""Addresses of the frame beside a menu to its left, which hold the list as often as not."""
_MIN_OWN_ITEMS = 3
MIN_LIST_SCORE = 12
"""Points from which rows are a list beside a longer one; half as many for rows named after bodies alone, which need be
no more than 教育局 and 财政局, without days."""
_BODY = re.compile(r"[\u3400-\u9fff]{1,20}(?:局|委|办|厅|院|处|镇|乡|街道|政府|委员会|办公室|办事处|中心)$")
MAX_FRAMES = 3
MAX_HOPS = 2
"""Redirects written in script, or frames in frames, that are followed from one page."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a list that came as data (JSON, XML, script) instead of as a link."""

    url: str
    title: str
    date: str = ""
    publisher: str = ""
    identifier: str = ""


class System:
    """One family of content management systems.

    `id` is its name in the catalogue and in captures, `aliases` other names a catalogue may use, `title` its name for
    people. Instances hold no state; everything they know of a page is in the page.
    """

    id: ClassVar[str] = ""
    aliases: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[str] = ""

    def sniff(self, page: Page) -> float:
        """Return 0..1: how sure the page's own marks are that this system made it. Looks at nothing but the page."""
        return 0.0

    def first_fetches(self, column: Column) -> tuple[Fetch, ...]:
        """Return what to ask first for a column of the catalogue."""
        kind = "list" if column.kind == "reports" else "column"
        system = "" if column.system == "auto" else self.id
        return (
            Fetch(
                url=urls.without_fragment(column.url),
                kind="list" if kind == "list" else "column",
                system=system,
                list_url=urls.without_fragment(column.url),
            ),
        )

    def read_list(self, page: Page, column: Column | None = None) -> ListPage:
        """Return what the page says of its list. Never raises on bad input; what is odd goes into `problems`."""
        request = page.request
        number = request.number if request is not None else 1
        list_url = (request.list_url if request is not None else "") or urls.without_fragment(
            page.final_url or page.url
        )
        if page.refused:
            # patterns over what must not be parsed would cost nearly as much as parsing it
            problem = f"markup_refused:{page.refused}"
            return ListPage(self.id, page.final_url or page.url, number=number, list_url=list_url, problems=(problem,))
        links = self.find_links(page, column)
        records = self.find_records(page, column)
        paging = self.find_paging(page, column, links, len(records))
        items, columns = _sort(links, records, page, column)
        following = [*paging.next]
        claimed = paging.pages
        is_guessing = request is not None and request.carried("first") != ""
        if claimed is None and not following and (number == 1 or is_guessing):
            # whoever made the page, a pager without addresses says that there is more
            lists = (_entries_of_lists(links) or [len(items)]) if items and number == 1 else []
            if paging.total is None:
                claimed = pager_signs.claimed_pages(page.text, lists, len(records))
            elif lists and not records and len(items) < paging.total * plugin_pagers.FULL:
                claimed = -(-paging.total // max(lists))
            if items and claimed is not None and number < min(claimed, pager.MAX_PAGES):
                paging = pager.guess_next(page, paging)
                following.extend(paging.next)
        problems = paging.problems
        if claimed is None and paging.total is None and not following and number == 1:
            entries = shapes.count_alike(item.url for item in items if item.in_list)
            if entries >= pager_signs.FEWEST_ENTRIES and pager_signs.may_go_on(page.text, entries):
                claimed, problems = 2, (*problems, "next_page_unsure")
        weight = evidence.find_evidence_in_markup(page.text)
        if claimed is None and paging.total is None and not following and items and not weight.is_report:
            second = pager.second_of_series(page)
            following.extend([second] if second is not None else [])
        if not following and not records and not weight.is_report and not shows_reports(links, page.base):
            # the news beside a frame are links too
            following.extend(self._behind(page, has_list=any(item.in_list for item in items)))
            is_silent = claimed is None and paging.total is None and not pager.says_empty(page.text)
            if number == 1 and not following and is_silent and page.tree is not None:
                from crawler.systems import script_data

                asked = script_data.ask(page)
                following.extend([asked] if asked is not None else [])
                if asked is not None or script_data.fetches_data(page):
                    problems = (*problems, "script_list")
        # the news beside an empty list are items, too
        is_filled = bool(records) or (bool(items) and shows_reports(links, page.base))
        marker = paging.empty_marker or ("" if is_filled else pager.says_empty(page.text))
        if paging.total == 0 and not items:
            marker = marker or "total:0"
        return ListPage(
            system=self.id,
            url=page.final_url or page.url,
            items=tuple(items),
            columns=tuple(columns),
            next=tuple(self._adopt(fetch, page, list_url) for fetch in following),
            total=paging.total,
            pages_claimed=claimed,
            pages_linked=pager.linked_pages(links, page.final_url or page.url, number),
            number=max(number, paging.number) if request is None else number,
            list_url=list_url,
            empty_marker=marker,
            # data of a list may carry the whole text of its entries; only a page can be a report
            report_here=weight.is_report and not records and is_page_text(page.text),
            problems=problems,
        )

    def read_article(self, page: Page) -> Article:
        """Return what the article page says of itself: titles, metadata, attachments. Never raises on bad input."""
        return articles.read_article(page)

    def find_links(self, page: Page, column: Column | None) -> list[Link]:
        """Return the links of the page, those hidden in comments and encoded scripts included."""
        tree = page.tree
        if tree is None:
            return []
        if column is not None and column.selectors.item:
            return selecting.harvest_rows(tree, page.base, column.selectors.item, column.selectors.date)
        found = harvest(tree, page.base)
        found.extend(pager.decoded_links(page.text, page.base))
        found.extend(_script_links(page))
        shown = sum(1 for link in found if link.region == "content" and shapes.looks_like_article(link.url))
        if shown < _MIN_OWN_ITEMS and "<!--" in page.text:
            hidden = harvest_comments(page.text, page.base)
            if sum(1 for link in hidden if shapes.looks_like_article(link.url)) > shown:
                found.extend(hidden)
        if shown < _MIN_OWN_ITEMS and not shows_reports(found, page.base):
            written = [replace(link, group=-5000 - link.group) for link in written_links(page) if is_item(link)]
            found.extend(written)
        return found

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return entries that come as data; most systems have none."""
        return []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Return the next page by the shared means: the portal's own selector, 下一页, numbers, claims."""
        return self.common_paging(page, column, links)

    def common_paging(self, page: Page, column: Column | None, links: Sequence[Link]) -> Paging:
        """Page as any reader would: by the link named 下一页 or the next number."""
        request = page.request
        number = request.number if request is not None else 1
        said, last = pager.claimed_pages(page.text)
        if said is not None and request is None and said >= 1:
            number = said
        total = pager.claimed_total(page.text)
        address = ""
        if column is not None and column.selectors.next and page.tree is not None:
            for element in selecting.select(page.tree, column.selectors.next):
                address = urls.resolve(page.base, element.get("href"))
                if address:
                    break
        if not address:
            address = pager.find_next(links, page.final_url or page.url, number, page.text)
        by_call = create_page.page_by_call(page, is_sure=bool(address))
        before_last = pager.before_last(page, links, number, last) if not address and by_call is None else None
        if by_call is not None and (by_call.next or not address):
            return by_call
        if by_call is not None:
            # the call says that this is the last page, a link says that it is not: the repeat check will tell
            total, last = by_call.total or total, by_call.pages
        problems: tuple[str, ...] = ()
        following: tuple[Fetch, ...] = ()
        if address and not _is_client_state(address, page.final_url or page.url):
            following = (Fetch(url=urls.without_fragment(address), number=number + 1),)
        elif before_last is not None:
            following = (before_last,)
        elif last is not None and number < last:
            problems = ("next_page_unknown",)
        return Paging(following, total, last, number, problems=problems)

    def _adopt(self, fetch: Fetch, page: Page, list_url: str) -> Fetch:
        """Fill in what every further fetch of a list inherits: its list, trail, system and Referer."""
        request = page.request
        headers = fetch.headers
        if not any(name.lower() == "referer" for name, _value in headers):
            headers = (*headers, ("Referer", urls.without_fragment(page.final_url or page.url)))
        otherwise = self._adopt(fetch.otherwise, page, list_url) if fetch.otherwise is not None else None
        return replace(
            fetch,
            system=fetch.system or ("" if fetch.kind == "column" else self.id),
            list_url=fetch.list_url or list_url,
            trail=fetch.trail or (request.trail if request is not None else ()),
            headers=headers,
            otherwise=otherwise,
        )

    def _behind(self, page: Page, *, has_list: bool) -> list[Fetch]:
        """Return what a page without reports may be a shell of: its frames, or where an empty page's script goes."""
        request = page.request
        hops = (
            int(request.carried("hops", "0")) if request is not None and request.carried("hops", "0").isdigit() else 0
        )
        if hops >= MAX_HOPS:
            return []
        carry = (("hops", str(hops + 1)),)
        targets: list[str] = []
        for source in _FRAME.findall(page.text):
            address = urls.resolve(page.base, source)
            if address and not articles.is_file_shown(address, page) and address != page.url:
                targets.append(address)
        own = [target for target in targets if not _FURNITURE.search(urlsplit(target).path.rpartition("/")[2])]
        # a page that is nothing but a frame may have its list in one named like a menu
        targets = own if own or has_list else [one for one in targets if _MAIN_FRAME.search(one)] or targets
        if not targets and not has_list:
            target = articles.find_script_redirect(page)
            if target:
                targets.append(target)
        return [
            Fetch(url=urls.without_fragment(target), kind="column", carry=carry)
            for target in list(dict.fromkeys(targets))[:MAX_FRAMES]
        ]


def _entries_of_lists(links: Iterable[Link]) -> list[int]:
    """Return how many documents each list of a page links."""
    shown = Counter(one.group for one in links if one.region == "content" and one.title and is_item(one))
    return list(shown.values())


def _is_client_state(address: str, here: str) -> bool:
    # Hanweb's `col1/index.html?uid=1&pageNum=2` is read by the page's own script; the server sends page 1 again
    if "pagenum=" not in address.lower() or urls.key_of(address) != urls.key_of(here):
        return False
    return "uid=" in address or "/col/col" in address


_NODE_LIST = re.compile(r"(?:\b(?:var|let|const)\s+|\bwindow\.)?[\w$]{1,40}\s*[:=]\s*(?=\[\s*\{)")
_STATE = re.compile(r"(?:\bwindow\.|\b(?:var|let|const)\s+)[\w$.]{1,40}\s*=\s*(?=\{[^{}]{0,2000}\{)")
"""What a page drawn by its script begins with: one object with the list somewhere inside."""
_ROW_LIST = re.compile(r"[\w$]{1,40}\s*=\s*(?=\[\s*\[)")
_ROW = re.compile(r"(?:\.push\s*\(|[\w$]\[\s*\d{1,4}\s*\]\s*=)\s*(?=[\[{])")
MAX_NODE_LISTS = 8
"""Lists of objects that are read from the scripts of one page."""
MAX_ROWS = 3_000
"""Entries that are read one by one from the scripts of one page."""


def _script_links(page: Page) -> list[Link]:
    """Return the links of menus and lists that stand in a script: objects with a name and an address (zTree), and rows
    of reports that a script writes out."""
    from crawler.systems import literals

    scripts = markup.scripts_of(page.text)
    rows: list[object] = []
    if _REPORT_WORDS.search(scripts):
        for found in islice(_ROW_LIST.finditer(scripts), MAX_NODE_LISTS):
            listed = literals.read_literal(scripts, found.end())
            rows.extend(listed if isinstance(listed, list) else ())
        rows.extend(literals.read_literal(scripts, found.end()) for found in islice(_ROW.finditer(scripts), MAX_ROWS))
    records = literals.find_rows(rows, page.base)
    for found in islice(_STATE.finditer(scripts), MAX_NODE_LISTS):
        records.extend(literals.find_records(literals.read_literal(scripts, found.end()), page.base))
    written = [
        Link(record.url, record.title, record.title, record.date, "content", -99, "", "script") for record in records
    ]
    return [*_node_links(page, scripts), *(link for link in written if is_item(link))]


def _node_links(page: Page, scripts: str) -> list[Link]:
    from crawler.systems import literals

    if not re.search(r"\b(?:url|href|link|infourl|post_url)[\"']?\s*:", scripts):
        return []
    links: list[Link] = []
    position = 0
    for number in range(MAX_NODE_LISTS):
        found = _NODE_LIST.search(scripts, position)
        if found is None:
            break
        position = found.end()
        nodes = literals.read_literal(scripts, found.end())
        if isinstance(nodes, list):
            links.extend(
                Link(record.url, record.title, record.title, record.date, "content", -100 - number, "", "script")
                for record in literals.find_records(nodes, page.base)
            )
    return links


def _sort(
    links: Iterable[Link], records: Iterable[Record], page: Page, column: Column | None
) -> tuple[list[ReportLink], list[ColumnLink]]:
    """Sort the links of a page into candidates and columns; the first of two links to one page wins."""
    here = urls.key_of(page.final_url or page.url)
    column_url = (page.request.list_url if page.request is not None else "") or (page.final_url or page.url)
    items: dict[str, ReportLink] = {}
    columns: dict[str, ColumnLink] = {}
    for record in records:
        key = urls.key_of(record.url)
        if record.url and key not in items:
            items[key] = ReportLink(
                url=urls.without_fragment(record.url),
                title=clean_title(record.title),
                text=record.title,
                listed_on=record.date,
                column=column_url,
                kind="attachment" if urls.is_attachment(record.url) else "article",
                publisher=record.publisher,
                identifier=record.identifier,
            )
    kept = list(links)
    is_selected = column is not None and bool(column.selectors.item)
    main = _main_groups(kept)
    for link in kept:
        if link.region in ("pager", "crumb"):
            continue
        if pager.is_pager_word(link.title):
            continue
        key = urls.key_of(link.url)
        if key == here or not link.title:
            continue
        if (is_selected and link.region == "content") or is_item(link):
            in_list = is_selected or link.group in main
            known = items.get(key)
            candidate = ReportLink(
                url=urls.without_fragment(link.url),
                title=link.title,
                text=link.text,
                listed_on=link.date,
                column=column_url,
                kind="attachment" if urls.is_attachment(link.url) else "article",
                heading=link.heading,
                in_list=in_list,
            )
            if known is None:
                items[key] = candidate
            elif _is_fuller(candidate, known):
                items[key] = replace(
                    candidate, listed_on=candidate.listed_on or known.listed_on, in_list=known.in_list or in_list
                )
            elif (not known.listed_on and candidate.listed_on) or (in_list and not known.in_list):
                items[key] = replace(
                    known, listed_on=known.listed_on or candidate.listed_on, in_list=known.in_list or in_list
                )
        elif key not in columns or (columns[key].in_menu and link.region == "content"):
            columns[key] = ColumnLink(
                link.url, link.title, heading=link.heading, in_menu=link.region != "content", group=link.group
            )
    return list(items.values()), [entry for key, entry in columns.items() if key not in items]


def _is_fuller(new: ReportLink, old: ReportLink) -> bool:
    if old.truncated and not new.truncated:
        return len(new.title) > 6
    if new.truncated:
        return False
    return bool(_REPORT_WORDS.search(new.title)) and not _REPORT_WORDS.search(old.title)


def is_item(link: Link) -> bool:
    """Whether a link leads to one document rather than to a column."""
    suffix = urls.suffix_of(link.url)
    if suffix in urls.PICTURE_SUFFIXES:
        return False
    if urls.is_attachment(link.url) or shapes.looks_like_article(link.url):
        return True
    named = bool(_REPORT_WORDS.search(link.title)) and bool(_YEAR.search(link.title))
    if link.date and (named or not shapes.looks_like_column(link.url)):
        return True
    # "某局2023年…年度报告" on a folder is a report in its own folder; a bare "2023年…年报" is a year's column
    if named and read_title(link.title).kind == "report":
        return True
    return named and len(_YEAR.sub("", link.title)) >= 16 and not _starts_with_year(link.title)


def shows_reports(links: Iterable[Link], here: str) -> bool:
    """Whether the page at `here` lists reports: a list that a script loads is asked for only where it does not, since
    the news beside it are links too.

    One report of this site is enough, or one with its day; a link or two to those of other sites stand in many a foot.
    """
    host = urls.host_of(here)
    elsewhere = 0
    for link in links:
        if _names_report(link):
            if link.date or urls.same_host(urls.host_of(link.url), host):
                return True
            elsewhere += 1
    return elsewhere >= MIN_ELSEWHERE


def _names_report(link: Link) -> bool:
    if not (is_item(link) and _REPORT_WORDS.search(link.title) and _YEAR.search(link.title)):
        return False
    # the news of a training on annual reports name none
    return is_cut(link.title) or read_title(link.title, link.url).kind in ("report", "bare")


def _starts_with_year(title: str) -> bool:
    found = _YEAR.search(title)
    return found is not None and found.start() <= 1 and len(title) <= 24


def _main_groups(links: Sequence[Link]) -> frozenset[int]:
    """Return the groups that make up the page's list: those with most dated or article-shaped rows."""
    scores: Counter[int] = Counter()
    others: set[int] = set()
    for link in links:
        if link.region in ("pager", "crumb") or not link.title:
            continue
        if not is_item(link):
            continue
        score = 2 if link.region == "content" else 0
        score += 2 if link.date else 0
        score += 3 if _REPORT_WORDS.search(link.title) else 0
        score += 1
        scores[link.group] += score
        if not _BODY.match(link.title):
            others.add(link.group)
    if not scores:
        return frozenset()
    best = max(scores.values())
    return frozenset(
        group
        for group, score in scores.items()
        if score * 2 >= best or score >= (MIN_LIST_SCORE if group in others else MIN_LIST_SCORE // 2)
    )


def is_page_text(text: str) -> bool:
    """Whether a text is a page rather than JSON or XML data."""
    return text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[") and "<datastore" not in text[:500].lower()


def text_of_scripts(page: Page) -> str:
    """Return the scripts of a page, or all of it when it is itself a script or data."""
    return markup.scripts_of(page.text) if "<script" in page.text[:200_000].lower() else page.text
