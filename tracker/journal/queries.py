"""What can be read from the journal, and the roll-ups that answer it."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.entries import Achievement, FiledReturn, Posting
from tracker.domain.progress import Total
from tracker.domain.units import UnitSpan
from tracker.domain.value import Value
from tracker.journal.chain import GENESIS
from tracker.journal.days import as_day, as_number
from tracker.journal.refusals import explained
from tracker.services.ports import Assign, Search

_ENTRY = """SELECT journal.id, batch.installation, campaign.text, unit.text, journal.day, criterion.text, journal.quantity,
    journal.denominator, journal.note, journal.evidence, journal.ref, journal.reverses, batch.recorded_at, batch.recorded_by
    FROM journal JOIN batch ON batch.id = journal.batch JOIN name AS campaign ON campaign.id = journal.campaign
    JOIN name AS unit ON unit.id = journal.unit JOIN name AS criterion ON criterion.id = journal.criterion"""

# `{unit}` is a parameter or a column; a day on which all was taken back has no entry.
_LAST_DAY = """SELECT day FROM journal WHERE campaign = ? AND day BETWEEN ? AND ? AND unit = {unit}
    GROUP BY day HAVING count(*) > 2 * count(reverses) ORDER BY day DESC LIMIT 1"""
# Each part is looked up in the index, which begins with the campaign; CROSS JOIN keeps SQLite to that order.
_IN_PARTS = """journal.id IN (SELECT found.id FROM json_each(?) AS part CROSS JOIN name CROSS JOIN journal AS found
    ON found.campaign = name.id AND found.unit = part.value ->> 0
        AND found.day BETWEEN part.value ->> 1 AND part.value ->> 2)"""
_SUMS = "sum(quantity), coalesce(sum(denominator), 0), count(*) - 2 * count(reverses)"
_BY_UNIT = f"""SELECT criterion, {_SUMS} FROM journal
    WHERE campaign = ? AND day BETWEEN ? AND ? AND unit = ? GROUP BY criterion"""


class Cached(Value, frozen=True):
    """A compiled definition, the files it was made from and their bytes."""

    files: list[str]
    sources: bytes
    compiled: bytes


class Queries:
    """The reading half of the store."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self.connection, self.path = connection, path
        self._ids: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    def head(self) -> tuple[int, bytes]:
        """Return the number and the hash of the last entry; 0 and zeros for an empty journal."""
        rows = self._rows(
            "SELECT id, hash FROM (SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1)"
            " UNION ALL SELECT id, hash FROM (SELECT id, hash FROM filing ORDER BY id DESC LIMIT 1)"
        )
        return max(rows, default=(0, GENESIS))

    def totals(self, campaign: str, span: Span) -> dict[str, Total]:
        """Return each criterion's total over the days of a span."""
        return self._by_criterion(
            "SELECT criterion, sum(quantity), sum(denominator), sum(entries) FROM total_by_day"
            " WHERE campaign = ? AND day BETWEEN ? AND ? GROUP BY criterion",
            self._scope(campaign, span),
        )

    def weekly_totals(self, campaign: str, span: Span) -> dict[str, list[Total]]:
        """Return each criterion's totals for each seven days of a span."""
        found: dict[str, list[Total]] = {}
        first = as_number(span.start)
        for criterion, week, *total in self._rows(
            "SELECT criterion, (day - ?) / 7, sum(quantity), sum(denominator), sum(entries) FROM total_by_day"
            " WHERE campaign = ? AND day BETWEEN ? AND ? GROUP BY 1, 2",
            (first, *self._scope(campaign, span)),
        ):
            weeks = found.setdefault(self._text(criterion), [Total()] * -(-span.days // 7))
            weeks[week] = Total(*total)
        return found

    def unit_totals(
        self, campaign: str, parts: Sequence[UnitSpan], span: Span, phases: Sequence[str] | None = None
    ) -> dict[str, Total]:
        """Return each criterion's total of the units and days named, within a span.

        `phases` are those that the span consists of; with them whole versions of units are read from the roll-up, as
        long as the journal holds nothing after the span.
        """
        found: dict[str, Total] = {}
        if phases is not None and not self._goes_on(campaign, span.end):
            whole = {(self.name_id(part.unit), as_number(part.span.start)) for part in parts if part.is_whole}
            parts = [part for part in parts if not part.is_whole]
            self._add_cells(found, campaign, whole, phases)
        for part in parts:
            within, unit = part.span.clip(span), self.name_id(part.unit)
            if within and unit is not None:
                _add_up(found, self._by_criterion(_BY_UNIT, (*self._scope(campaign, within), unit)))
        return found

    def totals_by_unit(self, campaign: str, span: Span) -> dict[tuple[str, str], Total]:
        """Return the total of each (unit, criterion) over the days of a span."""
        rows = self._rows(
            f"SELECT unit, criterion, {_SUMS} FROM journal WHERE campaign = ? AND day BETWEEN ? AND ? GROUP BY 1, 2",
            self._scope(campaign, span),
        )
        return {(self._text(unit), self._text(criterion)): Total(*total) for unit, criterion, *total in rows}

    def entries(self, campaign: str, until: date) -> int:
        """Count the entries dated on or before a day."""
        scope = self._scope(campaign, Span(date.min, until))
        rows = self._rows("SELECT sum(entries) FROM total_by_day WHERE campaign = ? AND day BETWEEN ? AND ?", scope)
        return rows[0][0] or 0

    def last_entry_on(self, campaign: str, until: date, units: Sequence[str] | None = None) -> dict[str, date]:
        """Return the latest day, up to `until`, on which each unit (or each of those named) has an entry."""
        rows = self._rows(
            f"SELECT text, ({_LAST_DAY.format(unit='name.id')}) FROM name"
            " WHERE ?4 IS NULL OR text IN (SELECT value FROM json_each(?4))",
            (*self._scope(campaign, Span(date.min, until)), None if units is None else _json(units)),
        )
        return {unit: as_day(day) for unit, day in rows if day is not None}

    def last_day(self, campaign: str, until: date, parts: Sequence[UnitSpan] | None = None) -> date | None:
        """Return the latest day up to `until` that has an entry, of any unit or of the units and days named."""
        if parts is None:
            rows = self._rows(
                "SELECT max(day) FROM total_by_day WHERE campaign = ? AND day <= ? AND entries > 0",
                (self.name_id(campaign), as_number(until)),
            )
        else:
            known = [(part.unit, within) for part in parts if (within := part.span.until(until))]
            rows = [
                row
                for unit, span in known
                for row in self._rows(_LAST_DAY.format(unit="?"), (*self._scope(campaign, span), self.name_id(unit)))
            ]
        return max((as_day(day) for (day,) in rows if day is not None), default=None)

    def entries_by_unit(self, campaign: str, span: Span) -> dict[str, int]:
        """Count the entries of each unit over the days of a span."""
        rows = self._rows(
            "SELECT text, (SELECT count(*) - 2 * count(reverses) FROM journal"
            " WHERE campaign = ? AND unit = name.id AND day BETWEEN ? AND ?) FROM name",
            self._scope(campaign, span),
        )
        return {unit: entries for unit, entries in rows if entries}

    def returns(self, campaign: str, period: Span, until: datetime) -> dict[str, FiledReturn]:
        """Return what each unit filed for a period and was received up to a moment."""
        rows = self._rows(
            "SELECT name.text, is_nil, received_at, installation || '-' || filing.id"
            " FROM filing JOIN name ON name.id = unit JOIN batch ON batch.id = batch"
            " WHERE campaign = ? AND first_day = ? AND last_day = ? AND received_at <= ?",
            (*self._scope(campaign, period), int(until.timestamp())),
        )
        return {
            unit: FiledReturn(
                unit, period.start, period.end, bool(is_nil), datetime.fromtimestamp(received, until.tzinfo), number
            )
            for unit, is_nil, received, number in rows
        }

    def last_returns(self, campaign: str, until: datetime) -> dict[str, datetime]:
        """Return the moment of each unit's latest return, up to a moment."""
        rows = self._rows(
            "SELECT name.text, max(received_at) FROM filing JOIN name ON name.id = unit"
            " WHERE campaign = ? AND received_at <= ? GROUP BY unit",
            (self.name_id(campaign), int(until.timestamp())),
        )
        return {unit: datetime.fromtimestamp(received, until.tzinfo) for unit, received in rows}

    def find_refs(self, refs: Sequence[str]) -> dict[str, Achievement]:
        """Return the entries that carry the refs."""
        rows = self._rows(f"{_ENTRY} WHERE journal.ref IN (SELECT value FROM json_each(?))", (_json(refs),))
        return {entry.posting.ref: entry for entry in map(_achievement, rows)}

    def achievements(self, search: Search) -> Iterator[Achievement]:
        """Return entries, oldest day first."""
        span = search.span or Span(date.min, date.max)
        clauses = ["journal.day BETWEEN ? AND ?"]
        values: list[object] = [as_number(span.start), as_number(span.end)]
        for column, value in (("campaign", search.campaign), ("criterion", search.criterion)):
            if value is not None:
                clauses.append(f"journal.{column} = ?")
                values.append(self.name_id(value))
        if search.id is not None:
            clauses.append("journal.id = ?")
            values.append(search.id)
        if search.units is not None:
            parts = [
                (self.name_id(part.unit), as_number(part.span.start), as_number(part.span.end)) for part in search.units
            ]
            clauses.append(_IN_PARTS)
            values.append(_json(parts))
        where = " AND ".join(clauses)
        with explained(self.path):  # row by row, as there may be a million
            yield from map(
                _achievement,
                self.connection.execute(f"{_ENTRY} WHERE {where} ORDER BY journal.day, journal.id", values),
            )

    def is_assigned(self, campaign: str, key: str) -> bool:
        """Whether the roll-up by phase and unit version was made under the definition that `key` stands for."""
        rows = self._rows("SELECT key FROM assignment WHERE campaign = ?", (self.name_id(campaign),))
        return rows == [(key,)]

    def rebuild(self, campaign: str, key: str, assign: Assign) -> None:
        """Make the roll-up by phase and unit version again, in the caller's transaction."""
        name = self.name_id(campaign) or self.add_name(campaign)
        cells: dict[tuple[int, ...], Total] = {}
        rows = self.connection.execute(
            f"SELECT unit, day, criterion, {_SUMS} FROM journal WHERE campaign = ? GROUP BY 1, 2, 3", (name,)
        )
        for unit, day, criterion, *total in rows:
            phase, version_from = assign(self._text(unit), as_day(day))
            phase_id = self.name_id(phase) or self.add_name(phase)
            cell = (name, phase_id, criterion, unit, as_number(version_from))
            cells[cell] = cells.get(cell, Total()).plus(Total(*total))
        self.connection.execute("DELETE FROM total_by_unit WHERE campaign = ?", (name,))
        self.connection.executemany(
            "INSERT INTO total_by_unit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (cell + total for cell, total in cells.items())
        )
        self.connection.execute("INSERT OR REPLACE INTO assignment VALUES (?, ?)", (name, key))

    def read_cache(self, path: str) -> Cached | None:
        """Return the definition compiled last for a campaigns.yaml, and what it was made from."""
        rows = self._rows("SELECT files, sources, compiled FROM cache WHERE path = ?", (path,))
        return next((Cached(msgspec.json.decode(files), *rest) for files, *rest in rows), None)

    def write_cache(self, path: str, files: Sequence[str], sources: bytes, compiled: bytes) -> None:
        """Keep a compiled definition."""
        row = (path, _json(files), sources, compiled)
        self.connection.execute("INSERT OR REPLACE INTO cache VALUES (?, ?, ?, ?)", row)

    def name_id(self, text: str) -> int | None:
        """Return the number that stands for an id in the store, None where it has none yet."""
        if text not in self._ids:
            for (number,) in self._rows("SELECT id FROM name WHERE text = ?", (text,)):
                self._ids[text] = number
        return self._ids.get(text)

    def add_name(self, text: str) -> int:
        """Give an id a number."""
        number = self.connection.execute("INSERT INTO name (text) VALUES (?)", (text,)).lastrowid or 0
        self._ids[text] = number
        return number

    def forget_names(self) -> None:
        """Look the numbers up again: a rollback takes back those that it gave."""
        self._ids.clear()
        self._texts.clear()

    def _text(self, number: int) -> str:
        if number not in self._texts:
            self._texts[number] = self._rows("SELECT text FROM name WHERE id = ?", (number,))[0][0]
        return self._texts[number]

    def _scope(self, campaign: str, span: Span) -> tuple[int | None, int, int]:
        return self.name_id(campaign), as_number(span.start), as_number(span.end)

    def _goes_on(self, campaign: str, day: date) -> bool:
        rows = self._rows(
            "SELECT 1 FROM total_by_day WHERE campaign = ? AND day > ? AND entries > 0 LIMIT 1",
            (self.name_id(campaign), as_number(day)),
        )
        return bool(rows)

    def _add_cells(
        self, found: dict[str, Total], campaign: str, versions: set[tuple[int | None, int]], phases: Sequence[str]
    ) -> None:
        marks = ", ".join("?" * len(phases))
        rows = self._rows(
            "SELECT unit, version_from, criterion, quantity, denominator, entries FROM total_by_unit"
            f" WHERE campaign = ? AND phase IN ({marks})",
            (self.name_id(campaign), *map(self.name_id, phases)),
        )
        for unit, version_from, criterion, *total in rows:
            if (unit, version_from) in versions:
                _add_up(found, {self._text(criterion): Total(*total)})

    def _by_criterion(self, sql: str, values: tuple[object, ...]) -> dict[str, Total]:
        return {self._text(criterion): Total(*total) for criterion, *total in self._rows(sql, values)}

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        with explained(self.path):
            return self.connection.execute(sql, values).fetchall()


def _json(values: Sequence[object]) -> str:
    return msgspec.json.encode(values).decode()


def _add_up(found: dict[str, Total], totals: Mapping[str, Total]) -> None:
    for criterion, total in totals.items():
        found[criterion] = found.get(criterion, Total()).plus(total)


def _achievement(row: tuple[Any, ...]) -> Achievement:
    number, installation, campaign, unit, day, criterion, quantity, denominator, *texts, reverses, recorded_at, by = row
    note, evidence, ref = (text or "" for text in texts)
    posting = Posting(campaign, unit, as_day(day), criterion, quantity, denominator, note, evidence, ref, reverses)
    return Achievement(f"{installation}-{number}", posting, datetime.fromisoformat(recorded_at), by)
