"""What units say: concerns and what became of them, the texts that come with returns, explanations of figures."""

from typing import ClassVar

from tracker.domain.event_kinds import EventKind
from tracker.domain.text import clean
from tracker.domain.value import Value
from tracker.errors import TrackerError

LONGEST_TEXT = 2000


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


class Explanation(Value, frozen=True):
    """What the event's unit says about its figures of a criterion in a phase (giải trình); it changes no points."""

    kind: ClassVar[EventKind] = EventKind.EXPLANATION
    criterion: str
    phase: str
    text: str
