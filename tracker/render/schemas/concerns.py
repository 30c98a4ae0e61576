"""The concerns register."""

from datetime import date, datetime
from typing import Literal, TypedDict

from tracker.render.schemas.figures import Counted
from tracker.services.concerns import ConcernState


class ConcernFields(TypedDict):
    """A concern and what became of it by the as-of day."""

    id: str
    unit: str
    unit_name: str
    field: str
    text: str
    raised_on: date
    state: ConcernState
    age_days: int
    """The days since it was raised, up to the day on which it was answered."""
    must_answer: str | None
    """Who was to answer; once it was passed up, that level."""
    answer: str | None
    """What was answered last."""
    answered_by: str | None
    answered_on: date | None
    """Also the day on which it was passed up."""
    passed_up_to: str | None
    answer_id: str | None
    ref: str | None
    recorded_at: datetime
    recorded_by: str


class ConcernsShape(Counted):
    """`tracker concern list --json`: the concerns asked for, the oldest first; `entries` are the campaign's."""

    schema: Literal["tracker.concerns/1"]
    campaign: str
    open: int
    """How many of the campaign's, or of those of the unit asked for, nobody has answered or passed up."""
    oldest_days: int | None
    """For how many days the oldest of those has waited."""
    concerns: list[ConcernFields]


class NotedConcernShape(Counted):
    """`tracker concern add` and `answer --json`: what was noted, and how many of the campaign's concerns are open since."""

    schema: Literal["tracker.noted-concern/1"]
    id: str | None
    """The concern's or the answer's; null in a rehearsal."""
    concern: str | None
    """The concern that was answered; null where one was added."""
    unit: str
    field: str
    date: date
    open: int
    oldest_days: int | None
    already_there: bool
    dry_run: bool
