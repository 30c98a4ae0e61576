"""Records: entries, returns and the invocations that wrote them, one by one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from tracker.domain.calendar import Span
from tracker.domain.entries import Achievement, FiledReturn, Posting, State, split_key
from tracker.journal.days import as_day, as_number
from tracker.journal.refusals import explained
from tracker.journal.rows import Rows, as_json

if TYPE_CHECKING:
    from tracker.domain.corrections import ReturnRecord
    from tracker.domain.event_kinds import EventKind
    from tracker.domain.events import EventRecord
    from tracker.domain.units import UnitSpan
    from tracker.services.ports import Invocation, Search

GENESIS = bytes(32)  # what the first hash of the chain hangs on

_STATE = f"""CASE WHEN NOT EXISTS (SELECT 1 FROM journal AS back WHERE back.reverses = journal.id) THEN '{State.CURRENT}'
    WHEN EXISTS (SELECT 1 FROM journal AS heir WHERE heir.replaces = journal.id) THEN '{State.AMENDED}'
    ELSE '{State.VOIDED}' END"""
_ENTRY = f"""SELECT journal.id, batch.installation, campaign.text, unit.text, journal.day, criterion.text, journal.quantity,
    journal.denominator, journal.note, journal.evidence, journal.ref, journal.reverses, journal.replaces,
    batch.recorded_at, batch.recorded_by, batch.id, {_STATE}
    FROM journal JOIN batch ON batch.id = journal.batch JOIN name AS campaign ON campaign.id = journal.campaign
    JOIN name AS unit ON unit.id = journal.unit JOIN name AS criterion ON criterion.id = journal.criterion"""

# What an undo takes back is as if it had never been there: its ref is free again. So is a correction that is undone: what
# was brought back after it carries the ref, until that is undone too.
_UNDONE = """EXISTS (SELECT 1 FROM journal AS back JOIN batch AS undo ON undo.id = back.batch WHERE back.reverses = journal.id
    AND (undo.undoes IS NOT NULL OR undo.id IN (SELECT value FROM json_each(?))))"""
_FILED = "campaign.text, unit.text, first_day, last_day, is_nil, received_at, installation, filing.id, reverses"
_FILINGS = """FROM filing JOIN batch ON batch.id = filing.batch JOIN name AS campaign ON campaign.id = filing.campaign
    JOIN name AS unit ON unit.id = filing.unit"""
_RETURN = f"SELECT {_FILED} {_FILINGS}"
_RECORD = f"""SELECT {_FILED}, recorded_at, recorded_by, batch.id,
    CASE WHEN EXISTS (SELECT 1 FROM filing AS back WHERE back.reverses = filing.id) THEN '{State.VOIDED}'
    ELSE '{State.CURRENT}' END {_FILINGS}"""
_SAME_RETURN = """WHERE (filing.campaign, filing.first_day, filing.last_day, filing.unit) IN
    (SELECT campaign, first_day, last_day, unit FROM filing WHERE id = ?)"""
_STANDS = "reverses IS NULL AND NOT EXISTS (SELECT 1 FROM filing AS back WHERE back.reverses = filing.id)"
# An amendment's two rows are one entry: no batch posts for one entry and takes back another.
_TOUCHED = (
    "(SELECT max(count(reverses), count(*) - count(reverses)) FROM {table} WHERE {table}.batch = batch.id {alone})"
)
_COUNTED = """AND NOT (kind IN (SELECT value FROM json_each(?3)) AND EXISTS (SELECT 1 FROM filing WHERE filing.batch = batch.id))
    AND kind NOT IN (SELECT value FROM json_each(?4))"""
_CORRECTS = """reason IS NOT NULL OR undoes IS NOT NULL
    OR EXISTS (SELECT 1 FROM event WHERE event.batch = batch.id AND kind IN ('phase-closed', 'late-entries'))"""
_INVOCATION = f"""SELECT id, recorded_at, recorded_by, command, coalesce(reason, ''), undoes,
    {_TOUCHED.format(table="journal", alone="")}, {_TOUCHED.format(table="filing", alone="")},
    {_TOUCHED.format(table="event", alone=_COUNTED)} FROM batch"""
# From an entry to the first one that said it, and from there to all that took back or replaced any of them.
_HISTORY = """WITH RECURSIVE first (id, before) AS (
        SELECT id, coalesce(reverses, replaces) FROM {table} WHERE id = ?
        UNION ALL SELECT {table}.id, {table}.replaces FROM {table} JOIN first ON {table}.id = first.before),
    line (id) AS (
        SELECT id FROM first WHERE before IS NULL
        UNION SELECT {table}.id FROM line JOIN {table} ON {table}.reverses = line.id
        UNION SELECT {table}.id FROM line JOIN {table} ON {table}.replaces = line.id)"""
# Each part is looked up in the index, which begins with the campaign; CROSS JOIN keeps SQLite to that order.
_IN_PARTS = """journal.id IN (SELECT found.id FROM json_each(?) AS part CROSS JOIN name CROSS JOIN journal AS found
    ON found.campaign = name.id AND found.unit = part.value ->> 0
        AND found.day BETWEEN part.value ->> 1 AND part.value ->> 2)"""
# A criterion with its named works, whose texts begin with its id and a "/", which "0" follows; or one work.
_OF_CRITERION = """journal.criterion IN
    (SELECT id FROM name WHERE text = ? UNION ALL SELECT id FROM name WHERE text > ? || '/' AND text < ? || '0')"""
EVENT_STANDS = "event.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM event AS back WHERE back.reverses = event.id)"
OF_PARTS = """(?{number} IS NULL OR EXISTS (SELECT 1 FROM json_each(?{number}) AS part WHERE part.value ->> 0 = event.unit
    AND (event.day IS NULL OR event.day BETWEEN part.value ->> 1 AND part.value ->> 2)))"""
# What `services.concerns` tells in full: short commands ask only how many, and since when.
_UNANSWERED = f"""SELECT count(*), count(DISTINCT event.unit), min(event.day) FROM event
    WHERE event.campaign = ?1 AND event.kind = 'concern' AND event.day <= ?2 AND {OF_PARTS.format(number=3)}
        AND {EVENT_STANDS} AND NOT EXISTS (SELECT 1 FROM event AS answer WHERE answer.about = event.id
            AND answer.kind = 'answer' AND answer.day <= ?2 AND answer.reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM event AS back WHERE back.reverses = answer.id))"""
# A plus keeps SQLite from the index by unit: few rows take others back, and there is an index of these alone.
_VOIDED = f"""SELECT count(*) FROM journal AS event WHERE event.reverses > 0 AND +event.campaign = ?1 AND +event.day <= ?2
    AND {OF_PARTS.format(number=3)} AND NOT EXISTS (SELECT 1 FROM journal AS heir WHERE heir.replaces = event.reverses)"""


class Records(Rows):
    """The half of the store that tells what was recorded."""

    def head(self) -> tuple[int, bytes]:
        """Return the number and the hash of the last entry; 0 and zeros for an empty journal."""
        rows = self._rows(
            "SELECT id, hash FROM (SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1)"
            " UNION ALL SELECT id, hash FROM (SELECT id, hash FROM filing ORDER BY id DESC LIMIT 1)"
            " UNION ALL SELECT id, hash FROM (SELECT id, hash FROM event ORDER BY id DESC LIMIT 1)"
        )
        return max(rows, default=(0, GENESIS))

    def returns(self, campaign: str, period: Span, until: datetime) -> dict[str, FiledReturn]:
        """Return what each unit filed for a period and was received up to a moment."""
        rows = self._rows(
            f"{_RETURN} WHERE campaign = ? AND first_day = ? AND last_day = ? AND received_at <= ? AND {_STANDS}",
            (*self._scope(campaign, period), int(until.timestamp())),
        )
        return {row[1]: _filed(row, until.tzinfo) for row in rows}

    def last_returns(self, campaign: str, until: datetime) -> dict[str, datetime]:
        """Return the moment of each unit's latest return, up to a moment."""
        rows = self._rows(
            "SELECT name.text, max(received_at) FROM filing JOIN name ON name.id = unit"
            f" WHERE campaign = ? AND received_at <= ? AND {_STANDS} GROUP BY unit",
            (self.name_id(campaign), int(until.timestamp())),
        )
        return {unit: datetime.fromtimestamp(received, until.tzinfo) for unit, received in rows}

    def find_refs(self, refs: Sequence[str]) -> dict[str, Achievement]:
        """Return the entries that carry the refs, as first recorded; what was undone carries none any more."""
        rows = self._rows(
            f"{_ENTRY} WHERE journal.ref IN (SELECT value FROM json_each(?)) AND journal.reverses IS NULL"
            f" AND NOT {_UNDONE} ORDER BY journal.id DESC",
            (as_json(refs), as_json(self._undone())),
        )
        return {entry.posting.ref: entry for entry in map(_achievement, rows)}

    def _undone(self) -> list[int]:
        """Return the invocations that are undone now."""
        if not (undoes := self.undoes()):
            return []
        from tracker.domain.corrections import undone_by  # noqa: PLC0415 most stores hold no undo

        return list(undone_by(undoes))

    def achievements(self, search: "Search") -> Iterator[Achievement]:
        """Return entries, oldest day first; rows that take others back are none."""
        where, values = self.condition_of(search)
        with explained(self.path):  # row by row, as there may be a million
            yield from map(
                _achievement,
                self.connection.execute(f"{_ENTRY} WHERE {where} ORDER BY journal.day, journal.id", values),
            )

    def condition_of(self, search: "Search") -> tuple[str, list[object]]:
        """Return what rows of the journal are asked for, as SQL, and the values of its parameters."""
        span = search.span or Span(date.min, date.max)
        clauses = ["journal.reverses IS NULL", "journal.day BETWEEN ? AND ?"]
        values: list[object] = [as_number(span.start), as_number(span.end)]
        if search.campaign is not None:
            clauses.append("journal.campaign = ?")
            values.append(self.name_id(search.campaign))
        if search.criterion is not None:
            clauses.append(_OF_CRITERION)
            values += [search.criterion] * 3
        if search.id is not None:
            clauses.append("journal.id = ?")
            values.append(search.id)
        if search.batches is not None:
            clauses.append("journal.batch IN (SELECT value FROM json_each(?))")
            values.append(as_json(search.batches))
        if search.units is not None:
            clauses.append(_IN_PARTS)
            values.append(self.parts_of(search.units))
        return " AND ".join(clauses), values

    def invocations(
        self, last: int | None = None, number: int | None = None, *, corrections: bool = False
    ) -> "list[Invocation]":
        """Return what wrote to the journal, the latest first: all of it, the last ones, or one; or corrections alone."""
        which = f"AND ({_CORRECTS})" if corrections else ""
        from tracker.domain.event_kinds import PARTS, UNCOUNTED  # noqa: PLC0415 figures need no invocation
        from tracker.services.ports import Invocation  # noqa: PLC0415 likewise

        rows = self._rows(
            f"{_INVOCATION} WHERE (?1 IS NULL OR id = ?1) {which} ORDER BY id DESC LIMIT ?2",
            (number, -1 if last is None else last, as_json(sorted(PARTS)), as_json(sorted(UNCOUNTED))),
        )
        return [Invocation(found, datetime.fromisoformat(at), *rest) for found, at, *rest in rows]

    def undoes(self) -> list[tuple[int, int]]:
        """Return every invocation that takes another back, with that other."""
        return self._rows("SELECT id, undoes FROM batch WHERE undoes IS NOT NULL ORDER BY id")

    def rows_of(self, batch: int, after: int = 0, most: int | None = None) -> list[Achievement]:
        """Return the rows that an invocation wrote, those that take others back among them, after a number."""
        rows = self._rows(
            f"{_ENTRY} WHERE journal.batch = ? AND journal.id > ? ORDER BY journal.id LIMIT ?",
            (batch, after, -1 if most is None else most),
        )
        return [_achievement(row) for row in rows]

    def numbered(self, numbers: Sequence[int]) -> list[Achievement]:
        """Return the rows that have some numbers, in their order."""
        which = "journal.id IN (SELECT value FROM json_each(?))"
        return [
            _achievement(row) for row in self._rows(f"{_ENTRY} WHERE {which} ORDER BY journal.id", (as_json(numbers),))
        ]

    def returns_of(self, batch: int) -> "list[ReturnRecord]":
        """Return what an invocation filed and, as rows that take returns back, what it took back."""
        return [_record(row) for row in self._rows(f"{_RECORD} WHERE filing.batch = ? ORDER BY filing.id", (batch,))]

    def return_history(self, number: int) -> "list[ReturnRecord]":
        """Return every row about the return of a unit and week: what was filed, what took it back, and so on."""
        return [_record(row) for row in self._rows(f"{_RECORD} {_SAME_RETURN} ORDER BY filing.id", (number,))]

    def history(self, number: int) -> list[Achievement]:
        """Return every row about what an entry says: the entry, what took it back, what stands for it, and so on."""
        line = f"{_HISTORY.format(table='journal')} {_ENTRY} WHERE journal.id IN (SELECT id FROM line)"
        rows = self._rows(f"{line} ORDER BY journal.id", (number,))
        return [_achievement(row) for row in rows]

    def events(
        self,
        campaign: str,
        kind: "EventKind | None" = None,
        *,
        units: "Sequence[UnitSpan] | None" = None,
        days: Span | None = None,
    ) -> "list[EventRecord]":
        """Return the events of a campaign that stand, in the order in which they were recorded; None is any.

        Those without a day belong to all days.
        """
        from tracker.journal.events import find_events  # noqa: PLC0415 figures need none

        return find_events(self, campaign, kind, units, days)

    def events_about(self, number: int) -> "list[EventRecord]":
        """Return the events that stand and follow a return or an event."""
        from tracker.journal.events import find_events_about  # noqa: PLC0415 figures need none

        return find_events_about(self, number)

    def batches_about(self, number: int, kind: str) -> list[int]:
        """Return the invocations that noted events of a kind about a row, or took them back."""
        rows = self._rows("SELECT DISTINCT batch FROM event WHERE about = ? AND kind = ? ORDER BY 1", (number, kind))
        return [batch for (batch,) in rows]

    def definition(self, sha256: bytes) -> bytes | None:
        """Return the campaigns as they were defined, by the hash that they are kept under."""
        rows = self._rows("SELECT compiled FROM definition WHERE sha256 = ?", (sha256,))
        return rows[0][0] if rows else None

    def events_of(self, batch: int) -> "list[EventRecord]":
        """Return what an invocation noted and, as rows that take events back, what it took back."""
        from tracker.journal.events import find_events_of  # noqa: PLC0415 figures need none

        return find_events_of(self, batch)

    def event_history(self, number: int) -> "list[EventRecord]":
        """Return every row about what an event says: the event, what took it back, what stands for it, and so on."""
        from tracker.journal.events import find_numbered  # noqa: PLC0415 figures need none

        line = self._rows(f"{_HISTORY.format(table='event')} SELECT id FROM line", (number,))
        return find_numbered(self, [number for (number,) in line])

    def unanswered(
        self, campaign: str, until: date, units: "Sequence[UnitSpan] | None" = None
    ) -> tuple[int, int, date | None]:
        """Count the concerns that nobody had answered or passed up by a day and the units that raised them.

        The day on which the oldest was raised comes last, None where there is none.
        """
        values = (self.name_id(campaign), as_number(until), self.parts_of(units))
        ((count, raised_by, oldest),) = self._rows(_UNANSWERED, values)
        return count, raised_by, None if oldest is None else as_day(oldest)

    def voided(self, campaign: str, until: date, units: "Sequence[UnitSpan] | None" = None) -> int:
        """Count the entries dated on or before a day that were taken back, and for which nothing else stands."""
        ((count,),) = self._rows(_VOIDED, (self.name_id(campaign), as_number(until), self.parts_of(units)))
        return int(count)

    def has_events(self, campaign: str, kind: str) -> bool:
        """Whether any event of a kind was noted; short commands ask this before they load more."""
        rows = self._rows("SELECT 1 FROM event WHERE campaign = ? AND kind = ? LIMIT 1", (self.name_id(campaign), kind))
        return bool(rows)


