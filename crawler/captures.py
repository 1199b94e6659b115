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

from crawler.capture_values import (
    NO_ORIGIN,
    Capture,
    CaptureError,
    Origin,
    RecordType,
    ScanProblem,
    file_name,
    file_uri,
    media_type_of,
    new_run_id,
    utc_now,
)
from crawler.warc_reading import capture_of, read_payload, read_stored, scan, scan_captures
from crawler.warc_store import MAX_FILE_SIZE, RESERVE, WarcStore

__all__ = [
    "MAX_FILE_SIZE",
    "NO_ORIGIN",
    "RESERVE",
    "Capture",
    "CaptureError",
    "Origin",
    "RecordType",
    "ScanProblem",
    "WarcStore",
    "capture_of",
    "file_name",
    "file_uri",
    "media_type_of",
    "new_run_id",
    "read_payload",
    "read_stored",
    "scan",
    "scan_captures",
    "utc_now",
]
