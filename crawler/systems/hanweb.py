"""大汉 JCMS: the list is XML inside a script, the rest of it comes from `dataproxy.jsp`.

The page holds a group of some pages (often three) as `<datastore>` with CDATA records; `$('#unit').jpage({totalRecord,
perPage})` says how many there are. Three ways to ask for more are known, and servers differ in which they obey:
`startrecord`/`endrecord`, `page=` by the page's own size, and the `nextgroup` link. They are tried in this order, each
only after the one before repeated what was seen. `index.html?pageNum=2` is read by the page's own script only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, markup, pager
from crawler.systems.base import Record, System
from crawler.systems.links import Link, harvest, harvest_text
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_DATASTORE = re.compile(r"<datastore\b", re.IGNORECASE)
_RECORD = re.compile(
    r"<record\b[^<>]*>\s*(?:<!\[CDATA\[(?P<cdata>.*?)\]\]>|(?P<plain>.*?))\s*</record>", re.DOTALL | re.IGNORECASE
)
_NEXT_GROUP = re.compile(
    r"<nextgroup\b[^<>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</nextgroup>", re.DOTALL | re.IGNORECASE
)
_HREF = re.compile(r"href\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_TOTAL_RECORD = re.compile(r"<totalrecord>\s*(?:<!\[CDATA\[)?\s*(\d+)", re.IGNORECASE)
_JPAGE = re.compile(r"(?:\$|\bjQuery)\s*\(\s*[\"']#?([\w-]+)[\"']\s*\)\s*\.\s*jpage\s*\(\s*(?=\{)", re.IGNORECASE)
_BARE_JPAGE = re.compile(r"\.\s*jpage\s*\(\s*(?=\{)", re.IGNORECASE)
_ELEMENT_ID = re.compile(
    r"\bid\s*=\s*[\"']?([\w-]+)[\"']?[^<>]*>\s*(?:<!--.*?-->\s*)?<script\b[^<>]*>\s*$", re.IGNORECASE | re.DOTALL
)
_PROXY = re.compile(r"[\"'(]([^\"'()\s]*?/(?:more)?(?:column)?dataproxy\.jsp)", re.IGNORECASE)
_COLUMN_ID = re.compile(r"/col/col(\d+)/|columnid[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_REPORT_WORDS = re.compile(r"年报|年度报告|信息公开.{0,10}报告")
DEFAULT_PROXY = "/module/web/jpage/dataproxy.jsp"
_BODY_NAMES = (
    "col",
    "appid",
    "webid",
    "path",
    "columnid",
    "sourceContentType",
    "unitid",
    "webname",
    "permissiontype",
    "divid",
    "catalogid",
    "webaddr",
)
_DEFAULTS = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
MAX_UNITS = 16
"""Lists of one page that are looked at."""
MAX_PER_REQUEST = 100
"""Records asked for at once; some servers cut off at 300."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """One list of a page: its unit id, records as HTML, sizes, and the request that its script would send."""

    unit: str
    records: tuple[str, ...]
    total: int | None
    per_page: int
    proxy: str
    form: tuple[tuple[str, str], ...]
    next_group: str


class Hanweb(System):
    """大汉 JCMS."""

    id = "hanweb"
    aliases = ("jcms", "jpage")
    title = "大汉 JCMS"

    def sniff(self, page: Page) -> float:
        """Recognise the embedded records, the pager and the data address."""
        text = page.text
        if _DATASTORE.search(text) and "<record" in text.lower():
            return 0.95
        if "dataproxy.jsp" in text or _BARE_JPAGE.search(text) or "dataproxy.jsp" in page.url:
            return 0.9
        if "ZJEG_RSS.content" in text or re.search(r"/module/(?:web|jslib|download|visitcount)/", text):
            return 0.6
        return 0.5 if re.search(r"/col/col\d+/", page.url) else 0.0

    def find_links(self, page: Page, column: Column | None) -> list[Link]:
        """Return the links of all records, then those of the page around them."""
        found: list[Link] = []
        for number, unit in enumerate(_units(page), start=1):
            found.extend(links_of(unit.records, page.base, group=-number))
        if not _is_answer(page):
            tree = page.tree
            if tree is not None and found:
                found.extend(harvest(tree, page.base))
            else:
                found.extend(super().find_links(page, column))
        return found

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return entries of an answer that came as JSON, which newer versions send."""
        data = literals.read_data(page.text)
        return literals.find_records(data, page.base) if data is not None else []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask the data address for what the page does not hold yet."""
        units = _units(page)
        if _is_answer(page):
            return self._after_answer(page, units)
        if not units:
            return self.common_paging(page, column, links)
        fetches: list[Fetch] = []
        total = 0
        pages: int | None = None
        problems: tuple[str, ...] = ()
        for unit in _wanted(units, page):
            if unit.total is None:
                # nothing says how long the list is, but its data say that there is more to ask for
                following = _ask(page, unit, len(unit.records)) if unit.next_group and unit.records else None
                if following is not None:
                    fetches.append(following)
                elif unit.records and _BARE_JPAGE.search(page.text):
                    problems = ("paging_unknown",)
                continue
            total += unit.total
            if unit.per_page:
                pages = max(pages or 0, -(-unit.total // unit.per_page))
            if len(unit.records) < unit.total:
                following = _ask(page, unit, len(unit.records))
                if following is not None:
                    fetches.append(following)
        known = [unit for unit in units if unit.total is not None]
        return Paging(tuple(fetches), total if known else None, pages, 1, problems=() if fetches else problems)

    def _after_answer(self, page: Page, units: Sequence[_Unit]) -> Paging:
        request = page.request
        records = sum(len(unit.records) for unit in units)
        found = _TOTAL_RECORD.search(page.text)
        total = int(found.group(1)) if found else None
        if request is None or not request.carried("unit"):
            # a column of the catalogue may name the data address itself
            number = 1
            if total is not None and records and records < total and request is not None:
                query = urls.query_of(request.url)
                start, size = query.get("startrecord", ""), query.get("perpage", "")
                if start.isdigit():
                    begin = int(start) + records
                    step = int(size) if size.isdigit() and int(size) else records
                    if begin <= total:
                        url = urls.with_query(
                            request.url, [("startrecord", str(begin)), ("endrecord", str(begin + step - 1))]
                        )
                        fetch = Fetch(url=url, method=request.method, form=request.form, number=request.number + 1)
                        return Paging((fetch,), total, None, request.number)
                page_text = query.get("page", "")
                if page_text.isdigit():
                    url = urls.with_query(request.url, [("page", str(int(page_text) + 1))])
                    return Paging(
                        (Fetch(url=url, method=request.method, form=request.form, number=request.number + 1),), total
                    )
            return Paging((), total, None, number)
        claimed = request.carried("total")
        if total is None and claimed.isdigit():
            total = int(claimed)
        seen = _carried_number(request, "seen") + records
        next_group = _next_group_of(page.text, page)
        if not records or (total is not None and seen >= total) or request.number >= pager.MAX_PAGES:
            return Paging((), total, None, request.number)
        unit = _Unit(
            unit=request.carried("unit"),
            records=(),
            total=total,
            per_page=_carried_number(request, "per_page") or records,
            proxy=request.carried("proxy") or request.url.partition("?")[0],
            form=tuple(parse_qsl(request.carried("form"), keep_blank_values=True)),
            next_group=next_group,
        )
        way = request.carried("way") or "records"
        number = _carried_number(request, "page") + 1
        had, had_records = _carried_number(request, "had"), _carried_number(request, "had_records")
        if way == "page" and records > unit.per_page and _carried_number(request, "seen") > unit.per_page:
            # a server with pages of its own size: this one was asked for too early
            had, had_records, seen = number - 1, records, _carried_number(request, "seen")
            way, number = "group", 2
        if number == had:
            number, seen = number + 1, seen + had_records
        if total is not None and seen >= total:
            return Paging((), total, None, request.number)
        asked = _ask(page, unit, seen, way=way, page_number=number, had=(had, had_records))
        return Paging((asked,) if asked is not None else (), total, None, request.number)


def records_of(store: str) -> tuple[str, ...]:
    """Return the records of a `<datastore>`, each as HTML."""
    return tuple((found.group("cdata") or found.group("plain") or "") for found in _RECORD.finditer(store))


def links_of(records: Sequence[str], base: str, *, group: int = -1) -> list[Link]:
    """Return the links of records: those of one unit are one list, whatever element each record is."""
    return [
        replace(link, group=group, region="content", heading="")
        for record in records
        for link in harvest_text(_repaired(record), base)
    ]


def _wanted(units: Sequence[_Unit], page: Page) -> Sequence[_Unit]:
    """Return the lists worth asking on: of several on a page those with reports, else that of the page's own column."""
    if len(units) < 2:
        return units
    named = [unit for unit in units if any(_REPORT_WORDS.search(record) for record in unit.records)]
    if named:
        return named
    column = re.search(r"/col/col(\d+)/", page.final_url or page.url)
    own = [unit for unit in units if column and ("columnid", column.group(1)) in unit.form]
    return own or units


