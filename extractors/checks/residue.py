"""What a template, a word processor or a text mill left in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.checks.levels import read_name
from extractors.checks.messages import failed, plain_pass
from extractors.checks.results import CheckResult
from extractors.checks.rules import Rule
from extractors.checks.view import View

_MARKS = (
    "XX", "ＸＸ", "××", "xx", "＊＊", "__", "＿＿", "文字描述", "单位名称", "请填写", "orem ipsum", "[bookmark",
    "rror!", "错误!", "错误！", "（示例", "（模板", "（样式", "【示例", "【模板", "[示例", "[模板", "(示例", "(模板",
)  # fmt: skip
"""One of these is in every placeholder below: looking for them first costs microseconds."""
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])(?:X{2,}|Ｘ{2,})(?![A-Za-z0-9])"
    r"|×{2,}"
    r"|(?<![A-Za-z0-9])x{2,}(?=[年月日件条局镇乡县市区])"
    r"|＊{2,}"
    r"|_{3,}|＿{2,}"
    r"|[（(【\[](?:此处)?(?:文字描述|单位名称|请填写[^）)】\]]{0,12}|示例|模板|样式)[）)】\]]"
    r"|请填写"
    r"|[Ll]orem ipsum"
    r"|\[bookmark:[^\]\n]{0,40}\]"
    r"|[Ee]rror! (?:Reference|Bookmark)[^.。\n]{0,40}"
    r"|错误[!！]\s*(?:未找到|未定义)[^.。\n]{0,20}"
)
SHOWN = 5
"""Placeholders that a message quotes."""

_GENERIC = re.compile(
    r"各级(?:政府部门|行政机关|政府)|多数部门|大部分(?:部门|地区|单位)|部分(?:地区|部门)|一些(?:地方|部门)|各地区"
)
_OWN_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*(?:余|多)?\s*(?:条|件|篇|次|份|个|期|项|场|人|万|%|％)")
_OWN_WORD = re.compile(r"(?:本|(?<!自)我)(?:机关|局|镇|乡|街道|县|区|市|委|厅|单位|办|省)")
LEAST_GENERIC = 2
"""Different general words; one alone is ordinary prose."""


def check_placeholders(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report placeholders of the template and traces of software left in title or prose."""
    text = view.text
    if not any(mark in text for mark in _MARKS):
        yield plain_pass(rule)
        return
    found = [match.group() for match in _PLACEHOLDER.finditer(text)]
    if not found:
        yield plain_pass(rule)
        return
    shown = list(dict.fromkeys(found))[:SHOWN]
    yield failed(rule, left=len(found), words="、".join(f"“{word}”" for word in shown))


def check_generic(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note a first part that speaks of everybody's departments and has no name, no number and no 我局 of its own."""
    section = view.sections.get(1)
    if section is None or not section.text:
        return
    words = list(dict.fromkeys(_GENERIC.findall(section.text)))
    if len(words) < LEAST_GENERIC or _OWN_NUMBER.search(section.text) or _OWN_WORD.search(section.text):
        yield plain_pass(rule)
        return
    publisher = view.report.publisher or ""
    units = read_name(publisher).units
    stem = units[-1].stem if units else publisher[:4]
    if stem and stem in section.text:
        yield plain_pass(rule)
    else:
        yield failed(rule, left=len(words), words="、".join(f"“{word}”" for word in words))
