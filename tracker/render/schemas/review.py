"""The review of a phase and of the whole campaign."""

from datetime import date
from typing import Literal, TypedDict

from tracker.domain.criteria import Direction, Kind
from tracker.render.schemas.commendations import CommendationCountsShape
from tracker.render.schemas.concerns import ConcernFields
from tracker.render.schemas.figures import (
    Counted,
    NameShape,
    Number,
    ProgressShape,
    SpanShape,
    TitleShape,
    Viewed,
)
from tracker.render.schemas.highlights import HighlightShape
from tracker.render.schemas.ranking import NoticeShape, PhaseTitleShape, RankGroupShape, UndecidedShape
from tracker.render.schemas.status import DueShape, LateShape
from tracker.render.schemas.weekly import ReturnRateShape


class ReviewSpanShape(SpanShape):
    """A phase, or the whole campaign, that the review has figures of."""

    phase: str | None
    """Null of the whole campaign."""
    title: str
    entries: int
    """How many entries count in it."""
    closed: bool
    """Whether the phase was closed, so that its figures are those of that day."""


class ReviewFigureShape(ProgressShape):
    """A criterion over a phase, or over the whole campaign."""

    phase: str | None


class CriterionReviewShape(TypedDict):
    """A criterion in each span of the review."""

    id: str
    title: str
    kind: Kind
    direction: Direction
    measure: str
    by_span: list[ReviewFigureShape]
    """In each phase of the review, then in the whole campaign up to the as-of day (in its phases alone once a closing is of
    a definition that has no such criterion)."""
    previous: ReviewFigureShape | None
    """In the phase before; null where there is none."""
    following: ReviewFigureShape | None
    """In the phase after, with its target and nothing done yet; null where there is none."""


class ReviewReturnsShape(TypedDict):
    """The returns that were due in the review's days, and received by the as-of day that was asked for."""

    dates: int
    """How many dates they were due on."""
    total: ReturnRateShape
    groups: list[ReturnRateShape]
    """By the unit above."""
    units: list[ReturnRateShape]


class PlaceShape(TypedDict):
    """A unit's place in the ranking of a phase."""

    phase: str
    rank: int | None
    """Null where it was not ranked."""
    total: Number


class UnitPlacesShape(TypedDict):
    """What each phase gave to a unit that the review ranks."""

    unit: str
    places: list[PlaceShape]
    """Those of phases in which the unit was there."""


class StepShape(TypedDict):
    """A step of lineage."""

    kind: str
    """merge: the sources went to the heir; split: the source went to the heirs; dissolve: the sources ended without heirs."""
    sources: list[NameShape]
    """As they were the day before."""
    heirs: list[NameShape]
    shares: list[str]
    """Of each source that merged, or of each heir of a split; "" where none is given."""
    basis: str


class RenamingShape(TypedDict):
    """A unit that goes on under another name."""

    id: str
    before: str
    after: str


class TurnShape(TypedDict):
    """A day on which units changed."""

    date: date
    before: int
    """How many units report on the day before."""
    after: int
    """How many report on the day."""
    steps: list[StepShape]
    renamed: list[RenamingShape]
    moved: int
    """How many go on under another unit, in another cluster or at another level."""
    begun: list[NameShape]
    """New units that come from no other."""
    ended: list[NameShape]
    """Units that are no more and of which no step tells."""


class PhaseClosingShape(TypedDict):
    """The closing that a phase's review is of."""

    id: str
    closed_on: date
    sha256: str
    """Of the frozen document: the ranking and every unit's explanation."""


class ReviewShape(Counted, Viewed, SpanShape):
    """`tracker report phase P --json` and `tracker report final --json`: the review of a phase (sơ kết), or of the whole campaign
    (tổng kết).
    """

    schema: Literal["tracker.review/1"]
    kind: Literal["phase", "final"]
    campaign: TitleShape
    phase: PhaseTitleShape | None
    """Null in a final review."""
    unit: NameShape | None
    over: bool
    """Whether the days of the review are over, so that figures are judged as final."""
    closed: PhaseClosingShape | None
    """Set of a phase that was closed: the review is what it was then, whatever came later."""
    spans: list[ReviewSpanShape]
    criteria: list[CriterionReviewShape]
    returns: ReviewReturnsShape | None
    """Null where none were due."""
    clusters: list[RankGroupShape]
    """The units of the phase or, in a final review, of the campaign's figures as a whole, group by group, as `tracker rank`
    has them; [] where nothing is scored."""
    places: list[UnitPlacesShape]
    """In a final review: what each phase gave to the units that are ranked."""
    undecided: list[UndecidedShape]
    notices: list[NoticeShape]
    """What heirs have not of units that ended: see `tracker rank`."""
    highlights: list[HighlightShape]
    commendations: CommendationCountsShape
    """Those of the phase, or all."""
    concerns: list[ConcernFields]
    """Those raised or answered in the review's days, and those that waited through them."""
    succession: list[TurnShape]
    """The days on which units changed."""
    next_phase: PhaseTitleShape | None
    deadlines: list[DueShape]
    """What is due next once the review's days are over."""
    late: list[LateShape]
    """In a final review: what was recorded about phases after they were closed; it counts in the whole campaign alone."""
    voided: int
    """How many entries up to the as-of day were taken back, and nothing else stands for them."""
    head: str
    """The hash of the journal's last row: what it stands for cannot be changed without changing it."""
