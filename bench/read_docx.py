"""Measure reading Word documents against python-docx in the same run.

Run `python bench/read_docx.py`. Fictional reports as Word and as WPS write them. In each round every contender reads
every document once, in an order that changes; figures are process CPU time, medians over the rounds, and the ratios
compare medians of the same run. python-docx reads the same text: the paragraphs and `row.cells` of every table.
`_cells once` is its cheaper way, which its documentation does not offer. Goal: at most 0.25 times python-docx.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import time
from collections.abc import Callable

import docx
from docx.table import Table as DocxTable

from archive.samples.reports import make_report
from archive.samples.word import WORD_VARIATIONS
from extractors.formats.docx import read


def with_python_docx(data: bytes) -> list[object]:
    """Return all text by python-docx."""
    return [
        [[cell.text for cell in row.cells] for row in block.rows] if isinstance(block, DocxTable) else block.text
        for block in docx.Document(io.BytesIO(data)).iter_inner_content()
    ]


def with_cells_once(data: bytes) -> list[object]:
    """Return all text by python-docx, the cells of a table asked for once."""
    return [
        [cell.text for cell in block._cells] if isinstance(block, DocxTable) else block.text
        for block in docx.Document(io.BytesIO(data)).iter_inner_content()
    ]


CONTENDERS: dict[str, Callable[[bytes], object]] = {
    "gongkai": read,
    "python-docx": with_python_docx,
    "python-docx, _cells once": with_cells_once,
}


def main() -> None:
    """Print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("files", nargs="*", help="documents to read instead of the fictional ones")
    arguments = parser.parse_args()
    documents: dict[str, bytes] = {}
    for name in arguments.files:
        with open(name, "rb") as stream:
            documents[name] = stream.read()
    if not documents:
        report = make_report("qinghe", 2023)
        documents = {name: WORD_VARIATIONS[name].render(report).data for name in list(WORD_VARIATIONS)[:4]}
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    names = list(CONTENDERS)
    for number in range(arguments.rounds + 1):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            gc.collect()  # nobody pays for the garbage of the one before
            begin = time.process_time()
            for data in documents.values():
                CONTENDERS[name](data)
            if number:
                times[name].append(time.process_time() - begin)
    medians = {name: statistics.median(spent) for name, spent in times.items()}
    print(f"{len(documents)} documents, {arguments.rounds} rounds, median CPU ms per document")
    for name, median in medians.items():
        print(f"  {name:26} {median * 1000 / len(documents):8.2f}   {medians['gongkai'] / median:5.2f} = gongkai / it")


if __name__ == "__main__":
    main()
