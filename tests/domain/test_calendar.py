"""Days, weeks and spans: every form that is read, and every form that is refused."""

import unicodedata
from datetime import date, datetime, timedelta, timezone

import pytest

from tracker.domain.calendar import (
    Span,
    month_of,
    named_month,
    named_week,
    parse_day,
    parse_days,
    parse_full_day,
    parse_instant,
    parse_moment,
    parse_month,
    parse_since,
    parse_week,
    week_name,
    week_number,
    week_of,
)
from tracker.errors import TrackerError

TODAY = date(2025, 3, 1)  # a Saturday
CAMPAIGN = Span(date(2024, 8, 19), date(2025, 8, 19))
PHASES = (
    Span(date(2024, 8, 19), date(2025, 2, 3)),
    Span(date(2025, 2, 4), date(2025, 5, 19)),
    Span(date(2025, 5, 20), date(2025, 8, 19)),
)
FULL_DAYS = [
    ("2024-08-19", date(2024, 8, 19)),
    ("19/8/2024", date(2024, 8, 19)),
    ("19-8-2024", date(2024, 8, 19)),
    ("19.8.2024", date(2024, 8, 19)),
    ("  04/03/2026\t", date(2026, 3, 4)),
    ("2024-08-10", date(2024, 8, 10)),
    ("29/2/2024", date(2024, 2, 29)),
]
BAD_DAYS = [
    *("", "19/8/24", "19-8-24", "2024", "10", "8/2024", "2024-08", "2024.08", "20250510", "2025-W10-1", "1.234,5"),
    *("１９/８/２０２４", "2024-08-1９", "19/8-2024", "2024-8-19", "2024/08/19", "19 8 2024", "Sat", "UTC+7"),
    *("0024-08-19", "31/12/9999", "2024-08-19\n2024-08-20"),
]
NO_SUCH_DAYS = ["31/2/2025", "29/2/2025", "2025-02-30", "0/5/2025", "10/0/2025", "5/13/2025", "2025-13-01"]


@pytest.mark.parametrize(("text", "day"), FULL_DAYS)
def test_a_full_day_is_read_day_first_or_iso(text: str, day: date) -> None:
    assert parse_full_day(text) == parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("Hôm  nay", TODAY),
        (unicodedata.normalize("NFD", "hôm qua"), date(2025, 2, 28)),
        ("YESTERDAY", date(2025, 2, 28)),
        ("-0d", TODAY),
        ("-3d", date(2025, 2, 26)),
        ("-2w", date(2025, 2, 15)),
        ("-9999w", date(1833, 7, 13)),
        ("19/8", date(2024, 8, 19)),
        ("1/3", TODAY),
        ("02/03", date(2024, 3, 2)),
        ("28/2", date(2025, 2, 28)),
        ("29/2", date(2024, 2, 29)),
    ],
)
def test_a_day_may_be_named_or_counted_back(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2024, 2, 28), date(2020, 2, 29)),
        (date(2104, 2, 28), date(2096, 2, 29)),
    ],
)
def test_29_february_without_a_year_is_the_last_there_was(today: date, day: date) -> None:
    assert parse_day("29/2", today) == day


@pytest.mark.parametrize("text", BAD_DAYS)
def test_another_form_is_not_a_day(text: str) -> None:
    with pytest.raises(TrackerError, match=r"^bad-day$") as error:
        parse_day(text, TODAY)
    assert error.value.exit_code == 2
    with pytest.raises(TrackerError, match=r"^bad-day$"):
        parse_full_day(text)


@pytest.mark.parametrize(
    "text", ["19-8", "19.8", "+3d", "3d", "- 3d", "-3m", "-10000d", "-1", "last", "tomorrow", "-３d"]
)
def test_what_counts_back_from_today_has_few_forms(text: str) -> None:
    with pytest.raises(TrackerError, match=r"^bad-day$"):
        parse_day(text, TODAY)


@pytest.mark.parametrize("text", [*NO_SUCH_DAYS, "31/2", "0/1", "1/13"])
def test_a_day_that_is_in_no_calendar_says_so(text: str) -> None:
    with pytest.raises(TrackerError, match=r"^no-such-day$"):
        parse_day(text, TODAY)


