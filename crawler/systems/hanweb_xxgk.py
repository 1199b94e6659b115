"""大汉 xxgk module: an information-disclosure directory behind `tree.jsp` and `search.jsp`, and annual reports by year.

`/module/xxgk/tree.jsp?area=` names the columns (`infotypeId`); POST `/module/xxgk/search.jsp` gives rows `.bt_link` and
"共N页", and does not filter by column. `xxgkAnnualReport.jsp?area=&fbtime=YYYY` is the report itself, one a year: the
years listed on the page are taken; without such a list the neighbouring years are tried until two in a row are empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import evidence, literals, markup, pager
from crawler.systems.base import System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_ANNUAL = re.compile(r"xxgkAnnualReport\.jsp", re.IGNORECASE)
_YEAR_LINK = re.compile(r"fbtime[\"']?\s*[=:,]\s*[\"']?((?:19|20)\d{2})")
_YEAR_OPTION = re.compile(
    r"<(?:option|li|a|span|em)\b[^<>]*?(?:value|data-year|id|data-value)?\s*=?\s*[\"']?((?:19|20)\d{2})?[\"']?[^<>]*>\s*((?:19|20)\d{2})\s*年?(?:度)?\s*<",
    re.IGNORECASE,
)
_INFO_TYPE = re.compile(r"infotypeId[\"']?\s*[=:]\s*[\"']?([A-Za-z0-9_]{1,40})", re.IGNORECASE)
_NODE = re.compile(
    r"<(?:a|li|option|span|div|td|p|em|dt|dd)\b(?P<attributes>[^<>]{0,600})>(?P<words>[^<>]{0,80}?(?:年报|年度报告)[^<>]{0,40})<"
    r"|(?:new\s+\w*Tree\w*|\.add|addNode|treeNode)\s*\((?P<call>[^()]{0,400})\)",
    re.IGNORECASE,
)
_NODE_KEYS = (
    re.compile(r"infotype(?:id)?[\"']?\s*[=:,]\s*[\"']?([A-Za-z0-9_.-]{1,40})", re.IGNORECASE),
    re.compile(r"\b(?:data-)?(?:id|code|value|key)\s*=\s*[\"']?([A-Za-z]*\d[A-Za-z0-9_.-]{0,39})", re.IGNORECASE),
    re.compile(r"[\"']([A-Za-z]{0,6}\d[A-Za-z0-9_-]{0,39})[\"']"),
    re.compile(r"\(\s*(\d{1,12})\s*[,)]"),
    re.compile(r"^\s*(\d{1,12})\s*,"),
)
_REPORT_NAME = re.compile(r"年报|年度报告")
EARLIEST = 2008
MAX_EMPTY_YEARS = 2
_FORM_NAMES = (
    "infotypeId",
    "jdid",
    "area",
    "divid",
    "vc_title",
    "vc_number",
    "sortfield",
    "currpage",
    "vc_filenumber",
    "vc_all",
    "texttype",
    "fbtime",
    "standardXxgk",
    "isAllList",
)
_FORM_DEFAULTS = {
    "jdid": "1",
    "divid": "div1",
    "sortfield": ",compaltedate:0",
    "currpage": "1",
    "standardXxgk": "1",
    "isAllList": "1",
}


class HanwebXxgk(System):
    """大汉 xxgk module."""

    id = "hanweb_xxgk"
    aliases = ("xxgk",)
    title = "大汉信息公开目录"

    def sniff(self, page: Page) -> float:
        """Recognise the module's addresses and the rows of its search."""
        if "/module/xxgk/" in (page.final_url or page.url):
            return 1.0
        text = page.text
        if re.search(r"/module/xxgk/(?:tree|search|xxgkAnnualReport)\w*\.jsp", text):
            return 0.97
        return 0.8 if _INFO_TYPE.search(text) and "xxgk" in text else 0.0

    def find_links(self, page: Page, column: Column | None) -> list[Link]:
        """Return the rows of a search and the years of an annual-report page, as links."""
        found = super().find_links(page, column)
        wanted = column.param("column_id", "columnId", "col") if column is not None else ""
        if wanted and "search.jsp" in page.url:
            # the search ignores the column: keep the rows of the one that is wanted
            found = [link for link in found if f"art_{wanted}_" in link.url or "/art_" not in link.url]
        if _ANNUAL.search(page.url):
            here = page.final_url or page.url
            years = _years_on(page)
            own = urls.query_of(here).get("fbtime", "")
            found = [link for link in found if not _ANNUAL.search(link.url)]
            found.extend(
                Link(
                    url=urls.with_query(here, [("fbtime", year)]),
                    title=f"{year}年",
                    text=year,
                    date="",
                    region="content",
                    group=-1,
                    heading="",
                    origin="script",
                )
                for year in years
                if year != own
            )
        return found

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Go on with the search's next page, the tree's annual-report nodes, or the year before and after."""
        url = page.final_url or page.url
        if "search.jsp" in url:
            return self._after_search(page)
        if _ANNUAL.search(url):
            return self._after_year(page)
        fetches = self._searches(page, column)
        if fetches:
            return Paging(tuple(fetches), None, None, 1)
        inner = re.search(r"[\"']([^\"'\s]{0,200}?/module/xxgk/(?:tree|search)\.jsp[^\"'\s]{0,300})[\"']", page.text)
        if inner and "tree.jsp" not in url:
            address = urls.resolve(page.base, markup.unescape_entities(inner.group(1)))
            if address:
                return Paging((Fetch(url=address, kind="list"),), None, None, 1)
        return self.common_paging(page, column, links)

    def _searches(self, page: Page, column: Column | None) -> list[Fetch]:
        """Return one search for each node of the tree that is named after annual reports."""
        wanted: dict[str, str] = {}
        given = column.param("infotypeId", "info_type") if column is not None else ""
        if given:
            wanted[given] = ""
        text = markup.unescape_entities(page.text)
        for node in _NODE.finditer(text):
            words = markup.squeeze(node.group("words") or "") or node.group("call") or ""
            source = (node.group("attributes") or "") + (node.group("call") or "")
            if not _REPORT_NAME.search(words):
                continue
            for pattern in _NODE_KEYS:
                found = pattern.search(source)
                if found:
                    wanted.setdefault(found.group(1), words)
                    break
        if not wanted:
            for table in literals.walk_dicts(literals.read_assigned(text, "zNodes") or literals.read_data(text)):
                name = str(table.get("name") or table.get("title") or "")
                key = str(table.get("id") or table.get("infotypeId") or table.get("infotypeid") or "")
                if _REPORT_NAME.search(name) and key:
                    wanted.setdefault(key, name)
        if not wanted:
            found = _INFO_TYPE.search(text) if _REPORT_NAME.search(text) else None
            if found and "search.jsp" in text:
                wanted[found.group(1)] = ""
        url = page.final_url or page.url
        area = (
            urls.query_of(url).get("area")
            or literals.find_text(text, "area", "orgcode")
            or (column.param("area") if column else "")
        )
        target = urljoin(url, "/module/xxgk/search.jsp")
        return [Fetch(url=target, method="POST", form=self._form(text, area, key)) for key in list(wanted)[:12]]

    @staticmethod
    def _form(text: str, area: str, key: str) -> tuple[tuple[str, str], ...]:
        form: list[tuple[str, str]] = []
        for name in _FORM_NAMES:
            if name == "infotypeId":
                value = key
            elif name == "area":
                value = area
            elif name == "currpage":
                value = "1"
            else:
                value = literals.find_text(text, name) or _FORM_DEFAULTS.get(name, "")
            form.append((name, value))
        return tuple(form)

    @staticmethod
    def _after_search(page: Page) -> Paging:
        request = page.request
        _said, pages = pager.claimed_pages(page.text)
        if pages is None:
            # "共<b>4</b>页" in a script, or a total instead of pages
            pages = literals.as_number(literals.find_text(page.text, "totalpage", "pagecount", "pageCount"))
        total = pager.claimed_total(page.text)
        number = request.number if request is not None else 1
        # the answer mixes all columns, newest first: a page without a report is no stray
        problems = ("unfiltered",)
        if request is None or pages is None or number >= min(pages, pager.MAX_PAGES):
            return Paging((), None, pages, number, problems=problems)
        if request.method == "POST":
            form = tuple((name, str(number + 1) if name == "currpage" else value) for name, value in request.form)
            following = Fetch(url=request.url, method="POST", form=form, number=number + 1)
        else:
            following = Fetch(url=urls.with_query(request.url, [("currpage", str(number + 1))]), number=number + 1)
        # the total counts all columns together, so it says nothing of this one
        _ = total
        return Paging((following,), None, pages, number, problems=problems)

    @staticmethod
    def _after_year(page: Page) -> Paging:
        url = page.final_url or page.url
        text = page.request.carried("year") if page.request is not None else ""
        own = text or urls.query_of(url).get("fbtime", "")
        if _years_on(page) and not text:
            return Paging()
        is_empty = not evidence.find_evidence_in_markup(page.text).is_report
        marker = f"fbtime:{own or 'none'}" if is_empty else ""
        if not own.isdigit():
            said = re.search(r"((?:19|20)\d{2})\s*年?度?.{0,30}?(?:年度报告|年报)", markup.visible_text(page.text))
            if said is None:
                return Paging(empty_marker=marker)
            own = said.group(1)
        year = int(own)
        direction = page.request.carried("direction") if page.request is not None else ""
        missed = int(page.request.carried("missed") or "0") if page.request is not None and direction else 0
        missed = missed + 1 if is_empty else 0
        number = page.request.number + 1 if page.request is not None else 2
        fetches: list[Fetch] = []
        for way, step in (("down", -1), ("up", 1)):
            if direction and direction != way:
                continue
            following = year + step
            if following < EARLIEST or missed > MAX_EMPTY_YEARS or (way == "up" and missed >= 1 and direction):
                continue
            fetches.append(
                Fetch(
                    url=urls.with_query(url, [("fbtime", str(following))]),
                    number=number,
                    list_url=urls.with_query(url, [("fbtime", str(following))]),
                    carry=(("year", str(following)), ("direction", way), ("missed", str(missed))),
                )
            )
        return Paging(tuple(fetches), None, None, 1, empty_marker=marker)


def _years_on(page: Page) -> list[str]:
    """Return the years that an annual-report page lists, newest first; [] when it lists fewer than two."""
    text = markup.unescape_entities(page.text)
    years = set(_YEAR_LINK.findall(text))
    own = urls.query_of(page.final_url or page.url).get("fbtime", "")
    if len(years - {own}) < 1:
        options = {shown for value, shown in _YEAR_OPTION.findall(text) if not value or value == shown}
        years = options if len(options) >= 2 else set()
    return sorted((year for year in years if EARLIEST <= int(year) <= 2100), reverse=True)
