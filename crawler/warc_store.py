"""Writes captures to WARC files, and only ever at their ends."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from crawler.capture_records import (
    REVISIT_304,
    http_head,
    origin_fields,
    original_fields,
    own_fields,
    replayable,
    request_head,
    revisit_fields,
    text_of,
    uri_of,
)
from crawler.capture_values import (
    NO_ORIGIN,
    Capture,
    CaptureError,
    Origin,
    media_type_of,
    new_capture_id,
    new_run_id,
    record_id_of,
    utc_now,
)
from crawler.content_coding import ContentCodingError, content_codings, decode_body
from crawler.data_folder import FULL_ERRNOS, DiskFullError
from crawler.warc import build_record, clean_field, digest_field

MAX_FILE_SIZE = 1_000_000_000
"""Bytes at which the next record starts a new file: the size WARC tools are tuned for, and one unit of a build."""

RESERVE = 32 * 2**20
"""Free bytes below which nothing more is written: room for the database to finish its transaction."""


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
        received = [(text_of(name), text_of(value)) for name, value in headers]
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
            final_url=uri_of(final_url or url),
            fetched_at=fetched_at or utc_now(),
            warc_file="",
            offset=0,
            length=0,
            status=status,
            headers=replayable(received, len(body)),
            media_type=media_type,
            charset=charset,
            payload_sha256="" if status == 304 else payload_sha256,
            payload_size=payload_size,
            stored_sha256="" if status == 304 else stored_sha256,
            truncated=truncated,
            outcome=outcome,
            message=message,
            run_id=self.run_id,
            **original_fields(original),
            **origin_fields(origin),
        )
        head = http_head(status, reason, capture.headers)
        request = None
        if request_headers is not None:
            request = request_head(capture.final_url, request_method, request_headers)
        fields = [("Content-Type", "application/http; msgtype=response"), ("WARC-IP-Address", ip_address)]
        if original is not None:
            fields += revisit_fields(original)
            block = head
        elif status == 304:
            fields.append(("WARC-Profile", REVISIT_304))
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
            final_url=uri_of(uri),
            fetched_at=fetched_at or utc_now(),
            warc_file="",
            offset=0,
            length=0,
            media_type=media_type,
            payload_sha256=digest.hex(),
            payload_size=len(body),
            stored_sha256=digest.hex(),
            run_id=self.run_id,
            **original_fields(original),
            **origin_fields(origin),
        )
        fields = [("Content-Type", media_type or "application/octet-stream")]
        if original is not None:
            fields += revisit_fields(original)
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
            final_url=uri_of(url),
            fetched_at=fetched_at or utc_now(),
            warc_file="",
            offset=0,
            length=0,
            status=status,
            outcome=outcome,
            message=message,
            original_id=about.id if about else "",
            run_id=self.run_id,
            **origin_fields(origin),
        )
        fields = [("Content-Type", "application/warc-fields")]
        if about is not None:
            fields.append(("WARC-Refers-To", record_id_of(about.id)))
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
        identifier = new_capture_id()
        record_id = record_id_of(identifier)
        common = [("WARC-Target-URI", uri_of(capture.final_url)), ("WARC-Truncated", capture.truncated)]
        member = build_record(
            capture.record_type,
            record_id,
            capture.fetched_at,
            [*common, *fields, *own_fields(capture)],
            block,
        )
        beside = b""
        if request is not None:
            beside = build_record(
                "request",
                record_id_of(new_capture_id()),
                capture.fetched_at,
                [
                    common[0],
                    ("Content-Type", "application/http; msgtype=request"),
                    ("WARC-Concurrent-To", record_id),
                ],
                request,
            )
        offset = self._write(member + beside)
        return capture._replace(id=identifier, warc_file=self._file, offset=offset, length=len(member))

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
        self._write(build_record("warcinfo", record_id_of(new_capture_id()), utc_now(), fields, info.encode("utf-8")))

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
