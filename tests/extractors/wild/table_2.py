"""Table 2: heads in other places, parts beside one another, values away from their labels."""

from __future__ import annotations

from tests.extractors.wild.form import DECISIONS, ONE, T2, Content, Wild, html, text

RULE_ROWS: list[list[Content]] = [["规章", "3", "4", "5"], ["行政规范性文件", "13", "14", "15"]]
RULES: list[Content] = ["本年制发件数", "本年废止件数", "现行有效件数"]
MEASURES_WITH_NOTES = ["本年增/减（增加或减少的事项数，减用负值表示，如-8）", "处理决定数量（指2020年办件量）"]
ITEMS_WITH_NOTES = [
    *("行政许可", "8", "-5", "93"),
    *(
        "其他对外管理服务事项（含行政确认、行政给付、行政处罚、行政强制、行政检查，以及公共服务事项）",
        "117",
        "0",
        "165",
    ),
]
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
        "notes that name other rows, a cell a line",
        text(2, ["信息内容", "上一年项目数量（指2019年事项数）", *MEASURES_WITH_NOTES, *ITEMS_WITH_NOTES], gap="\n"),
        {
            "license_items_prev": 8,
            "license_items_delta": -5,
            "license_decisions": 93,
            "ext_service_items_prev": 117,
            "ext_service_items_delta": 0,
            "ext_service_decisions": 165,
        },
        True,
    ),
    Wild(
        "rows of bars with empty lines between them",
        text(
            2,
            *([f"    | {' | '.join(map(str, row))} | ", "   "] for row in (["信息内容", *RULES], *RULE_ROWS)),
            gap="\n",
        ),
        T2,
        True,
    ),
    Wild(
        "a bar before the first cell of a row, lines of a bar behind the others",
        text(
            2,
            *(
                [f"| {first}", "|", *(part for cell in rest for part in (cell, "|")), *left]
                for first, rest, left in (
                    ("第二十条第（一）项", [], ["|||"]),
                    ("信息内容", list(map(str, RULES)), []),
                    *((str(row[0]), list(map(str, row[1:])), []) for row in RULE_ROWS),
                )
            ),
            gap="\n",
        ),
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
