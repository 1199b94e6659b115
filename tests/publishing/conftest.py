"""A published archive of invented reports, behind the real Datasette with the project's pages."""

from __future__ import annotations

import asyncio
import gzip
import json
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest

from archive.build import build
from archive.samples.renderings import Rendering
from archive.samples.reports import FictionalReport, make_report
from archive.samples.variations import render
from crawler.captures import Capture, Origin, WarcStore, file_uri
from crawler.data_folder import DataFolder

PAGES = Path(__file__).resolve().parents[2] / "datasette"
HOST = "https://www.qinghe.gov.cn.test"
SCRIPT = "<script>alert(1)</script>"


def _mixed() -> FictionalReport:
    """Return a report whose table 2 is of the edition in force and whose tables 3 and 4 are of the one before."""
    new = make_report("qinghe-wjj", 2024, profile="county")
    old = make_report("qinghe-wjj", 2024, profile="county", edition="f2019")
    kept = {key: text for key, text in new.figures.items() if not key.startswith(("req_", "res_"))}
    taken = {key: text for key, text in old.figures.items() if key.startswith(("req_", "res_"))}
    editions: dict[str, str | None] = {"t2": "f2021", "t3": "f2019", "t4": "f2019", "y14": None}
    return replace(new, editions=editions, figures={**kept, **taken})


def _renderings() -> dict[str, Rendering]:
    """Return the invented reports by the name the tests know them by."""
    return {
        "good": render(make_report("qinghe", 2024, profile="county"), "html-cms-trs"),
        "old_form": render(make_report("qinghe", 2020, profile="county"), "html-wps"),
        "shifted": render(
            make_report("qinghe-tingsong", 2023, profile="town", errors=("shifted_row",)), "html-gbk-meta"
        ),
        "wrong_total": render(make_report("qinghe-fgj", 2024, profile="county", errors=("wrong_total",)), "pdf-ruled"),
        "blank": render(
            make_report("lanchuan-jtj", 2023, profile="town", errors=("blank_total_column",)), "html-cms-ucap"
        ),
        "slash": render(make_report("qinghe-zhuyi", 2023, profile="town", errors=("slash_rules",)), "docx-merged"),
        "fourteen": render(make_report("lanchuan-zrzyj", 2024, profile="county", errors=("cases_14",)), "html-mso"),
        "distinct": render(make_report("jizhou-gaj", 2023, profile="distinct"), "html-cms-vsb"),
        "statistics": render(make_report("jizhou", 2017), "html-cms-trs"),
        "mixed": render(_mixed(), "html-cms-trs"),
    }


