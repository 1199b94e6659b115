"""Addresses: resolving what pages write, the key that says "the same page", and which hosts may be asked.

A key is for remembering and comparing; what is fetched is always the address as found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

NOISE_PARAMETERS = frozenset({"_", "t", "v", "jsessionid", "timestamp", "rnd", "random", "_t"})
"""Query names that change nothing in the answer: cache busters, sessions, and client-side page state (`pageNum`)."""

ATTACHMENT_SUFFIXES = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "wps",
        "wpt",
        "xls",
        "xlsx",
        "et",
        "csv",
        "zip",
        "rar",
        "7z",
        "ofd",
        "ppt",
        "pptx",
        "txt",
        "md",
        "rtf",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "tif",
        "tiff",
        "bmp",
    ]
)
PICTURE_SUFFIXES = frozenset(["jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "webp", "svg"])
_PAGE_SUFFIXES = frozenset(
    [
        "html",
        "htm",
        "shtml",
        "shtm",
        "jhtml",
        "phtml",
        "xhtml",
        "jsp",
        "jspx",
        "asp",
        "aspx",
        "php",
        "do",
        "action",
        "xml",
        "json",
    ]
)

_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/?#]*|/\(S\(\w+\)\)(?=/)", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|<%|%>|\[\[|@\{|^\s*\+|'\s*\+|\"\s*\+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"
_PLAIN = re.compile(r"(?:\./|(/))?((?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?)", re.ASCII)
"""A path as most links of a list have it: nothing in it to resolve, to quote or to doubt."""


def resolve(base: str, href: str | None) -> str:
    """Return the absolute http(s) address that `href` means on a page at `base`, or "" for anything else.

    "" stands for script, mail and telephone links, bare fragments, unfilled templates and malformed addresses.
    """
    if href is None:
        return ""
    plain = _PLAIN.fullmatch(href)
    if plain and plain[2]:
        before = _before(base, "/" if plain[1] else "")
        return before + plain[2] if before else ""
    return _resolve(base, href)


@lru_cache(maxsize=512)
def _before(base: str, root: str) -> str:
    """Return what stands before a plain path in its absolute address: the folder of the page, or the host."""
    return _resolve(base, f"{root}x")[:-1]


def _resolve(base: str, href: str) -> str:
    # a parser has resolved entities already; what is taken out of scripts by a pattern has not
    text = _CONTROL.sub("", href.replace("&amp;", "&")).strip().strip("\u3000\xa0\u200b\ufeff ")
    if not text or text.startswith("#") or _TEMPLATE.search(text):
        return ""
    text = text.replace("\\", "/")
    scheme = _SCHEME.match(text)
    if scheme and scheme.group().lower() not in ("http:", "https:"):
        # "www.x.gov.cn:8080/a" is a host with a port, not a scheme; nothing here needs it guessed
        return ""
    try:
        joined = urljoin(base, text)
        parts = urlsplit(joined)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    path = quote(parts.path or "/", safe=_SAFE)
    query = quote(parts.query, safe=_SAFE)
    netloc = parts.netloc.lower()
    if parts.port == _DEFAULT_PORTS[parts.scheme]:
        # www.x.gov.cn:80 is www.x.gov.cn: one host with one robots.txt and one turn at a time
        netloc = netloc.rpartition(":")[0]
    return urlunsplit((parts.scheme, netloc, path, query, parts.fragment))


def without_fragment(url: str) -> str:
    """Return `url` up to its fragment, which is never sent."""
    return url.partition("#")[0]


def is_home(url: str) -> bool:
    """Return whether a URL is a site's home page."""
    return key_of(url).partition("/")[2] == ""


