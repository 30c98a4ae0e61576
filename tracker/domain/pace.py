"""Pace: how far a plan should have come by a day, and which day asks for what is there, in the days that count."""

from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import floor

from tracker.domain.calendar import DAY, Span
from tracker.domain.value import Value


class Step(Value, frozen=True):
    """A stretch of a plan: `amount` thousandths, spread evenly over the days of `span` that count."""

    span: Span
    amount: int


Plan = tuple[Step, ...]


class Pace(Value, frozen=True):
    """Which days count: all but those of `rest`, which stand in their order."""

    rest: tuple[date, ...] = ()

    def days(self, span: Span) -> int:
        """Count the days of a span."""
        if not self.rest:
            return span.days
        from bisect import bisect_left, bisect_right  # noqa: PLC0415 most campaigns count all days

        return span.days - (bisect_right(self.rest, span.end) - bisect_left(self.rest, span.start))

    def elapsed(self, span: Span, today: date) -> int:
        """Count the days of a span up to and with `today`."""
        known = span.until(today)
        return self.days(known) if known else 0

    def left(self, span: Span, today: date) -> int:
        """Count the days of a span after `today`."""
        return self.days(span) - self.elapsed(span, today)

    def share(self, span: Span, today: date) -> Fraction:
        """Return the share of a span that has gone by; one in which no day counts is over on its first day."""
        days = self.days(span)
        return Fraction(self.elapsed(span, today), days) if days else Fraction(today >= span.start)


CALENDAR = Pace()


def expected_by(plan: Plan, today: date, pace: Pace) -> Fraction:
    """Return what a plan asks for by a day. Units: thousandths."""
    return sum((step.amount * pace.share(step.span, today) for step in plan), Fraction(0))


def days_ahead(plan: Plan, quantity: int, span: Span, today: date, pace: Pace) -> int:
    """Count the whole days between today and the day on which the plan asks for what is there, towards zero.

    `quantity` is at most what the plan asks for in the end. A plan may begin before the span that is looked at.
    """
    expected = expected_by(plan, today, pace)
    if quantity == expected:
        return 0
    origin = min(span.start, plan[0].span.start)
    there = _day_of(plan, quantity, origin, pace, late=quantity < expected)
    return int(there - pace.elapsed(Span(origin, span.end), today))


def _day_of(plan: Plan, quantity: int, origin: date, pace: Pace, *, late: bool) -> Fraction:
    """Return how many days from `origin` the plan takes to reach a quantity; where it rests there, its last day if `late`."""
    reached = accumulate((step.amount for step in plan), initial=0)
    return next(
        pace.elapsed(Span(origin, step.span.end), step.span.start - DAY)
        + Fraction((quantity - before) * pace.days(step.span), step.amount)
        for step, before in zip(plan, reached, strict=False)
        if step.amount and (quantity < before + step.amount or (quantity == before + step.amount and not late))
    )


def change_plan(plan: Plan, day: date, amount: int, end: date, pace: Pace) -> Plan:
    """Return a plan that is what it was up to the day before `day`, and goes evenly to another amount from then on.

    What it asked for by then is kept in whole thousandths, as far as the new amount goes.
    """
    kept, left = [], amount
    for step in plan:
        if before := step.span.until(day - DAY):
            asked = min(floor(step.amount * pace.share(step.span, day - DAY)), left)
            kept.append(Step(before, asked))
            left -= asked
    return (*kept, Step(Span(day, end), left))
