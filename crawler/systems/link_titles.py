"""The title of a link: its words without dates, numbers and bullets, the fuller of what is shown and `@title`."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html as lxml_html

from crawler.systems import markup
from crawler.systems.listed_dates import DATE, find_date

MIN_CARD_TITLE = 6
"""Characters from which a heading inside a link is its title."""
LONGEST_JOINED = 60
"""Characters of a title whose words stand in several elements; more are a title and its summary."""

_CLOCK = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?")
_DATE_TAIL = re.compile(
    r"[\s\[\(（【〔]*(?:19|20)\d{2}\s*[-/.．－—]\s*\d{1,2}\s*[-/.．－—]\s*\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
    r"[\s\]\)）】〕]*$"
)
_DATE_HEAD = re.compile(
    r"^[\s\[\(（【〔]*(?:19|20)\d{2}\s*[-/.．－—]\s*\d{1,2}\s*[-/.．－—]\s*\d{1,2}[\s\]\)）】〕]*(?=\S)"
)
_CHINESE_DATE_TAIL = re.compile(r"[\s\[\(（【]+(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[\s\]\)）】]*$")
_LEAD = re.compile(r"^[\s·•●○◆◇■□▪▶►>»›★☆\-–—*.,、．]+")
_NUMBERED = re.compile(r"^\d{1,3}\s*[、．]\s*")
_TAG_DEBRIS = re.compile(r"<[^<>]{0,300}>|<[a-zA-Z/][^<>]{0,300}$")
_CUT = ("...", "…", "．．．", "。。。", "..")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][\w./-]{7,60}", re.ASCII)
_LABELLED = re.compile(r"(?:^|[\s;；])(?:文章|信息)?(?:标题|题目|名称)\s*[:：]\s*([^\n\r]+)")
_LABELS = re.compile(
    r"[\s,，;；]+(?:(?:发布|更新|发表|添加|录入|创建)?(?:时间|日期|人|者)|作者|来源|(?:点击|浏览|阅读)(?:次数|数|量)?)\s*[:：]"
)
_MONTH = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}月?")
_ROW_NUMBER = re.compile(r"\d{1,3}[.、]?")


@lru_cache(maxsize=4096)
def clean_title(text: str) -> str:
    """Return a link's words without bullets, leading numbers, dates at either end and stray tags."""
    title = markup.squeeze(text)
    if "<" in title:
        title = markup.squeeze(_TAG_DEBRIS.sub(" ", title))
    title = _LEAD.sub("", title)
    shorter = _CHINESE_DATE_TAIL.sub("", _DATE_TAIL.sub("", title))
    if len(shorter) >= 2:
        title = shorter
    shorter = _DATE_HEAD.sub("", title)
    if len(shorter) >= 2:
        title = shorter
    shorter = _NUMBERED.sub("", _LEAD.sub("", title))
    return shorter if len(shorter) >= 2 else title


def without_labels(attribute: str) -> str:
    """Return the title in a `@title` that says more of its article: 标题：…, 发布时间：…, 点击数：…, a line each."""
    if ":" not in attribute and "：" not in attribute:
        return attribute
    named = _LABELLED.search(attribute)
    return _LABELS.split(named.group(1) if named else attribute, maxsplit=1)[0]


def is_cut(title: str) -> bool:
    """Whether the shown title ends in dots: the list shows only its beginning."""
    return title.endswith(_CUT)


def best_title(attribute: str, text: str) -> str:
    """Return the fuller of `@title` and the shown text.

    The attribute wins when the text is cut or is its beginning; otherwise the text does, since `@title` may hold a
    call to action ("点击查看") or a site name.
    """
    shown, full = clean_title(text), clean_title(attribute)
    if not full:
        return shown
    if not shown:
        return full
    if _continues(full, shown) or DATE.fullmatch(_CLOCK.sub("", shown)):
        return full
    if is_cut(shown):
        stem = shown.rstrip(".…．。 ")
        squeezed = full.replace(" ", "")
        if squeezed.startswith(stem.replace(" ", "")[: max(4, len(stem) // 2)]) or len(full) > len(shown):
            return full
        return shown
    if shown.replace(" ", "") in full.replace(" ", "") and not is_cut(full):
        return full
    return shown if len(shown) >= 6 or len(full) < 6 else full


def _continues(full: str, shown: str) -> bool:
    """Whether `shown` is the title `full`, whole or cut, with more words after it: the summary on a card."""
    whole, seen = full.replace(" ", ""), shown.replace(" ", "")
    if is_cut(full) or len(whole) < MIN_CARD_TITLE or len(seen) <= len(whole):
        return False
    cut = min((place for mark in _CUT if (place := seen.find(mark)) >= MIN_CARD_TITLE), default=0)
    return seen.startswith(whole) or bool(cut and whole.startswith(seen[:cut]))


def title_inside(element: lxml_html.HtmlElement, shown: str) -> str:
    """Return the title among the words of a link.

    A date in its own element inside the link is not part of it, nor are a row's number and its index code.
    """
    if len(element):
        heading = next((child for child in element.iter("h1", "h2", "h3", "h4", "h5", "h6")), None)
        if heading is not None:
            # a card: title, summary and date in one link
            words = markup.squeeze(markup.spaced_text(heading))
            if len(words) >= MIN_CARD_TITLE:
                return words
        pieces: list[str] = []
        for child in element.iter():
            if isinstance(child.tag, str):
                texts = (child.text,) if child is element else (child.text, child.tail)
                pieces.extend(words for words in map(markup.squeeze, texts) if words)
        # "18" and "2024-01" in two elements are a day as well
        is_split_day = any(_MONTH.fullmatch(words) for words in pieces)
        parts: list[str] = []
        for words in pieces:
            if DATE.fullmatch(_CLOCK.sub("", words).strip("[]()（）【】 ")) or _CODE.fullmatch(words):
                continue
            if _ROW_NUMBER.fullmatch(words) and (not parts or is_split_day):
                continue
            if is_split_day and _MONTH.fullmatch(words):
                continue
            parts.append(words)
        joined = ""
        for words in parts:
            joined += words if markup.joins(joined, words) or not joined else f" {words}"
        if len(joined) > LONGEST_JOINED:
            # a card without a heading: what comes first is its title
            joined = next((words for words in parts if len(words) >= MIN_CARD_TITLE), joined)
        return joined or shown
    return shown


def date_inside(element: lxml_html.HtmlElement) -> str:
    """Return the day that has an element of its own inside a link, wherever it stands beside the title; else ""."""
    for child in element.iter():
        if child is not element and isinstance(child.tag, str):
            words = markup.squeeze(child.text).strip("[]()（）【】 ")
            if DATE.fullmatch(_CLOCK.sub("", words)):
                return find_date(words)
    return ""


def title_below(element: lxml_html.HtmlElement) -> str:
    """Return a `@title` inside a link that has none itself, or that of its cell."""
    for child in element.iter():
        if child is not element and isinstance(child.tag, str) and child.tag != "img" and child.get("title"):
            return child.get("title") or ""
    parent = element.getparent()
    return (parent.get("title") or "") if parent is not None and parent.tag in ("li", "td", "dd", "p", "span") else ""
