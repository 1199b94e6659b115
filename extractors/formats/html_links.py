"""Files that a page links from its body, in all the forms in which portals write such links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from lxml.etree import _Element

from extractors.document import Link
from extractors.formats.html_text import text_of

EXTENSIONS = ("pdf", "doc", "docx", "docm", "wps", "xls", "xlsx", "et", "ofd", "zip", "rar", "7z", "rtf", "txt", "md")

_EXTENSION = r"(?:pdf|docx?|docm|wps|xlsx?|et|ofd|zip|rar|7z|rtf)"
_FILE = re.compile(rf"\.{_EXTENSION}(?:$|[?#&;])", re.IGNORECASE)
_DOWNLOAD = re.compile(
    r"(?:downfile|download|filedown|downloadfile)\.(?:jsp|do|aspx?|php|action)\?|/attachment/\d", re.IGNORECASE
)
_VIEWER = re.compile(r"[?&](?:file|url|src)=([^&#]{4,1000})", re.IGNORECASE)
_QUOTED = re.compile(rf"[\"']([^\"'<>\s]{{1,1000}}?\.{_EXTENSION}(?:\?[^\"'<>\s]{{0,500}})?)[\"']", re.IGNORECASE)
_QUOTED_DOWNLOAD = re.compile(
    r"[\"']([^\"'<>\s]{0,500}?(?:downfile|download)\.jsp\?[^\"'<>\s]{1,500})[\"']", re.IGNORECASE
)
_LINKING = frozenset({"href", "src", "data", "onclick", "ondblclick", "data-href", "data-url"})
_LIKELY = (*(f".{extension}" for extension in EXTENSIONS), "down", "attachment", "viewer", "preview")
"""Lower-case words of which the address of a file has one."""

_SPACE = re.compile(r"\s+")
_ICON = re.compile(
    r"icon|ico[_.\d]|/ico/|filetype|spacer|blank\.|loading|print|share|weixin|weibo|qrcode|ewm", re.IGNORECASE
)

MAX_LINKS = 200
"""Files of one page; the largest list of attachments seen has 31."""


def file_url(value: str) -> str:
    """Return the address of a file that an attribute points to, '' when it points to none."""
    value = value.strip()
    if not value or len(value) > 4000:
        return ""
    if value[:11].lower() == "javascript:" or "(" in value:
        match = _QUOTED.search(value) or _QUOTED_DOWNLOAD.search(value)
        if match:
            return match[1]
        if value[:11].lower() == "javascript:":
            return ""
    if "viewer" in value or "preview" in value.lower():
        match = _VIEWER.search(value)
        if match:
            target = unquote(match[1])
            return target if _FILE.search(target) or _DOWNLOAD.search(target) else ""
    if _FILE.search(value) or _DOWNLOAD.search(value):
        return value
    return ""


def likely(elements: list[_Element]) -> list[_Element]:
    """Return the elements that may lead to a file: none of a page's links, mostly, told by one search over all."""
    values = [_target(element) for element in elements]
    if not _is_likely("\n".join(values)):
        return []
    return [element for element, value in zip(elements, values, strict=True) if _is_likely(value)]


def _is_likely(value: str) -> bool:
    value = value.lower()
    return any(word in value for word in _LIKELY)


def _target(element: _Element) -> str:
    """Return the address of a plain link, or all attributes of an element that may lead somewhere by script."""
    address = element.get("href")
    return address if address and address[0] not in "#jJ" else " ".join(map(str, element.values()))


def link_of(element: _Element) -> Link | None:
    """Return the file that an a, iframe, embed, object or any element with onclick leads to."""
    for name in element.keys():  # noqa: SIM118 - an element iterates its children
        if name in _LINKING:
            value = element.get(name) or ""
            url = file_url(value)
            if url:
                return Link(url, _text_of(element))
    return None


def _text_of(element: _Element) -> str:
    text = _SPACE.sub(" ", text_of(element)).strip()
    return (text or element.get("alt") or element.get("title") or element.get("download") or "")[:300]


def links_in_source(source: str) -> list[Link]:
    """Return the files named in quotes anywhere in a page, for pages that draw their links by script."""
    return unique(Link(match[1], "") for match in _QUOTED.finditer(source))


def unique(links: Iterable[Link]) -> list[Link]:
    """Return the links without repeated addresses, the one with a text preferred, at most MAX_LINKS."""
    found: dict[str, Link] = {}
    for link in links:
        if len(found) >= MAX_LINKS:
            break
        if link.url not in found or (link.text and not found[link.url].text):
            found[link.url] = link
    return list(found.values())


def is_picture(image: _Element) -> bool:
    """Tell a picture of the text from the icon of a file type, a share button or a spacer."""
    source = image.get("src") or image.get("data-src") or ""
    if not source or _ICON.search(source[-200:]):
        return False
    for name in ("width", "height"):
        size = (image.get(name) or "").strip().removesuffix("px")
        if size.isdigit() and int(size) <= 32:
            return False
    return True
