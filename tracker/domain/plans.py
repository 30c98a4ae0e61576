"""Plans and goals: what the targets of a criterion ask of all units or of one, by when."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from tracker.domain.attainment import Goal
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Aim, Criterion, Kind, TargetRow, goal_of
from tracker.domain.pace import Pace, Plan, Step, change_plan
from tracker.domain.quantity import THOUSAND
from tracker.domain.targets import Amounts, SetFor, SpanRows, add_up, set_for_units
from tracker.domain.units import Roster, UnitVersion
from tracker.domain.value import Value

if TYPE_CHECKING:
    from tracker.domain.books import Work


def build_plan(
    criterion: Criterion,
    campaign: Campaign,
    roster: Roster,
    unit: str | None = None,
    phase: Phase | None = None,
    set_for: SetFor | None = None,
    as_of: date = date.max,
) -> Plan:
    """Return the plan of a criterion that adds up, for the campaign or one phase, for all units or one and those under it.

    A target of units is set by those alive on the first day of its span: `set_for` says what of it is the unit's where
    that is not what the units under it had on that day. A change of a target counts from its day on, once that is reached.
    Empty where nothing is planned.
    """
    if not criterion.adds_up:
        return ()
    planner = _Planner(criterion, campaign, unit, set_for or partial(set_for_units, roster, unit), as_of)
    plan = planner.plan(phase if campaign.has_phases else None)
    return plan if unit is None or any(step.amount for step in plan) else ()


class _Planner(Value, frozen=True):
    """Makes the steps of a plan."""

    criterion: Criterion
    campaign: Campaign
    unit: str | None
    set_for: SetFor
    as_of: date

    def plan(self, phase: Phase | None) -> Plan:
        if self.criterion.kind is Kind.MILESTONE and (works := self._works()):
            return self._of_works(works, phase)
        if phase:
            return self._carried(phase) if self.criterion.is_state else self._steps(phase.id, phase.span)
        own = self._rows("")
        steps = self._steps("", self.campaign.span)
        if self.unit is None and own.whole(self._known(self.campaign.span.end)):
            return steps
        if self.criterion.is_state:
            return steps or self._carried(None)
        besides = own.amounts(self._known(self.campaign.span.end))
        parts = (self._steps(one.id, one.span, besides) for one in self.campaign.phases)
        return (*steps, *(step for part in parts for step in part))

    def parts(self, phase: Phase | None) -> list[tuple[Amounts, date]]:
        """Return what is set for units as it holds in the end, with the days whose units set it."""
        if phase and self.campaign.has_phases:
            return [(self._rows(phase.id).amounts(self._known(phase.span.end)), phase.span.start)]
        span = self.campaign.span
        own = self._rows("").amounts(self._known(span.end))
        phases = self.campaign.phases
        each = [(self._rows(one.id).amounts(self._known(one.span.end), own), one.span.start) for one in phases]
        return [(own, span.start), *each]

    def _rows(self, phase: str) -> SpanRows:
        return SpanRows(self.criterion, self.campaign, *dict.fromkeys(("", phase)))

    def _known(self, day: date) -> date:
        return min(day, self.as_of)

    def _steps(self, phase: str, span: Span, besides: Amounts | None = None) -> Plan:
        rows, plan = self._rows(phase), Plan()
        for day in (span.start, *rows.turns(span, self.as_of)):
            amount = self._amount(rows, self._known(day), span.start, besides)
            if plan or amount is not None:
                plan = change_plan(plan, day, amount or 0, span.end, Pace(self.campaign.rest_days))
        return plan

    def _amount(self, rows: SpanRows, day: date, first: date, besides: Amounts | None) -> int | None:
        whole = rows.whole(day)
        if whole and self.unit is None:
            return whole.amount
        amounts = rows.amounts(day, besides)
        return (self.set_for(amounts, first) or 0) if amounts.is_set else None

    def _carried(self, phase: Phase | None) -> Plan:
        """Return the plan of what carries on from phase to phase: each one's target is the state at its end."""
        plan, reached = Plan(), 0
        phases = self.campaign.phases[: self.campaign.phases.index(phase) + 1] if phase else self.campaign.phases
        for one in phases:
            steps = self._steps(one.id, one.span)
            if amount := sum(step.amount for step in steps):
                plan = (*plan, Step(one.span, max(0, amount - reached)))
                reached = max(reached, amount)
        return plan if not phase or (plan and plan[-1].span == phase.span) else ()

    def _works(self) -> "Collection[Work]":
        return self.campaign.books.works_of(self.criterion.id).values() if self.campaign.has_books else ()

    def _of_works(self, works: "Iterable[Work]", phase: Phase | None) -> Plan:
        """Return the plan of named works: each is asked for on its day, else at the end, with what has no name yet.

        That of a phase holds all that is planned up to its end, as what is done goes on standing.
        """
        from tracker.domain.books import UnitAmounts  # noqa: PLC0415 few campaigns have any

        span, end = self.campaign.span, (phase or self.campaign).span.end
        by_day: dict[date, Counter[str]] = {}
        for one in works:
            if (day := one.planned_on or span.end) <= end:
                by_day.setdefault(day, Counter())[one.unit] += THOUSAND
        steps = []
        for day, counted in sorted(by_day.items()):
            amounts = Amounts(units=UnitAmounts(counted), is_apart=True)
            amount = (self.set_for(amounts, max(day, span.start)) or 0) if self.unit else counted.total()
            steps.append(Step(Span(day, day), amount))
        total = 0 if phase else sum(step.amount for step in self._steps("", span))
        unnamed = total - sum(step.amount for step in steps)
        return (*steps, Step(Span(span.end, span.end), unnamed)) if unnamed > 0 else tuple(steps)


