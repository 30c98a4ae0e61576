"""Filing a unit's weekly return."""

from datetime import date, datetime

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.entries import FiledReturn
from tracker.domain.units import UnitSpan, UnitVersion
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.discipline import returns_for_week
from tracker.services.log import opened
from tracker.services.ports import BatchInfo, OpenJournal
from tracker.services.view import View


class Filing(Value, frozen=True):
    """What is to be filed; `received_at` None means `now`, the present moment in the campaign's time zone."""

    unit: UnitVersion
    week: Span
    is_nil: bool
    received_at: datetime | None
    now: datetime


class Submission(Value, frozen=True):
    """A return as filed, with the unit's entries in the week, and how many of the week's returns there are now."""

    id: str
    unit: UnitVersion
    filed: FiledReturn
    on_time: bool
    entries: int
    actual: int
    expected: int
    already_there: bool


def submit_return(
    view: View, filing: Filing, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Submission:
    """File a unit's return for a week; the same return twice is "already there".

    Raises: TrackerError week-in-future, received-in-future, no-returns, return-not-owed, nil-with-entries,
    return-differs.
    """
    week, unit = filing.week, filing.unit
    days = {"start": week.start, "end": week.end}
    _check_owed(view, filing, days)
    view = view.but(journal=open_journal())
    with opened([view], info) as batch:
        entries = _own_entries(view, unit, week)
        known = view.journal.returns(view.campaign.id, week, datetime.max.replace(tzinfo=view.zone)).get(unit.id)
        if known and (known.is_nil, known.received_at) != (filing.is_nil, filing.received_at or known.received_at):
            raise TrackerError.of(
                "return-differs", id=known.id, unit=unit.name, received=known.received_at, is_nil=known.is_nil, **days
            )
        if filing.is_nil and entries and not known:
            raise TrackerError.of("nil-with-entries", unit=unit.name, count=entries, **days)
        received_at = (filing.received_at or filing.now).replace(microsecond=0)
        filed = known or FiledReturn(unit.id, week.start, week.end, filing.is_nil, received_at)
        batch.keep = not dry_run
        if not known:
            filed = msgspec.structs.replace(filed, id=batch.file(view.campaign.id, filed))
        returns = returns_for_week(view, week)
        assert returns is not None
        return Submission(
            id=filed.id,
            unit=unit,
            filed=filed,
            on_time=filed.received_at <= returns.occurrence.due_at,
            entries=entries,
            actual=len({one.id for one in returns.expected} & (returns.filed.keys() | {unit.id})),
            expected=len(returns.expected),
            already_there=known is not None,
        )


def _check_owed(view: View, filing: Filing, days: dict[str, date]) -> None:
    """See that the unit owes this return by now; a store need not exist for it."""
    if filing.week.start > view.as_of:
        raise TrackerError.of("week-in-future", **days)
    if filing.received_at and filing.received_at > filing.now:
        raise TrackerError.of("received-in-future", received=filing.received_at)
    returns = returns_for_week(view, filing.week)
    if returns is None:
        raise TrackerError.of("no-returns", campaign=view.campaign.name, **days)
    if filing.unit.id not in {one.id for one in returns.expected}:
        raise TrackerError.of("return-not-owed", unit=filing.unit.name, **days)


def _own_entries(view: View, unit: UnitVersion, week: Span) -> int:
    totals = view.journal.unit_totals(view.campaign.id, [UnitSpan(unit.id, week, is_whole=False)], week)
    return sum(total.entries for total in totals.values())
