"""What people decide about a phase: the points that they give, and that it is closed, reopened or added to after all."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeAlias

from tracker.domain.event_kinds import EventKind
from tracker.domain.value import Value


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


Closings: TypeAlias = PhaseClosed | PhaseFrozen | PhaseReopened | LateEntries