def find_goal(
    criterion: Criterion,
    campaign: Campaign,
    roster: Roster,
    unit: str | None = None,
    phase: Phase | None = None,
    set_for: SetFor | None = None,
    as_of: date = date.max,
    *,
    is_own: bool = False,
) -> Goal:
    """Return what a figure of the campaign or one phase, of all units or one and those under it, is measured against.

    The baseline of a reduction is not part of it. `is_own`: what is set for the unit alone.
    """
    set_for = set_for or partial(set_for_units, roster, unit)
    if unit is not None:
        version = roster.last_version(unit, min(as_of, (phase or campaign).span.end))
        return UnitGoals(criterion, campaign, roster, phase, as_of).goal(version, set_for, is_own=is_own)
    if criterion.adds_up:
        plan = build_plan(criterion, campaign, roster, None, phase, set_for, as_of)
        return Goal(Fraction(sum(step.amount for step in plan)) if plan else None)
    day, rows = min(as_of, (phase or campaign).span.end), _rows_of_span(criterion, campaign, phase)
    if whole := rows.whole(day):
        return _goal(criterion, whole.amount)
    amount = set_for(rows.amounts(day), (phase or campaign).span.start) if _is_amount(criterion) else 0
    return Goal(Fraction(amount) if amount else None)


class UnitGoals:
    """What the figures of units over the campaign or one phase are measured against: found once, for any of them."""

    def __init__(
        self, criterion: Criterion, campaign: Campaign, roster: Roster, phase: Phase | None, as_of: date = date.max
    ) -> None:
        self.criterion, self.campaign, self.roster, self.phase, self.as_of = criterion, campaign, roster, phase, as_of
        self._goals: dict[int | None, Goal] = {}
        self.whole: TargetRow | None = None
        if criterion.adds_up:
            self.parts = _Planner(criterion, campaign, "", partial(set_for_units, roster, ""), as_of).parts(phase)
        else:
            span = (phase or campaign).span
            rows, day = _rows_of_span(criterion, campaign, phase), min(as_of, span.end)
            self.whole, self.parts = rows.whole(day), [(rows.amounts(day), span.start)]
        self._is_of_some = any(amounts.levels or amounts.units for amounts, _ in self.parts)
        self._set = [part for part in self.parts if part[0].is_set]

    @property
    def is_of_units(self) -> bool:
        """Whether a target is set for any unit."""
        return bool(self._set)

    def names(self, unit: UnitVersion) -> bool:
        """Whether a target is set for a unit itself, be it that it is not assigned."""
        return any(amounts.names(unit) for amounts, _ in self.parts)

    def goal(self, unit: UnitVersion, set_for: SetFor, *, is_own: bool = False) -> Goal:
        """Return a unit's goal; `set_for` says what of the targets of units is its own or theirs under it.

        A share or value for the whole campaign holds for the unit too, unless what is set for it alone is asked for.
        """
        whole = None if is_own or self.whole is None else self.whole.amount
        if not self._is_of_some and self.criterion.kind is not Kind.MILESTONE:
            return self._goal_of(None if _is_amount(self.criterion) else whole)
        named = [amounts for amounts, _ in self.parts if amounts.names(unit)]
        if named and all(amounts.of(unit) is None for amounts in named):
            return Goal(is_assigned=False)
        if not _is_amount(self.criterion):
            return self._goal_of(named[0].of(unit) if named else whole)
        if self.criterion.kind is Kind.MILESTONE:
            plan = build_plan(self.criterion, self.campaign, self.roster, unit.id, self.phase, set_for, self.as_of)
            return self._goal_of(sum(step.amount for step in plan) or None)
        amount = add_up(set_for(amounts, first) for amounts, first in self._set)
        return self._goal_of(amount if amount or (named and not self.criterion.adds_up) else None)

    def _goal_of(self, amount: int | None) -> Goal:
        if amount not in self._goals:
            is_plain = amount is not None and _is_amount(self.criterion)
            goal = Goal(Fraction(amount or 0)) if is_plain else _goal(self.criterion, amount).but(is_assigned=True)
            self._goals[amount] = goal
        return self._goals[amount]


def _rows_of_span(criterion: Criterion, campaign: Campaign, phase: Phase | None) -> SpanRows:
    """Return the rows for a span; a state that has targets for phases alone should be in the end as in the last of them."""
    if phase or not campaign.has_phases:
        return SpanRows(criterion, campaign, "", (phase or campaign.phases[0]).id)
    own = SpanRows(criterion, campaign, "")
    if own or not (criterion.is_state and criterion.kind is not Kind.RATE):
        return own
    return next((rows for one in reversed(campaign.phases) if (rows := SpanRows(criterion, campaign, one.id))), own)


def _is_amount(criterion: Criterion) -> bool:
    """Whether a target is an amount, which adds up over units; a share or a value holds for each of them alike."""
    return criterion.kind is not Kind.RATE and criterion.aim in (Aim.REACH, Aim.STAY_UNDER)


def _goal(criterion: Criterion, amount: int | None) -> Goal:
    return Goal(goal_of(criterion, TargetRow(criterion.id, amount)), is_assigned=amount is not None)