def _carried_number(request: Fetch, name: str) -> int:
    value = request.carried(name)
    return int(value) if value.isdigit() else 0


def _is_answer(page: Page) -> bool:
    """Whether the page is the answer of the data address rather than a page that embeds its first records."""
    head = page.text[:2_000].lower()
    return "<html" not in head and "<body" not in head and "<!doctype html" not in head and "<datastore" in head


def _repaired(record: str) -> str:
    # "<li style=…<br/>": an unclosed tag that swallows the link after it
    text = re.sub(r"<(li|p|td|tr|span|div)\b([^<>]*)(?=<)", r"<\1>", record, flags=re.IGNORECASE)
    if "&lt;" in text and "<a" not in text.lower():
        text = markup.unescape_entities(text)
    if re.match(r"\s*<t[rd]\b", text, re.IGNORECASE):
        text = f"<table>{text if text.lstrip()[:3].lower() == '<tr' else f'<tr>{text}</tr>'}</table>"
    return text


def _units(page: Page) -> list[_Unit]:
    text = page.text
    settings: dict[str, dict[str, object]] = {}
    order: list[str] = []
    for found in islice(_JPAGE.finditer(text), MAX_UNITS):
        value = literals.read_literal(text, found.end())
        if isinstance(value, dict):
            settings[found.group(1)] = {str(key).lower(): entry for key, entry in value.items()}
            order.append(found.group(1))
    if not order:
        for found in islice(_BARE_JPAGE.finditer(text), MAX_UNITS):
            value = literals.read_literal(text, found.end())
            if isinstance(value, dict):
                settings[f"#{len(order)}"] = {str(key).lower(): entry for key, entry in value.items()}
                order.append(f"#{len(order)}")
    units: list[_Unit] = []
    used: set[str] = set()
    starts = [found.start() for found in islice(_DATASTORE.finditer(text), MAX_UNITS)]
    lowered = text.lower() if starts else ""
    for number, start in enumerate(starts):
        end = lowered.find("</datastore>", start)
        store = text[start : end if end > 0 else (starts[number + 1] if number + 1 < len(starts) else len(text))]
        before = _ELEMENT_ID.search(text[max(0, start - 600) : start])
        unit = before.group(1) if before else ""
        if unit not in settings and len(order) > number:
            unit = unit or order[number]
            setting = settings.get(unit) or settings[order[number]]
        else:
            setting = settings.get(unit, {})
        used.add(unit)
        units.append(_unit(page, unit, store, setting))
    if not starts:
        units.extend(_unit(page, name, "", settings[name]) for name in order if name not in used)
    return units


