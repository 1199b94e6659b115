"""The values that go into and come out of a system: pages, things to ask for, links found.

All are frozen and hold no open resource, so a system can be tried on a saved page without a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from lxml import html as lxml_html

from crawler import urls
from crawler.systems import markup

MIN_ELSEWHERE = 3
"""Reports of other sites from which a page is a list of them; fewer are links of its foot."""

FetchKind = Literal["list", "column", "article", "part", "attachment", "script"]
"""What an answer will be read as: `list` a page of a known list or its data, `column` a column whose system is to be
recognised afresh, `article`, `part` (a further page of one) and `attachment` things to keep, `script` a file that only
holds parameters."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One thing to ask a portal for; becomes exactly one request, in one place of the runtime.

    `system` is the id of the system that must read the answer ("" = recognise it from the page). `list_url` is the
    first page of the list this belongs to and groups the pages for `discovery.check_list`; `number` is the page's
    place in it, from 1. `trail` holds the names of the columns walked so far, root first. `carry` is the system's own
    memory between pages (text to text, so that it survives in the crawl state). `otherwise` is what to ask instead
    when this answer is refused, empty, or repeats a page already seen.
    """

    url: str
    kind: FetchKind = "list"
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    priority: int = 0
    system: str = ""
    number: int = 1
    list_url: str = ""
    trail: tuple[str, ...] = ()
    title: str = ""
    listed_on: str = ""
    carry: tuple[tuple[str, str], ...] = ()
    otherwise: Fetch | None = None

    def carried(self, key: str, default: str = "") -> str:
        """Return what the system remembered under `key`."""
        for name, value in self.carry:
            if name == key:
                return value
        return default

    @property
    def is_guess(self) -> bool:
        """Whether nothing on the site links this: an address read out of a script, or the next number of a series."""
        return self.carried("guess") != "" or self.carried("series") != ""

    @property
    def identity(self) -> tuple[str, str, tuple[tuple[str, str], ...], str]:
        """What makes two requests the same question: method, address, form and body."""
        return self.method, self.url, self.form, self.body

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values for the crawl state; `from_dict` is its inverse."""
        out: dict[str, Any] = {"url": self.url}
        for name in ("kind", "method", "body", "priority", "system", "number", "list_url", "title", "listed_on"):
            value = getattr(self, name)
            if value != _FETCH_DEFAULTS[name]:
                out[name] = value
        for name in ("form", "headers", "carry"):
            pairs = getattr(self, name)
            if pairs:
                out[name] = [list(pair) for pair in pairs]
        if self.trail:
            out["trail"] = list(self.trail)
        if self.otherwise is not None:
            out["otherwise"] = self.otherwise.as_dict()
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Fetch:
        """Return the fetch that `as_dict` described."""
        values = dict(data)
        for name in ("form", "headers", "carry"):
            if name in values:
                values[name] = tuple((str(key), str(value)) for key, value in values[name])
        if "trail" in values:
            values["trail"] = tuple(map(str, values["trail"]))
        if values.get("otherwise") is not None:
            values["otherwise"] = cls.from_dict(values["otherwise"])
        return cls(**values)


_FETCH_DEFAULTS: dict[str, object] = {
    "kind": "list",
    "method": "GET",
    "body": "",
    "priority": 0,
    "system": "",
    "number": 1,
    "list_url": "",
    "title": "",
    "listed_on": "",
}


@dataclass(frozen=True)
class Page:
    """One answer of a portal, decoded. Header names are lower case. `request` is what was asked, when it is known."""

    url: str
    text: str
    final_url: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    request: Fetch | None = None

    @property
    def base(self) -> str:
        """The address that relative links refer to: after redirects, and after the page's own `<base href>`."""
        return self.base_href or self.final_url or self.url

    @cached_property
    def base_href(self) -> str:
        """The absolute `<base href>` of the page, or ""."""
        return markup.find_base_href(self.text, self.final_url or self.url)

    @cached_property
    def refused(self) -> str:
        """Why the gates refuse to parse this page, or ""."""
        if self.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
            # data is never given to the HTML parser as a whole
            return "page_too_long" if len(self.text) > markup.MAX_CHARS else ""
        return markup.reason_to_refuse(self.text)

    @cached_property
    def tree(self) -> lxml_html.HtmlElement | None:
        """The parsed page; None when the gates refuse it or nothing is there to parse."""
        if self.refused:
            return None
        return markup.parse(self.text)

    @property
    def media_type(self) -> str:
        """The media type of the header without parameters, lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class ReportLink:
    """One candidate found on a list: where it leads and what the list says of it. No verdict on the report."""

    url: str
    title: str
    text: str = ""
    listed_on: str = ""
    column: str = ""
    kind: Literal["article", "attachment"] = "article"
    publisher: str = ""
    identifier: str = ""
    heading: str = ""
    in_list: bool = True

    @property
    def truncated(self) -> bool:
        """Whether the list shows only the beginning of the title."""
        return self.title.endswith(("...", "…", "．．．", "。。。"))


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """One link to another column: `heading` is the label above its group, `in_menu` whether it stands in a menu.

    Links of one list share their `group`; 0 says that none is known.
    """

    url: str
    name: str
    heading: str = ""
    in_menu: bool = False
    group: int = 0


@dataclass(frozen=True)
class ListPage:
    """What one page of a list says.

    `items` are candidates in page order, without doubles; `columns` other columns; `next` what must still be asked to
    have the whole list. `total` counts entries and `pages_claimed` pages, as the site claims them (both can lie),
    `pages_linked` the pages that its pager links.
    `empty_marker` is the site's own statement that there is nothing. `report_here` says that the page itself reads
    like a report. `problems` are machine words.
    """

    system: str
    url: str
    items: tuple[ReportLink, ...] = ()
    columns: tuple[ColumnLink, ...] = ()
    next: tuple[Fetch, ...] = ()
    total: int | None = None
    pages_claimed: int | None = None
    pages_linked: int | None = None
    number: int = 1
    list_url: str = ""
    empty_marker: str = ""
    report_here: bool = False
    problems: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of its entries: those of the list proper, or all where none stands out.

        A link or two of the foot to reports of other sites are no entries; what is listed with its day is one.
        """
        own = frozenset(urls.key_of(item.url) for item in self.items if item.in_list)
        keys = own or frozenset(urls.key_of(item.url) for item in self.items)
        host = urls.host_of(self.url)
        if len(keys) >= MIN_ELSEWHERE or any(item.listed_on for item in self.items):
            return keys
        if any(urls.same_host(urls.host_of(item.url), host) for item in self.items):
            return keys
        return frozenset()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an article: its address, the words of the link, and the file name if the link tells."""

    url: str
    text: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What an article page says of itself, enough to keep and to sort it; its meaning is read elsewhere.

    `metadata` holds the national page metadata (lower-case names), the index block (Chinese labels) and `site_code`.
    `body_hint` names the container that holds the text. `body_chars` counts Chinese characters in it.
    `headings` counts which of the six statutory headings occur. `next` holds same-host redirects written in script.
    """

    title: str
    titles: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    crumbs: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    body_hint: str = ""
    body_chars: int = 0
    images: int = 0
    headings: int = 0
    has_statutory_tables: bool = False
    next: tuple[Fetch, ...] = ()
    problems: tuple[str, ...] = ()


def following(fetch: Fetch, **changes: Any) -> Fetch:
    """Return a copy of `fetch` with `changes`."""
    return replace(fetch, **changes)
