"""A report in a terminal: sections, the statutory tables drawn as the official form, findings.

Colours appear only where the output is a terminal. Widths count East Asian characters as two columns. A cell shows
what was printed: a blank one stays blank, `…` marks a cell the document does not have, `?` one that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import IO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractors.checks.results import Findings
from extractors.figures import Figure
from extractors.forms import Form, cell_key, load_form
from extractors.report_values import Report, Section, Statement

PLAIN_WIDTH = 120
"""Columns where the output is no terminal and nobody says how wide it is."""
WIDE_ENOUGH = 112
"""Columns from which table 4 fits in one row of fifteen cells, as the form prints it."""

_SEVERITIES = {"error": ("E", "bold red"), "warning": ("W", "yellow"), "info": ("I", "cyan")}
_SCOPES = {"self": "本机关", "gov_and_office": "政府及其办公室", "aggregate": "汇总"}
_BOX = box.SQUARE
_PIECE = re.compile(r"[“‘（《〈【(\[]*(?:[!-~]+|[^!-~])[，。；：、！？”’）》〉】,.;:!?)\]%％]*")
"""What is never broken: a Latin word or one other character, with the marks that belong to it."""


def print_report(
    report: Report, findings: Findings | None = None, *, file: IO[str] | None = None, width: int | None = None
) -> None:
    """Print a report with its findings to a stream, standard output if none is given."""
    console = Console(file=file, width=width, highlight=False, soft_wrap=False)
    if width is None and not console.is_terminal:
        console = Console(file=file, width=PLAIN_WIDTH, highlight=False)
    console.print(draw_report(report, findings or Findings(), console.width))


def draw_report(report: Report, findings: Findings, width: int = PLAIN_WIDTH) -> RenderableType:
    """Return the whole report as one renderable, for a console of this width."""
    suspect = {cell for result in findings.results if result.is_finding for cell in result.cells}
    parts: list[RenderableType] = [_head(report)]
    drawn: set[int] = set()
    for section in report.sections:
        parts.append(_section(section, width))
        if section.number in (2, 3, 4) and section.number not in drawn and not section.key.startswith("part"):
            parts.extend(_tables(report, section.number, suspect, width))
            drawn.add(section.number)
    for number in (2, 3, 4):
        if number not in drawn:
            parts.extend(_tables(report, number, suspect, width))
    parts.extend(_y14(report, suspect))
    if report.legacy:
        parts.append(_legacy(report))
    if report.statements:
        parts.append(_statements(report.statements))
    parts.append(_findings(findings, width))
    if report.problems:
        parts.append(_problems(report, width))
    return Group(*parts)


def _head(report: Report) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    dates = report.dates
    period = f"{dates.period_start} — {dates.period_end}" if dates.period_start else ""
    rows = (
        ("发布机关", report.publisher or "（未印明）"),
        ("年度", f"{report.year}（据{_source(report.year_source)}）" if report.year else "（未印明）"),
        ("范围", _SCOPES.get(report.scope or "", "（未定）")),
        ("统计期限", period),
        ("落款", " ".join(part for part in (report.signed_by, dates.signed_on) if part)),
        ("发布日期", dates.published_on),
        ("表式", " ".join(f"{name}:{edition or '—'}" for name, edition in report.forms.items())),
        ("文件格式", report.format),
    )
    for label, value in rows:
        if value:
            table.add_row(label, value)
    return Group(Rule(Text(report.title or "（无标题）", style="bold")), table)


def _source(source: str) -> str:
    return {"title": "标题", "period": "统计期限", "body": "正文"}.get(source, source)


def _section(section: Section, width: int) -> RenderableType:
    heading = Text(f"\n{section.heading or '（前言）'}", style="bold")
    if not section.text:
        return heading
    return Group(heading, Text(wrap(section.text, width, "  "), no_wrap=True))


def wrap(text: str, width: int, indent: str = "", following: str | None = None) -> str:
    """Break text into lines of at most `width` columns, each begun with `indent`, later ones with `following`.

    Chinese breaks between any two characters, but no line begins with a closing mark; a Latin word stays whole.
    """
    lines: list[str] = []
    following = indent if following is None else following
    for paragraph in text.split("\n"):
        line, used = indent, cell_len(indent)
        for piece in _PIECE.findall(paragraph):
            size = cell_len(piece)
            if used + size > width and line.strip():
                lines.append(line.rstrip())
                line, used, piece = following, cell_len(following), piece.lstrip()
                size = cell_len(piece)
            line += piece
            used += size
        lines.append(line.rstrip())
        indent = following
    return "\n".join(lines)


def _tables(report: Report, number: int, suspect: set[str], width: int) -> Iterable[RenderableType]:
    edition = report.forms.get(f"t{number}")
    if edition is None:
        return
    form = load_form(edition)
    if number == 2:
        yield from _table2(form, report.figures, suspect)
    elif number == 3:
        yield _table3(form, report.figures, suspect, width)
    else:
        yield _table4(form, report.figures, suspect, width)


def _table2(form: Form, figures: Mapping[str, Figure], suspect: set[str]) -> Iterable[RenderableType]:
    for part in form.t2:
        table = Table(box=_BOX, title=part.head, title_justify="left", title_style="")
        table.add_column(form.t2_corner, min_width=18)
        for column in part.columns:
            table.add_column(column.label, justify="right", overflow="fold")
        for row in part.rows:
            keys = [part.cell_key(row.key, column.key) for column in part.columns]
            table.add_row(row.label, *(_cell(figures.get(key), key in suspect) for key in keys))
        yield table


def _table3(form: Form, figures: Mapping[str, Figure], suspect: set[str], width: int) -> RenderableType:
    """Draw table 3 with the printed labels, or with short ones where the screen is too narrow for those."""
    is_wide = width >= WIDE_ENOUGH
    table = Table(box=_BOX, title=wrap(form.t3_note, width), title_justify="left", title_style="dim")
    if is_wide:
        table.add_column("", overflow="fold", max_width=16)
    table.add_column("", overflow="fold", max_width=36)
    for column in form.t3_columns:
        label = column.label if is_wide else "\n".join(_pairs(column.label))
        table.add_column(label, justify="right", overflow="fold", max_width=8, vertical="bottom")
    groups = {group.key: group.label for group in form.t3_groups}
    for place, row in enumerate(form.t3_rows):
        keys = [cell_key(row.key, column.key) for column in form.t3_columns]
        cells = [_cell(figures.get(key), key in suspect) for key in keys]
        ends = place + 1 == len(form.t3_rows) or form.t3_rows[place + 1].group != row.group
        group = groups.pop(row.group, "")
        if is_wide:
            table.add_row(group, row.label, *cells, end_section=ends)
            continue
        if group:
            table.add_row(Text(group, style="dim"))
        table.add_row(("  " if row.group else "") + row.short, *cells, end_section=ends)
    return table


def _table4(form: Form, figures: Mapping[str, Figure], suspect: set[str], width: int) -> RenderableType:
    """Draw the three thirds of table 4 side by side, as the form prints them, or under one another."""
    thirds: list[RenderableType] = []
    for group in form.t4_groups:
        table = Table(box=_BOX, title=group.label)
        for result in form.t4_results:
            table.add_column(Text("\n".join(_pairs(result.label))), justify="right", vertical="bottom")
        keys = [f"{group.key}_{result.key}" for result in form.t4_results]
        table.add_row(*(_cell(figures.get(key), key in suspect) for key in keys))
        thirds.append(table)
    if width < WIDE_ENOUGH:
        return Group(*thirds)
    grid = Table.grid(padding=(0, 1))
    grid.add_row(*thirds)
    return grid


def _pairs(label: str) -> list[str]:
    """Break a short head into lines of two characters, as the form's narrow columns do."""
    return [label[at : at + 2] for at in range(0, len(label), 2)] if len(label) > 3 else [label]


