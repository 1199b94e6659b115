"""Read a web page as a Document: the article's paragraphs, headings and tables, and what the portal says about it.

One parse, one survey of the elements that decide something, one walk over the article. Raises EmptyError and
TooLargeError; a page that is no article gives a Document whose metadata says so under `page:kind` (challenge, soft_404,
list, empty).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from lxml import etree
from lxml.etree import _Element

from extractors.document import Block, Document, Link, Problem, Table
from extractors.errors import EmptyError, TooLargeError
from extractors.formats.charset import decode, is_utf8
from extractors.formats.html_body import (
    Body,
    Box,
    body_in,
    choose_body,
    container_rank,
    holds_article,
    is_mark,
    keys_in,
    steps_to,
)
from extractors.formats.html_embedded import embedded_markup
from extractors.formats.html_hidden import Uses, find_hidden, find_uses
from extractors.formats.html_lift import Lifted, NotApartError, demand_apart, lift_nothing, lift_tables
from extractors.formats.html_links import is_picture, likely, link_of, links_in_source, unique
from extractors.formats.html_marks import may_have_marks, set_marks_apart
from extractors.formats.html_objects import OBJECTS, set_objects_apart
from extractors.formats.html_pages import find_further_page
from extractors.formats.html_rules import Rule, apply_rules, find_rules
from extractors.formats.html_source import lines_of, parse, without_bare_links, without_styles
from extractors.formats.html_tables import RawTable
from extractors.formats.html_text import UNPRINTED, clean, han, text_of
from extractors.formats.html_walk import blocks_of, drop, drop_furniture
from extractors.formats.page_kind import page_kind
from extractors.formats.portal_metadata import (
    clean_value,
    find_index_block,
    read_breadcrumb,
    read_byline,
    read_meta,
)
from extractors.formats.radicals import fold_radical_bytes, fold_radicals

MAX_BYTES = 48 * 1024 * 1024
"""The largest page seen has 0.5 MB; the tree takes about five times as much."""

MAX_PATHS = 300
"""Tables whose DOM path is computed; each path counts the elements before it."""

FALLBACK_ELEMENTS = 20_000
"""Elements up to which the generic extractor is asked; it is quadratic in some of them."""

FALLBACK_SHARE = 0.5
"""Share of the page's Chinese characters under which our own choice of body is doubted."""

SCOPE = 3
"""Levels above the article within which a linked file is its attachment."""

_BOXES = frozenset({"div", "article", "section", "ucapcontent", "main"})
_LINKS = frozenset({"a", "iframe", "embed", "object"})
_BARE_LINKS = frozenset({"http:", "https:"})
_SURVEYED = (*_BOXES, *_LINKS, *_BARE_LINKS, *OBJECTS, "meta", "title", "ucaptitle", "h1", "table", etree.Comment)

_TITLE_SPLIT = re.compile(r"\s*(?:[_|｜]|--|—|\s[-–]\s|-(?=[^-]{0,40}$))\s*")
_REPORT_WORD = re.compile(r"年报|年度报告|工作报告|信息公开")
_REPLACED = "\ufffd"


def read(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
    """Read a page. Raises EmptyError and TooLargeError."""
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"a page of {len(data) >> 20} MB, more than {MAX_BYTES >> 20}", name=name)
    try:
        return _finished(_opened(data, lift_tables, name, media_type, charset))
    except NotApartError:
        return _finished(_opened(data, lift_nothing, name, media_type, charset))


