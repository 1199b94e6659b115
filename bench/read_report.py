"""Measure the whole chain, bytes to checks, against the parse it cannot do without and against a generic extractor.

    python -m bench.read_report [--rounds 9] [--pages 24]

Every page of every round is another invented report, so that nothing is known from the pages before but what reports
share. In each round every contender reads all its pages, in an order that changes; figures are process CPU time a page,
medians over the rounds, and the ratios compare medians of the same run. `parse` is `lxml.html.fromstring`;
`trafilatura` is `trafilatura.extract` as it comes; for a file that is no page it reads the same report as a page. A
tenth of the mixed sets are pages of news for which our own choice of the text is doubted and the generic extractor is
asked. Wanted: at most 2.0 times the parse and 0.10 times the extractor for reports, 0.25 times for mixed pages.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import lxml.html
import trafilatura

from archive.samples.agencies import AGENCIES
from archive.samples.pages import CMS_NAMES
from archive.samples.reports import FictionalReport, make_report
from archive.samples.variations import render
from extractors.checks import check_report
from extractors.document import Document
from extractors.errors import NotAReportError
from extractors.formats import read_document
from extractors.report import read_report
from extractors.report_values import Report

FALLBACK = 10
"""Of so many files of the mixed set one is a page for which the generic extractor is asked."""

CONTAINERS = tuple(f"html-cms-{cms}" for cms in CMS_NAMES)
PAGES = (*CONTAINERS, "html-wps", "html-mso", "html-styled", "html-gbk-silent")
FILES = (*PAGES, "text-cells", "text-tabs", "markdown-square", "docx-merged", "pdf-ruled")
"""What the mixed sets are made of; one file in 22 is a PDF, which takes as long as ten pages."""


class Item(NamedTuple):
    """One file, its report as a web page, and whether it is a report at all."""

    data: bytes
    page: bytes
    is_report: bool = True


def main() -> None:
    """Print the table of ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--pages", type=int, default=24)
    options = parser.parse_args()
    rounds = max(3, options.rounds) + 1
    sets: dict[str, Callable[[int], Iterator[Item]]] = {
        "WPS paste": lambda count: reports(("html-wps",), count),
        "Word paste": lambda count: reports(("html-mso",), count),
        "a paragraph a cell": lambda count: reports(("html-styled",), count),
        "every container": lambda count: reports(CONTAINERS, count),
        "mixed pages": lambda count: mixed(PAGES, count),
        "mixed files": lambda count: mixed(FILES, count),
    }
    columns = ("parse", "document", "report", "checks", "trafilatura")
    print(
        f"{'ms a file':20}{'kB':>6}"
        + "".join(f"{name:>12}" for name in columns)
        + f"{'x parse':>9}{'x trafilatura':>15}"
    )
    for name, draw in sets.items():
        items = list(draw(rounds * options.pages))
        demand_reading(name, items[: options.pages])
        spent = measure([items[at : at + options.pages] for at in range(0, len(items), options.pages)])
        chain = spent["document"] + spent["report"] + spent["checks"]
        size = sum(len(item.data) for item in items) / len(items) / 1000
        ratios = f"{chain / spent['trafilatura']:15.3f}"
        # there is nothing to parse in a PDF
        ratios = (f"{chain / spent['parse']:9.2f}" if name != "mixed files" else f"{'':9}") + ratios
        print(f"{name:20}{size:6.0f}" + "".join(f"{spent[column] * 1e3:12.2f}" for column in columns) + ratios)


def reports(variations: Sequence[str], count: int) -> Iterator[Item]:
    """Yield pages of different reports, printed in the given ways in turn."""
    for number in range(count):
        page = render(report_of(number), variations[number % len(variations)]).data
        yield Item(page, page)


def report_of(number: int) -> FictionalReport:
    """Return an invented report, another for each number."""
    agencies = list(AGENCIES.values())
    agency, year = agencies[number % len(agencies)], 2021 + number % 5
    return make_report(agency, year, seed=number, profile="county" if number % 2 else "town")


