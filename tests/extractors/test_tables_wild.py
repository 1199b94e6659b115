"""Layouts no sample draws: each number is right or missing, and where labels anchor it, it is read.

Table 3 has another number in every cell, so that a neighbour's cannot hide; totals add up, so that arithmetic alone
proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pytest

from extractors.figures import Figure
from extractors.formats import read_document
from extractors.forms import APPLICANTS, T4_KEYS, load_form
from extractors.tables import read_tables

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
HTML_OF_TABLE_3 = [
    Wild(
        "three heads with empty cells for spans",
        html(
            3,
            [
                ["", "", "", ("申请人情况", 1, 7)],
                ["", "", "", "自然人", ("法人或其他组织", 1, 5), "总计"],
                ["", "", "", "", *ORGANISATIONS, ""],
                *body(),
            ],
        ),
        T3,
        True,
    ),
    Wild("one head", html(3, [[("项目", 1, 3), *FLAT], *body()]), T3, True),
    Wild(
        "two heads without title",
        html(
            3, [[("项目", 2, 3), ("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)], [*ORGANISATIONS], *body()]
        ),
        T3,
        True,
    ),
    Wild("group labels one character a line", html(3, [*HEAD, *body(named=upright)]), T3, True),
    Wild("labels with a unit behind", html(3, [*HEAD, *body(named=lambda at: noted(at, "（单位：件）"))]), T3, True),
    Wild("labels with a colon behind", html(3, [*HEAD, *body(named=lambda at: noted(at, "："))]), T3, True),
    Wild("numbers with unit", printed(lambda n: f"{n}件"), T3, True),
    Wild("numbers with unit apart", printed(lambda n: f"{n} 件"), T3, True),
    Wild("decimals", printed(lambda n: f"{n}.0"), T3, True),
    Wild("full width", printed(wide), T3, True),
    Wild(
        "full-width separators",
        printed(lambda n: f"{n * 1000:,}".replace(",", "，")),
        {key: number * 1000 for key, number in T3.items()},
        True,
    ),
    Wild("non-breaking spaces", printed(lambda n: f"&nbsp;{n}&nbsp;"), T3, True),
    Wild("an empty paragraph behind", printed(lambda n: f"<p>{n}</p><p>&nbsp;</p>"), T3, True),
    Wild("digits in spans", printed(lambda n: "".join(f"<span>{c}</span>" for c in str(n))), T3, True),
    Wild("digits parted by a break", printed(lambda n: f"{str(n)[0]}<br>{str(n)[1:]}"), T3, False),
    Wild("digits parted by spaces", printed(lambda n: " ".join(str(n))), T3, False),
    Wild("two numbers in a cell", printed(lambda n: f"<p>{n}</p><p>{n + 1}</p>"), T3, False),
    Wild("circled footnotes", printed(lambda n: f"{n}①"), T3, False),
    Wild("in brackets", printed(lambda n: f"（{n}）"), T3, False),
    Wild("about", printed(lambda n: f"约{n}"), T3, False),
    Wild("dashes only", printed(lambda n: "-"), {}, False),
    Wild("one zero over all columns", html(3, [*HEAD, *body(lambda at: [("0", 1, 7)])]), dict.fromkeys(T3, 0), False),
    Wild(
        "total first",
        html(
            3,
            [
                [("", 3, 3), ("申请人情况", 1, 7)],
                [("总计", 2, 1), ("自然人", 2, 1), ("法人或其他组织", 1, 5)],
                [*ORGANISATIONS],
                *body(lambda at: [numbers(at)[6], *numbers(at)[:6]]),
            ],
        ),
        T3,
        True,
    ),
    Wild("organisations in another order", html(3, turned([3, 1, 5, 2, 4])), T3, True),
    Wild(
        "subtotal among the organisations",
        html(
            3,
            [
                [("", 3, 3), ("申请人情况", 1, 8)],
                [("自然人", 2, 1), ("法人或其他组织", 1, 6), ("总计", 2, 1)],
                ["小计", *ORGANISATIONS],
                *body(lambda at: [numbers(at)[0], subtotal(at), *numbers(at)[1:]]),
            ],
        ),
        T3,
        True,
    ),
    Wild(
        "subtotal behind the organisations",
        html(
            3,
            [
                [("", 3, 3), ("申请人情况", 1, 8)],
                [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("法人或其他组织小计", 2, 1), ("总计", 2, 1)],
                [*ORGANISATIONS],
                *body(lambda at: [*numbers(at)[:6], subtotal(at), numbers(at)[6]]),
            ],
        ),
        T3,
        True,
    ),
    Wild(
        "last year's total behind",
        html(3, [*one_more("上年同期"), *body(lambda at: [*numbers(at), str(9000 + at)])]),
        T3,
        True,
    ),
    Wild("a share behind", html(3, [*one_more("占比"), *body(lambda at: [*numbers(at), "12.5%"])]), T3, True),
    Wild(
        "a remark with a number",
        html(
            3,
            [
                [("", 3, 3), ("申请人情况", 1, 7), ("备注", 3, 1)],
                *APPLICANT_ROWS,
                *body(lambda at: [*numbers(at), "7" if at == 5 else "含 3 件补正" if at == 4 else ""]),
            ],
        ),
        T3,
        True,
    ),
    Wild(
        "a share beside each",
        html(
            3,
            [
                [("", 3, 3), ("申请人情况", 1, 14)],
                [(name, 1, 2) for name in FLAT],
                ["数量", "占比"] * 7,
                *body(lambda at: [part for number in numbers(at) for part in (number, "10.5%")]),
            ],
        ),
        T3,
        False,
    ),
    Wild(
        "last year beside each",
        html(
            3,
            [
                [("", 3, 3), ("申请人情况", 1, 14)],
                [(name, 1, 2) for name in FLAT],
                ["上年", "本年"] * 7,
                *body(lambda at: [part for pair in zip(last_year(at), numbers(at), strict=True) for part in pair]),
            ],
        ),
        T3,
        False,
    ),
    Wild(
        "last year in seven columns before",
        html(
            3,
            [
                [("", 3, 3), ("2022年", 1, 7), ("2023年", 1, 7)],
                [*APPLICANT_ROWS[0] * 2],
                [*ORGANISATIONS * 2],
                *body(lambda at: [*last_year(at), *numbers(at)]),
            ],
        ),
        T3,
        False,
    ),
    Wild(
        "last year below each",
        html(
            3, [*NARROW, *(row for at in COUNT for row in pair([(ROWS[at].label, 2, 1), *numbers(at)], last_year(at)))]
        ),
        T3,
        False,
    ),
    Wild(
        "last year below each, named",
        html(
            3, [*NARROW, *(row for at in COUNT for row in ([ROWS[at].label, *numbers(at)], ["上年", *last_year(at)]))]
        ),
        T3,
        False,
    ),
    Wild(
        "a column of years",
        html(
            3,
            [
                [("", 3, 1), ("年度", 3, 1), ("申请人情况", 1, 7)],
                *APPLICANT_ROWS,
                *(
                    row
                    for at in COUNT
                    for row in pair([(ROWS[at].label, 2, 1), "2022", *last_year(at)], ["2023", *numbers(at)])
                ),
            ],
        ),
        T3,
        False,
    ),
    Wild(
        "last year's table before",
        html(3, [*HEAD, *body(last_year)], [*HEAD, *body()], between="<p>2023年</p>"),
        T3,
        False,
    ),
    Wild("an empty form before", html(3, [*HEAD, *body(lambda at: ["0"] * 7)], [*HEAD, *body()]), T3, False),
    Wild("the same table again", html(3, [*HEAD, *body()], [*HEAD, *body()]), T3, True),
    Wild(
        "a subordinate unit's table behind",
        html(3, [*HEAD, *body()], [*HEAD, *body(last_year)], between="<p>附：下属单位</p>"),
        T3,
        False,
    ),
    Wild(
        "a column of row numbers",
        html(
            3,
            [
                [("序号", 3, 1), ("项目", 3, 3), ("申请人情况", 1, 7)],
                *APPLICANT_ROWS,
                *body(named=lambda at: [str(at + 1), *labels(at)]),
            ],
        ),
        T3,
        True,
    ),
    Wild(
        "row numbers behind the label",
        html(
            3,
            [
                [("项目", 3, 1), ("行次", 3, 1), ("申请人情况", 1, 7)],
                *APPLICANT_ROWS,
                *body(named=lambda at: [ROWS[at].label, str(at + 1)]),
            ],
        ),
        T3,
        True,
    ),
    Wild(
        "row numbers behind the label, no head",
        html(
            3,
            [
                [("", 3, 1), ("", 3, 1), ("申请人情况", 1, 7)],
                *APPLICANT_ROWS,
                *body(named=lambda at: [ROWS[at].label, str(at + 1)]),
            ],
        ),
        T3,
        False,
    ),
    Wild(
        "row numbers the head does not know",
        html(3, [["", *FLAT], *body(named=lambda at: [ROWS[at].label, str(at + 1)])]),
        T3,
        False,
    ),
    Wild("a head one cell longer", html(3, [["", "", *FLAT], *body(named=label)]), T3, False),
    Wild("sums in the group rows", html(3, [*NARROW, *group_sums()]), T3, True),
    Wild(
        "an empty row after each",
        html(3, [*NARROW, *(row for line in body(named=label) for row in (line, [""] * 8))]),
        T3,
        True,
    ),
    Wild(
        "a page number in a row of its own",
        html(3, [*HEAD, *body()[:9], [("3", 1, 3), *[""] * 7], *body()[9:]]),
        T3,
        False,
    ),
    Wild(
        "another total below", html(3, [*HEAD, *body(), [("合计", 1, 3), *(str(6000 + n) for n in range(7))]]), T3, True
    ),
    Wild(
        "rows across the top",
        html(
            3,
            [
                ["项目", *(row.label for row in ROWS)],
                *([FLAT[column], *(str(value(at, column)) for at in COUNT)] for column in range(7)),
            ],
        ),
        T3,
        True,
    ),
    Wild(
        "applicants in two tables",
        html(
            3,
            [["项目", "自然人"], *body(lambda at: numbers(at)[:1], label)],
            [["项目", *FLAT[1:]], *body(lambda at: numbers(at)[1:], label)],
        ),
        T3,
        True,
    ),
    Wild(
        "groups in the first row only",
        html(
            3,
            [
                ["", "", *FLAT],
                *(
                    [
                        GROUPS.get(row.group, "") if not at or row.group != ROWS[at - 1].group else "",
                        row.label,
                        *numbers(at),
                    ]
                    for at, row in enumerate(ROWS)
                ),
            ],
        ),
        T3,
        True,
    ),
]

LINES_OF_HEAD = ["申请人情况", "自然人", "法人或其他组织", "总计", *ORGANISATIONS]


def lines(*rows: Iterable[str]) -> str:
    return text(3, LINES_OF_HEAD, *rows, gap="\n")


TEXT_OF_TABLE_3 = [
    Wild("a cell a line", lines(*([ROWS[at].label, *numbers(at)] for at in COUNT)), T3, True),
    Wild(
        "page numbers between rows",
        lines(*([ROWS[at].label, *numbers(at), *(["- 3 -"] if at % 5 == 4 else [])] for at in COUNT)),
        T3,
        True,
    ),
    Wild(
        "bare page numbers between rows",
        lines(*([ROWS[at].label, *numbers(at), *(["3"] if at % 5 == 4 else [])] for at in COUNT)),
        T3,
        False,
    ),
    Wild(
        "page numbers inside rows",
        lines(*([ROWS[at].label, *numbers(at)[:3], *(["3"] if at % 5 == 4 else []), *numbers(at)[3:]] for at in COUNT)),
        T3,
        False,
    ),
    Wild(
        "row numbers before the label", lines(*([str(at + 1), ROWS[at].label, *numbers(at)] for at in COUNT)), T3, False
    ),
    Wild(
        "row numbers before the label, named",
        text(3, ["序号", "项目", *FLAT], *([str(at + 1), ROWS[at].label, *numbers(at)] for at in COUNT), gap="\n"),
        T3,
        False,
    ),
    Wild(
        "row numbers before the label, named, in tabs",
        text(3, ["序号", "项目", *FLAT], *([str(at + 1), ROWS[at].label, *numbers(at)] for at in COUNT)),
        T3,
        True,
    ),
    Wild(
        "row numbers behind the label, named, in tabs",
        text(3, ["项目", "行次", *FLAT], *([ROWS[at].label, str(at + 1), *numbers(at)] for at in COUNT)),
        T3,
        True,
    ),
    Wild(
        "row numbers behind the label", lines(*([ROWS[at].label, str(at + 1), *numbers(at)] for at in COUNT)), T3, False
    ),
    Wild("values before their label", lines(*([*numbers(at), ROWS[at].label] for at in COUNT)), T3, False),
    Wild("values behind all labels", lines([row.label for row in ROWS], *(numbers(at) for at in COUNT)), T3, False),
    Wild(
        "column by column",
        text(
            3,
            [row.label for row in ROWS],
            *([FLAT[column], *(str(value(at, column)) for at in COUNT)] for column in range(7)),
            gap="\n",
        ),
        T3,
        False,
    ),
    Wild(
        "an empty form before",
        lines(
            *([ROWS[at].label, *["0"] * 7] for at in COUNT),
            LINES_OF_HEAD,
            *([ROWS[at].label, *numbers(at)] for at in COUNT),
        ),
        T3,
        False,
    ),
    Wild(
        "units in spaces",
        text(
            3, LINES_OF_HEAD, *([ROWS[at].label, *(f"{number}件" for number in numbers(at))] for at in COUNT), gap=" "
        ),
        T3,
        True,
    ),
    Wild(
        "shares in spaces",
        text(
            3,
            LINES_OF_HEAD,
            *([ROWS[at].label, *(part for number in numbers(at) for part in (number, "10%"))] for at in COUNT),
            gap=" ",
        ),
        T3,
        False,
    ),
    Wild(
        "two years in spaces",
        text(3, LINES_OF_HEAD, *([ROWS[at].label, *last_year(at), *numbers(at)] for at in COUNT), gap=" "),
        T3,
        False,
    ),
    Wild(
        "a spreadsheet pasted",
        text(
            3,
            [*[""] * 3, "申请人情况", *[""] * 6],
            [*[""] * 3, "自然人", "法人或其他组织", *[""] * 4, "总计"],
            [*[""] * 4, *ORGANISATIONS, ""],
            *(["", "", ROWS[at].label, *numbers(at)] for at in COUNT),
        ),
        T3,
        True,
    ),
    Wild(
        "the last column cut off",
        text(3, LINES_OF_HEAD, *([ROWS[at].label, *numbers(at)[:6]] for at in COUNT)),
        T3,
        False,
    ),
    Wild(
        "the first column cut off",
        text(3, LINES_OF_HEAD, *([ROWS[at].label, *numbers(at)[1:]] for at in COUNT)),
        T3,
        False,
    ),
    Wild(
        "the first column cut off, a zero behind",
        text(3, *([ROWS[at].label, *numbers(at)[1:], "0"] for at in COUNT)),
        {},
        False,
    ),
    Wild(
        "a remark behind",
        text(3, LINES_OF_HEAD, *([ROWS[at].label, *numbers(at), "见附件3"] for at in COUNT)),
        T3,
        False,
    ),
    Wild(
        "sentences",
        text(
            3,
            *(
                [
                    ROWS[at].label
                    + "："
                    + "，".join(f"{name}{number}件" for name, number in zip(FLAT, numbers(at), strict=True))
                    + "。"
                ]
                for at in COUNT
            ),
        ),
        T3,
        False,
    ),
]

RULE_ROWS: list[list[Content]] = [["规章", "3", "4", "5"], ["行政规范性文件", "13", "14", "15"]]
RULES: list[Content] = ["本年制发件数", "本年废止件数", "现行有效件数"]
ONE = "本年处理决定数量"
TABLE_2 = [
    Wild("no heads", html(2, [["信息内容", *RULES], *RULE_ROWS]), T2, True),
    Wild(
        "heads in a column",
        html(2, [["条款", "信息内容", *RULES], [("第二十条第（一）项", 2, 1), *RULE_ROWS[0]], RULE_ROWS[1]]),
        T2,
        True,
    ),
    Wild(
        "another order",
        html(2, [["信息内容", RULES[2], *RULES[:2]], ["规章", "5", "3", "4"], ["行政规范性文件", "15", "13", "14"]]),
        T2,
        True,
    ),
    Wild(
        "row numbers",
        html(2, [["序号", "信息内容", *RULES], *([str(at), *row] for at, row in enumerate(RULE_ROWS, 1))]),
        T2,
        True,
    ),
    Wild(
        "a column of units",
        html(2, [["信息内容", "单位", *RULES], *([r[0], "件", *r[1:]] for r in RULE_ROWS)]),
        T2,
        True,
    ),
    Wild(
        "columns of both forms",
        html(2, [["信息内容", RULES[0], "本年新公开数量", *RULES[1:]], ["规章", "3", "903", "4", "5"]]),
        {"rules_issued": 3, "rules_repealed": 4, "rules_in_force": 5, "rules_newly_public": 903},
        False,
    ),
    Wild(
        "the form of 2019",
        html(2, [["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"], *RULE_ROWS]),
        {
            "rules_made": 3,
            "rules_newly_public": 4,
            "rules_public_total": 5,
            "normdoc_made": 13,
            "normdoc_newly_public": 14,
            "normdoc_public_total": 15,
        },
        False,
    ),
    Wild(
        "years below the columns",
        html(2, [["信息内容", ("处理决定数量", 1, 2)], ["", "2022年", "2023年"], ["行政许可", "801", "901"]]),
        DECISIONS,
        False,
    ),
    Wild(
        "years in the columns",
        html(2, [["信息内容", "2022年处理决定数量", "2023年处理决定数量"], ["行政许可", "801", "901"]]),
        DECISIONS,
        False,
    ),
    Wild(
        "last year beside",
        html(2, [["信息内容", "上年处理决定数量", ONE], ["行政许可", "801", "901"]]),
        DECISIONS,
        False,
    ),
    Wild(
        "a rise beside",
        html(
            2,
            [
                ["信息内容", ONE, "同比增长"],
                ["行政许可", "901", "12"],
                ["行政处罚", "902", "13"],
                ["行政强制", "903", "14"],
            ],
        ),
        DECISIONS,
        True,
    ),
    Wild(
        "two halves",
        html(2, [["信息内容", ONE] * 2, ["行政许可", "901", "行政处罚", "902"], ["行政强制", "903", "行政征收", "4"]]),
        DECISIONS,
        False,
    ),
    Wild(
        "a cell a line",
        text(2, ["信息内容", *map(str, RULES)], *(map(str, row) for row in RULE_ROWS), gap="\n"),
        T2,
        True,
    ),
    Wild(
        "row numbers, a cell a line",
        text(
            2,
            ["序号", "信息内容", ONE, "1", "行政许可", "901", "2", "行政处罚", "902", "3", "行政强制", "903"],
            gap="\n",
        ),
        DECISIONS,
        False,
    ),
    Wild(
        "row numbers without values",
        text(2, ["序号", "信息内容", ONE, "1", "行政许可", "2", "行政处罚", "3", "行政强制"], gap="\n"),
        {},
        False,
    ),
    Wild(
        "row numbers behind labels",
        text(2, ["信息内容", "行次", ONE, "行政许可", "1", "901", "行政处罚", "2", "902"], gap="\n"),
        DECISIONS,
        False,
    ),
    Wild(
        "values before labels",
        text(2, ["信息内容", ONE, "901", "行政许可", "902", "行政处罚", "903", "行政强制"], gap="\n"),
        DECISIONS,
        False,
    ),
]


def down(group: int) -> list[list[Content]]:
    five = CASE_NUMBERS[group * 5 : group * 5 + 5]
    rows: list[list[Content]] = [[result, number] for result, number in zip(RESULTS, five, strict=True)]
    rows[0].insert(0, (CASES[group], 5, 1))
    return rows


def five(group: int) -> list[str]:
    return CASE_NUMBERS[group * 5 : group * 5 + 5]


REVIEWS = {key: number for key, number in T4.items() if key.startswith("review")}
TABLE_4 = [
    Wild("as the form prints it", html(4, [*CASE_HEAD, CASE_NUMBERS]), T4, True),
    Wild("a list", html(4, [row for group in range(3) for row in down(group)]), T4, True),
    Wild(
        "a list with heads",
        html(4, [["类别", "结果", "件数"], *(row for group in range(3) for row in down(group))]),
        T4,
        True,
    ),
    Wild("a row a group", html(4, [["", *RESULTS], *([CASES[n], *five(n)] for n in range(3))]), T4, True),
    Wild(
        "a row a group, totals first",
        html(4, [["", RESULTS[4], *RESULTS[:4]], *([CASES[n], five(n)[4], *five(n)[:4]] for n in range(3))]),
        T4,
        True,
    ),
    Wild(
        "without totals",
        html(
            4,
            [
                [("行政复议", 2, 4), ("行政诉讼", 1, 8)],
                [("未经复议直接起诉", 1, 4), ("复议后起诉", 1, 4)],
                RESULTS[:4] * 3,
                [number for n in range(3) for number in five(n)[:4]],
            ],
        ),
        {key: number for key, number in T4.items() if not key.endswith("total")},
        True,
    ),
    Wild("totals without a label", html(4, [*CASE_HEAD[:2], [*RESULTS[:4], ""] * 3, CASE_NUMBERS]), T4, False),
    Wild(
        "suits the other way round",
        html(4, [CASE_HEAD[0], [*reversed(CASE_HEAD[1])], CASE_HEAD[2], [*five(0), *five(2), *five(1)]]),
        T4,
        True,
    ),
    Wild(
        "a label before the row",
        html(4, [[("", 3, 1), *CASE_HEAD[0]], *CASE_HEAD[1:], ["件数", *CASE_NUMBERS]]),
        T4,
        True,
    ),
    Wild(
        "a year before the row",
        html(4, [[("年度", 3, 1), *CASE_HEAD[0]], *CASE_HEAD[1:], ["2023年", *CASE_NUMBERS]]),
        T4,
        True,
    ),
    Wild(
        "two years",
        html(
            4,
            [
                [("年度", 3, 1), *CASE_HEAD[0]],
                *CASE_HEAD[1:],
                ["2022", *(str(int(number) + 1000) for number in CASE_NUMBERS)],
                ["2023", *CASE_NUMBERS],
            ],
        ),
        T4,
        False,
    ),
    Wild(
        "a sum of the suits",
        html(
            4,
            [
                [("行政复议", 2, 5), ("行政诉讼", 1, 11)],
                [*CASE_HEAD[1], ("合计", 2, 1)],
                CASE_HEAD[2],
                [*CASE_NUMBERS, "999"],
            ],
        ),
        T4,
        False,
    ),
    Wild(
        "other groups",
        html(4, [CASE_HEAD[0], [("一审", 1, 5), ("二审", 1, 5)], CASE_HEAD[2], CASE_NUMBERS]),
        REVIEWS,
        False,
    ),
    Wild(
        "one group of suits",
        html(4, [[("行政复议", 1, 5), ("行政诉讼", 1, 5)], RESULTS * 2, [*five(0), "500", "501", "502", "503", "504"]]),
        REVIEWS,
        False,
    ),
    Wild("no groups", html(4, [RESULTS, five(0)]), REVIEWS, False),
    Wild(
        "three tables",
        "".join(
            f"<p>{name}</p>{drawn([RESULTS, five(n)])}"
            for n, name in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"))
        ),
        T4,
        True,
    ),
    Wild(
        "a cell a line", text(4, ["行政复议", "行政诉讼", *CASES[1:], *RESULTS * 3, *CASE_NUMBERS], gap="\n"), T4, True
    ),
    Wild(
        "a cell a line, one number lost",
        text(4, ["行政复议", "行政诉讼", *CASES[1:], *RESULTS * 3, *CASE_NUMBERS[:14]], gap="\n"),
        T4,
        False,
    ),
    Wild(
        "other order, no group whole",
        text(
            4,
            ["行政复议", "结果纠正", "结果维持", "其他结果", "尚未审结", "总计"],
            ["件", "22", "11", "33", "44", "110"],
        ),
        T4,
        False,
    ),
    Wild(
        "sentences",
        text(
            4,
            *(
                [
                    f"{CASES[n]}："
                    + "，".join(f"{result}{number}件" for result, number in zip(RESULTS, five(n), strict=True))
                    + "。"
                ]
                for n in range(3)
            ),
        ),
        T4,
        False,
    ),
]

OLD_ROWS = load_form("y14").y14_rows
OLD = {row.key: 100 + at * 3 for at, row in enumerate(OLD_ROWS)}


def old(*columns: str, gap: str = "\n") -> str:
    """The table of 2014 as lines: label, row `number`, unit, value, or an empty place, row after row."""
    rows = []
    for at, row in enumerate(OLD_ROWS):
        parts = {"label": row.label, "number": str(at + 1), "unit": row.unit, "value": str(100 + at * 3), "": ""}
        rows.append(gap.join(parts[column] for column in columns))
    return "\n".join(rows)


NUMBERED = [
    Wild("2014, as printed", "统计指标\t单位\t统计数\n" + old("label", "unit", "value", gap="\t"), OLD, True),
    Wild("2014, row numbers behind", old("label", "number", "unit", "value"), OLD, False),
    Wild("2014, row numbers before", old("number", "label", "unit", "value"), OLD, False),
    Wild("2014, row numbers behind, no values", old("label", "number", "unit"), {}, False),
    Wild("2014, row numbers before, no values", old("number", "label", "unit"), {}, False),
    Wild("2014, row numbers in spaces, no values", old("label", "number", "unit", gap=" "), {}, False),
    Wild("2014, row numbers in tabs, no values", old("label", "number", "unit", "", gap="\t"), {}, False),
    Wild("2014, values before their label", old("value", "label"), OLD, False),
    Wild("table 2, codes and no values", html(2, [["信息内容", "代码", ONE], ["行政许可", "1", ""]]), {}, False),
    Wild("table 2, codes without a head", html(2, [["信息内容", "", ONE], ["行政许可", "1", ""]]), {}, False),
    Wild("table 2, codes in tabs", text(2, ["信息内容", "代码", ONE], ["行政许可", "1"], ["行政处罚", "2"]), {}, False),
    Wild("table 3, a line of codes", html(3, [*NARROW, ["栏次", *"1234567"], *body(named=label)]), T3, True),
    Wild("table 4, a line of codes", html(4, [*CASE_HEAD, [str(n + 1) for n in range(15)], CASE_NUMBERS]), T4, False),
    Wild("table 4, codes only", html(4, [*CASE_HEAD, [str(n + 1) for n in range(15)], [""] * 15]), {}, False),
]

ALL = [
    *((f"numbered {wild.name}", wild) for wild in NUMBERED),
    *((f"t3 {wild.name}", wild) for wild in HTML_OF_TABLE_3),
    *((f"t3 text {wild.name}", wild) for wild in TEXT_OF_TABLE_3),
    *((f"t2 {wild.name}", wild) for wild in TABLE_2),
    *((f"t4 {wild.name}", wild) for wild in TABLE_4),
]


def figures_of(wild: Wild) -> Mapping[str, Figure]:
    media_type = "text/html" if wild.text.startswith("<") else "text/plain"
    return read_tables(read_document(wild.text.encode(), media_type=media_type, charset="utf-8")).figures


@pytest.mark.parametrize("wild", [wild for _, wild in ALL], ids=[name for name, _ in ALL])
def test_a_layout_no_sample_draws_gives_no_wrong_number(wild: Wild) -> None:
    figures = figures_of(wild)
    wrong = {
        key: (figure.raw, wild.truth.get(key))
        for key, figure in figures.items()
        if figure.value is not None and figure.value != wild.truth.get(key)
    }
    assert not wrong
    if wild.must:
        missing = [key for key in wild.truth if key not in figures or figures[key].value is None]
        assert not missing


def test_the_layouts_are_many_and_most_are_read() -> None:
    assert len(ALL) > 100
    assert sum(wild.must for _, wild in ALL) > 50
