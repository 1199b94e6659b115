"""What all sample portals share: home page, the four tabs of 政府信息公开, noise columns, chrome, articles, truth."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import wraps
from random import Random
from typing import Any, ClassVar, TypeVar

from archive.samples.agencies import AGENCIES, Agency
from archive.samples.grids import OFFICIAL
from archive.samples.pages import Article, article_page, footer, navigation, site_id_code
from archive.samples.portals.messages import Request, Response, not_found, text_response
from archive.samples.portals.world import Item, World, article_body, pages_of
from archive.samples.word import WordStyle, draw_word

SUFFIX = "gov.cn.test"
"""`.test` is reserved: no such host can exist."""

TABS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报")
"""The four tabs of every 政府信息公开 platform (国办公开办函〔2019〕61号)."""


Made = TypeVar("Made")


def daily(method: Callable[[Any], Made]) -> Callable[[Any], Made]:
    """Remember what a method of a site returns until the clock moves."""

    @wraps(method)
    def remembered(site: Site) -> Made:
        kept = site.kept.get(method.__qualname__)
        if kept is None or kept[0] != site.world.today:
            kept = (site.world.today, method(site))
            site.kept[method.__qualname__] = kept
        made: Made = kept[1]
        return made

    return remembered


@dataclass(frozen=True, slots=True)
class TruthLine:
    """One thing a portal publishes today: what a crawler should find, or should not take for a report.

    `kind` is report, derivative, other_body or no; `key` agency and year, the same on every site that carries the
    report; `parts` are the addresses of an article's further pages, in order; `expected` says what a crawl should make
    of it: captured, gone, blocked:..., never_requested...
    """

    site: str
    url: str
    kind: str
    key: str
    agency: str
    publisher: str
    level: str
    year: int | None
    title: str
    published_on: str
    format: str = "html"
    attachment_url: str = ""
    attachment_sha256: str = ""
    parts: tuple[str, ...] = ()
    expected: str = "captured"

    def as_json(self) -> dict[str, object]:
        """Return the line as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CatalogueColumn:
    """A column as the catalogue names it."""

    path: str
    kind: str = "reports"


