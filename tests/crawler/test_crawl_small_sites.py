"""Crawls of sites of a few pages, written out here: what a run says of lists that are lost."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.captures import scan
from crawler.due import next_due

HOST = "www.qinghe.gov.cn.test"
ROOT = f"http://{HOST}"
TEXT = "".join(
    f"<p>{heading}</p><p>{'青禾县认真贯彻落实条例，全年公开信息。' * 20}</p>"
    for heading in (
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    )
)  # fmt: skip

Sites = Callable[..., "SmallSite"]


class SmallSite:
    """A forward proxy with the pages of one site; everything else is a 404.

    Paths in `guarded` are given only to who names the page before; those in `broken` answer 500, those in `moved`
    redirect, those in `refused` answer 403.
    """

    def __init__(self, pages: dict[str, str], folder: Path, kind: str, *starts: str) -> None:
        self.pages, self.folder, self.asked = pages, folder, list[str]()
        self.guarded, self.broken, self.refused = set[str](), set[str](), set[str]()
        self.moved: dict[str, str] = {}
        self.bodies: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.removeprefix(ROOT)
                site.asked.append(path)
                text = site.pages.get(path)
                body = (text or "Not Found").encode()
                tag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
                status = 404 if text is None else 200
                if (path in site.guarded and not self.headers.get("Referer")) or path in site.refused:
                    status = 403
                elif path in site.broken:
                    status = 500
                elif path in site.moved:
                    status = 302
                elif status == 200 and self.headers.get("If-None-Match") == tag:
                    status, body = 304, b""
                else:
                    site.bodies.append(path)
                self.send_response(status)
                is_file = path.endswith(".pdf")
                self.send_header("Content-Type", "application/pdf" if is_file else "text/html; charset=utf-8")
                self.send_header("ETag", tag)
                if status == 302:
                    self.send_header("Location", site.moved[path])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        (folder / "catalogue.toml").write_text(
            f'[[portal]]\nid = "qinghe"\nname = "青禾县人民政府"\nlevel = "county"\nregion_code = "990001"\n'
            f'hosts = ["{HOST}"]\nscheme = "http"\n'
            + "".join(f'[[portal.column]]\nurl = "{ROOT}{start}"\nkind = "{kind}"\n' for start in starts),
            "utf-8",
        )

    def crawl(self, *arguments: str) -> dict[str, Any]:
        """Run `gongkai crawl` and return what the portal came to."""
        self.asked.clear()
        self.bodies.clear()
        done = subprocess.run(
            [Path(sys.executable).with_name("gongkai"), "--data", self.folder / "data", "crawl", "--json", "--portals",
             self.folder / "catalogue.toml", *arguments],
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")},
                "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test", "GONGKAI_DELAY_SCALE": "0.002",
                "GONGKAI_PROXY": f"http://127.0.0.1:{self.server.server_address[1]}",
                "GONGKAI_CONTACT": "crawl@example.test",
            },
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        result: dict[str, Any] = json.loads(done.stdout)["portals"][0]
        return result


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Sites]:
    started: list[SmallSite] = []

    def start(pages: dict[str, str], *at: str, kind: str = "reports") -> SmallSite:
        started.append(SmallSite(pages, tmp_path, kind, *(at or ("/zfxxgk/nb/",))))
        return started[-1]

    yield start
    for one in started:
        one.server.shutdown()


def page(body: str, title: str = "政府信息公开年报") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def rows(*numbers: int, folder: str = "/zfxxgk/nb/", year: int = 2023) -> str:
    return "".join(
        f'<li><a href="{folder}{year}/r{n}.html">青禾县第{n}局{year}年政府信息公开工作年度报告</a> 2024-01-20</li>'
        for n in numbers
    )


def articles(*numbers: int, folder: str = "/zfxxgk/nb/", year: int = 2023) -> dict[str, str]:
    return {f"{folder}{year}/r{n}.html": page(TEXT, f"青禾县第{n}局{year}年政府信息公开工作年度报告") for n in numbers}


@pytest.mark.parametrize("second", [None, page("<ul></ul>")], ids=["not_found", "empty"])
def test_a_page_that_the_pager_links_and_that_shows_nothing_is_a_loss(site: Sites, second: str | None) -> None:
    pages = {"/zfxxgk/nb/": page(f'<ul>{rows(1, 2)}</ul><a href="index_1.html">下一页</a>'), **articles(1, 2)}
    if second is not None:
        pages["/zfxxgk/nb/index_1.html"] = second
    result = site(pages).crawl()
    assert (result["outcome"], result["reports"]) == ("partial", 2)
    assert any(note.startswith("list_no_next") for note in result["notes"])


def test_a_year_that_the_site_links_and_that_is_not_there_is_a_loss(site: Sites) -> None:
    years = '<a href="2023n/">2023年</a><a href="2022n/">2022年</a>'
    pages = {"/zfxxgk/nb/": page(years), "/zfxxgk/nb/2023n/": page(f"<ul>{rows(1, 2, 3)}</ul>"), **articles(1, 2, 3)}
    result = site(pages, kind="tree").crawl()
    assert (result["outcome"], result["reports"]) == ("partial", 3)
    assert any(note.startswith("column_gone") for note in result["notes"])


def test_a_list_that_was_asked_for_as_a_report_is_read_as_a_list_in_every_run(site: Sites) -> None:
    years = "".join(
        f'<li><a href="/info/1026/{5000 + year}.htm">{year}年</a><span>{year + 1}-01-20</span></li>'
        for year in (2023, 2022)
    )
    pages = {
        "/zfxxgk/nb/": page(f"<ul>{years}</ul>"),
        "/info/1026/7023.htm": page(f"<ul>{rows(1, 2)}</ul>", "2023年"),
        "/info/1026/7022.htm": page(TEXT, "青禾县人民政府2022年政府信息公开工作年度报告"),
        **articles(1, 2, 3),
    }
    small = site(pages)
    first = small.crawl()
    assert (first["outcome"], first["reports"]) == ("ok", 3)
    pages["/info/1026/7023.htm"] = page(f"<ul>{rows(1, 2, 3)}</ul>", "2023年")
    second = small.crawl()
    assert (second["outcome"], second["reports"], second["counts"]["reports_new"]) == ("ok", 4, 1)


def test_a_list_called_like_a_report_and_dressed_with_pictures_is_read_as_a_list_in_every_run(site: Sites) -> None:
    pages = {"/zfxxgk/nb/": page('<ul><li><a href="/info/1055/7023.htm">2023年度政府信息公开年报</a></li></ul>')}
    listed = rows(1, 2, 3, 4).replace("<li>", '<li><img src="/images/32/d.jpg">')
    dress = '<p><a href="/zt/1.htm"><img src="/i/7.jpg"></a></p><p><img src="/i/list_top.png"></p>'
    pages["/info/1055/7023.htm"] = page(f"{dress}<ul>{listed}</ul>", "2023年度")
    small = site({**pages, **articles(1, 2, 3, 4)})
    for _run in range(2):
        result = small.crawl()
        assert (result["outcome"], result["reports"]) == ("ok", 4)


def test_a_year_that_shows_its_report_in_a_viewer_is_the_report(site: Sites) -> None:
    years, title = (2023, 2022), "青禾县人民政府{}年政府信息公开工作年度报告"
    pages = {"/zfxxgk/nb/": page("".join(f'<a href="{year}n/">{year}年</a>' for year in years))}
    news = '<ul><li><a href="/xw/2024/1.html">县领导调研</a>2024-01-02</li></ul>'
    for year in years:
        file = f"/upload/{year}.pdf"
        viewer = f'<iframe src="/pdf/viewer.html?file={file}"></iframe>' if year == 2023 else f'<embed src="{file}">'
        pages[f"/zfxxgk/nb/{year}n/"] = page(f"{news}<h1>{title.format(year)}</h1>{viewer}", title.format(year))
        pages[file] = f"%PDF-1.4\n%{year}\n%%EOF\n"
    small = site(pages, kind="tree")
    first = small.crawl()
    assert (first["outcome"], first["reports"], first["counts"]["attachments"]) == ("ok", 2, 2)
    second = small.crawl()
    assert (second["outcome"], second["reports"], second["counts"]["not_modified"]) == ("ok", 2, 5)
    pages["/zfxxgk/nb/2022n/"] = page(f"{news}<h1>{title.format(2022)}</h1>", title.format(2022))
    assert small.crawl()["outcome"] == "shortfall"


def with_files(*numbers: int) -> dict[str, str]:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(*numbers)}</ul>")}
    for n in numbers:
        title = f"青禾县第{n}局2023年政府信息公开工作年度报告"
        pages[f"/zfxxgk/nb/2023/r{n}.html"] = page(f'<h1>{title}</h1><a href="f{n}.pdf">{title}.pdf</a>', title)
        pages[f"/zfxxgk/nb/2023/f{n}.pdf"] = f"%PDF-1.4\n%{n}\n%%EOF\n"
    return pages


def test_files_given_only_to_who_names_their_page_are_validated_with_it(site: Sites) -> None:
    small = site(with_files(1, 2, 3, 4))
    small.guarded.update(f"/zfxxgk/nb/2023/f{n}.pdf" for n in (1, 2, 3, 4))
    assert small.crawl()["outcome"] == "ok"
    second = small.crawl()
    assert (second["outcome"], second["counts"]["not_modified"]) == ("ok", 9)
    small.pages["/zfxxgk/nb/2023/f2.pdf"] = "%PDF-1.4\n%new\n%%EOF\n"
    small.crawl()
    parents = [
        capture.parent_url
        for capture in scan(small.folder / "data" / "warc")
        if capture.url.endswith("f2.pdf") and capture.record_type == "response"
    ]
    assert parents == [f"{ROOT}/zfxxgk/nb/2023/r2.html"] * 2


def test_a_file_that_failed_is_asked_for_again_though_its_page_is_unchanged(site: Sites) -> None:
    small = site(with_files(1, 2))
    small.broken.add("/zfxxgk/nb/2023/f2.pdf")
    first = small.crawl()
    assert (first["outcome"], first["counts"]["attachments"]) == ("partial", 1)
    assert small.crawl()["outcome"] == "partial"
    small.broken.clear()
    third = small.crawl()
    assert (third["outcome"], third["counts"]["attachments"]) == ("ok", 1)
    assert [path for path in small.bodies if path != "/robots.txt"] == [
        "/zfxxgk/nb/2023/r2.html",
        "/zfxxgk/nb/2023/f2.pdf",
    ]
    small.crawl()
    assert [path for path in small.bodies if path != "/robots.txt"] == []


@pytest.mark.parametrize("answer", ["news", "menu", "refusal"])
def test_a_list_that_names_nothing_any_more_is_an_alarm_in_every_run(site: Sites, answer: str) -> None:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(1, 2, 3)}</ul>"), **articles(1, 2, 3)}
    small = site(pages)
    assert small.crawl()["outcome"] == "ok"
    if answer == "news":
        news = "".join(f'<li><a href="/xw/202401/t20240118_{n}.html">县领导调研</a> 2024-01-18</li>' for n in range(6))
        pages["/zfxxgk/nb/"] = page(f"<div id=app></div><ul>{news}</ul>")
    elif answer == "menu":
        pages["/zfxxgk/nb/"] = page('<a href="/zfxxgk/nb/bm/">县政府部门</a>')
        pages["/zfxxgk/nb/bm/"] = page("暂无相关信息")
    else:
        small.guarded.add("/zfxxgk/nb/")
    for _run in range(2):
        result = small.crawl()
        assert result["outcome"] == {"news": "list_suspect", "menu": "partial", "refusal": "refused"}[answer]
        assert result["alarm"]


def test_a_site_whose_robots_txt_forbids_now_what_it_allowed_refuses(site: Sites) -> None:
    small = site({"/zfxxgk/nb/": page(f"<ul>{rows(1, 2)}</ul>"), **articles(1, 2)})
    assert small.crawl()["outcome"] == "ok"
    small.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    result = small.crawl()
    assert (result["outcome"], result["reports"]) == ("robots_refused", 2)
    assert small.asked == ["/robots.txt"]


def test_redirects_that_come_back_to_where_they_came_from_are_a_refusal(site: Sites) -> None:
    small = site({})
    small.moved.update({"/zfxxgk/nb/": "/zfxxgk/nb/?k=1", "/zfxxgk/nb/?k=1": "/zfxxgk/nb/?k=2"})
    small.moved["/zfxxgk/nb/?k=2"] = "/zfxxgk/nb/?k=1"
    result = small.crawl()
    assert result["outcome"] == "refused"
    assert small.asked == ["/robots.txt", "/zfxxgk/nb/", "/zfxxgk/nb/?k=1", "/zfxxgk/nb/?k=2"]


def test_two_columns_that_moved_to_one_place_are_no_loop(site: Sites) -> None:
    small = site({"/gk/nb/": page(f"<ul>{rows(1)}</ul>"), **articles(1)}, "/zfxxgk/nb/", "/xxgk/nb/")
    small.moved.update({"/zfxxgk/nb/": "/gk/old/", "/xxgk/nb/": "/gk/old/", "/gk/old/": "/gk/nb/"})
    result = small.crawl()
    assert (result["outcome"], result["reports"]) == ("ok", 1)


def test_a_column_that_is_not_due_keeps_its_date(site: Sites) -> None:
    pages = {
        "/zfxxgk/nb/": page(f"<ul>{rows(1)}</ul>"), **articles(1),
        "/xxgk/nb/": page(f"<ul>{rows(2, folder='/xxgk/nb/')}</ul>"), **articles(2, folder="/xxgk/nb/"),
    }  # fmt: skip
    small = site(pages, "/zfxxgk/nb/", "/xxgk/nb/")
    assert small.crawl()["outcome"] == "ok"
    state = sqlite3.connect(small.folder / "data" / "state.db")
    with state:
        state.execute("UPDATE columns SET next_due = '2020-01-01T00:00:00Z'")
        state.execute("UPDATE columns SET next_due = '2999-01-01T00:00:00Z' WHERE url = ?", (f"{ROOT}/xxgk/nb/",))
    assert small.crawl("--due")["outcome"] == "ok"
    dates = dict(state.execute("SELECT url, next_due FROM columns"))
    state.close()
    assert dates[f"{ROOT}/xxgk/nb/"] == "2999-01-01T00:00:00Z"
    assert "2020" < dates[f"{ROOT}/zfxxgk/nb/"] < "2999"


@pytest.mark.parametrize("trouble", ["robots", "list", "report", "maintenance"])
def test_a_column_that_could_not_be_read_is_due_again_the_next_night(site: Sites, trouble: str) -> None:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(1)}</ul>"), **articles(1)}
    small = site(dict(pages))
    failing = {"robots": "/robots.txt", "list": "/zfxxgk/nb/", "report": "/zfxxgk/nb/2023/r1.html"}
    if trouble == "maintenance":
        small.pages["/zfxxgk/nb/"] = page("<p>网站升级维护中，暂停访问，请稍后再试。</p>", "系统维护")
    else:
        small.broken.add(failing[trouble])
    waits = []
    for run in range(3):
        if run == 2:
            small.broken.clear()
            small.pages.update(pages)
        small.crawl()
        state = sqlite3.connect(small.folder / "data" / "state.db")
        due, failures = state.execute("SELECT next_due, failures FROM columns").fetchone()
        state.close()
        waits.append(datetime.fromisoformat(due) - datetime.now(UTC))
        assert failures == (run + 1 if run < 2 else 0)
    if trouble == "maintenance":
        verdicts = {one.outcome for one in scan(small.folder / "data" / "warc") if one.record_type == "metadata"}
        assert "maintenance" in verdicts
        assert "soft_404" not in verdicts  # that would say that the page is gone
    regular = next_due(datetime.now(UTC), "county") - datetime.now(UTC)
    assert waits[0] < timedelta(days=1, hours=13)
    assert waits[1] < timedelta(days=2, hours=13)
    assert waits[2] > min(regular, timedelta(days=3)) - timedelta(days=1)


@pytest.mark.parametrize("lost", ["column", "page", "report", "file", "elsewhere", "loop"])
def test_what_a_site_refuses_is_an_alarm_in_every_run(site: Sites, lost: str) -> None:
    pages = {**with_files(1, 2, 3), **articles(4)}
    pages["/zfxxgk/nb/"] = page(f'<ul>{rows(1, 2, 3, 4)}</ul><a href="index_1.html">下一页</a>')
    pages["/zfxxgk/nb/index_1.html"] = page(f"<ul>{rows(5)}</ul>")
    pages.update(articles(5))
    small = site(pages, "/zfxxgk/nb/", "/xxgk/nb/")
    pages["/xxgk/nb/"] = page(f"<ul>{rows(6, folder='/xxgk/nb/')}</ul>")
    pages.update(articles(6, folder="/xxgk/nb/"))
    small.refused.update({
        "column": {"/xxgk/nb/"}, "page": {"/zfxxgk/nb/index_1.html"}, "report": {"/zfxxgk/nb/2023/r4.html"},
        "file": {"/zfxxgk/nb/2023/f2.pdf"},
    }.get(lost, set()))  # fmt: skip
    if lost in ("elsewhere", "loop"):
        small.moved["/zfxxgk/nb/2023/r4.html"] = "http://qinghe.example.com/" if lost == "elsewhere" else "/zfxxgk/?n=1"
        small.moved["/zfxxgk/?n=1"] = "/zfxxgk/nb/2023/r4.html"
    for _run in range(2):
        result = small.crawl()
        assert (result["outcome"], result["counts"]["wanted_refused"]) == ("partial", 1)
        assert "refused" in result["alarm"]
    small.refused.clear()
    small.moved.clear()
    assert small.crawl()["outcome"] == "ok"


def test_a_page_that_only_may_be_a_column_owes_nothing_where_it_is_refused(site: Sites) -> None:
    aside = '<div><a href="/jyj/">教育局</a></div>'
    small = site({"/zfxxgk/nb/": page(f"<ul>{rows(1, 2)}</ul>{aside}"), **articles(1, 2)})
    small.refused.add("/jyj/")
    result = small.crawl()
    assert "/jyj/" in small.asked
    assert result["outcome"] == "ok"


def test_a_login_in_the_place_of_a_file_is_an_alarm_until_the_file_is_there_or_its_page_links_it_no_more(
    site: Sites,
) -> None:
    pages = with_files(1, 2)
    pdf = pages["/zfxxgk/nb/2023/f2.pdf"]
    login = page("<form>用户名 密码</form>", "登录")
    pages["/zfxxgk/nb/2023/f1.pdf"] = pages["/zfxxgk/nb/2023/f2.pdf"] = login
    small = site(pages)
    for run in range(3):
        result = small.crawl()
        assert (result["outcome"], result["counts"]["failed"]) == ("partial", 2)
        # the page that links it is not asked for in full for its sake
        assert ("/zfxxgk/nb/2023/r2.html" in small.bodies) is (run == 0)
    pages["/zfxxgk/nb/2023/f2.pdf"] = pdf
    pages["/zfxxgk/nb/2023/r1.html"] = articles(1)["/zfxxgk/nb/2023/r1.html"]
    fourth = small.crawl()
    assert fourth["counts"]["attachments"] == 1
    fifth = small.crawl()
    assert (fifth["outcome"], fifth["counts"].get("failed")) == ("ok", None)
    assert "/zfxxgk/nb/2023/f1.pdf" not in small.asked


@pytest.mark.parametrize(("left", "outcome"), [(10, "ok"), (9, "shortfall"), (8, "shortfall")])
def test_a_tenth_fewer_is_an_alarm(site: Sites, left: int, outcome: str) -> None:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(*range(10))}</ul>"), **articles(*range(10))}
    small = site(pages)
    assert small.crawl()["outcome"] == "ok"
    pages["/zfxxgk/nb/"] = page(f"<ul>{rows(*range(left))}</ul>")
    assert small.crawl()["outcome"] == outcome


def test_a_report_is_taken_down_once_and_may_come_back(site: Sites) -> None:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(1, 2)}</ul>"), **articles(1, 2)}
    small = site(pages)
    small.crawl()
    text = pages.pop("/zfxxgk/nb/2023/r2.html")
    removed = [small.crawl()["counts"].get("reports_removed", 0) for _run in range(3)]
    assert removed == [1, 0, 0]
    pages["/zfxxgk/nb/2023/r2.html"] = text
    back = small.crawl()
    assert (back["reports"], back["counts"]["reports_unchanged"]) == (2, 2)
    pages.pop("/zfxxgk/nb/2023/r2.html")
    assert small.crawl()["counts"]["reports_removed"] == 1


@pytest.mark.parametrize("shell", ["frame", "script"])
def test_a_page_that_only_frames_a_report_is_validated_like_the_report(site: Sites, shell: str) -> None:
    title = "青禾县第2局2023年政府信息公开工作年度报告"
    inner = "/zfxxgk/nb/2023/inner2.html"
    frame = page(f'<h1>{title}</h1><iframe src="{inner}"></iframe>', title)
    around = frame if shell == "frame" else f"<html><script>location.href='{inner}'</script></html>"
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(1, 2)}</ul>"), **articles(1), inner: page(TEXT, title)}
    pages["/zfxxgk/nb/2023/r2.html"] = around
    small = site(pages)
    assert small.crawl()["counts"]["reports_new"] == 2
    second = small.crawl()
    assert (second["outcome"], second["counts"]["reports_unchanged"]) == ("ok", 2)
    assert [path for path in small.bodies if path != "/robots.txt"] == []
    pages[inner] = page(TEXT + "<p>更正：共收到申请三件。</p>", title)
    third = small.crawl()
    assert third["counts"]["reports_changed"] == 1
    assert [path for path in small.bodies if path != "/robots.txt"] == [inner]


def test_a_file_that_was_replaced_is_noted(site: Sites) -> None:
    small = site(with_files(1, 2))
    small.crawl()
    small.pages["/zfxxgk/nb/2023/f2.pdf"] = "%PDF-1.4\n%new\n%%EOF\n"
    result = small.crawl()
    assert result["counts"]["files_changed"] == 1
    assert any(note.startswith("changed:") and "f2.pdf" in note for note in result["notes"])


def test_a_host_that_answers_page_after_page_with_an_error_is_left_for_the_run(site: Sites) -> None:
    numbers = range(40)
    small = site({"/zfxxgk/nb/": page(f"<ul>{rows(*numbers)}</ul>"), **articles(*numbers)})
    small.broken.update(f"/zfxxgk/nb/2023/r{n}.html" for n in numbers)
    result = small.crawl()
    assert result["outcome"] == "partial"
    assert len(small.asked) < 80
    small.broken.difference_update(f"/zfxxgk/nb/2023/r{n}.html" for n in numbers if n > 15)
    second = small.crawl()
    assert second["counts"]["reports_new"] == 24, "dead links in a row do not stop the others"


def test_a_list_that_only_a_script_fetches_is_told_from_an_empty_one(site: Sites) -> None:
    shell = '<ul id="l"></ul><script>$.get(base + "/api/list", show)</script>'
    small = site(
        {"/zfxxgk/nb/": page(f"<ul>{rows(1)}</ul>"), **articles(1), "/xxgk/nb/": page(shell)},
        "/zfxxgk/nb/",
        "/xxgk/nb/",
    )
    result = small.crawl()
    assert (result["outcome"], result["reports"]) == ("partial", 1)
    assert any(note.startswith(f"list_script_list: {ROOT}/xxgk/nb/") for note in result["notes"])


def test_data_that_a_script_names_and_that_are_not_there_leave_the_column_where_it_is(site: Sites) -> None:
    shell = '<ul id="l"></ul><script>$.get("/api/list?page=1", show)</script>'
    small = site({"/zfxxgk/nb/": page(shell)})
    result = small.crawl()
    assert result["outcome"] == "list_suspect"
    assert small.asked == ["/robots.txt", "/zfxxgk/nb/", "/api/list?page=1"]


@pytest.mark.parametrize("answer", ["refused", "gone", "broken", "home", "robots"])
def test_data_that_a_site_does_not_give_to_a_guess_cost_none_of_its_reports(site: Sites, answer: str) -> None:
    years = range(2019, 2023)
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(1, 2, 3)}</ul>"), **articles(1, 2, 3)}
    data = {f"/zfxxgk/{year}/": f"/api/articleList?year={year}" for year in years}
    pages |= {
        path: page(f'<ul id="l"></ul><script>$.get("{address}", show)</script>') for path, address in data.items()
    }
    if answer == "robots":
        pages["/robots.txt"] = "User-agent: *\nDisallow: /api/\n"
    small = site(pages, "/zfxxgk/nb/", *data)
    small.refused.update(data.values() if answer == "refused" else ())
    small.broken.update(data.values() if answer == "broken" else ())
    small.moved.update(dict.fromkeys(data.values(), "/") if answer == "home" else {})
    result = small.crawl()
    assert {f"/zfxxgk/nb/2023/r{n}.html" for n in (1, 2, 3)} <= set(small.asked)
    assert (result["outcome"], result["reports"]) == ("partial", 3), result["notes"]
    assert result["alarm"] == "4 list pages are suspect"
    assert not {"blocked", "refused", "failed", "gone", "soft_404", "wanted_refused"} & result["counts"].keys()
    notes = [note for note in result["notes"] if note.startswith("list_script_list: http")]
    assert sum("/api/" in note for note in notes) == 4


def test_what_may_be_asked_instead_of_a_refused_guess_is_asked(site: Sites) -> None:
    shell = '<ul id="l"></ul><script>$.get("/api/list", one); $.get("/api/articleList", two)</script>'
    shown = json.dumps(
        {"total": 1, "list": [{"title": "青禾县水利局2023年政府信息公开工作年度报告", "url": "/a/7.html"}]}
    )
    small = site({"/zfxxgk/nb/": page(shell), "/api/articleList": shown, "/a/7.html": page(TEXT)})
    small.refused.add("/api/list")
    result = small.crawl()
    assert small.asked == ["/robots.txt", "/zfxxgk/nb/", "/api/list", "/api/articleList", "/a/7.html"]
    assert (result["outcome"], result["reports"]) == ("ok", 1), result["notes"]


@pytest.mark.parametrize("answer", ["refused", "gone", "broken", "robots"])
def test_a_next_file_that_nothing_but_its_number_promised_is_no_loss(site: Sites, answer: str) -> None:
    start, following = "/zfxxgk/nb/1.html", "/zfxxgk/nb/2.html"
    pages = {start: page(f"<ul>{rows(1, 2, 3)}</ul>"), **articles(1, 2, 3)}
    if answer == "robots":
        pages["/robots.txt"] = f"User-agent: *\nDisallow: {following}\n"
    small = site(pages, start)
    small.refused.update({following} if answer == "refused" else ())
    small.broken.update({following} if answer == "broken" else ())
    result = small.crawl()
    assert (following in small.asked) == (answer != "robots")
    assert (result["outcome"], result["reports"]) == ("ok", 3), result["notes"]
    assert not {"refused", "failed", "gone", "wanted_refused", "wanted_denied"} & result["counts"].keys()


def test_a_next_file_that_named_reports_before_and_is_refused_is_said(site: Sites) -> None:
    start, following = "/zfxxgk/nb/1.html", "/zfxxgk/nb/2.html"
    small = site(
        {start: page(f"<ul>{rows(1, 2)}</ul>"), following: page(f"<ul>{rows(3)}</ul>"), **articles(1, 2, 3)}, start
    )
    assert small.crawl()["reports"] == 3
    small.refused.add(following)
    result = small.crawl()
    assert result["outcome"] in ("partial", "shortfall")
    assert any(note.startswith(f"list_refused: {ROOT}{following}") for note in result["notes"])


def test_one_page_at_the_addresses_of_all_reports_is_an_alarm(site: Sites) -> None:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(*range(6))}</ul>"), **articles(0, 1)}
    home = "".join(f'<a href="/x{n}/">青禾县栏目第{n}号要闻动态</a>' for n in range(30))
    pages |= {f"/zfxxgk/nb/2023/r{n}.html": page(f"{home}<p>访问人次 {n}</p>", "首页") for n in range(2, 6)}
    result = site(pages).crawl()
    assert (result["outcome"], result["counts"]["same_page"]) == ("partial", 4)


def test_first_parts_of_reports_that_are_much_alike_are_no_answer_to_everything(site: Sites) -> None:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(*range(6))}</ul>")}
    for n in range(6):
        title = f"青禾县第{n}局2023年政府信息公开工作年度报告"
        pages[f"/zfxxgk/nb/2023/r{n}.html"] = page(
            f"<h1>{title}</h1><p>一、总体情况</p><p>{'本局认真贯彻落实条例，全年公开信息若干条。' * 20}{n}</p>", title
        )
    result = site(pages).crawl()
    assert (result["outcome"], result["reports"]) == ("ok", 6)


def test_the_same_page_at_reports_of_two_portals_of_one_host_is_counted_for_each(site: Sites) -> None:
    home = page("".join(f'<a href="/x{n}/">青禾县栏目第{n}号要闻动态</a>' for n in range(30)), "首页")
    pages = {
        "/zfxxgk/nb/": page(f"<ul>{rows(1, 2)}</ul>"),
        "/xxgk/nb/": page(f"<ul>{rows(6, 7, folder='/xxgk/nb/')}</ul>"),
    }
    pages |= {f"{folder}2023/r{n}.html": home for folder, n in (
        ("/zfxxgk/nb/", 1), ("/zfxxgk/nb/", 2), ("/xxgk/nb/", 6), ("/xxgk/nb/", 7),
    )}  # fmt: skip
    small = site(pages)
    catalogue = small.folder / "catalogue.toml"
    one = catalogue.read_text("utf-8")
    catalogue.write_text(one + one.replace('id = "qinghe"', 'id = "zhen"').replace("/zfxxgk/nb/", "/xxgk/nb/"), "utf-8")
    small.crawl()
    assert len(small.asked) == 7
    with contextlib.closing(sqlite3.connect(small.folder / "data" / "state.db")) as state:
        assert state.execute("SELECT portal FROM tallies WHERE name = 'same_page'").fetchall() == []


def test_reports_on_hosts_that_the_entry_does_not_name_are_said(site: Sites) -> None:
    name = "2023年政府信息公开工作年度报告"
    aside = f'<li><a href="http://sjj.qinghe.gov.cn.test/1.html">青禾县审计局{name}</a></li>'
    mirror = f'<li><a href="http://qinghe.example.com/1.html">青禾县水利局{name}</a></li>'
    result = site({"/zfxxgk/nb/": page(f"<ul>{rows(1, 2)}{aside}{mirror}</ul>"), **articles(1, 2)}).crawl()
    assert (result["outcome"], result["counts"]["reports_elsewhere"]) == ("ok", 1)
    (note,) = [note for note in result["notes"] if note.startswith("listed_elsewhere")]
    assert "sjj.qinghe.gov.cn.test" in note
    assert "example.com" not in note


def test_a_year_that_robots_txt_forbids_is_an_alarm(site: Sites) -> None:
    years = '<a href="2023n/">2023年</a><a href="2022n/">2022年</a>'
    pages = {"/zfxxgk/nb/": page(years), "/zfxxgk/nb/2023n/": page(f"<ul>{rows(1, 2)}</ul>"), **articles(1, 2)}
    pages["/robots.txt"] = "User-agent: *\nDisallow: /zfxxgk/nb/2022n/\n"
    result = site(pages, kind="tree").crawl()
    assert (result["outcome"], result["counts"]["wanted_denied"]) == ("partial", 1)


def test_years_without_a_report_that_show_the_same_page_are_no_alarm(site: Sites) -> None:
    """A platform has a page for each year, also for those in which nothing was published."""
    address = "/module/xxgk/xxgkAnnualReport.jsp?area=0044&fbtime={}&showType=2"
    years = range(2017, 2024)
    links = "".join(f'<a href="javascript:;" onclick="changeYear({year})">{year}年</a>' for year in reversed(years))
    menu = "".join(f'<a href="/x{n}/">青禾县栏目第{n}号要闻动态</a>' for n in range(30))
    pages = {address.format(year): page(f'{menu}<div class="years">{links}</div>', "年报") for year in years}
    for year in years[-2:]:
        pages[address.format(year)] += TEXT + f"青禾县人民政府{year}年政府信息公开工作年度报告"
    result = site(pages, address.format(2023)).crawl()
    assert (result["outcome"], result["reports"]) == ("ok", 2)
