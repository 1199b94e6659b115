"""The published pages: milliseconds an answer takes, and how many a second one process gives.

    python -m bench.pages [--reports 300] [--rounds 15]

An archive of invented reports is made first, through the real capture store and build. Answers are asked for inside
the process, without a socket; `first` is the answer to the first asking, when no template has been read yet and no page
about the whole archive computed. The yardstick of every page is Datasette's own row page of the same report in the same
run, so that the ratios mean the same on any machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.build import build
from archive.commands.serve import pages_folder
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from crawler.captures import Origin, WarcStore, file_uri
from crawler.data_folder import DataFolder

GOALS = {"report": 3.0, "report JSON": 2.0, "original": 0.5, "front page": 1.0, "search, two characters": 1.5}
"""Largest ratio to the row page that is accepted: half as much again as was measured with 300 reports."""


def make_archive(folder: DataFolder, count: int) -> None:
    """Build an archive of invented reports, every agency over as many years as it takes."""
    folder.create()
    agencies = list(AGENCIES.values())
    with WarcStore(folder.warc, sync="batch") as store:
        for number in range(count):
            agency, year = agencies[number % len(agencies)], 2019 + number // len(agencies) % 7
            errors = ("shifted_row",) if number % 25 == 0 and year >= 2021 else ()
            report = make_report(agency, year, seed=number, profile="town", errors=errors)
            data = render(report, "html-cms-trs").data
            store.write_resource(
                file_uri(f"{number:064x}", f"{number}.html"), data, media_type="text/html", origin=Origin(role="file")
            )
    with folder.lock():
        build(folder)


def addresses(datasette: Any, ask: Callable[[str], Any]) -> dict[str, str]:
    """Return the pages that are timed, by name."""
    found = ask("/archive/reports.json?_shape=array&_size=1&_sort_desc=error_count").json()[0]
    return {
        "row page of Datasette": f"/archive/reports/{found['id']}",
        "front page": "/",
        "report": f"/report/{found['id']}",
        "cells of the report": f"/report/{found['id']}/cells",
        "report JSON": f"/report/{found['id']}.json",
        "original": f"/original/{found['capture_id']}/raw",
        "agency": f"/agency/{found['agency_id']}",
        "list": "/reports?status=failed",
        "rules": "/rules",
        "search, two characters": f"/search?q={quote('公开')}",
        "search, one character": f"/search?q={quote('费')}",
        "search, a phrase": f"/search?q={quote('主动公开政府信息')}",
        "table of Datasette": "/archive/reports",
    }


def main() -> None:
    """Make the archive, time every page, print medians and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place))
        make_archive(folder, arguments.reports)
        from datasette.app import Datasette

        datasette = Datasette(config_dir=pages_folder(), immutables=[str(folder.archive_db)])
        loop = asyncio.new_event_loop()
        loop.run_until_complete(datasette.invoke_startup())

        def ask(path: str) -> Any:
            answer = loop.run_until_complete(datasette.client.get(path))
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")
            return answer

        pages = addresses(datasette, ask)
        times: dict[str, list[float]] = {name: [] for name in pages}
        sizes: dict[str, int] = {}
        first: dict[str, float] = {}
        for name, path in pages.items():
            begin = time.perf_counter()
            sizes[name] = len(ask(path).content)
            first[name] = time.perf_counter() - begin
        for _ in range(arguments.rounds):
            for name, path in pages.items():
                begin = time.perf_counter()
                ask(path)
                times[name].append(time.perf_counter() - begin)
        yardstick = statistics.median(times["row page of Datasette"])
        size = folder.archive_db.stat().st_size / 2**20
        print(f"{arguments.reports} reports, {size:.1f} MB, {arguments.rounds} rounds")
        for name, taken in times.items():
            middle = statistics.median(taken)
            ratio = middle / yardstick
            goal = GOALS.get(name)
            verdict = "" if goal is None else f"  goal {goal:.1f}x {'ok' if ratio <= goal else 'MISSED'}"
            print(
                f"{name:26} {middle * 1000:7.1f} ms  {ratio:5.2f}x  first {first[name] * 1000:6.1f} ms  "
                f"{sizes[name] / 1024:6.1f} KB{verdict}"
            )
        loop.close()


if __name__ == "__main__":
    main()
