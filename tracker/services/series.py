"""Figures over time: how each criterion came to where it stands, against its plan; and how units kept to their returns."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from tracker.domain.attainment import figure_of
from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.pace import Pace, Plan, expected_by
from tracker.domain.progress import Progress
from tracker.domain.quantity import THOUSAND
from tracker.domain.returns import Period
from tracker.services.discipline import Returns, returns_of
from tracker.services.measure import plan_for, progress_of
from tracker.services.return_rates import GroupBy, ReturnRates, count_returns, group_of
from tracker.services.view import View

WEEK, FOUR_WEEKS = timedelta(weeks=1), timedelta(weeks=4)
MOST_ROWS = 40  # of a picture that can still be read


class Point(NamedTuple):
    """What there was, or what was asked for, by the end of a day. Units: the criterion's measure, a rate's value."""

    day: date
    figure: Fraction


class Series(NamedTuple):
    """A criterion over a phase or (None) the campaign, as of a day.

    `actual` are the figures up to the as-of day, `asked` what the plan asks for on the way or, where there should be less,
    how much there may be; it goes on to the end of the span unless that is not known yet. `marks` are the days that are
    worth telling: the ends of phases and the as-of day. `progress` is how the criterion stands on that.
    """

    criterion: Criterion
    phase: Phase | None
    span: Span
    actual: tuple[Point, ...]
    asked: tuple[Point, ...]
    marks: tuple[date, ...]
    progress: Progress


class ReturnsByWeek(NamedTuple):
    """The weekly returns due so far, each week's counted by the same kind of group, oldest first."""

    by: GroupBy
    weeks: tuple[tuple[Span, ReturnRates], ...]


def build_series(view: View, phase: Phase | None = None, unit: str | None = None) -> tuple[Series, ...]:
    """Return the series of each criterion that has a figure and something to be measured against, up to the as-of day.

    What must not happen has none: it is not come closer to, day by day.
    """
    span = view.span_of(phase)
    known = span.until(view.as_of)
    criteria = [one for one in view.campaign.criteria if one.aim is not Aim.NEVER]
    if known is None or not criteria:
        return ()
    is_quick = unit is None and not any(one.is_state for one in criteria)
    marks = _marks(view, known, phase)
    totals = {
        day: view.but(as_of=day).totals(span, unit) for day in _days(known, WEEK if is_quick else FOUR_WEEKS, marks)
    }
    progress = partial(progress_of, view, totals=totals[known.end], phase=phase, unit=unit)
    judged = [(one, progress(one), _actual(one, totals, span)) for one in criteria]
    return tuple(
        Series(one, phase, span, actual, asked, marks, standing)
        for one, standing, actual in judged
        if standing.expected is not None
        and actual
        and (asked := _asked(view, one, standing, totals, phase, unit, marks))
    )


def _marks(view: View, known: Span, phase: Phase | None) -> tuple[date, ...]:
    ends = (one.span.end for one in view.campaign.phases) if phase is None else ()
    return tuple(sorted({*(day for day in ends if day in known), known.end}))


def _days(span: Span, step: timedelta, besides: Iterable[date]) -> list[date]:
    """Return the last days of each stretch of a span, and others that are asked for besides."""
    every = (span.start + step * number - DAY for number in range(1, span.days // step.days + 1))
    return sorted({*every, *besides})


def _actual(criterion: Criterion, totals: dict[date, dict[str, Total]], span: Span) -> tuple[Point, ...]:
    points = [
        Point(day, _in_measure(criterion, figure))
        for day, found in totals.items()
        if (figure := figure_of(criterion, found.get(criterion.id, Total()))) is not None
    ]
    grows = criterion.kind is not Kind.RATE and not criterion.is_state
    return (*([Point(span.start - DAY, Fraction(0))] if grows else []), *points)


def _in_measure(criterion: Criterion, figure: Fraction) -> Fraction:
    return figure if criterion.kind is Kind.RATE else figure / THOUSAND


def _asked(
    view: View,
    criterion: Criterion,
    progress: Progress,
    totals: dict[date, dict[str, Total]],
    phase: Phase | None,
    unit: str | None,
    marks: tuple[date, ...],
) -> tuple[Point, ...]:
    span = view.span_of(phase)
    if criterion.adds_up:
        return _planned(plan_for(view, criterion, phase, unit), span, Pace(view.campaign.rest_days), marks)
    if criterion.aim is Aim.REDUCE:
        days = [*_days(Span(span.start, marks[-1]), FOUR_WEEKS, marks)]
        standings = [
            (day, progress_of(view.but(as_of=day), criterion, totals.get(day, {}), phase, unit)) for day in days
        ]
        return tuple(Point(day, Fraction(one.expected)) for day, one in standings if one.expected is not None)
    assert progress.expected is not None
    return tuple(Point(day, Fraction(progress.expected)) for day in sorted({span.start, *marks, span.end}))


def _planned(plan: Plan, span: Span, pace: Pace, marks: tuple[date, ...]) -> tuple[Point, ...]:
    """Return what a plan asks for wherever its line bends; by the week where not all days count."""
    turns = {turn for step in plan for turn in (step.span.start - DAY, step.span.end)}
    weeks = _days(span, WEEK, ()) if pace.rest else ()
    days = {day for day in (*turns, *weeks, *marks) if day in span} | {span.start - DAY, span.end}
    return tuple(Point(day, expected_by(plan, day, pace) / THOUSAND) for day in sorted(days))


def build_returns(view: View, unit: str | None = None, known: Returns | None = None) -> ReturnsByWeek | None:
    """Return who filed the weekly returns due so far: by unit where they are few, else by what is above them.

    `known` are the returns of one of the weeks, where they are as of another day. None where no weekly return was due yet.
    """
    due = [
        (one.covers, known if known and known.occurrence == one else returns_of(view, deadline, one, unit))
        for deadline in view.campaign.deadlines
        if deadline.period is Period.WEEKLY
        for one in deadline.occurrences
        if one.due_on <= view.as_of and one.covers
    ]
    if not any(returns.expected for _, returns in due):
        return None
    by = _choose_group([returns for _, returns in due])
    return ReturnsByWeek(by, tuple((week, count_returns(view, week, by, [returns])) for week, returns in due))


def _choose_group(dated: list[Returns]) -> GroupBy:
    owing = [unit for returns in dated for unit in returns.expected]
    if len({unit.id for unit in owing}) <= MOST_ROWS:
        return GroupBy.UNIT
    parents = {group_of(unit, GroupBy.PARENT) for unit in owing}
    return GroupBy.PARENT if len(parents) > 1 or not any(unit.cluster for unit in owing) else GroupBy.CLUSTER
