"""新点 Epoint EWB: the list comes from POST `/rest/lightfrontaction/getgovinfolist` as JSON.

`siteGuid` stands in `/js/webBuilderCommon.js` or `/js/ajaxReq.js`, the category in the page or its address
(`/dynamic/zwgk/govInfoPub.html?categorynum=…`). The body is JSON on most servers, on some within `params`, on a few a
form; page numbers count from 0 on most and from 1 on some. The next is tried when one is refused or empty.
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

_SCRIPT = re.compile(r"[\"']([^\"'\s<>]*(?:webBuilderCommon|ajaxReq)[\w.-]*\.js[^\"'\s<>]*)[\"']", re.IGNORECASE)
_SHELL = re.compile(r"/dynamic/[\w/-]{1,60}\.html\?(?:[^#]*&)?categorynum=\d", re.IGNORECASE)
"""The address of a page that is nothing but a shell of such a list."""
DEFAULT_SCRIPT = "/js/webBuilderCommon.js"
_ACTION = re.compile(
    r"[\"'](?P<url>[^\"'\s<>]*?/rest/[\w/]*?(?:getgovinfolist|getInfoList\w*|getinfolist\w*))[\"']", re.IGNORECASE
)
_POSTED = re.compile(r"(?:\$|jQuery)\s*\.\s*post\s*\(\s*[\"'][^\"']*/rest/", re.IGNORECASE)
"""A page that sends a form itself."""
_PROJECT = re.compile(r"\bprojectName[\"']?\s*[:=]\s*[\"'](/?[\w-]{1,60})/?[\"']", re.IGNORECASE)
DEFAULT_ACTION = "/rest/lightfrontaction/getgovinfolist"
PAGE_SIZE = 20
_KNOWN = ("base", "category", "dept", "action", "size", "posted")
"""What a page tells that the answer of its script file needs."""


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
        if "webBuilderCommon" in text or "EWB-FRONT" in text:
            return 0.9
        return 0.85 if _SHELL.search(page.final_url or page.url) else 0.0

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
        known = {key: value for key, value in carried.items() if key in _KNOWN}
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
                "posted": "1" if _POSTED.search(text) else "",
            }
        site = literals.find_text(text, "siteGuid", "siteguid") or (
            column.param("siteGuid") if column is not None else ""
        )
        if not site:
            script = self._script(page, known)
            if script is not None:
                return Paging((script,))
        if not site and not known.get("category"):
            return self.common_paging(page, column, links)
        found = _PROJECT.search(text)
        project = found.group(1) if found else ""
        is_posted = _POSTED.search(text) is not None or known.get("posted", "") != ""
        return Paging((self._ask(known, site, project, is_posted=is_posted),))

    @staticmethod
    def _script(page: Page, known: dict[str, str]) -> Fetch | None:
        """Return the request for the file that holds the site's id; one that has it not is followed by the other."""
        request = page.request
        if request is not None and request.kind == "script":
            names = request.carried("scripts").split()
        else:
            found = [urls.resolve(page.base, name) for name in _SCRIPT.findall(page.text)]
            names = list(dict.fromkeys(name for name in found if name))
            if not names and known.get("category") and _SHELL.search(page.final_url or page.url):
                names = [urljoin(page.base, DEFAULT_SCRIPT)]
        if not names:
            return None
        return Fetch(url=names[0], kind="script", carry=(*known.items(), ("scripts", " ".join(names[1:3]))))

    @staticmethod
    def _ask(known: dict[str, str], site: str, project: str, *, is_posted: bool) -> Fetch:
        base = known["base"]
        action = known.get("action") or ""
        plain = urljoin(base, action or DEFAULT_ACTION)
        prefix = "" if action else project.strip("/")
        url = urljoin(base, f"/{prefix}{DEFAULT_ACTION}") if prefix else plain
        values = [("siteGuid", site), ("categorynum", known.get("category", "")), ("deptcode", known.get("dept", ""))]
        carry = (("base", base), ("size", known.get("size", "")))

        def form(first: int) -> tuple[tuple[str, str], ...]:
            return (*values, ("pageIndex", str(first)), ("pageSize", str(PAGE_SIZE)))

        def as_json(first: int, *, is_wrapped: bool = False) -> str:
            asked: dict[str, object] = {**dict(values), "pageIndex": first, "pageSize": PAGE_SIZE}
            return json.dumps({"token": "", "params": asked} if is_wrapped else asked, ensure_ascii=False)

        headers = (("X-Requested-With", "XMLHttpRequest"), ("Referer", base))
        json_headers = (*headers, ("Content-Type", "application/json;charset=UTF-8"))

        def sent(to: str, first: int, *, is_form: bool = False, is_wrapped: bool = False) -> Fetch:
            memory = (*carry, ("first", str(first)))
            if is_form:
                return Fetch(to, method="POST", form=form(first), headers=headers, carry=memory)
            return Fetch(
                to, method="POST", body=as_json(first, is_wrapped=is_wrapped), headers=json_headers, carry=memory
            )

        # the service stands under the name of the project on most servers, at the root on some
        as_data = (sent(url, 0), sent(plain, 0), sent(url, 0, is_wrapped=True), sent(url, 1), sent(plain, 1))
        as_forms = (sent(plain, 0, is_form=True), sent(url, 0, is_form=True), sent(plain, 1, is_form=True))
        ways = list(
            {way.identity: way for way in ((*as_forms, *as_data) if is_posted else (*as_data, *as_forms))}.values()
        )
        chain = ways[-1]
        for way in reversed(ways[:-1]):
            chain = replace(way, otherwise=chain)
        return chain

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
