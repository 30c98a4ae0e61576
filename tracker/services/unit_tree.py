"""The tree of units on a day, with a subtotal for each unit and all under it, in either view."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple, Protocol

from tracker.domain.calendar import Span
from tracker.domain.entries import Total, add_by_key
from tracker.domain.lineage import Held, Holder
from tracker.domain.units import Roster, UnitVersion
from tracker.services.unit_totals import cut_at, totals_by_holder
from tracker.services.view import View

Totals = Mapping[str, Total]  # by criterion


class Row(StrEnum):
    """What a line of the tree tells: a unit, or what stands with units that have no line of their own."""

    UNIT = "unit"
    GONE = "gone"  # units that stood here, as reported
    UNALLOCATED = "unallocated"
    DISSOLVED = "dissolved"
    AFTER_END = "after-end"
    OUTSIDE = "outside"  # what no unit of the tree has
    WHOLE = "whole"


HELD = {Held.UNALLOCATED: Row.UNALLOCATED, Held.DISSOLVED: Row.DISSOLVED, Held.AFTER_END: Row.AFTER_END}


class TreeRow(NamedTuple):
    """A line: how deep it stands, the unit's own totals and, with all under it, its subtotals.

    `units` counts those that a line without a unit stands for.
    """

    kind: Row
    depth: int
    unit: UnitVersion | None
    units: int
    own: Totals
    totals: Totals


class _Forest(Protocol):
    """What a view knows of units and their totals, place by place."""

    def rows(self, top: str | None) -> Iterator[TreeRow]:
        """Yield the lines of a unit and all under it, or of all units."""
        ...


def build_tree(view: View, unit: UnitVersion | None = None) -> list[TreeRow]:
    """Return the tree of the as-of day, of all units or of one and those under it.

    As reported, a figure stands in the place where its unit stood on its day: what units did that have gone from a place is
    one line there. Rolled forward, what no living unit surely has is one line under the lowest unit that surely holds it.
    """
    forest: _Forest = _Rolled(view) if view.rolled else _Reported(view)
    return list(forest.rows(unit.id if unit else None))


class _Reported:
    """Totals of spans of days in which no version of a unit begins or ends."""

    def __init__(self, view: View) -> None:
        self.roster, self.on = view.roster, view.as_of
        known = view.campaign.span.until(view.as_of)
        self.eras = cut_at(known, view.roster.turns) if known else []
        found = view.journal.totals_by_span(view.campaign.id, self.eras)
        self._own = [_by_unit(totals) for totals in _states_last(view, self.eras, found)]
        self._subtotal = cache(self._add_up)

    def rows(self, top: str | None) -> Iterator[TreeRow]:
        eras = range(len(self.eras))
        if top:
            yield from self._branch(self.roster.last_version(top, self.on), eras, 0)
            return
        yield from self._level("", eras, 0)
        whole = add_by_key(totals for own in self._own for totals in own.values())
        placed = add_by_key(self._subtotal(one.id, at) for at in eras for one in self._under("", at))
        yield from _ends(whole, placed)

    def _branch(self, unit: UnitVersion, eras: Sequence[int], depth: int) -> Iterator[TreeRow]:
        own = add_by_key(self._own[at].get(unit.id, {}) for at in eras)
        yield TreeRow(Row.UNIT, depth, unit, 1, own, add_by_key(self._subtotal(unit.id, at) for at in eras))
        yield from self._level(unit.id, eras, depth + 1)

    def _level(self, parent: str, eras: Sequence[int], depth: int) -> Iterator[TreeRow]:
        """Yield the units under a unit, then what stood with others under it in those eras, if anything did."""
        stood: dict[str, list[int]] = {}
        for at in eras:
            for one in self._under(parent, at):
                stood.setdefault(one.id, []).append(at)
        for unit in _under(self.roster, parent, self.on):
            yield from self._branch(unit, stood.pop(unit.id, ()), depth)
        if totals := add_by_key(self._subtotal(one, at) for one, some in stood.items() for at in some):
            yield TreeRow(Row.GONE, depth, None, len(stood), {}, totals)

    def _under(self, parent: str, at: int) -> list[UnitVersion]:
        return _under(self.roster, parent, self.eras[at].start)

    def _add_up(self, unit: str, at: int) -> Totals:
        below = [self._subtotal(one.id, at) for one in self._under(unit, at)]
        return add_by_key([self._own[at].get(unit, {}), *below])


class _Rolled:
    """What stands with the units of a day, and what stands with none of them under the lowest that surely holds it."""

    def __init__(self, view: View) -> None:
        assert view.rolled is not None
        self.roster, self.rolled = view.roster, view.rolled
        known = view.campaign.span.until(view.as_of)
        self._held: dict[Holder, dict[str, Total]] = {}
        for (holder, criterion), total in totals_by_holder(view, known).items() if known else ():
            self._held.setdefault(holder, {})[criterion] = total
        self._placed: dict[tuple[str, Held], list[Holder]] = {}
        for holder in self._held:
            if holder.held is not Held.UNIT:
                self._placed.setdefault((self._place(holder), holder.held), []).append(holder)
        self._subtotal = cache(self._add_up)

    def rows(self, top: str | None) -> Iterator[TreeRow]:
        if top:
            version = self.roster.version(top, self.rolled.on)
            yield from self._branch(version, 0) if version else self._ended(top)
            return
        yield from self._level("", 0)
        yield from _ends(add_by_key(self._held.values()), self._add_up(""))

    def _ended(self, unit: str) -> Iterator[TreeRow]:
        own = add_by_key(self._held.get(Holder(unit, held), {}) for held in (Held.DISSOLVED, Held.AFTER_END))
        yield TreeRow(Row.UNIT, 0, self.roster.last_version(unit, self.rolled.on), 1, own, own)

    def _branch(self, unit: UnitVersion, depth: int) -> Iterator[TreeRow]:
        yield TreeRow(Row.UNIT, depth, unit, 1, self._held.get(Holder(unit.id), {}), self._subtotal(unit.id))
        yield from self._level(unit.id, depth + 1)

    def _level(self, parent: str, depth: int) -> Iterator[TreeRow]:
        for unit in self._under(parent):
            yield from self._branch(unit, depth)
        for held, kind in HELD.items():
            if some := self._placed.get((parent, held)):
                yield TreeRow(kind, depth, None, len(some), {}, add_by_key(self._held[one] for one in some))

    def _under(self, parent: str) -> list[UnitVersion]:
        return _under(self.roster, parent, self.rolled.on)

    def _add_up(self, unit: str) -> Totals:
        placed = [one for held in HELD for one in self._placed.get((unit, held), ())]
        below = [self._subtotal(one.id) for one in self._under(unit)]
        return add_by_key([self._held.get(Holder(unit), {}), *(self._held[one] for one in placed), *below])

    def _place(self, holder: Holder) -> str:
        """Return the lowest living unit that surely holds it; "" where there is none."""
        above = self.rolled.above(holder)
        return next((unit for unit in above if self.roster.version(unit, self.rolled.on)), "")


def _states_last(
    view: View, eras: Sequence[Span], found: Sequence[Mapping[tuple[str, str], Total]]
) -> Sequence[Mapping[tuple[str, str], Total]]:
    """Return totals of spans in which those of states stand in the last of them alone, with the units that have them then."""
    names = {one.id for one in view.campaign.criteria if one.is_state}
    if not names or not eras:
        return found
    from tracker.services.states import States, as_state  # noqa: PLC0415 many a campaign has none

    counted = [{key: as_state(Total(), one) if key[1] in names else one for key, one in era.items()} for era in found]
    for (holder, name), value in States(view, eras[-1]).by_holder().items():
        key = (holder.unit, name)
        counted[-1][key] = as_state(value, counted[-1].get(key, Total()))
    return counted


def _under(roster: Roster, parent: str, on: date) -> list[UnitVersion]:
    """Return the units right under a unit on a day; under "" those at the top."""
    return roster.children(parent, on) if parent else [one for one in roster.alive(on) if not one.parent]


def _ends(whole: Totals, placed: Totals) -> Iterator[TreeRow]:
    """Yield what no line has so far, where there is any, and the whole."""
    left = ((one, total.minus(placed.get(one, Total()))) for one, total in whole.items())
    if rest := {one: total for one, total in left if any(total)}:
        yield TreeRow(Row.OUTSIDE, 0, None, 0, {}, rest)
    yield TreeRow(Row.WHOLE, 0, None, 0, {}, whole)


def _by_unit(totals: Mapping[tuple[str, str], Total]) -> dict[str, dict[str, Total]]:
    found: dict[str, dict[str, Total]] = {}
    for (unit, criterion), total in totals.items():
        found.setdefault(unit, {})[criterion] = total
    return found