def open_page(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Opened:
    """Open a page of an article on several pages, for `find_article` and then `read_further`. Raises EmptyError."""
    return _opened(data, lift_nothing, name, media_type, charset)


def find_article(pages: Iterable[Opened]) -> tuple[Box, ...]:
    """Return where the pages of one article have it, the innermost box first: as the page has it that shows it best.

    Empty where no page has it in a box of its own.
    """
    best: tuple[tuple[int, bool, int], tuple[Box, ...]] = ((0, False, 0), ())
    for page in pages:
        chosen = page.choose() if isinstance(page, OpenPage) else None
        if isinstance(page, OpenPage) and chosen is not None:
            rank = (len(chosen.keys), chosen.is_named, han(chosen.text))
            best = max(best, (rank, tuple(page.boxes_of(chosen))), key=lambda found: found[0])
    return best[1]


def read_further(page: Opened, boxes: Sequence[Box]) -> Document:
    """Read a page of an article on several pages: what stands in the innermost of the article's boxes that it has.

    A last page may hold two lines, which nothing but their place tells from what surrounds them.
    """
    return _finished(page, boxes)


def _finished(page: Opened, boxes: Sequence[Box] = ()) -> Document:
    return page.read(boxes) if isinstance(page, OpenPage) else page


def _opened(data: bytes, lift: Callable[[bytes], Lifted], name: str, media_type: str, charset: str) -> Opened:
    """Return a page ready to be read, or its lines as a document where it gives no tree. Raises EmptyError."""
    if is_utf8(data):
        # the usual page: what its head promises is confirmed by the text that the parser read
        lifted = lift(data)
        rules = find_rules(lifted.source, data)
        if rules:
            lifted = lift_nothing(data)
        uses = find_uses(lifted.source)
        markup = fold_radical_bytes(without_styles(lifted.source, hides=any(uses))).removeprefix(b"\xef\xbb\xbf")
        page = _open(markup, lifted.tables, _Source(data, None), name, [], uses, rules)
        if page is not None and _REPLACED not in page.text and _REPLACED not in page.page_title:
            return page
    rules = find_rules(data, data)
    data = without_styles(data)
    decoded = decode(data, charset=charset, media_type=media_type, markup=True)
    problem = decoded.problem()
    problems = [problem] if problem else []
    text = fold_radicals(decoded.text)
    markup = text.encode("utf-8", "replace")
    lifted = lift_nothing(markup) if rules else lift(markup)
    page = _open(lifted.source, lifted.tables, _Source(b"", text), name, problems, find_uses(lifted.source), rules)
    if page is not None:
        return page
    blocks = lines_of(text)
    if not blocks:
        raise EmptyError("the page has no content", name=name)
    return Document(format="html", blocks=tuple(blocks), name=name, problems=tuple(problems))


def read_fragment(markup: str, problems: list[Problem]) -> list[Block]:
    """Return the blocks of a piece of markup, such as a table inside Markdown."""
    encoded = markup.encode("utf-8", "replace")
    root = parse(encoded, problems)
    if root is None:
        return []
    uses = find_uses(encoded)
    if uses.marks or may_have_marks(encoded):
        set_marks_apart(root, problems)
    body = root.find("body")
    body = root if body is None else body
    hidden = find_hidden(root) if uses.hides else []
    set_objects_apart(list(root.iter(*OBJECTS)), hidden, problems)
    if hidden:
        drop_furniture(body, hidden)
    return blocks_of(Body(body, frozenset(), ""), problems, {})


def _open(
    markup: bytes,
    lifted: Sequence[RawTable],
    source: _Source,
    name: str,
    problems: list[Problem],
    uses: Uses,
    rules: list[Rule],
) -> OpenPage | None:
    """Return the page of markup in UTF-8 from which tables were lifted, None when it gives no tree."""
    root = parse(markup, problems, name)
    if root is None:
        return None
    if rules:
        apply_rules(root, rules)
        uses = Uses(hides=True, marks=True)
    has_marks = uses.marks or may_have_marks(markup)
    if has_marks:
        set_marks_apart(root, problems)
    page = OpenPage(root, lifted, source, name, problems, hides=uses.hides)
    if page.has_bare_links:
        root = parse(without_bare_links(markup), problems, name)
        if root is not None:
            if rules:
                apply_rules(root, rules)
            if has_marks:
                set_marks_apart(root, [])
            page = OpenPage(root, lifted, source, name, problems, hides=uses.hides)
    page.further = find_further_page(page.links, page.text, markup)
    return page


class _Source:
    """The markup of a page before anything was taken out of it; most pages are read without it."""

    def __init__(self, data: bytes, decoded: str | None) -> None:
        self._data = data
        self._decoded = decoded

    @property
    def text(self) -> str:
        """Return the markup as text."""
        if self._decoded is None:
            markup = fold_radical_bytes(without_styles(self._data))
            self._decoded = markup.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return self._decoded


class OpenPage:
    """One page while it is read, which is once. `text` is all of its body's text."""

    def __init__(
        self,
        root: _Element,
        lifted: Sequence[RawTable],
        source: _Source,
        name: str,
        problems: list[Problem],
        *,
        hides: bool,
    ) -> None:
        self.root = root
        self.name = name
        self.problems = problems
        self.lifted = lifted
        self.source = source
        body = root.find("body")
        self.body = root if body is None else body
        self.metas: list[_Element] = []
        self.named: list[tuple[int, int, _Element]] = []
        self.headings: list[_Element] = []
        self.links: list[_Element] = []
        self.images: list[_Element] = []
        self.objects: list[_Element] = []
        self.tables: list[_Element] = []
        self.hidden = find_hidden(root) if hides else []
        self.marks: list[_Element] = []
        self.page_title = ""
        self.own_title = ""
        self.has_bare_links = False
        self.further = ""
        self._survey()
        # with the parent, since frames go with the next line
        self.files = [(at.getparent(), link) for at in likely(self.links) if (link := link_of(at)) is not None]
        if self.objects:
            set_objects_apart(self.objects, self.hidden, problems)
        etree.strip_elements(root, *UNPRINTED, with_tail=False)
        self.text = text_of(self.body)

    def choose(self) -> Body | None:
        """Return the article, as far as the page alone tells it."""
        return choose_body(self.body, self.text, keys_in(self.text), self.named, self.marks, self.tables)

    def boxes_of(self, article: Body) -> Iterator[Box]:
        """Yield the article's element and those around it, the innermost first."""
        at: _Element | None = article.element if article.begin is None else None
        while at is not None and at.tag not in ("body", "html"):
            yield Box(steps_to(at), at.get("id") or "", at.get("class") or "")
            at = at.getparent()

    def read(self, boxes: Sequence[Box] = ()) -> Document:
        """Return the document; of a further page of an article what stands in the innermost of these that it has."""
        metadata = read_meta(self.metas)
        keys = keys_in(self.text)
        chosen = body_in(self.root, boxes, keys) if boxes else None
        is_placed = chosen is not None
        if chosen is None:
            chosen = choose_body(self.body, self.text, keys, self.named, self.marks, self.tables)
        if self.lifted:
            # the densest block is found by looking at each of them
            is_sure = chosen is not None and (chosen.is_named or (chosen.begin is not None and chosen.keys))
            if chosen is None or not (is_sure or holds_article("", keys)):
                raise NotApartError
            demand_apart(self.tables, len(self.lifted), chosen.element)
        is_article = chosen is not None and (is_placed or holds_article(chosen.text, chosen.keys))
        if not is_article:
            inline = self._from_source()
            if inline is not None:
                chosen, is_article = inline, True
        if not is_article:
            link_texts = [text_of(link) for link in self.links]
            kind, signature = page_kind(self.source.text, self.text, self.page_title, link_texts)
        else:
            kind, signature = None, ""
        # before anything is taken out of the tree
        paths = _paths_of(self.tables, chosen)
        metadata |= self._printed_metadata(metadata, chosen)
        title = metadata.get("articletitle") or self._title()
        attachments = self._attachments(chosen if is_article else None)
        images = sum(1 for image in self.images if is_picture(image) and _is_inside(image, chosen))
        blocks: list[Block] = []
        if chosen is not None:
            drop_furniture(chosen.element, self.hidden)
            blocks = blocks_of(chosen, self.problems, paths, self.lifted)
        if chosen is not None and not chosen.keys and not chosen.is_named:
            blocks = self._second_opinion(blocks)
        if not blocks and not kind:
            kind = "empty"
        if is_article and self.further:
            metadata["page:next"] = self.further
        if kind and not (kind in ("empty", "list") and (attachments or images)):
            metadata["page:kind"] = kind
            if signature:
                metadata["page:signature"] = signature
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
            elif tag in _LINKS:
                self.links.append(element)
                if tag in OBJECTS:
                    self.objects.append(element)
            elif tag == "table":
                self.tables.append(element)
            elif tag in OBJECTS:
                self.objects.append(element)
                if tag == "img":
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
            elif tag in _BARE_LINKS:
                self.has_bare_links = True
            else:
                # only comments are left
                text = element.text
                if text and is_mark(text):
                    self.marks.append(element)

    def _from_source(self) -> Body | None:
        """Return the article that the page holds in its source and draws by script, None where two might be it."""
        found: dict[str, tuple[Body, list[_Element]]] = {}
        others: dict[str, tuple[Body, list[_Element]]] = {}
        for markup in embedded_markup(self.source.text):
            root = parse(markup.encode("utf-8", "replace"), self.problems, self.name)
            if root is None:
                continue
            set_marks_apart(root, [])
            hidden = find_hidden(root)
            set_objects_apart(list(root.iter(*OBJECTS)), hidden, self.problems)
            etree.strip_elements(root, *UNPRINTED, with_tail=False)
            text = text_of(root)
            keys = keys_in(text)
            if holds_article(text, keys):
                body = root.find("body")
                kept = found if holds_article("", keys) else others
                kept["".join(text.split())] = Body(root if body is None else body, keys, text), hidden
        chosen = found or others
        if len(chosen) != 1:
            return None
        ((article, self.hidden),) = chosen.values()
        self.tables = list(article.element.iter("table"))
        self.images = list(article.element.iter("img"))
        return article

    def _printed_metadata(self, metadata: dict[str, str], chosen: Body | None) -> dict[str, str]:
        """Return what the page prints about itself: index block, bread crumb, and a date line where no tag has one."""
        found: dict[str, str] = {}
        block, rows = find_index_block(self.body, self.text)
        found |= rows
        if block is not None and chosen is not None and block is not chosen.element:
            inside = any(ancestor is chosen.element for ancestor in block.iterancestors())
            if inside and keys_in(text_of(block)).isdisjoint(chosen.keys):
                drop(block)
        crumb = read_breadcrumb(self.links, self.body, self.text)
        if crumb:
            found["breadcrumb"] = crumb
        if "pubdate" not in metadata:
            byline = read_byline(self.text[:20_000])
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

    def _attachments(self, article: Body | None) -> list[Link]:
        """Return the files linked from the article or just around it; without an article, from all of the page."""
        scope: _Element | None = None
        if article is not None:
            scope = article.element
            for _ in range(SCOPE):
                parent = scope.getparent()
                if parent is None or parent.tag in ("body", "html"):
                    break
                scope = parent
        links = [link for parent, link in self.files if not _in_chrome(parent, scope)]
        if article is None:
            for element in self.body.iter("div", "li", "span", "td", "p", "img"):
                if element.get("onclick"):
                    link = link_of(element)
                    if link is not None:
                        links.append(link)
            if not links:
                links = links_in_source(self.source.text)
        return unique(links)

    def _second_opinion(self, blocks: list[Block]) -> list[Block]:
        """Ask the generic extractor when our own choice left out most of the page's text."""
        total = han(self.text)
        if total < 400 or sum(1 for _ in self.root.iter()) > FALLBACK_ELEMENTS:
            return blocks
        own = sum(han(block.text) for block in blocks if not isinstance(block, Table))
        if own >= total * FALLBACK_SHARE:
            return blocks
        import trafilatura

        from extractors.formats.text import read_lines

        try:
            # fast: its own further fallbacks cost three times as much and know no Chinese
            text = trafilatura.extract(self.source.text, fast=True, include_tables=True, include_comments=False) or ""
        except Exception as error:  # noqa: BLE001 - a defect of the second opinion must not cost the first
            self.problems.append(Problem("fallback_failed", "page", type(error).__name__, str(error)[:200]))
            return blocks
        if han(text) <= own * 1.2:
            return blocks
        # it writes tables between bars
        return [_without_line(block) for block in read_lines(text.split("\n"), self.problems)]


Opened: TypeAlias = OpenPage | Document
"""A page ready to be read, or the lines of one that gives no tree."""


def _without_line(block: Block) -> Block:
    return replace(block, place=block.place._replace(line=None))


def _paths_of(tables: list[_Element], article: Body | None) -> dict[_Element, str]:
    """Return the DOM paths of an article's tables."""
    if article is None:
        return {}
    tree = article.element.getroottree()
    return {table: tree.getpath(table) for table in tables[:MAX_PATHS]}


def _in_chrome(parent: _Element | None, scope: _Element | None) -> bool:
    """Tell whether what stands in `parent` is page furniture, or outside of the article's surroundings."""
    while parent is not None:
        if parent is scope:
            return False
        if parent.tag in ("nav", "header", "footer"):
            return True
        parent = parent.getparent()
    return scope is not None


def _is_inside(element: _Element, article: Body | None) -> bool:
    if article is None or article.element.tag in ("body", "html"):
        return True
    return any(ancestor is article.element for ancestor in element.iterancestors())
