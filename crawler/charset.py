"""Bytes of a page -> text, whatever the header says.

Headers are wrong in every direction (UTF-8 announced over GBK, ISO-8859-1 over UTF-8), so the bytes decide: a BOM,
then strict UTF-8, then strict GB18030 (which holds GBK and GB2312), then whichever of the two reads as Chinese with
fewer errors. The declared charset is reported and never wins.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<meta\b[^<>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^<>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD = 4096
_COMMON = re.compile(
    "[的一是在不了有和人中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过说产种面而方后多定行所公开政府信息报告度县市区]"
)
_SAME = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "utf8": "utf-8",
}
_ERROR_WEIGHT = 3
"""Common characters that outweigh one decoding error. GB18030 read as UTF-8 gives an error every one to two
characters; UTF-8 read as GB18030 gives few errors but almost none of the common characters."""
_LONGEST_CHARACTER = 4


class Decoded(NamedTuple):
    """Text of a body. `charset` is what decoded it, `declared` what header or meta said ("" = nothing); `repaired`
    whether they differ or bytes had to be replaced; `errors` counts replaced places."""

    text: str
    charset: str
    declared: str = ""
    repaired: bool = False
    errors: int = 0


def decode(body: bytes, content_type: str | Mapping[str, str] = "") -> Decoded:
    """Decode a body; never raises. `content_type` is the header's value, or all headers, in any case of their names."""
    if not isinstance(content_type, str):
        content_type = next((value for name, value in content_type.items() if name.lower() == "content-type"), "")
    said = _declared(body, content_type).lower()
    for mark, charset in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(charset, "replace")
            return _result(text, charset, said)
    if said.startswith("utf-16") or (len(body) >= 4 and body[:64].count(0) > len(body[:64]) // 4):
        charset = "utf-16-be" if body[:1] == b"\x00" else "utf-16-le"
        return _result(body.decode(charset, "replace"), charset, said)
    for charset in ("utf-8", "gb18030"):
        strict = _strict(body, charset)
        if strict is not None:
            return _result(strict, charset, said)
    utf8 = body.decode("utf-8", "replace")
    gb = body.decode("gb18030", "replace")
    if _readable(gb) > _readable(utf8):
        return _result(gb, "gb18030", said)
    return _result(utf8, "utf-8", said)


def _strict(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        # a body cut in the middle of its last character is still of that charset
        if (
            len(body) - error.start < _LONGEST_CHARACTER
            and error.start > 0
            and "unexpected end" in error.reason + _reason(error)
        ):
            return body[: error.start].decode(charset)
        return None


def _reason(error: UnicodeDecodeError) -> str:
    return "unexpected end" if error.reason == "incomplete multibyte sequence" else ""


def _readable(text: str) -> int:
    return len(_COMMON.findall(text)) - _ERROR_WEIGHT * text.count("\ufffd")


def _declared(body: bytes, content_type: str) -> str:
    found = _HEADER.search(content_type)
    if found:
        return found.group(1)
    meta = _META.search(body[:_HEAD])
    if meta:
        return (meta.group(1) or meta.group(2) or b"").decode("ascii", "replace")
    return ""


def _result(text: str, charset: str, said: str) -> Decoded:
    # that there is none is known at a tenth of the cost of counting them
    errors = text.count("\ufffd") if "\ufffd" in text else 0
    normal = _SAME.get(said, said)
    differs = bool(said) and normal != charset and not text.isascii()
    return Decoded(text, charset, said, differs or errors > 0, errors)