@dataclass(frozen=True)
class Answer:
    """One answer of the server."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.content)

    def html(self) -> Any:
        return lxml.html.fromstring(self.text)


class Site:
    """A running Datasette over the archive, asked without a socket."""

    def __init__(self, datasette: Any, data: Path, reports: Mapping[str, str], captures: Mapping[str, str]) -> None:
        self._loop = asyncio.new_event_loop()
        self.datasette = datasette
        self.data = data
        self.reports = reports
        self.captures = captures
        self._loop.run_until_complete(datasette.invoke_startup())

    def get(self, path: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self._loop.run_until_complete(self.datasette.client.get(path, headers=named))
        return Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, response.content)

    def page(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status, answer.text[:300])
        return answer.html()

    def report(self, name: str) -> Any:
        return self.page(f"/report/{self.reports[name]}")

    def sql(self, statement: str) -> Answer:
        return self.get(f"/archive.json?_shape=array&sql={quote(statement)}")

    def close(self) -> None:
        self._loop.close()


@pytest.fixture(scope="session")
def renderings() -> dict[str, Rendering]:
    """Return what was printed, by name."""
    return _renderings()


def _store(folder: DataFolder, renderings: Mapping[str, Rendering]) -> dict[str, str]:
    """Capture the invented reports, and what a hostile or careless site serves; return capture ids by name."""
    captures: dict[str, Capture] = {}
    report = Origin("qinghe", column=f"{HOST}/col/", parent_url=f"{HOST}/col/", link_text="报告", role="report")
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:

        def respond(name: str, path: str, body: bytes, media_type: str, day: int, **more: Any) -> None:
            headers = [("Content-Type", media_type), *more.pop("headers", [])]
            captures[name] = store.write_response(
                f"{HOST}{path}",
                status=more.pop("status", 200),
                headers=headers,
                body=body,
                fetched_at=f"2025-02-{day:02d}T01:02:03.000000Z",
                origin=more.pop("origin", report),
            )

        for day, (name, rendering) in enumerate(renderings.items(), 1):
            if rendering.media_type == "text/html":
                charset = f"; charset={rendering.charset}" if rendering.charset else ""
                respond(name, f"/{name}.html", rendering.data, f"text/html{charset}", day)
            else:
                captures[name] = store.write_resource(
                    file_uri("0" * 64, rendering.name),
                    rendering.data,
                    media_type=rendering.media_type,
                    fetched_at=f"2025-02-{day:02d}T01:02:03.000000Z",
                    origin=Origin(role="file"),
                )
        # the same report seen again, unchanged; then another content at the same place
        respond("again", "/good.html", renderings["good"].data, "text/html", 20)
        corrected = render(make_report("qinghe", 2020, profile="county", errors=("wrong_total",)), "html-wps")
        respond("corrected", "/old_form.html", corrected.data, "text/html", 21)
        town = render(make_report("qinghe-heting", 2023, profile="town"), "html-cms-trs").data.decode("utf-8")
        escaped = SCRIPT.replace("<", "&lt;") + "&lt;img src=x onerror=alert(2)>"
        hostile = town.replace("平台建设", f"平台建设{escaped}", 1)
        assert hostile != town
        respond("hostile", "/hostile.html", hostile.encode(), "text/html; charset=utf-8", 19)
        # a text file with markup in it stays text where it is shown
        bare = render(make_report("qinghe-heting", 2022, profile="town"), "text-cells").data.decode("utf-8")
        captures["text"] = store.write_resource(
            file_uri("0" * 64, "text.txt"),
            bare.replace("\n二、", f"\n{SCRIPT}\n二、", 1).encode(),
            media_type="text/plain",
            origin=Origin(role="file"),
        )
        cut = render(make_report("lanchuan-mzj", 2024, profile="town"), "text-cells").data.decode("utf-8")
        captures["cut"] = store.write_resource(
            file_uri("0" * 64, "cut.txt"),
            cut.partition("属于行政查询事项")[0].encode(),
            media_type="text/plain",
            origin=Origin(role="file"),
        )
        zipped = gzip.compress(render(make_report("qinghe-czj", 2022, profile="town"), "html-cms-trs").data)
        respond("zipped", "/zipped.html", zipped, "text/html", 22, headers=[("Content-Encoding", "gzip")])
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(3)"><script>alert(4)</script></svg>'
        respond("svg", "/mark.svg", svg, "image/svg+xml", 23, origin=Origin("qinghe", role="page"))
        respond("gone", "/gone.html", b"<html>404</html>", "text/html", 24, status=404)
        respond("unreadable", "/scan.pdf", b"%PDF-1.4\nnothing", "application/pdf", 25)
        captures["refused"] = store.write_outcome(f"{HOST}/refused.html", "robots_denied", message="Disallow: /")
    return {name: capture.id for name, capture in captures.items()}


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, renderings: dict[str, Rendering]
) -> tuple[Path, dict[str, str], dict[str, str]]:
    """Return a data folder with a built archive, report ids and capture ids by name."""
    folder = DataFolder(tmp_path_factory.mktemp("published"))
    folder.create()
    captures = _store(folder, renderings)
    with folder.lock():
        build(folder, workers=2)
    conn = sqlite3.connect(f"file:{folder.archive_db}?mode=ro", uri=True)
    try:
        found = dict(conn.execute("SELECT capture_id, report_id FROM manifestations").fetchall())
    finally:
        conn.close()
    return folder.root, {name: found[id_] for name, id_ in captures.items() if id_ in found}, captures


@pytest.fixture(scope="session")
def make_site() -> Iterator[Callable[[Path], Site]]:
    """Return a function that puts the pages over the archive of a data folder."""
    made: list[Site] = []

    def make(
        data: Path,
        reports: Mapping[str, str] = MappingProxyType({}),
        captures: Mapping[str, str] = MappingProxyType({}),
    ) -> Site:
        with warnings.catch_warnings():
            # Datasette's own dependencies warn when they are imported
            warnings.simplefilter("ignore")
            from datasette.app import Datasette

            datasette = Datasette(config_dir=PAGES, immutables=[str(data / "archive.db")])
            made.append(Site(datasette, data, reports, captures))
        return made[-1]

    yield make
    for site in made:
        site.close()


@pytest.fixture(scope="session")
def site(published: tuple[Path, dict[str, str], dict[str, str]], make_site: Callable[..., Site]) -> Site:
    """Return the pages over that archive."""
    return make_site(*published)