def mixed(variations: Sequence[str], count: int) -> Iterator[Item]:
    """Yield reports printed in the given ways in turn, a tenth of all files pages of news."""
    for number in range(count):
        if number % FALLBACK == FALLBACK - 1:
            page = news_page(number)
            yield Item(page, page, is_report=False)
        else:
            report = report_of(number)
            variation = variations[number % len(variations)]
            data = render(report, variation).data
            is_page = variation.startswith("html")
            yield Item(data, data if is_page else render(report, CONTAINERS[number % len(CONTAINERS)]).data)


def news_page(number: int) -> bytes:
    """Return a page of news whose text stands in boxes of its own each, under headings of no known form."""
    sentence = f"青禾县第{number}次会议听取了汇报，研究部署了下一阶段的重点工作，并就有关事项作了说明"
    boxes = ""
    for box in range(8):
        lines = "".join(f"<div>{sentence}，其{box * 9 + line}。</div>" for line in range(9))
        boxes += f"<div><div><span><b>之{box}</b></span></div><div>{lines}</div></div>"
    links = "".join(f'<li><a href="/a/{at}.html">要闻第{at}条标题</a></li>' for at in range(60))
    return f"<html><head><title>县政府召开会议</title></head><body><ul>{links}</ul>{boxes}</body></html>".encode()


def demand_reading(name: str, items: Sequence[Item]) -> None:
    """Stop unless every report of a set is read with its figures and every other page is refused."""
    asked = 0
    extract = trafilatura.extract

    def count(*args: object, **options: object) -> str | None:
        nonlocal asked
        asked += 1
        return extract(*args, **options)  # type: ignore[arg-type]

    trafilatura.extract = count
    try:
        for item in items:
            report = chain(item.data)
            if (report is not None) != item.is_report or (report is not None and len(report.figures) < 100):
                raise SystemExit(f"{name}: a file is read wrong: nothing to measure")
    finally:
        trafilatura.extract = extract
    if asked != sum(not item.is_report for item in items):
        raise SystemExit(f"{name}: the generic extractor was asked {asked} times: not what is to be measured")


def chain(data: bytes) -> Report | None:
    """Return the report of a file with its checks done, None for a file that is none."""
    try:
        report = read_report(read_document(data))
    except NotAReportError:
        return None
    check_report(report)
    return report


def measure(rounds: Sequence[Sequence[Item]]) -> dict[str, float]:
    """Return the median CPU seconds a file of each contender and of each part of the chain; the first round is lost."""
    times: dict[str, list[float]] = {name: [] for name in ("parse", "document", "report", "checks", "trafilatura")}

    def parse(items: Sequence[Item]) -> None:
        times["parse"].append(timed(lxml.html.fromstring, [item.page for item in items]))

    def read(items: Sequence[Item]) -> None:
        documents: list[Document] = []
        found: list[Report] = []

        def report(document: Document) -> None:
            try:
                found.append(read_report(document))
            except NotAReportError:
                return

        times["document"].append(
            timed(lambda data: documents.append(read_document(data)), [item.data for item in items])
        )
        times["report"].append(timed(report, documents))
        times["checks"].append(timed(check_report, found) * len(found) / len(items))

    def generic(items: Sequence[Item]) -> None:
        # slow, and steady: some files are enough
        times["trafilatura"].append(timed(trafilatura.extract, [item.page for item in items[::3]]))

    contenders = [parse, read, generic]
    for number, items in enumerate(rounds):
        for contender in contenders[number % 3 :] + contenders[: number % 3]:
            contender(items)
    return {name: statistics.median(spent[1:]) for name, spent in times.items()}


def timed(act: Callable[[Any], object], values: Sequence[Any]) -> float:
    """Return the CPU seconds that an act takes for each value."""
    begin = time.process_time()
    for value in values:
        act(value)
    return (time.process_time() - begin) / max(1, len(values))


if __name__ == "__main__":
    main()
