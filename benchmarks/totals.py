"""The totals of a store two ways: from its roll-ups, and summed over a copy of its journal with a covering index."""

import sqlite3
from contextlib import closing
from pathlib import Path

_SUMS = "SELECT criterion, sum(quantity), sum(denominator) FROM {} WHERE campaign = 1 AND day <= {} GROUP BY criterion"
_LAST = "(SELECT max(day) FROM total_by_day)"
FROM_ROLLUPS = _SUMS.format("total_by_day", _LAST)
FROM_JOURNAL = _SUMS.format("journal INDEXED BY covering", _LAST)
_COVERING = "CREATE INDEX covering ON journal (campaign, criterion, day, quantity, denominator)"

# Prints the processor time of one answer, the median of some; the first are not counted, they fill the caches.
ASK = """
import sqlite3, statistics, sys, time
connection = sqlite3.connect(sys.argv[1])
def ask():
    start = time.process_time()
    connection.execute(sys.argv[2]).fetchall()
    return time.process_time() - start
print(statistics.median([ask() for _ in range(12)][2:]))
"""


def make_indexed(store: Path) -> Path:
    """Make a copy of a store with a covering index beside it, and see that both ways give the same totals."""
    copy = store.with_name("indexed.db")
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute(_COVERING)
    with closing(sqlite3.connect(copy)) as target:
        both = [
            [tuple(value or 0 for value in row) for row in target.execute(sql)] for sql in (FROM_ROLLUPS, FROM_JOURNAL)
        ]
        assert both[0] == both[1], "the roll-ups are not the sums of the journal"
    return copy
