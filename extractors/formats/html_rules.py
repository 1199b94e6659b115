"""The plain rules of a page's own style element, for what stands in its tables: what hides, strikes out or raises text.

Known is a rule with one class or one id as its selector that stands by itself or under `@media` for screens or all
media. A name of which another selector also says how its elements are displayed is not known: tabs and menus are
opened in that way. Rules count for short texts in tables only; what of a page's boxes is shown scripts decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element

from extractors.formats.html_hidden import RAISING, by_word, matters
from extractors.formats.html_text import text_of

LONGEST_SHEET = 200_000
"""Bytes of style elements that are looked at; a page saved from Word has 30,000."""

MOST_ELEMENTS = 5_000
"""Elements to which rules are applied."""

LONGEST_RULE = 2_000
"""Bytes of a rule up to what matters in it."""

LONGEST_TEXT = 60
"""Characters of what a rule may hide or mark in a table; a report in a cell of a layout table is longer."""

_MEDIA = re.compile(rb"\bmedia\s*=\s*[\"']?\s*([^\"'>]*)", re.IGNORECASE)
_SIGNS = by_word(
    ((b"display", b"DISPLAY"), rb"display\s*:\s*none"),
    ((b"visibility",), rb"visibility\s*:\s*hidden"),
    ((b"mso-hide", b"line-through", b"text-raise"), rb""),
    RAISING,
)
_NAMED = tuple(
    re.compile(name + rb"\s*=\s*(?=(\"[^\"<>]*|'[^'<>]*|[^\s\"'<>]+))") for name in (b"class", b"CLASS", b"id", b"ID")
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_PART = re.compile(r"([^{};]*)([{};]|\Z)")
_SCREEN = re.compile(r"(?:@media\s+)?(?:only\s+)?(?:screen|all)?\s*", re.IGNORECASE)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
_NAME = re.compile(r"[.#]([\w-]+)")
_KEPT = re.compile(
    r"(?<![\w-])(?:display|visibility|mso-hide|mso-text-raise|text-decoration[\w-]*|vertical-align)\s*:[^;]*",
    re.IGNORECASE,
)


class Rule(NamedTuple):
    """What a rule says about the elements of a class or with an id, and the tag they must have, if any."""

    tag: str
    is_id: bool
    name: str
    style: str


def find_rules(source: bytes, whole: bytes) -> list[Rule]:
    """Return the rules of a page's style elements that matter to something in its tables, in order.

    `source` is the page without regular tables, `whole` the page with them.
    """
    if b"<style" not in source and b"<STYLE" not in source:
        return []
    sheets = [sheet for attributes, sheet in _sheets_in(source) if _is_for_screens(attributes)]
    if sum(map(len, sheets)) > LONGEST_SHEET:
        return []
    # most sheets have rules that hide, for menus and tabs: whether a table has such a name is found out first
    named = {name for sheet in sheets for name in _names_that_matter(sheet)}
    if not named or named.isdisjoint(_names_in_tables(whole)):
        return []
    rules: list[Rule] = []
    unknown: set[str] = set()
    for sheet in sheets:
        _read_sheet(sheet.decode("latin-1"), rules, unknown)
    known = [rule for rule in rules if rule.name not in unknown]
    return known if any(rule.name in named and matters(rule.style) for rule in known) else []


def _sheets_in(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the attributes and the content of style elements; an expression would look at each sign of them."""
    for begin, end in ((b"<style", b"</style"), (b"<STYLE", b"</STYLE")):
        at = source.find(begin)
        while at >= 0:
            start = source.find(b">", at)
            stop = source.find(end, start)
            if start < 0 or stop < 0:
                break
            yield source[at + len(begin) : start], source[start + 1 : stop]
            at = source.find(begin, stop)


def _is_for_screens(attributes: bytes) -> bool:
    media = _MEDIA.search(attributes)
    return media is None or _SCREEN.fullmatch(media[1].decode("latin-1").strip()) is not None


def _names_that_matter(sheet: bytes) -> Iterator[str]:
    """Yield the classes and ids that a sheet may hide or mark by a plain rule, and some others."""
    for word, sign in _SIGNS.items():
        at = sheet.find(word)
        while at >= 0:
            if sign.match(sheet, at):
                first = max(0, at - LONGEST_RULE)
                begin = max(first, sheet.rfind(b"{", first, at))
                before = max(first - 1, *(sheet.rfind(end, first, begin) for end in (b"}", b"{", b"/", b">")))
                for selector in sheet[before + 1 : begin].split(b","):
                    simple = _SIMPLE.fullmatch(selector.decode("latin-1").strip())
                    if simple is not None:
                        yield simple[3]
            at = sheet.find(word, at + 1)


def _names_in_tables(markup: bytes) -> set[str]:
    """Return the classes and ids from the first table of a page to the end of the last one."""
    start = min((at for at in (markup.find(b"<table"), markup.find(b"<TABLE")) if at >= 0), default=-1)
    stop = max(markup.rfind(b"</table"), markup.rfind(b"</TABLE"))
    if not 0 <= start < stop:
        return set()
    values = {value for name in _NAMED for value in name.findall(markup, start, stop)}
    return {name for value in values for name in value.decode("latin-1").strip("\"'").split()}


def _read_sheet(text: str, rules: list[Rule], unknown: set[str]) -> None:
    """Add the plain rules of a style sheet, and the names of which it says more than they do."""
    around: list[str] = []
    prelude = ""
    for match in _PART.finditer(_COMMENT.sub("", text)):
        piece, end = match[1].strip(), match[2]
        if end == "{":
            around.append(piece)
            prelude = ""
        elif end == ";" and around:
            prelude += piece + ";"
        elif end == "}" and around:
            selectors = around.pop()
            style = ";".join(kept[0].strip() for kept in _KEPT.finditer(prelude + piece))
            prelude = ""
            if style and not selectors.startswith("@"):
                _add(selectors, style, around, rules, unknown)


def _add(selectors: str, style: str, around: list[str], rules: list[Rule], unknown: set[str]) -> None:
    is_plain = all(_SCREEN.fullmatch(outer) for outer in around)
    for selector in selectors.split(","):
        simple = _SIMPLE.fullmatch(selector.strip()) if is_plain else None
        if simple is not None:
            rules.append(Rule((simple[1] or "").lower(), simple[2] == "#", simple[3], style))
        else:
            unknown.update(_NAME.findall(selector))


def apply_rules(root: _Element, rules: list[Rule]) -> None:
    """Write rules into the style attributes of the elements in tables that they are about."""
    left = MOST_ELEMENTS
    names = {rule.name for rule in rules}
    for element in root.iter():
        classes = (element.get("class") or "").split()
        key = element.get("id")
        if key not in names and names.isdisjoint(classes):
            continue
        if next(element.iterancestors("table"), None) is None or element.find(".//table") is not None:
            continue
        styles = [
            rule.style
            for is_id in (False, True)
            for rule in rules
            if rule.is_id == is_id
            and (rule.name == key if is_id else rule.name in classes)
            and rule.tag in ("", element.tag)
        ]
        if styles and len(text_of(element).strip()) <= LONGEST_TEXT:
            element.set("style", ";".join([*styles, element.get("style") or ""]))
        left -= 1
        if not left:
            return
