"""Invented sample reports are never taken for real ones: said on every page, in titles, in JSON; nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.build import build
from archive.commands.session import add_paths
from archive.identity import SAMPLES
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from crawler.captures import Origin, WarcStore
from crawler.data_folder import DataFolder

WORDS = ("虚构示例", "invented sample")
PAGES = ("/", "/reports", "/agencies", "/search?q=公开", "/rules", "/problems", "/about", "/data", "/archive")


def archive(place: Path, *, hosts: tuple[str, ...] = (), files: tuple[tuple[str, str], ...] = ()) -> DataFolder:
    """Return a built data folder with a page at each host, and files taken in under a portal."""
    folder = DataFolder(place / "data")
    folder.create()
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:
        for year, host in enumerate(hosts, 2020):
            store.write_response(
                f"http://{host}/1.html",
                status=200,
                headers=[("Content-Type", "text/html")],
                body=render(make_report(AGENCIES["qinghe"], year), "html-wps").data,
                fetched_at=f"2025-02-0{year - 2019}T00:00:00.000000Z",
                origin=Origin(role="report"),
            )
    for number, (name, portal) in enumerate(files):
        path = place / name
        path.write_bytes(render(make_report(AGENCIES["lanchuan"], 2021 + number), "html-wps").data)
        add_paths(folder, [path], portal_id=portal)
    with folder.lock():
        build(folder, workers=1)
    return folder


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/archive/nothing"])
def test_an_archive_of_samples_says_so_on_every_page_and_in_every_title(site: Any, path: str) -> None:
    page = site.get(path).html()
    (banner,) = page.cssselect("body > .invented, .not-footer > .invented")
    assert all(word in banner.text_content().lower() for word in WORDS)
    assert all(word in page.cssselect("title")[0].text_content() for word in WORDS)


def test_machines_are_told_too(site: Any) -> None:
    report = site.reports["good"]
    assert site.get(f"/report/{report}.json").json()["invented"] is True
    assert site.get("/-/health").json()["invented"] > 0
    assert "虚构示例" in site.get("/feed.atom").text
    assert "虚构示例" in site.get("/-/metadata.json").text.encode().decode("unicode_escape")
    assert "虚构示例" in site.report("good").cssselect("#cite")[0].text_content()


def test_an_archive_of_others_says_nothing_of_the_kind(tmp_path: Path, make_site: Callable[..., Any]) -> None:
    folder = archive(tmp_path, hosts=("www.qinghe.gov.cn",), files=(("a.html", ""),))
    site = make_site(folder.root)
    for path in PAGES:
        page = site.page(path)
        assert page.cssselect(".invented, .tag-invented") == [], path
        assert not any(word in page.cssselect("title")[0].text_content() for word in WORDS), path
    assert site.get("/-/health").json()["invented"] == 0


def test_samples_beside_others_are_marked_one_by_one(tmp_path: Path, make_site: Callable[..., Any]) -> None:
    folder = archive(tmp_path, hosts=("www.qinghe.gov.cn", "www.qinghe.gov.cn.test"), files=(("a.html", SAMPLES),))
    site = make_site(folder.root)
    rows = site.sql("SELECT id, is_invented, url FROM reports ORDER BY is_invented").json()
    assert [row["is_invented"] for row in rows] == [0, 1, 1]
    for row in rows:
        tags = site.page(f"/report/{row['id']}").cssselect(".tags")[0].text_content()
        assert ("虚构示例" in tags) == bool(row["is_invented"])
    assert len(site.page("/reports").cssselect("td .tag-invented")) == 2
    assert "2 份报告是编造的" in site.page("/").cssselect(".invented")[0].text_content()
