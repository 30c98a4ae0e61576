"""Rows found by their hash, and what was recorded after them: what a report that bears the hash does not know."""

from datetime import date, datetime

from tracker.journal.days import as_number
from tracker.journal.records import GENESIS
from tracker.journal.refusals import explained
from tracker.journal.store import Store
from tracker.services.verify import KnownRow, Since

_TABLES = ("journal", "filing", "event")
# A hash has no index: a report is verified now and then, and a million rows are looked through in half a second.
_ROW = " UNION ALL ".join(
    f"SELECT {table}.id, hash, recorded_at FROM {table} JOIN batch ON batch.id = batch WHERE hash BETWEEN ?1 AND ?2"
    for table in _TABLES
)
# What is about no day of its own (a roster's change) may be about any.
_SINCE = """SELECT count(*), coalesce(sum(day <= ?2), 0) FROM (
    SELECT day FROM journal WHERE id > ?1
    UNION ALL SELECT first_day FROM filing WHERE id > ?1
    UNION ALL SELECT coalesce(day, ?2) FROM event WHERE id > ?1)"""


class StoreHeads:
    """A store, as one who verifies a report asks it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def head(self) -> tuple[int, bytes]:
        """Return the number and the hash of the last row; 0 and zeros of an empty journal."""
        return self._store.head()

    def row_of(self, beginning: str) -> KnownRow | None:
        """Return the last row whose hash, in hex, begins so; the one before the first is all zeros."""
        if GENESIS.hex().startswith(beginning):
            return KnownRow(0, GENESIS.hex(), None)
        first, last = (bytes.fromhex(beginning.ljust(2 * len(GENESIS), fill)) for fill in "0f")
        with explained(self._store.path):
            found = self._store.connection.execute(f"{_ROW} ORDER BY 1 DESC LIMIT 1", (first, last)).fetchone()
        return found and KnownRow(found[0], found[1].hex(), datetime.fromisoformat(found[2]))

    def since(self, number: int, until: date | None) -> Since:
        """Count the rows after a number, and those about days up to one."""
        with explained(self._store.path):
            rows = self._store.connection.execute(_SINCE, (number, as_number(until) if until else None))
            count, concerning = rows.fetchone()
        return Since(count, concerning if until else None)
