"""Progress: what was achieved against what the plan asks by a day, exact to the thousandth.

Amounts are whole thousandths of the criterion's measure until the moment they are shown.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion, Kind, goal_of
from tracker.domain.entries import Total
from tracker.domain.quantity import THOUSAND, rounded
from tracker.domain.units import Roster, UnitVersion


class Standing(StrEnum):
    """How a criterion stands against its plan."""

    AHEAD = "ahead"
    ON_PACE = "on-pace"
    BEHIND = "behind"
    MET = "met"
    MISSED = "missed"
    MEETING = "meeting"
    NO_TARGET = "no-target"


class Step(msgspec.Struct, frozen=True):
    """A stretch of a plan: `amount` thousandths, spread evenly over the days of `span`."""

    span: Span
    amount: int


Plan = tuple[Step, ...]


class Progress(msgspec.Struct, frozen=True):
    """A criterion's figure over a span, and how it stands. None is "does not apply".

    `target`, `expected`, `shortfall` and `need_per_day` are in the criterion's own measure to 3 places (a rate's to 4),
    half up; `days_ahead` whole days towards zero, negative when behind. `baseline` is what there was in the days compared
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


def build_plan(
    criterion: Criterion,
    campaign: Campaign,
    roster: Roster,
    unit: str | None = None,
    phase: Phase | None = None,
    set_for: Callable[[Mapping[str, int], date], int] | None = None,
) -> Plan:
    """Return the plan of a criterion that adds up, for the campaign or one phase, for all units or one and those under it.

    A target per level is set by the units alive on the first day of its span: `set_for` says what of it is the unit's
    where that is not what the units under it had on that day. Empty where nothing is planned.
    """
    if not criterion.adds_up:
        return ()
    set_for = set_for or (lambda amounts, first: _of_units(amounts, _counted(roster, unit, first)))
    parts = [("", campaign.span)] if phase is None or not campaign.has_phases else []
    parts += [(one.id, one.span) for one in ([phase] if phase else campaign.phases)]
    plan = [step for name, span in parts if (step := _step(criterion, name, span, unit, set_for))]
    return tuple(plan) if unit is None or any(step.amount for step in plan) else ()


def _step(
    criterion: Criterion, phase: str, span: Span, unit: str | None, set_for: Callable[[Mapping[str, int], date], int]
) -> Step | None:
    rows = [row for row in criterion.targets if row.phase == phase and row.amount is not None]
    whole = next((row.amount for row in rows if not row.level), None)
    if whole is not None:
        return Step(span, whole) if unit is None else None
    amounts = {row.level: row.amount or 0 for row in rows}
    return Step(span, set_for(amounts, span.start)) if rows else None


def _counted(roster: Roster, unit: str | None, on: date) -> Sequence[UnitVersion]:
    return roster.subtree(unit, on) if unit else roster.alive(on)


def _of_units(amounts: Mapping[str, int], units: Sequence[UnitVersion]) -> int:
    levels = Counter([unit.level for unit in units])
    return sum(amount * levels[level] for level, amount in amounts.items())


def measure_progress(
    criterion: Criterion, actual: Total, plan: Plan, span: Span, today: date, unit: str | None
) -> Progress:
    """Judge a figure over `span` as it stands on `today`.

    Source: pace and standing as in the campaign rules: shortfall first, then days, then need per day.
    """
    if criterion.kind is Kind.RATE:
        target = next((goal_of(criterion, row) for row in criterion.targets), None) if not unit else None
        return _rate_progress(actual, target, span, today)
    return _sum_progress(actual, plan, span, today)


def _rate_progress(actual: Total, goal: Fraction | None, span: Span, today: date) -> Progress:
    target = None if goal is None else as_exact(goal)
    if not goal:
        return Progress(actual, target=target)
    value, ended = actual.value, today > span.end
    if value is None:
        standing = Standing.ON_PACE  # nothing occurred, so nothing was met nor missed
    elif value >= goal:
        standing = Standing.MET if ended else Standing.MEETING
    else:
        standing = Standing.MISSED if ended else Standing.BEHIND
    return Progress(
        actual,
        target=target,
        attainment=None if value is None else rounded(value / goal, 4),
        expected=target,
        shortfall=None if value is None else rounded(max(Fraction(0), goal - value), 4),
        standing=standing,
    )


def _sum_progress(actual: Total, plan: Plan, span: Span, today: date) -> Progress:
    target = sum(step.amount for step in plan)
    if not target:
        return Progress(actual, target=Decimal(0) if plan else None)
    expected = _expected(plan, today)
    missing = max(0, target - actual.quantity)
    days_ahead = _days_ahead(plan, min(actual.quantity, target), expected, span, today)
    left = span.left(today)
    return Progress(
        actual,
        target=_shown(target),
        attainment=rounded(Fraction(actual.quantity, target), 4),
        expected=_shown(expected),
        shortfall=_shown(max(Fraction(0), expected - actual.quantity)),
        days_ahead=days_ahead,
        need_per_day=_shown(Fraction(missing, left)) if left else (None if missing else Decimal(0)),
        standing=_standing(missing, days_ahead, today > span.end),
    )


def _standing(missing: int, days_ahead: int, ended: bool) -> Standing:
    if not missing:
        return Standing.MET
    if ended:
        return Standing.MISSED
    if days_ahead == 0:
        return Standing.ON_PACE
    return Standing.AHEAD if days_ahead > 0 else Standing.BEHIND


def _expected(plan: Plan, today: date) -> Fraction:
    return sum((Fraction(step.amount * step.span.elapsed(today), step.span.days) for step in plan), Fraction(0))


def _days_ahead(plan: Plan, quantity: int, expected: Fraction, span: Span, today: date) -> int:
    """Count the whole days between today and the day on which the plan asks for what is there."""
    if quantity == expected:
        return 0
    return int(_day_of(plan, quantity, span, late=quantity < expected) - span.elapsed(today))


def _day_of(plan: Plan, quantity: int, span: Span, *, late: bool) -> Fraction:
    """Return how many days of `span` the plan takes to reach a quantity; where it rests there, its last day if `late`."""
    reached = accumulate((step.amount for step in plan), initial=0)
    return next(
        (step.span.start - span.start).days + Fraction((quantity - before) * step.span.days, step.amount)
        for step, before in zip(plan, reached, strict=False)
        if step.amount and (quantity < before + step.amount or (quantity == before + step.amount and not late))
    )


def as_exact(goal: Fraction) -> Decimal:
    """Return a goal as people wrote it: at most five places."""
    return rounded(goal, 5)


def _shown(thousandths: Fraction | int) -> Decimal:
    return rounded(Fraction(thousandths, THOUSAND), 3)
