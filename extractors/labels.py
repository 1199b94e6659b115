"""Normalise and recognise the labels of the statutory tables: rows, columns, groups, heads.

A label is compared without white space, punctuation, item marks and bracketed notes. One or two characters lost or
changed are forgiven where only one label can be meant; short labels (其他, 总计, 规章) must match exactly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from extractors.forms import EDITIONS, Form, load_form

Kind = Literal[
    "t2_head",
    "t2_corner",
    "t2_item",
    "t2_measure",
    "t3_title",
    "t3_column",
    "t3_organisations",
    "t3_extra",
    "t3_group",
    "t3_row",
    "t4_group",
    "t4_litigation",
    "t4_result",
    "y14_row",
    "y14_group",
    "y14_header",
    "section",
    "note",
]


class Meaning(NamedTuple):
    """What a label may stand for: its kind and key; for a measure of table 2 the key is the column's id."""

    kind: Kind
    key: str


class Label(NamedTuple):
    """A recognised text. `meanings` is empty for a text no form knows; several for 其他, 总计, 其他处理.

    `groups` are group labels printed before the leaf in the same cell (（三）不予公开1.属于国家秘密). `exact` is False
    where characters were forgiven; `partial` marks the beginning of a longer label, cut by a line, cell or page.
    """

    meanings: tuple[Meaning, ...] = ()
    groups: tuple[Meaning, ...] = ()
    exact: bool = True
    partial: bool = False

    def key(self, kind: Kind) -> str | None:
        """Return the key of the one meaning of this kind, or None."""
        for meaning in self.meanings:
            if meaning.kind == kind:
                return meaning.key
        return None

    def group(self, kind: Kind) -> str | None:
        """Return the key of the last group of this kind printed before the leaf, or None."""
        for meaning in reversed(self.groups):
            if meaning.kind == kind:
                return meaning.key
        return None


UNKNOWN = Label()

LONGEST_LABEL = 90
"""Characters of the longest label with all its notes (66 in y14) and some slack; anything longer is prose."""

SHORTEST_APPROXIMATE = 5
"""Below this many characters one lost character leaves too little to tell labels apart (行政许可, 行政处罚)."""

FORGIVEN = 0.25
"""Share of a label's characters that may be lost or changed: 其他法律行政止公开 lacks 3 of 12, met in a real report."""

SHORTEST_BEGINNING = 6
"""A cut label is taken for its whole from this many characters on, if only one label begins so."""

_SPACES = " \t\r\n\f\v\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
SIMPLIFIED = str.maketrans(
    "規範發廢現數許處罰強業費單萬決項內開對總減務採購額組織機構會請況結轉辦區計這國屬於穩護權類過執詢無關沒補後確訪舉"
    "報訴復複當認獲繳納繼續維糾議訟經審據與為係統標條應讀網談聞負責傳聯絡圍個員訓專職設閱點門說題進東縣鄉鎮廳",
    "规范发废现数许处罚强业费单万决项内开对总减务采购额组织机构会请况结转办区计这国属于稳护权类过执询无关没补后确访举"
    "报诉复复当认获缴纳继续维纠议讼经审据与为系统标条应读网谈闻负责传联络围个员训专职设阅点门说题进东县乡镇厅",
)
"""Traditional characters of the labels, one for one: some sites have twins in them."""

_FOLD = SIMPLIFIED | str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys(_SPACES + _INVISIBLE, None),
        **dict.fromkeys("“”\"'‘’「」『』＂＇〝〞", None),
        **dict.fromkeys("〔【［﹙", "("),
        **dict.fromkeys("〕】］﹚", ")"),
    }
)
_RESIDUE = re.compile(r"\[bookmark:[^\]]*\]", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.:,]|"
    r"\(\d{1,2}\)|\d{1,2}[.、)．]|[①-⑳⑴-⑽]|\d(?=[\u4e00-\u9fff]))[、.]?"
)
_NOTE = re.compile(r"\([^()]*\)?")
_PUNCTUATION = re.compile(r"[^\w]|_")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_FAR = 9
_TIMES = re.compile(r"(?P<last>[上去前往]一?年)|(?P<next>[下次明后]一?年)|(?P<this>[本今当]年)")
_NOT = re.compile("[不未无没非失]")
_HEAD = re.compile(r"第?(?:二十|20)条第?\(?([一二三四五六七八九]|\d)\)?项")
_HEAD_PARTS = {"一": "art20_1", "五": "art20_5", "六": "art20_6", "八": "art20_8", "九": "art20_9"}
_HEAD_PARTS |= {"1": "art20_1", "5": "art20_5", "6": "art20_6", "8": "art20_8", "9": "art20_9"}
_UNIT_NOTE = re.compile(r"(?:单位)?[:：(（\s]*(亿元|万元|千元|元)")


