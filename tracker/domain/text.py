"""Text that people type: cleaned once at input, folded for search, sorted as Vietnamese is."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(ord("A") + number) for number, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Controls, ESC among them; soft hyphen, zero-width space, word joiner and byte order mark; all that sets the direction of
# writing; ends of lines and paragraphs; halves of a character, as names of files hold them that are not in UTF-8.
_UNFIT = "\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff"
# What shows nothing and can hide a message: tags, annotations, controls of shorthand and music, what is reserved for
# such; and what Unicode says is no character.
_HIDDEN = (
    "\u180e\u2065\ufdd0-\ufdef\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
)
_UNWANTED = f"[{_UNFIT}{_HIDDEN}]"
_SIGNS = frozenset(
    "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
)  # of formulas; the last four are the first as East Asian keyboards type them


def clean(text: str) -> str:
    """Return text fit to keep and to show: one line in NFC, with nothing that is not seen or acts on what shows it.

    Ends of lines and tabs become a space; white space at both ends goes, inside it stays. Taken out are: controls (C0,
    C1, DEL, so that no escape sequence is left), marks, embeddings, overrides and isolates of writing direction, soft
    hyphens, zero-width spaces, word joiners and invisible operators, byte order marks, Unicode tags, interlinear
    annotation, surrogates and noncharacters. Joiners (ZWJ, ZWNJ) and variation selectors stay, as emoji and the scripts
    of India and Persia are written with them; so do private use and all that shows.
    """
    if text.isprintable():  # of what is unwanted, nothing is printable
        return unicodedata.normalize("NFC", text).strip()
    spaced = re.sub(r"[\t\r\n\v\f\x85\u2028\u2029]+", " ", text)
    return unicodedata.normalize("NFC", re.sub(_UNWANTED, "", spaced)).strip()


def could_be_kept(text: str) -> bool:
    """Whether some version of tracker may have kept a text so; the first one took out less."""
    return clean(text) == text or (
        re.search(f"[{_UNFIT}]", text) is None and unicodedata.normalize("NFC", text).strip() == text
    )


def visible(text: str, kept: str = "\n\t") -> str:
    """Return text fit for a terminal: a sign stands for each unwanted character but those `kept`, line ends and tabs."""
    if text.isprintable():
        return text
    return re.sub(_UNWANTED, lambda found: found[0] if found[0] in kept else "\ufffd", text)


def guard_formula(text: str) -> str:
    """Return text as a CSV shows it to spreadsheets: with an apostrophe where they would take it for a formula.

    Text that has apostrophes before such a sign already gets one more, so that `unguard_formula` gives each text back.
    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.lstrip("'")[:1] in _SIGNS else text


def unguard_formula(text: str) -> str:
    """Return the text that a cell means: without the apostrophe that keeps it from being a formula."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in _SIGNS else text


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


def sort_key(text: str) -> tuple[tuple[str, str], ...]:
    """Order text as a Vietnamese dictionary does, word by word: letters (a ă â ... d đ e ê), then the tone; digits by value.

    Shape: the letters and the tone of each word. Where in its syllable a tone is written makes no difference.
    """
    return tuple(_word_key(word) for word in unicodedata.normalize("NFC", text.casefold()).split())


@lru_cache(maxsize=8192)
def _word_key(word: str) -> tuple[str, str]:
    letters = tones = ""
    for part in re.split(r"(\d+)", word):
        if part.isdecimal():
            digits = part.lstrip("0")
            letters += f"0{len(digits):06}{digits}"
            continue
        for character in part:
            letter, tone = _letter_and_tone(character)
            letters += letter
            tones += tone
    return letters, tones


@lru_cache(maxsize=1024)
def _letter_and_tone(character: str) -> tuple[str, str]:
    # "-" sorts before the digits, they before our letters, and "~" after all of them.
    marks = unicodedata.normalize("NFD", character)
    tone = "".join(_TONES[mark] for mark in marks if mark in _TONES)
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    base = base if base in _ORDER else fold(base) or base
    return _ORDER.get(base, f"~{base}" if base.isalpha() else f"-{base}" if base else ""), tone


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
