"""A crawl with capture, frontier and manners against a bare Scrapy spider: same URLs, same settings, delays off.

    python bench/crawl.py [--pages 1000] [--rounds 3]

Both run in processes of their own against one local server, in turn; compared are CPU seconds (user + system) from
start to end, start-up included, and wall time. The bare spider has Scrapy's own scheduler, downloader, middlewares and
extensions, and its callback does nothing. It runs twice: with the settings of `crawler.settings`, and with as many
connections to the proxy kept open as our crawls through one keep.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HOSTS = 8
PER_LIST = 50
MARK = b"<!-- address -->"
"""Where the address stands that an article is asked under."""


def page_of(size: int) -> bytes:
    """Return an article of about `size` bytes, pasted from a word processor as portals have them."""
    from archive.samples.html import render_html
    from archive.samples.reports import make_report

    data = render_html(make_report(), "html-cms-trs").data
    filler = (
        b'<p class="MsoNormal" style="margin:0cm;line-height:150%"><span lang="EN-US">'
        + "政务公开".encode() * 12
        + b"</span></p>\n"
    )
    filled = filler * max(0, (size - len(data)) // len(filler)) + b"</body>"
    return data.replace(b"</body>", MARK + filled)


class Server(socketserver.ThreadingTCPServer):
    """A forward proxy that answers for every host: robots.txt, lists of links, articles that differ in a word."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, pages: int, article: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.per_host = pages // HOSTS
        self.article = article


class Handler(socketserver.StreamRequestHandler):
    """Keep-alive HTTP, as little of it as the two crawlers need."""

    def handle(self) -> None:
        """Answer until the connection closes."""
        server = self.server
        assert isinstance(server, Server)
        while line := self.rfile.readline():
            target = line.split(b" ")[1]
            while self.rfile.readline().strip():
                pass
            path = b"/" + target.split(b"/", 3)[3] if target.startswith(b"http") else target
            # no two addresses have the same bytes: a body seen before would only be written as a revisit
            status, body = b"200 OK", server.article.replace(MARK, path, 1)
            if path == b"/robots.txt":
                body = b"User-agent: *\nDisallow:\n"
            elif path.startswith(b"/zfxxgknb/index"):
                body = self._list(path, server.per_host)
            elif path == b"/zfxxgknb/":
                body = self._list(b"/zfxxgknb/index_0.html", server.per_host)
            head = b'HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n'
            self.wfile.write(head % (status, len(body)) + body)

    @staticmethod
    def _list(path: bytes, per_host: int) -> bytes:
        number = int(path.split(b"_")[1].split(b".")[0])
        pages = (per_host + PER_LIST - 1) // PER_LIST
        rows = "".join(
            f'<li><a href="./202401/t20240118_{i}.html">青禾县第{i}局2023年政府信息公开工作年度报告</a>'
            "<span>2024-01-18</span></li>"
            for i in range(number * PER_LIST, min(per_host, (number + 1) * PER_LIST))
        )
        script = f'createPageHTML({pages}, {number}, "index", "html");'
        return f"<html><body><ul>{rows}</ul><script>{script}</script></body></html>".encode()


BARE = """
import sys
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

class Bare(Spider):
    name = "bare"
    async def start(self):
        for host in range({hosts}):
            base = f"http://h{{host}}.gov.cn.test"
            urls = [f"{{base}}/robots.txt", f"{{base}}/zfxxgknb/"]
            urls += [f"{{base}}/zfxxgknb/index_{{n}}.html" for n in range(1, {lists})]
            urls += [f"{{base}}/zfxxgknb/202401/t20240118_{{i}}.html" for i in range({per_host})]
            for url in urls:
                yield Request(url, meta={{"proxy": "{proxy}"}})
    def parse(self, response):
        pass

settings = Settings()
settings.setmodule("crawler.settings")
for name in (
    "SCHEDULER", "DUPEFILTER_CLASS", "DOWNLOADER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES_BASE", "SPIDER_MIDDLEWARES_BASE",
    "EXTENSIONS_BASE", "TWISTED_REACTOR", "TWISTED_DNS_RESOLVER", "DOWNLOADER", "LOG_FORMATTER",
):
    settings.set(name, Settings().get(name))
settings.set("LOG_ENABLED", False)
if {keeping}:
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", settings.getint("CONCURRENT_REQUESTS"))
settings.set("GONGKAI_PROXY", "{proxy}")
process = CrawlerProcess(settings)
process.crawl(Bare)
process.start()
"""


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command; return its CPU and wall seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command[:3]} ended with {done.returncode}: {done.stderr[-1500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=103_000)
    arguments = parser.parse_args()
    server = Server(arguments.pages, page_of(arguments.size))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxy = f"http://127.0.0.1:{server.server_address[1]}"
    lists = (server.per_host + PER_LIST - 1) // PER_LIST
    bare = {
        name: BARE.format(hosts=HOSTS, lists=lists, per_host=server.per_host, proxy=proxy, keeping=keeping)
        for name, keeping in (("bare", False), ("bare, connections kept", True))
    }
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "",
        "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test",
        "GONGKAI_DELAY_SCALE": "0",
        "GONGKAI_PROXY": proxy,
    }
    total = HOSTS * (server.per_host + lists + 1)
    results: dict[str, list[tuple[float, float]]] = {**{name: [] for name in bare}, "gongkai": []}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        catalogue = folder / "catalogue.toml"
        catalogue.write_text(
            "".join(
                f'[[portal]]\nid = "h{n}"\nname = "第{n}县"\nlevel = "county"\nregion_code = "000000"\n'
                f'hosts = ["h{n}.gov.cn.test"]\nscheme = "http"\n[[portal.column]]\n'
                f'url = "http://h{n}.gov.cn.test/zfxxgknb/"\nkind = "reports"\n'
                for n in range(HOSTS)
            ),
            "utf-8",
        )
        program = str(Path(sys.executable).with_name("gongkai"))
        for number in range(arguments.rounds):
            for name, code in bare.items():
                results[name].append(run([sys.executable, "-c", code], environment))
            data = folder / f"data{number}"
            command = [program, "--data", str(data), "crawl", "--portals", str(catalogue)]
            results["gongkai"].append(run(command, environment))
            report = json.loads(next((data / "runs").glob("*.json")).read_text("utf-8"))
            if report["counts"]["requests"] != total or not report["complete"]:
                raise SystemExit(f"the crawl made {report['counts']['requests']} requests, {total} were expected")
    for name, values in results.items():
        cpu = statistics.median(value[0] for value in values)
        print(f"{name:23} {total / cpu:6.0f} pages per CPU second, {statistics.median(v[1] for v in values):6.1f} s")
    for name in bare:
        pairs = list(zip(results[name], results["gongkai"], strict=True))
        ratio = statistics.median(other[0] / ours[0] for other, ours in pairs)
        wall = statistics.median(other[1] / ours[1] for other, ours in pairs)
        print(f"gongkai / {name}: {ratio:.2f}x pages per CPU second (goal >= 0.80), wall {wall:.2f}x")


if __name__ == "__main__":
    main()
