"""Pages of one article as one document: in order, without what every page repeats, each place on its page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.samples.agencies import AGENCIES
from archive.samples.html import article_of
from archive.samples.pages import CMS_NAMES, article_page
from archive.samples.portals.parted import linked_pager, parts_of
from archive.samples.reports import make_report
from extractors.checks import check_report
from extractors.document import Document, Paragraph, Place, Table
from extractors.formats import read_document
from extractors.formats.html import find_article, open_page, read_further
from extractors.joining import is_same_page, join_pages
from extractors.report import read_report

REPORT = make_report(AGENCIES["qinghe"], 2023, profile="distinct")
NAMES = ["t1.html", "t1_1.html", "t1_2.html"]
SIGNED = "<p>　　六、其他需要报告的事项</p><p>　　无。</p><p>　　青禾县人民政府</p>"


def drawn(part: str, number: int, cms: str) -> bytes:
    return article_page(replace(article_of(REPORT), body=part + linked_pager(NAMES, number)), cms).encode()


def texts(document: Document) -> list[str]:
    return ["" if isinstance(block, Table) else "".join(block.text.split()) for block in document.blocks]


def placed(page: bytes, pages: list[bytes]) -> Document:
    """Return a page read where these pages of its article have it."""
    return read_further(open_page(page), find_article(map(open_page, pages)))


@pytest.mark.parametrize("cms", CMS_NAMES)
@pytest.mark.parametrize("in_table", [0, 3, 12, 21])
def test_joined_pages_read_like_the_article_that_was_never_parted(cms: str, in_table: int) -> None:
    pages = [drawn(part, n, cms) for n, part in enumerate(parts_of(REPORT, in_table=in_table), 1)]
    first = read_document(pages[0])
    joined = read_report(join_pages([first, *(placed(page, pages) for page in pages[1:])], NAMES))
    whole = read_report(read_document(article_page(article_of(REPORT), cms).encode()))
    assert {key: f.value for key, f in joined.figures.items()} == {key: f.value for key, f in whole.figures.items()}
    assert [(s.number, "".join(s.text.split())) for s in joined.sections] == [
        (s.number, "".join(s.text.split())) for s in whole.sections
    ]
    assert joined.problems == ()
    assert (joined.publisher, joined.year, joined.signed_by) == (whole.publisher, whole.year, whole.signed_by)


@pytest.mark.parametrize("cms", CMS_NAMES)
def test_a_last_page_of_two_lines_is_told_by_its_place(cms: str) -> None:
    first = drawn("".join(parts_of(REPORT)[:2]), 1, cms)
    found = texts(placed(drawn(SIGNED, 3, cms), [first]))
    assert "无。" in found
    assert not any("主办单位" in text or "网站地图" in text for text in found)


def test_a_page_of_another_template_is_read_by_itself() -> None:
    first = drawn(parts_of(REPORT)[0], 1, "trs")
    other = drawn(parts_of(REPORT)[1], 2, "ucap").replace(b'class="main"', b'class="wrap"')
    assert texts(placed(other, [first])) == texts(read_document(other))


def test_a_pager_of_ten_numbers_is_left_out_and_a_line_of_digits_is_not() -> None:
    pager, digits = "1 2 3 4 5 6 7 8 9 10 下一页 尾页", "1" * 60 + "页，下一栏"
    pages = [
        Document("html", (Paragraph(f"第{number}页的正文。", Place()), Paragraph(end, Place())))
        for number, end in enumerate([pager, digits], 1)
    ]
    assert texts(join_pages(pages, NAMES[:2])) == ["第1页的正文。", "第2页的正文。", digits]


def test_lines_that_end_two_parts_alike_are_kept() -> None:
    pages = [
        drawn(f"<p>　　一、总体情况</p><p>　　{'全年公开信息。' * 80}</p><p>　　无。</p>", n, "trs6") for n in (1, 2)
    ]
    joined = join_pages([read_document(pages[0]), placed(pages[1], pages)], NAMES[:2])
    assert texts(joined) == texts(read_document(pages[0])), "the same page twice says nothing new"
    second = pages[1].replace(
        "一、总体情况".encode(), "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况".encode()
    )
    joined = join_pages([read_document(pages[0]), placed(second, pages)], NAMES[:2])
    assert texts(joined).count("无。") == 2


def test_the_same_page_is_told_whatever_stands_around_it() -> None:
    first, again = (read_document(drawn(parts_of(REPORT)[0], 1, cms)) for cms in ("trs", "trs"))
    assert is_same_page(first, again)
    assert not is_same_page(first, read_document(drawn(parts_of(REPORT)[1], 1, "trs")))


def test_cells_lost_where_a_page_ends_are_said() -> None:
    pages = [drawn(part, n, "trs") for n, part in enumerate(parts_of(REPORT), 1)]
    torn = pages[1][: pages[1].rindex(b"<tr>")] + b"</table></div></body></html>"
    joined = join_pages([read_document(pages[0]), placed(torn, pages)], NAMES[:2])
    problems = read_report(joined).problems
    assert [(problem.kind, problem.where) for problem in problems] == [("parted_table", "t4")]
    outcomes = {result.outcome for result in check_report(read_report(joined)).results if result.rule == "S-SECT"}
    assert outcomes == {"not_assessable"}
    whole = "".join(parts_of(REPORT))
    alone = read_report(read_document(drawn(whole.replace(whole[whole.rindex("<tr>") :], "</table>"), 1, "trs")))
    assert alone.forms["t4"] is None
    assert "parted_table" not in {problem.kind for problem in alone.problems}
