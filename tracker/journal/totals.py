"""Totals: what the roll-ups answer, what the journal itself answers, and how a roll-up is made again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker.domain.calendar import DAY, Span
from tracker.domain.entries import Total, add_total, split_key
from tracker.domain.units import UnitSpan
from tracker.journal.days import as_day, as_number
from tracker.journal.rows import Rows, as_json

if TYPE_CHECKING:
    from tracker.domain.entries import LastValue
    from tracker.services.ports import Assign

# `{unit}` is a parameter or a column; a day on which all was taken back has no entry.
_LAST_DAY = """SELECT day FROM journal WHERE campaign = ? AND day BETWEEN ? AND ? AND unit = {unit}
    AND reverses IS NULL AND NOT EXISTS (SELECT 1 FROM journal AS back WHERE back.reverses = journal.id)
    ORDER BY day DESC LIMIT 1"""
SUMS = "sum(quantity), coalesce(sum(denominator), 0), count(*) - 2 * count(reverses)"
# An amendment is two rows about one entry; what changes nothing in the end is left out.
_CORRECTIONS = """WITH part (unit, start, end) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))
    SELECT criterion, sum(quantity), coalesce(sum(denominator), 0), count(DISTINCT coalesce(reverses, replaces, id))
    FROM {table} AS journal {of_units} WHERE {within} AND campaign = ? AND day BETWEEN ? AND ?
    GROUP BY criterion HAVING sum(quantity) <> 0 OR sum(denominator) <> 0 OR count(*) <> 2 * count(reverses)"""
_OF_BATCHES = f"""WITH part (unit, start, end) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))
    SELECT criterion, {SUMS} FROM journal {{of_units}}
    WHERE batch IN (SELECT value FROM json_each(?)) AND +campaign = ? AND +day BETWEEN ? AND ? GROUP BY criterion"""
_OF_UNITS = "JOIN part ON part.unit = journal.unit AND journal.day BETWEEN part.start AND part.end"
_BY_UNIT = f"""SELECT criterion, {SUMS} FROM journal
    WHERE campaign = ? AND day BETWEEN ? AND ? AND unit = ? GROUP BY criterion"""
# Days on which all was taken back have no entry.
_DAYS_OF_ENTRIES = """SELECT criterion, sum(standing), min(day), max(day) FROM (
        SELECT criterion, day, count(*) - 2 * count(reverses) AS standing FROM journal
        WHERE campaign = ? AND day BETWEEN ? AND ? AND unit = ? GROUP BY 1, 2)
    WHERE standing > 0 GROUP BY 1"""


class Totals(Rows):
    """The half of the store that adds up; `is_limited` where it shows only what was known at a moment."""

    is_limited = False

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
            weeks = found.setdefault(self._criterion(criterion), [Total()] * -(-span.days // 7))
            weeks[week] = weeks[week].plus(Total(*total))
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
            f"SELECT unit, criterion, {SUMS} FROM name CROSS JOIN journal ON unit = name.id"
            " WHERE campaign = ? AND day BETWEEN ? AND ? GROUP BY 1, 2",
            self._scope(campaign, span),
        )
        found: dict[tuple[str, str], Total] = {}
        for unit, criterion, *total in rows:
            add_total(found, (self._text(unit), self._criterion(criterion)), Total(*total))
        return found

    def totals_by_span(self, campaign: str, spans: Sequence[Span]) -> list[dict[tuple[str, str], Total]]:
        """Return the same for each of several spans, which do not overlap, in one reading."""
        found: list[dict[tuple[str, str], Total]] = [{} for _ in spans]
        if spans:
            whens = " ".join(f"WHEN day BETWEEN ? AND ? THEN {at}" for at in range(len(spans)))
            days = (as_number(day) for span in spans for day in (span.start, span.end))
            scope = self._scope(campaign, Span(min(one.start for one in spans), max(one.end for one in spans)))
            for unit, criterion, at, *total in self._rows(
                f"SELECT unit, criterion, CASE {whens} END, {SUMS} FROM name CROSS JOIN journal ON unit = name.id"
                " WHERE campaign = ? AND day BETWEEN ? AND ? GROUP BY 1, 2, 3",
                (*days, *scope),
            ):
                if at is not None:
                    add_total(found[at], (self._text(unit), self._criterion(criterion)), Total(*total))
        return found

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
            (*self._scope(campaign, Span(date.min, until)), None if units is None else as_json(units)),
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

    def days_of_entries(
        self, campaign: str, parts: Sequence[UnitSpan], span: Span
    ) -> dict[str, tuple[int, date, date]]:
        """Return of each criterion how many entries the units and days named have within a span, the first and last day."""
        found: dict[str, tuple[int, date, date]] = {}
        for part in parts:
            within, unit = part.span.clip(span), self.name_id(part.unit)
            rows = self._rows(_DAYS_OF_ENTRIES, (*self._scope(campaign, within), unit)) if within and unit else []
            for criterion, entries, *days in rows:
                name, (first, last) = self._criterion(criterion), map(as_day, days)
                count, earliest, latest = found.get(name, (0, first, last))
                found[name] = (count + entries, min(first, earliest), max(last, latest))
        return found

    def entries_by_unit(self, campaign: str, span: Span) -> dict[str, int]:
        """Count the entries of each unit over the days of a span."""
        rows = self._rows(
            "SELECT text, (SELECT count(*) - 2 * count(reverses) FROM journal"
            " WHERE campaign = ? AND unit = name.id AND day BETWEEN ? AND ?) FROM name",
            self._scope(campaign, span),
        )
        return {unit: entries for unit, entries in rows if entries}

    def last_values(
        self, campaign: str, criteria: Sequence[str], span: Span, units: Sequence[str] | None = None
    ) -> "dict[tuple[str, str], LastValue]":
        """Return the latest entry that stands of each (unit, criterion), dated in a span, of all units or those named.

        Among those of one day the one recorded last; what stands for an entry since has that entry's place.
        """
        from tracker.journal.last_values import find_last_values  # noqa: PLC0415 many a campaign has no states

        return find_last_values(self._rows, self._scope(campaign, span), criteria, units)

    def works_done(self, campaign: str, criterion: str) -> dict[str, date]:
        """Return the named works of a milestone that are done, each with the day of its entry."""
        from tracker.journal.last_values import find_works_done  # noqa: PLC0415 few campaigns name works

        return find_works_done(self._rows, self.name_id(campaign), criterion)

    def cells(self, campaign: str, phase: str) -> dict[tuple[str, date], dict[str, Total]]:
        """Return the roll-up of a phase: by unit and first day of its version, each criterion's total."""
        rows = self._rows(
            "SELECT unit, version_from, criterion, quantity, denominator, entries FROM total_by_unit"
            " WHERE campaign = ? AND phase = ?",
            (self.name_id(campaign), self.name_id(phase)),
        )
        texts = dict(self._rows("SELECT id, text FROM name"))
        criteria = {number: split_key(text)[0] for number, text in texts.items()}
        found: dict[tuple[int, int], dict[str, Total]] = {}
        for unit, version_from, criterion, *total in rows:
            add_total(found.setdefault((unit, version_from), {}), criteria[criterion], Total._make(total))
        return {(texts[unit], as_day(version_from)): totals for (unit, version_from), totals in found.items()}

    def batch_totals(
        self, campaign: str, batches: Sequence[int], span: Span, units: Sequence[UnitSpan] | None = None
    ) -> dict[str, Total]:
        """Return each criterion's total of what some invocations wrote about the days of a span."""
        sql = _OF_BATCHES.format(of_units="" if units is None else _OF_UNITS.replace("journal.", "+journal."))
        return self._by_criterion(sql, (self.parts_of(units), as_json(batches), *self._scope(campaign, span)))

    def corrections(
        self, campaign: str, days: Span, recorded: tuple[datetime, datetime], units: Sequence[UnitSpan] | None = None
    ) -> dict[str, Total]:
        """Return what was recorded from one moment until before another about days: of each criterion what that changed.

        The total's entries are those that were added, amended or voided.
        """
        first, end = recorded
        near = ((first - DAY).date().isoformat(), (end + 2 * DAY).date().isoformat())  # the offsets may differ
        rows = self._rows("SELECT id, recorded_at FROM batch WHERE recorded_at BETWEEN ? AND ?", near)
        batches = [number for number, at in rows if first <= datetime.fromisoformat(at) < end]
        within = "batch IN (SELECT value FROM json_each(?))"
        return self._corrections("journal", within, as_json(batches), campaign, days, units) if batches else {}

    def later(self, campaign: str, days: Span, units: Sequence[UnitSpan] | None = None) -> dict[str, Total]:
        """Return the same of all that is left out because it was recorded later; nothing unless the store is limited."""
        return self._corrections("later", "?", 1, campaign, days, units) if self.is_limited else {}

    def _corrections(
        self, table: str, within: str, value: object, campaign: str, days: Span, units: Sequence[UnitSpan] | None
    ) -> dict[str, Total]:
        sql = _CORRECTIONS.format(table=table, within=within, of_units="" if units is None else _OF_UNITS)
        return self._by_criterion(sql, (self.parts_of(units), value, *self._scope(campaign, days)))

    def is_assigned(self, campaign: str, key: str) -> bool:
        """Whether the roll-up by phase and unit version was made under the definition that `key` stands for."""
        rows = self._rows("SELECT key FROM assignment WHERE campaign = ?", (self.name_id(campaign),))
        return rows == [(key,)]

    def rebuild(self, campaign: str, key: str, assign: "Assign") -> None:
        """Make the roll-up by phase and unit version again, in the caller's transaction."""
        name = self.name_id(campaign) or self.add_name(campaign)
        cells = self.recount(name, assign, lambda phase: self.name_id(phase) or self.add_name(phase))
        self.connection.execute("DELETE FROM total_by_unit WHERE campaign = ?", (name,))
        self.connection.executemany(
            "INSERT INTO total_by_unit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (cell + total for cell, total in cells.items())
        )
        self.connection.execute("INSERT OR REPLACE INTO assignment VALUES (?, ?)", (name, key))

    def recount(self, campaign: int, assign: "Assign", number_of: Callable[[str], int]) -> dict[tuple[int, ...], Total]:
        """Add up the entries of each phase, criterion and unit version; `number_of` a phase's id stands for it."""
        cells: dict[tuple[int, ...], Total] = {}
        rows = self.connection.execute(
            f"SELECT unit, day, criterion, {SUMS} FROM journal WHERE campaign = ? GROUP BY 1, 2, 3", (campaign,)
        )
        for unit, day, criterion, *total in rows:
            phase, version_from = assign(self._text(unit), as_day(day))
            cell = (campaign, number_of(phase), criterion, unit, as_number(version_from))
            add_total(cells, cell, Total(*total))
        return cells

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
                add_total(found, self._criterion(criterion), Total(*total))

    def _by_criterion(self, sql: str, values: tuple[object, ...]) -> dict[str, Total]:
        found: dict[str, Total] = {}
        for criterion, *total in self._rows(sql, values):  # the named works of a milestone come one by one
            add_total(found, self._criterion(criterion), Total(*total))
        return found


def _add_up(found: dict[str, Total], totals: Mapping[str, Total]) -> None:
    for criterion, total in totals.items():
        add_total(found, criterion, total)
