"""What a link means that only says 查看: the words of its row, and of its column's head.

Tables of annual reports have a row for each body and a column for each year; pages on where reports were published have
a body and an address. The words returned are printed on the page; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import html as lxml_html

from crawler.systems import markup

_SAYS_NOTHING = re.compile(
    r"^[\[【(（<《]?(?:点击|点此|立即|在线|查阅|请)?(?:查看|查阅|浏览|阅读|打开|进入|下载|详情|详细|详细内容|查看详情|查看全文|查看报告|"
    r"链接|链接地址|网址|地址|原文|原文链接|全文|正文|更多|年报|报告|年度报告|报告全文|文本|文字版|网页版|网页|附件|view|html?|pdf|word|docx?|√|✓|●|★)"
    r"(?:查看|下载|阅读|>+|»)?[\]】)）>》]?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)[\w./?&=%#:~+;,@!-]+$", re.IGNORECASE)
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
_YEAR_OR_REPORT = re.compile(r"(?:19|20)\d{2}|年报|年度报告")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
MAX_LABEL = 40
"""Characters of a row's label at most; the longest names of bodies seen have 32."""
MAX_CELLS = 60
"""Cells of a row that are looked at, and links in it at most."""


def says_nothing(title: str) -> bool:
    """Whether the words of a link tell nothing of what it leads to: 查看, 下载, an address."""
    bare = re.sub(r"\s", "", title)
    return not bare or _SAYS_NOTHING.match(bare) is not None or _ADDRESS.match(bare) is not None


def words_of_row(element: lxml_html.HtmlElement, counts: Mapping[lxml_html.HtmlElement, int]) -> str:
    """Return the label of the row a link stands in and, in a table, the head of its column; "" without a label.

    `counts` says how many links stand under an element: a row of hundreds is none, and would be read once for each.
    """
    cell: lxml_html.HtmlElement | None = element
    while cell is not None and cell.tag not in ("td", "th", "li", "dd", "body"):
        cell = cell.getparent()
    if cell is None or cell.tag == "body":
        return ""
    row = cell.getparent()
    if counts.get(row if row is not None and row.tag == "tr" else cell, 0) > MAX_CELLS:
        return ""
    if cell.tag not in ("td", "th") or row is None or row.tag != "tr":
        return _label(markup.squeeze(_without_links(cell)))
    cells = [one for one in row if isinstance(one.tag, str)][:MAX_CELLS]
    label = next(
        (words for one in cells if one is not cell and (words := _label(markup.squeeze(_without_links(one))))), ""
    )
    head = _head_of(row, cells.index(cell)) if cell in cells else ""
    return " ".join(words for words in (label, head) if words) if label else ""


def _head_of(row: lxml_html.HtmlElement, place: int) -> str:
    table = row.getparent()
    while table is not None and table.tag != "table":
        table = table.getparent()
    first = next(table.iter("tr"), None) if table is not None else None
    if first is None or first is row:
        return ""
    heads = [one for one in first if isinstance(one.tag, str)][:MAX_CELLS]
    if place >= len(heads) or any(one.get("colspan", "1") != "1" for one in heads[: place + 1]):
        return ""
    words = markup.squeeze(heads[place].text_content())
    return words if len(words) <= MAX_LABEL and _YEAR_OR_REPORT.search(words) else ""


def _without_links(element: lxml_html.HtmlElement) -> str:
    parts: list[str] = []
    waiting: list[lxml_html.HtmlElement | str] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        parts.append(node.text or "")
        for child in reversed(node):
            waiting.append(child.tail or "")
            if isinstance(child.tag, str) and child.tag != "a":
                waiting.append(child)
    return " ".join(parts)


def _label(words: str) -> str:
    if (
        not words
        or len(words) > MAX_LABEL
        or not _CHINESE.search(words)
        or _DAY.fullmatch(words)
        or says_nothing(words)
    ):
        return ""
    return words.strip("：: ")
