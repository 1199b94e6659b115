"""Text that a converter took from printed pages, labels and values in any order: a number is right or missing."""

from __future__ import annotations

import pytest

from extractors.document import Document, Paragraph, Place
from extractors.forms import APPLICANTS, cell_key, load_form
from extractors.tables import TableReading, read_tables

SECTION_2 = "二、主动公开政府信息情况"
SECTION_3 = "三、收到和处理政府信息公开申请情况"
ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
NEW = ["一、本年新收政府信息公开申请数量", "11", "12", "13", "14", "15", "16", "81"]
LABELS = {row.key: row.label for row in load_form("f2021").t3_rows}


def read_all(*lines: str, gaps: bool = False) -> TableReading:
    """Read lines of text; with `gaps` a blank line follows each line, as converters part blocks."""
    step = 2 if gaps else 1
    return read_tables(
        Document("text", tuple(Paragraph(line, Place(line=1 + at * step)) for at, line in enumerate(lines)))
    )


def read(*lines: str, gaps: bool = False) -> dict[str, float]:
    """Return the numbers read."""
    figures = read_all(*lines, gaps=gaps).figures
    return {key: figure.value for key, figure in figures.items() if figure.value is not None}


def values(row: str, *numbers: int) -> dict[str, int]:
    return {cell_key(row, applicant): n for applicant, n in zip(APPLICANTS, numbers, strict=True)}


def seven(first: int) -> list[str]:
    return [*(str(first + n) for n in range(6)), str(6 * first + 15)]


HEADER = ["自然人", *ORGANISATIONS, "总计"]
IN_ORDER = values("req_new", 11, 12, 13, 14, 15, 16, 81)


@pytest.mark.parametrize("gaps", [True, False])
@pytest.mark.parametrize(
    "head",
    [
        ["申请人情况", "法人或其他组织", "自然", "人", "总计", *ORGANISATIONS],
        ["申请人情况", "法人或其他组织", "自然人      总计", "  ".join(ORGANISATIONS)],
        ["申请人情况", "法人或其他组织", "总计", "自然人", *ORGANISATIONS],
    ],
    ids=["a cell a line", "printed lines", "the total first"],
)
def test_a_group_of_columns_printed_higher_up_than_the_column_before_it_comes_after_it(
    head: list[str], gaps: bool
) -> None:
    assert read(SECTION_3, *head, *NEW, gaps=gaps) == IN_ORDER


def test_columns_on_lines_of_their_own_in_another_order_are_not_known() -> None:
    shuffled = ["自然人", "社会公益组织", "法律服务机构", "商业企业", "科研机构", "其他", "总计"]
    assert read(SECTION_3, *shuffled, *NEW, gaps=True) == {}
    assert read(SECTION_3, *HEADER, *NEW, gaps=True) == IN_ORDER


def test_columns_of_table_2_on_lines_of_their_own_in_another_order_are_not_known() -> None:
    row = ["行政处罚", "31", "-2", "77"]
    head = [SECTION_2, "第二十条第（六）项", "信息内容"]
    assert read(*head, "本年增/减", "上一年项目数量", "处理决定数量", *row) == {}
    assert read(*head, "上一年项目数量", "本年增/减", "处理决定数量", *row) == {
        "penalty_items_prev": 31,
        "penalty_items_delta": -2,
        "penalty_decisions": 77,
    }


def test_a_row_between_one_without_values_and_one_with_too_many_is_not_read() -> None:
    keys = ["res_unproc_duplicate", "res_unproc_publication", "res_unproc_excessive", "res_unproc_reconfirm"]
    first, second, third, fourth = (LABELS[key] for key in keys)
    found = read(
        *[SECTION_3, *HEADER, *NEW],
        *[first, *seven(100), *seven(200), *seven(300)],
        *[second, third, *seven(400)],
        *[fourth, LABELS["res_total"], *seven(500)],
        *[LABELS["req_carried_out"], *seven(600)],
    )
    assert {key for key in found if not key.startswith("req_")} <= set(values("res_total", *[0] * 7))
    assert found.items() >= {**IN_ORDER, **values("req_carried_out", *map(int, seven(600)))}.items()


