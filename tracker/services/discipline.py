"""The discipline of reporting: who owes a return, who filed it and when, who is silent."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.domain.calendar import DAY, Span
from tracker.domain.entries import FiledReturn
from tracker.domain.returns import Deadline, Occurrence, Period, is_locked, weekly_return
from tracker.domain.units import UnitVersion
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.view import View

MOST_DEADLINES = 3
CHASED_DAYS = 30


class Returns(Value, frozen=True):
    """The returns for a week: the units that owe one, and what was filed of it by the as-of day."""

    deadline: Deadline
    occurrence: Occurrence
    expected: tuple[UnitVersion, ...]
    filed: Mapping[str, FiledReturn]

    @property
    def missing(self) -> tuple[UnitVersion, ...]:
        """The units that owe a return and have not filed it."""
        return tuple(unit for unit in self.expected if unit.id not in self.filed)

    @property
    def actual(self) -> int:
        """How many of the units that owe a return filed it."""
        return len(self.expected) - len(self.missing)

    def is_on_time(self, unit: str) -> bool:
        """Whether a unit's return was received by the due moment."""
        return unit in self.filed and self.filed[unit].received_at <= self.occurrence.due_at

    @property
    def on_time(self) -> int:
        """How many returns were received by the due moment."""
        return sum(self.is_on_time(unit.id) for unit in self.expected)


class DeadlineState(StrEnum):
    """What is to be done about a date of a deadline; a day that has passed is done with unless returns are missing."""

    OVERDUE = "overdue"
    AHEAD = "ahead"
    DONE = "done"


class DeadlineStatus(Value, frozen=True):
    """A deadline's next or latest date; `returns` where units owe something by it."""

    title: str
    occurrence: Occurrence
    days_left: int
    returns: Returns | None

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed and returns are missing."""
        return self.days_left < 0 and self.returns is not None and bool(self.returns.missing)

    @property
    def state(self) -> DeadlineState:
        """Whether the deadline lies ahead, is overdue or done with."""
        if self.is_overdue:
            return DeadlineState.OVERDUE
        return DeadlineState.DONE if self.days_left < 0 else DeadlineState.AHEAD


def returns_of(view: View, deadline: Deadline, occurrence: Occurrence, unit: str | None = None) -> Returns:
    """Return what units owed and filed for one date of a return."""
    assert occurrence.covers is not None
    expected = view.roster.reporting(occurrence.due_on)
    if unit:
        below = {version.id for version in view.roster.subtree(unit, occurrence.due_on)}
        expected = [version for version in expected if version.id in below]
    filed = view.journal.returns(view.campaign.id, occurrence.covers, view.moment)
    return Returns(deadline, occurrence, tuple(expected), filed)


def returns_for_week(view: View, week: Span, unit: str | None = None) -> Returns | None:
    """Return the returns that cover a week, None where none are owed."""
    found = weekly_return(view.campaign.deadlines, week)
    return returns_of(view, *found, unit) if found else None


def latest_return(view: View) -> tuple[Deadline, Occurrence]:
    """Return the return that was due last, or is due next where none has been yet; of those that units owe most often.

    Raises: TrackerError no-return where the campaign asks for none at all.
    """
    owed = {deadline.period for deadline in view.campaign.deadlines}
    period = next((one for one in Period if one in owed), None)
    deadlines = [deadline for deadline in view.campaign.deadlines if period and deadline.period is period]
    past = [(deadline, one) for deadline in deadlines if (one := deadline.last(view.as_of))]
    ahead = [(deadline, one) for deadline in deadlines if (one := deadline.next(view.as_of))]
    found = max(past, key=_due, default=None) or min(ahead, key=_due, default=None)
    if found is None:
        raise TrackerError.of("no-return", campaign=view.campaign.name)
    return found


def deadline_statuses(
    view: View, unit: str | None = None, most: int | None = MOST_DEADLINES
) -> tuple[DeadlineStatus, ...]:
    """Return returns that are overdue, then the next date of every deadline, soonest first."""
    overdue, ahead = [], []
    for deadline in view.campaign.deadlines:
        last = deadline.last(view.as_of - DAY) if deadline.is_return else None
        if last and (status := _status(view, deadline, last, unit)).is_overdue:
            overdue.append(status)
        if upcoming := deadline.next(view.as_of - DAY):
            ahead.append(_status(view, deadline, upcoming, unit))
    return tuple(sorted(overdue, key=_by_due) + sorted(ahead, key=_by_due))[:most]


def open_deadlines(view: View) -> tuple[DeadlineStatus, ...]:
    """Return every return that is missing and still taken, or the latest of its kind, then each deadline's next date."""
    shown = deadline_statuses(view, most=None)
    earlier = [one for one in deadlines_to_chase(view, -1) if one not in shown]
    return tuple(sorted((*earlier, *shown), key=lambda one: (not one.is_overdue, _by_due(one))))


