"""Radicals and compatibility ideographs -> the ideographs they look like.

Fonts draw ⼀ (U+2F00, a radical) and 一 with one glyph, and browsers that print to PDF write down whichever code comes
first: the page shows 二、主动公开 and its text says ⼆、主动公开. Who copies from such a file pastes the radicals into
pages and Word files. Every such code takes as many bytes in UTF-8 as what it stands for, so places stay right.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = (
    "⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺛旡⺞歺⺟母⺠民⺯糹⺺肀⻁虎⻃覀⻄西⻅见⻆角⻉贝⻋车⻑長⻒镸⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻢马⻣骨⻤鬼"
    "⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Pairs of a radical of the supplement, for which Unicode has no decomposition, and the ideograph of the same glyph."""


def _ideographs() -> dict[int, int]:
    found = {ord(_RADICALS[at]): ord(_RADICALS[at + 1]) for at in range(0, len(_RADICALS), 2)}
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFADA)):
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and ord(plain) != code and ord(plain) < 0x10000:
                found[code] = ord(plain)
    return found


_TO_IDEOGRAPH = _ideographs()
_SIGNS = (re.compile(rb"\xe2[\xba-\xbf]"), re.compile(rb"\xef[\xa4-\xab]"))
"""What all of them begin with in UTF-8. Patterns that begin with one byte are ten times as fast as one for both."""

_IN_BYTES = re.compile(
    rb"\xe2(?:[\xba-\xbe][\x80-\xbf]|\xbf[\x80-\x95])|\xef(?:[\xa4-\xaa][\x80-\xbf]|\xab[\x80-\x99])"
)
_BYTES_TO_IDEOGRAPH = {chr(code).encode(): chr(to).encode() for code, to in _TO_IDEOGRAPH.items()}


def fold_radicals(text: str) -> str:
    """Return `text` with ideographs in place of the codes that only look like them."""
    return text.translate(_TO_IDEOGRAPH) if _may_have_any(text.encode("utf-8", "surrogatepass")) else text


def fold_radical_bytes(data: bytes) -> bytes:
    """Return UTF-8 with ideographs in place of the codes that only look like them, as long as it was."""
    if not _may_have_any(data):
        return data
    return _IN_BYTES.sub(lambda code: _BYTES_TO_IDEOGRAPH.get(code[0], code[0]), data)


def _may_have_any(data: bytes) -> bool:
    return any(sign.search(data) for sign in _SIGNS)
