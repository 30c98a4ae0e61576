"""The weekly report, returns and units."""

from datetime import date, datetime
from typing import Any, Literal, TypedDict

from tracker.domain.progress import Standing
from tracker.render.schemas.figures import Counted, Figure, NameShape, Number, SpanShape, TitleShape
from tracker.render.schemas.status import DueShape
from tracker.services.return_rates import GroupBy


class ReturnsShape(TypedDict):
    """How many returns were owed, filed, and filed on time."""

    expected: int
    actual: int
    on_time: int


class PhasePartShape(SpanShape):
    """The days of a week in a phase."""

    phase: str


class SpanFiguresShape(TypedDict):
    """A criterion in the week's days of a phase, and in that phase up to them."""

    phase: str
    week: Figure
    cumulative: Figure


class CriterionWeekShape(TypedDict):
    """A criterion's week."""

    id: str
    title: str
    week: Figure
    previous_week: Figure
    by_span: list[SpanFiguresShape]
    """Each phase's own figures, where the week lies in several."""
    campaign: Figure
    """The whole campaign up to the as-of day."""
    target: Number | None
    attainment: Number | None
    standing: Standing


class UnitWeekShape(TypedDict):
    """A unit's week."""

    id: str
    name: str
    week_entries: int
    last_entry_on: date | None
    returned: bool | None
    """Whether the week's return was filed; null where the unit owes none."""
    on_time: bool | None


class CorrectionShape(TypedDict):
    """What was added to a criterion, or corrected, about days that had been reported before."""

    criterion: str
    quantity: Number
    """By how much that changes the figure; of a rate, the numerator."""
    denominator: Number | None
    """Of a rate, by how much that changes the denominator."""
    entries: int
    """How many entries were added, amended or voided."""


class WeeklyShape(Counted, SpanShape):
    """`tracker report weekly --json`: the weekly report."""

    schema: Literal["tracker.weekly/1"]
    campaign: TitleShape
    unit: NameShape | None
    week: str
    """The ISO name of the week, as 2025-W06."""
    spans: list[PhasePartShape]
    """The phases that the week lies in."""
    criteria: list[CriterionWeekShape]
    units: list[UnitWeekShape]
    returns: ReturnsShape
    highlights: list[dict[str, Any]]
    concerns: list[dict[str, Any]]
    deadlines: list[DueShape]
    corrections: list[CorrectionShape]
    """What was recorded during the week, by the real clock, about days before it."""
    later: list[CorrectionShape]
    """With --known-at: what was recorded after that moment about the days that the report counts."""
    head: str
    """The hash of the journal's last row: what it stands for cannot be changed without changing it."""


class ReturnRateShape(TypedDict):
    """The returns of a group: a unit, a parent or a cluster."""

    id: str | None
    """The id of a unit or the name of a cluster; null for what stands in none, and for all."""
    name: str | None
    expected: int
    actual: int
    rate: Number | None
    """The share of what was owed that was filed; null where nothing was owed."""
    on_time: int
    on_time_rate: Number | None


class ReturnRatesShape(Counted, SpanShape):
    """`tracker returns --json`: how units keep to their returns."""

    schema: Literal["tracker.returns/1"]
    by: GroupBy
    dates: int
    """How many dates the returns were due on."""
    groups: list[ReturnRateShape]
    total: ReturnRateShape


class MissingUnitShape(TypedDict):
    """A unit whose return is missing."""

    id: str
    name: str
    parent: str | None
    last_entry_on: date | None


class MissingShape(Counted, SpanShape, ReturnsShape):
    """`tracker units --missing --json`: who has not filed the return for a week."""

    schema: Literal["tracker.missing/1"]
    week: str
    due_on: date
    missing: list[MissingUnitShape]


class SubmissionShape(Counted, SpanShape):
    """`tracker submit --json`: a return as filed, and how many of the week's there are now."""

    schema: Literal["tracker.submission/1"]
    id: str | None
    """Null in a rehearsal."""
    already_there: bool
    unit: str
    nil: bool
    received_at: datetime
    on_time: bool
    actual: int
    expected: int


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


class UnitsShape(Counted):
    """`tracker units --json`: the units alive on a day."""

    schema: Literal["tracker.units/1"]
    on: date
    units: list[UnitShape]
