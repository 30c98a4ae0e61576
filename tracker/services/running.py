"""Running totals (lũy kế): what a unit reports as its total so far, turned into what is to be added."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.entries import Posting, State, Total, add_up
from tracker.domain.units import UnitSpan
from tracker.errors import TrackerError
from tracker.services.log import amounts_of
from tracker.services.ports import Search
from tracker.services.view import View

_Days = list[tuple[date, Total]]


class Stated(NamedTuple):
    """A running total as stated, against what is there: `before` is that, over `span`; `added` is the difference.

    `added` is None where there is none. `later` counts the entries of the span that are dated after the day.
    """

    posting: Posting
    span: Span
    before: Total
    added: Posting | None
    later: int


class RunningTotals:
    """Turns postings that state running totals into postings of what is to be added.

    The quantity of such a posting is the unit's own running total of the criterion in the phase of its day, from the
    phase's start up to that day; on a day outside phases, in the campaign. Of a rate both of its numbers are running
    totals, so the difference may be 1/0: one more case solved, of those known before.

    What is there are the entries that count in the journal, and all that was asked here before: for a file, keep one of
    these over all of its rows, give it the rows in the order of their days, and append what it returns in the batch under
    whose lock it was made (the journal is read when a unit and criterion come up for the first time). A row that is
    rejected afterwards must reject the whole file. Of a state what is stated is the state itself.
    """

    def __init__(self, views: Sequence[View]) -> None:
        self._views = {view.campaign.id: view for view in views}
        self._known: dict[tuple[str, str, str, Span], _Days] = {}

    def difference(self, posting: Posting) -> Stated:
        """Return what is to be added so that the running total is what a posting states.

        Raises: TrackerError set-falls where it would be less than what is there.
        """
        view = self._views[posting.campaign]
        span = view.span_of(view.campaign.phase_on(posting.day))
        days = self._days(view, posting, span)
        known = [total for day, total in days if day <= posting.day]
        if self._is_state(posting):
            return _as_it_is(posting, span, days, known)
        before = add_up(known)
        quantity = posting.quantity - before.quantity
        denominator = None if posting.denominator is None else posting.denominator - before.denominator
        if quantity < 0 or (denominator or 0) < 0:
            raise _fall(view, posting, span, before)
        later = sum(day > posting.day for day, _ in days)
        if not quantity and not denominator:
            return Stated(posting, span, before, None, later)
        days.append((posting.day, Total(quantity, denominator or 0, 1)))
        added = msgspec.structs.replace(posting, quantity=quantity, denominator=denominator)
        return Stated(posting, span, before, added, later)

    def _is_state(self, posting: Posting) -> bool:
        criteria = self._views[posting.campaign].campaign.criteria
        return any(one.is_state for one in criteria if one.id == posting.criterion)

    def _days(self, view: View, posting: Posting, span: Span) -> _Days:
        key = (posting.campaign, posting.unit, posting.key, span)
        if key not in self._known:
            part = UnitSpan(posting.unit, span, is_whole=False)
            entries = view.journal.achievements(Search(posting.campaign, [part], posting.key, span))
            self._known[key] = [
                (one.posting.day, Total(one.posting.quantity, one.posting.denominator or 0, 1))
                for one in entries
                if one.state is State.CURRENT and one.posting.key == posting.key
            ]
        return self._known[key]


def _as_it_is(posting: Posting, span: Span, days: _Days, known: Sequence[Total]) -> Stated:
    """Add a state as it is stated, unless it is what was entered last: there is no sum that it could be the rest of."""
    before, now = known[-1] if known else Total(), Total(posting.quantity, posting.denominator or 0, 1)
    later = sum(day > posting.day for day, _ in days)
    if known and before[:2] == now[:2]:
        return Stated(posting, span, before, None, later)
    days.append((posting.day, now))
    return Stated(posting, span, before, posting, later)


def _fall(view: View, posting: Posting, span: Span, before: Total) -> TrackerError:
    criterion = next(one for one in view.campaign.criteria if one.id == posting.criterion)
    there = {"quantity": before.quantity, "denominator": None if posting.denominator is None else before.denominator}
    return TrackerError.of(
        "set-falls",
        unit=view.roster.last_version(posting.unit, posting.day).name,
        criterion=criterion.title,
        start=span.start,
        day=posting.day,
        before=(amounts_of(msgspec.structs.replace(posting, **there)),),
        now=(amounts_of(posting),),
        unit_id=posting.unit,
        criterion_id=posting.criterion,
    )
