"""The configuration folder."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from archive.pages.interface import translate
from archive.schema import TABLES, VIEWS

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "datasette"


def test_the_folder_never_shadows_the_library() -> None:
    assert not list(PAGES.rglob("__init__.py"))
    assert not list(PAGES.glob("*.py"))
    assert not list(PAGES.rglob("*.db"))
    assert not list(PAGES.rglob("test_*.py"))
    import datasette

    assert datasette.__file__
    assert Path(datasette.__file__).parent != PAGES


def test_both_settings_files_say_the_same() -> None:
    settings = json.loads((PAGES / "settings.json").read_text("utf-8"))
    assert settings == yaml.safe_load((PAGES / "datasette.yaml").read_text("utf-8"))["settings"]
    assert settings["suggest_facets"] is False
    assert settings["sql_time_limit_ms"] <= 1200


def test_the_server_runs_with_these_settings(site: Any) -> None:
    settings = json.loads((PAGES / "settings.json").read_text("utf-8"))
    running = site.datasette.settings_dict()
    assert {name: running[name] for name in settings} == settings


def test_every_saved_query_runs_and_is_described(site: Any) -> None:
    queries = sorted((PAGES / "queries").glob("*.sql"))
    assert len(queries) >= 5
    for path in queries:
        assert re.match(r"-- title: .*[\u4e00-\u9fff]", path.read_text("utf-8"))
        report = site.reports["blank"]
        answer = site.get(f"/archive/{path.stem}.json?_shape=array&year=2024&report_id={report}")
        assert answer.status == 200, (path.name, answer.text[:300])
    assert site.get("/archive/failed_checks.json?_shape=array").json()
    cells = site.get(f"/archive/cells_without_a_number.json?_shape=array&report_id={site.reports['blank']}").json()
    assert {cell["state"] for cell in cells} == {"blank"}


def test_totals_by_year_say_of_how_many_reports_they_are(site: Any) -> None:
    rows = site.get("/archive/yearly_totals.json?_shape=array").json()
    with sqlite3.connect(f"file:{site.data / 'archive.db'}?mode=ro", uri=True) as conn:
        (reports,) = conn.execute("SELECT count(*) FROM reports WHERE canonical AND year IS NOT NULL").fetchone()
        (numbers,) = conn.execute(
            "SELECT count(*) FROM figures AS f JOIN reports AS r ON r.id = f.report_id "
            "WHERE r.canonical AND r.year IS NOT NULL AND f.figure = 'req_new__total' AND f.value IS NOT NULL"
        ).fetchone()
    conn.close()
    assert sum(row["reports"] for row in rows) == reports
    assert sum(row["reports_with_new"] for row in rows) == numbers < reports
    assert [row for row in rows if not row["reports_with_new"] and row["new_requests"] is not None] == []
    assert all(row["agencies_known"] >= row["agencies_without_report"] for row in rows)


def test_every_table_and_column_has_a_description_in_datasette(site: Any) -> None:
    tables = site.datasette.metadata("databases")["archive"]["tables"]
    for table in (*TABLES, *VIEWS):
        assert tables[table.name]["description"]
        assert set(tables[table.name]["columns"]) == {column.name for column in table.columns}


def test_translation_leaves_code_scripts_and_sql_alone() -> None:
    source = (
        "<h3>Custom SQL query</h3><textarea name='sql'>select * from reports -- Next page</textarea>"
        '<script>let x = "Next page";</script>{% if Tables == "Views" %}<a href="/Tables">Next page</a>{% endif %}'
        '{{ n }} row{% if n == 1 %}{% else %}s{% endif %} <input type="submit" value="Apply">'
    )
    found = translate(source)
    assert "SQL 查询" in found
    assert "select * from reports -- Next page" in found
    assert 'let x = "Next page"' in found
    assert '{% if Tables == "Views" %}<a href="/Tables">下一页</a>' in found
    assert "{{ n }} 行 " in found
    assert 'value="应用"' in found


def test_the_pages_are_compiled_before_the_first_reader_asks(
    published: tuple[Path, dict[str, str], dict[str, str]], make_site: Callable[..., Any]
) -> None:
    fresh = make_site(published[0])
    compiled = {name for _, name in fresh.datasette.jinja_env.cache.keys()}  # noqa: SIM118  jinja's own kind of mapping
    assert {path.name for path in (PAGES / "templates").glob("*.html")} <= compiled