def normalise(text: str) -> str:
    """Return a label without white space, invisible characters and quotes, its width and brackets folded."""
    folded = text.translate(_FOLD)
    return _RESIDUE.sub("", folded) if "[" in text else folded


def split_ordinal(label: str) -> tuple[str, str]:
    """Split a normalised label into its item mark (三、 (一) 1. ①), or "", and the rest."""
    match = _ORDINAL.match(label)
    return (match[0], label[match.end() :]) if match else ("", label)


def core(label: str) -> str:
    """Return the part of a label that is compared: no item marks, no bracketed notes, no punctuation."""
    rest = normalise(label)
    while True:
        mark, after = split_ordinal(rest)
        if not mark or not after:
            break
        rest = after
    return _plain(_NOTE.sub("", rest)) or _plain(rest)


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", text).replace("其它", "其他")


class _Book(NamedTuple):
    """`endings` are those of the exact labels that are no labels in text without cells."""

    exact: dict[str, tuple[Meaning, ...]]
    endings: frozenset[str]
    prefixes: tuple[tuple[str, Meaning], ...]
    approximate: tuple[tuple[str, tuple[Meaning, ...]], ...]


_ALL_COLUMNS_UNIT = frozenset({"条", "件", "次", "篇", "个", "人", "人次", "万元", "元", "项", "份"})


_SECTION_VARIANTS = {
    2: ("行政机关主动公开政府信息情况", "主动公开政府信息的情况"),
    3: ("行政机关收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请的情况"),
    4: (
        *("政府信息公开行政复议和行政诉讼情况", "政府信息公开行政复议行政诉讼的情况", "行政复议和行政诉讼情况"),
        *("因政府信息公开工作被申请行政复议提起行政诉讼的情况", "因政府信息公开申请行政复议提起行政诉讼的情况"),
        *("政府信息公开行政复议及行政诉讼情况", "行政复议行政诉讼情况", "因政府信息公开被申请行政复议提起行政诉讼情况"),
    ),
    5: ("存在的主要问题及改进情况", "存在问题及改进情况", "存在的问题及改进情况", "存在的主要问题和改进情况"),
    6: ("其他需要报告的情况", "需要报告的其他事项"),
}
"""Headings of the statutory sections as far as they bound a table; the sections themselves are read elsewhere."""


def _cores(label: str, variants: Iterable[str]) -> list[str]:
    return [core(label), *(_plain(normalise(variant)) for variant in variants)]


def _add_form(form: Form, add: dict[str, list[Meaning]], prefixes: dict[str, Meaning]) -> None:
    def put(label: str, variants: Iterable[str], kind: Kind, key: str) -> None:
        for text in filter(None, _cores(label, variants)):
            meaning = Meaning(kind, key)
            if meaning not in add[text]:
                add[text].append(meaning)

    for number, section in enumerate(form.sections, 1):
        put(section, _SECTION_VARIANTS.get(number, ()), "section", str(number))
    for part in form.t2:
        for row in part.rows:
            put(row.label, row.variants, "t2_item", row.key)
        for column in part.columns:
            put(column.label, column.variants, "t2_measure", column.id)
    for row in form.t3_rows:
        put(row.label, (*row.variants, *row.endings), "t3_row", row.key)
        # the note in brackets, should the brackets be lost
        put(_plain(split_ordinal(normalise(row.label))[1]), (), "t3_row", row.key)
    for group in form.t3_groups:
        put(group.label, group.variants, "t3_group", group.key)
        for text in _cores(group.label, group.variants):
            prefixes[text] = Meaning("t3_group", group.key)
    for column in form.t3_columns:
        put(column.label, column.variants, "t3_column", column.key)
    for column in form.t3_extra_columns:
        put(column.label, column.variants, "t3_extra", column.key)
    if form.t3_title:
        put(form.t3_title, (), "t3_title", "")
        put(form.t3_note, (), "note", "")
        put(form.t3_organisations, form.t3_organisations_variants, "t3_organisations", "")
        for text in _cores(form.t3_organisations, form.t3_organisations_variants):
            prefixes[text] = Meaning("t3_organisations", "")
    for group in form.t4_groups:
        put(group.label, group.variants, "t4_group", group.key)
        for text in _cores(group.label, group.variants):
            prefixes[text] = Meaning("t4_group", group.key)
    if form.t4_litigation:
        put(form.t4_litigation, (f"{form.t4_litigation}情况",), "t4_litigation", "")
        prefixes[core(form.t4_litigation)] = Meaning("t4_litigation", "")
    for result in form.t4_results:
        put(result.label, result.variants, "t4_result", result.key)
    if form.t2:
        put(form.t2_corner, (), "t2_corner", "")
    for row in form.y14_rows:
        put(row.label, row.variants, "y14_row", f"{row.group}/{row.key}")
        put(_plain(split_ordinal(normalise(row.label))[1]), (), "y14_row", f"{row.group}/{row.key}")
    for group in form.y14_groups:
        put(group.label, (), "y14_group", group.key)
    for text in form.y14_furniture:
        put(text, (), "y14_group", "")
    for name, variants in form.y14_headers.items():
        put(variants[0], variants[1:], "y14_header", name)