def _unit(page: Page, unit: str, store: str, setting: dict[str, object]) -> _Unit:
    text = page.text
    records = records_of(store)
    total = literals.as_number(setting.get("totalrecord"))
    if total is None:
        found = _TOTAL_RECORD.search(store)
        total = int(found.group(1)) if found else None
    per_page = literals.as_number(setting.get("perpage")) or 0
    next_group = _next_group_of(store, page)
    parameters: dict[str, str] = {}
    own = literals.read_assigned(text, f"param_{unit}") if unit else None
    for source in (own, setting.get("proxyparam"), setting.get("ajaxparam"), setting.get("param")):
        if isinstance(source, dict):
            parameters.update({str(key): str(value) for key, value in source.items() if isinstance(value, (str, int))})
    if next_group:
        parameters.update(
            {
                key: value
                for key, value in parse_qsl(urlsplit(next_group).query, keep_blank_values=True)
                if key != "page"
            }
        )
    lower = {key.lower(): value for key, value in parameters.items()}
    form: list[tuple[str, str]] = []
    for name in _BODY_NAMES:
        value = lower.pop(name.lower(), None)
        if value is None and name == "columnid":
            found = _COLUMN_ID.search(page.url) or _COLUMN_ID.search(text)
            value = (found.group(1) or found.group(2)) if found else None
        if value is None and name == "unitid":
            value = unit if unit.isdigit() else literals.find_text(text, "unitid")
        if value is None and name == "webid":
            value = literals.find_text(text, "webid", "i_webid")
        if value is None and name == "webname":
            value = literals.find_text(text, "webname")
        if value is None:
            value = _DEFAULTS.get(name)
        if value:
            form.append((name, value))
    form.extend(
        (key, value) for key, value in parameters.items() if key.lower() in lower and key.lower() not in _PAGE_KEYS
    )
    proxy = setting.get("proxyurl")
    address = urls.resolve(page.base, proxy) if isinstance(proxy, str) and proxy else ""
    if not address and next_group:
        address = next_group.partition("?")[0]
    if not address:
        named = _PROXY.search(text)
        address = urls.resolve(page.base, named.group(1) if named else DEFAULT_PROXY)
    return _Unit(unit or "list", records, total, per_page, address.partition("?")[0], tuple(form), next_group)