def all_deadlines(view: View, unit: str | None = None) -> tuple[DeadlineStatus, ...]:
    """Return every date of every deadline, soonest first."""
    dated = [(deadline, one) for deadline in view.campaign.deadlines for one in deadline.occurrences]
    return tuple(sorted((_status(view, *one, unit) for one in dated), key=_by_due))


def deadlines_to_chase(view: View, days: int) -> tuple[DeadlineStatus, ...]:
    """Return what is due within some days and not done yet, and the returns that are missing and still taken.

    A return that is never locked is chased for `CHASED_DAYS`, any other one until it is.
    """
    last = view.as_of + days * DAY
    dated = [
        _status(view, deadline, one, None)
        for deadline in view.campaign.deadlines
        for one in deadline.occurrences
        if one.due_on <= last and (one.due_on >= view.as_of or _is_taken(view, deadline, one))
    ]
    return tuple(sorted((one for one in dated if _is_open(view, one)), key=_by_due))


def _is_taken(view: View, deadline: Deadline, occurrence: Occurrence) -> bool:
    """Whether a return that was due may still be worth chasing, whoever has filed it: told without the journal."""
    if not deadline.is_return or deadline.lock_after is None:
        return deadline.is_return and occurrence.due_on >= view.as_of - CHASED_DAYS * DAY
    named = {"", *(unit for one in deadline.exceptions for unit in one.units)}
    return any(not is_locked(deadline, occurrence, unit, view.moment) for unit in named)


def _is_open(view: View, status: DeadlineStatus) -> bool:
    returns = status.returns
    return returns is None or any(
        not is_locked(returns.deadline, returns.occurrence, unit.id, view.moment) for unit in returns.missing
    )


def silent_units(view: View, days: int, unit: str | None = None) -> list[UnitVersion]:
    """Return the units that owe returns and for more than `days` days have sent neither an entry nor a return."""
    launched = view.campaign.launched_on or view.campaign.span.start
    limit = view.as_of - timedelta(days=days)
    if launched - DAY >= limit:
        return []
    owing = view.roster.reporting(view.as_of)
    if unit:
        below = {version.id for version in view.roster.subtree(unit, view.as_of)}
        owing = [version for version in owing if version.id in below]
    entries = view.journal.last_entry_on(view.campaign.id, view.as_of, [version.id for version in owing])
    returns = view.journal.last_returns(view.campaign.id, view.moment)
    silent = [version for version in owing if _heard(version.id, entries, returns) < limit]
    return [version for version in silent if view.roster.lifetime(version.id).start < limit]


def _heard(unit: str, entries: Mapping[str, date], returns: Mapping[str, datetime]) -> date:
    received = returns.get(unit)
    return max(entries.get(unit, date.min), received.date() if received else date.min)


def _status(view: View, deadline: Deadline, occurrence: Occurrence, unit: str | None) -> DeadlineStatus:
    returns = returns_of(view, deadline, occurrence, unit) if deadline.is_return else None
    return DeadlineStatus(deadline.title, occurrence, (occurrence.due_on - view.as_of).days, returns)


def _due(dated: tuple[Deadline, Occurrence]) -> date:
    return dated[1].due_on


def _by_due(status: DeadlineStatus) -> date:
    return status.occurrence.due_on
