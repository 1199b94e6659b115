"""What of a page counts when it is compared with its earlier capture: its words and numbers, not its counters."""

from __future__ import annotations

import re

from crawler.systems.markup import visible_text

# what portals print about visits and about the moment of printing
_COUNTERS = re.compile(
    r"(?:浏览|点击|阅读|访问|查看|点赞|收藏|分享|转发)(?:次数|人次|人数|总数|量|数|率)?[:：为]?\s*[\d,]*\s*(?:人次|次|人)?"
    r"|(?:今天是|当前时间|现在是|系统时间|打印时间)[:：]?\s*[\d年月日\-/:：星期一二三四五六\s]+"
)
_ASIDE = r"[\s\d\[\]()（）【】·•.,:：/年月日-]{0,40}"
_LINK = r"<a\b[^<>]*\bhref\b[^<>]*>[^<>]{0,300}(?:<(?!/?a\b)[^<>]*>[^<>]{0,300}){0,6}</a\s*>"
# lists beside an article (热点, 相关信息) change by the day: their links go, with the days and bullets of their rows
_LINKED = re.compile(
    rf"<li\b[^<>]*>(?:{_ASIDE}<(?!/?(?:li|a)\b)[^<>]*>){{0,6}}{_ASIDE}{_LINK}{_ASIDE}"
    rf"(?:<(?!/?(?:li|a)\b)[^<>]*>{_ASIDE}){{0,6}}</li\s*>|{_LINK}",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")

_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|script|meta|title)\b", re.IGNORECASE)


def essence(markup: str) -> str:
    """Return a page's visible text without white space, links to other pages, visit counters and clocks."""
    return _SPACES.sub("", _COUNTERS.sub("", visible_text(_LINKED.sub(" ", markup))))


def differ(before: str, after: str) -> bool:
    """Return whether two captures of a page say different things."""
    return essence(before) != essence(after)


def looks_like_page(body: bytes) -> bool:
    """Return whether a body is a web page, whatever its address and type say."""
    return _PAGE.match(body[:512]) is not None


_TAIL = 4096


def is_cut(markup: str) -> bool:
    """Return whether a web page begins like one and does not end like one: cut off without the server saying so."""
    return "<html" in markup[:2000].lower() and not _END.search(markup[-_TAIL:])


_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


def is_cut_file(body: bytes) -> bool:
    """Return whether a PDF or a ZIP package (docx, xlsx, ofd) lacks the end that every whole one has."""
    if body.startswith(b"%PDF-"):
        return b"%%EOF" not in body[-_TAIL:]
    if body.startswith(b"PK\x03\x04"):
        # the end of central directory stands before a comment of at most 64 KB
        return b"PK\x05\x06" not in body[-(65_536 + 22) :]
    return False
