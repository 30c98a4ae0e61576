"""Whether what a report was made from still stands: the hash that it bears, looked up in the journal."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class Printed(NamedTuple):
    """What a report's file says of where its figures are from: its format, the hash, and the day that they stop at.

    A page or paper bears the beginning of the hash alone; `as_of` and `entries`, how many count, are None where the file
    does not say them. `report` is the command that writes such a report, "" where that is not known.
    """

    format: str
    hash: str
    as_of: date | None = None
    entries: int | None = None
    report: str = ""


class KnownRow(NamedTuple):
    """A row of the journal: its number, its hash and when it was recorded; number 0 is before the first."""

    number: int
    hash: str
    recorded_at: datetime | None


class Since(NamedTuple):
    """What was recorded after a row: all rows, and those about days up to the report's own; None where that is not known."""

    rows: int
    concerning: int | None


class Match(StrEnum):
    """How a report's hash stands to the journal."""

    CURRENT = "current"
    EARLIER = "earlier"
    NONE = "none"


class Verification(NamedTuple):
    """What came of it; `row` is the one that has the hash, `closed` the phases that were closed as of it."""

    printed: Printed
    match: Match
    row: KnownRow | None
    since: Since | None
    closed: tuple[str, ...] = ()


class Heads(Protocol):
    """What is asked of a journal to verify a report."""

    def head(self) -> tuple[int, bytes]:
        """Return the number and the hash of the last row."""
        ...

    def row_of(self, beginning: str) -> KnownRow | None:
        """Return the last row whose hash begins so."""
        ...

    def since(self, number: int, until: date | None) -> Since:
        """Count what was recorded after a row, and how much of it is about days up to one."""
        ...


def verify_report(journal: Heads, printed: Printed) -> Verification:
    """Look a report's hash up in the journal.

    A hash that is found says that the journal has grown since and nothing else; that its rows hold what they held when
    they were written is what the chain says, which `fsck` goes through. No report that counts entries is from before the
    first.
    """
    row = journal.row_of(printed.hash)
    if row is None or (row.number == 0 and printed.entries):
        return Verification(printed, Match.NONE, None, None)
    match = Match.CURRENT if row.number == journal.head()[0] else Match.EARLIER
    return Verification(printed, match, row, journal.since(row.number, printed.as_of))
