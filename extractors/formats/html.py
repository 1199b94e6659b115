"""Read a web page as a Document: the article's paragraphs, headings and tables, and what the portal says about it.

One parse, one walk. Inline tags are stripped from the article first, so that every tag left begins a line. Raises
EmptyError and TooLargeError; a page that is no article gives a Document whose metadata says so under `page:kind`
(challenge, soft_404, list, empty).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from lxml.etree import _Element

from extractors.document import Block, Document, Heading, Link, Paragraph, Place, Problem, Table
from extractors.errors import EmptyError, TooLargeError
from extractors.formats.charset import decode
from extractors.formats.html_body import Body, choose_body, container_rank, holds_article, is_mark, keys_in
from extractors.formats.html_links import is_picture, link_of, links_in_source, unique
from extractors.formats.html_tables import cell_text, collect_rows, is_layout, read_grid
from extractors.formats.html_text import CONTROLS, clean, han, line_of, text_of
from extractors.formats.page_kind import page_kind
from extractors.formats.portal_metadata import (
    clean_value,
    find_index_block,
    read_breadcrumb,
    read_byline,
    read_meta,
)

MAX_BYTES = 48 * 1024 * 1024
"""The largest page seen has 0.5 MB; the tree takes about five times as much."""

MAX_TAG = 20_000
"""Bytes of one tag. Parsing is quadratic in the attributes of a tag: 40,000 of them take seconds."""

MAX_EQUALS = 20_000
"""Equals signs from which tags are measured one by one; a page of 100 kB pasted from Word has 3,000."""

MAX_ELEMENTS = 600_000
"""Opening angle brackets of a page."""

MAX_PATHS = 300
"""Tables whose DOM path is computed; each path counts the elements before it."""

LABEL_LIMIT = 80
"""Characters of a cell of a data table, beside which an inner table is only an accident of the editor."""

FALLBACK_ELEMENTS = 20_000
"""Elements up to which the generic extractor is asked; it is quadratic in some of them."""

FALLBACK_SHARE = 0.5
"""Share of the page's Chinese characters under which our own choice of body is doubted."""

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

INLINE = (
    "span", "font", "b", "strong", "i", "em", "u", "a", "o:p", "sub", "sup", "small", "big", "s", "strike", "del",
    "ins", "label", "tt", "code", "nobr", "st1:chsdate", "st1:chmetcnv", "w:wrap", "bdo", "abbr", "acronym", "mark",
    "cite", "time", "text", "wbr", "kbd", "samp", "var", "q", "ruby", "rb", "input",
)  # fmt: skip
UNPRINTED = (
    "script", "style", "noscript", "template", "textarea", "select", "button", "iframe", "object", "embed", "applet",
    "video", "audio", "canvas", "svg", "map", "xml", "head", "title", "frameset", "datalist", "colgroup",
)  # fmt: skip

_BOXES = frozenset({"div", "article", "section", "ucapcontent", "main"})
_SURVEYED = (
    *_BOXES, "meta", "title", "ucaptitle", "h1", "a", "iframe", "embed", "object", "img", "table", etree.Comment,
)  # fmt: skip

