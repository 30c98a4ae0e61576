"""Undoing an invocation: all that it wrote is taken back, and what it had taken back stands again."""

from collections.abc import Iterator, Sequence

import msgspec

from tracker.domain.corrections import ReturnRecord, find_standing, reversal_of, root_of, undone_by
from tracker.domain.entries import Achievement, State, number_of
from tracker.domain.event_kinds import NOTES, PARTS, UNCOUNTED, EventKind
from tracker.domain.events import EventRecord, reversal_of_event
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.correcting import Correcting, FigureChange
from tracker.services.discipline import Returns
from tracker.services.ports import BatchInfo, Invocation, Journal, OpenJournal
from tracker.services.records import Record, find_current
from tracker.services.view import View
from tracker.services.void import take_back

ROWS_AT_ONCE = 5000
MOST_NAMED = 10


class Counts(Value, frozen=True):
    """How many entries, returns and events were taken back, or brought back."""

    entries: int
    returns: int
    events: int


class Undoing(Value, frozen=True):
    """What an undo did.

    `root` is the invocation that it is about in the end, where an undo was undone; `brings_back` says that it stands again.
    """

    number: int | None
    invocation: Invocation
    root: Invocation
    brings_back: bool
    taken: Counts
    brought: Counts
    figures: tuple[FigureChange, ...]
    returns: tuple[tuple[View, Returns], ...]


