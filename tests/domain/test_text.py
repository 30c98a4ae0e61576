"""Text cleaned, folded, spelt and sorted."""

import unicodedata
from collections.abc import Callable
from random import Random
from typing import Literal

import pytest

from tracker.domain.text import (
    clean,
    could_be_kept,
    fold,
    guard_formula,
    nearest,
    sort_key,
    spell,
    unguard_formula,
    visible,
)

HOSTILE = "".join(map(chr, (0, 0x1B, 0x7F, 0x9B, 0xAD, 0x061C, 0x200B, 0x200E, 0x202E, 0x2066, 0x2069, 0xDC80, 0xFEFF)))
HIDDEN = "".join(
    map(chr, (0x180E, 0x2065, 0xFDD0, 0xFFF9, 0xFFFE, 0x1BCA0, 0x1D173, 0x1FFFF, 0xE0001, 0xE0041, 0x10FFFF))
)
FAMILY = "👩\u200d👩\u200d👧 ❤\ufe0f 葛\U000e0100 می\u200cخواهم क्\u200dष"  # joiners and variation selectors


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  plain ", "plain"),
        ("a\r\n\tb\u2028c", "a b c"),
        (unicodedata.normalize("NFD", "Hoằng Thái"), "Hoằng Thái"),
        (f"Hà{HOSTILE} Nội", "Hà Nội"),
        ("\x1b[31mđỏ", "[31mđỏ"),
        ("[/] {x} & <y>", "[/] {x} & <y>"),
        (HOSTILE + HIDDEN, ""),
        (f"Hà{HIDDEN} Nội", "Hà Nội"),
        (FAMILY, FAMILY),
        ("a\xa0b  c\ufffd\ue000", "a\xa0b  c\ufffd\ue000"),
        ("a\u200b\u0301", "á"),
        ("\ufeff\u3000 a\u3000\u2029", "a"),
    ],
)
def test_clean_text_is_one_visible_line_in_nfc(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_what_is_seen_stands_for_what_is_not() -> None:
    assert visible("a\x1b[31m\tb\n") == "a\ufffd[31m\tb\n"
    assert visible(f"a\n{FAMILY}{HIDDEN}", kept="") == "a\ufffd" + FAMILY + "\ufffd" * len(HIDDEN)


@pytest.mark.parametrize(
    ("text", "could_be"), [("a", True), (f"a{HIDDEN}", True), ("a\x1b", False), ("a ", False), ("a\u0301", False)]
)
def test_texts_of_earlier_versions_are_no_damage(text: str, could_be: bool) -> None:
    assert could_be_kept(text) is could_be


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("+84 237", "'+84 237"),
        ("@a", "'@a"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("\t=1", "'\t=1"),
        ("'", "'"),
        ("'tên'", "'tên'"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_formulas_are_guarded_and_come_back(text: str, guarded: str) -> None:
    assert guard_formula(text) == guarded
    assert unguard_formula(guarded) == text


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
        ["ba", "ba ba", "ba chìm", "bà", "bà ba", "bá chủ", "bạ", "bác"],  # a word with its tone, then the next word
        ["Hòa An", "Hoà Bình", "Hoả An", "Hóa An", "Hoạ An"],  # wherever in its syllable the tone is written
        ["Đợt 2", "đợt 10", "Đợt II", "Đợt III"],
        ["Xã Đà", "Xã Đả", "Xã Đã", "Xã Đá", "Xã Đạ", "Zone 1", "北京"],
        ["An", "Ân", "Bình", "công an", "Đông", "e", "Email", "ê", "Fansipan", "Jrai", "uy", "ư", "Vĩnh", "Wi", "xa"],
        ["XÃ AN BÌNH", "xã An Cư", "Xã Ân Bình"],
        ["Xã 2", "xã 9", "Xã 10", "xã 010 A", "Xã A"],
        ["5", "a", "ab"],
        ["oa", "öb", "oc"],
        ["", "(a)", "1", "a", "z", "日"],
        ["9" * 4999, "1" + "0" * 4999],
        ["Công an xã Hoằng Đại", "Công an xã Hoằng Đạo", "Công an xã Hoằng Đạt", "Công an xã Hoằng Giang"],
    ],
)
def test_text_sorts_as_in_a_vietnamese_dictionary(ordered: list[str]) -> None:
    shuffled = Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


VOWELS, TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang huyền hỏi ngã sắc nặng


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_every_vowel_with_every_tone_has_its_place(form: Literal["NFC", "NFD"], case: Callable[[str], str]) -> None:
    ordered = [case(unicodedata.normalize(form, vowel + tone)) for vowel in VOWELS for tone in TONES]
    assert len(set(ordered)) == 72
    shuffled = Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


def test_a_tone_that_stands_alone_is_still_a_tone() -> None:
    assert sorted(["q\u0323", "q\u0300", "q", "r"], key=sort_key) == ["q", "q\u0300", "q\u0323", "r"]


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


@pytest.mark.parametrize("text", ["X=1", "X'=1", "'X=1", "x-1", ""])
def test_a_sign_of_a_formula_further_on_is_none(text: str) -> None:
    assert (guard_formula(text), unguard_formula(text)) == (text, text)


def test_no_more_than_three_names_are_offered_unless_more_are_asked_for() -> None:
    choices = [f"Thị trấn Đức Phổ {n}" for n in range(1, 6)]
    assert [len(nearest("Thị trấn Đức Phổ 9", choices, *most)) for most in ((), (1,), (5,))] == [3, 1, 5]
