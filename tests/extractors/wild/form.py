"""The form of 2021 with another number in every cell, and how to print parts of it as pages or lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from extractors.forms import APPLICANTS, T4_KEYS, load_form

FORM = load_form("f2021")
ROWS = FORM.t3_rows
GROUPS = {group.key: group.label for group in FORM.t3_groups}
ORGANISATIONS = [column.label for column in FORM.t3_columns[1:6]]
RESULTS = [result.label for result in FORM.t4_results]
CASES = ("行政复议", "未经复议直接起诉", "复议后起诉")

Content = str | tuple[str, int, int]
"""A cell's text, or its text, rowspan and colspan."""


def value(row: int, column: int) -> int:
    if column == 6:
        return sum(value(row, other) for other in range(6))
    return 100 + row * 17 + column * column * 31 + (row * column) % 7


T3 = {f"{row.key}__{name}": value(at, column) for at, row in enumerate(ROWS) for column, name in enumerate(APPLICANTS)}
T4 = {
    key: total
    for group in range(3)
    for key, total in zip(
        T4_KEYS[group * 5 : group * 5 + 5],
        [11 + group * 100, 22 + group * 100, 33 + group * 100, 44 + group * 100, 110 + group * 400],
        strict=True,
    )
}
CASE_NUMBERS = [str(number) for number in T4.values()]
T2 = {
    "rules_issued": 3,
    "rules_repealed": 4,
    "rules_in_force": 5,
    "normdoc_issued": 13,
    "normdoc_repealed": 14,
    "normdoc_in_force": 15,
}
DECISIONS = {"license_decisions": 901, "penalty_decisions": 902, "coercion_decisions": 903}


class Wild(NamedTuple):
    """A document, what it prints, and whether all of it must be read."""

    name: str
    text: str
    truth: Mapping[str, int | float]
    must: bool
    media_type: str = "text/html"


def html(part: int, *tables: Iterable[Iterable[Content]], between: str = "<p>续表</p>") -> str:
    return f"<p>{HEADINGS[part]}</p>" + between.join(map(drawn, tables)) + "<p>五、存在的主要问题及改进情况</p>"


def drawn(rows: Iterable[Iterable[Content]]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows) + "</table>"


def cell(content: Content) -> str:
    if isinstance(content, str):
        return f"<td>{content}</td>"
    text, rows, columns = content
    return f'<td rowspan="{rows}" colspan="{columns}">{text}</td>'


def text(part: int, *rows: Iterable[str], gap: str = "\t") -> str:
    return "\n".join([HEADINGS[part], *(gap.join(row) for row in rows), "五、存在的主要问题及改进情况"])


HEADINGS = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
}
APPLICANT_ROWS: list[list[Content]] = [[("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)], [*ORGANISATIONS]]
HEAD: list[list[Content]] = [[("", 3, 3), ("申请人情况", 1, 7)], *APPLICANT_ROWS]
NARROW: list[list[Content]] = [[("", 3, 1), ("申请人情况", 1, 7)], *APPLICANT_ROWS]
FLAT = ["自然人", *ORGANISATIONS, "总计"]
CASE_HEAD: list[list[Content]] = [
    [("行政复议", 2, 5), ("行政诉讼", 1, 10)],
    [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
    [*RESULTS * 3],
]


def labels(at: int) -> list[Content]:
    """The label cells of a row in the official three columns."""
    row = ROWS[at]
    if row.key.startswith("req"):
        return [(row.label, 1, 3)]
    found: list[Content] = [("三、本年度办理结果", len(ROWS) - 3, 1)] if at == 2 else []
    siblings = [other for other, sibling in enumerate(ROWS) if sibling.group == row.group]
    if row.group not in ("res_denied", "res_unable", "res_unproc", "res_other"):
        return [*found, (row.label, 1, 2)]
    if siblings[0] == at:
        found.append((GROUPS[row.group], len(siblings), 1))
    return [*found, row.label]


def label(at: int) -> list[Content]:
    return [ROWS[at].label]


def numbers(at: int, print_as: Callable[[int], str] = str) -> list[str]:
    return [print_as(value(at, column)) for column in range(7)]


def body(
    values: Callable[[int], Iterable[Content]] = numbers, named: Callable[[int], list[Content]] = labels
) -> list[list[Content]]:
    return [[*named(at), *values(at)] for at in range(len(ROWS))]


def printed(print_as: Callable[[int], str]) -> str:
    return html(3, [*HEAD, *body(lambda at: numbers(at, print_as))])


def wide(number: int) -> str:
    return str(number).translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def noted(at: int, note: str) -> list[Content]:
    return [part + note if isinstance(part, str) else (part[0] + note, *part[1:]) for part in labels(at)]


def upright(at: int) -> list[Content]:
    return [
        ("<br>".join(part[0]), *part[1:]) if not isinstance(part, str) and part[1] > 1 else part for part in labels(at)
    ]


def one_more(name: str) -> list[list[Content]]:
    """The head of table 3 with a column more at its end."""
    return [
        [("", 3, 3), ("申请人情况", 1, 8)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1), (name, 2, 1)],
        [*ORGANISATIONS],
    ]


def subtotal(at: int) -> str:
    return str(value(at, 6) - value(at, 0))


def last_year(at: int) -> list[str]:
    return [str(value(at, column) + 1000) for column in range(7)]


def pair(first: list[Content], second: Iterable[Content]) -> list[list[Content]]:
    return [first, [*second]]


def group_sums() -> list[list[Content]]:
    rows: list[list[Content]] = []
    for at, row in enumerate(ROWS):
        if row.group in ("res_denied", "res_unable", "res_unproc", "res_other") and row.group != ROWS[at - 1].group:
            rows.append([GROUPS[row.group], *(str(7000 + at * 7 + column) for column in range(7))])
        rows.append([row.label, *numbers(at)])
    return rows


def turned(order: list[int]) -> list[list[Content]]:
    names = [FORM.t3_columns[column].label for column in order]
    return [
        [("", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [*names],
        *body(lambda at: [str(value(at, column)) for column in (0, *order, 6)]),
    ]


COUNT = range(len(ROWS))
ONE = "本年处理决定数量"
