"""Bodies of one short name, and documents that contradict each other: told apart on every page that names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archive.build import build
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from crawler.captures import Origin, WarcStore
from crawler.data_folder import DataFolder

NAME = "青禾县人民政府"
PAGES = (
    ("http://www.qingyuan.gov.cn.test/czj.html", "市财政局", 1),
    ("http://www.xichuan.gov.cn.test/czj.html", "市财政局", 2),
    ("http://www.qinghe.gov.cn.test/1.html", NAME, 3),
    ("http://www.xushan.gov.cn.test/1.html", NAME, 4),
)


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory, make_site: Callable[..., Any]) -> Any:
    """Return the pages over two bodies of one name and two contradicting reports of a third."""
    folder = DataFolder(tmp_path_factory.mktemp("namesakes"))
    folder.create()
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:
        for day, (url, name, seed) in enumerate(PAGES, 1):
            body = render(make_report(AGENCIES["qinghe"], 2024, seed=seed), "html-wps").data
            store.write_response(
                url,
                status=200,
                headers=[("Content-Type", "text/html")],
                body=body.replace(NAME.encode(), name.encode()),
                fetched_at=f"2025-02-0{day}T00:00:00.000000Z",
                origin=Origin(role="report"),
            )
    with folder.lock():
        build(folder, workers=1)
    return make_site(folder.root)


def test_bodies_of_one_short_name_are_told_apart_by_their_portal(namesakes: Any) -> None:
    for path in ("/", "/agencies", "/reports"):
        text = namesakes.page(path).text_content()
        assert "qingyuan.gov.cn.test" in text, path
        assert "xichuan.gov.cn.test" in text, path
    found = namesakes.sql("SELECT id, portal FROM agencies WHERE name = '市财政局'").json()
    for agency in found:
        assert agency["portal"] in namesakes.page(f"/agency/{agency['id']}").text_content()
    ((report,),) = [r.values() for r in namesakes.sql("SELECT id FROM reports WHERE url LIKE '%qingyuan%'").json()]
    assert namesakes.get(f"/report/{report}.json").json()["agency"]["portal"] == "qingyuan.gov.cn.test"


def test_contradicting_reports_lead_to_one_another_and_are_listed_as_a_problem(namesakes: Any) -> None:
    ids = [row["id"] for row in namesakes.sql(f"SELECT id FROM reports WHERE publisher = '{NAME}'").json()]
    assert len(ids) == 2
    for own, other in (ids, ids[::-1]):
        page = namesakes.page(f"/report/{own}")
        (notice,) = [box for box in page.cssselect(".notice") if box.cssselect(f'a[href="/report/{other}"]')]
        assert "看不出哪份在后" in notice.text_content()
        assert "同名同年度的文件说法不同" in page.cssselect("#reading")[0].text_content()
        assert not [tag for tag in page.cssselect(".tags .tag") if "通过" in tag.text_content()]
    assert "同名同年度的文件说法不同" in namesakes.page("/problems").text_content()
    listed = namesakes.page("/reports").text_content()
    assert "不代表该机关该年度" in listed
