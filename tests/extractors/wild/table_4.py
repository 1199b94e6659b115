"""Table 4: groups and results across, down, listed and told."""

from __future__ import annotations

from tests.extractors.wild.form import (
    CASE_HEAD,
    CASE_NUMBERS,
    CASES,
    HEADINGS,
    RESULTS,
    T4,
    Content,
    Wild,
    drawn,
    html,
    text,
)


def down(group: int) -> list[list[Content]]:
    five = CASE_NUMBERS[group * 5 : group * 5 + 5]
    rows: list[list[Content]] = [[result, number] for result, number in zip(RESULTS, five, strict=True)]
    rows[0].insert(0, (CASES[group], 5, 1))
    return rows


def five(group: int) -> list[str]:
    return CASE_NUMBERS[group * 5 : group * 5 + 5]


REVIEWS = {key: number for key, number in T4.items() if key.startswith("review")}


def markdown(head: list[str], *rows: list[str]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join([HEADINGS[4], "", *lines, "", "五、存在的主要问题及改进情况"])


TABLE_4 = [
    Wild("as the form prints it", html(4, [*CASE_HEAD, CASE_NUMBERS]), T4, True),
    Wild(
        "a total that reaches under the next group, as office programs move edges; blanks and marks",
        html(
            4,
            [
                [("行政复议", 1, 5), ("行政诉讼", 1, 11)],
                [*((result, 2, 1) for result in RESULTS[:4]), (RESULTS[4], 2, 2), *CASE_HEAD[1]],
                [*RESULTS * 2],
                ["——", "22", "", "/", ("22", 1, 2), *five(1), "", *five(2)[1:]],
            ],
        ),
        {
            key: number
            for key, number in {**T4, "review_total": 22}.items()
            if key not in ("review_upheld", "review_other", "review_pending", "suit_post_upheld")
        },
        True,
    ),
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
    Wild(
        "Markdown without the cell of two rows",
        markdown(
            ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
            ["未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 9],
            RESULTS * 3,
            CASE_NUMBERS,
        ),
        T4,
        True,
    ),
    Wild(
        "Markdown without any merged cell",
        markdown(
            ["行政复议", "行政诉讼", *[""] * 13],
            [*RESULTS, "未经复议直接起诉", "复议后起诉", *[""] * 8],
            [*RESULTS * 2, *[""] * 5],
            CASE_NUMBERS,
        ),
        T4,
        False,
    ),
]
