"""What a capture is: the values that cross rooms, and the names of runs and files."""

from __future__ import annotations

import hashlib
import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

from crawler.warc import Headers

RecordType = Literal["response", "resource", "revisit", "metadata"]

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)


class CaptureError(Exception):
    """Raised when a capture's payload cannot be read back; says file, place and reason."""


class Origin(NamedTuple):
    """How a URL came to be asked for.

    `role` says why: `robots`, `list`, `report`, `part` (a further page of a report; the page before it is its parent),
    `attachment`, `page`, `site`, `file` (handed in); empty if unknown.
    `column` is the list or column URL the link stood in, `parent_url` the page that had the link.
    """

    portal_id: str = ""
    column: str = ""
    parent_url: str = ""
    link_text: str = ""
    role: str = ""


NO_ORIGIN = Origin()


class Capture(NamedTuple):
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
    second, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    return f"{_second(second)}.{nanoseconds // 1000:06d}Z"


@lru_cache(maxsize=1)
def _second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))


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


def new_capture_id() -> str:
    """Return a fresh capture id: a random UUID (RFC 9562, version 4) as 32 hex characters."""
    drawn = os.urandom(16).hex()
    return f"{drawn[:12]}4{drawn[13:16]}{'89ab'[int(drawn[16], 16) & 3]}{drawn[17:]}"


def capture_id_of(record_id: str) -> str:
    """Return 32 hex characters: the record's own UUID, or a digest of another writer's record id."""
    compact = record_id.strip("<>").removeprefix("urn:uuid:").replace("-", "").lower()
    if len(compact) == 32 and all(character in "0123456789abcdef" for character in compact):
        return compact
    return hashlib.sha256(record_id.encode("utf-8")).hexdigest()[:32]


def record_id_of(capture_id: str) -> str:
    """Return the WARC-Record-ID of a capture."""
    parts = (capture_id[:8], capture_id[8:12], capture_id[12:16], capture_id[16:20], capture_id[20:])
    return f"<urn:uuid:{'-'.join(parts)}>"
