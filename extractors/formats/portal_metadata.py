"""What a portal itself says about a page: national meta tags, the index-number block, the bread crumb, header lines.

Keys are the standard's names in lower case (政府网站发展指引 annex: articletitle, pubdate, contentsource, siteidcode,
columnname, url …), `index:` + label for the rows of an index-number block, and `breadcrumb`. Values are as printed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.etree import _Element

from extractors.formats.html_lift import demand_cells
from extractors.formats.html_text import CONTROLS, strings, text_of

INDEX_LABELS = (
    "索引号", "信息索取号", "索取号", "发布机构", "发布单位", "发文机关", "发文单位", "制发机关", "公开机构", "来源",
    "信息来源", "发文日期", "成文日期", "生成日期", "生效日期", "发布日期", "发布时间", "公开日期", "公开时间", "文号",
    "废止日期", "失效日期", "发文字号", "主题分类", "信息类别", "信息分类", "组配分类", "体裁分类", "服务对象分类",
    "分类", "主题词", "关键词", "公开方式", "公开范围", "公开时限", "公开形式", "公开程序", "公开责任部门", "有效性",
    "时效", "时效性", "效力状态", "名称", "标题", "信息名称", "内容概述", "语种", "载体类型", "统一编号", "统一登记号",
)  # fmt: skip
"""Labels of the block 信息公开目录表头, without spaces and colon, as seen on portals of many systems."""

MAX_BLOCK = 1_500
"""Characters of an index-number block, the white space of its markup included; what is longer holds an article."""

MAX_VALUE = 2_000
"""Characters of one value; a page that puts its whole text into Description is cut here."""

_SKIPPED_META = frozenset({
    "viewport", "renderer", "robots", "generator", "format-detection", "x-ua-compatible", "referrer", "theme-color",
    "applicable-device", "google-site-verification", "baidu-site-verification", "mobile-agent", "csrf-token",
    "contentstart", "contentend",
})  # fmt: skip
_TAG = re.compile(r"<[^<>]{0,200}>")
_SPACE = re.compile(r"\s+")
_LABELS = frozenset(INDEX_LABELS)
_INDEX_SEARCH = re.compile(r"索\s*(?:引|取)\s*号")
_TEXT_KEY = re.compile(r"[ \t\u3000\ufeff]*([^\s:：|#=]{1,12}(?:[ \u3000][^\s:：|#=]{1,6})?)[ \t]*[:：](.*)$")
_TEXT_KEYS = {
    "标题": "articletitle", "文章标题": "articletitle", "title": "articletitle",
    "发布时间": "pubdate", "发布日期": "pubdate", "发文日期": "pubdate", "date": "pubdate", "pubdate": "pubdate",
    "栏目": "columnname", "所属栏目": "columnname",
    "原文链接": "url", "来源链接": "url", "链接": "url", "网址": "url", "url": "url",
    "发布机构": "contentsource", "来源": "contentsource", "信息来源": "contentsource", "source": "contentsource",
}  # fmt: skip
_TEXT_ANCHORS = frozenset({"articletitle", "pubdate", "url"})
_RULE = re.compile(r"\s*[=\-*_—]{4,}\s*(?:正文|内容)?\s*[=\-*_—]*\s*$")

_WITHIN_ROW = frozenset({"td", "th", "tr", "li", "span", "b", "strong", "em", "i", "label", "p", "dt", "dd", "font"})

_CRUMB = re.compile(r"(?:当前|所在|您的|现在的|现在)位置")
_CRUMB_SPLIT = re.compile(r"[>›»＞→]|\s/\s|\s+")

DATE = re.compile(
    r"(?:发布日期|发布时间|发稿时间|发表时间|更新时间|日期|时间)\s*[:：]?\s*"
    r"(\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}日?(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?)"
)
SOURCE = re.compile(
    r"(?:信息来源|文章来源|来源|发布机构|稿源)\s*[:：]\s*([^\s:：|]{2,40}?)(?=字[号体]|浏览|点击|访问|[\s:：|]|$)"
)
"""The name ends where the page's own words begin, also without white space: 来源：云岭县水利局字号：大 中 小."""


def clean_value(value: str) -> str:
    """Return a meta value on one line, without the tags and escapes that portals leave in titles."""
    if "<" in value or "&" in value:
        value = html.unescape(_TAG.sub("", html.unescape(value)))
    return " ".join(value.translate(CONTROLS).split())[:MAX_VALUE]


def read_meta(elements: Iterable[_Element]) -> dict[str, str]:
    """Return the named meta tags, lower-cased; of several with one name the first that says anything."""
    metadata: dict[str, str] = {}
    for element in elements:
        key = (element.get("name") or element.get("property") or "").strip().lower()
        if key and key not in metadata and key not in _SKIPPED_META and len(key) < 60:
            value = clean_value(element.get("content") or "")
            if value:
                metadata[key] = value
    return metadata


