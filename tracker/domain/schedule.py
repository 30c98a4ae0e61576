"""How deadlines become dates: rules that come again, days off, and what each return is about.

Used when a campaign is compiled; short commands read the dates that came of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import MAXYEAR, date, datetime, time, tzinfo
from enum import StrEnum
from functools import lru_cache
from itertools import count, islice, pairwise, takewhile
from typing import NamedTuple

from tracker.domain.calendar import DAY, MONDAY, Span, month_of, week_of
from tracker.domain.returns import Occurrence, Period
from tracker.domain.value import Value

MOST_DATES = 600
_LONGEST_WAIT = 62 * DAY  # from the last day of a month to the end of the next but one
_GREGORIAN_CYCLE = 400  # years after which the calendar repeats, weekdays too
_NUMBERS = r"[+-]?[1-9]\d{0,2}(,[+-]?[1-9]\d{0,2})*"  # a 0 would be passed over in silence
_PARTS = {
    "FREQ": r"YEARLY|MONTHLY|WEEKLY|DAILY",
    "INTERVAL": r"[1-9]\d{0,3}",
    "COUNT": r"[1-9]\d{0,3}",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
    "BYDAY": r"[A-Z0-9,+-]{1,100}",
    **dict.fromkeys(("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"), _NUMBERS),
}


class Covers(StrEnum):
    """Which week or month a return is about: the one that holds its due day, or the one before."""

    CURRENT = "current"
    PREVIOUS = "previous"


class Move(StrEnum):
    """Where a deadline goes that falls on a day off."""

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


class WorkingDays(Value, frozen=True):
    """The days off beside weekends, and the days at weekends that are worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether a day is worked."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def move(self, day: date, to: Move, *, weekday_meant: bool) -> date:
        """Return the working day that a deadline moves to; one that is meant for Saturdays gives way to days off alone."""
        stays = day not in self.off or day in self.worked if weekday_meant else self.is_working(day)
        if to is Move.NONE or stays:
            return day
        step = DAY if to is Move.NEXT else -DAY
        return next(found for n in count(1) if self.is_working(found := day + step * n))


class Rule(NamedTuple):
    """When a deadline comes: `days` yields its days in a span, from the first on; `weekday_meant` if it names weekdays."""

    days: Callable[[Span], Iterable[date]]
    weekday_meant: bool


class Plan(Value, frozen=True):
    """What a campaign's dates are worked out from."""

    campaign: Span
    launched_on: date | None
    zone: str
    week_start: int = MONDAY
    working_days: WorkingDays = WorkingDays()

    @property
    def is_launched_in_time(self) -> bool:
        """Whether the campaign is launched by its end."""
        return self.launched_on is None or self.launched_on <= self.campaign.end

    def expand(
        self, rule: Rule, at: time, period: Period | None = None, covers: Covers = Covers.CURRENT, to: Move = Move.NONE
    ) -> tuple[Occurrence, ...]:
        """Return each date of a rule in the campaign, one more than `MOST_DATES` at most.

        Units owe a return for each week or month that holds a day of the campaign from its launch on, the broken ones at
        both ends too, once it was launched by the due day. Source: a campaign launched after it began owes nothing before.
        """
        return _expand(self, rule, at, period, covers, to)

    def once(self, day: date, at: time, covers: Span | None = None, to: Move = Move.NONE) -> tuple[Occurrence, ...]:
        """Return the single date of a deadline."""
        return (self.occurrence(day, at, _zone(self.zone), covers, on_day(day), to),)

    def owed(self, rule: Rule, period: Period | None, covers: Covers) -> Iterator[tuple[date, Span | None]]:
        """Yield each day of a rule by which something is owed, and the days that it is about."""
        owed_from = max(self.campaign.start, self.launched_on or self.campaign.start)
        owed = Span(owed_from, max(self.campaign.end, owed_from))
        for day in rule.days(Span(self.campaign.start, owed.end + _LONGEST_WAIT)):
            about = self.covered(day, period, covers)
            if day >= owed.start and (about or Span(day, day)).clip(owed):
                yield day, about

    def covered(self, day: date, period: Period | None, covers: Covers) -> Span | None:
        """Return the week or month that a return due on a day is about."""
        if period is None or period is Period.ONCE:
            return None
        within = self._period_of(day, period)
        return within if covers is Covers.CURRENT else self._period_of(within.start - DAY, period)

    def _period_of(self, day: date, period: Period) -> Span:
        return week_of(day, self.week_start) if period is Period.WEEKLY else month_of(day)

    def occurrence(self, day: date, at: time, zone: tzinfo, covers: Span | None, rule: Rule, to: Move) -> Occurrence:
        """Return a day with the moment it ends, moved where it is a day off."""
        due_on = self.working_days.move(day, to, weekday_meant=rule.weekday_meant)
        return Occurrence(due_on, datetime.combine(due_on, at, zone), covers, day if due_on != day else None)


