"""Which part of a page is the article.

In order: a container whose name is known from a publishing system, if it holds the article; the smallest element around
the statutory tables and headings; the densest block of text. Whatever is chosen is widened until it holds every
statutory heading and table label that the page has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element

from extractors.formats.html_text import han, text_of

HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "行政诉讼情况",
    "存在的主要问题",
    "其他需要报告的事项",
)
TABLE_LABELS = (
    "本年新收政府信息公开申请",
    "上年结转政府信息公开申请",
    "第二十条第",
    "本年制发件数",
    "本年新制作数量",
    "结果维持",
)
_KEYS = HEADINGS + TABLE_LABELS

ENOUGH_CHINESE = 400
"""Chinese characters that make a named container the article; from the portals seen, list pages stay below 300."""

ENOUGH_HEADINGS = 2

PROSE = 60
"""Chinese characters with a full stop that a neighbour of the article must have to belong to it."""

FEWEST_LINES = 4
"""Lines that an article all in one box has at least: the heads of two sections and what stands under them."""

MAX_CLIMB = 40

_IN_PARAGRAPH = frozenset({"span", "font", "b", "strong", "p", "em", "i", "u", "br", "li"})
_HOLDERS = ("div", "table", "section", "article", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
"""Tags that stand in no paragraph; office programs have many of their own that do (o:p)."""
_NO_PROSE = frozenset({"option", "label"})

CONTAINER_IDS = {
    "ucap-content": 0, "ucapcontent": 0, "zoom": 8, "ivs_content": 8, "zoomcon": 8, "js_content": 9, "fontzoom": 9,
    "article-content": 6, "articlecontent": 9, "article_content": 10, "pagecontent": 11,
}  # fmt: skip
CONTAINER_CLASSES = {
    "trs_editor": 1, "trs_editor_view": 1, "trs_ueditor": 1, "v_news_content": 4, "article-content": 6,
    "news_cont_d_wrap": 6, "bt-content": 8, "wzcon": 9, "gknb_content": 10, "xxgkcont": 10, "xxgk_content": 10,
    "article_content": 10, "view": 11, "pages_content": 11, "zwxl-article": 11, "article-con": 11, "article_con": 11,
    "news_content": 11, "news-content": 11, "con_main": 12, "wenzhang-content": 12, "artical_content": 12,
    "yhmain": 12, "ymain": 12,
}  # fmt: skip
"""Names of article containers, lower case, by the order in which they are tried (TRS, UCAP, VSB, NFCMS …)."""

_VSB = re.compile(r"vsb_content", re.IGNORECASE)
_VSB_RANK = 5


class Body(NamedTuple):
    """The article: all of `element`, or what stands in it between the siblings `begin` and `end`.

    `keys` are the statutory words in it; `is_named` tells that a publishing system calls it the article.
    """

    element: _Element
    keys: frozenset[str]
    text: str
    begin: _Element | None = None
    end: _Element | None = None
    is_named: bool = False


class Box(NamedTuple):
    """Where an element stands in the template of a site: the steps to it from the page's root, its id and class.

    A step is a tag, and how many elements of that tag stand before it beside it. No XPath, in which the tags of office
    programs and publishing systems (o:p, ucap:box) are no names.
    """

    steps: tuple[tuple[str, int], ...]
    id: str
    classes: str


def keys_in(text: str) -> frozenset[str]:
    """Return the statutory headings and table labels that a text holds, spaces inside them ignored."""
    found = [key for key in _KEYS if key in text]
    if len(found) < len(_KEYS) - 4:
        # one form has about this many of them; fewer may be torn by spaces
        compact = "".join(text.split())
        found = [key for key in _KEYS if key in compact]
    return frozenset(found)


def holds_article(text: str, keys: frozenset[str]) -> bool:
    """Tell whether a text is an article rather than its title and date."""
    if len(keys.intersection(HEADINGS)) >= ENOUGH_HEADINGS or len(keys.intersection(TABLE_LABELS)) >= 2:
        return True
    return han(text) >= ENOUGH_CHINESE


def container_rank(element: _Element) -> int | None:
    """Return the place of an element's id or class among the known containers, None for any other."""
    rank: int | None = None
    # one list of names costs less than look-ups of what is mostly not there
    written = element.keys()
    name = element.get("id") if "id" in written else None
    if name:
        rank = CONTAINER_IDS.get(name.lower())
        if rank is None and _VSB.match(name):
            rank = _VSB_RANK
    names = element.get("class") if "class" in written else None
    if names:
        for name in names.lower().split():
            other = CONTAINER_CLASSES.get(name)
            if other is not None and (rank is None or other < rank):
                rank = other
    return rank


