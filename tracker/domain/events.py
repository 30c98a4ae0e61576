"""Events: all that happens beside achievements and returns, one row of the journal each.

What is particular to a kind is its body. A new kind is a name in `EventKind`, a class beside those of its topic, and one
more name in `Body`; the store stays as it is.
"""

from datetime import date, datetime
from typing import TypeAlias

import msgspec

from tracker.domain.entries import State, number_of
from tracker.domain.event_kinds import EventKind
from tracker.domain.file_edits import BookEdit, FileEdit, RosterEdit
from tracker.domain.honours import Commendation, CommendationDecided, Commending, Highlighted
from tracker.domain.phase_events import Closings, LateEntries, PhaseClosed, PhaseFrozen, PhaseReopened, ScoreGiven
from tracker.domain.statements import Answer, Concern, Explanation, ReturnTexts
from tracker.domain.value import Value
from tracker.errors import TrackerError

Body: TypeAlias = (
    Concern | Answer | ReturnTexts | FileEdit | ScoreGiven | Explanation | Closings | Highlighted | Commending
)

_BODIES: dict[str, type[Body]] = {
    one.kind: one
    for one in (
        *(Concern, Answer, ReturnTexts, RosterEdit, BookEdit, ScoreGiven, Explanation),
        *(PhaseClosed, PhaseFrozen, PhaseReopened, LateEntries, Highlighted),
        *(Commendation, CommendationDecided),
    )
}


class Event(Value, frozen=True):
    """Something that happened in a campaign, perhaps to a unit, perhaps on a day.

    `about` is the number of the event or return that it follows; `reverses` names the row that this one takes back,
    `replaces` the one that it stands for since.
    """

    campaign: str
    body: Body
    unit: str = ""
    day: date | None = None
    about: int | None = None
    reverses: int | None = None
    replaces: int | None = None

    @property
    def kind(self) -> EventKind:
        """What kind of thing happened."""
        return self.body.kind


class EventRecord(Value, frozen=True):
    """An event as it stands in the journal; `id` and `about` are the installation and number, as 1-1042."""

    id: str
    event: Event
    about: str
    recorded_at: datetime
    recorded_by: str
    batch: int
    state: State

    @property
    def number(self) -> int:
        """Its number in the journal."""
        return number_of(self.id)

    @property
    def reverses(self) -> int | None:
        """The number of the event that this row takes back."""
        return self.event.reverses


def reversal_of_event(record: EventRecord) -> Event:
    """Return the row that takes an event back: the same, with its number."""
    return record.event.but(reverses=record.number, replaces=None)


def encode_body(body: Body) -> str:
    """Return a body as the journal keeps it; what is empty is left out."""
    return msgspec.json.encode(body).decode()


def decode_body(kind: str, text: str) -> Body:
    """Return a body as it was kept.

    Raises: TrackerError event-unknown of a kind that only a newer version knows; msgspec.ValidationError.
    """
    if kind not in _BODIES:
        raise TrackerError.of("event-unknown", kind=kind)
    return msgspec.json.decode(text, type=_BODIES[kind])
