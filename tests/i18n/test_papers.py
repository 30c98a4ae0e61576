"""Days as papers bear them."""

from collections.abc import Iterator
from datetime import date

import pytest

from tracker.i18n import speak
from tracker.i18n.papers import open_day, paper_date, paper_day


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (date(2025, 2, 3), "ngày 03 tháng 02 năm 2025", "3 February 2025"),
        (date(2025, 1, 31), "ngày 31 tháng 01 năm 2025", "31 January 2025"),
        (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025", "9 March 2025"),
        (date(2025, 5, 19), "ngày 19 tháng 5 năm 2025", "19 May 2025"),
        (date(2024, 10, 10), "ngày 10 tháng 10 năm 2024", "10 October 2024"),
        (date(2024, 12, 1), "ngày 01 tháng 12 năm 2024", "1 December 2024"),
    ],
)
def test_days_below_10_and_the_first_two_months_take_a_zero(day: date, vi: str, en: str) -> None:
    assert paper_day(day) == en
    speak("vi")
    assert paper_day(day) == vi


def test_within_a_text_the_same_zeros_are_written() -> None:
    days = (date(2025, 2, 3), date(2024, 8, 19), date(2024, 11, 5))
    assert [paper_date(one) for one in days] == ["03/02/2025", "19/08/2024", "05/11/2024"]
    speak("vi")
    assert [paper_date(one) for one in days] == ["03/02/2025", "19/8/2024", "05/11/2024"]


def test_a_paper_that_is_not_signed_leaves_room_for_day_and_month() -> None:
    speak("vi")
    assert open_day(date(2025, 2, 3)) == "ngày      tháng      năm 2025"
    speak("en")
    assert open_day(date(2025, 2, 3)).strip() == "2025"
