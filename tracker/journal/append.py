"""Appending to the journal: rows, their hashes and both roll-ups, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracker.domain.entries import FiledReturn, Posting
from tracker.domain.progress import Total
from tracker.journal.chain import GENESIS, link
from tracker.journal.days import as_number
from tracker.services.ports import BatchInfo

if TYPE_CHECKING:
    from tracker.journal.queries import Queries

_INSERT = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD = """ ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity,
    denominator = denominator + excluded.denominator, entries = entries + excluded.entries"""
_ADD_BY_DAY = f"INSERT INTO total_by_day VALUES (?, ?, ?, ?, ?, ?){_ADD}"
_ADD_BY_UNIT = f"INSERT INTO total_by_unit VALUES (?, ?, ?, ?, ?, ?, ?, ?){_ADD}"

Cells = dict[tuple[int, ...], Total]


class Batch:
    """What one command appends. Roll-up cells are gathered here and added once, when the batch closes.

    With `keep` false everything is taken back at the end: a dry run, or an import with a wrong row.
    """

    def __init__(self, journal: Queries, info: BatchInfo) -> None:
        self._journal, self._execute, self._info = journal, journal.connection.execute, info
        self.id: int | None = None
        self.keep = True
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
        """Append a return and return its id."""
        self._begin()
        first, last = as_number(filed.span_start), as_number(filed.span_end)
        received = int(filed.received_at.timestamp())
        self._hash = link(self._hash, ("return", campaign, filed.unit, first, last, int(filed.is_nil), received))
        names = (self._name(campaign), self._name(filed.unit))
        self._insert("filing", (self._next, self.id, *names, first, last, int(filed.is_nil), received, self._hash))
        self._next += 1
        return f"{self._installation}-{self._next - 1}"

    def close(self) -> None:
        """Add what was posted to the roll-ups, and see that every total can still be read."""
        for statement, cells in ((_ADD_BY_DAY, self._by_day), (_ADD_BY_UNIT, self._by_unit)):
            self._journal.connection.executemany(statement, (cell + total for cell, total in cells.items()))
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
        info = self._info
        self._execute("INSERT OR IGNORE INTO definition VALUES (?, ?)", (info.definition, info.compiled))
        self._installation, uuid = self._execute(
            "SELECT id, uuid FROM installation ORDER BY id DESC LIMIT 1"
        ).fetchone()
        fields = (info.recorded_at.isoformat(), info.recorded_by, info.command)
        self.id = self._insert("batch", (None, self._installation, *fields, info.definition))
        last, head = self._journal.head()
        self._next = last + 1
        self._hash = link(head, (uuid, *fields, info.definition.hex()))

    def _rows(self, postings: Sequence[Posting]) -> Iterator[tuple[object, ...]]:
        for posting in postings:
            day, amounts = as_number(posting.day), (posting.quantity, posting.denominator)
            texts = (posting.note or None, posting.evidence or None, posting.ref or None, posting.reverses)
            self._hash = link(self._hash, (posting.campaign, posting.unit, day, posting.criterion, *amounts, *texts))
            campaign, unit, criterion = (
                self._name(posting.campaign),
                self._name(posting.unit),
                self._name(posting.criterion),
            )
            self._gather(posting, campaign, unit, day, criterion)
            yield (self._next, self.id, campaign, unit, day, criterion, *amounts, *texts, self._hash)
            self._next += 1

    def _gather(self, posting: Posting, campaign: int, unit: int, day: int, criterion: int) -> None:
        amount = Total(posting.quantity, posting.denominator or 0, posting.weight)
        version = as_number(posting.version_from)
        for cells, cell in (
            (self._by_day, (campaign, day, criterion)),
            (self._by_unit, (campaign, self._name(posting.phase), criterion, unit, version)),
        ):
            found = cells.get(cell)
            cells[cell] = found.plus(amount) if found else amount

    def _name(self, text: str) -> int:
        return self._journal.name_id(text) or self._journal.add_name(text)

    def _insert(self, table: str, row: tuple[object, ...]) -> int:
        marks = ", ".join("?" * len(row))
        return self._execute(f"INSERT INTO {table} VALUES ({marks})", row).lastrowid or 0