@pytest.mark.parametrize("text", ["today", "19/8", "-3d"])
def test_a_full_day_needs_its_year(text: str) -> None:
    with pytest.raises(TrackerError, match=r"^bad-day$"):
        parse_full_day(text)


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("2025-W09", date(2025, 2, 24)),
        ("2026-w53", date(2026, 12, 28)),
        ("-10", date(2024, 12, 16)),
        ("-0", date(2025, 2, 24)),
        ("Last", date(2025, 2, 17)),
        ("hôm nay", date(2025, 2, 24)),
        ("3/3/2025", date(2025, 3, 3)),
        ("31/12", date(2024, 12, 30)),
    ],
)
def test_a_week_is_named_counted_back_or_holds_a_day(text: str, monday: date) -> None:
    week = parse_week(text, TODAY)
    assert (week.start, week.days) == (monday, 7)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "bad-week")
            for text in ("", "W09", "2025-W9", "2025-W10-1", "2025W10", "２０２５-W09", "next", "9999-W52")
        ),
        *((text, "no-such-week") for text in ("2025-W53", "2025-W00", "2025-W99")),
        ("31/2/2025", "no-such-day"),
    ],
)
def test_another_form_is_not_a_week(text: str, code: str) -> None:
    with pytest.raises(TrackerError, match=f"^{code}$"):
        parse_week(text, TODAY)


def test_since_takes_a_day_or_the_first_day_of_a_week() -> None:
    assert parse_since("-3d", TODAY) == date(2025, 2, 26)
    assert parse_since("2025-W09", TODAY) == parse_since("-0", TODAY) == date(2025, 2, 24)
    for text, code in (("31/2", "no-such-day"), ("soon", "bad-week"), ("2025-W60", "no-such-week")):
        with pytest.raises(TrackerError, match=f"^{code}$"):
            parse_since(text, TODAY)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("28/2/2025 15:30", datetime(2025, 2, 28, 15, 30)),  # noqa: DTZ001 local time
        ("2025-02-28T09:05", datetime(2025, 2, 28, 9, 5)),  # noqa: DTZ001
        ("28/2/2025   7:00", datetime(2025, 2, 28, 7)),  # noqa: DTZ001
        ("28/2 06:00", datetime(2025, 2, 28, 6)),  # noqa: DTZ001
        ("Hôm qua 23:59", datetime(2025, 2, 28, 23, 59)),  # noqa: DTZ001
    ],
)
def test_a_moment_is_a_day_and_a_time(text: str, moment: datetime) -> None:
    assert parse_moment(text, TODAY) == moment


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-moment"),
        ("28/2/2025 24:00", "bad-moment"),
        ("28/2/2025 12:60", "bad-moment"),
        ("28/2/2025 1２:00", "bad-moment"),
        ("15:30", "bad-moment"),
        ("28/2/2025 15:30:00", "bad-moment"),
        ("31/2/2025 15:30", "no-such-day"),
    ],
)
def test_another_form_is_not_a_moment(text: str, code: str) -> None:
    with pytest.raises(TrackerError, match=f"^{code}$"):
        parse_moment(text, TODAY)


ZONE = timezone(timedelta(hours=7))
INSTANTS = [
    ("28/2/2025", datetime(2025, 2, 28, 23, 59, 59, tzinfo=ZONE)),
    ("yesterday", datetime(2025, 2, 28, 23, 59, 59, tzinfo=ZONE)),
    ("28/2/2025 16:00", datetime(2025, 2, 28, 16, tzinfo=ZONE)),
    ("2025-02-28T16:00", datetime(2025, 2, 28, 16, tzinfo=ZONE)),
    ("2025-02-28T16:00:30+07:00", datetime(2025, 2, 28, 16, 0, 30, tzinfo=ZONE)),
    ("2025-02-28t09:00z", datetime(2025, 2, 28, 16, tzinfo=ZONE)),
    ("2025-02-28T09:00:00.250Z", datetime(2025, 2, 28, 16, 0, 0, 250_000, tzinfo=ZONE)),
]


@pytest.mark.parametrize(("text", "moment"), INSTANTS)
def test_a_moment_in_a_zone_is_read(text: str, moment: datetime) -> None:
    assert parse_instant(text, TODAY, ZONE) == moment
    assert parse_instant(text, TODAY, ZONE).tzinfo is ZONE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-moment"),
        ("16:00", "bad-moment"),
        ("2025-02-28T16:00:00", "bad-moment"),
        ("2025-02-28T25:00:00Z", "bad-moment"),
        ("2025-02-30T16:00:00Z", "bad-moment"),
        ("2025-02-28T16:00:00+0700", "bad-moment"),
        ("2025-02-28T16:00:00+99:99", "bad-moment"),
        ("31/2/2025", "no-such-day"),
    ],
)
def test_another_form_is_not_a_moment_in_a_zone(text: str, code: str) -> None:
    with pytest.raises(TrackerError, match=f"^{code}$"):
        parse_instant(text, TODAY, ZONE)


