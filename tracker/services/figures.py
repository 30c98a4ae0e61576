"""What units are measured by: the figure of each with those under it, and what that is measured against."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from tracker.domain.attainment import Goal, Measured
from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Aim, Criterion
from tracker.domain.entries import Total
from tracker.domain.event_kinds import EventKind
from tracker.domain.lineage import Shares, allot_total
from tracker.domain.plans import UnitGoals
from tracker.domain.units import UnitSpan, UnitVersion
from tracker.services.inheritance import find_apart, without_heirs
from tracker.services.rolled import Rolled
from tracker.services.unit_totals import cut_at
from tracker.services.view import View

NOWHERE: Mapping[str, date] = {}
NOTHING = Total()


class Piece(NamedTuple):
    """What a unit reported over days whose amounts went the same way, by `shares`."""

    totals: dict[str, Total]
    shares: Shares


def measure_units(
    view: View, phase: Phase | None, since: Mapping[str, date] = NOWHERE
) -> dict[str, dict[str, Measured]]:
    """Return what every unit that reports on the as-of day of a rolled view is measured by, criterion by criterion.

    Figures are those of the unit with all under it over the phase (or the campaign) up to that day; of a unit in `since`
    those from its day on, but of a state what there is. What is not inherited is that of units that are still the same.
    """
    assert view.rolled is not None
    units = view.roster.reporting(view.as_of)
    span = view.span_of(phase)
    figures = figures_of(view, span, {unit.id for unit in units}, since)
    if apart := find_apart(view):
        own = figures_of(without_heirs(view), span, figures, since)
        for one in figures:
            figures[one] = {**figures[one], **{name: own[one].get(name, NOTHING) for name in apart}}
    found: dict[str, dict[str, Measured]] = {unit.id: {} for unit in units}
    reported = _reported(view, span)
    for criterion in view.campaign.criteria:
        goals = _goals(view, view.rolled, criterion, phase, units, since)
        heard = reported.get(criterion.id, ())
        for one, goal in goals.items():
            total = figures[one].get(criterion.id, NOTHING)
            if one in heard and not any(total):
                total = Total(entries=1)
            found[one][criterion.id] = Measured(total, goal)
    return found


def figures_of(
    view: View, span: Span, units: Collection[str], since: Mapping[str, date] = NOWHERE
) -> dict[str, dict[str, Total]]:
    """Return the totals of some units with those under them in a rolled view; of a unit in `since` from its day on."""
    assert view.rolled is not None
    found = _figures(view, view.rolled, span, units)
    for one, first in since.items():
        days = span.clip(Span(first, date.max))
        found[one] = view.totals(days, one) if days else {}
    return found


def _goals(
    view: View,
    rolled: Rolled,
    criterion: Criterion,
    phase: Phase | None,
    units: Iterable[UnitVersion],
    since: Mapping[str, date],
) -> dict[str, Goal]:
    goals = UnitGoals(criterion, view.campaign, view.roster, phase, view.as_of)
    found = {unit.id: goals.goal(unit, partial(rolled.target, unit.id)) for unit in units}
    if criterion.aim is not Aim.REDUCE:
        return found
    from tracker.services.baselines import baselines_by_unit  # noqa: PLC0415 few campaigns have any

    span = view.span_of(phase)
    before: dict[str, Total | None] = {**baselines_by_unit(view, criterion, span)}
    for unit, first in since.items():  # the same days as those that count
        days = span.clip(Span(first, date.max))
        before[unit] = baselines_by_unit(view, criterion, days).get(unit) if days else None
    return {unit: goal.but(baseline=before.get(unit)) for unit, goal in found.items()}


def _figures(view: View, rolled: Rolled, span: Span, units: Collection[str]) -> dict[str, dict[str, Total]]:
    """Return the totals of each of some units with those under it, as `View.totals` gives them."""
    if view.journal.has_events(view.campaign.id, EventKind.LATE):
        return {unit: view.totals(span, unit) for unit in units}
    found: dict[str, dict[str, Total]] = {unit: {} for unit in units}
    for totals, shares in _Pieces(view, rolled, span).gather():
        for unit, parts in _divide(rolled, totals, shares):
            if (mine := found.get(unit)) is None:
                continue
            for criterion, part in parts.items():
                mine[criterion] = mine[criterion].plus(part) if criterion in mine else part
    if span.start <= view.as_of and any(one.is_state for one in view.campaign.criteria):
        from tracker.services.states import States, as_state  # noqa: PLC0415 many a campaign has none

        for criterion, values in States(view, span).by_unit().items():
            for unit, mine in found.items():
                mine[criterion] = as_state(values.get(unit, NOTHING), mine.get(criterion, NOTHING))
    return found


def _reported(view: View, span: Span) -> Mapping[str, Collection[str]]:
    """Return who reported a state that is to be low, so that a 0 that was reported is told from silence."""
    if not any(one.is_state and one.aim is not Aim.REACH for one in view.campaign.criteria):
        return {}
    from tracker.services.states import States  # noqa: PLC0415 few campaigns have any

    return States(view, span).by_unit()


def _divide(rolled: Rolled, totals: Mapping[str, Total], shares: Shares) -> Iterable[tuple[str, Mapping[str, Total]]]:
    """Return each unit that totals stand with, or under which they do, with its part of each; their entries count once."""
    if len(shares) == 1:
        return [(unit, totals) for holder in shares for unit in rolled.above(holder)]
    found: defaultdict[str, dict[str, Total]] = defaultdict(dict)
    for criterion, total in totals.items():
        for holder, part in allot_total(total, shares).items():
            for unit in rolled.above(holder):
                before = found[unit].get(criterion, NOTHING)
                quantity, denominator = before.quantity + part.quantity, before.denominator + part.denominator
                found[unit][criterion] = Total(quantity, denominator, total.entries)
    return found.items()


class _Pieces:
    """Finds what all units reported over a span: from the roll-up by unit version as far as that tells, else day by day.

    It tells of a version whose amounts all went the same way; what the span holds after the as-of day is taken off, unless
    that is more than what it holds up to then.
    """

    def __init__(self, view: View, rolled: Rolled, span: Span) -> None:
        self.view, self.rolled = view, rolled
        self.known = span.until(view.as_of)
        self.stretches = view.campaign.stretches(span)
        self.turns = sorted({*rolled.lineage.turns, *view.roster.turns})
        self._later: Span | None = None
        self._found: dict[tuple[str, Span, int], Piece] = {}
        self._versions = {(one.id, one.span.start): one.span for one in view.roster.versions}

    def gather(self) -> Iterable[Piece]:
        """Return the pieces, one for each unit, stretch of the campaign and way that amounts went."""
        if self.known and self._is_rolled_up(self.known):
            for name, days in self.stretches:
                self._add_cells(name, days, self.known)
        elif self.known:
            self._add_days(self.known)
        return self._found.values()

    def _is_rolled_up(self, known: Span) -> bool:
        campaign, journal = self.view.campaign, self.view.journal
        last = journal.last_day(campaign.id, self.stretches[-1][1].end)
        self._later = Span(known.end + DAY, last) if last and last > known.end else None
        names = [name for name, _ in self.stretches]
        is_mostly_known = self._later is None or self._later.days < known.days
        return (
            is_mostly_known and len(names) == len(set(names)) and journal.is_assigned(campaign.id, campaign.assignment)
        )

    def _add_cells(self, name: str, stretch: Span, known: Span) -> None:
        cells = self.view.journal.cells(self.view.campaign.id, name)
        if later := self._later and self._later.clip(stretch):
            self._take_off(cells, cut_at(later, self.turns))
        apart = {unit for unit, first in cells if self._is_apart(unit, first, stretch)}
        for (unit, first), totals in cells.items():
            if unit not in apart and (version := self._versions.get((unit, first))):
                self._add(unit, stretch, max(version.start, stretch.start), totals)
        for unit in apart:
            for part in cut_at(stretch, self.turns):
                if self.view.roster.version(unit, part.start):
                    whole = [UnitSpan(unit, part, is_whole=False)]
                    totals = self.view.journal.unit_totals(self.view.campaign.id, whole, known)
                    self._add(unit, stretch, part.start, totals)

    def _take_off(self, cells: dict[tuple[str, date], dict[str, Total]], parts: Sequence[Span]) -> None:
        """Leave out of the roll-up what was reported over some days."""
        found = self.view.journal.totals_by_span(self.view.campaign.id, parts)
        for part, totals in zip(parts, found, strict=True):
            for (unit, criterion), total in totals.items():
                if version := self.view.roster.version(unit, part.start):
                    mine = cells.setdefault((unit, version.span.start), {})
                    mine[criterion] = mine.get(criterion, NOTHING).minus(total)

    def _is_apart(self, unit: str, first: date, stretch: Span) -> bool:
        """Whether the amounts of a unit's version did not all go the same way."""
        version = self._versions.get((unit, first))
        days = version.clip(stretch) if version else None
        era = self.rolled.lineage.era
        return days is not None and era(unit, days.start)[0] != era(unit, days.end)[0]

    def _add_days(self, known: Span) -> None:
        cut = [
            (days, part) for _, days in self.stretches if (now := days.clip(known)) for part in cut_at(now, self.turns)
        ]
        spans = [part for _, part in cut]
        found = self.view.journal.totals_by_span(self.view.campaign.id, spans)
        for (stretch, part), totals in zip(cut, found, strict=True):
            for (unit, criterion), total in totals.items():
                if self.view.roster.version(unit, part.start):
                    self._add(unit, stretch, part.start, {criterion: total})

    def _add(self, unit: str, stretch: Span, day: date, totals: Mapping[str, Total]) -> None:
        era, shares = self.rolled.lineage.era(unit, day)
        if (piece := self._found.get((unit, stretch, era))) is None:
            self._found[unit, stretch, era] = Piece(dict(totals), shares)
            return
        for criterion, total in totals.items():
            piece.totals[criterion] = piece.totals.get(criterion, NOTHING).plus(total)
