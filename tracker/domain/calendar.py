"""Days, weeks and spans; what people type for them.

A day is a calendar day in the campaign's time zone. Nothing here reads a clock: today is an argument.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec

from tracker.errors import TrackerError

DAY = timedelta(days=1)
END_OF_DAY = time(23, 59, 59)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONDAY = 0
# Patterns are text: a short command compiles those it uses, not all of them at its start.
_NAMED = {"today": 0, "hôm nay": 0, "yesterday": -1, "hôm qua": -1}
_YEAR = r"([1-8]\d{3})"  # others are slips, and leave no room for the weeks around a day
_ISO = r"(?a)" + _YEAR + r"-(\d{2})-(\d{2})"
_DAY_FIRST = r"(?a)(\d{1,2})([/.-])(\d{1,2})\2" + _YEAR
_NO_YEAR = r"(?a)(\d{1,2})/(\d{1,2})"
_BACK = r"(?a)-(\d{1,4})([dw])"
_WEEK = r"(?ai)" + _YEAR + r"-W(\d{2})"
_MONTH = rf"(?a){_YEAR}-(\d\d?)|(\d\d?)/{_YEAR}"
_DAYS = r"(?a)(\d{1,4})([dw])"
_STEPS_BACK = r"(?a)-(\d{1,4})"
_RFC_3339 = r"(?ai)" + _YEAR + r"-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})"
_CLOCK = r"(?a)(?:T|\s+)(\d{1,2}):(\d{2})$"


class Span(msgspec.Struct, frozen=True, order=True):
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days the span holds."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + DAY * n for n in range(self.days))

    def clip(self, other: "Span") -> "Span | None":
        """Return the days that both spans hold, None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start <= end else None

    def until(self, day: date) -> "Span | None":
        """Return the part of the span up to `day`, None when it starts later."""
        return self.clip(Span(min(day, self.start), day)) if day >= self.start else None

    def elapsed(self, today: date) -> int:
        """Count the days of the span up to and with `today`: 0 before it, all of them after it."""
        return max(0, min(self.days, (today - self.start).days + 1))

    def left(self, today: date) -> int:
        """Count the days of the span after `today`."""
        return self.days - self.elapsed(today)


def year_before(span: Span) -> Span:
    """Return the same calendar dates a year before (cùng kỳ).

    A span that ends with February ends with it there too; one that starts on 29/2 starts on 1/3 of a year without that day.
    """
    start, end = span.start, span.end
    first = date(start.year - 1, 3, 1) if (start.month, start.day) == (2, 29) else start.replace(year=start.year - 1)
    ends_february = (end + DAY).month == 3 and end.month == 2
    last = date(end.year - 1, 3, 1) - DAY if ends_february else end.replace(year=end.year - 1)
    return Span(first, last)


def week_of(day: date, week_start: int = MONDAY) -> Span:
    """Return the week that holds `day`; `week_start` is the weekday that weeks begin on, 0 for Monday."""
    first = day - DAY * ((day.weekday() - week_start) % 7)
    return Span(first, first + DAY * 6)


def month_of(day: date) -> Span:
    """Return the calendar month that holds `day`."""
    first = day.replace(day=1)
    return Span(first, (first + DAY * 31).replace(day=1) - DAY)


def week_name(week: Span) -> str:
    """Return a week's name, as 2025-W06: that of the ISO week which holds most of its days, its fourth among them."""
    year, number, _ = (week.start + DAY * 3).isocalendar()
    return f"{year:04}-W{number:02}"


def week_number(day: date, start: date, week_start: int = MONDAY) -> int:
    """Return which week of a campaign that begins on `start` a day lies in, from 1."""
    return (week_of(day, week_start).start - week_of(start, week_start).start).days // 7 + 1


def named_week(text: str, week_start: int = MONDAY) -> Span | None:
    """Return the week that a name as 2025-W06 means, None where the text is no such name.

    Raises: TrackerError no-such-week.
    """
    found = re.fullmatch(_WEEK, text)
    if found is None:
        return None
    fourth = (week_start + 3) % 7  # the weekday of its fourth day, which lies in the ISO week of that name
    try:
        return week_of(date.fromisocalendar(int(found[1]), int(found[2]), fourth + 1), week_start)
    except ValueError:
        raise TrackerError.of("no-such-week", text=text) from None


def named_month(text: str) -> Span | None:
    """Return the month that 2025-02 or 2/2025 means, None where the text is no month."""
    found = re.fullmatch(_MONTH, text)
    year, month = (int(one) for one in (found[1] or found[4], found[2] or found[3])) if found else (0, 0)
    return month_of(date(year, month, 1)) if 1 <= month <= 12 else None


