"""Deadlines and the returns (báo cáo) that units owe.

A deadline is expanded to its dated occurrences once, when the campaign is compiled; commands only read them.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from tracker.domain.calendar import Span


class Period(StrEnum):
    """How often units owe a return."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    ONCE = "once"


class Occurrence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One date of a deadline. `due_at` is the moment it ends, with its offset; `covers` the days a return is about.

    `original_on` is the day it was due on before it was moved to a working day, None where it was not.
    """

    due_on: date
    due_at: datetime
    covers: Span | None = None
    original_on: date | None = None


class LockException(msgspec.Struct, frozen=True):
    """Until when the return that covers some days stays open after all, and why; for all units where none is named."""

    covers: Span
    until: datetime
    reason: str
    units: tuple[str, ...] = ()


class Lock(msgspec.Struct, frozen=True):
    """The moment after which a unit's return is not taken any more, and the exception that put it off."""

    at: datetime
    exception: LockException | None = None


class Deadline(msgspec.Struct, frozen=True, omit_defaults=True):
    """A deadline (hạn): its dates, soonest first, and how often units owe a return by it; `period` None where they do not.

    `lock_after` are the days after a due moment at which its return is locked, None where it never is.
    """

    title: str
    period: Period | None
    occurrences: tuple[Occurrence, ...]
    lock_after: int | None = None
    exceptions: tuple[LockException, ...] = ()

    @property
    def is_return(self) -> bool:
        """Whether units owe a return by it."""
        return self.period is not None

    def last(self, today: date) -> Occurrence | None:
        """Return the latest occurrence due on or before a day."""
        return next((one for one in reversed(self.occurrences) if one.due_on <= today), None)

    def next(self, today: date) -> Occurrence | None:
        """Return the first occurrence due after a day."""
        return next((one for one in self.occurrences if one.due_on > today), None)


def lock_of(deadline: Deadline, occurrence: Occurrence, unit: str) -> Lock | None:
    """Return when a unit's return is locked; the exception that leaves it open longest counts. None where it never is."""
    if deadline.lock_after is None:
        return None
    locks = [Lock(occurrence.due_at + timedelta(days=deadline.lock_after))]
    locks += [
        Lock(one.until, one)
        for one in deadline.exceptions
        if one.covers == occurrence.covers and (not one.units or unit in one.units)
    ]
    return max(locks, key=lambda lock: lock.at)


def is_locked(deadline: Deadline, occurrence: Occurrence, unit: str, at: datetime) -> bool:
    """Whether a unit's return is taken no more at a moment."""
    lock = lock_of(deadline, occurrence, unit)
    return lock is not None and at > lock.at


def find_return(deadlines: Iterable[Deadline], period: Period, day: date) -> tuple[Deadline, Occurrence] | None:
    """Return the deadline of the return of a period that is about a day, None where none is owed."""
    for deadline in deadlines:
        if deadline.period is period:
            for occurrence in deadline.occurrences:
                if occurrence.covers and day in occurrence.covers:
                    return deadline, occurrence
    return None


def find_covering(deadlines: Iterable[Deadline], days: Span) -> tuple[Deadline, Occurrence] | None:
    """Return the deadline of the return that is about some days, None where none is owed."""
    return next(
        (
            (deadline, occurrence)
            for deadline in deadlines
            for occurrence in deadline.occurrences
            if deadline.is_return and occurrence.covers == days
        ),
        None,
    )


def weekly_return(deadlines: Iterable[Deadline], week: Span) -> tuple[Deadline, Occurrence] | None:
    """Return the deadline of the return that covers a week, None where none is owed."""
    return find_return(deadlines, Period.WEEKLY, week.start)
