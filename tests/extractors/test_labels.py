from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.forms import EDITIONS, load_form
from extractors.labels import Meaning, core, is_fragment, normalise, printed_unit, read_label, split_ordinal


@pytest.mark.parametrize("edition", ["f2021", "f2019"])
def test_every_official_row_label_is_recognised_with_and_without_its_mark(edition: str) -> None:
    for row in load_form(edition).t3_rows:
        assert read_label(row.label).key("t3_row") == row.key
        assert read_label(split_ordinal(normalise(row.label))[1]).key("t3_row") == row.key


def test_every_official_column_and_head_is_recognised() -> None:
    for edition in EDITIONS:
        form = load_form(edition)
        for column in form.t3_columns:
            assert read_label(column.label).key("t3_column") == column.key
        for result in form.t4_results:
            assert read_label(result.label).key("t4_result") == result.key
        for group in form.t4_groups:
            assert read_label(group.label).key("t4_group") == group.key
        for part in form.t2:
            assert read_label(part.head).key("t2_head") == part.key
            for row in part.rows:
                assert read_label(row.label).key("t2_item") == row.key
        for row in form.y14_rows:
            keys = {meaning.key for meaning in read_label(row.label).meanings if meaning.kind == "y14_row"}
            assert f"{row.group}/{row.key}" in keys


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("一、\n本年新收政府信息公开申请数量", "t3_row", "req_new"),
        ("１．属于国家秘密", "t3_row", "res_denied_state_secret"),
        ("1属于国家秘密", "t3_row", "res_denied_state_secret"),
        ("3.危及“三安全一稳定”", "t3_row", "res_denied_security_stability"),
        ("(二) 部分公开 (区分处理的, 只计这一情形, 不计其他情形)", "t3_row", "res_partial"),
        ("（二）部分公开（区分处理的，只计这一情", "t3_row", "res_partial"),
        ("二、部分公开", "t3_row", "res_partial"),
        ("其 它", "t3_column", "other_org"),
        ("总　计", "t3_column", "total"),
        ("合计", "t4_result", "total"),
        ("商业\n企业", "t3_column", "business"),
        ("法人或其他组织（商业企业）", "t3_column", "business"),
        ("其他结 果", "t4_result", "other"),
        ("规范性文件", "t2_item", "normdoc"),
        ("本年收费金额（单位：万元，保留4位小数）", "t2_measure", "amount"),
        ("本年增／减", "t2_measure", "items_delta"),
        ("第二十条第(八)项", "t2_head", "art20_8"),
        ("二、主动公开政府信息情况", "section", "2"),
    ],
)
def test_a_label_is_recognised_however_it_is_set(text: str, kind: str, key: str) -> None:
    assert read_label(text).key(kind) == key  # type: ignore[arg-type]


def test_a_group_before_the_leaf_in_one_cell_is_kept() -> None:
    label = read_label("三、本年度办理结果（三）不予公开 1.属于国家秘密")
    assert label.key("t3_row") == "res_denied_state_secret"
    assert label.groups == (Meaning("t3_group", "res"), Meaning("t3_group", "res_denied"))
    assert read_label("行政复议-结果维持").group("t4_group") == "review"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2.其他法律行政止公开", "res_denied_law_prohibits"),
        ("3.危及“三安全—稳定”", "res_denied_security_stability"),
        ("5.要求行政机关确认或重新出具己获取信息", "res_unproc_reconfirm"),
        ("7.属于行政执法按卷", "res_denied_enforcement_file"),
    ],
)
def test_a_slip_is_forgiven_where_one_label_only_can_be_meant(text: str, key: str) -> None:
    label = read_label(text)
    assert label.key("t3_row") == key
    assert not label.exact


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("本年新收", "req_new"),
        ("二、上年结转", "req_carried_in"),
        ("3.危及国家安全、公共安全、经济安全和社会稳定", "res_denied_security_stability"),
        ("过程性信息", "res_denied_deliberative"),
        ("3.补正后仍不明确", "res_unable_unclear"),
        ("公开出版物", "res_unproc_publication"),
        ("5.确认或重新出具已获取信息", "res_unproc_reconfirm"),
        ("1.逾期不补正", "res_other_no_correction"),
        ("2.逾期未缴费", "res_other_unpaid_fee"),
        ("四、结转下年度", "req_carried_out"),
    ],
)
def test_the_short_names_of_rows_are_labels(text: str, key: str) -> None:
    label = read_label(text)
    assert label.key("t3_row") == key
    assert label.exact


@pytest.mark.parametrize(
    "text",
    [
        "四、下年结转政府信息公开申请数量",
        "四、本年结转政府信息公开申请数量",
        "二、结转上年度继续办理",
        "结转本年度继续办理",
        "一、去年新收政府信息公开申请数量",
        "上年处理决定数量",
        "去年制发件数",
        "上年度收费金额（单位：万元）",
        "本年项目数量",
        "不对外公开总数量",
        "现行失效件数",
        "5.不属于三类内部事务信息",
    ],
)
def test_another_years_number_and_a_denial_are_no_slips(text: str) -> None:
    assert read_label(text).meanings == ()


@pytest.mark.parametrize(
    "text", ["", "12", "规章制度", "其他法律", "职人员数", "本年件数", "不再处理其政府信息公开申请"]
)
def test_what_could_mean_two_labels_or_none_is_unknown(text: str) -> None:
    assert read_label(text).meanings == ()


def test_a_cut_label_is_taken_for_its_whole_and_said_to_be_cut() -> None:
    label = read_label("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再")
    assert label.key("t3_row") == "res_other_unpaid_fee"
    assert label.partial


def test_no_other_label_reads_as_the_row_other() -> None:
    for row in load_form("f2021").t3_rows:
        if row.key != "res_other_misc":
            assert "res_other_misc" not in {m.key for m in read_label(row.label).meanings}


@given(st.sampled_from([row for row in load_form("f2021").t3_rows if len(core(row.label)) >= 6]), st.data())
def test_one_lost_character_never_makes_another_row_of_a_long_label(row, data) -> None:  # type: ignore[no-untyped-def]
    text = core(row.label)
    at = data.draw(st.integers(0, len(text) - 1))
    read = read_label(text[:at] + text[at + 1 :]).key("t3_row")
    assert read in (row.key, None)


def test_pieces_of_vertical_labels_are_known() -> None:
    assert is_fragment("三、")
    assert is_fragment("结果")
    assert is_fragment("三、本年度办理")
    assert not is_fragment("12")
    assert not is_fragment("高新区")


def test_the_unit_of_a_header_is_found() -> None:
    assert printed_unit("本年收费金额（单位：万元）") == "万元"
    assert printed_unit("本年收费金额（元）") == "元"
    assert printed_unit("本年处理决定数量") == ""


def test_recognising_a_long_text_costs_nothing() -> None:
    assert read_label("总计" * 100_000).meanings == ()