def _holders(root: _Element, character: str, pattern: re.Pattern[str]) -> Iterator[_Element]:
    """Yield the elements in whose own text the pattern is found; `character` is in all that it matches."""
    for element in root.iter():
        text = element.text
        if text and character in text and pattern.search(text) and isinstance(element.tag, str):
            yield element
        text = element.tail
        if text and character in text and pattern.search(text):
            parent = element.getparent()
            if parent is not None:
                yield parent


def find_index_block(root: _Element, text: str) -> tuple[_Element | None, dict[str, str]]:
    """Return the element that holds the index-number block, and its rows as `index:` + label.

    `text` is the text of `root`. The block is found by its labels alone: the nearest ancestor of 索引号 that holds
    three known labels. Raises NotApartError where a table lifted out of the page stands among them.
    """
    if "索" not in text or not _INDEX_SEARCH.search(text):
        return None, {}
    for element in islice(_holders(root, "索", _INDEX_SEARCH), 3):
        at: _Element | None = element
        best: tuple[_Element | None, dict[str, str]] = (None, {})
        for _ in range(8):
            if at is None or at.tag in ("body", "html"):
                break
            if at.tag not in _WITHIN_ROW:
                if len(text_of(at)) > MAX_BLOCK:
                    break
                demand_cells(at)
                rows = _read_pairs(strings(at))
                if len(rows) > len(best[1]):
                    best = (at, rows)
                if len(rows) >= 3:
                    break
            at = at.getparent()
        if best[1]:
            return best[0], {f"index:{label}": value for label, value in best[1].items()}
    return None, {}


def _read_pairs(texts: Iterable[str]) -> dict[str, str]:
    """Return label -> value of a run of strings in which known labels stand before or with their values."""
    rows: dict[str, str] = {}
    label = ""
    for text in texts:
        text = text.strip()
        if not text:
            continue
        head, colon, tail = text.replace("：", ":").partition(":")
        key = "".join(head.split()).strip("【】[]")
        if key in _LABELS and (colon or len(text) < 16):
            label = key
            tail = text[len(head) + 1 :].strip()
            rows.setdefault(label, "")
            if tail:
                rows[label] = rows[label] or tail[:MAX_VALUE]
        elif label and text not in (":", "："):
            rows[label] = f"{rows[label]} {text.lstrip(':：')}".strip()[:MAX_VALUE]
    return {label: value for label, value in rows.items() if value}


def read_breadcrumb(links: Iterable[_Element], root: _Element, text: str) -> str:
    """Return the bread crumb as names with ` > ` between, or ''. `text` is the text of `root`."""
    names = [text_of(link).strip() for link in links if "CurrChnlCls" in (link.get("class") or "")]
    if names:
        return " > ".join(name for name in names if name)
    if "位置" not in text:
        return ""
    for element in islice(_holders(root, "位", _CRUMB), 3):
        at: _Element | None = element
        for _ in range(3):
            if at is None or at.tag == "body":
                break
            line = _SPACE.sub(" ", text_of(at)).strip()
            found = _CRUMB.search(line)
            rest = line[found.end() :].strip(" :：\xa0") if found else ""
            if rest:
                parts = (part.strip() for part in _CRUMB_SPLIT.split(rest))
                return " > ".join(part for part in parts if part) if len(rest) < 200 else ""
            at = at.getparent()
    return ""


def read_byline(text: str) -> dict[str, str]:
    """Return the date and source printed around an article, for pages without meta tags."""
    found: dict[str, str] = {}
    date = DATE.search(text)
    if date:
        found["pubdate"] = _SPACE.sub(" ", date[1]).strip()
    source = SOURCE.search(text)
    if source:
        found["contentsource"] = source[1]
    return found


def read_text_header(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return the metadata of `key: value` lines at the top of a text and the index of the first line after them.

    They count as metadata only when one of them is a title, a date or an address under a usual name; other texts
    begin with a telephone number and a colon.
    """
    metadata: dict[str, str] = {}
    anchored = False
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    while at < min(len(lines), 30):
        match = _TEXT_KEY.match(lines[at]) if len(lines[at]) < 400 else None
        if not match:
            break
        label, value = _SPACE.sub("", match[1]), match[2].strip()
        key = _TEXT_KEYS.get(label.lower(), f"index:{label}")
        anchored = anchored or (key in _TEXT_ANCHORS and bool(value))
        if value:
            metadata.setdefault(key, value)
        at += 1
    if not anchored or len(metadata) < 2:
        return {}, 0
    for ahead in range(at, min(at + 3, len(lines))):
        # what stands between the header and its closing rule belongs to neither
        if _RULE.match(lines[ahead]):
            return metadata, ahead + 1
    return metadata, at
