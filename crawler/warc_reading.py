"""Reads captures and their bodies back from WARC files, whoever wrote them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from crawler.capture_values import Capture, CaptureError, RecordType, ScanProblem, capture_id_of, media_type_of
from crawler.content_coding import MAX_DECODED, ContentCodingError, content_codings, decode_body, undo_chunks
from crawler.warc import Damage, Headers, Record, RecordError, digest_hex, parse_http, read_member, scan_file

_RECORD_TYPES: dict[str, RecordType] = {
    "response": "response",
    "resource": "resource",
    "revisit": "revisit",
    "metadata": "metadata",
}


def scan(
    folder: Path,
    *,
    start: Mapping[str, int] | None = None,
    on_problem: Callable[[ScanProblem], None] | None = None,
) -> Iterator[Capture]:
    """Read all captures of a folder's WARC files, by file name and offset: the index, from nothing but the files.

    `start` gives, by file name, the offset to begin at (files never change, they only grow). Torn tails and damaged
    stretches go to `on_problem` and are passed over.
    """
    for path in sorted(folder.glob("*.warc.gz")):
        for found in scan_captures(path, start=(start or {}).get(path.name, 0)):
            if isinstance(found, Capture):
                yield found
            elif on_problem is not None:
                on_problem(found)


def scan_captures(path: Path, *, start: int = 0) -> Iterator[Capture | ScanProblem]:
    """Read the captures of one WARC file from an offset on."""
    for record in scan_file(path, start=start):
        if isinstance(record, Damage):
            yield ScanProblem(path.name, record.kind, record.offset, record.length, record.message)
            continue
        try:
            capture = capture_of(record, path)
        except RecordError as error:
            yield ScanProblem(path.name, "damaged", record.offset, record.length, str(error))
            continue
        if capture is not None:
            yield capture


def capture_of(record: Record, path: Path) -> Capture | None:
    """Return the capture a record is, None for warcinfo, request and other records that are none."""
    record_type = _RECORD_TYPES.get(record.type)
    if record_type is None:
        return None
    if record_type == "metadata" and not record.get("X-Gongkai-Outcome"):
        return None
    get = record.get
    status: int | None = None
    headers: Headers = ()
    media_type = charset = ""
    begin = 0
    if record.get("Content-Type").startswith("application/http") and record.size:
        status, _, headers, begin = parse_http(record.head)
        media_type, charset = media_type_of(headers)
    elif record_type in ("resource", "revisit"):
        media_type = get("Content-Type").partition(";")[0].strip().lower()
        media_type = "" if media_type == "application/octet-stream" else media_type
    if get("X-Gongkai-Status").isdigit():
        status = int(get("X-Gongkai-Status"))
    stored_sha256 = digest_hex(get("WARC-Payload-Digest"))
    body_size = record.size - begin
    if record_type in ("response", "resource") and not stored_sha256:
        stored_sha256 = hashlib.sha256(_block(path, record)[begin:]).hexdigest()
    payload_sha256, payload_size = stored_sha256, body_size
    if get("X-Gongkai-Decoded-Digest"):
        payload_sha256 = digest_hex(get("X-Gongkai-Decoded-Digest"))
        payload_size = int(get("X-Gongkai-Decoded-Size") or 0)
    elif record_type == "response" and body_size and not get("X-Gongkai-Run") and _is_coded(headers):
        try:  # a record of another writer
            decoded = _decoded(headers, _block(path, record)[begin:])
        except ContentCodingError:
            pass
        else:
            payload_sha256, payload_size = hashlib.sha256(decoded).hexdigest(), len(decoded)
    elif record_type == "revisit":
        payload_size = int(get("X-Gongkai-Decoded-Size") or 0)
    is_body = record_type != "metadata" and status != 304
    final_url = get("WARC-Target-URI").strip("<>")
    place = get("X-Gongkai-Original-Place").split(" ")
    original_file, original_offset, original_length = "", 0, 0
    if len(place) == 3 and place[1].isdigit() and place[2].isdigit():
        original_file, original_offset, original_length = unquote(place[0]), int(place[1]), int(place[2])
    return Capture(
        id=capture_id_of(get("WARC-Record-ID")),
        record_type=record_type,
        url=unquote(get("X-Gongkai-URL")) or final_url,
        final_url=final_url,
        fetched_at=get("WARC-Date"),
        warc_file=path.name,
        offset=record.offset,
        length=record.length,
        status=status,
        headers=headers,
        media_type=media_type,
        charset=charset,
        payload_sha256=payload_sha256 if is_body else "",
        payload_size=payload_size if is_body else 0,
        stored_sha256=stored_sha256 if is_body else "",
        portal_id=unquote(get("X-Gongkai-Portal")),
        column=unquote(get("X-Gongkai-Column")),
        parent_url=unquote(get("X-Gongkai-Parent-URL")),
        link_text=unquote(get("X-Gongkai-Link-Text")),
        role=unquote(get("X-Gongkai-Role")),
        run_id=unquote(get("X-Gongkai-Run")),
        truncated=get("WARC-Truncated"),
        outcome=unquote(get("X-Gongkai-Outcome")),
        message=unquote(get("X-Gongkai-Message")),
        original_id=capture_id_of(get("WARC-Refers-To")) if get("WARC-Refers-To") else "",
        original_file=original_file,
        original_offset=original_offset,
        original_length=original_length,
    )


def read_payload(folder: Path, capture: Capture, *, limit: int = MAX_DECODED) -> bytes:
    """Return the decoded body of a capture (of a revisit: the body it revisits).

    Raises CaptureError when the record is not whole, its body cannot be decoded or is not the one that was captured.
    """
    if not capture.has_payload:
        return b""
    headers, body = read_stored(folder, capture)
    where = "{}: {}".format(*capture.payload_place)
    if hashlib.sha256(body).hexdigest() != capture.stored_sha256:
        raise CaptureError(f"{where}: the body is not the one that was captured (digest differs)")
    if not _is_coded(headers) or capture.payload_sha256 == capture.stored_sha256:
        return body
    try:
        return _decoded(headers, body, limit=limit)
    except ContentCodingError as error:
        raise CaptureError(f"{where}: {error}") from error


def read_stored(folder: Path, capture: Capture) -> tuple[Headers, bytes]:
    """Return the HTTP headers (none for a file handed in) and the body of a capture as they are stored."""
    name, offset, length = capture.payload_place
    path = folder / name
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = read_member(stream.read(length), 0)
        if record.get("Content-Type").startswith("application/http") and record.size:
            _, _, headers, begin = parse_http(record.head)
            return headers, record.head[begin:]
    except (OSError, RecordError) as error:
        raise CaptureError(f"{path}: {offset}: {error}") from error
    return (), record.head if record.type in ("resource", "metadata") else b""


def _is_coded(headers: Headers) -> bool:
    return bool(content_codings(headers)) or _is_chunked(headers)


def _is_chunked(headers: Headers) -> bool:
    return any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers)


def _decoded(headers: Headers, body: bytes, *, limit: int = MAX_DECODED) -> bytes:
    """Undo the content codings, and the transfer coding where another writer has left it."""
    return decode_body(undo_chunks(body) if _is_chunked(headers) else body, content_codings(headers), limit=limit)


def _block(path: Path, record: Record) -> bytes:
    if len(record.head) == record.size:
        return record.head
    with path.open("rb") as stream:
        stream.seek(record.offset)
        return read_member(stream.read(record.length), 0).head
