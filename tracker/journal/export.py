"""The journal's rows for files, in the order in which they were recorded; a million of them need no memory."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from heapq import merge
from typing import Any, TypeAlias

from tracker.domain.quantity import as_decimal
from tracker.journal.days import as_day
from tracker.journal.events import NAMED_ABOUT
from tracker.journal.refusals import explained
from tracker.journal.rows import as_json
from tracker.journal.store import Store
from tracker.services.ports import Search

Row: TypeAlias = tuple[object, ...]

ENTRY_COLUMNS = ("date", "unit", "criterion", "quantity", "denominator", "note", "evidence", "ref")
JOURNAL_COLUMNS = (
    *("id", "kind", "campaign", "unit", "date", "criterion", "quantity", "denominator", "note", "evidence", "ref"),
    *("first_day", "last_day", "nil", "received_at", "reverses", "replaces", "about", "body"),
    *("batch", "recorded_at", "recorded_by", "command", "reason", "undoes", "hash"),
)

# In the order of the table: an index would be read to sort a million rows.
_ENTRIES = """SELECT journal.day, unit.text, criterion.text, journal.quantity, journal.denominator, journal.note,
    journal.evidence, journal.ref
    FROM journal NOT INDEXED CROSS JOIN name AS unit ON unit.id = journal.unit
        CROSS JOIN name AS criterion ON criterion.id = journal.criterion
    WHERE {where} AND NOT EXISTS (SELECT 1 FROM journal AS back WHERE back.reverses = journal.id) ORDER BY journal.id"""
_BATCH = "recorded_at, recorded_by, command, batch.reason, batch.undoes"
_NAMED = """(SELECT named.installation || '-' || linked.id FROM {table} AS linked JOIN batch AS named ON named.id = linked.batch
    WHERE linked.id = {table}.{column})"""
_POSTINGS = f"""SELECT journal.id, installation, campaign.text, unit.text, day, criterion.text, quantity, denominator, note,
    evidence, ref, {_NAMED.format(table="journal", column="reverses")},
    {_NAMED.format(table="journal", column="replaces")}, batch.id, {_BATCH}, hash
    FROM journal CROSS JOIN batch ON batch.id = journal.batch CROSS JOIN name AS campaign ON campaign.id = journal.campaign
        CROSS JOIN name AS unit ON unit.id = journal.unit CROSS JOIN name AS criterion ON criterion.id = journal.criterion
    {{where}} ORDER BY journal.id"""
_FILINGS = f"""SELECT filing.id, installation, campaign.text, unit.text, first_day, last_day, is_nil, received_at,
    {_NAMED.format(table="filing", column="reverses")}, batch.id, {_BATCH}, hash
    FROM filing CROSS JOIN batch ON batch.id = filing.batch CROSS JOIN name AS campaign ON campaign.id = filing.campaign
        CROSS JOIN name AS unit ON unit.id = filing.unit
    {{where}} ORDER BY filing.id"""

_EVENTS = f"""SELECT event.id, installation, kind, campaign.text, unit.text, day,
    {_NAMED.format(table="event", column="reverses")}, {_NAMED.format(table="event", column="replaces")}, {NAMED_ABOUT}, body,
    batch.id, {_BATCH}, hash
    FROM event CROSS JOIN batch ON batch.id = event.batch CROSS JOIN name AS campaign ON campaign.id = event.campaign
        LEFT JOIN name AS unit ON unit.id = event.unit
    {{where}} ORDER BY event.id"""

_amount = lru_cache(maxsize=65536)(as_decimal)
_day = lru_cache(maxsize=4096)(as_day)


def read_entries(store: Store, search: Search) -> Iterator[Row]:
    """Yield the current entries as `ENTRY_COLUMNS`, as an import reads them."""
    where, values = store.condition_of(search)
    with explained(store.path):
        for day, unit, criterion, quantity, denominator, *texts in store.connection.execute(
            _ENTRIES.format(where=where), values
        ):
            yield (_day(day), unit, criterion, _amount(quantity), _optional(denominator), *texts)


def read_journal(store: Store, campaigns: Collection[str] | None) -> Iterator[Row]:
    """Yield every row as recorded, as `JOURNAL_COLUMNS`: entries, returns, events and what takes them back.

    `campaigns`: those whose rows are wanted; None is all.
    """
    where = "" if campaigns is None else "WHERE campaign.text IN (SELECT value FROM json_each(?))"
    values = () if campaigns is None else (as_json(list(campaigns)),)

    def rows(sql: str, shape: Callable[[Any], Row]) -> Iterator[tuple[int, Row]]:
        for row in store.connection.execute(sql.format(where=where), values):
            yield row[0], shape(row)

    with explained(store.path):
        tables = rows(_POSTINGS, _posting), rows(_FILINGS, _filing), rows(_EVENTS, _event)
        for _, row in merge(*tables, key=lambda one: one[0]):
            yield row


def _posting(row: Any) -> Row:
    number, installation, campaign, unit, day, criterion, quantity, denominator, *rest = row
    texts, links, batch = rest[:3], rest[3:5], rest[5:]
    amounts = (_amount(quantity), _optional(denominator))
    of_return, of_event = (None,) * 4, (None, None)
    entry = (f"{installation}-{number}", "entry", campaign, unit, _day(day), criterion, *amounts, *texts)
    return (*entry, *of_return, *links, *of_event, *batch[:-1], batch[-1].hex())


def _filing(row: Any) -> Row:
    number, installation, campaign, unit, first, last, is_nil, received, reverses, *batch = row
    period = (_day(first), _day(last), bool(is_nil), datetime.fromtimestamp(received, UTC))
    of_entry, of_event = (None,) * 7, (None, None)
    filed = (f"{installation}-{number}", "return", campaign, unit, *of_entry, *period)
    return (*filed, reverses, None, *of_event, *batch[:-1], batch[-1].hex())


def _event(row: Any) -> Row:
    number, installation, kind, campaign, unit, day, *rest = row
    links, batch = rest[:4], rest[4:]
    of_others = (None,) * 10
    happened = (f"{installation}-{number}", kind, campaign, unit, None if day is None else _day(day))
    return (*happened, *of_others, *links, *batch[:-1], batch[-1].hex())


def _optional(thousandths: int | None) -> object:
    return None if thousandths is None else _amount(thousandths)