def _y14(report: Report, suspect: set[str]) -> Iterable[RenderableType]:
    edition = report.forms.get("y14")
    if not edition:
        return
    form = load_form(edition)
    table = Table(box=_BOX, title="政府信息公开情况统计表", title_justify="left")
    table.add_column("统计指标", overflow="fold")
    table.add_column("单位")
    table.add_column("统计数", justify="right")
    for row in form.y14_rows:
        table.add_row(row.label, row.unit, _cell(report.figures.get(row.key), row.key in suspect))
    yield table


def _legacy(report: Report) -> RenderableType:
    table = Table(box=_BOX, title="其他统计表（原样）", title_justify="left")
    for heading in ("指标", "数值", "单位"):
        table.add_column(heading, overflow="fold")
    for label, value, unit, _ in report.legacy:
        table.add_row(Text(label), Text(value), Text(unit))
    return table


def _cell(figure: Figure | None, is_suspect: bool) -> Text:
    if figure is None:
        return Text("…", style="dim")
    printed = " ".join((figure.raw or "").split())
    if figure.state == "unreadable":
        printed = f"?{printed}"
    elif figure.is_in_other_unit and not printed.endswith(figure.unit_printed):
        printed += f"（{figure.unit_printed}）"  # the drawn form has the official unit in its header
    return Text(printed, style="bold red" if is_suspect else "")


