"""What every document begins with, spans, and figures with their pace."""

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, TypedDict

from tracker.domain.progress import Standing

Number: TypeAlias = Decimal | int


class Counted(TypedDict):
    """What every document begins with."""

    as_of: date
    """The day that the figures stop at."""
    entries: int
    """How many current entries, dated on or before that day, the figures count."""


class PerhapsCounted(TypedDict):
    """What a document begins with that is there without a campaign too."""

    as_of: date
    entries: int | None
    """How many entries the store holds for the campaigns of the file up to that day; null where that cannot be known."""


class Viewed(TypedDict):
    """Which view figures of units are in."""

    view: Literal["reported", "as-of"]
    """reported: as of each entry's own day; as-of: rolled forward through the lineage to the units of a day."""
    rolled_to: date | None
    """The day whose units those are; null as reported."""


class SpanShape(TypedDict):
    """Days from start to end, both included."""

    start: date
    end: date


class NameShape(TypedDict):
    """What a unit is called."""

    id: str
    name: str


class TitleShape(TypedDict):
    """What a campaign or a phase is called."""

    id: str
    title: str


class RateShape(TypedDict):
    """The figure of a rate."""

    numerator: Number
    denominator: Number
    value: Number | None
    """numerator / denominator to 4 places, half up; null where nothing occurred."""


Figure: TypeAlias = Number | RateShape


class OutlookShape(TypedDict):
    """What a figure is compared with, and what it comes to."""

    baseline: Number | None
    """What there was in the days compared with, up to the same day; null where that is not known or not asked for."""
    reduction: Number | None
    """(baseline - actual) / baseline to 4 places, negative where there is more; null without a baseline and where it is 0."""
    flagged: bool
    """Whether there is something where there was nothing in the days compared with, which no share can say."""
    forecast: Number | None
    """The final figure if the pace stays as it is: actual x days of the span / days gone by; null of what does not add up."""


class ProgressShape(OutlookShape):
    """A figure over a span, its target and its pace."""

    actual: Figure
    target: Number | None
    """The amount or value to reach, the ceiling, 0 of what must not happen; of what should fall, the share: 0.05 is 5% less."""
    attainment: Number | None
    """How far the target is reached, to 4 places: 1 is the whole target. actual / target or, of what should fall, reduction /
    target, negative where there is more; over a ceiling 2 - actual / ceiling, never below 0."""
    expected: Number | None
    """What the plan asks for by the as-of day; of what should fall, how much there may be; of a rate or a state, the target."""
    shortfall: Number | None
    """By how much the figure is under the plan or, of what should fall or stay under a ceiling, over it; 0 where it is not."""
    days_ahead: int | None
    """Whole days ahead of the plan, negative when behind; null of what has no plan with a pace."""
    need_per_day: Number | None
    """What is needed on each day that is left; null of a rate and of what should fall."""
    standing: Standing
