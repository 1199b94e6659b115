"""The plain rules of a page's own style element, for what stands in its tables: what hides, strikes out or raises text.

Known is a rule with one class or one id as its selector that stands by itself or under `@media` for screens or all
media. A name of which another selector also says how its elements are displayed is not known: tabs and menus are
opened in that way. Rules count for short texts in tables only; what of a page's boxes is shown scripts decide.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml.etree import _Element

from extractors.formats.html_hidden import matters
from extractors.formats.html_text import text_of

LONGEST_SHEET = 200_000
"""Bytes of style elements that are looked at; a page saved from Word has 30,000."""

MOST_ELEMENTS = 5_000
"""Elements to which rules are applied."""

LONGEST_TEXT = 60
"""Characters of what a rule may hide or mark in a table; a report in a cell of a layout table is longer."""

_SHEET = re.compile(rb"<style\b([^>]*)>(.*?)</style", re.IGNORECASE | re.DOTALL)
_MEDIA = re.compile(rb"\bmedia\s*=\s*[\"']?\s*([^\"'>]*)", re.IGNORECASE)
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
    rules: list[Rule] = []
    unknown: set[str] = set()
    left = LONGEST_SHEET
    for sheet in _SHEET.finditer(source):
        left -= len(sheet[2])
        if left < 0:
            return []
        media = _MEDIA.search(sheet[1])
        if media is None or _SCREEN.fullmatch(media[1].decode("latin-1").strip()):
            _read_sheet(sheet[2].decode("latin-1"), rules, unknown)
    known = [rule for rule in rules if rule.name not in unknown]
    wanted = {rule.name for rule in known if matters(rule.style)}
    if not wanted:
        return []
    lower = whole.lower()
    start, stop = lower.find(b"<table"), lower.rfind(b"</table")
    if start < 0 or not any(_is_used(name, whole, start, stop) for name in wanted):
        return []
    return known


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


def _is_used(name: str, markup: bytes, start: int, stop: int) -> bool:
    word = name.encode("latin-1")
    if markup.find(word, start, stop) < 0:
        return False
    use = re.compile(rb"(?:class|id)\s*=\s*[\"']?[^\"'<>]*(?<![\w-])%s(?![\w-])" % re.escape(word), re.IGNORECASE)
    return use.search(markup, start, stop) is not None


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
