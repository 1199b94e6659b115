"""Captures: what was fetched or handed in, kept byte for byte in append-only WARC files.

**Files.** `DIR/warc/gongkai-<UTC>-<run>-<serial>.warc.gz`, one gzip member a record, a new file for every run and at
1 GB, a warcinfo record first. A file has its final name from its first byte: the records are whole members, so a file
being written is a valid file for every reader, and a `.open` suffix would only add a rename that a killed run never
makes. A torn tail (killed run, full disk) is told by its member end, CRC and Content-Length, is left in place, and is
never read; the next run starts a new file. Nothing is ever rewritten.

**Bodies.** A response is kept as received but for the transfer coding: Content-Encoding stays, hop-by-hop headers and
a Content-Length that disagrees with the body are kept under `X-Archive-Orig-*`, so that every replayer can serve the
record. Cookies and credentials of the request are never kept. WARC-Payload-Digest is of the body as stored;
`Capture.payload_sha256` of the body decoded, which is what "changed" means.

**Everything that is known of a capture stands in the record's own header**, as `X-Gongkai-*` extension fields
(percent-encoded UTF-8): one record is one capture, whole or absent. A `metadata` record beside it would double the
records, and a kill between the two would lose the link. What has no bytes (a refused connection, robots.txt saying no,
a page found to be a challenge) is a `metadata` record of its own. So `state.db` and `archive.db` can be made from the
WARC files alone.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypedDict
from urllib.parse import quote, unquote

from crawler.content_coding import MAX_DECODED, ContentCodingError, content_codings, decode_body
from crawler.data_folder import FULL_ERRNOS, DiskFullError
from crawler.warc import (
    Damage,
    Headers,
    Record,
    RecordError,
    build_record,
    clean_field,
    digest_field,
    digest_hex,
    new_record_id,
    parse_http,
    read_member,
    scan_file,
)

RecordType = Literal["response", "resource", "revisit", "metadata"]

_RECORD_TYPES: dict[str, RecordType] = {
    "response": "response",
    "resource": "resource",
    "revisit": "revisit",
    "metadata": "metadata",
}

MAX_FILE_SIZE = 1_000_000_000
"""Bytes at which the next record starts a new file: the size WARC tools are tuned for, and one unit of a build."""

RESERVE = 32 * 2**20
"""Free bytes below which nothing more is written: room for the database to finish its transaction."""

_HOP_BY_HOP = frozenset(
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
_SECRET = frozenset({"cookie", "authorization", "proxy-authorization"})
_REVISIT_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_REVISIT_304 = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAFE = "/:;,.!*'()[]@$&=+?#~-_ "
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)


class CaptureError(Exception):
    """Raised when a capture's payload cannot be read back; says file, place and reason."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a URL came to be asked for.

    `role` says why: `robots`, `list`, `report`, `attachment`, `page`, `site`, `file` (handed in); empty if unknown.
    `column` is the list or column URL the link stood in, `parent_url` the page that had the link.
    """

    portal_id: str = ""
    column: str = ""
    parent_url: str = ""
    link_text: str = ""
    role: str = ""


NO_ORIGIN = Origin()


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of one URL (or one file handed in), and where its bytes are. Never parsed meaning.

    `url` is what was asked for, `final_url` what answered, after redirects; `fetched_at` is UTC, ISO 8601 with
    microseconds. `payload_sha256` and `payload_size` (bytes) are of the decoded body, `stored_sha256` of the body as
    kept. `offset` and `length` (bytes) are the record's gzip member in `warc_file`, a name within the folder. A
    `revisit` has no body: `original_*` say where the unchanged one is. `truncated` is `length`, `time`, `disconnect`
    or `unspecified` where the body is known to be cut. `outcome` is empty for a plain answer, else a word of the
    crawl's closed list (`dns`, `robots_denied`, `blocked_waf` ...), with `message`.
    """

    id: str
    record_type: RecordType
    url: str
    final_url: str
    fetched_at: str
    warc_file: str
    offset: int
    length: int
    status: int | None = None
    headers: Headers = ()
    media_type: str = ""
    charset: str = ""
    payload_sha256: str = ""
    payload_size: int = 0
    stored_sha256: str = ""
    portal_id: str = ""
    column: str = ""
    parent_url: str = ""
    link_text: str = ""
    role: str = ""
    run_id: str = ""
    truncated: str = ""
    outcome: str = ""
    message: str = ""
    original_id: str = ""
    original_file: str = ""
    original_offset: int = 0
    original_length: int = 0

    @property
    def payload_place(self) -> tuple[str, int, int]:
        """Return file, offset and length of the record that has the body: its own, or the one it revisits."""
        if self.record_type == "revisit" and self.original_file:
            return self.original_file, self.original_offset, self.original_length
        return self.warc_file, self.offset, self.length

    @property
    def has_payload(self) -> bool:
        """Return whether there is a body to read."""
        return self.payload_size > 0 and (self.record_type != "revisit" or bool(self.original_file))


