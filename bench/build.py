"""Building: reports a second with one and with two workers, memory of a worker, cost of a second build.

    python -m bench.build [--reports 1000]

The captures are invented HTML reports as four content systems print them. Memory is the highest resident size of any
worker process; the parent's is its own. One worker and the writer keep two cores busy already, so that the gain of a
second worker is bound by the writer's share of the CPU and by the number of cores; the bound is printed beside it.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import sqlite3
import tempfile
import threading
import time
from pathlib import Path

from archive.build import build
from archive.database import connect, dump
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from crawler.captures import Origin, WarcStore
from crawler.data_folder import DataFolder

VARIATIONS = ("html-cms-trs", "html-wps", "html-mso", "html-cms-ucap")


def fill(folder: DataFolder, count: int) -> int:
    """Capture `count` reports, each of another publisher-year or another content; return their bytes."""
    agencies = list(AGENCIES.values())
    size = 0
    with WarcStore(folder.warc, sync="batch") as store:
        for number in range(count):
            report = make_report(agencies[number % len(agencies)], 2021 + number % 5, seed=number, profile="county")
            body = render(report, VARIATIONS[number % len(VARIATIONS)]).data
            # a name of its own for each, so that a thousand reports are a thousand publishers
            names = sorted({report.agency.name, report.publisher}, key=len, reverse=True)
            pattern = "|".join(map(re.escape, names)).encode()
            body = re.sub(pattern, rb"\g<0>" + f"第{number:05d}所".encode(), body)
            store.write_response(
                f"http://www.example.gov.cn.test/{number}.html",
                status=200,
                headers=[("Content-Type", "text/html")],
                body=body,
                origin=Origin("bench", role="report"),
            )
            size += len(body)
    return size


class Watch:
    """Looks at resident size (MB) and CPU seconds of all reader processes while a build runs."""

    def __init__(self) -> None:
        self.highest = 0
        self._spent: dict[int, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def spent(self) -> float:
        """Return the CPU seconds of all readers together, as they were when last looked at."""
        return sum(self._spent.values())

    def _look(self) -> None:
        own = os.getpid()
        while not self._stop.wait(0.2):
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                except OSError:
                    continue
                process = int(fields["Pid"])
                if _descends(process, own) and "VmHWM" in fields:
                    self.highest = max(self.highest, int(fields["VmHWM"].split()[0]) // 1024)
                    self._spent[process] = _seconds_of(process)


def _descends(process: int, ancestor: int) -> bool:
    for _ in range(4):
        try:
            process = int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            return False
        if process == ancestor:
            return True
    return False


def _seconds_of(process: int) -> float:
    """Return the CPU seconds of a process."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=int, default=1000)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place))
        folder.create()
        load = os.getloadavg()[0]
        size = fill(folder, options.reports)
        print(f"{options.reports} HTML reports of {size / options.reports / 1000:.1f} KB")
        dumps = []
        walls: list[float] = []
        parts = 0.0, 0.0
        for workers in (1, 2):
            start, own = time.perf_counter(), time.process_time()
            with Watch() as watch:
                report = build(folder, rebuild=True, workers=workers)
            taken, own = time.perf_counter() - start, time.process_time() - own
            print(
                f"{workers} workers  {options.reports / taken:6.0f} reports/s wall ({taken:.1f} s), "
                f"CPU a report: writer {own / options.reports * 1000:.2f} ms, "
                f"readers {watch.spent / options.reports * 1000:.2f} ms; largest worker {watch.highest} MB; "
                f"{report.reports} reports"
            )
            walls.append(taken)
            parts = own, watch.spent
            conn = connect(folder.archive_db)
            dumps.append(list(dump(conn)))
            conn.close()
        # what the work itself allows: one writer, and readers beside it that share all that is not the writer's
        writer, readers = parts
        bound = max(writer, readers) / max(writer, readers / 2, (writer + readers) / (os.cpu_count() or 1))
        print(
            f"two workers against one: {walls[0] / walls[1]:.2f}x wall; {bound:.2f}x would be the most by CPU on "
            f"{os.cpu_count()} idle cores; load before: {load:.1f}"
        )
        print("the same archive from both" if dumps[0] == dumps[1] else "THE ARCHIVES DIFFER")
        start = time.perf_counter()
        mode = build(folder).mode
        print(f"second build: {mode}, {time.perf_counter() - start:.3f} s")
        text = (
            sqlite3.connect(folder.archive_db)
            .execute("SELECT sum(length(CAST(text AS BLOB))) FROM sections")
            .fetchone()
        )
        size = folder.archive_db.stat().st_size
        per_report = options.reports * 1000
        print(f"archive.db {size / per_report:.1f} KB a report, its text {text[0] / per_report:.1f} KB")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"parent's peak memory {peak} MB (this bench's own sample maker included)")


if __name__ == "__main__":
    main()
