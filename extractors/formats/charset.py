"""Bytes to text when the declared character set may be wrong.

Evidence in order: a byte order mark; strict UTF-8, which hardly ever fits by accident; the declared name; strict
GB18030, which contains GBK and GB2312; then the candidate that leaves the fewest unlikely characters. A declaration is
a hint: pages in the wild send UTF-8 headers over GBK bodies, ISO-8859-1 over UTF-8 and GBK over UTF-8, and none of
these may become mojibake.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from extractors.document import Problem

GB_NAMES = frozenset({"gb2312", "gbk", "gb18030", "cp936"})
"""All read as GB18030, which contains the others: pages that say gb2312 print names outside it."""

SINGLE_BYTE_NAMES = frozenset({"ascii", "latin-1", "iso8859-1", "iso8859-15", "cp1252", "cp1250", "cp1251"})
"""Declared by servers that were never configured; every byte string fits them, so they prove nothing."""

SHORT_EVIDENCE = 24
"""Below so many non-ASCII bytes a GBK text may be valid UTF-8 by accident; then a GB declaration wins."""

SAMPLE = 65_536
"""Bytes on which unlikely candidates are compared; on whole files the comparison costs more and decides the same."""

_REPLACEMENT = "�"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_NON_ASCII = re.compile(rb"[\x80-\xff]")


class Decoded(NamedTuple):
    """Text, the encoding that gave it, how many characters were lost, and the length of the byte order mark."""

    text: str
    encoding: str
    replaced: int
    skipped: int = 0

    def problem(self) -> Problem | None:
        """Return what to tell about lost characters, or None when none were."""
        if not self.replaced:
            return None
        at = self.text.find(_REPLACEMENT)
        return Problem(
            kind="replaced_characters",
            where=f"character {at + 1}",
            raw=self.text[max(0, at - 10) : at + 10],
            message=f"{self.replaced} characters could not be decoded as {self.encoding} and were replaced",
        )


def is_utf8(data: bytes) -> bool:
    """Tell from the first Chinese characters whether a page is UTF-8, without decoding all of it.

    False for what is too short to tell. Whether it stays UTF-8 to its end shows when it is read.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:512]:
        return False
    first = _NON_ASCII.search(data, 3 if data.startswith(codecs.BOM_UTF8) else 0)
    if first is None:
        return True
    sample = data[first.start() : first.start() + 2048]
    text = _cut(sample, "utf-8")
    return text is not None and len(sample) - len(text) >= SHORT_EVIDENCE


def decode(data: bytes, *, charset: str = "", media_type: str = "", markup: bool = False) -> Decoded:
    """Return the text of `data`; never fails, but counts what was replaced.

    `charset` and `media_type` are what the server said; with `markup` the document's own `<meta>` is asked too.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_replacements(data, encoding, len(bom))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, _declared(data, charset, media_type, markup))
    wide = _utf16_without_mark(data)
    if wide:
        return _with_replacements(data, wide, 0)
    if len(data) - len(text) < SHORT_EVIDENCE and len(data) != len(text):
        for name in _declared(data, charset, media_type, markup):
            if name == "gb18030" and len(_NON_ASCII.findall(data)) < SHORT_EVIDENCE:
                other = _strict(data, name)
                if other is not None:
                    return Decoded(other, name, 0)
    return Decoded(text, "utf-8", text.count(_REPLACEMENT) if b"\xef\xbf\xbd" in data else 0)


def _declared(data: bytes, charset: str, media_type: str, markup: bool) -> list[str]:
    """Return the declared encodings as Python names: the server's, then the document's own."""
    from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

    names = [charset, http_content_type_encoding(media_type) or ""]
    if markup:
        names.append(html_body_declared_encoding(data[:4096]) or "")
    found: list[str] = []
    for name in names:
        resolved = resolve_encoding(name.strip()) if name and name.strip().isascii() else None
        if resolved in GB_NAMES:
            resolved = "gb18030"
        if resolved and resolved not in found:
            found.append(resolved)
    return found


def _decode_other(data: bytes, declared: list[str]) -> Decoded:
    """Decode bytes that are not UTF-8 from end to end."""
    wide = _utf16_without_mark(data)
    if wide:
        return _with_replacements(data, wide, 0)
    if _cut(data, "utf-8") is not None:
        # a body cut in the middle of its last character
        return _with_replacements(data, "utf-8", 0)
    names = [name for name in declared if name not in SINGLE_BYTE_NAMES and name not in ("utf-8", "gb18030")]
    if not names:
        text = _strict(data, "gb18030")
        if text is None and _cut(data, "gb18030") is not None:
            text = data.decode("gb18030", "replace")
        if text is not None and ("gb18030" in declared or _unlikely(text[:SAMPLE]) * 20 <= len(text[:SAMPLE])):
            return Decoded(text, "gb18030", text.count(_REPLACEMENT))
    guessed = _guess(data)
    candidates = _known([*names, "utf-8", "gb18030", *([guessed] if guessed else []), *declared])
    scored = [(_score(data[:SAMPLE], name), order, name) for order, name in enumerate(candidates)]
    return _with_replacements(data, min(scored)[2], 0)


def _known(names: Iterable[str]) -> list[str]:
    """Return the text encodings among `names` that Python has, each once."""
    found: list[str] = []
    for name in names:
        try:
            info = codecs.lookup(name)
        except LookupError:
            continue
        if getattr(info, "_is_text_encoding", True) and name not in found:
            found.append(name)
    return found


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _cut(data: bytes, encoding: str) -> str | None:
    """Return the text when only the end of `data` may be incomplete, else None."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _with_replacements(data: bytes, encoding: str, skipped: int) -> Decoded:
    text = data[skipped:].decode(encoding, "replace")
    return Decoded(text, encoding, text.count(_REPLACEMENT), skipped)


def _score(sample: bytes, encoding: str) -> float:
    """Return how unlikely the reading is: lost characters, then characters outside everyday Chinese."""
    try:
        text = sample.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return float("inf")
    return 3 * text.count(_REPLACEMENT) + _unlikely(text)


def _unlikely(text: str) -> int:
    """Count the characters that are not in GB2312.

    Chinese text read with the wrong decoder is full of rare characters of the GBK extension; official prose has a
    handful of them at most.
    """
    kept = text.encode("gb2312", "ignore").decode("gb2312")
    spaces = text.count("\xa0") + text.count("—") + text.count("•")
    return len(text) - len(kept) - spaces


def _utf16_without_mark(data: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, told by the zero bytes beside ASCII characters, else ''."""
    head = data[:512]
    if b"\0" not in head or len(head) < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even and odd * 8 > len(head):
        return "utf-16-le"
    if even > 4 * odd and even * 8 > len(head):
        return "utf-16-be"
    return ""


def _guess(data: bytes) -> str:
    from cchardet import detect

    found = detect(data[:SAMPLE])
    name = str(found.get("encoding") or "").lower()
    return "gb18030" if name in GB_NAMES else name
