"""Finding the entry, return or event that an id names, and what became of it."""

import re
from collections.abc import Sequence

from tracker.domain.corrections import ReturnRecord
from tracker.domain.entries import Achievement, State
from tracker.domain.events import EventRecord
from tracker.errors import TrackerError
from tracker.services.ports import Journal, Search

Record = Achievement | ReturnRecord | EventRecord


def find_record(journal: Journal, text: str) -> Record:
    """Return the entry, return or event of an id; they share their numbers.

    Raises: TrackerError bad-entry-id, entry-not-found.
    """
    parts = re.fullmatch(r"(\d{1,9})-(\d{1,18})", text, re.ASCII)
    if not parts:
        raise TrackerError.of("bad-entry-id", text=text)
    number = int(parts[2])
    entries, returns = journal.achievements(Search(id=number)), journal.return_history(number)
    records: list[Record] = [*entries, *returns, *journal.event_history(number)]
    for record in records:
        if record.id == text and record.reverses is None:
            return record
    raise TrackerError.of("entry-not-found", id=text)


def line_of(journal: Journal, record: Record) -> Sequence[Record]:
    """Return every row about what a record says, oldest first."""
    match record:
        case Achievement():
            return journal.history(record.number)
        case ReturnRecord():
            return journal.return_history(record.number)
        case EventRecord():
            return journal.event_history(record.number)


def find_current(line: Sequence[Record]) -> Record | None:
    """Return the row of a line that counts now."""
    return next((one for one in reversed(line) if one.reverses is None and one.state is State.CURRENT), None)


def check_current(journal: Journal, record: Record) -> None:
    """See that a record counts, as only what counts can be corrected.

    Raises: TrackerError entry-replaced, entry-taken-back.
    """
    line = line_of(journal, record)
    if all(one.reverses != record.number for one in line):
        return
    if now := find_current(line):
        raise TrackerError.of("entry-replaced", id=record.id, now=now.id)
    last = [one for one in line if one.reverses is not None][-1]
    (invocation,) = journal.invocations(number=last.batch)
    raise TrackerError.of("entry-taken-back", id=record.id, who=last.recorded_by, command=invocation.command)
