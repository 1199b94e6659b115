"""Measure reading a web page against the parse it cannot do without, and against a generic extractor.

Run `python bench/read_html.py`. Three fictional pages of 105 to 140 kB: pasted from WPS, pasted from Word in GBK, and
with tables in layout tables. In each round every contender reads another report's page once, in an order that changes;
figures are process CPU time, medians over the rounds, and the ratios compare medians of the same run. On two shared,
busy cores: 1.3 to 2.3 times `lxml.html.fromstring`, which gives a tree and reads nothing, and 0.05 to 0.06 times
`trafilatura.extract` as it comes.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import lxml.html
import trafilatura

from archive.samples.grids import OFFICIAL
from archive.samples.html import Markup, draw_html
from archive.samples.reports import make_report
from extractors.document import Table
from extractors.formats import read_document

PAGES = {
    "WPS paste, UTF-8": Markup(cell="wps", paragraph="span", cms="trs"),
    "Word paste, GBK": Markup(cell="mso", paragraph="span", cms="ucap", encoding="gbk", meta_charset="gb2312"),
    "layout tables, UTF-8": Markup(cell="wps", paragraph="span", cms="none", nested=True),
}
SIZE = 100_000
"""Bytes to which a page is filled with more paragraphs of its own kind, as long reports of cities have them."""


def page_of(markup: Markup, seed: int, size: int = SIZE) -> bytes:
    """Return one fictional page of about `size` bytes, another for each seed."""
    report = make_report("qinghe", 2023, seed=seed)
    page = draw_html(report, OFFICIAL, markup)
    while len(page) < size:
        first, *others = report.sections
        report = replace(
            report, sections=(replace(first, paragraphs=(*first.paragraphs, *first.paragraphs[:8])), *others)
        )
        page = draw_html(report, OFFICIAL, markup)
    return page


def measure(contenders: dict[str, Callable[[bytes], object]], pages: Sequence[bytes]) -> dict[str, float]:
    """Return the median CPU seconds of each contender, interleaved; the first page is lost."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number, page in enumerate(pages):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            if name == "trafilatura" and number % 4:
                continue
            begin = time.process_time()
            contenders[name](page)
            spent = time.process_time() - begin
            if number:
                times[name].append(spent)
    return {name: statistics.median(spent) for name, spent in times.items()}


def main() -> None:
    """Print the table of ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=60)
    rounds = max(4, options.parse_args().rounds)
    contenders: dict[str, Callable[[bytes], object]] = {
        "lxml parse": lxml.html.fromstring,
        "read_document": read_document,
        "trafilatura": lambda page: trafilatura.extract(page, include_tables=True),
    }
    print(
        f"{'page':24}{'kB':>6}{'parse ms':>10}{'ours ms':>9}{'trafilatura ms':>16}{'x parse':>9}{'x trafilatura':>15}"
    )
    for name, markup in PAGES.items():
        pages = [page_of(markup, seed) for seed in range(rounds + 1)]
        page = pages[0]
        document = read_document(page)
        cells = sum(len(block.cells) for block in document.blocks if isinstance(block, Table))
        if len(document.tables) != 3 or cells < 250 or len(document.blocks) < 20:
            raise SystemExit(f"{name}: read {len(document.tables)} tables and {cells} cells: nothing to measure")
        spent = measure(contenders, pages)
        parse, ours, generic = (spent[key] for key in contenders)
        print(
            f"{name:24}{len(page) / 1000:6.0f}{parse * 1e3:10.2f}{ours * 1e3:9.2f}{generic * 1e3:16.1f}"
            f"{ours / parse:9.2f}{ours / generic:15.3f}"
        )


if __name__ == "__main__":
    main()
