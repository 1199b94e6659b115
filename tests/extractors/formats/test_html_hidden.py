"""What a page hides is no part of a number, and no second report; a report that is hidden at first is read."""

from __future__ import annotations

import pytest

from archive.samples.reports import FictionalReport, make_report
from archive.samples.truth import differences, truth_of
from archive.samples.variations import render
from extractors.document import Table
from extractors.formats import read_document
from extractors.formats.html import read, read_fragment
from extractors.tables import read_tables

REPORT = make_report("qinghe", 2023, profile="distinct", edition="f2021")
OTHER = make_report("qinghe", 2022, profile="county", edition="f2021")
LONG = "color:black;font-family:simsun;width:100px;height:30px;line-height:20px;"

HIDING = (
    "hidden",
    "hidden=''",
    "hidden='until-found'",
    "class=x hidden",
    "HIDDEN",
    "style='display:none'",
    "style='DISPLAY: none'",
    "style='visibility: hidden'",
    "style='visibility:collapse'",
    "style='mso-hide:all'",
    "style='font-size:0'",
    "style='font-size: 0px;'",
    "style='font-size:0.0pt'",
    "style='opacity:0'",
    "style='opacity: 0.00'",
    "style='position:absolute;left:-9999px'",
    "style='left:-1000em;position: absolute'",
    f'style="{LONG}mso-hide:all"',
    f'style="{LONG}font-size:0pt;color:red"',
    f'style="{LONG}position:absolute;top:-9999px"',
    f'style="{LONG}opacity:0"',
)
SHOWN = (
    "style='font-size:0.5em'",
    "style='display:none;display:inline'",
    "style='font-size:05pt'",
    "style='font-size: 14px'",
    "style='font-size: .5em'",
    "style='font-size: smaller'",
    "style='opacity: 0.9'",
    "style='opacity: .9'",
    "style='opacity: 1'",
    "style='mso-bidi-font-size:0pt'",
    "style='opacity:0.9'",
    "style='fill-opacity:0'",
    "style='overflow:hidden'",
    "style='overflow: hidden ;'",
    "style='position:absolute;left:-3px'",
    "style='margin-left:-9999px'",
    "title=hidden",
    "aria-hidden=true",
    "class='hidden'",
)


def table(cell: str) -> str:
    rows = "".join(
        f"<tr><td>{label}</td>{cell if label == '行政处罚' else '<td>7</td>'}</tr>"
        for label in ("行政处罚", "行政强制")
    )
    return (
        f"<table><tr><td>第二十条第（六）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr>{rows}</table>"
    )


def penalty(cell: str) -> str | None:
    figure = read_tables(read(f"<html><body><p>一、总体情况</p>{table(cell)}</body></html>".encode())).figures
    return figure["penalty_decisions"].raw


@pytest.mark.parametrize("attribute", HIDING)
def test_hidden_text_is_no_part_of_a_number(attribute: str) -> None:
    assert penalty(f"<td><span {attribute}>9</span>53</td>") == "53"
    assert penalty(f"<td>53<b {attribute}>9</b></td>") == "53"
    assert penalty(f"<td><p {attribute}>9</p><p>53</p></td>") == "53"


@pytest.mark.parametrize("attribute", SHOWN)
def test_shown_text_is(attribute: str) -> None:
    assert penalty(f"<td><span {attribute}>9</span>53</td>") == "953"
    # on a page that hides something else every element is looked at
    assert penalty(f"<td><span {attribute}>9</span>53<i style='display:none'>x</i></td>") == "953"


def test_text_in_a_box_of_no_size_may_have_a_size_of_its_own() -> None:
    assert penalty("<td style='font-size:0'><span style='font-size:14px'>53</span></td>") == "53"


def page(*boxes: str) -> bytes:
    return f"<html><head><title>{REPORT.title}</title></head><body>{''.join(boxes)}</body></html>".encode()


def body_of(report: FictionalReport, variation: str = "html-bare") -> str:
    text = render(report, variation).data.decode()
    return text[text.index("<body") :].partition(">")[2].partition("</body>")[0]


def wrong(data: bytes) -> list[str]:
    return differences(dict(read_tables(read_document(data)).figures), truth_of(REPORT.figures))


BOXES = ("hidden", "style='display:none'", "style='visibility:hidden'", "style='position:absolute;left:-9999px'")


@pytest.mark.parametrize("attribute", BOXES)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_hidden_copy_is_not_read(attribute: str, is_first: bool) -> None:
    boxes = [f"<div {attribute}>{body_of(OTHER)}</div>", f"<div>{body_of(REPORT)}</div>"]
    assert wrong(page(*(boxes if is_first else reversed(boxes)))) == []


@pytest.mark.parametrize("attribute", BOXES)
def test_a_hidden_copy_of_the_known_container_is_not_read(attribute: str) -> None:
    boxes = [f"<div {attribute}><div class=TRS_Editor>{body_of(OTHER)}</div></div>"]
    assert wrong(page(*boxes, f"<div class=TRS_Editor>{body_of(REPORT)}</div>")) == []


@pytest.mark.parametrize("attribute", BOXES)
def test_the_report_of_a_tab_that_opens_later_is_read(attribute: str) -> None:
    tabs = "<ul><li>总体情况</li><li>主动公开政府信息情况</li><li>收到和处理政府信息公开申请情况</li></ul>"
    assert wrong(page(tabs, "<div>某县人民政府</div>", f"<div {attribute}>{body_of(REPORT)}</div>")) == []


def test_parts_of_a_report_in_tabs_are_read_whichever_is_open() -> None:
    body = body_of(REPORT)
    first, *rest = body.split("<table")
    boxes = [f"<div>{first}</div>", *(f"<div style='display:none'><table{part}</div>" for part in rest)]
    assert wrong(page(*boxes)) == []


def test_what_a_script_holds_shows_nothing() -> None:
    hidden = f"<div style='display:none'>{body_of(REPORT)}</div>"
    assert wrong(page(f"<script type='text/template'>{body_of(OTHER).replace('</', '<_')}</script>", hidden)) == []


def test_hidden_text_in_a_table_within_markdown_is_not_read() -> None:
    (found,) = read_fragment(table("<td><span hidden>9</span>53</td>"), [])
    assert isinstance(found, Table)
    assert [cell.text for cell in found.cells if "3" in cell.text] == ["53"]
