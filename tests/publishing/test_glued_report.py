"""A report whose numbers run together: what was printed is told once, nothing looks like a number that is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from archive.build import build
from crawler.captures import Origin, WarcStore, file_uri
from crawler.data_folder import DataFolder
from extractors.forms import load_form

ROWS = {
    "req_new": (21, 1, 0, 0, 0, 0, 22),
    "req_carried_in": (3, 0, 0, 0, 0, 0, 3),
    "res_granted": (4, 1, 0, 0, 0, 0, 5),
    "res_unable_not_held": (17, 0, 0, 0, 0, 0, 17),
    "res_total": (21, 1, 0, 0, 0, 0, 22),
    "req_carried_out": (3, 0, 0, 0, 0, 0, 3),
}


def _glued() -> str:
    """Return a report whose table 3 is one line, the seven numbers of a row written without anything between them."""
    heads = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计 "
    table = "".join(row.label + "".join(map(str, ROWS.get(row.key, (0,) * 7))) for row in load_form("f2021").t3_rows)
    return "\n".join(
        (
            "青禾县鹤汀镇2023年政府信息公开工作年度报告",
            "一、总体情况",
            "2023年，鹤汀镇新收政府信息公开申请22件，按期办理。",
            "二、主动公开政府信息情况",
            "详见网站。",
            "三、收到和处理政府信息公开申请情况",
            heads + table,
            "五、存在的主要问题及改进情况",
            "公开的及时性还不够，下一年将加强培训。",
            "六、其他需要报告的事项",
            "本年度没有收取信息处理费。",
        )
    )


@pytest.fixture(scope="module")
def glued(tmp_path_factory: pytest.TempPathFactory, make_site: Callable[..., Any]) -> Any:
    """Return the pages over that report."""
    folder = DataFolder(tmp_path_factory.mktemp("glued"))
    folder.create()
    with WarcStore(folder.warc, sync="batch", reserve=0) as store:
        store.write_resource(
            file_uri("0" * 64, "a.txt"), _glued().encode(), media_type="text/plain", origin=Origin(role="file")
        )
    with folder.lock():
        build(folder, workers=1)
    conn = sqlite3.connect(f"file:{folder.archive_db}?mode=ro", uri=True)
    try:
        ((report,),) = conn.execute("SELECT id FROM reports").fetchall()
    finally:
        conn.close()
    return make_site(folder.root, {"glued": report})


def test_a_text_of_several_cells_stands_in_none_of_them(glued: Any) -> None:
    page = glued.report("glued")
    cells = page.cssselect("table.official-t3 td.v")
    assert len(cells) == 175
    for cell in cells:
        assert "unreadable" in cell.classes
        assert cell.cssselect(".unread")[0].text_content() == "?"
    assert "与相邻的格连成“211000022”" in page.cssselect('td[id="req_new__total"]')[0].get("title")
    assert "其中 175 格无法辨认" in page.cssselect("#t3 .form-note")[0].text_content()
    assert "211000022" not in page.cssselect("#part-1")[0].text_content()


def test_the_suggested_cuts_are_one_table_beside_what_was_printed(glued: Any) -> None:
    page = glued.report("glued")
    (repair,) = page.cssselect(".repair")
    assert "从未改动" in repair.text_content()
    rows = {row.cssselect("th")[0].text: row.cssselect("td") for row in repair.cssselect("tbody tr")}
    new = next(cells for label, cells in rows.items() if label.startswith("一、本年新收"))
    assert [cell.text_content().strip() for cell in new] == ["211000022", "21", "1", "0", "0", "0", "0", "22"]
    assert "空白" not in repair.text_content()
    data = glued.get(f"/report/{glued.reports['glued']}.json").json()
    reasons = repair.cssselect(".reasons li")
    assert len(reasons) == len({repair["evidence"] for repair in data["repairs"]}) > 100
    assert {figure["value"] for key, figure in data["figures"].items() if key.startswith("req_new")} == {None}


def test_how_cells_are_written_is_no_comparison_of_two_numbers(glued: Any) -> None:
    findings = glued.report("glued").cssselect(".finding")
    (written,) = [finding for finding in findings if "CELL-GLUED" in finding.text_content()]
    assert not written.cssselect(".two-numbers")
    assert "无法辨认" in written.cssselect(".cells")[0].text_content()


def test_a_report_that_could_not_be_read_well_is_not_called_passed(glued: Any) -> None:
    for page in (glued.report("glued"), glued.page("/reports"), glued.page("/")):
        tags = [tag.text_content() for tag in page.cssselect(".tag")]
        assert any("存疑" in tag for tag in tags)
        assert not any("通过" in tag for tag in tags)
    assert not glued.page("/reports?status=passed").cssselect("td.list-title")
    assert glued.page("/reports?status=partial").cssselect("td.list-title")


def test_a_number_that_is_printed_and_not_read_is_no_empty_cell_of_the_agencys_years(glued: Any) -> None:
    page = glued.page(f"/agency/{glued.reports['glued'].partition('-')[0]}")
    rows = {row.cssselect("th")[0].text_content(): row for row in page.cssselect("table.series tbody tr")}
    (new,) = [row for label, row in rows.items() if label.startswith("一、本年新收")]
    (link,) = new.cssselect("td a")
    assert link.text_content() == "?"
    path, _, anchor = link.get("href").partition("#")
    assert glued.page(path).cssselect(f"td.v.unreadable[id='{anchor}']")
    assert "读不成一个数" in page.cssselect("main")[0].text_content()
    assert not [label for label in rows if "行政复议" in label], "table 4 is not there at all"
