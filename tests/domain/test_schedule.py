"""Rules that come again, turned into dates: what each return is about, and working days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

from tracker.domain.calendar import DAY, Span, week_of
from tracker.domain.returns import Occurrence, Period
from tracker.domain.schedule import (
    MOST_DATES,
    Covers,
    Move,
    Plan,
    WorkingDays,
    each_month,
    each_week,
    find_gap,
    parse_rule,
)

ZONE = "Asia/Ho_Chi_Minh"
CAMPAIGN = Span(date(2024, 8, 19), date(2025, 8, 19))  # Monday to Tuesday
LAUNCHED = date(2024, 9, 19)  # a Thursday
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
# Tết 2025 and the swap of 2/5 for 26/4, as the government announced them.
TET = WorkingDays(
    frozenset(date(2025, 1, 27) + DAY * n for n in range(6)) | {date(2025, 4, 30), date(2025, 5, 1), date(2025, 5, 2)},
    frozenset({date(2025, 4, 26)}),
)


def weekly(
    weekday: int, covers: Covers, campaign: Span, launched_on: date | None, week_start: int = MONDAY
) -> tuple[Occurrence, ...]:
    return Plan(campaign, launched_on, ZONE, week_start).expand(each_week(weekday), time(16), Period.WEEKLY, covers)


def months(number: int, covers: Covers, campaign: Span = CAMPAIGN) -> list[tuple[date, Span | None]]:
    found = Plan(campaign, LAUNCHED, ZONE).expand(each_month(number), time(16), Period.MONTHLY, covers)
    return [(one.due_on, one.covers) for one in found]


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
    found = weekly(weekday, covers, campaign, launched_on)
    assert [one.due_on for one in found] == [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    earlier = timedelta(weeks=covers is Covers.PREVIOUS)
    assert [one.covers for one in found] == [week_of(one.due_on - earlier) for one in found]
    assert find_gap(found) is None


@pytest.mark.parametrize(
    ("week_start", "covers", "first", "about"),
    [
        (FRIDAY, Covers.PREVIOUS, date(2024, 9, 20), Span(date(2024, 9, 13), date(2024, 9, 19))),
        (FRIDAY, Covers.CURRENT, date(2024, 9, 20), Span(date(2024, 9, 20), date(2024, 9, 26))),
        (SATURDAY, Covers.CURRENT, date(2024, 9, 20), Span(date(2024, 9, 14), date(2024, 9, 20))),
        (SUNDAY, Covers.CURRENT, date(2024, 9, 20), Span(date(2024, 9, 15), date(2024, 9, 21))),
    ],
)
def test_weeks_may_begin_on_another_day(week_start: int, covers: Covers, first: date, about: Span) -> None:
    found = weekly(FRIDAY, covers, CAMPAIGN, LAUNCHED, week_start)
    assert (found[0].due_on, found[0].covers) == (first, about)
    assert found[-1].covers
    assert CAMPAIGN.end in found[-1].covers
    assert find_gap(found) is None


def test_a_return_covers_whole_weeks_until_its_hour_in_the_campaigns_zone() -> None:
    first = weekly(FRIDAY, Covers.CURRENT, CAMPAIGN, LAUNCHED)[0]
    assert first.due_at == datetime.fromisoformat("2024-09-20T16:00+07:00")
    assert first.covers == Span(date(2024, 9, 16), date(2024, 9, 22))


def test_nothing_is_owed_before_a_launch_after_the_end() -> None:
    late = date(2025, 9, 1)
    assert [one.covers for one in weekly(FRIDAY, Covers.CURRENT, CAMPAIGN, late)] == [week_of(late)]


def test_a_monthly_return_is_about_the_month_of_its_due_day_or_the_one_before() -> None:
    current, previous = months(25, Covers.CURRENT), months(5, Covers.PREVIOUS)
    assert current[0] == (date(2024, 9, 25), Span(date(2024, 9, 1), date(2024, 9, 30)))
    assert current[5] == (date(2025, 2, 25), Span(date(2025, 2, 1), date(2025, 2, 28)))
    assert current[-1] == (date(2025, 8, 25), Span(date(2025, 8, 1), date(2025, 8, 31)))  # the broken month
    assert previous[0] == (date(2024, 10, 5), Span(date(2024, 9, 1), date(2024, 9, 30)))
    assert previous[-1] == (date(2025, 9, 5), Span(date(2025, 8, 1), date(2025, 8, 31)))
    assert (len(current), len(previous)) == (12, 12)


def test_the_31st_is_the_last_day_of_a_shorter_month_and_stays_the_31st_after_it() -> None:
    spring = Span(date(2024, 1, 31), date(2025, 3, 2))
    days = list(each_month(31).days(spring))
    assert days[:5] == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]
    assert (days[-1], len(days)) == (date(2025, 2, 28), 14)
    assert list(each_month(30).days(spring))[:2] == [date(2024, 2, 29), date(2024, 3, 30)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR", [date(2024, 8, 30), date(2024, 9, 27), date(2024, 10, 25)]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", [date(2024, 8, 23), date(2024, 9, 6), date(2024, 9, 20)]),
        ("FREQ=DAILY;INTERVAL=10;COUNT=2", [date(2024, 8, 19), date(2024, 8, 29)]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=3", [date(2025, 2, 3)]),
        ("FREQ=MONTHLY;BYMONTHDAY=29;BYMONTH=2", []),
    ],
)
def test_a_rule_begins_with_the_campaign_and_ends_with_it(text: str, first: list[date]) -> None:
    assert list(parse_rule(text, MONDAY).days(CAMPAIGN))[:3] == first


def test_every_second_week_is_counted_in_the_campaigns_weeks() -> None:
    whole = Span(date(2024, 8, 22), date(2024, 9, 30))  # begins on a Thursday
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"
    assert next(iter(parse_rule(rule, MONDAY).days(whole))) == date(2024, 8, 23)
    assert next(iter(parse_rule(rule, FRIDAY).days(whole))) == date(2024, 8, 30)


@pytest.mark.parametrize(
    "text",
    [
        *("", "FREQ", "FREQ=", "FREQ=DAILY;", "INTERVAL=2;FREQ=DAILY", "FREQ=DAILY;FREQ=WEEKLY", "FREQ=HOURLY"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=99999", "FREQ=WEEKLY;BYDAY=ZZ"),
        *("FREQ=DAILY;UNTIL=20250101", "FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;DTSTART=20250101", "FREQ=MONTHLY;BYDAY=0FR"),
        *("FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=", "FREQ=MONTHLY;BYSETPOS=400;BYDAY=FR"),
        "FREQ=YEARLY;BYEASTER=1",
    ],
)
def test_what_is_no_rule_for_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_rule(text, MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTH=13", "FREQ=YEARLY;BYWEEKNO=60"),
        *("FREQ=DAILY;BYYEARDAY=400", "FREQ=MONTHLY;BYSETPOS=5;BYMONTHDAY=1"),
    ],
)
def test_a_rule_that_never_comes_is_found_out(text: str) -> None:
    """dateutil alone looks for its dates until the year 9999: minutes for a rule of days."""
    assert list(parse_rule(text, MONDAY).days(CAMPAIGN)) == []


def test_a_rule_that_comes_too_often_is_not_followed_for_long() -> None:
    ten_years = Span(date(2024, 1, 1), date(2033, 12, 31))
    assert len(Plan(ten_years, None, ZONE).expand(parse_rule("FREQ=DAILY", MONDAY), time(16))) == MOST_DATES + 1


@pytest.mark.parametrize(
    ("text", "period", "gap"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", Period.WEEKLY, date(2024, 10, 4)),
        ("FREQ=WEEKLY;BYDAY=MO,FR", Period.WEEKLY, date(2024, 9, 27)),
        ("FREQ=MONTHLY;BYMONTHDAY=31", Period.MONTHLY, date(2024, 12, 31)),
        ("FREQ=MONTHLY;BYDAY=-1FR", Period.MONTHLY, None),
        ("FREQ=WEEKLY;BYDAY=FR", Period.WEEKLY, None),
        ("FREQ=WEEKLY;BYDAY=FR", Period.MONTHLY, date(2024, 9, 27)),
    ],
)
def test_a_return_without_a_date_for_each_period_is_noticed(text: str, period: Period, gap: date | None) -> None:
    found = find_gap(Plan(CAMPAIGN, LAUNCHED, ZONE).expand(parse_rule(text, MONDAY), time(16), period))
    assert (found and found.due_on) == gap


def test_what_nobody_owes_ends_with_the_campaign() -> None:
    found = Plan(CAMPAIGN, LAUNCHED, ZONE).expand(each_week(FRIDAY), time(8))
    assert (found[0].due_on, found[-1].due_on) == (date(2024, 9, 20), date(2025, 8, 15))
    assert {one.covers for one in found} == {None}


@pytest.mark.parametrize(
    ("day", "to", "weekday_meant", "moved"),
    [
        # Fridays of the campaign
        (date(2025, 1, 31), Move.NEXT, True, date(2025, 2, 3)),
        (date(2025, 1, 31), Move.PREVIOUS, True, date(2025, 1, 24)),
        (date(2025, 1, 31), Move.NONE, True, date(2025, 1, 31)),
        (date(2025, 5, 2), Move.NEXT, True, date(2025, 5, 5)),
        (date(2025, 5, 2), Move.PREVIOUS, True, date(2025, 4, 29)),
        (date(2025, 2, 7), Move.NEXT, True, date(2025, 2, 7)),
        # a Saturday that is meant, one that is not, one in Tết, one that is worked
        (date(2025, 2, 8), Move.NEXT, True, date(2025, 2, 8)),
        (date(2025, 2, 8), Move.NEXT, False, date(2025, 2, 10)),
        (date(2025, 2, 1), Move.NEXT, True, date(2025, 2, 3)),
        (date(2025, 4, 26), Move.NEXT, False, date(2025, 4, 26)),
        (date(2025, 4, 27), Move.PREVIOUS, False, date(2025, 4, 26)),
    ],
)
def test_a_deadline_moves_over_days_off(day: date, to: Move, weekday_meant: bool, moved: date) -> None:
    assert TET.move(day, to, weekday_meant=weekday_meant) == moved


def test_a_moved_return_is_still_about_its_own_week() -> None:
    plan = Plan(CAMPAIGN, LAUNCHED, ZONE, working_days=TET)
    found = plan.expand(each_week(FRIDAY), time(16), Period.WEEKLY, to=Move.NEXT)
    moved = [one for one in found if one.original_on]
    assert moved == [
        Occurrence(
            date(2025, 2, 3),
            datetime.fromisoformat("2025-02-03T16:00+07:00"),
            Span(date(2025, 1, 27), date(2025, 2, 2)),
            date(2025, 1, 31),
        ),
        Occurrence(
            date(2025, 5, 5),
            datetime.fromisoformat("2025-05-05T16:00+07:00"),
            Span(date(2025, 4, 28), date(2025, 5, 4)),
            date(2025, 5, 2),
        ),
    ]
    assert find_gap(found) is None
    assert _sorted(found)


def _sorted(found: Sequence[Occurrence]) -> bool:
    return [one.due_on for one in found] == sorted(one.due_on for one in found)


def test_a_single_deadline_holds_until_the_end_of_its_day_and_moves_over_days_off_alone() -> None:
    plan, end = Plan(CAMPAIGN, None, ZONE, working_days=TET), time(23, 59, 59)
    assert plan.once(date(2025, 8, 31), end, to=Move.NEXT) == (  # a Sunday that somebody chose
        Occurrence(date(2025, 8, 31), datetime.fromisoformat("2025-08-31T23:59:59+07:00")),
    )
    (moved,) = plan.once(date(2025, 5, 1), end, CAMPAIGN, Move.NEXT)
    assert (moved.due_on, moved.original_on, moved.covers) == (date(2025, 5, 5), date(2025, 5, 1), CAMPAIGN)


def test_a_rule_of_every_second_week_counts_weeks_as_the_campaign_does_unless_it_says_how() -> None:
    span, names = Span(date(2025, 1, 1), date(2025, 3, 31)), ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    text = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU"
    by_start = [list(parse_rule(text, start).days(span)) for start in range(7)]
    assert len({tuple(days) for days in by_start}) == 7
    for start, name in enumerate(names):
        assert list(parse_rule(f"{text};WKST={name}", (start + 3) % 7).days(span)) == by_start[start]


def test_a_rule_comes_on_the_last_day_of_a_span_too() -> None:
    days = parse_rule("FREQ=WEEKLY;BYDAY=FR", 0).days(Span(date(2025, 1, 3), date(2025, 1, 10)))
    assert list(days) == [date(2025, 1, 3), date(2025, 1, 10)]
