"""Appending to the journal: rows, their hashes and both roll-ups, in the caller's transaction."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracker.domain.entries import FiledReturn, Posting
from tracker.journal.chain import link
from tracker.journal.days import as_number
from tracker.journal.records import GENESIS
from tracker.services.ports import BatchInfo

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.events import Event
    from tracker.journal.records import Records

# A row that is refused takes the batch with it: SQLite then needs no copy of every page that each row touches.
_INSERT = "INSERT OR ROLLBACK INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD = """ ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity,
    denominator = denominator + excluded.denominator, entries = entries + excluded.entries"""
_ADD_BY_DAY = f"INSERT INTO total_by_day VALUES (?, ?, ?, ?, ?, ?){_ADD}"
_ADD_BY_UNIT = f"INSERT INTO total_by_unit VALUES (?, ?, ?, ?, ?, ?, ?, ?){_ADD}"

LARGEST = 2**63 - 1  # of SQLite's integers; some Windows volumes number their files beyond it

Cells = dict[tuple[int, ...], list[int]]  # quantity, denominator, entries: a million rows add to some thousand cells


class _Numbers(dict[str, int]):
    """The numbers that stand for ids, looked up or given once a batch."""

    def __init__(self, journal: Records) -> None:
        super().__init__()
        self._journal = journal

    def __missing__(self, text: str) -> int:
        self[text] = number = self._journal.name_id(text) or self._journal.add_name(text)
        return number


class Batch:
    """What one command appends. Roll-up cells are gathered here and added once, when the batch closes.

    With `keep` false everything is taken back at the end: a dry run, or an import with a wrong row. `info` counts as it is
    when the first row is appended.
    """

    def __init__(self, journal: Records, info: BatchInfo) -> None:
        self._journal, self._execute, self.info = journal, journal.connection.execute, info
        self.id: int | None = None
        self.keep = True
        self.evidence: set[str] = set()  # what the entries name
        self._numbers = _Numbers(journal)
        self._by_day: Cells = {}
        self._by_unit: Cells = {}
        self._installation, self._next, self._hash = 0, 0, GENESIS

    def post(self, postings: Sequence[Posting]) -> list[str]:
        """Append postings and return their ids."""
        if not postings:
            return []
        self._begin()
        first = self._next
        self._journal.connection.executemany(_INSERT, self._rows(postings))
        return [f"{self._installation}-{number}" for number in range(first, self._next)]

    def file(self, campaign: str, filed: FiledReturn) -> str:
        """Append a return, or what takes one back, and return its id."""
        self._begin()
        period = (as_number(filed.span_start), as_number(filed.span_end))
        rest = (*period, int(filed.is_nil), int(filed.received_at.timestamp()))
        taken_back = () if filed.reverses is None else (filed.reverses,)
        self._hash = link(self._hash, ("return", campaign, filed.unit, *rest, *taken_back))
        names = (self._numbers[campaign], self._numbers[filed.unit])
        self._insert("filing", (self._next, self.id, *names, *rest, self._hash, filed.reverses))
        self._next += 1
        return f"{self._installation}-{self._next - 1}"

    def note(self, event: Event) -> str:
        """Append an event, or what takes one back, and return its id."""
        from tracker.domain.events import encode_body  # noqa: PLC0415 most commands note none

        self._begin()
        day = None if event.day is None else as_number(event.day)
        rest = (day, event.about, encode_body(event.body))
        taken_back = () if event.reverses is None else (event.reverses,)
        links = taken_back if event.replaces is None else (None, event.replaces)
        self._hash = link(self._hash, ("event", event.kind, event.campaign, event.unit or None, *rest, *links))
        names = (self._numbers[event.campaign], self._numbers[event.unit] if event.unit else None)
        row = (self._next, self.id, event.kind, *names, *rest, event.reverses, event.replaces, self._hash)
        self._insert("event", row)
        self._next += 1
        return f"{self._installation}-{self._next - 1}"

    def close(self) -> None:
        """Add what was posted to the roll-ups, and see that every total can still be read."""
        for statement, cells in ((_ADD_BY_DAY, self._by_day), (_ADD_BY_UNIT, self._by_unit)):
            self._journal.connection.executemany(statement, ((*cell, *total) for cell, total in cells.items()))
        for campaign, criterion in {(cell[0], cell[2]) for cell in self._by_day}:
            # SQLite itself refuses a sum beyond 64 bits; better now than when somebody reads it.
            self._execute(
                "SELECT sum(quantity), sum(denominator) FROM total_by_day WHERE campaign = ? AND criterion = ?",
                (campaign, criterion),
            ).fetchone()

    def _begin(self) -> None:
        """Write the batch itself, once there is something to stand in it."""
        if self.id is not None:
            return
        info = self.info
        self._execute("INSERT OR IGNORE INTO definition VALUES (?, ?, 'itself')", (info.definition, info.compiled))
        self._installation, uuid = self._find_installation(info.recorded_at)
        fields = (info.recorded_at.isoformat(), info.recorded_by, info.command)
        why = (info.reason or None, info.undoes)
        self.id = self._insert("batch", (None, self._installation, *fields, info.definition, *why))
        last, head = self._journal.head()
        self._next = last + 1
        self._hash = link(head, (uuid, *fields, info.definition.hex(), *(why if any(why) else ())))

    def _find_installation(self, now: datetime) -> tuple[int, str]:
        """Return the number and the uuid of the installation that writes.

        A copy of a store (its file is another one on the disk) becomes an installation of its own before it writes.
        """
        path = self._journal.path
        inode = os.stat(path).st_ino & LARGEST if path else 0
        known = self._execute("SELECT inode FROM place").fetchone() or (0,)
        if inode != known[0]:
            if all((inode, *known)):
                from uuid import uuid4  # noqa: PLC0415 rare

                self._insert("installation", (None, str(uuid4()), now.isoformat()))
            self._execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (inode,))
        found: tuple[int, str] = self._execute("SELECT id, uuid FROM installation ORDER BY id DESC LIMIT 1").fetchone()
        return found

    def _rows(self, postings: Sequence[Posting]) -> Iterator[tuple[object, ...]]:
        for posting in postings:
            day, amounts = as_number(posting.day), (posting.quantity, posting.denominator)
            texts = (posting.note or None, posting.evidence or None, posting.ref or None, posting.reverses)
            stands_for = () if posting.replaces is None else (posting.replaces,)
            key = posting.key
            fields = (posting.campaign, posting.unit, day, key, *amounts, *texts, *stands_for)
            if posting.evidence:
                self.evidence.add(posting.evidence)
            self._hash = link(self._hash, fields)
            campaign, unit = self._numbers[posting.campaign], self._numbers[posting.unit]
            criterion = self._numbers[key]
            self._gather(posting, campaign, unit, day, criterion)
            yield (self._next, self.id, campaign, unit, day, criterion, *amounts, *texts, self._hash, posting.replaces)
            self._next += 1

    def _gather(self, posting: Posting, campaign: int, unit: int, day: int, criterion: int) -> None:
        version = as_number(posting.version_from)
        for cells, cell in (
            (self._by_day, (campaign, day, criterion)),
            (self._by_unit, (campaign, self._numbers[posting.phase], criterion, unit, version)),
        ):
            if (total := cells.get(cell)) is None:
                total = cells[cell] = [0, 0, 0]
            total[0] += posting.quantity
            total[1] += posting.denominator or 0
            total[2] += posting.weight

    def _insert(self, table: str, row: tuple[object, ...]) -> int:
        marks = ", ".join("?" * len(row))
        return self._execute(f"INSERT INTO {table} VALUES ({marks})", row).lastrowid or 0
