"""The letterhead: numbers and symbols as the law writes them."""

import pytest

from tracker.domain.letterhead import Letterhead
from tracker.domain.report_texts import TITLES, ReportKind, ReportTexts, sections_of
from tracker.domain.text import fold


@pytest.mark.parametrize(
    ("symbol", "number", "written"),
    [
        ("PX03", "5", "05/BC-PX03"),
        ("PX03", "05", "05/BC-PX03"),
        ("PX03", "128", "128/BC-PX03"),
        ("PX03", "5a", "5a/BC-PX03"),
        ("", "9", "09/BC"),
        ("PX03", "", "      /BC-PX03"),
    ],
)
def test_a_number_below_ten_gets_a_zero_and_one_that_is_missing_leaves_room(
    symbol: str, number: str, written: str
) -> None:
    assert Letterhead(symbol=symbol).number_of("BC", number) == written


def test_only_the_lines_that_are_given_stand_above_the_signer() -> None:
    assert Letterhead(authority="TL. GIÁM ĐỐC", post="TRƯỞNG PHÒNG").signing == ("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
    assert Letterhead(post="CHỦ TỊCH").signing == ("CHỦ TỊCH",)


def test_every_text_has_a_title_of_its_own() -> None:
    assert set(TITLES) == set(ReportTexts.__struct_fields__)
    titles = [fold(title) for key, titles in TITLES.items() for title in (key, *titles)]
    assert {title for title in titles if titles.count(title) > 1} <= set(TITLES)  # an English title may be its key


def test_a_weekly_report_asks_for_no_lessons() -> None:
    assert {"strengths", "limits", "causes", "lessons", "assessment"}.isdisjoint(sections_of(ReportKind.WEEKLY))
    assert sections_of(ReportKind.PHASE) == sections_of(ReportKind.FINAL) == ReportTexts.__struct_fields__