def _build() -> _Book:
    found: dict[str, list[Meaning]] = defaultdict(list)
    prefixes: dict[str, Meaning] = {}
    for edition in EDITIONS:
        _add_form(load_form(edition), found, prefixes)
    exact = {text: tuple(meanings) for text, meanings in found.items()}
    rows = [row for edition in EDITIONS for row in load_form(edition).t3_rows]
    endings = frozenset(_plain(ending) for row in rows for ending in row.endings)
    return _Book(
        exact,
        endings,
        tuple(sorted(prefixes.items(), key=lambda item: -len(item[0]))),
        tuple(
            (text, meanings)
            for text, meanings in exact.items()
            if len(text) >= SHORTEST_APPROXIMATE and text not in endings
        ),
    )


BOOK = _build()
"""Every label of every edition under its core."""


_FRAGMENTED = "\n".join(
    text
    for text, meanings in BOOK.exact.items()
    if any(meaning.kind in ("t3_group", "t3_title", "t3_organisations") for meaning in meanings)
)
"""All labels that may be torn into fragments, one a line."""


def _by_letter() -> dict[str, int]:
    """Return for each letter a number that has a byte for each label: 1 where it has the letter.

    Sums of such numbers count for all labels at once how many letters they share with a text, which has fewer than 256.
    """
    found: dict[str, int] = defaultdict(int)
    for at, (text, _) in enumerate(BOOK.approximate):
        for letter in set(text):
            found[letter] += 1 << 8 * at
    return dict(found)


def _by_beginning() -> dict[str, tuple[tuple[str, tuple[Meaning, ...]], ...]]:
    found: dict[str, list[tuple[str, tuple[Meaning, ...]]]] = defaultdict(list)
    for text, meanings in BOOK.approximate:
        if len(text) >= SHORTEST_BEGINNING:
            found[text[:SHORTEST_BEGINNING]].append((text, meanings))
    return {beginning: tuple(labels) for beginning, labels in found.items()}


_LABELS_WITH = _by_letter()
_BEGINNINGS = _by_beginning()


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """Recognise one text as a label; UNKNOWN if no form knows it. Remembered, since labels repeat over reports."""
    if len(text) > LONGEST_LABEL * 2:
        return UNKNOWN
    normal = normalise(text)
    if not normal or len(normal) > LONGEST_LABEL or not _CJK.search(normal):
        return UNKNOWN
    head = _HEAD.search(normal)
    if head:
        return Label((Meaning("t2_head", _HEAD_PARTS.get(head[1], "")),))
    label = _read_core(normal)
    if label.meanings or label.groups:
        return label
    return _read_approximately(core(normal))


def _read_core(normal: str) -> Label:
    groups: list[Meaning] = []
    rest = _without_marks(normal)
    while rest:
        flat = _plain(rest)
        if flat in BOOK.exact:
            return Label(BOOK.exact[flat], tuple(groups))
        prefix = _group_before(rest)
        if prefix is not None:
            meaning, after = prefix
            leaf = _without_marks(after)
            if _plain(leaf) and (_plain(_NOTE.sub("", leaf)) or leaf[0] == "("):
                deeper = _read_core(leaf.strip("()")) if leaf[0] == "(" else _read_core(leaf)
                if deeper.meanings:
                    return Label(deeper.meanings, (*groups, meaning, *deeper.groups), deeper.exact, deeper.partial)
        bare = _plain(_NOTE.sub("", rest))
        if bare in BOOK.exact:
            return Label(BOOK.exact[bare], tuple(groups))
        if prefix is None:
            break
        # a group, then a leaf that must be forgiven something
        almost = _read_approximately(_plain(_NOTE.sub("", _without_marks(prefix[1]))))
        if almost.meanings:
            return Label(almost.meanings, (*groups, prefix[0]), exact=False, partial=almost.partial)
        break
    return UNKNOWN


