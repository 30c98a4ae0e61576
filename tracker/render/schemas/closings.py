"""Closing and reopening a phase."""

from typing import Literal

from tracker.render.schemas.figures import Counted
from tracker.render.schemas.ranking import RankShape


class ClosingShape(Counted):
    """`tracker close --json`: a phase whose figures, scores and ranks stay as they are from now on."""

    schema: Literal["tracker.closing/1"]
    campaign: str
    phase: str
    id: str | None
    """The event's; null in a rehearsal."""
    last: int
    """The number of the last row of the journal that counts."""
    phase_entries: int
    """How many entries of the phase count."""
    sha256: str
    """Of the frozen document: the ranking and every unit's explanation."""
    ranking: RankShape
    """The final table, as tracker rank --json tells it from now on."""
    dry_run: bool


class ReopeningShape(Counted):
    """`tracker reopen --json`: a phase that takes entries again."""

    schema: Literal["tracker.reopening/1"]
    campaign: str
    phase: str
    id: str | None
    """The event's; null in a rehearsal."""
    closing: str
    """The closing that holds no more."""
    reason: str
    dry_run: bool
