"""Table 3 as grids: heads, labels and columns that stand elsewhere, are torn, lost, doubled or many."""

from __future__ import annotations

from tests.extractors.wild.form import (
    APPLICANT_ROWS,
    COUNT,
    FLAT,
    GROUPS,
    HEAD,
    NARROW,
    ORGANISATIONS,
    ROWS,
    T3,
    Wild,
    body,
    group_sums,
    html,
    label,
    labels,
    last_year,
    noted,
    numbers,
    one_more,
    pair,
    printed,
    subtotal,
    turned,
    upright,
    value,
    wide,
)

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