def _without_marks(text: str) -> str:
    rest = text.lstrip("、.:,-—–/·")
    while True:
        mark, after = split_ordinal(rest)
        if not mark or not after:
            return rest
        rest = after.lstrip("、.:,")


def _group_before(rest: str) -> tuple[Meaning, str] | None:
    for text, meaning in BOOK.prefixes:
        if rest.startswith(text) and len(rest) > len(text):
            return meaning, rest[len(text) :]
    return None


def _read_approximately(text: str) -> Label:
    if len(text) < SHORTEST_APPROXIMATE:
        return UNKNOWN
    if len(text) >= SHORTEST_BEGINNING:
        begun = {
            meanings for other, meanings in _BEGINNINGS.get(text[:SHORTEST_BEGINNING], ()) if other.startswith(text)
        }
        if begun:
            return Label(next(iter(begun)), exact=False, partial=True) if len(begun) == 1 else UNKNOWN
    letters = set(text)
    counts = sum([_LABELS_WITH[letter] for letter in letters if letter in _LABELS_WITH])
    shared = counts.to_bytes(len(BOOK.approximate), "little")
    # every letter that a label lacks is lost or changed: most texts are too far from all labels, whatever the order
    if len(letters) - max(shared) > max(1, int((len(text) + _FAR) * FORGIVEN)):
        return UNKNOWN
    best, second = _FAR, _FAR
    chosen: tuple[Meaning, ...] = ()
    for (other, meanings), common in zip(BOOK.approximate, shared, strict=True):
        if common * 2 < len(letters) or abs(len(other) - len(text)) > _FAR:
            continue
        longer = max(len(other), len(text))
        distance = _distance(text, other, _FAR)
        if distance < second and _says_otherwise(text, other):
            second = distance
        elif distance < best and distance <= max(1, int(longer * FORGIVEN)):
            if chosen and meanings != chosen:
                second = min(second, best)
            best, chosen = distance, meanings
        elif meanings != chosen:
            second = min(second, distance)
    # one character off must still be the nearest; more must be clearly nearer than any other label
    if not chosen or second <= best or (best > 1 and second < best + 2):
        return UNKNOWN
    return Label(chosen, exact=False)


@lru_cache(maxsize=1024)
def _times(text: str) -> frozenset[str]:
    """Return which years a label names: the last, the next, this one."""
    return frozenset(match.lastgroup or "" for match in _TIMES.finditer(text)) if "年" in text else frozenset()


def _says_otherwise(text: str, label: str) -> bool:
    """Return whether a text has what no damage puts into a label: another year's name, one 不 more.

    上年处理决定数量 is one character off 本年处理决定数量 and another number. A label may have lost its 本年 or 不.
    """
    own, meant = _times(text), _times(label)
    if own != meant and (own - meant - {"this"} or ("this" in own and meant - own)):
        return True
    return len(_NOT.findall(text)) > len(_NOT.findall(label))


def _distance(a: str, b: str, most: int) -> int:
    """Return the edit distance of two short texts, or `most` if it is at least that."""
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y)))
        if min(row) >= most:
            return most
        previous = row
    return min(previous[-1], most)


def printed_unit(text: str) -> str:
    """Return the unit of money a header states (单位：万元), or ""."""
    match = _UNIT_NOTE.search(text)
    return match[1] if match else ""


def is_unit(text: str) -> bool:
    """Return whether a cell holds nothing but a unit of counting (条, 件, 人次)."""
    return normalise(text) in _ALL_COLUMNS_UNIT


@lru_cache(maxsize=2048)
def is_fragment(text: str) -> bool:
    """Return whether a short text is a piece of a group label or a bare item mark: 结果, 三、, 度办理, 一."""
    normal = normalise(text)
    if _ORDINAL.fullmatch(normal) or normal in ("一", "二", "三", "四"):
        return True
    plain = _plain(_without_marks(normal))
    return 0 < len(plain) <= 8 and plain in _FRAGMENTED