def test_values_behind_the_beginning_of_the_next_label_are_not_those_of_the_label_before() -> None:
    found = read(
        *[SECTION_3, "  ".join(HEADER)],
        *["3.危及 31 32 33 34 35 36 201", "“三安全", "一稳定”"],
        *["4.保护第 41 42 43 44 45 46 261", "三方合法", "权益"],
        *["（七）总计 51 52 53 54 55 56 321"],
    )
    assert not any(key.startswith("res_denied") and value not in range(31, 36) for key, value in found.items())
    assert found.items() >= values("res_total", 51, 52, 53, 54, 55, 56, 321).items()


def test_one_number_behind_one_result_of_table_4_is_chance() -> None:
    head = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议", "行政诉讼", "复议后起诉"]
    alone = read_all(*head, "总计", "3", "尚未审结")
    assert [figure.value for figure in alone.figures.values()] == [None]
    assert [problem.raw for problem in alone.problems] == ["总计 3"], "left out, and said to be"
    results = ["结果维持", "1", "结果纠正", "2", "其他结果", "3", "尚未审结", "4", "总计", "10"]
    assert read(*head, *results).keys() == {
        f"suit_post_{name}" for name in ("upheld", "corrected", "other", "pending", "total")
    }


def test_a_value_below_two_labels_of_table_2_may_be_of_either() -> None:
    head = [SECTION_2, "第二十条第（六）项", "信息内容", "本年处理决定数量"]
    assert read(*head, "行政处罚", "行政强制", "2") == {}
    assert read(*head, "行政处罚", "行政强制 2") == {"coercion_decisions": 2}


def test_a_value_of_2014_between_a_label_with_none_and_one_with_two_is_not_read() -> None:
    pairs = [(row.label, str(100 + at)) for at, row in enumerate(load_form("y14").y14_rows)]
    whole = [part for pair in pairs for part in pair]
    assert len(read("政府信息公开情况统计表", "统计指标", *whole)) == len(pairs)
    at = 20
    labels = [pairs[at][0], pairs[at + 1][0], pairs[at][1], pairs[at + 2][0], pairs[at + 1][1], pairs[at + 2][1]]
    shuffled = [*whole[: 2 * at], *labels, *whole[2 * at + 6 :]]
    found = read("政府信息公开情况统计表", "统计指标", *shuffled)
    assert len(found) == len(pairs) - 3
    problems = read_all("政府信息公开情况统计表", "统计指标", *shuffled).problems
    assert {number for problem in problems for number in problem.raw.split() if number.isdigit()} == {
        "120",
        "121",
        "122",
    }
    assert set(found.values()) == {float(number) for _, number in (*pairs[:at], *pairs[at + 3 :])}


def test_rows_of_their_own_under_an_item_are_not_read_where_prose_follows_either() -> None:
    head = [SECTION_2, "第二十条第（六）项", "信息内容", "本年处理决定数量"]
    prose = "以上数据由各科室报送并经过核对，其中行政检查按照执法平台登记的次数统计在内，不含联合检查。"
    assert read(*head, "行政处罚", "警告罚款", "7", prose) == {}


@pytest.mark.parametrize("gap", [" ", "     "])
def test_a_printed_row_over_two_lines_may_be_in_another_order_though_it_adds_up(gap: str) -> None:
    # 11 of the first column stands one line lower than its neighbours
    parts = [f"{LABELS['req_carried_out']} 12 13 14".replace(" ", gap), "11 15 16 81".replace(" ", gap)]
    head = ["自然人", *ORGANISATIONS, "总计"]
    found = read_all(SECTION_3, *head, gap.join(NEW), *parts)
    assert {figure.value for key, figure in found.figures.items() if key.startswith("req_carried_out")} <= {None}
    assert any("14" in problem.raw and "81" in problem.raw for problem in found.problems)
