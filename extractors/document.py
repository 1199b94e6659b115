"""The format-neutral Document: a title and ordered blocks, each of which knows where it stood.

Every format reader makes one of these and nothing else; everything after reads only this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, origin at the top left of the page."""


OBJECT = "\ufffc"
"""Stands in a cell for a picture, a drawing or a field of which no text says what it shows; no number is read from it.

Readers of formats put it where a cell has no words; a cell with nothing else is not blank.
"""


class Place(NamedTuple):
    """Where a block or a cell stood in its source. Only what the format knows is set.

    `table`, `row`, `column`, `page` and `line` count from 1; `path` is a DOM path; `document` is the name of the
    file when a report is read from several.
    """

    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    line: int | None = None
    path: str | None = None
    box: Box | None = None
    document: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the parts that are set, as a JSON object."""
        return {name: value for name, value in zip(self._fields, self, strict=True) if value is not None}


class Cell(NamedTuple):
    """One cell of a table, at the top left of the grid positions it covers.

    `text` is as printed, white space included; `row` and `column` count from 0 in the table's grid.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    line: int | None = None
    path: str | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A line set as a heading by the source (h1-h6, a Word heading style, a Markdown #)."""

    text: str
    level: int
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one line where the format has only lines. `text` keeps its tabs."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns the source itself declares (HTML, DOCX, ruled PDF, Markdown pipes).

    `has_spans` is False where the format cannot express merged cells (Markdown), so that a short row may have lost
    some. Columns guessed from tabs or from one cell a line are no Table: those stay Paragraphs.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    place: Place
    has_spans: bool = True
    caption: str = ""

    def grid(self) -> list[list[Cell | None]]:
        """Return row_count x column_count cells, a merged cell repeated over all it covers, None where no cell is."""
        rows: list[list[Cell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            for row in rows[cell.row : cell.row + cell.rowspan]:
                for column in range(cell.column, min(cell.column + cell.colspan, self.column_count)):
                    row[column] = cell
        return rows

    def rows(self) -> list[list[Cell]]:
        """Return the cells that begin in each row, left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.row_count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Problem:
    """Something *our reading* could not read or place; never about the numbers themselves.

    `kind` is a snake_case word (unmatched_cell, replaced_characters, parse_truncated...), `where` a human-readable
    place, `raw` the text in question.
    """

    kind: str
    where: str
    raw: str
    message: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a file inside the document's body: `url` as written, `text` as shown."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says, before anybody asks what kind of document it is.

    `metadata` has the portal's own statements under their standard names, lower case: articletitle, pubdate,
    contentsource, siteidcode, columnname, url ... (政府网站发展指引 annex), and `index:` + label for the rows of an
    index-number block (索引号, 发布机构, 成文日期 ...). `images` counts the pictures in the body, so that a scanned
    report is not taken for an empty one.
    """

    format: str
    blocks: tuple[Block, ...]
    title: str = ""
    name: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Link, ...] = ()
    images: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
