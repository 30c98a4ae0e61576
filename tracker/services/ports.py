"""What the use cases ask of a journal. Any store that answers this can stand behind them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from tracker.domain.calendar import Span
from tracker.domain.entries import Achievement, FiledReturn, LastValue, Posting, Total
from tracker.domain.units import UnitSpan
from tracker.domain.value import Value

if TYPE_CHECKING:
    from tracker.domain.corrections import ReturnRecord
    from tracker.domain.event_kinds import EventKind
    from tracker.domain.events import Event, EventRecord


class BatchInfo(Value, frozen=True):
    """Who wrote when with which command, under which definition; why, and which invocation that takes back."""

    recorded_at: datetime
    recorded_by: str
    command: str
    definition: bytes
    compiled: bytes
    reason: str = ""
    undoes: int | None = None


class Invocation(Value, frozen=True):
    """One command that wrote, as it stands in the journal.

    `entries`, `returns` and `events` count those that it logged, filed, noted, amended or took back; the texts of a return
    are part of it.
    """

    id: int
    recorded_at: datetime
    recorded_by: str
    command: str
    reason: str
    undoes: int | None
    entries: int
    returns: int
    events: int = 0


class Search(Value, frozen=True):
    """Which achievements are asked for; None is any. A criterion is asked for with its works, or one work by its key."""

    campaign: str | None = None
    units: Sequence[UnitSpan] | None = None
    criterion: str | None = None
    span: Span | None = None
    id: int | None = None
    batches: Sequence[int] | None = None


# Opens the journal to write; called once a command knows that it has something to write, as that may make the store.
OpenJournal = Callable[[], "Journal"]
Assign = Callable[[str, date], tuple[str, date | None]]


class OpenBatch(Protocol):
    """A batch being written; with `keep` false it is taken back at its end. `id` is None until something stands in it.

    `info` may be changed until then.
    """

    keep: bool
    id: int | None
    info: BatchInfo

    def post(self, postings: Sequence[Posting]) -> list[str]:
        """Append postings and return their ids."""
        ...

    def file(self, campaign: str, filed: FiledReturn) -> str:
        """Append a return and return its id."""
        ...

    def note(self, event: "Event") -> str:
        """Append an event and return its id."""
        ...


class Journal(Protocol):
    """The record of what happened."""

    @property
    def writable(self) -> bool:
        """Whether it can be written at all."""
        ...

    def batch(self, info: BatchInfo) -> AbstractContextManager[OpenBatch]:
        """Append what one command logs, all of it or nothing."""
        ...

    def head(self) -> tuple[int, bytes]:
        """Return the number and the hash of the last entry."""
        ...

    def totals(self, campaign: str, span: Span) -> dict[str, Total]:
        """Return each criterion's total over the days of a span."""
        ...

    def weekly_totals(self, campaign: str, span: Span) -> dict[str, list[Total]]:
        """Return each criterion's totals for each seven days of a span."""
        ...

    def unit_totals(
        self, campaign: str, parts: Sequence[UnitSpan], span: Span, phases: Sequence[str] | None = None
    ) -> dict[str, Total]:
        """Return each criterion's total of the units and days named, within a span; `phases` are all that it holds."""
        ...

    def totals_by_unit(self, campaign: str, span: Span) -> dict[tuple[str, str], Total]:
        """Return the total of each (unit, criterion) over the days of a span."""
        ...

    def totals_by_span(self, campaign: str, spans: Sequence[Span]) -> list[dict[tuple[str, str], Total]]:
        """Return the same for each of several spans, which do not overlap, in one reading."""
        ...

    def last_values(
        self, campaign: str, criteria: Sequence[str], span: Span, units: Sequence[str] | None = None
    ) -> dict[tuple[str, str], LastValue]:
        """Return the latest entry that stands of each (unit, criterion), dated in a span, of all units or those named.

        The named works of a milestone come with it, each under its own key (tru-so/w12). Among those of one day the one recorded last; what stands for an entry since has that entry's place.
        """
        ...

    def works_done(self, campaign: str, criterion: str) -> dict[str, date]:
        """Return the named works of a milestone that are done, each with the day of its entry."""
        ...

    def cells(self, campaign: str, phase: str) -> dict[tuple[str, date], dict[str, Total]]:
        """Return the roll-up of a phase: by unit and first day of its version, each criterion's total."""
        ...

    def corrections(
        self, campaign: str, days: Span, recorded: tuple[datetime, datetime], units: Sequence[UnitSpan] | None = None
    ) -> dict[str, Total]:
        """Return what was recorded from one moment until before another about days: of each criterion what that changed.

        The total's entries are those that were added, amended or voided.
        """
        ...

    def later(self, campaign: str, days: Span, units: Sequence[UnitSpan] | None = None) -> dict[str, Total]:
        """Return the same of all that this journal leaves out because it was recorded later."""
        ...

    def entries(self, campaign: str, until: date) -> int:
        """Count the entries dated on or before a day."""
        ...

    def voided(self, campaign: str, until: date, units: Sequence[UnitSpan] | None = None) -> int:
        """Count the entries dated on or before a day that were taken back, and for which nothing else stands."""
        ...

    def last_entry_on(self, campaign: str, until: date, units: Sequence[str] | None = None) -> dict[str, date]:
        """Return the latest day, up to `until`, on which each unit (or each of those named) has an entry."""
        ...

    def last_day(self, campaign: str, until: date, parts: Sequence[UnitSpan] | None = None) -> date | None:
        """Return the latest day up to `until` that has an entry, of any unit or of the units and days named."""
        ...

    def days_of_entries(
        self, campaign: str, parts: Sequence[UnitSpan], span: Span
    ) -> dict[str, tuple[int, date, date]]:
        """Return of each criterion how many entries the units and days named have within a span, the first and last day."""
        ...

    def entries_by_unit(self, campaign: str, span: Span) -> dict[str, int]:
        """Count the entries of each unit over the days of a span."""
        ...

    def returns(self, campaign: str, period: Span, until: datetime) -> Mapping[str, FiledReturn]:
        """Return what each unit filed for a period and was received up to a moment."""
        ...

    def last_returns(self, campaign: str, until: datetime) -> Mapping[str, datetime]:
        """Return the moment of each unit's latest return, up to a moment."""
        ...

    def find_refs(self, refs: Sequence[str]) -> dict[str, Achievement]:
        """Return the entries that carry the refs, as first recorded; what was undone carries none any more."""
        ...

    def achievements(self, search: Search) -> Iterable[Achievement]:
        """Return entries, oldest day first; rows that take others back are none."""
        ...

    def invocations(
        self, last: int | None = None, number: int | None = None, *, corrections: bool = False
    ) -> list[Invocation]:
        """Return what wrote to the journal, the latest first: all of it, the last ones, or one; or corrections alone."""
        ...

    def undoes(self) -> list[tuple[int, int]]:
        """Return every invocation that takes another back, with that other."""
        ...

    def rows_of(self, batch: int, after: int = 0, most: int | None = None) -> list[Achievement]:
        """Return the rows that an invocation wrote, those that take others back among them, after a number."""
        ...

    def numbered(self, numbers: Sequence[int]) -> list[Achievement]:
        """Return the rows that have some numbers, in their order."""
        ...

    def returns_of(self, batch: int) -> "list[ReturnRecord]":
        """Return what an invocation filed and, as rows that take returns back, what it took back."""
        ...

    def return_history(self, number: int) -> "list[ReturnRecord]":
        """Return every row about the return of a unit and week: what was filed, what took it back, and so on."""
        ...

    def events(
        self,
        campaign: str,
        kind: "EventKind | None" = None,
        *,
        units: Sequence[UnitSpan] | None = None,
        days: Span | None = None,
    ) -> "list[EventRecord]":
        """Return the events of a campaign that stand, in the order in which they were recorded; None is any.

        Those without a day belong to all days.
        """
        ...

    def unanswered(
        self, campaign: str, until: date, units: Sequence[UnitSpan] | None = None
    ) -> tuple[int, int, date | None]:
        """Count the concerns that nobody had answered or passed up by a day and the units that raised them.

        The day on which the oldest was raised comes last, None where there is none.
        """
        ...

    def has_events(self, campaign: str, kind: str) -> bool:
        """Whether any event of a kind was noted; short commands ask this before they load more."""
        ...

    def events_about(self, number: int) -> "list[EventRecord]":
        """Return the events that stand and follow a return or an event."""
        ...

    def batches_about(self, number: int, kind: str) -> list[int]:
        """Return the invocations that noted events of a kind about a row, or took them back."""
        ...

    def batch_totals(
        self, campaign: str, batches: Sequence[int], span: Span, units: Sequence[UnitSpan] | None = None
    ) -> dict[str, Total]:
        """Return each criterion's total of what some invocations wrote about the days of a span."""
        ...

    def definition(self, sha256: bytes) -> bytes | None:
        """Return the campaigns as they were defined, by the hash that they are kept under."""
        ...

    def events_of(self, batch: int) -> "list[EventRecord]":
        """Return what an invocation noted and, as rows that take events back, what it took back."""
        ...

    def event_history(self, number: int) -> "list[EventRecord]":
        """Return every row about what an event says: the event, what took it back, what stands for it, and so on."""
        ...

    def history(self, number: int) -> list[Achievement]:
        """Return every row about what an entry says: the entry, what took it back, what stands for it, and so on."""
        ...

    def is_assigned(self, campaign: str, key: str) -> bool:
        """Whether the roll-up by phase and unit version was made under the definition that `key` stands for."""
        ...

    def rebuild(self, campaign: str, key: str, assign: Assign) -> None:
        """Make the roll-up by phase and unit version again."""
        ...
