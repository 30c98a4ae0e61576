"""Text that people type: cleaned once at input, folded for search, sorted as Vietnamese is."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(ord("A") + number) for number, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_UNWANTED = "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff]"


def clean(text: str) -> str:
    """Return text fit to keep and to show: NFC, one line, no control, escape, invisible or bidirectional characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = re.sub(r"[\t\r\n\v\f\x85\u2028\u2029]+", " ", text)
    return unicodedata.normalize("NFC", re.sub(_UNWANTED, "", spaced)).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return text without case, tone marks or diacritics, `đ` as `d`, for search."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(plain.replace("đ", "d").split())


@lru_cache(maxsize=65536)
def spell(text: str) -> str:
    """Return text without case and with each tone at the end of its syllable, so that Hoá and Hóa are one spelling."""
    text = unicodedata.normalize("NFD", " ".join(text.casefold().split()))
    return re.sub(_WORD_WITH_MARKS, lambda word: _tone_last(word[0]), text)


_WORD_WITH_MARKS = r"[\w\u0300-\u036f]+"


def _tone_last(word: str) -> str:
    return "".join(c for c in word if c not in _TONES) + "".join(_TONES[c] for c in word if c in _TONES)


def sort_key(text: str) -> tuple[str, str]:
    """Order text as a Vietnamese dictionary does: letters first (a ă â ... d đ e ê), then tones, digits by value."""
    letters: list[str] = []
    tones: list[str] = []
    for part in re.split(r"(\d+)", unicodedata.normalize("NFC", text.casefold())):
        if part.isdecimal():
            digits = part.lstrip("0")
            letters.append(f"0{len(digits):06}{digits}")
            continue
        for character in part:
            letter, tone = _letter_and_tone(character)
            letters.append(letter)
            tones.append(tone)
    return "".join(letters), "".join(tones)


@lru_cache(maxsize=1024)
def _letter_and_tone(character: str) -> tuple[str, str]:
    # "-" sorts before the digits, they before our letters, and "~" after all of them.
    marks = unicodedata.normalize("NFD", character)
    tone = "".join(_TONES[mark] for mark in marks if mark in _TONES)
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    base = base if base in _ORDER else fold(base) or base
    return _ORDER.get(base, f"~{base}" if base.isalpha() else f"-{base}"), tone or "0"


def nearest(word: str, choices: Iterable[str], most: int = 3) -> list[str]:
    """Return the choices that look most like a mistyped word, best first."""
    return list(_nearest(word, tuple(choices), most))


@lru_cache(maxsize=1024)  # a file repeats its wrong names, and each takes some 50 ms among a province's
def _nearest(word: str, choices: tuple[str, ...], most: int) -> tuple[str, ...]:
    from difflib import get_close_matches  # noqa: PLC0415 needed after a slip only

    by_fold: dict[str, str] = {}
    for choice in choices:
        by_fold.setdefault(fold(choice), choice)
    return tuple(by_fold[match] for match in get_close_matches(fold(word), by_fold, most, 0.6))