def _achievement(row: tuple[Any, ...]) -> Achievement:
    number, installation, campaign, unit, day, key, quantity, denominator, *texts, reverses, replaces = row[:13]
    note, evidence, ref = (text or "" for text in texts)
    criterion, work = split_key(key)
    where = (campaign, unit, as_day(day), criterion)
    posting = Posting(*where, quantity, denominator, note, evidence, ref, reverses, replaces, work=work)
    recorded_at, by, batch, state = row[13:]
    return Achievement(
        f"{installation}-{number}", posting, datetime.fromisoformat(recorded_at), by, batch, State(state)
    )


def _record(row: tuple[Any, ...]) -> "ReturnRecord":
    from tracker.domain.corrections import ReturnRecord  # noqa: PLC0415 only corrections ask for it

    recorded_at, by, batch, state = row[9:]
    filed = _filed(row[:9], UTC)
    return ReturnRecord(row[0], filed, datetime.fromisoformat(recorded_at), by, batch, State(state))


def _filed(row: tuple[Any, ...], zone: tzinfo | None) -> FiledReturn:
    _campaign, unit, first, last, is_nil, received, installation, number, reverses = row
    received_at = datetime.fromtimestamp(received, zone)
    id_ = f"{installation}-{number}"
    return FiledReturn(unit, as_day(first), as_day(last), bool(is_nil), received_at, id_, reverses)