def choose_body(
    body: _Element,
    body_text: str,
    page_keys: frozenset[str],
    named: list[tuple[int, int, _Element]],
    marks: Sequence[_Element],
    tables: Sequence[_Element],
) -> Body | None:
    """Return the article of a page, or None when there is no text on it at all.

    `named` are the elements with a known name as (rank, position, element), `marks` a system's own marks around the
    article.
    """
    found = _named(named, page_keys)
    if found is None and marks:
        found = _between_marks(marks)
    if found is None and page_keys:
        found = _around_keys(body, page_keys, tables)
        if found is not None:
            found = _with_prose(found)
    if found is None:
        # a cell or a span of a known name; there are too many of these to look at on every page
        rows = enumerate(body.iter("td", "span", "font", "p", "ul"))
        ranked = ((container_rank(element), at, element) for at, element in rows if len(element.keys()))
        found = _named([(rank, at, element) for rank, at, element in ranked if rank is not None], page_keys)
    if found is None:
        found = _densest(body, body_text)
    return found


def body_in(root: _Element, boxes: Sequence[Box], page_keys: frozenset[str]) -> Body | None:
    """Return what stands in the first of some boxes that a page has, None where it has none of them."""
    for box in boxes:
        element = _at_steps(root, box.steps)
        if element is not None and (element.get("id") or "", element.get("class") or "") == box[1:]:
            text = text_of(element)
            return _widened(element, text, keys_in(text), page_keys)._replace(is_named=True)
    return None


def steps_to(element: _Element) -> tuple[tuple[str, int], ...]:
    """Return the steps that lead to an element from the root of its page."""
    steps: list[tuple[str, int]] = []
    at: _Element | None = element
    while at is not None and (parent := at.getparent()) is not None:
        steps.append((str(at.tag), sum(1 for _ in at.itersiblings(at.tag, preceding=True))))
        at = parent
    return tuple(reversed(steps))


def _at_steps(root: _Element, steps: Sequence[tuple[str, int]]) -> _Element | None:
    at: _Element | None = root
    for tag, before in steps:
        if at is None:
            return None
        at = next(islice(at.iterchildren(tag), before, None), None)
    return at


def _named(named: list[tuple[int, int, _Element]], page_keys: frozenset[str]) -> Body | None:
    for _, _, element in sorted(named):
        text = text_of(element)
        keys = keys_in(text)
        if holds_article(text, keys):
            found = _widened(element, text, keys, page_keys)
            if not found.keys >= page_keys:
                found = _with_siblings(found, [other for _, _, other in named])
            return found._replace(is_named=True)
    return None


def _with_siblings(found: Body, named: list[_Element]) -> Body:
    """Add the boxes of known names beside an article: some systems put each part into a box of its own."""
    parent = found.element.getparent()
    boxes = [element for element in named if element.getparent() is parent]
    if parent is None or len(boxes) < 2 or found.element not in boxes:
        return found
    boxes.sort(key=parent.index)
    last = boxes[-1].getnext()
    nodes = list(parent)[parent.index(boxes[0]) : None if last is None else parent.index(last)]
    text = "".join(text_of(node) + (node.tail or "") for node in nodes if isinstance(node.tag, str))
    keys = keys_in(text)
    return Body(parent, keys, text, boxes[0], last) if keys > found.keys else found


def _widened(element: _Element, text: str, keys: frozenset[str], page_keys: frozenset[str]) -> Body:
    """Climb until every statutory word of the page is inside; stay when only the whole page would do."""
    start = Body(element, keys, text)
    at = element
    for _ in range(MAX_CLIMB):
        if keys >= page_keys:
            return Body(at, keys, text)
        parent = at.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return start
        at = parent
        text = text_of(at)
        keys = keys_in(text)
    return start


def is_mark(comment: str) -> bool:
    """Tell whether a comment is a publishing system's mark of where the article begins or ends."""
    return _mark_side(comment) is not None


def _mark_side(word: str) -> bool | None:
    """Return True for a mark of the beginning, False for one of the end, None for anything else."""
    word = word.strip().lower()
    if len(word) > 80:
        return None
    if word.endswith("content.begin") or word in ("contentstart", "正文开始", "内容开始"):
        return True
    if word.endswith("content.end") or word in ("contentend", "正文结束", "内容结束"):
        return False
    return None


def _between_marks(marks: Sequence[_Element]) -> Body | None:
    """Return what stands between a system's own begin and end marks: comments, or meta tags inside the body."""
    begin = end = None
    for mark in marks:
        side = _mark_side((mark.get("name") if mark.tag == "meta" else mark.text) or "")
        if side and begin is None:
            begin = mark
        elif side is False and begin is not None:
            end = mark
    if begin is None or end is None:
        return None
    parent = begin.getparent()
    if parent is not None and end.getparent() is parent:
        pieces = [begin.tail or ""]
        for node in begin.itersiblings():
            if node is end:
                break
            pieces += [text_of(node) if isinstance(node.tag, str) else "", node.tail or ""]
        text = "".join(pieces)
        keys = keys_in(text)
        return Body(parent, keys, text, begin, end) if holds_article(text, keys) else None
    common = _common_ancestor([begin, end])
    if common is None:
        return None
    text = text_of(common)
    keys = keys_in(text)
    return Body(common, keys, text) if holds_article(text, keys) else None


