"""Text comes out right whatever the server or the page says about its encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Paragraph
from extractors.formats import read_document
from extractors.formats.charset import decode, is_utf8

TEXT = (
    "青禾县白石镇人民政府2023年政府信息公开工作年度报告。镕堃㙟三个字在GB18030里。"
    "本年新收政府信息公开申请12件，其中自然人10件；“其他”—2件……全年主动公开政府信息一百零三条，无行政复议、行政诉讼。"
    "我镇坚持以公开为常态、不公开为例外，及时回应群众关切，稳步提高公开质量，进一步规范依申请公开办理流程。"
)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
DECLARATIONS = [
    "",
    "utf-8",
    "gb2312",
    "GBK",
    "ISO-8859-1",
    "windows-1252",
    "utf-16",
    "nonsense",
    "x-user-defined",
    "中",
]


def page(meta: str) -> str:
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    return f"<html><head>{declared}<title>年度报告</title></head><body><p>{TEXT}</p></body></html>"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("header", DECLARATIONS)
@pytest.mark.parametrize("meta", ["", "utf-8", "gb2312", "iso-8859-1"])
def test_a_wrong_declaration_makes_no_mojibake(encoding: str, header: str, meta: str) -> None:
    document = read_document(page(meta).encode(encoding), media_type=f"text/html; charset={header}", charset=header)
    assert document.format == "html"
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [TEXT]
    assert document.title == "年度报告"
    assert document.problems == ()


@pytest.mark.parametrize(("encoding", "lost"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1)])
def test_a_body_cut_in_a_character_loses_only_that_character(encoding: str, lost: int) -> None:
    data = TEXT.encode(encoding)[:-lost]
    decoded = decode(data, charset="iso-8859-1")
    assert decoded.text[:-1] == TEXT[:-1]
    assert decoded.replaced == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("header", ["", "utf-8", "gbk", "iso-8859-1"])
def test_two_stray_bytes_cost_two_characters_and_a_problem(encoding: str, header: str) -> None:
    data = page("").replace("常态、", "常态、@@").encode(encoding).replace(b"@@", b"\xff@\xff")
    document = read_document(data, charset=header)
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.replace("\ufffd", "").replace("@", "") == TEXT
    (problem,) = document.problems
    assert problem.kind == "replaced_characters"
    assert problem.message.startswith("2 characters")


def test_a_fragment_in_another_encoding_is_reported_and_the_rest_is_right() -> None:
    data = TEXT.encode() + "访问人数".encode("gbk") + TEXT.encode()
    decoded = decode(data, charset="gbk")
    assert decoded.text.startswith(TEXT)
    assert decoded.text.endswith(TEXT)
    assert decoded.replaced > 0


def test_big5_is_read_when_it_is_declared() -> None:
    text = "政府資訊公開年度報告，申請案件數量統計。" * 4
    assert decode(text.encode("big5"), charset="big5").text == text


def test_a_short_gbk_text_that_is_valid_utf8_by_accident_follows_its_declaration() -> None:
    data = "模拢".encode("gbk")
    assert data.decode("utf-8") == "ģ£"
    assert decode(data, charset="gb2312").text == "模拢"


def test_characters_that_the_source_itself_had_lost_are_counted() -> None:
    document = read_document(page("").replace("公开质量", "公开\ufffd量").encode())
    assert [problem.kind for problem in document.problems] == ["replaced_characters"]


def test_a_page_whose_end_is_no_utf8_is_not_trusted_for_its_beginning() -> None:
    data = page("").replace(TEXT, TEXT * 20).encode().replace(b"</p>", b"\xd6\xd0</p>")
    assert is_utf8(data)
    document = read_document(data)
    assert document.blocks[0].text.rstrip("\ufffd") == TEXT * 20
    assert [problem.kind for problem in document.problems] == ["replaced_characters"]


@given(st.binary(max_size=300), st.sampled_from(DECLARATIONS))
def test_any_bytes_decode(data: bytes, declared: str) -> None:
    decoded = decode(data, charset=declared, media_type=f"text/html; charset={declared}", markup=True)
    assert decoded.replaced == decoded.text.count("\ufffd")


@given(st.text(alphabet=st.sampled_from("青禾县政府信息公开工作年度报告，。0123456789件"), min_size=60, max_size=300))
def test_everyday_chinese_survives_every_encoding_under_every_declaration(text: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        for declared in ("", "utf-8", "gbk", "iso-8859-1"):
            assert decode(text.encode(encoding), charset=declared).text == text
