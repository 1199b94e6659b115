"""Headers that fell apart into lines of single characters: passed over where their order shows, never guessed."""

from __future__ import annotations

import pytest

from extractors.formats import read_document
from extractors.forms import APPLICANTS, T4_KEYS, load_form
from extractors.tables import read_tables

FORM = load_form("f2021")
VALUES = [0, 1, 0, 0, 1, 2, 0, 0, 0, 2, 0, 0, 0, 3, 3]

UPRIGHT = """结 结 其 尚
结 结 其 尚 结 结 其 尚
果 果 他 未
总计 果 果 他 未 总 果 果 他 未 总
维 纠 结 审
维 纠 结 审 计 维 纠 结 审 计
持 正 果 结
持 正 果 结 持 正 果 结"""
"""Three groups of results set upright, the first one over two rows and so half a line higher."""

LEVEL = """结 结 其 尚 总 结 结 其 尚 总 结 结 其 尚 总

果 果 他 未 计 果 果 他 未 计 果 果 他 未 计
维 纠 结 审 维 纠 结 审 维 纠 结 审
持 正 果 结 持 正 果 结 持 正 果 结"""


def numbers(section_3: str, section_4: str) -> dict[str, float]:
    text = f"""云汀市林业局2023年政府信息公开工作年度报告
一、总体情况
2023年我局政府信息公开工作运行良好。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
{section_3}
四、政府信息公开行政复议、行政诉讼情况
{section_4}
五、存在的主要问题及改进情况
一是公开内容还不够全面，需要改进。
"""
    figures = read_tables(read_document(text.encode())).figures
    return {key: figure.value for key, figure in figures.items() if figure.value is not None}


def table_4(header: str, values: list[int] = VALUES, groups: str = "未经复议直接起诉 复议后起诉") -> dict[str, float]:
    said = "2023年，我单位未出现申请行政复议、提起行政诉讼的情况。"
    row = " ".join(map(str, values))
    return numbers("", f"{said}\n行政复议 行政诉讼\n{groups}\n{header}\n{row}")


@pytest.mark.parametrize("header", [UPRIGHT, LEVEL], ids=["half a line apart", "level"])
@pytest.mark.parametrize("values", [VALUES, [0] * 15], ids=["numbers", "zeros"])
def test_an_upright_header_of_table_4_in_single_characters_is_passed_over(header: str, values: list[int]) -> None:
    assert table_4(header, values) == dict(zip(T4_KEYS, values, strict=True))


@pytest.mark.parametrize(
    ("header", "values"),
    [
        (UPRIGHT.replace("维 纠", "纠 维"), VALUES),
        (UPRIGHT, [1, 0, 1, 0, 0, 2, 2, 0, 0, 0, 3, 0, 0, 0, 3]),
        (UPRIGHT, [*VALUES[:-1], 4]),
        (UPRIGHT, VALUES[:-1]),
        (UPRIGHT.replace("果 果 他 未\n", "果 果 他 未\n一 审 二 审\n"), VALUES),
        ("\n".join(UPRIGHT.splitlines()[:4]), VALUES),
    ],
    ids=["other order", "total first", "no sum", "one too few", "other words", "half the header"],
)
def test_what_does_not_show_the_order_of_the_form_is_not_read(header: str, values: list[int]) -> None:
    assert table_4(header, values) == {}


def test_single_characters_in_prose_and_without_groups_are_left_alone() -> None:
    row = " ".join(map(str, VALUES))
    assert numbers("", f"其 他 结 果 尚 未 审 结。\n{row}条如下。") == {}


T3_UPRIGHT = ["自商科社法其总", "然业研会律他计", "人企机公服", "业构益务", "组机", "织构"]
T3_WRAPPED = ["自然 商业 科研 社会 法律 其他 总计", "人 企业 机构 公益 服务", "组织 机构"]


def t3_rows(order: list[int]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for at, row in enumerate(FORM.t3_rows):
        parts = [10 + 7 * at + 31 * n * n for n in range(6)]
        rows[row.label] = [[*parts, sum(parts)][n] for n in order]
    return rows


def table_3(header: list[str], order: list[int]) -> dict[str, float]:
    rows = [f"{label} {' '.join(map(str, values))}" for label, values in t3_rows(order).items()]
    return numbers("\n".join(["申请人情况", *header, *rows]), "无。")


@pytest.mark.parametrize("header", [[" ".join(line) for line in T3_UPRIGHT], T3_WRAPPED], ids=["upright", "wrapped"])
def test_a_torn_header_of_table_3_in_the_order_of_the_form_is_passed_over(header: list[str]) -> None:
    read = table_3(header, list(range(7)))
    rows = t3_rows(list(range(7)))
    assert read == {
        f"{row.key}__{name}": value
        for row in FORM.t3_rows
        for name, value in zip(APPLICANTS, rows[row.label], strict=True)
    }


@pytest.mark.parametrize(
    "header",
    [
        ["自 科 商 社 法 其 总", "然 研 业 会 律 他 计", "人 机 企 公 服", "构 业 益 务", "组 机", "织 构"],
        ["自然 科研 商业 社会 法律 其他 总计", "人 机构 企业 公益 服务", "组织 机构"],
    ],
    ids=["upright", "wrapped"],
)
def test_a_torn_header_of_table_3_in_another_order_proves_nothing(header: list[str]) -> None:
    assert table_3(header, [0, 2, 1, 3, 4, 5, 6]) == {}


CUT_TABLE_2 = """二、主动公开政府信息情况
第二十条第(一)项 | ||||
信息内容 | 本年新 | 本年新 | 对外公开总数量 | |
规章 | 1 | 2 | 3 | |
规范性文件 | 22 | 23 | 45 | |
"""


def read_text(text: str) -> dict[str, float | None]:
    figures = read_tables(read_document(text.encode(), media_type="text/plain", charset="utf-8")).figures
    return {key: figure.value for key, figure in figures.items()}


def test_two_heads_of_which_the_first_lines_are_left_are_told_by_their_order() -> None:
    assert read_text(CUT_TABLE_2) == {
        "rules_made": 1,
        "rules_newly_public": 2,
        "rules_public_total": 3,
        "normdoc_made": 22,
        "normdoc_newly_public": 23,
        "normdoc_public_total": 45,
    }


def test_one_head_alone_of_which_the_first_line_is_left_says_nothing() -> None:
    figures = read_text(
        CUT_TABLE_2.replace("本年新 | 本年新 |", "本年新 |").replace(" | 1 |", " |").replace("22 |", "")
    )
    assert set(figures.values()) <= {None}


def test_organisations_of_which_the_first_lines_are_left_head_rows_that_do_not_add_up() -> None:
    text = """三、收到和处理政府信息公开申请情况
(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) | 申请人情况 | ||||||||
自然人 | 法人或其他组织 | 总计 | |||||||
商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他 | |||||
一、本年新收政府信息公开申请数量 | 7 | 1 | 2 | 3 | 4 | 5 | 29 | |||
"""
    figures = read_text(text)
    assert [figures[f"req_new__{name}"] for name in ("natural_person", "business", "research", "total")] == [
        7,
        1,
        2,
        29,
    ]
