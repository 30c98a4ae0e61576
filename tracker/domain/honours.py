"""Achievements that are worth telling of, and how many people were commended, or are proposed to be."""

from enum import StrEnum
from typing import ClassVar, TypeAlias

from tracker.domain.event_kinds import EventKind
from tracker.domain.value import Value


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
