"""The HTTP server and forward proxy behind the sample portals, on loopback only.

Requests with an absolute URI are answered as a proxy would, without any request to the outside; requests with a Host
header are answered too. `/__sim__/...` moves the clock, shows the log and the truth, and forgets everything.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from archive.samples.portals.messages import Request, Response, json_response, not_found, text_response

if TYPE_CHECKING:
    from archive.samples.portals import SamplePortals

_PIECE = 8192
_MODIFIED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp()
"""Last-Modified of what has no better time."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request as the portals saw it; times in seconds since the start.

    `in_flight` counts the requests to the same host that were being answered when this one came, itself included.
    """

    at: float
    finished: float
    method: str
    scheme: str
    host: str
    path: str
    query: str
    status: int
    size: int
    in_flight: int
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return the URL asked for."""
        return f"{self.scheme}://{self.host}{self.path}{'?' + self.query if self.query else ''}"

    def as_json(self) -> dict[str, object]:
        """Return the entry as a JSON object."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"url": self.url}


class PortalServer(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1 and hands each request to the site of its host."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, portals: SamplePortals) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.portals = portals
        self.started = time.monotonic()
        self.entries: list[LogEntry] = []
        self.in_flight: Counter[str] = Counter()
        self.lock = threading.Lock()

    def now(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self.started

    def settled(self, patience: float = 2.0) -> list[LogEntry]:
        """Return the log once every answer that is under way is in it: a client has its answer before the log has."""
        end = time.monotonic() + patience
        while True:
            with self.lock:
                if not any(self.in_flight.values()) or time.monotonic() > end:
                    return list(self.entries)
            time.sleep(0.005)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up: hostile sites make them do so."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PortalServer
    timeout = 60
    # headers and body leave in two writes; with Nagle's algorithm the second waits 40 ms for the client's late ACK
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Keep stderr quiet; the log is an object."""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_CONNECT(self) -> None:
        """Refuse tunnels: no sample portal speaks TLS; 410 where the models say so of https."""
        host = self.path.partition(":")[0]
        site = self.server.portals.site_of(host)
        status = site.refuses_https() if site is not None and hasattr(site, "refuses_https") else 502
        with self.server.lock:
            now = self.server.now()
            self.server.entries.append(LogEntry(now, now, "CONNECT", "https", host, "", "", status, 0, 1, {}))
        self.close_connection = True
        self.send_response(status, "Gone" if status == 410 else "Bad Gateway")
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        host = (parts.netloc or self.headers.get("Host", "")).lower()
        if not parts.netloc.endswith(":8082"):
            host = host.partition(":")[0]
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            method=self.command,
            scheme=parts.scheme or "http",
            host=host,
            path=unquote(parts.path, errors="replace") or "/",
            query=parts.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
            at=self.server.now(),
        )
        if request.path.startswith("/__sim__/"):
            self._send(request, self._control(request))
            return
        with self.server.lock:
            self.server.in_flight[host] += 1
            in_flight = self.server.in_flight[host]
        size, status = 0, 0
        try:
            site = self.server.portals.site_of(host)
            response = site.respond(request) if site else text_response("<html><body>no such host</body></html>", 502)
            status = response.status
            size, status = self._send(request, response)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.server.lock:
                self.server.in_flight[host] -= 1
                self.server.entries.append(
                    LogEntry(
                        at=request.at,
                        finished=self.server.now(),
                        method=request.method,
                        scheme=request.scheme,
                        host=host,
                        path=request.path,
                        query=request.query,
                        status=status,
                        size=size,
                        in_flight=in_flight,
                        headers=dict(request.headers),
                    )
                )

    def _control(self, request: Request) -> Response:
        portals = self.server.portals
        match request.path.removeprefix("/__sim__/"):
            case "clock":
                if "date" in request.params:
                    portals.clock(dt.date.fromisoformat(request.params["date"]))
                return json_response({"today": portals.today.isoformat()})
            case "log":
                return json_response([entry.as_json() for entry in portals.log()])
            case "truth":
                lines = "\n".join(json.dumps(line.as_json(), ensure_ascii=False) for line in portals.truth())
                return text_response(lines + "\n", media_type="application/jsonl; charset=utf-8")
            case "reset":
                portals.reset()
                return json_response({"reset": True})
        return not_found()

    def _send(self, request: Request, response: Response) -> tuple[int, int]:
        """Send a response; return the size of the body as sent and the status."""
        body, status = response.body, response.status
        headers = list(response.headers)
        if response.validators and status == 200 and not response.stream:
            etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()[:16]}"'
            headers.append(("ETag", etag))
            headers.append(("Last-Modified", response.modified or formatdate(_MODIFIED, usegmt=True)))
            if etag in request.headers.get("if-none-match", ""):
                status, body = 304, b""
        if response.gzip and body and "gzip" in request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 5, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        self.send_response_only(status, response.reason or None)
        if status != 304:
            headers.append(("Content-Type", response.media_type))
        headers.append(("Date", formatdate(usegmt=True)))
        chunked = (response.chunked or bool(response.stream)) and response.length is None and status == 200
        if chunked:
            headers.append(("Transfer-Encoding", "chunked"))
        elif status not in (204, 304):
            headers.append(("Content-Length", str(len(body) if response.length is None else response.length)))
        if response.reset or response.length is not None:
            self.close_connection = True
            headers.append(("Connection", "close"))
        for name, value in headers:
            if value and name:
                self._header(name, value)
        self.end_headers()
        if request.method == "HEAD":
            return 0, status
        sent = 0
        pieces = response.stream() if response.stream else (body[i : i + _PIECE] for i in range(0, len(body), _PIECE))
        for piece in pieces:
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if chunked else piece)
            if response.stream:
                self.wfile.flush()
            sent += len(piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
        if response.reset:
            self.wfile.flush()
            self.connection.close()
        return sent, status

    def _header(self, name: str, value: str) -> None:
        """Send a header; bytes beyond Latin-1 were smuggled in as surrogates and go out as they are."""
        if not hasattr(self, "_headers_buffer"):
            self._headers_buffer: list[bytes] = []
        self._headers_buffer.append(
            f"{name}: ".encode("latin-1") + value.encode("latin-1", "surrogateescape") + b"\r\n"
        )
