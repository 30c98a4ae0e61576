"""Points that people give."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypedDict

from tracker.render.schemas.figures import Counted, Number

Says = Literal["self", "review", "final", "explanation"]


class GivenShape(TypedDict):
    """Points that somebody gave a unit for a criterion, or what the unit explained."""

    id: str
    unit: str
    unit_name: str
    criterion: str
    says: Says
    """self: the unit's own score; review; final: the last word; explanation: it changes no points."""
    points: Number | None
    text: str | None
    """Why, or what was explained."""
    counts: bool
    """Whether these are the points that count: the latest of the highest authority."""
    date: date
    recorded_at: datetime
    recorded_by: str


class ScoresShape(Counted):
    """`tracker score list --json`: what people gave in a phase, the oldest first."""

    schema: Literal["tracker.scores/1"]
    campaign: str
    phase: str
    given: list[GivenShape]


class ScoredShape(Counted):
    """`tracker score set`, `review` and `justify --json`: what was noted, and the points that count since."""

    schema: Literal["tracker.scored/1"]
    id: str | None
    """The event's; null in a rehearsal."""
    unit: str
    criterion: str
    phase: str
    says: Says
    points: Number | None
    text: str | None
    maximum: Decimal | int
    """The most that can be given."""
    counts: Number | None
    """The points that people gave which count since; null where the computed ones do."""
    dry_run: bool