def _common_ancestor(elements: Sequence[_Element]) -> _Element | None:
    """Return the smallest element around all of `elements`, itself none of them."""
    common: list[_Element] | None = None
    for element in elements:
        chain = list(element.iterancestors())
        if common is None:
            common = chain
        else:
            kept = set(chain)
            common = [ancestor for ancestor in common if ancestor in kept]
    return common[0] if common else None


def _around_keys(body: _Element, page_keys: frozenset[str], tables: Sequence[_Element]) -> Body | None:
    """Return the smallest element that holds every statutory word of the page."""
    if not holds_article("", page_keys):
        return None
    statutory = [table for table in tables[:60] if is_statutory(text_of(table))]
    start = _common_ancestor(statutory) if statutory else None
    if start is not None:
        at: _Element | None = start
        for _ in range(MAX_CLIMB):
            if at is None or at is body or at.tag == "html":
                break
            text = text_of(at)
            keys = keys_in(text)
            if keys >= page_keys:
                return Body(at, keys, text)
            at = at.getparent()
    at = body
    text = text_of(body)
    for _ in range(MAX_CLIMB):
        for child in at:
            if len(child) or child.text:
                inner = text_of(child) if isinstance(child.tag, str) else ""
                if len(inner) > 40 and keys_in(inner) >= page_keys and not _is_paragraph(child):
                    at, text = child, inner
                    break
        else:
            break
    if at.tag in ("table", "tbody", "tr", "thead"):
        # the article's own frame or its only table: read it from outside
        parent = at.getparent()
        at = parent if parent is not None else at
    return Body(at, page_keys, text)


def _is_paragraph(element: _Element) -> bool:
    """Tell whether an element is one paragraph, such as an introduction that names the sections, and no article."""
    if next(element.iterdescendants(*_HOLDERS), None) is not None:
        return False
    return sum(1 for _ in element.iter("br", "p")) < FEWEST_LINES


def is_statutory(text: str) -> bool:
    """Tell whether the text of a table has a label of a statutory table."""
    if any(label in text for label in TABLE_LABELS):
        return True
    compact = "".join(text.split())
    return len(compact) != len(text) and any(label in compact for label in TABLE_LABELS)


def _with_prose(found: Body) -> Body:
    """Climb while a neighbour of the article is prose, such as an introduction in a box of its own."""
    at = found.element
    for _ in range(4):
        parent = at.getparent()
        if parent is None or parent.tag in ("html", "body"):
            break
        if not any(_is_prose(sibling) for sibling in parent if sibling is not at):
            break
        at = parent
    if at is found.element:
        return found
    return Body(at, found.keys, text_of(at))


def _is_prose(element: _Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    text = text_of(element)
    if "。" not in text or han(text) < PROSE:
        return False
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    return linked * 3 < len(text)


def _densest(body: _Element, body_text: str) -> Body | None:
    """Return the element with most text of its own, in its paragraphs and in theirs; text of links does not count."""
    if not body_text or body_text.isspace():
        return None
    linked: set[_Element] = set()
    for link in body.iter("a"):
        if link not in linked:
            linked.update(link.iter())
    scores: dict[_Element, float] = {}
    for element in body.iter():
        if not isinstance(element.tag, str) or element in linked:
            continue
        own = han(element.text or "") + sum(han(child.tail or "") for child in element)
        holder: _Element | None = element
        while own and holder is not None and holder.tag in _IN_PARAGRAPH:
            holder = holder.getparent()
        if not own or holder is None or holder.tag in _NO_PROSE:
            continue
        scores[holder] = scores.get(holder, 0.0) + own
        outer = holder.getparent()
        if outer is not None:
            scores[outer] = scores.get(outer, 0.0) + own / 2
    best = max(scores, key=lambda element: scores[element]) if scores else body
    table = next(best.iterancestors("table"), None) if best.tag in ("td", "th", "caption") else None
    if table is not None and han(text_of(best)) * 2 < han(text_of(table)):
        best = table  # one cell of a table of data, not a column of a page's frame
    while best.tag in ("tr", "tbody", "table", "thead", "html"):
        outer = body if best.tag == "html" else best.getparent()
        if outer is None:
            break
        best = outer
    text = text_of(best)
    return _with_prose(Body(best, keys_in(text), text))
