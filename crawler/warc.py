"""WARC/1.1 records as bytes (ISO 28500:2017): one gzip member a record, built and taken apart. Knows no store.

Nothing here looks at what a payload means; `crawler.captures` gives records their place in files.
"""

from __future__ import annotations

import base64
import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from isal import isal_zlib

Headers = tuple[tuple[str, str], ...]

COMPRESSION_LEVEL = 2
"""isal level: 0.05 ms and 13 % of the bytes on a 103 KB page; level 3 costs ten times the CPU for 5 % fewer bytes."""

InflateError: type[Exception] = getattr(isal_zlib, "error")  # noqa: B009  its stub does not say that it is one
"""What isal raises for bytes that are no compressed data, or whose checksum is wrong."""

_MEMBER = b"\x1f\x8b\x08"
_SLICE = 1 << 18
_STEP = 1 << 20

MAX_HEAD = 1 << 20
"""Bytes of a record kept while scanning: its own headers and the HTTP headers stand in there, a body need not."""

_CONTROL = dict.fromkeys((*range(32), 127), " ")


def digest_field(digest: bytes) -> str:
    """Return a SHA-256 digest as WARC writes it: base32."""
    return "sha256:" + base64.b32encode(digest).decode("ascii")


def digest_hex(field: str) -> str:
    """Return the hex SHA-256 of a digest field; empty for another algorithm or a malformed field."""
    algorithm, _, value = field.partition(":")
    if algorithm.lower() != "sha256":
        return ""
    try:
        if len(value) == 64:
            return bytes.fromhex(value).hex()
        return base64.b32decode(value + "=" * (-len(value) % 8), casefold=True).hex()
    except ValueError:
        return ""


def clean_field(value: str) -> str:
    """Return a header value that cannot break out of its line."""
    return value.translate(_CONTROL).strip() if not value.isprintable() else value.strip()


def build_record(record_type: str, record_id: str, date: str, fields: Iterable[tuple[str, str]], block: bytes) -> bytes:
    """Return one record as a gzip member of its own."""
    lines = [f"WARC/1.1\r\nWARC-Type: {record_type}\r\nWARC-Record-ID: {record_id}\r\nWARC-Date: {date}\r\n"]
    lines.extend(f"{name}: {clean_field(value)}\r\n" for name, value in fields if value)
    lines.append(f"Content-Length: {len(block)}\r\n\r\n")
    member: bytes = isal_zlib.compress(
        b"".join(("".join(lines).encode("utf-8"), block, b"\r\n\r\n")), COMPRESSION_LEVEL, wbits=31
    )
    return member


@dataclass(frozen=True, slots=True)
class Record:
    """One record read back: its headers, and as much of its block as was asked for.

    `offset` and `length` are the gzip member's place in the file; `size` is the block's length.
    """

    fields: Headers
    head: bytes
    size: int
    offset: int
    length: int

    def get(self, name: str, default: str = "") -> str:
        """Return a WARC header by name, letter case ignored."""
        wanted = name.lower()
        for field, value in self.fields:
            if field.lower() == wanted:
                return value
        return default

    @property
    def type(self) -> str:
        """Return WARC-Type."""
        return self.get("WARC-Type")


class Damage(NamedTuple):
    """Bytes of a file that are no whole record: a `torn_tail` left by a killed run, or `damaged` in its middle."""

    kind: str
    offset: int
    length: int
    message: str


class RecordError(Exception):
    """Raised when the bytes at an offset are no whole WARC record."""


def _parse_fields(head: bytes) -> tuple[Headers, int]:
    """Return the named fields of a record and where its block begins."""
    end = head.find(b"\r\n\r\n")
    if end < 0 or not head.startswith(b"WARC/"):
        raise RecordError("no WARC header")
    lines = head[:end].decode("utf-8", "replace").split("\r\n")
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in (" ", "\t") and fields:  # a folded line of an older writer
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
            continue
        name, _, value = line.partition(":")
        fields.append((name.strip(), value.strip()))
    return tuple(fields), end + 4


