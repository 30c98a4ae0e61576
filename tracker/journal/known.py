"""The journal as it was known at a moment: what was recorded later is left out, whatever this connection asks.

The tables that queries name are shadowed by temporary views and roll-ups, so that no query changes; the file is not
touched and need not be writable. Clocks may be set back: each invocation counts by its own moment, and one that takes
back or replaces what was not known is not known either.
"""

import sqlite3
from datetime import datetime

from tracker.errors import TrackerError
from tracker.journal.refusals import explained
from tracker.journal.store import Store
from tracker.journal.totals import SUMS

_UNFOUNDED = """DELETE FROM known WHERE id IN (
    SELECT own.batch FROM main.{table} AS own JOIN main.{other} AS taken ON taken.id = own.{column}
    WHERE own.{column} IS NOT NULL AND taken.batch NOT IN (SELECT id FROM known))"""
_LINKS = (
    *(("journal", "reverses", "journal"), ("journal", "replaces", "journal"), ("filing", "reverses", "filing")),
    *(("event", "reverses", "event"), ("event", "replaces", "event")),
    *(("event", "about", "event"), ("event", "about", "filing"), ("event", "about", "journal")),
)
_TABLES = ("journal", "filing", "event")
_SHADOWS = (
    "CREATE TEMP VIEW batch AS SELECT * FROM main.batch WHERE id IN (SELECT id FROM known)",
    "CREATE TEMP VIEW journal AS SELECT * FROM main.journal WHERE {is_known}",
    "CREATE TEMP VIEW filing AS SELECT * FROM main.filing WHERE {is_known}",
    "CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE {is_known}",
    "CREATE TEMP VIEW later AS SELECT * FROM main.journal WHERE NOT ({is_known})",
    "CREATE TEMP TABLE total_by_day (campaign, day, criterion, quantity, denominator, entries)",
    f"INSERT INTO total_by_day SELECT campaign, day, criterion, {SUMS} FROM journal GROUP BY 1, 2, 3",
    "CREATE TEMP TABLE assignment (campaign, key)",  # empty: units are added up row by row
)


def limit_to_moment(store: Store, moment: datetime) -> None:
    """Leave out what was recorded after a moment."""
    with explained(store.path):
        rows = store.connection.execute("SELECT id, recorded_at FROM batch")
        known = [id_ for id_, recorded_at in rows if datetime.fromisoformat(recorded_at) <= moment]
        _limit(store, known)


def limit_to_head(store: Store, head: str) -> datetime:
    """Leave out what was recorded after the row that has a hash, and return the moment at which that was recorded.

    Raises: TrackerError head-not-found.
    """
    with explained(store.path):
        found = store.connection.execute(
            " UNION ALL ".join(f"SELECT batch FROM {table} WHERE hex(hash) LIKE ?1" for table in _TABLES), (f"{head}%",)
        ).fetchone()
        if found is None:
            raise TrackerError.of("head-not-found", hash=head)
        (moment,) = store.connection.execute("SELECT recorded_at FROM batch WHERE id = ?", found).fetchone()
        _limit(store, list(range(1, found[0] + 1)))
        return datetime.fromisoformat(moment)


def limit_to_row(store: Store, number: int) -> None:
    """Leave out what was recorded after the row of a number, also where less was left out before."""
    with explained(store.path):
        batches = (f"SELECT batch FROM main.{table} WHERE id = ?1" for table in _TABLES)
        found = store.connection.execute(" UNION ALL ".join(batches), (number,)).fetchone()
        _limit(store, list(range(1, found[0] + 1)) if found else [])


def _limit(store: Store, batches: list[int]) -> None:
    connection = store.connection
    for kind, name in connection.execute("SELECT type, name FROM sqlite_temp_schema WHERE type <> 'index'").fetchall():
        connection.execute(f"DROP {kind} temp.{name}")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("CREATE TEMP TABLE known (id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO known VALUES (?)", zip(batches))
    unfounded = [_UNFOUNDED.format(table=table, column=column, other=other) for table, column, other in _LINKS]
    while any(connection.execute(statement).rowcount for statement in unfounded):
        pass
    is_known = _condition(connection)
    for shadow in _SHADOWS:
        connection.execute(shadow.format(is_known=is_known))
    store.is_limited = True


def _condition(connection: sqlite3.Connection) -> str:
    """Return what tells the rows that were known: their numbers, which every index holds, unless a clock went astray."""
    last, count = connection.execute("SELECT coalesce(max(id), 0), count(*) FROM known").fetchone()
    if last != count:
        return "batch IN (SELECT id FROM known)"
    lasts = (f"coalesce((SELECT max(id) FROM main.{table} WHERE batch = ?1), 0)" for table in _TABLES)
    (number,) = connection.execute(f"SELECT max({', '.join(lasts)})", (last,)).fetchone()
    return f"id <= {number}"
