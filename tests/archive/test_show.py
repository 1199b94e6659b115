"""A report in a terminal: the official form, East Asian widths, findings, and no colours into a file."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from archive.show import print_report, wrap
from extractors.checks import check_report
from extractors.formats import read_document
from extractors.report import Report, read_report

REPORT = """云岭县水利局2023年政府信息公开工作年度报告
一、总体情况
2023年，我局收到政府信息公开申请22件，并按《中华人民共和国政府信息公开条例》办理完毕，结转下年度2件。
二、主动公开政府信息情况
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|---|---|---|---|
| 规章 | / | | 0 |
| 行政规范性文件 | 3 | 1 | 9 |
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
| 行政复议 | | | | | 行政诉讼 | | | | | | | | | |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| | | | | | 未经复议直接起诉 | | | | | 复议后起诉 | | | | |
| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
| 2 | 0 | 0 | 0 | 9 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 |
五、存在的主要问题及改进情况
人手不足。
六、其他需要报告的事项
无收取信息处理费情况。
"""  # noqa: E501


@pytest.fixture(scope="module")
def report() -> Report:
    return read_report(read_document(REPORT.encode()))


def shown(report: Report, width: int) -> str:
    stream = io.StringIO()
    print_report(report, check_report(report), file=stream, width=width)
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_every_line_fits_the_screen(report: Report, width: int) -> None:
    lines = shown(report, width).splitlines()
    assert len(lines) > 30
    assert max(map(cell_len, lines)) <= width


def test_the_forms_cells_are_drawn_as_printed(report: Report) -> None:
    lines = [line.split("│") for line in shown(report, 120).splitlines()]
    rows = {cells[1].strip(): [cell.strip() for cell in cells[2:-1]] for cells in lines if len(cells) > 2}
    assert rows["行政规范性文件"] == ["3", "1", "9"]
    assert rows["规章"] == ["/", "", "0"]
    assert rows["2"][:4] == ["0", "0", "0", "9"]


def test_headings_prose_and_findings_are_shown(report: Report) -> None:
    text = shown(report, 120)
    assert "三、收到和处理政府信息公开申请情况" in text
    assert "发布机关  云岭县水利局" in text
    assert "E T4-SUM" in text
    assert "“收到政府信息公开申请22件”" in text


def test_a_file_gets_no_colours(report: Report) -> None:
    assert "\x1b" not in shown(report, 100)


def test_unchecked_reports_say_so(report: Report) -> None:
    stream = io.StringIO()
    print_report(report, file=stream, width=100)
    assert "not checked" in stream.getvalue()


@given(
    text=st.text(alphabet="中文，。（）“”abc 12\n", max_size=200),
    width=st.integers(12, 60),
    indent=st.sampled_from(["", "  ", "    "]),
)
def test_wrapping_loses_nothing_and_fits(text: str, width: int, indent: str) -> None:
    lines = wrap(text, width, indent).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest_piece = 2 * len(text) if set(text) & set("，。（）“”abc12") else 2
    assert all(cell_len(line) <= max(width, len(indent) + longest_piece) for line in lines)


def test_no_line_begins_with_a_closing_mark() -> None:
    lines = wrap("一二三四五，六七八九十。" * 8, 20).split("\n")
    assert len(lines) > 8
    assert not any(line.startswith(("，", "。")) for line in lines)
