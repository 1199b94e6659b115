from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import Number, read_chinese, read_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12", 12, ""),
        (" 12 ", 12, ""),
        ("　　12", 12, ""),
        ("12\xa0", 12, ""),
        ("\u200b12", 12, ""),
        ("１２", 12, ""),
        ("１，２３４", 1234, ""),
        ("1,234", 1234, ""),
        ("27,642,000", 27642000, ""),
        ("9116.36", 9116.36, ""),
        ("3．5", 3.5, ""),
        ("12件", 12, "件"),
        ("12 件", 12, "件"),
        ("12（件）", 12, "件"),
        ("251000元", 251000, "元"),
        ("0.38万元", 0.38, "万元"),
        ("5人次", 5, "人次"),
        ("+1036", 1036, ""),
        ("－3", -3, ""),
        ("−3", -3, ""),
        ("增3", 3, ""),
        ("减少3", -3, ""),
        ("减 3", -3, ""),
        ("13\n件", 13, "件"),
        ("十二", 12, ""),
        ("三件", 3, "件"),
        ("一千二百", 1200, ""),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: float, unit: str) -> None:
    assert read_number(text) == Number(value, "value", unit)


@pytest.mark.parametrize("text", ["0", " 0", "0 ", "　　0", "０", "〇", "零", "0.00", "-0", "无", "（无）"])
def test_zero_is_printed(text: str) -> None:
    assert read_number(text)[:2] == (0, "zero")


@pytest.mark.parametrize("text", ["O", "o", "Ｏ", "ｏ", "Ο", "О", "OO", "O件", "1O", "二OO", "○", "○○", "零零", " O "])
def test_a_letter_or_a_circle_is_no_zero(text: str) -> None:
    assert read_number(text) == Number(None, "unreadable")


def test_zero_keeps_its_unit() -> None:
    assert read_number("0件") == Number(0, "zero", "件")


@pytest.mark.parametrize("text", ["万元", "千元", "亿元", "百元", "万件", "万人次"])
def test_a_large_unit_alone_is_no_number(text: str) -> None:
    assert read_number(text) == Number(None, "text")
    assert read_number("一" + text).value


@pytest.mark.parametrize("text", ["", " ", "　", "\xa0\n\t", "\u200b"])
def test_an_empty_cell_is_blank_and_not_zero(text: str) -> None:
    assert read_number(text) == Number(None, "blank")


@pytest.mark.parametrize(
    "text", ["/", "／", "—", "——", "-", "－", "–", " / ", "空", "不适用", "无数据", "— —", "—\u00a0—"]
)
def test_marks_for_nothing_are_not_zero(text: str) -> None:
    assert read_number(text) == Number(None, "na")


@pytest.mark.parametrize(
    "text",
    [
        *(
            [
                "1 2",
                "1　2",
                "1\n2",
                "12 34 0",
                "0000000",
                "007",
                "00",
                "713000074x",
                "1O",
                "2l",
                "12,34",
                "1,2345",
                "1.2.3",
            ]
        ),
        *(["12.", ".5", "3*", "10²", "①", "½", "3-4", "1/2", "—3", "?", "…", "12345678901234", "一", "三", "十", "٣"]),
    ],
)
def test_what_cannot_be_told_is_no_number(text: str) -> None:
    number = read_number(text)
    assert number.value is None
    assert number.state in ("unreadable", "text")


@pytest.mark.parametrize("text", ["1 2", "0000000", "12,34", "1O", "一"])
def test_a_garbled_number_is_unreadable_not_text(text: str) -> None:
    assert read_number(text).state == "unreadable"


@pytest.mark.parametrize("text", ["约3件", "见附件", "无变化", "3件（含上年）", "260余条"])
def test_words_are_text(text: str) -> None:
    assert read_number(text) == Number(None, "text")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("二〇二一", 2021), ("二○二四", 2024), ("十", 10), ("二十", 20), ("一百零三", 103), ("两万三千", 23000)],
        *[("三亿五千万", 350000000), ("壹佰贰拾", 120), ("零", 0), ("一千二百", 1200)],
    ],
)
def test_numerals_in_characters(text: str, value: int) -> None:
    assert read_chinese(text) == value


@pytest.mark.parametrize("text", ["", "abc", "十十", "一二百", "12", "年"])
def test_what_is_no_chinese_numeral(text: str) -> None:
    assert read_chinese(text) is None


@given(st.integers(0, 10**9))
def test_every_way_of_printing_an_integer_gives_it_back(n: int) -> None:
    wide = "".join(chr(0xFF10 + int(d)) for d in str(n))
    for text in (str(n), f"{n:,}", wide, f"　{n} ", f"{n}件"):
        assert read_number(text).value == n
        assert read_number(text).state == ("value" if n else "zero")


@given(st.integers(0, 999), st.integers(0, 999))
def test_two_numbers_in_one_cell_are_never_one(a: int, b: int) -> None:
    assert read_number(f"{a} {b}").value is None


@given(st.text(max_size=12))
def test_a_number_is_only_read_where_a_digit_or_numeral_stands(text: str) -> None:
    number = read_number(text)
    if number.value is not None:
        assert any(
            c in "0123456789０１２３４５６７８９〇○◯零一二三四五六七八九十百千两俩壹贰叁肆伍陆柒捌玖拾佰仟万亿"
            for c in text
        )
    assert (number.value is not None) == (number.state in ("value", "zero"))
