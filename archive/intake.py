"""Files on disk -> captures: local reports and the WARC files of other programs, taken into the store once.

Nothing is interpreted here but the format (by content): what a file says is the build's business.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote

from archive.database import ArchiveError, connect
from archive.local_files import LARGEST_FILE, find_files, open_file, readable_name
from crawler.capture_values import capture_id_of
from crawler.captures import Capture, Origin, ScanProblem, WarcStore, file_uri, scan_captures
from crawler.data_folder import DataFolder

if TYPE_CHECKING:
    from fastwarc.warc import HeaderMap

MEDIA_TYPES = {
    "html": "text/html",
    "text": "text/plain",
    "markdown": "text/markdown",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "et": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "mht": "multipart/related",
}
"""Media type kept with a file, by the format its content shows."""


@dataclass(slots=True)
class Intake:
    """What taking files in came to: files and records `added`, those `known` already, those left out and why."""

    added: int = 0
    known: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the counts."""
        return {"added": self.added, "known": self.known, "skipped": dict(self.skipped), "failed": self.failed}


class KnownCaptures:
    """What the store has already: from the archive's index where that reaches, from the WARC files beyond it."""

    def __init__(self, folder: DataFolder) -> None:
        self._originals: dict[str, Capture] = {}
        self._seen: set[tuple[str, str]] = set()
        indexed: dict[str, int] = {}
        self._conn: sqlite3.Connection | None = None
        self._folder = folder
        try:
            self._conn = connect(folder.archive_db)
            indexed = dict(self._conn.execute("SELECT name, indexed_size FROM warc_files"))
        except (ArchiveError, sqlite3.DatabaseError):
            self.close()  # no archive, or none that this program can read: the WARC files say it all
        self._scan(indexed)

    def _scan(self, indexed: Mapping[str, int]) -> None:
        """Remember all captures of the WARC files that are not indexed whole."""
        for path in sorted(self._folder.warc.glob("*.warc.gz")):
            if indexed.get(path.name) == path.stat().st_size:
                continue
            for found in scan_captures(path):
                if not isinstance(found, ScanProblem):
                    self.remember(found)

    def close(self) -> None:
        """Close the archive."""
        if self._conn is not None:
            self._conn.close()
            self._conn = None

    def remember(self, capture: Capture) -> None:
        """Add a capture that was just written."""
        self._seen.add((capture.final_url, self._moment(capture.final_url, capture.fetched_at)))
        if capture.record_type in ("response", "resource") and capture.stored_sha256:
            self._originals.setdefault(capture.stored_sha256, capture)

    @staticmethod
    def _moment(url: str, fetched_at: str) -> str:
        """A file is the same whenever it is handed in; a page is another at another moment."""
        return "" if url.startswith("urn:gongkai:file:") else fetched_at

    def has(self, url: str, fetched_at: str = "") -> bool:
        """Return whether this file, or this URL at this moment, is in the store."""
        moment = self._moment(url, fetched_at)
        if (url, moment) in self._seen:
            return True
        query = "SELECT 1 FROM captures WHERE final_url = ? AND (? = '' OR fetched_at = ?) LIMIT 1"
        return self._first(query, url, moment, moment) is not None or (url, moment) in self._seen

    def _first(self, query: str, *values: str) -> tuple[Any, ...] | None:
        """Return a row of the archive's index; an index that turns out to be damaged gives way to the WARC files."""
        if self._conn is None:
            return None
        try:
            row: tuple[Any, ...] | None = self._conn.execute(query, values).fetchone()
        except sqlite3.DatabaseError:
            self.close()
            self._scan({})
            return None
        return row

    def find_original(self, stored_sha256: str) -> Capture | None:
        """Return the first capture of the same bytes."""
        known = self._originals.get(stored_sha256)
        if known is not None or self._conn is None:
            return known
        row = self._first(
            "SELECT id, final_url, fetched_at, warc_file, offset, length, payload_size FROM captures "
            "WHERE payload_sha256 = ? AND stored_sha256 = payload_sha256 AND record_type IN ('response', 'resource') "
            "ORDER BY fetched_at, id LIMIT 1",
            stored_sha256,
        )
        if row is None:
            return self._originals.get(stored_sha256)
        return Capture(
            id=row[0],
            record_type="resource",
            url=row[1],
            final_url=row[1],
            fetched_at=row[2],
            warc_file=row[3],
            offset=row[4],
            length=row[5],
            payload_sha256=stored_sha256,
            payload_size=row[6],
            stored_sha256=stored_sha256,
        )


def take_in(
    folder: DataFolder,
    paths: Iterable[Path],
    store: WarcStore,
    known: KnownCaptures,
    *,
    portal_id: str = "",
    tell: Callable[[int], None] = lambda done: None,
) -> Intake:
    """Write files into the store, as coming from a portal if one is named.

    What is there already is left alone; what cannot be read is named in `failed`.
    """
    intake = Intake()
    for done, (path, name) in enumerate(find_files(paths, intake.skipped, intake.failed, apart=folder.root), 1):
        shown = readable_name(path)
        try:
            with open_file(path) as stream:
                if _is_warc(stream):
                    _take_warc(stream, shown, store, known, intake)
                elif len(data := stream.read(LARGEST_FILE + 1)) > LARGEST_FILE:
                    intake.failed.append(f"{shown}: larger than {LARGEST_FILE >> 20} MB")
                else:
                    _take_file(data, name, store, known, intake, portal_id)
        except OSError as error:
            intake.failed.append(f"{shown}: {error.strerror or error}")
        tell(done)
    return intake


