"""Kinds of events: what kind of thing happened, and what that means for how it is counted, listed and taken back."""

from enum import StrEnum


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


# Of what happened outside the journal; taken back there, which is noted as one more.
NOTES = frozenset({EventKind.ROSTER, EventKind.BOOK})
CLOSINGS = frozenset({EventKind.CLOSED, EventKind.REOPENED})  # answered by each other, or undone; never voided
UNCOUNTED = frozenset({EventKind.FROZEN, EventKind.LATE})  # as they are never noted without what counts
PARTS = UNCOUNTED | {EventKind.RETURN_TEXTS}  # of what they were noted with: not listed or corrected alone
