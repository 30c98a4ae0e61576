"""The discipline of reporting: who owes a return, who filed it and when, who is silent."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tracker.domain.calendar import DAY, Span
from tracker.domain.entries import FiledReturn
from tracker.domain.returns import Deadline, Occurrence, weekly_return
from tracker.domain.units import UnitVersion
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.view import View

MOST_DEADLINES = 3


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


def latest_week(view: View) -> Span:
    """Return the week whose return was due last, or is due next where none has been yet.

    Raises: TrackerError no-returns where the campaign asks for none at all.
    """
    deadlines = [deadline for deadline in view.campaign.deadlines if deadline.is_return]
    past = [one for deadline in deadlines if (one := deadline.last(view.as_of)) and one.covers]
    ahead = [one for deadline in deadlines if (one := deadline.next(view.as_of)) and one.covers]
    found = max(past, key=_due, default=None) or min(ahead, key=_due, default=None)
    if found is None or found.covers is None:
        raise TrackerError.of("no-weekly-return", campaign=view.campaign.name)
    return found.covers


def deadline_statuses(view: View, unit: str | None = None, most: int = MOST_DEADLINES) -> tuple[DeadlineStatus, ...]:
    """Return returns that are overdue, then the next date of every deadline, soonest first."""
    overdue, ahead = [], []
    for deadline in view.campaign.deadlines:
        last = deadline.last(view.as_of - DAY) if deadline.is_return else None
        if last and (status := _status(view, deadline, last, unit)).is_overdue:
            overdue.append(status)
        if upcoming := deadline.next(view.as_of - DAY):
            ahead.append(_status(view, deadline, upcoming, unit))
    return tuple(sorted(overdue, key=_by_due) + sorted(ahead, key=_by_due))[:most]


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


def _due(occurrence: Occurrence) -> date:
    return occurrence.due_on


def _by_due(status: DeadlineStatus) -> date:
    return status.occurrence.due_on
