"""The returns that come in with a file: of the units in it, for one week, filed in the batch of their entries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.entries import FiledReturn, Posting
from tracker.domain.judging import FieldProblem
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.discipline import Returns, returns_for_week
from tracker.services.ports import OpenBatch
from tracker.services.submit import Filing, check_open, file_return, own_entries
from tracker.services.view import View


class Delivery(Value, frozen=True):
    """What the returns of a file are for: the week of a day, or of all its days where that is None.

    `received_at` None means `now`, the present moment in the campaign's time zone.
    """

    day: date | None
    received_at: datetime | None
    now: datetime


class Delivered(NamedTuple):
    """The returns of a file for one campaign: those filed, the nil ones of these, and those that were there already.

    `contradicted` are the ids of nil returns that were there, of units that have figures in the file.
    """

    title: str
    week: Span
    filed: int
    nil: int
    already_there: int
    is_on_time: bool
    contradicted: tuple[str, ...]


class _Expected(NamedTuple):
    """The units that owe a return for a week, and those that filed it."""

    owing: frozenset[str]
    filed: frozenset[str]


class Deliveries:
    """Gathers which units of a file report, and whether anything happened there, row by row."""

    def __init__(self, views: Sequence[View], asked: Delivery) -> None:
        self._asked = asked
        self._weeks: dict[str, Span] = {}
        self._expected: dict[str, _Expected | None] = {}
        self._checked: dict[tuple[str, str], tuple[FieldProblem, ...]] = {}
        self._units: dict[str, dict[str, bool]] = {}
        self._days: dict[str, tuple[date, date]] = {}
        self.look_at(views)

    def look_at(self, views: Sequence[View]) -> None:
        """Look at the campaigns with the journal that is open now."""
        self._views = {view.campaign.id: view for view in views}

    def check(self, posting: Posting) -> tuple[FieldProblem, ...]:
        """Return what is wrong with the return of a row's unit; rows of several weeks are a matter of the whole file."""
        key = (posting.campaign, posting.unit)
        if key not in self._checked:
            self._checked[key] = self._check(self._views[posting.campaign], posting)
        return self._checked[key]

    def _check(self, view: View, posting: Posting) -> tuple[FieldProblem, ...]:
        campaign = view.campaign
        week = self._weeks.setdefault(campaign.id, campaign.week_of(self._asked.day or posting.day))
        if campaign.id not in self._expected:
            self._expected[campaign.id] = _expected(view, week)
        expected, days = self._expected[campaign.id], {"start": week.start, "end": week.end}
        if expected is None:
            return (FieldProblem("date", Problem("no-returns", {"campaign": campaign.name, **days})),)
        unit = view.roster.last_version(posting.unit, posting.day)
        if unit.id not in expected.owing:
            return (FieldProblem("unit", Problem("return-not-owed", {"unit": unit.name, **days})),)
        try:
            if unit.id not in expected.filed:
                check_open(view, unit, week, self._asked.received_at or self._asked.now)
        except TrackerError as error:
            return (FieldProblem("date", error.problem),)
        return ()

    def take(self, postings: Iterable[Posting], *, count: bool) -> None:
        """Note that units report; where rows `count`, whether anything happened is read from the figures of the week."""
        for one in postings:
            units = self._units.setdefault(one.campaign, {})
            happened = count and bool(one.quantity or one.denominator) and self._is_within(one)
            units[one.unit] = units.get(one.unit, False) or happened
            first, last = self._days.get(one.campaign, (one.day, one.day))
            self._days[one.campaign] = min(first, one.day), max(last, one.day)

    def _is_within(self, posting: Posting) -> bool:
        """Whether a row is of the week that the returns are for; what is of another one says nothing about it."""
        return self._asked.day is None or posting.day in self._views[posting.campaign].campaign.week_of(self._asked.day)

    def file(self, views: Sequence[View], batch: OpenBatch) -> tuple[Delivered, ...]:
        """File the returns that are not there yet.

        Raises: TrackerError weeks-several.
        """
        return tuple(self._file(view, self._week(view), batch) for view in views if view.campaign.id in self._units)

    def _week(self, view: View) -> Span:
        first, last = self._days[view.campaign.id]
        week = view.campaign.week_of(self._asked.day or first)
        if self._asked.day is None and last not in week:
            raise TrackerError.of("weeks-several", start=first, end=last)
        return week

    def _file(self, view: View, week: Span, batch: OpenBatch) -> Delivered:
        known = _known(view, week)
        units, nil = self._units[view.campaign.id], 0
        for unit, busy in units.items():
            if unit not in known:
                is_nil = not busy and not own_entries(view, unit, week)
                file_return(view, self._filing(view, unit, week, is_nil=is_nil), batch)
                nil += is_nil
        there = units.keys() & known.keys()
        returns = returns_for_week(view, week)
        assert returns is not None
        return Delivered(
            title=returns.deadline.title,
            week=week,
            filed=len(units) - len(there),
            nil=nil,
            already_there=len(there),
            is_on_time=self._is_on_time(returns),
            contradicted=tuple(sorted(known[unit].id for unit in there if known[unit].is_nil and units[unit])),
        )

    def _filing(self, view: View, unit: str, week: Span, *, is_nil: bool) -> Filing:
        version = view.roster.last_version(unit, week.end)
        return Filing(version, week, is_nil, self._asked.received_at, self._asked.now)

    def _is_on_time(self, returns: Returns) -> bool:
        return (self._asked.received_at or self._asked.now).replace(microsecond=0) <= returns.occurrence.due_at


def _expected(view: View, week: Span) -> _Expected | None:
    returns = returns_for_week(view, week)
    if returns is None:
        return None
    return _Expected(frozenset(one.id for one in returns.expected), frozenset(_known(view, week)))


def _known(view: View, week: Span) -> Mapping[str, FiledReturn]:
    """Return the returns for a week that are there, whenever they were received."""
    return view.journal.returns(view.campaign.id, week, datetime.max.replace(tzinfo=view.zone))
