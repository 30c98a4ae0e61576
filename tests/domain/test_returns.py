"""Returns: which one is about a day, which is due last and next, and when it is locked."""

from datetime import date, datetime, time, timedelta

import pytest

from tracker.domain.calendar import Span, week_of
from tracker.domain.returns import (
    Deadline,
    Lock,
    LockException,
    Period,
    find_covering,
    find_return,
    is_locked,
    lock_of,
    weekly_return,
)
from tracker.domain.schedule import Plan, each_month, each_week, on_day

CAMPAIGN = Span(date(2024, 8, 19), date(2025, 8, 19))  # Monday to Tuesday
LAUNCHED = date(2024, 9, 19)  # a Thursday
FRIDAYS = Plan(CAMPAIGN, LAUNCHED, "Asia/Ho_Chi_Minh").expand(each_week(4), time(16), Period.WEEKLY)
MONTHS = Plan(CAMPAIGN, LAUNCHED, "Asia/Ho_Chi_Minh").expand(each_month(25), time(16), Period.MONTHLY)


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
    deadline = Deadline("Báo cáo tuần", Period.WEEKLY, FRIDAYS)
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
    no_return = Deadline("Giao ban", None, FRIDAYS)
    monthly = Deadline("Báo cáo tháng", Period.MONTHLY, MONTHS)
    weekly = Deadline("Báo cáo tuần", Period.WEEKLY, FRIDAYS)
    found = weekly_return([no_return, monthly, weekly], week_of(week))
    assert (found and (found[0], found[1].due_on)) == (due_on and (weekly, due_on))


def test_the_return_of_another_period_is_found_by_a_day_that_it_is_about() -> None:
    once = Plan(CAMPAIGN, None, "UTC").once(date(2025, 2, 10), time(23, 59, 59), Span(CAMPAIGN.start, date(2025, 2, 3)))
    deadlines = [
        Deadline("Báo cáo tuần", Period.WEEKLY, FRIDAYS),
        Deadline("Báo cáo tháng", Period.MONTHLY, MONTHS),
        Deadline("Báo cáo sơ kết", Period.ONCE, once),
    ]
    found = {period: find_return(deadlines, period, date(2025, 2, 3)) for period in Period}
    assert {period: one and one[1].due_on for period, one in found.items()} == {
        Period.WEEKLY: date(2025, 2, 7),
        Period.MONTHLY: date(2025, 2, 25),
        Period.ONCE: date(2025, 2, 10),
    }
    assert find_return(deadlines, Period.ONCE, date(2025, 2, 4)) is None


WEEK = next(one for one in FRIDAYS if one.due_on == date(2025, 2, 28))
LATER = WEEK.due_at + timedelta(days=20)
FOR_ALL = LockException(week_of(date(2025, 2, 28)), WEEK.due_at + timedelta(days=10), "Mất mạng toàn tỉnh")
FOR_ONE = LockException(week_of(date(2025, 2, 28)), LATER, "Lũ", ("a",))
ANOTHER = LockException(week_of(date(2025, 3, 7)), LATER + timedelta(days=9), "Lũ", ("a",))


@pytest.mark.parametrize(
    ("lock_after", "exceptions", "unit", "lock"),
    [
        (None, (), "a", None),
        (7, (), "a", Lock(datetime.fromisoformat("2025-03-07T16:00:00+07:00"))),
        (7, (ANOTHER,), "a", Lock(datetime.fromisoformat("2025-03-07T16:00:00+07:00"))),
        (7, (FOR_ONE, FOR_ALL), "a", Lock(LATER, FOR_ONE)),
        (7, (FOR_ONE, FOR_ALL), "b", Lock(FOR_ALL.until, FOR_ALL)),
        (30, (FOR_ALL,), "b", Lock(WEEK.due_at + timedelta(days=30))),
    ],
)
def test_a_return_is_locked_some_days_after_it_was_due_unless_an_exception_puts_that_off(
    lock_after: int | None, exceptions: tuple[LockException, ...], unit: str, lock: Lock | None
) -> None:
    deadline = Deadline("Báo cáo tuần", Period.WEEKLY, FRIDAYS, lock_after, exceptions)
    assert lock_of(deadline, WEEK, unit) == lock
    if lock:
        assert not is_locked(deadline, WEEK, unit, lock.at)
        assert is_locked(deadline, WEEK, unit, lock.at + timedelta(seconds=1))
    else:
        assert not is_locked(deadline, WEEK, unit, datetime.max.replace(tzinfo=WEEK.due_at.tzinfo))


def test_a_day_that_is_named_is_itself() -> None:
    assert list(on_day(date(2025, 2, 10)).days(CAMPAIGN)) == [date(2025, 2, 10)]
    assert list(on_day(date(2026, 2, 10)).days(CAMPAIGN)) == []


def test_the_return_about_some_days_is_found_whatever_its_period() -> None:
    meeting = Deadline("Giao ban", None, FRIDAYS)
    weekly, monthly = Deadline("Tuần", Period.WEEKLY, FRIDAYS), Deadline("Tháng", Period.MONTHLY, MONTHS)
    week, february = week_of(date(2025, 2, 28)), Span(date(2025, 2, 1), date(2025, 2, 28))
    assert find_covering([meeting, monthly, weekly], week) == (weekly, WEEK)
    found = find_covering([meeting, weekly, monthly], february)
    assert found is not None
    assert (found[0], found[1].due_on) == (monthly, date(2025, 2, 25))
    assert find_covering([meeting], week) is None
    assert find_covering([weekly, monthly], Span(date(2025, 2, 24), date(2025, 3, 1))) is None


def test_a_return_that_is_due_on_the_day_of_the_launch_is_owed() -> None:
    friday = date(2024, 9, 20)
    found = Plan(CAMPAIGN, friday, "Asia/Ho_Chi_Minh").expand(each_week(4), time(16), Period.WEEKLY)
    assert (found[0].due_on, found[0].covers) == (friday, week_of(friday))
