"""Units, their totals in either view, their tree and their lineage."""

from datetime import date
from typing import Literal, TypedDict

from tracker.render.schemas.figures import Counted, Number, Viewed
from tracker.render.schemas.works import WorkShape


class UnitShape(TypedDict):
    """A version of a unit."""

    id: str
    code: str | None
    name: str
    level: str
    parent: str | None
    cluster: str | None
    valid_from: date | None
    """The version's first day; null where it is open."""
    valid_to: date | None


class StepShape(TypedDict):
    """A step of lineage."""

    date: date
    """The first day on which it holds."""
    kind: Literal["merge", "split", "dissolve"]
    unit: str
    name: str
    heir: str | None
    """Null where the unit ended without one."""
    heir_name: str | None
    share: Number | None
    basis: str | None


class AmountShape(TypedDict):
    """The total of a criterion."""

    criterion: str
    quantity: Number
    denominator: Number | None
    """Null of what is no rate."""


class PhaseAmountShape(AmountShape):
    """The total of a criterion in a phase."""

    phase: str | None
    """Null of the campaign."""


class OwnReturnsShape(TypedDict):
    """The returns of one unit that were due by the as-of day."""

    expected: int
    actual: int
    on_time: int


class CardShape(Viewed):
    """A unit's history, its returns and its totals, with those of all under it."""

    versions: list[UnitShape]
    came_from: list[StepShape]
    went_to: list[StepShape]
    under: int
    """How many units stand under it on the as-of day."""
    returns: OwnReturnsShape
    last_entry_on: date | None
    totals: list[PhaseAmountShape]
    works: list[WorkShape]
    """The works of the unit and all under it, those planned first before others."""


class UnitsShape(Counted):
    """`tracker units --json`: the units alive on a day."""

    schema: Literal["tracker.units/1"]
    on: date
    units: list[UnitShape]
    card: CardShape | None
    """Of the one unit that is asked for; `units` are then it and those under it."""


class UnitTotalShape(TypedDict):
    """A unit's own total in a phase, without that of the units under it.

    Of a state (a stock, a milestone, a rate of a state) it is the last value in the phase: those of phases do not add up.
    """

    unit: str
    criterion: str
    phase: str | None
    """Null of days between phases."""
    quantity: Number
    denominator: Number | None
    held: Literal["unit", "dissolved", "after-end"]
    """Rolled forward, what a unit that ended without an heir has, and what is dated after the end of one that has gone on."""
    dissolved: bool
    """Whether, rolled forward, the unit is no more and left no heir."""


class UnallocatedShape(TypedDict):
    """What stands with one of several units, as a split without shares does not say with which."""

    unit: str
    """The unit that was split."""
    on: date
    among: list[str]
    """The units that may have it."""
    criterion: str
    phase: str | None
    quantity: Number
    denominator: Number | None


class TotalsShape(Counted, Viewed):
    """`tracker units --totals --json`: the totals of units by phase and criterion.

    All of them add up to the whole, but for states, of which the last phase's values do.
    """

    schema: Literal["tracker.totals/1"]
    totals: list[UnitTotalShape]
    unallocated: list[UnallocatedShape]


class TreeRowShape(TypedDict):
    """A line of the tree."""

    kind: Literal["unit", "gone", "unallocated", "dissolved", "after-end", "outside", "whole"]
    """A unit, or what stands with units that have no line: gone from here, split without shares, ended without heir, dated after the end."""
    depth: int
    unit: str | None
    name: str | None
    units: int
    """How many units the line stands for; 0 of the whole."""
    own: list[AmountShape]
    totals: list[AmountShape]
    """Of the unit and all under it."""


class TreeShape(Counted, Viewed):
    """`tracker units --tree --json`: the tree of units on a day, with subtotals."""

    schema: Literal["tracker.tree/1"]
    on: date
    rows: list[TreeRowShape]


class LineageShape(Counted):
    """`tracker units --lineage --json`: the steps of lineage up to a day, oldest first."""

    schema: Literal["tracker.lineage/1"]
    on: date
    lineage: list[StepShape]
