"""The article's elements in order, as blocks; page furniture left out.

Inline tags are stripped first, at the speed of libxml2, so that every tag left begins a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree
from lxml.etree import _Element

from extractors.document import Block, Heading, Paragraph, Place, Problem, Table
from extractors.formats.html_body import Body, is_statutory, keys_in
from extractors.formats.html_lift import MARK
from extractors.formats.html_tables import RawTable, gather, is_data_around, read_grid
from extractors.formats.html_text import CONTROLS, INLINE, INVISIBLE, clean, han, line_of, text_of

CHROME_LIMIT = 200
"""Chinese characters up to which a box with the name of page furniture is left out; an article is longer."""

FURNITURE_LIMIT = 60
BYLINE_LIMIT = 160
"""Characters up to which a line may be page furniture, or the line with date and source below a title."""

_BLOCK, _HEADING, _TABLE, _BREAK, _PRE, _SKIP = 1, 2, 3, 4, 5, 6
_KINDS: dict[object, int] = dict.fromkeys((
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "header", "footer", "main", "aside", "nav",
    "blockquote", "center", "form", "fieldset", "figure", "figcaption", "address", "details", "summary", "legend",
    "body", "html", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "ucapcontent", "ucaptitle", "option",
    "marquee", "hgroup", "dir", "menu", "multicol", "noframes",
), _BLOCK)  # fmt: skip
_KINDS.update(dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING))
_KINDS.update({"table": _TABLE, "br": _BREAK, "hr": _BREAK, "pre": _PRE, "listing": _PRE, "xmp": _PRE})
_KINDS.update({etree.Comment: _SKIP, "meta": _SKIP, "link": _SKIP, "param": _SKIP, "base": _SKIP})

_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|submenu|breadcrumbs?|crumbs?|position|location|dqwz|bshare|bdshare(?:buttonbox)?"
    r"|share|sharebox|print|dayin|pager|pages?|pagination|prev|next|related|xgwz|xgyd|xglj|qrcode|ewm|erweima|saoma"
    r"|footer|header|toolbar|tools?|fontsize|zihao|comments?|copyright|toc|catalog|sidebar|banner)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_CHROME_TAGS = frozenset({"nav", "header", "footer", "aside", "form", "menu"})
_DROPPED = "dropped"
_ROWS = frozenset({"td", "th", "tr"})
_BOXES = ("div", "ul", "ol", "section", "dl", *sorted(_CHROME_TAGS))

_BUTTON = r"(?:打印|关闭|收藏|返回|大|中|小|字号|字体|本页|窗口|顶部|我要纠错|纠错)"
_FURNITURE = re.compile(
    r"[【\[]?\s*(?:上一[篇条页]|下一[篇条页]|上篇|下篇)\s*[】\]:：]"
    r"|(?:分享到|分享至|分享本页|扫一扫|扫码|微信扫|打印本页|打印此页|关闭窗口|关闭本页|返回顶部|返回上一页|浏览次数|点击次数|点击数"
    r"|访问次数|阅读次数|责任编辑|字号|字体)\s*[:：】\]]?.{0,40}$"
    rf"|[【\[（(\s]*{_BUTTON}(?:[\s】\]|｜（(【\[:：）)]+{_BUTTON})*+[\s】\]）)]*$"
)
_BYLINE = re.compile(
    r"\s*[【\[（(]?(?:发布|发稿|发表|更新|发文)(?:时间|日期)\s*[:：]\s*\d{4}\s*[-年/.]"
    r"|\s*[【\[（(]?(?:信息|文章|新闻)?来源\s*[:：].{0,80}(?:时间|日期|浏览|点击|阅读|字)"
    r"|\s*(?:日期|时间)\s*[:：]\s*\d{4}\s*[-年/.].{0,40}(?:来源|浏览|点击|阅读|字|作者)"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f" + "".join(map(chr, INVISIBLE)) + "]")


def blocks_of(
    body: Body, problems: list[Problem], paths: Mapping[_Element, str], lifted: Sequence[RawTable] = ()
) -> list[Block]:
    """Return the blocks of an article. Changes the tree: inline tags and comments are stripped from it.

    `paths` has the DOM paths of tables as they were before, `lifted` the tables that were taken out of the source.
    """
    if body.begin is None:
        etree.strip_elements(body.element, etree.Comment, with_tail=False)
    etree.strip_tags(body.element, *INLINE)
    walk = _Walk(problems, paths, lifted, has_controls=_CONTROL.search(body.text) is not None)
    if body.begin is None:
        walk.walk(iter((body.element,)), tails=False)
    else:
        walk.walk(_between(body.begin, body.end), tails=True)
    return walk.blocks


def _between(begin: _Element, end: _Element | None) -> Iterator[_Element]:
    yield begin
    for node in begin.itersiblings():
        if node is end:
            return
        yield node


def drop(element: _Element, *others: _Element) -> None:
    """Take elements out of the tree, leaving the text after them."""
    root = element.getroottree().getroot()
    for dropped in (element, *others):
        # libxml2 moves text as it is; given back through Python, a control character in it would be refused
        dropped.tag = _DROPPED
    etree.strip_elements(root, _DROPPED, with_tail=False)


def drop_furniture(body: _Element, hidden: Iterable[_Element]) -> None:
    """Take out boxes that are page furniture by tag or name, and hidden ones, unless they hold the article."""
    found: list[_Element] = []
    cells: list[_Element] = []
    for element in hidden:
        (cells if element.tag in _ROWS else found).append(element)
    for element in body.iter(*_BOXES):
        name = element.get("class")
        if (
            (name and _CHROME.search(name))
            or element.tag in _CHROME_TAGS
            or ((name := element.get("id")) and _CHROME.search(name))
        ) and not _is_in_data(element):
            found.append(element)
    # editors hide the cells that a merged one covers; read as cells they would move all that follow
    furniture = [*cells, *(element for element in found if element is not body and _is_small(element))]
    if furniture:
        drop(*furniture)


def _is_in_data(element: _Element) -> bool:
    """Tell whether a box stands in a cell of a statutory table: its name says nothing about what is in it."""
    cell = next(element.iterancestors("td", "th"), None)
    table = None if cell is None else next(cell.iterancestors("table"), None)
    # a table around another one lays out the page
    return table is not None and next(table.iterdescendants("table"), None) is None and is_statutory(text_of(table))


def _is_small(element: _Element) -> bool:
    """Tell whether a box is too small, and holds too little of a report's words, to be an article."""
    if next(element.iterdescendants("table", "tr", "td"), None) is not None:
        return False
    text = text_of(element)
    return han(text) <= CHROME_LIMIT and not keys_in(text)


