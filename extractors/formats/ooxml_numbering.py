"""Automatic numbering of WordprocessingML: the 一、 and （一） and 1. that Word prints and the text does not contain.

`numbering.xml` has abstract lists of nine levels; `w:num` instances point at them and may restart them; a paragraph
names an instance and a level, by itself or through its style (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

LEVELS = 9
"""Word's lists have nine levels."""

MAX_COUNT = 99_999
"""A list that starts above this is a mistake or an attack; nothing readable is printed for it."""

_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_UNITS = ("", "十", "百", "千")
_LEGAL_SIMPLE = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_SIMPLE_UNITS = ("", "拾", "佰", "仟")
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_PLACEHOLDER = re.compile(r"%([1-9])")
_TRUE = frozenset({None, "1", "true", "on"})


def is_on(element: etree._Element | None) -> bool:
    """Return whether an on/off property element stands and is not switched off by its value."""
    return element is not None and element.get(VAL) in _TRUE


def whole_number(text: str | None, default: int = 0) -> int:
    """Return the whole number an attribute holds, or `default` for none or nonsense."""
    try:
        return int(text) if text is not None and len(text) < 12 else default
    except ValueError:
        return default


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, where it starts, after which level it starts again."""

    number_format: str
    text: str
    start: int
    restart: int | None
    legal: bool
    style: str


@dataclass(slots=True)
class _Instance:
    abstract: str
    overrides: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


class Numbering:
    """The lists of one document and where each of them stands; ask for paragraphs in document order."""

    def __init__(self, root: etree._Element | None, style_numbers: dict[str, str] | None = None) -> None:
        """Read `numbering.xml`; `style_numbers` gives the w:num of a numbering style, for lists that link to one."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._instances: dict[str, _Instance] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        links: dict[str, str] = {}
        for element in root.iterfind(f"{W}abstractNum"):
            key = element.get(f"{W}abstractNumId", "")
            link = element.find(f"{W}numStyleLink")
            if link is not None:
                links[key] = link.get(VAL, "")
            self._levels[key] = {
                whole_number(level.get(f"{W}ilvl")): _read_level(level) for level in element.iterfind(f"{W}lvl")
            }
        for element in root.iterfind(f"{W}num"):
            abstract = element.find(f"{W}abstractNumId")
            if abstract is None:
                continue
            instance = _Instance(abstract.get(VAL, ""))
            for override in element.iterfind(f"{W}lvlOverride"):
                index = whole_number(override.get(f"{W}ilvl"))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    instance.starts[index] = whole_number(start.get(VAL), 1)
                level = override.find(f"{W}lvl")
                if level is not None:
                    instance.overrides[index] = _read_level(level)
            self._instances[element.get(f"{W}numId", "")] = instance
        for key, style in links.items():
            target = self._instances.get((style_numbers or {}).get(style, ""))
            if target is not None and target.abstract != key:
                self._levels[key] = self._levels.get(target.abstract, {})

    def __bool__(self) -> bool:
        return bool(self._instances)

    def level_of_style(self, number: str, style: str) -> int:
        """Return the level of list `number` that belongs to paragraph style `style`, 0 when none says so."""
        instance = self._instances.get(number)
        if instance is None:
            return 0
        for index, level in self._levels.get(instance.abstract, {}).items():
            if level.style and level.style == style:
                return index
        return 0

    def next_label(self, number: str, index: int) -> str:
        """Count one paragraph of list `number` at level `index` and return what Word prints before it, or ""."""
        instance = self._instances.get(number)
        if instance is None or not 0 <= index < LEVELS:
            return ""
        levels = self._levels.get(instance.abstract, {})
        level = instance.overrides.get(index) or levels.get(index)
        if level is None:
            return ""
        counts = self._counts.setdefault(instance.abstract, [None] * LEVELS)
        if index in instance.starts and index not in instance.used:
            counts[index] = instance.starts[index]
        else:
            before = counts[index]
            counts[index] = level.start if before is None else before + 1
        instance.used.add(index)
        for upper in range(index):
            if counts[upper] is None:
                above = instance.overrides.get(upper) or levels.get(upper)
                counts[upper] = above.start if above is not None else 1
        for deeper in range(index + 1, LEVELS):
            below = instance.overrides.get(deeper) or levels.get(deeper)
            # w:lvlRestart 0 never restarts; n restarts only after a level above the n-th
            if below is None or below.restart is None or (below.restart > 0 and index < below.restart):
                counts[deeper] = None
        if level.number_format in {"bullet", "none"} and "%" not in level.text:
            return "" if level.number_format == "bullet" else level.text

        def write(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = instance.overrides.get(place) or levels.get(place)
            count = counts[place]
            if other is None or count is None:
                return ""
            return format_count(count, "decimal" if level.legal else other.number_format)

        return _PLACEHOLDER.sub(write, level.text)


def _read_level(element: etree._Element) -> Level:
    number_format, text, start, restart, legal, style = "decimal", "", 0, None, False, ""
    for child in element.iter(f"{W}numFmt", f"{W}lvlText", f"{W}start", f"{W}lvlRestart", f"{W}isLgl", f"{W}pStyle"):
        value = child.get(VAL)
        if child.tag == f"{W}numFmt":
            number_format = value or "decimal"
        elif child.tag == f"{W}lvlText":
            text = value or ""
        elif child.tag == f"{W}start":
            start = whole_number(value)
        elif child.tag == f"{W}lvlRestart":
            restart = whole_number(value)
        elif child.tag == f"{W}isLgl":
            legal = is_on(child)
        else:
            style = value or ""
    return Level(number_format, text, start, restart, legal, style)


def _han(number: int, digits: str, units: tuple[str, ...], *, short_ten: bool) -> str:
    """Write a number up to 99,999 with units: 12 -> 十二 (short_ten) or 一十二."""
    if number == 0:
        return digits[0]
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = _han(low, digits, units, short_ten=False) if low else ""
        gap = digits[0] if 0 < low < 1000 else ""
        return _han(high, digits, units, short_ten=short_ten) + "万" + gap + rest
    written, pending_zero = "", False
    figures = str(number)
    for position, figure in enumerate(figures):
        power = len(figures) - position - 1
        if figure == "0":
            pending_zero = bool(written)
            continue
        if pending_zero:
            written += digits[0]
            pending_zero = False
        written += digits[int(figure)] + units[power]
    if short_ten and 10 <= number < 20:
        written = written[1:]
    return written


def _letters(number: int, first: str) -> str:
    """Write a, b … z, aa, bb as Word does: the letter is repeated, not carried."""
    repeat, letter = divmod(number - 1, 26)
    return chr(ord(first) + letter) * min(repeat + 1, 30)


def _roman(number: int) -> str:
    if number > 3999:
        return str(number)
    written = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        written += sign * count
    return written


def _from_block(number: int, first: str, last: int) -> str:
    """Write one character of a Unicode run such as ①-⑳, and plain digits beyond its end."""
    return chr(ord(first) + number - 1) if 1 <= number <= last else str(number)


def _circled(number: int) -> str:
    if number > 20:
        return chr(0x3251 + number - 21) if number <= 35 else str(number)
    return _from_block(number, "①", 20)


def _counting(number: int) -> str:
    return _han(number, _HAN_DIGITS, _HAN_UNITS, short_ten=True)


def _digital(number: int) -> str:
    return "".join(_HAN_DIGITS[int(figure)] for figure in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: "".join(chr(0xFF10 + int(figure)) for figure in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(0xFF10 + int(figure)) for figure in str(number)),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "koreanCounting": _counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "koreanDigital2": _digital,
    "chineseLegalSimplified": lambda number: _han(number, _LEGAL_SIMPLE, _LEGAL_SIMPLE_UNITS, short_ten=False),
    "ideographLegalTraditional": lambda number: _han(number, _LEGAL_TRADITIONAL, _LEGAL_SIMPLE_UNITS, short_ten=False),
    "japaneseLegal": lambda number: _han(number, _LEGAL_TRADITIONAL, _LEGAL_SIMPLE_UNITS, short_ten=False),
    "ideographTraditional": lambda number: _HEAVENLY_STEMS[number - 1] if number <= 10 else str(number),
    "ideographZodiac": lambda number: _EARTHLY_BRANCHES[number - 1] if number <= 12 else str(number),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda number: _from_block(number, "⒈", 20),
    "decimalEnclosedParen": lambda number: _from_block(number, "⑴", 20),
    "ideographEnclosedCircle": lambda number: _from_block(number, "㊀", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number, "A"),
    "lowerLetter": lambda number: _letters(number, "a"),
    "bullet": lambda number: "",
    "none": lambda number: "",
}


def format_count(number: int, number_format: str) -> str:
    """Write a counter as w:numFmt asks: 3 -> 三, 3, ③, C, iii. Unknown formats are written in decimal."""
    if not 0 <= number <= MAX_COUNT:
        return ""
    if number == 0 and number_format not in {"decimal", "decimalZero", "chineseCounting", "chineseCountingThousand"}:
        return "0"
    return _FORMATS.get(number_format, str)(number)
