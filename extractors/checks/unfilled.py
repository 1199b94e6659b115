"""Cells without a number in a filled table: no rule can judge them, and whoever filled it in wants to know.

A blank or a slash is no finding about the numbers, but every equation it stands in goes unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.checks.messages import cell_label
from extractors.forms import INDICATORS
from extractors.report_values import Report

SHOWN_CELLS = 4
_TABLES = {"t2": "表二", "t3": "表三", "t4": "表四"}


def unfilled(report: Report) -> Iterator[str]:
    """Yield one sentence for every table that has both numbers and cells left blank or with a mark such as `/`."""
    for table, name in _TABLES.items():
        cells = [
            (key, cell) for key, cell in report.figures.items() if key in INDICATORS and INDICATORS[key].table == table
        ]
        empty = [key for key, cell in cells if cell.state in ("blank", "na")]
        if not empty or not any(cell.state in ("value", "zero") for _, cell in cells):
            continue
        labels = "、".join(f"“{cell_label(key)[0].partition('（单位')[0]}”" for key in empty[:SHOWN_CELLS])
        more = "等" if len(empty) > SHOWN_CELLS else ""
        yield f"{name}有{len(empty)}格没有填数（空白或“/”一类记号），含有这些格的等式没有核对：{labels}{more}。"
