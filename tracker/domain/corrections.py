"""Corrections: rows that take others back or stand for them, and which row stands now. Nothing is ever erased.

All rows about one entry are its line: it, what took it back, what stands for it, and so on. An invocation writes at most
two rows of a line, one that takes back and one that is posted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from tracker.domain.entries import Achievement, Claim, FiledReturn, Posting, State, number_of
from tracker.domain.quantity import as_decimal
from tracker.domain.text import clean
from tracker.errors import TrackerError

LONGEST_REASON = 2000
FIELDS = {  # what may be amended, as options and columns call it and as a posting does
    "unit": "unit",
    "criterion": "key",
    "date": "day",
    "quantity": "quantity",
    "denominator": "denominator",
    "note": "note",
    "evidence": "evidence",
}


class ReturnRecord(msgspec.Struct, frozen=True):
    """A return as it stands in the journal, or the row that takes one back (`reverses`)."""

    campaign: str
    filed: FiledReturn
    recorded_at: datetime
    recorded_by: str
    batch: int
    state: State

    @property
    def id(self) -> str:
        """The installation and its number."""
        return self.filed.id

    @property
    def number(self) -> int:
        """Its number in the journal."""
        return number_of(self.filed.id)

    @property
    def reverses(self) -> int | None:
        """The number of the return that this row takes back."""
        return self.filed.reverses


class Row(Protocol):
    """A row of the journal: an entry, a return, or what takes one back."""

    @property
    def number(self) -> int:
        """Its number in the journal."""
        ...

    @property
    def batch(self) -> int:
        """The invocation that wrote it."""
        ...

    @property
    def reverses(self) -> int | None:
        """The number of the row that it takes back."""
        ...


AnyRow = TypeVar("AnyRow", bound=Row)


class Change(NamedTuple):
    """A field that an amendment changed; its values are those of a posting, "" or None where there is none."""

    field: str
    before: object
    after: object


def parse_reason(text: str) -> str:
    """Return a reason fit to keep.

    Raises: TrackerError reason-missing, text-too-long.
    """
    reason = clean(text)
    if not reason:
        raise TrackerError.of("reason-missing")
    if len(reason) > LONGEST_REASON:
        raise TrackerError.of("text-too-long", name="reason", length=len(reason), most=LONGEST_REASON)
    return reason


def reversal_of(entry: Achievement) -> Posting:
    """Return the row that takes an entry back: its amounts negated on its own day, without its texts."""
    posting = entry.posting
    return Posting(
        campaign=posting.campaign,
        unit=posting.unit,
        day=posting.day,
        criterion=posting.criterion,
        work=posting.work,
        quantity=-posting.quantity,
        denominator=None if posting.denominator is None else -posting.denominator,
        reverses=entry.number,
    )


def claim_of(posting: Posting) -> Claim:
    """Return the claim that a posting was made from, as somebody may have typed it."""
    amounts = (posting.quantity, posting.denominator)
    quantity, denominator = ("" if one is None else _typed(one) for one in amounts)
    texts = (posting.note, posting.evidence, posting.ref)
    return Claim(posting.unit, posting.key, posting.day.isoformat(), quantity, denominator, *texts)


def _typed(thousandths: int) -> str:
    text = str(as_decimal(thousandths))
    # 1.234 may be read as thousands, 01.234 may not.
    return f"0{text}" if len(text.partition(".")[2]) == 3 else text


def changes_between(before: Posting, after: Posting) -> tuple[Change, ...]:
    """Return the fields in which one posting differs from another."""
    pairs = (Change(field, getattr(before, name), getattr(after, name)) for field, name in FIELDS.items())
    return tuple(one for one in pairs if one.before != one.after)


def undone_by(undoes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return each invocation that is undone now with the one that undid it; an undo may be undone itself.

    `undoes` are all invocations that took one back, each with that one.
    """
    undone: dict[int, int] = {}
    for undo, taken_back in sorted(undoes, reverse=True):  # the later ones first: they decide about those before
        if undo not in undone:
            undone.setdefault(taken_back, undo)
    return undone


def root_of(undoes: Iterable[tuple[int, int]], invocation: int) -> tuple[int, bool]:
    """Return what an undo, or an undo of undos, is about in the end, and whether it brings that back."""
    taken_back, steps = dict(undoes), 0
    while invocation in taken_back:
        invocation, steps = taken_back[invocation], steps + 1
    return invocation, steps % 2 == 0


def find_standing(row: AnyRow, line: Sequence[AnyRow], undone: Mapping[int, int]) -> AnyRow:
    """Return the row by which one stands: itself, or what brought it back after a correction that was undone.

    Where it stands no more, the row that took it back is returned; that one has `reverses`.
    """
    reversals = {one.reverses: one for one in line if one.reverses is not None}
    posted = {one.batch: one for one in line if one.reverses is None}
    while back := reversals.get(row.number):
        undo = undone.get(back.batch)
        if undo is None or undo not in posted:
            return back
        row = posted[undo]
    return row
