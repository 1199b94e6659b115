"""Table 3 as lines of text: a cell a line, tabs, spaces, and what gets between them."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from tests.extractors.wild.form import COUNT, FLAT, ORGANISATIONS, ROWS, T3, Wild, last_year, numbers, text, value

LINES_OF_HEAD = ["申请人情况", "自然人", "法人或其他组织", "总计", *ORGANISATIONS]


def lines(*rows: Iterable[str]) -> str:
    return text(3, LINES_OF_HEAD, *rows, gap="\n")


def running(width: int) -> str:
    """Print all cells in one run of words, wrapped at a width as mail and old terminals do."""
    words = [*LINES_OF_HEAD, *(word for at in COUNT for word in [ROWS[at].label, *numbers(at)])]
    return text(3, [fill(" ".join(words), width, break_long_words=False, break_on_hyphens=False)])


TEXT_OF_TABLE_3 = [
    Wild(
        "a bar before the first cell of a row, the others a line each",
        text(
            3,
            *(
                [f"| {first} |", *(f"{cell} |" for cell in rest)]
                for first, *rest in (
                    ["申请人情况"],
                    ["自然人", "法人或其他组织", "总计"],
                    ORGANISATIONS,
                    *([ROWS[at].label, *numbers(at)] for at in COUNT),
                )
            ),
            gap="\n",
        ),
        T3,
        True,
    ),
    *(Wild(f"running words wrapped at {width}", running(width), T3, True) for width in (40, 64, 100)),
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
