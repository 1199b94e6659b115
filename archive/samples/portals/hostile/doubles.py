"""Twins, wrong columns, odd dates, later edits, redirects to other hosts, hijacked mirrors."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from archive.samples.portals.hostile.plain import Plain
from archive.samples.portals.messages import Request, Response, redirect, text_response
from archive.samples.portals.site import SUFFIX, CatalogueColumn, TruthLine, daily
from archive.samples.portals.world import Item, article_body, newest_first
from archive.samples.reports import make_report


class Twin(Plain):
    """Each report several times: `_wap.html`, `mpost_`, a `big5.` host, 图解 and 图片版 versions, and the same report
    on the bureau's and the city's hosts.

    Expected: one report, n manifestations, the right one canonical.
    """

    id = "twin"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the county's portal, its mirror in traditional script, a bureau's and the city's site."""
        return (self.host, f"big5.{self.id}.{SUFFIX}", f"czj.{self.id}.{SUFFIX}", f"shi.{self.id}.{SUFFIX}")

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the county's list."""
        return (CatalogueColumn(self.root),)

    @daily
    def items(self) -> list[Item]:
        """Return the bureau's reports and drawn versions of two."""
        found = self.world.reports(["qinghe-czj", "qinghe-fgj"], range(2021, 2026))
        drawn = [
            Item(f"{word}：{item.title}", item.published_on, item.number + 3_000_000, "derivative", item.report)
            for item, word in zip(found, ("图解", "图片版"), strict=False)
        ]
        return newest_first([*found, *drawn])

    def truth(self) -> list[TruthLine]:
        """Return every address of every report."""
        lines = []
        for item in self.items():
            path = self.article_path(item)
            lines.append(self.truth_line(item))
            if item.kind != "report":
                continue
            lines.append(self.truth_line(item, self.url(path.replace(".html", "_wap.html"))))
            if item.report and item.report.agency.id == "qinghe-czj":
                lines += [self.truth_line(item, f"http://{host}{path}") for host in self.hosts[2:]]
        return lines

    def route(self, request: Request) -> Response | None:
        """Answer articles under all their names, lists on every host."""
        path = request.path.replace("_wap.html", ".html").replace("/mpost_", "/t")
        item = self.by_path().get(path)
        if item is None:
            return super().route(request)
        body = '<p><img src="/images/tujie.jpg"></p>' if item.kind == "derivative" else ""
        drawn = self.article_html(item, request.path, body)
        twin = request.path.rpartition("/")[2].replace(".html", "_wap.html")
        links = f'<a href="http://big5.{self.id}.{SUFFIX}{request.path}">繁体</a><a href="./{twin}">手机版</a>'
        return text_response(drawn.replace("</body>", f"{links}</body>", 1))

    def list_content(self, items: list[Item], index: int, count: int) -> str:
        """Return the list with links to the other hosts beside some items."""
        others = "".join(
            f'<li><a href="http://{host}{self.article_path(item)}">{item.title}</a><span>{item.iso}</span></li>'
            for item in items
            if item.kind == "report" and item.report and item.report.agency.id == "qinghe-czj"
            for host in self.hosts[2:]
        )
        return super().list_content(items, index, count).replace("</ul>", f"{others}</ul>")


class WrongColumn(Plain):
    """The column of 发展和改革局 holds the report of 农业农村局; a title names the city, its body says 我镇;
    ContentSource is an office.

    Expected: the agency from the title, a conflict flagged.
    """

    id = "wrongcol"
    root = "/zcbm/fgj_97987/ndbg/"

    @daily
    def items(self) -> list[Item]:
        """Return one report of the wrong bureau and one with the wrong title, among the right ones."""
        right = self.world.reports(["qinghe-fgj"], range(2022, 2026))
        wrong = self.world.reports(["qinghe-nyncj"], [2024])
        copied = make_report("qinghe-heting", 2023, seed=self.world.seed, errors=["wrong_title_agency"])
        item = Item(copied.title, copied.published_on, 4_900_001, "report", copied)
        return newest_first([*right, *wrong, *([item] if item.published_on <= self.world.today else [])])

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; a copied title is a conflict."""
        conflict = item.report is not None and "wrong_title_agency" in item.report.errors
        return super().truth_line(item, url, "conflict" if conflict else expected)


class Dates(Plain):
    """A URL says 20241029 and PubDate 2024-01-20; a PubDate is missing; a report on 2022 came in September 2023.

    Expected: the year of each report is right, every date kept.
    """

    id = "dates"

    @daily
    def items(self) -> list[Item]:
        """Return reports, one of them put up in September."""
        found = self.world.reports(["qinghe-fgj", "qinghe-czj", "qinghe-heting"], range(2021, 2025))
        late = [
            replace(item, published_on=dt.date(2023, 9, 9)) if item.key == "qinghe-heting/2022" else item
            for item in found
        ]
        return newest_first(late)

    def article_path(self, item: Item) -> str:
        """Return the path; one report's was made again in October."""
        if item.key == "qinghe-fgj/2023":
            return f"{self.root}202410/t20241029_{item.number}.html"
        return super().article_path(item)

    def article_html(self, item: Item, path: str = "", body: str = "", cms: str = "", charset: str = "utf-8") -> str:
        """Return the article; one has no PubDate."""
        drawn = super().article_html(item, path, body, cms, charset)
        if item.key == "qinghe-czj/2023":
            drawn = drawn.replace('<meta name="PubDate"', '<meta name="X-PubDate"')
        return drawn


