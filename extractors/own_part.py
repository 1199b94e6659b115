"""Several reports in one document: which part of it is the report that the document's title names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors.document import Block, Document, Table
from extractors.errors import SeveralReportsError
from extractors.sections import is_first_heading
from extractors.titles import LONGEST_TITLE, Title, read_title

SHORTEST_REPORT = 300
"""Characters of text from which a part is a report; a cover with a table of contents has some 150."""


class _Part(NamedTuple):
    """A report inside a document: its title, and the block that the title is."""

    title: Title
    begin: int


def own_part(document: Document, stated: Sequence[str]) -> Document:
    """Return the document, or of one that holds several reports the part whose title is one of those stated outside.

    A report is a title of its own on a line, and the heading of a first section and a text below it. Raises
    SeveralReportsError where no stated title says which is meant.
    """
    parts = _parts(document.blocks)
    if all(_is_same(parts[0].title, part.title) for part in parts):
        return document
    wanted = {(title.publisher, title.year) for title in map(read_title, stated) if title.kind == "report"}
    own = [at for at, part in enumerate(parts) if (part.title.publisher, part.title.year) in wanted]
    if len(own) != 1:
        names = ", ".join(part.title.name or part.title.text for part in parts[:4])
        raise SeveralReportsError(f"{len(parts)} reports in one document: {names}", name=document.name)
    begin = parts[own[0]].begin if own[0] else 0
    end = parts[own[0] + 1].begin if own[0] + 1 < len(parts) else len(document.blocks)
    return replace(document, blocks=document.blocks[begin:end])


def _is_same(one: Title, other: Title) -> bool:
    """Return whether two titles name the same report, one perhaps without the place: 林业局 for 青禾县林业局."""
    if one.year != other.year:
        return False
    first, second = one.publisher or "", other.publisher or ""
    return first.endswith(second) or second.endswith(first)


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    """Return the reports in a document, none where it has one first section only."""
    firsts = [at for at, block in enumerate(blocks) if not isinstance(block, Table) and is_first_heading(block.text)]
    parts: list[_Part] = []
    after = 0
    for first in firsts if len(firsts) > 1 else ():
        for at in range(first - 1, after - 1, -1):
            block = blocks[at]
            if isinstance(block, Table) or len(block.text) > LONGEST_TITLE:
                continue
            title = read_title(block.text)
            if title.kind == "report":
                parts.append(_Part(title, at))
                break
        after = first + 1
    ends = [*(part.begin for part in parts[1:]), len(blocks)][: len(parts)]
    return [part for part, end in zip(parts, ends, strict=True) if _is_long(blocks[part.begin : end])]


def _is_long(blocks: Sequence[Block]) -> bool:
    """Return whether blocks are a report and not its cover and its table of contents."""
    return (
        any(isinstance(block, Table) for block in blocks)
        or sum(len(block.text) for block in blocks if not isinstance(block, Table)) >= SHORTEST_REPORT
    )
