"""Bytes decide their charset; a declared one never wins against them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.charset import decode

TEXT = "青禾县人民政府2023年政府信息公开工作年度报告，由镕、堃、㙟三位同志编制。"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "said",
    [
        "",
        "text/html; charset=utf-8",
        "text/html;charset=ISO-8859-1",
        "text/html; charset=gb2312",
        "text/html; charset=none",
    ],
)
def test_text_survives_any_header(charset: str, said: str) -> None:
    assert decode((TEXT * 3).encode(charset), said).text == TEXT * 3


def test_the_header_may_come_with_all_others() -> None:
    decoded = decode(TEXT.encode("gb18030"), {"Server": "nginx", "Content-Type": "text/html; charset=UTF-8"})
    assert (decoded.text, decoded.charset, decoded.declared, decoded.repaired) == (TEXT, "gb18030", "utf-8", True)
    assert not decode(TEXT.encode("gb18030"), "text/html; charset=GBK").repaired
    assert not decode(b"plain ascii", "text/html; charset=gbk").repaired


def test_meta_is_read_when_the_header_is_silent() -> None:
    body = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>{TEXT}'.encode(
        "gb18030"
    )
    assert decode(body).declared == "gb2312"
    assert TEXT in decode(body).text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_body_cut_in_its_last_character_keeps_the_rest(charset: str, cut: int) -> None:
    decoded = decode((TEXT + "完").encode(charset)[:-cut])
    assert decoded.text.startswith(TEXT[:-2])
    assert decoded.charset == charset


@pytest.mark.parametrize(("main", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_foreign_fragment_does_not_spoil_the_page(main: str, other: str) -> None:
    decoded = decode((TEXT * 4).encode(main) + "页脚".encode(other) + (TEXT * 4).encode(main))
    assert decoded.charset == main
    assert decoded.text.count("政府信息公开工作年度报告") >= 7


@given(st.binary(max_size=300))
def test_nothing_is_too_broken(body: bytes) -> None:
    assert isinstance(decode(body).text, str)


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=80))
def test_utf8_is_read_back(text: str) -> None:
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode()).text == text