@lru_cache(maxsize=65_536)
def key_of(url: str) -> str:
    """Return the key under which a page is remembered: equal keys mean the same page.

    Lower-case host, no scheme, default port, fragment or session, sorted query without noise, `index.html` as `/`.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().rstrip(".")
        port = parts.port
    except ValueError:
        return url.strip()
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    path = _SESSION.sub("", parts.path) or "/"
    path = re.sub(
        r"/{2,}",
        "/",
        quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape"),
    )
    path = _INDEX.sub("/", path)
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        if name.lower() not in NOISE_PARAMETERS
    ]
    if "pagenum=" in parts.query.lower() and ("/col/col" in path or any(name == "uid" for name, _value in query)):
        # Hanweb's `?uid=<unit>&pageNum=2` is read by its own script only; others page by this name in earnest
        query = [(name, value) for name, value in query if name != "uid" and name.lower() != "pagenum"]
    query.sort()
    text = urlencode(query, errors="surrogateescape")
    return f"{host}{path}?{text}" if text else f"{host}{path}"


_TWIN_HOST = re.compile(r"^(?:big5|m|wap|3g|mobile)\.")


@lru_cache(maxsize=65_536)
def identity_of(url: str) -> str:
    """Return the key of a page whatever its twin: phone, traditional-character and `www.` copies share it.

    For recognising copies only; a twin may exist where the original does not.
    """
    key = key_of(url)
    host, slash, rest = key.partition("/")
    host = _TWIN_HOST.sub("", host).removeprefix("www.")
    path, question, query = rest.partition("?")
    path = re.sub(r"_wap(?=\.\w+$)", "", path)
    path = re.sub(r"(^|/)mpost_(?=\d)", r"\1post_", path)
    return f"{host}{slash}{path}{question}{query}"


@lru_cache(maxsize=16_384)
def host_of(url: str) -> str:
    """Return the lower-case host without port, or ""."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def is_allowed_host(host: str, suffixes: Iterable[str]) -> bool:
    """Whether `host` is one of `suffixes` or under it; a name that merely ends in the same letters is not."""
    host = host.lower().rstrip(".")
    return any(host == suffix or host.endswith("." + suffix) for suffix in suffixes)


def same_host(left: str, right: str) -> bool:
    """Whether two hosts are one site: equal, or equal but for a leading `www.`."""
    return left.removeprefix("www.") == right.removeprefix("www.")


def suffix_of(url: str) -> str:
    """Return the file suffix of the path in lower case without the dot, or ""."""
    path = urlsplit(url).path if "://" in url else url.partition("?")[0]
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot and stem and suffix.isalnum() and len(suffix) <= 5 else ""


_DOWNLOAD = re.compile(
    r"/module/download/down(?:file)?\.jsp|/system/_content/download\.jsp|/gkmlpt/.*?attachment|/attachment/\d|/group\d+/M\d\d/"
    r"|downloadattach|download(?:file)?\.(?:do|jsp|action)|/download\?|filedownload|viewer\.html\?",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def is_attachment(url: str) -> bool:
    """Whether the address is one of a file rather than of a page: by suffix, or by a download servlet."""
    suffix = suffix_of(url)
    if suffix in ATTACHMENT_SUFFIXES:
        return True
    return bool(_DOWNLOAD.search(url))


def is_page(url: str) -> bool:
    """Whether the address looks like one of a page (no suffix, or one of pages)."""
    suffix = suffix_of(url)
    return (suffix == "" or suffix in _PAGE_SUFFIXES) and not is_attachment(url)


def folder_of(url: str) -> str:
    """Return the address up to and including the last slash of its path, without query."""
    parts = urlsplit(url)
    path = parts.path or "/"
    return urlunsplit((parts.scheme, parts.netloc, path.rpartition("/")[0] + "/", "", ""))


def with_query(url: str, changes: Iterable[tuple[str, str]]) -> str:
    """Return `url` with the query names of `changes` set, in place where they stood, else at the end."""
    parts = urlsplit(url)
    wanted = dict(changes)
    query: list[tuple[str, str]] = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name in wanted:
            if wanted[name] is not None:
                query.append((name, wanted.pop(name)))
        else:
            query.append((name, value))
    query.extend(wanted.items())
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), parts.fragment))


def query_of(url: str) -> dict[str, str]:
    """Return the query as a mapping; of repeated names the first wins."""
    out: dict[str, str] = {}
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        out.setdefault(name, value)
    return out
