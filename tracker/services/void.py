"""Voiding an entry, a return or an event: it stays in the record and counts no more."""

from collections.abc import Sequence

import msgspec

from tracker.domain.corrections import ReturnRecord, reversal_of
from tracker.domain.entries import Achievement
from tracker.domain.event_kinds import CLOSINGS, NOTES, PARTS
from tracker.domain.events import EventRecord, reversal_of_event
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.correcting import Correcting, FigureChange
from tracker.services.discipline import Returns
from tracker.services.ports import BatchInfo, OpenJournal
from tracker.services.records import Record, check_current, find_record
from tracker.services.view import View


class Voiding(Value, frozen=True):
    """What voiding did."""

    record: Record
    figures: tuple[FigureChange, ...]
    returns: tuple[tuple[View, Returns], ...]
    reason: str


def void_record(
    views: Sequence[View], id: str, open_journal: OpenJournal, info: BatchInfo, *, late: str = "", dry_run: bool  # noqa: A002
) -> Voiding:  # fmt: skip
    """Take an entry, a return or an event back, also of a campaign that is defined no more.

    `late` is why an entry is still voided after its phase was closed.

    Raises: TrackerError bad-entry-id, entry-not-found, entry-replaced, entry-taken-back, event-not-voided, part-not-voided,
    closing-not-voided, phase-closed.
    """
    record = find_record(views[0].journal, id)
    _check_voidable(record)
    check_current(views[0].journal, record)
    journal = open_journal()
    with journal.batch(info) as batch:
        check_current(journal, record)  # once more: somebody may have been quicker
        correcting = Correcting(views, journal, batch, late)
        take_back(correcting, record)
        correcting.note_late()
        batch.keep = not dry_run
        return Voiding(record, correcting.figures(), correcting.returns(), info.reason)


def _check_voidable(record: Record) -> None:
    if isinstance(record, EventRecord):
        kind = record.event.kind
        if kind in CLOSINGS:
            raise TrackerError.of("closing-not-voided", id=record.id)
        if kind in NOTES:
            raise TrackerError.of("event-not-voided", id=record.id)
        if kind in PARTS:
            raise TrackerError.of("part-not-voided", id=record.id, about=record.about)


def take_back(correcting: Correcting, record: Record) -> None:
    """Append the row that takes an entry, a return or an event back, and those of the events that follow it."""
    match record:
        case Achievement():
            correcting.post([reversal_of(record)])
        case ReturnRecord():
            filed = msgspec.structs.replace(record.filed, id="", reverses=record.number)
            correcting.file(record.campaign, filed)
        case EventRecord():
            correcting.note(reversal_of_event(record))
    if not isinstance(record, Achievement):
        for follower in correcting.journal.events_about(record.number):
            take_back(correcting, follower)
