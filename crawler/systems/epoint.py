"""新点 Epoint EWB: the list comes from POST `/rest/lightfrontaction/getgovinfolist` as JSON.

`siteGuid` stands in `/js/webBuilderCommon.js`, the category in the page. Page numbers count from 0 on most servers and
from 1 on some, and the body is a form on most and JSON on some; the other is tried when the first is refused or empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import literals, pager
from crawler.systems.base import Record, System, text_of_scripts
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Fetch, Page

_SCRIPT = re.compile(r"[\"']([^\"'\s<>]*webBuilderCommon[\w.-]*\.js[^\"'\s<>]*)[\"']", re.IGNORECASE)
_ACTION = re.compile(
    r"[\"'](?P<url>[^\"'\s<>]*?/rest/[\w/]*?(?:getgovinfolist|getInfoList\w*|getinfolist\w*))[\"']", re.IGNORECASE
)
DEFAULT_ACTION = "/rest/lightfrontaction/getgovinfolist"
PAGE_SIZE = 20


class Epoint(System):
    """新点 Epoint EWB."""

    id = "epoint"
    aliases = ("ewb",)
    title = "新点 EWB"

    def sniff(self, page: Page) -> float:
        """Recognise the shared script and the data address."""
        text = page.text
        if "lightfrontaction" in text or "lightfrontaction" in page.url:
            return 0.95
        return 0.9 if "webBuilderCommon" in text else 0.0

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of an answer."""
        request = page.request
        base = (request.carried("base") if request is not None else "") or page.base
        data = literals.read_data(page.text)
        return literals.find_records(data, base) if data is not None else []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask for the script with the site's id first, then for the list, then for its pages."""
        request = page.request
        data = literals.read_data(page.text)
        if data is not None:
            return self._after_answer(page, data, count)
        carried = {} if request is None else dict(request.carry)
        known = {key: value for key, value in carried.items() if key in ("base", "category", "dept", "action", "size")}
        text = text_of_scripts(page)
        if not known:
            here = urls.without_fragment(page.final_url or page.url)
            category = (
                (column.param("categorynum", "category") if column is not None else "")
                or literals.find_text(page.text, "categorynum", "categoryNum", "catNum", "CategoryNum")
                or urls.query_of(here).get("categorynum", "")
            )
            if not category:
                # …/0030120/list.html: the folder is the category
                named = re.search(r"/(\d{6,18})/[^/]*$", urlsplit(here).path)
                category = named.group(1) if named else ""
            dept = (
                (column.param("deptcode") if column is not None else "")
                or literals.find_text(page.text, "deptcode", "deptCode", "ouCode")
                or urls.query_of(here).get("deptcode", "")
            )
            action = _ACTION.search(text)
            known = {
                "base": here,
                "category": category,
                "dept": dept,
                "action": action.group("url") if action else "",
                "size": literals.find_text(page.text, "pageSize", "pagesize"),
            }
        site = literals.find_text(text, "siteGuid", "siteguid") or (
            column.param("siteGuid") if column is not None else ""
        )
        script = _SCRIPT.search(page.text)
        if not site and script and request is not None and request.kind == "script":
            script = None
        if not site and script:
            address = urls.resolve(page.base, script.group(1))
            if address:
                return Paging((Fetch(url=address, kind="script", carry=tuple(known.items())),))
        if not site and not known.get("category"):
            return self.common_paging(page, column, links)
        project = literals.find_text(text, "projectName", "projectname")
        return Paging((self._ask(known, site, project),))

    @staticmethod
    def _ask(known: dict[str, str], site: str, project: str) -> Fetch:
        base = known["base"]
        action = known.get("action") or ""
        if not action:
            prefix = f"/{project.strip('/')}" if project and project.strip("/") else ""
            action = prefix + DEFAULT_ACTION
        url = urljoin(base, action)
        values = [("siteGuid", site), ("categorynum", known.get("category", "")), ("deptcode", known.get("dept", ""))]
        carry = (("base", base), ("size", known.get("size", "")))

        def form(first: int) -> tuple[tuple[str, str], ...]:
            return (*values, ("pageIndex", str(first)), ("pageSize", str(PAGE_SIZE)))

        def as_json(first: int) -> str:
            return json.dumps({**dict(values), "pageIndex": first, "pageSize": PAGE_SIZE}, ensure_ascii=False)

        headers = (("X-Requested-With", "XMLHttpRequest"), ("Referer", base))
        json_headers = (*headers, ("Content-Type", "application/json;charset=UTF-8"))
        last = Fetch(url, method="POST", body=as_json(1), headers=json_headers, carry=(*carry, ("first", "1")))
        third = Fetch(
            url, method="POST", body=as_json(0), headers=json_headers, carry=(*carry, ("first", "0")), otherwise=last
        )
        second = Fetch(
            url, method="POST", form=form(1), headers=headers, carry=(*carry, ("first", "1")), otherwise=third
        )
        return Fetch(
            url, method="POST", form=form(0), headers=headers, carry=(*carry, ("first", "0")), otherwise=second
        )

    @staticmethod
    def _after_answer(page: Page, data: object, count: int) -> Paging:
        request = page.request
        total = literals.find_number(data, "total", "totalcount", "count", "totalnum")
        if request is None or request.method != "POST":
            return Paging((), total)
        number = request.number
        seen = count + int(request.carried("seen") or "0")
        pages = -(-total // PAGE_SIZE) if total is not None else None
        if (
            not count
            or number >= pager.MAX_PAGES
            or (total is not None and seen >= total)
            # a server that keeps to the page's own size gives full pages of that
            or (total is None and count < PAGE_SIZE and str(count) != request.carried("size"))
        ):
            return Paging((), total, pages, number)
        first = int(request.carried("first") or "0")
        index = number + first
        carry = (*((name, value) for name, value in request.carry if name != "seen"), ("seen", str(seen)))
        form = tuple((name, str(index) if name == "pageIndex" else value) for name, value in request.form)
        body = re.sub(r"(\"pageIndex\":\s*)\d+", rf"\g<1>{index}", request.body)

        def at(step: int) -> Fetch:
            return Fetch(
                url=request.url,
                method="POST",
                form=tuple((name, str(step) if name == "pageIndex" else value) for name, value in form),
                body=re.sub(r"(\"pageIndex\":\s*)\d+", rf"\g<1>{step}", body),
                headers=request.headers,
                number=number + 1,
                carry=tuple((name, str(step - number) if name == "first" else value) for name, value in carry),
            )

        # page 0 may have been answered with page 1: then the next index repeats, and the one after it goes on
        following = at(index)
        if number == 1 and first == 0:
            following = replace(following, otherwise=at(index + 1))
        return Paging((following,), total, pages, number)
