"""The catalogue: every mistake is refused before the first request, with file, key and reason."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from crawler import systems
from crawler.catalogue import Column, allowed_suffixes, load_portals, write_entry
from crawler.errors import CatalogueError
from crawler.urls import host_of

GOOD = """
[[portal]]
id = "qinghe-county"
name = "青禾县人民政府"
level = "county"
region_code = "990001"
hosts = ["www.qinghe.gov.cn", "xxgk.qinghe.gov.cn"]
system = "trs"
scheme = "http"
delay = 3
expect_at_least = 12
caveats = "moved in 2024"
checked = "never"
[[portal.column]]
url = "http://www.qinghe.gov.cn/zwgk/zfxxgknb/"
kind = "tree"
agency = "青禾县人民政府"
params = { siteId = "77" }
[[portal.column]]
url = "http://xxgk.qinghe.gov.cn/nb/"
[portal.selectors]
item = "ul.list li"
next = "//a[@class='next']"
"""


def load(folder: Path, text: str, name: str = "county.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    load_portals(folder, suffixes=("gov.cn",))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    load(tmp_path, "\ufeff" + GOOD)


def test_a_whole_entry_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (portal,) = load_portals([tmp_path / "a.toml"], suffixes=["gov.cn"])
    assert (portal.id, portal.level, portal.region_code, portal.system) == (
        "qinghe-county",
        "county",
        "990001",
        "trs",
    )
    assert (portal.delay, portal.expect_at_least, portal.scheme, portal.checked) == (3.0, 12, "http", "never")
    assert [column.kind for column in portal.columns] == ["tree", "reports"]
    assert portal.columns[0].param("siteid") == "77"
    assert portal.columns[1].selectors.item == "ul.list li"
    assert portal.allows("https://qinghe.gov.cn/x")
    assert not portal.allows("http://www.qinghe.gov.cn.example.com/x")
    assert not portal.allows("ftp://www.qinghe.gov.cn/x")


MISTAKES = [
    ('name = "青禾县人民政府"', 'nmae = "青禾县人民政府"', "nmae", "did you mean 'name'"),
    ('name = "青禾县人民政府"', "", "name", "missing"),
    ('name = "青禾县人民政府"', "name = 7", "name", "must be text"),
    ('name = "青禾县人民政府"', 'name = "  "', "name", "must not be empty"),
    ('id = "qinghe-county"', 'id = "Qinghe County"', "id", "not a slug"),
    ('id = "qinghe-county"', "", "id", "missing"),
    ('level = "county"', 'level = "countie"', "level", "did you mean 'county'"),
    ('level = "county"', "", "level", "missing"),
    ('region_code = "990001"', "region_code = 990001", "region_code", "must be text"),
    ('region_code = "990001"', 'region_code = "99001"', "region_code", "six-digit"),
    ('region_code = "990001"', 'region_code = "99000１"', "region_code", "six-digit"),
    ('hosts = ["www.qinghe.gov.cn", "xxgk.qinghe.gov.cn"]', "hosts = []", "hosts", "at least one"),
    ('hosts = ["www.qinghe.gov.cn", "xxgk.qinghe.gov.cn"]', 'hosts = "www.qinghe.gov.cn"', "hosts", "must be a list"),
    ('hosts = ["www.qinghe.gov.cn", ', 'hosts = ["www.qinghe.com", ', "hosts[1]", "not under an allowed suffix"),
    ('hosts = ["www.qinghe.gov.cn", ', 'hosts = ["evilgov.cn", ', "hosts[1]", "not under an allowed suffix"),
    ('hosts = ["www.qinghe.gov.cn", ', 'hosts = ["http://www.qinghe.gov.cn", ', "hosts[1]", "host name"),
    ('hosts = ["www.qinghe.gov.cn", ', 'hosts = ["WWW.qinghe.gov.cn", ', "hosts[1]", "host name"),
    ('hosts = ["www.qinghe.gov.cn", ', 'hosts = ["xxgk.qinghe.gov.cn", ', "hosts[2]", "listed twice"),
    ('hosts = ["www.qinghe.gov.cn", ', 'hosts = ["other.gov.cn", ', "column[1].url", "not in hosts"),
    ('system = "trs"', 'system = "trss"', "system", "did you mean 'trs'"),
    ('system = "trs"', 'system = ""', "system", "must not be empty"),
    ('scheme = "http"', 'scheme = "ftp"', "scheme", "not one of https, http"),
    ("delay = 3", "delay = 0.5", "delay", "not between 1"),
    ("delay = 3", 'delay = "3"', "delay", "must be a number"),
    ("delay = 3", "delay = true", "delay", "must be a number"),
    ("delay = 3", "delay = nan", "delay", "not between"),
    ("expect_at_least = 12", "expect_at_least = -1", "expect_at_least", "negative"),
    ("expect_at_least = 12", "expect_at_least = 1.5", "expect_at_least", "whole number"),
    ('checked = "never"', 'checked = "yesterday"', "checked", "neither a date"),
    ('kind = "tree"', 'kind = "list"', "column[1].kind", "not one of"),
    ('kind = "tree"', 'kinds = "tree"', "column[1].kinds", "did you mean 'kind'"),
    ('url = "http://www.qinghe.gov.cn/zwgk/zfxxgknb/"', "", "column[1].url", "missing"),
    ("http://www.qinghe.gov.cn/zwgk", "ftp://www.qinghe.gov.cn/zwgk", "column[1].url", "http:// or https://"),
    ("http://www.qinghe.gov.cn/zwgk", "www.qinghe.gov.cn/zwgk", "column[1].url", "http:// or https://"),
    ("http://www.qinghe.gov.cn/zwgk", "http://www.qinghe.gov.cn.evil.com/zwgk", "column[1].url", "allowed suffix"),
    ("http://www.qinghe.gov.cn/zwgk", "http://me:pass@www.qinghe.gov.cn/zwgk", "column[1].url", "password"),
    ("http://www.qinghe.gov.cn/zwgk", "http://www.qinghe.gov.cn:99999/zwgk", "column[1].url", "not an address"),
    ("http://xxgk.qinghe.gov.cn/nb/", "http://www.qinghe.gov.cn/zwgk/zfxxgknb/", "column[2].url", "listed twice"),
    ('params = { siteId = "77" }', "params = { siteId = 77 }", "column[1].params.siteId", "must be text"),
    ('params = { siteId = "77" }', 'params = "77"', "column[1].params", "must be a table"),
    ('item = "ul.list li"', 'item = "ul.list li["', "selectors.item", "neither CSS nor XPath"),
    ('item = "ul.list li"', 'items = "ul.list li"', "selectors.items", "did you mean 'item'"),
    ('[[portal.column]]\nurl = "http://xxgk', '[portal.column]\nurl = "http://xxgk', "", "not valid TOML"),
    ("[[portal]]", "[portal]", "portal", "double brackets"),
    ("[[portal]]", "version = 2\n[[portal]]", "version", "unknown key"),
    ('id = "qinghe-county"', 'id = "qinghe-county', "", "not valid TOML"),
]


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"), MISTAKES, ids=[f"{key}: {reason}" for _, _, key, reason in MISTAKES]
)
def test_a_mistake_names_file_key_and_reason(tmp_path: Path, old: str, new: str, key: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    message = str(caught.value)
    assert "county.toml" in message
    assert reason in message
    if key:
        assert key in caught.value.key


def test_an_id_used_twice_names_both_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, GOOD, "b.toml")
    assert "a.toml" in str(caught.value)
    assert "b.toml" in str(caught.value)


@pytest.mark.parametrize("make", ["missing", "empty folder", "no portal", "latin"])
def test_files_that_are_no_catalogue_are_refused(tmp_path: Path, make: str) -> None:
    path = tmp_path / "x.toml"
    if make == "no portal":
        path.write_text("", encoding="utf-8")
    elif make == "latin":
        path.write_bytes('[[portal]]\nname = "é"'.encode("latin-1"))
    with pytest.raises(CatalogueError):
        load_portals(tmp_path if make == "empty folder" else path)


def test_suffixes_come_from_the_environment(tmp_path: Path) -> None:
    assert allowed_suffixes({}) == ("gov.cn",)
    assert allowed_suffixes({"GONGKAI_ALLOWED_SUFFIXES": " gov.cn.test, .Example.test "}) == (
        "gov.cn.test",
        "example.test",
    )
    (tmp_path / "a.toml").write_text(GOOD.replace("gov.cn", "gov.cn.test"), encoding="utf-8")
    assert load_portals(tmp_path, suffixes=["gov.cn.test"])
    with pytest.raises(CatalogueError):
        load_portals(tmp_path, suffixes=["gov.cn"])


def test_a_new_entry_loads_as_it_is_written(tmp_path: Path) -> None:
    text = write_entry("https://www.baishi.gov.cn/zwgk/nb/?a=1", name='白石镇"人民"政府', system="longxun")
    (tmp_path / "new.toml").write_text(text, encoding="utf-8")
    (portal,) = load_portals(tmp_path, suffixes=["gov.cn"])
    assert portal.name == '白石镇"人民"政府'
    assert portal.columns == (Column("https://www.baishi.gov.cn/zwgk/nb/?a=1", system="longxun"),)
    assert portal.checked == "never"
    with pytest.raises(CatalogueError):
        write_entry("not an address")


def test_a_column_on_a_port_that_is_never_asked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ports.toml"
    path.write_text(write_entry("http://www.baishi.gov.cn:8080/nb/"), encoding="utf-8")
    assert load_portals(path, suffixes=["gov.cn"])
    path.write_text(write_entry("http://www.baishi.gov.cn:22/nb/"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"ports\.toml.*column\[1\]\.url.*port 22 is never asked"):
        load_portals(path, suffixes=["gov.cn"])


def test_every_built_in_portal_loads_and_begins_with_a_request() -> None:
    portals = load_portals(suffixes=["gov.cn"])
    assert len(portals) >= 100
    assert len({portal.region_code[:2] for portal in portals}) >= 31
    assert len({portal.system for portal in portals}) >= 18
    for portal in portals:
        assert portal.checked == "never", portal.id
        assert portal.delay >= 5, portal.id
        assert re.search(r"[\u4e00-\u9fff]{3,}", portal.name), portal.id
        for column in portal.columns:
            fetches = systems.first_fetches(column)
            assert fetches, portal.id
            assert {host_of(fetch.url) for fetch in fetches} <= set(portal.hosts), portal.id


def test_region_codes_of_the_built_in_portals_are_those_of_their_names(design: Path) -> None:
    source = design.parent / "data" / "county_codes_history_1981_2024.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        names = {row["代码"]: row["名称"] for row in csv.DictReader(file) if row["状态"] == "在用"}
    for portal in load_portals(suffixes=["gov.cn"]):
        if portal.level == "central":
            assert portal.region_code == "100000"
            continue
        assert portal.region_code in names, portal.id
        if portal.level != "department" and "开发建设管理委员会" not in portal.name:
            assert names[portal.region_code] in portal.name, portal.id
