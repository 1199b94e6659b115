"""A public server that anybody may send SQL and nonsense to."""

from __future__ import annotations

import hashlib
import time
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "path", ["/", "/search?q=x", "/archive", "/archive/reports", "/nothing", "/report/x", "/archive.json?sql=select+1"]
)
def test_every_answer_has_the_headers_that_keep_a_browser_safe(site: Any, path: str) -> None:
    headers = site.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "http" not in policy


def test_our_own_pages_may_run_no_script_at_all(site: Any) -> None:
    policy = site.get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "sql",
    [
        "select zeroblob(900000000)",
        "select length(randomblob(900000000))",
        "select printf('%.*c', 900000000, 'x')",
        "select format('%.*c', 900000000, 'x')",
        "select load_extension('x')",
        "select * from pragma_database_list",
        "select hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(zeroblob(100000)))))))))))",
        "select replace(replace(replace(hex(text), '0', hex(text)), '1', hex(text)), '2', hex(text)) from sections",
        "attach database '/tmp/x.db' as x",
        "pragma table_info(reports)",
        "delete from reports",
        "insert into about values ('a', 'b')",
        "select 1; drop table reports",
        "create table x (y)",
        "vacuum into '/tmp/copy.db'",
        "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c",
        "select count(*) from figures a, figures b, figures c",
        "select fts3_tokenizer('simple')",
        "select * from dbstat",
        "select edit('x')",
        "with recursive c(x, y) as (select 1, 'a' union all select x + 1, y || y from c limit 60) "
        "select length(y) from c",
        "select " + "(" * 150 + "1" + ")" * 150,
        " union all ".join(["select 1"] * 40),
        "select '" + "x" * 60_000 + "'",
    ],
)
def test_sql_that_would_harm_is_refused_or_cut_short(site: Any, sql: str) -> None:
    before = hashlib.sha256((site.data / "archive.db").read_bytes()).hexdigest()
    begin = time.monotonic()
    answer = site.sql(sql)
    took = time.monotonic() - begin
    assert answer.status in (400, 403, 503), answer.text[:200]
    assert took < 20, "no limit was looked at"
    assert str(site.data) not in answer.text
    assert hashlib.sha256((site.data / "archive.db").read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    "path",
    [
        "/archive/reports.json?_sort=nothing",
        "/archive/reports?_sort=nothing",
        "/archive/reports.json?_through=nonsense",
        "/archive/reports?_through=%7B%22table%22%3A1%7D",
        "/archive/reports.json?_timelimit=x",
        "/archive/reports.json?_facet_array=nothing",
        "/archive/reports.json?_size=-5",
        "/archive/reports.json?_size=x",
        "/archive/reports.json?_next=%27",
        "/archive/reports.json?_where=nonsense",
        "/archive/reports.json?year__gt__lt=1",
        "/archive/reports.json?year__gt=99999999999999999999",
        "/archive/reports/none",
        "/archive/nothing",
        "/nothing",
        "/%FF%FE",
        "/search?q=%FF",
        "/search?q=%00",
        "/archive?sql=%00",
        "/report/%2e%2e",
        "/reports?page=99999999999999999999",
        "/-/nothing",
    ],
)
def test_wrong_addresses_get_a_short_answer_and_never_a_server_error(site: Any, path: str) -> None:
    answer = site.get(path)
    assert answer.status < 500, answer.text[:300]
    assert "Traceback" not in answer.text
    assert str(site.data) not in answer.text


_WORDS = st.sampled_from(
    ["_sort", "_facet", "_search", "_where", "_size", "_next", "_col", "_shape", "year", "id__in", "sql", "_trace", "q"]
)
_VALUES = st.one_of(st.text(max_size=12), st.sampled_from(["-1", "max", "objects", "[1]", "{}", "'", "year", "公开"]))


@settings(max_examples=80)
@given(
    path=st.sampled_from(
        ["/archive/reports.json", "/archive/reports", "/archive/figures.json", "/archive.json", "/search", "/reports"]
    ),
    arguments=st.lists(st.tuples(_WORDS, _VALUES), max_size=4),
)
def test_no_combination_of_arguments_is_a_server_error(site: Any, path: str, arguments: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in arguments)
    assert site.get(f"{path}?{query}").status in (200, 302, 400, 404, 503)


@pytest.mark.parametrize("name", ["databases", "databases.json", "threads", "versions", "plugins", "allow-debug"])
def test_pages_about_this_machine_are_not_there(site: Any, name: str) -> None:
    answer = site.get(f"/-/{name}")
    assert answer.status == 404
    assert str(site.data) not in answer.text


def test_a_missing_page_is_cheap_and_says_so_in_both_languages(site: Any) -> None:
    page = site.get("/nothing")
    assert page.status == 404
    assert "没有这一页" in page.text
    assert "no such page" in page.text
    assert site.get("/archive/nothing.json").json()["ok"] is False