@dataclass(frozen=True, slots=True)
class ScanProblem:
    """A stretch of a WARC file that is no whole record."""

    warc_file: str
    kind: str
    offset: int
    length: int
    message: str


def utc_now() -> str:
    """Return the present moment as captures write it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def new_run_id() -> str:
    """Return a run id that sorts by time: 20260131T023000Z-1a2b3c."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.urandom(3).hex()}"


def file_uri(sha256: str, name: str) -> str:
    """Return the URI of a file handed in: its digest and the name it had, never a path of this machine."""
    return f"urn:gongkai:file:{sha256}/{quote(name.replace(os.sep, '/'))}"


def file_name(uri: str) -> str:
    """Return the name in a `file_uri`, or the last part of any other URI's path."""
    path = uri.partition("/")[2] if uri.startswith("urn:gongkai:file:") else uri.split("?")[0].split("#")[0]
    return unquote(path) if uri.startswith("urn:") else unquote(path.rsplit("/", 1)[-1])


def media_type_of(headers: Headers) -> tuple[str, str]:
    """Return media type (lower case, no parameters) and charset of a response's Content-Type."""
    for name, value in headers:
        if name.lower() == "content-type":
            media_type, _, parameters = value.partition(";")
            charset = _CHARSET.search(parameters)
            return media_type.strip().lower(), charset.group(1).lower() if charset else ""
    return "", ""


