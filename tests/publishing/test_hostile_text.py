"""Reports written by somebody who means harm: what they print is shown and does nothing, on every page and feed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

from archive.build import build
from archive.samples.reports import make_report
from archive.samples.variations import render
from crawler.captures import Origin, WarcStore
from crawler.data_folder import DataFolder

HOST = "https://www.qinghe.gov.cn.test"
SCRIPT = "<script>alert(1)</script>"
BREAKOUT = "\"'></title></textarea><img src=x onerror=alert(2)>"
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}"
LONG = 60_000
ATOM = "{http://www.w3.org/2005/Atom}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _hostile_page() -> bytes:
    """Return a report whose title, prose, cell and attachment links are all written to do harm."""
    page = render(make_report("qinghe-heting", 2023, profile="town"), "html-cms-trs").data.decode("utf-8")
    title = "青禾县鹤汀镇2023年政府信息公开年度报告"
    assert title in page
    page = page.replace(title, f"青禾县鹤汀镇{_escaped(SCRIPT)}2023年政府信息公开年度报告{RIGHT_TO_LEFT}")
    prose = f"平台建设{_escaped(BREAKOUT)}{RIGHT_TO_LEFT}{{{{ 7 * 7 }}}}{{% raw %}}{'长' * LONG}"
    assert "平台建设" in page
    page = page.replace("平台建设", prose, 1)
    links = (
        '<p><a href="javascript:alert(3)">年度报告附件.pdf</a><a href="data:text/html,x">年度报告附件.docx</a>'
        '<a href=" JaVaScRiPt:alert(4)//x.pdf">年度报告.pdf</a></p>'
    )
    assert "<p>　　六、其他" in page
    page = page.replace("<p>　　六、其他", f"{links}<p>　　六、其他", 1)
    numbers = "9" * LONG
    page = page.replace("<td>1</td>", f"<td>{numbers}</td>", 1)
    assert numbers in page
    return page.encode("utf-8").replace("差距".encode(), "差\0距".encode(), 1)


def _tamper(conn: sqlite3.Connection) -> None:
    """Write into the archive what the reader takes out of titles and links: the pages must not trust it to."""
    evil = f"{SCRIPT}{BREAKOUT}{RIGHT_TO_LEFT}"
    conn.execute("UPDATE reports SET title = title || ?, publisher = ?, signed_by = ?", (evil, evil, evil))
    links = json.dumps([["附件", "javascript:alert(7)"], ["附件", " JaVaScRiPt:alert(8)"], [evil, f"{HOST}/a.pdf"]])
    conn.execute("UPDATE reports SET attachments = ?, url = 'javascript:alert(9)'", (links,))
    conn.execute("UPDATE agencies SET name = ?", (evil,))
    conn.execute("UPDATE sections SET heading = heading || ?", (evil,))
    conn.execute("UPDATE captures SET final_url = 'javascript:alert(10)', link_text = ?", (evil,))
    conn.execute("UPDATE manifestations SET url = 'javascript:alert(11)'")
    conn.execute("UPDATE checks SET message = message || ?, message_en = ?", (evil, evil))
    conn.execute("UPDATE problems SET raw = ?, place = ?, message = ?", (evil, evil, evil))
    conn.commit()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, make_site: Callable[..., Any]) -> Any:
    """Return the pages over an archive of one hostile report."""
    folder = DataFolder(tmp_path_factory.mktemp("hostile"))
    folder.create()
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:
        origin = Origin(
            "qinghe",
            column=f"{HOST}/col/",
            parent_url=f"{HOST}/col/?<script>",
            link_text=f"{SCRIPT}{RIGHT_TO_LEFT}",
            role="report",
        )
        store.write_response(
            f"{HOST}/a.html?x=%22%3E%3Cscript%3Ealert(5)%3C/script%3E",
            status=200,
            headers=[("Content-Type", "text/html; charset=utf-8")],
            body=_hostile_page(),
            fetched_at="2025-02-01T01:02:03.000000Z",
            origin=origin,
        )
    with folder.lock():
        build(folder, workers=1)
    conn = sqlite3.connect(folder.archive_db)
    try:
        _tamper(conn)
        rows = conn.execute("SELECT id, capture_id, agency_id FROM reports").fetchall()
    finally:
        conn.close()
    assert len(rows) == 1
    report, capture, agency = rows[0]
    return make_site(Path(folder.root), {"hostile": report, "agency": agency or ""}, {"hostile": capture})


def _addresses(site: Any) -> dict[str, str]:
    report = site.reports["hostile"]
    return {
        "home": "/",
        "list": "/reports",
        "report": f"/report/{report}",
        "cells": f"/report/{report}/cells",
        "original": f"/original/{site.captures['hostile']}",
        "agencies": "/agencies",
        "agency": f"/agency/{site.reports['agency']}",
        "search": "/search?q=alert",
        "search echo": f"/search?q={quote(SCRIPT + RIGHT_TO_LEFT)}",
        "agencies echo": f"/agencies?q={quote(BREAKOUT)}",
        "problems": "/problems",
        "missing": f"/report/{quote(SCRIPT)}",
        "table": "/archive/reports",
        "row": f"/archive/reports/{report}",
        "captures": "/archive/captures",
        "sections": "/archive/sections",
        "sql": f"/archive?sql={quote('select ' + repr(SCRIPT))}",
        "wrong sql": f"/archive?sql={quote('select ' + SCRIPT)}",
    }


PAGES = (
    "home",
    "list",
    "report",
    "cells",
    "original",
    "agencies",
    "agency",
    "search",
    "search echo",
    "agencies echo",
    "problems",
    "missing",
)
STOCK = ("table", "row", "captures", "sections", "sql", "wrong sql")


@pytest.mark.parametrize("name", [*PAGES, *STOCK])
def test_nothing_a_report_prints_becomes_code_or_a_link_that_runs(hostile: Any, name: str) -> None:
    answer = hostile.get(_addresses(hostile)[name])
    assert answer.status < 500
    assert "\0" not in answer.text
    if answer.status == 302:
        assert urlsplit(answer.headers["location"]).netloc == ""
        return
    page = answer.html()
    assert not [script for script in page.cssselect("script") if "alert" in script.text_content()]
    assert not page.cssselect("img")
    assert not page.xpath("//@*[starts-with(local-name(), 'on')]")
    for address in page.xpath("//@href | //@src | //@action"):
        # an address is of this site or of the web, whatever case or blanks it is written with
        assert urlsplit(re.sub(r"[\s\0]", "", address)).scheme.lower() in ("", "http", "https"), address
    if name in PAGES:
        assert not page.cssselect("script")
        assert "script-src" not in answer.headers["content-security-policy"]


def test_the_hostile_text_is_there_to_be_read(hostile: Any) -> None:
    page = hostile.page(_addresses(hostile)["report"])
    assert SCRIPT in page.cssselect("h1")[0].text_content()
    prose = " ".join(part.text_content() for part in page.cssselect(".prose"))
    assert "onerror=alert(2)" in prose
    assert "{{ 7 * 7 }}" in prose
    assert "49长" not in prose
    assert "长" * LONG in prose


def test_text_that_turns_the_direction_of_writing_ends_where_it_was_printed(hostile: Any) -> None:
    """A citation or a row beside a title must not be turned round by it."""
    style = hostile.get("/static/gongkai.css").text
    isolated = re.search(r"([^{}]+)\{ unicode-bidi: isolate; \}", style)
    assert isolated
    selectors = {selector.strip() for selector in isolated[1].split(",")}
    for name in ("report", "list", "home", "cells", "agency", "original"):
        page = hostile.page(_addresses(hostile)[name])
        turned = [element for element in page.cssselect("main *") if RIGHT_TO_LEFT in (element.text or "")]
        for element in turned:
            held = [element, *element.iterancestors()]
            is_block = any(part.tag in ("h1", "h2", "h3", "td", "th", "option") for part in held[:1])
            is_isolated = any(
                part.tag in selectors or (".printed" in selectors and "printed" in part.classes) for part in held
            )
            assert is_block or is_isolated, (name, element.tag, element.get("class"))
    for citation in hostile.page(_addresses(hostile)["report"]).cssselect(".citation"):
        assert RIGHT_TO_LEFT in citation.text_content()
        assert RIGHT_TO_LEFT not in "".join(citation.xpath(".//text()[not(ancestor::bdi)]"))


def test_the_data_stays_data(hostile: Any) -> None:
    report = hostile.reports["hostile"]
    found = hostile.get(f"/report/{report}.json")
    assert found.headers["content-type"] == "application/json; charset=utf-8"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert SCRIPT in found.json()["title"]
    assert [attachment["url"] for attachment in found.json()["attachments"]] == [f"{HOST}/a.pdf"]
    assert found.json()["links"]["original"] is None
    rows = hostile.get("/archive/reports.json?_shape=array")
    assert rows.headers["content-type"].startswith("application/json")
    assert rows.json()[0]["title"] == found.json()["title"]


def test_feed_and_sitemap_stay_well_formed(hostile: Any) -> None:
    feed = ElementTree.fromstring(hostile.get("/feed.atom").content)
    titles = [title.text or "" for title in feed.iter(f"{ATOM}title")]
    assert any(SCRIPT in title for title in titles)
    assert not list(feed.iter("script"))
    assert ElementTree.fromstring(hostile.get("/sitemap.xml").content) is not None
    # the name of the host is the asker's own word
    turned = hostile.get("/feed.atom", host='x"><script>alert(6)</script>')
    assert turned.status in (200, 400)
    if turned.status == 200:
        assert not list(ElementTree.fromstring(turned.content).iter("script"))
    page = hostile.get(_addresses(hostile)["report"], host='x"><script>alert(6)</script>')
    assert page.status in (200, 400)
    assert not page.html().cssselect("script")


def test_a_number_of_sixty_thousand_digits_is_no_number_and_the_page_still_answers(hostile: Any) -> None:
    figures = hostile.get(f"/report/{hostile.reports['hostile']}.json").json()["figures"]
    huge = [figure for figure in figures.values() if len(figure["raw"] or "") > 1000]
    assert huge
    assert {(figure["value"], len(figure["raw"])) for figure in huge} == {(None, LONG)}
    page = hostile.get(_addresses(hostile)["report"])
    # the prose once with three bytes a character, nothing again in titles, crumbs and attributes
    assert len(page.content) < 3 * LONG + 150_000
    cells = hostile.get(_addresses(hostile)["cells"])
    assert f"…（共 {LONG} 字）" in cells.text
    assert len(cells.content) < 150_000
