"""The shared harvester: every link of a page with its full title, its date and the place it stands in.

It depends on no class name. A link's row is the largest element around it that holds no other link; a list is a
parent of similar rows. Titles come from `@title` when the shown text is cut, dates from the row, the link's tail or
the neighbouring cell. Templates that a script would fill (`ms-repeat`, `{{…}}`) are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lxml import html as lxml_html

from crawler import urls
from crawler.systems import cells, markup
from crawler.systems.link_titles import (
    best_title,
    clean_title,
    date_inside,
    is_cut,
    title_below,
    title_inside,
    without_labels,
)
from crawler.systems.listed_dates import DATE, DAY_FIRST, find_date, last_date
from crawler.systems.regions import Region, own_region

_TEMPLATE_ATTRIBUTES = frozenset(
    (
        "ms-repeat",
        "ms-each",
        "ms-for",
        "ms-attr-href",
        "ms-href",
        "ms-attr",
        ":href",
        "v-bind:href",
        "v-for",
        "ng-repeat",
        "x-for",
    )
)
_TEMPLATE_TEXT = re.compile(r"\{\{.*?\}\}|\{%|<%=|\$\{")

_ONCLICK = re.compile(
    r"(?:window\.open|location\.href\s*=|location\s*=|openUrl|openwin|openNew|toUrl|goUrl|jump|open|openPage|toDetail|"
    r"go_?Page|goto_?Page|to_?Page|turn_?Page|change_?Page)"
    r"\s*\(?\s*(?:encodeURI(?:Component)?\s*\(\s*)?(['\"])(?P<url>[^'\"]{2,1500})\1",
    re.IGNORECASE,
)
_HREF_CALL = re.compile(
    r"^javascript:.*?\(\s*(['\"])(?P<url>(?:https?://|\.{0,2}/|\w[\w/.-]*\.s?html?)[^'\"]{0,1500})\1", re.IGNORECASE
)
_HEADINGS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dt",
        "strong",
        "b",
        "p",
        "span",
        "div",
        "a",
        "em",
        "i",
        "label",
        "summary",
        "button",
        "td",
        "th",
    ]
)
_ROW_LIMIT = 1_200
"""Characters in a row at most; more is an article, not a row of a list."""
MAX_ROW_LINKS = 3
"""Links in one row of a list at most."""
MIN_ROWS = 3
"""Elements of one kind beside each other from which they are rows, though each has several links."""
MAX_LINKS = 20_000
"""Links looked at on one page; the longest genuine list seen has 3,000."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: absolute address, best title, shown text, ISO date of its row, and where on the page it stands.

    `group` numbers the list it belongs to (links of the same list share it), `heading` is the label of that list.
    """

    url: str
    title: str
    text: str
    date: str
    region: Region
    group: int
    heading: str
    origin: Literal["a", "onclick", "comment", "script", "area"] = "a"
    row: str = ""
    css: str = ""


def harvest(root: lxml_html.HtmlElement, base: str) -> list[Link]:
    """Return the links of a parsed page at `base`, in page order."""
    return list(_Harvester(root, base).links())


def harvest_text(text: str, base: str) -> list[Link]:
    """Return the links of a piece of HTML; [] when the gates refuse it."""
    root = markup.parse_fragment(text)
    return harvest(root, base) if root is not None else []


def harvest_comments(text: str, base: str) -> list[Link]:
    """Return the links that stand inside HTML comments: some sites send the list there and let a script show it."""
    found: list[Link] = []
    for number, comment in enumerate(markup.comments_of(text)):
        if "href" in comment and "<" in comment and len(comment) > 60:
            # a comment's groups must not be taken for those of the page
            links = harvest_text(comment, base)
            found.extend(replace(link, origin="comment", group=-1000 * (number + 1) - link.group) for link in links)
    return found


class _Harvester:
    def __init__(self, root: lxml_html.HtmlElement, base: str) -> None:
        self.root = root
        self.base = base
        self.anchors: list[tuple[lxml_html.HtmlElement, str, Literal["a", "onclick", "area"]]] = []
        self.counts: Counter[lxml_html.HtmlElement] = Counter()
        self.regions: dict[lxml_html.HtmlElement, Region] = {}
        self.groups: dict[lxml_html.HtmlElement, int] = {}
        self.headings: dict[lxml_html.HtmlElement, str] = {}
        self.kinds: dict[tuple[lxml_html.HtmlElement, str, str], list[lxml_html.HtmlElement]] = {}
        self.rows_of_links: dict[tuple[lxml_html.HtmlElement, str, str], bool] = {}

    def links(self) -> Iterator[Link]:
        for element, url, origin in self._targets():
            self.anchors.append((element, url, origin))
            if len(self.anchors) >= MAX_LINKS:
                break
        # how many different targets stand under each element: a row is the largest element with one
        owner: dict[lxml_html.HtmlElement, str] = {}
        for element, url, _origin in self.anchors:
            node: lxml_html.HtmlElement | None = element
            while node is not None:
                if node not in owner:
                    owner[node] = url
                    self.counts[node] = 1
                elif owner[node] != url:
                    owner[node] = url
                    self.counts[node] += 1
                node = node.getparent()
        for element, url, origin in self.anchors:
            yield self._link(element, url, origin)

    def _targets(self) -> Iterator[tuple[lxml_html.HtmlElement, str, Literal["a", "onclick", "area"]]]:
        for element in self.root.iter():
            tag = element.tag
            if not isinstance(tag, str):
                continue
            attributes = element.attrib
            href = attributes.get("href") if tag in ("a", "area") else None
            url = ""
            if href is not None:
                called = _HREF_CALL.match(href.strip()) if "javascript:" in href[:20].lower() else None
                url = urls.resolve(self.base, called.group("url") if called else href)
            elif tag == "option":
                # a year chosen from a box; a pager's box is told by its bare numbers
                value = attributes.get("value") or ""
                if "/" in value or ".htm" in value:
                    url = urls.resolve(self.base, value)
                    if url:
                        yield element, url, "onclick"
                continue
            if not url and ("onclick" in attributes or "data-href" in attributes or "data-url" in attributes):
                target = attributes.get("data-href") or attributes.get("data-url")
                if not target:
                    clicked = _ONCLICK.search(attributes.get("onclick", ""))
                    # goPage('12') names a page, not its address
                    target = clicked.group("url") if clicked and re.search(r"[/.?]", clicked.group("url")) else None
                url = urls.resolve(self.base, target)
                if url and not self._is_template(element):
                    yield element, url, "onclick"
                continue
            if url and not self._is_template(element):
                yield element, url, "area" if tag == "area" else "a"

    def _is_template(self, element: lxml_html.HtmlElement) -> bool:
        # a filled Angular page keeps ng-repeat on real rows: only rows whose text is still a pattern are templates
        node: lxml_html.HtmlElement | None = element
        for _step in range(4):
            if node is None:
                return False
            for name in node.keys():  # noqa: SIM118 - an element iterates its children
                if name in _TEMPLATE_ATTRIBUTES and not (name == "ng-repeat" and "ng-scope" in node.get("class", "")):
                    return True
            node = node.getparent()
        return bool(_TEMPLATE_TEXT.search(element.text_content()[:300]))

    def _link(self, element: lxml_html.HtmlElement, url: str, origin: Literal["a", "onclick", "area"]) -> Link:
        row = self._row_of(element)
        row_text = markup.squeeze(markup.spaced_text(row))[:_ROW_LIMIT] if row is not None else ""
        shown = markup.squeeze(markup.spaced_text(element))
        own_date = last_date(shown)
        if not own_date and len(element):
            own_date = find_date(shown) if DAY_FIRST.search(shown) else date_inside(element)
        date = own_date or self._date_near(element, row, row_text)
        text = title_inside(element, shown)
        attribute = without_labels(element.get("title") or element.get("data-title") or "")
        if not attribute and element.tag == "area":
            attribute = element.get("alt") or ""
        if not attribute and (not text or is_cut(text)):
            attribute = title_below(element)
        title = best_title(attribute, text)
        if not title:
            image = element.find(".//img")
            if image is not None:
                title = clean_title(image.get("alt") or image.get("title") or "")
        if cells.says_nothing(title):
            title = clean_title(cells.words_of_row(element, self.counts)) or title
        group = self._group_of(row if row is not None else element)
        return Link(
            url=url,
            title=title,
            text=shown,
            date=date,
            region=self._region_of(element),
            group=group,
            heading=self._heading_over(row if row is not None else element),
            origin=origin,
            row=row_text,
            css=(element.get("class") or "")[:100],
        )

    def _row_of(self, element: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
        node = element
        parent = node.getparent()
        while parent is not None and parent.tag not in ("body", "html") and self.counts[parent] == 1:
            node = parent
            parent = node.getparent()
        # a page with one link: its "row" must not be the whole page
        while node is not element and len(node.text_content()) > _ROW_LIMIT:
            child = next((part for part in node if self.counts[part] == 1), None)
            if child is None:
                return element
            node = child
        return node

    def _date_near(self, element: lxml_html.HtmlElement, row: lxml_html.HtmlElement | None, row_text: str) -> str:
        tail = element.tail or ""
        date = find_date(tail[:80])
        if date:
            return date
        if row is not None and row is not element:
            # the title itself may hold a day; what stands outside the link is the date of the row
            own = markup.squeeze(markup.spaced_text(element))
            outside = row_text.replace(own, " ", 1) if own else row_text
            date = last_date(outside) or find_date(outside)
            if date:
                return date
        start = row if row is not None else element
        if start.tail and find_date(start.tail[:80]):
            return find_date(start.tail[:80])
        for sibling in (start.getnext(), start.getprevious()):
            if sibling is not None and isinstance(sibling.tag, str) and not self.counts[sibling]:
                words = markup.squeeze(markup.spaced_text(sibling))
                if len(words) <= 60 and find_date(words):
                    return find_date(words)
        # a row with a category link beside the title link: the date is the row's all the same
        parent = start.getparent()
        if parent is not None and parent.tag in ("li", "tr", "dd", "p", "div") and 1 < self.counts[parent] <= 3:
            words = markup.squeeze(markup.spaced_text(parent))
            if len(words) <= 300:
                dates = DATE.findall(words)
                if len(dates) == 1:
                    return find_date(words)
        return ""

    def _group_of(self, row: lxml_html.HtmlElement) -> int:
        # rows in groups of five share the grandparent: step over wrappers that hold rows only
        parent = row.getparent()
        if parent is None:
            return 0
        grandparent = parent.getparent()
        if grandparent is not None and self._is_row_of_links(parent, grandparent):
            # 【公开】 and the title, a title and 详细: the links of one row of a list
            return self._group_of(parent)
        if row.tag in ("td", "th") and parent.tag == "tr" and grandparent is not None:
            # several links in one row of a table: its rows are one list all the same
            return self.groups.setdefault(grandparent, len(self.groups) + 1)
        if (
            grandparent is not None
            and parent.tag in ("ul", "ol", "tbody", "table", "dl")
            and grandparent.tag not in ("body", "html")
            and len(self._same_kind(grandparent, parent)) >= 2
        ):
            container = grandparent
        else:
            container = parent
        return self.groups.setdefault(container, len(self.groups) + 1)

    def _is_row_of_links(self, row: lxml_html.HtmlElement, around: lxml_html.HtmlElement) -> bool:
        if row.tag not in ("li", "dl", "p", "div") or not 1 < self.counts[row] <= MAX_ROW_LINKS:
            return False
        kind = (around, row.tag, _class(row))
        if kind not in self.rows_of_links:
            alike = self._same_kind(around, row)
            self.rows_of_links[kind] = len(alike) >= MIN_ROWS and all(
                self.counts[one] <= MAX_ROW_LINKS for one in alike
            )
        return self.rows_of_links[kind]

    def _heading_over(self, row: lxml_html.HtmlElement) -> str:
        parent = row.getparent()
        if parent is None:
            return ""
        if parent not in self.headings:
            self.headings[parent] = self._heading_of(parent)
        return self.headings[parent]

    def _same_kind(self, parent: lxml_html.HtmlElement, child: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
        # asked for each row: looking at all its neighbours each time would take seconds for a list of thousands
        kind = (parent, child.tag, _class(child))
        if kind not in self.kinds:
            _parent, tag, css = kind
            self.kinds[kind] = [
                part for part in parent if part.tag == tag and self.counts[part] and _class(part) == css
            ]
        return self.kinds[kind]

    def _heading_of(self, container: lxml_html.HtmlElement) -> str:
        node: lxml_html.HtmlElement | None = container
        for _step in range(3):
            if node is None or node.tag in ("body", "html"):
                break
            before = node.getprevious()
            while before is not None and not isinstance(before.tag, str):
                before = before.getprevious()
            if before is not None and before.tag in _HEADINGS and self.counts[before] <= 1:
                words = markup.squeeze(markup.spaced_text(before))
                if 0 < len(words) <= 40:
                    return words
            parent = node.getparent()
            if parent is not None and parent.tag in ("li", "dd", "dl", "div", "td"):
                words = markup.squeeze(parent.text)
                if 1 < len(words) <= 40:
                    return words
            node = parent
        return ""

    def _region_of(self, element: lxml_html.HtmlElement) -> Region:
        chain: list[lxml_html.HtmlElement] = []
        region: Region = "content"
        node: lxml_html.HtmlElement | None = element
        while node is not None:
            if node in self.regions:
                region = self.regions[node]
                break
            chain.append(node)
            node = node.getparent()
        for part in reversed(chain):
            own = own_region(part)
            if own is not None:
                region = own
            self.regions[part] = region
        return region


def _class(element: lxml_html.HtmlElement) -> str:
    return (element.get("class") or "").partition(" ")[0]