def test_the_reference_campaign_is_366_days_in_three_phases() -> None:
    assert [phase.days for phase in PHASES] == [169, 105, 92]
    assert CAMPAIGN.days == 366
    assert [day for phase in PHASES for day in phase] == list(CAMPAIGN)
    assert (CAMPAIGN.start.isoweekday(), CAMPAIGN.end.isoweekday()) == (1, 2)


@pytest.mark.parametrize(
    ("today", "elapsed"),
    [
        (date(2024, 8, 18), 0),
        (date(2024, 8, 19), 1),
        (TODAY, 195),
        (date(2025, 8, 19), 366),
        (date(2025, 8, 20), 366),
    ],
)
def test_days_elapsed_and_left_make_up_the_span(today: date, elapsed: int) -> None:
    assert CAMPAIGN.elapsed(today) == elapsed
    assert CAMPAIGN.left(today) == 366 - elapsed


def test_spans_are_clipped() -> None:
    week = week_of(date(2025, 2, 3))
    assert [week.clip(phase) for phase in PHASES] == [
        Span(date(2025, 2, 3), date(2025, 2, 3)),
        Span(date(2025, 2, 4), date(2025, 2, 9)),
        None,
    ]
    assert week.until(date(2025, 2, 2)) is None
    assert week.until(date(2025, 2, 3)) == Span(date(2025, 2, 3), date(2025, 2, 3))
    assert week.until(date(2026, 1, 1)) == week


@pytest.mark.parametrize(
    ("day", "name", "number"),
    [
        (date(2024, 8, 19), "2024-W34", 1),
        (date(2025, 2, 3), "2025-W06", 25),
        (TODAY, "2025-W09", 28),
        (date(2025, 8, 19), "2025-W34", 53),
        (date(2024, 12, 30), "2025-W01", 20),
    ],
)
def test_weeks_have_an_iso_name_and_a_number_in_the_campaign(day: date, name: str, number: int) -> None:
    assert week_name(week_of(day)) == name
    assert week_number(day, CAMPAIGN.start) == number


FRIDAY, SUNDAY = 4, 6


@pytest.mark.parametrize(
    ("week_start", "day", "start", "name", "number"),
    [
        # Friday to Thursday: the fourth day, a Monday, names the week
        (FRIDAY, date(2024, 8, 19), date(2024, 8, 16), "2024-W34", 1),
        (FRIDAY, date(2024, 8, 22), date(2024, 8, 16), "2024-W34", 1),
        (FRIDAY, date(2024, 8, 23), date(2024, 8, 23), "2024-W35", 2),
        (FRIDAY, date(2024, 12, 31), date(2024, 12, 27), "2025-W01", 20),
        (FRIDAY, date(2025, 1, 3), date(2025, 1, 3), "2025-W02", 21),
        (FRIDAY, date(2026, 12, 31), date(2026, 12, 25), "2026-W53", 124),
        (FRIDAY, date(2027, 1, 1), date(2027, 1, 1), "2027-W01", 125),
        # Sunday to Saturday: a Wednesday does
        (SUNDAY, date(2024, 8, 18), date(2024, 8, 18), "2024-W34", 1),
        (SUNDAY, date(2024, 8, 24), date(2024, 8, 18), "2024-W34", 1),
        (SUNDAY, date(2024, 12, 29), date(2024, 12, 29), "2025-W01", 20),
        (SUNDAY, date(2027, 1, 2), date(2026, 12, 27), "2026-W53", 124),
    ],
)
def test_weeks_that_begin_on_another_day_are_named_by_the_iso_week_that_holds_most_of_them(
    week_start: int, day: date, start: date, name: str, number: int
) -> None:
    week = week_of(day, week_start)
    assert (week, week_name(week)) == (Span(start, start + timedelta(days=6)), name)
    assert week_number(day, CAMPAIGN.start, week_start) == number
    assert parse_week(name, TODAY, week_start) == parse_week(day.isoformat(), TODAY, week_start) == week


