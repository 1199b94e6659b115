"""HTTP content codings: the body as received -> the body as meant, or a plain statement that it is incomplete.

A body that ends before its coding does is refused (servers and proxies cut pages silently), and so is one that grows
past a cap (a 1 KB brotli body can ask for gigabytes). Pure: no engine, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from isal import isal_zlib

from crawler.warc import InflateError

MAX_DECODED = 64 * 2**20
"""Bytes a body may have after decoding: ten times the largest report attachment seen on a portal."""

_STEP = 1 << 20


class ContentCodingError(Exception):
    """Raised when a body cannot be decoded as its Content-Encoding says."""

    kind = "bad_encoding"


class BodyTruncatedError(ContentCodingError):
    """Raised when a body ends before its coding says it does."""

    kind = "truncated"


class BodyTooLargeError(ContentCodingError):
    """Raised when a body decodes to more than the cap."""

    kind = "too_large"


def content_codings(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the codings of a response in the order they were applied, lower case, `identity` left out."""
    codings: list[str] = []
    for name, value in headers:
        if name.lower() == "content-encoding":
            codings.extend(coding.strip().lower() for coding in value.split(","))
    return tuple(coding for coding in codings if coding and coding != "identity")


_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]*\r\n")


def undo_chunks(body: bytes) -> bytes:
    """Return a body without the framing of the chunked transfer coding; a body that is not framed so, as it is.

    Other programs keep responses in WARC files as they came over the line, and some with the header alone.
    """
    parts: list[bytes] = []
    at = 0
    while (head := _CHUNK.match(body, at)) is not None:
        size, at = int(head[1], 16), head.end()
        if size == 0:
            return b"".join(parts)
        parts.append(body[at : at + size])
        if body[at + size : at + size + 2] != b"\r\n":
            return body
        at += size + 2
    return body


def decode_body(body: bytes, codings: Iterable[str], *, limit: int = MAX_DECODED) -> bytes:
    """Undo the codings, the last applied first.

    Raises BodyTruncatedError, BodyTooLargeError (over `limit` bytes), or ContentCodingError for an unknown coding and
    for bytes that are not in it.
    """
    applied = tuple(codings)
    if len(applied) > 3:
        raise ContentCodingError(f"{len(applied)} content codings one inside the other")
    for coding in reversed(applied):
        body = _decode(body, coding, limit)
    return body


def _decode(body: bytes, coding: str, limit: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflate(body, 31, limit)
    if coding == "deflate":
        return _decode_deflate(body, limit)
    if coding == "br":
        return _decode_brotli(body, limit)
    if coding == "zstd":
        return _decode_zstd(body, limit)
    raise ContentCodingError(f"unknown content coding {coding!r}")


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    """Inflate one or more concatenated members; anything else after a member's end is padding and left alone."""
    parts: list[bytes] = []
    size = 0
    rest = body
    while True:
        inflater = isal_zlib.decompressobj(wbits=wbits)
        try:
            while not inflater.eof:
                part = inflater.decompress(rest, _STEP)
                rest = inflater.unconsumed_tail
                size += len(part)
                if size > limit:
                    raise BodyTooLargeError(f"more than {limit} bytes after decoding")
                parts.append(part)
                if not part and not rest and not inflater.eof:
                    raise BodyTruncatedError("the body ends before its compressed data does")
        except InflateError as error:
            raise ContentCodingError(f"not valid compressed data: {error}") from error
        rest = inflater.unused_data
        if wbits != 31 or rest[:2] != b"\x1f\x8b":
            return b"".join(parts)


def _decode_deflate(body: bytes, limit: int) -> bytes:
    """Undo `deflate`: a zlib stream by the standard (RFC 9110 8.4.1.2), raw deflate from servers that misread it."""
    if not body:
        raise BodyTruncatedError("an empty body is no compressed data")
    is_zlib = len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _inflate(body, 15 if is_zlib else -15, limit)


def _decode_brotli(body: bytes, limit: int) -> bytes:
    import brotli  # type: ignore[import-untyped]

    decoder = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        part = decoder.process(body, output_buffer_limit=_STEP)
        while True:
            size += len(part)
            if size > limit:
                raise BodyTooLargeError(f"more than {limit} bytes after decoding")
            parts.append(part)
            if decoder.is_finished():
                return b"".join(parts)
            if decoder.can_accept_more_data():
                raise BodyTruncatedError("the body ends before its compressed data does")
            part = decoder.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise ContentCodingError(f"not valid brotli data: {error}") from error


def _decode_zstd(body: bytes, limit: int) -> bytes:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
    except ImportError:
        from backports import zstd

    parts: list[bytes] = []
    size = 0
    rest = body
    try:
        while True:
            decoder = zstd.ZstdDecompressor()
            while not decoder.eof:
                part = decoder.decompress(rest, _STEP)
                rest = b""
                size += len(part)
                if size > limit:
                    raise BodyTooLargeError(f"more than {limit} bytes after decoding")
                parts.append(part)
                if not part and decoder.needs_input and not decoder.eof:
                    raise BodyTruncatedError("the body ends before its compressed data does")
            rest = decoder.unused_data
            if not rest:
                return b"".join(parts)
    except zstd.ZstdError as error:
        raise ContentCodingError(f"not valid zstd data: {error}") from error
