"""Models of scoring: how the figures of a group's units for one criterion become points, exact.

Units: points are in thousandths, whole hundredths of a point once they are rounded.
Source: the campaign rules; leader-relative is a provincial police rule in use.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from tracker.domain.attainment import Measured, attain, figure_of
from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.quantity import THOUSAND
from tracker.domain.scheme import THOUSANDTHS, BonusPenalty, LeaderRelative, Linear, PassFail, PerEvent, Steps

TIED = Fraction(1, 10_000)  # leaders whose excess differs by no more lead together. Source: the provincial rule
CENT = 10  # thousandths in the last place that is printed

Share: TypeAlias = tuple[int, int]  # an attainment: numerator, and a denominator above 0
ByShare: TypeAlias = Linear | PassFail | Steps


class LineState(StrEnum):
    """Whether a line is scored by its figures, or why not."""

    SCORED = "scored"
    NOT_ASSIGNED = "not-assigned"  # không giao
    NO_TARGET = "no-target"
    NO_BASELINE = "no-baseline"
    NOT_REPORTED = "not-reported"  # a state that nobody ever reported, which would be under any ceiling
    NOTHING_OCCURRED = "nothing-occurred"  # a rate of 0/0; no unit of the no-target group has anything


class Rule(StrEnum):
    """Which rule of its model gave a line its points."""

    NONE = ""
    LINEAR = "linear"
    LEADER = "leader"
    ABOVE_TARGET = "above-target"
    PROVISIONAL = "provisional"  # above the target while the phase is open
    ON_TARGET = "on-target"
    UNDER_TARGET = "under-target"
    NO_TARGET_GROUP = "no-target-group"
    PER_EVENT = "per-event"
    PASS_FAIL = "pass-fail"  # noqa: S105 no password
    STEPS = "steps"
    BONUS_PENALTY = "bonus-penalty"


class Judged(NamedTuple):
    """What a model makes of a figure: the points (None where it judges nothing) and the rule; `leader` is the unit it is compared with."""

    state: LineState
    rule: Rule = Rule.NONE
    points: int | None = None
    leader: str = ""


_LEFT = {state: Judged(state) for state in LineState}
_RULES: dict[type[ByShare], Rule] = {Linear: Rule.LINEAR, PassFail: Rule.PASS_FAIL, Steps: Rule.STEPS}


def round_points(numerator: int, denominator: int) -> int:
    """Round thousandths half up, away from 0, to whole hundredths."""
    steps = (2 * abs(numerator) + denominator * CENT) // (2 * denominator * CENT)
    return CENT * (steps if numerator >= 0 else -steps)


def share_of(criterion: Criterion, measured: Measured) -> Share | LineState:
    """Return the attainment, as attainment.attain has it, or why there is none. Whole numbers alone for what is to be reached."""
    actual, goal = measured.actual, measured.goal
    if not goal.is_assigned:
        return LineState.NOT_ASSIGNED
    of = actual.denominator if criterion.kind is Kind.RATE else 1
    if not of:
        return LineState.NOTHING_OCCURRED
    if criterion.aim is Aim.REACH:
        target = goal.target
        return (actual.quantity * target.denominator, of * target.numerator) if target else LineState.NO_TARGET
    share = attain(criterion, actual, goal).share
    if share is None:
        return LineState.NO_BASELINE if criterion.aim is Aim.REDUCE else LineState.NO_TARGET
    if criterion.is_state and not any(actual):
        return LineState.NOT_REPORTED
    return share.numerator, share.denominator


def judge_shares(
    criterion: Criterion, model: ByShare, maximum: int, figures: Mapping[str, Measured]
) -> dict[str, Judged]:
    """Judge units by their attainments alone."""
    to_points, rule, scored = _by_share(model, maximum), _RULES[type(model)], LineState.SCORED
    judged = {}
    for unit, measured in figures.items():
        share = share_of(criterion, measured)
        judged[unit] = _LEFT[share] if isinstance(share, LineState) else Judged(scored, rule, to_points(*share))
    return judged


def judge_events(model: PerEvent, maximum: int, figures: Mapping[str, Measured]) -> dict[str, Judged]:
    """Judge units by the number of events, of which a rate's are those of its numerator."""
    return {unit: _judge_events(model, maximum, measured) for unit, measured in figures.items()}