class Edit(Plain):
    """One report is corrected after 60 days: a number and the ETag change; another only counts its visitors.

    Expected: a second version of the first, none of the other.
    """

    id = "edit"
    years = range(2023, 2026)
    corrected_after = 60

    def corrected(self) -> bool:
        """Return whether the correction has been made by today."""
        first = self.state.setdefault("first", self.world.today)
        return isinstance(first, dt.date) and (self.world.today - first).days >= self.corrected_after

    def reports(self) -> tuple[Item, Item]:
        """Return the report that is corrected and the one that counts visitors."""
        found = [item for item in self.items() if item.kind == "report"]
        # the oldest: the newest are others once more have been published
        return found[-1], found[-2]

    def route(self, request: Request) -> Response | None:
        """Answer the edited reports, then everything else."""
        self.corrected()
        edited, counted = self.reports()
        if request.path == self.article_path(edited):
            item = edited
            if self.corrected() and item.report:
                figures = {**item.report.figures, "penalty_decisions": "7654321"}
                item = replace(item, report=replace(item.report, figures=figures))
            return text_response(self.article_html(item, request.path))
        if request.path == self.article_path(counted):
            visits = int(str(self.state.get("visits", 1000))) + 1
            self.state["visits"] = visits
            body = article_body(counted) + f'<p class="hits">浏览次数：{visits}</p>'
            return text_response(self.article_html(counted, body=body))
        return super().route(request)


class CrossRedirect(Plain):
    """Ten articles are redirected to a second allowed host with a Crawl-delay of its own.

    Expected: the second host's delay and robots.txt hold for them.
    """

    id = "xredir"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the portal and the host that holds ten articles."""
        return (self.host, f"www.{self.id}b.{SUFFIX}")

    def robots(self, request: Request) -> Response:
        """Answer a Crawl-delay on the second host."""
        if request.host == self.hosts[1]:
            return text_response("User-agent: *\nCrawl-delay: 10\nDisallow: /admin/\n", media_type="text/plain")
        return super().robots(request)

    def moved(self) -> list[Item]:
        """Return the ten articles on the second host."""
        return self.items()[:10]

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth at the address where the article ends up."""
        if item in self.moved():
            url = f"http://{self.hosts[1]}{self.article_path(item)}"
        return super().truth_line(item, url, expected)

    def route(self, request: Request) -> Response | None:
        """Redirect on the first host, answer on the second."""
        item = self.by_path().get(request.path)
        if item is not None and item in self.moved() and request.host == self.host:
            return redirect(f"http://{self.hosts[1]}{request.path}")
        return super().route(request)


MIRROR = "qinghe.example.com"
"""A hijacked clone; nothing may ever be asked of it."""


class Mirror(Plain):
    """A link and a redirect lead to a hijacked clone outside gov.cn with the same report, garbled.

    Expected: never requested.
    """

    id = "mirror"

    def stolen(self) -> Item:
        """Return the article that is redirected to the clone."""
        return self.items()[0]

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; what is redirected away cannot be had."""
        return super().truth_line(item, url, "redirect_refused" if item == self.stolen() else expected)

    def list_content(self, items: list[Item], index: int, count: int) -> str:
        """Return the list with one more link, to the clone."""
        title = items[-1].title
        clone = f'<li><a href="http://{MIRROR}{self.article_path(items[-1])}">{title}</a><span>2024-01-02</span></li>'
        return super().list_content(items, index, count).replace("</ul>", f"{clone}</ul>")

    def route(self, request: Request) -> Response | None:
        """Redirect one article to the clone."""
        if request.path == self.article_path(self.stolen()):
            return redirect(f"http://{MIRROR}{request.path}")
        return super().route(request)
