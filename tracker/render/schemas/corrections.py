"""Corrections: what amended, voided and undid, and what became of entries."""

from datetime import date, datetime
from typing import Any, Literal, TypedDict

from tracker.domain.entries import State
from tracker.domain.event_kinds import EventKind
from tracker.render.schemas.entries import CorrectedShape
from tracker.render.schemas.figures import Counted, Figure, PerhapsCounted, SpanShape
from tracker.render.schemas.weekly import TextsShape
from tracker.services.history import What


class ChangeShape(TypedDict):
    """A field of an entry, before and after."""

    field: str
    """unit, criterion, date, quantity, denominator, note or evidence."""
    before: Any
    """As an entry has it under that name: a text, a number, a day or null."""
    after: Any


class FigureChangeShape(TypedDict):
    """A figure of the whole campaign that changed."""

    campaign: str
    criterion: str
    phase: str | None
    """The phase that it is the figure of; null where it is that of the whole campaign."""
    before: Figure
    after: Figure


class WeekReturnsShape(SpanShape):
    """The returns of a week that one was filed for or taken back from."""

    campaign: str
    expected: int
    actual: int


class AmendmentShape(PerhapsCounted):
    """`tracker amend ID --json`: what an amendment did."""

    schema: Literal["tracker.amendment/1"]
    id: str
    """The entry that counts now."""
    amended: str
    """The entry that it stands for."""
    changes: list[ChangeShape]
    reason: str
    figures: list[FigureChangeShape]
    dry_run: bool


class VoidingShape(PerhapsCounted):
    """`tracker void ID --json`: what voiding did."""

    schema: Literal["tracker.voiding/1"]
    id: str
    kind: str
    """achievement, return, or the kind of an event: concern, answer, return-texts, roster."""
    reason: str
    figures: list[FigureChangeShape]
    returns: list[WeekReturnsShape]
    dry_run: bool


class CountsShape(TypedDict):
    """How many."""

    entries: int
    returns: int
    events: int
    """Concerns, answers and what else happened; the texts of a return are part of it."""


class InvocationShape(CountsShape):
    """A command that wrote; what is counted is what it logged, filed, noted, amended or took back."""

    number: int
    recorded_at: datetime
    recorded_by: str
    command: str
    reason: str | None
    undoes: int | None
    """The invocation that it took back."""


class ListedInvocationShape(InvocationShape):
    """A command that wrote, and whether it is undone."""

    undone_by: int | None


class UndoingShape(PerhapsCounted):
    """`tracker undo --json`: what an undo did."""

    schema: Literal["tracker.undoing/1"]
    number: int | None
    """The undo's own number; null in a rehearsal."""
    undone: InvocationShape
    """The invocation that was undone."""
    about: InvocationShape
    """What that was about in the end, where it was an undo itself; else the same."""
    brings_back: bool
    """Whether `about` stands again."""
    taken_back: CountsShape
    brought_back: CountsShape
    figures: list[FigureChangeShape]
    returns: list[WeekReturnsShape]
    dry_run: bool


class InvocationsShape(PerhapsCounted):
    """`tracker undo --list --json`: the commands that wrote, the latest first."""

    schema: Literal["tracker.invocations/1"]
    invocations: list[ListedInvocationShape]


class StepShape(TypedDict):
    """What an invocation did to an entry, a return or an event."""

    invocation: InvocationShape
    what: What
    id: str | None
    """The entry, return or event that it wrote, or took back; null for an undo in the list of corrections."""
    replaced: str | None
    """The one that it took back."""
    changes: list[ChangeShape]
    about: int | None
    """Of an undo, the invocation that it is about in the end."""
    late: str | None
    """Why it was done to a phase that was closed (--late)."""


class HistoryShape(PerhapsCounted):
    """`tracker history ID --json`: all that happened to an entry, a return or an event, the first step first.

    Without ID: the latest corrections, the latest first; `id`, `kind`, `state` and `stands` are null.
    """

    schema: Literal["tracker.history/1"]
    id: str | None
    kind: str | None
    """achievement, return, or the kind of an event: concern, answer, return-texts, roster."""
    state: State | None
    stands: str | None
    """The id that counts now, null where nothing of it does."""
    steps: list[StepShape]


class ReturnShape(Counted, SpanShape, CorrectedShape):
    """`tracker show ID --json` of a return; `entries` are its campaign's."""

    schema: Literal["tracker.return/1"]
    id: str
    campaign: str
    unit: str
    nil: bool
    received_at: datetime
    texts: TextsShape | None
    recorded_at: datetime
    recorded_by: str
    state: State


class EventShape(Counted, CorrectedShape):
    """`tracker show ID --json` of a concern, an answer or another event; `entries` are its campaign's."""

    schema: Literal["tracker.event/1"]
    id: str
    kind: EventKind
    campaign: str
    unit: str | None
    date: date | None
    about: str | None
    """The event or return that it follows."""
    body: dict[str, Any]
    """What is particular to its kind; what is empty is left out."""
    followed_by: list[str]
    """The events that are about it and stand, as the answers to a concern."""
    recorded_at: datetime
    recorded_by: str
    state: State
