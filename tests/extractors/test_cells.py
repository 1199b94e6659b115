"""One cell understood: its number, its label, and labels with pieces of other cells before them."""

from __future__ import annotations

import pytest

from extractors.cells import LABEL, WORDS, see


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("申\n法人\n科研\n机构", "research"),
        ("请人情\n或其他\n社会\n公益\n组织", "public_interest"),
        ("况\n组织\n法律\n服务\n机构", "legal_service"),
        ("组织\n其他", "other_org"),
        ("申请人情况\n自然人", "natural_person"),
    ],
)
def test_pieces_of_the_titles_above_columns_hide_no_label(text: str, key: str) -> None:
    seen = see(text)
    assert seen.kind == LABEL
    assert seen.label.key("t3_column") == key


@pytest.mark.parametrize(
    "text", ["其他\n总计", "商业\n企业\n科研\n机构", "申报\n科研\n机构", "申\n予以公开", "法人\n3"]
)
def test_what_is_no_piece_of_a_title_makes_no_label(text: str) -> None:
    seen = see(text)
    assert seen.kind == WORDS
    assert not seen.label.meanings
