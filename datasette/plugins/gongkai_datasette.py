"""Datasette's stock pages: words, descriptions, links between rows, saved queries, search by character pairs."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import datasette as datasette_package
from datasette import hookimpl
from jinja2 import BaseLoader, Environment
from markupsafe import Markup, escape

from archive.pages.dictionary import DATABASE, datasette_tables
from archive.pages.interface import describe, translate
from archive.pages.sources import is_web
from archive.pages.words import site_title
from archive.search import match_query

_TEMPLATES = Path(datasette_package.__file__).parent / "templates"
_QUERIES = Path(__file__).resolve().parents[1] / "queries"

_LINKS = {
    "report_id": ("/report/{}", re.compile(r"[a-z0-9-]+")),
    "agency_id": ("/agency/{}", re.compile(r"[a-z0-9]+")),
    "capture_id": ("/original/{}", re.compile(r"[0-9a-f]{32}")),
    "rule": ("/rules#{}", re.compile(r"[A-Z0-9-]+")),
}
"""Columns whose values lead to a page of ours, with the shape a value must have."""
_TITLES = {"reports": "title", "agencies": "name", "captures": "final_url", "rules": "title"}
"""The column that leads to a row's page of ours; its id leads to Datasette's own."""
_OWN_IDS = {"reports": "report_id", "agencies": "agency_id", "captures": "capture_id", "rules": "rule"}


FIRST_TABLES = (
    '先看这几个视图：<a href="/{0}/figures">figures</a> 一行一格，'
    '<a href="/{0}/report_summary">report_summary</a> 一行一份报告，<a href="/{0}/series">series</a> 可比的数列；'
    '覆盖情况在表 <a href="/{0}/coverage">coverage</a>。逐列的含义见<a href="/data#dictionary">数据字典</a>。'
    ' <span lang="en">Begin with the views figures, report_summary and series, and the table coverage; every column is '
    "explained in the data dictionary.</span>"
)
"""Said above Datasette's list of tables, which has the views at its end."""


class TranslatingLoader(BaseLoader):
    """Loads templates as before, Datasette's own ones with their words in Chinese."""

    def __init__(self, inner: BaseLoader) -> None:
        self._inner = inner

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, is_current = self._inner.get_source(environment, template)
        if name and Path(name).is_relative_to(_TEMPLATES):
            source = translate(source)
        return source, name, is_current

    def list_templates(self) -> list[str]:
        return self._inner.list_templates()


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    if env.loader is not None:
        env.loader = TranslatingLoader(env.loader)
    env.filters["in_chinese"] = describe


@hookimpl
def get_metadata(datasette: Any, key: str | None, database: str | None, table: str | None) -> dict[str, Any]:
    # asked for on every permission check, which only wants to know of `allow`; there is none
    if key == "tables":
        return {}
    names = [name for name in getattr(datasette, "databases", {}) if not name.startswith("_")] or [DATABASE]
    path = next((db.path for name, db in getattr(datasette, "databases", {}).items() if name in names and db.path), "")
    databases = {
        name: {"title": "数据表", "description_html": FIRST_TABLES.format(name), "tables": _tables()} for name in names
    }
    return {"title": site_title(_invented(path)), "databases": databases}


@cache
def _invented(path: str) -> int:
    """Return how many invented reports an archive holds; it never changes while it is served."""
    try:
        conn = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    try:
        return int(conn.execute("SELECT count(*) FROM reports WHERE is_invented").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        conn.close()


@cache
def _tables() -> dict[str, Any]:
    return datasette_tables()


@hookimpl
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, Any]]:
    return {} if database.startswith("_") else _queries()


@cache
def _queries() -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(_QUERIES.glob("*.sql")):
        head: dict[str, str] = {}
        lines = path.read_text(encoding="utf-8").splitlines()
        while lines and (noted := re.match(r"-- (title|description): (.+)", lines[0])):
            head[noted[1]] = noted[2]
            lines.pop(0)
        found[path.stem] = {"sql": "\n".join(lines).strip(), **head}
    return found


@hookimpl(trylast=True)
def prepare_connection(conn: Any) -> None:
    # trylast: Datasette registers its own escape_fts, which must not come after this one. Nothing searchable typed
    # means nothing found; an empty MATCH would be an error.
    conn.create_function("escape_fts", 1, lambda query: match_query(query or "") or '""')


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    if column == _TITLES.get(table or "") and value:
        path, shape = _LINKS[_OWN_IDS[table or ""]]
        if "id" in row.keys() and isinstance(row["id"], str) and shape.fullmatch(row["id"]):  # noqa: SIM118  sqlite3.Row
            return Markup('<a href="{}">{}</a>').format(path.format(row["id"]), value)
    name = _OWN_IDS.get(table or "") if column == "id" else column
    # a foreign key comes with the label of the row it points to
    is_labelled = isinstance(value, dict) and {"value", "label"} <= value.keys()
    target = value["value"] if is_labelled else value
    if name in _LINKS and isinstance(target, str):
        path, shape = _LINKS[name]
        if shape.fullmatch(target):
            return Markup('<a href="{}">{}</a>').format(path.format(target), value["label"] if is_labelled else target)
    if isinstance(value, str) and value.startswith(("http://", "https://")) and len(value) < 2000 and is_web(value):
        shown = value if len(value) <= 80 else value[:79] + "…"
        return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(value, escape(shown))
    return None


@hookimpl
def extra_css_urls() -> list[str]:
    return ["/static/stock.css"]