class _Walk:
    """Goes through elements once and collects blocks."""

    def __init__(
        self,
        problems: list[Problem],
        paths: Mapping[_Element, str],
        lifted: Sequence[RawTable],
        *,
        has_controls: bool,
    ) -> None:
        self.problems = problems
        self.paths = paths
        self.lifted = lifted
        self.has_controls = has_controls
        self.place = Place()
        self.blocks: list[Block] = []
        self.tables = 0
        self.line: list[str] = []
        self.at: int | None = None
        self.preformatted = 0

    def walk(self, nodes: Iterator[_Element], *, tails: bool) -> None:
        """Add the blocks of sibling elements; `tails` says whether the text after them belongs to the article."""
        kinds = _KINDS
        line = self.line
        stack = [nodes]
        parents: list[tuple[_Element, int]] = []
        while stack:
            for element in stack[-1]:
                kind = kinds.get(element.tag, 0)
                if kind:
                    if line:
                        self._flush()
                    self.at = line_of(element)
                    if kind == _TABLE and self._add_table(element):
                        kind = _SKIP
                    elif kind == _PRE:
                        self.preformatted += 1
                if kind != _SKIP:
                    text = element.text
                    if text:
                        line.append(text)
                    if len(element):
                        parents.append((element, kind))
                        stack.append(iter(element))
                        break
                    if kind:
                        self._end(element, kind)
                text = element.tail
                if text and (tails or parents):
                    line.append(text)
            else:
                stack.pop()
                if parents:
                    element, kind = parents.pop()
                    if kind:
                        self._end(element, kind)
                    text = element.tail
                    if text and (tails or parents):
                        line.append(text)
        if line:
            self._flush()

    def _end(self, element: _Element, kind: int) -> None:
        if self.line:
            self._flush(int(element.tag[1]) if kind == _HEADING else 0)
        if kind == _PRE:
            self.preformatted -= 1

    def _flush(self, level: int = 0) -> None:
        """Make a block of the text since the last one."""
        text = "".join(self.line) if len(self.line) > 1 else self.line[0]
        self.line.clear()
        if text.isspace():
            return
        if self.preformatted:
            self._add_preformatted(text)
            return
        text = clean(text)
        if self.has_controls:
            text = text.translate(CONTROLS).strip()
            if not text:
                return
        if self.place.line != self.at:
            self.place = Place(line=self.at)
        if level:
            self.blocks.append(Heading(text, level, self.place))
        elif len(text) > BYLINE_LIMIT or not (
            _BYLINE.match(text) or (len(text) <= FURNITURE_LIMIT and _FURNITURE.match(text))
        ):
            self.blocks.append(Paragraph(text, self.place))

    def _add_preformatted(self, text: str) -> None:
        """Add the lines of a text whose line ends and tabs are printed."""
        for offset, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            row = row.translate(CONTROLS)
            if row.strip() or "\t" in row:
                self.blocks.append(Paragraph(row, Place(line=None if self.at is None else self.at + offset)))

    def _add_table(self, element: _Element) -> bool:
        """Add a data table and return True, or return False for one that only lays out other blocks."""
        mark = element.get(MARK) if self.lifted else None
        if mark is not None:
            raw = self.lifted[int(mark)]
        else:
            has_inner = next(element.iterdescendants("table"), None) is not None
            if has_inner and not is_data_around(element):
                return False
            raw = gather(element)
        if not raw.rows or raw.is_layout:
            return False
        for text in raw.stray:
            self.blocks.append(Paragraph(clean(text), Place(line=self.at)))
        if raw.is_spacer:
            return True
        place = Place(table=self.tables + 1, path=self.paths.get(element), line=self.at)
        table = read_grid(raw, place, self.problems)
        if table is None:
            self._add_rows(raw, place)
        else:
            self.tables += 1
            self.blocks.append(_without_controls(table) if self.has_controls else table)
        return True

    def _add_rows(self, raw: RawTable, place: Place) -> None:
        message = "its rows were kept as lines; no form is so large"
        self.problems.append(Problem("table_too_large", f"line {place.line}", "", message))
        for row in raw.rows:
            line = "\t".join(text.replace("\n", " ") for text in row.texts)
            if line.strip():
                self.blocks.append(Paragraph(line, Place(line=place.line)))


def _without_controls(table: Table) -> Table:
    cells = tuple(cell._replace(text=cell.text.translate(CONTROLS)) for cell in table.cells)
    return Table(cells, table.row_count, table.column_count, table.place, caption=table.caption)
