"""The statutory tables of a report laid out as grids of merged cells, in the official way and in the ways of the wild.

A `Layout` says how: column order, extra and missing rows, split tables, labels as somebody retyped them. Renderers only
draw grids; what a grid prints, and which of its cells a reader may leave out, is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from archive.samples.official_form import (
    APPLICANTS,
    CASE_KEYS,
    CASES,
    NOTE,
    ORGANISATIONS,
    OUTCOMES,
    PROACTIVE,
    REQUEST_ROWS,
    RESULTS,
    STATISTICS,
)
from archive.samples.reports import FictionalReport
from archive.samples.truth import expected_of

SUBTOTAL = "org_subtotal"
"""The column 法人小计 that some reports add; it belongs to no official form."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at the top left of the grid positions it covers; `key` names the figure it prints, "" for a label."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    key: str = ""
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One printed table; `table` is t2, t3, t4 or y14. `caption` is a line printed above it, if any."""

    table: str
    cells: tuple[GridCell, ...]
    row_count: int
    column_count: int
    caption: str = ""

    def rows(self) -> list[list[GridCell]]:
        """Return the cells that begin in each row, from left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(self.row_count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=lambda cell: cell.column)
        return rows

    def positions(self) -> list[list[GridCell | None]]:
        """Return the cell at each grid position, a merged cell at all that it covers, None where there is none."""
        held: list[list[GridCell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            for row in held[cell.row : cell.row + cell.rowspan]:
                row[cell.column : cell.column + cell.colspan] = [cell] * cell.colspan
        return held


Relabel = Callable[[str], str]
Reprint = Callable[[str, str], str]
Edit = Callable[[list[Grid]], list[Grid]]


def _same(text: str) -> str:
    return text


def _as_printed(key: str, text: str) -> str:
    return text


def _unedited(grids: list[Grid]) -> list[Grid]:
    return grids


@dataclass(frozen=True, slots=True)
class Layout:
    """How the statutory tables are laid out.

    `applicants` is the order of the value columns of table 3, `SUBTOTAL` allowed; `groups` how （三）不予公开 stands
    beside its items: merged over them, repeated in each row, or only in the first row with empty cells below;
    `omit` are rows of table 3 left out; `split_after` cuts table 3 in two after a row, `split_header` repeats
    its header over the second part; `header_again_after` repeats the header rows inside the table, as a page
    break does; `torn_row` prints a row's label and its numbers in two rows; `leading_columns` are empty columns
    at the left; `proactive` and `cases` print tables 2 and 4 whole or in parts; `relabel` rewrites labels,
    `reprint` numbers, and `edit`
    does to the finished grids whatever else.
    """

    applicants: tuple[str, ...] = tuple(key for key, _ in APPLICANTS)
    groups: Literal["merged", "repeated", "first"] = "merged"
    label_columns: Literal[3, 1] = 3
    omit: frozenset[str] = frozenset()
    split_after: str = ""
    split_header: bool = True
    header_again_after: str = ""
    torn_row: str = ""
    leading_columns: int = 0
    note: bool = True
    proactive: Literal["whole", "parts"] = "whole"
    cases: Literal["whole", "parts", "flat"] = "whole"
    relabel: Relabel = _same
    reprint: Reprint = _as_printed
    edit: Edit = _unedited


OFFICIAL = Layout()
"""The tables as the format notices print them."""


class _Builder:
    """Collects cells row by row."""

    def __init__(self, relabel: Relabel, leading: int) -> None:
        self.cells: list[GridCell] = []
        self.row = 0
        self._relabel = relabel
        self._leading = leading

    def label(self, text: str, row: int, column: int, rowspan: int = 1, colspan: int = 1, header: bool = False) -> None:
        self.cells.append(GridCell(self._relabel(text), row, column + self._leading, rowspan, colspan, header=header))

    def number(self, text: str, row: int, column: int, key: str, colspan: int = 1) -> None:
        self.cells.append(GridCell(text, row, column + self._leading, 1, colspan, key))

    def grid(self, table: str, columns: int, caption: str = "") -> Grid:
        leading = [GridCell("", row, column) for row in range(self.row) for column in range(self._leading)]
        return Grid(table, (*leading, *self.cells), self.row, columns + self._leading, caption)


def grids_of(report: FictionalReport, layout: Layout = OFFICIAL) -> list[Grid]:
    """Return the report's tables in printed order."""
    if report.edition == "y14":
        return layout.edit([_statistics_grid(report, layout)])
    return layout.edit(
        [*_proactive_grids(report, layout), *_request_grids(report, layout), *_case_grids(report, layout)]
    )


def printed_figures(report: FictionalReport, layout: Layout = OFFICIAL) -> dict[str, str | None]:
    """Return the figures as this layout prints them: without the omitted rows and columns, numbers as retyped."""
    left_out = {
        f"{row}__{applicant}"
        for row in {key.rpartition("__")[0] for key in report.figures if "__" in key}
        for applicant, _ in APPLICANTS
        if row in layout.omit or applicant not in layout.applicants
    }
    return {
        key: None if text is None or key in left_out else layout.reprint(key, text)
        for key, text in report.figures.items()
    }


def _proactive_grids(report: FictionalReport, layout: Layout) -> list[Grid]:
    edition = report.editions["t2"] or ""
    articles = PROACTIVE[edition]
    width = max(len(article.columns) for article in articles) + 1
    builder = _Builder(layout.relabel, layout.leading_columns)
    grids = []
    for article in articles:
        columns = width if layout.proactive == "whole" else len(article.columns) + 1
        spans = _spread(columns - 1, len(article.columns))
        builder.label(article.heading, builder.row, 0, colspan=columns, header=True)
        builder.label("信息内容", builder.row + 1, 0, header=True)
        at = 1
        for text, span in zip(article.columns, spans, strict=True):
            builder.label(text, builder.row + 1, at, colspan=span, header=True)
            at += span
        builder.row += 2
        for label, keys in article.rows:
            builder.label(label, builder.row, 0)
            at = 1
            for key, span in zip(keys, spans, strict=True):
                printed = report.figures[key]
                if printed is not None:
                    builder.number(layout.reprint(key, printed), builder.row, at, key, span)
                at += span
            builder.row += 1
        if layout.proactive == "parts":
            grids.append(builder.grid("t2", columns))
            builder = _Builder(layout.relabel, layout.leading_columns)
    return grids or [builder.grid("t2", width)]


def _spread(columns: int, parts: int) -> list[int]:
    """Return how many grid columns each of the parts covers, the last one taking what is left."""
    return [columns // parts] * (parts - 1) + [columns - columns // parts * (parts - 1)]


def _request_grids(report: FictionalReport, layout: Layout) -> list[Grid]:
    edition = report.editions["t3"] or ""
    labels = dict(APPLICANTS) | {SUBTOTAL: "小计"}
    width: int = layout.label_columns
    rows = [row for row in REQUEST_ROWS[edition] if row.key not in layout.omit]
    builder = _Builder(layout.relabel, layout.leading_columns)
    grids: list[Grid] = []

    def header() -> None:
        top = builder.row
        builder.label(NOTE if layout.note else "", top, 0, 3, width, header=True)
        builder.label("申请人情况", top, width, 1, len(layout.applicants), header=True)
        at: int = width
        while at < width + len(layout.applicants):
            applicant = layout.applicants[at - width]
            if applicant in ORGANISATIONS or applicant == SUBTOTAL:
                run = 0
                while at + run < width + len(layout.applicants) and (
                    layout.applicants[at + run - width] in (*ORGANISATIONS, SUBTOTAL)
                ):
                    builder.label(labels[layout.applicants[at + run - width]], top + 2, at + run, header=True)
                    run += 1
                builder.label("法人或其他组织", top + 1, at, 1, run, header=True)
                at += run
            else:
                builder.label(labels[applicant], top + 1, at, 2, 1, header=True)
                at += 1
        builder.row += 3

    def numbers(row_key: str, at: int) -> None:
        for column, applicant in enumerate(layout.applicants):
            if applicant == SUBTOTAL:
                parts = [expected_of(report.figures[f"{row_key}__{part}"] or "").value or 0 for part in ORGANISATIONS]
                builder.cells.append(GridCell(str(sum(parts)), at, width + column + layout.leading_columns))
                continue
            key = f"{row_key}__{applicant}"
            printed = report.figures[key]
            if printed is not None:
                builder.number(layout.reprint(key, printed), at, width + column, key)

    header()
    parts = _parts([row.key for row in rows], layout.split_after)
    for number, part in enumerate(parts):
        if number:
            grids.append(builder.grid("t3", width + len(layout.applicants)))
            builder = _Builder(layout.relabel, layout.leading_columns)
            if layout.split_header:
                header()
        inside = [row for row in rows if row.key in part]
        results = [row for row in inside if row.key.startswith("res_")]
        for index, row in enumerate(inside):
            at = builder.row
            if width == 1:
                builder.label(row.label if not row.group or row.label != "3.其他" else f"{row.group}3.其他", at, 0)
            elif not row.key.startswith("res_"):
                builder.label(row.label, at, 0, 1, 3)
            else:
                _outer_labels(builder, layout, row.key, [result.key for result in results])
                if row.group:
                    _group_label(builder, layout, row.key, [r.key for r in results if r.group == row.group], row.group)
                    builder.label(row.label, at, 2)
                else:
                    builder.label(row.label, at, 1, 1, 2)
            if row.key == layout.torn_row:
                for column in range(width, width + len(layout.applicants)):
                    builder.label("", at, column)
                builder.row += 1
                at = builder.row
                for column in range(width):
                    builder.label("", at, column)
            numbers(row.key, at)
            builder.row += 1
            if row.key == layout.header_again_after and index + 1 < len(inside):
                header()
    grids.append(builder.grid("t3", width + len(layout.applicants)))
    return grids


def _parts(keys: list[str], split_after: str) -> list[list[str]]:
    if split_after not in keys:
        return [keys]
    cut = keys.index(split_after) + 1
    return [keys[:cut], keys[cut:]]


def _breaks_inside(layout: Layout, keys: list[str]) -> bool:
    """Return whether a repeated header or a torn row interrupts these rows, so that no label can span them."""
    return bool({layout.header_again_after, layout.torn_row} & set(keys))


def _outer_labels(builder: _Builder, layout: Layout, key: str, results: list[str]) -> None:
    """Put 三、本年度办理结果 beside the rows of results."""
    if layout.groups == "merged" and not _breaks_inside(layout, results):
        if key == results[0]:
            builder.label(RESULTS, builder.row, 0, rowspan=len(results))
    elif layout.groups == "repeated" or key == results[0]:
        builder.label(RESULTS, builder.row, 0)
    else:
        builder.label("", builder.row, 0)


def _group_label(builder: _Builder, layout: Layout, key: str, keys: list[str], group: str) -> None:
    """Put （三）不予公开 and its like beside their items."""
    if layout.groups == "merged" and not _breaks_inside(layout, keys):
        if key == keys[0]:
            builder.label(group, builder.row, 1, rowspan=len(keys))
    elif layout.groups == "repeated" or key == keys[0]:
        builder.label(group, builder.row, 1)
    else:
        builder.label("", builder.row, 1)


def _case_grids(report: FictionalReport, layout: Layout) -> list[Grid]:
    printed = [
        layout.reprint(key, text) for key, text in zip((*CASE_KEYS, CASE_KEYS[-1]), report.case_row, strict=False)
    ]
    keyed = len(printed) == len(CASE_KEYS)
    if layout.cases == "parts" and keyed:
        grids = []
        for index, (_, label) in enumerate(CASES):
            builder = _Builder(layout.relabel, layout.leading_columns)
            builder.label(label if index == 0 else f"行政诉讼（{label}）", 0, 0, 1, 5, header=True)
            for column, (_, outcome) in enumerate(OUTCOMES):
                builder.label(outcome, 1, column, header=True)
                key = CASE_KEYS[index * 5 + column]
                builder.number(printed[index * 5 + column], 2, column, key)
            builder.row = 3
            grids.append(builder.grid("t4", 5))
        return grids
    builder = _Builder(layout.relabel, layout.leading_columns)
    if layout.cases == "flat" and keyed:
        for index, (_, label) in enumerate(CASES):
            builder.label(label, 0, index * 5, 1, 5, header=True)
            for column, (_, outcome) in enumerate(OUTCOMES):
                builder.label(outcome, 1, index * 5 + column, header=True)
        builder.row = 2
    else:
        builder.label("行政复议", 0, 0, 1, 5, header=True)
        builder.label("行政诉讼", 0, 5, 1, 10, header=True)
        for column, (_, outcome) in enumerate(OUTCOMES):
            builder.label(outcome, 1, column, 2, 1, header=True)
            builder.label(outcome, 2, 5 + column, header=True)
            builder.label(outcome, 2, 10 + column, header=True)
        builder.label("未经复议直接起诉", 1, 5, 1, 5, header=True)
        builder.label("复议后起诉", 1, 10, 1, 5, header=True)
        builder.row = 3
    for column, text in enumerate(printed):
        builder.number(text, builder.row, column, CASE_KEYS[column] if keyed else "")
    builder.row += 1
    return [builder.grid("t4", max(15, len(printed)))]


def _statistics_grid(report: FictionalReport, layout: Layout) -> Grid:
    builder = _Builder(layout.relabel, layout.leading_columns)
    for column, text in enumerate(("统计指标", "单位", "统计数")):
        builder.label(text, 0, column, header=True)
    builder.row = 1
    for row in STATISTICS:
        builder.label(row.label, builder.row, 0)
        builder.label(row.unit, builder.row, 1)
        if row.key:
            builder.number(layout.reprint(row.key, report.figures[row.key] or ""), builder.row, 2, row.key)
        else:
            builder.label("——", builder.row, 2)
        builder.row += 1
    return builder.grid("y14", 3)


# Ways of retyping labels and numbers --------------------------------------------------------------------------------

_HALF_WIDTH = str.maketrans("（）“”，、", '()"",、')


def half_width_labels(text: str) -> str:
    """Retype brackets and quotes in half width, with a space after the item's number."""
    text = text.translate(_HALF_WIDTH)
    return text.replace(".", ". ", 1) if text[:1].isdigit() else text


def spaced_labels(text: str) -> str:
    """Put the white space of narrow columns into labels: 其他结 果, full-width spaces before, NBSP behind."""
    if len(text) in (4, 5):
        return f"{text[:3]} {text[3:]}\u00a0"
    return f"\u3000{text}" if text else text


_SYNONYMS: Mapping[str, str] = {
    "总计": "合计",
    "（七）总计": "（七）合计",
    "行政规范性文件": "规范性文件",
    "1.属于国家秘密": "1、属于国家秘密",
    "3.危及“三安全一稳定”": "3、危及“三安全一稳定”",
    "对外公开总数量": "对外公开总数",
    "四、结转下年度继续办理": "四、结转下年度继续办理的申请",
    "本年收费金额（单位：万元）": "本年收费金额（单位：万元，保留4位小数）",
}


def synonym_labels(text: str) -> str:
    """Use the other words that reports use: 合计 for 总计, 规范性文件 for 行政规范性文件."""
    return _SYNONYMS.get(text, text)


def unmarked_labels(text: str) -> str:
    """Leave the ordinal marks away: 属于国家秘密 for 1.属于国家秘密, 予以公开 for （一）予以公开."""
    for mark in ("、", "）", "."):
        head, found, rest = text.partition(mark)
        if found and len(head) <= 2 and rest:
            return rest
    return text


def full_width_numbers(key: str, text: str) -> str:
    """Print digits in full width: １２."""
    return text.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def with_units(key: str, text: str) -> str:
    """Print the unit inside every counted cell: 12件."""
    if not text or not text[-1].isdigit() or key in ("admin_fee_amount", "y14_fees", "y14_budget"):
        return text
    if key.startswith(("y14_", "procurement")) or "_items_" in key:
        return text
    return f"{text}件"


def with_thousands(key: str, text: str) -> str:
    """Print thousands separators from four digits on."""
    digits, dot, decimals = text.partition(".")
    return f"{int(digits):,}{dot}{decimals}" if digits.isdigit() else text


def dashes_for_zero(key: str, text: str) -> str:
    """Print — wherever a zero would stand."""
    return "—" if text == "0" else text


def slashes_for_zero(key: str, text: str) -> str:
    """Print / wherever a zero would stand."""
    return "/" if text == "0" else text


def nothing_for_zero(key: str, text: str) -> str:
    """Leave a cell empty wherever a zero would stand."""
    return "" if text == "0" else text


def padded_numbers(key: str, text: str) -> str:
    """Put NBSP and full-width spaces around numbers, as copies from word processors have them."""
    return f"\u00a0\u3000{text} \u00a0" if text else "\u3000\u3000"
