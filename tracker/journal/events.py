"""Events as they stand in a store."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.entries import State
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event, EventRecord, decode_body
from tracker.errors import TrackerError
from tracker.journal.days import as_day, as_number
from tracker.journal.records import EVENT_STANDS as STANDS
from tracker.journal.records import OF_PARTS
from tracker.journal.rows import as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.units import UnitSpan
    from tracker.journal.records import Records

NAMED_ABOUT = """(SELECT own.installation || '-' || event.about FROM batch AS own WHERE own.id IN (
    SELECT batch FROM event AS one WHERE one.id = event.about
    UNION ALL SELECT batch FROM filing WHERE filing.id = event.about
    UNION ALL SELECT batch FROM journal WHERE journal.id = event.about))"""
_EVENT = f"""SELECT event.id, batch.installation, campaign.text, event.kind, event.body, unit.text, event.day, event.about,
    event.reverses, event.replaces, {NAMED_ABOUT}, batch.recorded_at, batch.recorded_by, batch.id,
    CASE WHEN NOT EXISTS (SELECT 1 FROM event AS back WHERE back.reverses = event.id) THEN '{State.CURRENT}'
        WHEN EXISTS (SELECT 1 FROM event AS heir WHERE heir.replaces = event.id) THEN '{State.AMENDED}'
        ELSE '{State.VOIDED}' END
    FROM event JOIN batch ON batch.id = event.batch JOIN name AS campaign ON campaign.id = event.campaign
        LEFT JOIN name AS unit ON unit.id = event.unit"""


def find_events(
    records: "Records", campaign: str, kind: EventKind | None, units: "Sequence[UnitSpan] | None", days: Span | None
) -> list[EventRecord]:
    """Return the events of a campaign that stand."""
    span = days or Span(date.min, date.max)
    where = f"""event.campaign = ?1 AND (?2 IS NULL OR event.kind = ?2) AND (event.day IS NULL OR event.day BETWEEN ?3 AND ?4)
        AND {OF_PARTS.format(number=5)} AND {STANDS}"""
    scope = (as_number(span.start), as_number(span.end), records.parts_of(units))
    return _records(records, where, records.name_id(campaign), kind, *scope)


def find_events_about(records: "Records", number: int) -> list[EventRecord]:
    """Return the events that stand and follow an entry, a return or an event."""
    return _records(records, f"event.about = ? AND {STANDS}", number)


def find_events_of(records: "Records", batch: int) -> list[EventRecord]:
    """Return the rows that an invocation wrote."""
    return _records(records, "event.batch = ?", batch)


def find_numbered(records: "Records", numbers: "Sequence[int]") -> list[EventRecord]:
    """Return the rows that have some numbers."""
    return _records(records, "event.id IN (SELECT value FROM json_each(?))", as_json(numbers))


def _records(records: "Records", where: str, *values: object) -> list[EventRecord]:
    rows = records._rows(f"{_EVENT} WHERE {where} ORDER BY event.id", values)
    try:
        return [_record(row) for row in rows]
    except msgspec.ValidationError as error:
        raise TrackerError.of("store-damaged", store=Path(records.path or "").name, reason=str(error)) from error


def _record(row: tuple[Any, ...]) -> EventRecord:
    number, installation, campaign, kind, body, unit, day, about, reverses, replaces, named, at, by, batch, state = row
    event = Event(
        campaign, decode_body(kind, body), unit or "", None if day is None else as_day(day), about, reverses, replaces
    )
    return EventRecord(
        f"{installation}-{number}", event, named or "", datetime.fromisoformat(at), by, batch, State(state)
    )
