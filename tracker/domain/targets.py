"""Targets: which of the rows that were set holds for whom and when.

A unit's own row goes before its level's, and among rows of one key the one that holds from the latest day. What is an
amount adds up over units; what is a share or a value (a rate, a reduction, "never") holds for each of them alike.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, TargetRow
from tracker.domain.units import Roster, UnitVersion
from tracker.domain.value import Value

if TYPE_CHECKING:
    from tracker.domain.books import UnitAmounts


class Amounts(Value, frozen=True):
    """What is set for units over a span: for each unit of a level, and for single units. Units: thousandths.

    What is set for a single unit is the target of that unit with all under it, unless the amounts are `apart`. For units
    that `besides` sets something for, nothing is.
    """

    levels: tuple[tuple[str, int | None], ...] = ()
    units: "UnitAmounts | None" = None
    besides: "Amounts | None" = None
    is_apart: bool = False

    def names(self, unit: UnitVersion) -> bool:
        """Whether anything is set for a unit, be it that it is not assigned."""
        return (self.units is not None and unit.id in self.units) or any(
            unit.level == level for level, _ in self.levels
        )

    def of(self, unit: UnitVersion) -> int | None:
        """Return what is set for a unit, None where nothing is or it is not assigned."""
        if self.besides and self.besides.names(unit):
            return None
        if self.units and unit.id in self.units:
            return self.units[unit.id]
        return next((amount for level, amount in self.levels if level == unit.level), None)

    @property
    def is_set(self) -> bool:
        """Whether any unit has a target by it."""
        levels = any(amount is not None for _, amount in self.levels)
        return levels or any(amount is not None for amount in (self.units or {}).values())

    @property
    def is_by_level(self) -> bool:
        """Whether the units of a level all have the same, so that it is enough to count them."""
        return not self.units and (self.besides is None or not (self.besides.units or self.besides.levels))

    def covering(self) -> frozenset[str]:
        """Return the units whose own target stands for all under them too."""
        some = {} if self.is_apart or not self.units else self.units
        return frozenset(unit for unit, amount in some.items() if amount)


SetFor = Callable[[Amounts, date], int | None]  # None where nothing is set


def set_for_units(roster: Roster, unit: str | None, amounts: Amounts, first: date) -> int | None:
    """Return what is set by the units alive on a day, all or one with those under it; None where nothing is. Units: thousandths."""
    alive = roster.subtree(unit, first) if unit else roster.alive(first)
    if amounts.is_by_level:
        levels = Counter([one.level for one in alive])
        return add_up(
            None if amount is None or not levels[level] else amount * levels[level] for level, amount in amounts.levels
        )
    covered = find_covered(amounts, alive)
    return add_up(amounts.of(one) for one in alive if one.id not in covered)


def add_up(amounts: Iterable[int | None]) -> int | None:
    """Return the sum of what is set; None where nothing is, which is no target of 0."""
    some = [one for one in amounts if one is not None]
    return sum(some) if some else None


def find_covered(amounts: Amounts, alive: Sequence[UnitVersion]) -> dict[str, str]:
    """Return the units that stand under one whose own target is theirs too, each with that one, the lowest there is."""
    return find_below(amounts.covering(), alive)


def find_below(above: frozenset[str], alive: Sequence[UnitVersion]) -> dict[str, str]:
    """Return the units that stand under one of some, each with that one, the lowest there is."""
    parents = {one.id: one.parent for one in alive} if above else {}
    found = ((unit, next((one for one in _line(unit, parents) if one in above), None)) for unit in parents)
    return {unit: one for unit, one in found if one}


def _line(unit: str, parents: Mapping[str, str]) -> list[str]:
    """Return the units above a unit, the lowest first."""
    line: list[str] = []
    while (unit := parents.get(unit, "")) in parents and unit not in line:
        line.append(unit)
    return line


class SpanRows:
    """The rows of a criterion for some spans of a campaign, of which a later one goes before an earlier one.

    Of what adds up the earlier ones say only what is not assigned.
    """

    def __init__(self, criterion: Criterion, campaign: Campaign, *phases: str) -> None:
        self.criterion, self.phases = criterion, phases
        self.books = campaign.books if campaign.has_books else None
        self.rows = [row for phase in phases for row in self._of_phase(phase)]

    def __bool__(self) -> bool:
        return bool(
            self.rows or (self.books and any(self.books.unit_rows(self.criterion.id, one) for one in self.phases))
        )

    def _of_phase(self, phase: str) -> list[TargetRow]:
        more = self.books.rows_of(self.criterion.id, phase) if self.books else []
        rows = [row for row in (*self.criterion.targets, *more) if row.phase == phase]
        if self.criterion.adds_up and phase != self.phases[-1]:
            rows = [row for row in rows if row.amount is None]
        return sorted(rows, key=lambda row: row.start or date.min)

    def whole(self, day: date) -> TargetRow | None:
        """Return the row for all units that holds on a day."""
        return next((row for row in reversed(self.rows) if not row.level and _holds(row, day)), None)

    def amounts(self, day: date, besides: Amounts | None = None) -> Amounts:
        """Return what is set for units as it holds on a day."""
        levels = {row.level: row.amount for row in self.rows if row.level and _holds(row, day)}
        units = None
        if self.books:
            adds_up = self.criterion.adds_up
            units = self.books.unit_amounts(self.criterion.id, self.phases, day, adds_up=adds_up)
        return Amounts(tuple(levels.items()), units or None, besides)

    def turns(self, span: Span, until: date) -> list[date]:
        """Return the days inside a span, up to a day, on which a row begins to hold."""
        days = {row.start for row in self.rows if row.start}
        for phase in self.phases if self.books else ():
            days |= self.books.starts(self.criterion.id, phase) if self.books else frozenset()
        return sorted(day for day in days if span.start < day <= min(span.end, until))


def _holds(row: TargetRow, day: date) -> bool:
    return row.start is None or row.start <= day
