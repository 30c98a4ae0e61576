"""How events are said, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Body, Event, EventRecord
from tracker.domain.file_edits import BookEdit, FileEdit, RosterEdit
from tracker.domain.honours import Commendation, CommendationDecided, Commending, Highlighted
from tracker.domain.phase_events import (
    Authority,
    Closings,
    LateEntries,
    PhaseClosed,
    PhaseFrozen,
    PhaseReopened,
    ScoreGiven,
)
from tracker.domain.quantity import as_decimal
from tracker.domain.reorganisation import Operation
from tracker.domain.statements import Answer, Concern, Explanation, ReturnTexts
from tracker.i18n import N_, _, day, ngettext, number
from tracker.render.document import Document, facts
from tracker.render.words import HIGHLIGHTS, TEXTS
from tracker.services.view import View

KINDS = {
    EventKind.CONCERN: N_("concern"),
    EventKind.ANSWER: N_("answer"),
    EventKind.RETURN_TEXTS: N_("texts of a return"),
    EventKind.ROSTER: N_("edit of the units"),
    EventKind.BOOK: N_("edit of targets or baselines"),
    EventKind.SCORE: N_("points given"),
    EventKind.EXPLANATION: N_("explanation"),
    EventKind.CLOSED: N_("closing of a phase"),
    EventKind.FROZEN: N_("figures of a closing"),
    EventKind.REOPENED: N_("reopening of a phase"),
    EventKind.LATE: N_("late entries"),
    EventKind.HIGHLIGHT: N_("mark of an entry"),
    EventKind.COMMENDATION: N_("commendation"),
    EventKind.DECISION: N_("decision about a proposal"),
}


SAYS: Mapping[str, str] = {
    Authority.SELF: N_("own score"),
    Authority.REVIEW: N_("review"),
    Authority.FINAL: N_("final"),
    EventKind.EXPLANATION: KINDS[EventKind.EXPLANATION],
}


BOOKS: Mapping[str, str] = {"targets": N_("targets"), "baselines": N_("baselines")}


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
        *say_body(_titled(event, views)),
        *_say_more(event.body),
        *((one.id, _say_follower(one)) for one in followers),
        (_("Recorded"), recorded),
        *corrections,
    ]
    return (facts(rows),)


def _say_more(body: Body) -> list[tuple[str, str]]:
    """Return what only a card has room for, or what stands elsewhere in lists."""
    match body:
        case PhaseClosed():
            return [("SHA-256", body.sha256)]
        case PhaseReopened():
            return [(_("Reason"), body.reason)]
    return []


def _say_follower(record: EventRecord) -> str:
    on = [day(record.event.day)] if record.event.day else []
    said = [f"{label}: {text}" for label, text in say_body(record.event.body)]
    return " · ".join([*on, *said])


def _campaign(event: Event, views: Sequence[View]) -> str:
    return next((one.campaign.name for one in views if one.campaign.id == event.campaign), event.campaign)


def _titled(event: Event, views: Sequence[View]) -> Body:
    """Return what an event holds; a commendation with the title of its phase before the id."""
    body, campaigns = event.body, (one.campaign for one in views)
    if not isinstance(body, Commendation):
        return body
    phases = (phase for one in campaigns if one.id == event.campaign for phase in one.phases)
    title = next((one.title for one in phases if one.id == body.phase), "")
    return body.but(phase=f"{title} [{body.phase}]") if title else body


def say_body(body: Body) -> list[tuple[str, str]]:
    """Return what a body holds, each text with its label; what is empty is left out."""
    return [(label, text) for label, text in _labelled(body) if text]


def _say_entries(count: int) -> str:
    return ngettext("{count} entry", "{count} entries", count)


def _labelled(body: Body) -> list[tuple[str, str]]:
    match body:
        case Concern():
            texts = [(_("Field"), body.field), (_("Content"), body.text)]
            return [*texts, (_("Must answer"), body.to), (_("Ref"), body.ref)]
        case Answer():
            return [(_("Passed up to"), body.passed_up_to), (_("Answer"), body.text), (_("Answered by"), body.by)]
        case ReturnTexts():
            return [(_(label), getattr(body, kind)) for kind, label in TEXTS.items()]
        case RosterEdit() | BookEdit():
            return _label_edit(body)
        case ScoreGiven():
            given = [
                (_("Criterion"), body.criterion),
                (_("Phase"), body.phase),
                (_("Authority"), _(SAYS[body.authority])),
            ]
            return [*given, (_("Points"), number(as_decimal(body.points))), (_("Reason"), body.text)]
        case Highlighted():
            return [(_("Marked as"), _(HIGHLIGHTS[body.mark]))]
        case Explanation():
            return [(_("Criterion"), body.criterion), (_("Phase"), body.phase), (_("Explanation"), body.text)]
        case PhaseClosed() | PhaseFrozen() | PhaseReopened() | LateEntries():
            return _label_closing(body)
        case Commendation() | CommendationDecided():
            return _label_commending(body)


def _label_edit(body: FileEdit) -> list[tuple[str, str]]:
    match body:
        case RosterEdit():
            known = OPERATIONS.get(body.operation)  # a newer version may have others
            operation = _(known.name) if known else body.operation
            edited = [(_("Operation"), operation), (_("Units"), ", ".join(body.units)), (_("From"), day(body.on))]
            return [*edited, (_("Basis"), body.basis), (_("Files"), ", ".join(body.files))]
        case BookEdit():
            counts = _("{added} new, {changed} changed").format(added=number(body.added), changed=number(body.changed))
            rows = [
                (_("Edited"), _(BOOKS.get(body.book, body.book))),
                (_("Imported from"), body.source),
                (_("Rows"), counts),
            ]
            told = [(_("From"), day(body.on) if body.on else ""), (_("Reason"), body.reason)]
            return [*rows, *told, (_("Files"), ", ".join(body.files))]


def _label_closing(body: Closings) -> list[tuple[str, str]]:
    match body:
        case PhaseClosed():
            return [(_("Phase"), f"{body.title} [{body.phase}]"), (_("Entries"), _say_entries(body.entries))]
        case PhaseFrozen():
            return [(_("Frozen"), _("the ranking and every unit's explanation"))]
        case PhaseReopened():
            return [(_("Phase"), body.phase)]
        case LateEntries():
            return [(_("Phase"), body.phase), (_("Entries"), _say_entries(body.entries)), (_("Reason"), body.reason)]


def _label_commending(body: Commending) -> list[tuple[str, str]]:
    from tracker.render.commendation_words import label_commendation, label_decision  # noqa: PLC0415 of few cards

    return label_commendation(body) if isinstance(body, Commendation) else label_decision(body)
