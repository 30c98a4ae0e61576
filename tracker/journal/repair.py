"""Making again what a store keeps beside its journal, from the journal."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.journal.refusals import BUSY_SECONDS, explained
from tracker.journal.store import uri_of
from tracker.journal.totals import SUMS

_STEPS = (
    "REINDEX",
    "DELETE FROM total_by_day",
    f"INSERT INTO total_by_day SELECT campaign, day, criterion, {SUMS} FROM journal NOT INDEXED GROUP BY 1, 2, 3",
    # These two are made again by the next command that writes; until then reports add up entries themselves.
    "DELETE FROM assignment",
    "DELETE FROM total_by_unit",
    "DELETE FROM cache",
)


def repair_store(path: Path) -> None:
    """Make roll-ups, indexes and the cache again; the journal itself is not touched.

    Raises: TrackerError store-busy, store-full, store-read-only.
    """
    address = f"{uri_of(str(path.absolute()))}?mode=rw"
    with (
        explained(str(path)),
        closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as db,
    ):
        db.execute("BEGIN IMMEDIATE")
        for step in _STEPS:
            db.execute(step)
        db.execute("COMMIT")