def _take_file(data: bytes, name: str, store: WarcStore, known: KnownCaptures, intake: Intake, portal_id: str) -> None:
    uri = file_uri(hashlib.sha256(data).hexdigest(), name)
    if known.has(uri):
        intake.known += 1
        return
    capture = store.write_resource(
        uri, data, media_type=media_type_of(data, name), origin=Origin(portal_id, role="file")
    )
    known.remember(capture)
    intake.added += 1


def media_type_of(data: bytes, name: str) -> str:
    """Return the media type of a file by its content; empty when its format cannot be told."""
    from extractors.errors import ExtractionError
    from extractors.formats.sniff import sniff_format

    try:
        return MEDIA_TYPES.get(sniff_format(data, name=name), "")
    except ExtractionError:
        return ""  # the build says why it cannot be read


def _is_warc(stream: BinaryIO) -> bool:
    """Return whether a file is a WARC file, packed or not; the stream stands at its beginning before and after."""
    head = stream.read(512)
    stream.seek(0)
    if head.startswith(b"WARC/"):
        return True
    if not head.startswith(b"\x1f\x8b"):
        return False
    import zlib

    try:
        return zlib.decompressobj(31).decompress(head, 5) == b"WARC/"
    except zlib.error:
        return False


def _take_warc(stream: BinaryIO, shown: str, store: WarcStore, known: KnownCaptures, intake: Intake) -> None:
    """Copy the responses and resources of another program's WARC file, with the moment they were fetched at."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    pages = WarcRecordType.response | WarcRecordType.resource
    wanted = pages | WarcRecordType.revisit | WarcRecordType.metadata
    copied: dict[str, Capture] = {}
    try:
        for record in ArchiveIterator(stream, record_types=wanted, parse_http=True, auto_decode="transfer"):
            headers = record.headers
            url = (headers.get("WARC-Target-URI") or "").strip("<>")
            fetched_at = headers.get("WARC-Date") or ""
            if record.record_type == WarcRecordType.metadata:
                about = copied.get(capture_id_of(headers.get("WARC-Refers-To") or ""))
                if about is not None:
                    _copy_verdict(headers, about, store)
            elif record.record_type == WarcRecordType.revisit:
                intake.skipped["warc record without a body of its own (revisit)"] += 1
            elif not url or url.startswith("dns:"):
                intake.skipped["warc record without a page"] += 1
            elif known.has(url, fetched_at):
                intake.known += 1
            elif record.content_length > LARGEST_FILE:
                intake.failed.append(f"{shown}: {url}: larger than {LARGEST_FILE >> 20} MB")
            else:
                capture = copied[capture_id_of(headers.get("WARC-Record-ID") or "")] = _copy_record(
                    record, url, fetched_at, store
                )
                known.remember(capture)
                intake.added += 1
    except (ValueError, RuntimeError) as error:
        intake.failed.append(f"{shown}: {error}")


def _noted(headers: HeaderMap, name: str) -> str:
    return unquote(headers.get(f"X-Gongkai-{name}") or "")


def _origin(headers: HeaderMap) -> Origin:
    """Return how this program came to a page, as the record of its own says: what is a list stays one, what is invented
    too."""
    return Origin(*(_noted(headers, name) for name in ("Portal", "Column", "Parent-URL", "Link-Text", "Role")))


def _copy_verdict(headers: HeaderMap, about: Capture, store: WarcStore) -> None:
    """Keep what was found out about a page after it was captured: that it is none, or a report of its own."""
    if outcome := _noted(headers, "Outcome"):
        message, fetched_at = _noted(headers, "Message"), headers.get("WARC-Date") or ""
        store.write_outcome(
            about.url, outcome, message=message, fetched_at=fetched_at, origin=_origin(headers), about=about
        )


def _copy_record(record: object, url: str, fetched_at: str, store: WarcStore) -> Capture:
    headers = record.headers  # type: ignore[attr-defined]
    origin = _origin(headers)
    body: bytes = record.reader.read(LARGEST_FILE)  # type: ignore[attr-defined]
    http = record.http_headers  # type: ignore[attr-defined]
    if http is None:
        return store.write_resource(
            url, body, media_type=headers.get("Content-Type", "").split(";")[0], fetched_at=fetched_at, origin=origin
        )
    pairs = [(name, value) for name, value in http.items() if name.lower() != "transfer-encoding"]
    return store.write_response(
        _noted(headers, "URL") or url,
        final_url=url,
        origin=origin,
        status=http.status_code or 0,
        reason=(http.status_line or "").partition(" ")[2],
        headers=pairs,
        body=body,
        outcome=_noted(headers, "Outcome"),
        message=_noted(headers, "Message"),
        fetched_at=fetched_at,
        truncated=headers.get("WARC-Truncated", ""),
    )
