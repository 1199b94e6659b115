"""The pages of one article -> one Document, as if the portal had never parted it.

Blocks stand one behind the other, so that a section runs on and a table's further rows stand below its header. What
every page says again at its head (title, date) and at its end (pager, foot) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Block, Document, Table
from extractors.sections import is_first_heading

HEAD = 12
"""Blocks at the begin of an article that its further pages may repeat: title, subtitle, date, source, size of type."""

SHORTEST_FOOT = 8
"""Characters of what two pages end with alike, from which it is the site's; a column of noughts may end two."""

_PAGER = re.compile(
    r"(?:[\[【(（<«‹|]|首页|上一?页|前一?页|下一?页|后一?页|尾页|末页|第?\d++页?|[共/]\d++页?|页次[:：]?|\.{3}|…|[\]】)）>»›])+"
)
"""Of numbered links nothing is left between the numbers (12345下一页): digits are taken together, or one pager can be
parted in more ways than anybody can try."""


def join_pages(pages: Sequence[Document], names: Sequence[str]) -> Document:
    """Return the pages of an article, in order, as one Document; every place says which page it is on by its name.

    Title and metadata are the first page's, and `page:count` says how many there are. Whether the article goes on
    behind the last page is for the caller to say.
    """
    first = pages[0]
    heads = _heads(first.blocks)
    blocks: list[Block] = []
    for number, (page, name) in enumerate(zip(pages, names, strict=True)):
        end = len(page.blocks)
        if number + 1 < len(pages):
            end -= _same_end(page.blocks, pages[number + 1].blocks)
        while end and _is_pager(page.blocks[end - 1]):
            end -= 1
        begin = _same_begin(page.blocks, first.blocks, heads) if number else 0
        blocks += [replace(block, place=block.place._replace(document=name)) for block in page.blocks[begin:end]]
    metadata = {name: value for name, value in first.metadata.items() if name != "page:next"}
    metadata["page:count"] = str(len(pages))
    return replace(
        first,
        blocks=tuple(blocks),
        metadata=metadata,
        attachments=tuple(dict.fromkeys(link for page in pages for link in page.attachments)),
        images=sum(page.images for page in pages),
        problems=tuple(problem for page in pages for problem in page.problems),
    )


def is_same_page(page: Document, other: Document) -> bool:
    """Return whether two pages say the same: a site may show its first page whichever is asked for."""
    return list(map(_text_of, page.blocks)) == list(map(_text_of, other.blocks))


def _heads(blocks: Sequence[Block]) -> set[str]:
    """Return what stands on a first page before its text begins."""
    heads: set[str] = set()
    for block in blocks[:HEAD]:
        if not isinstance(block, Table) and ("。" in block.text or is_first_heading(block.text)):
            break
        heads.add(_text_of(block))
    return heads


def _same_begin(blocks: Sequence[Block], first: Sequence[Block], heads: set[str]) -> int:
    """Return with how many blocks a page says again what stands at the head of the first."""
    texts = list(map(_text_of, blocks))
    begin = 0
    while begin < min(len(texts), len(first)) and texts[begin] == _text_of(first[begin]):
        begin += 1
    while begin < len(texts) and texts[begin] in heads:
        begin += 1
    return begin


def _same_end(blocks: Sequence[Block], following: Sequence[Block]) -> int:
    """Return how many blocks at the end of a page stand at the end of the next one as well: the foot of the site."""
    count = length = 0
    for block, other in zip(reversed(blocks), reversed(following), strict=False):
        text = _text_of(block)
        if text != _text_of(other) or isinstance(block, Table) or "。" in text:
            break
        count += 1
        length += len(text)
    return count if length >= SHORTEST_FOOT and count < len(blocks) else 0


def _is_pager(block: Block) -> bool:
    if isinstance(block, Table):
        return False
    words = _text_of(block)
    return "页" in words and _PAGER.fullmatch(words) is not None


def _text_of(block: Block) -> str:
    if isinstance(block, Table):
        return "\t".join(cell.text for cell in block.cells)
    return "".join(block.text.split())
