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


class ProgressShape(TypedDict):
    """A figure over a span, its target and its pace."""

    actual: Figure
    target: Number | None
    attainment: Number | None
    """actual / target to 4 places; 1 is the whole target."""
    expected: Number | None
    """What the plan asks for by the as-of day; of a rate, the target."""
    shortfall: Number | None
    """By how much the figure is under the plan; 0 where it is not."""
    days_ahead: int | None
    """Whole days ahead of the plan, negative when behind; null of a rate."""
    need_per_day: Number | None
    """What is needed on each day that is left; null of a rate."""
    standing: Standing