class Site(ABC):
    """One virtual host. A family overrides `columns`, `items`, `article_path` and `route`."""

    id: ClassVar[str] = ""
    system: ClassVar[str] = "auto"
    cms: ClassVar[str] = "none"
    government: ClassVar[str] = "qinghe"
    scheme: ClassVar[str] = "http"
    static: ClassVar[bool] = True
    """Whether pages carry ETag and Last-Modified."""
    server: ClassVar[str] = "nginx"
    gzip: ClassVar[bool] = False
    chunked: ClassVar[bool] = False
    session_cookie: ClassVar[bool] = False
    attachments: ClassVar[bool] = False
    """Whether every fifth report is a page with nothing but a Word file."""
    host_name: ClassVar[str] = ""
    expect: ClassVar[str] = "captured"
    delay: ClassVar[float] = 5.0

    def __init__(self, world: World, skin: str = "A", speed: float = 1.0) -> None:
        self.world = world
        self.skin = skin
        self.speed = speed
        self.state: dict[str, object] = {}
        self.kept: dict[str, tuple[dt.date, Any]] = {}
        self._paths: tuple[dt.date, dict[str, Item]] | None = None

    # Names ---------------------------------------------------------------------------------------------------------

    @property
    def host(self) -> str:
        """Return the site's own host name."""
        return self.host_name or f"www.{self.id}.{SUFFIX}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return every host the site answers for; the first is the portal's."""
        return (self.host,)

    @property
    def agency(self) -> Agency:
        """Return the government whose portal this is."""
        return AGENCIES[self.government]

    @property
    def name(self) -> str:
        """Return the portal's name."""
        return f"{self.agency.name}门户网站（{self.id}）"

    def url(self, path: str) -> str:
        """Return the absolute URL of a path on this site."""
        return f"{self.scheme}://{self.host}{path}"

    def css(self, a: str, b: str) -> str:
        """Return the class name of skin A or B: wrappers differ between redesigns, identifying names do not."""
        return b if self.skin == "B" else a

    # What is published -----------------------------------------------------------------------------------------------

    @abstractmethod
    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the columns of the catalogue entry."""

    @daily
    def items(self) -> list[Item]:
        """Return everything that the annual-report columns list today."""
        return self.world.reports(AGENCIES)

    @abstractmethod
    def article_path(self, item: Item) -> str:
        """Return the path (and query) of an item's article."""

    def by_path(self) -> dict[str, Item]:
        """Return today's items by the path of their article."""
        if self._paths is None or self._paths[0] != self.world.today:
            self._paths = (self.world.today, {self.article_path(item): item for item in self.items()})
        return self._paths[1]

    def has_attachment(self, item: Item) -> bool:
        """Return whether an item's article holds nothing but a Word file."""
        return self.attachments and item.kind == "report" and item.number % 5 == 0

    def attachment_path(self, item: Item) -> str:
        """Return the path of an item's Word file, beside its article."""
        folder = self.article_path(item).rpartition("/")[0]
        return f"{folder}/P0{item.day}{item.number:012d}.docx"

    def attachment(self, item: Item) -> bytes:
        """Return the bytes of an item's Word file."""
        if item.report is None:
            raise ValueError(f"{item.title} has no report to attach")
        if item.number not in self.world.files:
            self.world.files[item.number] = draw_word(item.report, OFFICIAL, WordStyle())
        return self.world.files[item.number]

    def truth(self) -> list[TruthLine]:
        """Return what the site publishes today."""
        return [self.truth_line(item) for item in self.items()]

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth about one item."""
        report = item.report
        attached = self.has_attachment(item)
        return TruthLine(
            site=self.id,
            url=url or self.url(self.article_path(item)),
            kind=item.kind,
            key=item.key,
            agency=report.agency.name if report else "",
            publisher=report.publisher if report else "",
            level=report.agency.level if report else "",
            year=report.year if report else None,
            title=item.title,
            published_on=item.iso,
            format="docx" if attached else "html",
            attachment_url=self.url(self.attachment_path(item)) if attached else "",
            attachment_sha256=hashlib.sha256(self.attachment(item)).hexdigest() if attached else "",
            expected=expected or self.expect,
        )

    # Answers ---------------------------------------------------------------------------------------------------------

    def respond(self, request: Request) -> Response:
        """Answer a request: robots.txt, the family's own pages, then what every portal has."""
        if request.path == "/robots.txt":
            return self.dressed(self.robots(request))
        response = self.route(request)
        if response is None:
            response = self.common(request) or not_found()
        return self.dressed(response)

    def robots(self, request: Request) -> Response:
        """Answer robots.txt: most portals have none."""
        return not_found()

    @abstractmethod
    def route(self, request: Request) -> Response | None:
        """Answer the family's own pages; None for everything else."""

    def dressed(self, response: Response) -> Response:
        """Add the headers of the site's server."""
        response.headers.append(("Server", self.server))
        if self.session_cookie:
            response.headers.append(("Set-Cookie", "JSESSIONID=4F1C0DE5A3; Path=/; HttpOnly"))
        if response.status == 200:
            response.headers.append(("X-Frame-Options", "SAMEORIGIN"))
            response.validators = response.validators or self.static
            response.gzip = self.gzip
            response.chunked = self.chunked
        return response

    def common(self, request: Request) -> Response | None:
        """Answer what every portal has: home, the platform with its tabs, guides, noise, columns beside the reports."""
        path = request.path
        if path in ("/", "/index.html"):
            return self.page("首页", self._home())
        if path == "/zfxxgk/":
            return self.page("政府信息公开", self.tabs())
        if path in ("/zfxxgk/zfxxgkzn/", "/zfxxgk/zfxxgkzd/"):
            words = "<p>　　公民、法人和其他组织可以向本机关申请获取政府信息，受理机构为政务公开办公室。</p>" * 6
            return self.page("政府信息公开指南" if "zn" in path else "政府信息公开制度", words)
        if path.startswith("/zfxxgk/fdzdgknr/"):
            return self._noise(path)
        if path in ("/zfxxgk/wzgzndbb/", "/zfxxgk/fzzf/"):
            word = "网站工作年度报表" if "wzgz" in path else "法治政府建设年度报告"
            rows = [
                (f"/zfxxgk/x{y}.html", f"{self.agency.place}{y}年{word}", f"{y + 1}-01-20") for y in range(2019, 2025)
            ]
            return self.page(word, plain_list(rows, "list"))
        if re.fullmatch(r"/(zwgk|bsfw|hdjl|zjwm)/l\d\d/|/zfxxgk/x\d{4}\.html|/(wzdt|wzsm|lxwm|yszc|ztzl|bzzx)/", path):
            return self.page("栏目", "<p>　　栏目内容正在整理，请通过导航查找所需信息。</p>" * 8)
        return None

    def _home(self) -> str:
        news = plain_list(
            [(f"/zfxxgk/fdzdgknr/c{item.number}.html", item.title, item.iso) for item in self.noise()[:20]], "news"
        )
        return f'<div class="entry"><a href="/zfxxgk/">政府信息公开</a></div>{news}'

    def tabs(self) -> str:
        """Return the links to the four tabs and to the columns beside the reports."""
        paths = ("/zfxxgk/zfxxgkzn/", "/zfxxgk/zfxxgkzd/", "/zfxxgk/fdzdgknr/", self.columns()[0].path)
        links = "".join(f'<li><a href="{path}">{tab}</a></li>' for path, tab in zip(paths, TABS, strict=True))
        beside = (
            '<li><a href="/zfxxgk/wzgzndbb/">网站工作年度报表</a></li><li><a href="/zfxxgk/fzzf/">法治政府建设</a></li>'
        )
        return f'<ul class="{self.css("zfxxgk-tab", "gk_menu")}">{links}{beside}</ul>'

    def noise(self) -> list[Item]:
        """Return the articles of 法定主动公开内容."""
        return self.world.noise(self.agency.place)

    def _noise(self, path: str) -> Response | None:
        pages = pages_of(self.noise(), 20)
        match = re.fullmatch(r"/zfxxgk/fdzdgknr/(?:p(\d+)\.html)?", path)
        if match:
            number = int(match[1] or 1)
            if not 1 <= number <= len(pages):
                return None
            rows = [(f"/zfxxgk/fdzdgknr/c{item.number}.html", item.title, item.iso) for item in pages[number - 1]]
            following = f'<a href="/zfxxgk/fdzdgknr/p{number + 1}.html">下一页</a>' if number < len(pages) else ""
            return self.page("法定主动公开内容", plain_list(rows, "list") + following)
        match = re.fullmatch(r"/zfxxgk/fdzdgknr/c(\d+)\.html", path)
        found = [item for item in self.noise() if match and item.number == int(match[1])]
        return text_response(self.article_html(found[0], path)) if found else None

    # Drawing ---------------------------------------------------------------------------------------------------------

    def page(self, title: str, content: str, head: str = "", charset: str = "utf-8") -> Response:
        """Return a page of the site that is no article: chrome around some content."""
        return text_response(self.page_html(title, content, head, charset), encoding=charset)

    def page_html(self, title: str, content: str, head: str = "", charset: str = "utf-8") -> str:
        """Return the markup of a page of the site that is no article."""
        top, bottom = navigation(Random(self.id)), footer(self.host, site_id_code(self.agency))
        wrapper = self.css("container", "wrap-1200")
        metas = (("SiteName", self.name), ("SiteIDCode", site_id_code(self.agency)), ("ColumnName", title))
        meta = "".join(f'<meta name="{name}" content="{value}">\n' for name, value in metas)
        return (
            f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="{charset}">\n{meta}'
            f"<title>{title}_{self.name}</title>\n{head}</head>\n<body>\n{top}\n"
            f'<div class="{wrapper}">\n{content}\n</div>\n{bottom}\n</body>\n</html>\n'
        )

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the markup of an item's article."""
        attached = ""
        if self.has_attachment(item) and not body:
            body = f"<p>　　{html.escape(item.title)}见附件。</p>"
            name = f"{html.escape(item.title)}.docx"
            attached = f'<p class="fj">附件：<a href="./{self.attachment_path(item).rpartition("/")[2]}">{name}</a></p>'
        agency = item.report.agency if item.report else self.agency
        article = Article(
            title=item.title,
            body=body or article_body(item),
            agency=agency,
            site_name=self.name,
            host=self.host,
            path=path or self.article_path(item),
            published=f"{item.iso} 09:{item.number % 60:02d}",
            source=f"{agency.place}办公室",
            attachments=attached,
            article_id=str(item.number),
        )
        return article_page(article, cms or self.cms, charset=charset)

    def article(self, request: Request, path: str = "") -> Response | None:
        """Answer an article or its attachment, None when the path is neither."""
        path = path or request.path
        item = self.by_path().get(path)
        if item is not None:
            return text_response(self.article_html(item))
        if path.endswith(".docx"):
            for other in self.items():
                if self.has_attachment(other) and self.attachment_path(other) == path:
                    return Response(
                        self.attachment(other),
                        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    )
        return None


def plain_list(rows: Sequence[tuple[str, str, str]], css: str) -> str:
    """Return a plain list of links with dates."""
    lines = "".join(
        f'<li><a href="{path}">{html.escape(title)}</a><span>{day}</span></li>' for path, title, day in rows
    )
    return f'<ul class="{css}">{lines}</ul>'


def cut(title: str, length: int) -> str:
    """Return a title cut off as lists cut it."""
    return title if len(title) <= length else f"{title[:length]}..."
