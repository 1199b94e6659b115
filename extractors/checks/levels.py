"""What a printed name tells of a body's level: 镇, 县, 市 ... read from the words, without any list of places.

A name may tell nothing (教育局); then nothing is claimed. Who the body is, is resolved elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from extractors.agency_kind import guess_kind

Level = Literal["province", "city", "county", "town", ""]

TOWN_SUFFIXES = ("镇", "乡", "街道")
"""What the names of townships and streets end with, and what they call themselves: 我镇."""

Kind = Literal["government", "department", "zone", ""]

_LEVELS: dict[str, Level] = {
    "省": "province", "自治区": "province",
    "自治州": "city", "州": "city", "盟": "city", "地区": "city", "市": "city",
    "自治县": "county", "自治旗": "county", "县": "county", "区": "county", "旗": "county", "林区": "county",
    "街道": "town", "镇": "town", "乡": "town", "苏木": "town",
}  # fmt: skip
_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_NOT_PLACES = re.compile(
    r"城乡|城镇(?=建|规|化|管)|乡镇|乡村|市场|城市(?=管|综|建|规|更|运)|市政(?=工|公|设|园|管)|市容|社区|园区|区域|街道(?=建)"
)
"""Words with 市, 区, 镇 ... in the names of departments that name no place."""
_UNIT = re.compile(
    r"([\u4e00-\u9fff]{1,9}?)"
    r"(自治区|自治州|自治县|自治旗|地区|林区|街道|苏木|省|盟|州(?![省市县区旗镇乡])|[市县区](?![市县区])|[旗镇乡](?![市县区镇乡]))"
)
"""郑州市, 景德镇市, 新乡市, 赣县区: such a character before another is part of the name."""
_ZONE = re.compile(r"管委会|管理委员会|开发区|高新区|实验区|示范区|试验区|新区|园区|保税区|度假区|风景区")
_DEPARTMENT = re.compile(
    r"(?:局|厅|署|委|委员会|部|中心|支队|大队|总队|队|处|所|院|站|社|联合会|协会|司法所|馆|行|会)$"
)
_GOVERNMENT = re.compile(r"(?:人民政府|政府|街道办事处|办事处)$")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


class Unit(NamedTuple):
    """One place named inside a body's name: 泗水 + 县."""

    stem: str
    suffix: str


class BodyName(NamedTuple):
    """What a name says: the places in it, the level of the last, and the kind of body."""

    units: tuple[Unit, ...]
    level: Level
    kind: Kind
    has_town: bool


@lru_cache(maxsize=4096)
def read_name(name: str) -> BodyName:
    """Read a printed name; every part that it does not tell is empty."""
    plain = _BRACKETS.sub("", name)
    units = tuple(Unit(*match) for match in _UNIT.findall(_NOT_PLACES.sub("·", plain)))
    inside = _UNIT.findall(_NOT_PLACES.sub("·", "".join(_BRACKETS.findall(name)).replace("（", "").replace("(", "")))
    has_town = any(_LEVELS[suffix] == "town" for _, suffix in (*units, *inside))
    level: Level = ""
    if units:
        stem, suffix = units[-1]
        level = _LEVELS[suffix]
        if suffix == "市" and stem in _MUNICIPALITIES:
            level = "province"
    if level == "city" and any(_LEVELS[unit.suffix] == "city" for unit in units[:-1]):
        level = "county"  # 苏州市昆山市: a city inside a city
    kind: Kind = ""
    if _ZONE.search(plain):
        kind = "zone"
        level = level if level == "town" else ""
    elif _GOVERNMENT.search(plain) or (units and plain.endswith(units[-1].suffix)):
        kind = "government"
    elif _DEPARTMENT.search(plain):
        kind = "department"
    return BodyName(units, level, kind, has_town)


def is_county_or_below(name: str) -> bool | None:
    """Return whether a name is of a county or smaller body; None where it does not tell.

    A city's government may be of a county-level city: it gets the benefit of the doubt (False).
    """
    read = read_name(name)
    if read.level in ("county", "town"):
        return True
    if read.level == "province" or (read.level == "city" and read.kind == "government"):
        return False
    return None


def has_no_rule_power(name: str) -> bool | None:
    """Return whether a body named so cannot make rules (规章); None where the name does not tell.

    Departments of the State Council can, and governments of provinces and of cities with districts; a city's
    government gets the benefit of the doubt, the bureaus of a city or a province have no such power.
    """
    if guess_kind(name).kind == "state_council_body":
        return False
    if guess_kind(name).kind in ("department", "vertical") and read_name(name).level in ("province", "city"):
        return True
    return is_county_or_below(name)


def different_places(first: str, second: str) -> tuple[str, str] | None:
    """Return two places of the same rank that cannot be one, one of each name; None where the names may agree.

    Names agree if either leaves the rank out, or one place's name ends with the other's (孟津区, 洛阳市孟津区).
    """
    ours, theirs = read_name(first).units, read_name(second).units
    for suffixes in (("镇", "乡", "街道", "苏木"), ("县", "旗", "自治县", "自治旗"), ("区",), ("市",)):
        left = {unit for unit in ours if unit.suffix in suffixes}
        right = {unit for unit in theirs if unit.suffix in suffixes}
        if not left or not right:
            continue
        if not any(a.stem.endswith(b.stem) or b.stem.endswith(a.stem) for a in left for b in right):
            a, b = min(left), min(right)
            return a.stem + a.suffix, b.stem + b.suffix
    return None
