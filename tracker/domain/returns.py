"""Deadlines and the returns (báo cáo) that units owe.

A deadline is expanded to its dated occurrences once, when the campaign is compiled; commands only read them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from functools import lru_cache

import msgspec

from tracker.domain.calendar import DAY, Span

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


@lru_cache  # campaigns of one file often run side by side
def weekly(
    weekday: int, at: time, covers: Covers, campaign: Span, launched_on: date | None, zone: str
) -> tuple[Occurrence, ...]:
    """Return each occurrence of a weekly return that units of a campaign owe.

    They owe it for every week that holds a day of the campaign from its launch on, the broken weeks at both ends too,
    once it was launched by the due day. Source: a campaign that was launched after it began owes nothing before.
    """
    owed_from = max(campaign.start, launched_on or campaign.start)
    owed = Span(owed_from, max(campaign.end, owed_from))
    tz, to_sunday = _zone(zone), 6 * DAY
    to_due = DAY * (weekday if covers is Covers.CURRENT else weekday + 7)  # from the Monday of the week it is about
    found = []
    for due_on in _weekdays(weekday, Span(owed.start + max(0 * DAY, to_due - to_sunday), owed.end + to_due)):
        monday = due_on - to_due
        found.append(Occurrence(due_on, datetime.combine(due_on, at, tz), Span(monday, monday + to_sunday)))
    return tuple(found)


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 slow to load, and short commands never expand a deadline

    return ZoneInfo(name)


def _weekdays(weekday: int, span: Span) -> Iterator[date]:
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 short commands never expand a deadline

    first = span.start + relativedelta(weekday=weekday)  # that weekday, on the first day of the span or after it
    return map(date.fromordinal, range(first.toordinal(), span.end.toordinal() + 1, 7))


def weekly_return(deadlines: Iterable[Deadline], week: Span) -> tuple[Deadline, Occurrence] | None:
    """Return the deadline of the return that covers a week, None where none is owed."""
    for deadline in deadlines:
        for occurrence in deadline.occurrences:
            if deadline.is_return and occurrence.covers == week:
                return deadline, occurrence
    return None
