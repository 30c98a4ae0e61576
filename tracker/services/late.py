"""What is recorded about a phase after it was closed: refused, or for a reason kept and shown apart."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.entries import Posting, Total, add_by_key
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event
from tracker.domain.phase_events import LateEntries
from tracker.errors import Problem, TrackerError
from tracker.services.closing import Closing, find_closings
from tracker.services.ports import Journal, OpenBatch
from tracker.services.view import View


class LateCount(NamedTuple):
    """How many entries of a closed phase were recorded, amended or voided after its closing."""

    phase: str
    title: str
    entries: int


class Gate:
    """Keeps rows out of closed phases, unless they are recorded as late for a `reason`.

    Rows of phases whose closings are `excused` pass: what was recorded late may be taken back.
    """

    def __init__(self, journal: Journal, reason: str) -> None:
        self.journal, self.reason = journal, reason
        self.excused: Collection[int] = ()
        self._closings: dict[str, tuple[Closing, ...]] = {}
        self._late: dict[Closing, list[int]] = {}  # how many were posted, and taken back

    def closing_of(self, posting: Posting) -> Closing | None:
        """Return the closing of the phase that a row is dated in."""
        if (closings := self._closings.get(posting.campaign)) is None:
            closings = self._closings[posting.campaign] = find_closings(self.journal, posting.campaign)
        return next((one for one in closings if posting.day in one.span), None)

    def problem(self, posting: Posting) -> Problem | None:
        """Return why a row may not be posted, None where it may."""
        closing = self.closing_of(posting)
        if closing is None or self.reason or closing.record.number in self.excused:
            return None
        return Problem("phase-closed", closing.particulars)

    def admit(self, postings: Iterable[Posting]) -> None:
        """Let rows be posted, and remember those that are late.

        Raises: TrackerError phase-closed.
        """
        problems = {}
        for one in postings:
            closing = self.closing_of(one)
            if closing is None:
                continue
            if problem := self.problem(one):
                problems[closing] = problem
            elif closing.record.number not in self.excused:
                self._late.setdefault(closing, [0, 0])[one.reverses is not None] += 1
        if problems:
            raise TrackerError(problems.values())

    @property
    def count(self) -> int:
        """How many entries are late."""
        return sum(map(max, self._late.values()))

    def note(self, batch: OpenBatch, day: date) -> None:
        """Note which rows of a batch are late; once all of them are posted."""
        for closing, counts in self._late.items():
            body = LateEntries(closing.closed.phase, self.reason, max(counts))
            batch.note(Event(closing.record.event.campaign, body, day=day, about=closing.record.number))


def has_late(view: View) -> bool:
    """Whether anything was ever recorded late."""
    return view.journal.has_events(view.campaign.id, EventKind.LATE)


def late_batches(journal: Journal, closing: Closing) -> list[int]:
    """Return the invocations that recorded something late after a closing, or took that back."""
    return journal.batches_about(closing.record.number, EventKind.LATE)


def late_totals(view: View, span: Span, unit: str | None) -> dict[str, Total]:
    """Return what was recorded late about days that lie wholly in a closed phase: it counts in the campaign alone."""
    closing = next((one for one in find_closings(view.journal, view.campaign.id) if _holds(one.span, span)), None)
    known = span.until(view.as_of)
    batches = late_batches(view.journal, closing) if closing and known else []
    if not batches or known is None:
        return {}
    ask = partial(view.journal.batch_totals, view.campaign.id, batches, known)
    return view.of_unit(unit, ask) if unit else ask()


def late_in_all(view: View, unit: str | None) -> dict[str, Total]:
    """Return what was recorded late about all closed phases, by criterion: the campaign has it beside what they were closed with.

    Of a state there is no such part: the whole has what there is at its end.
    """
    closings = find_closings(view.journal, view.campaign.id) if has_late(view) else ()
    found = add_by_key(late_totals(view, one.span, unit) for one in closings)
    adding = {one.id for one in view.campaign.criteria if not one.is_state}
    return {criterion: total for criterion, total in found.items() if criterion in adding and any(total)}


def without_late(totals: Mapping[str, Total], late: Mapping[str, Total]) -> dict[str, Total]:
    """Take late rows out of totals; a criterion of which nothing else is left has none."""
    left = {criterion: total.minus(late.get(criterion, Total())) for criterion, total in totals.items()}
    return {criterion: total for criterion, total in left.items() if criterion not in late or any(total)}


def closed_by(view: View) -> tuple[str, ...]:
    """Return the phases that were closed by the as-of day, and still are."""
    closings = find_closings(view.journal, view.campaign.id)
    return tuple(one.closed.phase for one in closings if one.as_of <= view.as_of)


def count_late(view: View) -> tuple[LateCount, ...]:
    """Return how much was recorded late by the as-of day about each phase that is closed."""
    if not has_late(view):
        return ()
    counts: dict[int | None, int] = {}
    for record in view.journal.events(view.campaign.id, EventKind.LATE, days=Span(date.min, view.as_of)):
        assert isinstance(record.event.body, LateEntries)
        counts[record.event.about] = counts.get(record.event.about, 0) + record.event.body.entries
    closings = find_closings(view.journal, view.campaign.id)
    named = ((one, counts.get(one.record.number, 0)) for one in closings)
    return tuple(LateCount(one.closed.phase, one.closed.title, count) for one, count in named if count)


def late_spans(view: View) -> Sequence[tuple[Span, list[int]]]:
    """Return the days of each closed phase with the invocations that recorded something late about them."""
    closings = find_closings(view.journal, view.campaign.id)
    return [(one.span, batches) for one in closings if (batches := late_batches(view.journal, one))]


def _holds(whole: Span, part: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end
