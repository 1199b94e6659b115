"""What stands in the WARC record of a capture: its own fields, HTTP heads that a replayer can serve."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypedDict
from urllib.parse import quote

from crawler.capture_values import Capture, Origin, record_id_of
from crawler.warc import Headers, clean_field, digest_field

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
SECRET = frozenset({"cookie", "authorization", "proxy-authorization"})
REVISIT_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
REVISIT_304 = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAFE = "/:;,.!*'()[]@$&=+?#~-_ "


def text_of(value: str | bytes) -> str:
    """Return a header name or value as text; bytes are Latin-1, as HTTP has it."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


def uri_of(url: str) -> str:
    """Return a URL in the characters that WARC-Target-URI may have."""
    return url if url.isascii() and url.isprintable() and " " not in url else quote(url, safe=SAFE.strip() + "%")


class OriginFields(TypedDict):
    """The fields of a Capture that its origin gives."""

    portal_id: str
    column: str
    parent_url: str
    link_text: str
    role: str


def origin_fields(origin: Origin) -> OriginFields:
    """Return an origin as fields of a Capture; a link's text on one line."""
    return {
        "portal_id": origin.portal_id,
        "column": origin.column,
        "parent_url": origin.parent_url,
        "link_text": " ".join(origin.link_text.split()),
        "role": origin.role,
    }


class OriginalFields(TypedDict):
    """The fields of a Capture that say what it revisits."""

    original_id: str
    original_file: str
    original_offset: int
    original_length: int


def original_fields(original: Capture | None) -> OriginalFields:
    """Return where the body of a revisit is as fields of a Capture, all empty for none."""
    if original is None:
        return {"original_id": "", "original_file": "", "original_offset": 0, "original_length": 0}
    return {
        "original_id": original.id,
        "original_file": original.warc_file,
        "original_offset": original.offset,
        "original_length": original.length,
    }


def own_fields(capture: Capture) -> list[tuple[str, str]]:
    """Return the X-Gongkai-* fields: what WARC has no field for."""
    values = [
        ("X-Gongkai-URL", capture.url if uri_of(capture.final_url) != capture.url else ""),
        ("X-Gongkai-Portal", capture.portal_id),
        ("X-Gongkai-Column", capture.column),
        ("X-Gongkai-Parent-URL", capture.parent_url),
        ("X-Gongkai-Link-Text", capture.link_text),
        ("X-Gongkai-Role", capture.role),
        ("X-Gongkai-Run", capture.run_id),
        ("X-Gongkai-Outcome", capture.outcome),
        ("X-Gongkai-Message", capture.message),
    ]
    fields = [(name, _quoted(value)) for name, value in values if value]
    if capture.payload_sha256 and capture.payload_sha256 != capture.stored_sha256:
        fields.append(("X-Gongkai-Decoded-Digest", digest_field(bytes.fromhex(capture.payload_sha256))))
    if capture.payload_size and (capture.payload_sha256 != capture.stored_sha256 or capture.record_type == "revisit"):
        fields.append(("X-Gongkai-Decoded-Size", str(capture.payload_size)))
    if capture.status is not None and capture.record_type == "metadata":
        fields.append(("X-Gongkai-Status", str(capture.status)))
    return fields


@lru_cache(maxsize=1024)
def _quoted(value: str) -> str:
    """Return a value in printable ASCII; remembered, as the pages of a column share most of theirs."""
    return quote(value, safe=SAFE)


def revisit_fields(original: Capture) -> list[tuple[str, str]]:
    """Return the WARC fields of a record that revisits an earlier capture."""
    place = f"{quote(original.warc_file)} {original.offset} {original.length}"
    return [
        ("WARC-Profile", REVISIT_SAME),
        ("WARC-Refers-To", record_id_of(original.id)),
        ("WARC-Refers-To-Target-URI", uri_of(original.final_url)),
        ("WARC-Refers-To-Date", original.fetched_at),
        ("X-Gongkai-Original-Place", place),
    ]


def replayable(headers: list[tuple[str, str]], body_size: int) -> Headers:
    """Return headers that describe the stored body; those that described its transfer are kept under another name."""
    result: list[tuple[str, str]] = []
    for name, value in headers:
        lowered = name.lower()
        hides = lowered in HOP_BY_HOP or (lowered == "content-length" and value.strip() != str(body_size))
        cleaned = _HEADER_NAME.sub("_", name.strip()) or "_"
        result.append((f"X-Archive-Orig-{cleaned}" if hides else cleaned, clean_field(value)))
    if not any(name.lower() == "content-length" for name, _ in result):
        result.append(("Content-Length", str(body_size)))
    return tuple(result)


_HEADER_NAME = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")


def http_head(status: int, reason: str, headers: Headers) -> bytes:
    """Return an HTTP response's status line and headers as bytes, to the empty line."""
    lines = [f"HTTP/1.1 {status} {clean_field(reason)}".rstrip()]
    lines.extend(f"{name}: {value}" for name, value in headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def request_head(url: str, method: str, headers: Iterable[tuple[str | bytes, str | bytes]]) -> bytes:
    """Return an HTTP request's head as bytes; cookies and credentials are left out."""
    rest = uri_of(url).split("://", 1)[-1]
    host, slash, path = rest.partition("/")
    sent = [(text_of(name), text_of(value)) for name, value in headers]
    lines = [f"{method} {slash + path or '/'} HTTP/1.1"]
    if not any(name.lower() == "host" for name, _ in sent):
        lines.append(f"Host: {host.rpartition('@')[2]}")
    lines.extend(f"{name}: {clean_field(value)}" for name, value in sent if name.lower() not in SECRET)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
