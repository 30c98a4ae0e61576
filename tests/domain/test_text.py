"""Text cleaned, folded, spelt and sorted."""

import unicodedata
from random import Random

import pytest

from tracker.domain.text import clean, fold, nearest, sort_key, spell

HOSTILE = "".join(map(chr, (0, 0x1B, 0x7F, 0x9B, 0xAD, 0x061C, 0x200B, 0x200E, 0x202E, 0x2066, 0x2069, 0xDC80, 0xFEFF)))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  plain ", "plain"),
        ("a\r\n\tb\u2028c", "a b c"),
        (unicodedata.normalize("NFD", "Hoằng Thái"), "Hoằng Thái"),
        (f"Hà{HOSTILE} Nội", "Hà Nội"),
        ("\x1b[31mđỏ", "[31mđỏ"),
        ("[/] {x} & <y>", "[/] {x} & <y>"),
        (HOSTILE, ""),
    ],
)
def test_clean_text_is_one_visible_line_in_nfc(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text", ["Công an xã ĐẮK Ơ", "CÔNG  AN XÃ đắk ơ", unicodedata.normalize("NFD", "công an xã Đắk Ơ")]
)
def test_folded_text_has_neither_case_nor_marks(text: str) -> None:
    assert fold(text) == "cong an xa dak o"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Thanh Hoá", "thanh  HÓA", True),
        ("Thuỷ Nguyên", unicodedata.normalize("NFD", "Thủy Nguyên"), True),
        ("Quý", "Qúy", True),
        ("Hoà, Hòe", "Hòa, Hoè", True),
        ("Hóa", "Hòa", False),
        ("Hóa", "Hoa", False),
        ("Đông", "Dông", False),
        ("Tân An", "Tan Ân", False),
        ("Hoá An", "Hoa Án", False),
    ],
)
def test_spelling_ignores_where_the_tone_stands_in_a_syllable(one: str, other: str, is_same: bool) -> None:
    assert (spell(one) == spell(other)) is is_same


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ba", "bà", "bả", "bã", "bá", "bạ", "băng", "bâng", "bi"],
        ["Dân", "Đông", "Ea", "Êa"],
        ["Hà Nội", "Hàng", "Hạt"],
        ["Xã 2", "xã 9", "Xã 10", "xã 010 A", "Xã A"],
        ["5", "a", "ab"],
        ["oa", "öb", "oc"],
        ["", " ", "(a)", "1", "a", "z", "日"],
        ["9" * 4999, "1" + "0" * 4999],
        ["Công an xã Hoằng Đại", "Công an xã Hoằng Đạo", "Công an xã Hoằng Đạt", "Công an xã Hoằng Giang"],
    ],
)
def test_text_sorts_as_in_a_vietnamese_dictionary(ordered: list[str]) -> None:
    shuffled = Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


def test_sorting_sees_no_difference_between_nfc_and_nfd() -> None:
    name = "Hoằng Đạo 12"
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)


@pytest.mark.parametrize(
    ("word", "found"),
    [("dot2", ["dot-2"]), ("ĐỘT-1", ["dot-1"]), ("xyz", []), ("", [])],
)
def test_nearest_names_what_was_meant(word: str, found: list[str]) -> None:
    assert nearest(word, ["dot-1", "dot-2", "so-ket"], 1) == found


def test_nearest_gives_the_names_as_they_are_written() -> None:
    assert nearest("hoang thay", ["Hoằng Thái", "Hoằng Thành", "Quảng Đông"], 2) == ["Hoằng Thái", "Hoằng Thành"]
