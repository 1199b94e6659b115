"""The head of a report's page: who, which year, which form, how much of it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archive.pages.printed_cells import PrintedCell
from archive.pages.rows import Row
from archive.pages.words import EDITIONS, FORMATS, QUALITIES, SCOPES, YEAR_SOURCES, Words, word
from extractors.forms import load_form


class Fact(NamedTuple):
    """One line of the head: a label, a value, and where it links to."""

    label: Words
    value: str
    note: Words = Words("", "")
    href: str = ""


def facts_of(report: Row, drawn: Mapping[str, str], cells: Mapping[str, PrintedCell]) -> Iterable[Fact]:
    """Return the lines of the head; `drawn` is the edition of every table present."""
    yield Fact(
        Words("发布机关", "publisher"),
        report["publisher"] or "未写明",
        href=f"/agency/{report['agency_id']}" if report["agency_id"] else "",
    )
    if report["year"] is not None:
        source = word(YEAR_SOURCES, report["year_source"])
        note = Words(f"据{source.zh}", f"from the {source.en}") if report["year_source"] else Words("", "")
        yield Fact(Words("年度", "year"), str(report["year"]), note, f"/reports?year={report['year']}")
    else:
        yield Fact(Words("年度", "year"), "未写明")
    yield Fact(
        Words("统计口径", "scope"), word(SCOPES, report["scope"]).zh, Words("", word(SCOPES, report["scope"]).en)
    )
    if "y14" in drawn:
        yield Fact(Words("表格版本", "form"), word(EDITIONS, "y14").zh, Words("", word(EDITIONS, "y14").en))
    editions = [(name, report[f"form_{name}"]) for name in ("t2", "t3", "t4")]
    present = {edition for _, edition in editions if edition}
    if len(present) == 1 and all(edition for _, edition in editions):
        edition = present.pop()
        yield Fact(Words("表格版本", "form"), word(EDITIONS, edition).zh, Words("", word(EDITIONS, edition).en))
    elif present:
        short = {"t2": "表二", "t3": "表三", "t4": "表四"}
        text = "；".join(
            f"{short[name]} {word(EDITIONS, edition).zh[:6] if edition else '无'}" for name, edition in editions
        )
        yield Fact(Words("表格版本", "form"), text, Words("", "mixed or partial"))
    if report["period_start"] or report["period_end"]:
        period = f"{report['period_start'] or ''} 至 {report['period_end'] or ''}"
        yield Fact(Words("统计期限", "period"), period)
    signed = " ".join(part for part in (report["signed_by"], report["signed_on"]) if part)
    yield Fact(Words("落款", "signed"), signed or "未写明")
    yield Fact(Words("公布日期", "published"), report["published_on"] or "未写明")
    quality = word(QUALITIES, report["quality"])
    if "y14" in drawn and report["quality"] == "complete":
        quality = Words("统计表已读出", "the statistics form was read")
    expected = sum(len(load_form(edition).keys(table)) for table, edition in drawn.items())
    of_all = f"（应有 {expected}）" if expected > report["figure_count"] else ""
    unreadable = sum(cell.state == "unreadable" for cell in cells.values())
    of_these = f"，其中 {unreadable} 个无法辨认" if unreadable else ""
    yield Fact(
        Words("读出", "read"),
        f"{report['figure_count']} 个单元格{of_all}{of_these}，{report['section_count']} 个部分",
        quality,
    )
    file_format = word(FORMATS, report["format"])
    yield Fact(Words("文件格式", "format"), file_format.zh)