_BARE_LINK = re.compile(rb"<(?=(?:https?:|www\.|mailto:|ftp:|[\w.+-]{1,64}@[\w-]))", re.IGNORECASE)
_LONG_TAG = re.compile(rb"<[a-zA-Z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_MARKUP = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>?")
_UNPRINTED_SOURCE = re.compile(
    rb"<(script|style|textarea|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_KEPT_TAGS = frozenset(b"table tr td th h1 h2 h3 h4 h5 h6 meta title html head body".split())
_INLINE_TAGS = frozenset(tag.encode() for tag in INLINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff]")

_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|submenu|breadcrumbs?|crumbs?|position|location|dqwz|bshare|bdshare(?:buttonbox)?|share"
    r"|sharebox|print|dayin|pager|pages?|pagination|prev|next|related|xgwz|xgyd|xglj|qrcode|ewm|erweima|saoma|footer|header"
    r"|toolbar|tools?|fontsize|zihao|comments?|copyright|toc|catalog|sidebar|banner|editor-?info|gn-?btn)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_CHROME_TAGS = frozenset({"nav", "header", "footer", "aside", "form", "menu"})
CHROME_LIMIT = 200
"""Chinese characters up to which a box with the name of page furniture is left out; an article is longer."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_FURNITURE = re.compile(
    r"(?:【|\[)?\s*(?:上一[篇条页]|下一[篇条页]|上篇|下篇)\s*[】\]:：]"
    r"|(?:分享到|分享至|分享本页|扫一扫|扫码|微信扫|打印本页|打印此页|关闭窗口|关闭本页|返回顶部|返回上一页|浏览次数|点击次数|点击数|访问次数"
    r"|阅读次数|责任编辑|字号|字体)\s*[:：】\]]?.{0,40}$"
    r"|[【\[（(]?\s*(?:打印|关闭|收藏|返回|大|中|小|字号|字体)(?:[\s】\]|｜（(【\[:：）)]+(?:打印|关闭|收藏|返回|大|中|小|字号|字体|本页|窗口))*\s*[】\])）]*$"
)
FURNITURE_LIMIT = 60
"""Characters up to which a line may be page furniture."""

_CONFIG = re.compile(r"_CONFIG\s*=")
_CONFIG_CONTENT = re.compile(r"[\"']?content[\"']?\s*:\s*\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_TITLE_SPLIT = re.compile(r"\s*(?:[_|｜]|--|—|\s[-–]\s|-(?=[^-]*(?:网|政府|门户|局|委|厅)[^-]*$))\s*")
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|biaoti|headline)(?:$|[\s_-])", re.IGNORECASE)
_REPORT_WORD = re.compile(r"年报|年度报告|工作报告|信息公开")


def read(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
    """Read a page. Raises EmptyError and TooLargeError."""
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"a page of {len(data) >> 20} MB, more than {MAX_BYTES >> 20}", name=name)
    decoded = decode(data, charset=charset, media_type=media_type, markup=True)
    problem = decoded.problem()
    problems = [problem] if problem else []
    if decoded.encoding == "utf-8" and not decoded.replaced:
        source = data[decoded.skipped :] if decoded.skipped else data
    else:
        source = decoded.text.encode("utf-8", "replace")
    root = parse(source, problems, name)
    if root is None:
        return _as_lines(decoded.text, name, problems)
    return _Page(root, decoded.text, name, problems).read()


def read_fragment(markup: str, problems: list[Problem]) -> list[Block]:
    """Return the blocks of a piece of markup, such as a table inside Markdown."""
    root = parse(markup.encode("utf-8", "replace"), problems, "")
    if root is None:
        return []
    body = root.find("body")
    return _Walk(problems, {}).blocks_of(Body(root if body is None else body, frozenset(), ""))


def parse(source: bytes, problems: list[Problem], name: str = "") -> _Element | None:
    """Return the tree of a page in UTF-8, None when there is nothing to make one of.

    Every limit of the parser is met by a second reading, first with wider limits, then of markup reduced to lines and
    tables; what is lost then is said in a problem. Raises TooLargeError.
    """
    if source.count(b"<") > MAX_ELEMENTS:
        raise TooLargeError(f"a page of more than {MAX_ELEMENTS} tags", name=name)
    if _has_long_tag(source):
        source = _without_long_tags(source, problems)
    if b"\0" in source:
        source = source.replace(b"\0", b"")
    if b"<http" in source or b"<www." in source or b"<HTTP" in source:
        source = _BARE_LINK.sub(b"&lt;", source)
    root, whole = _parse_once(source, huge=False)
    if whole:
        return root
    root, whole = _parse_once(source, huge=True)
    if whole:
        return root
    root, whole = _parse_once(_reduced(source), huge=True)
    if not whole:
        root = None
    problems.append(
        Problem(
            "parse_truncated",
            "page",
            "",
            "the markup is nested too deeply for the parser; "
            + ("read from its lines and tables only" if whole else "read as lines without tables"),
        )
    )
    return root


def _parse_once(source: bytes, *, huge: bool) -> tuple[_Element | None, bool]:
    """Return the tree and whether the parser got to the end without meeting a limit."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=huge)
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None, True
    last = parser.error_log.last_error
    if last is not None and any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        return root, False
    return root, True


def _has_long_tag(source: bytes) -> bool:
    """Tell whether a tag may be longer than MAX_TAG: some MAX_TAG bytes without the end of one."""
    at = 0
    end = len(source) - MAX_TAG
    while at < end:
        at = source.rfind(b">", at, at + MAX_TAG) + 1
        if not at:
            return True
    return source.count(b"=") > MAX_EQUALS


def _without_long_tags(source: bytes, problems: list[Problem]) -> bytes:
    """Return the page with the attributes of overlong tags dropped; a picture in an attribute is one of them."""
    pieces: list[bytes] = []
    at = 0
    for match in _LONG_TAG.finditer(source):
        if match.end() - match.start() <= MAX_TAG:
            continue
        tag = match[0]
        pieces.append(source[at : match.start()])
        pieces.append(re.match(rb"<[a-zA-Z][\w:-]{0,40}", tag)[0] if tag else b"")  # type: ignore[index]
        at = match.end()
        if tag.count(b"=") > 1_000 or tag.count(b" ") > 1_000:
            problems.append(
                Problem(
                    "oversized_tag", f"byte {match.start()}", tag[:60].decode("utf-8", "replace"), "attributes dropped"
                )
            )
    if not pieces:
        return source
    pieces.append(source[at:])
    return b"".join(pieces)


def _reduced(source: bytes) -> bytes:
    """Return markup without depth: tables and headings stay, other boxes become line breaks, inline tags go."""
    depth = 0

    def replace(match: re.Match[bytes]) -> bytes:
        nonlocal depth
        tag = match[2].lower()
        if tag in _INLINE_TAGS:
            return b""
        if tag not in _KEPT_TAGS:
            return b"<br>"
        if tag == b"table":
            depth += -1 if match[1] else 1
            if depth > 100 or (match[1] and depth >= 100):
                return b"<br>"
        return match[0]

    return _MARKUP.sub(replace, _UNPRINTED_SOURCE.sub(b"", source))


def _as_lines(text: str, name: str, problems: list[Problem]) -> Document:
    """Return the page as lines of text, for markup that gives no tree."""
    source = _UNPRINTED_SOURCE.sub(b"", text.encode("utf-8", "replace"))
    lines = _MARKUP.sub(lambda match: b"" if match[2].lower() in _INLINE_TAGS else b"\n", source).decode(
        "utf-8", "replace"
    )

    blocks = [
        Paragraph(line, Place(line=number))
        for number, line in enumerate(map(clean, lines), 1)
        if line and not line.isspace()
    ]
    if not blocks:
        raise EmptyError("the page has no content", name=name)
    return Document(format="html", blocks=tuple(blocks), name=name, problems=tuple(problems))


class _Page:
    """One page while it is read."""

    def __init__(self, root: _Element, source: str, name: str, problems: list[Problem]) -> None:
        self.root = root
        self.source = source
        self.name = name
        self.problems = problems
        body = root.find("body")
        self.body = root if body is None else body
        self.metas: list[_Element] = []
        self.named: list[tuple[int, int, _Element]] = []
        self.headings: list[_Element] = []
        self.links: list[_Element] = []
        self.images: list[_Element] = []
        self.tables: list[_Element] = []
        self.hidden: list[_Element] = []
        self.marks: list[_Element] = []
        self.page_title = ""
        self.own_title = ""

    def read(self) -> Document:
        self._survey()
        metadata = read_meta(self.metas)
        files = [(element, link) for element in self.links if (link := link_of(element)) is not None]
        # looked at now, since frames go with the next line
        etree.strip_elements(self.root, *UNPRINTED, with_tail=False)
        body_text = text_of(self.body)
        keys = keys_in(body_text)
        chosen = choose_body(self.body, body_text, keys, self.named, self.marks, self.tables)
        is_article = chosen is not None and holds_article(chosen.text, chosen.keys)
        if not is_article and "_CONFIG" in self.source:
            inline = self._from_script()
            if inline is not None:
                chosen, is_article = inline, True
        metadata |= self._printed_metadata(body_text, metadata, chosen)
        title = metadata.get("articletitle") or self._title()
        attachments = self._attachments(files, chosen, is_article)
        images = sum(1 for image in self.images if is_picture(image) and self._is_inside(image, chosen))
        blocks = self._blocks(chosen)
        if not chosen or (not chosen.keys and not self.named):
            blocks = self._second_opinion(blocks, body_text)
        if not is_article:
            kind, signature = page_kind(self.source, body_text, self.page_title, [text_of(a) for a in self.links])
            if kind and not (kind in ("empty", "list") and (attachments or images)):
                metadata["page:kind"] = kind
                if signature:
                    metadata["page:signature"] = signature
        if not blocks and not attachments and not images and "page:kind" not in metadata:
            metadata["page:kind"] = "empty"
        return Document(
            format="html",
            blocks=tuple(blocks),
            title=title,
            name=self.name,
            metadata=metadata,
            attachments=tuple(attachments),
            images=images,
            problems=tuple(self.problems),
        )

    def _survey(self) -> None:
        """Look once at the elements that decide something; paragraphs and spans are not among them."""
        for element in self.root.iter(*_SURVEYED):
            tag = element.tag
            if tag in _BOXES:
                rank = container_rank(element)
                if rank is not None:
                    self.named.append((rank, len(self.named), element))
                style = element.get("style")
                if style and "none" in style and _HIDDEN.search(style):
                    self.hidden.append(element)
            elif tag == "a" or tag == "iframe" or tag == "embed" or tag == "object":
                self.links.append(element)
            elif tag == "table":
                self.tables.append(element)
            elif tag == "img":
                self.images.append(element)
            elif tag == "meta":
                self.metas.append(element)
                if (element.get("name") or "")[:7].lower() == "content":
                    self.marks.append(element)
            elif tag == "title":
                self.page_title = self.page_title or clean_value(text_of(element))
            elif tag == "ucaptitle":
                self.own_title = self.own_title or clean_value(text_of(element))
            elif tag == "h1":
                self.headings.append(element)
            else:
                # only comments are left
                text = element.text
                if text and is_mark(text):
                    self.marks.append(element)
        if not self.named:
            # an article may also stand in a cell or span of a known name
            for element in self.body.iter("td", "span", "font", "p", "ul"):
                if element.get("id") or element.get("class"):
                    rank = container_rank(element)
                    if rank is not None:
                        self.named.append((rank, len(self.named), element))

    def _from_script(self) -> Body | None:
        """Return the article that a page carries as a string of its configuration and draws by script."""
        start = _CONFIG.search(self.source)
        if start is None:
            return None
        for match in _CONFIG_CONTENT.finditer(self.source, start.end()):
            try:
                markup = json.loads(f'"{match[1]}"', strict=False)
            except ValueError:
                continue
            root = parse(markup.encode("utf-8", "replace"), self.problems, self.name) if "<" in markup else None
            if root is None:
                continue
            etree.strip_elements(root, *UNPRINTED, with_tail=False)
            text = text_of(root)
            keys = keys_in(text)
            if holds_article(text, keys):
                self.tables = list(root.iter("table"))
                self.images = list(root.iter("img"))
                body = root.find("body")
                return Body(root if body is None else body, keys, text)
        return None

    def _printed_metadata(self, body_text: str, metadata: dict[str, str], chosen: Body | None) -> dict[str, str]:
        """Return what the page prints about itself: index block, bread crumb, and a date line where no tag has one."""
        found: dict[str, str] = {}
        block, rows = find_index_block(self.body, body_text)
        found |= rows
        if block is not None and chosen is not None and block is not chosen.element:
            inside = any(ancestor is chosen.element for ancestor in block.iterancestors())
            if inside and keys_in(text_of(block)).isdisjoint(chosen.keys):
                _drop(block)
        crumb = read_breadcrumb(self.links, self.body, body_text)
        if crumb:
            found["breadcrumb"] = crumb
        if "pubdate" not in metadata:
            byline = read_byline(body_text[:20_000])
            if "contentsource" in metadata:
                byline.pop("contentsource", None)
            found |= byline
        return found

    def _title(self) -> str:
        """Return the article's title when no meta tag has it: UCAPTITLE, a heading, or the page's title cut short."""
        if self.own_title:
            return self.own_title
        texts = [text for element in self.headings if (text := clean(text_of(element)))]
        for text in texts:
            if _REPORT_WORD.search(text) and len(text) < 200:
                return text
        if self.page_title:
            parts = [part for part in _TITLE_SPLIT.split(self.page_title) if part]
            named = [part for part in parts if _REPORT_WORD.search(part)]
            # a column is called 政府信息公开年报 too, and stands after the title
            best = max(named, key=len) if named else (parts[0] if parts else "")
            if best:
                return best
        return texts[0] if texts else ""

    def _attachments(self, files: list[tuple[_Element, Link]], chosen: Body | None, is_article: bool) -> list[Link]:
        """Return the files linked from the article or just around it."""
        scope: _Element | None = None
        if chosen is not None and is_article:
            scope = chosen.element
            for _ in range(3):
                parent = scope.getparent()
                if parent is None or parent.tag in ("body", "html"):
                    break
                scope = parent
        links = [link for element, link in files if not _in_chrome(element, scope)]
        if not is_article:
            for element in self.body.iter("div", "li", "span", "td", "p", "button", "img"):
                if element.get("onclick"):
                    link = link_of(element)
                    if link is not None:
                        links.append(link)
            if not links:
                links = links_in_source(self.source)
        return unique(links)

    def _is_inside(self, element: _Element, chosen: Body | None) -> bool:
        if chosen is None or chosen.element is self.body:
            return True
        return any(ancestor is chosen.element for ancestor in element.iterancestors())

    def _blocks(self, chosen: Body | None) -> list[Block]:
        if chosen is None:
            return []
        tree = chosen.element.getroottree()
        paths = {table: tree.getpath(table) for table in self.tables[:MAX_PATHS]}
        hidden = [element for element in self.hidden if element is not chosen.element]
        _drop_furniture(chosen.element, hidden)
        return _Walk(self.problems, paths).blocks_of(chosen)

    def _second_opinion(self, blocks: list[Block], body_text: str) -> list[Block]:
        """Ask the generic extractor when our own choice left out most of the page's text."""
        total = han(body_text)
        if total < 400 or sum(1 for _ in self.root.iter()) > FALLBACK_ELEMENTS:
            return blocks
        own = sum(han(block.text) for block in blocks if not isinstance(block, Table))
        if own >= total * FALLBACK_SHARE:
            return blocks
        import trafilatura

        try:
            text = trafilatura.extract(self.source, include_tables=True, include_comments=False) or ""
        except Exception as error:  # noqa: BLE001 - a defect of the second opinion must not cost the first
            self.problems.append(Problem("fallback_failed", "page", type(error).__name__, str(error)[:200]))
            return blocks
        if han(text) <= own * 1.2:
            return blocks
        lines = [clean(line) for line in text.split("\n")]
        return [Paragraph(line, Place(line=None)) for line in lines if line]


class _Walk:
    """The article's elements in order, as blocks."""

    def __init__(self, problems: list[Problem], paths: dict[_Element, str]) -> None:
        self.problems = problems
        self.paths = paths
        self.blocks: list[Block] = []
        self.tables = 0

    def blocks_of(self, body: Body) -> list[Block]:
        """Return the blocks of the article. Changes the tree: inline tags are stripped from it."""
        etree.strip_elements(body.element, *(() if body.begin is not None else (etree.Comment,)), with_tail=False)
        etree.strip_tags(body.element, *INLINE)
        if body.begin is None:
            self._walk(iter([body.element]), tail=False)
            return self.blocks
        nodes = [body.begin]
        for node in body.begin.itersiblings():
            if node is body.end:
                break
            nodes.append(node)
        self._walk(iter(nodes), tail=True)
        return self.blocks

    def _walk(self, nodes: Iterator[_Element], *, tail: bool) -> None:
        kinds = _KINDS
        blocks = self.blocks
        line: list[str] = []
        stack = [nodes]
        open_elements: list[tuple[_Element, int]] = []
        preformatted = 0
        at: int | None = None

        def flush(level: int = 0) -> None:
            text = "".join(line)
            line.clear()
            if preformatted:
                self._add_preformatted(text, at)
                return
            text = clean(text)
            if not text or text.isspace():
                return
            if level:
                blocks.append(Heading(text, level, Place(line=at)))
            elif len(text) > FURNITURE_LIMIT or not _FURNITURE.match(text):
                blocks.append(Paragraph(text.translate(CONTROLS) if _CONTROL.search(text) else text, Place(line=at)))

        while stack:
            for element in stack[-1]:
                kind = kinds.get(element.tag, 0)
                if kind in (_BLOCK, _HEADING):
                    if line:
                        flush()
                    at = line_of(element)
                elif kind == _TABLE:
                    if line:
                        flush()
                    at = line_of(element)
                    if self._add_table(element):
                        kind = _SKIP
                elif kind == _BREAK:
                    if line:
                        flush()
                elif kind == _PRE:
                    if line:
                        flush()
                    at = line_of(element)
                    preformatted += 1
                if kind != _SKIP:
                    text = element.text
                    if text:
                        line.append(text)
                    if len(element):
                        open_elements.append((element, kind))
                        stack.append(iter(element))
                        break
                    if kind and line:
                        flush(int(element.tag[1]) if kind == _HEADING else 0)
                    if kind == _PRE:
                        preformatted -= 1
                text = element.tail
                if text and (tail or open_elements):
                    line.append(text)
            else:
                stack.pop()
                if open_elements:
                    element, kind = open_elements.pop()
                    if kind and line:
                        flush(int(element.tag[1]) if kind == _HEADING else 0)
                    if kind == _PRE:
                        preformatted -= 1
                    text = element.tail
                    if text and (tail or open_elements):
                        line.append(text)
        if line:
            flush()

    def _add_preformatted(self, text: str, at: int | None) -> None:
        for offset, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            row = row.translate(CONTROLS)
            if row.strip() or "\t" in row:
                self.blocks.append(Paragraph(row, Place(line=None if at is None else at + offset)))

    def _add_table(self, element: _Element) -> bool:
        """Add a data table and return True, or return False for one that only lays out other blocks."""
        nested = next(element.iterdescendants("table"), None)
        rows = collect_rows(element)
        if not rows.rows or (nested is not None and not _is_data_around(rows.rows)):
            return False
        texts = [[cell_text(cell) for cell in row] for row in rows.rows]
        if is_layout(texts):
            return False
        for text in rows.stray:
            line = clean(text)
            if line:
                self.blocks.append(Paragraph(line, Place(line=line_of(element))))
        if not any(text for row in texts for text in row) and sum(map(len, texts)) <= 4:
            return True
        place = Place(table=self.tables + 1, path=self.paths.get(element), line=line_of(element))
        table = read_grid(rows, texts, place, self.problems)
        if table is None:
            self._add_rows(texts, place)
            return True
        self.tables += 1
        self.blocks.append(table)
        return True

    def _add_rows(self, texts: Sequence[Sequence[str]], place: Place) -> None:
        self.problems.append(
            Problem(
                "table_too_large", f"table {place.table}", "", "its rows were kept as lines, since no form is so large"
            )
        )
        for row in texts:
            line = "\t".join(text.replace("\n", " ") for text in row)
            if line.strip():
                self.blocks.append(Paragraph(line, Place(line=place.line)))


def _is_data_around(rows: list[list[_Element]]) -> bool:
    """Tell a data table with a stray inner table from one that lays out others."""
    own = inner = 0
    holders: list[_Element] = []
    for row in rows:
        for cell in row:
            if next(cell.iterdescendants("table"), None) is not None:
                holders.append(cell)
            elif 0 < len(text_of(cell).strip()) <= LABEL_LIMIT:
                own += 1
    if own < 8:
        return False
    inner = sum(len(text_of(cell).strip()) for cell in holders)
    return inner <= LABEL_LIMIT * len(holders)


def _drop(element: _Element) -> None:
    """Take an element out of the tree, leaving the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _drop_furniture(body: _Element, hidden: Iterable[_Element]) -> None:
    """Take out boxes that are page furniture by tag or name, and hidden ones, unless they hold the article."""
    found = list(hidden)
    for element in body.iter("div", "ul", "ol", "nav", "header", "footer", "aside", "form", "section", "menu", "dl"):
        if element is body:
            continue
        name = element.get("class")
        if (
            element.tag in _CHROME_TAGS
            or (name and _CHROME.search(name))
            or ((name := element.get("id")) and _CHROME.search(name))
        ):
            found.append(element)
    for element in found:
        if next(element.iterdescendants("table"), None) is not None:
            continue
        text = text_of(element)
        if han(text) <= CHROME_LIMIT and not keys_in(text):
            _drop(element)


def _in_chrome(element: _Element, scope: _Element | None) -> bool:
    """Tell whether a link stands in the page's furniture, or outside of the article's surroundings."""
    inside = scope is None
    for ancestor in element.iterancestors():
        if ancestor is scope:
            inside = True
            break
        if ancestor.tag in ("nav", "header", "footer"):
            return True
    return not inside