def _statements(statements: Iterable[Statement]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    marks = {"value": "", "about": "约", "stated_none": ""}
    for statement in statements:
        value = f"{marks[statement.state]}{statement.value:g}{statement.unit}"
        table.add_row(statement.key, value, Text(f"“{' '.join(statement.quote.split())}”"))
    return Group(Text("\n正文所述 / stated in prose", style="bold"), Padding(table, (0, 0, 0, 2)))


def _findings(findings: Findings, width: int) -> RenderableType:
    found = [result for result in findings.results if result.is_finding]
    parts: list[RenderableType] = [Text("\n检查结果 / findings", style="bold")]
    if not findings.results:
        parts.append(Text("  （未检查） not checked"))
    elif not found:
        parts.append(Text(f"  {len(findings.results)} 项检查，无不符 / {len(findings.results)} checks, no finding"))
    order = list(_SEVERITIES)
    for result in sorted(found, key=lambda result: order.index(result.severity)):
        mark, style = _SEVERITIES[result.severity]
        where = f"[{result.applicant}] " if result.applicant else ""
        words = f"{mark} {result.rule} {where}{result.message or result.message_en}"
        text = Text(wrap(words, width, "  ", "    "), no_wrap=True)
        text.stylize(style, 2, 2 + len(f"{mark} {result.rule}"))
        parts.append(text)
    evidence = ""
    for repair in findings.repairs:
        words = f"? {repair.rule} {repair.cell}: 公布 {_plain(repair.published)}，可能为 {_plain(repair.candidate)}"
        if repair.evidence != evidence:
            evidence = repair.evidence
            parts.append(
                Text(wrap(f"修正建议（从不代改）：{evidence}", width, "  ", "    "), style="dim", no_wrap=True)
            )
        parts.append(Text(wrap(words, width, "    ", "      "), no_wrap=True))
    return Group(*parts)


def _plain(value: float | int | None) -> str:
    return "（空）" if value is None else f"{value:g}"


def _problems(report: Report, width: int) -> RenderableType:
    parts: list[RenderableType] = [Text("\n未能读取 / reading problems", style="bold")]
    for problem in report.problems:
        raw = f" “{problem.raw[:60]}”" if problem.raw else ""
        words = f"! {problem.kind} {problem.where}: {problem.message}{raw}"
        parts.append(Text(wrap(words, width, "  ", "    "), no_wrap=True))
    return Group(*parts)
