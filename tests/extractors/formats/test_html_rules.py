"""The plain rules of a page's own style element reach its tables; of what they do not settle, nothing is left out."""

from __future__ import annotations

import pytest

from archive.samples.reports import make_report
from archive.samples.truth import differences, truth_of
from archive.samples.variations import render
from extractors.formats.html import read
from extractors.tables import read_tables

REPORT = make_report("qinghe", 2023, profile="distinct", edition="f2021")


def figure_of(rules: str, cell: str, filler: int, encoding: str = "utf-8") -> tuple[str | None, int | float | None]:
    head = "<tr><td colspan=2>第二十条第（六）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
    rows = f"<tr><td>行政处罚</td><td>{cell}</td></tr><tr><td>行政强制</td><td>7</td></tr>"
    more = "<tr><td>x</td><td></td></tr>" * filler
    page = f"<html><head>{rules}</head><body><p>一、总体情况</p><table>{head}{rows}{more}</table></body></html>"
    figures = read_tables(read(page.encode(encoding))).figures
    assert figures["coercion_decisions"].value == 7
    return figures["penalty_decisions"].raw, figures["penalty_decisions"].value


@pytest.mark.parametrize("filler", [0, 30])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize(
    ("rules", "cell", "expected"),
    [
        ("<style>.h{display:none}</style>", "<span class=h>9</span>12", ("12", 12)),
        ("<style>#h{visibility: hidden;}</style>", "<span id='h'>9</span>12", ("12", 12)),
        ("<STYLE type='text/css' media='screen'>.a , span.h {color:red;display:none !important}</STYLE>",
         "<span class=\"x h\">9</span>12", ("12", 12)),
        ("<style><!-- /* .h{} */ @media screen { .h { display: none } } --></style>", "<i class=h>9</i>12", ("12", 12)),
        ("<style>.h{display:none}</style>", "</td><td class=h>9", ("", None)),
        ("<style>.d{text-decoration:line-through}</style>", "<span class=d>9</span>12", ("12", 12)),
        ("<style>.n{vertical-align:super}</style>", "12<span class=n>1</span>", ("12¹", None)),
    ],
)  # fmt: skip
def test_a_plain_rule_counts_in_a_table(
    rules: str, cell: str, expected: tuple[str, int | None], encoding: str, filler: int
) -> None:
    assert figure_of(rules, cell, filler, encoding) == expected


@pytest.mark.parametrize(
    ("rules", "attributes"),
    [
        ("<style media=print>.h{display:none}</style>", "class=h"),
        ("<style>@media print{.h{display:none}}</style>", "class=h"),
        ("<style>@media (max-width:600px){.h{display:none}}</style>", "class=h"),
        ("<style>.h{display:none} .h.on{display:inline}</style>", "class='h on'"),
        ("<style>.h{display:none} .on{display:inline}</style>", "class='h on'"),
        ("<style>.h{display:none} @media screen{.h{display:inline}}</style>", "class=h"),
        ("<style>.h{display:none}</style>", "class=h style='display:inline'"),
        ("<style>.x .h{display:none}</style>", "class=h"),
        ("<style>.h:hover{display:none}</style>", "class=h"),
        ("<style>p.h{display:none}</style>", "class=h"),
        ("<style>.hh{display:none}</style>", "class=h"),
        ("<style>.h{display:none", "class=h></style><span"),
    ],
)
def test_a_rule_that_is_not_plain_hides_nothing(rules: str, attributes: str) -> None:
    if not rules.endswith("</style>"):
        rules += "</style>"
        attributes = "class=x"
    assert figure_of(rules, f"<span {attributes}>1</span>2", 0) == ("12", 12)


def test_a_report_in_a_cell_that_a_script_opens_is_read() -> None:
    page = render(REPORT, "html-bare").data.decode()
    start, stop = page.index(">", page.index("<body")) + 1, page.index("</body>")
    rules = "<style>.tab{display:none}</style>"
    frame = f"{rules}<table><tr><td class=tab>{page[start:stop]}</td></tr></table>"
    document = read((page[:start] + frame + page[stop:]).encode())
    assert differences(dict(read_tables(document).figures), truth_of(REPORT.figures)) == []
