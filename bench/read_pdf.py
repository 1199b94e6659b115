"""Measure reading PDF files against pdfium's bare text and against pdfplumber, in the same run.

Run `python bench/read_pdf.py`. Fictional reports with drawn tables: lines, boxes, bars, over page ends. In each round
every contender reads every file once, in an order that changes; figures are process CPU time, medians over the rounds,
and the ratios compare medians of the same run. pdfplumber (every fourth round) gives text and tables. Goals: at most
2.0 times pdfium's text alone, and at most 0.20 times pdfplumber.
"""

from __future__ import annotations

import argparse
import gc
import io
import logging
import statistics
import time
from collections.abc import Callable

import pdfplumber
import pypdfium2

from archive.samples.pdf import PDF_VARIATIONS
from archive.samples.reports import make_report
from extractors.formats.pdf import read


def with_pdfium_text(data: bytes) -> list[str]:
    """Return the text of every page as pdfium gives it."""
    texts = []
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        texts.append(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    return texts


def with_pdfplumber(data: bytes) -> list[object]:
    """Return text and tables of every page by pdfplumber."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [(page.extract_text(), page.extract_tables()) for page in document.pages]


CONTENDERS: dict[str, Callable[[bytes], object]] = {
    "gongkai": read,
    "pdfium text": with_pdfium_text,
    "pdfplumber": with_pdfplumber,
}


def main() -> None:
    """Print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("files", nargs="*", help="files to read instead of the fictional ones")
    arguments = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files: dict[str, bytes] = {}
    for name in arguments.files:
        with open(name, "rb") as stream:
            files[name] = stream.read()
    if not files:
        report = make_report("qinghe", 2023)
        kinds = ("pdf-ruled", "pdf-boxes", "pdf-bars", "pdf-pages")
        files = {name: PDF_VARIATIONS[name].render(report).data for name in kinds}
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    names = list(CONTENDERS)
    for number in range(arguments.rounds + 1):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            if name == "pdfplumber" and number % 4:
                continue
            gc.collect()  # nobody pays for the garbage of the one before
            begin = time.process_time()
            for data in files.values():
                CONTENDERS[name](data)
            if number:
                times[name].append(time.process_time() - begin)
    medians = {name: statistics.median(spent) for name, spent in times.items()}
    print(f"{len(files)} files, {arguments.rounds} rounds, median CPU ms per file")
    for name, median in medians.items():
        print(f"  {name:12} {median * 1000 / len(files):8.2f}   {medians['gongkai'] / median:5.2f} = gongkai / it")


if __name__ == "__main__":
    main()