@pytest.mark.parametrize("week_start", range(7))
def test_every_week_has_a_name_of_its_own_that_leads_back_to_it(week_start: int) -> None:
    weeks = {week_of(date(2020, 1, 1) + timedelta(days=n), week_start) for n in range(3000)}
    assert len({week_name(week) for week in weeks}) == len(weeks)
    assert {parse_week(week_name(week), TODAY, week_start) for week in weeks} == weeks
    assert all(week.start.weekday() == week_start for week in weeks)


def test_weeks_are_counted_back_from_today_s_own() -> None:
    assert parse_week("-1", date(2025, 2, 28), FRIDAY) == Span(date(2025, 2, 21), date(2025, 2, 27))
    assert parse_week("last", date(2025, 2, 27), FRIDAY) == Span(date(2025, 2, 14), date(2025, 2, 20))
    assert parse_since("2025-W09", TODAY, FRIDAY) == date(2025, 2, 21)
    with pytest.raises(TrackerError, match=r"^no-such-week$"):
        parse_week("2025-W53", TODAY, SUNDAY)


@pytest.mark.parametrize(("text", "days"), [("3d", 3), (" 2w ", 14), ("0d", 0)])
def test_a_length_of_time_is_days_or_weeks(text: str, days: int) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["", "3", "d", "-3d", "3 d", "1m", "３d", "99999d"])
def test_any_other_length_is_refused(text: str) -> None:
    with pytest.raises(TrackerError, match=r"^bad-days$"):
        parse_days(text)


@pytest.mark.parametrize(
    ("day", "last"), [(date(2024, 2, 10), date(2024, 2, 29)), (date(2024, 12, 31), date(2024, 12, 31))]
)
def test_a_month_ends_on_its_last_day(day: date, last: date) -> None:
    assert month_of(day) == Span(day.replace(day=1), last)


def test_names_of_weeks_and_months() -> None:
    assert named_week("2025-w06", 4) == Span(date(2025, 1, 31), date(2025, 2, 6))
    assert named_month("2/2025") == named_month("2025-02") == Span(date(2025, 2, 1), date(2025, 2, 28))
    assert [named_week("2025-02"), named_month("2025-13"), named_month("2025-W06")] == [None, None, None]
    with pytest.raises(TrackerError) as caught:
        named_week("2025-W53")
    assert caught.value.code == "no-such-week"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2025-02", date(2025, 2, 1)),
        ("2025-2", date(2025, 2, 1)),
        (" 12/2024 ", date(2024, 12, 1)),
        ("2024-12", date(2024, 12, 1)),
        ("-0", date(2025, 3, 1)),
        ("-1", date(2025, 2, 1)),
        ("LAST", date(2025, 2, 1)),
        ("-2", date(2025, 1, 1)),
        ("-3", date(2024, 12, 1)),
        ("-12", date(2024, 3, 1)),
        ("-15", date(2023, 12, 1)),
    ],
)
def test_a_month_is_named_or_counted_back(text: str, first: date) -> None:
    assert parse_month(text, date(2025, 3, 31)) == month_of(first)


@pytest.mark.parametrize("text", ["", "2025", "13/2025", "0/2025", "1", "next", "1/3/2025", "2025-W06"])
def test_another_form_is_not_a_month(text: str) -> None:
    with pytest.raises(TrackerError, match=r"^bad-month$"):
        parse_month(text, TODAY)


def test_the_number_of_a_week_is_a_whole_one() -> None:
    assert str(week_number(TODAY, CAMPAIGN.start)) == "28"


@pytest.mark.parametrize("month", [1, 12])
def test_the_first_and_the_last_month_are_months(month: int) -> None:
    assert named_month(f"2025-{month:02}") == named_month(f"{month}/2025") == month_of(date(2025, month, 15))
    assert named_month(f"2025-{month // 12 * 13:02}") is None


def test_a_time_of_today_s_day_needs_no_year_in_a_zone_either() -> None:
    assert parse_instant("28/2 16:00", TODAY, ZONE) == datetime(2025, 2, 28, 16, tzinfo=ZONE)


def test_the_last_week_of_a_monday_is_the_one_that_ended_the_day_before() -> None:
    assert parse_week("last", date(2025, 2, 24)) == parse_week("-1", date(2025, 2, 24)) == week_of(date(2025, 2, 23))
    assert parse_week("last", date(2025, 3, 2)) == week_of(date(2025, 2, 23))
