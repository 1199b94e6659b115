"""Routes of the archive's own pages: find the page's values in archive.pages, hand them to a template."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Response, hookimpl
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request

from archive.pages import words
from archive.pages.agency_page import read_agencies, read_agency_page
from archive.pages.cell_page import read_cell_data, read_cell_page
from archive.pages.cells_page import read_cells_page
from archive.pages.dictionary import DATABASE, read_dictionary
from archive.pages.feeds import read_feed, read_sitemap
from archive.pages.home_page import read_home, read_site
from archive.pages.lists import read_list
from archive.pages.official_form import warm_forms
from archive.pages.original_page import NoOriginalError, find_capture, read_original_page, replay
from archive.pages.report_data import read_report_data
from archive.pages.report_page import read_report_page
from archive.pages.rules_page import read_problems_page, read_rules_page
from archive.pages.search_page import read_search_page

TIME_LIMIT = 4000
"""Milliseconds one page may spend in the database; a search over 20,000 texts takes about one second."""

FIRST_TIME_LIMIT = 60_000
"""The same for pages about the whole archive, which are computed once: the file never changes while it is served."""

MAX_AGE = 300
"""Seconds a page may be kept by a browser or a proxy: the archive changes only with a restart."""

NO_REPORT = "没有这个编号的报告 · There is no report with this id."
NO_CELL = "没有这份报告，或者它的文件里没有这一格 · There is no such report, or its document has no such cell."

_STATIC = Path(__file__).resolve().parents[1] / "static"
_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_computed: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def _database(datasette: Any) -> Any:
    """Return the archive: the database of that name, else the only file that is served."""
    found = datasette.databases.get(DATABASE)
    if found is not None:
        return found
    return next(db for db in datasette.databases.values() if db.path)


async def _read(datasette: Any, read: Callable[[sqlite3.Connection], Any], limit: int = TIME_LIMIT) -> Any:
    def limited(conn: sqlite3.Connection) -> Any:
        with sqlite_timelimit(conn, limit):
            return read(conn)

    return await _database(datasette).execute_fn(limited)


async def _read_once(datasette: Any, read: Callable[[sqlite3.Connection], Any]) -> Any:
    """Return what a page about the whole archive shows, computed when it is first asked for."""
    if _database(datasette).is_mutable:
        return await _read(datasette, read)
    known = _computed.setdefault(datasette, {})
    if read.__name__ not in known:
        known[read.__name__] = await _read(datasette, read, FIRST_TIME_LIMIT)
    return known[read.__name__]


def _contact(datasette: Any) -> str:
    config = datasette.plugin_config("gongkai") or {}
    return os.environ.get("GONGKAI_CONTACT") or str(config.get("contact") or "")


def _style_hash() -> str:
    digest = hashlib.sha256()
    for sheet in sorted(_STATIC.glob("*.css")):
        digest.update(sheet.read_bytes())
    return digest.hexdigest()[:10]


STYLE_HASH = _style_hash()


def _answer(request: Request, body: str, content_type: str, headers: dict[str, str] | None = None) -> Response:
    """Return a response with a validator, or 304 if the reader has it already."""
    etag = f'W/"{hashlib.sha256(body.encode()).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": f"public, max-age={MAX_AGE}", **(headers or {})}
    known = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    if etag in known or etag.removeprefix("W/") in known:
        return Response("", status=304, headers=headers, content_type=content_type)
    return Response(body, headers=headers, content_type=content_type)


async def _page(datasette: Any, request: Request, template: str, **values: Any) -> Response:
    html = await datasette.render_template(template, values, request=request)
    return _answer(request, html, "text/html; charset=utf-8")


async def _missing(datasette: Any, request: Request, message: str, status: int = 404) -> Response:
    html = await datasette.render_template(
        "gone.html", {"message": message, "status": status, "here": ""}, request=request
    )
    return Response.html(html, status=status)


def _arguments(request: Request) -> dict[str, str]:
    """Return the first value of every argument of the query string."""
    return {name: request.args.get(name) or "" for name in request.args}


async def home(datasette: Any, request: Request) -> Response:
    return await _page(datasette, request, "home.html", home=await _read_once(datasette, read_home), here="home")


async def reports(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_list, _arguments(request)))
    return await _page(datasette, request, "reports.html", list=found, here="reports")


async def agencies(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_agencies, _arguments(request)))
    return await _page(datasette, request, "agencies.html", list=found, here="agencies")


def _with(read: Callable[..., Any], argument: Any, conn: sqlite3.Connection) -> Any:
    return read(conn, argument)


async def report(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_report_page, request.url_vars["id"]))
    if found is None:
        return await _missing(datasette, request, NO_REPORT)
    return await _page(
        datasette, request, "report.html", report=found, origin=_origin(datasette, request), here="reports"
    )


async def report_cells(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_cells_page, request.url_vars["id"]))
    if found is None:
        return await _missing(datasette, request, NO_REPORT)
    return await _page(datasette, request, "cells.html", cells=found, here="reports")


async def cell(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_of_cell, read_cell_page, request))
    if found is None:
        return await _missing(datasette, request, NO_CELL)
    return await _page(datasette, request, "cell.html", cell=found, origin=_origin(datasette, request), here="reports")


async def cell_json(datasette: Any, request: Request) -> Response:
    return _json(request, await _read(datasette, partial(_of_cell, read_cell_data, request)), "no such cell")


def _of_cell(read: Callable[..., Any], request: Request, conn: sqlite3.Connection) -> Any:
    return read(conn, request.url_vars["id"], request.url_vars["key"])


async def report_json(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_report_data, request.url_vars["id"]))
    return _json(request, found, "no such report")


def _json(request: Request, found: Any, missing: str) -> Response:
    """Return an object as JSON that any page may ask for, or why there is none."""
    headers = {"access-control-allow-origin": "*", "x-content-type-options": "nosniff"}
    kind = "application/json; charset=utf-8"
    if found is None:
        body = json.dumps({"ok": False, "error": missing, "status": 404})
        return Response(body, status=404, headers=headers, content_type=kind)
    return _answer(request, json.dumps(found, ensure_ascii=False, indent=1) + "\n", kind, headers)


async def agency(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_agency_page, request.url_vars["id"]))
    if found is None:
        return await _missing(datasette, request, "没有这个编号的机关 · There is no agency with this id.")
    return await _page(datasette, request, "agency.html", agency=found, here="agencies")


async def search(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_search_page, _arguments(request)))
    return await _page(datasette, request, "search.html", search=found, here="search")


async def original(datasette: Any, request: Request) -> Response:
    found = await _read(datasette, partial(_with, read_original_page, request.url_vars["id"]))
    if found is None:
        return await _missing(datasette, request, "没有这个编号的存档 · There is no capture with this id.")
    return await _page(datasette, request, "original.html", original=found, here="")


async def original_raw(datasette: Any, request: Request) -> Response:
    folder = _warc_folder(datasette)

    def read(conn: sqlite3.Connection) -> Any:
        return find_capture(conn, request.url_vars["id"])

    try:
        capture = await _read(datasette, read)
        # the file is read in the database's thread, so that a slow disk does not stop the event loop
        found = await _database(datasette).execute_fn(lambda _: replay(folder, capture))
    except NoOriginalError as error:
        return Response(f"{error}\n", status=error.status, headers={"x-content-type-options": "nosniff"})
    headers = dict(found.headers)
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=headers, content_type=found.content_type)
    return Response(found.body, headers=headers, content_type=found.content_type)


def _warc_folder(datasette: Any) -> Path:
    data = os.environ.get("GONGKAI_DATA")
    return (Path(data) if data else Path(_database(datasette).path).parent) / "warc"


async def rules(datasette: Any, request: Request) -> Response:
    return await _page(
        datasette, request, "rules.html", groups=await _read_once(datasette, read_rules_page), here="rules"
    )


async def problems(datasette: Any, request: Request) -> Response:
    found = await _read_once(datasette, read_problems_page)
    return await _page(datasette, request, "problems.html", problems=found, here="problems")


async def about(datasette: Any, request: Request) -> Response:
    return await _page(datasette, request, "about.html", contact=_contact(datasette), states=words.STATES, here="about")


async def data(datasette: Any, request: Request) -> Response:
    size = Path(_database(datasette).path).stat().st_size
    return await _page(
        datasette,
        request,
        "data.html",
        tables=read_dictionary(),
        database=_database(datasette).name,
        size=size,
        origin=_origin(datasette, request),
        here="data",
    )


def _origin(datasette: Any, request: Request) -> str:
    return datasette.absolute_url(request, "/").rstrip("/")


async def sitemap(datasette: Any, request: Request) -> Response:
    body = await _read(datasette, partial(_with, read_sitemap, _origin(datasette, request)))
    return _answer(request, body, "application/xml; charset=utf-8")


async def feed(datasette: Any, request: Request) -> Response:
    body = await _read(datasette, partial(_with, read_feed, _origin(datasette, request)))
    return _answer(request, body, "application/atom+xml; charset=utf-8")


async def robots(datasette: Any, request: Request) -> Response:
    lines = (
        "User-agent: *",
        f"Disallow: /{_database(datasette).name}",
        "Disallow: /original/",
        "Disallow: /report/*/cell/",
        "Disallow: /search?",
        "Disallow: /-/",
        f"Sitemap: {_origin(datasette, request)}/sitemap.xml",
    )
    return _answer(request, "\n".join(lines) + "\n", "text/plain; charset=utf-8")


async def health(datasette: Any, request: Request) -> Response:
    """Answer 200 only if the archive can really be read."""
    try:
        site = await _read(datasette, read_site)
    except (sqlite3.Error, OSError):
        return Response.json({"ok": False}, status=503)
    found = {
        "ok": True,
        "reports": site.report_count,
        "invented": site.invented_count,
        "captured_at": site.captured_at,
        "reader": site.reader,
    }
    return Response.json(found, headers={"cache-control": "no-store"})


async def favicon(request: Request) -> Response:
    body = (_STATIC / "mark.svg").read_text(encoding="utf-8")
    return _answer(request, body, "image/svg+xml")


_ID = r"(?P<id>[a-z0-9-]{1,80})"
_KEY = r"(?P<key>[a-z0-9_]{1,80})"
_CAPTURE = r"(?P<id>[0-9a-f]{32})"


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [
        (r"^/$", home),
        (r"^/reports$", reports),
        (rf"^/report/{_ID}$", report),
        (rf"^/report/{_ID}\.json$", report_json),
        (rf"^/report/{_ID}/cells$", report_cells),
        (rf"^/report/{_ID}/cell/{_KEY}$", cell),
        (rf"^/report/{_ID}/cell/{_KEY}\.json$", cell_json),
        (r"^/agencies$", agencies),
        (rf"^/agency/{_ID}$", agency),
        (r"^/search$", search),
        (rf"^/original/{_CAPTURE}$", original),
        (rf"^/original/{_CAPTURE}/raw$", original_raw),
        (r"^/rules$", rules),
        (r"^/problems$", problems),
        (r"^/about$", about),
        (r"^/data$", data),
        (r"^/sitemap\.xml$", sitemap),
        (r"^/feed\.atom$", feed),
        (r"^/robots\.txt$", robots),
        (r"^/favicon\.ico$", favicon),
        (r"^/-/health$", health),
    ]


@hookimpl
def startup(datasette: Any) -> None:
    # compiled before the first reader asks: the report page alone takes a tenth of a second to compile
    environment = getattr(datasette, "jinja_env", None) or datasette._jinja_env
    for template in sorted(_TEMPLATES.glob("*.html")):
        environment.get_template(template.name)
    warm_forms()


@hookimpl
def extra_template_vars(datasette: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def values() -> dict[str, Any]:
        return {"site": await _read_once(datasette, read_site), "database_name": _database(datasette).name}

    return values


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.globals["style_hash"] = STYLE_HASH
    env.globals["site_title"] = words.site_title
    env.filters["grouped"] = words.grouped
    env.filters["size"] = _size
    env.filters["nbsp"] = lambda text: re.sub(" ", "\N{NO-BREAK SPACE}", str(text))


def _size(count: int) -> str:
    """Return a number of bytes as people read it."""
    for unit, limit in (("B", 1), ("KB", 1 << 10), ("MB", 1 << 20)):
        if count < limit << 10:
            return f"{count / limit:.0f} {unit}" if unit == "B" else f"{count / limit:.1f} {unit}"
    return f"{count / (1 << 30):.2f} GB"
