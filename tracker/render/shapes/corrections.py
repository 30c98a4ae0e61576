"""Corrections: `tracker.amendment/1`, `tracker.voiding/1`, `tracker.undoing/1`, `tracker.history/1` and their parts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import json

from tracker.domain.calendar import Span
from tracker.domain.corrections import Change, ReturnRecord
from tracker.domain.events import EventRecord, encode_body
from tracker.domain.quantity import as_decimal
from tracker.domain.statements import ReturnTexts
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import shape_figure, shape_span
from tracker.render.shapes.returns import shape_texts
from tracker.services.amend import Amendment
from tracker.services.correcting import FigureChange
from tracker.services.discipline import Returns
from tracker.services.history import History, Step
from tracker.services.ports import Invocation
from tracker.services.records import Record
from tracker.services.undo import Counts, Undoing
from tracker.services.view import View
from tracker.services.void import Voiding

if TYPE_CHECKING:
    from tracker.render.schemas.corrections import (
        AmendmentShape,
        ChangeShape,
        CountsShape,
        EventShape,
        FigureChangeShape,
        HistoryShape,
        InvocationShape,
        InvocationsShape,
        ReturnShape,
        StepShape,
        UndoingShape,
        VoidingShape,
        WeekReturnsShape,
    )
    from tracker.render.schemas.entries import CorrectedShape
    from tracker.render.schemas.figures import Counted

    Head = tuple[date, int | None]


def shape_amendment(done: Amendment, counted: "Head", *, dry_run: bool) -> "AmendmentShape":
    """Return `tracker.amendment/1`."""
    return {
        "schema": "tracker.amendment/1",
        "as_of": counted[0],
        "entries": counted[1],
        "id": done.id,
        "amended": done.entry.id,
        "changes": [_change(one) for one in done.changes],
        "reason": done.reason,
        "figures": [_figure(one) for one in done.figures],
        "dry_run": dry_run,
    }


def shape_voiding(done: Voiding, counted: "Head", *, dry_run: bool) -> "VoidingShape":
    """Return `tracker.voiding/1`."""
    return {
        "schema": "tracker.voiding/1",
        "as_of": counted[0],
        "entries": counted[1],
        "id": done.record.id,
        "kind": _kind(done.record),
        "reason": done.reason,
        "figures": [_figure(one) for one in done.figures],
        "returns": [_returns(*one) for one in done.returns],
        "dry_run": dry_run,
    }


def shape_undoing(done: Undoing, counted: "Head", *, dry_run: bool) -> "UndoingShape":
    """Return `tracker.undoing/1`."""
    return {
        "schema": "tracker.undoing/1",
        "as_of": counted[0],
        "entries": counted[1],
        "number": done.number,
        "undone": _invocation(done.invocation),
        "about": _invocation(done.root),
        "brings_back": done.brings_back,
        "taken_back": _counts(done.taken),
        "brought_back": _counts(done.brought),
        "figures": [_figure(one) for one in done.figures],
        "returns": [_returns(*one) for one in done.returns],
        "dry_run": dry_run,
    }


def shape_invocations(
    invocations: Sequence[Invocation], undone: Mapping[int, int], counted: "Head"
) -> "InvocationsShape":
    """Return `tracker.invocations/1`."""
    return {
        "schema": "tracker.invocations/1",
        "as_of": counted[0],
        "entries": counted[1],
        "invocations": [{**_invocation(one), "undone_by": undone.get(one.id)} for one in invocations],
    }


def shape_history(history: History, counted: "Head") -> "HistoryShape":
    """Return `tracker.history/1` of an entry, a return or an event."""
    return {
        "schema": "tracker.history/1",
        "as_of": counted[0],
        "entries": counted[1],
        "id": history.record.id,
        "kind": _kind(history.record),
        "state": history.record.state,
        "stands": history.now.id if history.now else None,
        "steps": [_step(one) for one in history.steps],
    }


def shape_corrections(steps: Sequence[Step], counted: "Head") -> "HistoryShape":
    """Return `tracker.history/1` of the latest corrections."""
    return {
        "schema": "tracker.history/1",
        "as_of": counted[0],
        "entries": counted[1],
        "id": None,
        "kind": None,
        "state": None,
        "stands": None,
        "steps": [_step(one) for one in steps],
    }


def shape_corrected(history: History) -> "CorrectedShape":
    """Return what became of an entry or a return."""
    end = history.end
    about = end.about if end else None
    return {
        "corrected_by": end.invocation.recorded_by if end else None,
        "corrected_at": end.invocation.recorded_at if end else None,
        "reason": about.command if about else end.invocation.reason if end else None,
        "stands": history.now.id if end and history.now else None,
    }


def shape_return(
    record: ReturnRecord, texts: ReturnTexts | None, history: History, as_of: date, entries: int
) -> "ReturnShape":
    """Return `tracker.return/1`: one return and what became of it."""
    filed = record.filed
    counted: Counted = {"as_of": as_of, "entries": entries}
    return {
        "schema": "tracker.return/1",
        **counted,
        "id": record.id,
        "campaign": record.campaign,
        "unit": filed.unit,
        **shape_span(Span(filed.span_start, filed.span_end)),
        "nil": filed.is_nil,
        "received_at": filed.received_at,
        "texts": shape_texts(texts) if texts else None,
        "recorded_at": record.recorded_at,
        "recorded_by": record.recorded_by,
        "state": record.state,
        **shape_corrected(history),
    }


def shape_event(
    record: EventRecord, history: History, followers: Sequence[EventRecord], as_of: date, entries: int
) -> "EventShape":
    """Return `tracker.event/1`: one event and what became of it."""
    event = record.event
    return {
        "schema": "tracker.event/1",
        "as_of": as_of,
        "entries": entries,
        "id": record.id,
        "kind": event.kind,
        "campaign": event.campaign,
        "unit": event.unit or None,
        "date": event.day,
        "about": record.about or None,
        "body": json.decode(encode_body(event.body)),
        "followed_by": [one.id for one in followers],
        "recorded_at": record.recorded_at,
        "recorded_by": record.recorded_by,
        "state": record.state,
        **shape_corrected(history),
    }


def _kind(record: Record) -> str:
    match record:
        case ReturnRecord():
            return "return"
        case EventRecord():
            return record.event.kind
    return "achievement"


def _counts(counts: Counts) -> "CountsShape":
    return {"entries": counts.entries, "returns": counts.returns, "events": counts.events}


def _change(one: Change) -> "ChangeShape":
    before, after = (_value(value) for value in (one.before, one.after))
    return {"field": one.field, "before": before, "after": after}


def _value(value: object) -> str | Decimal | int | date | None:
    match value:
        case int():
            return plain(as_decimal(value))
        case date() | str():
            return value
    return None


def _figure(one: FigureChange) -> "FigureChangeShape":
    return {
        "campaign": one.view.campaign.id,
        "criterion": one.criterion.id,
        "phase": one.within.id if one.within else None,
        "before": shape_figure(one.criterion, one.before),
        "after": shape_figure(one.criterion, one.after),
    }


def _returns(view: View, returns: Returns) -> "WeekReturnsShape":
    assert returns.occurrence.covers is not None
    return {
        "campaign": view.campaign.id,
        **shape_span(returns.occurrence.covers),
        "expected": len(returns.expected),
        "actual": returns.actual,
    }


def _invocation(one: Invocation) -> "InvocationShape":
    return {
        "number": one.id,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
        "command": one.command,
        "entries": one.entries,
        "returns": one.returns,
        "events": one.events,
        "reason": one.reason or None,
        "undoes": one.undoes,
    }


def _step(one: Step) -> "StepShape":
    return {
        "invocation": _invocation(one.invocation),
        "what": one.what,
        "id": one.record.id if one.record else None,
        "replaced": one.before.id if one.before else None,
        "changes": [_change(change) for change in one.changes],
        "about": one.about.id if one.about else None,
        "late": one.late or None,
    }
