"""Chinese first and English beside it: marks, states, years, problems of our reading."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import extractors
from archive.pages.problem_words import PROBLEMS, message_words, place_words
from extractors.errors import ExtractionError

ROOM = Path(extractors.__file__).parent
_HAN = re.compile("[\u4e00-\u9fff]")


def kinds_of_readers() -> set[str]:
    """Return every kind of problem that the readers' code names."""
    found: set[str] = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("Problem", "problem"):
                kinds = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "kind")]
                found |= {
                    kind.value for kind in kinds if isinstance(kind, ast.Constant) and isinstance(kind.value, str)
                }
    return found


def errors_of_readers(root: type[ExtractionError] = ExtractionError) -> set[str]:
    """Return the kind of every error a reader raises."""
    return {kind for child in root.__subclasses__() for kind in (child.kind, *errors_of_readers(child))}


def test_every_kind_of_problem_has_a_name_and_a_sentence_in_chinese() -> None:
    kinds = kinds_of_readers() | errors_of_readers()
    assert len(kinds) > 30
    for kind in sorted(kinds):
        assert kind in PROBLEMS, kind
        assert _HAN.search(PROBLEMS[kind].zh)
        assert PROBLEMS[kind].en.isascii()
        assert kind == "fallback_failed" or _HAN.search(message_words(kind, "something else").zh), kind


def test_a_message_keeps_its_numbers_in_chinese() -> None:
    said = message_words("row_width", "14 cells do not fit the 15 labelled columns")
    assert said == ("这一行有 14 格，表头有 15 列，对不上。", "14 cells do not fit the 15 labelled columns")
    assert place_words("table 3 row 4 column 2") == "第 3 张表 第 4 行 第 2 列"
    assert place_words("line 47") == "原文第 47 行"
    assert _HAN.search(place_words("req_new__total"))
    assert place_words("http://a.gov.cn.test/line 4.html").startswith("http://a.gov.cn.test/")


def test_problems_are_told_in_chinese_first_on_both_pages(site: Any) -> None:
    for path in ("/problems", f"/report/{site.reports['fourteen']}"):
        items = site.page(path).cssselect("ul.problems > li")
        assert items, path
        for item in items:
            english = "".join(part.text_content() for part in item.cssselect('[lang="en"]'))
            chinese = item.text_content().replace(english, "")
            assert len(_HAN.findall(chinese)) > 10
            assert re.search("[a-z]{4}", english)
    spot = site.report("fourteen").cssselect("ul.problems .spots li")[0].text_content()
    assert re.match(r"第 \d+ 张表 第 \d+ 行", spot)


def test_marks_states_and_years_have_their_english(site: Any) -> None:
    for path, marks in (
        ("/reports", ".list-tags .tag"),
        ("/reports", ".list-title .fine"),
        (f"/report/{site.reports['good']}", ".tags .tag"),
        (f"/agency/{site.reports['good'].partition('-')[0]}", ".year-strip li"),
        (f"/report/{site.reports['good']}/cells", ".cells-list td:nth-child(4)"),
        ("/agencies", ".list td:nth-child(2)"),
    ):
        found = site.page(path).cssselect(marks)
        assert found, (path, marks)
        for mark in found:
            english = [part for part in mark.cssselect('[lang="en"]') if "unseen" not in (part.get("class") or "")]
            assert english, (path, mark.text_content())
            assert english[-1].text_content().strip()


def test_the_footer_says_whether_pages_were_captured_or_files_received(site: Any) -> None:
    footer = site.page("/").cssselect("footer")[0].text_content()
    assert "抓取截至" in footer
    assert "captured up to" in footer


@pytest.mark.parametrize(
    "path",
    ["/", "/reports", "/agencies", "/rules", "/problems", "/about", "/data", "/search?q=%E5%85%AC%E5%BC%80", "good"],
)
def test_english_is_marked_as_english_for_those_who_have_pages_read_to_them(site: Any, path: str) -> None:
    page = site.report(path) if path == "good" else site.page(path)
    english = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")
    unmarked = [
        text
        for text in page.cssselect("main")[0].xpath(
            ".//text()[not(ancestor::code or ancestor::pre or ancestor::svg or ancestor::script)]"
            "[not(ancestor::*[@lang='en'])]"
        )
        if english.search(text)
    ]
    assert unmarked == []
