"""No page, list, redirect, file, frame or pager leads the crawl to an address or a host that is not in the catalogue.

An evil portal names every forbidden URL in every place where the crawl takes a URL from; whatever is asked of another
host would be seen by the proxy that answers for the portal, or by a canary that listens on loopback.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.addresses import ALLOWED_PORTS
from crawler.catalogue import load_portals
from crawler.errors import CatalogueError

EVIL = "www.evil.gov.cn.test"

FORMS = {
    "dotted": "http://127.0.0.1:{port}{path}",
    "short": "http://127.1:{port}{path}",
    "decimal": "http://2130706433:{port}{path}",
    "hex": "http://0x7f000001:{port}{path}",
    "hex parts": "http://0x7f.0x0.0x0.0x1:{port}{path}",
    "octal": "http://017700000001:{port}{path}",
    "octal parts": "http://0177.0.0.01:{port}{path}",
    "any": "http://0.0.0.0:{port}{path}",
    "ipv6": "http://[::1]:{port}{path}",
    "ipv6 mapped": "http://[::ffff:127.0.0.1]:{port}{path}",
    "ipv6 mapped hex": "http://[::ffff:7f00:1]:{port}{path}",
    "ipv6 compatible": "http://[::127.0.0.1]:{port}{path}",
    "ipv6 zone": "http://[fe80::1%25lo]:{port}{path}",
    "trailing dot": "http://127.0.0.1.:{port}{path}",
    "private": "http://10.0.0.1{path}",
    "link local": "http://169.254.169.254/latest/meta-data{path}",
    "localhost": "http://localhost:{port}{path}",
    "localhost dot": "http://LocalHost.:{port}{path}",
    "fullwidth digits": "http://１２７.０.０.１:{port}{path}",
    "fullwidth dots": "http://127。0．0｡1:{port}{path}",
    "circled digits": "http://①②⑦.⓪.⓪.①:{port}{path}",
    "encoded dots": "http://127%2e0%2e0%2e1:{port}{path}",
    "user of an address": "http://www.evil.gov.cn.test@127.0.0.1:{port}{path}",
    "user and password": "http://user:secret@www.evil.gov.cn.test{path}",
    "at behind a backslash": "http://www.evil.gov.cn.test\\@127.0.0.1:{port}{path}",
    "at in the fragment": "http://127.0.0.1:{port}{path}#@www.evil.gov.cn.test/",
    "at in the query": "http://127.0.0.1:{port}{path}?@www.evil.gov.cn.test/",
    "no scheme": "//127.0.0.1:{port}{path}",
    "no scheme backslashes": "\\\\127.0.0.1:{port}{path}",
    "backslashes": "http:\\\\127.0.0.1:{port}{path}",
    "one slash": "http:/127.0.0.1:{port}{path}",
    "three slashes": "http:///127.0.0.1:{port}{path}",
    "mixed case": "HtTp://LOCALHOST:{port}{path}",
    "tab inside": "http://127.0\t.0.1:{port}{path}",
    "file": "file:///etc/passwd?{path}",
    "file on a host": "file://127.0.0.1{path}",
    "data": "data:text/html,<a href='http://127.0.0.1:{port}{path}'>x</a>",
    "ftp": "ftp://127.0.0.1:{port}{path}",
    "gopher": "gopher://127.0.0.1:{port}/_GET%20{path}",
    "unlisted host": "http://www.other.gov.cn.test{path}",
    "host as a prefix": "http://www.evil.gov.cn.test.attacker.test{path}",
    "suffix as a prefix": "http://gov.cn.test.attacker.test{path}",
    "no dot before the suffix": "http://www.evilgov.cn.test{path}",
    "other port": "http://www.evil.gov.cn.test:22{path}",
    "subdomain": "http://intranet.www.evil.gov.cn.test{path}",
}
"""What must never be asked; `path` tells the place it stood in."""

SEARCH = "/common/search/{}?page=1&_pageSize=99&_isJson=true"
LISTED, ALLOWED = "0c9a1f6d2b7e4f35a8d1c0e2f4b6a897", "1c9a1f6d2b7e4f35a8d1c0e2f4b6a897"
"""Channels: the one whose list names the forbidden URLs, and one that only an allowed address of a script leads to."""

PLACES = ("list", "json", "redirect", "attachment", "frame", "meta", "script", "pager")
"""Where the crawl takes URLs from."""

TITLE = "青禾县第{}局2024年政府信息公开工作年度报告"


def row(href: str, number: int) -> str:
    return f'<li><a href="{href}">{TITLE.format(number)}</a><span>2025-01-20</span></li>'


def page(content: str, head: str = "") -> str:
    return f"<html><head><title>政府信息公开年报</title>{head}</head><body>{content}</body></html>"


class EvilPortal(ThreadingHTTPServer):
    """A forward proxy that answers for one host, and notes all that is asked of it."""

    daemon_threads = True

    def __init__(self, canary_port: int) -> None:
        super().__init__(("127.0.0.1", 0), EvilHandler)
        self.canary_port = canary_port
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def forms(self, place: str, suffix: str = ".html") -> list[str]:
        """Return all forbidden URLs, and one allowed one last, as they stand in a place."""
        paths = [f"/canary/{place}/{number}{suffix}" for number in range(len(FORMS))]
        forms = [
            form.format(port=self.canary_port, path=path) for form, path in zip(FORMS.values(), paths, strict=True)
        ]
        return [*forms, f"http://{EVIL}/ok/{place}{suffix}"]

    def searches(self) -> list[str]:
        """Return the addresses that a list's script asks: forbidden ones, and one allowed one last."""
        path = SEARCH.format(LISTED)
        forms = [form.format(port=self.canary_port, path=path) for form in FORMS.values()]
        return [*forms, f"http://{EVIL}{SEARCH.format(ALLOWED)}"]

    def answer(self, path: str) -> tuple[int, str, str]:
        """Return status, Location or media type, and body."""
        kind, _, rest = path.strip("/").partition("/")
        name = rest.strip("/").removesuffix(".html")
        count = len(FORMS) + 1
        number = int(name) if name.isdigit() else 0
        if path == "/robots.txt":
            return 404, "text/plain", ""
        if kind == "list":
            return 200, "text/html", page(f"<ul>{''.join(map(row, self.forms('list'), range(count)))}</ul>")
        if kind in ("shell", "api"):
            address = SEARCH.format(LISTED) if kind == "shell" else self.searches()[number]
            script = f'<script>$.get("{address}",function(data){{render(data);}});</script>'
            return 200, "text/html", page(f'<div id="list"></div>{script}')
        if kind == "common":
            results = [
                {"title": TITLE.format(n), "url": url, "publishedTimeStr": "2025-01-20 10:00:00"}
                for n, url in enumerate(self.forms("json"))
            ]
            reply = {"data": {"total": len(results), "page": 1, "rows": 99, "results": results}}
            return 200, "application/json", json.dumps(reply, ensure_ascii=False)
        if kind == "ways":
            ways = [f"/{way}/{n}.html" for way in ("redirect", "meta", "script") for n in range(count)]
            ways += [f"/files/{n}.html" for n in range(0, count, 10)]
            return 200, "text/html", page(f"<ul>{''.join(map(row, ways, range(len(ways))))}</ul>")
        if kind == "redirect":
            return 302, self.forms("redirect")[number], ""
        if kind == "meta":
            return (
                200,
                "text/html",
                page("", f'<meta http-equiv="refresh" content="0;url={self.forms("meta")[number]}">'),
            )
        if kind == "script":
            return 200, "text/html", page("", f"<script>location.href='{self.forms('script')[number]}';</script>")
        if kind == "files":
            urls = self.forms("attachment", ".pdf")[number : number + 10]
            links = "".join(f'<p>附件：<a href="{url}">年度报告{n}.pdf</a></p>' for n, url in enumerate(urls))
            return 200, "text/html", page(f"<h1>{TITLE.format(number)}</h1><p>报告见附件。</p>{links}")
        if kind == "frame":
            return 200, "text/html", page(f'<iframe src="{self.forms("frame")[number]}" width="100%"></iframe>')
        if kind == "pager":
            rows = "".join(row(f"/report/{number}-{n}.html", n) for n in range(15))
            return (
                200,
                "text/html",
                page(f'<ul>{rows}</ul><a class="next" href="{self.forms("pager")[number]}">下一页</a>'),
            )
        return 200, "text/html", page(f"<h1>{TITLE.format(1)}</h1><p>全文。</p>")


class EvilHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: EvilPortal

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_CONNECT(self) -> None:
        self.server.asked.append((self.path, "", dict(self.headers)))
        self.send_error(502)

    def do_POST(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append((parts.netloc, parts.path, dict(self.headers)))
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, what, text = self.server.answer(parts.path)
        body = text.encode("utf-8")
        self.send_response_only(status)
        if status == 302:
            self._headers_buffer.append(b"Location: " + what.encode("utf-8") + b"\r\n")  # type: ignore[attr-defined]
        else:
            self.send_header("Content-Type", f"{what}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def canary() -> Iterator[tuple[int, list[Any]]]:
    """Listen on loopback, on a port that portals may have, and collect who connects."""
    listener = next(filter(None, map(bound, sorted(ALLOWED_PORTS - {80, 443}))))
    listener.listen()
    visitors: list[Any] = []

    def wait() -> None:
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            visitors.append(address)
            connection.close()

    threading.Thread(target=wait, daemon=True).start()
    port = listener.getsockname()[1]
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    while not visitors:
        pass
    visitors.clear()
    yield port, visitors
    listener.close()


def bound(port: int) -> socket.socket | None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        return None
    return listener


def entry(name: str, host: str, columns: list[str], *, system: str = "auto") -> str:
    lines = [f'[[portal]]\nid = "{name}"\nname = "{name}"\nlevel = "county"\nregion_code = "000000"\nscheme = "http"']
    lines.append(f'hosts = ["{host}"]\ndelay = 1.0\nsystem = "{system}"')
    lines += [f'[[portal.column]]\nurl = "{url}"\nkind = "reports"' for url in columns]
    return "\n".join(lines) + "\n"


def environment(**extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return {**kept, "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test", "GONGKAI_DELAY_SCALE": "0", **extra}


@pytest.fixture
def evil(canary: tuple[int, list[Any]]) -> Iterator[EvilPortal]:
    server = EvilPortal(canary[0])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_no_url_form_in_any_place_leads_elsewhere(
    evil: EvilPortal, canary: tuple[int, list[Any]], tmp_path: Path
) -> None:
    base, count = f"http://{EVIL}", len(FORMS) + 1
    markup = [
        f"{base}/list/",
        f"{base}/ways/",
        *(f"{base}/{way}/{n}/" for way in ("pager", "frame") for n in range(count)),
    ]
    shells = [f"{base}/shell/", *(f"{base}/api/{n}/" for n in range(count))]
    catalogue = tmp_path / "evil.toml"
    catalogue.write_text(entry("evil", EVIL, markup) + entry("shells", EVIL, shells, system="ucap"), "utf-8")
    done = subprocess.run(
        [
            Path(sys.executable).with_name("gongkai"),
            "--data",
            tmp_path / "data",
            "crawl",
            "--json",
            "--portals",
            catalogue,
        ],
        env=environment(GONGKAI_PROXY=f"http://127.0.0.1:{evil.server_address[1]}"),
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    asked = {path for _, path, _ in evil.asked}
    missing = [place for place in PLACES if not any(path.startswith(f"/ok/{place}.") for path in asked)]
    assert missing == [], "the crawl does not take URLs from these places at all"
    assert f"/common/search/{ALLOWED}" in asked
    assert {f"/{way}/{n}.html" for way in ("redirect", "meta", "script") for n in range(count)} <= asked
    assert {host for host, _, _ in evil.asked} == {EVIL}
    assert not any(name.lower() in ("authorization", "cookie") for _, _, headers in evil.asked for name in headers)
    assert canary[1] == []
    # what is left of "http:/127.0.0.1/…" and the like is a path on the portal's own host
    leaked = {path for path in asked if path.startswith("/canary/")}
    assert leaked == set()


@pytest.mark.parametrize("form", [form for form in FORMS if form != "other port"])
def test_no_url_form_gets_into_the_catalogue(form: str, tmp_path: Path) -> None:
    catalogue = tmp_path / "evil.toml"
    url = FORMS[form].format(port=8081, path="/zfxxgknb/")
    catalogue.write_text(entry("evil", EVIL, [f"http://{EVIL}/zfxxgknb/"]), "utf-8")
    assert len(load_portals([catalogue], suffixes=("gov.cn.test",))) == 1
    catalogue.write_text(entry("evil", EVIL, [json.dumps(url)[1:-1]]), "utf-8")
    with pytest.raises(CatalogueError):
        load_portals([catalogue], suffixes=("gov.cn.test",))


DIRECT = """
import json, socket, sys
from pathlib import Path
names = json.loads(sys.argv[3])
socket.gethostbyname = lambda name: names[name.rstrip(".").lower()]
def getaddrinfo(host, port, *arguments, **options):
    family = socket.AF_INET6 if ":" in names[host] else socket.AF_INET
    return [(family, socket.SOCK_STREAM, 6, "", (names[host], port))]
socket.getaddrinfo = getaddrinfo
from crawler.catalogue import load_portals
from crawler.configuration import load_configuration
from crawler.run import run_crawl
configuration = load_configuration(data=Path(sys.argv[1]))
portals = load_portals([Path(sys.argv[2])], suffixes=configuration.suffixes)
print(json.dumps(run_crawl(configuration, portals).as_json()))
"""
"""A crawl whose name server says what the test wants it to say."""

INSIDE = {
    "loopback": "127.0.0.1", "loopback2": "127.9.9.9", "any": "0.0.0.0", "ten": "10.0.0.1", "private": "192.168.1.1",
    "link": "169.254.169.254", "shared": "100.64.0.1", "bench": "198.18.0.1", "multicast": "224.0.0.1",
    "mapped": "::ffff:127.0.0.1", "six": "::1", "local": "fd00::1",
}  # fmt: skip


def test_a_name_that_resolves_to_an_inside_address_is_never_connected_to(
    canary: tuple[int, list[Any]], tmp_path: Path
) -> None:
    port, visitors = canary
    names = {f"{name}.gov.cn.test": address for name, address in INSIDE.items()}
    catalogue = tmp_path / "inside.toml"
    entries = [entry(name, f"{name}.gov.cn.test", [f"http://{name}.gov.cn.test:{port}/zfxxgknb/"]) for name in INSIDE]
    catalogue.write_text("\n".join(entries), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", DIRECT, tmp_path / "data", catalogue, json.dumps(names)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = {portal["portal"]: portal for portal in json.loads(done.stdout)["portals"]}
    for name, address in INSIDE.items():
        assert results[name]["outcome"] == "robots_unreachable"
        assert visitors == []
        said = " ".join(results[name]["notes"])
        assert f"resolves to {address}, which is not a public address" in said
