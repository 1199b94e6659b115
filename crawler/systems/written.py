"""Lists that a page brings along out of sight: written by its scripts, or kept in templates and text areas.

Only links to single documents are taken from there; pagers and menus in scripts are drawn by conditions nobody runs.
Of a row whose script puts it together from variables (`var url = "./202401/t1.shtml"; var title = "…"`), the values are
taken as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler import urls
from crawler.systems import markup
from crawler.systems.link_titles import clean_title
from crawler.systems.links import Link, harvest_text
from crawler.systems.listed_dates import find_date
from crawler.systems.pages import Page

_WRITE = re.compile(
    r"\b(?:document\s*\.\s*write(?:ln)?|\.\s*(?:append|html|prepend))\s*\(\s*(?P<quote>['\"])(?P<text>(?:\\.|(?!(?P=quote))[^\\\n]){10,4000})(?P=quote)\s*\)"
)
_KEPT = re.compile(
    r"<(?:(?P<tag>textarea|template|noscript)\b[^<>]*|"
    r"(?P<script>script)\b[^<>]*?\btype\s*=\s*[\"']?(?:text|application)/(?:html|template|xml|x-[\w-]{1,30}|plain)[\"']?[^<>]*)>",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"\b\w{0,20}(?:url|link|href)\s*=\s*([\"'])(?P<address>[^\"'\s<>]{4,300}\.(?:s?html?|jhtml|pdf|docx?))\1"
    r"|\b\w{0,20}title\s*=\s*([\"'])(?P<title>[^\"'\n<>]{0,200}[\u3400-\u9fff][^\"'\n<>]{0,200})\3"
    r"|\bwrite(?:ln)?\s*\(\s*([\"'])(?P<day>(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}[^\"'\n]{0,20})\5",
    re.IGNORECASE,
)
"""What a script gives to the variables of one row."""
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
MAX_WRITTEN = 3_000
"""Pieces taken from one page; the longest genuine list seen has 3,000 links."""


def written_links(page: Page) -> list[Link]:
    """Return the links in the markup that scripts write and in what templates and text areas hold."""
    text = page.text
    lowered = text.lower()
    parts: list[str] = []
    put_together = _put_together(page) if "document.write" in lowered else []
    if "document.write" in lowered or ".append(" in lowered or ".html(" in lowered:
        for number, found in enumerate(_WRITE.finditer(markup.scripts_of(text))):
            if number >= MAX_WRITTEN:
                break
            if "href" in found.group("text").lower():
                parts.append(_unescaped(found.group("text")))
    parts.extend(inside for inside in _kept(text, lowered) if "href" in inside.lower())
    return [*put_together, *(harvest_text("\n".join(parts), page.base) if parts else ())]


def _put_together(page: Page) -> list[Link]:
    """Return the rows that scripts write from variables: an address, then a title and the day behind them."""
    rows: list[list[str]] = []
    for found in islice(_VALUE.finditer(markup.scripts_of(page.text)), MAX_WRITTEN):
        address, title, day = found.group("address"), found.group("title"), found.group("day")
        if address:
            rows.append([urls.resolve(page.base, address), "", ""])
        elif rows and title:
            rows[-1][1] = clean_title(_unescaped(title))
        elif rows and day and not rows[-1][2]:
            rows[-1][2] = find_date(day)
    return [
        Link(address, title, title, day, "content", 0, "", "script")
        for address, title, day in rows
        if address and title
    ]


def _kept(text: str, lowered: str) -> Iterator[str]:
    position = 0
    for number, found in enumerate(_KEPT.finditer(text)):
        if found.start() < position or number >= MAX_WRITTEN:
            continue
        end = lowered.find(f"</{(found.group('tag') or 'script').lower()}", found.end())
        if end < 0:
            return
        inside = text[found.end() : end]
        if "<![CDATA[" in inside:
            # a parser of HTML takes the mark and the tag behind it for one comment
            inside = inside.replace("<![CDATA[", "").replace("]]>", "")
        yield markup.unescape_entities(inside) if "&lt;a" in inside else inside
        position = end


def _unescaped(text: str) -> str:
    def plain(found: re.Match[str]) -> str:
        code = found.group(1) or found.group(2)
        if code:
            return chr(int(code, 16))
        return {"n": "\n", "t": "\t", "r": ""}.get(found.group(3), found.group(3))

    return _ESCAPE.sub(plain, text)