def judge_bonus(
    model: BonusPenalty, figures: Mapping[str, Measured], against: Mapping[str, Measured]
) -> dict[str, Judged]:
    """Judge units by events that give a bonus and events that cost points; whether they are assigned is not asked."""
    judged = {}
    for unit, measured in figures.items():
        exact = measured.actual.quantity * model.points - against[unit].actual.quantity * model.penalty
        points = min(max(round_points(exact, THOUSAND), model.least), model.most)
        judged[unit] = Judged(LineState.SCORED, Rule.BONUS_PENALTY, points)
    return judged


def judge_by_leader(
    criterion: Criterion, model: LeaderRelative, maximum: int, figures: Mapping[str, Measured], *, is_closed: bool
) -> dict[str, Judged]:
    """Judge units by the leader of those with a target, and those without one among themselves."""
    shares = {unit: share_of(criterion, measured) for unit, measured in figures.items()}
    judged = {unit: _LEFT[share] for unit, share in shares.items() if isinstance(share, LineState)}
    with_target = {unit: Fraction(*share) for unit, share in shares.items() if not isinstance(share, LineState)}
    judged |= _judge_excess(model, maximum, with_target, is_closed=is_closed)
    if criterion.aim is Aim.REACH:
        without = {unit: figures[unit] for unit, share in shares.items() if share is LineState.NO_TARGET}
        judged |= _judge_without_target(criterion, maximum, without)
    return judged


def excess_of(model: LeaderRelative, share: Fraction) -> Fraction:
    """Return by how much of itself a target is exceeded, as far as it counts."""
    return share - 1 if model.cap is None else min(share - 1, Fraction(model.cap, THOUSANDTHS))


def _by_share(model: ByShare, maximum: int) -> Callable[[int, int], int]:
    match model:
        case Linear(cap=cap):
            most = round_points(maximum * cap, THOUSANDTHS)
            return lambda up, down: (
                0 if up <= 0 else most if up * THOUSANDTHS >= cap * down else round_points(maximum * up, down)
            )
        case PassFail():
            return lambda up, down: maximum if up >= down else 0
        case Steps(steps=steps):
            return lambda up, down: max(
                (one.points for one in steps if up * THOUSANDTHS >= one.start * down), default=0
            )


def _judge_events(model: PerEvent, maximum: int, measured: Measured) -> Judged:
    if not measured.goal.is_assigned:
        return _LEFT[LineState.NOT_ASSIGNED]
    points = round_points(min(measured.actual.quantity * model.points, maximum * THOUSAND), THOUSAND)
    return Judged(LineState.SCORED, Rule.PER_EVENT, points)


def _judge_excess(
    model: LeaderRelative, maximum: int, shares: Mapping[str, Fraction], *, is_closed: bool
) -> dict[str, Judged]:
    if not shares:
        return {}
    excess = {unit: excess_of(model, share) for unit, share in shares.items()}
    leader = min(excess, key=lambda unit: (-excess[unit], unit))
    half, edge = round_points(maximum, 2), excess[leader] - TIED

    def judge(unit: str, own: Fraction) -> Judged:
        if own < 0:
            part = max(shares[unit], Fraction()) * maximum
            return Judged(LineState.SCORED, Rule.UNDER_TARGET, round_points(part.numerator, 2 * part.denominator))
        if own == 0:
            return Judged(LineState.SCORED, Rule.ON_TARGET, half)
        if not is_closed:
            return Judged(LineState.SCORED, Rule.PROVISIONAL, half)
        if own >= edge:
            return Judged(LineState.SCORED, Rule.LEADER, maximum, leader)
        part = maximum * (1 + own / excess[leader])
        points = round_points(part.numerator, 2 * part.denominator)
        return Judged(LineState.SCORED, Rule.ABOVE_TARGET, points, leader)

    return {unit: judge(unit, own) for unit, own in excess.items()}


def _judge_without_target(criterion: Criterion, maximum: int, figures: Mapping[str, Measured]) -> dict[str, Judged]:
    """Judge by the greatest figure among them; where that is nothing, nothing occurred that could be compared."""
    actual = {unit: figure_of(criterion, measured.actual) or Fraction() for unit, measured in figures.items()}
    first = min(actual, key=lambda unit: (-actual[unit], unit), default="")
    if not actual or not actual[first]:
        return dict.fromkeys(actual, _LEFT[LineState.NOTHING_OCCURRED])
    judged = {}
    for unit, own in actual.items():
        part = maximum * own / actual[first]
        points = round_points(part.numerator, part.denominator)
        judged[unit] = Judged(LineState.SCORED, Rule.NO_TARGET_GROUP, points, first)
    return judged