class WarcStore:
    """Writes captures to the WARC files of one folder during one run.

    `sync` is `record` (flush and fsync every capture before its write returns) or `batch` (the caller calls `sync()`
    at its commit points). `find_original` answers, for the SHA-256 of a stored body, with an earlier capture of the
    same bytes, if the caller has an index; bodies of this run are known without it: all of them, or the last `remember`
    where the caller's index takes them in as they are written. Not for use from two threads.
    """

    def __init__(
        self,
        folder: Path,
        *,
        run_id: str = "",
        software: str = "gongkai",
        max_file_size: int = MAX_FILE_SIZE,
        sync: Literal["record", "batch"] = "record",
        find_original: Callable[[str], Capture | None] | None = None,
        remember: int | None = None,
        reserve: int = RESERVE,
    ) -> None:
        self.folder = folder
        self.run_id = run_id or new_run_id()
        self._software = software
        self._max_file_size = max_file_size
        self._sync_each = sync == "record"
        self._find_original = find_original
        self._remember = remember
        self._reserve = reserve
        self._known: dict[str, Capture] = {}
        self._descriptor = -1
        self._file = ""
        self._position = 0
        self._serial = 0
        self._unsynced = False

    def __enter__(self) -> WarcStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Sync and close the file being written. The store can be written to again: that starts a new file."""
        if self._descriptor >= 0:
            try:
                self.sync()
            finally:
                os.close(self._descriptor)
                self._descriptor = -1

    def sync(self) -> None:
        """Have everything written so far on the disk before returning."""
        if self._unsynced and self._descriptor >= 0:
            try:
                os.fsync(self._descriptor)
            except OSError as error:
                raise DiskFullError(f"{self.folder / self._file}: cannot be synced: {error.strerror}") from error
            self._unsynced = False

    def write_response(
        self,
        url: str,
        *,
        status: int,
        headers: Iterable[tuple[str | bytes, str | bytes]],
        body: bytes,
        reason: str = "",
        final_url: str = "",
        fetched_at: str = "",
        request_headers: Iterable[tuple[str | bytes, str | bytes]] | None = None,
        request_method: str = "GET",
        origin: Origin = NO_ORIGIN,
        truncated: str = "",
        outcome: str = "",
        message: str = "",
        ip_address: str = "",
    ) -> Capture:
        """Keep an HTTP response: `body` as received once the transfer coding is undone, `headers` in their order.

        An unchanged body becomes a `revisit` of the first capture that has it, a 304 a `revisit` of nothing but the
        URL. With `request_headers` the request is kept beside it. Raises DiskFullError.
        """
        received = [(_text(name), _text(value)) for name, value in headers]
        stored_digest = hashlib.sha256(body).digest()
        stored_sha256 = stored_digest.hex()
        original = self._original(stored_sha256) if body else None
        codings = content_codings(received)
        payload_sha256, payload_size = stored_sha256, len(body)
        if original is not None:
            payload_sha256, payload_size = original.payload_sha256, original.payload_size
        elif codings and body:
            try:
                decoded = decode_body(body, codings)
            except ContentCodingError as error:
                truncated = truncated or ("disconnect" if error.kind == "truncated" else "")
                outcome, message = outcome or error.kind, message or str(error)
            else:
                payload_sha256, payload_size = hashlib.sha256(decoded).hexdigest(), len(decoded)
        media_type, charset = media_type_of(tuple(received))
        capture = Capture(
            id="",
            record_type="revisit" if original is not None or status == 304 else "response",
            url=url,
            final_url=_uri(final_url or url),
            fetched_at=fetched_at or utc_now(),
            warc_file="",
            offset=0,
            length=0,
            status=status,
            headers=_replayable(received, len(body)),
            media_type=media_type,
            charset=charset,
            payload_sha256="" if status == 304 else payload_sha256,
            payload_size=payload_size,
            stored_sha256="" if status == 304 else stored_sha256,
            truncated=truncated,
            outcome=outcome,
            message=message,
            run_id=self.run_id,
            **_original_fields(original),
            **_origin_fields(origin),
        )
        head = _http_head(status, reason, capture.headers)
        request = None
        if request_headers is not None:
            request = _request_head(capture.final_url, request_method, request_headers)
        fields = [("Content-Type", "application/http; msgtype=response"), ("WARC-IP-Address", ip_address)]
        if original is not None:
            fields += _revisit_fields(original)
            block = head
        elif status == 304:
            fields.append(("WARC-Profile", _REVISIT_304))
            block = head
        else:
            block = head + body
        if status != 304:
            fields.append(("WARC-Payload-Digest", digest_field(stored_digest)))
        capture = self._append(capture, fields, block, request)
        if body and original is None:
            self._know(stored_sha256, capture)
        return capture

    def write_resource(
        self,
        uri: str,
        body: bytes,
        *,
        media_type: str = "",
        fetched_at: str = "",
        origin: Origin = NO_ORIGIN,
    ) -> Capture:
        """Keep a file that was handed in; bytes already in the store become a `revisit`. Raises DiskFullError."""
        digest = hashlib.sha256(body).digest()
        original = self._original(digest.hex()) if body else None
        capture = Capture(
            id="",
            record_type="resource" if original is None else "revisit",
            url=uri,
            final_url=_uri(uri),
            fetched_at=fetched_at or utc_now(),
            warc_file="",
            offset=0,
            length=0,
            media_type=media_type,
            payload_sha256=digest.hex(),
            payload_size=len(body),
            stored_sha256=digest.hex(),
            run_id=self.run_id,
            **_original_fields(original),
            **_origin_fields(origin),
        )
        fields = [("Content-Type", media_type or "application/octet-stream")]
        if original is not None:
            fields += _revisit_fields(original)
        fields.append(("WARC-Payload-Digest", digest_field(digest)))
        capture = self._append(capture, fields, body if original is None else b"")
        if body and original is None:
            self._know(digest.hex(), capture)
        return capture

    def write_outcome(
        self,
        url: str,
        outcome: str,
        *,
        message: str = "",
        status: int | None = None,
        fetched_at: str = "",
        origin: Origin = NO_ORIGIN,
        about: Capture | None = None,
    ) -> Capture:
        """Keep what became of a URL that gave no body, or (`about`) a verdict on a capture already kept."""
        capture = Capture(
            id="",
            record_type="metadata",
            url=url,
            final_url=_uri(url),
            fetched_at=fetched_at or utc_now(),
            warc_file="",
            offset=0,
            length=0,
            status=status,
            outcome=outcome,
            message=message,
            original_id=about.id if about else "",
            run_id=self.run_id,
            **_origin_fields(origin),
        )
        fields = [("Content-Type", "application/warc-fields")]
        if about is not None:
            fields.append(("WARC-Refers-To", _record_id(about.id)))
        block = f"outcome: {clean_field(outcome)}\r\nmessage: {clean_field(message)}\r\n".encode()
        return self._append(capture, fields, block)

    def _know(self, stored_sha256: str, capture: Capture) -> None:
        self._known[stored_sha256] = capture
        if self._remember is not None and len(self._known) > self._remember:
            del self._known[next(iter(self._known))]

    def _original(self, stored_sha256: str) -> Capture | None:
        known = self._known.get(stored_sha256)
        if known is None and self._find_original is not None:
            known = self._find_original(stored_sha256)
            if known is not None and known.record_type == "revisit":
                raise CaptureError(f"{known.warc_file}: {known.offset}: a revisit cannot be revisited")
        return known

    def _append(
        self, capture: Capture, fields: list[tuple[str, str]], block: bytes, request: bytes | None = None
    ) -> Capture:
        """Write the record (and its request), in one write, at the end of the file."""
        self._open_file()
        record_id = new_record_id()
        common = [("WARC-Target-URI", _uri(capture.final_url)), ("WARC-Truncated", capture.truncated)]
        member = build_record(
            capture.record_type,
            record_id,
            capture.fetched_at,
            [*common, *fields, *_own_fields(capture)],
            block,
        )
        beside = b""
        if request is not None:
            beside = build_record(
                "request",
                new_record_id(),
                capture.fetched_at,
                [
                    common[0],
                    ("Content-Type", "application/http; msgtype=request"),
                    ("WARC-Concurrent-To", record_id),
                ],
                request,
            )
        offset = self._write(member + beside)
        return replace(capture, id=_capture_id(record_id), warc_file=self._file, offset=offset, length=len(member))

    def _open_file(self) -> None:
        if self._descriptor >= 0 and self._position < self._max_file_size:
            return
        self.close()
        self._file = f"gongkai-{self.run_id}-{self._serial:05d}.warc.gz"
        self._serial += 1
        path = self.folder / self._file
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
            directory = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(directory)  # without it a power cut may forget the name of a synced file
            finally:
                os.close(directory)
        except FileExistsError as error:
            raise CaptureError(f"{path}: exists already; a run never writes to another run's file") from error
        except OSError as error:
            raise DiskFullError(f"{path}: cannot be written: {error.strerror}") from error
        self._position = 0
        info = (
            f"software: {self._software}\r\nformat: WARC File Format 1.1\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
            f"isPartOf: {self.run_id}\r\n"
        )
        fields = [("WARC-Filename", self._file), ("Content-Type", "application/warc-fields")]
        self._write(build_record("warcinfo", new_record_id(), utc_now(), fields, info.encode("utf-8")))

    def _write(self, data: bytes) -> int:
        """Append `data`, whole or not at all; return its offset."""
        offset = self._position
        try:
            if self._reserve:
                space = os.fstatvfs(self._descriptor)
                if space.f_bavail * space.f_frsize < self._reserve + len(data):
                    raise DiskFullError(
                        f"{self.folder}: less than {self._reserve >> 20} MB free: nothing more is written"
                    )
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            self._position += len(data)
            self._unsynced = True
            if self._sync_each:
                self.sync()
        except OSError as error:
            self._cut_back(offset)
            kind = "disk full or not writable" if error.errno in FULL_ERRNOS else "cannot be written"
            raise DiskFullError(f"{self.folder / self._file}: {kind}: {error.strerror}") from error
        return offset

    def _cut_back(self, offset: int) -> None:
        """Take half a record off the end; where even that fails it stays a torn tail. The file is left behind."""
        try:
            os.ftruncate(self._descriptor, offset)
        except OSError:
            pass
        os.close(self._descriptor)
        self._descriptor = -1
        self._unsynced = False


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
    elif record_type == "response" and body_size and not get("X-Gongkai-Run") and content_codings(headers):
        try:  # a record of another writer
            decoded = decode_body(_block(path, record)[begin:], content_codings(headers))
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
        id=_capture_id(get("WARC-Record-ID")),
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
        original_id=_capture_id(get("WARC-Refers-To")) if get("WARC-Refers-To") else "",
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
    codings = content_codings(headers)
    if not codings or capture.payload_sha256 == capture.stored_sha256:
        return body
    try:
        return decode_body(body, codings, limit=limit)
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


def _block(path: Path, record: Record) -> bytes:
    if len(record.head) == record.size:
        return record.head
    with path.open("rb") as stream:
        stream.seek(record.offset)
        return read_member(stream.read(record.length), 0).head


def _capture_id(record_id: str) -> str:
    """Return 32 hex characters: the record's own UUID, or a digest of another writer's record id."""
    compact = record_id.strip("<>").removeprefix("urn:uuid:").replace("-", "").lower()
    if len(compact) == 32 and all(character in "0123456789abcdef" for character in compact):
        return compact
    return hashlib.sha256(record_id.encode("utf-8")).hexdigest()[:32]


def _record_id(capture_id: str) -> str:
    parts = (capture_id[:8], capture_id[8:12], capture_id[12:16], capture_id[16:20], capture_id[20:])
    return f"<urn:uuid:{'-'.join(parts)}>"


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _uri(url: str) -> str:
    return url if url.isascii() and url.isprintable() and " " not in url else quote(url, safe=_SAFE.strip() + "%")


class _OriginFields(TypedDict):
    portal_id: str
    column: str
    parent_url: str
    link_text: str
    role: str


def _origin_fields(origin: Origin) -> _OriginFields:
    return {
        "portal_id": origin.portal_id,
        "column": origin.column,
        "parent_url": origin.parent_url,
        "link_text": " ".join(origin.link_text.split()),
        "role": origin.role,
    }


class _OriginalFields(TypedDict):
    original_id: str
    original_file: str
    original_offset: int
    original_length: int


def _original_fields(original: Capture | None) -> _OriginalFields:
    if original is None:
        return {"original_id": "", "original_file": "", "original_offset": 0, "original_length": 0}
    return {
        "original_id": original.id,
        "original_file": original.warc_file,
        "original_offset": original.offset,
        "original_length": original.length,
    }


def _own_fields(capture: Capture) -> list[tuple[str, str]]:
    """Return the X-Gongkai-* fields: what WARC has no field for."""
    values = [
        ("X-Gongkai-URL", capture.url if _uri(capture.final_url) != capture.url else ""),
        ("X-Gongkai-Portal", capture.portal_id),
        ("X-Gongkai-Column", capture.column),
        ("X-Gongkai-Parent-URL", capture.parent_url),
        ("X-Gongkai-Link-Text", capture.link_text),
        ("X-Gongkai-Role", capture.role),
        ("X-Gongkai-Run", capture.run_id),
        ("X-Gongkai-Outcome", capture.outcome),
        ("X-Gongkai-Message", capture.message),
    ]
    fields = [(name, quote(value, safe=_SAFE)) for name, value in values if value]
    if capture.payload_sha256 and capture.payload_sha256 != capture.stored_sha256:
        fields.append(("X-Gongkai-Decoded-Digest", digest_field(bytes.fromhex(capture.payload_sha256))))
    if capture.payload_size and (capture.payload_sha256 != capture.stored_sha256 or capture.record_type == "revisit"):
        fields.append(("X-Gongkai-Decoded-Size", str(capture.payload_size)))
    if capture.status is not None and capture.record_type == "metadata":
        fields.append(("X-Gongkai-Status", str(capture.status)))
    return fields


def _revisit_fields(original: Capture) -> list[tuple[str, str]]:
    place = f"{quote(original.warc_file)} {original.offset} {original.length}"
    return [
        ("WARC-Profile", _REVISIT_SAME),
        ("WARC-Refers-To", _record_id(original.id)),
        ("WARC-Refers-To-Target-URI", _uri(original.final_url)),
        ("WARC-Refers-To-Date", original.fetched_at),
        ("X-Gongkai-Original-Place", place),
    ]


def _replayable(headers: list[tuple[str, str]], body_size: int) -> Headers:
    """Return headers that describe the stored body; those that described its transfer are kept under another name."""
    result: list[tuple[str, str]] = []
    for name, value in headers:
        lowered = name.lower()
        hides = lowered in _HOP_BY_HOP or (lowered == "content-length" and value.strip() != str(body_size))
        cleaned = _HEADER_NAME.sub("_", name.strip()) or "_"
        result.append((f"X-Archive-Orig-{cleaned}" if hides else cleaned, clean_field(value)))
    if not any(name.lower() == "content-length" for name, _ in result):
        result.append(("Content-Length", str(body_size)))
    return tuple(result)


_HEADER_NAME = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")


def _http_head(status: int, reason: str, headers: Headers) -> bytes:
    lines = [f"HTTP/1.1 {status} {clean_field(reason)}".rstrip()]
    lines.extend(f"{name}: {value}" for name, value in headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _request_head(url: str, method: str, headers: Iterable[tuple[str | bytes, str | bytes]]) -> bytes:
    rest = _uri(url).split("://", 1)[-1]
    host, slash, path = rest.partition("/")
    sent = [(_text(name), _text(value)) for name, value in headers]
    lines = [f"{method} {slash + path or '/'} HTTP/1.1"]
    if not any(name.lower() == "host" for name, _ in sent):
        lines.append(f"Host: {host.rpartition('@')[2]}")
    lines.extend(f"{name}: {clean_field(value)}" for name, value in sent if name.lower() not in _SECRET)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
