"""Progress: what was achieved against what the plan asks by a day, exact to the thousandth.

Amounts are whole thousandths of the criterion's measure until the moment they are shown.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.attainment import Attained, Goal, attain, figure_of
from tracker.domain.calendar import Span
from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.pace import CALENDAR, Pace, Plan, days_ahead, expected_by
from tracker.domain.quantity import THOUSAND, rounded
from tracker.domain.value import Value


class Standing(StrEnum):
    """How a criterion stands against its plan."""

    AHEAD = "ahead"
    ON_PACE = "on-pace"
    BEHIND = "behind"
    MET = "met"
    MISSED = "missed"
    MEETING = "meeting"
    NO_TARGET = "no-target"


LATE = (Standing.BEHIND, Standing.MISSED)
_LEAST = Decimal("0.0001")  # that a share can lack


class Progress(Value, frozen=True):
    """A criterion's figure over a span, and how it stands. None is "does not apply".

    `target`, `expected`, `shortfall` and `need_per_day` are in the criterion's own measure to 3 places (a rate's to 4),
    half up, but what is not reached is never 1 and what a rate lacks never 0; `days_ahead` whole days towards zero, negative when behind. `baseline` is what there was in the days compared
    with, `reduction` the share by which there is less now (to 4 places, negative where there is more), `is_flagged` where
    that cannot be said as there was nothing. `forecast` is the final figure at the pace so far.
    """

    actual: Total
    target: Decimal | None = None
    attainment: Decimal | None = None
    expected: Decimal | None = None
    shortfall: Decimal | None = None
    days_ahead: int | None = None
    need_per_day: Decimal | None = None
    standing: Standing = Standing.NO_TARGET
    baseline: Decimal | None = None
    reduction: Decimal | None = None
    forecast: Decimal | None = None
    is_flagged: bool = False


def measure_progress(
    criterion: Criterion, actual: Total, goal: Goal, plan: Plan, span: Span, today: date, pace: Pace = CALENDAR
) -> Progress:
    """Judge a figure over `span` as it stands on `today`. What adds up is judged by its `plan`, the rest by its `goal`.

    Source: pace and standing as in the campaign rules: shortfall first, then days, then need per day.
    """
    judged = _Judged(criterion, actual, goal, span, today)
    if criterion.adds_up:
        return _sum_progress(judged, plan, pace)
    if not goal.is_assigned:
        return Progress(actual)
    match criterion.aim:
        case Aim.REACH:
            return _rate_progress(judged) if criterion.kind is Kind.RATE else _stock_progress(judged, pace)
        case Aim.REDUCE:
            return _reduction_progress(judged)
        case Aim.STAY_UNDER:
            return _limit_progress(judged, goal.target)
        case Aim.NEVER:
            return _limit_progress(judged, Fraction(0))


class _Judged(Value, frozen=True):
    """A figure, what it is measured against, and when."""

    criterion: Criterion
    actual: Total
    goal: Goal
    span: Span
    today: date

    @property
    def attained(self) -> Attained:
        """How far it has come."""
        return attain(self.criterion, self.actual, self.goal)

    def standing(self, *, is_kept: bool) -> Standing:
        """Return the standing of what can still be undone: it is met or missed once its span has ended."""
        if self.today > self.span.end:
            return Standing.MET if is_kept else Standing.MISSED
        return Standing.MEETING if is_kept else Standing.BEHIND

    def show(self, figure: Fraction) -> Decimal:
        """Return a figure in the criterion's own measure, a rate's value to 4 places."""
        return rounded(figure, 4) if self.criterion.kind is Kind.RATE else _shown(figure)

    def show_excess(self, excess: Fraction) -> Decimal:
        """Return what is too much, never nothing where there is some."""
        return _missing_rate(excess) if self.criterion.kind is Kind.RATE else _shown(max(Fraction(0), excess))


def _rate_progress(judged: _Judged) -> Progress:
    goal, value = judged.goal.target, judged.actual.value
    target = None if goal is None else as_exact(goal)
    if not goal:
        return Progress(judged.actual, target=target)
    return Progress(
        judged.actual,
        target=target,
        attainment=_attainment(judged),
        expected=target,
        shortfall=None if value is None else _missing_rate(goal - value),
        # where nothing occurred, nothing was met nor missed
        standing=Standing.ON_PACE if value is None else judged.standing(is_kept=value >= goal),
    )


def _stock_progress(judged: _Judged, pace: Pace) -> Progress:
    """Judge a state to be reached, which has no plan on the way."""
    target = judged.goal.target
    if not target:
        return Progress(judged.actual, target=None if target is None else Decimal(0))
    missing = max(Fraction(0), target - judged.actual.quantity)
    return Progress(
        judged.actual,
        target=_shown(target),
        attainment=_attainment(judged),
        expected=_shown(target),
        shortfall=_shown(missing),
        need_per_day=_need(missing, pace.left(judged.span, judged.today)),
        standing=judged.standing(is_kept=not missing),
    )


def _limit_progress(judged: _Judged, limit: Fraction | None) -> Progress:
    """Judge what should not exceed a ceiling, or not happen at all."""
    figure = figure_of(judged.criterion, judged.actual)
    if limit is None:
        return Progress(judged.actual)
    shown = as_exact(limit) if judged.criterion.kind is Kind.RATE else _shown(limit)
    return Progress(
        judged.actual,
        target=shown,
        attainment=_attainment(judged),
        expected=shown,
        shortfall=None if figure is None else judged.show_excess(figure - limit),
        standing=Standing.ON_PACE if figure is None else judged.standing(is_kept=figure <= limit),
    )


def _reduction_progress(judged: _Judged) -> Progress:
    """Judge what should be less than in the days compared with; there is nothing to say without those."""
    criterion, actual, goal = judged.criterion, judged.actual, judged.goal
    wanted = None if goal.target is None else as_exact(goal.target)
    before = figure_of(criterion, goal.baseline) if goal.baseline else None
    if before is None:
        return Progress(actual, target=wanted)
    figure, attained = figure_of(criterion, actual), judged.attained
    expected = before * (1 - (goal.target or 0))
    return Progress(
        actual,
        target=wanted,
        attainment=_attainment(judged),
        expected=judged.show(expected),
        shortfall=None if figure is None else judged.show_excess(figure - expected),
        standing=Standing.ON_PACE if figure is None else judged.standing(is_kept=attained.is_reached),
        baseline=judged.show(before),
        reduction=rounded((before - figure) / before, 4) if before and figure is not None else None,
        is_flagged=attained.is_flagged,
    )


def _sum_progress(judged: _Judged, plan: Plan, pace: Pace) -> Progress:
    actual, span, today = judged.actual, judged.span, judged.today
    target, forecast = sum(step.amount for step in plan), _forecast(judged, pace)
    if not target:
        return Progress(actual, target=Decimal(0) if plan else None, forecast=forecast)
    expected = expected_by(plan, today, pace)
    missing = max(0, target - actual.quantity)
    ahead = days_ahead(plan, min(actual.quantity, target), span, today, pace)
    return Progress(
        actual,
        target=_shown(target),
        attainment=rounded(Fraction(actual.quantity, target), 4),
        expected=_shown(expected),
        shortfall=_shown(max(Fraction(0), expected - actual.quantity)),
        days_ahead=ahead,
        need_per_day=_need(missing, pace.left(span, today)),
        standing=_standing(missing, ahead, ended=today > span.end),
        forecast=forecast,
    )


def _standing(missing: int, ahead: int, *, ended: bool) -> Standing:
    if not missing:
        return Standing.MET
    if ended:
        return Standing.MISSED
    if ahead == 0:
        return Standing.ON_PACE
    return Standing.AHEAD if ahead > 0 else Standing.BEHIND


def _forecast(judged: _Judged, pace: Pace) -> Decimal | None:
    """Return the final figure of a sum at the pace so far: what there is, times all days over those gone by."""
    elapsed = pace.elapsed(judged.span, judged.today)
    if judged.criterion.is_state or not elapsed:
        return None
    return _shown(Fraction(judged.actual.quantity * pace.days(judged.span), elapsed))


def _need(missing: Fraction | int, left: int) -> Decimal | None:
    if left:
        return _shown(Fraction(missing) / left)
    return None if missing else Decimal(0)


def _attainment(judged: _Judged) -> Decimal | None:
    """Return the attainment to 4 places; what is not reached is never 1."""
    share = judged.attained.share
    if share is None:
        return None
    return rounded(share, 4) if share >= 1 else min(rounded(share, 4), 1 - _LEAST)


def as_exact(goal: Fraction) -> Decimal:
    """Return a goal as people wrote it: at most five places."""
    return rounded(goal, 5)


def _missing_rate(missing: Fraction) -> Decimal:
    """Return what a rate lacks, to 4 places; however little that is, it is not nothing."""
    return max(rounded(missing, 4), _LEAST) if missing > 0 else Decimal(0)


def _shown(thousandths: Fraction | int) -> Decimal:
    return rounded(Fraction(thousandths, THOUSAND), 3)
