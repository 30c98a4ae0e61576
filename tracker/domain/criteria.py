"""What is counted (criteria), of which kinds, and the targets that are set for it."""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from tracker.domain.quantity import THOUSAND

if TYPE_CHECKING:
    from fractions import Fraction

PER_CENT = 100 * THOUSAND  # thousandths of a per cent in the whole


class Kind(StrEnum):
    """What a criterion's figures are. Source: the campaign's criteria tables."""

    COUNT = "count"
    RATE = "rate"
    STOCK = "stock"
    MILESTONE = "milestone"
    ZERO = "zero"
    POINTS = "points"


class Direction(StrEnum):
    """Whether more or less of it is better."""

    UP = "up"
    DOWN = "down"


class RateOf(StrEnum):
    """What a rate is taken over: events in time, or the last state of each unit."""

    EVENTS = "events"
    STATE = "state"


class Aim(StrEnum):
    """What the numbers of a criterion's targets mean."""

    REACH = "reach"  # an amount or a value to reach
    REDUCE = "reduce"  # by which share there should be less than in the baseline
    STAY_UNDER = "stay-under"  # a ceiling that should not be exceeded
    NEVER = "never"  # it must not happen


class TargetRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One target as it was set, for a unit, for each unit of a level or (neither named) for the whole campaign.

    `phase` is "" for the campaign; a rate, a state and a ceiling without a phase hold in every span. Units: `amount` is in thousandths of the
    measure, of a percentage in thousandths of a per cent (75% is 75000); None is "not assigned" (không giao). It holds from `start` on,
    None from the beginning; a change has a `reason`.
    """

    criterion: str
    amount: int | None
    unit: str = ""
    level: str = ""
    phase: str = ""
    start: date | None = None
    reason: str = ""


class Criterion(msgspec.Struct, frozen=True, dict=True):
    """What is counted (tiêu chí), and what it is judged by.

    `targets` are those for the whole campaign, its phases and levels; those of single units stand in the campaign's books.
    `max_points` are the points it gives at most, in thousandths, where the campaign says no more about scores.
    """

    id: str
    title: str
    kind: Kind
    measure: str
    decimals: int
    over_100: bool
    targets: tuple[TargetRow, ...] = ()
    direction: Direction = Direction.UP
    of: RateOf = RateOf.EVENTS
    has_ceiling: bool = False
    max_points: int | None = None

    @property
    def is_for_whole_campaign(self) -> bool:
        """Whether its target is one for the whole campaign, which no phase has a share of."""
        return self.adds_up and any(not row.phase for row in self.targets)

    @property
    def levels(self) -> frozenset[str]:
        """The levels whose units have a target each."""
        return frozenset(row.level for row in self.targets if row.level)

    @property
    def is_percent(self) -> bool:
        """Whether this is a rate measured in %."""
        return self.kind is Kind.RATE and self.measure == "%"

    @cached_property
    def aim(self) -> Aim:
        """What the numbers of its targets mean."""
        if self.kind is Kind.ZERO:
            return Aim.NEVER
        if self.has_ceiling:
            return Aim.STAY_UNDER
        return Aim.REDUCE if self.direction is Direction.DOWN else Aim.REACH

    @property
    def is_state(self) -> bool:
        """Whether a unit's figure is its last value, which no sum gives: a stock, a milestone, a rate of a state."""
        return self.kind in (Kind.STOCK, Kind.MILESTONE) or (self.kind is Kind.RATE and self.of is RateOf.STATE)

    @property
    def adds_up(self) -> bool:
        """Whether its targets are amounts that add up over units and phases, so that there is a plan with a pace."""
        return self.aim is Aim.REACH and self.kind in (Kind.COUNT, Kind.POINTS, Kind.MILESTONE)


def goal_of(criterion: Criterion, row: TargetRow) -> "Fraction | None":
    """Return what a target asks for: an amount in thousandths, a rate's value (3/4 for 75%), the share of a reduction."""
    from fractions import Fraction  # noqa: PLC0415 logging asks for no ratio

    if row.amount is None:
        return None
    if criterion.aim is Aim.REDUCE or criterion.is_percent:
        return Fraction(row.amount, PER_CENT)
    return Fraction(row.amount, THOUSAND) if criterion.kind is Kind.RATE else Fraction(row.amount)
