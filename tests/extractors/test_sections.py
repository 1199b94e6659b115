"""The six statutory sections, however their headings were printed, lost, misspelt or run into the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Block, Cell, Heading, Paragraph, Place, Table
from extractors.sections import KEYS, SectionReading, cut_tables, read_sections

F2021 = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
F2019 = (
    "总体情况",
    "行政机关主动公开政府信息情况",
    "行政机关收到和处理政府信息公开申请情况",
    "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "政府信息公开工作存在的主要问题及改进情况",
    "其他需要报告的事项",
)
NUMERALS = "一二三四五六"
BODY = (
    "我镇按要求开展了工作。",
    "见下表。",
    "见申请表。",
    "见案件表。",
    "人手不足，将加强培训。",
    "无收取信息处理费情况。",
)
HERE = Place()


def paragraphs(*texts: str) -> list[Block]:
    return [Paragraph(text, HERE) for text in texts]


def headed(headings: list[str]) -> list[Block]:
    texts = [part for pair in zip(headings, BODY, strict=True) for part in pair]
    return paragraphs(*texts)


def numbers(reading: SectionReading) -> list[int]:
    return [section.number for section in reading.sections]


def assert_all_six(reading: SectionReading) -> None:
    assert numbers(reading) == [1, 2, 3, 4, 5, 6]
    assert [section.key for section in reading.sections] == list(KEYS[1:])
    assert [section.text for section in reading.sections] == list(BODY)
    assert reading.statutory == 6


@pytest.mark.parametrize("titles", [F2021, F2019])
@pytest.mark.parametrize(
    "form",
    [
        "{zh}、{title}",
        "{zh}、 {title}",
        "{title}",
        "{digit}、 {title}",
        "{digit}. {title}",
        "第{zh}部分 {title}",
        "**{zh}、{title}**",
        "（{zh}）{title}",
        "　　{zh}、{title}：",
        "{zh}． {title}",
    ],
)
def test_headings_printed_in_many_ways(titles: tuple[str, ...], form: str) -> None:
    headings = [form.format(zh=NUMERALS[n], digit=n + 1, title=title) for n, title in enumerate(titles)]
    assert_all_six(read_sections(headed(headings)))


def test_numerals_lost_repeated_and_wrong_do_not_matter() -> None:
    numerals = ["", "2、 ", "3、 ", "四、", "4、 ", "六、"]
    headings = [numeral + title for numeral, title in zip(numerals, F2021, strict=True)]
    assert_all_six(read_sections(headed(headings)))


@pytest.mark.parametrize(
    ("number", "variant"),
    [
        (1, "一、工作总体情况"),
        (2, "二、主动公开政府信息的情况"),
        (3, "三、收到和处理政府信息公开申请的情况"),
        (4, "四、政府信息公开行政法复议、行政诉讼情况"),
        (4, "四、因政府信息公开被申请行政复议、提起行政诉讼的情况"),
        (5, "五、存在问题及改进情况"),
        (5, "五、存在的主要问题和改进措施"),
        (6, "六、其它需要报告的事项"),
    ],
)
def test_variants_and_slips_in_a_heading(number: int, variant: str) -> None:
    headings = [f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)]
    headings[number - 1] = variant
    assert_all_six(read_sections(headed(headings)))


def test_heading_and_text_in_one_paragraph() -> None:
    texts = [f"{NUMERALS[n]}、{title}{BODY[n]}" for n, title in enumerate(F2021)]
    assert_all_six(read_sections(paragraphs(*texts)))


def test_a_page_that_is_all_one_line() -> None:
    preamble = (
        "本报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分，"
        "统计期限为2021年1月1日至12月31日。"
    )
    text = preamble + "".join(f"{NUMERALS[n]}、{title}{BODY[n]}" for n, title in enumerate(F2021))
    reading = read_sections(paragraphs(text))
    assert_all_six(reading)
    assert [line.text for line in reading.front] == [preamble]


def test_a_heading_broken_over_two_lines() -> None:
    blocks = headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    at = next(n for n, block in enumerate(blocks) if isinstance(block, Paragraph) and "行政复议" in block.text)
    blocks[at : at + 1] = paragraphs("四、政府信息公开行政复议、行政", "诉讼情况")
    assert_all_six(read_sections(blocks))


def test_heading_blocks_and_their_levels() -> None:
    blocks = headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    blocks = [Heading(b.text, 2, HERE) if n % 2 == 0 and isinstance(b, Paragraph) else b for n, b in enumerate(blocks)]
    assert_all_six(read_sections(blocks))


def test_a_list_of_section_names_in_the_preamble_is_no_heading() -> None:
    listed = "本报告由" + "，".join(f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)) + "组成。"
    blocks = paragraphs(listed) + headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    reading = read_sections(blocks)
    assert_all_six(reading)
    assert [line.text for line in reading.front] == [listed]


def test_a_table_of_contents_of_lines_is_no_heading() -> None:
    contents = [f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)]
    assert_all_six(read_sections(paragraphs(*contents) + headed(contents)))


def test_sub_headings_are_not_sections() -> None:
    blocks = headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    blocks[1:2] = paragraphs(
        "（一）主动公开政府信息情况",
        "本年主动公开信息5条。",
        "（二）收到和处理政府信息公开申请情况",
        "本年收到申请1件。",
    )
    reading = read_sections(blocks)
    assert numbers(reading) == [1, 2, 3, 4, 5, 6]
    assert "（二）收到和处理政府信息公开申请情况" in reading.sections[0].text


def test_a_sentence_that_begins_with_a_sections_words_is_no_heading() -> None:
    blocks = headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    blocks[1:2] = paragraphs("其他需要报告的事项在第六部分一并说明，存在的主要问题及改进情况见第五部分。")
    assert numbers(read_sections(blocks)) == [1, 2, 3, 4, 5, 6]


def test_a_lost_heading_leaves_its_number_out() -> None:
    blocks = headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    del blocks[6:8]
    reading = read_sections(blocks)
    assert numbers(reading) == [1, 2, 3, 5, 6]
    assert reading.statutory == 5


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (1, "一、2023年工作概况"),
        (2, "二、政府信息主动公开情况"),
        (3, "3．依申请公开政府信息情况"),
        (4, "四、行政复议和诉讼情况"),
        (5, "五、存在的不足及改进措施"),
        (5, "第五部分 困难和下步打算"),
        (6, "六、其他"),
    ],
)
def test_a_heading_of_other_words_is_known_by_its_numeral_and_place(number: int, heading: str) -> None:
    headings = [f"{NUMERALS[at]}、{title}" for at, title in enumerate(F2021)]
    headings[number - 1] = heading
    reading = read_sections(headed(headings))
    assert_all_six(reading)
    assert reading.sections[number - 1].heading == heading


def test_the_items_of_a_list_are_not_the_lost_heading() -> None:
    blocks = headed([f"{NUMERALS[at]}、{title}" for at, title in enumerate(F2021)])
    del blocks[8]
    blocks[8:8] = paragraphs("一、加强培训", "二、完善制度", "三、细化目录", "四、强化督查", "五、扩大公开")
    assert numbers(read_sections(blocks)) == [1, 2, 3, 4, 6]
    blocks = headed([f"{NUMERALS[at]}、{title}" for at, title in enumerate(F2021)])
    blocks[6] = Paragraph("四、结转下年度继续办理", HERE)
    assert numbers(read_sections(blocks)) == [1, 2, 3, 5, 6]


@pytest.mark.parametrize(
    ("gone", "into", "item"), [(6, 5, "6、加强宣传引导工作"), (4, 3, "4、规范答复文书"), (5, 4, "5. 提高应诉能力")]
)
def test_an_item_with_another_kind_of_numeral_is_not_the_lost_heading(gone: int, into: int, item: str) -> None:
    blocks = headed([f"{NUMERALS[at]}、{title}" for at, title in enumerate(F2021)])
    blocks[2 * gone - 2 : 2 * gone] = paragraphs(item)
    reading = read_sections(blocks)
    assert numbers(reading) == [n for n in range(1, 7) if n != gone]
    assert item in reading.sections[into - 1].text


def test_headings_that_all_have_digits_are_one_kind() -> None:
    headings = [f"{at}、{title}" for at, title in enumerate(F2021, 1)]
    headings[4] = "5、今后努力方向"
    assert_all_six(read_sections(headed(headings)))


def test_statutory_table_text_is_no_prose() -> None:
    blocks = headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    table = Table((Cell("规章", 0, 0), Cell("3", 0, 1)), 1, 2, HERE)
    blocks[3:4] = [table, *paragraphs("规章", "3", "表后有一句说明。")]
    reading = read_sections(blocks, used=frozenset({3, 4, 5}))
    assert reading.sections[1].text == "表后有一句说明。"


def test_another_table_of_the_report_stays_in_the_prose() -> None:
    blocks = headed([f"{NUMERALS[n]}、{title}" for n, title in enumerate(F2021)])
    blocks.insert(2, Table((Cell("渠道", 0, 0), Cell("条数", 0, 1), Cell("网站", 1, 0), Cell("5", 1, 1)), 2, 2, HERE))
    assert read_sections(blocks).sections[0].text == BODY[0] + "\n渠道\t条数\n网站\t5"


def test_table_text_that_ran_into_prose_is_cut() -> None:
    text = (
        "前言。第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件415第二十条第（五）项"
        "信息内容本年处理决定数量行政许可7第二十条第（六）项信息内容本年处理决定数量行政处罚8行政强制0第二十条第（八）项"
        "信息内容本年收费金额（单位：万元）行政事业性收费12.5\n后记。"
    )
    assert cut_tables(text) == "前言。\n后记。"


def test_the_old_forms_second_table_is_cut_to_its_end() -> None:
    text = (
        "第二十条第（一）项 信息内容 本年新制作数量 规章 0 0 0 第二十条第（八）项 行政事业性收费 0 0 "
        "第二十条第（九）项 信息内容 采购项目数量 采购总金额 政府集中采购 3 251000元 结束。"
    )
    assert cut_tables(text) == "结束。"


def test_reports_before_the_forms_keep_headings_of_their_own() -> None:
    reading = read_sections(
        paragraphs(
            "为做好工作，总结如下：",
            "一、组织领导情况",
            "领导重视。",
            "二、主动公开政府信息情况",
            "公开28条。",
            "三、收费情况",
            "无。",
            "四、改进措施",
            "加强。",
        )
    )
    assert [(s.number, s.key, s.heading, s.text) for s in reading.sections] == [
        (1, "part1", "一、组织领导情况", "领导重视。"),
        (2, "part2", "二、主动公开政府信息情况", "公开28条。"),
        (3, "part3", "三、收费情况", "无。"),
        (4, "part4", "四、改进措施", "加强。"),
    ]
    assert reading.statutory == 0


def test_free_headings_inside_one_line() -> None:
    reading = read_sections(
        paragraphs(
            "总结如下： 一、工作基本情况 领导重视，抓好落实。 二、存在的主要问题 人手不足。 三、改进措施 加强培训。"
        )
    )
    assert [(s.key, s.heading) for s in reading.sections] == [
        ("part1", "一、工作基本情况"),
        ("part2", "二、存在的主要问题"),
        ("part3", "三、改进措施"),
    ]


def test_a_document_without_headings_has_no_sections() -> None:
    reading = read_sections(paragraphs("只有一段话。", "还有一段。"))
    assert reading.sections == ()
    assert len(reading.front) == 2


@given(st.permutations(range(6)), st.lists(st.sampled_from(["", "\u3000", " ", "\u00a0"]), min_size=6, max_size=6))
def test_section_numbers_always_ascend(order: list[int], spaces: list[str]) -> None:
    headings = [f"{spaces[n]}{NUMERALS[n]}、{F2021[n]}{spaces[n]}" for n in order]
    found = numbers(read_sections(headed(headings)))
    assert found == sorted(set(found))
    if order == sorted(order):
        assert found == [1, 2, 3, 4, 5, 6]


@given(st.lists(st.text(alphabet="一二三四五六、总体情况主动公开政府信息123。\n ", max_size=80), max_size=8))
def test_any_lines_are_read_and_no_prose_is_doubled(texts: list[str]) -> None:
    reading = read_sections(paragraphs(*texts))
    kept = sum(len(s.heading) + len(s.text) for s in reading.sections) + sum(len(line.text) for line in reading.front)
    assert kept <= sum(len(text) for text in texts) + 2 * len(texts)


def test_headings_in_traditional_characters() -> None:
    titles = (
        *("總體情況", "主動公開政府信息情況", "收到和處理政府信息公開申請情況", "政府信息公開行政復議、行政訴訟情況"),
        *("存在的主要問題及改進情況", "其他需要報告的事項"),
    )
    assert_all_six(read_sections(headed([f"{zh}、{title}" for zh, title in zip(NUMERALS, titles, strict=True)])))
