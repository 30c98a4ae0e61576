"""Deadlines expanded to dates, and the weeks that returns are owed for."""

from datetime import date, datetime, time, timedelta

import pytest

from tracker.domain.calendar import Span, week_of
from tracker.domain.returns import Covers, Deadline, Occurrence, once, weekly, weekly_return

ZONE = "Asia/Ho_Chi_Minh"
CAMPAIGN = Span(date(2024, 8, 19), date(2025, 8, 19))  # Monday to Tuesday
LAUNCHED = date(2024, 9, 19)  # a Thursday
MONDAY, FRIDAY = 0, 4


@pytest.mark.parametrize(
    ("weekday", "covers", "campaign", "launched_on", "first", "last"),
    [
        (FRIDAY, Covers.CURRENT, CAMPAIGN, LAUNCHED, date(2024, 9, 20), date(2025, 8, 22)),
        (FRIDAY, Covers.PREVIOUS, CAMPAIGN, LAUNCHED, date(2024, 9, 27), date(2025, 8, 29)),
        (FRIDAY, Covers.CURRENT, CAMPAIGN, None, date(2024, 8, 23), date(2025, 8, 22)),
        (FRIDAY, Covers.CURRENT, CAMPAIGN, date(2024, 8, 1), date(2024, 8, 23), date(2025, 8, 22)),
        (MONDAY, Covers.PREVIOUS, CAMPAIGN, None, date(2024, 8, 26), date(2025, 8, 25)),
        (MONDAY, Covers.CURRENT, CAMPAIGN, LAUNCHED, date(2024, 9, 23), date(2025, 8, 18)),
        (
            FRIDAY,
            Covers.CURRENT,
            Span(date(2024, 8, 21), date(2024, 8, 22)),
            None,
            date(2024, 8, 23),
            date(2024, 8, 23),
        ),
        (
            FRIDAY,
            Covers.CURRENT,
            Span(date(2024, 8, 24), date(2024, 8, 26)),
            None,
            date(2024, 8, 30),
            date(2024, 8, 30),
        ),
    ],
)
def test_a_weekly_return_is_owed_from_the_launch_on_for_the_broken_weeks_too(
    weekday: int, covers: Covers, campaign: Span, launched_on: date | None, first: date, last: date
) -> None:
    found = weekly(weekday, time(16), covers, campaign, launched_on, ZONE)
    assert [one.due_on for one in found] == [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    earlier = timedelta(weeks=covers is Covers.PREVIOUS)
    assert [one.covers for one in found] == [week_of(one.due_on - earlier) for one in found]


def test_a_return_covers_whole_weeks_until_its_hour_in_the_campaigns_zone() -> None:
    first = weekly(FRIDAY, time(16), Covers.CURRENT, CAMPAIGN, LAUNCHED, ZONE)[0]
    assert first.due_at == datetime.fromisoformat("2024-09-20T16:00+07:00")
    assert first.covers == Span(date(2024, 9, 16), date(2024, 9, 22))


def test_nothing_is_owed_before_a_launch_after_the_end() -> None:
    late = date(2025, 9, 1)
    owed = weekly(FRIDAY, time(16), Covers.CURRENT, CAMPAIGN, late, ZONE)
    assert [one.covers for one in owed] == [week_of(late)]


def test_a_single_deadline_holds_until_the_end_of_its_day() -> None:
    assert once(date(2025, 2, 10), ZONE) == Occurrence(
        date(2025, 2, 10), datetime.fromisoformat("2025-02-10T23:59:59+07:00"), None
    )


@pytest.mark.parametrize(
    ("today", "last", "following"),
    [
        (date(2024, 9, 19), None, date(2024, 9, 20)),
        (date(2024, 9, 20), date(2024, 9, 20), date(2024, 9, 27)),
        (date(2025, 3, 1), date(2025, 2, 28), date(2025, 3, 7)),
        (date(2026, 1, 1), date(2025, 8, 22), None),
    ],
)
def test_a_deadline_knows_its_last_and_its_next_date(today: date, last: date | None, following: date | None) -> None:
    occurrences = weekly(FRIDAY, time(16), Covers.CURRENT, CAMPAIGN, LAUNCHED, ZONE)
    deadline = Deadline("Báo cáo tuần", is_return=True, occurrences=tuple(occurrences))
    found = deadline.last(today), deadline.next(today)
    assert [one and one.due_on for one in found] == [last, following]


@pytest.mark.parametrize(
    ("week", "due_on"),
    [
        (date(2024, 9, 16), date(2024, 9, 20)),
        (date(2025, 8, 18), date(2025, 8, 22)),
        (date(2024, 9, 9), None),
        (date(2025, 8, 25), None),
    ],
)
def test_the_return_for_a_week_is_found(week: date, due_on: date | None) -> None:
    occurrences = tuple(weekly(FRIDAY, time(16), Covers.CURRENT, CAMPAIGN, LAUNCHED, ZONE))
    no_return = Deadline("Giao ban", is_return=False, occurrences=occurrences)
    weekly_report = Deadline("Báo cáo tuần", is_return=True, occurrences=occurrences)
    found = weekly_return([no_return, weekly_report], week_of(week))
    assert (found and (found[0], found[1].due_on)) == (due_on and (weekly_report, due_on))
