"""Events: all that happens beside achievements and returns, one row of the journal each.

What is particular to a kind is its body. A new kind is a class here and one more name in `Body`; the store stays as it is.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, TypeAlias

import msgspec

from tracker.domain.entries import State, number_of
from tracker.domain.text import clean
from tracker.domain.value import Value
from tracker.errors import TrackerError

LONGEST_TEXT = 2000


class EventKind(StrEnum):
    """What kind of thing happened."""

    CONCERN = "concern"
    ANSWER = "answer"
    RETURN_TEXTS = "return-texts"
    ROSTER = "roster"


class Concern(Value, frozen=True, omit_defaults=True):
    """What a unit raised (ý kiến, khó khăn, kiến nghị): in which field, who must answer; the event's day is when."""

    kind: ClassVar[EventKind] = EventKind.CONCERN
    text: str
    field: str
    to: str = ""
    ref: str = ""


class Answer(Value, frozen=True, omit_defaults=True):
    """What became of a concern, which the event is about: an answer, or the higher level that it was passed up to."""

    kind: ClassVar[EventKind] = EventKind.ANSWER
    text: str = ""
    by: str = ""
    passed_up_to: str = ""


class ReturnTexts(Value, frozen=True, omit_defaults=True):
    """The three texts of the return that the event is about: direction given, difficulties, proposals."""

    kind: ClassVar[EventKind] = EventKind.RETURN_TEXTS
    direction: str = ""
    difficulties: str = ""
    proposals: str = ""


def parse_texts(**texts: str) -> ReturnTexts:
    """Return the texts of a return, cleaned.

    Raises: TrackerError text-too-long.
    """
    cleaned = {name: clean(text) for name, text in texts.items()}
    for name, text in cleaned.items():
        if len(text) > LONGEST_TEXT:
            raise TrackerError.of("text-too-long", name=name, length=len(text), most=LONGEST_TEXT)
    return ReturnTexts(**cleaned)


class EditedFile(Value, frozen=True):
    """A file that was edited: the SHA-256 of what it held before and after, and the file beside it that keeps the former."""

    name: str
    before: str
    after: str
    kept: str


class RosterEdit(Value, frozen=True, omit_defaults=True):
    """An edit of a campaign's roster and lineage: which operation on which units, from which day on, on what basis.

    `files` are those that were written, `kept` what they held. The edit lives in them, and this is a note of it: an undo
    puts the files back and is noted as another edit.
    """

    kind: ClassVar[EventKind] = EventKind.ROSTER
    operation: str
    units: tuple[str, ...]
    on: date
    basis: str
    files: tuple[str, ...]
    kept: tuple[EditedFile, ...] = ()


Body: TypeAlias = Concern | Answer | ReturnTexts | RosterEdit

_BODIES: dict[str, type[Body]] = {one.kind: one for one in (Concern, Answer, ReturnTexts, RosterEdit)}
NOTES = frozenset(
    {EventKind.ROSTER}
)  # of what happened outside the journal; taken back there, which is noted as one more
PARTS = frozenset({EventKind.RETURN_TEXTS})  # of what they are about: not counted, listed or corrected alone


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
