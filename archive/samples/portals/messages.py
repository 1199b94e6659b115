"""A request and a response as the sample portals see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qs, unquote

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """One request after the proxy has found out which host it is for. `headers` has lower-case names."""

    method: str
    scheme: str
    host: str
    path: str
    """The path percent-decoded, without the query."""
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    at: float = 0.0
    """Seconds since the portals were started."""

    @property
    def url(self) -> str:
        """Return the absolute URL as asked for."""
        return f"{self.scheme}://{self.host}{self.path}{'?' + self.query if self.query else ''}"

    @cached_property
    def params(self) -> dict[str, str]:
        """Return the last value of each query parameter."""
        return {name: values[-1] for name, values in parse_qs(self.query, keep_blank_values=True).items()}

    @cached_property
    def form(self) -> dict[str, str]:
        """Return the last value of each form field of the body."""
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in fields.items()}

    @cached_property
    def json(self) -> dict[str, object]:
        """Return the body as a JSON object, empty when it is none."""
        try:
            read = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}

    def cookie(self, name: str) -> str:
        """Return the value of a cookie, "" when it was not sent."""
        for part in self.headers.get("cookie", "").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return unquote(value)
        return ""


@dataclass
class Response:
    """What a site answers.

    `validators` adds ETag and Last-Modified and answers 304 to a matching condition; `stream` sends the body piece by
    piece instead of `body`; `length` declares another Content-Length than the body has; `reset` breaks the connection
    after the body, as a dying server does.
    """

    body: bytes = b""
    status: int = 200
    media_type: str = HTML
    headers: list[tuple[str, str]] = field(default_factory=list)
    validators: bool = False
    modified: str = ""
    gzip: bool = False
    chunked: bool = False
    stream: Callable[[], Iterator[bytes]] | None = None
    length: int | None = None
    reset: bool = False
    reason: str = ""


def text_response(text: str, status: int = 200, media_type: str = HTML, encoding: str = "utf-8") -> Response:
    """Return a response with a text for its body."""
    return Response(text.encode(encoding), status, media_type)


def json_response(value: object) -> Response:
    """Return a response with a JSON body, characters unescaped as the portals send them."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Response(body, media_type="application/json;charset=UTF-8")


def redirect(location: str, status: int = 302) -> Response:
    """Return a redirect with a short page."""
    body = f'<html><body>Object moved <a href="{location}">here</a></body></html>'.encode()
    return Response(body, status, headers=[("Location", location)])


def not_found() -> Response:
    """Return nginx's page for what is not there."""
    page = "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center></body></html>"
    return text_response(page, 404)
