"""Archive writer: CPU and bytes against warcio's default writer, on the same responses, in the same run.

python -m bench.warc [--pages 300] [--rounds 5]
"""

from __future__ import annotations

import argparse
import gzip
import io
import statistics
import tempfile
import time
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from crawler.captures import WarcStore, read_payload, scan

HEADERS = [
    ("Server", "nginx"),
    ("Date", "Tue, 21 Jan 2025 02:00:00 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Last-Modified", "Mon, 20 Jan 2025 08:00:00 GMT"),
    ("ETag", '"678e0000-19000"'),
]
GOAL_CPU, GOAL_BYTES = 0.35, 1.15


def pages(count: int) -> list[bytes]:
    """Return pages of about 100 KB, each another one."""
    agencies = list(AGENCIES.values())
    found = []
    for number in range(count):
        report = make_report(agencies[number % len(agencies)], 2021 + number % 4, seed=number)
        page = render(report, "html-mso").data
        while len(page) < 100_000:  # a portal's page has menus and scripts around the report
            page += render(make_report(agencies[number % 7], 2023, seed=number + len(page)), "html-wps").data
        found.append(page)
    return found


def by_warcio(bodies: list[bytes], folder: Path) -> int:
    path = folder / "warcio.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        for number, body in enumerate(bodies):
            headers = StatusAndHeaders("200 OK", HEADERS, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"http://www.example.gov.cn.test/{number}.html",
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
            )
            writer.write_record(record)
    return path.stat().st_size


def by_us(bodies: list[bytes], folder: Path) -> int:
    with WarcStore(folder / "ours", sync="batch", reserve=0) as store:
        for number, body in enumerate(bodies):
            url = f"http://www.example.gov.cn.test/{number}.html"
            store.write_response(url, status=200, reason="OK", headers=HEADERS, body=body)
    return sum(path.stat().st_size for path in (folder / "ours").glob("*"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=300)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    bodies = pages(options.pages)
    ratios, sizes, ours_ms, theirs_ms = [], [], [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            start = time.process_time()
            theirs_size = by_warcio(bodies, folder)
            middle = time.process_time()
            ours_size = by_us(bodies, folder)
            end = time.process_time()
            ratios.append((end - middle) / (middle - start))
            sizes.append(ours_size / theirs_size)
            ours_ms.append((end - middle) / len(bodies) * 1000)
            theirs_ms.append((middle - start) / len(bodies) * 1000)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        by_us(bodies, folder)
        start = time.process_time()
        captures = list(scan(folder / "ours"))
        scanned = time.process_time()
        assert [read_payload(folder / "ours", capture) for capture in captures] == bodies
        read = time.process_time()
        (path,) = (folder / "ours").glob("*")
        with path.open("rb") as stream:
            assert [r.content_stream().read() for r in ArchiveIterator(stream) if r.rec_type == "response"] == bodies
        with path.open("rb") as stream:
            assert [r.reader.read() for r in FastIterator(stream, parse_http=True)][1:] == bodies
    average = sum(map(len, bodies)) / len(bodies)
    smallest = sum(len(gzip.compress(body, 9)) for body in bodies[:20]) / 20
    print(f"{len(bodies)} pages of {average / 1000:.0f} KB; gzip -9 makes {smallest / 1000:.1f} KB of one")
    print(f"warcio default   {statistics.median(theirs_ms):6.3f} ms CPU a page")
    print(f"WarcStore        {statistics.median(ours_ms):6.3f} ms CPU a page")
    print(f"ratio of CPU     {statistics.median(ratios):6.3f}   (goal <= {GOAL_CPU})")
    print(f"ratio of bytes   {statistics.median(sizes):6.3f}   (goal <= {GOAL_BYTES})")
    print(f"scan             {(scanned - start) / len(bodies) * 1000:6.3f} ms CPU a record")
    print(f"read payload     {(read - scanned) / len(bodies) * 1000:6.3f} ms CPU a record")
    print("warcio and FastWARC read every body back")


if __name__ == "__main__":
    main()
