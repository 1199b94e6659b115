"""Articles that a portal shows on several pages: the sign that a page is not the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.etree import _Element

from extractors.formats.html_text import text_of

_NEXT = re.compile(r"[\[【(（<«‹]*(?:下一?页|后一?页|尾页|末页|下一頁|下頁)[>»›\])】）]*")
_WORDS = ("下一页", "下页", "后页", "后一页", "尾页", "末页", "下一頁", "下頁")
_NUMBERED = re.compile(
    r"[\w-][_-]\d{1,2}\.(?:s?html?|jsp|aspx?)(?:$|[?#])|[?&](?:page|p|page_?no|page_?num|cur_?page|page_?index)=\d",
    re.IGNORECASE,
)
_CALL = re.compile(rb"createPageHTML\(\s*(?:['\"][\w-]*['\"]\s*,\s*)?(\d{1,3})\s*,\s*\d{1,3}\s*,\s*['\"]([\w-]+)['\"]")
_LISTS = frozenset({b"index", b"list", b"default"})


def find_further_page(links: Iterable[_Element], text: str, markup: bytes) -> str:
    """Return the address of a further page of an article, or the call that writes its pager; "" for a whole article.

    A pager's words lead to a file of the article's own name with a number behind it. Lists page in the same way, so
    this says something only of a page whose report lacks a part.
    """
    if b"createPageHTML" in markup:
        for call in _CALL.finditer(markup):
            if int(call[1]) > 1 and call[2].lower() not in _LISTS:
                return call[0].decode("ascii", "replace")
    if any(word in text for word in _WORDS):
        for link in links:
            address = link.get("href") or ""
            if _NUMBERED.search(address) and _NEXT.fullmatch("".join(text_of(link).split())):
                return address[:300]
    return ""
