"""Content codings undone with an eye on their end: a body cut short is not a page, and a bomb is not unpacked.

Scrapy takes "as much data as possible" of a torn gzip stream and says nothing (faults.md 0.6). Only gzip and deflate
are asked for (RFC 9110 8.4.1), so nothing else is undone.
"""

from __future__ import annotations

import zlib

from crawler.errors import BombError, CodingError, TruncatedBodyError

MAX_DECODED = 64 * 1024 * 1024
MAX_RATIO = 200
"""Decoded bytes for one encoded byte; a page of one repeated table row stays under 120."""

RATIO_FLOOR = 1024 * 1024
"""Below this size a ratio means nothing."""

MAX_CODINGS = 2


def decode_body(body: bytes, content_encoding: str, *, max_size: int = MAX_DECODED) -> bytes:
    """Return the body without its content codings.

    Raises TruncatedBodyError if a stream has no end, BombError over the limits, CodingError for a stream that is not
    what it says, or an unknown coding.
    """
    codings = [coding.strip().lower() for coding in content_encoding.split(",") if coding.strip()]
    codings = [coding for coding in codings if coding != "identity"]
    if len(codings) > MAX_CODINGS:
        raise BombError(f"{len(codings)} content codings")
    for coding in reversed(codings):
        if not body:
            return body
        if coding in ("gzip", "x-gzip"):
            body = _inflate(body, 31, max_size)
        elif coding == "deflate":
            # RFC 9110 means zlib's format; some servers send the bare stream
            try:
                body = _inflate(body, 15, max_size)
            except CodingError:
                body = _inflate(body, -15, max_size)
        else:
            raise CodingError(f"content coding {coding!r}")
    return body


def _inflate(body: bytes, window_bits: int, max_size: int) -> bytes:
    limit = min(max_size, max(RATIO_FLOOR, len(body) * MAX_RATIO))
    parts: list[bytes] = []
    size = 0
    rest = body
    while rest:
        stream = zlib.decompressobj(window_bits)
        try:
            part = stream.decompress(rest, limit - size + 1)
        except zlib.error as error:
            if parts:
                # bytes after the end of a complete stream are padding, which browsers ignore as well
                break
            raise CodingError(f"not a valid stream: {error}") from error
        size += len(part)
        if size > limit:
            raise BombError(f"more than {limit} bytes from {len(body)}")
        if not stream.eof:
            raise TruncatedBodyError(f"the compressed body ends early, after {size} bytes")
        parts.append(part)
        rest = stream.unused_data
    return b"".join(parts)
