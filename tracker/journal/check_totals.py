"""Whether the roll-ups equal a recount of the journal."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from tracker.domain.entries import Total
from tracker.domain.quantity import as_decimal
from tracker.journal.days import as_day
from tracker.journal.finding import Finding, found
from tracker.journal.totals import SUMS, Totals
from tracker.services.ports import Assign

# Of each campaign as it is defined now: the key of its roll-up by unit version, and what says where an entry belongs.
Assignments: TypeAlias = Mapping[str, tuple[str, Assign]]
_Cells: TypeAlias = dict[tuple[int, ...], Total]

_BY_DAY = f"SELECT campaign, day, criterion, {SUMS} FROM journal NOT INDEXED GROUP BY 1, 2, 3"
_KEPT_BY_DAY = "SELECT campaign, day, criterion, quantity, denominator, entries FROM total_by_day"
_KEPT_BY_UNIT = """SELECT campaign, phase, criterion, unit, version_from, quantity, denominator, entries
    FROM total_by_unit WHERE campaign = ?"""
_UNIT_SUMS = """SELECT campaign, criterion, unit, sum(quantity), sum(denominator), sum(entries)
    FROM total_by_unit WHERE campaign = ? GROUP BY 1, 2, 3"""
_BY_UNIT = f"SELECT campaign, criterion, unit, {SUMS} FROM journal WHERE campaign = ? GROUP BY 1, 2, 3"


def check_totals(connection: sqlite3.Connection, assignments: Assignments) -> Iterator[Finding]:
    """Compare both roll-ups with the journal; the one by unit version only where the store reads it.

    The first recount goes through the table, the second through the index that reports use, so that a damaged index shows.
    """
    names = dict(connection.execute("SELECT id, text FROM name"))
    ids = {text: number for number, text in names.items()}
    kept = _cells(connection.execute(_KEPT_BY_DAY), 3)
    yield from _differences("total_by_day", "ndn", kept, _cells(connection.execute(_BY_DAY), 3), names)
    for campaign, key in connection.execute("SELECT campaign, key FROM assignment").fetchall():
        now, assign = assignments.get(names.get(campaign, ""), ("", None))
        if assign and now == key:
            kept = _cells(connection.execute(_KEPT_BY_UNIT, (campaign,)), 5)
            counted = Totals(connection, None).recount(campaign, assign, lambda phase: ids.get(phase, 0))
            yield from _differences("total_by_unit", "nnnnd", kept, counted, names)
        else:  # made under a definition that is no more: each unit's sum is the same under all of them
            kept = _cells(connection.execute(_UNIT_SUMS, (campaign,)), 3)
            counted = _cells(connection.execute(_BY_UNIT, (campaign,)), 3)
            yield from _differences("total_by_unit", "nnn", kept, counted, names)


def _cells(rows: sqlite3.Cursor, width: int) -> _Cells:
    return {row[:width]: Total(*row[width:]) for row in rows}


def _differences(
    table: str, columns: str, kept: _Cells, counted: _Cells, names: Mapping[int, str]
) -> Iterator[Finding]:
    """Yield the cells that differ; `columns` says of each part of a cell whether it stands for a name or a day."""
    for cell in sorted(kept.keys() | counted.keys()):
        one, other = kept.get(cell, Total()), counted.get(cell, Total())
        if one != other or (cell in kept) != (cell in counted):
            parts = (
                names.get(number, "?") if kind == "n" else _day(number)
                for kind, number in zip(columns, cell, strict=True)
            )
            yield found(
                "total-wrong",
                " ".join([table, *parts]),
                kept=as_decimal(one.quantity),
                kept_entries=one.entries,
                counted=as_decimal(other.quantity),
                counted_entries=other.entries,
            )


def _day(number: int) -> str:
    try:
        return as_day(number).isoformat()
    except (OverflowError, ValueError):
        return str(number)
