"""Articles on several pages: one report, as it was shown, whatever pages change, fail or go."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from archive.build import build
from archive.samples.agencies import AGENCIES
from archive.samples.html import Markup
from archive.samples.portals import SamplePortals
from archive.samples.portals.messages import Request
from archive.samples.portals.parted import called_pager, linked_pager, parts_of
from archive.samples.reports import FictionalReport, make_report
from archive.samples.variations import render
from crawler.captures import Capture, Origin, WarcStore
from crawler.data_folder import DataFolder
from tests.archive.conftest import DAYS
from tests.archive.questions import ask, demand_same_when_rebuilt

Pages = Callable[..., Capture]

FOLDER = "http://www.qinghe.gov.cn.test/zwgk/nb/"
REPORT = make_report(AGENCIES["qinghe"], 2023, profile="distinct")
NAV = '<div class="header"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>'
FOOT = '<div class="footer"><p>主办单位：政务公开办公室　网站标识码：9901210001</p></div>'


def names(count: int) -> list[str]:
    return ["t1.html", *(f"t1_{number}.html" for number in range(1, count))]


def drawn(parts: list[str], *, called: bool = True) -> list[bytes]:
    """Return the pages of an article with title, menu, pager and foot on each."""
    count = len(parts)
    title = f"<h1>{REPORT.title}</h1><p>发布时间：2024-01-18　来源：县政府办公室</p>"
    head = f'<html><head><meta name="ArticleTitle" content="{REPORT.title}"></head><body>{NAV}'
    return [
        (
            f'{head}{title}<div class="TRS_Editor">{part}</div>'
            f"{called_pager(count, n, 't1', 'html') if called else linked_pager(names(count), n)}{FOOT}</body></html>"
        ).encode()
        for n, part in enumerate(parts, 1)
    ]


def changed(**cells: int) -> FictionalReport:
    """Return the report with other numbers of table 4."""
    report = make_report(AGENCIES["qinghe"], 2023, profile="distinct")
    printed = {key: str(value) for key, value in cells.items()}
    order = [key for key in report.figures if key.startswith(("review_", "suit_"))]
    row = tuple(printed.get(key, text) for key, text in zip(order, report.case_row, strict=True))
    object.__setattr__(report, "figures", {**report.figures, **printed})
    object.__setattr__(report, "case_row", row)
    return report


@pytest.fixture
def store_article(store_pages: Pages) -> Callable[..., None]:
    """Return a function that captures the pages of an article, each with the page before it for its parent."""

    def store(pages: list[bytes], *, day: int = 0, only: range | None = None) -> None:
        for n in only or range(len(pages)):
            parent = FOLDER + names(n)[n - 1] if n else ""
            role = "part" if n else "report"
            store_pages(FOLDER + names(n + 1)[n], pages[n], day=day, role=role, parent=parent)

    return store


def figures(folder: DataFolder) -> dict[object, object]:
    return dict(ask(folder, "SELECT figure, value FROM figures WHERE form_table <> 's6'"))


def numbers(report: FictionalReport) -> dict[str, object]:
    return {key: report.number(key) for key in report.figures}


def problems(folder: DataFolder) -> set[object]:
    return {kind for (kind,) in ask(folder, "SELECT kind FROM problems")}


@pytest.mark.parametrize("called", [True, False])
@pytest.mark.parametrize("in_table", [0, 12])
def test_the_pages_of_an_article_are_one_report(
    folder: DataFolder, store_article: Callable[..., None], in_table: int, called: bool
) -> None:
    store_article(drawn(parts_of(REPORT, in_table=in_table), called=called))
    report = build(folder)
    assert (report.reports, report.intake) == (1, {"report": 1, "part": 2})
    assert figures(folder) == numbers(REPORT)
    assert problems(folder) == set()
    sections = ask(folder, "SELECT number, text FROM sections ORDER BY number")
    assert [number for number, _ in sections] == [0, 1, 2, 3, 4, 5, 6]
    prose = "".join(str(text) for _, text in sections)
    for furniture in ("首页", "下一页", "主办单位", "发布时间"):
        assert furniture not in prose
    places = ask(folder, "SELECT form_table, place FROM figures WHERE form_table <> 's6'")
    documents = {table: {json.loads(str(p))["document"] for t, p in places if t == table} for table, _ in places}
    assert documents["t2"] == {"t1.html"}
    assert documents["t4"] == {"t1_2.html" if in_table else "t1_1.html"}
    demand_same_when_rebuilt(folder)


def test_the_stored_originals_of_all_pages_are_found_from_the_report(
    folder: DataFolder, store_article: Callable[..., None]
) -> None:
    pages = drawn(parts_of(REPORT))
    store_article(pages)
    build(folder)
    found = ask(folder, "SELECT relation, url FROM manifestations ORDER BY url")
    assert found == [
        ("page", f"{FOLDER}t1.html"), ("part", f"{FOLDER}t1_1.html"), ("part", f"{FOLDER}t1_2.html"),
    ]  # fmt: skip
    store_article(pages, day=3, only=range(1, 2))  # seen again, unchanged
    build(folder)
    assert len(ask(folder, "SELECT 1 FROM manifestations WHERE relation = 'part'")) == 3
    demand_same_when_rebuilt(folder)


@pytest.mark.parametrize("there", [1, 2])
def test_a_page_that_is_not_there_leaves_the_report_continued(
    folder: DataFolder, store_article: Callable[..., None], there: int
) -> None:
    pages = drawn(parts_of(REPORT))
    store_article(pages, only=range(there))
    build(folder)
    assert problems(folder) == {"continued"}
    assert "fail" not in {row[0] for row in ask(folder, "SELECT outcome FROM checks WHERE rule = 'S-SECT'")}
    store_article(pages, day=1, only=range(there, 3))
    assert build(folder).mode == "incremental"
    assert (problems(folder), figures(folder)) == (set(), numbers(REPORT))
    demand_same_when_rebuilt(folder)


def test_a_further_page_whose_bytes_are_damaged_costs_its_own_part_only(
    folder: DataFolder, store_article: Callable[..., None], store_pages: Pages
) -> None:
    pages = drawn(parts_of(REPORT, in_table=12))
    store_article(pages)
    build(folder)
    assert figures(folder) == numbers(REPORT)
    ((name, offset, length),) = ask(
        folder, "SELECT warc_file, offset, length FROM captures WHERE final_url = ?", FOLDER + names(3)[2]
    )
    with (folder.warc / str(name)).open("r+b") as stream:
        stream.seek(int(str(offset)) + int(str(length)) - 200)
        stream.write(bytes(100))
    store_article([pages[0].replace(b"</body>", b"<p>1</p></body>")], day=3)
    for n in (1, 2):
        store_pages(FOLDER + names(n + 1)[n], b"", day=3, status=304, role="part", parent=FOLDER + names(n)[n - 1])
    build(folder)
    assert problems(folder) >= {"continued"}
    found = figures(folder)
    assert 0 < len(found) < len(numbers(REPORT))
    assert found.items() <= numbers(REPORT).items()


def test_a_changed_page_is_read_again_with_the_others(folder: DataFolder, store_article: Callable[..., None]) -> None:
    store_article(drawn(parts_of(REPORT)))
    build(folder)
    corrected = changed(review_upheld=901)
    store_article(drawn(parts_of(corrected)), day=1, only=range(1, 2))
    report = build(folder)
    assert (report.mode, report.read) == ("incremental", 1)
    assert figures(folder) == numbers(corrected)
    demand_same_when_rebuilt(folder)


def test_a_page_that_goes_on_no_longer_takes_its_further_pages_rows_away(
    folder: DataFolder, store_article: Callable[..., None]
) -> None:
    first, *_ = drawn(parts_of(REPORT))
    store_article(drawn(parts_of(REPORT)))
    build(folder)
    assert len(figures(folder)) == len(numbers(REPORT))
    store_article([first.replace(b"createPageHTML(3,", b"createPageHTML(1,")], day=1)
    build(folder)
    printed = ask(folder, "SELECT DISTINCT form_table FROM figures")
    assert printed == [("t2",)]
    versions = ask(folder, "SELECT status, figure_count FROM report_versions ORDER BY version")
    assert versions == [("replaced", 200), ("current", 10)]
    demand_same_when_rebuilt(folder)


def test_pages_that_were_not_shown_together_are_not_read_together(
    folder: DataFolder, store_article: Callable[..., None], store_pages: Pages
) -> None:
    corrected = drawn(parts_of(changed(review_upheld=901)))
    first = corrected[0].replace("全年".encode(), "今年".encode()) + b"<!-- second edition -->"
    store_article(drawn(parts_of(REPORT)))
    store_article([first], day=2)
    build(folder)
    assert "continued" in problems(folder), "of the new edition only the first page is known"
    readings = ask(folder, "SELECT pages, used FROM readings ORDER BY capture_id")
    assert sum(used is None for _, used in readings) == 1
    store_article(corrected, day=3, only=range(1, 3))
    build(folder)
    assert figures(folder) == numbers(changed(review_upheld=901))
    assert "continued" not in problems(folder)
    statuses = ask(folder, "SELECT status FROM report_versions ORDER BY version")
    assert statuses == [("replaced",), ("current",)]
    demand_same_when_rebuilt(folder)


def test_a_page_found_unchanged_belongs_to_the_new_edition_as_well(
    folder: DataFolder, store_article: Callable[..., None]
) -> None:
    pages = drawn(parts_of(REPORT))
    store_article(pages)
    edited = [pages[0] + b"<!-- touched -->", *pages[1:]]
    store_article(edited, day=2, only=range(1))
    with WarcStore(folder.warc, sync="batch", reserve=0) as warc:
        for n in (1, 2):
            origin = Origin("sample", parent_url=FOLDER + names(n)[n - 1], role="part")
            url = FOLDER + names(n + 1)[n]
            warc.write_response(url, status=304, headers=[], body=b"", fetched_at=DAYS[3], origin=origin)
    build(folder)
    assert "continued" not in problems(folder)
    assert len(ask(folder, "SELECT 1 FROM readings WHERE used IS NOT NULL")) == 2
    assert figures(folder) == numbers(REPORT)


def test_a_site_that_shows_the_first_page_for_every_page_is_read_once(
    folder: DataFolder, store_article: Callable[..., None]
) -> None:
    whole = parts_of(REPORT)
    page = drawn(["".join(whole[:2]), "", ""])[0]
    store_article([page, page + b"<!-- 2 -->"])
    build(folder)
    assert ask(folder, "SELECT used FROM readings") == [(None,)]
    assert "conflicting_cells" not in problems(folder)


def test_a_further_page_of_nothing_but_two_lines_is_read(
    folder: DataFolder, store_article: Callable[..., None]
) -> None:
    body = "".join(parts_of(REPORT))
    at = body.rindex("<p", 0, body.rindex("六、"))
    store_article(drawn([body[:at], body[at:]]))
    build(folder)
    assert problems(folder) == set()
    ((text,),) = ask(folder, "SELECT text FROM sections WHERE number = 6")
    assert "收费通知" in str(text)


@pytest.mark.parametrize("end", ["</tr>", "</td>", "</p>"])
def test_markup_torn_by_a_page_gives_no_wrong_number_and_says_what_is_missing(
    folder: DataFolder, store_article: Callable[..., None], end: str
) -> None:
    body = "".join(parts_of(REPORT, markup=Markup(cell="wps")))
    cuts = [at for at in range(len(body)) if body.startswith(end, at)]
    cut = cuts[len(cuts) * 2 // 3] + len(end)
    store_article(drawn([body[:cut], body[cut:]]))
    build(folder)
    truth, found = numbers(REPORT), figures(folder)
    assert {key: value for key, value in found.items() if value is not None and value != truth[str(key)]} == {}
    if found != truth:
        assert problems(folder)


@pytest.mark.parametrize("moved", ["http://www1.qinghe.gov.cn.test/zwgk/nb/t1_1.html", f"{FOLDER}old/t1_1.html"])
@pytest.mark.parametrize("called", [True, False])
def test_the_pages_behind_a_redirected_one_are_read(
    folder: DataFolder, store_article: Callable[..., None], store_pages: Pages, moved: str, called: bool
) -> None:
    pages = drawn(parts_of(REPORT, in_table=12), called=called)
    store_article(pages[:1])
    store_pages(moved, pages[1], role="part", parent=f"{FOLDER}t1.html")
    store_pages(f"{FOLDER}t1_2.html", pages[2], role="part", parent=moved)
    build(folder)
    assert problems(folder) == set()
    assert figures(folder) == numbers(REPORT)


@pytest.mark.parametrize("pager", [called_pager(3, 2, "x9", "html"), '<a href="x9-c.html">下一页</a>'])
def test_a_redirected_page_that_goes_on_under_another_name_leaves_the_report_continued(
    folder: DataFolder, store_article: Callable[..., None], store_pages: Pages, pager: str
) -> None:
    pages = drawn(parts_of(REPORT))
    here = pages[1].decode()
    here = here.replace(called_pager(3, 2, "t1", "html"), pager)
    assert pager in here
    store_article(pages[:1])
    store_pages(f"{FOLDER}old/x9-b.html", here.encode(), role="part", parent=f"{FOLDER}t1.html")
    build(folder)
    assert problems(folder) == {"continued"}
    assert "fail" not in {row[0] for row in ask(folder, "SELECT outcome FROM checks WHERE rule = 'S-SECT'")}


@pytest.mark.parametrize("tag", ["o:p", "ucap:box", "st1:chsdate"])
def test_an_article_in_a_box_whose_tag_has_a_colon_is_read_on_all_pages(
    folder: DataFolder, store_article: Callable[..., None], tag: str
) -> None:
    def boxed(page: bytes) -> bytes:
        text = page.decode().replace('<div class="TRS_Editor">', f'<{tag}><div class="TRS_Editor">')
        return text.replace('<div class="page">', f'</{tag}><div class="page">').encode()

    pages = [boxed(page) for page in drawn(parts_of(REPORT, in_table=12))]
    assert all(f"</{tag}>".encode() in page for page in pages)
    store_article(pages)
    build(folder)
    assert problems(folder) == set()
    assert figures(folder) == numbers(REPORT)
    ((text,),) = ask(folder, "SELECT text FROM sections WHERE number = 6")
    assert "下一页" not in str(text)


def test_files_linked_on_a_further_page_belong_to_the_report(
    folder: DataFolder, store_article: Callable[..., None], store_pages: Pages
) -> None:
    title = "<p>青禾县人民政府2023年政府信息公开工作年度报告见附件。</p>"
    store_article(drawn([title, '<p>附件：<a href="a.docx">年报</a></p>']))
    body = render(make_report(AGENCIES["qinghe"], 2023), "docx-merged").data
    store_pages(f"{FOLDER}a.docx", body, role="attachment", parent=f"{FOLDER}t1_1.html", day=1)
    build(folder)
    relations = {
        str(url)[len(FOLDER) :]: relation for url, relation in ask(folder, "SELECT url, relation FROM manifestations")
    }
    assert relations == {"t1.html": "page", "t1_1.html": "part", "a.docx": "attachment"}
    demand_same_when_rebuilt(folder)


@pytest.mark.parametrize("skin", ["A", "B"])
def test_reports_of_the_sample_portal_that_stand_on_several_pages_are_read_in_full(
    folder: DataFolder, store_pages: Pages, skin: str
) -> None:
    portals = SamplePortals(sites=["trs6"], skin=skin)
    site = portals.sites["trs6"]
    items = {site.url(site.article_path(item)): item for item in site.items()}
    parted = [line for line in portals.truth() if line.parts]
    assert len(parted) > 5
    for line in parted:
        parent = ""
        for url in (line.url, *line.parts):
            response = site.respond(request_of(url))
            store_pages(url, response.body, role="part" if parent else "report", parent=parent)
            parent = url
    build(folder)
    assert problems(folder) == set()
    for line in parted:
        report = items[line.url].report
        assert report is not None
        cells = ask(
            folder,
            "SELECT figure, value FROM figures WHERE form_table <> 's6' "
            "AND report_id = (SELECT id FROM reports WHERE url = ?)",
            line.url,
        )
        assert dict(cells) == numbers(report)


def request_of(url: str) -> Request:
    address = urlsplit(url)
    return Request("GET", address.scheme, address.netloc, address.path, address.query, {})