_PAGE_KEYS = frozenset({"page", "startrecord", "endrecord", "perpage", "unitid", "columnid"})


def _next_group_of(store: str, page: Page) -> str:
    group = _NEXT_GROUP.search(store)
    if group is None:
        return ""
    found = _HREF.search(group.group(1))
    return urls.resolve(page.base, markup.unescape_entities(found.group(1))) if found else ""


def _ask(
    page: Page, unit: _Unit, seen: int, *, way: str = "", page_number: int = 0, had: tuple[int, int] = (0, 0)
) -> Fetch | None:
    """Return the request for the records after the first `seen`, with the other ways behind it.

    `had` is the number of a page that was read before its turn, and of its records.
    """
    if page.request is not None and page.request.carried("unit"):
        number = page.request.number + 1
    else:
        # a page without records is a shell: what is asked for is its first page
        number = 2 if seen else 1
    per_page = unit.per_page or 15
    size = max(per_page, min(MAX_PER_REQUEST, seen if not way else _group_size(page) or per_page))
    ways: list[Fetch] = []
    memory: tuple[tuple[str, str], ...] = (
        ("unit", unit.unit),
        ("proxy", unit.proxy),
        ("form", urlencode(unit.form)),
        ("per_page", str(per_page)),
        ("total", "" if unit.total is None else str(unit.total)),
        ("seen", str(seen)),
        ("size", str(size)),
        *((("had", str(had[0])), ("had_records", str(had[1]))) if had[0] else ()),
    )
    headers = (("X-Requested-With", "XMLHttpRequest"),)
    if way in ("", "records"):
        query = urlencode([("startrecord", str(seen + 1)), ("endrecord", str(seen + size)), ("perpage", str(per_page))])
        carry: tuple[tuple[str, str], ...] = (*memory, ("way", "records"))
        ways.append(
            Fetch(f"{unit.proxy}?{query}", method="POST", form=unit.form, headers=headers, number=number, carry=carry)
        )
    if way in ("", "page"):
        wanted = page_number if way else seen // per_page + 1
        query = urlencode([("page", str(wanted)), ("perpage", str(per_page)), *unit.form])
        carry = (*memory, ("way", "page"), ("page", str(wanted)))
        ways.append(Fetch(f"{unit.proxy}?{query}", headers=headers, number=number, carry=carry))
    if way in ("", "group"):
        wanted = page_number if way else 2
        query = urlencode([("page", str(wanted)), ("perpage", str(size)), *unit.form])
        carry = (*memory, ("way", "group"), ("page", str(wanted)))
        ways.append(Fetch(f"{unit.proxy}?{query}", headers=headers, number=number, carry=carry))
    if way in ("", "nextgroup") and unit.next_group:
        ways.append(Fetch(unit.next_group, headers=headers, number=number, carry=(*memory, ("way", "nextgroup"))))
    # a way that has worked once is kept; before that, the others stand behind the first
    chain: Fetch | None = None
    for fetch in reversed(ways):
        chain = replace(fetch, otherwise=chain)
    return chain


def _group_size(page: Page) -> int:
    return _carried_number(page.request, "size") if page.request is not None else 0
