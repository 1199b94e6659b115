"""Read PDF files with a text layer as a Document.

`engine` gets words (`characters`) and rules (`drawing`) out of pdfium, `extractors.formats.printed` makes tables and
paragraphs of them. A scan gives a Document without blocks, its pictures counted and the problem `no_text_layer`:
nothing is guessed. Raises EmptyError, EncryptedError, TruncatedError, TooLargeError or UnreadableError.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import OBJECT, Block, Document, Problem, Table
from extractors.errors import EmptyError, TooLargeError, TruncatedError, UnreadableError
from extractors.formats.pdf import engine
from extractors.formats.printed.layout import Layout, find_text_problems, lay_out, read_blocks

_QUOTED = 200

MAX_BYTES = 256 * 1024 * 1024
"""Size of a file; scanned reports reach 60 MB."""


def _objects_in(blocks: Sequence[Block]) -> Iterator[Problem]:
    """Yield a problem for every cell in which a picture stands alone, or something that viewers draw."""
    for table in blocks:
        if isinstance(table, Table):
            for cell in table.cells:
                if OBJECT in cell.text:
                    where = f"page {cell.page} row {cell.row + 1} column {cell.column + 1}"
                    message = "a picture, a field or a note in a cell: what it shows is not read"
                    yield Problem("object_in_cell", where, cell.text.replace(OBJECT, "")[:_QUOTED], message)


def read(data: bytes, *, name: str = "", media_type: str = "", charset: str = "") -> Document:
    """Read the bytes of a PDF as a Document; `media_type` and `charset` are of no use here."""
    if not data.strip():
        raise EmptyError("the file has no content", name=name)
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"more than {MAX_BYTES >> 20} MB", name=name)
    if b"%PDF-" not in data[:4096]:
        raise UnreadableError("no PDF header", name=name)
    with engine.LOCK, engine.Source(data, name=name) as source:
        layouts: list[Layout] = []
        for page in source.pages():
            layouts.append(lay_out(page, layouts[-1] if layouts else None))
        metadata = source.metadata()
        problems = source.problems
    pages = [layout.page for layout in layouts]
    if not pages:
        raise TruncatedError("no page of the PDF can be read", name=name)
    if b"%%EOF" not in data[-2048:]:
        problems.append(Problem("truncated", "end of file", "", "the end of the PDF is missing; pages may be lost"))
    images = sum(page.images for page in pages)
    problems += find_text_problems(pages)
    blocks: tuple[Block, ...] = ()
    if any(page.words for page in pages) and not any(
        problem.kind == "no_text_layer" and problem.where == "document" for problem in problems
    ):
        blocks = tuple(read_blocks(layouts))
        problems += _objects_in(blocks)
    if not blocks and not images and not any(page.paths for page in pages):
        raise EmptyError("the PDF has neither text nor pictures", name=name)
    return Document(format="pdf", blocks=blocks, name=name, metadata=metadata, images=images, problems=tuple(problems))
