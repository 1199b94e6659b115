"""Articles on several pages: a page that is not the whole report says so, and no part elsewhere is called missing."""

from __future__ import annotations

import pytest

from archive.samples.grids import OFFICIAL
from archive.samples.html import Markup, draw_html
from archive.samples.reports import make_report
from extractors.checks import check_report
from extractors.formats import read_document
from extractors.report import read_report

PAGERS = {
    "links": '<div class="page"><a href="t20240118_123_1.html">2</a> <a href="t20240118_123_1.html">下一页</a></div>',
    "last": '<div class="page"><a href="/a/content_55_3.shtml">[ 尾页 ]</a></div>',
    "query": '<p><a href="show.jsp?id=7&page=2">下一页&gt;</a></p>',
    "script": '<script>createPageHTML(3, 0, "t20240118_123", "html");</script>',
    "script_with_place": "<script>createPageHTML('page_div', 2, 1, 'content_55', 'shtml', 2);</script>",
}
OTHERS = {
    "none": "",
    "one_page": '<script>createPageHTML(1, 0, "t20240118_123", "html");</script>',
    "list": '<script>createPageHTML(3, 0, "index", "html");</script>',
    "next_article": '<a href="t20240118_124.html">下一篇：青禾县水利局年报</a>',
}


def first_page(pager: str, *, whole: bool = False) -> bytes:
    page = draw_html(make_report("qinghe", 2023), OFFICIAL, Markup(cell="plain", paragraph="p", cms="trs")).decode()
    if not whole:
        tables = page.split("<table")
        # ends before table 4
        cut = "<table".join(tables[: len(tables) - 1])
        page = cut + page[page.rindex("</table>") + len("</table>") :]
    return page.replace("</body>", f"{pager}</body>").encode()


@pytest.mark.parametrize("pager", PAGERS)
def test_a_page_that_is_not_the_whole_report_says_so_and_accuses_nobody(pager: str) -> None:
    report = read_report(read_document(first_page(PAGERS[pager])))
    assert report.forms["t4"] is None
    assert [problem.kind for problem in report.problems].count("continued") == 1
    outcomes = {result.outcome for result in check_report(report).results if result.rule == "S-SECT"}
    assert outcomes == {"not_assessable"}


@pytest.mark.parametrize("pager", PAGERS)
def test_a_page_with_all_tables_that_lacks_the_last_part_says_so(pager: str) -> None:
    page = first_page(PAGERS[pager], whole=True).decode()
    begin = page.rindex("<p", 0, page.rindex("六、"))
    cut = page[:begin] + page[page.index('<div class="footer"') if '<div class="footer"' in page else begin :]
    report = read_report(read_document((cut if cut != page else page[:begin] + PAGERS[pager]).encode()))
    assert all(report.forms[table] for table in ("t2", "t3", "t4"))
    assert [problem.kind for problem in report.problems].count("continued") == 1
    outcomes = {result.outcome for result in check_report(report).results if result.rule == "S-SECT"}
    assert outcomes == {"not_assessable"}


@pytest.mark.parametrize("pager", OTHERS)
def test_what_only_looks_like_a_pager_excuses_nothing(pager: str) -> None:
    report = read_report(read_document(first_page(OTHERS[pager])))
    assert "continued" not in [problem.kind for problem in report.problems]
    assert "fail" in {result.outcome for result in check_report(report).results if result.rule == "S-SECT"}


@pytest.mark.parametrize("pager", PAGERS)
def test_a_whole_report_above_a_pager_is_whole(pager: str) -> None:
    report = read_report(read_document(first_page(PAGERS[pager], whole=True)))
    assert "continued" not in [problem.kind for problem in report.problems]
