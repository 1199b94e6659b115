"""What `gongkai crawl` costs before its first request, over `scrapy version`: wall and CPU seconds in the same run.

    python -m bench.startup [--rounds 7]

`gongkai crawl` takes the lock, opens the state, starts the engine and asks the one portal of its catalogue; a server on
loopback notes when robots.txt is asked. `scrapy version` only imports Scrapy. Reading the built-in catalogue comes on
top where that one is crawled, and is measured by itself.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from bench.frontier import Server
from crawler.catalogue import load_portals

GOAL_SECONDS = 2.0


class Measured(NamedTuple):
    """Seconds of one start."""

    wall: float
    cpu: float


def run(command: list[str], environment: dict[str, str], folder: Path) -> tuple[float, Measured]:
    """Run a command in a folder; return when it began, and its wall and CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr[-1500:]}")
    return begin, Measured(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "",
        "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test",
        "GONGKAI_DELAY_SCALE": "0",
        "GONGKAI_PROXY": f"http://127.0.0.1:{server.server_address[1]}",
    }
    programs = Path(sys.executable)
    bare: list[Measured] = []
    firsts: list[float] = []
    whole: list[Measured] = []
    catalogues: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        catalogue = folder / "catalogue.toml"
        catalogue.write_text(
            '[[portal]]\nid = "h"\nname = "某县"\nlevel = "county"\nregion_code = "000000"\nscheme = "http"\n'
            'hosts = ["h.gov.cn.test"]\n[[portal.column]]\nurl = "http://h.gov.cn.test/zfxxgknb/"\nkind = "reports"\n',
            "utf-8",
        )
        for number in range(arguments.rounds + 1):
            bare.append(run([str(programs.with_name("scrapy")), "version"], environment, folder)[1])
            server.asked.clear()
            data = folder / f"data{number}"
            command = [str(programs.with_name("gongkai")), "--data", str(data), "crawl", "--portals", str(catalogue)]
            begin, measured = run(command, environment, folder)
            whole.append(measured)
            firsts.append(server.asked[0] - begin)
            begin = time.perf_counter()
            portals = load_portals(suffixes=("gov.cn",))
            catalogues.append(time.perf_counter() - begin)
    # the first round wrote the byte code
    bare, whole, firsts = bare[1:], whole[1:], firsts[1:]
    over = statistics.median(first - other.wall for first, other in zip(firsts, bare, strict=True))
    cpu = statistics.median(ours.cpu - other.cpu for ours, other in zip(whole, bare, strict=True))
    print(f"scrapy version             {statistics.median(row.wall for row in bare):5.2f} s")
    print(f"gongkai crawl, 1st request {statistics.median(firsts):5.2f} s")
    print(f"built-in catalogue         {statistics.median(catalogues):5.2f} s for {len(portals)} portals, on top")
    print(
        f"over scrapy version        {over:5.2f} s (goal <= {GOAL_SECONDS:.0f}), {cpu:.2f} s of CPU for the whole crawl"
    )


if __name__ == "__main__":
    main()
