"""What became of an entry, a return or an event: who did what when, what that changed, and why."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from tracker.domain.corrections import Change, ReturnRecord, changes_between, root_of
from tracker.domain.entries import Achievement, State
from tracker.domain.event_kinds import UNCOUNTED, EventKind
from tracker.domain.events import EventRecord
from tracker.domain.phase_events import LateEntries
from tracker.domain.value import Value
from tracker.services.ports import Invocation, Journal
from tracker.services.records import Record, find_current, find_record, line_of


class What(StrEnum):
    """What a step did to an entry, a return or an event; redone is said of an undo that was undone, as a whole."""

    LOGGED = "logged"
    FILED = "filed"
    NOTED = "noted"
    AMENDED = "amended"
    VOIDED = "voided"
    UNDONE = "undone"
    RESTORED = "restored"
    REDONE = "redone"


class Step(Value, frozen=True):
    """What an invocation did to one record.

    `record` is what it posted or else what it took back, `before` what it took back; both are None for an undo that is
    looked at as a whole. `about` is the invocation that an undo is about in the end, `late` why it was done to a phase
    that was closed.
    """

    what: What
    invocation: Invocation
    record: Record | None
    before: Record | None
    changes: tuple[Change, ...]
    about: Invocation | None
    late: str = ""


class History(Value, frozen=True):
    """All that happened to a record; `now` is what counts in its stead, itself unless corrected, None where nothing does."""

    record: Record
    now: Record | None
    steps: tuple[Step, ...]

    @property
    def end(self) -> Step | None:
        """The step that took the record back, None where it counts."""
        number = self.record.number
        return next((one for one in self.steps if one.before is not None and one.before.number == number), None)


def build_history(journal: Journal, id: str) -> History:  # noqa: A002
    """Return what became of the entry, return or event of an id.

    Raises: TrackerError bad-entry-id, entry-not-found.
    """
    record = find_record(journal, id)
    line = line_of(journal, record)
    undoes = journal.undoes()
    steps = []
    for number, rows in groupby(line, lambda one: one.batch):
        (invocation,) = journal.invocations(number=number)
        step = _step(invocation, list(rows), line, _about(journal, invocation, undoes))
        steps.append(step.but(late=_why_late(journal, invocation)))
    now = record if record.state is State.CURRENT else find_current(line)
    return History(record, now, tuple(steps))


def latest_corrections(journal: Journal, most: int | None = None) -> list[Step]:
    """Return the latest corrections, the latest first; an undo is one step, whatever it took back."""
    undoes = journal.undoes()
    return [_correction(journal, one, undoes) for one in journal.invocations(last=most, corrections=True)]


def only_record(journal: Journal, invocation: Invocation) -> Record | None:
    """Return the one entry, return or event that an invocation wrote or took back, None where there are more."""
    written = invocation.entries + invocation.returns + invocation.events
    return _single(journal, invocation).record if written == 1 else None


def _correction(journal: Journal, invocation: Invocation, undoes: Sequence[tuple[int, int]]) -> Step:
    about = _about(journal, invocation, undoes)
    if about is None:
        return _late(journal, invocation) or _single(journal, invocation).but(late=_why_late(journal, invocation))
    what = What.REDONE if root_of(undoes, invocation.id)[1] else What.UNDONE
    return Step(what, invocation, None, None, (), about)


def _late(journal: Journal, invocation: Invocation) -> Step | None:
    """Return the step of an invocation that recorded entries of a closed phase and corrected none."""
    if invocation.reason:
        return None
    noted = (one for one in journal.events_of(invocation.id) if one.event.kind is EventKind.LATE)
    return next((Step(What.NOTED, invocation, one, None, (), None) for one in noted), None)


def _why_late(journal: Journal, invocation: Invocation) -> str:
    """Return why an invocation wrote in a phase that was closed, "" where it did not, or took that back."""
    noted = (one.event.body for one in journal.events_of(invocation.id) if one.reverses is None)
    return next((one.reason for one in noted if isinstance(one, LateEntries)), "")


def _single(journal: Journal, invocation: Invocation) -> Step:
    """Return the step of an invocation that is about one record."""
    filed = journal.returns_of(invocation.id)
    noted = [one for one in journal.events_of(invocation.id) if one.event.kind not in UNCOUNTED]
    rows: list[Record] = [*journal.rows_of(invocation.id), *filed, *noted]
    taken_back = [one.reverses for one in rows if one.reverses is not None]
    known: list[Record] = [*journal.numbered(taken_back), *line_of(journal, rows[0])]
    return _step(invocation, rows, known, None)


def _about(journal: Journal, invocation: Invocation, undoes: Sequence[tuple[int, int]]) -> Invocation | None:
    """Return what an undo is about in the end."""
    if invocation.undoes is None:
        return None
    (found,) = journal.invocations(number=root_of(undoes, invocation.id)[0])
    return found


def _step(invocation: Invocation, rows: Sequence[Record], known: Sequence[Record], about: Invocation | None) -> Step:
    """Return what an invocation's rows did to one record; `known` holds what they took back."""
    posted = next((one for one in rows if one.reverses is None), None)
    back = next((one for one in rows if one.reverses is not None), None)
    before = next(one for one in known if one.number == back.reverses) if back else None
    changes: tuple[Change, ...] = ()
    if isinstance(posted, Achievement) and isinstance(before, Achievement):
        changes = changes_between(before.posting, posted.posting)
    return Step(_what(invocation, posted, before), invocation, posted or before, before, changes, about)


def _what(invocation: Invocation, posted: Record | None, before: Record | None) -> What:
    is_undo = invocation.undoes is not None
    if posted and before:
        return What.UNDONE if is_undo else What.AMENDED
    if before:
        return What.UNDONE if is_undo else What.VOIDED
    if is_undo:
        return What.RESTORED
    match posted:
        case ReturnRecord():
            return What.FILED
        case EventRecord():
            return What.NOTED
    return What.LOGGED