def read_member(data: mmap.mmap | bytes, offset: int, *, head_size: int | None = None) -> Record:
    """Read the record whose gzip member begins at `offset`.

    The member is always read to its end, so that its CRC and its Content-Length vouch for it; `head_size` bytes of the
    block are kept (None: all). Raises RecordError for anything that is no whole record.
    """
    inflater = isal_zlib.decompressobj(wbits=31)
    kept: list[bytes] = []
    kept_size = 0
    total = 0
    fields: Headers = ()
    begin = -1
    declared = -1
    position = offset
    end = len(data)
    pending = b""
    try:
        while not inflater.eof:
            if not pending:
                pending = data[position : position + _SLICE]
                position += len(pending)
            part = inflater.decompress(pending, _STEP)
            pending = inflater.unconsumed_tail
            total += len(part)
            if begin < 0 or head_size is None or kept_size < begin + head_size:
                kept.append(part)
                kept_size += len(part)
                if begin < 0:
                    joined = b"".join(kept)
                    if b"\r\n\r\n" in joined:
                        fields, begin = _parse_fields(joined)
                        declared = _content_length(fields)
                    elif joined and not b"WARC/".startswith(joined[:5]):
                        raise RecordError("a gzip member that is no WARC record")
                    elif kept_size > MAX_HEAD:
                        raise RecordError("no end of the WARC header")
            if not part and not pending and position >= end and not inflater.eof:
                raise RecordError("the file ends inside a record")
    except InflateError as error:
        raise RecordError(f"damaged compressed data: {error}") from error
    if begin < 0:
        raise RecordError("a gzip member without a WARC header")
    if total - begin - 4 != declared:
        raise RecordError(f"the block has {total - begin - 4} bytes, its header says {declared}")
    block = b"".join(kept)[begin : begin + declared]
    if head_size is not None:
        block = block[:head_size]
    return Record(fields, block, declared, offset, position - len(inflater.unused_data) - offset)


def _content_length(fields: Headers) -> int:
    for name, value in fields:
        if name.lower() == "content-length" and value.isdigit():
            return int(value)
    raise RecordError("no Content-Length")


def scan_file(path: Path, *, start: int = 0, head_size: int = MAX_HEAD) -> Iterator[Record | Damage]:
    """Read the records of one .warc.gz from `start` on, in order.

    A torn tail and damaged stretches come out as Damage; what stands behind a damaged stretch is still read.
    """
    with path.open("rb") as stream:
        if path.stat().st_size <= start:
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            position, end = start, len(data)
            while position < end:
                try:
                    record = read_member(data, position, head_size=head_size)
                except RecordError as error:
                    following = _next_record(data, position + 1)
                    kind = "damaged" if following < end else "torn_tail"
                    yield Damage(kind, position, following - position, str(error))
                    position = following
                    continue
                yield record
                position += record.length


def _next_record(data: mmap.mmap, position: int) -> int:
    """Return where the next gzip member that begins like a WARC record stands; the end of the file if none does."""
    while (position := data.find(_MEMBER, position)) >= 0:
        inflater = isal_zlib.decompressobj(wbits=31)
        try:
            if inflater.decompress(data[position : position + 512], 5) == b"WARC/":
                return position
        except InflateError:
            pass
        position += 1
    return len(data)


def parse_http(head: bytes) -> tuple[int, str, Headers, int]:
    """Take an HTTP response block apart: status, reason, headers, and where its body begins.

    Raises RecordError when the block is no HTTP response.
    """
    end = head.find(b"\r\n\r\n")
    if end < 0 or not head.startswith(b"HTTP/"):
        raise RecordError("no HTTP header")
    lines = head[:end].decode("latin-1").split("\r\n")
    parts = lines[0].split(" ", 2)
    if len(parts) < 2 or not parts[1].isdigit():
        raise RecordError("no HTTP status line")
    headers = []
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers.append((name.strip(), value.strip()))
    return int(parts[1]), parts[2] if len(parts) > 2 else "", tuple(headers), end + 4
