"""Limits of the database and headers of every answer: a public server that anybody may send SQL to.

Measured on Datasette 0.65.5: `printf('%.*c', 9e8, 'x')` ran 11.7 s past the time limit, `zeroblob` took all memory,
and malformed arguments gave status 500. An immutable file and SQLite's own limits close these doors.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.plugins import pm
from datasette.utils.asgi import NotFound, Request
from datasette.views.base import DatasetteError

DENIED_FUNCTIONS = frozenset({"randomblob", "zeroblob", "printf", "format", "load_extension", "fts3_tokenizer"})
"""Functions that make much out of little in one call, where no time limit is looked at."""

HIDDEN_PAGES = ("databases", "threads", "versions", "plugins", "patterns", "messages", "permissions", "allow-debug")
"""Datasette's own pages for whoever runs it: they tell paths and versions of this machine."""

DENIED_TABLES = frozenset({"pragma_database_list", "dbstat"})
"""Tables that tell paths of this machine or read the whole file."""

LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 8_000_000),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 50_000),  # the view `figures` alone has 12,500 characters
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 20),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
)

OWN_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""For the archive's own pages, which have no script and no style of their own."""

STOCK_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""For Datasette's pages, which have scripts and styles inside them."""

_OWN = re.compile(rb"/(?:$|reports$|report/|agencies$|agency/|search$|original/|rules$|problems$|about$|data$)")


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str | None) -> None:
    # Datasette's own internal database needs what is denied here
    if database in (None, "_internal", "__INTERNAL__"):
        return
    for limit, value in LIMITS:
        conn.setlimit(limit, value)
    # not trusted_schema=0: the views over the figures use JSON functions, and the schema is our own
    conn.execute("pragma query_only=1")
    conn.execute("pragma cell_size_check=1")
    conn.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in DENIED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and (first or "").lower() in DENIED_TABLES:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _headers_for(path: bytes, present: set[bytes]) -> list[tuple[bytes, bytes]]:
    policy = OWN_POLICY if _OWN.match(path) else STOCK_POLICY
    wanted = [
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
        (b"content-security-policy", policy.encode()),
    ]
    if path.startswith(b"/static/"):
        wanted.append((b"cache-control", b"public, max-age=86400"))
    return [(name, value) for name, value in wanted if name not in present]


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        async def answer(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            path: bytes = (scope.get("raw_path") or scope["path"].encode("utf-8", "replace")).partition(b"?")[0]

            async def send_safely(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    headers = list(message.get("headers") or [])
                    headers += _headers_for(path, {name.lower() for name, _ in headers})
                    message = {**message, "headers": headers}
                await send(message)

            if not _is_readable(scope):
                await Response.text("400 Bad Request\n", status=400).asgi_send(send_safely)
                return
            await app(scope, receive, send_safely)

        return answer

    return wrap


def _is_readable(scope: dict[str, Any]) -> bool:
    """Return whether path and query are UTF-8 and ASCII as the standard wants them, without NUL."""
    from urllib.parse import unquote_to_bytes

    query: bytes = scope.get("query_string") or b""
    raw: bytes = scope.get("raw_path") or b""
    try:
        query.decode("ascii")
        raw.decode("ascii")
        decoded = unquote_to_bytes(raw) + unquote_to_bytes(query)
        decoded.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in decoded


MEANINGLESS = (sqlite3.Error, ValueError, LookupError, TypeError, ArithmeticError, AttributeError, AssertionError)
"""What Datasette's pages raise for arguments that make no sense: unknown sort columns, broken JSON, odd operators."""

TOO_LONG = "查询用时超过限度（1 秒） · The query took longer than the limit of one second."

_LOG = logging.getLogger("gongkai.pages")


@hookimpl
def register_routes() -> list[tuple[str, Callable[[], Awaitable[Response]]]]:
    async def hidden() -> Response:
        raise NotFound("not part of a public site")

    return [(rf"^/-/(?:{'|'.join(HIDDEN_PAGES)})(?:\.json)?$", hidden)]


@hookimpl
def startup() -> None:
    # every handler is run, and Datasette's own prints all local variables: half a second for each wrong address
    if pm.get_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    status, message, info = _explain(request, exception)
    if status >= 500 and status != 503:
        _LOG.error("%s", request.path, exc_info=exception)

    async def answer() -> Response:
        if request.path.endswith(".json"):
            said = {"title": None, **info, "ok": False, "error": message, "status": status}
            return Response.json(said, status=status)
        context = {"status": status, "message": message, "here": ""}
        html = await datasette.render_template("gone.html", context, request=request)
        return Response.html(html, status=status)

    return answer


def _explain(request: Request, exception: Exception) -> tuple[int, str, dict[str, Any]]:
    """Return HTTP status and words for an exception; nothing of this machine is told."""
    status = getattr(exception, "status", 500)
    is_own = _OWN.match(request.path.encode("utf-8", "replace"))
    if getattr(exception, "message_is_html", False):
        # the one message that Datasette gives as a page of its own, with the query and a script in it
        return status, TOO_LONG, {}
    if "interrupted" in str(exception) or isinstance(exception, QueryInterrupted):
        return 503, "查询用时超过限度 · The query took longer than the limit.", {}
    if status == 404:
        return 404, "没有这一页 · There is no such page.", {}
    if status < 500:
        # what Datasette itself says of wrong SQL is for whoever wrote it
        return status, str(exception.args[0] if exception.args else status), getattr(exception, "error_dict", {})
    is_meaningless = isinstance(exception, DatasetteError) or (
        isinstance(exception, MEANINGLESS) and request.query_string
    )
    if is_meaningless and not is_own:
        return 400, "网址中的参数无法理解 · The arguments of this address make no sense.", {}
    return 500, "本站出错了 · Something went wrong on our side.", {}
