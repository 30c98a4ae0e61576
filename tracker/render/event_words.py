"""How events are said, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.domain.events import Answer, Body, Concern, Event, EventKind, EventRecord, ReturnTexts, RosterEdit
from tracker.domain.reorganisation import Operation
from tracker.i18n import N_, _, day
from tracker.render.document import Document, facts
from tracker.render.words import TEXTS
from tracker.services.view import View

KINDS = {
    EventKind.CONCERN: N_("concern"),
    EventKind.ANSWER: N_("answer"),
    EventKind.RETURN_TEXTS: N_("texts of a return"),
    EventKind.ROSTER: N_("edit of the units"),
}


class OperationWords(NamedTuple):
    """What an operation on units is called, in a line and as a title from a day on."""

    name: str
    title: str


OPERATIONS: Mapping[str, OperationWords] = {
    Operation.MERGE: OperationWords(N_("merger"), N_("Merger from {day}")),
    Operation.SPLIT: OperationWords(N_("split"), N_("Split from {day}")),
    Operation.RENAME: OperationWords(N_("new name or code"), N_("New name or code from {day}")),
    Operation.REPARENT: OperationWords(N_("new place"), N_("New place from {day}")),
    Operation.DISSOLVE: OperationWords(N_("dissolution"), N_("Dissolution from {day}")),
    Operation.IMPORT: OperationWords(N_("new list of units"), N_("New list of units from {day}")),
}


def say_event(record: EventRecord, unit: str) -> str:
    """Say in a line what an event says; `unit` is what its unit is called."""
    kind = _(KINDS[record.event.kind])
    about = f"{kind} {record.about}" if record.about else kind
    said = " · ".join(text for _label, text in say_body(record.event.body))
    return " · ".join(part for part in (unit, f"{about}: {said}" if said else about) if part)


def compose_event(
    record: EventRecord,
    unit: str,
    views: Sequence[View],
    followers: Sequence[EventRecord],
    recorded: str,
    corrections: Sequence[tuple[str, str]],
) -> Document:
    """Compose one event as a card, with what follows it; `recorded` says when and by whom."""
    event = record.event
    rows = [
        (_(KINDS[event.kind]).capitalize(), record.id),
        (_("Campaign"), _campaign(event, views)),
        *([(_("Unit"), f"{unit} [{event.unit}]")] if event.unit else []),
        *([(_("Day"), day(event.day))] if event.day else []),
        *([(_("About"), record.about)] if record.about else []),
        *say_body(event.body),
        *((one.id, _say_follower(one)) for one in followers),
        (_("Recorded"), recorded),
        *corrections,
    ]
    return (facts(rows),)


def _say_follower(record: EventRecord) -> str:
    on = [day(record.event.day)] if record.event.day else []
    said = [f"{label}: {text}" for label, text in say_body(record.event.body)]
    return " · ".join([*on, *said])


def _campaign(event: Event, views: Sequence[View]) -> str:
    return next((one.campaign.name for one in views if one.campaign.id == event.campaign), event.campaign)


def say_body(body: Body) -> list[tuple[str, str]]:
    """Return what a body holds, each text with its label; what is empty is left out."""
    return [(label, text) for label, text in _labelled(body) if text]


def _labelled(body: Body) -> list[tuple[str, str]]:
    match body:
        case Concern():
            texts = [(_("Field"), body.field), (_("Content"), body.text)]
            return [*texts, (_("Must answer"), body.to), (_("Ref"), body.ref)]
        case Answer():
            return [(_("Passed up to"), body.passed_up_to), (_("Answer"), body.text), (_("Answered by"), body.by)]
        case ReturnTexts():
            return [(_(label), getattr(body, kind)) for kind, label in TEXTS.items()]
        case RosterEdit():
            known = OPERATIONS.get(body.operation)  # a newer version may have others
            operation = _(known.name) if known else body.operation
            edited = [(_("Operation"), operation), (_("Units"), ", ".join(body.units)), (_("From"), day(body.on))]
            return [*edited, (_("Basis"), body.basis), (_("Files"), ", ".join(body.files))]
