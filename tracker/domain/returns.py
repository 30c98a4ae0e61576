"""Deadlines and the returns (báo cáo) that units owe.

A deadline is expanded to its dated occurrences once, when the campaign is compiled; commands only read them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

import msgspec

from tracker.domain.calendar import DAY, Span, week_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Covers(StrEnum):
    """Which week a return is about: the one that holds its due day, or the one before."""

    CURRENT = "current"
    PREVIOUS = "previous"


class Occurrence(msgspec.Struct, frozen=True):
    """One date of a deadline. `due_at` is the moment it ends, with its offset; `covers` the days a return is about."""

    due_on: date
    due_at: datetime
    covers: Span | None = None


class Deadline(msgspec.Struct, frozen=True):
    """A deadline (hạn): one date, or every occurrence of a weekly return."""

    title: str
    is_return: bool
    occurrences: tuple[Occurrence, ...]

    def last(self, today: date) -> Occurrence | None:
        """Return the latest occurrence due on or before a day."""
        return next((one for one in reversed(self.occurrences) if one.due_on <= today), None)

    def next(self, today: date) -> Occurrence | None:
        """Return the first occurrence due after a day."""
        return next((one for one in self.occurrences if one.due_on > today), None)


def once(day: date, zone: str) -> Occurrence:
    """Return the single occurrence of a deadline that holds until the end of its day."""
    end_of_day = datetime.combine(day, time(23, 59, 59), _zone(zone))
    return Occurrence(day, end_of_day)


def weekly(
    weekday: int, at: time, covers: Covers, campaign: Span, launched_on: date | None, zone: str
) -> list[Occurrence]:
    """Return each occurrence of a weekly return that units of a campaign owe.

    They owe it for every week that holds a day of the campaign from its launch on, the broken weeks at both ends too,
    once it was launched by the due day. Source: a campaign that was launched after it began owes nothing before.
    """
    owed_from = max(campaign.start, launched_on or campaign.start)
    owed = Span(owed_from, max(campaign.end, owed_from))
    found = []
    for due_on in _weekdays(weekday, Span(owed.start, owed.end + 14 * DAY)):
        week = week_of(due_on if covers is Covers.CURRENT else due_on - 7 * DAY)
        if week.clip(owed):
            found.append(Occurrence(due_on, datetime.combine(due_on, at, _zone(zone)), week))
    return found


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 slow to load, and short commands never expand a deadline

    return ZoneInfo(name)


def _weekdays(weekday: int, span: Span) -> Iterator[date]:
    from dateutil.rrule import WEEKLY, rrule  # noqa: PLC0415 short commands never expand a deadline

    start = datetime.combine(span.start, time())
    for moment in rrule(WEEKLY, byweekday=weekday, dtstart=start, until=start + timedelta(days=span.days - 1)):
        yield moment.date()


def weekly_return(deadlines: Iterable[Deadline], week: Span) -> tuple[Deadline, Occurrence] | None:
    """Return the deadline of the return that covers a week, None where none is owed."""
    for deadline in deadlines:
        for occurrence in deadline.occurrences:
            if deadline.is_return and occurrence.covers == week:
                return deadline, occurrence
    return None
