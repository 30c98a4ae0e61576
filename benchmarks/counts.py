"""Goals that are no ratio of two commands: what many writers at once come to, and what an achievement takes on the disk."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import NamedTuple

from benchmarks.crowd import write_at_once
from benchmarks.stores import AS_OF, NOTE

WRITERS, WRITES, UNITS = 64, 50, ("th25-14797",)


class Count(NamedTuple):
    """A goal, what was measured in words, and whether it is met."""

    name: str
    what: str
    limit: str
    measured: str
    is_met: bool

    def __str__(self) -> str:
        measured = self.measured + ("" if self.is_met else " **missed**")
        return f"| {self.name} | {self.what} | – | {self.limit} | {measured} | | 1 |"


def count_writes(folder: Path, writers: int = WRITERS, writes: int = WRITES) -> Count:
    """Let many write into a copy of a store at once, and see that each write they were told of is there."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as copy:
        place = Path(shutil.copytree(folder, Path(copy, "crowd")))
        crowd = write_at_once(place, AS_OF, UNITS, writers, writes)
        stored = _count_rows(place / "tracker.db")
    lost, slowest = len(crowd.ids) - stored, crowd.slowest(0.01)
    return Count(
        "S8",
        f"{writers} processes × {writes} durable writes: lost, refused, p99 of the wait",
        "0, 0, 2 s",
        f"{lost}, {len(crowd.refused)}, {slowest:.2f} s",
        lost == 0 and not crowd.refused and slowest <= 2,
    )


def count_bytes(folder: Path) -> Count:
    """Divide the size of a store by the achievements that it holds."""
    store = folder / "tracker.db"
    each = store.stat().st_size / _count_rows(store)
    return Count(
        "S12", f"an achievement with a note of {NOTE} letters, on the disk", "300 B", f"{each:.0f} B", each <= 300
    )


def _count_rows(store: Path) -> int:
    with closing(connect(store)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    return int(count)
