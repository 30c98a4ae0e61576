"""The weekly report, returns and units."""

from datetime import date, datetime
from typing import Literal, TypedDict

from tracker.domain.progress import Standing
from tracker.render.schemas.commendations import CommendationCountsShape
from tracker.render.schemas.concerns import ConcernFields
from tracker.render.schemas.figures import (
    Counted,
    Figure,
    NameShape,
    Number,
    OutlookShape,
    ProgressShape,
    SpanShape,
    TitleShape,
    Viewed,
)
from tracker.render.schemas.highlights import HighlightShape
from tracker.render.schemas.status import DueShape, LateShape
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
    progress: ProgressShape
    """How the phase stands by then: the figure that is cumulative, its target and its pace."""


class CriterionWeekShape(OutlookShape):
    """A criterion's week."""

    id: str
    title: str
    week: Figure
    previous_week: Figure
    by_span: list[SpanFiguresShape]
    """Each phase's own figures, where the week lies in several."""
    campaign: Figure
    """The whole campaign up to the as-of day."""
    progress: ProgressShape
    """How the whole campaign stands by then."""
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
    quantity: Number | None
    """By how much that changes the figure; of a rate, the numerator. Null of a state, to which entries do not add up."""
    denominator: Number | None
    """Of a rate, by how much that changes the denominator."""
    entries: int
    """How many entries were added, amended or voided."""


class TextsShape(TypedDict):
    """The texts that came with a return; "" where there is none."""

    direction: str
    difficulties: str
    proposals: str


class UnitTextsShape(TextsShape):
    """The texts that came with a unit's return."""

    unit: str
    name: str


class WeeklyShape(Counted, Viewed, SpanShape):
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
    highlights: list[HighlightShape]
    """Those of the week."""
    commendations: CommendationCountsShape
    """Those decided or proposed in the week."""
    concerns: list[ConcernFields]
    """Those raised or answered in the week, and those that were open or passed up since before."""
    texts: list[UnitTextsShape]
    """Those that came with the week's returns."""
    deadlines: list[DueShape]
    corrections: list[CorrectionShape]
    """What was recorded during the week, by the real clock, about days before it."""
    later: list[CorrectionShape]
    """With --known-at: what was recorded after that moment about the days that the report counts."""
    late: list[LateShape]
    """What had by then been recorded about phases after they were closed; [] for one unit."""
    voided: int
    """How many entries up to the as-of day were taken back, and nothing else stands for them."""
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
    cluster: str | None
    last_entry_on: date | None


class MissingShape(Counted, SpanShape, ReturnsShape):
    """`tracker units --missing --json`: who has not filed a return."""

    schema: Literal["tracker.missing/1"]
    title: str
    week: str | None
    """The week of a weekly return; null of another."""
    due_on: date
    by: GroupBy
    groups: list[ReturnRateShape]
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
    exception: str | None
    """Why it was still taken after its lock."""
    actual: int
    expected: int