def undo_invocation(
    views: Sequence[View], number: int | None, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Undoing:
    """Undo an invocation, the last one unless another is named; an undo is an invocation too.

    Raises: TrackerError nothing-to-undo, invocation-not-found, invocation-undone, invocation-noted, undo-blocked with what
    stands in the way; phase-closed, closing-outdated.
    """
    _find(views[0].journal, number)  # a store that holds nothing is not made for it
    journal = open_journal()
    with journal.batch(info) as batch:
        invocation = _find(journal, number)
        batch.info = info.but(undoes=invocation.id)
        undo = _Undo(Correcting(views, journal, batch), invocation)
        undo.run()
        batch.keep = not dry_run
        root, is_brought_back = root_of(journal.undoes(), invocation.id)
        return Undoing(
            number=None if dry_run else batch.id,
            invocation=invocation,
            root=journal.invocations(number=root)[0],
            brings_back=not is_brought_back,
            taken=Counts(undo.taken, undo.returns_taken, undo.events_taken),
            brought=Counts(undo.brought, undo.returns_brought, undo.events_brought),
            figures=undo.correcting.figures(),
            returns=undo.correcting.returns(),
        )


def _find(journal: Journal, number: int | None) -> Invocation:
    found = journal.invocations(number=number, last=1)
    if found:
        return found[0]
    raise TrackerError.of("nothing-to-undo" if number is None else "invocation-not-found", number=str(number))


class _Undo:
    """An undo under way. What stands in the way is gathered; the batch is given up for it at the end."""

    def __init__(self, correcting: Correcting, invocation: Invocation) -> None:
        self.correcting, self.journal, self.invocation = correcting, correcting.journal, invocation
        self.undone = undone_by(self.journal.undoes())
        self.taken = self.brought = self.returns_taken = self.returns_brought = 0
        self.events_taken = self.events_brought = 0
        self.numbers: dict[int, int] = {}  # of what is brought back, before and now
        self.obstacles: list[Problem] = []
        self.met = 0

    def run(self) -> None:
        invocation = self.invocation
        if undo := self.undone.get(invocation.id):
            raise TrackerError.of(
                "invocation-undone", number=str(invocation.id), command=invocation.command, undo=str(undo)
            )
        events = self.journal.events_of(invocation.id)
        if any(one.event.kind in NOTES for one in events):
            raise TrackerError.of("invocation-noted", number=str(invocation.id), command=invocation.command)
        if any(map(_closes_again, events)) and self.journal.invocations(last=1)[0].id != invocation.id:
            raise TrackerError.of("closing-outdated", number=str(invocation.id), command=invocation.command)
        about = (one.event.about for one in events if one.event.kind is EventKind.LATE)
        self.correcting.excused = frozenset(one for one in about if one is not None)
        self._take_back_entries()
        self._bring_back_entries()
        self._take_back_events([one for one in events if one.reverses is None])
        returns = self.journal.returns_of(invocation.id)
        self._take_back_returns([one for one in returns if one.reverses is None])
        self._bring_back_returns([one for one in returns if one.reverses is not None])
        self._bring_back_events([one for one in events if one.reverses is not None])
        if self.obstacles:
            summary = {"number": str(invocation.id), "command": invocation.command, "count": self.met}
            raise TrackerError([Problem("undo-blocked", summary), *self.obstacles])

    def _take_back_entries(self) -> None:
        for rows in _pages(self.journal, self.invocation.id):
            standing = [self._standing(one) for one in rows if one.reverses is None]
            self.taken += len(self.correcting.post([reversal_of(one) for one in standing if one]))

    def _bring_back_entries(self) -> None:
        for rows in _pages(self.journal, self.invocation.id):
            page = self.journal.numbered([one.reverses for one in rows if one.reverses is not None])
            known = self.journal.find_refs([one.posting.ref for one in page if one.posting.ref])
            last = [(one, self._last_of(one, known.get(one.posting.ref))) for one in page]
            again = [
                msgspec.structs.replace(one.posting, replaces=number, reverses=None)
                for one, number in last
                if number is not None
            ]
            self.brought += len(self.correcting.post(again))

    def _standing(self, entry: Achievement) -> Achievement | None:
        """Return the row by which an entry stands."""
        if entry.state is State.CURRENT:
            return entry
        found = find_standing(entry, self.journal.history(entry.number), self.undone)
        if found.reverses is None:
            return found
        self._meet("entry-in-the-way", id=entry.id, number=found.batch)
        return None

    def _last_of(self, entry: Achievement, known: Achievement | None) -> int | None:
        """Return the last row of an entry's line, which its content is to follow; its ref must be free."""
        is_own = known is None or known.number == entry.number
        if entry.state is State.VOIDED and is_own:
            return entry.number
        line = self.journal.history(entry.number)
        if now := find_current(line):
            self._meet("entry-in-the-way", id=entry.id, number=now.batch)
        elif known and known.number not in {one.number for one in line}:
            self._meet("ref-in-the-way", ref=entry.posting.ref, id=known.id, number=known.batch)
        else:
            return max(one.number for one in line if one.reverses is None)
        return None

    def _take_back_returns(self, filed: Sequence[ReturnRecord]) -> None:
        for one in filed:
            standing = find_standing(one, self.journal.return_history(one.number), self.undone)
            if standing.reverses is not None:
                self._meet("entry-in-the-way", id=one.id, number=standing.batch)
            elif not self._is_followed(standing):
                take_back(self.correcting, standing)
                self.returns_taken += 1

    def _bring_back_returns(self, reversals: Sequence[ReturnRecord]) -> None:
        for one in reversals:
            line = self.journal.return_history(one.number)
            if now := find_current(line):
                self._meet("return-in-the-way", id=now.id, number=now.batch)
                continue
            (before,) = (row for row in line if row.number == one.reverses)
            new = self.correcting.file(before.campaign, msgspec.structs.replace(before.filed, id=""))
            self._brought_back(before.number, new)
            self.returns_brought += 1

    def _take_back_events(self, noted: Sequence[EventRecord]) -> None:
        for one in reversed(noted):  # what follows another goes before it
            standing = find_standing(one, self.journal.event_history(one.number), self.undone)
            if standing.reverses is not None:
                self._meet("entry-in-the-way", id=one.id, number=standing.batch)
            elif not self._is_followed(standing):
                self.correcting.note(reversal_of_event(standing))
                self.events_taken += self._counts(one)

    def _bring_back_events(self, reversals: Sequence[EventRecord]) -> None:
        for one in sorted(reversals, key=lambda one: one.event.reverses or 0):  # what others follow goes before them
            line = self.journal.event_history(one.number)
            if now := find_current(line):
                self._meet("entry-in-the-way", id=one.id, number=now.batch)
                continue
            (before,) = (row for row in line if row.number == one.reverses)
            last = max(row.number for row in line if row.reverses is None)
            if (about := self._about_now(before)) is not None:
                new = self.correcting.note(before.event.but(about=about or None, reverses=None, replaces=last))
                self._brought_back(before.number, new)
                self.events_brought += self._counts(one)

    def _counts(self, record: EventRecord) -> bool:
        """Whether an event is counted: what is a part of a return is not, where that is there too."""
        kind = record.event.kind
        return kind not in UNCOUNTED and (kind not in PARTS or not self.invocation.returns)

    def _brought_back(self, before: int, now: str) -> None:
        self.numbers[before] = number_of(now)

    def _is_followed(self, record: ReturnRecord | EventRecord) -> bool:
        """Whether something else stands that follows a row; it is in the way then."""
        followers = self.journal.events_about(record.number)
        for one in followers:
            self._meet("event-in-the-way", id=record.id, follower=one.id, number=one.batch)
        return bool(followers)

    def _about_now(self, record: EventRecord) -> int | None:
        """Return the number of what an event follows, as that stands now: 0 for nothing, None where it stands no more."""
        about = record.event.about
        if about is None or about in self.numbers:
            return self.numbers.get(about or 0, 0)
        returns, events = self.journal.return_history(about), self.journal.event_history(about)
        line: list[Record] = [*returns, *events, *self.journal.history(about)]
        if now := find_current(line):
            return now.number
        self._meet("followed-is-gone", id=record.id, about=record.about, number=line[-1].batch)
        return None

    def _meet(self, code: str, *, number: int, **params: object) -> None:
        self.met += 1
        if len(self.obstacles) < MOST_NAMED:
            (one,) = self.journal.invocations(number=number)
            who = {"number": str(number), "command": one.command, "who": one.recorded_by}
            self.obstacles.append(Problem(code, {**params, **who}))


def _closes_again(record: EventRecord) -> bool:
    """Whether a phase is closed again, as it was, once this row is undone; it must be what was recorded last then."""
    kind, is_reversal = record.event.kind, record.reverses is not None
    return (kind is EventKind.REOPENED and not is_reversal) or (kind is EventKind.CLOSED and is_reversal)


def _pages(journal: Journal, invocation: int) -> Iterator[list[Achievement]]:
    """Yield what an invocation wrote, so many rows at once: an import may have written a million."""
    last = 0
    while page := journal.rows_of(invocation, last, ROWS_AT_ONCE):
        yield page
        last = page[-1].number
