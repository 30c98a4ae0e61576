"""Names: sorted by the Vietnamese alphabet, and one spelling for each however its letters are encoded."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text import clean, fold, sort_key, spell

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
WORDS = st.text(ALPHABET, min_size=1, max_size=6)
NAMES = st.lists(st.text(ALPHABET + ALPHABET.upper() + "áàảãạếệợử019", min_size=1, max_size=6), max_size=4).map(
    " ".join
)


def position(word: str) -> list[int]:
    return [ALPHABET.index(letter) for letter in word]


@given(st.lists(WORDS, min_size=2, max_size=8))
def test_words_without_tones_sort_by_the_alphabet(words: list[str]) -> None:
    assert sorted(words, key=sort_key) == sorted(words, key=position)


@given(WORDS, WORDS, st.sampled_from(TONES), st.sampled_from(TONES))
def test_letters_decide_before_tones(one: str, other: str, tone: str, other_tone: str) -> None:
    toned, other_toned = (
        unicodedata.normalize("NFC", f"a{mark}{word}") for mark, word in ((tone, one), (other_tone, other))
    )
    if one != other:
        assert (sort_key(toned) < sort_key(other_toned)) is (position(one) < position(other))
    else:
        assert (sort_key(toned) < sort_key(other_toned)) is (TONES.index(tone) < TONES.index(other_tone))


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=6))
def test_numbers_in_names_sort_by_value_and_before_letters(numbers: list[int]) -> None:
    names = sorted((f"Xã {number}" for number in numbers), key=sort_key)
    assert [int(name.removeprefix("Xã ")) for name in names] == sorted(numbers)
    assert all(sort_key(name) < sort_key("Xã a") for name in names)


@given(NAMES)
def test_the_encoding_of_letters_changes_nothing(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert clean(decomposed) == clean(name)
    assert (spell(decomposed), fold(decomposed), sort_key(decomposed)) == (spell(name), fold(name), sort_key(name))


@given(st.text(max_size=40))
def test_cleaning_and_folding_twice_is_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert unicodedata.is_normalized("NFC", clean(text))
    assert not {unicodedata.category(character) for character in clean(text)} & {"Cc", "Cs", "Zl", "Zp"}
