"""The as-of view: what was reported, rolled forward through the lineage to the units of a day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.entries import Total, add_total
from tracker.domain.lineage import Held, Holder, Lineage, Shares, allot, allot_total
from tracker.domain.targets import Amounts, find_covered
from tracker.domain.units import Roster, UnitSpan, UnitVersion
from tracker.errors import TrackerError
from tracker.services.view import View

Ask = Callable[[Sequence[UnitSpan]], dict[str, Total]]


class SharedDays(NamedTuple):
    """Days of a unit whose amounts stand with several, some of whom (`inside`) are asked for."""

    days: UnitSpan
    shares: Shares
    inside: frozenset[Holder]


class Parts(NamedTuple):
    """What stands with a unit and those under it: days of units wholly, and days of others by shares."""

    whole: tuple[UnitSpan, ...]
    shared: tuple[SharedDays, ...]


class Rolled:
    """The units of a day, and what has come to each of them through the lineage.

    Amounts are divided phase by phase, so that the figures of phases add up to the campaign's.
    """

    def __init__(self, roster: Roster, campaign: Campaign, on: date) -> None:
        self.roster, self.on = roster, on
        self.lineage = Lineage(roster.edges, on, roster.by_id)
        self._stretches = [days for _, days in campaign.stretches(Span(date.min, date.max))]
        self.parts = cache(self._parts)
        self._targets = cache(self._roll_targets)
        self.above = cache(self._find_above)

    def total(self, unit: str, ask: Ask) -> dict[str, Total]:
        """Return what a question about units and days comes to for a unit and those under it."""
        whole, shared = self.parts(unit)
        found = dict(ask(whole))
        for one in shared:
            for criterion, total in ask([one.days]).items():
                divided = allot_total(total, one.shares)
                mine = [divided[holder] for holder in one.inside]
                quantity, denominator = sum(each.quantity for each in mine), sum(each.denominator for each in mine)
                part = Total(quantity, denominator, total.entries)
                add_total(found, criterion, part)
        return found

    def days(self, unit: str) -> list[UnitSpan]:
        """Return the days of all units from which something stands with a unit and those under it."""
        whole, shared = self.parts(unit)
        return [*whole, *(one.days for one in shared)]

    def target(self, unit: str, amounts: Amounts, first: date) -> int | None:
        """Return the target of a unit and those under it, set by the units alive on a first day. Units: thousandths.

        None where none came to it, as where it is an heir of a unit that was split without shares.
        """
        return self._targets(amounts, first).get(unit)

    def is_inside(self, holder: Holder, unit: str) -> bool:
        """Whether what a holder holds is surely of a unit or those under it."""
        return unit in self.above(holder)

    def ended(self, holder: Holder) -> Holder:
        """Return a holder as one that is no more where it is a unit that does not live on the day."""
        is_gone = holder.held is Held.UNIT and not self.roster.version(holder.unit, self.on)
        if is_gone and self._went_on(holder.unit):
            return Holder(holder.unit, Held.AFTER_END)
        return Holder(holder.unit, Held.DISSOLVED) if is_gone or holder.held is Held.DISSOLVED else holder

    def _went_on(self, unit: str) -> bool:
        """Whether a step follows the last day of a unit, so that only what is dated after that day is still its own."""
        if unit not in self.roster.by_id:
            return False
        steps_after, _ = self.lineage.era(unit, self.roster.last_version(unit, self.on).span.end)
        return steps_after > 0

    def _parts(self, unit: str) -> Parts:
        whole: list[UnitSpan] = []
        shared: list[SharedDays] = []
        for source, era, shares, inside in self._eras.get(unit, ()):
            if len(inside) == len(shares):
                whole += _living(self.roster.by_id[source], era)
            else:
                cut = (days for one in self._stretches if (days := one.clip(era)))
                mine = frozenset(inside)
                shared += [SharedDays(UnitSpan(source, days, is_whole=False), shares, mine) for days in cut]
        return Parts(tuple(whole), tuple(shared))

    @cached_property
    def _eras(self) -> dict[str, list[tuple[str, Span, Shares, list[Holder]]]]:
        """The days of any unit from which something stands with a unit and those under it; found for all units at once.

        With them how it was shared out, and the holders that are inside.
        """
        found: defaultdict[str, list[tuple[str, Span, Shares, list[Holder]]]] = defaultdict(list)
        for source in self.roster.by_id:
            for era, shares in self.lineage.eras(source):
                inside: defaultdict[str, list[Holder]] = defaultdict(list)
                for holder in shares:
                    for unit in self.above(holder):
                        inside[unit].append(holder)
                for unit, holders in inside.items():
                    found[unit].append((source, era, shares, holders))
        return dict(found)

    def _roll_targets(self, amounts: Amounts, first: date) -> dict[str, int]:
        """Return the target of each unit with those under it.

        One that stands for all under its unit has theirs in it, wherever both of them are now.
        """
        found: dict[str, int] = {}
        alive = self.roster.alive(first)
        covered = find_covered(amounts, alive)
        for version in alive:
            if (amount := amounts.of(version)) is not None:
                inside = self._holding(covered[version.id], first) if version.id in covered else frozenset()
                for holder, part in allot(amount, self.lineage.shares(version.id, first)).items():
                    for unit in self.above(holder):
                        if unit not in inside:
                            found[unit] = found.get(unit, 0) + part
        return found

    def _holding(self, unit: str, day: date) -> frozenset[str]:
        """Return the units that surely hold some of what a unit had on a day."""
        return frozenset(one for holder in self.lineage.shares(unit, day) for one in self.above(holder))

    def _find_above(self, holder: Holder) -> tuple[str, ...]:
        """Return the units that surely hold what a holder holds, the lowest first.

        What ended stands under the nearest unit above it, when it ended, that is still alive; and with itself.
        """
        if len(holder.units) > 1:
            first, *others = (self.above(Holder(unit)) for unit in holder.units)
            return tuple(unit for unit in first if all(unit in line for line in others))
        line: list[str] = []
        seen, unit = set[str](), holder.unit
        while unit in self.roster.by_id and unit not in seen:
            seen.add(unit)
            version = self.roster.version(unit, self.on)
            if version or not line:
                line.append(unit)
            unit = (version or self.roster.last_version(unit, self.on)).parent
        return tuple(line)


def _living(versions: Iterable[UnitVersion], era: Span) -> Iterable[UnitSpan]:
    parts = ((version, version.span.clip(era)) for version in versions)
    return (UnitSpan(version.id, days, days == version.span) for version, days in parts if days)


def roll_forward(view: View, unit: str | None = None) -> View:
    """Return a view in which figures of units are those of the units that live on its as-of day.

    Raises: TrackerError unit-succeeded where nothing stands with the unit that is asked for, as it has heirs.
    """
    rolled = Rolled(view.roster, view.campaign, view.as_of)
    if unit and not view.roster.version(unit, view.as_of):
        last = view.roster.last_version(unit, view.as_of)
        ends = rolled.lineage.shares(unit, last.span.end)
        heirs = [one for holder in ends for one in holder.units if one != unit]
        if heirs:
            named = [f"{view.roster.last_version(one, view.as_of).name} [{one}]" for one in heirs]
            raise TrackerError.of("unit-succeeded", unit=last.name, day=view.as_of, candidates=named, heir=heirs[0])
    return view.but(rolled=rolled)
