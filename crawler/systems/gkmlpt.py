"""广东集约化 政府信息公开平台: a tree in `window._CONFIG`, entries from `gkmlpt/api/all/<column>?page=&sid=`.

Page 0 is page 1 again, and some servers answer 404 from page 2 on although they count more entries (`post_count`).
`total` is what the answers list, page by page; it is often less than the `post_count` of the column, which is what is
claimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawler import urls
from crawler.catalogue import Column
from crawler.systems import articles, evidence, literals, markup, pager
from crawler.systems.base import Record, System
from crawler.systems.links import Link
from crawler.systems.pager import Paging
from crawler.systems.pages import Article, Fetch, Page

_CONFIG = re.compile(r"window\s*\.\s*_CONFIG\s*=\s*(?=\{)")
_REPORT_NAME = re.compile(r"年报|年度报告|公开报告")
_NOT_REPORTS = re.compile(r"网站|法治|决算|预算|执法|企业")
MAX_NODES = 60


class Gkmlpt(System):
    """广东集约化 政府信息公开平台."""

    id = "gkmlpt"
    aliases = ("gkml",)
    title = "广东集约化信息公开平台"

    def sniff(self, page: Page) -> float:
        """Recognise the configuration object and the platform's addresses."""
        if "/gkmlpt/" in page.url:
            return 0.98
        text = page.text
        if _CONFIG.search(text) and re.search(r"\bTREE\b|\bSID\b|gkmlpt", text):
            return 0.97
        return 0.4 if "/gkmlpt/" in text else 0.0

    def first_fetches(self, column: Column) -> tuple[Fetch, ...]:
        """Return the column's page; the column that its `#21022` names is remembered."""
        fragment = column.url.partition("#")[2].strip("/")
        wanted = column.param("column", "columnId", "id") or (fragment if fragment.isdigit() else "")
        carry = (("column", wanted),) if wanted else ()
        address = urls.without_fragment(column.url)
        return (Fetch(url=address, kind="list", system=self.id, list_url=address, carry=carry),)

    def find_links(self, page: Page, column: Column | None) -> list[Link]:
        """Return the links of a page; an answer with data has none."""
        return [] if literals.read_data(page.text) is not None else super().find_links(page, column)

    def find_records(self, page: Page, column: Column | None) -> list[Record]:
        """Return the entries of an answer."""
        data = literals.read_data(page.text)
        return literals.find_records(data, self._base(page)) if data is not None else []

    def find_paging(self, page: Page, column: Column | None, links: Sequence[Link], count: int) -> Paging:
        """Ask for the entries of every annual-report node of the tree; then page by page."""
        data = literals.read_data(page.text)
        if data is not None:
            return self._after_answer(page, data, count)
        config = read_config(page.text)
        tree = config.get("TREE") or literals.read_assigned(page.text, "TREE")
        session = str(config.get("SID") or literals.find_text(page.text, "SID") or "")
        root = self._api_root(page, config)
        nodes = self._nodes(tree, page, column)
        if not nodes:
            return self.common_paging(page, column, links)
        here = urls.without_fragment(page.final_url or page.url)
        fetches = [
            Fetch(
                url=f"{root}/api/all/{node}?page=1&sid={session}",
                list_url=f"{root}/api/all/{node}",
                carry=(("base", here),),
                trail=(*(page.request.trail if page.request is not None else ()), name) if name else (),
            )
            for node, name in nodes
        ]
        return Paging(tuple(fetches[:MAX_NODES]))

    @staticmethod
    def _base(page: Page) -> str:
        request = page.request
        return (request.carried("base") if request is not None else "") or page.base

    @staticmethod
    def _api_root(page: Page, config: dict[str, Any]) -> str:
        url = page.final_url or page.url
        parts = urlsplit(url)
        given = config.get("APP_URL") or config.get("BASE_URL")
        address = urls.resolve(url, given).rstrip("/") if isinstance(given, str) else ""
        # the application's address is that of its unit as often as that of the platform below it
        if "/gkmlpt" in urlsplit(address).path:
            return address
        before, _slash, _after = parts.path.partition("/gkmlpt")
        return f"{parts.scheme}://{parts.netloc}{before}/gkmlpt"

    @staticmethod
    def _nodes(tree: Any, page: Page, column: Column | None) -> list[tuple[str, str]]:
        """Return (id, name) of the nodes to ask: the one that is wanted, else those named after annual reports, each
        with what lies below it."""
        request = page.request
        wanted = request.carried("column") if request is not None else ""
        if not wanted and request is not None:
            fragment = request.url.partition("#")[2].strip("/")
            wanted = fragment if fragment.isdigit() else ""
        if not wanted and column is not None:
            fragment = column.url.partition("#")[2].strip("/")
            wanted = column.param("column", "columnId") or (fragment if fragment.isdigit() else "")
        found: dict[str, str] = {}

        def take(node: dict[str, Any], *, inside: bool, depth: int) -> None:
            if depth > 12:
                return
            name = str(node.get("name") or node.get("title") or "")
            key = str(node.get("id") or "")
            named = bool(_REPORT_NAME.search(name)) and not _NOT_REPORTS.search(name)
            inside = inside or (key == wanted if wanted else named)
            if inside and key and node.get("post_count") not in (0, "0"):
                found.setdefault(key, name)
            for child in node.get("children") or ():
                if isinstance(child, dict):
                    take(child, inside=inside, depth=depth + 1)

        for node in tree if isinstance(tree, list) else [tree]:
            if isinstance(node, dict):
                take(node, inside=False, depth=0)
        if not found and wanted:
            found[wanted] = ""
        return list(found.items())

    @staticmethod
    def _after_answer(page: Page, data: Any, count: int) -> Paging:
        request = page.request
        listed = literals.find_number(data, "total", "count")
        counted = literals.find_number(data, "post_count")
        total = max((claim for claim in (listed, counted) if claim is not None), default=None)
        number = request.number if request is not None else 1
        seen = count + (int(request.carried("seen") or "0") if request is not None else 0)
        last = listed if listed is not None else total
        if request is None or not count or (last is not None and seen >= last) or number >= pager.MAX_PAGES:
            return Paging((), total, None, number, empty_marker="post_count:0" if total == 0 else "")
        if total is None and count < 20:
            return Paging((), None, None, number)
        carry = (*((name, value) for name, value in request.carry if name != "seen"), ("seen", str(seen)))
        following = Fetch(url=urls.with_query(request.url, [("page", str(number + 1))]), number=number + 1, carry=carry)
        return Paging((following,), total, None, number)

    def read_article(self, page: Page) -> Article:
        """Read the article; text, title and files may stand only in `window._CONFIG.DETAIL`."""
        article = articles.read_article(page)
        detail = read_config(page.text).get("DETAIL")
        if not isinstance(detail, dict):
            return article
        content = detail.get("content")
        if not isinstance(content, str) or not content:
            return article
        weight = evidence.find_evidence(markup.visible_text(content))
        title = str(detail.get("title") or "").strip() or article.title
        known = {urls.key_of(attachment.url) for attachment in article.attachments}
        root = markup.parse_fragment(content)
        more = tuple(articles.find_attachments(root, page, root)) if root is not None else ()
        images = sum(1 for _image in root.iter("img")) if root is not None else 0
        return replace(
            article,
            title=title,
            titles=tuple(dict.fromkeys((title, *article.titles))),
            attachments=(*article.attachments, *(file for file in more if urls.key_of(file.url) not in known)),
            body_hint="window._CONFIG.DETAIL.content",
            body_chars=max(article.body_chars, len(re.findall(r"[\u3400-\u9fff]", content))),
            images=max(article.images, images),
            headings=max(article.headings, weight.headings),
            has_statutory_tables=article.has_statutory_tables or weight.has_tables,
        )


def read_config(text: str) -> dict[str, Any]:
    """Return the configuration object of a page, or {}."""
    found = _CONFIG.search(text)
    value = literals.read_literal(text, found.end()) if found else None
    return value if isinstance(value, dict) else {}
