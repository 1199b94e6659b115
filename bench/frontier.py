"""A frontier of 100,000 URLs: memory, the time from restart to the first request, against a frontier of 100.

    python -m bench.frontier [--urls 100000] [--rounds 3]

The folder is that of a crawl that was killed: its requests are queued in state.db, as many URLs are known. A new
`gongkai crawl` is started on it, and a server on loopback notes when the first request comes. Memory is the largest
resident set of the process (VmHWM) once 200 requests are answered; then the crawl is interrupted, and must end with
status 11 and all that it did not ask still queued. The small frontier is measured in the same round, so that what
remains is what the size of the frontier costs.
"""

from __future__ import annotations

import argparse
import os
import signal
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from crawler.frontier import Errand
from crawler.state import State
from crawler.systems.pages import Fetch

HOSTS = 50
ANSWERS = 200
GOAL_SECONDS, GOAL_MEGABYTES = 5.0, 300
ARTICLE = "<html><body>{}</body></html>".format("总体情况、主动公开政府信息、行政复议。" * 500).encode()


class Measured(NamedTuple):
    """What one start came to."""

    first_request: float
    end: float
    megabytes: float


class Server(socketserver.ThreadingTCPServer):
    """A forward proxy that answers everything, and notes when it was asked."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[float] = []


class Handler(socketserver.StreamRequestHandler):
    """Keep-alive HTTP, as little of it as the crawl needs."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer until the connection closes."""
        server = self.server
        assert isinstance(server, Server)
        while line := self.rfile.readline():
            server.asked.append(time.perf_counter())
            while self.rfile.readline().strip():
                pass
            body = b"User-agent: *\nDisallow:\n" if b"/robots.txt" in line else ARTICLE
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
            self.wfile.write(head % len(body) + body)


def prepare(data: Path, urls: int) -> None:
    """Write the folder of a crawl that was killed with `urls` requests to go and as many made."""
    state = State(data / "state.db")
    state.settle()
    state.open_run("20260101T000000Z-bench0", {f"h{n}": 0 for n in range(HOSTS)})
    title = "青禾县数据资源管理局2023年政府信息公开工作年度报告"
    for host in range(HOSTS):
        name = f"h{host}.gov.cn.test"
        column = f"http://{name}/zfxxgknb/"
        mine = range(host, urls, HOSTS)
        with state.transaction():
            state.store_column(f"h{host}", column, "reports", configured=True)
            state.add_errands(
                Errand(
                    f"h{host}",
                    name,
                    "article",
                    Fetch(f"{column}202401/t20240118_{n}.html", title=title),
                    column=column,
                    parent=column,
                )
                for n in mine
            )
            for n in mine:
                url = f"{column}202301/t20230118_{n}.html"
                done = Errand(f"h{host}", name, "article", Fetch(url), column=column)
                state.store_visit(
                    key=done.fingerprint, errand=done, status=200, outcome="ok", payload_sha256=f"{n:064}"
                )
    state.close()


def measure(folder: Path, urls: int, server: Server) -> Measured:
    """Start a crawl on a frontier of `urls` requests, let it make some, and interrupt it."""
    folder.mkdir()
    data, catalogue = folder / "data", folder / "catalogue.toml"
    data.mkdir()
    prepare(data, urls)
    catalogue.write_text(
        "".join(
            f'[[portal]]\nid = "h{n}"\nname = "第{n}县"\nlevel = "county"\nregion_code = "000000"\n'
            f'hosts = ["h{n}.gov.cn.test"]\nscheme = "http"\n[[portal.column]]\n'
            f'url = "http://h{n}.gov.cn.test/zfxxgknb/"\nkind = "reports"\n'
            for n in range(HOSTS)
        ),
        "utf-8",
    )
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "",
        "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test",
        "GONGKAI_DELAY_SCALE": "0.02",
        "GONGKAI_PROXY": f"http://127.0.0.1:{server.server_address[1]}",
    }
    server.asked.clear()
    program = str(Path(sys.executable).with_name("gongkai"))
    begin = time.perf_counter()
    process = subprocess.Popen(
        [program, "--data", str(data), "crawl", "--portals", str(catalogue)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(server.asked) < min(ANSWERS, urls) and process.poll() is None:
        time.sleep(0.01)
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    stop = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=120)
    end = time.perf_counter() - stop
    if process.returncode not in (11, 0 if urls <= ANSWERS else 11):
        raise SystemExit(f"the crawl ended with {process.returncode}: {stderr[-1500:]}")
    state = State(data / "state.db")
    left = state.pending()
    state.close()
    if left < urls - len(server.asked):
        raise SystemExit(f"{left} requests are queued, at least {urls - len(server.asked)} should be")
    return Measured(server.asked[0] - begin, end, peak / 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    large: list[Measured] = []
    small: list[Measured] = []
    for number in range(arguments.rounds):
        with tempfile.TemporaryDirectory() as scratch:
            small.append(measure(Path(scratch) / f"small{number}", 100, server))
            large.append(measure(Path(scratch) / f"large{number}", arguments.urls, server))
    for name, rows in ((f"{100:7,} URLs", small), (f"{arguments.urls:7,} URLs", large)):
        first, end, memory = (statistics.median(row[column] for row in rows) for column in range(3))
        print(f"{name}: first request after {first:5.2f} s, ends {end:5.2f} s after SIGTERM, {memory:5.0f} MB")
    first = statistics.median(row.first_request for row in large)
    memory = statistics.median(row.megabytes for row in large)
    times = statistics.median(b.first_request / a.first_request for a, b in zip(small, large, strict=True))
    more = statistics.median(b.megabytes / a.megabytes for a, b in zip(small, large, strict=True))
    print(
        f"restart to the first request: {first:.2f} s (goal <= {GOAL_SECONDS:.0f}), {times:.2f}x the small frontier's"
    )
    print(f"resident memory: {memory:.0f} MB (goal < {GOAL_MEGABYTES}), {more:.2f}x the small frontier's")


if __name__ == "__main__":
    main()
