"""The stored original: its description, and its bytes out of the WARC files, made safe to show."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from archive.pages.rows import Row, row, rows
from archive.pages.sources import is_web
from archive.pages.words import ROLES, Words, moment, word
from crawler.captures import Capture, CaptureError, file_name, read_payload

LARGEST = 64 * 2**20
"""Bytes of an original that is served: the crawler takes no larger bodies."""

_SHOWN = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "text/markdown": "text/plain",
    "application/pdf": "application/pdf",
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
}
"""Media types that are shown, and as what; everything else is offered as a download of unknown bytes."""

_MAGIC = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
WITHOUT_SANDBOX = "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""For PDF: a browser's viewer does not run in a sandboxed document."""


class OriginalPage(NamedTuple):
    """What the banner page says of a capture. `shown` is how it is shown: frame, link, or download."""

    id: str
    url: str
    requested: str
    is_web: bool
    name: str
    fetched_at: str
    role: Words
    status: int | None
    media_type: str
    charset: str
    size: int
    sha256: str
    stored_sha256: str
    warc_file: str
    offset: int
    length: int
    record_type: str
    truncated: str
    outcome: str
    message: str
    last_modified: str
    parent_url: str
    link_text: str
    shown: str
    reports: tuple[tuple[str, str], ...]


class Replay(NamedTuple):
    """A stored body with the headers it may be sent with."""

    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...]


class NoOriginalError(Exception):
    """Raised when a capture has no body that can be shown; says why. `status` is the HTTP status of the answer."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _find(conn: sqlite3.Connection, capture_id: str) -> Row | None:
    return row(conn, "SELECT * FROM captures WHERE id = ?", capture_id)


def read_original_page(conn: sqlite3.Connection, capture_id: str) -> OriginalPage | None:
    """Return the description of a capture, or None."""
    found = _find(conn, capture_id)
    if found is None:
        return None
    media = _SHOWN.get(found["media_type"] or "", "")
    shown = "none"
    if found["payload_size"] and found["payload_file"]:
        shown = "frame" if media.startswith(("text/", "image/")) else "link" if media else "download"
        if not found["media_type"]:
            shown = "link"
        if found["payload_size"] > LARGEST:
            shown = "none"
    reports = rows(
        conn,
        "SELECT r.id, r.title FROM manifestations AS m JOIN reports AS r ON r.id = m.report_id WHERE m.capture_id = ? "
        "ORDER BY r.id",
        capture_id,
    )
    return OriginalPage(
        id=capture_id,
        url=found["final_url"],
        requested=found["url"] if found["url"] != found["final_url"] else "",
        is_web=is_web(found["final_url"]),
        name=file_name(found["final_url"]),
        fetched_at=moment(found["fetched_at"]),
        role=word(ROLES, found["role"]),
        status=found["status"],
        media_type=found["media_type"],
        charset=found["charset"],
        size=found["payload_size"],
        sha256=found["payload_sha256"],
        stored_sha256=found["stored_sha256"],
        warc_file=found["payload_file"],
        offset=found["payload_offset"],
        length=found["payload_length"],
        record_type=found["record_type"],
        truncated=found["truncated"],
        outcome=found["outcome"],
        message=found["message"],
        last_modified=found["last_modified"],
        parent_url=found["parent_url"] if is_web(found["parent_url"]) else "",
        link_text=found["link_text"],
        shown=shown,
        reports=tuple((line["id"], line["title"] or line["id"]) for line in reports),
    )


def find_capture(conn: sqlite3.Connection, capture_id: str) -> Capture:
    """Return the capture whose record holds the body; raise NoOriginalError where there is none."""
    found = _find(conn, capture_id)
    if found is None:
        raise NoOriginalError("no such capture", 404)
    if not found["payload_size"] or not found["payload_file"]:
        raise NoOriginalError("this capture has no body", 404)
    if found["payload_size"] > LARGEST:
        raise NoOriginalError(f"{found['payload_size']} bytes are more than are served", 413)
    return Capture(
        id=capture_id,
        record_type="response",
        url=found["url"],
        final_url=found["final_url"],
        fetched_at=found["fetched_at"],
        warc_file=found["payload_file"],
        offset=found["payload_offset"],
        length=found["payload_length"],
        media_type=found["media_type"],
        charset=found["charset"],
        payload_sha256=found["payload_sha256"],
        payload_size=found["payload_size"],
        stored_sha256=found["stored_sha256"],
    )


def replay(folder: Path, capture: Capture) -> Replay:
    """Return a capture's body, proved by its digest, with headers under which it can do no harm.

    The place comes from the archive alone; a name that leaves the folder is refused. Raises NoOriginalError.
    """
    if Path(capture.warc_file).name != capture.warc_file:
        raise NoOriginalError("the record's file has no plain name", 404)
    try:
        body = read_payload(folder, capture, limit=LARGEST)
    except CaptureError as error:
        # the message names folders of this machine
        raise NoOriginalError("the stored record cannot be read back", 502) from error
    if sha256(body).hexdigest() != capture.payload_sha256:
        raise NoOriginalError("the stored body is not the one that was captured", 502)
    media = shown_as(body, capture.media_type)
    headers = [
        ("content-security-policy", WITHOUT_SANDBOX if media == "application/pdf" else SANDBOX),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "SAMEORIGIN"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("memento-datetime", _http_date(capture.fetched_at)),
        ("etag", f'"{capture.payload_sha256}"'),
    ]
    if is_web(capture.final_url) and capture.final_url.isascii():
        address = "".join(character for character in capture.final_url if character > " " and character not in '<>"')
        headers.append(("link", f'<{address}>; rel="original"'))
    if not media:
        headers.append(
            ("content-disposition", f'attachment; filename="{capture.payload_sha256[:16]}{_suffix(capture)}"')
        )
        return Replay(body, "application/octet-stream", tuple(headers))
    if media.startswith("text/"):
        media = f"{media}; charset={_charset(body, capture, media)}"
    return Replay(body, media, tuple(headers))


def shown_as(body: bytes, media_type: str) -> str:
    """Return the media type a body is shown as, empty for a download. The bytes have the last word."""
    for magic, media in _MAGIC:
        if body.startswith(magic):
            return media
    media = _SHOWN.get(media_type, "")
    if media and not media.startswith("text/"):
        return ""
    if not media_type and b"\0" not in body[:4096]:
        return "text/html" if body[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")) else "text/plain"
    return "" if b"\0" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff")) else media


def _charset(body: bytes, capture: Capture, media: str) -> str:
    """Return the character set the text really is in: gb2312 pages are read as GB18030."""
    from extractors.formats.charset import decode

    name = decode(body, charset=capture.charset, media_type=capture.media_type, markup=media == "text/html").encoding
    return {"utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}.get(name, name)


def _suffix(capture: Capture) -> str:
    """Return the ending of the file's own name if it is a plain one, for whoever saves it."""
    suffix = Path(file_name(capture.final_url)).suffix.lower()
    return suffix if len(suffix) <= 6 and suffix[1:].isascii() and suffix[1:].isalnum() else ".bin"


def _http_date(moment_text: str) -> str:
    try:
        when = datetime.fromisoformat(moment_text)
    except ValueError:
        when = datetime.fromtimestamp(0, UTC)
    return format_datetime(when.astimezone(UTC), usegmt=True)
