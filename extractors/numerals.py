"""Read a printed number, or say which kind of nothing stands in its place.

`read_number` is strict, made for table cells: it never guesses, never joins digits parted by a space and never cuts
digits that were run together. `read_chinese` reads numerals written in characters, 一千二百 and 二〇二一.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

NumberState = Literal["value", "zero", "blank", "na", "text", "unreadable"]


class Number(NamedTuple):
    """A number as printed, or the kind of nothing; `unit` is a unit printed beside it (251000元), else ""."""

    value: int | float | None
    state: NumberState
    unit: str = ""


BLANK = Number(None, "blank")
NOT_APPLICABLE = Number(None, "na")
TEXT = Number(None, "text")
UNREADABLE = Number(None, "unreadable")
ZERO = Number(0, "zero")

MOST_DIGITS = 13
"""A longer run of digits is no count of one agency's year: cells run together, a telephone or an index number."""

UNITS = (
    *(
        "件次",
        "人次",
        "万元",
        "亿元",
        "件",
        "项",
        "条",
        "次",
        "个",
        "人",
        "名",
        "篇",
        "份",
        "宗",
        "起",
        "元",
        "期",
        "场",
    ),
    *("部", "批", "页", "户", "家", "处", "例", "类", "万件", "万条", "万次"),
)
"""Units printed inside cells; longest first where one begins with another."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_SPACES = " \t\r\n\f\v\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_EDGES = _SPACES + _INVISIBLE

# Only characters that are certainly a digit, a sign or a mark in another width are folded. No general Unicode folding:
# it would turn ① into 1 and 10² into 102.
_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        "＋": "+",
        "－": "-",
        "\u2212": "-",
        "﹣": "-",
        "．": ".",
        "，": ",",
        "（": "(",
        "）": ")",
        **dict.fromkeys(_INVISIBLE, None),
    }
)

_NA = frozenset(
    {
        *("/", "／", "\\", "＼", "∕", "⁄", "╱", "//", "／／"),
        *(
            "-",
            "--",
            "---",
            "----",
            "－",
            "－－",
            "—",
            "——",
            "———",
            "————",
            "–",
            "––",
            "―",
            "――",
            "─",
            "──",
            "━",
            "﹣",
            "−",
        ),
        *("空", "无数据", "不适用", "不涉及", "N/A", "n/a", "NA", "N／A"),
    }
)
_ZEROS = frozenset({"0", "０", "〇", "零", "无", "(无)", "（无）"})
"""A body that writes 无 says that there were none; one that writes / or 不适用 says that the cell is not for it."""
UNCHANGED = frozenset({"无变化", "没有变化", "未变化", "无变动", "无增减", "未增减", "不变", "未变", "持平"})
"""What bodies write for a change of nothing; words in place of a number, which a cell for a change may hold."""
_LETTERS = re.compile("[OoＯｏΟοОо]")
"""The letters that look like a zero. In a year (二Ｏ二四) they can be nothing else; alone they are a mark or a slip."""

_NUMBER = re.compile(
    r"(?:(?P<sign>[+-])|(?P<word>增加?|减少?|新增)[ \u00a0\u3000]*)?"
    r"(?P<whole>0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?P<part>\.[0-9]+)?"
    rf"[ \u00a0\u3000\n]*(?:(?P<unit>{'|'.join(UNITS)})|\((?P<in_brackets>{'|'.join(UNITS)})\))?"
)
_SIGNS = {"-": -1, "减": -1, "减少": -1}

_DIGITS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "○": 0,
    "◯": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
    "俩": 2,
    **{c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_CHINESE = re.compile(f"[{''.join(_DIGITS)}{''.join(_TENS)}{''.join(_MYRIADS)}]+")
_LARGE_UNIT = re.compile(rf"[百千万亿]+(?:{'|'.join(UNITS)})")
"""万元, 千元: the unit of a column of units, not ten thousand or a thousand yuan."""
_CHINESE_CELL = re.compile(rf"(?P<number>{_CHINESE.pattern})(?P<unit>件次|人次|件|项|条|次|个|人|篇|份|宗|起|元|万元)?")


def read_number(text: str) -> Number:
    """Read one cell: a count, an amount, a signed change, a mark for nothing, or words.

    `value` is an int unless a decimal point is printed. Thousands separators must stand right (1,234). Digits parted
    by white space, a leading zero (007, 0000000), a stray point, a letter among digits and the letter O alone are
    `unreadable`.
    """
    if text.isascii() and text.isdigit() and (text[0] != "0" or len(text) == 1) and len(text) <= MOST_DIGITS:
        return ZERO if text == "0" else Number(int(text), "value")
    return _read(text)


@lru_cache(maxsize=4096)
def _read(text: str) -> Number:
    stripped = text.strip(_EDGES)
    if not stripped:
        return BLANK
    if stripped in _ZEROS:
        return ZERO
    if stripped in _NA or "".join(stripped.split()) in _NA:
        return NOT_APPLICABLE
    folded = stripped.translate(_FOLD)
    match = _NUMBER.fullmatch(folded)
    if match:
        whole = match["whole"].replace(",", "")
        if len(whole) > MOST_DIGITS:
            return UNREADABLE
        unit = match["unit"] or match["in_brackets"] or ""
        sign = _SIGNS.get(match["sign"] or match["word"] or "", 1)
        value: int | float = float(whole + match["part"]) if match["part"] else int(whole)
        return Number(sign * value, "value", unit) if value else Number(0, "zero", unit)
    chinese = _CHINESE_CELL.fullmatch(folded)
    if chinese and not _LARGE_UNIT.fullmatch(folded):
        return _read_chinese_cell(chinese["number"], chinese["unit"] or "")
    if any("0" <= c <= "9" for c in folded):
        # words around a number (约3件) are words; digits among marks and letters are a number that cannot be told
        return TEXT if any("\u4e00" <= c <= "\u9fff" for c in folded) else UNREADABLE
    if not _LETTERS.sub("", folded):
        return UNREADABLE
    return TEXT if any(c.isalnum() for c in folded) else UNREADABLE


def _read_chinese_cell(number: str, unit: str) -> Number:
    if (len(number) == 1 and not unit) or _LETTERS.search(number):
        # 一 alone may be a dash, 十 a plus, 三 a piece of a vertical label
        return UNREADABLE
    value = read_chinese(number)
    if value is None or (not value and len(number) > 1):
        return UNREADABLE
    return Number(value, "value", unit) if value else Number(0, "zero", unit)


def read_chinese(text: str) -> int | None:
    """Read a numeral in characters: 十二, 一千二百, 三万五千, 二〇二一, 两百零三, 壹佰; None if it is none.

    Characters without 十百千 are read digit by digit, as years are written.
    """
    if not _CHINESE.fullmatch(text):
        return None
    if not any(c in _TENS or c in _MYRIADS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last = 0
    for c in text:
        if c in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[c]
        elif c in _TENS:
            if digit == 0 or (last and _TENS[c] >= last):
                return None
            section += (1 if digit is None else digit) * _TENS[c]
            digit, last = None, _TENS[c]
        else:
            section += digit or 0
            if not section:
                return None
            total = (total + section) * _MYRIADS[c] if _MYRIADS[c] > 10_000 else total + section * _MYRIADS[c]
            section, digit, last = 0, None, 0
    return total + section + (digit or 0)
