"""Whatever is typed: what is kept is one clean line, and cleaning it again changes nothing."""

import csv
import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text import clean, could_be_kept, guard_formula, unguard_formula, visible
from tracker.render.formats.csv import render_csv

ANY = st.text(st.characters(categories=None))
HOSTILE = st.text(
    st.sampled_from("a =+-@'\"\n\r\t\x00\x1b\x9b\u202e\u2066\u200b\u200d\ufe0f\u0301\U000e0041\ud800\ufffe\uff1d,;")
)
TEXTS = ANY | HOSTILE


@given(TEXTS)
def test_clean_text_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == visible(cleaned, kept="")
    assert could_be_kept(cleaned)


@given(TEXTS)
def test_clean_text_can_be_written_and_acts_on_nothing(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode().decode() == cleaned == unicodedata.normalize("NFC", cleaned).strip()
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(character) for character in cleaned}
    assert not {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} & set(
        map(unicodedata.bidirectional, cleaned)
    )


@given(TEXTS)
def test_what_a_person_sees_is_not_taken_out(text: str) -> None:
    plain = "".join(character for character in text if character.isprintable() and not character.isspace())
    composed = unicodedata.normalize("NFC", plain)
    assert unicodedata.normalize("NFC", "".join(c for c in clean(plain) if not c.isspace())) == composed


@given(TEXTS)
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    guarded = guard_formula(text)
    assert guarded[:1] not in set("=+-@\t\r")
    assert unguard_formula(guarded) == text


@given(st.lists(st.tuples(TEXTS.map(clean), TEXTS.map(clean)), min_size=1))
def test_a_csv_gives_every_text_back(rows: list[tuple[str, str]]) -> None:
    text = render_csv(("note", "ref"), ({"note": note, "ref": ref} for note, ref in rows))
    read = list(csv.reader(io.StringIO(text), strict=True))[1:]
    assert [tuple(map(unguard_formula, row)) for row in read] == rows