@lru_cache  # campaigns of one file often run side by side
def _expand(
    plan: Plan, rule: Rule, at: time, period: Period | None, covers: Covers, to: Move
) -> tuple[Occurrence, ...]:
    zone = _zone(plan.zone)
    owed = islice(plan.owed(rule, period, covers), MOST_DATES + 1)
    return tuple(plan.occurrence(day, at, zone, about, rule, to) for day, about in owed)


def find_gap(occurrences: Iterable[Occurrence]) -> Occurrence | None:
    """Return the first date whose days do not follow those of the date before: a period without a return, or with two."""
    return next(
        (
            later
            for earlier, later in pairwise(occurrences)
            if earlier.covers and later.covers and later.covers.start != earlier.covers.end + DAY
        ),
        None,
    )


def on_day(day: date) -> Rule:
    """Return the rule of a single day, which is meant whatever weekday it is."""
    return Rule(lambda span: [day] if day in span else [], weekday_meant=True)


@lru_cache
def each_week(weekday: int) -> Rule:
    """Return the rule of a weekday, 0 for Monday."""

    def days(span: Span) -> Iterator[date]:
        first = span.start + DAY * ((weekday - span.start.weekday()) % 7)
        return map(date.fromordinal, range(first.toordinal(), span.end.toordinal() + 1, 7))

    return Rule(days, weekday_meant=True)


@lru_cache
def each_month(number: int) -> Rule:
    """Return the rule of a day of the month, the last one of months that are too short for it."""

    def days(span: Span) -> Iterator[date]:
        from dateutil.relativedelta import relativedelta  # noqa: PLC0415 short commands never expand a deadline

        first = span.start.replace(day=1)  # months are added to one day: step by step a 31st would become a 28th
        found = (first + relativedelta(months=n, day=number) for n in count())
        return takewhile(lambda day: day <= span.end, (day for day in found if day >= span.start))

    return Rule(days, weekday_meant=False)


@lru_cache
def parse_rule(text: str, week_start: int) -> Rule:
    """Turn the text of a recurrence rule, as FREQ=MONTHLY;BYDAY=-1FR, into a rule; RFC 5545 says what it means.

    Raises: ValueError where it is none, or says more than on which days: hours, a start or an end.
    """
    parts = dict(part.split("=", 1) for part in text.split(";"))
    if len(parts) < text.count(";") + 1 or next(iter(parts)) != "FREQ":
        raise ValueError(text)
    if not all(key in _PARTS and re.fullmatch(_PARTS[key], value, re.ASCII) for key, value in parts.items()):
        raise ValueError(text)
    _rule_days(text, week_start, Span(date(2024, 1, 1), date(2024, 1, 1)))
    return Rule(lambda span: _rule_days(text, week_start, span), weekday_meant="BYDAY" in parts)


def _rule_days(text: str, week_start: int, span: Span) -> Iterator[date]:
    """Yield the days of a rule that begins with a span.

    dateutil looks for a date until the year 9999, which takes minutes for a rule that never comes. So the rule is followed
    as near to that end as the calendar, which repeats every 400 years, allows.
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415 short commands never expand a deadline

    later = (MAXYEAR - 1 - span.end.year) // _GREGORIAN_CYCLE * _GREGORIAN_CYCLE
    start = datetime.combine(span.start.replace(year=span.start.year + later), time())
    wkst = "" if "WKST=" in text else f";WKST={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[week_start]}"
    found = (moment.date() for moment in rrulestr(text + wkst, dtstart=start))
    return takewhile(lambda day: day <= span.end, (day.replace(year=day.year - later) for day in found))


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 slow to load, and short commands never expand a deadline

    return ZoneInfo(name)