def parse_full_day(text: str) -> date:
    """Turn 2024-08-19, 19/8/2024, 19-8-2024 or 19.8.2024 (always day first) into a date.

    Raises: TrackerError bad-day for another form, no-such-day for 31/2/2025.
    """
    text = text.strip()
    if found := re.fullmatch(_ISO, text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(_DAY_FIRST, text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    else:
        raise TrackerError.of("bad-day", text=text)
    return _day(year, month, day, text)


def parse_day(text: str, today: date) -> date:
    """Turn what people type for a day into a date; beside the full forms today, hôm qua, 19/8, -3d and -2w.

    19/8 is the latest such day that is not after `today`.

    Raises: TrackerError bad-day or no-such-day.
    """
    text = text.strip()
    named = unicodedata.normalize("NFC", " ".join(text.casefold().split()))
    if named in _NAMED:
        return today + DAY * _NAMED[named]
    if text.startswith("-") and (found := re.fullmatch(_BACK, text)):
        return today - DAY * int(found[1]) * (7 if found[2] == "w" else 1)
    if text.count("/") == 1 and (found := re.fullmatch(_NO_YEAR, text)):
        return _latest(int(found[2]), int(found[1]), today, text)
    return parse_full_day(text)


def parse_week(text: str, today: date, week_start: int = MONDAY) -> Span:
    """Turn 2024-W36, -1, last or a day into the week it names.

    Raises: TrackerError bad-week.
    """
    text = text.strip()
    if text.casefold() == "last":
        return week_of(today - DAY * 7, week_start)
    if found := re.fullmatch(_STEPS_BACK, text):
        return week_of(today - DAY * 7 * int(found[1]), week_start)
    if week := named_week(text, week_start):
        return week
    try:
        return week_of(parse_day(text, today), week_start)
    except TrackerError as error:
        if error.code == "bad-day":
            raise TrackerError.of("bad-week", text=text) from None
        raise


def parse_month(text: str, today: date) -> Span:
    """Turn 2025-02, 2/2025, -1 or last into the month it names.

    Raises: TrackerError bad-month.
    """
    text = text.strip()
    back = 1 if text.casefold() == "last" else int(text[1:]) if re.fullmatch(_STEPS_BACK, text) else None
    if back is not None:
        months = today.year * 12 + today.month - 1 - back
        return month_of(date(months // 12, months % 12 + 1, 1))
    if month := named_month(text):
        return month
    raise TrackerError.of("bad-month", text=text)


def parse_days(text: str) -> int:
    """Turn 3d or 2w into a number of days.

    Raises: TrackerError bad-days.
    """
    found = re.fullmatch(_DAYS, text.strip())
    if found is None:
        raise TrackerError.of("bad-days", text=text)
    return int(found[1]) * (7 if found[2] == "w" else 1)


def parse_since(text: str, today: date, week_start: int = MONDAY) -> date:
    """Turn a day, or a week (its first day), into a date."""
    try:
        return parse_day(text, today)
    except TrackerError as error:
        if error.code != "bad-day":
            raise
        return parse_week(text, today, week_start).start


def parse_moment(text: str, today: date) -> datetime:
    """Turn `28/2/2025 15:30` or `2025-02-28T15:30` into a local date and time; a day alone may be late or not.

    Raises: TrackerError bad-moment or no-such-day.
    """
    day, *clock = re.split(_CLOCK, text.strip())
    try:
        hour, minute = map(int, clock[:2])
        return datetime.combine(parse_day(day, today), time(hour, minute))
    except ValueError:
        raise TrackerError.of("bad-moment", text=text) from None
    except TrackerError as error:
        if error.code == "bad-day":
            raise TrackerError.of("bad-moment", text=text) from None
        raise


def parse_instant(text: str, today: date, zone: tzinfo) -> datetime:
    """Turn a day (its last second), a day and a time, or 2025-02-28T16:00:00+07:00 into a moment in a time zone.

    Raises: TrackerError bad-moment or no-such-day.
    """
    text = text.strip()
    try:
        if re.fullmatch(_RFC_3339, text):
            return datetime.fromisoformat(text.upper()).astimezone(zone)
        if re.search(_CLOCK, text):
            return parse_moment(text, today).replace(tzinfo=zone)
        return datetime.combine(parse_day(text, today), END_OF_DAY, zone)
    except (OverflowError, ValueError):
        raise TrackerError.of("bad-moment", text=text) from None
    except TrackerError as error:
        if error.code == "bad-day":
            raise TrackerError.of("bad-moment", text=text) from None
        raise


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise TrackerError.of("no-such-day", text=text) from None


def _latest(month: int, day: int, today: date, text: str) -> date:
    # Eight years back always reach a 29 February, also across 1900 or 2100.
    for year in range(today.year, today.year - 9, -1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= today:
            return candidate
    raise TrackerError.of("no-such-day", text=text)
