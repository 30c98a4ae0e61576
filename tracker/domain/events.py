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
    BOOK = "book"
    SCORE = "score"
    EXPLANATION = "explanation"
    CLOSED = "phase-closed"
    FROZEN = "phase-frozen"
    REOPENED = "phase-reopened"
    LATE = "late-entries"
    COMMENDATION = "commendation"
    DECISION = "commendation-decided"
    HIGHLIGHT = "highlight"


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


class BookEdit(Value, frozen=True, omit_defaults=True):
    """An edit of a campaign's targets or baselines (the book) by a file that was imported: how many rows are new or changed.

    `on` is the day that changed targets hold from. As with an edit of the units, this is a note of what lives in files.
    """

    kind: ClassVar[EventKind] = EventKind.BOOK
    book: str
    source: str
    added: int
    changed: int
    on: date | None = None
    reason: str = ""
    files: tuple[str, ...] = ()
    kept: tuple[EditedFile, ...] = ()


FileEdit: TypeAlias = RosterEdit | BookEdit


class Authority(StrEnum):
    """On whose authority points were given; a later one of these is above an earlier one."""

    SELF = "self"
    REVIEW = "review"
    FINAL = "final"


class ScoreGiven(Value, frozen=True, omit_defaults=True):
    """Points that people gave the event's unit for a criterion in a phase: its own score (tự chấm), a review or the final word.

    The event's day is when. Units: points are in thousandths.
    """

    kind: ClassVar[EventKind] = EventKind.SCORE
    authority: Authority
    criterion: str
    phase: str
    points: int
    text: str = ""


class Explanation(Value, frozen=True):
    """What the event's unit says about its figures of a criterion in a phase (giải trình); it changes no points."""

    kind: ClassVar[EventKind] = EventKind.EXPLANATION
    criterion: str
    phase: str
    text: str


class PhaseClosed(Value, frozen=True):
    """The closing of a phase (chốt đợt), on the event's day: what its figures rest on since, and what was frozen.

    `last` is the number of the last row that counts, `entries` the entries of the phase, `definition` the SHA-256 of the
    campaigns as they were defined, `sha256` that of the document that the event's `PhaseFrozen` holds.
    """

    kind: ClassVar[EventKind] = EventKind.CLOSED
    phase: str
    title: str
    start: date
    end: date
    last: int
    entries: int
    definition: str
    sha256: str


class PhaseFrozen(Value, frozen=True):
    """The document that a closing froze, its ranking and every unit's explanation, packed; a part of that closing.

    An event of its own, so that whoever asks only whether a phase is closed need not read it.
    """

    kind: ClassVar[EventKind] = EventKind.FROZEN
    packed: str


class PhaseReopened(Value, frozen=True):
    """The closing that the event is about holds no more."""

    kind: ClassVar[EventKind] = EventKind.REOPENED
    phase: str
    reason: str


class LateEntries(Value, frozen=True):
    """The rows of this invocation that are dated in a phase were recorded after the closing that the event is about."""

    kind: ClassVar[EventKind] = EventKind.LATE
    phase: str
    reason: str
    entries: int


class HighlightKind(StrEnum):
    """Why an achievement is worth telling of."""

    EXEMPLARY = "exemplary"
    MODEL = "model"


class Highlighted(Value, frozen=True):
    """The entry that the event is about is worth telling of: as an exemplary case (điển hình) or a model practice (mô hình)."""

    kind: ClassVar[EventKind] = EventKind.HIGHLIGHT
    mark: HighlightKind


class Commendation(Value, frozen=True, omit_defaults=True):
    """How many collectives and individuals were commended, or are proposed to be, with which awards; without their names.

    Several `awards` are counted together, as papers give them. `level` is that of who commends, "" where nobody says it;
    `phase` the one that it is for, "" for the campaign as a whole. The event's day is that of the decision or of the
    proposal, `number` that paper's, `decided_by` who decided or is to.
    """

    kind: ClassVar[EventKind] = EventKind.COMMENDATION
    awards: tuple[str, ...]
    level: str = ""
    collectives: int = 0
    individuals: int = 0
    phase: str = ""
    number: str = ""
    decided_by: str = ""
    basis: str = ""
    note: str = ""
    ref: str = ""
    is_proposed: bool = False


class CommendationDecided(Value, frozen=True, omit_defaults=True):
    """What became of the proposal that the event is about: how many were commended by which decision, or why none."""

    kind: ClassVar[EventKind] = EventKind.DECISION
    collectives: int = 0
    individuals: int = 0
    number: str = ""
    decided_by: str = ""
    refused: str = ""


Commending: TypeAlias = Commendation | CommendationDecided
Closings: TypeAlias = PhaseClosed | PhaseFrozen | PhaseReopened | LateEntries
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
NOTES = frozenset(
    {EventKind.ROSTER, EventKind.BOOK}
)  # of what happened outside the journal; taken back there, which is noted as one more
CLOSINGS = frozenset({EventKind.CLOSED, EventKind.REOPENED})  # answered by each other, or undone; never voided
UNCOUNTED = frozenset({EventKind.FROZEN, EventKind.LATE})  # as they are never noted without what counts
PARTS = UNCOUNTED | {EventKind.RETURN_TEXTS}  # of what they were noted with: not listed or corrected alone


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
